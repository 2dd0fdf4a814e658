"""Counting people in a frame by dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from youthprog.counts import Counts, CountTable, cross_tally_answers, rows_named, tally_answers
from youthprog.frames._engines import opened, tallied
from youthprog.frames._keys import Facts
from youthprog.values import Purpose, Withheld

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from youthprog.criteria import Dimension
    from youthprog.exchange import Column
    from youthprog.people import Consent

_WITHHELD = Withheld()


@overload
def tally(
    frame: Any,
    *,
    of: Dimension,
    on: dt.date,
    columns: Mapping[str, Column] | None = None,
    purpose: Purpose | None = None,
    consent: str | Consent | None = None,
) -> Counts: ...
@overload
def tally(
    frame: Any,
    *,
    of: Dimension,
    by: Dimension | Sequence[Dimension],
    on: dt.date,
    columns: Mapping[str, Column] | None = None,
    purpose: Purpose | None = None,
    consent: str | Consent | None = None,
) -> CountTable: ...
def tally(
    frame: Any,
    *,
    of: Dimension,
    by: Dimension | Sequence[Dimension] | None = None,
    on: dt.date,
    columns: Mapping[str, Column] | None = None,
    purpose: Purpose | None = None,
    consent: str | Consent | None = None,
) -> Counts | CountTable:
    """Count the people of a frame, one a row, by the categories of a dimension, or of several.

    The engine that holds the rows counts them; only combinations of values and their numbers come here. The result is
    that of `counts.tally` or `counts.cross_tally` of the members that `members` makes of the frame.

    Args:
        frame: a dataframe of pandas, polars (eager or lazy), pyarrow, DuckDB or PySpark.
        of: the dimension that is counted.
        by: the dimension or dimensions of the rows of a table; left out, there is no table.
        on: the day.
        columns: what the columns hold, by name, as `exchange.read_members` takes it. A dimension that people answer
            needs none if a column bears its name and holds categories as they stand, or one of the words `declined`,
            `asked-unknown`, `not-asked`, `not-applicable`, `withheld`; a gap is then a problem. In a column of days the
            format of `BirthColumn` plays no part.
        purpose: why; needed for a sensitive dimension.
        consent: who consented to that purpose; needed for a sensitive dimension. The name of a column of truth values
            that says whose consent is active on the day (a gap is none), or the one `Consent` that everybody in the
            frame gave. All others count as withheld.

    Returns:
        `Counts`, or a `CountTable` where `by` is given.

    Raises:
        PurposeRequired: if a dimension is sensitive, and no purpose or no consent is stated.
        InvalidDocument: if values are not what the columns hold, with the column and the number of rows; no value is
            named.
        MissingField: if a column is not there.
        WrongType: if `frame` is none, or a column is of a type that an engine cannot count exactly.

    >>> import datetime as dt
    >>> import pyarrow
    >>> from youthprog import Dimension
    >>> settlement = Dimension(name="settlement", categories=("village", "city"), sensitive=False)
    >>> frame = pyarrow.table({"settlement": ["village", "city", "city", "declined"]})
    >>> tally(frame, of=settlement, on=dt.date(2022, 7, 1))
    Counts({'village': 1, 'city': 2}, undisclosed=1, of='settlement')
    """
    rows_of = () if by is None else rows_named(by)
    every = (of, *rows_of)
    facts = Facts(opened(frame), columns=columns, on=on, purpose=purpose, consent=consent)
    consented = facts.consented(every)
    keys = [facts.key(dimension) for dimension in every]
    sorted_by = [key.by for key in keys]
    if not isinstance(consented, bool):
        sorted_by.append(consented)
    found = tallied(facts.frame, sorted_by)
    answers = [facts.read(key, found, at) for at, key in enumerate(keys)]
    facts.finish()
    values = [*found.values]
    agreed = [consented] * len(found.people) if isinstance(consented, bool) else values.pop()
    for at, dimension in enumerate(every):
        if dimension.sensitive and consented is not True:
            answers[at][_WITHHELD] = _WITHHELD
            values[at] = [value if yes else _WITHHELD for value, yes in zip(values[at], agreed, strict=True)]
    if by is None:
        return tally_answers(values, found.people, answers, of=of, on=on, purpose=purpose)
    return cross_tally_answers(values, found.people, answers, of=of, by=rows_of, on=on, purpose=purpose)
