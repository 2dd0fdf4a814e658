"""Laws of lines about people, and of coarser tables.

- Nobody stands alone: every combination others may know is shared by k people, with l different answers among them.
- Pseudonyms of two exports have nothing in common; the same export gives the same file.
- A suggested table holds the same people as the one it was made of.
"""

import csv
import datetime as dt
import io
import pickle
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_disclosure import KEY, counted, table_of, tables
from youthprog.counts import Counts, CountTable
from youthprog.criteria import Dimension
from youthprog.disclosure import CannotPublish, KeyRequired, Rule, export, pseudonym, publish, suggest_coarsening
from youthprog.errors import BrokenRule, NotAPartition, PurposeRequired, UnknownField, WrongType
from youthprog.people import Consent, Member
from youthprog.values import Declined, Known, NotApplicable, Purpose

ON = dt.date(2022, 12, 31)
PLACE = Dimension(name="place", categories=("p", "q", "r", "s"), sensitive=False)
AGE = Dimension(name="age", categories=("young", "old"), sensitive=False)
SECRET = Dimension(name="secret", categories=("yes", "no"))
CONSENT = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2000, 1, 1))
GROUPS = {"place": [{"west": ["p", "q"], "east": ["r", "s"]}]}


def person(number: int, place: Any, age: str, secret: Any, *, consents: bool = True) -> Member:
    answers: dict[str, Any] = {"place": place, "age": Known(age), "secret": secret}
    return Member(id=f"m-{number}", identities=answers, consents=[CONSENT] if consents else [])


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([Known("p"), Known("q"), Known("r"), Declined(), NotApplicable()]),
        st.sampled_from(["young", "old"]),
        st.sampled_from([Known("yes"), Known("no"), Declined()]),
        st.booleans(),
    ),
    max_size=60,
).map(lambda rows: [person(i, *row[:3], consents=row[3]) for i, row in enumerate(rows)])


def lines_of(members: list[Member], **options: Any) -> list[dict[str, str]]:
    given_options: dict[str, Any] = {"name": "donor", "key": KEY, "groups": GROUPS, "of": [SECRET]} | options
    text = export(members, by=[PLACE, AGE], on=ON, purpose=Purpose.REPORT, **given_options).csv()
    return list(csv.DictReader(io.StringIO(text)))


@given(PEOPLE)
def test_nobody_stands_alone_in_lines_about_people(members: list[Member]) -> None:
    try:
        lines = lines_of(members)
    except CannotPublish:
        consenting = [one for one in members if one.consents]
        answers = {one.answer("secret").reveal(Purpose.REPORT) for one in consenting}
        assert len(consenting) < 5 or len(answers) < 2
        return
    classes = Counter((line["place"], line["age"]) for line in lines)
    assert min(classes.values()) >= 5
    for place, age in classes:
        assert len({line["secret"] for line in lines if (line["place"], line["age"]) == (place, age)}) >= 2
    assert len(lines) == sum(bool(one.consents) for one in members)
    assert not {one.id for one in members} & {cell for line in lines for cell in line.values()}


@given(PEOPLE)
def test_the_order_of_the_list_plays_no_part(members: list[Member]) -> None:
    try:
        expected = lines_of(members)
    except CannotPublish:
        return
    assert lines_of(members[::-1]) == expected


