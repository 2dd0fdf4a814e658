"""The three solver calls: linear programs with duals, integer programs, non-negative least squares.

The one place that knows HiGHS and SciPy, so that either can be replaced. Both come with the extra `solver` and are
imported at the first call. One thread, so that a search repeats; no answer is taken but "optimal" or "there is none".
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any, TypeAlias

from attrs import field, frozen

from youthprog.errors import YouthprogError

__all__ = [
    "Deadline",
    "Linear",
    "Optimum",
    "SolverFailed",
    "SolverMissing",
    "TimeLimitReached",
    "integer",
    "nnls",
    "version",
]

Column: TypeAlias = Sequence[tuple[int, float]]
"""The rows a column stands in, with its coefficient in each."""

INFINITY = math.inf


class SolverMissing(YouthprogError, ImportError):
    """What was asked for needs a solver, and none is installed."""


class SolverFailed(YouthprogError, RuntimeError):
    """The solver gave up, or gave an answer that does not hold; nothing was decided on it."""


class TimeLimitReached(YouthprogError, TimeoutError):
    """The time that was allowed is over; there is no result, and never a worse one."""


@frozen
class Deadline:
    """When a search must have ended, by the clock that only counts forward; `None` is never."""

    at: float | None = field(default=None)

    @classmethod
    def after(cls, seconds: float | None) -> Deadline:
        """Give the deadline so many seconds from now."""
        return cls(None if seconds is None else time.monotonic() + seconds)

    def left(self) -> float:
        """Give the seconds that are left.

        Raises:
            TimeLimitReached: if there are none.
        """
        if self.at is None:
            return INFINITY
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TimeLimitReached("the time limit was reached; allow more time")
        return seconds


@frozen(kw_only=True)
class Optimum:
    """The best point of a program.

    Attributes:
        values: the value of each column.
        reduced: how much the objective would lose for each unit of a column at its bound; empty for an integer program.
        pulls: the multiplier of each row, above zero where its upper bound holds the objective down and below zero
            where its lower one does, so that the cost of a column is its reduced cost (with the sign turned) and the
            multipliers of its rows; empty for an integer program.
        bound: no point has a larger objective.
    """

    values: list[float]
    reduced: list[float]
    pulls: list[float]
    bound: float


def _solvers() -> tuple[Any, Any]:
    try:
        import highspy
        import numpy as np
    except ImportError as error:
        msg = "this needs the solver: pip install youthprog[solver]"
        raise SolverMissing(msg) from error
    return highspy, np


def version() -> str:
    """Give the name and version of the solver."""
    return f"HiGHS {_engine().version()}"


def _model(
    columns: Sequence[Column],
    lower: Sequence[float],
    upper: Sequence[float],
    row_lower: Sequence[float],
    row_upper: Sequence[float],
) -> Any:
    highspy, np = _solvers()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(columns), len(row_lower)
    model.col_cost_ = np.zeros(len(columns))
    model.col_lower_, model.col_upper_ = np.array(lower, dtype=float), np.array(upper, dtype=float)
    model.row_lower_, model.row_upper_ = np.array(row_lower, dtype=float), np.array(row_upper, dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    entries = [entry for column in columns for entry in column]
    model.a_matrix_.index_ = np.array([row for row, _ in entries], dtype=np.int32)
    model.a_matrix_.value_ = np.array([value for _, value in entries], dtype=float)
    return model


def _engine(**options: Any) -> Any:
    class Quiet(_solvers()[0].Highs):  # type: ignore[misc]  # it is there only with the extra
        def enableCallbacks(self) -> None:  # noqa: N802  # HiGHS chooses the name
            """Leave them off: since HiGHS 1.16 they print a header to standard output, before it can be forbidden."""

    engine = Quiet()
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        engine.setOptionValue(name, value)
    return engine


def _run(engine: Any, deadline: Deadline) -> bool:
    """Run, and say whether there is an optimum; false if the program has no point."""
    left = deadline.left()
    engine.setOptionValue("time_limit", left if left == INFINITY else engine.getRunTime() + left)
    known = _solvers()[0].HighsModelStatus
    engine.run()
    status = engine.getModelStatus()
    if status in {known.kUnknown, known.kSolveError}:  # lost in rounding, or in presolving: once more from the start
        engine.clearSolver()
        engine.setOptionValue("presolve", "off")
        engine.run()
        status = engine.getModelStatus()
    if status in {known.kOptimal, known.kModelEmpty}:
        return True
    if status in {known.kInfeasible, known.kUnboundedOrInfeasible}:  # no program here is unbounded
        return False
    if status == known.kTimeLimit:
        raise TimeLimitReached("the time limit was reached; allow more time")
    msg = f"the solver ended without an answer: {engine.modelStatusToString(status)}"
    raise SolverFailed(msg)


class Linear:
    """A linear program over columns with bounds and rows with bounds, solved again and again from where it ended.

    Args:
        columns: for each column its rows and coefficients.
        lower: the lower bound of each column.
        upper: the upper bound of each column.
        row_lower: the lower bound of each row.
        row_upper: the upper bound of each row.

    >>> half = Linear([[(0, 1)], [(0, 1)]], [0, 0], [1, 1], [0], [1.5])
    >>> best = half.maximise([2, 1])
    >>> [round(value, 9) for value in best.values], round(best.pulls[0], 9)
    ([1.0, 0.5], 1.0)
    """

    def __init__(
        self,
        columns: Sequence[Column],
        lower: Sequence[float],
        upper: Sequence[float],
        row_lower: Sequence[float],
        row_upper: Sequence[float],
    ) -> None:
        """Hand the program to the solver."""
        self._size = len(columns)
        self._engine = _engine(
            primal_feasibility_tolerance=1e-10,
            dual_feasibility_tolerance=1e-10,
            presolve="off",  # it would undo the start from where the last search ended
        )
        self._engine.passModel(_model(columns, lower, upper, row_lower, row_upper))
        self._every = _solvers()[1].arange(self._size, dtype="int32")

    def bound(self, lower: Sequence[float], upper: Sequence[float]) -> None:
        """Give the columns other bounds."""
        np = _solvers()[1]
        low, high = np.array(lower, dtype=float), np.array(upper, dtype=float)
        self._engine.changeColsBounds(self._size, self._every, low, high)

    def maximise(self, costs: Sequence[float], *, deadline: Deadline | None = None) -> Optimum | None:
        """Give the largest objective, or `None` if the program has no point."""
        np = _solvers()[1]
        self._engine.changeColsCost(self._size, self._every, -np.array(costs, dtype=float))
        if not _run(self._engine, deadline or Deadline()):
            return None
        found = self._engine.getSolution()
        return Optimum(
            values=found.col_value,
            reduced=found.col_dual,
            pulls=[-dual for dual in found.row_dual],
            bound=-self._engine.getInfo().objective_function_value,
        )


def integer(
    costs: Sequence[float],
    columns: Sequence[Column],
    lower: Sequence[float],
    upper: Sequence[float],
    row_lower: Sequence[float],
    row_upper: Sequence[float],
    *,
    gap: float = 0.0,
    deadline: Deadline | None = None,
) -> Optimum | None:
    """Maximise over whole numbers; see `Linear` for the program.

    Args:
        costs: the objective of each column.
        columns: as for `Linear`, and so are the bounds.
        lower: the lower bound of each column.
        upper: the upper bound of each column.
        row_lower: the lower bound of each row.
        row_upper: the upper bound of each row.
        gap: how far the objective may stay below its bound, relative to it; 0 asks for the best point.
        deadline: when the search must have ended.

    Returns:
        The point, its values rounded to whole numbers, and the proven bound; `None` if there is no point.

    Raises:
        SolverMissing: if the solver is not installed.
        SolverFailed: if the rounded point does not meet the rows.
        TimeLimitReached: if the deadline passes.

    >>> integer([2, 1], [[(0, 2)], [(0, 2)]], [0, 0], [1, 1], [0], [3]).values
    [1, 0]
    """
    if not columns:  # HiGHS calls the empty point optimal whatever the rows ask for
        holds = all(low <= 0 <= high for low, high in zip(row_lower, row_upper, strict=True))
        return Optimum(values=[], reduced=[], pulls=[], bound=0.0) if holds else None
    highspy, np = _solvers()
    engine = _engine(mip_rel_gap=gap, mip_abs_gap=1e-9, mip_heuristic_run_feasibility_jump=False)
    model = _model(columns, lower, upper, row_lower, row_upper)
    model.col_cost_ = -np.array(costs, dtype=float)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    engine.passModel(model)
    if not _run(engine, deadline or Deadline()):
        return None
    values = [round(value) for value in engine.getSolution().col_value]
    sums = [0.0] * len(row_lower)
    for value, column in zip(values, columns, strict=True):
        for row, coefficient in column:
            sums[row] += coefficient * value
    if any(not low - 1e-6 <= total <= high + 1e-6 for low, total, high in zip(row_lower, sums, row_upper, strict=True)):
        raise SolverFailed("the solver's point does not hold once it is rounded to whole numbers")
    return Optimum(values=values, reduced=[], pulls=[], bound=-engine.getInfo().mip_dual_bound)


def nnls(points: Sequence[Sequence[float]], target: Sequence[float]) -> tuple[list[float], list[float]]:
    """Mix points, with weights of at least zero, to come as near to a target as can be.

    Args:
        points: the points, each of the length of the target.
        target: what the mixture should be.

    Returns:
        The weight of each point, and target less mixture in each coordinate.

    Raises:
        SolverMissing: if SciPy is not installed.
        SolverFailed: if the search does not end.

    >>> nnls([[1.0, 0.0], [0.0, 1.0]], [0.25, 0.75])[0]
    [0.25, 0.75]
    """
    np = _solvers()[1]
    try:
        from scipy.optimize import nnls as least_squares
    except ImportError as error:
        msg = "this needs the solver: pip install youthprog[solver]"
        raise SolverMissing(msg) from error
    matrix, aim = np.array(points, dtype=float).T, np.array(target, dtype=float)
    try:
        weights, _ = least_squares(matrix, aim, maxiter=30 * len(points))
    except RuntimeError as error:
        msg = "the least squares did not end"
        raise SolverFailed(msg) from error
    return weights.tolist(), (aim - matrix @ weights).tolist()
