"""Laws of what is published.

- Everyone's interval: an attacker written apart from the protector can believe any number from 0 to k of every
  protected cell, in tables of one and two dimensions, with groups, with several answers, and of three dimensions.
- Truth: every number that is shown is the true one, and may be told.
- Proof: the evidence is accepted, and no other evidence is unless it proves the same.
- Exactness: what the audit says a reader can believe is what going through all tables gives.
- Monotony: hiding one more cell never narrows an interval.
- Symmetry: the order of categories, rows and groups plays no part in what is hidden.
- Repetition: one table and one key give one release; the table is not changed.
"""

import datetime as dt
import json
import math
import pickle
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations_with_replacement, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from attacker import Attacker, Cell, added_up, flat, linear_dependence, naive, programme, proved, smallest, two_holes
from youthprog._solver import Linear, SolverFailed, SolverMissing
from youthprog.counts import Basis, Counts, CountTable
from youthprog.disclosure import (
    ORDINARY,
    SPECIAL,
    TOTAL,
    UNDISCLOSED,
    Axis,
    CannotPublish,
    Evidence,
    KeyRequired,
    Publication,
    Published,
    Release,
    Rule,
    _linear,
    _publish,
    audit,
    publish,
    published,
    verify,
)
from youthprog.errors import BrokenRule, CannotRead, DuplicateId, NotAPartition, UnknownField, WrongType
from youthprog.values import Purpose

KEY = b"a secret of sixteen bytes"
FREE = "for a test"
RULES = st.builds(
    Rule,
    k=st.integers(3, 8),
    protect_zeros=st.booleans(),
    insiders=st.integers(0, 2),
    symmetric=st.booleans(),
    reason=st.just(FREE),
)
NUMBERS = st.one_of(st.integers(0, 4), st.integers(0, 12), st.integers(0, 60))


def names(letter: str, number: int) -> tuple[str, ...]:
    return (*(f"{letter}{index}" for index in range(number - 1)), UNDISCLOSED)


def counted(numbers: Sequence[int], *, people: int | None = None, undisclosed: int = 0, **options: Any) -> Counts:
    named = {f"c{index}": number for index, number in enumerate(numbers)}
    return Counts(named, undisclosed=undisclosed, people=people, of="c", **options)


def table_of(leaves: Mapping[Cell, int]) -> Counts | CountTable:
    """Make the counts of the smallest cells of one, two or three dimensions called a, b and c."""
    rows: dict[tuple[str | None, ...], dict[str, int]] = {}
    for cell, number in leaves.items():
        key = tuple(None if node == UNDISCLOSED else node for node in cell[:-1])
        rows.setdefault(key, {})[cell[-1]] = number
    made = {key: Counts(row, undisclosed=row.pop(UNDISCLOSED), of="c") for key, row in rows.items()}
    return made[()] if () in made else CountTable(made, of="c", by=("a", "b")[: len(next(iter(made)))])


@st.composite
def tables(draw: st.DrawFn, *sizes: tuple[int, int]) -> dict[Cell, int]:
    shape = [names(letter, draw(st.integers(*size))) for letter, size in zip("abc"[-len(sizes) :], sizes, strict=True)]
    if len(sizes) < 3:
        shape[:-1] = [names("a", len(one)) for one in shape[:-1]]
    return {cell: draw(NUMBERS) for cell in product(*shape)}


def cells_of(*shape: Sequence[str]) -> list[Cell]:
    return list(product(*shape))


def axes_of(leaves: Mapping[Cell, int]) -> list[dict[str, tuple[str, ...]]]:
    return [flat(tuple(dict.fromkeys(cell[place] for cell in leaves))) for place in range(len(next(iter(leaves))))]


def assert_safe(
    leaves: Mapping[Cell, int],
    axes: Sequence[Mapping[str, Sequence[str]]],
    made: Publication,
    impossible: Iterable[Cell] = (),
) -> None:
    """The truth is told, nothing small is, and the attacker learns nothing."""
    release, rule = made.release, made.release.rule
    true = added_up(leaves, axes)
    closed = set(impossible)
    attacker = Attacker(axes, release.cells, closed)
    assert set(release.cells) == set(true)
    for cell, number in release.cells.items():
        if number is not None:
            assert number == true[cell]
            assert cell in closed or not rule.protects(number)
        elif rule.protects(true[cell]) or rule.symmetric:
            assert not attacker.breached(cell, rule.high)


# --- Everyone's interval ---------------------------------------------------------------------------------------------


@given(tables((1, 7)), RULES)
def test_of_one_dimension_no_small_group_can_be_worked_out(leaves: dict[Cell, int], rule: Rule) -> None:
    made = publish(table_of(leaves), rule=rule, key=KEY)
    assert_safe(leaves, axes_of(leaves), made)
    assert verify(table_of(leaves), made.release, made.evidence)


@given(tables((1, 5), (1, 4)), RULES)
def test_of_two_dimensions_no_small_group_can_be_worked_out(leaves: dict[Cell, int], rule: Rule) -> None:
    made = publish(table_of(leaves), rule=rule, key=KEY)
    assert_safe(leaves, axes_of(leaves), made)
    assert verify(table_of(leaves), made.release, made.evidence)


@settings(max_examples=25)
@given(tables((2, 3), (2, 3), (2, 3)), RULES)
def test_of_three_dimensions_no_small_group_can_be_worked_out(leaves: dict[Cell, int], rule: Rule) -> None:
    made = publish(table_of(leaves), rule=rule, key=KEY)
    assert_safe(leaves, axes_of(leaves), made)


GROUPS = {"west": ("a0", "a1"), "east": ("a2",), "outside": ("west", "east")}
GROUPED: dict[str, tuple[str, ...]] = {
    **flat(names("a", 5)),
    "west": ("a0", "a1"),
    "east": ("a2",),
    "outside": ("a0", "a1", "a2"),
}


@given(st.lists(NUMBERS, min_size=20, max_size=20), RULES, st.booleans())
def test_with_groups_of_provinces_no_small_group_can_be_worked_out(
    numbers: list[int], rule: Rule, turned: bool
) -> None:
    shape = (names("a", 5), names("c", 4))
    leaves = dict(zip(cells_of(*shape), numbers, strict=True))
    if not turned:
        made = publish(table_of(leaves), rule=rule, key=KEY, groups={"a": GROUPS})
        assert_safe(leaves, [GROUPED, flat(shape[1])], made)
        return
    across: dict[Cell, int] = {(column, row): number for (row, column), number in leaves.items()}
    made = publish(table_of(across), rule=rule, key=KEY, groups={"c": GROUPS})
    assert_safe(across, [flat(shape[1]), GROUPED], made)


