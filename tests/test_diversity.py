"""The laws of diversity, each under its name; figures of published sources; the edge contract; batches and bounds.

Laws of Hill numbers: between one and the number of categories held; falling in q; blind to order, scale and absent
categories; of uniform counts the number of categories; twice as many for two disjoint copies; not raised by merging;
not lowered by moving people from a larger to a smaller category; continuous at q = 1; between D_inf and its power
q/(q-1); Rényi, Tsallis and Gini-Simpson are functions of them; within 1e-14 of sixty digits.
Joint: at least as diverse as each dimension; at most their product at orders 0 and 1.
Similarity: with nothing alike the Hill number; between one and the Hill number; alike twins change nothing.
Partition: alpha at most gamma; gamma is alpha times beta; beta between one and the number of groups; one for groups
alike, and the number of groups for disjoint ones; unchanged by splitting a group in proportional halves.
Concentration: the Gini coefficient is the mean difference of two categories over twice their mean; 0 where all have as
many, 1 - 1/K where one has everything; raised by an absent category; blind to order, scale and copies; not raised by
moving a person from a larger to a smaller category.
Estimators: Chao1 at least what was met; coverage a probability, rising in size; rarefied to everybody what was
observed, to one person one; the curve of order 0 concave; extrapolation tends to the asymptote.
Undisclosed: bounds are the least and greatest over all answers, by the same two allocations for every order; a point
without.
Monoid: the measure of merged counts is the measure of everybody counted at once.
"""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from youthprog import diversity
from youthprog.counts import Counts, CountTable
from youthprog.diversity import Verdict
from youthprog.errors import (
    BrokenRule,
    EmptyCounts,
    MissingField,
    NotAPartition,
    Undefined,
    UnknownField,
    WrongType,
)
from youthprog.values import Interval

INF = math.inf
ORDERS = (0, 1e-12, 0.5, 1 - 2**-52, 1, 1 + 2**-52, 1.7, 2, 3, 100, 1e6, INF)
SPIDER_GIRDLED = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, *[1] * 12]
SPIDER_LOGGED = [88, 22, 16, 15, 13, 10, 8, 8, 7, 7, 7, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, *[1] * 14]
INDICES = (
    diversity.richness,
    diversity.shannon_entropy,
    diversity.gini_simpson,
    diversity.inverse_simpson,
    diversity.simpson_concentration,
    diversity.berger_parker,
    diversity.pielou,
    diversity.heip,
    diversity.simpson_evenness,
    diversity.gini_concentration,
)
WITH_ORDER = (diversity.hill, diversity.renyi, diversity.tsallis)

numbers_of_people = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)
small_numbers = st.lists(st.integers(0, 30), min_size=1, max_size=7).filter(any)
orders = st.sampled_from(ORDERS) | st.floats(0, 20) | st.floats(1 - 1e-6, 1 + 1e-6)


def counts(numbers: Any, **more: Any) -> Counts:
    return Counts({f"c{i}": x for i, x in enumerate(numbers)}, **more)


def table(rows: Any) -> CountTable:
    return CountTable({f"r{i}": {f"c{j}": x for j, x in enumerate(row)} for i, row in enumerate(rows)}, of="c", by="r")


def tables(width: int = 4, least: int = 1) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(0, 30), min_size=width, max_size=width).filter(any)
    return st.lists(row, min_size=least, max_size=4)


def close(value: float, rel: float = 1e-12) -> Any:
    return pytest.approx(value, rel=rel, abs=0)


def exact_hill(numbers: list[int], q: float) -> mpmath.mpf:
    """The definition in sixty digits."""
    with mpmath.workdps(60):
        total = mpmath.mpf(sum(numbers))
        shares = [x / total for x in numbers if x]
        if q == INF:
            return 1 / max(shares)
        if q == 1:
            return mpmath.exp(-mpmath.fsum(p * mpmath.log(p) for p in shares))
        return mpmath.fsum(p ** mpmath.mpf(q) for p in shares) ** (1 / (1 - mpmath.mpf(q)))


# --- Hill numbers ----------------------------------------------------------------------------------------------------


@given(numbers_of_people, orders)
def test_a_hill_number_is_between_one_and_the_number_of_categories_held(numbers: list[int], q: float) -> None:
    assert 1 <= diversity.hill(counts(numbers), q=q) <= diversity.richness(counts(numbers))


@given(numbers_of_people, orders, orders)
def test_hill_numbers_fall_in_q(numbers: list[int], q: float, r: float) -> None:
    low, high = sorted((q, r))
    assert diversity.hill(counts(numbers), q=high) <= diversity.hill(counts(numbers), q=low) * (1 + 1e-12)


@given(numbers_of_people, orders, st.integers(2, 1000), st.randoms())
def test_order_scale_and_absent_categories_do_not_matter(numbers: list[int], q: float, scale: int, random: Any) -> None:
    shuffled = [*(scale * x for x in numbers), 0]
    random.shuffle(shuffled)
    assert diversity.hill(counts(shuffled), q=q) == close(diversity.hill(counts(numbers), q=q))


@given(st.integers(1, 40), st.integers(1, 10**9), orders)
def test_uniform_counts_give_exactly_the_number_of_categories(k: int, each: int, q: float) -> None:
    assert diversity.hill(counts([each] * k), q=q) == k


@given(numbers_of_people, orders, st.integers(2, 4))
def test_disjoint_copies_multiply_diversity(numbers: list[int], q: float, copies: int) -> None:
    assert diversity.hill(counts(numbers * copies), q=q) == close(copies * diversity.hill(counts(numbers), q=q))


@given(numbers_of_people, orders)
def test_merging_two_categories_never_raises_diversity(numbers: list[int], q: float) -> None:
    assume(len(numbers) > 1)
    merged = [numbers[0] + numbers[1], *numbers[2:]]
    assert diversity.hill(counts(merged), q=q) <= diversity.hill(counts(numbers), q=q) * (1 + 1e-12)


def with_one_moved(numbers: list[int], data: st.DataObject) -> list[int]:
    """Move a person from the largest category to one that stays no larger."""
    rich = numbers.index(max(numbers))
    poor = data.draw(st.integers(0, len(numbers) - 1))
    assume(numbers[rich] - numbers[poor] >= 2)
    moved = list(numbers)
    moved[rich] -= 1
    moved[poor] += 1
    return moved


@given(numbers_of_people, orders, st.data())
def test_moving_a_person_from_a_larger_to_a_smaller_category_never_lowers_diversity(
    numbers: list[int], q: float, data: st.DataObject
) -> None:
    moved = with_one_moved(numbers, data)
    assert diversity.hill(counts(moved), q=q) >= diversity.hill(counts(numbers), q=q) * (1 - 1e-12)


@given(numbers_of_people, st.floats(1e-15, 1e-3))
def test_hill_numbers_are_continuous_at_order_one(numbers: list[int], e: float) -> None:
    middle = diversity.hill(counts(numbers), q=1)
    for q in (1 - e, 1 + e):
        assert abs(diversity.hill(counts(numbers), q=q) / middle - 1) <= 220 * e + 1e-14  # half the variance of ln p


@given(numbers_of_people, st.floats(1.0001, 1e6))
def test_above_order_one_a_hill_number_is_at_most_a_power_of_that_of_infinity(numbers: list[int], q: float) -> None:
    least = diversity.hill(counts(numbers), q=INF)
    assert least * (1 - 1e-12) <= diversity.hill(counts(numbers), q=q)
    assert diversity.renyi(counts(numbers), q=q) <= q / (q - 1) * math.log(least) + 1e-12


