"""Laws of counting in dataframes.

- Every engine gives equal counts, and those of the members that the rows are: with undisclosed answers, ages under both
  leap-day rules, criteria, regions and consent.
- A measure of each group is the measure of that group's counts.
- A sensitive dimension needs a purpose, and the consent must be stated; nobody's answer stands in a message.
- What an engine cannot count exactly is refused by name; loading the room loads no library of frames.

Frames of all libraries that are installed are tried; Spark where there is Java.
"""

from __future__ import annotations

import datetime as dt
import math
import shutil
import subprocess
import sys
import warnings
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from youthprog import diversity, frames, representation, segregation, shares
from youthprog.counts import Counts, CountTable, cross_tally
from youthprog.counts import tally as tally_members
from youthprog.criteria import (
    AgeGroups,
    Belongs,
    Criterion,
    Dimension,
    Meets,
    RegionOf,
    RuralOrUrban,
    Where,
)
from youthprog.errors import (
    BrokenRule,
    DuplicateId,
    InvalidDocument,
    MissingField,
    NotAPartition,
    PurposeRequired,
    WrongType,
)
from youthprog.exchange import (
    AgeColumn,
    AnswerColumn,
    BirthColumn,
    Column,
    DayFormat,
    HomeColumn,
    IdColumn,
    NameColumn,
    NamePart,
    PlaceColumn,
    SpellColumn,
    members_of,
    read_members,
)
from youthprog.frames import _engines
from youthprog.people import Consent, GivenBy, Member, MembershipKind
from youthprog.representation import ReferencePopulation
from youthprog.rows import Row, Sheet
from youthprog.testing import criteria as some_criteria
from youthprog.testing import definitions_of_rural
from youthprog.values import (
    AgeBand,
    AskedUnknown,
    Declined,
    Ending,
    Known,
    LeapDay,
    LocalisedText,
    NotApplicable,
    NotAsked,
    PartialDate,
    Purpose,
    Region,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
np = pytest.importorskip("numpy")
pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")
nw = pytest.importorskip("narwhals")

CANARY = "Canary7f3a"
DAY = dt.date(2022, 2, 28)
ALL: dict[str, Any] = {"purpose": Purpose.REPORT, "consent": "agrees"}
KINDS = {"agrees": pa.bool_(), "score": pa.int64(), "mark": pa.float64(), "age": pa.int64(), "born": pa.date32()}

# --- Engines -------------------------------------------------------------------------------------------------------


def to_pandas(table: Any) -> Any:
    """Days as datetimes, for pandas has no days of its own."""
    frame = table.to_pandas(date_as_object=False)
    return frame.astype({name: "boolean" for name in frame if name == "agrees"})


def to_categories(table: Any) -> Any:
    frame = to_pandas(table).convert_dtypes()
    return frame.astype({name: "category" for name in frame if table.schema.field(name).type == pa.string()})


def to_enums(table: Any) -> Any:
    names = dict(enumerate(table.column_names))  # polars takes some for patterns
    frame = pl.from_arrow(table.rename_columns([*map(str, names)]))
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.col(name).cast(pl.Enum(sorted({*frame[name].drop_nulls().to_list(), "nobody's"}))) for name in texts
    ).rename({str(place): name for place, name in names.items()})


def to_dictionaries(table: Any) -> Any:
    for place, field in enumerate(table.schema):
        if field.type == pa.string():
            table = table.set_column(place, field.name, table[field.name].dictionary_encode())
    return table


CONNECTION = duckdb.connect()


def to_duckdb(table: Any) -> Any:
    """A relation of a connection of its own, that holds its rows."""
    CONNECTION.register("given", table)
    CONNECTION.execute("create or replace temp table kept as from given")
    return CONNECTION.sql("from kept")


