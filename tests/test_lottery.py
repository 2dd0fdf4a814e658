"""The lottery: who is chosen, with what chance, and the proof of it.

Laws, numbered as in the note on fair selection (13 to 15 are about quotas that cannot be met, and stand elsewhere):

- (1) every committee and every draw meets every quota and fills the seats with different people;
- (2) tickets add up, chances lie between 0 and 1 and add up to the seats;
- (3) who counts alike has the same chance;
- (4) chances do not change with the order of people or quotas, with names, with a quota said twice or one that cannot
bind;
- (5) one more or a tighter quota never raises the chances in the leximin order;
- (6) the smallest chance is at most the seats per applicant;
- (7) the same input and seed give the same people, in any process, and whatever the order;
- (8) the chances are those of leximin over all committees, by brute force;
- (9) no other lottery is better in the leximin order;
- (10) a chance is 0 exactly if no committee holds the person, and 1 only if every one drawn does;
- (11) without quotas all have the same chance, and with a seat for each all are certain;
- (12) who stays out can be chosen exactly if who is in can;
- (16) the cap of a household is never exceeded, and one that no household reaches changes nothing;
- (17) so many panels are so many, each meets the quotas, and each person is on about as many as is due;
- (18) a lottery that was written and read draws the same people;
- (19) confirmed people stay, and the whole group meets the quotas;
- (20) over many seeds people are drawn as often as their chances say.

And: the check accepts every lottery and rejects one in which a ticket, a committee, a chance or a multiplier was
changed.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import math
import os
import pickle
import random
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from attrs import evolve, frozen
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from youthprog import _solver, exchange, samples
from youthprog.criteria import Criterion, Dimension
from youthprog.errors import (
    BrokenRule,
    DanglingReference,
    DuplicateId,
    InvalidDocument,
    NewerDocument,
    PurposeRequired,
    WrongType,
    YouthprogError,
)
from youthprog.lottery import (
    TICKETS,
    TOLERANCE,
    ApplicantType,
    Committee,
    Hold,
    HouseholdClass,
    Level,
    Lottery,
    NoCommittee,
    Odds,
    Side,
    SolverFailed,
    TimeLimitReached,
    _applicants,
    _search,
    effects,
    lottery,
)
from youthprog.people import Consent, Member
from youthprog.quotas import Quota
from youthprog.values import Declined, Known, Purpose, Tri

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2022, 7, 1)
DIMENSIONS = [Dimension(name=f"group {at}", categories=("yes", "no"), sensitive=False) for at in range(8)]


@frozen(kw_only=True)
class Pool:
    """Applicants by the groups they are in, bounds for some groups, seats, households."""

    people: tuple[frozenset[int], ...]
    bounds: tuple[tuple[int, int, int], ...]  # group, at least, at most
    seats: int
    homes: tuple[int | None, ...] = ()
    cap: int = 1

    @property
    def applicants(self) -> list[Member]:
        return [
            Member(
                id=f"p{at}",
                identities={d.name: Known("yes" if g in groups else "no") for g, d in enumerate(DIMENSIONS)},
            )
            for at, groups in enumerate(self.people)
        ]

    @property
    def quotas(self) -> list[Quota]:
        return [
            Quota(
                name=f"quota {at}", of=DIMENSIONS[group].is_in("yes"), minimum_people=low, maximum_people=max(low, high)
            )
            for at, (group, low, high) in enumerate(self.bounds)
        ]

    @property
    def household(self) -> dict[str, int | None] | None:
        return {f"p{at}": home for at, home in enumerate(self.homes)} if self.homes else None

    def lottery(self, **more: Any) -> Lottery:
        options: dict[str, Any] = {"seats": self.seats, "quotas": self.quotas, "on": TODAY}
        options |= {"household": self.household, "cap": self.cap, **more}
        return lottery(self.applicants, **options)

    def allows(self, chosen: set[int]) -> bool:
        homes = Counter(self.homes[who] for who in chosen if self.homes and self.homes[who] is not None)
        return (
            len(chosen) == self.seats
            and all(low <= sum(group in self.people[who] for who in chosen) <= high for group, low, high in self.bounds)
            and all(times <= self.cap for times in homes.values())
        )

    def committees(self) -> list[set[int]]:
        every = itertools.combinations(range(len(self.people)), self.seats)
        return [set(chosen) for chosen in every if self.allows(set(chosen))]


def stored(made: Lottery) -> str:
    return exchange.dumps(made, purpose=Purpose.STORE)


def numbers(ids: Any) -> set[int]:
    return {int(one[1:]) for one in ids}


def chances(made: Lottery) -> list[float]:
    return [made.chances[f"p{at}"] for at in range(len(made.chances))]


def leximin(committees: list[set[int]], weights: list[int]) -> list[float]:
    """The leximin chances over all committees, person by person, with a slack of 1e-9 for those fixed before."""
    people = len(weights)
    inside = np.array([[who in one for one in committees] for who in range(people)], dtype=float)
    inside /= np.array(weights)[:, None]
    fixed: dict[int, float] = {}
    while len(fixed) < people:
        free = [who for who in range(people) if who not in fixed]
        rows = np.vstack([np.c_[-inside[free], np.ones(len(free))], np.c_[-inside[[*fixed]], np.zeros(len(fixed))]])
        found = linprog(
            [*[0.0] * len(committees), -1.0],
            A_ub=rows,
            b_ub=[0.0] * len(free) + [1e-9 - chance for chance in fixed.values()],
            A_eq=[[1.0] * len(committees) + [0.0]],
            b_eq=[1.0],
        )
        assert found.status == 0
        fixed |= {
            who: -found.fun
            for who, pull in zip(free, found.ineqlin.marginals[: len(free)], strict=True)
            if pull < -1e-6
        }
    return [fixed[who] * weights[who] for who in range(people)]


def random_pool(random: random.Random) -> Pool:
    """A tiny pool: features that partition people, overlapping groups, or both; bounds near a planted group."""
    people = random.randint(3, 9)
    seats = random.randint(1, people - 1)
    groups: list[set[int]] = []
    for _ in range(random.choice([0, 1, 1, 2])):
        values = [random.randrange(3) for _ in range(people)]
        groups += [{who for who in range(people) if values[who] == value} for value in range(3)]
    if not groups or random.random() < 0.5:
        groups += [{who for who in range(people) if random.random() < 0.5} for _ in range(random.randint(2, 6))]
    groups = groups[: len(DIMENSIONS)]
    planted = set(random.sample(range(people), seats))
    bounds = []
    for at, group in enumerate(groups):
        near = len(group & planted) if random.random() < 0.9 else random.randint(0, seats)
        low = 0 if random.random() < 0.2 else max(0, near - random.choice([0, 0, 0, 1, 2]))
        high = seats if random.random() < 0.2 else near + random.choice([0, 0, 0, 1, 2])
        if low or high < seats:
            bounds.append((at, low, high))
    homes = tuple(
        random.choice([None, *range(1 + people // 2)]) if random.random() < 0.9 else None for _ in range(people)
    )
    return Pool(
        people=tuple(frozenset(at for at, group in enumerate(groups) if who in group) for who in range(people)),
        bounds=tuple(bounds),
        seats=seats,
        homes=homes if random.random() < 0.4 else (),
        cap=random.choice([1, 1, 2]),
    )


def compared(seed: int) -> float | None:
    """How far the chances of a seed's pool are from brute force; `None` if no committee exists, as both must say."""
    random_ = random.Random(seed)
    pool = random_pool(random_)
    weights = [random_.choice([1, 1, 2, 3]) if random_.random() < 0.2 else 1 for _ in pool.people]
    committees = pool.committees()
    try:
        made = pool.lottery(weights={f"p{at}": weight for at, weight in enumerate(weights)})
    except NoCommittee:
        assert committees == []
        return None
    assert made.check().gap < 1e-9
    assert all(pool.allows(numbers(made.draw(seed=seed))) for seed in range(2))
    return max(abs(a - b) for a, b in zip(chances(made), leximin(committees, weights), strict=True))


