"""A programme, or a lottery, as a JSON document."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, get_args

import attrs

from youthprog import _files
from youthprog.criteria import Dimension
from youthprog.errors import (
    BrokenRule,
    CannotRead,
    DanglingReference,
    InvalidDocument,
    MissingField,
    Problem,
    PurposeRequired,
    UnknownField,
    WrongType,
)
from youthprog.exchange._converter import checked, converter_for, is_list, writer
from youthprog.exchange._leaves import WORD_OF
from youthprog.exchange._parsing import VERSION, document_of
from youthprog.exchange._problems import MOST, Several, below, most_told, told
from youthprog.lottery import Lottery
from youthprog.programme import Programme
from youthprog.values import LocalisedText, Purpose, Withheld

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["dump", "dumps", "load", "load_lottery", "loads", "loads_lottery"]

DOCUMENTS: Final[Mapping[type, str]] = MappingProxyType({Programme: "programme", Lottery: "lottery"})
"""What has a document of its own, and the key it stands under there."""
SEALED: Final[Mapping[str, str]] = MappingProxyType({"members": "identities", "measurements": "answers"})
"""The sensitive field of each kind of thing that has one; a document says whether they were left out."""


def loads(text: str | bytes, *, most: int = MOST) -> Programme:
    """Read a programme from a JSON document.

    Args:
        text: the document, as text or as UTF-8 bytes.
        most: how many problems are told before reading stops.

    Returns:
        The programme. If the document says that sensitive answers were left out, members' answers are `Withheld`.

    Raises:
        InvalidDocument: with every problem and its path; its `sound` maps the kinds of thing to what was read
            correctly.
        WrongType: if the text is neither text nor bytes.
    """
    most = most_told(most)
    document = document_of(text, "programme")
    dimensions: dict[str, Dimension] = {}
    body = document["programme"]
    problems = list(_not_left_out(body)) if document["sensitive"] == "left out" else []
    if not problems:
        quick = converter_for(dimensions, None, thorough=False)
        with suppress(Exception):  # whatever it is, the careful reading below says it with its path
            for raw in body.get("dimensions", ()):
                dimension = quick.structure(raw, Dimension)
                dimensions[dimension.name] = dimension
            return quick.structure(body, Programme)
    try:
        return _carefully(body, problems, most)
    except RecursionError:
        rule = "must not be nested so deeply"
        raise told([CannotRead("programme", rule, path="$.programme")], "in the document") from None


def _not_left_out(body: Mapping[str, Any]) -> Iterator[Problem]:
    """Find members and measurements that do not say "withheld" in a document whose sensitive answers were left out."""
    for kind, name in SEALED.items():
        things = body.get(kind)
        for index, thing in enumerate(things if isinstance(things, list) else ()):
            if isinstance(thing, dict) and thing.get(name) != WORD_OF[Withheld]:
                rule = "must be withheld, for the document says that sensitive answers were left out"
                yield BrokenRule(name, rule, path=f"$.programme.{kind}[{index}].{name}")


def _carefully(body: Mapping[str, Any], problems: list[Problem], most: int) -> Programme:
    """Read a programme's parts one by one, so that all problems are told and what is sound is kept."""
    dimensions: dict[str, Dimension] = {}
    careful = converter_for(dimensions, None, thorough=True)
    fields = {one.name: one for one in attrs.fields(attrs.resolve_types(Programme))}
    parts = _Parts(body)
    for one in fields.values():
        kind: Any = one.type
        if one.name not in body:
            if one.default is attrs.NOTHING:
                problems.append(MissingField(one.name, "must be given", path=f"$.programme.{one.name}"))
            continue
        raw = body[one.name]
        if not is_list(kind) or raw.__class__ is not list:
            try:
                made = careful.get_structure_hook(kind)(raw, kind)
                checked(one, made)
                parts.sound[one.name] = made
            except (Problem, Several) as error:
                problems += below(f"$.programme.{one.name}", one.name, error)
                parts.whole = parts.whole and not is_list(kind)
            continue
        read, inner, listed = careful.get_structure_hook(get_args(kind)[0]), get_args(kind)[0], []
        for index, item in enumerate(raw):
            try:
                listed.append(read(item, inner))
            except (Problem, Several) as error:
                problems += below(f"$.programme.{one.name}[{index}]", one.name, error)
                parts.unread(item)
                continue
            parts.places[one.name].append(index)
            if one.name == "dimensions":
                dimensions[listed[-1].name] = listed[-1]
        parts.sound[one.name] = tuple(listed)
    problems += [
        UnknownField(str(name), "must be one of the fields of a programme", path=f"$.programme.{name}")
        for name in body
        if name not in fields
    ]
    try:
        programme = Programme(**{**_UNNAMED, **parts.sound})
    except InvalidDocument as error:
        problems += map(parts.placed, error.problems)
    else:
        if not problems:
            return programme
    own = [problem for problem in problems if not parts.follows(problem)]
    raise told(own or problems, "in the programme", sound=parts.sound, most=most)


