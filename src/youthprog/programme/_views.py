"""What a programme answers with: what certainly is so, and what may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import field, frozen

from youthprog._checks import Noun, is_a, label, maybe, text, whole
from youthprog.activities import Activity
from youthprog.campaigns import Campaign, Outcome
from youthprog.partnerships import Organisation, Partnership
from youthprog.values import Evidence, Tri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


T = TypeVar("T")


@frozen(kw_only=True, repr=False)
class Benchmark(Noun):
    """How an organisation compares with others on an indicator in a year, as somebody published it."""

    entity: str = field(validator=text)
    indicator: str = field(validator=text)
    year: int = field(validator=whole(1900, 2200))
    value: int | None = field(default=None, validator=maybe(whole()))
    claim: str = field(default="", validator=label)
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))


@frozen(repr=False)
class Found(Noun, Generic[T]):
    """What a question finds: what certainly answers it, and what may, where facts are incomplete.

    It is no list: whoever counts or goes through it says whether what may answer is to count.
    """

    certain: tuple[T, ...]
    perhaps: tuple[T, ...] = ()


def found_among(things: Iterable[T], holds: Callable[[T], Tri]) -> Found[T]:
    """Sort things into those of which something certainly holds, and those of which it may."""
    certain, perhaps = [], []
    for thing in things:
        answer = holds(thing)
        if answer is Tri.YES:
            certain.append(thing)
        elif answer is Tri.UNKNOWN:
            perhaps.append(thing)
    return Found(tuple(certain), tuple(perhaps))


@frozen(kw_only=True, repr=False)
class Headline(Noun):
    """What happened to partnerships during a period, by the dated facts.

    One partnership may be established and strengthened in one year, so `either` is a union and not a sum.
    """

    established: Found[Partnership]
    renewed: Found[Partnership]
    strengthened: Found[Partnership]
    either: Found[Partnership]


@frozen(kw_only=True, repr=False)
class Chain(Noun):
    """What led to an outcome, as far as contributions name it: contributors by the kind of thing they are."""

    outcome: Outcome
    organisations: tuple[Organisation, ...]
    partnerships: tuple[Partnership, ...]
    campaigns: tuple[Campaign, ...]
    activities: tuple[Activity, ...]
