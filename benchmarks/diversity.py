"""What a measure of diversity costs: one vector of ten categories, and an array of 10,000 groups of 20 categories.

Ratios in one run, each the median of repeated runs. The peer is scikit-bio (dependency group `bench`), from its ready
array, ours from ready counts; the floor of the batch is one pass of `np.log` over the same array.
"""

import math
import statistics
import timeit
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
from skbio.diversity import alpha, alpha_diversity

from youthprog import diversity
from youthprog.counts import Counts

NUMBERS = [412, 388, 170, 90, 44, 30, 12, 7, 3, 1]
ORDERS = (0, 0.5, 1, 1.5, 2, 3, 100, math.inf)
ROUNDS = 31


def median(work: Callable[[], object], number: int) -> float:
    """Give the median seconds of one call."""
    return statistics.median(timeit.repeat(work, number=number, repeat=ROUNDS)) / number


def ratio(ours: Callable[[], object], theirs: Callable[[], object], number: int) -> tuple[float, float]:
    """Give our median seconds and the median ratio of runs taken in turn, so that a busy machine slows both."""
    pairs = [(timeit.timeit(ours, number=number), timeit.timeit(theirs, number=number)) for _ in range(ROUNDS)]
    return statistics.median(mine for mine, _ in pairs) / number, statistics.median(peer / mine for mine, peer in pairs)


def one_vector() -> None:
    held, array = Counts({str(i): x for i, x in enumerate(NUMBERS)}), np.array(NUMBERS)
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        (f"hill q={q}", lambda q=q: diversity.hill(held, q=q), lambda q=q: alpha.hill(array, order=q))  # type: ignore[misc]  # lambdas bind
        for q in ORDERS
    ]
    pairs += [
        ("shannon_entropy", lambda: diversity.shannon_entropy(held), lambda: alpha.shannon(array)),
        ("gini_simpson", lambda: diversity.gini_simpson(held), lambda: alpha.simpson(array)),
        ("pielou", lambda: diversity.pielou(held), lambda: alpha.pielou_e(array)),
        ("chao1", lambda: diversity.chao1(held), lambda: alpha.chao1(array)),
    ]
    print("ten categories: microseconds, and how many times as fast as scikit-bio (at least 3 for each Hill order)")
    for name, ours, theirs in pairs:
        mine, times = ratio(ours, theirs, 500)
        print(f"  {name:<18}{mine * 1e6:6.2f}  {times:6.1f} x")


def many_groups() -> None:
    array = np.random.default_rng(2022).integers(1, 1000, (10_000, 20))
    floats = array.astype(float)
    print("10,000 x 20: times one np.log pass over the same whole numbers, and over them as floats (at most 1.5)")
    for q in ORDERS:
        work = lambda q=q: diversity.batch(diversity.hill, array, q=q)  # noqa: E731  # lambdas bind
        mine, floor = ratio(work, lambda: np.log(array), 4)
        print(
            f"  hill q={q:<8}{mine * 1e3:6.2f} ms {1 / floor:6.2f} {1 / ratio(work, lambda: np.log(floats), 4)[1]:6.2f}"
        )
    metrics: list[tuple[str, dict[str, Any], Any, dict[str, Any]]] = [
        ("hill", {"order": 1}, diversity.hill, {"q": 1}),
        ("hill", {"order": 2}, diversity.hill, {"q": 2}),
        ("shannon", {}, diversity.shannon_entropy, {}),
    ]
    print("10,000 x 20: how many times as fast as scikit-bio's matrix entry point (at least 100 for q = 1 and 2)")
    for metric, theirs, measure, ours in metrics:
        mine = median(lambda m=measure, o=ours: diversity.batch(m, array, **o), 10)  # type: ignore[misc]  # lambdas bind
        start = timeit.default_timer()
        alpha_diversity(metric, array, **theirs)
        print(f"  {metric} {theirs or ''}: {(timeit.default_timer() - start) / mine:.0f} x")


if __name__ == "__main__":
    print(f"scikit-bio {version('scikit-bio')}, numpy {version('numpy')}")
    one_vector()
    many_groups()
