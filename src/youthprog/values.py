"""The small words of the domain: dates, ages, periods, answers, places.

Separate meanings are separate types. A date known to the year is not the first of January; "declined" is not "unknown"
is not "not asked"; a road kilometre is not a great-circle one; people are not attendances. Nothing here reads
the clock.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping  # cattrs resolves the annotations of the classes
from types import MappingProxyType
from typing import Any, Final, Generic, NoReturn, Self, TypeAlias, TypeVar

from attrs import field, frozen

from youthprog._checks import Noun, day, each, is_a, label, maybe, several, text, whole
from youthprog.errors import BrokenRule, DanglingReference, PurposeRequired, WrongType

__all__ = [
    "AGE_BANDS",
    "MISSING",
    "AgeBand",
    "Answer",
    "AskedUnknown",
    "Attendances",
    "Birth",
    "Declined",
    "Distance",
    "DistanceKind",
    "Ending",
    "Evidence",
    "GeoPoint",
    "Interval",
    "Known",
    "LeapDay",
    "LocalisedText",
    "NotApplicable",
    "NotAsked",
    "PartialDate",
    "People",
    "Period",
    "Place",
    "Purpose",
    "Region",
    "ReportedAge",
    "RuralDefinition",
    "Sensitive",
    "Tri",
    "Withheld",
    "age_on",
    "find_region",
    "great_circle",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


# --- Logic -----------------------------------------------------------------------------------------------------------


class Tri(enum.Enum):
    """Yes, no or unknown: what a predicate on incomplete facts answers (strong Kleene logic).

    A `Tri` has no truth value of its own, so that "unknown" cannot slip through an `if`; compare it with `is Tri.YES`.

    >>> Tri.YES & Tri.UNKNOWN, Tri.NO & Tri.UNKNOWN, Tri.YES | Tri.UNKNOWN, ~Tri.UNKNOWN
    (<Tri.UNKNOWN: 'unknown'>, <Tri.NO: 'no'>, <Tri.YES: 'yes'>, <Tri.UNKNOWN: 'unknown'>)
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, truth: bool) -> Tri:  # noqa: FBT001  # the truth is the one argument
        """Give yes for true and no for false."""
        return cls.YES if truth else cls.NO

    @classmethod
    def any(cls, answers: Iterable[Tri]) -> Tri:
        """Give yes if one answer is yes, no if all are no (there may be none), else unknown."""
        found = cls.NO
        for answer in answers:
            found |= answer
        return found

    @classmethod
    def all(cls, answers: Iterable[Tri]) -> Tri:
        """Give no if one answer is no, yes if all are yes (there may be none), else unknown."""
        found = cls.YES
        for answer in answers:
            found &= answer
        return found

    def __and__(self, other: Tri) -> Tri:
        if other.__class__ is not Tri:
            return NotImplemented  # a bool, say: callers without a type checker
        if self is Tri.NO or other is Tri.NO:
            return Tri.NO
        return Tri.UNKNOWN if self is Tri.UNKNOWN or other is Tri.UNKNOWN else Tri.YES

    def __or__(self, other: Tri) -> Tri:
        if other.__class__ is not Tri:
            return NotImplemented
        return ~(~self & ~other)

    def __invert__(self) -> Tri:
        if self is Tri.UNKNOWN:
            return self
        return Tri.NO if self is Tri.YES else Tri.YES

    def __bool__(self) -> NoReturn:
        msg = "a three-valued answer has no truth value; compare it with `is Tri.YES`"
        raise TypeError(msg)


@frozen(repr=False)
class Interval(Noun):
    """A closed interval of numbers."""

    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


# --- Dates and ages --------------------------------------------------------------------------------------------------


class LeapDay(enum.Enum):
    """When somebody born on 29 February has a birthday in a common year.

    The law differs by country, so it is always an argument: `MAR_1` as in the United Kingdom, `FEB_28` as in New
    Zealand and as `dateutil.relativedelta` counts.
    """

    MAR_1 = "mar-1"
    FEB_28 = "feb-28"


