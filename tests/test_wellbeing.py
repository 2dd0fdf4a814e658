"""Laws of wellbeing.

- WHO-5, on each of the 7,776 ways to answer: the raw score is the sum, the percentage is four times that, and "raw
  below 13", "at most 50 %" and "below 52 %" are the same people.
- An item that was not answered leaves no score, whatever the others are.
- Whoever answers better scores no lower; the order of the items plays no part.
- Answers are sealed: they print nowhere and open for a purpose.
"""

import datetime as dt
import itertools
import pickle
import traceback
from collections.abc import Callable, Sequence

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog.errors import BrokenRule, PurposeRequired, WrongType
from youthprog.people import Identities
from youthprog.values import LocalisedText, Period, Purpose, Sensitive, Withheld
from youthprog.wellbeing import WellbeingActivity, WellbeingKind, WellbeingMeasurement, Who5, who5

DAY = dt.date(2022, 5, 1)
ITEMS = range(6)
ANSWERED = list(itertools.product(ITEMS, repeat=5))

answers = st.tuples(*[st.integers(0, 5)] * 5)


def scored(items: Sequence[int | None]) -> Who5:
    score = who5(items)
    assert score is not None
    return score


def measured(items: object) -> WellbeingMeasurement:
    return WellbeingMeasurement(member="m-1", answers=items, on=DAY)


# --- The index -------------------------------------------------------------------------------------------------------


def test_there_are_7776_ways_to_answer_and_all_have_a_score() -> None:
    assert len(ANSWERED) == 7776
    assert all(who5(items) is not None for items in ANSWERED)


def test_the_raw_score_is_the_sum_and_the_percentage_four_times_that() -> None:
    assert [(sum(items), 4 * sum(items)) for items in ANSWERED] == [
        (scored(items).raw, scored(items).percentage) for items in ANSWERED
    ]


def test_the_percentages_are_the_multiples_of_four_so_that_50_never_occurs() -> None:
    assert set(range(0, 101, 4)) == {scored(items).percentage for items in ANSWERED}


@pytest.mark.parametrize(
    "below",
    [lambda score: score.raw < 13, lambda score: score.percentage <= 50, lambda score: score.percentage < 52],
    ids=["raw below 13", "at most 50 %", "below 52 %"],
)
def test_the_cut_off_is_the_same_in_each_of_its_wordings(below: Callable[[Who5], bool]) -> None:
    scores = [scored(items) for items in ANSWERED]
    assert [below(score) for score in scores] == [score.below_cutoff for score in scores]


def test_any_item_that_was_not_answered_leaves_no_score() -> None:
    unanswered = [items for items in itertools.product([None, *ITEMS], repeat=5) if None in items]
    assert len(unanswered) == 7**5 - 6**5
    assert {None} == {who5(items) for items in unanswered}


@given(answers, st.permutations(range(5)))
def test_the_order_of_the_items_plays_no_part(items: tuple[int, ...], order: list[int]) -> None:
    assert who5(items) == who5([items[i] for i in order])


@given(answers, st.integers(0, 4))
def test_a_better_answer_never_lowers_the_score(items: tuple[int, ...], which: int) -> None:
    better = [min(5, item + (i == which)) for i, item in enumerate(items)]
    assert scored(better).raw >= scored(items).raw
    assert scored(better).below_cutoff <= scored(items).below_cutoff


def test_a_worked_example() -> None:
    assert Who5(raw=12, percentage=48, below_cutoff=True) == who5([3, 2, 3, 2, 2])
    assert Who5(raw=13, percentage=52, below_cutoff=False) == who5((3, 3, 3, 2, 2))


@pytest.mark.parametrize("items", [[], [1, 2, 3, 4], [1, 2, 3, 4, 5, 0]])
def test_there_are_five_items(items: list[int]) -> None:
    with pytest.raises(BrokenRule, match="answers: must have five items"):
        who5(items)


@pytest.mark.parametrize("item", [-1, 6, 100])
def test_an_item_is_nought_to_five(item: int) -> None:
    with pytest.raises(BrokenRule, match="answers: must be between 0 and 5"):
        who5([0, 0, item, 0, 0])


