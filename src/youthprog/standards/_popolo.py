"""People, organisations, memberships and areas as Popolo has them, with what is lost on the way."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import attrs
from attrs import define, field, frozen

from youthprog._checks import Noun, is_a, text, whole
from youthprog.errors import (
    BrokenRule,
    DanglingReference,
    InvalidDocument,
    MissingField,
    Problem,
    PurposeRequired,
    UnknownField,
    WrongType,
)
from youthprog.exchange import json_of, read_partial, read_text, told
from youthprog.partnerships import LinkKind, Organisation, OrganisationKind, OrganisationLink
from youthprog.people import Member, Membership, MembershipKind, PersonName
from youthprog.programme import Programme
from youthprog.values import Ending, LocalisedText, PartialDate, Period, Purpose, Region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Loss", "LossReason", "PopoloDocument", "PopoloReading", "from_popolo", "to_popolo"]


T = TypeVar("T")


class LossReason(enum.Enum):
    """Why something is not on the other side."""

    NO_PLACE = "there is no place for it"
    SENSITIVE = "answers, and which questions were answered, are never written"
    NO_PURPOSE = "names and births are written for a stated purpose only"
    NO_CONSENT = "no consent to the purpose holds on the day"
    UNKNOWN_END = "an end that is not known looks like none"
    LANGUAGE = "there is place for one language only"


@frozen(kw_only=True, repr=False)
class Loss(Noun):
    """Something that is not on the other side.

    Attributes:
        where: in which field it stood, such as `members.consents`, or in a Popolo document `persons.image`.
        reason: why it is lost.
        count: in how many things it stood. Of sensitive answers, all who could have given them: nobody looked.
    """

    where: str = field(validator=text)
    reason: LossReason = field(validator=is_a(LossReason))
    count: int = field(validator=whole(1))


@frozen(kw_only=True, repr=False)
class PopoloDocument:
    """A programme's people and organisations as JSON, and what is not in it; its plain form shows the losses alone."""

    text: str
    losses: tuple[Loss, ...]

    def __repr__(self) -> str:
        return f"<Popolo document: {len(self.losses)} losses>"


@frozen(kw_only=True, repr=False)
class PopoloReading:
    """The programme that was read of a Popolo document, and what of the document is not in it."""

    programme: Programme
    losses: tuple[Loss, ...]

    def __repr__(self) -> str:
        return f"<{self.programme!r} of a Popolo document: {len(self.losses)} losses>"


