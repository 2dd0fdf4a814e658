"""An attacker, written apart from the protector: linear programs over the smallest cells.

It reads what is printed and nothing else. A table is a mapping from cell to number, `None` where it is hidden; an axis
says for each of its nodes of which smallest categories it is made. The attacker knows that people are not negative and
that sums are sums, and asks for the least and the greatest number of people in a hidden cell.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import highspy
import numpy as np

if TYPE_CHECKING:
    import random

Cell: TypeAlias = tuple[str, ...]
Nodes: TypeAlias = Mapping[str, Sequence[str]]
"""The smallest categories of each node of an axis."""


def flat(categories: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {**{name: (name,) for name in categories}, "total": tuple(categories)}


def smallest(cell: Cell, axes: Sequence[Nodes]) -> Iterator[Cell]:
    return product(*(axis[node] for axis, node in zip(axes, cell, strict=True)))


def added_up(leaves: Mapping[Cell, int], axes: Sequence[Nodes]) -> dict[Cell, int]:
    """Give every cell of a table, sums included."""
    return {cell: sum(leaves[leaf] for leaf in smallest(cell, axes)) for cell in product(*axes)}


class Reader:
    """Somebody who knows sums of numbers of people, none of which is negative.

    Args:
        size: how many numbers there are.
        sums: for each known sum which numbers are in it, and what it is.
        nobody: numbers that are 0.
        least: below which some numbers are not.
    """

    def __init__(
        self,
        size: int,
        sums: Sequence[tuple[Sequence[int], int]],
        nobody: Collection[int] = (),
        least: Mapping[int, int] | None = None,
    ) -> None:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = size, len(sums)
        lp.col_cost_ = np.zeros(size)
        lp.col_lower_ = np.array([float((least or {}).get(number, 0)) for number in range(size)])
        lp.col_upper_ = np.array([0.0 if number in nobody else math.inf for number in range(size)])
        lp.row_lower_ = lp.row_upper_ = np.array([float(total) for _, total in sums])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(some) for some, _ in sums)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array([number for some, _ in sums for number in some], dtype=np.int32)
        lp.a_matrix_.value_ = np.ones(sum(len(some) for some, _ in sums))
        self.engine = highspy.Highs()  # type: ignore[no-untyped-call]  # it carries no types
        settings: dict[str, bool | int | str] = {"output_flag": False, "threads": 1, "simplex_strategy": 4}
        for name, value in (settings | {"presolve": "off"}).items():
            self.engine.setOptionValue(name, value)
        self.engine.passModel(lp)
        self.every = np.arange(size, dtype=np.int32)

    def bound(self, some: Iterable[int], *, up: bool) -> float:
        """Give the greatest or the least sum of some numbers that agrees with all that is known."""
        costs = np.zeros(len(self.every))
        for number in some:
            costs[number] += -1.0 if up else 1.0
        self.engine.changeColsCost(len(self.every), self.every, costs)
        self.engine.run()
        status = self.engine.getModelStatus()
        if status in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            assert up
            return math.inf
        assert status == highspy.HighsModelStatus.kOptimal, self.engine.modelStatusToString(status)
        found: float = self.engine.getInfo().objective_function_value
        return -found if up else found


class Attacker:
    """Somebody who reads a table with hidden cells.

    Args:
        axes: the nodes of each axis.
        printed: what is printed.
        impossible: smallest cells in which nobody can be.
        least: how many people the reader knows to be in some smallest cells.
    """

    def __init__(
        self,
        axes: Sequence[Nodes],
        printed: Mapping[Cell, int | None],
        impossible: Collection[Cell] = (),
        least: Mapping[Cell, int] | None = None,
    ) -> None:
        self.axes = axes
        self.leaves = {leaf: i for i, leaf in enumerate(product(*([n for n in a if a[n] == (n,)] for a in axes)))}
        sums = [(self._inside(cell), number) for cell, number in printed.items() if number is not None]
        nobody = {i for leaf, i in self.leaves.items() if leaf in impossible}
        known = {self.leaves[leaf]: number for leaf, number in (least or {}).items()}
        self.reader = Reader(len(self.leaves), sums, nobody, known)

    def _inside(self, cell: Cell) -> list[int]:
        return [self.leaves[leaf] for leaf in smallest(cell, self.axes)]

    def bound(self, cell: Cell, *, up: bool) -> float:
        """Give the greatest or the least number of people the attacker can believe in a cell."""
        return self.reader.bound(self._inside(cell), up=up)

    def interval(self, cell: Cell) -> tuple[float, float]:
        return self.bound(cell, up=False), self.bound(cell, up=True)

    def breached(self, cell: Cell, high: int) -> bool:
        """Say whether a cell cannot be believed to be anything from nobody to `high`."""
        low, top = self.interval(cell)
        return low > 1e-6 or top < high - 1e-6


def proved(
    true: Mapping[Cell, int],
    printed: Mapping[Cell, int | None],
    witnesses: Sequence[Mapping[Cell, int]],
    axes: Sequence[Nodes],
    asked: Collection[Cell],
    high: int,
) -> bool:
    """Check a proof: tables with what is printed that take every cell to nobody and to `high`."""
    for table in witnesses:
        for cell, number in table.items():
            if number < 0 or number != sum(table[leaf] for leaf in smallest(cell, axes)):
                return False
            if printed[cell] not in (None, number):
                return False
    return all(number in (None, true[cell]) for cell, number in printed.items()) and all(
        printed[cell] is None
        and any(table[cell] == 0 for table in witnesses)
        and any(table[cell] >= high for table in witnesses)
        for cell in asked
    )


# --- Protections that do not protect ---------------------------------------------------------------------------------


def naive(true: Mapping[Cell, int], k: int) -> dict[Cell, int | None]:
    """Hide what is small, and nothing else."""
    return {cell: None if 0 < number < k else number for cell, number in true.items()}


def two_holes(true: Mapping[Cell, int], k: int, rows: Sequence[str], columns: Sequence[str]) -> dict[Cell, int | None]:
    """Hide what is small, and the next smallest until no row or column has a single hole."""
    shown = naive(true, k)
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    while single := next((line for line in lines if sum(shown[cell] is None for cell in line) == 1), None):
        cell = min((cell for cell in single if shown[cell] is not None), key=lambda cell: (true[cell] == 0, true[cell]))
        shown[cell] = None
    return shown


def linear_dependence(
    true: Mapping[Cell, int], k: int, rows: Sequence[str], columns: Sequence[str]
) -> dict[Cell, int | None]:
    """Hide what is small, and more until no small cell follows from sums by solving equations."""
    shown = naive(true, k)
    primary = [cell for cell, number in shown.items() if number is None]
    for cell in primary:
        while _solved(cell, shown, rows, columns):
            others = [other for other, number in shown.items() if number is not None and "total" not in other]
            beside = [other for other in others if other[0] == cell[0] or other[1] == cell[1]] or others
            if not beside:
                beside = [other for other, number in shown.items() if number is not None]
            shown[min(beside, key=lambda other: (true[other] == 0, true[other], other))] = None
    return shown


def _solved(cell: Cell, shown: Mapping[Cell, int | None], rows: Sequence[str], columns: Sequence[str]) -> bool:
    hidden = {other: i for i, other in enumerate(other for other, number in shown.items() if number is None)}
    lines = [[*((row, column) for column in columns)] for row in rows]
    lines += [[*((row, column) for row in rows)] for column in columns]
    matrix = np.zeros((len(lines), len(hidden)))
    for i, line in enumerate(lines):
        for other in line:
            if other in hidden:
                matrix[i, hidden[other]] = -1.0 if other == line[-1] else 1.0
    unit = np.zeros((1, len(hidden)))
    unit[0, hidden[cell]] = 1.0
    return bool(np.linalg.matrix_rank(matrix) == np.linalg.matrix_rank(np.vstack([matrix, unit])))


# --- Tables like those of a programme ---------------------------------------------------------------------------------


def people(chance: random.Random, expected: float) -> int:
    """Draw a number of people (Poisson, by the normal law where it is large)."""
    if expected > 400:
        return max(0, round(chance.gauss(expected, math.sqrt(expected))))
    limit, product_, number = math.exp(-expected), chance.random(), 0
    while product_ > limit:
        product_ *= chance.random()
        number += 1
    return number


def programme(chance: random.Random, shape: Sequence[Sequence[str]], *, mean: float) -> dict[Cell, int]:
    """Draw a table with large and small provinces: effects of each category, and people by chance."""
    effects = [{name: math.exp(chance.gauss(0, 1)) for name in names} for names in shape]
    weights = {cell: math.prod(e[n] for e, n in zip(effects, cell, strict=True)) for cell in product(*shape)}
    scale = mean * len(weights) / sum(weights.values())
    return {cell: people(chance, weight * scale) for cell, weight in weights.items()}
