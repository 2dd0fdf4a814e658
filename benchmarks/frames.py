"""What counting in frames costs, as ratios to code written by hand on the same engine, in one run.

The people are synthetic, drawn by a seeded rule. Both sides of a comparison run in turn and give the same numbers;
medians are compared, by the clock, for engines use several threads. Name the parts to run:
`python benchmarks/frames.py engines coded objects growth`, and `--rows` for the sizes of `engines`.
"""

import argparse
import collections
import datetime as dt
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from youthprog import Dimension, Known, Member, counts, diversity, frames

ON = dt.date(2022, 7, 1)
WORDS = np.array(["woman", "man", "another", "agender", "declined", "not-asked"])
GENDER = Dimension(name="gender", categories=tuple(WORDS[:4].tolist()), sensitive=False)


def chapters(number: int) -> Dimension:
    return Dimension(name="chapter", categories=tuple(f"chapter {i:05d}" for i in range(number)), sensitive=False)


def drawn(rows: int, groups: int, categories: int) -> tuple[Any, Any]:
    draw = np.random.default_rng(2022)
    return draw.integers(0, groups, rows), draw.integers(0, categories, rows)


def race(*works: Callable[[], object], rounds: int, in_a_row: bool = False) -> list[float]:
    """Run works in turn; give the median time of a call of each in seconds.

    A turn is one call, which finds the caches full of what the others left there, or as many in a row as take a fifth
    of a second.
    """
    timers = [timeit.Timer(work, setup=gc.enable) for work in works]
    calls = [timer.autorange()[0] if in_a_row else 1 for timer in timers]
    for timer in timers:
        timer.timeit(1)
    seen: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for times, timer, number in zip(seen, timers, calls, strict=True):
            gc.collect()
            times.append(timer.timeit(number) / number)
    return [statistics.median(times) for times in seen]


def engines(rows: int, rounds: int, *, spark: bool) -> None:
    """A table of 200 chapters by 6 answers against a group-by by hand, collected on both sides."""
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    group, answer = drawn(rows, 200, 6)
    by = chapters(200)
    table = pa.table({"chapter": np.array(by.categories)[group], "gender": WORDS[answer]})
    connection = duckdb.connect()
    connection.register("given", table)
    connection.execute("create table kept as from given")
    relation = connection.sql("from kept")
    in_pandas = pd.DataFrame({name: table[name].to_pandas() for name in table.column_names})
    in_polars: Any = pl.from_arrow(table)
    hands: dict[str, tuple[Any, Callable[[], Any]]] = {
        "pandas": (in_pandas, lambda: in_pandas.groupby(["chapter", "gender"]).size()),
        "polars": (in_polars, lambda: in_polars.group_by("chapter", "gender").len()),
        "polars-lazy": (in_polars.lazy(), lambda: in_polars.lazy().group_by("chapter", "gender").len().collect()),
        "pyarrow": (table, lambda: table.group_by(["chapter", "gender"]).aggregate([([], "count_all")])),
        "duckdb": (
            relation,
            lambda: connection.sql("select chapter, gender, count(*) from kept group by all").to_arrow_table(),
        ),
    }
    if spark:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", "2")
        for place in ("host", "bindAddress"):
            builder = builder.config(f"spark.driver.{place}", "127.0.0.1")
        session = builder.config("spark.ui.enabled", "false").config("spark.driver.memory", "4g").getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        with tempfile.TemporaryDirectory() as folder:
            import pyarrow.parquet as pq

            pq.write_table(table, f"{folder}/people.parquet")
            there = session.read.parquet(f"{folder}/people.parquet").cache()
            there.count()
        hands["pyspark"] = (there, lambda: there.groupBy("chapter", "gender").count().toArrow())
    for name, (frame, hand) in hands.items():
        ours, theirs = race(lambda f=frame: frames.tally(f, of=GENDER, by=by, on=ON), hand, rounds=rounds)  # type: ignore[misc]
        print(f"{rows:>11,} rows  {name:12} {ours * 1000:8.1f} ms  {ours / theirs:5.2f} x by hand  (at most 1.10)")


