"""Representation: the laws, the published example, the edge contract.

Laws: the ratios weighted by the reference sum to one; the gaps sum to zero; Loosemore-Hanby lies between 0 and 1;
Gallagher is at most Loosemore-Hanby; Loosemore-Hanby is at most the root of half the divergence (Pinsker); Rose is one
less Loosemore-Hanby; parity scores 0; order and scale play no part.
Chance: expectation and standard deviation equal enumeration; drawing from a finite population tends to drawing from a
large one as it grows; drawing everybody is no chance.
Undisclosed: the bounds are the least and greatest over all answers. Seats to parity are enough, and one fewer is not.
The array form equals the scalar form.
"""

from __future__ import annotations

import copy
import itertools
import math
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from youthprog import representation
from youthprog.counts import Basis, Counts
from youthprog.errors import BrokenRule, EmptyCounts, NotAPartition, Undefined, UnknownField, WrongType
from youthprog.representation import (
    ReferencePopulation,
    _luck,
    batch,
    bounds,
    chance_baseline,
    gallagher,
    gap,
    loosemore_hanby,
    ratio,
    rose,
    seats_to_parity,
)
from youthprog.shares import wilson
from youthprog.values import Interval, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

INDICES = (loosemore_hanby, rose, gallagher)
EACH = pytest.mark.parametrize("measure", INDICES)


def counts(numbers: Any, **more: Any) -> Counts:
    return Counts({f"c{i}": x for i, x in enumerate(numbers)}, **more)


def population(weights: Any, **more: Any) -> ReferencePopulation:
    given_: dict[str, Any] = {"id": "r", "name": "the census", "of": "settlement", "source": "example"} | more
    return ReferencePopulation(numbers={f"c{i}": x for i, x in enumerate(weights)}, **given_)


def shares(**given_: Any) -> ReferencePopulation:
    return ReferencePopulation(id="r", name="the census", of="settlement", source="example", shares=given_)


@st.composite
def compared(draw: st.DrawFn, people: int = 1000, width: int = 6) -> tuple[list[int], list[int]]:
    k = draw(st.integers(1, width))
    some = st.lists(st.integers(0, people), min_size=k, max_size=k).filter(any)
    return draw(some), draw(some)


EIGHTY_TWENTY = shares(urban="0.8", rural="0.2")


# --- Laws of the comparison ------------------------------------------------------------------------------------------


@given(both=compared())
def test_the_ratios_weighted_by_the_reference_sum_to_one(both: tuple[list[int], list[int]]) -> None:
    numbers, weights = both
    assume(all(weight or not number for number, weight in zip(numbers, weights, strict=True)))
    found = ratio(counts(numbers), reference=population(weights))
    assert sum(group.expected * (group.value or 0) for group in found.groups) == 1


@given(both=compared())
def test_the_gaps_sum_to_zero(both: tuple[list[int], list[int]]) -> None:
    found = gap(counts(both[0]), reference=population(both[1]))
    assert sum(group.value or 0 for group in found.groups) == 0


@given(both=compared(), hidden=st.integers(0, 20))
def test_ratio_and_gap_lie_between_their_bounds(both: tuple[list[int], list[int]], hidden: int) -> None:
    counted, reference = counts(both[0], undisclosed=hidden), population(both[1])
    for category, low, high in ((c, counted[c], counted[c] + hidden) for c in counted):
        expected = reference.proportions[category]
        apart = gap(counted, reference=reference)[category]
        assert (apart.low, apart.high) == (
            low / Fraction(counted.total) - expected,
            high / Fraction(counted.total) - expected,
        )
        score = wilson(counted[category], counted.known)
        assert apart.interval == Interval(score.low - expected, score.high - expected)
        over = ratio(counted, reference=reference)[category]
        if expected:
            assert (over.low, over.value, over.high) == (
                Fraction(low, counted.total) / expected,
                Fraction(counted[category], counted.known) / expected,
                Fraction(high, counted.total) / expected,
            )
            assert over.interval == Interval(score.low / expected, score.high / expected)
        else:
            assert (over.value, over.low, over.high, over.interval) == (None, None, None, None)


@given(both=compared())
def test_loosemore_hanby_lies_between_0_and_1_gallagher_below_it_and_rose_is_one_less(
    both: tuple[list[int], list[int]],
) -> None:
    counted, reference = counts(both[0]), population(both[1])
    apart, least_squares = (index(counted, reference=reference) for index in (loosemore_hanby, gallagher))
    assert 0 <= least_squares <= apart * (1 + 1e-15) <= 1 + 1e-15
    assert rose(counted, reference=reference) == pytest.approx(1 - apart, abs=1e-15)


