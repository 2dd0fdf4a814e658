"""What members cost: making one, reading many, and the memory they need, as ratios to the floor in one run.

The people are synthetic: drawn by a seeded rule, each with a birth date, answers on four dimensions, a home, a
residence, a membership and a consent.
"""

import gc
import json
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from youthprog import Member, PartialDate
from youthprog.exchange import load_members
from youthprog.people import Identities

MEMBERS = 100_000
ROUNDS = 5


def lines(number: int) -> list[str]:
    draw = random.Random(2022)
    ethnic = ["khalkh", "kazakh", "dorvod", "bayad", "buryat", "uriankhai"]
    made = []
    for index in range(number):
        start = f"{draw.randint(2015, 2022)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        made.append(
            json.dumps(
                {
                    "id": f"m-{index:06d}",
                    "birth": f"{draw.randint(1985, 2007)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
                    "identities": {
                        "gender": [draw.choice(["woman", "man", "another"])],
                        "ethnicity": [draw.choice(ethnic)],
                        "disability": draw.choice([["yes"], ["no"], ["no"], "declined", "not-asked"]),
                        "lgbti": draw.choice([["yes"], ["no"], ["no"], "declined"]),
                    },
                    "home": f"MN-{draw.randint(35, 73):03d}",
                    "residences": [
                        {
                            "place": {"region": "MN-1", "settlement": "mn:capital"},
                            "period": {"start": start, "end": "ongoing"},
                        }
                    ],
                    "memberships": [{"kind": "member", "period": {"start": start, "end": "ongoing"}}],
                    "consents": [{"purposes": ["report", "quota"], "given_on": start}],
                }
            )
        )
    return made


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    seen = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        kept = work()
        seen.append(time.process_time() - start)
        del kept
    return statistics.median(seen)


def making() -> None:
    """One member with its checks against a frozen attrs class of the same fields without any."""
    fields = {one.name: attrs.field(default=None) for one in attrs.fields(Member)}
    bare: Any = attrs.make_class("Bare", fields, frozen=True, slots=True, kw_only=True)
    sealed = Identities({})
    given: dict[str, Any] = {"id": "m-1", "birth": PartialDate(2004), "identities": sealed, "home": "MN-057"}
    given |= {"names": (), "residences": (), "memberships": (), "consents": (), "guardians": ()}

    def many(kind: Any) -> Callable[[], object]:
        return lambda: [kind(**given) for _ in range(20_000)]

    ratio = median(many(Member), 21) / median(many(bare), 21)
    print(f"a member made with its checks       {ratio:5.2f} x the same fields unchecked  (at most 6)")


def reading(path: Path) -> None:
    """Members from JSON Lines against json.loads of the same lines with the dicts kept; collector as shipped."""
    content = path.read_text().splitlines()
    floor = median(lambda: [json.loads(line) for line in content])
    ours = median(lambda: load_members(path))
    print(f"{MEMBERS:,} members from JSON Lines    {ours / floor:5.2f} x json.loads of the lines  (at most 7)")
    gc.disable()
    floor_still, ours_still = median(lambda: [json.loads(line) for line in content]), median(lambda: load_members(path))
    gc.enable()
    print(f"  with the collector off            {ours_still / floor_still:5.2f} x")
    print(f"  the collector's part of our time  {1 - ours_still / ours:5.0%}")


def memory(path: Path, array: Path) -> None:
    """Peak memory of reading the lines against loading the same people as one JSON array, as Python allocates it."""

    def peak(work: Callable[[], object]) -> int:
        gc.collect()
        tracemalloc.start()
        kept = work()
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        del kept
        return highest

    ours, theirs = peak(lambda: load_members(path)), peak(lambda: json.loads(array.read_text()))
    print(f"peak memory of the members          {ours / theirs:5.2f} x one JSON array as dicts  (at most 0.5)")
    print(f"  {ours / MEMBERS:,.0f} bytes a member against {theirs / MEMBERS:,.0f} a dict")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, array = Path(folder, "members.jsonl"), Path(folder, "members.json")
        made = lines(MEMBERS)
        path.write_text("\n".join(made))
        array.write_text("[" + ",".join(made) + "]")
        del made
        making()
        reading(path)
        memory(path, array)


if __name__ == "__main__":
    main()
