"""Why a group that meets every quota cannot be chosen, and what would help.

The oracle is every group of so many people, on pools of at most nine. Laws (the numbers are those of the list of
properties a fair selection must have):

- it is possible exactly if some group meets every quota;
- (13) it is possible exactly if nothing need be relaxed; the relaxation makes it possible, and no cheaper one does;
- (14) the demands of a conflict cannot be kept together, and without any one of them the others can;
- (15) each change of a single demand makes it possible, and one step less does not;
- a reason is sound: where one is given, no group meets even the demands it names;
- whoever is recruited as advised makes it possible, and fewer do not;
- the missing answers could make as much possible as is said, and no fewer of them;
- a lottery can be made exactly if it is possible;
- nothing depends on the order of applicants and quotas;
- without a solver the reasons and what counting decides are the same.
"""

from __future__ import annotations

import builtins
import contextlib
import datetime as dt
import functools
import itertools
import math
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from youthprog.criteria import AgeGroups, Criterion, Dimension, Meets
from youthprog.errors import BrokenRule, DanglingReference, DuplicateId, PurposeRequired, WrongType
from youthprog.lottery import NoCommittee, lottery
from youthprog.people import Consent, Member
from youthprog.quotas import Bound, Demand, Diagnosis, Quota, SolverMissing, TimeLimitReached, explain
from youthprog.quotas._applicants import Applications, Pool, pooled
from youthprog.quotas._arithmetic import Rows, Side, seated, shortfalls
from youthprog.quotas._kinds import there_can_be
from youthprog.values import AgeBand, Declined, Known, LeapDay, Purpose, Tri

TODAY = dt.date(2022, 7, 1)
PLACE = Dimension(name="place", categories=("rural", "urban", "abroad"), sensitive=False)
GENDER = Dimension(name="gender", categories=("woman", "man"), sensitive=False)
WORK = Dimension(name="work", categories=("school", "job"), sensitive=False, multiple=True)
CRITERIA = [
    PLACE.is_in("rural"),
    PLACE.is_in("urban", "abroad"),
    PLACE.is_in("abroad"),
    GENDER.is_in("woman"),
    GENDER.is_in("man"),
    WORK.is_in("school"),
    GENDER.is_in("woman") & PLACE.is_in("rural"),
    GENDER.is_in("man") | ~WORK.is_in("job"),
]


@attrs.define(slots=False)
class Case:
    quotas: list[Quota]
    people: list[Member]
    seats: int
    household: dict[str, int]
    cap: int
    confirmed: list[str]

    @functools.cached_property
    def groups(self) -> list[dict[str, int]]:
        """What each group counts that fills the seats with all who are confirmed and no household beyond the cap."""
        found = []
        told = [{one.name: one.of.holds(who, on=TODAY) is Tri.YES for one in self.quotas} for who in self.people]
        for group in itertools.combinations(range(len(self.people)), self.seats):
            names = {self.people[i].id for i in group}
            homes = [self.household[name] for name in names if name in self.household]
            if set(self.confirmed) <= names and all(homes.count(home) <= self.cap for home in homes):
                found.append({one.name: sum(told[i][one.name] for i in group) for one in self.quotas})
        return found

    def explained(self, **facts: Any) -> Diagnosis:
        given: dict[str, Any] = {
            "seats": self.seats,
            "on": TODAY,
            "household": self.household,
            "cap": self.cap,
            "confirmed": self.confirmed,
        }
        return explain(self.quotas, self.people, **(given | facts))


def person(name: str, place: str | None, gender: str | None, work: frozenset[str] | None) -> Member:
    said = {"place": place, "gender": gender}
    answers: dict[str, Any] = {key: Declined() if value is None else Known(value) for key, value in said.items()}
    return Member(id=name, identities={**answers, "work": Declined() if work is None else Known(work)})


PLACES = st.sampled_from(["rural", "urban", "abroad", "rural", "urban", None])
GENDERS = st.sampled_from(["woman", "man", "woman", "man", None])
WORKS = st.sampled_from([frozenset(), frozenset({"school"}), frozenset({"job"}), frozenset({"school", "job"}), None])


@st.composite
def cases(draw: st.DrawFn, *, most: int = 7) -> Case:
    size = draw(st.integers(0, most) if draw(st.integers(0, 9)) == 0 else st.integers(4, most))
    people = [person(f"m-{i}", draw(PLACES), draw(GENDERS), draw(WORKS)) for i in range(size)]
    together = draw(st.booleans())
    homes = {f"m-{i}": draw(st.integers(0, 3)) for i in range(size) if together and draw(st.integers(0, 2))}
    cap = draw(st.integers(1, 2))
    lodged = sum(min(cap, number) for number in Counter(homes.values()).values())
    full = size if draw(st.integers(0, 4)) == 0 else size - len(homes) + lodged
    seats = draw(st.integers(0, size + 1) if draw(st.integers(0, 9)) == 0 else st.integers(0, full))
    quotas = []
    within = draw(st.integers(0, 3))  # mostly bounds that could be kept one at a time
    for number, of in enumerate(
        draw(st.lists(st.sampled_from(CRITERIA), min_size=draw(st.sampled_from([0, 3])), max_size=6))
    ):
        yes = sum(of.holds(one, on=TODAY) is Tri.YES for one in people)
        low, high = sorted(draw(st.tuples(st.integers(0, seats + 1), st.integers(0, seats + 1))))
        if within:
            slack = draw(st.tuples(st.integers(0, 1), st.integers(0, 1)))
            low, high = max(0, min(yes, seats) - slack[0]), max(0, seats - (size - yes)) + slack[1]
        bounds: dict[str, Any] = draw(
            st.sampled_from(
                [
                    {"minimum_people": low},
                    {"maximum_people": high},
                    {"minimum_people": min(low, high), "maximum_people": high},
                    {"minimum": "1/2", "maximum": "1/2"},
                    {"minimum": "1/2", "maximum_people": high},
                    {"minimum_people": low, "maximum": "1/2"},
                ]
            )
        )
        quotas.append(Quota(name=f"q{number}", of=of, **bounds))
    confirmed: list[str] = []
    for i in range(size):
        name = f"m-{i}"
        mates = [one for one in confirmed if name in homes and homes.get(one) == homes[name]]
        if together and len(confirmed) < seats and len(mates) < cap and draw(st.integers(0, 7)) == 0:
            confirmed.append(name)
    return Case(quotas, people, seats, homes, cap, confirmed)


