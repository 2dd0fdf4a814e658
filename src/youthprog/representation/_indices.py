"""The whole in one number: three indices, their bounds, and many groups at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from youthprog.counts import Counts  # noqa: TC001  # the examples make some
from youthprog.errors import BrokenRule, WrongType
from youthprog.representation._population import ReferencePopulation, fitted, matched, stated
from youthprog.values import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike  # noqa: TID251  # annotations only

    from youthprog.diversity import Batch


Measure: TypeAlias = Callable[..., float]
"""`loosemore_hanby`, `rose` or `gallagher`."""


def _gaps(counts: Counts, given: ReferencePopulation | None) -> tuple[list[int], int]:
    """Give share minus reference of each category as whole numbers, with the number they are to be divided by."""
    _, weights = matched(counts, given)
    n, whole = counts.known, sum(weights)
    return [k * whole - n * weight for k, weight in zip(counts.numbers, weights, strict=True)], n * whole


def _half_sum(gaps: Sequence[int], scale: int) -> float:
    return sum(map(abs, gaps)) / (2 * scale)


def _one_less(gaps: Sequence[int], scale: int) -> float:
    return (2 * scale - sum(map(abs, gaps))) / (2 * scale)


def _root(gaps: Sequence[int], scale: int) -> float:
    return math.sqrt(sum(x * x for x in gaps) / (2 * scale * scale))


def loosemore_hanby(counts: Counts, *, reference: ReferencePopulation | None) -> float:
    """Give the Loosemore-Hanby index of disproportionality, which is the dissimilarity of group and reference.

    `1/2 sum |k/n - r|` over the categories: the part of the seats that would have to pass to other groups for exact
    parity. 0 is parity; higher is worse; from 0 to 1, where 1 means that only groups with nobody in the reference are
    there. A small board cannot reach 0: compare with `chance_baseline`. Exact to the last bit.

    Args:
        counts: people by category, over the same categories as the reference. The undisclosed play no part; `bounds`
            says what they could make of it.
        reference: the population they are compared with; `None` if there is none, which is refused by name.

    Raises:
        Undefined: if there is no reference population. `EmptyCounts`, a kind of it, if nobody is known.
        UnknownField: if the reference lacks a category of the counts, or the counts do not declare one of the
            reference.
        BrokenRule: if the reference is of another dimension.
        NotAPartition: if the categories of the counts overlap.

    Source: J. Loosemore and V. J. Hanby, British Journal of Political Science 1 (1971) 467-477.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"urban": "0.8", "rural": "0.2"},
    ...                              source="example")
    >>> round(loosemore_hanby(Counts({"urban": 8, "rural": 1}), reference=census), 10)
    0.0888888889
    """
    return _half_sum(*_gaps(counts, reference))


def rose(counts: Counts, *, reference: ReferencePopulation | None) -> float:
    """Give the Rose index of proportionality: 1 minus the Loosemore-Hanby index.

    `1 - 1/2 sum |k/n - r|` over the categories: the part of the seats that is where parity would have it. 1 is parity;
    higher is better; from 0 to 1. A small board cannot reach 1: compare with `chance_baseline`. Exact to the last bit.

    Args:
        counts: people by category, over the same categories as the reference. The undisclosed play no part; `bounds`
            says what they could make of it.
        reference: the population they are compared with; `None` if there is none, which is refused by name.

    Raises:
        Undefined: if there is no reference population. `EmptyCounts`, a kind of it, if nobody is known.
        UnknownField: if the reference lacks a category of the counts, or the counts do not declare one of the
            reference.
        BrokenRule: if the reference is of another dimension.
        NotAPartition: if the categories of the counts overlap.

    Source: R. Rose, N. Munro and T. Mackie, Elections in Central and Eastern Europe Since 1990 (1998); as a measure of
    descriptive representation: J. Gerring, C. T. Jerzak and E. Öncel, American Political Science Review 118 (2024) 784.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"urban": "0.8", "rural": "0.2"},
    ...                              source="example")
    >>> round(rose(Counts({"urban": 8, "rural": 1}), reference=census), 10)
    0.9111111111
    """
    return _one_less(*_gaps(counts, reference))


def gallagher(counts: Counts, *, reference: ReferencePopulation | None) -> float:
    """Give Gallagher's least-squares index of disproportionality.

    `sqrt(1/2 sum (k/n - r)^2)` over the categories; as a fraction of 1, where tables of elections print it times 100. A
    few large gaps weigh more than many small ones. 0 is parity; higher is worse; from 0 to 1 and never above the
    Loosemore-Hanby index.

    Args:
        counts: people by category, over the same categories as the reference. The undisclosed play no part; `bounds`
            says what they could make of it.
        reference: the population they are compared with; `None` if there is none, which is refused by name.

    Raises:
        Undefined: if there is no reference population. `EmptyCounts`, a kind of it, if nobody is known.
        UnknownField: if the reference lacks a category of the counts, or the counts do not declare one of the
            reference.
        BrokenRule: if the reference is of another dimension.
        NotAPartition: if the categories of the counts overlap.

    Source: M. Gallagher, Electoral Studies 10 (1991) 33-51.

    >>> census = ReferencePopulation(id="c", name="census", of="age", shares={"15-19": "1/4", "20-24": "1/4",
    ...                              "25-34": "1/2"}, source="example")
    >>> round(gallagher(Counts({"15-19": 6, "20-24": 3, "25-34": 3}), reference=census), 10)
    0.25
    """
    return _root(*_gaps(counts, reference))


_INDICES: Final[Mapping[Measure, Callable[[Sequence[int], int], float]]] = MappingProxyType(
    {loosemore_hanby: _half_sum, rose: _one_less, gallagher: _root}
)


def index_of(measure: Measure) -> Callable[[Sequence[int], int], float]:
    """Give an index as a function of the gaps, scaled to whole numbers, and of their scale."""
    if measure not in _INDICES:
        raise WrongType("measure", "must be loosemore_hanby, rose or gallagher")
    return _INDICES[measure]


def bounds(measure: Measure, counts: Counts, *, reference: ReferencePopulation | None) -> Interval:
    """Give the least and the greatest value of an index over all ways the undisclosed could have answered.

    Exact. Each index is a sum of convex (Rose: concave) functions of one category each. So it is best where each of the
    undisclosed in turn joins the category that is furthest behind, and worst where all join the one furthest ahead.
    Takes time in proportion to K log n for K categories.

    Args:
        measure: `loosemore_hanby`, `rose` or `gallagher`.
        counts: people by category, and how many did not disclose. With nobody undisclosed the bounds meet; that nobody
            is known is no obstacle where there are undisclosed.
        reference: the population they are compared with; `None` if there is none, which is refused by name.

    Raises:
        WrongType: for any other measure.
        Undefined, UnknownField, BrokenRule, NotAPartition: as the measure does.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"urban": "0.8", "rural": "0.2"},
    ...                              source="example")
    >>> bounds(loosemore_hanby, Counts({"urban": 7, "rural": 1}, undisclosed=2), reference=census)
    Interval(low=0.0, high=0.1)
    """
    index = index_of(measure)
    _, weights = fitted(counts, reference)
    if counts.overlapping or not counts.undisclosed:
        counts.partition()
    n, whole, more = counts.total, sum(weights), counts.undisclosed
    scale = n * whole
    levels = [k * whole - n * weight for k, weight in zip(counts.numbers, weights, strict=True)]
    best = index(_filled(levels, whole, more), scale)
    levels[max(range(len(levels)), key=levels.__getitem__)] += more * whole
    worst = index(levels, scale)
    return Interval(min(best, worst), max(best, worst))


def _filled(levels: Sequence[int], step: int, times: int) -> list[int]:
    """Raise the lowest level by a step, so many times over."""

    def steps(level: int, line: int) -> int:
        """Count the steps after which a level is not below the line."""
        return max(0, -((level - line) // step))

    low = min(levels)
    high = low + step * times
    while low < high:  # the highest line below which no level need stay
        line = (low + high + 1) // 2
        if sum(steps(level, line) for level in levels) <= times:
            low = line
        else:
            high = line - 1
    left = times - sum(steps(level, low) for level in levels)
    raised = [level + step * steps(level, low) for level in levels]
    for place in sorted(range(len(raised)), key=raised.__getitem__)[:left]:
        raised[place] += step
    return raised


def batch(measure: Measure, array: ArrayLike, *, reference: ReferencePopulation | None) -> Batch:
    """Measure every row of an array of counts, groups by categories, against one reference; needs numpy.

    Each value equals that of the scalar form to 1e-12; a row with nobody in it is masked. Fast where the people of a
    row times the sum of the reference's weights stay below 2^53, so that nothing is rounded; row by row otherwise.

    Args:
        measure: `loosemore_hanby`, `rose` or `gallagher`.
        array: whole numbers in two dimensions, the columns in the order of the categories of the reference.
        reference: the population they are compared with; `None` if there is none, which is refused by name.

    Raises:
        Undefined: if there is no reference population.
        WrongType: if the array holds anything but whole numbers, or for another measure.
        BrokenRule: for a negative number, or an array that has not a column for each category of the reference.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"urban": "0.8", "rural": "0.2"},
    ...                              source="example")
    >>> found = batch(rose, [[8, 1], [0, 0]], reference=census)
    >>> found.values.round(6).tolist(), found.mask.tolist()
    ([0.911111, nan], [False, True])
    """
    import numpy as np  # noqa: TID251  # batches are for those who have numpy

    index = index_of(measure)
    from youthprog.diversity import Batch

    weights = list(stated(reference, "this array").weights.values())
    table = np.asarray(array)
    if table.dtype.kind not in "iu":
        raise WrongType("array", "must hold whole numbers")
    if table.ndim != 2 or table.shape[1] != len(weights):
        raise BrokenRule("array", "must have two dimensions, and a column for each category of the reference")
    if (table < 0).any():
        raise BrokenRule("array", "must not hold negative numbers")
    whole, known = sum(weights), table.sum(axis=1, dtype=object)
    mask = np.asarray(known == 0, np.bool_)
    if not table.size or max(known) * whole >= 2**53:
        values = [
            index([k * whole - n * weight for k, weight in zip(row, weights, strict=True)], n * whole)
            if n
            else math.nan
            for row, n in zip(table.tolist(), known, strict=True)
        ]
        return Batch(values=np.asarray(values, np.float64), mask=mask)
    base = np.where(mask, 1, known.astype(np.int64))
    scale = (base * whole).astype(np.float64)
    gaps = np.abs(table.astype(np.int64) * whole - base[:, None] * np.asarray(weights, np.int64)).astype(np.float64)
    if measure is gallagher:
        found = np.sqrt(np.einsum("ij,ij->i", gaps, gaps) / 2) / scale
    else:
        total = gaps.sum(axis=1)
        found = (total if measure is loosemore_hanby else 2 * scale - total) / (2 * scale)
    return Batch(values=np.where(mask, np.nan, found), mask=mask)