@given(both=compared())
def test_loosemore_hanby_is_at_most_the_root_of_half_the_divergence(both: tuple[list[int], list[int]]) -> None:
    numbers, weights = both
    assume(all(weight or not number for number, weight in zip(numbers, weights, strict=True)))
    n, whole = sum(numbers), sum(weights)
    divergence = math.fsum(
        k / n * math.log(k * whole / (n * weight)) for k, weight in zip(numbers, weights, strict=True) if k
    )
    assert loosemore_hanby(counts(numbers), reference=population(weights)) <= math.sqrt(max(divergence, 0) / 2) + 1e-9


@EACH
@given(both=compared(width=4), times=st.integers(2, 1000), order=st.randoms())
def test_order_and_scale_play_no_part(measure: Any, both: tuple[list[int], list[int]], times: int, order: Any) -> None:
    pairs = list(zip(*both, strict=True))
    value = measure(counts(both[0]), reference=population(both[1]))
    order.shuffle(pairs)
    assert measure(counts(k * times for k, _ in pairs), reference=population(w * 3 for _, w in pairs)) == value


@EACH
@given(weights=st.lists(st.integers(0, 100), min_size=1, max_size=5).filter(any), times=st.integers(1, 50))
def test_parity_is_the_best_score(measure: Any, weights: list[int], times: int) -> None:
    best = 1.0 if measure is rose else 0.0
    assert measure(counts(w * times for w in weights), reference=population(weights)) == best


def test_the_categories_may_stand_in_another_order_than_those_of_the_reference() -> None:
    turned = Counts({"rural": 1, "urban": 8})
    assert rose(turned, reference=EIGHTY_TWENTY) == rose(Counts({"urban": 8, "rural": 1}), reference=EIGHTY_TWENTY)
    assert ratio(turned, reference=EIGHTY_TWENTY)["rural"].value == Fraction(5, 9)


# --- Published values ------------------------------------------------------------------------------------------------


def test_a_board_of_nine_from_80_and_20_percent() -> None:
    """Gerring, Jerzak and Öncel 2024; the tests of their R package give 0.8926258176, 0.07904785 and 0.9111111111."""
    found = chance_baseline(EIGHTY_TWENTY, seats=9)
    assert found.expected == pytest.approx(0.8926258176, rel=1e-14)
    assert found.standard_deviation == pytest.approx(0.07904785089873922, rel=1e-13)
    observed = rose(Counts({"urban": 8, "rural": 1}), reference=EIGHTY_TWENTY)
    assert observed == pytest.approx(0.9111111111111111, rel=1e-15)
    assert observed - found.expected == pytest.approx(0.01848529, abs=1e-8)  # there: RelativeRepresentation
    assert (found.measure, found.seats, found.population, found.reference) == ("rose", 9, None, EIGHTY_TWENTY)


def test_the_election_of_2012_in_queensland_scores_31_16_on_gallaghers_index() -> None:
    """Votes in per cent of six parties and of all others, seats of 89; as published, times 100."""
    votes = {"c0": "49.65%", "c1": "26.66%", "c2": "11.5%", "c3": "7.53%", "c4": "3.16%", "c5": "1.47%", "c6": "0.03%"}
    reference = ReferencePopulation(id="v", name="votes", of="party", source="Electoral Commission", shares=votes)
    assert round(100 * gallagher(counts([78, 7, 2, 0, 2, 0, 0]), reference=reference), 2) == 31.16


# --- Chance ----------------------------------------------------------------------------------------------------------


def boards(seats: int, width: int) -> Iterator[tuple[int, ...]]:
    for bars in itertools.combinations(range(seats + width - 1), width - 1):
        ends = (-1, *bars, seats + width - 1)
        yield tuple(b - a - 1 for a, b in itertools.pairwise(ends))