@given(st.lists(NUMBERS, min_size=5, max_size=5), RULES)
def test_with_groups_of_one_dimension_no_small_group_can_be_worked_out(numbers: list[int], rule: Rule) -> None:
    leaves: dict[Cell, int] = {(name,): number for name, number in zip(names("a", 5), numbers, strict=True)}
    made = publish(table_of(leaves), rule=rule, key=KEY, groups={"c": GROUPS})
    assert_safe(leaves, [GROUPED], made)


def patterns(categories: Sequence[str]) -> list[str]:
    """Which of the categories a person is in: every way, for the attacker to count with."""
    return ["".join(way) for way in product("01", repeat=len(categories))]


@given(st.lists(NUMBERS, min_size=8, max_size=8), st.integers(0, 12), RULES)
def test_where_a_person_may_be_in_several_categories_no_small_group_can_be_worked_out(
    numbers: list[int], undisclosed: int, rule: Rule
) -> None:
    ways = patterns("xyz")
    leaves: dict[Cell, int] = {(UNDISCLOSED,): undisclosed}
    leaves |= {(way,): number for way, number in zip(ways, numbers, strict=True)}
    nodes: dict[str, tuple[str, ...]] = {name: (name,) for name in (*ways, UNDISCLOSED)}
    for place, name in enumerate("xyz"):
        nodes[name] = tuple(way for way in ways if way[place] == "1")
        nodes[f"not {name}"] = tuple(way for way in ways if way[place] == "0")
    nodes |= {"disclosed": tuple(ways), TOTAL: (*ways, UNDISCLOSED)}
    true = added_up(leaves, [nodes])
    counts = Counts({name: true[name,] for name in "xyz"}, people=sum(numbers), undisclosed=undisclosed, of="c")
    made = publish(counts, rule=rule, key=KEY)
    attacker = Attacker([nodes], made.release.cells)
    for cell, number in made.release.cells.items():
        assert number in (None, true[cell])
        if rule.protects(true[cell]):
            assert number is None
            assert not attacker.breached(cell, rule.high)
    assert verify(counts, made.release, made.evidence)


@given(tables((2, 4), (2, 4)), RULES, st.data())
def test_what_is_impossible_is_shown_and_helps_nobody(leaves: dict[Cell, int], rule: Rule, data: st.DataObject) -> None:
    closed = data.draw(st.sets(st.sampled_from(sorted(leaves)), max_size=3))
    leaves |= dict.fromkeys(closed, 0)
    made = publish(table_of(leaves), rule=rule, key=KEY, impossible=closed)
    assert closed <= made.release.impossible
    assert all(made.release.cells[cell] == 0 for cell in closed)
    assert_safe(leaves, axes_of(leaves), made, made.release.impossible)
    assert verify(table_of(leaves), made.release, made.evidence)


@given(tables((2, 4), (2, 4)), RULES)
def test_what_must_be_published_is_or_nothing_is(leaves: dict[Cell, int], rule: Rule) -> None:
    try:
        made = publish(table_of(leaves), rule=rule, key=KEY, must_publish=[(TOTAL, TOTAL)])
    except CannotPublish:
        assert sum(leaves.values()) < rule.high or rule.protects(sum(leaves.values()))
    else:
        assert made.release.total == sum(leaves.values())
        assert_safe(leaves, axes_of(leaves), made)


def leaves_of(shape: Sequence[Sequence[str]]) -> st.SearchStrategy[dict[Cell, int]]:
    cells = cells_of(*shape)
    return st.lists(NUMBERS, min_size=len(cells), max_size=len(cells)).map(lambda n: dict(zip(cells, n, strict=True)))


THREE = (names("a", 3), names("b", 3), names("c", 2))


@settings(max_examples=25)
@given(leaves_of(THREE), RULES)
def test_tables_published_together_tell_no_more_than_each_alone(leaves: dict[Cell, int], rule: Rule) -> None:
    table = table_of(leaves)
    made = publish(table, rule=rule, key=KEY, margins=[("a", "b"), ("a", "c")])
    axes = axes_of(leaves)
    true = added_up(leaves, axes)
    release = made.release
    assert set(release.cells) == {cell for cell in true if TOTAL in cell[1:]}
    attacker = Attacker(axes, release.cells)
    for cell, number in release.cells.items():
        assert number in (None, true[cell])
        if rule.protects(true[cell]) or (rule.symmetric and number is None):
            assert number is None
            assert not attacker.breached(cell, rule.high)
    assert verify(table, release, made.evidence)
    read = Release.from_json(release.json())
    assert read.cells == release.cells
    assert not [cell for cell in audit(release).short(rule.high) if rule.protects(true[cell])]


def test_tables_that_are_safe_apart_are_broken_together() -> None:
    """What the law above is for; the shared attacker breaks the same tables published one by one."""
    chance = random.Random(4)
    shape = (names("a", 4), names("b", 3), names("c", 2))
    axes = [flat(one) for one in shape]
    broken = 0
    for _ in range(40):
        leaves = programme(chance, shape, mean=3)
        true = added_up(leaves, axes)
        rows: dict[str, dict[Cell, int]] = {"b": {}, "c": {}}
        for (a, b, c), number in leaves.items():
            for name, cell in (("b", (a, b)), ("c", (a, c))):
                rows[name][cell] = rows[name].get(cell, 0) + number
        shown = dict.fromkeys(true, None) | {
            (a, other, TOTAL) if name == "b" else (a, TOTAL, other): number
            for name, table in rows.items()
            for (a, other), number in publish(table_of(table)).release.cells.items()
        }  # fmt: skip
        attacker = Attacker(axes, shown)
        small = [cell for cell in true if 0 < true[cell] < 5 and TOTAL in cell[1:]]
        broken += any(attacker.breached(cell, 5) for cell in small)
    assert broken


@settings(max_examples=50)
@given(leaves_of(THREE), RULES)
def test_dimensions_put_into_each_other_need_no_solver(leaves: dict[Cell, int], rule: Rule) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "highspy", None)
        made = publish(table_of(leaves), rule=rule, key=KEY, margins="nested")
    nests: dict[str, tuple[str, ...]] = {f"{a}, {b}": (f"{a}, {b}",) for a, b in product(THREE[0], THREE[1])}
    nests |= {a: tuple(f"{a}, {b}" for b in THREE[1]) for a in THREE[0]}
    nests[TOTAL] = tuple(f"{a}, {b}" for a, b in product(THREE[0], THREE[1]))
    assert_safe({(f"{a}, {b}", c): n for (a, b, c), n in leaves.items()}, [nests, flat(THREE[2])], made)
    assert verify(table_of(leaves), made.release, made.evidence)


# --- Truth and proof -------------------------------------------------------------------------------------------------


