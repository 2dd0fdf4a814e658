"""How many seats are missing."""

from __future__ import annotations

import math
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from youthprog.counts import Counts  # noqa: TC001  # the examples make some
from youthprog.representation._population import Figures, ReferencePopulation, matched

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen(kw_only=True, repr=False)
class SeatsToParity(Figures):
    """How many seats a category is short of its share of the reference population.

    Attributes:
        category: its name.
        expected: its share of the reference, exactly.
        added: the fewest seats to add, each going to the category and all others staying as they are, until its share
            among the known is no longer below; `None` if no number will do, for the reference has nobody else.
        exchanged: the fewest of the present seats, as many as are known, that would have to pass to the category.
        least: the same as `added` of all people, if all of the undisclosed are in the category.
        most: the same, if none of them is.
        sensitive: whether to print the shape instead of the numbers.
    """

    category: str
    expected: Fraction
    added: int | None
    exchanged: int
    least: int | None
    most: int | None
    sensitive: bool

    def __repr__(self) -> str:
        if self.sensitive:
            return f"<sensitive seats to parity of {self.category}>"
        return f"<{self.category}: add {self.added} seats or exchange {self.exchanged}>"


def _added(k: int, n: int, expected: Fraction) -> int | None:
    """Give the least m >= 0 with (k + m) / (n + m) >= expected."""
    if k >= n * expected:
        return 0
    return None if expected == 1 else math.ceil((n * expected - k) / (1 - expected))


def seats_to_parity(counts: Counts, *, reference: ReferencePopulation | None) -> Mapping[str, SeatsToParity]:
    """Count the seats each category is short of its share of the reference population.

    The least m with `(k + m) / (n + m) >= r`, if seats are added; `ceil(r n) - k`, if seats change hands; 0 for a
    category that is at parity or above. Lower is better. Exact: decided in whole numbers.

    Args:
        counts: people by category, over the same categories as the reference.
        reference: the population they are compared with; `None` if there is none, which is refused by name.

    Returns:
        Category to `SeatsToParity`, in the order of the counts; it cannot be changed.

    Raises:
        Undefined: if there is no reference population. `EmptyCounts`, a kind of it, if nobody is known.
        UnknownField: if the reference lacks a category of the counts, or the counts do not declare one of the
            reference.
        BrokenRule: if the reference is of another dimension.
        NotAPartition: if the categories of the counts overlap.

    Source: arithmetic.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"urban": "2/3", "rural": "1/3"},
    ...                              source="example")
    >>> short = seats_to_parity(Counts({"urban": 8, "rural": 1}, undisclosed=2), reference=census)["rural"]
    >>> short.added, short.exchanged, short.least, short.most
    (3, 2, 1, 4)
    """
    _, weights = matched(counts, reference)
    whole = sum(weights)
    found = {}
    for (category, k), weight in zip(counts.items(), weights, strict=True):
        expected = Fraction(weight, whole)
        found[category] = SeatsToParity(
            category=category,
            expected=expected,
            added=_added(k, counts.known, expected),
            exchanged=max(0, math.ceil(counts.known * expected) - k),
            least=_added(k + counts.undisclosed, counts.total, expected),
            most=_added(k, counts.total, expected),
            sensitive=counts.sensitive,
        )
    return MappingProxyType(found)
