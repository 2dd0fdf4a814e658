"""Many groups at once, where numpy is there."""

from __future__ import annotations

import math
from math import inf
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from youthprog.counts import Counts
from youthprog.diversity._orders import (
    Measure,
    berger_parker,
    gini_concentration,
    gini_simpson,
    heip,
    hill,
    inverse_simpson,
    order_of,
    pielou,
    renyi,
    richness,
    shannon_entropy,
    simpson_concentration,
    simpson_evenness,
    tsallis,
)
from youthprog.errors import BrokenRule, Undefined, WrongType

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np  # noqa: TC004, TID251  # attrs evaluates no annotation
    from numpy.typing import ArrayLike, NDArray  # noqa: TC004, TID251  # as above


@frozen(kw_only=True, eq=False)
class Batch:
    """A measure of many groups.

    Attributes:
        values: the value for each group, NaN where it has none.
        mask: whether the group has no value, as in numpy's masked arrays.
    """

    values: NDArray[np.float64]
    mask: NDArray[np.bool]


def batch(measure: Measure, array: ArrayLike, **options: Any) -> Batch:
    """Measure every row of an array of counts, groups by categories; needs numpy.

    Each value equals that of the scalar form to 1e-12. A row for which the scalar form raises `Undefined`, such as one
    with nobody in it, is masked instead. `richness`, `hill`, `renyi`, `tsallis`, the entropies, indices and evennesses
    and `gini_concentration` run at the speed of numpy, the Hill numbers of order 1 and 2 in about the time of one
    logarithm of each number; any other measure of this room is taken row by row. A column is a declared category.

    Args:
        measure: the function, such as `hill`.
        array: whole numbers in two dimensions, with fewer than 2^53 people in a row.
        options: what the measure takes beside, such as `q=1`.

    Raises:
        WrongType: if the array holds anything but whole numbers.
        BrokenRule: for a negative number, another number of dimensions, or too many people.

    >>> found = batch(hill, [[10, 5, 3, 2, 0], [0, 0, 0, 0, 0]], q=2)
    >>> found.values.round(6).tolist(), found.mask.tolist()
    ([2.898551, nan], [False, True])
    """
    import numpy as np  # noqa: TID251  # batches are for those who have numpy

    table = np.asarray(array)
    if table.dtype.kind not in "iu":
        raise WrongType("array", "must hold whole numbers")
    if table.ndim != 2:
        raise BrokenRule("array", "must have two dimensions, groups and categories")
    table = table.astype(np.int64, order="C", copy=False)
    categories = table.shape[1]
    top = int(table.view(np.uint64).max(initial=0))  # unsigned, so that a negative number is huge
    if top * categories >= 2**53:
        raise BrokenRule("array", "must hold no negative number and fewer than 2^53 people in a row")
    if measure in _IN_ROWS and categories > 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.asarray(_IN_ROWS[measure](np, table, top, **options), np.float64)
    else:
        values = np.array([_value(measure, row, options) for row in table.tolist()], np.float64)
    return Batch(values=values, mask=np.isnan(values))


def _value(measure: Measure, row: list[int], options: dict[str, Any]) -> float:
    try:
        return measure(Counts({str(i): x for i, x in enumerate(row)}), **options)
    except Undefined:
        return math.nan


# Below `np` is numpy, `x` the array and `top` its largest number; a row with nobody gives NaN.


def _held_rows(np: Any, x: Any, _: int) -> Any:
    held = np.count_nonzero(x, axis=1)
    return np.where(held, held, np.nan)


def _log_hill_rows(np: Any, x: Any, top: int, *, q: float) -> Any:
    q = order_of(q)
    n = np.einsum("ij->i", x)
    tops = x.max(axis=1)
    head = np.log1p((n - tops) / tops)
    if q == inf:
        return head
    logs = np.log(x / tops[:, None], where=x > 0, out=np.zeros(x.shape))
    if q == 1:
        return head - np.einsum("ij,ij->i", x, logs) / n
    e = q - 1
    return head - np.log1p(np.einsum("ij,ij->i", x, np.expm1(e * logs)) / n) / e


def _squares_rows(np: Any, x: Any, top: int) -> Any:
    held = x if top * top * x.shape[1] < 2**63 else x.astype(float)  # squares of large whole numbers would overflow
    return np.einsum("ij,ij->i", held, held)


def _hill_rows(np: Any, x: Any, top: int, *, q: float) -> Any:
    q = order_of(q)
    if q == 0:
        return _held_rows(np, x, top)
    if q == 2:
        n = np.einsum("ij->i", x).astype(float)
        return n * n / _squares_rows(np, x, top)
    if q != 1:
        return np.exp(_log_hill_rows(np, x, top, q=q))
    if top < x.size:  # then a table takes fewer logarithms
        numbers = np.arange(top + 1)
        products = (numbers * np.log(np.maximum(numbers, 1))).take(x)
    else:
        products = x * np.log(np.maximum(x, 1))
    n = np.einsum("ij->i", x)
    return np.maximum(n * np.exp(products @ np.ones(x.shape[1]) / -n), 1)


def _gini_rows(np: Any, x: Any, _: int) -> Any:
    k = x.shape[1]
    gaps, below = np.diff(np.sort(x, axis=1), axis=1), np.arange(1.0, k)
    pairs = below * (k - below)  # so many pairs of categories have the gap between them; no term is negative
    return gaps @ pairs / k / np.einsum("ij->i", x)


def _tsallis_rows(np: Any, x: Any, top: int, *, q: float) -> Any:
    q = order_of(q)
    if q == 2:
        n = np.einsum("ij->i", x).astype(float)
        return np.einsum("ij,ij->i", x.astype(float), n[:, None] - x) / (n * n)
    if q == inf:
        return _held_rows(np, x, top) * 0
    entropy = _log_hill_rows(np, x, top, q=q)
    return entropy if q == 1 else -np.expm1((1 - q) * entropy) / (q - 1)


_IN_ROWS: Final[dict[Measure, Callable[..., Any]]] = {
    richness: _held_rows,
    hill: _hill_rows,
    shannon_entropy: lambda np, x, top: _log_hill_rows(np, x, top, q=1),
    gini_simpson: lambda np, x, top: _tsallis_rows(np, x, top, q=2),
    inverse_simpson: lambda np, x, top: _hill_rows(np, x, top, q=2),
    simpson_concentration: lambda np, x, top: 1 / _hill_rows(np, x, top, q=2),
    berger_parker: lambda np, x, top: 1 / _hill_rows(np, x, top, q=inf),
    renyi: _log_hill_rows,
    tsallis: _tsallis_rows,
    pielou: lambda np, x, top: _log_hill_rows(np, x, top, q=1) / np.log(x.shape[1]),
    heip: lambda np, x, top: np.expm1(_log_hill_rows(np, x, top, q=1)) / (x.shape[1] - 1),
    simpson_evenness: lambda np, x, top: _hill_rows(np, x, top, q=2) / x.shape[1],
    gini_concentration: _gini_rows,
}
