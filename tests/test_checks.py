"""Laws of the checks.

- A check lets pass exactly the values its sentence names, and otherwise raises an error with field and rule.
- Nothing is converted in silence: no bool is a number, no text a list of its letters, no moment a day, no float a
  share.
- A share is exact: however it is written, it is the fraction that stands there.
- No message repeats the offending value.
"""

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog import _checks
from youthprog.errors import BrokenRule, Problem, WrongType
from youthprog.values import AgeBand, Declined, Interval

Check = Callable[[Any, "attrs.Attribute[Any]", Any], None]


@attrs.frozen
class Box:
    thing: Any


THING: "attrs.Attribute[Any]" = attrs.fields(Box).thing
CANARY = "canary-7f3a"
DAY = dt.date(2022, 7, 1)
MOMENT = dt.datetime(2022, 7, 1, tzinfo=dt.UTC)


class Letter(enum.StrEnum):
    A = "a"


class Rung(enum.IntEnum):
    THIRD = 3


def refused(check: Check, value: object, error: type[Problem]) -> Problem:
    with pytest.raises(error) as caught:
        check(None, THING, value)
    assert type(caught.value) is error
    return caught.value


# --- Validators ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (_checks.text, "Нууц шүү за"),
        (_checks.text, "a b"),
        (_checks.label, ""),
        (_checks.label, " a "),
        (_checks.flag, True),
        (_checks.flag, False),
        (_checks.day, DAY),
        (_checks.is_a(str, int), "one of two classes"),
        (_checks.is_a(str, int), 1),
        (_checks.whole(), 0),
        (_checks.whole(), 10**30),
        (_checks.whole(2, 4), 2),
        (_checks.whole(2, 4), 4),
        (_checks.whole(), Rung.THIRD),
        (_checks.maybe(_checks.text), None),
        (_checks.maybe(_checks.text), "b"),
        (_checks.each(_checks.text), ()),
        (_checks.each(_checks.text), ("a", "b")),
        (_checks.each(_checks.text), frozenset({"a"})),
        (_checks.some(_checks.text), ("a",)),
    ],
)
def test_a_check_lets_pass_what_its_sentence_names(check: Check, value: object) -> None:
    check(None, THING, value)


@pytest.mark.parametrize(
    ("check", "value", "error", "rule"),
    [
        (_checks.text, 3, WrongType, "must be text"),
        (_checks.text, Letter.A, WrongType, "must be text"),
        (_checks.text, "", BrokenRule, "must not be empty or begin or end with white space"),
        (_checks.text, " a", BrokenRule, "must not be empty or begin or end with white space"),
        (_checks.text, "a\N{NO-BREAK SPACE}", BrokenRule, "must not be empty or begin or end with white space"),
        (_checks.label, None, WrongType, "must be text"),
        (_checks.flag, "no", WrongType, "must be true or false"),
        (_checks.flag, 1, WrongType, "must be true or false"),
        (_checks.day, MOMENT, WrongType, "must be a date"),
        (_checks.day, "2022-07-01", WrongType, "must be a date"),
        (_checks.is_a(str, int), 1.5, WrongType, "must be str or int"),
        (_checks.whole(), True, WrongType, "must be a whole number"),
        (_checks.whole(), 1.0, WrongType, "must be a whole number"),
        (_checks.whole(), -1, BrokenRule, "must be at least 0"),
        (_checks.whole(1), 0, BrokenRule, "must be at least 1"),
        (_checks.whole(0, 5), 6, BrokenRule, "must be at least 0 and at most 5"),
        (_checks.whole(0, 0), 1, BrokenRule, "must be at least 0 and at most 0"),
        (_checks.maybe(_checks.text), 3, WrongType, "must be text"),
        (_checks.each(_checks.text), "ab", WrongType, "must be a list"),
        (_checks.each(_checks.text), ["a"], WrongType, "must be a list"),
        (_checks.each(_checks.text), ("a", 3), WrongType, "must be text"),
        (_checks.some(_checks.text), ("a", 3), WrongType, "must be text"),
        (_checks.some(_checks.text), (), BrokenRule, "must not be empty"),
    ],
)
def test_a_check_names_the_field_and_the_rule(check: Check, value: object, error: type[Problem], rule: str) -> None:
    assert f"thing: {rule}" == str(refused(check, value, error))


