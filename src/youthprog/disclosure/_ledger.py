"""Releases of one population over time, each protected against all that were published before.

Somebody who joins between two releases, or leaves, can be worked out from the difference. So the table to be published
is tallied together with each person's cell in every earlier release, "not here" included. The reader is taken to know
who was here when, and whatever is not sensitive of them; what is to stay open is the rest.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise, product
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from attrs import frozen

from youthprog._files import read_text, write_text
from youthprog.counts import CountTable, cross_tally, tally
from youthprog.disclosure._linear import Program
from youthprog.disclosure._network import CLOSED
from youthprog.disclosure._protect import factors_of, prices_of, protect
from youthprog.disclosure._release import Evidence, Publication, Release
from youthprog.disclosure._rules import Rule, checked_key, due
from youthprog.disclosure._shape import (
    TOTAL,
    UNDISCLOSED,
    Axis,
    Cell,
    Groups,
    System,
    axes_of,
    canonical,
    rearranged,
    system,
    values_of,
)
from youthprog.errors import (
    BrokenRule,
    CannotRead,
    DanglingReference,
    DuplicateId,
    NotAPartition,
    WrongType,
    YouthprogError,
)
from youthprog.values import Known, NotApplicable, Purpose

if TYPE_CHECKING:
    import os

    from youthprog.counts import Counts
    from youthprog.criteria import Dimension
    from youthprog.people import Member

People: TypeAlias = Callable[[dt.date], Iterable["Member"]]
"""Whom the population holds on a day, by the list as it is now."""

Place: TypeAlias = tuple[str, ...]
Way: TypeAlias = tuple[Place | None, ...]
"""A person's nodes in each release, `None` where the person was not in it."""

FORMAT = 1


class HistoryChanged(YouthprogError, ValueError):
    """The list no longer gives what was published on an earlier day."""


class History:
    """The counts of today, and how many people went which way through the earlier releases; confidential.

    Made by `Ledger.history` and given to `publish`. It prints its shape and does not pickle.
    """

    __slots__ = ("ledger", "open_names", "table", "ways")

    ledger: Ledger
    open_names: frozenset[str]
    table: Counts | CountTable
    ways: Mapping[Way, int]

    def __init__(
        self, ledger: Ledger, table: Counts | CountTable, ways: Mapping[Way, int], open_names: frozenset[str]
    ) -> None:
        """Keep the counts."""
        self.ledger = ledger
        self.table = table
        self.ways = ways
        self.open_names = open_names

    def __reduce__(self) -> NoReturn:
        msg = "a history is confidential and does not pickle"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return f"<confidential history of {self.table.of} through {len(self.ledger.releases)} releases>"