def enumerated(weights: list[int], seats: int, people: int | None, measure: Any) -> tuple[float, float]:
    whole = sum(weights)
    found: list[tuple[float, Fraction]] = []
    for board in boards(seats, len(weights)):
        if people is None:
            chance = Fraction(math.factorial(seats))
            for k, weight in zip(board, weights, strict=True):
                chance *= Fraction(weight, whole) ** k / math.factorial(k)
        else:
            ways = math.prod(math.comb(people * weight // whole, k) for k, weight in zip(board, weights, strict=True))
            chance = Fraction(ways, math.comb(people, seats))
        found.append((measure(counts(board), reference=population(weights)), chance))
    assert sum(chance for _, chance in found) == 1
    expected = math.fsum(value * float(chance) for value, chance in found)
    return expected, math.sqrt(math.fsum((value - expected) ** 2 * float(chance) for value, chance in found))


@EACH
@settings(deadline=None)
@given(
    weights=st.lists(st.integers(0, 7), min_size=1, max_size=4).filter(any),
    seats=st.integers(1, 7),
    times=st.none() | st.integers(1, 4),
)
def test_expectation_and_deviation_equal_enumeration(
    measure: Any, weights: list[int], seats: int, times: int | None
) -> None:
    people = None if times is None else times * sum(weights)
    assume(people is None or people >= seats)
    found = chance_baseline(population(weights), seats=seats, population=people, measure=measure)
    expected, deviation = enumerated(weights, seats, people, measure)
    assert found.expected == pytest.approx(expected, rel=1e-12, abs=1e-14)
    assert found.standard_deviation == pytest.approx(deviation, rel=1e-9, abs=1e-14)


def test_one_seat_of_equal_groups_scores_the_same_whoever_has_it() -> None:
    for weights in ([1, 1], [4, 4, 4], [1, 1, 1, 1]):
        for people in (None, 12):
            found = chance_baseline(population(weights), seats=1, population=people)
            assert found.expected == pytest.approx(1 / len(weights))
            assert found.standard_deviation == 0


@pytest.mark.parametrize("many", [10, 10**6, 10**9])
def test_a_rare_group_leaves_the_deviation_its_digits(many: int) -> None:
    """One seat scores the share of whoever has it."""
    p = 1 / (many + 1)
    found = chance_baseline(population([many, 1]), seats=1)
    assert found.expected == pytest.approx((1 - p) ** 2 + p**2, rel=1e-14)
    assert found.standard_deviation == pytest.approx(math.sqrt(p * (1 - p)) * (1 - 2 * p), rel=1e-9)


@pytest.mark.parametrize("weights", [[4, 1], [5, 3, 2], [1, 1, 1, 1], [90, 9, 1]])
@pytest.mark.parametrize("measure", [rose, loosemore_hanby])
def test_larger_boards_equal_enumeration_too(weights: list[int], measure: Any) -> None:
    for people in (None, 10 * sum(weights)):
        found = chance_baseline(population(weights), seats=20, population=people, measure=measure)
        expected, deviation = enumerated(weights, 20, people, measure)
        assert found.expected == pytest.approx(expected, rel=1e-12)
        assert found.standard_deviation == pytest.approx(deviation, rel=1e-11)


@EACH
def test_a_growing_population_tends_to_independent_draws(measure: Any) -> None:
    reference = population([5, 3, 2])
    without = chance_baseline(reference, seats=12, measure=measure)
    apart = []
    for people in (20, 200, 2000, 20_000, 200_000):
        found = chance_baseline(reference, seats=12, population=people, measure=measure)
        apart.append(
            (abs(found.expected - without.expected), abs(found.standard_deviation - without.standard_deviation))
        )
    assert all(a[0] > b[0] and a[1] > b[1] for a, b in itertools.pairwise(apart))
    assert max(apart[-1]) < 1e-4


@EACH
def test_drawing_everybody_is_no_chance(measure: Any) -> None:
    found = chance_baseline(population([5, 3, 2]), seats=20, population=20, measure=measure)
    assert (found.expected, found.standard_deviation) == (1.0 if measure is rose else 0.0, 0.0)


@EACH
def test_a_population_of_one_kind_leaves_nothing_to_chance(measure: Any) -> None:
    found = chance_baseline(population([0, 7]), seats=3, measure=measure)
    assert (found.expected, found.standard_deviation) == (1.0 if measure is rose else 0.0, 0.0)


def test_a_large_board_scores_as_the_normal_approximation_says() -> None:
    weights, seats = [4, 3, 2, 1], 1_000_000
    found = chance_baseline(population(weights), seats=seats, measure=loosemore_hanby)
    normal = math.fsum(math.sqrt(w / 10 * (1 - w / 10)) for w in weights) * math.sqrt(2 / math.pi / seats) / 2
    assert found.expected == pytest.approx(normal, rel=1e-5)
    draws = np.random.default_rng(1).multinomial(seats, [w / 10 for w in weights], 20_000)
    values = np.abs(draws / seats - np.array(weights) / 10).sum(axis=1) / 2
    assert found.standard_deviation == pytest.approx(values.std(), rel=0.02)
    finite = chance_baseline(population(weights), seats=seats, population=2 * seats, measure=loosemore_hanby)
    assert finite.expected == pytest.approx(normal / math.sqrt(2), rel=1e-5)
    assert finite.standard_deviation == pytest.approx(found.standard_deviation / math.sqrt(2), rel=1e-4)


@pytest.mark.parametrize("people", [None, 400_000, 50_000])
def test_a_board_too_large_to_enumerate_equals_the_sum_over_all_pairs(people: int | None) -> None:
    """Three groups: the two first decide the third, so all boards that matter fit into one array."""
    weights, seats = [50, 49, 1], 40_000
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, 500_000)))])

    def ways(n: Any, k: Any) -> Any:
        return logs[n] - logs[k] - logs[n - k]

    third, first = np.arange(150, 650)[:, None], np.arange(18_500, 21_500)[None, :]
    numbers = (first, seats - first - third, third)
    if people is None:
        chance = ways(seats, third) + ways(seats - third, first)
        chance = chance + sum(k * math.log(w / 100) for k, w in zip(numbers, weights, strict=True))
    else:
        chance = sum(ways(people * w // 100, k) for k, w in zip(numbers, weights, strict=True)) - ways(people, seats)
    chance = np.exp(chance)
    assert chance.sum() == pytest.approx(1, abs=1e-7)
    values = sum(np.abs(k / seats - w / 100) for k, w in zip(numbers, weights, strict=True)) / 2
    expected = (chance * values).sum() / chance.sum()
    deviation = math.sqrt((chance * (values - expected) ** 2).sum() / chance.sum())
    for turned in (weights, weights[::-1]):
        found = chance_baseline(population(turned), seats=seats, population=people, measure=loosemore_hanby)
        assert found.expected == pytest.approx(expected, rel=1e-8)
        assert found.standard_deviation == pytest.approx(deviation, rel=1e-8)


def test_gallagher_is_enumerated_up_to_a_stated_number_of_boards() -> None:
    reference = population([1, 1, 1])
    most = max(n for n in range(1, 1000) if math.comb(n + 2, 2) <= representation.BOARDS)
    found = chance_baseline(reference, seats=most, measure=gallagher)
    assert found.expected == pytest.approx(math.sqrt(math.pi / 12 / most), rel=1e-3)
    with pytest.raises(Undefined, match="more than 100000 boards"):
        chance_baseline(reference, seats=most + 1, measure=gallagher)


def test_as_many_boards_as_stated_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_luck, "BOARDS", 10)
    assert chance_baseline(population([1, 1, 1]), seats=3, measure=gallagher).expected > 0
    monkeypatch.setattr(_luck, "BOARDS", 9)
    with pytest.raises(Undefined, match="more than 9 boards"):
        chance_baseline(population([1, 1, 1]), seats=3, measure=gallagher)


def test_a_baseline_refuses_what_cannot_be() -> None:
    reference = population([3, 1])
    with pytest.raises(BrokenRule, match="seats: must be at least 1"):
        chance_baseline(reference, seats=0)
    with pytest.raises(WrongType, match="seats"):
        chance_baseline(reference, seats=2.5)  # type: ignore[arg-type]
    with pytest.raises(BrokenRule, match="population: must not be below the number of seats"):
        chance_baseline(reference, seats=9, population=8)
    with pytest.raises(BrokenRule, match="population: must make a whole number of people"):
        chance_baseline(reference, seats=2, population=10)
    with pytest.raises(BrokenRule, match="population: must make a whole number of people"):
        chance_baseline(population([1, 1, 2]), seats=2, population=6)  # of the last there are 3
    with pytest.raises(WrongType, match="population"):
        chance_baseline(reference, seats=2, population=True)
    with pytest.raises(WrongType, match="measure: must be loosemore_hanby, rose or gallagher"):
        chance_baseline(reference, seats=2, measure=seats_to_parity)  # type: ignore[arg-type]
    with pytest.raises(Undefined, match="there is no reference population for this population"):
        chance_baseline(None, seats=2)


# --- Undisclosed -----------------------------------------------------------------------------------------------------


@EACH
@given(
    both=compared(people=12, width=4),
    hidden=st.integers(0, 6),
)
def test_the_bounds_are_the_least_and_greatest_over_all_answers(
    measure: Any, both: tuple[list[int], list[int]], hidden: int
) -> None:
    numbers, weights = both
    reference = population(weights)
    answered = [
        measure(counts(a + b for a, b in zip(numbers, more, strict=True)), reference=reference)
        for more in boards(hidden, len(numbers))
    ]
    assert bounds(measure, counts(numbers, undisclosed=hidden), reference=reference) == Interval(
        min(answered), max(answered)
    )


@EACH
def test_bounds_need_nobody_known_as_long_as_somebody_is_there(measure: Any) -> None:
    found = bounds(measure, counts([0, 0], undisclosed=5), reference=population([4, 1]))
    assert found == (Interval(0.2, 1.0) if measure is rose else Interval(0.0, 0.8))
    with pytest.raises(EmptyCounts):
        bounds(measure, counts([0, 0]), reference=population([4, 1]))
    with pytest.raises(NotAPartition):
        bounds(measure, counts([1, 1], people=2, undisclosed=1), reference=population([4, 1]))


@given(both=compared(people=40), hidden=st.integers(0, 9))
def test_seats_to_parity_are_enough_and_one_fewer_is_not(both: tuple[list[int], list[int]], hidden: int) -> None:
    counted, reference = counts(both[0], undisclosed=hidden), population(both[1])
    for category, found in seats_to_parity(counted, reference=reference).items():
        expected = reference.proportions[category]
        k, n = counted[category], counted.known
        for added, inside, base in (
            (found.added, k, n),
            (found.most, k, n + hidden),
            (found.least, k + hidden, n + hidden),
        ):
            if added is None:
                assert expected == 1
                assert inside < base
            else:
                assert Fraction(inside + added, base + added) >= expected
                assert not added or Fraction(inside + added - 1, base + added - 1) < expected
        assert Fraction(k + found.exchanged, n) >= expected
        assert not found.exchanged or Fraction(k + found.exchanged - 1, n) < expected
        assert (found.category, found.expected) == (category, expected)


def test_a_group_at_parity_needs_no_seat() -> None:
    found = seats_to_parity(Counts({"urban": 8, "rural": 2}), reference=EIGHTY_TWENTY)
    assert [(seats.added, seats.exchanged) for seats in found.values()] == [(0, 0), (0, 0)]
    with pytest.raises(TypeError):
        found["urban"] = found["rural"]  # type: ignore[index]


# --- Arrays ----------------------------------------------------------------------------------------------------------


@EACH
@given(
    rows=st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=5),
    weights=st.lists(st.integers(0, 10**6) | st.integers(0, 10**15), min_size=3, max_size=3).filter(any),
)
@example(rows=[[0, 0, 0], [0, 1, 0], [2, 1, 4]], weights=[1, 1, 2])
@example(rows=[[1, 0, 0], [10**6, 5, 7]], weights=[10**15, 10**15, 3])  # only the second is too large for an int64
def test_the_array_form_equals_the_scalar_form(measure: Any, rows: list[list[int]], weights: list[int]) -> None:
    reference = population(weights)
    found = batch(measure, np.array(rows), reference=reference)
    for row, value, masked in zip(rows, found.values, found.mask, strict=True):
        assert masked == (not any(row))
        if masked:
            assert math.isnan(value)
        else:
            assert value == pytest.approx(measure(counts(row), reference=reference), rel=1e-12, abs=0)


