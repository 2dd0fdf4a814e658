"""Sheets: a programme as a workbook or a folder of CSV files.

Laws:
- what is written is read back equal, whatever the programme, as CSV and as a workbook;
- every text stands in a cell so that a spreadsheet takes it for text and it is read back the same;
- every field of every noun has its column or its sheet;
- nothing that is sensitive stands in a message.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import pickle
import re
import sys
import unicodedata
import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from everything import everything
from youthprog import (
    Dimension,
    Member,
    NotAsked,
    PartialDate,
    PersonName,
    Programme,
    Purpose,
    _files,
    exchange,
    samples,
    sheets,
)
from youthprog.errors import (
    BrokenRule,
    InvalidDocument,
    MissingExtra,
    PurposeRequired,
    WrongType,
)
from youthprog.people import MembershipKind
from youthprog.sheets import _books, _cells, _unpacked
from youthprog.testing import programmes
from youthprog.values import Ending

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PROGRAMME = (("id", "name.en"), ("p", "A programme"))


def folder_of(path: Path, **tables: Sequence[Sequence[str]]) -> Path:
    """Write CSV files by hand, as somebody would fill them in."""
    path.mkdir()
    for name, table in {"programme": PROGRAMME, **tables}.items():
        with (path / f"{name.replace('__', '.')}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(table)
    return path


def book_of(path: Path, change: Callable[[Any], None] | None = None, **tables: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook by hand; cells of any type."""
    book = xlsxwriter.Workbook(str(path))
    day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
    for name, table in {"programme": PROGRAMME, **tables}.items():
        sheet: Any = book.add_worksheet(name.replace("__", "."))
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, dt.time):
                    sheet.write_datetime(row, column, cell, clock)
                else:
                    sheet.write(row, column, cell, day if isinstance(cell, dt.date) else None)
    if change is not None:
        change(book)
    book.close()
    return path


def problems_of(path: Path, **options: Any) -> list[str]:
    with pytest.raises(InvalidDocument) as caught:
        sheets.read(path, **options)
    return [str(problem) for problem in caught.value.problems]


# --- There and back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sheets", "book.xlsx"])
def test_the_case_study_goes_out_to_sheets_and_comes_back_equal(tmp_path: Path, name: str) -> None:
    programme = samples.mongolia()
    sheets.write(programme, tmp_path / name, purpose=Purpose.STORE)
    back = sheets.read(tmp_path / name)
    assert programme == back
    assert exchange.dumps(programme, purpose=Purpose.STORE) == exchange.dumps(back, purpose=Purpose.STORE)


@pytest.mark.parametrize("name", ["sheets", "book.xlsx"])
def test_a_programme_that_holds_everything_comes_back_equal(tmp_path: Path, name: str) -> None:
    programme = everything()
    sheets.write(programme, tmp_path / name, purpose=Purpose.STORE)
    assert programme == sheets.read(tmp_path / name)


@settings(max_examples=40)
@given(programme=programmes())
def test_law_any_programme_comes_back_equal_from_csv(
    tmp_path_factory: pytest.TempPathFactory, programme: Programme
) -> None:
    path = tmp_path_factory.mktemp("law") / "sheets"
    sheets.write(programme, path, purpose=Purpose.STORE)
    assert programme == sheets.read(path)


@settings(max_examples=20)
@given(programme=programmes())
def test_law_any_programme_comes_back_equal_from_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, programme: Programme
) -> None:
    path = tmp_path_factory.mktemp("law") / "book.xlsx"
    sheets.write(programme, path, purpose=Purpose.STORE)
    assert programme == sheets.read(path)


@pytest.mark.parametrize("name", ["sheets", "book.xlsx"])
def test_sensitive_answers_are_left_out_unless_they_are_stored(tmp_path: Path, name: str) -> None:
    programme = samples.mongolia()
    sheets.write(programme, tmp_path / name)
    back = sheets.read(tmp_path / name)
    assert exchange.loads(exchange.dumps(programme)) == back
    with pytest.raises(PurposeRequired):
        sheets.write(programme, tmp_path / f"other-{name}", purpose=Purpose.REPORT)


def test_without_a_purpose_no_answer_stands_in_a_file(tmp_path: Path) -> None:
    sheets.write(samples.mongolia(), tmp_path / "sheets")
    text = (tmp_path / "sheets" / "members.csv").read_text("utf-8")
    assert "Kazakh" not in text
    assert {"withheld"} == {row["identities"] for row in csv.DictReader(io.StringIO(text))}
    assert "left out" in (tmp_path / "sheets" / "programme.csv").read_text("utf-8")