@given(tables((2, 4), (2, 4)), RULES, st.data())
def test_evidence_that_was_tampered_with_is_refused_unless_it_still_proves(
    leaves: dict[Cell, int], rule: Rule, data: st.DataObject
) -> None:
    made = publish(table_of(leaves), rule=rule, key=KEY)
    witnesses = [list(one) for one in made.evidence.witnesses]
    which = data.draw(st.integers(0, len(witnesses) - 1))
    cell = data.draw(st.integers(0, len(witnesses[which]) - 1))
    witnesses[which][cell] += data.draw(st.sampled_from([-1, 1]))
    assert not verify(table_of(leaves), made.release, Evidence(witnesses))


@given(tables((2, 4), (2, 4)))
def test_evidence_that_lacks_a_table_is_refused_if_it_was_needed(leaves: dict[Cell, int]) -> None:
    made = publish(table_of(leaves))
    assume(len(made.evidence) > 1)
    protected = any(ORDINARY.protects(number) for number in added_up(leaves, axes_of(leaves)).values())
    assert verify(table_of(leaves), made.release, Evidence([])) is not protected


@pytest.mark.parametrize(
    "witness", [(), (1, 2), (3.0, 30, 9, 0, 42), (True, 32, 9, 0, 42), (-3, 36, 9, 0, 42), (0, 30, 9, 0, 42)]
)
def test_what_is_no_table_of_people_proves_nothing(witness: Any) -> None:
    made = publish(counted([3, 30, 9]))
    assert not verify(counted([3, 30, 9]), made.release, Evidence([*made.evidence.witnesses, witness]))


def release_of(made: Publication, shown: Sequence[int | None], **options: Any) -> Release:
    return Release(axes=made.release.axes, shown=tuple(shown), rule=made.release.rule, **options)


def test_a_release_that_lies_or_tells_too_much_is_refused() -> None:
    counts = counted([3, 30, 9])
    made = publish(counts)
    assert made.release.shown == (None, 30, None, 0, 42)
    assert verify(counts, made.release, made.evidence)
    assert not verify(counts, release_of(made, [None, 31, None, 0, 42]), made.evidence)
    assert not verify(counts, release_of(made, [3, 30, None, 0, 42]), made.evidence)
    assert not verify(counts, release_of(made, [None, 30, 9, 0, 42]), made.evidence)
    truth = Evidence([(3, 30, 9, 0, 42)])
    assert not verify(counts, release_of(made, [3, 30, 9, 0, 42]), truth)
    assert not verify(counts, release_of(made, [None, 30, None, 0, 42]), truth)
    assert not verify(counted([3, 30, 9, 0]), made.release, made.evidence)
    assert not verify(CountTable({"x": {"c0": 3}}, of="c", by="b"), made.release, made.evidence)


def test_that_a_cell_is_impossible_must_be_true_of_every_witness() -> None:
    counts = counted([0, 30, 9])
    made = publish(counts, rule=Rule(protect_zeros=True))
    claimed = release_of(made, made.release.shown, impossible=frozenset({("c0",)}))
    assert not verify(counts, claimed, made.evidence)


# --- What is hidden --------------------------------------------------------------------------------------------------


def test_a_small_group_takes_the_cheapest_other_with_it() -> None:
    assert publish(counted([3, 30, 9])).release.shown == (None, 30, None, 0, 42)


@given(tables((1, 7)), st.integers(3, 8), st.booleans())
def test_of_one_dimension_no_more_than_one_cell_is_hidden_beyond_those_that_must_be(
    leaves: dict[Cell, int], k: int, zeros: bool
) -> None:
    rule = Rule(k=k, protect_zeros=zeros, reason=FREE)
    release = publish(table_of(leaves), rule=rule, key=KEY).release
    true = added_up(leaves, axes_of(leaves))
    beyond = [cell for cell, number in release.cells.items() if number is None and not rule.protects(true[cell])]
    assert len(beyond) <= 1


def test_those_who_did_not_disclose_are_a_group_like_any_other_whatever_their_reason() -> None:
    release = publish(Counts({"c0": 30, "c1": 9}, undisclosed={"declined": 1, "not-asked": 1}, of="c")).release
    assert release.shown == (30, None, None, 41)
    assert UNDISCLOSED in release.axes[0].nodes


def test_an_empty_group_of_a_sensitive_dimension_is_hidden_too() -> None:
    release = publish(Counts({"yes": 0, "no": 40}, of="c", sensitive=True), key=KEY).release
    assert (release.rule, release.sensitive) == (SPECIAL, True)
    assert release.shown[:3] == (None, None, None)


def test_nobody_is_no_secret_of_an_ordinary_dimension() -> None:
    assert publish(counted([0, 0])).release.shown == (0, 0, 0, 0)


def test_too_few_people_are_not_shown_at_all() -> None:
    assert publish(counted([1, 2])).release.total is None


@pytest.mark.parametrize(
    "leaves",
    [
        {("a0", UNDISCLOSED): 0},
        {(UNDISCLOSED, UNDISCLOSED): 4},
        {("a0", "c0"): 10**9, ("a0", UNDISCLOSED): 1, (UNDISCLOSED, "c0"): 0, (UNDISCLOSED, UNDISCLOSED): 2},
        dict.fromkeys(product(names("a", 1), names("c", 9)), 3),
        dict.fromkeys(product(names("a", 9), names("c", 1)), 3),
        dict.fromkeys(product(names("a", 4), names("c", 4)), 0),
        {cell: 50 * (cell == ("a0", "c0")) for cell in product(names("a", 4), names("c", 4))},
    ],
    ids=["one empty cell", "all small", "huge", "one row", "one column", "nobody", "all in one cell"],
)
@pytest.mark.parametrize("rule", [ORDINARY, SPECIAL])
def test_the_shapes_at_the_edge_are_protected(leaves: dict[Cell, int], rule: Rule) -> None:
    whole = dict.fromkeys(product(*({cell[p]: 0 for cell in leaves} | {UNDISCLOSED: 0} for p in (0, 1))), 0) | leaves
    assert_safe(whole, axes_of(whole), publish(table_of(whole), rule=rule, key=KEY))


@given(tables((2, 4), (2, 4)), RULES)
def test_a_turned_table_is_as_safe_and_hides_the_same_small_cells(leaves: dict[Cell, int], rule: Rule) -> None:
    turned: dict[Cell, int] = {(f"a{c[1:]}" if c != UNDISCLOSED else c, f"c{a[1:]}" if a != UNDISCLOSED else a): n
              for (a, c), n in leaves.items()}  # fmt: skip
    made = publish(table_of(turned), rule=rule, key=KEY)
    assert_safe(turned, axes_of(turned), made)


