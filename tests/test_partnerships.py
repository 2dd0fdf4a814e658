"""Partnerships and organisations.

Laws:

- a change is exactly what brute force over the days says, where one date is known in part;
- with several dates known in part, yes and no are never wrong: unknown is the only other answer;
- what happens in a year does not depend on the order in which events were recorded;
- episodes are in order and apart, or refused; touching episodes are apart;
- a partnership goes beyond implementation if and only if it has a stage other than implementation.
"""

from __future__ import annotations

import calendar
import datetime as dt
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from youthprog.errors import BrokenRule, WrongType
from youthprog.partnerships import (
    Change,
    Involvement,
    Organisation,
    OrganisationKind,
    OrganisationLink,
    Outreach,
    Partnership,
    ReportedHeadcount,
    Stage,
    Strengthening,
    YouthCharacter,
    YouthCharacterAssessment,
)
from youthprog.testing import (
    days,
    headcounts,
    links,
    organisations,
    outreaches,
    partial_dates,
    partnerships,
    successions,
)
from youthprog.values import Ending, LocalisedText, PartialDate, Period, Tri

if TYPE_CHECKING:
    from collections.abc import Iterable

WINDOWS = st.integers(0, 30)


def partnership(*episodes: Period, **facts: Any) -> Partnership:
    return Partnership(id="p", organisation="o", episodes=episodes, **facts)


def period(start: str, end: str | Ending = Ending.ONGOING) -> Period:
    return Period(PartialDate.parse(start), end if isinstance(end, Ending) else PartialDate.parse(end))


def strengthened(*when: str) -> list[Strengthening]:
    return [Strengthening(on=PartialDate.parse(day), how="a joint training") for day in when]


def days_of(when: PartialDate) -> list[dt.date]:
    return [when.earliest + dt.timedelta(days=i) for i in range((when.latest - when.earliest).days + 1)]


def whatever(truths: Iterable[bool]) -> Tri:
    """Yes or no if it holds, or fails, for every choice of days."""
    found = set(truths)
    return Tri.UNKNOWN if len(found) == 2 else Tri.of(found.pop())


def months_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[dt.date, dt.date]:
    """A first day and a first day after."""
    first, last = sorted(draw(st.tuples(days(), days())))
    return first, last + dt.timedelta(days=1)


# --- What happened in a year -----------------------------------------------------------------------------------------


@given(partnerships(), stretches(), WINDOWS)
def test_established_is_exactly_that_the_first_episode_starts_then(
    one: Partnership, stretch: tuple[dt.date, dt.date], months: int
) -> None:
    expected = whatever(stretch[0] <= day < stretch[1] for day in days_of(one.episodes[0].start))
    assert expected == one.changed(Change.ESTABLISHED, Period(*stretch), renewal_months=months)


@given(
    dates=st.lists(days(), min_size=3, max_size=3, unique=True).map(sorted),
    coarse=st.tuples(st.integers(2, 3), st.integers(2, 3)),
    months=WINDOWS,
)
@example(dates=[dt.date(2020, 1, 1), dt.date(2022, 1, 31), dt.date(2022, 2, 28)], coarse=(3, 3), months=1)
@example(dates=[dt.date(2020, 1, 1), dt.date(2020, 2, 29), dt.date(2021, 3, 1)], coarse=(3, 3), months=12)
def test_renewed_is_exactly_that_the_gap_is_longer_than_the_window(
    dates: list[dt.date], coarse: tuple[int, int], months: int
) -> None:
    begun, over, back = dates
    end = PartialDate(*(over.year, over.month, over.day)[: coarse[0]])
    start = PartialDate(*(back.year, back.month, back.day)[: coarse[1]])
    one = partnership(Period(begun, end), Period(start, Ending.ONGOING))
    expected = whatever(
        later > months_after(earlier, months)
        for earlier in days_of(end)
        for later in days_of(start)
        if earlier <= later and begun < earlier
    )
    assert expected == one.changed(Change.RENEWED, period("1900", "2100-01-01"), renewal_months=months)


@given(stretches(), stretches(), days())
def test_strengthened_is_exactly_that_an_event_falls_then_while_the_partnership_holds(
    episode: tuple[dt.date, dt.date], stretch: tuple[dt.date, dt.date], event: dt.date
) -> None:
    one = partnership(Period(*episode), strengthening=[Strengthening(on=PartialDate.of(event), how="an agreement")])
    expected = Tri.of(episode[0] <= event < episode[1] and stretch[0] <= event < stretch[1])
    assert expected == one.changed(Change.STRENGTHENED, Period(*stretch), renewal_months=6)