def test_the_same_programme_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        sheets.write(samples.mongolia(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_folder_that_is_there_is_left_alone_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()
    with pytest.raises(FileExistsError):
        sheets.write(samples.mongolia(), tmp_path / "sheets")
    assert ["sheets"] == [one.name for one in tmp_path.iterdir()]


def test_what_does_not_fit_into_a_cell_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    member = Member(id="m-1", names=(PersonName(given_name="Bold", note="x" * 40_000),))
    programme = attrs.evolve(sheets.read(folder_of(tmp_path / "p")), members=(member,))
    with pytest.raises(BrokenRule, match=r"members\.names, note: must have at most 32767 characters"):
        sheets.write(programme, tmp_path / "out")
    assert ["p"] == [one.name for one in tmp_path.iterdir()]


def test_only_a_workbook_in_xlsx_is_written(tmp_path: Path) -> None:
    with pytest.raises(BrokenRule, match=r"must end in \.xlsx"):
        sheets.write(samples.mongolia(), tmp_path / "book.ods")


# --- Cells ---------------------------------------------------------------------------------------------------------


def as_a_table_has_it(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip()


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("=1+1")
@example("'=1+1")
@example("''")
@example("'")
@example(" edges ")
@example('"quoted"')
@example('"quo\\ted"')
@example("Э" + "\u0306")
@example("\u00e9 e\u0301")
@example("a\x00b\r\n")
@example("\ufeff")
def test_law_a_text_is_read_as_it_was_written_and_is_no_formula(text: str) -> None:
    cell = _cells.cell_of(text)
    assert isinstance(cell, str)
    assert cell == as_a_table_has_it(cell)
    assert cell[0] not in _cells.SIGNS
    assert "\r" not in cell
    assert "\x00" not in cell
    assert text == _cells.TEXT.read(cell)


@given(
    items=st.lists(
        st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["declined", "=1", "'=1", "a;b"])
    )
)
def test_law_a_list_is_read_as_it_was_written(items: list[str]) -> None:
    cell = _cells.cell_of(items)
    assert isinstance(cell, str)
    assert cell == as_a_table_has_it(cell)
    assert items == _cells.CODES.read(cell)


@given(items=st.lists(st.none() | st.integers(0, 5), min_size=1))
def test_law_numbers_and_gaps_are_read_as_they_were_written(items: list[int | None]) -> None:
    assert items == _cells.ITEMS.read(_cells.cell_of(items))


@given(number=st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_law_a_number_is_read_as_it_was_written_in_a_text_file(number: float) -> None:
    assert number == _cells.OF_TYPE[float].read(str(_cells.cell_of(number)))


def test_one_number_in_a_cell_is_a_list_of_one() -> None:
    assert [4] == _cells.ITEMS.read(4.0)


@pytest.mark.parametrize("text", ['"Young" leaders', '"a\\qb"', '"\\ud800"', "'twas", '"[\\n1]"'])
def test_text_that_somebody_typed_stays_as_it_is(text: str) -> None:
    assert _cells.TEXT.read(text) in (text, "[\n1]")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (int, 7.0, 7),
        (int, "-7", -7),
        (float, 0.5, 0.5),
        (float, "1e3", 1000.0),
        (bool, True, True),
        (bool, "no", False),
        (dt.date, dt.date(2022, 7, 1), "2022-07-01"),
        (dt.date, dt.datetime(2022, 7, 1), "2022-07-01"),  # noqa: DTZ001  # a spreadsheet knows no zones
        (dt.date, 2022.0, "2022"),
        (dt.time, dt.time(18), "18:00"),
        (dt.time, dt.time(18, 0, 30), "18:00:30"),
        (dt.time, "18:00", "18:00"),
    ],
)
def test_cells_of_a_workbook_are_read_by_what_the_field_holds(kind: type, cell: Any, value: Any) -> None:
    assert value == _cells.OF_TYPE[kind].read(cell)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (str, 7.0),
        (str, True),
        (str, dt.date(2022, 7, 1)),
        (int, 7.5),
        (int, True),
        (int, "7.0"),
        (int, dt.date(2022, 7, 1)),
        (float, "0,5"),
        (float, True),
        (float, "inf"),
        (bool, "true"),
        (bool, 1.0),
        (dt.date, dt.datetime(2022, 7, 1, 18)),  # noqa: DTZ001  # a spreadsheet knows no zones
        (dt.date, 44743.0),
        (dt.date, dt.time(18)),
        (dt.time, 0.75),
        (Fraction, 0.25),
        (PartialDate, True),
    ],
)
def test_a_cell_of_another_kind_is_refused(kind: type, cell: Any) -> None:
    with pytest.raises(WrongType):
        _cells.OF_TYPE[kind].read(cell)


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', "NaN", '"\\ud800"', "[" * 100_000])
def test_what_is_no_json_of_a_document_is_refused(text: str) -> None:
    with pytest.raises(WrongType, match="must be JSON"):
        _cells.JSON.read(text)


# --- Forms ---------------------------------------------------------------------------------------------------------


def test_every_field_of_the_programme_has_its_sheet_or_its_column() -> None:
    told = {form.name for form in sheets.forms()}
    columns = {column.name.partition(".")[0] for column in sheets.forms()[0].columns}
    assert {one.name for one in attrs.fields(Programme)} <= told | columns


def test_a_workbook_can_name_every_sheet() -> None:
    assert all(len(form.name) <= 31 for form in sheets.forms())


def test_no_two_columns_of_a_sheet_are_called_the_same() -> None:
    for form in sheets.forms(languages=("en", "mn"), dimensions=("gender", "disability")):
        names = [column.name for column in form.columns]
        assert len(set(names)) == len(names)


def test_kinds_of_one_thing_hold_the_same_under_the_same_name() -> None:
    for kinds in exchange.TAGS.values():
        types: dict[str, Any] = {}
        for kind in kinds.values():
            for one in attrs.fields(attrs.resolve_types(kind)):
                assert types.setdefault(one.name, one.type) == one.type


def test_whatever_may_be_nothing_is_nothing_unless_it_is_given() -> None:
    def check(kind: type) -> None:
        for one in attrs.fields(attrs.resolve_types(kind)):
            if one.init and "None" in str(one.type).split("[")[0].split(" | "):
                assert one.default is None

    for one in attrs.fields(attrs.resolve_types(Programme)):
        for kind in getattr(one.type, "__args__", ()):
            if attrs.has(kind):
                check(kind)


def test_languages_and_dimensions_are_columns() -> None:
    by_name = {form.name: form for form in sheets.forms(languages=("en", "mn"), dimensions=("gender",))}
    names = [column.name for column in by_name["regions"].columns]
    assert ["name.en", "name.mn"] == [name for name in names if name.startswith("name.")]
    assert "identities.gender" in [column.name for column in by_name["members"].columns]


@pytest.mark.parametrize("name", ["languages", "dimensions"])
def test_columns_are_named_by_a_list_of_names_and_each_once(tmp_path: Path, name: str) -> None:
    names: Any
    for names in ("gender", ["en", 1]):
        with pytest.raises(WrongType, match=f"{name}: must be a list of names"):
            sheets.forms(**{name: names})
    for names in (["en", "mn", "en"], [""]):
        with pytest.raises(BrokenRule, match=f"{name}: must each be named once"):
            sheets.write_templates(tmp_path / "templates", **{name: names})
    assert [] == list(tmp_path.iterdir())
    assert len(sheets.forms(**{name: iter(["en", "mn"])})) == len(sheets.forms())


def test_columns_say_what_they_hold_and_when_they_are_needed() -> None:
    members = next(form for form in sheets.forms(dimensions=("gender",)) if form.name == "members.memberships")
    told = {column.name: (column.holds.partition(":")[0], column.needed) for column in members.columns}
    assert ("text", "always") == told["members.id"]
    assert ("one of", "always") == told["kind"]
    assert ("text", "") == told["organisation"]
    activities = next(form for form in sheets.forms() if form.name == "activities")
    needed = {column.name: column.needed for column in activities.columns}
    assert "with others of place.point" == needed["place.point.latitude"]
    assert "in one language" == needed["title.en"]
    meanings = {column.name: column.meaning for column in activities.columns}
    assert (
        "how many attended in all, where names were not taken; gives attendances, never people."
        == meanings["headcount"]
    )
    assert "how many. (camp)" == meanings["nights"]


@pytest.mark.parametrize("name", ["templates", "templates.xlsx"])
def test_templates_are_empty_and_explained(tmp_path: Path, name: str) -> None:
    sheets.write_templates(tmp_path / name, languages=("en", "mn"), dimensions=("gender",))
    assert ["programme, rows: must be one: a file holds one programme"] == problems_of(tmp_path / name)


def test_one_of_a_few_words_is_chosen_from_a_list(tmp_path: Path) -> None:
    kind = next(form for form in sheets.forms() if form.name == "links").columns[-1]
    assert ("member-of", "branch-of") == kind.words
    sheets.write_templates(tmp_path / "templates.xlsx")
    with zipfile.ZipFile(tmp_path / "templates.xlsx") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)
    assert b"<formula1>&quot;member-of,branch-of&quot;</formula1>" in text.replace(b'"member', b"&quot;member").replace(
        b'branch-of"', b"branch-of&quot;"
    )
    words = [column.words for form in sheets.forms() for column in form.columns if column.words]
    assert all(len(",".join(some)) <= 255 for some in words)  # what a list of a workbook holds


