"""Quotas and what is found of them.

Laws:

- so many seats are needed as it takes for one fewer to miss the share, for all percents and up to 200 seats;
- a finding is met, or not met, exactly if it is for every way the unknown may turn out;
- `settled_by` is the least number of answers yes, or of answers no, after which nothing that is still unknown matters;
- what is short is the distance to the minimum if none, or all, of the unknown meet it;
- a share is read exactly, from text or a fraction, and a float, a bool or a bare number is refused;
- a quota on seats is a share of the seats, taken or not, also where more people came than there are seats;
- without a maximum, more people who meet a quota never turn it from met to anything else;
- a forecast is certain exactly if the seats can be filled so that the quota is met whoever applies next and however the
  unknown turn out, and out of reach exactly if they cannot whoever does and however they do;
- a finding or forecast on a sensitive criterion does not show its numbers by accident.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog.criteria import Criterion, Dimension
from youthprog.errors import BrokenRule, DuplicateId, PurposeRequired, WrongType
from youthprog.people import Consent, Member
from youthprog.quotas import (
    Base,
    Finding,
    Forecast,
    Outlook,
    Quota,
    QuotaStatus,
    check,
    check_all,
    forecast,
    seats_needed,
)
from youthprog.testing import applicants, criteria, days, dimensions, members, quotas, shares
from youthprog.values import Declined, Known, Purpose, Tri

TODAY = dt.date(2022, 7, 1)
RESIDENCE = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
RURAL = RESIDENCE.is_in("rural")
DISABILITY = Dimension(name="disability", categories=("yes", "no"))


def quota(**demands: Any) -> Quota:
    return Quota(name="rural young people", of=RURAL, **demands)


def camp(yes: int, no: int, unknown: int) -> list[Member]:
    answers = [Known("rural")] * yes + [Known("urban")] * no + [Declined()] * unknown
    return [Member(id=f"m-{i}", identities={"residence": answer}) for i, answer in enumerate(answers)]


def found(one: Quota, yes: int, no: int, unknown: int) -> Finding:
    return check(one, camp(yes, no, unknown), on=TODAY)


def meets(one: Quota, k: int, n: int) -> bool:
    """Whether k people meet a quota on n, by fractions."""
    low = one.minimum_people if one.minimum_people is not None else (one.minimum or Fraction(0)) * n
    high = one.maximum_people if one.maximum is None else one.maximum * n
    return low <= k and (high is None or k <= high)


groups = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
demands = quotas(of=st.just(RURAL), most=12)


# --- Exact shares ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_share_of_the_seats_is_rounded_exactly(percent: int) -> None:
    share = Fraction(percent, 100)
    at_least, at_most = quota(minimum=f"{percent}%"), quota(maximum=f"0.{percent:02d}")
    for seats in range(1, 201):
        needed = seats_needed(at_least, seats=seats)
        assert needed == math.ceil(share * seats) == at_least.needed(seats)
        assert needed * 100 >= percent * seats > (needed - 1) * 100
        assert math.floor(share * seats) == at_most.allowed(seats)
        assert (0, seats) == (at_most.needed(seats), at_least.allowed(seats))


def test_28_percent_of_25_is_7_and_not_8() -> None:
    assert seats_needed(quota(minimum="28%"), seats=25) == 7
    assert found(quota(minimum="28%"), 7, 18, 0).status is QuotaStatus.MET


def test_the_camp_of_40_needs_10_rural_young_people() -> None:
    assert seats_needed(quota(minimum="25%", base=Base.SEATS), seats=40) == 10
    assert seats_needed(quota(minimum="25%"), seats=0) == 0
    assert seats_needed(quota(minimum_people=5), seats=3) == 5
    assert seats_needed(quota(maximum="25%"), seats=40) == 0


@pytest.mark.parametrize("share", ["25%", "25 %", "1/4", "0.25", "25.0%", Fraction(1, 4)])
def test_a_quarter_may_be_written_in_several_ways(share: Any) -> None:
    assert Fraction(1, 4) == quota(minimum=share).minimum == quota(maximum=share).maximum


@given(shares())
def test_a_share_is_read_back_exactly(share: Fraction) -> None:
    assert share == quota(minimum=share).minimum == quota(minimum=f"{share.numerator}/{share.denominator}").minimum


@pytest.mark.parametrize("side", ["minimum", "maximum"])
@pytest.mark.parametrize(
    ("share", "error"),
    [
        (0.25, WrongType),
        (0.28, WrongType),
        (True, WrongType),
        (25, WrongType),
        (1, WrongType),
        (0, WrongType),
        (Decimal("0.25"), WrongType),
        (["25%"], WrongType),
        ("25", BrokenRule),
        ("a quarter", BrokenRule),
        ("", BrokenRule),
        (" 25%", BrokenRule),
        ("1e-1", BrokenRule),
        ("٢٥%", BrokenRule),
        ("101%", BrokenRule),
        ("3/2", BrokenRule),
        ("1/0", BrokenRule),
        ("-25%", BrokenRule),
        ("nan", BrokenRule),
        (Fraction(5, 4), BrokenRule),
        (Fraction(-1, 4), BrokenRule),
    ],
)
def test_a_share_that_is_not_exact_is_refused_under_its_name(side: str, share: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=f"^{side}: must"):
        quota(**{side: share})


@pytest.mark.parametrize("seats", [1.0, True, "3", None, -1])
def test_seats_are_whole(seats: Any) -> None:
    with pytest.raises((WrongType, BrokenRule), match="seats: must"):
        seats_needed(quota(minimum="25%"), seats=seats)


# --- What cannot be demanded -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "match"),
    [
        ({}, "the quota demands nothing"),
        ({"minimum": "25%", "minimum_people": 3}, "minimum: must be a share or a number of people, not both"),
        ({"maximum": "25%", "maximum_people": 3}, "maximum: must be a share or a number of people, not both"),
        ({"minimum": "50%", "maximum": "49%"}, "minimum: must not exceed the maximum"),
        ({"minimum_people": 4, "maximum_people": 3}, "minimum: must not exceed the maximum"),
        ({"minimum_people": -1}, "minimum_people: must be at least 0"),
        ({"minimum_people": 2.0}, "minimum_people: must be a whole number"),
        ({"maximum_people": True}, "maximum_people: must be a whole number"),
        ({"minimum": "25%", "scope": "camp"}, "scope: must be a list"),
        ({"minimum": "25%", "base": "seats"}, "base: must be Base"),
    ],
)
def test_a_demand_that_cannot_be_is_refused(facts: dict[str, Any], match: str) -> None:
    with pytest.raises((BrokenRule, WrongType), match=match):
        quota(**facts)


def test_a_quota_is_on_a_criterion() -> None:
    wrong: Any = RESIDENCE
    with pytest.raises(WrongType, match="of: must be Criterion"):
        Quota(name="rural", of=wrong, minimum="25%")


def test_a_minimum_may_be_the_maximum() -> None:
    assert quota(minimum="1/3", maximum="1/3").minimum == Fraction(1, 3)
    assert quota(minimum_people=3, maximum_people=3).allowed(2) == 2


# --- Findings --------------------------------------------------------------------------------------------------------


@given(demands, groups)
def test_a_finding_is_what_every_way_the_unknown_may_turn_out_agrees_on(
    one: Quota, group: tuple[int, int, int]
) -> None:
    yes, _, unknown = group
    outcomes = {meets(one, k, sum(group)) for k in range(yes, yes + unknown + 1)}
    expected = QuotaStatus.UNDETERMINED
    if not sum(group):
        expected = QuotaStatus.NOT_APPLICABLE
    elif len(outcomes) == 1:
        expected = QuotaStatus.MET if outcomes.pop() else QuotaStatus.NOT_MET
    assert expected == found(one, *group).status


@given(demands, groups)
def test_settled_by_is_the_least_number_of_answers_of_one_kind_after_which_the_rest_does_not_matter(
    one: Quota, group: tuple[int, int, int]
) -> None:
    yes, no, unknown = group
    finding = found(one, *group)
    if finding.status is not QuotaStatus.UNDETERMINED:
        assert finding.settled_by is None
        return
    by_yes = [k for k in range(unknown + 1) if found(one, yes + k, no, unknown - k).settled_by is None]
    by_no = [k for k in range(unknown + 1) if found(one, yes, no + k, unknown - k).settled_by is None]
    assert (min(by_yes), min(by_no)) == finding.settled_by


@given(demands, groups)
def test_short_is_the_distance_to_the_minimum_if_all_or_none_of_the_unknown_meet_it(
    one: Quota, group: tuple[int, int, int]
) -> None:
    yes, _, unknown = group
    finding = found(one, *group)
    distance = [max(0, finding.needed - k) for k in (yes + unknown, yes)]
    assert distance == list(finding.short)
    assert (sum(group), yes, unknown) == (finding.people, finding.yes, finding.unknown)
    assert (one.needed(sum(group)), one.allowed(sum(group))) == (finding.needed, finding.allowed)


def test_no_number_of_25_people_is_exactly_a_third() -> None:
    assert found(quota(minimum="1/3", maximum="1/3"), 3, 2, 20).status is QuotaStatus.NOT_MET
    assert found(quota(minimum="1/3", maximum="1/3"), 3, 2, 19).status is QuotaStatus.UNDETERMINED


@given(st.data(), days())
def test_a_check_counts_each_of_those_it_is_applied_to(data: st.DataObject, on: dt.date) -> None:
    one = data.draw(demands)
    some = data.draw(st.lists(members(dimensions=[RESIDENCE], sparse=True), max_size=4, unique_by=lambda one: one.id))
    finding = check(one, iter(some), on=on)
    answers = [RURAL.holds(member, on=on) for member in some]
    assert (len(some), answers.count(Tri.YES), answers.count(Tri.UNKNOWN)) == (
        finding.people,
        finding.yes,
        finding.unknown,
    )
    assert (one, on, None, RURAL.definitions) == (finding.quota, finding.on, finding.purpose, finding.definitions)


on_seats = demands.map(lambda one: attrs.evolve(one, base=Base.SEATS))


@given(on_seats, groups, st.integers(0, 30))
def test_a_quota_on_seats_is_a_share_of_the_seats_taken_or_not(
    one: Quota, group: tuple[int, int, int], seats: int
) -> None:
    yes, no, unknown = group
    finding = check(one, camp(*group), on=TODAY, seats=seats)
    assert (seats, sum(group)) == (finding.seats, finding.people)
    assert one.needed(seats) == finding.needed
    assert finding.allowed == one.allowed(seats) or finding.allowed > seats
    ways = [meets(one, k, seats) for k in range(yes, yes + unknown + 1)]
    if not sum(group):
        assert finding.status is QuotaStatus.NOT_APPLICABLE
    elif len(set(ways)) == 2:
        assert finding.status is QuotaStatus.UNDETERMINED
        assert finding.settled_by is not None
        by_yes, by_no = finding.settled_by
        assert len(set(ways[by_yes:])) == 1 < len(set(ways[by_yes - 1 :]))
        assert len(set(ways[: len(ways) - by_no])) == 1 < len(set(ways[: len(ways) - by_no + 1]))
    else:
        assert finding.status is (QuotaStatus.MET if ways[0] else QuotaStatus.NOT_MET)
    if seats == sum(group):
        assert found(one, yes, no, unknown).status is finding.status


@given(
    on_seats.filter(lambda one: one.maximum is None and one.maximum_people is None),
    groups,
    st.integers(0, 8),
    st.integers(1, 6),
)
def test_without_a_maximum_more_who_meet_it_leave_a_quota_met(
    one: Quota, group: tuple[int, int, int], seats: int, more: int
) -> None:
    yes, no, unknown = group
    if check(one, camp(yes, no, unknown), on=TODAY, seats=seats).status is QuotaStatus.MET:
        assert check(one, camp(yes + more, no, unknown), on=TODAY, seats=seats).status is QuotaStatus.MET


@pytest.mark.parametrize(
    ("facts", "group", "seats", "sentence"),
    [
        ({"minimum": "25%"}, (45, 0, 0), 40, "met. 45 of 45 meet it; 10 of 40 seats needed."),
        ({"minimum_people": 3}, (3, 0, 0), 2, "met. 3 of 3 meet it; 3 of 2 seats needed."),
        ({"maximum_people": 5}, (1, 0, 2), 0, "met. 1 of 3 meet it, and for 2 it is not known; 0 of 0 seats needed."),
        (
            {"maximum_people": 5},
            (6, 0, 0),
            4,
            "not met. 6 of 6 meet it; at most 5 of 4 seats allowed; 1 too many.",
        ),
        (
            {"maximum": "50%"},
            (6, 6, 0),
            10,
            "not met. 6 of 12 meet it; at most 5 of 10 seats allowed; 1 too many.",
        ),
    ],
)
def test_where_more_came_than_there_are_seats_only_a_maximum_makes_them_too_many(
    facts: dict[str, Any], group: tuple[int, int, int], seats: int, sentence: str
) -> None:
    finding = check(quota(base=Base.SEATS, **facts), camp(*group), on=TODAY, seats=seats)
    assert f"rural young people: {sentence}" == finding.sentence
    assert finding.settled_by is None
    assert ("at most" in sentence) == ("at most" in str(finding.to_vega_lite()))


def test_seats_are_for_a_quota_on_seats() -> None:
    with pytest.raises(BrokenRule, match="seats: must be left out"):
        check(quota(minimum="25%"), camp(1, 1, 1), on=TODAY, seats=40)


@pytest.mark.parametrize("seats", [40.0, True, "40", math.nan, -1])
def test_the_seats_of_a_finding_are_whole(seats: Any) -> None:
    with pytest.raises((WrongType, BrokenRule), match="seats: must"):
        check(quota(minimum="25%", base=Base.SEATS), camp(1, 1, 1), on=TODAY, seats=seats)


def test_who_is_given_twice_is_refused() -> None:
    with pytest.raises(DuplicateId, match="people: must each be given once"):
        check(quota(minimum="25%"), camp(1, 0, 0) * 2, on=TODAY)


@pytest.mark.parametrize(
    ("people", "on", "match"), [(["m-1"], TODAY, "people: must be members"), ([], "2022-07-01", "on: must be a date")]
)
def test_people_and_day_are_of_their_types(people: Any, on: Any, match: str) -> None:
    with pytest.raises(WrongType, match=match):
        check(quota(minimum="25%"), people, on=on)


class Broken(Criterion):
    """A criterion of somebody's own, which does not work."""

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome

    def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        answer: Tri = self.outcome
        return answer

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return ()


