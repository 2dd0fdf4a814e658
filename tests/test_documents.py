"""Laws of document versions.

- A document of every version there was is kept in `documents`, and is read; those of the present version are written
  again byte by byte, and validate.
- The fields of the present version are those that are kept there: whoever renames or removes one writes a migration.
- A document of an earlier version is brought to the present one step by step, before anything else looks at it; one of
  a later version is refused.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from everything import everything
from youthprog import Member, Programme, Purpose, exchange
from youthprog.errors import CannotRead, InvalidDocument, MissingField, NewerDocument, UnknownField
from youthprog.exchange import _parsing
from youthprog.lottery import Lottery
from youthprog.values import LocalisedText

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "documents"
PRESENT = exchange.VERSION
KEPT = sorted(path.name for path in FOLDER.glob("*.json") if not path.name.startswith("fields"))


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def read(name: str) -> Any:
    return exchange.loads_lottery(text(name)) if name.startswith("lottery") else exchange.loads(text(name))


def test_documents_of_every_version_are_kept() -> None:
    for version in range(1, PRESENT + 1):
        for kind in ("everything", "everything-left-out", "generated", "lottery"):
            assert f"{kind}-{version}.json" in KEPT


@pytest.mark.parametrize("name", KEPT)
def test_a_document_of_any_version_is_read_and_one_of_the_present_written_again_byte_by_byte(name: str) -> None:
    thing = read(name)
    assert isinstance(thing, Lottery if name.startswith("lottery") else Programme)
    if name.endswith(f"-{PRESENT}.json"):
        purpose = None if "left-out" in name else Purpose.STORE
        assert exchange.dumps(thing, purpose=purpose) == text(name)
        Draft202012Validator(exchange.json_schema(type(thing))).validate(json.loads(text(name)))


def test_a_kept_document_tells_what_it_told() -> None:
    assert read(f"everything-{PRESENT}.json") == everything()


def test_kept_lines_of_members_are_read_and_written_again_byte_by_byte(tmp_path: Path) -> None:
    kept = FOLDER / f"members-{PRESENT}.jsonl"
    members = exchange.load_members(kept)
    assert members == everything().members
    exchange.dump_members(members, tmp_path / "again.jsonl", purpose=Purpose.STORE)
    assert (tmp_path / "again.jsonl").read_bytes() == kept.read_bytes()
    schema = Draft202012Validator(exchange.json_schema(Member))
    for line in kept.read_text(encoding="utf-8").splitlines():
        schema.validate(json.loads(line))


def test_the_fields_of_the_present_version_are_those_that_are_kept() -> None:
    found = exchange.openapi_components(Programme, Lottery)["schemas"]
    fields = {name: sorted(one["properties"]) for name, one in found.items() if "properties" in one}
    assert fields == json.loads(text(f"fields-{PRESENT}.json"))


# --- Migrations ------------------------------------------------------------------------------------------------------


def renamed(document: dict[str, Any]) -> dict[str, Any]:
    """Version 2 calls the title of a programme its name."""
    body = {("name" if key == "title" else key): value for key, value in document["programme"].items()}
    return {**document, "programme": body}


def grouped(document: dict[str, Any]) -> dict[str, Any]:
    """Version 3 leaves out an empty list of tags, and refuses others."""
    body = dict(document["programme"])
    if body.pop("tags") != []:
        raise ValueError
    return {**document, "programme": body}


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Plant migrations, as if there had been earlier versions."""

    def plant(*steps: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        monkeypatch.setattr(_parsing, "MIGRATIONS", steps)
        monkeypatch.setattr(_parsing, "VERSION", len(steps) + 1)

    return plant


def old(version: int, **body: Any) -> str:
    programme = {"id": "p", **body}
    return json.dumps({"youthprog": version, "sensitive": "included", "programme": programme})


def test_a_document_goes_through_the_steps_from_its_version_on(planted: Callable[..., None]) -> None:
    planted(renamed, grouped)
    name = {"en": "Camp"}
    camp = Programme(id="p", name=LocalisedText(name))
    assert exchange.loads(old(1, title=name, tags=[])) == camp
    assert exchange.loads(old(2, name=name, tags=[])) == camp
    assert exchange.loads(old(3, name=name)) == camp


def test_what_a_document_of_its_version_may_not_hold_is_still_refused(planted: Callable[..., None]) -> None:
    planted(renamed)
    with pytest.raises(InvalidDocument) as caught:
        exchange.loads(old(2, title={"en": "Camp"}))
    assert {type(one) for one in caught.value.problems} == {MissingField, UnknownField}


def test_a_later_version_is_refused_and_says_so(planted: Callable[..., None]) -> None:
    planted(renamed)
    with pytest.raises(InvalidDocument) as caught:
        exchange.loads(old(3, name={"en": "Camp"}))
    assert "must be at most 2: the document was written by a later version of the library" in str(caught.value)
    assert [type(one) for one in caught.value.problems] == [NewerDocument]


@pytest.mark.parametrize("fault", [{}, {"tags": [1]}, {"tags": None}])
def test_a_document_that_a_step_cannot_bring_on_is_refused_with_its_version(
    planted: Callable[..., None], fault: dict[str, Any]
) -> None:
    planted(renamed, grouped)
    rule = "must be a sound document of version 1, to be read as one of version 3"
    with pytest.raises(InvalidDocument) as caught:
        exchange.loads(old(1, title={"en": "Camp"}, **fault))
    assert rule in str(caught.value)
    assert [(type(one), one.path) for one in caught.value.problems] == [(CannotRead, "$.youthprog")]
