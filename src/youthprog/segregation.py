"""Segregation: are the groups spread alike over chapters, trainings or years, and what has changed?

The rows of a `CountTable` are the *units* (chapters, schools, trainings), its categories the *groups* (genders, ages).
Of one group among all others: `dissimilarity`, `gini`, `isolation`, `exposure`, `correlation_ratio`. Of all groups at
once: `mutual_information`, `theil_h`, `multigroup_dissimilarity`. Mutual information alone parts exactly into what lies
between larger units and what within them (`nested`), and into why it differs between two years (`change`).

Units in which nobody is known, and groups in which nobody is, change nothing. Rows of those who did not disclose their
unit, and people who did not disclose their group, are left out; `bounds` goes through all they could have answered,
where they are few. These are facts about the people counted. Small units look segregated by luck alone: with a handful
of people each, a value above 0 is no finding.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import fields, frozen

from youthprog import display
from youthprog.counts import Counts, CountTable, Key
from youthprog.diversity import Batch
from youthprog.errors import BrokenRule, EmptyCounts, NotAPartition, Undefined, UnknownField, WrongType
from youthprog.shares import log_excess
from youthprog.values import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike  # noqa: TID251  # annotations only

__all__ = [
    "EMPTY_CELL",
    "WAYS",
    "Change",
    "Nested",
    "Part",
    "batch",
    "bounds",
    "change",
    "correlation_ratio",
    "dissimilarity",
    "exposure",
    "gini",
    "isolation",
    "multigroup_dissimilarity",
    "mutual_information",
    "nested",
    "theil_h",
]

EMPTY_CELL: Final = 1e-4
"""How many people `change` puts in an empty cell of a table before giving it the margins of another."""

WAYS: Final = 100_000
"""How many ways to answer `bounds` goes through."""

Measure: TypeAlias = Callable[..., float]

Number: TypeAlias = int | float


# --- Reading a table -------------------------------------------------------------------------------------------------


def _units(table: CountTable) -> list[Counts]:
    """Give the rows of those who disclosed their unit, each person in one row and one category."""
    if not isinstance(table, CountTable):
        raise WrongType("table", "must be a CountTable")
    if table.overlapping_rows:
        msg = f"the categories of {' and '.join(table.by)} overlap; segregation needs each person in one unit"
        raise NotAPartition(msg)
    units = list(table.disclosed.values())
    if any(row.overlapping for row in units):
        msg = f"the categories of {table.of or 'this table'} overlap; segregation needs each person in one group"
        raise NotAPartition(msg)
    return units


def _one(table: CountTable, group: str) -> tuple[list[int], list[int], int, int]:
    """Give the group's people and all people by unit, with their sums; there are some of the group and some others."""
    units = _units(table)
    if group not in table.categories:
        raise UnknownField("group", f"must be one of the categories of {table.of or 'the table'}")
    inside, people = [row[group] for row in units], [row.known for row in units]
    some, everybody = sum(inside), sum(people)
    if not everybody:
        msg = "nobody is counted, and the segregation of nobody is undefined"
        raise EmptyCounts(msg)
    if not some or some == everybody:
        msg = "the group has nobody in it, or everybody; it is not segregated from anyone"
        raise Undefined(msg)
    return inside, people, some, everybody


def _cells(table: CountTable) -> list[tuple[int, ...]]:
    """Give the numbers by unit and group; somebody is there."""
    cells = [row.numbers for row in _units(table)]
    if not any(map(any, cells)):
        msg = "nobody is counted, and the segregation of nobody is undefined"
        raise EmptyCounts(msg)
    return cells


# --- One group -------------------------------------------------------------------------------------------------------


