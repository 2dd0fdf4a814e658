"""The measures of one table: of one group among all others, and of all groups at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias

from youthprog.counts import Counts, CountTable
from youthprog.errors import EmptyCounts, NotAPartition, Undefined, UnknownField, WrongType
from youthprog.shares import log_excess

Measure: TypeAlias = Callable[..., float]

Number: TypeAlias = int | float


def units_of(table: CountTable) -> list[Counts]:
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
    units = units_of(table)
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


def cells_of(table: CountTable) -> list[tuple[int, ...]]:
    """Give the numbers by unit and group; somebody is there."""
    cells = [row.numbers for row in units_of(table)]
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
    met = [row[to] for row in units_of(table)]
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


def information(cells: Sequence[Sequence[Number]]) -> float:
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


def entropy(numbers: Sequence[int]) -> float:
    whole = sum(numbers)
    return -math.fsum(
        x / whole * (math.log(x / whole) if 2 * x < whole else math.log1p((x - whole) / whole)) for x in numbers if x
    )


def margin(cells: Sequence[Sequence[int]]) -> list[int]:
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
    return information(cells_of(table))


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
    cells = cells_of(table)
    return min(1.0, information(cells) / _several(margin(cells)))


def _several(groups: Sequence[int]) -> float:
    """Give the entropy of the groups, of which there are several."""
    if sum(map(bool, groups)) < 2:
        msg = "everybody is in one group, and nobody is segregated from another"
        raise Undefined(msg)
    return entropy(groups)


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
    cells = cells_of(table)
    groups = margin(cells)
    _several(groups)
    whole = sum(groups)
    apart = sum([abs(x * whole - sum(row) * c) for row in cells for x, c in zip(row, groups, strict=True)])
    return apart / (2 * (whole * whole - sum([c * c for c in groups])))
