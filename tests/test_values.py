"""Laws of the values.

- Logic: `Tri` is strong Kleene logic, a lattice with an involution, and has no truth value.
- Ages: for every birth and day, under each leap-day rule, the age is what an independent rule counts; a reported age
  stands for exactly the births that have it; a band answers what trying every possible birthday answers.
- Dates and periods: a date known in part stands for its days, and every answer about it is the one that trying all its
  days gives. Only what is written as a date is read as one.
- Sealed values: nothing prints, orders, hashes, pickles, iterates or serialises them.
- People unite, attendances add, and the two never mix.
- Places: one region whatever it is called; distances of one kind compare, of two kinds do not.
"""

import copy
import csv
import datetime as dt
import io
import itertools
import json
import logging
import math
import operator
import pickle
import pprint
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from youthprog.errors import BrokenRule, DanglingReference, Problem, PurposeRequired, WrongType
from youthprog.values import (
    AGE_BANDS,
    EARTH_RADIUS_KM,
    MISSING,
    AgeBand,
    AskedUnknown,
    Attendances,
    Birth,
    Declined,
    Distance,
    DistanceKind,
    Ending,
    Evidence,
    GeoPoint,
    Interval,
    Known,
    LeapDay,
    LocalisedText,
    NotApplicable,
    NotAsked,
    PartialDate,
    People,
    Period,
    Place,
    Purpose,
    Region,
    ReportedAge,
    RuralDefinition,
    Sensitive,
    Tri,
    Withheld,
    age_on,
    find_region,
    great_circle,
)

CANARY = "canary-7f3a"
A_DAY = dt.timedelta(days=1)
EIGHT_YEARS = [dt.date(2019, 1, 1) + i * A_DAY for i in range(2922)]
LEAP_CYCLE = EIGHT_YEARS[:1461]

tris = st.sampled_from(Tri)
rules = st.sampled_from(LeapDay)