def dissimilarity(table: CountTable, *, group: str) -> float:
    """Give the index of dissimilarity D of a group from all others.

    `1/2 sum |x_i/X - y_i/Y|` over the units i, for x of the group and y others: the part of the group that would have
    to move to another unit for the group to be spread as all others are. 0 where every unit has the same share of the
    group; higher is more segregated; 1 where no unit has both. Exact to the last bit.

    It does not see moves among units that all have too many, or all too few, of the group (it fails the strong
    principle of transfers), and `mutual_information` does.

    Args:
        table: people by unit and group.
        group: the group that is compared with everybody else.

    Raises:
        EmptyCounts: if nobody is known.
        Undefined: if the group has nobody in it, or everybody.
        UnknownField: if there is no such group.
        NotAPartition: if a person may be in several units or groups.

    Source: O. D. Duncan and B. Duncan, American Sociological Review 20 (1955) 210-217.

    >>> table = CountTable({"a": {"f": 100, "m": 0}, "b": {"f": 60, "m": 40}, "c": {"f": 40, "m": 60},
    ...                     "d": {"f": 0, "m": 100}})
    >>> dissimilarity(table, group="f")
    0.6
    """
    inside, people, some, everybody = _one(table, group)
    apart = sum([abs(x * everybody - t * some) for x, t in zip(inside, people, strict=True)])
    return apart / (2 * some * (everybody - some))


def gini(table: CountTable, *, group: str) -> float:
    """Give the Gini index of segregation of a group from all others.

    `sum sum t_i t_j |p_i - p_j| / (2 T^2 P (1 - P))` over pairs of units, for t people of whom the part p is of the
    group: the mean difference of two units' shares, over the greatest it could be. 0 where every unit has the same
    share of the group; higher is more segregated; 1 where no unit has both. At least `dissimilarity` D and at most
    `D (2 - D)`. Exact but for one rounding; the time is that of sorting the units. How unequally places or money are
    spread over chapters is another question: `youthprog.diversity.gini_concentration`.

    Args:
        table: people by unit and group.
        group: the group that is compared with everybody else.

    Raises:
        EmptyCounts: if nobody is known.
        Undefined: if the group has nobody in it, or everybody.
        UnknownField: if there is no such group.
        NotAPartition: if a person may be in several units or groups.

    Source: D. R. James and K. E. Taeuber, Sociological Methodology 15 (1985) 1-32.

    >>> table = CountTable({"a": {"f": 100, "m": 0}, "b": {"f": 60, "m": 40}, "c": {"f": 40, "m": 60},
    ...                     "d": {"f": 0, "m": 100}})
    >>> gini(table, group="f")
    0.8
    """
    inside, people, some, everybody = _one(table, group)
    units = sorted((Fraction(x, t), x, t) for x, t in zip(inside, people, strict=True) if t)
    apart = before_inside = before = 0
    for _, x, t in units:
        apart += x * before - t * before_inside
        before_inside += x
        before += t
    return apart / (some * (everybody - some))


def isolation(table: CountTable, *, group: str) -> float:
    """Give the isolation of a group: the share of the group in the unit of its average member.

    `sum (x_i/X) (x_i/t_i)` over the units i, for x of the group among t people. From the group's share of all, where it
    is spread evenly, to 1, where it is by itself; higher is more isolated. A large group is isolated by its size:
    `correlation_ratio` takes that off.

    Args:
        table: people by unit and group.
        group: the group.

    Raises:
        EmptyCounts: if nobody is known.
        Undefined: if the group has nobody in it, or everybody.
        UnknownField: if there is no such group.
        NotAPartition: if a person may be in several units or groups.

    Source: S. Lieberson, in Ethnic Segregation in Cities (1981); D. S. Massey and N. A. Denton, Social Forces 67 (1988)
    281-315.

    >>> table = CountTable({"a": {"f": 100, "m": 0}, "b": {"f": 60, "m": 40}, "c": {"f": 40, "m": 60},
    ...                     "d": {"f": 0, "m": 100}})
    >>> isolation(table, group="f")
    0.76
    """
    inside, people, some, _ = _one(table, group)
    return math.fsum([x * x / (t * some) for x, t in zip(inside, people, strict=True) if x])


