"""Applicants, sorted into kinds who count alike, and how many of each can be seated."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from youthprog._checks import a_date, whole_number
from youthprog._solver import Deadline
from youthprog.criteria import AllOf, AnyOf, Criterion, Dimension, Is, NotThat
from youthprog.errors import BrokenRule, DanglingReference, DuplicateId, WrongType
from youthprog.people import Codes, Member
from youthprog.quotas._demand import Quota
from youthprog.values import Purpose, Tri

__all__ = ["Applications", "Kind", "Pool", "like_households", "limit", "pooled"]

# --- What is given ---------------------------------------------------------------------------------------------------


def once_each(values: Iterable[str], field: str) -> None:
    """Refuse what repeats."""
    if any(times > 1 for times in Counter(values).values()):
        raise DuplicateId(field, "must not repeat")


def by_name(quotas: Iterable[Quota], purpose: Purpose | None) -> list[Quota]:
    """Give the quotas by name, so that their order does not matter."""
    found = list(quotas)
    for quota in found:
        if not isinstance(quota, Quota):
            raise WrongType("quotas", "must be quotas")
        quota.permitted(purpose)
    once_each((quota.name for quota in found), "quotas")
    return sorted(found, key=lambda quota: quota.name)


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


def seated_already(confirmed: Iterable[str], people: Mapping[str, Member], seats: int) -> frozenset[str]:
    """Give the ids of those who are confirmed."""
    if isinstance(confirmed, str):
        raise WrongType("confirmed", "must be a list of ids")
    ids = list(confirmed)
    once_each(ids, "confirmed")
    if not people.keys() >= set(ids):
        raise DanglingReference("confirmed", "must be ids of applicants")
    if len(ids) > seats:
        raise BrokenRule("confirmed", "must not be more people than seats")
    return frozenset(ids)


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


def limit(seconds: float | None) -> Deadline:
    """Give the deadline of a time limit."""
    if seconds is not None and (isinstance(seconds, bool) or not isinstance(seconds, (int, float))):
        raise WrongType("time_limit", "must be a number of seconds")
    if seconds is not None and not seconds > 0:
        raise BrokenRule("time_limit", "must be above zero")
    return Deadline.after(seconds)


@frozen(kw_only=True, repr=False)
class Applications:
    """Applicants, seats and quotas, checked; what `explain` and the lottery begin with.

    Attributes:
        people: the applicants by id.
        seats: how many seats there are.
        quotas: by name.
        told: for each quota and applicant whether the applicant meets it.
        homes: the people of each household.
        cap: how many of one household may be seated.
        confirmed: who has a seat already.
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
    ) -> Applications:
        """Check what was given."""
        people = identified(applicants)
        places = whole_number(seats, field="seats")
        a_date(on)
        most = whole_number(cap, field="cap")
        if most < 1:
            raise BrokenRule("cap", "must be at least 1")
        demands = by_name(quotas, purpose)
        return cls(
            people=people,
            seats=places,
            quotas=demands,
            confirmed=seated_already(confirmed, people, places),
            homes=homes_of(household, people),
            told=answers_of(demands, people, on, purpose),
            cap=most,
            on=on,
            purpose=purpose,
        )

    def counted(self, answer: Tri) -> dict[str, tuple[int, ...]]:
        """Give for each applicant the quotas, by number, to which this is the answer."""
        return {
            who: tuple(at for at, told in enumerate(self.told) if told[number] is answer)
            for number, who in enumerate(self.people)
        }


