"""People in bulk: members as JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from youthprog import _files
from youthprog.errors import DuplicateId, InvalidDocument, Problem
from youthprog.exchange._converter import converter_for, writer
from youthprog.exchange._parsing import DECODER, json_of
from youthprog.exchange._problems import MOST, Several, below, most_told, told
from youthprog.people import Member

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from youthprog.values import Purpose

__all__ = ["dump_members", "load_members"]


def load_members(path: str | os.PathLike[str], *, most: int = MOST) -> tuple[Member, ...]:
    """Read members from JSON Lines, one member a line; the format for people in bulk.

    Args:
        path: the file, in UTF-8.
        most: how many problems are told before reading stops.

    Returns:
        The members, in the order of the file. Time and memory grow with the number of lines.

    Raises:
        InvalidDocument: with every problem, its line and its path; its `sound` holds the members that were read
            correctly.
        OSError: if the file cannot be read.
    """
    most = most_told(most)
    quick = converter_for({}, None, thorough=False).get_structure_hook(Member)
    careful = converter_for({}, None, thorough=True).get_structure_hook(Member)
    found: list[Member] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                member = quick(_quickly(line), Member)
            except Exception:  # noqa: BLE001  # whatever it was, the careful reading below says it with its path
                if not line.strip():
                    continue
                made = _carefully_one(line, careful, number)
                if not isinstance(made, Member):
                    problems += made
                    if len(problems) > most:
                        break
                    continue
                member = made
            if member.id in seen:
                problems.append(DuplicateId("id", "must be unique in the file", path="$.id", row=number))
                if len(problems) > most:
                    break
                continue
            seen.add(member.id)
            found.append(member)
    if problems:
        raise told(problems, f"in {Path(path).name}", sound=tuple(found), most=most)
    return tuple(found)


def _quickly(line: bytes) -> Any:
    if b"\\ud" in line or b"\\uD" in line:
        return json_of(line)  # it may hold half of a surrogate pair
    return DECODER.decode(line.decode())


def _carefully_one(line: bytes, careful: Callable[[Any, Any], Any], number: int) -> Member | list[Problem]:
    try:
        return careful(json_of(line), Member)  # type: ignore[no-any-return]  # the hook makes members
    except InvalidDocument as error:
        return [problem.at(row=number) for problem in error.problems]
    except (Problem, Several) as error:
        return [problem.at(row=number) for problem in below("$", "", error)]


def dump_members(members: Iterable[Member], path: str | os.PathLike[str], *, purpose: Purpose | None = None) -> None:
    """Write members as JSON Lines, one a line, whole or not at all.

    Args:
        members: whom.
        path: the file.
        purpose: `Purpose.STORE` for complete members. Left out, each line says that sensitive answers were left out.

    Raises:
        PurposeRequired: for any other purpose.
        OSError: if the file cannot be written; what was there before is still there.
    """
    converter = writer(purpose)
    lines = (json.dumps(converter.unstructure(one), ensure_ascii=False, allow_nan=False) + "\n" for one in members)
    _files.write_text(path, lines)