def exposure(table: CountTable, *, group: str, to: str) -> float:
    """Give the exposure of one group to another: the share of the other in the unit of an average member of the one.

    `sum (x_i/X) (y_i/t_i)` over the units i, for x of the group and y of the other among t people: how likely somebody
    of the group is to meet the other. From 0, where they share no unit; higher is more contact; at most 1. Exposure to
    its own group is its `isolation`, and the exposures of a group to all groups sum to 1. It is not symmetric: X times
    the exposure of x to y is Y times that of y to x.

    Args:
        table: people by unit and group.
        group: the group whose average member is asked.
        to: the group that is met.

    Raises:
        EmptyCounts: if nobody is known.
        Undefined: if the group has nobody in it, or everybody.
        UnknownField: if there is no such group.
        NotAPartition: if a person may be in several units or groups.

    Source: as for `isolation`.

    >>> table = CountTable({"a": {"f": 100, "m": 0}, "b": {"f": 60, "m": 40}, "c": {"f": 40, "m": 60},
    ...                     "d": {"f": 0, "m": 100}})
    >>> exposure(table, group="f", to="m")
    0.24
    """
    inside, people, some, _ = _one(table, group)
    if to not in table.categories:
        raise UnknownField("to", f"must be one of the categories of {table.of or 'the table'}")
    met = [row[to] for row in _units(table)]
    return math.fsum([x * y / (t * some) for x, y, t in zip(inside, met, people, strict=True) if x])


def correlation_ratio(table: CountTable, *, group: str) -> float:
    """Give the correlation ratio (eta squared): isolation with the effect of the group's size taken off.

    `sum t_i (p_i - P)^2 / (T P (1 - P))`, which is `(isolation - P) / (1 - P)` for a group that is the part P of all:
    the part of the variance of membership that lies between units. 0 where every unit has the same share of the group;
    higher is more segregated; 1 where no unit has both.

    Args:
        table: people by unit and group.
        group: the group.

    Raises:
        EmptyCounts: if nobody is known.
        Undefined: if the group has nobody in it, or everybody.
        UnknownField: if there is no such group.
        NotAPartition: if a person may be in several units or groups.

    Source: W. Bell, Social Forces 32 (1954) 357-364; M. J. White, Population Index 52 (1986) 198-221.

    >>> table = CountTable({"a": {"f": 100, "m": 0}, "b": {"f": 60, "m": 40}, "c": {"f": 40, "m": 60},
    ...                     "d": {"f": 0, "m": 100}})
    >>> correlation_ratio(table, group="f")
    0.52
    """
    inside, people, some, everybody = _one(table, group)
    scale = everybody * some * (everybody - some)
    terms = [(x * everybody - t * some) ** 2 / (t * scale) for x, t in zip(inside, people, strict=True) if t]
    return math.fsum(terms)


# --- All groups ------------------------------------------------------------------------------------------------------


def _information(cells: Sequence[Sequence[Number]]) -> float:
    """Give the mutual information of rows and columns, as a sum in which no term is negative; 0 where nobody is."""
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    whole = sum(rows)
    if not whole:
        return 0.0
    terms = []
    for row, r in zip(cells, rows, strict=True):
        for x, c in zip(row, columns, strict=True):
            if x:
                alone = r * c
                terms.append(alone / whole * log_excess((x * whole - alone) / alone))
            else:
                terms.append(r * c / whole)
    return math.fsum(terms) / whole


def _entropy(numbers: Sequence[int]) -> float:
    whole = sum(numbers)
    return -math.fsum(
        x / whole * (math.log(x / whole) if 2 * x < whole else math.log1p((x - whole) / whole)) for x in numbers if x
    )


def _margin(cells: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*cells, strict=True)]


def mutual_information(table: CountTable) -> float:
    """Give the mutual information index M: how much the unit tells about the group.

    `sum p_ug ln(p_ug / (p_u p_g))` over units u and groups g, in nats. 0 where every unit has the same composition;
    higher is more segregated; at most the entropy of the units, and at most that of the groups. It is symmetric in
    units and groups, obeys the strong principle of transfers, and parts exactly: see `nested` and `change`. Accurate
    also where the units hardly differ.

    Args:
        table: people by unit and group.

    Raises:
        EmptyCounts: if nobody is known.
        NotAPartition: if a person may be in several units or groups.

    Source: H. Theil, Principles of Econometrics (1971); R. Mora and J. Ruiz-Castillo, Sociological Methodology 41
    (2011) 159-194.

    >>> table = CountTable({"a": {"f": 40, "m": 20, "x": 3}, "b": {"f": 20, "m": 40, "x": 8},
    ...                     "c": {"f": 5, "m": 60, "x": 30}, "d": {"f": 10, "m": 15, "x": 80}})
    >>> round(mutual_information(table), 12)
    0.271245333479
    """
    return _information(_cells(table))


