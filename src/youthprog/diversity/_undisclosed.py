"""What the undisclosed change: the least and the most diverse group they could make, and the bounds."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, Final

from youthprog.counts import Counts, counts_of
from youthprog.diversity._orders import (
    Measure,
    berger_parker,
    gini_concentration,
    gini_simpson,
    heip,
    hill,
    inverse_simpson,
    pielou,
    renyi,
    richness,
    shannon_entropy,
    simpson_concentration,
    simpson_evenness,
    tsallis,
)
from youthprog.diversity._samples import rarefied
from youthprog.errors import Undefined
from youthprog.values import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WAYS: Final = 20_000
"""How many ways of answering `bounds` goes through where no shortcut is exact."""


def _answered(counts: Counts, numbers: Sequence[int]) -> Counts:
    return Counts(
        dict(zip(counts, numbers, strict=True)),
        not_applicable=counts.not_applicable,
        of=counts.of,
        sensitive=counts.sensitive,
        basis=counts.basis,
    )


def _some(counts: Counts) -> tuple[int, ...]:
    """Give the numbers of counts in which somebody is known or undisclosed."""
    some = counts_of(counts)
    return some.partition() if some.overlapping or not some.undisclosed or not len(some) else some.numbers


def extremes(counts: Counts) -> tuple[Counts, Counts]:
    """Give the least and the most diverse group that the undisclosed could have made by answering.

    The least: all join the largest category. The most: each joins the smallest, so that the low categories fill up like
    a vessel with water. The two serve every order `q` and every measure in which moving a person from a larger to a
    smaller category never lowers diversity, so a profile needs them once. Takes `O(K log K)`.

    Raises:
        EmptyCounts: if nobody is known or undisclosed, or no category is declared.
        NotAPartition: if the categories overlap.

    >>> least, most = extremes(Counts({"a": 5, "b": 2, "c": 0}, undisclosed=4))
    >>> least.numbers, most.numbers
    ((9, 2, 0), (5, 3, 3))
    """
    numbers = _some(counts)
    largest = numbers.index(max(numbers))
    least = [x + counts.undisclosed * (i == largest) for i, x in enumerate(numbers)]
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    held = width = 0
    for i in order:  # how many of the smallest categories the undisclosed bring to one level
        if numbers[i] * width - held > counts.undisclosed:
            break
        held, width = held + numbers[i], width + 1
    level, over = divmod(held + counts.undisclosed, width)
    most = list(numbers)
    for rank, i in enumerate(order[:width]):
        most[i] = level + (rank >= width - over)
    return _answered(counts, least), _answered(counts, most)


def bounds(measure: Measure, counts: Counts, **options: Any) -> Interval:
    """Give the least and the greatest value of a measure over all ways the undisclosed could have answered.

    Each could be in any of the declared categories. Exact: from the two `extremes` for the measures in which moving a
    person from a larger to a smaller category never lowers, or never raises, the value (`richness`, `hill`,
    `shannon_entropy`, `gini_simpson`, `inverse_simpson`, `simpson_concentration`, `berger_parker`, `renyi`, `tsallis`,
    `pielou`, `heip`, `simpson_evenness`, `gini_concentration`, `rarefied`), in `O(K log K)` and two measurements; for
    any other function of counts by going through all ways, up to `WAYS` of them. Source: Marshall, Olkin & Arnold
    (2011), Inequalities: Theory of Majorization.

    Args:
        measure: the function, such as `hill`.
        counts: how many people are in each category, and how many did not disclose.
        options: what the measure takes beside, such as `q=1`.

    Raises:
        Undefined: if there are too many ways, or the measure has no value for one of them.

    >>> counts = Counts({"a": 412, "b": 388, "c": 17, "d": 9, "e": 4}, undisclosed=60)
    >>> found = bounds(hill, counts, q=1)
    >>> round(found.low, 3), round(found.high, 3)
    (2.327, 2.89)
    """
    ways: Iterator[Counts] = iter(extremes(counts))
    if measure not in ORDERLY:
        u, k = counts.undisclosed, len(counts)
        if math.comb(u + k - 1, u) > WAYS:
            msg = "there are too many ways to answer to go through for this measure"
            raise Undefined(msg)
        bars = itertools.combinations(range(u + k - 1), k - 1)
        shares = ([b - a - 1 for a, b in itertools.pairwise((-1, *bar, u + k - 1))] for bar in bars)
        ways = (_answered(counts, [x + y for x, y in zip(counts.numbers, share, strict=True)]) for share in shares)
    values = [float(measure(way, **options)) for way in ways]
    return Interval(low=min(values), high=max(values))


ORDERLY: Final[frozenset[Measure]] = frozenset(
    {
        richness,
        hill,
        shannon_entropy,
        gini_simpson,
        inverse_simpson,
        simpson_concentration,
        berger_parker,
        renyi,
        tsallis,
        pielou,
        heip,
        simpson_evenness,
        gini_concentration,
        rarefied,
    }
)
"""The measures that never fall, or never rise, when a person moves from a larger to a smaller category."""