@given(numbers_of_people, orders)
def test_renyi_tsallis_and_gini_simpson_are_functions_of_the_hill_number(numbers: list[int], q: float) -> None:
    held = counts(numbers)
    found = diversity.hill(held, q=q)
    assert diversity.renyi(held, q=q) == pytest.approx(math.log(found), rel=1e-12, abs=1e-14)
    assert diversity.gini_simpson(held) == pytest.approx(1 - 1 / diversity.hill(held, q=2), rel=1e-12, abs=1e-14)
    if abs(q - 1) > 1e-3 and q < 1e3:
        expected = (1 - found ** (1 - q)) / (q - 1)
        assert diversity.tsallis(held, q=q) == pytest.approx(expected, rel=1e-9, abs=1e-11)


@given(numbers_of_people, st.sampled_from(ORDERS))
@example([10**9, 1], 1)
@example([10**9, 10**9 - 1, 1], 1e6)
@example([1, *[10**9] * 3], 1e-12)
def test_hill_numbers_agree_with_sixty_digits_to_1e_14(numbers: list[int], q: float) -> None:
    assert abs(diversity.hill(counts(numbers), q=q) / exact_hill(numbers, q) - 1) <= 1e-14


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=300, max_size=400), st.floats(0, 5))
@example([1] * 300 + [2] * 300, 1.3)
def test_hill_numbers_of_many_categories_agree_with_sixty_digits_to_1e_14(numbers: list[int], q: float) -> None:
    assert abs(diversity.hill(counts(numbers), q=q) / exact_hill(numbers, q) - 1) <= 1e-14


@given(numbers_of_people, st.sampled_from(ORDERS))
@example([10**9, 1], 1)
@example([10**9, 1], 3)
@example([10**9, 1], 2)
@example([10**9, 1], INF)
@example([10**9, 1], 0.5)
@example([1] * 300 + [2] * 300, 1.3)
def test_entropies_keep_their_digits_where_one_category_holds_nearly_all(numbers: list[int], q: float) -> None:
    with mpmath.workdps(60):
        entropy = mpmath.log(exact_hill(numbers, q))
    if entropy:
        assert abs(diversity.renyi(counts(numbers), q=q) / entropy - 1) <= 1e-13
    else:
        assert diversity.renyi(counts(numbers), q=q) == 0


def test_orders_beyond_a_trillion_millions_are_infinity() -> None:
    held = counts([10, 5, 3, 2])
    assert diversity.hill(held, q=10**400) == diversity.hill(held, q=1e300) == diversity.hill(held, q=INF) == 2
    assert diversity.hill(held, q=1e18) == close(2)


def test_tsallis_at_the_named_orders() -> None:
    held = counts([10, 5, 3, 2, 0])
    assert diversity.tsallis(held, q=0) == close(3)
    assert diversity.tsallis(held, q=0.5) == close(1.8212657636482543)
    assert diversity.tsallis(held, q=1) == diversity.shannon_entropy(held)
    assert diversity.tsallis(held, q=2) == close(diversity.gini_simpson(held), 1e-15)
    assert diversity.tsallis(held, q=INF) == 0
    assert diversity.tsallis(counts([10**9, 1]), q=2) == close(2 * 10**9 / (10**9 + 1) ** 2, 1e-15)


def test_each_index_gives_the_value_its_source_defines() -> None:
    held = counts([10, 5, 3, 2])
    assert diversity.richness(held) == 4
    assert diversity.richness(counts([3, 0])) == 1
    assert diversity.shannon_entropy(held) == close(1.207973687592232)
    assert diversity.gini_simpson(held) == 0.655
    assert diversity.inverse_simpson(held) == 400 / 138
    assert diversity.simpson_concentration(held) == 0.345
    assert diversity.berger_parker(held) == 0.5
    assert diversity.pielou(held) == close(0.8713688243068336)
    assert diversity.heip(held) == close(0.7822321083157452)
    assert diversity.simpson_evenness(held) == close(0.7246376811594202)
    assert diversity.gini_concentration(held) == 0.325


@given(numbers_of_people)
def test_evenness_is_between_zero_and_one_and_lowered_by_an_absent_category(numbers: list[int]) -> None:
    assume(len(numbers) > 1)
    for measure in (diversity.pielou, diversity.heip, diversity.simpson_evenness):
        found = measure(counts(numbers))
        assert 0 <= found <= 1 + 1e-15
        assert measure(counts([*numbers, 0])) <= found


# --- Concentration ---------------------------------------------------------------------------------------------------


@given(numbers_of_people)
def test_gini_is_the_mean_difference_of_two_categories_over_twice_their_mean(numbers: list[int]) -> None:
    apart = sum(abs(x - y) for x in numbers for y in numbers)
    assert diversity.gini_concentration(counts(numbers)) == float(Fraction(apart, 2 * len(numbers) * sum(numbers)))


@given(st.integers(1, 40), st.integers(1, 10**9))
def test_gini_is_0_where_all_have_as_many_and_1_less_a_share_where_one_has_everything(k: int, each: int) -> None:
    assert diversity.gini_concentration(counts([each] * k)) == 0
    assert diversity.gini_concentration(counts([each, *[0] * (k - 1)])) == float(1 - Fraction(1, k))


@given(numbers_of_people)
def test_an_absent_category_raises_gini(numbers: list[int]) -> None:
    before, after = (diversity.gini_concentration(counts(found)) for found in (numbers, [*numbers, 0]))
    k = len(numbers)
    assert 0 <= before < after
    assert after == close((before * k + 1) / (k + 1))


@given(numbers_of_people, st.integers(2, 1000), st.integers(2, 4), st.randoms())
def test_order_scale_and_copies_leave_gini_unchanged(numbers: list[int], scale: int, copies: int, random: Any) -> None:
    shuffled = [scale * x for x in numbers * copies]
    random.shuffle(shuffled)
    assert diversity.gini_concentration(counts(shuffled)) == diversity.gini_concentration(counts(numbers))


@given(numbers_of_people, st.data())
def test_moving_a_person_from_a_larger_to_a_smaller_category_never_raises_gini(
    numbers: list[int], data: st.DataObject
) -> None:
    moved = with_one_moved(numbers, data)
    assert diversity.gini_concentration(counts(moved)) <= diversity.gini_concentration(counts(numbers))


# --- Merging ---------------------------------------------------------------------------------------------------------


@given(numbers_of_people, numbers_of_people, orders)
def test_the_measure_of_merged_counts_is_the_measure_of_everybody_at_once(
    first: list[int], second: list[int], q: float
) -> None:
    at_once = [a + b for a, b in itertools.zip_longest(first, second, fillvalue=0)]
    assert diversity.hill(counts(first) + counts(second), q=q) == diversity.hill(counts(at_once), q=q)


# --- The edge contract -----------------------------------------------------------------------------------------------


def every_measure(held: Counts) -> list[Any]:
    estimators = (
        diversity.coverage,
        diversity.chao1,
        diversity.chao_shen_entropy,
    )
    return [
        *(lambda m=measure: m(held) for measure in (*INDICES, *estimators)),
        *(lambda m=measure: m(held, q=1) for measure in (*WITH_ORDER, diversity.asymptotic_hill)),
        lambda: diversity.similarity_hill(held, similarity={}, q=1),
        lambda: diversity.rarefied(held, size=1, q=1),
        lambda: diversity.extrapolated(held, size=10, q=1),
        lambda: diversity.extremes(held),
        lambda: diversity.bounds(diversity.hill, held, q=1),
        lambda: diversity.compare(held, held, q=1),
    ]


