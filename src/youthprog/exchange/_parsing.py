"""JSON, strictly, the head of a document, and what brings an old one to the present version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from youthprog.errors import (
    BrokenRule,
    CannotRead,
    DuplicateId,
    MissingField,
    NewerDocument,
    Problem,
    UnknownField,
    WrongType,
)
from youthprog.exchange._problems import Several, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MIGRATIONS: Final[tuple[Callable[[dict[str, Any]], dict[str, Any]], ...]] = ()
"""The steps from each version to the next, the first from 1 to 2; the version is one more than there are steps.

A step is given the whole document, sound or not, and gives another; what it has nothing to do with it leaves alone.
"""
VERSION: Final = len(MIGRATIONS) + 1


def document_of(text: str | bytes, kind: str) -> dict[str, Any]:
    """Parse a document of a kind and check its header."""
    document: Any = json_of(text)
    if document.__class__ is not dict or "youthprog" not in document:
        rule = "must be a youthprog document: an object with its version under youthprog"
        raise told([CannotRead("youthprog", rule, path="$")], "in the document")
    version = document["youthprog"]
    problems: list[Problem] = []
    if version.__class__ is not int or version < 1:
        problems.append(
            WrongType("youthprog", "must be the version of the document, a whole number", path="$.youthprog")
        )
    elif version > VERSION:
        rule = f"must be at most {VERSION}: the document was written by a later version of the library"
        problems.append(NewerDocument("youthprog", rule, path="$.youthprog"))
    else:
        document = _present(document, version)
        known = {"youthprog", "sensitive", kind}
        problems += [
            UnknownField(name, "must not be there", path=f"$.{name}") for name in document if name not in known
        ]
        problems += [MissingField(name, "must be given", path=f"$.{name}") for name in known if name not in document]
        if document.get("sensitive", "included") not in ("included", "left out"):
            problems.append(BrokenRule("sensitive", "must be included or left out", path="$.sensitive"))
        if document.get(kind, {}).__class__ is not dict:
            problems.append(WrongType(kind, "must be an object", path=f"$.{kind}"))
    if problems:
        raise told(sorted(problems, key=lambda problem: problem.path), "in the document")
    return document  # type: ignore[no-any-return]  # the class is checked


def _present(document: dict[str, Any], version: int) -> dict[str, Any]:
    """Bring a document to the present version, step by step."""
    for step in MIGRATIONS[version - 1 :]:
        try:
            document = step(document)
        except (LookupError, TypeError, ValueError, AttributeError):
            rule = f"must be a sound document of version {version}, to be read as one of version {VERSION}"
            raise told([CannotRead("youthprog", rule, path="$.youthprog")], "in the document") from None
    return document


def _no_constant(_: str) -> float:
    raise BrokenRule("number", "must be finite: NaN and Infinity are no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise DuplicateId("key", "must not occur twice in an object")
    return made


class _Pairs(list[tuple[str, Any]]):
    """An object with every key as it stands."""


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
_OPEN_DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, parse_constant=_no_constant)


def _parsed(text: str | bytes) -> Any:
    words = text.removeprefix("\ufeff") if isinstance(text, str) else text.decode("utf-8-sig")
    try:
        value = DECODER.decode(words)
    except DuplicateId:
        raise Several(list(_twice(_OPEN_DECODER.decode(words), "$"))) from None
    if isinstance(text, str):
        words.encode()
    if "\\ud" in words or "\\uD" in words:
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _twice(value: Any, path: str) -> Iterator[Problem]:
    """Find the keys that occur twice in an object."""
    if isinstance(value, _Pairs):
        seen: set[str] = set()
        for name, item in value:
            if name in seen:
                yield DuplicateId(name, "must not occur twice in an object", path=f"{path}.{name}")
            seen.add(name)
            yield from _twice(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _twice(item, f"{path}[{index}]")


def json_of(text: str | bytes) -> Any:
    """Parse JSON strictly: no repeated key, no NaN, no half of a character, no nesting without end."""
    if not isinstance(text, (str, bytes, bytearray)):
        raise WrongType("text", "must be text, or bytes in UTF-8")
    try:
        return _parsed(text)
    except Several as error:
        raise told(error.problems, "in the document") from None
    except Problem as problem:
        raise told([problem.at(path="$")], "in the document") from None
    except UnicodeDecodeError:
        rule = "must be text in UTF-8"
    except UnicodeEncodeError:
        rule = "must not hold half of a surrogate pair"
    except json.JSONDecodeError as error:
        rule = f"must be JSON; it stops being so at line {error.lineno}, column {error.colno}"
    except RecursionError:
        rule = "must not be nested so deeply"
    except ValueError:
        rule = "must hold numbers of a reasonable size"
    raise told([CannotRead("document", rule, path="$")], "in the document")