def test_the_explanation_names_every_column(tmp_path: Path) -> None:
    sheets.write_templates(tmp_path / "templates")
    with (tmp_path / "templates" / "explained.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {(row["sheet"], row["column"]) for row in csv.DictReader(file)}
    assert {(form.name, column.name) for form in sheets.forms() for column in form.columns} <= told


def test_a_filled_template_is_a_programme(tmp_path: Path) -> None:
    path = tmp_path / "templates"
    sheets.write_templates(path, dimensions=("gender",))
    for name, row in {
        "programme": {"id": "p", "name.en": "A programme"},
        "dimensions": {"name": "gender", "categories": "woman; man; another"},
        "members": {"id": "007", "birth": "2004-02", "identities.gender": "woman"},
        "members.memberships": {"members.id": "007", "kind": "member", "period.start": "2022", "period.end": "ongoing"},
    }.items():
        file = path / f"{name}.csv"
        with file.open(encoding="utf-8-sig", newline="") as lines:
            columns = next(csv.reader(lines))
        with file.open("a", encoding="utf-8", newline="") as lines:
            csv.DictWriter(lines, columns).writerow(row)
    programme = sheets.read(path)
    assert ["007"] == [member.id for member in programme.members]
    assert "2022" == str(programme.members[0].memberships[0].period.start)


# --- Problems ------------------------------------------------------------------------------------------------------


def test_all_problems_of_all_sheets_are_told_at_once_by_sheet_row_and_column(tmp_path: Path) -> None:
    path = folder_of(
        tmp_path / "sheets",
        dimensions=(("name", "categories"), ("gender", "woman; man")),
        members=(
            ("id", "birth", "identities.gender", "hobby"),
            ("1", "2004-02-30", "woman", ""),
            ("1", "", "", ""),
            ("2", "", "robot", ""),
        ),
        members__memberships=(
            ("members.id", "kind", "period.start", "period.end"),
            ("2", "friend", "2022", "ongoing"),
            ("9", "member", "2022", "ongoing"),
            ("", "member", "2022", "ongoing"),
            ("2", "member", "", "ongoing"),
        ),
        activities=(("type", "id", "title.en", "capacity"), ("party", "a", "A party", "many")),
        participations=(("member", "activity"), ("2", "a"), ("3", "a")),
    )
    found = problems_of(path)
    assert [
        "members, row 1, hobby",
        "members, row 2, birth",
        "members.memberships, row 2, kind",
        "members.memberships, row 3, members.id",
        "members.memberships, row 4, members.id",
        "members.memberships, row 5, period.start",
        "activities, row 2, capacity",
        "activities, row 2, type",
        "participations, row 3, member",
    ] == [line.partition(": ")[0] for line in found]


def test_what_is_sound_is_kept(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "p", members=(("id", "birth"), ("1", "soon"), ("2", "2004")))
    with pytest.raises(InvalidDocument) as caught:
        sheets.read(path)
    assert ["2"] == [member.id for member in caught.value.sound["members"]]


def test_a_row_with_an_unreadable_cell_is_not_sound(tmp_path: Path) -> None:
    path = folder_of(
        tmp_path / "p",
        organisations=(("id", "name.en", "kind", "youth"), ("o", "O", "ngo", "")),
        outreach=(("id", "organisation", "first_contact_on", "people_reached"), ("r", "o", "2022", "lots")),
    )
    with pytest.raises(InvalidDocument) as caught:
        sheets.read(path)
    assert () == caught.value.sound["outreach"]


def sound_of(path: Path, **options: Any) -> Any:
    with pytest.raises(InvalidDocument) as caught:
        sheets.read(path, **options)
    return caught.value.sound


MEMBERS = (("id", "birth"), ("1", "2004"), ("2", "2005"))


@pytest.mark.parametrize(
    "tables",
    [
        {"members": (("id", "phone"), ("1", "9"), ("2", "9"))},
        {"guests": (("id",), ("7",))},
        {"members": (*MEMBERS, ("3",))},
        {"members": (*MEMBERS, ("3", "soon"))},
        {"members__names": (("members.id", "given_name"), ("9", "Bold"))},
    ],
)
def test_what_is_sound_is_told_by_kind_whatever_is_wrong(tmp_path: Path, tables: dict[str, Any]) -> None:
    sound = sound_of(folder_of(tmp_path / "p", **{"members": MEMBERS, **tables}))
    assert ("p", ["1", "2"]) == (sound["id"], [one.id for one in sound["members"]])
    assert {"id", "name", "members"} == set(sound)


@pytest.mark.parametrize(
    "names",
    [
        (("members.id", "given_name"), ("1",)),
        (("members.id", "given_name"), ("", "Bold")),
        (("members.id", "members.id"), ("1", "1")),
    ],
)
def test_nobody_is_sound_where_nobody_knows_about_whom_a_row_is(tmp_path: Path, names: Any) -> None:
    path = folder_of(tmp_path / "p", members=MEMBERS, members__names=names)
    assert {"id", "name"} == set(sound_of(path))
    assert 1 == len(problems_of(path))


def test_nothing_is_sound_of_a_document_that_is_of_no_known_version(tmp_path: Path) -> None:
    assert sound_of(folder_of(tmp_path / "p", programme=(("id", "name.en", "youthprog"), ("p", "P", "9")))) is None


def test_the_number_of_problems_that_are_told_is_at_least_one(tmp_path: Path) -> None:
    with pytest.raises(BrokenRule, match="most: must be at least 1"):
        sheets.read(folder_of(tmp_path / "p"), most=0)


def test_a_row_whose_owner_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    path = folder_of(
        tmp_path / "p",
        dimensions=(("name", "reading", "categories"), ("age", "[1]", "young")),
        dimensions__reading__bands=(("dimensions.name", "name"), ("age", "young")),
    )
    assert ["dimensions, row 2, reading: must be empty, with the columns of reading filled, or {}"] == problems_of(path)


def test_a_group_is_filled_or_replaced_and_not_both(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "p", members=(("id", "birth", "birth.age"), ("1", "2004", "18")))
    assert ["members, row 2, birth: must be empty where columns of birth are filled"] == problems_of(path)


def test_a_noun_of_which_nothing_is_said_is_there(tmp_path: Path) -> None:
    path = folder_of(
        tmp_path / "p",
        activities=(
            ("type", "id", "title.en", "period.start", "period.end", "place"),
            ("activity", "a", "A", "2022", "ongoing", "{}"),
            ("activity", "b", "B", "2022", "ongoing", ""),
        ),
    )
    assert [True, False] == [one.place is not None for one in sheets.read(path).activities]


def test_figures_by_category_are_rows_of_a_sheet(tmp_path: Path) -> None:
    path = folder_of(
        tmp_path / "p",
        dimensions=(("name", "categories"), ("home", "rural; urban")),
        references=(("id", "name", "of", "source"), ("r", "R", "home", "example")),
        references__numbers=(
            ("references.id", "key", "value"),
            ("r", "rural", "1"),
            ("r", "rural", "2"),
            ("r", "urban", ""),
            ("r", "", "2"),
            ("r", "other", "few"),
        ),
    )
    assert [
        "references.numbers, row 3, key: must occur once in a row's list",
        "references.numbers, row 4, value: must be given",
        "references.numbers, row 5, key: must be given",
        "references.numbers, row 6, value: must be a whole number",
    ] == problems_of(path)


@pytest.mark.parametrize("row", [("r", "rural", "2"), ("r", "urban", ""), ("r", "", "2"), ("r", "urban", "few")])
def test_a_list_of_figures_of_which_one_cannot_be_read_is_not_sound(tmp_path: Path, row: tuple[str, str, str]) -> None:
    path = folder_of(
        tmp_path / "p",
        dimensions=(("name", "categories"), ("home", "rural; urban")),
        references=(("id", "name", "of", "source"), ("r", "R", "home", "example"), ("s", "S", "home", "example")),
        references__numbers=(("references.id", "key", "value"), ("r", "rural", "1"), row, ("s", "rural", "1")),
    )
    assert 1 == len(problems_of(path))
    assert ["s"] == [one.id for one in sound_of(path)["references"]]


def test_what_only_follows_from_a_sheet_that_cannot_be_read_is_not_told(tmp_path: Path) -> None:
    path = folder_of(
        tmp_path / "p",
        members=(("id", "id"), ("1", "1")),
        headcounts=(("organisation", "on", "group", "count"), ("o", "2022-07-01", "g", "many")),
        measurements=(("member", "on", "answers", "activity"), ("1", "2022-07-01", "1; 2; 3; 4; 5", "a")),
    )
    assert [
        "members, row 1, heading: must not be that of two columns, and columns 1 and 2 have the same",
        "headcounts, row 2, count: must be a whole number",
    ] == problems_of(path)


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"guests": (("id",), ("1",))}, "guests, sheet: must be one of the sheets programme, regions"),
        ({"members": (("id", ""), ("1", "x"))}, "members, row 1, heading: must be given to every column that is used"),
        ({"programme": (("id", "name.en", "home"), ("p", "P", "MN-1"))}, "programme, row 2, home: must be the code"),
        ({"programme": (("id", "name.en", "youthprog"), ("p", "P", "one"))}, "programme, row 2, youthprog: must be a"),
        ({"members": (("id", "identities.gen.der"), ("1", "x"))}, "members, row 2, identities.gen.der: must be a decl"),
        ({"participations": (("member", "activity"), ("1", "a"), ("1", "a")), "members": (("id",), ("1",)),
          "activities": (("type", "id", "title.en", "period.start", "period.end"), ("camp", "a", "A", "2022", "2023"))},
         "participations, row 3: must be recorded once"),
        ({"members": (("id", "id"), ("1", "x"))}, "members, row 1, heading: must not be that of two columns"),
        ({"members": (("id",), ("1", "x"))}, "members, row 2, cells: must have 1 cells"),
        ({"programme": (("id", "name.en"), ("p", "P"), ("q", "Q"))}, "programme, rows: must be one"),
        ({"programme": (("id", "name.en", "youthprog"), ("p", "P", "9"))}, "programme, row 2, youthprog: must be"),
        ({"programme": (("id", "name.en"), ("p", ""))}, "programme, row 2, name: must be given"),
        ({"links": (("parent", "child", "period.start", "period.end"), ("o", "o", "2020", "ongoing")),
          "organisations": (("id", "name.en", "kind"), ("o", "O", "ngo"))}, "links: must not make an"),
        ({"quotas": (("name", "of.type", "of.criteria", "minimum"), ("q", "all-of", "[{", "25%"))},
         "quotas, row 2, of.criteria: must be JSON"),
        ({"quotas": (("name", "of.type", "of.criteria", "minimum"), ("q", "all-of", '[{"type": "or"}]', "25%"))},
         "quotas, row 2, of.criteria: must be one of"),
    ],
)  # fmt: skip
def test_a_problem_of_a_sheet_names_its_place(tmp_path: Path, tables: dict[str, Any], told: str) -> None:
    found = problems_of(folder_of(tmp_path / "p", **tables))
    assert any(line.startswith(told) for line in found), found
    assert len(found) == 1


