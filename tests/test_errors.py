"""Laws of the errors.

- Every error has one root and is also the built-in error a caller would already catch.
- A problem says where it is: source, row, and path or field, in the order a reader looks for them.
- A problem survives pickling and copying with its place.
- A document's problems come together: all of them, in their order, as a group that `except*` and `split` can part.
- What was sound is not lost when the group is parted, and never pickled.
"""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog import errors
from youthprog.errors import (
    BrokenRule,
    CannotRead,
    Cycle,
    DanglingReference,
    DuplicateId,
    EmptyCounts,
    InvalidDocument,
    MissingField,
    NewerDocument,
    NotAPartition,
    Problem,
    PurposeRequired,
    Undefined,
    UnknownField,
    WrongType,
    YouthprogError,
)

KINDS: tuple[type[Problem], ...] = (
    Problem,
    BrokenRule,
    WrongType,
    MissingField,
    UnknownField,
    DanglingReference,
    DuplicateId,
    Cycle,
    CannotRead,
    NewerDocument,
)

problems = st.builds(
    lambda kind, field, rule, path, row, source: kind(field, rule, path=path, row=row, source=source),
    st.sampled_from(KINDS),
    st.text(min_size=1),
    st.text(),
    st.text(),
    st.none() | st.integers(1, 10**6),
    st.text(),
)


def facts(problem: Problem) -> tuple[object, ...]:
    return type(problem), problem.field, problem.rule, problem.path, problem.row, problem.source, str(problem)


def three_problems() -> list[Problem]:
    return [
        WrongType("birth", "must be a date", path="$.members[0].birth"),
        BrokenRule("end", "must be later than the start", path="$.members[1].memberships[0].end"),
        WrongType("id", "must be text", path="$.members[2].id"),
    ]


# --- One root --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_has_the_one_root(name: str) -> None:
    assert issubclass(getattr(errors, name), YouthprogError)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        *((kind, ValueError) for kind in KINDS),
        (WrongType, TypeError),
        (DanglingReference, LookupError),
        (PurposeRequired, ValueError),
        (Undefined, ValueError),
        (EmptyCounts, Undefined),
        (NotAPartition, ValueError),
        (InvalidDocument, ExceptionGroup),
    ],
)
def test_every_error_is_the_built_in_that_a_caller_would_catch(error: type, builtin: type) -> None:
    assert issubclass(error, builtin)


# --- One problem -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (BrokenRule("end", "must be later"), "end: must be later"),
        (BrokenRule("end", "must be later", path="$.a[3].end"), "$.a[3].end: must be later"),
        (BrokenRule("end", "must be later", row=7), "row 7, end: must be later"),
        (BrokenRule("end", "must be later", row=7, source="people.csv"), "people.csv, row 7, end: must be later"),
        (BrokenRule("end", "must be later", path="$.end", row=0, source="p"), "p, row 0, $.end: must be later"),
    ],
)
def test_a_problem_names_source_row_and_path_or_field_before_the_rule(problem: Problem, expected: str) -> None:
    assert expected == str(problem)
    assert expected == f"{problem.place}: {problem.rule}"


@given(problems)
def test_a_problem_survives_pickling_and_copying_with_its_place(problem: Problem) -> None:
    assert facts(problem) == facts(pickle.loads(pickle.dumps(problem)))  # noqa: S301  # our own bytes
    assert facts(problem) == facts(copy.copy(problem))
    assert facts(problem) == facts(copy.deepcopy(problem))


@given(problems, st.text(), st.integers(1, 10**6), st.text())
def test_a_problem_moves_to_a_place_and_stays_what_it_is(problem: Problem, path: str, row: int, source: str) -> None:
    moved = problem.at(path=path, row=row, source=source)
    assert (type(problem), problem.field, problem.rule) == (type(moved), moved.field, moved.rule)
    assert (path, row, source) == (moved.path, moved.row, moved.source)


@given(problems)
def test_moving_a_problem_nowhere_changes_nothing(problem: Problem) -> None:
    assert facts(problem) == facts(problem.at())


# --- All problems of a document --------------------------------------------------------------------------------------


def test_a_document_shows_each_problem_on_a_line_of_its_own() -> None:
    expected = (
        "members.json has 3 problems:\n"
        "  $.members[0].birth: must be a date\n"
        "  $.members[1].memberships[0].end: must be later than the start\n"
        "  $.members[2].id: must be text"
    )
    assert expected == str(InvalidDocument("members.json has 3 problems", three_problems()))


def test_a_document_says_that_reading_stopped() -> None:
    text = str(InvalidDocument("too many problems", three_problems(), more=True))
    assert text.splitlines()[-1] == "  (and more; reading stopped here)"


def test_a_document_keeps_its_problems_in_their_order_and_what_was_sound() -> None:
    found = three_problems()
    group = InvalidDocument("bad", found, sound=["m-1"], more=True)
    assert tuple(found) == group.problems
    assert group.sound == ["m-1"]
    assert group.more


def test_a_document_without_more_to_say_has_nothing_sound_and_nothing_more() -> None:
    group = InvalidDocument("bad", three_problems())
    assert group.sound is None
    assert not group.more


def test_a_document_without_problems_is_no_error() -> None:
    with pytest.raises(ValueError, match="non-empty"):
        InvalidDocument("fine", [])


@given(st.lists(problems, min_size=1, max_size=5), st.booleans())
def test_a_document_survives_pickling_without_what_was_sound(found: list[Problem], more: bool) -> None:
    group = InvalidDocument("bad", found, sound=["an answer"], more=more)
    pickled = pickle.dumps(group)
    back = pickle.loads(pickled)  # noqa: S301  # our own bytes
    assert b"an answer" not in pickled
    assert back.sound is None
    assert (group.message, group.more) == (back.message, back.more)
    assert [facts(problem) for problem in found] == [facts(problem) for problem in back.problems]


def test_splitting_a_document_gives_documents_that_keep_what_was_sound() -> None:
    group = InvalidDocument("bad", three_problems(), sound=["m-4"], more=True)
    types, rest = group.split(WrongType)
    assert isinstance(types, InvalidDocument)
    assert isinstance(rest, InvalidDocument)
    assert [problem.field for problem in types.problems] == ["birth", "id"]
    assert [problem.field for problem in rest.problems] == ["end"]
    assert [(part.sound, part.more) for part in (types, rest)] == [(["m-4"], True)] * 2


def test_except_star_parts_a_document_by_kind_of_problem() -> None:
    seen: dict[str, object] = {}
    try:
        raise InvalidDocument("bad", three_problems(), sound=["m-4"])
    except* WrongType as group:
        seen["types"] = group
    except* BrokenRule as group:
        seen["rules"] = group
    types, rules = seen["types"], seen["rules"]
    assert isinstance(types, InvalidDocument)
    assert isinstance(rules, InvalidDocument)
    assert [[problem.field for problem in part.problems] for part in (types, rules)] == [["birth", "id"], ["end"]]
    assert [types.sound, rules.sound] == [["m-4"], ["m-4"]]


def test_a_document_is_caught_whole_as_an_error_of_the_library() -> None:
    group = InvalidDocument("bad", three_problems())
    with pytest.raises(YouthprogError) as caught:
        raise group
    assert caught.value is group
