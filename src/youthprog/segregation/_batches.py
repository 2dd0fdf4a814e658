"""Many tables at once, in numpy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from youthprog.counts import CountTable
from youthprog.diversity import Batch
from youthprog.errors import BrokenRule, Undefined, UnknownField, WrongType
from youthprog.segregation._indices import Measure, dissimilarity, mutual_information, theil_h

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike  # noqa: TID251  # annotations only


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