def theil_h(table: CountTable) -> float:
    """Give Theil's information index H: mutual information as a part of the entropy of the groups.

    `H = M / E` with `E = - sum p_g ln p_g`. 0 where every unit has the same composition; higher is more segregated; 1
    where every unit has one group only. Units and groups do not change places: the entropy is that of the groups.

    Args:
        table: people by unit and group.

    Raises:
        EmptyCounts: if nobody is known.
        Undefined: if everybody is in one group.
        NotAPartition: if a person may be in several units or groups.

    Source: H. Theil and A. J. Finizza, Journal of Mathematical Sociology 1 (1971) 187-193; S. F. Reardon and G.
    Firebaugh, Sociological Methodology 32 (2002) 33-67.

    >>> table = CountTable({"a": {"f": 100, "m": 0}, "b": {"f": 60, "m": 40}, "c": {"f": 40, "m": 60},
    ...                     "d": {"f": 0, "m": 100}})
    >>> round(theil_h(table), 12)
    0.514524702773
    """
    cells = _cells(table)
    return min(1.0, _information(cells) / _several(_margin(cells)))


def _several(groups: Sequence[int]) -> float:
    """Give the entropy of the groups, of which there are several."""
    if sum(map(bool, groups)) < 2:
        msg = "everybody is in one group, and nobody is segregated from another"
        raise Undefined(msg)
    return _entropy(groups)


def multigroup_dissimilarity(table: CountTable) -> float:
    """Give the index of dissimilarity among several groups.

    `sum sum t_u |p_ug - p_g| / (2 T I)` with `I = sum p_g (1 - p_g)`, over units u of t people and groups g: the part
    of all people that would have to move to another unit for all units to be composed alike, over the part that would
    if no unit had two groups. 0 where every unit has the same composition; higher is more segregated; at most 1. With
    two groups it is `dissimilarity`. Exact to the last bit.

    Args:
        table: people by unit and group.

    Raises:
        EmptyCounts: if nobody is known.
        Undefined: if everybody is in one group.
        NotAPartition: if a person may be in several units or groups.

    Source: B. S. Morgan, Area 7 (1975) 105-110; J. M. Sakoda, Demography 18 (1981) 245-250.

    >>> table = CountTable({"a": {"f": 40, "m": 20, "x": 3}, "b": {"f": 20, "m": 40, "x": 8},
    ...                     "c": {"f": 5, "m": 60, "x": 30}, "d": {"f": 10, "m": 15, "x": 80}})
    >>> round(multigroup_dissimilarity(table), 12)
    0.491135500211
    """
    cells = _cells(table)
    groups = _margin(cells)
    _several(groups)
    whole = sum(groups)
    apart = sum([abs(x * whole - sum(row) * c) for row in cells for x, c in zip(row, groups, strict=True)])
    return apart / (2 * (whole * whole - sum([c * c for c in groups])))


# --- Within and between ----------------------------------------------------------------------------------------------


def _hidden(result: Any, what: str) -> str:
    """Give the shape of a result of sensitive counts, or what it is made of."""
    if result.sensitive:
        return f"<sensitive {what}>"
    parts = [f"{part.name}={getattr(result, part.name)!r}" for part in fields(type(result))]
    return f"{type(result).__name__}({', '.join(parts)})"


class _Parts(display.Shown):
    """A result in parts of so many nats each."""

    __slots__ = ()

    def _hidden(self) -> str:
        hidden = f"{self._caption()}: sensitive; reveal the table for a purpose to see the numbers."
        return hidden if getattr(self, "sensitive", False) else ""

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
        return _hidden(self, f"segregation within {self.name}")


