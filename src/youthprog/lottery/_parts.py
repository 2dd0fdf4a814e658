"""What a lottery consists of: quotas in seats, types of applicants, committees, levels; and the rows they obey."""

from __future__ import annotations

import enum
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from youthprog._checks import each, flag, is_a, label, many, maybe, said, says, text, whole
from youthprog.errors import WrongType, YouthprogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TICKETS: Final = 10**15
"""How many tickets a lottery has: enough that rounding moves no chance by more than a part in 10^12."""
TOLERANCE: Final = 1e-9
"""How far the chances that the tickets give may be from those a lottery states."""
GAP: Final = 1e-7
"""How much a level of chances may, by its proof, leave to be gained; lotteries made here leave far less."""
OBJECTIVES: Final = ("leximin", "maximin")


class NoCommittee(YouthprogError, ValueError):
    """No group of applicants fills the seats and meets every quota; `quotas.explain` tells why."""


def _number(_: object, attribute: Any, value: Any) -> None:
    if value.__class__ is not float or not math.isfinite(value):
        raise WrongType(attribute.name, "must be a number with a decimal point")


# A lottery checks of its types and levels what these say beyond their items.
_each_once = says({"items": said(whole()), "uniqueItems": True})(each(whole()))
_people = says({"items": said(text), "minItems": 1, "uniqueItems": True})(each(text))
_types = says({"items": said(whole()), "minItems": 1})(each(whole()))


@says({"pattern": "^[0.]*[1-9]"})
def _weight(_: object, attribute: Any, value: Any) -> None:
    if value.__class__ is not Fraction or value <= 0:
        raise WrongType(attribute.name, "must be a fraction above zero")


@says({"items": said(whole())})
def _counts(_: object, attribute: Any, value: Any) -> None:
    if not isinstance(value, tuple) or not all(count.__class__ is int and count >= 0 for count in value):
        raise WrongType(attribute.name, "must be whole numbers of at least 0")


def _houses(value: Any) -> Any:
    return tuple(many(house) for house in value) if isinstance(value, (list, tuple)) else value


@frozen(kw_only=True)
class SeatQuota:
    """A quota in whole seats: shares of the seats are rounded up for a minimum and down for a maximum.

    Attributes:
        name: what it is called.
        of: the criterion in words.
        minimum: the fewest seats for those who meet it.
        maximum: the most.
        applicants: how many applicants certainly meet it.
        undisclosed: of how many it is not known; they count in no group, so a maximum does not count them.
        definitions: the definitions of the criterion.
    """

    name: str = field(validator=text)
    of: str = field(validator=label)
    minimum: int = field(validator=whole())
    maximum: int = field(validator=whole())
    applicants: int = field(validator=whole())
    undisclosed: int = field(validator=whole())
    definitions: tuple[str, ...] = field(default=(), converter=many, validator=each(label))


@frozen(kw_only=True, repr=False)
class ApplicantType:
    """Applicants who count alike, and so have the same chance. It tells who is in which group, and does not print.

    Attributes:
        quotas: which quotas they count in, by their place in the lottery's list.
        applicants: their ids.
        chance: the chance of each to get a seat, from 0 to 1.
        weight: how their chance counts against that of others; 1 for all unless weights were given.
        confirmed: whether they have a seat already.
        household: the class of their households, by its place in the lottery's list; `None` where the cap cannot bind.
    """

    quotas: tuple[int, ...] = field(converter=many, validator=_each_once)
    applicants: tuple[str, ...] = field(converter=many, validator=_people)
    chance: float = field(validator=_number)
    weight: Fraction = field(default=Fraction(1), validator=_weight)
    confirmed: bool = field(default=False, validator=flag)
    household: int | None = field(default=None, validator=maybe(whole()))

    def __repr__(self) -> str:
        return "<sensitive type>"


@frozen(kw_only=True, repr=False)
class HouseholdClass:
    """Households of like composition, of which at most so many people each may be seated.

    Attributes:
        cap: how many of one household may be seated.
        households: the ids of the applicants of each.
    """

    cap: int = field(validator=whole())
    households: tuple[tuple[str, ...], ...] = field(converter=_houses, validator=each(each(text)))

    def __repr__(self) -> str:
        return f"<{len(self.households)} like households>"


@frozen(kw_only=True)
class Committee:
    """How many of each type are seated, and how many of the lottery's tickets say so."""

    counts: tuple[int, ...] = field(converter=many, validator=_counts)
    tickets: int = field(validator=whole(1))


@frozen(kw_only=True)
class Cut:
    """An inequality that every committee meets and the quotas alone do not imply.

    The pulls times the counts of the types are at most the bound. That every committee meets it was found by the
    solver's integer search; it is the one part of a proof that rests on it.
    """

    pulls: tuple[int, ...] = field(converter=many, validator=each(whole(-(10**9))))
    bound: int = field(validator=whole(-(10**15)))


