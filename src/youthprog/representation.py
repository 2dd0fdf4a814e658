"""Representation: does this group look like the population it comes from, beyond luck?

A `ReferencePopulation` says who there is: people or exact shares by category, with year, source and definition. Against
it, `ratio` and `gap` compare the share of each category, and `loosemore_hanby`, `rose` and `gallagher` say in one
number how far the whole lies from the reference. Nine seats are never exactly proportional: `chance_baseline` tells
what a draw by lot from the same population would score, `seats_to_parity` how many seats are missing. No reference is
ever made up: where there is none (no census counts LGBTI people), or it lacks a category, everything here refuses by
name.

A list of members or of a board's seats is a census and not a sample. Its ratio and gap are simply true; how they
compare with luck is what the chance baseline says, and an interval speaks only where those counted stand for a wider
population.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field, fields, frozen

from youthprog import display
from youthprog._checks import exact_share, is_a, label, maybe, said, says, text, whole, whole_number
from youthprog.counts import Basis, Counts
from youthprog.errors import BrokenRule, Undefined, UnknownField, WrongType
from youthprog.values import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike  # noqa: TID251  # annotations only

    from youthprog.diversity import Batch

__all__ = [
    "BOARDS",
    "ChanceBaseline",
    "GroupParity",
    "Parity",
    "ReferencePopulation",
    "SeatsToParity",
    "batch",
    "bounds",
    "chance_baseline",
    "gallagher",
    "gap",
    "loosemore_hanby",
    "ratio",
    "rose",
    "seats_to_parity",
]

BOARDS: Final = 100_000
"""How many boards `chance_baseline` goes through where there is no closed form."""

Measure: TypeAlias = Callable[..., float]
"""`loosemore_hanby`, `rose` or `gallagher`."""


def _remade(kind: Any, values: dict[str, Any]) -> Any:
    return kind(**values)


def _given(result: Any) -> tuple[Any, tuple[Any, dict[str, Any]]]:
    """Pickle what a class is made of, unless its figures are sensitive."""
    if getattr(result, "sensitive", False):
        msg = "figures of sensitive counts do not pickle; reveal the counts for a purpose, or publish a release"
        raise TypeError(msg)
    values = {part.name: getattr(result, part.name) for part in fields(type(result)) if part.init}
    return _remade, (type(result), {k: dict(v) if isinstance(v, Mapping) else v for k, v in values.items()})


# --- The population --------------------------------------------------------------------------------------------------


def _kept(value: Any, name: str, read: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise WrongType(name, "must map categories to figures")
    kept = {}
    for category, figure in value.items():
        if category.__class__ is not str:
            raise WrongType(name, "must be keyed by categories, which are text")
        kept[category] = read(figure, field=name)
    if not kept:
        raise BrokenRule(name, "must not be empty")
    return MappingProxyType(kept)


def _numbers(value: Any) -> Any:
    return _kept(value, "numbers", whole_number)


def _shares(value: Any) -> Any:
    return _kept(value, "shares", exact_share)


_counted = says(
    {"minProperties": 1, "additionalProperties": said(whole()), "not": {"additionalProperties": {"const": 0}}}
)(maybe(is_a(Mapping)))
_parted = says({"minProperties": 1})(maybe(is_a(Mapping)))


def _plain(value: Mapping[str, Any] | None) -> str:
    return repr(None if value is None else dict(value))


def _rounding(value: Any) -> Fraction:
    return exact_share(value, field="rounding")


@frozen(kw_only=True)
class ReferencePopulation:
    """The population a group is compared with: how many people, or which share, in each category of one dimension.

    Exactly one of `numbers` and `shares` is given, and stays as it was published. What measures use are the
    `proportions`: the numbers over their sum, or the shares. Published percentages are rounded and then may not add up
    to 100; so a source that rounds must say so in `rounding`, and its shares may miss a sum of 1 by at most half a unit
    each. Their proportions are the published shares over their sum, for a measure needs a distribution; that is no
    silent repair, since `off` tells by how much the published shares miss and `words`, which results print, mentions
    it. Shares that miss a sum of 1 by more than their rounding can explain are refused: a category is missing or
    counted twice.

    Attributes:
        id: a short name of its own in a programme.
        name: how it is called in a report.
        of: the name of the dimension.
        numbers: people by category.
        shares: share by category, exact: `"28.8%"`, `"1/4"`, `"0.25"` or a `Fraction`, never a float.
        year: the year it speaks of.
        source: who published it, where.
        definition: whom it counts and what the categories mean: the age band, what is rural.
        rounding: the unit the shares are rounded to, such as `"0.1%"`; 0 where they are exact.

    Raises:
        BrokenRule: if numbers and shares are both given or neither, if there is nobody, or the shares do not sum to 1.
        WrongType: for a float, and figures or categories of another type.

    >>> census = ReferencePopulation(id="urban-2024", name="residents 2024", of="settlement", year=2024,
    ...     shares={"rural": "28.8%", "urban": "71.3%"}, rounding="0.1%", source="example",
    ...     definition="all ages; rural: outside cities and soum centres")
    >>> census.proportions["rural"], census.off
    (Fraction(288, 1001), Fraction(1, 1000))
    >>> census.words
    'residents 2024 (2024; example; all ages; rural: outside cities and soum centres; published shares sum to 100.1 %)'
    """

    id: str = field(validator=text)
    name: str = field(validator=text)
    of: str = field(validator=text)
    numbers: Mapping[str, int] | None = field(default=None, converter=_numbers, validator=_counted, repr=_plain)
    shares: Mapping[str, Fraction] | None = field(default=None, converter=_shares, validator=_parted, repr=_plain)
    year: int | None = field(default=None, validator=maybe(whole(1, 9999)))
    source: str = field(validator=text)
    definition: str = field(default="", validator=label)
    rounding: Fraction = field(default=Fraction(0), converter=_rounding)
    _weights: Mapping[str, int] = field(init=False, repr=False, eq=False, default=MappingProxyType({}))

    def __attrs_post_init__(self) -> None:
        if (self.numbers is None) == (self.shares is None):
            raise BrokenRule("numbers", "must be given, or shares, and not both")
        if self.numbers is not None:
            if not any(self.numbers.values()):
                raise BrokenRule("numbers", "must count somebody")
            if self.rounding:
                raise BrokenRule("rounding", "must be left out where numbers are given")
        elif abs(self.off) > len(self.categories) * self.rounding / 2:
            raise BrokenRule("shares", "must sum to 1, as nearly as their stated rounding allows")
        published = self._published
        unit = math.lcm(*(figure.denominator for figure in published.values()))
        weights = {name: int(figure * unit) for name, figure in published.items()}
        object.__setattr__(self, "_weights", MappingProxyType(weights))

    @property
    def _published(self) -> Mapping[str, Any]:
        return self.shares or self.numbers or {}

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories, in the order given."""
        return tuple(self._published)

    @property
    def off(self) -> Fraction:
        """By how much the published shares sum to more than 1, exactly; 0 for numbers."""
        return Fraction(0) if self.shares is None else sum(self.shares.values(), Fraction(-1))

    @property
    def weights(self) -> Mapping[str, int]:
        """Whole numbers in the proportions of the categories: the numbers of people where these are given."""
        return self._weights

    @property
    def proportions(self) -> Mapping[str, Fraction]:
        """The exact share of each category; they sum to 1."""
        whole = sum(self._weights.values())
        return MappingProxyType({name: Fraction(weight, whole) for name, weight in self._weights.items()})

    @property
    def words(self) -> str:
        """The name with year, source and definition, as a report prints it."""
        missed = f"published shares sum to {float((self.off + 1) * 100):.10g} %" if self.off else ""
        year = "" if self.year is None else str(self.year)
        return f"{self.name} ({'; '.join(part for part in (year, self.source, self.definition, missed) if part)})"

    def __hash__(self) -> int:
        return hash((self.id, self.name, self.of, frozenset(self._published.items()), self.year, self.source))

    def __reduce__(self) -> tuple[Any, ...]:
        return _given(self)


