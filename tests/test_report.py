"""Laws of the report.

What the public reads tells of no group that is too small: every number shown may be told, hidden ones cannot be
subtracted back, of one fact there is one table, and whether a quota was kept is told only if that leaves every small
number open. What staff read bears "confidential" on every page. Equal programmes give equal reports.
"""

import datetime as dt
import json
import re
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from youthprog import (
    AgeBand,
    Declined,
    Dimension,
    Ending,
    Known,
    LeapDay,
    LocalisedText,
    Member,
    Membership,
    MembershipKind,
    NotApplicable,
    Organisation,
    OrganisationKind,
    PartialDate,
    Partnership,
    Period,
    Programme,
    Purpose,
    Quota,
    Region,
    Where,
    diversity,
    samples,
)
from youthprog.activities import Activity, ActivitySeries, Camp, Participation, Role
from youthprog.campaigns import Campaign, ChangeType, Contribution, Lead, Outcome, Substantiation, Verdict
from youthprog.counts import Counts
from youthprog.criteria import AgeGroups, Belongs, Meets, RegionOf, RuralOrUrban
from youthprog.disclosure import ORDINARY, SPECIAL, Rule, publish
from youthprog.errors import BrokenRule, PurposeRequired, WrongType
from youthprog.people import Consent, Residence
from youthprog.programme import Benchmark
from youthprog.quotas import Base, Finding, QuotaStatus, check
from youthprog.report import Drawing, Report, _public, last_year_end, make
from youthprog.report._seats import tellable
from youthprog.trainings import Training
from youthprog.values import Distance, DistanceKind, Evidence, Place, RuralDefinition

ON = dt.date(2022, 12, 31)
YEARS = Period(dt.date(2020, 1, 1), Ending.ONGOING)
RESIDENCE = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)


def text(words: str) -> LocalisedText:
    return LocalisedText({"en": words})


def people(number: int, *, start: int = 0, **fields: Any) -> list[Member]:
    spell = Membership(kind=MembershipKind.MEMBER, period=YEARS)
    return [Member(id=f"m-{start + index}", memberships=[spell], **fields) for index in range(number)]


def programme(**fields: Any) -> Programme:
    return Programme(id="p", name=text("A programme"), **fields)


KEY = b"a secret of sixteen bytes"


@pytest.fixture(scope="module")
def public() -> Report:
    return make(samples.mongolia(), on=ON, key=KEY)


@pytest.fixture(scope="module")
def staff() -> Report:
    return make(samples.mongolia(), on=ON, staff=Purpose.REPORT)


def cells(report: Report, section: str = "Who belongs") -> dict[str, dict[str, str]]:
    (found,) = [one for one in report.sections if one.title == section]
    return {table.head[0]: {row[0]: row[1] for row in table.rows} for table in found.tables}


# --- What the public reads -------------------------------------------------------------------------------------------


def test_every_number_the_public_reads_may_be_told(public: Report) -> None:
    for name, numbers in cells(public).items():
        rule = SPECIAL if samples.mongolia().dimension(name).sensitive else ORDINARY
        assert not [cell for cell, number in numbers.items() if number.isdecimal() and rule.protects(int(number))]


def test_hidden_numbers_cannot_be_subtracted_back(public: Report) -> None:
    for name, numbers in cells(public).items():
        dimension = samples.mongolia().dimension(name)
        hidden = [cell for cell, number in numbers.items() if number == "not shown"]
        if hidden and not dimension.multiple:
            shown = sum(int(number) for cell, number in numbers.items() if number.isdecimal() and cell != "total")
            assert len(hidden) > 1
            assert int(numbers["total"]) - shown >= (SPECIAL if dimension.sensitive else ORDINARY).k


def test_how_diverse_people_are_is_told_to_the_public_as_far_as_the_table_tells() -> None:
    kinds = Dimension(name="kind", categories=("a", "b", "c"), sensitive=False)

    def note(*numbers: int, staff: Purpose | None = None) -> str:
        members = [
            member
            for at, (name, number) in enumerate(zip("abc", numbers, strict=True))
            for member in people(number, start=100 * at, identities={"kind": Known(name)})
        ]
        report = make(programme(dimensions=[kinds], members=members), on=ON, staff=staff)
        return " ".join(note for note in report.sections[0].tables[0].notes if note.startswith("As diverse"))

    assert note(20, 20, 20) == "As diverse as 3.00 equally large groups, of 3 at the most (Hill number of order 1)."
    assert note(3, 9, 30).startswith("As diverse as 1.81 to 2.22 equally large groups")
    assert note(3, 9, 30, staff=Purpose.REPORT).startswith("As diverse as 2.14 equally")
    assert note(1, 1, 1) == ""
    assert note(0, 0, 0) == ""


