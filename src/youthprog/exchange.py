"""Documents in and out: a programme as JSON, people in bulk as JSON Lines, members from a spreadsheet's CSV.

Reading is strict: nothing is converted in silence, an unknown key is an error, and all problems of a file are told at
once, each with its path. Writing is deterministic. Sensitive answers are written only for `Purpose.STORE`; otherwise
the file says that they were left out, so that nobody reads their absence as "not asked".
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args, get_origin

import attrs
from attrs import field, frozen
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from youthprog import _files, rows
from youthprog._checks import day, each, exact_share, is_a, many, maybe, text, whole_number
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
    CannotRead,
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
from youthprog.lottery import Lottery
from youthprog.people import Identities, Member, Membership, MembershipKind, PersonName, Residence
from youthprog.programme import Programme
from youthprog.trainings import Resource, Training, TrainingModule
from youthprog.values import (
    MISSING,
    Answer,
    Birth,
    Ending,
    Known,
    LocalisedText,
    Missing,
    PartialDate,
    Period,
    Place,
    Purpose,
    Region,
    ReportedAge,
    Sensitive,
    Withheld,
    find_region,
)
from youthprog.wellbeing import WellbeingActivity

if TYPE_CHECKING:
    import os

__all__ = [
    "AgeColumn",
    "AnswerColumn",
    "BirthColumn",
    "Column",
    "DayFormat",
    "HomeColumn",
    "IdColumn",
    "NameColumn",
    "NamePart",
    "PlaceColumn",
    "SpellColumn",
    "dump",
    "dump_members",
    "dumps",
    "load",
    "load_lottery",
    "load_members",
    "loads",
    "loads_lottery",
    "make_converter",
    "read_members",
]

T = TypeVar("T")
VERSION: Final = 1
MOST: Final = 1000
"""How many problems are told before reading stops, unless said otherwise."""
REMEMBERED: Final = 65536
"""How many different values are kept while a file is read, to be shared by those who give the same."""

_WORD_OF = {type(answer): word for word, answer in MISSING.items()}


# --- Problems on the way -------------------------------------------------------------------------------------------


class _Several(Exception):  # it never leaves the room
    """Problems below one node, their paths relative to it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def _below(step: str, name: str, error: _Several | Problem | RecursionError) -> list[Problem]:
    """Give the problems of a child, their paths and nameless fields completed."""
    found: list[Problem]
    if isinstance(error, _Several):
        found = error.problems
    elif isinstance(error, RecursionError):
        found = [CannotRead("", "must not be nested so deeply")]
    else:
        found = [error]
    return [
        type(problem)(problem.field or name, problem.rule, path=f"{step}{problem.path}", row=problem.row)
        for problem in found
    ]


def _wrong(rule: str) -> WrongType:
    return WrongType("", rule)


# --- Hooks for the leaves ------------------------------------------------------------------------------------------

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d{6})?)?", re.ASCII)
_LONG_FRACTION = re.compile(
    r"(\d{1,4000})(?:/([1-9]\d{0,3999}))?", re.ASCII
)  # a share computed elsewhere may be that exact


def _str(value: Any, _: object = None) -> str:
    if value.__class__ is not str:
        raise _wrong("must be text")
    return value


def _int(value: Any, _: object = None) -> int:
    if value.__class__ is not int:
        raise _wrong("must be a whole number")
    return value


def _float(value: Any, _: object = None) -> float:
    if value.__class__ is not float and value.__class__ is not int:
        raise _wrong("must be a number")
    try:
        return _float_out(value)
    except OverflowError:
        raise BrokenRule("", "must be a number of reasonable size") from None


def _float_out(value: float) -> float:
    """Give equal numbers one form: 47, 47.0, and 0.0 for -0.0."""
    return value + 0.0


def _bool(value: Any, _: object = None) -> bool:
    if value.__class__ is not bool:
        raise _wrong("must be true or false")
    return value


