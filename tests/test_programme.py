"""Laws of a programme.

- It is made whole or not at all; every problem is told with its path.
- People are counted once, attendances as often as they happened; the people of two activities together are at most the
  sum, and at least the larger of the two.
- What incomplete facts leave open is among `perhaps`, never dropped and never counted as certain.
- A headline's `either` is the union of its parts, and no answer hangs on the order in which facts were written down.
- A view that is asked about an id nobody bears says so.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everything import everything
from youthprog import samples
from youthprog import testing as nouns
from youthprog.activities import Activity, ActivitySeries, Participation, Role, Session, Status
from youthprog.campaigns import Campaign, ChangeType, Contribution, Lead, Outcome
from youthprog.counts import Counts
from youthprog.criteria import AnyOf, Asked, Belongs, Criterion, Dimension, Meets, RegionOf, RuralOrUrban, Where
from youthprog.errors import (
    BrokenRule,
    Cycle,
    DanglingReference,
    DuplicateId,
    InvalidDocument,
    Problem,
    PurposeRequired,
    WrongType,
)
from youthprog.partnerships import (
    Given,
    Involvement,
    Organisation,
    OrganisationKind,
    OrganisationLink,
    Outreach,
    Partnership,
    Stage,
    Strengthening,
    Support,
)
from youthprog.people import Member, Membership, MembershipKind, Residence
from youthprog.programme import Benchmark, Found, Programme
from youthprog.quotas import Base, Quota, QuotaStatus
from youthprog.representation import ReferencePopulation
from youthprog.testing import programmes
from youthprog.trainings import Resource, Training, TrainingModule
from youthprog.values import (
    AgeBand,
    Attendances,
    Distance,
    DistanceKind,
    Ending,
    Known,
    LeapDay,
    LocalisedText,
    PartialDate,
    People,
    Period,
    Place,
    Purpose,
    Region,
    RuralDefinition,
    Withheld,
)
from youthprog.wellbeing import WellbeingActivity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TITLE = LocalisedText({"en": "x"})
DAY = dt.date(2022, 7, 1)
YEAR = Period.year(2022)
few = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def programme(**facts: Any) -> Programme:
    return Programme(id="p", name=TITLE, **facts)


def activity(name: str, period: Period = YEAR, **facts: Any) -> Activity:
    return Activity(id=name, title=TITLE, period=period, **facts)


def training(name: str, period: Period = YEAR, **facts: Any) -> Training:
    return Training(id=name, title=TITLE, period=period, **facts)


def organisation(name: str, **facts: Any) -> Organisation:
    return Organisation(id=name, name=TITLE, kind=OrganisationKind.NGO, **facts)


def partnership(name: str, *episodes: Period, **facts: Any) -> Partnership:
    return Partnership(id=name, organisation="partner", episodes=episodes or (since(2020),), **facts)


def since(year: int, month: int | None = None) -> Period:
    return Period(PartialDate(year, month), Ending.ONGOING)


def between(first: int, after: int) -> Period:
    return Period(dt.date(first, 1, 1), dt.date(after, 1, 1))


def ids(things: Iterable[Any]) -> list[str]:
    return [thing.id for thing in things]


def sound(**facts: Any) -> bool:
    return isinstance(programme(**facts), Programme)


def refused(**facts: Any) -> list[tuple[type[Problem], str]]:
    with pytest.raises(InvalidDocument) as caught:
        programme(**facts)
    return [(type(problem), problem.path) for problem in caught.value.problems]


# --- Whole or not at all -------------------------------------------------------------------------------------------


def test_all_problems_of_a_programme_are_told_at_once() -> None:
    with pytest.raises(InvalidDocument) as caught:
        programme(
            home="nowhere",
            members=[Member(id="a", home="nowhere"), Member(id="a")],
            links=[OrganisationLink(parent="u", child="u", period=YEAR)],
        )
    assert [(type(problem), problem.path) for problem in caught.value.problems] == [
        (DuplicateId, "$.members[1].id"),
        (DanglingReference, "$.links[0].parent"),
        (DanglingReference, "$.links[0].child"),
        (DanglingReference, "$.home"),
        (DanglingReference, "$.members[0].home"),
        (Cycle, "$.links"),
    ]
    assert str(caught.value).startswith("6 problems in the programme:\n")
    with pytest.raises(InvalidDocument, match="1 problem in the programme"):
        programme(home="nowhere")


def test_things_of_the_wrong_kind_are_refused_by_their_field() -> None:
    with pytest.raises(WrongType, match="members: must be Member"):
        programme(members=[organisation("o")])
    with pytest.raises(WrongType, match="members: must be a list"):
        programme(members="ab")


def test_an_id_that_two_kinds_bear_is_one_problem_and_references_to_either_are_good() -> None:
    found = refused(
        members=[Member(id="x")],
        organisations=[organisation("x")],
        activities=[activity("a", co_hosts=["x"])],
        participations=[Participation(member="x", activity="a")],
    )
    assert found == [(DuplicateId, "$.organisations[0].id")]


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"regions": [Region(code="r", name=TITLE)] * 2}, "$.regions[1].code"),
        ({"dimensions": [Dimension(name="d", categories=["a"])] * 2}, "$.dimensions[1].name"),
        (
            {
                "dimensions": [Dimension(name="d", categories=["a"])],
                "references": [ReferencePopulation(id="r", name="r", of="d", numbers={"a": 1}, source="s")] * 2,
            },
            "$.references[1].id",
        ),
        (
            {
                "dimensions": [Dimension(name="d", categories=["a"])],
                "quotas": [Quota(name="q", of=Dimension(name="d", categories=["a"]).is_in("a"), minimum_people=1)] * 2,
            },
            "$.quotas[1].name",
        ),
        (
            {
                "members": [Member(id="m")],
                "activities": [activity("a")],
                "participations": [
                    Participation(member="m", activity="a"),
                    Participation(member="m", activity="a", status=Status.ABSENT),
                ],
            },
            "$.participations[1]",
        ),
    ],
)
def test_a_name_and_a_participation_stand_once(facts: dict[str, Any], path: str) -> None:
    assert refused(**facts) == [(DuplicateId, path)]


def test_somebody_may_take_part_in_two_roles_and_in_several_sessions() -> None:
    whole = programme(
        members=[Member(id="m")],
        activities=[activity("a")],
        sessions=[Session(id=f"s{i}", activity="a", day=DAY) for i in range(2)],
        participations=[
            Participation(member="m", activity="a", session="s0"),
            Participation(member="m", activity="a", session="s1"),
            Participation(member="m", activity="a", session="s1", role=Role.SPEAKER),
        ],
    )
    assert whole.attendances("a") == Attendances(3)
    assert len(whole.people("a")) == 1


def test_memberships_of_one_kind_in_one_organisation_do_not_overlap_and_others_may() -> None:
    def spells(*made: Membership) -> dict[str, Any]:
        return {"organisations": [organisation("o")], "members": [Member(id="m", memberships=made)]}

    first = Membership(kind=MembershipKind.MEMBER, period=between(2020, 2022))
    for other in (
        Membership(kind=MembershipKind.SUPPORTER, period=between(2021, 2023)),
        Membership(kind=MembershipKind.MEMBER, period=between(2021, 2023), organisation="o"),
        Membership(kind=MembershipKind.MEMBER, period=between(2022, 2023)),
        Membership(kind=MembershipKind.MEMBER, period=since(2021)),
    ):
        overlapping = other.period == since(2021)
        if overlapping:
            assert refused(**spells(first, other)) == [(BrokenRule, "$.members[0].memberships[1]")]
        else:
            assert sound(**spells(first, other))
    perhaps = Membership(kind=MembershipKind.MEMBER, period=Period(dt.date(2022, 6, 1), Ending.ONGOING))
    unsure = Membership(kind=MembershipKind.MEMBER, period=Period(PartialDate(2020), PartialDate(2022)))
    assert sound(**spells(unsure, perhaps))


def test_nobody_lives_in_two_places() -> None:
    def homes(*periods: Period) -> list[Member]:
        return [Member(id="m", residences=[Residence(place=Place(), period=period) for period in periods])]

    assert sound(members=homes(between(2019, 2020), between(2020, 2021)))
    assert sound(members=homes(Period(PartialDate(2019), Ending.UNKNOWN), between(2020, 2021)))
    found = refused(members=homes(between(2019, 2021), between(2020, 2021), since(2018)))
    assert [path for _, path in found] == [f"$.members[0].residences[{i}]" for i in (1, 2, 2)]


def test_a_session_lies_within_its_activity_as_far_as_that_is_known() -> None:
    session = Session(id="s", activity="a", day=DAY)
    assert sound(activities=[activity("a", YEAR)], sessions=[session])
    assert sound(activities=[activity("a", Period(PartialDate(2022), PartialDate(2022)))], sessions=[session])
    assert refused(activities=[activity("a", between(2021, 2022))], sessions=[session]) == [
        (BrokenRule, "$.sessions[0].day")
    ]


@pytest.mark.parametrize(
    "links",
    [
        [("a", "a")],
        [("a", "b"), ("b", "a")],
        [("a", "b"), ("b", "c"), ("c", "a")],
        [("b", "c"), ("c", "b"), ("a", "b")],
    ],
)
def test_an_organisation_is_no_part_of_itself(links: list[tuple[str, str]]) -> None:
    made = [OrganisationLink(parent=a, child=b, period=YEAR) for a, b in links]
    assert refused(organisations=[organisation(name) for name in "abc"], links=made) == [(Cycle, "$.links")]


def test_a_part_of_two_umbrellas_is_no_cycle() -> None:
    made = [OrganisationLink(parent=a, child=b, period=YEAR) for a, b in ("ab", "ac", "bd", "cd", "ad")]
    assert sound(organisations=[organisation(name) for name in "abcd"], links=made)


def test_regions_and_resources_do_not_contain_themselves() -> None:
    regions = [Region(code="a", name=TITLE, parent="b"), Region(code="b", name=TITLE, parent="a")]
    resources = [
        Resource(id="r", title=TITLE, adapted_from=["s"]),
        Resource(id="s", title=TITLE, adapted_from=["r"]),
    ]
    assert refused(regions=regions, resources=resources) == [(Cycle, "$.regions"), (Cycle, "$.resources")]


GENDER = Dimension(name="gender", categories=["woman", "man"])


@pytest.mark.parametrize(
    ("answers", "kind", "path"),
    [
        ({"gender": Known({"woman", "man"})}, BrokenRule, "gender"),
        ({"gender": Known(frozenset())}, BrokenRule, "gender"),
        ({"gender": Known("canary")}, BrokenRule, "gender"),
        ({"faith": Known("canary")}, DanglingReference, "faith"),
        ({"met": Known("yes")}, DanglingReference, "met"),
    ],
)
def test_an_answer_fits_a_dimension_that_is_declared_and_asked(
    answers: dict[str, Any], kind: type[Problem], path: str
) -> None:
    met = Dimension(name="met", reading=Meets(criterion=GENDER.is_in("woman")))
    with pytest.raises(InvalidDocument) as caught:
        programme(dimensions=[GENDER, met], members=[Member(id="m", identities=answers)])
    assert [(type(one), one.path) for one in caught.value.problems] == [(kind, f"$.members[0].identities.{path}")]
    assert "canary" not in str(caught.value)


def test_answers_that_are_withheld_need_no_declaration() -> None:
    assert sound(members=[Member(id="m", identities=Withheld())])


def test_quotas_and_the_young_read_dimensions_as_the_programme_declares_them() -> None:
    wider = Dimension(name="gender", categories=["woman", "man", "another"])
    quota = Quota(name="q", of=wider.is_in("woman"), minimum="50%")
    assert refused(dimensions=[GENDER], quotas=[quota], young=wider.is_in("man")) == [
        (DanglingReference, "$.quotas[0].of"),
        (DanglingReference, "$.young"),
    ]
    assert sound(dimensions=[wider], quotas=[quota], young=wider.is_in("man"))


def test_a_dimension_reads_dimensions_that_stand_before_it() -> None:
    met = Dimension(name="met", reading=Meets(criterion=GENDER.is_in("woman")))
    assert sound(dimensions=[GENDER, met])
    for dimensions in ([met, GENDER], [met], [Dimension(name="gender", categories=["woman"]), met]):
        found = refused(dimensions=dimensions)
        assert [kind for kind, _ in found] == [DanglingReference]
        assert found[0][1].endswith("reading.criterion")


def test_what_dimensions_speak_of_exists() -> None:
    dimensions = [
        Dimension(name="region", categories=["MN-1", "nowhere"], reading=RegionOf(where=Where.HOME)),
        Dimension(
            name="rural",
            reading=RuralOrUrban(
                definition=RuralDefinition(name="outside", urban_regions={"nowhere", "MN-1"}), where=Where.HOME
            ),
        ),
        Dimension(
            name="by class",
            reading=RuralOrUrban(definition=RuralDefinition(name="soum", settlements={"mn:soum"}), where=Where.HOME),
        ),
        Dimension(name="belongs", reading=Belongs(kinds={MembershipKind.STAFF}, organisation="nobody")),
        Dimension(name="belongs to us", reading=Belongs(kinds={MembershipKind.STAFF})),
        Dimension(name="asked", categories=["a"], reading=Asked()),
    ]
    assert refused(regions=[Region(code="MN-1", name=TITLE)], dimensions=dimensions) == [
        (DanglingReference, "$.dimensions[3].reading.organisation"),
        (DanglingReference, "$.dimensions[0].categories[1]"),
        (DanglingReference, "$.dimensions[1].reading.definition.urban_regions"),
    ]


def test_the_own_organisation_is_left_out_so_that_a_fact_is_written_in_one_way() -> None:
    staff = Membership(kind=MembershipKind.STAFF, period=YEAR, organisation="own")
    belongs = Dimension(name="b", reading=Belongs(kinds={MembershipKind.STAFF}, organisation="own"))
    facts = {
        "organisations": [organisation("own")],
        "members": [Member(id="m", memberships=[staff])],
        "dimensions": [belongs],
    }
    assert sound(**facts)
    assert refused(organisation="own", **facts) == [
        (BrokenRule, "$.dimensions[0].reading.organisation"),
        (BrokenRule, "$.members[0].memberships[0].organisation"),
    ]


@pytest.mark.parametrize("depth", [49, 50, 60])
def test_a_criterion_is_nested_fifty_deep_at_the_most(depth: int) -> None:
    deep: Criterion = GENDER.is_in("woman")
    for index in range(depth):
        deep = ~deep if index % 2 else AnyOf(criteria=(deep, GENDER.is_in("man")))
    facts = {"dimensions": [GENDER, Dimension(name="met", reading=Meets(criterion=GENDER.is_in("man")))], "young": deep}
    if depth < 50:
        assert programme(**facts).young is deep
    else:
        assert refused(**facts) == [(BrokenRule, "$.young")]


def test_a_reference_is_of_a_declared_dimension() -> None:
    reference = ReferencePopulation(id="r", name="r", of="faith", numbers={"a": 1}, source="s")
    assert refused(references=[reference]) == [(DanglingReference, "$.references[0].of")]


def test_a_programme_prints_its_id_and_its_size() -> None:
    assert repr(everything()) == "<programme everything: 3 members, 4 activities>"


# --- By id ---------------------------------------------------------------------------------------------------------


def test_every_thing_is_found_by_its_id() -> None:
    whole = everything()
    assert whole.member("m-1") is whole.members[0]
    assert whole.named_organisation("local") is whole.organisations[2]
    assert whole.partnership("partnership") is whole.partnerships[0]
    assert whole.activity("camp") is whole.activities[1]
    assert whole.campaign("campaign") is whole.campaigns[0]
    assert whole.resource("module") is whole.resources[1]
    assert whole.region("MN-057") is whole.regions[2]
    assert whole.dimension("gender") is whole.dimensions[0]
    assert whole.quota("rural") is whole.quotas[0]
    assert whole.reference("nso") is whole.references[1]


def test_a_thing_nobody_knows_is_a_dangling_reference() -> None:
    whole = everything()
    for ask, words in (
        (whole.member, "a member"),
        (whole.named_organisation, "an organisation"),
        (whole.partnership, "a partnership"),
        (whole.activity, "an activity"),
        (whole.campaign, "a campaign"),
        (whole.resource, "a resource"),
        (whole.region, "a region"),
        (whole.dimension, "a dimension"),
        (whole.quota, "a quota"),
        (whole.reference, "a reference"),
        (whole.chain, "an outcome"),
        (whole.of_series, "a series"),
        (whole.deliveries, "a training module"),
        (whole.recruited_through, "a partnership, an outreach or an activity"),
        (whole.distances_to, "a region"),
        (whole.people, "an activity"),
        (whole.attendances, "an activity"),
        (whole.participants, "an activity"),
    ):
        with pytest.raises(DanglingReference, match=f"must be (the id of )?{words} of the programme"):
            ask("outreach" if ask == whole.campaign else "fanzine" if ask == whole.deliveries else "survey")
    with pytest.raises(DanglingReference):
        whole.adapted_from("survey")
    with pytest.raises(DanglingReference):
        whole.federation("survey", on=DAY)
    with pytest.raises(DanglingReference):
        whole.belonging(on=DAY, organisation="survey")
    for source, target in (("survey", "training"), ("training", "survey")):
        with pytest.raises(DanglingReference):
            whole.returned_home(source, target)


def test_nobody_goes_through_what_was_found_without_saying_whether_perhaps_counts() -> None:
    found: Any = Found((1, 2), (3,))
    assert (found.certain, found.perhaps) == ((1, 2), (3,))
    with pytest.raises(TypeError):
        iter(found)
    with pytest.raises(TypeError):
        len(found)


# --- People --------------------------------------------------------------------------------------------------------


def test_a_member_belongs_on_the_days_of_a_spell_and_perhaps_where_the_dates_leave_it_open() -> None:
    def member(name: str, *periods: Period, **facts: Any) -> Member:
        return Member(
            id=name, memberships=[Membership(kind=MembershipKind.MEMBER, period=one) for one in periods], **facts
        )

    staff = Membership(kind=MembershipKind.STAFF, period=since(2010))
    elsewhere = Membership(kind=MembershipKind.SUPPORTER, period=since(2010), organisation="o")
    whole = programme(
        organisation="own",
        organisations=[organisation("o"), organisation("own")],
        members=[
            member("rejoined", between(2015, 2018), since(2021)),
            member("lapsed", between(2015, 2020)),
            member("in the year", since(2022)),
            member("end unknown", Period(PartialDate(2020), Ending.UNKNOWN)),
            Member(id="staff", memberships=[staff]),
            Member(id="elsewhere", memberships=[elsewhere]),
            member("rejoined often", between(2015, 2018), between(2018, 2023), since(2023)),
        ],
    )
    wrong: list[Any] = ["2022-07-01", dt.datetime(2022, 7, 1), None]  # noqa: DTZ001  # a moment is no day
    for day in wrong:
        with pytest.raises(WrongType, match=r"^on: must be a date$"):
            whole.belonging(on=day)
    found = whole.belonging(on=DAY)
    assert ids(found.certain) == ["rejoined", "rejoined often"]
    assert ids(found.perhaps) == ["in the year", "end unknown"]
    assert ids(whole.belonging(on=dt.date(2019, 5, 5)).certain) == ["lapsed", "rejoined often"]
    assert ids(whole.belonging(on=DAY, kinds=frozenset({MembershipKind.STAFF})).certain) == ["staff"]
    assert ids(whole.belonging(on=DAY, organisation="o").certain) == ["elsewhere"]
    assert whole.belonging(on=DAY, organisation="own") == found


def test_participants_are_those_with_a_place_or_those_who_were_there() -> None:
    statuses = list(Status)
    whole = programme(
        members=[Member(id=status.value) for status in reversed(statuses)],
        activities=[activity("a"), activity("b")],
        participations=[Participation(member=status.value, activity="a", status=status) for status in statuses]
        + [Participation(member="denied", activity="b", role=Role.TRAINER)],
    )
    assert ids(whole.participants("a")) == ["absent", "excused", "attended", "enrolled"]
    assert ids(whole.participants("a", base=Base.ATTENDED)) == ["attended"]
    assert ids(whole.participants("a", "b")) == ["denied", "absent", "excused", "attended", "enrolled"]
    assert ids(whole.participants("a", "b", role=Role.TRAINER)) == ["denied"]
    assert whole.participants() == ()
    with pytest.raises(BrokenRule, match="seats are not people"):
        whole.participants("a", base=Base.SEATS)


def test_applicants_are_those_who_asked_to_learn_and_did_not_withdraw() -> None:
    whole = programme(
        members=[Member(id=status.value) for status in Status] + [Member(id="trainer")],
        activities=[activity("a"), activity("b")],
        participations=[Participation(member=status.value, activity="a", status=status) for status in Status]
        + [Participation(member="trainer", activity="a", role=Role.TRAINER)],
    )
    assert set(ids(whole.applicants("a"))) == {status.value for status in Status} - {"withdrawn"}
    assert whole.applicants("b") == ()
    with pytest.raises(DanglingReference):
        whole.applicants("c")


@few
@given(programmes())
def test_people_are_united_and_attendances_added(whole: Programme) -> None:
    names = ids(whole.activities)
    for one in names:
        for other in names:
            both = whole.people(one, other)
            assert both == whole.people(one) + whole.people(other)
            assert max(len(whole.people(one)), len(whole.people(other))) <= len(both)
            assert len(both) <= len(whole.people(one)) + len(whole.people(other))
            if one != other:
                assert whole.attendances(one, other) == whole.attendances(one) + whole.attendances(other)
        assert whole.attendances(one, one) == whole.attendances(one)
        assert len(whole.people(one)) <= whole.attendances(one).count
        assert set(whole.people(one).ids) <= set(ids(whole.participants(one)))


def test_people_and_attendances_do_not_add() -> None:
    whole = everything()
    with pytest.raises(TypeError):
        whole.people("camp") + whole.attendances("camp")  # type: ignore[operator]  # the type checker says so too
    with pytest.raises(TypeError):
        whole.attendances("camp") + whole.people("camp")  # type: ignore[operator]  # the type checker says so too


def test_a_headcount_gives_attendances_and_no_people_and_holds_those_with_names() -> None:
    whole = programme(
        members=[Member(id=name) for name in "abc"],
        activities=[activity("counted", headcount=2), activity("named"), activity("crowd", headcount=40)],
        participations=[
            *[Participation(member=name, activity="counted") for name in "abc"],
            *[Participation(member=name, activity="named") for name in "ab"],
            Participation(member="a", activity="crowd", role=Role.TRAINER),
        ],
    )
    assert whole.attendances("named") == Attendances(2)
    assert whole.attendances("counted") == Attendances(3)
    assert whole.attendances("crowd") == Attendances(40)
    assert whole.people("crowd") == People(["a"])
    assert whole.attendances() == Attendances(0)


def test_recruits_are_those_one_of_whose_spells_came_through_it() -> None:
    def member(name: str, *through: str | None) -> Member:
        return Member(
            id=name,
            memberships=[
                Membership(kind=MembershipKind.MEMBER, period=between(2010 + i, 2011 + i), through=one)
                for i, one in enumerate(through)
            ],
        )

    whole = programme(
        organisations=[organisation("partner")],
        partnerships=[partnership("p1")],
        outreach=[Outreach(id="o", organisation="partner", first_contact_on=PartialDate(2022))],
        activities=[activity("a")],
        members=[member("x", "p1", "a"), member("y", None, "p1"), member("z", "o"), member("w")],
    )
    assert ids(whole.recruited_through("p1")) == ["x", "y"]
    assert ids(whole.recruited_through("a")) == ["x"]
    assert ids(whole.recruited_through("o")) == ["z"]
    with pytest.raises(DanglingReference):
        whole.recruited_through("x")


# --- Organisations and partnerships --------------------------------------------------------------------------------


def links(*made: tuple[str, str, Period]) -> list[OrganisationLink]:
    return [OrganisationLink(parent=parent, child=child, period=period) for parent, child, period in made]


def test_a_federation_holds_each_body_below_an_umbrella_once() -> None:
    always, over, open_ = since(2000), between(2000, 2010), since(2022)
    whole = programme(
        organisations=[organisation(name) for name in ("top", "a", "b", "local", "left", "perhaps", "below", "alone")],
        links=links(
            ("top", "a", always),
            ("top", "b", always),
            ("a", "local", always),
            ("b", "local", open_),
            ("top", "left", over),
            ("b", "perhaps", open_),
            ("perhaps", "below", always),
        ),
    )
    found = whole.federation("top", on=DAY)
    assert ids(found.certain) == ["a", "b", "local"]
    assert ids(found.perhaps) == ["perhaps", "below"]
    assert ids(whole.federation("top", on=dt.date(2005, 1, 1)).certain) == ["a", "b", "local", "left"]
    assert ids(whole.federation("alone", on=DAY).certain) == []
    assert ids(whole.federation("b", on=dt.date(2023, 1, 1)).certain) == ["local", "perhaps", "below"]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["yes", "unknown", "no"])), max_size=12)
)
def test_a_body_is_below_an_umbrella_if_a_chain_of_links_holds_and_perhaps_if_one_may(
    made: list[tuple[int, int, str]],
) -> None:
    periods = {"yes": since(2000), "unknown": since(2022), "no": since(2030)}
    edges = [(min(a, b), max(a, b), holds) for a, b, holds in made if a != b]
    whole = programme(
        organisations=[organisation(str(i)) for i in range(7)],
        links=links(*((str(a), str(b), periods[holds]) for a, b, holds in edges)),
    )

    def below(allowed: set[str]) -> set[str]:
        reached = {0}
        for _ in range(7):
            reached |= {b for a, b, holds in edges if a in reached and holds in allowed}
        return {str(i) for i in reached - {0}}

    found = whole.federation("0", on=DAY)
    assert set(ids(found.certain)) == below({"yes"})
    assert set(ids(found.certain)) | set(ids(found.perhaps)) == below({"yes", "unknown"})
    assert set(ids(found.certain)).isdisjoint(ids(found.perhaps))
    again = attrs.evolve(whole, links=tuple(reversed(whole.links)))
    assert again.federation("0", on=DAY) == found


PARTNERSHIPS = [
    partnership("new", since(2022, 5)),
    partnership("back", between(2010, 2015), since(2022, 3)),
    partnership("touching", between(2015, 2022), Period(dt.date(2022, 1, 1), Ending.ONGOING)),
    partnership("grown", strengthening=[Strengthening(on=PartialDate(2022, 9), how="x")]),
    partnership("both", since(2022, 2), strengthening=[Strengthening(on=PartialDate(2022, 9), how="x")]),
    partnership("over", between(2010, 2015), strengthening=[Strengthening(on=PartialDate(2022), how="x")]),
    partnership("old"),
    partnership("perhaps", between(2010, 2021), Period(PartialDate(2022, 1), Ending.ONGOING)),
]


def headline(made: Sequence[Partnership], months: int = 12) -> dict[str, tuple[list[str], list[str]]]:
    whole = programme(organisations=[organisation("partner")], partnerships=made)
    found = whole.partnership_headline(YEAR, renewal_months=months)
    return {
        name: (sorted(ids(part.certain)), sorted(ids(part.perhaps)))
        for name, part in attrs.asdict(found, recurse=False).items()
    }


def test_the_headline_of_a_year_follows_from_dated_facts() -> None:
    assert headline(PARTNERSHIPS) == {
        "established": (["both", "new"], []),
        "renewed": (["back"], ["perhaps"]),
        "strengthened": (["both", "grown"], []),
        "either": (["back", "both", "grown", "new"], ["perhaps"]),
    }


@given(st.permutations(PARTNERSHIPS), st.integers(0, 200))
def test_a_headline_does_not_hang_on_the_order_of_the_partnerships(made: list[Partnership], months: int) -> None:
    assert headline(made, months) == headline(PARTNERSHIPS, months)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        nouns.partnerships(organisations=["partner"], activities=[], subjects=[]), max_size=4, unique_by=lambda p: p.id
    ),
    st.integers(1995, 2030),
    st.integers(0, 36),
)
def test_either_is_the_union_of_the_changes(made: list[Partnership], year: int, months: int) -> None:
    made = [one for one in made if one.id != "partner"]
    whole = programme(organisations=[organisation("partner")], partnerships=made)
    found = whole.partnership_headline(Period.year(year), renewal_months=months)
    parts = (found.established, found.renewed, found.strengthened)
    certain = {name for part in parts for name in ids(part.certain)}
    assert set(ids(found.either.certain)) == certain
    assert set(ids(found.either.perhaps)) == {name for part in parts for name in ids(part.perhaps)} - certain
    for part in (*parts, found.either):
        assert len(set(ids(part.certain))) == len(part.certain)


def test_partnerships_are_active_on_the_days_of_an_episode() -> None:
    whole = programme(organisations=[organisation("partner")], partnerships=PARTNERSHIPS)
    found = whole.partnerships_on(dt.date(2022, 1, 15))
    assert ids(found.certain) == ["touching", "grown", "old"]
    assert ids(found.perhaps) == ["perhaps"]


def test_partners_are_found_by_the_stages_they_take_part_in() -> None:
    def involved(name: str, *stages: Stage) -> Partnership:
        return partnership(name, involvement=[Involvement(stage=one, since=PartialDate(2022)) for one in stages])

    made = [
        involved("plans", Stage.PLANNING, Stage.IMPLEMENTATION),
        involved("works", Stage.IMPLEMENTATION),
        involved("-"),
    ]
    whole = programme(organisations=[organisation("partner")], partnerships=made)
    assert ids(whole.involved_in(Stage.PLANNING, Stage.EVALUATION)) == ["plans"]
    assert ids(whole.involved_in(Stage.IMPLEMENTATION)) == ["plans", "works"]
    assert whole.involved_in() == ()


def test_support_of_one_kind_is_pooled_by_partnership() -> None:
    rooms, days = (
        Support(kind=kind, given=given, quantity=1)
        for kind, given in (("rooms", Given.BY_PARTNER), ("days", Given.TO_PARTNER))
    )
    made = [partnership("x", support=[rooms, days]), partnership("y", support=[days])]
    whole = programme(organisations=[organisation("partner")], partnerships=made)
    assert dict(whole.pooled("rooms")) == {"x": (rooms,)}
    assert dict(whole.pooled("days")) == {"x": (days,), "y": (days,)}
    assert dict(whole.pooled("money")) == {}
    with pytest.raises(TypeError):
        whole.pooled("rooms")["y"] = ()  # type: ignore[index]  # a view


def test_institutions_are_new_in_the_period_of_the_first_contact() -> None:
    first = {
        "before": PartialDate(2021, 12),
        "in": PartialDate(2022),
        "perhaps": PartialDate(2022, 7),
        "after": PartialDate(2023),
    }
    made = [Outreach(id=name, organisation="partner", first_contact_on=on) for name, on in first.items()]
    whole = programme(organisations=[organisation("partner")], outreach=made)
    assert ids(whole.new_institutions(YEAR).certain) == ["in", "perhaps"]
    found = whole.new_institutions(Period(dt.date(2022, 7, 15), dt.date(2022, 8, 1)))
    assert (ids(found.certain), ids(found.perhaps)) == ([], ["in", "perhaps"])


# --- Activities ----------------------------------------------------------------------------------------------------


def test_activities_are_found_by_series_module_audience_and_host() -> None:
    whole = programme(
        organisations=[organisation("o", serves=["lgbti"]), organisation("n")],
        series=[
            ActivitySeries(id=name, title=TITLE, introduced_on=on)
            for name, on in (("old", PartialDate(2015)), ("new", PartialDate(2022)), ("perhaps", PartialDate(2022, 7)))
        ],
        resources=[TrainingModule(id="module", title=TITLE)],
        activities=[
            activity("a", series="new", audiences=["lawyer", "activist"], co_hosts=["o", "n"]),
            activity("b", series="new", audiences=["lawyer"], co_hosts=["n"]),
            training("c", module="module", audiences=["activist", "lawyer"]),
            WellbeingActivity(id="d", title=TITLE, period=YEAR, module="module"),
            training("e"),
        ],
    )
    assert ids(whole.introduced(YEAR).certain) == ["new", "perhaps"]
    assert ids(whole.introduced(Period(dt.date(2022, 7, 2), dt.date(2023, 1, 1))).perhaps) == ["new", "perhaps"]
    assert ids(whole.of_series("new")) == ["a", "b"]
    assert whole.of_series("old") == ()
    assert ids(whole.deliveries("module")) == ["c", "d"]
    assert {tuple(sorted(key)): ids(group) for key, group in whole.by_audience(whole.activities).items()} == {
        ("activist", "lawyer"): ["a", "c"],
        ("lawyer",): ["b"],
        (): ["d", "e"],
    }
    assert ids(whole.co_hosted_with("lgbti")) == ["a"]
    assert whole.co_hosted_with("nobody") == ()


@few
@given(programmes())
def test_every_activity_stands_under_its_audiences_once(whole: Programme) -> None:
    groups = whole.by_audience(whole.activities)
    assert sum(map(len, groups.values())) == len(whole.activities)
    assert all(one.audiences == audiences for audiences, group in groups.items() for one in group)


def test_regions_are_reached_once_each_in_the_order_of_the_programme() -> None:
    regions = [Region(code=code, name=TITLE) for code in ("r1", "r2", "r3")]
    places = [Place(region="r3"), None, Place(locality="somewhere"), Place(region="r1"), Place(region="r3")]
    whole = programme(regions=regions, activities=[activity(str(i), place=place) for i, place in enumerate(places)])
    assert whole.regions_reached(whole.activities) == (regions[0], regions[2])
    assert whole.regions_reached(()) == ()


def test_a_resource_is_adapted_from_all_its_ancestors() -> None:
    def resource(name: str, *sources: str) -> Resource:
        return Resource(id=name, title=TITLE, adapted_from=sources)

    made = [resource("d", "b", "c"), resource("a"), resource("b", "a"), resource("c", "a"), resource("e")]
    whole = programme(resources=made)
    assert ids(whole.adapted_from("d")) == ["a", "b", "c"]
    assert whole.adapted_from("e") == ()


def cascading(**facts: Any) -> Programme:
    """Somebody learns in the capital and then trains at home, in the capital, and somewhere."""

    def days(first: int) -> Period:
        return Period(dt.date(2022, first, 1), dt.date(2022, first, 3))

    return programme(
        home="r1",
        regions=[Region(code="r1", name=TITLE), Region(code="r2", name=TITLE)],
        members=[
            Member(id="at home", home="r2"),
            Member(id="stays", home="r1"),
            Member(id="pupil"),
            Member(id="unknown"),
        ],
        activities=[
            training("first", days(1), place=Place(region="r1")),
            training("second", days(3), place=Place(region="r2"), organisers=["stays", "unknown"]),
            WellbeingActivity(id="third", title=TITLE, period=days(5), module="m", organisers=["pupil"]),
            WellbeingActivity(id="yoga", title=TITLE, period=days(6), organisers=["pupil"]),
            activity("picnic", days(7), organisers=["pupil"], place=Place(locality="somewhere")),
        ],
        resources=[TrainingModule(id="m", title=TITLE)],
        participations=[
            *[Participation(member=name, activity="first") for name in ("at home", "stays", "unknown")],
            Participation(member="at home", activity="second", role=Role.TRAINER),
            Participation(member="pupil", activity="second"),
        ],
        **facts,
    )


def test_a_cascade_follows_learners_through_trainings_and_what_delivers_a_module() -> None:
    found = cascading().cascade()
    assert [(step.source, step.target) for step in found.steps] == [("first", "second"), ("second", "third")]
    assert dict(found.generations) == {"first": 1, "second": 2, "third": 3}


def test_somebody_returns_home_who_learned_elsewhere_and_runs_a_training_in_the_region_they_come_from() -> None:
    whole = cascading()
    assert whole.returned_home("first", "second") == People(["at home"])
    assert whole.returned_home("second", "third") == People()
    assert whole.returned_home("second", "first") == People()
    assert whole.returned_home("first", "picnic") == People()


def test_distances_are_those_recorded_from_the_programmes_home_of_every_kind() -> None:
    made = [
        Distance(kilometres=kilometres, kind=kind, origin=origin, destination=destination)
        for kilometres, kind, origin, destination in (
            (749, DistanceKind.GREAT_CIRCLE, "r1", "r2"),
            (1000, DistanceKind.STATED, "r1", "r2"),
            (1000, DistanceKind.STATED, "r2", "r1"),
            (3, DistanceKind.ROAD, "r1", "r1"),
        )
    ]
    whole = cascading(distances=made)
    assert whole.distances_to("r2") == tuple(made[:2])
    assert attrs.evolve(whole, home=None).distances_to("r2") == ()


YOUNG = AgeBand(name="young", minimum=15, maximum=34)


def led_by(births: Sequence[PartialDate | None], period: Period = YEAR, *others: str) -> Counts:
    members = [Member(id=str(i), birth=birth) for i, birth in enumerate(births)]
    whole = programme(
        members=members,
        organisations=[organisation("o")],
        activities=[activity("a", period, organisers=[*ids(members), *others])],
    )
    return whole.youth_led(whole.activities, ages=YOUNG, leap_day=LeapDay.MAR_1)


YES, NO, OPEN = PartialDate(2000), PartialDate(1970), None


@pytest.mark.parametrize(
    ("births", "expected"),
    [
        ([YES], "youth-led"),
        ([YES, YES, NO], "youth-led"),
        ([YES, YES, OPEN], "youth-led"),
        ([YES, NO], "led by others"),
        ([NO, NO, OPEN], "led by others"),
        ([NO, OPEN], "led by others"),
        ([YES, OPEN], "undisclosed"),
        ([YES, NO, OPEN], "undisclosed"),
        ([OPEN], "undisclosed"),
        ([], "undisclosed"),
    ],
)
def test_an_activity_is_led_by_young_people_if_more_than_half_of_its_organisers_are_young(
    births: list[PartialDate | None], expected: str
) -> None:
    counts = {"youth-led": 0, "led by others": 0}
    if expected in counts:
        counts[expected] = 1
    led = Counts(counts, undisclosed=int(expected == "undisclosed"), of="leadership of activities")
    assert led_by(births) == led
    assert led_by(births, YEAR, "o") == led, "organisations have no age"


def test_young_is_asked_of_the_first_day_and_left_open_where_that_day_is() -> None:
    birth = [PartialDate(1987, 7, 1)]  # 35 on 1 July 2022
    last, first = Period(dt.date(2022, 6, 30), Ending.ONGOING), Period(dt.date(2022, 7, 1), Ending.ONGOING)
    assert led_by(birth, last)["youth-led"] == 1
    assert led_by(birth, first)["led by others"] == 1
    assert led_by(birth, since(2022)).undisclosed == 1
    assert led_by(birth, since(2022, 6))["youth-led"] == 1
    assert led_by(birth, since(2023))["led by others"] == 1


# --- Quotas --------------------------------------------------------------------------------------------------------

RESIDENCE = Dimension(name="residence", categories=["rural", "urban"], sensitive=False)


def bound(quota: Quota, **facts: Any) -> Programme:
    rural, urban = ({"residence": Known(name)} for name in ("rural", "urban"))
    return programme(
        dimensions=[RESIDENCE, GENDER],
        quotas=[quota],
        members=[Member(id="r", identities=rural), Member(id="u", identities=urban), Member(id="t", identities=rural)],
        series=[ActivitySeries(id="camps", title=TITLE, introduced_on=PartialDate(2020))],
        activities=[
            activity("camp", between(2021, 2022), series="camps"),
            training("training", between(2022, 2023)),
            activity("picnic"),
        ],
        participations=[
            Participation(member="r", activity="camp", status=Status.ENROLLED),
            *[Participation(member=name, activity=of) for name in "u" for of in ("camp", "training", "picnic")],
            Participation(member="t", activity="camp", role=Role.TRAINER),
        ],
        **facts,
    )


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (Base.ENROLLED, [("camp", QuotaStatus.MET, 2), ("training", QuotaStatus.NOT_MET, 1)]),
        (Base.ATTENDED, [("camp", QuotaStatus.NOT_MET, 1), ("training", QuotaStatus.NOT_MET, 1)]),
    ],
)
def test_a_quota_is_checked_among_the_learners_of_every_activity_it_binds(
    base: Base, expected: list[tuple[str, QuotaStatus, int]]
) -> None:
    quota = Quota(name="q", of=RESIDENCE.is_in("rural"), minimum="50%", scope=["camps", "training"], base=base)
    found = bound(quota).findings("q")
    assert [(one.id, finding.status, finding.people) for one, finding in found] == expected
    assert [finding.on for _, finding in found] == [dt.date(2021, 1, 1), dt.date(2022, 1, 1)]


@pytest.mark.parametrize(("capacity", "needed", "seats"), [(40, 20, 40), (None, 1, None)])
def test_a_quota_on_seats_is_of_the_capacity_where_it_is_recorded(
    capacity: int | None, needed: int, seats: int | None
) -> None:
    quota = Quota(name="q", of=RESIDENCE.is_in("rural"), minimum="50%", scope=["camp"], base=Base.SEATS)
    whole = bound(quota)
    camp, *rest = whole.activities
    whole = attrs.evolve(whole, activities=[attrs.evolve(camp, capacity=capacity), *rest])
    ((_, finding),) = whole.findings("q")
    assert (finding.people, finding.yes, finding.needed, finding.seats) == (2, 1, needed, seats)


def test_a_quota_binds_no_activity_before_or_after_it_is_in_force_and_none_outside_its_scope() -> None:
    quota = Quota(name="q", of=RESIDENCE.is_in("rural"), minimum="50%", scope=["camps", "training"])
    for in_force, expected in (
        (since(2022), ["training"]),
        (between(2019, 2022), ["camp"]),
        (Period(PartialDate(2020), Ending.UNKNOWN), ["camp", "training"]),
        (None, ["camp", "training"]),
    ):
        found = bound(attrs.evolve(quota, in_force=in_force)).findings("q")
        assert [one.id for one, _ in found] == expected
    assert bound(attrs.evolve(quota, scope=())).findings("q") == ()


def test_a_quota_on_sensitive_answers_needs_a_purpose_and_a_name() -> None:
    whole = bound(Quota(name="q", of=GENDER.is_in("woman"), minimum="50%", scope=["camp"]))
    with pytest.raises(PurposeRequired):
        whole.findings("q")
    ((_, finding),) = whole.findings("q", purpose=Purpose.QUOTA)
    assert finding.status is QuotaStatus.UNDETERMINED
    with pytest.raises(DanglingReference):
        whole.findings("rural")


# --- What came of it -----------------------------------------------------------------------------------------------


def test_a_chain_names_what_contributed_by_its_kind() -> None:
    def outcome(*contributors: str) -> Outcome:
        return Outcome(
            id="outcome",
            actor="government",
            change=ChangeType.POLICY,
            what="reconsiders",
            contributions=[Contribution(contributor=name, how="x") for name in contributors],
        )

    def whole(*contributors: str) -> Programme:
        return programme(
            organisations=[organisation("other"), organisation("partner")],
            partnerships=[partnership("p1"), partnership("p2")],
            campaigns=[Campaign(id="c", title=TITLE, launched_on=PartialDate(2021), lead=Lead.YOUTH)],
            activities=[activity("a")],
            outcomes=[outcome(*contributors)],
        )

    chain = whole("a", "c", "p1", "other").chain("outcome")
    assert chain.outcome.id == "outcome"
    assert ids(chain.organisations) == ["other", "partner"]
    assert ids(chain.partnerships) == ["p1"]
    assert ids(chain.campaigns) == ["c"]
    assert ids(chain.activities) == ["a"]
    empty = whole().chain("outcome")
    assert (empty.organisations, empty.partnerships, empty.campaigns, empty.activities) == ((), (), (), ())


def test_a_benchmark_is_of_a_year() -> None:
    assert Benchmark(entity="e", indicator="i", year=2022).value is None
    with pytest.raises(BrokenRule, match="year"):
        Benchmark(entity="e", indicator="i", year=22)


# --- Order ---------------------------------------------------------------------------------------------------------


@few
@given(programmes(), st.integers(2015, 2025))
def test_no_answer_hangs_on_the_order_in_which_facts_were_written_down(whole: Programme, year: int) -> None:
    turned = attrs.evolve(
        whole,
        members=whole.members[::-1],
        organisations=whole.organisations[::-1],
        links=whole.links[::-1],
        partnerships=whole.partnerships[::-1],
        outreach=whole.outreach[::-1],
        activities=whole.activities[::-1],
        participations=whole.participations[::-1],
    )
    on, during = dt.date(year, 7, 1), Period.year(year)

    def answers(one: Programme) -> list[object]:
        found: list[Found[Any]] = [one.belonging(on=on), one.partnerships_on(on), one.new_institutions(during)]
        found += [one.federation(each, on=on) for each in sorted(ids(one.organisations))]
        found.append(one.partnership_headline(during, renewal_months=12).either)
        names = ids(one.activities)
        return [
            *[(set(ids(each.certain)), set(ids(each.perhaps))) for each in found],
            one.people(*names),
            one.attendances(*names),
            set(one.cascade().steps),
            one.youth_led(one.activities, ages=YOUNG, leap_day=LeapDay.FEB_28),
        ]

    assert answers(turned) == answers(whole)


# --- Pictures of a programme -----------------------------------------------------------------------------------------


def test_partnerships_over_the_years_are_those_of_each_year() -> None:
    whole = samples.mongolia()
    found = whole.partnership_years(2022, 2020, 2021, 2022, renewal_months=12)
    rows = found.to_dicts()
    assert [row["year"] for row in rows] == [2020, 2021, 2022]
    for row in rows:
        year = Period.year(int(str(row["year"])))
        headline = whole.partnership_headline(year, renewal_months=12)
        assert row["active"] == len(whole.partnerships_on(dt.date(int(str(row["year"])), 12, 31)).certain)
        for kind in ("established", "renewed", "strengthened"):
            each = getattr(headline, kind)
            assert (row[kind], row[f"perhaps_{kind}"]) == (len(each.certain), len(each.perhaps))
    assert "2022 12 active" in found.to_vega_lite()["description"]
    assert "12 months" in found._repr_html_()
    with pytest.raises(BrokenRule, match="years"):
        whole.partnership_years(renewal_months=12)


@pytest.mark.parametrize("kind", list(DistanceKind))
def test_journeys_are_the_cascade_on_distances_from_home(kind: DistanceKind) -> None:
    whole = samples.mongolia()
    found, cascade = whole.journeys(kind=kind), whole.cascade()
    assert [one.generation for one in found.places] == sorted(generation for _, generation in cascade.generations)
    assert dict(cascade.generations) == {one.id: one.generation for one in found.places}
    assert sorted(people for *_, people in found.steps) == sorted(len(step.members) for step in cascade.steps)
    assert len({one.title for one in found.places}) == len(found.places)
    zavkhan = next(one for one in found.places if one.id == "a-hre-zavkhan")
    far = {DistanceKind.STATED: 1000, DistanceKind.ROAD: 1023, DistanceKind.GREAT_CIRCLE: 749}.get(kind)
    assert (None if zavkhan.kilometres is None else round(zavkhan.kilometres)) == far
    assert "generation 2: 6 trainings" in found.to_vega_lite()["description"]
    assert len(found.to_dicts()) == len(found.places)
    assert repr(found) == "<15 trainings in 2 generations>"


def test_trainings_of_one_title_are_told_apart_and_those_nowhere_are_not_drawn() -> None:
    day = Period(dt.date(2022, 5, 1), dt.date(2022, 5, 2))
    whole = Programme(
        id="p",
        name=LocalisedText({"en": "P"}),
        activities=[Training(id=name, title=LocalisedText({"en": "One"}), period=day) for name in ("a", "b")],
    )
    found = whole.journeys(kind=DistanceKind.ROAD)
    assert [(one.title, one.kilometres) for one in found.places] == [("One (a)", None), ("One (b)", None)]