def days_from(first: dt.date, last: dt.date) -> list[dt.date]:
    return [dt.date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def days_of(date: PartialDate) -> list[dt.date]:
    return days_from(date.earliest, date.latest)


def verdict(outcomes: Iterable[bool]) -> Tri:
    """Say yes if all outcomes are true, no if all are false, else unknown."""
    seen = set()
    for outcome in outcomes:
        seen.add(outcome)
        if len(seen) == 2:
            return Tri.UNKNOWN
    return Tri.of(seen.pop())


def dates_known_to(grains: Iterable[int], low: dt.date = dt.date.min, high: dt.date = dt.date.max) -> Any:
    """Dates of which the first one, two or three parts are known."""
    return st.builds(
        lambda day, grain: PartialDate(*(day.year, day.month, day.day)[:grain]),
        st.dates(low, high),
        st.sampled_from(tuple(grains)),
    )


partial_dates = dates_known_to((1, 2, 3))


# --- Logic -----------------------------------------------------------------------------------------------------------

TWO = list(itertools.product(Tri, repeat=2))
THREE = list(itertools.product(Tri, repeat=3))


def test_and_is_the_least_and_or_the_greatest_of_no_unknown_yes() -> None:
    rank = {Tri.NO: 0, Tri.UNKNOWN: 1, Tri.YES: 2}
    assert [min(pair, key=rank.__getitem__) for pair in TWO] == [a & b for a, b in TWO]
    assert [max(pair, key=rank.__getitem__) for pair in TWO] == [a | b for a, b in TWO]


def test_and_and_or_commute_associate_absorb_and_distribute() -> None:
    for a, b, c in THREE:
        assert (a & b, a | b) == (b & a, b | a)
        assert (a & (b & c), a | (b | c)) == ((a & b) & c, (a | b) | c)
        assert (a & (a | b), a | (a & b)) == (a, a)
        assert (a & (b | c), a | (b & c)) == ((a & b) | (a & c), (a | b) & (a | c))


def test_de_morgan_holds_and_not_not_is_nothing() -> None:
    for a, b in TWO:
        assert (~(a & b), ~(a | b)) == (~a | ~b, ~a & ~b)
        assert a is ~~a


def test_yes_and_no_are_the_neutral_answers() -> None:
    for a in Tri:
        assert (a & Tri.YES, a | Tri.NO, a & Tri.NO, a | Tri.YES) == (a, a, Tri.NO, Tri.YES)


def test_an_answer_and_its_opposite_may_both_be_unknown() -> None:
    unknown = Tri.UNKNOWN
    assert (unknown & ~unknown, unknown | ~unknown) == (unknown, unknown)


@given(st.lists(tris))
def test_any_and_all_are_de_morgan_duals_and_fold_or_and_and(answers: list[Tri]) -> None:
    assert Tri.any(answers) is ~Tri.all(~answer for answer in answers)
    expected = Tri.YES if Tri.YES in answers else Tri.UNKNOWN if Tri.UNKNOWN in answers else Tri.NO
    assert expected is Tri.any(answers)


def test_any_of_none_is_no_and_all_of_none_is_yes() -> None:
    assert (Tri.any([]), Tri.all([])) == (Tri.NO, Tri.YES)


def test_true_is_yes_and_false_is_no() -> None:
    assert (Tri.of(True), Tri.of(False)) == (Tri.YES, Tri.NO)


@pytest.mark.parametrize("answer", Tri)
def test_no_answer_has_a_truth_value(answer: Tri) -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(answer)
    with pytest.raises(TypeError, match="no truth value"):
        _ = not answer


@pytest.mark.parametrize("answer", Tri)
@pytest.mark.parametrize("truth", [True, False])
@pytest.mark.parametrize("combine", [operator.and_, operator.or_])
def test_a_truth_value_is_no_answer(answer: Tri, truth: bool, combine: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        combine(answer, truth)
    with pytest.raises(TypeError, match="unsupported operand"):
        combine(truth, answer)


@pytest.mark.parametrize("answer", Tri)
def test_an_answer_survives_pickling_as_itself(answer: Tri) -> None:
    assert answer is pickle.loads(pickle.dumps(answer))  # noqa: S301  # our own bytes


def test_an_interval_holds_its_ends() -> None:
    interval = Interval(0.25, 0.5)
    assert [x in interval for x in (0.2, 0.25, 0.3, 0.5, 0.6)] == [False, True, True, True, False]


# --- Ages ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_with_birthdays_on_1_march_ages_follow_the_tuple_rule_on_every_birth_and_day_over_eight_years() -> None:
    keys = [(day.year, (day.month, day.day)) for day in EIGHT_YEARS]
    rule = LeapDay.MAR_1
    for i, birth in enumerate(EIGHT_YEARS):
        year, month_day = keys[i]
        expected = [on_year - year - (on_month_day < month_day) for on_year, on_month_day in keys[i:]]
        assert expected == [age_on(birth, on=on, leap_day=rule) for on in EIGHT_YEARS[i:]]


@pytest.mark.slow
def test_with_birthdays_on_28_february_ages_follow_relativedelta_on_every_birth_and_day_over_eight_years() -> None:
    """All 4,270,503 pairs are compared.

    `relativedelta(on, birth).years` takes too long for so many, so its birthdays are taken instead: the age on a day is
    the largest n with `birth + relativedelta(years=n)` not later than that day. The next test compares with
    `relativedelta(on, birth).years` itself wherever a leap day is near.
    """
    rule = LeapDay.FEB_28
    last = EIGHT_YEARS[-1]
    for i, birth in enumerate(EIGHT_YEARS):
        expected: list[int] = []
        for age in range(9):
            birthday, next_birthday = birth + relativedelta(years=age), birth + relativedelta(years=age + 1)
            expected += [age] * (min(next_birthday, last + A_DAY) - birthday).days
        assert expected == [age_on(birth, on=on, leap_day=rule) for on in EIGHT_YEARS[i:]]


@pytest.mark.slow
def test_near_leap_days_ages_are_the_years_of_relativedelta() -> None:
    near = [day for day in EIGHT_YEARS if (2, 27) <= (day.month, day.day) <= (3, 2)]
    pairs = [(birth, on) for birth in near for on in EIGHT_YEARS] + [
        (birth, on) for birth in EIGHT_YEARS for on in near
    ]
    for birth, on in pairs:
        if birth <= on:
            assert relativedelta(on, birth).years == age_on(birth, on=on, leap_day=LeapDay.FEB_28)


@given(st.dates(), st.dates())
def test_the_two_leap_day_rules_differ_only_for_leap_day_births_on_28_february(one: dt.date, other: dt.date) -> None:
    birth, on = sorted((one, other))
    strict, early = (age_on(birth, on=on, leap_day=rule) for rule in (LeapDay.MAR_1, LeapDay.FEB_28))
    special = (birth.month, birth.day, on.month, on.day) == (2, 29, 2, 28) and (on + A_DAY).month == 3
    assert special == early - strict


@pytest.mark.parametrize(
    ("birth", "on", "march", "february"),
    [
        (dt.date(2004, 2, 29), dt.date(2022, 2, 28), 17, 18),
        (dt.date(2004, 2, 29), dt.date(2022, 3, 1), 18, 18),
        (dt.date(2004, 2, 29), dt.date(2024, 2, 28), 19, 19),
        (dt.date(2004, 2, 29), dt.date(2024, 2, 29), 20, 20),
        (dt.date(2003, 3, 1), dt.date(2024, 2, 29), 20, 20),
        (dt.date(1896, 2, 29), dt.date(1900, 2, 28), 3, 4),
        (dt.date(2022, 7, 1), dt.date(2022, 7, 1), 0, 0),
    ],
)
def test_ages_by_the_leap_day_rule(birth: dt.date, on: dt.date, march: int, february: int) -> None:
    ages = tuple(age_on(birth, on=on, leap_day=rule) for rule in (LeapDay.MAR_1, LeapDay.FEB_28))
    assert (march, february) == ages


@pytest.mark.parametrize("rule", LeapDay)
def test_nobody_has_an_age_before_birth(rule: LeapDay) -> None:
    with pytest.raises(BrokenRule, match="birth: must not be later than the day of the question") as caught:
        age_on(dt.date(2004, 2, 29), on=dt.date(2004, 2, 28), leap_day=rule)
    assert "2004" not in str(caught.value)


def test_a_leap_day_rule_is_never_taken_from_its_word() -> None:
    word: Any = "feb-28"
    with pytest.raises(WrongType, match="leap_day: must be a LeapDay"):
        age_on(dt.date(2004, 2, 29), on=dt.date(2022, 2, 28), leap_day=word)
    with pytest.raises(WrongType, match="leap_day: must be a LeapDay"):
        ReportedAge(17, dt.date(2022, 2, 28)).born_between(word)


@pytest.mark.parametrize("rule", LeapDay)
def test_a_reported_age_stands_for_exactly_the_births_that_have_it_on_every_day_of_a_leap_cycle(rule: LeapDay) -> None:
    for asked_on, age in itertools.product(LEAP_CYCLE, (0, 1, 2, 3, 4, 17, 18, 19, 20)):
        first, last = ReportedAge(age, asked_on).born_between(rule)
        ages = [age_on(day, on=asked_on, leap_day=rule) for day in (first - A_DAY, first, last)]
        assert [age + 1, age, age] == ages
        if age:
            assert age - 1 == age_on(last + A_DAY, on=asked_on, leap_day=rule)
        else:
            assert asked_on == last


@given(st.integers(0, 129), st.dates(dt.date(132, 1, 1)), rules)
def test_reported_ages_part_the_calendar_without_gap_or_overlap(age: int, asked_on: dt.date, rule: LeapDay) -> None:
    first, last = ReportedAge(age, asked_on).born_between(rule)
    assert first <= last
    assert first - A_DAY == ReportedAge(age + 1, asked_on).born_between(rule)[1]


@pytest.mark.parametrize(
    ("age", "error"), [(-1, BrokenRule), (131, BrokenRule), (True, WrongType), (19.0, WrongType), ("19", WrongType)]
)
def test_a_reported_age_is_a_plausible_whole_number(age: Any, error: type[Problem]) -> None:
    with pytest.raises(error, match="age: must be"):
        ReportedAge(age, dt.date(2022, 7, 1))


def test_a_reported_age_was_reported_on_a_day() -> None:
    moment: Any = dt.datetime(2022, 7, 1, tzinfo=dt.UTC)
    with pytest.raises(WrongType, match="asked_on: must be a date"):
        ReportedAge(19, moment)


@given(st.integers(0, 130), st.dates(dt.date.min, dt.date(140, 12, 31)), rules)
def test_a_reported_age_lies_in_the_calendar_or_is_refused(age: int, asked_on: dt.date, rule: LeapDay) -> None:
    if asked_on.year > age + 1:
        first, last = ReportedAge(age, asked_on).born_between(rule)
        assert first <= last
    else:
        with pytest.raises(BrokenRule, match="asked_on: must be late enough"):
            ReportedAge(age, asked_on)


# --- Age bands -------------------------------------------------------------------------------------------------------

births: st.SearchStrategy[Birth] = st.one_of(
    dates_known_to((1, 2, 3), dt.date(1990, 1, 1), dt.date(2023, 12, 31)),
    dates_known_to((1, 2, 3), dt.date(2003, 12, 1), dt.date(2004, 12, 31)),
    st.builds(ReportedAge, st.integers(0, 30), st.dates(dt.date(2018, 1, 1), dt.date(2026, 12, 31))),
)
reference_days = st.dates(dt.date(2003, 12, 1), dt.date(2026, 12, 31)) | st.sampled_from(
    [day for day in EIGHT_YEARS if (day.month, day.day) in {(1, 1), (2, 28), (2, 29), (3, 1), (12, 31)}]
)


@st.composite
def age_bands(draw: st.DrawFn) -> AgeBand:
    minimum = draw(st.integers(0, 25))
    return AgeBand(name="band", minimum=minimum, maximum=draw(st.none() | st.integers(minimum, 26)))


def possible_births(birth: Birth, rule: LeapDay) -> list[dt.date]:
    """Every day somebody may be born on, found without `born_between`."""
    if isinstance(birth, PartialDate):
        return days_of(birth)
    year = birth.asked_on.year - birth.age
    days = days_from(dt.date(year - 2, 1, 1), min(dt.date(year + 1, 1, 1), birth.asked_on))
    return [day for day in days if age_on(day, on=birth.asked_on, leap_day=rule) == birth.age]


@settings(deadline=None)  # tries every day
@given(age_bands(), births, reference_days, rules)
def test_a_band_answers_what_trying_every_possible_birthday_answers(
    band: AgeBand, birth: Birth, on: dt.date, rule: LeapDay
) -> None:
    ages = {age_on(day, on=on, leap_day=rule) for day in possible_births(birth, rule) if day <= on}
    expected = verdict(band.holds(age) for age in ages) if ages else Tri.NO
    assert expected is band.holds_born(birth, on=on, leap_day=rule)


@settings(deadline=None)  # tries every day
@given(births, rules)
def test_a_birth_stands_for_the_days_between_its_first_and_last(birth: Birth, rule: LeapDay) -> None:
    assert days_from(*birth.born_between(rule)) == possible_births(birth, rule)


@given(age_bands(), st.integers(0, 150))
def test_a_band_holds_its_ends_and_what_lies_between(band: AgeBand, age: int) -> None:
    top = 150 if band.maximum is None else band.maximum
    assert (age in range(band.minimum, top + 1)) == band.holds(age)


def test_without_a_birth_nothing_is_known_of_the_age() -> None:
    band = AgeBand(name="everybody")
    assert band.holds_born(None, on=dt.date(2022, 1, 1), leap_day=LeapDay.MAR_1) is Tri.UNKNOWN


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2021, 12, 31), Tri.NO),
        (dt.date(2022, 1, 1), Tri.UNKNOWN),
        (dt.date(2022, 12, 30), Tri.UNKNOWN),
        (dt.date(2022, 12, 31), Tri.YES),
    ],
)
def test_born_in_2004_one_comes_of_age_some_day_of_2022(on: dt.date, expected: Tri) -> None:
    adult = AgeBand(name="adult", minimum=18)
    assert expected is adult.holds_born(PartialDate(2004), on=on, leap_day=LeapDay.MAR_1)


