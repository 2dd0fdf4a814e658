"""What is published, and the confidential proof that it may be."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from attrs import field, frozen

from youthprog import display
from youthprog._checks import flag, is_a, whole_number
from youthprog.counts import Basis
from youthprog.disclosure._measure import Measure, measured
from youthprog.disclosure._rules import Rule
from youthprog.disclosure._shape import (
    TOTAL,
    UNDISCLOSED,
    Axis,
    Cell,
    Groups,
    System,
    axis,
    cell_named,
    silent_in,
    system,
)
from youthprog.errors import CannotRead, DuplicateId, UnknownField, WrongType
from youthprog.values import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HIDDEN = "not shown"
"""The one marker: a small cell and one that covers it look alike."""


@frozen(kw_only=True, repr=False)
class Published(display.Pictured):
    """A table as anybody can read it, with some cells hidden.

    Attributes:
        axes: its dimensions with their totals, those of the rows first.
        shown: the number in each cell, in the order of `cells`; `None` where it is hidden.
        impossible: cells in which nobody can be by definition, which every reader knows.
        margins: the dimensions of each table that is published, sums included; `None` for the table of all.
    """

    axes: tuple[Axis, ...]
    shown: tuple[int | None, ...] = field(repr=False)
    impossible: frozenset[Cell] = frozenset()
    margins: tuple[tuple[str, ...], ...] | None = None

    @property
    def system(self) -> System:
        """The cells and the sums that bind them."""
        return system(self.axes)

    @property
    def silent(self) -> frozenset[int]:
        """The cells that are in none of the tables that are published, by number."""
        return silent_in(self.axes, self.margins)

    @property
    def cells(self) -> Mapping[Cell, int | None]:
        """The numbers by cell, a node for each axis; `None` where hidden."""
        silent = self.silent
        every = enumerate(zip(self.system.cells, self.shown, strict=True))
        return {cell: number for place, (cell, number) in every if place not in silent}

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names of the axes."""
        return tuple(one.name for one in self.axes)

    @property
    def whole(self) -> bool:
        """Whether nothing is hidden."""
        return None not in self.cells.values()

    @property
    def total(self) -> int | None:
        """How many people there are in all; `None` if it is hidden."""
        return self.shown[-1]

    def __getitem__(self, cell: str | Cell) -> int | None:
        place = self.system.index[cell_named(cell, self.axes, field="cell")]
        if place in self.silent:
            raise UnknownField("cell", "must be in one of the tables that are published")
        return self.shown[place]

    def share(self, *cell: str) -> Fraction | None:
        """Give a cell's share of those in its row who disclosed.

        Returns:
            The share; `None` if a number it needs is hidden, or nobody disclosed.
        """
        number, unknown, base = self[cell], self[*cell[:-1], UNDISCLOSED], self[*cell[:-1], TOTAL]
        if number is None or unknown is None or base is None or base == unknown:
            return None
        return Fraction(number, base - unknown)

    def row(self, *nodes: str) -> Published:
        """Give the table of one row alone, a node for each dimension of the rows; "total" for all of them together."""
        *rows, columns = self.axes
        if len(nodes) != len(rows):
            raise WrongType("row", f"must be named by {len(rows)} categories")
        cells = [(*nodes, node) for node in columns.nodes]
        return Published(
            axes=(columns,),
            shown=tuple(self[cell] for cell in cells),
            impossible=frozenset((cell[-1],) for cell in cells if cell in self.impossible),
        )

    def measure(self, measure: Measure, **options: Any) -> Any:
        """Measure what is published: a function of counts, such as `diversity.hill`, or of a table of them.

        Nothing but what is shown goes in, so that the answer tells no more than the release does.

        Args:
            measure: the function. It is given `Counts` if there is one dimension, else a `CountTable`.
            options: what the function takes beside, such as `q=1`.

        Returns:
            What the function gives, if no number it is given is hidden; else an `Interval` from the least to the
            greatest value over all that a reader can believe, rounded outwards. Both ends are attained, except that
            for the measures of diversity sums of groups are left aside, so that the interval may be wider.

        Raises:
            WrongType: if the measure gives something else than a number and some of what it is given is hidden.
            Undefined: if nothing bounds the measure, too many tables can be believed, or it has no value for one.

        >>> from youthprog import diversity
        >>> table = published({"rural": None, "urban": 30, "abroad": None, "total": 42}, dimensions=["residence"])
        >>> found = table.measure(diversity.hill, q=2)
        >>> round(found.low, 3), round(found.high, 3)
        (1.69, 1.815)
        """
        return measured(self, measure, options)

    def csv(self) -> str:
        """Give the table as CSV, a line for each cell."""
        out = io.StringIO()
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow([*self.dimensions, "people"])
        lines.writerows([*cell, HIDDEN if number is None else number] for cell, number in self.cells.items())
        return out.getvalue()

    def __repr__(self) -> str:
        by = " by ".join(reversed(self.dimensions))
        if len(self.axes) > 1:
            cells = self.cells
            hidden = sum(number is None for number in cells.values())
            return f"<{self._kind} of {by}: {len(cells)} cells, {hidden} {HIDDEN}>"
        shown = ", ".join(f"{node}: {_words(self[node])}" for node in _printed(self.axes[0]))
        return f"<{self._kind} of {by}: {shown}>"

    @property
    def _kind(self) -> str:
        return "published table"

    def _caption(self) -> str:
        *rows, columns = self.dimensions
        return f"People by {' and '.join([' and '.join(rows), columns] if rows else [columns])}"

    def _columns(self) -> Sequence[tuple[str, type]]:
        return *((name, str) for name in self.dimensions), ("shown", bool), ("people", int)

    def _lines(self) -> Iterator[tuple[str | int | None, ...]]:
        return ((*cell, number is not None, number) for cell, number in self.cells.items())

    def _picture(self) -> display.VegaLite:
        from youthprog.display import charts  # publishing loads no pictures

        told = {cell: number for cell, number in self.cells.items() if TOTAL not in cell}
        silent = [
            not any(number != 0 and cell[place] == UNDISCLOSED for cell, number in told.items())
            for place in range(len(self.axes))
        ]
        nodes = [
            [node for node in _printed(one) if node != TOTAL and not (quiet and node == UNDISCLOSED)]
            for one, quiet in zip(self.axes, silent, strict=True)
        ]
        if len(nodes) == 1:
            lines = [(_apart(node), self[node], node != UNDISCLOSED) for node in nodes[0]]
            return charts.bars(lines, title=self._caption(), hidden=HIDDEN, subtitle=(self._foot(),))
        crossed = []
        for cell in product(*nodes):
            if cell in told:
                share = None if cell[-1] == UNDISCLOSED else self.share(*cell)
                *row, column = map(_apart, cell)
                crossed.append((", ".join(row), column, told[cell], None if share is None else float(share)))
        return charts.crossed(crossed, title=self._caption(), hidden=HIDDEN, subtitle=(self._foot(),))

    def _table(self) -> str:
        *rows, columns = self.axes
        if not rows:
            lines = [(node, (_words(self[node]),)) for node in _printed(columns)]
            return display.table(self._caption(), (columns.name, "people"), lines, foot=self._foot())
        names = " and ".join(one.name for one in rows)
        head = (names, *_printed(columns))
        told = {cell: _words(number) for cell, number in self.cells.items()}
        crossed = [
            (", ".join(row), words)
            for row in product(*(one.nodes for one in rows))
            if any(words := tuple(told.get((*row, node), "") for node in _printed(columns)))
        ]
        return display.table(self._caption(), head, crossed, foot=self._foot())