class Side(enum.Enum):
    """What holds a level of chances down."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SEATS = "seats"
    HOUSEHOLD = "household"
    CUT = "cut"


@frozen(kw_only=True)
class Hold:
    """One thing that holds a level of chances down: a multiplier of the proof.

    Attributes:
        side: the minimum or the maximum of a quota, the number of seats, a household class or a cut.
        of: which, by its place in the lottery's list; 0 for the seats.
        pull: by how much the level would rise for one seat more or less, 0 or more; for the seats it may be negative.
    """

    side: Side = field(validator=is_a(Side))
    of: int = field(default=0, validator=whole())
    pull: float = field(validator=_number)


@frozen(kw_only=True)
class Level:
    """Types with one chance relative to their weight, which can rise only at the cost of somebody who has no more.

    Attributes:
        types: which types, by their place in the lottery's list.
        chance: their chance for a weight of 1; no chance exceeds 1.
        holds: the proof: the multipliers of what holds the level down; none where everybody has a seat for certain.
    """

    types: tuple[int, ...] = field(converter=many, validator=_types)
    chance: float = field(validator=_number)
    holds: tuple[Hold, ...] = field(default=(), converter=many, validator=each(is_a(Hold)))


@frozen(kw_only=True)
class Rows:
    """The demands on a committee as rows: the quotas, the seats, the household classes, the cuts.

    Attributes:
        columns: for each type the rows it stands in, with its coefficient.
        lower: the lower bound of each row.
        upper: the upper bound of each row.
        sizes: how many people each type has.
        free: the types that are not confirmed.
    """

    columns: list[list[tuple[int, int]]]
    lower: list[float]
    upper: list[float]
    sizes: list[int]
    free: list[int]
    quotas: int
    classes: int

    @classmethod
    def of(
        cls,
        seats: int,
        quotas: Sequence[SeatQuota],
        types: Sequence[ApplicantType],
        households: Sequence[HouseholdClass],
        cuts: Sequence[Cut] = (),
    ) -> Rows:
        last = len(quotas)
        columns = [
            [*((quota, 1) for quota in kind.quotas), (last, 1)]
            + ([] if kind.household is None else [(last + 1 + kind.household, 1)])
            for kind in types
        ]
        for number, cut in enumerate(cuts, start=last + 1 + len(households)):
            for column, pull in zip(columns, cut.pulls, strict=True):
                if pull:
                    column.append((number, pull))
        none = [-math.inf] * (len(households) + len(cuts))
        return cls(
            columns=columns,
            lower=[*(float(quota.minimum) for quota in quotas), seats, *none],
            upper=[
                *(float(quota.maximum) for quota in quotas),
                seats,
                *(one.cap * len(one.households) for one in households),
                *(cut.bound for cut in cuts),
            ],
            sizes=[len(kind.applicants) for kind in types],
            free=[at for at, kind in enumerate(types) if not kind.confirmed],
            quotas=last,
            classes=len(households),
        )

    def sums(self, counts: Sequence[Any]) -> list[Any]:
        """Add up each row."""
        sums: list[Any] = [0] * len(self.lower)
        for count, column in zip(counts, self.columns, strict=True):
            if count:
                for row, coefficient in column:
                    sums[row] += coefficient * count
        return sums

    def broken(self, counts: Sequence[int]) -> list[int]:
        """Give the rows a committee does not meet."""
        bounds = zip(self.lower, self.sums(counts), self.upper, strict=True)
        return [row for row, (low, total, high) in enumerate(bounds) if not low <= total <= high]

    def hold(self, row: int, pull: float) -> Hold:
        """Say what a multiplier above (or, for a lower bound, below) zero is one of."""
        if row < self.quotas:
            return Hold(side=Side.MAXIMUM if pull > 0 else Side.MINIMUM, of=row, pull=abs(pull))
        if row == self.quotas:
            return Hold(side=Side.SEATS, pull=pull)
        if row <= self.quotas + self.classes:
            return Hold(side=Side.HOUSEHOLD, of=row - self.quotas - 1, pull=pull)
        return Hold(side=Side.CUT, of=row - self.quotas - 1 - self.classes, pull=pull)

    def row(self, hold: Hold) -> int:
        """Give the row a hold is of."""
        first = {Side.SEATS: self.quotas, Side.HOUSEHOLD: self.quotas + 1, Side.CUT: self.quotas + 1 + self.classes}
        return first.get(hold.side, 0) + hold.of


def realised(types: Sequence[ApplicantType], committees: Iterable[Committee]) -> list[Fraction]:
    """Give the chance of each type that the tickets give, exactly."""
    sums = [0] * len(types)
    for committee in committees:
        for at, count in enumerate(committee.counts):
            if count:
                sums[at] += count * committee.tickets
    return [Fraction(total, TICKETS * len(kind.applicants)) for total, kind in zip(sums, types, strict=True)]
