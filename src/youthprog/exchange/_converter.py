"""The converter: from plain values to nouns and back, strictly."""

from __future__ import annotations

import datetime as dt
import enum
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeVar, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from youthprog.activities import Activity, Camp
from youthprog.criteria import (
    AgeGroups,
    AllOf,
    AnyOf,
    Asked,
    Belongs,
    Criterion,
    Dimension,
    Is,
    Meets,
    NotThat,
    Reading,
    RegionOf,
    RuralOrUrban,
)
from youthprog.errors import (
    BrokenRule,
    DanglingReference,
    MissingField,
    Problem,
    PurposeRequired,
    UnknownField,
)
from youthprog.exchange._leaves import (
    IdentityCache,
    read_birth,
    read_day,
    read_end,
    read_enum,
    read_flag,
    read_fraction,
    read_identities,
    read_items,
    read_number,
    read_partial,
    read_size,
    read_text,
    read_texts,
    read_time,
    read_whole,
    write_identities,
    write_number,
    write_sealed,
    write_size,
)
from youthprog.exchange._problems import Several, below, told, wrong
from youthprog.people import Identities, Member
from youthprog.trainings import Resource, Training, TrainingModule
from youthprog.values import (
    Answer,
    Birth,
    Ending,
    LocalisedText,
    PartialDate,
    Purpose,
    Sensitive,
)
from youthprog.wellbeing import WellbeingActivity

T = TypeVar("T")

TAGS: Final[Mapping[Any, Mapping[str, type]]] = {
    Activity: {"activity": Activity, "camp": Camp, "training": Training, "wellbeing": WellbeingActivity},
    Resource: {"resource": Resource, "module": TrainingModule},
    Criterion: {"is": Is, "all-of": AllOf, "any-of": AnyOf, "not": NotThat},
    Reading: {
        "asked": Asked,
        "age-groups": AgeGroups,
        "region": RegionOf,
        "rural-or-urban": RuralOrUrban,
        "belongs": Belongs,
        "meets": Meets,
    },
}
"""The kinds of thing of which a document says by its "type" which it is."""
TAG_OF: Final = {kind: tag for tags in TAGS.values() for tag, kind in tags.items()}
_SIZE: Final[Any] = Answer[int]  # type: ignore[misc]  # an alias of a generic union
LEAVES: Final[Mapping[type, Callable[..., Any]]] = {
    str: read_text,
    int: read_whole,
    float: read_number,
    bool: read_flag,
    dt.date: read_day,
    dt.time: read_time,
    PartialDate: read_partial,
    Fraction: read_fraction,
    LocalisedText: read_texts,
    Identities: read_identities,
}
"""What a document writes as one value, and how it is read."""
_UNIONS: Final[Sequence[tuple[Any, Callable[..., Any]]]] = (
    (Birth, read_birth),
    (PartialDate | Ending, read_end),
    (_SIZE, read_size),
)


def make_converter(*, dimensions: Iterable[Dimension] = (), purpose: Purpose | None = None) -> Converter:
    """Make a fresh cattrs converter for the nouns, strict and deterministic.

    Structuring raises `InvalidDocument` with every problem of the value. Criteria name their dimensions, so those that
    occur must be given.

    Args:
        dimensions: the dimensions that criteria may name.
        purpose: `Purpose.STORE` to write sensitive answers; left out, they are written as `"withheld"`.

    Returns:
        A converter of your own, which you may extend.

    Raises:
        PurposeRequired: for any other purpose.

    >>> converter = make_converter()
    >>> converter.unstructure(Member(id="m-1", birth=PartialDate(2004)))
    {'id': 'm-1', 'identities': 'withheld', 'birth': '2004'}
    >>> converter.structure({"id": "m-1", "birth": "2004-02-30"}, Member)
    Traceback (most recent call last):
        ...
    youthprog.errors.InvalidDocument: 1 problem in Member:
      $.birth: must be a day of that month
    """
    return converter_for({one.name: one for one in dimensions}, purpose, thorough=True)


class _Teller(Converter):
    """A converter that tells every problem of a value at once."""

    def structure(self, obj: Any, cl: type[T]) -> T:
        try:
            return super().structure(obj, cl)
        except (Problem, Several, RecursionError) as error:
            raise told(below("$", "value", error), f"in {getattr(cl, '__name__', cl)}") from None