def coded(rounds: int) -> None:
    """Counts and a Hill number of each of 10,000 groups, 20 categories, 1 million rows."""
    import pandas as pd
    import polars as pl

    rows, groups, categories = 1_000_000, 10_000, 20
    group, answer = drawn(rows, groups, categories)
    of = Dimension(name="answer", categories=tuple(f"answer {i:02d}" for i in range(categories)), sensitive=False)
    names, words = np.array(chapters(groups).categories), np.array(of.categories)
    code = group * categories + answer
    raw = {"group": names[group], "answer": words[answer]}
    in_pandas = pd.DataFrame(raw).astype("category")
    in_polars = pl.DataFrame(raw, schema={"group": pl.Enum(names), "answer": pl.Enum(words)})
    raw_pandas, raw_polars = pd.DataFrame(raw), pl.DataFrame(raw)

    def ours(frame: Any) -> Callable[[], object]:
        return lambda: frames.diversity_by(frame, of=of, by="group", on=ON, q=1)

    works: dict[str, Callable[[], object]] = {
        "bincount": lambda: np.bincount(code, minlength=groups * categories),
        "hill": lambda: diversity.batch(
            diversity.hill, np.bincount(code, minlength=groups * categories).reshape(groups, categories), q=1
        ),
        "size": lambda: in_pandas.groupby(["group", "answer"], observed=True).size(),
        "size of all": lambda: in_pandas.groupby(["group", "answer"], observed=False).size(),
        "pandas": ours(in_pandas),
        "polars": ours(in_polars),
        "raw pandas": ours(raw_pandas),
        "raw pandas by hand": lambda: raw_pandas.groupby(["group", "answer"]).size(),
        "raw polars": ours(raw_polars),
        "raw polars by hand": lambda: raw_polars.group_by("group", "answer").len(),
    }
    for in_a_row in (False, True):
        times = race(*works.values(), rounds=min(rounds, 9) if in_a_row else rounds, in_a_row=in_a_row)
        took = dict(zip(works, times, strict=True))
        count = took["bincount"]
        print("calls in a row" if in_a_row else "each call after the others")
        print(f"  np.bincount of ready codes {count * 1000:.2f} ms, with the Hill numbers {took['hill'] / count:.2f} x")
        for name, kind in (("pandas", "category"), ("polars", "Enum")):
            ratio = took[name] / count
            print(f"  {name} {kind:9} {took[name] * 1000:6.2f} ms  {ratio:5.2f} x np.bincount  (at most 2.5)")
        print(f"  pandas groupby().size() takes {took['size'] / took['pandas']:.1f} x as long  (at least 15)")
        print(f"  with observed=False it takes {took['size of all'] / took['pandas']:.1f} x as long")
        for name in ("raw pandas", "raw polars"):
            print(f"  {name} {took[name] / took[name + ' by hand']:.2f} x its group-by  (at most 1)")


def objects(number: int, rounds: int) -> None:
    """Members counted over three dimensions against a Counter of the same attributes of bare objects."""
    draw = np.random.default_rng(2022)
    dimensions = [
        Dimension(name=name, categories=tuple(f"{name} {i}" for i in range(size)), sensitive=False)
        for name, size in (("gender", 3), ("ethnicity", 6), ("settlement", 2))
    ]
    picks = [draw.integers(0, len(one.categories), number).tolist() for one in dimensions]
    people = [
        Member(
            id=str(i),
            identities={
                one.name: Known(frozenset({one.categories[pick[i]]}))
                for one, pick in zip(dimensions, picks, strict=True)
            },
        )
        for i in range(number)
    ]
    of, *by = dimensions

    bare = attrs.make_class("Bare", [one.name for one in dimensions], frozen=True, slots=True)
    words = [[one.categories[i] for i in pick] for one, pick in zip(dimensions, picks, strict=True)]
    plain: list[Any] = [bare(*answers) for answers in zip(*words, strict=True)]

    def by_hand() -> object:
        return collections.Counter((one.gender, one.ethnicity, one.settlement) for one in plain)

    ours, theirs = race(lambda: counts.cross_tally(people, of=of, by=by, on=ON), by_hand, rounds=rounds)
    print(f"{number:,} members over three dimensions {ours:.2f} s, {ours / theirs:.2f} x a Counter loop  (at most 3)")


