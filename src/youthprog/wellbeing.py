"""Wellbeing: activities, and the WHO-5 index.

The WHO-5 may be used freely. Its score says "below the screening cut-off" and never makes a diagnosis; scores of
persons are health data.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from youthprog._checks import Noun, day, flag, is_a, label, maybe, says, text
from youthprog.activities import Activity
from youthprog.errors import BrokenRule, WrongType
from youthprog.values import Purpose, Sensitive, Withheld

__all__ = ["WellbeingActivity", "WellbeingKind", "WellbeingMeasurement", "Who5", "who5"]


class WellbeingKind(enum.Enum):
    """What a wellbeing activity is."""

    SOCIAL = "social"
    YOGA = "yoga"
    WORKSHOP = "workshop"
    PEER_SUPPORT = "peer-support"
    OTHER = "other"


@frozen(kw_only=True, repr=False)
class WellbeingActivity(Activity):
    """An activity for the wellbeing of those who take part.

    Attributes:
        kind: what it is.
        method: how it works, such as "experiential".
        module: the id of the training module it delivers.
        facilitator_qualified: whether the facilitator is trained for it; `None` if it is not recorded.
    """

    kind: WellbeingKind = field(default=WellbeingKind.OTHER, validator=is_a(WellbeingKind))
    method: str = field(default="", validator=label)
    module: str | None = field(default=None, validator=maybe(text))
    facilitator_qualified: bool | None = field(default=None, validator=maybe(flag))


@frozen(kw_only=True, repr=False)
class Who5(Noun):
    """A WHO-5 score.

    Attributes:
        raw: the sum of the five items, 0 (worst) to 25 (best).
        percentage: four times the raw score, 0 to 100.
        below_cutoff: whether the raw score is under 13, where the instrument advises a closer look. On this scale "raw
            below 13", "at most 50 %" and "below 52 %" are the same.
    """

    raw: int
    percentage: int
    below_cutoff: bool


def who5(answers: Sequence[int | None]) -> Who5 | None:
    """Score the five items of the WHO-5.

    Each item is 0 (at no time) to 5 (all of the time) over the last two weeks; the raw score is their sum.

    Args:
        answers: five items; `None` for one that was not answered.

    Returns:
        The score; `None` if an item is missing, for no rule of proration is published.

    Raises:
        BrokenRule: if there are not five items, or one is not in 0 to 5.
        WrongType: if an item is no whole number.

    Source: WHO (1998), Wellbeing measures in primary health care; Topp et al. (2015), Psychother Psychosom 84:167-176.

    >>> who5([3, 2, 3, 2, 2])
    Who5(raw=12, percentage=48, below_cutoff=True)
    """
    items = _items(answers)
    if any(item is None for item in items):
        return None
    raw = sum(item for item in items if item is not None)
    return Who5(raw=raw, percentage=4 * raw, below_cutoff=raw < 13)


def _items(answers: object) -> tuple[int | None, ...]:
    if isinstance(answers, (str, bytes)) or not isinstance(answers, Sequence):
        raise WrongType("answers", "must be a list of five items")
    if len(answers) != 5:
        raise BrokenRule("answers", "must have five items")
    for item in answers:
        if item is None:
            continue
        if item.__class__ is not int:
            raise WrongType("answers", "must be whole numbers, or null where an item was not answered")
        if not 0 <= item <= 5:
            raise BrokenRule("answers", "must be between 0 and 5")
    return tuple(answers)


def _sealed(value: Any) -> Any:
    if isinstance(value, Sensitive):
        value = value.reveal(Purpose.STORE)
    return Sensitive(value if isinstance(value, Withheld) else _items(value))


_five = says({"minItems": 5, "maxItems": 5, "items": {"minimum": 0, "maximum": 5}})(is_a(Sensitive))


@frozen(kw_only=True, repr=False)
class WellbeingMeasurement(Noun):
    """A member's answers to the WHO-5 on a day; the answers are sealed.

    Attributes:
        member: the id, or a pseudonym, of who answered.
        answers: five items of 0 to 5 or `None`, in a `Sensitive`; `Withheld()` where they were left out.
        on: the day.
        activity: the id of the activity it belongs to.
        wave: which round, such as "before" or "after".
    """

    member: str = field(validator=text)
    answers: Sensitive[tuple[int | None, ...] | Withheld] = field(converter=_sealed, validator=_five)
    on: dt.date = field(validator=day)
    activity: str | None = field(default=None, validator=maybe(text))
    wave: str = field(default="", validator=label)

    def score(self, purpose: Purpose) -> Who5 | None:
        """Give the score to somebody who says why; `None` if an item is missing or the answers are withheld."""
        answers = self.answers.reveal(purpose)
        return None if isinstance(answers, Withheld) else who5(answers)