@pytest.mark.parametrize(("number", "shown"), [(3, "not shown"), (6, "20")])
def test_few_people_whom_a_question_does_not_apply_to_cannot_be_subtracted(number: int, shown: str) -> None:
    members = [
        *people(20, identities={"residence": Known("rural")}),
        *people(9, start=20, identities={"residence": Known("urban")}),
        *people(number, start=29, identities={"residence": NotApplicable()}),
    ]
    report = make(programme(dimensions=[RESIDENCE], members=members), on=ON)
    assert cells(report)["residence"]["rural"] == shown


def test_without_a_key_the_public_reads_no_sensitive_table(public: Report) -> None:
    without = make(samples.mongolia(), on=ON)
    assert "disability" in cells(public)
    assert not [name for name in cells(without) if samples.mongolia().dimension(name).sensitive]
    assert "Sensitive questions are left out" in without.text()
    assert "Sensitive questions are left out" not in public.text()


def test_of_one_fact_the_public_reads_one_table(public: Report, staff: Report) -> None:
    assert {"young", "young-un", "age-group", "settlement", "region", "rural-young"} <= set(cells(staff))
    assert {"young", "settlement", "home-region"} <= set(cells(public))
    assert not {"young-un", "age-group", "region", "beyond-capital", "rural-young"} & set(cells(public))


def test_the_public_reads_how_many_are_young_from_a_table_it_reads_too(public: Report) -> None:
    assert any(
        words.startswith("66.8 % of those whose age is known are young") for words in public.sections[0].sentences
    )


def test_the_first_thing_read_is_the_day_and_the_number_of_people(public: Report) -> None:
    assert public.sections[0].sentences[0] == "On 2022-12-31 there are 298 members and supporters."


def test_the_case_study_is_told(public: Report) -> None:
    told = public.text().replace("\n  ", " ")
    for words in (
        "11 partnerships were established, renewed or strengthened",
        "was given 6 times: 3 for human rights defenders, lawyers and NGO staff and 3 for young activists",
        "“Capacity-building training 2022” on 2022-02-19: met; 4 of the 16 people had to be",
        "Zavkhan, 1,000 km (stated), 1,023 to 1,115 km (road) and 749 km (great circle) from Ulaanbaatar",
        "Campaign “It's our privacy”",
        "led by young people",
        "reconsidered draft laws",
    ):
        assert words in told


def numbers_of(finding: Finding) -> tuple[int, int, int]:
    return finding.yes, finding.people - finding.yes - finding.unknown, finding.unknown


def finding_of(yes: int, no: int, unknown: int, quota: Quota) -> Finding:
    answers = [Known("rural")] * yes + [Known("urban")] * no + [Declined()] * unknown
    members = [Member(id=str(index), identities={"residence": answer}) for index, answer in enumerate(answers)]
    return check(quota, members, on=ON)


@pytest.mark.parametrize("minimum", ["25%", "1/2", "1"])
def test_a_finding_that_is_told_leaves_every_small_number_open(minimum: str) -> None:
    quota = Quota(name="rural", of=RESIDENCE.is_in("rural"), minimum=minimum)
    for total in (6, 12, 16):
        for rule in (Rule(k=3), ORDINARY, Rule(k=4, protect_zeros=True), Rule(k=3, insiders=2, protect_zeros=True)):
            triples = [(y, n, total - y - n) for y, n in product(range(total + 1), repeat=2) if y + n <= total]
            findings = [finding_of(*triple, quota) for triple in triples]
            for finding in findings:
                if tellable(finding, rule):
                    alike = [numbers_of(other) for other in findings if other.status is finding.status]
                    for which, number in enumerate(numbers_of(finding)):
                        believable = {triple[which] for triple in alike}
                        assert not rule.protects(number) or set(range(rule.high + 1)) <= believable