@frozen(kw_only=True, repr=False)
class Nested(_Parts):
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
        return _hidden(self, f"segregation between and within {len(self.parts)} parts")

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
    cells = _cells(table)
    for key, row in zip(table.disclosed, cells, strict=True):
        larger = within.get(key if len(key) > 1 else key[0])
        if larger is None:
            raise UnknownField("within", "must have every unit of the table")
        gathered.setdefault(larger, []).append(row)
    groups = _margin(cells)
    whole = sum(groups)
    parts = tuple(
        Part(
            name=name,
            share=Fraction(sum(map(sum, rows)), whole),
            mutual_information=_information(rows),
            entropy=_entropy(_margin(rows)) if any(map(any, rows)) else 0.0,
            sensitive=table.sensitive,
        )
        for name, rows in gathered.items()
    )
    between = _information([_margin(rows) for rows in gathered.values()])
    inside = math.fsum(part.share * part.mutual_information for part in parts)
    return Nested(
        total=between + inside,
        between=between,
        within=inside,
        entropy=_entropy(groups),
        parts=parts,
        sensitive=table.sensitive,
    )


# --- Between two years -----------------------------------------------------------------------------------------------


@frozen(kw_only=True, repr=False)
class Change(_Parts):
    """Why mutual information differs between two tables; the five parts sum to the difference.

    Attributes:
        before: M of the first table.
        after: M of the second.
        difference: `after - before`.
        additions: what the units and groups did that only the second table has.
        removals: what those did that only the first has.
        group_margin: what the sizes of the groups did.
        unit_margin: what the sizes of the units did.
        structural: what remains: the groups are spread over the units otherwise than before.
        units_added: units with people in the second table only.
        units_removed: units with people in the first table only.
        groups_added: groups with people in the second table only.
        groups_removed: groups with people in the first table only.
        sensitive: whether to print the shape instead of the numbers.
    """

    before: float
    after: float
    difference: float
    additions: float
    removals: float
    group_margin: float
    unit_margin: float
    structural: float
    units_added: tuple[Key, ...]
    units_removed: tuple[Key, ...]
    groups_added: tuple[str, ...]
    groups_removed: tuple[str, ...]
    sensitive: bool

    def __repr__(self) -> str:
        return _hidden(self, "change of segregation")

    def _caption(self) -> str:
        return "Change of mutual information"

    def _lines(self) -> Sequence[tuple[str, float]]:
        names = ("before", "additions", "removals", "group_margin", "unit_margin", "structural", "after")
        return [(name.replace("_", " "), getattr(self, name)) for name in names]


Cells: TypeAlias = dict[Key, dict[str, int]]


def _people(table: CountTable) -> Cells:
    """Give the units and groups that have people."""
    _cells(table)
    units = table.disclosed
    groups = [group for group in table.categories if any(row[group] for row in units.values())]
    return {key: {group: row[group] for group in groups} for key, row in units.items() if row.known}


def _common(one: Cells, other: Cells) -> tuple[list[list[int]], list[list[int]]]:
    """Keep the units and groups that have people in both tables, also after all others have gone."""
    units = [key for key in one if key in other]
    groups = [group for group in next(iter(one.values())) if group in next(iter(other.values()))]
    while True:
        tables = [[[cells[key][group] for group in groups] for key in units] for cells in (one, other)]
        rows = [all(any(table[i]) for table in tables) for i in range(len(units))]
        columns = [all(any(row[j] for row in table) for table in tables) for j in range(len(groups))]
        if all(rows) and all(columns):
            return tables[0], tables[1]
        units = [key for key, stays in zip(units, rows, strict=True) if stays]
        groups = [group for group, stays in zip(groups, columns, strict=True) if stays]


def _scaled(numbers: Sequence[int]) -> list[float]:
    whole = sum(numbers)
    return [x / whole for x in numbers]


def _fitted(structure: list[list[int]], rows: list[float], columns: list[float]) -> float:
    """Give the mutual information of the table that has the odds ratios of one and the margins of another.

    What iterative proportional fitting converges to. Given the scale of each column that of each row follows, so only
    the columns' are sought, as the minimum of a convex function of their logarithms. Its third derivative is bounded by
    its second times the range of the direction, so that Newton's step, shortened to ln(1 + range) / range, always
    descends (T. Sun and Q. Tran-Dinh, Mathematical Programming 178 (2019) 145-213).
    """
    if len(columns) > len(rows):
        structure = [list(column) for column in zip(*structure, strict=True)]
        rows, columns = columns, rows
    logs = [[math.log(x or EMPTY_CELL) for x in row] for row in structure]
    scale = [0.0] * len(columns)
    while True:
        fitted = []
        for row, r in zip(logs, rows, strict=True):
            powers = [x + s for x, s in zip(row, scale, strict=True)]
            top = max(powers)
            weights = [math.exp(power - top) for power in powers]
            whole = math.fsum(weights)
            fitted.append([r * weight / whole for weight in weights])
        missed = [c - math.fsum(column) for c, column in zip(columns, zip(*fitted, strict=True), strict=True)]
        if max(map(abs, missed)) < 1e-14:
            return _information(fitted)
        step = _step(fitted, rows, missed)
        size = max(step) - min(step)
        short = math.log1p(size) / size
        scale = [s + short * x for s, x in zip(scale, step, strict=True)]


