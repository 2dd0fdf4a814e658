"""From applicants to types: who counts alike in every quota."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from youthprog._solver import Deadline
from youthprog.criteria import AllOf, AnyOf, Criterion, Dimension, Is, NotThat
from youthprog.errors import (
    BrokenRule,
    DanglingReference,
    DuplicateId,
    PurposeRequired,
    WrongType,
    YouthprogError,
)
from youthprog.lottery._parts import ApplicantType, HouseholdClass, NoCommittee, SeatQuota
from youthprog.people import Codes, Member
from youthprog.quotas import Quota
from youthprog.values import Purpose, Tri

if TYPE_CHECKING:
    import datetime as dt


def _once_each(values: Iterable[str], field: str) -> None:
    if any(times > 1 for times in Counter(values).values()):
        raise DuplicateId(field, "must not repeat")


def _counts_in(quota: Quota, member: Member, on: dt.date, purpose: Purpose | None) -> Tri:
    try:
        answer = quota.of.holds(member, on=on, purpose=purpose)
    except YouthprogError:
        raise
    except Exception as error:
        raise BrokenRule(quota.name, f"must have a criterion that can be told of member {member.id}") from error
    if answer.__class__ is not Tri:
        raise WrongType(quota.name, "must have a criterion that answers yes, no or unknown")
    return answer


def _by_answers(criterion: Criterion) -> bool:
    """Whether a criterion is one of ours, which look at nothing of a member but the answers on their dimensions."""
    if isinstance(criterion, (AllOf, AnyOf)):
        return all(map(_by_answers, criterion.criteria))
    return _by_answers(criterion.criterion) if isinstance(criterion, NotThat) else isinstance(criterion, Is)


def answers_of(
    quotas: Sequence[Quota], people: Mapping[str, Member], on: dt.date, purpose: Purpose | None
) -> list[list[Tri]]:
    """Say for each quota who counts in it; each dimension is read once, and each combination of answers judged once."""
    read: dict[Dimension, list[Codes]] = {}
    told = []
    for quota in quotas:
        if not _by_answers(quota.of):
            told.append([_counts_in(quota, member, on, purpose) for member in people.values()])
            continue
        for dimension in quota.of.dimensions:
            if dimension not in read:
                read[dimension] = [dimension.answer(one, on=on, purpose=purpose) for one in people.values()]
        judged: dict[tuple[Codes, ...], Tri] = {}
        found = []
        for member, answers in zip(
            people.values(), zip(*(read[dimension] for dimension in quota.of.dimensions), strict=True), strict=True
        ):
            if answers not in judged:
                judged[answers] = _counts_in(quota, member, on, purpose)
            found.append(judged[answers])
        told.append(found)
    return told


def weights_of(weights: Mapping[str, int | Fraction] | None, applicants: Mapping[str, Member]) -> dict[str, Fraction]:
    if weights is None:
        return {}
    if not isinstance(weights, Mapping):
        raise WrongType("weights", "must map ids to weights")
    found: dict[str, Fraction] = {}
    for who, weight in weights.items():
        if who not in applicants:
            raise DanglingReference("weights", "must be of applicants")
        if isinstance(weight, bool) or not isinstance(weight, (int, Fraction)):
            raise WrongType("weights", "must be whole numbers or fractions")
        if not 0 < weight < 10**17:
            raise BrokenRule("weights", "must be above zero")
        found[who] = Fraction(weight)
    return found


def homes_of(household: Any, people: Mapping[str, Member]) -> dict[Hashable, list[str]]:
    """Give the people of each household; who has no key lives alone."""
    if household is None:
        return {}
    if not callable(household) and not isinstance(household, Mapping):
        raise WrongType("household", "must map ids to households, or give the household of a member")
    homes: dict[Hashable, list[str]] = defaultdict(list)
    for who, member in people.items():
        key = household.get(who) if isinstance(household, Mapping) else household(member)
        try:
            if key is not None:
                homes[key].append(who)
        except TypeError:
            raise WrongType("household", "must be keyed by something that hashes, such as text") from None
    return homes


def typed(
    people: Mapping[str, Member],
    memberships: Mapping[str, tuple[int, ...]],
    homes: Mapping[Hashable, list[str]],
    cap: int,
    confirmed: frozenset[str],
    weights: Mapping[str, Fraction],
) -> tuple[list[ApplicantType], list[HouseholdClass]]:
    """Sort people into types: by what they count in, their weight, and their household where the cap may bind."""
    one = Fraction(1)
    alike = {who: (memberships[who], weights.get(who, one)) for who in people}
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    classes: dict[tuple[Any, ...], list[tuple[str, ...]]] = defaultdict(list)
    bound: set[str] = set()
    for home in homes.values():
        left = cap - sum(who in confirmed for who in home)
        if left < 0:
            raise BrokenRule("confirmed", "must not be more of one household than the cap")
        rest = sorted(who for who in home if who not in confirmed)
        if len(rest) > left:
            classes[left, tuple(sorted(alike[who] for who in rest))].append(tuple(rest))
            bound.update(rest)
    order = sorted(classes)
    for who in sorted(people):
        if who not in bound:
            groups[alike[who] if who not in confirmed else (memberships[who], one), who in confirmed, -1].append(who)
    for number, key in enumerate(order):
        for members in classes[key]:
            for who in members:
                groups[alike[who], False, number].append(who)
    types = [
        ApplicantType(
            quotas=quotas,
            applicants=tuple(sorted(groups[(quotas, weight), taken, number])),
            chance=float(taken),
            weight=weight,
            confirmed=taken,
            household=None if number < 0 else number,
        )
        for (quotas, weight), taken, number in sorted(groups)
    ]
    return types, [HouseholdClass(cap=key[0], households=tuple(sorted(classes[key]))) for key in order]


def limit(seconds: float | None) -> Deadline:
    """Give the deadline of a time limit."""
    if seconds is not None and (isinstance(seconds, bool) or not isinstance(seconds, (int, float))):
        raise WrongType("time_limit", "must be a number of seconds")
    if seconds is not None and not seconds > 0:
        raise BrokenRule("time_limit", "must be above zero")
    return Deadline.after(seconds)


def identified(applicants: Iterable[Member]) -> dict[str, Member]:
    """Give the applicants by id."""
    people: dict[str, Member] = {}
    for member in applicants:
        if not isinstance(member, Member):
            raise WrongType("applicants", "must be members")
        if member.id in people:
            raise DuplicateId("applicants", "must each apply once")
        people[member.id] = member
    return people


def by_name(quotas: Iterable[Quota], purpose: Purpose | None) -> list[Quota]:
    """Give the quotas by name, so that their order does not matter."""
    found = list(quotas)
    for quota in found:
        if not isinstance(quota, Quota):
            raise WrongType("quotas", "must be quotas")
        if quota.of.sensitive and purpose.__class__ is not Purpose:
            msg = f"the quota {quota.name} reads a sensitive dimension: say for which purpose its answers are used"
            raise PurposeRequired(msg)
    _once_each((quota.name for quota in found), "quotas")
    return sorted(found, key=lambda quota: quota.name)


def seated_already(confirmed: Iterable[str], people: Mapping[str, Member], seats: int) -> frozenset[str]:
    """Give the ids of those who are confirmed."""
    if isinstance(confirmed, str):
        raise WrongType("confirmed", "must be a list of ids")
    ids = list(confirmed)
    _once_each(ids, "confirmed")
    if not people.keys() >= set(ids):
        raise DanglingReference("confirmed", "must be ids of applicants")
    if len(ids) > seats:
        raise BrokenRule("confirmed", "must not be more people than seats")
    return frozenset(ids)


def in_seats(quota: Quota, answers: Sequence[Tri], seats: int) -> SeatQuota:
    """Give a quota in whole seats."""
    yes, unknown = answers.count(Tri.YES), answers.count(Tri.UNKNOWN)
    low, high = quota.needed(seats), quota.allowed(seats)
    if low > 0 and not yes:
        msg = f"{quota.name}: nobody who applied is known to meet it; is a category or an answer misspelt?"
        raise NoCommittee(msg)
    if low > high or low > yes:
        possible = "fewer" if quota.of.sensitive else str(min(high, yes))
        msg = f"{quota.name}: {low} of {seats} seats are asked for, {possible} are possible"
        raise NoCommittee(msg)
    return SeatQuota(
        name=quota.name,
        of=str(quota.of),
        minimum=low,
        maximum=high,
        applicants=yes,
        undisclosed=unknown,
        definitions=quota.of.definitions,
    )
