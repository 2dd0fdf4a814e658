"""Hypothesis strategies for the values and nouns of the library.

Every strategy builds valid values, and awkward ones: Cyrillic, combining characters, empty collections, dates known to
the year only, 29 February, unknown endings. References are drawn from pools of ids, so that whole programmes can be put
together: a pool that is left out gives any id, an empty pool none at all.
"""

from __future__ import annotations

import datetime as dt
import enum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

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
from youthprog.counts import REASONS, Basis, Counts, CountTable
from youthprog.criteria import (
    AgeGroups,
    AllOf,
    AnyOf,
    Asked,
    Belongs,
    Criterion,
    Dimension,
    Is,
    Meets,
    NotThat,
    RegionOf,
    RuralOrUrban,
    Where,
)
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
from youthprog.people import Consent, GivenBy, Identities, Member, Membership, MembershipKind, PersonName, Residence
from youthprog.quotas import Base, Quota
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
    MISSING,
    AgeBand,
    Answer,
    Birth,
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
    Withheld,
)
from youthprog.wellbeing import WellbeingActivity, WellbeingKind, WellbeingMeasurement

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from fractions import Fraction

__all__ = [
    "FIRST",
    "LAST",
    "REGIONS",
    "activities",
    "activity_series",
    "age_bands",
    "age_groups",
    "answers",
    "assessments",
    "births",
    "campaigns",
    "camps",
    "consents",
    "count_tables",
    "counts",
    "criteria",
    "days",
    "definitions_of_rural",
    "dimensions",
    "evidence",
    "headcounts",
    "identities",
    "labels",
    "links",
    "localised_texts",
    "measurements",
    "members",
    "memberships",
    "modules",
    "names",
    "organisations",
    "outcomes",
    "outreaches",
    "partial_dates",
    "participations",
    "partnerships",
    "periods",
    "places",
    "points",
    "quotas",
    "regions",
    "reported_ages",
    "resources",
    "sessions",
    "shares",
    "successions",
    "surveys",
    "texts",
    "trainings",
    "wellbeing_activities",
]

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)

Pool: TypeAlias = "Collection[str] | None"
"""Ids to draw a reference from; `None` for any id at all."""

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2030, 12, 31)
REGIONS = ("MN-1", "MN-057", "MN-071", "MN-039")
SETTLEMENTS = ("degurba:1", "degurba:2", "degurba:3", "mn:soum")
AWKWARD = (
    "Нууц шүү за",
    "Ө. Үүрд",
    "e\u0301",  # a letter and a combining accent: equal to é for a reader, not for ==
    "Z\u0351\u0321alg",
    "\u202eright to left",
    "<script>alert('x')</script>",
    "a & b",
    'say "hi", they said',
    "=1+1",
    "007",
    "None",
    "null",
    "\U0001f1f2\U0001f1f3",
    "two\nlines",
    "ᠮᠣᠩᠭᠣᠯ",
)

# --- Words -----------------------------------------------------------------------------------------------------------


# Strategies that are built once: building costs more than drawing.


@cache
def _texts(max_size: int) -> st.SearchStrategy[str]:
    letters = st.text(st.characters(codec="utf-8"), min_size=1, max_size=max_size).map(str.strip).filter(bool)
    plain = st.text("abcdefghijklmnopqrstuvwxyzАБӨҮ-0123456789", min_size=1, max_size=max_size)
    return st.one_of(plain, st.sampled_from(AWKWARD), letters)


@cache
def _labels() -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), texts())


@cache
def _of(pool: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(pool)


@cache
def _of_or_none(pool: tuple[str, ...] | None) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), _from(pool))


@cache
def _set_of(kind: type[E], min_size: int) -> st.SearchStrategy[frozenset[E]]:
    return st.frozensets(st.sampled_from(kind), min_size=min_size)


def texts(*, max_size: int = 12) -> st.SearchStrategy[str]:
    """Text with something in it and no white space around it."""
    return _texts(max_size)


def labels() -> st.SearchStrategy[str]:
    """Text that may be empty."""
    return _labels()


def _from(pool: Pool) -> st.SearchStrategy[str]:
    return texts() if pool is None else _of(tuple(sorted(pool)))


