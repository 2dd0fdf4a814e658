"""Dimensions and criteria: who counts as what, on which day, by which definition.

A `Dimension` sorts members into declared categories; what it looks at is its `reading`: an answer the person gave, an
age, a region, rural or urban. A criterion is a predicate on a member that answers yes, no or unknown, made of
dimensions with `&`, `|` and `~`. Both are plain data, so they can be stored, and both name the definitions they use.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import Attribute, field, fields, frozen

from youthprog._checks import Noun, each, flag, is_a, many, maybe, said, says, several, some, text
from youthprog.errors import BrokenRule, PurposeRequired, WrongType
from youthprog.people import Codes, Member, MembershipKind
from youthprog.values import (
    AgeBand,
    AskedUnknown,
    Known,
    LeapDay,
    NotApplicable,
    NotAsked,
    Place,
    Purpose,
    RuralDefinition,
    Tri,
    Withheld,
    age_on,
)

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "AgeGroups",
    "AllOf",
    "AnyOf",
    "Asked",
    "Belongs",
    "Criterion",
    "Dimension",
    "Is",
    "Meets",
    "NotThat",
    "Reading",
    "RegionOf",
    "RuralOrUrban",
    "Where",
    "washington_group",
]


class Where(enum.Enum):
    """Which place of a member is meant: where they live on the day, or the region they come from."""

    RESIDENCE = "residence"
    HOME = "home"

    @property
    def facts(self) -> frozenset[str]:
        """What of a member it looks at."""
        return frozenset({"home" if self is Where.HOME else "residences"})

    def place(self, member: Member, *, on: dt.date) -> Place | None:
        """Give the place; `None` if it is not recorded."""
        if self is Where.RESIDENCE:
            return member.residence(on=on)
        return None if member.home is None else Place(region=member.home)


_EVERYTHING = frozenset(fact.name for fact in fields(Member))
_YES_NO = ("yes", "no")
_BIRTHDAY = {LeapDay.MAR_1: "1 March", LeapDay.FEB_28: "28 February"}
_AS_ANSWER: dict[Tri, Codes] = {
    Tri.YES: Known(frozenset({"yes"})),
    Tri.NO: Known(frozenset({"no"})),
    Tri.UNKNOWN: AskedUnknown(),
}


# --- Readings: what a dimension looks at -----------------------------------------------------------------------------


@frozen(repr=False)
class Asked(Noun):
    """What the person answered under the dimension's name."""

    @property
    def categories(self) -> tuple[str, ...]:
        """None of its own; the dimension declares them."""
        return ()

    @property
    def facts(self) -> frozenset[str]:
        """The answers of the member."""
        return frozenset({"identities"})

    @property
    def definitions(self) -> tuple[str, ...]:
        """Nothing beyond the question."""
        return ()


@frozen(kw_only=True, repr=False)
class AgeGroups(Noun):
    """The age band the member is in on the day; an age in none of the bands falls under `others`.

    A birth that is not known well enough to tell counts as unknown.
    """

    bands: tuple[AgeBand, ...] = field(converter=many, validator=some(is_a(AgeBand)))
    leap_day: LeapDay = field(validator=is_a(LeapDay))
    others: str = field(default="other ages", validator=text)

    def __attrs_post_init__(self) -> None:
        for age in range(151):
            if sum(band.holds(age) for band in self.bands) > 1:
                raise BrokenRule("bands", "must not overlap: each age belongs to one band at the most")

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of the bands, and `others`."""
        return (*(band.name for band in self.bands), self.others)

    @property
    def facts(self) -> frozenset[str]:
        """The birth of the member."""
        return frozenset({"birth"})

    @property
    def definitions(self) -> tuple[str, ...]:
        """The bands with their sources, and the leap-day rule."""
        words = [
            f"{band.name}: {band.minimum} to {band.maximum} completed years"
            if band.maximum is not None
            else f"{band.name}: {band.minimum} completed years and over"
            for band in self.bands
        ]
        sources = [f" ({band.source})" if band.source else "" for band in self.bands]
        return (
            *(word + source for word, source in zip(words, sources, strict=True)),
            f"born on 29 February: a year older on {_BIRTHDAY[self.leap_day]} of a common year",
        )

    def answer(self, member: Member, on: dt.date) -> Codes:
        """Give the band of the member's age on the day."""
        if member.birth is None:
            return NotAsked()
        first, last = member.birth.born_between(self.leap_day)
        if first > on:
            return NotApplicable()
        oldest = age_on(first, on=on, leap_day=self.leap_day)
        youngest = age_on(min(last, on), on=on, leap_day=self.leap_day)
        names = {self.at(age) for age in range(youngest, oldest + 1)}
        return Known(frozenset(names)) if len(names) == 1 else AskedUnknown()

    def at(self, age: int) -> str:
        """Give the name of the band an age is in, or `others`."""
        return next((band.name for band in self.bands if band.holds(age)), self.others)