def converter_for(dimensions: Mapping[str, Dimension], purpose: Purpose | None, *, thorough: bool) -> Converter:
    """Make a converter that finds every problem of a value (thorough), or stops at the first and is faster."""
    if purpose not in (None, Purpose.STORE):
        msg = "sensitive answers are written to be stored (Purpose.STORE), or left out; for others publish a release"
        raise PurposeRequired(msg)
    converter = (_Teller if thorough else Converter)(
        detailed_validation=False, forbid_extra_keys=True, omit_if_default=True, prefer_attrib_converters=False
    )
    for leaf, read in LEAVES.items():
        converter.register_structure_hook(leaf, read)
    if not thorough:
        converter.register_structure_hook(Identities, IdentityCache())
    converter.register_structure_hook_func(is_enum, read_enum)
    converter.register_structure_hook_func(is_sealed, read_items)
    converter.register_unstructure_hook_func(is_sealed, lambda value: write_sealed(value, purpose))
    written: Sequence[tuple[type, Callable[[Any], Any]]] = (
        (float, write_number),
        (dt.date, dt.date.isoformat),
        (dt.time, lambda value: value.isoformat("auto" if value.second or value.microsecond else "minutes")),
        (PartialDate, str),
        (Fraction, str),
        (LocalisedText, lambda value: dict(value.texts)),
        (Identities, lambda value: write_identities(value, purpose)),
        (enum.Enum, lambda value: value.value),
    )
    for leaf, write in written:
        converter.register_unstructure_hook(leaf, write)
    converter.register_structure_hook_factory(is_optional, lambda kind: _optional(converter, kind))
    converter.register_structure_hook_factory(is_list, lambda kind: _list(converter, kind, thorough=thorough))
    converter.register_structure_hook_factory(is_mapping, lambda kind: _mapping(converter, kind))
    converter.register_unstructure_hook_func(is_set, lambda value: sorted(map(converter.unstructure, value)))
    for union, read_union in _UNIONS:
        converter.register_structure_hook_func(_same(union), read_union)
    converter.register_unstructure_hook_func(_same(_SIZE), write_size)
    _register_classes(converter, dimensions, purpose, thorough=thorough)
    return converter


@lru_cache(maxsize=2)
def writer(purpose: Purpose | None) -> Converter:
    """Give the converter that writes for a purpose; it keeps nothing of what it writes."""
    return converter_for({}, purpose, thorough=False)


def _same(union: Any) -> Callable[[Any], bool]:
    return lambda kind: kind == union


