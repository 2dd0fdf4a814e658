"""What a workbook holds, seen before a reader is trusted with it.

A workbook of a few kilobytes can unpack to gigabytes, and one cell in the last corner makes a reader allocate every
cell before it. And a reader gives an error, or a formula that nobody computed, as an empty cell. So the file is
unpacked within bounds first, and looked through for what would be lost.
"""

from __future__ import annotations

import codecs
import html
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from youthprog.errors import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST: Final = 512 * 2**20
"""How many bytes a workbook may unpack to, and its texts take."""
MOST_CELLS: Final = 20_000_000
"""How many cells a sheet may span, the empty ones among them."""

_PREFIX = rb"<(?:\w+:)?"
_AT = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_CELL = re.compile(_PREFIX + rb"""c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3}[0-9]{1,7})["'][^>]*>""")
_UNPLACED = re.compile(
    _PREFIX + rb"""c(?=[\s/>])(?!(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*?"""
    rb"""\s+r\s*=\s*["'][A-Za-z]{1,3}[0-9]{1,7}["'])"""
)
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
_UNCOMPUTED = re.compile(
    rb"\s*" + _PREFIX + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:" + _PREFIX + rb"v>\s*</(?:\w+:)?v>|" + _PREFIX + rb"v\s*/>)?\s*</(?:\w+:)?c>"
)
_STRINGS = re.compile(_PREFIX + rb"sst\b")
_STRING_ENDS = re.compile(rb"</(?:\w+:)?si>")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*""" + _PREFIX + rb"v>\s*([0-9]{1,9})\s*<")
_ROW_OR_CELL = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*?)(/?)>")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([^"']*)["']""")
_NAMED = re.compile(_PREFIX + rb"sheet\s([^>]*)>")
_RELATED = re.compile(_PREFIX + rb"Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def looked_into(content: bytes, source: str) -> dict[str, list[CannotRead]]:
    """Give what cannot be read of a workbook, by sheet; a file that is no archive is left to its reader.

    Raises:
        CannotRead: if the workbook is larger than it may be, or broken.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {}
    try:
        return _found(content)
    except CannotRead as problem:
        raise problem.at(source=source) from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise CannotRead("workbook", "must be a whole workbook without a password", source=source) from None


def _found(content: bytes) -> dict[str, list[CannotRead]]:
    strings: list[int] = []
    named: dict[str, str] = {}
    related: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.filename.lower().endswith("workbook.bin") for part in parts):
            raise CannotRead("workbook", "must not be XLSB, which cannot be looked into: save it as XLSX")
        left = LARGEST
        for part in parts:
            text = _unpacked(archive, part, left)
            left -= len(text)
            if part.filename.lower() == "content.xml":
                _measure_ods(text)
            elif part.filename.lower().endswith("workbook.xml"):
                named = _pairs(_NAMED, text, "r:id", "name")
            elif part.filename.lower().endswith("workbook.xml.rels"):
                related = _pairs(_RELATED, text, "Id", "Target")
            elif _STRINGS.search(text[:4096]):
                strings = [len(one) for one in _STRING_ENDS.split(text)]
        sheets = {target.rpartition("/")[2].lower(): named.get(one, "") for one, target in related.items()}
        troubles = {}
        for part in parts:  # whatever a part is called, a reader may take it for a sheet
            text = _unpacked(archive, part, LARGEST)
            _measure(text, strings)
            sheet = sheets.get(part.filename.lower().rpartition("/")[2], "")
            if sheet:
                troubles[sheet] = list(_lost(text))
    return troubles


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    part.file_size = 2 * most + 2  # what the archive says of it is not to be trusted
    with archive.open(part) as file:
        text = file.read(most + 1)
    if len(text) > most:
        raise CannotRead("workbook", f"must not unpack to more than {LARGEST // 2**20} MiB")
    return text


def _pairs(pattern: re.Pattern[bytes], text: bytes, key: str, value: str) -> dict[str, str]:
    found = {}
    for element in pattern.finditer(text):
        attributes = {
            one[1].decode(): html.unescape((one[2] or one[3] or b"").decode("utf-8", "replace"))
            for one in _ATTRIBUTE.finditer(element[1])
        }
        found[attributes.get(key, "")] = attributes.get(value, "")
    return found


def _measure(text: bytes, strings: Sequence[int]) -> None:
    """Refuse a sheet whose cells span too much, or whose texts do, or that a reader would take for an empty one."""
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CannotRead("workbook", "must be written in UTF-8: open and save it")
    if b"sheetData" in text and _UNPLACED.search(text):
        raise CannotRead("cells", "must say where on the sheet they are: open and save the workbook")
    widest = tallest = 0
    for letters, digits in set(_AT.findall(text)):
        column = 0
        for letter in letters.upper()[:4]:
            column = column * 26 + letter - 64
        widest, tallest = max(widest, column), max(tallest, int(digits[:20]))
    _bounded(widest * tallest)
    _bounded_text(sum(strings[int(one)] for one in _SHARED.findall(text) if int(one) < len(strings)))


def _measure_ods(text: bytes) -> None:
    widest = tallest = height = repeated = width = size = 0
    for found in _ROW_OR_CELL.finditer(text):
        kind, attributes, closed = found.groups()
        many = _times(attributes)
        if kind == b"table":
            widest = tallest = height = repeated = width = 0
        elif kind == b"table-row":
            height, repeated, width = height + many, many, 0
        else:
            width += many
            if not closed:
                widest, tallest = max(widest, width), max(tallest, height)
                _bounded(widest * tallest)
                size += many * repeated * (text.find(b"</table:", found.end()) - found.end())
    _bounded_text(size)


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    if found is None:
        return 1
    return int(found[1][:20]) if found[1].isdigit() else MOST_CELLS + 1


def _bounded(cells: int) -> None:
    if cells > MOST_CELLS:
        raise CannotRead("cells", f"must not span more than {MOST_CELLS} cells on a sheet")


def _bounded_text(size: int) -> None:
    if size > LARGEST:
        raise CannotRead("cells", f"must not hold more than {LARGEST // 2**20} MiB of text")


def _lost(text: bytes) -> Iterator[CannotRead]:
    """Find errors, and formulas that were never computed: a reader gives both as empty cells."""
    if not _IS_ERROR.search(text) and b"<f" not in text and b":f" not in text:
        return
    for cell in _CELL.finditer(text):
        place = cell[1].decode()
        row = int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
        if _IS_ERROR.search(cell[0]):
            yield CannotRead("cells", f"must not hold an error, and {place} does", row=row)
        elif not _IS_TEXT.search(cell[0]) and _UNCOMPUTED.match(text, cell.end()):
            rule = f"must hold what a formula gives, and {place} was never computed: open and save the workbook"
            yield CannotRead("cells", rule, row=row)
