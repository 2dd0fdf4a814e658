"""What is published: attacked, compared with the optimum, and timed.

    python benchmarks/disclosure.py attack [TABLES] [SEED]
    python benchmarks/disclosure.py optimum
    python benchmarks/disclosure.py speed
    python benchmarks/disclosure.py linked [TABLES]
    python benchmarks/disclosure.py matching [TABLES]
    python benchmarks/disclosure.py years [YEARS] [SEED]

The attacker and the ways that do not protect stand in `tests/attacker.py`, apart from the protector. People are drawn
by chance with a seed. One of the categories of each dimension is "undisclosed". Needs the extra `solver`.
"""

import datetime as dt
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from attacker import (
    Attacker,
    Cell,
    Nodes,
    Reader,
    added_up,
    flat,
    linear_dependence,
    naive,
    programme,
    proved,
    two_holes,
)
from youthprog._solver import integer
from youthprog.counts import Counts, CountTable
from youthprog.criteria import Dimension
from youthprog.disclosure import ORDINARY, SPECIAL, TOTAL, UNDISCLOSED, Ledger, Rule, publish
from youthprog.disclosure._linear import Program
from youthprog.disclosure._network import Network
from youthprog.disclosure._protect import factors_of, prices_of, protect
from youthprog.disclosure._shape import axes_of, system, values_of
from youthprog.people import Consent, Member
from youthprog.values import Declined, Known, Purpose, Tri

KEY = b"the benchmark's, and no secret"
ZEROS = Rule(protect_zeros=True)
REGIONS = {f"region {i}": [f"a{j}" for j in range(i * 5, i * 5 + 5)] for i in range(4)}


def names(letter: str, number: int) -> tuple[str, ...]:
    return (*(f"{letter}{index}" for index in range(number - 1)), UNDISCLOSED)


def table_of(leaves: Mapping[Cell, int]) -> Counts | CountTable:
    rows: dict[tuple[str | None, ...], dict[str, int]] = {}
    for cell, number in leaves.items():
        key = tuple(None if node == UNDISCLOSED else node for node in cell[:-1])
        rows.setdefault(key, {})[cell[-1]] = number
    made = {key: Counts(row, undisclosed=row.pop(UNDISCLOSED), of="c") for key, row in rows.items()}
    return made[()] if () in made else CountTable(made, of="c", by=("a", "b")[: len(next(iter(made)))])


# --- The attack ------------------------------------------------------------------------------------------------------

SHAPES: list[tuple[str, tuple[int, ...], float, Rule, bool, float]] = [
    # name, size, people per cell, rule, whether provinces are grouped, share of the tables
    ("2 x 3", (2, 3), 8, ORDINARY, False, 0.40),
    ("5 x 4", (5, 4), 8, ORDINARY, False, 0.30),
    ("5 x 4, k = 10", (5, 4), 20, Rule(k=10), False, 0.10),
    ("5 x 4, zeros", (5, 4), 8, ZEROS, False, 0.05),
    ("5 x 4, sensitive", (5, 4), 20, SPECIAL, False, 0.05),
    ("21", (21,), 8, ORDINARY, False, 0.05),
    ("21 x 6", (21, 6), 8, ORDINARY, False, 0.03),
    ("21 in 4 regions x 6", (21, 6), 8, ORDINARY, True, 0.0196),
    ("21 x 6 x 3", (21, 6, 3), 8, ORDINARY, False, 0.0004),
]