def is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def is_sealed(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is Sensitive


def is_optional(kind: Any) -> bool:
    return isinstance(kind, types.UnionType) and type(None) in get_args(kind)


def is_list(kind: Any) -> bool:
    """Tell a list of things of one kind."""
    if get_origin(kind) is tuple:
        return get_args(kind)[1:] == (...,)
    return get_origin(kind) in (frozenset, list)


def is_set(kind: Any) -> bool:
    return kind is frozenset or get_origin(kind) is frozenset


def is_mapping(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _optional(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:
    parts = tuple(part for part in get_args(kind) if part is not type(None))
    inner = parts[0]
    for part in parts[1:]:
        inner = inner | part
    read = converter.get_structure_hook(inner)
    return lambda value, _: None if value is None else read(value, inner)


def _list(converter: Converter, kind: Any, *, thorough: bool) -> Callable[[Any, Any], Any]:
    make = get_origin(kind)
    inner = get_args(kind)[0]
    read = converter.get_structure_hook(inner)

    def quick(value: Any, _: object) -> Any:
        if value.__class__ is not list:
            raise wrong("must be a list")
        made = make([read(item, inner) for item in value])
        if len(made) != len(value):
            raise BrokenRule("", "must not repeat an item")
        return made

    def careful(value: Any, _: object) -> Any:
        if value.__class__ is not list:
            raise wrong("must be a list")
        made, problems = [], []
        for index, item in enumerate(value):
            try:
                made.append(read(item, inner))
            except (Problem, Several) as error:
                problems += below(f"[{index}]", "", error)
        if problems:
            raise Several(problems)
        if len(make(made)) != len(made):
            raise BrokenRule("", "must not repeat an item")
        return make(made)

    return careful if thorough else quick


def _mapping(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:
    inner = get_args(kind)[1]
    read = converter.get_structure_hook(inner)

    def careful(value: Any, _: object) -> Any:
        if value.__class__ is not dict:
            raise wrong("must map names to values")
        made, problems = {}, []
        for name, item in value.items():
            try:
                made[name] = read(item, inner)
            except (Problem, Several) as error:
                problems += below(f".{name}", name, error)
        if problems:
            raise Several(problems)
        return made

    return careful


def _register_classes(
    converter: Converter, dimensions: Mapping[str, Dimension], purpose: Purpose | None, *, thorough: bool
) -> None:
    writers: dict[type, tuple[Callable[[Any], Any], str | None]] = {}

    def named(value: Any, _: object = None) -> Dimension:
        if read_text(value) not in dimensions:
            raise DanglingReference("", "must be the name of a declared dimension")
        return dimensions[value]

    def untagged(kind: type) -> Callable[[Any, Any], Any]:
        special: dict[str, Callable[[Any, Any], Any]] = {"dimension": named} if kind is Is else {}
        if thorough:
            return _careful_class(converter, kind, special)
        overrides: dict[str, Any] = {name: override(struct_hook=hook) for name, hook in special.items()}
        return make_dict_structure_fn(kind, converter, **overrides)

    def reader(kind: Any) -> Callable[[Any, Any], Any]:
        tags = TAGS.get(kind) or ({TAG_OF[kind]: kind} if kind in TAG_OF else None)
        return untagged(kind) if tags is None else _by_tag(tags, untagged)

    def writer(kind: type) -> tuple[Callable[[Any], Any], str | None]:
        overrides: dict[str, Any] = {}
        if kind is Is:
            overrides["dimension"] = override(unstruct_hook=lambda dimension: dimension.name)
        if kind is Member and purpose is None:
            overrides["identities"] = override(omit_if_default=False)
        write: Callable[[Any], Any] = make_dict_unstructure_fn(
            kind, converter, _cattrs_omit_if_default=True, **overrides
        )
        return write, TAG_OF.get(kind)

    def write_as_it_is(value: Any) -> Any:
        kind = type(value)
        if kind not in writers:
            writers[kind] = writer(kind)
        write, tag = writers[kind]
        return write(value) if tag is None else {"type": tag, **write(value)}

    converter.register_structure_hook_factory(_is_plain, reader)
    converter.register_unstructure_hook_factory(_is_plain, lambda _: write_as_it_is)
    converter.register_structure_hook_factory(lambda kind: kind == Reading, lambda _: _by_tag(TAGS[Reading], untagged))
    converter.register_structure_hook_factory(lambda kind: kind is Criterion, reader)
    converter.register_unstructure_hook_func(lambda kind: kind is Criterion or kind == Reading, write_as_it_is)


def _is_plain(kind: Any) -> bool:
    return attrs.has(kind) and kind not in (PartialDate, LocalisedText)


def _by_tag(tags: Mapping[str, type], reader: Callable[[type], Callable[[Any, Any], Any]]) -> Callable[[Any, Any], Any]:
    """Read an object whose "type" says what it is."""
    readers: dict[str, Callable[[Any, Any], Any]] = {}

    def read(value: Any, _: object = None) -> Any:
        if value.__class__ is not dict:
            raise wrong("must be an object")
        tag = value.get("type")
        if tag.__class__ is not str or tag not in tags:
            raise BrokenRule("type", f"must be one of {', '.join(tags)}", path=".type")
        if tag not in readers:
            readers[tag] = reader(tags[tag])
        return readers[tag]({key: item for key, item in value.items() if key != "type"}, tags[tag])

    return read


def _careful_class(
    converter: Converter, kind: type, special: Mapping[str, Callable[[Any, Any], Any]]
) -> Callable[[Any, Any], Any]:
    """Read an object of a class and find every problem in it."""
    fields = {one.name: one for one in attrs.fields(attrs.resolve_types(kind)) if one.init}
    required = [name for name, one in fields.items() if one.default is attrs.NOTHING]

    def read(value: Any, _: object = None) -> Any:
        if value.__class__ is not dict:
            raise wrong("must be an object")
        problems: list[Problem] = [
            MissingField(name, "must be given", path=f".{name}") for name in required if name not in value
        ]
        made: dict[str, Any] = {}
        for name, item in value.items():
            one = fields.get(name)
            if one is None:
                hint = f"must be one of the fields of {kind.__name__}: {', '.join(fields)}"
                problems.append(UnknownField(str(name), hint, path=f".{name}"))
                continue
            hook = special.get(name) or converter.get_structure_hook(one.type)
            try:
                made[name] = hook(item, one.type)
                checked(one, made[name])
            except (Problem, Several) as error:
                problems += below(f".{name}", name, error)
        if problems:
            raise Several(problems)
        try:
            return kind(**made)
        except Problem as problem:
            raise problem.at(path=f".{problem.field}") from None

    return read


def checked(one: attrs.Attribute[Any], value: Any) -> None:
    """Run a field's own converter and validator, which a class runs only until the first that fails."""
    try:
        convert: Any = one.converter
        if convert is not None:
            value = convert(value)
        if one.validator is not None:
            one.validator(None, one, value)
    except Problem as problem:
        raise type(problem)("", problem.rule) from None
