"""Looking for people in what is about to leave."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import attrs

from youthprog.values import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youthprog.people import Member
    from youthprog.programme import Programme


_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_OF_PEOPLE = frozenset({"members", "participations", "measurements"})


def assert_no_disclosure(text: str, programme: Programme) -> None:
    """Fail if a text names one of the people of a programme: by id, by a name, by a guardian or by the day of birth.

    For answers, logs and files of a service that must tell nothing of anybody. Looked for are, as whole words and in
    any case: ids of members, each part of their names, their guardians, and days of birth that are known to the day, as
    `2004-02-29`, `29.2.2004` or `29/02/2004`. A name whose words the programme also says of something else - the title
    of an activity, a category, a region - is not looked for, nor is a single letter or a number of fewer than four
    digits, which may count something.

    That a text names nobody does not mean that nobody can be told from its numbers: for those see
    `youthprog.disclosure`. Answers are not looked for on their own, for a category is a word of every table.

    Args:
        text: what somebody else will read.
        programme: whose people must not be in it.

    Raises:
        AssertionError: with how many of which kind were found, not with what was found.

    >>> from youthprog import report, samples
    >>> import datetime as dt
    >>> programme = samples.mongolia()
    >>> assert_no_disclosure(report.make(programme, on=dt.date(2022, 12, 31)).text(), programme)
    >>> assert_no_disclosure(f"no such member: {programme.members[0].id}", programme)
    Traceback (most recent call last):
    AssertionError: the text names people: 1 id
    """
    said = _folded(text)
    public = {word for words in _public(programme) for word in _words(_folded(words))}
    found: dict[str, set[str]] = {}
    for member in programme.members:
        for kind, words in _private(member):
            looked_for = _folded(words)
            if kind in {"name", "guardian"} and public.issuperset(_words(looked_for)):
                continue
            if len(looked_for) > 1 and not _NUMBER.fullmatch(looked_for) and _stands_in(looked_for, said):
                found.setdefault(kind, set()).add(looked_for)
    if found:
        kinds = ", ".join(f"{len(words)} {kind}" for kind, words in sorted(found.items()))
        msg = f"the text names people: {kinds}"
        raise AssertionError(msg)


def _private(member: Member) -> Iterator[tuple[str, str]]:
    yield "id", member.id
    for guardian in member.guardians:
        yield "guardian", guardian
    for name in member.names:
        for part in (name.given_name, name.patronymic, name.family_name):
            yield "name", part
    birth = member.birth
    if isinstance(birth, PartialDate) and birth.day is not None:
        day = birth.earliest
        yield "birth", day.isoformat()
        for mark in "./-":
            yield "birth", f"{day.day}{mark}{day.month}{mark}{day.year}"
            yield "birth", f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year}"


def _public(programme: Programme) -> Iterator[str]:
    """Every text of a programme but those of its people."""
    for field in attrs.fields(type(programme)):
        if field.name not in _OF_PEOPLE:
            yield from _texts(getattr(programme, field.name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, frozenset)):
        for item in value:
            yield from _texts(item)
    elif hasattr(value, "items"):
        for item in value.values():
            yield from _texts(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from _texts(getattr(value, field.name))


def _folded(words: str) -> str:
    return unicodedata.normalize("NFC", words).casefold()


def _words(words: str) -> set[str]:
    return set(re.findall(r"\w+", words))


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
