"""The population a group is compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import field, fields, frozen

from youthprog._checks import Unchanging, exact_share, is_a, label, maybe, said, says, text, whole, whole_number
from youthprog.counts import Counts, counts_of
from youthprog.errors import BrokenRule, Undefined, UnknownField, WrongType


def _remade(kind: Any, values: dict[str, Any]) -> Any:
    return kind(**values)


def pickled(result: Any) -> tuple[Any, tuple[Any, dict[str, Any]]]:
    """Pickle what a class is made of, unless its figures are sensitive."""
    if getattr(result, "sensitive", False):
        msg = "figures of sensitive counts do not pickle; reveal the counts for a purpose, or publish a release"
        raise TypeError(msg)
    values = {part.name: getattr(result, part.name) for part in fields(type(result)) if part.init}
    return _remade, (type(result), {k: dict(v) if isinstance(v, Mapping) else v for k, v in values.items()})


class Figures(Unchanging):
    """What figures of counts have in common: they cannot change, and sensitive ones do not pickle."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return pickled(self)


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
        return pickled(self)


def stated(reference: ReferencePopulation | None, of: str) -> ReferencePopulation:
    """Give the reference; where there is none, refuse by name."""
    if reference is None:
        msg = f"there is no reference population for {of or 'these counts'}, and none is made up"
        raise Undefined(msg)
    if not isinstance(reference, ReferencePopulation):
        raise WrongType("reference", "must be a ReferencePopulation")
    return reference


def fitted(counts: Counts, reference: ReferencePopulation | None) -> tuple[ReferencePopulation, tuple[int, ...]]:
    """Give the reference and its weights in the order of the categories of the counts, which must be the same."""
    counts_of(counts)
    reference = stated(reference, counts.of)
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


def matched(counts: Counts, reference: ReferencePopulation | None) -> tuple[ReferencePopulation, tuple[int, ...]]:
    """Do the same for counts of which somebody is known, each person in one category."""
    found = fitted(counts, reference)
    counts.partition()
    return found