def _step(fitted: list[list[float]], rows: list[float], missed: list[float]) -> list[float]:
    """Solve Newton's equations for the columns' scales, the last of which stays."""
    wanted = list(missed)
    k = len(wanted) - 1
    shared = [
        [math.fsum(row[i] * row[j] / r for row, r in zip(fitted, rows, strict=True)) for j in range(k + 1)]
        for i in range(k + 1)
    ]
    # The matrix has -shared beside its diagonal and rows that sum to zero, so no elimination need subtract.
    for i in range(k):
        rest = math.fsum(shared[i][i + 1 :])
        for j in range(i + 1, k + 1):
            part = shared[j][i] / rest
            wanted[j] += part * wanted[i]
            for m in range(i + 1, k + 1):
                shared[j][m] += part * shared[i][m]
    step = [0.0] * (k + 1)
    for i in reversed(range(k)):
        known = math.fsum(shared[i][j] * step[j] for j in range(i + 1, k + 1))
        step[i] = (wanted[i] + known) / math.fsum(shared[i][i + 1 :])
    return step


def change(before: CountTable, after: CountTable) -> Change:
    """Part the change of mutual information between two tables, such as two years, into its reasons.

    First what came and went: `additions` is M of the second table less M of it without the units and groups that only
    it has; `removals` is M of the first without those that only it has, less M of the first. What remains compares the
    same units and groups. A table has margins (how large the units are, and the groups) and a structure (its odds
    ratios), and there is one table with the structure of one year and the margins of another, which iterative
    proportional fitting finds. So structure, unit margin and group margin can be exchanged one after another, and each
    part is the mean over the orders: first the structure against both margins together, then one margin against the
    other (Shapley's value, as nested by G. Owen). So the parts sum to the difference, and exchanging the years changes
    their signs.

    A part above 0 made the tables more segregated. `structural` is the one that says whether groups mix better than
    before; the margins may move M although nobody who stayed mixes differently.

    An empty cell has no odds ratio. It is given `EMPTY_CELL` people where a table gets the margins of another, as in
    Elbers' R package, and nowhere else. Where no unit or no group is common, everything is additions and removals.

    Args:
        before: people by unit and group.
        after: the same later, of the same dimensions.

    Raises:
        EmptyCounts: if nobody is known in one of the tables.
        BrokenRule: if the tables are of different dimensions.
        NotAPartition: if a person may be in several units or groups.

    Source: B. Elbers, A Method for Studying Differences in Segregation Across Time and Space, Sociological Methods &
    Research 52 (2023) 5-42.

    >>> spring = CountTable({"a": {"f": 25, "m": 25}, "b": {"f": 28, "m": 2}, "c": {"f": 2, "m": 18}})
    >>> autumn = CountTable({"a": {"f": 25, "m": 25}, "b": {"f": 28, "m": 2}, "c": {"f": 4, "m": 36}})
    >>> found = change(spring, autumn)  # chapter c has doubled
    >>> round(found.difference, 4), round(found.unit_margin, 4), round(found.group_margin, 4)
    (0.0304, 0.022, 0.0084)
    >>> abs(found.structural) < 1e-9
    True
    """
    one, other = _people(before), _people(after)
    if (before.by, before.of) != (after.by, after.of):
        raise BrokenRule("after", "must be of the same dimensions as before")
    first, second = _information(_listed(one)), _information(_listed(other))
    old, new = _common(one, other)
    start, end = _information(old), _information(new)
    group_margin = unit_margin = structural = 0.0
    if old:
        rows = [_scaled([sum(row) for row in cells]) for cells in (old, new)]
        columns = [_scaled(_margin(cells)) for cells in (old, new)]
        # m[s][u][g]: the structure of year s, the unit margin of year u, the group margin of year g.
        m = [[[_fitted(cells, rows[u], columns[g]) for g in (0, 1)] for u in (0, 1)] for cells in (old, new)]
        m[0][0][0], m[1][1][1] = start, end
        structural = (m[1][0][0] - m[0][0][0] + m[1][1][1] - m[0][1][1]) / 2
        unit_margin = math.fsum(m[s][1][g] - m[s][0][g] for s in (0, 1) for g in (0, 1)) / 4
        group_margin = math.fsum(m[s][u][1] - m[s][u][0] for s in (0, 1) for u in (0, 1)) / 4
    groups = [list(next(iter(cells.values()))) for cells in (one, other)]
    return Change(
        before=first,
        after=second,
        difference=second - first,
        additions=second - end,
        removals=start - first,
        group_margin=group_margin,
        unit_margin=unit_margin,
        structural=structural,
        units_added=tuple(key for key in other if key not in one),
        units_removed=tuple(key for key in one if key not in other),
        groups_added=tuple(group for group in groups[1] if group not in groups[0]),
        groups_removed=tuple(group for group in groups[0] if group not in groups[1]),
        sensitive=before.sensitive or after.sensitive,
    )


