"""A value of a document as the cell of a table, and back, with nothing lost.

Most values stand in a cell as anybody would write them. Two marks keep the rest exact. An apostrophe stands before text
that a spreadsheet would take for a formula. Text that a table would change (white space at its ends, characters that
are no text) stands in quotes and with the escapes of JSON, and so do lists that could be read in two ways.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from youthprog.errors import BrokenRule, Problem, WrongType
from youthprog.values import MISSING, Ending, PartialDate

if TYPE_CHECKING:
    import enum
    from collections.abc import Iterable

Cell: TypeAlias = str | int | float | bool | dt.date | dt.time | dt.timedelta

LONGEST: Final = 32_767
"""How many characters a cell of a workbook holds."""
SEPARATOR: Final = ";"
SIGNS: Final = "=+-@＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula."""

_QUOTED = re.compile(r'".*\\.*"', re.DOTALL)
_WHOLE = re.compile(r"-?\d{1,4000}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,400}(\.\d{1,400})?([eE][-+]?\d{1,3})?", re.ASCII)


# --- Writing -------------------------------------------------------------------------------------------------------


def cell_of(value: Any) -> str | int | float:
    """Give the cell for a value of a document.

    Raises:
        BrokenRule: if it does not fit into a cell.
    """
    if value.__class__ is str:
        found: str | int | float = escaped(value)
    elif value.__class__ is bool:
        found = "yes" if value else "no"
    elif value.__class__ in (int, float):
        found = value
    else:
        found = escaped(_list_of(value)) if value.__class__ is list else _json_of(value)
    if isinstance(found, str) and len(found) > LONGEST:
        raise BrokenRule("cell", f"must have at most {LONGEST} characters to fit into a cell")
    return found


def escaped(text: str) -> str:
    """Give text in the form in which it stands in a cell."""
    odd = not text.isprintable() and any(map(_is_odd, text))
    if odd or text != unicodedata.normalize("NFC", text).strip() or _QUOTED.fullmatch(text):
        quoted = json.dumps(text)
        return quoted if "\\" in quoted else f'"\\u{ord(text[0]):04x}{quoted[2:]}'
    return f"'{text}" if text[:1] in (*SIGNS, "'") and _hides(f"'{text}") else text


def _is_odd(letter: str) -> bool:
    return letter != "\n" and (unicodedata.category(letter) in ("Cc", "Cs") or letter in "\ufeff\ufffe\uffff")


def _hides(text: str) -> bool:
    """Say whether the apostrophe at the beginning is a mark and no part of the text."""
    return text[:1] == "'" and text[1:2] in (*SIGNS, "'")


def _json_of(value: Any) -> str:
    found = json.dumps(value, ensure_ascii=False)
    return found if escaped(found) == found else json.dumps(value)


def _list_of(items: list[Any]) -> str:
    if items and all(map(_is_plain, items)):
        return f"{SEPARATOR} ".join(map(str, items))
    return _json_of(items)


def _is_plain(item: Any) -> bool:
    """Say whether an item of a list is read as it is written."""
    if item.__class__ is int:
        return True
    if item.__class__ is not str or not item or item in MISSING or SEPARATOR in item:
        return False
    return item[0] not in '[{"' and unescaped(item) == item and escaped(item) in (item, f"'{item}")


# --- Reading -------------------------------------------------------------------------------------------------------


@frozen
class Leaf:
    """What one column holds.

    Attributes:
        holds: what may stand in a cell, in words.
        read: makes a value of a document of a cell that is not empty; raises a `Problem` without a place.
        words: all that may stand in a cell, where it is one of a few words.
    """

    holds: str
    read: Callable[[Cell], Any]
    words: tuple[str, ...] = ()


def unescaped(text: str) -> str:
    """Give the text that stands in a cell."""
    if text[:1] not in ("'", '"'):
        return text
    if _QUOTED.fullmatch(text):
        try:
            found = _parsed(text)
        except (ValueError, RecursionError):
            return text
        return found if found.__class__ is str else text
    return text[1:] if _hides(text) else text


def _parsed(text: str) -> Any:
    """Parse JSON, and refuse what a document does not hold: a key twice, NaN, half of a surrogate pair."""
    found = json.loads(text, object_pairs_hook=_once, parse_constant=_never)
    json.dumps(found, ensure_ascii=False).encode()
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def _never(_: str) -> float:
    raise ValueError


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return unescaped(cell)
    if isinstance(cell, (bool, dt.date, dt.time, dt.timedelta)):
        raise WrongType("", "must be text: format the column as text before it is filled")
    raise WrongType("", "must be text: a number has lost its leading zeros; format the column as text")