def test_a_finding_on_a_maximum_is_for_staff() -> None:
    assert not tellable(finding_of(20, 20, 0, Quota(name="q", of=RESIDENCE.is_in("rural"), maximum="75%")), ORDINARY)


def test_a_finding_on_nobody_tells_of_nobody() -> None:
    finding = finding_of(0, 0, 0, Quota(name="q", of=RESIDENCE.is_in("rural"), minimum="25%"))
    assert finding.status is QuotaStatus.NOT_APPLICABLE
    assert tellable(finding, ORDINARY)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 9))
def test_a_small_programme_gives_nobody_away(rural: int, urban: int, silent: int) -> None:
    members = [
        *people(rural, identities={"residence": Known("rural")}),
        *people(urban, start=rural, identities={"residence": Known("urban")}),
        *people(silent, start=rural + urban, identities={"residence": Declined()}),
    ]
    report = make(programme(dimensions=[RESIDENCE], members=members), on=ON)
    shown = cells(report)["residence"]
    for cell, number in (("rural", rural), ("urban", urban), ("undisclosed", silent), ("total", len(members))):
        assert shown[cell] in {str(number), "not shown"}
        assert shown[cell] == "not shown" or not ORDINARY.protects(number)
    if 0 < len(members) < ORDINARY.k:
        assert report.sections[0].sentences == (
            "There are too few members and supporters for their number to be shown.",
        )


# --- What staff read -------------------------------------------------------------------------------------------------


def test_a_staff_report_is_confidential_on_every_page(staff: Report) -> None:
    mark = "CONFIDENTIAL - staff only, for the purpose: report"
    assert (staff.audience, staff.mark) == ("staff", mark)
    for printed in (staff.text(), staff.markdown()):
        assert printed.count(mark) == len(staff.sections) + 1
    assert json.loads(staff.json())["mark"] == mark


def test_a_staff_report_is_sensitive(public: Report, staff: Report) -> None:
    assert (public.sensitive, staff.sensitive) == (False, True)


def test_a_public_report_bears_no_mark(public: Report) -> None:
    assert (public.audience, public.mark) == ("public", "")
    assert "CONFIDENTIAL" not in public.text()


def test_staff_read_why_answers_are_missing_and_how_far_a_quota_is(staff: Report) -> None:
    assert cells(staff)["disability"]["(declined)"] == "39"
    assert "met. 10 of 40 meet it, and for 2 it is not known; 10 needed." in staff.text().replace("\n  ", " ")
    assert any(words.startswith("Of 3 more people it is not known") for words in staff.sections[0].sentences)


def test_a_staff_report_needs_a_purpose() -> None:
    with pytest.raises(PurposeRequired):
        make(samples.mongolia(), on=ON, staff="curiosity")  # type: ignore[arg-type]  # what is tested


# --- How it is printed -----------------------------------------------------------------------------------------------


def test_equal_programmes_give_equal_reports(public: Report) -> None:
    assert make(samples.mongolia(), on=ON, key=KEY) == public
    assert make(samples.mongolia(), on=ON, key=KEY).json() == public.json()


def test_sentences_of_the_text_are_at_most_a_hundred_characters_wide(public: Report) -> None:
    tables = {row[0] for section in public.sections for table in section.tables for row in table.rows}
    for line in public.text().splitlines()[2:]:
        assert len(line) <= 100 or any(line.strip().startswith(name) for name in tables)


def test_columns_of_the_text_stand_under_their_heading(public: Report) -> None:
    lines = public.text().splitlines()
    start = lines.index("Members and supporters by settlement")
    assert lines[start + 1 : start + 6] == [
        "  settlement   people  share of known",
        "  -----------------------------------",
        "  rural            76          26.4 %",
        "  urban           212          73.6 %",
        "  undisclosed      10",
    ]


def test_markdown_shows_hostile_words_as_they_are() -> None:
    hostile = Dimension(name="<script>|*x*", categories=("a|b", "`c`"), sensitive=False)
    members = people(6, identities={hostile.name: Known("a|b")})
    printed = make(programme(dimensions=[hostile], members=members), on=ON).markdown()
    assert "\\<script\\>\\|\\*x\\*" in printed
    assert "| a\\|b | 6 | 100.0 % |" in printed


