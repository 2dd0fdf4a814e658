"""Laws of members read from a spreadsheet.

- A column mapping says what each column holds; nothing is guessed, a mapping that contradicts itself is refused before
  a file is read.
- Every problem names its row and its column and never the cell; all of them are told at once; sound rows are kept.
- An empty cell means what the mapping says, and where it says nothing it is a problem.
- What comes out is what a caller would make by hand: a row becomes a member here, wherever it came from.
"""

from __future__ import annotations

import datetime as dt
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from youthprog import shares
from youthprog.counts import tally
from youthprog.criteria import Dimension, RegionOf, Where
from youthprog.errors import (
    BrokenRule,
    CannotRead,
    DanglingReference,
    DuplicateId,
    InvalidDocument,
    MissingField,
    Problem,
    WrongType,
)
from youthprog.exchange import (
    AgeColumn,
    AnswerColumn,
    BirthColumn,
    Column,
    DayFormat,
    HomeColumn,
    IdColumn,
    NameColumn,
    NamePart,
    PlaceColumn,
    SpellColumn,
    _columns,
    read_members,
)
from youthprog.people import Member, Membership, MembershipKind, PersonName, Residence
from youthprog.values import (
    AskedUnknown,
    Declined,
    Ending,
    Known,
    LocalisedText,
    NotAsked,
    PartialDate,
    Period,
    Place,
    Purpose,
    Region,
    ReportedAge,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CANARY = "Canary7f3a"
ID: dict[str, Column] = {"No": IdColumn()}
GENDER = Dimension(name="gender", categories=["woman", "man", "another"])
LANGUAGES = Dimension(name="languages", categories=["mn", "kk", "en"], multiple=True)
REGIONS = (
    Region(code="MN-1", name=LocalisedText({"en": "Ulaanbaatar", "mn": "Улаанбаатар"}), aliases={"UB"}),
    Region(
        code="MN-057",
        name=LocalisedText({"en": "Zavkhan", "mn": "Завхан"}),
        national_code="81",
        aliases={"Dzavhan", "Zavhan"},
    ),
    Region(code="MN-051", name=LocalisedText({"en": "Sükhbaatar"})),
    Region(code="UB-07", name=LocalisedText({"en": "Sükhbaatar"})),
)


def written(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def read(tmp_path: Path, text: str | bytes, columns: Mapping[str, Column], **options: Any) -> tuple[Member, ...]:
    return read_members(written(tmp_path, text), columns=columns, **options)


def refused(tmp_path: Path, text: str | bytes, columns: Mapping[str, Column], **options: Any) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as caught:
        read(tmp_path, text, columns, **options)
    assert CANARY not in str(caught.value)
    assert str(caught.value).partition(":")[0].endswith("in list.csv")
    return caught.value


def told(error: InvalidDocument) -> list[tuple[type[Problem], int | None, str]]:
    return [(type(problem), problem.row, problem.field) for problem in error.problems]


def one(tmp_path: Path, cell: str, column: Column) -> Member:
    (member,) = read(tmp_path, f"No;x\n1;{cell}\n", {**ID, "x": column})
    return member


def rule(tmp_path: Path, cell: str, column: Column) -> tuple[type[Problem], str]:
    (problem,) = refused(tmp_path, f"No;x\n1;{cell}\n", {**ID, "x": column}).problems
    assert (problem.row, problem.field) == (2, "x")
    return type(problem), problem.rule


# --- A whole list --------------------------------------------------------------------------------------------------

WHOLE: dict[str, Column] = {
    "No": IdColumn(),
    "Given": NameColumn(part=NamePart.GIVEN),
    "Father": NameColumn(part=NamePart.PATRONYMIC),
    "Family": NameColumn(part=NamePart.FAMILY),
    "Born": BirthColumn(day_format=DayFormat.DAY_FIRST),
    "From": HomeColumn(regions=REGIONS),
    "Lives": PlaceColumn(regions=REGIONS, since=PartialDate(2022)),
    "Joined": SpellColumn(
        kind=MembershipKind.MEMBER, day_format=DayFormat.DAY_FIRST, open_end=Ending.ONGOING, end="Left"
    ),
    "Active": SpellColumn(kind=MembershipKind.ACTIVIST, day_format=DayFormat.ISO, open_end=Ending.UNKNOWN),
    "Sex": AnswerColumn(
        dimension=GENDER,
        codes={"f": "woman", "m": "man"},
        missing={"-": Declined(), "?": AskedUnknown()},
        empty=NotAsked(),
    ),
    "Speaks": AnswerColumn(dimension=LANGUAGES, separator="/", empty=NotAsked()),
}

LIST = """\ufeffNo;Given;Father;Family;Born;From;Lives;Joined;Left;Active;Sex;Speaks;Remarks
007;Бат;Дорж;;29.02.2004;Zavhan;UB;01.09.2020;01.06.2021;2022;f;mn / kk;anything
8;;;;;;;;;;;;

9;Anna;;Bold;;57;81;1/3/2021;;;-;en;
"""


def test_a_list_becomes_members_as_one_would_make_them_by_hand(tmp_path: Path) -> None:
    home, capital = Place(region="MN-057"), Place(region="MN-1")
    since = Period(PartialDate(2022), Ending.ONGOING)
    columns = {**WHOLE, "From": HomeColumn(regions=REGIONS[:2])}
    expected = (
        Member(
            id="007",
            names=[PersonName(given_name="Бат", patronymic="Дорж")],
            birth=PartialDate(2004, 2, 29),
            home="MN-057",
            residences=[Residence(place=capital, period=since)],
            memberships=[
                Membership(kind=MembershipKind.MEMBER, period=Period(PartialDate(2020, 9, 1), PartialDate(2021, 6, 1))),
                Membership(kind=MembershipKind.ACTIVIST, period=Period(PartialDate(2022), Ending.UNKNOWN)),
            ],
            identities={"gender": Known("woman"), "languages": Known({"mn", "kk"})},
        ),
        Member(id="8", identities={"gender": NotAsked(), "languages": NotAsked()}),
        Member(
            id="9",
            names=[PersonName(given_name="Anna", family_name="Bold")],
            home="MN-057",
            residences=[Residence(place=home, period=since)],
            memberships=[
                Membership(kind=MembershipKind.MEMBER, period=Period(PartialDate(2021, 3, 1), Ending.ONGOING))
            ],
            identities={"gender": Declined(), "languages": Known("en")},
        ),
    )
    text = LIST.replace(";57;", ";057;")
    assert read(tmp_path, text, columns) == expected
    assert read(tmp_path, text.replace(";", "\t"), columns) == expected
    assert read(tmp_path, text.replace(";", ","), columns, delimiter=",") == expected
    assert read(tmp_path, text.removeprefix("\ufeff").encode("cp1251"), columns, encoding="cp1251") == expected


def test_all_problems_of_a_list_are_told_by_row_and_column_and_sound_rows_are_kept(tmp_path: Path) -> None:
    text = f"""No;Given;Father;Family;Born;From;Lives;Joined;Left;Active;Sex;Speaks
1;{CANARY};;;30.02.2004;{CANARY};Zavkhan;01.09.2020;01.06.2020;;{CANARY};mn/{CANARY}
2;;;;;;;;;;;
3;;{CANARY};;{CANARY};Sükhbaatar;{CANARY};{CANARY};;{CANARY};f;en/
2;;;;;;;;;;;
;;;;;;;;01.01.2020;;f;
4;;;;
5;;;;01.01.2021;;;01.01.2020;;;;
6;;;;;;;01.01.2020;{CANARY};;;
"""
    error = refused(tmp_path, text, WHOLE)
    assert told(error) == [
        (BrokenRule, 2, "Born"),
        (DanglingReference, 2, "From"),
        (BrokenRule, 2, "Left"),
        (BrokenRule, 2, "Sex"),
        (BrokenRule, 2, "Speaks"),
        (BrokenRule, 4, "Born"),
        (DanglingReference, 4, "From"),
        (DanglingReference, 4, "Lives"),
        (BrokenRule, 4, "Joined"),
        (BrokenRule, 4, "Active"),
        (BrokenRule, 4, "Speaks"),
        (BrokenRule, 4, "Given"),
        (DuplicateId, 5, "No"),
        (BrokenRule, 6, "No"),
        (BrokenRule, 6, "Joined"),
        (CannotRead, 7, "cells"),
        (BrokenRule, 8, "Joined"),
        (BrokenRule, 9, "Left"),
    ]
    assert error.sound == (Member(id="2", identities={"gender": NotAsked(), "languages": NotAsked()}),)
    assert CANARY not in repr(error.problems)
    assert CANARY.encode() not in pickle.dumps(error)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_at_most_so_many_problems_are_told(tmp_path: Path, most: int) -> None:
    error = refused(tmp_path, "No\n1\n1\n1\n1\n", ID, most=most)
    assert len(error.problems) == most
    assert error.more is (most < 3)


def test_all_columns_that_are_missing_are_told_before_any_row_is_read(tmp_path: Path) -> None:
    error = refused(tmp_path, f"No;Given\n1;{CANARY}\n", WHOLE)
    lacking = ["Father", "Family", "Born", "From", "Lives", "Joined", "Active", "Sex", "Speaks", "Left"]
    assert told(error) == [(MissingField, 1, name) for name in lacking]
    assert refused(tmp_path, "No\n", WHOLE, most=2).more


@pytest.mark.parametrize(
    ("text", "options", "field"),
    [
        ("No,a;b\n", {}, "delimiter"),
        ("No\n1\n", {"delimiter": "|"}, "delimiter"),
        ("", {}, "header"),
        ('No\n"1\n', {}, "rows"),
        ("No\n1\0\n", {}, "encoding"),
        ("№;нэр\n".encode("cp1251"), {}, "encoding"),
        ("№;нэр\n", {"encoding": "ascii"}, "encoding"),
        ("No\n", {"encoding": "no such"}, "encoding"),
    ],
)
def test_a_file_that_is_no_table_is_told_as_one_problem(
    tmp_path: Path, text: str | bytes, options: dict[str, str], field: str
) -> None:
    error = refused(tmp_path, text, ID, **options)
    assert [problem.field for problem in error.problems] == [field]


def test_a_heading_that_stands_twice_is_told(tmp_path: Path) -> None:
    assert told(refused(tmp_path, "No;No\n1;2\n", ID)) == [(DuplicateId, 1, "heading")]


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_members(tmp_path / "nowhere.csv", columns=ID)


# --- Ids and names -------------------------------------------------------------------------------------------------


def test_an_id_stays_text(tmp_path: Path) -> None:
    members = read(tmp_path, "No\n007\n7\n7.0\n1e3\n", ID)
    assert [member.id for member in members] == ["007", "7", "7.0", "1e3"]


def test_without_a_column_of_ids_the_row_numbers_the_members(tmp_path: Path) -> None:
    members = read(tmp_path, "a;b\n1;2\n\n3;4\n", {})
    assert [member.id for member in members] == ["2", "4"]


def test_an_id_must_not_be_empty_nor_stand_twice(tmp_path: Path) -> None:
    assert told(refused(tmp_path, "No;x\n;1\n2;1\n2;2\n", ID)) == [(BrokenRule, 2, "No"), (DuplicateId, 4, "No")]


def test_equal_ids_in_different_forms_of_their_letters_are_one_id(tmp_path: Path) -> None:
    assert told(refused(tmp_path, "No\ncaf\u00e9\ncafe\u0301\n", ID)) == [(DuplicateId, 3, "No")]


def test_a_part_of_a_name_needs_a_given_name(tmp_path: Path) -> None:
    found = rule(tmp_path, CANARY, NameColumn(part=NamePart.FAMILY))
    assert found == (BrokenRule, "must have a given name beside it where there is another part of the name")
    assert one(tmp_path, "", NameColumn(part=NamePart.FAMILY)).names == ()


# --- Days and ages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "day_format", "expected"),
    [
        ("03/04/2005", DayFormat.DAY_FIRST, PartialDate(2005, 4, 3)),
        ("03/04/2005", DayFormat.MONTH_FIRST, PartialDate(2005, 3, 4)),
        ("3.4.2005", DayFormat.DAY_FIRST, PartialDate(2005, 4, 3)),
        ("12-31-2005", DayFormat.MONTH_FIRST, PartialDate(2005, 12, 31)),
        ("2005-04-03", DayFormat.ISO, PartialDate(2005, 4, 3)),
        ("2005-04", DayFormat.ISO, PartialDate(2005, 4)),
        ("2005", DayFormat.ISO, PartialDate(2005)),
        ("", DayFormat.ISO, None),
    ],
)
def test_the_format_of_days_is_stated_and_decides(
    tmp_path: Path, cell: str, day_format: DayFormat, expected: PartialDate | None
) -> None:
    assert one(tmp_path, cell, BirthColumn(day_format=day_format)).birth == expected


@pytest.mark.parametrize(
    ("cell", "day_format"),
    [
        ("03/04/2005", DayFormat.ISO),
        ("2005-04-03", DayFormat.DAY_FIRST),
        ("13/13/2005", DayFormat.DAY_FIRST),
        ("12/31/2005", DayFormat.DAY_FIRST),
        ("31/12/2005", DayFormat.MONTH_FIRST),
        ("29.2.2005", DayFormat.DAY_FIRST),
        ("1.2/2005", DayFormat.DAY_FIRST),
        ("1.2.05", DayFormat.DAY_FIRST),
        ("1.2.0000", DayFormat.DAY_FIRST),
        ("2005", DayFormat.DAY_FIRST),
        ("38445", DayFormat.ISO),
        ("2005-W10", DayFormat.ISO),
        ("20050403", DayFormat.ISO),
        (CANARY, DayFormat.ISO),
        ("2005-04-03 00:00", DayFormat.ISO),
    ],
)
def test_a_day_written_otherwise_or_not_of_the_calendar_is_a_problem(
    tmp_path: Path, cell: str, day_format: DayFormat
) -> None:
    kind, words = rule(tmp_path, cell, BirthColumn(day_format=day_format))
    assert kind is BrokenRule
    assert cell not in words


@settings(max_examples=60)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.sampled_from("./-"))
def test_every_day_is_read_in_every_format(day: dt.date, between: str) -> None:
    expected = PartialDate.of(day)
    parts = [f"{day.day:02}", f"{day.month:02}", f"{day.year:04}"]
    assert DayFormat.ISO.read(day.isoformat()) == expected
    assert DayFormat.DAY_FIRST.read(between.join(parts)) == expected
    assert DayFormat.MONTH_FIRST.read(between.join([parts[1], parts[0], parts[2]])) == expected