@st.composite
def pools(draw: st.DrawFn, *, households: bool = False) -> Pool:
    pool = random_pool(draw(st.randoms(use_true_random=False)))
    assume(pool.committees())
    return pool if households else evolve(pool, homes=())


def worse(ours: Any, theirs: Any) -> bool:
    """Whether the chances come before the others in the leximin order, by more than rounding."""
    for a, b in zip(sorted(ours), sorted(theirs), strict=True):
        if abs(a - b) > 1e-7:
            return bool(a < b)
    return False


def camp() -> Pool:
    """A pool that needs herding: sixty people, most of a type of their own, in six overlapping groups."""
    random_ = random.Random(7)
    people = tuple(frozenset(group for group in range(6) if random_.random() < 0.45) for _ in range(60))
    return Pool(people=people, bounds=((0, 6, 7), (1, 5, 5), (2, 4, 12), (3, 7, 8), (4, 6, 6), (5, 4, 5)), seats=14)


# The quotas alone would let the three who are in two groups each have half a seat; no whole group of people does.
CUT = Pool(
    people=(frozenset({0, 1, 2}), frozenset({0, 1}), frozenset({0, 2}), frozenset({1, 2}), frozenset(), frozenset()),
    bounds=((0, 1, 1), (1, 1, 1), (2, 1, 1)),
    seats=2,
)


# --- Properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(pools(households=True), st.integers() | st.text(min_size=1).filter(lambda words: words == words.strip()))
def test_1_every_committee_and_every_draw_meets_the_quotas_and_fills_the_seats(pool: Pool, seed: int | str) -> None:
    made = pool.lottery()
    drawn = made.draw(seed=seed)
    assert len(drawn) == len(set(drawn)) == pool.seats
    assert pool.allows(numbers(drawn))
    for committee in made.committees:
        assert sum(committee.counts) == pool.seats
        for quota, (_, low, high) in enumerate(pool.bounds):
            counted = sum(n for n, kind in zip(committee.counts, made.types, strict=True) if quota in kind.quotas)
            assert low <= counted <= high


@settings(max_examples=30)
@given(pools(households=True))
def test_2_tickets_and_chances_add_up(pool: Pool) -> None:
    made = pool.lottery()
    assert sum(one.tickets for one in made.committees) == TICKETS
    assert all(0 <= chance <= 1 for chance in made.chances.values())
    assert math.fsum(made.chances.values()) == pytest.approx(pool.seats, abs=1e-9)


@settings(max_examples=30)
@given(pools())
def test_3_who_counts_alike_has_the_same_chance(pool: Pool) -> None:
    found = chances(pool.lottery())
    bound = {group for group, _, _ in pool.bounds}
    alike: dict[frozenset[int], set[float]] = {}
    for groups, chance in zip(pool.people, found, strict=True):
        alike.setdefault(groups & bound, set()).add(chance)
    assert all(len(same) == 1 for same in alike.values())


@settings(max_examples=30)
@given(pools(), st.randoms(use_true_random=False))
def test_4_order_names_and_idle_quotas_change_no_chance(pool: Pool, random: random.Random) -> None:
    made = pool.lottery()
    people, quotas = pool.applicants, pool.quotas
    random.shuffle(people)
    random.shuffle(quotas)
    mixed = lottery(people, seats=pool.seats, quotas=quotas, on=TODAY)
    assert mixed == made
    renamed = [evolve(quota, name=f"called {random.randrange(100)} {at}") for at, quota in enumerate(quotas)]
    idle = Quota(name="idle", of=DIMENSIONS[0].is_in("yes"), minimum="0%")
    said_twice = [*renamed, *(evolve(quota, name=f"again {at}") for at, quota in enumerate(quotas[:1]))]
    for others in (renamed, [*quotas, idle], said_twice):
        found = lottery(people, seats=pool.seats, quotas=others, on=TODAY)
        assert found.chances == pytest.approx(dict(made.chances), abs=1e-8)


@settings(max_examples=30)
@given(pools())
def test_5_one_quota_less_or_a_looser_one_lowers_no_chance_in_the_leximin_order(pool: Pool) -> None:
    assume(pool.bounds)
    found = chances(pool.lottery())
    group, low, high = pool.bounds[0]
    for bounds in (pool.bounds[1:], ((group, max(0, low - 1), high + 1), *pool.bounds[1:])):
        assert not worse(chances(evolve(pool, bounds=bounds).lottery()), found)


@settings(max_examples=30)
@given(pools(households=True))
def test_6_the_smallest_chance_is_at_most_the_seats_per_applicant(pool: Pool) -> None:
    assert min(chances(pool.lottery())) * len(pool.people) <= pool.seats + 1e-9


MAKE = """
import json, sys
sys.path[:0] = {path!r}
from test_lottery import Purpose, camp, exchange, lottery, TODAY
pool = camp()
people = pool.applicants
people = people[{turn}:] + people[:{turn}]
made = lottery(people, seats=pool.seats, quotas=pool.quotas[::{step}], on=TODAY)
print(json.dumps([made.draw(seed="4 17 23"), exchange.dumps(made, purpose=Purpose.STORE)]))
"""

DRAW = """
import json, sys
sys.modules.update(dict.fromkeys(["highspy", "scipy", "numpy"]))
from youthprog import exchange
made = exchange.loads_lottery(sys.stdin.read())
made.check()
print(json.dumps(made.draw(seed="4 17 23")))
"""


def fresh(code: str, hash_seed: str, given: str = "") -> Any:
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, env=env, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_7_the_same_input_and_seed_give_the_same_people_in_any_process() -> None:
    made = camp().lottery()
    here = [list(made.draw(seed="4 17 23")), stored(made)]
    path = [os.path.dirname(__file__)]  # noqa: PTH120  # a text for another process
    assert fresh(MAKE.format(path=path, turn=0, step=1), "1") == here
    assert fresh(MAKE.format(path=path, turn=13, step=-1), "2") == here


def test_7_a_written_lottery_is_checked_and_drawn_without_a_solver() -> None:
    made = camp().lottery()
    assert fresh(DRAW, "3", stored(made)) == list(made.draw(seed="4 17 23"))


def test_7_the_draw_of_a_lottery_never_changes() -> None:
    """Fixed for good: whoever has published a seed relies on it. It is the hash that is tested, not the solver."""
    made = Lottery(
        seats=2,
        on=TODAY,
        objective="leximin",
        quotas=(),
        types=(ApplicantType(quotas=(), applicants=tuple(f"p{at}" for at in range(6)), chance=1 / 3),),
        committees=(Committee(counts=(2,), tickets=TICKETS),),
        levels=(Level(types=(0,), chance=1 / 3, holds=(Hold(side=Side.SEATS, pull=1 / 6),)),),
    )
    made.check()
    assert [made.draw(seed=seed) for seed in (0, "0", 1, "4 17 23", "Улаанбаатар")] == DRAWN


DRAWN = [("p3", "p4"), ("p3", "p4"), ("p1", "p4"), ("p0", "p4"), ("p2", "p3")]