@given(st.text())
def test_text_is_refused_exactly_when_stripping_changes_it_or_nothing_is_there(words: str) -> None:
    if words and words == words.strip():
        _checks.text(None, THING, words)
    else:
        refused(_checks.text, words, BrokenRule)


@given(st.integers(), st.integers(), st.integers())
def test_a_whole_number_passes_exactly_in_its_closed_range(number: int, one: int, other: int) -> None:
    minimum, maximum = sorted((one, other))
    check = _checks.whole(minimum, maximum)
    if minimum <= number <= maximum:
        check(None, THING, number)
    else:
        refused(check, number, BrokenRule)


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (_checks.text, f" {CANARY}"),
        (_checks.text, [CANARY]),
        (_checks.label, [CANARY]),
        (_checks.flag, CANARY),
        (_checks.day, CANARY),
        (_checks.is_a(int), CANARY),
        (_checks.whole(), [CANARY]),
        (_checks.each(_checks.text), {CANARY: CANARY}),
        (_checks.each(_checks.day), (CANARY,)),
    ],
)
def test_no_message_repeats_the_value(check: Check, value: object) -> None:
    with pytest.raises(Problem) as caught:
        check(None, THING, value)
    assert CANARY not in str(caught.value) + repr(caught.value)


# --- Converters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [(["a", "b"], ("a", "b")), (("a",), ("a",)), ([], ())],
)
def test_a_list_becomes_a_tuple(value: Any, expected: tuple[str, ...]) -> None:
    assert expected == _checks.many(value)


@pytest.mark.parametrize("value", [{"a"}, frozenset({"a"})])
def test_a_set_has_no_order_and_is_no_list(value: Any) -> None:
    with pytest.raises(WrongType):
        _checks.each(_checks.text)(None, THING, _checks.many(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(["a", "a"], {"a"}), (("a",), {"a"}), ({"a"}, {"a"}), (frozenset({"a"}), {"a"})],
)
def test_a_list_or_a_set_becomes_a_frozenset(value: Any, expected: set[str]) -> None:
    assert frozenset(expected) == _checks.several(value)
    assert isinstance(_checks.several(value), frozenset)


@pytest.mark.parametrize("value", ["ab", b"cd", 3, None, {"a": 1}, range(2)])
@pytest.mark.parametrize("convert", [_checks.many, _checks.several])
def test_what_is_no_list_stays_as_it_is_for_the_field_to_refuse(convert: Callable[[Any], Any], value: object) -> None:
    assert value is convert(value)
    refused(_checks.each(_checks.text), convert(value), WrongType)


@pytest.mark.parametrize("value", [[["a"]], (["a"],)])
def test_an_item_that_does_not_hash_is_refused_under_the_name_of_the_field(value: Any) -> None:
    problem = refused(_checks.each(_checks.text), _checks.several(value), WrongType)
    assert str(problem) == "thing: must be text"


# --- Shares ----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 999_999_999), st.integers(1, 999_999_999))
def test_a_share_written_as_a_fraction_is_that_fraction(one: int, other: int) -> None:
    top, bottom = min(one, other), max(one, other)
    assert Fraction(top, bottom) == _checks.exact_share(f"{top}/{bottom}")


@given(st.integers(0, 10**9))
def test_a_share_written_as_a_decimal_is_exact(billionths: int) -> None:
    expected = Fraction(billionths, 10**9)
    assert expected == _checks.exact_share(f"{billionths // 10**9}.{billionths % 10**9:09d}")


@given(st.integers(0, 10**11), st.sampled_from(["", " "]))
def test_a_share_written_in_per_cent_is_exact(billionths: int, space: str) -> None:
    expected = Fraction(billionths, 10**11)
    assert expected == _checks.exact_share(f"{billionths // 10**9}.{billionths % 10**9:09d}{space}%")


