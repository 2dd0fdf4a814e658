"""Counts and tables of counts.

Laws:

- counts of one dimension are a commutative monoid: adding is associative and commutative, and no counts change nothing;
  so are tables;
- to tally two groups and add is to tally both together; a tally is what asking everybody one by one gives, although
  people who are alike in what is looked at are read once; whom an error names, and who is kept, does not hang on that;
- the rows of a table add up to the tally of its dimension, and their sizes to the tally of the other;
- where several answers are allowed people are counted and not answers, and what needs a partition refuses by name;
- who did not disclose is kept by reason, whom the question does not apply to is outside the base;
- sensitive counts show their shape and not their numbers, and do not pickle;
- counts are immutable and hold whole numbers only.
"""

from __future__ import annotations

import copy
import datetime as dt
import enum
import gc
import json
import pickle
import traceback
import weakref
from collections import Counter
from html.parser import HTMLParser
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from youthprog import counts as counting
from youthprog.counts import REASONS, Basis, Counts, CountTable, cross_tally, cross_tally_answers, tally
from youthprog.criteria import Criterion, Dimension, Meets, RegionOf, Where
from youthprog.errors import (
    BrokenRule,
    EmptyCounts,
    NotAPartition,
    PurposeRequired,
    UnknownField,
    WrongType,
    YouthprogError,
)
from youthprog.people import Consent, Member
from youthprog.testing import REGIONS, count_tables, counts, days, dimensions, members
from youthprog.values import (
    AskedUnknown,
    Declined,
    Known,
    NotApplicable,
    NotAsked,
    Purpose,
    Sensitive,
    Tri,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from youthprog.people import Codes

TODAY = dt.date(2022, 7, 1)
GENDER = Dimension(name="gender", categories=("woman", "man"), sensitive=False)
ORIGIN = Dimension(name="origin", categories=("Khalkh", "Kazakh", "Буриад"), sensitive=False, multiple=True)
SCHOOL = Dimension(name="school", categories=("yes", "no"), sensitive=False)
REGION = Dimension(name="region", categories=REGIONS, sensitive=False, reading=RegionOf(where=Where.HOME))
DISABILITY = Dimension(name="disability", categories=("yes", "no"))
AGREED = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2020, 1, 1))


def people(*answers: dict[str, Any], **facts: Any) -> list[Member]:
    return [Member(id=f"m-{i}", identities=said, **facts) for i, said in enumerate(answers)]


def groups(*asked: Dimension, max_size: int = 4) -> st.SearchStrategy[list[Member]]:
    return st.lists(members(dimensions=asked, sparse=True), max_size=max_size)


# --- The monoid ------------------------------------------------------------------------------------------------------

NOBODY = Counts({})
BASES = st.sampled_from([None, Basis(on=TODAY, definitions=("rural: outside the capital",))])


@st.composite
def addable(draw: st.DrawFn, number: int) -> list[Counts]:
    """Counts that add up: of one dimension, all overlapping or none, some of them of nothing."""
    overlapping, basis = draw(st.booleans()), draw(BASES)
    return [
        draw(
            st.one_of(
                st.builds(Counts, st.just({}), undisclosed=st.integers(0, 9), not_applicable=st.integers(0, 9)),
                counts(
                    categories=draw(st.lists(st.sampled_from("abcБ"), unique=True)),
                    overlapping=overlapping,
                    of=draw(st.sampled_from(["", "gender"])),
                    basis=draw(st.sampled_from([None, basis])),
                ),
            )
        )
        for _ in range(number)
    ]


@given(addable(3))
def test_adding_counts_is_associative(some: list[Counts]) -> None:
    a, b, c = some
    assert (a + b) + c == a + (b + c)


@given(addable(2))
def test_adding_counts_is_commutative(some: list[Counts]) -> None:
    a, b = some
    assert a + b == b + a
    assert hash(a + b) == hash(b + a)


@given(counts())
def test_no_counts_change_nothing(some: Counts) -> None:
    assert some == some + NOBODY == NOBODY + some


@given(addable(2))
def test_adding_counts_adds_all_they_hold(some: list[Counts]) -> None:
    a, b = some
    total = a + b
    for figure in ("known", "undisclosed", "total", "not_applicable"):
        assert getattr(a, figure) + getattr(b, figure) == getattr(total, figure)
    for reason in REASONS:
        assert a.reasons[reason] + b.reasons[reason] == total.reasons[reason]
    for category in total:
        assert sum(one[category] for one in some if category in one) == total[category]
    assert set(total) == {*a, *b}
    assert (a.sensitive or b.sensitive) == total.sensitive


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        (Counts({"a": 1}, of="gender"), Counts({"a": 1}, of="school"), "of"),
        (Counts({"a": 1}, basis=Basis(on=TODAY)), Counts({"a": 1}, basis=Basis()), "basis"),
        (Counts({"a": 1}), Counts({"a": 1}, people=1), "people"),
        (Counts({"a": 1}, people=1), Counts({"b": 0}), "people"),
        (Counts({}, people=5), Counts({"b": 1}), "people"),
    ],
)
def test_counts_of_different_things_do_not_add_up(one: Counts, other: Counts, field: str) -> None:
    for a, b in ((one, other), (other, one)):
        with pytest.raises(BrokenRule) as caught:
            a + b
        assert field == caught.value.field


