"""JSON Schema of documents and results, derived from what reads and writes them.

The one source are the types and defaults of the classes, what their checks and the readers say of themselves, the tags
of the converter and the docstrings.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

import attrs

from youthprog._checks import said
from youthprog.criteria import Is
from youthprog.errors import WrongType
from youthprog.exchange._converter import LEAVES, TAG_OF, TAGS, is_enum, is_list, is_mapping, is_sealed, is_set
from youthprog.exchange._documents import DOCUMENTS, SEALED
from youthprog.exchange._forms import figures, forms, nouns
from youthprog.exchange._leaves import WORD_OF
from youthprog.exchange._parsing import VERSION
from youthprog.programme import Programme
from youthprog.values import Known, Withheld

__all__ = ["json_schema", "openapi_components"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Any = Programme) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of the JSON form of a kind of thing.

    What the library writes of it always validates. What validates is read, but for rules that look at several values
    at once; the page on documents and their schema names them.

    Args:
        kind: `Programme` or `Lottery` for the document of one; `Member` for a line of JSON Lines; another noun; or the
            class of a result, such as `Counts` or `Found[Partnership]`, for what `plain` gives of it.

    Returns:
        A schema of your own, with a definition for each class, the same for the same kind.

    Raises:
        WrongType: if there is no JSON form of the kind.

    >>> from youthprog import Member
    >>> schema = json_schema(Member)
    >>> schema["$ref"], schema["$defs"]["Member"]["required"], schema["$defs"]["ReportedAge"]["properties"]["age"]
    ('#/$defs/Member', ['id'], {'type': 'integer', 'minimum': 0, 'maximum': 130})
    """
    found, (root,) = _definitions((kind,), "#/$defs/", tagged=False)
    return {"$schema": DIALECT, **root, "$defs": found}


def openapi_components(*kinds: Any) -> dict[str, Any]:
    """Give the schemas of several kinds of thing as the components of an OpenAPI 3.1 description.

    Args:
        kinds: see `json_schema`; a service names those that it takes and gives.

    Returns:
        A mapping with one key, `schemas`: a schema for each class under its name, those that the kinds are made of
        included. The documents are called `ProgrammeDocument` and `LotteryDocument`. Where classes of two rooms bear
        one name, each is called by its room too: `SegregationChange`.

    Raises:
        WrongType: if there is no JSON form of one of the kinds.

    >>> from youthprog import Member
    >>> sorted(openapi_components(Member)["schemas"])[:4]
    ['Answer', 'Consent', 'Day', 'Ending']
    """
    return {"schemas": _definitions(kinds, "#/components/schemas/", tagged=True)[0]}


def _definitions(kinds: tuple[Any, ...], prefix: str, *, tagged: bool) -> tuple[dict[str, Any], list[Any]]:
    schemas = _Schemas(tagged=tagged)
    roots = [schemas.of(kind) for kind in kinds]
    names = _names(schemas.found)
    found = {names[key]: _named(schema, names, prefix) for key, schema in schemas.found.items()}
    return dict(sorted(found.items())), [_named(root, names, prefix) for root in roots]


def _names(keys: Mapping[Any, Any]) -> dict[Any, str]:
    """Name definitions by their class, and by its room too where two would bear one name."""
    short = {key: key if isinstance(key, str) else _name(key) for key in keys}
    several = {name for name in short.values() if list(short.values()).count(name) > 1}
    return {key: f"{_room(key)}{name}" if name in several else name for key, name in short.items()}


def _name(kind: Any) -> str:
    return "".join(part.__name__ for part in (get_origin(kind) or kind, *get_args(kind)))


def _room(kind: Any) -> str:
    """Give the room of a class; what is no class has none."""
    module: str = getattr(kind, "__module__", "")
    return module.removeprefix("youthprog.").partition(".")[0].title()


@attrs.frozen
class _Ref:
    """The place of a definition's name."""

    key: Any


def _named(schema: Any, names: Mapping[Any, str], prefix: str) -> Any:
    """Put names in the places that are left for them."""
    if isinstance(schema, _Ref):
        return f"{prefix}{names[schema.key]}"
    if isinstance(schema, Mapping):
        return {key: _named(value, names, prefix) for key, value in schema.items()}
    return [_named(one, names, prefix) for one in schema] if isinstance(schema, list) else schema


