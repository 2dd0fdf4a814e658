"""Laws of rows.

- A cell stays text, in Unicode NFC and without white space around it; `007` is not 7.
- A row keeps the number a spreadsheet shows.
- Only the delimiter is found, and only where the header settles it; an encoding is stated.
- A file that cannot be read as a table is refused by its place and never by its content.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from youthprog import rows
from youthprog.errors import CannotRead, DuplicateId, MissingField, Problem

if TYPE_CHECKING:
    from pathlib import Path

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)
CANARY = "canary-7f3a"


def sheet(
    tmp_path: Path, text: str | bytes, *, encoding: str = "utf-8-sig", delimiter: str | None = None
) -> rows.Sheet:
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return rows.read_csv(file, encoding=encoding, delimiter=delimiter)


def refused(tmp_path: Path, text: str | bytes, kind: type[Problem] = CannotRead, **stated: str) -> Problem:
    with pytest.raises(kind) as caught:
        sheet(tmp_path, text, **stated)
    assert type(caught.value) is kind
    assert caught.value.source == "list.csv"
    assert CANARY not in str(caught.value)
    return caught.value


def cells(table: rows.Sheet) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, tuple(row.cells.values())) for row in table.rows]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5),
    st.sampled_from(rows.DELIMITERS),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_what_a_spreadsheet_writes_is_read_cell_by_cell_in_its_rows(
    tmp_path: Path, table: list[tuple[str, str, str]], delimiter: str, end: str, marked: bool, stated: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows([("a", "b", "c"), *table])
    mark = "\ufeff" if marked else ""
    read = sheet(tmp_path, mark + text.getvalue(), delimiter=delimiter if stated else None)
    assert read.columns == ("a", "b", "c")
    expected = [
        (number, tuple(unicodedata.normalize("NFC", cell).strip() for cell in row))
        for number, row in enumerate(table, start=2)
        if any(cell.strip() for cell in row)
    ]
    assert cells(read) == expected
    assert read.problems == ()
    assert read.source == "list.csv"


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("id", ("id",)),
        ("id,born", ("id", "born")),
        ("id;born", ("id", "born")),
        ("id\tborn", ("id", "born")),
        ("age (years, months);born;id", ("age (years, months)", "born", "id")),
        ('"name, given";born', ("name, given", "born")),
        ('"name; given",born', ("name; given", "born")),
        ('"first\nline";"second\r\nline"', ("first\nline", "second\r\nline")),
        ("id; born ;", ("id", "born", "")),
        ("a,b,,", ("a", "b", "", "")),
        ("a\u2028b;c", ("a\u2028b", "c")),
    ],
)
def test_the_delimiter_is_the_one_that_parts_the_header(tmp_path: Path, header: str, columns: tuple[str, ...]) -> None:
    assert sheet(tmp_path, header + "\n").columns == columns
    assert sheet(tmp_path, header).columns == columns


@pytest.mark.parametrize("header", ["a,b;c", "a\tb,c", "x,y\tz;w"])
def test_a_header_that_fits_several_delimiters_is_refused_until_one_is_stated(tmp_path: Path, header: str) -> None:
    problem = refused(tmp_path, header)
    assert (problem.field, problem.row) == ("delimiter", 1)
    assert len(sheet(tmp_path, header, delimiter=",").columns) == 2


@pytest.mark.parametrize("delimiter", ["|", "", "; ", ",,"])
def test_other_delimiters_are_refused(tmp_path: Path, delimiter: str) -> None:
    assert refused(tmp_path, "a|b\n", delimiter=delimiter).field == "delimiter"


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", " , ,\n1,2,3", "\n\na,b\n"])
def test_the_first_row_must_name_the_columns(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).field == "header"


def test_a_heading_stands_once(tmp_path: Path) -> None:
    rule = "must not be that of two columns, and columns {} have the same"
    problem = refused(tmp_path, f"id,{CANARY},born,{CANARY} \n", DuplicateId)
    assert str(problem) == f"list.csv, row 1, heading: {rule.format('2 and 4')}"
    assert refused(tmp_path, "caf\u00e9;cafe\u0301\n", DuplicateId).rule == rule.format("1 and 2")


def test_columns_without_a_heading_may_repeat(tmp_path: Path) -> None:
    assert cells(sheet(tmp_path, "a,,\n1,2,3\n")) == [(2, ("1", "3"))]


def test_rows_keep_their_numbers_across_empty_ones_and_line_breaks_in_cells(tmp_path: Path) -> None:
    read = sheet(tmp_path, 'a,b\n\n1,"two\nlines"\n,\n \t , \n2,x\n')
    assert cells(read) == [(3, ("1", "two\nlines")), (6, ("2", "x"))]


def test_a_row_of_another_length_is_told_and_the_others_are_kept(tmp_path: Path) -> None:
    read = sheet(tmp_path, f"a,b\n1,2\n{CANARY}\n3,4,{CANARY}\n5,6\n")
    assert cells(read) == [(2, ("1", "2")), (5, ("5", "6"))]
    assert [(type(problem), problem.row, problem.source, problem.rule) for problem in read.problems] == [
        (CannotRead, 3, "list.csv", "must have 2 cells, as the header has, and has 1"),
        (CannotRead, 4, "list.csv", "must have 2 cells, as the header has, and has 3"),
    ]


def test_a_cell_stays_text_in_one_form_of_its_letters(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Байгалмаа й ё")
    read = sheet(tmp_path, f"a;b;c\n007; 1,5 ;{decomposed}\n")
    assert cells(read) == [(2, ("007", "1,5", "Байгалмаа й ё"))]


@pytest.mark.parametrize(
    "text",
    [
        f'a,b\n1,"{CANARY}\n2,3\n',
        f'a,b\n1,"{CANARY}"x\n',
        'a,"b\n1,2\n',
        f"a,b\n1,{'x' * 140_000}\n",
        "x" * 140_000,
    ],
)
def test_quotes_must_close_and_cells_have_a_reasonable_size(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).field == "rows"
    assert refused(tmp_path, text, delimiter=",").field == "rows"


@pytest.mark.parametrize("text", [b"a,b\n1,\x002\n", "a,b\n1,2\n".encode("utf-16-le"), "a,b\n".encode("utf-16-be")])
def test_null_characters_tell_of_another_encoding(tmp_path: Path, text: bytes) -> None:
    assert refused(tmp_path, text).field == "encoding"


def test_cyrillic_is_read_in_the_encoding_that_is_stated_and_refused_where_none_is(tmp_path: Path) -> None:
    text = "дугаар;нэр\n1;Батбаяр\n".encode("cp1251")
    assert cells(sheet(tmp_path, text, encoding="cp1251")) == [(2, ("1", "Батбаяр"))]
    problem = refused(tmp_path, text)
    assert (problem.field, "state the encoding" in problem.rule) == ("encoding", True)
    assert refused(tmp_path, "Өүц\n".encode(), encoding="cp1253").field == "encoding"
    assert sheet(tmp_path, "дугаар;нэр\n".encode("utf-16"), encoding="utf-16").columns == ("дугаар", "нэр")


def test_all_columns_that_are_not_there_are_told(tmp_path: Path) -> None:
    read = sheet(tmp_path, "id,born\n")
    assert [(type(problem), str(problem)) for problem in read.lacking(["id", "home", "name"])] == [
        (MissingField, "list.csv, row 1, home: must be a column of the file"),
        (MissingField, "list.csv, row 1, name: must be a column of the file"),
    ]
    assert read.lacking(["born"]) == ()


def test_the_file_may_be_named_by_text(tmp_path: Path) -> None:
    sheet(tmp_path, "id\n1\n")
    assert rows.read_csv(str(tmp_path / "list.csv")).source == "list.csv"
