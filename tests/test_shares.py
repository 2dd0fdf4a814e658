"""Shares and their intervals: the laws, published values, the edge contract.

Laws of an interval of a proportion: it holds k/n and stays within 0 and 1, with exact 0 at k = 0 and exact 1 at k = n;
seen from the others it is its own mirror image; it rises with k; it is nested in confidence; it narrows when everything
is counted more often; over all p it covers on average with about its confidence; Clopper-Pearson covers with at least
its confidence for every p; the array form equals the scalar form.
Laws of a share: it lies between its bounds; the bounds are the least and greatest over all answers; without undisclosed
they meet; it exceeds a threshold if it does whatever the undisclosed answer; shares of a partition sum to one.
"""

from __future__ import annotations

import copy
import math
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from youthprog import shares
from youthprog.counts import Basis, Counts
from youthprog.errors import BrokenRule, EmptyCounts, NotAPartition, Undefined, UnknownField, WrongType
from youthprog.shares import Share, clopper_pearson, share, simultaneous, wilson, wilson_rows
from youthprog.values import Interval, Purpose, Tri

if TYPE_CHECKING:
    from collections.abc import Callable

    Of = Callable[..., Interval]

INTERVALS = pytest.mark.parametrize("of", [wilson, clopper_pearson])


@st.composite
def some_of(draw: st.DrawFn, most: int = 10**6) -> tuple[int, int]:
    n = draw(st.integers(1, 50) | st.integers(1, most))
    return draw(st.integers(0, n) | st.sampled_from([0, n])), n


confidences = st.floats(0.01, 0.9999) | st.sampled_from([0.5, 0.9, 0.95, 0.99])


# --- Laws of an interval ---------------------------------------------------------------------------------------------


@INTERVALS
@given(some=some_of(), confidence=confidences)
def test_it_holds_the_share_within_0_and_1_with_exact_ends(of: Of, some: tuple[int, int], confidence: float) -> None:
    k, n = some
    found = of(k, n, confidence)
    assert 0 <= found.low <= k / n <= found.high <= 1
    assert (found.low == 0) == (k == 0)
    assert (found.high == 1) == (k == n)


@INTERVALS
@pytest.mark.parametrize("confidence", [0.1, 0.5, 0.9, 0.95, 0.99, 0.999])
def test_its_ends_are_exact_for_none_and_for_all_of_any_number(of: Of, confidence: float) -> None:
    for n in range(1, 200):
        assert of(0, n, confidence).low == 0 < of(0, n, confidence).high < 1
        assert of(n, n, confidence).high == 1 > of(n, n, confidence).low > 0


@given(n=st.integers(1, 10**18), data=st.data(), confidence=confidences)
def test_wilson_holds_the_share_however_many_are_counted(n: int, data: st.DataObject, confidence: float) -> None:
    k = data.draw(st.integers(0, n))
    found = wilson(k, n, confidence)
    assert 0 <= found.low <= k / n <= found.high <= 1


@INTERVALS
@given(some=some_of(), confidence=confidences)
def test_seen_from_the_others_it_is_its_mirror_image(of: Of, some: tuple[int, int], confidence: float) -> None:
    k, n = some
    found, mirrored = of(k, n, confidence), of(n - k, n, confidence)
    assert found.low == pytest.approx(1 - mirrored.high, rel=1e-9, abs=1e-15)
    assert found.high == pytest.approx(1 - mirrored.low, rel=1e-12)


@INTERVALS
@given(some=some_of(10_000), confidence=confidences)
def test_it_rises_with_k(of: Of, some: tuple[int, int], confidence: float) -> None:
    k, n = some
    assume(k < n)
    below, above = of(k, n, confidence), of(k + 1, n, confidence)
    assert below.low < above.low
    assert below.high < above.high or above.high == 1


@INTERVALS
@given(some=some_of(), one=confidences, other=confidences)
def test_it_is_nested_in_confidence(of: Of, some: tuple[int, int], one: float, other: float) -> None:
    narrow, wide = of(*some, min(one, other)), of(*some, max(one, other))
    assert wide.low <= narrow.low * (1 + 1e-13)
    assert narrow.high <= wide.high * (1 + 1e-13)