@pytest.mark.parametrize("held", [Counts({}), counts([0, 0]), Counts({}, undisclosed=3)])
def test_empty_and_all_zero_counts_are_refused_by_every_measure(held: Counts) -> None:
    for measure in every_measure(held):
        with pytest.raises(EmptyCounts):
            measure()


def test_overlapping_categories_are_refused_by_every_measure() -> None:
    for measure in every_measure(counts([3, 4], people=5)):
        with pytest.raises(NotAPartition):
            measure()


def test_one_category_has_diversity_one_and_no_evenness() -> None:
    alone = counts([7])
    for q in ORDERS:
        assert diversity.hill(alone, q=q) == 1
        assert diversity.renyi(alone, q=q) == diversity.tsallis(alone, q=q) == 0
    for measure in (diversity.pielou, diversity.heip, diversity.simpson_evenness):
        with pytest.raises(Undefined, match=r"^one declared category"):
            measure(alone)
        assert measure(counts([7, 0])) < 0.51
    assert diversity.gini_concentration(alone) == 0


@pytest.mark.parametrize("wrong", [math.nan, 0.2, True, "3", None])
def test_what_is_no_whole_number_never_becomes_counts(wrong: Any) -> None:
    with pytest.raises(WrongType):
        counts([wrong, 3])


def test_negative_numbers_never_become_counts() -> None:
    with pytest.raises(BrokenRule):
        counts([-1, 3])


@pytest.mark.parametrize("q", [-1, -1e-9, -INF, math.nan])
def test_a_negative_order_or_none_is_refused(q: float) -> None:
    for measure in WITH_ORDER:
        with pytest.raises(BrokenRule, match=r"^q: must be"):
            measure(counts([3, 4]), q=q)


@pytest.mark.parametrize("q", [True, "1", None, 1j])
def test_an_order_that_is_no_number_is_refused(q: Any) -> None:
    with pytest.raises(WrongType, match=r"^q: must be"):
        diversity.hill(counts([3, 4]), q=q)


@pytest.mark.parametrize("q", [np.float64(2), np.int64(2), np.float32(2), Fraction(2)])
def test_an_order_may_be_any_kind_of_real_number(q: Any) -> None:
    assert diversity.hill(counts([3, 4]), q=q) == 49 / 25


# --- Similarity ------------------------------------------------------------------------------------------------------


def matrices(k: int) -> st.SearchStrategy[list[list[float]]]:
    upper = st.lists(st.floats(0, 1), min_size=k * k, max_size=k * k)
    return upper.map(lambda v: [[1.0 if i == j else v[min(i, j) * k + max(i, j)] for j in range(k)] for i in range(k)])


@given(numbers_of_people, orders)
def test_with_nothing_alike_the_similarity_sensitive_number_is_the_hill_number(numbers: list[int], q: float) -> None:
    held = counts(numbers)
    assert diversity.similarity_hill(held, similarity={}, q=q) == close(diversity.hill(held, q=q))


@given(st.data(), orders)
def test_likeness_leaves_diversity_between_one_and_the_hill_number(data: st.DataObject, q: float) -> None:
    numbers = data.draw(small_numbers)
    matrix = data.draw(matrices(len(numbers)))
    found = diversity.similarity_hill(counts(numbers), similarity=matrix, q=q)
    assert 1 <= found <= diversity.hill(counts(numbers), q=q) * (1 + 1e-12)


@given(st.data(), orders)
def test_a_twin_that_is_quite_alike_changes_nothing(data: st.DataObject, q: float) -> None:
    numbers = data.draw(small_numbers)
    matrix = data.draw(matrices(len(numbers)))
    part = data.draw(st.integers(0, numbers[0]))
    twins = [part, *numbers[1:], numbers[0] - part]
    doubled = [[*row, row[0]] for row in matrix]
    doubled.append(list(doubled[0]))
    doubled[-1][-1] = 1.0
    expected = diversity.similarity_hill(counts(numbers), similarity=matrix, q=q)
    assert diversity.similarity_hill(counts(twins), similarity=doubled, q=q) == close(expected)


def test_likeness_is_given_by_pair_of_names_in_either_order_or_as_a_matrix() -> None:
    held = counts([10, 20, 30])
    matrix = [[1, 0.5, 0], [0.5, 1, 0.25], [0, 0.25, 1]]
    expected = diversity.similarity_hill(held, similarity=matrix, q=2)
    shares = (1 / 6, 1 / 3, 1 / 2)
    alike = [sum(z * p for z, p in zip(row, shares, strict=True)) for row in matrix]
    assert expected == close(1 / sum(p * z for p, z in zip(shares, alike, strict=True)))
    everything = {(f"c{i}", f"c{j}"): matrix[i][j] for i in range(3) for j in range(3)}
    assert diversity.similarity_hill(held, similarity=everything, q=2) == expected
    by_name = {("c1", "c0"): 0.5, ("c1", "c2"): 0.25, ("c2", "c2"): 1}
    assert diversity.similarity_hill(held, similarity=by_name, q=2) == expected
    assert diversity.similarity_hill(held, similarity=np.array(matrix), q=2) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("similarity", "error", "rule"),
    [
        ({("c0", "nobody"): 1}, UnknownField, "be keyed by pairs"),
        ({"c0": 1}, UnknownField, "be keyed by pairs"),
        ([[1, 0]], BrokenRule, "have a row and a column"),
        ([[1, 0], [0, 1, 0]], BrokenRule, "have a row and a column"),
        ([[1, "0"], [0, 1]], WrongType, "hold numbers"),
        ([[1, True], [0, 1]], WrongType, "hold numbers"),
        ({("c0", "c1"): 1.5}, BrokenRule, "be between 0 and 1"),
        ({("c0", "c1"): -0.5}, BrokenRule, "be between 0 and 1"),
        ({("c0", "c1"): math.nan}, BrokenRule, "be between 0 and 1"),
        ({("c0", "c0"): 0.5}, BrokenRule, "be 1 between a category and itself"),
    ],
)
def test_a_likeness_that_cannot_be_is_refused(similarity: Any, error: type[Exception], rule: str) -> None:
    with pytest.raises(error, match=f"^similarity: must {rule}"):
        diversity.similarity_hill(counts([3, 4]), similarity=similarity, q=1)


# --- Samples ---------------------------------------------------------------------------------------------------------


def test_spiders_of_a_girdled_and_a_logged_plot_as_inext_prints_them() -> None:
    girdled, logged = counts(SPIDER_GIRDLED), counts(SPIDER_LOGGED)
    assert round(diversity.chao1(girdled), 3) == 43.893
    assert round(diversity.asymptotic_hill(girdled, q=0), 3) == 43.893
    assert round(diversity.asymptotic_hill(girdled, q=1), 3) == 13.826
    assert round(diversity.asymptotic_hill(girdled, q=2), 3) == 8.175
    assert round(diversity.coverage(girdled), 4) == 0.9289
    assert round(diversity.chao1(logged), 3) == 61.403
    assert round(diversity.rarefied(logged, size=126, q=0), 3) == 28.268
    assert round(diversity.coverage(logged, size=126), 3) == 0.908
    assert round(diversity.extrapolated(girdled, size=248, q=0), 3) == 30.883
    assert round(diversity.extrapolated(logged, size=504, q=0), 3) == 47.644
    assert round(diversity.coverage(logged, size=504), 3) == 0.969


