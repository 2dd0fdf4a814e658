"""Campaigns and what came of them: surveys, and advocacy outcomes as Outcome Harvesting describes them.

An outcome is an observable change in what a social actor does; who changed, what, when and where are told, with
contributions and evidence. A contribution is not an attribution, so contributions do not sum to anything.
"""

from __future__ import annotations

import enum
from typing import Any

from attrs import Attribute, field, frozen

from youthprog._checks import Noun, each, flag, is_a, label, many, maybe, said, says, several, some, text, whole
from youthprog.partnerships import Stage
from youthprog.values import (
    Answer,
    AskedUnknown,
    Declined,
    Evidence,
    Known,
    LocalisedText,
    NotApplicable,
    NotAsked,
    PartialDate,
    Withheld,
)

__all__ = [
    "Campaign",
    "CampaignPartner",
    "ChangeType",
    "Contribution",
    "Lead",
    "Outcome",
    "Reach",
    "Strength",
    "Substantiation",
    "Survey",
    "Target",
    "Verdict",
]


class Lead(enum.Enum):
    """Who leads."""

    YOUTH = "youth"
    JOINT = "joint"
    ADULT = "adult"


@frozen(kw_only=True, repr=False)
class CampaignPartner(Noun):
    """A partner of a campaign and the stages at which it is involved."""

    partnership: str = field(validator=text)
    stages: frozenset[Stage] = field(converter=several, validator=some(is_a(Stage)))


@frozen(kw_only=True, repr=False)
class Reach(Noun):
    """How far a campaign came by some metric."""

    metric: str = field(validator=text)
    value: int = field(validator=whole())
    source: Evidence = field(validator=is_a(Evidence))


@frozen(kw_only=True, repr=False)
class Campaign(Noun):
    """A campaign.

    Attributes:
        id: how the programme knows it.
        title: its name in one or more languages.
        launched_on: when it began.
        lead: who leads it.
        channels: codes such as `digital`.
        issues: codes of what it is about.
        partners: who takes part at which stages.
        modules: ids of training modules it brought forth.
        surveys: ids of surveys it made.
        reach: how far it came, as far as it was measured.
        source: where the facts come from.
    """

    id: str = field(validator=text)
    title: LocalisedText = field(validator=is_a(LocalisedText))
    launched_on: PartialDate = field(validator=is_a(PartialDate))
    lead: Lead = field(validator=is_a(Lead))
    channels: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    issues: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    partners: tuple[CampaignPartner, ...] = field(default=(), converter=many, validator=each(is_a(CampaignPartner)))
    modules: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    surveys: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    reach: tuple[Reach, ...] = field(default=(), converter=many, validator=each(is_a(Reach)))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


@says(said(whole()))
def _size(_: object, attribute: Attribute[Any], value: Any) -> None:
    is_a(Known, Declined, AskedUnknown, NotAsked, NotApplicable, Withheld)(_, attribute, value)
    if isinstance(value, Known):
        whole()(_, attribute, value.value)


@frozen(kw_only=True, repr=False)
class Survey(Noun):
    """A survey.

    Attributes:
        id: how the programme knows it.
        subject: what it asked about.
        population: who was asked, in words.
        size: how many answered; a size nobody stated is `NotAsked` or `AskedUnknown` and never 0.
        on: when.
        source: where the facts come from.
    """

    id: str = field(validator=text)
    subject: LocalisedText = field(validator=is_a(LocalisedText))
    population: str = field(default="", validator=label)
    size: Answer[int] = field(factory=NotAsked, validator=_size)
    on: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


class ChangeType(enum.Enum):
    """What changed. More knowledge is no outcome: it is not observable in what an actor does."""

    BEHAVIOUR = "behaviour"
    RELATIONSHIP = "relationship"
    ACTION = "action"
    POLICY = "policy"
    PRACTICE = "practice"


class Strength(enum.Enum):
    """How much a contribution mattered."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


@frozen(kw_only=True, repr=False)
class Contribution(Noun):
    """How somebody helped an outcome come about.

    Attributes:
        contributor: the id of an organisation, partnership, campaign or activity.
        how: in what way.
        strength: how much it mattered; `None` if nobody judged.
        evidence: what shows it.
    """

    contributor: str = field(validator=text)
    how: str = field(validator=text)
    strength: Strength | None = field(default=None, validator=maybe(is_a(Strength)))
    evidence: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


class Verdict(enum.Enum):
    """What somebody with knowledge of the matter says of an outcome."""

    AGREE = "agree"
    PARTLY = "partly"
    DISAGREE = "disagree"
    NO_OPINION = "no-opinion"


@frozen(kw_only=True, repr=False)
class Substantiation(Noun):
    """The judgement of a person who knows the matter."""

    verifier: str = field(validator=text)
    verdict: Verdict = field(validator=is_a(Verdict))
    independent: bool = field(validator=flag)
    on: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))


@frozen(kw_only=True, repr=False)
class Target(Noun):
    """What a policy outcome is about, such as a draft law."""

    title: str = field(validator=text)
    topics: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))


@frozen(kw_only=True, repr=False)
class Outcome(Noun):
    """An advocacy outcome: an observable change in what a social actor does.

    Attributes:
        id: how the programme knows it.
        actor: who changed.
        actor_kind: what the actor is, such as `executive` or `public`.
        change: what kind of change.
        what: what changed, in words.
        when: when it was seen; `None` if nobody said.
        where: the code of a region, or a country, or words.
        significance: why it matters.
        positive: whether it is for the better.
        intended: whether it was meant; `None` if nobody said.
        targets: what it is about.
        contributions: how others helped it come about.
        alternatives: other explanations.
        substantiations: what those who know the matter say.
        source: where the facts come from.

    Source: Wilson-Grau and Britt (2012), Outcome Harvesting.
    """

    id: str = field(validator=text)
    actor: str = field(validator=text)
    change: ChangeType = field(validator=is_a(ChangeType))
    what: str = field(validator=text)
    actor_kind: str = field(default="", validator=label)
    when: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))
    where: str = field(default="", validator=label)
    significance: str = field(default="", validator=label)
    positive: bool = field(default=True, validator=flag)
    intended: bool | None = field(default=None, validator=maybe(flag))
    targets: tuple[Target, ...] = field(default=(), converter=many, validator=each(is_a(Target)))
    contributions: tuple[Contribution, ...] = field(default=(), converter=many, validator=each(is_a(Contribution)))
    alternatives: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    substantiations: tuple[Substantiation, ...] = field(
        default=(), converter=many, validator=each(is_a(Substantiation))
    )
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What a complete description still lacks: when, where, significance, contributions, source."""
        told = {
            "when": self.when,
            "where": self.where,
            "significance": self.significance,
            "contributions": self.contributions,
            "source": self.source,
        }
        return tuple(name for name, fact in told.items() if not fact)

    @property
    def substantiated(self) -> bool:
        """Whether somebody independent agrees, at least partly, and nobody independent disagrees."""
        verdicts = {one.verdict for one in self.substantiations if one.independent}
        return bool(verdicts & {Verdict.AGREE, Verdict.PARTLY}) and Verdict.DISAGREE not in verdicts