def test_a_format_read_by_itself_names_what_it_reads() -> None:
    for day_format in DayFormat:
        with pytest.raises(BrokenRule, match=r"^date: must read"):
            day_format.read("soon")


ASKED = dt.date(2022, 7, 1)


@pytest.mark.parametrize(("cell", "age"), [("19", 19), ("0", 0), ("130", 130), ("007", 7)])
def test_an_age_is_reported_on_a_day(tmp_path: Path, cell: str, age: int) -> None:
    assert one(tmp_path, cell, AgeColumn(asked_on=ASKED)).birth == ReportedAge(age, ASKED)


@pytest.mark.parametrize("cell", ["131", "1000", "-1", "19.0", "19,5", "19 years", "１９", CANARY])
def test_an_age_is_a_whole_number_of_years(tmp_path: Path, cell: str) -> None:
    expected = (BrokenRule, "must be a whole number of years, at most 130")
    assert rule(tmp_path, cell, AgeColumn(asked_on=ASKED)) == expected


def test_no_age_is_no_birth(tmp_path: Path) -> None:
    assert one(tmp_path, "", AgeColumn(asked_on=ASKED)).birth is None


# --- Places and spells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["Zavkhan", "zavhan", "DZAVHAN", "Завхан", "MN-057", "057", "81"])
def test_a_region_goes_by_all_its_names(tmp_path: Path, cell: str) -> None:
    assert one(tmp_path, cell, HomeColumn(regions=REGIONS)).home == "MN-057"
    (residence,) = one(tmp_path, cell, PlaceColumn(regions=REGIONS, since=PartialDate(2020))).residences
    assert residence.place == Place(region="MN-057")


