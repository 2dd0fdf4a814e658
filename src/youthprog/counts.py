"""Counts: the narrow waist. Objects, files and dataframes become counts, and every measure is a function of counts.

`Counts` holds how many people are in each category of one dimension, and how many did not disclose; `CountTable`
holds such counts for each category of other dimensions. Both are working figures for those who hold the list,
immutable and exact, and
both add up: chapters can send counts instead of people. Counts of a sensitive dimension print their shape and not their
numbers until they are revealed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice, product
from operator import add, attrgetter
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias

from attrs import evolve, field, frozen

from youthprog import display
from youthprog._checks import Noun, a_date, day, is_a, maybe, whole_number
from youthprog.criteria import Dimension
from youthprog.errors import BrokenRule, EmptyCounts, NotAPartition, PurposeRequired, UnknownField, WrongType
from youthprog.people import Codes, Member
from youthprog.values import Known, NotApplicable, Purpose

__all__ = ["Basis", "CountTable", "Counts", "cross_tally", "tally"]

REASONS = ("declined", "asked-unknown", "not-asked", "withheld", "unstated")
"""Why an answer is undisclosed; `unstated` where the counts were given without reasons."""


@frozen(kw_only=True, repr=False)
class Basis(Noun):
    """What counts were made with: the day, the purpose and the definitions in words."""

    on: dt.date | None = field(default=None, validator=maybe(day))
    purpose: Purpose | None = field(default=None, validator=maybe(is_a(Purpose)))
    definitions: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The day and the definitions, as they stand under a figure."""
        return "; ".join(part for part in (f"on {self.on.isoformat()}" if self.on else "", *self.definitions) if part)


WORKING = "working figures, not for publication"
"""What a picture of counts says of itself."""


def _missing(value: int | Mapping[str, int]) -> tuple[int, ...]:
    if not isinstance(value, Mapping):
        return (0, 0, 0, 0, whole_number(value, field="undisclosed"))
    for reason in value:
        if reason not in REASONS:
            raise UnknownField("undisclosed", f"must be keyed by {', '.join(REASONS)}")
    return tuple(whole_number(value.get(reason, 0), field=f"undisclosed {reason}") for reason in REASONS)


@frozen(eq=False)
class _Heading:
    """What the rows of a table say alike: where a category stands in a row, and what is counted how."""

    places: Mapping[str, int]
    overlapping: bool
    of: str
    sensitive: bool
    secret: bool
    basis: Basis | None


