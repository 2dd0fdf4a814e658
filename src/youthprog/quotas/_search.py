"""What only a solver can tell: which demands stand in each other's way, and the least that would help.

Everybody of a kind is alike, so that a group is a whole number for each kind.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import field, frozen

from youthprog import _solver
from youthprog._solver import Deadline
from youthprog.quotas._applicants import Pool
from youthprog.quotas._arithmetic import Rows, Side

__all__ = ["Search"]

_OPEN: Final = math.inf


@frozen(kw_only=True)
class _Column:
    """A number to be found: in which rows it counts, with what factor, at what cost, and in what range."""

    entries: Sequence[tuple[int, float]]
    cost: int = 0
    least: int = 0
    most: int


_Found: TypeAlias = list[int] | None


@frozen(kw_only=True)
class Search:
    """Groups of applicants that fill the seats.

    The rows of a program are the minima of the quotas, the seats, the maxima of the quotas (which may lie below the
    minima), the classes of households, and more where a question needs them.

    Attributes:
        pool: who applied.
        rows: what is demanded.
        deadline: when the search must have ended.
    """

    pool: Pool
    rows: Rows
    deadline: Deadline = field(factory=Deadline)

    @property
    def _houses(self) -> int:
        return 2 * self.rows.last + 1

    @property
    def _more(self) -> int:
        return self._houses + len(self.pool.caps)

    def _entries(self, meets: Iterable[int]) -> list[tuple[int, float]]:
        """Give the rows in which whoever counts in these quotas, and has a seat, stands."""
        last = self.rows.last
        rows = sorted({*meets, last})
        return [*((row, 1.0) for row in rows), *((last + 1 + row, 1.0) for row in rows if row < last)]

    def _slack(self, side: Side) -> tuple[int, float]:
        """Give the row of a demand, and what a seat that it gives way adds there."""
        return (side.row, 1.0) if side.minimum else (self.rows.last + 1 + side.row, -1.0)

    def _group(self) -> list[_Column]:
        """Give the number of each kind that is seated."""
        return [
            _Column(
                entries=self._entries(kind.meets) + ([] if kind.house is None else [(self._houses + kind.house, 1.0)]),
                least=kind.people if kind.confirmed else 0,
                most=kind.people,
            )
            for kind in self.pool.kinds
        ]

    def _best(
        self, sides: Iterable[Side], columns: Sequence[_Column], more: Sequence[tuple[float, float]] = ()
    ) -> _Found:
        """Give the cheapest numbers with which these demands are kept, and the bounds of some more rows."""
        rows, kept = self.rows, set(sides)
        quotas = range(rows.last)
        bounds = [
            *((rows.low[row] if Side(row=row, minimum=True) in kept else -_OPEN, _OPEN) for row in quotas),
            (rows.seats, rows.seats),
            *((-_OPEN, rows.high[row] if Side(row=row, minimum=False) in kept else _OPEN) for row in quotas),
            *((-_OPEN, cap) for cap in self.pool.caps),
            *more,
        ]
        found = _solver.integer(
            [-float(column.cost) for column in columns],
            [column.entries for column in columns],
            [column.least for column in columns],
            [column.most for column in columns],
            [low for low, _ in bounds],
            [high for _, high in bounds],
            deadline=self.deadline,
        )
        return None if found is None else [int(value) for value in found.values]

    def feasible(self, sides: Iterable[Side]) -> bool:
        """Say whether a group keeps these demands."""
        return self._best(sides, self._group()) is not None

    def conflict(self, among: Iterable[Side]) -> list[Side]:
        """Give demands of which no group keeps all, and any but one of which a group can keep.

        Args:
            among: demands of which no group keeps all.
        """
        left = list(among)
        for side in list(left):
            rest = [one for one in left if one != side]
            if not self.feasible(rest):
                left = rest
        return left

    def relaxation(self, leeway: Mapping[Side, int], weights: Mapping[int, int]) -> dict[Side, int] | None:
        """Give by how much which demands must give way, at the least cost.

        Of equally cheap ways it is the one that moves the first demand the least, then the second, and so on.

        Args:
            leeway: by how much each demand may give way.
            weights: what each seat of a row costs.

        Returns:
            The demands that give way; `None` if no leeway is enough.
        """
        group, sides = self._group(), self.rows.sides
        prices = [weights[side.row] for side in sides]
        most = [leeway[side] for side in sides]

        def least(costs: Sequence[int], budget: float) -> _Found:
            columns = [
                _Column(entries=[self._slack(side), (self._more, float(price))], cost=cost, most=top)
                for side, price, cost, top in zip(sides, prices, costs, most, strict=True)
            ]
            found = self._best(sides, [*group, *columns], [(-_OPEN, budget)])
            return None if found is None else found[len(group) :]

        slack = least(prices, _OPEN)
        if slack is None:
            return None
        budget = sum(price * one for price, one in zip(prices, slack, strict=True))
        for at in range(len(sides)):
            if slack[at]:
                slack = least([int(other == at) for other in range(len(sides))], budget) or slack
            most[at] = slack[at]
        return {side: one for side, one in zip(sides, slack, strict=True) if one}

    def alone(self, side: Side, leeway: int) -> int | None:
        """Give by how much one demand must give way for a group to keep all the others; `None` if that is too much."""
        column = _Column(entries=[self._slack(side)], cost=1, most=leeway)
        found = self._best(self.rows.sides, [*self._group(), column])
        return None if found is None else found[-1]

    def recruits(self, kinds: Sequence[frozenset[int]]) -> dict[tuple[frozenset[int], frozenset[int]], int] | None:
        """Give the fewest more applicants with whom a group keeps every demand.

        Args:
            kinds: the sets of quotas that somebody can count in.

        Returns:
            How many who must count in which quotas, as few as can be, and must not count in which; `None` if no number
            of them is enough.
        """
        group, rows = self._group(), self.rows
        each = 1 + rows.seats * rows.last  # above what all quotas of all recruits come to
        more = [_Column(entries=self._entries(kind), cost=each + len(kind), most=rows.seats) for kind in kinds]
        found = self._best(rows.sides, [*group, *more])
        if found is None:
            return None
        chosen = [(kind, one) for kind, one in zip(kinds, found[len(group) :], strict=True) if one]
        needed, barred = set(), set()
        for row in range(rows.last):
            filled = sum(
                one for one, column in zip(found, [*group, *more], strict=True) if (row, 1.0) in column.entries
            )
            if filled - sum(one for kind, one in chosen if row in kind) < rows.low[row]:
                needed.add(row)
            if filled + sum(one for kind, one in chosen if row not in kind) > rows.high[row]:
                barred.add(row)
        recruits: Counter[tuple[frozenset[int], frozenset[int]]] = Counter()
        for kind, one in chosen:
            recruits[kind & needed, frozenset(barred - kind)] += one
        return dict(recruits)

    def disclosed(self, kinds: Sequence[frozenset[int]]) -> tuple[int, int] | None:
        """Give the fewest recruits if what is not known turns out as well as it can, and the fewest answers that takes.

        Args:
            kinds: the sets of quotas that somebody can count in, for recruits and for those who did not say.

        Returns:
            How many recruits, and how many of those who did not say must turn out to count; `None` if nothing helps.
        """
        rows, pool = self.rows, self.pool
        said, turned = [], []
        for at, (kind, column) in enumerate(zip(pool.kinds, self._group(), strict=True)):
            known, whole = kind.meets - {rows.last}, (self._more + at, 1.0)
            said.append(_Column(entries=[*column.entries, whole], most=kind.people))
            turned += [
                _Column(
                    entries=[*dict.fromkeys([*column.entries, *self._entries(other)]), whole], cost=1, most=kind.people
                )
                for other in kinds
                if known < other <= known | kind.perhaps
            ]
        recruits = [_Column(entries=self._entries(kind), cost=1 + pool.people, most=rows.seats) for kind in kinds]
        more = [(kind.people if kind.confirmed else 0, kind.people) for kind in pool.kinds]
        found = self._best(rows.sides, [*said, *turned, *recruits], more)
        if found is None:
            return None
        at = len(said) + len(turned)
        return sum(found[at:]), sum(found[len(said) : at])