def crowd(*kinds: tuple[int, str | None, str | None]) -> list[Member]:
    """So many people of each place and gender, without work."""
    told = [(place, gender) for number, place, gender in kinds for _ in range(number)]
    return [person(f"m-{i:02}", place, gender, frozenset()) for i, (place, gender) in enumerate(told)]


def camp(rural: int, urban: int, silent: int = 0) -> Case:
    """A camp of 40 seats, a quarter of them for people from rural areas."""
    some = crowd((rural, "rural", "woman"), (urban, "urban", "man"), (silent, None, "man"))
    return Case([Quota(name="rural", of=PLACE.is_in("rural"), minimum="25%")], some, 40, {}, 1, [])


def undecided() -> Case:
    """Three groups, of each of which exactly one person is to be seated, and everybody in a group is in two of them."""
    people = [
        person("a", "urban", "woman", frozenset({"school"})),
        person("b", "rural", "woman", frozenset()),
        person("c", "rural", "man", frozenset({"school"})),
        person("d", "urban", "man", frozenset()),
        person("e", "urban", "man", frozenset()),
    ]
    groups = {"pupils": WORK.is_in("school"), "rural": PLACE.is_in("rural"), "women": GENDER.is_in("woman")}
    quotas = [Quota(name=name, of=of, minimum_people=1, maximum_people=1) for name, of in groups.items()]
    return Case(quotas, people, 2, {}, 1, [])


# --- The oracle ------------------------------------------------------------------------------------------------------


def bounds_of(case: Case) -> dict[tuple[str, Bound], int]:
    """The demands in seats, by quota and side."""
    found = {(quota.name, Bound.MINIMUM): quota.needed(case.seats) for quota in case.quotas}
    return found | {(quota.name, Bound.MAXIMUM): quota.allowed(case.seats) for quota in case.quotas}


def keeps(count: dict[str, int], demands: dict[tuple[str, Bound], int]) -> bool:
    return all(
        count[name] >= seats if bound is Bound.MINIMUM else count[name] <= seats
        for (name, bound), seats in demands.items()
    )


def can_be(case: Case, demands: dict[tuple[str, Bound], int] | None = None) -> bool:
    wanted = bounds_of(case) if demands is None else demands
    return any(keeps(count, wanted) for count in case.groups)


def plain(demands: tuple[Demand, ...]) -> dict[tuple[str, Bound], int]:
    return {(demand.quota.name, demand.bound): demand.seats for demand in demands}


def cost(case: Case, weights: dict[str, int], limits: dict[str, tuple[int, int]]) -> int | None:
    """The least cost of a relaxation, over all groups."""
    demands = bounds_of(case)
    found = []
    for count in case.groups:
        total = 0
        for (name, bound), seats in demands.items():
            off = seats - count[name] if bound is Bound.MINIMUM else count[name] - seats
            low, high = limits.get(name, (0, case.seats))
            within = count[name] >= low if bound is Bound.MINIMUM else count[name] <= high
            if off > 0 and not within:
                break
            total += weights.get(name, 1) * max(0, off)
        else:
            found.append(total)
    return min(found, default=None)


# --- Laws ------------------------------------------------------------------------------------------------------------


@given(cases())
def test_it_is_possible_exactly_if_some_group_meets_every_quota(case: Case) -> None:
    found = case.explained()
    assert can_be(case) == found.possible
    assert (len(case.people), case.seats) == (found.applicants, found.seats)
    assert found.possible == (found.advice is None)
    assert not (found.possible and found.reasons)


@given(cases(), st.data())
def test_property_13_the_relaxation_makes_it_possible_and_no_cheaper_one_does(case: Case, data: st.DataObject) -> None:
    names = [quota.name for quota in case.quotas]
    weights = {name: data.draw(st.integers(1, 3)) for name in names if data.draw(st.booleans())}
    limits = {
        name: (data.draw(st.integers(0, case.seats)), data.draw(st.integers(0, case.seats)))
        for name in names
        if data.draw(st.booleans())
    }
    found = case.explained(weights=weights, limits=limits)
    if found.advice is None or not found.advice.conflict:
        assume(found.advice is not None)
        assert not can_be(case, {})
        return
    moves = found.advice.relaxation
    least = cost(case, weights, limits)
    if moves is None:
        assert least is None
        return
    assert moves
    assert least == sum(weights.get(move.demand.quota.name, 1) * abs(move.to - move.demand.seats) for move in moves)
    changed = {quota.name: quota for quota in case.quotas}
    for move in moves:
        name = move.demand.quota.name
        low, high = limits.get(name, (0, case.seats))
        assert move.to >= low if move.demand.bound is Bound.MINIMUM else move.to <= high
        changed[name] = move.moved(changed[name])
    after = attrs.evolve(case, quotas=list(changed.values()))
    assert can_be(after)
    assert after.explained().possible