@pytest.mark.parametrize("type_", ["u1", "u8", "i4"])
def test_arrays_of_any_integer_type_will_do(type_: str) -> None:
    found = batch(rose, np.array([[200, 50], [8, 1]], type_), reference=EIGHTY_TWENTY)
    assert found.values.tolist() == pytest.approx([1.0, 0.9111111111111111])


def test_an_array_of_no_groups_has_no_values() -> None:
    found = batch(rose, np.zeros((0, 2), "i8"), reference=EIGHTY_TWENTY)
    assert (found.values.tolist(), found.mask.tolist()) == ([], [])


def test_arrays_that_cannot_be_are_refused() -> None:
    for wrong in ([[0.5, 0.5]], [[True, False]], [["1", "2"]]):
        with pytest.raises(WrongType, match="array: must hold whole numbers"):
            batch(rose, wrong, reference=EIGHTY_TWENTY)
    for shape in ([1, 2], [[1, 2, 3]], [[[1, 2]]]):
        with pytest.raises(BrokenRule, match="array: must have two dimensions, and a column for each"):
            batch(rose, shape, reference=EIGHTY_TWENTY)
    with pytest.raises(BrokenRule, match="array: must not hold negative numbers"):
        batch(rose, [[-1, 2]], reference=EIGHTY_TWENTY)
    with pytest.raises(WrongType, match="measure"):
        batch(ratio, [[1, 2]], reference=EIGHTY_TWENTY)  # type: ignore[arg-type]
    with pytest.raises(Undefined, match="no reference population for this array"):
        batch(rose, [[1, 2]], reference=None)