def test_counts_add_to_counts_only() -> None:
    pairs: list[tuple[Any, Any]] = [(Counts({"a": 1}), 3), (3, Counts({"a": 1})), (CountTable({}), 3)]
    for a, b in pairs:
        with pytest.raises(TypeError):
            a + b


@given(st.data())
def test_tables_are_a_monoid_too(data: st.DataObject) -> None:
    overlapping, rows_overlap = data.draw(st.booleans()), data.draw(st.booleans())
    a, b, c = (
        data.draw(
            count_tables(
                rows=data.draw(st.lists(st.sampled_from("xyЯ"), unique=True)),
                categories=data.draw(st.lists(st.sampled_from("abБ"), unique=True)),
                overlapping=overlapping,
                overlapping_rows=rows_overlap,
                of="gender",
                by="region",
            )
        )
        for _ in range(3)
    )
    nothing = CountTable({}, of="gender", by="region")
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert hash(a + b) == hash(b + a)
    assert a + nothing == nothing + a == a
    if not rows_overlap:
        assert (a + b).total() == a.total() + b.total()
        assert (a + b).margin() == a.margin() + b.margin()


# --- Tallies ---------------------------------------------------------------------------------------------------------

REASON: dict[type, str] = {
    Declined: "declined",
    AskedUnknown: "asked-unknown",
    NotAsked: "not-asked",
    Withheld: "withheld",
}


@given(st.data(), days())
def test_a_tally_is_what_asking_everybody_gives(data: st.DataObject, on: dt.date) -> None:
    of = data.draw(dimensions())
    some = data.draw(groups(of))
    purpose = data.draw(st.sampled_from(Purpose))
    found = tally(some, of=of, on=on, purpose=purpose)
    said = [of.answer(member, on=on, purpose=purpose) for member in some]
    known = [answer.value for answer in said if isinstance(answer, Known)]
    reasons = Counter(REASON[type(answer)] for answer in said if type(answer) in REASON)

    assert of.categories == found.categories
    assert tuple(sum(category in value for value in known) for category in of.categories) == found.numbers
    assert {reason: reasons[reason] for reason in REASONS} == found.reasons
    assert said.count(NotApplicable()) == found.not_applicable
    assert len(known) == found.known
    assert len(some) == found.total + found.not_applicable
    assert (of.name, of.sensitive, of.multiple) == (found.of, found.sensitive, found.overlapping)
    assert Basis(on=on, purpose=purpose, definitions=tuple(dict.fromkeys(of.definitions))) == found.basis


@given(st.data(), days())
def test_reading_those_who_are_alike_once_counts_as_reading_everybody(data: st.DataObject, on: dt.date) -> None:
    asked = data.draw(st.lists(dimensions(), min_size=2, max_size=4))
    some = data.draw(st.lists(members(dimensions=asked), max_size=6))
    purpose = data.draw(st.sampled_from(Purpose))
    answers = [{i: one.answer(member, on=on, purpose=purpose) for i, member in enumerate(some)} for one in asked]
    values = [[*range(len(some))] for _ in asked]
    table = cross_tally_answers(values, [3] * len(some), answers, of=asked[0], by=asked[1:], on=on, purpose=purpose)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(counting, "AT_ONCE", data.draw(st.integers(1, 4)))
        few.setattr(counting, "REMEMBERED", data.draw(st.integers(0, 4)))
        assert table == cross_tally(
            (evolve(one) for one in some * 3), of=asked[0], by=asked[1:], on=on, purpose=purpose
        )
        assert table == cross_tally(
            (Other.of(one) for one in some * 3), of=asked[0], by=asked[1:], on=on, purpose=purpose
        )


class Other(Member):
    """A member of a class of one's own."""

    @classmethod
    def of(cls, member: Member) -> Member:
        return cls(**{fact.name: getattr(member, fact.name) for fact in fields(Member)})