@pytest.mark.parametrize(
    "bounds",
    [
        {"minimum": "50%", "maximum_people": 3},
        {"minimum_people": 5, "maximum": "30%"},
    ],
)
def test_moves_of_both_bounds_of_a_quota_can_be_made_one_after_the_other(bounds: dict[str, Any]) -> None:
    people = [person(f"m-{i}", "rural" if i < 10 else "urban", None, None) for i in range(20)]
    both = Quota(name="rural", of=PLACE.is_in("rural"), **bounds)
    found = explain([both], people, seats=10, on=TODAY, limits={"rural": (4, 4)})
    assert found.advice is not None
    assert found.advice.relaxation is not None
    changed = both
    for move in found.advice.relaxation:
        changed = move.moved(changed)
    assert (changed.minimum_people, changed.maximum_people) == (4, 4)
    assert explain([changed], people, seats=10, on=TODAY).possible


@given(cases())
def test_of_equally_cheap_relaxations_it_is_the_one_that_moves_the_first_demand_the_least(case: Case) -> None:
    found = case.explained()
    assume(found.advice is not None)
    assert found.advice is not None
    assume(found.advice.relaxation is not None)
    moves = {(move.demand.quota.name, move.demand.bound): move.to for move in found.advice.relaxation or ()}
    demands = bounds_of(case)
    order = [(name, bound) for bound in Bound for name in sorted(quota.name for quota in case.quotas)]
    slacks = [
        [
            max(0, demands[side] - count[side[0]] if side[1] is Bound.MINIMUM else count[side[0]] - demands[side])
            for side in order
        ]
        for count in case.groups
    ]
    assert min(slacks, key=lambda slack: (sum(slack), slack)) == [
        abs(moves.get(side, demands[side]) - demands[side]) for side in order
    ]


@given(cases())
def test_property_14_a_conflict_cannot_be_kept_and_without_any_one_demand_it_can(case: Case) -> None:
    found = case.explained()
    assume(found.advice is not None)
    assert found.advice is not None
    conflict = plain(found.advice.conflict)
    assert conflict.items() <= bounds_of(case).items()
    assert not can_be(case, conflict)
    for demand in conflict:
        assert can_be(case, {other: seats for other, seats in conflict.items() if other != demand})


@given(cases())
def test_property_15_each_single_change_makes_it_possible_and_one_step_less_does_not(case: Case) -> None:
    found = case.explained()
    assume(found.advice is not None)
    assert found.advice is not None
    demands = bounds_of(case)
    alone = {(move.demand.quota.name, move.demand.bound): move.to for move in found.advice.alone}
    for demand, to in alone.items():
        assert to != demands[demand]
        assert can_be(case, demands | {demand: to})
        step = 1 if demand[1] is Bound.MINIMUM else -1
        assert not can_be(case, demands | {demand: to + step})
    for demand in demands.keys() - alone.keys():
        assert not can_be(case, {other: seats for other, seats in demands.items() if other != demand})


@given(cases())
def test_where_a_reason_is_given_no_group_meets_even_the_demands_it_names(case: Case) -> None:
    for reason in case.explained().reasons:
        assert not can_be(case, plain(reason.demands))
        assert reason.asked > reason.there


def with_recruits(case: Case, found: Diagnosis, data: st.DataObject) -> Case:
    """The pool with the recruits, each of any kind that fits."""
    assert found.advice is not None
    assert found.advice.recruits is not None
    names = [quota.name for quota in found.quotas]
    ways = [
        person("new", place, gender, work)
        for place, gender in itertools.product(PLACE.categories, GENDER.categories)
        for work in map(frozenset, ((), ("school",), ("job",), ("school", "job")))
    ]
    new = []
    for recruits in found.advice.recruits:
        meets = {quota.name for quota in recruits.meets}
        avoids = {quota.name for quota in recruits.avoids}
        assert meets | avoids <= set(names)
        fitting = [
            one
            for one in ways
            if all(
                quota.of.holds(one, on=TODAY) is (Tri.YES if quota.name in meets else Tri.NO)
                for quota in case.quotas
                if quota.name in meets | avoids
            )
        ]
        assert fitting
        new += [data.draw(st.sampled_from(fitting)) for _ in range(recruits.people)]
    return attrs.evolve(case, people=case.people + [attrs.evolve(one, id=f"new-{i}") for i, one in enumerate(new)])


@given(cases(most=6), st.data())
def test_whoever_is_recruited_as_advised_makes_it_possible(case: Case, data: st.DataObject) -> None:
    found = case.explained()
    assume(found.advice is not None)
    assert found.advice is not None
    if found.advice.recruits is not None:
        assert found.advice.recruits
        assert can_be(with_recruits(case, found, data))


@settings(max_examples=40)
@given(cases(most=5))
def test_fewer_recruits_than_advised_are_not_enough(case: Case) -> None:
    found = case.explained()
    assume(found.advice is not None)
    assert found.advice is not None
    kinds = there_can_be(found.quotas)
    assert kinds is not None
    one_of_each = []
    for place, gender in itertools.product(PLACE.categories, GENDER.categories):
        for work in map(frozenset, ((), ("school",), ("job",), ("school", "job"))):
            one = person("new", place, gender, work)
            kind = frozenset(at for at, quota in enumerate(found.quotas) if quota.of.holds(one, on=TODAY) is Tri.YES)
            if kind in kinds:
                kinds.remove(kind)
                one_of_each.append(one)
    assert not kinds
    advised = found.advice.recruits
    number = 3 if advised is None else sum(one.people for one in advised)
    for fewer in range(min(number, 3)):
        for new in itertools.combinations_with_replacement(one_of_each, fewer):
            joined = [attrs.evolve(one, id=f"new-{i}") for i, one in enumerate(new)]
            assert not can_be(attrs.evolve(case, people=case.people + joined))


