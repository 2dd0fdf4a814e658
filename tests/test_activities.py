"""Activities, series and participation.

Laws:

- a series comes round on exactly the days that counting weeks, months or years by hand gives, the last day excluded; a
  day that a month does not have is left out;
- to have attended is to have been enrolled, and not the reverse;
- levels of participation stay within their scale.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from youthprog.activities import (
    Activity,
    ActivitySeries,
    Assessor,
    Camp,
    Frequency,
    Participation,
    ParticipationAssessment,
    ParticipationModel,
    Recurrence,
    Role,
    Session,
    Status,
)
from youthprog.errors import BrokenRule, WrongType
from youthprog.testing import activities, activity_series, assessments, days, participations, sessions
from youthprog.values import LocalisedText, PartialDate, Period

TITLE = LocalisedText({"en": "Annual Youth HRD summer camp"})


def by_hand(frequency: Frequency, every: int, start: dt.date, before: dt.date) -> list[dt.date]:
    found: list[dt.date] = []
    step = 0
    while True:
        if frequency is Frequency.WEEKLY:
            day: dt.date | None = start + dt.timedelta(weeks=step)
            month = start + dt.timedelta(weeks=step)
        else:
            months = start.month - 1 + step * (12 if frequency is Frequency.YEARLY else 1)
            year, index = start.year + months // 12, months % 12 + 1
            month = dt.date(year, index, 1)
            known = start.day <= calendar.monthrange(year, index)[1]
            day = dt.date(year, index, start.day) if known else None
        if month >= before:
            return found
        if day is not None and day < before:
            found.append(day)
        step += every


@given(
    frequency=st.sampled_from(Frequency),
    every=st.integers(1, 120),
    start=days(last=dt.date(2025, 12, 31)),
    length=st.integers(-400, 5000),
)
@example(frequency=Frequency.MONTHLY, every=1, start=dt.date(2021, 1, 31), length=365)
@example(frequency=Frequency.YEARLY, every=1, start=dt.date(2020, 2, 29), length=3 * 1461)
@example(frequency=Frequency.YEARLY, every=3, start=dt.date(2020, 2, 29), length=13 * 366)
def test_a_series_comes_round_on_the_days_counted_by_hand(
    frequency: Frequency, every: int, start: dt.date, length: int
) -> None:
    before = start + dt.timedelta(days=length)
    expected = by_hand(frequency, every, start, before)
    assert expected == list(Recurrence(frequency=frequency, every=every).days(start, before=before))


@pytest.mark.parametrize(
    ("frequency", "start", "before", "expected"),
    [
        (Frequency.WEEKLY, "2022-02-22", "2022-03-08", ["2022-02-22", "2022-03-01"]),
        (Frequency.MONTHLY, "2021-12-31", "2022-05-31", ["2021-12-31", "2022-01-31", "2022-03-31"]),
        (Frequency.YEARLY, "2020-02-29", "2028-02-29", ["2020-02-29", "2024-02-29"]),
        (Frequency.YEARLY, "2020-02-29", "2028-03-01", ["2020-02-29", "2024-02-29", "2028-02-29"]),
    ],
)
def test_the_last_day_is_excluded_and_missing_days_are_left_out(
    frequency: Frequency, start: str, before: str, expected: list[str]
) -> None:
    found = Recurrence(frequency=frequency).days(dt.date.fromisoformat(start), before=dt.date.fromisoformat(before))
    assert expected == [day.isoformat() for day in found]


def test_before_its_first_day_a_series_has_no_days_even_at_the_beginning_of_time() -> None:
    assert Recurrence(frequency=Frequency.WEEKLY).days(dt.date.min, before=dt.date.min) == ()


@pytest.mark.parametrize(("every", "error"), [(0, BrokenRule), (121, BrokenRule), (True, WrongType), (1.0, WrongType)])
def test_a_series_comes_round_every_so_many_whole_steps(every: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="every"):
        Recurrence(frequency=Frequency.MONTHLY, every=every)


ENROLLED = {Status.ENROLLED, Status.ATTENDED, Status.EXCUSED, Status.ABSENT}


@pytest.mark.parametrize("status", Status)
def test_to_be_enrolled_is_not_to_have_attended(status: Status) -> None:
    part = Participation(member="m", activity="a", status=status)
    assert (status in ENROLLED, status is Status.ATTENDED) == (part.enrolled, part.attended)


@given(participations())
def test_who_attended_was_enrolled(part: Participation) -> None:
    assert part.enrolled or not part.attended


@given(st.data())
def test_a_participation_in_a_session_is_in_the_session_s_activity(data: st.DataObject) -> None:
    held = [data.draw(sessions(ids=[f"s{i}"], activities=["a", "b"])) for i in range(3)]
    part = data.draw(participations(members=["m"], activities=["a", "b"], sessions=held))
    assert part.session is None or part.activity == {one.id: one.activity for one in held}[part.session]


@given(activities(ids=["camp"], organisers=["m"], regions=["MN-057"]), activity_series())
def test_activities_name_only_what_they_were_given(one: Activity, series: ActivitySeries) -> None:
    assert one.id == "camp"
    assert set(one.organisers) <= {"m"}
    assert one.place is None or one.place.region in {None, "MN-057"}
    assert series.title.texts


def test_a_camp_asks_for_consent_unless_it_says_otherwise() -> None:
    camp = Camp(id="camp", title=TITLE, period=Period(dt.date(2022, 7, 1), dt.date(2022, 7, 8)), nights=7)
    assert camp.consent_required


def test_a_session_may_end_after_midnight() -> None:
    late = Session(id="s", activity="a", day=dt.date(2022, 7, 1), begins=dt.time(23, 30), ends=dt.time(0, 30))
    assert (dt.date(2022, 7, 1), dt.time(23, 30)) == (late.day, late.begins)


@pytest.mark.parametrize("clock", [dt.time(9, tzinfo=dt.UTC), "09:00", dt.datetime(2022, 7, 1, 9)])  # noqa: DTZ001  # a naive moment is refused too
def test_a_session_keeps_local_time(clock: Any) -> None:
    with pytest.raises(WrongType, match="begins: must be a local time of day"):
        Session(id="s", activity="a", day=dt.date(2022, 7, 1), begins=clock)


def test_a_session_is_on_a_day_and_not_at_a_moment() -> None:
    with pytest.raises(WrongType, match="day: must be a date"):
        Session(id="s", activity="a", day=dt.datetime(2022, 7, 1))  # noqa: DTZ001  # what is refused


LEVELS = {
    ParticipationModel.HART: 8,
    ParticipationModel.SHIER: 5,
    ParticipationModel.LUNDY: 4,
    ParticipationModel.UNICEF: 3,
}


@pytest.mark.parametrize("model", ParticipationModel)
@pytest.mark.parametrize("level", range(10))
def test_levels_of_participation_stay_within_their_scale(model: ParticipationModel, level: int) -> None:
    def judge() -> ParticipationAssessment:
        return ParticipationAssessment(
            subject="c", model=model, level=level, assessor=Assessor.YOUTH, on=PartialDate(2022)
        )

    if 1 <= level <= LEVELS[model]:
        assert level == judge().level
    else:
        with pytest.raises(BrokenRule, match="level"):
            judge()


@given(assessments(subjects=["campaign"]))
def test_an_assessment_speaks_of_its_subject(one: ParticipationAssessment) -> None:
    assert one.subject == "campaign"


def test_a_text_is_no_list_of_organisers() -> None:
    names: Any = "Нарантуяа"
    with pytest.raises(WrongType, match="organisers: must be a list"):
        Activity(id="a", title=TITLE, period=Period.year(2022), organisers=names)


def test_a_learner_is_what_somebody_is_unless_it_is_said_otherwise() -> None:
    assert Participation(member="m", activity="a").role is Role.LEARNER
