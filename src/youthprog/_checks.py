"""Validators and converters of the nouns: plain functions whose messages name the field and the rule."""

from __future__ import annotations

import datetime as dt
import operator
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from youthprog.errors import BrokenRule, WrongType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from attrs import Attribute

    Validator = Callable[[Any, Attribute[Any], Any], None]
    F = TypeVar("F", bound=Callable[..., Any])

_FRACTION = re.compile(r"(\d{1,9})/(\d{1,9})|(\d{1,3}(?:\.\d{1,9})?)\s?%|(\d(?:\.\d{1,9})?)", re.ASCII)


class Unchanging:
    """What cannot change, so that a copy is the thing itself."""

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


class Noun:
    """What the nouns share: a plain form that shows what was given and leaves out fields that hold their default."""

    __slots__ = ()

    def __repr__(self) -> str:
        shown = []
        for one in attrs.fields(type(self)):  # type: ignore[arg-type]  # every noun is an attrs class
            value = getattr(self, one.name)
            default = one.default
            if one.repr and one.init and (default is attrs.NOTHING or not _same(default, value)):
                shown.append(f"{one.alias}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _same(default: object, value: object) -> bool:
    return default.__class__ is value.__class__ and default == value


def says(words: Mapping[str, Any]) -> Callable[[F], F]:
    """Put beside a check what it checks, in the words of JSON Schema; the schema is derived from it.

    Words with a title become a definition of that name.
    """

    def mark(check: F) -> F:
        check.says = words  # type: ignore[attr-defined]  # a function takes attributes
        return check

    return mark


def said(check: object) -> Mapping[str, Any]:
    """Give what a check says of itself; nothing if it only looks at the type, which the annotation tells."""
    return getattr(check, "says", {})


SPACE = r"[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
"""White space as `str.isspace` has it; a regular expression's own notion is another in every language."""


@says(
    {
        "title": "Text",
        "description": "Text with something in it and no white space around it.",
        "type": "string",
        "minLength": 1,
        "not": {"pattern": f"^{SPACE}|{SPACE}$"},
    }
)
def text(_: object, attribute: Attribute[Any], value: Any) -> None:
    """Text with something in it and no white space around it."""
    if value.__class__ is not str:
        raise WrongType(attribute.name, "must be text")
    if not value or value[0].isspace() or value[-1].isspace():
        raise BrokenRule(attribute.name, "must not be empty or begin or end with white space")


def label(_: object, attribute: Attribute[Any], value: Any) -> None:
    """Text that may be empty."""
    if value.__class__ is not str:
        raise WrongType(attribute.name, "must be text")


def flag(_: object, attribute: Attribute[Any], value: Any) -> None:
    """True or false, nothing that merely looks like it."""
    if value.__class__ is not bool:
        raise WrongType(attribute.name, "must be true or false")


def day(_: object, attribute: Attribute[Any], value: Any) -> None:
    """A calendar day; a moment in time is not one."""
    a_date(value, field=attribute.name)


def is_a(*types: type) -> Validator:
    """An instance of one of these classes."""
    names = " or ".join(kind.__name__ for kind in types)

    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, types):
            raise WrongType(attribute.name, f"must be {names}")

    return check


def whole(minimum: int = 0, maximum: int | None = None) -> Validator:
    """A whole number in a closed range; a bool is none."""
    top = "" if maximum is None else f" and at most {maximum}"
    bounds = {"minimum": minimum} if maximum is None else {"minimum": minimum, "maximum": maximum}

    @says(bounds)
    def check(_: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise WrongType(attribute.name, "must be a whole number")
        if value < minimum or (maximum is not None and value > maximum):
            raise BrokenRule(attribute.name, f"must be at least {minimum}{top}")

    return check


def maybe(validator: Validator) -> Validator:
    """Let `None` pass, and whatever the validator lets pass."""

    @says(said(validator))
    def check(instance: object, attribute: Attribute[Any], value: Any) -> None:
        if value is not None:
            validator(instance, attribute, value)

    return check


def each(validator: Validator) -> Validator:
    """A tuple or frozenset, every item of which passes; a text is no list of its letters."""

    @says({"items": said(validator)} if said(validator) else {})
    def check(instance: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, (tuple, frozenset)):
            raise WrongType(attribute.name, "must be a list")
        for item in value:
            validator(instance, attribute, item)

    return check


def some(validator: Validator) -> Validator:
    """A tuple or frozenset of at least one item, every one of which passes."""
    listed = each(validator)

    @says({**said(listed), "minItems": 1})
    def check(instance: object, attribute: Attribute[Any], value: Any) -> None:
        listed(instance, attribute, value)
        if not value:
            raise BrokenRule(attribute.name, "must not be empty")

    return check


def many(value: Iterable[Any]) -> tuple[Any, ...]:
    """Make a tuple of a list; what is none, a set without an order too, is for `each` to refuse by the field's name."""
    if isinstance(value, frozenset):
        return set(value)  # type: ignore[return-value]  # see above
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]  # see above


def several(value: Iterable[Any]) -> frozenset[Any]:
    """Make a frozenset of a list or set; what is neither stays as it is, for `each` to refuse by the field's name."""
    if not isinstance(value, (list, tuple, set)):
        return value  # type: ignore[return-value]  # see above
    try:
        return frozenset(value)
    except TypeError:  # an item that does not hash is of the wrong type, which `each` says under the field's name
        return tuple(value)  # type: ignore[return-value]  # see above


def exact_share(value: Any, *, field: str = "share") -> Fraction:
    """Read a share of one exactly, from `"25%"`, `"1/4"`, `"0.25"`, 0, 1 or a `Fraction`.

    Floats are refused: the float 0.1 is not one tenth, and a quota must not hang on the difference.

    >>> exact_share("25%"), exact_share("1/3"), exact_share("0.28")
    (Fraction(1, 4), Fraction(1, 3), Fraction(7, 25))
    """
    if isinstance(value, Fraction):
        share = value
    elif isinstance(value, (bool, float)) or not isinstance(value, (str, int)):
        raise WrongType(field, 'must be exact: text such as "25%", "1/4" or "0.25", a Fraction, or a whole number')
    elif isinstance(value, int):
        share = Fraction(value)
    else:
        match = _FRACTION.fullmatch(value)
        if match is None:
            raise BrokenRule(field, 'must read like "25%", "1/4" or "0.25"')
        top, bottom, percent, decimal = match.groups()
        if bottom is not None and not int(bottom):
            raise BrokenRule(field, "must not have a denominator of zero")
        share = Fraction(int(top), int(bottom)) if bottom else Fraction(percent) / 100 if percent else Fraction(decimal)
    if not 0 <= share <= 1:
        raise BrokenRule(field, "must be between 0 and 1 (25 % is written 25%)")
    return share


def a_date(value: Any, *, field: str = "on") -> None:
    """Refuse what is no calendar day; a moment in time is not one."""
    if value.__class__ is not dt.date:
        raise WrongType(field, "must be a date")


def whole_number(value: Any, *, field: str) -> int:
    """Read a count: a whole number of at least 0, of any integer type but bool."""
    if value.__class__ is int:
        number = value
    else:
        if value.__class__.__name__ in {"bool", "bool_"}:  # numpy's too
            raise WrongType(field, "must be a whole number, not a truth value")
        try:
            number = operator.index(value)
        except TypeError:
            raise WrongType(field, "must be a whole number") from None
    if number < 0:
        raise BrokenRule(field, "must not be negative")
    return number
