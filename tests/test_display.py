"""Laws of the display.

- Every word comes out as it went in, in its place, and no word is taken for markup.
- A table has a caption, and each heading says whether it heads a column or a row.
- There is no script.
"""

from collections.abc import Sequence
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from youthprog import display

SPITEFUL = "<script>alert('x')</script> & \" onload=\"x"

words = st.text() | st.sampled_from([SPITEFUL, "&lt;", "<b>", "</td>", "Завхан"])


class Reader(HTMLParser):
    """Reads back the parts of a page: each as its tag, its scope and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()
        self.open = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open = tag in {"caption", "th", "td", "p"}
        if self.open:
            self.parts.append((tag, dict(attrs).get("scope") or "", ""))

    def handle_data(self, data: str) -> None:
        if self.open:
            tag, scope, before = self.parts[-1]
            self.parts[-1] = (tag, scope, before + data)

    def handle_endtag(self, tag: str) -> None:
        self.open = False


@given(words)
def test_a_note_says_its_words_and_nothing_else(said: str) -> None:
    page = Reader(display.note(said))
    assert [("p", "", said)] == page.parts
    assert {"p"} == page.tags


@given(words, st.lists(words, max_size=3), st.lists(st.tuples(words, st.lists(words, max_size=3)), max_size=3), words)
def test_a_table_says_its_words_each_in_its_place(
    caption: str, head: list[str], rows: list[tuple[str, Sequence[str]]], foot: str
) -> None:
    page = Reader(display.table(caption, head, rows, foot=foot))
    expected = [("caption", "", caption), *(("th", "col", name) for name in head)]
    for name, cells in rows:
        expected += [("th", "row", name), *(("td", "", cell) for cell in cells)]
    expected += [("td", "", foot)] if foot else []
    assert expected == page.parts
    assert page.tags <= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}


def test_a_foot_spans_all_columns() -> None:
    page = display.table("People", ("region", "people", "share"), [], foot="as of 2022-12-31")
    assert '<tfoot><tr><td colspan="3">as of 2022-12-31</td></tr></tfoot>' in page


def test_a_table_without_a_foot_has_none() -> None:
    assert "tfoot" not in display.table("People", ("region", "people"), [("Zavkhan", ("7",))])


def test_quotation_marks_cannot_leave_an_attribute() -> None:
    assert '"' not in display.note(SPITEFUL)
