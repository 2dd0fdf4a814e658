"""Partial dates, ages, age bands and periods. Nothing here reads the clock."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

from youthprog._checks import Noun, a_date, day, is_a, label, maybe, text, whole
from youthprog.errors import BrokenRule, WrongType
from youthprog.values._logic import Tri

if TYPE_CHECKING:
    from collections.abc import Mapping


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
        WrongType: if a day is no date, or the rule no `LeapDay`, such as its word.

    >>> import datetime as dt
    >>> born, day = dt.date(2004, 2, 29), dt.date(2022, 2, 28)
    >>> age_on(born, on=day, leap_day=LeapDay.MAR_1), age_on(born, on=day, leap_day=LeapDay.FEB_28)
    (17, 18)
    """
    if leap_day.__class__ is not LeapDay:
        raise WrongType("leap_day", "must be a LeapDay")
    if not birth.__class__ is on.__class__ is dt.date:  # whoever is counted is asked: one look where all is well
        a_date(birth, field="birth")
        a_date(on)
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
        a_date(day, field="day")
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
        """Say whether the period has begun by a day, that day included.

        Raises:
            WrongType: if the day is no date.
        """
        a_date(on)
        if self._latest_start <= on:
            return Tri.YES
        return Tri.NO if on < self.start.earliest else Tri.UNKNOWN

    def ended(self, on: dt.date) -> Tri:
        """Say whether the period is over on a day.

        Raises:
            WrongType: if the day is no date.
        """
        a_date(on)
        if self.end is Ending.ONGOING:
            return Tri.NO
        if isinstance(self.end, PartialDate):
            if self.end.latest <= on:
                return Tri.YES
            if on < self.end.earliest:
                return Tri.NO
        return Tri.NO if on <= self.start.earliest else Tri.UNKNOWN

    def holds(self, on: dt.date) -> Tri:
        """Say whether a day lies in the period.

        Raises:
            WrongType: if the day is no date.
        """
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
