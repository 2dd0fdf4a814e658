"""Laws of the names of regions.

- Whatever a region is called, in whatever spelling, it is one region; no spelling of one is a spelling of another.
- A name that nobody bears is an error that names what comes near.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog import samples
from youthprog.errors import BrokenRule, DanglingReference, MissingExtra, WrongType
from youthprog.exchange import HomeColumn, IdColumn, read_members
from youthprog.standards import subdivisions
from youthprog.values import LocalisedText, Region, find_region

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MONGOLIA = subdivisions("MN")
NAMES = [(one.code, name) for one in MONGOLIA for name in (*one.name.texts.values(), *one.aliases)]
CODES = [(one.code, code) for one in MONGOLIA for code in (one.code, one.code[3:], one.national_code)]


def without_marks(words: str) -> str:
    """ASCII keyboards have no ö and ü."""
    return "".join(letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))


def on_a_russian_keyboard(words: str) -> str:
    """It has no ү and ө; ё is often written е."""
    return words.translate(str.maketrans("ҮүӨөЁё", "УуОоЕе"))


SPELLINGS = st.sampled_from(
    [
        str.upper,
        str.lower,
        str.swapcase,
        without_marks,
        on_a_russian_keyboard,
        lambda words: words.replace("-", " "),
        lambda words: words.replace("-", ""),
        lambda words: words.replace(" ", "  "),
        lambda words: words.replace("kh", "h"),
        lambda words: words.replace("i", "y"),
        lambda words: f" {words[:2]}'{words[2:]}\n",
        lambda words: words.translate(str.maketrans("аеосх", "aeocx")),  # Latin letters that look like them
        lambda words: unicodedata.normalize("NFD", words),
    ]
)


@given(st.sampled_from(NAMES), st.lists(SPELLINGS, max_size=3))
def test_every_spelling_of_every_name_is_the_one_region(
    named: tuple[str, str], spellings: list[Callable[[str], str]]
) -> None:
    code, words = named
    for spelling in spellings:
        words = spelling(words)  # one after the other
    assert find_region(MONGOLIA, words).code == code


@pytest.mark.parametrize(("code", "written"), CODES)
def test_both_systems_of_codes_name_the_regions(code: str, written: str) -> None:
    for spelling in (written, written.lower(), written.replace("-", " "), f" {written} "):
        assert find_region(MONGOLIA, spelling).code == code


@pytest.mark.parametrize(
    "words",
    ["Zavkhan", "zavhan", "Dzavhan", "DZAVKHAN", "Завхан", "завхан аймаг", "Zavkhan Province", "MN-057", "057", "81"],
)
def test_zavkhan_is_zavkhan_whatever_it_is_called(words: str) -> None:
    assert find_region(MONGOLIA, words).name.get("mn") == "Завхан"


def test_a_code_without_its_zero_is_another_code() -> None:
    assert find_region(MONGOLIA, "043").name.get("en") == "Khovd"
    assert find_region(MONGOLIA, "43").name.get("en") == "Selenge"


def test_there_are_22_and_each_tells_its_sources() -> None:
    assert len({one.code for one in MONGOLIA}) == len({one.national_code for one in MONGOLIA}) == 22
    assert all("ISO 3166-2" in one.source and "National Statistics Office" in one.source for one in MONGOLIA)


def test_they_are_those_of_the_case_study() -> None:
    def known(regions: tuple[Region, ...]) -> set[tuple[str, LocalisedText, str]]:
        return {(one.code, one.name, one.national_code) for one in regions}

    regions = samples.mongolia().regions
    assert known(regions) == known(MONGOLIA)
    for one in regions:
        assert all(find_region(MONGOLIA, alias).code == one.code for alias in one.aliases)


def test_a_name_that_nobody_bears_comes_with_those_that_are_near() -> None:
    with pytest.raises(DanglingReference) as caught:
        find_region(MONGOLIA, "Zavkham")
    assert str(caught.value) == "region: must be a region's name or code (is Zavkhan meant?)"


@pytest.mark.parametrize("words", ["", "-", "Ontario", "99", "東京"])
def test_a_name_like_none_is_refused_and_not_repeated(words: str) -> None:
    with pytest.raises(DanglingReference) as caught:
        find_region(MONGOLIA, words)
    assert str(caught.value) == "region: must be a region's name or code"


def test_a_name_that_two_bear_is_refused_with_both_unless_one_is_written_so() -> None:
    town = Region(code="sukhbaatar-town", name=LocalisedText({"en": "Suhbaatar"}))
    assert find_region([*MONGOLIA, town], "Сүхбаатар").code == "MN-051"
    assert find_region([*MONGOLIA, town], "Suhbaatar").code == "sukhbaatar-town"
    with pytest.raises(DanglingReference, match=r"one region \(is Sükhbaatar \(MN-051\) or Suhbaatar \(sukh.*meant"):
        find_region([*MONGOLIA, town], "SUKHBAATAR")


def test_names_in_other_scripts_and_with_numbers_stay_apart() -> None:
    names = {"a": "東京", "b": "京都", "c": "District 1", "d": "District 2", "e": "Łódź", "f": "Żółć"}
    regions = [Region(code=code, name=LocalisedText({"und": name})) for code, name in names.items()]
    for code, name in names.items():
        assert find_region(regions, name.upper()).code == code
    assert find_region(regions, "district-2").code == "d"
    with pytest.raises(DanglingReference):
        find_region(regions, "District")


def test_the_column_of_a_spreadsheet_takes_them(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("No,From\n1,Dzavhan\n2,Өмнөговь\n3,umnugovi\n4,81\n", encoding="utf-8")
    members = read_members(file, columns={"No": IdColumn(), "From": HomeColumn(regions=MONGOLIA)})
    assert [member.home for member in members] == ["MN-057", "MN-053", "MN-053", "MN-057"]


def test_other_countries_come_from_pycountry() -> None:
    germany = subdivisions("DE")
    assert len(germany) == 16
    assert find_region(germany, "THURINGEN").code == find_region(germany, "TH").code == "DE-TH"
    parts = {one.code: one.parent for one in subdivisions("GB")}
    assert parts["GB-KEN"] == "GB-ENG"


@pytest.mark.parametrize("country", ["mn", "Mongolia", "", "ZZ"])
def test_a_country_is_a_code_that_has_regions(country: str) -> None:
    with pytest.raises(BrokenRule, match="country: must be the "):
        subdivisions(country)


def test_a_country_is_text() -> None:
    with pytest.raises(WrongType, match="country: must be text"):
        subdivisions(None)  # type: ignore[arg-type]  # the wrong type is the point


def test_without_the_extra_mongolia_alone_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycountry", None)
    assert len(subdivisions("MN")) == 22
    with pytest.raises(MissingExtra, match=r"youthprog\[standards\]"):
        subdivisions("DE")
