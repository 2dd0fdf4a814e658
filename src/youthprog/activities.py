"""Activities and who took part: series, activities, sessions, participations, and how far young people had a say.

To be enrolled is not to have attended, and a person is not an attendance: participations name people, and a headcount
without names gives attendances only.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from attrs import Attribute, field, frozen

from youthprog._checks import Noun, day, each, flag, is_a, label, many, maybe, several, text, whole
from youthprog.errors import BrokenRule, WrongType
from youthprog.values import AgeBand, Evidence, LocalisedText, PartialDate, Period, Place

__all__ = [
    "Activity",
    "ActivitySeries",
    "Assessor",
    "Camp",
    "Frequency",
    "Participation",
    "ParticipationAssessment",
    "ParticipationModel",
    "Pillar",
    "Recurrence",
    "Role",
    "Session",
    "Status",
]


class Pillar(enum.Enum):
    """What an activity invests in."""

    DIVERSITY = "diversity"
    WELLBEING = "wellbeing"
    PARTNERSHIP = "partnership"


class Frequency(enum.Enum):
    """How often a series comes round."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@frozen(kw_only=True, repr=False)
class Recurrence(Noun):
    """Every so many weeks, months or years. A day a month does not have (the 31st, 29 February) is left out."""

    frequency: Frequency = field(validator=is_a(Frequency))
    every: int = field(default=1, validator=whole(1, 120))

    def days(self, start: dt.date, *, before: dt.date) -> tuple[dt.date, ...]:
        """Give the days from a first one on, all before another day.

        >>> import datetime as dt
        >>> monthly = Recurrence(frequency=Frequency.MONTHLY)
        >>> [str(day) for day in monthly.days(dt.date(2021, 1, 31), before=dt.date(2021, 6, 1))]
        ['2021-01-31', '2021-03-31', '2021-05-31']
        """
        from dateutil import rrule  # importing the nouns loads attrs only

        if before <= start:
            return ()
        midnight = dt.datetime.combine(start, dt.time.min)
        end = dt.datetime.combine(before, dt.time.min) - dt.timedelta(days=1)
        if self.frequency is Frequency.WEEKLY:
            rule = rrule.rrule(rrule.WEEKLY, dtstart=midnight, interval=self.every, until=end)
        elif self.frequency is Frequency.MONTHLY:
            rule = rrule.rrule(rrule.MONTHLY, dtstart=midnight, interval=self.every, until=end)
        else:
            rule = rrule.rrule(rrule.YEARLY, dtstart=midnight, interval=self.every, until=end)
        return tuple(moment.date() for moment in rule)


@frozen(kw_only=True, repr=False)
class ActivitySeries(Noun):
    """A kind of activity that comes round, such as a yearly camp.

    Attributes:
        id: how the programme knows it.
        title: its name.
        introduced_on: since when it exists.
        recurrence: how often it comes round, where that is regular.
    """

    id: str = field(validator=text)
    title: LocalisedText = field(validator=is_a(LocalisedText))
    introduced_on: PartialDate = field(validator=is_a(PartialDate))
    recurrence: Recurrence | None = field(default=None, validator=maybe(is_a(Recurrence)))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


@frozen(kw_only=True, repr=False)
class Activity(Noun):
    """Something that took place, or is planned, with a period and a place.

    Attributes:
        id: how the programme knows it.
        title: its name.
        period: from its first day to the first day after.
        series: the id of the series it belongs to.
        campaign: the id of the campaign it belongs to.
        place: where; `None` if it is not known or only online.
        online: whether one can take part from afar.
        audiences: codes of whom it is for, such as `lawyer` or `young-activist`.
        audience_ages: the age band it is for.
        organisers: ids of members and organisations who run it.
        co_hosts: ids of organisations that host it together with the programme's own.
        funders: ids of organisations that pay.
        capacity: how many people fit.
        headcount: how many attended in all, where names were not taken; gives attendances, never people.
        pillars: what it invests in.
        key_event: whether the programme counts it among its key events.
        language: the BCP 47 tag of its language.
        source: where the facts come from.
    """

    id: str = field(validator=text)
    title: LocalisedText = field(validator=is_a(LocalisedText))
    period: Period = field(validator=is_a(Period))
    series: str | None = field(default=None, validator=maybe(text))
    campaign: str | None = field(default=None, validator=maybe(text))
    place: Place | None = field(default=None, validator=maybe(is_a(Place)))
    online: bool = field(default=False, validator=flag)
    audiences: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    audience_ages: AgeBand | None = field(default=None, validator=maybe(is_a(AgeBand)))
    organisers: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    co_hosts: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    funders: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    capacity: int | None = field(default=None, validator=maybe(whole()))
    headcount: int | None = field(default=None, validator=maybe(whole()))
    pillars: frozenset[Pillar] = field(default=frozenset(), converter=several, validator=each(is_a(Pillar)))
    key_event: bool = field(default=False, validator=flag)
    language: str = field(default="", validator=label)
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


