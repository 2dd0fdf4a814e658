"""Members from rows: what the columns of a spreadsheet hold, and reading them from CSV."""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import attrs
from attrs import field, frozen

from youthprog import rows
from youthprog._checks import day, each, is_a, many, maybe, text
from youthprog.criteria import Asked, Dimension
from youthprog.errors import BrokenRule, DuplicateId, Problem, WrongType
from youthprog.exchange._problems import MOST, Several, most_told, told
from youthprog.people import Codes, Identities, Member, Membership, MembershipKind, PersonName, Residence
from youthprog.values import (
    Ending,
    Known,
    Missing,
    PartialDate,
    Period,
    Place,
    Region,
    ReportedAge,
    find_region,
)

if TYPE_CHECKING:
    import os

__all__ = [
    "AgeColumn",
    "AnswerColumn",
    "BirthColumn",
    "Column",
    "DayFormat",
    "HomeColumn",
    "IdColumn",
    "NameColumn",
    "NamePart",
    "PlaceColumn",
    "SpellColumn",
    "members_of",
    "read_members",
]


class DayFormat(enum.Enum):
    """How a column writes days; stated, never guessed. Dots, slashes and hyphens part the numbers alike.

    ISO also reads `2004` and `2004-02`, dates that are known to the year or month only.
    """

    ISO = "YYYY-MM-DD"
    DAY_FIRST = "DD.MM.YYYY"
    MONTH_FIRST = "MM/DD/YYYY"

    def read(self, cell: str) -> PartialDate:
        """Read a cell.

        Raises:
            BrokenRule: if it is written differently or is no day of the calendar.

        >>> str(DayFormat.DAY_FIRST.read("1.2.2004"))
        '2004-02-01'
        """
        if self is DayFormat.ISO:
            return PartialDate.parse(cell)
        match = _PARTED.fullmatch(cell)
        if match is None:
            raise BrokenRule("date", f"must read {self.value}")
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (first, second) if self is DayFormat.DAY_FIRST else (second, first)
        try:
            return PartialDate(year, month, day)
        except BrokenRule:
            raise BrokenRule("date", f"must be a day of the calendar, read as {self.value}") from None

    def write(self, day: dt.date) -> str:
        """Write a day as it is read.

        >>> DayFormat.MONTH_FIRST.write(dt.date(2004, 2, 1))
        '02.01.2004'
        """
        if self is DayFormat.ISO:
            return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
        first, second = (day.day, day.month) if self is DayFormat.DAY_FIRST else (day.month, day.day)
        return f"{first:02d}.{second:02d}.{day.year:04d}"


_PARTED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_AGE = re.compile(r"\d{1,3}", re.ASCII)


class _At(BrokenRule):
    """A problem in another column than the one being read."""


@frozen(kw_only=True)
class IdColumn:
    """The member's id, kept as text: `007` stays `007`. Without such a column the row number is the id."""

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if not cell:
            raise BrokenRule("", "must not be empty")
        draft["id"] = cell


class NamePart(enum.Enum):
    """A part of a name."""

    GIVEN = "given_name"
    PATRONYMIC = "patronymic"
    FAMILY = "family_name"


@frozen(kw_only=True)
class NameColumn:
    """A part of the member's name; an empty cell gives none."""

    part: NamePart = field(validator=is_a(NamePart))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            draft.setdefault("name", {})[self.part.value] = cell


@frozen(kw_only=True)
class BirthColumn:
    """The date of birth, in a stated format; an empty cell leaves it unknown."""

    day_format: DayFormat = field(validator=is_a(DayFormat))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            draft["birth"] = self.day_format.read(cell)


@frozen(kw_only=True)
class AgeColumn:
    """An age in completed years, reported on a day; an empty cell leaves it unknown."""

    asked_on: dt.date = field(validator=day)

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if not cell:
            return
        if _AGE.fullmatch(cell) is None or int(cell) > 130:
            raise BrokenRule("", "must be a whole number of years, at most 130")
        draft["birth"] = ReportedAge(int(cell), self.asked_on)


REMEMBERED: Final = 4096
"""How many spellings of regions a column remembers."""


@frozen(kw_only=True)
class _OfRegions:
    regions: tuple[Region, ...] = field(converter=many, validator=each(is_a(Region)))
    _found: dict[str, str] = field(factory=dict, init=False, eq=False, repr=False)

    def _code(self, cell: str) -> str:
        """Give the code of the region that a cell names; a spelling that has been met before is not looked up again."""
        code = self._found.get(cell)
        if code is None:
            code = find_region(self.regions, cell).code
            if len(self._found) < REMEMBERED:
                self._found[cell] = code
        return code


@frozen(kw_only=True)
class HomeColumn(_OfRegions):
    """The region the member comes from, by any of its names or codes; an empty cell leaves it unknown."""

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            draft["home"] = self._code(cell)


