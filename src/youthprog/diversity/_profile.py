"""The Hill numbers of a group along their order, and what the undisclosed could make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from youthprog import display
from youthprog.counts import Basis, Counts, counts_of
from youthprog.diversity._orders import hill, order_of
from youthprog.diversity._undisclosed import bounds
from youthprog.errors import BrokenRule
from youthprog.values import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUARTERS: Final = tuple(step / 4 for step in range(13))
"""The orders from 0 to 3 in quarters, where a profile bends most."""


@frozen(kw_only=True, repr=False)
class Profile(display.Pictured):
    """How many groups there are in effect, the less small ones count.

    Attributes:
        of: the name of the dimension.
        orders: the orders q, rising.
        values: for each the Hill number of the known.
        bounds: for each the least and the greatest Hill number over all ways the undisclosed could have answered.
        known: of how many people the answer is known.
        undisclosed: how many more are in the base without a known answer.
        basis: the day, purpose and definitions of the counts.
        sensitive: whether to print the shape instead of the numbers.
    """

    of: str
    orders: tuple[float, ...]
    values: tuple[float, ...]
    bounds: tuple[Interval, ...]
    known: int
    undisclosed: int
    basis: Basis | None
    sensitive: bool

    def __repr__(self) -> str:
        what = f"diversity of {self.of or 'category'} at {display.number(len(self.orders), 'order')}"
        if self.sensitive:
            return f"<sensitive {what}>"
        return f"<{what}: {self.values[0]:.4g} to {self.values[-1]:.4g}>"

    def _caption(self) -> str:
        return f"Effective number of groups by {self.of or 'category'}"

    def _hidden(self) -> str:
        hidden = f"{self._caption()}: sensitive; reveal the counts for a purpose to see the numbers."
        return hidden if self.sensitive else ""

    def _foot(self) -> str:
        words = "" if self.basis is None else self.basis.words
        return "; ".join(part for part in (f"{self.known} known, {self.undisclosed} undisclosed", words) if part)

    def _columns(self) -> Sequence[tuple[str, type]]:
        return tuple((name, float) for name in ("q", "value", "low", "high"))

    def _lines(self) -> Iterable[tuple[float, float, float, float]]:
        for q, value, ends in zip(self.orders, self.values, self.bounds, strict=True):
            yield q, value, ends.low, ends.high

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # measuring loads no pictures

        return charts.profile(self._lines(), title=self._caption(), subtitle=(self._foot(),))


def profile(counts: Counts, *, q: Iterable[float] = QUARTERS) -> Profile:
    """Give the Hill numbers of a group along their order, with the exact bounds that the undisclosed leave.

    At 0 it is how many groups there are, at 1 how many common ones, at 2 how many dominant ones; it never rises. Of two
    groups one is the more diverse beyond question only where its profile lies above the other's everywhere.

    Args:
        counts: how many people are in each category, and how many did not disclose.
        q: the orders, finite, at least one; they are put in rising order.

    Returns:
        A `Profile`. Of sensitive counts it prints its shape and not its numbers.

    Raises:
        EmptyCounts: if nobody is known.
        NotAPartition: if the categories overlap.
        WrongType, BrokenRule: if an order is no finite number from 0 up, or there is none.

    Source: M. O. Hill, Ecology 54 (1973) 427-432.

    >>> found = profile(Counts({"a": 6, "b": 3}, undisclosed=1), q=[0, 1, 2])
    >>> [round(value, 3) for value in found.values]
    [2.0, 1.89, 1.8]
    >>> found.bounds[0]
    Interval(low=2.0, high=2.0)
    """
    orders = tuple(sorted({order_of(order) for order in q}))
    if not orders or orders[-1] == float("inf"):
        raise BrokenRule("q", "must be finite numbers, at least one")
    return Profile(
        of=counts_of(counts).of,
        orders=orders,
        values=tuple(hill(counts, q=order) for order in orders),
        bounds=tuple(bounds(hill, counts, q=order) for order in orders),
        known=counts.known,
        undisclosed=counts.undisclosed,
        basis=counts.basis,
        sensitive=counts.sensitive,
    )