@given(st.fractions(0, 1))
def test_a_fraction_is_its_own_share(share: Fraction) -> None:
    assert share == _checks.exact_share(share)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("25%", Fraction(1, 4)),
        ("12.5 %", Fraction(1, 8)),
        ("100%", Fraction(1)),
        ("0%", Fraction(0)),
        ("1/3", Fraction(1, 3)),
        ("0/5", Fraction(0)),
        ("0.28", Fraction(7, 25)),
        ("0", Fraction(0)),
        ("1", Fraction(1)),
        (0, Fraction(0)),
        (1, Fraction(1)),
    ],
)
def test_a_share_reads_as_it_is_written(value: str | int, expected: Fraction) -> None:
    assert expected == _checks.exact_share(value)


@pytest.mark.parametrize("value", [0.25, 1.0, True, False, None, b"1/4", Decimal("0.25"), [1, 4], 1j, np.float64(0.5)])
def test_a_share_must_be_of_an_exact_type(value: object) -> None:
    with pytest.raises(WrongType, match=r'minimum: must be exact: text such as "25%"'):
        _checks.exact_share(value, field="minimum")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1e-1",
        " 0.1",
        "0.1 ",
        "٣",
        "٢٥%",
        "２５%",
        "25",
        "0,25",
        ".5",
        "1.",
        "-1/4",
        "+0.1",
        "1 / 4",
        "1/4%",
        "0.1234567890",
        "quarter",
        "25%%",
        "25  %",
        "0x1",
        "1_0%",
        "nan",
        "inf",
        "1/4\n",
        "1/1234567890",
        "25\N{NO-BREAK SPACE}%",
    ],
)
def test_a_share_written_otherwise_is_refused(value: str) -> None:
    with pytest.raises(BrokenRule, match="share: must read like"):
        _checks.exact_share(value)


@pytest.mark.parametrize(
    "value", [25, 2, -1, "101%", "100.000000001%", "4/3", "1.01", Fraction(-1, 9), Fraction(10, 9)]
)
def test_a_share_lies_between_nought_and_one(value: str | int | Fraction) -> None:
    with pytest.raises(BrokenRule, match="share: must be between 0 and 1"):
        _checks.exact_share(value)


def test_a_share_has_no_denominator_of_zero() -> None:
    with pytest.raises(BrokenRule, match="share: must not have a denominator of zero"):
        _checks.exact_share("1/0")


# --- Counts ----------------------------------------------------------------------------------------------------------


@given(st.integers(0))
def test_a_count_is_itself(number: int) -> None:
    assert number == _checks.whole_number(number, field="k")


@given(st.integers(0, 2**31 - 1), st.sampled_from([np.int32, np.int64, np.uint64]))
def test_a_count_of_any_integer_type_becomes_a_plain_one(number: int, kind: Callable[[int], Any]) -> None:
    actual = _checks.whole_number(kind(number), field="k")
    assert number == actual
    assert type(actual) is int


@pytest.mark.parametrize("value", [1.0, "1", None, Decimal(1), Fraction(1), np.float64(2), [1]])
def test_a_count_is_of_an_integer_type(value: object) -> None:
    with pytest.raises(WrongType) as caught:
        _checks.whole_number(value, field="k")
    assert str(caught.value) == "k: must be a whole number"


@pytest.mark.parametrize("value", [True, False, np.bool_(1)])
def test_a_count_is_no_truth_value(value: bool) -> None:
    with pytest.raises(WrongType, match="k: must be a whole number, not a truth value"):
        _checks.whole_number(value, field="k")


@pytest.mark.parametrize("value", [-1, np.int64(-1)])
def test_a_count_is_not_negative(value: Any) -> None:
    with pytest.raises(BrokenRule, match="k: must not be negative"):
        _checks.whole_number(value, field="k")


# --- The plain form of a noun ----------------------------------------------------------------------------------------


def test_the_plain_form_of_a_noun_shows_what_was_given_and_leaves_defaults_out() -> None:
    assert repr(AgeBand(name="under 25", maximum=24)) == "AgeBand(name='under 25', maximum=24)"
    assert repr(Interval(0.0, 1.0)) == "Interval(low=0.0, high=1.0)"
    assert repr(Declined()) == "Declined()"
