"""A fair lottery: who is chosen when more apply than there are seats, with what chance, and the proof.

Words. Applicants who count alike in every quota (and live in like households, and weigh the same) are of one *type*,
and have the same chance. A *committee* says how many of each type are seated; every committee of a lottery meets
every quota. A lottery is a list of committees with *tickets*; drawing one ticket and then people within each type by
hash gives the *chances*. They are *leximin*: the smallest chance is as large as the quotas allow, among all lotteries
that reach it the second smallest is, and so on; no other lottery can raise anybody without lowering somebody who has
no more.

A `Lottery` is plain data. Reading, checking and drawing it needs no solver; making it does (`pip install
youthprog[solver]`).

Sources: Flanigan, Gölz, Gupta, Hennig and Procaccia, Fair algorithms for selecting citizens' assemblies, Nature 596
(2021); Welling, Herding dynamical weights to learn, ICML (2009).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from youthprog import _solver
from youthprog._solver import SolverFailed, SolverMissing, TimeLimitReached
from youthprog.errors import BrokenRule
from youthprog.lottery._applicants import parts_of, weighed
from youthprog.lottery._lottery import Explanation, Lottery, Odds, PublicLottery
from youthprog.lottery._parts import (
    GAP,
    OBJECTIVES,
    TICKETS,
    TOLERANCE,
    ApplicantType,
    Committee,
    Cut,
    Hold,
    HouseholdClass,
    Level,
    NoCommittee,
    SeatQuota,
    Side,
    realised,
)
from youthprog.lottery._proof import Proof
from youthprog.lottery._search import Progress, Search, ticketed
from youthprog.quotas._applicants import Applications, limit
from youthprog.values import Purpose, Tri

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from youthprog.people import Member
    from youthprog.quotas import Quota

__all__ = [
    "GAP",
    "TICKETS",
    "TOLERANCE",
    "ApplicantType",
    "Committee",
    "Cut",
    "Effect",
    "Explanation",
    "Hold",
    "HouseholdClass",
    "Level",
    "Lottery",
    "NoCommittee",
    "Odds",
    "Proof",
    "PublicLottery",
    "SeatQuota",
    "Side",
    "SolverFailed",
    "SolverMissing",
    "TimeLimitReached",
    "effects",
    "lottery",
]


def lottery(
    applicants: Iterable[Member],
    *,
    seats: int,
    quotas: Iterable[Quota],
    on: dt.date,
    objective: str = "leximin",
    purpose: Purpose | None = None,
    household: Mapping[str, Hashable] | Callable[[Member], Hashable] | None = None,
    cap: int = 1,
    confirmed: Iterable[str] = (),
    weights: Mapping[str, int | Fraction] | None = None,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Lottery:
    """Make the lottery that is fairest among all that meet the quotas.

    Args:
        applicants: those who applied, each once; whoever is confirmed included, whoever declined left out.
        seats: how many seats there are, from 0 to the number of applicants.
        quotas: what every group drawn must meet. Shares are of the seats, whatever the base a quota names for other
            uses: rounded up for a minimum, down for a maximum. Whose facts are unknown counts in no group, for minima
            and maxima.
        on: the day the criteria speak of.
        objective: `leximin`; or `maximin`, which stops as soon as the smallest chance is proven best. The chances
            above it are then those the search had come to.
        purpose: why sensitive answers are used; needed if a quota reads a sensitive dimension.
        household: the household of each applicant, by id or as a function of the member; `None` for somebody on their
            own.
        cap: how many of one household may be seated, 1 or more.
        confirmed: ids of applicants who have a seat already. They count for the quotas and in their households, and
            the lottery is about the other seats: so replacements are found after somebody has declined.
        weights: for some or all applicants how much their chance should count: leximin then compares chance divided by
            weight, with 1 for those not named. A chance never exceeds 1.
        time_limit: seconds after which the search ends with an error; `None` for no limit.
        progress: called now and then with what is being done, how much is done, and how much there may be.

    Returns:
        A `Lottery`. With no seats nobody is drawn; with no quotas all have the same chance. The same applicants, in
        any order, give the same lottery on the same version of the solver, and the same chances on any.

    Raises:
        NoCommittee: if no group of applicants fills the seats and meets every quota.
        TimeLimitReached: if the time limit was reached.
        SolverMissing: if the extra `solver` is not installed.
        SolverFailed: if the solver gave no answer that holds.
        PurposeRequired: if a quota is sensitive and no purpose is given.
        BrokenRule: if an argument is out of range, or there are more than 5,000 types.
        WrongType: if an argument is of another type.
        DuplicateId: if an applicant, a confirmed id or the name of a quota repeats.
        DanglingReference: if somebody who is confirmed or has a weight did not apply.

    Source: the chances are the leximin optimum of Flanigan and others, Nature 596 (2021), which is unique.

    >>> import datetime as dt
    >>> from youthprog.criteria import Dimension
    >>> from youthprog.people import Member
    >>> from youthprog.quotas import Quota
    >>> from youthprog.values import Known
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> camp = [Member(id=f"m-{i}", identities={"residence": Known("rural" if i < 2 else "urban")}) for i in range(8)]
    >>> rural = Quota(name="rural", of=residence.is_in("rural"), minimum="25%")
    >>> fair = lottery(camp, seats=4, quotas=[rural], on=dt.date(2022, 7, 1))
    >>> fair.chances["m-0"], fair.chances["m-7"], len(fair.draw(seed="2022-06-20: 4 17 23"))
    (0.5, 0.5, 4)
    """
    deadline = limit(time_limit)
    if objective not in OBJECTIVES:
        raise BrokenRule("objective", "must be leximin or maximin")
    applied = Applications.read(
        applicants,
        seats=seats,
        quotas=quotas,
        on=on,
        purpose=purpose,
        household=household,
        cap=cap,
        confirmed=confirmed,
    )
    counting = weighed(weights, applied)
    return _made(applied, objective, Search(*parts_of(applied, counting), deadline, progress))


def _made(applied: Applications, objective: str, search: Search) -> Lottery:
    target, mixed = search.run(objective)
    committees = ticketed(mixed)
    levels = target.levels[: 1 if objective == "maximin" else None]
    proven = {at for level in levels for at in level.types}
    real = realised(search.types, committees)
    chances = [
        chance if at in proven or kind.confirmed else float(given)
        for at, (kind, chance, given) in enumerate(zip(search.types, target.chances, real, strict=True))
    ]
    if any(abs(Fraction(chance) - given) > TOLERANCE for chance, given in zip(chances, real, strict=True)):
        raise SolverFailed("the weights the solver gave do not give the chances")
    return Lottery(
        seats=applied.seats,
        on=applied.on,
        objective=objective,
        quotas=tuple(search.quotas),
        types=tuple(evolve(kind, chance=chance) for kind, chance in zip(search.types, chances, strict=True)),
        committees=tuple(committees),
        levels=tuple(levels),
        households=tuple(search.households),
        cuts=tuple(search.cuts),
        purpose=applied.purpose,
        solver=_solver.version(),
    )


@frozen(kw_only=True)
class Effect:
    """What the missing answers to one quota could change: an aggregate for the organiser, about nobody.

    Attributes:
        quota: the name of the quota.
        undisclosed: of how many applicants it is not known whether they meet it.
        smallest: the smallest chance as it is; `None` if no group meets every quota.
        if_met: the smallest chance if all of them met it; `None` if no group would meet every quota then.
    """

    quota: str
    undisclosed: int
    smallest: float | None
    if_met: float | None

    def __repr__(self) -> str:
        return f"<effect of missing answers on {self.quota}>"


def effects(
    applicants: Iterable[Member],
    *,
    seats: int,
    quotas: Iterable[Quota],
    on: dt.date,
    purpose: Purpose | None = None,
    household: Mapping[str, Hashable] | Callable[[Member], Hashable] | None = None,
    cap: int = 1,
    confirmed: Iterable[str] = (),
    weights: Mapping[str, int | Fraction] | None = None,
    time_limit: float | None = None,
) -> tuple[Effect, ...]:
    """Say what it would change if those whose answer is missing turned out to meet a quota, one quota at a time.

    Nobody is guessed at: the lottery counts them in no group. This tells the organiser whether it is worth asking
    again. It makes a lottery by the smallest chance for each quota with missing answers.

    Args:
        applicants: as for `lottery`, and so are the others.
        seats: how many seats there are.
        quotas: what every group drawn must meet.
        on: the day the criteria speak of.
        purpose: why sensitive answers are used.
        household: the household of each applicant.
        cap: how many of one household may be seated.
        confirmed: ids of applicants who have a seat already.
        weights: how much chances count.
        time_limit: seconds after which the search ends with an error; `None` for no limit.

    Returns:
        An `Effect` for each quota with missing answers, by name; none if all are known. The smallest chance is that of
        applicants who are not confirmed, relative to their weight, and at most 1.

    Raises:
        YouthprogError: what `lottery` raises, but `NoCommittee`.

    >>> import datetime as dt
    >>> from youthprog.criteria import Dimension
    >>> from youthprog.people import Member
    >>> from youthprog.quotas import Quota
    >>> from youthprog.values import Known
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> known = [Member(id=f"m-{i}", identities={"residence": Known("rural" if i < 2 else "urban")}) for i in range(8)]
    >>> camp = [*known, Member(id="m-8"), Member(id="m-9")]
    >>> rural = Quota(name="rural", of=residence.is_in("rural"), minimum="50%")
    >>> [(one.undisclosed, one.smallest, one.if_met) for one in effects(camp, seats=4, quotas=[rural],
    ...                                                                 on=dt.date(2022, 7, 1))]
    [(2, 0.25, 0.3333333333333333)]
    """
    deadline = limit(time_limit)
    applied = Applications.read(
        applicants,
        seats=seats,
        quotas=quotas,
        on=on,
        purpose=purpose,
        household=household,
        cap=cap,
        confirmed=confirmed,
    )
    counting = weighed(weights, applied)

    def smallest(given: Applications) -> float | None:
        try:
            levels = Search(*parts_of(given, counting), deadline, None).run("maximin")[0].levels
        except NoCommittee:
            return None
        return levels[0].chance if levels else 1.0

    missing = [(at, told.count(Tri.UNKNOWN)) for at, told in enumerate(applied.told) if Tri.UNKNOWN in told]
    now = smallest(applied) if missing else None
    return tuple(
        Effect(quota=applied.quotas[at].name, undisclosed=many, smallest=now, if_met=smallest(_if_met(applied, at)))
        for at, many in missing
    )


def _if_met(applied: Applications, quota: int) -> Applications:
    """Give the same, if all of whom it is not known met a quota."""
    told = list(applied.told)
    told[quota] = [Tri.YES if answer is Tri.UNKNOWN else answer for answer in told[quota]]
    return evolve(applied, told=told)