@pytest.mark.parametrize(
    ("cell", "words"),
    [(CANARY, "must be a region's name or code"), ("Sükhbaatar", "must name one region"), ("57", "must be a region")],
)
def test_a_region_nobody_knows_or_two_bear_is_a_problem_of_its_own_column(
    tmp_path: Path, cell: str, words: str
) -> None:
    for column in (HomeColumn(regions=REGIONS), PlaceColumn(regions=REGIONS, since=PartialDate(2020))):
        kind, found = rule(tmp_path, cell, column)
        assert kind is DanglingReference
        assert found.startswith(words)
    columns: dict[str, Column] = {
        "home": HomeColumn(regions=REGIONS),
        "region": PlaceColumn(regions=REGIONS, since=PartialDate(2020)),
    }
    assert told(refused(tmp_path, f"home;region\n{cell};81\n", columns)) == [(DanglingReference, 2, "home")]


@pytest.mark.parametrize("remembered", [0, 1, 4096])
def test_a_region_is_the_same_whether_or_not_its_spelling_is_remembered(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    remembered: int,  # how many spellings
) -> None:
    monkeypatch.setattr(_columns, "REMEMBERED", remembered)
    column = HomeColumn(regions=REGIONS)
    cells = ["Zavkhan", "ZAVKHAN", "MN-1", "Zavkhan", "ZAVKHAN", "MN-1"]
    text = "No;x\n" + "".join(f"{number};{cell}\n" for number, cell in enumerate(cells))
    for _ in range(2):
        homes = [member.home for member in read(tmp_path, text, {**ID, "x": column})]
        assert homes == ["MN-057", "MN-057", "MN-1"] * 2
    assert column == HomeColumn(regions=REGIONS)
    assert "ZAVKHAN" not in repr(column)


