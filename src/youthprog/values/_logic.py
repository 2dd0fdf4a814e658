"""Three-valued logic, and an interval of numbers."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NoReturn

from attrs import frozen

from youthprog._checks import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable


class Tri(enum.Enum):
    """Yes, no or unknown: what a predicate on incomplete facts answers (strong Kleene logic).

    A `Tri` has no truth value of its own, so that "unknown" cannot slip through an `if`; compare it with `is Tri.YES`.

    >>> Tri.YES & Tri.UNKNOWN, Tri.NO & Tri.UNKNOWN, Tri.YES | Tri.UNKNOWN, ~Tri.UNKNOWN
    (<Tri.UNKNOWN: 'unknown'>, <Tri.NO: 'no'>, <Tri.YES: 'yes'>, <Tri.UNKNOWN: 'unknown'>)
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, truth: bool) -> Tri:  # noqa: FBT001  # the truth is the one argument
        """Give yes for true and no for false."""
        return cls.YES if truth else cls.NO

    @classmethod
    def any(cls, answers: Iterable[Tri]) -> Tri:
        """Give yes if one answer is yes, no if all are no (there may be none), else unknown."""
        found = cls.NO
        for answer in answers:
            found |= answer
        return found

    @classmethod
    def all(cls, answers: Iterable[Tri]) -> Tri:
        """Give no if one answer is no, yes if all are yes (there may be none), else unknown."""
        found = cls.YES
        for answer in answers:
            found &= answer
        return found

    def __and__(self, other: Tri) -> Tri:
        if other.__class__ is not Tri:
            return NotImplemented  # a bool, say: callers without a type checker
        if self is Tri.NO or other is Tri.NO:
            return Tri.NO
        return Tri.UNKNOWN if self is Tri.UNKNOWN or other is Tri.UNKNOWN else Tri.YES

    def __or__(self, other: Tri) -> Tri:
        if other.__class__ is not Tri:
            return NotImplemented
        return ~(~self & ~other)

    def __invert__(self) -> Tri:
        if self is Tri.UNKNOWN:
            return self
        return Tri.NO if self is Tri.YES else Tri.YES

    def __bool__(self) -> NoReturn:
        msg = "a three-valued answer has no truth value; compare it with `is Tri.YES`"
        raise TypeError(msg)


@frozen(repr=False)
class Interval(Noun):
    """A closed interval of numbers."""

    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high
