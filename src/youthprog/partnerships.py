"""Organisations, how they belong to each other, and partnerships as dated episodes with stages of involvement.

Organisations form a directed acyclic graph, for a local body may sit under several umbrellas. What an organisation
reports without names is a `ReportedHeadcount` and is never added to recorded people.
"""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction
from itertools import combinations

from attrs import field, frozen

from youthprog._checks import Noun, day, each, is_a, label, many, maybe, several, some, text, whole, whole_number
from youthprog.errors import BrokenRule, WrongType
from youthprog.values import AgeBand, Ending, Evidence, LocalisedText, PartialDate, Period, Tri

__all__ = [
    "Change",
    "Given",
    "Involvement",
    "LinkKind",
    "Organisation",
    "OrganisationKind",
    "OrganisationLink",
    "Outreach",
    "Partnership",
    "ReportedHeadcount",
    "Stage",
    "Strengthening",
    "Support",
    "YouthCharacter",
    "YouthCharacterAssessment",
]


class OrganisationKind(enum.Enum):
    """What an organisation is."""

    NGO = "ngo"
    YOUTH_COUNCIL = "youth-council"
    SCHOOL = "school"
    UNIVERSITY = "university"
    GOVERNMENT = "government"
    COMPANY = "company"
    COMMUNITY = "community"


class YouthCharacter(enum.Enum):
    """Whether young people lead an organisation, or it works for them. There is no single standard."""

    YOUTH_LED = "youth-led"
    YOUTH_FOCUSED = "youth-focused"
    OTHER = "other"


@frozen(kw_only=True, repr=False)
class YouthCharacterAssessment(Noun):
    """What an organisation was found to be on a day, and by which rule.

    A council can stop being youth-led as its board ages.

    Attributes:
        value: the finding.
        rule: the rule it follows, such as "declared" or "majority of decision makers in the age band".
        assessed_on: the day.
        decision_makers: how many people decide.
        young_decision_makers: how many of them are in the age band.
        ages: the band that counts as young.
    """

    value: YouthCharacter = field(validator=is_a(YouthCharacter))
    rule: str = field(validator=text)
    assessed_on: PartialDate = field(validator=is_a(PartialDate))
    decision_makers: int | None = field(default=None, validator=maybe(whole(1)))
    young_decision_makers: int | None = field(default=None, validator=maybe(whole()))
    ages: AgeBand | None = field(default=None, validator=maybe(is_a(AgeBand)))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))

    def __attrs_post_init__(self) -> None:
        young, everyone = self.young_decision_makers, self.decision_makers
        if young is not None and (everyone is None or young > everyone):
            raise BrokenRule("young_decision_makers", "must not exceed the decision makers, who must be given")

    @property
    def young_share(self) -> Fraction | None:
        """The share of decision makers who are young; `None` if it is not recorded."""
        if self.young_decision_makers is None or self.decision_makers is None:
            return None
        return Fraction(self.young_decision_makers, self.decision_makers)


@frozen(kw_only=True, repr=False)
class Organisation(Noun):
    """An organisation: a partner, a school, a member of a federation, or the programme's own.

    Attributes:
        id: how the programme knows it.
        name: its name in one or more languages.
        kind: what it is.
        region: the code of its region.
        founded: when.
        serves: codes of the groups it works for. A collaboration with a group is a fact about organisations, so
            nobody's identity need be recorded for it.
        youth: assessments of its youth character, each on a date.
        source: where the facts come from.
    """

    id: str = field(validator=text)
    name: LocalisedText = field(validator=is_a(LocalisedText))
    kind: OrganisationKind = field(validator=is_a(OrganisationKind))
    region: str | None = field(default=None, validator=maybe(text))
    founded: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))
    serves: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    youth: tuple[YouthCharacterAssessment, ...] = field(
        default=(), converter=many, validator=each(is_a(YouthCharacterAssessment))
    )
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))

    def youth_character(self, *, on: dt.date) -> YouthCharacter | None:
        """Give the latest finding certainly made by a day; `None` if there is none."""
        made = [assessment for assessment in self.youth if assessment.assessed_on.latest <= on]
        return max(made, key=lambda assessment: assessment.assessed_on.latest).value if made else None


class LinkKind(enum.Enum):
    """How one organisation belongs to another."""

    MEMBER_OF = "member-of"
    BRANCH_OF = "branch-of"


@frozen(kw_only=True, repr=False)
class OrganisationLink(Noun):
    """A child organisation belongs to a parent during a period."""

    parent: str = field(validator=text)
    child: str = field(validator=text)
    period: Period = field(validator=is_a(Period))
    kind: LinkKind = field(default=LinkKind.MEMBER_OF, validator=is_a(LinkKind))


@frozen(kw_only=True, repr=False)
class ReportedHeadcount(Noun):
    """A number of people an organisation reports without names; never added to recorded people.

    Attributes:
        organisation: the id of who reports.
        on: the day the number speaks of.
        group: whom it counts.
        count: how many.
        method: how it was counted.
    """

    organisation: str = field(validator=text)
    on: dt.date = field(validator=day)
    group: str = field(validator=text)
    count: int = field(validator=whole())
    method: str = field(default="", validator=label)
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


class Stage(enum.Enum):
    """The stage of a project at which a partner is involved."""

    DESIGN = "design"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    MONITORING = "monitoring"
    EVALUATION = "evaluation"


@frozen(kw_only=True, repr=False)
class Involvement(Noun):
    """A partner takes part in one stage of an activity, a campaign or, where none is named, of the work as a whole."""

    stage: Stage = field(validator=is_a(Stage))
    since: PartialDate = field(validator=is_a(PartialDate))
    subject: str | None = field(default=None, validator=maybe(text))


