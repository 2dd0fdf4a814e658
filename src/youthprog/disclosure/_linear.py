"""A table that is no network: how far a hidden cell can move, by linear and integer programs.

Nothing that comes out of the solver is believed before its sums are checked in whole numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from youthprog._solver import Linear, SolverFailed, integer
from youthprog.disclosure._network import CLOSED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from youthprog.disclosure._shape import System

SLACK = 1e-6


class Program:
    """The sums of a table as a linear program over its cells.

    Args:
        parts: the cells and the sums that bind them.
    """

    __slots__ = ("_both", "_moves", "_numbers", "_parts", "_rows")

    def __init__(self, parts: System) -> None:
        """Write down the sums."""
        self._parts = parts
        self._rows: list[list[tuple[int, float]]] = [[] for _ in parts.cells]
        for row, (whole, some) in enumerate(parts.sums):
            self._rows[whole].append((row, -1.0))
            for part in some:
                self._rows[part].append((row, 1.0))
        self._both = self._rows + [[(row, -sign) for row, sign in rows] for rows in self._rows]
        self._moves: Linear | None = None
        self._numbers: Linear | None = None

    def start(
        self, shown: Sequence[int | None], closed: Collection[int], floors: Sequence[int] | None = None
    ) -> list[int] | None:
        """Give some table that a reader can believe; see `Network.start`."""
        prices = [CLOSED if n is not None or cell in closed else 0 for cell, n in enumerate(shown)]
        low, high = self._range([number or 0 for number in shown], prices, floors)
        return self._best([0.0] * len(low), low, high)

    def moved(
        self, values: Sequence[int], cell: int, goal: int, prices: Sequence[int], floors: Sequence[int] | None = None
    ) -> list[int] | None:
        """Give a table in which a cell has a wanted number; see `Network.moved`.

        What moves is a rise and a fall of each cell, and the sum of their prices is as small as can be.
        """
        size, change = len(values), goal - values[cell]
        top = 2.0 * (sum(values) + abs(change) + 1)
        rise = [0.0 if price == CLOSED else top for price in prices]
        lowest = floors or [0] * size
        fall = [0.0 if p == CLOSED else float(n - least) for p, n, least in zip(prices, values, lowest, strict=True)]
        low, high = [0.0] * (2 * size), rise + fall
        at, still = (cell, cell + size) if change > 0 else (cell + size, cell)
        low[at] = float(abs(change))
        high[still] = 0.0
        costs = [-float(max(price, 0)) - 1e-3 for price in prices] * 2
        columns = self._both
        none = [0.0] * len(self._parts.sums)
        if self._moves is None:
            self._moves = Linear(columns, low, high, none, none)
        self._moves.bound(low, high)
        found = self._moves.maximise(costs)
        if found is None:
            return None
        table = self._after(values, found.values)
        if table is None:
            near = [
                top if moves > SLACK or price == 0 else 0.0
                for top, moves, price in zip(high, found.values, [*prices, *prices], strict=True)
            ]
            best = integer(costs, columns, low, near, none, none, gap=0.2) or integer(
                costs, columns, low, high, none, none, gap=0.2
            )
            if best is None:
                return None
            table = self._after(values, best.values)
        if table is None:
            raise SolverFailed("the solver's table does not add up")
        return table

    def reach(
        self, values: Sequence[int], cell: int, *, up: bool, prices: Sequence[int], floors: Sequence[int] | None = None
    ) -> int | None:
        """Give the greatest or least number of a cell; see `Network.reach`."""
        if up and cell in self._endless(prices):
            return None
        return self.extreme(values, cell, up=up, prices=prices, floors=floors)[cell]

    def extreme(
        self, values: Sequence[int], cell: int, *, up: bool, prices: Sequence[int], floors: Sequence[int] | None = None
    ) -> list[int]:
        """Give a table with the greatest or least number of a cell."""
        low, high = self._range(values, prices, floors)
        costs = [0.0] * len(values)
        costs[cell] = 1.0 if up else -1.0
        table = self._best(costs, low, high)
        if table is None:
            raise SolverFailed("the solver does not find the table it was given")
        return table

    def _endless(self, prices: Sequence[int]) -> set[int]:
        """Give the cells with a part that is in no cell that is shown: it can be any number, and they with it."""
        covered = {cell for cell, price in enumerate(prices) if price == CLOSED}
        wholes = {whole for whole, _ in self._parts.sums}
        size = -1
        while len(covered) > size:
            size = len(covered)
            covered.update(part for whole, some in self._parts.sums if whole in covered for part in some)
        endless = {cell for cell in range(len(prices)) if cell not in covered and cell not in wholes}
        size = -1
        while len(endless) > size:
            size = len(endless)
            endless.update(whole for whole, some in self._parts.sums if not endless.isdisjoint(some))
        return endless

    def _range(
        self, values: Sequence[int], prices: Sequence[int], floors: Sequence[int] | None
    ) -> tuple[list[float], list[float]]:
        """Bound every cell; what is hidden by more than all that is shown, which only an endless cell can exceed."""
        lowest = floors or [0] * len(values)
        top = 1.0 + sum(n for n, price in zip(values, prices, strict=True) if price == CLOSED) + sum(lowest)
        closed = [price == CLOSED for price in prices]
        low = [float(n if shut else least) for n, shut, least in zip(values, closed, lowest, strict=True)]
        return low, [float(n) if shut else top for n, shut in zip(values, closed, strict=True)]

    def _best(self, costs: list[float], low: list[float], high: list[float]) -> list[int] | None:
        none = [0.0] * len(self._parts.sums)
        if self._numbers is None:
            self._numbers = Linear(self._rows, low, high, none, none)
        self._numbers.bound(low, high)
        found = self._numbers.maximise(costs)
        if found is None:
            return None
        table = self._whole(found.values)
        if table is None:
            best = integer(costs, self._rows, low, high, none, none)
            table = None if best is None else self._whole(best.values)
        return table

    def _after(self, values: Sequence[int], moves: Sequence[float]) -> list[int] | None:
        size = len(values)
        return self._whole([n + up - down for n, up, down in zip(values, moves[:size], moves[size:], strict=True)])

    def _whole(self, numbers: Sequence[float]) -> list[int] | None:
        """Round to whole numbers if they are whole and add up."""
        table = [round(number) for number in numbers]
        whole = all(math.isclose(n, found, abs_tol=SLACK) for n, found in zip(table, numbers, strict=True))
        adds_up = all(table[total] == sum(table[part] for part in some) for total, some in self._parts.sums)
        return table if whole and adds_up else None
