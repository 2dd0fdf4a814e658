"""How the leaves of a document are read and written: texts, numbers, days, fractions, answers.

Each reader says beside it, in the words of JSON Schema, what it reads.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from attrs import fields

from youthprog._checks import exact_share, said, says, text
from youthprog.errors import BrokenRule, Problem
from youthprog.exchange._problems import Several, below, wrong
from youthprog.people import Identities
from youthprog.values import (
    MISSING,
    Ending,
    Known,
    LocalisedText,
    PartialDate,
    Purpose,
    ReportedAge,
    Sensitive,
    Withheld,
)

if TYPE_CHECKING:
    import enum
    from collections.abc import Mapping

REMEMBERED: Final = 65536
"""How many different values are kept while a file is read, to be shared by those who give the same."""

WORD_OF: Final = {type(answer): word for word, answer in MISSING.items()}

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d{6})?)?", re.ASCII)
_LONG_FRACTION = re.compile(
    r"(-?\d{1,4000})(?:/0{0,9}([1-9]\d{0,3999}))?", re.ASCII
)  # a share computed elsewhere may be that exact, and a gap is negative where a group is short


def _spelled(title: str, description: str, pattern: str, *, never: str = r"\n$") -> dict[str, Any]:
    """Say that a text is spelled so; to Python's `$` a line break at the end is none, so it is ruled out apart."""
    found: dict[str, Any] = {"title": title, "description": description, "type": "string"}
    return {**found, "pattern": f"^({pattern})$", "not": {"pattern": never}}


_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_YEAR, _MONTH = "[0-9]{4}", "(0[1-9]|1[0-2])"
_DATE = (
    f"{_YEAR}-{_MONTH}-(0[1-9]|1[0-9]|2[0-8])|{_YEAR}-(0[13-9]|1[0-2])-(29|30)"
    f"|{_YEAR}-(0[13578]|1[02])-31|{_LEAP}-02-29"
)
_NO_YEAR = r"^0000|\n$"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{6})?)?"
_EXACT = (
    "-?[0-9]{1,4000}(/0{0,9}[1-9][0-9]{0,3999})?"
    r"|(0?[0-9]{1,2}(\.[0-9]{1,9})?|100(\.0{1,9})?)[ \t-\r]?%"
    r"|0(\.[0-9]{1,9})?|1(\.0{1,9})?"
)


@says({"type": "string"})
def read_text(value: Any, _: object = None) -> str:
    if value.__class__ is not str:
        raise wrong("must be text")
    return value


@says({"type": "integer"})
def read_whole(value: Any, _: object = None) -> int:
    if value.__class__ is not int:
        raise wrong("must be a whole number")
    return value


@says({"type": "number"})
def read_number(value: Any, _: object = None) -> float:
    if value.__class__ is not float and value.__class__ is not int:
        raise wrong("must be a number")
    try:
        return write_number(value)
    except OverflowError:
        raise BrokenRule("", "must be a number of reasonable size") from None


def write_number(value: float) -> float:
    """Give equal numbers one form: 47, 47.0, and 0.0 for -0.0."""
    return value + 0.0


@says({"type": "boolean"})
def read_flag(value: Any, _: object = None) -> bool:
    if value.__class__ is not bool:
        raise wrong("must be true or false")
    return value