@frozen(kw_only=True)
class PlaceColumn(_OfRegions):
    """The region the member lives in since a stated day; an empty cell leaves it unknown."""

    since: PartialDate = field(validator=is_a(PartialDate))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            place = Place(region=self._code(cell))
            draft["residences"] = (Residence(place=place, period=Period(self.since, Ending.ONGOING)),)


@frozen(kw_only=True)
class SpellColumn:
    """The day a membership began; an empty cell gives no membership.

    Attributes:
        kind: what the member is.
        day_format: how the days are written.
        end: the column with the first day it no longer held; an empty cell there means `open_end`.
        open_end: whether a spell without an end goes on, or its end is unknown.
    """

    kind: MembershipKind = field(validator=is_a(MembershipKind))
    day_format: DayFormat = field(validator=is_a(DayFormat))
    open_end: Ending = field(validator=is_a(Ending))
    end: str | None = field(default=None, validator=maybe(text))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        last = draft["cells"][self.end] if self.end is not None else ""
        if not cell:
            if last:
                raise BrokenRule("start", f"must be there where {self.end} is")
            return
        start = self.day_format.read(cell)
        try:
            period = Period(start, self.day_format.read(last) if last else self.open_end)
        except Problem as problem:
            raise _At(self.end or "", problem.rule) from None
        draft["memberships"] = (*draft.get("memberships", ()), Membership(kind=self.kind, period=period))


def _no_answer(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    for answer in value.values() if isinstance(value, Mapping) else (value,):
        if not isinstance(answer, get_args(Missing)):
            raise WrongType(attribute.name, "must be a missing answer such as NotAsked() or Declined()")


@frozen(kw_only=True)
class AnswerColumn:
    """Answers on a dimension.

    Attributes:
        dimension: the dimension.
        codes: which category a cell stands for; left out, a cell is a category as it stands.
        missing: which missing answer a cell such as "prefer not to say" stands for.
        empty: what an empty cell means, such as `NotAsked()`. Left out, an empty cell is a problem: nobody should have
            to guess whether it is a no.
        separator: what parts several answers in a cell, for a dimension that allows them.

    Raises:
        BrokenRule: if nobody answers the dimension, or a code stands for none of its categories.
    """

    dimension: Dimension = field(validator=is_a(Dimension))
    codes: Mapping[str, str] | None = field(default=None, validator=maybe(is_a(Mapping)))
    missing: Mapping[str, Missing] = field(factory=dict, validator=[is_a(Mapping), _no_answer])
    empty: Missing | None = field(default=None, validator=maybe(_no_answer))
    separator: str = field(default=";", validator=text)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.dimension.reading, Asked):
            raise BrokenRule("dimension", "must be one that people answer; others are derived from other facts")
        if not self.dimension.declared.issuperset((self.codes or {}).values()):
            raise BrokenRule("codes", f"must stand for categories of {self.dimension.name}")

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        draft.setdefault("answers", {})[self.dimension.name] = self.answer(cell)

    def answer(self, cell: str) -> Codes:
        """Give the answer that a cell stands for.

        Raises:
            BrokenRule: if it stands for none; the cell is not named.
        """
        if not cell:
            if self.empty is None:
                raise BrokenRule("", "must not be empty; state what an empty cell means")
            return self.empty
        if cell in self.missing:
            return self.missing[cell]
        parts = [part.strip() for part in cell.split(self.separator)] if self.dimension.multiple else [cell]
        if self.codes is not None:
            parts = [self.codes.get(part, "") for part in parts]
        if not self.dimension.declared.issuperset(parts):
            raise BrokenRule("", f"must be one of the answers known for {self.dimension.name}")
        return Known(frozenset(parts))


Column = IdColumn | NameColumn | BirthColumn | AgeColumn | HomeColumn | PlaceColumn | SpellColumn | AnswerColumn


def day_formats(columns: Mapping[str, Column]) -> dict[str, DayFormat]:
    """Give the columns of days with their formats."""
    found = {name: one.day_format for name, one in columns.items() if isinstance(one, (BirthColumn, SpellColumn))}
    ends = {one.end: one.day_format for one in columns.values() if isinstance(one, SpellColumn) and one.end is not None}
    return {**found, **ends}


