"""Members with their spells, answers and consents."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from youthprog.people import Consent, GivenBy, Member, Membership, MembershipKind, PersonName, Residence
from youthprog.testing._dimensions import identities
from youthprog.testing._places import places
from youthprog.testing._time import _COINS, _WAITS, births, days, periods, successions
from youthprog.testing._words import (
    FIRST,
    LAST,
    REGIONS,
    Pool,
    drawn_from,
    labels,
    perhaps,
    sets_of,
    some_of,
    texts,
    tuples,
)
from youthprog.values import Birth, LeapDay, Period, Purpose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from youthprog.criteria import Dimension


@st.composite
def consents(draw: st.DrawFn, *, first: dt.date = dt.date(2015, 1, 1), last: dt.date = LAST) -> Consent:
    """A consent that may expire or be withdrawn, on the day it was given at the earliest."""
    given = draw(days(first=first, last=last))
    return Consent(
        purposes=draw(sets_of(Purpose, min_size=1)),
        given_on=given,
        given_by=draw(_GIVERS),
        version=draw(labels()),
        expires_on=None if draw(_COINS) else given + dt.timedelta(days=draw(_WAITS)),
        withdrawn_on=None if draw(_COINS) else given + dt.timedelta(days=draw(_WAITS)),
        transfer_abroad=draw(_COINS),
        majority=draw(_MAJORITIES),
    )


@cache
def names() -> st.SearchStrategy[PersonName]:
    """A person's name."""
    return st.builds(
        PersonName, given_name=texts(), patronymic=labels(), family_name=labels(), script=labels(), note=labels()
    )


_KINDS, _GIVERS, _MAJORITIES = st.sampled_from(MembershipKind), st.sampled_from(GivenBy), st.sampled_from([16, 18, 21])


@st.composite
def memberships(
    draw: st.DrawFn, *, organisations: Pool = None, through: Pool = None, during: Period | None = None
) -> Membership:
    """A spell of membership."""
    return Membership(
        kind=draw(_KINDS),
        period=draw(periods()) if during is None else during,
        organisation=draw(perhaps(organisations)),
        through=draw(perhaps(through)),
        reason_ended=draw(labels()),
    )


def residences(*, regions: Pool = REGIONS) -> st.SearchStrategy[Residence]:
    """Where somebody lives during a period."""
    return st.builds(Residence, place=places(regions=regions), period=periods())


@cache
def _maybe_born() -> st.SearchStrategy[Birth | None]:
    return st.none() | births()


@cache
def _a_few_names() -> st.SearchStrategy[tuple[PersonName, ...]]:
    return tuples(names())


_AGREEMENTS = st.sampled_from(
    [
        (),
        (Consent(purposes=frozenset(Purpose), given_on=FIRST),),
        (Consent(purposes={Purpose.REPORT}, given_on=dt.date(2010, 1, 1), withdrawn_on=dt.date(2020, 2, 29)),),
        (Consent(purposes={Purpose.REPORT, Purpose.QUOTA}, given_on=FIRST, given_by=GivenBy.GUARDIAN),),
    ]
)


@cache
def _a_few_consents() -> st.SearchStrategy[tuple[Consent, ...]]:
    return tuples(consents())


@st.composite
def members(
    draw: st.DrawFn,
    *,
    ids: Pool = None,
    regions: Pool = REGIONS,
    organisations: Pool = None,
    through: Pool = None,
    guardians: Pool = None,
    dimensions: Sequence[Dimension] | None = None,
    sparse: bool = False,
) -> Member:
    """A person whose spells and residences are apart and begin after the birth.

    Where dimensions are given, the answers fit them. `sparse` is for many people at once: those of whom only answers,
    birth, home and a consent are recorded.
    """
    birth = draw(_maybe_born())
    if sparse:
        return Member(
            id=draw(drawn_from(ids)),
            birth=birth,
            identities=draw(identities(dimensions=dimensions)),
            home=draw(perhaps(regions)),
            consents=draw(_AGREEMENTS),
        )
    born = FIRST if birth is None else max(FIRST, birth.born_between(LeapDay.MAR_1)[0])
    spells = draw(successions(first=born, max_size=2))
    homes = draw(successions(first=born, max_size=2))
    return Member(
        id=draw(drawn_from(ids)),
        names=draw(_a_few_names()),
        birth=birth,
        identities=draw(identities(dimensions=dimensions)),
        home=draw(perhaps(regions)),
        residences=[Residence(place=draw(places(regions=regions)), period=period) for period in homes],
        memberships=[
            draw(memberships(organisations=organisations, through=through, during=period)) for period in spells
        ],
        consents=draw(_a_few_consents()),
        guardians=draw(some_of(guardians)),
    )


def applicants(
    *, dimensions: Sequence[Dimension] | None = None, regions: Pool = REGIONS, min_size: int = 0, max_size: int = 12
) -> st.SearchStrategy[tuple[Member, ...]]:
    """People who apply, each once: of whom answers, birth, home and consents are recorded.

    Where dimensions are given, the answers fit them; draw quotas of criteria over the same ones.
    """
    one = members(dimensions=dimensions, regions=regions, sparse=True)
    return st.lists(one, min_size=min_size, max_size=max_size, unique_by=lambda member: member.id).map(tuple)