@given(st.data(), days())
def test_the_rows_of_a_table_stand_in_their_order_whoever_comes_first(data: st.DataObject, on: dt.date) -> None:
    asked = data.draw(st.lists(dimensions(), min_size=2, max_size=3, unique_by=lambda one: one.name))
    some = data.draw(st.lists(members(dimensions=asked), max_size=8))
    of, *by = (evolve(one, sensitive=False) for one in asked)
    keys = list(cross_tally(some, of=of, by=by, on=on))
    assert keys == list(cross_tally(data.draw(st.permutations(some)), of=of, by=by, on=on))
    declared = [*product(*(one.categories for one in by))]
    assert keys[: len(declared)] == declared
    told = [[*one.categories, None] for one in by]
    later = [[*map(list.index, told, key)] for key in keys[len(declared) :]]
    assert later == sorted(later)


def test_a_class_of_ones_own_may_find_its_answers_elsewhere() -> None:
    class Elsewhere(Member):
        def answer(self, dimension: str) -> Sensitive[Codes]:
            return Sensitive(Known(frozenset({"woman" if self.id == "m-1" else "man"})))

    found = tally([Member(id="m-0"), Elsewhere(id="m-1"), Elsewhere(id="m-2")], of=GENDER, on=TODAY)
    assert (found.numbers, found.undisclosed) == ((1, 1), 1)


def test_a_criterion_of_ones_own_may_look_at_everything() -> None:
    class Guarded(Criterion):
        def holds(self, member: Member, *, on: dt.date, purpose: Purpose | None = None) -> Tri:
            return Tri.of(bool(member.guardians))

        def __str__(self) -> str:
            return "has a guardian"

    guarded = Dimension(name="guarded", sensitive=False, reading=Meets(criterion=Guarded() & GENDER.is_in("woman")))
    some = people(*[{"gender": Known("woman")}] * 3)
    some[1] = evolve(some[1], guardians=("g-1",))
    assert tally(some, of=guarded, on=TODAY).numbers == (1, 2)


@pytest.mark.parametrize("bad", [{"gender": Known("robot")}, {"school": Known("perhaps")}])
def test_the_first_member_in_question_is_the_one_that_is_named(bad: dict[str, Any]) -> None:
    fine = {"gender": Known("woman"), "school": Known("yes")}
    either = {"gender": Known("robot"), "school": Known("perhaps")}
    some = people(fine, fine | bad, fine, either, fine | bad)
    for of, by in ((GENDER, [SCHOOL, REGION]), (SCHOOL, [REGION, GENDER])):
        with pytest.raises(BrokenRule, match=rf"{next(iter(bad))} of member m-1: must be a declared category"):
            cross_tally(some, of=of, by=by, on=TODAY, purpose=Purpose.REPORT)


def test_nobody_is_remembered_after_the_counting() -> None:
    some = people({"gender": Known("woman")}, {"gender": Known("robot")}, consents=(AGREED,))
    left = [weakref.ref(member.identities) for member in some]
    tally(some[:1], of=evolve(GENDER, sensitive=True), on=TODAY, purpose=Purpose.REPORT)
    with pytest.raises(BrokenRule):
        tally(some, of=GENDER, on=TODAY)
    some.clear()
    gc.collect()
    assert [None, None] == [one() for one in left]


@given(st.data(), days())
def test_to_tally_two_groups_and_add_is_to_tally_both_together(data: st.DataObject, on: dt.date) -> None:
    of, by = data.draw(dimensions(names=["of"])), data.draw(dimensions(names=["by"]))
    a, b = data.draw(groups(of, by)), data.draw(groups(of, by))

    def counted(some: list[Member]) -> Counts:
        return tally(some, of=of, on=on, purpose=Purpose.REPORT)

    def crossed(some: list[Member]) -> CountTable:
        return cross_tally(some, of=of, by=by, on=on, purpose=Purpose.REPORT)

    assert counted(a + b) == counted(a) + counted(b)
    assert crossed(a + b) == crossed(a) + crossed(b)
    assert counted(a) == counted(a[::-1])
    assert crossed([]) + crossed(a) == crossed(a)


@given(groups(GENDER, SCHOOL, ORIGIN), st.sampled_from([GENDER, ORIGIN]))
def test_the_rows_of_a_table_add_up_to_the_tally_and_their_sizes_to_that_of_the_other(
    some: list[Member], of: Dimension
) -> None:
    table = cross_tally(some, of=of, by=SCHOOL, on=TODAY)
    inside = [member for member in some if SCHOOL.answer(member, on=TODAY) != NotApplicable()]
    told = [member for member in inside if of.answer(member, on=TODAY) != NotApplicable()]
    rows, sizes = tally(inside, of=of, on=TODAY), tally(told, of=SCHOOL, on=TODAY)
    assert (rows.numbers, rows.reasons, rows.total, rows.not_applicable) == (
        table.total().numbers,
        table.total().reasons,
        table.total().total,
        table.total().not_applicable,
    )
    assert (sizes.numbers, sizes.undisclosed, sizes.total) == (
        table.margin().numbers,
        table.margin().undisclosed,
        table.margin().total,
    )
    assert len(some) - len(inside) == table.not_applicable