@INTERVALS
@given(some=some_of(1000), times=st.integers(2, 30), confidence=confidences)
def test_it_narrows_when_everything_is_counted_more_often(
    of: Of, some: tuple[int, int], times: int, confidence: float
) -> None:
    k, n = some
    once, often = of(k, n, confidence), of(times * k, times * n, confidence)
    assert often.high - often.low < once.high - once.low


def covering(of: Of, n: int, grid: list[float]) -> list[float]:
    """Give the probability of holding p, for each p, exactly, by going through all k."""
    found = [of(k, n) for k in range(n + 1)]
    ways = [math.comb(n, k) for k in range(n + 1)]
    return [
        math.fsum(ways[k] * p**k * (1 - p) ** (n - k) for k, interval in enumerate(found) if p in interval)
        for p in grid
    ]


@pytest.mark.parametrize("n", [5, 10, 25, 60])
def test_wilson_covers_on_average_with_about_its_confidence(n: int) -> None:
    grid = [(2 * i + 1) / 400 for i in range(200)]
    assert math.fsum(covering(wilson, n, grid)) / len(grid) == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("n", [1, 2, 5, 10, 25, 60])
def test_clopper_pearson_covers_with_at_least_its_confidence_for_every_p(n: int) -> None:
    ends = [end for k in range(n + 1) for end in (clopper_pearson(k, n).low, clopper_pearson(k, n).high)]
    grid = [i / 500 for i in range(1, 500)] + [end * (1 + sign) for end in ends for sign in (-1e-9, 1e-9)]
    assert min(covering(clopper_pearson, n, [p for p in grid if 0 < p < 1])) >= 0.95


@settings(max_examples=40, deadline=None)
@given(some=some_of(2000), confidence=confidences)
def test_wilson_solves_its_equation_to_30_digits(some: tuple[int, int], confidence: float) -> None:
    k, n = some
    with mpmath.workdps(40):
        z = mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf(confidence))
        share, near = mpmath.mpf(k) / n, z**2 / n
        half = z * mpmath.sqrt(share * (1 - share) / n + near / n / 4) / (1 + near)
        middle = (share + near / 2) / (1 + near)
        low, high = float(middle - half), float(middle + half)
    found = wilson(k, n, confidence)
    # The quantile itself is right to about 1e-15 of the confidence.
    assert found.low == pytest.approx(low if k else 0, rel=1e-11)
    assert found.high == pytest.approx(high if k < n else 1, rel=1e-11)


def at_least(k: int, n: int, p: Any) -> Any:
    """Sum the probability of k or more of n with sixty digits."""
    return mpmath.fsum(mpmath.binomial(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


@settings(max_examples=30, deadline=None)
@given(some=some_of(60).filter(lambda some: some[1] <= 60), confidence=confidences)
def test_clopper_pearson_solves_its_equations_to_twelve_digits(some: tuple[int, int], confidence: float) -> None:
    k, n = some
    found = clopper_pearson(k, n, confidence)
    with mpmath.workdps(60):
        tail = (1 - mpmath.mpf(confidence)) / 2
        if k:
            low = mpmath.findroot(lambda p: at_least(k, n, p) - tail, (found.low * 0.999, found.low * 1.001))
            assert found.low == pytest.approx(float(low), rel=1e-12)
        if k < n:
            out = 1 - mpmath.mpf(found.high)
            high = 1 - mpmath.findroot(lambda q: at_least(n - k, n, q) - tail, (out * 0.999, out * 1.001))
            assert found.high == pytest.approx(float(high), rel=1e-12)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # 1e9 people: the Poisson limit and its first correction; of half of them, from the normal one.
        (0, 10**9, 0.0, -math.expm1(math.log(0.025) / 10**9)),
        (10**9, 10**9, math.exp(math.log(0.025) / 10**9), 1.0),
        (1, 10**9, -math.expm1(math.log(0.975) / 10**9), 5.571643390e-9),
        (5 * 10**8, 10**9, 0.4999690097484, 0.5000309902516),
    ],
)
def test_clopper_pearson_of_very_many(k: int, n: int, low: float, high: float) -> None:
    found = clopper_pearson(k, n)
    assert found.low == pytest.approx(low, rel=1e-12 if k != 5 * 10**8 else 1e-11)
    assert found.high == pytest.approx(high, rel=1e-8 if k == 1 else 1e-11)


