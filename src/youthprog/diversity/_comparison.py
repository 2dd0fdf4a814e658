"""Two groups of different size, compared at equal coverage."""

from __future__ import annotations

import enum

from attrs import frozen

from youthprog.counts import Counts  # noqa: TC001  # the examples make some
from youthprog.diversity._orders import hill
from youthprog.diversity._samples import coverage, rarefied
from youthprog.diversity._undisclosed import bounds


class Verdict(enum.Enum):
    """Whether a comparison of two groups is supported, and if not, why."""

    SUPPORTED = "supported"
    TOO_FEW_PEOPLE = "too few people"
    LOW_COVERAGE = "low coverage"
    UNDISCLOSED = "the undisclosed could turn it round"


@frozen(kw_only=True)
class Comparison:
    """Two groups compared at equal coverage.

    Attributes:
        verdict: whether the comparison is supported, else the first reason against it.
        first: the diversity of the first group at that coverage.
        second: the diversity of the second.
        q: the order.
        coverage: the share of each wider group that is covered, the smaller of the two estimates.
        sizes: how many people of each group make that coverage; between two whole numbers by interpolation.
        rule: what the verdict was asked for.
    """

    verdict: Verdict
    first: float
    second: float
    q: float
    coverage: float
    sizes: tuple[float, float]
    rule: str


def _at_coverage(counts: Counts, target: float, q: float) -> tuple[float, float]:
    """Give the size and the diversity at a coverage, interpolated between whole numbers of people."""
    if coverage(counts) <= target:
        return counts.known, hill(counts, q=q)
    low, high = 1, counts.known
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if coverage(counts, size=middle) <= target else (low, middle)
    below = coverage(counts, size=low)
    if below >= target:
        return low, rarefied(counts, size=low, q=q)
    part = (target - below) / (coverage(counts, size=high) - below)
    less, more = (rarefied(counts, size=size, q=q) for size in (low, high))
    return low + part, less + part * (more - less)


def compare(
    first: Counts, second: Counts, *, q: float, least_people: int = 10, least_coverage: float = 0.5
) -> Comparison:
    """Compare two groups at equal coverage, and say whether the comparison is supported.

    The better covered group is rarefied to the coverage of the other, so that a chapter of 900 is not more diverse than
    one of 12 for its size alone. The comparison is not supported if fewer people than `least_people` of a group remain,
    if less than `least_coverage` is covered, or if the undisclosed could have answered so that the order of the two
    Hill numbers turns. Nobody known in one of them: raises `EmptyCounts`. Source: Chao & Jost (2012), Ecology 93:2533.

    >>> small, large = Counts({"a": 6, "b": 3, "c": 2, "d": 1}), Counts({"a": 700, "b": 150, "c": 40, "d": 9, "e": 1})
    >>> found = compare(small, large, q=0)
    >>> found.verdict.value, found.first, round(found.second, 2), round(found.sizes[1], 1)
    ('too few people', 4.0, 2.26, 9.3)
    """
    target = min(coverage(first), coverage(second))
    (size, diversity), (other_size, other) = (_at_coverage(counts, target, q) for counts in (first, second))
    one, two = bounds(hill, first, q=q), bounds(hill, second, q=q)
    if min(size, other_size) < least_people:
        verdict = Verdict.TOO_FEW_PEOPLE
    elif target < least_coverage:
        verdict = Verdict.LOW_COVERAGE
    elif first.undisclosed + second.undisclosed and one.low <= two.high and two.low <= one.high:
        verdict = Verdict.UNDISCLOSED
    else:
        verdict = Verdict.SUPPORTED
    return Comparison(
        verdict=verdict,
        first=diversity,
        second=other,
        q=float(q),
        coverage=target,
        sizes=(size, other_size),
        rule=f"at least {least_people} people and coverage {least_coverage}, and an order the undisclosed cannot turn",
    )
