"""Laws of measures of what is published.

- Indistinguishability: two tables with one release have one measure of it, to the last bit.
- Truth: the measure of the true counts lies in the interval, and both ends are attained.
- Nothing hidden, nothing lost: of a release that hides nothing it is the measure of the counts.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from test_disclosure import KEY, NUMBERS, counted, table_of, tables
from youthprog import diversity, segregation, shares
from youthprog.counts import Counts, CountTable
from youthprog.disclosure import TOTAL, UNDISCLOSED, Release, Rule, publish, published
from youthprog.diversity._undisclosed import ORDERLY
from youthprog.errors import EmptyCounts, Undefined, UnknownField, WrongType
from youthprog.values import Interval

OPTIONS: Mapping[Callable[..., Any], dict[str, Any]] = {
    diversity.hill: {"q": 1},
    diversity.renyi: {"q": 2},
    diversity.tsallis: {"q": 0.5},
    diversity.rarefied: {"q": 0, "size": 2},
}
MEASURES = sorted(ORDERLY, key=lambda measure: measure.__name__)


def largest(counts: Counts) -> int:
    """A measure of which nothing is known."""
    return max(counts.numbers)


def measured(release: Any, measure: Callable[..., Any]) -> Any:
    try:
        return release.measure(measure, **OPTIONS.get(measure, {}))
    except Undefined as error:
        return type(error)


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.integers(0, 12), st.sampled_from([*MEASURES, largest]))
def test_two_tables_with_one_release_have_one_measure_of_it(
    numbers: list[int], undisclosed: int, measure: Callable[..., Any]
) -> None:
    made = publish(counted(numbers, undisclosed=undisclosed), key=KEY)
    expected = measured(made.release, measure)
    for witness in made.evidence.witnesses:
        assert all(told in (None, number) for told, number in zip(made.release.shown, witness, strict=True))
        other = Release(
            axes=made.release.axes,
            shown=tuple(None if t is None else n for t, n in zip(made.release.shown, witness, strict=True)),
            rule=made.release.rule,
        )
        assert other == Release(axes=made.release.axes, shown=made.release.shown, rule=made.release.rule)
        assert measured(other, measure) == expected
        if isinstance(expected, Interval):
            *known, silent = witness[:-1]
            assert measure(counted(known, undisclosed=silent), **OPTIONS.get(measure, {})) in expected


@given(st.lists(st.integers(0, 9), min_size=2, max_size=5), st.integers(0, 5), st.sampled_from([*MEASURES, largest]))
def test_the_true_measure_lies_between_the_ends(
    numbers: list[int], undisclosed: int, measure: Callable[..., Any]
) -> None:
    counts = counted(numbers, undisclosed=undisclosed)
    release = publish(counts, rule=Rule(k=3, reason="for a test"), key=KEY).release
    found = measured(release, measure)
    options = OPTIONS.get(measure, {})
    if isinstance(found, Interval):
        assert measure(counts, **options) in found
    elif not isinstance(found, type):
        assert release.whole
        assert found == measure(counts, **options)


@given(st.data(), st.sampled_from([*MEASURES, largest]))
def test_both_ends_are_attained_by_tables_a_reader_can_believe(
    data: st.DataObject, measure: Callable[..., Any]
) -> None:
    numbers = data.draw(st.lists(st.integers(0, 6), min_size=2, max_size=4))
    hidden = data.draw(st.sets(st.integers(0, len(numbers) - 1), min_size=1))
    total, options = sum(numbers), OPTIONS.get(measure, {})
    assume(total - sum(numbers[i] for i in hidden) > 2)
    shown: dict[str, int | None] = {f"c{i}": None if i in hidden else n for i, n in enumerate(numbers)}
    found = published({**shown, TOTAL: total}, dimensions=["c"]).measure(measure, **options)
    every = [
        float(measure(counted(guess), **options))
        for guess in product(range(total + 1), repeat=len(numbers))
        if sum(guess) == total and all(i in hidden or guess[i] == n for i, n in enumerate(numbers))
    ]
    assert found.low == pytest.approx(min(every), abs=2e-9)
    assert found.high == pytest.approx(max(every), abs=2e-9)
    assert found.low <= min(every) <= max(every) <= found.high


@given(tables((1, 3), (1, 3)))
def test_where_nothing_is_hidden_a_measure_is_that_of_the_counts(leaves: dict[tuple[str, ...], int]) -> None:
    table = table_of({cell: 5 * number for cell, number in leaves.items()})
    assert isinstance(table, CountTable)
    release = publish(table).release
    assert release.whole
    assert release.measure(lambda given: given.total().numbers) == table.total().numbers
    assert release.row(TOTAL).measure(lambda given: given.numbers) == table.total().numbers


def test_those_who_did_not_disclose_may_be_hidden_too() -> None:
    """Of 42 people 30 are known to be in one category; the others are in the other, or did not say."""
    release = published({"x": 30, "y": None, UNDISCLOSED: None, TOTAL: 42}, dimensions=["c"])
    found = release.measure(diversity.hill, q=2)
    assert found.low == 1.0
    assert found.high == pytest.approx(42**2 / (30**2 + 12**2), abs=2e-9)
    only = published({"x": 30, "y": 12, UNDISCLOSED: None, TOTAL: None}, dimensions=["c"])
    with pytest.raises(Undefined, match="total is hidden"):
        only.measure(diversity.hill, q=2)
    told = published({"x": 30, "y": 12, UNDISCLOSED: None, TOTAL: 44}, dimensions=["c"])
    assert told.measure(diversity.richness) == Interval(low=2.0, high=2.0)
    assert told.measure(lambda counts: shares.share(counts, of="x").high) == Interval(low=0.727272727, high=0.727272728)
    with pytest.raises(WrongType, match="must give a number"):
        told.measure(shares.share, of="x")


def test_a_table_of_two_dimensions_is_measured_over_all_that_can_be_believed() -> None:
    table = published(
        {("p", "x"): None, ("p", "y"): None, ("p", TOTAL): 12, ("q", "x"): None, ("q", "y"): None, ("q", TOTAL): 9,
         (TOTAL, "x"): 10, (TOTAL, "y"): 11, (TOTAL, TOTAL): 21},
        dimensions=("a", "c"),
    )  # fmt: skip
    found = table.measure(segregation.dissimilarity, group="x")
    every = [
        segregation.dissimilarity(
            CountTable({"p": {"x": n, "y": 12 - n}, "q": {"x": 10 - n, "y": n - 1}}, of="c", by="a"), group="x"
        )
        for n in range(1, 11)
    ]
    assert (found.low, found.high) == (pytest.approx(min(every), abs=2e-9), pytest.approx(max(every), abs=2e-9))


def test_groups_bound_what_can_be_believed() -> None:
    table = published(
        {"x": None, "y": None, "xy": 9, "z": None, TOTAL: 20}, dimensions=["c"], groups={"c": {"xy": ["x", "y"]}}
    )
    assert table.measure(largest) == Interval(low=11.0, high=11.0)


def test_a_measure_that_nothing_bounds_or_that_has_no_value_is_refused() -> None:
    with pytest.raises(Undefined, match="nothing bounds"):
        published({"x": None, "y": 3, TOTAL: None}, dimensions=["c"]).measure(largest)
    with pytest.raises(Undefined, match="too many tables"):
        published({**{f"c{i}": None for i in range(9)}, TOTAL: 90}, dimensions=["c"]).measure(largest)
    with pytest.raises(Undefined, match="too many people"):
        published({"x": None, UNDISCLOSED: None, TOTAL: 90_000}, dimensions=["c"]).measure(diversity.hill, q=1)
    with pytest.raises(EmptyCounts):
        published({"x": None, UNDISCLOSED: None, TOTAL: 9}, dimensions=["c"]).measure(diversity.hill, q=1)
    with pytest.raises(Undefined, match="overlap"):
        publish(counted([2, 20], people=30)).release.measure(largest)


def test_categories_that_overlap_are_measured_if_nothing_is_hidden() -> None:
    release = publish(counted([12, 20], people=30)).release
    assert release.measure(lambda counts: (counts.known, counts.overlapping)) == (30, True)


def test_a_row_is_read_by_itself() -> None:
    table = CountTable({"p": {"x": 20, "y": 30}, "q": {"x": 8, "y": 40}}, of="c", by="a")
    release = publish(table, impossible=[(UNDISCLOSED, TOTAL)]).release
    assert release.row("p").shown == (20, 30, 0, 50)
    assert release.row("p")["x"] == 20
    assert ("x",) in release.row(UNDISCLOSED).impossible
    assert release.row("p").measure(diversity.richness) == 2
    with pytest.raises(WrongType):
        release.row()
    with pytest.raises(UnknownField):
        release.row("r")


def test_what_cannot_be_is_not_believed() -> None:
    table = published({"x": None, "y": None, "z": None, TOTAL: 9}, dimensions=["c"], impossible=["z"])
    assert table.measure(lambda counts: counts["z"]) == Interval(low=0.0, high=0.0)