@given(st.one_of(tables((1, 7)), tables((2, 4), (2, 4))), RULES, st.sampled_from([b"", KEY]), st.data())
def test_equal_tables_hide_equal_cells(leaves: dict[Cell, int], rule: Rule, key: bytes, data: st.DataObject) -> None:
    assume(key or not rule.symmetric)
    table = table_of(leaves)
    other = table_of(dict(data.draw(st.permutations(list(leaves.items())))))
    assert table == other
    made, again = (publish(one, rule=rule, key=key or None) for one in (table, other))
    assert made.release.cells == again.release.cells
    assert_safe(leaves, axes_of(leaves), again)


@given(st.lists(NUMBERS, min_size=5, max_size=5), RULES, st.data())
def test_equal_tables_with_groups_hide_equal_cells(numbers: list[int], rule: Rule, data: st.DataObject) -> None:
    groups = {"east": ["c0", "c1"], "west": ["c2", "c3"], "home": ["west", "c4"]}
    turned = {
        name: groups[name] for name in data.draw(st.sampled_from([("west", "east", "home"), ("west", "home", "east")]))
    }
    turned = {name: data.draw(st.permutations(parts)) for name, parts in turned.items()}
    table = counted(numbers)
    other = Counts(dict(data.draw(st.permutations(list(table.items())))), of="c")
    made = publish(table, rule=rule, key=KEY, groups={"c": groups})
    again = publish(other, rule=rule, key=KEY, groups={"c": turned})
    assert made.release.cells == again.release.cells


@given(st.lists(NUMBERS, min_size=8, max_size=8), RULES, st.permutations(range(3)))
def test_equal_tables_of_several_answers_hide_equal_cells(numbers: list[int], rule: Rule, order: list[int]) -> None:
    people = sum(numbers[1:])
    named = {f"c{at}": sum(n for place, n in enumerate(numbers) if place >> at & 1) for at in range(3)}
    turned = {f"c{at}": named[f"c{at}"] for at in order}
    made, again = (
        publish(Counts(one, people=people, undisclosed=numbers[0], of="c"), rule=rule, key=KEY)
        for one in (named, turned)
    )
    assert made.release.cells == again.release.cells


@given(tables((2, 4), (2, 4)), RULES)
def test_to_publish_twice_with_one_key_gives_one_release_and_leaves_the_table_alone(
    leaves: dict[Cell, int], rule: Rule
) -> None:
    table = table_of(leaves)
    first, again = (publish(one, rule=rule, key=KEY) for one in (table, table_of(leaves)))
    assert first == again
    assert table == table_of(leaves)


@given(
    tables((2, 3), (2, 3)),
    RULES,
    st.sampled_from([None, Basis(), Basis(on=dt.date(2022, 7, 1), purpose=Purpose.REPORT)]),
)
def test_a_release_is_read_as_it_was_written(leaves: dict[Cell, int], rule: Rule, basis: Basis | None) -> None:
    table = table_of(leaves)
    assert isinstance(table, CountTable)
    rows = {
        key: Counts(dict(row.items()), undisclosed=row.undisclosed, of="c", basis=basis)
        for key, row in table.rows.items()
    }
    release = publish(CountTable(rows, of="c", by="a"), rule=rule, key=KEY).release
    assert Release.from_json(release.json()) == release


@pytest.mark.parametrize(
    "change",
    [
        {"axes": []},
        {"axes": [[]]},
        {"axes": [{"name": "c", "nodes": ["c0", [], "total"], "sums": [["total", ["c0"]]]}]},
        {"axes": [{"name": "c", "nodes": ["c0", "undisclosed", "total"], "sums": [["total", ["nobody"]]]}]},
        {"impossible": [["nobody"]]},
        {"shown": [7, 0, 8]},
        {"basis": {"on": "tomorrow", "purpose": None, "definitions": []}},
        {"basis": []},
    ],
)
def test_a_release_that_was_changed_is_not_read(change: dict[str, Any]) -> None:
    text = publish(counted([7])).release.json()
    assert Release.from_json(text).total == 7
    for broken in (json.dumps({**json.loads(text), **change}), "[" * 100_000, "7", "{}"):
        with pytest.raises(CannotRead, match="release"):
            Release.from_json(broken)


def test_a_cell_that_is_named_twice_is_refused() -> None:
    with pytest.raises(DuplicateId, match="each cell once"):
        published({"a": 1, ("a",): 2}, dimensions=["x"])


def test_what_is_no_list_of_cells_and_no_groups_is_refused() -> None:
    wrongs: list[dict[str, Any]] = [{"groups": ["a"]}, {"impossible": 5}, {"must_publish": "total"}]
    for wrong in wrongs:
        (name,) = wrong
        with pytest.raises(WrongType, match=f"^{name}: "):
            publish(counted([7, 8]), **wrong)


def test_the_key_decides_between_cells_that_do_equally_well() -> None:
    hidden = {publish(counted([3, 20, 20, 20, 20]), key=bytes([n]) * 16).release.shown for n in range(20)}
    assert len(hidden) > 1
    assert all(shown[0] is None for shown in hidden)


@pytest.mark.parametrize("k", [5, 10])
def test_protections_that_only_look_like_it_are_broken_by_the_same_attacker(k: int) -> None:
    """So the attacker of these tests is known to bite."""
    chance = random.Random(7)
    rows, columns = names("a", 5), names("c", 4)
    axes = [flat(rows), flat(columns)]
    lines = ([*rows, TOTAL], [*columns, TOTAL])
    broken = {"naive": 0, "two holes": 0, "linear dependence": 0, "ours": 0}
    for _ in range(20):
        leaves = programme(chance, (rows, columns), mean=8 if k == 5 else 20)
        true = added_up(leaves, axes)
        for name, shown in {
            "naive": naive(true, k),
            "two holes": two_holes(true, k, *lines),
            "linear dependence": linear_dependence(true, k, *lines),
            "ours": publish(table_of(leaves), rule=Rule(k=k)).release.cells,
        }.items():
            attacker = Attacker(axes, shown)
            broken[name] += any(attacker.breached(cell, k) for cell, number in true.items() if 0 < number < k)
    assert broken.pop("ours") == 0
    assert min(broken.values()) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "columns", "times", "rule"),
    [
        (2, 3, 300, ORDINARY),
        (5, 4, 150, ORDINARY),
        (5, 4, 50, Rule(k=10)),
        (5, 4, 50, Rule(protect_zeros=True)),
        (5, 4, 25, SPECIAL),
        (21, 6, 8, ORDINARY),
        (21, 6, 1, SPECIAL),
    ],
)
def test_in_tables_like_those_of_a_programme_nothing_is_breached(
    rows: int, columns: int, times: int, rule: Rule
) -> None:
    """The same as `benchmarks/disclosure.py attack`, with fewer tables."""
    chance = random.Random(f"{rows} {columns} {rule}")
    shape = (names("a", rows), names("c", columns))
    axes = [flat(one) for one in shape]
    for _ in range(times):
        leaves = programme(chance, shape, mean=8)
        true = added_up(leaves, axes)
        made = publish(table_of(leaves), rule=rule, key=KEY)
        shown = made.release.cells
        asked = [cell for cell in true if rule.protects(true[cell]) or (rule.symmetric and shown[cell] is None)]
        witnesses = [dict(zip(shown, one, strict=True)) for one in made.evidence.witnesses]
        assert proved(true, shown, witnesses, axes, asked, rule.high)
        assert_safe(leaves, axes, made)