def _whole(cell: Cell) -> int:
    if isinstance(cell, str) and _WHOLE.fullmatch(cell):
        return int(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == cell // 1:
        return int(cell)
    raise WrongType("", "must be a whole number")


def _number(cell: Cell) -> float:
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        return int(cell) if _WHOLE.fullmatch(cell) else float(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    raise WrongType("", "must be a number, with a point before decimals")


def _truth(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    if cell in ("yes", "no"):
        return cell == "yes"
    raise WrongType("", "must be yes or no")


def _date(cell: Cell) -> str:
    """Read what is written as a date: text as it stands, a day of the spreadsheet, or a year."""
    if isinstance(cell, dt.datetime):
        if cell.time() != dt.time():
            raise WrongType("", "must be a day without a time")
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, (int, float)) and 1000 <= cell <= 9999 and cell == cell // 1:
        return f"{int(cell)}"
    if isinstance(cell, str):
        return unescaped(cell)
    raise WrongType("", "must be a date")


def _time(cell: Cell) -> str:
    if isinstance(cell, dt.time):
        return cell.isoformat("auto" if cell.second or cell.microsecond else "minutes")
    if isinstance(cell, str):
        return unescaped(cell)
    raise WrongType("", "must be a time of day")


def _share(cell: Cell) -> str:
    if isinstance(cell, str):
        return unescaped(cell)
    raise WrongType("", "must be text such as 25% or 1/4: a number or date of a spreadsheet is not exact")


def _json(cell: Cell) -> Any:
    text = _text(cell)
    try:
        return _parsed(text)
    except (ValueError, RecursionError):
        raise WrongType("", "must be JSON, as in a document") from None


def _listed(cell: Cell, item: Callable[[Cell], Any]) -> Any:
    if not isinstance(cell, str):
        return [item(cell)]
    text = unescaped(cell)
    if text.startswith("["):
        return _json(cell)
    return [item(part.strip()) for part in text.split(SEPARATOR)]


def _or_word(cell: Cell, otherwise: Callable[[Cell], Any]) -> Any:
    return cell if isinstance(cell, str) and cell in MISSING else otherwise(cell)


_WHY = f"the word for why there is no answer ({', '.join(MISSING)})"

TEXT: Final = Leaf("text", _text)
WHOLE: Final = Leaf("a whole number", _whole)
JSON: Final = Leaf("JSON, as in a document", _json)
DATE: Final = Leaf("a date: YYYY-MM-DD, YYYY-MM or YYYY", _date)
CODES: Final = Leaf(
    f"categories, parted by semicolons, or {_WHY}; empty if it was not asked, [] for none of these",
    lambda cell: _or_word(cell, lambda one: _listed(one, _text)),
)
ITEMS: Final = Leaf("whole numbers, parted by semicolons, or the word withheld", lambda cell: _or_word(cell, _items_of))
SIZE: Final = Leaf(f"a whole number, or {_WHY}", lambda cell: _or_word(cell, _whole))
WITHHELD: Final = Leaf("the word withheld where all answers were left out", _text)

OF_TYPE: Final[dict[Any, Leaf]] = {
    str: TEXT,
    int: WHOLE,
    float: Leaf("a number", _number),
    bool: Leaf("yes or no", _truth, ("yes", "no")),
    dt.date: Leaf("a day: YYYY-MM-DD", _date),
    dt.time: Leaf("a time of day: HH:MM", _time),
    PartialDate: DATE,
    PartialDate | Ending: Leaf(f"{DATE.holds}; or {' or '.join(one.value for one in Ending)}", _date),
    Fraction: Leaf("a share as text: 25% or 1/4", _share),
}
"""What holds a value of a type."""


def _items_of(cell: Cell) -> Any:
    return _listed(cell, _whole)


def word_of(kind: type[enum.Enum]) -> Leaf:
    """Give what holds one of the words of an enumeration."""
    return one_of(one.value for one in kind)


def one_of(words: Iterable[str]) -> Leaf:
    """Give what holds one of these words; whether it is one is for the document to say."""
    known = tuple(words)
    return Leaf(f"one of: {', '.join(known)}", _text, known)


def list_of(item: Leaf) -> Leaf:
    """Give what holds several values in one cell."""
    return Leaf(f"{item.holds}; several are parted by semicolons", lambda cell: _listed(cell, item.read))


def read_cell(leaf: Leaf, cell: Cell, column: str) -> Any:
    """Read a cell that is not empty.

    Raises:
        Problem: under the name of the column.
    """
    try:
        return leaf.read(cell)
    except Problem as problem:
        raise type(problem)(column, problem.rule) from None