def test_the_json_is_the_report(public: Report) -> None:
    content = json.loads(public.json())
    assert (content["title"], content["on"]) == (public.title, "2022-12-31")
    assert [section["title"] for section in content["sections"]] == [section.title for section in public.sections]


# --- Less than the case study ----------------------------------------------------------------------------------------


def test_the_day_is_the_end_of_the_last_year_with_an_activity() -> None:
    walk = Activity(id="a", title=text("Walk"), period=Period(PartialDate(2021, 5), PartialDate(2021, 6)))
    assert last_year_end(programme(activities=[walk])) == dt.date(2021, 12, 31)
    assert last_year_end(programme()) is None


def test_an_empty_programme_has_a_report_of_nobody() -> None:
    report = make(programme(), on=ON)
    assert [section.title for section in report.sections] == ["Who belongs", "How to read this report"]
    assert report.sections[0].sentences == ("On 2022-12-31 there are 0 members and supporters.",)


AGE = Dimension(
    name="age",
    sensitive=False,
    reading=AgeGroups(bands=[AgeBand(name="young", minimum=15, maximum=34)], leap_day=LeapDay.MAR_1),
)


@pytest.mark.parametrize(
    ("births", "expected"),
    [
        ([PartialDate(2000)] * 6 + [PartialDate(1970)] * 6, "50.0 % of those whose age is known are young"),
        ([None] * 6, "Of nobody is it known whether they are young"),
        ([PartialDate(2000)] * 3 + [PartialDate(1970)] * 6, "How many of them are young cannot be shown"),
    ],
)
def test_the_public_reads_how_many_are_young_if_it_can_be_shown(births: list[Any], expected: str) -> None:
    spell = Membership(kind=MembershipKind.MEMBER, period=YEARS)
    members = [Member(id=str(i), birth=birth, memberships=[spell]) for i, birth in enumerate(births)]
    report = make(programme(dimensions=[AGE], young=AGE.is_in("young"), members=members), on=ON)
    assert report.sections[0].sentences[1].startswith(expected)


def test_who_is_young_by_a_criterion_that_no_table_shows_is_for_staff() -> None:
    given_programme = programme(
        dimensions=[AGE, RESIDENCE],
        young=AGE.is_in("young") & RESIDENCE.is_in("rural"),
        members=people(20, birth=PartialDate(2000), identities={"residence": Known("rural")}),
    )
    public, staff = (make(given_programme, on=ON, staff=purpose).sections[0] for purpose in (None, Purpose.REPORT))
    assert public.sentences[1] == "How many of them are young cannot be shown."
    assert staff.sentences[1].startswith("100.0 % of those whose age is known are young. Young means age is young and")


def test_one_more_person_of_whom_it_is_not_known_is_said_in_the_singular() -> None:
    perhaps = Member(
        id="x", memberships=[Membership(kind=MembershipKind.MEMBER, period=Period(PartialDate(2022), Ending.UNKNOWN))]
    )
    report = make(programme(members=[*people(1), perhaps]), on=ON, staff=Purpose.REPORT)
    assert report.sections[0].sentences == (
        "On 2022-12-31 there are 1 member or supporter.",
        "Of 1 more person it is not known whether they are.",
    )


def test_facts_are_told_apart_by_what_a_dimension_reads() -> None:
    capital = RuralDefinition(name="outside the capital", urban_regions={"MN-1"})
    dimensions = [
        Dimension(name="lives in", categories=("MN-1",), sensitive=False, reading=RegionOf(where=Where.RESIDENCE)),
        Dimension(name="lives", sensitive=False, reading=RuralOrUrban(definition=capital, where=Where.RESIDENCE)),
        Dimension(name="from", sensitive=False, reading=RuralOrUrban(definition=capital, where=Where.HOME)),
        Dimension(name="member", sensitive=False, reading=Belongs(kinds={MembershipKind.MEMBER})),
        Dimension(name="supporter", sensitive=False, reading=Belongs(kinds={MembershipKind.SUPPORTER})),
        RESIDENCE,
        Dimension(name="rural", sensitive=False, reading=Meets(criterion=RESIDENCE.is_in("rural"))),
    ]
    ulaanbaatar = Region(code="MN-1", name=text("Ulaanbaatar"))
    members = people(9, residences=[Residence(place=Place(region="MN-1"), period=YEARS)])
    report = make(programme(regions=[ulaanbaatar], dimensions=dimensions, members=members), on=ON)
    assert set(cells(report)) == {"lives in", "from", "member", "residence"}
    assert cells(report)["lives in"]["Ulaanbaatar (MN-1)"] == "9"


