"""Strategies of what a JSON Schema accepts, and of documents broken at random."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMITS = {"pattern", "not", "minimum", "maximum", "minLength"}


def accepted(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema with definitions accepts, small and awkward ones."""
    definitions = schema["$defs"]

    def of(part: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
        if "$ref" in part:
            found = st.deferred(lambda: of(definitions[part["$ref"].rpartition("/")[2]], depth + 1))
            limits = {key: part[key] for key in LIMITS & part.keys()}
            return found.filter(Draft202012Validator(limits).is_valid) if limits else found
        if "const" in part or "enum" in part:
            return st.sampled_from(part.get("enum", [part.get("const")]))
        several = part.get("oneOf") or part.get("anyOf")
        if several:
            if depth > 12:  # criteria hold criteria
                several = several[:1]
            return st.one_of([of(one, depth + 1) for one in several])
        return {"object": objects, "array": arrays, "string": strings, "integer": integers}.get(part["type"], simple)(
            part, depth
        )

    def objects(part: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
        fields = {name: of(one, depth + 1) for name, one in part.get("properties", {}).items()}
        if fields or part["additionalProperties"] is False:
            required = {name: fields.pop(name) for name in part.get("required", ())}
            return st.fixed_dictionaries(required, optional=fields)
        names = strings(part.get("propertyNames", {}), depth)
        made = st.dictionaries(
            names, of(part["additionalProperties"], depth), min_size=part.get("minProperties", 0), max_size=3
        )
        return made.filter(Draft202012Validator({"not": part["not"]}).is_valid) if "not" in part else made

    def arrays(part: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
        if "prefixItems" in part:
            return st.tuples(*(of(one, depth + 1) for one in part["prefixItems"])).map(list)
        least = part.get("minItems", 0)
        most = part.get("maxItems", max(least, 2 if depth < 9 else 0))
        unique = json.dumps if part.get("uniqueItems") else None
        return st.lists(of(part["items"], depth + 1), min_size=least, max_size=most, unique_by=unique)

    def strings(part: Mapping[str, Any], _: int) -> st.SearchStrategy[Any]:
        if "pattern" in part:
            made = st.from_regex(part["pattern"])
        else:
            awkward = ["", " ", "a", "a ", "\n", "a\n", "\ufeffa", "a\x85", "Ө"]
            made = st.one_of(st.sampled_from(awkward), st.text(max_size=4))
        return made.filter(Draft202012Validator({key: part[key] for key in LIMITS & part.keys()}).is_valid)

    def integers(part: Mapping[str, Any], _: int) -> st.SearchStrategy[Any]:
        return st.integers(part.get("minimum"), part.get("maximum"))

    def simple(part: Mapping[str, Any], _: int) -> st.SearchStrategy[Any]:
        if part["type"] == "number":
            limits = part.get("minimum"), part.get("maximum")
            return st.floats(*limits, allow_nan=False, allow_infinity=False) | st.integers(*limits).filter(
                lambda number: abs(number) < 10**308
            )
        return st.booleans() if part["type"] == "boolean" else st.none()

    return of(schema, 0)


AWKWARD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 0.5, 1.0, 10**30, 1e300, "", " ", "a", " a", "a\n", "\ufeffa", "withheld", "declined",
    "2004", "2004-02-30", "2004-02-29", "2004-13", "0000", "2004\n", "ongoing", "1/3", "4/3", "25%", "0/0", "24:00",
    "23:59:59.5", [], [None], ["a", "a"], {}, {"en": "a"}, {"age": 3, "asked_on": "2020-01-01"}, {"type": "is"},
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@st.composite
def broken(draw: st.DrawFn, documents: st.SearchStrategy[Any]) -> Any:
    """A document in which some places were dropped, replaced, repeated, renamed or filled from another."""
    made = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 3))):
        places = _places(made)[1:]
        if not places:
            break
        path = draw(st.sampled_from(places))
        around, step = _at(made, path[:-1]), path[-1]
        what = draw(st.sampled_from(["drop", "replace", "move", "like", "like", "like", "like", "repeat", "rename"]))
        if what == "drop":
            del around[step]
        elif what == "replace":
            around[step] = draw(st.sampled_from(AWKWARD))
        elif what in ("move", "like"):  # from anywhere, or from where the same key is
            from_ = [one for one in places if what == "move" or one[-1] == step]
            around[step] = copy.deepcopy(_at(made, draw(st.sampled_from(from_))))
        elif isinstance(around, list):
            around.append(copy.deepcopy(around[step]))
        else:
            name = draw(st.sampled_from([*around, "type", "id", "name", "of", "", "kind", "period"]))
            around[name] = copy.deepcopy(around[step]) if what == "repeat" else around.pop(step)
    return made
