"""Mutual information, parted exactly: between and within larger units."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import fields, frozen

from youthprog import display
from youthprog.counts import CountTable  # noqa: TC001  # the examples make some
from youthprog.errors import Undefined, UnknownField, WrongType
from youthprog.segregation._indices import cells_of, entropy, information, margin


def hidden(result: Any, what: str) -> str:
    """Give the shape of a result of sensitive counts, or what it is made of."""
    if result.sensitive:
        return f"<sensitive {what}>"
    parts = [f"{part.name}={getattr(result, part.name)!r}" for part in fields(type(result))]
    return f"{type(result).__name__}({', '.join(parts)})"


class InParts(display.Shown):
    """A result in parts of so many nats each."""

    __slots__ = ()

    def _hidden(self) -> str:
        shape = f"{self._caption()}: sensitive; reveal the table for a purpose to see the numbers."
        return shape if getattr(self, "sensitive", False) else ""

    def _columns(self) -> Sequence[tuple[str, type]]:
        return ("part", str), ("nats", float)

    def _table(self) -> str:
        rows = [(str(name), (f"{value:.4f}",)) for name, value in self._lines()]
        return display.table(self._caption(), ("part", "nats"), rows)


@frozen(kw_only=True, repr=False)
class Part:
    """One of the larger units, and the segregation within it.

    Attributes:
        name: the larger unit.
        share: its part of all people, exactly.
        mutual_information: M among its own units.
        entropy: the entropy of the groups in it; 0 where it has one group only.
        sensitive: whether to print the shape instead of the numbers.
    """

    name: str
    share: Fraction
    mutual_information: float
    entropy: float
    sensitive: bool

    def __repr__(self) -> str:
        return hidden(self, f"segregation within {self.name}")


@frozen(kw_only=True, repr=False)
class Nested(InParts):
    """Mutual information, parted into that between larger units and that within them.

    Attributes:
        total: M among all units; `between + within`.
        between: M among the larger units.
        within: the sum of `share * mutual_information` over the parts.
        entropy: of the groups; the three divided by it are H and its parts.
        parts: the larger units, in the order in which they first appear.
        sensitive: whether to print the shape instead of the numbers.
    """

    total: float
    between: float
    within: float
    entropy: float
    parts: tuple[Part, ...]
    sensitive: bool

    @property
    def theil_h(self) -> tuple[float, float, float]:
        """Theil's H, the part of it between larger units, and the part within them.

        Raises:
            Undefined: if everybody is in one group.
        """
        if not self.entropy:
            msg = "everybody is in one group, and nobody is segregated from another"
            raise Undefined(msg)
        return self.total / self.entropy, self.between / self.entropy, self.within / self.entropy

    def __repr__(self) -> str:
        return hidden(self, f"segregation between and within {len(self.parts)} parts")

    def _caption(self) -> str:
        return "Mutual information between and within"

    def _lines(self) -> Sequence[tuple[str, float]]:
        rows = [(part.name, float(part.share) * part.mutual_information) for part in self.parts]
        return [("between", self.between), *((f"within {name}", value) for name, value in rows), ("total", self.total)]


def nested(table: CountTable, *, within: Mapping[Any, str]) -> Nested:
    """Part mutual information into that between larger units and that within each of them.

    `M = M(larger units) + sum p_s M(units within s)`, exactly: is the federation segregated because its regions differ,
    or because the chapters of one region do? Divided by the entropy of the groups the parts are those of Theil's H.
    Lower is less segregated; no part is negative.

    Args:
        table: people by unit and group.
        within: the larger unit of every unit (of every tuple of categories, where the rows have several dimensions).

    Raises:
        EmptyCounts: if nobody is known.
        UnknownField: if a unit has no larger one.
        NotAPartition: if a person may be in several units or groups.

    Source: R. Mora and J. Ruiz-Castillo, Sociological Methodology 41 (2011) 159-194.

    >>> table = CountTable({"a": {"f": 100, "m": 0}, "b": {"f": 60, "m": 40}, "c": {"f": 40, "m": 60},
    ...                     "d": {"f": 0, "m": 100}})
    >>> found = nested(table, within={"a": "west", "b": "west", "c": "east", "d": "east"})
    >>> round(found.total, 6), round(found.between, 6), round(found.within, 6)
    (0.356641, 0.192745, 0.163897)
    """
    if not isinstance(within, Mapping):
        raise WrongType("within", "must map units to larger ones")
    gathered: dict[str, list[tuple[int, ...]]] = {}
    cells = cells_of(table)
    for key, row in zip(table.disclosed, cells, strict=True):
        larger = within.get(key if len(key) > 1 else key[0])
        if larger is None:
            raise UnknownField("within", "must have every unit of the table")
        gathered.setdefault(larger, []).append(row)
    groups = margin(cells)
    whole = sum(groups)
    parts = tuple(
        Part(
            name=name,
            share=Fraction(sum(map(sum, rows)), whole),
            mutual_information=information(rows),
            entropy=entropy(margin(rows)) if any(map(any, rows)) else 0.0,
            sensitive=table.sensitive,
        )
        for name, rows in gathered.items()
    )
    between = information([margin(rows) for rows in gathered.values()])
    inside = math.fsum(part.share * part.mutual_information for part in parts)
    return Nested(
        total=between + inside,
        between=between,
        within=inside,
        entropy=entropy(groups),
        parts=parts,
        sensitive=table.sensitive,
    )
