"""What a fair lottery costs, beside sortition-algorithms (0.12.15, if installed), on pools of a seeded script.

CPU seconds, all one after the other in one process and with the libraries loaded; ours from members and quotas to the
lottery, theirs from their own people and features to committees and probabilities. Their backend is HiGHS; their
leximin needs Gurobi, whose free licence ends at 2,000 columns or rows.

    python benchmarks/lottery.py                    ours on every pool, the peer on the small ones
    python benchmarks/lottery.py --most 500         only pools of so many applicants at most
    python benchmarks/lottery.py --only camp        only the pools of this name
    python benchmarks/lottery.py --peer 1000        the peer's maximin on pools of up to so many applicants (minutes)
    python benchmarks/lottery.py --leximin 500      the peer's leximin on pools of up to so many applicants (minutes)
    python benchmarks/lottery.py --brute 5000       so many tiny pools against brute force over all committees
"""

import argparse
import datetime as dt
import logging
import random
import resource
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import frozen

from youthprog import _solver
from youthprog.criteria import Dimension
from youthprog.lottery import Lottery, SolverFailed, TimeLimitReached, lottery
from youthprog.people import Member
from youthprog.quotas import Quota
from youthprog.values import Known

TODAY = dt.date(2022, 7, 1)


@frozen(kw_only=True)
class Pool:
    """People with a value in each feature, and how many of each value a group must have."""

    name: str
    people: list[dict[str, str]]
    bounds: dict[tuple[str, str], tuple[int, int]]
    seats: int

    def ours(self) -> tuple[list[Member], list[Quota]]:
        values: dict[str, list[str]] = {}
        for feature, value in self.bounds:
            values.setdefault(feature, []).append(value)
        dimensions = {
            name: Dimension(name=name, categories=tuple(found), sensitive=False) for name, found in values.items()
        }
        people = [
            Member(id=f"p{at:05}", identities={name: Known(value) for name, value in one.items()})
            for at, one in enumerate(self.people)
        ]
        quotas = [
            Quota(
                name=f"{feature} {value}", of=dimensions[feature].is_in(value), minimum_people=low, maximum_people=high
            )
            for (feature, value), (low, high) in self.bounds.items()
        ]
        return people, quotas