@given(groups(GENDER, SCHOOL, ORIGIN, max_size=6))
def test_a_cell_counts_those_in_both_categories(some: list[Member]) -> None:
    table = cross_tally(some, of=GENDER, by=[ORIGIN, SCHOOL], on=TODAY)

    def places(member: Member, dimension: Dimension) -> set[str | None]:
        answer = dimension.answer(member, on=TODAY)
        return set(answer.value) if isinstance(answer, Known) else set() if answer == NotApplicable() else {None}

    origins, schools = (*ORIGIN.categories, None), (*SCHOOL.categories, None)
    for origin, school in product(origins, schools):
        row = [one for one in some if origin in places(one, ORIGIN) and school in places(one, SCHOOL)]
        if not row and None in (origin, school):
            assert (origin, school) not in table.rows
            continue
        expected = tally(row, of=GENDER, on=TODAY)
        assert (expected.numbers, expected.reasons) == (
            table[origin, school].numbers,
            table[origin, school].reasons,
        )
    nowhere = [one for one in some if not places(one, ORIGIN) or not places(one, SCHOOL)]
    assert len(nowhere) == table.not_applicable
    assert table.overlapping_rows


def test_rows_with_nobody_in_them_are_there() -> None:
    table = cross_tally([], of=GENDER, by=[SCHOOL, ORIGIN], on=TODAY)
    assert set(product(SCHOOL.categories, ORIGIN.categories)) == set(table)
    assert not any(row.total for row in table.rows.values())
    assert (table.of, table.by) == ("gender", ("school", "origin"))


def test_a_table_is_by_some_dimension() -> None:
    with pytest.raises(BrokenRule, match="by: must name one dimension or several"):
        cross_tally([], of=GENDER, by=[], on=TODAY)


def test_counts_say_with_which_definitions_they_were_made() -> None:
    table = cross_tally([Member(id="m", home="MN-057")], of=GENDER, by=REGION, on=TODAY, purpose=Purpose.REPORT)
    expected = Basis(on=TODAY, purpose=Purpose.REPORT, definitions=("region of home",))
    assert expected == table["MN-057"].basis


# --- Several answers -------------------------------------------------------------------------------------------------

BOTH = people(
    {"origin": Known({"Khalkh", "Kazakh"})},
    {"origin": Known("Kazakh")},
    {"origin": Known(frozenset())},
    {"origin": Declined()},
)


def test_where_several_answers_are_allowed_people_are_counted_and_not_answers() -> None:
    found = tally(BOTH, of=ORIGIN, on=TODAY)
    assert found.numbers == (1, 2, 0)
    assert (found.known, found.undisclosed, found.total, found.overlapping) == (3, 1, 4, True)


def test_a_measure_that_needs_a_partition_refuses_overlapping_categories_by_name() -> None:
    with pytest.raises(NotAPartition, match="the categories of origin overlap"):
        tally(BOTH, of=ORIGIN, on=TODAY).partition()
    with pytest.raises(NotAPartition, match="the categories of these counts overlap"):
        Counts({"a": 1}, people=1).partition()
    table = cross_tally(BOTH, of=GENDER, by=ORIGIN, on=TODAY)
    for figure in (table.total, table.margin):
        with pytest.raises(NotAPartition, match="the categories of origin overlap"):
            figure()


def test_the_measure_of_nobody_is_undefined() -> None:
    for nobody in (NOBODY, Counts({"a": 0}), Counts({"a": 0}, undisclosed=3)):
        with pytest.raises(EmptyCounts):
            nobody.partition()
    assert Counts({"a": 0, "b": 2}).partition() == (0, 2)


def test_none_of_these_is_in_no_row_and_not_lost() -> None:
    table = cross_tally(BOTH, of=GENDER, by=ORIGIN, on=TODAY)
    assert {key: row.total for key, row in table.rows.items()} == {
        ("Khalkh",): 1,
        ("Kazakh",): 2,
        ("Буриад",): 0,
        (None,): 1,
    }
    assert table.not_applicable == 1


# --- Missing answers, consent, withdrawal ----------------------------------------------------------------------------


def test_the_undisclosed_are_kept_by_reason_and_whom_it_does_not_apply_to_are_outside() -> None:
    some = people(
        {"gender": Known("woman")},
        {"gender": Declined()},
        {"gender": AskedUnknown()},
        {},
        {"gender": Withheld()},
        {"gender": NotApplicable()},
        {"gender": NotApplicable()},
    )
    found = tally(some, of=GENDER, on=TODAY)
    assert found.reasons == {"declined": 1, "asked-unknown": 1, "not-asked": 1, "withheld": 1, "unstated": 0}
    assert (found.known, found.undisclosed, found.total, found.not_applicable) == (1, 4, 5, 2)