@frozen(kw_only=True, repr=False)
class Strengthening(Noun):
    """A dated event that strengthened a partnership: a joint agreement, a first training together, shared resources."""

    on: PartialDate = field(validator=is_a(PartialDate))
    how: str = field(validator=text)


class Given(enum.Enum):
    """In which direction support flows."""

    TO_PARTNER = "to-partner"
    BY_PARTNER = "by-partner"


@frozen(kw_only=True, repr=False)
class Support(Noun):
    """Something one side brings: training, rooms, people's time, money.

    Attributes:
        kind: a code, so that support of one kind can be added up.
        given: in which direction.
        quantity: how much, in whole units of `unit`; `None` if it was not measured.
        activity: the id of the activity it went into.
    """

    kind: str = field(validator=text)
    given: Given = field(validator=is_a(Given))
    quantity: int | None = field(default=None, validator=maybe(whole()))
    unit: str = field(default="", validator=label)
    activity: str | None = field(default=None, validator=maybe(text))
    on: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))


class Change(enum.Enum):
    """What happens to a partnership in a year."""

    ESTABLISHED = "established"
    RENEWED = "renewed"
    STRENGTHENED = "strengthened"


@frozen(kw_only=True, repr=False)
class Partnership(Noun):
    """Work with an organisation, as dated episodes.

    Attributes:
        id: how the programme knows it.
        organisation: the id of the partner.
        episodes: the periods of partnership, in order and apart.
        shared_values: codes of values both sides hold.
        strengthening: dated events.
        involvement: the stages the partner takes part in.
        support: what either side brings.
        agreement: a reference to the written agreement.
        source: where the facts come from.
    """

    id: str = field(validator=text)
    organisation: str = field(validator=text)
    episodes: tuple[Period, ...] = field(converter=many, validator=some(is_a(Period)))
    shared_values: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    strengthening: tuple[Strengthening, ...] = field(default=(), converter=many, validator=each(is_a(Strengthening)))
    involvement: tuple[Involvement, ...] = field(default=(), converter=many, validator=each(is_a(Involvement)))
    support: tuple[Support, ...] = field(default=(), converter=many, validator=each(is_a(Support)))
    agreement: str = field(default="", validator=label)
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))

    def __attrs_post_init__(self) -> None:
        for earlier, later in combinations(self.episodes, 2):
            if later.start.latest < earlier.start.earliest:
                raise BrokenRule("episodes", "must be in order of their start")
            if earlier.overlaps(later) is Tri.YES or earlier.ended(later.start.latest) is Tri.NO:
                raise BrokenRule("episodes", "must not overlap; strengthening is recorded apart")

    @property
    def stages(self) -> frozenset[Stage]:
        """The stages at which the partner is involved."""
        return frozenset(step.stage for step in self.involvement)

    @property
    def beyond_implementation(self) -> bool:
        """Whether the partner is involved at a stage other than implementation."""
        return bool(self.stages - {Stage.IMPLEMENTATION})

    def active(self, *, on: dt.date) -> Tri:
        """Say whether an episode holds on a day."""
        return Tri.any(episode.holds(on) for episode in self.episodes)

    def changed(self, change: Change, during: Period, *, renewal_months: int) -> Tri:
        """Say whether the partnership was established, renewed or strengthened during a period.

        Established: its first episode starts then. Renewed: a later episode starts then, after a gap longer than the
        renewal window. Strengthened: a strengthening event happens then while the partnership is active. One
        partnership may be several of these in a year.

        Args:
            change: which of the three.
            during: the period, its days known.
            renewal_months: how long a gap may be, in months, without the partnership having lapsed.

        Returns:
            Yes or no where that holds for every day the recorded dates may stand for, else unknown.

        Raises:
            WrongType: if the change is none of `Change`, or the months are no whole number.
            BrokenRule: if the months are negative.
        """
        renewal_months = whole_number(renewal_months, field="renewal_months")
        if change is Change.STRENGTHENED:
            return Tri.any(during.covers(event.on) & self._active_about(event.on) for event in self.strengthening)
        if change is Change.ESTABLISHED:
            return during.covers(self.episodes[0].start)
        if change is not Change.RENEWED:
            raise WrongType("change", "must be a Change")
        later = zip(self.episodes, self.episodes[1:], strict=False)
        return Tri.any(during.covers(b.start) & _lapsed(a, b, renewal_months) for a, b in later)

    def _active_about(self, when: PartialDate) -> Tri:
        return Tri.any(episode.covers(when) for episode in self.episodes)


def _lapsed(earlier: Period, later: Period, renewal_months: int) -> Tri:
    """Say whether the gap between two episodes is longer than the renewal window."""
    if isinstance(earlier.end, Ending):
        return Tri.UNKNOWN
    from dateutil.relativedelta import relativedelta  # importing the nouns loads attrs only

    window = relativedelta(months=renewal_months)
    if later.start.earliest > earlier.end.latest + window:
        return Tri.YES
    return Tri.NO if later.start.latest <= earlier.end.earliest + window else Tri.UNKNOWN


@frozen(kw_only=True, repr=False)
class Outreach(Noun):
    """Reaching out to a school, a university, a community or a group.

    Attributes:
        id: how the programme knows it.
        organisation: the id of the organisation reached out to.
        first_contact_on: an institution is new to a period if the first contact falls into it.
        groups: codes of the groups meant.
        people_reached: a reported number, never added to recorded people.
    """

    id: str = field(validator=text)
    organisation: str = field(validator=text)
    first_contact_on: PartialDate = field(validator=is_a(PartialDate))
    groups: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    people_reached: int | None = field(default=None, validator=maybe(whole()))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))

    def new_in(self, during: Period) -> Tri:
        """Say whether the first contact falls into a period."""
        return during.covers(self.first_contact_on)