@pytest.mark.slow
def test_8_the_chances_are_leximin_over_all_committees_by_brute_force() -> None:
    found = [compared(seed) for seed in range(POOLS)]
    feasible = [difference for difference in found if difference is not None]
    assert len(feasible) > POOLS / 2
    assert max(feasible) < 1e-7


POOLS = 1000  # benchmarks/lottery.py compares any number


@settings(max_examples=20)
@given(pools(households=True))
def test_8_maximin_has_the_largest_smallest_chance(pool: Pool) -> None:
    made = pool.lottery(objective="maximin")
    made.check()
    assert min(made.chances.values()) == pytest.approx(min(pool.lottery().chances.values()), abs=1e-8)


@settings(max_examples=30)
@given(pools(households=True), st.randoms(use_true_random=False))
def test_9_no_other_lottery_is_better_in_the_leximin_order(pool: Pool, random: random.Random) -> None:
    found = chances(pool.lottery())
    committees = pool.committees()
    mixtures = [[1.0] * len(committees)] + [[random.random() ** 3 + 1e-9 for _ in committees] for _ in range(5)]
    for weights in mixtures:
        total = math.fsum(weights)
        other = [
            math.fsum(w for w, chosen in zip(weights, committees, strict=True) if who in chosen) / total
            for who in range(len(pool.people))
        ]
        assert not worse(found, other)


@settings(max_examples=30)
@given(pools(households=True))
def test_10_a_chance_is_0_exactly_if_no_committee_holds_the_person_and_1_only_if_each_drawn_does(pool: Pool) -> None:
    made = pool.lottery()
    committees = pool.committees()
    for who, chance in enumerate(chances(made)):
        assert (chance == 0) == (not any(who in chosen for chosen in committees))
        if chance == 1:
            at = next(at for at, kind in enumerate(made.types) if f"p{who}" in kind.applicants)
            assert all(one.counts[at] == len(made.types[at].applicants) for one in made.committees)


@pytest.mark.parametrize(("people", "seats"), [(7, 3), (7, 7), (7, 0), (0, 0), (1, 1)])
def test_11_without_quotas_all_have_the_same_chance(people: int, seats: int) -> None:
    made = Pool(people=(frozenset(),) * people, bounds=(), seats=seats).lottery()
    made.check()
    assert set(made.chances.values()) == ({seats / people} if people else set())
    assert len(made.draw(seed=0)) == seats


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_12_who_stays_out_can_be_chosen_exactly_if_who_is_in_can(random: random.Random) -> None:
    pool = evolve(random_pool(random), homes=())
    sizes = [sum(group in groups for groups in pool.people) for group in range(len(DIMENSIONS))]
    bounds = tuple((g, max(0, sizes[g] - high), max(0, sizes[g] - low)) for g, low, high in pool.bounds)
    out = evolve(pool, bounds=bounds, seats=len(pool.people) - pool.seats)
    assume(all(sizes[group] >= low for group, low, _ in pool.bounds))

    def possible(one: Pool) -> bool:
        try:
            one.lottery()
        except (NoCommittee, BrokenRule):
            return False
        return True

    assert possible(pool) == possible(out)


@settings(max_examples=30)
@given(pools(households=True), st.integers(1, 3))
def test_16_the_cap_of_a_household_is_never_exceeded_and_a_large_one_changes_nothing(pool: Pool, cap: int) -> None:
    assume(pool.homes)
    try:
        made = evolve(pool, cap=cap).lottery()
    except NoCommittee:
        assert evolve(pool, cap=cap).committees() == []
    else:
        for drawn in (*(made.draw(seed=seed) for seed in range(10)), *made.panels(10, seed=0)):
            homes = Counter(pool.homes[who] for who in numbers(drawn) if pool.homes[who] is not None)
            assert all(times <= cap for times in homes.values())
    assert evolve(pool, cap=9).lottery() == evolve(pool, homes=()).lottery()


def test_16_a_household_is_told_by_a_function_too() -> None:
    pool = Pool(people=(frozenset(),) * 6, bounds=(), seats=3, homes=(0, 0, 1, 1, 2, None))
    made = pool.lottery(household=lambda member: pool.homes[int(member.id[1:])])
    assert made == pool.lottery()
    assert made.households == (HouseholdClass(cap=1, households=(("p0", "p1"), ("p2", "p3"))),)


@settings(max_examples=30)
@given(pools(households=True), st.integers(1, 40))
def test_17_so_many_panels_meet_the_quotas_and_are_near_the_chances(pool: Pool, number: int) -> None:
    made = pool.lottery()
    panels = made.panels(number, seed="first")
    assert len(panels) == number
    assert all(pool.allows(numbers(panel)) for panel in panels)
    often = Counter(who for panel in panels for who in panel)
    assert all(abs(often[who] / number - chance) <= 4 / number for who, chance in made.chances.items())


def test_17_many_panels_of_a_camp_are_near_the_chances() -> None:
    made = camp().lottery()
    for number in (10, 100, 1000):
        often = Counter(who for panel in made.panels(number, seed=1) for who in panel)
        assert max(abs(often[who] / number - chance) for who, chance in made.chances.items()) <= 3 / number


@settings(max_examples=20)
@given(pools(households=True), st.integers())
def test_18_a_lottery_that_was_written_and_read_draws_the_same_people(pool: Pool, seed: int) -> None:
    made = pool.lottery()
    read = exchange.loads_lottery(stored(made))
    assert read == made
    assert read.draw(seed=seed) == made.draw(seed=seed)
    assert read.check() == made.check()


@settings(max_examples=30)
@given(pools(households=True), st.randoms(use_true_random=False))
def test_19_confirmed_people_stay_and_the_whole_group_meets_the_quotas(pool: Pool, random: random.Random) -> None:
    staying = sorted(random.choice(pool.committees()))[: random.randint(0, pool.seats)]
    made = pool.lottery(confirmed=[f"p{who}" for who in staying])
    proof = made.check()
    assert proof.committees == len(made.committees)
    for seed in range(3):
        drawn = numbers(made.draw(seed=seed))
        assert drawn >= set(staying)
        assert pool.allows(drawn)
    rest = [chosen for chosen in pool.committees() if chosen >= set(staying)]
    others = [who for who in range(len(pool.people)) if who not in staying]
    if others:
        expected = leximin([{others.index(who) for who in chosen - set(staying)} for chosen in rest], [1] * len(others))
        assert [made.chances[f"p{who}"] for who in others] == pytest.approx(expected, abs=1e-7)


@settings(max_examples=30)
@given(pools(households=True), st.randoms(use_true_random=False), st.integers())
def test_19_reserves_take_the_seats_of_any_who_decline_and_every_quota_holds(
    pool: Pool, random: random.Random, seed: int
) -> None:
    made = pool.lottery()
    drawn, reserves = made.draw(seed=seed), made.reserves(seed=seed)
    assert reserves.keys() == set(drawn)
    seated, called = set(drawn), set(drawn)
    for who in random.sample(drawn, random.randint(0, len(drawn))):
        free = [other for other in reserves[who] if other not in called]
        if free:
            seated = seated - {who} | {free[0]}
            called.add(free[0])
    assert pool.allows(numbers(seated))


