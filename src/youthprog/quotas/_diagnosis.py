"""Whether a group that meets every quota can be chosen, why not, and what would help, in words."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from youthprog import display
from youthprog.display import listed, number
from youthprog.quotas._demand import Quota
from youthprog.values import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Advice", "Bound", "Demand", "Diagnosis", "Disclosure", "Move", "Reason", "Recruits"]


def _hidden(what: str, quotas: Iterable[Quota], words: str) -> str:
    """Give the plain form: the words, or only what it is where a quota is sensitive."""
    named = list(quotas)
    if any(quota.of.sensitive for quota in named):
        return f"<sensitive {what} on {listed([quota.name for quota in named])}>"
    return f"<{words}>"


class Bound(enum.Enum):
    """Which side of a quota is meant."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"


@frozen(kw_only=True)
class Demand:
    """The minimum or the maximum of a quota.

    Attributes:
        quota: the quota.
        bound: which of the two.
        seats: the number of seats it comes to.
    """

    quota: Quota
    bound: Bound
    seats: int

    @property
    def words(self) -> str:
        """The demand in words."""
        return f"{self.quota.name} at {'least' if self.bound is Bound.MINIMUM else 'most'} {self.seats}"

    def __repr__(self) -> str:
        return f"<{self.words}>"


def _together(demands: Sequence[Demand]) -> list[str]:
    """Name demands, a minimum and a maximum that are the same in one."""
    seats = {(demand.quota.name, demand.bound): demand.seats for demand in demands}
    words = []
    for demand in demands:
        name = demand.quota.name
        exact = seats.get((name, Bound.MINIMUM)) == seats.get((name, Bound.MAXIMUM))
        words.append(f"{name} exactly {demand.seats}" if exact else demand.words)
    return list(dict.fromkeys(words))


@frozen(kw_only=True, repr=False)
class Reason:
    """A reason, by counting alone, why no group meets every quota.

    Attributes:
        demands: the minima and maxima that were counted.
        fills_the_seats: whether that every seat is filled counts among what is asked for.
        asked: how many places are asked for.
        there: how many there are at the most.
        sentence: the reason in words with its numbers, whether sensitive or not.
    """

    demands: tuple[Demand, ...]
    fills_the_seats: bool
    asked: int
    there: int
    sentence: str

    def __repr__(self) -> str:
        return _hidden("reason", dict.fromkeys(demand.quota for demand in self.demands), self.sentence)


@frozen(kw_only=True, repr=False)
class Move:
    """A minimum that is lowered, or a maximum that is raised.

    Attributes:
        demand: which.
        to: how many seats it comes to then.
    """

    demand: Demand
    to: int

    def moved(self, quota: Quota) -> Quota:
        """Give the quota with its bound moved; it is a number of people then."""
        if self.demand.bound is Bound.MINIMUM:
            return attrs.evolve(quota, minimum=None, minimum_people=self.to)
        return attrs.evolve(quota, maximum=None, maximum_people=self.to)

    @property
    def sentence(self) -> str:
        """The move in words with its numbers, whether sensitive or not."""
        if self.to == 0 and self.demand.bound is Bound.MINIMUM:
            return f"{self.demand.quota.name} without its minimum of {self.demand.seats}"
        return f"{attrs.evolve(self.demand, seats=self.to).words} instead of {self.demand.seats}"

    def __repr__(self) -> str:
        return _hidden("move", [self.demand.quota], self.sentence)


@frozen(kw_only=True, repr=False)
class Recruits:
    """Some more applicants who are alike, and live with nobody who applied.

    Attributes:
        people: how many.
        meets: the quotas they must count in.
        avoids: the quotas they must not count in, for their maximum is used up.
    """

    people: int
    meets: tuple[Quota, ...]
    avoids: tuple[Quota, ...]

    @property
    def sentence(self) -> str:
        """Who they are in words, whether sensitive or not."""
        return f"{self.people} {self.words}"

    @property
    def words(self) -> str:
        """What they have in common in words, whether sensitive or not."""
        verb, not_ = ("counts", "does not count") if self.people == 1 else ("count", "do not count")
        parts = [f"{verb} as {listed([quota.name for quota in self.meets])}"] if self.meets else []
        parts += [f"{not_} as {listed([quota.name for quota in self.avoids], 'or')}"] if self.avoids else []
        return f"who {' and '.join(parts)}" if parts else "of any kind"

    def __repr__(self) -> str:
        return _hidden("recruits", (*self.meets, *self.avoids), self.sentence)