def naive_asymptotic(numbers: list[int], q: float) -> float:
    """Chao & Jost (2015) as printed, by sums over all sizes; 120 digits, for the sums cancel."""
    with mpmath.workdps(120):
        n, f1, f2 = sum(numbers), numbers.count(1), numbers.count(2)
        a = mpmath.mpf(2 * f2) / ((n - 1) * f1 + 2 * f2) if f2 else mpmath.mpf(2) / ((n - 1) * max(f1 - 1, 0) + 2)
        held = [x for x in numbers if x]
        if q == 1:
            entropy = mpmath.fsum(mpmath.mpf(x) / n * (mpmath.harmonic(n - 1) - mpmath.harmonic(x - 1)) for x in held)
            if a < 1:
                rest = -mpmath.log(a) - mpmath.fsum((1 - a) ** r / r for r in range(1, n))
                entropy += mpmath.mpf(f1) / n * (1 - a) ** (1 - n) * rest
            return float(mpmath.exp(entropy))
        order = mpmath.mpf(q)
        powers = mpmath.mpf(0)
        for k in range(n):
            met = mpmath.fsum(
                mpmath.mpf(x) / n * mpmath.binomial(n - x, k) / mpmath.binomial(n - 1, k) for x in held if x <= n - k
            )
            powers += mpmath.binomial(order - 1, k) * (-1) ** k * met
        if a < 1:
            rest = a ** (order - 1) - mpmath.fsum(mpmath.binomial(order - 1, r) * (a - 1) ** r for r in range(n))
            powers += mpmath.mpf(f1) / n * (1 - a) ** (1 - n) * rest
        return float(powers ** (1 / (1 - order)))


@pytest.mark.parametrize("q", [0, 1e-9, 0.5, 1 - 1e-9, 1, 1 + 1e-9, 1.2, 1.49, 1.5, 1.9, 2, 2.5, 3, 3.7, 4.6, 5])
@pytest.mark.parametrize(
    "numbers",
    [
        [9, 6, 4, 2, 2, 1, 1, 1],
        [9, 2, 1, 1],
        [8, 3, 1, 1, 1],
        [12, 5, 1],
        [7, 7, 3],
        [0, 30],
        [6, 2, 2, 2],
        [20, 9, 6, 3, 2],
    ],
)
def test_the_asymptotic_estimator_agrees_with_its_source(numbers: list[int], q: float) -> None:
    expected = naive_asymptotic(numbers, q)
    assert diversity.asymptotic_hill(counts(numbers), q=q) == close(expected, 1e-12)


def test_the_asymptotic_estimator_of_the_spiders_agrees_with_its_source() -> None:
    expected = naive_asymptotic(SPIDER_GIRDLED, 0.5)
    assert diversity.asymptotic_hill(counts(SPIDER_GIRDLED), q=0.5) == close(expected, 1e-12)


@pytest.mark.parametrize("q", [0.3, 1, 1.4, 1.8])
def test_the_asymptotic_estimator_keeps_its_digits_where_small_categories_meet_large_numbers(q: float) -> None:
    numbers = [3] * 200 + [5] * 40 + [9_000]
    with mpmath.workdps(60):
        n = mpmath.mpf(sum(numbers))
        if q == 1:
            rests = (x / n * (mpmath.digamma(n) - mpmath.digamma(x)) for x in numbers)
            expected = mpmath.exp(mpmath.fsum(rests))
        else:
            order = mpmath.mpf(q)
            powers = mpmath.fsum(
                mpmath.gammaprod([x + 1, n + 1 - order], [x + 1 - order, n + 1]) for x in map(mpmath.mpf, numbers)
            )
            expected = powers ** (1 / (1 - order))
    assert diversity.asymptotic_hill(counts(numbers), q=q) == close(float(expected), 2e-15)


def test_the_asymptotic_estimators_of_orders_zero_and_two_are_exact() -> None:
    held, pairs = counts(SPIDER_GIRDLED), sum(x * (x - 1) for x in SPIDER_GIRDLED)
    assert diversity.asymptotic_hill(held, q=0) == diversity.chao1(held)
    assert diversity.asymptotic_hill(held, q=2) == 168 * 167 / pairs
    for size in range(2, 168):
        alike = Fraction(pairs, 168 * 167)
        expected = float(1 / (Fraction(1, size) + Fraction(size - 1, size) * alike))
        assert diversity.rarefied(held, size=size, q=2) == expected


def test_the_asymptotic_estimator_takes_a_million_people() -> None:
    held = counts([800_000, 150_000, 49_000, 990, 4, 2, 1, 1, 1])
    assert diversity.asymptotic_hill(held, q=1) == close(diversity.hill(held, q=1), 1e-4)
    assert diversity.asymptotic_hill(held, q=1 + 1e-9) == close(diversity.asymptotic_hill(held, q=1), 1e-8)
    assert diversity.asymptotic_hill(held, q=1.5) == close(diversity.hill(held, q=1.5), 1e-5)
    with mpmath.workdps(60):  # the sum of Gamma(x+1) Gamma(n+1-q) / (Gamma(x+1-q) Gamma(n+1)), which the first decides
        few = [mpmath.loggamma(x + 1) - mpmath.loggamma(x - 999.5) for x in (800_000, 999_999)]
        expected = float(mpmath.exp((few[0] - few[1]) / -999.5))
    assert diversity.asymptotic_hill(held, q=1000.5) == close(expected, 1e-12)


def test_an_order_that_the_counts_cannot_bear_has_no_asymptotic_estimate() -> None:
    for numbers, q in (([1, 1, 1], 2), ([2, 1], 3), ([5, 4], INF), ([5, 4], 5.5)):
        with pytest.raises(Undefined, match=r"^the largest category is too small"):
            diversity.asymptotic_hill(counts(numbers), q=q)
    assert diversity.asymptotic_hill(counts([2, 1, 1]), q=2) == 6
    assert diversity.asymptotic_hill(counts([1, 1, 1]), q=1.9) > 3
    with pytest.raises(Undefined, match=r"^too many categories were met too rarely"):
        diversity.asymptotic_hill(counts([4, *[2] * 60]), q=3.5)


def test_one_person_shows_one_category() -> None:
    one = counts([1, 0])
    assert diversity.chao1(one) == diversity.asymptotic_hill(one, q=1) == diversity.coverage(one) == 1
    assert diversity.extrapolated(one, size=9, q=1) == diversity.extrapolated(one, size=9, q=2) == 1
    assert diversity.rarefied(one, size=1, q=2) == 1


@given(small_numbers)
def test_chao1_is_at_least_what_was_met(numbers: list[int]) -> None:
    assert diversity.chao1(counts(numbers)) >= diversity.richness(counts(numbers))


@given(small_numbers, st.integers(1, 300))
def test_coverage_is_a_probability_and_rises_with_size(numbers: list[int], size: int) -> None:
    held = counts(numbers)
    smaller, larger = diversity.coverage(held, size=size), diversity.coverage(held, size=size + 1)
    assert 0 <= smaller <= larger + 1e-14
    assert larger <= 1
    assert diversity.coverage(held) == diversity.coverage(held, size=held.known)


@given(small_numbers, st.data())
def test_coverage_of_a_smaller_sample_is_the_expectation_over_draws(numbers: list[int], data: st.DataObject) -> None:
    total = sum(numbers)
    assume(total > 1)
    size = data.draw(st.integers(1, total - 1))
    missed = sum(Fraction(x * math.comb(total - x, size), total * math.comb(total - 1, size)) for x in numbers if x)
    assert diversity.coverage(counts(numbers), size=size) == pytest.approx(float(1 - missed), rel=1e-12, abs=1e-14)


@given(small_numbers, orders)
def test_rarefied_to_everybody_is_what_was_observed_and_to_one_person_is_one(numbers: list[int], q: float) -> None:
    held = counts(numbers)
    assert diversity.rarefied(held, size=held.known, q=q) == close(diversity.hill(held, q=q))
    assert diversity.rarefied(held, size=1, q=q) == close(1)


