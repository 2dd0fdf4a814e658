"""Rows of a text file: cells as they stand, with the row numbers a spreadsheet shows.

Nothing is guessed but the delimiter, and that only among comma, semicolon and tab where the header settles it. A cell
stays text: `007` is not 7.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from youthprog._files import read_text
from youthprog.errors import CannotRead, DuplicateId, MissingField, Problem

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

__all__ = ["Row", "Sheet", "read_csv"]

DELIMITERS: Final = (",", ";", "\t")


@frozen
class Row:
    """One row: its number as a spreadsheet shows it (the header is row 1), and its cells by column."""

    number: int
    cells: Mapping[str, str]


@frozen(kw_only=True)
class Sheet:
    """A table of text.

    Attributes:
        source: what the file or sheet is called.
        columns: the headings, in order.
        rows: the sound rows.
        problems: what is wrong with others, such as too many cells.
    """

    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = field(default=())

    def lacking(self, columns: Iterable[str]) -> tuple[Problem, ...]:
        """Give a problem for each of these columns that is not there."""
        return tuple(
            MissingField(name, "must be a column of the file", row=1, source=self.source)
            for name in columns
            if name not in self.columns
        )


def twice(columns: Iterable[str]) -> DuplicateId | None:
    """Give the problem of a heading that repeats, told by its places: where there is no header it is somebody's answer.

    >>> print(twice(("id", "", "born", "", "id")))
    row 1, heading: must not be that of two columns, and columns 1 and 5 have the same
    """
    first: dict[str, int] = {}
    for place, name in enumerate(columns, start=1):
        if name and first.setdefault(name, place) != place:
            rule = f"must not be that of two columns, and columns {first[name]} and {place} have the same"
            return DuplicateId("heading", rule, row=1)
    return None


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip()


def _delimiter(text: str) -> str:
    """Find the delimiter that parts the header into the most cells; a heading in quotes may hold line breaks."""
    cells = {one: len(next(csv.reader(io.StringIO(text, newline=""), delimiter=one), ())) for one in DELIMITERS}
    most = max(cells.values())
    found = [one for one in DELIMITERS if cells[one] == most]
    if len(found) > 1 and most > 1:
        raise CannotRead("delimiter", "must be stated: the header fits several", row=1)
    return found[0]


def read_csv(path: str | os.PathLike[str], *, encoding: str = "utf-8-sig", delimiter: str | None = None) -> Sheet:
    """Read a file of comma-, semicolon- or tab-separated values.

    Args:
        path: the file.
        encoding: stated, never guessed; UTF-8 with or without a byte-order mark unless said otherwise.
        delimiter: `","`, `";"` or a tab; found in the header if left out.

    Returns:
        A `Sheet` with every cell as text, in Unicode NFC and without white space around it. Rows without any content
        are left out, and the others keep their numbers.

    Raises:
        CannotRead: if the file is not in the encoding, has no header, its quotes do not close, or the delimiter is to
            be found in the header and the header fits several.
        DuplicateId: if a heading repeats.
        OSError: if the file cannot be read.
    """
    text = read_text(path, encoding=encoding)
    source = str(getattr(path, "name", path)).replace("\\", "/").rpartition("/")[2]
    if delimiter is not None and delimiter not in DELIMITERS:
        raise CannotRead("delimiter", "must be a comma, a semicolon or a tab", source=source)
    if "\0" in text:
        raise CannotRead("encoding", "must be stated: the text holds null characters", source=source)
    try:
        between = delimiter or _delimiter(text)
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
    except csv.Error:
        raise CannotRead("rows", "must have quotes that close, and cells of a reasonable size", source=source) from None
    except CannotRead as problem:
        raise problem.at(source=source) from None
    if not table or not any(cell.strip() for cell in table[0]):
        raise CannotRead("header", "must name the columns in row 1", source=source)
    columns = tuple(_clean(cell) for cell in table[0])
    repeated = twice(columns)
    if repeated is not None:
        raise repeated.at(source=source)
    rows, problems = [], []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            rule = f"must have {len(columns)} cells, as the header has, and has {len(cells)}"
            problems.append(CannotRead("cells", rule, row=number, source=source))
            continue
        rows.append(Row(number, dict(zip(columns, map(_clean, cells), strict=True))))
    return Sheet(source=source, columns=columns, rows=tuple(rows), problems=tuple(problems))
