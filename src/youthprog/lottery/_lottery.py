"""The lottery as data: what it tells, draws and shows."""

from __future__ import annotations

import datetime as dt
import enum
import hmac
import itertools
import json
from collections import Counter
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, SupportsIndex

import attrs
from attrs import field, frozen

from youthprog import display
from youthprog._checks import Unchanging, day, each, is_a, label, many, maybe, says, some, whole, whole_number
from youthprog.errors import BrokenRule, DanglingReference, DuplicateId, PurposeRequired
from youthprog.lottery._draw import TOP, Seating, digest, seed_words, spread
from youthprog.lottery._parts import (
    OBJECTIVES,
    ApplicantType,
    Committee,
    Cut,
    Hold,
    HouseholdClass,
    Level,
    Rows,
    SeatQuota,
    Side,
)
from youthprog.lottery._proof import Proof, prove
from youthprog.values import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@frozen(kw_only=True)
class Explanation:
    """An applicant's chance and what makes it so.

    Attributes:
        applicant: the id.
        chance: the chance to get a seat.
        confirmed: whether the seat is certain because it was confirmed beforehand.
        held_by: what holds the chance down, strongest first, in words; empty for a certain seat.
        raised_by: the minima that take from those with a lower chance for people who count like the applicant.
    """

    applicant: str
    chance: float
    confirmed: bool
    held_by: tuple[str, ...]
    raised_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.confirmed:
            return "The seat is confirmed."
        if self.chance == 1:
            return "The seat is certain: every group that meets the quotas as fairly as can be needs it."
        held = f" It is held down by {', and by '.join(self.held_by)}." if self.held_by else ""
        if self.raised_by:
            held = f" It is raised by {', and by '.join(self.raised_by)}.{held}"
        if self.chance == 0:
            return f"There is no seat in any group that meets every quota.{held}"
        chance = f"{100 * self.chance:.3g} %"
        return f"The chance is {chance}. More for one would mean less for another who has no more than that.{held}"


@frozen(kw_only=True)
class PublicLottery:
    """What may be shown of a lottery: the rules.

    Nothing of who is in which group, of how many they are, or of their chances, which follow from those numbers.

    Attributes:
        seats: how many seats there are.
        applicants: how many applied.
        objective: leximin or maximin.
        on: the day the criteria speak of.
        quotas: name, minimum and maximum in seats of each quota.
        commitment: a keyed hash (HMAC-SHA256) of the whole lottery, published before the draw, so that whoever is
            given the key and the lottery later sees that it was not changed; empty if no key was given.
        method: how the draw is made.
    """

    seats: int
    applicants: int
    objective: str
    on: dt.date
    quotas: tuple[tuple[str, int, int], ...]
    commitment: str
    method: str

    def __str__(self) -> str:
        quotas = "; ".join(f"{name}: {self._seats(low, high)}" for name, low, high in self.quotas) or "none"
        rules = f"{self.seats} seats among {self.applicants} applicants by {self.objective}"
        return f"{rules}. Quotas in seats: {quotas}. {self.method}"

    def _seats(self, low: int, high: int) -> str:
        if low == high:
            return f"exactly {low}"
        if high == self.seats:
            return f"at least {low}"
        return f"at most {high}" if low == 0 else f"{low} to {high}"


@says({"enum": list(OBJECTIVES)})
def _objective(_: object, attribute: Any, value: Any) -> None:
    if value not in OBJECTIVES:
        raise BrokenRule(attribute.name, "must be leximin or maximin")


def _plain(_: object, __: object, value: Any) -> Any:
    """Give a value as JSON has it."""
    if isinstance(value, enum.Enum):
        return value.value
    return str(value) if isinstance(value, (dt.date, Fraction)) else value


_METHOD = "The ticket, and who is seated, follow from the SHA-256 of a seed that is drawn in public."


