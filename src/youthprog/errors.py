"""Every error the library raises.

`YouthprogError` is the root. Each child also subclasses the built-in error a caller would already catch. A message
names the place, the field and the rule; it never repeats the value of an answer, a name or a birth date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BrokenRule",
    "CannotRead",
    "Cycle",
    "DanglingReference",
    "DuplicateId",
    "EmptyCounts",
    "InvalidDocument",
    "MissingExtra",
    "MissingField",
    "NewerDocument",
    "NotAPartition",
    "Problem",
    "PurposeRequired",
    "Undefined",
    "UnknownField",
    "WrongType",
    "YouthprogError",
]


class YouthprogError(Exception):
    """The root of all errors of this library."""


class Problem(YouthprogError, ValueError):
    """One thing that is wrong, and where.

    Attributes:
        field: the name of the field, column or argument.
        rule: what must hold, in words; never the offending value of an answer, a name or a birth date.
        path: where in a document, such as `$.members[3].birth`; empty for a plain constructor call.
        row: the row of a file or the line of a bulk file, counted from 1 with the header; `None` elsewhere.
        source: the file or sheet; empty where there is none.
    """

    field: str
    rule: str
    path: str
    row: int | None
    source: str

    def __init__(self, field: str, rule: str, *, path: str = "", row: int | None = None, source: str = "") -> None:
        """Name the field and the rule, and the place where one is known."""
        super().__init__(field, rule)
        self.field, self.rule, self.path, self.row, self.source = field, rule, path, row, source

    def at(self, *, path: str | None = None, row: int | None = None, source: str | None = None) -> Self:
        """Give the same problem with its place filled in."""
        return type(self)(
            self.field,
            self.rule,
            path=self.path if path is None else path,
            row=self.row if row is None else row,
            source=self.source if source is None else source,
        )

    @property
    def place(self) -> str:
        """Source, row and path or field, in the order a reader looks for them."""
        where = self.path or self.field
        row = "" if self.row is None else f"row {self.row}"
        return ", ".join(part for part in (self.source, row, where) if part)

    def __str__(self) -> str:
        """Give the place and the rule."""
        return f"{self.place}: {self.rule}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the place."""
        state = {"path": self.path, "row": self.row, "source": self.source}
        return type(self), (self.field, self.rule), state


class BrokenRule(Problem):
    """A value of the right type that a rule of the domain does not allow."""


class WrongType(Problem, TypeError):
    """A value of another type than the field holds; nothing is converted in silence."""


class MissingField(Problem):
    """A field or a column that must be there is not."""


class UnknownField(Problem):
    """A key or a column that nobody declared, often a misspelling."""


class DanglingReference(Problem, LookupError):
    """An id that points to nothing in the programme."""


class DuplicateId(Problem):
    """Two things of one kind bear the same id."""


class Cycle(Problem):
    """Organisations, regions or resources that contain themselves."""


class CannotRead(Problem):
    """A file that is not what it says it is: broken JSON, another encoding, no header."""


class NewerDocument(Problem):
    """A document written by a later version of the library."""


class PurposeRequired(YouthprogError, ValueError):
    """Sensitive answers were asked for without saying why."""


class MissingExtra(YouthprogError, ImportError):
    """What was asked for needs a library that is not installed; the message names the extra that brings it.

    Attributes:
        what: what was asked for.
        extra: the name of the extra.
    """

    what: str
    extra: str

    def __init__(self, what: str, extra: str) -> None:
        """Say what was asked for, and what to install."""
        super().__init__(f"{what}, install the extra: pip install youthprog[{extra}]")
        self.what, self.extra = what, extra

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the extra."""
        return type(self), (self.what, self.extra)


class Undefined(YouthprogError, ValueError):
    """A measure has no value here, and no number would be honest."""


class EmptyCounts(Undefined):
    """There is nobody to measure."""


class NotAPartition(YouthprogError, ValueError):
    """The categories overlap (several answers a person), and this measure needs each person in one."""


class InvalidDocument(YouthprogError, ExceptionGroup[Problem]):
    """All problems of one document or file at once.

    Attributes:
        problems: the problems, in the order of the document.
        sound: what was read correctly, of the type the reader returns or a list of its parts; `None` if nothing was.
        more: whether reading stopped at the stated maximum of problems.
    """

    sound: Any
    more: bool

    def __new__(cls, message: str, problems: Sequence[Problem], *, sound: Any = None, more: bool = False) -> Self:
        """Group the problems under one message."""
        group = super().__new__(cls, message, problems)
        group.sound, group.more = sound, more
        return group

    def __init__(self, message: str, problems: Sequence[Problem], *, sound: Any = None, more: bool = False) -> None:
        """Group the problems under one message."""
        super().__init__(message, problems)

    @classmethod
    def of(
        cls, problems: Sequence[Problem], where: str, *, most: int | None = None, sound: Any = None, more: bool = False
    ) -> Self:
        """Group problems under a message that counts them; `most` are told at the most.

        >>> InvalidDocument.of([BrokenRule("seats", "must not be negative")], "in the document").message
        '1 problem in the document'
        """
        more = more or (most is not None and len(problems) > most)
        count = f"more than {most} problems" if more else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        return cls(f"{count} {where}", list(problems[:most]), sound=sound, more=more)

    def derive(self, excs: Sequence[Problem]) -> InvalidDocument:  # type: ignore[override]  # problems are all we hold
        """Make a group of the same kind, as `split` and `except*` need."""
        return InvalidDocument(self.message, excs, sound=self.sound, more=self.more)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems, in the order of the document."""
        return tuple(self.exceptions)  # type: ignore[arg-type]  # no nested groups are made

    def __str__(self) -> str:
        """Give the message and every problem, a line each."""
        lines = [f"{self.message}:", *(f"  {problem}" for problem in self.problems)]
        return "\n".join([*lines, "  (and more; reading stopped here)"] if self.more else lines)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the problems; what was sound stays behind, for it may hold answers."""
        return type(self), (self.message, list(self.problems)), {"more": self.more}
