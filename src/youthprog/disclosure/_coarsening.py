"""What to do with a table that would be mostly blank: make it coarser before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TypeAlias

from attrs import field, frozen

from youthprog.counts import Counts, CountTable
from youthprog.disclosure._publish import publish
from youthprog.disclosure._rules import CannotPublish, Rule
from youthprog.disclosure._shape import Groups, axes_of

Step: TypeAlias = Mapping[str, str] | None
"""For each category the one it becomes; `None` leaves the dimension out."""


@frozen(kw_only=True)
class Coarsening:
    """A way to make a table coarser, and what could then be read.

    Attributes:
        steps: what is done with which dimension, in words.
        shown: how many of the smallest cells would be shown.
        cells: how many there would be.
        people: how many people would be in cells that are shown; a working figure.
        table: the coarser table, to be published.
    """

    steps: tuple[str, ...]
    shown: int
    cells: int
    people: int = field(repr=False)
    table: Counts | CountTable = field(repr=False)


def suggest_coarsening(
    table: Counts | CountTable, *, groups: Groups | None = None, rule: Rule | None = None, key: bytes | None = None
) -> tuple[Coarsening, ...]:
    """Try coarser tables, and rank them by what could be read.

    Tried are, for each dimension and all together: to leave it as it is; to put the groups in place of their
    categories; to join neighbouring categories two by two; and of the rows, to leave the dimension out.

    Args:
        table: the counts.
        groups: by dimension, each group with its categories, such as the provinces of each region.
        rule: as for `publish`.
        key: as for `publish`.

    Returns:
        The ways, first the one in which most cells are shown, and of equal ones that which speaks of more people. The
        table as it is, is among them. To choose by the numbers tells a little of them; choose once, and keep to it.

    >>> ages = Counts({"15-17": 3, "18-20": 4, "21-25": 9, "26-30": 2}, of="age")
    >>> suggest_coarsening(ages)[0].steps
    ('age: neighbours joined',)
    """
    axes = axes_of(table, {})
    ways: list[list[tuple[str, Step]]] = []
    for place, one in enumerate(axes):
        same: dict[str, str] = {name: name for name in one.categories}
        options: list[tuple[str, Step]] = [("", same)]
        if not one.overlapping:
            if given := (groups or {}).get(one.name):
                into = {part: name for name, parts in given.items() for part in parts}
                options.append((f"{one.name}: in groups", {name: into.get(name, name) for name in one.categories}))
            if len(one.categories) > 2:
                options.append((f"{one.name}: neighbours joined", _joined(one.categories)))
        if place < len(axes) - 1:
            options.append((f"{one.name}: left out", None))
        ways.append(options)
    found = []
    for way in product(*ways):
        coarse = _coarser(table, [step for _, step in way])
        try:
            release = publish(coarse, rule=rule, key=key).release
        except CannotPublish:
            continue
        smallest = [told for told, sums in zip(release.shown, release.system.margins, strict=True) if not sums]
        numbers = [told for told in smallest if told is not None]
        found.append(
            Coarsening(
                steps=tuple(words for words, _ in way if words),
                shown=len(numbers),
                cells=len(smallest),
                people=sum(numbers),
                table=coarse,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.shown, -one.people, one.steps)))


def _joined(categories: Sequence[str]) -> dict[str, str]:
    pairs = [categories[start : start + 2] for start in range(0, len(categories), 2)]
    return {name: " or ".join(pair) for pair in pairs for name in pair}


def _coarser(table: Counts | CountTable, steps: Sequence[Step]) -> Counts | CountTable:
    *rows, columns = steps
    assert columns is not None  # noqa: S101  # the columns are never left out
    if isinstance(table, Counts):
        return _line(table, columns)
    made: dict[tuple[str | None, ...], Counts] = {}
    for key, line in table.rows.items():
        into = tuple(
            None if part is None else step[part] for part, step in zip(key, rows, strict=True) if step is not None
        )
        counts = _line(line, columns)
        made[into] = made[into] + counts if into in made else counts
    names = [name for name, step in zip(table.by, rows, strict=True) if step is not None]
    return CountTable(made, of=table.of, by=names) if names else made[()]


def _line(counts: Counts, step: Mapping[str, str]) -> Counts:
    if counts.overlapping:
        return counts
    numbers: dict[str, int] = {}
    for name, number in counts.items():
        numbers[step[name]] = numbers.get(step[name], 0) + number
    return Counts(
        numbers,
        undisclosed=counts.reasons,
        not_applicable=counts.not_applicable,
        of=counts.of,
        sensitive=counts.secret,
        basis=counts.basis,
    )