@given(st.data())
def test_yes_and_no_hold_whatever_days_the_recorded_dates_stand_for(data: st.DataObject) -> None:
    one = data.draw(partnerships())
    first, after = data.draw(stretches())
    months = data.draw(WINDOWS)
    chosen: list[tuple[dt.date, dt.date]] = []
    for episode in one.episodes:
        earliest = chosen[-1][1] if chosen else dt.date.min
        starts = [day for day in days_of(episode.start) if day >= earliest]
        if not starts:
            return  # this choice of days puts the episodes in no order
        start = data.draw(st.sampled_from(starts))
        if isinstance(episode.end, PartialDate):
            ends = [day for day in days_of(episode.end) if day > start]
            if not ends:
                return
            end = data.draw(st.sampled_from(ends))
        elif episode.end is Ending.ONGOING:
            end = dt.date.max
        else:
            end = data.draw(st.dates(start + dt.timedelta(days=1), dt.date(2060, 1, 1)))
        chosen.append((start, end))
    events = [data.draw(st.sampled_from(days_of(event.on))) for event in one.strengthening]
    today = data.draw(days())

    happened = {
        Change.ESTABLISHED: first <= chosen[0][0] < after,
        Change.RENEWED: any(
            first <= start < after and start > months_after(end, months) for (_, end), (start, _) in pairwise(chosen)
        ),
        Change.STRENGTHENED: any(
            first <= event < after and any(start <= event < end for start, end in chosen) for event in events
        ),
    }
    for change, truth in happened.items():
        assert one.changed(change, Period(first, after), renewal_months=months) in {Tri.of(truth), Tri.UNKNOWN}
    assert one.active(on=today) in {Tri.of(any(start <= today < end for start, end in chosen)), Tri.UNKNOWN}


@given(partnerships(), stretches(), st.randoms(use_true_random=False))
def test_what_happened_does_not_depend_on_the_order_in_which_events_were_recorded(
    one: Partnership, stretch: tuple[dt.date, dt.date], shuffle: Any
) -> None:
    events = list(one.strengthening)
    shuffle.shuffle(events)
    other = partnership(*one.episodes, strengthening=events)
    for change in Change:
        expected = one.changed(change, Period(*stretch), renewal_months=12)
        assert expected == other.changed(change, Period(*stretch), renewal_months=12)


def test_one_partnership_may_be_renewed_and_strengthened_in_one_year() -> None:
    one = partnership(period("2019-01-01", "2020-01-01"), period("2022-03"), strengthening=strengthened("2022-06"))
    answers = {change: one.changed(change, Period.year(2022), renewal_months=12) for change in Change}
    assert answers == {Change.ESTABLISHED: Tri.NO, Change.RENEWED: Tri.YES, Change.STRENGTHENED: Tri.YES}


def test_coming_back_within_the_window_is_no_renewal() -> None:
    one = partnership(period("2021-01-01", "2021-12-01"), period("2022-03-01"))
    assert one.changed(Change.RENEWED, Period.year(2022), renewal_months=3) is Tri.NO
    assert one.changed(Change.RENEWED, Period.year(2022), renewal_months=2) is Tri.YES


def test_whether_it_was_renewed_is_unknown_where_the_end_of_the_episode_before_is() -> None:
    one = partnership(period("2019", Ending.UNKNOWN), period("2022-03"))
    assert one.changed(Change.RENEWED, Period.year(2022), renewal_months=12) is Tri.UNKNOWN
    assert one.changed(Change.RENEWED, Period.year(2021), renewal_months=12) is Tri.NO


def test_an_event_after_the_partnership_lapsed_did_not_strengthen_it() -> None:
    one = partnership(period("2021-01-01", "2022-02-01"), strengthening=strengthened("2022-05-01"))
    assert one.changed(Change.STRENGTHENED, Period.year(2022), renewal_months=12) is Tri.NO


@pytest.mark.parametrize(("months", "error"), [(-1, BrokenRule), (1.5, WrongType), (True, WrongType), ("3", WrongType)])
def test_a_renewal_window_is_a_whole_number_of_months(months: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="renewal_months"):
        partnership(period("2022")).changed(Change.ESTABLISHED, Period.year(2022), renewal_months=months)


def test_a_change_by_another_name_is_refused() -> None:
    wrong: Any = "renewed"
    with pytest.raises(WrongType, match="change"):
        partnership(period("2022")).changed(wrong, Period.year(2022), renewal_months=12)


# --- Episodes --------------------------------------------------------------------------------------------------------


@given(successions(min_size=1))
def test_episodes_that_can_be_in_order_and_apart_are_accepted(episodes: tuple[Period, ...]) -> None:
    assert episodes == partnership(*episodes).episodes


@pytest.mark.parametrize(
    "episodes",
    [
        pytest.param((period("2020-01-01", "2020-07-01"), period("2020-06-30")), id="by a day"),
        pytest.param((period("2020-01-01"), period("2022-01-01")), id="an ongoing one and another"),
        pytest.param((period("2020", Ending.ONGOING), period("2020-03", "2020-04")), id="ongoing, start in part"),
        pytest.param((period("2020", "2020-12"), period("2020-03", "2020-04")), id="one within another"),
        pytest.param((period("2020-06-01", Ending.UNKNOWN), period("2020-06-01")), id="on one first day"),
        pytest.param((period("2022-01-01", "2022-06"), period("2022", "2022-03-01")), id="one that begins by its end"),
        pytest.param(
            (period("2020-01-01", "2020-12-01"), period("2020", Ending.UNKNOWN), period("2020-06-01", "2022")),
            id="with one not next to it",
        ),
    ],
)
def test_episodes_that_overlap_whatever_the_days_are_refused(episodes: tuple[Period, ...]) -> None:
    with pytest.raises(BrokenRule, match="must not overlap"):
        partnership(*episodes)


