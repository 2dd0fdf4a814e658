"""Whole programmes, consistent in themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from youthprog import testing as nouns
from youthprog.activities import Activity, ActivitySeries, Frequency, Participation, Recurrence, Session
from youthprog.criteria import Dimension, Meets, RegionOf, RuralOrUrban
from youthprog.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from youthprog.values import Region

ID = "programme-1"


def _ids(kind: str, number: int) -> list[str]:
    return [f"{kind}-{index}" for index in range(number)]


@st.composite
def _sessions(draw: st.DrawFn, activities: Sequence[Activity]) -> list[Session]:
    """Sessions on the first day their activity may have."""
    made = []
    for index in range(draw(st.integers(0, 2)) if activities else 0):
        one = draw(nouns.sessions(ids=[f"session-{index}"], activities=[draw(st.sampled_from(activities)).id]))
        of = next(activity for activity in activities if activity.id == one.activity)
        made.append(attrs.evolve(one, day=of.period.start.earliest))
    return made


@st.composite
def _dimensions(draw: st.DrawFn, regions: Sequence[str], organisations: Sequence[str]) -> list[Dimension]:
    """Dimensions of every reading; one that asks whether a criterion is met reads those that stand before it."""
    made: list[Dimension] = []
    for index in range(draw(st.integers(0, 4))):
        name = [draw(st.sampled_from([f"dimension-{index}", f"хэмжээс {index}", f"a.b[{index}]"]))]
        one = draw(nouns.dimensions(names=name, regions=regions or None, organisations=organisations))
        reading = one.reading
        if isinstance(reading, Meets):
            plain = [other for other in made if not other.sensitive] if not one.sensitive else made
            if not plain:
                continue
            one = attrs.evolve(one, reading=Meets(criterion=draw(nouns.criteria(dimensions=plain))), categories=())
        elif isinstance(reading, (RegionOf, RuralOrUrban)) and not regions:
            continue
        made.append(one)
    return made


@st.composite
def _participations(
    draw: st.DrawFn, members: Sequence[str], activities: Sequence[str], sessions: Sequence[Session]
) -> list[Participation]:
    """Participations, each recorded once for a member, activity, session and role."""
    if not members or not activities:
        return []
    one = nouns.participations(members=members, activities=activities, sessions=sessions)
    return draw(st.lists(one, max_size=4, unique_by=lambda part: (part.member, part.activity, part.session, part.role)))


def _unique(drawn: Sequence[Any], key: str) -> list[Any]:
    return list({getattr(one, key): one for one in drawn}.values())


@st.composite
def _regions(draw: st.DrawFn) -> list[Region]:
    codes = list(nouns.REGIONS[: draw(st.integers(0, 3))])
    return [draw(nouns.regions(codes=[code], parents=codes[:index])) for index, code in enumerate(codes)]


@st.composite
def _series(draw: st.DrawFn, name: str) -> ActivitySeries:
    return ActivitySeries(
        id=name,
        title=draw(nouns.localised_texts()),
        introduced_on=draw(nouns.partial_dates()),
        recurrence=draw(
            st.none() | st.builds(Recurrence, frequency=st.sampled_from(Frequency), every=st.integers(1, 120))
        ),
        source=draw(st.none() | nouns.evidence()),
    )


@st.composite
def programmes(draw: st.DrawFn, *, most: int = 2) -> Programme:
    """A whole, consistent programme with at most so many things of each kind."""

    def ids(kind: str) -> list[str]:
        return _ids(kind, draw(st.integers(0, most)))

    regions = draw(_regions())
    codes = [region.code for region in regions]
    organisations = ids("organisation")
    own = draw(st.sampled_from([None, "organisation-own"]))
    others = organisations
    everyone = [*organisations, *([own] if own else [])]
    members, partnerships = ids("member"), ids("partnership") if others else []
    outreach = ids("outreach") if others else []
    resources, surveys, campaigns = ids("resource"), ids("survey"), ids("campaign")
    series, activities, outcomes = ids("series"), ids("activity"), ids("outcome")
    dimensions = draw(_dimensions(codes, others))
    made_activities = [
        draw(
            nouns.activities(
                ids=[name],
                series=series,
                campaigns=campaigns,
                organisers=[*members, *everyone],
                organisations=everyone,
                regions=codes,
                modules=resources,
                members=members,
            )
        )
        for name in activities
    ]
    sessions = draw(_sessions(made_activities))
    criteria = nouns.criteria(dimensions=dimensions) if dimensions else st.nothing()
    subjects = [*activities, *campaigns, *partnerships]
    few = st.integers(0, most)
    return Programme(
        id=ID,
        name=draw(nouns.localised_texts()),
        organisation=own,
        home=draw(st.none() | st.sampled_from(codes)) if codes else None,
        source=draw(st.none() | nouns.evidence()),
        regions=regions,
        dimensions=dimensions,
        young=draw(st.none() | criteria) if dimensions else None,
        references=_unique(draw(st.lists(nouns.references(dimensions=dimensions), max_size=most)), "id")
        if dimensions
        else [],
        members=[
            draw(
                nouns.members(
                    ids=[name],
                    regions=codes,
                    organisations=others,
                    through=[*partnerships, *outreach, *activities],
                    guardians=members,
                    dimensions=dimensions,
                )
            )
            for name in members
        ],
        organisations=[draw(nouns.organisations(ids=[name], regions=codes)) for name in everyone],
        links=[draw(nouns.links(organisations=everyone)) for _ in range(draw(few))] if len(everyone) > 1 else [],
        headcounts=[draw(nouns.headcounts(organisations=everyone)) for _ in range(draw(few))] if everyone else [],
        partnerships=[
            draw(
                nouns.partnerships(
                    ids=[name], organisations=others, activities=activities, subjects=[*activities, *campaigns]
                )
            )
            for name in partnerships
        ],
        outreach=[draw(nouns.outreaches(ids=[name], organisations=others)) for name in outreach],
        resources=[
            draw(nouns.resources(ids=[name], adapted_from=resources[:index])) for index, name in enumerate(resources)
        ],
        series=[draw(_series(name)) for name in series],
        activities=made_activities,
        sessions=sessions,
        participations=draw(_participations(members, activities, sessions)),
        assessments=[draw(nouns.assessments(subjects=subjects)) for _ in range(draw(few))] if subjects else [],
        measurements=[draw(nouns.measurements(activities=activities)) for _ in range(draw(few))],
        surveys=[draw(nouns.surveys(ids=[name])) for name in surveys],
        campaigns=[
            draw(nouns.campaigns(ids=[name], partnerships=partnerships, modules=resources, surveys=surveys))
            for name in campaigns
        ],
        outcomes=[
            draw(nouns.outcomes(ids=[name], contributors=[*everyone, *partnerships, *campaigns, *activities]))
            for name in outcomes
        ],
        quotas=_unique(
            [
                draw(nouns.quotas(of=criteria, scope=[*activities, *series]))
                for _ in range(draw(few) if dimensions else 0)
            ],
            "name",
        ),
        benchmarks=[draw(nouns.benchmarks()) for _ in range(draw(few))],
        distances=[draw(nouns.distances(places=[*codes, "Ulaanbaatar"])) for _ in range(draw(few))],
    )
