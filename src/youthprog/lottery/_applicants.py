"""From applicants to types: who counts alike in every quota, weighs the same and lives in like households."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, frozen

from youthprog._checks import whole_number
from youthprog.errors import BrokenRule, DanglingReference, WrongType
from youthprog.lottery._parts import ApplicantType, HouseholdClass, NoCommittee, SeatQuota
from youthprog.people import Member
from youthprog.quotas import Quota
from youthprog.quotas._applicants import answers_of, by_name, homes_of, identified, seated_already
from youthprog.values import Purpose, Tri

MOST_TYPES: Final = 5000
"""More types than these are refused: the search keeps about as many committees as there are types."""


@frozen(kw_only=True, repr=False)
class Applications:
    """What a lottery is made from, checked.

    Attributes:
        people: the applicants by id.
        seats: how many seats there are.
        quotas: by name.
        told: for each quota and applicant whether the applicant meets it.
        homes: the people of each household.
        cap: how many of one household may be seated.
        confirmed: who has a seat already.
        weights: how much a chance counts, where it is not 1.
        on: the day.
        purpose: why sensitive answers are used.
    """

    people: Mapping[str, Member]
    seats: int
    quotas: Sequence[Quota]
    told: Sequence[Sequence[Tri]]
    homes: Mapping[Hashable, list[str]]
    cap: int
    confirmed: frozenset[str]
    weights: Mapping[str, Fraction]
    on: dt.date
    purpose: Purpose | None

    @classmethod
    def read(
        cls,
        applicants: Iterable[Member],
        *,
        seats: int,
        quotas: Iterable[Quota],
        on: dt.date,
        purpose: Purpose | None,
        household: Mapping[str, Hashable] | Callable[[Member], Hashable] | None,
        cap: int,
        confirmed: Iterable[str],
        weights: Mapping[str, int | Fraction] | None,
    ) -> Applications:
        """Check what was given to `lottery`."""
        people = identified(applicants)
        places = whole_number(seats, field="seats")
        if places > len(people):
            raise BrokenRule("seats", "must not exceed the number of applicants")
        if on.__class__ is not dt.date:
            raise WrongType("on", "must be a date")
        most = whole_number(cap, field="cap")
        if most < 1:
            raise BrokenRule("cap", "must be at least 1")
        demands = by_name(quotas, purpose)
        return cls(
            people=people,
            seats=places,
            quotas=demands,
            told=answers_of(demands, people, on, purpose),
            homes=homes_of(household, people),
            cap=most,
            confirmed=seated_already(confirmed, people, places),
            weights=_weights(weights, people),
            on=on,
            purpose=purpose,
        )

    def if_met(self, quota: int) -> Applications:
        """Give the same, if all of whom it is not known met a quota."""
        told = list(self.told)
        told[quota] = [Tri.YES if answer is Tri.UNKNOWN else answer for answer in told[quota]]
        return evolve(self, told=told)

    def parts(self) -> tuple[int, list[SeatQuota], list[ApplicantType], list[HouseholdClass]]:
        """Give the seats, the quotas in seats, the types and the classes of households.

        Raises:
            NoCommittee: if one quota alone cannot be met.
            BrokenRule: if there are too many types, or more of a household are confirmed than the cap.
        """
        bounds = [_in_seats(quota, told, self.seats) for quota, told in zip(self.quotas, self.told, strict=True)]
        counted = {
            who: tuple(at for at, told in enumerate(self.told) if told[number] is Tri.YES)
            for number, who in enumerate(self.people)
        }
        types, classes = _types(counted, self.homes, self.cap, self.confirmed, self.weights)
        if len(types) > MOST_TYPES:
            rule = f"must sort the applicants into {MOST_TYPES} types at most; leave out quotas or weights"
            raise BrokenRule("quotas", rule)
        return self.seats, bounds, types, classes


def _weights(weights: Mapping[str, int | Fraction] | None, applicants: Mapping[str, Member]) -> dict[str, Fraction]:
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


def _types(
    memberships: Mapping[str, tuple[int, ...]],
    homes: Mapping[Hashable, list[str]],
    cap: int,
    confirmed: frozenset[str],
    weights: Mapping[str, Fraction],
) -> tuple[list[ApplicantType], list[HouseholdClass]]:
    """Sort people into types: by what they count in, their weight, and their household where the cap may bind."""
    one = Fraction(1)
    alike = {who: (memberships[who], weights.get(who, one)) for who in memberships}
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
    for who in sorted(memberships):
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