@pytest.mark.parametrize(
    "episodes",
    [
        (period("2022-01-01", "2022-02-01"), period("2020-01-01", "2020-02-01")),
        (period("2022-06", "2022-07"), period("2022", Ending.UNKNOWN), period("2022-03", "2022-04")),
    ],
)
def test_episodes_out_of_order_are_refused(episodes: tuple[Period, ...]) -> None:
    with pytest.raises(BrokenRule, match="order of their start"):
        partnership(*episodes)


def test_a_partnership_without_an_episode_is_refused() -> None:
    with pytest.raises(BrokenRule, match="episodes: must not be empty"):
        partnership()


def test_a_partnership_is_active_from_its_first_day_to_the_day_before_its_end() -> None:
    one = partnership(period("2020-01-01", "2020-03-01"), period("2022-05", Ending.UNKNOWN))
    asked = ["2019-12-31", "2020-01-01", "2020-02-29", "2020-03-01", "2022-05-15", "2023-01-01"]
    expected = [Tri.NO, Tri.YES, Tri.YES, Tri.NO, Tri.UNKNOWN, Tri.UNKNOWN]
    assert expected == [one.active(on=dt.date.fromisoformat(day)) for day in asked]


# --- Stages ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(Stage)))
def test_beyond_implementation_is_a_stage_other_than_implementation(stages: list[Stage]) -> None:
    steps = [Involvement(stage=stage, since=PartialDate(2022), subject="campaign") for stage in stages]
    one = partnership(period("2020"), involvement=steps)
    assert frozenset(stages) == one.stages
    assert any(stage is not Stage.IMPLEMENTATION for stage in stages) == one.beyond_implementation


# --- Organisations ---------------------------------------------------------------------------------------------------


def finding(value: YouthCharacter, on: str, **facts: Any) -> YouthCharacterAssessment:
    return YouthCharacterAssessment(value=value, rule="declared", assessed_on=PartialDate.parse(on), **facts)


def council(*youth: YouthCharacterAssessment) -> Organisation:
    name = LocalisedText({"en": "Mongolian Youth Council", "mn": "Монголын залуучуудын зөвлөл"})
    return Organisation(id="myc", name=name, kind=OrganisationKind.YOUTH_COUNCIL, youth=youth)


def test_a_council_stops_being_youth_led_as_its_board_ages() -> None:
    one = council(finding(YouthCharacter.YOUTH_FOCUSED, "2022-05"), finding(YouthCharacter.YOUTH_LED, "2015"))
    asked = {
        dt.date(2015, 12, 30): None,
        dt.date(2015, 12, 31): YouthCharacter.YOUTH_LED,
        dt.date(2022, 5, 30): YouthCharacter.YOUTH_LED,
        dt.date(2022, 5, 31): YouthCharacter.YOUTH_FOCUSED,
    }
    assert asked == {day: one.youth_character(on=day) for day in asked}


def test_the_young_share_of_those_who_decide_is_exact_or_not_recorded() -> None:
    assert finding(YouthCharacter.OTHER, "2022").young_share is None
    assert finding(YouthCharacter.OTHER, "2022", decision_makers=9).young_share is None
    counted = finding(YouthCharacter.YOUTH_LED, "2022", decision_makers=9, young_decision_makers=6)
    assert Fraction(2, 3) == counted.young_share


@pytest.mark.parametrize("facts", [{"decision_makers": 3, "young_decision_makers": 4}, {"young_decision_makers": 0}])
def test_young_decision_makers_are_among_the_decision_makers(facts: dict[str, int]) -> None:
    with pytest.raises(BrokenRule, match="young_decision_makers"):
        finding(YouthCharacter.OTHER, "2022", **facts)


@given(organisations(), headcounts(), links(organisations=["umbrella", "local", "школа"]))
def test_organisations_their_links_and_reported_numbers_are_values(
    one: Organisation, number: ReportedHeadcount, link: OrganisationLink
) -> None:
    assert len({one, one}) == 1
    assert number.count >= 0
    assert link.parent != link.child


@given(outreaches(), stretches())
def test_a_school_is_new_to_a_period_if_the_first_contact_falls_into_it(
    one: Outreach, stretch: tuple[dt.date, dt.date]
) -> None:
    expected = whatever(stretch[0] <= day < stretch[1] for day in days_of(one.first_contact_on))
    assert expected == one.new_in(Period(*stretch))


@given(partial_dates())
def test_the_days_a_date_stands_for_include_its_first_and_last(when: PartialDate) -> None:
    assert [when.earliest, when.latest] == [days_of(when)[0], days_of(when)[-1]]
