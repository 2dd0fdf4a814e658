"""Days, dates known in part, ages and periods."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache

from hypothesis import strategies as st

from youthprog.testing._words import FIRST, LAST, labels, texts
from youthprog.values import AGE_BANDS, AgeBand, Birth, Ending, Evidence, PartialDate, Period, ReportedAge


@lru_cache(maxsize=1024)
def _days(first: dt.date, last: dt.date) -> st.SearchStrategy[dt.date]:
    februaries = [
        dt.date(year, 3, 1) - dt.timedelta(days=back) for year in range(first.year, last.year + 1) for back in (1, 2)
    ]
    special = [day for day in februaries if first <= day <= last]
    plain = st.dates(first, last)
    return st.one_of(plain, st.sampled_from(special)) if special else plain


_COINS, _WAITS = st.booleans(), st.integers(0, 4000)
_PRECISION = st.sampled_from([3, 3, 2, 1])


def days(*, first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[dt.date]:
    """A calendar day; the last of February more often than by chance."""
    return _days(first, last)


@st.composite
def _coarse(draw: st.DrawFn, day: dt.date) -> PartialDate:
    """Know a day to the day, the month or the year only."""
    return PartialDate(*(day.year, day.month, day.day)[: draw(_PRECISION)])


def partial_dates(*, first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[PartialDate]:
    """A date known to the day, the month or the year, which may be a day of that stretch."""
    return days(first=first, last=last).flatmap(_coarse)


@cache
def reported_ages() -> st.SearchStrategy[ReportedAge]:
    """An age somebody gave when asked."""
    return st.builds(ReportedAge, st.integers(0, 100), asked_on=days())


@cache
def _births(first: dt.date, last: dt.date) -> st.SearchStrategy[Birth]:
    return st.one_of(
        partial_dates(first=first, last=last),
        st.builds(ReportedAge, st.integers(0, 40), asked_on=days(first=first, last=last)),
    )


def births(*, first: dt.date = FIRST, last: dt.date = dt.date(2012, 12, 31)) -> st.SearchStrategy[Birth]:
    """A date of birth as far as it is known, or a reported age."""
    return _births(first, last)


@st.composite
def periods(draw: st.DrawFn, *, first: dt.date = FIRST, last: dt.date = LAST) -> Period:
    """A stretch of time with any kind of end."""
    (period,) = draw(successions(first=first, last=last, min_size=1, max_size=1))
    return period


@st.composite
def successions(
    draw: st.DrawFn, *, first: dt.date = FIRST, last: dt.date = LAST, min_size: int = 0, max_size: int = 3
) -> tuple[Period, ...]:
    """Periods in order and apart, possibly touching; the last may go on."""
    number = draw(st.integers(min_size, max_size))
    ends = sorted(draw(st.lists(days(first=first, last=last), min_size=2 * number, max_size=2 * number, unique=True)))
    made: list[Period] = []
    for i in range(number):
        start, end = draw(_coarse(ends[2 * i])), draw(_coarse(ends[2 * i + 1]))
        if i and draw(st.booleans()) and isinstance(made[-1].end, PartialDate):
            start = made[-1].end
        open_ends = [Ending.UNKNOWN, Ending.ONGOING] if i == number - 1 else [Ending.UNKNOWN]
        made.append(Period(start, draw(st.one_of(st.just(end), st.just(end), st.sampled_from(open_ends)))))
    return tuple(made)


@cache
def age_bands() -> st.SearchStrategy[AgeBand]:
    """A definition of an age group."""
    made = st.builds(
        lambda name, ages, bounded, source: AgeBand(
            name=name, minimum=min(ages), maximum=max(ages) if bounded else None, source=source
        ),
        texts(),
        st.tuples(st.integers(0, 60), st.integers(0, 60)),
        st.booleans(),
        labels(),
    )
    return st.one_of(st.sampled_from(list(AGE_BANDS.values())), made)


@cache
def evidence() -> st.SearchStrategy[Evidence]:
    """Where a fact comes from."""
    return st.builds(Evidence, citation=texts(), kind=labels(), date=st.none() | partial_dates(), obtained_by=labels())
