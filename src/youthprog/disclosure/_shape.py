"""The shape of a table as it is published: its cells, and which of them add up to which.

An axis is a dimension with its totals; the cells of a table are the combinations of the nodes of its axes. All that a
reader knows about hidden cells is that numbers of people are not negative and that these sums hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import Any, TypeAlias, TypeVar

from attrs import frozen

from youthprog.counts import Counts, CountTable
from youthprog.errors import BrokenRule, NotAPartition, UnknownField, WrongType

TOTAL = "total"
UNDISCLOSED = "undisclosed"
DISCLOSED = "disclosed"
NEST = ", "

T = TypeVar("T")
Cell: TypeAlias = tuple[str, ...]
Groups: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""By the name of a dimension: each group with its categories or smaller groups, smaller groups first."""


@frozen(kw_only=True)
class Axis:
    """A dimension as it is published.

    Attributes:
        name: the dimension.
        nodes: its categories, those who did not disclose, groups of categories, and the total, in the order they print.
        sums: which node is the sum of which others, smaller sums first. Where a person may be in several categories,
            those who disclosed are the sum of each category and of those not in it.
    """

    name: str
    nodes: tuple[str, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def overlapping(self) -> bool:
        """Whether a person may be in several categories."""
        return DISCLOSED in self.nodes

    @property
    def categories(self) -> tuple[str, ...]:
        """The declared categories."""
        if self.overlapping:
            return self.nodes[: (len(self.nodes) - 3) // 2]
        return tuple(node for node in self.leaves if node != UNDISCLOSED)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The nodes that are no sums."""
        wholes = {whole for whole, _ in self.sums}
        return tuple(node for node in self.nodes if node not in wholes)

    @property
    def flat(self) -> bool:
        """Whether its one sum is the total."""
        return len(self.sums) == 1


def _distinct(names: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise BrokenRule("categories", f"must differ from each other, from groups, and from {TOTAL!r} and the like")


def axis(name: str, categories: Iterable[str], *, groups: Mapping[str, Sequence[str]], overlapping: bool) -> Axis:
    """Make the axis of a dimension."""
    listed = tuple(categories)
    if overlapping:
        if groups:
            raise BrokenRule("groups", "must not be given where a person may be in several categories")
        others = tuple(f"not {category}" for category in listed)
        nodes = (*listed, *others, DISCLOSED, UNDISCLOSED, TOTAL)
        _distinct(nodes)
        pairs = [(DISCLOSED, (one, other)) for one, other in zip(listed, others, strict=True)]
        return Axis(name=name, nodes=nodes, sums=(*pairs, (TOTAL, (DISCLOSED, UNDISCLOSED))))
    top = dict.fromkeys((*listed, UNDISCLOSED))
    made: list[tuple[str, tuple[str, ...]]] = []
    for group, parts in groups.items():
        if isinstance(parts, str) or not parts:
            raise BrokenRule("groups", "must list the categories of each group")
        for part in parts:
            if part not in top or part == UNDISCLOSED:
                raise BrokenRule("groups", "must name declared categories or groups given before, each in one group")
            del top[part]
        top[group] = None
        made.append((group, tuple(parts)))
    nodes = (*listed, UNDISCLOSED, *groups, TOTAL)
    _distinct(nodes)
    return Axis(name=name, nodes=nodes, sums=(*made, (TOTAL, tuple(top))))


def canonical(axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    """Give the same axes in an order that hangs on nothing but the names, so that equal tables are searched alike."""
    return tuple(map(_by_name, axes))


def _by_name(one: Axis) -> Axis:
    if one.overlapping:
        return axis(one.name, sorted(one.categories), groups={}, overlapping=True)
    height = dict.fromkeys(one.nodes, 0)
    for whole, parts in one.sums:
        height[whole] = 1 + max(height[part] for part in parts)

    def order(node: str) -> tuple[int, str]:
        return height[node], node

    sums = [(whole, tuple(sorted(parts, key=order))) for whole, parts in one.sums]
    return Axis(
        name=one.name,
        nodes=tuple(sorted(one.nodes, key=order)),
        sums=tuple(sorted(sums, key=lambda both: order(both[0]))),
    )


@frozen(kw_only=True, eq=False)
class System:
    """Cells and the sums that bind them, by number.

    Attributes:
        cells: the name of each cell.
        sums: which cell is the sum of which others.
        arcs: from which node to which each cell is an arc, so that the sums hold exactly when as much flows into each
            node as out of it; `None` for a table that is no network.
        margins: for each cell, over how many axes it is a sum.
    """

    cells: tuple[Cell, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    arcs: tuple[tuple[int, int], ...] | None
    margins: tuple[int, ...]
    index: Mapping[Cell, int]

    @cached_property
    def counted(self) -> Mapping[int, frozenset[int]]:
        """For each smallest cell, the cells in which its people are counted."""
        above: dict[int, set[int]] = {cell: {cell} for cell in range(len(self.cells))}
        size = 0
        while size < (size := sum(map(len, above.values()))):
            for whole, parts in self.sums:
                for part in parts:
                    above[part] |= above[whole]
        return {cell: frozenset(above[cell]) for cell, sums in enumerate(self.margins) if not sums}


@lru_cache(maxsize=64)
def system(axes: tuple[Axis, ...]) -> System:
    """Give the cells of a table with these axes and every sum that binds them."""
    cells = tuple(product(*(one.nodes for one in axes)))
    index = {cell: number for number, cell in enumerate(cells)}
    sums = [
        (index[(*rest[:place], whole, *rest[place:])], tuple(index[(*rest[:place], p, *rest[place:])] for p in parts))
        for place, one in enumerate(axes)
        for whole, parts in one.sums
        for rest in product(*(other.nodes for other in (*axes[:place], *axes[place + 1 :])))
    ]
    wholes = [{whole for whole, _ in one.sums} for one in axes]
    margins = tuple(sum(node in whole for node, whole in zip(cell, wholes, strict=True)) for cell in cells)
    return System(cells=cells, sums=tuple(sums), arcs=_arcs(axes, cells), margins=margins, index=index)


def rearranged(numbers: Sequence[T], *, held: tuple[Axis, ...], wanted: tuple[Axis, ...]) -> tuple[T, ...]:
    """Put numbers by cell, and what comes after them, from the order of some axes into that of others."""
    cells, places = system(wanted).cells, system(held).index
    return (*(numbers[places[cell]] for cell in cells), *numbers[len(cells) :])


def _arcs(axes: tuple[Axis, ...], cells: tuple[Cell, ...]) -> tuple[tuple[int, int], ...] | None:
    """Lay the table out as a circulation, if it is one."""
    ends: Ends
    if len(axes) == 1:
        ends = _series(axes[0]) if axes[0].overlapping else _tree(axes[0])
    elif len(axes) == 2 and not any(one.overlapping for one in axes) and any(one.flat for one in axes):
        ends = _tree_by_flat(axes[0], axes[1]) if axes[1].flat else _tree_by_flat(axes[1], axes[0])
        if not axes[1].flat:
            ends = {(one, other): arc for (other, one), arc in ends.items()}
    else:
        return None
    numbers: dict[object, int] = {}
    return tuple(
        (numbers.setdefault(tail, len(numbers)), numbers.setdefault(head, len(numbers)))
        for tail, head in map(ends.__getitem__, cells)
    )


Ends: TypeAlias = dict[Cell, tuple[object, object]]


def _parents(one: Axis) -> dict[str, str]:
    return {part: whole for whole, parts in one.sums for part in parts}


def _tree(one: Axis) -> Ends:
    """Each category flows into its group, each group into the next, the total back to the ground."""
    wholes = {whole for whole, _ in one.sums}
    parents = _parents(one)
    return {(node,): (node if node in wholes else None, parents.get(node)) for node in one.nodes}


def _series(one: Axis) -> Ends:
    """Whoever disclosed flows past each category, through it or beside it; the others flow past them all."""
    categories = one.categories
    stops: list[object] = [*range(len(categories)), "end"]
    ends: Ends = {
        (TOTAL,): ("end", "start"),
        (UNDISCLOSED,): ("start", "end"),
        (DISCLOSED,): ("start", stops[0]),
    }
    for place, category in enumerate(categories):
        ends[category,] = ends[f"not {category}",] = (stops[place], stops[place + 1])
    return ends


def _tree_by_flat(tree: Axis, flat: Axis) -> Ends:
    """Each row flows out into its columns, up the tree column by column, and back down the column of totals."""
    wholes = {whole for whole, _ in tree.sums}
    parents = _parents(tree)
    ends: Ends = {}
    for row in tree.nodes:
        for column in flat.nodes:
            here = (row, column) if row in wholes else row
            above = (parents[row], column) if row in parents else None
            ends[row, column] = (above, here) if column == TOTAL else (here, above)
    return ends


# --- From counts -----------------------------------------------------------------------------------------------------


def _line(counts: Counts) -> dict[str, int]:
    numbers = dict(counts.items()) | {UNDISCLOSED: counts.undisclosed}
    if counts.overlapping:
        numbers |= {f"not {category}": counts.known - number for category, number in counts.items()}
        numbers[DISCLOSED] = counts.known
    return numbers


def axes_of(table: Counts | CountTable, groups: Groups) -> tuple[Axis, ...]:
    """Give the axes of a table, those of its rows first.

    Raises:
        WrongType: if it is no table.
        NotAPartition: if a person may be in several rows.
        BrokenRule: for groups that are no tree, or names that clash.
        UnknownField: for groups of a dimension the table does not have.
    """
    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    if isinstance(table, CountTable):
        if table.overlapping_rows:
            msg = "a person may be in several rows; count the dimension with several answers along the columns"
            raise NotAPartition(msg)
        names = table.by
        rows = tuple(
            tuple(dict.fromkeys(part for key in table for part in (key[place],) if part is not None))
            for place in range(len(names))
        )
    elif not isinstance(table, Counts):
        raise WrongType("table", "must be Counts or a CountTable; what is printed for others is made of these")
    every = (*names, table.of)
    if len(set(every)) != len(every):
        raise BrokenRule("by", "must name each dimension once")
    for name in groups:
        if name not in every:
            raise UnknownField("groups", "must be keyed by dimensions of the table")
    columns = axis(
        table.of,
        table if isinstance(table, Counts) else table.categories,
        groups=groups.get(table.of, {}),
        overlapping=table.overlapping,
    )
    return (
        *(axis(n, found, groups=groups.get(n, {}), overlapping=False) for n, found in zip(names, rows, strict=True)),
        columns,
    )


def nested(table: CountTable) -> tuple[CountTable, Axis]:
    """Put the dimensions of the rows into each other: a row for each combination, a sum for each beginning of one."""
    names = [tuple(UNDISCLOSED if part is None else part for part in key) for key in table]
    parts = [dict.fromkeys((*(key[place] for key in names), UNDISCLOSED)) for place in range(len(table.by))]
    leaves = list(product(*parts))
    groups = [
        (NEST.join(head) or TOTAL, tuple(NEST.join((*head, part)) for part in parts[depth]))
        for depth in reversed(range(len(parts)))
        for head in product(*parts[:depth])
    ]
    nodes = (*map(NEST.join, leaves), *(group for group, _ in groups))
    _distinct(nodes)
    one = Axis(name=NEST.join(table.by), nodes=nodes, sums=tuple(groups))
    rows = {NEST.join(name): row for name, row in zip(names, table.rows.values(), strict=True)}
    return CountTable(rows, of=table.of, by=one.name), one


def values_of(table: Counts | CountTable, axes: tuple[Axis, ...]) -> tuple[int, ...]:
    """Give the number of people in each cell, in the order of the system of these axes.

    Raises:
        BrokenRule: if the table has a category that the axes do not have.
    """
    lines: dict[tuple[str, ...], Counts]
    if isinstance(table, CountTable) and len(table.by) >= len(axes):
        table, _ = nested(table)
    if isinstance(table, Counts):
        lines = {(): table}
    else:
        lines = {tuple(UNDISCLOSED if part is None else part for part in key): row for key, row in table.rows.items()}
    found: dict[Cell, int] = {}
    for row, counts in lines.items():
        for node, number in _line(counts).items():
            found[*row, node] = number
    allowed = [set(one.leaves) for one in axes[:-1]] + [set(axes[-1].nodes)]
    for cell in found:
        if len(cell) != len(axes) or not all(node in nodes for node, nodes in zip(cell, allowed, strict=True)):
            raise BrokenRule("table", "must have the dimensions and categories of the release")
    for place in reversed(range(len(axes))):
        before = [one.leaves for one in axes[:place]]
        after = [one.nodes for one in axes[place + 1 :]]
        for head in product(*before):
            for tail in product(*after):
                for whole, parts in axes[place].sums:
                    if (*head, whole, *tail) not in found:
                        found[*head, whole, *tail] = sum(found.get((*head, part, *tail), 0) for part in parts)
    return tuple(found.get(cell, 0) for cell in system(axes).cells)


def silent_in(axes: tuple[Axis, ...], margins: tuple[tuple[str, ...], ...] | None) -> frozenset[int]:
    """Give the cells that are in none of the tables that are published."""
    if margins is None:
        return frozenset()
    cells = system(axes).cells
    crossed = [{one.name for one, node in zip(axes, cell, strict=True) if node != TOTAL} for cell in cells]
    return frozenset(
        number for number, names in enumerate(crossed) if not any(names.issubset(margin) for margin in margins)
    )


def cell_named(name: Any, axes: tuple[Axis, ...], *, field: str) -> Cell:
    """Read the name of a cell: a node for each axis, a bare text where there is one axis."""
    cell = (name,) if isinstance(name, str) else name
    if not isinstance(cell, tuple) or len(cell) != len(axes):
        raise WrongType(field, f"must be named by {len(axes)} categories")
    if any(node not in one.nodes for node, one in zip(cell, axes, strict=True)):
        raise UnknownField(field, "must be a cell of the table")
    return cell