def test_19_a_reserve_is_of_the_same_household_or_of_one_that_has_nobody_seated() -> None:
    pool = Pool(people=(frozenset(),) * 9, bounds=(), seats=3, homes=(0, 0, 1, 1, 2, 2, 3, 3, None))
    made = pool.lottery()
    for seed in range(20):
        drawn = made.draw(seed=seed)
        homes = {pool.homes[who] for who in numbers(drawn)}
        for who, reserves in made.reserves(seed=seed).items():
            home = pool.homes[int(who[1:])]
            assert all(pool.homes[other] == home or pool.homes[other] not in homes for other in numbers(reserves))
            assert reserves or home is None


def test_20_people_are_drawn_as_often_as_their_chances_say() -> None:
    pool = Pool(
        people=tuple(frozenset({at % 3}) for at in range(10)),
        bounds=((0, 1, 1), (1, 2, 3)),
        seats=5,
        homes=(0, 0, 0, 1, 1, 1, None, 2, 2, None),
        cap=2,
    )
    made = pool.lottery()
    draws = 4000
    often = Counter(who for seed in range(draws) for who in made.draw(seed=seed))
    for who, chance in made.chances.items():
        z = (often[who] - draws * chance) / math.sqrt(draws * chance * (1 - chance)) if 0 < chance < 1 else 0
        assert abs(z) < 5
        assert chance not in {0, 1} or often[who] == draws * chance


# Some that need cuts, one after the other, in boxes and out of them; the last is maximin before it is leximin.
def groups(*people: str) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(map(int, one)) for one in people)


CUTS = [
    CUT,
    Pool(
        people=groups("0", "04", "012", "13", "023", ""),
        bounds=((0, 0, 2), (1, 0, 1), (3, 0, 1), (4, 1, 3)),
        seats=3,
    ),
    Pool(
        people=groups("2", "0345", "1346", "1346", "05", "145", "2", "03", "2356"),
        bounds=((0, 2, 5), (1, 1, 1), (3, 0, 3), (4, 2, 2), (5, 3, 3)),
        seats=5,
    ),
    Pool(
        people=groups("1345", "1345", "12", "012", "012345", "0145", "34"),
        bounds=((0, 1, 3), (2, 1, 1), (3, 1, 1), (4, 1, 2), (5, 0, 1)),
        seats=2,
        homes=(None, 0, None, 3, 3, None, 3),
    ),
    Pool(
        people=groups("24", "034", "13", "15", "14", "05", "1345", "13"),
        bounds=((0, 0, 3), (1, 4, 5), (2, 0, 0), (3, 3, 4), (4, 2, 5), (5, 2, 2)),
        seats=5,
    ),
]


@pytest.mark.parametrize("pool", CUTS, ids=range(len(CUTS)))
def test_8_pools_that_need_cuts_have_the_leximin_chances_too(pool: Pool) -> None:
    made = pool.lottery()
    made.check()
    assert chances(made) == pytest.approx(leximin(pool.committees(), [1] * len(pool.people)), abs=1e-7)
    least = pool.lottery(objective="maximin")
    least.check()
    assert min(chances(least)) == pytest.approx(min(chances(made)), abs=1e-8)


def test_8_without_herding_the_same_chances_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = dict(camp().lottery().chances)
    monkeypatch.setattr(_search.Box, "near", lambda *_: None)
    assert dict(camp().lottery().chances) == pytest.approx(expected, abs=1e-8)


# --- What is needed beside the quotas --------------------------------------------------------------------------------


def test_a_cut_is_found_where_people_are_whole_and_the_proof_names_it() -> None:
    made = CUT.lottery()
    assert numbers(who for who, chance in made.chances.items() if chance == 0) == {1, 2, 3}
    proof = made.check()
    assert proof.rests_on == tuple(f"cut {at + 1}" for at in range(len(made.cuts))) != ()
    assert str(proof).endswith(f"which rests on the solver for {len(made.cuts)} cuts")
    assert str(evolve(proof, rests_on=("cut 1",))).endswith("for 1 cut")
    assert made.explain("p1").held_by == ("the quotas together, since people are whole",)


def test_maximin_stops_when_the_smallest_chance_is_proven() -> None:
    made = CUT.lottery(objective="maximin")
    assert len(made.levels) == 1
    assert made.check().objective == "maximin"
    assert "other" not in str(made.explain("p1"))


def test_weights_raise_chances_in_proportion_up_to_a_certain_seat() -> None:
    pool = Pool(people=(frozenset(),) * 5, bounds=(), seats=2)
    made = pool.lottery(weights={"p0": 2, "p1": Fraction(1, 2)})
    made.check()
    unit = 2 / Fraction(11, 2)
    assert chances(made) == pytest.approx([float(unit * weight) for weight in (2, Fraction(1, 2), 1, 1, 1)])
    capped = pool.lottery(weights={"p0": 100})
    capped.check()
    assert chances(capped) == [1.0, 0.25, 0.25, 0.25, 0.25]


def test_unknown_answers_count_in_no_group_and_their_number_is_told() -> None:
    people = [
        Member(id="a", identities={"group 0": Known("yes")}),
        Member(id="b", identities={"group 0": Declined()}),
        Member(id="c"),
        Member(id="d", identities={"group 0": Known("no")}),
    ]
    quota = Quota(name="them", of=DIMENSIONS[0].is_in("yes"), minimum="50%", maximum="50%")
    made = lottery(people, seats=2, quotas=[quota], on=TODAY)
    assert dict(made.chances) == {"a": 1.0, "b": 1 / 3, "c": 1 / 3, "d": 1 / 3}
    assert (made.quotas[0].applicants, made.quotas[0].undisclosed) == (1, 2)


@pytest.mark.parametrize(("share", "seats", "bounds"), [("28%", 25, (7, 7)), ("1/3", 25, (9, 8)), ("10%", 30, (3, 3))])
def test_shares_are_of_the_seats_exactly_up_for_minima_and_down_for_maxima(
    share: str, seats: int, bounds: tuple[int, int]
) -> None:
    people = Pool(people=(frozenset({0}),) * 30 + (frozenset(),) * 30, bounds=(), seats=seats).applicants
    low, high = bounds
    for side, bound in (("minimum", low), ("maximum", high)):
        demand: Any = {side: share}
        quota = Quota(name="them", of=DIMENSIONS[0].is_in("yes"), **demand)
        made = lottery(people, seats=seats, quotas=[quota], on=TODAY)
        assert getattr(made.quotas[0], side) == bound


def test_a_sensitive_quota_needs_a_purpose_and_consent() -> None:
    disability = Dimension(name="disability", categories=("yes", "no"))
    quota = Quota(name="them", of=disability.is_in("yes"), minimum_people=1)
    consent = Consent(purposes={Purpose.QUOTA}, given_on=TODAY)
    people = [
        Member(id="a", identities={"disability": Known("yes")}, consents=[consent]),
        Member(id="b", identities={"disability": Known("yes")}),
        Member(id="c"),
    ]
    with pytest.raises(PurposeRequired):
        lottery(people, seats=1, quotas=[quota], on=TODAY)
    made = lottery(people, seats=1, quotas=[quota], on=TODAY, purpose=Purpose.QUOTA)
    assert dict(made.chances) == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert exchange.loads_lottery(stored(made)).purpose is Purpose.QUOTA