def test_born_in_february_2004_one_is_certainly_18_on_28_february_2022_only_under_the_early_rule() -> None:
    adult, on = AgeBand(name="adult", minimum=18), dt.date(2022, 2, 28)
    answers = [adult.holds_born(PartialDate(2004, 2), on=on, leap_day=rule) for rule in (LeapDay.MAR_1, LeapDay.FEB_28)]
    assert answers == [Tri.UNKNOWN, Tri.YES]


def test_somebody_not_born_yet_is_in_no_band() -> None:
    band = AgeBand(name="everybody")
    assert band.holds_born(PartialDate(2023), on=dt.date(2022, 1, 1), leap_day=LeapDay.MAR_1) is Tri.NO


def test_every_band_in_force_somewhere_names_its_source_and_its_ages() -> None:
    ages = {name: (band.minimum, band.maximum) for name, band in AGE_BANDS.items()}
    expected = {
        "un-youth": (15, 24),
        "un-young-people": (10, 24),
        "un-adolescent": (10, 19),
        "crc-child": (0, 17),
        "africa-charter": (15, 35),
        "unscr-2250": (18, 29),
        "mn-law": (15, 34),
        "amnesty-2006": (14, 25),
    }
    assert expected == ages
    assert all(band.source for band in AGE_BANDS.values())


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"minimum": 25, "maximum": 24}, "maximum: must not be below the minimum"),
        ({"minimum": -1}, "minimum: must be at least 0"),
        ({"maximum": 200}, "maximum: must be at least 0 and at most 150"),
        ({"minimum": 15.0}, "minimum: must be a whole number"),
        ({"name": ""}, "name: must not be empty"),
    ],
)
def test_an_age_band_goes_from_a_lower_to_a_higher_age(fields: dict[str, Any], rule: str) -> None:
    given_fields: dict[str, Any] = {"name": "band", **fields}
    with pytest.raises(Problem, match=rule):
        AgeBand(**given_fields)


# --- Dates known in part ---------------------------------------------------------------------------------------------


@given(partial_dates)
def test_a_date_reads_back_as_it_is_written(date: PartialDate) -> None:
    assert date == PartialDate.parse(str(date))
    assert hash(date) == hash(PartialDate.parse(str(date)))


@given(partial_dates)
def test_a_date_survives_pickling_and_copying(date: PartialDate) -> None:
    back = pickle.loads(pickle.dumps(date))  # noqa: S301  # our own bytes
    for again in (back, copy.deepcopy(date), attrs.evolve(date)):
        assert (date, date.earliest, date.latest) == (again, again.earliest, again.latest)