@frozen(kw_only=True, repr=False)
class Odds(display.Pictured):
    """What the quotas of a lottery do to the chances of each group of applicants; not for the public.

    Attributes:
        seats: how many seats there are.
        groups: for each group by the quotas its people count in, how many applied and the chance of each; a group whose
            chances differ, by household or weight, is there more than once.
        sensitive: whether the lottery was made with sensitive answers.
    """

    seats: int
    groups: tuple[tuple[str, int, float], ...]
    sensitive: bool = False

    @property
    def applicants(self) -> int:
        """How many applied."""
        return sum(size for _, size, _ in self.groups)

    @property
    def equal(self) -> float:
        """The chance of each if there were no quotas; 1 where nobody applied."""
        return self.seats / self.applicants if self.applicants else 1.0

    def __repr__(self) -> str:
        return f"<odds of {display.number(len(self.groups), 'group')} among {self.applicants} applicants>"

    def _caption(self) -> str:
        return f"Chances to get one of {display.number(self.seats, 'seat')}"

    def _columns(self) -> Sequence[tuple[str, type]]:
        return ("group", str), ("applicants", int), ("without_quotas", float), ("with_quotas", float)

    def _lines(self) -> Iterable[Sequence[display.Plain]]:
        return [(name, size, self.equal, chance) for name, size, chance in self.groups]

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # a lottery loads no pictures

        names = Counter(name for name, _, _ in self.groups)
        rows = [
            (name if names[name] == 1 else f"{name}, {chance:.1%}", size, chance) for name, size, chance in self.groups
        ]
        return charts.chances(rows, equal=self.equal, title=self._caption())