class Counts(display.Pictured):
    """How many people are in each category of a dimension, and how many did not disclose.

    Args:
        numbers: people by category; every declared category, those with nobody in them included.
        undisclosed: how many are in the base without a known answer: a number, or numbers by reason
            (`declined`, `asked-unknown`, `not-asked`, `withheld`, `unstated`).
        not_applicable: people the question does not apply to; outside the base.
        people: where a person may be in several categories, how many people the numbers speak of. The categories then
            overlap, and a measure that needs a partition refuses them. Left out, each person is in one category.
        of: the name of the dimension.
        sensitive: whether to print the shape instead of the numbers. That they count something sensitive stays known
            when they are revealed, and decides how they are published (`secret`).
        basis: the day, purpose and definitions the counts were made with.

    Raises:
        WrongType: for a number that is not whole (a float, a bool, text) or a category that is no text.
        BrokenRule: for a negative number, or `people` that cannot be.

    >>> counts = Counts({"rural": 12, "urban": 30}, undisclosed=3)
    >>> counts["rural"], counts.known, counts.undisclosed, counts.total
    (12, 42, 3, 45)
    >>> (counts + Counts({"rural": 1, "urban": 0}))["rural"]
    13
    """

    __slots__ = ("_heading", "_row")

    _heading: _Heading
    _row: tuple[int, ...]

    def __init__(
        self,
        numbers: Mapping[str, int],
        *,
        undisclosed: int | Mapping[str, int] = 0,
        not_applicable: int = 0,
        people: int | None = None,
        of: str = "",
        sensitive: bool = False,
        basis: Basis | None = None,
    ) -> None:
        """Check and keep the numbers."""
        if not isinstance(numbers, Mapping):
            raise WrongType("numbers", "must map categories to numbers of people")
        kept: dict[str, int] = {}
        for category, number in numbers.items():
            if not isinstance(category, str):
                raise WrongType("category", "must be text")
            kept[str.__str__(category)] = whole_number(number, field="number of people in a category")
        if of.__class__ is not str:
            raise WrongType("of", "must be the name of a dimension")
        if sensitive.__class__ is not bool:
            raise WrongType("sensitive", "must be true or false")
        outside = whole_number(not_applicable, field="not_applicable")
        if people is not None:
            people = whole_number(people, field="people")
            if kept and max(kept.values()) > people:
                raise BrokenRule("people", "must not be below the number in one category")
        heading = _Heading(_places(kept), people is not None, of, sensitive, sensitive, basis)
        self._keep(heading, (*kept.values(), *_missing(undisclosed), outside, people or 0))

    def _keep(self, heading: _Heading, row: tuple[int, ...]) -> None:
        """Keep what is checked, or has just been counted; for the row see `_row`."""
        object.__setattr__(self, "_heading", heading)
        object.__setattr__(self, "_row", row)

    # What is counted

    @property
    def of(self) -> str:
        """The name of the dimension."""
        return self._heading.of

    @property
    def sensitive(self) -> bool:
        """Whether they print their shape instead of their numbers."""
        return self._heading.sensitive

    @property
    def secret(self) -> bool:
        """Whether they count something sensitive, revealed or not."""
        return self._heading.secret

    @property
    def basis(self) -> Basis | None:
        """The day, purpose and definitions they were made with."""
        return self._heading.basis

    @property
    def categories(self) -> tuple[str, ...]:
        """The declared categories, in their order."""
        return tuple(self._heading.places)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of people, in the order of the categories."""
        return self._row[: len(self)]

    @property
    def not_applicable(self) -> int:
        """People the question does not apply to; outside the base."""
        return self._row[-2]

    @property
    def overlapping(self) -> bool:
        """Whether a person may be in several categories."""
        return self._heading.overlapping

    @property
    def known(self) -> int:
        """How many people gave an answer; where categories overlap each person once."""
        return self._row[-1] if self.overlapping else sum(self.numbers)

    @property
    def undisclosed(self) -> int:
        """How many people are in the base without a known answer."""
        return sum(self._row[len(self) : -2])

    @property
    def reasons(self) -> Mapping[str, int]:
        """The undisclosed by reason."""
        return MappingProxyType(dict(zip(REASONS, self._row[len(self) : -2], strict=True)))

    @property
    def total(self) -> int:
        """The base: known and undisclosed together."""
        return self.known + self.undisclosed

    def partition(self) -> tuple[int, ...]:
        """Give the numbers of a measure that needs each person in one category and somebody to measure.

        Raises:
            NotAPartition: if the categories overlap.
            EmptyCounts: if nobody is known.
        """
        if self.overlapping:
            msg = (
                f"the categories of {self.of or 'these counts'} overlap; this measure needs each person in one of them"
            )
            raise NotAPartition(msg)
        numbers = self.numbers
        if not any(numbers):
            msg = "nobody is counted, and the measure of nobody is undefined"
            raise EmptyCounts(msg)
        return numbers

    def __getitem__(self, category: str) -> int:
        try:
            return self._row[self._heading.places[category]]
        except KeyError:
            raise UnknownField("category", f"must be one of the categories of {self.of or 'these counts'}") from None

    def __contains__(self, category: object) -> bool:
        return category in self._heading.places

    def __iter__(self) -> Iterator[str]:
        return iter(self._heading.places)

    def __len__(self) -> int:
        return len(self._heading.places)

    def items(self) -> Iterable[tuple[str, int]]:
        """Give pairs of category and number."""
        return self._numbers.items()

    @property
    def _numbers(self) -> dict[str, int]:
        return dict(zip(self, self._row, strict=False))

    # Adding up

    def __add__(self, other: Counts) -> Counts:
        """Merge the counts of disjoint groups of people, such as two chapters.

        Raises:
            BrokenRule: if they speak of different dimensions, or were made with different definitions, or the
                categories of only one of them overlap.
        """
        if not isinstance(other, Counts):
            return NotImplemented  # callers without a type checker
        if self.of and other.of and self.of != other.of:
            raise BrokenRule("of", "must be the same dimension for counts to add up")
        if self.basis is not None and other.basis is not None and self.basis != other.basis:
            raise BrokenRule("basis", "must be the same day, purpose and definitions for counts to add up")
        if self.overlapping != other.overlapping and len(other if self.overlapping else self):
            raise BrokenRule("people", "must be given for both or neither: only one has overlapping categories")
        numbers = self._numbers
        for category, number in other.items():
            numbers[category] = numbers.get(category, 0) + number
        people = self.known + other.known if self.overlapping or other.overlapping else None
        both = Counts(
            numbers,
            undisclosed={reason: number + other.reasons[reason] for reason, number in self.reasons.items()},
            not_applicable=self.not_applicable + other.not_applicable,
            people=people,
            of=self.of or other.of,
            sensitive=self.sensitive or other.sensitive,
            basis=self.basis or other.basis,
        )
        return both._kept_secret(self.secret or other.secret)

    def over(self, categories: Iterable[str]) -> Counts:
        """Give the same counts over a longer list of declared categories, in its order; new ones hold nobody."""
        wanted = dict.fromkeys(categories)
        lost = [name for name in self if name not in wanted]
        if lost:
            raise BrokenRule("categories", "must include every category that is counted")
        numbers = self._numbers
        return self._with(numbers={name: numbers.get(name, 0) for name in wanted})

    def reveal(self, purpose: Purpose) -> Counts:
        """Give counts that print their numbers, to somebody who says why; they stay `secret` when published."""
        if purpose.__class__ is not Purpose:
            msg = "sensitive counts are revealed for a purpose, one of youthprog.Purpose"
            raise PurposeRequired(msg)
        return self._with(sensitive=False)

    def _with(self, *, numbers: Mapping[str, int] | None = None, sensitive: bool | None = None) -> Counts:
        made = Counts(
            self._numbers if numbers is None else numbers,
            undisclosed=self.reasons,
            not_applicable=self.not_applicable,
            people=self._row[-1] if self.overlapping else None,
            of=self.of,
            sensitive=self.sensitive if sensitive is None else sensitive,
            basis=self.basis,
        )
        return made._kept_secret(self.secret)

    def _kept_secret(self, secret: bool) -> Counts:  # noqa: FBT001  # the one thing it says
        self._keep(evolve(self._heading, secret=secret), self._row)
        return self

    # The usual manners

    def _key(self) -> tuple[Any, ...]:
        return (
            frozenset(self.items()),
            self._row[len(self) :],
            self.overlapping,
            self.of,
            self.sensitive,
            self.secret,
            self.basis,
        )

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Counts) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __setattr__(self, name: str, value: object) -> NoReturn:
        msg = "counts cannot be changed; add them or make new ones"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (
            self._numbers,
            dict(self.reasons),
            self.not_applicable,
            self._row[-1] if self.overlapping else None,
            self.of,
            self.basis,
            self.secret,
        )

    def __repr__(self) -> str:
        if self.sensitive:
            return f"<sensitive counts of {self.of or 'people'} in {len(self)} categories>"
        parts = [repr(self._numbers)]
        if self.undisclosed:
            parts.append(f"undisclosed={self.undisclosed}")
        if self.not_applicable:
            parts.append(f"not_applicable={self.not_applicable}")
        if self.overlapping:
            parts.append(f"people={self.known}")
        if self.of:
            parts.append(f"of={self.of!r}")
        return f"Counts({', '.join(parts)})"

    # How they show themselves

    def _hidden(self) -> str:
        shape = f"{self._caption()}: sensitive, {len(self)} categories; reveal for a purpose to see the numbers."
        return shape if self.sensitive else ""

    def _caption(self) -> str:
        return f"People by {self.of or 'category'}"

    def _foot(self) -> str:
        return "" if self.basis is None else self.basis.words

    def _columns(self) -> Sequence[tuple[str, type]]:
        return (self.of or "category", str), ("missing", str), ("people", int)

    def _lines(self) -> Iterator[tuple[str | None, str | None, int]]:
        for category, number in self.items():
            yield category, None, number
        for reason, number in self.reasons.items():
            if number:
                yield None, reason, number
        if self.not_applicable:
            yield None, "not-applicable", self.not_applicable

    def _table(self) -> str:
        rows = [(name, (str(number),)) for name, number in self.items()]
        rows += [(f"({reason})", (str(n),)) for reason, n in self.reasons.items() if n]
        rows.append(("total", (str(self.total),)))
        return display.table(self._caption(), (self.of or "category", "people"), rows, foot=self._foot())

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # counting loads no pictures

        rows = [(category or f"({reason})", number, reason is None) for category, reason, number in self._lines()]
        return charts.bars(rows, title=self._caption(), subtitle=(self._foot(), WORKING))


def _remade(
    numbers: dict[str, int],
    reasons: dict[str, int],
    not_applicable: int,
    people: int | None,
    of: str,
    basis: Basis | None,
    secret: bool,  # noqa: FBT001  # called by pickle
) -> Counts:
    made = Counts(numbers, undisclosed=reasons, not_applicable=not_applicable, people=people, of=of, basis=basis)
    return made._kept_secret(secret)


def counts_of(counts: Counts) -> Counts:
    """Read counts, and nothing that merely holds numbers."""
    if not isinstance(counts, Counts):
        raise WrongType("counts", "must be Counts")
    return counts


Key: TypeAlias = tuple[str | None, ...]
"""A category for each dimension a table is measured by; `None` holds those who did not disclose that dimension."""


def _key(by: str | tuple[str | None, ...] | None, width: int) -> Key:
    key = by if isinstance(by, tuple) else (by,)
    if len(key) != width or not all(part is None or isinstance(part, str) for part in key):
        raise WrongType("row", f"must be named by {width} categories, or None for those who did not disclose")
    return key


class CountTable(display.Pictured):
    """Counts of one dimension for each category of one or several others.

    Args:
        rows: `Counts`, or mappings of category to number, by category of `by` (a tuple of categories where `by` names
            several dimensions; `None` stands for those who did not disclose that dimension).
        of: the dimension that is counted, along the columns.
        by: the dimension or dimensions of the rows.
        overlapping_rows: whether a person may be in several rows.
        not_applicable: people outside the rows because a dimension of `by` does not apply to them, or because they are
            in none of its categories where several answers are allowed.

    All rows are put on the same list of categories. Tables add up as counts do.

    >>> table = CountTable({"Zavkhan": {"woman": 3, "man": 2}, "Uvs": {"woman": 1, "man": 4}}, of="gender", by="region")
    >>> table["Zavkhan"]["woman"], table.total().numbers, table.margin().numbers
    (3, (4, 6), (5, 5))
    """

    __slots__ = ("_rows", "by", "categories", "not_applicable", "of", "overlapping_rows")

    _rows: dict[Key, Counts]
    by: tuple[str, ...]
    of: str
    categories: tuple[str, ...]
    overlapping_rows: bool
    not_applicable: int

    def __init__(
        self,
        rows: Mapping[Any, Counts | Mapping[str, int]],
        *,
        of: str = "",
        by: str | Iterable[str] = "",
        overlapping_rows: bool = False,
        not_applicable: int = 0,
    ) -> None:
        """Check the rows and put them on one list of categories."""
        if not isinstance(rows, Mapping):
            raise WrongType("rows", "must map categories to counts")
        names = (by,) if isinstance(by, str) else tuple(by)
        made: dict[Key, Counts] = {}
        categories: dict[str, None] = {}
        for name, row in rows.items():
            counts = row if isinstance(row, Counts) else Counts(row, of=of)
            key = _key(name, len(names))
            if counts.of != of:
                raise BrokenRule("of", "must be the dimension of every row")
            if key in made:
                raise BrokenRule("rows", "must not name a row twice")
            made[key] = counts
            categories.update(dict.fromkeys(counts))
        overlapping = any(counts.overlapping for counts in made.values())
        if overlapping:
            if any(len(counts) and not counts.overlapping for counts in made.values()):
                raise BrokenRule("people", "must be given for every row or none: only some have overlapping categories")
            made = {key: counts + Counts({}, people=0) for key, counts in made.items()}
        all_of_them = tuple(categories)
        kept = {key: row if row.categories == all_of_them else row.over(all_of_them) for key, row in made.items()}
        outside = whole_number(not_applicable, field="not_applicable")
        self._keep(kept, names, of, all_of_them, overlapping_rows, outside)

    def _keep(
        self,
        rows: dict[Key, Counts],
        by: tuple[str, ...],
        of: str,
        categories: tuple[str, ...],
        overlapping_rows: bool,  # noqa: FBT001  # as `__init__` has it
        not_applicable: int,
    ) -> None:
        """Keep what is checked, or has just been counted."""
        put = object.__setattr__
        put(self, "_rows", rows)
        put(self, "by", by)
        put(self, "of", of)
        put(self, "categories", categories)
        put(self, "overlapping_rows", overlapping_rows)
        put(self, "not_applicable", not_applicable)

    @property
    def rows(self) -> Mapping[Key, Counts]:
        """The counts by key, those of `None` (not disclosed) included."""
        return MappingProxyType(self._rows)

    @property
    def disclosed(self) -> Mapping[Key, Counts]:
        """The rows of those who disclosed every dimension of `by`."""
        return MappingProxyType({key: row for key, row in self._rows.items() if None not in key})

    @property
    def sensitive(self) -> bool:
        """Whether a row is sensitive, and so the table."""
        return any(row.sensitive for row in self._rows.values())

    @property
    def secret(self) -> bool:
        """Whether a row counts something sensitive, revealed or not."""
        return any(row.secret for row in self._rows.values())

    @property
    def overlapping(self) -> bool:
        """Whether a person may be in several categories of a row."""
        return any(row.overlapping for row in self._rows.values())

    def __getitem__(self, by: str | tuple[str | None, ...] | None) -> Counts:
        try:
            return self._rows[_key(by, len(self.by))]
        except KeyError:
            raise UnknownField("row", f"must be one of the categories of {' and '.join(self.by)}") from None

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def total(self) -> Counts:
        """Add up all rows.

        Raises:
            NotAPartition: if a person may be in several rows.
        """
        self._apart()
        return sum(self._rows.values(), Counts({}, of=self.of))

    def _apart(self) -> None:
        if self.overlapping_rows:
            msg = f"the categories of {' and '.join(self.by)} overlap; their rows do not add up to people"
            raise NotAPartition(msg)

    def margin(self) -> Counts:
        """Count the people of each row, the undisclosed of `of` included; rows of `None` are the undisclosed here.

        Raises:
            BrokenRule: if the table is by several dimensions.
            NotAPartition: if a person may be in several rows; how many people these hold together is not known.
        """
        if len(self.by) != 1:
            raise BrokenRule("by", "must be a single dimension for the table to have a margin")
        self._apart()
        sizes = {key[0]: row.total for key, row in self._rows.items()}
        hidden = sizes.pop(None, 0)
        return Counts(
            {name: size for name, size in sizes.items() if name is not None},
            undisclosed=hidden,
            of=self.by[0],
            sensitive=self.sensitive,
        )._kept_secret(self.secret)

    def __add__(self, other: CountTable) -> CountTable:
        """Merge the tables of disjoint groups of people."""
        if not isinstance(other, CountTable):
            return NotImplemented  # callers without a type checker
        if (self.of, self.by) != (other.of, other.by):
            raise BrokenRule("by", "must be the same dimensions for tables to add up")
        if self._rows and other._rows and self.overlapping_rows != other.overlapping_rows:
            raise BrokenRule("overlapping_rows", "must be the same for tables to add up")
        rows = dict(self._rows)
        for key, counts in other._rows.items():
            rows[key] = rows[key] + counts if key in rows else counts
        return CountTable(
            rows,
            of=self.of,
            by=self.by,
            overlapping_rows=self.overlapping_rows or other.overlapping_rows,
            not_applicable=self.not_applicable + other.not_applicable,
        )

    def reveal(self, purpose: Purpose) -> CountTable:
        """Give a table that prints its numbers, to somebody who says why."""
        return CountTable(
            {key: row.reveal(purpose) for key, row in self._rows.items()},
            of=self.of,
            by=self.by,
            overlapping_rows=self.overlapping_rows,
            not_applicable=self.not_applicable,
        )

    def _key(self) -> tuple[Any, ...]:
        return frozenset(self._rows.items()), self.of, self.by, self.overlapping_rows, self.not_applicable

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, CountTable) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __setattr__(self, name: str, value: object) -> NoReturn:
        msg = "tables of counts cannot be changed; add them or make new ones"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    def __reduce__(self) -> tuple[Any, ...]:
        return _table_remade, (self._rows, self.of, self.by, self.overlapping_rows, self.not_applicable)

    def __repr__(self) -> str:
        what = f"{'sensitive ' if self.sensitive else ''}table of {self.of or 'people'}"
        return f"<{what} by {' and '.join(self.by)}, {len(self)} x {len(self.categories)}>"

    def _hidden(self) -> str:
        shape = f"{self._caption()}: sensitive, {len(self)} rows; reveal for a purpose to see the numbers."
        return shape if self.sensitive else ""

    def _caption(self) -> str:
        return f"People by {' and '.join(self.by)} and {self.of or 'category'}"

    def _columns(self) -> Sequence[tuple[str, type]]:
        return *((name, str) for name in self.by), (self.of or "category", str), ("missing", str), ("people", int)

    def _lines(self) -> Iterator[tuple[str | int | None, ...]]:
        for key, row in self._rows.items():
            for line in row._lines():
                yield *key, *line

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # counting loads no pictures

        known = {_named(key): row for key, row in self._rows.items()}
        rows = [
            (name, category, number, number / row.known if row.known else None)
            for name, row in known.items()
            for category, number in row.items()
        ]
        rows += [(name, "(undisclosed)", row.undisclosed, None) for name, row in known.items() if row.undisclosed]
        return charts.crossed(rows, title=self._caption(), subtitle=(WORKING,))

    def _table(self) -> str:
        head = (" and ".join(self.by), *self.categories, "undisclosed", "total")
        rows = [
            (
                _named(key),
                (*map(str, row.numbers), str(row.undisclosed), str(row.total)),
            )
            for key, row in self._rows.items()
        ]
        return display.table(self._caption(), head, rows)


def _named(key: Key) -> str:
    return ", ".join("(undisclosed)" if part is None else part for part in key)


def _table_remade(rows: dict[Key, Counts], of: str, by: tuple[str, ...], overlapping: bool, outside: int) -> CountTable:  # noqa: FBT001  # called by pickle
    return CountTable(rows, of=of, by=by, overlapping_rows=overlapping, not_applicable=outside)


# --- Counting members ------------------------------------------------------------------------------------------------

Value: TypeAlias = Any
"""What stands for an answer while it is counted: its number, or the value that a frame holds."""
_REASON = {"Declined": 0, "AskedUnknown": 1, "NotAsked": 2, "Withheld": 3}


def _basis(dimensions: Iterable[Dimension], on: dt.date, purpose: Purpose | None) -> Basis:
    words = dict.fromkeys(words for dimension in dimensions for words in dimension.definitions)
    return Basis(on=on, purpose=purpose, definitions=tuple(words))


def _places(categories: Iterable[Any]) -> dict[Any, int]:
    return {category: place for place, category in enumerate(categories)}


def _slots(of: Dimension, answers: Mapping[Value, Codes]) -> dict[Value, tuple[int, ...]]:
    """Say for each value in which places of a row the people of its answer count; see `_row`."""
    places = _places(of.categories)
    after = len(places)
    outside, people = after + len(REASONS), (after + len(REASONS) + 1,) if of.multiple else ()
    return {
        value: (*[places[code] for code in answer.value], *people)
        if isinstance(answer, Known)
        else (outside if isinstance(answer, NotApplicable) else after + _REASON[answer.__class__.__name__],)
        for value, answer in answers.items()
    }


def _row(of: Dimension) -> list[int]:
    """A row of numbers in the making: by category, by reason, not applicable, people where categories overlap."""
    return [0] * (len(of.categories) + len(REASONS) + 2)


def _counted(row: list[int], heading: _Heading) -> Counts:
    made = Counts.__new__(Counts)
    made._keep(heading, tuple(row))
    return made


def _heading(of: Dimension, basis: Basis, *, sensitive: bool) -> _Heading:
    return _Heading(_places(of.categories), of.multiple, of.name, sensitive, sensitive, basis)


AT_ONCE = 4096
"""How many members are read together."""
REMEMBERED = 2**16
"""How many different people a reader remembers."""
_BY_VALUE = frozenset({"birth", "home"})


class _Reader:
    """Reads dimensions that look at the same facts of a person, and of those who are alike in these only one.

    Facts are alike where they are one object, as answers are, and births and homes where they are equal.
    """

    __slots__ = ("_answer", "_columns", "_numbers", "_read", "answers")

    def __init__(self, facts: Iterable[str], answer: Callable[[Member], tuple[Codes, ...]]) -> None:
        self._answer = answer
        self._columns = [(attrgetter(fact), fact in _BY_VALUE) for fact in sorted(facts)]
        self._numbers: dict[object, int] = {}
        self._read: list[Member] = []
        self.answers: dict[tuple[Codes, ...], int] = {}

    def numbers(self, members: Sequence[Member], *beside: Iterable[object]) -> list[int]:
        """Give the number of the answers of each; `beside` is what they hang on beside the facts."""
        columns = [*beside]
        for fact, by_value in self._columns:
            column = map(fact, members)
            columns.append(column if by_value else map(id, column))
        keys: list[object] = [*(zip(*columns, strict=True) if len(columns) > 1 else columns[0])]
        try:
            return [*map(self._numbers.__getitem__, keys)]
        except KeyError:
            if len(self._read) > REMEMBERED:
                self._numbers.clear()
                self._read.clear()
            return [self._number(key, member) for key, member in zip(keys, members, strict=True)]

    def _number(self, key: object, member: Member) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self.answers.setdefault(self._answer(member), len(self.answers))
            self._read.append(member)  # an object's id is its own only while the object is there
        return number


def _found(
    members: Iterable[Member], dimensions: Sequence[Dimension], on: dt.date, purpose: Purpose | None
) -> tuple[list[tuple[int, ...]], list[int], list[dict[int, Codes]]]:
    """Count how often each combination of answers is found; give values, people and answers as they are tallied."""

    def answer(member: Member, places: Iterable[int] = range(len(dimensions))) -> tuple[Codes, ...]:
        return tuple([dimensions[place].answer(member, on=on, purpose=purpose) for place in places])

    kinds: dict[tuple[frozenset[str], bool], list[int]] = {}
    for place, dimension in enumerate(dimensions):
        kinds.setdefault((dimension.reading.facts, dimension.sensitive), []).append(place)
    readers = [
        (_Reader(facts, partial(answer, places=places)), sensitive) for (facts, sensitive), places in kinds.items()
    ]
    secret = any(dimension.sensitive for dimension in dimensions)
    alike: Counter[tuple[int, ...]] = Counter()
    answers: list[dict[Codes, int]] = [{} for _ in dimensions]
    found: Counter[tuple[int, ...]] = Counter()

    def numbered(given: Iterable[Codes]) -> tuple[int, ...]:
        return tuple([known.setdefault(one, len(known)) for known, one in zip(answers, given, strict=True)])

    if not isinstance(members, Iterable):
        raise WrongType("members", "must be members")
    people = iter(members)
    while some := [*islice(people, AT_ONCE)]:
        with suppress(BrokenRule):  # one by one, then: the first member in question is to be named
            if {*map(type, some)} == {Member}:  # another class may have another way with its facts
                agreed = [[one.consents_to(purpose, on=on) for one in some]] if purpose and secret else []
                alike.update(
                    zip(*(reader.numbers(some, *agreed[:sensitive]) for reader, sensitive in readers), strict=True)
                )
                continue
        if not all(isinstance(member, Member) for member in some):
            raise WrongType("members", "must be members")
        found.update(numbered(answer(member)) for member in some)
    places = [place for group in kinds.values() for place in group]
    read = [[*reader.answers] for reader, _ in readers]
    for combination, times in alike.items():
        given = dict(zip(places, chain.from_iterable(map(list.__getitem__, read, combination)), strict=True))
        found[numbered([given[place] for place in range(len(dimensions))])] += times
    columns = [*zip(*found, strict=True)] or [()] * len(dimensions)
    return columns, [*found.values()], [dict(enumerate(known)) for known in answers]


def _permitted(dimensions: Sequence[Dimension], on: dt.date, purpose: Purpose | None) -> None:
    if not isinstance(dimensions[0], Dimension):
        raise WrongType("of", "must be a Dimension")
    a_date(on)
    for dimension in dimensions:
        dimension.permitted(purpose)
    if purpose is not None and purpose.__class__ is not Purpose:
        raise WrongType("purpose", "must be Purpose")


def tally(members: Iterable[Member], *, of: Dimension, on: dt.date, purpose: Purpose | None = None) -> Counts:
    """Count members by the categories of a dimension on a day.

    Args:
        members: whom to count, each once.
        of: the dimension.
        on: the day.
        purpose: why; needed for a sensitive dimension. Who has not consented to it on that day counts as withheld.

    Returns:
        `Counts` over the declared categories, with the undisclosed by reason and the definitions used. Time grows
        with the number of members.

    Raises:
        PurposeRequired: if the dimension is sensitive and no purpose is given.
        BrokenRule: if a member's answer is no declared category, or several where one is allowed.
        WrongType: if an argument is of another type.

    >>> import datetime as dt
    >>> from youthprog.people import Member
    >>> gender = Dimension(name="gender", categories=("woman", "man"), sensitive=False)
    >>> people = [Member(id="1", identities={"gender": Known("woman")}), Member(id="2")]
    >>> tally(people, of=gender, on=dt.date(2022, 7, 1))
    Counts({'woman': 1, 'man': 0}, undisclosed=1, of='gender')
    """
    _permitted((of,), on, purpose)
    return tally_answers(*_found(members, (of,), on, purpose), of=of, on=on, purpose=purpose)


def tally_answers(
    values: Sequence[Sequence[Value]],
    people: Sequence[int],
    answers: Sequence[Mapping[Value, Codes]],
    *,
    of: Dimension,
    on: dt.date,
    purpose: Purpose | None,
) -> Counts:
    """Make counts of the people found with each answer, as `cross_tally_answers` makes a table."""
    row, slots = _row(of), _slots(of, answers[0])
    for value, number in zip(values[0], people, strict=True):
        for slot in slots[value]:
            row[slot] += number
    return _counted(row, _heading(of, _basis((of,), on, purpose), sensitive=of.sensitive))


def cross_tally(
    members: Iterable[Member],
    *,
    of: Dimension,
    by: Dimension | Sequence[Dimension],
    on: dt.date,
    purpose: Purpose | None = None,
) -> CountTable:
    """Count members by the categories of a dimension within those of one or several others, on a day.

    Args:
        members: whom to count, each once.
        of: the dimension along the columns.
        by: the dimension or dimensions of the rows.
        on: the day.
        purpose: why; needed if one of the dimensions is sensitive.

    Returns:
        A `CountTable` with a row for every combination of declared categories, those with nobody in them included,
        and rows of `None` for those who did not disclose. It is sensitive if one of its dimensions is.

    Raises:
        PurposeRequired: if a dimension is sensitive and no purpose is given.
        BrokenRule: if a member's answer is no declared category, or several where one is allowed.
        WrongType: if an argument is of another type.
    """
    rows_of = rows_named(by)
    every = (of, *rows_of)
    _permitted(every, on, purpose)
    return cross_tally_answers(*_found(members, every, on, purpose), of=of, by=rows_of, on=on, purpose=purpose)


def rows_named(by: Dimension | Sequence[Dimension]) -> tuple[Dimension, ...]:
    """Give the dimensions of the rows.

    Raises:
        BrokenRule: if there is none.
        WrongType: if one is no dimension.
    """
    rows_of = (by,) if isinstance(by, Dimension) or not isinstance(by, Iterable) else tuple(by)
    if not all(isinstance(one, Dimension) for one in rows_of):
        raise WrongType("by", "must be a Dimension or several")
    if not rows_of:
        raise BrokenRule("by", "must name one dimension or several")
    return rows_of


def cross_tally_answers(
    values: Sequence[Sequence[Value]],
    people: Sequence[int],
    answers: Sequence[Mapping[Value, Codes]],
    *,
    of: Dimension,
    by: Sequence[Dimension],
    on: dt.date,
    purpose: Purpose | None,
) -> CountTable:
    """Make a table of the people found with each combination of answers; who found them saw to purpose and consent.

    Args:
        values: of each dimension, that of the columns first, the value that each combination has.
        people: how many people each combination has; it may recur.
        answers: for each dimension the answers that its values stand for.
        of: the dimension along the columns.
        by: the dimensions of the rows.
        on: the day.
        purpose: why.
    """
    first, *others = values
    slots = _slots(of, answers[0])
    lines: dict[tuple[Value, ...], list[int]] = defaultdict(partial(_row, of))
    for group, value, number in zip(zip(*others, strict=True), first, people, strict=True):
        line = lines[group]
        for slot in slots[value]:
            line[slot] += number
    keys_of = [{value: _rows_of(answer) for value, answer in given.items()} for given in answers[1:]]
    rows: dict[Key, list[int]] = {}
    once = len(of.categories) if of.multiple else 0  # where categories overlap, from here on a row has each person once
    outside = 0
    for group, line in lines.items():
        inside = [*product(*map(dict.__getitem__, keys_of, group))]
        if not inside:
            outside += sum(line[once:])
        for key in inside:
            rows[key] = [*map(add, rows[key], line)] if key in rows else line
    every = (of, *by)
    heading = _heading(of, _basis(every, on, purpose), sensitive=any(dimension.sensitive for dimension in every))
    nobody = _row(of)
    kept: dict[Key, Counts] = {
        key: _counted(rows.get(key, nobody), heading) for key in product(*(one.categories for one in by))
    }
    if undisclosed := rows.keys() - kept.keys():
        order = [_places((*dimension.categories, None)) for dimension in by]
        for key in sorted(undisclosed, key=lambda key: [*map(dict.__getitem__, order, key)]):
            kept[key] = _counted(rows[key], heading)
    overlapping = any(dimension.multiple for dimension in by)
    table = CountTable.__new__(CountTable)
    table._keep(kept, tuple([one.name for one in by]), of.name, of.categories, overlapping, outside)
    return table


def _rows_of(answer: Codes) -> tuple[str | None, ...]:
    """Give the rows of an answer; "none of these", where several are allowed, is known and yet in no row."""
    if isinstance(answer, Known):
        return tuple(answer.value)
    return () if isinstance(answer, NotApplicable) else (None,)
