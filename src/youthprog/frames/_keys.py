"""Dimensions on a frame: the expression by which an engine sorts its rows, and the answers its values stand for.

A value of a column is read by the same code that reads a cell of a spreadsheet, once for each different value. Ages
and criteria are worked out in the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from youthprog._checks import a_date
from youthprog.criteria import (
    AgeGroups,
    AllOf,
    AnyOf,
    Asked,
    Belongs,
    Criterion,
    Dimension,
    Is,
    Meets,
    NotThat,
    RegionOf,
    RuralOrUrban,
    Where,
)
from youthprog.display import number
from youthprog.errors import BrokenRule, InvalidDocument, MissingField, Problem, PurposeRequired, WrongType
from youthprog.exchange import (
    AgeColumn,
    AnswerColumn,
    BirthColumn,
    Column,
    DayFormat,
    HomeColumn,
    PlaceColumn,
    cell_of,
    members_of,
)
from youthprog.frames._engines import misread, narwhals, tallied
from youthprog.people import Codes, Consent, GivenBy
from youthprog.rows import Row, Sheet
from youthprog.values import (
    MISSING,
    AskedUnknown,
    Known,
    NotApplicable,
    NotAsked,
    Purpose,
    latest_birth,
)

if TYPE_CHECKING:  # attrs evaluates no annotation
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence  # noqa: TC004

    import narwhals.stable.v2 as nw  # noqa: TC004

    from youthprog.frames._engines import Frame, Tally


# What a worked-out key says where it is no category.
GAP, LATER, UNCLEAR, UNREADABLE = -1, -2, -3, -4
_WORKED_OUT: Final[Mapping[int, Codes]] = {GAP: NotAsked(), LATER: NotApplicable(), UNCLEAR: AskedUnknown()}


@frozen(kw_only=True, eq=False)
class Key:
    """How the rows of a frame are sorted by a dimension.

    Attributes:
        by: the name of a column that is taken as it stands, or what the engine works out.
        read: gives the answers that values of it stand for, with problems by the place of the value.
    """

    by: str | nw.Expr
    read: Callable[[Sequence[Any]], tuple[list[Codes], list[tuple[int, Problem]]]]

    @property
    def expr(self) -> nw.Expr:
        """What the engine sorts by."""
        return narwhals().col(self.by) if isinstance(self.by, str) else self.by


class Facts:
    """What a frame says about people: which column answers which dimension, on which day, for which purpose."""

    def __init__(
        self,
        frame: Frame,
        *,
        columns: Mapping[str, Column] | None,
        on: dt.date,
        purpose: Purpose | None,
        consent: str | Consent | None,
    ) -> None:
        a_date(on)
        self.frame = frame
        # The types of all columns are dear in an eager frame, and the type of one is dear in a lazy one.
        self.schema = frame.collect_schema() if _lazy(frame) else None
        self.names = frozenset(frame.columns if self.schema is None else self.schema.names())
        self.columns = dict(columns or {})
        self.on, self.purpose, self.consent = on, purpose, consent
        self.problems: list[Problem] = []
        self.born: dict[str, Births] = {}
        self.judged: dict[Is, tuple[nw.Expr, nw.Expr]] = {}

    # Consent

    def consented(self, dimensions: Sequence[Dimension]) -> nw.Expr | bool:
        """Give who consents to the use of these dimensions: a truth a row, or one for all.

        Raises:
            PurposeRequired: if one is sensitive, and the purpose or the consent is not stated.
        """
        for dimension in dimensions:
            dimension.permitted(self.purpose)
        sensitive = next((one for one in dimensions if one.sensitive), None)
        if sensitive is None or self.purpose is None:
            return True
        if isinstance(self.consent, Consent):
            if self.consent.given_by is GivenBy.GUARDIAN:
                raise BrokenRule(
                    "consent", "must be a column where guardians gave it: it ends when a person comes of age"
                )
            return self.consent.active(self.purpose, on=self.on)
        if self.consent.__class__ is str:
            nw = narwhals()
            if self.type_of(self.consent) != nw.Boolean:
                raise WrongType(self.consent, "must be a column of truth values; one of Python objects is cast first")
            return nw.col(self.consent).fill_null(value=False)  # type: ignore[no-any-return]  # narwhals is loaded late
        msg = (
            f"{sensitive.name} is sensitive, and a frame does not say who consented: "
            "name the column that does, or give the Consent that everybody in it gave"
        )
        raise PurposeRequired(msg)

    # Columns

    def type_of(self, name: Any) -> Any:
        """Give the type of a column.

        Raises:
            MissingField: if there is none of that name.
        """
        self.there(name)
        if self.schema is not None:
            return self.schema[name]
        nw = narwhals()
        column: Any = self.frame.get_column(name)  # type: ignore[union-attr]  # frames with no schema are eager
        if self.frame.implementation.is_pandas() and column.to_native().dtype == object:
            library = self.frame.implementation.to_native_namespace()  # narwhals looks at a hundred values only
            texts = library.api.types.infer_dtype(column.to_native()) in {"string", "empty"}
            return nw.String() if texts else nw.Object()
        return column.dtype

    def there(self, name: Any) -> None:
        """See that a column is there, and that the engine takes its name for one.

        Raises:
            MissingField: if there is none of that name.
            BrokenRule: if the engine takes its name for something else.
        """
        if name not in self.names:
            raise MissingField(str(name), "must be a column of the frame")
        if taken := misread(self.frame, name):
            raise BrokenRule(name, f"must not {taken}: rename the column")

    def group(self, name: str) -> nw.Expr:
        """Give a column of groups as the engine can sort it, gaps all alike.

        Raises:
            WrongType: if it holds lists.
        """
        nw = narwhals()
        kind, column = self.type_of(name), nw.col(name)
        if kind.is_nested():
            raise WrongType(name, "must hold no lists")
        if self.frame.implementation.is_pyarrow() and kind == nw.Categorical:  # not every arrow sorts its dictionaries
            return column.cast(nw.String)  # type: ignore[no-any-return]  # narwhals is loaded late
        return _gaps_alike(column).alias(name) if kind.is_float() else column

    def _column(self, *kinds: type[Column], of: Dimension) -> tuple[str, Any]:
        for name, column in self.columns.items():
            if isinstance(column, kinds):
                return name, column
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise MissingField("columns", f"must hold a {wanted} for {of.name}")

    def _asked(self, dimension: Dimension) -> tuple[str, AnswerColumn]:
        for name, column in self.columns.items():
            if isinstance(column, AnswerColumn) and column.dimension.name == dimension.name:
                if (column.dimension.categories, column.dimension.multiple) != (
                    dimension.categories,
                    dimension.multiple,
                ):
                    raise BrokenRule(name, f"must be read with the categories of {dimension.name} that are counted")
                return name, column
        words = {word: answer for word, answer in MISSING.items() if word not in dimension.categories}
        return dimension.name, AnswerColumn(dimension=dimension, missing=words)

    # Dimensions

    def key(self, dimension: Dimension) -> Key:
        """Give how the rows are sorted by a dimension."""
        reading = dimension.reading
        if isinstance(reading, Meets):
            return self._worked_out(_first_of(self.judge(reading.criterion), UNCLEAR), dimension)
        if isinstance(reading, Asked):
            return self._plain(*self._asked(dimension), dimension)
        if isinstance(reading, (RegionOf, RuralOrUrban)):
            kind = HomeColumn if reading.where is Where.HOME else PlaceColumn
            return self._plain(*self._column(kind, of=dimension), dimension)
        if isinstance(reading, Belongs):
            raise BrokenRule(
                dimension.name, "must not hang on spells of membership: make members of the frame and count these"
            )
        name, column = self._column(BirthColumn, AgeColumn, of=dimension)
        if isinstance(column, AgeColumn):
            return self._plain(name, column, dimension)
        if name not in self.born:
            self.frame, self.born[name] = births(self.frame, name, self.type_of(name), column.day_format)
        return self._worked_out(_age_group(self.born[name], reading, self.on), dimension, name, self.born[name].rule)

    def _plain(self, name: str, column: Column, dimension: Dimension) -> Key:
        """Sort by a column as it stands."""
        nw = narwhals()
        kind = self.type_of(name)
        if not (kind.is_numeric() or kind in (nw.String, nw.Categorical, nw.Enum, nw.Boolean, nw.Unknown)):
            rule = "must be a column of text, whole numbers or truth values; a column of Python objects is cast first"
            raise WrongType(name, rule)

        def read(values: Sequence[Any]) -> tuple[list[Codes], list[tuple[int, Problem]]]:
            problems: list[tuple[int, Problem]] = []
            found: dict[int, Any] = {}
            for place, value in enumerate(values):
                try:
                    cell = cell_of(value)
                    found[place] = column.answer(cell) if isinstance(column, AnswerColumn) else cell
                except Problem as problem:
                    problems.append((place, type(problem)(name, problem.rule)))
            if not isinstance(column, AnswerColumn):
                rows = [Row(place, {name: cell}) for place, cell in found.items()]
                sheet = Sheet(source="the frame", columns=(name,), rows=tuple(rows))
                try:
                    members = members_of(sheet, columns={name: column}, most=len(values) + 1)
                except InvalidDocument as error:
                    members = error.sound
                    problems += [(problem.row or 0, type(problem)(name, problem.rule)) for problem in error.problems]
                unsealed = evolve(dimension, sensitive=False)
                found = {int(member.id): unsealed.answer(member, on=self.on) for member in members}
            unread = NotAsked()
            return [found.get(place, unread) for place in range(len(values))], problems

        return Key(by=_gaps_alike(nw.col(name)) if kind.is_float() else name, read=read)

    def _worked_out(self, expr: nw.Expr, dimension: Dimension, name: str = "", rule: str = "") -> Key:
        """Sort by the number of a category that the engine works out."""

        def read(values: Sequence[Any]) -> tuple[list[Codes], list[tuple[int, Problem]]]:
            problems: list[tuple[int, Problem]] = []
            answers: list[Codes] = []
            for place, value in enumerate(values):
                if value == UNREADABLE:
                    problems.append((place, BrokenRule(name, rule)))
                code = int(value)
                answers.append(
                    Known(frozenset({dimension.categories[code]})) if code >= 0 else _WORKED_OUT.get(code, NotAsked())
                )
            return answers, problems

        return Key(by=expr, read=read)

    def answers(self, key: Key, labels: Sequence[Any], rows_of: Callable[[int], int]) -> list[Codes]:
        """Give the answers that values of a key stand for; problems are kept, with the number of rows."""
        answers, problems = key.read(labels)
        for place, problem in problems:
            self.problems.append(type(problem)(problem.field, f"{problem.rule} ({number(rows_of(place), 'row')})"))
        return answers

    def read(self, key: Key, found: Tally, at: int = 0) -> dict[Any, Codes]:
        """Give the answers that the values of a key stand for, where it is one of those of a tally."""
        values = [*dict.fromkeys(found.values[at])]
        answers = self.answers(key, values, lambda place: found.rows_of(at, values[place]))
        return dict(zip(values, answers, strict=True))

    def finish(self) -> None:
        """Tell all problems at once.

        Raises:
            InvalidDocument: if there are any.
        """
        if self.problems:
            found = list({str(problem): problem for problem in self.problems}.values())
            raise InvalidDocument.of(sorted(found, key=str), "in the frame")

    # Criteria

    def judge(self, criterion: Criterion) -> tuple[nw.Expr, nw.Expr]:
        """Give whether rows certainly meet a criterion, and whether they certainly do not."""
        if isinstance(criterion, NotThat):
            yes, no = self.judge(criterion.criterion)
            return no, yes
        if isinstance(criterion, (AllOf, AnyOf)):
            parts = [self.judge(part) for part in criterion.criteria]
            yes, no = parts[0]
            for other_yes, other_no in parts[1:]:
                yes, no = (
                    (yes & other_yes, no | other_no)
                    if isinstance(criterion, AllOf)
                    else (yes | other_yes, no & other_no)
                )
            return yes, no
        if not isinstance(criterion, Is):
            raise WrongType("criterion", "must be made of Is, AllOf, AnyOf and NotThat to be judged in a frame")
        if criterion not in self.judged:
            self.judged[criterion] = self._is_in(criterion)
        return self.judged[criterion]

    def _is_in(self, criterion: Is) -> tuple[nw.Expr, nw.Expr]:
        """Ask the engine first which values there are, then sort them into yes, no and unknown."""
        key = self.key(criterion.dimension)
        answers = self.read(key, tallied(self.frame, [key.by]))
        yes: list[Any] = []
        no: list[Any] = []
        for value, answer in answers.items():
            if isinstance(answer, Known):
                (no if criterion.categories.isdisjoint(answer.value) else yes).append(value)
            elif isinstance(answer, NotApplicable):
                no.append(value)
        return among(key.expr, yes), among(key.expr, no)


def _lazy(frame: Frame) -> bool:
    return isinstance(frame, narwhals().LazyFrame)


def _gaps_alike(column: nw.Expr) -> nw.Expr:
    """Make a gap of NaN: some engines tell one from the other."""
    return narwhals().when(~column.is_nan()).then(column)  # type: ignore[no-any-return]  # narwhals is loaded late


def among(expr: nw.Expr, values: Sequence[Any]) -> nw.Expr:
    """Say whether the value is one of these, a gap among them; never null."""
    given = [value for value in values if value is not None]
    gap = expr.is_null()
    inside = expr.is_in(given).fill_null(value=False) if given else gap & ~gap
    return inside | gap if len(given) < len(values) else inside


# --- Days of birth ---------------------------------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class Births:
    """Days of birth in a frame, as whole numbers YYYYMMDD, from the first day it may have been to the last."""

    first: nw.Expr
    last: nw.Expr
    gap: nw.Expr
    unreadable: nw.Expr
    rule: str


class _Stages:
    """Columns worked out one from another, so that an engine works out each once."""

    def __init__(self, frame: Frame, name: str) -> None:
        self.frame = frame
        self._name = name

    def put(self, **columns: nw.Expr) -> list[nw.Expr]:
        """Add columns; give them back."""
        names = {key: f"youthprog_{key}_{self._name}" for key in columns}
        self.frame = self.frame.with_columns(*(expr.alias(names[key]) for key, expr in columns.items()))
        return [narwhals().col(name) for name in names.values()]


def births(frame: Frame, name: str, kind: Any, day_format: DayFormat) -> tuple[Frame, Births]:
    """Read days of birth from a column of days, or of text in a stated format; the frame has them as columns then.

    Raises:
        WrongType: for a column of anything else, such as Python objects or moments in a time zone.
    """
    nw = narwhals()
    column = nw.col(name)
    stages = _Stages(frame, name)
    if kind == nw.Date or (kind == nw.Datetime and kind.time_zone is None):
        parts = (column.dt.year(), column.dt.month(), column.dt.day())
        year, month, day = stages.put(
            **{key: part.fill_null(0).cast(nw.Int64) for key, part in zip(("y", "m", "d"), parts, strict=True)}
        )
        unreadable = ~column.is_null() & ((year < 1) | (year > 9999))
        if kind == nw.Datetime:
            for part in (column.dt.hour(), column.dt.minute(), column.dt.second(), column.dt.nanosecond()):
                unreadable |= part.fill_null(0) > 0
        moment, gap, unreadable = stages.put(
            first=year * 10000 + month * 100 + day, gap=column.is_null(), unreadable=unreadable
        )
        rule = "must be a day of the calendar, without a time"
        return stages.frame, Births(first=moment, last=moment, gap=gap, unreadable=unreadable, rule=rule)
    if kind not in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):  # the last where all are gaps
        rule = "must be a column of days, or of text; Python objects and moments in a time zone are cast to days first"
        raise WrongType(name, rule)
    (cells,) = stages.put(cells=column.cast(nw.String).fill_null("").str.strip_chars(_SPACE))
    known, year, month, day = (_iso if day_format is DayFormat.ISO else _parted)(cells, stages)
    if day_format is DayFormat.DAY_FIRST:
        month, day = day, month
    first_month, last_month = stages.put(
        from_month=nw.when(month == 0).then(nw.lit(1)).otherwise(month),
        to_month=nw.when(month == 0).then(nw.lit(12)).otherwise(month),
    )
    (length,) = stages.put(length=_month_length(year, last_month))
    first, last, gap, unreadable = stages.put(
        first=year * 10000 + first_month * 100 + nw.when(day == 0).then(nw.lit(1)).otherwise(day),
        last=year * 10000 + last_month * 100 + nw.when(day == 0).then(length).otherwise(day),
        gap=cells == "",
        unreadable=(cells != "") & ~(known & (year >= 1) & (month <= 12) & (day <= length)),
    )
    rule = f"must be a day of the calendar, written {day_format.value}"
    return stages.frame, Births(first=first, last=last, gap=gap, unreadable=unreadable, rule=rule)


_SPACE: Final = "".join(filter(str.isspace, map(chr, range(2**14))))
"""All white space, of which some engines know only what ASCII has."""
_NONE: Final = "0000000000"


def _number(cells: nw.Expr, where: nw.Expr, start: int, length: int) -> nw.Expr:
    """Read digits at a place of the cells that have them there; 0 of the others."""
    nw = narwhals()
    safe = nw.when(where).then(cells).otherwise(nw.lit(_NONE))
    return safe.str.slice(start, length).cast(nw.Int64)  # type: ignore[no-any-return]  # narwhals is loaded late


def _iso(cells: nw.Expr, stages: _Stages) -> list[nw.Expr]:
    """Read YYYY-MM-DD, YYYY-MM and YYYY; a month or day that is not written is 0."""
    years, months, days = stages.put(
        years=cells.str.contains("^[0-9]{4}$"),
        months=cells.str.contains("^[0-9]{4}-(?:0[1-9]|1[0-9])$"),
        days=cells.str.contains("^[0-9]{4}-(?:0[1-9]|1[0-9])-(?:0[1-9]|[1-3][0-9])$"),
    )
    (known,) = stages.put(known=years | months | days)
    year, month, day = stages.put(
        y=_number(cells, known, 0, 4), m=_number(cells, months | days, 5, 2), d=_number(cells, days, 8, 2)
    )
    return [known, year, month, day]


def _parted(cells: nw.Expr, stages: _Stages) -> list[nw.Expr]:
    """Read two numbers of one or two digits and a year, parted by dots, slashes or hyphens."""
    digits = {1: "[1-9]", 2: "(?:0[1-9]|[1-9][0-9])"}
    widths = [(a, b) for a in (1, 2) for b in (1, 2)]
    shapes = stages.put(
        **{
            f"shape{a}{b}": cells.str.contains(
                rf"^{digits[a]}(?:\.{digits[b]}\.|/{digits[b]}/|-{digits[b]}-)[0-9]{{4}}$"
            )
            for a, b in widths
        }
    )
    known, year, first, second = shapes[0], *([narwhals().lit(0)] * 3)
    for place, ((a, b), shape) in enumerate(zip(widths, shapes, strict=True)):
        known = known | shape if place else shape
        year += _number(cells, shape, a + b + 2, 4)
        first += _number(cells, shape, 0, a)
        second += _number(cells, shape, a + 1, b)
    return stages.put(known=known, y=year, m=first, d=second)


def _month_length(year: nw.Expr, month: nw.Expr) -> nw.Expr:
    nw = narwhals()
    leap = (year == year // 4 * 4) & ((year != year // 100 * 100) | (year == year // 400 * 400))
    february = nw.when(leap).then(nw.lit(29)).otherwise(nw.lit(28))
    other = nw.when(month.is_in([4, 6, 9, 11])).then(nw.lit(30)).otherwise(nw.lit(31))
    return nw.when(month == 2).then(february).otherwise(other)  # type: ignore[no-any-return]  # narwhals is loaded late


def _age_group(born: Births, groups: AgeGroups, on: dt.date) -> nw.Expr:
    """Give the number of the age band: a band is a stretch of days of birth, so that no age is worked out."""
    nw = narwhals()

    def latest(age: int) -> int:
        return _written(latest_birth(age, on, groups.leap_day)) if on.year - age >= 1 else 0

    stretches = [
        (0 if band.maximum is None else latest(band.maximum + 1), latest(band.minimum) if band.minimum else 99999999)
        for band in groups.bands
    ]
    outside = [(born.first > until) | (born.last <= after) for after, until in stretches]
    others = outside[0]
    for one in outside[1:]:
        others &= one
    inside = [(born.first > after) & (born.last <= until) for after, until in stretches]
    found = _first_of([*inside, others], UNCLEAR)
    for where, code in ((born.first > _written(on), LATER), (born.gap, GAP), (born.unreadable, UNREADABLE)):
        found = nw.when(where).then(nw.lit(code)).otherwise(found)
    return found


def _written(day: dt.date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def _first_of(truths: Sequence[Any], otherwise: int) -> nw.Expr:
    """Give the number of the first of these that is true."""
    nw = narwhals()
    found = nw.lit(otherwise)
    for code, truth in reversed(list(enumerate(truths))):
        found = nw.when(truth).then(nw.lit(code)).otherwise(found)
    return found  # type: ignore[no-any-return]  # narwhals is loaded late