def test_few_people_at_activities_and_beyond_are_not_counted_in_public() -> None:
    day = Period(dt.date(2022, 5, 1), dt.date(2022, 5, 2))
    later = Period(dt.date(2022, 6, 1), dt.date(2022, 6, 2))
    regions = [Region(code="MN-1", name=text("Ulaanbaatar")), Region(code="MN-057", name=text("Zavkhan"))]
    first = Training(id="t1", title=text("First"), period=day, place=Place(region="MN-1"))
    second = Training(id="t2", title=text("Second"), period=later, place=Place(region="MN-057"))
    parts = [
        Participation(member="m-0", activity="t1"),
        Participation(member="m-0", activity="t2", role=Role.TRAINER),
        Participation(member="m-1", activity="t2"),
    ]
    given_programme = programme(
        regions=regions,
        home="MN-1",
        members=people(9, home="MN-057"),
        activities=[first, second],
        participations=parts,
    )
    public, staff = (make(given_programme, on=ON, staff=purpose).text() for purpose in (None, Purpose.REPORT))
    assert "known by name" not in public
    assert "They reached 1 person" not in public
    assert "2 people known by name took part" in staff
    assert "They reached 1 person who had learned at no training" in staff
    assert "Run by people who returned to their home, Zavkhan: “Second”." in public


def test_a_cascade_without_homes_and_distances_says_less() -> None:
    stated = Distance(
        kilometres=1000, kind=DistanceKind.STATED, origin="MN-1", destination="MN-057", source="the case study"
    )
    day, later = (Period(dt.date(2022, month, 1), dt.date(2022, month, 2)) for month in (5, 6))
    given_programme = programme(
        regions=[Region(code="MN-1", name=text("Ulaanbaatar")), Region(code="MN-057", name=text("Zavkhan"))],
        home="MN-1",
        members=[*people(1, home="MN-1"), *people(ORDINARY.high, start=1, home="MN-057")],
        activities=[
            Training(id="t1", title=text("First"), period=day),
            Training(id="t2", title=text("Second"), period=later, place=Place(region="MN-1"), organisers=["m-0"]),
            Training(id="t3", title=text("Third"), period=later, place=Place(region="MN-057"), organisers=["m-1"]),
        ],
        participations=[Participation(member="m-0", activity="t1"), Participation(member="m-1", activity="t1")],
        distances=[stated],
    )
    alone = "Run by people who returned to their home, Ulaanbaatar: “Second”."
    among_others = "Run by people who returned to their home, Zavkhan, 1,000 km (stated) from Ulaanbaatar: “Third”."
    assert alone in make(given_programme, on=ON, staff=Purpose.REPORT).text()
    told = " ".join(make(given_programme, on=ON).text().split())
    assert among_others in told
    assert alone not in told  # who comes from a small place is not told to be from there
    home = Dimension(name="home", categories=("MN-1", "MN-057"), reading=RegionOf(where=Where.HOME))
    secret = evolve(given_programme, dimensions=[home])
    assert "returned to their home" not in make(secret, on=ON, key=KEY).text()


def test_a_report_tells_nothing_of_later_days() -> None:
    day, later = (Period(dt.date(year, 5, 1), dt.date(year, 5, 2)) for year in (2021, 2022))
    outcome = Outcome(id="o", actor="The ministry", change=ChangeType.POLICY, what="changed", when=PartialDate(2022))
    given_programme = programme(
        members=people(1),
        activities=[
            Training(id="t1", title=text("First"), period=day),
            Training(id="t2", title=text("Second"), period=later, organisers=["m-0"]),
        ],
        participations=[Participation(member="m-0", activity="t1")],
        outcomes=[outcome, evolve(outcome, id="p", when=None)],
    )
    titles = {on: [one.title for one in make(given_programme, on=on).sections] for on in (dt.date(2021, 12, 31), ON)}
    assert "From learners to trainers" in titles[ON]
    assert "From learners to trainers" not in titles[dt.date(2021, 12, 31)]
    told = make(given_programme, on=dt.date(2021, 12, 31)).text()
    assert told.count("The ministry") == 1
    assert make(given_programme, on=ON).text().count("The ministry") == 2
    drawing = Drawing(activity="a-camp-2022", lottery=samples.mongolia_camp(), seed=samples.CAMP_SEED)
    before, after = (
        make(samples.mongolia(), on=dt.date(year, 12, 31), drawings=[drawing]).text() for year in (2021, 2022)
    )
    assert "drawn with the seed" not in before
    assert "drawn with the seed" in after