@lru_cache(maxsize=REMEMBERED)
def _day_of(value: str) -> dt.date:
    if _DAY.fullmatch(value) is None:
        raise BrokenRule("", "must read YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise BrokenRule("", "must be a day of the calendar") from None


def _day(value: Any, _: object = None) -> dt.date:
    return _day_of(_str(value))


def _time(value: Any, _: object = None) -> dt.time:
    if _TIME.fullmatch(_str(value)) is None:
        raise BrokenRule("", "must read HH:MM, with seconds where they are known")
    try:
        return dt.time.fromisoformat(value)
    except ValueError:
        raise BrokenRule("", "must be a time of day") from None


_partial_of = lru_cache(maxsize=REMEMBERED)(PartialDate.parse)


def _partial(value: Any, _: object = None) -> PartialDate:
    try:
        return _partial_of(_str(value))
    except BrokenRule as problem:
        raise BrokenRule("", problem.rule) from None


_ENDINGS = {ending.value: ending for ending in Ending}


def _end(value: Any, _: object = None) -> PartialDate | Ending:
    return _ENDINGS[value] if value.__class__ is str and value in _ENDINGS else _partial(value)


def _fraction(value: Any, _: object = None) -> Fraction:
    long = _LONG_FRACTION.fullmatch(_str(value))
    if long is not None:
        return Fraction(int(long[1]), int(long[2] or 1))
    try:
        return exact_share(value, field="")
    except BrokenRule as problem:
        raise BrokenRule("", problem.rule) from None


def _codes(value: Any) -> frozenset[str]:
    if value.__class__ is not list or not all(code.__class__ is str and code for code in value):
        raise _wrong("must be a list of categories, or the word for why there is no answer")
    if len(set(value)) != len(value):
        raise BrokenRule("", "must not name a category twice")
    return frozenset(value)


def _answer(value: Any) -> Any:
    if value.__class__ is str:
        if value not in MISSING:
            raise BrokenRule("", f"must be a list of categories, or one of {', '.join(MISSING)}")
        return MISSING[value]
    return Known(_codes(value))


def _identities(value: Any, _: object = None) -> Identities:
    if value.__class__ is str and value == _WORD_OF[Withheld]:
        return Identities(Withheld())
    if value.__class__ is not dict:
        raise _wrong("must map dimensions to answers, or be the word withheld")
    answers, problems = {}, []
    for name, answer in value.items():
        try:
            answers[name] = _answer(answer)
        except Problem as problem:
            problems += _below(f".{name}", name, problem)
    if problems:
        raise _Several(problems)
    return Identities(answers)


class _IdentityCache:
    """The same answers are sealed once and shared: they cannot change, and thousands of people give the same ones."""

    def __init__(self) -> None:
        self._made: dict[Any, Identities] = {}

    def __call__(self, value: Any, _: object = None) -> Identities:
        try:
            key = tuple([(k, v.__class__, v if v.__class__ is str else tuple(v)) for k, v in value.items()])
            made = self._made.get(key)
        except (AttributeError, TypeError):
            return _identities(value)
        if made is None:
            made = _identities(value)
            if len(self._made) < REMEMBERED:
                self._made[key] = made
        return made


def _birth(value: Any, _: object = None) -> PartialDate | ReportedAge:
    if value.__class__ is not dict:
        return _partial(value)
    if set(value) != {"age", "asked_on"}:
        raise BrokenRule("", "must be a date, or an age and the day it was asked on")
    try:
        asked_on = _day(value["asked_on"])
    except Problem as problem:
        raise _Several(_below(".asked_on", "asked_on", problem)) from None
    try:
        return ReportedAge(value["age"], asked_on)
    except Problem as problem:
        raise problem.at(path=f".{problem.field}") from None


def _texts(value: Any, _: object = None) -> LocalisedText:
    if value.__class__ is not dict:
        raise _wrong("must map languages to texts")
    try:
        return LocalisedText(value)
    except Problem as problem:
        raise type(problem)("", problem.rule) from None


def _size(value: Any, _: object = None) -> Any:
    if value.__class__ is int:
        return Known(value)
    if value.__class__ is not str:
        raise _wrong("must be a whole number, or the word for why there is none")
    if value not in MISSING:
        raise BrokenRule("", f"must be a whole number, or one of {', '.join(MISSING)}")
    return MISSING[value]


def _size_out(value: Any) -> Any:
    return value.value if isinstance(value, Known) else _WORD_OF[type(value)]


def _items(value: Any, _: object = None) -> Any:
    if value.__class__ is str and value == _WORD_OF[Withheld]:
        return Sensitive(Withheld())
    if value.__class__ is not list:
        raise _wrong("must be a list of five items, or the word withheld")
    return tuple(value)


# --- The converter -------------------------------------------------------------------------------------------------

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
_TAG_OF: Final = {kind: tag for tags in TAGS.values() for tag, kind in tags.items()}
_SIZE: Final[Any] = Answer[int]  # type: ignore[misc]  # an alias of a generic union
_UNIONS: Final[Sequence[tuple[Any, Callable[..., Any]]]] = (
    (Birth, _birth),
    (PartialDate | Ending, _end),
    (_SIZE, _size),
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
    return _converter({one.name: one for one in dimensions}, purpose, thorough=True)


class _Teller(Converter):
    """A converter that tells every problem of a value at once."""

    def structure(self, obj: Any, cl: type[T]) -> T:
        try:
            return super().structure(obj, cl)
        except (Problem, _Several, RecursionError) as error:
            raise _told(_below("$", "value", error), f"in {getattr(cl, '__name__', cl)}") from None


def _told(problems: Sequence[Problem], where: str, *, sound: Any = None, most: int = MOST) -> InvalidDocument:
    return InvalidDocument.of(problems, where, most=most, sound=sound)


def _converter(dimensions: Mapping[str, Dimension], purpose: Purpose | None, *, thorough: bool) -> Converter:
    """Make a converter that finds every problem of a value (thorough), or stops at the first and is faster."""
    if purpose not in (None, Purpose.STORE):
        msg = "sensitive answers are written to be stored (Purpose.STORE), or left out; for others publish a release"
        raise PurposeRequired(msg)
    converter = (_Teller if thorough else Converter)(
        detailed_validation=False, forbid_extra_keys=True, omit_if_default=True, prefer_attrib_converters=False
    )
    leaves: Sequence[tuple[type, Callable[..., Any]]] = (
        (str, _str),
        (int, _int),
        (float, _float),
        (bool, _bool),
        (dt.date, _day),
        (dt.time, _time),
        (PartialDate, _partial),
        (Fraction, _fraction),
        (LocalisedText, _texts),
        (Identities, _identities if thorough else _IdentityCache()),
    )
    for leaf, read in leaves:
        converter.register_structure_hook(leaf, read)
    converter.register_structure_hook_func(_is_enum, _enum)
    converter.register_structure_hook_func(_is_sealed, _items)
    converter.register_unstructure_hook_func(_is_sealed, lambda value: _sealed_out(value, purpose))
    written: Sequence[tuple[type, Callable[[Any], Any]]] = (
        (float, _float_out),
        (dt.date, dt.date.isoformat),
        (dt.time, lambda value: value.isoformat("auto" if value.second or value.microsecond else "minutes")),
        (PartialDate, str),
        (Fraction, str),
        (LocalisedText, lambda value: dict(value.texts)),
        (Identities, lambda value: _answers_out(value, purpose)),
        (enum.Enum, lambda value: value.value),
    )
    for leaf, write in written:
        converter.register_unstructure_hook(leaf, write)
    converter.register_structure_hook_factory(_is_optional, lambda kind: _optional(converter, kind))
    converter.register_structure_hook_factory(_is_list, lambda kind: _list(converter, kind, thorough=thorough))
    converter.register_structure_hook_factory(_is_mapping, lambda kind: _mapping(converter, kind))
    converter.register_unstructure_hook_func(_is_set, lambda value: sorted(map(converter.unstructure, value)))
    for union, read_union in _UNIONS:
        converter.register_structure_hook_func(_same(union), read_union)
    converter.register_unstructure_hook_func(_same(_SIZE), _size_out)
    _register_classes(converter, dimensions, purpose, thorough=thorough)
    return converter


@lru_cache(maxsize=2)
def _writer(purpose: Purpose | None) -> Converter:
    """Give the converter that writes for a purpose; it keeps nothing of what it writes."""
    return _converter({}, purpose, thorough=False)


def _same(union: Any) -> Callable[[Any], bool]:
    return lambda kind: kind == union


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _is_sealed(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is Sensitive


def _is_optional(kind: Any) -> bool:
    return isinstance(kind, types.UnionType) and type(None) in get_args(kind)


def _is_list(kind: Any) -> bool:
    """Tell a list of things of one kind."""
    if get_origin(kind) is tuple:
        return get_args(kind)[1:] == (...,)
    return get_origin(kind) in (frozenset, list)


def _is_set(kind: Any) -> bool:
    return kind is frozenset or get_origin(kind) is frozenset


def _is_mapping(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


@lru_cache(maxsize=256)
def _words(kind: type[enum.Enum]) -> Mapping[str, enum.Enum]:
    return {one.value: one for one in kind}


def _enum(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    words = _words(kind)
    if value.__class__ is not str or value not in words:
        raise BrokenRule("", f"must be one of {', '.join(words)}")
    return words[value]


def _answer_out(answer: Any) -> Any:
    return sorted(answer.value) if isinstance(answer, Known) else _WORD_OF[type(answer)]


def _answers_out(value: Identities, purpose: Purpose | None) -> Any:
    answers = Withheld() if purpose is None else value.reveal(purpose)
    if isinstance(answers, Withheld):
        return _WORD_OF[Withheld]
    return {name: _answer_out(answers[name]) for name in sorted(answers)}


def _sealed_out(value: Sensitive[Any], purpose: Purpose | None) -> Any:
    answers = Withheld() if purpose is None else value.reveal(purpose)
    return _WORD_OF[Withheld] if isinstance(answers, Withheld) else list(answers)


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
            raise _wrong("must be a list")
        made = make([read(item, inner) for item in value])
        if len(made) != len(value):
            raise BrokenRule("", "must not repeat an item")
        return made

    def careful(value: Any, _: object) -> Any:
        if value.__class__ is not list:
            raise _wrong("must be a list")
        made, problems = [], []
        for index, item in enumerate(value):
            try:
                made.append(read(item, inner))
            except (Problem, _Several) as error:
                problems += _below(f"[{index}]", "", error)
        if problems:
            raise _Several(problems)
        if len(make(made)) != len(made):
            raise BrokenRule("", "must not repeat an item")
        return make(made)

    return careful if thorough else quick


def _mapping(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:
    inner = get_args(kind)[1]
    read = converter.get_structure_hook(inner)

    def careful(value: Any, _: object) -> Any:
        if value.__class__ is not dict:
            raise _wrong("must map names to values")
        made, problems = {}, []
        for name, item in value.items():
            try:
                made[name] = read(item, inner)
            except (Problem, _Several) as error:
                problems += _below(f".{name}", name, error)
        if problems:
            raise _Several(problems)
        return made

    return careful


def _register_classes(
    converter: Converter, dimensions: Mapping[str, Dimension], purpose: Purpose | None, *, thorough: bool
) -> None:
    writers: dict[type, tuple[Callable[[Any], Any], str | None]] = {}

    def named(value: Any, _: object = None) -> Dimension:
        if _str(value) not in dimensions:
            raise DanglingReference("", "must be the name of a declared dimension")
        return dimensions[value]

    def untagged(kind: type) -> Callable[[Any, Any], Any]:
        special: dict[str, Callable[[Any, Any], Any]] = {"dimension": named} if kind is Is else {}
        if thorough:
            return _careful_class(converter, kind, special)
        overrides: dict[str, Any] = {name: override(struct_hook=hook) for name, hook in special.items()}
        return make_dict_structure_fn(kind, converter, **overrides)

    def reader(kind: Any) -> Callable[[Any, Any], Any]:
        tags = TAGS.get(kind) or ({_TAG_OF[kind]: kind} if kind in _TAG_OF else None)
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
        return write, _TAG_OF.get(kind)

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
            raise _wrong("must be an object")
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
            raise _wrong("must be an object")
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
                _checked(one, made[name])
            except (Problem, _Several) as error:
                problems += _below(f".{name}", name, error)
        if problems:
            raise _Several(problems)
        try:
            return kind(**made)
        except Problem as problem:
            raise problem.at(path=f".{problem.field}") from None

    return read


def _checked(one: attrs.Attribute[Any], value: Any) -> None:
    """Run a field's own converter and validator, which a class runs only until the first that fails."""
    try:
        convert: Any = one.converter
        if convert is not None:
            value = convert(value)
        if one.validator is not None:
            one.validator(None, one, value)
    except Problem as problem:
        raise type(problem)("", problem.rule) from None


# --- Programmes ----------------------------------------------------------------------------------------------------


def loads(text: str | bytes, *, most: int = MOST) -> Programme:
    """Read a programme from a JSON document.

    Args:
        text: the document, as text or as UTF-8 bytes.
        most: how many problems are told before reading stops.

    Returns:
        The programme. If the document says that sensitive answers were left out, members' answers are `Withheld`.

    Raises:
        InvalidDocument: with every problem and its path; its `sound` maps the kinds of thing to what was read
            correctly.
    """
    most = _most(most)
    document = _document(text, "programme")
    dimensions: dict[str, Dimension] = {}
    body = document["programme"]
    problems = list(_not_left_out(body)) if document["sensitive"] == "left out" else []
    if not problems:
        quick = _converter(dimensions, None, thorough=False)
        with suppress(Exception):  # whatever it is, the careful reading below says it with its path
            for raw in body.get("dimensions", ()):
                dimension = quick.structure(raw, Dimension)
                dimensions[dimension.name] = dimension
            return quick.structure(body, Programme)
    try:
        return _carefully(body, problems, most)
    except RecursionError:
        rule = "must not be nested so deeply"
        raise _told([CannotRead("programme", rule, path="$.programme")], "in the document") from None


def _most(most: int) -> int:
    """Check how many problems are told before reading stops."""
    if whole_number(most, field="most") < 1:
        raise BrokenRule("most", "must be at least 1")
    return most


def _not_left_out(body: Mapping[str, Any]) -> Iterator[Problem]:
    """Find members and measurements that do not say "withheld" in a document whose sensitive answers were left out."""
    for kind, name in (("members", "identities"), ("measurements", "answers")):
        things = body.get(kind)
        for index, thing in enumerate(things if isinstance(things, list) else ()):
            if isinstance(thing, dict) and thing.get(name) != _WORD_OF[Withheld]:
                rule = "must be withheld, for the document says that sensitive answers were left out"
                yield BrokenRule(name, rule, path=f"$.programme.{kind}[{index}].{name}")


def _carefully(body: Mapping[str, Any], problems: list[Problem], most: int) -> Programme:
    """Read a programme's parts one by one, so that all problems are told and what is sound is kept."""
    dimensions: dict[str, Dimension] = {}
    careful = _converter(dimensions, None, thorough=True)
    fields = {one.name: one for one in attrs.fields(attrs.resolve_types(Programme))}
    parts = _Parts(body)
    for one in fields.values():
        kind: Any = one.type
        if one.name not in body:
            if one.default is attrs.NOTHING:
                problems.append(MissingField(one.name, "must be given", path=f"$.programme.{one.name}"))
            continue
        raw = body[one.name]
        if not _is_list(kind) or raw.__class__ is not list:
            try:
                made = careful.get_structure_hook(kind)(raw, kind)
                _checked(one, made)
                parts.sound[one.name] = made
            except (Problem, _Several) as error:
                problems += _below(f"$.programme.{one.name}", one.name, error)
                parts.whole = parts.whole and not _is_list(kind)
            continue
        read, inner, listed = careful.get_structure_hook(get_args(kind)[0]), get_args(kind)[0], []
        for index, item in enumerate(raw):
            try:
                listed.append(read(item, inner))
            except (Problem, _Several) as error:
                problems += _below(f"$.programme.{one.name}[{index}]", one.name, error)
                parts.unread(item)
                continue
            parts.places[one.name].append(index)
            if one.name == "dimensions":
                dimensions[listed[-1].name] = listed[-1]
        parts.sound[one.name] = tuple(listed)
    problems += [
        UnknownField(str(name), "must be one of the fields of a programme", path=f"$.programme.{name}")
        for name in body
        if name not in fields
    ]
    try:
        programme = Programme(**{**_UNNAMED, **parts.sound})
    except InvalidDocument as error:
        problems += map(parts.placed, error.problems)
    else:
        if not problems:
            return programme
    own = [problem for problem in problems if not parts.follows(problem)]
    raise _told(own or problems, "in the programme", sound=parts.sound, most=most)


_UNNAMED: Final[Mapping[str, Any]] = MappingProxyType({"id": "unread", "name": LocalisedText({"en": "unread"})})
"""Stands in for what every programme must have, so that the rest of it is checked all the same."""
_PLACE = re.compile(r"\$\.(\w+)\[(\d+)\]")
_STEP = re.compile(r"[^.\[\]]+")


class _Parts:
    """What was read of a programme.

    Attributes:
        body: the document.
        sound: what was read, by kind.
        places: where in the document each sound thing stands, by kind.
        lost: ids, codes and names of what could not be read.
        whole: whether every list is there.
    """

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body
        self.sound: dict[str, Any] = {}
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.lost: set[str] = set()
        self.whole = True

    def unread(self, item: Any) -> None:
        """Remember the names of something that could not be read."""
        if item.__class__ is dict:
            names = [item.get(key) for key in ("id", "code", "name")]
            self.lost.update(name for name in names if name.__class__ is str)

    def placed(self, problem: Problem) -> Problem:
        """Give a problem among the sound things its place in the document."""
        path = _PLACE.sub(lambda found: f"$.{found[1]}[{self.places[found[1]][int(found[2])]}]", problem.path, count=1)
        return problem.at(path=f"$.programme{path.removeprefix('$')}")

    def follows(self, problem: Problem) -> bool:
        """Say whether a problem only follows from another: something points to what could not be read."""
        if not isinstance(problem, DanglingReference):
            return False
        return not self.whole or not self.lost.isdisjoint(self._named(problem))

    def _named(self, problem: Problem) -> Iterable[str]:
        """Give what a dangling reference names."""
        if ".identities." in problem.path:
            return [problem.field]
        found: Any = {"programme": self.body}
        for step in _STEP.findall(problem.path.removeprefix("$")):
            found = found[int(step)] if found.__class__ is list else found[step]
        return found if found.__class__ is list else [found]


def _document(text: str | bytes, kind: str) -> dict[str, Any]:
    """Parse a document of a kind and check its header."""
    document = _json(text)
    if document.__class__ is not dict or "youthprog" not in document:
        rule = "must be a youthprog document: an object with its version under youthprog"
        raise _told([CannotRead("youthprog", rule, path="$")], "in the document")
    version = document["youthprog"]
    problems: list[Problem] = []
    if version.__class__ is not int or version < 1:
        problems.append(
            WrongType("youthprog", "must be the version of the document, a whole number", path="$.youthprog")
        )
    elif version > VERSION:
        rule = f"must be at most {VERSION}: the document was written by a later version of the library"
        problems.append(NewerDocument("youthprog", rule, path="$.youthprog"))
    else:
        known = {"youthprog", "sensitive", kind}
        problems += [
            UnknownField(name, "must not be there", path=f"$.{name}") for name in document if name not in known
        ]
        problems += [MissingField(name, "must be given", path=f"$.{name}") for name in known if name not in document]
        if document.get("sensitive", "included") not in ("included", "left out"):
            problems.append(BrokenRule("sensitive", "must be included or left out", path="$.sensitive"))
        if document.get(kind, {}).__class__ is not dict:
            problems.append(WrongType(kind, "must be an object", path=f"$.{kind}"))
    if problems:
        raise _told(sorted(problems, key=lambda problem: problem.path), "in the document")
    return document


def _no_constant(_: str) -> float:
    raise BrokenRule("number", "must be finite: NaN and Infinity are no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise DuplicateId("key", "must not occur twice in an object")
    return made


class _Pairs(list[tuple[str, Any]]):
    """An object with every key as it stands."""


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
_OPEN_DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, parse_constant=_no_constant)


def _parsed(text: str | bytes) -> Any:
    words = text.removeprefix("\ufeff") if isinstance(text, str) else text.decode("utf-8-sig")
    try:
        value = _DECODER.decode(words)
    except DuplicateId:
        raise _Several(list(_twice(_OPEN_DECODER.decode(words), "$"))) from None
    if isinstance(text, str):
        words.encode()
    if "\\ud" in words or "\\uD" in words:
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _twice(value: Any, path: str) -> Iterator[Problem]:
    """Find the keys that occur twice in an object."""
    if isinstance(value, _Pairs):
        seen: set[str] = set()
        for name, item in value:
            if name in seen:
                yield DuplicateId(name, "must not occur twice in an object", path=f"{path}.{name}")
            seen.add(name)
            yield from _twice(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _twice(item, f"{path}[{index}]")


def _json(text: str | bytes) -> Any:
    """Parse JSON strictly: no repeated key, no NaN, no half of a character, no nesting without end."""
    try:
        return _parsed(text)
    except _Several as error:
        raise _told(error.problems, "in the document") from None
    except Problem as problem:
        raise _told([problem.at(path="$")], "in the document") from None
    except UnicodeDecodeError:
        rule = "must be text in UTF-8"
    except UnicodeEncodeError:
        rule = "must not hold half of a surrogate pair"
    except json.JSONDecodeError as error:
        rule = f"must be JSON; it stops being so at line {error.lineno}, column {error.colno}"
    except RecursionError:
        rule = "must not be nested so deeply"
    except ValueError:
        rule = "must hold numbers of a reasonable size"
    raise _told([CannotRead("document", rule, path="$")], "in the document")


def load(path: str | os.PathLike[str], *, most: int = MOST) -> Programme:
    """Read a programme from a JSON file; see `loads`.

    Raises:
        InvalidDocument: with every problem and its path.
        OSError: if the file cannot be read.
    """
    return loads(Path(path).read_bytes(), most=most)


def loads_lottery(text: str | bytes) -> Lottery:
    """Read a lottery from a JSON document. No solver is needed.

    Args:
        text: the document, as text or as UTF-8 bytes.

    Returns:
        The lottery. `check` it before you trust it: reading only finds that it can be drawn.

    Raises:
        InvalidDocument: with every problem and its path.
    """
    body = _document(text, "lottery")["lottery"]
    try:
        return _converter({}, None, thorough=True).get_structure_hook(Lottery)(body, Lottery)  # type: ignore[no-any-return]
    except (Problem, _Several) as error:
        raise _told(_below("$.lottery", "lottery", error), "in the lottery") from None


def load_lottery(path: str | os.PathLike[str]) -> Lottery:
    """Read a lottery from a JSON file; see `loads_lottery`.

    Raises:
        InvalidDocument: with every problem and its path.
        OSError: if the file cannot be read.
    """
    return loads_lottery(Path(path).read_bytes())


def dumps(thing: Programme | Lottery, *, purpose: Purpose | None = None) -> str:
    """Write a programme, or a lottery, as a JSON document, the same text for equal ones.

    Args:
        thing: the programme or the lottery.
        purpose: `Purpose.STORE` for a complete document. Left out, sensitive answers are left out too; the document
            says so, and whoever loads it reads `Withheld` and not "not asked". A lottery is complete or it is none:
            it tells who is in which group.

    Raises:
        PurposeRequired: for any other purpose, and for a lottery without one.
    """
    if isinstance(thing, Lottery) and purpose is None:
        msg = "a lottery tells who is in which group: say Purpose.STORE to store it, or show its public form"
        raise PurposeRequired(msg)
    body = _writer(purpose).unstructure(thing)
    document = {
        "youthprog": VERSION,
        "sensitive": "left out" if purpose is None else "included",
        "lottery" if isinstance(thing, Lottery) else "programme": body,
    }
    indent = None if isinstance(thing, Lottery) else 1
    return json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def dump(thing: Programme | Lottery, path: str | os.PathLike[str], *, purpose: Purpose | None = None) -> None:
    """Write a programme, or a lottery, to a JSON file, whole or not at all; see `dumps`.

    Raises:
        PurposeRequired: for a purpose other than `Purpose.STORE`, and for a lottery without one.
        OSError: if the file cannot be written; what was there before is still there.
    """
    _files.write_text(path, [dumps(thing, purpose=purpose)])


# --- People in bulk ------------------------------------------------------------------------------------------------


def load_members(path: str | os.PathLike[str], *, most: int = MOST) -> tuple[Member, ...]:
    """Read members from JSON Lines, one member a line; the format for people in bulk.

    Args:
        path: the file, in UTF-8.
        most: how many problems are told before reading stops.

    Returns:
        The members, in the order of the file. Time and memory grow with the number of lines.

    Raises:
        InvalidDocument: with every problem, its line and its path; its `sound` holds the members that were read
            correctly.
        OSError: if the file cannot be read.
    """
    most = _most(most)
    quick = _converter({}, None, thorough=False).get_structure_hook(Member)
    careful = _converter({}, None, thorough=True).get_structure_hook(Member)
    found: list[Member] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                member = quick(_quickly(line), Member)
            except Exception:  # noqa: BLE001  # whatever it was, the careful reading below says it with its path
                if not line.strip():
                    continue
                made = _carefully_one(line, careful, number)
                if not isinstance(made, Member):
                    problems += made
                    if len(problems) > most:
                        break
                    continue
                member = made
            if member.id in seen:
                problems.append(DuplicateId("id", "must be unique in the file", path="$.id", row=number))
                if len(problems) > most:
                    break
                continue
            seen.add(member.id)
            found.append(member)
    if problems:
        raise _told(problems, f"in {Path(path).name}", sound=tuple(found), most=most)
    return tuple(found)


def _quickly(line: bytes) -> Any:
    if b"\\ud" in line or b"\\uD" in line:
        return _json(line)  # it may hold half of a surrogate pair
    return _DECODER.decode(line.decode())


def _carefully_one(line: bytes, careful: Callable[[Any, Any], Any], number: int) -> Member | list[Problem]:
    try:
        return careful(_json(line), Member)  # type: ignore[no-any-return]  # the hook makes members
    except InvalidDocument as error:
        return [problem.at(row=number) for problem in error.problems]
    except (Problem, _Several) as error:
        return [problem.at(row=number) for problem in _below("$", "", error)]


def dump_members(members: Iterable[Member], path: str | os.PathLike[str], *, purpose: Purpose | None = None) -> None:
    """Write members as JSON Lines, one a line, whole or not at all.

    Args:
        members: whom.
        path: the file.
        purpose: `Purpose.STORE` for complete members. Left out, each line says that sensitive answers were left out.

    Raises:
        PurposeRequired: for any other purpose.
        OSError: if the file cannot be written; what was there before is still there.
    """
    converter = _writer(purpose)
    lines = (json.dumps(converter.unstructure(one), ensure_ascii=False, allow_nan=False) + "\n" for one in members)
    _files.write_text(path, lines)


# --- Spreadsheets --------------------------------------------------------------------------------------------------


class DayFormat(enum.Enum):
    """How a column writes days; stated, never guessed. Dots, slashes and hyphens part the numbers alike.

    ISO also reads `2004` and `2004-02`, dates that are known to the year or month only.
    """

    ISO = "YYYY-MM-DD"
    DAY_FIRST = "DD.MM.YYYY"
    MONTH_FIRST = "MM/DD/YYYY"

    def read(self, cell: str) -> PartialDate:
        """Read a cell.

        Raises:
            BrokenRule: if it is written differently or is no day of the calendar.

        >>> str(DayFormat.DAY_FIRST.read("1.2.2004"))
        '2004-02-01'
        """
        if self is DayFormat.ISO:
            return PartialDate.parse(cell)
        match = _PARTED.fullmatch(cell)
        if match is None:
            raise BrokenRule("date", f"must read {self.value}")
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (first, second) if self is DayFormat.DAY_FIRST else (second, first)
        try:
            return PartialDate(year, month, day)
        except BrokenRule:
            raise BrokenRule("date", f"must be a day of the calendar, read as {self.value}") from None


_PARTED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_AGE = re.compile(r"\d{1,3}", re.ASCII)


class _At(BrokenRule):
    """A problem in another column than the one being read."""


@frozen(kw_only=True)
class IdColumn:
    """The member's id, kept as text: `007` stays `007`. Without such a column the row number is the id."""

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if not cell:
            raise BrokenRule("", "must not be empty")
        draft["id"] = cell


class NamePart(enum.Enum):
    """A part of a name."""

    GIVEN = "given_name"
    PATRONYMIC = "patronymic"
    FAMILY = "family_name"


@frozen(kw_only=True)
class NameColumn:
    """A part of the member's name; an empty cell gives none."""

    part: NamePart = field(validator=is_a(NamePart))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            draft.setdefault("name", {})[self.part.value] = cell


@frozen(kw_only=True)
class BirthColumn:
    """The date of birth, in a stated format; an empty cell leaves it unknown."""

    day_format: DayFormat = field(validator=is_a(DayFormat))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            draft["birth"] = self.day_format.read(cell)


@frozen(kw_only=True)
class AgeColumn:
    """An age in completed years, reported on a day; an empty cell leaves it unknown."""

    asked_on: dt.date = field(validator=day)

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if not cell:
            return
        if _AGE.fullmatch(cell) is None or int(cell) > 130:
            raise BrokenRule("", "must be a whole number of years, at most 130")
        draft["birth"] = ReportedAge(int(cell), self.asked_on)


@frozen(kw_only=True)
class HomeColumn:
    """The region the member comes from, by any of its names or codes; an empty cell leaves it unknown."""

    regions: tuple[Region, ...] = field(converter=many, validator=each(is_a(Region)))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            draft["home"] = find_region(self.regions, cell).code


@frozen(kw_only=True)
class PlaceColumn:
    """The region the member lives in since a stated day; an empty cell leaves it unknown."""

    regions: tuple[Region, ...] = field(converter=many, validator=each(is_a(Region)))
    since: PartialDate = field(validator=is_a(PartialDate))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        if cell:
            place = Place(region=find_region(self.regions, cell).code)
            draft["residences"] = (Residence(place=place, period=Period(self.since, Ending.ONGOING)),)


@frozen(kw_only=True)
class SpellColumn:
    """The day a membership began; an empty cell gives no membership.

    Attributes:
        kind: what the member is.
        day_format: how the days are written.
        end: the column with the first day it no longer held; an empty cell there means `open_end`.
        open_end: whether a spell without an end goes on, or its end is unknown.
    """

    kind: MembershipKind = field(validator=is_a(MembershipKind))
    day_format: DayFormat = field(validator=is_a(DayFormat))
    open_end: Ending = field(validator=is_a(Ending))
    end: str | None = field(default=None, validator=maybe(text))

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        last = draft["cells"][self.end] if self.end is not None else ""
        if not cell:
            if last:
                raise BrokenRule("start", f"must be there where {self.end} is")
            return
        start = self.day_format.read(cell)
        try:
            period = Period(start, self.day_format.read(last) if last else self.open_end)
        except Problem as problem:
            raise _At(self.end or "", problem.rule) from None
        draft["memberships"] = (*draft.get("memberships", ()), Membership(kind=self.kind, period=period))


def _no_answer(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    for answer in value.values() if isinstance(value, Mapping) else (value,):
        if not isinstance(answer, get_args(Missing)):
            raise WrongType(attribute.name, "must be a missing answer such as NotAsked() or Declined()")


@frozen(kw_only=True)
class AnswerColumn:
    """Answers on a dimension.

    Attributes:
        dimension: the dimension.
        codes: which category a cell stands for; left out, a cell is a category as it stands.
        missing: which missing answer a cell such as "prefer not to say" stands for.
        empty: what an empty cell means, such as `NotAsked()`. Left out, an empty cell is a problem: nobody should have
            to guess whether it is a no.
        separator: what parts several answers in a cell, for a dimension that allows them.

    Raises:
        BrokenRule: if nobody answers the dimension, or a code stands for none of its categories.
    """

    dimension: Dimension = field(validator=is_a(Dimension))
    codes: Mapping[str, str] | None = field(default=None, validator=maybe(is_a(Mapping)))
    missing: Mapping[str, Missing] = field(factory=dict, validator=[is_a(Mapping), _no_answer])
    empty: Missing | None = field(default=None, validator=maybe(_no_answer))
    separator: str = field(default=";", validator=text)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.dimension.reading, Asked):
            raise BrokenRule("dimension", "must be one that people answer; others are derived from other facts")
        if not {*self.dimension.categories}.issuperset((self.codes or {}).values()):
            raise BrokenRule("codes", f"must stand for categories of {self.dimension.name}")

    def put(self, cell: str, draft: dict[str, Any]) -> None:
        """Take a cell over into a member in the making."""
        draft.setdefault("answers", {})[self.dimension.name] = self._answer(cell)

    def _answer(self, cell: str) -> Any:
        if not cell:
            if self.empty is None:
                raise BrokenRule("", "must not be empty; state what an empty cell means")
            return self.empty
        if cell in self.missing:
            return self.missing[cell]
        parts = [part.strip() for part in cell.split(self.separator)] if self.dimension.multiple else [cell]
        if self.codes is not None:
            parts = [self.codes.get(part, "") for part in parts]
        if not set(parts).issubset(self.dimension.categories):
            raise BrokenRule("", f"must be one of the answers known for {self.dimension.name}")
        return Known(frozenset(parts))


Column = IdColumn | NameColumn | BirthColumn | AgeColumn | HomeColumn | PlaceColumn | SpellColumn | AnswerColumn


def _checked_columns(columns: Mapping[str, Column]) -> None:
    """Refuse a mapping in which one column would overwrite another.

    Raises:
        BrokenRule: naming the second of the two.
    """
    taken: set[object] = set()
    for name, column in columns.items():
        fills = _fills(column)
        if fills in taken:
            raise BrokenRule(name, "must not fill what another column fills")
        taken |= {fills} - {None}


def _fills(column: Column) -> object:
    """Give what a column fills; a member may have any number of spells."""
    if isinstance(column, AnswerColumn):
        return AnswerColumn, column.dimension.name
    if isinstance(column, NameColumn):
        return column.part
    if isinstance(column, SpellColumn):
        return None
    return BirthColumn if isinstance(column, AgeColumn) else type(column)


def _heading(columns: Mapping[str, Column], kind: type, otherwise: str) -> str:
    """Give the heading of the first column of a kind."""
    return next((name for name, column in columns.items() if isinstance(column, kind)), otherwise)


def _member_of(number: int, cells: Mapping[str, str], columns: Mapping[str, Column]) -> Member:
    """Make a member of one row, wherever it came from.

    Raises:
        _Several: with every problem of the row.
    """
    draft: dict[str, Any] = {"cells": cells, "id": str(number)}
    problems: list[Problem] = []
    for name, column in columns.items():
        try:
            column.put(cells[name], draft)
        except _At as problem:
            problems.append(BrokenRule(problem.field, problem.rule, row=number))
        except Problem as problem:
            problems.append(type(problem)(name, problem.rule, row=number))
    name = draft.get("name", {})
    if name and NamePart.GIVEN.value not in name:
        rule = "must have a given name beside it where there is another part of the name"
        problems.append(BrokenRule(_heading(columns, NameColumn, "name"), rule, row=number))
    if problems:
        raise _Several(problems)
    try:
        return Member(
            id=draft["id"],
            names=(PersonName(**name),) if name else (),
            birth=draft.get("birth"),
            identities=Identities(draft.get("answers", {})),
            home=draft.get("home"),
            residences=draft.get("residences", ()),
            memberships=draft.get("memberships", ()),
        )
    except Problem as problem:
        raise _Several([BrokenRule(_heading(columns, SpellColumn, problem.field), problem.rule, row=number)]) from None


def read_members(
    csv: str | os.PathLike[str],
    *,
    columns: Mapping[str, Column],
    encoding: str = "utf-8-sig",
    delimiter: str | None = None,
    most: int = MOST,
) -> tuple[Member, ...]:
    r"""Read members from a spreadsheet saved as CSV.

    Args:
        csv: the file.
        columns: what each column of the file holds, by its heading; others are left aside.
        encoding: stated, never guessed; UTF-8 unless said otherwise.
        delimiter: `","`, `";"` or a tab; found in the header if left out.
        most: how many problems are told before reading stops.

    Returns:
        The members, in the order of the rows.

    Raises:
        InvalidDocument: with every problem, its row and its column; its `sound` holds the members that were read
            correctly.
        BrokenRule: if two columns would fill the same.
        OSError: if the file cannot be read.

    >>> import pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name) / "list.csv"
    >>> _ = file.write_text("No;Born\n007;2004-02-29\n008;2004-02-30\n")
    >>> read_members(file, columns={"No": IdColumn(), "Born": BirthColumn(day_format=DayFormat.ISO)})
    Traceback (most recent call last):
        ...
    youthprog.errors.InvalidDocument: 1 problem in list.csv:
      row 3, Born: must be a day of that month
    >>> folder.cleanup()
    """
    most = _most(most)
    _checked_columns(columns)
    try:
        sheet = rows.read_csv(csv, encoding=encoding, delimiter=delimiter)
    except Problem as problem:
        raise _told([problem], f"in {Path(csv).name}") from None
    return members_of(sheet, columns=columns, most=most)


def members_of(sheet: rows.Sheet, *, columns: Mapping[str, Column], most: int = MOST) -> tuple[Member, ...]:
    """Make members of rows, wherever they came from; see `read_members`.

    Raises:
        InvalidDocument: with every problem, its row and its column; its `sound` holds the members that were read
            correctly.
        BrokenRule: if two columns would fill the same.
    """
    most = _most(most)
    _checked_columns(columns)
    ends = [one.end for one in columns.values() if isinstance(one, SpellColumn) and one.end is not None]
    lacking = sheet.lacking([*columns, *ends])
    if lacking:
        raise _told(lacking, f"in {sheet.source}", most=most)
    problems = list(sheet.problems)
    found: list[Member] = []
    seen: set[str] = set()
    for row in sheet.rows:
        try:
            member = _member_of(row.number, row.cells, columns)
        except _Several as error:
            problems += error.problems
            continue
        if member.id in seen:
            column = _heading(columns, IdColumn, "id")
            problems.append(DuplicateId(column, "must be unique in the file", row=row.number))
            continue
        seen.add(member.id)
        found.append(member)
    if problems:
        problems.sort(key=lambda problem: problem.row or 0)
        raise _told(problems, f"in {sheet.source}", sound=tuple(found), most=most)
    return tuple(found)
