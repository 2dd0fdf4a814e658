"""The three solver calls, and what they do when there is no answer.

Laws:

- a linear program has no better point than its multipliers allow: the cost of each column is what its rows and its own
  bound pay for (strong duality), and solving on after a change of costs gives what a fresh start gives;
- an integer program has the best whole point, by enumeration;
- the least squares leave a rest at a right angle to what was mixed, and no point would bring them nearer;
- "there is none" is an answer, and anything else is an error of its own.
"""

from __future__ import annotations

import builtins
import itertools
import math
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from youthprog import _solver
from youthprog._solver import Deadline, Linear, SolverFailed, SolverMissing, TimeLimitReached, integer, nnls
from youthprog.errors import YouthprogError

SIZE, ROWS = 4, 3
coefficients = st.integers(-3, 3)
costs_of = st.lists(st.integers(-5, 5), min_size=SIZE, max_size=SIZE)
matrices = st.lists(st.lists(coefficients, min_size=SIZE, max_size=SIZE), min_size=ROWS, max_size=ROWS)
bounds = st.lists(st.tuples(st.integers(-6, 3), st.integers(0, 6)), min_size=ROWS, max_size=ROWS)


def columns(matrix: list[list[int]]) -> list[list[tuple[int, float]]]:
    return [[(row, matrix[row][at]) for row in range(ROWS) if matrix[row][at]] for at in range(SIZE)]


@settings(max_examples=60)
@given(costs_of, costs_of, matrices, bounds)
def test_the_multipliers_prove_the_optimum_and_a_warm_start_finds_the_same(
    costs: list[int], others: list[int], matrix: list[list[int]], sides: list[tuple[int, int]]
) -> None:
    low, high = [a for a, _ in sides], [a + b for a, b in sides]
    program = Linear(columns(matrix), [0] * SIZE, [2] * SIZE, low, high)
    program.maximise(others)
    best = program.maximise(costs)
    fresh = Linear(columns(matrix), [0] * SIZE, [2] * SIZE, low, high).maximise(costs)
    if best is None or fresh is None:
        assert best is fresh
        assert integer(costs, columns(matrix), [0] * SIZE, [2] * SIZE, low, high) is None
        return
    assert best.bound == pytest.approx(fresh.bound, abs=1e-8)
    assert best.bound == pytest.approx(math.fsum(c * x for c, x in zip(costs, best.values, strict=True)), abs=1e-8)
    paid = math.fsum(
        pull * (high[row] if pull > 0 else low[row]) for row, pull in enumerate(best.pulls)
    ) + 2 * math.fsum(max(0.0, -reduced) for reduced in best.reduced)
    assert paid == pytest.approx(best.bound, abs=1e-7)
    for at in range(SIZE):
        rows = math.fsum(pull * matrix[row][at] for row, pull in enumerate(best.pulls))
        assert costs[at] == pytest.approx(rows - best.reduced[at], abs=1e-8)


@settings(max_examples=60)
@given(costs_of, matrices, bounds)
def test_an_integer_program_has_the_best_whole_point(
    costs: list[int], matrix: list[list[int]], sides: list[tuple[int, int]]
) -> None:
    low, high = [a for a, _ in sides], [a + b for a, b in sides]
    values = [
        sum(c * x for c, x in zip(costs, point, strict=True))
        for point in itertools.product(range(3), repeat=SIZE)
        if all(
            a <= sum(m * x for m, x in zip(line, point, strict=True)) <= b
            for line, a, b in zip(matrix, low, high, strict=True)
        )
    ]
    best = integer(costs, columns(matrix), [0] * SIZE, [2] * SIZE, low, high)
    if best is None:
        assert values == []
        return
    assert max(values) == sum(c * x for c, x in zip(costs, best.values, strict=True))
    assert best.bound == pytest.approx(max(values), abs=1e-6)


def test_a_column_that_stands_in_no_row_goes_to_its_bound() -> None:
    best = Linear([[], [(0, 1)]], [0, 0], [1, 1], [0], [0.5]).maximise([1, 1])
    assert best is not None
    assert best.values == pytest.approx([1, 0.5])


def test_a_program_without_rows_or_columns_has_the_empty_point() -> None:
    best = integer([], [], [], [], [], [])
    assert best is not None
    assert best.values == []


