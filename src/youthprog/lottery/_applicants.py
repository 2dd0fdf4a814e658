"""From applicants to types: who counts alike in every quota, weighs the same and lives in like households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from youthprog.errors import BrokenRule, DanglingReference, WrongType
from youthprog.lottery._parts import ApplicantType, HouseholdClass, NoCommittee, SeatQuota
from youthprog.quotas._applicants import Applications, like_households
from youthprog.values import Tri

if TYPE_CHECKING:
    from youthprog.quotas import Quota

MOST_TYPES: Final = 5000
"""More types than these are refused: the search keeps about as many committees as there are types."""


def parts_of(
    applied: Applications, weights: Mapping[str, Fraction]
) -> tuple[int, list[SeatQuota], list[ApplicantType], list[HouseholdClass]]:
    """Give the seats, the quotas in seats, the types and the classes of households.

    Raises:
        NoCommittee: if one quota alone cannot be met.
        BrokenRule: if there are too many types, or more of a household are confirmed than the cap.
    """
    bounds = [_in_seats(quota, told, applied.seats) for quota, told in zip(applied.quotas, applied.told, strict=True)]
    types, classes = _types(applied, weights)
    if len(types) > MOST_TYPES:
        rule = f"must sort the applicants into {MOST_TYPES} types at most; leave out quotas or weights"
        raise BrokenRule("quotas", rule)
    return applied.seats, bounds, types, classes


def weighed(weights: Mapping[str, int | Fraction] | None, applied: Applications) -> dict[str, Fraction]:
    """Give how much each chance counts, where it is not 1; a lottery needs no fewer applicants than seats."""
    if applied.seats > len(applied.people):
        raise BrokenRule("seats", "must not exceed the number of applicants")
    if weights is None:
        return {}
    if not isinstance(weights, Mapping):
        raise WrongType("weights", "must map ids to weights")
    found: dict[str, Fraction] = {}
    for who, weight in weights.items():
        if who not in applied.people:
            raise DanglingReference("weights", "must be of applicants")
        if isinstance(weight, bool) or not isinstance(weight, (int, Fraction)):
            raise WrongType("weights", "must be whole numbers or fractions")
        if not 0 < weight < 10**17:
            raise BrokenRule("weights", "must be above zero")
        found[who] = Fraction(weight)
    return found


def _types(applied: Applications, weights: Mapping[str, Fraction]) -> tuple[list[ApplicantType], list[HouseholdClass]]:
    """Sort people into types: by what they count in, their weight, and their household where the cap may bind."""
    one, memberships = Fraction(1), applied.counted(Tri.YES)
    alike = {who: (memberships[who], weights.get(who, one)) for who in memberships}
    classes = like_households(applied.homes, alike, applied.cap, applied.confirmed)
    house = {who: number for number, (_, like) in enumerate(classes) for rest in like for who in rest}
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for who in sorted(memberships):
        taken = who in applied.confirmed
        groups[(memberships[who], one) if taken else alike[who], taken, house.get(who, -1)].append(who)
    types = [
        ApplicantType(
            quotas=quotas,
            applicants=tuple(groups[(quotas, weight), taken, number]),
            chance=float(taken),
            weight=weight,
            confirmed=taken,
            household=None if number < 0 else number,
        )
        for (quotas, weight), taken, number in sorted(groups)
    ]
    return types, [HouseholdClass(cap=left, households=tuple(like)) for left, like in classes]


def _in_seats(quota: Quota, answers: Sequence[Tri], seats: int) -> SeatQuota:
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