def test_no_region_is_no_place(tmp_path: Path) -> None:
    assert one(tmp_path, "", HomeColumn(regions=REGIONS)).home is None
    assert one(tmp_path, "", PlaceColumn(regions=REGIONS, since=PartialDate(2020))).residences == ()


def spell(end: str | None, open_end: Ending = Ending.ONGOING) -> SpellColumn:
    return SpellColumn(kind=MembershipKind.MEMBER, day_format=DayFormat.ISO, open_end=open_end, end=end)


@pytest.mark.parametrize("open_end", Ending)
def test_a_spell_without_an_end_ends_as_the_mapping_says(tmp_path: Path, open_end: Ending) -> None:
    members = read(tmp_path, "from;to\n2020;\n2020;2021\n;\n", {"from": spell("to", open_end)})
    assert [[each.period for each in member.memberships] for member in members] == [
        [Period(PartialDate(2020), open_end)],
        [Period(PartialDate(2020), PartialDate(2021))],
    ]
    (member,) = read(tmp_path, "from;to\n2020;2021\n", {"from": spell(None, open_end)})
    assert member.memberships[0].period.end is open_end


@pytest.mark.parametrize(
    ("row", "column"),
    [("2021;2020", "end"), ("2021-01-01;2021-01-01", "end"), (f"2021;{CANARY}", "end"), (";2021", "from")],
)
def test_a_spell_that_cannot_be_is_a_problem_of_the_column_that_breaks_it(
    tmp_path: Path, row: str, column: str
) -> None:
    assert told(refused(tmp_path, f"from;end\n{row}\n", {"from": spell("end")})) == [(BrokenRule, 2, column)]
    renamed = column.replace("end", "Left")
    assert told(refused(tmp_path, f"from;Left\n{row}\n", {"from": spell("Left")})) == [(BrokenRule, 2, renamed)]