@pytest.mark.parametrize("item", ["3", 3.0, True])
def test_an_item_is_a_whole_number(item: object) -> None:
    with pytest.raises(WrongType, match="answers: must be whole numbers, or null"):
        who5([0, 0, item, 0, 0])  # type: ignore[list-item]


@pytest.mark.parametrize("items", ["33222", b"12345", {1, 2, 3, 4, 5}, 12, None])
def test_five_items_are_a_list(items: object) -> None:
    with pytest.raises(WrongType, match="answers: must be a list of five items"):
        who5(items)  # type: ignore[arg-type]


def test_an_item_out_of_range_is_refused_even_where_another_is_missing() -> None:
    with pytest.raises(BrokenRule):
        who5([None, 9, 0, 0, 0])


# --- Measurements ----------------------------------------------------------------------------------------------------


@given(answers)
def test_a_measurement_scores_for_a_purpose(items: tuple[int, ...]) -> None:
    assert who5(items) == measured(list(items)).score(Purpose.CARE)


@given(answers, answers)
def test_measurements_are_equal_when_their_answers_are(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert (one == other) == (measured(one) == measured(list(other)))


def test_a_measurement_with_a_missing_item_has_no_score() -> None:
    assert measured([1, 2, None, 4, 5]).score(Purpose.CARE) is None


def test_a_measurement_whose_answers_were_left_out_has_no_score() -> None:
    withheld = measured(Withheld())
    assert withheld.score(Purpose.CARE) is None
    assert Withheld() == withheld.answers.reveal(Purpose.STORE)


def test_answers_that_are_sealed_already_stay_as_they_are() -> None:
    assert measured([1, 2, 3, 4, 5]) == measured(Sensitive((1, 2, 3, 4, 5)))
    assert measured(Withheld()) == measured(Sensitive(Withheld()))


@pytest.mark.parametrize("items", [[1, 2, 3], "12345", None, Sensitive([1, 2, 3]), Identities({})])
def test_a_measurement_checks_its_answers_before_it_seals_them(items: object) -> None:
    with pytest.raises((BrokenRule, WrongType), match="answers: must"):
        measured(items)


def test_a_measurement_prints_neither_answers_nor_score() -> None:
    shown = measured([5, 0, 5, 0, 5])
    for words in (repr(shown), str(shown), f"{shown}", str(attrs.asdict(shown))):
        assert "sensitive" in words
        assert "5, 0" not in words
    with pytest.raises(TypeError):
        pickle.dumps(shown)
    with pytest.raises(TypeError):
        hash(shown)


def test_a_refused_answer_is_not_repeated() -> None:
    with pytest.raises(BrokenRule) as caught:
        measured([0, 0, 424242, 0, 0])
    shown = "".join(traceback.format_exception_only(caught.value)) + repr(caught.value)
    assert "424242" not in shown


def test_a_score_needs_a_purpose() -> None:
    with pytest.raises(PurposeRequired):
        measured([1, 2, 3, 4, 5]).score("care")  # type: ignore[arg-type]


# --- Activities ------------------------------------------------------------------------------------------------------


def test_a_workshop_delivers_a_training_module() -> None:
    workshop = WellbeingActivity(
        id="w-1",
        title=LocalisedText({"en": "Resilience"}),
        period=Period.year(2022),
        kind=WellbeingKind.WORKSHOP,
        method="experiential",
        module="module-1",
        facilitator_qualified=True,
    )
    assert (
        workshop.kind,
        workshop.module,
        workshop.facilitator_qualified,
    ) == (WellbeingKind.WORKSHOP, "module-1", True)


def test_whether_a_facilitator_is_qualified_may_be_unrecorded() -> None:
    yoga = WellbeingActivity(id="y-1", title=LocalisedText({"en": "Yoga"}), period=Period.year(2021))
    assert (yoga.kind, yoga.facilitator_qualified) == (WellbeingKind.OTHER, None)