def attack(tables: int, seed: int) -> None:
    print(
        f"{tables} tables, seed {seed}; breached: of so many tables with a small cell, in per cent: exact / not [0, k]"
    )
    total = {"tables": 0, "breaches": 0, "bad certificates": 0}
    for name, size, mean, rule, grouped, share in SHAPES:
        chance = random.Random(f"{seed} {name}")
        shape = [names(letter, number) for letter, number in zip("abc" if len(size) > 1 else "c", size, strict=False)]
        shape[-1] = names("c", size[-1])
        axes: list[Nodes] = [flat(one) for one in shape]
        if grouped:
            axes[0] = {**axes[0], **REGIONS}
        count = max(1, round(tables * share))
        found = {"naive": [0, 0, 0], "two holes": [0, 0, 0], "linear dependence": [0, 0, 0]}
        tried, breached, with_small, bad, hidden, small, cells = 0, 0, 0, 0, 0, 0, 0
        start = time.perf_counter()
        for _ in range(count):
            leaves = programme(chance, shape, mean=mean)
            table, true = table_of(leaves), added_up(leaves, axes)
            made = publish(table, rule=rule, key=KEY, groups={"a": REGIONS} if grouped else {})
            shown = made.release.cells
            protected = [cell for cell, number in true.items() if rule.protects(number)]
            asked = [cell for cell in shown if shown[cell] is None] if rule.symmetric else protected
            bad += not proved(true, shown, [dict(zip(shown, one, strict=True)) for one in made.evidence.witnesses],
                              axes, asked, rule.high)  # fmt: skip
            hidden += sum(number is None for number in shown.values())
            small += len(protected)
            cells += len(true)
            if not protected:
                continue
            with_small += 1
            breached += _broken(axes, shown, asked, rule.high)[1]
            if with_small > (200 if len(size) < 3 else 5) or not 1 < len(size):
                continue
            tried += 1
            others = {"naive": naive(true, rule.k)}
            if len(size) == 2 and not grouped:
                lines = ([*shape[0], TOTAL], [*shape[1], TOTAL])
                others["two holes"] = two_holes(true, rule.k, *lines)
                if size[0] < 20 or tried <= 20:
                    others["linear dependence"] = linear_dependence(true, rule.k, *lines)
            for other, printed in others.items():
                exact, short = _broken(axes, printed, [c for c in true if 0 < true[c] < rule.k], rule.k)
                found[other] = [a + b for a, b in zip(found[other], (1, exact, short), strict=True)]
        total["tables"] += count
        total["breaches"] += breached
        total["bad certificates"] += bad
        rest = ", ".join(f"{other} {100 * a / n:.1f} / {100 * b / n:.1f}" for other, (n, a, b) in found.items() if n)
        print(
            f"{name:20} {count:6} tables, {with_small} with a small cell: ours {breached} breached, {bad} bad "
            f"certificates; {rest}; cells hidden {100 * small / cells:.1f} -> {100 * hidden / cells:.1f} %; "
            f"{time.perf_counter() - start:.0f} s",
            flush=True,
        )
    print(", ".join(f"{number} {what}" for what, number in total.items()))


def _broken(
    axes: Sequence[Nodes], shown: Mapping[Cell, int | None], asked: Sequence[Cell], k: int
) -> tuple[bool, bool]:
    attacker = Attacker(axes, shown)
    exact = short = False
    for cell in asked:
        low, high = attacker.interval(cell)
        exact = exact or high - low < 1e-6
        short = short or low > 1e-6 or high < k - 1e-6
    return exact, short


# --- The optimum -----------------------------------------------------------------------------------------------------


def optimum(arcs: Sequence[tuple[int, int]], values: Sequence[int], rule: Rule) -> int:
    """Give the fewest cells that can be hidden: an integer program that is told, cut by cut, what does not suffice.

    A cell moves as far as flow can be pushed around it; where that falls short, a smallest cut says which cells could
    carry more, and that so much more is needed (Fischetti & Salazar-González, 2001).
    """
    small = [cell for cell, number in enumerate(values) if rule.protects(number)]
    hidden = set(small)
    cuts: list[tuple[dict[int, int], int]] = []
    while True:
        new = [
            (cut, need)
            for cell in small
            for up, need in ((True, rule.high - values[cell]), (False, values[cell]))
            if need > 0 and (cut := _cut(arcs, values, hidden, cell, need, up=up)) is not None
        ]
        if not new:
            return len(hidden)
        cuts += new
        columns: list[list[tuple[int, float]]] = [[] for _ in values]
        for row, (cut, need) in enumerate(cuts):
            for cell, more in cut.items():
                columns[cell].append((row, float(min(more, need))))
        best = integer(
            [-1.0] * len(values),
            columns,
            [float(cell in set(small)) for cell in range(len(values))],
            [1.0] * len(values),
            [float(need) for _, need in cuts],
            [math.inf] * len(cuts),
        )
        assert best is not None
        hidden = {cell for cell, chosen in enumerate(best.values) if chosen}


def _cut(
    arcs: Sequence[tuple[int, int]], values: Sequence[int], hidden: set[int], cell: int, need: int, *, up: bool
) -> dict[int, int] | None:
    beside: dict[int, list[tuple[int, int, int]]] = {}
    for arc, (tail, head) in enumerate(arcs):
        if arc != cell:
            beside.setdefault(tail, []).append((arc, head, 1))
            beside.setdefault(head, []).append((arc, tail, -1))
    start, end = reversed(arcs[cell]) if up else arcs[cell]
    flow, pushed = list(values), 0
    while True:
        came: dict[int, tuple[int, int, int]] = {}
        seen, queue = {start}, [start]
        for node in queue:
            for arc, other, way in beside.get(node, ()):
                if arc in hidden and other not in seen and (way > 0 or flow[arc] > 0):
                    seen.add(other)
                    came[other] = (node, arc, way)
                    queue.append(other)
        if end not in seen:
            break
        path, node = [], end
        while node != start:
            node, arc, way = came[node]
            path.append((arc, way))
        amount = min([need - pushed, *(flow[arc] for arc, way in path if way < 0)])
        for arc, way in path:
            flow[arc] += way * amount
        pushed += amount
        if pushed >= need:
            return None
    out = {arc: need for arc, (tail, head) in enumerate(arcs) if tail in seen and head not in seen and arc != cell}
    back = {arc: values[arc] for arc, (tail, head) in enumerate(arcs) if head in seen and tail not in seen}
    return {arc: number for arc, number in {**back, **out}.items() if number and arc != cell}