@given(small_numbers, st.data(), st.sampled_from([0, 0.5, 0.999, 1, 1.5, 2, 3, 7.5, INF]))
def test_rarefied_is_the_hill_number_of_the_expected_abundances(
    numbers: list[int], data: st.DataObject, q: float
) -> None:
    total = sum(numbers)
    size = data.draw(st.integers(1, total))
    ways = math.comb(total, size)
    expected = {
        k: sum(Fraction(math.comb(x, k) * math.comb(total - x, size - k), ways) for x in numbers)
        for k in range(1, size + 1)
    }
    pairs = [(k / size, float(f)) for k, f in expected.items() if f]
    if q == 1:
        found = math.exp(-sum(f * p * math.log(p) for p, f in pairs))
    elif q == INF:
        found = 1 / max(p for p, _ in pairs)
    else:
        found = sum(f * p**q for p, f in pairs) ** (1 / (1 - q))
    assert diversity.rarefied(counts(numbers), size=size, q=q) == close(found, 1e-11)


@given(small_numbers)
def test_the_rarefaction_curve_of_order_zero_is_concave(numbers: list[int]) -> None:
    held = counts(numbers)
    curve = [diversity.rarefied(held, size=size, q=0) for size in range(1, min(held.known, 60) + 1)]
    steps = [b - a for a, b in itertools.pairwise(curve)]
    assert all(b <= a + 1e-12 for a, b in itertools.pairwise(steps))


def test_rarefaction_of_a_large_list_to_a_few_is_the_draw_with_return() -> None:
    held = counts([600_000_000, 300_000_000, 100_000_000])
    found = diversity.rarefied(held, size=2, q=0)
    assert found == close(2 - (0.36 + 0.09 + 0.01), 1e-8)
    assert diversity.rarefied(held, size=10**6, q=1) == close(diversity.hill(held, q=1), 1e-5)
    assert diversity.coverage(held, size=3) == close(1 - (0.6 * 0.4**3 + 0.3 * 0.7**3 + 0.1 * 0.9**3), 1e-7)


@given(small_numbers, st.sampled_from([0, 0.5, 1, 1.5, 2]))
@example(SPIDER_GIRDLED, 1)
@example([1, 1, 1], 0)
@example([5, 3], 1)
def test_extrapolation_rises_from_what_was_observed_and_tends_to_the_asymptote(numbers: list[int], q: float) -> None:
    assume(q < 2 or max(numbers) > 1)
    held = counts(numbers)
    curve = [diversity.extrapolated(held, size=held.known * times, q=q) for times in (1, 2, 4, 1000, 10**12)]
    assert curve[0] == close(diversity.hill(held, q=q))
    assert all(less <= more * (1 + 1e-12) for less, more in itertools.pairwise(curve))
    assert curve[-1] == close(diversity.asymptotic_hill(held, q=q), 1e-9)


def test_a_billion_people_are_rarefied_and_extrapolated_within_seconds() -> None:
    held = counts([10**9, 5 * 10**8, 3])
    observed = diversity.hill(held, q=1)
    assert diversity.extrapolated(held, size=7 * 10**9, q=1) == close(observed, 1e-8)
    assert diversity.extrapolated(counts([10**9, 10**9]), size=7 * 10**9, q=0.5) == close(2, 1e-8)
    assert diversity.rarefied(held, size=10**7, q=1) == close(observed, 1e-6)


def test_extrapolation_of_order_one_by_the_share_that_the_last_person_added() -> None:
    held = counts(SPIDER_GIRDLED)
    before, now = diversity.rarefied(held, size=167, q=1), diversity.hill(held, q=1)
    limit = diversity.asymptotic_hill(held, q=1)
    share = (now - before) / (limit - before)
    assert diversity.extrapolated(held, size=169, q=1) == close(now + (limit - now) * share, 1e-9)
    assert diversity.extrapolated(held, size=171, q=1) == close(now + (limit - now) * (1 - (1 - share) ** 3), 1e-9)


def test_order_two_of_a_sample_is_the_exact_quotient() -> None:
    held = counts([10**9, 10**9, 1])
    n = 2 * 10**9 + 1
    for size in (2, 10**9, n, 3 * 10**9):
        measure = diversity.rarefied if size <= n else diversity.extrapolated
        alike = Fraction(2 * 10**9 * (10**9 - 1), n * (n - 1))
        assert measure(held, size=size, q=2) == float(1 / (Fraction(1, size) + Fraction(size - 1, size) * alike))


def test_a_sample_size_that_cannot_be_is_refused() -> None:
    held = counts([3, 4])
    for size in (0, -1):
        for measure in (diversity.coverage, diversity.rarefied, diversity.extrapolated):
            options = {} if measure is diversity.coverage else {"q": 1}
            with pytest.raises(BrokenRule, match=r"^size: must"):
                measure(held, size=size, **options)
    with pytest.raises(WrongType):
        diversity.rarefied(held, size=2.0, q=1)  # type: ignore[arg-type]
    with pytest.raises(BrokenRule, match=r"^size: must not exceed"):
        diversity.rarefied(held, size=8, q=1)
    with pytest.raises(BrokenRule, match=r"^size: must not be below"):
        diversity.extrapolated(held, size=6, q=1)


def test_chao_shen_allows_for_those_not_met() -> None:
    assert diversity.chao_shen_entropy(counts([10, 5, 3, 2])) == close(1.252419568281936)
    assert diversity.chao_shen_entropy(counts([5, 0])) == 0
    n, covered = 5, 0.8
    terms = [covered * p * math.log(covered * p) / (1 - (1 - covered * p) ** n) for p in (0.8, 0.2)]
    assert diversity.chao_shen_entropy(counts([4, 1])) == close(-sum(terms))
    with pytest.raises(Undefined, match=r"^every category was met once"):
        diversity.chao_shen_entropy(counts([1, 1, 0]))


def test_a_chapter_compared_with_itself_is_as_diverse() -> None:
    held = counts(SPIDER_GIRDLED)
    found = diversity.compare(held, held, q=1)
    assert found.verdict is Verdict.SUPPORTED
    assert found.first == found.second == diversity.hill(held, q=1)
    assert found.sizes == (168, 168)
    assert found.coverage == diversity.coverage(held)
    assert found.q == 1
    assert found.rule == "at least 10 people and coverage 0.5, and an order the undisclosed cannot turn"


def test_two_chapters_are_compared_at_equal_coverage() -> None:
    small, large = counts(SPIDER_GIRDLED), counts([10 * x for x in SPIDER_LOGGED])
    found = diversity.compare(small, large, q=0)
    assert found.verdict is Verdict.SUPPORTED
    low, part = divmod(found.sizes[1], 1)
    covered = [diversity.coverage(large, size=int(low) + i) for i in (0, 1)]
    assert covered[0] + part * (covered[1] - covered[0]) == close(found.coverage)
    shown = [diversity.rarefied(large, size=int(low) + i, q=0) for i in (0, 1)]
    assert found.second == close(shown[0] + part * (shown[1] - shown[0]))
    assert found.first == 26
    turned = diversity.compare(large, small, q=0)
    assert (turned.first, turned.second, turned.sizes) == (found.second, found.first, found.sizes[::-1])