@pytest.mark.parametrize(
    ("outcome", "error", "match"),
    [
        (KeyError("secret answer"), BrokenRule, "^own: must have a criterion that can be told of member m-0$"),
        (PurposeRequired("say why"), PurposeRequired, "say why"),
        (True, WrongType, "own: must have a criterion that answers yes, no or unknown"),
        (None, WrongType, "own: must have a criterion that answers yes, no or unknown"),
    ],
)
def test_a_criterion_that_does_not_work_is_named(outcome: Any, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        check(Quota(name="own", of=Broken(outcome), minimum="25%"), camp(1, 0, 0), on=TODAY)


# --- Forecasts -------------------------------------------------------------------------------------------------------


def fillable(one: Quota, seats: int, yes: int, no: int) -> bool:
    """Whether so many people, all of whom are known, can fill the seats and meet the quota."""
    return any(one.needed(seats) <= k <= one.allowed(seats) and seats - k <= no for k in range(min(yes, seats) + 1))


@given(demands, groups, st.integers(0, 12), st.integers(0, 6))
def test_a_forecast_is_what_every_future_agrees_on(
    one: Quota, group: tuple[int, int, int], seats: int, more: int
) -> None:
    yes, no, unknown = group
    more = max(more, seats - sum(group))
    futures = [
        fillable(one, seats, yes + turned + joined, no + (unknown - turned) + (come - joined))
        for come in range(max(0, seats - sum(group)), more + 1)
        for joined in range(come + 1)
        for turned in range(unknown + 1)
    ]
    expected = Outlook.CERTAIN if all(futures) else Outlook.REACHABLE if any(futures) else Outlook.OUT_OF_REACH
    found = forecast(one, camp(*group), on=TODAY, seats=seats, more=more)
    assert expected == found.outlook
    assert (yes, no, unknown, sum(group)) == (found.yes, found.no, found.unknown, found.people)


@given(demands, groups, st.integers(0, 12))
def test_with_no_telling_how_many_come_only_what_no_number_can_be_is_out_of_reach(
    one: Quota, group: tuple[int, int, int], seats: int
) -> None:
    found = forecast(one, camp(*group), on=TODAY, seats=seats, more=None)
    assert (found.outlook is Outlook.OUT_OF_REACH) == (one.needed(seats) > one.allowed(seats))


@given(demands, groups)
def test_when_nobody_else_comes_and_all_are_seated_the_forecast_is_the_finding(
    one: Quota, group: tuple[int, int, int]
) -> None:
    finding = found(one, *group)
    outlook = forecast(one, camp(*group), on=TODAY, seats=sum(group), more=0).outlook
    expected = {
        QuotaStatus.MET: Outlook.CERTAIN,
        QuotaStatus.NOT_MET: Outlook.OUT_OF_REACH,
        QuotaStatus.UNDETERMINED: Outlook.REACHABLE,
    }
    if sum(group):
        assert expected[finding.status] is outlook


@pytest.mark.parametrize(
    ("facts", "group", "more", "sentence"),
    [
        (
            {"minimum": "25%"},
            (7, 16, 2),
            20,
            (
                "still reachable. 7 of 25 applicants meet it, and for 2 it is not known; 10 of 40 seats needed; 3 more "
                "are needed who meet it, or 1 if all the unknown turn out to; at most 20 more may apply."
            ),
        ),
        (
            {"minimum": "25%"},
            (3, 33, 1),
            3,
            (
                "out of reach. 3 of 37 applicants meet it, and for 1 it is not known; 10 of 40 seats needed; 7 more "
                "are needed who meet it, or 6 if all the unknown turn out to; at most 3 more may apply."
            ),
        ),
        (
            {"minimum": "25%"},
            (10, 5, 0),
            None,
            "certain. 10 of 15 applicants meet it; 10 of 40 seats needed, whoever applies next.",
        ),
        (
            {"maximum": "50%"},
            (30, 10, 4),
            None,
            (
                "still reachable. 30 of 44 applicants meet it, and for 4 it is not known; at most 20 of 40 seats "
                "allowed; 10 more are needed who do not meet it, or 6 if all the unknown turn out not to."
            ),
        ),
        (
            {"minimum": "1/3", "maximum": "1/3"},
            (30, 10, 0),
            None,
            (
                "out of reach. 30 of 40 applicants meet it; 14 of 40 seats needed, at most 13 of 40 seats allowed, "
                "which no number is."
            ),
        ),
    ],
)
def test_a_forecast_reads_as_a_sentence(
    facts: dict[str, Any], group: tuple[int, int, int], more: int | None, sentence: str
) -> None:
    found = forecast(quota(**facts), camp(*group), on=TODAY, seats=40, more=more)
    assert f"rural young people: {sentence}" == found.sentence
    assert f"<rural young people: {sentence}>" == repr(found)
    assert f"<p>rural young people: {sentence}</p>" == found._repr_html_()


@pytest.mark.parametrize(
    ("facts", "error", "match"),
    [
        ({"seats": -1}, BrokenRule, "seats: must not be negative"),
        ({"seats": True}, WrongType, "seats: must be a whole number"),
        ({"seats": math.nan}, WrongType, "seats: must be a whole number"),
        ({"more": -1}, BrokenRule, "more: must not be negative"),
        ({"more": 2.0}, WrongType, "more: must be a whole number"),
        ({"more": 36}, BrokenRule, "more: must let the seats be filled"),
    ],
)
def test_what_a_forecast_is_given_is_checked(facts: dict[str, Any], error: type[Exception], match: str) -> None:
    given: dict[str, Any] = {"seats": 40, "more": 40} | facts
    with pytest.raises(error, match=match):
        forecast(quota(minimum="25%"), camp(1, 1, 1), on=TODAY, **given)


HOPE = ", or 0 if all turn out to meet it."

# --- In words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "group", "sentence"),
    [
        ({"minimum": "25%"}, (10, 30, 0), "met. 10 of 40 meet it; 10 needed."),
        ({"minimum": "25%"}, (10, 20, 10), "met. 10 of 40 meet it, and for 10 it is not known; 10 needed."),
        ({"minimum": "25%"}, (7, 33, 0), "not met. 7 of 40 meet it; 10 needed; 3 short."),
        (
            {"minimum": "25%"},
            (7, 31, 2),
            "not met. 7 of 40 meet it, and for 2 it is not known; 10 needed; 3 short, or 1 if all turn out to meet it.",
        ),
        (
            {"minimum": "25%"},
            (1, 6, 2),
            f"undetermined. 1 of 9 meet it, and for 2 it is not known; 3 needed; 2 short{HOPE}",
        ),
        ({"minimum": "25%"}, (0, 0, 0), "not applicable, there is nobody it applies to."),
        ({"maximum": "50%"}, (3, 1, 0), "not met. 3 of 4 meet it; at most 2 allowed; 1 too many."),
        ({"maximum": "50%"}, (2, 2, 0), "met. 2 of 4 meet it; at most 2 allowed."),
        (
            {"maximum": "50%"},
            (2, 1, 1),
            "undetermined. 2 of 4 meet it, and for 1 it is not known; at most 2 allowed.",
        ),
        ({"maximum_people": 0}, (1, 3, 0), "not met. 1 of 4 meet it; at most 0 allowed; 1 too many."),
        (
            {"minimum": "25%", "maximum": "50%"},
            (3, 1, 0),
            "not met. 3 of 4 meet it; 1 needed, at most 2 allowed; 1 too many.",
        ),
        ({"minimum": "0%"}, (0, 4, 0), "met. 0 of 4 meet it; 0 needed."),
    ],
)
def test_a_finding_reads_as_a_sentence(facts: dict[str, Any], group: tuple[int, int, int], sentence: str) -> None:
    finding = found(quota(**facts), *group)
    assert f"rural young people: {sentence}" == finding.sentence
    assert f"<rural young people: {sentence}>" == repr(finding)