def test_a_report_is_of_a_day_of_the_calendar() -> None:
    for wrong in ("2022-12-31", dt.datetime(2022, 12, 31, tzinfo=dt.UTC)):
        with pytest.raises(WrongType, match="on: must be a date"):
            make(programme(), on=wrong)  # type: ignore[arg-type]  # the point of it
    with pytest.raises(BrokenRule, match="on: must be before the last day of the calendar"):
        make(programme(), on=dt.date.max)


def test_quotas_in_people_and_with_a_maximum_are_told_in_words() -> None:
    period = Period(dt.date(2022, 7, 1), dt.date(2022, 7, 8))
    camps = [Camp(id=name, title=text(name), period=period, capacity=20) for name in ("one", "two", "three")]
    sensitive = Dimension(name="disability", categories=("yes", "no"))
    consent = Consent(purposes={Purpose.QUOTA}, given_on=dt.date(2020, 1, 1))
    members = people(14, identities={"disability": Known("yes")}, consents=[consent])
    quotas = [
        Quota(name="few", of=sensitive.is_in("yes"), minimum_people=1, maximum="50%", scope=["one"]),
        Quota(name="some", of=sensitive.is_in("yes"), minimum_people=2, scope=["two"]),
        Quota(name="seats", of=sensitive.is_in("yes"), minimum="10%", base=Base.SEATS, scope=["three"]),
        Quota(name="more", of=sensitive.is_in("yes"), minimum_people=1, scope=["three"]),
    ]
    given_programme = programme(
        dimensions=[sensitive],
        members=members,
        activities=camps,
        participations=[Participation(member=one.id, activity=camp.id) for one in members for camp in camps],
        quotas=quotas,
    )
    told = " ".join(make(given_programme, on=ON, key=KEY).text().split())
    hidden = "whether it was kept cannot be shown without telling of too small a group."
    assert f"Few, at least 1 person and at most 50 %, at “one” on 2022-07-01: {hidden}" in told
    assert "Some, at least 2 people, at “two” on 2022-07-01: met; 2 of the 14 people had to be." in told
    seats = "Seats, at least 10 %, at “three” on 2022-07-01: met; 2 of the 20 seats had to go to people who meet it."
    assert seats in told
    assert f"More, at least 1 person, at “three” on 2022-07-01: {hidden}" in told  # beside the one before
    assert "CONFIDENTIAL" not in told
    keyless = " ".join(make(given_programme, on=ON).text().split())
    assert keyless.count(hidden) == 4


def test_partnerships_without_stages_and_a_benchmark_without_a_source() -> None:
    partner = Organisation(id="o", name=text("Partner"), kind=OrganisationKind.NGO)
    spells = [Period(PartialDate(2022), Ending.ONGOING)]
    benchmark = Benchmark(entity="We", indicator="partnerships", year=2022, value=1)
    sourced = Benchmark(
        entity="We", indicator="reach", year=2022, claim="wide", source=Evidence(citation="a newspaper")
    )
    report = make(
        programme(
            organisations=[partner],
            partnerships=[Partnership(id="ps", organisation="o", episodes=spells)],
            benchmarks=[benchmark, sourced],
        ),
        on=ON,
    )
    (section,) = [one for one in report.sections if one.title == "Partnerships"]
    assert section.tables == ()
    assert section.sentences[0].startswith(
        "In 2022, 1 partnership was established, renewed or strengthened: 1 established,"
    )
    assert section.sentences[-2:] == (
        "We, partnerships, 2022: 1 (no source).",
        "We, reach, 2022: wide (a newspaper).",
    )