# --- The reference population ----------------------------------------------------------------------------------------


def test_a_reference_of_people_gives_exact_shares() -> None:
    found = population([3_357_542, 1, 0], year=2020, definition="all ages")
    assert found.categories == ("c0", "c1", "c2")
    assert found.proportions["c1"] == Fraction(1, 3_357_543)
    assert sum(found.proportions.values()) == 1
    assert found.off == 0
    assert found.weights == {"c0": 3_357_542, "c1": 1, "c2": 0}
    assert found.words == "the census (2020; example; all ages)"
    assert population([1]).words == "the census (example)"


def test_a_reference_of_shares_is_exact() -> None:
    found = shares(rural="1/3", urban=Fraction(2, 3), none=0)
    assert (found.proportions["rural"], found.weights) == (Fraction(1, 3), {"rural": 1, "urban": 2, "none": 0})
    assert found.numbers is None
    assert shares(all=1).proportions == {"all": 1}


def test_published_shares_that_are_rounded_say_so_and_are_rescaled() -> None:
    published = {"a": "33.3%", "b": "33.3%", "c": "33.3%"}
    with pytest.raises(BrokenRule, match="shares: must sum to 1"):
        shares(**published)
    found = ReferencePopulation(id="r", name="n", of="x", source="s", shares=published, rounding="0.1%")
    assert found.shares == {"a": Fraction(333, 1000), "b": Fraction(333, 1000), "c": Fraction(333, 1000)}
    assert found.proportions["a"] == Fraction(1, 3)
    assert (found.off, found.rounding) == (Fraction(-1, 1000), Fraction(1, 1000))
    assert found.words == "n (s; published shares sum to 99.9 %)"


