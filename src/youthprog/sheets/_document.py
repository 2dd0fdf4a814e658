"""A document as tables, and tables as a document, with the place of everything in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from youthprog.errors import BrokenRule, DanglingReference, DuplicateId, MissingField, Problem, UnknownField
from youthprog.sheets import _cells
from youthprog.sheets._cells import Cell, Leaf
from youthprog.sheets._forms import PROGRAMME, Column, Form, Group, Layout, Open, Table, form_of, layouts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from youthprog.sheets._forms import Node

UNREADABLE: Final = [[]]  # type: ignore[var-annotated]  # no field holds it
"""Stands in a document for a cell that could not be read, so that nothing which needs it is taken for sound."""
_BROKEN: Final = "cells"
"""Where a thing holds what could not be read of its row; no noun has such a field."""


@frozen(kw_only=True)
class Grid:
    """A sheet as it was read.

    Attributes:
        name: what it is called.
        columns: its headings.
        rows: its rows by the numbers a spreadsheet shows.
        problems: what is wrong with it.
        broken: the rows below the headings of which a cell, or all, could not be read; they may be among the rows.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, Cell]], ...] = field(default=())
    problems: tuple[Problem, ...] = field(default=())
    broken: frozenset[int] = field(default=frozenset())


# --- Writing -------------------------------------------------------------------------------------------------------


def filled(document: Mapping[str, Any]) -> Iterator[tuple[Form, list[dict[str, Any]]]]:
    """Give every sheet of a document: its form and its rows, cells by column."""
    body = document["programme"]
    header = {"youthprog": document["youthprog"], "sensitive": document["sensitive"]}
    lists = {name for name, layout in layouts().items() if not layout.owner} - {PROGRAMME}
    whole = {**header, **{name: value for name, value in body.items() if name not in lists}}
    for name, layout in layouts().items():
        things = [whole] if name == PROGRAMME else body.get(layout.owner or name, [])
        rows = list(_rows(layout, things))
        yield _widened(layout, rows), rows


