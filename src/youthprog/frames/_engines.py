"""The engines: opening a frame, and counting its rows by keys, in the engine or by the codes its columns hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from youthprog.errors import WrongType

if TYPE_CHECKING:  # attrs evaluates no annotation
    from collections.abc import Callable, Sequence  # noqa: TC004

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
        found = by_codes(picked, names)
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
    return collected(picked.group_by(*names).agg(nw.len().alias(PEOPLE)))


@frozen(kw_only=True, eq=False)
class Coded:
    """A column by its codes.

    Attributes:
        codes: the code of each row.
        size: how many codes there are.
        labels: gives what the codes stand for; `None` for a gap, which has the last code.
        ordered: whether the codes follow the order in which the column sorts.
        column: gives a column of the same type with these codes.
    """

    codes: NDArray[Any]
    size: int
    labels: Callable[[], list[Any]]
    ordered: bool
    column: Callable[[NDArray[np.intp]], Column]


def by_codes(picked: Small, names: Sequence[str]) -> tuple[tuple[Coded, ...], NDArray[np.int64]] | None:
    """Count by the codes of the columns: an array with an axis a column.

    `None` where the library has no codes at hand, or the array would be larger than the frame.
    """
    import numpy as np

    columns = []
    for name in names:
        column = _coded(picked.get_column(name))
        if column is None:
            return None
        columns.append(column)
    shape = tuple(column.size for column in columns)
    size = math.prod(shape)
    if not size or size > max(4 * len(picked), 2**20):
        return None
    places = columns[0].codes.astype(np.intp)
    for each in columns[1:]:
        places *= each.size
        places += each.codes
    return tuple(columns), np.bincount(places, minlength=size).reshape(shape)


def _coded(column: Column) -> Coded | None:
    """Give the codes of a column; `None` where the library would have to make them."""
    nw = narwhals()
    import numpy as np

    in_pandas = column.implementation.is_pandas()
    if not in_pandas and not column.implementation.is_polars():
        return None
    native = column.to_native()
    kind = type(native)
    ordered = type(native.dtype).__name__ in ("CategoricalDtype", "Enum")
    if in_pandas:
        if ordered:
            codes, uniques = native.cat.codes.to_numpy(), native.cat.categories
        else:
            codes, uniques = native.factorize()
        gaps = bool(len(codes)) and bool(codes.min() < 0)
    elif ordered:
        physical, uniques = native.to_physical(), native.dtype.categories
        gaps = bool(physical.null_count())
        codes = physical.fill_null(0).to_numpy() if gaps else physical.to_numpy()
        if gaps:
            codes = np.where(native.is_null().to_numpy(), -1, codes.astype(np.intp))
    else:
        return None
    known = len(uniques)
    if gaps:
        codes = np.where(codes < 0, known, codes.astype(np.intp))

    def made(places: NDArray[np.intp]) -> Column:
        if not in_pandas:
            words = uniques.extend_constant(None, 1) if gaps else uniques
            series = words.gather(places).alias(column.name).cast(native.dtype)
        elif ordered:
            codes_of = np.where(places == known, -1, places)
            series = kind(type(native.array).from_codes(codes_of, dtype=native.dtype), name=column.name)
        else:
            gapped = np.where(places == known, -1, places)
            series = kind(uniques, name=column.name).reindex(gapped).reset_index(drop=True)
        return nw.from_native(series, series_only=True)  # type: ignore[no-any-return]  # narwhals is loaded late

    def labels() -> list[Any]:
        return [bare(label) for label in uniques.to_list()] + [None] * gaps

    return Coded(codes=codes, size=known + gaps, labels=labels, ordered=ordered, column=made)