def test_a_comparison_that_is_not_supported_says_why() -> None:
    few, many, scattered = counts([4, 3, 2]), counts([40, 30, 20]), counts([*[1] * 30, 2])
    assert diversity.compare(few, many, q=1).verdict is Verdict.TOO_FEW_PEOPLE
    assert diversity.compare(few, many, q=1, least_people=9).verdict is Verdict.SUPPORTED
    assert diversity.compare(scattered, scattered, q=1).verdict is Verdict.LOW_COVERAGE
    assert diversity.compare(scattered, scattered, q=1, least_coverage=0).verdict is Verdict.SUPPORTED
    even = counts([20, 20])
    assert diversity.compare(even, even, q=1, least_coverage=1).verdict is Verdict.SUPPORTED
    level = counts([30, 10], undisclosed=20)
    assert diversity.compare(level, even, q=2).verdict is Verdict.UNDISCLOSED
    assert diversity.compare(even, level, q=2).verdict is Verdict.UNDISCLOSED
    hidden = counts([40, 30, 20], undisclosed=5)
    assert diversity.compare(hidden, counts([41, 30, 20]), q=1).verdict is Verdict.UNDISCLOSED
    assert diversity.compare(counts([41, 30, 20]), hidden, q=1).verdict is Verdict.UNDISCLOSED
    assert diversity.compare(hidden, hidden, q=1).verdict is Verdict.UNDISCLOSED
    assert diversity.compare(hidden, counts([90, 1, 1]), q=1).verdict is Verdict.SUPPORTED
    assert diversity.compare(counts([90, 2, 2]), hidden, q=1).verdict is Verdict.SUPPORTED


def test_a_group_of_one_category_is_covered_by_one_person() -> None:
    found = diversity.compare(counts([*[1] * 30, 2]), counts([50]), q=1)
    assert found.sizes[1] == found.second == 1
    assert found.verdict is Verdict.TOO_FEW_PEOPLE


# --- Bounds ----------------------------------------------------------------------------------------------------------


def all_ways(numbers: list[int], undisclosed: int) -> list[list[int]]:
    if len(numbers) == 1:
        return [[numbers[0] + undisclosed]]
    return [[numbers[0] + x, *rest] for x in range(undisclosed + 1) for rest in all_ways(numbers[1:], undisclosed - x)]


few_numbers = st.lists(st.integers(0, 6), min_size=2, max_size=4)


@settings(max_examples=50, deadline=None)
@given(few_numbers, st.integers(0, 5))
def test_bounds_are_the_least_and_greatest_over_all_answers_for_every_measure_and_order(
    numbers: list[int], undisclosed: int
) -> None:
    assume(any(numbers) or undisclosed)
    held = counts(numbers, undisclosed=undisclosed)
    ways = [counts(way) for way in all_ways(numbers, undisclosed)]
    measures: list[tuple[Any, dict[str, Any]]] = [(index, {}) for index in INDICES]
    measures += [(measure, {"q": q}) for measure in WITH_ORDER for q in (0, 0.5, 1, 2, 3.3, INF)]
    size = max(1, held.total - 2)
    measures += [(diversity.rarefied, {"q": q, "size": size}) for q in (0, 0.5, 1, 2, 3.3, INF)]
    for measure, options in measures:
        values = [measure(way, **options) for way in ways]
        found = diversity.bounds(measure, held, **options)
        assert found.low == pytest.approx(min(values), rel=1e-12, abs=1e-15)
        assert found.high == pytest.approx(max(values), rel=1e-12, abs=1e-15)


@given(few_numbers, st.integers(0, 5))
def test_other_measures_are_bounded_by_going_through_all_answers(numbers: list[int], undisclosed: int) -> None:
    assume(any(numbers) or undisclosed)
    held = counts(numbers, undisclosed=undisclosed)
    values = [diversity.chao1(counts(way)) for way in all_ways(numbers, undisclosed)]
    assert diversity.bounds(diversity.chao1, held) == Interval(low=min(values), high=max(values))


@given(numbers_of_people, orders)
def test_without_undisclosed_answers_bounds_are_a_point(numbers: list[int], q: float) -> None:
    found = diversity.bounds(diversity.hill, counts(numbers), q=q)
    assert found.low == found.high == diversity.hill(counts(numbers), q=q)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.integers(0, 100))
def test_the_extremes_hold_everybody_and_take_nobody_away(numbers: list[int], undisclosed: int) -> None:
    held = counts(numbers, undisclosed=undisclosed, not_applicable=2, of="region")
    assume(held.total)
    for way in diversity.extremes(held):
        assert way.total == way.known == held.total
        assert all(way[name] >= held[name] for name in held)
        assert (way.of, way.not_applicable, way.categories) == ("region", 2, held.categories)
    spread = diversity.extremes(held)[1]
    raised = [spread[name] for name in held if spread[name] > held[name]]
    if raised:  # nobody is put into a category that stands more than one person above another
        assert max(raised) <= min(spread.numbers) + 1


def test_extremes_of_sensitive_counts_stay_sensitive() -> None:
    held = counts([3, 1], undisclosed=2, sensitive=True)
    assert all(way.sensitive for way in diversity.extremes(held))
    assert [way.numbers for way in diversity.extremes(held)] == [(5, 1), (3, 3)]


def test_bounds_of_the_published_example() -> None:
    held = counts([412, 388, 17, 9, 4], undisclosed=60)
    found = diversity.bounds(diversity.hill, held, q=1)
    assert (round(found.low, 3), round(found.high, 3)) == (2.327, 2.890)
    assert diversity.bounds(diversity.richness, counts([5, 0, 0], undisclosed=1)) == Interval(low=1.0, high=2.0)


def test_too_many_ways_to_go_through_are_refused() -> None:
    at_most, more = counts([1, 0], undisclosed=19_999), counts([1, 0], undisclosed=20_000)
    assert diversity.bounds(len, at_most) == Interval(low=2.0, high=2.0)
    with pytest.raises(Undefined, match=r"^there are too many ways"):
        diversity.bounds(len, more)


# --- Partition -------------------------------------------------------------------------------------------------------

PUBLISHED = [[10, 0, 25, 10], [20, 15, 10, 35], [0, 10, 5, 2]]
"""The three groups of four categories in the vectors."""


@given(tables(), orders, st.sampled_from(["size", "equal"]))
def test_alpha_is_at_most_gamma_and_gamma_is_alpha_times_beta(rows: list[list[int]], q: float, weights: Any) -> None:
    found = diversity.partition(table(rows), q=q, weights=weights)
    assert 1 - 1e-12 <= found.alpha <= found.gamma * (1 + 1e-12)
    assert found.gamma == close(found.alpha * found.beta)
    assert found.gamma <= 4 * (1 + 1e-12)


@given(tables(), orders)
def test_beta_is_between_one_and_the_number_of_groups(rows: list[list[int]], q: float) -> None:
    equal = diversity.partition(table(rows), q=q, weights="equal")
    assert 1 - 1e-12 <= equal.beta <= len(rows) * (1 + 1e-12)
    sized = diversity.partition(table(rows), q=q)
    assert sized.beta * min(weight for _, weight in sized.weights) <= 1 + 1e-12


@given(
    st.lists(st.integers(0, 30), min_size=3, max_size=3).filter(any), st.lists(st.integers(1, 9), min_size=1), orders
)
def test_groups_composed_alike_have_beta_one(row: list[int], scales: list[int], q: float) -> None:
    alike = table([[scale * x for x in row] for scale in scales])
    for weights in ("size", "equal"):
        assert diversity.partition(alike, q=q, weights=weights).beta == close(1)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3).filter(any), st.integers(1, 4), orders)
def test_disjoint_groups_composed_alike_have_beta_their_number(row: list[int], groups: int, q: float) -> None:
    disjoint = table([[*[0] * 3 * i, *row, *[0] * 3 * (groups - 1 - i)] for i in range(groups)])
    assert diversity.partition(disjoint, q=q, weights="equal").beta == close(groups)