def against_the_optimum() -> None:
    for size in ((2, 3), (5, 4)):
        chance = random.Random(11)
        ours, best, ratios = 0, 0, []
        for _ in range(200):
            table = table_of(programme(chance, [names("a", size[0]), names("c", size[1])], mean=8))
            release = publish(table, key=KEY).release
            arcs = release.system.arcs
            assert arcs is not None
            fewest = optimum(arcs, values_of(table, release.axes), ORDINARY)
            hidden = sum(number is None for number in release.shown)
            ours, best = ours + hidden, best + fewest
            ratios += [hidden / fewest] if fewest else []
        print(
            f"{size[0]} x {size[1]}, 200 tables: hidden {ours / 200:.2f} cells, proven fewest {best / 200:.2f}, "
            f"ratio {ours / best:.4f} (wanted: 1.03), mean of ratios {statistics.mean(ratios):.4f}"
        )


# --- Time ------------------------------------------------------------------------------------------------------------


def _timed(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _tables(size: Sequence[int], number: int) -> Iterator[Counts | CountTable]:
    chance = random.Random(3)
    shape = [names(letter, one) for letter, one in zip("abc", size, strict=False)]
    shape[-1] = names("c", size[-1])
    for _ in range(number):
        yield table_of(programme(chance, shape, mean=8))


def speed() -> None:
    print(
        "median time to protect one table: whole numbers in Python, and the same search over linear programs of HiGHS"
    )
    for size, number in (((2, 3), 30), ((5, 4), 20), ((21, 6), 5)):
        pairs = []
        for table in _tables(size, number):
            axes = axes_of(table, {})
            parts, values = system(axes), values_of(table, axes)
            assert parts.arcs is not None
            prices, factors = prices_of(parts, values), factors_of(axes, parts, KEY)
            demands = {cell: (0, 5) for cell, people in enumerate(values) if 0 < people < 5}
            engines = (Network(parts.arcs), Program(parts))
            runs = [partial(protect, engine, values, demands, prices, factors) for engine in engines]
            pairs.append(tuple(min(_timed(run) for _ in range(2)) for run in runs))
        ours, theirs = (1000 * statistics.median(pair[i] for pair in pairs) for i in (0, 1))
        ratio = statistics.median(b / a for a, b in pairs)
        shape = " x ".join(map(str, size))
        print(f"{shape:12} {ours:8.2f} ms   HiGHS {theirs:9.2f} ms   ratio {ratio:6.1f} (wanted: 1)")
    larger: tuple[tuple[tuple[int, ...], int], ...] = (
        ((21, 6), 5),
        ((21, 12), 3),
        ((5, 4, 3), 3),
        ((11, 6, 3), 3),
        ((21, 6, 3), 3),
    )
    for dims, number in larger:
        times = [_timed(partial(publish, table, key=KEY)) for table in _tables(dims, number)]
        cells = math.prod(one + 1 for one in dims)
        print(f"publish {' x '.join(map(str, dims)):12} {cells:5} cells {statistics.median(times) * 1000:9.1f} ms")


# --- Tables of the same people ---------------------------------------------------------------------------------------


def linked(tables: int) -> None:
    print("8 x 4 and 8 x 3 of the same people; breached together, of tables with a small cell, in per cent")
    for mean in (25, 12, 6):
        chance = random.Random(mean)
        shape = (names("a", 8), names("b", 4), names("c", 3))
        axes = [flat(one) for one in shape]
        breached, hidden, tried, times = [0, 0], [0, 0], 0, []
        for _ in range(tables):
            leaves = programme(chance, shape, mean=mean / 3)
            true = added_up(leaves, axes)
            apart: dict[Cell, int | None] = {}
            for name, place in (("b", 1), ("c", 2)):
                pairs: dict[Cell, int] = {}
                for cell, number in leaves.items():
                    pairs[cell[0], cell[place]] = pairs.get((cell[0], cell[place]), 0) + number
                for (a, other), told in publish(table_of(pairs), key=KEY).release.cells.items():
                    cell = (a, other, TOTAL) if name == "b" else (a, TOTAL, other)
                    apart[cell] = apart.get(cell) if told is None else told
            start = time.perf_counter()
            together = publish(table_of(leaves), key=KEY, margins=[("a", "b"), ("a", "c")]).release.cells
            times.append(time.perf_counter() - start)
            small = [cell for cell in together if 0 < true[cell] < 5]
            tried += bool(small)
            for which, shown in enumerate((apart, together)):
                breached[which] += bool(small) and _broken(axes, shown, small, 5)[1]
                hidden[which] += sum(number is None for number in shown.values())
        print(
            f"mean {mean}: {tables} tables, {tried} with a small cell; apart {100 * breached[0] / tried:.1f} breached, "
            f"together {breached[1]} of {tried}; cells hidden {hidden[0] / tables:.2f} -> {hidden[1] / tables:.2f}; "
            f"{1000 * statistics.median(times):.0f} ms",
            flush=True,
        )


# --- A reader who knows the algorithm --------------------------------------------------------------------------------


def matching(tables: int) -> None:
    """Read with the algorithm at hand: of all tables with this release, those from which it would have been made.

    Without a key anybody can try; with a key the reader tries ten guesses, and who has the key itself is the worst.
    """
    print("2 x 3, k = 4: small cells known exactly to a reader who tries the algorithm on every table that fits")
    chance = random.Random(5)
    shape = (names("a", 2), names("c", 3))
    axes = [flat(one) for one in shape]
    guesses = [bytes([guess]) * 16 for guess in range(10)]
    loose = Rule(k=4, reason="a trial")
    ways: dict[str, tuple[Rule, bytes | None, list[bytes | None]]] = {
        "no key": (loose, None, [None]),
        "a key, guessed at": (loose, KEY, list(guesses)),
        "a key the reader has": (loose, KEY, [KEY]),
        "symmetric, with a key the reader has": (Rule(k=4, symmetric=True, reason="a trial"), KEY, [KEY]),
    }
    found = {name: [0, 0] for name in ways}
    tried = 0
    while tried < tables:
        leaves = programme(chance, shape, mean=3)
        true = added_up(leaves, axes)
        small = [cell for cell, number in true.items() if 0 < number < 4]
        if not small or sum(leaves.values()) > 24:
            continue
        tried += 1
        for name, (rule, key, keys) in ways.items():
            shown = publish(table_of(leaves), rule=rule, key=key).release.cells
            fitting = list(_fitting(list(leaves), shown, axes, sum(leaves.values())))
            matched = [
                table
                for table in fitting
                if any(publish(table_of(table), rule=rule, key=guess).release.cells == shown for guess in keys)
            ]
            numbers = [added_up(table, axes) for table in (matched or fitting)]
            for cell in small:
                found[name][0] += {one[cell] for one in numbers} == {true[cell]}
                found[name][1] += 1
    for name, (exact, asked) in found.items():
        print(f"{name:38} {exact} of {asked} small cells", flush=True)


def _fitting(
    cells: Sequence[Cell], shown: Mapping[Cell, int | None], axes: Sequence[Nodes], people: int
) -> Iterator[dict[Cell, int]]:
    """Go through every table of as many people that agrees with what is shown."""
    told = {cell: number for cell, number in shown.items() if number is not None}

    def go(place: int, left: int, table: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
        if place == len(cells) - 1:
            table[cells[place]] = left
            sums = added_up(table, axes)
            if all(sums[cell] == number for cell, number in told.items()):
                yield dict(table)
            return
        fixed = told.get(cells[place])
        for number in range(left + 1) if fixed is None else [fixed] * (fixed <= left):
            table[cells[place]] = number
            yield from go(place + 1, left - number, table)

    yield from go(0, people, {})


# --- Years of releases -----------------------------------------------------------------------------------------------

PROVINCE = Dimension(name="province", categories=("a0", "a1", "a2"), sensitive=False)
SECRET = Dimension(name="secret", categories=("yes", "no"))
CONSENT = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2000, 1, 1))


