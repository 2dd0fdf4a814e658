"""What a report is made of, and how it looks as text, Markdown, JSON and HTML."""

from __future__ import annotations

import datetime as dt
import json
import re
from textwrap import wrap
from typing import TYPE_CHECKING

from attrs import asdict, field, frozen

from youthprog.lottery import Lottery
from youthprog.report import _html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WIDTH = 100


@frozen(kw_only=True)
class Table:
    """A table in words: its caption, its heading, its rows, and what there is to say about it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Section:
    """A part of a report, about a page: sentences first, then tables."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()


@frozen(kw_only=True)
class Drawing:
    """A lottery to report on.

    Attributes:
        activity: the id of the activity whose seats were drawn.
        lottery: the lottery.
        seed: the seed it was drawn with; `None` if it is yet to be drawn.
    """

    activity: str
    lottery: Lottery
    seed: str | int | None = None


@frozen(kw_only=True)
class Report:
    """A report in words, ready to be read.

    Attributes:
        title: what it is about.
        audience: `public` or `staff`.
        mark: what stands on every page of a staff report; empty for the public.
        on: the day it speaks of.
        sections: its parts.
        language: the language it is written in, by BCP 47 tag.
    """

    title: str
    audience: str
    mark: str
    on: dt.date
    sections: tuple[Section, ...] = field(repr=False)
    language: str = "en"

    @property
    def sensitive(self) -> bool:
        """Whether it is for the staff alone."""
        return self.audience == "staff"

    def text(self) -> str:
        """Give the report as plain text, in lines of at most 100 characters but for wide tables."""

        def heading(title: str, level: int) -> list[str]:
            return [title, "=-"[level] * len(title), ""]

        def sentence(words: str) -> list[str]:
            return wrap(words, WIDTH, initial_indent="- ", subsequent_indent="  ")

        return "\n".join(self._lines(heading, sentence, _text_table))

    def markdown(self) -> str:
        """Give the report as Markdown."""

        def heading(title: str, level: int) -> list[str]:
            return [f"{'#' * (level + 1)} {_plain(title)}", ""]

        return "\n".join(self._lines(heading, lambda words: [f"- {_plain(words)}"], _markdown_table))

    def html(self) -> str:
        """Give the report as one HTML page that needs nothing else: no script, no network, no font.

        It follows the reader's light or dark setting, fits a telephone, and prints on A4.

        >>> from youthprog import report, samples
        >>> import datetime as dt
        >>> page = report.make(samples.mongolia(), on=dt.date(2022, 12, 31)).html()
        >>> page.startswith("<!doctype html>"), "<script" in page, "://" in page
        (True, False, False)
        """
        return _html.page(self)

    def json(self) -> str:
        """Give the report as JSON, the same text for equal reports."""
        content = asdict(self) | {"on": self.on.isoformat()}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def _lines(
        self,
        heading: Callable[[str, int], list[str]],
        sentence: Callable[[str], list[str]],
        table: Callable[[Table], list[str]],
    ) -> Iterator[str]:
        yield from heading(self.title, 0)
        for section in self.sections:
            if self.mark:
                yield from (self.mark, "")
            yield from heading(section.title, 1)
            for words in section.sentences:
                yield from sentence(words)
            yield ""
            for one in section.tables:
                yield from table(one)
                yield ""
        if self.mark:
            yield from (self.mark, "")


def _text_table(table: Table) -> list[str]:
    rows = [table.head, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.head))]

    def line(row: tuple[str, ...]) -> str:
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        return "  ".join(["", first, *(cell.strip().rjust(len(cell)) for cell in others)]).rstrip()

    notes = [words for note in table.notes for words in wrap(note, WIDTH, initial_indent="  ", subsequent_indent="  ")]
    lines = [line(row) for row in rows]
    return [table.caption, lines[0], "  " + "-" * (sum(widths) + 2 * len(widths) - 2), *lines[1:], *notes]


def _markdown_table(table: Table) -> list[str]:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(_plain(cell) for cell in cells) + " |"

    rule = line(["---", *("---:" for _ in table.head[1:])])
    notes = [line for note in table.notes for line in ("", _plain(note))]
    return [f"**{_plain(table.caption)}**", "", line(table.head), rule, *map(line, table.rows), *notes]


def _plain(words: str) -> str:
    """Give words that Markdown shows as they are."""
    return _MARKS.sub(r"\\\g<0>", words)


_MARKS = re.compile(r"[\\`*_{}\[\]<>#|]")
