"""From quotas and applicants to a diagnosis."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from attrs import evolve

from youthprog._checks import whole_number
from youthprog._solver import SolverMissing
from youthprog.errors import BrokenRule, DanglingReference, WrongType
from youthprog.quotas._applicants import Applications, limit, pooled
from youthprog.quotas._arithmetic import Rows, Side, seated, shortfalls
from youthprog.quotas._diagnosis import Advice, Diagnosis, Disclosure, Move, Recruits
from youthprog.quotas._kinds import there_can_be
from youthprog.quotas._reasons import Case
from youthprog.quotas._search import Search
from youthprog.values import Purpose, Tri

if TYPE_CHECKING:
    import datetime as dt

    from youthprog.people import Member
    from youthprog.quotas._demand import Quota

__all__ = ["explain"]

MOST_DEAR: Final = 1000
"""How dear a seat can be: beyond this, name a limit."""


def explain(
    quotas: Iterable[Quota],
    applicants: Iterable[Member],
    *,
    seats: int,
    on: dt.date,
    purpose: Purpose | None = None,
    household: Mapping[str, Hashable] | Callable[[Member], Hashable] | None = None,
    cap: int = 1,
    confirmed: Iterable[str] = (),
    limits: Mapping[str, tuple[int, int]] | None = None,
    weights: Mapping[str, int] | None = None,
    time_limit: float | None = None,
) -> Diagnosis:
    """Say whether the seats can be filled so that every quota is met, and if not, why and what would help.

    Reasons that counting alone gives come first and need nothing installed. Where they do not decide it, and for the
    advice, the extra `solver` is needed.

    Args:
        quotas: what the group must meet. Shares are of the seats, whatever the base of a quota: rounded up for a
            minimum, down for a maximum. Whose facts are unknown counts in no group.
        applicants: those who applied, each once.
        seats: how many of them are to be chosen.
        on: the day the criteria speak of.
        purpose: why sensitive answers are used; needed if a quota reads a sensitive dimension.
        household: the household of each applicant, by id or as a function of the member; `None` for somebody on their
            own.
        cap: how many of one household may be seated, 1 or more.
        confirmed: ids of applicants who have a seat already.
        limits: for some quotas, by name, how low the minimum and how high the maximum may be moved, in seats; a quota
            that is not named may be moved as far as it takes, and one that is already beyond them stays.
        weights: for some quotas, by name, how much it costs to move them by a seat; 1 for those not named.
        time_limit: seconds after which the search ends with an error; `None` for no limit.

    Returns:
        A `Diagnosis`; its `sentences` are for whoever runs the activity.

    Raises:
        SolverFailed: if the solver gave no answer that holds.
        SolverMissing: if counting does not decide it and the extra `solver` is not installed.
        TimeLimitReached: if the time limit was reached.
        PurposeRequired: if a quota is sensitive and no purpose is given.
        BrokenRule: if an argument is out of range, or more of one household are confirmed than the cap.
        WrongType: if an argument is of another type.
        DuplicateId: if an applicant, a confirmed id or the name of a quota repeats.
        DanglingReference: if somebody confirmed did not apply, or a limit or weight is of no quota that is given.

    >>> import datetime as dt
    >>> from youthprog.criteria import Dimension
    >>> from youthprog.people import Member
    >>> from youthprog.quotas import Quota
    >>> from youthprog.values import Known
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> homes = ["rural"] * 7 + ["urban"] * 43
    >>> applicants = [Member(id=str(i), identities={"residence": Known(home)}) for i, home in enumerate(homes)]
    >>> rural = Quota(name="rural", of=residence.is_in("rural"), minimum="25%")
    >>> for sentence in explain([rural], applicants, seats=40, on=dt.date(2022, 7, 1)).sentences:
    ...     print(sentence)
    No group of 40 among 50 applicants meets every quota.
    rural: 10 of 40 seats must go to people who meet it, and 7 of 50 applicants do; 3 short.
    The smallest change that is enough: rural at least 7 instead of 10.
    Or recruit 3 more applicants who count as rural.
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
    demands, places = applied.quotas, applied.seats
    rows = Rows(
        low=(*(quota.needed(places) for quota in demands), places),
        high=(*(quota.allowed(places) for quota in demands), places),
    )
    leeway = _leeway({} if limits is None else limits, demands, rows)
    prices = _prices({} if weights is None else weights, demands)
    meets = {who: frozenset((*met, rows.last)) for who, met in applied.counted(Tri.YES).items()}
    perhaps = {who: frozenset(open_) for who, open_ in applied.counted(Tri.UNKNOWN).items()}
    pool = pooled(applied, {who: (met, frozenset[int]()) for who, met in meets.items()})
    known = pooled(applied, {who: (met, perhaps[who]) for who, met in meets.items()})
    case = Case(quotas=demands, rows=rows, pool=pool, known=known, cap=applied.cap)
    found = shortfalls(pool, rows)
    search = Search(pool=pool, rows=rows, deadline=deadline)
    possible, advice = False, None
    try:
        possible = not found and (seated(pool, rows) is not None or search.feasible(rows.sides))
        if not possible:
            family = min(found, key=len, default=frozenset(rows.sides))
            conflict = search.conflict([side for side in rows.sides if side in family])
            advice = _advice(case, search, conflict, leeway, prices)
    except SolverMissing as error:
        if not found:
            msg = "counting alone does not tell whether every quota can be met; a search does"
            raise SolverMissing(f"{msg}: pip install youthprog[solver]") from error
    return Diagnosis(
        quotas=tuple(demands),
        seats=places,
        applicants=len(applied.people),
        possible=possible,
        reasons=tuple(case.reason(family, short) for family, short in found.items()),
        advice=advice,
        on=on,
        purpose=purpose,
        definitions=tuple(dict.fromkeys(words for quota in demands for words in quota.of.definitions)),
    )