def pool(name: str, applicants: int, seats: int, features: int, *, slack: float, seed: int) -> Pool:
    """Make a pool whose applicants are skewed, with quotas around a group that was planted so that one exists.

    Args:
        name: what it is called.
        applicants: how many apply.
        seats: how many seats there are.
        features: how many features of two to five values each; "place" is the first, and a quarter of the seats are
            for the rural, of whom fewer apply.
        slack: how far a quota lies around the number in the planted group, as a part of it; 0 makes every quota exact.
        seed: of the random numbers.
    """
    made = random.Random(seed)
    names = {"place": ["rural", "urban"]} | {
        f"feature {at}": [f"value {value}" for value in range(made.randint(2, 5))] for at in range(1, features)
    }
    weights = {name: [made.uniform(0.5, 2.0) for _ in values] for name, values in names.items()}
    weights["place"] = [0.18, 0.82]
    people = [
        {name: made.choices(values, weights[name])[0] for name, values in names.items()} for _ in range(applicants)
    ]
    rural = [at for at, one in enumerate(people) if one["place"] == "rural"]
    urban = [at for at, one in enumerate(people) if one["place"] == "urban"]
    needed = -(-seats // 4)
    planted = made.sample(rural, needed) + made.sample(urban, seats - needed)
    bounds = {}
    for name_, values in names.items():
        for value in values:
            number = sum(people[at][name_] == value for at in planted)
            off = 0 if slack == 0 else max(1, round(slack * number))
            bounds[name_, value] = (max(0, number - off), number + off)
    if slack:
        bounds["place", "rural"] = (needed, seats)
        bounds["place", "urban"] = (0, seats - needed)
    return Pool(name=name, people=people, bounds=bounds, seats=seats)


def camp() -> Pool:
    """Make the applications to a camp: skewed as they come, with the quotas an organiser sets."""
    made = random.Random(1)
    shares = {
        "place": {"rural": 0.18, "urban": 0.82},
        "gender": {"woman": 0.55, "man": 0.42, "another": 0.03},
        "age": {"14 to 16": 0.3, "17 to 19": 0.5, "20 to 25": 0.2},
        "school": {"secondary": 0.7, "university": 0.25, "none": 0.05},
        "disability": {"yes": 0.07, "no": 0.93},
        "been before": {"yes": 0.4, "no": 0.6},
    }
    people = [
        {name: made.choices(list(values), list(values.values()))[0] for name, values in shares.items()}
        for _ in range(120)
    ]
    bounds = {(name, value): (0, 30) for name, values in shares.items() for value in values}
    bounds |= {
        ("place", "rural"): (8, 30),
        ("gender", "woman"): (13, 17),
        ("gender", "man"): (12, 17),
        ("age", "14 to 16"): (10, 14),
        ("age", "20 to 25"): (4, 8),
        ("school", "none"): (1, 4),
        ("disability", "yes"): (3, 30),
        ("been before", "no"): (20, 30),
    }
    return Pool(name="camp", people=people, bounds=bounds, seats=30)


SHAPES: list[tuple[str, int, int, int, float, int]] = [
    ("six features", 120, 30, 6, 0.15, 1),
    ("two features", 200, 20, 2, 0.15, 2),
    ("four features", 200, 20, 4, 0.15, 3),
    ("eight features", 300, 40, 8, 0.15, 4),
    ("five hundred", 500, 50, 5, 0.15, 5),
    ("thousand", 1000, 80, 6, 0.15, 6),
    ("two thousand", 2000, 150, 6, 0.15, 7),
    ("ten thousand", 10_000, 200, 5, 0.15, 8),
]
# All quotas exact: on small pools with many features finding any committee is hard.
HARD: list[tuple[str, int, int, int, float, int]] = [
    ("exact camp", 120, 30, 6, 0.0, 1),
    *((f"exact 40/12/6, {seed}", 40, 12, 6, 0.0, seed) for seed in (1, 3)),
    *((f"exact 80/20/8, {seed}", 80, 20, 8, 0.0, seed) for seed in (1, 2, 3)),
]


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the CPU seconds of a piece of work, and what it gave or the error it ended in."""
    start = time.process_time()
    try:
        found = work()
    except (TimeLimitReached, SolverFailed, RuntimeError) as error:
        found = error
    return time.process_time() - start, found


def theirs(one: Pool, *, leximin: bool) -> dict[str, float]:
    """Give the peer's chances, by id."""
    from sortition_algorithms.committee_generation.leximin import find_distribution_leximin
    from sortition_algorithms.committee_generation.maximin import find_distribution_maximin
    from sortition_algorithms.features import FeatureValueMinMax
    from sortition_algorithms.people import People
    from sortition_algorithms.utils import CaseInsensitiveDict

    features: Any = CaseInsensitiveDict()
    for (name, value), (low, high) in one.bounds.items():
        features.setdefault(name, CaseInsensitiveDict())
        features[name][value] = FeatureValueMinMax(min=low, max=high, min_flex=0, max_flex=len(one.people))
    people = People(columns_to_keep=[])
    for at, row in enumerate(one.people):
        people.add(f"p{at:05}", row, features, at)
    find = find_distribution_leximin if leximin else find_distribution_maximin
    logging.disable()  # its progress
    committees, probabilities, _ = find(features, people, one.seats, [], solver_backend="highspy")
    chances = dict.fromkeys((f"p{at:05}" for at in range(len(one.people))), 0.0)
    for committee, probability in zip(committees, probabilities, strict=True):
        for who in committee:
            chances[who] += probability
    return chances


def compared(one: Pool, seconds: float, made: Lottery, *, leximin: bool) -> str:
    """Say how many times as long the peer took, and where its sorted chances first differ from ours."""
    peer, found = cpu(lambda: theirs(one, leximin=leximin))
    if isinstance(found, Exception):
        return f"    peer {'leximin' if leximin else 'maximin'}: ended in {type(found).__name__}"
    pairs = list(zip(sorted(made.chances.values()), sorted(found.values()), strict=True))
    off = next(((ours - other, at) for at, (ours, other) in enumerate(pairs) if abs(ours - other) > 1e-6), (0.0, 0))
    return (
        f"    peer {'leximin' if leximin else 'maximin'} (highspy): {peer:.2f} s, {peer / seconds:.0f} x; "
        f"smallest chance ours {pairs[0][0]:.6f}, theirs {pairs[0][1]:.6f}; "
        f"first difference of sorted chances {off[0]:+.1e} (ours above) at rank {off[1]}"
    )


def measured(one: Pool, *, limit: float | None, repeat: int = 1) -> tuple[float, Any]:
    """Print and give the CPU seconds of ours, the median of some runs."""
    people, quotas = one.ours()
    times: list[float] = []
    made: Any = None
    for _ in range(repeat):
        seconds, made = cpu(lambda: lottery(people, seats=one.seats, quotas=quotas, on=TODAY, time_limit=limit))
        times.append(seconds)
    seconds = sorted(times)[len(times) // 2]
    shape = f"{one.name}: {len(people)} applicants, {one.seats} seats, {len(quotas)} quotas"
    if isinstance(made, Exception):
        print(f"{shape}: {type(made).__name__} after {seconds:.1f} s", flush=True)
        return seconds, None
    proof, proven = cpu(made.check)
    print(
        f"{shape}, {len(made.types)} types: {seconds:.3f} s; {len(made.committees)} committees, "
        f"{len(made.levels)} levels, {len(made.cuts)} cuts; proof {proof:.3f} s, gap {proven.gap:.0e}",
        flush=True,
    )
    return seconds, made


def brute(number: int) -> None:
    """Compare so many tiny pools with leximin over all their committees."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    import test_lottery

    found = [test_lottery.compared(seed) for seed in range(number)]
    feasible = [difference for difference in found if difference is not None]
    print(
        f"{number} tiny pools, {number - len(feasible)} of them rightly impossible: "
        f"largest difference of a chance from brute force {max(feasible):.1e} (at most 1e-7)"
    )


def main() -> None:
    """Measure what is asked for."""
    arguments = argparse.ArgumentParser(description="What a fair lottery costs.")
    arguments.add_argument("--most", type=int, default=10_000, help="applicants of the largest pool")
    arguments.add_argument("--only", default="", help="the name of a pool")
    arguments.add_argument("--peer", type=int, default=200, help="applicants of the largest pool for its maximin")
    arguments.add_argument("--leximin", type=int, default=200, help="applicants of the largest pool for its leximin")
    arguments.add_argument("--hard", type=float, default=120.0, help="seconds allowed for each exact pool")
    arguments.add_argument("--brute", type=int, default=0, help="tiny pools to compare with brute force")
    asked = arguments.parse_args()
    if asked.brute:
        brute(asked.brute)
        return
    peer = find_spec("sortition_algorithms") is not None
    print(
        f"{_solver.version()}; peer {version('sortition-algorithms') if peer else 'not installed'}; "
        f"Gurobi {'found' if find_spec('gurobipy') else 'not installed'}"
    )
    cpu(lambda: _solver.nnls([[1.0]], [1.0]))
    seconds: dict[str, float] = {}
    shapes = [(shape[0], shape[1], shape[2:]) for shape in SHAPES]
    for name, applicants, rest in [("camp", 120, None), *shapes]:
        if applicants > asked.most or asked.only not in {"", name}:
            continue
        one = camp() if rest is None else pool(name, applicants, *rest[:2], slack=rest[2], seed=rest[3])
        seconds[name], made = measured(one, limit=None, repeat=3)
        if name == "two thousand":
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"    peak memory so far {peak:.0f} MB (at most 250 without the peer)")
        if made is not None and peer and applicants <= asked.peer:
            print(compared(one, seconds[name], made, leximin=False), flush=True)
        if made is not None and peer and applicants <= asked.leximin and find_spec("gurobipy"):
            print(compared(one, seconds[name], made, leximin=True), flush=True)
    if {"two thousand", "ten thousand"} <= seconds.keys():
        ratio = seconds["ten thousand"] / seconds["two thousand"]
        print(f"ten thousand applicants take {ratio:.1f} times as long as two thousand (less than 3)")
    for name, applicants, seats, features, slack, seed in HARD:
        if asked.only in {"", name}:
            measured(pool(name, applicants, seats, features, slack=slack, seed=seed), limit=asked.hard)


if __name__ == "__main__":
    main()
