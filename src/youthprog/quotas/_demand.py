"""What is demanded of a group, and whether it is met."""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from youthprog import display
from youthprog._checks import Noun, a_date, each, exact_share, is_a, many, maybe, text, whole, whole_number
from youthprog.criteria import Criterion
from youthprog.errors import BrokenRule, DuplicateId, PurposeRequired, WrongType, YouthprogError
from youthprog.people import Member
from youthprog.values import Evidence, Period, Purpose, Tri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Base", "Finding", "Quota", "QuotaStatus", "check", "seats_needed"]


class Base(enum.Enum):
    """Of whom a quota is a share."""

    SEATS = "seats"
    ENROLLED = "enrolled"
    ATTENDED = "attended"


def _minimum(value: Any) -> Fraction | None:
    return _share(value, "minimum")


def _maximum(value: Any) -> Fraction | None:
    return _share(value, "maximum")


def _share(value: Any, name: str) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, int):
        raise WrongType(name, f'must be a share such as "25%"; a number of people is given as {name}_people')
    return exact_share(value, field=name)


@frozen(kw_only=True, repr=False)
class Quota(Noun):
    """A demand on how many of some people meet a criterion.

    Attributes:
        name: what it is called.
        of: the criterion, such as `rural.is_in("rural") & young`.
        minimum: the smallest share, from text such as `"25%"` or `"1/4"` or a `Fraction`; never a float.
        maximum: the largest share.
        minimum_people: the smallest number of people, instead of a share.
        maximum_people: the largest number of people.
        base: of whom: the seats there are, those enrolled, or those who attended.
        scope: ids of the activities and series it binds; empty for a quota that is applied by hand.
        in_force: since when, and until when.
        source: who set it.

    Raises:
        BrokenRule: if nothing is demanded, a bound is given twice, or the minimum exceeds the maximum.

    >>> from youthprog.criteria import Dimension
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> Quota(name="rural young people", of=residence.is_in("rural"), minimum="25%").minimum
    Fraction(1, 4)
    """

    name: str = field(validator=text)
    of: Criterion = field(validator=is_a(Criterion))
    minimum: Fraction | None = field(default=None, converter=_minimum)
    maximum: Fraction | None = field(default=None, converter=_maximum)
    minimum_people: int | None = field(default=None, validator=maybe(whole()))
    maximum_people: int | None = field(default=None, validator=maybe(whole()))
    base: Base = field(default=Base.ENROLLED, validator=is_a(Base))
    scope: tuple[str, ...] = field(default=(), converter=many, validator=each(text))
    in_force: Period | None = field(default=None, validator=maybe(is_a(Period)))
    source: Evidence | None = field(default=None, validator=maybe(is_a(Evidence)))

    def __attrs_post_init__(self) -> None:
        for side in ("minimum", "maximum"):
            if getattr(self, side) is not None and getattr(self, f"{side}_people") is not None:
                raise BrokenRule(side, "must be a share or a number of people, not both")
        bounds = (self.minimum, self.maximum, self.minimum_people, self.maximum_people)
        if all(bound is None for bound in bounds):
            raise BrokenRule("minimum", "must be given, or a maximum: the quota demands nothing")
        for low, high in ((self.minimum, self.maximum), (self.minimum_people, self.maximum_people)):
            if low is not None and high is not None and low > high:
                raise BrokenRule("minimum", "must not exceed the maximum")

    def permitted(self, purpose: Purpose | None) -> None:
        """Refuse to apply a quota that reads a sensitive dimension without a purpose.

        Raises:
            PurposeRequired: if its criterion is sensitive and no purpose is given.
        """
        if self.of.sensitive and purpose.__class__ is not Purpose:
            msg = f"the quota {self.name} reads a sensitive dimension: say for which purpose its answers are used"
            raise PurposeRequired(msg)

    def counts(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
        """Say whether a member counts in the quota on a day.

        Raises:
            PurposeRequired: if the criterion is sensitive and no purpose is given.
            BrokenRule: if a criterion of your own fails on the member.
            WrongType: if it answers anything but yes, no or unknown.
        """
        self.permitted(purpose)
        try:
            answer = self.of.holds(member, on=on, purpose=purpose)
        except YouthprogError:
            raise
        except Exception as error:
            raise BrokenRule(self.name, f"must have a criterion that can be told of member {member.id}") from error
        if answer.__class__ is not Tri:
            raise WrongType(self.name, "must have a criterion that answers yes, no or unknown")
        return answer

    def needed(self, seats: int) -> int:
        """Give the smallest number of people that meets the minimum among so many; 0 if there is no minimum."""
        if self.minimum_people is not None:
            return self.minimum_people
        return -(-seats * self.minimum.numerator // self.minimum.denominator) if self.minimum is not None else 0

    def allowed(self, seats: int) -> int:
        """Give the largest number of people the maximum allows on so many seats; all of them if there is no maximum."""
        if self.maximum_people is not None:
            return min(self.maximum_people, seats)
        return seats * self.maximum.numerator // self.maximum.denominator if self.maximum is not None else seats


class QuotaStatus(enum.Enum):
    """Whether a quota is met."""

    MET = "met"
    NOT_MET = "not met"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not applicable"


_FIGURES = ("people", "yes", "unknown", "needed", "allowed", "seats", "fewest_short", "most_short")
_COLUMNS = (("quota", str), ("status", str), *((name, int) for name in _FIGURES))


@frozen(kw_only=True, repr=False)
class Finding(display.Pictured):
    """Whether a quota is met on a day, and what is missing.

    Attributes:
        quota: the quota.
        status: met, not met, undetermined (it hangs on facts that are unknown), or not applicable (there is nobody).
        people: how many people the quota was applied to.
        yes: how many certainly meet the criterion.
        unknown: for how many it is not known.
        needed: how many must meet it among so many.
        allowed: how many may; all who are there, or all the seats if these are more, where there is no maximum.
        on: the day.
        purpose: why sensitive answers were used.
        definitions: the definitions of the criterion.
        seats: of how many seats it is a share; `None` where it is a share of the people.
    """

    quota: Quota
    status: QuotaStatus
    people: int
    yes: int
    unknown: int
    needed: int
    allowed: int
    on: dt.date
    purpose: Purpose | None
    definitions: tuple[str, ...]
    seats: int | None = None

    @property
    def short(self) -> tuple[int, int]:
        """The fewest and the most people that are still missing to the minimum."""
        return max(0, self.needed - self.yes - self.unknown), max(0, self.needed - self.yes)

    @property
    def _limited(self) -> bool:
        """Whether the maximum is below the people and below the seats, so that it can be exceeded."""
        return self.allowed < max(self.people, self.seats or 0)

    @property
    def settled_by(self) -> tuple[int, int] | None:
        """For an undetermined finding, how many answers "yes" or how many answers "no" would settle it at the least.

        `None` if it is settled. An answer each from all the unknown always settles it.
        """
        if self.status is not QuotaStatus.UNDETERMINED:
            return None
        # Met needs `needed` for sure and `allowed` not exceeded for sure; both sides of the number still open count.
        yes_for_met = max(0, self.needed - self.yes)
        no_for_met = max(0, self.yes + self.unknown - self.allowed)
        no_for_failed = self.yes + self.unknown - self.needed + 1
        yes_for_failed = self.allowed - self.yes + 1
        by_yes = yes_for_met if no_for_met == 0 else yes_for_failed
        by_no = no_for_met if yes_for_met == 0 else no_for_failed
        return by_yes, by_no

    @property
    def sentence(self) -> str:
        """The finding in words with its numbers, whether sensitive or not."""
        name, of = self.quota.name, f"{self.yes} of {self.people}"
        if self.status is QuotaStatus.NOT_APPLICABLE:
            return f"{name}: not applicable, there is nobody it applies to."
        said = f", and for {self.unknown} it is not known" if self.unknown else ""
        of_seats = "" if self.seats is None else f" of {self.seats} seats"
        demands = [f"{self.needed}{of_seats} needed"] if self.needed or not self._limited else []
        demands += [f"at most {self.allowed}{of_seats} allowed"] if self._limited else []
        demand = ", ".join(demands)
        text = f"{name}: {self.status.value}. {of} meet it{said}; {demand}"
        fewest, most = self.short
        if self.status is not QuotaStatus.MET and most:
            text += f"; {most} short" if fewest == most else f"; {most} short, or {fewest} if all turn out to meet it"
        if self.status is QuotaStatus.NOT_MET and self.yes > self.allowed:
            text += f"; {self.yes - self.allowed} too many"
        return f"{text}."

    def __repr__(self) -> str:
        if self.quota.of.sensitive:
            return f"<sensitive finding on {self.quota.name}>"
        return f"<{self.sentence}>"

    def _hidden(self) -> str:
        hidden = f"{self.quota.name}: a sensitive finding; its sentence tells it where that is meant."
        return hidden if self.quota.of.sensitive else ""

    def _caption(self) -> str:
        return self.quota.name

    def _foot(self) -> str:
        return "; ".join((f"on {self.on.isoformat()}", *self.definitions))

    def _columns(self) -> Sequence[tuple[str, type]]:
        return _COLUMNS

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        told = (self.people, self.yes, self.unknown, self.needed, self.allowed, self.seats, *self.short)
        return [(self.quota.name, self.status.value, *told)]

    def _target(self) -> dict[str, Any]:
        return {
            "quota": self.quota.name,
            "status": self.status.value,
            "yes": self.yes,
            "unknown": self.unknown,
            "needed": self.needed,
            "allowed": self.allowed if self._limited else None,
        }

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # checking loads no pictures

        return charts.targets([self._target()], title="What the quota needs", subtitle=(self._foot(),))

    def _table(self) -> str:
        rows = [
            ("status", (self.status.value,)),
            ("people", (str(self.people),)),
            ("meet it", (str(self.yes),)),
            ("not known", (str(self.unknown),)),
            ("needed", (str(self.needed),)),
            ("allowed", (str(self.allowed),)),
        ]
        rows += [] if self.seats is None else [("seats", (str(self.seats),))]
        return display.table(self._caption(), ("figure", "finding"), rows, foot=self._foot())


@frozen(repr=False)
class Findings(display.Pictured):
    """How several quotas stand among the same people on a day.

    Attributes:
        findings: one for each quota, in the order they were given.

    If one quota reads a sensitive dimension they show their shape only; each finding's `sentence` tells it where that
    is meant.
    """

    findings: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def sensitive(self) -> bool:
        """Whether a quota reads a sensitive dimension."""
        return any(one.quota.of.sensitive for one in self.findings)

    def __repr__(self) -> str:
        if self.sensitive:
            return f"<sensitive findings on {display.number(len(self), 'quota')}>"
        return f"<{'; '.join(f'{one.quota.name}: {one.status.value}' for one in self)}>"

    def _hidden(self) -> str:
        hidden = f"{display.number(len(self), 'quota')}: sensitive; the sentence of each finding tells it where meant."
        return hidden if self.sensitive else ""

    def _caption(self) -> str:
        return "How the quotas stand"

    def _foot(self) -> str:
        return "; ".join(dict.fromkeys(part for one in self for part in (f"on {one.on.isoformat()}", *one.definitions)))

    def _columns(self) -> Sequence[tuple[str, type]]:
        return _COLUMNS

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        return [line for one in self for line in one._lines()]

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # checking loads no pictures

        return charts.targets([one._target() for one in self], title=self._caption(), subtitle=(self._foot(),))


def tallied(quota: Quota, people: Iterable[Member], *, on: dt.date, purpose: Purpose | None) -> tuple[int, int, int]:
    """Give how many people count in a quota, how many do not, and of how many it is not known."""
    quota.permitted(purpose)
    a_date(on)
    counted = {Tri.YES: 0, Tri.NO: 0, Tri.UNKNOWN: 0}
    seen: set[str] = set()
    for member in people:
        if not isinstance(member, Member):
            raise WrongType("people", "must be members")
        if member.id in seen:
            raise DuplicateId("people", "must each be given once")
        seen.add(member.id)
        counted[quota.counts(member, on=on, purpose=purpose)] += 1
    return counted[Tri.YES], counted[Tri.NO], counted[Tri.UNKNOWN]


def check(
    quota: Quota,
    people: Iterable[Member],
    *,
    on: dt.date,
    seats: int | None = None,
    purpose: Purpose | None = None,
) -> Finding:
    """Check a quota among people on a day.

    Args:
        quota: the quota.
        people: those it applies to, each once: the enrolled, the attendants, the chosen.
        on: the day the criterion speaks of; for an activity usually its first.
        seats: for a quota on seats, how many there are; `None` if every seat is taken by one of the people.
        purpose: why; needed if the criterion reads a sensitive dimension. Who has not consented counts as unknown.

    Returns:
        A `Finding`. With nobody it is not applicable. People with incomplete facts are in the base; the finding is
        undetermined where it hangs on them.

    Raises:
        PurposeRequired: if the criterion is sensitive and no purpose is given.
        DuplicateId: if somebody is given twice.
        BrokenRule: if seats are given for a quota that is no share of the seats, or are negative.
        WrongType: if an argument is of another type.

    >>> import datetime as dt
    >>> from youthprog.criteria import Dimension
    >>> from youthprog.people import Member
    >>> from youthprog.values import Known
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> quota = Quota(name="rural", of=residence.is_in("rural"), minimum="25%")
    >>> people = [Member(id=str(i), identities={"residence": Known("urban")}) for i in range(3)] + [Member(id="3")]
    >>> check(quota, people, on=dt.date(2022, 7, 1))
    <rural: undetermined. 0 of 4 meet it, and for 1 it is not known; 1 needed; 1 short, or 0 if all turn out to meet
    it.>
    """
    if seats is not None and quota.base is not Base.SEATS:
        raise BrokenRule("seats", "must be left out for a quota that is a share of people and not of seats")
    yes, no, unknown = tallied(quota, people, on=on, purpose=purpose)
    total = yes + no + unknown
    whole = total if seats is None else whole_number(seats, field="seats")
    needed = quota.needed(whole)
    # A share is of the seats, but nobody is too many for want of a seat.
    allowed = quota.allowed(whole if quota.maximum is not None else max(whole, total))
    enough = Tri.YES if yes >= needed else Tri.NO if yes + unknown < needed else Tri.UNKNOWN
    within = Tri.YES if yes + unknown <= allowed else Tri.NO if yes > allowed else Tri.UNKNOWN
    possible = Tri.of(needed <= allowed)  # "exactly a third" of 25 is no number of people
    met = {Tri.YES: QuotaStatus.MET, Tri.NO: QuotaStatus.NOT_MET, Tri.UNKNOWN: QuotaStatus.UNDETERMINED}
    return Finding(
        quota=quota,
        status=met[enough & within & possible] if total else QuotaStatus.NOT_APPLICABLE,
        people=total,
        yes=yes,
        unknown=unknown,
        needed=needed,
        allowed=allowed,
        on=on,
        purpose=purpose,
        definitions=quota.of.definitions,
        seats=None if seats is None else whole,
    )


def check_all(
    quotas: Iterable[Quota],
    people: Iterable[Member],
    *,
    on: dt.date,
    seats: int | None = None,
    purpose: Purpose | None = None,
) -> Findings:
    """Check several quotas among the same people on a day.

    Args:
        quotas: the quotas.
        people: those they apply to, each once.
        on: the day the criteria speak of.
        seats: how many seats there are, for those of the quotas that are on seats.
        purpose: why; needed if a criterion reads a sensitive dimension.

    Returns:
        `Findings`, one for each quota; none without quotas.

    Raises:
        PurposeRequired, DuplicateId, BrokenRule, WrongType: as `check`.

    >>> import datetime as dt
    >>> from youthprog.criteria import Dimension
    >>> from youthprog.people import Member
    >>> from youthprog.values import Known
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> few = Quota(name="rural", of=residence.is_in("rural"), minimum="25%")
    >>> most = Quota(name="urban", of=residence.is_in("urban"), maximum="75%")
    >>> people = [Member(id=str(i), identities={"residence": Known("urban")}) for i in range(4)]
    >>> check_all([few, most], people, on=dt.date(2022, 7, 1))
    <rural: not met; urban: not met>
    """
    everyone = tuple(people)
    return Findings(
        tuple(
            check(one, everyone, on=on, seats=seats if one.base is Base.SEATS else None, purpose=purpose)
            for one in quotas
        )
    )


def seats_needed(quota: Quota, *, seats: int) -> int:
    """Give how many of so many seats must go to people who meet the quota.

    Args:
        quota: the quota.
        seats: how many seats there are, 0 or more.

    Returns:
        The exact share of the seats, rounded up; a quota in people is itself; 0 where there is no minimum. It may
        exceed the seats, and the quota can then not be met.

    Raises:
        WrongType: if the seats are no whole number.
        BrokenRule: if they are negative.

    >>> from youthprog.criteria import Dimension
    >>> residence = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
    >>> seats_needed(Quota(name="rural", of=residence.is_in("rural"), minimum="28%"), seats=25)
    7
    """
    return quota.needed(whole_number(seats, field="seats"))