def test_quotas_may_be_on_any_criterion_and_somebody_elses_is_asked_of_each_person() -> None:
    pool = Pool(people=groups("01", "0", "1", "", "01", "0"), bounds=(), seats=3)
    one, two = DIMENSIONS[0].is_in("yes"), DIMENSIONS[1].is_in("yes")

    class Even(Odd):
        def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
            return Tri.of(int(member.id[1:]) % 2 == 0)

    quotas = [
        Quota(name="both", of=one & two, maximum_people=1),
        Quota(name="either", of=one | two, minimum_people=2),
        Quota(name="neither", of=~(one | two), maximum_people=1),
        Quota(name="even", of=Even(None), minimum_people=2),
    ]
    made = pool.lottery(quotas=quotas)
    made.check()
    assert {quota.name: quota.applicants for quota in made.quotas} == {"both": 2, "either": 5, "neither": 1, "even": 3}
    for seed in range(20):
        drawn = numbers(made.draw(seed=seed))
        assert len(drawn & {0, 4}) <= 1
        assert len(drawn & {0, 2, 4}) >= 2


def test_what_missing_answers_would_change_is_told_as_an_aggregate() -> None:
    """Four of ten must be rural of whom two are, and two more perhaps; nobody is asked about urban homes."""
    home = DIMENSIONS[0].name
    people = [Member(id=f"p{at}", identities={home: Known("yes" if at < 2 else "no")}) for at in range(8)]
    people += [Member(id="p8", identities={home: Declined()}), Member(id="p9")]
    rural = Quota(name="rural", of=DIMENSIONS[0].is_in("yes"), minimum_people=2)
    idle = Quota(name="known of all", of=DIMENSIONS[0].is_in("yes") | ~DIMENSIONS[0].is_in("yes"), maximum="100%")
    (found,) = (one for one in effects(people, seats=4, quotas=[rural, idle], on=TODAY) if one.quota == "rural")
    assert (found.undisclosed, found.smallest) == (2, 0.25)
    assert found.if_met == pytest.approx(1 / 3)
    assert repr(found) == "<effect of missing answers on rural>"
    (found,) = effects(people, seats=4, quotas=[evolve(rural, minimum_people=3)], on=TODAY)
    assert found.smallest is None
    assert found.if_met == pytest.approx(1 / 6)
    (found,) = effects(people, seats=6, quotas=[evolve(rural, minimum_people=5)], on=TODAY)
    assert (found.smallest, found.if_met) == (None, None)
    assert effects(people[:8], seats=4, quotas=[rural], on=TODAY) == ()
    taken = [one.id for one in people]
    (found,) = effects(people, seats=10, quotas=[rural], on=TODAY, confirmed=taken)
    assert (found.smallest, found.if_met) == (1.0, 1.0)


def test_progress_is_told_and_ends_at_what_was_expected() -> None:
    told: list[tuple[str, int, int]] = []
    camp().lottery(progress=lambda *news: told.append(news))
    assert {"levels", "committees"} == {words for words, _, _ in told}
    assert [news for news in told if news[0] == "levels"][-1][1:] == (len(camp().lottery().types),) * 2


def test_a_time_limit_ends_in_an_error_of_its_own() -> None:
    with pytest.raises(TimeLimitReached) as caught:
        camp().lottery(time_limit=1e-9)
    assert isinstance(caught.value, TimeoutError)
    assert camp().lottery(time_limit=600) == camp().lottery()


# --- What is told ----------------------------------------------------------------------------------------------------


def test_an_explanation_names_what_holds_the_chance_down() -> None:
    pool = Pool(people=(*(frozenset({0}),) * 2, *(frozenset(),) * 6), bounds=((0, 2, 8),), seats=4)
    made = pool.lottery()
    assert (
        str(made.explain("p0"))
        == "The seat is certain: every group that meets the quotas as fairly as can be needs it."
    )
    assert str(made.explain("p7")) == (
        "The chance is 33.3 %. More for one would mean less for another who has no more than that. It is held down by "
        "the minimum of quota 0 (2 of 4 seats), and by the number of seats (4)."
    )
    assert made.explain("p0").raised_by == ("the minimum of quota 0 (2 of 4 seats)",)
    assert made.explain("p7").raised_by == ()
    none = evolve(pool, bounds=((0, 0, 0),)).lottery()
    assert str(none.explain("p0")) == (
        "There is no seat in any group that meets every quota. "
        "It is held down by the maximum of quota 0 (0 of 4 seats)."
    )
    home = evolve(pool, bounds=(), homes=(0, 0, 0, 0, 0, None, None, None)).lottery()
    assert home.explain("p0").held_by == ("the number of people of one household",)
    confirmed = pool.lottery(confirmed=["p7"])
    assert str(confirmed.explain("p7")) == "The seat is confirmed."
    with pytest.raises(DanglingReference):
        made.explain("nobody")


def test_an_unproven_chance_is_explained_without_reasons() -> None:
    pool = Pool(people=(frozenset({0}), *(frozenset(),) * 6), bounds=((0, 1, 8),), seats=4)
    made = evolve(pool, bounds=((0, 0, 0), (1, 0, 9))).lottery(objective="maximin")
    assert made.explain("p0").held_by != ()
    assert made.explain("p1").held_by == ()
    assert str(made.explain("p1")).endswith("who has no more than that.")


def test_what_is_public_names_no_group_and_no_chance() -> None:
    made = camp().lottery()
    public = made.public()
    assert str(public) == (
        "14 seats among 60 applicants by leximin. "
        "Quotas in seats: quota 0: 6 to 7; quota 1: exactly 5; quota 2: 4 to 12; "
        "quota 3: 7 to 8; quota 4: exactly 6; quota 5: 4 to 5. "
        "The ticket, and who is seated, follow from the SHA-256 of a seed that is drawn in public."
    )
    assert public.commitment == ""
    assert "p1" not in repr(public)
    bound = made.public(key="long and secret").commitment
    assert bound == made.public(key="long and secret").commitment != made.public(key="another").commitment
    assert bound != camp().lottery(weights={"p0": 2}).public(key="long and secret").commitment
    assert "Quotas in seats: none" in str(Pool(people=(frozenset(),), bounds=(), seats=1).lottery().public())


def test_what_is_public_says_each_quota_in_words() -> None:
    bounds = ((0, 1, 4), (1, 0, 3), (2, 2, 2), (3, 1, 3))
    people = tuple(frozenset(group for group in range(4) if (at >> group) & 1) for at in range(16))
    told = str(Pool(people=people, bounds=bounds, seats=4).lottery().public())
    assert "quota 0: at least 1; quota 1: at most 3; quota 2: exactly 2; quota 3: 1 to 3." in told
    assert "Quotas in seats: none." in str(Pool(people=people, bounds=(), seats=4).lottery().public())


def test_a_lottery_prints_no_one() -> None:
    made = evolve(camp(), homes=(0, 0, *(None,) * 58)).lottery()
    assert repr(made) == "<leximin lottery: 14 seats among 60 applicants, 6 quotas>"
    assert repr(made.types[0]) == "<sensitive type>"
    assert repr(made.households[0]) == "<1 like households>"
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  # our own
    secret = evolve(made, purpose=Purpose.QUOTA)
    with pytest.raises(TypeError, match="does not pickle; write it as a document"):
        pickle.dumps(secret)
    assert copy.copy(secret) is copy.deepcopy(secret) is secret


# --- The check -------------------------------------------------------------------------------------------------------


def document() -> dict[str, Any]:
    """A lottery with all its parts: households, a cut, someone confirmed."""
    pool = Pool(
        people=(*CUT.people, *(frozenset({3}),) * 3, frozenset()),
        bounds=(*CUT.bounds, (3, 1, 2)),
        seats=5,
        homes=(None,) * 6 + (0, 0, None, None),
    )
    found: dict[str, Any] = json.loads(stored(pool.lottery(confirmed=["p9"])))["lottery"]
    return found


def read(found: dict[str, Any]) -> Lottery:
    return exchange.loads_lottery(json.dumps({"youthprog": 1, "sensitive": "included", "lottery": found}))


