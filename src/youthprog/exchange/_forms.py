"""The one JSON form of everything the library makes."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, TypedDict, get_args

import attrs
from attrs import frozen

from youthprog._checks import whole
from youthprog.counts import Basis, Counts, CountTable, Key
from youthprog.errors import PurposeRequired, Undefined, WrongType
from youthprog.exchange._converter import LEAVES, TAGS, is_enum, writer
from youthprog.exchange._documents import DOCUMENTS, document
from youthprog.exchange._leaves import write_number
from youthprog.lottery import ApplicantType, Effect, Explanation, HouseholdClass
from youthprog.quotas import Quota
from youthprog.values import Purpose

__all__ = ["plain"]

CONFIDENTIAL: Final = (ApplicantType, Effect, Explanation, HouseholdClass)
"""What tells of applicants without holding counts or quotas."""


def plain(thing: Any, *, purpose: Purpose | None = None) -> Any:
    """Give the one JSON form of anything the library makes, in dicts, lists, texts, numbers, true, false and `None`.

    A programme or a lottery gives its document, any other noun what stands for it in a document, and a result all its
    figures: exact ones as text such as `"1/3"`, days as `"2022-07-01"`, enums by their value. `json_schema` of its
    class describes it, and equal things give equal forms, but for the order of the categories and rows of counts, which
    people read and the form keeps.

    Args:
        thing: a noun, a result, or a list or mapping of such.
        purpose: why figures of sensitive counts or quotas are written; any of `Purpose`. Answers of people are written
            for `Purpose.STORE` alone and otherwise `"withheld"`, and so is the evidence of a publication.

    Raises:
        PurposeRequired: if there is no purpose, and the thing is a figure of sensitive counts that were not revealed,
            of a quota that reads a sensitive dimension, of an applicant, or a report for the staff.
        Undefined: for a number that is not finite.
        WrongType: if the library did not make it, or it has no JSON form.

    >>> from youthprog import shares
    >>> young = shares.share(Counts({"rural": 1, "urban": 2}), of="rural")
    >>> form = plain(young)
    >>> form["numerator"], form["value"], form["sensitive"]
    (1, '1/3', False)
    """
    if purpose is not None and purpose.__class__ is not Purpose:
        msg = "figures are written for a purpose, one of youthprog.Purpose"
        raise PurposeRequired(msg)
    return _written(thing, purpose)


def _written(value: Any, purpose: Purpose | None) -> Any:
    kind = type(value)
    if value is None or kind in (str, bool, int):
        return value
    if kind is float:
        if not math.isfinite(value):
            msg = "a number that is not finite has no JSON form"
            raise Undefined(msg)
        return write_number(value)
    if kind in (tuple, list):
        return [_written(one, purpose) for one in value]
    if kind is frozenset:
        return sorted(_written(one, purpose) for one in value)
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: _written(one, purpose) for key, one in value.items()}
        return [[_written(key, purpose), _written(one, purpose)] for key, one in value.items()]
    if purpose is None and _closed(value):
        msg = "figures of sensitive counts or quotas, of applicants, and for the staff are written for a purpose"
        raise PurposeRequired(msg)
    if kind in forms():
        return _written(forms()[kind].write(value, purpose), purpose)
    if kind in DOCUMENTS:
        return document(value, purpose)
    if kind in LEAVES or is_enum(kind) or kind in nouns():
        return writer(Purpose.STORE if purpose is Purpose.STORE else None).unstructure(value)
    if not attrs.has(kind):
        raise WrongType("thing", f"must be something that has a JSON form, which {kind.__name__} has not")
    return {one.name: _written(getattr(value, one.name), purpose) for one in figures(kind)}


def _closed(value: Any) -> bool:
    """Say whether a purpose is needed to write something."""
    kind = type(value)
    if kind in CONFIDENTIAL:
        return True
    if kind in forms():
        return forms()[kind].closed(value)
    if kind in nouns() or not attrs.has(kind):
        return False
    held = [getattr(value, one.name) for one in figures(kind)]
    quotas = [one for some in held for one in (some if isinstance(some, tuple) else (some,)) if isinstance(one, Quota)]
    return getattr(value, "sensitive", False) or any(quota.of.sensitive for quota in quotas)


def figures(kind: type) -> list[attrs.Attribute[Any]]:
    """Give the fields of a result that are written, those that follow from others included."""
    return [one for one in attrs.fields(kind) if not one.name.startswith("_")]


@lru_cache(maxsize=1)
def nouns() -> frozenset[Any]:
    """Give the classes that documents are made of; a document leaves out a field that holds its default."""
    seen: set[Any] = set()
    waiting: list[Any] = [*DOCUMENTS]
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            waiting += [*TAGS.get(kind, {}).values(), *get_args(kind)]
            waiting += [one.type for one in attrs.fields(attrs.resolve_types(kind))] if _is_class(kind) else []
    return frozenset(filter(_is_class, seen))


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type) and attrs.has(kind)


# --- Forms of what is no attrs class, or is written otherwise --------------------------------------------------------


@frozen
class Form:
    """How something is written.

    Attributes:
        kind: the type of what is written, which the schema describes.
        write: writes it for a purpose.
        closed: says whether it needs one.
    """

    kind: Any
    write: Callable[[Any, Purpose | None], Any]
    closed: Callable[[Any], bool]


Number = Annotated[int, whole()]


class CountsForm(TypedDict):
    """Counts: those who did not disclose by reason; `people` where categories overlap."""

    of: str
    numbers: Mapping[str, Number]
    undisclosed: Mapping[str, Number]
    not_applicable: Number
    people: Number | None
    sensitive: bool
    basis: Basis | None


class TableRow(TypedDict):
    """The counts of a row, by a category of each dimension; null stands for those who did not disclose it."""

    by: Key
    counts: Counts


class TableForm(TypedDict):
    """A table of counts."""

    of: str
    by: tuple[str, ...]
    categories: tuple[str, ...]
    rows: tuple[TableRow, ...]
    overlapping_rows: bool
    not_applicable: Number


def _counts(value: Counts, _: Purpose | None) -> CountsForm:
    return {
        "of": value.of,
        "numbers": dict(value.items()),
        "undisclosed": value.reasons,
        "not_applicable": value.not_applicable,
        "people": value.known if value.overlapping else None,
        "sensitive": value.secret,
        "basis": value.basis,
    }


def _table(value: CountTable, _: Purpose | None) -> TableForm:
    return {
        "of": value.of,
        "by": value.by,
        "categories": value.categories,
        "rows": tuple(TableRow(by=by, counts=counts) for by, counts in value.rows.items()),
        "overlapping_rows": value.overlapping_rows,
        "not_applicable": value.not_applicable,
    }


_FORMS: Final[dict[Any, Form]] = {
    Counts: Form(CountsForm, _counts, lambda value: value.sensitive),
    CountTable: Form(TableForm, _table, lambda value: value.sensitive),
}


def forms() -> Mapping[Any, Form]:
    """Give the forms by class; a room that nobody loaded has made nothing that could be written."""
    if "youthprog.disclosure" not in sys.modules:
        return _FORMS
    from youthprog.exchange._releases import FORMS

    return _FORMS | FORMS