def _rows(layout: Layout, things: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, thing in enumerate(things, start=2):
        key, found = {}, [thing]
        if layout.owner:
            owner = layouts()[layout.owner].row.key or ""
            key = {layout.link: _cells.cell_of(thing[owner])}
            found = _inside(thing, layout)
        for one in found:
            row: dict[str, Any] = dict(key)
            try:
                _put(row, "", layout.row, one)
            except BrokenRule as problem:
                row_number = None if layout.owner else number
                raise BrokenRule(problem.field, problem.rule, row=row_number, source=layout.name) from None
            yield row


def _inside(thing: Any, layout: Layout) -> list[Any]:
    for step in layout.steps:
        if step not in thing:
            return []
        thing = thing[step]
    return [{"key": key, "value": value} for key, value in thing.items()] if layout.mapping else thing


def _put(row: dict[str, Any], path: str, node: Node, value: Any) -> None:
    if isinstance(node, Table):
        return
    if isinstance(node, Leaf) or value.__class__ is not dict or not value:
        try:
            row[path] = _cells.cell_of(value)
        except BrokenRule as problem:
            raise BrokenRule(path, problem.rule) from None
        return
    for name, item in value.items():
        below = node.each if isinstance(node, Open) else node.parts[name].node
        step = f"{path}.{name}" if path else name
        _put(row, _cells.escaped(step) if isinstance(node, Open) else step, below, item)


def _widened(layout: Layout, rows: Iterable[Mapping[str, Any]]) -> Form:
    """Give the form of a sheet with every column its rows use."""
    used = {column for row in rows for column in row}
    names: dict[str, set[str]] = {"language": set(), "dimension": set()}
    for path, node in opens(layout.row):
        given = {_cells.unescaped(column) for column in used}
        names[node.names] |= {name[len(path) + 1 :] for name in given if name.startswith(f"{path}.")}
    form = form_of(layout, languages=sorted(names["language"]), dimensions=sorted(names["dimension"]))
    empty = sorted(used - {column.name for column in form.columns})
    more = [Column(name=path, holds="{} for one of which nothing is said", needed="", meaning="") for path in empty]
    return Form(name=form.name, meaning=form.meaning, columns=(*form.columns, *more))


def opens(group: Group, path: str = "") -> Iterator[tuple[str, Open]]:
    """Find where in a group columns are named by the data."""
    for name, part in group.parts.items():
        step = f"{path}.{name}" if path else name
        if isinstance(part.node, Open):
            yield step, part.node
        elif isinstance(part.node, Group):
            yield from opens(part.node, step)


# --- Reading ---------------------------------------------------------------------------------------------------------


class Draft:
    """A document in the making, of the sheets it is written on.

    Attributes:
        body: the programme.
        header: what stands on the sheet of the programme about the document.
        problems: what is wrong with the sheets themselves.
        lost: what of the programme is not sound as a whole, for a part of it could not be read, and nobody knows which.
    """

    def __init__(self, grids: Iterable[Grid]) -> None:
        """Take over the sheets."""
        self.body: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.lost: set[str] = set()
        self._places = {"$": (PROGRAMME, 0), "$.programme": (PROGRAMME, 0)}
        self._owners: dict[str, dict[Any, tuple[str, dict[str, Any]]]] = {}
        self._wrong: defaultdict[tuple[str, int | None], list[str]] = defaultdict(list)
        self._columns: dict[str, frozenset[str]] = {}
        found = {grid.name: grid for grid in grids}
        for name in found.keys() - layouts().keys():
            rule = f"must be one of the sheets {', '.join(layouts())}"
            self._tell(UnknownField("sheet", rule, source=name))
        for name, layout in layouts().items():
            if name in found:
                self._sheet(layout, found[name])
        if PROGRAMME not in found:
            self._tell(MissingField("sheet", "must be there, with the id and the name", source=PROGRAMME))

    def _tell(self, problem: Problem) -> None:
        self.problems.append(problem)
        self._wrong[problem.source, problem.row].append(problem.field)

    def _spoil(self, thing: dict[str, Any], place: tuple[str, int]) -> None:
        """Make something unsound of which a row is broken; what else the document says of its row only follows."""
        thing[_BROKEN] = UNREADABLE
        self._wrong[place].append(_BROKEN)

    def _sheet(self, layout: Layout, grid: Grid) -> None:
        for problem in grid.problems:
            self._tell(problem.at(source=grid.name))
        readable = self._headings(layout, grid)
        self._owners[layout.name] = {}
        if layout.owner and not (readable and grid.broken.issubset(number for number, _ in grid.rows)):
            self.lost.add(layout.owner)
        if not readable:
            if layout.name != PROGRAMME and not layout.owner:
                self.lost.add(layout.name)
                self.body[layout.name] = None  # no list, so that nobody is told of what only follows from it
            return
        if layout.name == PROGRAMME:
            self._whole(layout, grid)
            return
        for number, cells in grid.rows:
            value, problems = _value(layout.row, cells)
            for problem in problems:
                self._tell(problem.at(row=number, source=layout.name))
            if number in grid.broken:
                self._spoil(value, (layout.name, number))
            if layout.owner:
                self._attach(layout, number, cells, value)
            else:
                things = self.body.setdefault(layout.name, [])
                path = f"$.programme.{layout.name}[{len(things)}]"
                things.append(value)
                self._places[path] = (layout.name, number)
                key = value.get(layout.row.key) if layout.row.key else None
                if isinstance(key, str):
                    self._owners[layout.name].setdefault(key, (path, value))

    def _headings(self, layout: Layout, grid: Grid) -> bool:
        """Look through the headings, and say whether the rows can be read by them."""
        form = form_of(layout, languages=(), dimensions=())
        known = {column.name for column in form.columns}
        groups = {path for path, _ in _groups(layout.row)}
        named = [f"{path}." for path, _ in opens(layout.row)]
        self._columns[layout.name] = frozenset(known | groups)
        told = ", ".join(sorted(known | {f"{one}…" for one in named}))
        others = []
        for column in grid.columns:
            name = _cells.unescaped(column)
            if column not in known | groups and not any(name.startswith(one) and name != one for one in named):
                others.append(column)
        if others and len(others) == len(grid.columns):  # no headings, but somebody's name and answers
            rule = f"must be there, some of the columns of the sheet: {told}"
            self._tell(MissingField("headings", rule, row=1, source=layout.name))
            return False
        for column in others:
            if column:
                rule = f"must be one of the columns of the sheet: {told}"
                self._tell(UnknownField(column, rule, row=1, source=layout.name))
            elif any(not isinstance(cells[""], str) or cells[""] for _, cells in grid.rows):
                self._tell(
                    MissingField("heading", "must be given to every column that is used", row=1, source=layout.name)
                )
        return bool(grid.columns) or not grid.problems

    def _whole(self, layout: Layout, grid: Grid) -> None:
        if len(grid.rows) != 1:
            self._tell(BrokenRule("rows", "must be one: a file holds one programme", source=PROGRAMME))
        for number, cells in grid.rows[:1]:
            value, problems = _value(layout.row, cells)
            for problem in problems:
                self._tell(problem.at(row=number, source=PROGRAMME))
            self.header = {name: value.pop(name) for name in ("youthprog", "sensitive") if name in value}
            self.body.update(value)
            if number in grid.broken:
                self.lost.update(value)
                self._wrong[PROGRAMME, number].append(_BROKEN)
            self._places["$"] = self._places["$.programme"] = (PROGRAMME, number)

    def _attach(self, layout: Layout, number: int, cells: Mapping[str, Cell], value: dict[str, Any]) -> None:
        """Put a row below the row it belongs to."""
        try:
            key = _cells.read_cell(_cells.TEXT, cells.get(layout.link, ""), layout.link)
        except Problem as problem:
            self._tell(problem.at(row=number, source=layout.name))
            self.lost.add(layout.owner)
            return
        if not key:
            self.lost.add(layout.owner)
        if key not in self._owners.get(layout.owner, ()):
            rule = f"must name a row of the sheet {layout.owner}"
            kind = DanglingReference if key else MissingField
            if key or _BROKEN not in value:
                self._tell(kind(layout.link, rule, row=number, source=layout.name))
            return
        path, owner = self._owners[layout.owner][key]
        place = self._places[path]
        if _BROKEN in value:
            self._spoil(owner, place)
            return
        thing = owner
        *steps, last = layout.steps
        for step in steps:
            thing = thing.setdefault(step, {})
            if thing.__class__ is not dict:
                return  # what stands in its place could not be read, or is refused
        path = ".".join([path, *layout.steps])
        if not layout.mapping:
            things = thing.setdefault(last, [])
            self._places[f"{path}[{len(things)}]"] = (layout.name, number)
            things.append(value)
            return
        name = value.get("key")
        figures = thing.setdefault(last, {})
        for one in ("key", "value"):
            if one not in value:
                self._tell(MissingField(one, "must be given", row=number, source=layout.name))
        if name.__class__ is str and name in figures:
            self._tell(DuplicateId("key", "must occur once in a row's list", row=number, source=layout.name))
            self._spoil(owner, place)
        elif name.__class__ is str and "value" in value:
            figures[name] = value["value"]
            self._places[f"{path}.{name}"] = (layout.name, number)
        else:
            self._spoil(owner, place)

    # --- Places

    def placed(self, problem: Problem) -> Problem | None:
        """Give a problem of the document its place on the sheets; `None` if that place is told of already."""
        source, row, column = self._place(problem.path)
        column = column or problem.field
        if (source == PROGRAMME and row == 0) or (source in self.lost and row is None):
            return None
        for wrong in self._wrong[source, row]:
            if wrong == _BROKEN or f"{wrong}.".startswith(f"{column}.") or f"{column}.".startswith(f"{wrong}."):
                return None
        return type(problem)("" if column == source else column, problem.rule, row=row, source=source)

    def _place(self, path: str) -> tuple[str, int | None, str]:
        """Find the row a path leads to, and its column; or the sheet of the things there."""
        steps = _STEP.findall(path)
        end = len(steps)
        while "".join(steps[:end]) not in self._places:
            end -= 1
        sheet, row = self._places["".join(steps[:end])]
        rest = [step.removeprefix(".") for step in steps[end:] if not step.startswith("[")]
        if sheet == PROGRAMME and rest and rest[0] in layouts():
            return rest[0], None, ""
        if layouts()[sheet].mapping:
            return sheet, row, "value"
        opened = {path for path, _ in opens(layouts()[sheet].row)}
        known = self._columns.get(sheet, frozenset())
        names = [".".join(rest[:end]) for end in range(len(rest), 0, -1)]
        if opened.intersection(names):
            return sheet, row, names[0]
        return sheet, row, next((name for name in names if name in known), rest[0] if rest else "")


_STEP = re.compile(r"\$|\.[^.\[]+|\[\d+\]")


def _groups(group: Group, path: str = "") -> Iterator[tuple[str, Group | Open]]:
    for name, part in group.parts.items():
        step = f"{path}.{name}" if path else name
        if isinstance(part.node, (Group, Open)):
            yield step, part.node
        if isinstance(part.node, Group):
            yield from _groups(part.node, step)


def _value(group: Group, cells: Mapping[str, Cell]) -> tuple[dict[str, Any], list[Problem]]:
    """Make the value of a row."""
    problems: list[Problem] = []
    named: defaultdict[str, list[str]] = defaultdict(list)
    given = {_cells.unescaped(column): (column, cell) for column, cell in cells.items() if not _is_empty(cell)}
    for path, _ in opens(group):
        named[path] = [name for name in given if name.startswith(f"{path}.")]
    value: dict[str, Any] = {}
    for name, part in group.parts.items():
        found = _read(part.node, name, given, named, problems)
        if found is not _ABSENT:
            value[name] = found
    return value, problems


_ABSENT: Final = object()


def _is_empty(cell: Cell) -> bool:
    return cell.__class__ is str and not cell


def _read(
    node: Node,
    path: str,
    given: Mapping[str, tuple[str, Cell]],
    named: Mapping[str, list[str]],
    problems: list[Problem],
) -> Any:
    if isinstance(node, Table):
        return _ABSENT
    if isinstance(node, Leaf):
        return _cell(node, path, given, problems)
    parts: dict[str, Any] = {}
    if isinstance(node, Open):
        for name in named[path]:
            parts[name[len(path) + 1 :]] = _cell(node.each, name, given, problems)
    else:
        for name, part in node.parts.items():
            found = _read(part.node, f"{path}.{name}", given, named, problems)
            if found is not _ABSENT:
                parts[name] = found
    if path not in given:
        return parts or _ABSENT
    column, cell = given[path]
    if parts:
        problems.append(BrokenRule(column, f"must be empty where columns of {path} are filled"))
        return UNREADABLE
    if cell == "{}":
        return {}
    if node.own is None:
        problems.append(BrokenRule(column, f"must be empty, with the columns of {path} filled, or {{}}"))
        return UNREADABLE
    return _cell(node.own, path, given, problems)


def _cell(leaf: Leaf, path: str, given: Mapping[str, tuple[str, Cell]], problems: list[Problem]) -> Any:
    if path not in given:
        return _ABSENT
    column, cell = given[path]
    try:
        return _cells.read_cell(leaf, cell, column)
    except Problem as problem:
        problems.append(problem)
        return UNREADABLE