def _joiner(chance: random.Random, number: int) -> Member:
    said: Known[str] | Declined = Known("yes" if chance.random() < 0.45 else "no")
    if chance.random() < 0.12:
        said = Declined()
    province = Known(chance.choices(PROVINCE.categories, weights=(3, 2, 2))[0])
    return Member(id=str(number), identities={"province": province, "secret": said}, consents=[CONSENT])


def _on(lists: Mapping[dt.date, Mapping[str, Member]], day: dt.date) -> Iterable[Member]:
    return lists[day].values()


def _outed(entries: Sequence[tuple[Mapping[str, Member], Mapping[Cell, int | None]]]) -> tuple[int, int]:
    """Count those who joined or left and of whom a reader of every release knows "yes", or knows that it is not so."""
    everybody = {name: member for people, _ in entries for name, member in people.items()}

    def way(name: str) -> tuple[str, ...]:
        member, day = everybody[name], dt.date(2022, 1, 1)
        home = next(one for one in PROVINCE.categories if PROVINCE.is_in(one).holds(member, on=day) is Tri.YES)
        return tuple(home if name in people else "" for people, _ in entries)

    ways: dict[tuple[str, ...], list[str]] = {}
    for name in everybody:
        ways.setdefault(way(name), []).append(name)
    numbers = {(one, answer): i for i, (one, answer) in enumerate(product(ways, ("yes", "no", UNDISCLOSED)))}
    sums = [([numbers[one, answer] for answer in ("yes", "no", UNDISCLOSED)], len(who)) for one, who in ways.items()]
    for entry, (_, shown) in enumerate(entries):
        for (province, answer), number in shown.items():
            if number is not None:
                some = [
                    i
                    for (one, said), i in numbers.items()
                    if one[entry] and province in (one[entry], TOTAL) and answer in (said, TOTAL)
                ]
                sums.append((some, number))
    reader = Reader(len(numbers), sums)
    yes = no = 0
    for one, who in ways.items():
        if "" in one:  # whoever joined or left
            spot = [numbers[one, "yes"]]
            if reader.bound(spot, up=False) > len(who) - 1e-6:
                yes += len(who)
            elif reader.bound(spot, up=True) < 1e-6:
                no += len(who)
    return yes, no


