"""Whether a quota can still be met while applications come in."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import frozen

from youthprog import display
from youthprog._checks import whole_number
from youthprog.errors import BrokenRule
from youthprog.quotas._demand import Quota, tallied
from youthprog.values import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from youthprog.people import Member

__all__ = ["Forecast", "Outlook", "forecast"]


class Outlook(enum.Enum):
    """Whether a quota can still be met."""

    CERTAIN = "certain"
    REACHABLE = "still reachable"
    OUT_OF_REACH = "out of reach"


@frozen(kw_only=True, repr=False)
class Forecast(display.Shown):
    """Whether a quota can still be met when the seats are filled, and what it takes.

    Attributes:
        quota: the quota.
        outlook: certain (whoever comes next, and whatever is still unknown), still reachable, or out of reach.
        seats: how many seats will be filled.
        people: how many applied so far.
        yes: how many of them certainly meet the criterion.
        no: how many certainly do not.
        unknown: for how many it is not known.
        more: how many more may apply; `None` if there is no telling.
        needed: how many of the seats must go to people who meet it.
        allowed: how many may.
        on: the day.
        purpose: why sensitive answers were used.
        definitions: the definitions of the criterion.
    """

    quota: Quota
    outlook: Outlook
    seats: int
    people: int
    yes: int
    no: int
    unknown: int
    more: int | None
    needed: int
    allowed: int
    on: dt.date
    purpose: Purpose | None
    definitions: tuple[str, ...]

    @property
    def short(self) -> tuple[int, int]:
        """The fewest and the most people who meet it that are still missing to the minimum."""
        return max(0, self.needed - self.yes - self.unknown), max(0, self.needed - self.yes)

    @property
    def others_short(self) -> tuple[int, int]:
        """The fewest and the most people who do not meet it that are still missing to keep the maximum."""
        others = self.seats - self.allowed
        return max(0, others - self.no - self.unknown), max(0, others - self.no)

    @property
    def sentence(self) -> str:
        """The forecast in words with its numbers, whether sensitive or not."""
        said = f", and for {self.unknown} it is not known" if self.unknown else ""
        words = f"{self.quota.name}: {self.outlook.value}. {self.yes} of {self.people} applicants meet it{said}"
        demands = [f"{self.needed} of {self.seats} seats needed"] if self.needed or self.allowed >= self.seats else []
        demands += [f"at most {self.allowed} of {self.seats} seats allowed"] if self.allowed < self.seats else []
        words = f"{words}; {', '.join(demands)}"
        if self.needed > self.allowed:
            return f"{words}, which no number is."
        if self.outlook is Outlook.CERTAIN:
            return f"{words}, whoever applies next."
        words += "".join(
            f"; {most} more are needed who {what}"
            + (f", or {fewest} if all the unknown turn out {so}" * (fewest < most))
            for (fewest, most), what, so in (
                (self.short, "meet it", "to"),
                (self.others_short, "do not meet it", "not to"),
            )
            if most
        )
        more = "" if self.more is None else f"; at most {self.more} more may apply"
        return f"{words}{more}."

    def __repr__(self) -> str:
        if self.quota.of.sensitive:
            return f"<sensitive forecast of {self.quota.name}>"
        return f"<{self.sentence}>"

    def _hidden(self) -> str:
        hidden = f"{self.quota.name}: a sensitive forecast; its sentence tells it where that is meant."
        return hidden if self.quota.of.sensitive else ""

    def _columns(self) -> Sequence[tuple[str, type]]:
        figures = ("people", "yes", "no", "unknown", "seats", "needed", "allowed", "more")
        return ("quota", str), ("outlook", str), *((name, int) for name in figures)

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        told = (self.people, self.yes, self.no, self.unknown, self.seats, self.needed, self.allowed, self.more)
        return [(self.quota.name, self.outlook.value, *told)]

    def _table(self) -> str:
        return display.note(self.sentence)


def forecast(
    quota: Quota,
    people: Iterable[Member],
    *,
    on: dt.date,
    seats: int,
    more: int | None,
    purpose: Purpose | None = None,
) -> Forecast:
    """Say whether a quota can still be met while applications come in.

    Args:
        quota: the quota; its shares are of the seats, whatever its base.
        people: those who applied so far, each once.
        on: the day the criterion speaks of.
        seats: how many seats will be filled.
        more: how many more may apply at the most; `None` if there is no telling. Where whoever comes has a place, this
            is the number of free places, for then nobody is chosen from.
        purpose: why; needed if the criterion reads a sensitive dimension. Who has not consented counts as unknown.

    Returns:
        A `Forecast`. It is certain if the seats can be filled so that the quota is met whoever applies next and however
        the unknown turn out, out of reach if they cannot whoever does, and else still reachable.

    Raises:
        PurposeRequired: if the criterion is sensitive and no purpose is given.
        DuplicateId: if somebody is given twice.
        BrokenRule: if a number is negative, or those who may apply can never fill the seats.
        WrongType: if an argument is of another type.

    >>> import datetime as dt
    >>> from youthprog.criteria import Dimension
    >>> from youthprog.people import Member
    >>> from youthprog.values import Known
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> quota = Quota(name="rural", of=residence.is_in("rural"), minimum="25%")
    >>> people = [Member(id=str(i), identities={"residence": Known("urban")}) for i in range(30)]
    >>> forecast(quota, people, on=dt.date(2022, 7, 1), seats=40, more=25)
    <rural: still reachable. 0 of 30 applicants meet it; 10 of 40 seats needed; 10 more are needed who meet it; at
    most 25 more may apply.>
    """
    yes, no, unknown = tallied(quota, people, on=on, purpose=purpose)
    places = whole_number(seats, field="seats")
    coming = None if more is None else whole_number(more, field="more")
    if coming is not None and yes + no + unknown + coming < places:
        raise BrokenRule("more", "must let the seats be filled; or forecast for as many seats as will be")
    needed, allowed = quota.needed(places), quota.allowed(places)
    missing = max(0, needed - yes) + max(0, places - allowed - no)
    if needed > allowed or (coming is not None and missing > unknown + coming):
        outlook = Outlook.OUT_OF_REACH
    else:
        outlook = Outlook.REACHABLE if missing else Outlook.CERTAIN
    return Forecast(
        quota=quota,
        outlook=outlook,
        seats=places,
        people=yes + no + unknown,
        yes=yes,
        no=no,
        unknown=unknown,
        more=coming,
        needed=needed,
        allowed=allowed,
        on=on,
        purpose=purpose,
        definitions=quota.of.definitions,
    )
