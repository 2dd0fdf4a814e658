"""Documents in and out: a programme as JSON, people in bulk as JSON Lines, members from a spreadsheet's CSV.

Reading is strict: nothing is converted in silence, an unknown key is an error, and all problems of a file are told at
once, each with its path. Writing is deterministic. Sensitive answers are written only for `Purpose.STORE`; otherwise
the file says that they were left out, so that nobody reads their absence as "not asked".

`json_schema` describes documents, nouns and results; `plain` gives the one JSON form of everything the library makes.
"""

from __future__ import annotations

from youthprog.exchange._columns import (
    AgeColumn,
    AnswerColumn,
    BirthColumn,
    Column,
    DayFormat,
    HomeColumn,
    IdColumn,
    NameColumn,
    NamePart,
    PlaceColumn,
    SpellColumn,
    read_members,
)
from youthprog.exchange._columns import cell_of as cell_of  # it and those of its kind below serve the neighbours
from youthprog.exchange._columns import day_formats as day_formats
from youthprog.exchange._columns import members_of as members_of
from youthprog.exchange._converter import TAGS as TAGS
from youthprog.exchange._converter import make_converter
from youthprog.exchange._documents import dump, dumps, load, load_lottery, loads, loads_lottery
from youthprog.exchange._forms import plain
from youthprog.exchange._leaves import read_partial as read_partial
from youthprog.exchange._leaves import read_text as read_text
from youthprog.exchange._parsing import VERSION as VERSION
from youthprog.exchange._parsing import json_of as json_of
from youthprog.exchange._people import dump_members, load_members
from youthprog.exchange._problems import MOST as MOST
from youthprog.exchange._problems import most_told as most_told
from youthprog.exchange._problems import told as told
from youthprog.exchange._schema import json_schema, openapi_components

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
    "json_schema",
    "load",
    "load_lottery",
    "load_members",
    "loads",
    "loads_lottery",
    "make_converter",
    "openapi_components",
    "plain",
    "read_members",
]