def test_a_folder_without_the_programme_says_so_and_tells_the_rest(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "p", members=(("id", "birth"), ("1", "soon")))
    (path / "programme.csv").unlink()
    assert [
        "programme, sheet: must be there, with the id and the name",
        "members, row 2, birth: must read YYYY, YYYY-MM or YYYY-MM-DD",
    ] == problems_of(path)


def test_no_more_problems_are_told_than_asked_for(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "p", members=(("id", "birth"), *((str(n), "soon") for n in range(9))))
    with pytest.raises(InvalidDocument, match="more than 3 problems in p") as caught:
        sheets.read(path, most=3)
    assert len(caught.value.problems) == 3


def test_law_no_message_repeats_what_is_sensitive(tmp_path: Path) -> None:
    secret = "SECRET"  # noqa: S105  # stands for any answer
    path = folder_of(
        tmp_path / "p",
        dimensions=(("name", "categories"), ("gender", "woman; man")),
        members=(
            ("id", "birth", "identities.gender", "identities"),
            ("1", secret, "", ""),
            ("2", "", secret, ""),
            ("3", "", "", secret),
            ("4", "", f"[{secret}", ""),
            ("5", "", f'["{secret}", 1]', ""),
        ),
        members__names=(("members.id", "given_name", "script"), ("1", "", secret), ("2", f'"{secret}\\x"', "")),
        measurements=(("member", "on", "answers"), ("1", "2022-07-01", secret), ("1", "2022-07-01", f"[{secret}]")),
    )
    with pytest.raises(InvalidDocument) as caught:
        sheets.read(path)
    told = f"{caught.value!s} {caught.value!r} {[repr(one) for one in caught.value.problems]}"
    assert secret not in told
    assert len(caught.value.problems) >= 6


@pytest.mark.parametrize("name", ["sheets", "book.xlsx"])
def test_a_sheet_without_headings_is_told_once_and_nothing_of_its_first_row(tmp_path: Path, name: str) -> None:
    tables: dict[str, Any] = {
        "programme": (("p", "SECRET"),),
        "members": (("SECRET", "2004-02-29", "woman", ""), ("2", "2005", "man", "")),
        "members__names": (("SECRET", "Bold"), ("2", "SECRET")),
        "participations": (("member", "activity"), ("SECRET", "a")),
        "consents": (("SECRET",),),
    }
    path = book_of(tmp_path / name, **tables) if name == "book.xlsx" else folder_of(tmp_path / name, **tables)
    found = problems_of(path)
    assert [
        "consents, sheet",
        "programme, row 1, headings",
        "members, row 1, headings",
        "members.names, row 1, headings",
    ] == [line.partition(": ")[0] for line in found]
    assert "members.names, row 1, headings: must be there, some of the columns of the sheet: family_name" in found[3]
    assert not any(word in line for line in found for word in ("SECRET", "2004", "woman", "Bold"))
    assert {"participations"} == set(sound_of(path))