def test_a_spell_before_the_birth_is_a_problem_of_the_spell(tmp_path: Path) -> None:
    columns: dict[str, Column] = {"Born": BirthColumn(day_format=DayFormat.ISO), "Joined": spell(None)}
    error = refused(tmp_path, "Born;Joined\n2005;2004\n2005;2006\n", columns)
    assert told(error) == [(BrokenRule, 2, "Joined")]
    assert len(error.sound) == 1


# --- Answers -------------------------------------------------------------------------------------------------------


def answer(member: Member, dimension: Dimension = GENDER) -> object:
    return member.answer(dimension.name).reveal(Purpose.STORE)


def test_a_cell_is_a_category_as_it_stands_or_by_its_code(tmp_path: Path) -> None:
    assert answer(one(tmp_path, "woman", AnswerColumn(dimension=GENDER))) == Known(frozenset({"woman"}))
    coded = AnswerColumn(dimension=GENDER, codes={"1": "woman", "2": "man"})
    assert answer(one(tmp_path, "2", coded)) == Known(frozenset({"man"}))
    assert rule(tmp_path, "woman", coded) == (BrokenRule, "must be one of the answers known for gender")
    assert rule(tmp_path, "Woman", AnswerColumn(dimension=GENDER))[0] is BrokenRule