# --- The attacker's view ---------------------------------------------------------------------------------------------


def believable(leaves: Mapping[Cell, int], shown: Mapping[Cell, int | None]) -> dict[Cell, set[int]]:
    """Go through every table of as many people."""
    axes = axes_of(leaves)
    found: dict[Cell, set[int]] = {cell: set() for cell in shown}
    for guess in combinations_with_replacement(leaves, sum(leaves.values())):
        table = added_up({cell: guess.count(cell) for cell in leaves}, axes)
        if all(number is None or table[cell] == number for cell, number in shown.items()):
            for cell, number in table.items():
                found[cell].add(number)
    return found


@settings(max_examples=30)
@given(st.data())
def test_what_the_audit_gives_is_what_going_through_all_tables_gives(data: st.DataObject) -> None:
    cells = cells_of(names("a", 2), names("c", 3))
    people = data.draw(st.lists(st.sampled_from(cells), max_size=5))
    leaves = {cell: people.count(cell) for cell in cells}
    true = added_up(leaves, axes_of(leaves))
    hidden = data.draw(st.sets(st.sampled_from(sorted(set(true) - {(TOTAL, TOTAL)}))))
    shown = {cell: None if cell in hidden else number for cell, number in true.items()}
    found = audit(published(shown, dimensions=("a", "c")))
    every = believable(leaves, shown)
    assert set(found.cells) == hidden
    for cell, seen in found.cells.items():
        assert seen.high is not None
        assert set(range(seen.low, seen.high + 1)) == every[cell]


@given(tables((2, 4), (2, 3)), st.data())
def test_the_audit_of_a_network_is_that_of_linear_programs(leaves: dict[Cell, int], data: st.DataObject) -> None:
    true = added_up(leaves, axes_of(leaves))
    hidden = data.draw(st.sets(st.sampled_from(sorted(true)), max_size=len(true) - 1))
    shown = {cell: None if cell in hidden else number for cell, number in true.items()}
    attacker = Attacker(axes_of(leaves), shown)
    for cell, seen in audit(published(shown, dimensions=("a", "c"))).cells.items():
        low, high = attacker.interval(cell)
        assert (seen.low, seen.high) == (round(low), None if high == math.inf else round(high))


@settings(max_examples=20)
@given(tables((2, 3), (2, 3), (2, 2)), st.data())
def test_the_audit_of_three_dimensions_is_that_of_linear_programs_where_these_are_whole(
    leaves: dict[Cell, int], data: st.DataObject
) -> None:
    true = added_up(leaves, axes_of(leaves))
    hidden = data.draw(st.sets(st.sampled_from(sorted(true)), max_size=len(true) - 1))
    shown = {cell: None if cell in hidden else number for cell, number in true.items()}
    attacker = Attacker(axes_of(leaves), shown)
    for cell, seen in audit(published(shown, dimensions=("a", "b", "c"))).cells.items():
        low, high = attacker.interval(cell)
        assert low - 1e-6 <= seen.low <= true[cell]
        assert (seen.high is None) == (high == math.inf)
        assert seen.high is None or true[cell] <= seen.high <= high + 1e-6


@given(tables((2, 4), (2, 3)), st.data())
def test_hiding_one_more_cell_never_narrows_what_can_be_believed(leaves: dict[Cell, int], data: st.DataObject) -> None:
    true = added_up(leaves, axes_of(leaves))
    hidden = data.draw(st.lists(st.sampled_from(sorted(true)), unique=True, min_size=2, max_size=len(true) - 1))
    fewer, more = (
        audit(published({c: None if c in some else n for c, n in true.items()}, dimensions=("a", "c"))).cells
        for some in (hidden[1:], hidden)
    )
    for cell, seen in fewer.items():
        wide = more[cell]
        assert wide.low <= seen.low
        assert wide.high is None or (seen.high is not None and seen.high <= wide.high)


@given(tables((2, 4), (2, 3)), RULES)
def test_a_release_leaves_no_protected_cell_short_in_its_own_audit(leaves: dict[Cell, int], rule: Rule) -> None:
    found = audit(publish(table_of(leaves), rule=rule, key=KEY).release)
    true = added_up(leaves, axes_of(leaves))
    assert not [cell for cell in found.short(rule.high) if rule.protects(true[cell]) or rule.symmetric]
    assert not [cell for cell in found.exact if rule.protects(true[cell])]


def test_two_tables_say_more_together_than_apart() -> None:
    """Each of the two alone leaves the group of 3 open from 0."""
    first = published({("p", "x"): None, ("p", "y"): None, ("p", TOTAL): 40, ("q", "x"): None, ("q", "y"): None,
                       ("q", TOTAL): 50, (TOTAL, "x"): 13, (TOTAL, "y"): 77, (TOTAL, TOTAL): 90},
                      dimensions=("place", "c"))  # fmt: skip
    second = published({"x": 13, "y": 77, TOTAL: 90}, dimensions=["c"])
    third = published({("p", "x"): None, ("q", "x"): 10, ("p", TOTAL): 40}, dimensions=("place", "c"))
    cell = ("p", "x")
    assert (audit(first).cells[cell].low, audit([first, second]).cells[cell].high) == (0, 13)
    assert "known exactly>" in repr(audit(first))
    assert audit([second]).cells == {}
    with pytest.raises(BrokenRule, match="same categories"):
        audit([first, third])


def test_tables_of_different_dimensions_are_read_as_parts_of_one() -> None:
    """Of 10 in a place, 9 are young and 9 are women: at least 8 are both, and so at most one woman is not young."""
    age = published({("p", "young"): 9, ("p", "old"): 1, ("p", TOTAL): 10}, dimensions=("place", "age"))
    gender = published({("p", "woman"): 9, ("p", "man"): 1, ("p", TOTAL): 10}, dimensions=("place", "gender"))
    both = published(
        {("p", "young", "woman"): None, ("p", "old", "woman"): None, ("p", "young", "man"): None,
         ("p", "old", "man"): None, (TOTAL, TOTAL, TOTAL): None, ("p", TOTAL, TOTAL): 10},
        dimensions=("place", "age", "gender"),
    )  # fmt: skip
    seen = audit([both, age, gender]).cells
    assert (seen["p", "young", "woman"].low, seen["p", "young", "woman"].high) == (8, 9)
    assert (seen["p", "old", "man"].low, seen["p", "old", "man"].high) == (0, 1)


