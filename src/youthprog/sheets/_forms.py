"""Which sheets a programme has and which columns, told by the fields of its nouns.

A field that holds one value is a column. A field that holds a noun is a group of columns with the same beginning
(`place.region`). A field that holds several nouns is a sheet of its own, whose rows name the row they belong to. Where
a noun may hold itself (a criterion of criteria) the column holds JSON.
"""

from __future__ import annotations

import enum
import inspect
import re
import types
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, get_args, get_origin

import attrs
from attrs import field, frozen

from youthprog.criteria import Dimension
from youthprog.exchange import TAGS
from youthprog.people import Identities
from youthprog.programme import Programme
from youthprog.sheets import _cells
from youthprog.sheets._cells import Leaf
from youthprog.values import Answer, Birth, LocalisedText, ReportedAge, Sensitive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROGRAMME: Final = "programme"
"""The sheet that holds what is said of the programme as a whole."""
EXPLAINED: Final = "explained"
"""The sheet that explains the others; nobody reads it but people."""
KEYS: Final = ("id", "code", "name")
"""What names a noun, in the order in which it is looked for."""

_WHOLE: Final[Any] = Answer[int]  # type: ignore[misc]  # an alias of a generic union


@frozen
class Part:
    """A field of a noun: what holds it, whether it must be given, and what it means."""

    node: Node
    required: bool
    meaning: str


@frozen
class Group:
    """A noun in the columns of a row.

    Attributes:
        parts: its fields, by name.
        own: what a cell may hold in place of the parts; `None` where there is no such thing.
        key: the field that names the noun; `None` where nothing does.
    """

    parts: Mapping[str, Part]
    own: Leaf | None = None
    key: str | None = None


@frozen
class Open:
    """Columns that are named by the data, such as languages: what each holds, and what may stand in their place."""

    each: Leaf
    own: Leaf | None
    names: str


@frozen
class Table:
    """Several nouns, on a sheet of their own."""

    row: Group
    mapping: bool = False


Node: TypeAlias = Leaf | Group | Open | Table


@frozen(kw_only=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: its heading.
        holds: what may stand in a cell, in words.
        needed: when a row needs it: "always"; "with others of place", say, where the noun there may be left out; "in
            one language"; empty where it may be.
        meaning: what it says.
        words: all that may stand in a cell, where it is one of a few words.
    """

    name: str
    holds: str
    needed: str
    meaning: str
    words: tuple[str, ...] = field(default=())


@frozen(kw_only=True)
class Form:
    """A sheet to be filled in: what each of its rows is, and its columns.

    Attributes:
        name: the name of the sheet, or of the file without `.csv`.
        meaning: what a row is.
        columns: the columns, in order.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]


@frozen(kw_only=True)
class Layout:
    """Where a sheet stands in a document.

    Attributes:
        name: its name.
        row: what a row holds.
        meaning: what a row is.
        owner: the sheet whose rows its own belong to; empty for a sheet that belongs to none.
        steps: the fields that lead from the owner's row to these.
        link: the column that names the owner's row.
        mapping: whether the rows are names with a figure each.
    """

    name: str
    row: Group
    meaning: str
    owner: str = field(default="")
    steps: tuple[str, ...] = field(default=())
    link: str = field(default="")
    mapping: bool = field(default=False)


# --- From the fields -----------------------------------------------------------------------------------------------


def _node(kind: Any, seen: tuple[Any, ...], *, keyed: bool) -> Node:
    """Find what holds a value of a type; below something without a key there are no sheets."""
    if isinstance(kind, types.UnionType) and type(None) in get_args(kind):
        parts = [part for part in get_args(kind) if part is not type(None)]
        kind = parts[0]
        for part in parts[1:]:
            kind = kind | part
    if kind in TAGS:
        return _cells.JSON if kind in seen else _tagged(kind, seen, keyed=keyed)
    if kind == Birth:
        return Group(_group(ReportedAge, seen, keyed=False).parts, own=_cells.DATE)
    if kind is Identities:
        return Open(_cells.CODES, _cells.WITHHELD, "dimension")
    if kind is LocalisedText:
        return Open(_cells.TEXT, None, "language")
    if kind == _WHOLE:
        return _cells.SIZE
    origin = get_origin(kind)
    if origin is Sensitive:
        return _cells.ITEMS
    if origin in (tuple, frozenset):
        return _several(get_args(kind)[0], seen, keyed=keyed)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        parts_of = {"key": Part(_cells.TEXT, required=True, meaning="which category")}
        parts_of["value"] = Part(_cells.OF_TYPE[get_args(kind)[1]], required=True, meaning="its figure")
        return Table(Group(parts_of), mapping=True) if keyed else _cells.JSON
    leaf = _leaf(kind)
    return leaf or (_cells.JSON if kind in seen else _group(kind, seen, keyed=keyed))


def _leaf(kind: Any) -> Leaf | None:
    if kind is Dimension:  # a criterion names the dimension it reads
        return _cells.TEXT
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _cells.word_of(kind)
    return _cells.OF_TYPE.get(kind)


def _several(kind: Any, seen: tuple[Any, ...], *, keyed: bool) -> Node:
    leaf = _leaf(kind)
    if leaf is not None:
        return _cells.list_of(leaf)
    if kind in seen or not keyed:
        return _cells.JSON
    row = _tagged(kind, seen, keyed=False) if kind in TAGS else _group(kind, seen, keyed=False)
    return Table(row)