@given(partial_dates)
def test_a_date_shows_how_to_make_it(date: PartialDate) -> None:
    assert f"PartialDate.parse('{date}')" == repr(date)


@given(st.dates())
def test_a_date_known_to_the_day_is_written_as_iso_and_stands_for_that_day(day: dt.date) -> None:
    date = PartialDate.of(day)
    assert (day.isoformat(), day, day) == (str(date), date.earliest, date.latest)


@given(partial_dates, st.dates())
def test_a_date_stands_for_the_days_that_begin_like_it(date: PartialDate, day: dt.date) -> None:
    assert (date.earliest <= day <= date.latest) == day.isoformat().startswith(str(date))


@pytest.mark.parametrize(
    "text",
    [
        "20200229",
        "2020-W10-1",
        "2020-060",
        "２０２０-02-03",
        "2020-02-０3",
        "2020-2-3",
        "2020-02-3",
        " 2020",
        "2020 ",
        "2020-02-03\n",
        "2020-02-03T00:00",
        "2020/02/03",
        "03.02.2020",
        "20",
        "",
        "-2020",
        "+2020",
        "20200",
        "2020-",
        "٢٠٢٠",
    ],
)
def test_what_is_not_written_as_a_date_is_not_read_as_one(text: str) -> None:
    with pytest.raises(BrokenRule) as caught:
        PartialDate.parse(text)
    assert str(caught.value) == "date: must read YYYY, YYYY-MM or YYYY-MM-DD"


@pytest.mark.parametrize("text", ["2021-02-29", "1900-02-29", "2020-02-30", "2020-04-31", "2020-13", "2020-00", "0000"])
def test_a_day_that_does_not_exist_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BrokenRule) as caught:
        PartialDate.parse(text)
    assert text not in str(caught.value)
    assert caught.value.field in {"year", "month", "day"}


@given(st.integers(-1, 10001), st.none() | st.integers(-1, 14), st.none() | st.integers(-1, 33))
def test_a_date_exists_exactly_when_the_calendar_has_it(year: int, month: int | None, day: int | None) -> None:
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
        exists = month is not None or day is None
    except ValueError:
        exists = False
    if exists:
        assert (year, month, day) == attrs.astuple(PartialDate(year, month, day))[:3]
    else:
        with pytest.raises(BrokenRule):
            PartialDate(year, month, day)


@pytest.mark.parametrize("parts", [("2020",), (2020.0,), (True,), (None,), (2020, "2"), (2020, 2, True)])
def test_the_parts_of_a_date_are_whole_numbers(parts: Any) -> None:
    with pytest.raises((WrongType, TypeError)):
        PartialDate(*parts)


@pytest.mark.parametrize("text", [2020, None, b"2021", dt.date(2020, 2, 3)])
def test_a_date_is_read_from_text(text: Any) -> None:
    with pytest.raises(WrongType, match="date: must be text"):
        PartialDate.parse(text)


@pytest.mark.parametrize("day", [dt.datetime(2020, 2, 3, tzinfo=dt.UTC), "2020-02-03", PartialDate(2020)])
def test_only_a_day_is_a_day(day: Any) -> None:
    with pytest.raises(WrongType, match="day: must be a date"):
        PartialDate.of(day)


def test_a_year_is_not_its_first_day() -> None:
    assert PartialDate(2004) != PartialDate(2004, 1)
    assert PartialDate(2004, 1) != PartialDate(2004, 1, 1)


def test_dates_do_not_sort_by_accident() -> None:
    with pytest.raises(TypeError):
        _ = PartialDate(2004) < PartialDate(2005)  # type: ignore[operator]


near_dates = dates_known_to((1, 2, 3), dt.date(2003, 11, 20), dt.date(2004, 4, 10))


@settings(deadline=None)  # tries every day
@given(near_dates, near_dates)
def test_before_answers_what_trying_all_days_answers(one: PartialDate, other: PartialDate) -> None:
    expected = verdict(a < b for a, b in itertools.product(days_of(one), days_of(other)))
    assert expected is one.before(other)


@given(near_dates, near_dates, near_dates)
def test_certainly_before_is_a_strict_partial_order(a: PartialDate, b: PartialDate, c: PartialDate) -> None:
    assert a.before(a) is not Tri.YES
    if a.before(b) is Tri.YES:
        assert b.before(a) is Tri.NO
        if b.before(c) is Tri.YES:
            assert a.before(c) is Tri.YES


# --- Periods ---------------------------------------------------------------------------------------------------------

NEVER = dt.date(2006, 1, 1)
"""Later than every day these tests ask about."""


@st.composite
def periods(draw: st.DrawFn, grains: tuple[int, ...] = (2, 3, 3)) -> Period:
    dates = dates_known_to(grains, dt.date(2004, 1, 20), dt.date(2004, 3, 10))
    start = draw(dates)
    end = draw(dates | st.sampled_from(Ending))
    assume(isinstance(end, Ending) or start.earliest < end.latest)
    return Period(start, end)


def spans(period: Period, horizon: dt.date = NEVER) -> Iterator[tuple[int, int]]:
    """Every first day and first day after that a period may have; it has a day at least."""
    starts = [day.toordinal() for day in days_of(period.start)]
    if isinstance(period.end, PartialDate):
        ends = [day.toordinal() for day in days_of(period.end)]
    elif period.end is Ending.ONGOING:
        ends = [NEVER.toordinal()]
    else:
        ends = [*range(starts[0] + 1, horizon.toordinal()), NEVER.toordinal()]
    return ((start, end) for start in starts for end in ends if start < end)


asked_days = st.dates(dt.date(2004, 1, 1), dt.date(2004, 4, 1))


@settings(deadline=None)  # tries every day
@given(periods((1, 2, 3, 3)), asked_days | st.dates(dt.date(2003, 12, 20), dt.date(2005, 1, 10)))
def test_started_ended_and_holds_answer_what_trying_all_days_answers(period: Period, on: dt.date) -> None:
    day = on.toordinal()
    assert verdict(start <= day for start, _ in spans(period)) is period.started(on)
    assert verdict(end <= day for _, end in spans(period)) is period.ended(on)
    assert verdict(start <= day < end for start, end in spans(period)) is period.holds(on)