def test_the_encoding_and_the_delimiter_of_files_are_stated(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "p")
    (path / "programme.csv").write_text("id;name.mn\np;Хөтөлбөр\n", encoding="utf-16")
    assert any("encoding" in line for line in problems_of(path))
    assert "Хөтөлбөр" == sheets.read(path, encoding="utf-16", delimiter=";").name.get("mn")


def test_a_file_may_end_in_csv_in_capitals_and_is_there_once(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "p", members=(("id",), ("1",)))
    (path / "members.csv").rename(path / "members.CSV")
    for name in ("~$members.csv", ".members.csv", "members.txt"):
        (path / name).write_text("no table")
    assert ["1"] == [one.id for one in sheets.read(path).members]
    (path / "members.csv").write_text("id\n2\n")
    if {"members.CSV", "members.csv"} <= {one.name for one in path.iterdir()}:  # not where case makes no difference
        assert ["members, file: must be one: the names of several differ only in the case of .csv"] == problems_of(path)


def test_what_is_neither_a_folder_nor_a_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "programme.json"
    file.write_text("{}")
    assert ["programme.json, path: must be a folder, or end in .xlsx, .xlsm, .xls, .ods"] == problems_of(file)
    with pytest.raises(FileNotFoundError):
        sheets.read(tmp_path / "nowhere")


def test_a_heading_may_lack_over_cells_that_are_empty(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "p", members=(("id", ""), ("1", "")))
    assert ["1"] == [one.id for one in sheets.read(path).members]


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(_files, "write_text", full)
    with pytest.raises(OSError, match="no space left"):
        sheets.write(samples.mongolia(), tmp_path / "out")
    assert [] == list(tmp_path.iterdir())


# --- Workbooks -----------------------------------------------------------------------------------------------------


def test_a_workbook_filled_in_by_hand_is_read_by_the_kinds_of_its_cells(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "book.xlsx",
        members=(("id", "birth", ""), ("007", dt.date(2004, 2, 29), ""), ("", "", ""), ("008", 2004, "")),
        activities=(
            ("type", "id", "title.en", "period.start", "period.end", "online", "capacity"),
            ("activity", "a", "A", 2022, dt.date(2023, 1, 1), True, 40),
        ),
        sessions=(("id", "activity", "day", "begins"), ("s", "a", dt.date(2022, 7, 1), dt.time(18))),
        explained=(("whatever",), ("it says",)),
    )
    programme = sheets.read(path)
    assert [("007", "2004-02-29"), ("008", "2004")] == [(one.id, str(one.birth)) for one in programme.members]
    assert (True, 40, "2022") == (
        programme.activities[0].online, programme.activities[0].capacity, str(programme.activities[0].period.start)
    )  # fmt: skip
    assert dt.time(18) == programme.sessions[0].begins


def test_a_number_where_text_belongs_is_told_by_row_and_column(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "book.xlsx",
        members=(("id", "birth"), (7, "2004"), ("8", 38000)),
        quotas=(("name", "of.type", "minimum"), ("q", "all-of", 0.25)),
    )
    found = problems_of(path)
    assert "members, row 2, id: must be text: a number has lost its leading zeros; format the column as text" in found
    assert "members, row 3, birth: must be a date" in found
    assert any(line.startswith("quotas, row 2, minimum: must be text such as 25%") for line in found)


def test_a_key_that_is_a_number_is_told(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "book.xlsx",
        references=(("id", "name", "of", "source"), ("r", "R", "home", "example")),
        references__numbers=(("references.id", "key", "value"), ("r", 7, 1), (7, "rural", 1)),
    )
    found = problems_of(path)
    assert any(line.startswith("references.numbers, row 2, key: must be text") for line in found)
    assert any(line.startswith("references.numbers, row 3, references.id: must be text") for line in found)


