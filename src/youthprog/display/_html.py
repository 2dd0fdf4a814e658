"""Results as HTML: tables with caption and scope, no script, every label escaped; and as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _escaped(words: str) -> str:
    from html import escape  # the nouns that can show themselves load before anybody looks at them

    return escape(words)


def number(count: int, of: str, plural: str = "") -> str:
    """Give a number with its noun.

    >>> number(1, "seat"), number(2, "seat"), number(2, "person", "people")
    ('1 seat', '2 seats', '2 people')
    """
    return f"{count} {of if count == 1 else plural or f'{of}s'}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words with commas and a last "and".

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["a", "b"], "or")
    ('a', 'a, b and c', 'a or b')
    """
    every = list(words)
    return f" {last} ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def note(words: str) -> str:
    """Give a paragraph.

    >>> note("3 < 5")
    '<p>3 &lt; 5</p>'
    """
    return f"<p>{_escaped(words)}</p>"


def table(caption: str, head: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], *, foot: str = "") -> str:
    """Give a table whose first column names the rows.

    Args:
        caption: what the table shows, read first by a screen reader.
        head: a heading for each column, that of the row names included.
        rows: for each row its name and its cells, already in words.
        foot: what the figures rest on; left out when empty.

    >>> print(table("People", ("region", "people"), [("Zavkhan", ("7",))]))
    <table><caption>People</caption>
    <thead><tr><th scope="col">region</th><th scope="col">people</th></tr></thead>
    <tbody>
    <tr><th scope="row">Zavkhan</th><td>7</td></tr>
    </tbody></table>
    """
    heads = "".join(f'<th scope="col">{_escaped(name)}</th>' for name in head)
    lines = "".join(
        f'<tr><th scope="row">{_escaped(name)}</th>{"".join(f"<td>{_escaped(cell)}</td>" for cell in cells)}</tr>\n'
        for name, cells in rows
    )
    base = f'<tfoot><tr><td colspan="{len(head)}">{_escaped(foot)}</td></tr></tfoot>' if foot else ""
    top = f"<table><caption>{_escaped(caption)}</caption>\n<thead><tr>{heads}</tr></thead>"
    return f"{top}\n<tbody>\n{lines}</tbody>{base}</table>"