@settings(deadline=None)  # tries every day
@given(periods(), dates_known_to((2, 3), dt.date(2004, 1, 1), dt.date(2004, 4, 1)))
def test_covers_answers_what_trying_all_days_answers(period: Period, when: PartialDate) -> None:
    days = [day.toordinal() for day in days_of(when)]
    horizon = dt.date(2004, 5, 1)
    expected = verdict(start <= day < end for start, end in spans(period, horizon) for day in days)
    assert expected is period.covers(when)


@settings(deadline=None)  # tries every day
@given(periods(), periods())
def test_overlaps_answers_what_trying_all_days_answers(one: Period, other: Period) -> None:
    horizon = dt.date(2004, 4, 2)
    others = list(spans(other, horizon))
    expected = verdict(a < d and c < b for a, b in spans(one, horizon) for c, d in others)
    assert expected is one.overlaps(other)
    assert expected is other.overlaps(one)


@given(periods((3,)), asked_days)
def test_where_a_period_is_known_to_the_day_covering_a_day_is_holding_it(period: Period, on: dt.date) -> None:
    assert period.holds(on) is period.covers(PartialDate.of(on))


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    camp = Period(dt.date(2022, 7, 1), dt.date(2022, 7, 8))
    days = [dt.date(2022, 6, 30), dt.date(2022, 7, 1), dt.date(2022, 7, 7), dt.date(2022, 7, 8)]
    assert [camp.holds(day) for day in days] == [Tri.NO, Tri.YES, Tri.YES, Tri.NO]


def test_periods_that_touch_share_no_day() -> None:
    before, after = Period(dt.date(2021, 1, 1), dt.date(2022, 1, 1)), Period(dt.date(2022, 1, 1), Ending.ONGOING)
    assert before.overlaps(after) is Tri.NO


def test_a_period_of_unknown_end_is_not_still_going_on() -> None:
    start, later = dt.date(2022, 1, 1), dt.date(2023, 1, 1)
    assert Period(start, Ending.ONGOING).holds(later) is Tri.YES
    assert Period(start, Ending.UNKNOWN).holds(later) is Tri.UNKNOWN
    assert Period(start, Ending.UNKNOWN).holds(start) is Tri.YES
    assert Period(start, Ending.ONGOING) != Period(start, Ending.UNKNOWN)


def test_a_period_holds_its_first_day_though_its_end_is_known_to_the_month_only() -> None:
    camp = Period(dt.date(2022, 7, 1), PartialDate(2022, 7))
    assert [camp.holds(dt.date(2022, 7, 1)), camp.holds(dt.date(2022, 7, 2))] == [Tri.YES, Tri.UNKNOWN]


@pytest.mark.parametrize(
    "day",
    ["2022-07-01", dt.datetime(2022, 7, 1), PartialDate(2022, 7, 1), 2022, None],  # noqa: DTZ001  # a moment is no day
)
def test_what_is_no_day_is_refused_by_its_name(day: Any) -> None:
    good = dt.date(2022, 7, 1)
    for period in (Period(good, dt.date(2022, 7, 8)), Period(PartialDate(2022), Ending.ONGOING)):
        for question in (period.holds, period.started, period.ended):
            with pytest.raises(WrongType, match=r"^on: must be a date$"):
                question(day)
    with pytest.raises(WrongType, match=r"^on: must be a date$"):
        age_on(good, on=day, leap_day=LeapDay.MAR_1)
    with pytest.raises(WrongType, match=r"^birth: must be a date$"):
        age_on(day, on=good, leap_day=LeapDay.MAR_1)


@given(st.integers(1, 9998), st.dates())
def test_a_calendar_year_holds_its_days(year: int, on: dt.date) -> None:
    assert Tri.of(on.year == year) is Period.year(year).holds(on)


@pytest.mark.parametrize(("year", "error"), [(0, BrokenRule), (9999, BrokenRule), ("2022", WrongType)])
def test_a_calendar_year_lies_in_the_calendar(year: Any, error: type[Problem]) -> None:
    with pytest.raises(error, match="year: must be"):
        Period.year(year)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (dt.date(2022, 7, 1), dt.date(2022, 7, 1)),
        (dt.date(2022, 7, 1), dt.date(2022, 6, 30)),
        (dt.date(2022, 7, 1), PartialDate(2022, 6)),
        (PartialDate(2022), PartialDate(2021)),
        (PartialDate(2022, 7), dt.date(2022, 7, 1)),
        (dt.date(2022, 12, 31), PartialDate(2022)),
    ],
)
def test_a_period_that_cannot_have_a_day_is_refused(start: Any, end: Any) -> None:
    with pytest.raises(BrokenRule, match="end: must be later than the start"):
        Period(start, end)


@pytest.mark.parametrize("end", [None, "2022-07-08", "ongoing", 2022, dt.datetime(2022, 7, 8, tzinfo=dt.UTC)])
def test_an_end_is_a_date_or_the_reason_why_there_is_none(end: Any) -> None:
    with pytest.raises(WrongType, match="end: must be PartialDate or Ending"):
        Period(dt.date(2022, 7, 1), end)


@pytest.mark.parametrize("start", [None, "2022-07-01", Ending.UNKNOWN, dt.datetime(2022, 7, 1, tzinfo=dt.UTC)])
def test_a_start_is_a_date(start: Any) -> None:
    with pytest.raises(WrongType, match="start: must be PartialDate"):
        Period(start, Ending.ONGOING)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (Ending.ONGOING, "2021-03 to ongoing"),
        (Ending.UNKNOWN, "2021-03 to unknown"),
        (dt.date(2022, 7, 8), "2021-03 to before 2022-07-08"),
    ],
)
def test_a_period_says_when_it_ends(end: Any, expected: str) -> None:
    assert expected == str(Period(PartialDate(2021, 3), end))


# --- Answers ---------------------------------------------------------------------------------------------------------


def test_the_ways_not_to_answer_are_all_different() -> None:
    answers = [Known(frozenset()), Declined(), AskedUnknown(), NotAsked(), NotApplicable(), Withheld()]
    assert [[i == j for j in range(6)] for i in range(6)] == [[a == b for b in answers] for a in answers]
    assert len(set(answers)) == 6


