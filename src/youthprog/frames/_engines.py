"""The engines: opening a frame, and counting its rows by keys, in the engine or by the codes its columns hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from youthprog.errors import WrongType

if TYPE_CHECKING:  # attrs evaluates no annotation
    from collections.abc import Callable, Mapping, Sequence  # noqa: TC004

    import narwhals.stable.v2 as nw
    import numpy as np  # noqa: TC004
    from numpy.typing import NDArray  # noqa: TC004

    Small: TypeAlias = nw.DataFrame[Any]
    Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]
    Column: TypeAlias = nw.Series[Any]


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
    """
    nw = narwhals()
    rule = "must be a dataframe of pandas, polars, pyarrow, DuckDB or PySpark"
    try:
        found: Frame = nw.from_native(frame)
    except TypeError:
        raise WrongType("frame", rule) from None
    if found.implementation.value not in ENGINES:
        raise WrongType("frame", f"{rule}; a frame of another engine is given as its arrow table")
    return found


def collected(frame: Frame) -> Small:
    """Bring a small frame here."""
    return frame if isinstance(frame, narwhals().DataFrame) else frame.collect()  # type: ignore[union-attr]  # narwhals is loaded late


def like(made: Small, frame: Frame) -> Any:
    """Give a small frame as one of the kind that was given."""
    if isinstance(frame, narwhals().DataFrame):
        return made.to_native()
    if frame.implementation.is_pyspark():  # pragma: no cover  # tested where Java is
        return made.lazy(backend="pyspark", session=frame.to_native().sparkSession).to_native()
    return made.lazy(backend=frame.implementation).to_native()


def bare(value: Any) -> Any:
    """Give a value of a frame, with `None` for every way to say that there is none."""
    if value is None or value.__class__.__name__ in {"NAType", "NaTType"}:
        return None
    return None if value.__class__ is float and math.isnan(value) else value


@frozen(kw_only=True, eq=False)
class Tally:
    """How many rows there are of each combination of keys.

    Attributes:
        labels: the values of each key; `None` for a gap.
        places: for each key, which of its labels each combination has.
        people: how many rows each combination has; none is empty.
    """

    labels: tuple[list[Any], ...]
    places: tuple[NDArray[np.intp], ...]
    people: NDArray[np.int64]

    def of_key(self, key: int) -> NDArray[np.int64]:
        """Count the rows of each label of a key."""
        import numpy as np

        return np.bincount(self.places[key], weights=self.people, minlength=len(self.labels[key])).astype(np.int64)


def tallied(frame: Frame, keys: Sequence[nw.Expr]) -> Tally:
    """Count the rows of a frame by keys; only combinations and their numbers come here."""
    nw = narwhals()
    import numpy as np

    names = [f"youthprog_{i}" for i in range(len(keys))]
    picked = frame.select(*(key.alias(name) for key, name in zip(keys, names, strict=True)))
    if isinstance(picked, nw.DataFrame):
        found = by_codes([picked.get_column(name) for name in names])
        if found is not None:
            coded, dense = found
            occupied = np.nonzero(dense)
            return Tally(labels=tuple(column.labels() for column in coded), places=occupied, people=dense[occupied])
    small = grouped(picked, names)
    labels, places = [], []
    for name in names:
        values = small.get_column(name).to_list()
        seen: dict[Any, int] = {}
        place = {value: seen.setdefault(bare(value), len(seen)) for value in dict.fromkeys(values)}
        places.append(np.fromiter(map(place.__getitem__, values), np.intp, len(values)))
        labels.append(list(seen))
    people = small.get_column(PEOPLE).to_numpy().astype(np.int64)
    return Tally(labels=tuple(labels), places=tuple(places), people=people)


def grouped(picked: Frame, names: Sequence[str]) -> Small:
    """Let the engine count the rows by columns; a frame of combinations with their numbers."""
    nw = narwhals()
    if picked.implementation.is_polars():
        picked = picked.lazy()  # its query planner counts faster than its eager frames
    if picked.implementation.is_pyspark():  # pragma: no cover  # tested where Java is
        found = picked.to_native().groupBy(*names).agg({"*": "count"})  # each call of narwhals is twenty of the JVM
        return nw.from_native(found.toArrow().rename_columns([*names, PEOPLE]))  # type: ignore[no-any-return]  # narwhals is loaded late
    return collected(picked.group_by(*names).agg(nw.len().alias(PEOPLE)))


def framed(columns: Sequence[Column], figures: Mapping[str, NDArray[Any]] | None = None) -> Small:
    """Make a frame of columns of a library, and of figures beside them."""
    nw = narwhals()
    held = [nw.maybe_reset_index(column) for column in columns]
    figures = figures or {}
    library = held[0].implementation.to_native_namespace()
    if hasattr(library, "DataFrame"):  # at once, which narwhals does not offer
        made: Small = nw.from_native(library.DataFrame({one.name: one.to_native() for one in held} | dict(figures)))
        return made
    series = (nw.new_series(name, values, backend=library) for name, values in figures.items())
    return held[0].to_frame().with_columns(*held[1:], *series)  # type: ignore[no-any-return]  # narwhals is loaded late