def test_a_program_without_columns_has_a_point_only_if_its_rows_ask_for_nothing() -> None:
    assert integer([], [], [], [], [-1], [0]) is not None
    assert integer([], [], [], [], [1], [2]) is None


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=6),
    st.lists(st.integers(-2, 4), min_size=3, max_size=3),
)
def test_no_point_would_bring_the_mixture_nearer(points: list[list[int]], target: list[int]) -> None:
    weights, rest = nnls(points, target)
    assert all(weight >= 0 for weight in weights)
    for point, weight in zip(points, weights, strict=True):
        nearer = math.fsum(r * x for r, x in zip(rest, point, strict=True))
        assert nearer <= 1e-8
        assert weight == 0 or nearer == pytest.approx(0, abs=1e-8)


def test_a_deadline_that_has_passed_is_an_error_and_none_never_passes() -> None:
    assert Deadline().left() == math.inf
    assert 0 < Deadline.after(60).left() <= 60
    over = Deadline(time.monotonic() - 1)
    for work in (
        over.left,
        lambda: Linear([[]], [0], [1], [], []).maximise([1], deadline=over),
        lambda: integer([1], [[]], [0], [1], [], [], deadline=over),
    ):
        with pytest.raises(TimeLimitReached):
            work()


class Engine:
    """An engine that ends as it is told."""

    def __init__(self, real: Any, statuses: list[Any]) -> None:
        self.real, self.statuses = real, statuses

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def getModelStatus(self) -> Any:  # noqa: N802  # HiGHS calls it so
        return self.statuses.pop(0)


def ends(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let the solver end with these statuses, one run after the other."""
    real = _solver._engine
    known = _solver._solvers()[0].HighsModelStatus
    statuses = [getattr(known, name) for name in names]
    monkeypatch.setattr(_solver, "_engine", lambda **options: Engine(real(**options), statuses))


def test_a_solver_that_ran_out_of_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ends(monkeypatch, "kTimeLimit")
    with pytest.raises(TimeLimitReached):
        integer([1], [[]], [0], [1], [], [])


def test_a_solver_that_gave_up_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ends(monkeypatch, "kSolveError", "kSolveError")
    with pytest.raises(SolverFailed, match="without an answer"):
        integer([1], [[]], [0], [1], [], [])


def test_a_solver_that_lost_its_way_starts_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    ends(monkeypatch, "kUnknown", "kOptimal")
    best = Linear([[(0, 1)]], [0], [1], [0], [0.5]).maximise([1])
    assert best is not None
    assert best.values == [0.5]


def test_a_point_that_does_not_hold_in_whole_numbers_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    real = _solver._model

    def elsewhere(columns: Any, lower: Any, upper: Any, row_lower: Any, row_upper: Any) -> Any:
        return real(columns, lower, upper, [-math.inf for _ in row_lower], [math.inf for _ in row_upper])

    monkeypatch.setattr(_solver, "_model", elsewhere)
    with pytest.raises(SolverFailed, match="rounded"):
        integer([1], [[(0, 1)]], [0], [1], [0], [0])


def test_least_squares_that_do_not_end_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import scipy.optimize

    def endless(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(scipy.optimize, "nnls", endless)
    with pytest.raises(SolverFailed, match="did not end"):
        nnls([[1.0]], [1.0])


@pytest.mark.parametrize(
    ("missing", "work"), [("highspy", _solver.version), ("scipy.optimize", lambda: nnls([[1]], [1]))]
)
def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str, work: Any
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name == missing:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(SolverMissing, match=r"pip install youthprog\[solver\]") as caught:
        work()
    assert isinstance(caught.value, ImportError)
    assert isinstance(caught.value, YouthprogError)


def test_the_solver_has_a_name_and_a_version() -> None:
    assert _solver.version().startswith("HiGHS 1.")


def test_the_solver_prints_nothing_even_while_it_is_made(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    highspy = pytest.importorskip("highspy")
    monkeypatch.setattr(highspy.Highs, "enableCallbacks", lambda _: print("Running HiGHS"))
    assert integer([1], [[(0, 1)]], [0], [3], [0], [2]) is not None
    _solver.version()
    assert capfd.readouterr() == ("", "")
