"""Resources, campaigns and advocacy outcomes."""

from __future__ import annotations

from hypothesis import strategies as st

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
from youthprog.partnerships import Stage
from youthprog.testing._time import evidence, partial_dates
from youthprog.testing._words import (
    Pool,
    drawn_from,
    labels,
    localised_texts,
    sets_of,
    sets_of_texts,
    some_of,
    texts,
    tuples,
)
from youthprog.trainings import ModuleStatus, Resource, ResourceKind, TrainingModule
from youthprog.values import MISSING, Known


def modules(*, ids: Pool = None, adapted_from: Pool = None) -> st.SearchStrategy[TrainingModule]:
    """A training that can be given again."""
    return st.builds(
        TrainingModule,
        id=drawn_from(ids),
        title=localised_texts(),
        adapted_from=some_of(adapted_from),
        language=labels(),
        source=st.none() | evidence(),
        developed_on=st.none() | partial_dates(),
        status=st.sampled_from(ModuleStatus),
        audiences=sets_of_texts(),
        planned_audiences=sets_of_texts(),
    )


def resources(*, ids: Pool = None, adapted_from: Pool = None) -> st.SearchStrategy[Resource]:
    """A publication or a training module; to keep circles out, draw `adapted_from` from earlier ids only."""
    plain = st.builds(
        Resource,
        id=drawn_from(ids),
        title=localised_texts(),
        kind=st.sampled_from(ResourceKind),
        adapted_from=some_of(adapted_from),
        language=labels(),
        source=st.none() | evidence(),
    )
    return st.one_of(plain, modules(ids=ids, adapted_from=adapted_from))


def surveys(*, ids: Pool = None) -> st.SearchStrategy[Survey]:
    """A survey whose size may not be known."""
    return st.builds(
        Survey,
        id=drawn_from(ids),
        subject=localised_texts(),
        population=labels(),
        size=st.one_of(st.builds(Known, st.integers(0, 10**6)), st.sampled_from(list(MISSING.values()))),
        on=st.none() | partial_dates(),
        source=st.none() | evidence(),
    )


def campaigns(
    *, ids: Pool = None, partnerships: Pool = None, modules: Pool = None, surveys: Pool = None
) -> st.SearchStrategy[Campaign]:
    """A campaign."""
    stages = sets_of(Stage, min_size=1)
    partners = some_of(partnerships).flatmap(
        lambda some: st.tuples(*(st.builds(CampaignPartner, partnership=st.just(one), stages=stages) for one in some))
    )
    return st.builds(
        Campaign,
        id=drawn_from(ids),
        title=localised_texts(),
        launched_on=partial_dates(),
        lead=st.sampled_from(Lead),
        channels=sets_of_texts(),
        issues=sets_of_texts(),
        partners=partners,
        modules=some_of(modules),
        surveys=some_of(surveys),
        reach=tuples(st.builds(Reach, metric=texts(), value=st.integers(0, 10**9), source=evidence())),
        source=st.none() | evidence(),
    )


@st.composite
def outcomes(draw: st.DrawFn, *, ids: Pool = None, contributors: Pool = None) -> Outcome:
    """An advocacy outcome."""
    return Outcome(
        id=draw(drawn_from(ids)),
        actor=draw(texts()),
        change=draw(st.sampled_from(ChangeType)),
        what=draw(texts()),
        actor_kind=draw(labels()),
        when=draw(st.none() | partial_dates()),
        where=draw(labels()),
        significance=draw(labels()),
        positive=draw(st.booleans()),
        intended=draw(st.none() | st.booleans()),
        targets=draw(tuples(st.builds(Target, title=texts(), topics=sets_of_texts()))),
        contributions=[
            Contribution(
                contributor=one,
                how=draw(texts()),
                strength=draw(st.none() | st.sampled_from(Strength)),
                evidence=draw(st.none() | evidence()),
            )
            for one in draw(some_of(contributors))
        ],
        alternatives=draw(tuples(texts())),
        substantiations=draw(
            tuples(
                st.builds(
                    Substantiation,
                    verifier=texts(),
                    verdict=st.sampled_from(Verdict),
                    independent=st.booleans(),
                    on=st.none() | partial_dates(),
                )
            )
        ),
        source=draw(st.none() | evidence()),
    )