def test_a_sum_that_rounding_cannot_explain_is_refused() -> None:
    exactly = {"a": "50%", "b": "50.1%"}
    assert ReferencePopulation(id="r", name="n", of="x", source="s", shares=exactly, rounding="0.1%").off == Fraction(
        1, 1000
    )
    for published in ({"a": "50%", "b": "50.2%"}, {"a": "50%", "b": "49.8%"}):
        with pytest.raises(BrokenRule, match="shares: must sum to 1, as nearly as their stated rounding allows"):
            ReferencePopulation(id="r", name="n", of="x", source="s", shares=published, rounding="0.1%")


def test_a_reference_refuses_what_cannot_be() -> None:
    plain: dict[str, Any] = {"id": "r", "name": "n", "of": "x", "source": "s"}
    neither: dict[str, Any] = {}
    each: dict[str, Any] = {"numbers": {"a": 1}, "shares": {"a": 1}}
    for both in (neither, each):
        with pytest.raises(BrokenRule, match="numbers: must be given, or shares, and not both"):
            ReferencePopulation(**plain | both)
    with pytest.raises(BrokenRule, match="numbers: must count somebody"):
        ReferencePopulation(**plain, numbers={"a": 0})
    with pytest.raises(BrokenRule, match="rounding: must be left out where numbers are given"):
        ReferencePopulation(**plain, numbers={"a": 1}, rounding="1%")
    for field in ("numbers", "shares"):
        with pytest.raises(BrokenRule, match=f"{field}: must not be empty"):
            ReferencePopulation(**plain | {field: {}})
        with pytest.raises(WrongType, match=f"{field}: must map categories to figures"):
            ReferencePopulation(**plain | {field: [1]})
        with pytest.raises(WrongType, match=f"{field}: must be keyed by categories, which are text"):
            ReferencePopulation(**plain | {field: {1: 1}})
    with pytest.raises(BrokenRule, match="numbers: must not be negative"):
        ReferencePopulation(**plain, numbers={"a": -1})
    with pytest.raises(WrongType, match="shares: must be exact"):
        ReferencePopulation(**plain, shares={"a": 0.5, "b": 0.5})
    with pytest.raises(WrongType, match="rounding: must be exact"):
        ReferencePopulation(**plain, shares={"a": 1}, rounding=0.001)
    for missing in plain:
        with pytest.raises(TypeError):
            ReferencePopulation(**{k: v for k, v in plain.items() if k != missing}, numbers={"a": 1})
        with pytest.raises(BrokenRule, match=missing):
            ReferencePopulation(**plain | {missing: ""}, numbers={"a": 1})
    for year in (0, 10_000):
        with pytest.raises(BrokenRule, match="year"):
            ReferencePopulation(**plain, numbers={"a": 1}, year=year)
    assert [ReferencePopulation(**plain, numbers={"a": 1}, year=year).year for year in (1, 9999)] == [1, 9999]