@given(
    some=st.lists(some_of(10**9), min_size=1, max_size=6), confidence=confidences, type_=st.sampled_from(["i8", "u8"])
)
def test_the_array_form_equals_the_scalar_form(some: list[tuple[int, int]], confidence: float, type_: str) -> None:
    k, n = (np.array([pair[i] for pair in some], type_) for i in (0, 1))
    low, high = wilson_rows(k, n, confidence)
    for i, (one, all_) in enumerate(some):
        found = wilson(one, all_, confidence)
        assert [low[i], high[i]] == pytest.approx([found.low, found.high], rel=1e-12, abs=0)
        assert (low[i] == 0) == (one == 0)
        assert (high[i] == 1) == (one == all_)


# --- Laws of a share -------------------------------------------------------------------------------------------------

people = st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any)


def counts(numbers: list[int], **more: Any) -> Counts:
    return Counts({f"c{i}": x for i, x in enumerate(numbers)}, **more)


@given(numbers=people, hidden=st.integers(0, 10**6), confidence=confidences)
def test_a_share_lies_between_its_bounds(numbers: list[int], hidden: int, confidence: float) -> None:
    found = share(counts(numbers, undisclosed=hidden), of="c0", confidence=confidence)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high - found.low == Fraction(hidden, sum(numbers) + hidden)
    assert (found.low == found.high) == (hidden == 0)
    assert found.interval == wilson(numbers[0], sum(numbers), confidence)


@given(numbers=st.lists(st.integers(0, 9), min_size=2, max_size=4).filter(any), hidden=st.integers(0, 5))
def test_the_bounds_are_the_least_and_greatest_over_all_answers(numbers: list[int], hidden: int) -> None:
    found = share(counts(numbers, undisclosed=hidden), of="c0")
    answered = [
        share(counts([numbers[0] + more, numbers[1] + hidden - more, *numbers[2:]]), of="c0").value
        for more in range(hidden + 1)
    ]
    assert (found.low, found.high) == (min(answered), max(answered))


@given(
    numbers=st.lists(st.integers(0, 9), min_size=2, max_size=4).filter(any),
    hidden=st.integers(0, 5),
    threshold=st.fractions(0, 1, max_denominator=12),
)
def test_a_share_exceeds_a_threshold_if_it_does_whatever_the_others_answer(
    numbers: list[int], hidden: int, threshold: Fraction
) -> None:
    answered = {
        share(counts([numbers[0] + more, numbers[1] + hidden - more, *numbers[2:]]), of="c0").value > threshold
        for more in range(hidden + 1)
    }
    found = share(counts(numbers, undisclosed=hidden), of="c0").exceeds(threshold)
    assert found is (Tri.UNKNOWN if len(answered) == 2 else Tri.of(answered.pop()))


def test_a_threshold_is_exact() -> None:
    tenth = share(counts([1, 9]), of="c0")
    assert (tenth.exceeds("10%"), tenth.exceeds("9.9%")) == (Tri.NO, Tri.YES)
    with pytest.raises(WrongType, match="threshold: must be exact"):
        tenth.exceeds(0.1)  # type: ignore[arg-type]
    with pytest.raises(BrokenRule, match="threshold: must"):
        tenth.exceeds("60")


@given(numbers=people, hidden=st.integers(0, 9))
def test_the_shares_of_a_partition_sum_to_one(numbers: list[int], hidden: int) -> None:
    counted = counts(numbers, undisclosed=hidden)
    assert sum(share(counted, of=name).value for name in counted) == 1
    assert share(counted, of=counted).value == 1


def test_the_case_study_has_299_of_1006_known_and_4_unknown() -> None:
    found = share(Counts({"rural": 299, "urban": 707}, undisclosed=4), of="rural")
    assert (found.numerator, found.known, found.undisclosed) == (299, 1006, 4)
    assert (found.value, found.low, found.high) == (Fraction(299, 1006), Fraction(299, 1010), Fraction(303, 1010))


def test_several_categories_of_a_partition_are_taken_together() -> None:
    found = share(Counts({"15-19": 3, "20-24": 4, "25-34": 5}), of=["15-19", "20-24"])
    assert (found.of, found.numerator, found.value) == (("15-19", "20-24"), 7, Fraction(7, 12))


