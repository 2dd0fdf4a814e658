"""Documents with one planted fault, and where it is."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen
from hypothesis import strategies as st

from youthprog import exchange
from youthprog import testing as nouns
from youthprog.errors import (
    BrokenRule,
    Cycle,
    DanglingReference,
    DuplicateId,
    MissingField,
    NewerDocument,
    Problem,
    UnknownField,
    WrongType,
)
from youthprog.programme._problems import KINDS as KINDS_WITH_IDS
from youthprog.values import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Planted: TypeAlias = tuple[str, type[Problem]]
    Plant: TypeAlias = Callable[[], Planted]

NOBODY: Final = "nothing bears this id"
"""An id that no strategy for ids gives."""
POINTERS: Final = {
    "members": ("home",),
    "organisations": ("region",),
    "partnerships": ("organisation",),
    "outreach": ("organisation",),
    "activities": ("series", "campaign"),
    "sessions": ("activity",),
    "participations": ("member", "activity"),
    "headcounts": ("organisation",),
    "assessments": ("subject",),
    "links": ("parent", "child"),
}
"""For each kind of thing some fields that hold the id of another."""
DATES: Final = {
    "members": "birth",
    "organisations": "founded",
    "outreach": "first_contact_on",
    "series": "introduced_on",
    "sessions": "day",
    "campaigns": "launched_on",
    "outcomes": "when",
    "headcounts": "on",
    "measurements": "on",
}
"""For each kind of thing a field that holds a date."""


@frozen(kw_only=True)
class FaultyDocument:
    """A programme document with one fault in it.

    Attributes:
        text: the document.
        path: where the fault is, as `Problem.path` tells it.
        problem: the class of the problem that it is.
    """

    text: str
    path: str
    problem: type[Problem]


@st.composite
def faulty_documents(draw: st.DrawFn, *, most: int = 2) -> FaultyDocument:
    """A complete programme document with one fault, its place and its kind.

    `exchange.loads` refuses it with that problem, and others only where they follow from it: what points to a thing
    whose id cannot be read points to nothing. The faults are of many kinds: a value of another type, a key that is
    missing or unknown, a date that is none, an id that is borne twice or names nothing, a category that is not
    declared, spells that overlap, organisations that contain each other, a document of a later version. `most` is that
    of `programmes`.

    >>> from hypothesis import given
    >>> from youthprog import exchange
    >>> from youthprog.errors import InvalidDocument
    >>> @given(faulty_documents(most=1))
    ... def test_every_fault_is_told(document):
    ...     try:
    ...         exchange.loads(document.text)
    ...     except InvalidDocument as error:
    ...         assert document.path in [problem.path for problem in error.problems]
    ...     else:
    ...         assert False
    """
    sound: dict[str, Any] = json.loads(exchange.dumps(draw(nouns.programmes(most=most)), purpose=Purpose.STORE))
    plants = {kind: sites for kind, find in KINDS.items() if (sites := list(find(sound)))}
    path, problem = draw(st.sampled_from(plants[draw(st.sampled_from(sorted(plants)))]))()
    return FaultyDocument(text=json.dumps(sound, ensure_ascii=False), path=path, problem=problem)


# Each gives every way to plant a fault of one kind in a document; a way changes the document and says where.


def _things(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    for kind, things in document["programme"].items():
        if isinstance(things, list):
            for index, thing in enumerate(things):
                yield kind, thing, f"$.programme.{kind}[{index}]"


def _put(place: dict[str, Any], key: str, value: Any, path: str, problem: type[Problem]) -> Plant:
    def plant() -> Planted:
        place[key] = value
        return path, problem

    return plant


def _wrong_types(document: dict[str, Any]) -> Iterator[Plant]:
    for kind, thing, path in _things(document):
        if kind in KINDS_WITH_IDS:
            yield _put(thing, "id", 7, f"{path}.id", WrongType)
        if kind == "activities":
            yield _put(thing, "online", "yes", f"{path}.online", WrongType)
            yield _put(thing, "capacity", 12.5, f"{path}.capacity", WrongType)
    for kind, things in document["programme"].items():
        if isinstance(things, list):
            yield _put(document["programme"], kind, "none", f"$.programme.{kind}", WrongType)


def _out_of_range(document: dict[str, Any]) -> Iterator[Plant]:
    for kind, thing, path in _things(document):
        if kind in KINDS_WITH_IDS:
            yield _put(thing, "id", " with white space", f"{path}.id", BrokenRule)
        if kind == "benchmarks":
            yield _put(thing, "year", 1, f"{path}.year", BrokenRule)
        if kind in DATES:
            yield _put(thing, DATES[kind], "2022-02-30", f"{path}.{DATES[kind]}", BrokenRule)


def _missing(document: dict[str, Any]) -> Iterator[Plant]:
    def without(thing: dict[str, Any], key: str, path: str) -> Plant:
        def plant() -> Planted:
            del thing[key]
            return f"{path}.{key}", MissingField

        return plant

    yield without(document["programme"], "name", "$.programme")
    for kind, thing, path in _things(document):
        if kind in KINDS_WITH_IDS:
            yield without(thing, "id", path)


def _unknown(document: dict[str, Any]) -> Iterator[Plant]:
    for _, thing, path in _things(document):
        yield _put(thing, "misspelt", "x", f"{path}.misspelt", UnknownField)


def _twice(document: dict[str, Any]) -> Iterator[Plant]:
    def again(things: list[Any], thing: dict[str, Any], kind: str) -> Plant:
        def plant() -> Planted:
            things.append(deepcopy(thing))
            return f"$.programme.{kind}[{len(things) - 1}].id", DuplicateId

        return plant

    for kind, thing, _ in _things(document):
        if kind in KINDS_WITH_IDS:
            yield again(document["programme"][kind], thing, kind)


def _dangling(document: dict[str, Any]) -> Iterator[Plant]:
    for kind, thing, path in _things(document):
        for key in POINTERS.get(kind, ()):
            yield _put(thing, key, NOBODY, f"{path}.{key}", DanglingReference)


def _undeclared(document: dict[str, Any]) -> Iterator[Plant]:
    asked = [one["name"] for one in document["programme"].get("dimensions", ()) if "reading" not in one]
    for kind, thing, path in _things(document):
        if kind == "members":
            for name in asked:
                answers = thing.get("identities", {})
                if isinstance(answers, dict):
                    thing["identities"] = answers
                    yield _put(answers, name, [NOBODY], f"{path}.identities.{name}", BrokenRule)


def _overlapping(document: dict[str, Any]) -> Iterator[Plant]:
    def twice(spells: list[Any], spell: dict[str, Any], path: str) -> Plant:
        def plant() -> Planted:
            spells.append(deepcopy(spell))
            return f"{path}.memberships[{len(spells) - 1}]", BrokenRule

        return plant

    for kind, thing, path in _things(document):
        if kind == "members":
            for spell in thing.get("memberships", ()):
                start, end = spell["period"]["start"], spell["period"]["end"]
                if end == "ongoing" or (end != "unknown" and start[:4] < end[:4]):  # else they need not overlap
                    yield twice(thing["memberships"], spell, path)


def _cyclic(document: dict[str, Any]) -> Iterator[Plant]:
    def back(links: list[Any], link: dict[str, Any]) -> Plant:
        def plant() -> Planted:
            links.append(link | {"parent": link["child"], "child": link["parent"]})
            return "$.programme.links", Cycle

        return plant

    for kind, thing, _ in _things(document):
        if kind == "links":
            yield back(document["programme"]["links"], thing)


def _later(document: dict[str, Any]) -> Iterator[Plant]:
    yield _put(document, "youthprog", 10**6, "$.youthprog", NewerDocument)


KINDS: Final[dict[str, Callable[[dict[str, Any]], Iterator[Plant]]]] = {
    "a value of another type": _wrong_types,
    "a value out of range": _out_of_range,
    "a missing key": _missing,
    "an unknown key": _unknown,
    "an id that is borne twice": _twice,
    "an id that names nothing": _dangling,
    "an undeclared category": _undeclared,
    "spells that overlap": _overlapping,
    "organisations that contain each other": _cyclic,
    "a later version": _later,
}
