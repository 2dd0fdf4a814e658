"""Counts, quotas and reference populations."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from youthprog.counts import REASONS, Basis, Counts, CountTable
from youthprog.programme import Benchmark
from youthprog.quotas import Base, Quota
from youthprog.representation import ReferencePopulation
from youthprog.testing._dimensions import criteria
from youthprog.testing._dimensions import dimensions as any_dimension
from youthprog.testing._time import evidence, periods
from youthprog.testing._words import Pool, drawn_from, labels, some_of, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from youthprog.criteria import Criterion, Dimension


@st.composite
def counts(
    draw: st.DrawFn,
    *,
    categories: Sequence[str] | None = None,
    most: int = 50,
    overlapping: bool | None = None,
    sensitive: bool | None = None,
    of: str | None = None,
    basis: Basis | None = None,
) -> Counts:
    """Counts over these categories, or any; none at all is among them."""
    listed = draw(st.lists(texts(), max_size=4, unique=True)) if categories is None else list(categories)
    numbers = {name: draw(st.integers(0, most)) for name in listed}
    overlap = draw(st.booleans()) if overlapping is None else overlapping
    reasons = st.dictionaries(st.sampled_from(REASONS), st.integers(0, most))
    return Counts(
        numbers,
        undisclosed=draw(st.one_of(st.integers(0, most), reasons)),
        not_applicable=draw(st.integers(0, most)),
        people=draw(st.integers(max(numbers.values(), default=0), 2 * most)) if overlap else None,
        of=draw(labels()) if of is None else of,
        sensitive=draw(st.booleans()) if sensitive is None else sensitive,
        basis=basis,
    )


@st.composite
def count_tables(
    draw: st.DrawFn,
    *,
    rows: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
    most: int = 50,
    overlapping: bool | None = None,
    overlapping_rows: bool | None = None,
    sensitive: bool | None = None,
    of: str | None = None,
    by: str | None = None,
    undisclosed_row: bool | None = None,
) -> CountTable:
    """A table of counts by one dimension, perhaps with a row of those who did not disclose it."""
    names: list[str | None] = [*(draw(st.lists(texts(), max_size=4, unique=True)) if rows is None else rows)]
    if draw(st.booleans()) if undisclosed_row is None else undisclosed_row:
        names.append(None)
    counted = draw(labels()) if of is None else of
    overlap = draw(st.booleans()) if overlapping is None else overlapping
    listed = draw(st.lists(texts(), max_size=4, unique=True)) if categories is None else list(categories)
    row = counts(
        categories=listed,
        most=most,
        overlapping=overlap,
        sensitive=draw(st.booleans()) if sensitive is None else sensitive,
        of=counted,
    )
    return CountTable(
        {name: draw(row) for name in names},
        of=counted,
        by=draw(texts()) if by is None else by,
        overlapping_rows=draw(st.booleans()) if overlapping_rows is None else overlapping_rows,
        not_applicable=draw(st.integers(0, most)),
    )


@cache
def shares() -> st.SearchStrategy[Fraction]:
    """An exact share of one."""
    return st.fractions(0, 1, max_denominator=100)


@st.composite
def quotas(
    draw: st.DrawFn,
    *,
    names: Pool = None,
    of: st.SearchStrategy[Criterion] | None = None,
    scope: Pool = None,
    most: int = 20,
) -> Quota:
    """A quota with a minimum, a maximum or both, each a share or a number of people."""
    sides = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
    bounds: dict[str, Any] = {}
    by_share = draw(st.tuples(st.booleans(), st.booleans()))
    low_share, high_share = sorted(draw(st.tuples(shares(), shares())))
    low, high = sorted(draw(st.tuples(st.integers(0, most), st.integers(0, most))))
    if sides[0]:
        bounds |= {"minimum": low_share} if by_share[0] else {"minimum_people": low}
    if sides[1]:
        bounds |= {"maximum": high_share} if by_share[1] else {"maximum_people": high}
    return Quota(
        name=draw(drawn_from(names)),
        of=draw(criteria() if of is None else of),
        base=draw(st.sampled_from(Base)),
        scope=draw(some_of(scope)),
        in_force=draw(st.none() | periods()),
        source=draw(st.none() | evidence()),
        **bounds,
    )


def references(*, dimensions: Sequence[Dimension] | None = None) -> st.SearchStrategy[ReferencePopulation]:
    """A reference population of one of these dimensions, or of any, in numbers or in shares."""
    return (any_dimension() if dimensions is None else st.sampled_from(list(dimensions))).flatmap(_reference)


@st.composite
def _reference(draw: st.DrawFn, dimension: Dimension) -> ReferencePopulation:
    names = dimension.categories
    numbers = draw(st.lists(st.integers(0, 10**9), min_size=len(names), max_size=len(names)))
    if not any(numbers):
        numbers[0] = 1
    figures: dict[str, Any] = {"numbers": dict(zip(names, numbers, strict=True))}
    if draw(st.booleans()):
        figures = {"shares": {name: Fraction(n, sum(numbers)) for name, n in zip(names, numbers, strict=True)}}
        figures["rounding"] = draw(shares())
    return ReferencePopulation(
        id=draw(texts()),
        name=draw(texts()),
        of=dimension.name,
        year=draw(st.none() | st.integers(1900, 2030)),
        source=draw(texts()),
        definition=draw(labels()),
        **figures,
    )


def benchmarks() -> st.SearchStrategy[Benchmark]:
    """How an organisation compares with others, as somebody published it."""
    return st.builds(
        Benchmark,
        entity=texts(),
        indicator=texts(),
        year=st.integers(1900, 2200),
        value=st.none() | st.integers(0, 10**6),
        claim=labels(),
        source=st.none() | evidence(),
    )