def test_one_category_of_overlapping_ones_is_a_share_of_the_people() -> None:
    spoken = Counts({"Khalkh": 9, "Kazakh": 4}, people=10, undisclosed=2, of="language")
    found = share(spoken, of="Kazakh")
    assert (found.value, found.low, found.high) == (Fraction(4, 10), Fraction(4, 12), Fraction(6, 12))
    with pytest.raises(NotAPartition, match="categories of language overlap; ask for the share of one"):
        share(spoken, of=["Khalkh", "Kazakh"])
    with pytest.raises(NotAPartition, match="categories of these counts overlap"):
        share(Counts({"a": 1, "b": 1}, people=1), of=["a", "b"])


def test_a_share_carries_the_basis_and_the_dimension_of_its_counts() -> None:
    basis = Basis(definitions=("outside the capital",))
    found = share(Counts({"rural": 1, "urban": 1}, of="settlement", basis=basis), of="rural")
    assert (found.basis, found.dimension, found.confidence) == (basis, "settlement", 0.95)


# --- How a share shows itself ----------------------------------------------------------------------------------------


def test_a_share_prints_what_it_is() -> None:
    plain = share(Counts({"rural": 1, "urban": 3}), of="rural")
    assert repr(plain) == "<share of rural: 1 of 4, 25.0%>"
    both = share(Counts({"rural": 1, "urban": 3}, undisclosed=2), of=("rural", "urban"))
    assert repr(both) == "<share of rural or urban: 4 of 4, 100.0%, 2 undisclosed>"


def test_a_share_is_a_table_in_a_notebook() -> None:
    basis = Basis(definitions=("outside the capital",))
    found = share(Counts({"rural": 1, "urban": 3}, undisclosed=4, of="settlement", basis=basis), of="rural")
    html = found._repr_html_()
    assert "<caption>Share of rural</caption>" in html
    assert '<th scope="col">settlement</th>' in html
    for name, cell in (
        ("people", "1"),
        ("known", "4"),
        ("undisclosed", "4"),
        ("share among the known", "25.0%"),
        ("share of all, at least", "12.5%"),
        ("share of all, at most", "62.5%"),
        ("0.95 interval", "4.6% to 69.9%"),
    ):
        assert f'<th scope="row">{name}</th><td>{cell}</td>' in html
    assert '<td colspan="2">outside the capital</td>' in html
    bare = share(Counts({"rural": 1}), of="rural")._repr_html_()
    assert '<th scope="col">share</th>' in bare
    assert "<tfoot>" not in bare


def test_the_day_of_the_counts_stands_below_the_table() -> None:
    import datetime as dt

    basis = Basis(on=dt.date(2024, 7, 1), definitions=("aged 15 to 34",))
    html = share(Counts({"rural": 1}, basis=basis), of="rural")._repr_html_()
    assert "on 2024-07-01; aged 15 to 34" in html


def test_a_sensitive_share_prints_its_shape_and_not_its_numbers() -> None:
    counted = Counts({"lgbti": 7, "other": 93}, of="gender identity", sensitive=True)
    found = share(counted, of="lgbti")
    assert repr(found) == "<sensitive share of lgbti>"
    html = found._repr_html_()
    assert "sensitive; reveal the counts for a purpose" in html
    assert "7" not in html
    with pytest.raises(TypeError, match="do not pickle"):
        pickle.dumps(found)
    assert copy.copy(found) is found
    assert copy.deepcopy(found) is found
    shown = share(counted.reveal(Purpose.REPORT), of="lgbti")
    assert repr(shown) == "<share of lgbti: 7 of 100, 7.0%>"


def test_a_share_of_two_numbers_has_nobody_undisclosed() -> None:
    found = Share(of=("a",), numerator=1, known=4)
    assert (found.undisclosed, found.low, found.high) == (0, Fraction(1, 4), Fraction(1, 4))
    assert (found.dimension, found.confidence, found.basis, found.sensitive) == ("", 0.95, None, False)


def test_a_share_survives_pickling() -> None:
    found = share(Counts({"rural": 1, "urban": 3}, undisclosed=4, of="settlement"), of="rural", confidence=0.9)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own


# --- Published values ------------------------------------------------------------------------------------------------


