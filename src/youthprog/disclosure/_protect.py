"""Which cells to hide beside the small ones, and the tables that prove it enough.

Each demand is that a cell can be believed to be as low, or as high, as a number. A witness is a table that agrees on
every cell that is shown and gives the cell that number. Where there is none yet, the cheapest one is made, and the
cells that moved in it are hidden. At the end, cells that can be shown after all are shown again.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias

from attrs import frozen

from youthprog.disclosure._network import CLOSED
from youthprog.disclosure._rules import CannotPublish

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from youthprog.disclosure._shape import Axis, System

Witness: TypeAlias = tuple[int, ...]
ATTEMPTS = 3
"""How often a network is tried; from four on little is gained."""

TOO_LITTLE = "the cells that must be published leave too little open; let more be hidden, or coarsen the table"

AS_IT_IS = 86
"""The factor that leaves a price as it is; 0 halves it and 255 all but doubles it."""

Demand: TypeAlias = tuple[int, bool, int]
"""A cell, whether it must reach high, and the number it must reach."""


class Engine(Protocol):
    """What moves a cell, and everything with it that has to move."""

    def moved(
        self, values: Sequence[int], cell: int, goal: int, prices: Sequence[int], floors: Sequence[int] | None = None
    ) -> Sequence[int] | None:
        """Give a table in which a cell has a wanted number or goes beyond it; `None` if there is none."""


@frozen(kw_only=True)
class Insiders:
    """People of one smallest cell who put together that they are in it, wherever there are so many.

    Attributes:
        number: how many.
        k: the number of others up to which they must be able to believe in a protected cell.
        counted: for each smallest cell that holds so many, the cells in which they are counted.
    """

    number: int
    k: int
    counted: Mapping[int, frozenset[int]]

    def unmet(
        self, protected: Iterable[int], hidden: frozenset[int], witnesses: Sequence[Sequence[int]]
    ) -> list[tuple[Demand, int]]:
        """Give what is not proved of protected cells to insiders of hidden ones, with the cell of the insiders."""
        inside = [(cell, 1 << place, counted) for place, (cell, counted) in enumerate(self.counted.items())]
        inside = [one for one in inside if one[0] in hidden]
        full = [sum(bit for cell, bit, _ in inside if witness[cell] >= self.number) for witness in witnesses]
        found: list[tuple[Demand, int]] = []
        for cell in sorted(protected) if inside else ():
            proved = {}
            for own in (0, self.number):
                low = high = 0
                for witness, those in zip(witnesses, full, strict=True):
                    low |= those if witness[cell] <= own else 0
                    high |= those if witness[cell] >= self.k + own else 0
                proved[own] = (low, high)
            for place, bit, counted in inside:
                own = self.number * (cell in counted)
                low, high = proved[own]
                found += [((cell, True, self.k + own), place)] * (not high & bit)
                found += [((cell, False, own), place)] * (not low & bit)
        return found


OUTSIDERS = Insiders(number=0, k=0, counted={})


@frozen(kw_only=True)
class Pattern:
    """Which cells are hidden, and the witnesses."""

    hidden: frozenset[int]
    witnesses: tuple[Witness, ...]


def prices_of(parts: System, values: Sequence[int]) -> list[int]:
    """Say what it costs to hide each cell: each cell something, larger numbers and sums a little more."""
    most = max(parts.margins)
    return [
        100 + 20 * number.bit_length() + 60 * bool(sums) * (1 + (sums == most))
        for number, sums in zip(values, parts.margins, strict=True)
    ]


def factors_of(axes: tuple[Axis, ...], parts: System, key: bytes) -> list[bytes]:
    """Draw for each cell, from the key and its name alone, by how much its price is off in each attempt.

    So equal tables hide equal cells, and nobody without the key can tell which of several would have been hidden.
    Without a key the first attempt is at true prices.
    """
    table = "\x1f".join(one.name for one in axes).encode()
    drawn = [hmac.digest(key, b"\x1e".join((table, *map(str.encode, cell))), "sha256") for cell in parts.cells]
    return drawn if key else [bytes([AS_IT_IS]) + one for one in drawn]


def protect(
    engine: Engine,
    values: Sequence[int],
    demands: Mapping[int, tuple[int, int]],
    prices: Sequence[int],
    factors: Sequence[bytes],
    *,
    attempts: int = ATTEMPTS,
    symmetric: Mapping[int, tuple[int, int]] | None = None,
    silent: frozenset[int] = frozenset(),
    insiders: Insiders = OUTSIDERS,
) -> Pattern:
    """Hide cells until every demand is met.

    Several attempts are made, each with prices that are off by a factor from a half to two; the cheapest is taken.

    Args:
        engine: what moves cells.
        values: the true table.
        demands: for each protected cell, the numbers it must be able to fall and rise to.
        prices: what it costs to hide each cell; `CLOSED` for one that must be shown.
        factors: for each cell what its price is off by in each attempt.
        attempts: how many there are.
        silent: cells that are not published anyway.
        symmetric: what is demanded of another cell once it is hidden; nothing where left out.
        insiders: who may know of themselves.

    Raises:
        CannotPublish: if cells that must be shown stand in the way.
    """
    truth = tuple(values)
    if any(prices[cell] == CLOSED for cell in demands):
        raise CannotPublish("a cell that must be published is itself too small; let it be hidden")
    found = []
    for attempt in range(attempts):
        off = [p if p == CLOSED else p * (32 + f[attempt] * 3 // 8) // 64 for p, f in zip(prices, factors, strict=True)]
        found.append(_closed(engine, truth, dict(demands), off, symmetric or {}, silent, insiders))
    return min(found, key=lambda pattern: sum(prices[cell] for cell in pattern.hidden))


def _closed(
    engine: Engine,
    truth: Witness,
    demands: dict[int, tuple[int, int]],
    prices: Sequence[int],
    symmetric: Mapping[int, tuple[int, int]],
    silent: frozenset[int],
    insiders: Insiders,
) -> Pattern:
    while True:
        pattern = _searched(engine, truth, demands, prices, silent)
        new = {cell: symmetric[cell] for cell in pattern.hidden if cell in symmetric and cell not in demands}
        if not new:
            pattern = _for_insiders(engine, truth, demands, prices, pattern, insiders)
            new = {cell: symmetric[cell] for cell in pattern.hidden if cell in symmetric and cell not in demands}
        if not new:
            return pattern
        demands |= new


def _for_insiders(
    engine: Engine,
    truth: Witness,
    protected: Iterable[int],
    prices: Sequence[int],
    pattern: Pattern,
    insiders: Insiders,
) -> Pattern:
    """Add the witnesses that insiders must be able to believe, and hide what they take."""
    hidden, witnesses = set(pattern.hidden), list(pattern.witnesses)
    while unmet := insiders.unmet(protected, frozenset(hidden), witnesses):
        now = [0 if cell in hidden else price for cell, price in enumerate(prices)]
        fresh: list[Witness] = []
        for demand, inside in unmet:
            if not any(one[inside] >= insiders.number and _meets(one, demand) for one in fresh):
                fresh.append(_believed_by(engine, truth, demand, inside, now, insiders))
                hidden |= {cell for cell, (n, true) in enumerate(zip(fresh[-1], truth, strict=True)) if n != true}
                now = [0 if cell in hidden else price for cell, price in enumerate(prices)]
        witnesses += fresh
    return Pattern(hidden=frozenset(hidden), witnesses=tuple(witnesses))


def _believed_by(
    engine: Engine, truth: Witness, demand: Demand, inside: int, prices: Sequence[int], insiders: Insiders
) -> Witness:
    """Give a table that insiders of one cell can believe, and if it can be those of all, without hiding more."""
    cell, up, goal = demand
    floors = [0] * len(truth)
    for other, counted in insiders.counted.items():
        floors[other] = insiders.number * (up or cell not in counted)
    floors[inside] = insiders.number
    alone = [insiders.number * (other == inside) for other in range(len(truth))]
    within = [price if price == 0 else CLOSED for price in prices]
    table = engine.moved(truth, cell, insiders.k + insiders.number if up else goal, within, floors)
    for open_cells in (within, prices):
        table = table or engine.moved(truth, cell, goal, open_cells, alone)
    if table is None:
        raise CannotPublish(TOO_LITTLE)
    return tuple(table)


def _searched(
    engine: Engine,
    truth: Witness,
    demands: Mapping[int, tuple[int, int]],
    prices: Sequence[int],
    silent: frozenset[int],
) -> Pattern:
    todo = [
        demand
        for cell, (low, high) in demands.items()
        for demand in ((cell, True, high), (cell, False, low))
        if not _meets(truth, demand)
    ]
    todo.sort(key=lambda demand: (-abs(demand[2] - truth[demand[0]]), demand))
    kept = silent.union(demands)
    hidden = set(kept)
    witnesses: list[Witness] = []
    proof: dict[Demand, Witness] = {}
    now = [0 if cell in hidden else price for cell, price in enumerate(prices)]
    for demand in todo:
        found = next((one for one in witnesses if _meets(one, demand)), None)
        if found is None:
            table = engine.moved(truth, demand[0], demand[2], now)
            if table is None:
                raise CannotPublish(TOO_LITTLE)
            found = tuple(table)
            witnesses.append(found)
            for cell, (number, true) in enumerate(zip(found, truth, strict=True)):
                if number != true and cell not in hidden:
                    hidden.add(cell)
                    now[cell] = 0
        proof[demand] = found
    return _cleaned(engine, truth, hidden, kept, witnesses, proof, prices)


def _cleaned(
    engine: Engine,
    truth: Witness,
    hidden: set[int],
    kept: frozenset[int],
    witnesses: list[Witness],
    proof: dict[Demand, Witness],
    prices: Sequence[int],
) -> Pattern:
    """Show again what the proof can do without, the dearest first."""
    for cell in sorted(hidden - kept, key=lambda cell: (-prices[cell], cell)):
        still = [one for one in witnesses if one[cell] == truth[cell]]
        now = [0 if other in hidden and other != cell else CLOSED for other in range(len(truth))]
        again: dict[Demand, Witness] = {}
        for demand, witness in proof.items():
            if witness[cell] != truth[cell]:
                found = next((one for one in still if _meets(one, demand)), None)
                if found is None:
                    table = engine.moved(truth, demand[0], demand[2], now)
                    if table is None:
                        break
                    found = tuple(table)
                    still.append(found)
                again[demand] = found
        else:
            hidden.discard(cell)
            proof |= again
            witnesses = still
    used = dict.fromkeys((truth, *proof.values()))
    return Pattern(hidden=frozenset(hidden), witnesses=tuple(used))


def _meets(table: Sequence[int], demand: Demand) -> bool:
    cell, up, goal = demand
    return table[cell] >= goal if up else table[cell] <= goal