def test_an_empty_cell_means_what_the_mapping_says_and_is_a_problem_where_it_says_nothing(tmp_path: Path) -> None:
    assert answer(one(tmp_path, "", AnswerColumn(dimension=GENDER, empty=Declined()))) == Declined()
    expected = (BrokenRule, "must not be empty; state what an empty cell means")
    assert rule(tmp_path, "", AnswerColumn(dimension=GENDER)) == expected
    assert rule(tmp_path, " ", AnswerColumn(dimension=LANGUAGES)) == expected


def test_a_missing_answer_goes_by_the_words_of_the_mapping(tmp_path: Path) -> None:
    column = AnswerColumn(dimension=GENDER, missing={"prefer not to say": Declined()})
    assert answer(one(tmp_path, "prefer not to say", column)) == Declined()
    assert rule(tmp_path, "Prefer not to say", column)[0] is BrokenRule


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("mn", {"mn"}), ("mn|kk", {"mn", "kk"}), (" en | mn|en", {"mn", "en"}), ("kk|mn", {"mn", "kk"})],
)
def test_several_answers_are_parted_where_the_dimension_allows_them(
    tmp_path: Path, cell: str, expected: set[str]
) -> None:
    column = AnswerColumn(dimension=LANGUAGES, separator="|")
    assert answer(one(tmp_path, cell, column), LANGUAGES) == Known(frozenset(expected))
    assert rule(tmp_path, f"{cell}|", column)[0] is BrokenRule
    assert rule(tmp_path, f"{cell}|{CANARY}", column)[0] is BrokenRule


def test_one_answer_is_not_parted_where_the_dimension_allows_one(tmp_path: Path) -> None:
    column = AnswerColumn(dimension=GENDER, separator="|")
    assert rule(tmp_path, "woman|man", column) == (BrokenRule, "must be one of the answers known for gender")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(["woman", "man", "another", "", "-"]), min_size=1, max_size=20))
def test_as_many_members_as_rows_give_the_answers_of_their_rows(tmp_path: Path, cells: list[str]) -> None:
    column = AnswerColumn(dimension=GENDER, empty=NotAsked(), missing={"-": Declined()})
    text = "No;x\n" + "".join(f"{index};{cell}\n" for index, cell in enumerate(cells))
    found = [answer(member) for member in read(tmp_path, text, {**ID, "x": column})]
    missing: dict[str, object] = {"": NotAsked(), "-": Declined()}
    assert found == [missing.get(cell, Known(frozenset({cell}))) for cell in cells]


# --- A mapping that cannot be --------------------------------------------------------------------------------------


