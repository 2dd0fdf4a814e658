"""The bounds of a measure over all that the undisclosed could have answered."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, Final

from youthprog.counts import CountTable, Key
from youthprog.errors import Undefined
from youthprog.segregation._indices import Measure, units_of
from youthprog.values import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

WAYS: Final = 100_000
"""How many ways to answer `bounds` goes through."""


def _spread(people: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Go through all ways to spread people over cells."""
    for bars in itertools.combinations(range(people + cells - 1), cells - 1):
        yield tuple(b - a - 1 for a, b in itertools.pairwise((-1, *bars, people + cells - 1)))


def bounds(measure: Measure, table: CountTable, **options: Any) -> Interval:
    """Give the least and the greatest value of a measure over all ways the undisclosed could have answered.

    Whoever did not disclose a group could be in any of the declared ones, and whoever did not disclose a unit in any
    unit of the table that agrees with what is known. Exact, by going through all ways: no measure of segregation has
    its extremes where they could be told beforehand, for moving somebody changes both a unit and a group. So this is
    for few undisclosed people in small tables, up to `WAYS` ways.

    Args:
        measure: the function, such as `dissimilarity`.
        table: people by unit and group, and those who did not disclose one or the other.
        options: what the measure takes beside, such as `group="woman"`.

    Raises:
        Undefined: if there are too many ways, nowhere to be, or the measure has no value for one of them.
        NotAPartition: if a person may be in several units or groups.

    >>> from youthprog.counts import Counts
    >>> from youthprog.segregation import dissimilarity
    >>> table = CountTable({"a": Counts({"f": 3, "m": 1}, undisclosed=1), "b": Counts({"f": 1, "m": 3})})
    >>> found = bounds(dissimilarity, table, group="f")
    >>> round(found.low, 3), round(found.high, 3)
    (0.35, 0.55)
    """
    units_of(table)
    pools: list[tuple[int, list[tuple[Key, str]]]] = []
    for key, row in table.rows.items():
        homes = [unit for unit in table.disclosed if all(a in {None, b} for a, b in zip(key, unit, strict=True))]
        if None in key:
            pools += [(x, [(unit, group) for unit in homes]) for group, x in row.items() if x]
        if row.undisclosed:
            pools.append((row.undisclosed, [(unit, group) for unit in homes for group in table.categories]))
    if not all(cells for _, cells in pools):
        msg = "somebody who did not disclose a unit or a group has none to be in"
        raise Undefined(msg)
    if math.prod(math.comb(people + len(cells) - 1, people) for people, cells in pools) > WAYS:
        msg = "there are too many ways to answer to go through"
        raise Undefined(msg)
    values = []
    for ways in itertools.product(*(_spread(people, len(cells)) for people, cells in pools)):
        rows = {unit: dict(row.items()) for unit, row in table.disclosed.items()}
        for (_, cells), way in zip(pools, ways, strict=True):
            for (unit, group), more in zip(cells, way, strict=True):
                rows[unit][group] += more
        values.append(measure(CountTable(rows, of=table.of, by=table.by), **options))
    return Interval(min(values), max(values))