@frozen(kw_only=True)
class Ledger:
    """What was published of one population, in order; releases and definitions, and nothing about a person.

    Attributes:
        population: whose releases these are, such as "members of the programme"; others belong in another ledger.
        releases: the releases, the earliest first.
    """

    population: str
    releases: tuple[Release, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.population.__class__ is not str or not self.population:
            raise WrongType("population", "must say in words whose releases these are")
        days = [self._day(release) for release in self.releases]
        if any(later < earlier for earlier, later in pairwise(days)):
            raise BrokenRule("releases", "must be in the order of their days")

    @staticmethod
    def _day(release: Release) -> dt.date:
        if release.basis is None or release.basis.on is None:
            raise BrokenRule("releases", "must say of which day they speak")
        return release.basis.on

    def and_then(self, release: Release) -> Ledger:
        """Give the ledger with one more release."""
        return Ledger(population=self.population, releases=(*self.releases, release))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Ledger:
        """Read a ledger as `write` writes it.

        Raises:
            CannotRead: if it is none.
            OSError: if the file cannot be read.
        """
        head, *lines = read_text(path).splitlines() or [""]
        try:
            content = json.loads(head)
            known = content["youthprog ledger"] == FORMAT
            population = content["population"]
        except (KeyError, TypeError, ValueError):
            known, population = False, ""
        if not known:
            raise CannotRead("ledger", "must begin as a ledger of this version does", source=Path(path).name)
        return cls(population=population, releases=tuple(map(Release.from_json, lines)))

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the ledger; a file that is there may only be added to.

        Whoever reads sees the old ledger or the new one, whatever happens in between.

        Raises:
            BrokenRule: if the file is the ledger of another population, or holds a release that this one lacks.
            OSError: if it cannot be written; what was there is still there.
        """
        if Path(path).exists():
            before = Ledger.read(path)
            if before.population != self.population:
                raise BrokenRule("population", "must be that of the ledger in the file")
            kept = [release.json() for release in self.releases[: len(before.releases)]]
            if kept != [release.json() for release in before.releases]:
                raise BrokenRule("releases", "must begin with those in the file, for a ledger is only added to")
        head = json.dumps({"youthprog ledger": FORMAT, "population": self.population}, ensure_ascii=False)
        write_text(path, (f"{line}\n" for line in (head, *(release.json() for release in self.releases))))

    def history(
        self,
        people: People,
        *,
        of: Dimension,
        by: Sequence[Dimension] = (),
        on: dt.date,
        purpose: Purpose | None = None,
        dimensions: Iterable[Dimension] = (),
    ) -> History:
        """Count the people of a day by their cells today and in every earlier release.

        Args:
            people: who belongs to the population on a day, by the list as it is now; it is asked for each day.
            of: the dimension along the columns.
            by: the dimensions of the rows.
            on: the day.
            purpose: why; needed if a dimension is sensitive.
            dimensions: the dimensions of earlier releases that are not among these.

        Raises:
            BrokenRule: if the day is before that of the last release.
            DuplicateId: if a member is there twice on one day.
            DanglingReference: if a dimension of an earlier release is not given.
            NotAPartition: if a person may be in several categories of a dimension.
            PurposeRequired: if a dimension is sensitive and no purpose is given.
            HistoryChanged: if the list no longer gives what was published.
        """
        if self.releases and on < self._day(self.releases[-1]):
            raise BrokenRule("on", "must not be before the day of the last release")
        named = {one.name: one for one in (*dimensions, *by, of)}
        for one in named.values():
            one.permitted(purpose)
            if one.multiple:
                raise NotAPartition(f"{one.name}: a person may be in several categories, which no ledger can follow")
        missing = {name for release in self.releases for name in release.dimensions} - set(named)
        if missing:
            raise DanglingReference("dimensions", f"must hold those of earlier releases: {', '.join(sorted(missing))}")
        for release in self.releases:
            words = {words for name in release.dimensions for words in named[name].definitions}
            if words != set(release.basis.definitions if release.basis else ()) or any(
                one.categories != named[one.name].categories for one in release.axes
            ):
                raise BrokenRule("dimensions", "must be defined as when they were published")
        plans = [(self._day(release), [named[name] for name in release.dimensions]) for release in self.releases]
        plans.append((on, [*by, of]))
        found: dict[str, list[Place | None]] = {}
        nowhere: list[Place | None] = [None] * len(plans)
        for number, (day, axes) in enumerate(plans):
            here: set[str] = set()
            for member in people(day):
                if member.id in here:
                    raise DuplicateId("people", "must hold each member once a day")
                here.add(member.id)
                place = _place(member, axes, day, purpose)
                trail = found.setdefault(member.id, list(nowhere))
                trail[number] = place
        ways: dict[Way, int] = {}
        for way in map(tuple, found.values()):
            ways[way] = ways.get(way, 0) + 1
        self._agrees(ways)
        table: Counts | CountTable
        if by:
            table = cross_tally(people(on), of=of, by=by, on=on, purpose=purpose)
        else:
            table = tally(people(on), of=of, on=on, purpose=purpose)
        shut = {one.name for one in named.values() if one.sensitive} or {of.name}
        return History(self, table, ways, frozenset(named) - shut)

    def _agrees(self, ways: Mapping[Way, int]) -> None:
        for number, release in enumerate(self.releases):
            cells = _cells(ways, number, release.axes)
            if any(told is not None and told != cells.get(cell, 0) for cell, told in release.cells.items()):
                raise HistoryChanged(
                    f"the list no longer gives what was published of {self._day(release).isoformat()}; undo the late "
                    "correction for that day, or begin another ledger and publish nothing beside this one"
                )


def _place(member: Member, axes: Sequence[Dimension], day: dt.date, purpose: Purpose | None) -> Place | None:
    nodes = []
    for one in axes:
        answer = one.answer(member, on=day, purpose=purpose)
        if isinstance(answer, NotApplicable):
            return None
        nodes.append(next(iter(answer.value)) if isinstance(answer, Known) else UNDISCLOSED)
    return tuple(nodes)


def _above(axes: tuple[Axis, ...], place: Place) -> list[Cell]:
    """Give every cell in which a smallest one is counted."""
    chains = []
    for one, node in zip(axes, place, strict=True):
        chain = [node]
        for whole, parts in one.sums:
            if chain[-1] in parts:
                chain.append(whole)
        chains.append(chain)
    return list(product(*chains))


def _cells(ways: Mapping[Way, int], number: int, axes: tuple[Axis, ...]) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for way, people in ways.items():
        place = way[number]
        if place is not None:
            for cell in _above(axes, place):
                found[cell] = found.get(cell, 0) + people
    return found


# --- Publishing beside what was published ----------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class _Beside:
    """Today's table and all earlier ones in one system.

    The cells of today come first; then for each known way the numbers by what is not known of those who went it, and
    what the reader knows: how many went each way, and what was shown. `demands` is due to numbers that are too small,
    `others` to the rest of today's where hidden ones are all protected alike.
    """

    parts: System
    values: tuple[int, ...]
    known: frozenset[int]
    demands: Mapping[int, tuple[int, int]]
    others: Mapping[int, tuple[int, int]]


def _beside(history: History, axes: tuple[Axis, ...], rule: Rule) -> _Beside:
    """Write down what a reader of all releases knows; the axes are in canonical order."""
    today = system(axes)
    every = [*(canonical(release.axes) for release in history.ledger.releases), axes]
    secret = {one.name: one.leaves for some in every for one in some if one.name not in history.open_names}
    spots = [[place for place, one in enumerate(some) if one.name in secret] for some in every]

    def known(way: Way) -> Way:
        return tuple(
            None if place is None else tuple("" if at in spot else node for at, node in enumerate(place))
            for place, spot in zip(way, spots, strict=True)
        )

    groups: dict[Way, dict[Way, int]] = {}
    for way, people in sorted(history.ways.items(), key=repr):
        groups.setdefault(known(way), {})[way] = people
    for way, members in groups.items():
        for guess in product(*secret.values()):
            told = dict(zip(secret, guess, strict=True))
            members.setdefault(
                tuple(
                    None
                    if place is None
                    else tuple(node or told[one.name] for node, one in zip(place, some, strict=True))
                    for place, some in zip(way, every, strict=True)
                ),
                0,
            )
    cells: list[Cell] = list(today.cells)
    values = list(values_of(history.table, axes))
    sums = [(whole, parts) for whole, parts in today.sums]
    fixed: set[int] = set()
    demands: dict[int, tuple[int, int]] = {}
    holding: dict[tuple[int, Cell], list[int]] = {}
    for number, members in enumerate(groups.values()):
        inside = []
        size = sum(members.values())
        for way, people in members.items():
            inside.append(len(cells))
            if rule.protects(people):
                demands[len(cells)] = (0, min(rule.high, size))
            for entry, place in enumerate(way):
                if place is not None:
                    for cell in [place] if entry == len(every) - 1 else _above(every[entry], place):
                        holding.setdefault((entry, cell), []).append(len(cells))
            cells.append(("way", str(number), str(len(inside))))
            values.append(people)
        fixed.add(len(cells))
        sums.append((len(cells), tuple(inside)))
        cells.append(("ways", str(number)))
        values.append(size)
    last = len(every) - 1
    sums += [
        (today.index[place], tuple(holding.get((last, place), ()))) for place in product(*(one.leaves for one in axes))
    ]
    for entry, release in enumerate(history.ledger.releases):
        for cell, shown in sorted(release.cells.items(), key=itemgetter(0)):
            if shown is not None and (entry, cell) in holding:
                fixed.add(len(cells))
                sums.append((len(cells), tuple(holding[entry, cell])))
                cells.append((f"release {entry}", *cell))
                values.append(shown)
    others: dict[int, tuple[int, int]] = {}
    for number, cell in enumerate(today.cells):
        if all(node == TOTAL for at, node in enumerate(cell) if at in spots[-1]):
            fixed.add(number)
        else:
            (demands if rule.protects(values[number]) else others)[number] = (0, rule.high)
    parts = System(
        cells=tuple(cells),
        sums=tuple(sums),
        arcs=None,
        margins=today.margins,
        index={cell: number for number, cell in enumerate(cells)},
    )
    return _Beside(parts=parts, values=tuple(values), known=frozenset(fixed), demands=demands, others=others)


def publish_beside(
    history: History, ledger: Ledger | None, *, rule: Rule | None, key: bytes | None, groups: Groups | None
) -> Publication:
    """Publish today's table so that it tells nothing new beside what was published; see `publish`."""
    if history.ledger != ledger:
        raise BrokenRule("ledger", "must be the one the history was made with, of the same population")
    table = history.table
    printed = axes_of(table, groups or {})
    axes = canonical(printed)
    kept = due(rule, sensitive=table.secret)
    secret = checked_key(key, needed=table.secret or kept.symmetric)
    whole = _beside(history, axes, kept)
    today = system(axes)
    size = len(today.cells)
    silent = frozenset(range(size, len(whole.values))) - whole.known
    prices = [*prices_of(today, whole.values[:size]), *[0] * (len(whole.values) - size)]
    for cell in whole.known:
        prices[cell] = CLOSED
    factors = [*factors_of(axes, today, secret), *[b"\0"] * (len(whole.values) - size)]
    program = Program(whole.parts)
    symmetric = whole.others if kept.symmetric else {}
    reachable = _reachable(program, whole, {**whole.demands, **symmetric})
    found = protect(
        program,
        whole.values,
        {cell: reachable[cell] for cell in whole.demands},
        prices,
        factors,
        attempts=1,
        symmetric={cell: reachable[cell] for cell in symmetric},
        silent=silent,
    )
    hidden = {cell for cell in range(size) if cell in found.hidden or kept.protects(whole.values[cell])}
    shown = [None if cell in hidden else whole.values[cell] for cell in range(size)]
    release = Release(
        axes=printed,
        shown=rearranged(shown, held=axes, wanted=printed),
        rule=kept,
        sensitive=table.secret,
        basis=table.basis if not isinstance(table, CountTable) else next(iter(table.rows.values())).basis,
    )
    witnesses = [rearranged(witness, held=axes, wanted=printed) for witness in found.witnesses]
    return Publication(release=release, evidence=Evidence(witnesses))


def _reachable(program: Program, whole: _Beside, due_here: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Ask of each number no more than what was published before leaves open."""
    prices = [CLOSED if cell in whole.known else 0 for cell in range(len(whole.values))]
    asked: dict[int, tuple[int, int]] = {}
    tables: list[Sequence[int]] = [whole.values]
    for cell, (low, high) in due_here.items():
        if not any(table[cell] <= low for table in tables):
            tables.append(program.extreme(whole.values, cell, up=False, prices=prices))
        if not any(table[cell] >= high for table in tables):
            tables.append(program.extreme(whole.values, cell, up=True, prices=prices))
        least, most = (found(table[cell] for table in tables) for found in (min, max))
        asked[cell] = (max(low, least), min(high, most))
    return asked


def proved_beside(history: History, release: Release, evidence: Evidence) -> bool:
    """Check a release beside those before it; see `verify`."""
    axes = canonical(release.axes)
    whole = _beside(history, axes, release.rule)
    size = len(release.shown)
    beyond = range(size, len(whole.values))
    shown = [
        *rearranged(release.shown, held=release.axes, wanted=axes),
        *(whole.values[cell] if cell in whole.known else None for cell in beyond),
    ]
    if not all(told in (None, true) for told, true in zip(shown, whole.values, strict=True)):
        return False
    if any(told is not None and release.rule.protects(told) for told in release.shown):
        return False
    if any(len(witness) != len(shown) for witness in evidence.witnesses):
        return False
    witnesses = [rearranged(witness, held=release.axes, wanted=axes) for witness in evidence.witnesses]
    for witness in witnesses:
        if not all(n.__class__ is int and n >= 0 for n in witness):
            return False
        if any(told not in (None, n) for told, n in zip(shown, witness, strict=True)):
            return False
        if any(witness[total] != sum(map(witness.__getitem__, some)) for total, some in whole.parts.sums):
            return False
    asked = dict(whole.demands)
    if release.rule.symmetric:
        asked |= {cell: due_here for cell, due_here in whole.others.items() if shown[cell] is None}
    reached = [(min(numbers), max(numbers)) for numbers in zip(whole.values, *witnesses, strict=True)]
    short = {
        cell: (low, high) for cell, (low, high) in asked.items() if reached[cell][0] > low or reached[cell][1] < high
    }
    # What earlier releases left no room for is not asked of this one; how much they left, the solver says.
    left = _reachable(Program(whole.parts), whole, short) if short else {}
    return all(reached[cell][0] <= low and reached[cell][1] >= high for cell, (low, high) in left.items())