def test_each_missing_answer_has_its_word() -> None:
    expected = ["declined", "asked-unknown", "not-asked", "not-applicable", "withheld"]
    assert expected == list(MISSING)
    assert len(expected) == len(set(MISSING.values()))


# --- Sealed values ---------------------------------------------------------------------------------------------------


@attrs.frozen
class Noun:
    secret: Sensitive[str]


WAYS_TO_PRINT: dict[str, Callable[[Sensitive[str]], str]] = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "pprint": pprint.pformat,
    "f-string": lambda sealed: f"{sealed} {sealed!r} {sealed:>40} {sealed!s:>3}",
    "format": lambda sealed: "{} {:>40} {!r}".format(sealed, sealed, sealed),  # noqa: UP032  # an older way
    "per cent": lambda sealed: "%s %r" % (sealed, sealed),  # noqa: UP031  # the oldest way
    "list and dict": lambda sealed: repr([sealed, {"a": sealed}]),
    "attrs": lambda sealed: repr([Noun(sealed), Known(sealed)]),
    "attrs.asdict": lambda sealed: str(attrs.asdict(Noun(sealed))),
    "attrs.astuple": lambda sealed: str(attrs.astuple(Noun(sealed))),
    "json of str": lambda sealed: json.dumps(attrs.asdict(Noun(sealed)), default=str),
    "copy": lambda sealed: repr(copy.copy(sealed)),
    "deepcopy": lambda sealed: repr(copy.deepcopy([Noun(sealed)])),
}


@pytest.mark.parametrize("way", WAYS_TO_PRINT)
def test_a_sealed_value_does_not_print(way: str) -> None:
    shown = WAYS_TO_PRINT[way](Sensitive(CANARY))
    assert CANARY not in shown
    assert "<sensitive>" in shown


def test_a_sealed_value_does_not_reach_a_log_or_a_spreadsheet(caplog: pytest.LogCaptureFixture) -> None:
    sealed, page = Sensitive(CANARY), io.StringIO()
    logging.getLogger("youthprog").warning("%s %r %s", sealed, sealed, [Noun(sealed)])
    csv.writer(page).writerow([sealed])
    assert CANARY not in caplog.text + page.getvalue()
    assert "<sensitive> <sensitive>" in caplog.text


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(hash, id="hash"),
        pytest.param(bool, id="truth value"),
        pytest.param(iter, id="iterate"),
        pytest.param(list, id="list"),
        pytest.param(len, id="length"),
        pytest.param(lambda sealed: "c" in sealed, id="contains"),
        pytest.param(lambda sealed: sealed[0], id="item"),
        pytest.param(lambda sealed: sealed < Sensitive("z"), id="order"),
        pytest.param(lambda sealed: sorted([sealed, sealed]), id="sort"),
        pytest.param(lambda sealed: sealed + "z", id="add"),
        pytest.param(lambda sealed: {sealed: 1}, id="key"),
        pytest.param(vars, id="vars"),
        pytest.param(json.dumps, id="json"),
        pytest.param(lambda sealed: json.dumps({"a": [sealed]}), id="json within"),
        pytest.param(pickle.dumps, id="pickle"),
        *(
            pytest.param(lambda sealed, n=n: pickle.dumps([Noun(sealed)], protocol=n), id=f"pickle {n} within")
            for n in range(pickle.HIGHEST_PROTOCOL + 1)
        ),
        pytest.param(lambda sealed: sealed.__reduce__(), id="reduce"),
        pytest.param(lambda sealed: object.__reduce_ex__(sealed, 4), id="reduce around"),
        pytest.param(lambda sealed: sealed.__getstate__(), id="state"),
    ],
)
def test_a_sealed_value_does_nothing_by_accident(attempt: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as caught:
        attempt(Sensitive(CANARY))
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_sealed_value_cannot_be_changed_or_removed() -> None:
    sealed: Any = Sensitive(CANARY)
    with pytest.raises(AttributeError):
        sealed.other = 1
    with pytest.raises(AttributeError):
        sealed._Sensitive__value = 1
    with pytest.raises(AttributeError):
        del sealed._Sensitive__value
    assert sealed.reveal(Purpose.STORE) == CANARY


@given(st.integers(), st.integers())
def test_sealed_values_are_equal_when_what_they_hold_is(one: int, other: int) -> None:
    assert (one == other) == (Sensitive(one) == Sensitive(other))
    assert (one != other) == (Sensitive(one) != Sensitive(other))


@given(st.integers() | st.text() | st.none())
def test_a_sealed_value_never_equals_a_bare_one(value: object) -> None:
    assert Sensitive(value) != value
    assert value != Sensitive(value)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_sealed_value_stays_sealed(copied: Callable[[Sensitive[str]], Sensitive[str]]) -> None:
    sealed = Sensitive(CANARY)
    assert isinstance(copied(sealed), Sensitive)
    assert sealed == copied(sealed)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_sealed_value_opens_for_a_purpose(purpose: Purpose) -> None:
    assert Sensitive(CANARY).reveal(purpose) == CANARY


@pytest.mark.parametrize("purpose", ["report", "REPORT", None, True, LeapDay.MAR_1, Purpose])
def test_a_sealed_value_opens_for_nothing_else(purpose: Any) -> None:
    with pytest.raises(PurposeRequired) as caught:
        Sensitive(CANARY).reveal(purpose)
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_value_is_sealed_once() -> None:
    with pytest.raises(WrongType, match="value: must not be wrapped twice"):
        Sensitive(Sensitive(CANARY))


# --- People and attendances ------------------------------------------------------------------------------------------

people = st.builds(People, st.frozensets(st.sampled_from("abcdefg")))


@given(people, people, people)
def test_people_unite_so_that_nobody_counts_twice(a: People, b: People, c: People) -> None:
    assert a.ids | b.ids == (a + b).ids
    assert max(len(a), len(b)) <= len(a + b) <= len(a) + len(b)
    assert (a + b, (a + b) + c, a + a, a + People()) == (b + a, a + (b + c), a, a)


@given(st.integers(0), st.integers(0))
def test_attendances_add(one: int, other: int) -> None:
    assert Attendances(one + other) == Attendances(one) + Attendances(other)


def test_people_and_attendances_never_add_up() -> None:
    """The ignored errors are those a type checker reports; mypy would warn if it did not (`warn_unused_ignores`)."""
    with pytest.raises(TypeError):
        _ = People({"a"}) + Attendances(3)  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = Attendances(3) + People({"a"})  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = Attendances(3) + 3  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = People({"a"}) + {"b"}  # type: ignore[operator]


def test_people_show_how_many_and_not_who() -> None:
    assert repr(People([CANARY, "b"])) == "<2 people>"
    assert repr(Attendances(3)) == "<3 attendances>"


def test_people_know_whom_they_include() -> None:
    supporters = People({"m-1"})
    assert ("m-1" in supporters, "m-2" in supporters) == (True, False)


@pytest.mark.parametrize("ids", ["m-1", 3, [3], [""], [" a"], [["a"]], {"a": 1}])
def test_people_are_a_list_of_ids(ids: Any) -> None:
    with pytest.raises(Problem, match="ids: must"):
        People(ids)


@pytest.mark.parametrize("count", [-1, 1.0, True, "3"])
def test_attendances_are_a_whole_number(count: Any) -> None:
    with pytest.raises(Problem, match="count: must be"):
        Attendances(count)


# --- Texts and evidence ----------------------------------------------------------------------------------------------

PRIVACY = {"mn": "Нууц шүү за", "en": "It's our privacy", "mn-Latn": "Nuuts Shuu Za"}


def test_a_text_is_found_in_its_language_else_in_english_else_in_the_first() -> None:
    title = LocalisedText(PRIVACY)
    assert [title.get(tag) for tag in ("mn", "mn-Latn", "de")] == ["Нууц шүү за", "Nuuts Shuu Za", "It's our privacy"]
    assert str(LocalisedText({"mn": "б", "kk": "а"})) == "а"


@given(st.permutations(list(PRIVACY.items())))
def test_a_text_is_the_same_in_whatever_order_its_languages_are_given(items: list[tuple[str, str]]) -> None:
    one, other = LocalisedText(PRIVACY), LocalisedText(dict(items))
    assert (one, hash(one), repr(one)) == (other, hash(other), repr(other))


def test_a_text_cannot_be_changed_through_what_it_was_made_of() -> None:
    texts = dict(PRIVACY)
    title = LocalisedText(texts)
    texts["mn"] = "өөр"
    assert title.get("mn") == "Нууц шүү за"
    with pytest.raises(TypeError):
        title.texts["mn"] = "өөр"  # type: ignore[index]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])  # noqa: S301
def test_a_text_survives_pickling_and_copying(again: Callable[[LocalisedText], LocalisedText]) -> None:
    assert LocalisedText(PRIVACY) == again(LocalisedText(PRIVACY))


def test_a_text_shows_how_to_make_it() -> None:
    assert repr(LocalisedText({"mn": "Увс", "en": "Uvs"})) == "LocalisedText({'en': 'Uvs', 'mn': 'Увс'})"


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        ("Zavkhan", WrongType),
        (None, WrongType),
        ([("en", "Zavkhan")], WrongType),
        ({}, BrokenRule),
        ({"English": "Zavkhan"}, BrokenRule),
        ({"en ": "Zavkhan"}, BrokenRule),
        ({"": "Zavkhan"}, BrokenRule),
        ({3: "Zavkhan"}, BrokenRule),
        ({"en": ""}, BrokenRule),
        ({"en": 3}, WrongType),
    ],
)
def test_a_text_maps_language_tags_to_words(texts: Any, error: type[Problem]) -> None:
    with pytest.raises(error, match="texts: must") as caught:
        LocalisedText(texts)
    assert "Zavkhan" not in str(caught.value)


