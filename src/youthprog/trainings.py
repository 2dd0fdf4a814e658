"""Trainings, the modules they deliver, and the cascade: learners who go home and train others."""

from __future__ import annotations

import enum
from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import field, frozen

from youthprog._checks import Noun, each, is_a, label, many, maybe, several, text, whole
from youthprog.activities import Activity, Participation, Role
from youthprog.errors import DanglingReference
from youthprog.values import Evidence, LocalisedText, PartialDate, People, Tri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "Cascade",
    "CascadeStep",
    "ModuleStatus",
    "Resource",
    "ResourceKind",
    "Training",
    "TrainingEvaluation",
    "TrainingLevel",
    "TrainingModule",
    "ancestry",
    "cascade",
]


class ResourceKind(enum.Enum):
    """What a resource is."""

    FANZINE = "fanzine"
    WORKBOOK = "workbook"
    REPORT = "report"
    MODULE = "module"
    OTHER = "other"


@frozen(kw_only=True, repr=False)
class Resource(Noun):
    """A publication others can use or adapt.

    Attributes:
        id: how the programme knows it.
        title: its name.
        kind: what it is.
        adapted_from: ids of the resources it was made from.
        language: the BCP 47 tag of its language.
        source: where the facts come from.
    """

    id: str = field(validator=text)
    title: LocalisedText = field(validator=is_a(LocalisedText))
    kind: ResourceKind = field(default=ResourceKind.OTHER, validator=is_a(ResourceKind))
    adapted_from: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    language: str = field(default="", validator=label)
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


class ModuleStatus(enum.Enum):
    """How far a module is."""

    PLANNED = "planned"
    DRAFT = "draft"
    IN_USE = "in-use"
    RETIRED = "retired"


@frozen(kw_only=True, repr=False)
class TrainingModule(Resource):
    """A training that can be given again.

    Attributes:
        developed_on: when it was made.
        status: how far it is.
        audiences: codes of whom it is for.
        planned_audiences: codes of whom it is meant to reach next.
    """

    kind: ResourceKind = field(default=ResourceKind.MODULE, validator=is_a(ResourceKind))
    developed_on: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))
    status: ModuleStatus = field(default=ModuleStatus.IN_USE, validator=is_a(ModuleStatus))
    audiences: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    planned_audiences: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))


class TrainingLevel(enum.Enum):
    """What a training is for."""

    LEADERSHIP = "leadership"
    CAPACITY_BUILDING = "capacity-building"
    HUMAN_RIGHTS_EDUCATION = "human-rights-education"
    TOPIC = "topic"


@frozen(kw_only=True, repr=False)
class TrainingEvaluation(Noun):
    """What was found about the effect of a training, on Kirkpatrick's levels.

    Attributes:
        level: 1 reaction, 2 learning, 3 behaviour, 4 results; no level implies the next.
        indicator: what was looked at.
        finding: what was found.
        on: when.
        method: how it was found.
        source: where the finding comes from.
    """

    level: int = field(validator=whole(1, 4))
    indicator: str = field(validator=text)
    finding: str = field(validator=text)
    on: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))
    method: str = field(default="", validator=label)
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


@frozen(kw_only=True, repr=False)
class Training(Activity):
    """A training.

    Attributes:
        module: the id of the module it delivers.
        level: what it is for.
        evaluations: what was found about its effect.
    """

    module: str | None = field(default=None, validator=maybe(text))
    level: TrainingLevel = field(default=TrainingLevel.TOPIC, validator=is_a(TrainingLevel))
    evaluations: tuple[TrainingEvaluation, ...] = field(
        default=(), converter=many, validator=each(is_a(TrainingEvaluation))
    )


@frozen(kw_only=True, repr=False)
class CascadeStep(Noun):
    """Somebody who learned at one training ran a later one.

    Attributes:
        source: the id of the training at which they learned.
        target: the id of the training they ran.
        members: who did so.
    """

    source: str
    target: str
    members: People


