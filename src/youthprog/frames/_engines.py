"""The engines: opening a frame, and counting its rows by keys, in the engine or by the codes its columns hold."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from youthprog.errors import DuplicateId, WrongType

if TYPE_CHECKING:  # attrs evaluates no annotation
    from collections.abc import Callable, Mapping, Sequence  # noqa: TC004

    import narwhals.stable.v2 as nw
    import numpy as np  # noqa: TC004
    from numpy.typing import NDArray  # noqa: TC004

    Small: TypeAlias = nw.DataFrame[Any]
    Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]


ENGINES: Final = ("pandas", "polars", "pyarrow", "duckdb", "pyspark")
PEOPLE: Final = "youthprog_people"
"""What the column of numbers of people is called on the way."""


def narwhals() -> Any:
    """Give narwhals, which is loaded when a frame is first used."""
    try:
        import narwhals.stable.v2 as found
        import numpy  # noqa: F401  # only whether it is there
    except ModuleNotFoundError:
        msg = "frames need narwhals and numpy: install youthprog with the extra `frames`"
        raise ModuleNotFoundError(msg) from None
    return found


def opened(frame: Any) -> Frame:
    """Take a frame of a known engine.

    Raises:
        WrongType: for anything else; what has not been tried is not counted.
        DuplicateId: if two columns bear one name.
    """
    nw = narwhals()
    from narwhals.exceptions import DuplicateError

    rule, twice = (
        "must be a dataframe of pandas, polars, pyarrow, DuckDB or PySpark",
        "must not have two columns of one name",
    )
    try:
        found: Frame = nw.from_native(frame)
        names = [] if found.implementation.is_polars() else found.columns  # polars lets no two bear one name
    except TypeError:
        raise WrongType("frame", rule) from None
    except DuplicateError:
        raise DuplicateId("frame", twice) from None
    if len({*names}) < len(names):
        raise DuplicateId("frame", twice)
    if found.implementation.value not in ENGINES:
        raise WrongType("frame", f"{rule}; a frame of another engine is given as its arrow table")
    return found


OURS: Final = "youthprog_"
"""What the names of columns begin with that are made on the way."""


def misread(frame: Frame, name: str) -> str:
    """Say what the engine would take the name of a column for, if not for a name; empty if it is safe."""
    if name.startswith(OURS):
        return f"begin with {OURS}, as columns do that are made on the way"
    pattern = name == "*" or (name.startswith("^") and name.endswith("$"))
    if pattern and not (frame.implementation.is_pandas() or frame.implementation.is_pyarrow()):
        return "be a pattern, which the engine takes for other columns"
    if frame.implementation.is_pyspark() and {*".`"} & {*name}:  # pragma: no cover  # tested where Java is
        return "hold a dot or a backtick, which Spark takes for a path"
    return ""


def collected(frame: Frame) -> Small:
    """Bring a small frame here."""
    return frame if isinstance(frame, narwhals().DataFrame) else frame.collect()  # type: ignore[union-attr]  # narwhals is loaded late


_RESULTS: Final = itertools.count(1)


def like(small: Any, frame: Frame) -> Any:
    """Give a small frame as one of the kind that was given."""
    nw = narwhals()
    if isinstance(frame, nw.DataFrame):
        return small
    if frame.implementation.is_duckdb():
        youthprog_result = small  # noqa: F841  # found by its name; so the result is in the database of the frame
        found = frame.to_native().query("youthprog_frame", "from youthprog_result")
        return found.set_alias(f"result_{next(_RESULTS)}")  # joins want names that differ
    made = nw.from_native(small)
    if frame.implementation.is_pyspark():  # pragma: no cover  # tested where Java is
        return made.lazy(backend="pyspark", session=frame.to_native().sparkSession).to_native()
    return made.lazy(backend=frame.implementation).to_native()


def bare(value: Any) -> Any:
    """Give a value of a frame as one of Python, with `None` for every way to say that there is none."""
    kind = value.__class__
    if value is None or kind.__name__ in {"NAType", "NaTType"}:
        return None
    if kind.__module__ == "numpy":
        import numpy as np

        value = value.item() if isinstance(value, (np.number, np.bool_)) else value
    return None if value.__class__ is float and math.isnan(value) else value


@frozen(kw_only=True, eq=False)
class Tally:
    """How many rows there are of each combination of values of some keys.

    Attributes:
        values: of each key the value that each combination has; `None` for a gap.
        people: how many rows each combination has; none is empty.
    """

    values: tuple[list[Any], ...]
    people: list[int]

    def rows_of(self, key: int, value: object) -> int:
        """Count the rows of a value of a key."""
        return sum(rows for one, rows in zip(self.values[key], self.people, strict=True) if one == value)


def in_order(frame: Small, names: Sequence[str]) -> Small:
    """Put a small frame in the order of columns, gaps last.

    Raises:
        WrongType: if the values of a column have no order.
    """
    try:
        return frame.sort(*names, nulls_last=True)
    except TypeError:
        raise WrongType(" and ".join(names), "must hold values of one kind, which have an order") from None


def tallied(frame: Frame, keys: Sequence[nw.Expr | str]) -> Tally:
    """Count the rows of a frame by columns or worked-out keys; only combinations and their numbers come here."""
    nw = narwhals()
    names = [key for key in keys if isinstance(key, str)]
    if len({*names}) < len(keys):  # not all of them columns, each once
        names = [f"youthprog_{i}" for i in range(len(keys))]
        exprs = [nw.col(key) if isinstance(key, str) else key for key in keys]
        frame = frame.select(*(expr.alias(name) for expr, name in zip(exprs, names, strict=True)))
    if isinstance(frame, nw.DataFrame):
        found = by_codes(frame, names)
        if found is not None:
            coded, dense = found
            there = dense.nonzero()
            labels = [one.labels() for one in coded]
            values = [[*map(known.__getitem__, codes.tolist())] for known, codes in zip(labels, there, strict=True)]
            return Tally(values=tuple(values), people=dense[there].tolist())
    small = grouped(frame, names)
    lists = small.to_pydict() if hasattr(small, "to_pydict") else small.to_dict(as_series=False)
    *columns, people = lists.values()
    return Tally(values=tuple(map(_gaps_told, columns)), people=people)


def _gaps_told(values: list[Any]) -> list[Any]:
    """Put `None` for every gap."""
    if {*map(type, values)} <= {str, int, bool}:
        return values
    told = {value: bare(value) for value in dict.fromkeys(values)}
    return [*map(told.__getitem__, values)]


def grouped(frame: Frame, names: Sequence[str]) -> Any:
    """Let the engine count the rows by columns; a frame of combinations with their numbers, of arrow if it has none."""
    nw = narwhals()
    if frame.implementation.is_duckdb():
        columns = "".join('"' + name.replace('"', '""') + '", ' for name in names)
        return frame.to_native().aggregate(f"{columns}count(*) as {PEOPLE}").to_arrow_table()  # by all the others
    if frame.implementation.is_pyspark():  # pragma: no cover  # tested where Java is
        found = frame.to_native().groupBy(*names).agg({"*": "count"})  # each call of narwhals is twenty of the JVM
        return found.toArrow().rename_columns([*names, PEOPLE])
    if frame.implementation.is_polars():  # its query planner counts faster than its eager frames
        return frame.lazy().to_native().group_by(names).len(PEOPLE).collect()
    return collected(frame.group_by(*names).agg(nw.len().alias(PEOPLE)))


def framed(columns: Mapping[str, Any], engine: nw.Implementation) -> Any:
    """Make a small frame of columns and arrays, in their order, whatever index they had."""
    library = engine.to_native_namespace()
    if engine.is_pyarrow():
        return library.table(dict(columns))
    if engine.is_pandas():
        return library.DataFrame({name: getattr(one, "array", one) for name, one in columns.items()}, copy=False)
    return library.DataFrame(columns)


BLOCK: Final = 2**15
"""How many rows are counted at a time, so that their codes stay in the cache."""


@frozen(kw_only=True, eq=False)
class Coded:
    """A column by its codes.

    Attributes:
        codes: the code of each row; of a gap the last.
        size: how many codes there are.
        ordered: whether the codes follow the order in which the column sorts.
        taken: gives rows of the column.
        words: what the codes stand for, gaps aside, where the column declares it.
        made: gives a column of codes, where the library has a quicker way than to take rows of the column.
    """

    codes: NDArray[Any]
    size: int
    ordered: bool
    taken: Callable[[NDArray[np.intp]], Any]
    words: Any = None
    made: Callable[[NDArray[np.intp]], Any] | None = None

    def labels(self) -> list[Any]:
        """Give what the codes stand for; `None` for a gap."""
        import numpy as np

        known = self.column(np.arange(self.size)) if self.words is None else self.words
        labels = [bare(label) for label in known.to_list()]
        return labels if len(labels) == self.size else [*labels, None]

    def column(self, codes: NDArray[np.intp]) -> Any:
        """Give a column of the same type with these codes."""
        import numpy as np

        if self.made is not None:
            return self.made(codes)
        rows, read = np.full(self.size, -1, np.intp), 0
        while rows[codes].min(initial=0) < 0:  # the first rows will do unless the frame is sorted
            some = self.codes[read : read + 12 * self.size].astype(np.intp)  # as numpy would, at half the speed
            rows[some] = np.arange(read, read + len(some))
            read += len(some)
        return self.taken(rows[codes])


def by_codes(
    frame: Small, names: Sequence[str], *, many: bool = False
) -> tuple[tuple[Coded, ...], NDArray[np.int64]] | None:
    """Count by the codes of columns of an eager frame: an array with an axis a column.

    Of `many` groups, texts in polars are given codes first, which takes less time than to let it count.

    `None` where the library has no codes at hand, or the array would be larger than the frame.
    """
    import numpy as np

    coded: list[Coded] = []
    for name in names:
        found = _coded(frame, name, many=many)
        if found is None:
            return None
        coded.append(found)
    shape = tuple(one.size for one in coded)
    size, rows = math.prod(shape), len(coded[0].codes)
    if not rows or size > max(4 * rows, 2**20):
        return None
    place = np.dtype(np.int32 if max(rows, size) < 2**31 else np.int64)
    # Sixteen bits hold sixteen times what a place then has on average; whom they do not hold, the sum misses.
    people = _counted(coded, size, place, np.dtype(np.uint16) if rows < 2**12 * size else place)
    if people.sum() != rows:
        people = _counted(coded, size, place, place)
    return tuple(coded), people.reshape(shape)


def _counted(coded: Sequence[Coded], size: int, place: np.dtype[Any], number: np.dtype[Any]) -> NDArray[np.int64]:
    """Count rows by their place in an array; the shorter the numbers, the more of them stay in the cache."""
    import numpy as np

    rows = len(coded[0].codes)
    people, one_more = np.zeros(size, number), number.type(1)
    held, part, whole = np.empty(BLOCK, place), np.empty(BLOCK, place), np.empty(BLOCK, np.intp)
    for start in range(0, rows, BLOCK):
        block = slice(start, start + BLOCK)
        places, codes, wide = held[: rows - start], part[: rows - start], whole[: rows - start]
        places[:] = coded[0].codes[block]
        for one in coded[1:]:
            codes[:] = one.codes[block]  # cast by itself, which is quicker than in a sum
            places *= one.size
            places += codes
        wide[:] = places
        np.add.at(people, wide, one_more)
    return people.astype(np.int64)


def _coded(frame: Small, name: str, *, many: bool) -> Coded | None:
    """Give the codes of a column; `None` where making them takes longer than to let the library count."""
    if frame.implementation.is_pandas():
        return _coded_in_pandas(frame.to_native()[name])
    if frame.implementation.is_polars():
        return _coded_in_polars(frame.to_native().get_column(name), many=many)
    return None


def _coded_in_pandas(column: Any) -> Coded | None:
    import numpy as np

    if column.dtype.kind == "f" and not isinstance(column.dtype, np.dtype):
        return None  # where NaN is another value than a gap
    kind = column.dtype
    ordered = type(kind).__name__ == "CategoricalDtype"
    try:
        codes, uniques = (column.array.codes, kind.categories) if ordered else column.factorize()
    except TypeError:
        raise WrongType(str(column.name), "must hold no lists") from None
    known = len(uniques)
    gaps = bool(codes.min(initial=0) < 0)

    def made(places: NDArray[np.intp]) -> Any:
        gapped = np.where(places == known, -1, places) if gaps else places
        return type(column.array).from_codes(gapped, dtype=kind)

    return Coded(
        codes=np.where(codes < 0, known, codes) if gaps else codes,
        size=known + gaps,
        ordered=ordered,
        taken=column.array.take,
        words=uniques,
        made=made if ordered else None,
    )


def _coded_in_polars(column: Any, *, many: bool) -> Coded | None:
    kind, counted = column.dtype, column
    ordered = type(kind).__name__ == "Enum"
    words = kind.categories if ordered else None
    if words is not None:
        known = len(words)
    elif many and type(kind).__name__ == "String" and 2 * column.head(BLOCK).n_unique() < BLOCK:
        import polars

        counted = column.cast(polars.Categorical(polars.Categories.random()))
        last = counted.to_physical().max()
        known = 0 if last is None else last + 1
    else:
        return None
    codes = counted.to_physical()
    gaps = bool(codes.null_count())
    if gaps:
        codes = codes.cast(int).fill_null(known)
    return Coded(codes=codes.to_numpy(), size=known + gaps, ordered=ordered, taken=column.__getitem__, words=words)