def test_evidence_says_where_a_fact_comes_from() -> None:
    evidence = Evidence(citation="Annual report", date=PartialDate(2022))
    assert ("Annual report", PartialDate(2022)) == (evidence.citation, evidence.date)
    with pytest.raises(BrokenRule, match="citation: must not be empty"):
        Evidence(citation="")


# --- Places ----------------------------------------------------------------------------------------------------------

ULAANBAATAR, ULIASTAI = GeoPoint(47.90771, 106.88324), GeoPoint(47.74167, 96.84444)
HALF_ROUND = math.pi * EARTH_RADIUS_KM

points = st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180))


def road(kilometres: float) -> Distance:
    return Distance(kilometres=kilometres, kind=DistanceKind.ROAD, origin="Ulaanbaatar", destination="Uliastai")


def test_from_ulaanbaatar_to_uliastai_the_great_circle_is_749_km() -> None:
    distance = great_circle(ULAANBAATAR, ULIASTAI, between=("Ulaanbaatar", "Uliastai"))
    assert round(distance.kilometres, 2) == 749.16
    assert (
        distance.kind,
        distance.origin,
        distance.destination,
    ) == (DistanceKind.GREAT_CIRCLE, "Ulaanbaatar", "Uliastai")


def test_a_quarter_of_the_equator_and_from_pole_to_pole() -> None:
    quarter, poles = (great_circle(GeoPoint(*a), GeoPoint(*b)) for a, b in [((0, 0), (0, 90)), ((90, 0), (-90, 77))])
    assert quarter.kilometres == pytest.approx(HALF_ROUND / 2)
    assert poles.kilometres == pytest.approx(HALF_ROUND)


@given(points, points)
def test_a_great_circle_is_as_long_both_ways_and_at_most_half_round(a: GeoPoint, b: GeoPoint) -> None:
    there, back = great_circle(a, b).kilometres, great_circle(b, a).kilometres
    assert there == pytest.approx(back)
    assert 0 <= there <= HALF_ROUND * (1 + 1e-12)


@given(points)
def test_a_place_is_no_distance_from_itself_and_half_round_from_its_antipode(point: GeoPoint) -> None:
    across = point.longitude - 180 if point.longitude > 0 else point.longitude + 180
    assert great_circle(point, point).kilometres == 0
    assert great_circle(point, GeoPoint(-point.latitude, across)).kilometres == pytest.approx(HALF_ROUND, rel=1e-6)


@given(points, points, points)
def test_a_detour_is_never_shorter(a: GeoPoint, b: GeoPoint, c: GeoPoint) -> None:
    detour = great_circle(a, b).kilometres + great_circle(b, c).kilometres
    assert great_circle(a, c).kilometres <= detour + 1e-3


def test_distances_of_one_kind_compare() -> None:
    assert road(900) < road(1000)
    assert road(1000) > road(900)
    assert not road(900) < road(900)