@settings(max_examples=60)
@given(cases(most=6))
def test_the_missing_answers_could_make_possible_what_is_said_and_no_fewer_of_them(case: Case) -> None:
    found = case.explained()
    assume(found.advice is not None)
    assert found.advice is not None
    disclosure = found.advice.disclosure
    assume(disclosure is None or not disclosure.recruits)
    silent = [one for one in case.people if any(quota.of.holds(one, on=TODAY) is Tri.UNKNOWN for quota in case.quotas)]
    assume(len(silent) <= 3)
    fewest = None
    said = {
        one.id: [
            person(one.id, place, gender, work)
            for place in (*PLACE.categories, None)
            for gender in (*GENDER.categories, None)
            for work in (*map(frozenset, ((), ("school",), ("job",), ("school", "job"))), None)
        ]
        for one in silent
    }
    options = []
    for one in silent:
        kinds = {}
        for other in said[one.id]:
            answers = [(quota.of.holds(one, on=TODAY), quota.of.holds(other, on=TODAY)) for quota in case.quotas]
            if all(before is Tri.UNKNOWN or before is after for before, after in answers):
                kinds[tuple(after is Tri.YES for _, after in answers)] = other
        options.append(
            [
                (other, kind != tuple(quota.of.holds(one, on=TODAY) is Tri.YES for quota in case.quotas))
                for kind, other in kinds.items()
            ]
        )
    for chosen in itertools.product(*options):
        turned = sum(changed for _, changed in chosen)
        if fewest is None or turned < fewest:
            now = {one.id: one for one in case.people} | {one.id: one for one, _ in chosen}
            if can_be(attrs.evolve(case, people=list(now.values()))):
                fewest = turned
    assert fewest == (None if disclosure is None else disclosure.answers)


@settings(max_examples=50)
@given(cases())
def test_a_lottery_can_be_made_exactly_if_it_is_possible(case: Case) -> None:
    assume(case.seats <= len(case.people))
    given: dict[str, Any] = {"household": case.household, "cap": case.cap, "confirmed": case.confirmed}
    made = True
    try:
        lottery(case.people, seats=case.seats, quotas=case.quotas, on=TODAY, **given)
    except NoCommittee:
        made = False
    assert made == case.explained().possible


