"""A programme by hand with at least one thing of every kind."""

from __future__ import annotations

import datetime as dt

from youthprog.activities import (
    Activity,
    ActivitySeries,
    Assessor,
    Camp,
    Frequency,
    Participation,
    ParticipationAssessment,
    ParticipationModel,
    Pillar,
    Recurrence,
    Role,
    Session,
    Status,
)
from youthprog.campaigns import (
    Campaign,
    CampaignPartner,
    ChangeType,
    Contribution,
    Lead,
    Outcome,
    Reach,
    Strength,
    Substantiation,
    Survey,
    Target,
    Verdict,
)
from youthprog.criteria import AgeGroups, Belongs, Dimension, Meets, RegionOf, RuralOrUrban, Where
from youthprog.partnerships import (
    Given,
    Involvement,
    LinkKind,
    Organisation,
    OrganisationKind,
    OrganisationLink,
    Outreach,
    Partnership,
    ReportedHeadcount,
    Stage,
    Strengthening,
    Support,
    YouthCharacter,
    YouthCharacterAssessment,
)
from youthprog.people import Consent, Member, Membership, MembershipKind, PersonName, Residence
from youthprog.programme import SUPPORTERS, Benchmark, Programme
from youthprog.quotas import Base, Quota
from youthprog.representation import ReferencePopulation
from youthprog.trainings import (
    ModuleStatus,
    Resource,
    ResourceKind,
    Training,
    TrainingEvaluation,
    TrainingLevel,
    TrainingModule,
)
from youthprog.values import (
    AGE_BANDS,
    AgeBand,
    AskedUnknown,
    Declined,
    Distance,
    DistanceKind,
    Ending,
    Evidence,
    GeoPoint,
    Known,
    LeapDay,
    LocalisedText,
    PartialDate,
    Period,
    Place,
    Purpose,
    Region,
    ReportedAge,
    RuralDefinition,
)
from youthprog.wellbeing import WellbeingActivity, WellbeingKind, WellbeingMeasurement

__all__ = ["SECRET", "everything"]

ID = "programme-1"
SECRET = "canary-answer"  # noqa: S105  # no password
"""A category that must show up nowhere but in a complete document."""