# --- One category at a time ------------------------------------------------------------------------------------------


def _known(reference: ReferencePopulation | None, of: str) -> ReferencePopulation:
    if reference is None:
        msg = f"there is no reference population for {of or 'these counts'}, and none is made up"
        raise Undefined(msg)
    if not isinstance(reference, ReferencePopulation):
        raise WrongType("reference", "must be a ReferencePopulation")
    return reference


def _fitted(counts: Counts, reference: ReferencePopulation | None) -> tuple[ReferencePopulation, tuple[int, ...]]:
    """Give the reference and its weights in the order of the categories of the counts, which must be the same."""
    if not isinstance(counts, Counts):
        raise WrongType("counts", "must be Counts")
    reference = _known(reference, counts.of)
    name = reference.name
    if counts.of and counts.of != reference.of:
        raise BrokenRule("reference", f"must be of {counts.of} as the counts are; {name} is of {reference.of}")
    weights = reference.weights
    lacking = [category for category in counts if category not in weights]
    if lacking:
        raise UnknownField("reference", f"must have every category counted; {name} lacks {', '.join(lacking)}")
    if len(weights) > len(counts):
        lacking = [category for category in weights if category not in counts]
        raise UnknownField(
            "counts", f"must declare every category of {name}, even if empty; {', '.join(lacking)} is not"
        )
    return reference, tuple(weights[category] for category in counts)


