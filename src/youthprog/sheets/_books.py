"""Folders of CSV files and workbooks: read with care, written whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from youthprog import _files, rows
from youthprog.errors import BrokenRule, CannotRead, MissingExtra, Problem
from youthprog.sheets._document import Grid
from youthprog.sheets._forms import EXPLAINED
from youthprog.sheets._unpacked import looked_into

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from python_calamine import CalamineWorkbook

    from youthprog.sheets._cells import Cell
    from youthprog.sheets._forms import Form

    Filled = tuple[Form, Sequence[Mapping[str, Any]]]

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
LAST: Final = 1_048_575
"""The last row of a sheet of a workbook, counted from 0."""


# --- Folders of CSV files --------------------------------------------------------------------------------------------


def read_folder(path: Path, *, encoding: str, delimiter: str | None) -> Iterator[Grid]:
    """Read the CSV files of a folder, each a sheet; hidden files and the locks of office programs are none."""
    files: defaultdict[str, list[Path]] = defaultdict(list)
    for file in sorted(path.iterdir()):
        if file.suffix.lower() == ".csv" and not file.name.startswith((".", "~$")) and file.stem != EXPLAINED:
            files[file.stem].append(file)
    for name, (file, *others) in files.items():
        try:
            if others:
                raise CannotRead("file", "must be one: the names of several differ only in the case of .csv")
            sheet = rows.read_csv(file, encoding=encoding, delimiter=delimiter)
        except Problem as problem:
            yield Grid(name=name, columns=(), problems=(problem,))
            continue
        found = tuple((row.number, row.cells) for row in sheet.rows)
        broken = frozenset(problem.row for problem in sheet.problems if problem.row)
        yield Grid(name=name, columns=sheet.columns, rows=found, problems=sheet.problems, broken=broken)


def write_folder(path: Path, sheets: Iterable[Filled]) -> None:
    """Write a new folder of CSV files, whole or not at all."""
    if path.exists():
        raise FileExistsError(17, "must be a new folder", str(path))
    part = Path(tempfile.mkdtemp(dir=path.resolve().parent, prefix=f".{path.name}.", suffix=".part"))
    try:
        for form, filled in sheets:
            _files.write_text(part / f"{form.name}.csv", [_csv(form, filled)])
        part.rename(path)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _csv(form: Form, filled: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    names = [column.name for column in form.columns]
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in filled)
    return "\ufeff" + text.getvalue()  # spreadsheets know UTF-8 by its mark


# --- Workbooks -------------------------------------------------------------------------------------------------------


def read_workbook(path: Path) -> Iterator[Grid]:
    """Read the sheets of a workbook."""
    try:
        import python_calamine
    except ImportError as error:
        raise MissingExtra("to read a workbook", "excel") from error
    content = path.read_bytes()
    troubles = looked_into(content, path.name)
    try:
        yield from _grids(python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)), troubles)
    except (python_calamine.CalamineError, OSError):
        rule = "must be a whole workbook (XLSX, XLS or ODS) that is not protected by a password"
        raise CannotRead("workbook", rule, source=path.name) from None


def _grids(book: CalamineWorkbook, troubles: Mapping[str, Sequence[CannotRead]]) -> Iterator[Grid]:
    for kind in book.sheets_metadata:
        if kind.name == EXPLAINED or kind.typ != type(kind.typ).WorkSheet:
            continue
        found = book.get_sheet_by_name(kind.name)
        merged = sorted(found.merged_cell_ranges or ())
        problems = [
            CannotRead("cells", f"must not be merged, and {_place(first)}:{_place(last)} are", row=first[0] + 1)
            for first, last in merged
        ]
        problems += troubles.get(kind.name, [])
        table = found.to_python(skip_empty_area=False)
        broken = {problem.row for problem in problems if problem.row}.union(_merged_rows(merged, len(table))) - {1}
        yield _grid(kind.name, table, problems, frozenset(broken))


def _merged_rows(merged: Iterable[tuple[tuple[int, int], tuple[int, int]]], height: int) -> Iterator[int]:
    """Give the rows of merged cells, each once; the cells are sorted."""
    reached = 0
    for (top, _), (bottom, _) in merged:
        below = min(bottom + 1, height)
        yield from range(max(top, reached) + 1, below + 1)
        reached = max(reached, below)


def _grid(name: str, table: Sequence[Sequence[Any]], problems: list[CannotRead], broken: frozenset[int]) -> Grid:
    if not table:
        return Grid(name=name, columns=(), problems=tuple(problems))
    lines = [[_clean(cell) for cell in line] for line in table]
    width = max((at for line in lines for at, cell in enumerate(line, start=1) if cell != ""), default=0)
    columns = tuple(cell if isinstance(cell, str) else "" for cell in lines[0][:width])
    repeated = rows.twice(columns)
    if repeated is not None:
        return Grid(name=name, columns=(), problems=(*problems, repeated))
    found = []
    for number, line in enumerate(lines[1:], start=2):
        if any(cell != "" for cell in line):
            cells: dict[str, Cell] = {
                column: cell for column, cell in zip(columns, line, strict=False) if column or cell != ""
            }
            found.append((number, cells))
    return Grid(name=name, columns=columns, rows=tuple(found), problems=tuple(problems), broken=broken)


def _clean(cell: Any) -> Any:
    return unicodedata.normalize("NFC", cell).strip() if isinstance(cell, str) else cell


def _place(where: tuple[int, int]) -> str:
    """Give a cell the name a spreadsheet gives it."""
    row, column = where
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def write_workbook(path: Path, sheets: Iterable[Filled]) -> None:
    """Write a workbook, whole or not at all; nothing of it touches the disk before."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("to write a workbook", "excel") from error
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001  # the same file for the same programme
    plain, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    needed = book.add_format({"bold": True, "num_format": "@", "bottom": 2})
    for form, filled in sheets:
        sheet = book.add_worksheet(form.name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(form.columns):
            sheet.set_column(at, at, max(10, min(40, len(column.name) + 2)), plain)
            sheet.write_string(0, at, column.name, needed if column.needed == "always" else bold)
            if column.words:
                sheet.data_validation(1, at, LAST, at, {"validate": "list", "source": list(column.words)})
            for number, row in enumerate(filled, start=1):
                if column.name in row:
                    _put(sheet, number, at, row[column.name], plain)
    book.close()
    _files.write_bytes(path, [content.getvalue()])


def _put(sheet: Any, row: int, column: int, value: str | int | float, plain: Any) -> None:
    """Write a number as a number where a workbook keeps it exactly, and all else as text that is no formula."""
    exact = not isinstance(value, str) and abs(value) < 2**53 and float(f"{value:.16G}") == value
    done = sheet.write_number(row, column, value) if exact else sheet.write_string(row, column, str(value), plain)
    if done:
        raise BrokenRule("rows", "must fit on a sheet of a workbook; write a folder of CSV files", source=sheet.name)
