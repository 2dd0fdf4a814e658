"""A measure of each group of a frame: one group-by in the engine, then the batch forms of the measures."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from youthprog import diversity, representation, shares
from youthprog import segregation as across
from youthprog.errors import BrokenRule, MissingField, NotAPartition, WrongType
from youthprog.frames._engines import PEOPLE, Coded, bare, by_codes, framed, grouped, in_order, like, narwhals, opened
from youthprog.frames._keys import Facts, among
from youthprog.values import Known, NotApplicable

if TYPE_CHECKING:  # attrs evaluates no annotation
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence  # noqa: TC004

    import narwhals.stable.v2 as nw  # noqa: TC004
    import numpy as np  # noqa: TC004
    from numpy.typing import NDArray  # noqa: TC004

    from youthprog.criteria import Dimension
    from youthprog.exchange import Column
    from youthprog.frames._engines import Frame, Small
    from youthprog.people import Codes, Consent
    from youthprog.representation import ReferencePopulation
    from youthprog.values import Purpose


KEY, CONSENT, ROW = "youthprog_key", "youthprog_consent", "youthprog_row"
Slots: TypeAlias = "Callable[[Sequence[Any], Sequence[int], Sequence[Any]], list[list[int | None]]]"
"""For the labels of a key, their people and the labels of consent: the column of the table of each pair, if any."""


@frozen(kw_only=True, eq=False)
class Table:
    """Numbers of people, groups by places of known answers, and how many of each group did not disclose.

    Attributes:
        groups: the columns that name the groups, by name.
        engine: whose columns they are.
        known: how many people have each known answer.
        people: how many of each group have one.
        undisclosed: how many of each group have none.
    """

    groups: Mapping[str, Any]
    engine: nw.Implementation
    known: NDArray[np.int64]
    people: NDArray[np.int64]
    undisclosed: NDArray[np.int64]

    @property
    def figures(self) -> dict[str, NDArray[Any]]:
        """How many of each group are known, and how many are not."""
        return {"known": self.people, "undisclosed": self.undisclosed}


def diversity_by(
    frame: Any,
    *,
    of: Dimension,
    by: str | Sequence[str],
    on: dt.date,
    q: float = 1,
    columns: Mapping[str, Column] | None = None,
    purpose: Purpose | None = None,
    consent: str | Consent | None = None,
) -> Any:
    """Give the Hill number of each group of a frame: how many equally common categories would be as diverse.

    Args:
        frame: as for `tally`.
        of: the dimension; one category a person.
        by: the column or columns of the groups, as they stand; a gap is a group of its own.
        on: the day.
        q: the order; 0 counts categories, 1 weighs them by their frequency, 2 looks at the common ones.
        columns: as for `tally`.
        purpose: as for `tally`.
        consent: as for `tally`.

    Returns:
        A frame of the kind that was given, in the order of the groups: their columns, `known`, `undisclosed` and
        `diversity`, each value that of `diversity.hill` to 1e-12. A group of whom nobody is known has none (null). Of a
        sensitive dimension the figures are working figures: a small group shows.

    Raises:
        NotAPartition: if a person may be in several categories.
        PurposeRequired, InvalidDocument, MissingField, WrongType: as `tally`.

    >>> import datetime as dt
    >>> import pyarrow
    >>> from youthprog import Dimension
    >>> gender = Dimension(name="gender", categories=("woman", "man"), sensitive=False)
    >>> frame = pyarrow.table({"school": ["A", "A", "B"], "gender": ["woman", "man", "man"]})
    >>> diversity_by(frame, of=gender, by="school", on=dt.date(2022, 7, 1)).to_pylist()[0]
    {'school': 'A', 'known': 2, 'undisclosed': 0, 'diversity': 2.0}
    """
    _partition(of)
    facts = Facts(opened(frame), columns=columns, on=on, purpose=purpose, consent=consent)
    table = _table(facts, of, _names(by), _by_category(of), len(of.categories))
    found = diversity.batch(diversity.hill, table.known, q=q)
    return like(_with(table, {"diversity": found.values}), facts.frame)


def share_by(
    frame: Any,
    *,
    of: Dimension,
    category: str | Iterable[str],
    by: str | Sequence[str],
    on: dt.date,
    confidence: float = 0.95,
    columns: Mapping[str, Column] | None = None,
    purpose: Purpose | None = None,
    consent: str | Consent | None = None,
) -> Any:
    """Give the share of a category in each group of a frame, with its bounds and an interval.

    Args:
        frame: as for `tally`.
        of: the dimension.
        category: the category, or several of a partition to be taken together.
        by: the column or columns of the groups, as they stand; a gap is a group of its own.
        on: the day.
        confidence: of the interval.
        columns: as for `tally`.
        purpose: as for `tally`.
        consent: as for `tally`.

    Returns:
        A frame of the kind that was given, in the order of the groups: their columns, `known`, `undisclosed`, `people`
        (in the category), `share` among the known, `low` and `high` (whatever the undisclosed would say), and the
        Wilson interval `interval_low` to `interval_high`. The figures are those of `shares.share`; a group of whom
        nobody is known has no share (null).

    Raises:
        UnknownField: if a category is not declared.
        NotAPartition: if several categories are asked for and they overlap.
        PurposeRequired, InvalidDocument, MissingField, WrongType: as `tally`.
    """
    import numpy as np

    wanted = of.is_in(*([category] if isinstance(category, str) else category)).categories
    if of.multiple and len(wanted) > 1:
        msg = f"the categories of {of.name} overlap; ask for the share of one of them"
        raise NotAPartition(msg)
    facts = Facts(opened(frame), columns=columns, on=on, purpose=purpose, consent=consent)
    table = _table(facts, of, _names(by), lambda codes: int(wanted.isdisjoint(codes)), 2)
    inside, known = table.known[:, 0], table.people
    everybody = known + table.undisclosed
    low, high = shares.wilson_rows(inside, known, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        figures = {
            "people": inside,
            "share": inside / known,
            "low": np.where(known > 0, inside / everybody, np.nan),
            "high": np.where(known > 0, (inside + table.undisclosed) / everybody, np.nan),
            "interval_low": low,
            "interval_high": high,
        }
    return like(_with(table, figures), facts.frame)


def representation_by(
    frame: Any,
    *,
    of: Dimension,
    by: str | Sequence[str],
    on: dt.date,
    reference: ReferencePopulation,
    measure: representation.Measure = representation.loosemore_hanby,
    columns: Mapping[str, Column] | None = None,
    purpose: Purpose | None = None,
    consent: str | Consent | None = None,
) -> Any:
    """Say of each group of a frame how far it is from a reference population.

    Args:
        frame: as for `tally`.
        of: the dimension, whose categories are those of the reference.
        by: the column or columns of the groups, as they stand; a gap is a group of its own.
        on: the day.
        reference: the population the groups are compared with.
        measure: `representation.loosemore_hanby`, `rose` or `gallagher`.
        columns: as for `tally`.
        purpose: as for `tally`.
        consent: as for `tally`.

    Returns:
        A frame of the kind that was given, in the order of the groups: their columns, `known`, `undisclosed` and a
        column that bears the name of the measure; null for a group of whom nobody is known.

    Raises:
        BrokenRule: if the reference speaks of other categories.
        NotAPartition: if a person may be in several categories.
        PurposeRequired, InvalidDocument, MissingField, WrongType: as `tally`.
    """
    _partition(of)
    if set(reference.weights) != set(of.categories):
        raise BrokenRule("reference", f"must speak of the categories of {of.name}")
    facts = Facts(opened(frame), columns=columns, on=on, purpose=purpose, consent=consent)
    order = {category: place for place, category in enumerate(reference.weights)}
    table = _table(facts, of, _names(by), lambda codes: order[next(iter(codes))], len(order))
    found = representation.batch(measure, table.known, reference=reference)
    return like(_with(table, {measure.__name__: found.values}), facts.frame)


def segregation(
    frame: Any,
    *,
    of: Dimension,
    units: str,
    by: str | Sequence[str],
    on: dt.date,
    measure: across.Measure = across.theil_h,
    group: str | None = None,
    columns: Mapping[str, Column] | None = None,
    purpose: Purpose | None = None,
    consent: str | Consent | None = None,
) -> Any:
    """Say of each group of a frame how unevenly its people are spread over units, such as schools in each region.

    Args:
        frame: as for `tally`.
        of: the dimension that is spread.
        units: the column of the units, as they stand; rows with a gap there are in no unit and left out.
        by: the column or columns of the groups, as they stand; a gap is a group of its own.
        on: the day.
        measure: a measure of `segregation`, such as `theil_h`, `mutual_information` or `dissimilarity`.
        group: the category the measure is about, for one that asks for it, such as `dissimilarity`.
        columns: as for `tally`.
        purpose: as for `tally`.
        consent: as for `tally`.

    Returns:
        A frame of the kind that was given, in the order of the groups: their columns, `known`, `undisclosed` and a
        column that bears the name of the measure; null where it is undefined.

    Raises:
        UnknownField: if the group is no category.
        MissingField: if the measure asks for a group.
        NotAPartition: if a person may be in several categories.
        PurposeRequired, InvalidDocument, MissingField, WrongType: as `tally`.
    """
    import numpy as np

    nw = narwhals()
    _partition(of)
    names = _names(by)
    options = {}
    if group is not None:
        of.is_in(group)
        options = {"group": str(of.categories.index(group))}
    elif "group" in inspect.signature(measure).parameters:
        raise MissingField("group", f"must be the category that {measure.__name__} is about")
    facts = Facts(opened(frame), columns=columns, on=on, purpose=purpose, consent=consent)
    if units in names:
        raise BrokenRule("units", "must be another column than those of the groups")
    table = _table(facts, of, (*names, units), _by_category(of), len(of.categories))
    cells = nw.from_native(framed(table.groups, table.engine))
    inside = ~cells.get_column(units).is_null().to_numpy()
    cells = cells.filter(~nw.col(units).is_null())
    number = _numbers(cells, names)
    tables = int(number.max(initial=-1)) + 1
    first = np.searchsorted(number, np.arange(tables))
    place = np.arange(len(number)) - first[number]
    spread = np.zeros((tables, int(place.max(initial=0)) + 1, len(of.categories)), np.int64)
    spread[number, place] = table.known[inside]
    found = across.batch(measure, spread, **options)
    whole = Table(
        groups=_columns(cells[first], names),
        engine=table.engine,
        known=spread.sum(axis=1),
        people=spread.sum(axis=(1, 2)),
        undisclosed=np.bincount(number, weights=table.undisclosed[inside], minlength=tables).astype(np.int64),
    )
    return like(_with(whole, {measure.__name__: found.values}), facts.frame)


def _numbers(cells: Small, names: Sequence[str]) -> NDArray[np.intp]:
    """Number the stretches of rows, in order, that are of the same group."""
    import numpy as np

    changes = np.zeros(len(cells), np.bool_)
    for name in names:
        values = [bare(value) for value in cells.get_column(name).to_list()]
        changes[1:] |= np.fromiter((a != b for a, b in pairwise(values)), np.bool_, max(0, len(values) - 1))
    return np.cumsum(changes, dtype=np.intp)


def _names(by: Any) -> tuple[str, ...]:
    names = (by,) if isinstance(by, str) else tuple(by) if isinstance(by, Iterable) else ()
    if not names or not all(name.__class__ is str for name in names) or len(set(names)) < len(names):
        raise WrongType("by", "must be the name of a column or of several")
    return names


def _partition(of: Dimension) -> None:
    if of.multiple:
        msg = f"the categories of {of.name} overlap; this measure needs each person in one of them"
        raise NotAPartition(msg)


def _by_category(of: Dimension) -> Callable[[frozenset[str]], int]:
    order = {category: place for place, category in enumerate(of.categories)}
    return lambda codes: order[next(iter(codes))]


def _with(table: Table, figures: Mapping[str, NDArray[Any]]) -> Any:
    """Put figures beside the groups; where there is none, null."""
    nw = narwhals()
    import numpy as np

    figures = {**table.figures, **figures}
    taken = table.groups.keys() & figures.keys()
    if taken:
        raise BrokenRule("by", f"must not be a column called {' or '.join(sorted(taken))}, as a figure is")
    made = framed({**table.groups, **figures}, table.engine)
    floats = [name for name, values in figures.items() if values.dtype.kind == "f" and np.isnan(values).any()]
    if not floats:
        return made
    told = [nw.when(~nw.col(name).is_nan()).then(nw.col(name)).alias(name) for name in floats]
    return nw.from_native(made).with_columns(*told).to_native()


def _table(
    facts: Facts, of: Dimension, by: tuple[str, ...], place: Callable[[frozenset[str]], int], known: int
) -> Table:
    """Count each group by the place of its answers, and the undisclosed."""
    nw = narwhals()
    for name in by:
        facts.there(name)
    consented = facts.consented([of])
    agreed = [consented] if isinstance(consented, bool) else None
    key = facts.key(of)

    def slots(labels: Sequence[Any], people: Sequence[int], agreed: Sequence[Any]) -> list[list[int | None]]:
        answers = facts.answers(key, labels, people.__getitem__)
        facts.finish()
        return [[_slot(answer, agrees) for agrees in agreed] for answer in answers]

    def _slot(answer: Codes, agrees: object) -> int | None:
        if agrees and isinstance(answer, Known):
            return place(answer.value)
        return None if agrees and isinstance(answer, NotApplicable) else known

    def picked() -> Frame:
        exprs = [*map(facts.group, by), key.expr.alias(KEY)]
        if not isinstance(consented, bool):
            exprs.append(consented.alias(CONSENT))
        return facts.frame.select(*exprs)

    if isinstance(facts.frame, nw.DataFrame):
        plain = [*by, key.by] if agreed and isinstance(key.by, str) else []
        held: Small = facts.frame if plain else picked()  # type: ignore[assignment]  # as eager as the frame is
        coded = by_codes(held, plain or held.columns, many=True)
        if coded is not None:
            return _by_codes(*coded, engine=held.implementation, by=by, slots=slots, known=known, agreed=agreed)
    return _by_engine(picked(), by=by, slots=slots, known=known, agreed=agreed)


def _by_codes(
    columns: Sequence[Coded],
    people: NDArray[np.int64],
    *,
    engine: nw.Implementation,
    by: Sequence[str],
    slots: Slots,
    known: int,
    agreed: Sequence[Any] | None,
) -> Table:
    """Put the counts of an array side by side."""
    nw = narwhals()
    import numpy as np

    shape = people.shape[: len(by)]
    cells = people.reshape(math.prod(shape), -1)
    labels, consents = columns[len(by)].labels(), agreed or columns[-1].labels()
    rows = np.einsum("ij->j", cells).reshape(len(labels), -1).sum(axis=1)
    asked = np.flatnonzero(rows).tolist()
    # A value that is merely declared is not read.
    found: list[list[int | None]] = [[known] * len(consents)] * len(labels)
    for label, slot in zip(asked, slots([labels[i] for i in asked], rows[asked].tolist(), consents), strict=True):
        found[label] = slot
    everybody = np.einsum("ij->i", cells)  # twice as fast as its sum
    there = np.flatnonzero(everybody)
    if len(there) < len(cells):
        cells, everybody = cells[there], everybody[there]
    parts = _gathered(cells, everybody, [slot for row in found for slot in row], known)
    places = np.unravel_index(there, shape)
    groups = {name: column.column(place) for name, column, place in zip(by, columns, places, strict=False)}
    if not all(column.ordered for column in columns[: len(by)]):
        numbered = nw.from_native(framed({**groups, ROW: np.arange(len(there))}, engine))
        lines = in_order(numbered, by)
        order = lines.get_column(ROW).to_numpy()
        groups, parts = _columns(lines, by), tuple(part[order] for part in parts)
    return Table(groups=groups, engine=engine, known=parts[0], people=parts[1], undisclosed=parts[2])


def _columns(frame: Small, names: Sequence[str]) -> dict[str, Any]:
    return {name: frame.get_column(name).to_native() for name in names}


def _gathered(
    cells: NDArray[np.int64], everybody: NDArray[np.int64], slots: Sequence[int | None], known: int
) -> tuple[NDArray[np.int64], ...]:
    """Add up the columns of each slot, of all that are known, and of the undisclosed, whose slot comes after these."""
    import numpy as np

    found: dict[int | None, list[int]] = {}
    for at, slot in enumerate(slots):
        found.setdefault(slot, []).append(at)
    *columns, undisclosed, others = (found.get(slot, []) for slot in (*range(known + 1), None))
    unknown = np.einsum("ij->i", cells[:, undisclosed])
    people = everybody - unknown - np.einsum("ij->i", cells[:, others])
    if any(len(one) != 1 for one in columns):
        return np.stack([cells[:, one].sum(axis=1) for one in columns], axis=1), people, unknown
    order = [at for (at,) in columns]
    plain = order == [*range(cells.shape[1])]
    return cells if plain else cells.take(order, axis=1), people, unknown


def _by_engine(
    picked: Frame,
    *,
    by: Sequence[str],
    slots: Slots,
    known: int,
    agreed: Sequence[Any] | None,
) -> Table:
    """Let the engine count, then put the counts of a group side by side."""
    nw = narwhals()
    import numpy as np

    small = nw.from_native(grouped(picked, (*by, KEY) if agreed else (*by, KEY, CONSENT)))
    numbers = small.select(KEY, PEOPLE).group_by(KEY).agg(nw.col(PEOPLE).sum())
    labels = [bare(label) for label in numbers.get_column(KEY).to_list()]
    found = slots(labels, numbers.get_column(PEOPLE).to_list(), agreed or [True, False])
    sums = []
    for slot in range(known + 1):
        where = []
        for j in range(len(agreed or [True, False])):
            inside = [label for label, row in zip(labels, found, strict=True) if row[j] == slot]
            if inside:
                here = among(nw.col(KEY), inside)
                where.append(here if agreed else here & (~nw.col(CONSENT) if j else nw.col(CONSENT)))
        people = nw.col(PEOPLE) * 0
        if where:
            people = nw.when(nw.any_horizontal(*where, ignore_nulls=True)).then(nw.col(PEOPLE)).otherwise(nw.lit(0))
        sums.append(people.alias(f"youthprog_{slot}"))
    parts = [f"youthprog_{slot}" for slot in range(known + 1)]
    wide = in_order(small.select(*by, *sums).group_by(*by).agg(nw.col(*parts).sum()), by)
    columns = [wide.get_column(part).to_numpy().astype(np.int64) for part in parts]
    table = np.stack(columns[:-1], axis=1)
    return Table(
        groups=_columns(wide, by),
        engine=wide.implementation,
        known=table,
        people=table.sum(axis=1),
        undisclosed=columns[-1],
    )