_UNNAMED: Final[Mapping[str, Any]] = MappingProxyType({"id": "unread", "name": LocalisedText({"en": "unread"})})
"""Stands in for what every programme must have, so that the rest of it is checked all the same."""
_PLACE = re.compile(r"\$\.(\w+)\[(\d+)\]")
_STEP = re.compile(r"[^.\[\]]+")


class _Parts:
    """What was read of a programme.

    Attributes:
        body: the document.
        sound: what was read, by kind.
        places: where in the document each sound thing stands, by kind.
        lost: ids, codes and names of what could not be read.
        whole: whether every list is there.
    """

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body
        self.sound: dict[str, Any] = {}
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.lost: set[str] = set()
        self.whole = True

    def unread(self, item: Any) -> None:
        """Remember the names of something that could not be read."""
        if item.__class__ is dict:
            names = [item.get(key) for key in ("id", "code", "name")]
            self.lost.update(name for name in names if name.__class__ is str)

    def placed(self, problem: Problem) -> Problem:
        """Give a problem among the sound things its place in the document."""
        path = _PLACE.sub(lambda found: f"$.{found[1]}[{self.places[found[1]][int(found[2])]}]", problem.path, count=1)
        return problem.at(path=f"$.programme{path.removeprefix('$')}")

    def follows(self, problem: Problem) -> bool:
        """Say whether a problem only follows from another: something points to what could not be read."""
        if not isinstance(problem, DanglingReference):
            return False
        return not self.whole or not self.lost.isdisjoint(self._named(problem))

    def _named(self, problem: Problem) -> Iterable[str]:
        """Give what a dangling reference names."""
        if ".identities." in problem.path:
            return [problem.field]
        found: Any = {"programme": self.body}
        for step in _STEP.findall(problem.path.removeprefix("$")):
            found = found[int(step)] if found.__class__ is list else found[step]
        return found if found.__class__ is list else [found]


def load(path: str | os.PathLike[str], *, most: int = MOST) -> Programme:
    """Read a programme from a JSON file; see `loads`.

    Raises:
        InvalidDocument: with every problem and its path.
        OSError: if the file cannot be read.
    """
    return loads(Path(path).read_bytes(), most=most)


def loads_lottery(text: str | bytes) -> Lottery:
    """Read a lottery from a JSON document. No solver is needed.

    Args:
        text: the document, as text or as UTF-8 bytes.

    Returns:
        The lottery. `check` it before you trust it: reading only finds that it can be drawn.

    Raises:
        InvalidDocument: with every problem and its path.
        WrongType: if the text is neither text nor bytes.
    """
    body = document_of(text, "lottery")["lottery"]
    try:
        return converter_for({}, None, thorough=True).get_structure_hook(Lottery)(body, Lottery)  # type: ignore[no-any-return]
    except (Problem, Several) as error:
        raise told(below("$.lottery", "lottery", error), "in the lottery") from None


def load_lottery(path: str | os.PathLike[str]) -> Lottery:
    """Read a lottery from a JSON file; see `loads_lottery`.

    Raises:
        InvalidDocument: with every problem and its path.
        OSError: if the file cannot be read.
    """
    return loads_lottery(Path(path).read_bytes())


def dumps(thing: Programme | Lottery, *, purpose: Purpose | None = None) -> str:
    """Write a programme, or a lottery, as a JSON document, the same text for equal ones.

    Args:
        thing: the programme or the lottery.
        purpose: `Purpose.STORE` for a complete document. Left out, sensitive answers are left out too; the document
            says so, and whoever loads it reads `Withheld` and not "not asked". A lottery is complete or it is none:
            it tells who is in which group.

    Raises:
        PurposeRequired: for any other purpose, and for a lottery without one.
        WrongType: for anything else than a programme or a lottery.
    """
    indent = None if isinstance(thing, Lottery) else 1
    return json.dumps(document(thing, purpose), ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def document(thing: Programme | Lottery, purpose: Purpose | None) -> dict[str, Any]:
    """Give the document of a programme or a lottery, as JSON has it."""
    if type(thing) not in DOCUMENTS:
        raise WrongType("thing", "must be a programme or a lottery")
    if isinstance(thing, Lottery) and purpose is None:
        msg = "a lottery tells who is in which group: say Purpose.STORE to store it, or show its public form"
        raise PurposeRequired(msg)
    return {
        "youthprog": VERSION,
        "sensitive": "left out" if purpose is None else "included",
        DOCUMENTS[type(thing)]: writer(purpose).unstructure(thing),
    }


def dump(thing: Programme | Lottery, path: str | os.PathLike[str], *, purpose: Purpose | None = None) -> None:
    """Write a programme, or a lottery, to a JSON file, whole or not at all; see `dumps`.

    Raises:
        PurposeRequired: for a purpose other than `Purpose.STORE`, and for a lottery without one.
        WrongType: for anything else than a programme or a lottery.
        OSError: if the file cannot be written; what was there before is still there.
    """
    _files.write_text(path, [dumps(thing, purpose=purpose)])