REGION = Dimension(name="region", categories=["MN-1"], reading=RegionOf(where=Where.HOME))
SPELL: dict[str, Any] = {"kind": MembershipKind.MEMBER, "day_format": DayFormat.ISO, "open_end": Ending.UNKNOWN}
WRONG: list[tuple[Any, dict[str, Any], type[Problem], str]] = [
    (AnswerColumn, {"dimension": GENDER, "codes": {"x": "other"}}, BrokenRule, "codes"),
    (AnswerColumn, {"dimension": GENDER, "codes": [("x", "woman")]}, WrongType, "codes"),
    (AnswerColumn, {"dimension": GENDER, "missing": {"x": "declined"}}, WrongType, "missing"),
    (AnswerColumn, {"dimension": GENDER, "missing": {"x": Known(frozenset())}}, WrongType, "missing"),
    (AnswerColumn, {"dimension": GENDER, "missing": None}, WrongType, "missing"),
    (AnswerColumn, {"dimension": GENDER, "empty": "not-asked"}, WrongType, "empty"),
    (AnswerColumn, {"dimension": GENDER, "empty": NotAsked}, WrongType, "empty"),
    (AnswerColumn, {"dimension": GENDER, "separator": ""}, BrokenRule, "separator"),
    (AnswerColumn, {"dimension": "gender"}, WrongType, "dimension"),
    (AnswerColumn, {"dimension": REGION}, BrokenRule, "dimension"),
    (AgeColumn, {"asked_on": "2022-07-01"}, WrongType, "asked_on"),
    (AgeColumn, {"asked_on": dt.datetime(2022, 7, 1, tzinfo=dt.UTC)}, WrongType, "asked_on"),
    (BirthColumn, {"day_format": "YYYY-MM-DD"}, WrongType, "day_format"),
    (NameColumn, {"part": "given_name"}, WrongType, "part"),
    (HomeColumn, {"regions": ("MN-1",)}, WrongType, "regions"),
    (HomeColumn, {"regions": "MN-1"}, WrongType, "regions"),
    (PlaceColumn, {"regions": REGIONS, "since": 2020}, WrongType, "since"),
    (SpellColumn, {**SPELL, "end": ""}, BrokenRule, "end"),
    (SpellColumn, {**SPELL, "kind": "member"}, WrongType, "kind"),
    (SpellColumn, {**SPELL, "open_end": "ongoing"}, WrongType, "open_end"),
]


@pytest.mark.parametrize(("column", "facts", "kind", "field"), WRONG, ids=map(str, range(len(WRONG))))
def test_a_column_is_checked_when_it_is_made(
    column: Any, facts: dict[str, Any], kind: type[Problem], field: str
) -> None:
    with pytest.raises(kind) as caught:
        column(**facts)
    assert (type(caught.value), caught.value.field) == (kind, field)


def test_regions_of_a_column_may_be_a_list(tmp_path: Path) -> None:
    assert one(tmp_path, "UB", HomeColumn(regions=list(REGIONS))).home == "MN-1"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (IdColumn(), IdColumn()),
        (NameColumn(part=NamePart.GIVEN), NameColumn(part=NamePart.GIVEN)),
        (BirthColumn(day_format=DayFormat.ISO), AgeColumn(asked_on=ASKED)),
        (HomeColumn(regions=REGIONS), HomeColumn(regions=())),
        (PlaceColumn(regions=REGIONS, since=PartialDate(2020)), PlaceColumn(regions=REGIONS, since=PartialDate(2021))),
        (AnswerColumn(dimension=GENDER), AnswerColumn(dimension=GENDER, empty=NotAsked())),
    ],
)
def test_a_column_does_not_overwrite_what_another_says(tmp_path: Path, first: Column, second: Column) -> None:
    with pytest.raises(BrokenRule, match="b: must not fill what another column fills"):
        read(tmp_path, "a;b\n;\n", {"a": first, "b": second})


# --- Real people ---------------------------------------------------------------------------------------------------


def test_a_survey_of_1010_young_people_is_read_by_a_column_mapping_alone(shared: Path) -> None:
    settlement = Dimension(name="settlement", categories=["village", "city"], sensitive=False)
    members = read_members(
        shared / "data" / "young_people_survey" / "responses.csv",
        columns={
            "Age": AgeColumn(asked_on=dt.date(2013, 12, 1)),
            "Village - town": AnswerColumn(dimension=settlement, empty=NotAsked()),
        },
    )
    share = shares.share(tally(members, of=settlement, on=dt.date(2013, 12, 1)), of="village")
    assert len(members) == 1010
    assert sum(member.birth is None for member in members) == 7
    assert (members[0].id, members[-1].id) == ("2", "1011")
    assert (share.value, share.low, share.high) == (Fraction(299, 1006), Fraction(299, 1010), Fraction(303, 1010))


def test_gaps_of_a_survey_are_problems_by_row_where_nobody_says_what_they_mean(shared: Path) -> None:
    settlement = Dimension(name="settlement", categories=["village", "city"], sensitive=False)
    file = shared / "data" / "young_people_survey" / "responses.csv"
    with pytest.raises(InvalidDocument) as caught:
        read_members(file, columns={"Village - town": AnswerColumn(dimension=settlement)})
    assert {problem.field for problem in caught.value.problems} == {"Village - town"}
    assert (len(caught.value.problems), len(caught.value.sound)) == (4, 1006)