def everything() -> Programme:
    """A small programme by hand with at least one thing of every kind, for tests that break one fact at a time."""
    gender = Dimension(name="gender", categories=("woman", "man", SECRET))
    disability = Dimension(name="disability", categories=("seeing", "hearing"), multiple=True)
    outside = RuralDefinition(name="outside the capital", urban_regions={"MN-1"}, source="ours")
    residence = Dimension(
        name="residence", sensitive=False, reading=RuralOrUrban(definition=outside, where=Where.RESIDENCE)
    )
    groups = AgeGroups(bands=[AgeBand(name="young", minimum=15, maximum=34)], leap_day=LeapDay.MAR_1)
    age = Dimension(name="age", sensitive=False, reading=groups)
    region = Dimension(
        name="region", categories=["MN-1", "MN-057"], sensitive=False, reading=RegionOf(where=Where.HOME)
    )
    belongs = Dimension(name="belongs", sensitive=False, reading=Belongs(kinds=SUPPORTERS, organisation="local"))
    of_note = Meets(criterion=gender.is_in("woman") | ~(residence.is_in("rural") & age.is_in("young")))
    counted = Dimension(name="counted", reading=of_note)
    return Programme(
        id="everything",
        name=LocalisedText({"en": "One of everything", "mn": "Бүгд"}),
        organisation="own",
        home="MN-1",
        source=_source(),
        regions=[
            Region(code="MN", name=LocalisedText({"en": "Mongolia"})),
            Region(
                code="MN-1",
                name=LocalisedText({"en": "Ulaanbaatar"}),
                parent="MN",
                seat=GeoPoint(47.90771, 106.88324),
                population=1_539_810,
            ),
            Region(
                code="MN-057",
                name=LocalisedText({"en": "Zavkhan", "mn": "Завхан"}),
                national_code="81",
                aliases={"Dzavhan", "Zavhan"},
                parent="MN",
            ),
        ],
        dimensions=[gender, disability, residence, age, region, belongs, counted],
        young=age.is_in("young"),
        references=[
            ReferencePopulation(
                id="census", name="census", of="gender", numbers={"woman": 51, "man": 48, SECRET: 1}, source="example"
            ),
            ReferencePopulation(
                id="nso",
                name="residents",
                of="residence",
                shares={"rural": "28.8%", "urban": "71.3%"},
                rounding="0.1%",
                year=2024,
                source="NSO",
                definition="all ages",
            ),
        ],
        members=_everybody(),
        organisations=[
            Organisation(id="own", name=LocalisedText({"en": "Ours"}), kind=OrganisationKind.NGO),
            Organisation(
                id="umbrella",
                name=LocalisedText({"en": "Council"}),
                kind=OrganisationKind.YOUTH_COUNCIL,
                region="MN-1",
                founded=PartialDate(2001),
                serves={"youth"},
                youth=[
                    YouthCharacterAssessment(
                        value=YouthCharacter.YOUTH_LED,
                        rule="majority",
                        assessed_on=PartialDate(2022, 1),
                        decision_makers=7,
                        young_decision_makers=5,
                        ages=AGE_BANDS["mn-law"],
                        source=_source(),
                    )
                ],
            ),
            Organisation(
                id="local", name=LocalisedText({"en": "Branch"}), kind=OrganisationKind.COMMUNITY, region="MN-057"
            ),
            Organisation(id="school", name=LocalisedText({"en": "School 1"}), kind=OrganisationKind.SCHOOL),
        ],
        links=[OrganisationLink(parent="umbrella", child="local", period=_since(2010), kind=LinkKind.BRANCH_OF)],
        headcounts=[ReportedHeadcount(organisation="local", on=dt.date(2022, 12, 31), group="members", count=80)],
        partnerships=[
            Partnership(
                id="partnership",
                organisation="local",
                episodes=[Period(PartialDate(2015), PartialDate(2017, 3)), _since(2022)],
                shared_values={"privacy", "equality"},
                strengthening=[Strengthening(on=PartialDate(2022, 9), how="a joint agreement")],
                involvement=[Involvement(stage=Stage.PLANNING, since=PartialDate(2022), subject="campaign")],
                support=[
                    Support(kind="training", given=Given.TO_PARTNER, quantity=2, unit="days", activity="training")
                ],
                agreement="no. 7",
            )
        ],
        outreach=[
            Outreach(id="outreach", organisation="school", first_contact_on=PartialDate(2022), groups={"pupils"})
        ],
        resources=[
            Resource(id="fanzine", title=LocalisedText({"mn": "Фанзин"}), kind=ResourceKind.FANZINE),
            TrainingModule(
                id="module",
                title=LocalisedText({"en": "Module"}),
                adapted_from=["fanzine"],
                developed_on=PartialDate(2022),
                status=ModuleStatus.IN_USE,
                audiences={"lawyer"},
            ),
        ],
        series=[
            ActivitySeries(
                id="series",
                title=LocalisedText({"en": "Summer camp"}),
                introduced_on=PartialDate(2021),
                recurrence=Recurrence(frequency=Frequency.YEARLY),
            )
        ],
        activities=[
            Activity(
                id="meeting",
                title=LocalisedText({"en": "Meeting"}),
                period=_days(1, 2),
                campaign="campaign",
                place=Place(region="MN-057", settlement="mn:soum"),
                organisers=["m-1", "umbrella"],
                co_hosts=["local"],
                funders=["school"],
                audiences={"lawyer", "activist"},
                headcount=30,
                pillars={Pillar.DIVERSITY, Pillar.PARTNERSHIP},
            ),
            Camp(
                id="camp",
                title=LocalisedText({"en": "Camp 2022"}),
                period=_days(1, 8),
                series="series",
                nights=7,
                safeguarding_lead="m-2",
            ),
            Training(
                id="training",
                title=LocalisedText({"en": "Training"}),
                period=_days(10, 12),
                module="module",
                level=TrainingLevel.LEADERSHIP,
                audience_ages=AGE_BANDS["un-youth"],
                evaluations=[TrainingEvaluation(level=3, indicator="runs trainings", finding="two do")],
            ),
            WellbeingActivity(
                id="yoga",
                title=LocalisedText({"en": "Yoga"}),
                period=_days(20, 21),
                online=True,
                kind=WellbeingKind.YOGA,
                module="module",
            ),
        ],
        sessions=[Session(id="session", activity="camp", day=dt.date(2022, 7, 2), begins=dt.time(9, 30))],
        participations=[
            Participation(member="m-1", activity="camp", session="session", role=Role.TRAINER),
            Participation(member="m-2", activity="camp", status=Status.ENROLLED, completed=False),
        ],
        assessments=[
            ParticipationAssessment(
                subject="campaign",
                model=ParticipationModel.HART,
                level=8,
                assessor=Assessor.YOUTH,
                on=PartialDate(2022),
            )
        ],
        measurements=[
            WellbeingMeasurement(
                member="m-1", answers=(4, 3, None, 5, 0), on=dt.date(2022, 7, 1), activity="yoga", wave="before"
            )
        ],
        surveys=[
            Survey(id="survey", subject=LocalisedText({"en": "Privacy"}), size=Known(40)),
            Survey(id="small", subject=LocalisedText({"en": "Privacy"}), size=AskedUnknown()),
        ],
        campaigns=[
            Campaign(
                id="campaign",
                title=LocalisedText({"mn": "Нууц шүү за"}),
                launched_on=PartialDate(2021),
                lead=Lead.YOUTH,
                channels={"digital"},
                partners=[CampaignPartner(partnership="partnership", stages={Stage.PLANNING, Stage.DESIGN})],
                modules=["module"],
                surveys=["survey"],
                reach=[Reach(metric="views", value=1000, source=_source())],
            )
        ],
        outcomes=[
            Outcome(
                id="outcome",
                actor="government",
                change=ChangeType.POLICY,
                what="reconsiders",
                targets=[Target(title="a law", topics={"privacy"})],
                contributions=[
                    Contribution(contributor=name, how="asked", strength=Strength.MODERATE)
                    for name in ("partnership", "campaign", "meeting", "umbrella")
                ],
                substantiations=[Substantiation(verifier="an expert", verdict=Verdict.AGREE, independent=True)],
            )
        ],
        quotas=[
            Quota(
                name="rural",
                of=residence.is_in("rural") & age.is_in("young"),
                minimum="25%",
                base=Base.ENROLLED,
                scope=["series", "camp"],
                in_force=_since(2020),
            )
        ],
        benchmarks=[Benchmark(entity="ours", indicator="partnerships", year=2022, value=11)],
        distances=[
            Distance(kilometres=1000, kind=DistanceKind.STATED, origin="MN-1", destination="MN-057", source="report")
        ],
    )


