"""The proof of a lottery, in exact arithmetic and without a solver."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from youthprog.display import number
from youthprog.errors import BrokenRule, InvalidDocument, Problem
from youthprog.lottery._parts import GAP, TICKETS, TOLERANCE, Level, Rows, Side, realised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from youthprog.lottery._lottery import Lottery


@frozen(kw_only=True)
class Proof:
    """What a check has proven, in exact arithmetic, from the lottery alone.

    Attributes:
        objective: leximin or maximin.
        committees: how many committees there are, every one of which meets every quota.
        levels: how many levels of chances were proven.
        tolerance: the largest difference between a stated chance and the one the tickets give.
        gap: the most that the mean of a level could still gain without a loss to those who have no more.
        rests_on: the cuts the proof of optimality uses, by name; empty if it needs nothing but the quotas.
    """

    objective: str
    committees: int
    levels: int
    tolerance: float
    gap: float
    rests_on: tuple[str, ...]

    def __str__(self) -> str:
        words = (
            f"all {self.committees} committees meet every quota; the chances are as stated to {self.tolerance:.0e}; "
            f"by {self.objective} no lottery is better{f' by more than {self.gap:.0e}' if self.gap else ''}"
        )
        return f"{words}, which rests on the solver for {number(len(self.rests_on), 'cut')}" if self.rests_on else words


def prove(lottery: Lottery) -> Proof:
    """Prove what a lottery says of itself; see `Lottery.check`."""
    rows = Rows.of(lottery.seats, lottery.quotas, lottery.types, lottery.households, lottery.cuts)
    problems = [*_committees_broken(lottery, rows)]
    real = realised(lottery.types, lottery.committees)
    worst = Fraction(0)
    for at, (kind, chance) in enumerate(zip(lottery.types, real, strict=True)):
        difference = abs(Fraction(kind.chance) - chance)
        worst = max(worst, difference)
        if difference > TOLERANCE or not 0 <= kind.chance <= 1:
            problems.append(BrokenRule("chance", "must be the one the tickets give", path=f"types[{at}]"))
    gaps, found = _unproven(lottery, rows, real)
    problems += found
    if problems:
        raise InvalidDocument("the lottery does not hold", problems)
    used = sorted({hold.of for level in lottery.levels for hold in level.holds if hold.side is Side.CUT})
    return Proof(
        objective=lottery.objective,
        committees=len(lottery.committees),
        levels=len(lottery.levels),
        tolerance=float(worst),
        gap=float(max(gaps, default=0)),
        rests_on=tuple(f"cut {cut + 1}" for cut in used),
    )


def _committees_broken(lottery: Lottery, rows: Rows) -> Iterable[Problem]:
    if sum(committee.tickets for committee in lottery.committees) != TICKETS:
        yield BrokenRule("tickets", f"must add up to {TICKETS}", path="committees")
    for at, committee in enumerate(lottery.committees):
        path = f"committees[{at}]"
        for row in rows.broken(committee.counts):
            hold = rows.hold(row, 1.0)
            name = lottery.quotas[hold.of].name if hold.side is Side.MAXIMUM else hold.side.value
            yield BrokenRule(name, "must be met by every committee", path=path)
        for kind, count in zip(lottery.types, committee.counts, strict=True):
            if kind.confirmed and count < len(kind.applicants):
                yield BrokenRule("confirmed", "must be seated by every committee", path=path)


def _unproven(lottery: Lottery, rows: Rows, real: Sequence[Fraction]) -> tuple[list[Fraction], list[Problem]]:
    """Give what each level could still gain by its proof, and the problems of the levels."""
    gaps: list[Fraction] = []
    problems: list[Problem] = []
    below: list[int] = []
    last = 0.0
    for at, level in enumerate(lottery.levels):
        path = f"levels[{at}]"
        if level.chance < last:
            problems.append(BrokenRule("chance", "must not fall from level to level", path=path))
        last = level.chance
        for kind in level.types:
            stated = min(1.0, float(level.chance * lottery.types[kind].weight))
            if kind in below or lottery.types[kind].confirmed or abs(stated - lottery.types[kind].chance) > TOLERANCE:
                problems.append(BrokenRule("types", "must be of one level, and have its chance", path=path))
        below += level.types
        if all(lottery.types[kind].chance == 1 for kind in level.types):
            continue
        gap = _gap(lottery, level, below, rows, real)
        if gap is None or gap > GAP:
            problems.append(BrokenRule("holds", "must prove that the level cannot rise", path=path))
        else:
            gaps.append(gap)
    if lottery.objective == "maximin":
        first = lottery.levels[0].chance if lottery.levels else 0.0
        left = [
            at
            for at in rows.free
            if lottery.types[at].chance < first * lottery.types[at].weight - TOLERANCE and lottery.types[at].chance < 1
        ]
    else:
        left = [at for at in rows.free if at not in below]
    if left or (rows.free and not lottery.levels):
        problems.append(BrokenRule("levels", "must hold every type that is not confirmed", path="levels"))
    return gaps, problems


def _gap(lottery: Lottery, level: Level, below: Sequence[int], rows: Rows, real: Sequence[Fraction]) -> Fraction | None:
    """Give how far a level's mean chance may rise by its multipliers; `None` if they prove nothing.

    The rows times their multipliers say of every committee x: the sum of c_j x_j is at most a bound, where c_j
    adds up the multipliers of the rows type j stands in. Coefficients of types above the level must not count, so
    those above zero are dropped (x_j is at least 0), and those below zero are paid for in full (x_j is at most
    the size of the type).
    """
    bound = Fraction(0)
    pulls: dict[int, Fraction] = {}
    for hold in level.holds:
        pull = Fraction(hold.pull)
        if pull < 0 and hold.side is not Side.SEATS:
            return None
        row = rows.row(hold)
        if hold.side is Side.MINIMUM:
            pull = -pull
            bound += pull * int(rows.lower[row])
        else:
            bound += pull * int(rows.upper[row])
        pulls[row] = pulls.get(row, Fraction(0)) + pull
    counted = set(below)
    own, reached = {}, Fraction(0)
    for at, column in enumerate(rows.columns):
        pull = sum((pulls[row] * coefficient for row, coefficient in column if row in pulls), Fraction(0))
        size = rows.sizes[at]
        if lottery.types[at].confirmed or pull < 0:
            bound -= pull * size
        elif at in counted:
            reached += pull * size * real[at]
            if at in level.types and lottery.types[at].chance < 1:
                own[at] = pull * size * lottery.types[at].weight
    mean = sum(own.values(), Fraction(0))
    if any(own.get(at, 0) <= mean / 10**8 for at in level.types if lottery.types[at].chance < 1):
        return None
    return (bound - reached) / mean
