"""Measures of what is published: a value, or between which values it lies for all a reader can believe."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from youthprog.counts import Counts, CountTable
from youthprog.disclosure._shape import UNDISCLOSED, Axis, Cell
from youthprog.diversity._undisclosed import ORDERLY
from youthprog.errors import Undefined, WrongType
from youthprog.values import Interval

if TYPE_CHECKING:
    from youthprog.disclosure._release import Published

Measure: TypeAlias = Callable[..., Any]

WAYS: Final = 20_000
"""Through how many tables a measure is followed that is not known to rise with evenness."""

DECIMALS: Final = 9


def measured(table: Published, measure: Measure, options: Mapping[str, Any]) -> Any:
    """Apply a measure to every table a reader can believe; see `Published.measure`."""
    *rows, columns = table.axes
    leaves = {cell: table.cells.get(cell) for cell in product(*(_leaves(one) for one in table.axes))}
    if None not in leaves.values():
        return measure(_made(rows, columns, {cell: number or 0 for cell, number in leaves.items()}), **options)
    if columns.overlapping:
        raise Undefined("categories overlap and a number is hidden: nothing can be said of this measure")
    ways: Iterator[dict[Cell, int]]
    if not rows and measure in ORDERLY:
        ways = _extremes(table, {cell[0]: number for cell, number in leaves.items()})
    else:
        ways = _believable(table, leaves)
    values = [measure(_made(rows, columns, way), **options) for way in ways]
    if not all(isinstance(value, (int, float, Fraction)) for value in values):
        raise WrongType("measure", "must give a number where some of what it is given is hidden")
    return Interval(low=_outwards(min(values), math.floor), high=_outwards(max(values), math.ceil))


def _outwards(value: float, rounded: Callable[[float], int]) -> float:
    return rounded(float(value) * 10**DECIMALS) / 10**DECIMALS if math.isfinite(value) else float(value)


def _leaves(one: Axis) -> tuple[str, ...]:
    return (*one.categories, "disclosed", UNDISCLOSED) if one.overlapping else one.leaves


def _made(rows: list[Axis], columns: Axis, numbers: Mapping[Cell, int]) -> Counts | CountTable:
    lines: dict[tuple[str | None, ...], dict[str, int]] = {}
    for cell, number in numbers.items():
        row = tuple(None if node == UNDISCLOSED else node for node in cell[:-1])
        lines.setdefault(row, {})[cell[-1]] = number
    made = {row: _line(columns, line) for row, line in lines.items()}
    return CountTable(made, of=columns.name, by=[one.name for one in rows]) if rows else made[()]


def _line(columns: Axis, line: Mapping[str, int]) -> Counts:
    return Counts(
        {name: line[name] for name in columns.categories},
        undisclosed=line[UNDISCLOSED],
        people=line["disclosed"] if columns.overlapping else None,
        of=columns.name,
    )


def _extremes(table: Published, shown: Mapping[str, int | None]) -> Iterator[dict[Cell, int]]:
    """Give the most even and the most uneven table for each number of people that hidden categories can hold together.

    Whatever groups tell beyond the total is left aside, so that the interval may be wider than it need be and is never
    too narrow.
    """
    if table.total is None:
        raise Undefined("the total is hidden, and nothing bounds the measure")
    left = table.total - sum(number or 0 for number in shown.values())
    hidden = [name for name, number in shown.items() if number is None and name != UNDISCLOSED]
    silent = shown[UNDISCLOSED] is None
    if left * silent > WAYS:
        raise Undefined("too many people are hidden for their number to be gone through")
    for some in range(0 if silent and hidden else left * bool(hidden), left * bool(hidden) + 1):
        each, more = divmod(some, len(hidden)) if hidden else (0, 0)
        for parts in ([each + (place < more) for place in range(len(hidden))], [some, *[0] * (len(hidden) - 1)]):
            numbers = dict(zip(hidden, parts, strict=False)) | {UNDISCLOSED: left - some}
            yield {(name,): numbers[name] if number is None else number for name, number in shown.items()}


def _believable(table: Published, shown: Mapping[Cell, int | None]) -> Iterator[dict[Cell, int]]:
    """Go through every table a reader can believe."""
    below = [_below(one) for one in table.axes]
    open_cells = [cell for cell, number in shown.items() if number is None and cell not in table.impossible]
    left: list[int] = []
    bound: dict[Cell, list[int]] = {cell: [] for cell in open_cells}
    last: dict[int, Cell] = {}
    for cell, number in table.cells.items():
        inside = list(product(*(nodes[node] for nodes, node in zip(below, cell, strict=True))))
        if number is not None and any(one in bound for one in inside):
            for one in open_cells:
                if one in set(inside):
                    bound[one].append(len(left))
                    last[len(left)] = one
            left.append(number - sum(shown[one] or 0 for one in inside))
    if not all(bound.values()):
        raise Undefined("nothing bounds a hidden number, and so the measure")
    found = {cell: number or 0 for cell, number in shown.items()}
    budget = [WAYS]

    def go(place: int) -> Iterator[dict[Cell, int]]:
        budget[0] -= 1
        if budget[0] < 0:
            raise Undefined("too many tables can be believed to go through them for this measure")
        if place == len(open_cells):
            yield dict(found)
            return
        cell = open_cells[place]
        most = min(left[one] for one in bound[cell])
        least = max((left[one] for one in bound[cell] if last[one] == cell), default=0)
        for number in range(least, most + 1):
            found[cell] = number
            for one in bound[cell]:
                left[one] -= number
            yield from go(place + 1)
            for one in bound[cell]:
                left[one] += number

    yield from go(0)


def _below(one: Axis) -> dict[str, tuple[str, ...]]:
    """Give for each node the smallest categories it is made of."""
    found: dict[str, tuple[str, ...]] = {name: (name,) for name in one.leaves}
    for whole, parts in one.sums:
        found[whole] = tuple(name for part in parts for name in found[part])
    return found