@frozen(kw_only=True, repr=False)
class Disclosure:
    """What it would change if the answers that are missing turned out as well as they can.

    Attributes:
        answers: of how many applicants the answers must turn out so.
        recruits: how many more applicants are needed even then.
    """

    answers: int
    recruits: int

    def __repr__(self) -> str:
        return "<disclosure>"


@frozen(kw_only=True, repr=False)
class Advice:
    """What stands in the way, and what would help.

    Attributes:
        conflict: demands that cannot be kept together, though without any one of them the others can; empty if the
            seats cannot be filled whatever the quotas.
        relaxation: the smallest change of the quotas that is enough, in an order in which its moves can be made one
            after the other; `None` if none is within the limits.
        alone: the changes of a single demand, within the limits, that are enough without any other.
        recruits: the fewest more applicants with whom every quota can be met; `None` if no number is enough.
        disclosure: what the missing answers could change; `None` if there are none, or they change nothing.
    """

    conflict: tuple[Demand, ...]
    relaxation: tuple[Move, ...] | None
    alone: tuple[Move, ...]
    recruits: tuple[Recruits, ...] | None
    disclosure: Disclosure | None

    def __repr__(self) -> str:
        return f"<advice on {listed([demand.words for demand in self.conflict]) or 'the number of applicants'}>"

    def sentences(self, reasons: Iterable[Reason] = ()) -> Iterable[str]:
        """Give the advice in words with its numbers, whether sensitive or not; a conflict that was told is left out."""
        if len(self.conflict) > 1 and not any(set(reason.demands) == set(self.conflict) for reason in reasons):
            words = listed(_together(self.conflict))
            yield f"These cannot be kept together, though without any one of them the others can: {words}."
        if self.relaxation is not None:
            yield f"The smallest change that is enough: {listed([move.sentence for move in self.relaxation])}."
        elif self.conflict:
            yield "No change of the quotas within the limits is enough."
        others = [move.sentence for move in self.alone if (move,) != self.relaxation]
        if others:
            yield f"Instead, {'one of these' if len(others) > 1 else 'this'} alone would do: {listed(others, 'or')}."
        if self.recruits is not None:
            people = number(sum(one.people for one in self.recruits), "more applicant")
            several = len(self.recruits) > 1
            whom = f": {listed([one.sentence for one in self.recruits])}" if several else f" {self.recruits[0].words}"
            yield f"{'Or recruit' if self.conflict else 'Recruit'} {people}{whom}."
        else:
            yield "No number of further applicants of the kinds there are would be enough."
        if self.disclosure is not None:
            rest = number(self.disclosure.recruits, "more applicant") if self.disclosure.recruits else "that"
            yield f"If {self.disclosure.answers} of the missing answers turned out well, {rest} would be enough."


@frozen(kw_only=True, repr=False)
class Diagnosis(display.Shown):
    """Whether a group that meets every quota can be chosen from those who applied.

    Attributes:
        quotas: the quotas, by name.
        seats: how many seats there are.
        applicants: how many applied.
        possible: whether there is such a group.
        reasons: why not, as far as counting tells; empty if there is one.
        advice: what stands in the way and what would help; `None` if there is such a group, or the extra `solver` is
            not installed.
        on: the day.
        purpose: why sensitive answers were used.
        definitions: the definitions of the criteria.
    """

    quotas: tuple[Quota, ...]
    seats: int
    applicants: int
    possible: bool
    reasons: tuple[Reason, ...]
    advice: Advice | None
    on: dt.date
    purpose: Purpose | None
    definitions: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The diagnosis in words with its numbers, sensitive or not; first the reasons, then what would help."""
        applicants = number(self.applicants, "applicant")
        if self.possible:
            every = "so that every quota is met" if self.quotas else "for there are no quotas"
            return (f"{number(self.seats, 'seat')} can be filled from {applicants}, {every}.",)
        missing = ("What would help takes a search: pip install youthprog[solver].",)
        advice = missing if self.advice is None else self.advice.sentences(self.reasons)
        lead = f"No group of {self.seats} among {applicants} meets every quota."
        return (lead, *(reason.sentence for reason in self.reasons), *advice)

    def __repr__(self) -> str:
        if any(quota.of.sensitive for quota in self.quotas):
            return f"<sensitive diagnosis of {self.seats} seats and {len(self.quotas)} quotas>"
        return f"<{' '.join(self.sentences)}>"

    def _hidden(self) -> str:
        sensitive = any(quota.of.sensitive for quota in self.quotas)
        return "A sensitive diagnosis; its sentences tell it where that is meant." if sensitive else ""

    def _columns(self) -> Sequence[tuple[str, type]]:
        return (("sentence", str),)

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        return [(sentence,) for sentence in self.sentences]

    def _table(self) -> str:
        return "\n".join(map(display.note, self.sentences))
