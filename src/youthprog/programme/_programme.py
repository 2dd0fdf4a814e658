"""The programme and its views."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping  # noqa: TC003  # cattrs resolves the annotations of the class, cached ones too
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen

from youthprog._checks import a_date, each, is_a, many, maybe, text
from youthprog.activities import Activity, ActivitySeries, Participation, ParticipationAssessment, Role, Session, Status
from youthprog.campaigns import Campaign, Outcome, Survey
from youthprog.counts import Counts
from youthprog.criteria import Asked, Criterion, Dimension
from youthprog.errors import BrokenRule, DanglingReference, InvalidDocument
from youthprog.partnerships import (
    Change,
    Organisation,
    OrganisationLink,
    Outreach,
    Partnership,
    ReportedHeadcount,
    Stage,
    Support,
)
from youthprog.people import Member, MembershipKind
from youthprog.programme._pictured import Journeys, PartnershipYear, PartnershipYears, TrainingPlace
from youthprog.programme._problems import identified, problems_of
from youthprog.programme._views import Benchmark, Chain, Found, Headline, found_among
from youthprog.quotas import Base, Finding, Quota, check
from youthprog.representation import ReferencePopulation
from youthprog.trainings import Cascade, Resource, Training, TrainingModule, ancestry, cascade
from youthprog.values import (
    AgeBand,
    Attendances,
    Distance,
    DistanceKind,
    Evidence,
    LeapDay,
    LocalisedText,
    People,
    Period,
    Purpose,
    Region,
    Tri,
    great_circle,
)
from youthprog.wellbeing import WellbeingActivity, WellbeingMeasurement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")
SUPPORTERS = frozenset({MembershipKind.MEMBER, MembershipKind.SUPPORTER})
"""Members and supporters, whom an organisation counts as its base."""


_WORDS: Mapping[type, str] = {
    Member: "a member",
    Organisation: "an organisation",
    Partnership: "a partnership",
    Activity: "an activity",
    ActivitySeries: "a series",
    Campaign: "a campaign",
    Resource: "a resource",
    TrainingModule: "a training module",
    Outcome: "an outcome",
}


def _one(things: Sequence[T], wanted: Callable[[T], bool], kind: str) -> T:
    for thing in things:
        if wanted(thing):
            return thing
    raise DanglingReference(kind, f"must be a {kind} of the programme")


@frozen(kw_only=True, repr=False)
class Programme:
    """A youth programme: its people, partners, activities and what came of them.

    Ids are unique across all kinds, so that an id names one thing. Every id that is mentioned exists.

    Attributes:
        id: how others know the programme.
        name: its name in one or more languages.
        organisation: the id of the organisation that runs it.
        home: the code of the region distances are measured from, usually the capital.
        young: who counts as young in this programme, such as `age.is_in("15 to 34")`; it reads declared dimensions.
        source: where the facts come from, and which of them are made up.
        dimensions: the questions asked about members, with their declared categories.
        regions, members, organisations, links, headcounts, partnerships, outreach, series, activities, sessions,
            participations, assessments, resources, measurements, campaigns, surveys, outcomes, quotas, references,
            benchmarks,
            distances: the facts.

    Raises:
        InvalidDocument: with every problem, each with its path.
    """

    id: str = field(validator=text)
    name: LocalisedText = field(validator=is_a(LocalisedText))
    organisation: str | None = field(default=None, validator=maybe(text))
    home: str | None = field(default=None, validator=maybe(text))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))
    regions: tuple[Region, ...] = field(default=(), converter=many, validator=each(is_a(Region)))
    dimensions: tuple[Dimension, ...] = field(default=(), converter=many, validator=each(is_a(Dimension)))
    young: Criterion | None = field(default=None, validator=maybe(is_a(Criterion)))
    references: tuple[ReferencePopulation, ...] = field(
        default=(), converter=many, validator=each(is_a(ReferencePopulation))
    )
    members: tuple[Member, ...] = field(default=(), converter=many, validator=each(is_a(Member)))
    organisations: tuple[Organisation, ...] = field(default=(), converter=many, validator=each(is_a(Organisation)))
    links: tuple[OrganisationLink, ...] = field(default=(), converter=many, validator=each(is_a(OrganisationLink)))
    headcounts: tuple[ReportedHeadcount, ...] = field(
        default=(), converter=many, validator=each(is_a(ReportedHeadcount))
    )
    partnerships: tuple[Partnership, ...] = field(default=(), converter=many, validator=each(is_a(Partnership)))
    outreach: tuple[Outreach, ...] = field(default=(), converter=many, validator=each(is_a(Outreach)))
    resources: tuple[Resource, ...] = field(default=(), converter=many, validator=each(is_a(Resource)))
    series: tuple[ActivitySeries, ...] = field(default=(), converter=many, validator=each(is_a(ActivitySeries)))
    activities: tuple[Activity, ...] = field(default=(), converter=many, validator=each(is_a(Activity)))
    sessions: tuple[Session, ...] = field(default=(), converter=many, validator=each(is_a(Session)))
    participations: tuple[Participation, ...] = field(default=(), converter=many, validator=each(is_a(Participation)))
    assessments: tuple[ParticipationAssessment, ...] = field(
        default=(), converter=many, validator=each(is_a(ParticipationAssessment))
    )
    measurements: tuple[WellbeingMeasurement, ...] = field(
        default=(), converter=many, validator=each(is_a(WellbeingMeasurement))
    )
    surveys: tuple[Survey, ...] = field(default=(), converter=many, validator=each(is_a(Survey)))
    campaigns: tuple[Campaign, ...] = field(default=(), converter=many, validator=each(is_a(Campaign)))
    outcomes: tuple[Outcome, ...] = field(default=(), converter=many, validator=each(is_a(Outcome)))
    quotas: tuple[Quota, ...] = field(default=(), converter=many, validator=each(is_a(Quota)))
    benchmarks: tuple[Benchmark, ...] = field(default=(), converter=many, validator=each(is_a(Benchmark)))
    distances: tuple[Distance, ...] = field(default=(), converter=many, validator=each(is_a(Distance)))

    def __attrs_post_init__(self) -> None:
        problems = list(problems_of(self))
        if problems:
            raise InvalidDocument.of(problems, "in the programme")

    def __repr__(self) -> str:
        return f"<programme {self.id}: {len(self.members)} members, {len(self.activities)} activities>"

    # --- By id

    @cached_property
    def _things(self) -> Mapping[str, Any]:
        return MappingProxyType({thing.id: thing for _, _, thing in identified(self)})

    @cached_property
    def _asked(self) -> Mapping[str, Dimension]:
        return {one.name: one for one in self.dimensions if isinstance(one.reading, Asked)}

    def _named(self, kind: type[T], name: str) -> T:
        thing = self._things.get(name)
        if not isinstance(thing, kind):
            raise DanglingReference("id", f"must be the id of {_WORDS[kind]} of the programme")
        return thing

    def member(self, name: str) -> Member:
        """Give the member of that id."""
        return self._named(Member, name)

    def named_organisation(self, name: str) -> Organisation:
        """Give the organisation of that id."""
        return self._named(Organisation, name)

    def partnership(self, name: str) -> Partnership:
        """Give the partnership of that id."""
        return self._named(Partnership, name)

    def activity(self, name: str) -> Activity:
        """Give the activity of that id."""
        return self._named(Activity, name)

    def campaign(self, name: str) -> Campaign:
        """Give the campaign of that id."""
        return self._named(Campaign, name)

    def resource(self, name: str) -> Resource:
        """Give the resource or training module of that id."""
        return self._named(Resource, name)

    def region(self, code: str) -> Region:
        """Give the region of that code."""
        return _one(self.regions, lambda region: region.code == code, "region")

    def dimension(self, name: str) -> Dimension:
        """Give the dimension of that name."""
        return _one(self.dimensions, lambda dimension: dimension.name == name, "dimension")

    def quota(self, name: str) -> Quota:
        """Give the quota of that name."""
        return _one(self.quotas, lambda quota: quota.name == name, "quota")

    def reference(self, name: str) -> ReferencePopulation:
        """Give the reference population of that id."""
        return _one(self.references, lambda reference: reference.id == name, "reference")

    # --- People

    def belonging(
        self, *, on: dt.date, kinds: frozenset[MembershipKind] = SUPPORTERS, organisation: str | None = None
    ) -> Found[Member]:
        """Find who belongs to an organisation on a day, each person once however many spells they have.

        Args:
            on: the day.
            kinds: as what; members and supporters unless said otherwise.
            organisation: its id; `None` for the programme's own.

        Raises:
            DanglingReference: if there is no organisation of that id.
            WrongType: if the day is no date.
        """
        a_date(on)
        if organisation is not None:
            own = self.named_organisation(organisation).id == self.organisation
            organisation = None if own else organisation
        return found_among(self.members, lambda member: member.is_member(kinds, on=on, organisation=organisation))

    def participants(
        self, *activities: str, base: Base = Base.ENROLLED, role: Role | None = None
    ) -> tuple[Member, ...]:
        """Give the members who took part in any of these activities, each once, in the order of the members.

        Args:
            activities: ids of activities.
            base: those who had a place (`ENROLLED`) or those who were there (`ATTENDED`).
            role: only those in this role; `None` for any.

        Raises:
            BrokenRule: for seats, which are not people.
        """
        if base is Base.SEATS:
            raise BrokenRule("base", "must be enrolled or attended; seats are not people")
        asked = {self.activity(name).id for name in activities}
        ids = {
            part.member
            for part in self.participations
            if part.activity in asked
            and (part.attended if base is Base.ATTENDED else part.enrolled)
            and (role is None or part.role is role)
        }
        return tuple(member for member in self.members if member.id in ids)

    def applicants(self, activity: str) -> tuple[Member, ...]:
        """Give the members who applied to learn in an activity, whatever came of it, but for those who withdrew.

        They come in the order of the members; a lottery among them does not depend on it.
        """
        asked = self.activity(activity).id
        ids = {
            part.member
            for part in self.participations
            if part.activity == asked and part.role is Role.LEARNER and part.status is not Status.WITHDRAWN
        }
        return tuple(member for member in self.members if member.id in ids)

    def people(self, *activities: str) -> People:
        """Give the people who attended any of these activities, each once; headcounts without names tell of nobody."""
        return People(frozenset(member.id for member in self.participants(*activities, base=Base.ATTENDED)))

    def attendances(self, *activities: str) -> Attendances:
        """Give how often somebody attended these activities: each named attendance, or the headcount if that is higher.

        A headcount says how many attended in all, those with a name among them.
        """
        named = Counter(part.activity for part in self.participations if part.attended)
        asked = [self.activity(name) for name in dict.fromkeys(activities)]
        return Attendances(sum(max(named[one.id], one.headcount or 0) for one in asked))

    def recruited_through(self, name: str) -> tuple[Member, ...]:
        """Give the members one of whose spells came through a partnership, an outreach or an activity."""
        if not isinstance(self._things.get(name), (Partnership, Outreach, Activity)):
            rule = "must be the id of a partnership, an outreach or an activity of the programme"
            raise DanglingReference("id", rule)
        return tuple(member for member in self.members if any(spell.through == name for spell in member.memberships))

    # --- Organisations and partnerships

    def federation(self, umbrella: str, *, on: dt.date) -> Found[Organisation]:
        """Find the organisations below an umbrella on a day, directly or not, each once.

        An organisation that is joined only by links that may hold is among `perhaps`.
        """
        self.named_organisation(umbrella)
        children: defaultdict[str, list[tuple[str, Tri]]] = defaultdict(list)
        for link in self.links:
            children[link.parent].append((link.child, link.period.holds(on)))
        reached = {umbrella: Tri.YES}
        waiting = [umbrella]
        while waiting:
            parent = waiting.pop()
            for child, holds in children[parent]:
                before, after = reached.get(child, Tri.NO), reached.get(child, Tri.NO) | (reached[parent] & holds)
                if after is not before:
                    reached[child] = after
                    waiting.append(child)
        below = [one for one in self.organisations if one.id != umbrella]
        return found_among(below, lambda one: reached.get(one.id, Tri.NO))

    def partnerships_on(self, on: dt.date) -> Found[Partnership]:
        """Find the partnerships that are active on a day."""
        return found_among(self.partnerships, lambda partnership: partnership.active(on=on))

    def partnership_headline(self, during: Period, *, renewal_months: int) -> Headline:
        """Find which partnerships were established, renewed, strengthened, or any of these, during a period.

        Args:
            during: the period, such as `Period.year(2022)`.
            renewal_months: how long a gap may be without the partnership having lapsed.
        """

        def changed(*changes: Change) -> Found[Partnership]:
            return found_among(
                self.partnerships,
                lambda one: Tri.any(one.changed(change, during, renewal_months=renewal_months) for change in changes),
            )

        return Headline(
            established=changed(Change.ESTABLISHED),
            renewed=changed(Change.RENEWED),
            strengthened=changed(Change.STRENGTHENED),
            either=changed(*Change),
        )

    def partnership_years(self, *years: int, renewal_months: int) -> PartnershipYears:
        """Show how many partnerships are active at the end of each year, and what happened during it.

        Args:
            years: the calendar years.
            renewal_months: how long a gap may be without the partnership having lapsed.

        Raises:
            BrokenRule: if no year is given.

        >>> from youthprog import samples
        >>> samples.mongolia().partnership_years(2021, 2022, renewal_months=12)
        <active partnerships at the end of the year: 2021: 5, 2022: 12>
        """
        if not years:
            raise BrokenRule("years", "must name one year or several")
        return PartnershipYears(
            years=tuple(
                PartnershipYear(
                    year=year,
                    active=self.partnerships_on(dt.date(year, 12, 31)),
                    headline=self.partnership_headline(Period.year(year), renewal_months=renewal_months),
                )
                for year in sorted(set(years))
            ),
            renewal_months=renewal_months,
        )

    def involved_in(self, *stages: Stage) -> tuple[Partnership, ...]:
        """Give the partnerships involved at any of these stages."""
        return tuple(one for one in self.partnerships if one.stages & set(stages))

    def pooled(self, kind: str) -> Mapping[str, tuple[Support, ...]]:
        """Give what either side brought of one kind of support, by partnership; one without any is left out."""
        found = {one.id: tuple(s for s in one.support if s.kind == kind) for one in self.partnerships}
        return MappingProxyType({name: support for name, support in found.items() if support})

    def new_institutions(self, during: Period) -> Found[Outreach]:
        """Find the institutions first reached out to during a period."""
        return found_among(self.outreach, lambda one: one.new_in(during))

    # --- Activities

    def introduced(self, during: Period) -> Found[ActivitySeries]:
        """Find the series introduced during a period."""
        return found_among(self.series, lambda series: during.covers(series.introduced_on))

    def of_series(self, series: str) -> tuple[Activity, ...]:
        """Give the activities of a series, in the order of the programme."""
        self._named(ActivitySeries, series)
        return tuple(one for one in self.activities if one.series == series)

    def deliveries(self, module: str) -> tuple[Training | WellbeingActivity, ...]:
        """Give the trainings and wellbeing activities that deliver a training module."""
        self._named(TrainingModule, module)
        return tuple(
            one for one in self.activities if isinstance(one, (Training, WellbeingActivity)) and one.module == module
        )

    def by_audience(self, activities: Iterable[Activity]) -> Mapping[frozenset[str], tuple[Activity, ...]]:
        """Sort activities by whom they are for; one with several audiences stands once, under all of them together."""
        found: defaultdict[frozenset[str], list[Activity]] = defaultdict(list)
        for one in activities:
            found[one.audiences].append(one)
        return MappingProxyType({audiences: tuple(group) for audiences, group in found.items()})

    def co_hosted_with(self, group: str) -> tuple[Activity, ...]:
        """Give the activities co-hosted by an organisation that works for a group."""
        serving = {one.id for one in self.organisations if group in one.serves}
        return tuple(one for one in self.activities if serving.intersection(one.co_hosts))

    def regions_reached(self, activities: Iterable[Activity]) -> tuple[Region, ...]:
        """Give the regions in which these activities took place, each once, in the order of the programme."""
        codes = {one.place.region for one in activities if one.place is not None}
        return tuple(region for region in self.regions if region.code in codes)

    def adapted_from(self, resource: str) -> tuple[Resource, ...]:
        """Give everything a resource was adapted from, directly or not."""
        ids = ancestry(resource, {one.id: one for one in self.resources})
        return tuple(one for one in self.resources if one.id in ids)

    def cascade(self, *, until: dt.date = dt.date.max) -> Cascade:
        """Follow learners to the trainings they ran later, over all trainings and wellbeing activities that train.

        Args:
            until: the last day on which one of them may have begun.
        """
        taught = [
            one
            for one in self.activities
            if one.period.start.earliest <= until
            and (isinstance(one, Training) or (isinstance(one, WellbeingActivity) and one.module is not None))
        ]
        return cascade(taught, self.participations)

    def returned_home(self, source: str, target: str) -> People:
        """Give the people who learned at one activity and ran another in the region they come from."""
        self.activity(source)
        place = self.activity(target).place
        home = None if place is None else place.region
        steps = [step for step in self.cascade().steps if (step.source, step.target) == (source, target)]
        return People(
            frozenset(name for step in steps for name in step.members.ids if home and self.member(name).home == home)
        )

    def distances_to(self, region: str) -> tuple[Distance, ...]:
        """Give the recorded distances from the programme's home to a region, of whatever kind."""
        self.region(region)
        return tuple(one for one in self.distances if (one.origin, one.destination) == (self.home, region))

    def journeys(self, *, kind: DistanceKind) -> Journeys:
        """Show how far from home trainings led to others, over generations; a working figure, for small numbers show.

        Args:
            kind: what kind of distance: a great circle is worked out from the seats of the regions, other kinds are
                recorded, and where several are the shortest is taken.

        >>> from youthprog import DistanceKind, samples
        >>> samples.mongolia().journeys(kind=DistanceKind.GREAT_CIRCLE)
        <15 trainings in 2 generations>
        """
        found = self.cascade()
        named = Counter(str(self.activity(name).title) for name, _ in found.generations)
        titles = {}
        for name, _ in found.generations:
            title = str(self.activity(name).title)
            titles[name] = title if named[title] == 1 else f"{title} ({name})"
        places = [
            TrainingPlace(
                id=name,
                title=titles[name],
                generation=generation,
                kilometres=self._from_home(self.activity(name), kind),
                learners=len(self.participants(name, base=Base.ATTENDED, role=Role.LEARNER)),
            )
            for name, generation in found.generations
        ]
        return Journeys(
            kind=kind,
            places=tuple(sorted(places, key=lambda one: (one.generation, one.title))),
            steps=tuple((titles[step.source], titles[step.target], len(step.members)) for step in found.steps),
        )

    def _from_home(self, activity: Activity, kind: DistanceKind) -> float | None:
        place = None if activity.place is None else activity.place.region
        if place is None or self.home is None:
            return None
        if place == self.home:
            return 0.0
        recorded = [one.kilometres for one in self.distances_to(place) if one.kind is kind]
        home, away = self.region(self.home).seat, self.region(place).seat
        if kind is DistanceKind.GREAT_CIRCLE and home is not None and away is not None:
            recorded = [great_circle(home, away).kilometres]
        return float(min(recorded)) if recorded else None

    def youth_led(self, activities: Iterable[Activity], *, ages: AgeBand, leap_day: LeapDay) -> Counts:
        """Count activities by whether young people lead them.

        They do if more than half of the named organisers are young on the first day. Organisations among the
        organisers have no age and are left aside. An activity without named organisers, or whose organisers' ages
        leave it open, is undisclosed.

        Args:
            activities: which.
            ages: who counts as young.
            leap_day: when somebody born on 29 February has a birthday in a common year.
        """
        found = {"youth-led": 0, "led by others": 0}
        unknown = 0
        for activity in activities:
            led = self._youth_led(activity, ages, leap_day)
            if led is Tri.UNKNOWN:
                unknown += 1
            else:
                found["youth-led" if led is Tri.YES else "led by others"] += 1
        return Counts(found, undisclosed=unknown, of="leadership of activities")

    def _youth_led(self, activity: Activity, ages: AgeBand, leap_day: LeapDay) -> Tri:
        people = [self._things[name] for name in dict.fromkeys(activity.organisers)]
        start = activity.period.start
        young = []
        for one in people:
            if isinstance(one, Member):
                early, late = (
                    ages.holds_born(one.birth, on=day, leap_day=leap_day) for day in (start.earliest, start.latest)
                )
                young.append(early if early is late else Tri.UNKNOWN)
        yes, unknown = young.count(Tri.YES), young.count(Tri.UNKNOWN)
        if not young:
            return Tri.UNKNOWN
        if 2 * yes > len(young):
            return Tri.YES
        return Tri.NO if 2 * (yes + unknown) <= len(young) else Tri.UNKNOWN

    # --- Quotas

    def findings(self, quota: str, *, purpose: Purpose | None = None) -> tuple[tuple[Activity, Finding], ...]:
        """Check a quota at every activity it binds, among those who learn there, on the first day of each.

        The base is the quota's own: those who attended, or else those who had a place. A quota on seats is of the
        activity's capacity; where that is not recorded, whoever had a place stands for a seat. Whoever runs the
        activity is not counted. An activity is bound if the quota's scope names it or its series, and the quota was not
        out of force on its first day.

        Args:
            quota: the name of the quota.
            purpose: why; needed if the criterion reads a sensitive dimension.

        Raises:
            DanglingReference: if there is no such quota.
            PurposeRequired: if the criterion is sensitive and no purpose is given.
        """
        one = self.quota(quota)
        base = Base.ATTENDED if one.base is Base.ATTENDED else Base.ENROLLED
        found = []
        for activity in self.activities:
            on = activity.period.start.earliest
            bound = activity.id in one.scope or activity.series in one.scope
            if bound and (one.in_force is None or one.in_force.holds(on) is not Tri.NO):
                learners = self.participants(activity.id, base=base, role=Role.LEARNER)
                seats = activity.capacity if one.base is Base.SEATS else None
                found.append((activity, check(one, learners, on=on, seats=seats, purpose=purpose)))
        return tuple(found)

    # --- What came of it

    def chain(self, outcome: str) -> Chain:
        """Give what contributed to an outcome, by kind, and the organisations behind its partnerships."""
        one = self._named(Outcome, outcome)
        named = [self._things[contribution.contributor] for contribution in one.contributions]
        partnerships = tuple(thing for thing in named if isinstance(thing, Partnership))
        behind = {partnership.organisation for partnership in partnerships}
        behind |= {thing.id for thing in named if isinstance(thing, Organisation)}
        return Chain(
            outcome=one,
            organisations=tuple(organisation for organisation in self.organisations if organisation.id in behind),
            partnerships=partnerships,
            campaigns=tuple(thing for thing in named if isinstance(thing, Campaign)),
            activities=tuple(thing for thing in named if isinstance(thing, Activity)),
        )