def test_who_knows_some_of_a_group_knows_more_of_the_rest() -> None:
    table = published({"x": None, "y": None, "z": 30, TOTAL: 36}, dimensions=["c"])
    assert (audit(table).cells["x",].low, audit(table).cells["x",].high) == (0, 6)
    told = audit(table, knowing={("y",): 2})
    assert (told.cells["x",].high, told.cells["y",].low) == (4, 2)
    inside = audit(table, insiders=1).cells
    assert (inside["x",].low, inside["x",].high) == (0, 5)


def test_what_everybody_reads_is_no_secret_knowledge() -> None:
    table = published({"x": None, "y": None, "z": 30, TOTAL: 36}, dimensions=["c"])
    assert audit(table, knowing={"z": 12}).cells == audit(table).cells
    assert "<td>30</td>" in table._repr_html_()


@settings(max_examples=40)
@given(tables((2, 4), (2, 4)), RULES)
def test_members_of_a_hidden_group_can_tell_no_more_of_any_protected_one(leaves: dict[Cell, int], rule: Rule) -> None:
    made = publish(table_of(leaves), rule=rule, key=KEY)
    true, axes = added_up(leaves, axes_of(leaves)), axes_of(leaves)
    shown = made.release.cells
    protected = [cell for cell in true if rule.protects(true[cell]) or (rule.symmetric and shown[cell] is None)]
    for inside in leaves:
        if shown[inside] is None and true[inside] >= rule.insiders > 0:
            counted = [cell for cell in true if inside in smallest(cell, axes)]
            shown_to_them = {**shown, inside: None}
            attacker = Attacker(axes, shown_to_them, least={inside: rule.insiders})
            for cell in protected:
                own = rule.insiders * (cell in counted)
                low, high = attacker.interval(cell)
                assert low <= own + 1e-6
                assert high >= rule.k + own - 1e-6


def test_what_must_be_published_may_leave_no_room_for_insiders() -> None:
    """With all sums known the two small groups are equal: whoever is in one knows that the other is not empty."""
    table = CountTable({"p": {"x": 2, "y": 20}, "q": {"x": 30, "y": 2}}, of="c", by="a")
    hidden = set(product("pq", "xy"))
    known = [cell for cell in publish(table).release.cells if cell not in hidden]
    assert publish(table, must_publish=known).release["p", "x"] is None
    with pytest.raises(CannotPublish):
        publish(table, rule=Rule(insiders=1), must_publish=known)
    assert publish(table, rule=Rule(insiders=1)).release["p", "x"] is None


def test_evidence_that_leaves_insiders_out_is_refused() -> None:
    table = CountTable({"p": {"x": 12, "y": 2, "z": 30}, "q": {"x": 1, "y": 14, "z": 3}}, of="c", by="a")
    made = publish(table, rule=Rule(insiders=2), key=KEY)
    assert verify(table, made.release, made.evidence)
    outside = publish(table, rule=Rule(), key=KEY)
    claimed = Release(axes=outside.release.axes, shown=outside.release.shown, rule=Rule(insiders=2))
    assert not verify(table, claimed, outside.evidence)
    for without in range(len(made.evidence)):
        fewer = [one for number, one in enumerate(made.evidence.witnesses) if number != without]
        accepted = verify(table, made.release, Evidence(fewer))
        assert not accepted or len(fewer) >= 2


def test_the_insiders_of_a_rule_can_believe_in_k_others() -> None:
    counts = counted([3, 30, 20])
    release = publish(counts, rule=Rule(insiders=1)).release
    seen = audit(release, insiders=1).cells["c0",]
    assert seen.low == 0
    assert seen.high is None or seen.high >= 5


def test_an_insider_counts_in_the_sums_too() -> None:
    table = published({("p", "x"): None, ("p", TOTAL): None, (TOTAL, "x"): 8, (TOTAL, TOTAL): 8}, dimensions=("a", "c"))
    assert audit(table, insiders=2).cells["p", TOTAL].high == 6


def test_numbers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BrokenRule, match="contradict"):
        audit(published({"x": 3, "y": 4, TOTAL: 8}, dimensions=["c"]))
    with pytest.raises(BrokenRule, match="different numbers"):
        audit([published({"x": n, TOTAL: 9}, dimensions=["c"]) for n in (3, 4)])
    with pytest.raises(BrokenRule, match="more than is shown"):
        audit(published({"x": 3, "y": None, TOTAL: 8}, dimensions=["c"]), knowing={("x",): 4})
    three = dict.fromkeys(cells_of("xy", "xy", "xy"), 1) | {(TOTAL, TOTAL, TOTAL): 9}
    with pytest.raises(BrokenRule, match="contradict"):
        audit(published(three, dimensions=("a", "b", "c")))


def test_tables_are_read_together_if_their_groups_agree() -> None:
    cells = {"x": None, "y": None, "xy": 9, "z": 30, TOTAL: 39}
    grouped = published(cells, dimensions=["c"], groups={"c": {"xy": ["x", "y"]}})
    plain = published({"x": None, "y": None, "z": 30, TOTAL: 39}, dimensions=["c"])
    for tables in ([plain, grouped], [grouped, plain]):
        assert audit(tables).cells["x",].high == 9
    other = published({"x": 1, "y": None, "xz": None, "z": None}, dimensions=["c"], groups={"c": {"xz": ["x", "z"]}})
    with pytest.raises(BrokenRule, match="group the categories"):
        audit([grouped, other])


def test_what_is_impossible_is_known_to_the_reader_of_another_table_too() -> None:
    table = published({"x": None, "y": None, "z": None, TOTAL: 9}, dimensions=["c"], impossible=["z"])
    assert audit(table).cells["x",].high == 9
    assert ("z",) not in audit(table).cells
    wide = published({("p", "x"): None, ("p", "y"): None, ("p", "z"): None, ("p", TOTAL): 9}, dimensions=("a", "c"))
    assert ("p", "z") not in audit([wide, table]).cells


def test_nothing_to_audit_is_refused() -> None:
    with pytest.raises(WrongType):
        audit([])
    with pytest.raises(WrongType):
        audit(counted([1, 2]))  # type: ignore[arg-type]  # what is tested
    with pytest.raises(WrongType):
        published({("x", "y"): 1}, dimensions=["c"])
    with pytest.raises(WrongType):
        published({"x": 1.5}, dimensions=["c"])  # type: ignore[dict-item]  # what is tested


