"""Laws of the schemas.

- Everything the library writes validates: documents with and without sensitive answers, lines of members, lotteries,
  results.
- What a schema accepts is read, but for the named rules that look at several values at once. What is read, the schema
  accepts.
- A schema is derived: what a check says of itself is what it checks.
- The schemas are JSON Schema (2020-12), the same every time, and the components of an OpenAPI description.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from everything import everything
from schemas import accepted, broken
from youthprog import Member, Partnership, Programme, Purpose, disclosure, diversity, exchange, samples
from youthprog import testing as nouns
from youthprog._checks import said, text
from youthprog.activities import Activity
from youthprog.criteria import Criterion
from youthprog.errors import InvalidDocument, Problem, WrongType
from youthprog.exchange._forms import nouns as classes
from youthprog.exchange._leaves import read_day, read_fraction, read_partial, read_time
from youthprog.lottery import Lottery
from youthprog.programme import Found
from youthprog.testing import programmes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

thorough = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
)
briefly = settings(thorough, max_examples=max(10, thorough.max_examples // 4))  # once for each of seventy nouns

RULES = {
    "What is named is there": (
        "must be the id of one|must be the name of a declared dimension|must be a declared dimension"
        "|must be the code of one of the regions|must be categories of|must be one of the categories"
        "|must read dimensions|must be a declared category"
    ),
    "Ids are unique": "must be unique|must be recorded once|must not repeat$",
    "Nothing contains itself": "must not make|must not be adapted from itself|must not be nested",
    "An end comes after its start": (
        "must be later than the start|must not be earlier than given_on|must not be below the minimum"
        "|must not exceed the maximum|must not begin before the member was born|must lie within the activity"
        "|must be late enough"
    ),
    "Spells and bands do not overlap": "must not overlap|must be in order of their start",
    "One of two is given": (
        "must be given, or|must be a share or a number of people|must be left out|must be declared|must be false for"
        "|must be true, for"
    ),
    "Parts fit their whole": (
        "must be at most . in this model|must not exceed the decision makers|must sum to 1|must be a session of"
        "|must be exactly one category"
    ),
    "A lottery holds together": (
        "must hold each applicant once|must hold applicants|must count in quotas|must name the class|must consist of"
        "|must be of like composition|must give a count|must not seat more|must give a pull|must hold types"
        "|must be held by"
    ),
    "A share is at most 1": "must be between 0 and 1",
    "A whole number has no decimal point": "must be a whole number",
}
"""The rules a schema does not tell, by the sentence that names them in the documentation."""


def told(made: Any) -> str:
    return json.dumps(made, ensure_ascii=False)


def unnamed(problems: Iterable[Problem]) -> list[str]:
    every = "|".join(RULES.values())
    return [f"{type(one).__name__} {one}" for one in problems if re.match(every, one.rule) is None]


def refused(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except InvalidDocument as error:
        return error.problems
    return ()


PROGRAMME = Draft202012Validator(exchange.json_schema())
SMALL = json.loads(exchange.dumps(everything(), purpose=Purpose.STORE))
KINDS = sorted(
    (kind for kind in classes() if kind not in (Programme, Lottery) and not kind.__module__.endswith("_answers")),
    key=lambda kind: kind.__name__,
)


# --- What is written validates ---------------------------------------------------------------------------------------


@thorough
@given(programmes(), st.sampled_from([None, Purpose.STORE]))
def test_every_document_of_a_programme_validates(programme: Programme, purpose: Purpose | None) -> None:
    PROGRAMME.validate(json.loads(exchange.dumps(programme, purpose=purpose)))


@thorough
@given(nouns.members())
def test_every_line_of_a_member_validates(member: Member) -> None:
    for purpose in (None, Purpose.STORE):
        Draft202012Validator(exchange.json_schema(Member)).validate(exchange.plain(member, purpose=purpose))


def test_the_case_study_and_its_lottery_validate() -> None:
    PROGRAMME.validate(exchange.plain(samples.mongolia(), purpose=Purpose.STORE))
    lottery = exchange.plain(samples.mongolia_camp(), purpose=Purpose.STORE)
    Draft202012Validator(exchange.json_schema(Lottery)).validate(lottery)


# --- What validates is read, and the other way round -----------------------------------------------------------------


def sealed(made: Any) -> Any:
    """A document that keeps what it says of its sensitive answers."""
    if made["sensitive"] == "left out":
        for kind, name in (("members", "identities"), ("measurements", "answers")):
            for one in made["programme"].get(kind, ()):
                one[name] = "withheld"
    return made


@thorough
@given(accepted(exchange.json_schema()).map(sealed))
def test_a_document_that_validates_is_read_but_for_the_named_rules(made: Any) -> None:
    PROGRAMME.validate(made)
    assert unnamed(refused(lambda: exchange.loads(told(made)))) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_noun_that_validates_is_read_but_for_the_named_rules(kind: type) -> None:
    schema = exchange.json_schema(kind)
    converter = exchange.make_converter(dimensions=everything().dimensions)

    @briefly
    @given(accepted(schema))
    def holds(made: Any) -> None:
        Draft202012Validator(schema).validate(made)
        assert unnamed(refused(lambda: converter.structure(made, kind))) == []

    holds()


@thorough
@given(broken(st.just(SMALL)))
def test_a_broken_document_is_refused_by_both_or_by_a_named_rule(made: Any) -> None:
    valid = PROGRAMME.is_valid(made)
    problems = refused(lambda: exchange.loads(told(made)))
    assert (unnamed(problems) == []) if valid else problems


LOTTERY = Draft202012Validator(exchange.json_schema(Lottery))
DOCUMENTS = Path(__file__).parent / "documents"
CAMP = json.loads((DOCUMENTS / "lottery-1.json").read_text(encoding="utf-8"))


@thorough
@given(accepted(exchange.json_schema(Lottery)) | broken(st.just(CAMP)))
def test_a_lottery_is_refused_by_both_or_by_a_named_rule(made: Any) -> None:
    valid = LOTTERY.is_valid(made)
    problems = refused(lambda: exchange.loads_lottery(told(made)))
    assert (unnamed(problems) == []) if valid else problems


def test_the_documentation_names_the_rules() -> None:
    page = DOCUMENTS.parent.parent / "docs" / "howto" / "documents-and-schema.md"
    named = re.findall(r"^- \*\*(.+?)\.?\*\*", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert named == list(RULES)


# --- A schema says what the checks check -----------------------------------------------------------------------------

DAYS = [
    f"{year:04}-{month:02}-{day:02}"
    for year in (0, 1, 4, 1900, 2000, 2004, 2100, 9999)
    for month in range(14)
    for day in range(33)
]


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (read_day, DAYS),
        (read_partial, [*DAYS, *(day[:7] for day in DAYS), *(day[:4] for day in DAYS)]),
        (read_time, [f"{hour:02}:{part:02}" for hour in range(26) for part in range(62)]),
        (read_time, ["09:30:00", "09:30:60", "09:30:59.000001", "09:30:59.5", "9:30", "09:30Z"]),
        (read_fraction, [f"{top}/{low}" for top in ("0", "1", "01", "9" * 4000) for low in ("0", "1", "03", "-1")]),
        (read_fraction, ["-1/20", "-0/1", "-7", f"-{'9' * 4000}/3", "--7", "- 7", "+7", "-25%", "-0.5", "−1/2"]),
        (read_fraction, ["100%", "100.0 %", "101%", "099%", "0.25", "1.0", "1.1", "01.0", "7", ".5", "1e0"]),
        (read_fraction, ["9" * 4001, f"1/{'9' * 4000}", f"1/{'9' * 4001}", f"1/{'0' * 10}1", "١/2"]),
    ],
)  # fmt: skip
def test_the_pattern_of_a_leaf_matches_exactly_what_its_reader_reads(
    read: Callable[[Any], object], words: list[str]
) -> None:
    schema = Draft202012Validator(said(read))
    for word in words:
        for spelled in (word, f"{word}\n", f" {word}"):
            try:
                read(spelled)
            except Problem:
                assert not schema.is_valid(spelled), repr(spelled)
            else:
                assert schema.is_valid(spelled), repr(spelled)


@thorough
@given(st.sampled_from([read_day, read_partial, read_time, read_fraction]), st.data())
def test_what_a_pattern_matches_is_read(read: Callable[[Any], object], data: st.DataObject) -> None:
    read(data.draw(accepted({**said(read), "$defs": {}})))


def test_text_ends_in_white_space_where_python_says_so() -> None:
    schema = Draft202012Validator(said(text))
    for code in [*range(0xD800), *range(0xE000, 0x10000)]:
        assert schema.is_valid(f"a{chr(code)}") is not chr(code).isspace()
        assert schema.is_valid(f"{chr(code)}a") is not chr(code).isspace()


def test_bounds_defaults_sets_and_words_stand_where_the_fields_are() -> None:
    found = exchange.json_schema()["$defs"]
    assert found["Consent"]["properties"]["majority"] == {
        "type": "integer",
        "minimum": 0,
        "maximum": 30,
        "description": "the age at which a guardian's consent ends.",
        "default": 18,
    }
    assert found["Consent"]["properties"]["purposes"]["uniqueItems"] is True
    assert found["Consent"]["properties"]["purposes"]["minItems"] == 1
    assert found["Consent"]["required"] == ["purposes", "given_on"]
    assert found["Quota"]["properties"]["base"]["default"] == "enrolled"
    assert "default" not in found["Quota"]["properties"]["name"]
    assert found["Camp"]["properties"]["type"] == {"const": "camp"}
    assert found["Camp"]["required"] == ["type", "id", "title", "period"]
    assert found["Camp"]["properties"]["organisers"]["description"] == "ids of members and organisations who run it."
    assert found["Purpose"]["enum"] == [one.value for one in Purpose]
    assert all(one["additionalProperties"] is False for one in found.values() if "properties" in one)
    assert (
        found["Programme"]["properties"]["links"]["description"]
        == found["Programme"]["properties"]["quotas"]["description"]
    )


# --- What a schema is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Programme, Lottery, Criterion, *KINDS])
def test_it_is_json_schema_whole_and_the_same_every_time(kind: type) -> None:
    schema = exchange.json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert references(schema) <= {f"#/$defs/{name}" for name in schema["$defs"]}
    assert "$id" not in told(schema)
    assert list(schema["$defs"]) == sorted(schema["$defs"])
    schema["$defs"].clear()
    assert exchange.json_schema(kind) != schema


def references(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(references, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
    return own.union(*map(references, schema.values()))


def test_it_does_not_hang_on_the_hash_seed() -> None:
    program = (
        "import json; from youthprog import exchange; from youthprog.disclosure import Publication;"
        "print(json.dumps(exchange.openapi_components(exchange.Programme, Publication)))"
    ).replace("exchange.Programme", "__import__('youthprog').Programme")
    texts = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


def test_a_kind_of_which_there_are_several_is_one_of_them() -> None:
    schema = exchange.json_schema(Activity)
    assert [one["$ref"].rpartition("/")[2] for one in schema["oneOf"]] == [
        "Activity", "Camp", "Training", "WellbeingActivity",
    ]  # fmt: skip
    assert "discriminator" not in told(schema)


def test_components_refer_to_each_other_and_tell_kinds_apart_by_their_type() -> None:
    components = exchange.openapi_components(Programme, Lottery, Found[Partnership])
    schemas = components["schemas"]
    assert references(components) <= {f"#/components/schemas/{name}" for name in schemas}
    assert {"ProgrammeDocument", "LotteryDocument", "FoundPartnership", "Member"} <= set(schemas)
    assert schemas["Programme"]["properties"]["young"]["anyOf"][0]["discriminator"] == {
        "propertyName": "type",
        "mapping": {
            tag: f"#/components/schemas/{name}"
            for tag, name in (("is", "Is"), ("all-of", "AllOf"), ("any-of", "AnyOf"), ("not", "NotThat"))
        },
    }


def test_classes_of_one_name_are_told_apart_by_their_room() -> None:
    both = exchange.openapi_components(Programme, disclosure.Publication)["schemas"]
    assert {"ValuesEvidence", "DisclosureEvidence"} <= set(both)
    assert "Evidence" not in both
    assert both["Publication"]["properties"]["evidence"] == {"$ref": "#/components/schemas/DisclosureEvidence"}
    assert "Evidence" in exchange.openapi_components(disclosure.Publication)["schemas"]


def test_any_thing_stands_where_a_generic_class_says_nothing_more() -> None:
    assert exchange.json_schema(Found)["$defs"]["Found"]["properties"]["certain"] == {"type": "array", "items": {}}


@pytest.mark.parametrize("kind", [object, dict, disclosure.Lines, diversity.Batch])
def test_a_class_without_a_json_form_is_refused(kind: type) -> None:
    with pytest.raises(WrongType, match="must be a class that has a JSON form"):
        exchange.json_schema(kind)