@frozen(kw_only=True, repr=False)
class Lottery(Unchanging):
    """A lottery as data: types, committees with tickets, chances, and what proves them.

    It tells who is in which group: keep it as you keep the applications, and show `public()`.

    Attributes:
        seats: how many seats there are.
        on: the day the criteria speak of.
        objective: `leximin`, or `maximin` where only the smallest chance is proven.
        quotas: the quotas in whole seats, by name.
        types: the applicants by type.
        committees: the committees with their tickets, most tickets first; `TICKETS` in all.
        levels: the chances from the lowest up, with what holds each down.
        households: the classes of households the cap binds.
        cuts: what the search had to add to the quotas because people are whole.
        purpose: why sensitive answers were used.
        solver: name and version of the solver. Another version may find another lottery with the same chances.
    """

    seats: int = field(validator=whole())
    on: dt.date = field(validator=day)
    objective: str = field(validator=_objective)
    quotas: tuple[SeatQuota, ...] = field(converter=many, validator=each(is_a(SeatQuota)))
    types: tuple[ApplicantType, ...] = field(converter=many, validator=each(is_a(ApplicantType)))
    committees: tuple[Committee, ...] = field(converter=many, validator=some(is_a(Committee)))
    levels: tuple[Level, ...] = field(converter=many, validator=each(is_a(Level)))
    households: tuple[HouseholdClass, ...] = field(default=(), converter=many, validator=each(is_a(HouseholdClass)))
    cuts: tuple[Cut, ...] = field(default=(), converter=many, validator=each(is_a(Cut)))
    purpose: Purpose | None = field(default=None, validator=maybe(is_a(Purpose)))
    solver: str = field(default="", validator=label)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        if self.purpose is not None:
            msg = "a lottery made with sensitive answers does not pickle; write it as a document"
            raise TypeError(msg)
        return super().__reduce_ex__(protocol)

    def __attrs_post_init__(self) -> None:
        # What a draw could stumble over: places that do not exist, counts nobody is there for. `check` does the rest.
        homes = {who: at for at, one in enumerate(self.households) for house in one.households for who in house}
        if len(homes) != sum(len(house) for one in self.households for house in one.households):
            raise DuplicateId("households", "must hold each applicant once")
        seen: set[str] = set()
        for kind in self.types:
            if (
                not kind.applicants
                or not seen.isdisjoint(kind.applicants)
                or len({*kind.applicants}) < len(kind.applicants)
            ):
                raise DuplicateId("types", "must hold applicants, and each once")
            seen.update(kind.applicants)
            if any(quota >= len(self.quotas) for quota in kind.quotas) or len({*kind.quotas}) < len(kind.quotas):
                raise DanglingReference("types", "must count in quotas of the lottery, and in each once")
            if any(homes.get(who) != kind.household for who in kind.applicants):
                raise DanglingReference("types", "must name the class their households are in")
        if not seen.issuperset(homes):
            raise DanglingReference("households", "must consist of applicants")
        place = {who: at for at, kind in enumerate(self.types) for who in kind.applicants}
        for one in self.households:
            if len({tuple(sorted(place[who] for who in house)) for house in one.households}) > 1:
                raise BrokenRule("households", "must be of like composition within a class")
        rows = Rows.of(self.seats, self.quotas, self.types, self.households)
        first = rows.row(Hold(side=Side.HOUSEHOLD, pull=0.0))
        for committee in self.committees:
            if len(committee.counts) != len(self.types):
                raise BrokenRule("committees", "must give a count for each type")
            if any(map(int.__gt__, committee.counts, rows.sizes)):
                raise BrokenRule("committees", "must not seat more of a type than applied")
            if self.households and any(row >= first for row in rows.broken(committee.counts)):
                raise BrokenRule("committees", "must not seat more of a household than the cap")
        if any(len(cut.pulls) != len(self.types) for cut in self.cuts):
            raise BrokenRule("cuts", "must give a pull for each type")
        lengths = {
            Side.MINIMUM: len(self.quotas),
            Side.MAXIMUM: len(self.quotas),
            Side.SEATS: 1,
            Side.HOUSEHOLD: len(self.households),
            Side.CUT: len(self.cuts),
        }
        for level in self.levels:
            if not level.types or any(kind >= len(self.types) for kind in level.types):
                raise DanglingReference("levels", "must hold types of the lottery")
            if any(hold.of >= lengths[hold.side] for hold in level.holds):
                raise DanglingReference("levels", "must be held by quotas, households and cuts of the lottery")

    # --- Chances

    @property
    def chances(self) -> Mapping[str, float]:
        """The chance of each applicant to get a seat, from 0 to 1; they add up to the seats."""
        return MappingProxyType({who: kind.chance for kind in self.types for who in kind.applicants})

    def explain(self, applicant: str) -> Explanation:
        """Say what an applicant's chance is and what makes it so.

        Args:
            applicant: the id.

        Returns:
            An `Explanation`; `str` gives sentences that may be told to the applicant. It names quotas, and so may
            tell what the applicant counts in: it is for the applicant and the organiser.

        Raises:
            DanglingReference: if nobody of this id applied.
        """
        at = next((at for at, kind in enumerate(self.types) if applicant in kind.applicants), None)
        if at is None:
            raise DanglingReference("applicant", "must be the id of an applicant")
        kind = self.types[at]
        level = next((level for level in self.levels if at in level.types), None)
        held: list[str] = []
        if level is not None and kind.chance < 1:
            strongest = max((abs(hold.pull) for hold in level.holds), default=0.0)
            holds = sorted(level.holds, key=lambda hold: -abs(hold.pull))
            held = [self._words(hold) for hold in holds if abs(hold.pull) > 1e-9 * strongest]
        lower = [hold for one in self.levels if level is not None and one.chance < level.chance for hold in one.holds]
        raised = [self._words(hold) for hold in lower if hold.side is Side.MINIMUM and hold.of in kind.quotas]
        return Explanation(
            applicant=applicant,
            chance=kind.chance,
            confirmed=kind.confirmed,
            held_by=tuple(dict.fromkeys(held)),
            raised_by=tuple(dict.fromkeys(raised)),
        )

    def _words(self, hold: Hold) -> str:
        if hold.side is Side.MINIMUM:
            quota = self.quotas[hold.of]
            return f"the minimum of {quota.name} ({quota.minimum} of {self.seats} seats)"
        if hold.side is Side.MAXIMUM:
            quota = self.quotas[hold.of]
            return f"the maximum of {quota.name} ({quota.maximum} of {self.seats} seats)"
        if hold.side is Side.SEATS:
            return f"the number of seats ({self.seats})"
        if hold.side is Side.HOUSEHOLD:
            return "the number of people of one household"
        return "the quotas together, since people are whole"

    # --- Draws

    def draw(self, *, seed: str | int) -> tuple[str, ...]:
        """Draw the people who get the seats.

        Args:
            seed: text or a whole number, such as one that was drawn in public. 7 and "7" are the same seed.

        Returns:
            The ids, sorted; the same for the same lottery and seed on every machine.

        Raises:
            WrongType: if the seed is neither text nor a whole number.
            BrokenRule: if it is empty or has white space around it.
        """
        words = seed_words(seed)
        ticket = digest("committee", words) * sum(one.tickets for one in self.committees) // TOP
        ends = itertools.accumulate(one.tickets for one in self.committees)
        drawn = next(one for one, end in zip(self.committees, ends, strict=True) if ticket < end)
        return tuple(sorted(Seating(self, words).seat(drawn.counts)))

    def reserves(self, *, seed: str | int) -> Mapping[str, tuple[str, ...]]:
        """Give, for each person drawn, who takes the seat if it is declined, in this order.

        Whoever takes a seat counts alike, so every quota and household cap still holds, however many decline, as long
        as each reserve is called once. Where the list is used up, hold a lottery among the rest with the others
        confirmed.

        Args:
            seed: the seed of the draw.

        Returns:
            For each id drawn the ids of the reserves; none for those who were confirmed beforehand.
        """
        words = seed_words(seed)
        drawn = self.draw(seed=seed)
        seating = Seating(self, words)
        found: dict[str, tuple[str, ...]] = {}
        for who in drawn:
            kind = self.types[seating.place[who]]
            others = [other for other in seating.ranked(kind.applicants) if other not in drawn]
            if kind.household is not None:  # the same household, or one that has nobody seated, each on one list only
                houses = self.households[kind.household].households
                own = next(house for house in houses if who in house)
                empty = {seating.ranked(house)[0] for house in houses if set(house).isdisjoint(drawn)}
                others = [other for other in others if other in own or other in empty]
            found[who] = tuple(others)
        return MappingProxyType(found)

    def panels(self, number: int, *, seed: str | int) -> tuple[tuple[str, ...], ...]:
        """Give so many equally likely panels, so that the draw itself is one number drawn in public.

        Args:
            number: how many panels, 1 or more; the more, the nearer the chances: they are off by about 2 in so many.
            seed: decides the order of the people in each type.

        Returns:
            The panels in order, each the sorted ids; a panel may occur again. Published, the list lets everybody see
            each person's chance.

        Raises:
            BrokenRule: if the number is not at least 1.
            WrongType: if it is no whole number.
        """
        if whole_number(number, field="number") < 1:
            raise BrokenRule("number", "must be at least 1")
        seating = Seating(self, seed_words(seed))
        chosen = spread([one.counts for one in self.committees], [one.tickets for one in self.committees], number)
        return tuple(tuple(sorted(seating.seat(self.committees[at].counts, turn=True))) for at in chosen)

    # --- The proof
    # --- The proof

    def check(self) -> Proof:
        """Prove from the lottery alone, in exact arithmetic, that it is what it says.

        Every committee meets every quota; the tickets give the stated chances (within `TOLERANCE`); and nobody's
        chance can rise (by more than `GAP`) without a loss to somebody who has no more, which is what leximin means.
        For that each level brings multipliers: added up with them, the quotas say that the weighted chances of the
        level and those below cannot exceed what they are. Where cuts were needed the proof names them as what rests
        on the solver.

        Returns:
            A `Proof` of what was shown and how closely.

        Raises:
            InvalidDocument: if any of it does not hold, with a problem for each part.
        """
        return prove(self)

    # --- What may be shown

    def odds(self, *, purpose: Purpose | None = None) -> Odds:
        """Show what the quotas do to the chances: for the organiser, as it tells of each group how many applied.

        Args:
            purpose: why; needed if the lottery was made with sensitive answers.

        Raises:
            PurposeRequired: if it was, and no purpose is given.
        """
        if self.purpose is not None and purpose.__class__ is not Purpose:
            msg = "the lottery was made with sensitive answers: say for which purpose its groups are shown"
            raise PurposeRequired(msg)
        groups: dict[tuple[str, float], int] = {}
        for kind in self.types:
            name = " and ".join(self.quotas[quota].name for quota in kind.quotas) or "no quota"
            key = f"{name} (confirmed)" if kind.confirmed else name, kind.chance
            groups[key] = groups.get(key, 0) + len(kind.applicants)
        return Odds(
            seats=self.seats,
            groups=tuple((name, size, chance) for (name, chance), size in sorted(groups.items())),
            sensitive=self.purpose is not None,
        )

    def public(self, *, key: str = "") -> PublicLottery:
        """Give what may be shown: the rules of the lottery, and nothing that tells who is in which group.

        Args:
            key: a secret text; with it the public form carries a commitment to the whole lottery, which binds the
                organiser before the draw and gives nothing away.
        """
        words = json.dumps(attrs.asdict(self, value_serializer=_plain), sort_keys=True, separators=(",", ":"))
        return PublicLottery(
            seats=self.seats,
            applicants=sum(len(kind.applicants) for kind in self.types),
            objective=self.objective,
            on=self.on,
            quotas=tuple((quota.name, quota.minimum, quota.maximum) for quota in self.quotas),
            commitment=hmac.new(key.encode(), words.encode("ascii"), "sha256").hexdigest() if key else "",
            method=_METHOD,
        )

    def __repr__(self) -> str:
        applicants = sum(len(kind.applicants) for kind in self.types)
        return (
            f"<{self.objective} lottery: {self.seats} seats among {applicants} applicants, {len(self.quotas)} quotas>"
        )

    # --- As a document
