"""Every sentence of the case study, asked of the programme.

`samples.mongolia()` holds the case study; each test names the statement it asks for, and its docstring the row of the
table of sentences (notes/domain.md, 2.3). The people are synthetic, so figures about them that nobody published are
asked for as orders and bounds, and the published ones as they were published.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from youthprog import counts, diversity, quotas, representation, samples, shares
from youthprog.activities import Activity, Camp, ParticipationModel, Pillar, Role
from youthprog.campaigns import ChangeType, Lead
from youthprog.counts import Counts
from youthprog.criteria import AllOf, Is
from youthprog.errors import PurposeRequired, Undefined, WrongType
from youthprog.partnerships import Given, OrganisationKind, Stage, YouthCharacter
from youthprog.people import Member, MembershipKind
from youthprog.programme import SUPPORTERS, Found, Programme
from youthprog.quotas import Finding, QuotaStatus
from youthprog.trainings import ModuleStatus, ResourceKind, Training, TrainingLevel, TrainingModule
from youthprog.values import (
    AGE_BANDS,
    Attendances,
    DistanceKind,
    LeapDay,
    NotAsked,
    Period,
    Purpose,
    Tri,
    great_circle,
)
from youthprog.wellbeing import WellbeingActivity, WellbeingKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from youthprog.criteria import Criterion

YEAR = Period.year(2022)
DAY = dt.date(2022, 12, 31)
YEAR_ENDS = (dt.date(2020, 12, 31), dt.date(2021, 12, 31), DAY)
SIXTY = Fraction(3, 5)
MN_LAW = AGE_BANDS["mn-law"]


@pytest.fixture(scope="module")
def programme() -> Programme:
    return samples.mongolia()


def ids(things: Iterable[object]) -> set[str]:
    return {getattr(thing, "id", "") for thing in things}


def during(programme: Programme, period: Period) -> list[Activity]:
    return [one for one in programme.activities if period.covers(one.period.start) is Tri.YES]


def base(programme: Programme, on: dt.date = DAY) -> Found[Member]:
    return programme.belonging(on=on)


def who_meet(criterion: Criterion, members: Iterable[Member], *, on: dt.date = DAY) -> list[Member]:
    return [one for one in members if criterion.holds(one, on=on) is Tri.YES]


def finding(programme: Programme, activity: str) -> Finding:
    """Check the quota among those enrolled as learners, on the first day."""
    first = programme.activity(activity).period.start.earliest
    learners = programme.participants(activity, role=Role.LEARNER)
    return quotas.check(programme.quota("rural young people"), learners, on=first)


# --- The summary


def test_investment_in_young_people_and_partners_led_to_advocacy(programme: Programme) -> None:
    """Row 1: investment in young people and meaningful partnerships has led to successful advocacy."""
    chain = programme.chain("out-draft-laws")

    assert {"o-amnesty", "o-lgbt-centre", "o-youth-council"} <= ids(chain.organisations)
    assert {"p-lgbt-centre", "p-youth-council"} <= ids(chain.partnerships)
    assert chain.campaigns == (programme.campaign("c-privacy"),)


@pytest.mark.parametrize("pillar", Pillar)
def test_diversity_wellbeing_and_partnerships_were_each_invested_in(programme: Programme, pillar: Pillar) -> None:
    """Rows 2-3: efforts to support wellbeing, to engage a diversity of young people, to maintain partnerships."""
    assert [one for one in during(programme, YEAR) if pillar in one.pillars]


# --- Diversity


def test_more_than_60_percent_of_members_and_supporters_are_young_whatever_the_unknown_are(
    programme: Programme,
) -> None:
    """Row 4a: more than 60 % of supporters and members are young people."""
    found = base(programme)
    ages = counts.tally(found.certain, of=programme.dimension("young"), on=DAY)
    young = shares.share(ages, of="15 to 34 (Mongolia)")

    assert young.undisclosed > 0
    assert SIXTY < young.low <= young.value <= young.high < 1
    assert young.exceeds("60%") is Tri.YES
    # Even if all who may still belong do, and none of them is young.
    assert found.perhaps
    assert Fraction(young.numerator, ages.total + len(found.perhaps)) > SIXTY
    assert ages.basis is not None
    assert any("15 to 34 completed years" in words for words in ages.basis.definitions)


def test_the_same_demand_is_a_three_valued_finding(programme: Programme) -> None:
    """Row 4a, as a quota: met, not met or undetermined."""
    criterion = programme.dimension("young").is_in("15 to 34 (Mongolia)")
    demand = quotas.Quota(name="young base", of=criterion, minimum="60%")

    assert quotas.check(demand, base(programme).certain, on=DAY).status is QuotaStatus.MET


def test_by_the_band_of_the_united_nations_they_are_fewer_than_60_percent(programme: Programme) -> None:
    """Row 4a: "young" is a definition, and another one gives another answer."""
    ages = counts.tally(base(programme).certain, of=programme.dimension("young-un"), on=DAY)

    assert shares.share(ages, of="15 to 24 (UN)").high < SIXTY


def test_young_people_are_at_least_twice_as_many_as_among_residents(programme: Programme) -> None:
    """Row 4a, against residents: 29.3 % were 15 to 34 in 2022."""
    reference = programme.reference("youth-mn-law-2022")
    ages = counts.tally(base(programme).certain, of=programme.dimension("young"), on=DAY)
    ratio = representation.ratio(ages, reference=reference)["15 to 34 (Mongolia)"]

    assert round(float(reference.proportions["15 to 34 (Mongolia)"]), 4) == 0.2930
    assert ratio.low is not None
    assert ratio.low > 2


@pytest.mark.parametrize("q", [0, 1, 2])
def test_the_base_comes_from_more_regions_every_year(programme: Programme, q: int) -> None:
    """Row 4b: this support base is becoming increasingly diverse."""
    dimension = programme.dimension("home-region")
    by_year = [counts.tally(base(programme, on).certain, of=dimension, on=on) for on in YEAR_ENDS]
    bounds = [diversity.bounds(diversity.hill, one, q=q) for one in by_year]

    assert [one.high < later.low for one, later in pairwise(bounds)] == [True, True]


def test_new_secondary_schools_and_universities_were_reached(programme: Programme) -> None:
    """Row 4c: reaching out to new secondary schools and universities."""
    new = programme.new_institutions(YEAR)
    kinds = Counter(programme.named_organisation(one.organisation).kind for one in new.certain)

    assert kinds[OrganisationKind.SCHOOL] == 2
    assert kinds[OrganisationKind.UNIVERSITY] == 1
    assert "r-school-1" not in ids(new.certain) | ids(new.perhaps)


def test_some_activists_are_young_and_live_in_rural_places(programme: Programme) -> None:
    """Row 4d: empowering young activists from rural and remote areas."""
    activist, rural_young = programme.dimension("activist"), programme.dimension("rural-young")
    found = who_meet(activist.is_in("yes") & rural_young.is_in("yes"), programme.members)

    assert len(found) >= 5
    assert all(one.is_member(frozenset({MembershipKind.ACTIVIST}), on=DAY) is Tri.YES for one in found)
    assert any("soum centres and open country" in words for words in rural_young.definitions)
    # Remote is a matter of distance: some come from a province at least 1,000 km away, however far it is by road.
    remote = [one for one in found if one.home is not None and programme.distances_to(one.home)]
    assert remote
    assert all(way.kilometres >= 1000 for one in remote for way in programme.distances_to(one.home or ""))


def test_who_is_rural_hangs_on_the_definition(programme: Programme) -> None:
    """Row 4d: by "outside the capital" more people are rural than by soum centres and open country."""
    by = {
        name: counts.tally(base(programme).certain, of=programme.dimension(name), on=DAY)["rural"]
        for name in ("settlement", "beyond-capital")
    }

    assert by["settlement"] < by["beyond-capital"]


def test_leadership_and_capacity_building_trainings_have_a_quota_for_rural_youth(programme: Programme) -> None:
    """Row 4e: a quota for youth from rural areas in capacity-building and leadership trainings."""
    quota = programme.quota("rural young people")
    bound = [one for one in programme.activities if isinstance(one, Training) and one.id in quota.scope]

    assert {one.level for one in bound} == {TrainingLevel.LEADERSHIP, TrainingLevel.CAPACITY_BUILDING}
    assert isinstance(quota.of, AllOf)
    assert {str(one) for one in quota.of.criteria if isinstance(one, Is)} == {
        "settlement is rural",
        "young is 15 to 34 (Mongolia)",
    }
    assert {finding(programme, one.id).status for one in bound} == {QuotaStatus.MET}


def test_young_people_with_disabilities_and_of_minorities_are_reached_out_to(programme: Programme) -> None:
    """Row 4f: reaching out specifically to youth with disabilities and national minorities."""
    groups = {group for one in programme.outreach for group in one.groups}
    assert {"disability", "national-minority"} <= groups

    young = who_meet(programme.dimension("young").is_in("15 to 34 (Mongolia)"), base(programme).certain)
    disability = programme.dimension("disability")
    with pytest.raises(PurposeRequired):
        counts.tally(young, of=disability, on=DAY)
    answers = counts.tally(young, of=disability, on=DAY, purpose=Purpose.REPORT)
    assert shares.share(answers, of="yes").low > 0
    assert all(answers.reasons[reason] for reason in ("declined", "asked-unknown", "not-asked", "withheld"))


@pytest.mark.parametrize("reference", ["ethnicity-2000", "ethnicity-2010"])
def test_minorities_are_compared_with_a_published_population(programme: Programme, reference: str) -> None:
    """Row 4f: shares of national minorities against a reference population, rounded as it was published."""
    population = programme.reference(reference)
    answers = counts.tally(base(programme).certain, of=programme.dimension("ethnicity"), on=DAY, purpose=Purpose.REPORT)
    parity = representation.ratio(answers, reference=population)

    assert population.rounding == Fraction(1, 1000)
    assert parity["Kazakh"].value is not None
    assert parity["Kazakh"].value > 1


def test_key_events_are_held_with_an_organisation_of_the_lgbti_community(programme: Programme) -> None:
    """Row 4g: collaborating with members of the LGBTI community on key events: a fact about organisations."""
    events = programme.co_hosted_with("lgbti")

    assert events
    assert all(event.key_event for event in events)
    assert all("o-lgbt-centre" in event.co_hosts for event in events)
    assert programme.people(*ids(events)).ids == frozenset()  # nobody's orientation need be stored for it


def test_for_lgbti_people_there_is_no_reference_population_and_none_is_made_up(programme: Programme) -> None:
    """Row 4g: a share without a ratio."""
    answers = counts.tally(base(programme).certain, of=programme.dimension("lgbti"), on=DAY, purpose=Purpose.REPORT)

    assert "lgbti" not in {reference.of for reference in programme.references}
    with pytest.raises(Undefined, match="lgbti"):
        representation.ratio(answers, reference=None)


# --- Wellbeing


def test_fun_time_and_online_yoga_were_introduced_in_2021(programme: Programme) -> None:
    """Row 5: in 2021 the team introduced "Amnesty fun time" and online yoga sessions."""
    series = programme.introduced(Period.year(2021))
    assert [str(one.title) for one in series.certain] == ["Amnesty fun time", "Online yoga"]

    held = [activity for one in series.certain for activity in programme.of_series(one.id)]
    kinds = {one.kind for one in held if isinstance(one, WellbeingActivity)}
    assert kinds == {WellbeingKind.SOCIAL, WellbeingKind.YOGA}
    assert all(one.online for one in held)


def test_people_at_fun_time_are_not_its_attendances(programme: Programme) -> None:
    """Row 5: a person who comes to three sessions is one person and three attendances."""
    people, attendances = programme.people("a-fun-time-2021"), programme.attendances("a-fun-time-2021")

    assert attendances == Attendances(24)
    assert 0 < len(people) < attendances.count
    # Yoga was counted by heads: attendances, and nobody's name.
    assert len(programme.people("a-yoga-1")) == 0 < programme.attendances("a-yoga-1").count


def test_an_experiential_workshop_on_resilience_was_launched_in_2021(programme: Programme) -> None:
    """Row 6: they launched a "Resilience & Well-being" experiential workshop among youth."""
    workshop = programme.activity("a-wellbeing-2021")

    assert isinstance(workshop, WellbeingActivity)
    assert (str(workshop.title), workshop.kind, workshop.method) == (
        "Resilience & Well-being",
        WellbeingKind.WORKSHOP,
        "experiential",
    )
    assert Period.year(2021).covers(workshop.period.start) is Tri.YES
    assert workshop.audiences == {"young-activist"}


def test_the_module_is_adapted_from_the_fanzine_and_the_workbook(programme: Programme) -> None:
    """Row 7: they used the series (fanzine and workbook) to develop a training module for Mongolian audiences."""
    module = programme.resource("module-resilience")
    sources = programme.adapted_from("module-resilience")

    assert isinstance(module, TrainingModule)
    assert module.language == "mn"
    assert {one.kind for one in sources} == {ResourceKind.FANZINE, ResourceKind.WORKBOOK}
    assert all("Staying resilient while trying to save the world" in str(one.title) for one in sources)


def test_six_workshops_are_three_for_professionals_and_three_for_young_activists(programme: Programme) -> None:
    """Row 7: six workshops in 2022, three for NGO staff, lawyers and defenders, three for activists of several ages."""
    workshops = programme.deliveries("module-resilience")
    by_audience = programme.by_audience(workshops)
    professionals = by_audience[frozenset({"ngo-staff", "lawyer", "human-rights-defender"})]
    activists = by_audience[frozenset({"young-activist"})]

    assert (len(workshops), len(professionals), len(activists)) == (6, 3, 3)
    assert all(YEAR.covers(one.period.start) is Tri.YES for one in workshops)
    bands = [one.audience_ages for one in activists]
    assert all(one is not None for one in bands)
    assert len(set(bands)) == 3
    assert {one.audience_ages for one in professionals} == {None}


# --- Partnerships


def test_the_youth_council_has_local_self_governing_organisations_below_it(programme: Programme) -> None:
    """Row 8: partnerships with the LGBT Centre, the Youth Council and their local self-governing organisations."""
    local = programme.federation("o-youth-council", on=DAY)

    # Several umbrellas, each organisation once.
    assert len(local.certain) == len({one.id for one in local.certain}) >= 6
    assert not local.perhaps
    parents = Counter(link.child for link in programme.links)
    assert parents["o-youth-zavkhan"] == 2
    changed = ids(programme.partnership_headline(YEAR, renewal_months=12).strengthened.certain)
    assert {"p-lgbt-centre", "p-youth-council"} <= changed


def test_eleven_partnerships_were_established_or_strengthened_in_2022(programme: Programme) -> None:
    """Row 9: having established and strengthened 11 partnerships in 2022; what is both counts once."""
    headline = programme.partnership_headline(YEAR, renewal_months=12)

    assert len(headline.either.certain) == 11
    assert not headline.either.perhaps
    assert ids(headline.established.certain) | ids(headline.strengthened.certain) == ids(headline.either.certain)
    assert len(headline.established.certain) + len(headline.strengthened.certain) > 11
    assert len(headline.renewed.certain) == 1
    partners = [programme.named_organisation(one.organisation) for one in headline.either.certain]
    assert {one.youth_character(on=DAY) for one in partners} == {YouthCharacter.YOUTH_LED, YouthCharacter.YOUTH_FOCUSED}


def test_the_entity_was_said_to_have_one_of_the_greatest_numbers(programme: Programme) -> None:
    """Row 9: one of the greatest number of partnerships among Amnesty national entities in 2022."""
    (benchmark,) = programme.benchmarks

    assert (benchmark.entity, benchmark.year, benchmark.value) == ("Amnesty International Mongolia", 2022, 11)
    assert benchmark.claim.startswith("one of the greatest number of partnerships")
    assert benchmark.source is not None
    assert benchmark.source.citation.startswith("Amnesty International")


def test_members_from_rural_areas_came_through_the_youth_council(programme: Programme) -> None:
    """Row 10: a network with local youth organisations, and members from rural areas."""
    came = programme.recruited_through("p-youth-council")
    rural = who_meet(programme.dimension("settlement").is_in("rural"), came)
    network = ids(programme.federation("o-youth-council", on=DAY).certain) & {
        one.organisation for one in programme.partnerships_on(DAY).certain
    }

    assert len(rural) >= 10
    assert len(network) >= 5


# --- Impact


def test_the_programme_reaches_more_regions_than_before(programme: Programme) -> None:
    """Row 11: a broader range of communities and regions, on a national scale."""
    before = programme.regions_reached(during(programme, Period.year(2021)))
    after = programme.regions_reached(during(programme, YEAR))
    homes = counts.tally(base(programme).certain, of=programme.dimension("home-region"), on=DAY)

    assert len(programme.regions) == 22
    assert set(before) < set(after)
    assert Fraction(len(after), 22) == Fraction(5, 22)
    assert diversity.richness(homes) >= 20


def test_learners_went_home_and_trained_others_in_zavkhan(programme: Programme) -> None:
    """Row 12: after leadership trainings participants returned home and organised trainings, such as in Zavkhan."""
    cascade = programme.cascade()
    to_zavkhan = [one for one in cascade.steps if (one.source, one.target) == ("a-leadership-2021", "a-hre-zavkhan")]
    generation = dict(cascade.generations)

    assert len(to_zavkhan) == 1
    assert cascade.depth == 2
    assert not cascade.unclear
    assert (generation["a-leadership-2021"], generation["a-hre-zavkhan"]) == (1, 2)
    assert programme.returned_home("a-leadership-2021", "a-hre-zavkhan") == to_zavkhan[0].members
    assert len(to_zavkhan[0].members) == 2
    assert programme.people("a-hre-zavkhan").ids & cascade.reach.ids  # people the leadership training did not reach
    training = programme.activity("a-hre-zavkhan")
    assert training.place is not None
    assert str(programme.region(training.place.region or "").name) == "Zavkhan"


def test_zavkhan_is_1000_km_away_as_stated_and_749_as_the_crow_flies(programme: Programme) -> None:
    """Row 12: Zavkhan province, located 1,000 km away from the capital; kinds of distance do not compare."""
    distances = programme.distances_to("MN-057")
    (stated,) = (one for one in distances if one.kind is DistanceKind.STATED)
    roads = [one for one in distances if one.kind is DistanceKind.ROAD]
    capital, zavkhan = programme.region("MN-1").seat, programme.region("MN-057").seat
    assert capital is not None
    assert zavkhan is not None
    straight = great_circle(capital, zavkhan, between=("MN-1", "MN-057"))

    assert stated.kilometres == 1000
    assert "case study" in stated.source
    assert {one.kilometres for one in roads} == {1023, 1104, 1115}
    assert all(one.source for one in roads)
    assert round(straight.kilometres, 2) == 749.16
    assert straight.kind is DistanceKind.GREAT_CIRCLE
    with pytest.raises(WrongType, match="must be the same"):
        _ = straight < stated
    with pytest.raises(WrongType, match="must be the same"):
        _ = stated < roads[0]
    assert min(roads).kilometres == 1023


def test_the_effect_of_leadership_training_is_told_on_kirkpatricks_levels_3_and_4(programme: Programme) -> None:
    """Row 12: behaviour (they organised trainings) and results (underserved communities reached)."""
    training = programme.activity("a-leadership-2021")
    assert isinstance(training, Training)

    found = {one.level: one for one in training.evaluations}
    assert set(found) == {3, 4}
    assert "home provinces" in found[3].finding
    assert "underserved communities" in found[4].finding


def test_partners_take_part_in_planning_and_are_trained(programme: Programme) -> None:
    """Row 13: youth-led organisations in the planning of new campaigns, and "well-being and resilience" training."""
    planning = programme.involved_in(Stage.PLANNING)
    assert {"p-lgbt-centre", "p-youth-council"} <= ids(planning)
    assert any(step.subject == "c-privacy" for one in planning for step in one.involvement)

    trained = programme.pooled("training")
    workshops = ids(programme.deliveries("module-resilience"))
    assert trained
    assert all(one.given is Given.TO_PARTNER for support in trained.values() for one in support)
    assert {one.activity for support in trained.values() for one in support} <= workshops


def test_partnerships_are_rooted_in_shared_values(programme: Programme) -> None:
    """Row 14: partnerships rooted in shared values and understanding."""
    assert all("solidarity" in one.shared_values for one in programme.partnerships_on(DAY).certain)


def test_the_government_reconsidered_draft_laws_and_partners_contributed(programme: Programme) -> None:
    """Row 15: compelling the government to reconsider draft laws that restrict civic space and digital rights."""
    outcome = programme.chain("out-draft-laws").outcome

    assert (outcome.actor, outcome.actor_kind) == ("Government of Mongolia", "executive")
    assert outcome.change is ChangeType.POLICY
    assert outcome.what.startswith("reconsidered draft laws")
    assert {topic for target in outcome.targets for topic in target.topics} == {"civic-space", "digital-rights"}
    assert len(outcome.contributions) >= 3
    # Contributions and no attribution: nobody weighed them, nobody said when, and only the entity itself tells of it.
    assert {one.strength for one in outcome.contributions} == {None}
    assert outcome.gaps == ("when",)
    assert not outcome.substantiated


def test_partners_pooled_resources(programme: Programme) -> None:
    """Row 16: expanding partnerships enabled us to pool resources and amplify our advocacy efforts."""
    brought = programme.pooled("pooled-resources")

    assert {"p-lgbt-centre", "p-youth-council"} <= set(brought)
    assert all(one.given is Given.BY_PARTNER for support in brought.values() for one in support)
    # What was not measured is not 0.
    assert brought["p-youth-council"][0].quantity is None


def test_the_campaign_of_2021_is_digital_led_by_young_people_and_made_people_talk(programme: Programme) -> None:
    """Row 17: youth-led digital campaign "Nuuts Shuu Za", launched in 2021, provoked an active debate."""
    campaign = programme.campaign("c-privacy")

    assert dict(campaign.title.texts) == {
        "en": "It's our privacy",
        "mn": "Нууц шүү за",
        "mn-Latn": "Nuuts Shuu Za",
    }
    assert Period.year(2021).covers(campaign.launched_on) is Tri.YES
    assert campaign.lead is Lead.YOUTH
    assert campaign.channels == {"digital"}
    debate = programme.chain("out-debate")
    assert debate.campaigns == (campaign,)
    assert debate.outcome.change is ChangeType.ACTION


def test_the_survey_was_small_and_its_size_is_not_published(programme: Programme) -> None:
    """Row 18: a small survey regarding customer data protection; the module "Right to Privacy and Data Protection"."""
    campaign = programme.campaign("c-privacy")
    (survey,) = programme.surveys
    module = programme.resource("module-privacy")

    assert campaign.surveys == (survey.id,)
    assert survey.population == "private organisations"
    assert survey.size == NotAsked()  # and not 0
    assert campaign.modules == (module.id,)
    assert str(module.title) == "Right to Privacy and Data Protection"


def test_defenders_lawyers_and_activists_were_trained_and_private_organisations_are_next(programme: Programme) -> None:
    """Row 19: training for human rights defenders, lawyers and activists; private organisations are planned."""
    trainings = programme.deliveries("module-privacy")
    module = programme.resource("module-privacy")

    assert set(programme.by_audience(trainings)) == {
        frozenset({"human-rights-defender"}),
        frozenset({"lawyer"}),
        frozenset({"activist"}),
    }
    assert {one.campaign for one in trainings} == {"c-privacy"}
    assert isinstance(module, TrainingModule)
    assert module.status is ModuleStatus.IN_USE
    assert module.planned_audiences == {"private-organisation"}
    assert module.planned_audiences.isdisjoint(module.audiences)


def test_young_people_own_the_campaign_and_no_number_of_its_reach_is_made_up(programme: Programme) -> None:
    """Row 20: entrusting the youth with ownership; a wider audience, of which no number is published."""
    (assessment,) = (one for one in programme.assessments if one.subject == "c-privacy")

    assert assessment.model is ParticipationModel.HART
    assert assessment.level >= 7
    assert programme.campaign("c-privacy").reach == ()


# --- Tips and tricks


def test_a_quarter_of_the_camp_of_2022_are_young_people_from_rural_areas(programme: Programme) -> None:
    """Row 21: a quota of 25 % of participants young people from rural areas, for instance at the summer camp."""
    quota = programme.quota("rural young people")
    camps = programme.of_series("s-camp")
    found = finding(programme, "a-camp-2022")

    assert "s-camp" in quota.scope
    assert quota.minimum == Fraction(1, 4)
    assert all(isinstance(camp, Camp) for camp in camps)
    assert quotas.seats_needed(quota, seats=programme.activity("a-camp-2022").capacity or 0) == 10
    assert (found.status, found.people, found.yes, found.unknown, found.needed) == (QuotaStatus.MET, 40, 10, 2, 10)
    assert any("15 to 34 (Mongolia): 15 to 34" in words for words in found.definitions)
    assert any("rural: soum centres and open country" in words for words in found.definitions)


def test_the_camp_of_2021_is_undetermined_and_one_answer_may_settle_it(programme: Programme) -> None:
    """Row 21: unknown is carried, so the quota is neither met nor missed."""
    found = finding(programme, "a-camp-2021")

    assert found.status is QuotaStatus.UNDETERMINED
    assert found.short == (0, 1)
    assert found.settled_by == (1, 2)


def test_a_quota_of_25_percent_is_below_the_rural_share_of_residents(programme: Programme) -> None:
    """Row 21, a finding nobody stated: 25 % against 28.8 % is a representation ratio of 0.87."""
    quota, reference = programme.quota("rural young people"), programme.reference("settlement-2024")
    rural = reference.proportions["rural"]
    assert quota.minimum is not None

    assert rural == Fraction(1_024_921, 3_554_550)
    assert round(float(rural), 3) == 0.288
    assert round(float(quota.minimum / rural), 2) == 0.87
    # The camp that meets the quota exactly, if the two of whom nothing is known are not rural:
    first = programme.activity("a-camp-2022").period.start.earliest
    learners = programme.participants("a-camp-2022", role=Role.LEARNER)
    where = counts.tally(learners, of=programme.dimension("settlement"), on=first)
    parity = representation.ratio(where, reference=reference)
    assert (where["rural"], where.undisclosed) == (10, 2)
    assert parity["rural"].low == quota.minimum / rural
    # "Outside the capital" is another population: 53.3 % of residents.
    outside = programme.reference("beyond-capital-2020").proportions["rural"]
    assert round(float(outside), 3) == 0.533


def test_partners_are_involved_beyond_implementation(programme: Programme) -> None:
    """Row 22: involve partners in planning, monitoring and development stages, not just implementation."""
    beyond = {one.id for one in programme.partnerships if one.beyond_implementation}
    stages = {stage for one in programme.partnerships for stage in one.stages}

    assert {"p-lgbt-centre", "p-youth-council"} <= beyond
    assert "p-youth-khuvsgul" not in beyond
    assert {Stage.PLANNING, Stage.MONITORING, Stage.DESIGN} <= stages


def test_most_activities_with_named_organisers_were_led_by_young_people(programme: Programme) -> None:
    """Row 23: entrusting young people with authority and ownership to organise human rights activities."""
    education = [one for one in programme.activities if isinstance(one, Training)]
    led = programme.youth_led(education, ages=MN_LAW, leap_day=LeapDay.MAR_1)
    share = shares.share(led, of="youth-led")

    assert isinstance(led, Counts)
    assert led.known == len(education)
    assert share.value > Fraction(1, 2)
    camps = programme.youth_led(programme.of_series("s-camp"), ages=MN_LAW, leap_day=LeapDay.MAR_1)
    assert camps["youth-led"] == 2


def test_members_and_supporters_are_the_base(programme: Programme) -> None:
    """Row 4a: staff, board and lawyers at a workshop are recorded too and are not counted as the base."""
    inside = ids(base(programme).certain)
    staff = {one.id for one in programme.members if one.is_member(frozenset({MembershipKind.STAFF}), on=DAY) is Tri.YES}

    assert frozenset({MembershipKind.MEMBER, MembershipKind.SUPPORTER}) == SUPPORTERS
    assert staff
    assert staff.isdisjoint(inside)