@lru_cache(maxsize=REMEMBERED)
def _day_of(value: str) -> dt.date:
    if _DAY.fullmatch(value) is None:
        raise BrokenRule("", "must read YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise BrokenRule("", "must be a day of the calendar") from None


@says(_spelled("Day", "A day of the calendar, YYYY-MM-DD.", _DATE, never=_NO_YEAR) | {"format": "date"})
def read_day(value: Any, _: object = None) -> dt.date:
    return _day_of(read_text(value))


@says(_spelled("TimeOfDay", "A local time of day, HH:MM, with seconds where they are known.", _CLOCK))
def read_time(value: Any, _: object = None) -> dt.time:
    if _TIME.fullmatch(read_text(value)) is None:
        raise BrokenRule("", "must read HH:MM, with seconds where they are known")
    try:
        return dt.time.fromisoformat(value)
    except ValueError:
        raise BrokenRule("", "must be a time of day") from None


_partial_of = lru_cache(maxsize=REMEMBERED)(PartialDate.parse)


@says(
    _spelled(
        "PartialDate",
        "A date known to the day, to the month or to the year: YYYY-MM-DD, YYYY-MM or YYYY.",
        f"{_YEAR}(-{_MONTH})?|{_DATE}",
        never=_NO_YEAR,
    )
)
def read_partial(value: Any, _: object = None) -> PartialDate:
    try:
        return _partial_of(read_text(value))
    except BrokenRule as problem:
        raise BrokenRule("", problem.rule) from None


_ENDINGS = {ending.value: ending for ending in Ending}


def read_end(value: Any, _: object = None) -> PartialDate | Ending:
    return _ENDINGS[value] if value.__class__ is str and value in _ENDINGS else read_partial(value)


@says(_spelled("Fraction", 'An exact number, such as "1/3", "0.25", "25%" or "-1/20"; a share is from 0 to 1.', _EXACT))
def read_fraction(value: Any, _: object = None) -> Fraction:
    long = _LONG_FRACTION.fullmatch(read_text(value))
    if long is not None:
        return Fraction(int(long[1]), int(long[2] or 1))
    try:
        return exact_share(value, field="")
    except BrokenRule as problem:
        raise BrokenRule("", problem.rule) from None


def _codes(value: Any) -> frozenset[str]:
    if value.__class__ is not list or not all(code.__class__ is str and code for code in value):
        raise wrong("must be a list of categories, or the word for why there is no answer")
    if len(set(value)) != len(value):
        raise BrokenRule("", "must not name a category twice")
    if any(code != code.strip() for code in value):
        raise BrokenRule("", "must not begin or end with white space")
    return frozenset(value)


def _answer(value: Any) -> Any:
    if value.__class__ is str:
        if value not in MISSING:
            raise BrokenRule("", f"must be a list of categories, or one of {', '.join(MISSING)}")
        return MISSING[value]
    return Known(_codes(value))


@says(
    {
        "title": "Identities",
        "description": "Answers about who a person is, by the name of the dimension; or they were left out.",
        "anyOf": [
            {"const": WORD_OF[Withheld]},
            {
                "type": "object",
                "propertyNames": {"minLength": 1},
                "additionalProperties": {
                    "title": "Answer",
                    "description": "Categories (an empty list: none of these), or why there is no answer.",
                    "anyOf": [
                        {"enum": list(MISSING)},
                        {"type": "array", "items": said(text), "uniqueItems": True},
                    ],
                },
            },
        ],
    }
)
def read_identities(value: Any, _: object = None) -> Identities:
    if value.__class__ is str and value == WORD_OF[Withheld]:
        return Identities(Withheld())
    if value.__class__ is not dict:
        raise wrong("must map dimensions to answers, or be the word withheld")
    answers, problems = {}, []
    for name, answer in value.items():
        try:
            answers[name] = _answer(answer)
        except Problem as problem:
            problems += below(f".{name}", name, problem)
    if problems:
        raise Several(problems)
    return Identities(answers)


class IdentityCache:
    """The same answers are sealed once and shared: they cannot change, and thousands of people give the same ones."""

    def __init__(self) -> None:
        self._made: dict[Any, Identities] = {}

    def __call__(self, value: Any, _: object = None) -> Identities:
        try:
            key = tuple([(k, v.__class__, v if v.__class__ is str else tuple(v)) for k, v in value.items()])
            made = self._made.get(key)
        except (AttributeError, TypeError):
            return read_identities(value)
        if made is None:
            made = read_identities(value)
            if len(self._made) < REMEMBERED:
                self._made[key] = made
        return made


def read_birth(value: Any, _: object = None) -> PartialDate | ReportedAge:
    if value.__class__ is not dict:
        return read_partial(value)
    if set(value) != {"age", "asked_on"}:
        raise BrokenRule("", "must be a date, or an age and the day it was asked on")
    try:
        asked_on = read_day(value["asked_on"])
    except Problem as problem:
        raise Several(below(".asked_on", "asked_on", problem)) from None
    try:
        return ReportedAge(value["age"], asked_on)
    except Problem as problem:
        raise problem.at(path=f".{problem.field}") from None


@says(
    {
        "title": "LocalisedText",
        "description": "A text in one or more languages, by BCP 47 tag.",
        "type": "object",
        **said(fields(LocalisedText).texts.validator),
    }
)
def read_texts(value: Any, _: object = None) -> LocalisedText:
    if value.__class__ is not dict:
        raise wrong("must map languages to texts")
    try:
        return LocalisedText(value)
    except Problem as problem:
        raise type(problem)("", problem.rule) from None


def read_size(value: Any, _: object = None) -> Any:
    if value.__class__ is int:
        return Known(value)
    if value.__class__ is not str:
        raise wrong("must be a whole number, or the word for why there is none")
    if value not in MISSING:
        raise BrokenRule("", f"must be a whole number, or one of {', '.join(MISSING)}")
    return MISSING[value]


def write_size(value: Any) -> Any:
    return value.value if isinstance(value, Known) else WORD_OF[type(value)]


def read_items(value: Any, _: object = None) -> Any:
    if value.__class__ is str and value == WORD_OF[Withheld]:
        return Sensitive(Withheld())
    if value.__class__ is not list:
        raise wrong("must be a list of five items, or the word withheld")
    return tuple(value)


@lru_cache(maxsize=256)
def _words(kind: type[enum.Enum]) -> Mapping[str, enum.Enum]:
    return {one.value: one for one in kind}


def read_enum(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    words = _words(kind)
    if value.__class__ is not str or value not in words:
        raise BrokenRule("", f"must be one of {', '.join(words)}")
    return words[value]


def write_answer(answer: Any) -> Any:
    return sorted(answer.value) if isinstance(answer, Known) else WORD_OF[type(answer)]


def write_identities(value: Identities, purpose: Purpose | None) -> Any:
    answers = Withheld() if purpose is None else value.reveal(purpose)
    if isinstance(answers, Withheld):
        return WORD_OF[Withheld]
    return {name: write_answer(answers[name]) for name in sorted(answers)}


def write_sealed(value: Sensitive[Any], purpose: Purpose | None) -> Any:
    answers = Withheld() if purpose is None else value.reveal(purpose)
    return WORD_OF[Withheld] if isinstance(answers, Withheld) else list(answers)