class _Schemas:
    """The schemas of types, and the definitions they refer to, by class or title."""

    def __init__(self, *, tagged: bool) -> None:
        self.tagged = tagged
        self.found: dict[Any, Any] = {}

    def of(self, kind: Any, words: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give the schema of a type, with what its check says of itself."""
        words = words or {}
        if kind in DOCUMENTS:
            return self.document(kind)
        if kind in TAGS:
            return self.tagged_union(TAGS[kind])
        if get_origin(kind) in (Union, UnionType):
            return self.union(get_args(kind), words)
        if "title" in words:
            return self.said(words)
        if get_origin(kind) is Annotated:
            return self.of(get_args(kind)[0], said(get_args(kind)[1]))
        if kind in LEAVES:
            return {**self.said(said(LEAVES[kind])), **words}
        if is_sealed(kind):
            return self.of(get_args(kind)[0], words)
        if is_mapping(kind):
            return self.mapping(kind, words)
        if is_list(kind):
            schema = {"type": "array", **words, "items": self.of(get_args(kind)[0], words.get("items"))}
            return {**schema, "uniqueItems": True} if is_set(kind) else schema
        if get_origin(kind) is tuple:
            return self.of_each(*get_args(kind))
        if kind is NoneType:
            return {"type": "null"}
        return {} if isinstance(kind, TypeVar) else self.defined(kind)

    def said(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """Give the words of a check, those with a title as a definition."""
        if "title" in words:
            if words["title"] not in self.found:
                self.found[words["title"]] = self.said({k: v for k, v in words.items() if k != "title"})
            return {"$ref": _Ref(words["title"])}
        inner = {"items", "additionalProperties", "propertyNames"}
        made = {key: self.said(value) if key in inner else value for key, value in words.items()}
        return {**made, "anyOf": [self.said(one) for one in words["anyOf"]]} if "anyOf" in words else made

    def union(self, kinds: tuple[Any, ...], words: Mapping[str, Any]) -> dict[str, Any]:
        """Give the schema of one of several types; answers that hold no value are words."""
        missing = [WORD_OF[kind] for kind in kinds if kind in WORD_OF]
        others = [get_args(kind)[0] if get_origin(kind) is Known else kind for kind in kinds if kind not in WORD_OF]
        parts = [self.of(kind, None if kind is NoneType else words) for kind in others]
        if missing:
            parts.append({"enum": missing})
        return {"anyOf": parts}

    def mapping(self, kind: Any, words: Mapping[str, Any]) -> dict[str, Any]:
        """Give the schema of a mapping; one that is not keyed by text is a list of pairs."""
        key, value = get_args(kind)
        if key is not str:
            return {"type": "array", "items": self.of_each(key, value)}
        return {"type": "object", **words, "additionalProperties": self.of(value, words.get("additionalProperties"))}

    def of_each(self, *kinds: Any) -> dict[str, Any]:
        """Give the schema of a list of so many things, each of its own type."""
        return {"type": "array", "prefixItems": list(map(self.of, kinds)), "items": False, "minItems": len(kinds)}

    def tagged_union(self, tags: Mapping[str, type]) -> dict[str, Any]:
        """Give the schema of things that say by their "type" what they are."""
        schema: dict[str, Any] = {"oneOf": [self.defined(kind) for kind in tags.values()]}
        if self.tagged:
            schema["discriminator"] = {
                "propertyName": "type",
                "mapping": {tag: _Ref(kind) for tag, kind in tags.items()},
            }
        return schema

    # --- Definitions

    def document(self, kind: type) -> dict[str, Any]:
        """Define the document of a kind, with its head."""
        name, key = f"{kind.__name__}Document", DOCUMENTS[kind]
        properties = {
            "youthprog": {"const": VERSION},
            "sensitive": {"enum": ["included", "left out"]},
            key: self.defined(kind),
        }
        summary = {"title": name, "description": f"The document of a {key}."}
        self.found[name] = {**summary, **_object(properties, [*properties])}
        if kind is Programme:
            left_out = {
                things: {"items": {"properties": {sealed: {"const": WORD_OF[Withheld]}}, "required": [sealed]}}
                for things, sealed in SEALED.items()
            }
            self.found[name] |= {
                "if": {"properties": {"sensitive": {"const": "left out"}}},
                "then": {"properties": {key: {"properties": left_out}}},
            }
        return {"$ref": _Ref(name)}

    def defined(self, kind: Any) -> dict[str, Any]:
        """Give a reference to the definition of a class."""
        if kind not in self.found:
            self.found[kind] = None  # it may be part of itself
            self.found[kind] = self.definition(kind)
        return {"$ref": _Ref(kind)}

    def definition(self, kind: Any) -> dict[str, Any]:
        """Define a class."""
        if kind in forms():
            form = forms()[kind].kind
            return {**_summary(kind), **(self.typed(form) if is_typeddict(form) else self.of(form))}
        if is_typeddict(kind):
            return {**_summary(kind), **self.typed(kind)}
        if is_enum(kind):
            return {**_summary(kind), "enum": [one.value for one in kind]}
        if not attrs.has(kind):
            raise WrongType("kind", "must be a class that has a JSON form")
        return {**_summary(kind), **(self.noun(kind) if kind in nouns() else self.result(kind))}

    def noun(self, kind: type) -> dict[str, Any]:
        """Give the fields of a noun as documents have them: those that hold their default may be left out."""
        fields = [one for one in attrs.fields(attrs.resolve_types(kind)) if one.init]
        told = _details(kind)
        tag = {"type": {"const": TAG_OF[kind]}} if kind in TAG_OF else {}
        properties = tag | {
            one.name: self.of(str if kind is Is and one.name == "dimension" else one.type, said(one.validator))
            | told.get(one.name, {})
            | _default(one)
            for one in fields
        }
        return _object(properties, [*tag, *(one.name for one in fields if one.default is attrs.NOTHING)])

    def result(self, kind: Any) -> dict[str, Any]:
        """Give the figures of a result, all of them."""
        bare = get_origin(kind) or kind
        parameters = dict(zip(getattr(bare, "__parameters__", ()), get_args(kind), strict=False))
        try:
            fields = figures(attrs.resolve_types(bare))
        except NameError:
            raise WrongType("kind", "must be a class that has a JSON form; arrays have none") from None
        told = _details(kind)
        properties = {
            one.name: self.of(_filled(one.type, parameters), said(one.validator)) | told.get(one.name, {})
            for one in fields
        }
        return _object(properties, [*properties])

    def typed(self, kind: Any) -> dict[str, Any]:
        """Give the items of a typed dict."""
        properties = {name: self.of(one) for name, one in get_type_hints(kind, include_extras=True).items()}
        return _object(properties, [*properties])


def _object(properties: Mapping[str, Any], required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {key: value for key, value in schema.items() if value != []}


def _filled(kind: Any, parameters: Mapping[Any, Any]) -> Any:
    """Put what a generic class was given in the places of its parameters."""
    wanted = getattr(kind, "__parameters__", ())
    return kind[tuple(parameters.get(one, one) for one in wanted)] if wanted else kind


def _default(one: attrs.Attribute[Any]) -> dict[str, Any]:
    """Say what is meant where a field is left out, if it is something."""
    value = one.default
    if isinstance(value, enum.Enum) and value is not attrs.NOTHING:
        value = value.value
    return {"default": value} if isinstance(value, (bool, int, str)) and value != "" else {}


# --- Words from docstrings -----------------------------------------------------------------------------------------

_FIELD = re.compile(r"    ([a-z_][a-z_0-9, ]*): (.+)")


def _summary(kind: Any) -> dict[str, Any]:
    """Give the name of a class, and the first paragraph of its docstring."""
    words = cleandoc((get_origin(kind) or kind).__doc__ or "").partition("\n\n")[0]
    return {"title": _name(kind)} | ({"description": " ".join(words.split())} if words else {})


def _details(kind: Any) -> dict[str, dict[str, str]]:
    """Give what the docstrings of a class, and of those it extends, say of its fields."""
    found: dict[str, dict[str, str]] = {}
    for one in reversed((get_origin(kind) or kind).__mro__):
        section = cleandoc(one.__doc__ or "").partition("\nAttributes:\n")[2].partition("\n\n")[0]
        entries = re.sub(r"\n {8,}", " ", section).splitlines()
        for match in filter(None, map(_FIELD.fullmatch, entries)):
            found |= {name: {"description": match[2]} for name in match[1].split(", ")}
    return found