def test_merged_cells_errors_and_formulas_that_were_never_computed_are_told(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        sheet = book.get_worksheet_by_name("members")
        sheet.merge_range("A4:A5", "m-3")
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B3", "=A1", None, 777)
        sheet.write_formula("B7", '=""', None, "nothing")
        sheet.write_formula("B6", '="2004"', None, "2004")

    path = book_of(
        tmp_path / "book.xlsx",
        spoil,
        members=(("id", "birth"), ("1", ""), ("2", ""), ("", ""), ("", ""), ("6", ""), ("7", "")),
    )
    repacked(path, lambda _, part: part.replace(b"<v>777</v>", b"<v></v>").replace(b"nothing", b""))
    found = problems_of(path)
    assert "members, row 4, cells: must not be merged, and A4:A5 are" in found
    assert "members, row 2, cells: must not hold an error, and B2 does" in found
    assert any(line.startswith("members, row 3, cells: must hold what a formula gives, and B3 was") for line in found)
    assert not any("B6" in line or "B7" in line for line in found)


ERROR = ("=NA()", None, "#N/A")


def test_a_row_with_a_cell_that_cannot_be_read_is_not_sound_and_told_once(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        members = book.get_worksheet_by_name("members")
        members.write_formula("C2", *ERROR)
        members.write_formula("C3", "=A1", None, 777)
        members.merge_range("B5:B6", "2004")
        members.write_formula("A9", *ERROR)
        book.get_worksheet_by_name("activities").write_formula("A2", *ERROR)

    people = [(str(n), "2004", "woman") for n in range(1, 8)]
    path = book_of(
        tmp_path / "book.xlsx",
        spoil,
        dimensions=(("name", "categories"), ("gender", "woman; man")),
        members=(("id", "birth", "identities.gender"), *people),
        activities=(
            ("type", "id", "title.en", "period.start", "period.end"),
            ("camp", "a", "A", "2022", "2023"),
            ("camp", "b", "B", "2022", "2023"),
        ),
        participations=(("member", "activity"), ("1", "b"), ("2", "b"), ("3", "a"), ("4", "b")),
    )
    repacked(path, lambda _, part: part.replace(b"<v>777</v>", b"<v></v>"))
    assert [
        "members, row 2, cells: must not hold an error, and C2 does",
        "members, row 3, cells: must hold what a formula gives, and C3 was never computed: open and save the workbook",
        "members, row 5, cells: must not be merged, and B5:B6 are",
        "members, row 9, cells: must not hold an error, and A9 does",
        "activities, row 2, cells: must not hold an error, and A2 does",
    ] == problems_of(path)
    sound = sound_of(path)
    assert ["3", "6", "7"] == [one.id for one in sound["members"]]
    assert ["b"] == [one.id for one in sound["activities"]]


def test_one_problem_is_one_however_many_rows_are_not_sound_for_it(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "book.xlsx",
        lambda book: book.get_worksheet_by_name("members").merge_range("B2:B6", "2004"),
        members=(("id", "birth"), *((str(n), "") for n in range(1, 7))),
    )
    with pytest.raises(InvalidDocument, match="1 problem in book") as caught:
        sheets.read(path, most=1)
    assert (False, ["6"]) == (caught.value.more, [one.id for one in caught.value.sound["members"]])


def test_what_a_broken_row_is_about_is_not_sound(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book.get_worksheet_by_name("members.memberships").write_formula("D3", *ERROR)
        book.get_worksheet_by_name("references.numbers").write_formula("B2", *ERROR)

    path = book_of(
        tmp_path / "book.xlsx",
        spoil,
        members=MEMBERS,
        members__memberships=(
            ("members.id", "kind", "period.start", "period.end"),
            ("1", "member", "2022", "ongoing"),
            ("2", "member", "2022", "ongoing"),
        ),
        dimensions=(("name", "categories"), ("home", "rural; urban")),
        references=(("id", "name", "of", "source"), ("r", "R", "home", "example"), ("s", "S", "home", "example")),
        references__numbers=(("references.id", "key", "value"), ("r", "", 1), ("s", "rural", 1), ("s", "urban", 2)),
    )
    assert [
        "references.numbers, row 2, cells: must not hold an error, and B2 does",
        "members.memberships, row 3, cells: must not hold an error, and D3 does",
    ] == problems_of(path)
    sound = sound_of(path)
    assert ["1"] == [one.id for one in sound["members"]]
    assert ["s"] == [one.id for one in sound["references"]]


@pytest.mark.parametrize("cell", ["A2", "A3"])
def test_nobody_is_sound_where_the_cell_that_says_about_whom_a_row_is_cannot_be_read(tmp_path: Path, cell: str) -> None:
    path = book_of(
        tmp_path / "book.xlsx",
        lambda book: book.get_worksheet_by_name("members.names").write_formula(cell, *ERROR),
        members=MEMBERS,
        members__names=(("members.id", "given_name"), ("1", "Bold")),
    )
    assert [f"members.names, row {cell[1]}, cells: must not hold an error, and {cell} does"] == problems_of(path)
    assert {"id", "name"} == set(sound_of(path))


def test_what_the_row_of_the_programme_says_is_not_sound_if_a_cell_of_it_cannot_be_read(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "book.xlsx",
        lambda book: book.get_worksheet_by_name("programme").write_formula("B2", *ERROR),
        programme=(("id", "name.en", "name.mn"), ("p", "", "Хөтөлбөр")),
        members=MEMBERS,
    )
    assert ["programme, row 2, cells: must not hold an error, and B2 does"] == problems_of(path)
    assert {"members"} == set(sound_of(path))


def test_headings_that_are_merged_are_told_and_the_rows_are_sound(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "book.xlsx",
        lambda book: book.get_worksheet_by_name("members").merge_range("B1:C1", "birth"),
        members=MEMBERS,
    )
    assert ["members, row 1, cells: must not be merged, and B1:C1 are"] == problems_of(path)
    assert ["1", "2"] == [one.id for one in sound_of(path)["members"]]


def test_no_noun_has_a_field_where_a_thing_holds_what_could_not_be_read() -> None:
    assert not any(column.name.partition(".")[0] == "cells" for form in sheets.forms() for column in form.columns)


@pytest.mark.parametrize(
    ("merged", "rows"),
    [
        ([], []),
        ([((0, 1), (0, 2))], [1]),
        ([((2, 0), (3, 0)), ((2, 1), (5, 1)), ((3, 2), (3, 3)), ((7, 0), (1_048_575, 0))], [3, 4, 5, 6, 8, 9]),
        ([((20, 0), (30, 0))], []),
    ],
)
def test_the_rows_of_merged_cells_are_given_once_and_no_farther_than_the_sheet_goes(merged: Any, rows: Any) -> None:
    assert rows == list(_books._merged_rows(merged, 9))


def test_a_hidden_sheet_is_read_like_any_other(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "book.xlsx", lambda book: book.get_worksheet_by_name("members").hide(), members=(("id",), ("1",))
    )
    assert ["1"] == [one.id for one in sheets.read(path).members]


def test_a_chart_or_an_empty_sheet_is_no_sheet_of_facts(tmp_path: Path) -> None:
    path = book_of(tmp_path / "book.xlsx", lambda book: book.add_chartsheet("chart"), members=())
    assert () == sheets.read(path).members


def test_a_heading_stands_once_and_is_text(tmp_path: Path) -> None:
    path = book_of(tmp_path / "book.xlsx", members=(("id", "id"), ("1", "2")), links=(("parent", 7), ("o", "p")))
    found = problems_of(path)
    assert "members, row 1, heading: must not be that of two columns, and columns 1 and 2 have the same" in found
    assert "links, row 1, heading: must be given to every column that is used" in found


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write an archive again with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_unpacked, "LARGEST", 2**20)
    path = book_of(tmp_path / "book.xlsx")
    repacked(path, lambda name, part: part + b" " * 2**21 if name.endswith("sheet1.xml") else part)
    assert ["book.xlsx, workbook: must not unpack to more than 1 MiB"] == problems_of(path)


def test_what_an_archive_says_of_its_size_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_unpacked, "LARGEST", 2**20)
    path = repacked(book_of(tmp_path / "book.xlsx"), lambda name, part: part + b" " * 2**21)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        sizes = {info.file_size for info in archive.infolist()}
    for size in sizes:
        content = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(content)
    assert ["book.xlsx, workbook: must not unpack to more than 1 MiB"] == problems_of(path)


def test_a_cell_in_the_last_corner_is_refused_before_the_cells_before_it_are_made(tmp_path: Path) -> None:
    path = book_of(tmp_path / "book.xlsx", lambda book: book.worksheets()[0].write_string(1_048_575, 16_383, "x"))
    assert ["book.xlsx, cells: must not span more than 20000000 cells on a sheet"] == problems_of(path)


@pytest.mark.parametrize("place", [b"", b""" x:r="B2" """, b""" s=' r="B2"' """, b""" r="&#66;2" """, b' r=""'])
def test_a_cell_that_does_not_say_where_it_is_is_refused(tmp_path: Path, place: bytes) -> None:
    def spoil(book: Any) -> None:
        book.get_worksheet_by_name("members").write_formula("B2", "=1/0", None, "#DIV/0!")

    path = book_of(tmp_path / "book.xlsx", spoil, members=(("id", "birth"), ("1", "")))
    repacked(path, lambda _, part: part.replace(b'<c r="B2"', b"<c" + place))
    assert ["book.xlsx, cells: must say where on the sheet they are: open and save the workbook"] == problems_of(path)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_sheet_that_a_reader_would_take_for_an_empty_one_is_refused(tmp_path: Path, encoding: str) -> None:
    path = book_of(tmp_path / "book.xlsx", members=(("id",), ("1",)))

    def turned(name: str, part: bytes) -> bytes:
        return f"\ufeff{part.decode()}".encode(encoding) if name.endswith("sheet1.xml") else part

    assert ["book.xlsx, workbook: must be written in UTF-8: open and save it"] == problems_of(repacked(path, turned))


def test_a_row_need_not_say_where_it_is(tmp_path: Path) -> None:
    path = book_of(tmp_path / "book.xlsx", members=(("id",), ("1",)))
    repacked(path, lambda _, part: re.sub(rb'<row r="\d+"', b"<row", part).replace(b'<c r="A2"', b"<c  s='0' r = 'A2'"))
    assert ["1"] == [one.id for one in sheets.read(path).members]


def test_a_sheet_is_measured_wherever_it_lies_in_the_archive(tmp_path: Path) -> None:
    path = book_of(tmp_path / "book.xlsx", lambda book: book.worksheets()[0].write_string(1_048_575, 16_383, "x"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            moved = part.replace(b"worksheets/sheet1.xml", b"elsewhere/facts.bin")
            archive.writestr(name.replace("worksheets/sheet1.xml", "elsewhere/facts.bin"), moved)
    assert ["book.xlsx, cells: must not span more than 20000000 cells on a sheet"] == problems_of(path)


def test_a_long_text_that_is_repeated_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_unpacked, "LARGEST", 2**21)
    path = book_of(tmp_path / "book.xlsx", members=(("id",), *(("x" * 30_000,) for _ in range(100))))
    assert ["book.xlsx, cells: must not hold more than 2 MiB of text"] == problems_of(path)


@pytest.mark.parametrize("content", [b"", b"id,name", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    (told,) = problems_of(path)
    assert told.startswith("book.xlsx, workbook: must be a")


def test_a_workbook_of_which_a_sheet_is_broken_is_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path / "book.xlsx", members=MEMBERS)
    repacked(path, lambda name, part: part[: len(part) // 2] if name.endswith("sheet2.xml") else part)
    (told,) = problems_of(path)
    assert told.startswith("book.xlsx, workbook: must be a whole workbook")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path / "book.xlsx")
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)
    assert ["book.xlsx, workbook: must be a whole workbook without a password"] == problems_of(path)


def test_a_binary_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    (told,) = problems_of(path)
    assert "must not be XLSB" in told


# --- OpenDocument --------------------------------------------------------------------------------------------------


def ods_of(path: Path, rows: str) -> Path:
    """Write a workbook of OpenDocument by hand, with a sheet of members."""
    names = "office table text"
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in names.split())

    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    def row(*texts: str) -> str:
        return f"<table:table-row>{''.join(map(cell, texts))}</table:table-row>"

    programme = f'<table:table table:name="programme">{row("id", "name.en")}{row("p", "P")}</table:table>'
    members = f'<table:table table:name="members">{row("id", "home")}{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{programme}{members}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return path


TEXT = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def test_a_workbook_of_open_document_is_read(tmp_path: Path) -> None:
    row = f"<table:table-row>{TEXT.format('', '007')}</table:table-row>"
    end = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert ["007"] == [one.id for one in sheets.read(ods_of(tmp_path / "book.ods", row + end)).members]


@pytest.mark.parametrize(
    "row",
    [
        f'<table:table-row table:number-rows-repeated="1048000">{TEXT.format("", "x") * 30}</table:table-row>',
        f"""<table:table-row>{TEXT.format(' table:number-columns-repeated="999999999"', "x")}</table:table-row>""",
        f"""<table:table-row table:number-rows-repeated="99999999"><table:table-cell/></table:table-row>
        <table:table-row>{TEXT.format("", "x")}</table:table-row>""",
        f"""<table:table-row>{TEXT.format(' table:number-columns-repeated="&#57;99999999"', "x")}</table:table-row>""",
    ],
)
def test_a_cell_of_open_document_that_is_repeated_without_end_is_refused(tmp_path: Path, row: str) -> None:
    assert ["book.ods, cells: must not span more than 20000000 cells on a sheet"] == problems_of(
        ods_of(tmp_path / "book.ods", row)
    )


def test_a_long_text_of_open_document_that_is_repeated_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacked, "LARGEST", 2**20)
    row = TEXT.format(' table:number-columns-repeated="9999"', "x" * 1000)
    path = ods_of(tmp_path / "book.ods", f"<table:table-row>{row}</table:table-row>")
    assert ["book.ods, cells: must not hold more than 1 MiB of text"] == problems_of(path)


# --- The extra -----------------------------------------------------------------------------------------------------


def test_without_the_extra_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book_of(tmp_path / "book.xlsx")
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match=r"to read a workbook, install the extra: pip install youthprog\[excel\]"):
        sheets.read(path)
    with pytest.raises(MissingExtra, match="to write a workbook"):
        sheets.write_templates(tmp_path / "templates.xlsx")
    sheets.write_templates(tmp_path / "templates")