def years(number: int, seed: int) -> None:
    print(
        "each year twelve monthly releases of 150 people, up to two joining and two leaving a month; k = 5, zeros too"
    )
    rule = Rule(protect_zeros=True, reason="a simulation")
    outed, hidden, cells = {"without": [0, 0, 0], "with": [0, 0, 0]}, {"without": 0, "with": 0}, 0
    start = time.perf_counter()
    for year in range(number):
        chance = random.Random(f"{seed} {year}")
        people = {str(i): _joiner(chance, i) for i in range(150)}
        lists: dict[dt.date, dict[str, Member]] = {}
        entries: dict[str, list[tuple[Mapping[str, Member], Mapping[Cell, int | None]]]] = {"without": [], "with": []}
        ledger = Ledger(population="simulated people")
        for month in range(1, 13):
            day = dt.date(2022, month, 1)
            if month > 1:
                for _ in range(chance.randint(0, 2)):
                    del people[chance.choice(sorted(people))]
                for i in range(chance.randint(0, 2)):
                    people[f"{month} {i}"] = _joiner(chance, 1000 * month + i)
            lists[day] = dict(people)
            history = ledger.history(partial(_on, lists), of=SECRET, by=[PROVINCE], on=day, purpose=Purpose.REPORT)
            made = publish(history, ledger=ledger, rule=rule, key=KEY)
            ledger = ledger.and_then(made.release)
            alone = publish(history.table, rule=rule, key=KEY).release
            for name, release in (("with", made.release), ("without", alone)):
                entries[name].append((lists[day], release.cells))
                hidden[name] += sum(told is None for told in release.shown)
            cells += len(made.release.shown)
        for name, told in entries.items():
            yes, no = _outed(told)
            outed[name] = [a + b for a, b in zip(outed[name], (yes, no, bool(yes or no)), strict=True)]
        if (year + 1) % max(1, number // 10) == 0:
            words = "; ".join(
                f"{name} ledger outed yes {a}, no {b}, in {c} years, {100 * hidden[name] / cells:.1f} % hidden"
                for name, (a, b, c) in outed.items()
            )
            print(f"{year + 1} years: {words}; {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["attack", *numbers]:
            attack(*(int(number) for number in [*numbers, *("2000", "1")[len(numbers) :]]))
        case ["optimum"]:
            against_the_optimum()
        case ["speed"]:
            speed()
        case ["linked", *numbers]:
            linked(*(int(number) for number in [*numbers, *("300",)[len(numbers) :]]))
        case ["matching", *numbers]:
            matching(*(int(number) for number in [*numbers, *("20",)[len(numbers) :]]))
        case ["years", *numbers]:
            years(*(int(number) for number in [*numbers, *("20", "1")[len(numbers) :]]))
        case _:
            raise SystemExit(__doc__)
