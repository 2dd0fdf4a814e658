"""What is too small to publish, and what is refused."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from youthprog._checks import flag, label, whole
from youthprog.errors import BrokenRule, WrongType, YouthprogError


class CannotPublish(YouthprogError, ValueError):
    """No release would keep the rule; the message says what to do instead."""


class KeyRequired(YouthprogError, ValueError):
    """Counts of a sensitive dimension were to be published without a secret key."""


@frozen(kw_only=True)
class Rule:
    """What is too small to publish.

    Attributes:
        k: a group of fewer than so many people, but more than none, is protected: a reader can believe any number
            from 0 to k at the least. From 3 up.
        protect_zeros: whether an empty group is protected too, so that "nobody" (and with it "everybody else") is not
            told.
        insiders: how many members of one group may put together that they are in it: they too can believe any number
            of others from 0 to k in every protected cell (in tables that need a solver, in their own).
        symmetric: whether every hidden cell is protected like a small one, so that a reader who knows how cells are
            chosen learns nothing from which are hidden.
        reason: why this rule is looser than the one that is due; printed with the release.
    """

    k: int = field(default=5, validator=whole(3))
    protect_zeros: bool = field(default=False, validator=flag)
    insiders: int = field(default=0, validator=whole(0))
    symmetric: bool = field(default=False, validator=flag)
    reason: str = field(default="", validator=label)

    def protects(self, number: int) -> bool:
        """Say whether a number of people may not be told."""
        return 0 < number < self.k or (number == 0 and self.protect_zeros)

    @property
    def high(self) -> int:
        """The number of people up to which a reader must be able to believe in a protected cell."""
        return self.k + self.insiders

    def covers(self, other: Rule) -> bool:
        """Say whether this rule protects all that the other protects."""
        return (
            self.k >= other.k
            and self.high >= other.high
            and self.protect_zeros >= other.protect_zeros
            and self.symmetric >= other.symmetric
        )


ORDINARY = Rule()
"""The rule for dimensions that are not sensitive."""

SPECIAL = Rule(k=10, protect_zeros=True, insiders=1, symmetric=True)
"""The rule for sensitive dimensions."""

SHORTEST_KEY = 16


def due(rule: Any, *, sensitive: bool) -> Rule:
    """Give the rule to keep: the one that is asked for, unless it is looser than the standard without a reason."""
    standard = SPECIAL if sensitive else ORDINARY
    if rule is None:
        return standard
    if not isinstance(rule, Rule):
        raise WrongType("rule", "must be a Rule")
    if not rule.covers(standard) and not rule.reason:
        raise BrokenRule("rule", f"must give its reason, for it is looser than {standard!r}, which is due here")
    return rule


def checked_key(key: Any, *, needed: bool) -> bytes:
    """Give the key, or an empty one where none is needed; no message repeats it."""
    if key is None:
        if needed:
            msg = "counts of a sensitive dimension are published with a secret key: bytes that are kept, and never told"
            raise KeyRequired(msg)
        return b""
    if key.__class__ is not bytes:
        raise WrongType("key", "must be bytes")
    if len(key) < SHORTEST_KEY:
        raise BrokenRule("key", f"must be at least {SHORTEST_KEY} bytes long")
    return bytes(key)