def test_a_reference_is_a_value() -> None:
    one, same = (population([3, 1], year=2020) for _ in range(2))
    assert one == same
    assert hash(one) == hash(same)
    others = (population([3, 2], year=2020), population([3, 1], year=2021), population([3, 1], year=2020, id="q"))
    assert len({one, same, *others}) == 4
    for reference in (one, shares(a="1/3", b="2/3")):
        assert pickle.loads(pickle.dumps(reference)) == reference  # noqa: S301  # our own
    with pytest.raises(TypeError):
        one.numbers["c0"] = 9  # type: ignore[index]
    assert "numbers={'c0': 3, 'c1': 1}, shares=None" in repr(one)


# --- The edge contract -----------------------------------------------------------------------------------------------

MEASURES = pytest.mark.parametrize("measure", [ratio, gap, loosemore_hanby, rose, gallagher, seats_to_parity])


@MEASURES
def test_nobody_cannot_be_compared(measure: Any) -> None:
    for empty in (counts([0, 0]), counts([0, 0], undisclosed=3)):
        with pytest.raises(EmptyCounts):
            measure(empty, reference=population([1, 1]))


@MEASURES
def test_overlapping_categories_are_refused(measure: Any) -> None:
    with pytest.raises(NotAPartition):
        measure(counts([1, 1], people=2), reference=population([1, 1]))


@MEASURES
def test_where_there_is_no_reference_none_is_made_up(measure: Any) -> None:
    with pytest.raises(Undefined, match="there is no reference population for LGBTI, and none is made up"):
        measure(counts([1, 1], of="LGBTI"), reference=None)
    with pytest.raises(Undefined, match="there is no reference population for these counts"):
        measure(counts([1, 1]), reference=None)


@MEASURES
def test_a_reference_that_lacks_a_category_is_refused_by_name(measure: Any) -> None:
    with pytest.raises(UnknownField, match="reference: must have every category counted; the census lacks c2, c3"):
        measure(counts([1, 1, 1, 1]), reference=population([1, 1]))


@MEASURES
def test_a_category_that_was_not_counted_is_no_empty_one(measure: Any) -> None:
    with pytest.raises(
        UnknownField, match="counts: must declare every category of the census, even if empty; c1, c2 is not"
    ):
        measure(counts([1]), reference=population([1, 1, 1]))
    assert measure(counts([1]).over(["c0", "c1", "c2"]), reference=population([1, 1, 1])) is not None


@MEASURES
def test_a_reference_of_another_dimension_is_refused(measure: Any) -> None:
    with pytest.raises(BrokenRule, match="reference: must be of gender as the counts are; the census is of settlement"):
        measure(counts([1, 1], of="gender"), reference=population([1, 1]))
    assert measure(counts([1, 1], of="settlement"), reference=population([1, 1])) is not None


@MEASURES
def test_what_are_no_counts_and_no_reference_is_refused(measure: Any) -> None:
    with pytest.raises(WrongType, match="counts: must be Counts"):
        measure({"c0": 1}, reference=population([1]))
    with pytest.raises(WrongType, match="reference: must be a ReferencePopulation"):
        measure(counts([1]), reference={"c0": 1})


def test_a_group_with_nobody_in_it_has_a_ratio_of_0_which_is_a_finding() -> None:
    found = ratio(Counts({"urban": 9, "rural": 0}), reference=EIGHTY_TWENTY)["rural"]
    assert [found.value, found.low, found.high] == [0, 0, 0]


def test_bounds_refuses_another_measure() -> None:
    with pytest.raises(WrongType, match="measure"):
        bounds(chance_baseline, counts([1]), reference=population([1]))  # type: ignore[arg-type]


def test_a_confidence_outside_0_and_1_is_refused() -> None:
    for measure in (ratio, gap):
        with pytest.raises(BrokenRule, match="confidence"):
            measure(counts([1]), reference=population([1]), confidence=1.0)


# --- How results show themselves -------------------------------------------------------------------------------------


