"""The search for the fairest lottery: the levels, committees whose mean they are, and their tickets."""

from __future__ import annotations

import contextlib
import math
import operator
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from youthprog import _solver
from youthprog._solver import Deadline, SolverFailed
from youthprog.lottery._parts import (
    TICKETS,
    ApplicantType,
    Committee,
    Cut,
    Hold,
    HouseholdClass,
    Level,
    NoCommittee,
    Rows,
    SeatQuota,
    Side,
)

Progress: TypeAlias = Callable[[str, int, int], object]
"""Called with what is going on, how much of it is done, and how much there may be."""


@frozen(kw_only=True)
class Target:
    """What the relaxation allows at best: the levels, and the mean count of each type."""

    levels: list[Level]
    chances: list[float]
    counts: list[float]


def _neat(number: float) -> float:
    """Give the simple fraction a number is within rounding of, or the number."""
    simple = Fraction(number).limit_denominator(10_000)
    return float(simple) if abs(simple - Fraction(number)) < 1e-12 else number


Mixture: TypeAlias = list[tuple[tuple[int, ...], float]]


class Search:
    """The search for the lottery of some rows; it keeps the committees and the cuts it has found."""

    def __init__(
        self,
        seats: int,
        quotas: Sequence[SeatQuota],
        types: Sequence[ApplicantType],
        households: Sequence[HouseholdClass],
        deadline: Deadline,
        progress: Progress | None,
    ) -> None:
        self.quotas, self.types, self.households = quotas, types, households
        self.deadline, self.cuts = deadline, list[Cut]()
        self.rows = Rows.of(seats, quotas, types, households)
        self.weights = [float(kind.weight) for kind in types]
        self.committees: dict[tuple[int, ...], None] = {}
        self.progress: Progress = progress or (lambda *_: None)
        self.noise = random.Random(0)

    def run(self, objective: str) -> tuple[Target, Mixture]:
        """Give the levels, and committees with their weights.

        Raises:
            NoCommittee: if there is no committee at all.
        """
        self.best([0.0] * len(self.types), gap=1.0)
        target = self.relaxed()
        mixed = self.herded(target)
        return self.within(target, objective) if mixed is None else (target, mixed)

    def add(self, counts: Sequence[int]) -> None:
        """Keep a committee, after checking it in whole numbers."""
        if self.rows.broken(counts):
            raise SolverFailed("the solver gave a committee that does not meet the quotas")
        self.committees[tuple(counts)] = None

    def best(self, costs: Sequence[float], gap: float = 0.0) -> tuple[tuple[int, ...], float]:
        """Give the committee that is best by these costs for each type, and the bound that none exceeds."""
        rows = self.rows
        lower = [size if kind.confirmed else 0 for kind, size in zip(self.types, rows.sizes, strict=True)]
        found = _solver.integer(
            costs, rows.columns, lower, rows.sizes, rows.lower, rows.upper, gap=gap, deadline=self.deadline
        )
        if found is None:
            raise NoCommittee("no group of applicants fills the seats and meets every quota")
        self.add(list(map(int, found.values)))
        return tuple(map(int, found.values)), found.bound

    # --- Levels: the leximin point of the relaxation

    def relaxed(self) -> Target:
        """Give the leximin chances over all mixtures of counts, whole or not, that meet the rows.

        In each round the smallest chance z of those still free is maximised. The count of a type is what z (or its
        fixed chance) gives it and a rest of at least 0; a rest with a positive reduced cost is 0 in every optimum, so
        its type is fixed.
        """
        rows = self.rows
        fixed = {at: 1.0 for at, kind in enumerate(self.types) if kind.confirmed}
        capped: list[int] = []
        levels: list[Level] = []
        counts = [float(size) for size in rows.sizes]
        while len(fixed) < len(self.types):
            free = [at for at in rows.free if at not in fixed]
            most = min(1 / self.weights[at] for at in free)
            best = self.round(free, fixed, capped, most)
            z = best.values[0]
            counts = [float(size) if kind.confirmed else 0.0 for kind, size in zip(self.types, rows.sizes, strict=True)]
            for at, rest in zip(rows.free, best.values[1:], strict=True):
                counts[at] = rows.sizes[at] * (fixed[at] if at in fixed else z * self.weights[at]) + rest
            over = [at for at in free if at not in capped and counts[at] > rows.sizes[at] + 1e-9]
            if over:
                capped += over
                continue
            if z > most - 1e-11:
                held, holds, z = [at for at in free if 1 / self.weights[at] == most], tuple[Hold, ...](), most
            else:
                reduced = dict(zip(rows.free, best.reduced[1:], strict=True))
                shares = {at: reduced[at] * rows.sizes[at] * self.weights[at] for at in free}
                held = [at for at in free if shares[at] > 1e-6 * max(shares.values())]
                holds = tuple(
                    rows.hold(row, pull) for row, pull in enumerate(best.pulls[: len(rows.lower)]) if abs(pull) > 1e-15
                )
                z = _neat(max(z, 0.0, levels[-1].chance if levels else 0.0))
            fixed |= {at: min(1.0, z * self.weights[at]) for at in held}
            levels.append(Level(types=tuple(held), chance=z, holds=holds))
            self.progress("levels", len(fixed), len(self.types))
        return Target(levels=levels, chances=[fixed[at] for at in range(len(self.types))], counts=counts)

    def round(self, free: list[int], fixed: dict[int, float], capped: list[int], most: float) -> _solver.Optimum:
        """Maximise the smallest chance of the free types; those in `capped` get a row, at most all of a type."""
        rows, weights = self.rows, self.weights
        height = len(rows.lower)
        capped_free = [at for at in capped if at not in fixed]
        extra = {at: height + number for number, at in enumerate(capped_free)}
        level: dict[int, float] = defaultdict(float)
        for at in free:
            for row, coefficient in rows.columns[at]:
                level[row] += coefficient * rows.sizes[at] * weights[at]
        level |= {row: rows.sizes[at] * weights[at] for at, row in extra.items()}
        columns: list[Sequence[tuple[int, float]]] = [list(level.items())]
        columns += [[*rows.columns[at], *([(extra[at], 1)] if at in extra else [])] for at in rows.free]

        def program(slack: float) -> _solver.Linear:
            given = [0.0] * len(self.types)
            for at, chance in fixed.items():
                given[at] = rows.sizes[at] * (chance if self.types[at].confirmed else max(0.0, chance - slack))
            sums = rows.sums(given)
            low = [bound - total for bound, total in zip(rows.lower, sums, strict=True)]
            high = [bound - total for bound, total in zip(rows.upper, sums, strict=True)]
            return _solver.Linear(
                columns,
                [0.0] * len(columns),
                [most, *(0.0 if fixed.get(at, 0.0) == 1 else math.inf for at in rows.free)],
                low + [-math.inf] * len(extra),
                high + [float(rows.sizes[at]) for at in capped_free],
            )

        return self.solved(program, [1.0, *([0.0] * len(rows.free))])

    def solved(self, program: Callable[[float], _solver.Linear], costs: Sequence[float]) -> _solver.Optimum:
        """Solve the program of a level; where rounding leaves it no point, those before are given a little slack."""
        for slack in (0.0, 1e-11, 1e-10, 1e-9):
            with contextlib.suppress(SolverFailed):  # what is infeasible by rounding may be hard to tell
                best = program(slack).maximise(costs, deadline=self.deadline)
                if best is not None:
                    return best
        raise SolverFailed("the levels of the chances could not be solved")

    # --- Herding: committees whose mean is the target

    def herded(self, target: Target) -> Mixture | None:
        """Give committees near the target and their weights, or `None` if they do not mix to it.

        A committee is sought where every row that is tight at the target is tight, and each count is the target
        rounded up or down. Next comes the one best by what the committees so far still owe; once they are as many as
        the target has dimensions, by what their nearest mixture leaves.
        """
        rows, counts = self.rows, target.counts
        base = [math.floor(count + 1e-8) for count in counts]
        moving = [at for at, count in enumerate(counts) if count - base[at] > 1e-8]
        part = [counts[at] - base[at] for at in moving]
        sums, floor = rows.sums(counts), rows.sums(base)
        low, high = [], []
        for row, total in enumerate(sums):
            tight = [bound for bound in (rows.lower[row], rows.upper[row]) if abs(total - bound) < 1e-7]
            low.append((tight[0] if tight else rows.lower[row]) - floor[row])
            high.append((tight[0] if tight else rows.upper[row]) - floor[row])
        if not moving:
            self.add(base)
            return [(tuple(base), 1.0)]
        columns = [rows.columns[at] for at in moving]
        fixed = {row for row, (least, most) in enumerate(zip(low, high, strict=True)) if least == most}
        goal = len(moving) - _rank([[(row, value) for row, value in column if row in fixed] for column in columns]) + 1
        oracle = Box(columns, low, high, self.deadline)
        found: dict[tuple[int, ...], None] = {}
        owed, nearest = list(part), math.inf
        idle = stuck = 0
        while idle < 10 + goal // 4 and stuck < 5:
            step = oracle.near([value + 1e-7 * self.noise.random() for value in owed])
            if step is None:
                return None
            owed = [value + due - up for value, due, up in zip(owed, part, step, strict=True)]
            idle += 1
            if step in found:
                continue
            found[step], idle = None, 0
            self.add(self.whole(base, moving, step))
            self.progress("committees", len(found), goal)
            if len(found) < goal:
                continue
            weights, rest = _solver.nnls([[*point, 1] for point in found], [*part, 1.0])
            worst = max(map(abs, rest))
            if worst < 1e-9:
                kept = [(point, weight) for point, weight in zip(found, weights, strict=True) if weight > 0]
                return [(self.whole(base, moving, point), weight) for point, weight in kept]
            # On towards what no mixture of those found reaches, as long as each step brings them nearer.
            owed = [value / worst for value in rest[:-1]]
            apart = math.fsum(value * value for value in rest)
            stuck = 0 if apart < 0.9 * nearest else stuck + 1
            nearest = min(nearest, apart)
            goal += max(1, goal // 100)
        return None

    @staticmethod
    def whole(base: Sequence[int], moving: Sequence[int], step: Sequence[int]) -> tuple[int, ...]:
        """Put the moving counts back among the others."""
        counts = list(base)
        for at, up in zip(moving, step, strict=True):
            counts[at] += up
        return tuple(counts)

    # --- From within: leximin over committees that are found one by one

    def within(self, target: Target, objective: str) -> tuple[Target, Mixture]:
        """Give the levels and the weights where the target is no mixture of committees.

        In each round the smallest free chance is maximised over mixtures of the committees found so far; the
        multipliers price all others. Either the integer search finds one that is worth more, or it has proven the
        level, by a cut. As long as the levels are those of the relaxation, that proves them, and nothing rests on the
        integer search.
        """
        fixed: dict[int, float] = {}
        levels: list[Level] = []
        known: list[tuple[int, ...]] = []
        weights: list[float] = []
        while len(fixed) < len(self.rows.free) and not (levels and objective == "maximin"):
            free = [at for at in self.rows.free if at not in fixed]
            most = min(1 / self.weights[at] for at in free)
            known = list(self.committees)
            best = self.mixture(known, free, fixed, most)
            weights, z = best.values[:-1], best.values[-1]
            at_best = None if self.cuts else target.levels[len(levels)]
            if at_best is not None and z > at_best.chance - 1e-9:
                level = at_best
            elif z > most - 1e-11:
                level = Level(types=tuple(at for at in free if 1 / self.weights[at] == most), chance=most)
            else:
                prices = dict(zip(self.rows.free, (-pull for pull in best.pulls), strict=False))
                cut = self.priced(prices)
                if cut is None:
                    continue
                shares = {at: prices[at] * self.rows.sizes[at] * self.weights[at] for at in free}
                level = Level(
                    types=tuple(at for at in free if shares[at] > 1e-6 * max(shares.values())),
                    chance=_neat(max(z, levels[-1].chance if levels else 0.0)),
                    holds=(Hold(side=Side.CUT, of=len(self.cuts), pull=max(prices.values()) / max(cut.pulls)),),
                )
                self.cuts.append(cut)
                self.progress("cuts", len(self.cuts), len(self.cuts))
            fixed |= {at: min(1.0, level.chance * self.weights[at]) for at in level.types}
            levels.append(level)
        chances = [fixed.get(at, 1.0) for at in range(len(self.types))]
        mixed = [(one, weight) for one, weight in zip(known, weights, strict=True) if weight > 1e-12]
        return Target(levels=levels, chances=chances, counts=[]), mixed

    def mixture(
        self, known: Sequence[tuple[int, ...]], free: Sequence[int], fixed: Mapping[int, float], most: float
    ) -> _solver.Optimum:
        """Maximise the smallest free chance over mixtures of committees; the last column is that chance."""
        rows = {at: number for number, at in enumerate(self.rows.free)}
        columns: list[Sequence[tuple[int, float]]] = [
            [*((rows[at], one[at]) for at in self.rows.free if one[at]), (len(rows), 1)] for one in known
        ]
        columns.append([(rows[at], -self.rows.sizes[at] * self.weights[at]) for at in free])
        upper = [*[1.0] * len(known), most]

        def program(slack: float) -> _solver.Linear:
            low = [self.rows.sizes[at] * max(0.0, fixed[at] - slack) if at in fixed else 0.0 for at in self.rows.free]
            return _solver.Linear(columns, [0.0] * len(columns), upper, [*low, 1.0], [*[math.inf] * len(low), 1.0])

        return self.solved(program, [*[0.0] * len(known), 1.0])

    def priced(self, prices: Mapping[int, float]) -> Cut | None:
        """Show that no committee is worth more than those known, and give that as a cut; or keep one that is."""
        top = max(prices.values())
        simple = {at: Fraction(price / top).limit_denominator(10_000) for at, price in prices.items()}
        common = math.lcm(*(price.denominator for price in simple.values()))
        if common > 10**6 or any(abs(float(price) - prices[at] / top) > 1e-9 for at, price in simple.items()):
            common = 10**6
        pulls = [round(common * max(0.0, prices.get(at, 0.0)) / top) for at in range(len(self.types))]
        known = max(sum(map(operator.mul, pulls, committee)) for committee in self.committees)
        committee, bound = self.best([float(pull) for pull in pulls])
        value = sum(map(operator.mul, pulls, committee))
        if value > known:
            return None
        if bound > value + 0.5:
            raise SolverFailed("the solver could not show which committee is best")
        return Cut(pulls=tuple(pulls), bound=value)


class Box:
    """Committees next to the target: each moving count down (0) or up (1), within rows."""

    def __init__(
        self,
        columns: Sequence[Sequence[tuple[int, int]]],
        low: Sequence[float],
        high: Sequence[float],
        deadline: Deadline,
    ) -> None:
        most, least = [0.0] * len(low), [0.0] * len(low)
        for column in columns:
            for row, coefficient in column:
                most[row] += max(coefficient, 0)
                least[row] += min(coefficient, 0)
        kept = [row for row in range(len(low)) if low[row] > least[row] or high[row] < most[row]]
        name = {row: number for number, row in enumerate(kept)}
        self.columns = [[(name[row], value) for row, value in column if row in name] for column in columns]
        self.low, self.high = [low[row] for row in kept], [high[row] for row in kept]
        self.deadline = deadline
        self.width = 8
        size = len(columns)
        self.program = _solver.Linear(self.columns, [0.0] * size, [1.0] * size, self.low, self.high)

    def near(self, costs: Sequence[float]) -> tuple[int, ...] | None:
        """Give a good committee by these costs, the best or nearly; `None` if there is none in the box.

        The linear program is whole in most counts at its best point. Those that are not, and a few whose change costs
        least, are left to an integer program; more of them where that has no point.
        """
        best = self.program.maximise(costs, deadline=self.deadline)
        if best is None:
            return None
        step = [round(value) for value in best.values]
        broken = [at for at, value in enumerate(best.values) if abs(value - step[at]) > 1e-7]
        if not broken:
            return tuple(step)
        split = set(broken)
        others = sorted((at for at in range(len(step)) if at not in split), key=lambda at: (abs(best.reduced[at]), at))
        width = self.width
        self.width = max(8, width - 1)
        while True:
            opened = broken + others[:width]
            kept = others[width:]
            sums = [0.0] * len(self.low)
            for at in kept:
                if step[at]:
                    for row, value in self.columns[at]:
                        sums[row] += value
            found = _solver.integer(
                [costs[at] for at in opened],
                [self.columns[at] for at in opened],
                [0] * len(opened),
                [1] * len(opened),
                [bound - total for bound, total in zip(self.low, sums, strict=True)],
                [bound - total for bound, total in zip(self.high, sums, strict=True)],
                gap=0.3,
                deadline=self.deadline,
            )
            if found is not None:
                for at, up in zip(opened, found.values, strict=True):
                    step[at] = int(up)
                return tuple(step)
            if not kept:
                return None
            self.width += 4
            width *= 2


def _rank(columns: Sequence[Sequence[tuple[int, int]]]) -> int:
    """Give the rank of a matrix of whole numbers modulo a large prime, which is hardly ever too low."""
    prime = 2_147_483_647
    pivots: dict[int, dict[int, int]] = {}
    for column in columns:
        left = {row: value % prime for row, value in column if value % prime}
        while left:
            row = min(left)
            if row not in pivots:
                inverse = pow(left[row], -1, prime)
                pivots[row] = {at: value * inverse % prime for at, value in left.items()}
                break
            factor = left[row]
            for at, value in pivots[row].items():
                rest = (left.get(at, 0) - factor * value) % prime
                if rest:
                    left[at] = rest
                else:
                    left.pop(at, None)
    return len(pivots)


def ticketed(mixed: Mixture) -> list[Committee]:
    """Turn weights into tickets that add up to `TICKETS`, by largest remainders."""
    total = sum((Fraction(weight) for _, weight in mixed), Fraction(0))
    due = [Fraction(weight) * TICKETS / total for _, weight in mixed]
    held = [math.floor(share) for share in due]
    order = sorted(range(len(mixed)), key=lambda at: (held[at] - due[at], mixed[at][0]))
    for at in order[: TICKETS - sum(held)]:
        held[at] += 1
    made = [Committee(counts=point, tickets=count) for (point, _), count in zip(mixed, held, strict=True) if count]
    return sorted(made, key=lambda one: (-one.tickets, one.counts))