# --- Rules, keys and demands -----------------------------------------------------------------------------------------


def test_a_rule_below_three_protects_nobody_and_is_refused() -> None:
    for k in (2, True, 5.0):
        with pytest.raises((BrokenRule, WrongType)):
            Rule(k=k)  # type: ignore[arg-type]  # what is tested
    assert (ORDINARY.k, ORDINARY.protect_zeros) == (5, False)


def test_to_tighten_is_free_and_to_loosen_needs_a_reason_that_is_stamped_on_the_release() -> None:
    ordinary, sensitive = counted([30, 40]), counted([30, 40], sensitive=True)
    assert publish(ordinary, rule=Rule(k=7)).release.rule.k == 7
    assert SPECIAL.covers(ORDINARY)
    for loose in (Rule(k=3), Rule(k=3, insiders=9)):
        with pytest.raises(BrokenRule, match="reason"):
            publish(ordinary, rule=loose)
    with pytest.raises(BrokenRule, match="reason"):
        publish(sensitive, rule=ORDINARY, key=KEY)
    release = publish(ordinary, rule=Rule(k=3, reason="the board agreed")).release
    assert "the board agreed" in release._repr_html_()
    assert "the board agreed" in release.json()
    with pytest.raises(WrongType):
        publish(ordinary, rule=5)  # type: ignore[arg-type]  # what is tested


@pytest.mark.parametrize("key", [None, b"short", "a secret of sixteen letters", bytearray(20)])
def test_sensitive_counts_need_a_key_and_no_message_repeats_it(key: Any) -> None:
    with pytest.raises((KeyRequired, BrokenRule, WrongType)) as caught:
        publish(counted([30, 40], sensitive=True), key=key)
    assert key is None or repr(key)[2:-1] not in str(caught.value)


def test_to_reveal_counts_loosens_no_rule() -> None:
    counts = counted([30, 40], sensitive=True)
    table = CountTable({"p": counts, "q": counts}, of="c", by="a")
    seen, seen_table = counts.reveal(Purpose.REPORT), table.reveal(Purpose.REPORT)
    seen_tables = [seen_table, seen_table + seen_table, seen_table.total(), seen_table.margin(), seen_table["p"]]
    pickled = pickle.loads(pickle.dumps(seen))  # noqa: S301  # our own
    for one in (seen, seen + seen, seen.over(["c0", "c1", "c2"]), pickled, *seen_tables):
        assert (one.sensitive, one.secret) == (False, True)
        with pytest.raises(KeyRequired):
            publish(one)
        assert publish(one, key=KEY).release.rule == SPECIAL


def test_what_must_be_published_and_is_too_small_is_impossible() -> None:
    with pytest.raises(CannotPublish):
        publish(counted([3, 30, 9]), must_publish=["c0"])
    with pytest.raises(CannotPublish):
        publish(counted([3, 30, 9]), must_publish=["c1", "c2", UNDISCLOSED, TOTAL])
    assert publish(counted([3, 30, 9]), must_publish=["c2"]).release.shown == (None, None, 9, 0, 42)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"impossible": ["c1"]}, BrokenRule),
        ({"impossible": ["nowhere"]}, UnknownField),
        ({"impossible": [("c1", "c2")]}, WrongType),
        ({"must_publish": [3]}, WrongType),
        ({"groups": {"d": {}}}, UnknownField),
        ({"margins": "nested"}, BrokenRule),
        ({"margins": "crossed"}, WrongType),
        ({"margins": 3}, WrongType),
        ({"margins": []}, BrokenRule),
        ({"margins": [[]]}, BrokenRule),
        ({"margins": [["d"]]}, BrokenRule),
        ({"groups": {"c": {"g": ["c0", "c1"], "h": ["c1"]}}}, BrokenRule),
        ({"groups": {"c": {"g": ["g"]}}}, BrokenRule),
        ({"groups": {"c": {"g": []}}}, BrokenRule),
        ({"groups": {"c": {"g": "c0"}}}, BrokenRule),
        ({"groups": {"c": {"g": [UNDISCLOSED]}}}, BrokenRule),
        ({"groups": {"c": {"c2": ["c0"]}}}, BrokenRule),
        ({"groups": {"c": {TOTAL: ["c0"]}}}, BrokenRule),
    ],
)
def test_demands_that_cannot_be_are_refused_without_a_number(options: Any, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        publish(counted([777, 999, 3]), **options)
    assert not {"777", "999"} & set(str(caught.value).split())


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ({"x": 3}, WrongType),
        (Counts({TOTAL: 3}, of="c"), BrokenRule),
        (Counts({UNDISCLOSED: 3}, of="c"), BrokenRule),
        (Counts({"x": 3, "not x": 3}, people=6, of="c"), BrokenRule),
        (CountTable({"x": {"y": 3}}, of="c", by="c"), BrokenRule),
        (CountTable({"x": {"y": 3}}, of="c", by="b", overlapping_rows=True), NotAPartition),
    ],
)
def test_what_is_no_table_of_people_is_not_published(table: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        publish(table)


def test_groups_and_several_answers_do_not_go_together() -> None:
    with pytest.raises(BrokenRule, match="several"):
        publish(counted([3, 4], people=9), groups={"c": {"g": ["c0"]}})


def test_an_impossible_sum_is_of_impossible_cells() -> None:
    table = CountTable({"p": {"x": 0, "y": 0}, "q": {"x": 20, "y": 30}}, of="c", by="a")
    release = publish(table, rule=Rule(protect_zeros=True), impossible=[("p", TOTAL)]).release
    assert ("p", "x") in release.impossible
    assert release["p", "x"] == 0


# --- How a release is read -------------------------------------------------------------------------------------------


def test_a_release_shows_itself_its_rule_and_its_definitions_and_not_what_it_hides() -> None:
    counts = Counts({"<b>": 3, "urban": 30, "abroad": 9}, of="residence", basis=Basis(definitions=("by home",)))
    made = publish(counts)
    assert repr(made.release) == (
        "<release of residence: <b>: not shown, urban: 30, abroad: not shown, undisclosed: 0, total: 42>"
    )
    html = made.release._repr_html_()
    for words in ("&lt;b&gt;", "<td>not shown</td>", "by home; groups of fewer than 5 are not shown"):
        assert words in html
    assert "<td>3</td>" not in html
    assert repr(made.evidence) == f"<confidential evidence: {len(made.evidence)} tables>"


def test_a_release_of_two_dimensions_is_read_by_row_and_column() -> None:
    table = CountTable({"p": {"x": 20, "y": 30}, "q": {"x": 3, "y": 40}, None: {"x": 8, "y": 9}}, of="c", by="a")
    release = publish(table).release
    assert (release["p", TOTAL], release["q", "x"], release.of, release.dimensions) == (50, None, "c", ("a", "c"))
    assert repr(release).startswith("<release of c by a: 16 cells, ")
    assert "People by a and c" in release._repr_html_()
    assert release.csv().splitlines()[:2] == ["a,c,people", "p,x," + str(release["p", "x"] or "not shown")]
    with pytest.raises(UnknownField):
        release["p", "z"]
    with pytest.raises(WrongType):
        release["p"]


def test_of_several_tables_only_their_cells_are_read() -> None:
    table = CountTable({"p": {"x": 20, "y": 30}, "q": {"x": 8, "y": 40}}, of="c", by="a")
    release = publish(table, margins=[("a",), ("c",)]).release
    assert (release["p", TOTAL], release[TOTAL, "x"], release.whole) == (50, 28, True)
    assert repr(release) == "<release of c by a: 7 cells, 0 not shown>"
    assert "<td>20</td>" not in release._repr_html_()
    with pytest.raises(UnknownField):
        release["p", "x"]
    with pytest.raises(BrokenRule):
        publish(table, margins=[("a",), ("c",)], must_publish=[("p", "x")])
    with pytest.raises(BrokenRule):
        publish(table, margins="nested")


def test_a_share_needs_numbers_that_are_shown() -> None:
    shown = publish(counted([30, 10], undisclosed=20)).release
    assert shown.whole
    assert str(shown.share("c0")) == "3/4"
    hidden = publish(counted([30, 10, 3])).release
    assert not hidden.whole
    assert hidden.share("c2") is None
    assert publish(counted([0], undisclosed=20)).release.share("c0") is None
    table = CountTable({"p": {"x": 20, "y": 30}}, of="c", by="a")
    assert str(publish(table).release.share("p", "x")) == "2/5"


def test_categories_that_overlap_print_without_their_complements() -> None:
    release = publish(counted([30, 20], people=45)).release
    assert "not c0" not in repr(release)
    assert "not c0" not in release._repr_html_()
    assert release["not c0"] == 15
    assert publish(counted([], people=9)).release["disclosed"] == 9


@given(tables((1, 4), (1, 3)), RULES)
def test_a_release_survives_json_and_pickle(leaves: dict[Cell, int], rule: Rule) -> None:
    release = publish(table_of(leaves), rule=rule, key=KEY).release
    assert pickle.loads(pickle.dumps(release)) == release  # noqa: S301  # our own
    read = Release.from_json(release.json())
    assert (read.axes, read.shown, read.rule) == (release.axes, release.shown, release.rule)
    assert read.json() == release.json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"axes": 3, "on": null}', "null"])
