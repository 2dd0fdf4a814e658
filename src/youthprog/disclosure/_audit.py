"""What a reader can work out of published tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from youthprog._checks import whole_number
from youthprog.disclosure._linear import Program
from youthprog.disclosure._network import CLOSED, Network
from youthprog.disclosure._release import Published
from youthprog.disclosure._shape import TOTAL, Axis, Cell, System, cell_named, system
from youthprog.errors import BrokenRule, WrongType


@frozen(kw_only=True)
class Believable:
    """Between which numbers a reader knows a hidden cell to be; `None` where there is no end."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether the reader knows the number."""
        return self.low == self.high

    def reaches(self, k: int) -> bool:
        """Say whether the reader can believe any number from none to k, or knows that there are k or more."""
        return self.low >= k or (self.low == 0 and (self.high is None or self.high >= k))


@frozen(kw_only=True, repr=False)
class Audit:
    """What a reader can work out.

    Attributes:
        dimensions: of which dimensions a cell names the nodes.
        cells: what the reader can believe of each hidden cell that was asked about.
    """

    dimensions: tuple[str, ...]
    cells: Mapping[Cell, Believable]

    @property
    def exact(self) -> tuple[Cell, ...]:
        """Hidden cells of which the reader knows the number."""
        return tuple(cell for cell, found in self.cells.items() if found.exact)

    def short(self, k: int) -> tuple[Cell, ...]:
        """Give the hidden cells that may hold fewer than k people and are not open all the way from none to k."""
        return tuple(cell for cell, found in self.cells.items() if not found.reaches(k))

    def __repr__(self) -> str:
        by = " by ".join(self.dimensions)
        return f"<audit of {by}: {len(self.cells)} hidden cells, {len(self.exact)} known exactly>"


def engine(parts: System) -> Network | Program:
    """Give what moves the cells of a table: in whole numbers where it is a network, else the solver."""
    return Program(parts) if parts.arcs is None else Network(parts.arcs)


def audit(
    releases: Published | Iterable[Published],
    *,
    knowing: Mapping[Any, int] | None = None,
    insiders: int = 0,
) -> Audit:
    """Say what a reader of one or several tables about the same people on the same day can work out.

    Exact, in whole numbers: a reader who adds and subtracts as well as can be knows this and no more. Several tables
    are read together as parts of the table of all their dimensions. Works for tables of anybody, see `published`.

    Args:
        releases: a table, or several.
        knowing: how many people at the least the reader knows to be in a cell (a node for each dimension).
        insiders: how many people of one smallest cell put together that they are in it; for each cell the answer is
            the narrowest over all cells these could be in, and where they are counted it is the number of others.

    Returns:
        An `Audit` of every hidden cell of the tables.

    Raises:
        BrokenRule: if the tables contradict each other or themselves, or have different categories of one dimension.
        SolverMissing: if they are together no network, and the solver is not installed.

    >>> from youthprog.disclosure import published
    >>> blanked = published({"rural": None, "urban": 30, "total": 33}, dimensions=["residence"])
    >>> audit(blanked).cells["rural",]
    Believable(low=3, high=3)
    """
    whole_number(insiders, field="insiders")
    table, asked = _together(releases)
    parts = table.system
    moving = engine(parts)
    closed = {parts.index[cell] for cell in table.impossible}
    prices = [CLOSED if n is not None or cell in closed else 0 for cell, n in enumerate(table.shown)]
    least = [0] * len(parts.cells)
    for name, number in (knowing or {}).items():
        cell = parts.index[cell_named(name, table.axes, field="knowing")]
        told = table.shown[cell]
        if whole_number(number, field="knowing") > (number if told is None else told):
            raise BrokenRule("knowing", "must not be more than is shown")
        if told is None:
            least[cell] = number
    hidden = [cell for cell in asked if prices[cell] != CLOSED]

    def view(floors: Sequence[int]) -> dict[int, tuple[int, int | None]] | None:
        start = moving.start(table.shown, closed, floors)
        if start is None:
            return None
        found: dict[int, tuple[int, int | None]] = {}
        for cell in hidden:
            low = moving.reach(start, cell, up=False, prices=prices, floors=floors)
            found[cell] = (low or 0, moving.reach(start, cell, up=True, prices=prices, floors=floors))
        return found

    seen = view(least)
    if seen is None:
        raise BrokenRule("releases", "must not contradict each other or themselves; no table has these numbers")
    if insiders:
        for inside in [cell for cell, sums in enumerate(parts.margins) if not sums and prices[cell] != CLOSED]:
            floors = list(least)
            floors[inside] = max(floors[inside], insiders)
            counted = parts.counted[inside]
            for cell, (low, high) in (view(floors) or {}).items():
                own = insiders if cell in counted else 0
                tops = [top for top in (seen[cell][1], None if high is None else high - own) if top is not None]
                seen[cell] = (max(low - own, seen[cell][0]), min(tops, default=None))
    return Audit(
        dimensions=table.dimensions,
        cells={parts.cells[cell]: Believable(low=low, high=high) for cell, (low, high) in seen.items()},
    )


def _together(releases: Published | Iterable[Published]) -> tuple[Published, list[int]]:
    """Give the table of all dimensions in which the tables are sums, and the cells that are theirs."""
    tables = (releases,) if isinstance(releases, Published) else tuple(releases)
    if not tables or not all(isinstance(one, Published) for one in tables):
        raise WrongType("releases", "must be releases, or tables made by `published`")
    axes: dict[str, Axis] = {}
    for table in tables:
        for one in table.axes:
            known = axes.setdefault(one.name, one)
            if known.categories != one.categories or known.overlapping != one.overlapping:
                raise BrokenRule("releases", "must have the same categories of a dimension, in the same order")
            if len(one.sums) > len(known.sums):
                axes[one.name] = one
    every = tuple(axes.values())
    for table in tables:
        if any(not set(one.sums[:-1]) <= set(axes[one.name].sums) for one in table.axes):
            raise BrokenRule("releases", "must group the categories of a dimension alike")
    parts = system(every)
    shown: list[int | None] = [None] * len(parts.cells)
    asked: dict[int, None] = {}
    impossible: set[Cell] = set()
    for table in tables:
        places = [table.dimensions.index(name) if name in table.dimensions else None for name in axes]
        for cell, number in table.cells.items():
            wide = parts.index[tuple(TOTAL if place is None else cell[place] for place in places)]
            if number is not None and shown[wide] not in (None, number):
                raise BrokenRule("releases", "must not show different numbers of one cell")
            shown[wide] = shown[wide] if number is None else number
            asked[wide] = None
        for cell in table.impossible:
            narrow = {place: cell[place] for place in range(len(cell))}
            impossible |= {
                other
                for other in parts.cells
                if all(place is None or other[at] == narrow[place] for at, place in enumerate(places))
            }
    return Published(axes=every, shown=tuple(shown), impossible=frozenset(impossible)), list(asked)