BLOCK: Final = 2**16
"""How many rows are counted at a time, so that their codes stay in the cache."""


@frozen(kw_only=True, eq=False)
class Coded:
    """A column by its codes.

    Attributes:
        given: the column.
        codes: the code of each row; of a gap the last.
        size: how many codes there are.
        ordered: whether the codes follow the order in which the column sorts.
        words: what the codes stand for, gaps aside, where the column declares it.
        made: gives a column of codes, where the library has a quicker way than to take rows of the column.
    """

    given: Column
    codes: NDArray[Any]
    size: int
    ordered: bool
    words: Any = None
    made: Callable[[NDArray[np.intp]], Any] | None = None

    def labels(self) -> list[Any]:
        """Give what the codes stand for; `None` for a gap."""
        import numpy as np

        known = self.column(np.arange(self.size)) if self.words is None else self.words
        labels = [bare(label) for label in known.to_list()]
        return labels if len(labels) == self.size else [*labels, None]

    def column(self, codes: NDArray[np.intp]) -> Column:
        """Give a column of the same type with these codes."""
        import numpy as np

        if self.made is not None:
            return narwhals().from_native(self.made(codes), series_only=True)  # type: ignore[no-any-return]  # narwhals is loaded late
        rows = np.full(self.size, -1, np.intp)
        for some in (self.codes[: 16 * self.size], self.codes):  # the first rows will do unless the frame is sorted
            if rows[codes].min(initial=0) < 0:
                rows[some] = np.arange(len(some))
        return self.given[rows[codes]]


def by_codes(columns: Sequence[Column], *, many: bool = False) -> tuple[tuple[Coded, ...], NDArray[np.int64]] | None:
    """Count by the codes of the columns of an eager frame: an array with an axis a column.

    Of `many` groups, texts in polars are given codes first, which takes less time than to let it count.

    `None` where the library has no codes at hand, or the array would be larger than the frame.
    """
    import numpy as np

    coded: list[Coded] = []
    for column in columns:
        found = _coded(column, many=many)
        if found is None:
            return None
        coded.append(found)
    shape = tuple(one.size for one in coded)
    size = math.prod(shape)
    rows = len(columns[0])
    if not rows or size > max(4 * rows, 2**20):
        return None
    people, held = np.zeros(size, np.int64), np.empty(BLOCK, np.intp)
    for start in range(0, rows, BLOCK):
        places = held[: rows - start]
        places[:] = coded[0].codes[start : start + BLOCK]
        for one in coded[1:]:
            places *= one.size
            places += one.codes[start : start + BLOCK]
        np.add.at(people, places, 1)
    return tuple(coded), people.reshape(shape)


def _coded(column: Column, *, many: bool) -> Coded | None:
    """Give the codes of a column; `None` where making them takes longer than to let the library count."""
    if column.implementation.is_pandas():
        return _coded_in_pandas(column)
    return _coded_in_polars(column, many=many) if column.implementation.is_polars() else None


def _coded_in_pandas(column: Column) -> Coded:
    import numpy as np

    native = column.to_native()
    ordered = type(native.dtype).__name__ == "CategoricalDtype"
    codes, uniques = (native.array.codes, native.dtype.categories) if ordered else native.factorize()
    known = len(uniques)
    gaps = bool(codes.min(initial=0) < 0)

    def made(places: NDArray[np.intp]) -> Any:
        gapped = np.where(places == known, -1, places)
        return type(native)(type(native.array).from_codes(gapped, dtype=native.dtype), name=native.name)

    return Coded(
        given=column,
        codes=np.where(codes < 0, known, codes) if gaps else codes,
        size=known + gaps,
        ordered=ordered,
        words=uniques,
        made=made if ordered else None,
    )


def _coded_in_polars(column: Column, *, many: bool) -> Coded | None:
    native = column.to_native()
    kind = native.dtype
    ordered = type(kind).__name__ == "Enum"
    words = kind.categories if ordered else None
    if ordered:
        known = len(kind.categories)
    elif many and type(kind).__name__ == "String" and 2 * native.head(BLOCK).n_unique() < BLOCK:
        polars = column.implementation.to_native_namespace()
        native = native.cast(polars.Categorical(polars.Categories.random()))
        last = native.to_physical().max()
        known = 0 if last is None else last + 1
    else:
        return None
    codes = native.to_physical()
    gaps = bool(codes.null_count())
    if gaps:
        codes = codes.cast(int).fill_null(known)
    return Coded(given=column, codes=codes.to_numpy(), size=known + gaps, ordered=ordered, words=words)