def _group(kind: type, seen: tuple[Any, ...], *, keyed: bool) -> Group:
    words = _meanings(kind)
    fields = [one for one in attrs.fields(attrs.resolve_types(kind)) if one.init]
    parts = {
        one.name: Part(
            _node(one.type, (*seen, kind), keyed=keyed),
            required=one.default is attrs.NOTHING,
            meaning=words.get(one.name, ""),
        )
        for one in fields
    }
    return Group(parts, key=next((name for name in KEYS if name in parts and parts[name].node is _cells.TEXT), None))


def _tagged(kind: Any, seen: tuple[Any, ...], *, keyed: bool) -> Group:
    """Join the fields of all kinds of one thing; "type" says which a row is."""
    groups = {tag: _group(one, (*seen, kind), keyed=keyed) for tag, one in TAGS[kind].items()}
    tag = Part(_cells.one_of(groups), required=True, meaning="what it is")
    parts: dict[str, Part] = {"type": tag}
    for word, group in groups.items():
        for name, part in group.parts.items():
            if name not in parts:
                everywhere = all(name in other.parts for other in groups.values())
                required = part.required and everywhere
                meaning = part.meaning if everywhere else f"{part.meaning} ({word})".strip()
                parts[name] = Part(part.node, required=required, meaning=meaning)
    key = next(iter({group.key for group in groups.values()} - {None}), None)
    return Group(parts, key=key)


_ENTRY = re.compile(r"^ {4,8}(\w+(?:, \w+)*): ")


def _meanings(kind: type) -> dict[str, str]:
    """Read what the fields mean in the docstrings of a class and those it is made from."""
    found: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        _, _, told = (one.__doc__ or "").partition("Attributes:\n")
        names: list[str] = []
        for line in told.splitlines():
            entry = _ENTRY.match(line)
            if not line.strip():
                break
            if entry is not None:
                names = entry[1].split(", ")
                found.update(dict.fromkeys(names, line[entry.end() :].strip()))
            else:
                found.update({name: f"{found[name]} {line.strip()}" for name in names})
    return found


# --- Sheets --------------------------------------------------------------------------------------------------------


@cache
def layouts() -> Mapping[str, Layout]:
    """Give every sheet, an owner before what belongs to it."""
    found = {PROGRAMME: Layout(name=PROGRAMME, row=_of_programme(), meaning="the programme as a whole: one row")}
    for name, kind in _lists():
        row = _tagged(kind, (), keyed=True) if kind in TAGS else _group(kind, (), keyed=True)
        found[name] = Layout(name=name, row=row, meaning=inspect.cleandoc(kind.__doc__ or "").partition("\n")[0])
        if row.key is not None:
            found.update((below.name, below) for below in _below(name, f"{name}.{row.key}", row, ()))
    return types.MappingProxyType(found)


def _lists() -> Iterator[tuple[str, Any]]:
    for one in attrs.fields(attrs.resolve_types(Programme)):
        if get_origin(one.type) is tuple:
            yield one.name, get_args(one.type)[0]


def _of_programme() -> Group:
    lists = dict(_lists())
    whole = _group(Programme, (), keyed=False)
    header = {
        "youthprog": Part(_cells.WHOLE, required=False, meaning="the version of the document; 1 if it is left out"),
        "sensitive": Part(
            _cells.one_of(("included", "left out")),
            required=False,
            meaning="whether sensitive answers are included; they are if it is not said",
        ),
    }
    return Group({**header, **{name: part for name, part in whole.parts.items() if name not in lists}})


def _below(owner: str, link: str, group: Group, steps: tuple[str, ...]) -> Iterator[Layout]:
    """Find the sheets whose rows belong to a group."""
    for name, part in group.parts.items():
        path = (*steps, name)
        if isinstance(part.node, Table):
            yield Layout(
                name=f"{owner}.{'.'.join(path)}",
                row=part.node.row,
                meaning=part.meaning or f"{name} of one of the {owner}",
                owner=owner,
                steps=path,
                link=link,
                mapping=part.node.mapping,
            )
        elif isinstance(part.node, Group):
            yield from _below(owner, link, part.node, path)


def form_of(layout: Layout, *, languages: Iterable[str], dimensions: Iterable[str]) -> Form:
    """Give the columns of a sheet, with those that are named by the data."""
    columns: list[Column] = []
    if layout.link:
        meaning = f"the row of the sheet {layout.owner} it belongs to"
        columns.append(Column(name=layout.link, holds="text", needed="always", meaning=meaning))
    named = {"language": tuple(languages), "dimension": tuple(dimensions)}
    columns += _columns("", Part(layout.row, required=True, meaning=""), "always", named)
    return Form(name=layout.name, meaning=layout.meaning, columns=tuple(columns))


def _columns(path: str, part: Part, needed: str, named: Mapping[str, tuple[str, ...]]) -> Iterator[Column]:
    node = part.node
    if isinstance(node, Leaf):
        yield Column(name=path, holds=node.holds, needed=needed, meaning=part.meaning, words=node.words)
        return
    if isinstance(node, Table):
        return
    if node.own is not None:
        yield Column(name=path, holds=node.own.holds, needed="", meaning=part.meaning)
    if isinstance(node, Open):
        for name in named[node.names]:
            column, meaning = _cells.escaped(f"{path}.{name}"), f"{part.meaning} ({node.names} {name})".strip()
            one = f"in one {node.names}" if needed == "always" else needed
            yield Column(name=column, holds=node.each.holds, needed=one, meaning=meaning)
        return
    for name, below in node.parts.items():
        step = f"{path}.{name}" if path else name
        optional = f"with others of {step}" if isinstance(below.node, Group) else ""
        told = Part(below.node, required=below.required, meaning=below.meaning or part.meaning)
        yield from _columns(step, told, needed if below.required else optional, named)