@frozen(kw_only=True, repr=False)
class RegionOf(Noun):
    """The region the member lives in on the day, or comes from."""

    where: Where = field(validator=is_a(Where))

    @property
    def categories(self) -> tuple[str, ...]:
        """None of its own; the dimension declares the codes."""
        return ()

    @property
    def facts(self) -> frozenset[str]:
        """Where the member lives, or the home."""
        return self.where.facts

    @property
    def definitions(self) -> tuple[str, ...]:
        """Which place is meant."""
        return (f"region of {self.where.value}",)

    def answer(self, member: Member, on: dt.date) -> Codes:
        """Give the code of the region."""
        place = self.where.place(member, on=on)
        return NotAsked() if place is None or place.region is None else Known(frozenset({place.region}))


@frozen(kw_only=True, repr=False)
class RuralOrUrban(Noun):
    """Rural or urban by a named definition, where the member lives on the day or comes from."""

    definition: RuralDefinition = field(validator=is_a(RuralDefinition))
    where: Where = field(validator=is_a(Where))

    @property
    def categories(self) -> tuple[str, ...]:
        """Rural and urban."""
        return ("rural", "urban")

    @property
    def facts(self) -> frozenset[str]:
        """Where the member lives, or the home."""
        return self.where.facts

    @property
    def definitions(self) -> tuple[str, ...]:
        """The definition with its source, and which place is meant."""
        source = f" ({self.definition.source})" if self.definition.source else ""
        return (f"rural: {self.definition.name}{source}, by {self.where.value}",)

    def answer(self, member: Member, on: dt.date) -> Codes:
        """Give rural or urban."""
        rural = self.definition.holds(self.where.place(member, on=on))
        if rural is Tri.UNKNOWN:
            return NotAsked()
        return Known(frozenset({"rural" if rural is Tri.YES else "urban"}))


@frozen(kw_only=True, repr=False)
class Belongs(Noun):
    """Whether a spell of membership of one of these kinds holds on the day."""

    kinds: frozenset[MembershipKind] = field(converter=several, validator=some(is_a(MembershipKind)))
    organisation: str | None = field(default=None, validator=maybe(text))

    @property
    def categories(self) -> tuple[str, ...]:
        """Yes and no."""
        return _YES_NO

    @property
    def facts(self) -> frozenset[str]:
        """The spells of membership."""
        return frozenset({"memberships"})

    @property
    def definitions(self) -> tuple[str, ...]:
        """The kinds of membership, and the organisation where it is not the programme's own."""
        where = "" if self.organisation is None else f" of {self.organisation}"
        return (f"belongs as {' or '.join(sorted(kind.value for kind in self.kinds))}{where}",)

    def answer(self, member: Member, on: dt.date) -> Codes:
        """Give yes or no."""
        return _AS_ANSWER[member.is_member(self.kinds, on=on, organisation=self.organisation)]