def _words(number: int | None) -> str:
    return HIDDEN if number is None else str(number)


def _apart(node: str) -> str:
    """Name a node so that those who did not disclose look like no category."""
    return f"({node})" if node == UNDISCLOSED else node


def _printed(one: Axis) -> Iterator[str]:
    """Leave out those not in a category, which the others tell."""
    others = set(one.nodes[len(one.categories) : -3]) if one.overlapping else set()
    return (node for node in one.nodes if node not in others)


@frozen(kw_only=True, repr=False)
class Release(Published):
    """A table that may be told to anybody, made by `publish`.

    Attributes:
        rule: the rule that was kept; its reason, where it is looser than the standard.
        sensitive: whether a dimension is sensitive.
        basis: the day, purpose and definitions.
    """

    rule: Rule = field(validator=is_a(Rule))
    sensitive: bool = field(default=False, validator=flag)
    basis: Basis | None = None

    @property
    def of(self) -> str:
        """The dimension along the columns."""
        return self.axes[-1].name

    def json(self) -> str:
        """Give the release as one line of JSON, the same for equal releases."""
        basis = self.basis
        content = {
            "axes": [{"name": one.name, "nodes": one.nodes, "sums": one.sums} for one in self.axes],
            "shown": self.shown,
            "impossible": sorted(self.impossible),
            "margins": self.margins,
            "rule": {name: getattr(self.rule, name) for name in _RULE},
            "sensitive": self.sensitive,
            "basis": basis
            and {
                "on": basis.on and basis.on.isoformat(),
                "purpose": basis.purpose and basis.purpose.value,
                "definitions": basis.definitions,
            },
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Release:
        """Read a release as `json` writes it.

        Raises:
            CannotRead: if it is none.
        """
        try:
            content = json.loads(text)
            axes = tuple(
                Axis(name=one["name"], nodes=tuple(one["nodes"]), sums=tuple((w, tuple(ps)) for w, ps in one["sums"]))
                for one in content["axes"]
            )
            release = cls(
                axes=axes,
                shown=tuple(None if n is None else whole_number(n, field="people") for n in content["shown"]),
                impossible=frozenset(tuple(cell) for cell in content["impossible"]),
                margins=None if content["margins"] is None else tuple(map(tuple, content["margins"])),
                rule=Rule(**content["rule"]),
                sensitive=content["sensitive"],
                basis=None if content["basis"] is None else _basis_of(**content["basis"]),
            )
            sums, cells = release.system.sums, release.system.cells
            known = release.impossible.issubset(cells)
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise CannotRead("release", "must be a release as this library writes it") from error
        shown = release.shown
        if not known or len(shown) != len(cells):
            raise CannotRead("release", "must have a number, or null, for each cell, and name no other cells")
        told = [(shown[whole], [shown[part] for part in parts]) for whole, parts in sums]
        if any(whole is not None and None not in parts and whole != sum(filter(None, parts)) for whole, parts in told):
            raise CannotRead("release", "must have numbers that add up")
        return release

    @property
    def _kind(self) -> str:
        return "release"

    def _foot(self) -> str:
        rule = f"groups of fewer than {self.rule.k} are {HIDDEN}"
        loose = f"looser than the standard: {self.rule.reason}" if self.rule.reason else ""
        return "; ".join(part for part in ("" if self.basis is None else self.basis.words, rule, loose) if part)


def _basis_of(*, on: str | None, purpose: str | None, definitions: Sequence[str]) -> Basis:
    return Basis(
        on=None if on is None else dt.date.fromisoformat(on),
        purpose=None if purpose is None else Purpose(purpose),
        definitions=tuple(definitions),
    )


_RULE = ("k", "protect_zeros", "insiders", "symmetric", "reason")


class Evidence:
    """The proof that a release keeps its rule: tables with the same release that show how far each cell could be off.

    Confidential, for one of the tables is the true one. It prints its shape, and does not pickle; publishing the same
    table with the same key makes it again.

    Args:
        witnesses: numbers for every cell of the release, in its order.
    """

    __slots__ = ("_witnesses",)

    def __init__(self, witnesses: Iterable[Iterable[int]]) -> None:
        """Keep the witnesses."""
        self._witnesses = tuple(map(tuple, witnesses))

    @property
    def witnesses(self) -> tuple[tuple[int, ...], ...]:
        """The tables."""
        return self._witnesses

    def __len__(self) -> int:
        return len(self._witnesses)

    def __eq__(self, other: object) -> bool:
        return self._witnesses == other._witnesses if isinstance(other, Evidence) else NotImplemented

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # a hash would be an oracle

    def __reduce__(self) -> NoReturn:
        msg = "evidence is confidential and does not pickle; publish again with the same key to make it again"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return f"<confidential evidence: {len(self)} tables>"


@frozen(kw_only=True)
class Publication:
    """A release, and apart from it the confidential evidence."""

    release: Release
    evidence: Evidence


def published(
    cells: Mapping[Any, int | None],
    *,
    dimensions: Iterable[str],
    groups: Groups | None = None,
    impossible: Iterable[str | Cell] = (),
) -> Published:
    """Read a table that somebody else published, to audit it.

    Args:
        cells: the number in each cell, named by a node for each dimension; `None` where it is hidden. Totals are named
            "total" and those who did not disclose "undisclosed". A total that is not printed may be left out, and
            so may the undisclosed where there are none.
        dimensions: the dimensions, in the order of the nodes of a cell.
        groups: by dimension, each group with its categories or smaller groups.
        impossible: cells in which nobody can be by definition.

    Returns:
        A `Published`, which may hide more than was left out of `cells` and never shows more.

    >>> published({"rural": 3, "urban": None, "total": 33}, dimensions=["residence"])
    <published table of residence: rural: 3, urban: not shown, undisclosed: 0, total: 33>
    """
    names = tuple(dimensions)
    listed: dict[Cell, int | None] = {
        (cell,) if isinstance(cell, str) else cell: number for cell, number in cells.items()
    }
    if len(listed) < len(cells):
        raise DuplicateId("cells", "must name each cell once")
    for cell, number in listed.items():
        if len(cell) != len(names):
            raise WrongType("cells", f"must be named by {len(names)} categories")
        if number is not None:
            whole_number(number, field="number of people in a cell")
    grouped = groups or {}
    apart = [{UNDISCLOSED, TOTAL, *grouped.get(name, {})} for name in names]
    axes = tuple(
        axis(
            name,
            dict.fromkeys(cell[place] for cell in listed if cell[place] not in apart[place]),
            groups=grouped.get(name, {}),
            overlapping=False,
        )
        for place, name in enumerate(names)
    )
    silent = [UNDISCLOSED not in {cell[place] for cell in listed} for place in range(len(names))]
    numbers = []
    for cell in system(axes).cells:
        nobody = any(node == UNDISCLOSED and quiet for node, quiet in zip(cell, silent, strict=True))
        numbers.append(0 if nobody else listed.get(cell))
    closed = frozenset(cell_named(cell, axes, field="impossible") for cell in impossible)
    return Published(axes=axes, shown=tuple(numbers), impossible=closed)
