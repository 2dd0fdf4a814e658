"""Members: anyone the programme records, with their spells of membership, their answers and their consents.

A `Member` may be a supporter, an activist, on the staff, a lawyer at a workshop or an applicant; what they are is told
by their `Membership` spells and their participations. A rejoin is a new spell, so that a gap is never lost.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self, TypeAlias
from weakref import WeakValueDictionary

from attrs import field, frozen

from youthprog._checks import Noun, a_date, day, each, flag, is_a, label, many, maybe, several, some, text, whole
from youthprog.errors import BrokenRule, WrongType
from youthprog.values import (
    Answer,
    AskedUnknown,
    Birth,
    Declined,
    Known,
    LeapDay,
    NotApplicable,
    NotAsked,
    PartialDate,
    Period,
    Place,
    Purpose,
    ReportedAge,
    Sensitive,
    Tri,
    Withheld,
    age_on,
)

__all__ = [
    "Consent",
    "GivenBy",
    "Identities",
    "Member",
    "Membership",
    "MembershipKind",
    "PersonName",
    "Residence",
]

Codes: TypeAlias = Answer[frozenset[str]]
_NOT_ASKED = NotAsked()
_NOT_KNOWN = (Declined, AskedUnknown, NotAsked, NotApplicable, Withheld)

# Answers by what they hold, and all that a person answered: one of each, for as long as a member holds it.
_KNOWN: WeakValueDictionary[frozenset[str], Known[frozenset[str]]] = WeakValueDictionary()
_SEALED: WeakValueDictionary[tuple[object, ...], Identities] = WeakValueDictionary()


class MembershipKind(enum.Enum):
    """What somebody is to an organisation."""

    MEMBER = "member"
    SUPPORTER = "supporter"
    ACTIVIST = "activist"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    BOARD = "board"
    APPLICANT = "applicant"


@frozen(kw_only=True, repr=False)
class Membership(Noun):
    """One spell of belonging; a rejoin is a new spell.

    Attributes:
        kind: what the member is during the spell.
        period: from the first day to the first day after; an unknown end is not "still active".
        organisation: the id of the organisation; `None` for the programme's own.
        through: the id of the partnership, outreach or activity through which the member came.
        reason_ended: why the spell ended.
    """

    kind: MembershipKind = field(validator=is_a(MembershipKind))
    period: Period = field(validator=is_a(Period))
    organisation: str | None = field(default=None, validator=maybe(text))
    through: str | None = field(default=None, validator=maybe(text))
    reason_ended: str = field(default="", validator=label)


class GivenBy(enum.Enum):
    """Who consented."""

    SELF = "self"
    GUARDIAN = "guardian"


@frozen(kw_only=True, repr=False)
class Consent(Noun):
    """Consent to some purposes, from a day on.

    Attributes:
        purposes: what was consented to; consent to one purpose is none to another.
        given_on: the first day it holds.
        given_by: the person, or a guardian; a guardian's consent ends when the person comes of age.
        version: which text was signed.
        expires_on: the first day it no longer holds.
        withdrawn_on: the first day it no longer holds because it was withdrawn.
        transfer_abroad: whether the data may leave the country.
        majority: the age at which a guardian's consent ends.
    """

    purposes: frozenset[Purpose] = field(converter=several, validator=some(is_a(Purpose)))
    given_on: dt.date = field(validator=day)
    given_by: GivenBy = field(default=GivenBy.SELF, validator=is_a(GivenBy))
    version: str = field(default="", validator=label)
    expires_on: dt.date | None = field(default=None, validator=maybe(day))
    withdrawn_on: dt.date | None = field(default=None, validator=maybe(day))
    transfer_abroad: bool = field(default=False, validator=flag)
    majority: int = field(default=18, validator=whole(0, 30))

    def __attrs_post_init__(self) -> None:
        for name in ("expires_on", "withdrawn_on"):
            end = getattr(self, name)
            if end is not None and end < self.given_on:
                raise BrokenRule(name, "must not be earlier than given_on")

    def active(self, purpose: Purpose, *, on: dt.date, birth: Birth | None = None) -> bool:
        """Say whether the consent holds for a purpose on a day.

        A guardian's consent needs a birth date: it holds only while the person is certainly under age, under both
        leap-day rules.
        """
        if on < self.given_on or purpose not in self.purposes:
            return False
        if self.expires_on is not None and on >= self.expires_on:
            return False
        if self.withdrawn_on is not None and on >= self.withdrawn_on:
            return False
        if self.given_by is GivenBy.SELF:
            return True
        if birth is None:
            return False
        return all(
            age_on(min(birth.born_between(rule)[0], on), on=on, leap_day=rule) < self.majority for rule in LeapDay
        )


@frozen(kw_only=True, repr=False)
class PersonName(Noun):
    """A name as the person writes it. Mongolians bear a given name and a patronymic and no family name."""

    given_name: str = field(validator=text)
    patronymic: str = field(default="", validator=label)
    family_name: str = field(default="", validator=label)
    script: str = field(default="", validator=label)
    note: str = field(default="", validator=label)


@frozen(kw_only=True, repr=False)
class Residence(Noun):
    """Where somebody lives during a period."""

    place: Place = field(validator=is_a(Place))
    period: Period = field(validator=is_a(Period))


def _answer(dimension: object, answer: object) -> Codes:
    if dimension.__class__ is not str or not dimension:
        raise WrongType("identities", "must be keyed by the names of dimensions")
    if isinstance(answer, _NOT_KNOWN):
        return answer
    if not isinstance(answer, Known):
        raise WrongType(f"identities[{dimension}]", "must be an answer, such as Known, Declined or NotAsked")
    codes = frozenset({answer.value}) if answer.value.__class__ is str else answer.value
    if not isinstance(codes, (frozenset, set)) or not all(code.__class__ is str and code for code in codes):
        raise WrongType(f"identities[{dimension}]", "must be known as one category or a set of categories")
    if any(code != code.strip() for code in codes):
        raise BrokenRule(f"identities[{dimension}]", "must not begin or end with white space")
    codes = frozenset(codes)
    known = _KNOWN.get(codes)
    if known is None:
        known = _KNOWN[codes] = Known(codes)
    return known


class Identities(Sensitive[Mapping[str, Codes] | Withheld]):
    """What a person answered about who they are, by the name of the dimension; sensitive as a whole.

    Which questions were answered is as private as the answers. A known answer is a category or a set of them, and
    `Known(frozenset())` says "none of these". A dimension that is not there was not asked. `Withheld()` in place of all
    answers says that they were left out for this reader.

    They cannot change, so people who answered the same share one object: a list of a million members holds each
    combination of answers once, and what is read of one of them is known of all.

    >>> Identities({"gender": Known("woman"), "disability": Declined()})
    <sensitive>
    """

    __slots__ = ("__weakref__",)

    def __new__(cls, answers: Mapping[str, Codes | Known[str]] | Withheld) -> Self:
        """Check and seal the answers, or give the same ones that are sealed already."""
        held: Mapping[str, Codes] | Withheld
        key: tuple[object, ...]
        if isinstance(answers, Withheld):
            held, key = answers, (cls, answers)
        else:
            if not isinstance(answers, Mapping):
                raise WrongType("identities", "must map dimensions to answers")
            given = {name: _answer(name, answer) for name, answer in answers.items()}
            asked = {name: answer for name, answer in given.items() if not isinstance(answer, NotAsked)}
            values = [answer.value if isinstance(answer, Known) else answer for answer in asked.values()]
            held, key = MappingProxyType(asked), (cls, *asked, *values)
        made = _SEALED.get(key)
        if made is None:
            made = super().__new__(cls)
            Sensitive.__init__(made, held)
            _SEALED[key] = made
        return made  # type: ignore[return-value]  # the class is in the key

    def __init__(self, answers: Mapping[str, Codes | Known[str]] | Withheld) -> None:
        """Leave the answers as they are sealed."""

    def answer(self, dimension: str) -> Sensitive[Codes]:
        """Give the answer on one dimension, still sealed."""
        return Sensitive(_answer_in(self, dimension))


def _answer_in(identities: Identities, dimension: str, purpose: Purpose = Purpose.STORE) -> Codes:
    """Open one answer; for code of the library that counts it in the same expression."""
    answers = identities.reveal(purpose)
    return answers if answers.__class__ is Withheld else answers.get(dimension, _NOT_ASKED)  # type: ignore[union-attr]  # the class is checked


def _sealed(value: Any) -> Any:
    return value if isinstance(value, Identities) else Identities(value)


@frozen(kw_only=True, repr=False)
class Member:
    """One human being the programme records.

    Attributes:
        id: how the programme knows the person; members hash by it.
        names: names in one or more scripts.
        birth: the date of birth, as far as it is known, or an age reported on a day; `None` if neither is.
        identities: answers about gender, ethnicity, disability and the like; see `Identities`.
        home: the code of the region the person comes from.
        residences: where the person lived when.
        memberships: the spells of membership.
        consents: what the person, or a guardian, consented to.
        guardians: names or ids of guardians.

    The plain form shows the id alone; names, dates and answers do not print.

    >>> Member(id="m-1", birth=PartialDate(2004), identities={"gender": Known("woman")})
    Member(id='m-1')
    """

    id: str = field(validator=text)
    names: tuple[PersonName, ...] = field(default=(), converter=many, validator=each(is_a(PersonName)))
    birth: Birth | None = field(default=None, validator=maybe(is_a(PartialDate, ReportedAge)))
    identities: Identities = field(default=Identities({}), converter=_sealed)
    home: str | None = field(default=None, validator=maybe(text))
    residences: tuple[Residence, ...] = field(default=(), converter=many, validator=each(is_a(Residence)))
    memberships: tuple[Membership, ...] = field(default=(), converter=many, validator=each(is_a(Membership)))
    consents: tuple[Consent, ...] = field(default=(), converter=many, validator=each(is_a(Consent)))
    guardians: tuple[str, ...] = field(default=(), converter=many, validator=each(text))

    def __attrs_post_init__(self) -> None:
        if self.birth is not None and self.memberships:
            born = self.birth.born_between(LeapDay.MAR_1)[0]
            for spell in self.memberships:
                if spell.period.start.latest < born:
                    raise BrokenRule("memberships", "must not begin before the member was born")

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Member(id={self.id!r})"

    def answer(self, dimension: str) -> Sensitive[Codes]:
        """Give the answer on one dimension, sealed; `NotAsked` where nothing was recorded."""
        return self.identities.answer(dimension)

    def consents_to(self, purpose: Purpose, *, on: dt.date) -> bool:
        """Say whether a consent to the purpose is active on a day. To keep the record itself needs none."""
        for consent in self.consents:  # noqa: SIM110  # whoever is counted is asked, and `any` takes twice the time
            if consent.active(purpose, on=on, birth=self.birth):
                return True
        return False

    def ages(self, *, on: dt.date, leap_day: LeapDay) -> tuple[int, int] | None:
        """Give the youngest and the oldest age the member can have on a day; `None` if no birth is recorded.

        Raises:
            BrokenRule: if the member is born later.
            WrongType: if the day is no date.
        """
        a_date(on)
        if self.birth is None:
            return None
        first, last = self.birth.born_between(leap_day)
        oldest = age_on(first, on=on, leap_day=leap_day)
        return age_on(min(last, on), on=on, leap_day=leap_day), oldest

    def residence(self, *, on: dt.date) -> Place | None:
        """Give the place where the member certainly lives on a day; `None` if it is not known, or there are several."""
        places = {spell.place for spell in self.residences if spell.period.holds(on) is Tri.YES}
        return places.pop() if len(places) == 1 else None

    def is_member(self, kinds: frozenset[MembershipKind], *, on: dt.date, organisation: str | None = None) -> Tri:
        """Say whether a spell of one of these kinds holds on a day, in one organisation or the programme's own."""
        return Tri.any(
            spell.period.holds(on)
            for spell in self.memberships
            if spell.kind in kinds and spell.organisation == organisation
        )