@frozen(kw_only=True, repr=False)
class Meets(Noun):
    """Whether the member meets a criterion on the day."""

    criterion: Criterion = field(validator=lambda *given: _criterion(*given))  # noqa: PLW0108  # it stands further down

    @property
    def categories(self) -> tuple[str, ...]:
        """Yes and no."""
        return _YES_NO

    @property
    def facts(self) -> frozenset[str]:
        """What the criterion looks at."""
        return self.criterion.facts

    @property
    def definitions(self) -> tuple[str, ...]:
        """The criterion and its definitions."""
        return (str(self.criterion), *self.criterion.definitions)


Reading: TypeAlias = Asked | AgeGroups | RegionOf | RuralOrUrban | Belongs | Meets


# --- Dimensions ------------------------------------------------------------------------------------------------------


_each_once = says({**said(each(text)), "uniqueItems": True})(each(text))  # what the reading gives is checked with it


@frozen(kw_only=True, repr=False)
class Dimension(Noun):
    """A question that sorts members into declared categories.

    Attributes:
        name: what it is called; an answer of a member is kept under this name.
        categories: every category, those with nobody in them included; derived where the reading knows them.
        sensitive: whether reading it needs a purpose and consent. The safe side is the default.
        multiple: whether a member may be in several categories at once, which then overlap.
        reading: what it looks at.
        declared: the categories as a set.

    >>> gender = Dimension(name="gender", categories=("woman", "man", "another"))
    >>> gender.sensitive, gender.is_in("woman")
    (True, <gender is woman>)
    """

    name: str = field(validator=text)
    categories: tuple[str, ...] = field(default=(), converter=many, validator=_each_once)
    sensitive: bool = field(default=True, validator=flag)
    multiple: bool = field(default=False, validator=flag)
    reading: Reading = field(factory=Asked, validator=is_a(Asked, AgeGroups, RegionOf, RuralOrUrban, Belongs, Meets))
    declared: frozenset[str] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        own = self.reading.categories
        if own and not self.categories:
            object.__setattr__(self, "categories", own)
        if own and self.categories != own:
            raise BrokenRule("categories", "must be left out or be those of the reading")
        if not self.categories:
            raise BrokenRule("categories", "must be declared")
        object.__setattr__(self, "declared", frozenset(self.categories))
        if len(self.declared) != len(self.categories):
            raise BrokenRule("categories", "must not repeat")
        if own and self.multiple:
            raise BrokenRule("multiple", "must be false for this reading, which gives one category")
        if isinstance(self.reading, Meets) and self.reading.criterion.sensitive and not self.sensitive:
            raise BrokenRule("sensitive", "must be true, for the criterion reads a sensitive dimension")

    @property
    def definitions(self) -> tuple[str, ...]:
        """The definitions in words, which results carry."""
        return self.reading.definitions

    def is_in(self, *categories: str) -> Is:
        """Give the criterion that a member is in one of these categories."""
        return Is(dimension=self, categories=frozenset(categories))

    def answer(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Codes:
        """Give a member's categories on a day, or why there are none.

        Args:
            member: whom it is about.
            on: the day.
            purpose: why; needed for a sensitive dimension. Who has not consented to it on that day counts as withheld.

        Raises:
            PurposeRequired: if the dimension is sensitive and no purpose is given.
            BrokenRule: if the answer is no declared category, or several where one is allowed. The answer is not named.
        """
        self.permitted(purpose)
        if self.sensitive and not member.consents_to(purpose, on=on):  # type: ignore[arg-type]  # permitted has seen to it
            return Withheld()
        if isinstance(self.reading, Asked):
            return self.checked(member.answer(self.name).reveal(purpose or Purpose.REPORT), member.id)
        if isinstance(self.reading, Meets):
            return _AS_ANSWER[self.reading.criterion.holds(member, on=on, purpose=purpose)]
        return self.checked(self.reading.answer(member, on), member.id)

    def permitted(self, purpose: Purpose | None) -> None:
        """Refuse to read a sensitive dimension without a purpose.

        Raises:
            PurposeRequired: if the dimension is sensitive and no purpose is given.
        """
        if self.sensitive and purpose.__class__ is not Purpose:
            msg = f"{self.name} is sensitive: say for which purpose its answers are used"
            raise PurposeRequired(msg)

    def checked(self, answer: Codes, member: str) -> Codes:
        """Give an answer back if it fits the dimension.

        Raises:
            BrokenRule: if it is no declared category, or several where one is allowed. The answer is not named.
        """
        if isinstance(answer, Known):
            if not answer.value <= self.declared:
                raise BrokenRule(f"{self.name} of member {member}", "must be a declared category")
            if not self.multiple and len(answer.value) != 1:
                raise BrokenRule(f"{self.name} of member {member}", "must be exactly one category")
        return answer


# --- Criteria --------------------------------------------------------------------------------------------------------


class Criterion:
    """A predicate on a member that answers yes, no or unknown. Combine with `&`, `|` and `~`."""

    __slots__ = ()

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        """Say whether the member meets the criterion on a day."""
        raise TypeError  # pragma: no cover  # every criterion below says it

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions it reads, each once."""
        return ()  # pragma: no cover  # every criterion below says it

    @property
    def sensitive(self) -> bool:
        """Whether a dimension it reads is sensitive."""
        return any(dimension.sensitive for dimension in self.dimensions)

    @property
    def facts(self) -> frozenset[str]:
        """What of a member it looks at beside consent, by the names of fields: all, unless a criterion says less."""
        return _EVERYTHING

    @property
    def definitions(self) -> tuple[str, ...]:
        """The definitions of its dimensions in words, each once."""
        return tuple(dict.fromkeys(words for dimension in self.dimensions for words in dimension.definitions))

    def __and__(self, other: Criterion) -> AllOf:
        return AllOf(criteria=(self, other))

    def __or__(self, other: Criterion) -> AnyOf:
        return AnyOf(criteria=(self, other))

    def __invert__(self) -> NotThat:
        return NotThat(criterion=self)

    def __str__(self) -> str:
        return type(self).__name__

    def __repr__(self) -> str:
        return f"<{self}>"


def _criterion(instance: object, attribute: Attribute[Any], value: Any) -> None:
    is_a(Criterion)(instance, attribute, value)


@frozen(kw_only=True, repr=False)
class Is(Criterion):
    """The member is in one of these categories of a dimension; whom the question does not apply to is not."""

    dimension: Dimension = field(validator=is_a(Dimension))
    categories: frozenset[str] = field(converter=several, validator=some(text))

    def __attrs_post_init__(self) -> None:
        if not self.categories <= self.dimension.declared:
            raise BrokenRule("categories", f"must be categories of {self.dimension.name}{self._meant()}")

    def _meant(self) -> str:
        """Name declared categories that are nearly those asked for."""
        from difflib import get_close_matches  # needed by the one error alone

        declared = {category.casefold(): category for category in reversed(self.dimension.categories)}
        asked = sorted(self.categories.difference(self.dimension.categories))
        close = [name for one in asked for name in get_close_matches(one.casefold(), declared, n=1)]
        return f" (is {' or '.join(declared[name] for name in dict.fromkeys(close))} meant?)" if close else ""

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        """Say whether the member is in one of the categories on a day."""
        answer = self.dimension.answer(member, on=on, purpose=purpose)
        if isinstance(answer, Known):
            return Tri.of(not self.categories.isdisjoint(answer.value))
        return Tri.NO if isinstance(answer, NotApplicable) else Tri.UNKNOWN

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The one dimension."""
        return (self.dimension,)

    @property
    def facts(self) -> frozenset[str]:
        """What the dimension looks at."""
        return self.dimension.reading.facts

    def __str__(self) -> str:
        return f"{self.dimension.name} is {' or '.join(sorted(self.categories))}"


@frozen(kw_only=True, repr=False)
class AllOf(Criterion):
    """The member meets every one of these."""

    criteria: tuple[Criterion, ...] = field(converter=many, validator=some(_criterion))

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        """Say whether the member meets all on a day."""
        return Tri.all(criterion.holds(member, on=on, purpose=purpose) for criterion in self.criteria)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Those of all parts."""
        return _dimensions(self.criteria)

    @property
    def facts(self) -> frozenset[str]:
        """What its parts look at."""
        return _facts(self.criteria)

    def __str__(self) -> str:
        return " and ".join(_bracketed(criterion) for criterion in self.criteria)


@frozen(kw_only=True, repr=False)
class AnyOf(Criterion):
    """The member meets at least one of these."""

    criteria: tuple[Criterion, ...] = field(converter=many, validator=some(_criterion))

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        """Say whether the member meets one on a day."""
        return Tri.any(criterion.holds(member, on=on, purpose=purpose) for criterion in self.criteria)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Those of all parts."""
        return _dimensions(self.criteria)

    @property
    def facts(self) -> frozenset[str]:
        """What its parts look at."""
        return _facts(self.criteria)

    def __str__(self) -> str:
        return " or ".join(_bracketed(criterion) for criterion in self.criteria)


@frozen(kw_only=True, repr=False)
class NotThat(Criterion):
    """The member does not meet this."""

    criterion: Criterion = field(validator=_criterion)

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        """Say whether the member does not meet it on a day."""
        return ~self.criterion.holds(member, on=on, purpose=purpose)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Those of the criterion."""
        return self.criterion.dimensions

    @property
    def facts(self) -> frozenset[str]:
        """What the criterion looks at."""
        return self.criterion.facts

    def __str__(self) -> str:
        return f"not {_bracketed(self.criterion)}"


def _dimensions(criteria: Sequence[Criterion]) -> tuple[Dimension, ...]:
    return tuple(dict.fromkeys(dimension for one in criteria for dimension in one.dimensions))


def _facts(criteria: Sequence[Criterion]) -> frozenset[str]:
    return frozenset[str]().union(*(criterion.facts for criterion in criteria))


def _bracketed(criterion: Criterion) -> str:
    return f"({criterion})" if isinstance(criterion, (AllOf, AnyOf)) else str(criterion)


# --- Disability by the Washington Group ------------------------------------------------------------------------------

WASHINGTON_GROUP = ("seeing", "hearing", "walking", "remembering", "self-care", "communicating")
"""The six domains of the Short Set, in its order."""


def washington_group(answers: Sequence[int | None], *, cutoff: int = 3) -> Codes:
    """Tell disability from the Washington Group Short Set on Functioning.

    Six domains (seeing, hearing, walking, remembering, self-care, communicating), each 1 (no difficulty), 2 (some), 3
    (a lot) or 4 (cannot do at all). A person counts as disabled if one domain at least is at the cut-off or above.

    Args:
        answers: six answers in the order of the domains; `None` for one that was not answered.
        cutoff: 3 is the international cut-off; another must be named wherever the figure is shown.

    Returns:
        `Known({"yes"})` if a known answer reaches the cut-off, `Known({"no"})` if all six are known and below it, else
        `AskedUnknown()`. "Do you have a disability?" is another question and not equivalent.

    Raises:
        BrokenRule: for other than six answers, or one out of range.
        WrongType: for an answer that is no whole number.

    Source: Washington Group on Disability Statistics, Short Set on Functioning.

    >>> washington_group([1, 1, 3, 1, None, 1])
    Known(value=frozenset({'yes'}))
    """
    if isinstance(answers, (str, bytes)) or not isinstance(answers, Sequence):
        raise WrongType("answers", "must be a list of six answers")
    if len(answers) != len(WASHINGTON_GROUP):
        raise BrokenRule("answers", "must be six, one a domain")
    if cutoff.__class__ is not int or not 2 <= cutoff <= 4:
        raise BrokenRule("cutoff", "must be 2, 3 or 4")
    for answer in answers:
        if answer is not None and answer.__class__ is not int:
            raise WrongType("answers", "must be whole numbers, or None where a domain was not answered")
        if answer is not None and not 1 <= answer <= 4:
            raise BrokenRule("answers", "must be between 1 and 4")
    reached = Tri.any(Tri.UNKNOWN if answer is None else Tri.of(answer >= cutoff) for answer in answers)
    return _AS_ANSWER[reached]