def test_how_many_answers_would_settle_it() -> None:
    assert found(quota(minimum="25%"), 8, 29, 3).settled_by == (2, 2)
    assert found(quota(maximum="50%"), 2, 1, 1).settled_by == (1, 1)
    assert found(quota(minimum_people=2, maximum_people=3), 1, 0, 9).settled_by == (3, 9)


def test_a_finding_on_seats_tells_them() -> None:
    finding = check(quota(minimum="25%", maximum="50%", base=Base.SEATS), camp(7, 25, 0), on=TODAY, seats=40)
    expected = "not met. 7 of 32 meet it; 10 of 40 seats needed, at most 20 of 40 seats allowed; 3 short."
    assert f"rural young people: {expected}" == finding.sentence
    assert '<th scope="row">seats</th><td>40</td>' in finding._repr_html_()


def test_a_finding_shows_itself_as_a_table() -> None:
    page = found(quota(minimum="25%"), 1, 2, 1)._repr_html_()
    assert page.startswith("<table><caption>rural young people</caption>")
    rows = {"status": "met", "people": "4", "meet it": "1", "not known": "1", "needed": "1", "allowed": "4"}
    for name, cell in rows.items():
        assert f'<th scope="row">{name}</th><td>{cell}</td>' in page
    assert "on 2022-07-01" in page
    hostile = Quota(name="<script>", of=RURAL, minimum="25%")
    assert "<script>" not in check(hostile, camp(1, 1, 1), on=TODAY)._repr_html_()