def test_partnerships_of_which_it_is_not_known_when_they_began_are_told_apart() -> None:
    partner = Organisation(id="o", name=text("Partner"), kind=OrganisationKind.NGO)
    spells = [Period(PartialDate(2022, 12), Ending.ONGOING)]
    kept = Partnership(id="ps", organisation="o", episodes=spells)
    made = make(programme(organisations=[partner], partnerships=[kept]), on=dt.date(2022, 12, 15))
    (section,) = [one for one in made.sections if one.title == "Partnerships"]
    assert section.sentences[0].startswith(
        "In 2022, 0 partnerships were established, renewed or strengthened, and perhaps 1 more: "
        "0 (and perhaps 1 more) established, 0 renewed"
    )


def test_a_quota_in_people_at_the_most_is_told_in_words() -> None:
    camp = Camp(id="camp", title=text("Camp"), period=Period(dt.date(2022, 7, 1), dt.date(2022, 7, 8)))
    quota = Quota(name="guests", of=RESIDENCE.is_in("urban"), maximum_people=1, scope=["camp"])
    made = make(programme(dimensions=[RESIDENCE], activities=[camp], quotas=[quota]), on=ON)
    told = " ".join(made.text().split())
    assert "Guests, at most 1 person, at “Camp” on 2022-07-01: not applicable, for nobody took part." in told


def test_what_is_complete_says_nothing_is_missing_and_what_is_yet_to_come_is_not_told() -> None:
    evidence = Evidence(citation="a newspaper")
    outcome = Outcome(
        id="o",
        actor="The ministry",
        change=ChangeType.PRACTICE,
        what="asks young people",
        when=PartialDate(2022),
        where="MN",
        significance="high",
        contributions=[Contribution(contributor="us", how="asked")],
        substantiations=[Substantiation(verifier="a researcher", verdict=Verdict.AGREE, independent=True)],
        source=evidence,
    )
    bare = Outcome(id="b", actor="A school", change=ChangeType.ACTION, what="opened", source=evidence)
    campaigns = [
        Campaign(id="c1", title=text("Now"), launched_on=PartialDate(2022, 5), lead=Lead.JOINT),
        Campaign(id="c2", title=text("Next"), launched_on=PartialDate(2023), lead=Lead.ADULT),
    ]
    report = make(
        programme(
            organisations=[Organisation(id="us", name=text("We"), kind=OrganisationKind.NGO)],
            series=[ActivitySeries(id="s", title=text("Fun time"), introduced_on=PartialDate(2022, 3))],
            activities=[Activity(id="a", title=text("Walk"), period=Period(PartialDate(2022), PartialDate(2023)))],
            campaigns=campaigns,
            outcomes=[outcome, bare],
        ),
        on=ON,
    )
    told = {section.title: section.sentences for section in report.sections}
    assert "Introduced in 2022: “Fun time”." in told["Activities"]
    whole = "Outcome (practice): The ministry asks young people. Contributions: We."
    lacking = "Outcome (action): A school opened. Not recorded: when, where, significance and contributions."
    assert told["Campaigns and outcomes"] == (
        "Campaign “Now”, launched 2022-05, led by young people and adults together.",
        f"{whole} Substantiated by an independent person.",
        f"{lacking} Not yet substantiated.",
    )


# --- Lotteries


def lotteries(*, staff: Purpose | None = None, seed: str | None = samples.CAMP_SEED) -> str:
    camp = Drawing(activity="a-camp-2022", lottery=samples.mongolia_camp(), seed=seed)
    text = make(samples.mongolia(), on=dt.date(2022, 12, 31), staff=staff, drawings=[camp]).text()
    _, _, part = text.partition("\nLotteries\n")
    return " ".join(part.partition("\nFrom learners to trainers\n")[0].split())


def test_of_a_lottery_the_public_reads_the_rules_and_the_seed_and_nobody() -> None:
    told = lotteries()
    assert "40 seats among 115 applicants by leximin" in told
    assert f"drawn with the seed “{samples.CAMP_SEED}”" in told
    assert "chance" not in told
    assert not [who for who in samples.mongolia_camp().chances if who in told]