def test_what_is_no_release_is_not_read_as_one(text: str) -> None:
    with pytest.raises(CannotRead):
        Release.from_json(text)


def test_a_release_with_a_number_missing_is_not_read() -> None:
    text = publish(counted([30, 40])).release.json()
    with pytest.raises(CannotRead, match="each cell"):
        Release.from_json(text.replace("[30,40,", "[30,"))


def test_evidence_does_not_leave_by_accident() -> None:
    evidence = publish(counted([3, 30, 9])).evidence
    with pytest.raises(TypeError, match="confidential"):
        pickle.dumps(evidence)
    with pytest.raises(TypeError):
        hash(evidence)
    assert evidence != Evidence([])
    assert evidence != 3


def test_an_axis_knows_its_categories() -> None:
    (axis,) = publish(counted([30, 40]), groups={"c": {"all": ["c0", "c1"]}}).release.axes
    assert isinstance(axis, Axis)
    assert (axis.categories, axis.flat, axis.overlapping) == (("c0", "c1"), False, False)
    assert isinstance(publish(counted([30, 40])).release, Published)


# --- What is not trusted ---------------------------------------------------------------------------------------------


def test_a_release_whose_proof_does_not_hold_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_publish, "verify", lambda *_: False)
    with pytest.raises(CannotPublish, match="report the fault"):
        publish(counted([3, 30, 9]))


def test_without_the_solver_three_dimensions_are_refused_with_the_name_of_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leaves = dict.fromkeys(cells_of(*(names(letter, 2) for letter in "abc")), 3)
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(SolverMissing, match=r"youthprog\[solver\]"):
        publish(table_of(leaves))
    assert publish(counted([3, 30, 9])).release.total == 42


def in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the solver answer in halves wherever it is not asked for whole numbers."""
    true = Linear.maximise

    def halved(program: Linear, costs: Sequence[float]) -> Any:
        found = true(program, costs)
        return (
            None if found is None else evolve(found, values=[value + i % 2 / 2 for i, value in enumerate(found.values)])
        )

    monkeypatch.setattr(Linear, "maximise", halved)


CUBE = dict(zip(cells_of(*(names(letter, 2) for letter in "abc")), (3, 20, 30, 12, 9, 40, 7, 60), strict=True))


def test_an_answer_in_fractions_is_asked_for_again_in_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    release = publish(table_of(CUBE)).release
    expected = audit(release)
    in_halves(monkeypatch)
    assert audit(release) == expected
    assert_safe(CUBE, axes_of(CUBE), publish(table_of(CUBE)))


def test_a_solver_that_gives_no_whole_numbers_publishes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    release = publish(table_of(CUBE)).release
    in_halves(monkeypatch)
    monkeypatch.setattr(_linear, "integer", lambda *_, **__: None)
    with pytest.raises(CannotPublish):
        publish(table_of(CUBE))
    with pytest.raises(BrokenRule):
        audit(release)


def test_a_table_of_the_solver_that_does_not_add_up_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    release = publish(table_of(CUBE)).release
    monkeypatch.setattr(_linear.Program, "_whole", lambda *_: None)
    with pytest.raises(SolverFailed):
        publish(table_of(CUBE))
    monkeypatch.setattr(_linear.Program, "start", lambda *_: [number or 0 for number in release.shown])
    with pytest.raises(SolverFailed):
        audit(release)


def test_what_no_linear_program_reaches_cannot_be_published() -> None:
    with pytest.raises(CannotPublish):
        publish(table_of(CUBE), must_publish=[*list(CUBE)[1:], (TOTAL, TOTAL, TOTAL)])


def test_a_number_in_nothing_that_is_shown_is_endless_with_the_solver_too() -> None:
    cells = dict.fromkeys(cells_of("xy", "xy", "xy"), None) | {("x", TOTAL, TOTAL): 9}
    seen = audit(published(cells, dimensions=("a", "b", "c"))).cells
    assert (seen["x", "x", "x"].high, seen["y", "x", "x"].high) == (9, None)
