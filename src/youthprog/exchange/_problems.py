"""Problems on the way from a child to the whole: paths grow as they are passed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from youthprog._checks import whole_number
from youthprog.errors import BrokenRule, CannotRead, InvalidDocument, Problem, WrongType

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 1000
"""How many problems are told before reading stops, unless said otherwise."""


class Several(Exception):  # it never leaves the room
    """Problems below one node, their paths relative to it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def below(step: str, name: str, error: Several | Problem | RecursionError) -> list[Problem]:
    """Give the problems of a child, their paths and nameless fields completed."""
    found: list[Problem]
    if isinstance(error, Several):
        found = error.problems
    elif isinstance(error, RecursionError):
        found = [CannotRead("", "must not be nested so deeply")]
    else:
        found = [error]
    return [
        type(problem)(problem.field or name, problem.rule, path=f"{step}{problem.path}", row=problem.row)
        for problem in found
    ]


def wrong(rule: str) -> WrongType:
    return WrongType("", rule)


def told(problems: Sequence[Problem], where: str, *, sound: Any = None, most: int = MOST) -> InvalidDocument:
    return InvalidDocument.of(problems, where, most=most, sound=sound)


def most_told(most: int) -> int:
    """Check how many problems are told before reading stops."""
    if whole_number(most, field="most") < 1:
        raise BrokenRule("most", "must be at least 1")
    return most