def _matched(counts: Counts, reference: ReferencePopulation | None) -> tuple[ReferencePopulation, tuple[int, ...]]:
    """Do the same for counts of which somebody is known, each person in one category."""
    found = _fitted(counts, reference)
    counts.partition()
    return found


@frozen(kw_only=True, repr=False)
class GroupParity:
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

    def __copy__(self) -> GroupParity:
        return self

    def __deepcopy__(self, memo: object) -> GroupParity:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _given(self)


@frozen(kw_only=True, repr=False)
class Parity(display.Pictured):
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
    confidence: float
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

    def __copy__(self) -> Parity:
        return self

    def __deepcopy__(self, memo: object) -> Parity:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _given(self)

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
            yield group.category, *figures, *ends, *_by_lot(group.expected, self.known, self.confidence)

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
            figures = zip(names, (*parts, *_by_lot(group.expected, self.known, self.confidence)), strict=True)
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

    reference, weights = _matched(counts, given)
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


# --- The whole in one number -----------------------------------------------------------------------------------------


def _gaps(counts: Counts, given: ReferencePopulation | None) -> tuple[list[int], int]:
    """Give share minus reference of each category as whole numbers, with the number they are to be divided by."""
    _, weights = _matched(counts, given)
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


def _index(measure: Measure) -> Callable[[Sequence[int], int], float]:
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
    index = _index(measure)
    _, weights = _fitted(counts, reference)
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


# --- Luck ------------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ChanceBaseline(display.Shown):
    """What an index would be if the seats were drawn by lot from the reference population.

    Attributes:
        measure: the name of the index.
        expected: its expectation.
        standard_deviation: how far a draw typically lies from that.
        seats: how many are drawn.
        population: from how many people without putting back (hypergeometric), or `None` for a population so large that
            each draw is independent (multinomial).
        reference: the population, with its year, source and definition.
    """

    measure: str
    expected: float
    standard_deviation: float
    seats: int
    population: int | None
    reference: ReferencePopulation

    def __reduce__(self) -> tuple[Any, ...]:
        return _given(self)

    def _columns(self) -> Sequence[tuple[str, type]]:
        figures = (("expected", float), ("standard_deviation", float), ("seats", int), ("population", int))
        return ("measure", str), *figures

    def _lines(self) -> Iterator[tuple[str | float | None, ...]]:
        yield self.measure, self.expected, self.standard_deviation, self.seats, self.population

    def _caption(self) -> str:
        return f"{self.measure.replace('_', ' ')} of a draw by lot".capitalize()

    def _table(self) -> str:
        rows = [
            ("expected", (f"{self.expected:.4f}",)),
            ("standard deviation", (f"{self.standard_deviation:.4f}",)),
            ("seats", (str(self.seats),)),
            (
                "population",
                ("so large that a draw does not change it" if self.population is None else str(self.population),),
            ),
        ]
        return display.table(self._caption(), ("figure", "value"), rows, foot=self.reference.words)


@frozen
class _Lot:
    """A draw in which so many of the whole are of one kind; the whole is finite, or only a ratio."""

    inside: int
    whole: int
    finite: bool

    def mean(self, draws: int) -> float:
        return draws * self.inside / self.whole

    def variance(self, draws: int) -> float:
        rest = self.whole - self.inside
        top, bottom = draws * self.inside * rest, self.whole**2
        if self.finite:
            top, bottom = top * (self.whole - draws), bottom * (self.whole - 1)
        return top / bottom

    def probability(self, k: int, draws: int) -> float:
        """Give the probability of k of the kind among the draws; there are some of the kind and some not."""
        from youthprog.shares import log_binomial

        rest = self.whole - self.inside
        if not 0 <= k <= draws:
            return 0.0
        if not self.finite:
            return math.exp(log_binomial(k, draws, self.inside / self.whole, rest / self.whole))
        if k > self.inside or draws - k > rest:
            return 0.0
        if draws in {0, self.whole}:
            return 1.0
        p, q = draws / self.whole, (self.whole - draws) / self.whole
        one, other = log_binomial(k, self.inside, p, q), log_binomial(draws - k, rest, p, q)
        return math.exp(one + other - log_binomial(draws, self.whole, p, q))

    def stays(self, k: int, draws: int) -> float:
        """Give the part that turns the probability of k into the partial expectation above it; see `_apart`."""
        rest = self.whole - self.inside
        return (rest - draws + k if self.finite else rest) / self.whole

    def likely(self, draws: int) -> range:
        """Give the possible numbers but those that a draw takes with less than 1e-21 (Bernstein's inequality)."""
        mean, far = self.mean(draws), 40 + 10 * math.sqrt(self.variance(draws))
        least, most = math.floor(mean - far), math.ceil(mean + far)
        if self.finite:
            least, most = max(least, draws - self.whole + self.inside), min(most, self.inside)
        return range(max(least, 0), min(most, draws) + 1)