def tampered(change: Any) -> list[str]:
    """The places of the problems a changed document has, on reading or on checking."""
    found = document()
    read(found).check()
    change(found)
    with pytest.raises(InvalidDocument) as caught:
        read(found).check()
    return [problem.path for problem in caught.value.problems]


def test_a_changed_committee_is_found() -> None:
    for at, committee in enumerate(document()["committees"]):
        for kind in range(len(committee["counts"])):

            def change(one: dict[str, Any], at: int = at, kind: int = kind) -> None:
                counts = one["committees"][at]["counts"]
                counts[kind] = 0 if counts[kind] else 1

            tampered(change)


def test_a_committee_that_misses_a_quota_is_found_by_its_name() -> None:
    made = camp().lottery()
    into = next(at for at, kind in enumerate(made.types) if 1 not in kind.quotas and made.committees[0].counts[at])
    out = next(at for at, kind in enumerate(made.types) if 1 in kind.quotas and not made.committees[0].counts[at])
    counts = list(made.committees[0].counts)
    counts[into] -= 1
    counts[out] += 1
    broken = evolve(made.committees[0], counts=tuple(counts))
    with pytest.raises(InvalidDocument) as caught:
        evolve(made, committees=(broken, *made.committees[1:])).check()
    assert ("quota 1", "committees[0]") in [(problem.field, problem.path) for problem in caught.value.problems]


def test_a_changed_ticket_is_found() -> None:
    assert "committees" in tampered(
        lambda one: one["committees"][0].update(tickets=one["committees"][0]["tickets"] - 1)
    )


def test_tickets_moved_from_one_committee_to_another_are_found() -> None:
    def shift(one: dict[str, Any]) -> None:
        one["committees"][0]["tickets"] -= TICKETS // 100
        one["committees"][-1]["tickets"] += TICKETS // 100

    assert any(path.startswith("types") for path in tampered(shift))


def test_a_changed_chance_is_found() -> None:
    for at in range(len(document()["types"])):
        chance = document()["types"][at]["chance"]

        def change(one: dict[str, Any], at: int = at, chance: float = chance) -> None:
            one["types"][at]["chance"] = abs(chance - 1e-6)

        assert f"types[{at}]" in tampered(change)
    assert "levels[0]" in tampered(lambda one: one["levels"][0].update(chance=0.001))
    assert "types[0]" in tampered(lambda one: one["types"][0].update(chance=1.5))


def test_a_changed_multiplier_is_found() -> None:
    for number, level in enumerate(document()["levels"]):
        for at, hold in enumerate(level.get("holds", ())):
            for pull in (hold["pull"] * 1.01, hold["pull"] / 2):

                def change(one: dict[str, Any], number: int = number, at: int = at, pull: float = pull) -> None:
                    one["levels"][number]["holds"][at]["pull"] = pull

                if len(level["holds"]) > 1:  # a proof by one multiplier is as good at any scale
                    assert tampered(change) == [f"levels[{number}]"]
    assert tampered(lambda one: one["levels"][0].update(holds=[])) == ["levels[0]"]
    assert "levels[0]" in tampered(
        lambda one: one["levels"][0]["holds"].append({"side": "maximum", "of": 0, "pull": -1})
    )


def test_a_level_left_out_or_said_twice_is_found() -> None:
    assert "levels" in tampered(lambda one: one["levels"].pop())
    assert "levels" in tampered(lambda one: one["levels"].clear())
    assert "levels[1]" in tampered(lambda one: one["levels"].insert(0, one["levels"][0]))
    assert tampered(lambda one: one["levels"].reverse()) != []


def test_a_confirmed_person_who_is_not_seated_is_found() -> None:
    def confirmed(one: dict[str, Any]) -> None:
        for kind in one["types"]:
            kind["confirmed"] = True

    assert "committees[0]" in tampered(confirmed)


def test_a_worse_lottery_that_states_its_true_chances_is_found() -> None:
    """Everything fits, but the chances are not the best: only the proof of optimality can tell."""
    pool = Pool(people=(frozenset({0}),) * 2 + (frozenset(),) * 2, bounds=((0, 1, 2),), seats=2)
    made = pool.lottery()
    assert set(made.chances.values()) == {0.5}
    for share in (Fraction(1, 2), Fraction(1, 10**6)):
        worse = evolve(
            made,
            types=tuple(
                evolve(kind, chance=float(Fraction(1, 2) + (share / 2 if kind.quotas else -share / 2)))
                for kind in made.types
            ),
            committees=tuple(
                Committee(counts=tuple(counts), tickets=int(TICKETS * weight))
                for counts, weight in (
                    ([2 if kind.quotas else 0 for kind in made.types], share),
                    ([1, 1], 1 - share),
                )
            ),
        )
        with pytest.raises(InvalidDocument):
            worse.check()
        levels = tuple(
            Level(types=(at,), chance=kind.chance, holds=made.levels[0].holds)
            for at, kind in sorted(enumerate(worse.types), key=lambda one: one[1].chance)
        )
        with pytest.raises(InvalidDocument) as caught:
            evolve(worse, levels=levels).check()
        assert {problem.field for problem in caught.value.problems} == {"holds"}


