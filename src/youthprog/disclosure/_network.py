"""A table as a circulation: how far a hidden cell can move, and what has to move with it.

A cell is an arc and its number the flow. A reader who does not know some cells can believe every flow that agrees on
the others; to move one cell is to push flow around a cycle through it. All in whole numbers.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

CLOSED = -1
"""The price of a cell that may not move."""


class Network:
    """A circulation.

    Args:
        arcs: from which node to which each cell is an arc.
    """

    __slots__ = ("_arcs", "_beside")

    def __init__(self, arcs: Sequence[tuple[int, int]]) -> None:
        """Note which arcs meet in each node."""
        self._arcs = arcs
        self._beside: list[list[tuple[int, int, bool]]] = [[] for _ in range(1 + max(map(max, arcs)))]
        for cell, (tail, head) in enumerate(arcs):
            self._beside[tail].append((cell, head, True))
            self._beside[head].append((cell, tail, False))

    def start(
        self, shown: Sequence[int | None], closed: Collection[int], floors: Sequence[int] | None = None
    ) -> list[int] | None:
        """Give some table that a reader can believe; `None` if what is shown contradicts itself.

        Args:
            shown: the number in each cell, `None` where it is hidden.
            closed: hidden cells in which nobody can be.
            floors: the number below which no hidden cell may go; 0 where left out.
        """
        flow = [
            number if number is not None else 0 if floors is None or cell in closed else floors[cell]
            for cell, number in enumerate(shown)
        ]
        prices = [CLOSED if n is not None or cell in closed else 0 for cell, n in enumerate(shown)]
        surplus = [0] * len(self._beside)
        for number, (tail, head) in zip(flow, self._arcs, strict=True):
            surplus[head] += number
            surplus[tail] -= number
        for full in range(len(surplus)):
            for dry in range(len(surplus)):
                while surplus[full] > 0 > surplus[dry]:
                    path = self._path(full, dry, flow, prices, -1, floors)
                    if path is None:
                        break
                    room = self._room(path, flow, floors)
                    amount = min(surplus[full], -surplus[dry], *(() if room is None else (room,)))
                    surplus[full] -= amount
                    surplus[dry] += amount
                    for arc, forward in path:
                        flow[arc] += amount if forward else -amount
        return None if any(surplus) else flow

    def moved(
        self, values: Sequence[int], cell: int, goal: int, prices: Sequence[int], floors: Sequence[int] | None = None
    ) -> list[int] | None:
        """Give a table in which a cell has a wanted number, moving cheap cells where there is a choice.

        Args:
            values: a table.
            cell: the cell.
            goal: its wanted number.
            prices: what it costs to move each cell at all, or `CLOSED`.
            floors: the number below which no cell may go; 0 where left out.
        """
        flow, left = list(values), list(prices)
        return None if self._push(flow, cell, goal - flow[cell], left, floors) else flow

    def reach(
        self, values: Sequence[int], cell: int, *, up: bool, prices: Sequence[int], floors: Sequence[int] | None = None
    ) -> int | None:
        """Give the greatest or least number of a cell while closed cells stay as they are; `None` if there is none."""
        flow = list(values)
        if not up:
            self._push(flow, cell, (floors[cell] if floors else 0) - flow[cell], list(prices), floors)
            return flow[cell]
        tail, head = self._arcs[cell]
        while True:
            path = self._path(head, tail, flow, prices, cell, floors)
            if path is None:
                return flow[cell]
            room = self._room(path, flow, floors)
            if room is None:
                return None
            flow[cell] += room
            for arc, forward in path:
                flow[arc] += room if forward else -room

    def _push(self, flow: list[int], cell: int, change: int, prices: list[int], floors: Sequence[int] | None) -> int:
        """Change a cell as far as can be, in place, and give what is left to change."""
        tail, head = self._arcs[cell]
        start, end = (head, tail) if change > 0 else (tail, head)
        step = 1 if change > 0 else -1
        while change:
            path = self._path(start, end, flow, prices, cell, floors)
            if path is None:
                break
            room = self._room(path, flow, floors)
            amount = abs(change) if room is None else min(abs(change), room)
            flow[cell] += step * amount
            change -= step * amount
            for arc, forward in path:
                flow[arc] += amount if forward else -amount
                prices[arc] = 0
        return change

    def _room(self, path: list[tuple[int, bool]], flow: list[int], floors: Sequence[int] | None) -> int | None:
        back = [flow[arc] - (floors[arc] if floors else 0) for arc, forward in path if not forward]
        return min(back) if back else None

    def _path(
        self,
        start: int,
        end: int,
        flow: Sequence[int],
        prices: Sequence[int],
        without: int,
        floors: Sequence[int] | None,
    ) -> list[tuple[int, bool]] | None:
        """Find the cheapest way for one more unit (Dijkstra)."""
        beside = self._beside
        best: dict[int, int] = {start: 0}
        came: dict[int, tuple[int, int, bool]] = {}
        done: set[int] = set()
        queue = [(0, start)]
        while queue:
            cost, node = heappop(queue)
            if node == end:
                path = []
                while node != start:
                    node, arc, forward = came[node]
                    path.append((arc, forward))
                return path
            if node in done:
                continue
            done.add(node)
            for arc, other, forward in beside[node]:
                price = prices[arc]
                if price == CLOSED or arc == without or other in done:
                    continue
                if not forward and flow[arc] <= (floors[arc] if floors else 0):
                    continue
                found = cost + price
                if other not in best or found < best[other]:
                    best[other] = found
                    came[other] = (node, arc, forward)
                    heappush(queue, (found, other))
        return None
