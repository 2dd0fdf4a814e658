"""Organisations, their links and partnerships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

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
from youthprog.testing._time import age_bands, days, evidence, partial_dates, periods, successions
from youthprog.testing._words import (
    REGIONS,
    Pool,
    drawn_from,
    labels,
    localised_texts,
    perhaps,
    sets_of_texts,
    texts,
    tuples,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@st.composite
def _characters(draw: st.DrawFn) -> YouthCharacterAssessment:
    everyone = draw(st.none() | st.integers(1, 30))
    return YouthCharacterAssessment(
        value=draw(st.sampled_from(YouthCharacter)),
        rule=draw(texts()),
        assessed_on=draw(partial_dates()),
        decision_makers=everyone,
        young_decision_makers=None if everyone is None else draw(st.none() | st.integers(0, everyone)),
        ages=draw(st.none() | age_bands()),
        source=draw(st.none() | evidence()),
    )


def organisations(*, ids: Pool = None, regions: Pool = REGIONS) -> st.SearchStrategy[Organisation]:
    """An organisation."""
    return st.builds(
        Organisation,
        id=drawn_from(ids),
        name=localised_texts(),
        kind=st.sampled_from(OrganisationKind),
        region=perhaps(regions),
        founded=st.none() | partial_dates(),
        serves=sets_of_texts(),
        youth=tuples(_characters()),
        source=st.none() | evidence(),
    )


@st.composite
def links(draw: st.DrawFn, *, organisations: Sequence[str] | None = None) -> OrganisationLink:
    """A link from an organisation to a later one of the list (of two at least), so that links make no circle."""
    listed = draw(st.lists(texts(), min_size=2, max_size=3, unique=True)) if organisations is None else organisations
    child = draw(st.integers(1, len(listed) - 1))
    parent = draw(st.integers(0, child - 1))
    return OrganisationLink(
        parent=listed[parent], child=listed[child], period=draw(periods()), kind=draw(st.sampled_from(LinkKind))
    )


def headcounts(*, organisations: Pool = None) -> st.SearchStrategy[ReportedHeadcount]:
    """A number an organisation reports without names."""
    return st.builds(
        ReportedHeadcount,
        organisation=drawn_from(organisations),
        on=days(),
        group=texts(),
        count=st.integers(0, 10**6),
        method=labels(),
        source=st.none() | evidence(),
    )


def partnerships(
    *, ids: Pool = None, organisations: Pool = None, activities: Pool = None, subjects: Pool = None
) -> st.SearchStrategy[Partnership]:
    """A partnership; `activities` are where support went, `subjects` what the partner takes part in."""
    return st.builds(
        Partnership,
        id=drawn_from(ids),
        organisation=drawn_from(organisations),
        episodes=successions(min_size=1),
        shared_values=sets_of_texts(),
        strengthening=tuples(st.builds(Strengthening, on=partial_dates(), how=texts())),
        involvement=tuples(
            st.builds(Involvement, stage=st.sampled_from(Stage), since=partial_dates(), subject=perhaps(subjects))
        ),
        support=tuples(
            st.builds(
                Support,
                kind=texts(),
                given=st.sampled_from(Given),
                quantity=st.none() | st.integers(0, 10**6),
                unit=labels(),
                activity=perhaps(activities),
                on=st.none() | partial_dates(),
            )
        ),
        agreement=labels(),
        source=st.none() | evidence(),
    )


def outreaches(*, ids: Pool = None, organisations: Pool = None) -> st.SearchStrategy[Outreach]:
    """Reaching out to an organisation."""
    return st.builds(
        Outreach,
        id=drawn_from(ids),
        organisation=drawn_from(organisations),
        first_contact_on=partial_dates(),
        groups=sets_of_texts(),
        people_reached=st.none() | st.integers(0, 10**6),
        source=st.none() | evidence(),
    )