def test_of_a_lottery_staff_read_quotas_chances_and_who_was_drawn() -> None:
    told = lotteries(staff=Purpose.QUOTA)
    camp = samples.mongolia_camp()
    drawn = camp.draw(seed=samples.CAMP_SEED)
    assert {who for who in camp.chances if who in told} == {*drawn}
    assert "rural young people 10 40 15 2" in told
    assert "28.1 % 96" in told
    assert "all 4 committees meet every quota" in told


def test_a_lottery_yet_to_be_drawn_says_so_to_staff() -> None:
    assert "yet to be drawn" in lotteries(staff=Purpose.QUOTA, seed=None)
    assert "drawn with" not in lotteries(seed=None)


# --- The gate


COUNTS = Counts({"rural": 3, "urban": 30, "abroad": 9}, of="residence")


def test_true_counts_and_measures_of_them_are_refused_in_what_the_public_reads() -> None:
    for working in (COUNTS, diversity.hill(COUNTS, q=1), {"rural": 3}):
        for public_part in (_public.figures, _public.together):
            with pytest.raises(WrongType, match="must be a release"):
                public_part(working, tuple(COUNTS))  # type: ignore[arg-type]  # the types hold it too


def test_the_public_reads_the_same_of_every_table_that_has_the_same_release() -> None:
    """The rural may be two, three or four, and those abroad make up for it: nobody can tell by any figure."""
    one, *others = (
        publish(Counts({"rural": rural, "urban": 30, "abroad": 12 - rural}, of="residence")).release
        for rural in (3, 4, 2)
    )
    told = _public.figures(one, tuple(COUNTS))
    assert told.cells["rural"] is None
    assert told.diverse != ()
    for other in others:
        assert other.shown == one.shown
        assert _public.figures(other, tuple(COUNTS)) == told
        assert _public.together(other, ("rural", "abroad")) is None
        assert _public.together(other, ("urban",)) == (30, 0, 42)


def test_of_too_few_people_the_public_reads_nothing() -> None:
    told = _public.figures(None, ("rural", "urban"))
    assert set(told.cells.values()) == {None}
    assert (told.total, told.diverse) == (None, ())
    assert _public.together(None, ("rural",)) is None


# --- As a page -------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page is made of: the order of its headings, its tables with their cells, whatever leads outside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        self.outside += [value for name, value in attrs if name in {"src", "href", "action"} and value is not None]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words += data


def test_the_page_holds_every_word_of_the_report(public: Report) -> None:
    page = Page(public.html())
    for section in public.sections:
        assert section.title in page.words
        for words in section.sentences:
            assert words in page.words
        for table in section.tables:
            for words in (table.caption, *table.head, *table.notes, *(cell for row in table.rows for cell in row)):
                assert words in page.words


def test_the_page_is_sound_and_needs_nothing_else(public: Report, staff: Report) -> None:
    for report in (public, staff):
        page = Page(report.html())
        assert page.open == []
        assert page.outside == []
        assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
        assert "url(" not in report.html()
        assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
        assert page.tags.count("h2") == len(report.sections)
        assert page.tags.count("caption") == page.tags.count("table") == sum(len(one.tables) for one in report.sections)


def test_a_share_is_drawn_behind_its_number(public: Report) -> None:
    assert '<td class="share" style="--share:66.8%">66.8 %</td>' in public.html()


def test_every_page_of_a_staff_report_that_is_printed_bears_its_mark(staff: Report, public: Report) -> None:
    style = staff.html().partition("<style>")[2].partition("</style>")[0]
    content = style.partition('@top-center { content: "')[2].partition('"')[0]
    as_read = re.sub(
        r"\\([0-9a-f]{1,6})\s?", lambda found: chr(int(found[1], 16)), content
    )  # a space after it is dropped
    assert as_read == staff.mark
    assert staff.mark in Page(staff.html()).words
    assert "@top-center" not in public.html()


@given(st.text(min_size=1).map(str.strip).filter(bool))
def test_no_name_breaks_out_of_the_page(words: str) -> None:
    name = f"<script>{words}</style>\"' & "
    report = make(Programme(id="p", name=text(name.strip()), members=people(20)), on=ON)
    page = Page(report.html())
    assert page.open == []
    assert "script" not in page.tags
    assert name.strip() in page.words