class _Losses:
    """Losses as they are met, one for each field and reason."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, LossReason]] = Counter()

    def add(self, where: str, reason: LossReason = LossReason.NO_PLACE, *, count: int = 1) -> None:
        self._counts[where, reason] += count

    def found(self) -> tuple[Loss, ...]:
        counts = sorted(self._counts.items(), key=lambda item: (item[0][0], item[0][1].name))
        return tuple(Loss(where=name, reason=reason, count=count) for (name, reason), count in counts if count)


# --- Out


_WRITTEN: Final[Mapping[type, frozenset[str]]] = {
    Programme: frozenset({"regions", "members", "organisations", "links"}),
    Region: frozenset({"code", "name", "national_code", "parent"}),
    Organisation: frozenset({"id", "name", "kind", "region", "founded"}),
    OrganisationLink: frozenset({"parent", "child", "period", "kind"}),
    Member: frozenset({"id", "names", "birth", "identities", "memberships"}),
    PersonName: frozenset({"given_name", "patronymic", "family_name", "note"}),
    Membership: frozenset({"kind", "period", "organisation"}),
}
"""What is written of each noun, or looked at by name; whatever else it holds is a loss."""

_NAME_PARTS: Final = {"given_name": "given_name", "patronymic_name": "patronymic", "family_name": "family_name"}
_LANGUAGE: Final = "language: "
"""Begins the note of another name that is the name in another language."""


def to_popolo(
    programme: Programme, *, purpose: Purpose | None = None, on: dt.date | None = None, language: str = "en"
) -> PopoloDocument:
    """Write the people of a programme, its organisations, who belongs to which, and its regions, as Popolo has them.

    Without a purpose people are ids with their memberships. For a purpose their names and births are written: for
    `Purpose.STORE` all, for another of those whose consent to it holds on the day. Answers are never written.

    The last day of a period is the `end_date` where it is known to the day; an end known to the month or year stands
    as it is. A membership of the programme's own organisation names it.

    Args:
        programme: the programme.
        purpose: why names and births are written.
        on: the day on which consents must hold.
        language: the language of the names that have place for one only.

    Returns:
        The document, with a `Loss` for everything the programme holds that is not in it.

    Raises:
        PurposeRequired: if the purpose is none of `Purpose`.
        WrongType: if a purpose other than `Purpose.STORE` is given without a day.

    >>> from youthprog import samples
    >>> made = to_popolo(samples.mongolia())
    >>> json.loads(made.text)["areas"][-1]["name"]
    'Ulaanbaatar'
    >>> [loss.reason.value for loss in made.losses if loss.where == "members.birth"]
    ['names and births are written for a stated purpose only']
    """
    if purpose is not None and purpose.__class__ is not Purpose:
        msg = "names and births are written for a purpose, one of youthprog.Purpose"
        raise PurposeRequired(msg)
    if purpose not in (None, Purpose.STORE) and on.__class__ is not dt.date:
        raise WrongType("on", "must be the day on which consents to the purpose must hold")
    losses = _Losses()
    _leave(losses, "programme", programme)
    memberships: list[dict[str, Any]] = []
    document = {
        "persons": [_person(losses, one, purpose, on) for one in programme.members],
        "organizations": [_organization(losses, one, language) for one in programme.organisations],
        "memberships": memberships,
        "areas": [_area(losses, one, language) for one in programme.regions],
    }
    for member in programme.members:
        for spell in member.memberships:
            _leave(losses, "members.memberships", spell)
            dates = _dates(losses, "members.memberships", spell.period)
            of = programme.organisation if spell.organisation is None else spell.organisation
            who: dict[str, Any] = {"person_id": member.id, "organization_id": of}
            memberships.append(_given(who | {"role": spell.kind.value} | dates))
    for link in programme.links:
        dates = _dates(losses, "links", link.period)
        of_it = {"member": {"id": link.child}, "organization_id": link.parent}
        memberships.append(of_it | {"role": link.kind.value} | dates)
    return PopoloDocument(text=json.dumps(document, ensure_ascii=False, indent=1) + "\n", losses=losses.found())


def _leave(losses: _Losses, place: str, thing: Any) -> None:
    """Count what a noun holds and is not written."""
    for one in attrs.fields(type(thing)):
        if one.init and one.name not in _WRITTEN[type(thing)] and getattr(thing, one.name) != one.default:
            losses.add(f"{place}.{one.name}")


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _person(losses: _Losses, member: Member, purpose: Purpose | None, on: dt.date | None) -> dict[str, Any]:
    _leave(losses, "members", member)
    losses.add("members.identities", LossReason.SENSITIVE)
    person: dict[str, Any] = {"id": member.id}
    consents = purpose is Purpose.STORE or (purpose and on and member.consents_to(purpose, on=on))
    if not consents:
        reason = LossReason.NO_PURPOSE if purpose is None else LossReason.NO_CONSENT
        losses.add("members.names", reason, count=bool(member.names))
        losses.add("members.birth", reason, count=member.birth is not None)
        return person
    names = []
    for name in member.names:
        _leave(losses, "members.names", name)
        parts = {theirs: getattr(name, ours) for theirs, ours in _NAME_PARTS.items()}
        names.append({"name": _full(name), **parts, "note": name.note})
    if names:
        losses.add("members.names.note", count=bool(names[0].pop("note")))
        person |= _given({**names[0], "other_names": [_given(name) for name in names[1:]]})
    if isinstance(member.birth, PartialDate):
        person["birth_date"] = str(member.birth)
    else:
        losses.add("members.birth", count=member.birth is not None)
    return person


def _full(name: PersonName) -> str:
    return " ".join(part for part in (name.patronymic, name.given_name, name.family_name) if part)


def _organization(losses: _Losses, one: Organisation, language: str) -> dict[str, Any]:
    _leave(losses, "organisations", one)
    name, founded = one.name.get(language), None if one.founded is None else str(one.founded)
    alone = one.name.texts == {language: name}
    others = [] if alone else [{"name": words, "note": _LANGUAGE + tag} for tag, words in one.name.texts.items()]
    kind = {"classification": one.kind.value, "area_id": one.region, "founding_date": founded}
    return _given({"id": one.id, "name": name, "other_names": others, **kind})


def _area(losses: _Losses, one: Region, language: str) -> dict[str, Any]:
    _leave(losses, "regions", one)
    name = one.name.get(language)
    losses.add("regions.name", LossReason.LANGUAGE, count=one.name.texts != {language: name})
    return _given({"id": one.code, "name": name, "identifier": one.national_code, "parent_id": one.parent})


def _dates(losses: _Losses, place: str, period: Period) -> dict[str, str]:
    start, end = {"start_date": str(period.start)}, period.end
    if isinstance(end, PartialDate):
        last = end if end.day is None else PartialDate.of(end.earliest - dt.timedelta(days=1))
        return {**start, "end_date": str(last)}
    losses.add(f"{place}.period", LossReason.UNKNOWN_END, count=end is Ending.UNKNOWN)
    return start


# --- In


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


@frozen
class _Class:
    """A class of Popolo: its fields that are read, that must be there, that have no place here, that hold others."""

    read: frozenset[str] = field(converter=_words)
    needed: frozenset[str] = field(converter=_words)
    lost: frozenset[str] = field(converter=_words, default="")
    nested: frozenset[str] = field(converter=_words, default="")


_STAMPS: Final = "created_at updated_at sources"
_PARTS: Final = "additional_name honorific_prefix honorific_suffix sort_name"
_CLASSES: Final = {
    "persons": _Class(
        "id name given_name patronymic_name family_name other_names birth_date",
        "id",
        f"{_PARTS} identifiers email gender death_date image summary biography national_identity contact_details links "
        f"{_STAMPS}",
        "memberships",
    ),
    "organizations": _Class(
        "id name other_names classification area_id founding_date",
        "id name classification",
        f"identifiers parent_id dissolution_date image contact_details links posts {_STAMPS}",
        "parent area memberships",
    ),
    "memberships": _Class(
        "person_id member organization_id role start_date end_date",
        "role start_date",
        f"id label post_id on_behalf_of_id area_id contact_details links {_STAMPS}",
        "person organization post on_behalf_of area",
    ),
    "areas": _Class("id name identifier parent_id", "id name", f"classification geometry {_STAMPS}", "parent"),
    "other_names": _Class("name given_name patronymic_name family_name note", "name", f"{_PARTS} start_date end_date"),
    "member": _Class("id", "id", "name"),
}
_LISTS: Final = ("areas", "organizations", "persons", "memberships")
_LOST_LISTS: Final = _words("posts events motions vote_events votes counts speeches")
_OURS: Final = {"persons": "members", "organizations": "organisations", "areas": "regions"}
_THEIRS: Final = {
    "code": "id",
    "national_code": "identifier",
    "texts": "name",
    "patronymic": "patronymic_name",
    "birth": "birth_date",
    "founded": "founding_date",
    "start": "start_date",
    "end": "end_date",
}
_REFERENCES: Final = (
    ("areas", "parent_id", "areas"),
    ("organizations", "area_id", "areas"),
    ("memberships", "person_id", "persons"),
    ("memberships", "organization_id", "organizations"),
)


def from_popolo(
    document: str | bytes,
    *,
    id: str,  # noqa: A002  # what the field of a programme is called
    name: LocalisedText,
    open_end: Ending,
    organisation: str | None = None,
    language: str = "en",
    roles: Mapping[str, MembershipKind] | None = None,
    classifications: Mapping[str, OrganisationKind] | None = None,
) -> PopoloReading:
    """Read people, organisations, memberships and areas of a Popolo document as a programme.

    Reading is strict, as in `exchange`: all problems are told at once, each with its path. Fields of Popolo for which
    there is no place here are losses; fields that are not Popolo's are problems, and so are things that stand within
    others instead of in a list. A name that is not parted into a given name and others is a loss, for nobody should
    guess how it parts.

    Args:
        document: the document, as text or as UTF-8 bytes: an object with lists of `persons`, `organizations`,
            `memberships` and `areas`.
        id: how others know the programme.
        name: its name.
        open_end: what it means that a membership has no `end_date`. Where somebody came back after an end that is not
            known, only `Ending.UNKNOWN` can be true: one that goes on would overlap what came later.
        organisation: which of the organisations runs the programme.
        language: the language of names that do not tell theirs.
        roles: what somebody is whose membership has such a `role`, beside the words of `MembershipKind`.
        classifications: the kind of organisations of such a `classification`, beside the words of `OrganisationKind`.

    Returns:
        The programme, with a `Loss` for everything the document holds that is not in it.

    Raises:
        InvalidDocument: with every problem and its path.

    >>> text = '{"persons": [{"id": "p-1", "gender": "female"}]}'
    >>> made = from_popolo(text, id="ours", name=LocalisedText({"en": "Ours"}), open_end=Ending.UNKNOWN)
    >>> made.programme.members, made.losses[0].where
    ((Member(id='p-1'),), 'persons.gender')
    """
    reader = _Reader(
        own=organisation,
        open_end=open_end,
        language=language,
        roles={one.value: one for one in MembershipKind} | dict(roles or {}),
        kinds={one.value: one for one in OrganisationKind} | dict(classifications or {}),
    )
    parts = reader.parts(json_of(document))
    try:
        programme = Programme(id=id, name=name, organisation=organisation, **parts)
    except InvalidDocument as error:
        # What points to nothing was found before; of the sound parts alone more would seem to.
        found = [problem for problem in error.problems if not isinstance(problem, DanglingReference)]
        reader.problems += map(reader.placed, found)
    else:
        if not reader.problems:
            return PopoloReading(programme=programme, losses=reader.losses.found())
    raise told(reader.problems, "in the document")


_Placed: TypeAlias = tuple[str, dict[str, Any]]
"""The path of a thing, and its fields as they were read."""


@define(kw_only=True)
class _Reader:
    """What was read of a document, and what is wrong with it."""

    own: str | None
    open_end: Ending
    language: str
    roles: Mapping[str, MembershipKind]
    kinds: Mapping[str, OrganisationKind]
    problems: list[Problem] = field(factory=list, init=False)
    losses: _Losses = field(factory=_Losses, init=False)
    _places: dict[str, str] = field(factory=dict, init=False)

    def parts(self, content: Any) -> dict[str, Any]:
        """Make the parts of a programme, as far as they are sound."""
        if content.__class__ is not dict:
            raise told([WrongType("document", "must be an object", path="$")], "in the document")
        listed = {kind: self._listed(kind, content.get(kind)) for kind in _LISTS}
        for key, value in content.items():
            if key in _LOST_LISTS:
                self.losses.add(key, count=len(value) if value.__class__ is list else value is not None)
            elif key not in _LISTS:
                self.problems.append(UnknownField(key, "must be a list that Popolo has", path=f"$.{key}"))
        read = {kind: list(self._things(kind, some)) for kind, some in listed.items()}
        self._references(listed, read)
        links: list[OrganisationLink] = []
        spells: defaultdict[str, list[tuple[str, Membership]]] = defaultdict(list)
        for path, one in read["memberships"]:
            if "member" in one:
                link = self._tried(path, self._link, one)
                links += [] if link is None else [link]
            elif (spell := self._tried(path, self._spell, one)) is not None:
                spells[one["person_id"]].append((path, spell))
        members = self._made("persons", read, lambda one: self._member(one, spells[one["id"]]))
        for index, member in enumerate(members):
            for number, (path, _) in enumerate(spells[member.id]):
                self._places[f"$.members[{index}].memberships[{number}]"] = path
        regions = self._made("areas", read, self._region)
        organisations = self._made("organizations", read, self._organisation)
        return {"regions": regions, "organisations": organisations, "links": links, "members": members}

    def placed(self, problem: Problem) -> Problem:
        """Give a problem of the programme its place in the document."""
        place, _, name = problem.path.rpartition(".")
        if name in ("links", "regions"):
            return problem.at(path="$.memberships" if name == "links" else "$.areas")
        if name.startswith("memberships["):
            rule = "must not overlap another of the same person in the same role and organization"
            return BrokenRule("start_date", rule, path=f"{self._places[problem.path]}.start_date")
        return type(problem)("id", problem.rule, path=f"{self._places[place]}.id")

    # --- Shapes

    def _listed(self, kind: str, value: Any) -> list[Any]:
        if value is None or value.__class__ is list:
            return value or []
        self.problems.append(WrongType(kind, "must be a list", path=f"$.{kind}"))
        return []

    def _things(self, kind: str, listed: list[Any]) -> Iterator[_Placed]:
        for index, value in enumerate(listed):
            path = f"$.{kind}[{index}]"
            one = self._read(kind, value, path, kind)
            if one is not None:
                yield path, one

    def _read(self, kind: str, value: Any, path: str, place: str) -> dict[str, Any] | None:
        """Read the fields of a thing; nothing if one of them is wrong."""
        if value.__class__ is not dict:
            self.problems.append(WrongType(kind, "must be an object", path=path))
            return None
        of, before = _CLASSES[kind], len(self.problems)
        found: dict[str, Any] = {}
        for key, held in value.items():
            at = f"{path}.{key}"
            try:
                if key not in of.read | of.lost | of.nested:
                    raise UnknownField(key, "must be a field that Popolo has")
                if held in (None, []):
                    continue
                if key in of.nested:
                    raise BrokenRule(key, "must stand in a list of its own, with its id here")
                if key in of.lost:
                    self.losses.add(f"{place}.{key}")
                elif key == "member":
                    found[key] = self._read(key, held, at, f"{place}.{key}")
                elif key == "other_names":
                    if held.__class__ is not list:
                        raise WrongType(key, "must be a list")
                    found[key] = [self._read(key, one, f"{at}[{i}]", f"{place}.{key}") for i, one in enumerate(held)]
                else:
                    found[key] = read_partial(held) if key.endswith("_date") else read_text(held)
            except Problem as problem:
                self.problems.append(type(problem)(key, problem.rule, path=at))
        needed = of.needed if kind != "memberships" or "member" in value else of.needed | {"person_id"}
        for key in sorted(needed.difference(key for key in value if value[key] not in (None, []))):
            self.problems.append(MissingField(key, "must be given", path=f"{path}.{key}"))
        return found if len(self.problems) == before else None

    def _references(self, listed: Mapping[str, list[Any]], read: Mapping[str, list[_Placed]]) -> None:
        """Find what points to nothing in the document."""
        known = {kind: [one.get("id") for one in some if one.__class__ is dict] for kind, some in listed.items()}
        ids = {kind: {one for one in some if one.__class__ is str} for kind, some in known.items()}
        named = [
            (f"{path}.{key}", key, one[key], of)
            for kind, key, of in _REFERENCES
            for path, one in read[kind]
            if key in one
        ]
        named += [
            (f"{path}.member.id", "id", one["member"]["id"], "organizations")
            for path, one in read["memberships"]
            if "member" in one
        ]
        if self.own is not None:
            named.append(("", "organisation", self.own, "organizations"))
        self.problems += [
            DanglingReference(key, f"must be the id of one of the {of}", path=path)
            for path, key, name, of in named
            if name not in ids[of]
        ]

    # --- Nouns

    def _tried(self, path: str, make: Callable[[dict[str, Any]], T], one: dict[str, Any]) -> T | None:
        try:
            return make(one)
        except Problem as problem:
            key = _THEIRS.get(problem.field, problem.field)
            at = path if key == "memberships" else f"{path}.{key}"
            self.problems.append(type(problem)(key, problem.rule, path=at))
            return None

    def _made(self, kind: str, read: Mapping[str, list[_Placed]], make: Callable[[dict[str, Any]], T]) -> list[T]:
        found: list[T] = []
        for path, one in read[kind]:
            made = self._tried(path, make, one)
            if made is not None:
                self._places[f"$.{_OURS[kind]}[{len(found)}]"] = path
                found.append(made)
        return found

    def _region(self, one: dict[str, Any]) -> Region:
        return Region(
            code=one["id"],
            name=LocalisedText({self.language: one["name"]}),
            national_code=one.get("identifier", ""),
            parent=one.get("parent_id"),
        )

    def _organisation(self, one: dict[str, Any]) -> Organisation:
        texts: dict[str, str] = {}
        for other in one.get("other_names", ()):
            note = other.get("note", "")
            if note.startswith(_LANGUAGE):
                texts[note.removeprefix(_LANGUAGE)] = other["name"]
            else:
                self.losses.add("organizations.other_names")
        if one["name"] not in texts.values():
            texts = {**texts, self.language: one["name"]}
        return Organisation(
            id=one["id"],
            name=LocalisedText(texts),
            kind=_meant(self.kinds, one, "classification"),
            region=one.get("area_id"),
            founded=one.get("founding_date"),
        )

    def _spell(self, one: dict[str, Any]) -> Membership:
        of = one.get("organization_id")
        if of is None and self.own is not None:
            raise MissingField("organization_id", "must be given where an organisation runs the programme")
        kind = _meant(self.roles, one, "role")
        return Membership(kind=kind, period=self._period(one), organisation=None if of == self.own else of)

    def _link(self, one: dict[str, Any]) -> OrganisationLink:
        if "person_id" in one:
            raise BrokenRule("person_id", "must not be given beside member")
        if "organization_id" not in one:
            raise MissingField("organization_id", "must be given")
        kind = _meant({one.value: one for one in LinkKind}, one, "role")
        period = self._period(one)
        return OrganisationLink(parent=one["organization_id"], child=one["member"]["id"], kind=kind, period=period)

    def _period(self, one: dict[str, Any]) -> Period:
        last = one.get("end_date")
        if last is None:
            return Period(one["start_date"], self.open_end)
        if last.day is None:
            return Period(one["start_date"], last)
        if last.latest == dt.date.max:
            raise BrokenRule("end_date", "must be followed by a day of the calendar")
        return Period(one["start_date"], last.latest + dt.timedelta(days=1))

    def _member(self, one: dict[str, Any], spells: list[tuple[str, Membership]]) -> Member:
        others = [("persons.other_names", other) for other in one.get("other_names", ())]
        names = [self._name(place, named) for place, named in [("persons", one), *others]]
        return Member(
            id=one["id"],
            names=[name for name in names if name is not None],
            birth=one.get("birth_date"),
            memberships=[spell for _, spell in spells],
        )

    def _name(self, place: str, one: dict[str, Any]) -> PersonName | None:
        """Give a name that is parted; one that is not is a loss."""
        parts = {ours: one.get(theirs, "") for theirs, ours in _NAME_PARTS.items()}
        if not parts["given_name"]:
            for key in ("name", "patronymic_name", "family_name", "note"):
                self.losses.add(f"{place}.{key}", count=key in one)
            return None
        name = PersonName(**parts, note=one.get("note", ""))
        self.losses.add(f"{place}.name", count=one.get("name", _full(name)) != _full(name))
        return name


def _meant(words: Mapping[str, T], one: dict[str, Any], key: str) -> T:
    if one[key] not in words:
        raise BrokenRule(key, f"must be one of {', '.join(words)}, or be given a meaning")
    return words[one[key]]
