"""A report as one HTML page that needs nothing else: no script, no network, no font. Staff's mark is on every page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from youthprog import display

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youthprog.report._shape import Report, Section, Table

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #595959; --rule: #c8c8c8; --bar: #cfe3f3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --paper: #16181b; --faint: #b4b4b4; --rule: #4a4d52; --bar: #1f4b6b; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem clamp(1rem, 4vw, 3rem); overflow-wrap: break-word;
  color: var(--ink); background: var(--paper); font: 1rem/1.5 system-ui, "Noto Sans", "Segoe UI", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--rule); padding-bottom: .2rem; }
p { margin: 0 0 .5rem; }
.mark { font-weight: bold; border: 2px solid; padding: .3rem .6rem; margin-bottom: 1rem; }
.words { max-width: 46rem; }
.tables { columns: 20rem; column-gap: 2.5rem; margin-top: 1rem; }
.beside { display: flex; flex-wrap: wrap; gap: 0 2.5rem; }
.beside .words { flex: 2 1 24rem; }
.beside .tables { flex: 1 1 18rem; min-width: 0; margin-top: 0; columns: auto; }
figure { margin: 0 0 1.5rem; break-inside: avoid; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .95rem; }
caption { text-align: left; font-weight: bold; padding-bottom: .3rem; }
th, td { padding: .15rem .5rem; border-bottom: 1px solid var(--rule); text-align: right; vertical-align: bottom; }
td { white-space: nowrap; }
th:first-child { text-align: left; padding-left: 0; }
tbody th { font-weight: normal; }
thead th { color: var(--faint); font-weight: normal; }
p, caption, th, td { unicode-bidi: isolate; }
td.share { background: linear-gradient(to right, var(--bar) var(--share), transparent 0); }
figcaption { color: var(--faint); font-size: .85rem; line-height: 1.4; margin-top: .4rem; }
figcaption p { margin: 0 0 .2rem; }
@page { size: A4; margin: 12mm 13mm; }
@media print {
  :root { --ink: #000; --paper: #fff; --faint: #444; --rule: #bbb; --bar: #d5e6f3; }
  body { font-size: 8.2pt; line-height: 1.26; max-width: none; padding: 0; }
  h1 { font-size: 12pt; margin-bottom: 1mm; }
  h2 { font-size: 9.5pt; margin: 2.2mm 0 .8mm; break-after: avoid; }
  p { margin-bottom: .7mm; orphans: 2; widows: 2; }
  .words { max-width: none; }
  .tables { columns: 3; column-gap: 6mm; margin-top: 2mm; }
  .beside { gap: 0 6mm; }
  .beside .words { flex: 2 1 0; }
  .beside .tables { flex: 1 1 0; }
  figure { margin-bottom: 2.5mm; }
  table { font-size: 7.4pt; line-height: 1.15; }
  th, td { padding: .2mm 1mm; }
  figcaption { font-size: 6.6pt; line-height: 1.15; }
  td.share { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
MARKED = """
@page {{ margin-top: 16mm; @top-center {{ content: "{mark}"; font: bold 9pt system-ui, sans-serif; }} }}
@media print {{ .mark {{ display: none; }} }}
"""
_SHARE = re.compile(r"<td>((\d+(?:\.\d+)?) %)</td>")


def page(report: Report) -> str:
    """Give the page."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    title = escape(report.title)
    yield f'<!doctype html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    marked = MARKED.format(mark=_in_style(report.mark)) if report.mark else ""
    yield f"<title>{title}</title>\n<style>{STYLE}{marked}</style>\n</head>\n<body>\n<main>"
    if report.mark:
        yield f'<p class="mark">{escape(report.mark)}</p>'
    yield f"<h1>{title}</h1>"
    for section in report.sections:
        yield from _section(section)
    yield "</main>\n</body>\n</html>"


def _in_style(words: str) -> str:
    """Write words as CSS reads them, every character but letters and digits by its number.

    A space too, for CSS drops one that follows a number.
    """
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"\\{ord(found[0]):06x}", words)


def _section(section: Section) -> Iterator[str]:
    """Give a section: its tables below its words, or beside them where there are one or two."""
    words = "\n".join(map(display.note, section.sentences))
    tables = "\n".join(map(_figure, section.tables))
    yield f"<section>\n<h2>{escape(section.title)}</h2>"
    yield '<div class="beside">' if len(section.tables) in {1, 2} else "<div>"
    yield f'<div class="words">\n{words}\n</div>'
    if tables:
        yield f'<div class="tables">\n{tables}\n</div>'
    yield "</div>\n</section>"


def _figure(table: Table) -> str:
    """Give a table with what there is to say about it; a share is drawn as a bar behind its number too.

    A wide table may have to be scrolled on a telephone, so the keyboard must reach it.
    """
    rows = [(name, cells) for name, *cells in table.rows]
    made = _SHARE.sub(r'<td class="share" style="--share:\2%">\1</td>', display.table(table.caption, table.head, rows))
    notes = "".join(display.note(words) for words in table.notes)
    below = f"<figcaption>{notes}</figcaption>\n" if notes else ""
    name = escape(table.caption)
    reached = f' tabindex="0" role="region" aria-label="{name}"' if len(table.head) > 3 else ""
    return f'<figure>\n<div class="scroll"{reached}>{made}</div>\n{below}</figure>'