def _by_lot(share: Fraction, draws: int, confidence: float) -> tuple[float, float]:
    """Give the shares between which a draw by lot lies, but for half of 1 - confidence on either side.

    The draw is from a population so large that it does not change it; so a category's number is binomial.
    """
    if share in {0, 1}:
        return float(share), float(share)
    lot = _Lot(share.numerator, share.denominator, finite=False)
    tail = (1 - confidence) / 2
    likely = lot.likely(draws)

    def first(numbers: Sequence[int]) -> float:
        """Give the first of the numbers up to which the probabilities sum to more than the tail, as a share."""
        up_to = accumulate(lot.probability(k, draws) for k in numbers)
        return next(k for k, p in zip(numbers, up_to, strict=True) if p > tail) / draws

    return first(likely), first(likely[::-1])


def _apart(lot: _Lot, draws: int, point: float, up_to: float) -> float:
    """Give the expected distance of a draw from a point, from the probability that it is at most floor(point).

    (k - mean) P(k) = g(k) - g(k + 1) with g(k) = k stays(k) P(k), for both kinds of lot; so the sums telescope
    (de Moivre's formula for the mean absolute deviation, when the point is the mean).
    """
    above = math.floor(point) + 1
    partial = above * lot.stays(above, draws) * lot.probability(above, draws)
    return (lot.mean(draws) - point) * (1 - 2 * up_to) + 2 * partial


def _together(one: _Lot, other: _Lot, seats: int) -> float:
    """Give the expected product of the distances of two categories' seats from their means."""
    mean, point = one.mean(seats), other.mean(seats)
    above = math.floor(point) + 1
    # Whoever is not of the first category is drawn from the rest.
    rest = _Lot(other.inside, one.whole - one.inside, one.finite)
    likely = one.likely(seats)
    draws = seats - likely[0]
    up_to = math.fsum(rest.probability(k, draws) for k in rest.likely(draws) if k < above)
    terms = []
    for k in likely:
        draws = seats - k
        terms.append(one.probability(k, seats) * abs(k - mean) * _apart(rest, draws, point, up_to))
        if draws:
            up_to += above / draws * rest.probability(above, draws)  # one draw fewer
    return math.fsum(terms)


def _boards(lots: Sequence[int], seats: int, finite: bool) -> Iterator[tuple[tuple[int, ...], float]]:  # noqa: FBT001
    """Go through all boards, each with its probability."""
    first, *others = lots
    if not others:
        yield (seats,), 1.0
        return
    lot = _Lot(first, sum(lots), finite)
    for k in range(seats + 1):
        here = lot.probability(k, seats)
        if here:
            for board, there in _boards(others, seats - k, finite):
                yield (k, *board), here * there


def _moments(lots: Sequence[int], seats: int, finite: bool) -> tuple[float, float]:  # noqa: FBT001
    """Give expectation and variance of the sum of the distances of all categories' seats from their means."""
    each = [_Lot(lot, sum(lots), finite) for lot in lots]
    apart = [_apart(lot, seats, lot.mean(seats), 0.5) for lot in each]
    variances = [lot.variance(seats) for lot in each]
    expected = math.fsum(apart)
    if len(lots) == 2:  # what one has too many the other has too few
        square = 4 * variances[0]
    else:
        pairs = [_together(each[i], each[j], seats) for i in range(len(each)) for j in range(i)]
        square = math.fsum(variances) + 2 * math.fsum(pairs)
    variance = square - expected**2
    # Where all boards score alike nothing but rounding is left.
    return expected, variance if variance > 1e-14 * square else 0.0


