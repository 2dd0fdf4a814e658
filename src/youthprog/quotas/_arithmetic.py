"""What can be told by counting alone: that no group of applicants meets every quota, or a group that does.

Take some minima and some maxima. An applicant who is seated fills as many places as the minima they count in, and takes
up as many as the maxima they count in. The maxima leave only so many places; what those seated can fill beyond what
they take up is bounded by who applied. If the minima ask for more than both together, no group can be.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from youthprog.quotas._applicants import Kind, Pool

__all__ = ["Rows", "Shortfall", "Side", "seated", "shortfalls"]


@frozen(kw_only=True, order=True)
class Side:
    """One demand: the minimum or the maximum of a row."""

    row: int
    minimum: bool


@frozen(kw_only=True)
class Rows:
    """How many seats each quota needs and allows; the last row is the seats themselves.

    Attributes:
        low: the minimum of each row.
        high: its maximum.
    """

    low: tuple[int, ...]
    high: tuple[int, ...]

    @property
    def last(self) -> int:
        """The row of the seats."""
        return len(self.low) - 1

    @property
    def seats(self) -> int:
        """How many seats there are."""
        return self.low[-1]

    @property
    def sides(self) -> list[Side]:
        """The demands that can stand in the way, minima first; that the seats are filled is none of them."""
        minima = [Side(row=row, minimum=True) for row in range(self.last) if self.low[row]]
        return minima + [Side(row=row, minimum=False) for row in range(self.last) if self.high[row] < self.seats]


@frozen(kw_only=True)
class Shortfall:
    """Minima that ask for more places than maxima and applicants have.

    Attributes:
        minima: the rows whose minimum is counted.
        maxima: the rows whose maximum is counted.
        asked: how many places the minima ask for.
        there: how many places there are: what the maxima leave, and what those who applied can fill beyond it.
    """

    minima: frozenset[int]
    maxima: frozenset[int]
    asked: int
    there: int

    @property
    def size(self) -> int:
        """How many more places are asked for than there are."""
        return self.asked - self.there

    def worth(self, kind: Kind) -> int:
        """Give how many places somebody fills beyond those they take up."""
        return len(self.minima & kind.meets) - len(self.maxima & kind.meets)


def shortfalls(pool: Pool, rows: Rows) -> dict[frozenset[Side], Shortfall]:
    """Look for reasons why no group can be.

    From each single demand on, the one that makes the most of it is added as long as there is any; what is not needed
    is left out again. Every shortfall found is a proof; that none is found proves nothing.

    Returns:
        The shortfalls by their demands, the shortest first; none contains another.
    """
    masks = [sum(1 << row for row in kind.meets) for kind in pool.kinds]

    @functools.cache
    def counted(family: frozenset[Side]) -> Shortfall:
        minima = frozenset(side.row for side in family if side.minimum)
        maxima = frozenset(side.row for side in family if not side.minimum)
        low, high = sum(1 << row for row in minima), sum(1 << row for row in maxima)
        beyond = pool.most([(mask & low).bit_count() - (mask & high).bit_count() for mask in masks])
        asked, left = sum(rows.low[row] for row in minima), sum(rows.high[row] for row in maxima)
        return Shortfall(minima=minima, maxima=maxima, asked=asked, there=left + beyond)

    filled, taken = (Side(row=rows.last, minimum=minimum) for minimum in (True, False))
    sides = [*rows.sides, filled, taken]
    crossed = (row for row in range(rows.last) if rows.high[row] < rows.low[row] <= rows.seats)
    short = {frozenset(Side(row=row, minimum=minimum) for minimum in (True, False)) for row in crossed}
    for side, others in itertools.product(sides, (rows.sides, sides)):
        family = frozenset({side})
        while counted(family).size <= 0:
            rows_in = {one.row for one in family}  # both sides of a row would cancel out
            wider = (family | {other} for other in others if other.row not in rows_in)
            best = max(wider, key=lambda one: counted(one).size, default=family)
            if counted(best).size <= counted(family).size:
                break
            family = best
        else:
            short.add(family)
    found = set()
    for family in short:
        for side in sorted(family):
            if counted(family - {side}).size > 0:
                family -= {side}  # what is left of it
        found.add(family)
    least = [family for family in found if not any(other < family for other in found)]
    least.sort(key=lambda family: (len(family), filled not in family, sorted(family)))
    return {family: counted(family) for family in least}


def seated(pool: Pool, rows: Rows, steps: int = 300) -> list[int] | None:
    """Look for a group by exchanging one for another as long as that helps.

    Returns:
        How many of each kind are seated; `None` if none was found, which proves nothing.
    """
    kinds = pool.kinds
    counts = [kind.people if kind.confirmed else 0 for kind in kinds]
    filled = [
        sum(count for count, kind in zip(counts, kinds, strict=True) if row in kind.meets)
        for row in range(len(rows.low))
    ]
    rooms = list(pool.caps)
    weights = [1] * len(rows.low)

    def gain(at: int, step: int) -> int:
        """How much less would be wrong with one more, or one fewer, of a kind."""
        better = 0
        for row in kinds[at].meets:
            before = max(rows.low[row] - filled[row], filled[row] - rows.high[row], 0)
            after = max(rows.low[row] - filled[row] - step, filled[row] + step - rows.high[row], 0)
            better += weights[row] * (before - after)
        return better

    def move(at: int, step: int) -> None:
        counts[at] += step
        for row in kinds[at].meets:
            filled[row] += step
        house = kinds[at].house
        if house is not None:
            rooms[house] -= step

    def addable() -> list[int]:
        return [
            at
            for at, kind in enumerate(kinds)
            if counts[at] < kind.people and (kind.house is None or rooms[kind.house] > 0)
        ]

    def wrong() -> list[int]:
        return [row for row in range(len(rows.low)) if not rows.low[row] <= filled[row] <= rows.high[row]]

    for _ in range(rows.seats - sum(counts)):
        free = addable()
        if not free:
            return None
        move(max(free, key=lambda at: (gain(at, 1), kinds[at].people - counts[at], -at)), 1)
    for _ in range(steps):
        broken = wrong()
        if not broken:
            return counts
        outs = [at for at, kind in enumerate(kinds) if counts[at] and not kind.confirmed]
        best = 0, -1, -1
        for out in sorted(outs, key=lambda at: -gain(at, -1))[:8]:
            off = gain(out, -1)
            move(out, -1)
            into = max(addable(), key=lambda at: (gain(at, 1), -at))
            best = max(best, (off + gain(into, 1), out, into))
            move(out, 1)
        if best[0] > 0:
            move(best[1], -1)
            move(best[2], 1)
        else:
            for row in broken:
                weights[row] += 1
    return None
