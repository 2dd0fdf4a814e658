"""A whole programme as a workbook or a folder of CSV files, one sheet or file a noun, with templates to fill in.

The sheets are another spelling of the document that `exchange` reads and writes: the same fields, the same rules, the
same problems, told by sheet, row and column. A field that holds one value is a column (`place.region`), a field that
holds several things is a sheet of its own whose rows name the row they belong to (`members.memberships`, by its column
`members.id`). Languages and dimensions are columns named by the data (`name.mn`, `identities.gender`).

Cells are taken as they stand. Text stays text: `007` is not 7, and a number where text belongs is a problem, for its
leading zeros may be lost. Days are `YYYY-MM-DD` or days of the spreadsheet, truth is yes or no, several values in one
cell are parted by semicolons. An empty cell says nothing: the field is left out, as in a document. An apostrophe before
`=`, `+`, `-` or `@` keeps text from becoming a formula and is no part of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from youthprog import exchange, rows
from youthprog.errors import BrokenRule, CannotRead, InvalidDocument, MissingField, Problem, WrongType
from youthprog.sheets import _books, _cells
from youthprog.sheets._document import Draft, Grid, filled
from youthprog.sheets._forms import EXPLAINED, Column, Form, form_of, layouts

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from youthprog.people import Member
    from youthprog.programme import Programme
    from youthprog.values import Purpose

__all__ = ["Column", "Form", "forms", "read", "read_members", "write", "write_templates"]


def forms(*, languages: Iterable[str] = ("en",), dimensions: Iterable[str] = ()) -> tuple[Form, ...]:
    """Give the sheets of a programme and their columns, explained.

    Args:
        languages: BCP 47 tags of the languages in which names and titles are written.
        dimensions: the names of the dimensions that members are asked about.

    Returns:
        The sheets, an owner before what belongs to it. The columns follow from the fields of the nouns.

    Raises:
        WrongType: if the languages or dimensions are one text, which would be taken for its letters.
        BrokenRule: if one of them is empty or named twice.

    >>> [column.name for column in forms()[0].columns][:4]
    ['youthprog', 'sensitive', 'id', 'name.en']
    >>> sessions = next(form for form in forms() if form.name == "sessions")
    >>> [(column.name, column.holds, column.needed) for column in sessions.columns][2:4]
    [('day', 'a day: YYYY-MM-DD', 'always'), ('begins', 'a time of day: HH:MM', '')]
    """
    languages, dimensions = _names(languages, "languages"), _names(dimensions, "dimensions")
    return tuple(form_of(one, languages=languages, dimensions=dimensions) for one in layouts().values())


def _names(given: Iterable[str], field: str) -> tuple[str, ...]:
    """Check names that become columns."""
    names = tuple(given)
    if isinstance(given, str) or not all(isinstance(name, str) for name in names):
        raise WrongType(field, "must be a list of names")
    if "" in names or len(set(names)) < len(names):
        raise BrokenRule(field, "must each be named once, and not be empty")
    return names


def write_templates(
    path: str | os.PathLike[str], *, languages: Iterable[str] = ("en",), dimensions: Iterable[str] = ()
) -> None:
    """Write empty sheets to be filled in, and one sheet, `explained`, that says what each column holds.

    Args:
        path: a workbook (`.xlsx`), or a new folder of CSV files.
        languages: see `forms`.
        dimensions: see `forms`.

    Raises:
        WrongType: see `forms`.
        BrokenRule: see `forms`, and for a path that ends like another kind of workbook.
        MissingExtra: if a workbook is asked for without the extra `excel`.
        OSError: if the file cannot be written, or the folder is there already.
    """
    empty: list[tuple[Form, Sequence[Mapping[str, Any]]]] = [
        (form, ()) for form in forms(languages=languages, dimensions=dimensions)
    ]
    _write(Path(path), empty)


def write(programme: Programme, path: str | os.PathLike[str], *, purpose: Purpose | None = None) -> None:
    """Write a programme onto the sheets of the templates, whole or not at all.

    Args:
        programme: the programme.
        path: a workbook (`.xlsx`), or a new folder of CSV files.
        purpose: `Purpose.STORE` for complete sheets. Left out, sensitive answers are left out too, and the sheets say
            so.

    Raises:
        PurposeRequired: for any other purpose.
        BrokenRule: if something does not fit into a cell, or the sheets not into a workbook.
        MissingExtra: if a workbook is asked for without the extra `excel`.
        OSError: if the file cannot be written, or the folder is there already.

    >>> import pathlib, tempfile
    >>> from youthprog import Programme, LocalisedText
    >>> small = Programme(id="p", name=LocalisedText({"en": "A programme"}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(small, pathlib.Path(folder) / "sheets")
    ...     read(pathlib.Path(folder) / "sheets") == small
    True
    """
    _write(Path(path), list(filled(json.loads(exchange.dumps(programme, purpose=purpose)))))


def _write(path: Path, sheets: list[tuple[Form, Sequence[Mapping[str, Any]]]]) -> None:
    told = (*sheets, (_EXPLANATION, list(_explained(form for form, _ in sheets))))
    if path.suffix.lower() == ".xlsx":
        _books.write_workbook(path, told)
    elif path.suffix.lower() in _books.WORKBOOKS:
        raise BrokenRule("path", "must end in .xlsx, or be a new folder", source=path.name)
    else:
        _books.write_folder(path, told)


_EXPLANATION: Final = Form(
    name=EXPLAINED,
    meaning="what each column holds",
    columns=tuple(
        Column(name=name, holds="text", needed="", meaning="")
        for name in ("sheet", "column", "needed", "holds", "meaning")
    ),
)


def _explained(told: Iterable[Form]) -> Iterable[dict[str, str]]:
    for form in told:
        yield {"sheet": form.name, "meaning": form.meaning}
        for one in form.columns:
            meaning = one.meaning.replace("`", "")
            yield {"sheet": form.name, "column": one.name, "needed": one.needed, "holds": one.holds, "meaning": meaning}


def read(
    path: str | os.PathLike[str],
    *,
    encoding: str = "utf-8-sig",
    delimiter: str | None = None,
    most: int = exchange.MOST,
) -> Programme:
    """Read a programme from a workbook or a folder of CSV files; sheets and columns that are not used may be left out.

    Hidden sheets, rows and columns are read like others. Of a formula its last value is read.

    Args:
        path: a workbook (`.xlsx`, `.xlsm`, `.xls` or `.ods`), or a folder of CSV files.
        encoding: of CSV files; stated, never guessed.
        delimiter: of CSV files; found in the header of each if left out.
        most: how many problems are told.

    Returns:
        The programme.

    Raises:
        InvalidDocument: with the problems of all sheets, each with its sheet, row and column; its `sound` maps the
            kinds of thing to what was read correctly. A thing is not among them if a row about it holds a cell that
            could not be read, nor a kind of thing if it is not known about which of them such a row is.
        BrokenRule: if `most` is not at least 1.
        MissingExtra: if a workbook is read without the extra `excel`.
        OSError: if a file cannot be read.
    """
    source, most = Path(path), exchange.most_told(most)
    try:
        if source.suffix.lower() in _books.WORKBOOKS:
            draft = Draft(_books.read_workbook(source))
        elif source.is_dir():
            draft = Draft(_books.read_folder(source, encoding=encoding, delimiter=delimiter))
        else:
            source.stat()
            raise CannotRead("path", f"must be a folder, or end in {', '.join(_books.WORKBOOKS)}", source=source.name)
    except Problem as problem:
        raise _told([problem], source.name, most) from None
    document = {"youthprog": exchange.VERSION, "sensitive": "included", **draft.header, "programme": draft.body}
    problems = list(draft.problems)
    try:
        programme = exchange.loads(json.dumps(document), most=sys.maxsize)
    except InvalidDocument as error:
        found = [draft.placed(problem) for problem in error.problems]
        problems += [problem for problem in found if problem is not None]
        problems, sound = problems or list(error.problems), error.sound
    else:
        if not problems:
            return programme
        sound = {name: getattr(programme, name) for name in draft.body}
    kept = sound and {name: value for name, value in sound.items() if name not in draft.lost}
    raise _told(problems, source.name, most, sound=kept)


def read_members(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, exchange.Column],
    sheet: str | None = None,
    most: int = exchange.MOST,
) -> tuple[Member, ...]:
    """Read members from one sheet of a workbook, as `exchange.read_members` reads them from CSV.

    Days may be days of the spreadsheet, whatever the format of their column. An id is text: a number has lost its
    leading zeros. The marks with which `write` keeps text exact, such as the apostrophe in `'=1`, are taken away.

    Args:
        path: a workbook (`.xlsx`, `.xlsm`, `.xls` or `.ods`).
        columns: what each column of the sheet holds, by its heading in row 1; others are left aside.
        sheet: its name; may be left out where the workbook has one sheet.
        most: how many problems are told before reading stops.

    Returns:
        The members, in the order of the rows.

    Raises:
        InvalidDocument: with every problem, its row and its column; its `sound` holds the members that were read
            correctly, and nobody in whose row a cell could not be read.
        BrokenRule: if two columns would fill the same.
        MissingExtra: without the extra `excel`.
        OSError: if the file cannot be read.
    """
    source = Path(path)
    try:
        if source.suffix.lower() not in _books.WORKBOOKS:
            rule = f"must end in {', '.join(_books.WORKBOOKS)}; exchange.read_members reads CSV"
            raise CannotRead("path", rule, source=source.name)
        grids = {grid.name: grid for grid in _books.read_workbook(source)}
        if sheet is None and len(grids) == 1:
            (sheet,) = grids
        if sheet not in grids:
            raise MissingField("sheet", f"must be one of {', '.join(grids)}", source=source.name)
    except Problem as problem:
        raise _told([problem], source.name, most) from None
    if not grids[sheet].columns and grids[sheet].problems:
        raise _told(list(grids[sheet].problems), source.name, most)
    return exchange.members_of(_table(grids[sheet], columns, source.name), columns=columns, most=most)


def _table(grid: Grid, columns: Mapping[str, exchange.Column], source: str) -> rows.Sheet:
    """Write the cells that are asked for as a text file would."""
    formats = exchange.day_formats(columns)
    asked = [name for name in dict.fromkeys((*columns, *formats)) if name in grid.columns]
    found, problems = [], list(grid.problems)
    for number, cells in grid.rows:
        line: dict[str, str] = {}
        for name in asked:
            value = cells.get(name, "")
            try:
                if isinstance(columns.get(name), exchange.IdColumn) and not isinstance(value, str):
                    raise WrongType("", "must be text: a number has lost its leading zeros; format the column as text")
                text = _cells.unescaped(value) if isinstance(value, str) else value
                line[name] = exchange.cell_of(text, formats.get(name))
            except Problem as problem:
                problems.append(type(problem)(name, problem.rule, row=number))
        if len(line) == len(asked) and number not in grid.broken:
            found.append(rows.Row(number, line))
    return rows.Sheet(source=source, columns=grid.columns, rows=tuple(found), problems=tuple(problems))


def _told(problems: list[Problem], source: str, most: int, *, sound: Any = None) -> InvalidDocument:
    """Tell problems in the order of the sheets and rows."""
    order = {name: number for number, name in enumerate(layouts())}
    problems.sort(key=lambda problem: (order.get(problem.source, -1), problem.source, problem.row or 0))
    return InvalidDocument.of(problems, f"in {source}", most=most, sound=sound)