def _source() -> Evidence:
    return Evidence(citation="report 2022", kind="report", date=PartialDate(2022, 12), obtained_by="us")


def _since(year: int) -> Period:
    return Period(PartialDate(year), Ending.ONGOING)


def _days(first: int, after: int) -> Period:
    return Period(dt.date(2022, 7, first), dt.date(2022, 7, after))


def _everybody() -> list[Member]:
    return [
        Member(
            id="m-1",
            names=[PersonName(given_name="Canary-Given", patronymic="Canary-Patronymic", script="Latn")],
            birth=PartialDate(2004, 2, 29),
            identities={"gender": Known(SECRET), "disability": Declined()},
            home="MN-057",
            residences=[
                Residence(
                    place=Place(region="MN-1", locality="Bayangol"),
                    period=Period(PartialDate(2020), PartialDate(2021, 9)),
                ),
                Residence(
                    place=Place(region="MN-057", settlement="mn:soum"), period=Period(PartialDate(2022), Ending.ONGOING)
                ),
            ],
            memberships=[
                Membership(
                    kind=MembershipKind.MEMBER,
                    period=Period(PartialDate(2019), PartialDate(2020, 6)),
                    organisation="local",
                    through="partnership",
                    reason_ended="moved",
                ),
                Membership(kind=MembershipKind.ACTIVIST, period=_since(2021)),
                Membership(kind=MembershipKind.ACTIVIST, period=Period(PartialDate(2017), Ending.UNKNOWN)),
            ],
            consents=[Consent(purposes={Purpose.REPORT, Purpose.QUOTA}, given_on=dt.date(2022, 1, 1))],
            guardians=["m-2"],
        ),
        Member(
            id="m-2",
            birth=ReportedAge(19, dt.date(2022, 7, 1)),
            identities={"gender": Known("woman"), "disability": Known({"seeing", "hearing"})},
        ),
        Member(id="m-3"),
    ]