def test_distances_of_different_kinds_do_not_compare() -> None:
    with pytest.raises(WrongType, match="kind: must be the same for distances to compare"):
        _ = great_circle(ULAANBAATAR, ULIASTAI) < road(1000)
    assert road(1000) != attrs.evolve(road(1000), kind=DistanceKind.STATED)


def test_a_distance_does_not_compare_with_a_number() -> None:
    with pytest.raises(TypeError):
        _ = road(900) < 1000  # type: ignore[operator]


@pytest.mark.parametrize(
    ("kilometres", "error"),
    [(-1, BrokenRule), (math.nan, BrokenRule), (math.inf, BrokenRule), ("9", WrongType), (True, WrongType)],
)
def test_a_distance_is_finite_and_not_negative(kilometres: Any, error: type[Problem]) -> None:
    with pytest.raises(error, match="kilometres: must be"):
        road(kilometres)


@pytest.mark.parametrize(
    ("latitude", "longitude", "error"),
    [
        (90.1, 0, BrokenRule),
        (0, -180.1, BrokenRule),
        (math.nan, 0, BrokenRule),
        ("47", 0, WrongType),
        (0, False, WrongType),
    ],
)
def test_a_point_lies_on_the_globe(latitude: Any, longitude: Any, error: type[Problem]) -> None:
    with pytest.raises(error, match="itude: must be"):
        GeoPoint(latitude, longitude)


REGIONS = [
    Region(
        code="MN-057",
        name=LocalisedText({"en": "Zavkhan", "mn": "Завхан"}),
        national_code="81",
        aliases=["Dzavhan", "Zavhan"],
    ),
    Region(code="MN-055", name=LocalisedText({"en": "Övörkhangai", "mn": "Өвөрхангай"}), national_code="62"),
    Region(code="MN-051", name=LocalisedText({"en": "Sükhbaatar", "mn": "Сүхбаатар"}), national_code="22"),
    Region(code="sükhbaatar-town", name=LocalisedText({"en": "Sükhbaatar"}), parent="MN-049"),
]


@pytest.mark.parametrize(
    "words", ["Zavkhan", "ZAVKHAN", "Dzavhan", "zavhan", "Завхан", "ЗАВХАН", "057", "81", "mn-057", " 81 "]
)
def test_a_region_is_one_whatever_it_is_called(words: str) -> None:
    assert find_region(REGIONS, words).code == "MN-057"


NAMES = ("Zavkhan", "Dzavhan", "Завхан", "Övörkhangai", "Өвөрхангай", "MN-055", "62", "057")
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
cases = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])


@given(st.sampled_from(NAMES), cases)
def test_neither_case_nor_the_encoding_of_accents_plays_a_part(words: str, case: Callable[[str], str]) -> None:
    codes = {find_region(REGIONS, unicodedata.normalize(form, case(words))).code for form in FORMS}
    assert {find_region(REGIONS, words).code} == codes


@pytest.mark.parametrize("words", ["", " ", "Uvs", "57", "8", "Zav", "-", "MN"])
def test_a_name_that_no_region_bears_is_an_error_that_does_not_repeat_it(words: str) -> None:
    with pytest.raises(DanglingReference) as caught:
        find_region(REGIONS, words)
    assert str(caught.value) == "region: must be a region's name or code"


def test_a_name_that_two_regions_bear_is_an_error() -> None:
    with pytest.raises(DanglingReference, match="region: must name one region"):
        find_region(REGIONS, "Sükhbaatar")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"code": ""}, "code: must not be empty"),
        ({"name": "Uvs"}, "name: must be LocalisedText"),
        ({"aliases": "Uvs"}, "aliases: must be a list"),
        ({"population": -1}, "population: must be at least 0"),
        ({"seat": (47.0, 96.0)}, "seat: must be GeoPoint"),
    ],
)
def test_a_region_names_the_field_that_is_wrong(fields: dict[str, Any], rule: str) -> None:
    given_fields: dict[str, Any] = {"code": "MN-046", "name": LocalisedText({"en": "Uvs"}), **fields}
    with pytest.raises(Problem, match=rule):
        Region(**given_fields)


# --- What is rural ---------------------------------------------------------------------------------------------------

BY_CLASS = RuralDefinition(name="degree of urbanisation", settlements=["degurba:3"])
OUTSIDE = RuralDefinition(name="outside the capital", urban_regions=["MN-1"])


@pytest.mark.parametrize(
    ("definition", "place", "expected"),
    [
        (BY_CLASS, Place(settlement="degurba:3"), Tri.YES),
        (BY_CLASS, Place(settlement="degurba:1"), Tri.NO),
        (BY_CLASS, Place(settlement="mn:soum"), Tri.UNKNOWN),
        (BY_CLASS, Place(region="MN-057"), Tri.UNKNOWN),
        (BY_CLASS, None, Tri.UNKNOWN),
        (OUTSIDE, Place(region="MN-057"), Tri.YES),
        (OUTSIDE, Place(region="MN-1", settlement="degurba:3"), Tri.NO),
        (OUTSIDE, Place(settlement="degurba:3"), Tri.UNKNOWN),
        (OUTSIDE, None, Tri.UNKNOWN),
    ],
)
def test_what_is_rural_depends_on_the_definition(
    definition: RuralDefinition, place: Place | None, expected: Tri
) -> None:
    assert expected is definition.holds(place)


def test_classes_without_a_scheme_are_of_one_scheme() -> None:
    definition = RuralDefinition(name="own words", settlements=["village"])
    assert [definition.holds(Place(settlement=word)) for word in ("village", "town")] == [Tri.YES, Tri.NO]


@pytest.mark.parametrize("fields", [{}, {"settlements": ["degurba:3"], "urban_regions": ["MN-1"]}])
def test_a_definition_of_rural_is_by_settlement_or_by_region(fields: dict[str, Any]) -> None:
    with pytest.raises(BrokenRule, match="settlements: must be given, or urban_regions, and not both"):
        RuralDefinition(name="rural", **fields)


@pytest.mark.parametrize("code", ["MN-057", "🇲🇳", "?!", "Ө"])
def test_a_region_is_called_by_its_own_code_whatever_that_is(code: str) -> None:
    assert Region(code=code, name=LocalisedText({"en": "x"})).is_called(code)