def _advice(
    case: Case, search: Search, conflict: Sequence[Side], leeway: Mapping[Side, int], prices: Mapping[int, int]
) -> Advice:
    def move(side: Side, by: int) -> Move:
        demand = case.demand(side)
        return Move(demand=demand, to=demand.seats - by if side.minimum else demand.seats + by)

    def is_share(move: Move) -> bool:
        return getattr(move.demand.quota, move.demand.bound.value) is not None

    relaxed = search.relaxation(leeway, prices) if conflict else None
    # A demand outside the conflict cannot help alone: the conflict would stay.
    alone = {side: search.alone(side, leeway[side]) for side in conflict}
    kinds = there_can_be(case.quotas)
    if kinds is None:
        kinds = sorted(
            {kind.meets - {case.rows.last} for kind in case.pool.kinds}, key=lambda kind: (len(kind), sorted(kind))
        )
    recruits = search.recruits(kinds)
    best = None
    if any(kind.perhaps for kind in case.known.kinds):
        best = evolve(search, pool=case.known).disclosed(kinds)
    return Advice(
        conflict=tuple(case.demand(side) for side in conflict),
        # A share becomes a number of people when it is moved, and the other bound must stand where it fits by then.
        relaxation=None if relaxed is None else tuple(sorted((move(*one) for one in relaxed.items()), key=is_share)),
        alone=tuple(move(side, by) for side, by in alone.items() if by is not None),
        recruits=None
        if recruits is None
        else tuple(
            Recruits(
                people=people,
                meets=tuple(case.quotas[row] for row in sorted(meets)),
                avoids=tuple(case.quotas[row] for row in sorted(avoids)),
            )
            for (meets, avoids), people in recruits.items()
        ),
        disclosure=None
        if best is None or (recruits is not None and best[0] >= sum(recruits.values()))
        else Disclosure(answers=best[1], recruits=best[0]),
    )


def _named(given: object, demands: Sequence[Quota], field: str) -> None:
    if not isinstance(given, Mapping):
        raise WrongType(field, "must map names of quotas")
    if not given.keys() <= {quota.name for quota in demands}:
        raise DanglingReference(field, "must be of quotas that are given")


def _leeway(limits: Mapping[str, tuple[int, int]], demands: Sequence[Quota], rows: Rows) -> dict[Side, int]:
    """Give by how many seats each demand may be moved."""
    _named(limits, demands, "limits")
    leeway = {}
    for row, quota in enumerate(demands):
        try:
            low, high = limits.get(quota.name, (0, rows.seats))
        except (TypeError, ValueError):
            msg = "must be pairs of numbers: how low the minimum may be moved, and how high the maximum"
            raise WrongType("limits", msg) from None
        low, high = whole_number(low, field="limits"), whole_number(high, field="limits")
        leeway[Side(row=row, minimum=True)] = max(0, rows.low[row] - low)
        leeway[Side(row=row, minimum=False)] = max(0, min(high, rows.seats) - rows.high[row])
    return leeway


def _prices(weights: Mapping[str, int], demands: Sequence[Quota]) -> dict[int, int]:
    """Give what it costs to move each quota by a seat."""
    _named(weights, demands, "weights")
    prices = {row: whole_number(weights.get(quota.name, 1), field="weights") for row, quota in enumerate(demands)}
    if not all(0 < price <= MOST_DEAR for price in prices.values()):
        raise BrokenRule("weights", f"must be from 1 to {MOST_DEAR}")
    return prices
