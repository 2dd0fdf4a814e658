"""What may be published: counts become a release in which no small group can be worked out.

A release holds public facts only. A cell that is too small is hidden, and so is another one beside it, since whoever
knows the total would subtract it back. Hidden cells all look the same: nobody can tell the small one from the one
that covers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from youthprog import display
from youthprog._checks import flag, whole
from youthprog.counts import Basis, Counts

__all__ = ["ORDINARY", "SPECIAL", "Release", "Rule", "publish"]

HIDDEN = "not shown"
UNDISCLOSED = "undisclosed"


@frozen(kw_only=True)
class Rule:
    """What is too small to publish.

    Attributes:
        k: a group of fewer than so many people, but more than none, is protected: a reader can believe any number
            from 0 to k at the least. From 3 up.
        protect_zeros: whether an empty group is protected too, so that "nobody" (and with it "everybody else") is not
            told.
    """

    k: int = field(default=5, validator=whole(3))
    protect_zeros: bool = field(default=False, validator=flag)

    def protects(self, number: int) -> bool:
        """Say whether a number of people may not be told."""
        return 0 < number < self.k or (number == 0 and self.protect_zeros)


ORDINARY = Rule()
"""The rule for dimensions that are not sensitive."""

SPECIAL = Rule(k=10, protect_zeros=True)
"""The rule for sensitive dimensions."""


@frozen(kw_only=True, repr=False)
class Release:
    """Counts that may be told to anybody.

    Attributes:
        of: the dimension.
        cells: people by category and those who did not disclose, in one category whatever their reason; `None` where
            hidden.
        total: how many people there are in all; `None` if they are too few to be told.
        rule: the rule that was kept.
        overlapping: whether a person may be in several categories; the cells then do not sum to the total.
        basis: the day, purpose and definitions.
    """

    of: str
    cells: Mapping[str, int | None]
    total: int | None
    rule: Rule
    overlapping: bool
    basis: Basis | None

    @property
    def whole(self) -> bool:
        """Whether nothing is hidden."""
        return self.total is not None and None not in self.cells.values()

    def share(self, category: str) -> Fraction | None:
        """Give a category's share of those who disclosed; `None` if a number it needs is hidden or nobody disclosed."""
        number, unknown = self.cells[category], self.cells[UNDISCLOSED]
        if number is None or unknown is None or self.total is None or self.total == unknown:
            return None
        return Fraction(number, self.total - unknown)

    def __repr__(self) -> str:
        shown = {name: HIDDEN if number is None else number for name, number in self.cells.items()}
        return f"<release of {self.of}: {shown}, total {HIDDEN if self.total is None else self.total}>"

    def _repr_html_(self) -> str:
        rows = [(name, (HIDDEN if number is None else str(number),)) for name, number in self.cells.items()]
        rows.append(("total", (HIDDEN if self.total is None else str(self.total),)))
        return display.table(f"People by {self.of}", (self.of, "people"), rows)


def publish(counts: Counts, *, rule: Rule | None = None, keep: tuple[str, ...] = ()) -> Release:
    """Make a release of counts of one dimension.

    Where each person is in one category, the cells and the total are tied by one equation: the hidden cells together
    are known. So at least two cells are hidden, and together they hold k people or more; then each may be anything
    from 0 to k for all the reader knows. A second cell is the smallest that may be told, unless it is to be kept.
    Where categories overlap, each is tied to its complement only, and is hidden if it or its complement is too small.

    Args:
        counts: the counts.
        rule: what is too small; the special rule for counts of a sensitive dimension and the ordinary one for others.
        keep: categories to hide last, where there is a choice.

    Returns:
        A `Release`. If there are fewer than k people in all, but somebody, everything is hidden.

    Source: Cox (1980), Suppression methodology and statistical disclosure control, J. Am. Stat. Assoc. 75:377-385.

    >>> publish(Counts({"rural": 3, "urban": 30, "abroad": 9}, of="residence"))
    <release of residence: {'rural': 'not shown', 'urban': 30, 'abroad': 'not shown', 'undisclosed': 0}, total 42>
    """
    rule = rule or (SPECIAL if counts.sensitive else ORDINARY)
    cells: dict[str, int] = {**dict(counts.items()), UNDISCLOSED: counts.undisclosed}
    if counts.total < rule.k and (counts.total or rule.protect_zeros):
        hidden, total = set(cells), None
    elif counts.overlapping:
        total = counts.total
        hidden = {
            name for name, number in cells.items() if rule.protects(number) or rule.protects(counts.known - number)
        }
        if rule.protects(counts.undisclosed) or rule.protects(counts.known):
            hidden.add(UNDISCLOSED)
    else:
        total = counts.total
        hidden = {name for name, number in cells.items() if rule.protects(number)}
        shown = sorted((name in keep, number, name) for name, number in cells.items() if name not in hidden and number)
        if hidden and (len(hidden) < 2 or sum(cells[name] for name in hidden) < rule.k):
            hidden.add(shown[0][2])
    return Release(
        of=counts.of,
        cells=MappingProxyType({name: None if name in hidden else number for name, number in cells.items()}),
        total=total,
        rule=rule,
        overlapping=counts.overlapping,
        basis=counts.basis,
    )
