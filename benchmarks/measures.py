"""Shares and segregation beside statsmodels and PySAL's segregation: medians of repeated runs, ratios in one process.

Each from its own ready input: two numbers for an interval; a `CountTable` for us, a `DataFrame` for PySAL. The runs of
both take turns, so that a busy machine slows both. Needs the group `bench` (segregation: Python 3.12 or newer).
"""

import gc
import importlib.metadata
import itertools
import statistics
import time
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from segregation.multigroup import MultiInfoTheory
from segregation.singlegroup import Dissim, Gini, Isolation
from statsmodels.stats.proportion import multinomial_proportions_confint, proportion_confint

from youthprog import segregation, shares
from youthprog.counts import Counts, CountTable

ROUNDS = 25
UNITS = [(40, 63), (20, 68), (5, 95), (10, 105), (33, 60), (12, 41), (7, 9), (80, 200), (51, 90), (2, 77)]


def once(run: Callable[[], Any], times: int) -> float:
    start = time.perf_counter()
    for _ in itertools.repeat(None, times):
        run()
    return (time.perf_counter() - start) / times


def compare(
    what: str, ours: Callable[[], Any], theirs: Callable[[], Any], peer: str, *, at_least: float | None
) -> None:
    times = [max(1, int(0.01 / max(once(run, 3), 1e-7))) for run in (ours, theirs)]
    gc.disable()
    pairs = [(once(ours, times[0]), once(theirs, times[1])) for _ in range(ROUNDS)]
    gc.enable()
    mine, other = (statistics.median(pair[i] for pair in pairs) * 1e6 for i in (0, 1))
    ratio = statistics.median(their / our for our, their in pairs)
    wanted = "" if at_least is None else f" (wanted: {at_least:g}) {'ok' if ratio >= at_least else 'MISSED'}"
    print(f"{what:42} {mine:9.2f} us   {peer:42} {other:11.1f} us   ratio {ratio:8.0f}{wanted}")


def main() -> None:
    warnings.simplefilter("ignore")
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("statsmodels", "segregation", "scipy")))
    numbers = {"a": 412, "b": 388, "c": 17, "d": 9, "e": 4}
    counts = Counts(numbers)
    listed = list(numbers.values())
    table = CountTable({str(i): {"x": x, "y": t - x} for i, (x, t) in enumerate(UNITS)})
    frame = pd.DataFrame({"x": [x for x, _ in UNITS], "y": [t - x for x, t in UNITS], "t": [t for _, t in UNITS]})
    for k, n in ((3, 10), (299, 1006)):
        compare(
            f"shares.wilson({k}, {n})",
            partial(shares.wilson, k, n),
            partial(proportion_confint, k, n, method="wilson"),
            "proportion_confint(method='wilson')",
            at_least=60,
        )
        compare(
            f"shares.clopper_pearson({k}, {n})",
            partial(shares.clopper_pearson, k, n),
            partial(proportion_confint, k, n, method="beta"),
            "proportion_confint(method='beta')",
            at_least=None,
        )
    compare(
        "shares.simultaneous, 5 categories",
        partial(shares.simultaneous, counts),
        partial(multinomial_proportions_confint, listed, method="goodman"),
        "multinomial_proportions_confint('goodman')",
        at_least=None,
    )
    for name, ours, theirs, at_least in (
        ("dissimilarity", segregation.dissimilarity, Dissim, 100),
        ("isolation", segregation.isolation, Isolation, None),
        ("gini", segregation.gini, Gini, None),
    ):
        compare(
            f"segregation.{name}, 10 units",
            partial(ours, table, group="x"),
            partial(theirs, frame, "x", "t"),
            theirs.__name__,
            at_least=at_least,
        )
    compare(
        "segregation.theil_h, 10 units",
        partial(segregation.theil_h, table),
        partial(MultiInfoTheory, frame, ["x", "y"]),
        "MultiInfoTheory",
        at_least=None,
    )


if __name__ == "__main__":
    main()