@given(cases(), st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_applicants_and_quotas(case: Case, random: Any) -> None:
    shuffled = attrs.evolve(
        case, people=random.sample(case.people, len(case.people)), quotas=random.sample(case.quotas, len(case.quotas))
    )
    assert shuffled.explained() == case.explained()


def parts(case: Case) -> tuple[Pool, Rows]:
    """The applicants by kind, and the demands in seats."""
    told = {
        one.id: frozenset(at for at, quota in enumerate(case.quotas) if quota.of.holds(one, on=TODAY) is Tri.YES)
        for one in case.people
    }
    last = len(case.quotas)
    applied = Applications.read(
        case.people,
        seats=case.seats,
        quotas=case.quotas,
        on=TODAY,
        purpose=None,
        household=case.household,
        cap=case.cap,
        confirmed=case.confirmed,
    )
    pool = pooled(applied, {name: (kind | {last}, frozenset()) for name, kind in told.items()})
    rows = Rows(
        low=(*(quota.needed(case.seats) for quota in case.quotas), case.seats),
        high=(*(quota.allowed(case.seats) for quota in case.quotas), case.seats),
    )
    return pool, rows


def asked_beyond(family: frozenset[Side], pool: Pool, rows: Rows) -> int:
    """How many more places some minima ask for than some maxima and the applicants have."""
    worths = [sum(1 if one.minimum else -1 for one in family if one.row in kind.meets) for kind in pool.kinds]
    sums = sum(rows.low[one.row] if one.minimum else -rows.high[one.row] for one in family)
    return sums - pool.most(worths)


@given(cases())
def test_a_reason_counts_no_demand_it_could_do_without_and_none_contains_another(case: Case) -> None:
    pool, rows = parts(case)
    found = shortfalls(pool, rows)
    for family, short in found.items():
        assert short.size == asked_beyond(family, pool, rows) > 0
        for side in family:
            assert asked_beyond(family - {side}, pool, rows) <= 0
        assert not any(other < family for other in found)


@given(cases())
def test_a_group_that_counting_finds_keeps_every_demand(case: Case) -> None:
    pool, rows = parts(case)
    counts = seated(pool, rows)
    if counts is None:
        return
    for row, (low, high) in enumerate(zip(rows.low, rows.high, strict=True)):
        assert low <= sum(count for count, kind in zip(counts, pool.kinds, strict=True) if row in kind.meets) <= high
    for count, kind in zip(counts, pool.kinds, strict=True):
        assert (kind.people if kind.confirmed else 0) <= count <= kind.people
    for house, most in enumerate(pool.caps):
        assert sum(count for count, kind in zip(counts, pool.kinds, strict=True) if kind.house == house) <= most


def test_counting_seats_no_more_of_a_household_than_the_cap() -> None:
    people = crowd((6, "rural", "woman"), (3, "urban", "man"))
    home = {f"m-{i:02}": 0 for i in range(6)}
    everybody = Quota(name="all", of=RURAL | URBAN, minimum_people=0)
    pool, rows = parts(Case([everybody, quota("rural", 0)], people, 4, home, 1, []))
    counts = seated(pool, rows)
    assert counts is not None
    assert [(1, True), (3, False)] == sorted(
        (count, kind.house == 0) for count, kind in zip(counts, pool.kinds, strict=True)
    )
    assert seated(*parts(Case([], people, 5, home, 1, []))) is None


# --- Without a solver ------------------------------------------------------------------------------------------------


def without_solver(patch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name == "highspy":
            raise ImportError(name)
        return real(name, *rest)

    patch.setattr(builtins, "__import__", absent)


@given(cases())
def test_without_a_solver_the_reasons_and_what_counting_decides_are_the_same(case: Case) -> None:
    found = case.explained()
    with pytest.MonkeyPatch.context() as patch:
        without_solver(patch)
        if found.reasons or found.possible:
            with contextlib.suppress(SolverMissing):  # a group there is may be too hard to find
                assert case.explained() == attrs.evolve(found, advice=None)
        else:
            with pytest.raises(SolverMissing, match=r"pip install youthprog\[solver\]"):
                case.explained()


def test_without_a_solver_the_sentences_say_what_takes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    without_solver(monkeypatch)
    found = camp(rural=7, urban=43).explained()
    assert found.sentences[1:] == (
        "rural: 10 of 40 seats must go to people who meet it, and 7 of 50 applicants do; 3 short.",
        "What would help takes a search: pip install youthprog[solver].",
    )


def test_what_counting_cannot_decide_needs_the_solver_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    case = undecided()
    assert case.explained().reasons == ()
    assert not case.explained().possible
    without_solver(monkeypatch)
    with pytest.raises(SolverMissing, match=r"counting alone does not tell .*: pip install youthprog\[solver\]"):
        case.explained()


def test_a_time_limit_that_is_reached_is_an_error() -> None:
    with pytest.raises(TimeLimitReached):
        undecided().explained(time_limit=1e-9)
    assert camp(rural=20, urban=30).explained(time_limit=1e-9).possible


# --- In words --------------------------------------------------------------------------------------------------------

RURAL, URBAN = PLACE.is_in("rural"), PLACE.is_in("urban")
WOMEN, MEN = GENDER.is_in("woman"), GENDER.is_in("man")


def quota(name: str, low: int | None = None, high: int | None = None) -> Quota:
    of = {"rural": RURAL, "urban": URBAN, "women": WOMEN, "men": MEN}[name]
    return Quota(name=name, of=of, minimum_people=low, maximum_people=high)


HALVES = crowd((6, "rural", "woman"), (6, "urban", "man"))


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (
            camp(7, 43, 2),
            (
                "rural: 10 of 40 seats must go to people who meet it, and 7 of 52 applicants do, and for 2 it "
                "is not known; 3 short, or 1 if both turn out to meet it."
            ),
        ),
        (
            camp(1, 43, 1),
            (
                "rural: 10 of 40 seats must go to people who meet it, and 1 of 45 applicants does, and for 1 it is not "
                "known; 9 short, or 8 if that one turns out to meet it."
            ),
        ),
        (
            camp(0, 43, 12),
            (
                "rural: 10 of 40 seats must go to people who meet it, and nobody who applied is known to, and "
                "for 12 it is not known; 10 short, or 0 if all of them turn out to meet it."
            ),
        ),
        (
            camp(0, 0, 50),
            (
                "rural: 10 of 40 seats must go to people who meet it, and nobody who applied is known to, and for 50 "
                "it is not known; 10 short, or 0 if all of them turn out to meet it. Is a category or an answer "
                "misspelt?"
            ),
        ),
        (
            Case([quota("rural", 3)], HALVES, 4, {f"m-{i:02}": i // 3 for i in range(12)}, 1, []),
            (
                "rural: 3 of 4 seats must go to people who meet it, and 6 of 12 applicants do, of whom 2 can be "
                "seated with at most 1 of a household; 1 short."
            ),
        ),
        (camp(7, 20), "40 seats and 27 applicants; 13 seats stay empty."),
        (
            Case([], HALVES, 10, {f"m-{i:02}": i // 4 for i in range(12)}, 3, []),
            "10 seats and 12 applicants, of whom 9 can be seated with at most 3 of a household; 1 seat stays empty.",
        ),
        (
            Case([Quota(name="third", of=RURAL, minimum="1/3", maximum="1/3")], HALVES, 4, {}, 1, []),
            "third: at least 2 and at most 1 of 4 seats, and no number is both.",
        ),
        (
            Case([quota("rural", 5)], HALVES, 4, {}, 1, []),
            "rural: 5 seats must go to people who meet it, and there are 4.",
        ),
        (
            Case([quota("rural", 3)], HALVES, 4, {}, 1, ["m-06", "m-07"]),
            "rural: 3 of 4 seats must go to people who meet it, and 2 are confirmed for people who do not; 1 short.",
        ),
        (
            Case([quota("rural", None, 0)], HALVES, 4, {}, 1, ["m-00"]),
            "rural: at most 0 of 4 seats may go to people who meet it, and 1 of them is confirmed; 1 too many.",
        ),
        (
            Case([quota("men", None, 4)], crowd((2, "rural", "woman"), (9, "urban", "man")), 8, {}, 1, []),
            "men: at most 4 of 8 seats may go to people who meet it, and 2 others applied; 2 seats stay empty.",
        ),
        (
            Case([quota("men", None, 3)], crowd((9, "urban", "man")), 4, {}, 1, []),
            "men: at most 3 of 4 seats may go to people who meet it, and nobody else applied; 1 seat stays empty.",
        ),
        (
            Case([quota("rural", 3), quota("urban", 3)], HALVES, 5, {}, 1, []),
            (
                "Of 5 seats there must be 3 for rural and 3 for urban, and nobody who applied counts as both: 6 are "
                "needed."
            ),
        ),
        (
            Case(
                [quota("rural", 2), quota("urban", 2), quota("women", 2)],
                crowd((1, "rural", "woman"), (2, "rural", "man"), (2, "urban", "man"), (2, "abroad", "woman")),
                4,
                {},
                1,
                [],
            ),
            (
                "Of 4 seats there must be 2 for rural, 2 for urban and 2 for women; those who count as more "
                "than one of them save 1: 5 are needed."
            ),
        ),
        (
            Case(
                [quota("rural", 2), quota("urban", 2)],
                crowd((3, "rural", "man"), (3, "urban", "man"), (2, "abroad", "man")),
                5,
                {},
                1,
                ["m-06", "m-07"],
            ),
            (
                "Of 5 seats there must be 2 for rural and 2 for urban, and nobody who applied counts as both; 2 are "
                "confirmed for people who count as none: 6 are needed."
            ),
        ),
        (
            Case(
                [quota("rural", 3), quota("urban", 2), quota("men", None, 4)],
                crowd((3, "rural", "man"), (3, "urban", "man"), (4, "abroad", "woman")),
                6,
                {},
                1,
                [],
            ),
            (
                "Of at most 4 seats for men there must be 3 for rural and 2 for urban, and nobody who applied "
                "counts as both: 5 are needed."
            ),
        ),
        (
            Case(
                [quota("rural", 3), quota("women", None, 1)],
                crowd((6, "rural", "woman"), (1, "rural", "man"), (6, "urban", "man")),
                6,
                {},
                1,
                [],
            ),
            (
                "rural: 3 of 6 seats must go to people who meet it; of those at most 1 may count as women, and "
                "1 who does not can be seated; 1 short."
            ),
        ),
        (
            Case(
                [quota("rural", 6), quota("women", None, 1), quota("men", None, 2)],
                crowd((6, "rural", "woman"), (6, "rural", "man"), (2, "rural", None), (6, "urban", None)),
                8,
                {},
                1,
                [],
            ),
            (
                "rural: 6 of 8 seats must go to people who meet it; of those at most 2 may count as men and 1 "
                "may count as women, and 2 who count as none of these can be seated; 1 short."
            ),
        ),
        (
            Case(
                [quota("rural", 2), quota("women", None, 2)],
                crowd((4, "rural", "woman"), (2, "urban", "woman"), (9, "urban", "man")),
                6,
                {},
                1,
                ["m-04"],
            ),
            (
                "rural: 2 of 6 seats must go to people who meet it; of those at most 2 may count as women (1 "
                "already taken by those confirmed), and nobody who does not can be seated; 1 short."
            ),
        ),
        (
            Case(
                [quota("rural", None, 1), quota("urban", None, 2)],
                [*HALVES, *crowd((13, "abroad", "man"))[12:]],
                6,
                {},
                1,
                [],
            ),
            "Of 6 seats there may be at most 1 for rural and 2 for urban, and 1 for others; 2 seats stay empty.",
        ),
        (
            Case(
                [quota("rural", 2), quota("urban", 2)],
                HALVES,
                4,
                {name: home for home in range(3) for name in (f"m-{home:02}", f"m-{home + 6:02}")}
                | {f"m-{i:02}": 0 for i in (3, 4, 5, 9, 10, 11)},
                1,
                [],
            ),
            "Counted together, rural at least 2 and urban at least 2 ask for 4 places; those who applied can fill 3.",
        ),
    ],
)
def test_a_reason_reads_as_a_sentence(case: Case, sentence: str) -> None:
    found = case.explained()
    assert sentence in [reason.sentence for reason in found.reasons]
    assert found.sentences[0].startswith("No group of")
    assert sentence in found.sentences
    assert f"<{sentence}>" in map(repr, found.reasons)


@pytest.mark.parametrize(
    ("case", "given", "sentences"),
    [
        (
            camp(7, 43, 2),
            {},
            [
                "The smallest change that is enough: rural at least 7 instead of 10.",
                "Or recruit 3 more applicants who count as rural.",
                "If 2 of the missing answers turned out well, 1 more applicant would be enough.",
            ],
        ),
        (
            camp(9, 43, 2),
            {"limits": {"rural": (10, 40)}},
            [
                "No change of the quotas within the limits is enough.",
                "Or recruit 1 more applicant who counts as rural.",
                "If 1 of the missing answers turned out well, that would be enough.",
            ],
        ),
        (
            camp(0, 43),
            {},
            [
                "The smallest change that is enough: rural without its minimum of 10.",
                "Or recruit 10 more applicants who count as rural.",
            ],
        ),
        (camp(7, 20), {}, ["Recruit 13 more applicants: 10 of any kind and 3 who count as rural."]),
        (camp(7, 20, 2), {}, ["Recruit 11 more applicants: 8 of any kind and 3 who count as rural."]),
        (
            undecided(),
            {"weights": {"rural": 2, "women": 2}},
            [
                (
                    "These cannot be kept together, though without any one of them the others can: pupils exactly 1, "
                    "rural exactly 1 and women exactly 1."
                ),
                "The smallest change that is enough: pupils at most 2 instead of 1.",
                (
                    "Instead, one of these alone would do: pupils without its minimum of 1, rural without its minimum "
                    "of 1, women without its minimum of 1, rural at most 2 instead of 1 or women at most 2 "
                    "instead of 1."
                ),
            ],
        ),
        (
            Case([quota("rural", 3), quota("urban", 3)], HALVES, 5, {}, 1, []),
            {"limits": {"urban": (3, 5)}},
            [
                "The smallest change that is enough: rural at least 2 instead of 3.",
                "No number of further applicants of the kinds there are would be enough.",
            ],
        ),
        (
            Case([quota("men", None, 4)], crowd((2, "rural", "woman"), (9, "urban", "man")), 8, {}, 1, []),
            {},
            [
                "The smallest change that is enough: men at most 6 instead of 4.",
                "Or recruit 2 more applicants who do not count as men.",
            ],
        ),
    ],
)
def test_advice_reads_as_sentences(case: Case, given: dict[str, Any], sentences: list[str]) -> None:
    found = case.explained(**given)
    advice = [one for one in found.sentences[1:] if one not in {reason.sentence for reason in found.reasons}]
    assert sentences == [one for one in advice if "recruit 1 more applicant who" not in one or one in sentences]
    assert f"<{' '.join(found.sentences)}>" == repr(found)
    assert found._repr_html_().count("<p>") == len(found.sentences)


def test_a_camp_whose_seats_can_be_filled_is_told_so() -> None:
    found = camp(10, 30).explained()
    assert found.sentences == ("40 seats can be filled from 40 applicants, so that every quota is met.",)
    nothing = Case([], [], 0, {}, 1, []).explained()
    assert nothing.sentences == ("0 seats can be filled from 0 applicants, for there are no quotas.",)


@pytest.mark.parametrize("bounds", [(2, None), (None, 3), (2, 3)])
def test_nothing_is_asked_of_recruits_that_is_not_needed(bounds: tuple[int | None, int | None]) -> None:
    couples = crowd((2, "rural", "woman"), (2, "urban", "man"))
    found = Case([quota("women", *bounds), quota("men", *bounds)], couples, 5, {}, 1, []).explained()
    assert found.sentences[-1] == "Recruit 1 more applicant of any kind."


def test_who_is_needed_where_nobody_applied_at_all() -> None:
    found = Case([quota("rural", 1)], [], 0, {}, 1, []).explained()
    assert found.sentences == (
        "No group of 0 among 0 applicants meets every quota.",
        (
            "rural: 1 of 0 seats must go to people who meet it, and nobody who applied is known to; 1 short. Is a "
            "category or an answer misspelt?"
        ),
        "The smallest change that is enough: rural without its minimum of 1.",
        "No number of further applicants of the kinds there are would be enough.",
    )


def test_the_parts_of_advice_show_themselves() -> None:
    found = camp(7, 43, 2).explained()
    assert found.advice is not None
    assert repr(found.advice) == "<advice on rural at least 10>"
    assert repr(found.advice.conflict) == "(<rural at least 10>,)"
    assert repr(found.advice.alone) == "(<rural at least 7 instead of 10>,)"
    assert repr(found.advice.recruits) == "(<3 who count as rural>,)"
    assert repr(found.advice.disclosure) == "<disclosure>"
    assert repr(camp(20, 5).explained().advice) == "<advice on the number of applicants>"


def test_a_household_may_be_told_of_each_member() -> None:
    case = camp(20, 30)
    found = case.explained(household=lambda one: one.id[:-1], cap=2)
    assert found.reasons[0].sentence == (
        "40 seats and 50 applicants, of whom 10 can be seated with at most 2 of a household; 30 seats stay empty."
    )
    assert case.explained(household=lambda _: None) == case.explained()


# --- Sensitive quotas ------------------------------------------------------------------------------------------------


def test_a_sensitive_diagnosis_does_not_show_its_numbers_by_accident() -> None:
    disability = Dimension(name="disability", categories=("yes", "no"))
    agreed = Consent(purposes={Purpose.QUOTA}, given_on=dt.date(2022, 1, 1))
    people = [
        Member(id=f"m-{i:02}", identities={"disability": Known("yes" if i < 17 else "no")}, consents=[agreed])
        for i in range(70)
    ] + [Member(id="silent", identities={"disability": Known("yes")})]
    private = Quota(name="access", of=disability.is_in("yes"), minimum_people=31, maximum_people=40)
    with pytest.raises(PurposeRequired, match="the quota access reads a sensitive dimension"):
        explain([private], people, seats=60, on=TODAY)
    found = explain([private], people, seats=60, on=TODAY, purpose=Purpose.QUOTA)
    assert found.advice is not None
    shown = [repr(found), found._repr_html_(), *map(repr, (found.reasons, found.advice.relaxation, found.advice.alone))]
    shown += map(repr, (found.advice.recruits, found.advice.disclosure, found.advice))
    assert shown[0] == "<sensitive diagnosis of 60 seats and 1 quotas>"
    assert shown[2] == "(<sensitive reason on access>,)"
    assert not any(number in words for words in shown for number in ("17", "14", "13", "71"))
    assert found.sentences[1] == (
        "access: 31 of 60 seats must go to people who meet it, and 17 of 71 applicants do, and for 1 it is not known; "
        "14 short, or 13 if that one turns out to meet it."
    )


# --- What it is given ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "error", "match"),
    [
        ({"seats": -1}, BrokenRule, "seats: must not be negative"),
        ({"seats": True}, WrongType, "seats: must be a whole number"),
        ({"seats": 4.0}, WrongType, "seats: must be a whole number"),
        ({"seats": math.nan}, WrongType, "seats: must be a whole number"),
        ({"on": "2022-07-01"}, WrongType, "on: must be a date"),
        ({"cap": 0}, BrokenRule, "cap: must be at least 1"),
        ({"cap": None}, WrongType, "cap: must be a whole number"),
        ({"household": {"m-00": ["a", "list"]}}, WrongType, "household: must be keyed by something that hashes"),
        ({"household": "home"}, WrongType, "household: must map ids to households"),
        ({"household": {"m-00": 1, "m-01": 1}, "confirmed": ["m-00", "m-01"]}, BrokenRule, "than the cap"),
        ({"confirmed": ["nobody"]}, DanglingReference, "confirmed: must be ids of applicants"),
        ({"confirmed": ["m-00", "m-00"]}, DuplicateId, "confirmed: must not repeat"),
        ({"confirmed": "m-00"}, WrongType, "confirmed: must be a list of ids"),
        ({"seats": 1, "confirmed": ["m-00", "m-01"]}, BrokenRule, "confirmed: must not be more people than seats"),
        ({"limits": {"urban": (0, 1)}}, DanglingReference, "limits: must be of quotas that are given"),
        ({"limits": [("rural", (0, 1))]}, WrongType, "limits: must map names of quotas"),
        ({"limits": {"rural": 3}}, WrongType, "limits: must be pairs of numbers"),
        ({"limits": {"rural": (3,)}}, WrongType, "limits: must be pairs of numbers"),
        ({"limits": {"rural": (0.5, 3)}}, WrongType, "limits: must be a whole number"),
        ({"limits": {"rural": (-1, 3)}}, BrokenRule, "limits: must not be negative"),
        ({"weights": {"urban": 1}}, DanglingReference, "weights: must be of quotas that are given"),
        ({"weights": {"rural": 0}}, BrokenRule, "weights: must be from 1 to 1000"),
        ({"weights": {"rural": math.nan}}, WrongType, "weights: must be a whole number"),
        ({"weights": {"rural": 1001}}, BrokenRule, "weights: must be from 1 to 1000"),
        ({"time_limit": 0}, BrokenRule, "time_limit: must be above zero"),
        ({"time_limit": math.nan}, BrokenRule, "time_limit: must be above zero"),
        ({"time_limit": True}, WrongType, "time_limit: must be a number of seconds"),
        ({"time_limit": "1"}, WrongType, "time_limit: must be a number of seconds"),
    ],
)
def test_what_cannot_be_explained_is_refused(given: dict[str, Any], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        camp(7, 43).explained(**given)


@pytest.mark.parametrize(
    ("quotas", "applicants", "error", "match"),
    [
        ([quota("rural", 1)] * 2, [], DuplicateId, "quotas: must not repeat"),
        (["rural"], [], WrongType, "quotas: must be quotas"),
        ([], ["m-00"], WrongType, "applicants: must be members"),
        ([], crowd((1, "rural", "man")) * 2, DuplicateId, "applicants: must each apply once"),
    ],
)
def test_quotas_and_applicants_are_what_they_should_be(
    quotas: Any, applicants: Any, error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        explain(quotas, applicants, seats=1, on=TODAY)


# --- Who there can be ------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(CRITERIA), max_size=6))
def test_there_can_be_whoever_gives_some_answer_to_each_question(criteria: list[Any]) -> None:
    quotas = [Quota(name=f"q{at}", of=of, minimum_people=1) for at, of in enumerate(criteria)]
    people = [
        person("new", place, gender, work)
        for place, gender in itertools.product(PLACE.categories, GENDER.categories)
        for work in map(frozenset, ((), ("school",), ("job",), ("school", "job")))
    ]
    expected = {
        frozenset(at for at, one in enumerate(quotas) if one.of.holds(someone, on=TODAY) is Tri.YES)
        for someone in people
    }
    assert sorted(expected, key=lambda kind: (len(kind), sorted(kind))) == there_can_be(quotas)


def test_ages_hang_together_and_what_meets_a_criterion_meets_its_parts() -> None:
    teens, adults = AgeBand(name="teens", minimum=13, maximum=19), AgeBand(name="adults", minimum=18)
    young = Dimension(name="young", sensitive=False, reading=AgeGroups(bands=[teens], leap_day=LeapDay.MAR_1))
    old = Dimension(name="old", sensitive=False, reading=AgeGroups(bands=[adults], leap_day=LeapDay.MAR_1))
    rural_teens = Dimension(name="rt", sensitive=False, reading=Meets(criterion=RURAL & young.is_in("teens")))
    criteria = [young.is_in("teens"), old.is_in("adults"), young.is_in("other ages"), rural_teens.is_in("yes")]
    quotas = [Quota(name=str(at), of=of, minimum_people=1) for at, of in enumerate(criteria)]
    kinds = there_can_be(quotas)
    assert [set(kind) for kind in kinds or ()] == [{0}, {2}, {0, 1}, {0, 3}, {1, 2}, {0, 1, 3}]
    assert there_can_be([Quota(name="any", of=rural_teens.is_in("yes", "no"), minimum_people=1)]) == [frozenset({0})]


class Own(Criterion):
    """A criterion of somebody's own."""

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        return Tri.of(member.id < "m-03")

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return ()


def test_of_a_criterion_of_ones_own_only_those_who_applied_are_thought_of() -> None:
    case = camp(7, 43)
    own = Quota(name="own", of=Own(), minimum_people=4)
    found = attrs.evolve(case, quotas=[own]).explained()
    assert there_can_be([own]) is None
    assert there_can_be([Quota(name="own", of=~(RURAL & Own()), minimum_people=4)]) is None
    assert found.advice is not None
    assert repr(found.advice.recruits) == "(<1 who counts as own>,)"


def test_too_many_combinations_of_answers_are_not_thought_through() -> None:
    many = [Dimension(name=f"d{i}", categories=tuple("abcd"), sensitive=False) for i in range(8)]
    quotas = [
        Quota(name=f"{one.name}{letter}", of=one.is_in(letter), minimum_people=1) for one in many for letter in "abc"
    ]
    assert there_can_be(quotas) is None


def test_every_process_says_the_same() -> None:
    script = """
import datetime as dt
from youthprog import Purpose, samples
from youthprog.quotas import explain
programme = samples.mongolia()
found = explain(
    [one for one in programme.quotas if "a-camp-2022" in one.scope or "s-camp" in one.scope],
    programme.applicants("a-camp-2022")[:40],
    seats=35,
    on=dt.date(2022, 7, 5),
    purpose=Purpose.QUOTA,
)
print(*found.sentences, sep="\\n")
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "1", "2")
    }
    (words,) = said
    assert words.startswith("No group of 35 among 40 applicants meets every quota.\n")
    assert len(words.splitlines()) == 6
