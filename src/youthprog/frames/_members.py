"""Members out of a frame, and results or members into one."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from youthprog.counts import Counts, CountTable
from youthprog.display import Shown, columns
from youthprog.errors import BrokenRule, Problem, PurposeRequired, WrongType
from youthprog.exchange import MOST, AnswerColumn, Column, DayFormat, IdColumn, cell_of, day_formats, members_of
from youthprog.frames._engines import ENGINES, bare, collected, misread, narwhals, opened
from youthprog.people import Member
from youthprog.rows import Row, Sheet
from youthprog.values import MISSING, Known, Purpose, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import narwhals.stable.v2 as nw

    from youthprog.criteria import Dimension
    from youthprog.display import Plain

_WORDS = {type(answer): word for word, answer in MISSING.items()}


def members(
    frame: Any, *, columns: Mapping[str, Column], purpose: Purpose | None = None, most: int = MOST
) -> tuple[Member, ...]:
    """Make members of a frame, one of each row.

    A row is read as `exchange.read_members` reads a row of a spreadsheet, and numbered as if the frame were one: the
    header is row 1. Days and whole numbers may stand in columns of their own type. DuckDB and Spark promise no order of
    rows, and so no numbers of rows, unless the frame is sorted.

    Args:
        frame: a dataframe of pandas, polars (eager or lazy), pyarrow, DuckDB or PySpark. The columns asked for are
            brought here as a whole.
        columns: what the columns hold, by name; others are left aside.
        purpose: why. Left out, answers on sensitive dimensions are not read, and the members have `Withheld` there.
        most: how many problems are told before reading stops.

    Returns:
        The members, in the order of the rows.

    Raises:
        InvalidDocument: with every problem, its row and its column; its `sound` holds the members that were read
            correctly.
        BrokenRule: if two columns would fill the same.
        WrongType: if `frame` is none, or ids are held as floats: 7.0 is not how 007 was written.

    >>> import pyarrow
    >>> from youthprog.exchange import BirthColumn, DayFormat, IdColumn
    >>> frame = pyarrow.table({"No": ["007"], "Born": ["29.02.2004"]})
    >>> members(frame, columns={"No": IdColumn(), "Born": BirthColumn(day_format=DayFormat.DAY_FIRST)})
    (Member(id='007'),)
    """
    given = opened(frame)
    schema = given.collect_schema()
    if purpose is not None and purpose.__class__ is not Purpose:
        msg = "answers are read for a purpose, one of youthprog.Purpose"
        raise PurposeRequired(msg)
    formats = day_formats(columns)
    left_out = set()
    for name, column in columns.items():
        if isinstance(column, IdColumn) and name in schema and schema[name].is_float():
            raise WrongType(name, "must be text or whole numbers: an id is no number with a fraction")
        if isinstance(column, AnswerColumn) and column.dimension.sensitive and purpose is None:
            left_out.add(name)
    wanted = [name for name in dict.fromkeys((*columns, *formats)) if name in schema]
    for name in wanted:
        if taken := misread(given, name):
            raise BrokenRule(name, f"must not {taken}: rename the column")
    read = [name for name in wanted if name not in left_out]
    held = collected(given.select(*read or wanted or given.columns[:1]))
    cells = {name: _values(held.get_column(name)) for name in read}
    rows, problems = [], []
    for number in range(2, len(held) + 2):
        row = dict.fromkeys(left_out, "")
        sound = True
        for name, values in cells.items():
            try:
                row[name] = _cell(values[number - 2], columns.get(name), formats.get(name))
            except Problem as problem:
                problems.append(type(problem)(name, problem.rule, row=number))
                sound = False
        if sound:
            rows.append(Row(number, row))
    sheet = Sheet(source="the frame", columns=tuple(schema), rows=tuple(rows), problems=tuple(problems))
    plan = {
        name: evolve(column, empty=Withheld()) if isinstance(column, AnswerColumn) and name in left_out else column
        for name, column in columns.items()
    }
    return members_of(sheet, columns=plan, most=most)


_NO_DAY: Final = object()


def _values(column: nw.Series[Any]) -> list[Any]:
    """Give the values of a column, with `_NO_DAY` for days that Python does not know."""
    try:
        return column.to_list()
    except (ValueError, OverflowError):
        known = [0 < (year or 1) <= dt.MAXYEAR for year in map(bare, column.dt.year().to_list())]
        values = iter(column.filter(known).to_list())
        return [next(values) if one else _NO_DAY for one in known]


def _cell(value: Any, column: Column | None, day_format: DayFormat | None) -> str:
    """Write a value as a text file would."""
    if value is _NO_DAY:
        raise WrongType("", f"must be a day of the years 1 to {dt.MAXYEAR}")
    value = bare(value)
    if isinstance(column, IdColumn) and isinstance(value, (float, bool)):
        raise WrongType("", "must be text or a whole number: an id is no number with a fraction")
    return cell_of(value, day_format)


def to_frame(
    result: Shown | Iterable[Member],
    *,
    backend: str,
    dimensions: Sequence[Dimension] = (),
    on: dt.date | None = None,
    purpose: Purpose | None = None,
) -> Any:
    """Put a result or members into a frame.

    Args:
        result: counts (a row a category), a table (a row a cell), any other result that shows itself (the rows of its
            `to_dicts`), or members (a row each).
        backend: `pandas`, `polars`, `pyarrow`, `duckdb` or `pyspark`; for the last there must be a Spark session.
        dimensions: of members, the columns beside `id`.
        on: the day the dimensions are read on; needed where there are any.
        purpose: why. Left out, sensitive dimensions of members are left out, and sensitive counts are refused. Given,
            whoever has not consented to it on that day is `withheld`.

    Returns:
        Of counts, a frame of the dimension or dimensions, `missing` (why there is no category, else null) and `people`.
        Of members, `id` and a column a dimension, which holds the category or the word for why there is none (such as
        `declined`); several categories are parted by `;`, and nothing stands for "none of these".

    Raises:
        PurposeRequired: for sensitive counts without a purpose, and for any other sensitive result.
        WrongType: if it is something else, or the backend is none of these.
        BrokenRule: if two columns would bear one name, a category of several holds a `;`, or one is called as a missing
            answer is.

    >>> to_frame(Counts({"rural": 12}, undisclosed={"declined": 3}, of="place"), backend="pyarrow").to_pylist()
    [{'place': 'rural', 'missing': None, 'people': 12}, {'place': None, 'missing': 'declined', 'people': 3}]
    """
    nw = narwhals()
    if backend not in ENGINES:
        raise WrongType("backend", f"must be one of {', '.join(ENGINES)}")
    if isinstance(result, (Counts, CountTable)):
        if result.sensitive and purpose.__class__ is not Purpose:
            msg = "these counts are sensitive: say for which purpose their numbers are used"
            raise PurposeRequired(msg)
        result = result.reveal(purpose) if purpose is not None else result
    if isinstance(result, Shown):
        rows, kinds = result.to_dicts(), columns(result)
    else:
        rows, kinds = _of_members(result, dimensions, on, purpose)
    held_in = {name: [row[name] for row in rows] for name in kinds}
    types = {str: nw.String, int: nw.Int64, float: nw.Float64, bool: nw.Boolean}
    schema = {name: types[kind] for name, kind in kinds.items()}
    held = "pyarrow" if backend in ("duckdb", "pyspark") else backend
    made = nw.from_dict(held_in, schema, backend=held)
    if backend == "duckdb":
        return made.lazy(backend="duckdb").to_native()
    if backend == "pyspark":  # pragma: no cover  # tested where Java is
        session = importlib.import_module("pyspark.sql").SparkSession.active()
        return session.createDataFrame(made.to_native())
    return made.to_native()


def _of_members(
    people: Iterable[Any], dimensions: Sequence[Dimension], on: dt.date | None, purpose: Purpose | None
) -> tuple[list[dict[str, Plain]], dict[str, type]]:
    shown = [one for one in dimensions if purpose is not None or not one.sensitive]
    if on is None and shown:
        raise WrongType("on", "must be a date where there are dimensions")
    names = ["id", *(one.name for one in shown)]
    if len(set(names)) < len(names):
        raise BrokenRule("dimensions", f"must not repeat a name or be called as another column: {', '.join(names)}")
    rows: list[dict[str, Plain]] = []
    for member in people:
        if not isinstance(member, Member):
            raise WrongType("result", "must be a result that shows itself, such as Counts, or members")
        words = (_word(one, one.answer(member, on=on, purpose=purpose)) for one in shown)  # type: ignore[arg-type]  # the day is there
        rows.append(dict(zip(names, (member.id, *words), strict=True)))
    return rows, dict.fromkeys(names, str)


def _word(dimension: Dimension, answer: Any) -> str:
    if not isinstance(answer, Known):
        return _WORDS[type(answer)]
    if not MISSING.keys().isdisjoint(answer.value):
        raise BrokenRule(
            dimension.name, "must have no category that is called as a missing answer is, such as declined"
        )
    if dimension.multiple and any(";" in code for code in answer.value):
        raise BrokenRule(dimension.name, "must have no category with a semicolon, which parts several")
    return ";".join(sorted(answer.value))
