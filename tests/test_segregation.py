"""Segregation: the laws, published values, the edge contract.

Laws of the indices: D, H, Gini, isolation and the correlation ratio lie between 0 and 1; D is at most Gini and Gini at
most D (2 - D); isolation is at least the group's share; the exposures of one group sum to one; X times the exposure of
x to y is Y times that of y to x; the correlation ratio is isolation without the group's share; several groups' D is D
for two.
Laws of mutual information: symmetric in group and unit; at least 0 and at most either entropy; between plus within,
exactly; merging units of equal composition changes nothing, merging any never raises it.
All: 0 if and only if all units are composed alike, 1 where every unit has one group. D fails strong transfers.
Change: the parts sum to the difference; exchanging the years changes their signs; growing a unit is no structural
change; a fitted table is what iterative proportional fitting converges to.
The array form equals the scalar form.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from youthprog import segregation
from youthprog.counts import Counts, CountTable
from youthprog.diversity import gini_concentration, shannon_entropy
from youthprog.errors import BrokenRule, EmptyCounts, NotAPartition, Undefined, UnknownField, WrongType
from youthprog.segregation import (
    batch,
    bounds,
    change,
    correlation_ratio,
    dissimilarity,
    exposure,
    gini,
    isolation,
    multigroup_dissimilarity,
    mutual_information,
    nested,
    theil_h,
)
from youthprog.values import Interval

Rows = list[list[int]]

Measure = Callable[..., float]

OF_ONE: tuple[Measure, ...] = (dissimilarity, gini, isolation, correlation_ratio)
OF_ALL: tuple[Measure, ...] = (mutual_information, theil_h, multigroup_dissimilarity)
ONE = pytest.mark.parametrize("measure", OF_ONE)
ALL = pytest.mark.parametrize("measure", OF_ALL)

ELBERS = [[100, 0], [60, 40], [40, 60], [0, 100]]
T = [[40, 20, 3], [20, 40, 8], [5, 60, 30], [10, 15, 80]]


def table(rows: Any, **more: Any) -> CountTable:
    return CountTable({f"u{i}": {f"g{j}": x for j, x in enumerate(row)} for i, row in enumerate(rows)}, **more)


def shape(units: int, groups: int, most: int = 40) -> st.SearchStrategy[Rows]:
    row = st.lists(st.integers(0, most), min_size=groups, max_size=groups)
    return st.lists(row, min_size=units, max_size=units)


def tables(width: int = 3, least: int = 1, most: int = 40) -> st.SearchStrategy[Rows]:
    row = st.lists(st.integers(0, most), min_size=width, max_size=width)
    return st.lists(row, min_size=least, max_size=5).filter(lambda rows: any(map(any, rows)))


def two_groups(most: int = 40) -> st.SearchStrategy[Rows]:
    return tables(2, most=most).filter(lambda rows: all(any(column) for column in zip(*rows, strict=True)))


def swapped(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


# --- Laws of the indices ---------------------------------------------------------------------------------------------


@given(rows=two_groups(10**6))
def test_the_indices_of_one_group_lie_between_0_and_1(rows: Rows) -> None:
    for measure in OF_ONE:
        assert 0 <= measure(table(rows), group="g0") <= 1 + 1e-15
    assert 0 <= theil_h(table(rows)) <= 1
    assert 0 <= multigroup_dissimilarity(table(rows)) <= 1


@given(rows=two_groups(10**6))
def test_gini_is_at_least_d_and_at_most_d_times_two_less_d(rows: Rows) -> None:
    d, g = (measure(table(rows), group="g0") for measure in (dissimilarity, gini))
    assert d <= g * (1 + 1e-15)
    assert g <= d * (2 - d) * (1 + 1e-15)


@given(rows=two_groups(10**6))
def test_isolation_is_at_least_the_share_of_the_group(rows: Rows) -> None:
    some, everybody = sum(row[0] for row in rows), sum(map(sum, rows))
    assert isolation(table(rows), group="g0") >= some / everybody * (1 - 1e-15)


@given(rows=tables().filter(lambda rows: any(row[0] for row in rows) and any(any(row[1:]) for row in rows)))
def test_the_exposures_of_one_group_sum_to_one(rows: Rows) -> None:
    met = [exposure(table(rows), group="g0", to=f"g{j}") for j in range(3)]
    assert math.fsum(met) == pytest.approx(1, rel=1e-14)
    assert met[0] == isolation(table(rows), group="g0")


@given(rows=two_groups())
def test_exposures_are_in_proportion_to_the_sizes_of_the_groups(rows: Rows) -> None:
    x, y = (sum(column) for column in swapped(rows))
    one, other = exposure(table(rows), group="g0", to="g1"), exposure(table(rows), group="g1", to="g0")
    assert x * one == pytest.approx(y * other, rel=1e-13)


@given(rows=two_groups())
def test_the_correlation_ratio_is_isolation_without_the_share_of_the_group(rows: Rows) -> None:
    share = sum(row[0] for row in rows) / sum(map(sum, rows))
    expected = (isolation(table(rows), group="g0") - share) / (1 - share)
    assert correlation_ratio(table(rows), group="g0") == pytest.approx(expected, rel=1e-9, abs=1e-13)


@given(numbers=st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any))
def test_gini_against_a_group_with_one_in_every_unit_is_the_concentration_of_the_other(numbers: list[int]) -> None:
    concentrated = gini_concentration(Counts({f"u{i}": x for i, x in enumerate(numbers)}))
    assert gini(table([[x, 1] for x in numbers]), group="g0") == concentrated


@given(rows=two_groups())
def test_one_group_is_as_segregated_as_the_other(rows: Rows) -> None:
    for measure in (dissimilarity, gini):
        assert measure(table(rows), group="g0") == measure(table(rows), group="g1")
    one, other = (correlation_ratio(table(rows), group=group) for group in ("g0", "g1"))
    assert one == pytest.approx(other, rel=1e-13)


@given(rows=two_groups())
def test_the_d_of_several_groups_is_d_for_two(rows: Rows) -> None:
    assert multigroup_dissimilarity(table(rows)) == dissimilarity(table(rows), group="g0")


@given(rows=two_groups())
def test_the_indices_are_their_definitions(rows: Rows) -> None:
    """By pairs of units and in fractions, as they are defined and not as they are computed."""
    units = [(Fraction(x), Fraction(x + y)) for x, y in rows if x + y]
    some, everybody = sum(x for x, _ in units), sum(t for _, t in units)
    p = Fraction(some) / everybody
    pairs = sum(t * s * abs(x / t - y / s) for x, t in units for y, s in units)
    apart = sum(abs(x / some - (t - x) / (everybody - some)) for x, t in units) / 2
    counted = table(rows)
    assert gini(counted, group="g0") == float(pairs / (2 * everybody**2 * p * (1 - p)))
    assert dissimilarity(counted, group="g0") == float(apart)
    assert isolation(counted, group="g0") == pytest.approx(float(sum(x * x / t for x, t in units) / some), rel=1e-15)


@given(rows=tables(4).filter(lambda rows: sum(map(any, zip(*rows, strict=True))) > 1))
def test_d_of_several_groups_is_its_definition(rows: Rows) -> None:
    whole = Fraction(sum(map(sum, rows)))
    groups = [sum(column) / whole for column in swapped(rows)]
    apart = sum(abs(x - sum(row) * p) for row in rows for x, p in zip(row, groups, strict=True)) / (
        2 * whole * sum(p * (1 - p) for p in groups)
    )
    assert multigroup_dissimilarity(table(rows)) == float(apart)


# --- Laws of mutual information --------------------------------------------------------------------------------------


@given(rows=tables(most=10**6))
def test_mutual_information_is_symmetric_in_group_and_unit(rows: Rows) -> None:
    found = mutual_information(table(rows))
    assert found == pytest.approx(mutual_information(table(swapped(rows))), rel=1e-13, abs=0)


@given(rows=tables(most=10**6))
def test_mutual_information_is_at_most_either_entropy(rows: Rows) -> None:
    found = mutual_information(table(rows))
    for margin in (map(sum, rows), map(sum, swapped(rows))):
        entropy = shannon_entropy(Counts({str(i): x for i, x in enumerate(margin)}))
        assert 0 <= found <= entropy + 1e-13


@given(rows=tables(most=10**9))
def test_mutual_information_keeps_every_digit(rows: Rows) -> None:
    whole, margins = sum(map(sum, rows)), [sum(column) for column in swapped(rows)]
    with mpmath.workdps(60):
        exact = mpmath.fsum(
            mpmath.mpf(x) / whole * mpmath.log(mpmath.mpf(x) * whole / (sum(row) * c))
            for row in rows
            for x, c in zip(row, margins, strict=True)
            if x
        )
        assert mutual_information(table(rows)) == pytest.approx(float(exact), rel=1e-13, abs=1e-40)


@pytest.mark.parametrize("n", [7, 10**6, 10**9 + 7, 10**12])
def test_the_entropy_of_a_rare_group_keeps_its_digits(n: int) -> None:
    found = nested(table([[n, 1]]), within={"u0": "x"}).entropy
    with mpmath.workdps(40):
        p = 1 / mpmath.mpf(n + 1)
        assert found == pytest.approx(float(-p * mpmath.log(p) - (1 - p) * mpmath.log1p(-p)), rel=1e-15, abs=0)


def test_mutual_information_of_units_that_hardly_differ() -> None:
    d = 10**6
    found = mutual_information(table([[d, d + 1], [d + 1, d]]))
    # To second order 2 (half the relative difference) squared.
    assert found == pytest.approx(1 / (2 * (2 * d + 1) ** 2), rel=1e-9)


@given(rows=tables(), regions=st.lists(st.sampled_from("xyz"), min_size=5, max_size=5))
@example(rows=[[3, 1, 0], [0, 0, 0], [2, 5, 0], [0, 0, 0]], regions=[*"xxxzz"])  # an empty unit, an empty region
def test_the_whole_is_between_and_within(rows: Rows, regions: list[str]) -> None:
    found = nested(table(rows), within={f"u{i}": region for i, region in enumerate(regions)})
    assert found.total == found.between + found.within
    assert found.total == pytest.approx(mutual_information(table(rows)), rel=1e-12, abs=1e-15)
    assert sum(part.share for part in found.parts) == 1
    merged: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        merged[regions[i]] = [a + b for a, b in zip(merged.get(regions[i], [0] * 3), row, strict=True)]
    assert found.between == mutual_information(table(merged.values()))
    for part in found.parts:
        own = [row for i, row in enumerate(rows) if regions[i] == part.name]
        assert part.share == Fraction(sum(map(sum, own)), sum(map(sum, rows)))
        if part.share:
            assert part.mutual_information == mutual_information(table(own))
        else:
            assert (part.mutual_information, part.entropy) == (0.0, 0.0)
    if sum(map(any, swapped(rows))) > 1:
        whole, between, within = found.theil_h
        assert whole == pytest.approx(theil_h(table(rows)), rel=1e-12, abs=1e-15)
        assert between + within == pytest.approx(whole, rel=1e-14, abs=1e-16)
        within_h = 0.0
        for part in found.parts:
            own = [row for i, row in enumerate(rows) if regions[i] == part.name]
            if sum(map(any, swapped(own))) > 1:
                within_h += float(part.share) * part.entropy / found.entropy * theil_h(table(own))
        assert within == pytest.approx(within_h, rel=1e-12, abs=1e-15)


@given(rows=two_groups(), i=st.integers(0, 4), times=st.integers(1, 5))
def test_units_of_equal_composition_may_be_merged(rows: Rows, i: int, times: int) -> None:
    unit = rows[i % len(rows)]
    apart = [*rows, [times * x for x in unit]]
    merged = [*rows[: i % len(rows)], [(times + 1) * x for x in unit], *rows[i % len(rows) + 1 :]]
    for measure in OF_ONE:
        one, other = measure(table(apart), group="g0"), measure(table(merged), group="g0")
        assert one == pytest.approx(other, rel=1e-12, abs=1e-15)
    for measure in OF_ALL:
        assert measure(table(apart)) == pytest.approx(measure(table(merged)), rel=1e-12, abs=1e-15)


@given(rows=tables(least=2))
def test_merging_units_never_raises_mutual_information(rows: Rows) -> None:
    merged = [[a + b for a, b in zip(rows[0], rows[1], strict=True)], *rows[2:]]
    assert mutual_information(table(merged)) <= mutual_information(table(rows)) + 1e-14


@given(rows=two_groups())
def test_they_are_0_if_and_only_if_all_units_are_composed_alike(rows: Rows) -> None:
    alike = len({Fraction(x, x + y) for x, y in rows if x + y}) == 1
    for one in (dissimilarity, gini, correlation_ratio):
        assert (one(table(rows), group="g0") == 0) == alike
    for of_all in OF_ALL:
        assert (of_all(table(rows)) == 0) == alike


@given(sizes=st.lists(st.integers(1, 10**6), min_size=2, max_size=5))
@example(sizes=[1, 1, 4])  # where the quotient of information and entropy is rounded above 1
def test_they_are_1_where_every_unit_has_one_group(sizes: list[int]) -> None:
    rows = [[x if i == j else 0 for j in range(len(sizes))] for i, x in enumerate(sizes)]
    for measure in OF_ONE:
        assert measure(table(rows), group="g0") == pytest.approx(1, rel=1e-15)
    assert 1 - 1e-14 <= theil_h(table(rows)) <= 1
    assert multigroup_dissimilarity(table(rows)) == 1


@given(rows=two_groups(most=2))
def test_they_are_1_only_where_every_unit_has_one_group(rows: Rows) -> None:
    complete = not any(map(all, rows))
    for measure in OF_ONE:
        assert (measure(table(rows), group="g0") > 1 - 1e-12) == complete
    for of_all in (theil_h, multigroup_dissimilarity):
        assert (of_all(table(rows)) > 1 - 1e-12) == complete


@given(rows=two_groups(), empty=st.integers(0, 3))
def test_empty_units_and_absent_groups_change_nothing(rows: Rows, empty: int) -> None:
    more = [[*row, 0] for row in (*rows, *[[0, 0]] * empty)]
    for measure in OF_ONE:
        assert measure(table(more), group="g0") == measure(table(rows), group="g0")
    assert exposure(table(more), group="g0", to="g1") == exposure(table(rows), group="g0", to="g1")
    assert exposure(table(more), group="g0", to="g2") == 0
    for measure in OF_ALL:
        assert measure(table(more)) == measure(table(rows))


# --- Change ----------------------------------------------------------------------------------------------------------


def parts(found: segregation.Change) -> list[float]:
    return [found.additions, found.removals, found.group_margin, found.unit_margin, found.structural]


@settings(deadline=None)
@given(data=st.data(), units=st.integers(1, 4), groups=st.integers(1, 4))
def test_the_parts_sum_to_the_difference_and_change_sign_with_the_years(
    data: st.DataObject, units: int, groups: int
) -> None:
    before, after = (table(data.draw(shape(units, groups).filter(lambda rows: any(map(any, rows))))) for _ in range(2))
    found, turned = change(before, after), change(after, before)
    assert (found.before, found.after) == (mutual_information(before), mutual_information(after))
    assert found.difference == found.after - found.before
    assert math.fsum(parts(found)) == pytest.approx(found.difference, abs=1e-12)
    assert turned.difference == -found.difference
    assert (turned.additions, turned.removals) == (-found.removals, -found.additions)
    assert parts(turned)[2:] == pytest.approx([-part for part in parts(found)[2:]], abs=1e-11)


@settings(deadline=None)
@given(rows=shape(3, 3).map(lambda rows: [[x + 1 for x in row] for row in rows]), times=st.integers(2, 9))
def test_growing_units_is_no_structural_change(rows: Rows, times: int) -> None:
    grown = [[times * x for x in rows[0]], *rows[1:]]
    found = change(table(rows), table(grown))
    assert found.structural == pytest.approx(0, abs=1e-13)
    larger = [[times * row[0], *row[1:]] for row in rows]
    assert change(table(rows), table(larger)).structural == pytest.approx(0, abs=1e-13)


@settings(deadline=None)
@given(rows=shape(3, 2).filter(lambda rows: any(map(any, rows))))
def test_without_change_every_part_is_0(rows: Rows) -> None:
    assert parts(change(table(rows), table(rows))) == [0, 0, *[pytest.approx(0, abs=1e-15)] * 3]


def fitted(structure: Rows, margins: Rows, rounds: int = 3000) -> float:
    """Fit margins by turns, the textbook way."""
    cells = np.where(np.array(structure) == 0, segregation.EMPTY_CELL, np.array(structure, float))
    target = np.array(margins, float)
    for _ in range(rounds):
        cells *= (target.sum(axis=1) / cells.sum(axis=1))[:, None]
        cells *= target.sum(axis=0) / cells.sum(axis=0)
    shares = cells / cells.sum()
    alone = shares.sum(axis=1)[:, None] * shares.sum(axis=0)
    return float((shares * np.log(shares / alone)).sum())


@settings(deadline=None, max_examples=12)
@given(units=st.integers(1, 5), groups=st.integers(1, 4), data=st.data())
def test_structure_is_what_proportional_fitting_leaves(units: int, groups: int, data: st.DataObject) -> None:
    sized = shape(units, groups, most=9).filter(
        lambda rows: all(map(any, rows)) and all(map(any, zip(*rows, strict=True)))
    )
    before, after = data.draw(sized), data.draw(sized)
    found = change(table(before), table(after))
    ahead = fitted(before, after) - mutual_information(table(before))
    back = mutual_information(table(after)) - fitted(after, before)
    assert found.structural == pytest.approx(found.difference - (ahead + back) / 2, abs=1e-7)


def test_an_empty_cell_of_a_counterfactual_table_is_given_as_many_people_as_stated() -> None:
    assert segregation.EMPTY_CELL == 0.0001
    before, after = [[5, 0], [1, 5]], [[3, 4], [2, 2]]
    found = change(table(before), table(after))
    ahead, back = fitted(before, after), fitted(after, before)
    start, end = mutual_information(table(before)), mutual_information(table(after))
    assert found.structural == pytest.approx((back - start + end - ahead) / 2, rel=1e-9)


def test_one_group_that_fits_at_once_does_not_end_the_fitting() -> None:
    before, after = [[6, 4, 2], [2, 4, 6], [5, 4, 3]], [[7, 4, 1], [3, 4, 5], [6, 4, 2]]
    found = change(table(before), table(after))
    ahead, back = fitted(before, after), fitted(after, before)
    start, end = mutual_information(table(before)), mutual_information(table(after))
    assert found.structural == pytest.approx((back - start + end - ahead) / 2, rel=1e-9)


@given(
    rows=shape(5, 4).map(lambda rows: [[x + 1 for x in row] for row in rows]),
    missed=st.lists(st.integers(-9, 9), min_size=3, max_size=3),
)
def test_each_step_of_the_fitting_solves_newtons_equations(rows: Rows, missed: list[int]) -> None:
    cells = np.array(rows, float)
    sizes = cells.sum(axis=1)
    wanted = [float(x) for x in (*missed, -sum(missed))]
    step = segregation._change._step(cells.tolist(), sizes.tolist(), wanted)
    curved = np.diag(cells.sum(axis=0)) - cells.T @ (cells / sizes[:, None])
    assert step[-1] == 0
    assert (curved @ np.array(step)).tolist() == pytest.approx(wanted, abs=1e-10)


def test_margins_part_by_the_mean_over_both_orders() -> None:
    before, after = [[30, 10], [10, 30]], [[10, 20], [60, 5]]

    def with_margins(structure: Rows, units: Rows, groups: Rows) -> float:
        rows, columns = [sum(row) for row in units], [sum(column) for column in swapped(groups)]
        whole = sum(rows) * sum(columns)
        return fitted(structure, [[r * c / whole for c in columns] for r in rows])  # type: ignore[misc]

    m = [[[with_margins(s, u, g) for g in (before, after)] for u in (before, after)] for s in (before, after)]
    found = change(table(before), table(after))
    unit = sum(m[s][1][g] - m[s][0][g] for s in (0, 1) for g in (0, 1)) / 4
    group = sum(m[s][u][1] - m[s][u][0] for s in (0, 1) for u in (0, 1)) / 4
    assert [found.unit_margin, found.group_margin] == pytest.approx([unit, group])


def test_what_came_and_went_is_told_apart() -> None:
    """The third unit goes, a fourth comes; the remaining two do not change."""
    before = CountTable({"a": {"f": 30, "m": 10}, "b": {"f": 10, "m": 30}, "c": {"f": 20, "m": 0}}, of="x", by="y")
    after = CountTable({"a": {"f": 30, "m": 10}, "b": {"f": 10, "m": 30}, "d": {"f": 5, "m": 5}}, of="x", by="y")
    common = mutual_information(table([[30, 10], [10, 30]]))
    found = change(before, after)
    assert found.removals == common - mutual_information(before)
    assert found.additions == mutual_information(after) - common
    assert parts(found)[2:] == [pytest.approx(0, abs=1e-15)] * 3
    assert (found.units_added, found.units_removed) == ((("d",),), (("c",),))
    assert (found.groups_added, found.groups_removed) == ((), ())


def test_groups_come_and_go_as_units_do() -> None:
    before = table([[3, 0, 1], [1, 0, 0], [0, 0, 0]])
    after = table([[3, 2, 0], [1, 4, 0], [1, 1, 0]])
    found = change(before, after)
    assert (found.groups_added, found.groups_removed) == (("g1",), ("g2",))
    assert (found.units_added, found.units_removed) == ((("u2",),), ())


def test_a_unit_that_has_only_people_of_a_group_that_went_goes_with_it() -> None:
    before = table([[3, 1, 0], [1, 4, 0], [0, 0, 5]])
    after = table([[3, 2, 0], [1, 4, 0], [2, 2, 0]])
    found = change(before, after)
    kept = mutual_information(table([[3, 2], [1, 4]]))
    assert found.additions == mutual_information(after) - kept
    assert found.units_added == ()


def test_a_group_that_was_only_in_a_unit_that_went_comes_new() -> None:
    before, after = table([[3, 1, 0], [1, 4, 0], [0, 0, 5]]), table([[3, 2, 1], [1, 4, 0], [0, 0, 0]])
    for found, sign in ((change(before, after), 1), (change(after, before), -1)):
        came = mutual_information(after) - mutual_information(table([[3, 2], [1, 4]]))
        assert (found.additions if sign > 0 else found.removals) == sign * came
        assert math.fsum(parts(found)) == pytest.approx(found.difference, abs=1e-13)


def test_tables_that_have_nothing_in_common_are_all_additions_and_removals() -> None:
    found = change(table([[3, 1], [1, 4], [0, 0]]), table([[0, 0], [0, 0], [2, 5]]))
    assert parts(found) == [0.0, -found.before, 0.0, 0.0, 0.0]
    assert found.after == 0


# --- Published values ------------------------------------------------------------------------------------------------


def test_the_tables_of_elbers_tests() -> None:
    assert dissimilarity(table(ELBERS), group="g0") == 0.6
    assert theil_h(table(ELBERS)) == pytest.approx(0.5145247027726656, rel=1e-14)
    assert gini(table(ELBERS), group="g0") == 0.8
    assert isolation(table(ELBERS), group="g0") == 0.76
    assert correlation_ratio(table(ELBERS), group="g0") == 0.52


def test_three_groups() -> None:
    assert mutual_information(table(T)) == pytest.approx(0.2712453334786122, rel=1e-14)
    assert theil_h(table(T)) == pytest.approx(0.2534882712891605, rel=1e-14)
    assert multigroup_dissimilarity(table(T)) == pytest.approx(0.49113550021105956, rel=1e-14)


def test_d_fails_strong_transfers_and_mutual_information_does_not() -> None:
    other = table([[80, 20], [80, 20], [20, 80], [20, 80]])
    assert dissimilarity(other, group="g0") == dissimilarity(table(ELBERS), group="g0") == 0.6
    assert mutual_information(other) < mutual_information(table(ELBERS))


def test_elbers_2021_table_1() -> None:
    """Growing an integrated unit takes D, M and H to 0, though its odds ratios stay as they were."""
    base = [[25, 25], [28, 2], [2, 18]]
    grown = [[25_000, 25_000], *base[1:]]
    assert round(dissimilarity(table(base), group="g0"), 3) == 0.465
    assert round(mutual_information(table(base)), 3) == 0.203
    assert round(theil_h(table(base)), 3) == 0.295
    assert dissimilarity(table(grown), group="g0") == pytest.approx(0.001, abs=5e-4)
    assert mutual_information(table(grown)) == pytest.approx(0, abs=1e-3)
    assert change(table(base), table(grown)).structural == pytest.approx(0, abs=1e-12)


# --- Undisclosed -----------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(rows=shape(2, 2, most=5), hidden=st.lists(st.integers(0, 3), min_size=2, max_size=2))
def test_the_bounds_are_the_least_and_greatest_over_all_answers(rows: Rows, hidden: list[int]) -> None:
    told = {f"u{i}": Counts({"g0": x, "g1": y}, undisclosed=hidden[i]) for i, (x, y) in enumerate(rows)}
    answered = [
        [[rows[0][0] + i, rows[0][1] + hidden[0] - i], [rows[1][0] + j, rows[1][1] + hidden[1] - j]]
        for i in range(hidden[0] + 1)
        for j in range(hidden[1] + 1)
    ]
    try:
        values = [theil_h(table(way)) for way in answered]
    except Undefined:
        with pytest.raises(Undefined):
            bounds(theil_h, CountTable(told))
    else:
        assert bounds(theil_h, CountTable(told)) == Interval(min(values), max(values))


def test_who_did_not_disclose_a_unit_may_be_in_any_that_agrees() -> None:
    units: dict[Any, dict[str, int]] = {
        ("x", "a"): {"f": 3, "m": 1},
        ("x", "b"): {"f": 2, "m": 3},
        ("y", "c"): {"f": 0, "m": 9},
    }
    plain = [[3, 1], [2, 3], [0, 9]]

    def with_one_more(i: int, j: int) -> float:
        return dissimilarity(
            table([[x + ((i, j) == (k, m)) for m, x in enumerate(row)] for k, row in enumerate(plain)]), group="g0"
        )

    someone = CountTable({**units, ("x", None): {"f": 1, "m": 0}}, by=("region", "chapter"))
    found = bounds(dissimilarity, someone, group="f")
    values = [with_one_more(0, 0), with_one_more(1, 0)]
    assert found == Interval(min(values), max(values))
    assert with_one_more(2, 0) not in found
    nobody = CountTable({**units, ("z", None): {"f": 0, "m": 0}}, by=("region", "chapter"))
    value = dissimilarity(table(plain), group="g0")
    assert bounds(dissimilarity, nobody, group="f") == Interval(value, value)
    anyone = CountTable({**units, (None, None): Counts({"f": 0, "m": 0}, undisclosed=1)}, by=("region", "chapter"))
    values = [with_one_more(i, j) for i in range(3) for j in range(2)]
    assert bounds(dissimilarity, anyone, group="f") == Interval(min(values), max(values))


def test_without_undisclosed_the_bounds_meet() -> None:
    assert bounds(gini, table(ELBERS), group="g0") == Interval(0.8, 0.8)


def test_bounds_go_through_a_stated_number_of_ways() -> None:
    def one(hidden: int) -> CountTable:
        return CountTable(
            {"a": Counts({"f": 1, "m": 1}, undisclosed=hidden), "b": Counts({"f": 1, "m": 0}, undisclosed=99)}
        )

    assert segregation.WAYS == 100 * 1000
    with pytest.raises(Undefined, match="too many ways"):
        bounds(mutual_information, one(1000))
    assert bounds(mutual_information, one(9)).high > 0
    with pytest.raises(Undefined, match="none to be in"):
        bounds(mutual_information, CountTable({None: {"f": 1}}))
    with pytest.raises(NotAPartition):
        bounds(mutual_information, table([[1, 2]], overlapping_rows=True))


def test_as_many_ways_as_stated_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = CountTable({"a": Counts({"f": 1, "m": 1}, undisclosed=9), "b": Counts({"f": 1, "m": 1}, undisclosed=4)})
    monkeypatch.setattr(segregation._undisclosed, "WAYS", 50)
    assert bounds(mutual_information, counted).high > bounds(mutual_information, counted).low > 0
    monkeypatch.setattr(segregation._undisclosed, "WAYS", 49)
    with pytest.raises(Undefined, match="too many ways"):
        bounds(mutual_information, counted)


# --- Arrays ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", [*OF_ONE, *OF_ALL])
@given(many=st.lists(shape(3, 3, most=60), min_size=1, max_size=4), large=st.sampled_from([1, 1000, 10**7]))
@example(many=[[[3, 1, 0], [1, 5, 0], [0, 0, 0]]], large=1)  # with an absent group and an empty unit
@example(many=[[[3, 0, 0], [7, 0, 0], [0, 0, 0]]], large=1)  # with one group only
@settings(max_examples=40, deadline=None)
def test_the_array_form_equals_the_scalar_form(measure: Any, many: list[Rows], large: int) -> None:
    scaled = [[[x * large for x in row] for row in rows] for rows in many]
    named = {"group": "1"} if measure in OF_ONE else {}
    found = batch(measure, np.array(scaled), **named)
    for rows, value, masked in zip(scaled, found.values, found.mask, strict=True):
        counted = CountTable({str(i): {str(j): x for j, x in enumerate(row)} for i, row in enumerate(rows)})
        try:
            expected = measure(counted, **named)
        except Undefined:
            assert masked
            assert math.isnan(value)
        else:
            assert not masked
            assert value == pytest.approx(expected, rel=1e-12, abs=0)


def test_an_array_of_tables_that_hardly_differ_keeps_its_digits() -> None:
    many = [[[d, d + 1], [d + 1, d]] for d in (1, 10**6, 2**24, 10**8, 10**9)]
    for measure in (mutual_information, theil_h, multigroup_dissimilarity):
        found = batch(measure, many)
        assert found.values.tolist() == pytest.approx([measure(table(rows)) for rows in many], rel=1e-12, abs=0)
    found = batch(dissimilarity, many, group="0")
    assert found.values.tolist() == pytest.approx(
        [dissimilarity(table(rows), group="g0") for rows in many], rel=1e-12, abs=0
    )
    for rows in many[:3]:  # and by numpy, each alone
        assert batch(mutual_information, [rows]).values[0] == pytest.approx(mutual_information(table(rows)), rel=1e-12)


def test_arrays_that_cannot_be_are_refused() -> None:
    for wrong in ([[[0.5, 1.0]]], [[[True, False]]], [[["1"]]]):
        with pytest.raises(WrongType, match="array: must hold whole numbers"):
            batch(theil_h, wrong)
    with pytest.raises(BrokenRule, match="array: must have three dimensions"):
        batch(theil_h, [[1, 2], [3, 4]])
    with pytest.raises(BrokenRule, match="array: must not hold negative numbers"):
        batch(theil_h, [[[1, -2]]])
    for measure in (dissimilarity, gini):
        with pytest.raises(UnknownField, match="group"):
            batch(measure, [[[1, 2], [3, 4]]], group="2")
    assert batch(theil_h, np.zeros((0, 2, 2), "i8")).values.shape == (0,)


# --- The edge contract -----------------------------------------------------------------------------------------------

EMPTY = (table([]), table([[0, 0], [0, 0]]), CountTable({None: {"g0": 3, "g1": 4}}))


@ONE
def test_nobody_of_one_group_cannot_be_segregated(measure: Any) -> None:
    for empty in EMPTY[1:]:
        with pytest.raises(EmptyCounts, match="nobody is counted"):
            measure(empty, group="g0")


@pytest.mark.parametrize(
    "measure",
    [*OF_ALL, lambda counted: nested(counted, within={}), lambda counted: change(counted, counted)],
    ids=["m", "h", "d", "nested", "change"],
)
def test_nobody_at_all_cannot_be_segregated(measure: Any) -> None:
    for empty in EMPTY:
        with pytest.raises(EmptyCounts, match="nobody is counted"):
            measure(empty)


@ONE
def test_a_group_of_nobody_or_of_everybody_is_not_segregated_from_anyone(measure: Any) -> None:
    for rows in ([[0, 3], [0, 4]], [[3, 0], [4, 0]]):
        with pytest.raises(Undefined, match="nobody in it, or everybody"):
            measure(table(rows), group="g0")
    with pytest.raises(Undefined):
        exposure(table([[0, 3]]), group="g0", to="g1")


def test_where_everybody_is_in_one_group_there_is_no_h_and_no_information() -> None:
    alike = table([[3, 0], [4, 0]])
    assert mutual_information(alike) == 0
    for measure in (theil_h, multigroup_dissimilarity):
        with pytest.raises(Undefined, match="everybody is in one group"):
            measure(alike)
    found = nested(alike, within={"u0": "x", "u1": "x"})
    assert (found.total, found.entropy) == (0, 0)
    with pytest.raises(Undefined, match="everybody is in one group"):
        _ = found.theil_h


def test_one_unit_is_not_segregated() -> None:
    assert (dissimilarity(table([[3, 4]]), group="g0"), theil_h(table([[3, 4]]))) == (0, 0)


@ONE
def test_an_unknown_group_is_refused(measure: Any) -> None:
    with pytest.raises(UnknownField, match="group: must be one of the categories of gender"):
        measure(table([[1, 2]], of="gender"), group="other")
    with pytest.raises(UnknownField, match="group: must be one of the categories of the table"):
        measure(table([[1, 2]]), group="other")


def test_an_unknown_group_to_meet_is_refused() -> None:
    with pytest.raises(UnknownField, match="to: must be one of the categories of gender"):
        exposure(table([[1, 2]], of="gender"), group="g0", to="other")
    with pytest.raises(UnknownField, match="to: must be one of the categories of the table"):
        exposure(table([[1, 2]]), group="g0", to="other")


def test_overlapping_units_or_groups_are_refused() -> None:
    units = table([[1, 2], [3, 4]], by="training", overlapping_rows=True)
    several = CountTable({"u": Counts({"g0": 1, "g1": 1}, people=1)})
    spoken = CountTable({"u": Counts({"g0": 1, "g1": 1}, people=1, of="language")}, of="language")
    for counted, message in (
        (units, "categories of training overlap; segregation needs each person in one unit"),
        (several, "categories of this table overlap; segregation needs each person in one group"),
        (spoken, "categories of language overlap"),
    ):
        for one in OF_ONE:
            with pytest.raises(NotAPartition, match=message):
                one(counted, group="g0")
        for all_ in OF_ALL:
            with pytest.raises(NotAPartition, match=message):
                all_(counted)


def test_what_is_no_table_is_refused() -> None:
    for wrong in (ELBERS, Counts({"a": 1}), {"u": {"g0": 1}}):
        with pytest.raises(WrongType, match="table: must be a CountTable"):
            mutual_information(wrong)  # type: ignore[arg-type]
        with pytest.raises(WrongType, match="table: must be a CountTable"):
            dissimilarity(wrong, group="g0")  # type: ignore[arg-type]
        with pytest.raises(WrongType, match="table: must be a CountTable"):
            change(wrong, wrong)  # type: ignore[arg-type]


def test_those_who_did_not_disclose_their_unit_or_group_are_left_out() -> None:
    told = {f"u{i}": Counts({"g0": x, "g1": y}, undisclosed=7) for i, (x, y) in enumerate(ELBERS)}
    counted = CountTable({**told, None: {"g0": 50, "g1": 1}})
    for one in OF_ONE:
        assert one(counted, group="g0") == one(table(ELBERS), group="g0")
    for all_ in OF_ALL:
        assert all_(counted) == all_(table(ELBERS))
    assert parts(change(counted, table(ELBERS))) == [0, 0, *[pytest.approx(0, abs=1e-15)] * 3]
    assert nested(counted, within=dict.fromkeys(told, "x")).total == mutual_information(table(ELBERS))


def test_units_of_several_dimensions_are_keyed_by_all_of_them() -> None:
    counted = CountTable({("x", "a"): {"f": 3, "m": 1}, ("x", "b"): {"f": 1, "m": 3}}, by=("region", "chapter"))
    assert nested(counted, within={key: str(key[0]) for key in counted}).between == 0
    with pytest.raises(UnknownField, match="within: must have every unit of the table"):
        nested(counted, within={("x", "a"): "x"})
    with pytest.raises(WrongType, match="within: must map units to larger ones"):
        nested(counted, within=["x"])  # type: ignore[arg-type]


def test_tables_of_different_dimensions_have_no_change() -> None:
    for other in (table([[1, 2]], of="age"), table([[1, 2]], by="year")):
        with pytest.raises(BrokenRule, match="after: must be of the same dimensions as before"):
            change(table([[1, 2]]), other)


# --- How results show themselves -------------------------------------------------------------------------------------


def test_results_print_their_figures_unless_they_are_of_sensitive_counts() -> None:
    plain = table([[3, 1], [1, 3]])
    hidden = CountTable({key: Counts(dict(row.items()), sensitive=True) for key, row in plain.rows.items()})
    within = {"u0": "x", "u1": "x"}
    for counted in (plain, hidden):
        shown: list[Any] = [
            nested(counted, within=within),
            nested(counted, within=within).parts[0],
            change(counted, plain),
        ]
        for result in shown:
            assert repr(result).startswith("<sensitive " if counted is hidden else f"{type(result).__name__}(")
            assert result.sensitive == (counted is hidden)
    assert change(plain, hidden).sensitive
    assert repr(nested(hidden, within=within)) == "<sensitive segregation between and within 1 parts>"
    assert repr(nested(hidden, within=within).parts[0]) == "<sensitive segregation within x>"
    assert repr(change(hidden, plain)) == "<sensitive change of segregation>"
    part = repr(nested(plain, within=within).parts[0])
    assert part.startswith("Part(name='x', share=Fraction(1, 1), mutual_information=0.13")
    assert part.endswith("sensitive=False)")


def test_parts_and_change_are_tables_in_a_notebook() -> None:
    before, after = table([[3, 1], [1, 3]]), table([[3, 1], [1, 3], [4, 0]])
    html = nested(before, within={"u0": "west", "u1": "east"})._repr_html_()
    assert "<caption>Mutual information between and within</caption>" in html
    for name, cell in (
        ("between", "0.1308"),
        ("within west", "0.0000"),
        ("within east", "0.0000"),
        ("total", "0.1308"),
    ):
        assert f'<th scope="row">{name}</th><td>{cell}</td>' in html
    html = change(before, after)._repr_html_()
    assert "<caption>Change of mutual information</caption>" in html
    for name, cell in (("before", "0.1308"), ("additions", "0.1308"), ("unit margin", "0.0000"), ("after", "0.2616")):
        assert f'<th scope="row">{name}</th><td>{cell}</td>' in html
    hidden = CountTable({key: Counts(dict(row.items()), sensitive=True) for key, row in before.rows.items()})
    for result in (nested(hidden, within={"u0": "west", "u1": "east"}), change(hidden, hidden)):
        assert "sensitive; reveal the table for a purpose" in result._repr_html_()
        assert "0.1308" not in result._repr_html_()