# --- Sensitive criteria ----------------------------------------------------------------------------------------------

PRIVATE = Quota(name="people with disabilities", of=DISABILITY.is_in("yes") & RURAL, minimum="5%")


def private(purpose: Purpose, name: str = "m", **facts: Any) -> Member:
    agreed = Consent(purposes={purpose}, given_on=dt.date(2022, 1, 1), **facts)
    return Member(id=name, identities={"disability": Known("yes"), "residence": Known("rural")}, consents=[agreed])


@pytest.mark.parametrize("purpose", [None, "quota"])
@pytest.mark.parametrize("some", [[], camp(1, 0, 0)])
def test_a_sensitive_quota_is_checked_for_a_purpose(purpose: Any, some: list[Member]) -> None:
    with pytest.raises(PurposeRequired, match="people with disabilities reads a sensitive dimension"):
        check(PRIVATE, some, on=TODAY, purpose=purpose)


def test_who_has_not_consented_counts_as_unknown() -> None:
    some = [
        private(Purpose.QUOTA),
        private(Purpose.REPORT, "report"),
        private(Purpose.QUOTA, "withdrawn", withdrawn_on=TODAY),
    ]
    finding = check(PRIVATE, some, on=TODAY, purpose=Purpose.QUOTA)
    assert (finding.people, finding.yes, finding.unknown, finding.status) == (3, 1, 2, QuotaStatus.MET)
    assert finding.purpose is Purpose.QUOTA


