"""Laws of documents.

- What is stored comes back: `loads(dumps(p, purpose=Purpose.STORE)) == p`, and a second dump gives the same bytes, in
  any process. Equal numbers are written in one way.
- Without a purpose no sensitive answer is in the document; it says so, and loads as withheld, never as "not asked".
- Nothing is converted in silence. What a document gets wrong is a typed problem with its exact path; all problems of a
  document are told at once, up to a stated number; what was sound is kept.
- No message repeats an answer, a name or a birth date.
- JSON Lines keep the same laws line by line.
- `make_converter` reads and writes every noun by itself, and a caller may extend it.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import pickle
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everything import SECRET, everything
from youthprog import exchange
from youthprog import testing as nouns
from youthprog.activities import Activity, Participation, Session
from youthprog.campaigns import Campaign, Outcome, Survey
from youthprog.criteria import Criterion, Dimension
from youthprog.errors import (
    BrokenRule,
    CannotRead,
    Cycle,
    DanglingReference,
    DuplicateId,
    InvalidDocument,
    MissingField,
    NewerDocument,
    Problem,
    PurposeRequired,
    UnknownField,
    WrongType,
)
from youthprog.partnerships import Organisation, OrganisationLink, Outreach, Partnership, ReportedHeadcount
from youthprog.people import Consent, Identities, Member, Membership, MembershipKind, PersonName
from youthprog.programme import Benchmark, Programme
from youthprog.quotas import Base, Quota
from youthprog.representation import ReferencePopulation
from youthprog.testing import benchmarks, distances, programmes, references
from youthprog.trainings import Resource
from youthprog.values import (
    AgeBand,
    Declined,
    Distance,
    DistanceKind,
    Evidence,
    GeoPoint,
    Known,
    LocalisedText,
    NotAsked,
    PartialDate,
    Period,
    Place,
    Purpose,
    Region,
    RuralDefinition,
    Withheld,
)
from youthprog.wellbeing import WellbeingMeasurement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
TITLE = LocalisedText({"en": "x"})
CANARIES = (SECRET, "Canary", "2004-02-29", "canary")

Step = str | int


def stored(programme: Programme) -> str:
    return exchange.dumps(programme, purpose=Purpose.STORE)


def document() -> Any:
    """The document of a small programme with one of everything, to be broken."""
    return json.loads(stored(everything()))


def broken(*changes: tuple[Sequence[Step], Any]) -> Any:
    """The document with some of its values replaced; a value of `...` takes the key away."""
    made = document()
    for steps, value in changes:
        place = made["programme"]
        for step in steps[:-1]:
            place = place[step]
        if value is ...:
            del place[steps[-1]]
        elif isinstance(place, list) and steps[-1] == len(place):
            place.append(value)
        else:
            place[steps[-1]] = value
    return made


def refused(made: Any, **options: Any) -> InvalidDocument:
    text = made if isinstance(made, (str, bytes)) else json.dumps(made, ensure_ascii=False)
    with pytest.raises(InvalidDocument) as caught:
        exchange.loads(text, **options)
    return caught.value


def loaded_or_refused(text: str) -> Programme | InvalidDocument:
    try:
        return exchange.loads(text)
    except InvalidDocument as error:
        return error


def told(error: InvalidDocument) -> list[tuple[type[Problem], str]]:
    return [(type(problem), problem.path) for problem in error.problems]


def path_of(steps: Sequence[Step]) -> str:
    return "$.programme" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def steps_of(path: str) -> list[Step]:
    steps: list[Step] = []
    for part in path.split("."):
        name, *indices = part.replace("]", "").split("[")
        steps += [name, *map(int, indices)]
    return steps


# --- What is stored comes back -------------------------------------------------------------------------------------


@few
@given(programmes())
def test_a_stored_programme_comes_back_and_is_written_in_the_same_bytes_again(programme: Programme) -> None:
    text = stored(programme)
    loaded = exchange.loads(text)
    assert loaded == programme
    assert stored(loaded) == text
    assert exchange.loads(text.encode()) == programme


@few
@given(programmes())
def test_a_document_without_a_purpose_loads_as_withheld_everywhere_and_as_the_same_programme_otherwise(
    programme: Programme,
) -> None:
    text = exchange.dumps(programme)
    loaded = exchange.loads(text)
    assert json.loads(text)["sensitive"] == "left out"
    assert all(member.identities == Identities(Withheld()) for member in loaded.members)
    assert all(one.answers.reveal(Purpose.STORE) == Withheld() for one in loaded.measurements)
    hidden = attrs.evolve(
        programme,
        members=[attrs.evolve(one, identities=Identities(Withheld())) for one in programme.members],
        measurements=[attrs.evolve(one, answers=Withheld()) for one in programme.measurements],
    )
    assert loaded == hidden
    assert exchange.dumps(loaded) == text


def test_one_of_everything_comes_back() -> None:
    assert exchange.loads(stored(everything())) == everything()
    assert all(getattr(everything(), field.name) for field in attrs.fields(Programme)), "nothing is left to its default"


def test_a_document_is_the_same_under_every_hash_seed() -> None:
    program = (
        "from everything import everything; from youthprog import Purpose, exchange; import sys;"
        "sys.stdout.buffer.write(exchange.dumps(everything(), purpose=Purpose.STORE).encode())"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert written == [stored(everything()).encode()] * 2


def test_equal_numbers_are_written_in_one_way() -> None:
    def at(latitude: float, longitude: float, kilometres: float) -> Programme:
        road = Distance(kilometres=kilometres, kind=DistanceKind.ROAD, origin="a", destination="b")
        region = Region(code="MN-1", name=TITLE, seat=GeoPoint(latitude, longitude))
        return Programme(id="p", name=TITLE, regions=[region], distances=[road])

    assert at(47, 0, 1000) == at(47.0, -0.0, 1000.0)
    assert stored(at(47, 0, 1000)) == stored(at(47.0, -0.0, 1000.0))
    text = stored(at(47, 0, 1000)).replace("47.0", "47")
    assert stored(exchange.loads(text)) == stored(at(47, 0, 1000))


def test_a_share_of_any_exactness_and_a_time_to_the_second_come_back() -> None:
    exact = Fraction(10**40 + 1, 3 * 10**40)
    woman = Dimension(name="woman", categories=["yes", "no"]).is_in("yes")
    programme = Programme(
        id="p",
        name=TITLE,
        dimensions=woman.dimensions,
        quotas=[Quota(name="third", of=woman, minimum=exact)],
        activities=[Activity(id="a", title=TITLE, period=Period.year(2022))],
        sessions=[
            Session(id="s", activity="a", day=dt.date(2022, 1, 1), begins=dt.time(9, 0, 1), ends=dt.time(9, 0, 1, 5))
        ],
    )
    assert exchange.loads(stored(programme)) == programme


def test_a_file_holds_what_the_text_holds(tmp_path: Path) -> None:
    file = tmp_path / "programme.json"
    exchange.dump(everything(), file, purpose=Purpose.STORE)
    assert file.read_bytes().decode() == stored(everything())
    assert exchange.load(file) == everything()
    exchange.dump(everything(), file)
    assert file.read_text(encoding="utf-8") == exchange.dumps(everything())


# --- Sensitive answers ---------------------------------------------------------------------------------------------


def test_no_sensitive_answer_is_in_a_document_without_a_purpose() -> None:
    body = json.loads(exchange.dumps(everything()))["programme"]
    del body["dimensions"], body["references"]  # the questions and the census name every category
    assert SECRET not in json.dumps(body)
    assert [member["identities"] for member in body["members"]] == ["withheld"] * 3
    assert [one["answers"] for one in body["measurements"]] == ["withheld"]
    assert SECRET in json.dumps(document()["programme"]["members"])


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.STORE])
def test_answers_are_written_to_be_stored_and_for_no_other_purpose(purpose: Purpose, tmp_path: Path) -> None:
    file = tmp_path / "file"
    writers: list[Callable[[], object]] = [
        lambda: exchange.dumps(everything(), purpose=purpose),
        lambda: exchange.dump(everything(), file, purpose=purpose),
        lambda: exchange.dump_members(everything().members, file, purpose=purpose),
        lambda: exchange.make_converter(purpose=purpose),
    ]
    for write in writers:
        with pytest.raises(PurposeRequired, match="publish a release"):
            write()
    assert not file.exists()


def test_a_word_is_no_purpose() -> None:
    with pytest.raises(PurposeRequired):
        exchange.dumps(everything(), purpose="store")  # type: ignore[arg-type]  # what a caller without a checker does


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("members", 0, "identities"), {"gender": [SECRET]}),
        (("members", 2, "identities"), {}),
        (("members", 1, "identities"), ...),
        (("measurements", 0, "answers"), [0, 1, 2, 3, 4]),
        (("measurements", 0, "answers"), ...),
    ],
)
def test_a_document_that_says_left_out_and_holds_answers_or_is_silent_is_refused(
    steps: Sequence[Step], value: object
) -> None:
    made = json.loads(exchange.dumps(everything()))
    assert isinstance(exchange.loads(json.dumps(made)), Programme)
    one = made["programme"][steps[0]][steps[1]]
    if value is ...:
        del one[steps[2]]
    else:
        one[steps[2]] = value
    error = refused(made)
    assert (BrokenRule, path_of(steps)) in told(error)
    assert SECRET not in str(error)


def test_what_was_left_out_and_what_is_wrong_are_told_together() -> None:
    made = broken((("home",), "nowhere"), (("id",), 3))
    made["sensitive"] = "left out"
    assert told(refused(made)) == [
        *[(BrokenRule, f"$.programme.members[{index}].identities") for index in range(3)],
        (BrokenRule, "$.programme.measurements[0].answers"),
        (WrongType, "$.programme.id"),
        (DanglingReference, "$.programme.home"),
    ]


def test_answers_that_are_withheld_stay_so_in_a_complete_document() -> None:
    programme = Programme(id="p", name=TITLE, members=[Member(id="m", identities=Withheld())])
    assert json.loads(stored(programme))["programme"]["members"] == [{"id": "m", "identities": "withheld"}]
    assert exchange.loads(stored(programme)) == programme


# --- The header ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (CannotRead, "$")),
        ("{", (CannotRead, "$")),
        ("[]", (CannotRead, "$")),
        ('"youthprog"', (CannotRead, "$")),
        ("null", (CannotRead, "$")),
        ("{}", (CannotRead, "$")),
        ('{"type": "FeatureCollection"}', (CannotRead, "$")),
        ('{"youthprog": 2, "anything": 1}', (NewerDocument, "$.youthprog")),
        ('{"youthprog": 0}', (WrongType, "$.youthprog")),
        ('{"youthprog": "1"}', (WrongType, "$.youthprog")),
        ('{"youthprog": true}', (WrongType, "$.youthprog")),
        ('{"youthprog": 1.0}', (WrongType, "$.youthprog")),
        ('{"youthprog": 1, "sensitive": "no", "programme": {}}', (BrokenRule, "$.sensitive")),
        ('{"youthprog": 1, "sensitive": ["included"], "programme": {}}', (BrokenRule, "$.sensitive")),
        ('{"youthprog": 1, "sensitive": "included"}', (MissingField, "$.programme")),
        ('{"youthprog": 1, "programme": {}}', (MissingField, "$.sensitive")),
        ('{"youthprog": 1, "sensitive": "included", "programme": {}, "x": 1}', (UnknownField, "$.x")),
        ('{"youthprog": 1, "sensitive": "included", "programme": []}', (WrongType, "$.programme")),
    ],
)
def test_what_is_no_document_is_refused(text: str, expected: tuple[type[Problem], str]) -> None:
    assert told(refused(text)) == [expected]


def test_a_programme_must_have_an_id_and_a_name() -> None:
    error = refused('{"youthprog": 1, "sensitive": "included", "programme": {}}')
    assert told(error) == [(MissingField, "$.programme.id"), (MissingField, "$.programme.name")]


def test_all_that_is_wrong_with_the_header_is_told() -> None:
    error = refused('{"youthprog": 1, "a": 1, "b": 2}')
    assert [path for _, path in told(error)] == ["$.a", "$.b", "$.programme", "$.sensitive"]


# --- Text that is no JSON ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ['{"youthprog": NaN}', '{"youthprog": Infinity}', '{"youthprog": -Infinity}'])
def test_a_number_that_is_not_finite_is_no_json(text: str) -> None:
    assert told(refused(text)) == [(BrokenRule, "$")]


def test_a_number_beyond_the_range_of_floats_is_refused_by_its_field() -> None:
    text = (
        stored(everything()).replace("47.90771", "1e999").replace('"kilometres": 1000.0', f'"kilometres": 1{"0" * 400}')
    )
    assert told(refused(text)) == [
        (BrokenRule, "$.programme.regions[1].seat.latitude"),
        (BrokenRule, "$.programme.distances[0].kilometres"),
    ]


def test_an_integer_without_end_is_refused() -> None:
    assert "reasonable size" in str(refused('{"youthprog": ' + "9" * 5000 + "}"))


def test_truncated_json_says_where_it_stops() -> None:
    text = stored(everything())
    error = refused(text[: len(text) // 2])
    assert told(error) == [(CannotRead, "$")]
    assert "line" in str(error)
    assert "column" in str(error)


@pytest.mark.parametrize("where", ["", "é"])
def test_bytes_that_are_not_utf_8_are_refused(where: str) -> None:
    assert told(refused(where.encode() + b"\xff\xfe{}")) == [(CannotRead, "$")]
    assert told(refused("{}".encode("utf-16"))) == [(CannotRead, "$")]


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    text = stored(everything())
    file = tmp_path / "marked.json"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert exchange.load(file) == exchange.loads("\ufeff" + text) == everything()


@pytest.mark.parametrize(
    "text",
    [
        '{"youthprog": "\\ud800"}',
        '{"youthprog": "\\uDFFF"}',
        '{"youthprog": "\ud800"}',
        '{"\\ud83d": 1, "youthprog": 1}',
    ],
)
def test_half_of_a_surrogate_pair_is_refused(text: str) -> None:
    error = refused(text)
    assert told(error) == [(CannotRead, "$")]
    assert "surrogate" in str(error)


def test_a_whole_surrogate_pair_is_one_character() -> None:
    text = stored(everything()).replace('"own"', '"\\ud83d\\ude00"')
    assert exchange.loads(text).organisation == "\U0001f600"


@pytest.mark.parametrize("text", ["[" * 10**7, '{"a":' * (2 * 10**6), "[" * 5_000_000 + "]" * 5_000_000])
def test_ten_megabytes_of_nesting_are_refused(text: str) -> None:
    assert told(refused(text)) == [(CannotRead, "$")]


def nested(depth: int) -> Any:
    criterion: dict[str, Any] = {"type": "is", "dimension": "gender", "categories": ["woman"]}
    for _ in range(depth):
        criterion = {"type": "not", "criterion": criterion}
    return broken((("quotas", 0, "of"), criterion))


@pytest.mark.parametrize("depth", [1, 49, 50, 100, 200, 400, 600, 800])
def test_a_criterion_is_read_and_written_or_refused_as_too_deep_and_nothing_else(depth: int) -> None:
    made = nested(depth)
    text = json.dumps(made)
    found = loaded_or_refused(text)
    if isinstance(found, InvalidDocument):
        assert depth >= 50
        assert told(found) in ([(BrokenRule, "$.programme.quotas[0].of")], [(CannotRead, "$.programme")])
    else:
        assert depth < 50
        assert exchange.loads(stored(found)) == found


def test_dimensions_that_read_each_other_in_a_long_row_are_no_obstacle() -> None:
    made = document()
    before = "gender"
    for index in range(1500):
        meets = {"type": "meets", "criterion": {"type": "is", "dimension": before, "categories": ["yes"]}}
        if index == 0:
            meets["criterion"] = {"type": "is", "dimension": before, "categories": ["woman"]}
        before = f"row-{index}"
        made["programme"]["dimensions"].append({"name": before, "reading": meets})
    assert len(exchange.loads(json.dumps(made)).dimensions) == 7 + 1500


def test_a_key_that_occurs_twice_is_told_with_its_path() -> None:
    text = (
        stored(everything())
        .replace('"id": "m-1",', '"id": "m-0", "id": "m-1",')
        .replace('"en": "Ours"', '"en": "Ours", "en": "Theirs", "en": "Nobody\'s"')
    )
    assert told(refused(text)) == [
        (DuplicateId, "$.programme.members[0].id"),
        (DuplicateId, "$.programme.organisations[0].name.en"),
        (DuplicateId, "$.programme.organisations[0].name.en"),
    ]


def test_a_key_that_occurs_twice_in_text_that_is_cut_off_is_no_json() -> None:
    assert told(refused('{"a": {"b": 1, "b": 2}, ')) == [(CannotRead, "$")]


# --- One wrong fact ------------------------------------------------------------------------------------------------

MEMBER = ("members", 0)
QUOTA = ("quotas", 0)

WRONG: dict[str, tuple[Sequence[Step], Any, type[Problem], str]] = {
    "a number for text": ((*MEMBER, "id"), 3, WrongType, "members[0].id"),
    "a number for a name": (("name", "en"), 3, WrongType, "name"),
    "no object for texts": (("name",), ["x"], WrongType, "name"),
    "a text for texts": (("name",), "x", WrongType, "name"),
    "an unknown language": (("name", "English!"), "x", BrokenRule, "name"),
    "empty text": ((*MEMBER, "id"), "", BrokenRule, "members[0].id"),
    "white space around text": ((*MEMBER, "id"), " m", BrokenRule, "members[0].id"),
    "a word for a boolean": (("activities", 0, "online"), "no", WrongType, "activities[0].online"),
    "a number for a boolean": (("activities", 0, "online"), 0, WrongType, "activities[0].online"),
    "null for a boolean": (("activities", 0, "online"), None, WrongType, "activities[0].online"),
    "text for a list": (("campaigns", 0, "channels"), "digital", WrongType, "campaigns[0].channels"),
    "text for a list of objects": ((*MEMBER, "names"), "Canary", WrongType, "members[0].names"),
    "an object for a list": ((*MEMBER, "names"), {}, WrongType, "members[0].names"),
    "text for an object": ((*MEMBER, "names", 0), "Canary", WrongType, "members[0].names[0]"),
    "null for text": ((*MEMBER, "id"), None, WrongType, "members[0].id"),
    "a fraction for a whole number": (("activities", 0, "capacity"), 1.0, WrongType, "activities[0].capacity"),
    "a boolean for a whole number": (("activities", 0, "capacity"), True, WrongType, "activities[0].capacity"),
    "text for a whole number": (("activities", 0, "capacity"), "40", WrongType, "activities[0].capacity"),
    "a negative number of people": (("activities", 0, "capacity"), -1, BrokenRule, "activities[0].capacity"),
    "text for a number": (("regions", 1, "seat", "latitude"), "47", WrongType, "regions[1].seat.latitude"),
    "a boolean for a number": (("regions", 1, "seat", "latitude"), True, WrongType, "regions[1].seat.latitude"),
    "a latitude off the globe": (("regions", 1, "seat", "latitude"), 91, BrokenRule, "regions[1].seat.latitude"),
    "an unknown key": ((*MEMBER, "brith"), "2004", UnknownField, "members[0].brith"),
    "an unknown key of a programme": (("member",), [], UnknownField, "member"),
    "an unknown key of an activity": (("activities", 1, "night"), 7, UnknownField, "activities[1].night"),
    "an unknown key of a reading": (
        ("dimensions", 2, "reading", "rural"),
        1,
        UnknownField,
        "dimensions[2].reading.rural",
    ),
    "an unknown key of a criterion": ((*QUOTA, "of", "xs"), [], UnknownField, "quotas[0].of.xs"),
    "a missing field": (("activities", 0, "title"), ..., MissingField, "activities[0].title"),
    "a missing kind of activity": (("activities", 0, "type"), ..., BrokenRule, "activities[0].type"),
    "an unknown kind of activity": (("activities", 0, "type"), "party", BrokenRule, "activities[0].type"),
    "a number for a kind of activity": (("activities", 0, "type"), 1, BrokenRule, "activities[0].type"),
    "an activity that is no object": (("activities", 0), "camp", WrongType, "activities[0]"),
    "an unknown kind of resource": (("resources", 0, "type"), [], BrokenRule, "resources[0].type"),
    "an unknown kind of criterion": ((*QUOTA, "of", "type"), "xor", BrokenRule, "quotas[0].of.type"),
    "an unknown kind of reading": (
        ("dimensions", 2, "reading", "type"),
        "guessed",
        BrokenRule,
        "dimensions[2].reading.type",
    ),
    "a word of no enum": (
        (*MEMBER, "memberships", 0, "kind"),
        "friend",
        BrokenRule,
        "members[0].memberships[0].kind",
    ),
    "a number for an enum": ((*MEMBER, "memberships", 0, "kind"), 1, BrokenRule, "members[0].memberships[0].kind"),
    "an empty list where one item is needed": (
        (*MEMBER, "consents", 0, "purposes"),
        [],
        BrokenRule,
        "members[0].consents[0].purposes",
    ),
    "an item twice in a set": (
        (*MEMBER, "consents", 0, "purposes"),
        ["report", "report"],
        BrokenRule,
        "members[0].consents[0].purposes",
    ),
    "a word of no enum in a list": (
        (*MEMBER, "consents", 0, "purposes", 1),
        "fun",
        BrokenRule,
        "members[0].consents[0].purposes[1]",
    ),
    "the thirtieth of February": ((*MEMBER, "birth"), "2021-02-30", BrokenRule, "members[0].birth"),
    "a thirteenth month": ((*MEMBER, "birth"), "2021-13", BrokenRule, "members[0].birth"),
    "a date without hyphens": ((*MEMBER, "birth"), "20210230", BrokenRule, "members[0].birth"),
    "a week": ((*MEMBER, "birth"), "2021-W10", BrokenRule, "members[0].birth"),
    "the year nought": ((*MEMBER, "birth"), "0000", BrokenRule, "members[0].birth"),
    "other digits": ((*MEMBER, "birth"), "２００４", BrokenRule, "members[0].birth"),
    "a number for a birth": ((*MEMBER, "birth"), 2004, WrongType, "members[0].birth"),
    "a moment for a day": (("headcounts", 0, "on"), "2022-12-31T00:00", BrokenRule, "headcounts[0].on"),
    "a week for a day": (("headcounts", 0, "on"), "2022-W10-1", BrokenRule, "headcounts[0].on"),
    "a month for a day": (("headcounts", 0, "on"), "2022-12", BrokenRule, "headcounts[0].on"),
    "no day of the calendar": (("headcounts", 0, "on"), "2022-02-29", BrokenRule, "headcounts[0].on"),
    "a number for a day": (("headcounts", 0, "on"), 20221231, WrongType, "headcounts[0].on"),
    "no time of day": (("sessions", 0, "begins"), "25:00", BrokenRule, "sessions[0].begins"),
    "a time in words": (("sessions", 0, "begins"), "9 o'clock", BrokenRule, "sessions[0].begins"),
    "a number for a time": (("sessions", 0, "begins"), 9, WrongType, "sessions[0].begins"),
    "an end before the start": (
        ("activities", 0, "period", "end"),
        "2022-07-01",
        BrokenRule,
        "activities[0].period.end",
    ),
    "an unknown word for an end": (("links", 0, "period", "end"), "open", BrokenRule, "links[0].period.end"),
    "a list for an end": (("links", 0, "period", "end"), ["ongoing"], WrongType, "links[0].period.end"),
    "a missing end": (("links", 0, "period", "end"), ..., MissingField, "links[0].period.end"),
    "a member born after joining": ((*MEMBER, "birth"), "2020", BrokenRule, "members[0].memberships"),
    "half of a reported age": (("members", 1, "birth"), {"age": 19}, BrokenRule, "members[1].birth"),
    "a reported age in text": (("members", 1, "birth", "age"), "19", WrongType, "members[1].birth.age"),
    "a reported age beyond life": (("members", 1, "birth", "age"), 131, BrokenRule, "members[1].birth.age"),
    "a reported age on no day": (
        ("members", 1, "birth", "asked_on"),
        "2022",
        BrokenRule,
        "members[1].birth.asked_on",
    ),
    "a reported age of long ago": (
        ("members", 1, "birth"),
        {"age": 90, "asked_on": "0050-01-01"},
        BrokenRule,
        "members[1].birth.asked_on",
    ),
    "two categories of a single answer": (
        (*MEMBER, "identities", "gender"),
        ["woman", SECRET],
        BrokenRule,
        "members[0].identities.gender",
    ),
    "no category of a single answer": (
        (*MEMBER, "identities", "gender"),
        [],
        BrokenRule,
        "members[0].identities.gender",
    ),
    "a category twice": (
        ("members", 1, "identities", "disability"),
        ["seeing", "seeing"],
        BrokenRule,
        "members[1].identities.disability",
    ),
    "an undeclared category": (
        (*MEMBER, "identities", "gender"),
        ["canary"],
        BrokenRule,
        "members[0].identities.gender",
    ),
    "an undeclared dimension": (
        (*MEMBER, "identities", "faith"),
        "declined",
        DanglingReference,
        "members[0].identities.faith",
    ),
    "an answer on a derived dimension": (
        (*MEMBER, "identities", "age"),
        ["young"],
        DanglingReference,
        "members[0].identities.age",
    ),
    "a category in place of a list": (
        (*MEMBER, "identities", "gender"),
        "canary",
        BrokenRule,
        "members[0].identities.gender",
    ),
    "an object in place of a list of categories": (
        (*MEMBER, "identities", "gender"),
        {"canary": 1},
        WrongType,
        "members[0].identities.gender",
    ),
    "null for an answer": ((*MEMBER, "identities", "gender"), None, WrongType, "members[0].identities.gender"),
    "a number for a category": ((*MEMBER, "identities", "gender"), [3], WrongType, "members[0].identities.gender"),
    "an empty category": ((*MEMBER, "identities", "gender"), [""], WrongType, "members[0].identities.gender"),
    "white space around a category": (
        (*MEMBER, "identities", "gender"),
        [f" {SECRET}"],
        BrokenRule,
        "members[0].identities.gender",
    ),
    "a list for identities": ((*MEMBER, "identities"), [["gender", SECRET]], WrongType, "members[0].identities"),
    "a word for identities": ((*MEMBER, "identities"), "declined", WrongType, "members[0].identities"),
    "a number for a size": (("surveys", 0, "size"), 4.5, WrongType, "surveys[0].size"),
    "a negative size": (("surveys", 0, "size"), -1, BrokenRule, "surveys[0].size"),
    "an unknown word for a size": (("surveys", 0, "size"), "small", BrokenRule, "surveys[0].size"),
    "four items of five": (("measurements", 0, "answers"), [5, 5, 5, 5], BrokenRule, "measurements[0].answers"),
    "an item off the scale": (("measurements", 0, "answers", 1), 6, BrokenRule, "measurements[0].answers"),
    "an item in words": (("measurements", 0, "answers", 1), "5", WrongType, "measurements[0].answers"),
    "text for the items": (("measurements", 0, "answers"), "43250", WrongType, "measurements[0].answers"),
    "a float for a share": ((*QUOTA, "minimum"), 0.25, WrongType, "quotas[0].minimum"),
    "a share above one": ((*QUOTA, "minimum"), "125%", BrokenRule, "quotas[0].minimum"),
    "a negative share": ((*QUOTA, "minimum"), "-1/4", BrokenRule, "quotas[0].minimum"),
    "a long share above one": ((*QUOTA, "minimum"), f"2{'0' * 20}/1{'0' * 20}", BrokenRule, "quotas[0].minimum"),
    "a share of nothing": ((*QUOTA, "minimum"), "1/0", BrokenRule, "quotas[0].minimum"),
    "a share in words": ((*QUOTA, "minimum"), "a quarter", BrokenRule, "quotas[0].minimum"),
    "a quota without a demand": ((*QUOTA, "minimum"), ..., BrokenRule, "quotas[0].minimum"),
    "shares that do not sum to one": (
        ("references", 1, "shares", "rural"),
        "1%",
        BrokenRule,
        "references[1].shares",
    ),
    "a share in a mapping": (("references", 1, "shares", "rural"), 0.3, WrongType, "references[1].shares.rural"),
    "a list for a mapping": (("references", 1, "shares"), [["rural", "1"]], WrongType, "references[1].shares"),
    "numbers and shares": (("references", 1, "numbers"), {"rural": 1}, BrokenRule, "references[1].numbers"),
    "a level off the scale": (("assessments", 0, "level"), 9, BrokenRule, "assessments[0].level"),
    "bands that overlap": (
        ("dimensions", 3, "reading", "bands", 1),
        {"name": "under 20", "maximum": 19},
        BrokenRule,
        "dimensions[3].reading.bands",
    ),
    "a dimension without categories": (("dimensions", 0, "categories"), ..., BrokenRule, "dimensions[0].categories"),
    "a category of no dimension": (
        ("dimensions", 6, "reading", "criterion", "criteria", 0, "categories", 0),
        "none of these",
        BrokenRule,
        "dimensions[6].reading.criterion.criteria[0].categories",
    ),
    "a session outside its activity": (("sessions", 0, "day"), "2022-07-08", BrokenRule, "sessions[0].day"),
    "a session of another activity": (
        ("participations", 0, "activity"),
        "yoga",
        BrokenRule,
        "participations[0].session",
    ),
    "memberships that overlap": (
        (*MEMBER, "memberships", 2, "period"),
        {"start": "2021-05", "end": "ongoing"},
        BrokenRule,
        "members[0].memberships[2]",
    ),
    "homes that overlap": (
        (*MEMBER, "residences", 0, "period", "end"),
        "2023-01",
        BrokenRule,
        "members[0].residences[1]",
    ),
    "episodes that overlap": (
        ("partnerships", 0, "episodes", 0, "end"),
        "2023",
        BrokenRule,
        "partnerships[0].episodes",
    ),
    "one id for two kinds": (("organisations", 1, "id"), "m-3", DuplicateId, "organisations[1].id"),
    "a participation twice": (
        ("participations", 2),
        {"member": "m-1", "activity": "camp", "session": "session", "role": "trainer", "status": "absent"},
        DuplicateId,
        "participations[2]",
    ),
    "a region twice": (("regions", 2, "code"), "MN-1", DuplicateId, "regions[2].code"),
    "a dimension twice": (("dimensions", 1, "name"), "gender", DuplicateId, "dimensions[1].name"),
    "a reference twice": (("references", 1, "id"), "census", DuplicateId, "references[1].id"),
    "a reference of no dimension": (("references", 0, "of"), "faith", DanglingReference, "references[0].of"),
    "a criterion on no dimension": (
        (*QUOTA, "of", "criteria", 0, "dimension"),
        "faith",
        DanglingReference,
        "quotas[0].of.criteria[0].dimension",
    ),
    "a dimension that reads itself": (
        ("dimensions", 6, "reading", "criterion", "criteria", 0, "dimension"),
        "counted",
        DanglingReference,
        "dimensions[6].reading.criterion.criteria[0].dimension",
    ),
    "a dimension by number": (
        (*QUOTA, "of", "criteria", 0, "dimension"),
        0,
        WrongType,
        "quotas[0].of.criteria[0].dimension",
    ),
    "the programme's own organisation by name": (
        (*MEMBER, "memberships", 1, "organisation"),
        "own",
        BrokenRule,
        "members[0].memberships[1].organisation",
    ),
    "the programme's own organisation by name in a reading": (
        ("dimensions", 5, "reading", "organisation"),
        "own",
        BrokenRule,
        "dimensions[5].reading.organisation",
    ),
    "an organisation that is its own part": (("links", 0, "child"), "umbrella", Cycle, "links"),
    "organisations in a circle": (
        ("links", 1),
        {"parent": "local", "child": "umbrella", "period": {"start": "1990", "end": "1991"}},
        Cycle,
        "links",
    ),
    "regions in a circle": (("regions", 0, "parent"), "MN-1", Cycle, "regions"),
    "a resource made from itself": (("resources", 0, "adapted_from"), ["module"], Cycle, "resources"),
}


AND_MORE = {"a dimension twice", "a region twice", "one id for two kinds", "a participation twice"}
AND_MORE |= {
    "a number for text",
    "empty text",
    "white space around text",
    "null for text",
    "an activity that is no object",
}
"""What takes an id away as well, so that it is missed elsewhere."""


@pytest.mark.parametrize("name", WRONG)
def test_one_wrong_fact_is_one_problem_of_its_kind_at_its_path(name: str) -> None:
    steps, value, kind, path = WRONG[name]
    error = refused(broken((steps, value)))
    assert (kind, f"$.programme.{path}") in told(error)
    assert name in AND_MORE or len(error.problems) == 1, told(error)
    assert not any(canary in str(error) for canary in CANARIES)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("x", WrongType), (3, WrongType), ({}, WrongType), (None, WrongType)],
)
def test_a_kind_of_thing_that_is_no_list_is_told_once_and_what_points_to_it_is_not_blamed(
    text: object, kind: type[Problem]
) -> None:
    for name in ("members", "regions", "dimensions", "organisations", "quotas"):
        error = refused(broken(((name,), text)))
        assert told(error) == [(kind, f"$.programme.{name}")]
        assert name not in error.sound


REFERENCES = {
    "organisation": "organisation",
    "home": "home",
    "regions[2].parent": "parent",
    "organisations[1].region": "region",
    "members[0].home": "home",
    "members[0].residences[0].place.region": "region",
    "members[0].memberships[0].organisation": "organisation",
    "members[0].memberships[0].through": "through",
    "links[0].parent": "parent",
    "links[0].child": "child",
    "headcounts[0].organisation": "organisation",
    "partnerships[0].organisation": "organisation",
    "partnerships[0].involvement[0].subject": "subject",
    "partnerships[0].support[0].activity": "activity",
    "outreach[0].organisation": "organisation",
    "resources[1].adapted_from[0]": "adapted_from[0]",
    "activities[0].campaign": "campaign",
    "activities[0].place.region": "region",
    "activities[0].organisers[0]": "organisers[0]",
    "activities[0].co_hosts[0]": "co_hosts[0]",
    "activities[0].funders[0]": "funders[0]",
    "activities[1].series": "series",
    "activities[1].safeguarding_lead": "safeguarding_lead",
    "activities[2].module": "module",
    "activities[3].module": "module",
    "sessions[0].activity": "activity",
    "participations[0].member": "member",
    "participations[1].activity": "activity",
    "participations[0].session": "session",
    "assessments[0].subject": "subject",
    "measurements[0].activity": "activity",
    "campaigns[0].partners[0].partnership": "partnership",
    "campaigns[0].modules[0]": "modules[0]",
    "campaigns[0].surveys[0]": "surveys[0]",
    "outcomes[0].contributions[0].contributor": "contributor",
    "quotas[0].scope[0]": "scope[0]",
    "dimensions[4].categories[0]": "categories[0]",
    "dimensions[5].reading.organisation": "organisation",
}


@pytest.mark.parametrize("path", REFERENCES)
def test_an_id_that_names_nothing_is_told_at_its_path(path: str) -> None:
    error = refused(broken((steps_of(path), "nowhere")))
    assert (DanglingReference, f"$.programme.{path}") in told(error)
    problem = next(one for one in error.problems if one.path == f"$.programme.{path}")
    assert problem.field == REFERENCES[path]


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("participations[1].member", "local"),
        ("members[0].memberships[0].organisation", "m-1"),
        ("members[0].memberships[0].through", "module"),
        ("activities[0].co_hosts[0]", "m-1"),
        ("quotas[0].scope[0]", "campaign"),
        ("sessions[0].activity", "series"),
    ],
)
def test_an_id_of_another_kind_of_thing_is_no_reference(path: str, other: str) -> None:
    assert (DanglingReference, f"$.programme.{path}") in told(refused(broken((steps_of(path), other))))


def test_a_region_that_a_definition_of_rural_names_must_exist() -> None:
    path = "dimensions[2].reading.definition.urban_regions"
    error = refused(broken((steps_of(path), ["MN-01"])))
    assert told(error) == [(DanglingReference, f"$.programme.{path}")]


# --- All at once ---------------------------------------------------------------------------------------------------


def test_all_problems_of_a_document_are_told_at_once() -> None:
    error = refused(
        broken(
            (("id",), 3),
            (("membres",), []),
            (("activities", 0, "online"), "no"),
            (("activities", 0, "title"), ...),
            (("activities", 3, "kind"), "sleep"),
            (("members", 0, "birth"), "2021-02-30"),
            (("members", 0, "consents", 0, "given_on"), "2021"),
            (("members", 1, "identities", "gender"), ["canary"]),
            (("members", 2, "home"), "nowhere"),
            (("participations", 1, "session"), "nothing"),
            (("links", 0, "child"), "umbrella"),
        )
    )
    assert told(error) == [
        (WrongType, "$.programme.id"),
        (BrokenRule, "$.programme.members[0].birth"),
        (BrokenRule, "$.programme.members[0].consents[0].given_on"),
        (MissingField, "$.programme.activities[0].title"),
        (WrongType, "$.programme.activities[0].online"),
        (BrokenRule, "$.programme.activities[3].kind"),
        (UnknownField, "$.programme.membres"),
        (DanglingReference, "$.programme.participations[1].session"),
        (DanglingReference, "$.programme.members[2].home"),
        (Cycle, "$.programme.links"),
        (BrokenRule, "$.programme.members[1].identities.gender"),
    ]
    assert str(error).startswith("11 problems in the programme:\n  $.programme.id: must be text\n")


def test_what_was_sound_is_kept_by_kind() -> None:
    whole = everything()
    error = refused(broken((("members", 0, "id"), 3), (("activities", 1), None), (("home",), [])))
    expected: dict[str, object] = {
        field.name: getattr(whole, field.name) for field in attrs.fields(Programme) if field.name != "home"
    }
    expected["members"] = whole.members[1:]
    expected["activities"] = (whole.activities[0], *whole.activities[2:])
    assert error.sound == expected


def test_what_is_sound_in_itself_is_kept_where_things_do_not_fit_together() -> None:
    error = refused(broken((("members", 2, "home"), "nowhere")))
    assert error.sound["members"][:2] == everything().members[:2]
    assert isinstance(error.sound["members"][2], Member)


def test_to_point_to_what_could_not_be_read_is_no_second_fault() -> None:
    for steps in (
        ("members", 0, "birth"),
        ("organisations", 1, "founded"),
        ("organisations", 2, "founded"),
        ("regions", 1, "population"),
        ("dimensions", 0, "sensitive"),
        ("dimensions", 3, "sensitive"),
        ("activities", 1, "nights"),
        ("partnerships", 0, "agreement"),
        ("campaigns", 0, "lead"),
        ("resources", 1, "status"),
    ):
        assert told(refused(broken((steps, [])))) == [(told(refused(broken((steps, []))))[0][0], path_of(steps))]


def test_things_keep_their_place_when_those_before_them_could_not_be_read() -> None:
    error = refused(broken((("members", 0, "id"), ""), (("members", 2, "home"), "nowhere"), (("members", 1, "id"), 1)))
    assert (DanglingReference, "$.programme.members[2].home") in told(error)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_at_most_so_many_problems_are_told_and_it_says_that_there_are_more(most: int) -> None:
    made = broken((("id",), 3), (("home",), "nowhere"), (("members", 2, "home"), "nowhere"))
    error = refused(made, most=most)
    assert len(error.problems) == most
    assert error.more is (most < 3)
    assert ("more than" in str(error)) is (most < 3)
    assert ("reading stopped here" in str(error)) is (most < 3)


@pytest.mark.parametrize(("most", "kind"), [(0, BrokenRule), (-1, BrokenRule), (True, WrongType), (1.5, WrongType)])
def test_how_many_problems_are_told_is_a_whole_number_of_at_least_one(most: Any, kind: type[Problem]) -> None:
    with pytest.raises(kind, match="most"):
        exchange.loads("{}", most=most)
    with pytest.raises(kind, match="most"):
        exchange.load_members("nowhere.jsonl", most=most)
    with pytest.raises(kind, match="most"):
        exchange.read_members("nowhere.csv", columns={}, most=most)


def test_errors_pickle_and_leave_what_was_sound_behind() -> None:
    error = refused(broken((("members", 0, "birth"), "2021-02-30"), (("home",), "nowhere")), most=1)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # made a line above
    assert (told(again), str(again), again.more) == (told(error), str(error), True)
    assert again.sound is None
    assert SECRET.encode() not in pickle.dumps(error)


def every_leaf(value: Any, steps: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in every_leaf(item, (*steps, key))]
    if isinstance(value, list):
        return [leaf for index, item in enumerate(value) for leaf in every_leaf(item, (*steps, index))]
    return [steps]


LEAVES = every_leaf(document()["programme"])


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(LEAVES), st.sampled_from([3, -1, 1.5, True, None, [], {}, "", " x", "canary-7f3a", ["canary"]]))
def test_a_document_loads_or_is_refused_whatever_stands_in_one_place_and_no_message_repeats_it(
    steps: tuple[Step, ...], value: object
) -> None:
    made = broken((steps, value))
    found = loaded_or_refused(json.dumps(made))
    if isinstance(found, InvalidDocument):
        assert all(problem.path.startswith("$.programme") for problem in found.problems)
        said = str(found).replace(f"numbers.{SECRET}", "")  # a category of the census
        assert not any(canary in said for canary in CANARIES)
    else:
        assert exchange.loads(stored(found)) == found


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_document_without_one_of_its_keys_loads_or_is_refused(data: st.DataObject) -> None:
    made = copy.deepcopy(document())
    place: Any = made
    while True:
        keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or data.draw(st.booleans()):
            del place[key]
            break
        place = place[key]
    found = loaded_or_refused(json.dumps(made))
    if isinstance(found, InvalidDocument):
        assert not any(canary in str(found) for canary in CANARIES)
    else:
        assert exchange.loads(stored(found)) == found


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=20), st.binary(max_size=20)))
def test_any_text_at_all_is_refused_with_a_typed_error(text: str | bytes) -> None:
    assert refused(text).problems


# --- JSON Lines ----------------------------------------------------------------------------------------------------


def lines(tmp_path: Path, *texts: str | bytes) -> Path:
    file = tmp_path / "members.jsonl"
    file.write_bytes(b"\n".join(text if isinstance(text, bytes) else text.encode() for text in texts))
    return file


def refused_lines(file: Path, **options: Any) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as caught:
        exchange.load_members(file, **options)
    return caught.value


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(nouns.members(), unique_by=lambda member: member.id, max_size=4))
def test_members_come_back_from_json_lines(tmp_path: Path, members: list[Member]) -> None:
    file, again = tmp_path / "members.jsonl", tmp_path / "again.jsonl"
    exchange.dump_members(members, file, purpose=Purpose.STORE)
    loaded = exchange.load_members(file)
    assert loaded == tuple(members)
    exchange.dump_members(loaded, again, purpose=Purpose.STORE)
    assert again.read_bytes() == file.read_bytes()
    assert file.read_bytes().count(b"\n") == len(members)
    exchange.dump_members(members, file)
    withheld = tuple(attrs.evolve(member, identities=Identities(Withheld())) for member in members)
    assert exchange.load_members(file) == withheld


def test_members_without_a_purpose_are_written_without_their_answers(tmp_path: Path) -> None:
    file = tmp_path / "members.jsonl"
    exchange.dump_members(everything().members, file)
    assert SECRET not in file.read_text(encoding="utf-8")
    assert file.read_text(encoding="utf-8").count('"identities": "withheld"') == 3


def test_the_same_answers_of_many_people_are_sealed_once_and_told_apart_from_what_only_looks_like_them(
    tmp_path: Path,
) -> None:
    file = lines(
        tmp_path,
        '{"id": "a", "identities": {"gender": ["woman"], "faith": "declined"}}',
        '{"id": "b", "identities": {"gender": ["woman"], "faith": "declined"}}',
        '{"id": "c", "identities": {"gender": {"woman": 1}, "faith": "declined"}}',
        '{"id": "d", "identities": {"gender": "woman", "faith": "declined"}}',
        '{"id": "e", "identities": []}',
        '{"id": "f", "identities": {"gender": null}}',
    )
    error = refused_lines(file)
    assert [(problem.row, problem.path) for problem in error.problems] == [
        (3, "$.identities.gender"),
        (4, "$.identities.gender"),
        (5, "$.identities"),
        (6, "$.identities.gender"),
    ]
    a, b = error.sound
    assert a.identities is b.identities
    assert a.identities == Identities({"gender": Known("woman"), "faith": Declined()})


def test_more_different_answers_than_are_remembered_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("youthprog.exchange._leaves.REMEMBERED", 1)
    texts = [json.dumps({"id": str(i), "identities": {"gender": [str(i)]}}) for i in range(3)]
    loaded = exchange.load_members(lines(tmp_path, *texts))
    assert [one.answer("gender").reveal(Purpose.STORE) for one in loaded] == [
        Known(frozenset({str(i)})) for i in range(3)
    ]


def test_problems_of_json_lines_are_told_by_row_and_path_all_at_once(tmp_path: Path) -> None:
    file = lines(
        tmp_path,
        '{"id": "a"}',
        "",
        '{"id": 3, "brith": "2004"}',
        "   ",
        '{"id": "b", "birth": "2021-02-30"}',
        "[]",
        '{"id": "a"}',
        '{"id": "c", "id": "d"}',
        '{"id": "e\\ud800"}',
        '{"id": NaN}',
        '{"id": "f"',
        b'{"id": "\xff"}',
        '{"id": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"id": "g", "memberships": [{"kind": "member", "period": {"start": "2020", "end": "2019"}}]}',
        '{"id": "Ө\\ud83d\\ude00", "names": [{"given_name": "\\u0411\\u0430\\u0442"}]}',
    )
    error = refused_lines(file)
    assert [(type(problem), problem.row, problem.path) for problem in error.problems] == [
        (WrongType, 3, "$.id"),
        (UnknownField, 3, "$.brith"),
        (BrokenRule, 5, "$.birth"),
        (WrongType, 6, "$"),
        (DuplicateId, 7, "$.id"),
        (DuplicateId, 8, "$.id"),
        (CannotRead, 9, "$"),
        (BrokenRule, 10, "$"),
        (CannotRead, 11, "$"),
        (CannotRead, 12, "$"),
        (CannotRead, 13, "$"),
        (CannotRead, 14, "$"),
        (BrokenRule, 15, "$.memberships[0].period.end"),
    ]
    assert str(error).startswith("13 problems in members.jsonl:\n  row 3, $.id: must be text\n")
    assert error.sound == (Member(id="a"), Member(id="Ө\U0001f600", names=[PersonName(given_name="Бат")]))


def test_json_lines_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = lines(tmp_path, b"\xef\xbb\xbf" + b'{"id": "a"}', '{"id": "b"}\r')
    assert exchange.load_members(file) == (Member(id="a"), Member(id="b"))


@pytest.mark.parametrize("again", ["{}", '{"id": "a"}'])
def test_reading_json_lines_stops_after_so_many_problems(again: str, tmp_path: Path) -> None:
    file = lines(tmp_path, '{"id": "a"}', *[again] * 5, '{"id": "b"}')
    error = refused_lines(file, most=3)
    assert [problem.row for problem in error.problems] == [2, 3, 4]
    assert error.more
    assert error.sound == (Member(id="a"),)
    assert not refused_lines(file, most=5).more


def test_no_message_about_json_lines_repeats_what_stands_there(tmp_path: Path) -> None:
    wrong = [
        {"id": "m", "birth": "Canary"},
        {"id": "m", "birth": {"age": "Canary", "asked_on": "Canary"}},
        {
            "id": "m",
            "birth": "2030",
            "memberships": [{"kind": "Canary", "period": {"start": "Canary", "end": "Canary"}}],
        },
        {"id": "m", "identities": "Canary"},
        {"id": "m", "identities": {"gender": "Canary"}},
        {"id": "m", "identities": {"gender": ["Canary", "Canary"]}},
        {"id": "m", "identities": {"gender": [["Canary"]]}},
        {"id": "m", "names": [{"given_name": " Canary"}]},
        {"id": "m", "names": [{"given_name": {"Canary": "Canary"}}]},
        {"id": "m", "names": "Canary"},
        {"id": "m", "guardians": [" Canary"]},
    ]
    error = refused_lines(lines(tmp_path, *map(json.dumps, wrong)))
    assert {problem.row for problem in error.problems} == set(range(1, len(wrong) + 1))
    assert "Canary" not in str(error)
    assert "Canary" not in repr(error.problems)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        exchange.load_members(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        exchange.load(tmp_path / "nowhere")


# --- A converter of one's own --------------------------------------------------------------------------------------

NOUNS: list[tuple[Any, SearchStrategy[Any]]] = [
    (Member, nouns.members()),
    (Membership, nouns.memberships()),
    (Consent, nouns.consents()),
    (PersonName, nouns.names()),
    (Identities, nouns.identities()),
    (Organisation, nouns.organisations()),
    (OrganisationLink, nouns.links(organisations=["a", "b"])),
    (ReportedHeadcount, nouns.headcounts()),
    (Partnership, nouns.partnerships()),
    (Outreach, nouns.outreaches()),
    (Resource, nouns.resources()),
    (Activity, nouns.activities()),
    (Session, nouns.sessions()),
    (Participation, nouns.participations()),
    (WellbeingMeasurement, nouns.measurements()),
    (Survey, nouns.surveys()),
    (Campaign, nouns.campaigns()),
    (Outcome, nouns.outcomes()),
    (Benchmark, benchmarks()),
    (Distance, distances(places=["a", "b"])),
    (Region, nouns.regions()),
    (Place, nouns.places()),
    (GeoPoint, nouns.points()),
    (Period, nouns.periods()),
    (PartialDate, nouns.partial_dates()),
    (AgeBand, nouns.age_bands()),
    (RuralDefinition, nouns.definitions_of_rural()),
    (Evidence, nouns.evidence()),
    (LocalisedText, nouns.localised_texts()),
    (Fraction, nouns.shares()),
]


@pytest.mark.parametrize(("kind", "strategy"), NOUNS, ids=[kind.__name__ for kind, _ in NOUNS])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_noun_is_written_and_read_by_itself(
    kind: Any, strategy: SearchStrategy[Any], data: st.DataObject
) -> None:
    converter = exchange.make_converter(purpose=Purpose.STORE)
    noun = data.draw(strategy)
    written = json.loads(json.dumps(converter.unstructure(noun), allow_nan=False))
    assert converter.structure(written, kind) == noun


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_what_names_dimensions_is_read_with_the_dimensions_given(data: st.DataObject) -> None:
    dimensions = data.draw(
        st.lists(nouns.dimensions(derived=False), min_size=1, max_size=3, unique_by=lambda d: d.name)
    )
    criterion = data.draw(nouns.criteria(dimensions=dimensions))
    quota = data.draw(nouns.quotas(of=st.just(criterion)))
    reference = data.draw(references(dimensions=dimensions))
    converter = exchange.make_converter(dimensions=dimensions, purpose=Purpose.STORE)
    for noun, kind in (
        (criterion, Criterion),
        (quota, Quota),
        (reference, ReferencePopulation),
        (dimensions[0], Dimension),
    ):
        written = json.loads(json.dumps(converter.unstructure(noun)))
        assert converter.structure(written, kind) == noun
    with pytest.raises(InvalidDocument) as caught:
        exchange.make_converter().structure(converter.unstructure(criterion), type(criterion))
    assert all(isinstance(problem, DanglingReference) for problem in caught.value.problems)


def test_a_converter_tells_every_problem_of_a_value_with_its_path() -> None:
    converter = exchange.make_converter()
    with pytest.raises(InvalidDocument) as caught:
        converter.structure([{"id": "a"}, {"id": 3, "birth": "2021-13"}, 4], list[Member])
    assert told(caught.value) == [(WrongType, "$[1].id"), (BrokenRule, "$[1].birth"), (WrongType, "$[2]")]
    for value, kind, expected in (
        ("member!", MembershipKind, "value"),
        ("x", PartialDate, "value"),
        ("x", dt.date, "value"),
        ({}, list[Member], "value"),
        ("ab", tuple[str, ...], "value"),
        (3, str, "value"),
    ):
        with pytest.raises(InvalidDocument) as caught:
            converter.structure(value, kind)
        assert [(problem.field, problem.path) for problem in caught.value.problems] == [(expected, "$")]


def test_a_converter_refuses_what_is_nested_without_end() -> None:
    converter = exchange.make_converter(dimensions=everything().dimensions)
    criterion: Any = {"type": "is", "dimension": "gender", "categories": ["woman"]}
    for _ in range(5000):
        criterion = {"type": "not", "criterion": criterion}
    with pytest.raises(InvalidDocument) as caught:
        converter.structure(criterion, Criterion)
    assert told(caught.value) == [(CannotRead, "$")]


def test_a_converter_writes_answers_as_withheld_unless_it_is_made_to_store() -> None:
    member = everything().members[0]
    assert exchange.make_converter().unstructure(member)["identities"] == "withheld"
    assert SECRET not in json.dumps(exchange.make_converter().unstructure(everything().members))
    kept = exchange.make_converter(purpose=Purpose.STORE).unstructure(member)["identities"]
    assert kept == {"disability": "declined", "gender": [SECRET]}


@attrs.frozen
class Colour:
    """A type of the caller, which only the caller knows how to write."""

    name: str


@attrs.frozen(kw_only=True)
class Badge:
    """A class of the caller that holds nouns of the library."""

    member: Member
    colour: Colour
    seen: dict[str, int] = attrs.field(factory=dict)
    pair: tuple[int, str] = (0, "")


def test_a_caller_extends_the_converter_with_types_of_their_own() -> None:
    converter = exchange.make_converter(purpose=Purpose.STORE)
    converter.register_structure_hook(Colour, lambda value, _: Colour(value.removeprefix("#")))
    converter.register_unstructure_hook(Colour, lambda colour: f"#{colour.name}")
    badge = Badge(member=Member(id="m"), colour=Colour("red"), seen={"a": 1}, pair=(1, "x"))
    written = converter.unstructure(badge)
    assert written == {"member": {"id": "m"}, "colour": "#red", "seen": {"a": 1}, "pair": (1, "x")}
    assert converter.structure(written, Badge) == badge
    with pytest.raises(InvalidDocument) as caught:
        converter.structure({**written, "member": {"id": 1}, "seen": {"a": "1"}, "extra": 1}, Badge)
    assert told(caught.value) == [(WrongType, "$.member.id"), (WrongType, "$.seen.a"), (UnknownField, "$.extra")]


def test_converters_do_not_know_each_other() -> None:
    mine, yours = exchange.make_converter(), exchange.make_converter()
    mine.register_unstructure_hook(Member, lambda member: member.id)
    assert mine.unstructure(Member(id="m")) == "m"
    assert yours.unstructure(Member(id="m")) == {"id": "m", "identities": "withheld"}
    assert exchange.dumps(everything()) == exchange.dumps(everything())


def test_a_programme_is_read_and_written_by_a_converter_too() -> None:
    converter = exchange.make_converter(dimensions=everything().dimensions, purpose=Purpose.STORE)
    written = json.loads(json.dumps(converter.unstructure(everything())))
    assert written == document()["programme"]
    assert converter.structure(written, Programme) == everything()


def test_the_nouns_of_a_stored_quota_say_what_they_said() -> None:
    quota = exchange.loads(stored(everything())).quotas[0]
    assert (quota.minimum, quota.base, str(quota.of)) == (
        Fraction(1, 4),
        Base.ENROLLED,
        "residence is rural and age is young",
    )
    assert everything().members[2].answer("gender").reveal(Purpose.STORE) == NotAsked()


@pytest.mark.parametrize("thing", [None, 5, [], {}, Path("programme.json")])
def test_what_is_no_document_and_what_has_none_are_refused_by_name(thing: Any) -> None:
    for read in (exchange.loads, exchange.loads_lottery):
        with pytest.raises(WrongType, match=r"^text: must be text, or bytes in UTF-8$"):
            read(thing)
    for purpose in (None, Purpose.STORE):
        with pytest.raises(WrongType, match=r"^thing: must be a programme or a lottery$"):
            exchange.dumps(thing, purpose=purpose)
    assert exchange.loads(bytearray(stored(everything()).encode())) == everything()  # type: ignore[arg-type]  # bytes too