def test_a_comparison_carries_what_it_was_made_with() -> None:
    basis = Basis(definitions=("outside the capital",))
    reference = population([4, 1], year=2020)
    for measure in (ratio, gap):
        found = measure(counts([8, 1], undisclosed=2, basis=basis), reference=reference, confidence=0.9)
        assert found.measure == measure.__name__
        assert (found.of, found.reference, found.confidence) == ("settlement", reference, 0.9)
        assert (found.known, found.undisclosed, found.basis, found.sensitive) == (9, 2, basis, False)
        assert [group.category for group in found.groups] == ["c0", "c1"]
        assert found["c1"] is found.groups[1]
        assert found["c1"].expected == Fraction(1, 5)
        with pytest.raises(UnknownField, match="categories of settlement"):
            found["c2"]
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own
        assert pickle.loads(pickle.dumps(found["c1"])) == found["c1"]  # noqa: S301  # our own


def test_a_comparison_prints_its_figures() -> None:
    counted = counts([8, 1, 0], undisclosed=1)
    reference = population([4, 1, 0])
    assert repr(ratio(counted, reference=reference)) == (
        "<ratio of 3 categories of settlement to the census: c0 1.11, c1 0.56, c2 undefined>"
    )
    assert repr(gap(counted, reference=reference)) == (
        "<gap of 3 categories of settlement to the census: c0 +8.9, c1 -8.9, c2 +0.0>"
    )
    groups = ratio(counted, reference=reference).groups
    assert repr(groups[0]) == "<c0: 1.111, from 1 to 1.125 with the undisclosed>"
    assert repr(groups[2]) == "<c2: undefined, from undefined to undefined with the undisclosed>"
    seats = seats_to_parity(counted, reference=reference)["c1"]
    assert repr(seats) == "<c1: add 1 seats or exchange 1>"
    assert pickle.loads(pickle.dumps(seats)) == seats  # noqa: S301  # our own


def test_a_comparison_is_a_table_in_a_notebook() -> None:
    counted = counts([8, 1, 0], undisclosed=1)
    reference = population([4, 1, 0], year=2020)
    html = ratio(counted, reference=reference)._repr_html_()
    assert "<caption>settlement: ratio of shares (1 is parity), against the census</caption>" in html
    assert '<th scope="col">ratio</th>' in html
    for cells in (("c0", "80.0%", "1.11", "1.00", "1.12", "0.71 to 1.23"), ("c2", "0.0%", *["undefined"] * 4)):
        assert f'<th scope="row">{cells[0]}</th>{"".join(f"<td>{cell}</td>" for cell in cells[1:])}' in html
    assert "9 known, 1 undisclosed; 0.95 intervals; the census (2020; example)" in html
    html = gap(counted, reference=reference)._repr_html_()
    assert "settlement: gap in percentage points (0 is parity), against the census" in html
    assert "<td>-8.9</td><td>-10.0</td><td>+0.0</td><td>-18.0 to +23.5</td>" in html


def test_figures_of_sensitive_counts_print_their_shape() -> None:
    counted = counts([8, 1], sensitive=True)
    reference = population([4, 1])
    found = ratio(counted, reference=reference)
    assert repr(found) == "<sensitive ratio of 2 categories of settlement to the census>"
    assert repr(found["c1"]) == "<sensitive figures of c1>"
    assert "sensitive; reveal the counts for a purpose" in found._repr_html_()
    assert "1.11" not in found._repr_html_()
    seats = seats_to_parity(counted, reference=reference)["c1"]
    assert repr(seats) == "<sensitive seats to parity of c1>"
    for result in (found, found["c1"], seats):
        with pytest.raises(TypeError, match="do not pickle"):
            pickle.dumps(result)
        assert copy.copy(result) is result
        assert copy.deepcopy(result) is result
    assert "1.11" in repr(ratio(counted.reveal(Purpose.REPORT), reference=reference))


def test_a_baseline_is_a_table_in_a_notebook() -> None:
    html = chance_baseline(EIGHTY_TWENTY, seats=9)._repr_html_()
    assert "<caption>Rose of a draw by lot</caption>" in html
    for name, cell in (
        ("expected", "0.8926"),
        ("standard deviation", "0.0790"),
        ("seats", "9"),
        ("population", "so large that a draw does not change it"),
    ):
        assert f'<th scope="row">{name}</th><td>{cell}</td>' in html
    assert "the census (example)" in html
    finite = chance_baseline(EIGHTY_TWENTY, seats=9, population=20, measure=loosemore_hanby)._repr_html_()
    assert "<caption>Loosemore hanby of a draw by lot</caption>" in finite
    assert '<th scope="row">population</th><td>20</td>' in finite


def test_a_baseline_survives_pickling() -> None:
    found = chance_baseline(EIGHTY_TWENTY, seats=9)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own
