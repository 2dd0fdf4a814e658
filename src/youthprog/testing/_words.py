"""Words, ids and where facts come from."""

from __future__ import annotations

import datetime as dt
import enum
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from hypothesis import strategies as st

from youthprog.values import LocalisedText

if TYPE_CHECKING:
    from collections.abc import Collection

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)

Pool: TypeAlias = "Collection[str] | None"
"""Ids to draw a reference from; `None` for any id at all."""

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2030, 12, 31)
REGIONS = ("MN-1", "MN-057", "MN-071", "MN-039")
SETTLEMENTS = ("degurba:1", "degurba:2", "degurba:3", "mn:soum")
AWKWARD = (
    "Нууц шүү за",
    "Ө. Үүрд",
    "e\u0301",  # a letter and a combining accent: equal to é for a reader, not for ==
    "Z\u0351\u0321alg",
    "\u202eright to left",
    "<script>alert('x')</script>",
    "a & b",
    'say "hi", they said',
    "=1+1",
    "007",
    "None",
    "null",
    "\U0001f1f2\U0001f1f3",
    "two\nlines",
    "ᠮᠣᠩᠭᠣᠯ",
)

# Strategies that are built once: building costs more than drawing.


@cache
def _texts(max_size: int) -> st.SearchStrategy[str]:
    letters = st.text(st.characters(codec="utf-8"), min_size=1, max_size=max_size).map(str.strip).filter(bool)
    plain = st.text("abcdefghijklmnopqrstuvwxyzАБӨҮ-0123456789", min_size=1, max_size=max_size)
    return st.one_of(plain, st.sampled_from(AWKWARD), letters)


@cache
def _labels() -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), texts())


@cache
def _of(pool: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(pool)


@cache
def _of_or_none(pool: tuple[str, ...] | None) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), drawn_from(pool))


@cache
def _sets_of(kind: type[E], min_size: int) -> st.SearchStrategy[frozenset[E]]:
    return st.frozensets(st.sampled_from(kind), min_size=min_size)


def texts(*, max_size: int = 12) -> st.SearchStrategy[str]:
    """Text with something in it and no white space around it."""
    return _texts(max_size)


def labels() -> st.SearchStrategy[str]:
    """Text that may be empty."""
    return _labels()


def drawn_from(pool: Pool) -> st.SearchStrategy[str]:
    return texts() if pool is None else _of(tuple(sorted(pool)))


def perhaps(pool: Pool) -> st.SearchStrategy[str | None]:
    return st.none() if pool is not None and not pool else _of_or_none(None if pool is None else tuple(sorted(pool)))


def some_of(pool: Pool, *, max_size: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    if pool is not None and not pool:
        return st.just(())
    return st.lists(drawn_from(pool), max_size=max_size, unique=True).map(tuple)


def tuples(items: st.SearchStrategy[T], *, max_size: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=max_size).map(tuple)


def sets_of_texts(*, min_size: int = 0) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(texts(), min_size=min_size, max_size=2)


def sets_of(kind: type[E], *, min_size: int = 0) -> st.SearchStrategy[frozenset[E]]:
    return _sets_of(kind, min_size)


@cache
def localised_texts() -> st.SearchStrategy[LocalisedText]:
    """A text in one language or several."""
    return st.builds(
        LocalisedText, st.dictionaries(st.sampled_from(["en", "mn", "kk", "mn-Mong", "ru"]), texts(), min_size=1)
    )