def _listed(cells: Cells) -> list[list[int]]:
    return [list(row.values()) for row in cells.values()]


# --- Undisclosed -----------------------------------------------------------------------------------------------------


def _spread(people: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Go through all ways to spread people over cells."""
    for bars in itertools.combinations(range(people + cells - 1), cells - 1):
        yield tuple(b - a - 1 for a, b in itertools.pairwise((-1, *bars, people + cells - 1)))


def bounds(measure: Measure, table: CountTable, **options: Any) -> Interval:
    """Give the least and the greatest value of a measure over all ways the undisclosed could have answered.

    Whoever did not disclose a group could be in any of the declared ones, and whoever did not disclose a unit in any
    unit of the table that agrees with what is known. Exact, by going through all ways: no measure of segregation has
    its extremes where they could be told beforehand, for moving somebody changes both a unit and a group. So this is
    for few undisclosed people in small tables, up to `WAYS` ways.

    Args:
        measure: the function, such as `dissimilarity`.
        table: people by unit and group, and those who did not disclose one or the other.
        options: what the measure takes beside, such as `group="woman"`.

    Raises:
        Undefined: if there are too many ways, nowhere to be, or the measure has no value for one of them.
        NotAPartition: if a person may be in several units or groups.

    >>> table = CountTable({"a": Counts({"f": 3, "m": 1}, undisclosed=1), "b": Counts({"f": 1, "m": 3})})
    >>> found = bounds(dissimilarity, table, group="f")
    >>> round(found.low, 3), round(found.high, 3)
    (0.35, 0.55)
    """
    _units(table)
    pools: list[tuple[int, list[tuple[Key, str]]]] = []
    for key, row in table.rows.items():
        homes = [unit for unit in table.disclosed if all(a in {None, b} for a, b in zip(key, unit, strict=True))]
        if None in key:
            pools += [(x, [(unit, group) for unit in homes]) for group, x in row.items() if x]
        if row.undisclosed:
            pools.append((row.undisclosed, [(unit, group) for unit in homes for group in table.categories]))
    if not all(cells for _, cells in pools):
        msg = "somebody who did not disclose a unit or a group has none to be in"
        raise Undefined(msg)
    if math.prod(math.comb(people + len(cells) - 1, people) for people, cells in pools) > WAYS:
        msg = "there are too many ways to answer to go through"
        raise Undefined(msg)
    values = []
    for ways in itertools.product(*(_spread(people, len(cells)) for people, cells in pools)):
        rows = {unit: dict(row.items()) for unit, row in table.disclosed.items()}
        for (_, cells), way in zip(pools, ways, strict=True):
            for (unit, group), more in zip(cells, way, strict=True):
                rows[unit][group] += more
        values.append(measure(CountTable(rows, of=table.of, by=table.by), **options))
    return Interval(min(values), max(values))


# --- Many tables at once ---------------------------------------------------------------------------------------------


def batch(measure: Measure, array: ArrayLike, **options: Any) -> Batch:
    """Measure every table of an array of counts, tables by units by groups; needs numpy.

    Each value equals that of the scalar form to 1e-12. A table for which the scalar form raises `Undefined`, such as
    one with nobody in it, is masked instead. `dissimilarity`, `mutual_information` and `theil_h` run at the speed of
    numpy for tables of fewer than 2^26 people; anything else is taken table by table. A group is named by the number of
    its column, such as `group="0"`.

    Args:
        measure: the function, such as `dissimilarity`.
        array: whole numbers in three dimensions.
        options: what the measure takes beside, such as `group="0"`.

    Raises:
        WrongType: if the array holds anything but whole numbers.
        BrokenRule: for a negative number, or another number of dimensions.
        UnknownField: if there is no such group.

    >>> found = batch(dissimilarity, [[[80, 20], [20, 80]], [[5, 0], [3, 0]]], group="0")
    >>> found.values.round(6).tolist(), found.mask.tolist()
    ([0.6, nan], [False, True])
    """
    import numpy as np  # noqa: TID251  # batches are for those who have numpy

    tables = np.asarray(array)
    if tables.dtype.kind not in "iu":
        raise WrongType("array", "must hold whole numbers")
    if tables.ndim != 3:
        raise BrokenRule("array", "must have three dimensions: tables, units and groups")
    if (tables < 0).any():
        raise BrokenRule("array", "must not hold negative numbers")
    if measure in _IN_TABLES and tables.size and max(tables.sum(axis=(1, 2), dtype=object)) < 2**26:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = _IN_TABLES[measure](np, tables.astype(np.float64), **options)
        return Batch(values=values, mask=np.isnan(values))
    values = np.fromiter((_value(measure, table, options) for table in tables.tolist()), np.float64, len(tables))
    return Batch(values=values, mask=np.isnan(values))


def _value(measure: Measure, units: list[list[int]], options: dict[str, Any]) -> float:
    rows = {str(i): {str(j): x for j, x in enumerate(row)} for i, row in enumerate(units)}
    try:
        return measure(CountTable(rows), **options)
    except Undefined:
        return math.nan


# Below `np` is numpy and `x` the array of whole numbers, whose products are exact.


def _dissimilarities(np: Any, x: Any, *, group: str) -> Any:
    if group not in map(str, range(x.shape[2])):
        raise UnknownField("group", "must be the number of a column")
    inside, people = x[:, :, int(group)], x.sum(axis=2)
    some, everybody = inside.sum(axis=1), people.sum(axis=1)
    apart = np.abs(inside * everybody[:, None] - people * some[:, None]).sum(axis=1)
    return apart / (2 * some * (everybody - some))  # 0 / 0 where there is nobody of the group, or nobody else


def _informations(np: Any, x: Any) -> Any:
    whole = x.sum(axis=(1, 2))[:, None, None]
    alone = x.sum(axis=2)[:, :, None] * x.sum(axis=1)[:, None, :]
    d = (x * whole - alone) / alone
    v = d / (2 + d)
    odd = sum(v ** (2 * i + 1) / (2 * i + 1) for i in range(1, 9))  # enough digits where |d| < 0.1
    far = np.where(x > 0, (1 + d) * np.log1p(np.where(x > 0, d, 0)) - d, 1)
    excess = np.where(np.abs(d) < 0.1, d * v + 2 * (1 + d) * odd, far)
    return (alone * excess).sum(axis=(1, 2)) / whole[:, 0, 0] ** 2


def _theil_hs(np: Any, x: Any) -> Any:
    shares = x.sum(axis=1) / x.sum(axis=(1, 2))[:, None]
    entropy = -(shares * np.log(np.where(shares > 0, shares, 1))).sum(axis=1)
    return np.minimum(1, _informations(np, x) / entropy)  # 0 / 0 where everybody is in one group


_IN_TABLES: Final[Mapping[Measure, Callable[..., Any]]] = {
    dissimilarity: _dissimilarities,
    mutual_information: _informations,
    theil_h: _theil_hs,
}