def age_on(birth: dt.date, *, on: dt.date, leap_day: LeapDay) -> int:
    """Count the completed years of life on a day.

    Args:
        birth: the day of birth.
        on: the day of the question.
        leap_day: when somebody born on 29 February has a birthday in a common year.

    Returns:
        Whole years, 0 or more.

    Raises:
        BrokenRule: if the birth is later than the day.
        WrongType: if the rule is no `LeapDay`, such as its word.

    >>> import datetime as dt
    >>> born, day = dt.date(2004, 2, 29), dt.date(2022, 2, 28)
    >>> age_on(born, on=day, leap_day=LeapDay.MAR_1), age_on(born, on=day, leap_day=LeapDay.FEB_28)
    (17, 18)
    """
    if leap_day.__class__ is not LeapDay:
        raise WrongType("leap_day", "must be a LeapDay")
    if birth > on:
        raise BrokenRule("birth", "must not be later than the day of the question")
    before = (on.month, on.day) < (birth.month, birth.day)
    if (
        before
        and leap_day is LeapDay.FEB_28
        and (birth.month, birth.day) == (2, 29)
        and (on.month, on.day) == (2, 28)
        and not calendar.isleap(on.year)
    ):
        before = False
    return on.year - birth.year - before


def latest_birth(age: int, on: dt.date, leap_day: LeapDay) -> dt.date:
    """Give the latest day of birth of somebody who has completed `age` years on the day."""
    year = on.year - age
    if (on.month, on.day) == (2, 29) and not calendar.isleap(year):
        return dt.date(year, 2, 28)
    if (
        leap_day is LeapDay.FEB_28
        and (on.month, on.day) == (2, 28)
        and not calendar.isleap(on.year)
        and calendar.isleap(year)
    ):
        return dt.date(year, 2, 29)
    return on.replace(year=year)


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@frozen(repr=False, order=False)
class PartialDate:
    """A date known to the day, to the month or to the year only.

    It stands for every day it may be, from `earliest` to `latest`. Two partial dates come one before the other only
    where that holds for every such day; `before` answers with a `Tri`, and `<` is not defined.

    >>> PartialDate(2004, 2).earliest, PartialDate(2004, 2).latest
    (datetime.date(2004, 2, 1), datetime.date(2004, 2, 29))
    >>> PartialDate(2004).before(PartialDate(2004, 5)).value
    'unknown'
    """

    year: int = field()
    month: int | None = field(default=None)
    day: int | None = field(default=None)
    earliest: dt.date = field(init=False, eq=False)
    latest: dt.date = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for name, value, top in (("year", self.year, 9999), ("month", self.month, 12), ("day", self.day, 31)):
            if value is not None and value.__class__ is not int:
                raise WrongType(name, "must be a whole number")
            if value is not None and not 1 <= value <= top:
                raise BrokenRule(name, f"must be between 1 and {top}")
        if self.day is not None and self.month is None:
            raise BrokenRule("day", "must not be given without a month")
        month, last = self.month or 12, self.day
        if last is None:
            last = calendar.monthrange(self.year, month)[1]
        elif self.month is not None and last > calendar.monthrange(self.year, month)[1]:
            raise BrokenRule("day", "must be a day of that month")
        object.__setattr__(self, "earliest", dt.date(self.year, self.month or 1, self.day or 1))
        object.__setattr__(self, "latest", dt.date(self.year, month, last))

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """Give the date that is known to the day."""
        if day.__class__ is not dt.date:
            raise WrongType("day", "must be a date")
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2004`, `2004-02` or `2004-02-29`, and nothing else.

        Raises:
            WrongType: if it is no text.
            BrokenRule: if it is written differently, or there is no such day.
        """
        if text.__class__ is not str:
            raise WrongType("date", "must be text")
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise BrokenRule("date", "must read YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        return cls(int(year), None if month is None else int(month), None if day is None else int(day))

    def before(self, other: PartialDate) -> Tri:
        """Say whether this date comes before the other."""
        if self.latest < other.earliest:
            return Tri.YES
        return Tri.NO if self.earliest >= other.latest else Tri.UNKNOWN

    def born_between(self, leap_day: LeapDay) -> tuple[dt.date, dt.date]:
        """Give the first and last day of birth this may stand for; the leap-day rule plays no part."""
        del leap_day
        return self.earliest, self.latest

    def __str__(self) -> str:
        return "-".join(
            f"{part:0{width}d}" for part, width in ((self.year, 4), (self.month, 2), (self.day, 2)) if part is not None
        )

    def __repr__(self) -> str:
        return f"PartialDate.parse({str(self)!r})"


@frozen(repr=False)
class ReportedAge(Noun):
    """An age somebody gave when asked: "19, asked on this day". It stands for a year of birth dates.

    >>> import datetime as dt
    >>> ReportedAge(19, asked_on=dt.date(2022, 7, 1)).born_between(LeapDay.MAR_1)
    (datetime.date(2002, 7, 2), datetime.date(2003, 7, 1))
    """

    age: int = field(validator=whole(0, 130))
    asked_on: dt.date = field(validator=day)

    def __attrs_post_init__(self) -> None:
        if self.asked_on.year <= self.age + 1:
            raise BrokenRule("asked_on", "must be late enough for the birth to lie in the calendar")

    def born_between(self, leap_day: LeapDay) -> tuple[dt.date, dt.date]:
        """Give the first and last day of birth of somebody of this age on that day, under a leap-day rule."""
        if leap_day.__class__ is not LeapDay:
            raise WrongType("leap_day", "must be a LeapDay")
        after = latest_birth(self.age + 1, self.asked_on, leap_day)
        return after + dt.timedelta(days=1), latest_birth(self.age, self.asked_on, leap_day)


Birth: TypeAlias = PartialDate | ReportedAge


@frozen(kw_only=True, repr=False)
class AgeBand(Noun):
    """An age group: who has completed at least `minimum` and at most `maximum` years, both included.

    Bands need not partition ("under 25" and "15 to 24" overlap), and a definition has a source.

    >>> AgeBand(name="under 25", maximum=24, source="example").holds(24)
    True
    """

    name: str = field(validator=text)
    minimum: int = field(default=0, validator=whole(0, 150))
    maximum: int | None = field(default=None, validator=maybe(whole(0, 150)))
    source: str = field(default="", validator=label)

    def __attrs_post_init__(self) -> None:
        if self.maximum is not None and self.maximum < self.minimum:
            raise BrokenRule("maximum", "must not be below the minimum")

    def holds(self, age: int) -> bool:
        """Say whether an age in completed years lies in the band."""
        return self.minimum <= age and (self.maximum is None or age <= self.maximum)

    def holds_born(self, birth: Birth | None, *, on: dt.date, leap_day: LeapDay) -> Tri:
        """Say whether somebody born then is in the band on a day; unknown where the answer hangs on the exact birthday.

        A day of birth later than `on` is not possible and left out; where none remains the answer is no.
        """
        if birth is None:
            return Tri.UNKNOWN
        first, last = birth.born_between(leap_day)
        if first > on:
            return Tri.NO
        oldest = age_on(first, on=on, leap_day=leap_day)
        youngest = age_on(min(last, on), on=on, leap_day=leap_day)
        if self.minimum <= youngest and (self.maximum is None or oldest <= self.maximum):
            return Tri.YES
        return (
            Tri.NO if oldest < self.minimum or (self.maximum is not None and youngest > self.maximum) else Tri.UNKNOWN
        )


AGE_BANDS: Final[Mapping[str, AgeBand]] = MappingProxyType(
    {
        key: AgeBand(name=name, minimum=minimum, maximum=maximum, source=source)
        for key, name, minimum, maximum, source in (
            ("un-youth", "15 to 24 (UN)", 15, 24, "UN General Assembly resolution 36/28 (1981)"),
            ("un-young-people", "10 to 24 (UN)", 10, 24, "UNICEF, WHO, UNFPA: young people"),
            ("un-adolescent", "10 to 19 (UN)", 10, 19, "UNICEF, WHO, UNFPA: adolescents"),
            ("crc-child", "0 to 17 (CRC)", 0, 17, "Convention on the Rights of the Child, article 1"),
            ("africa-charter", "15 to 35 (African Union)", 15, 35, "African Youth Charter (2006)"),
            ("unscr-2250", "18 to 29 (UN)", 18, 29, "UN Security Council resolution 2250 (2015)"),
            ("mn-law", "15 to 34 (Mongolia)", 15, 34, "Mongolia, Law on Youth Development (18 May 2017)"),
            ("amnesty-2006", "14 to 25 (Amnesty)", 14, 25, "Amnesty International, ACT 76/003/2006"),
        )
    }
)
"""Definitions of youth in force somewhere, each with its source."""


class Ending(enum.Enum):
    """Why a period has no end date: it goes on, or its end is not known. The two are different facts."""

    ONGOING = "ongoing"
    UNKNOWN = "unknown"


def _partial(value: PartialDate | dt.date) -> PartialDate:
    return PartialDate.of(value) if value.__class__ is dt.date else value  # type: ignore[return-value]  # the class is checked


def _end(value: PartialDate | dt.date | Ending) -> PartialDate | Ending:
    return PartialDate.of(value) if value.__class__ is dt.date else value  # type: ignore[return-value]  # the class is checked


@frozen(repr=False)
class Period(Noun):
    """A stretch of time: `start` is its first day, `end` the first day after it (half-open).

    Both may be known to the month or year only. An end is a date, `Ending.ONGOING` or `Ending.UNKNOWN`. Every period
    has a day at least, which narrows what is left open: a period that begins on 15 June and ends in June holds 15 June.

    >>> import datetime as dt
    >>> camp = Period(dt.date(2022, 7, 1), dt.date(2022, 7, 8))
    >>> camp.holds(dt.date(2022, 7, 7)).value, camp.holds(dt.date(2022, 7, 8)).value
    ('yes', 'no')
    """

    start: PartialDate = field(converter=_partial, validator=is_a(PartialDate))
    end: PartialDate | Ending = field(converter=_end, validator=is_a(PartialDate, Ending))

    def __attrs_post_init__(self) -> None:
        if isinstance(self.end, PartialDate) and self.end.latest <= self.start.earliest:
            raise BrokenRule("end", "must be later than the start (the end is the first day after the period)")

    @classmethod
    def year(cls, year: int) -> Period:
        """Give a calendar year, known to the day.

        >>> str(Period.year(2022).end)
        '2023-01-01'
        """
        return cls(PartialDate(year, 1, 1), PartialDate(year + 1, 1, 1))

    def started(self, on: dt.date) -> Tri:
        """Say whether the period has begun by a day, that day included."""
        if self._latest_start <= on:
            return Tri.YES
        return Tri.NO if on < self.start.earliest else Tri.UNKNOWN

    def ended(self, on: dt.date) -> Tri:
        """Say whether the period is over on a day."""
        if self.end is Ending.ONGOING:
            return Tri.NO
        if isinstance(self.end, PartialDate):
            if self.end.latest <= on:
                return Tri.YES
            if on < self.end.earliest:
                return Tri.NO
        return Tri.NO if on <= self.start.earliest else Tri.UNKNOWN

    def holds(self, on: dt.date) -> Tri:
        """Say whether a day lies in the period."""
        return self.started(on) & ~self.ended(on)

    def covers(self, when: PartialDate) -> Tri:
        """Say whether a date, as far as it is known, lies in the period."""
        if self.holds(when.earliest) is Tri.YES and self.holds(when.latest) is Tri.YES:
            return Tri.YES
        outside = when.latest < self.start.earliest or self.ended(when.earliest) is Tri.YES
        return Tri.NO if outside else Tri.UNKNOWN

    def overlaps(self, other: Period) -> Tri:
        """Say whether the two share a day."""
        return ~(self._over_before(other) | other._over_before(self))

    @property
    def _latest_start(self) -> dt.date:
        """The last day on which it can begin: a day before it ends."""
        if isinstance(self.end, PartialDate) and self.end.latest <= self.start.latest:
            return self.end.latest - dt.timedelta(days=1)
        return self.start.latest

    def _over_before(self, other: Period) -> Tri:
        """Say whether it is over before another begins."""
        if self.ended(other.start.earliest) is Tri.YES:
            return Tri.YES
        return Tri.NO if self.ended(other._latest_start) is Tri.NO else Tri.UNKNOWN

    def __str__(self) -> str:
        return f"{self.start} to {self.end.value if isinstance(self.end, Ending) else f'before {self.end}'}"


# --- Answers ---------------------------------------------------------------------------------------------------------


@frozen
class Known(Generic[T_co]):
    """An answer that was given. `Known(frozenset())` says "none of these", which is an answer too."""

    value: T_co


@frozen(repr=False)
class Declined(Noun):
    """Asked, and the person preferred not to say."""


@frozen(repr=False)
class AskedUnknown(Noun):
    """Asked, and the person does not know."""


@frozen(repr=False)
class NotAsked(Noun):
    """Nobody asked."""


@frozen(repr=False)
class NotApplicable(Noun):
    """The question does not apply to this person, who stands outside the base of a share."""


@frozen(repr=False)
class Withheld(Noun):
    """There may be an answer, but not for this reader: no consent for the purpose, or left out of the file."""


Answer: TypeAlias = Known[T] | Declined | AskedUnknown | NotAsked | NotApplicable | Withheld
Missing: TypeAlias = Declined | AskedUnknown | NotAsked | NotApplicable | Withheld

MISSING: Final[Mapping[str, Missing]] = MappingProxyType(
    {
        "declined": Declined(),
        "asked-unknown": AskedUnknown(),
        "not-asked": NotAsked(),
        "not-applicable": NotApplicable(),
        "withheld": Withheld(),
    }
)
"""The answers that hold no value, by the word that stands for them in documents and spreadsheets."""


class Purpose(enum.Enum):
    """Why sensitive answers are used. A person consents to purposes, one by one."""

    STORE = "store"
    REPORT = "report"
    QUOTA = "quota"
    RESEARCH = "research"
    CARE = "care"
    CONTACT = "contact"
    PUBLICITY = "publicity"


class Sensitive(Generic[T]):
    """A value that does not get out by accident.

    It does not print, order, hash, pickle, iterate or serialise. Two wrapped values compare with each other, so that
    members are equal when they are; a wrapped value never equals a bare one. `reveal` is the one way in, and says why.

    >>> secret = Sensitive(Known(frozenset({"yes"})))
    >>> secret
    <sensitive>
    >>> secret.reveal(Purpose.REPORT)
    Known(value=frozenset({'yes'}))
    """

    __slots__ = ("__value",)

    def __init__(self, value: T) -> None:
        """Wrap a value; one that is wrapped already is refused."""
        if isinstance(value, Sensitive):
            raise WrongType("value", "must not be wrapped twice")
        object.__setattr__(self, "_Sensitive__value", value)

    def reveal(self, purpose: Purpose) -> T:
        """Give the value to somebody who says why.

        Raises:
            PurposeRequired: if the purpose is none of `Purpose`.
        """
        if purpose.__class__ is not Purpose:
            msg = "a sensitive value is revealed for a purpose, one of youthprog.Purpose"
            raise PurposeRequired(msg)
        return self.__value  # type: ignore[attr-defined,no-any-return]  # set around the frozen setter

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sensitive):
            return bool(self.__value == other.__value)  # type: ignore[attr-defined]  # set around the frozen setter
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]  # a hash could be looked up

    def __setattr__(self, name: str, value: object) -> NoReturn:
        msg = "a sensitive value cannot be changed"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        msg = "a sensitive value cannot be changed"
        raise AttributeError(msg)

    def __bool__(self) -> NoReturn:
        msg = "a sensitive value has no truth value"
        raise TypeError(msg)

    def __iter__(self) -> NoReturn:
        msg = "a sensitive value cannot be iterated"
        raise TypeError(msg)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        msg = "a sensitive value does not pickle; store it with exchange.dump and a purpose"
        raise TypeError(msg)

    def __getstate__(self) -> NoReturn:  # what `object` gives since Python 3.11 holds the value
        msg = "a sensitive value does not pickle; store it with exchange.dump and a purpose"
        raise TypeError(msg)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __repr__(self) -> str:
        return "<sensitive>"

    def __format__(self, spec: str) -> str:
        return "<sensitive>"


# --- People and attendances ------------------------------------------------------------------------------------------


@frozen(repr=False)
class People:
    """People, each once: adding unites, so that nobody counts twice.

    >>> len(People(["a", "b"]) + People(["b", "c"]))
    3
    """

    ids: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))

    def __add__(self, other: People) -> People:
        if not isinstance(other, People):
            return NotImplemented  # callers without a type checker
        return People(self.ids | other.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, member: object) -> bool:
        return member in self.ids

    def __repr__(self) -> str:
        return f"<{len(self.ids)} people>"


@frozen(repr=False)
class Attendances:
    """How often somebody took part; a person at three sessions attends three times. Not a number of people.

    >>> Attendances(3) + Attendances(4)
    <7 attendances>
    """

    count: int = field(default=0, validator=whole())

    def __add__(self, other: Attendances) -> Attendances:
        if not isinstance(other, Attendances):
            return NotImplemented  # callers without a type checker
        return Attendances(self.count + other.count)

    def __repr__(self) -> str:
        return f"<{self.count} attendances>"


# --- Texts and evidence ----------------------------------------------------------------------------------------------

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


def _texts(value: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        return value  # the validator refuses it
    return MappingProxyType({key: value[key] for key in sorted(value, key=str)})


def _languages(_: object, attribute: Any, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise WrongType(attribute.name, "must map languages to texts")
    if not value:
        raise BrokenRule(attribute.name, "must not be empty")
    for language, words in value.items():
        if language.__class__ is not str or _LANGUAGE.fullmatch(language) is None:
            raise BrokenRule(attribute.name, "must be keyed by BCP 47 language tags such as en or mn")
        text(None, attribute, words)


@frozen(repr=False)
class LocalisedText:
    """A text in one or more languages, by BCP 47 tag.

    >>> title = LocalisedText({"mn": "Нууц шүү за", "en": "It's our privacy"})
    >>> title.get("mn"), str(title)
    ('Нууц шүү за', "It's our privacy")
    """

    texts: Mapping[str, str] = field(converter=_texts, validator=_languages, hash=False)

    def get(self, language: str) -> str:
        """Give the text in a language, else in English, else in the first language by tag."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))

    def __str__(self) -> str:
        return self.get("en")

    def __hash__(self) -> int:
        return hash(tuple(self.texts.items()))

    def __repr__(self) -> str:
        return f"LocalisedText({dict(self.texts)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return LocalisedText, (dict(self.texts),)


@frozen(kw_only=True, repr=False)
class Evidence(Noun):
    """Where a fact comes from."""

    citation: str = field(validator=text)
    kind: str = field(default="", validator=label)
    date: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))
    obtained_by: str = field(default="", validator=label)


# --- Places ----------------------------------------------------------------------------------------------------------


def _degrees(bound: int) -> Any:
    def check(_: object, attribute: Any, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise WrongType(attribute.name, "must be a number of degrees")
        if not -bound <= value <= bound:
            raise BrokenRule(attribute.name, f"must be between -{bound} and {bound} degrees")

    return check


@frozen(repr=False)
class GeoPoint(Noun):
    """A point on the globe in degrees (WGS 84)."""

    latitude: float = field(validator=_degrees(90))
    longitude: float = field(validator=_degrees(180))


def _kilometres(_: object, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongType(attribute.name, "must be a number")
    if not 0 <= value < math.inf:
        raise BrokenRule(attribute.name, "must be finite and not negative")


class DistanceKind(enum.Enum):
    """What a number of kilometres measures."""

    GREAT_CIRCLE = "great-circle"
    ROAD = "road"
    STATED = "stated"


@frozen(kw_only=True, order=False, repr=False)
class Distance(Noun):
    """Kilometres of one kind between two named places, with their source.

    Distances of different kinds do not compare: 1,000 km by road is not further than 900 km as the crow flies.
    """

    kilometres: float = field(validator=_kilometres)
    kind: DistanceKind = field(validator=is_a(DistanceKind))
    origin: str = field(validator=text)
    destination: str = field(validator=text)
    source: str = field(default="", validator=label)

    def __lt__(self, other: Distance) -> bool:
        if not isinstance(other, Distance):
            return NotImplemented  # callers without a type checker
        if other.kind is not self.kind:
            raise WrongType("kind", "must be the same for distances to compare")
        return self.kilometres < other.kilometres


EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the Earth (International Union of Geodesy and Geophysics)."""


def great_circle(
    origin: GeoPoint, destination: GeoPoint, *, between: tuple[str, str] = ("origin", "destination")
) -> Distance:
    """Measure the great-circle distance by the haversine formula on a sphere of the Earth's mean radius.

    Args:
        origin: one point.
        destination: the other.
        between: what the two places are called.

    Returns:
        A `Distance` of kind great-circle; within 0.6 % of the distance on the ellipsoid.

    >>> ulaanbaatar, uliastai = GeoPoint(47.90771, 106.88324), GeoPoint(47.74167, 96.84444)
    >>> round(great_circle(ulaanbaatar, uliastai).kilometres, 2)
    749.16
    """
    a, b = math.radians(origin.latitude), math.radians(destination.latitude)
    across = math.radians(destination.longitude - origin.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return Distance(
        kilometres=2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half))),
        kind=DistanceKind.GREAT_CIRCLE,
        origin=between[0],
        destination=between[1],
        source="haversine on a sphere of radius 6371.0088 km",
    )


@frozen(kw_only=True, repr=False)
class Region(Noun):
    """A region with its codes and the names people write.

    Attributes:
        code: the ISO 3166-2 code, such as `MN-057`.
        name: the name in one or more languages.
        national_code: the code of the national statistical office.
        aliases: other spellings.
        parent: the code of the region it lies in.
        seat: where its administration sits; distances to a region are measured to its seat.
        population: people counted, with the source in `source`.
    """

    code: str = field(validator=text)
    name: LocalisedText = field(validator=is_a(LocalisedText))
    national_code: str = field(default="", validator=label)
    aliases: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    parent: str | None = field(default=None, validator=maybe(text))
    seat: GeoPoint | None = field(default=None, validator=maybe(is_a(GeoPoint)))
    population: int | None = field(default=None, validator=maybe(whole()))
    source: str = field(default="", validator=label)

    def is_called(self, words: str) -> bool:
        """Say whether this is one of the region's names or codes; case, accents' encoding and `MN-` play no part.

        >>> zavkhan = Region(code="MN-057", name=LocalisedText({"en": "Zavkhan", "mn": "Завхан"}),
        ...                  national_code="81", aliases={"Dzavhan"})
        >>> [zavkhan.is_called(words) for words in ("ZAVKHAN", "Dzavhan", "Завхан", "057", "81", "Uvs")]
        [True, True, True, True, True, False]
        """
        wanted = _folded(words)
        names = (self.code, self.code.partition("-")[2], self.national_code, *self.name.texts.values(), *self.aliases)
        return bool(wanted) and any(_folded(name) == wanted for name in names)


def _folded(words: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", words).casefold()).strip()


def find_region(regions: Iterable[Region], words: str) -> Region:
    """Find the one region of that name or code.

    Raises:
        DanglingReference: if none is called so, or more than one.
    """
    found = [region for region in regions if region.is_called(words)]
    if len(found) != 1:
        raise DanglingReference("region", "must name one region" if found else "must be a region's name or code")
    return found[0]


@frozen(kw_only=True, repr=False)
class Place(Noun):
    """Where somebody lives or something happens.

    Attributes:
        region: the code of a `Region`.
        settlement: the class of the settlement as `scheme:code`, stored and never guessed: `degurba:3` (rural areas),
            `mn:soum` (a district's centre).
        locality: its name.
        point: where it is.
    """

    region: str | None = field(default=None, validator=maybe(text))
    settlement: str | None = field(default=None, validator=maybe(text))
    locality: str = field(default="", validator=label)
    point: GeoPoint | None = field(default=None, validator=maybe(is_a(GeoPoint)))


@frozen(kw_only=True, repr=False)
class RuralDefinition(Noun):
    """What counts as rural: certain classes of settlement, or every region but some.

    Mongolia's statistical office finds 28.8 % of the population rural in 2024; "outside the capital" makes it 53.3 %.
    So a definition is always named, and results carry it.

    >>> outside = RuralDefinition(name="outside the capital", urban_regions={"MN-1"})
    >>> outside.holds(Place(region="MN-057")).value, outside.holds(Place(settlement="mn:soum")).value
    ('yes', 'unknown')
    """

    name: str = field(validator=text)
    settlements: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    urban_regions: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    source: str = field(default="", validator=label)

    def __attrs_post_init__(self) -> None:
        if bool(self.settlements) == bool(self.urban_regions):
            raise BrokenRule("settlements", "must be given, or urban_regions, and not both")

    def holds(self, place: Place | None) -> Tri:
        """Say whether a place is rural; unknown where the place lacks what the definition asks for.

        A class of another scheme is no answer: `mn:soum` does not say what a place is under `degurba`.
        """
        if place is None:
            return Tri.UNKNOWN
        if self.settlements:
            if place.settlement is None or _scheme(place.settlement) not in map(_scheme, self.settlements):
                return Tri.UNKNOWN
            return Tri.of(place.settlement in self.settlements)
        return Tri.UNKNOWN if place.region is None else Tri.of(place.region not in self.urban_regions)


def _scheme(settlement: str) -> str:
    return settlement.rpartition(":")[0]