ENGINES: dict[str, Callable[[Any], Any]] = {
    "pandas": to_pandas,
    "pandas-nullable": lambda table: to_pandas(table).convert_dtypes(),
    "pandas-arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas-category": to_categories,
    "polars": pl.from_arrow,
    "polars-enum": to_enums,
    "polars-lazy": lambda table: pl.from_arrow(table).lazy(),
    "pyarrow": lambda table: table,
    "pyarrow-dictionary": to_dictionaries,
    "duckdb": to_duckdb,
}


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A local Spark where Java and PySpark are."""
    if shutil.which("java") is None:
        pytest.skip("no Java")
    sql = pytest.importorskip("pyspark.sql")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = sql.SparkSession.builder.master("local[1]").appName("frames")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(params=[*ENGINES, "pyspark"])
def engine(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    """What makes a frame of an arrow table."""
    if request.param == "pyspark":
        session = request.getfixturevalue("spark")
        return lambda table: session.createDataFrame(table)  # noqa: PLW0108  # tables come one by one
    return ENGINES[request.param]


def table_of(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Any:
    return pa.table({name: pa.array([row[name] for row in rows], KINDS.get(name, pa.string())) for name in names})


def told(count: Callable[[], object]) -> list[str]:
    """Give the problems that counting tells."""
    with pytest.raises(InvalidDocument) as caught:
        count()
    assert CANARY not in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


def lines(frame: Any) -> list[dict[str, Any]]:
    """Give the rows of a frame of any kind, with None for every gap."""
    found = nw.from_native(frame)
    held = found.collect() if isinstance(found, nw.LazyFrame) else found
    table = held.to_arrow().to_pylist()
    return [{name: None if value != value else value for name, value in row.items()} for row in table]


# --- What the rows hold --------------------------------------------------------------------------------------------

GENDER = Dimension(name="gender", categories=("woman", "man", "another"))
LANGUAGES = Dimension(name="languages", categories=("mn", "kk", "en"), multiple=True, sensitive=False)
SCORE = Dimension(name="score", categories=("low", "high"), sensitive=False)
MARK = evolve(SCORE, name="mark")
REGIONS = (
    Region(code="MN-1", name=LocalisedText({"en": "Ulaanbaatar", "mn": "Улаанбаатар"}), aliases={"UB"}),
    Region(code="MN-057", name=LocalisedText({"en": "Zavkhan", "mn": "Завхан"}), national_code="81"),
)
HOME = Dimension(name="home", categories=("MN-1", "MN-057"), sensitive=False, reading=RegionOf(where=Where.HOME))
LIVES = Dimension(name="lives", categories=("MN-1", "MN-057"), reading=RegionOf(where=Where.RESIDENCE))
BANDS = (AgeBand(name="15 to 17", minimum=15, maximum=17), AgeBand(name="18 and over", minimum=18))
AGES = {rule: Dimension(name="age", sensitive=False, reading=AgeGroups(bands=BANDS, leap_day=rule)) for rule in LeapDay}
CHILD = Dimension(
    name="child",
    sensitive=False,
    reading=AgeGroups(bands=(AgeBand(name="child", maximum=17),), leap_day=LeapDay.MAR_1, others="grown up"),
)
SINCE = PartialDate(2020, 3)

COLUMNS: dict[str, Column] = {
    "sex": AnswerColumn(
        dimension=GENDER,
        codes={"f": "woman", "m": "man", "x": "another"},
        missing={"-": Declined(), "?": AskedUnknown(), "n/a": NotApplicable()},
        empty=NotAsked(),
    ),
    "languages": AnswerColumn(dimension=LANGUAGES, separator="/", empty=NotAsked()),
    "score": AnswerColumn(dimension=SCORE, codes={"1": "low", "2": "low", "3": "high"}, empty=AskedUnknown()),
    "mark": AnswerColumn(dimension=MARK, codes={"1": "low", "2": "high"}, empty=NotApplicable()),
    "home": HomeColumn(regions=REGIONS),
    "lives": PlaceColumn(regions=REGIONS, since=SINCE),
}
WRITTEN: dict[str, Column] = {**COLUMNS, "birth": BirthColumn(day_format=DayFormat.ISO)}
DAYS: dict[str, Column] = {**COLUMNS, "born": BirthColumn(day_format=DayFormat.ISO)}
REPORTED: dict[str, Column] = {**COLUMNS, "age": AgeColumn(asked_on=dt.date(2021, 9, 1))}

births = st.one_of(
    st.dates(dt.date(1990, 1, 1), dt.date(2023, 1, 1)),
    st.sampled_from([dt.date(2004, 2, 29), dt.date(2004, 2, 28), dt.date(2004, 3, 1), dt.date(2007, 2, 28), DAY]),
)
a_row = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["f", "m", "x", "-", "?", "n/a", "", None, " f ", "m\u00a0"]),
        "languages": st.sampled_from(["mn", "mn/kk", "en / mn", None]),
        "score": st.sampled_from([1, 2, 3, None]),
        "mark": st.sampled_from([1.0, 2.0, math.nan, None]),
        "home": st.sampled_from(["MN-1", "ub", "Завхан", "81", "", None]),
        "lives": st.sampled_from(["UB", "Zavkhan", None]),
        "birth": st.one_of(
            births.map(str),
            births.map(lambda day: str(day)[:7]),
            st.sampled_from(["2004", "2007", "", " 2004-02-29", "\u20032004-02-29\u00a0", "\u00a0", None]),
        ),
        "born": st.none() | births,
        "age": st.none() | st.integers(0, 40),
        "agrees": st.sampled_from([True, True, False, None]),
    }
)
NAMES = ("sex", "languages", "score", "mark", "home", "lives", "birth", "born", "age", "agrees")
some_rows = st.lists(a_row, max_size=12)
definitions = definitions_of_rural(regions=["MN-1", "MN-057"])
leaf_dimensions = (GENDER, LANGUAGES, SCORE, MARK, HOME, LIVES, AGES[LeapDay.FEB_28], CHILD)


def cell(value: object) -> str:
    if value is None or value != value:
        return ""
    return str(int(value) if isinstance(value, float) else value).strip()


def people_of(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column]) -> list[Member]:
    """Make members of the same rows, by hand."""
    sheet = Sheet(
        source="rows",
        columns=NAMES,
        rows=tuple(Row(place, {name: cell(row[name]) for name in columns}) for place, row in enumerate(rows)),
    )
    agreed = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2020, 1, 1))
    made = members_of(sheet, columns=columns)
    return [evolve(one, consents=(agreed,)) if rows[int(one.id)]["agrees"] else one for one in made]


dimensions = st.one_of(
    st.sampled_from(
        [GENDER, evolve(GENDER, sensitive=False), LANGUAGES, SCORE, MARK, HOME, LIVES, CHILD, *AGES.values()]
    ),
    st.builds(
        lambda definition, where: Dimension(
            name="rural", sensitive=False, reading=RuralOrUrban(definition=definition, where=where)
        ),
        definitions,
        st.sampled_from(Where),
    ),
    st.builds(
        lambda criterion: Dimension(name="meets", reading=Meets(criterion=criterion)),
        some_criteria(dimensions=leaf_dimensions),
    ),
)
columns_of = st.sampled_from([WRITTEN, DAYS, REPORTED])
# A quarter of the examples for each of ten engines.
drawn = settings(
    max_examples=max(5, settings().max_examples // 4), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@drawn
@given(rows=some_rows, of=dimensions, columns=columns_of)
def test_a_tally_of_a_frame_is_the_tally_of_its_members(
    engine: Callable[[Any], Any], rows: list[dict[str, Any]], of: Dimension, columns: Mapping[str, Column]
) -> None:
    expected = tally_members(people_of(rows, columns), of=of, on=DAY, purpose=Purpose.REPORT)
    assert expected == frames.tally(engine(table_of(rows, NAMES)), of=of, on=DAY, columns=columns, **ALL)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@drawn
@given(rows=some_rows, of=dimensions, by=st.lists(dimensions, min_size=1, max_size=2), columns=columns_of)
def test_a_table_of_a_frame_is_the_table_of_its_members(
    engine: Callable[[Any], Any],
    rows: list[dict[str, Any]],
    of: Dimension,
    by: list[Dimension],
    columns: Mapping[str, Column],
) -> None:
    expected = cross_tally(people_of(rows, columns), of=of, by=by, on=DAY, purpose=Purpose.REPORT)
    assert expected == frames.tally(engine(table_of(rows, NAMES)), of=of, by=by, on=DAY, columns=columns, **ALL)


@settings(drawn, max_examples=5)
@given(rows=st.lists(a_row, min_size=6, max_size=12), of=dimensions, by=dimensions, columns=columns_of)
def test_spark_counts_as_members_are_counted(
    spark: Any, rows: list[dict[str, Any]], of: Dimension, by: Dimension, columns: Mapping[str, Column]
) -> None:
    expected = cross_tally(people_of(rows, columns), of=of, by=by, on=DAY, purpose=Purpose.REPORT)
    frame = spark.createDataFrame(table_of(rows, NAMES))
    assert expected == frames.tally(frame, of=of, by=by, on=DAY, columns=columns, **ALL)


# --- Ages ----------------------------------------------------------------------------------------------------------

EACH_AGE = tuple(AgeBand(name=f"age {age}", minimum=age, maximum=age) for age in range(12, 25))
HARD_DAYS = tuple(
    dt.date(*parts)
    for parts in [(2022, 2, 28), (2022, 3, 1), (2024, 2, 28), (2024, 2, 29), (2024, 3, 1), (2023, 12, 31), (2024, 1, 1)]
)
AROUND = ((2, 27), (2, 28), (2, 29), (3, 1), (3, 2), (12, 30), (12, 31), (1, 1), (1, 2), (6, 30))
HARD_BIRTHS = [
    dt.date(year, month, day)
    for year in range(1917, 2026)
    for month, day in AROUND
    if (month, day) != (2, 29) or year % 4 == 0
][:1000]
CASES = Dimension(name="case", categories=tuple(map(str, range(len(HARD_BIRTHS)))), sensitive=False)


def each_age(rule: LeapDay) -> Dimension:
    return Dimension(name="age", sensitive=False, reading=AgeGroups(bands=EACH_AGE, leap_day=rule))


@cache
def aged(written: str, rule: LeapDay, on: dt.date) -> CountTable:
    people = [
        Member(
            id=str(place),
            birth=PartialDate.parse(str(birth)[: int(written)]),
            identities={"case": Known(str(place))},
        )
        for place, birth in enumerate(HARD_BIRTHS)
    ]
    return cross_tally(people, of=each_age(rule), by=CASES, on=on)


def hard_table() -> Any:
    days = pa.array(HARD_BIRTHS, pa.date32())
    texts = {f"to {width}": pa.array([str(birth)[: int(width)] for birth in HARD_BIRTHS]) for width in ("10", "7", "4")}
    return pa.table(
        {
            "case": pa.array(list(CASES.categories)),
            "born": days,
            "day first": pa.array([f"{birth.day}/{birth.month}/{birth.year}" for birth in HARD_BIRTHS]),
            "month first": pa.array([birth.strftime("%m-%d-") + str(birth.year) for birth in HARD_BIRTHS]),
            **texts,
        }
    )


def test_there_are_seven_thousand_hard_pairs_of_dates() -> None:
    births_on_leap_days = [birth for birth in HARD_BIRTHS if (birth.month, birth.day) == (2, 29)]
    assert len(HARD_BIRTHS) * len(HARD_DAYS) == 7_000
    assert len(births_on_leap_days) == 27
    feb, mar = (aged("10", rule, HARD_DAYS[0]) for rule in LeapDay)
    assert feb != mar


@pytest.mark.parametrize("rule", LeapDay)
def test_ages_agree_with_members_on_every_hard_pair(engine: Callable[[Any], Any], rule: LeapDay) -> None:
    frame = engine(hard_table())
    column: dict[str, Column] = {"born": BirthColumn(day_format=DayFormat.ISO)}
    for on in HARD_DAYS:
        found = frames.tally(frame, of=each_age(rule), by=CASES, on=on, columns=column)
        assert aged("10", rule, on) == found


@pytest.mark.parametrize(
    ("name", "written", "day_format"),
    [
        ("to 10", "10", DayFormat.ISO),
        ("to 7", "7", DayFormat.ISO),
        ("to 4", "4", DayFormat.ISO),
        ("day first", "10", DayFormat.DAY_FIRST),
        ("month first", "10", DayFormat.MONTH_FIRST),
    ],
)
def test_written_dates_agree_with_members_however_they_are_written(
    engine: Callable[[Any], Any], name: str, written: str, day_format: DayFormat
) -> None:
    column: dict[str, Column] = {name: BirthColumn(day_format=day_format)}
    found = frames.tally(engine(hard_table()), of=each_age(LeapDay.FEB_28), by=CASES, on=HARD_DAYS[0], columns=column)
    assert aged(written, LeapDay.FEB_28, HARD_DAYS[0]) == found


@pytest.mark.parametrize(
    ("text", "day_format"),
    [
        ("2004-02-30", DayFormat.ISO),
        ("2003-02-29", DayFormat.ISO),
        ("1900-02-29", DayFormat.ISO),
        ("2004-13", DayFormat.ISO),
        ("2004-00", DayFormat.ISO),
        ("2004-04-31", DayFormat.ISO),
        ("2004-04-00", DayFormat.ISO),
        ("0000", DayFormat.ISO),
        ("20040229", DayFormat.ISO),
        ("2004-2-9", DayFormat.ISO),
        ("29.02.2004", DayFormat.ISO),
        ("٢٠٠٤", DayFormat.ISO),
        (CANARY, DayFormat.ISO),
        ("31.04.2004", DayFormat.DAY_FIRST),
        ("1.13.2004", DayFormat.DAY_FIRST),
        ("0.1.2004", DayFormat.DAY_FIRST),
        ("00.01.2004", DayFormat.DAY_FIRST),
        ("1.2/2004", DayFormat.DAY_FIRST),
        ("1.2.04", DayFormat.DAY_FIRST),
        ("13/1/2004", DayFormat.MONTH_FIRST),
        ("2/29/2003", DayFormat.MONTH_FIRST),
    ],
)
@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb"], indirect=True)
def test_what_is_no_day_is_refused_by_column_and_number_of_rows(
    engine: Callable[[Any], Any], text: str, day_format: DayFormat
) -> None:
    frame = engine(pa.table({"birth": ["", text, None, text]}))
    columns: dict[str, Column] = {"birth": BirthColumn(day_format=day_format)}
    assert [f"birth: must be a day of the calendar, written {day_format.value} (2 rows)"] == told(
        lambda: frames.tally(frame, of=CHILD, on=DAY, columns=columns)
    )


@pytest.mark.parametrize("year", ["2000", "2400", "1600"])
def test_a_leap_century_has_a_29_february(year: str) -> None:
    frame = pa.table({"birth": [f"{year}-02-29"]})
    found = frames.tally(frame, of=CHILD, on=DAY, columns={"birth": BirthColumn(day_format=DayFormat.ISO)})
    assert found.total + found.not_applicable == 1


def test_somebody_born_later_is_outside_and_an_early_day_has_a_band_too() -> None:
    frame = pa.table({"born": pa.array([dt.date(12, 1, 1), dt.date(30, 1, 1), None], pa.date32())})
    found = frames.tally(
        frame, of=CHILD, on=dt.date(16, 2, 28), columns={"born": BirthColumn(day_format=DayFormat.ISO)}
    )
    assert (found["child"], found.not_applicable, found.reasons["not-asked"]) == (1, 1, 1)


def test_a_moment_is_no_day_of_birth() -> None:
    column: dict[str, Column] = {"born": BirthColumn(day_format=DayFormat.ISO)}
    at_noon = pd.DataFrame({"born": pd.to_datetime(["2004-02-29 00:00", "2004-02-29 12:00"])})
    assert ["born: must be a day of the calendar, without a time (1 row)"] == told(
        lambda: frames.tally(at_noon, of=CHILD, on=DAY, columns=column)
    )
    somewhere = at_noon.assign(born=at_noon["born"].dt.tz_localize("Asia/Ulaanbaatar"))
    for bad in (somewhere, pd.DataFrame({"born": [dt.date(2004, 2, 29)]}), pd.DataFrame({"born": [2004]})):
        with pytest.raises(WrongType, match="born: must be a column of days, or of text"):
            frames.tally(bad, of=CHILD, on=DAY, columns=column)


# --- A measure of each group ---------------------------------------------------------------------------------------

REFERENCE = ReferencePopulation(
    id="census", name="census", of="gender", shares={"man": "0.5", "another": "0.1", "woman": "0.4"}, source="example"
)
GROUPED = ("school", "year", "sex", "languages", "agrees")
schools = st.fixed_dictionaries(
    {
        "school": st.sampled_from(["A", "B", "C", None]),
        "year": st.sampled_from(["2021", "2022"]),
        "sex": st.sampled_from(["f", "f", "m", "x", "-", "n/a", None]),
        "languages": st.sampled_from(["mn", "mn/kk", None]),
        "agrees": st.sampled_from([True, True, False, None]),
    }
)
EVERYBODY = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2020, 1, 1))
consents = st.sampled_from(["agrees", EVERYBODY])
many_rows = st.lists(schools, min_size=1, max_size=30)


def by_group(rows: Sequence[Mapping[str, Any]], names: Sequence[str], consent: object) -> dict[tuple[Any, ...], Any]:
    """Give the counts of each group, in the order of the groups."""
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in names), []).append(row)
    read = {name: COLUMNS[name] for name in ("sex", "languages")}
    made = {}
    for key in sorted(groups, key=lambda key: [(part is None, part or "") for part in key]):
        sheet = Sheet(
            source="rows",
            columns=tuple(read),
            rows=tuple(Row(place, {name: cell(row[name]) for name in read}) for place, row in enumerate(groups[key])),
        )
        made[key] = [
            evolve(one, consents=(EVERYBODY,)) if consent is EVERYBODY or row["agrees"] else one
            for one, row in zip(members_of(sheet, columns=read), groups[key], strict=True)
        ]
    return made


def near(expected: float | None, actual: float | None) -> bool:
    return actual is None if expected is None else actual is not None and abs(expected - actual) < 1e-12


def measured(of: Dimension, people: list[Member], measure: Callable[[Counts], float]) -> tuple[int, int, float | None]:
    counts = tally_members(people, of=of, on=DAY, purpose=Purpose.REPORT)
    return counts.known, counts.undisclosed, measure(counts) if counts.known else None


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@drawn
@given(rows=many_rows, by=st.sampled_from([("school",), ("year", "school")]), consent=consents)
def test_the_diversity_of_each_group_is_that_of_its_counts(
    engine: Callable[[Any], Any], rows: list[dict[str, Any]], by: tuple[str, ...], consent: Any
) -> None:
    found = lines(
        frames.diversity_by(
            engine(table_of(rows, GROUPED)),
            of=GENDER,
            by=by,
            on=DAY,
            q=2,
            columns=COLUMNS,
            purpose=Purpose.REPORT,
            consent=consent,
        )
    )
    groups = by_group(rows, by, consent)
    assert list(groups) == [tuple(line[name] for name in by) for line in found]
    for people, line in zip(groups.values(), found, strict=True):
        known, undisclosed, value = measured(GENDER, people, lambda counts: diversity.hill(counts, q=2))
        assert (known, undisclosed) == (line["known"], line["undisclosed"])
        assert near(value, line["diversity"])


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@drawn
@given(rows=many_rows, of=st.sampled_from([(GENDER, ("woman",)), (GENDER, ("man", "another")), (LANGUAGES, ("kk",))]))
def test_the_share_in_each_group_is_that_of_its_counts(
    engine: Callable[[Any], Any], rows: list[dict[str, Any]], of: tuple[Dimension, tuple[str, ...]]
) -> None:
    dimension, categories = of
    found = lines(
        frames.share_by(
            engine(table_of(rows, GROUPED)),
            of=dimension,
            category=categories,
            by="school",
            on=DAY,
            columns=COLUMNS,
            **ALL,
        )
    )
    groups = by_group(rows, ("school",), "agrees")
    assert list(groups) == [(line["school"],) for line in found]
    for people, line in zip(groups.values(), found, strict=True):
        counts = tally_members(people, of=dimension, on=DAY, purpose=Purpose.REPORT)
        assert (counts.known, counts.undisclosed) == (line["known"], line["undisclosed"])
        if not counts.known:
            assert [line[name] for name in ("share", "low", "high", "interval_low", "interval_high")] == [None] * 5
            continue
        share = shares.share(counts, of=categories)
        assert share.numerator == line["people"]
        expected = (*map(float, (share.value, share.low, share.high)), share.interval.low, share.interval.high)
        actual = [line[name] for name in ("share", "low", "high", "interval_low", "interval_high")]
        assert all(near(one, other) for one, other in zip(expected, actual, strict=True))


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@drawn
@given(rows=many_rows)
def test_the_distance_of_each_group_from_a_reference_is_that_of_its_counts(
    engine: Callable[[Any], Any], rows: list[dict[str, Any]]
) -> None:
    found = lines(
        frames.representation_by(
            engine(table_of(rows, GROUPED)),
            of=GENDER,
            by="school",
            on=DAY,
            reference=REFERENCE,
            measure=representation.rose,
            columns=COLUMNS,
            **ALL,
        )
    )
    for people, line in zip(by_group(rows, ("school",), "agrees").values(), found, strict=True):
        expected = measured(GENDER, people, lambda counts: representation.rose(counts, reference=REFERENCE))
        assert (*expected[:2],) == (line["known"], line["undisclosed"])
        assert near(expected[2], line["rose"])


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@drawn
@given(rows=many_rows)
def test_the_segregation_in_each_group_is_that_of_its_table(
    engine: Callable[[Any], Any], rows: list[dict[str, Any]]
) -> None:
    found = lines(
        frames.segregation(
            engine(table_of(rows, GROUPED)),
            of=GENDER,
            units="school",
            by="year",
            on=DAY,
            measure=segregation.dissimilarity,
            group="woman",
            columns=COLUMNS,
            **ALL,
        )
    )
    placed = [row for row in rows if row["school"] is not None]
    cells = by_group(placed, ("year", "school"), "agrees")
    years = sorted({year for year, _ in cells})
    assert years == [line["year"] for line in found]
    for year, line in zip(years, found, strict=True):
        tallies = {
            school: tally_members(people, of=GENDER, on=DAY, purpose=Purpose.REPORT)
            for (there, school), people in cells.items()
            if there == year
        }
        table = CountTable(tallies, of="gender", by="school")
        total = sum(tallies.values(), Counts({}, of="gender"))
        assert (total.known, total.undisclosed) == (line["known"], line["undisclosed"])
        inside = total["woman"]
        defined = 0 < inside < total.known
        expected = segregation.dissimilarity(table, group="woman") if defined else None
        assert near(expected, line["dissimilarity"])


def test_spark_measures_each_group(spark: Any) -> None:
    rows = [
        {"school": school, "year": "2022", "sex": sex, "languages": "mn", "agrees": agrees}
        for school, sex, agrees in [("A", "f", True), ("A", "m", True), ("A", "m", False), ("B", "x", True)]
    ]
    frame = spark.createDataFrame(table_of(rows, GROUPED))
    options: dict[str, Any] = {"of": GENDER, "on": DAY, "columns": COLUMNS, **ALL}
    found = frames.diversity_by(frame, by="school", **options)
    assert isinstance(found, type(frame))
    assert [("A", 2, 1, 2.0), ("B", 1, 0, 1.0)] == [tuple(line.values()) for line in lines(found)]
    (line,) = lines(frames.segregation(frame, by="year", units="school", **options))
    assert line["known"] == 3
    counted = frames.tally(frame, of=GENDER, on=DAY, columns=COLUMNS, **ALL)
    in_spark = frames.to_frame(counted, backend="pyspark", purpose=Purpose.REPORT)
    assert [("woman", None, 1), ("man", None, 1), ("another", None, 1), (None, "withheld", 1)] == [
        tuple(line.values()) for line in lines(in_spark)
    ]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_measure_comes_in_the_kind_of_frame_that_was_given(engine: Callable[[Any], Any]) -> None:
    frame = engine(pa.table({"school": ["B", "A", None], "gender": ["woman", "woman", "declined"]}))
    found = frames.diversity_by(frame, of=evolve(GENDER, sensitive=False), by="school", on=DAY)
    assert isinstance(found, type(frame))
    assert [("A", 1, 0, 1.0), ("B", 1, 0, 1.0), (None, 0, 1, None)] == [tuple(line.values()) for line in lines(found)]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_nobody_gives_no_groups_and_empty_counts(engine: Callable[[Any], Any]) -> None:
    frame = engine(table_of([], (*GROUPED, "gender")))
    plain = evolve(GENDER, sensitive=False)
    assert frames.tally(frame, of=plain, on=DAY) == tally_members([], of=plain, on=DAY)
    assert lines(frames.diversity_by(frame, of=plain, by="school", on=DAY)) == []
    assert lines(frames.segregation(frame, of=plain, by="year", units="school", on=DAY)) == []


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_rows_are_counted_in_parts_in_whatever_order_they_are(
    engine: Callable[[Any], Any],
    shuffled: bool,  # a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_engines, "BLOCK", 50)
    asked = [("C", "f"), ("A", "m"), (None, "f"), ("C", "m"), ("B", "-")]
    rows = [row for number, row in enumerate(asked, start=1) for _ in range(number * 40)]
    if shuffled:
        rows = [rows[at * 7 % len(rows)] for at in range(len(rows))]
    table = pa.table({"school": pa.array([row[0] for row in rows], pa.string()), "sex": [row[1] for row in rows]})
    plain = evolve(GENDER, sensitive=False)
    codes = {"f": "woman", "m": "man"}
    columns = {"sex": AnswerColumn(dimension=plain, codes=codes, missing={"-": Declined()})}
    found = lines(frames.diversity_by(engine(table), of=plain, by="school", on=DAY, q=0, columns=columns))
    assert [("A", 80, 0, 1), ("B", 0, 200, None), ("C", 200, 0, 2), (None, 120, 0, 1)] == [
        tuple(line.values()) for line in found
    ]


@pytest.mark.parametrize("engine", [*ENGINES, "pyspark"], indirect=True)
def test_what_is_no_number_is_a_gap_like_any_other(engine: Callable[[Any], Any]) -> None:
    nan = math.nan
    held = {
        "score": [1.0, 2.0, nan, nan, None, 1.0],
        "unit": [1.0, nan, 1.0, 1.0, 1.0, None],
        "g": [2.5, 2.5, 2.5, nan, None, nan],
    }
    frame = engine(pa.table({name: pa.array(values, pa.float64()) for name, values in held.items()}))
    columns: dict[str, Column] = {
        "score": AnswerColumn(dimension=SCORE, codes={"1": "low", "2": "high"}, empty=NotAsked())
    }
    assert frames.tally(frame, of=SCORE, on=DAY, columns=columns).undisclosed == 3
    shares = lines(frames.share_by(frame, of=SCORE, category="low", by="g", on=DAY, columns=columns))
    assert [(line["g"], line["known"], line["undisclosed"]) for line in shares] == [(2.5, 2, 1), (None, 1, 2)]
    found = lines(frames.segregation(frame, of=SCORE, units="unit", by="g", on=DAY, columns=columns))
    assert [(line["g"], line["known"], line["undisclosed"]) for line in found] == [(2.5, 1, 1), (None, 0, 2)]
    meets = Dimension(name="meets", sensitive=False, reading=Meets(criterion=SCORE.is_in("low")))
    assert frames.tally(frame, of=meets, on=DAY, columns=columns).numbers == (2, 1)


def patterned(engine: Callable[[Any], Any], name: str) -> tuple[Any, Dimension]:
    frame = engine(pa.table({"likes camp": ["yes", "yes", "no"], name: ["no", "no", "no"], "year": ["A", "A", "B"]}))
    return frame, Dimension(name=name, categories=("yes", "no"), sensitive=False)


@pytest.mark.parametrize("name", ["*", "^.*camp$", "likes.camp", "likes`camp"])
@pytest.mark.parametrize("engine", [*ENGINES, "pyspark"], indirect=True)
def test_a_name_is_never_taken_for_other_columns(engine: Callable[[Any], Any], name: str) -> None:
    frame, likes = patterned(engine, name)
    year = Dimension(name="year", categories=("A", "B"), sensitive=False)
    columns: dict[str, Column] = {name: AnswerColumn(dimension=likes)}
    given = nw.from_native(frame)
    early = tuple(map(int, duckdb.__version__.split(".")[:2])) < (2, 0)
    if given.implementation.is_duckdb() and early and {*".`"} & {*name}:
        pytest.skip("early versions of DuckDB, and of narwhals, take it for a path, and say so in their own words")
    if _engines.misread(given, name):
        for count in (
            lambda: frames.tally(frame, of=likes, on=DAY),
            lambda: frames.share_by(frame, of=year, category="A", by=name, on=DAY),
            lambda: frames.members(frame, columns=columns),
        ):
            with pytest.raises(BrokenRule, match="rename the column"):
                count()
        return
    assert frames.tally(frame, of=likes, on=DAY).numbers == (0, 3)
    found = lines(frames.share_by(frame, of=year, category="A", by=name, on=DAY))
    assert [(line[name], line["people"]) for line in found] == [("no", 2)]
    assert tally_members(frames.members(frame, columns=columns), of=likes, on=DAY).numbers == (0, 3)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_names_of_ours_are_not_taken(engine: Callable[[Any], Any]) -> None:
    frame = engine(pa.table({"gender": ["woman"], "youthprog_key": ["A"]}))
    with pytest.raises(BrokenRule, match="must not begin with youthprog_"):
        frames.diversity_by(frame, of=evolve(GENDER, sensitive=False), by="youthprog_key", on=DAY)


@pytest.mark.parametrize(
    "made",
    [
        lambda: pd.DataFrame([["woman", 1, 2]], columns=["gender", "x", "x"]),
        lambda: pa.table([["woman"], [1], [2]], names=["gender", "x", "x"]),
        lambda: duckdb.sql("select 'woman' as gender, 1 as x, 2 as x"),
    ],
    ids=["pandas", "pyarrow", "duckdb"],
)
def test_two_columns_of_one_name_are_refused(made: Callable[[], Any]) -> None:
    frame = made()
    plain = evolve(GENDER, sensitive=False)
    with pytest.raises(DuplicateId, match="two columns of one name"):
        frames.tally(frame, of=plain, on=DAY)
    with pytest.raises(DuplicateId, match="two columns of one name"):
        frames.members(frame, columns={"gender": AnswerColumn(dimension=plain)})


def test_groups_that_have_no_order_or_hold_lists_are_refused() -> None:
    plain = evolve(GENDER, sensitive=False)
    gender = ["woman", "man"]
    for groups in ([1, CANARY], [[1], [2]]):
        frame = pd.DataFrame({"gender": gender, "g": groups})
        with pytest.raises(WrongType, match=r"^g: ") as caught:
            frames.diversity_by(frame, of=plain, by="g", on=DAY)
        assert CANARY not in str(caught.value)
    lists = pa.table({"gender": gender, "g": [[1], [2]]})
    for frame in (lists, pl.from_arrow(lists), pl.from_arrow(lists).lazy(), duckdb.from_arrow(lists)):
        with pytest.raises(WrongType, match=r"^g: must hold no lists"):
            frames.diversity_by(frame, of=plain, by="g", on=DAY)
    for by in (1, None, [], [1], ["g", "g"]):
        with pytest.raises(WrongType, match=r"^by: "):
            frames.diversity_by(lists, of=plain, by=by, on=DAY)  # type: ignore[arg-type]  # the point of it


def test_a_measure_that_needs_a_group_says_so() -> None:
    frame = pa.table({"gender": ["woman"], "school": ["A"], "year": [1]})
    with pytest.raises(MissingField, match="group: must be the category that dissimilarity is about"):
        frames.segregation(
            frame,
            of=evolve(GENDER, sensitive=False),
            units="school",
            by="year",
            on=DAY,
            measure=segregation.dissimilarity,
        )


def test_a_result_is_in_the_database_of_its_frame() -> None:
    connection = duckdb.connect()
    given = connection.sql("select 'woman' as gender, 'A' as school")
    found = frames.diversity_by(given, of=evolve(GENDER, sensitive=False), by="school", on=DAY)
    found.create("kept")
    assert connection.sql("select school, known from kept").fetchall() == [("A", 1)]
    assert found.join(given, "school").fetchall() == [("A", 1, 0, 1.0, "woman")]


def test_python_objects_are_looked_at_to_the_last() -> None:
    frame = pd.DataFrame({"gender": pd.Series(["woman"] * 120 + [1, True], dtype=object)})
    with pytest.raises(WrongType, match="gender: must be a column of text"):
        frames.tally(frame, of=evolve(GENDER, sensitive=False), on=DAY)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_moment_of_less_than_a_second_is_no_day(engine: Callable[[Any], Any]) -> None:
    table = pa.table({"born": pa.array([dt.datetime.fromisoformat("2004-01-01T00:00:00.000900")], pa.timestamp("us"))})
    columns: dict[str, Column] = {"born": BirthColumn(day_format=DayFormat.ISO)}
    frame = engine(table)
    assert told(lambda: frames.tally(frame, of=CHILD, on=DAY, columns=columns)) == [
        "born: must be a day of the calendar, without a time (1 row)"
    ]


def test_days_of_birth_may_all_be_gaps() -> None:
    columns: dict[str, Column] = {"born": BirthColumn(day_format=DayFormat.ISO)}
    for frame in (
        pa.table({"born": pa.nulls(2)}),
        pl.DataFrame({"born": [None, None]}),
        pd.DataFrame({"born": [None, None]}),
    ):
        assert frames.tally(frame, of=CHILD, on=DAY, columns=columns).undisclosed == 2


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_group_may_be_far_larger_than_all_others(engine: Callable[[Any], Any]) -> None:
    number = 2**16 + 3  # in one group, more than 16 bits hold, among many with a row each
    schools = ["A"] * number + [f"B{i:02}" for i in range(20)]
    frame = engine(pa.table({"school": schools, "gender": ["woman"] * number + ["man"] * 20}))
    plain = evolve(GENDER, sensitive=False)
    assert frames.tally(frame, of=plain, on=DAY).numbers == (number, 20, 0)
    found = lines(frames.diversity_by(frame, of=plain, by="school", on=DAY))
    assert [line["known"] for line in found] == [number, *[1] * 20]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_columns_are_found_whatever_they_are_called(engine: Callable[[Any], Any]) -> None:
    names = ['who "they" are', "Хүйс, count(*)"]
    one, other = (Dimension(name=name, categories=("a", "b"), sensitive=False) for name in names)
    frame = engine(pa.table({names[0]: ["a", "a", "b"], names[1]: ["b", "b", "a"], "more": [1, 2, 3]}))
    table = frames.tally(frame, of=one, by=other, on=DAY)
    assert (table["a"].numbers, table["b"].numbers) == ((0, 1), (2, 0))
    assert frames.tally(frame, of=other, by=other, on=DAY)["b"].numbers == (0, 2)
    found = lines(frames.diversity_by(frame, of=other, by="more", on=DAY))
    assert [(line["more"], line["known"]) for line in found] == [(1, 1), (2, 1), (3, 1)]


def test_more_combinations_than_rows_are_left_to_the_engine() -> None:
    number = 1026
    frame = pd.DataFrame({"a": range(number), "b": range(number), "gender": ["woman", "man", "man"] * (number // 3)})
    plain = evolve(GENDER, sensitive=False)
    found = frames.diversity_by(frame, of=plain, by=["a", "b"], on=DAY)
    assert (len(found), set(found["diversity"])) == (number, {1.0})
    one, other = (Dimension(name=name, categories=("some",), sensitive=False) for name in ("a", "b"))
    codes = {str(code): "some" for code in range(number)}
    columns = {name: AnswerColumn(dimension=dimension, codes=codes) for name, dimension in (("a", one), ("b", other))}
    assert frames.tally(frame, of=one, by=other, on=DAY, columns=columns)["some"]["some"] == number


def test_what_a_measure_of_groups_refuses() -> None:
    frame = pa.table({"school": ["A"], "known": ["A"], "gender": ["woman"], "languages": ["mn"]})
    plain = evolve(GENDER, sensitive=False)
    with pytest.raises(NotAPartition, match="the categories of languages overlap"):
        frames.diversity_by(frame, of=LANGUAGES, by="school", on=DAY)
    with pytest.raises(NotAPartition, match="the categories of languages overlap; ask for the share of one"):
        frames.share_by(frame, of=LANGUAGES, category=["mn", "kk"], by="school", on=DAY)
    with pytest.raises(BrokenRule, match="categories: must be categories of gender"):
        frames.share_by(frame, of=plain, category="women", by="school", on=DAY)
    with pytest.raises(MissingField, match="class: must be a column of the frame"):
        frames.diversity_by(frame, of=plain, by="class", on=DAY)
    for by in ([], ["school", "school"], [7]):
        with pytest.raises(WrongType, match="by: must be the name of a column or of several"):
            frames.diversity_by(frame, of=plain, by=by, on=DAY)  # type: ignore[arg-type]  # the point of it
    with pytest.raises(BrokenRule, match="by: must not be a column called known"):
        frames.diversity_by(frame, of=plain, by="known", on=DAY)
    other = evolve(plain, categories=("woman", "man"))
    with pytest.raises(BrokenRule, match="reference: must speak of the categories of gender"):
        frames.representation_by(frame, of=other, by="school", on=DAY, reference=REFERENCE)
    with pytest.raises(BrokenRule, match="units: must be another column"):
        frames.segregation(frame, of=plain, by="school", units="school", on=DAY)
    with pytest.raises(PurposeRequired, match="gender is sensitive: say for which purpose"):
        frames.diversity_by(frame, of=GENDER, by="school", on=DAY)


# --- Consent -------------------------------------------------------------------------------------------------------


def test_a_sensitive_dimension_needs_a_purpose_and_a_stated_consent() -> None:
    frame = pa.table({"gender": ["woman", "man"], "agrees": pa.array([True, None]), "yes": ["yes", "no"]})
    with pytest.raises(PurposeRequired, match="gender is sensitive: say for which purpose its answers are used"):
        frames.tally(frame, of=GENDER, on=DAY, consent="agrees")
    with pytest.raises(PurposeRequired, match="gender is sensitive, and a frame does not say who consented"):
        frames.tally(frame, of=GENDER, on=DAY, purpose=Purpose.REPORT)
    with pytest.raises(MissingField, match="aggrees: must be a column of the frame"):
        frames.tally(frame, of=GENDER, on=DAY, purpose=Purpose.REPORT, consent="aggrees")
    with pytest.raises(WrongType, match="yes: must be a column of truth values"):
        frames.tally(frame, of=GENDER, on=DAY, purpose=Purpose.REPORT, consent="yes")
    by_guardians = evolve(EVERYBODY, given_by=GivenBy.GUARDIAN)
    with pytest.raises(BrokenRule, match="consent: must be a column where guardians gave it"):
        frames.tally(frame, of=GENDER, on=DAY, purpose=Purpose.REPORT, consent=by_guardians)
    found = frames.tally(frame, of=GENDER, on=DAY, **ALL)
    assert (found["woman"], found.reasons["withheld"]) == (1, 1)
    assert repr(found) == "<sensitive counts of gender in 3 categories>"


@pytest.mark.parametrize(("purpose", "withheld"), [(Purpose.REPORT, 0), (Purpose.RESEARCH, 2)])
def test_a_consent_that_everybody_gave_holds_for_its_purposes_alone(purpose: Purpose, withheld: int) -> None:
    frame = pa.table({"gender": ["woman", "man"]})
    found = frames.tally(frame, of=GENDER, on=DAY, purpose=purpose, consent=EVERYBODY)
    assert withheld == found.reasons["withheld"]


# --- What is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_all_wrong_values_are_told_at_once_by_column_and_never_named(engine: Callable[[Any], Any]) -> None:
    frame = engine(pa.table({"sex": ["f", CANARY, CANARY, None], "home": [CANARY, "UB", "UB", None]}))
    strict: dict[str, Column] = {
        "sex": AnswerColumn(dimension=GENDER, codes={"f": "woman"}),
        "home": HomeColumn(regions=REGIONS),
    }
    assert [
        "home: must be a region's name or code (1 row)",
        "sex: must be one of the answers known for gender (2 rows)",
        "sex: must not be empty; state what an empty cell means (1 row)",
    ] == told(lambda: frames.tally(frame, of=evolve(GENDER, sensitive=False), by=HOME, on=DAY, columns=strict))


def test_a_wrong_value_in_a_criterion_is_told_too() -> None:
    meets = Dimension(name="meets", sensitive=False, reading=Meets(criterion=~CHILD.is_in("child")))
    frame = pa.table({"birth": [CANARY]})
    columns: dict[str, Column] = {"birth": BirthColumn(day_format=DayFormat.ISO)}
    assert ["birth: must be a day of the calendar, written YYYY-MM-DD (1 row)"] == told(
        lambda: frames.tally(frame, of=meets, on=DAY, columns=columns)
    )


def test_a_criterion_that_only_python_can_judge_is_refused() -> None:
    class Odd(Criterion):
        """Nothing an engine can work out."""

        sensitive = False
        definitions = ()

    odd = Dimension(name="odd", sensitive=False, reading=Meets(criterion=Odd()))
    with pytest.raises(WrongType, match="criterion: must be made of Is, AllOf, AnyOf and NotThat"):
        frames.tally(pa.table({"a": [1]}), of=odd, on=DAY)


def test_a_column_of_an_uncountable_type_is_refused() -> None:
    plain = evolve(GENDER, sensitive=False)
    for frame in (
        pl.DataFrame({"gender": [["woman"]]}),
        pd.DataFrame({"gender": [dt.date(2004, 2, 29)]}),
        pa.table({"gender": [{"a": 1}]}),
    ):
        with pytest.raises(WrongType, match="gender: must be a column of text, whole numbers or truth values"):
            frames.tally(frame, of=plain, on=DAY)
    halves = pl.DataFrame({"score": [1.0, 1.5]})
    assert ["score: must be text, a whole number or a truth value (1 row)"] == told(
        lambda: frames.tally(halves, of=SCORE, on=DAY, columns=COLUMNS)
    )


def test_whole_numbers_with_gaps_and_truth_values_are_read() -> None:
    found = frames.tally(pd.DataFrame({"score": [1, 3, None]}), of=SCORE, on=DAY, columns=COLUMNS)
    assert (found.numbers, found.undisclosed) == ((1, 1), 1)
    yes = Dimension(name="yes", categories=("yes", "no"), sensitive=False)
    column = AnswerColumn(dimension=yes, codes={"true": "yes", "false": "no"}, empty=NotAsked())
    for frame in (pl.DataFrame({"yes": [True, False, None]}), pa.table({"yes": pa.array([True, False, None])})):
        assert frames.tally(frame, of=yes, on=DAY, columns={"yes": column}).numbers == (1, 1)


def test_part_of_a_year_of_age_is_a_problem_and_no_age() -> None:
    frame = pl.DataFrame({"age": [15.0, 17.5, 17.5, 20.0]})
    assert ["age: must be text, a whole number or a truth value (2 rows)"] == told(
        lambda: frames.tally(frame, of=AGES[LeapDay.FEB_28], on=DAY, columns=REPORTED)
    )


def test_other_frames_are_refused_by_name() -> None:
    plain = evolve(GENDER, sensitive=False)
    for frame in ({"gender": ["woman"]}, [1], None, pd.Series(["woman"], name="gender")):
        with pytest.raises(WrongType, match="frame: must be a dataframe of pandas, polars, pyarrow, DuckDB or PySpark"):
            frames.tally(frame, of=plain, on=DAY)


def test_a_frame_of_an_untried_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from youthprog.frames import _engines

    monkeypatch.setattr(_engines, "ENGINES", ("duckdb",))
    with pytest.raises(WrongType, match="a frame of another engine is given as its arrow table"):
        frames.tally(pa.table({"gender": ["woman"]}), of=evolve(GENDER, sensitive=False), on=DAY)


def test_a_column_that_is_not_there_or_not_mapped_is_named() -> None:
    frame = pa.table({"sex": ["f"]})
    plain = evolve(GENDER, sensitive=False)
    with pytest.raises(MissingField, match="gender: must be a column of the frame"):
        frames.tally(frame, of=plain, on=DAY)
    with pytest.raises(MissingField, match="columns: must hold a BirthColumn or AgeColumn for child"):
        frames.tally(frame, of=CHILD, on=DAY)
    with pytest.raises(MissingField, match="columns: must hold a HomeColumn for home"):
        frames.tally(frame, of=HOME, on=DAY, columns={"sex": COLUMNS["sex"]})
    with pytest.raises(BrokenRule, match="sex: must be read with the categories of gender that are counted"):
        frames.tally(frame, of=evolve(plain, categories=("woman",)), on=DAY, columns={"sex": COLUMNS["sex"]})
    belongs = Dimension(name="member", sensitive=False, reading=Belongs(kinds={MembershipKind.MEMBER}))
    with pytest.raises(BrokenRule, match="member: must not hang on spells of membership: make members"):
        frames.tally(frame, of=belongs, on=DAY)
    with pytest.raises(BrokenRule, match="by: must name one dimension or several"):
        frames.tally(frame, of=plain, by=[], on=DAY)
    with pytest.raises(WrongType, match="on: must be a date"):
        frames.tally(frame, of=plain, on=dt.datetime(2022, 7, 1))  # noqa: DTZ001  # a moment, whatever its zone


# --- Members -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@drawn
@given(rows=st.lists(a_row, max_size=8), columns=columns_of)
def test_members_of_a_frame_are_those_of_its_rows(
    engine: Callable[[Any], Any], rows: list[dict[str, Any]], columns: Mapping[str, Column]
) -> None:
    sheet = Sheet(
        source="rows",
        columns=NAMES,
        rows=tuple(
            Row(number, {name: cell(row[name]) for name in columns}) for number, row in enumerate(rows, start=2)
        ),
    )
    found = frames.members(engine(table_of(rows, NAMES)), columns=columns, purpose=Purpose.STORE)
    assert members_of(sheet, columns=columns) == found


@pytest.mark.parametrize("day_format", DayFormat)
@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_days_of_a_frame_need_no_format(engine: Callable[[Any], Any], day_format: DayFormat) -> None:
    frame = engine(
        pa.table(
            {
                "No": ["007"],
                "born": pa.array([dt.date(2004, 2, 29)], pa.date32()),
                "joined": pa.array([dt.date(2020, 1, 2)], pa.date32()),
                "left": pa.array([dt.date(2021, 3, 4)], pa.date32()),
            }
        )
    )
    columns: dict[str, Column] = {
        "No": IdColumn(),
        "born": BirthColumn(day_format=day_format),
        "joined": SpellColumn(kind=MembershipKind.MEMBER, day_format=day_format, open_end=Ending.ONGOING, end="left"),
    }
    (found,) = frames.members(frame, columns=columns)
    assert ("007", PartialDate(2004, 2, 29)) == (found.id, found.birth)
    assert found.memberships[0].period.end == PartialDate(2021, 3, 4)


def test_sensitive_answers_of_a_frame_are_withheld_unless_there_is_a_purpose() -> None:
    frame = pa.table({"sex": [CANARY], "languages": ["mn"]})
    columns = {name: COLUMNS[name] for name in ("sex", "languages")}
    (found,) = frames.members(frame, columns=columns)
    assert found.answer("gender").reveal(Purpose.STORE) == Withheld()
    assert found.answer("languages").reveal(Purpose.STORE) == Known(frozenset({"mn"}))
    (only,) = frames.members(frame, columns={"sex": COLUMNS["sex"]})
    assert only.answer("gender").reveal(Purpose.STORE) == Withheld()
    assert ["row 2, sex: must be one of the answers known for gender"] == told(
        lambda: frames.members(frame, columns=columns, purpose=Purpose.STORE)
    )
    with pytest.raises(PurposeRequired, match="answers are read for a purpose"):
        frames.members(frame, columns=columns, purpose="store")  # type: ignore[arg-type]  # the point of it


def test_every_problem_of_a_frame_is_told_by_row_and_no_value_is_named() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Bat", dt.date(2004, 1, 1), "Dorj"],
            "born": [dt.datetime(2004, 2, 29), "2004-02-29", dt.datetime(2004, 2, 29, 12)],  # noqa: DTZ001
            "sex": [CANARY, "f", "m"],
        }
    )
    columns: dict[str, Column] = {
        "name": NameColumn(part=NamePart.GIVEN),
        "born": BirthColumn(day_format=DayFormat.ISO),
        "sex": COLUMNS["sex"],
    }
    assert [
        "row 2, sex: must be one of the answers known for gender",
        "row 3, name: must be text, a whole number or a truth value",
        "row 4, born: must be a day, without a time",
    ] == told(lambda: frames.members(frame, columns=columns, purpose=Purpose.STORE))
    assert ["the frame, row 1, No: must be a column of the file"] == told(
        lambda: frames.members(frame, columns={"No": IdColumn()})
    )
    with pytest.raises(WrongType, match="No: must be text or whole numbers: an id is no number with a fraction"):
        frames.members(pd.DataFrame({"No": [7.0]}), columns={"No": IdColumn()})
    mixed = pd.Series([7.0, "A8", True, math.nan, np.int64(9)], dtype=object)
    rule = "must be text or a whole number: an id is no number with a fraction"
    assert [f"row 2, No: {rule}", f"row 4, No: {rule}", "row 5, No: must not be empty"] == told(
        lambda: frames.members(pd.DataFrame({"No": mixed}), columns={"No": IdColumn()})
    )
    assert frames.members(duckdb.sql("select 1 as a"), columns={}) == frames.members(pa.table({"a": [1]}), columns={})


@pytest.mark.parametrize(
    "made",
    [
        lambda: pl.DataFrame({"born": pl.Series([12473, 4_000_000, None]).cast(pl.Date)}),
        lambda: pa.table({"born": pa.array([12473, 4_000_000, None], pa.date32())}),
        lambda: duckdb.sql("select unnest([date '2004-02-25', date '12921-08-28', null]) as born"),
    ],
    ids=["polars", "pyarrow", "duckdb"],
)
def test_a_day_beyond_the_calendar_is_a_problem_of_its_row(made: Callable[[], Any]) -> None:
    frame = made()
    columns: dict[str, Column] = {"born": BirthColumn(day_format=DayFormat.ISO)}
    with pytest.raises(InvalidDocument) as caught:
        frames.members(frame, columns=columns)
    assert [str(one) for one in caught.value.problems] == ["row 3, born: must be a day of the years 1 to 9999"]
    assert [one.birth for one in caught.value.sound] == [PartialDate(2004, 2, 25), None]


# --- Into a frame --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow", "duckdb"])
def test_counts_and_tables_go_into_a_frame(backend: str) -> None:
    counts = Counts({"rural": 12, "urban": 0}, undisclosed={"declined": 3}, not_applicable=1, of="place")
    expected = [("rural", None, 12), ("urban", None, 0), (None, "declined", 3), (None, "not-applicable", 1)]
    assert expected == [tuple(line.values()) for line in lines(frames.to_frame(counts, backend=backend))]
    table = CountTable({"Uvs": counts, None: Counts({"urban": 2}, of="place")}, of="place", by="region")
    found = lines(frames.to_frame(table, backend=backend))
    assert [("Uvs", *line) for line in expected] == [tuple(line.values()) for line in found][:4]
    assert {"region": None, "place": "urban", "missing": None, "people": 2} == found[-1]
    assert list(lines(frames.to_frame(Counts({"a": 1}), backend=backend))[0]) == ["category", "missing", "people"]


def test_members_go_into_a_frame_by_dimensions_and_come_back() -> None:
    people = [
        Member(
            id="007",
            birth=PartialDate(2004, 2, 29),
            identities={"gender": Known("woman"), "languages": Known(frozenset({"mn", "kk"}))},
            consents=(EVERYBODY,),
        ),
        Member(id="8", identities={"gender": Known("man"), "languages": Declined()}),
    ]
    asked = [GENDER, LANGUAGES, CHILD]
    found = frames.to_frame(people, backend="polars", dimensions=asked, on=DAY, purpose=Purpose.REPORT)
    assert [("007", "woman", "kk;mn", "child"), ("8", "withheld", "declined", "not-asked")] == found.rows()
    safe = frames.to_frame(people, backend="pandas", dimensions=asked, on=DAY)
    assert list(safe) == ["id", "languages", "child"]
    assert list(frames.to_frame(people, backend="pyarrow").column_names) == ["id"]
    words = AnswerColumn(dimension=LANGUAGES, missing={"declined": Declined()})
    back = frames.members(safe, columns={"id": IdColumn(), "languages": words})
    assert [one.answer("languages") for one in people] == [one.answer("languages") for one in back]


def test_what_does_not_go_into_a_frame() -> None:
    secret = Counts({"woman": 1}, of="gender", sensitive=True)
    with pytest.raises(PurposeRequired, match="these counts are sensitive"):
        frames.to_frame(secret, backend="pandas")
    assert len(frames.to_frame(secret, backend="pandas", purpose=Purpose.REPORT)) == 1
    with pytest.raises(WrongType, match="backend: must be one of pandas, polars, pyarrow, duckdb, pyspark"):
        frames.to_frame(secret, backend="dask", purpose=Purpose.REPORT)
    with pytest.raises(WrongType, match="result: must be a result that shows itself, such as Counts, or members"):
        frames.to_frame([7], backend="pandas")  # type: ignore[list-item]  # the point of it
    with pytest.raises(WrongType, match="on: must be a date where there are dimensions"):
        frames.to_frame([], backend="pandas", dimensions=[CHILD])
    with pytest.raises(BrokenRule, match="dimensions: must not repeat a name or be called as another column"):
        frames.to_frame([], backend="pandas", dimensions=[evolve(CHILD, name="id")], on=DAY)
    either = Dimension(name="either", categories=("a;b",), multiple=True, sensitive=False)
    with pytest.raises(BrokenRule, match="either: must have no category with a semicolon"):
        frames.to_frame(
            [Member(id="1", identities={"either": Known("a;b")})], backend="pandas", dimensions=[either], on=DAY
        )
    call = Dimension(name="call", categories=("declined", "answered"), sensitive=False)
    with pytest.raises(BrokenRule, match="call: must have no category that is called as a missing answer is"):
        frames.to_frame(
            [Member(id="1", identities={"call": Known("declined")})], backend="pandas", dimensions=[call], on=DAY
        )


# --- Real data -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_a_survey_read_by_a_library_gives_the_members_and_counts_of_the_csv_file(shared: Path, library: str) -> None:
    file = shared / "data" / "young_people_survey" / "responses.csv"
    read: dict[str, Callable[[Path], Any]] = {
        "pandas": pd.read_csv,
        "polars": pl.read_csv,
        "duckdb": lambda path: CONNECTION.read_csv(str(path)),
    }
    settlement = Dimension(name="settlement", categories=["village", "city"], sensitive=False)
    gender = Dimension(name="gender", categories=["female", "male"])
    columns: dict[str, Column] = {
        "Age": AgeColumn(asked_on=dt.date(2013, 12, 1)),
        "Village - town": AnswerColumn(dimension=settlement, empty=NotAsked()),
        "Gender": AnswerColumn(dimension=gender, empty=NotAsked()),
    }
    frame = read[library](file)
    expected = read_members(file, columns=columns)
    found = frames.members(frame, columns=columns, purpose=Purpose.RESEARCH)
    assert expected == found
    assert (len(found), found[0].id, found[-1].id) == (1010, "2", "1011")
    on = dt.date(2013, 12, 1)
    counts = frames.tally(frame, of=settlement, on=on, columns=columns)
    share = shares.share(counts, of="village")
    assert tally_members(expected, of=settlement, on=on) == counts
    assert (share.value, share.low, share.high) == (Fraction(299, 1006), Fraction(299, 1010), Fraction(303, 1010))
    study = Consent(purposes={Purpose.RESEARCH}, given_on=on)
    agreed = [evolve(one, consents=(study,)) for one in expected]
    adult = Dimension(
        name="age",
        sensitive=False,
        reading=AgeGroups(bands=(AgeBand(name="under 18", maximum=17),), leap_day=LeapDay.MAR_1),
    )
    table = frames.tally(
        frame, of=gender, by=[settlement, adult], on=on, columns=columns, purpose=Purpose.RESEARCH, consent=study
    )
    assert cross_tally(agreed, of=gender, by=[settlement, adult], on=on, purpose=Purpose.RESEARCH) == table


# --- The room ------------------------------------------------------------------------------------------------------

LIBRARIES = "{'narwhals', 'numpy', 'pandas', 'polars', 'pyarrow', 'duckdb', 'pyspark', 'dask'}"


def test_the_room_loads_no_library_of_frames() -> None:
    script = f"import sys, youthprog.frames; print(sorted({LIBRARIES} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_counting_loads_no_other_library_of_frames_than_the_callers() -> None:
    script = f"""import sys, datetime as dt, polars
from youthprog import Dimension, frames
plain = Dimension(name="gender", categories=("woman",), sensitive=False)
table = polars.DataFrame({{"gender": ["woman"], "a": [1]}})
before = set(sys.modules)
frames.tally(table, of=plain, on=dt.date(2022, 7, 1))
frames.diversity_by(table, of=plain, by="a", on=dt.date(2022, 7, 1))
print(sorted({LIBRARIES} & (set(sys.modules) - before)))"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['narwhals', 'numpy']"


def test_without_narwhals_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    with pytest.raises(ModuleNotFoundError, match="install youthprog with the extra `frames`"):
        frames.tally(None, of=GENDER, on=DAY)