@pytest.mark.parametrize(("on", "known"), [("2021-12-31", 0), ("2022-01-01", 1), ("2022-06-30", 1), ("2022-07-01", 0)])
def test_consent_and_its_withdrawal_decide_on_the_day(on: str, known: int) -> None:
    agreed = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2022, 1, 1), withdrawn_on=dt.date(2022, 7, 1))
    some = people({"disability": Known("yes")}, consents=[agreed])
    day = dt.date.fromisoformat(on)
    found = tally(some, of=DISABILITY, on=day, purpose=Purpose.REPORT)
    assert (known, 1 - known, 1) == (found["yes"], found.reasons["withheld"], found.total)
    other = tally(some, of=DISABILITY, on=day, purpose=Purpose.RESEARCH)
    assert (other.known, other.reasons["withheld"]) == (0, 1)


@pytest.mark.parametrize("purpose", [None, "report"])
def test_a_sensitive_dimension_is_counted_for_a_purpose_even_where_there_is_nobody(purpose: Any) -> None:
    for count in (
        lambda: tally([], of=DISABILITY, on=TODAY, purpose=purpose),
        lambda: cross_tally([], of=DISABILITY, by=GENDER, on=TODAY, purpose=purpose),
        lambda: cross_tally([], of=GENDER, by=[SCHOOL, DISABILITY], on=TODAY, purpose=purpose),
    ):
        with pytest.raises(PurposeRequired, match="disability is sensitive"):
            count()


def test_a_table_is_sensitive_if_one_of_its_dimensions_is() -> None:
    some = people({"gender": Known("man"), "disability": Known("no")}, consents=[AGREED])
    for of, by in ((GENDER, DISABILITY), (DISABILITY, GENDER)):
        table = cross_tally(some, of=of, by=by, on=TODAY, purpose=Purpose.REPORT)
        assert table.sensitive
        assert table.total().sensitive
        assert table.margin().sensitive
    assert not cross_tally(some, of=GENDER, by=SCHOOL, on=TODAY).sensitive


# --- What is shown ---------------------------------------------------------------------------------------------------

CANARY = 7919
SECRET = Counts(
    {"yes": CANARY, "no": CANARY + 1},
    undisclosed={"declined": CANARY},
    not_applicable=CANARY,
    of="disability",
    sensitive=True,
)
SECRET_TABLE = CountTable({"Завхан": SECRET, None: SECRET}, of="disability", by="region")


@pytest.mark.parametrize("secret", [SECRET, SECRET_TABLE, SECRET + SECRET, SECRET_TABLE.margin()])
def test_sensitive_counts_show_their_shape_and_not_their_numbers(secret: Any) -> None:
    shown = [repr(secret), str(secret), f"{secret}", secret._repr_html_(), repr([secret])]
    wrong: Any = None
    for slip in (
        lambda: pickle.dumps(secret),
        lambda: json.dumps(secret),
        lambda: secret["no such category"],
        lambda: secret.reveal(wrong),
        lambda: setattr(secret, "of", "people"),
        lambda: secret + Counts({"yes": 1}, of="gender"),
        lambda: secret + CountTable({}, of="gender"),
        lambda: format(secret, ">10"),
    ):
        with pytest.raises((YouthprogError, TypeError, AttributeError)) as caught:
            slip()
        shown.append("".join(traceback.format_exception_only(caught.value)) + repr(caught.value.args))
    assert not any(digits in words for words in shown for digits in ("7919", "7920", "1583", "1584", "2375"))
    assert all("sensitive" in words for words in shown[:5])


def test_sensitive_counts_print_once_they_are_revealed_for_a_purpose() -> None:
    assert repr(SECRET) == "<sensitive counts of disability in 2 categories>"
    assert repr(SECRET.reveal(Purpose.REPORT)) == (
        "Counts({'yes': 7919, 'no': 7920}, undisclosed=7919, not_applicable=7919, of='disability')"
    )
    assert repr(SECRET_TABLE) == "<sensitive table of disability by region, 2 x 2>"
    assert repr(SECRET_TABLE.reveal(Purpose.REPORT)) == "<table of disability by region, 2 x 2>"
    assert "7920" in SECRET_TABLE.reveal(Purpose.REPORT)._repr_html_()
    assert not SECRET.reveal(Purpose.REPORT).sensitive
    for secret in (SECRET, SECRET_TABLE):
        wrong: Any = "report"
        with pytest.raises(PurposeRequired):
            secret.reveal(wrong)