def cell_of(value: object, day_format: DayFormat | None = None) -> str:
    """Write a value of a dataframe or workbook as a text file would, a day in the format of its column.

    Raises:
        WrongType: for a number with a fraction, a moment, and what is no text, day, number or truth value.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return (value if value.isascii() else unicodedata.normalize("NFC", value)).strip()
    if day_format is not None and isinstance(value, dt.date):
        if isinstance(value, dt.datetime) and (value.time() != dt.time() or value.tzinfo is not None):
            raise WrongType("", "must be a day, without a time")
        return day_format.write(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    raise WrongType("", "must be text, a whole number or a truth value")


def _checked_columns(columns: Mapping[str, Column]) -> None:
    """Refuse a mapping in which one column would overwrite another.

    Raises:
        BrokenRule: naming the second of the two.
    """
    taken: set[object] = set()
    for name, column in columns.items():
        fills = _fills(column)
        if fills in taken:
            raise BrokenRule(name, "must not fill what another column fills")
        taken |= {fills} - {None}


def _fills(column: Column) -> object:
    """Give what a column fills; a member may have any number of spells."""
    if isinstance(column, AnswerColumn):
        return AnswerColumn, column.dimension.name
    if isinstance(column, NameColumn):
        return column.part
    if isinstance(column, SpellColumn):
        return None
    return BirthColumn if isinstance(column, AgeColumn) else type(column)


def _heading(columns: Mapping[str, Column], kind: type, otherwise: str) -> str:
    """Give the heading of the first column of a kind."""
    return next((name for name, column in columns.items() if isinstance(column, kind)), otherwise)


def _member_of(number: int, cells: Mapping[str, str], columns: Mapping[str, Column]) -> Member:
    """Make a member of one row, wherever it came from.

    Raises:
        Several: with every problem of the row.
    """
    draft: dict[str, Any] = {"cells": cells, "id": str(number)}
    problems: list[Problem] = []
    for name, column in columns.items():
        try:
            column.put(cells[name], draft)
        except _At as problem:
            problems.append(BrokenRule(problem.field, problem.rule, row=number))
        except Problem as problem:
            problems.append(type(problem)(name, problem.rule, row=number))
    name = draft.get("name", {})
    if name and NamePart.GIVEN.value not in name:
        rule = "must have a given name beside it where there is another part of the name"
        problems.append(BrokenRule(_heading(columns, NameColumn, "name"), rule, row=number))
    if problems:
        raise Several(problems)
    try:
        return Member(
            id=draft["id"],
            names=(PersonName(**name),) if name else (),
            birth=draft.get("birth"),
            identities=Identities(draft.get("answers", {})),
            home=draft.get("home"),
            residences=draft.get("residences", ()),
            memberships=draft.get("memberships", ()),
        )
    except Problem as problem:
        raise Several([BrokenRule(_heading(columns, SpellColumn, problem.field), problem.rule, row=number)]) from None


def read_members(
    csv: str | os.PathLike[str],
    *,
    columns: Mapping[str, Column],
    encoding: str = "utf-8-sig",
    delimiter: str | None = None,
    most: int = MOST,
) -> tuple[Member, ...]:
    r"""Read members from a spreadsheet saved as CSV; cells are taken as they stand, an apostrophe before them included.

    Args:
        csv: the file.
        columns: what each column of the file holds, by its heading; others are left aside.
        encoding: stated, never guessed; UTF-8 unless said otherwise.
        delimiter: `","`, `";"` or a tab; found in the header if left out.
        most: how many problems are told before reading stops.

    Returns:
        The members, in the order of the rows.

    Raises:
        InvalidDocument: with every problem, its row and its column; its `sound` holds the members that were read
            correctly.
        BrokenRule: if two columns would fill the same.
        OSError: if the file cannot be read.

    >>> import pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name) / "list.csv"
    >>> _ = file.write_text("No;Born\n007;2004-02-29\n008;2004-02-30\n")
    >>> read_members(file, columns={"No": IdColumn(), "Born": BirthColumn(day_format=DayFormat.ISO)})
    Traceback (most recent call last):
        ...
    youthprog.errors.InvalidDocument: 1 problem in list.csv:
      row 3, Born: must be a day of that month
    >>> folder.cleanup()
    """
    most = most_told(most)
    _checked_columns(columns)
    try:
        sheet = rows.read_csv(csv, encoding=encoding, delimiter=delimiter)
    except Problem as problem:
        raise told([problem], f"in {Path(csv).name}") from None
    return members_of(sheet, columns=columns, most=most)


def members_of(sheet: rows.Sheet, *, columns: Mapping[str, Column], most: int = MOST) -> tuple[Member, ...]:
    """Make members of rows, wherever they came from; see `read_members`.

    Raises:
        InvalidDocument: with every problem, its row and its column; its `sound` holds the members that were read
            correctly.
        BrokenRule: if two columns would fill the same.
    """
    most = most_told(most)
    _checked_columns(columns)
    ends = [one.end for one in columns.values() if isinstance(one, SpellColumn) and one.end is not None]
    lacking = sheet.lacking([*columns, *ends])
    if lacking:
        raise told(lacking, f"in {sheet.source}", most=most)
    problems = list(sheet.problems)
    found: list[Member] = []
    seen: set[str] = set()
    for row in sheet.rows:
        try:
            member = _member_of(row.number, row.cells, columns)
        except Several as error:
            problems += error.problems
            continue
        if member.id in seen:
            column = _heading(columns, IdColumn, "id")
            problems.append(DuplicateId(column, "must be unique in the file", row=row.number))
            continue
        seen.add(member.id)
        found.append(member)
    if problems:
        problems.sort(key=lambda problem: problem.row or 0)
        raise told(problems, f"in {sheet.source}", sound=tuple(found), most=most)
    return tuple(found)