def test_a_sensitive_finding_does_not_show_its_numbers_by_accident() -> None:
    some = [private(Purpose.QUOTA, f"m-{i}") for i in range(7919)]
    finding = check(PRIVATE, some, on=TODAY, purpose=Purpose.QUOTA)
    shown = (repr(finding), repr([finding]), finding._repr_html_())
    assert shown[0] == "<sensitive finding on people with disabilities>"
    assert not any("7919" in words or "396" in words for words in shown)
    assert "7919 of 7919 meet it" in finding.sentence


def test_a_sensitive_forecast_does_not_show_its_numbers_by_accident() -> None:
    some = [private(Purpose.QUOTA, f"m-{i}") for i in range(17)]
    found: Forecast = forecast(PRIVATE, some, on=TODAY, seats=17, more=0, purpose=Purpose.QUOTA)
    assert repr(found) == "<sensitive forecast of people with disabilities>"
    assert "17" not in found._repr_html_()
    assert "17 of 17 applicants meet it" in found.sentence
    with pytest.raises(PurposeRequired, match="people with disabilities reads a sensitive dimension"):
        forecast(PRIVATE, some, on=TODAY, seats=17, more=0)


# --- The strategy builds valid values --------------------------------------------------------------------------------


@given(quotas(names=["q"], scope=["camp", "training"]))
def test_quotas_demand_something_of_what_they_were_given(one: Quota) -> None:
    bounds = (one.minimum, one.maximum, one.minimum_people, one.maximum_people)
    assert any(bound is not None for bound in bounds)
    assert set(one.scope) <= {"camp", "training"}
    assert one.of.dimensions
    assert hash(one) == hash(one)


# --- Several quotas --------------------------------------------------------------------------------------------------


@given(st.data())
def test_several_quotas_are_checked_as_each_is(data: st.DataObject) -> None:
    asked = data.draw(st.lists(dimensions(derived=False), min_size=1, max_size=2, unique_by=lambda one: one.name))
    demands = data.draw(st.lists(quotas(of=criteria(dimensions=asked)), max_size=3))
    people = data.draw(applicants(dimensions=asked, max_size=4))
    on = dt.date(2022, 7, 1)
    found = check_all(demands, iter(people), on=on, seats=7, purpose=Purpose.QUOTA)
    alone = [
        check(one, people, on=on, seats=7 if one.base is Base.SEATS else None, purpose=Purpose.QUOTA) for one in demands
    ]
    assert list(found) == alone
    assert len(found) == len(demands)
    assert found.sensitive == any(one.of.sensitive for one in demands)
    if found.sensitive:
        assert repr(found).startswith("<sensitive findings on ")
        assert "<table" not in found._repr_html_()
        with pytest.raises(PurposeRequired):
            found.to_dicts()
    else:
        assert [row["quota"] for row in found.to_dicts()] == [one.name for one in demands]
        assert found.to_vega_lite()["description"].startswith("How the quotas stand")
