"""One category at a time: its ratio and its gap."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from youthprog import display
from youthprog.counts import Basis, Counts
from youthprog.errors import UnknownField
from youthprog.representation._luck import by_lot
from youthprog.representation._population import Figures, ReferencePopulation, matched
from youthprog.values import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@frozen(kw_only=True, repr=False)
class GroupParity(Figures):
    """One category compared with its share of the reference population.

    Attributes:
        category: its name.
        expected: its share of the reference, exactly.
        value: the ratio or gap among the known, exactly; `None` where a ratio has no value, the reference having
            nobody.
        low: the same of all people, if nobody of the undisclosed is in the category.
        high: the same of all people, if all of them are.
        interval: the ends of the Wilson interval of the share, compared in the same way.
        sensitive: whether to print the shape instead of the numbers.
    """

    category: str
    expected: Fraction
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    interval: Interval | None
    sensitive: bool

    def __repr__(self) -> str:
        if self.sensitive:
            return f"<sensitive figures of {self.category}>"
        value, low, high = ("undefined" if x is None else f"{float(x):.4g}" for x in (self.value, self.low, self.high))
        return f"<{self.category}: {value}, from {low} to {high} with the undisclosed>"


@frozen(kw_only=True, repr=False)
class Parity(Figures, display.Pictured):
    """The ratio or the gap of every category, with the reference they are measured against.

    Attributes:
        measure: `ratio` or `gap`.
        of: the name of the dimension.
        groups: a `GroupParity` for each category, in the order of the counts; `parity["rural"]` gives one of them.
        reference: the reference population, with its year, source and definition.
        known: of how many people the answer is known.
        undisclosed: how many more are in the base without a known answer.
        confidence: of the intervals.
        basis: the day, purpose and definitions of the counts.
        sensitive: whether to print the shape instead of the numbers.
    """

    measure: str
    of: str
    groups: tuple[GroupParity, ...]
    reference: ReferencePopulation
    known: int
    undisclosed: int
    confidence: float = field(converter=float)
    basis: Basis | None
    sensitive: bool

    def __getitem__(self, category: str) -> GroupParity:
        for group in self.groups:
            if group.category == category:
                return group
        raise UnknownField("category", f"must be one of the categories of {self.of}")

    def __repr__(self) -> str:
        what = f"{self.measure} of {len(self.groups)} categories of {self.of} to {self.reference.name}"
        if self.sensitive:
            return f"<sensitive {what}>"
        return f"<{what}: {', '.join(f'{group.category} {self._figure(group.value)}' for group in self.groups)}>"

    def _figure(self, number: Fraction | float | None) -> str:
        if number is None:
            return "undefined"
        return f"{float(number):.2f}" if self.measure == "ratio" else f"{float(number) * 100:+.1f}"

    def _caption(self) -> str:
        words = "ratio of shares (1 is parity)" if self.measure == "ratio" else "gap in percentage points (0 is parity)"
        return f"{self.of}: {words}, against {self.reference.name}"

    def _hidden(self) -> str:
        hidden = f"{self._caption()}: sensitive; reveal the counts for a purpose to see the numbers."
        return hidden if self.sensitive else ""

    def _foot(self) -> str:
        base = f"{self.known} known, {self.undisclosed} undisclosed; {self.confidence:.4g} intervals"
        return f"{base}; {self.reference.words}"

    def _columns(self) -> Sequence[tuple[str, type]]:
        figures = ("share", "reference", self.measure, "low", "high", "interval_low", "interval_high")
        return (self.of or "category", str), *((name, float) for name in (*figures, "chance_low", "chance_high"))

    def _lines(self) -> Iterator[tuple[str | float | None, ...]]:
        for group in self.groups:
            value, low, high, interval = group.value, group.low, group.high, group.interval
            ends = (None, None) if interval is None else (interval.low, interval.high)
            here = None if value is None else self._share(group.expected, value)
            figures = [None if x is None else float(x) for x in (here, group.expected, value, low, high)]
            yield group.category, *figures, *ends, *by_lot(group.expected, self.known, self.confidence)

    def _share(self, expected: Fraction, value: Any) -> Any:
        return value * expected if self.measure == "ratio" else value + expected

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # measuring loads no pictures

        names = ("share", "low", "high", "interval_low", "interval_high", "chance_low", "chance_high")
        rows: list[dict[str, Any]] = []
        for group in self.groups:
            if group.value is None or group.interval is None:
                continue  # nobody of the population is of the category, and no ratio has a value
            ends = (group.value, group.low, group.high, group.interval.low, group.interval.high)
            parts = [float(self._share(group.expected, end)) for end in ends]
            figures = zip(names, (*parts, *by_lot(group.expected, self.known, self.confidence)), strict=True)
            rows.append({"name": group.category, "reference": float(group.expected), **dict(figures)})
        usual = f"{100 * self.confidence:.4g}%"
        return charts.shares_beside(
            rows,
            title=f"Shares by {self.of or 'category'}, here and in {self.reference.name}",
            words=f"{usual} interval",
            chance=f"{usual} of draws by lot of {self.known}",
            subtitle=(f"{self.known} known, {self.undisclosed} undisclosed", self.reference.words),
        )

    def _table(self) -> str:
        head = (self.of, "share in the reference", self.measure, "of all, from", "to", "interval")
        rows = [
            (
                group.category,
                (
                    f"{float(group.expected):.1%}",
                    *(self._figure(number) for number in (group.value, group.low, group.high)),
                    "undefined"
                    if group.interval is None
                    else f"{self._figure(group.interval.low)} to {self._figure(group.interval.high)}",
                ),
            )
            for group in self.groups
        ]
        return display.table(self._caption(), head, rows, foot=self._foot())


def _over(found: Fraction | float, expected: Fraction) -> Any:
    return found / expected if expected else None


def _less(found: Fraction | float, expected: Fraction) -> Any:
    return found - expected


def _compared(measure: str, counts: Counts, given: ReferencePopulation | None, confidence: float, by: Any) -> Parity:
    from youthprog.shares import share  # a programme holds references before anybody measures against them

    reference, weights = matched(counts, given)
    whole = sum(weights)
    groups = []
    for category, weight in zip(counts, weights, strict=True):
        found = share(counts, of=category, confidence=confidence)
        expected = Fraction(weight, whole)
        interval = None
        if by(found.value, expected) is not None:
            interval = Interval(by(found.interval.low, expected), by(found.interval.high, expected))
        groups.append(
            GroupParity(
                category=category,
                expected=expected,
                value=by(found.value, expected),
                low=by(found.low, expected),
                high=by(found.high, expected),
                interval=interval,
                sensitive=counts.sensitive,
            )
        )
    return Parity(
        measure=measure,
        of=reference.of,
        groups=tuple(groups),
        reference=reference,
        known=counts.known,
        undisclosed=counts.undisclosed,
        confidence=confidence,
        basis=counts.basis,
        sensitive=counts.sensitive,
    )


def ratio(counts: Counts, *, reference: ReferencePopulation | None, confidence: float = 0.95) -> Parity:
    """Divide the share of each category by its share of the reference population.

    `ratio = (k / n) / r`: 1 is parity, 0.5 is half of what the population would give, 2 twice. From 0 (nobody is there,
    which is a finding) without a ceiling. The ratios weighted by the reference sum to 1.

    `low` and `high` of each `GroupParity` are exact: they hold whatever the undisclosed are. The interval speaks where
    those counted are a random sample of something wider. For a full list of members, or a board, ask `chance_baseline`
    whether a draw by lot would do as badly.

    Args:
        counts: people by category, over the same categories as the reference.
        reference: the population they are compared with; `None` if there is none, which is refused by name.
        confidence: of the intervals.

    Returns:
        A `Parity`. Where the reference has nobody in a category, its ratio is `None`.

    Raises:
        Undefined: if there is no reference population. `EmptyCounts`, a kind of it, if nobody is known.
        UnknownField: if the reference lacks a category of the counts, or the counts do not declare one of the
            reference.
        BrokenRule: if the reference is of another dimension.
        NotAPartition: if the categories of the counts overlap.

    Source: ratio of shares as in J. Gerring, C. T. Jerzak and E. Öncel, The Composition of Descriptive Representation,
    American Political Science Review 118 (2024) 784-801.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"rural": "1/4", "urban": "3/4"},
    ...                              source="example")
    >>> found = ratio(Counts({"rural": 3, "urban": 21}, undisclosed=6), reference=census)
    >>> found["rural"].value, found["rural"].low, found["rural"].high
    (Fraction(1, 2), Fraction(2, 5), Fraction(6, 5))
    >>> found
    <ratio of 2 categories of settlement to census: rural 0.50, urban 1.17>
    """
    return _compared("ratio", counts, reference, confidence, _over)


def gap(counts: Counts, *, reference: ReferencePopulation | None, confidence: float = 0.95) -> Parity:
    """Subtract from the share of each category its share of the reference population.

    `gap = k / n - r`, as a fraction of 1: 0 is parity, below 0 the category is under-represented; -0.05 is five
    percentage points too few. From -1 to 1; the gaps sum to 0.

    Bounds and interval are those of `ratio`, and what it says of a census holds here.

    Args:
        counts: people by category, over the same categories as the reference.
        reference: the population they are compared with; `None` if there is none, which is refused by name.
        confidence: of the intervals.

    Returns:
        A `Parity`; it prints percentage points.

    Raises:
        Undefined: if there is no reference population. `EmptyCounts`, a kind of it, if nobody is known.
        UnknownField: if the reference lacks a category of the counts, or the counts do not declare one of the
            reference.
        BrokenRule: if the reference is of another dimension.
        NotAPartition: if the categories of the counts overlap.

    Source: as for `ratio`.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"rural": "1/4", "urban": "3/4"},
    ...                              source="example")
    >>> gap(Counts({"rural": 3, "urban": 21}), reference=census)["rural"].value
    Fraction(-1, 8)
    """
    return _compared("gap", counts, reference, confidence, _less)
