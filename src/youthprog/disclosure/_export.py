"""Lines about people for somebody else: under pseudonyms, and so coarse that nobody stands alone."""

from __future__ import annotations

import base64
import csv
import hmac
import io
from typing import TYPE_CHECKING, NoReturn

from youthprog._checks import whole_number
from youthprog.disclosure._rules import CannotPublish, KeyRequired, checked_key
from youthprog.disclosure._shape import UNDISCLOSED
from youthprog.errors import BrokenRule, NotAPartition, PurposeRequired, UnknownField, WrongType
from youthprog.values import Known, NotApplicable, Purpose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from youthprog.criteria import Dimension
    from youthprog.people import Member

LEAST_K, LEAST_L = 5, 2
ANY = "any"


class Lines:
    """Lines about people, made by `export`: for the receiver and nobody else.

    They print their shape and do not pickle; `csv` is the way out.
    """

    __slots__ = ("_head", "_rows", "coarsened")

    coarsened: Mapping[str, int]

    def __init__(self, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], coarsened: Mapping[str, int]) -> None:
        """Keep the lines."""
        self._head = head
        self._rows = rows
        self.coarsened = coarsened

    def csv(self) -> str:
        """Give the lines as CSV, in the order of their pseudonyms."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self._head, *self._rows])
        return out.getvalue()

    def __len__(self) -> int:
        return len(self._rows)

    def __reduce__(self) -> NoReturn:
        msg = "lines about people do not pickle; write them with csv, for the receiver alone"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return f"<confidential lines: {', '.join(self._head)}>"


def pseudonym(member: str, *, key: bytes, purpose: Purpose, name: str) -> str:
    """Give the pseudonym of a person in one export: 128 bits of a keyed hash (HMAC-SHA-256), in base 32.

    In another export, for another purpose or under another name, it is another, so that files cannot be joined.
    Whoever has the key can tell whose it is.

    >>> pseudonym("m-1", key=b"a secret of sixteen bytes", purpose=Purpose.REPORT, name="donor 2022")
    'mvt75ldamn32t5y6gbadvh4bvi'
    """
    secret = checked_key(key, needed=True)
    words = "\x1f".join((purpose.value, name, member)).encode()
    return base64.b32encode(hmac.digest(secret, words, "sha256")[:16]).decode().rstrip("=").lower()


def export(
    members: Iterable[Member],
    *,
    by: Sequence[Dimension],
    of: Sequence[Dimension] = (),
    on: dt.date,
    purpose: Purpose,
    name: str,
    key: bytes,
    groups: Mapping[str, Sequence[Mapping[str, Sequence[str]]]] | None = None,
    k: int = LEAST_K,
    l: int = LEAST_L,  # noqa: E741  # its name in the literature
) -> Lines:
    """Make lines about people that a receiver may have.

    Only people who consented to the purpose on that day are in it. Everybody shares what is known by others (`by`) with
    k people or more, among whom no sensitive answer (`of`) stands alone: l different ones at the least. Where that does
    not hold, the dimension with most categories is made coarser by its next groups, and at the end left out; if nothing
    is left to do, nothing is made. No name, no day and no text leaves.

    Args:
        members: whose lines.
        by: dimensions that others may know of a person, such as the province or the age group.
        of: dimensions that nobody else knows.
        on: the day.
        purpose: why.
        name: what the export is called; see `pseudonym`.
        key: the secret of the pseudonyms, 16 bytes or more; never to be given away.
        groups: by the name of a dimension of `by`, from fine to coarse, groups of its categories.
        k: at least 5.
        l: at least 2.

    Returns:
        `Lines`, which say in `coarsened` how many steps each dimension was made coarser.

    Raises:
        CannotPublish: if there are too few people, or answers too alike.
        KeyRequired, PurposeRequired, BrokenRule, UnknownField, WrongType: if an argument cannot be.
    """
    if purpose.__class__ is not Purpose:
        msg = "lines about people are made for a purpose, one of youthprog.Purpose"
        raise PurposeRequired(msg)
    if key is None:
        msg = "pseudonyms need a secret key"
        raise KeyRequired(msg)
    if name.__class__ is not str or not name:
        raise WrongType("name", "must be the name of the export")
    for field, number, least in (("k", k, LEAST_K), ("l", l, LEAST_L)):
        if whole_number(number, field=field) < least:
            raise BrokenRule(field, f"must be at least {least}")
    every = [*by, *of]
    if len({one.name for one in every}) != len(every):
        raise BrokenRule("by", "must name each dimension once, and none of `of`")
    if any(one.multiple for one in by):
        msg = "a dimension with several answers a person cannot be made coarser; give it in `of`, or leave it out"
        raise NotAPartition(msg)
    if unknown := set(groups or {}) - {one.name for one in by}:
        raise UnknownField("groups", f"must be keyed by dimensions of `by`, not {', '.join(sorted(unknown))}")
    people = [member for member in members if member.consents_to(purpose, on=on)]
    known = [[_answer(one, member, on, purpose) for one in by] for member in people]
    kept = [[_answer(one, member, on, purpose) for one in of] for member in people]
    ladders = [_ladder(one, (groups or {}).get(one.name, ())) for one in by]
    steps = [0] * len(by)
    while True:
        now = [ladder[step] for ladder, step in zip(ladders, steps, strict=True)]
        lines = [tuple(level[node] for level, node in zip(now, one, strict=True)) for one in known]
        if _safe(lines, kept, k, l):
            break
        wide = [len(set(level.values())) for level in now]
        place = max(range(len(by)), key=lambda at: (wide[at], -at), default=None)
        if place is None or wide[place] == 1:
            raise CannotPublish("there are too few people, or their answers are too alike, for lines about each")
        steps[place] += 1
    rows = sorted(
        (pseudonym(member.id, key=key, purpose=purpose, name=name), *line, *rest)
        for member, line, rest in zip(people, lines, kept, strict=True)
    )
    head = ("pseudonym", *(one.name for one in every))
    return Lines(head, tuple(rows), {one.name: step for one, step in zip(by, steps, strict=True) if step})


def _answer(one: Dimension, member: Member, on: dt.date, purpose: Purpose) -> str:
    answer = one.answer(member, on=on, purpose=purpose)
    if isinstance(answer, Known):
        return "; ".join(sorted(answer.value))
    return "not applicable" if isinstance(answer, NotApplicable) else UNDISCLOSED


def _ladder(one: Dimension, levels: Sequence[Mapping[str, Sequence[str]]]) -> list[dict[str, str]]:
    nodes = {*one.categories, UNDISCLOSED, "not applicable"}
    now = {node: node for node in nodes}
    ladder = [now]
    for level in levels:
        into = {part: name for name, parts in level.items() for part in parts}
        if unknown := set(into) - set(now.values()):
            raise UnknownField("groups", f"must group categories of {one.name}: {len(unknown)} are none")
        now = {node: into.get(name, name) for node, name in now.items()}
        ladder.append(now)
    return [*ladder, dict.fromkeys(nodes, ANY)]


def _safe(lines: Sequence[tuple[str, ...]], kept: Sequence[Sequence[str]], k: int, least: int) -> bool:
    classes: dict[tuple[str, ...], list[Sequence[str]]] = {}
    for line, rest in zip(lines, kept, strict=True):
        classes.setdefault(line, []).append(rest)
    return bool(classes) and all(
        len(rests) >= k and all(len(set(column)) >= least for column in zip(*rests, strict=True))
        for rests in classes.values()
    )