GROW = """
import sys, time, resource, datetime as dt
from youthprog import Dimension, frames
path, engine = sys.argv[1:]
of = Dimension(name="gender", categories=("woman", "man", "another", "agender"), sensitive=False)
if engine == "duckdb":
    import duckdb
    connection = duckdb.connect()
    frame = connection.read_parquet(path)
else:
    import polars
    frame = polars.scan_parquet(path)
start = time.perf_counter()
found = frames.diversity_by(frame, of=of, by="chapter", on=dt.date(2022, 7, 1))
found = found.fetchall() if engine == "duckdb" else found.collect()
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(found))
"""


def growth(largest: int, folder: Path, into: Path | None) -> None:
    """Time and memory of a figure for each of 200 groups from 10^5 rows on, each in a process of its own."""
    import duckdb
    import polars

    names = {"duckdb": f"DuckDB {duckdb.__version__}", "polars": f"polars {polars.__version__}"}
    figures = []
    rows = 100_000
    while rows <= largest:
        path = folder / f"{rows}.parquet"
        words = ", ".join(f"'{word}'" for word in WORDS)
        duckdb.connect().execute(
            f"copy (select 'chapter ' || (hash(i) % 200) as chapter, "  # noqa: S608  # our own numbers and words
            f"[{words}][(1 + hash(i + 1) % 6)::bigint] as gender "
            f"from range({rows}) rows(i)) to '{path}' (format parquet)"
        )
        for engine, name in names.items():
            runs = [
                subprocess.run(
                    [sys.executable, "-c", GROW, str(path), engine], capture_output=True, text=True, check=True
                ).stdout.split()
                for _ in range(3)
            ]
            seconds = statistics.median(float(run[0]) for run in runs)
            memory = max(int(run[1]) for run in runs)
            size = path.stat().st_size / 1e6
            print(f"{rows:>11,} rows ({size:8.1f} MB)  {name:14} {seconds:8.3f} s  peak {memory:>6} MB")
            figures.append({"engine": name, "rows": rows, "seconds": round(seconds, 3), "megabytes": memory})
        rows *= 10
    if into is not None:
        import vl_convert

        (into / "frames-growth.json").write_text(json.dumps(figures, indent=1) + "\n")
        (into / "frames-growth.svg").write_text(vl_convert.vegalite_to_svg(picture(figures)) + "\n")


def picture(figures: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw how time and memory grow, in Vega-Lite."""
    of = {"field": "engine", "type": "nominal", "title": None}
    colours = {**of, "scale": {"range": ["#0072B2", "#D55E00"]}, "legend": {"orient": "top", "labelLimit": 300}}
    panels = [
        {
            "width": 300,
            "height": 220,
            "mark": {"type": "line", "point": {"size": 60}},
            "encoding": {
                "x": {
                    "field": "rows",
                    "type": "quantitative",
                    "title": "rows",
                    "scale": {"type": "log"},
                    "axis": {"values": sorted({one["rows"] for one in figures}), "format": "~s"},
                },
                "y": {"field": field, "type": "quantitative", "title": title},
                "color": colours,
                "shape": {**of, "legend": None},
            },
        }
        for field, title in (("seconds", "seconds"), ("megabytes", "peak memory, MB"))
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "data": {"values": figures},
        "hconcat": panels,
    }


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("parts", nargs="+", choices=["engines", "coded", "objects", "growth"])
    reader.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    reader.add_argument("--rounds", type=int, default=9)
    reader.add_argument("--members", type=int, default=1_000_000)
    reader.add_argument("--largest", type=int, default=10**7)
    reader.add_argument("--spark", action="store_true")
    reader.add_argument("--into", type=Path, help="the folder for the figures of `growth` and their picture")
    asked = reader.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if "engines" in asked.parts:
        for rows in asked.rows:
            engines(rows, asked.rounds, spark=asked.spark)
    if "coded" in asked.parts:
        coded(asked.rounds)
    if "objects" in asked.parts:
        objects(asked.members, min(asked.rounds, 3))
    if "growth" in asked.parts:
        with tempfile.TemporaryDirectory() as folder:
            growth(asked.largest, Path(folder), asked.into)
    print(f"load {os.getloadavg()[0]:.1f}; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