def _maybe(pool: Pool) -> st.SearchStrategy[str | None]:
    return st.none() if pool is not None and not pool else _of_or_none(None if pool is None else tuple(sorted(pool)))


def _some(pool: Pool, *, max_size: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    if pool is not None and not pool:
        return st.just(())
    return st.lists(_from(pool), max_size=max_size, unique=True).map(tuple)


def _tuples(items: st.SearchStrategy[T], *, max_size: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=max_size).map(tuple)


def _codes(*, min_size: int = 0) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(texts(), min_size=min_size, max_size=2)


def _enums(kind: type[E], *, min_size: int = 0) -> st.SearchStrategy[frozenset[E]]:
    return _set_of(kind, min_size)


@cache
def localised_texts() -> st.SearchStrategy[LocalisedText]:
    """A text in one language or several."""
    return st.builds(
        LocalisedText, st.dictionaries(st.sampled_from(["en", "mn", "kk", "mn-Mong", "ru"]), texts(), min_size=1)
    )


@cache
def evidence() -> st.SearchStrategy[Evidence]:
    """Where a fact comes from."""
    return st.builds(Evidence, citation=texts(), kind=labels(), date=st.none() | partial_dates(), obtained_by=labels())


# --- Time ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _days(first: dt.date, last: dt.date) -> st.SearchStrategy[dt.date]:
    februaries = [
        dt.date(year, 3, 1) - dt.timedelta(days=back) for year in range(first.year, last.year + 1) for back in (1, 2)
    ]
    special = [day for day in februaries if first <= day <= last]
    plain = st.dates(first, last)
    return st.one_of(plain, st.sampled_from(special)) if special else plain


_COINS, _WAITS = st.booleans(), st.integers(0, 4000)
_PRECISION = st.sampled_from([3, 3, 2, 1])


def days(*, first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[dt.date]:
    """A calendar day; the last of February more often than by chance."""
    return _days(first, last)


@st.composite
def _coarse(draw: st.DrawFn, day: dt.date) -> PartialDate:
    """Know a day to the day, the month or the year only."""
    return PartialDate(*(day.year, day.month, day.day)[: draw(_PRECISION)])


def partial_dates(*, first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[PartialDate]:
    """A date known to the day, the month or the year, which may be a day of that stretch."""
    return days(first=first, last=last).flatmap(_coarse)


@cache
def reported_ages() -> st.SearchStrategy[ReportedAge]:
    """An age somebody gave when asked."""
    return st.builds(ReportedAge, st.integers(0, 100), asked_on=days())


@cache
def _births(first: dt.date, last: dt.date) -> st.SearchStrategy[Birth]:
    return st.one_of(
        partial_dates(first=first, last=last),
        st.builds(ReportedAge, st.integers(0, 40), asked_on=days(first=first, last=last)),
    )


def births(*, first: dt.date = FIRST, last: dt.date = dt.date(2012, 12, 31)) -> st.SearchStrategy[Birth]:
    """A date of birth as far as it is known, or a reported age."""
    return _births(first, last)


@st.composite
def periods(draw: st.DrawFn, *, first: dt.date = FIRST, last: dt.date = LAST) -> Period:
    """A stretch of time with any kind of end."""
    (period,) = draw(successions(first=first, last=last, min_size=1, max_size=1))
    return period


@st.composite
def successions(
    draw: st.DrawFn, *, first: dt.date = FIRST, last: dt.date = LAST, min_size: int = 0, max_size: int = 3
) -> tuple[Period, ...]:
    """Periods in order and apart, possibly touching; the last may go on."""
    number = draw(st.integers(min_size, max_size))
    ends = sorted(draw(st.lists(days(first=first, last=last), min_size=2 * number, max_size=2 * number, unique=True)))
    made: list[Period] = []
    for i in range(number):
        start, end = draw(_coarse(ends[2 * i])), draw(_coarse(ends[2 * i + 1]))
        if i and draw(st.booleans()) and isinstance(made[-1].end, PartialDate):
            start = made[-1].end
        open_ends = [Ending.UNKNOWN, Ending.ONGOING] if i == number - 1 else [Ending.UNKNOWN]
        made.append(Period(start, draw(st.one_of(st.just(end), st.just(end), st.sampled_from(open_ends)))))
    return tuple(made)


@cache
def age_bands() -> st.SearchStrategy[AgeBand]:
    """A definition of an age group."""
    made = st.builds(
        lambda name, ages, bounded, source: AgeBand(
            name=name, minimum=min(ages), maximum=max(ages) if bounded else None, source=source
        ),
        texts(),
        st.tuples(st.integers(0, 60), st.integers(0, 60)),
        st.booleans(),
        labels(),
    )
    return st.one_of(st.sampled_from(list(AGE_BANDS.values())), made)


# --- Places ----------------------------------------------------------------------------------------------------------


@cache
def points() -> st.SearchStrategy[GeoPoint]:
    """A point on the globe."""
    return st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180))


@cache
def _places(regions: tuple[str, ...] | None) -> st.SearchStrategy[Place]:
    return st.builds(
        Place,
        region=_maybe(regions),
        settlement=st.none() | st.sampled_from(SETTLEMENTS),
        locality=labels(),
        point=st.none() | points(),
    )


def places(*, regions: Pool = REGIONS) -> st.SearchStrategy[Place]:
    """Where somebody lives or something happens; much of it may be missing."""
    return _places(None if regions is None else tuple(sorted(regions)))


def regions(*, codes: Pool = None, parents: Pool = ()) -> st.SearchStrategy[Region]:
    """A region; a part of another one if there are parents to choose from."""
    return st.builds(
        Region,
        code=_from(codes),
        name=localised_texts(),
        national_code=labels(),
        aliases=_codes(),
        parent=_maybe(parents),
        seat=st.none() | points(),
        population=st.none() | st.integers(0, 10**9),
        source=labels(),
    )


def definitions_of_rural(*, regions: Pool = REGIONS) -> st.SearchStrategy[RuralDefinition]:
    """What counts as rural: some classes of settlement, or every region but some."""
    by_settlement = st.builds(
        RuralDefinition,
        name=texts(),
        settlements=st.frozensets(st.sampled_from(SETTLEMENTS), min_size=1, max_size=2),
        source=labels(),
    )
    by_region = st.builds(
        RuralDefinition, name=texts(), urban_regions=st.frozensets(_from(regions), min_size=1, max_size=2)
    )
    return by_settlement if regions is not None and not regions else st.one_of(by_settlement, by_region)


# --- Dimensions and criteria -----------------------------------------------------------------------------------------


@cache
def age_groups() -> st.SearchStrategy[AgeGroups]:
    """Up to three age bands that do not overlap, and the other ages."""

    def bands(cuts: list[int], names: list[str], bounded: bool) -> tuple[AgeBand, ...]:
        tops = [cut - 1 for cut in cuts[1:]] + [cuts[-1] + 5 if bounded else None]
        return tuple(
            AgeBand(name=name, minimum=low, maximum=top) for name, low, top in zip(names, cuts, tops, strict=False)
        )

    return st.builds(
        AgeGroups,
        bands=st.builds(
            bands,
            st.lists(st.integers(0, 60), min_size=1, max_size=3, unique=True).map(sorted),
            st.just(["young", "older", "залуу"]),
            st.booleans(),
        ),
        leap_day=st.sampled_from(LeapDay),
    )


@st.composite
def dimensions(
    draw: st.DrawFn,
    *,
    names: Pool = None,
    regions: Pool = REGIONS,
    organisations: Pool = None,
    sensitive: bool | None = None,
    multiple: bool | None = None,
    derived: bool | None = None,
) -> Dimension:
    """A dimension of any reading; `derived=False` for those a person answers, `derived=True` for the others.

    `multiple=True` is for those a person answers alone.
    """
    several = draw(st.booleans()) if multiple is None and not derived else bool(multiple)
    asked = not derived and (several or derived is False or draw(st.booleans()))
    name, private = draw(_from(names)), draw(st.booleans()) if sensitive is None else sensitive
    if asked:
        categories = tuple(draw(st.lists(texts(), min_size=1, max_size=4, unique=True)))
        return Dimension(name=name, categories=categories, sensitive=private, multiple=several, reading=Asked())
    codes = ("MN-1",) if regions is None else tuple(sorted(regions))
    reading = draw(_readings(codes, None if organisations is None else tuple(sorted(organisations))))
    return Dimension(
        name=name, categories=codes if isinstance(reading, RegionOf) else (), sensitive=private, reading=reading
    )


@cache
def _readings(regions: tuple[str, ...], organisations: tuple[str, ...] | None) -> st.SearchStrategy[Any]:
    where = st.sampled_from(Where)
    # Its name is its own, so that it does not read answers to another dimension.
    within = dimensions(names=["an answer within"], derived=False, sensitive=False)
    readings: list[st.SearchStrategy[Any]] = [
        age_groups(),
        st.builds(RuralOrUrban, definition=definitions_of_rural(regions=regions), where=where),
        st.builds(Belongs, kinds=_enums(MembershipKind, min_size=1), organisation=_maybe(organisations)),
        st.builds(Meets, criterion=within.flatmap(lambda one: criteria(dimensions=[one], max_leaves=2))),
    ]
    return st.one_of(readings + ([st.builds(RegionOf, where=where)] if regions else []))


@st.composite
def _simple(draw: st.DrawFn, dimensions_: Sequence[Dimension] | None) -> Is:
    dimension = draw(dimensions() if dimensions_ is None else st.sampled_from(list(dimensions_)))
    return dimension.is_in(*draw(st.lists(st.sampled_from(dimension.categories), min_size=1, max_size=3, unique=True)))


def criteria(*, dimensions: Sequence[Dimension] | None = None, max_leaves: int = 4) -> st.SearchStrategy[Criterion]:
    """A predicate made of dimensions with and, or, not."""
    simple: st.SearchStrategy[Criterion] = _simple(dimensions)

    def larger(parts: st.SearchStrategy[Criterion]) -> st.SearchStrategy[Criterion]:
        some = st.lists(parts, min_size=1, max_size=3)
        return st.one_of(
            st.builds(AllOf, criteria=some), st.builds(AnyOf, criteria=some), st.builds(NotThat, criterion=parts)
        )

    return st.recursive(simple, larger, max_leaves=max_leaves)


# --- Answers ---------------------------------------------------------------------------------------------------------


def answers(*, categories: Sequence[str], multiple: bool = False) -> st.SearchStrategy[Answer[frozenset[str]]]:
    """An answer with declared categories, or why there is none."""
    known = st.frozensets(
        st.sampled_from(list(categories)), min_size=0 if multiple else 1, max_size=len(categories) if multiple else 1
    )
    return st.one_of(st.builds(Known, known), st.sampled_from(list(MISSING.values())))


@st.composite
def identities(draw: st.DrawFn, *, dimensions: Sequence[Dimension] | None = None) -> Identities:
    """Answers on some of these dimensions, or all withheld; on dimensions of any name where none are given."""
    if draw(st.integers(0, 9)) == 0:
        return Identities(Withheld())
    if dimensions is None:
        codes: st.SearchStrategy[Answer[frozenset[str]]] = st.one_of(
            st.builds(Known, _codes()), st.sampled_from(list(MISSING.values()))
        )
        return Identities(draw(st.dictionaries(texts(), codes, max_size=3)))
    return Identities(
        {
            one.name: draw(answers(categories=one.categories, multiple=one.multiple))
            for one in dimensions
            if isinstance(one.reading, Asked) and draw(st.integers(0, 3))
        }
    )


# --- People ----------------------------------------------------------------------------------------------------------


@st.composite
def consents(draw: st.DrawFn, *, first: dt.date = dt.date(2015, 1, 1), last: dt.date = LAST) -> Consent:
    """A consent that may expire or be withdrawn, on the day it was given at the earliest."""
    given = draw(days(first=first, last=last))
    return Consent(
        purposes=draw(_enums(Purpose, min_size=1)),
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
        organisation=draw(_maybe(organisations)),
        through=draw(_maybe(through)),
        reason_ended=draw(labels()),
    )


@cache
def _maybe_born() -> st.SearchStrategy[Birth | None]:
    return st.none() | births()


@cache
def _a_few_names() -> st.SearchStrategy[tuple[PersonName, ...]]:
    return _tuples(names())


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
    return _tuples(consents())


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
            id=draw(_from(ids)),
            birth=birth,
            identities=draw(identities(dimensions=dimensions)),
            home=draw(_maybe(regions)),
            consents=draw(_AGREEMENTS),
        )
    born = FIRST if birth is None else max(FIRST, birth.born_between(LeapDay.MAR_1)[0])
    spells = draw(successions(first=born, max_size=2))
    homes = draw(successions(first=born, max_size=2))
    return Member(
        id=draw(_from(ids)),
        names=draw(_a_few_names()),
        birth=birth,
        identities=draw(identities(dimensions=dimensions)),
        home=draw(_maybe(regions)),
        residences=[Residence(place=draw(places(regions=regions)), period=period) for period in homes],
        memberships=[
            draw(memberships(organisations=organisations, through=through, during=period)) for period in spells
        ],
        consents=draw(_a_few_consents()),
        guardians=draw(_some(guardians)),
    )