def chance_baseline(
    reference: ReferencePopulation | None, *, seats: int, population: int | None = None, measure: Measure = rose
) -> ChanceBaseline:
    """Give what an index would be if the seats were drawn by lot from the reference population.

    A board of nine from a population of 80 and 20 % is never exactly proportional. Were it drawn by lot, the Rose index
    would be 0.8926 on average, give or take 0.0790; a board that scores 0.9111 is as representative as luck would make
    it, and one at 0.6 is not. So an index is read against its expectation under chance, not against parity, and one
    further away than two or three standard deviations wants another explanation than luck.

    Where the seats are drawn from a population so large that drawing does not change it, the numbers of seats are
    multinomial; with `population`, people are drawn from that many without putting back (hypergeometric), and everybody
    drawn means no luck at all. Expectation and standard deviation are exact, with no simulation. For Loosemore-Hanby
    and Rose they come in closed form, the expectation as a sum of de Moivre's mean absolute deviations, in a time that
    grows with the square of the number of categories and the square root of the seats. For Gallagher all boards are
    gone through, up to `BOARDS` of them: `comb(seats + K - 1, K - 1)` for K categories.

    Args:
        reference: the population seats are drawn from; `None` if there is none, which is refused by name.
        seats: how many are drawn, at least 1.
        population: of how many people, or `None` for a very large number. Each category must be a whole number of them.
        measure: `loosemore_hanby`, `rose` or `gallagher`.

    Returns:
        A `ChanceBaseline`. Its expectation is in the range of the measure; the same way is up.

    Raises:
        Undefined: if there is no reference population, or more than `BOARDS` boards would have to be gone through.
        BrokenRule: if there is no seat, more seats than people, or a category is no whole number of people.
        WrongType: for another measure, or a number that is not whole.

    Source: J. Gerring, C. T. Jerzak and E. Öncel, The Composition of Descriptive Representation, American Political
    Science Review 118 (2024) 784-801, who find the standard deviation by simulation; P. Diaconis and S. Zabell, Closed
    form summation for classical distributions, Statistical Science 6 (1991) 284-302.

    >>> census = ReferencePopulation(id="c", name="census", of="settlement", shares={"urban": "0.8", "rural": "0.2"},
    ...                              source="example")
    >>> board = chance_baseline(census, seats=9)
    >>> round(board.expected, 10), round(board.standard_deviation, 10)
    (0.8926258176, 0.0790478509)
    >>> chance_baseline(census, seats=9, population=10).expected > board.expected
    True
    """
    index = _index(measure)
    reference = _known(reference, "this population")
    seats = whole_number(seats, field="seats")
    if not seats:
        raise BrokenRule("seats", "must be at least 1")
    lots = [weight for weight in reference.weights.values() if weight]
    whole = sum(lots)
    if population is not None:
        population = whole_number(population, field="population")
        if population < seats:
            raise BrokenRule("population", "must not be below the number of seats")
        if any(population * lot % whole for lot in lots):
            raise BrokenRule("population", "must make a whole number of people of each category's share")
        lots = [population * lot // whole for lot in lots]
        whole = population
    finite = population is not None
    if measure is gallagher:
        if math.comb(seats + len(lots) - 1, seats) > BOARDS:
            msg = f"more than {BOARDS} boards would have to be gone through"
            raise Undefined(msg)
        found = [
            (index([k * whole - seats * lot for k, lot in zip(board, lots, strict=True)], seats * whole), chance)
            for board, chance in _boards(lots, seats, finite)
        ]
        expected = math.fsum(value * chance for value, chance in found)
        variance = math.fsum((value - expected) ** 2 * chance for value, chance in found)
    elif population == seats:
        expected, variance = index([0], 1), 0.0
    else:
        distance, variance = _moments(lots, seats, finite)
        expected, variance = distance / (2 * seats), variance / (2 * seats) ** 2
        expected = 1 - expected if measure is rose else expected
    return ChanceBaseline(
        measure=measure.__name__,
        expected=expected,
        standard_deviation=math.sqrt(variance),
        seats=seats,
        population=population,
        reference=reference,
    )


# --- What is missing -------------------------------------------------------------------------------------------------


@frozen(kw_only=True, repr=False)
class SeatsToParity:
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

    def __copy__(self) -> SeatsToParity:
        return self

    def __deepcopy__(self, memo: object) -> SeatsToParity:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _given(self)


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
    _, weights = _matched(counts, reference)
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


# --- Many groups at once ---------------------------------------------------------------------------------------------


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

    index = _index(measure)
    from youthprog.diversity import Batch

    weights = list(_known(reference, "this array").weights.values())
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