def crowd(number: int = 12) -> list[Member]:
    return [person(i, Known("pq"[i % 2]), "young", Known(("yes", "no")[i // 2 % 2])) for i in range(number)]


def test_a_class_that_is_too_small_is_made_coarser_by_its_groups_first() -> None:
    made = export(
        crowd(8), by=[PLACE, AGE], of=[SECRET], on=ON, purpose=Purpose.REPORT, name="d", key=KEY, groups=GROUPS
    )
    assert made.coarsened == {"place": 1}
    assert {line["place"] for line in csv.DictReader(io.StringIO(made.csv()))} == {"west"}
    assert (len(made), repr(made)) == (8, "<confidential lines: pseudonym, place, age, secret>")
    with pytest.raises(TypeError, match="do not pickle"):
        pickle.dumps(made)
    assert {line["place"] for line in lines_of(crowd(8), groups=None)} == {"any"}


def test_pseudonyms_of_two_exports_have_nothing_in_common() -> None:
    first, again, other = (lines_of(crowd(), name=name) for name in ("donor", "donor", "board"))
    assert first == again
    assert not {line["pseudonym"] for line in first} & {line["pseudonym"] for line in other}
    made = {pseudonym(f"m-{i}", key=KEY, purpose=purpose, name="x") for i in range(50) for purpose in Purpose}
    assert len(made) == 50 * len(Purpose)
    assert {len(one) for one in made} == {26}


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"key": None}, KeyRequired),
        ({"key": b"short"}, BrokenRule),
        ({"name": ""}, WrongType),
        ({"k": 4}, BrokenRule),
        ({"l": 1}, BrokenRule),
        ({"k": 5.0}, WrongType),
        ({"of": [PLACE]}, BrokenRule),
        ({"groups": {"secret": []}}, UnknownField),
        ({"groups": {"place": [{"west": ["nowhere"]}]}}, UnknownField),
        ({"k": 13}, CannotPublish),
        ({"l": 3}, CannotPublish),
    ],
)
def test_what_would_expose_people_is_refused(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        lines_of(crowd(), **options)


def test_lines_need_a_purpose_and_single_answers() -> None:
    with pytest.raises(PurposeRequired):
        export(crowd(), by=[PLACE], on=ON, purpose="curiosity", name="d", key=KEY)  # type: ignore[arg-type]  # what is tested
    several = Dimension(name="place", categories=("p", "q"), sensitive=False, multiple=True)
    with pytest.raises(NotAPartition):
        export(crowd(), by=[several], on=ON, purpose=Purpose.REPORT, name="d", key=KEY)
    with pytest.raises(CannotPublish):
        export([], by=[], on=ON, purpose=Purpose.REPORT, name="d", key=KEY)
    assert len(export(crowd(), by=[], of=[several], on=ON, purpose=Purpose.REPORT, name="d", key=KEY)) == 12


# --- Coarser tables --------------------------------------------------------------------------------------------------


@given(tables((2, 5), (2, 4)))
def test_a_coarser_table_holds_the_same_people(leaves: dict[tuple[str, ...], int]) -> None:
    table = table_of(leaves)
    found = suggest_coarsening(table, groups={"a": {"all": ["a0"]}})
    assert () in [one.steps for one in found]
    assert [one.shown for one in found] == sorted((one.shown for one in found), reverse=True)
    for one in found:
        total = one.table.total().total if isinstance(one.table, CountTable) else one.table.total
        assert total == sum(leaves.values())
        release = publish(one.table).release
        assert sum(
            told is not None for told, n in zip(release.shown, release.system.margins, strict=True) if not n
        ) == (one.shown)


def test_provinces_become_regions_where_that_shows_more() -> None:
    table = CountTable({f"a{i}": {"x": 3, "y": 4} for i in range(6)}, of="c", by="a")
    groups = {"a": {"west": ["a0", "a1", "a2"], "east": ["a3", "a4", "a5"]}}
    best = suggest_coarsening(table, groups=groups)[0]
    assert best.steps in {("a: in groups",), ("a: neighbours joined",)}
    assert best.shown == best.cells
    assert "people" not in repr(best)
    assert "table" not in repr(best)


def test_categories_that_overlap_are_left_as_they_are() -> None:
    counts = counted([30, 20, 10], people=45)
    assert [one.steps for one in suggest_coarsening(counts)] == [()]
    table = CountTable({"p": counts}, of="c", by="a")
    assert ("a: left out",) in [one.steps for one in suggest_coarsening(table)]


def test_what_cannot_be_published_at_all_is_not_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    from youthprog.disclosure import _coarsening

    def refuse(*_: object, **__: object) -> None:
        raise CannotPublish("never")

    monkeypatch.setattr(_coarsening, "publish", refuse)
    assert suggest_coarsening(counted([3, 4])) == ()


def test_a_coarser_table_of_a_sensitive_dimension_stays_sensitive() -> None:
    counts = Counts({"a": 3, "b": 4, "c": 20, "d": 30}, undisclosed={"declined": 3}, of="c", sensitive=True)
    joined = next(one for one in suggest_coarsening(counts, key=KEY) if one.steps)
    assert joined.table.sensitive
    assert isinstance(joined.table, Counts)
    assert joined.table.reasons["declined"] == 3
    assert Rule().covers(Rule())