@given(tables(), orders)
def test_splitting_a_group_in_proportional_halves_leaves_beta_unchanged(rows: list[list[int]], q: float) -> None:
    whole = [[2 * x for x in rows[0]], *rows[1:]]
    before, after = (diversity.partition(table(found), q=q) for found in (whole, [rows[0], *rows]))
    assert after.beta == close(before.beta)


@given(tables(), orders)
def test_given_weights_equal_to_sizes_are_the_size_weights(rows: list[list[int]], q: float) -> None:
    sizes = {f"r{i}": sum(row) for i, row in enumerate(rows)}
    given_weights = diversity.partition(table(rows), q=q, weights=sizes)
    sized = diversity.partition(table(rows), q=q)
    assert given_weights.alpha == close(sized.alpha)
    assert given_weights.beta == close(sized.beta)


def test_the_published_table_partitions_as_its_definition_says() -> None:
    sized = diversity.partition(table(PUBLISHED), q=2)
    assert (round(sized.beta, 3), round(sized.alpha, 10)) == (1.339, 2.8232542274)  # greylock 1.1.0, normalized alpha
    assert round(diversity.partition(table(PUBLISHED), q=2, weights="equal").beta, 3) == 1.461
    assert round(diversity.partition(table(PUBLISHED), q=0).beta, 3) == 1.123
    assert sized.weighting == "size"
    assert sized.weights == ((("r0",), 45 / 142), (("r1",), 80 / 142), (("r2",), 17 / 142))
    assert sized.definition.startswith("alpha is the power mean of order 1 - q of the groups' Hill numbers")
    assert sized.q == 2