@given(counts(sensitive=True))
def test_revealing_changes_nothing_but_what_is_shown(some: Counts) -> None:
    revealed = some.reveal(Purpose.REPORT)
    assert (some.numbers, some.reasons, some.known, some.not_applicable, some.of) == (
        revealed.numbers,
        revealed.reasons,
        revealed.known,
        revealed.not_applicable,
        revealed.of,
    )
    assert some != revealed


@given(counts(sensitive=False), count_tables(sensitive=False))
def test_counts_that_are_not_sensitive_pickle_and_copy(some: Counts, table: CountTable) -> None:
    assert some == pickle.loads(pickle.dumps(some))  # noqa: S301  # what was just pickled
    assert table == pickle.loads(pickle.dumps(table))  # noqa: S301  # what was just pickled
    for one in (some, table):
        assert one is copy.copy(one) is copy.deepcopy(one)


def test_counts_print_what_makes_them() -> None:
    for some in (
        Counts({"a": 1, "b": 0}),
        Counts({"a": 1}, undisclosed=2, not_applicable=3, people=4, of="origin"),
    ):
        assert some == eval(repr(some), {"Counts": Counts})  # noqa: S307  # what the library printed
    assert repr(CountTable({"x": {"a": 1}}, by="region")) == "<table of people by region, 1 x 1>"