def test_a_missing_extra_pickles() -> None:
    error = pickle.loads(pickle.dumps(MissingExtra("to read a workbook", "excel")))  # noqa: S301  # our own
    assert ("excel", "to read a workbook, install the extra: pip install youthprog[excel]") == (error.extra, str(error))


def test_a_sheet_that_is_too_long_for_a_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsxwriter.worksheet.Worksheet, "write_string", lambda *_: -1)
    with pytest.raises(BrokenRule, match="must fit on a sheet of a workbook"):
        sheets.write(samples.mongolia(), tmp_path / "book.xlsx")


def test_numbers_that_a_workbook_would_round_are_written_as_text(tmp_path: Path) -> None:
    programme = sheets.read(
        folder_of(
            tmp_path / "p",
            distances=(
                ("kilometres", "kind", "origin", "destination"),
                ("0.30000000000000004", "road", "a", "b"),
                ("1e22", "road", "a", "c"),
                ("749.16", "road", "a", "d"),
            ),
        )
    )
    sheets.write(programme, tmp_path / "book.xlsx")
    assert programme == sheets.read(tmp_path / "book.xlsx")


def test_what_a_spreadsheet_would_take_for_a_formula_is_written_as_text(tmp_path: Path) -> None:
    name = "=HYPERLINK(1)"
    member = Member(id="-1", names=(PersonName(given_name=name, patronymic="@cmd", note="'=1"),))
    programme = attrs.evolve(sheets.read(folder_of(tmp_path / "p")), members=(member,))
    for target in ("out", "out.xlsx"):
        sheets.write(programme, tmp_path / target, purpose=Purpose.STORE)
        assert programme == sheets.read(tmp_path / target)
    text = (tmp_path / "out" / "members.names.csv").read_text("utf-8-sig")
    assert "'-1,'=HYPERLINK(1),'@cmd,,,''=1" == text.splitlines()[1]


# --- Members from one sheet ------------------------------------------------------------------------------------------