def test_newcombe_1998_table_1() -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, Table I: methods 3 (Wilson) and 5 (Clopper-Pearson)."""
    for k, n, score, exact in (
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
        (29, 29, (0.8830, 1.0000), (0.8806, 1.0000)),
    ):
        for found, published in ((wilson(k, n), score), (clopper_pearson(k, n), exact)):
            assert [round(found.low, 4), round(found.high, 4)] == list(published)


def test_simultaneous_intervals_are_wilsons_at_a_stricter_confidence() -> None:
    found = simultaneous(Counts({"a": 5, "b": 0, "c": 5}, undisclosed=3), confidence=0.9)
    assert list(found) == ["a", "b", "c"]
    strict = wilson(5, 10, 1 - 0.1 / 3)
    assert [found["a"].low, found["a"].high] == pytest.approx([strict.low, strict.high], rel=1e-12)
    assert (found["b"].low, simultaneous(Counts({"a": 4}))["a"].high) == (0.0, 1.0)
    overlapping = simultaneous(Counts({"a": 5, "b": 6}, people=10))
    assert overlapping["a"] == wilson(5, 10, 0.975)
    with pytest.raises(TypeError):
        found["a"] = found["b"]  # type: ignore[index]


def test_the_values_of_the_notes() -> None:
    found = wilson(3, 10)
    assert [found.low, found.high] == pytest.approx([0.10779126740630104, 0.6032218525388546], rel=1e-14)
    assert wilson(0, 10).high == pytest.approx(0.27753279986288926, rel=1e-14)
    found = clopper_pearson(3, 10)
    assert [found.low, found.high] == pytest.approx([0.06673951117773447, 0.6524528500599973], rel=1e-14)


# --- The edge contract: one test per row -----------------------------------------------------------------------------


@INTERVALS
def test_of_nobody_there_is_no_share(of: Of) -> None:
    with pytest.raises(EmptyCounts, match="n is 0"):
        of(0, 0)
    assert issubclass(EmptyCounts, Undefined)


def test_counts_of_nobody_have_no_share_even_with_undisclosed() -> None:
    for empty in (Counts({"a": 0}), Counts({"a": 0}, undisclosed=5), Counts({"a": 0}, people=0)):
        with pytest.raises(EmptyCounts):
            share(empty, of="a")
        with pytest.raises(EmptyCounts, match="nobody is counted"):
            simultaneous(empty)


@INTERVALS
def test_more_than_all_is_refused(of: Of) -> None:
    with pytest.raises(BrokenRule, match="k: must not be above n"):
        of(11, 10)


@INTERVALS
def test_negative_numbers_are_refused(of: Of) -> None:
    with pytest.raises(BrokenRule, match="k: must not be negative"):
        of(-1, 10)
    with pytest.raises(BrokenRule, match="n: must not be negative"):
        of(0, -10)


@INTERVALS
@pytest.mark.parametrize("k", [0.3, math.nan, True, "3", None, Fraction(1, 2)])
def test_what_is_no_whole_number_is_refused(of: Of, k: Any) -> None:
    with pytest.raises(WrongType, match="k"):
        of(k, 10)
    with pytest.raises(WrongType, match="n"):
        of(1, k)


@INTERVALS
def test_any_integer_type_will_do(of: Of) -> None:
    assert of(np.int64(3), np.uint8(10)) == of(3, 10)


@INTERVALS
@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 95.0, math.nan, Fraction(3, 2)])
def test_a_confidence_outside_0_and_1_is_refused(of: Of, confidence: float) -> None:
    with pytest.raises(BrokenRule, match="confidence: must be above 0 and below 1"):
        of(3, 10, confidence)


@INTERVALS
@pytest.mark.parametrize("confidence", ["0.95", None, True, [0.95], 1, 95])
def test_a_confidence_that_is_no_number_between_is_refused(of: Of, confidence: Any) -> None:
    with pytest.raises(WrongType, match="confidence"):
        of(3, 10, confidence)


def test_a_confidence_may_be_a_fraction() -> None:
    assert wilson(3, 10, Fraction(1, 2)) == wilson(3, 10, 0.5)  # type: ignore[arg-type]  # kinder than it says


def test_share_refuses_what_it_cannot_read() -> None:
    counted = Counts({"a": 1, "b": 2}, of="letter")
    with pytest.raises(WrongType, match="counts: must be Counts"):
        share({"a": 1}, of="a")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="counts: must be Counts"):
        simultaneous({"a": 1})  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="of: must be a category or several"):
        share(counted, of=3)  # type: ignore[arg-type]
    with pytest.raises(UnknownField, match="categories of letter"):
        share(counted, of="c")
    with pytest.raises(BrokenRule, match="of: must name a category"):
        share(counted, of=[])
    with pytest.raises(BrokenRule, match="of: must not name a category twice"):
        share(counted, of=["a", "a"])
    with pytest.raises(BrokenRule, match="confidence"):
        share(counted, of="a", confidence=0.0)
    with pytest.raises(BrokenRule, match="confidence"):
        simultaneous(counted, confidence=1.0)


def test_a_share_cannot_be_made_of_what_cannot_be() -> None:
    with pytest.raises(BrokenRule, match="k: must not be above n"):
        Share(of=("a",), numerator=3, known=2)
    with pytest.raises(WrongType, match="undisclosed"):
        Share(of=("a",), numerator=1, known=2, undisclosed=0.5)  # type: ignore[arg-type]
    with pytest.raises(BrokenRule, match="confidence"):
        Share(of=("a",), numerator=1, known=2, confidence=2.0)


def test_arrays_are_masked_where_nobody_is_and_refused_where_they_cannot_be() -> None:
    low, high = wilson_rows([[3, 0, 1], [0, 0, 5]], [10, 0, 5])
    assert low.shape == (2, 3)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [[False, True, False], [False, True, False]]
    for k, n, problem in (
        ([-1, 1], [3, 3], "k: must not be negative"),
        ([1, 1], [-3, 3], "n: must not be negative"),
        ([4, 1], [3, 3], "k: must not be above n"),
    ):
        with pytest.raises(BrokenRule, match=problem):
            wilson_rows(k, n)
    for wrong in ([0.5], [True], ["1"]):
        with pytest.raises(WrongType, match="k: must be an array of whole numbers"):
            wilson_rows(wrong, [3])
        with pytest.raises(WrongType, match="n: must be an array of whole numbers"):
            wilson_rows([0], wrong)
    with pytest.raises(BrokenRule, match="confidence"):
        wilson_rows([1], [2], 1.5)


# --- The numerics beneath --------------------------------------------------------------------------------------------


@given(d=st.floats(-0.999999, 1e6) | st.floats(-0.2, 0.2) | st.floats(-1e-9, 1e-9))
def test_the_excess_of_a_logarithm_keeps_every_digit(d: float) -> None:
    assume(d == 0 or abs(d) > 1e-150)  # beyond, the square is no number
    with mpmath.workdps(400):
        exact = (1 + mpmath.mpf(d)) * mpmath.log1p(mpmath.mpf(d)) - mpmath.mpf(d)
        assert shares.log_excess(d) == pytest.approx(float(exact), rel=2e-14, abs=1e-320)


@pytest.mark.parametrize("n", [*range(1, 60), 100, 1000, 10**6, 10**9])
def test_the_error_of_stirlings_formula_keeps_its_digits(n: int) -> None:
    with mpmath.workdps(60):
        exact = mpmath.loggamma(n + 1) - mpmath.log(2 * mpmath.pi * n) / 2 - n * mpmath.log(n) + n
        assert shares._stirling(n) == pytest.approx(float(exact), rel=1e-15, abs=0 if n > 15 else 4e-15)


def test_a_tiny_chance_keeps_its_digits_on_either_side() -> None:
    exact = 10 * math.log1p(-1e-12)
    assert shares.log_binomial(0, 10, 1e-12, 1 - 1e-12) == pytest.approx(exact, rel=1e-15)
    assert shares.log_binomial(10, 10, 1 - 1e-12, 1e-12) == pytest.approx(exact, rel=1e-15)
    assert shares.log_binomial(10, 10, 1e-12, 1 - 1e-12) == pytest.approx(10 * math.log(1e-12), rel=1e-15)
    assert shares.log_binomial(0, 10, 1 - 1e-12, 1e-12) == pytest.approx(10 * math.log(1e-12), rel=1e-15)


@given(n=st.integers(1, 2000), data=st.data(), p=st.floats(1e-9, 1 - 1e-9))
@settings(deadline=None)
def test_the_binomial_probability_keeps_its_digits(n: int, data: st.DataObject, p: float) -> None:
    k = data.draw(st.integers(0, n) | st.sampled_from([0, n]))
    q = 1 - p
    with mpmath.workdps(40):
        exact = mpmath.log(mpmath.binomial(n, k)) + k * mpmath.log(mpmath.mpf(p)) + (n - k) * mpmath.log(mpmath.mpf(q))
    found = shares.log_binomial(k, n, p, q)
    assert found == pytest.approx(float(exact), rel=1e-12, abs=1e-12)