class Cells(HTMLParser):
    """The texts of the cells, and the tags with their scopes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs).get("scope")))
        if tag in {"td", "th", "caption", "p"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts[-1] += data


HOSTILE = "<script>alert('7 & 8')</script>"


def test_counts_show_themselves_as_an_accessible_table_and_escape_their_labels() -> None:
    basis = Basis(on=TODAY, purpose=Purpose.REPORT, definitions=("rural: <b>outside</b> the capital",))
    page = Cells(Counts({HOSTILE: 3, "b": 4}, undisclosed={"declined": 2}, of=HOSTILE, basis=basis)._repr_html_())
    assert page.texts == [
        f"People by {HOSTILE}", HOSTILE, "people", HOSTILE, "3", "b", "4", "(declined)", "2", "total", "9",
        "on 2022-07-01; rural: <b>outside</b> the capital",
    ]  # fmt: skip
    assert "script" not in {tag for tag, _ in page.tags}
    assert [scope for tag, scope in page.tags if tag == "th"] == ["col", "col", "row", "row", "row", "row"]
    assert page.tags[:2] == [("table", None), ("caption", None)]
    unnamed = Cells(Counts({"a": 1}, basis=Basis(definitions=("by home",)))._repr_html_())
    assert unnamed.texts == ["People by category", "category", "people", "a", "1", "total", "1", "by home"]
    assert Cells(Counts({"a": 1})._repr_html_()).texts == unnamed.texts[:-1]


def test_a_table_shows_its_rows_and_escapes_its_labels() -> None:
    table = CountTable({(HOSTILE, "b"): Counts({"x": 1}, undisclosed=2), (None, "b"): {"x": 5}}, by=["region", HOSTILE])
    page = Cells(table._repr_html_())
    assert page.texts == [
        f"People by region and {HOSTILE} and category", f"region and {HOSTILE}", "x", "undisclosed", "total",
        f"{HOSTILE}, b", "1", "2", "3", "(undisclosed), b", "5", "0", "5",
    ]  # fmt: skip
    assert "script" not in {tag for tag, _ in page.tags}
    assert ("caption", None) in page.tags
    assert ("th", "row") in page.tags
    assert Cells(SECRET_TABLE._repr_html_()).texts == [
        "People by region and disability: sensitive, 2 rows; reveal for a purpose to see the numbers."
    ]


# --- Immutable, whole, and asked for by name -------------------------------------------------------------------------


def test_counts_cannot_be_changed() -> None:
    source = {"a": 1}
    some, table = Counts(source), CountTable({"x": source})
    source["a"] = 99
    for one in (some, table):
        with pytest.raises(AttributeError, match="cannot be changed"):
            setattr(one, "of", "b")  # noqa: B010  # a type checker knows better
        with pytest.raises(AttributeError, match="cannot be changed"):
            del one.of
    fixed: Any = (some.reasons, table.rows, table.disclosed)
    for mapping in fixed:
        with pytest.raises(TypeError):
            mapping["a"] = 1
    assert some["a"] == table["x"]["a"] == 1


@pytest.mark.parametrize("number", [1.0, True, "1", None, np.float64(2), np.bool_(True), -1, np.int64(-2)])
def test_counts_hold_whole_numbers_only(number: Any) -> None:
    makes: list[Callable[[], object]] = [
        lambda: Counts({"a": number}),
        lambda: Counts({}, undisclosed={"declined": number}),
        lambda: Counts({}, not_applicable=number),
        lambda: CountTable({"x": {"a": number}}),
        lambda: CountTable({}, not_applicable=number),
    ]
    for make in makes:
        with pytest.raises((WrongType, BrokenRule)) as caught:
            make()
        assert caught.value.rule.startswith(("must be a whole number", "must not be negative"))


@pytest.mark.parametrize("number", [1.5, True, "1", -1])
def test_a_number_of_people_is_whole_too(number: Any) -> None:
    with pytest.raises((WrongType, BrokenRule), match="undisclosed"):
        Counts({}, undisclosed=number)
    with pytest.raises((WrongType, BrokenRule), match="people"):
        Counts({}, people=number)


def test_whole_numbers_of_any_kind_become_plain_ones() -> None:
    many: list[Any] = [np.int64(3), np.uint8(4), np.int32(2), np.int8(1), np.int16(5)]
    some = Counts({"a": many[0], "b": many[1]}, undisclosed=many[2], not_applicable=many[3], people=many[4])
    figures = (*some.numbers, some.undisclosed, some.not_applicable, some.known)
    assert figures == (3, 4, 2, 1, 5)
    assert {int} == {type(figure) for figure in figures}


class Colour(str, enum.Enum):  # noqa: UP042  # its str() is not its text, unlike that of a StrEnum
    RED = "red"


def test_categories_that_are_more_than_text_become_plain_text() -> None:
    some = Counts({Colour.RED: 1, np.str_("b"): 2})
    assert {str} == {type(category) for category in some}
    assert some.categories == ("red", "b")
    assert 1 == some[Colour.RED] == some["red"]


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (Counts, "numbers: must map categories"),
        (CountTable, "rows: must map categories"),
        (lambda _: Counts({1: 1}), "category: must be text"),  # type: ignore[dict-item]  # what is refused
        (lambda wrong: Counts({}, of=wrong), "of: must be the name"),
        (lambda wrong: Counts({}, sensitive=wrong), "sensitive: must be true or false"),
    ],
)
def test_what_is_no_count_is_refused(make: Any, match: str) -> None:
    with pytest.raises(WrongType, match=match):
        make([("a", 1)])


def test_a_reason_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownField, match="undisclosed: must be keyed by declined, asked-unknown"):
        Counts({}, undisclosed={"Declined": 1})


def test_fewer_people_than_in_one_category_are_refused() -> None:
    with pytest.raises(BrokenRule, match="people: must not be below"):
        Counts({"a": 3, "b": 1}, people=2)
    assert Counts({"a": 1, "b": 1}, people=5).known == 5  # three are in none of these


def test_a_category_that_is_not_there_is_named_by_its_dimension() -> None:
    for some, match in ((Counts({"a": 1}, of="gender"), "of gender"), (Counts({"a": 1}), "of these counts")):
        assert "b" not in some
        with pytest.raises(UnknownField, match=match):
            some["b"]
    with pytest.raises(UnknownField, match="must be one of the categories of region and school"):
        CountTable({("x", "y"): {}}, by=["region", "school"])["x", "z"]


@pytest.mark.parametrize("key", ["x", ("x",), ("x", "y", "z"), ("x", 1), None])
def test_a_row_is_named_by_a_category_of_each_dimension(key: Any) -> None:
    with pytest.raises(WrongType, match="row: must be named by 2 categories"):
        CountTable({("x", "y"): {"a": 1}}, by=["region", "school"])[key]


def test_counts_are_like_a_mapping_in_the_order_of_their_categories() -> None:
    some = Counts({"b": 1, "a": 2})
    assert (list(some), len(some), dict(some.items())) == (["b", "a"], 2, {"b": 1, "a": 2})
    assert some == Counts({"a": 2, "b": 1})
    assert some != {"b": 1, "a": 2}
    assert CountTable({"x": {"a": 1}}) != {"x": {"a": 1}}


@given(counts(categories=["b", "a"]), st.permutations(["a", "b", "c"]))
def test_counts_may_be_put_over_a_longer_list_of_categories(some: Counts, wanted: list[str]) -> None:
    longer = some.over(iter(wanted))
    assert tuple(wanted) == longer.categories
    assert (some["a"], some["b"], 0) == (longer["a"], longer["b"], longer["c"])
    assert (some.total, some.reasons, some.known) == (longer.total, longer.reasons, longer.known)
    with pytest.raises(BrokenRule, match="must include every category that is counted"):
        longer.over(["a", "b"])


# --- Tables ----------------------------------------------------------------------------------------------------------


def test_a_table_puts_its_rows_on_one_list_of_categories() -> None:
    table = CountTable({"x": {"a": 1}, "y": {"b": 2}, None: {}}, by="region")
    assert table.categories == ("a", "b")
    assert [row.numbers for row in table.rows.values()] == [(1, 0), (0, 2), (0, 0)]
    assert list(table) == [("x",), ("y",), (None,)]
    assert set(table.disclosed) == {("x",), ("y",)}
    assert (len(table), table[None] == table[(None,)], table["x"] == table[("x",)]) == (3, True, True)
    assert (table.margin().numbers, table.margin().undisclosed) == ((1, 2), 0)


def test_a_row_of_nothing_stands_among_overlapping_rows() -> None:
    table = CountTable({"x": Counts({"a": 2}, people=3), "y": {}})
    assert table.overlapping
    assert (table["x"].known, table["y"].known) == (3, 0)
    assert Counts({"a": 2}, people=3) == table.total()


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: CountTable({"x": Counts({"a": 1}, people=1), "y": {"a": 1}}), "people: must be given for every row"),
        (lambda: CountTable({"x": Counts({"a": 1}, of="gender")}, of="school"), "of: must be the dimension"),
        (lambda: CountTable({"x": {"a": 1}, ("x",): {"a": 2}}), "rows: must not name a row twice"),
        (lambda: CountTable({("x", "y"): {"a": 1}}, by=["r", "s"]).margin(), "by: must be a single dimension"),
        (lambda: CountTable({}, of="a") + CountTable({}, of="b"), "by: must be the same dimensions"),
        (
            lambda: CountTable({"x": {}}, overlapping_rows=True) + CountTable({"x": {}}),
            "overlapping_rows: must be the same",
        ),
        (
            lambda: CountTable({"x": Counts({"a": 1}, people=1)}) + CountTable({"y": {"a": 1}}),
            "must be given for every row",
        ),
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(make: Any, match: str) -> None:
    with pytest.raises(BrokenRule, match=match):
        make()


def test_the_rows_of_those_who_did_not_disclose_are_the_undisclosed_of_the_margin() -> None:
    table = CountTable({"x": Counts({"a": 1}, undisclosed=2), None: {"a": 4}}, by="region", of="")
    assert Counts({"x": 3}, undisclosed=4, of="region") == table.margin()
    assert (table.total().known, table.total().undisclosed) == (5, 2)


# --- Arguments of another type ---------------------------------------------------------------------------------------

NO_DAYS = ["2022-07-01", dt.datetime(2022, 7, 1), np.datetime64("2022-07-01"), 2022, None]  # noqa: DTZ001  # no day


@pytest.mark.parametrize("on", NO_DAYS)
@pytest.mark.parametrize("of", [GENDER, REGION])
def test_people_are_counted_on_a_day(on: Any, of: Dimension) -> None:
    with pytest.raises(WrongType, match=r"^on: must be a date$"):
        tally([Member(id="m")], of=of, on=on)
    with pytest.raises(WrongType, match=r"^on: must be a date$"):
        cross_tally([], of=of, by=SCHOOL, on=on)
    if on is not None:
        with pytest.raises(WrongType, match=r"^on: must be a date$"):
            Basis(on=on)


def test_a_basis_is_of_a_purpose() -> None:
    with pytest.raises(WrongType, match=r"^purpose: must be Purpose$"):
        Basis(purpose="report")  # type: ignore[arg-type]  # what a caller without a checker does


@pytest.mark.parametrize(
    ("facts", "match"),
    [
        ({"of": "gender"}, "of: must be a Dimension"),
        ({"of": GENDER.is_in("woman")}, "of: must be a Dimension"),
        ({"by": "origin"}, "by: must be a Dimension or several"),
        ({"by": [SCHOOL, "origin"]}, "by: must be a Dimension or several"),
        ({"by": 5}, "by: must be a Dimension or several"),
        ({"members": ["a"]}, "members: must be members"),
        ({"members": [Member(id="a"), None]}, "members: must be members"),
        ({"members": Member(id="a")}, "members: must be members"),
        ({"purpose": "report"}, "purpose: must be Purpose"),
        ({"members": 5}, "members: must be members"),
    ],
)
def test_what_is_no_argument_of_counting_is_refused_by_its_name(facts: dict[str, Any], match: str) -> None:
    given: dict[str, Any] = {"members": [Member(id="m")], "of": GENDER, "by": SCHOOL, "on": TODAY, **facts}
    with pytest.raises(WrongType, match=f"^{match}$"):
        cross_tally(given.pop("members"), **given)
    if "by" not in facts:
        given = {"members": [Member(id="m")], "of": GENDER, "on": TODAY, **facts}
        with pytest.raises(WrongType, match=f"^{match}$"):
            tally(given.pop("members"), **given)


def test_several_dimensions_of_rows_may_come_one_after_the_other() -> None:
    people = [Member(id="m", identities={"gender": Known("woman"), "school": Known("yes")})]
    found = cross_tally(people, of=ORIGIN, by=iter((GENDER, SCHOOL)), on=TODAY)  # type: ignore[arg-type]  # any will do
    assert found["woman", "yes"].total == 1
