"""Activities, sessions and who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    Pillar,
    Recurrence,
    Role,
    Session,
    Status,
)
from youthprog.testing._places import places
from youthprog.testing._time import age_bands, days, evidence, partial_dates, periods
from youthprog.testing._words import (
    REGIONS,
    Pool,
    drawn_from,
    labels,
    localised_texts,
    perhaps,
    sets_of,
    sets_of_texts,
    some_of,
    texts,
    tuples,
)
from youthprog.trainings import Training, TrainingEvaluation, TrainingLevel
from youthprog.values import Withheld
from youthprog.wellbeing import WellbeingActivity, WellbeingKind, WellbeingMeasurement

if TYPE_CHECKING:
    from collections.abc import Sequence


def activity_series(*, ids: Pool = None) -> st.SearchStrategy[ActivitySeries]:
    """A kind of activity that comes round."""
    return st.builds(
        ActivitySeries,
        id=drawn_from(ids),
        title=localised_texts(),
        introduced_on=partial_dates(),
        recurrence=st.none() | st.builds(Recurrence, frequency=st.sampled_from(Frequency), every=st.integers(1, 120)),
        source=st.none() | evidence(),
    )


def _of_activity(
    *, ids: Pool, series: Pool, campaigns: Pool, organisers: Pool, organisations: Pool, regions: Pool
) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "id": drawn_from(ids),
        "title": localised_texts(),
        "period": periods(),
        "series": perhaps(series),
        "campaign": perhaps(campaigns),
        "place": st.none() | places(regions=regions),
        "online": st.booleans(),
        "audiences": sets_of_texts(),
        "audience_ages": st.none() | age_bands(),
        "organisers": some_of(organisers),
        "co_hosts": some_of(organisations),
        "funders": some_of(organisations),
        "capacity": st.none() | st.integers(0, 500),
        "headcount": st.none() | st.integers(0, 500),
        "pillars": sets_of(Pillar),
        "key_event": st.booleans(),
        "language": labels(),
        "source": st.none() | evidence(),
    }


def camps(
    *,
    ids: Pool = None,
    series: Pool = None,
    campaigns: Pool = None,
    organisers: Pool = None,
    organisations: Pool = None,
    regions: Pool = REGIONS,
    members: Pool = None,
) -> st.SearchStrategy[Camp]:
    """A camp."""
    return st.builds(
        Camp,
        nights=st.none() | st.integers(0, 60),
        safeguarding_lead=perhaps(members),
        consent_required=st.booleans(),
        **_of_activity(
            ids=ids,
            series=series,
            campaigns=campaigns,
            organisers=organisers,
            organisations=organisations,
            regions=regions,
        ),
    )


def trainings(
    *,
    ids: Pool = None,
    series: Pool = None,
    campaigns: Pool = None,
    organisers: Pool = None,
    organisations: Pool = None,
    regions: Pool = REGIONS,
    modules: Pool = None,
) -> st.SearchStrategy[Training]:
    """A training."""
    return st.builds(
        Training,
        module=perhaps(modules),
        level=st.sampled_from(TrainingLevel),
        evaluations=tuples(
            st.builds(
                TrainingEvaluation,
                level=st.integers(1, 4),
                indicator=texts(),
                finding=texts(),
                on=st.none() | partial_dates(),
                method=labels(),
            )
        ),
        **_of_activity(
            ids=ids,
            series=series,
            campaigns=campaigns,
            organisers=organisers,
            organisations=organisations,
            regions=regions,
        ),
    )


def wellbeing_activities(
    *,
    ids: Pool = None,
    series: Pool = None,
    campaigns: Pool = None,
    organisers: Pool = None,
    organisations: Pool = None,
    regions: Pool = REGIONS,
    modules: Pool = None,
) -> st.SearchStrategy[WellbeingActivity]:
    """An activity for the wellbeing of those who take part."""
    return st.builds(
        WellbeingActivity,
        kind=st.sampled_from(WellbeingKind),
        method=labels(),
        module=perhaps(modules),
        facilitator_qualified=st.none() | st.booleans(),
        **_of_activity(
            ids=ids,
            series=series,
            campaigns=campaigns,
            organisers=organisers,
            organisations=organisations,
            regions=regions,
        ),
    )


def activities(
    *,
    ids: Pool = None,
    series: Pool = None,
    campaigns: Pool = None,
    organisers: Pool = None,
    organisations: Pool = None,
    regions: Pool = REGIONS,
    modules: Pool = None,
    members: Pool = None,
) -> st.SearchStrategy[Activity]:
    """An activity of any kind; `organisers` are ids of members and organisations."""
    pools: dict[str, Pool] = {
        "ids": ids,
        "series": series,
        "campaigns": campaigns,
        "organisers": organisers,
        "organisations": organisations,
        "regions": regions,
    }
    return st.one_of(
        st.builds(Activity, **_of_activity(**pools)),
        camps(**pools, members=members),
        trainings(**pools, modules=modules),
        wellbeing_activities(**pools, modules=modules),
    )


def sessions(*, ids: Pool = None, activities: Pool = None) -> st.SearchStrategy[Session]:
    """One meeting of an activity."""
    clock = st.none() | st.times()
    return st.builds(Session, id=drawn_from(ids), activity=drawn_from(activities), day=days(), begins=clock, ends=clock)


@st.composite
def participations(
    draw: st.DrawFn, *, members: Pool = None, activities: Pool = None, sessions: Sequence[Session] = ()
) -> Participation:
    """A member takes part in an activity, or in one of those sessions of it."""
    activity = draw(drawn_from(activities))
    fitting = [one.id for one in sessions if one.activity == activity]
    return Participation(
        member=draw(drawn_from(members)),
        activity=activity,
        session=draw(perhaps(fitting)),
        role=draw(st.sampled_from(Role)),
        status=draw(st.sampled_from(Status)),
        completed=draw(st.none() | st.booleans()),
    )


def assessments(*, subjects: Pool = None) -> st.SearchStrategy[ParticipationAssessment]:
    """How far young people decide, on one of four scales; level 3 is the highest that all of them have."""
    return st.builds(
        ParticipationAssessment,
        subject=drawn_from(subjects),
        model=st.sampled_from(ParticipationModel),
        level=st.integers(1, 3),
        assessor=st.sampled_from(Assessor),
        on=partial_dates(),
        source=st.none() | evidence(),
    )


def measurements(*, members: Pool = None, activities: Pool = None) -> st.SearchStrategy[WellbeingMeasurement]:
    """Answers to the WHO-5, some of them missing, or withheld."""
    items = st.tuples(*[st.none() | st.integers(0, 5)] * 5)
    return st.builds(
        WellbeingMeasurement,
        member=drawn_from(members),
        answers=st.one_of(items, st.just(Withheld())),
        on=days(),
        activity=perhaps(activities),
        wave=labels(),
    )
