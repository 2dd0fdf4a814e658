"""The documentation: every public name has its page, every link leads somewhere, every page says when it helps."""

from __future__ import annotations

import inspect
import re
from itertools import pairwise
from pathlib import Path

import pytest

import youthprog

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if not {"_build", "examples", "jupyter_execute"} & set(page.parts))
ROOMS = [name for name in youthprog.__all__ if inspect.ismodule(getattr(youthprog, name))]


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The headings of a page as the links to them are written."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_every_room_has_its_page_in_the_order_of_the_house() -> None:
    index = (DOCS / "reference" / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"^([a-z]+)$", index, re.MULTILINE)
    assert (
        sorted(listed)
        == ROOMS
        == sorted(page.stem for page in (DOCS / "reference").glob("*.md") if page.stem != "index")
    )
    for room in ROOMS:
        text = (DOCS / "reference" / f"{room}.md").read_text(encoding="utf-8")
        assert f".. automodule:: youthprog.{room}\n   :members:" in text


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=named)
def test_every_link_inside_leads_to_a_page_that_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(there), f"{target}: no such heading"


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name in {"howto", "background"}], ids=named)
def test_every_page_says_when_it_helps(page: Path) -> None:
    text = re.sub(r"^---\n.*?^---\n\n", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert re.match(r"# .+\n\n\*When this helps: ", text)


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name != "reference"], ids=named)
def test_every_page_can_be_found_from_the_front_page(page: Path) -> None:
    if page.name != "index.md" and not page.stem.startswith("measures-"):
        assert page.relative_to(DOCS).as_posix() in (DOCS / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_headings_go_down_one_step_at_a_time(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert levels.count(1) <= 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
