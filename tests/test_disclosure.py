"""Laws of a release of one dimension.

The attacker knows the release, the rule, and that numbers of people are whole and not negative. For every protected
cell he can believe any number from 0 to k at the least; every number that is shown is true; hidden cells look alike.
"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog import Counts
from youthprog.counts import Basis
from youthprog.disclosure import ORDINARY, SPECIAL, UNDISCLOSED, Release, Rule, publish
from youthprog.errors import BrokenRule, WrongType

RULES = st.builds(Rule, k=st.integers(3, 12), protect_zeros=st.booleans())
NUMBERS = st.lists(st.integers(0, 30) | st.integers(0, 6), min_size=1, max_size=7)


def counted(numbers: list[int], undisclosed: int = 0, people: int | None = None) -> Counts:
    named = {f"c{index}": number for index, number in enumerate(numbers)}
    return Counts(named, undisclosed=undisclosed, people=people, of="group")


def interval(release: Release, cell: str) -> tuple[int, int | None]:
    """What an attacker can believe of a hidden cell of a partition: the hidden cells share what the total leaves."""
    assert release.cells[cell] is None
    if release.total is None:
        return 0, None
    left = release.total - sum(number for number in release.cells.values() if number is not None)
    others = [name for name, number in release.cells.items() if number is None and name != cell]
    return (0 if others else left), left


@given(NUMBERS, st.integers(0, 12), RULES)
def test_a_reader_can_believe_any_number_from_none_to_k_of_every_protected_cell(
    numbers: list[int], undisclosed: int, rule: Rule
) -> None:
    counts = counted(numbers, undisclosed)
    release = publish(counts, rule=rule)
    true = {**dict(counts.items()), UNDISCLOSED: undisclosed}
    for name, number in true.items():
        if rule.protects(number) and counts.total:
            low, high = interval(release, name)
            assert low == 0
            assert high is None or high >= rule.k


@given(st.lists(st.integers(0, 4), min_size=1, max_size=3), st.integers(0, 4), st.booleans())
def test_the_believable_numbers_are_those_of_every_table_with_the_same_release(
    numbers: list[int], undisclosed: int, zeros: bool
) -> None:
    rule = Rule(k=3, protect_zeros=zeros)
    release = publish(counted(numbers, undisclosed), rule=rule)
    if release.total is None:
        return
    shown = dict(release.cells)
    believable: dict[str, set[int]] = {name: set() for name in shown}
    for guess in product(range(release.total + 1), repeat=len(shown)):
        table = dict(zip(shown, guess, strict=True))
        if sum(guess) == release.total and all(n is None or table[name] == n for name, n in shown.items()):
            for name, number in table.items():
                believable[name].add(number)
    for name, told in shown.items():
        if told is None:
            low, high = interval(release, name)
            assert high is not None
            assert believable[name] == set(range(low, high + 1))


@given(NUMBERS, st.integers(0, 12), RULES)
def test_every_number_that_is_shown_is_true_and_not_protected(numbers: list[int], undisclosed: int, rule: Rule) -> None:
    counts = counted(numbers, undisclosed)
    true = {**dict(counts.items()), UNDISCLOSED: undisclosed}
    release = publish(counts, rule=rule)
    for name, number in release.cells.items():
        if number is not None:
            assert number == true[name]
            assert not rule.protects(number)
    assert release.total in (None, counts.total)


@given(NUMBERS, st.integers(0, 12), RULES)
def test_no_more_than_one_cell_is_hidden_beyond_those_that_must_be(
    numbers: list[int], undisclosed: int, rule: Rule
) -> None:
    release = publish(counted(numbers, undisclosed), rule=rule)
    if release.total is not None:
        beyond = [
            name
            for name, number in {**dict(counted(numbers).items()), UNDISCLOSED: undisclosed}.items()
            if release.cells[name] is None and not rule.protects(number)
        ]
        assert len(beyond) <= 1


@given(NUMBERS, st.integers(0, 12), RULES)
def test_the_order_of_the_categories_plays_no_part(numbers: list[int], undisclosed: int, rule: Rule) -> None:
    counts = counted(numbers, undisclosed)
    turned = Counts(dict(reversed(list(counts.items()))), undisclosed=undisclosed, of="group")
    assert dict(publish(counts, rule=rule).cells) == dict(publish(turned, rule=rule).cells)


def test_a_small_group_takes_the_smallest_other_with_it() -> None:
    release = publish(counted([3, 30, 9]))
    assert dict(release.cells) == {"c0": None, "c1": 30, "c2": None, UNDISCLOSED: 0}


def test_a_category_to_keep_is_hidden_last() -> None:
    assert dict(publish(counted([3, 30, 9]), keep=("c2",)).cells) == {"c0": None, "c1": None, "c2": 9, UNDISCLOSED: 0}


def test_those_who_did_not_disclose_are_a_group_like_any_other() -> None:
    assert dict(publish(counted([30, 9], undisclosed=2)).cells) == {"c0": 30, "c1": None, UNDISCLOSED: None}


def test_an_empty_group_of_a_sensitive_dimension_is_hidden_too() -> None:
    counts = Counts({"yes": 0, "no": 40}, of="lgbti", sensitive=True)
    assert publish(counts).rule == SPECIAL
    assert set(publish(counts).cells.values()) == {None}


def test_too_few_people_are_not_shown_at_all() -> None:
    release = publish(counted([1, 2]))
    assert (release.total, set(release.cells.values())) == (None, {None})


def test_nobody_is_no_secret_of_an_ordinary_dimension() -> None:
    assert dict(publish(counted([0, 0])).cells) == {"c0": 0, "c1": 0, UNDISCLOSED: 0}


@given(st.lists(st.integers(0, 20), min_size=1, max_size=5), st.integers(0, 20), st.integers(0, 12), RULES)
def test_where_categories_overlap_neither_a_group_nor_its_complement_is_too_small(
    numbers: list[int], more: int, undisclosed: int, rule: Rule
) -> None:
    counts = counted(numbers, undisclosed, people=max(numbers) + more)
    release = publish(counts, rule=rule)
    for name, number in counts.items():
        shown = release.cells[name]
        assert shown is None or shown == number
        if rule.protects(number) or rule.protects(counts.known - number):
            assert shown is None
    if rule.protects(undisclosed):
        assert release.cells[UNDISCLOSED] is None


def test_a_share_needs_numbers_that_are_shown() -> None:
    shown = publish(counted([30, 10], undisclosed=20))
    assert shown.whole
    assert str(shown.share("c0")) == "3/4"
    hidden = publish(counted([30, 10, 3]))
    assert not hidden.whole
    assert hidden.share("c2") is None
    assert publish(counted([0], undisclosed=20)).share("c0") is None


def test_a_release_shows_itself_and_its_definitions_and_not_what_it_hides() -> None:
    counts = Counts({"<b>": 3, "urban": 30, "abroad": 9}, of="residence", basis=Basis(definitions=("by home",)))
    release = publish(counts)
    assert repr(release) == (
        "<release of residence: {'<b>': 'not shown', 'urban': 30, 'abroad': 'not shown', 'undisclosed': 0}, total 42>"
    )
    html = release._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<td>not shown</td>" in html
    assert "<td>3</td>" not in html
    assert "total not shown" in repr(publish(counted([1])))
    assert "not shown" in publish(counted([1]))._repr_html_()


def test_a_rule_below_three_protects_nobody_and_is_refused() -> None:
    with pytest.raises(BrokenRule):
        Rule(k=2)
    with pytest.raises(WrongType):
        Rule(k=True)
    assert (ORDINARY.k, ORDINARY.protect_zeros) == (5, False)