# --- Organisations and partnerships ----------------------------------------------------------------------------------


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
        id=_from(ids),
        name=localised_texts(),
        kind=st.sampled_from(OrganisationKind),
        region=_maybe(regions),
        founded=st.none() | partial_dates(),
        serves=_codes(),
        youth=_tuples(_characters()),
        source=st.none() | evidence(),
    )


@st.composite
def links(draw: st.DrawFn, *, organisations: Sequence[str]) -> OrganisationLink:
    """A link from an organisation to a later one of the list (of two at least), so that links make no circle."""
    child = draw(st.integers(1, len(organisations) - 1))
    parent = draw(st.integers(0, child - 1))
    return OrganisationLink(
        parent=organisations[parent],
        child=organisations[child],
        period=draw(periods()),
        kind=draw(st.sampled_from(LinkKind)),
    )


def headcounts(*, organisations: Pool = None) -> st.SearchStrategy[ReportedHeadcount]:
    """A number an organisation reports without names."""
    return st.builds(
        ReportedHeadcount,
        organisation=_from(organisations),
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
        id=_from(ids),
        organisation=_from(organisations),
        episodes=successions(min_size=1),
        shared_values=_codes(),
        strengthening=_tuples(st.builds(Strengthening, on=partial_dates(), how=texts())),
        involvement=_tuples(
            st.builds(Involvement, stage=st.sampled_from(Stage), since=partial_dates(), subject=_maybe(subjects))
        ),
        support=_tuples(
            st.builds(
                Support,
                kind=texts(),
                given=st.sampled_from(Given),
                quantity=st.none() | st.integers(0, 10**6),
                unit=labels(),
                activity=_maybe(activities),
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
        id=_from(ids),
        organisation=_from(organisations),
        first_contact_on=partial_dates(),
        groups=_codes(),
        people_reached=st.none() | st.integers(0, 10**6),
        source=st.none() | evidence(),
    )


# --- Activities ------------------------------------------------------------------------------------------------------


def activity_series(*, ids: Pool = None) -> st.SearchStrategy[ActivitySeries]:
    """A kind of activity that comes round."""
    return st.builds(
        ActivitySeries,
        id=_from(ids),
        title=localised_texts(),
        introduced_on=partial_dates(),
        recurrence=st.none() | st.builds(Recurrence, frequency=st.sampled_from(Frequency), every=st.integers(1, 120)),
        source=st.none() | evidence(),
    )


def _of_activity(
    *, ids: Pool, series: Pool, campaigns: Pool, organisers: Pool, organisations: Pool, regions: Pool
) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "id": _from(ids),
        "title": localised_texts(),
        "period": periods(),
        "series": _maybe(series),
        "campaign": _maybe(campaigns),
        "place": st.none() | places(regions=regions),
        "online": st.booleans(),
        "audiences": _codes(),
        "audience_ages": st.none() | age_bands(),
        "organisers": _some(organisers),
        "co_hosts": _some(organisations),
        "funders": _some(organisations),
        "capacity": st.none() | st.integers(0, 500),
        "headcount": st.none() | st.integers(0, 500),
        "pillars": _enums(Pillar),
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
        safeguarding_lead=_maybe(members),
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
        module=_maybe(modules),
        level=st.sampled_from(TrainingLevel),
        evaluations=_tuples(
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
        module=_maybe(modules),
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
    return st.builds(Session, id=_from(ids), activity=_from(activities), day=days(), begins=clock, ends=clock)


@st.composite
def participations(
    draw: st.DrawFn, *, members: Pool = None, activities: Pool = None, sessions: Sequence[Session] = ()
) -> Participation:
    """A member takes part in an activity, or in one of those sessions of it."""
    activity = draw(_from(activities))
    fitting = [one.id for one in sessions if one.activity == activity]
    return Participation(
        member=draw(_from(members)),
        activity=activity,
        session=draw(_maybe(fitting)),
        role=draw(st.sampled_from(Role)),
        status=draw(st.sampled_from(Status)),
        completed=draw(st.none() | st.booleans()),
    )


def assessments(*, subjects: Pool = None) -> st.SearchStrategy[ParticipationAssessment]:
    """How far young people decide, on one of four scales; level 3 is the highest that all of them have."""
    return st.builds(
        ParticipationAssessment,
        subject=_from(subjects),
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
        member=_from(members),
        answers=st.one_of(items, st.just(Withheld())),
        on=days(),
        activity=_maybe(activities),
        wave=labels(),
    )


# --- Resources, campaigns and outcomes -------------------------------------------------------------------------------


def modules(*, ids: Pool = None, adapted_from: Pool = None) -> st.SearchStrategy[TrainingModule]:
    """A training that can be given again."""
    return st.builds(
        TrainingModule,
        id=_from(ids),
        title=localised_texts(),
        adapted_from=_some(adapted_from),
        language=labels(),
        source=st.none() | evidence(),
        developed_on=st.none() | partial_dates(),
        status=st.sampled_from(ModuleStatus),
        audiences=_codes(),
        planned_audiences=_codes(),
    )


def resources(*, ids: Pool = None, adapted_from: Pool = None) -> st.SearchStrategy[Resource]:
    """A publication or a training module; to keep circles out, draw `adapted_from` from earlier ids only."""
    plain = st.builds(
        Resource,
        id=_from(ids),
        title=localised_texts(),
        kind=st.sampled_from(ResourceKind),
        adapted_from=_some(adapted_from),
        language=labels(),
        source=st.none() | evidence(),
    )
    return st.one_of(plain, modules(ids=ids, adapted_from=adapted_from))


def surveys(*, ids: Pool = None) -> st.SearchStrategy[Survey]:
    """A survey whose size may not be known."""
    return st.builds(
        Survey,
        id=_from(ids),
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
    stages = _enums(Stage, min_size=1)
    partners = _some(partnerships).flatmap(
        lambda some: st.tuples(*(st.builds(CampaignPartner, partnership=st.just(one), stages=stages) for one in some))
    )
    return st.builds(
        Campaign,
        id=_from(ids),
        title=localised_texts(),
        launched_on=partial_dates(),
        lead=st.sampled_from(Lead),
        channels=_codes(),
        issues=_codes(),
        partners=partners,
        modules=_some(modules),
        surveys=_some(surveys),
        reach=_tuples(st.builds(Reach, metric=texts(), value=st.integers(0, 10**9), source=evidence())),
        source=st.none() | evidence(),
    )


@st.composite
def outcomes(draw: st.DrawFn, *, ids: Pool = None, contributors: Pool = None) -> Outcome:
    """An advocacy outcome."""
    return Outcome(
        id=draw(_from(ids)),
        actor=draw(texts()),
        change=draw(st.sampled_from(ChangeType)),
        what=draw(texts()),
        actor_kind=draw(labels()),
        when=draw(st.none() | partial_dates()),
        where=draw(labels()),
        significance=draw(labels()),
        positive=draw(st.booleans()),
        intended=draw(st.none() | st.booleans()),
        targets=draw(_tuples(st.builds(Target, title=texts(), topics=_codes()))),
        contributions=[
            Contribution(
                contributor=one,
                how=draw(texts()),
                strength=draw(st.none() | st.sampled_from(Strength)),
                evidence=draw(st.none() | evidence()),
            )
            for one in draw(_some(contributors))
        ],
        alternatives=draw(_tuples(texts())),
        substantiations=draw(
            _tuples(
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


# --- Counts and quotas -----------------------------------------------------------------------------------------------


@st.composite
def counts(
    draw: st.DrawFn,
    *,
    categories: Sequence[str] | None = None,
    most: int = 50,
    overlapping: bool | None = None,
    sensitive: bool | None = None,
    of: str | None = None,
    basis: Basis | None = None,
) -> Counts:
    """Counts over these categories, or any; none at all is among them."""
    listed = draw(st.lists(texts(), max_size=4, unique=True)) if categories is None else list(categories)
    numbers = {name: draw(st.integers(0, most)) for name in listed}
    overlap = draw(st.booleans()) if overlapping is None else overlapping
    reasons = st.dictionaries(st.sampled_from(REASONS), st.integers(0, most))
    return Counts(
        numbers,
        undisclosed=draw(st.one_of(st.integers(0, most), reasons)),
        not_applicable=draw(st.integers(0, most)),
        people=draw(st.integers(max(numbers.values(), default=0), 2 * most)) if overlap else None,
        of=draw(labels()) if of is None else of,
        sensitive=draw(st.booleans()) if sensitive is None else sensitive,
        basis=basis,
    )


@st.composite
def count_tables(
    draw: st.DrawFn,
    *,
    rows: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
    most: int = 50,
    overlapping: bool | None = None,
    overlapping_rows: bool | None = None,
    sensitive: bool | None = None,
    of: str | None = None,
    by: str | None = None,
    undisclosed_row: bool | None = None,
) -> CountTable:
    """A table of counts by one dimension, perhaps with a row of those who did not disclose it."""
    names: list[str | None] = [*(draw(st.lists(texts(), max_size=4, unique=True)) if rows is None else rows)]
    if draw(st.booleans()) if undisclosed_row is None else undisclosed_row:
        names.append(None)
    counted = draw(labels()) if of is None else of
    overlap = draw(st.booleans()) if overlapping is None else overlapping
    listed = draw(st.lists(texts(), max_size=4, unique=True)) if categories is None else list(categories)
    row = counts(
        categories=listed,
        most=most,
        overlapping=overlap,
        sensitive=draw(st.booleans()) if sensitive is None else sensitive,
        of=counted,
    )
    return CountTable(
        {name: draw(row) for name in names},
        of=counted,
        by=draw(texts()) if by is None else by,
        overlapping_rows=draw(st.booleans()) if overlapping_rows is None else overlapping_rows,
        not_applicable=draw(st.integers(0, most)),
    )


@cache
def shares() -> st.SearchStrategy[Fraction]:
    """An exact share of one."""
    return st.fractions(0, 1, max_denominator=100)


@st.composite
def quotas(
    draw: st.DrawFn,
    *,
    names: Pool = None,
    of: st.SearchStrategy[Criterion] | None = None,
    scope: Pool = None,
    most: int = 20,
) -> Quota:
    """A quota with a minimum, a maximum or both, each a share or a number of people."""
    sides = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
    bounds: dict[str, Any] = {}
    by_share = draw(st.tuples(st.booleans(), st.booleans()))
    low_share, high_share = sorted(draw(st.tuples(shares(), shares())))
    low, high = sorted(draw(st.tuples(st.integers(0, most), st.integers(0, most))))
    if sides[0]:
        bounds |= {"minimum": low_share} if by_share[0] else {"minimum_people": low}
    if sides[1]:
        bounds |= {"maximum": high_share} if by_share[1] else {"maximum_people": high}
    return Quota(
        name=draw(_from(names)),
        of=draw(criteria() if of is None else of),
        base=draw(st.sampled_from(Base)),
        scope=draw(_some(scope)),
        in_force=draw(st.none() | periods()),
        source=draw(st.none() | evidence()),
        **bounds,
    )
