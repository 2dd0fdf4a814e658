"""Diversity within and among groups, and where dimensions cross."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp, fsum, inf
from numbers import Real
from typing import Any, Literal

from attrs import frozen

from youthprog.counts import Counts, CountTable, Key
from youthprog.diversity._orders import effective, log_effective, log_hill, order_of
from youthprog.errors import BrokenRule, EmptyCounts, MissingField, NotAPartition, UnknownField, WrongType

# --- Within and among groups ------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Partition:
    """The diversity of all, parted into that within the groups and that among them.

    Attributes:
        alpha: the effective number of categories within a group.
        beta: the effective number of different groups; 1 where all are composed alike.
        gamma: the effective number of categories of all together; alpha times beta.
        q: the order.
        weighting: how the groups were weighted: `size`, `equal` or `given`.
        weights: the weight of each group by the key of its row; they sum to 1.
        definition: which alpha and beta these are, in words.
    """

    alpha: float
    beta: float
    gamma: float
    q: float
    weighting: str
    weights: tuple[tuple[Key, float], ...]
    definition: str = "alpha is the power mean of order 1 - q of the groups' Hill numbers; beta is gamma / alpha"


def _weights(
    groups: Mapping[Key, Sequence[int]], weights: Literal["size", "equal"] | Mapping[Any, float]
) -> list[float]:
    if isinstance(weights, Mapping):
        given = {key if isinstance(key, tuple) else (key,): weight for key, weight in weights.items()}
        if not given.keys() <= groups.keys():
            raise UnknownField("weights", "must be keyed by the rows of the table")
        if not given.keys() >= groups.keys():
            raise MissingField("weights", "must name every row of the table")
        for weight in given.values():
            if isinstance(weight, bool) or not isinstance(weight, Real):
                raise WrongType("weights", "must be numbers")
            if not 0 <= weight < inf:
                raise BrokenRule("weights", "must be finite and not negative")
        found = [float(given[key]) for key in groups]
    elif weights == "size":
        found = [float(sum(numbers)) for numbers in groups.values()]
    elif weights == "equal":
        found = [1.0] * len(groups)
    else:
        raise BrokenRule("weights", 'must be "size", "equal" or a weight for each row')
    whole = fsum(found)
    if not whole:
        msg = "no group with a weight has anybody in it"
        raise EmptyCounts(msg)
    return [weight / whole for weight in found]


def partition(
    table: CountTable, *, q: float, weights: Literal["size", "equal"] | Mapping[Any, float] = "size"
) -> Partition:
    """Part the diversity of all groups together into that within groups and that among them.

    Formula: gamma is the Hill number of the weighted mean composition, alpha the weighted power mean of order `1 - q`
    of the groups' Hill numbers, beta = gamma / alpha. Up is more diverse; beta is up where groups differ. Range: alpha
    and gamma from 1, alpha never above gamma; beta from 1 to the number of groups with equal weights, else to one over
    the least weight. Other definitions of alpha agree with equal weights and differ otherwise; the result names its
    own. Source: Reeve et al. (2016), arXiv:1404.6520; Routledge (1979), Theoretical Population Biology 16:12.

    Args:
        table: how many people are in each category, by group. A row of those who did not disclose their group is left
            out, and so are undisclosed answers.
        q: the order.
        weights: `size` weights each group by its known people, so each person counts alike; `equal` each group alike; a
            mapping gives a relative weight for each row.

    Raises:
        EmptyCounts: if no group, or a group with a weight, has nobody known.
        NotAPartition: if a person may be in several rows or categories.

    >>> table = CountTable({"north": {"a": 10, "b": 10, "c": 0}, "south": {"a": 0, "b": 10, "c": 10}}, by="chapter")
    >>> found = partition(table, q=1, weights="equal")
    >>> round(found.alpha, 6), round(found.beta, 6), round(found.gamma, 6)
    (2.0, 1.414214, 2.828427)
    """
    if table.overlapping_rows or table.overlapping:
        msg = "rows or categories overlap; parting diversity needs each person in one"
        raise NotAPartition(msg)
    q = order_of(q)
    groups = {key: row.numbers for key, row in table.disclosed.items()}
    shares = _weights(groups, weights)
    held = [(table.rows[key], share) for key, share in zip(groups, shares, strict=True) if share]
    logs = [log_hill(row.partition(), q) for row, _ in held]
    alpha = exp(log_effective([share for _, share in held], [exp(-entropy) for entropy in logs], q, 1.0))
    if weights == "size":
        gamma = effective([sum(column) for column in zip(*groups.values(), strict=True)], q)
    else:
        columns = zip(*([share * x / row.known for x in row.numbers] for row, share in held), strict=True)
        pooled = [p for p in map(fsum, columns) if p]
        gamma = exp(log_effective(pooled, pooled, q, fsum(pooled)))
    return Partition(
        alpha=alpha,
        beta=gamma / alpha,
        gamma=gamma,
        q=q,
        weighting=weights if isinstance(weights, str) else "given",
        weights=tuple(zip(groups, shares, strict=True)),
    )


# --- Where dimensions cross -------------------------------------------------------------------------------------------


def _crossed(table: CountTable) -> dict[tuple[str, ...], int]:
    """Give the number of people in every intersection of one category for each dimension of the table."""
    if table.overlapping_rows or table.overlapping:
        msg = "rows or categories overlap; intersections need each person in one"
        raise NotAPartition(msg)
    disclosed, none = table.disclosed, (0,) * len(table.categories)
    axes = [dict.fromkeys(part for key in table if (part := key[i]) is not None) for i in range(len(table.by))]
    return {
        (*key, name): x
        for key in itertools.product(*axes)
        for name, x in zip(table.categories, disclosed[key].numbers if key in disclosed else none, strict=True)
    }


def joint(table: CountTable) -> Counts:
    """Count people by the intersections of all dimensions of a table, those with nobody included.

    Any measure then speaks of intersections: the diversity of two dimensions together is at least that of each. Whoever
    did not disclose one of the dimensions is undisclosed here; `bounds` then allow more than those who disclosed the
    other dimension could do.

    Raises:
        NotAPartition: if a person may be in several rows or categories.

    >>> table = CountTable({"Uvs": {"woman": 1, "man": 4}, "Zavkhan": {"woman": 3, "man": 0}}, of="gender", by="aimag")
    >>> joint(table).categories[1], joint(table).numbers
    ('Uvs × man', (1, 4, 3, 0))
    """
    cells = _crossed(table)
    numbers = {" × ".join(cell): x for cell, x in cells.items()}
    if len(numbers) < len(cells):
        raise BrokenRule("categories", "must not make two intersections read alike")
    everybody = sum(row.total for row in table.rows.values())
    return Counts(
        numbers,
        undisclosed=everybody - sum(numbers.values()),
        not_applicable=table.not_applicable + sum(row.not_applicable for row in table.rows.values()),
        of=" × ".join((*table.by, table.of)),
        sensitive=table.sensitive,
    )


@frozen(kw_only=True)
class EmptyIntersection:
    """An intersection in which nobody is known to be.

    Attributes:
        categories: one category for each dimension of the rows, in their order, and last that of the columns.
        expected: how many people would be there if the dimensions had nothing to do with each other.
        undisclosed: how many people could be there for all they said; 0 means that it is certainly empty.
    """

    categories: tuple[str, ...]
    expected: float
    undisclosed: int


def empty_intersections(table: CountTable) -> tuple[EmptyIntersection, ...]:
    """Find the intersections with nobody in them, the most surprising first: who is missing is a finding.

    Formula: `expected` is `n` times the product of the shares of each category alone. Every category that the table
    declares takes part, rows that are not there included. Source: Crenshaw (1989) for the question; the expectation is
    Pearson's (1900) under independence.

    Raises:
        NotAPartition: if a person may be in several rows or categories.
        EmptyCounts: if nobody is known.

    >>> table = CountTable({"Uvs": {"woman": 1, "man": 4}, "Zavkhan": {"woman": 3, "man": 0}}, of="gender", by="aimag")
    >>> empty_intersections(table)
    (EmptyIntersection(categories=('Zavkhan', 'man'), expected=1.5, undisclosed=0),)
    """
    cells = _crossed(table)
    alone: Counter[tuple[int, str]] = Counter()
    for cell, x in cells.items():
        alone.update(dict.fromkeys(enumerate(cell), x))
    total = sum(cells.values())
    if not total:
        msg = "nobody is counted, and every intersection is empty"
        raise EmptyCounts(msg)
    found = [
        EmptyIntersection(
            categories=cell,
            expected=math.prod(alone[part] for part in enumerate(cell)) / total ** (len(cell) - 1),
            undisclosed=_possible(table, cell),
        )
        for cell, x in cells.items()
        if not x
    ]
    return tuple(sorted(found, key=lambda finding: -finding.expected))


def _possible(table: CountTable, cell: tuple[str, ...]) -> int:
    """Count the people who could be in a cell for all they said."""
    fitting = (
        (key, row)
        for key, row in table.rows.items()
        if all(part in {None, wanted} for part, wanted in zip(key, cell[:-1], strict=True))
    )
    return sum(row.undisclosed + (row[cell[-1]] if None in key else 0) for key, row in fitting)