def test_weights_may_be_given_for_each_row_by_its_name_or_key() -> None:
    held = table(PUBLISHED)
    equal = diversity.partition(held, q=1, weights={"r0": 2, ("r1",): 2, "r2": 2})
    assert equal.weighting == "given"
    assert equal.alpha == diversity.partition(held, q=1, weights="equal").alpha
    assert [weight for _, weight in equal.weights] == [1 / 3] * 3
    first = diversity.partition(held, q=1, weights={"r0": 1, "r1": 0, "r2": 0})
    assert first.alpha == close(diversity.hill(held["r0"], q=1))
    assert first.beta == close(1)


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        ({"r0": 1, "r1": 1}, MissingField, "weights: must name every row"),
        ({"r0": 1, "r1": 1, "r2": 1, "r3": 1}, UnknownField, "weights: must be keyed by the rows"),
        ({"r0": 1, "r1": 1, "r2": "1"}, WrongType, "weights: must be numbers"),
        ({"r0": 1, "r1": 1, "r2": True}, WrongType, "weights: must be numbers"),
        ({"r0": 1, "r1": 1, "r2": -1}, BrokenRule, "weights: must be finite and not negative"),
        ({"r0": 1, "r1": 1, "r2": INF}, BrokenRule, "weights: must be finite and not negative"),
        ({"r0": 1, "r1": 1, "r2": math.nan}, BrokenRule, "weights: must be finite and not negative"),
        ({"r0": 0, "r1": 0, "r2": 0}, EmptyCounts, "no group"),
        ("people", BrokenRule, 'weights: must be "size", "equal" or'),
    ],
)
def test_weights_that_cannot_be_are_refused(weights: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{message}"):
        diversity.partition(table(PUBLISHED), q=1, weights=weights)


def test_a_group_of_next_to_no_weight_leaves_alpha_its_digits() -> None:
    found = diversity.partition(table([[5, 5], [9, 1]]), q=3, weights={"r0": 1, "r1": 1e-3})
    assert found.alpha == close(((0.25 + 1e-3 * (0.9**3 + 0.1**3)) / 1.001) ** -0.5, 1e-15)
    found = diversity.partition(table([[5, 5], [1, 0]]), q=1e6, weights={"r0": 1, "r1": 1e-300})
    assert found.alpha == close(1e300 ** (1 / 999_999))


def test_gamma_of_size_weights_is_the_hill_number_of_everybody_to_the_last_digit() -> None:
    held = table([[10**9, 3, 7], [5, 10**8, 0]])
    for q in ORDERS:
        assert diversity.partition(held, q=q).gamma == diversity.hill(held.total(), q=q)


def test_an_empty_group_counts_for_nothing_by_size_and_is_refused_with_a_weight() -> None:
    held = table([*PUBLISHED, [0, 0, 0, 0]])
    found = diversity.partition(held, q=1)
    assert found.alpha == diversity.partition(table(PUBLISHED), q=1).alpha
    assert found.weights[-1] == (("r3",), 0)
    with pytest.raises(EmptyCounts):
        diversity.partition(held, q=1, weights="equal")
    with pytest.raises(EmptyCounts, match=r"^no group"):
        diversity.partition(CountTable({}, by="r"), q=1)
    with pytest.raises(EmptyCounts, match=r"^no group"):
        diversity.partition(table([[0, 0]]), q=1)


def test_people_without_a_group_and_people_in_several_have_no_part() -> None:
    rows: dict[Any, Any] = {"a": {"x": 3, "y": 1}, "b": {"x": 1, "y": 3}}
    with_unknown = CountTable({**rows, None: {"x": 50, "y": 0}}, by="r")
    assert diversity.partition(with_unknown, q=1).gamma == 2
    for overlapping in (
        CountTable(rows, by="r", overlapping_rows=True),
        CountTable({"a": Counts({"x": 3, "y": 2}, people=4)}, by="r"),
    ):
        with pytest.raises(NotAPartition, match=r"^rows or categories overlap"):
            diversity.partition(overlapping, q=1)
        with pytest.raises(NotAPartition, match=r"^rows or categories overlap"):
            diversity.joint(overlapping)
        with pytest.raises(NotAPartition, match=r"^rows or categories overlap"):
            diversity.empty_intersections(overlapping)


# --- Intersections ---------------------------------------------------------------------------------------------------


@given(tables(width=3), orders)
def test_two_dimensions_together_are_at_least_as_diverse_as_each(rows: list[list[int]], q: float) -> None:
    held = table(rows)
    together = diversity.hill(diversity.joint(held), q=q) * (1 + 1e-12)
    assert diversity.hill(held.total(), q=q) <= together
    assert diversity.hill(held.margin(), q=q) <= together


@given(tables(width=3), st.sampled_from([0, 1]))
def test_at_orders_zero_and_one_they_are_at_most_their_product(rows: list[list[int]], q: float) -> None:
    held = table(rows)
    product = diversity.hill(held.total(), q=q) * diversity.hill(held.margin(), q=q)
    assert diversity.hill(diversity.joint(held), q=q) <= product * (1 + 1e-12)


def crossed() -> CountTable:
    """Gender by age and region, with people who did not disclose one of the three."""
    rows: dict[Any, Any] = {
        ("Uvs", "15-17"): Counts({"woman": 6, "man": 4}, undisclosed=1, not_applicable=1),
        ("Uvs", "18-24"): Counts({"woman": 0, "man": 8}),
        ("Zavkhan", "15-17"): {"woman": 2, "man": 0},
        ("Zavkhan", None): Counts({"woman": 3, "man": 5}, undisclosed=2),
        (None, "18-24"): {"woman": 1, "man": 0},
    }
    return CountTable(rows, by=("region", "age"), not_applicable=4)


def test_joint_counts_hold_every_intersection_and_everybody() -> None:
    found = diversity.joint(crossed())
    assert dict(found.items()) == {
        "Uvs × 15-17 × woman": 6,
        "Uvs × 15-17 × man": 4,
        "Uvs × 18-24 × woman": 0,
        "Uvs × 18-24 × man": 8,
        "Zavkhan × 15-17 × woman": 2,
        "Zavkhan × 15-17 × man": 0,
        "Zavkhan × 18-24 × woman": 0,
        "Zavkhan × 18-24 × man": 0,
    }
    assert (found.undisclosed, found.not_applicable, found.sensitive) == (1 + 10 + 1, 5, False)
    assert diversity.joint(table([[1, 2]])).of == "r × c"
    secret = CountTable({"a": Counts({"x": 1}, sensitive=True)}, by="r")
    assert diversity.joint(secret).sensitive


def test_intersections_that_read_alike_are_refused() -> None:
    with pytest.raises(BrokenRule, match=r"^categories: must not make two intersections read alike"):
        diversity.joint(CountTable({"a": {"b × c": 1, "c": 1}, "a × b": {"c": 1}}, by="r"))


def test_empty_intersections_are_findings_and_say_who_could_be_there() -> None:
    found = diversity.empty_intersections(crossed())
    assert [(finding.categories, finding.undisclosed) for finding in found] == [
        (("Uvs", "18-24", "woman"), 1),
        (("Zavkhan", "15-17", "man"), 5 + 2),
        (("Zavkhan", "18-24", "man"), 5 + 2),
        (("Zavkhan", "18-24", "woman"), 3 + 2 + 1),
    ]
    assert found[0].expected == close(20 * (18 / 20) * (8 / 20) * (8 / 20))
    assert found[-1].expected == close(20 * (2 / 20) * (8 / 20) * (8 / 20))
    with pytest.raises(EmptyCounts, match=r"^nobody is counted, and every intersection"):
        diversity.empty_intersections(CountTable({"a": {"x": 0}}, by="r"))
    with pytest.raises(EmptyCounts):
        diversity.empty_intersections(CountTable({None: {"x": 3}}, by="r"))
    assert diversity.empty_intersections(table([[1, 2], [3, 4]])) == ()


# --- Batches ---------------------------------------------------------------------------------------------------------

arrays = st.integers(1, 5).flatmap(
    lambda k: st.lists(
        st.lists(st.integers(0, 40) | st.integers(0, 10**9), min_size=k, max_size=k), min_size=1, max_size=6
    )
)
batched: list[tuple[Any, dict[str, Any]]] = [(measure, {}) for measure in (*INDICES, diversity.chao1)]
batched += [(measure, {"q": q}) for measure in WITH_ORDER for q in (*ORDERS, 0.9, 1.2)]


def assert_batch_equals_scalar(rows: list[list[int]]) -> None:
    for measure, options in batched:
        found = diversity.batch(measure, rows, **options)
        for row, value, masked in zip(rows, found.values, found.mask, strict=True):
            try:
                expected = measure(counts(row), **options)
            except Undefined:
                assert masked
                assert math.isnan(value)
            else:
                assert not masked
                assert value == pytest.approx(expected, rel=1e-12, abs=1e-15 if measure is diversity.tsallis else 0)


@settings(deadline=None)
@given(arrays)
@example([[10**9, 1], [0, 0], [5, 0], [3, 3]])
@example([[2**31, 2**31]])  # whose squares sum to more than an int64 holds
@example([[2**50, 2**49, 3]])
def test_a_batch_equals_the_scalar_form_and_masks_what_that_refuses(rows: list[list[int]]) -> None:
    assert_batch_equals_scalar(rows)


def test_a_batch_of_many_categories_equals_the_scalar_form() -> None:
    random = np.random.default_rng(1)
    assert_batch_equals_scalar(random.integers(0, 3, (3, 400)).tolist())


@pytest.mark.parametrize("q", [0, 1, 2, 3, INF])
def test_a_batch_may_be_of_any_integer_type_and_layout(q: float) -> None:
    rows = [[100, 100, 100], [3, 0, 90]]
    expected = diversity.batch(diversity.hill, rows, q=q).values.tolist()
    for kind in (np.int8, np.uint8, np.int32, np.uint64):
        assert diversity.batch(diversity.hill, np.array(rows, kind), q=q).values.tolist() == expected
    assert diversity.batch(diversity.hill, np.array(rows, order="F"), q=q).values.tolist() == expected
    assert diversity.batch(diversity.hill, np.array(rows)[:, ::-1], q=q).values.tolist() == pytest.approx(
        expected, rel=1e-15
    )


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_a_batch_of_nothing_is_empty_or_masked(shape: tuple[int, int]) -> None:
    for measure, options in batched:
        found = diversity.batch(measure, np.zeros(shape, int), **options)
        assert found.values.shape == found.mask.shape == shape[:1]
        assert found.mask.all()


@pytest.mark.parametrize(
    ("array", "error", "rule"),
    [
        ([[0.5, 1.0]], WrongType, "hold whole numbers"),
        ([[True, False]], WrongType, "hold whole numbers"),
        ([["1", "2"]], WrongType, "hold whole numbers"),
        ([1, 2], BrokenRule, "have two dimensions"),
        ([[-1, 2]], BrokenRule, "hold no negative number"),
        ([[2**52, 2**52]], BrokenRule, "hold no negative number and fewer than"),
        (np.array([[2**63 + 1]], np.uint64), BrokenRule, "hold no negative number and fewer than"),
    ],
)
def test_an_array_that_holds_no_counts_is_refused(array: Any, error: type[Exception], rule: str) -> None:
    with pytest.raises(error, match=f"^array: must {rule}"):
        diversity.batch(diversity.hill, array, q=1)


def test_a_batch_takes_the_options_of_its_measure_and_no_others() -> None:
    for measure in (diversity.hill, diversity.chao1):
        with pytest.raises(TypeError):
            diversity.batch(measure, [[1, 2]], order=1)
    with pytest.raises(BrokenRule, match="q: must be"):
        diversity.batch(diversity.hill, [[1, 2]], q=-1)
    found = diversity.batch(diversity.rarefied, [[4, 2], [0, 0], [3, 3]], size=2, q=0)
    assert found.mask.tolist() == [False, True, False]


def test_results_are_made_by_keyword_and_batches_compare_by_identity() -> None:
    kinds: list[Any] = [diversity.Batch, diversity.Comparison, diversity.EmptyIntersection, diversity.Partition]
    for made in kinds:
        names = [name for name in made.__annotations__ if name != "definition"]
        made(**dict.fromkeys(names, 0))
        with pytest.raises(TypeError):
            made(*names)
    assert diversity.batch(diversity.richness, [[1, 2]]) != diversity.batch(diversity.richness, [[1, 2]])


def test_the_room_loads_without_numpy() -> None:
    code = "import sys, youthprog.diversity; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("measure", [*INDICES, diversity.chao1, diversity.profile, diversity.extremes])
@pytest.mark.parametrize("given", [[1, 2], {"a": 1}, None])
def test_a_measure_is_of_counts(measure: Any, given: Any) -> None:
    with pytest.raises(WrongType, match=r"^counts: must be Counts$"):
        measure(given)


@pytest.mark.parametrize("measure", [diversity.hill, diversity.renyi, diversity.tsallis, diversity.asymptotic_hill])
def test_a_measure_of_an_order_is_of_counts(measure: Any) -> None:
    with pytest.raises(WrongType, match=r"^counts: must be Counts$"):
        measure([1, 2], q=1)
    with pytest.raises(WrongType, match=r"^counts: must be Counts$"):
        diversity.bounds(measure, [1, 2], q=1)  # type: ignore[arg-type]  # what a caller without a checker does
