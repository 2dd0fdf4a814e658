"""What others test with: strategies for every noun, known to Hypothesis from the start, at next to no cost.

The laws: every class of the library that is promised has a strategy, and what it gives is valid: it can be made again
from its own fields. Whole programmes come back from their document.
"""

from __future__ import annotations

import datetime as dt
import enum
import importlib
import inspect
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import youthprog
from everything import everything
from youthprog import counts, disclosure, exchange, testing
from youthprog.criteria import Criterion
from youthprog.errors import InvalidDocument
from youthprog.people import Member, PersonName
from youthprog.programme import Programme
from youthprog.testing import _faults, _registered, assert_no_disclosure
from youthprog.values import LocalisedText, PartialDate, Purpose

if TYPE_CHECKING:
    from youthprog.testing import FaultyDocument

DAY = dt.date(2022, 12, 31)
KEY = b"a key that no one else may know"

NOUNS = [
    found
    for name in youthprog.__all__
    if inspect.isclass(found := getattr(youthprog, name)) and not issubclass(found, (enum.Enum, Exception))
]
STRATEGIES = [
    name
    for name in testing.__all__
    if name[0].islower() and name not in {"answers", "assert_no_disclosure", "register"}
]
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
@settings(slow, max_examples=10)
@given(data=st.data())
def test_hypothesis_makes_every_noun_from_its_type(noun: type, data: st.DataObject) -> None:
    assert isinstance(data.draw(st.from_type(noun)), noun)


@pytest.mark.parametrize("name", STRATEGIES)
@settings(slow, max_examples=10)
@given(data=st.data())
def test_every_strategy_gives_what_can_be_made_again_from_its_fields(name: str, data: st.DataObject) -> None:
    made = data.draw(getattr(testing, name)())
    if attrs.has(type(made)) and not isinstance(made, Criterion):
        assert attrs.evolve(made) == made


def test_every_noun_of_a_room_that_has_a_strategy_is_known_by_its_name() -> None:
    for room, nouns in _registered.NOUNS.items():
        module = importlib.import_module(f"youthprog.{room}")
        for noun, strategy in nouns.items():
            assert noun in module.__all__
            assert strategy in testing.__all__


def test_completion_shows_the_strategies() -> None:
    assert dir(testing) == sorted(testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'member'"):
        testing.member  # noqa: B018


@slow
@given(testing.applicants(min_size=1, max_size=4))
def test_applicants_apply_once(people: tuple[Member, ...]) -> None:
    assert 1 <= len({one.id for one in people}) == len(people) <= 4


# --- Known to Hypothesis ---------------------------------------------------------------------------------------------


def said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_hypothesis_loads_no_noun_and_no_library_of_ours() -> None:
    loaded = set(said("import hypothesis, sys; print(*sys.modules)").split())
    assert {name for name in loaded if name.startswith("youthprog")} == {
        "youthprog",
        "youthprog.testing",
        "youthprog.testing._registered",
    }
    assert not loaded & {"attr", "attrs", "cattrs", "dateutil", "numpy"}


@pytest.mark.parametrize(
    "first", ["import hypothesis; import youthprog.people", "import youthprog.people; import hypothesis"]
)
def test_nouns_are_known_whichever_is_imported_first(first: str) -> None:
    code = f"{first}; from hypothesis import given, strategies as st; from youthprog.people import Member\n"
    code += "@given(st.from_type(Member))\ndef law(member): assert type(member) is Member\nlaw(); print('held')"
    assert said(code) == "held"


def test_registering_twice_is_registering_once() -> None:
    before = list(sys.meta_path)
    testing.register()
    assert sys.meta_path == before


def test_a_room_that_is_not_among_the_files_is_left_to_others() -> None:
    rooms: Any = next(finder for finder in sys.meta_path if isinstance(finder, _registered._Rooms))
    assert rooms.find_spec("youthprog.people", []) is None
    assert rooms.find_spec("people", None) is None


# --- Whole programmes ------------------------------------------------------------------------------------------------


@slow
@given(testing.programmes())
def test_every_programme_comes_back_and_is_counted_and_published_without_an_error(programme: Programme) -> None:
    assert exchange.loads(exchange.dumps(programme, purpose=Purpose.STORE)) == programme
    for dimension in programme.dimensions:
        counted = counts.tally(programme.members, of=dimension, on=DAY, purpose=Purpose.REPORT)
        assert counted.total + counted.not_applicable == len(programme.members)
        try:
            made = disclosure.publish(counted, key=KEY)
        except disclosure.CannotPublish:
            continue  # too few people for any table
        assert disclosure.verify(counted, made.release, made.evidence)


@slow
@given(testing.faulty_documents())
def test_a_planted_fault_is_told_at_its_place(document: FaultyDocument) -> None:
    with pytest.raises(InvalidDocument) as caught:
        exchange.loads(document.text, most=1000)
    assert (document.path, document.problem) in [(problem.path, type(problem)) for problem in caught.value.problems]


@pytest.mark.parametrize("kind", sorted(_faults.KINDS))
def test_every_way_to_plant_a_fault_is_told_at_its_place(kind: str) -> None:
    text = exchange.dumps(everything(), purpose=Purpose.STORE)
    for place in range(len(list(_faults.KINDS[kind](json.loads(text))))):
        document = json.loads(text)
        path, problem = list(_faults.KINDS[kind](document))[place]()
        with pytest.raises(InvalidDocument) as caught:
            exchange.loads(json.dumps(document), most=1000)
        assert (path, problem) in [(one.path, type(one)) for one in caught.value.problems]


# --- Looking for people ----------------------------------------------------------------------------------------------


def somebody() -> Programme:
    return Programme(
        id="p",
        name=LocalisedText({"en": "Camp of Friends"}),
        members=[
            Member(
                id="m-0417",
                names=[PersonName(given_name="Canary", patronymic="Friends", family_name="Ө")],
                birth=PartialDate(2004, 2, 9),
                guardians=["Guardian Canary"],
            ),
            Member(id="12", birth=PartialDate(2004, 2)),
        ],
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no such member: m-0417", "1 id"),
        ("CANARY applied", "1 name"),
        ("asked guardian canary", "1 guardian, 1 name"),
        ("born 2004-02-09", "1 birth"),
        ("born 9.2.2004", "1 birth"),
        ("born 09/02/2004.", "1 birth"),
        ("2004-02-09 m-0417", "1 birth, 1 id"),
    ],
)
def test_whoever_is_named_is_found_and_not_named_again(text: str, kind: str) -> None:
    with pytest.raises(AssertionError, match=rf"names people: {kind}$"):
        assert_no_disclosure(text, somebody())


@pytest.mark.parametrize(
    "text",
    [
        "Camp of Friends: 12 people, born in 2004 or in 2004-02",
        "m-04171 and m-0417a are others",
        "Canaryfish",
        "Ө",
        "",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert_no_disclosure(text, somebody())