@frozen(kw_only=True, repr=False)
class Cascade(Noun):
    """How trainings beget trainings.

    Attributes:
        steps: pairs of trainings joined by people, by id.
        generations: for every training, 1 for one that no earlier one led to, else one more than the longest chain of
            steps that leads to it.
        unclear: pairs of trainings joined by people whose order the recorded dates do not settle; they are no steps.
        learners: who learned at a training of each generation.
    """

    steps: tuple[CascadeStep, ...]
    generations: tuple[tuple[str, int], ...]
    unclear: tuple[tuple[str, str], ...]
    learners: tuple[tuple[int, People], ...]

    @property
    def depth(self) -> int:
        """The number of generations; 0 where there is no training."""
        return max((generation for _, generation in self.generations), default=0)

    @property
    def reach(self) -> People:
        """People who learned at a training of a later generation and at none of the first."""
        first = next((people.ids for generation, people in self.learners if generation == 1), frozenset())
        later = [people.ids for generation, people in self.learners if generation > 1]
        return People(frozenset().union(*later) - first)


_RUNS = frozenset({Role.ORGANISER, Role.TRAINER, Role.FACILITATOR})


def cascade(trainings: Iterable[Activity], participations: Iterable[Participation]) -> Cascade:
    """Follow learners to the trainings they ran later.

    A step leads from one training to another if somebody attended the first as a learner, is an organiser, trainer or
    facilitator of the second (by participation or named among its organisers), and the first was over when the second
    began. Since time only goes one way, steps make no circle; that A trained B and B later trained A is no
    contradiction. Pairs whose order partial dates leave open are reported as unclear. Time grows with the number of
    participations and of steps.

    Args:
        trainings: the trainings to look at; participations in others are left aside.
        participations: who took part how.

    Returns:
        A `Cascade`, the same for any order of the input.
    """
    known = {training.id: training for training in trainings}
    learned: defaultdict[str, set[str]] = defaultdict(set)
    ran: defaultdict[str, set[str]] = defaultdict(set)
    learners: defaultdict[str, set[str]] = defaultdict(set)
    for part in participations:
        if part.activity in known and part.attended:
            if part.role is Role.LEARNER:
                learned[part.member].add(part.activity)
                learners[part.activity].add(part.member)
            elif part.role in _RUNS:
                ran[part.member].add(part.activity)
    for training in known.values():
        for organiser in training.organisers:
            ran[organiser].add(training.id)
    joined: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for member, targets in ran.items():
        for source in learned.get(member, ()):
            for target in targets - {source}:
                joined[source, target].add(member)
    steps, unclear = [], []
    for (source, target), members in sorted(joined.items()):
        order = _over_before(known[source], known[target])
        if order:
            steps.append(CascadeStep(source=source, target=target, members=People(frozenset(members))))
        elif order is None:
            unclear.append((source, target))
    generations = _generations(known, steps)
    by_generation: defaultdict[int, set[str]] = defaultdict(set)
    for training_id, generation in generations.items():
        by_generation[generation] |= learners.get(training_id, set())
    return Cascade(
        steps=tuple(steps),
        generations=tuple(sorted(generations.items())),
        unclear=tuple(unclear),
        learners=tuple((generation, People(frozenset(ids))) for generation, ids in sorted(by_generation.items())),
    )


def _over_before(first: Activity, second: Activity) -> bool | None:
    """Say whether one activity is over when the other begins; `None` where the dates leave it open."""
    start = second.period.start
    if first.period.ended(start.earliest) is Tri.YES:
        return True
    return False if first.period.ended(start.latest) is Tri.NO else None


def _generations(known: Mapping[str, Activity], steps: Iterable[CascadeStep]) -> dict[str, int]:
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for step in steps:
        sources[step.target].append(step.source)
    generations: dict[str, int] = {}
    for training in sorted(known.values(), key=lambda one: (one.period.start.earliest, one.period.start.latest)):
        generations[training.id] = 1 + max((generations[source] for source in sources[training.id]), default=0)
    return generations


def ancestry(resource: str, resources: Mapping[str, Resource]) -> frozenset[str]:
    """Give the ids of everything a resource was adapted from, directly or not.

    Raises:
        DanglingReference: if an id is not among the resources.
    """
    found: set[str] = set()
    waiting = [resource]
    while waiting:
        one = resources.get(waiting.pop())
        if one is None:
            raise DanglingReference("adapted_from", "must be the id of a resource")
        new = set(one.adapted_from) - found
        found |= new
        waiting.extend(new)
    return frozenset(found)
