"""Why mutual information differs between two tables, such as two years."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from youthprog.counts import CountTable, Key
from youthprog.errors import BrokenRule
from youthprog.segregation._indices import cells_of, information, margin
from youthprog.segregation._parts import InParts, hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPTY_CELL: Final = 1e-4
"""How many people `change` puts in an empty cell of a table before giving it the margins of another."""


@frozen(kw_only=True, repr=False)
class Change(InParts):
    """Why mutual information differs between two tables; the five parts sum to the difference.

    Attributes:
        before: M of the first table.
        after: M of the second.
        difference: `after - before`.
        additions: what the units and groups did that only the second table has.
        removals: what those did that only the first has.
        group_margin: what the sizes of the groups did.
        unit_margin: what the sizes of the units did.
        structural: what remains: the groups are spread over the units otherwise than before.
        units_added: units with people in the second table only.
        units_removed: units with people in the first table only.
        groups_added: groups with people in the second table only.
        groups_removed: groups with people in the first table only.
        sensitive: whether to print the shape instead of the numbers.
    """

    before: float
    after: float
    difference: float
    additions: float
    removals: float
    group_margin: float
    unit_margin: float
    structural: float
    units_added: tuple[Key, ...]
    units_removed: tuple[Key, ...]
    groups_added: tuple[str, ...]
    groups_removed: tuple[str, ...]
    sensitive: bool

    def __repr__(self) -> str:
        return hidden(self, "change of segregation")

    def _caption(self) -> str:
        return "Change of mutual information"

    def _lines(self) -> Sequence[tuple[str, float]]:
        names = ("before", "additions", "removals", "group_margin", "unit_margin", "structural", "after")
        return [(name.replace("_", " "), getattr(self, name)) for name in names]


Cells: TypeAlias = dict[Key, dict[str, int]]


def _people(table: CountTable) -> Cells:
    """Give the units and groups that have people."""
    cells_of(table)
    units = table.disclosed
    groups = [group for group in table.categories if any(row[group] for row in units.values())]
    return {key: {group: row[group] for group in groups} for key, row in units.items() if row.known}


def _common(one: Cells, other: Cells) -> tuple[list[list[int]], list[list[int]]]:
    """Keep the units and groups that have people in both tables, also after all others have gone."""
    units = [key for key in one if key in other]
    groups = [group for group in next(iter(one.values())) if group in next(iter(other.values()))]
    while True:
        tables = [[[cells[key][group] for group in groups] for key in units] for cells in (one, other)]
        rows = [all(any(table[i]) for table in tables) for i in range(len(units))]
        columns = [all(any(row[j] for row in table) for table in tables) for j in range(len(groups))]
        if all(rows) and all(columns):
            return tables[0], tables[1]
        units = [key for key, stays in zip(units, rows, strict=True) if stays]
        groups = [group for group, stays in zip(groups, columns, strict=True) if stays]


def _scaled(numbers: Sequence[int]) -> list[float]:
    whole = sum(numbers)
    return [x / whole for x in numbers]


def _fitted(structure: list[list[int]], rows: list[float], columns: list[float]) -> float:
    """Give the mutual information of the table that has the odds ratios of one and the margins of another.

    What iterative proportional fitting converges to. Given the scale of each column that of each row follows, so only
    the columns' are sought, as the minimum of a convex function of their logarithms. Its third derivative is bounded by
    its second times the range of the direction, so that Newton's step, shortened to ln(1 + range) / range, always
    descends (T. Sun and Q. Tran-Dinh, Mathematical Programming 178 (2019) 145-213).
    """
    if len(columns) > len(rows):
        structure = [list(column) for column in zip(*structure, strict=True)]
        rows, columns = columns, rows
    logs = [[math.log(x or EMPTY_CELL) for x in row] for row in structure]
    scale = [0.0] * len(columns)
    while True:
        fitted = []
        for row, r in zip(logs, rows, strict=True):
            powers = [x + s for x, s in zip(row, scale, strict=True)]
            top = max(powers)
            weights = [math.exp(power - top) for power in powers]
            whole = math.fsum(weights)
            fitted.append([r * weight / whole for weight in weights])
        missed = [c - math.fsum(column) for c, column in zip(columns, zip(*fitted, strict=True), strict=True)]
        if max(map(abs, missed)) < 1e-14:
            return information(fitted)
        step = _step(fitted, rows, missed)
        size = max(step) - min(step)
        short = math.log1p(size) / size
        scale = [s + short * x for s, x in zip(scale, step, strict=True)]


def _step(fitted: list[list[float]], rows: list[float], missed: list[float]) -> list[float]:
    """Solve Newton's equations for the columns' scales, the last of which stays."""
    wanted = list(missed)
    k = len(wanted) - 1
    shared = [
        [math.fsum(row[i] * row[j] / r for row, r in zip(fitted, rows, strict=True)) for j in range(k + 1)]
        for i in range(k + 1)
    ]
    # The matrix has -shared beside its diagonal and rows that sum to zero, so no elimination need subtract.
    for i in range(k):
        rest = math.fsum(shared[i][i + 1 :])
        for j in range(i + 1, k + 1):
            part = shared[j][i] / rest
            wanted[j] += part * wanted[i]
            for m in range(i + 1, k + 1):
                shared[j][m] += part * shared[i][m]
    step = [0.0] * (k + 1)
    for i in reversed(range(k)):
        known = math.fsum(shared[i][j] * step[j] for j in range(i + 1, k + 1))
        step[i] = (wanted[i] + known) / math.fsum(shared[i][i + 1 :])
    return step


def change(before: CountTable, after: CountTable) -> Change:
    """Part the change of mutual information between two tables, such as two years, into its reasons.

    First what came and went: `additions` is M of the second table less M of it without the units and groups that only
    it has; `removals` is M of the first without those that only it has, less M of the first. What remains compares the
    same units and groups. A table has margins (how large the units are, and the groups) and a structure (its odds
    ratios), and there is one table with the structure of one year and the margins of another, which iterative
    proportional fitting finds. So structure, unit margin and group margin can be exchanged one after another, and each
    part is the mean over the orders: first the structure against both margins together, then one margin against the
    other (Shapley's value, as nested by G. Owen). So the parts sum to the difference, and exchanging the years changes
    their signs.

    A part above 0 made the tables more segregated. `structural` is the one that says whether groups mix better than
    before; the margins may move M although nobody who stayed mixes differently.

    An empty cell has no odds ratio. It is given `EMPTY_CELL` people where a table gets the margins of another, as in
    Elbers' R package, and nowhere else. Where no unit or no group is common, everything is additions and removals.

    Args:
        before: people by unit and group.
        after: the same later, of the same dimensions.

    Raises:
        EmptyCounts: if nobody is known in one of the tables.
        BrokenRule: if the tables are of different dimensions.
        NotAPartition: if a person may be in several units or groups.

    Source: B. Elbers, A Method for Studying Differences in Segregation Across Time and Space, Sociological Methods &
    Research 52 (2023) 5-42.

    >>> spring = CountTable({"a": {"f": 25, "m": 25}, "b": {"f": 28, "m": 2}, "c": {"f": 2, "m": 18}})
    >>> autumn = CountTable({"a": {"f": 25, "m": 25}, "b": {"f": 28, "m": 2}, "c": {"f": 4, "m": 36}})
    >>> found = change(spring, autumn)  # chapter c has doubled
    >>> round(found.difference, 4), round(found.unit_margin, 4), round(found.group_margin, 4)
    (0.0304, 0.022, 0.0084)
    >>> abs(found.structural) < 1e-9
    True
    """
    one, other = _people(before), _people(after)
    if (before.by, before.of) != (after.by, after.of):
        raise BrokenRule("after", "must be of the same dimensions as before")
    first, second = information(_listed(one)), information(_listed(other))
    old, new = _common(one, other)
    start, end = information(old), information(new)
    group_margin = unit_margin = structural = 0.0
    if old:
        rows = [_scaled([sum(row) for row in cells]) for cells in (old, new)]
        columns = [_scaled(margin(cells)) for cells in (old, new)]
        # m[s][u][g]: the structure of year s, the unit margin of year u, the group margin of year g.
        m = [[[_fitted(cells, rows[u], columns[g]) for g in (0, 1)] for u in (0, 1)] for cells in (old, new)]
        m[0][0][0], m[1][1][1] = start, end
        structural = (m[1][0][0] - m[0][0][0] + m[1][1][1] - m[0][1][1]) / 2
        unit_margin = math.fsum(m[s][1][g] - m[s][0][g] for s in (0, 1) for g in (0, 1)) / 4
        group_margin = math.fsum(m[s][u][1] - m[s][u][0] for s in (0, 1) for u in (0, 1)) / 4
    groups = [list(next(iter(cells.values()))) for cells in (one, other)]
    return Change(
        before=first,
        after=second,
        difference=second - first,
        additions=second - end,
        removals=start - first,
        group_margin=group_margin,
        unit_margin=unit_margin,
        structural=structural,
        units_added=tuple(key for key in other if key not in one),
        units_removed=tuple(key for key in one if key not in other),
        groups_added=tuple(group for group in groups[1] if group not in groups[0]),
        groups_removed=tuple(group for group in groups[0] if group not in groups[1]),
        sensitive=before.sensitive or after.sensitive,
    )


def _listed(cells: Cells) -> list[list[int]]:
    return [list(row.values()) for row in cells.values()]