@frozen(kw_only=True, repr=False)
class Camp(Activity):
    """A camp, where people stay.

    Attributes:
        nights: how many.
        safeguarding_lead: the id of the member who answers for the safety of those who are there.
        consent_required: whether nobody may come without a consent.
    """

    nights: int | None = field(default=None, validator=maybe(whole()))
    safeguarding_lead: str | None = field(default=None, validator=maybe(text))
    consent_required: bool = field(default=True, validator=flag)


def _clock(_: object, attribute: Attribute[Any], value: Any) -> None:
    if value.__class__ is not dt.time or value.tzinfo is not None:
        raise WrongType(attribute.name, "must be a local time of day")


@frozen(kw_only=True, repr=False)
class Session(Noun):
    """One meeting of an activity on a local calendar day.

    Attributes:
        id: how the programme knows it.
        activity: the id of the activity.
        day: the day where it takes place; a session that ends after midnight belongs to the day it began.
        begins: the local time of day.
        ends: the local time of day, possibly of the next day.
    """

    id: str = field(validator=text)
    activity: str = field(validator=text)
    day: dt.date = field(validator=day)
    begins: dt.time | None = field(default=None, validator=maybe(_clock))
    ends: dt.time | None = field(default=None, validator=maybe(_clock))


class Role(enum.Enum):
    """What somebody does at an activity."""

    LEARNER = "learner"
    ORGANISER = "organiser"
    TRAINER = "trainer"
    FACILITATOR = "facilitator"
    SPEAKER = "speaker"


class Status(enum.Enum):
    """How far a participation came; to be enrolled is not to have attended."""

    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    ENROLLED = "enrolled"
    ATTENDED = "attended"
    EXCUSED = "excused"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"
    DENIED = "denied"


@frozen(kw_only=True, repr=False)
class Participation(Noun):
    """A member takes part in an activity, or in one session of it, in a role.

    Attributes:
        member: the id of the member.
        activity: the id of the activity.
        session: the id of the session, where attendance is taken by session.
        role: what the member does there.
        status: how far it came.
        completed: whether the member finished; `None` if it is not recorded.
    """

    member: str = field(validator=text)
    activity: str = field(validator=text)
    session: str | None = field(default=None, validator=maybe(text))
    role: Role = field(default=Role.LEARNER, validator=is_a(Role))
    status: Status = field(default=Status.ATTENDED, validator=is_a(Status))
    completed: bool | None = field(default=None, validator=maybe(flag))

    @property
    def enrolled(self) -> bool:
        """Whether the member had a place, whatever came of it."""
        return self.status in {Status.ENROLLED, Status.ATTENDED, Status.EXCUSED, Status.ABSENT}

    @property
    def attended(self) -> bool:
        """Whether the member was there."""
        return self.status is Status.ATTENDED


class ParticipationModel(enum.Enum):
    """A scale of young people's participation; levels order, and a mean of them means nothing."""

    HART = "hart"
    SHIER = "shier"
    LUNDY = "lundy"
    UNICEF = "unicef"


_LEVELS = {
    ParticipationModel.HART: 8,
    ParticipationModel.SHIER: 5,
    ParticipationModel.LUNDY: 4,
    ParticipationModel.UNICEF: 3,
}


class Assessor(enum.Enum):
    """Who judged."""

    YOUTH = "youth"
    ADULT = "adult"
    JOINT = "joint"


@frozen(kw_only=True, repr=False)
class ParticipationAssessment(Noun):
    """How far young people decide in an activity or campaign, on a named scale.

    Attributes:
        subject: the id of the activity, campaign or partnership.
        model: Hart's ladder (8 rungs), Shier's levels (5), Lundy's elements in order (4), UNICEF's modes (3).
        level: 1 is the least.
        assessor: who judged.
        on: when.
    """

    subject: str = field(validator=text)
    model: ParticipationModel = field(validator=is_a(ParticipationModel))
    level: int = field(validator=whole(1, 8))
    assessor: Assessor = field(validator=is_a(Assessor))
    on: PartialDate = field(validator=is_a(PartialDate))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))

    def __attrs_post_init__(self) -> None:
        if self.level > _LEVELS[self.model]:
            raise BrokenRule("level", f"must be at most {_LEVELS[self.model]} in this model")