LIST: dict[str, exchange.Column] = {
    "No": exchange.IdColumn(),
    "Born": exchange.BirthColumn(day_format=exchange.DayFormat.DAY_FIRST),
    "Age": exchange.AgeColumn(asked_on=dt.date(2022, 7, 1)),
    "Sex": exchange.AnswerColumn(
        dimension=Dimension(name="gender", categories=("woman", "man")), codes={"f": "woman", "m": "man"}
    ),
    "Joined": exchange.SpellColumn(
        kind=MembershipKind.MEMBER, day_format=exchange.DayFormat.ISO, open_end=Ending.ONGOING, end="Left"
    ),
}
HEAD = (*LIST, "Left", "Remarks")


def listed(path: Path, **options: Any) -> tuple[Member, ...]:
    columns = {name: column for name, column in LIST.items() if name != options.get("without", "Age")}
    return sheets.read_members(path, columns=columns, sheet=options.get("sheet"))


@pytest.mark.parametrize("without", ["Age", "Born"])
def test_members_of_a_sheet_are_those_of_the_same_list_as_csv(tmp_path: Path, without: str) -> None:
    day, joined, left = dt.date(2004, 2, 29), dt.date(2020, 1, 2), dt.date(2021, 3, 4)
    book = book_of(
        tmp_path / "list.xlsx",
        people=(
            HEAD,
            ("007", day, 18, " f ", joined, left, 3.5),
            ("", "", "", "", "", "", ""),
            ("8", "1.3.2004", "17", "m", "2020-01-02", "", "late"),
        ),
    )
    table = tmp_path / "list.csv"
    lines = (
        HEAD,
        ("007", "29.02.2004", "18", "f", joined, left, "3.5"),
        (),
        ("8", "1.3.2004", "17", "m", joined, "", ""),
    )
    table.write_text("\n".join(",".join(map(str, line)) for line in lines), encoding="utf-8")
    columns = {name: column for name, column in LIST.items() if name != without}
    expected = exchange.read_members(table, columns=columns)
    assert expected == listed(book, sheet="people", without=without)
    assert [member.id for member in expected] == ["007", "8"]


def test_all_problems_of_a_list_are_told_by_row_and_column(tmp_path: Path) -> None:
    def merged(book: Any) -> None:
        book.get_worksheet_by_name("people").merge_range(4, 6, 4, 7, "remarks")

    moment = dt.datetime(2004, 2, 29, 12)  # noqa: DTZ001  # of a spreadsheet, which knows no zones
    book = book_of(
        tmp_path / "list.xlsx",
        merged,
        people=(
            HEAD,
            (7, moment, 18, "f", "2020-01-02", "", ""),
            ("8", "29.02.2004", 18.5, "x", "2020-01-02", "", ""),
            ("9", "29.02.2004", True, "m", "2020-01-02", dt.date(2019, 1, 1), ""),
        ),
    )
    with pytest.raises(InvalidDocument) as caught:
        listed(book, sheet="people")
    assert [
        "row 2, No: must be text: a number has lost its leading zeros; format the column as text",
        "row 2, Born: must be a day, without a time",
        "row 3, Sex: must be one of the answers known for gender",
        "row 4, Left: must be later than the start (the end is the first day after the period)",
        "row 5, cells: must not be merged, and G5:H5 are",
    ] == [str(problem) for problem in caught.value.problems]


def test_a_sheet_is_named_where_there_are_several(tmp_path: Path) -> None:
    book = book_of(tmp_path / "list.xlsx", people=(("No",), ("007",)), twice=(("No", "No"), ("1", "2")))

    def refused(path: Path, name: str = "No", sheet: str | None = None) -> list[str]:
        with pytest.raises(InvalidDocument) as caught:
            sheets.read_members(path, columns={name: exchange.IdColumn()}, sheet=sheet)
        return [str(problem) for problem in caught.value.problems]

    for sheet in (None, "nobody"):
        assert refused(book, sheet=sheet) == ["list.xlsx, sheet: must be one of programme, people, twice"]
    assert refused(book, sheet="twice") == [
        "row 1, heading: must not be that of two columns, and columns 1 and 2 have the same"
    ]
    assert refused(book, "Nr", "people") == ["list.xlsx, row 1, Nr: must be a column of the file"]
    rule = "must end in .xlsx, .xlsm, .xls, .ods; exchange.read_members reads CSV"
    assert refused(tmp_path / "list.csv") == [f"list.csv, path: {rule}"]


def test_the_one_sheet_of_a_workbook_needs_no_name(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet: Any = book.add_worksheet("whoever")
    sheet.write_column(0, 0, ["No", "007"])
    book.close()
    (found,) = sheets.read_members(tmp_path / "list.xlsx", columns={"No": exchange.IdColumn()})
    assert found.id == "007"


def test_the_apostrophe_before_what_looks_like_a_formula_is_taken_away(tmp_path: Path) -> None:
    ids = ["-5", "@bat", "＝1", "'=1", "'Оюун", "''", "a\\b"]
    programme = attrs.evolve(sheets.read(folder_of(tmp_path / "p")), members=tuple(Member(id=one) for one in ids))
    sheets.write(programme, tmp_path / "book.xlsx", purpose=Purpose.STORE)
    columns: dict[str, exchange.Column] = {"id": exchange.IdColumn()}
    found = sheets.read_members(tmp_path / "book.xlsx", columns=columns, sheet="members")
    assert ids == [member.id for member in found]
    sheets.write(programme, tmp_path / "sheets", purpose=Purpose.STORE)
    as_it_stands = exchange.read_members(tmp_path / "sheets" / "members.csv", columns=columns)
    assert ["'-5", "'@bat", "'＝1", "''=1", "''Оюун", "'''", "a\\b"] == [member.id for member in as_it_stands]


def test_nobody_in_whose_row_a_cell_cannot_be_read_is_sound(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        sheet = book.get_worksheet_by_name("people")
        sheet.write_formula("B2", *ERROR)
        sheet.write_formula("C3", "=A1", None, 777)
        sheet.merge_range("C4:C5", "f")

    book = book_of(
        tmp_path / "list.xlsx", spoil, people=(("No", "Born", "Sex"), *((str(n), "2004", "f") for n in range(5)))
    )
    repacked(book, lambda _, part: part.replace(b"<v>777</v>", b"<v></v>"))
    columns: dict[str, exchange.Column] = {
        "No": exchange.IdColumn(),
        "Born": exchange.BirthColumn(day_format=exchange.DayFormat.ISO),
        "Sex": exchange.AnswerColumn(
            dimension=Dimension(name="gender", categories=("woman", "man")), codes={"f": "woman"}, empty=NotAsked()
        ),
    }
    with pytest.raises(InvalidDocument) as caught:
        sheets.read_members(book, columns=columns, sheet="people")
    assert [2, 3, 4] == [problem.row for problem in caught.value.problems]
    assert ["4"] == [member.id for member in caught.value.sound]