def test_a_maximin_that_is_not_is_found() -> None:
    made = CUT.lottery(objective="maximin")
    raised = evolve(made.levels[0], chance=0.0, types=made.levels[0].types[:1])
    evolve(made, levels=(raised,)).check()
    with pytest.raises(InvalidDocument):
        evolve(made, levels=()).check()
    pool = Pool(people=(frozenset({0}),) * 2 + (frozenset(),) * 2, bounds=((0, 1, 2),), seats=2)
    fair = pool.lottery(objective="maximin")
    types = tuple(evolve(kind, chance=0.75 if kind.quotas else 0.25) for kind in fair.types)
    counts = tuple(2 if kind.quotas else 0 for kind in fair.types)
    half = (Committee(counts=counts, tickets=TICKETS // 2), Committee(counts=(1, 1), tickets=TICKETS // 2))
    high = next(at for at, kind in enumerate(types) if kind.quotas)
    with pytest.raises(InvalidDocument) as caught:
        evolve(fair, types=types, committees=half, levels=(evolve(fair.levels[0], types=(high,), chance=0.75),)).check()
    assert "levels" in [problem.path for problem in caught.value.problems]


# --- A document ------------------------------------------------------------------------------------------------------


CHANGES: list[tuple[Any, Any]] = [
    (lambda one: one.update(more=1), "$.more"),
    (lambda one: one.pop("seats"), "$.seats"),
    (lambda one: one.update(seats=-1), "$.seats"),
    (lambda one: one.update(on="1.7.2022"), "$.on"),
    (lambda one: one.update(on=20220701), "$.on"),
    (lambda one: one.update(objective="fair"), "$.objective"),
    (lambda one: one.update(purpose="fun"), "$.purpose"),
    (lambda one: one.update(quotas="none"), "$.quotas"),
    (lambda one: one["quotas"].append([]), "$.quotas[4]"),
    (lambda one: one["types"][0].update(weight="0"), "$.types[0].weight"),
    (lambda one: one["types"][0].update(weight=1), "$.types[0].weight"),
    (lambda one: one["types"][0].update(chance=math.nan), "$"),
    (lambda one: one["types"][0].update(chance="1"), "$.types[0].chance"),
    (lambda one: one["types"][0].update(quotas=[9]), "$.types"),
    (lambda one: one["types"][0].update(quotas=[0, 0]), "$.types"),
    (lambda one: one["types"][0].update(applicants=[]), "$.types"),
    (lambda one: one["types"][0]["applicants"].append("p1"), "$.types"),
    (lambda one: one["types"][0].update(household=0), "$.types"),
    (lambda one: one["households"][0].update(households="p6"), "$.households[0].households"),
    (lambda one: one["households"][0]["households"].append(["p6"]), "$.households"),
    (lambda one: one["households"][0]["households"].append(["px"]), "$.households"),
    (lambda one: one["households"][0].update(households=[["p6"], ["p7", "p0"]]), "$.types"),
    (lambda one: one["committees"].clear(), "$.committees"),
    (lambda one: one["committees"][0]["counts"].append(0), "$.committees"),
    (lambda one: one["committees"][0].update(counts=[9] * len(one["types"])), "$.committees"),
    (lambda one: one["committees"][0].update(tickets=0), "$.committees[0].tickets"),
    (lambda one: one["committees"][0].update(counts=[-1]), "$.committees[0].counts"),
    (lambda one: one["cuts"][0]["pulls"].append(0), "$.cuts"),
    (lambda one: one["levels"][0].update(types=[]), "$.levels"),
    (lambda one: one["levels"][0].update(types=[99]), "$.levels"),
    (lambda one: one["levels"][0]["holds"][0].update(of=99), "$.levels"),
    (lambda one: one["levels"][0]["holds"][0].update(side="left"), "$.levels[0].holds[0].side"),
]


@pytest.mark.parametrize(("change", "path"), CHANGES, ids=range(len(CHANGES)))
def test_a_broken_document_is_refused_with_its_place(change: Any, path: str) -> None:
    found = document()
    change(found)
    with pytest.raises(InvalidDocument) as caught:
        read(found)
    assert path in [problem.path.replace("$.lottery", "$") for problem in caught.value.problems]


def test_chances_and_pulls_are_finite_numbers_and_weights_above_zero() -> None:
    for chance in (1, math.nan, math.inf, "1", True):
        with pytest.raises(WrongType, match="chance"):
            ApplicantType(quotas=(), applicants=("p0",), chance=chance)  # type: ignore[arg-type]
    for weight in (1, Fraction(0), Fraction(-1, 2), 0.5):
        with pytest.raises(WrongType, match="weight"):
            ApplicantType(quotas=(), applicants=("p0",), chance=0.5, weight=weight)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="pull"):
        Hold(side=Side.SEATS, pull=math.nan)


def test_18_a_lottery_is_kept_in_a_file(tmp_path: Path) -> None:
    made = FEW.lottery()
    exchange.dump(made, tmp_path / "lottery.json", purpose=Purpose.STORE)
    assert exchange.load_lottery(tmp_path / "lottery.json") == made


def test_a_household_seated_beyond_its_cap_or_of_another_make_is_refused() -> None:
    found = document()
    at = next(at for at, kind in enumerate(found["types"]) if kind.get("household") == 0)
    found["committees"][0]["counts"][at] = 2
    with pytest.raises(InvalidDocument) as caught:
        read(found)
    assert "than the cap" in str(caught.value)
    found = document()
    found["types"][0]["household"] = 0
    found["households"][0]["households"].append(found["types"][0]["applicants"])
    with pytest.raises(InvalidDocument) as caught:
        read(found)
    assert "like composition" in str(caught.value)


def test_a_document_of_a_later_version_and_what_is_no_document_are_refused() -> None:
    later = {"youthprog": 2, "sensitive": "included", "lottery": document()}
    with pytest.raises(InvalidDocument) as caught:
        exchange.loads_lottery(json.dumps(later))
    assert isinstance(caught.value.problems[0], NewerDocument)
    for other in ("[]", '{"youthprog": 1, "sensitive": "included", "lottery": []}', exchange.dumps(samples.mongolia())):
        with pytest.raises(InvalidDocument):
            exchange.loads_lottery(other)
    with pytest.raises(InvalidDocument) as caught:
        exchange.loads(stored(FEW.lottery()))
    assert [problem.path for problem in caught.value.problems] == ["$.lottery", "$.programme"]
    with pytest.raises(PurposeRequired):
        exchange.dumps(FEW.lottery())


# --- Bad input -------------------------------------------------------------------------------------------------------


class Odd(Criterion):
    """A criterion of somebody else's that answers what it should not."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        if isinstance(self.answer, Exception):
            raise self.answer
        found: Tri = self.answer
        return found

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return ()

    def __str__(self) -> str:
        return "odd"


def odd(answer: Any) -> list[Quota]:
    return [Quota(name="odd", of=Odd(answer), minimum_people=1)]


FEW = Pool(people=(frozenset({0}), frozenset(), frozenset()), bounds=((0, 1, 1),), seats=2)


BAD: list[tuple[Any, Any]] = [
    ({"seats": -1}, BrokenRule),
    ({"seats": 2.0}, WrongType),
    ({"seats": math.nan}, WrongType),
    ({"seats": True}, WrongType),
    ({"seats": 4}, BrokenRule),
    ({"objective": "legacy"}, BrokenRule),
    ({"on": "2022-07-01"}, WrongType),
    ({"on": dt.datetime(2022, 7, 1)}, WrongType),  # noqa: DTZ001  # it is refused
    ({"quotas": ["rural"]}, WrongType),
    ({"quotas": FEW.quotas * 2}, DuplicateId),
    ({"quotas": odd(True)}, WrongType),
    ({"quotas": odd(None)}, WrongType),
    ({"quotas": odd(KeyError("p0"))}, BrokenRule),
    ({"quotas": odd(DanglingReference("x", "must be"))}, DanglingReference),
    ({"quotas": odd(Tri.NO)}, NoCommittee),
    ({"quotas": odd(Tri.UNKNOWN)}, NoCommittee),
    ({"quotas": [Quota(name="x", of=DIMENSIONS[0].is_in("yes"), minimum_people=2)]}, NoCommittee),
    ({"quotas": [Quota(name="x", of=DIMENSIONS[0].is_in("yes"), minimum="34%", maximum="49%")]}, NoCommittee),
    ({"quotas": [Quota(name="x", of=DIMENSIONS[0].is_in("no"), maximum_people=0)]}, NoCommittee),
    ({"household": "p0"}, WrongType),
    ({"household": {"p0": []}}, WrongType),
    ({"household": lambda _: {}}, WrongType),
    ({"cap": 0}, BrokenRule),
    ({"cap": True}, WrongType),
    ({"confirmed": "p0"}, WrongType),
    ({"confirmed": ["p0", "p0"]}, DuplicateId),
    ({"confirmed": ["px"]}, DanglingReference),
    ({"confirmed": ["p0", "p1", "p2"]}, BrokenRule),
    ({"confirmed": ["p0", "p1"], "household": {"p0": 1, "p1": 1}}, BrokenRule),
    ({"confirmed": ["p1", "p2"]}, NoCommittee),
    ({"weights": [1, 1, 1]}, WrongType),
    ({"weights": {"p0": math.nan}}, WrongType),
    ({"weights": {"p0": 0.5}}, WrongType),
    ({"weights": {"p0": True}}, WrongType),
    ({"weights": {"p0": 0}}, BrokenRule),
    ({"weights": {"p0": -1}}, BrokenRule),
    ({"weights": {"px": 1}}, DanglingReference),
    ({"time_limit": 0}, BrokenRule),
    ({"time_limit": math.nan}, BrokenRule),
    ({"time_limit": "10"}, WrongType),
    ({"time_limit": True}, WrongType),
]


@pytest.mark.parametrize(("given_", "error"), BAD, ids=range(len(BAD)))
def test_bad_input_is_refused_by_name(given_: dict[str, Any], error: type[YouthprogError]) -> None:
    with pytest.raises(error):
        FEW.lottery(**given_)


def test_applicants_are_members_and_each_applies_once() -> None:
    people = FEW.applicants
    with pytest.raises(DuplicateId):
        lottery([*people, people[0]], seats=2, quotas=[], on=TODAY)
    with pytest.raises(WrongType):
        lottery(["p0"], seats=1, quotas=[], on=TODAY)  # type: ignore[list-item]  # callers without a type checker


def test_too_many_types_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_applicants, "MOST_TYPES", 1)
    with pytest.raises(BrokenRule, match="1 types at most"):
        FEW.lottery()


def test_an_impossible_quota_says_what_is_asked_and_what_is_possible() -> None:
    with pytest.raises(NoCommittee, match="x: 2 of 2 seats are asked for, 1 are possible"):
        FEW.lottery(quotas=[Quota(name="x", of=DIMENSIONS[0].is_in("yes"), minimum_people=2)])


SEEDS: list[tuple[Any, Any]] = [
    (None, WrongType),
    (True, WrongType),
    (1.0, WrongType),
    (b"1", WrongType),
    ("", BrokenRule),
    (" ", BrokenRule),
    ("4 17 23\n", BrokenRule),
]


@pytest.mark.parametrize(("seed", "error"), SEEDS, ids=range(len(SEEDS)))
def test_an_empty_seed_is_an_error_and_never_means_chance(seed: Any, error: type[YouthprogError]) -> None:
    made = FEW.lottery()
    for work in (made.draw, made.reserves, lambda **named: made.panels(2, **named)):
        with pytest.raises(error):
            work(seed=seed)


def test_seed_0_is_a_seed_and_a_number_is_the_seed_of_its_digits() -> None:
    made = camp().lottery()
    assert made.draw(seed=0) == made.draw(seed="0") != made.draw(seed="00")
    assert made.draw(seed="Café") == made.draw(seed="Cafe\u0301")
    assert len({made.draw(seed=seed) for seed in range(20)}) > 10


@pytest.mark.parametrize(("number", "error"), [(0, BrokenRule), (-1, BrokenRule), (1.0, WrongType)])
def test_panels_are_one_at_least(number: Any, error: type[YouthprogError]) -> None:
    with pytest.raises(error):
        FEW.lottery().panels(number, seed=0)


# --- When the solver fails -------------------------------------------------------------------------------------------


def test_a_committee_that_breaks_a_quota_is_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    real = _solver.integer

    def wrong(*given_: Any, **named: Any) -> Any:
        best = real(*given_, **named)
        assert best is not None
        return evolve(best, values=[0] * len(best.values))

    monkeypatch.setattr(_solver, "integer", wrong)
    with pytest.raises(SolverFailed, match="does not meet the quotas"):
        FEW.lottery()


def test_levels_that_cannot_be_solved_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = itertools.cycle([None, SolverFailed("lost")])

    def lost(*_: Any, **__: Any) -> None:
        answer = next(answers)
        if answer is not None:
            raise answer

    monkeypatch.setattr(_solver.Linear, "maximise", lost)
    with pytest.raises(SolverFailed, match="levels"):
        FEW.lottery()


def test_8_a_mixture_that_herding_does_not_reach_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = dict(camp().lottery().chances)
    real, calls = _solver.nnls, itertools.count()

    def late(points: Any, target: Any) -> Any:
        return ([1.0] * len(points), [1.0] * len(target)) if next(calls) < 12 else real(points, target)

    monkeypatch.setattr(_solver, "nnls", late)
    assert dict(camp().lottery().chances) == pytest.approx(expected, abs=1e-8)


def test_a_box_is_opened_wider_where_the_nearest_counts_do_not_do() -> None:
    """Three in pairs, one of each pair or the fourth, who costs more than each of the twelve beside."""
    pairs: list[list[tuple[int, int]]] = [[(0, 1), (1, 1)], [(1, 1), (2, 1)], [(0, 1), (2, 1)]]
    others: list[list[tuple[int, int]]] = [[(3, 1)]] * 12
    box = _search.Box([*pairs, [(0, 1), (1, 1), (2, 1)], *others], [1, 1, 1, 0], [1, 1, 1, 6], _solver.Deadline())
    step = box.near([1, 1, 1, -50, *(1 + at / 100 for at in range(12))])
    assert step == (0, 0, 0, 1, *([0] * 6), *([1] * 6))


def test_a_box_without_a_committee_says_so() -> None:
    pairs: list[list[tuple[int, int]]] = [[(0, 1), (1, 1)], [(1, 1), (2, 1)], [(0, 1), (2, 1)]]
    assert _search.Box(pairs, [1, 1, 1], [1, 1, 1], _solver.Deadline()).near([1, 1, 1]) is None
    assert _search.Box([[(0, 1)]], [2], [2], _solver.Deadline()).near([1]) is None


def test_a_cut_that_is_not_proven_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    real = _solver.integer

    def unsure(*given_: Any, **named: Any) -> Any:
        best = real(*given_, **named)
        return None if best is None else evolve(best, bound=best.bound + 1)

    monkeypatch.setattr(_solver, "integer", unsure)
    with pytest.raises(SolverFailed, match="which committee is best"):
        CUT.lottery()


def test_weights_that_do_not_give_the_chances_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_solver, "nnls", lambda points, _: ([1.0] * len(points), [0.0]))
    with pytest.raises(SolverFailed, match="do not give the chances"):
        camp().lottery()
    assert TOLERANCE < 1e-8


# --- What the quotas do to the chances -------------------------------------------------------------------------------


def test_odds_tell_of_each_group_its_size_and_its_chance_to_whom_it_is_meant_for() -> None:
    camp = samples.mongolia_camp()
    with pytest.raises(PurposeRequired, match="sensitive answers"):
        camp.odds()
    odds = camp.odds(purpose=Purpose.QUOTA)
    assert odds.sensitive
    with pytest.raises(PurposeRequired):
        exchange.plain(odds)
    assert odds.applicants == len(camp.chances)
    assert odds.equal == camp.seats / len(camp.chances)
    sizes: dict[float, int] = {}
    for _, size, chance in odds.groups:
        sizes[chance] = sizes.get(chance, 0) + size
    assert sizes == Counter(camp.chances.values())
    assert math.isclose(sum(size * chance for _, size, chance in odds.groups), camp.seats)
    assert [row["with_quotas"] for row in odds.to_dicts()] == [chance for *_, chance in odds.groups]
    assert "Without quotas 34.8% for each" in odds.to_vega_lite()["description"]
    assert repr(odds) == f"<odds of {len(odds.groups)} groups among 115 applicants>"


def test_the_odds_of_one_group_with_two_chances_and_of_nobody() -> None:
    both = Odds(seats=1, groups=(("no quota", 1, 0.25), ("no quota", 1, 0.75)))
    assert "no quota, 25.0%" in str(both.to_vega_lite())
    assert Odds(seats=0, groups=()).equal == 1.0


def test_who_is_confirmed_is_a_group_of_their_own() -> None:
    people = [Member(id=str(i)) for i in range(3)]
    made = lottery(people, seats=2, quotas=[], on=dt.date(2022, 7, 1), confirmed=["0"])
    assert made.odds().groups == (("no quota", 2, 0.5), ("no quota (confirmed)", 1, 1.0))