def like_households(
    homes: Mapping[Hashable, list[str]], alike: Mapping[str, Any], cap: int, confirmed: frozenset[str]
) -> list[tuple[int, list[tuple[str, ...]]]]:
    """Sort the households in which the cap may bind by who lives there: classes of like ones, in an order of their own.

    Args:
        homes: the people of each household.
        alike: for each applicant what can be exchanged for what; it sorts.
        cap: how many of one household may be seated.
        confirmed: who has a seat already.

    Returns:
        For each class how many more of each household may be seated, and the people of each who are not confirmed.

    Raises:
        BrokenRule: if more of one household are confirmed than the cap.
    """
    classes: dict[tuple[Any, ...], list[tuple[str, ...]]] = defaultdict(list)
    for home in homes.values():
        left = cap - sum(who in confirmed for who in home)
        if left < 0:
            raise BrokenRule("confirmed", "must not be more of one household than the cap")
        rest = tuple(sorted(who for who in home if who not in confirmed))
        if len(rest) > left:
            classes[left, tuple(sorted(alike[who] for who in rest))].append(rest)
    return [(key[0], sorted(classes[key])) for key in sorted(classes)]


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
            told.append([quota.counts(member, on=on, purpose=purpose) for member in people.values()])
            continue
        for dimension in quota.of.dimensions:
            if dimension not in read:
                read[dimension] = [dimension.answer(member, on=on, purpose=purpose) for member in people.values()]
        judged: dict[tuple[Codes, ...], Tri] = {}
        found = []
        combined = zip(*(read[dimension] for dimension in quota.of.dimensions), strict=True)
        for member, answers in zip(people.values(), combined, strict=True):
            if answers not in judged:
                judged[answers] = quota.counts(member, on=on, purpose=purpose)
            found.append(judged[answers])
        told.append(found)
    return told


# --- Kinds of applicants ---------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Kind:
    """Applicants who count alike.

    Attributes:
        meets: the quotas they count in, by number; the last number stands for the seats, in which everybody counts.
        perhaps: the quotas of which it is not known; empty where that is not asked.
        people: how many they are.
        confirmed: whether they have their seats already.
        house: the class of their households; `None` where the cap cannot bind.
    """

    meets: frozenset[int]
    perhaps: frozenset[int]
    people: int
    confirmed: bool
    house: int | None


@frozen(kw_only=True)
class Pool:
    """All who applied.

    Attributes:
        kinds: by kind.
        caps: for each class of like households how many of the people in them can be seated.
    """

    kinds: tuple[Kind, ...]
    caps: tuple[int, ...]

    @property
    def people(self) -> int:
        """How many applied."""
        return sum(kind.people for kind in self.kinds)

    def count(self, which: Callable[[Kind], bool]) -> int:
        """Give how many applicants are of these kinds."""
        return sum(kind.people for kind in self.kinds if which(kind))

    def most(self, worths: Iterable[int]) -> int:
        """Give the most that people can be worth together if any of them, and whoever is confirmed, are seated."""
        total = 0
        shared: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for kind, worth in zip(self.kinds, worths, strict=True):
            if kind.confirmed or (worth > 0 and kind.house is None):
                total += worth * kind.people
            elif worth > 0 and kind.house is not None:
                shared[kind.house].append((worth, kind.people))
        for house, wanted in shared.items():
            left = self.caps[house]
            for worth, people in sorted(wanted, reverse=True):
                total += worth * min(people, left)
                left -= min(people, left)
        return total


def pooled(applied: Applications, counted: Mapping[str, tuple[frozenset[int], frozenset[int]]]) -> Pool:
    """Sort applicants by what they count in, and their household where the cap may bind.

    People in households of like composition can be exchanged: so many households of a class seat so many of the cap
    each, in whatever mixture their people allow.
    """
    alike = {who: (tuple(sorted(meets)), tuple(sorted(perhaps))) for who, (meets, perhaps) in counted.items()}
    classes = like_households(applied.homes, alike, applied.cap, applied.confirmed)
    house = {who: number for number, (_, like) in enumerate(classes) for rest in like for who in rest}
    sizes = Counter((alike[who], who in applied.confirmed, house.get(who, -1)) for who in counted)
    return Pool(
        kinds=tuple(
            Kind(
                meets=frozenset(meets),
                perhaps=frozenset(perhaps),
                people=sizes[(meets, perhaps), taken, number],
                confirmed=taken,
                house=None if number < 0 else number,
            )
            for (meets, perhaps), taken, number in sorted(sizes)
        ),
        caps=tuple(left * len(like) for left, like in classes),
    )
