"""The texts of a report come from one catalogue, so that others can add a language.

- Every text of the report is in `locale/youthprog.pot`. To write it anew: `python tests/test_report_language.py`.
- In a language that translates every text, no English is left but names, definitions and sources.
- A text that is not translated is told in English.
- In English the report says what findings, lotteries and proofs say of themselves.
"""

from __future__ import annotations

import ast
import datetime as dt
import gettext
import io
import json
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import youthprog
from youthprog import Purpose, Quota, counts, exchange, report, samples
from youthprog.campaigns import ChangeType, Lead
from youthprog.lottery import Proof, PublicLottery
from youthprog.partnerships import Stage
from youthprog.quotas import Finding, QuotaStatus
from youthprog.report._language import TERMS, Language
from youthprog.report._seats import proven, rules, staff_finding
from youthprog.trainings import TrainingLevel
from youthprog.values import DistanceKind
from youthprog.wellbeing import WellbeingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youthprog.report import Report

ROOM = Path(youthprog.__file__).parent / "report"
TEMPLATE = ROOM / "locale" / "youthprog.pot"
ON = dt.date(2022, 12, 31)


# --- The catalogue ---------------------------------------------------------------------------------------------------


def texts() -> dict[tuple[str, ...], list[str]]:
    """Every text of the room, its plural if it has one, and the modules it is told in."""
    found: dict[tuple[str, ...], list[str]] = {}
    for path in sorted(ROOM.glob("*.py")):
        for given_texts in told(ast.parse(path.read_text(encoding="utf-8"))):
            where = found.setdefault(given_texts, [])
            where += [path.name] if path.name not in where else []
    return found


def told(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="TERMS")], value=ast.Dict(values=values)):
                yield from ((ast.literal_eval(value),) for value in values)
            case ast.Call(func=ast.Attribute(attr="say") | ast.Name(id="say"), args=[text, *_]):
                yield (ast.literal_eval(text),)
            case ast.Call(func=ast.Attribute(attr="count", value=ast.Name(id="words") | ast.Attribute(attr="words"))):
                yield (ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1]))


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def template() -> str:
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n'
    )
    entries = []
    for (text, *plural), where in texts().items():
        lines = [f"#: {' '.join(where)}", *(["#, python-brace-format"] if "{" in text else []), f"msgid {quoted(text)}"]
        lines += [f"msgid_plural {quoted(plural[0])}", 'msgstr[0] ""', 'msgstr[1] ""'] if plural else ['msgstr ""']
        entries.append("\n".join(lines) + "\n")
    return "# The texts of the report of youthprog.\n" + "\n".join([head, *entries])


def test_the_catalogue_holds_every_text_of_the_report() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == template(), "run: python tests/test_report_language.py"


def test_no_text_is_both_with_and_without_a_plural_or_stands_with_two() -> None:
    """A catalogue of gettext has one entry a text."""
    singular = [text for text, *_ in texts()]
    assert sorted(singular) == sorted(set(singular))


def test_every_code_that_the_report_tells_has_its_words() -> None:
    codes = {one.value for kind in (Purpose, Stage, QuotaStatus, Lead, ChangeType) for one in kind}
    codes |= {one.value for kind in (TrainingLevel, WellbeingKind, DistanceKind) for one in kind}
    codes |= {*counts.REASONS, "not shown", "undisclosed", "total"}
    codes |= {"when", "where", "significance", "contributions", "source"}
    codes |= {name for activity in samples.mongolia().activities for name in activity.audiences}
    assert codes == TERMS.keys()


# --- Another language ------------------------------------------------------------------------------------------------


class Pseudo(gettext.NullTranslations):
    """A language that has a ж for every letter, and the facts from last to first."""

    def gettext(self, message: str) -> str:
        pieces = re.split(r"(\{\w+\})", message)
        facts = pieces[1::2]
        words = [re.sub("[A-Za-z]", "ж", piece) for piece in pieces[::2]]
        return "".join(part for pair in zip(words, [*reversed(facts), ""], strict=True) for part in pair)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def made(staff: Purpose | None = None, **language: Any) -> Report:
    drawing = report.Drawing(activity="a-camp-2022", lottery=samples.mongolia_camp(), seed=samples.CAMP_SEED)
    return report.make(
        samples.mongolia(), on=ON, staff=staff, key=samples.KEY, drawings=[drawing], language="x-pseudo", **language
    )


def strings(document: Any) -> Iterator[str]:
    """Every text in a document, that of a code with its words apart too."""
    if isinstance(document, dict):
        for value in document.values():
            yield from strings(value)
    elif isinstance(document, list):
        for value in document:
            yield from strings(value)
    elif isinstance(document, str):
        yield document


def brought() -> list[str]:
    """What the programme brings with it: names, definitions, sources; the longest first."""
    programme, camp = samples.mongolia(), samples.mongolia_camp()
    found = {*strings(json.loads(exchange.dumps(programme, purpose=Purpose.STORE)))}
    found |= {text for dimension in programme.dimensions for text in dimension.definitions}
    found |= {"; ".join(dimension.definitions) for dimension in programme.dimensions}
    found |= {reference.words for reference in programme.references} | {*camp.chances, camp.objective, "e-"}
    found |= {quota.name[0].upper() + quota.name[1:] for quota in programme.quotas}
    assert programme.young is not None
    found |= {str(programme.young), *programme.young.definitions}
    return sorted(found, key=len, reverse=True)


def english(words: Report) -> list[str]:
    """What is left of English in a report, but for what the programme brings with it."""
    names = re.compile("|".join(map(re.escape, filter(None, brought()))))
    parts = [words.title, words.mark]
    for section in words.sections:
        parts += [section.title, *section.sentences]
        for table in section.tables:
            parts += [table.caption, *table.head, *(cell for row in table.rows for cell in row), *table.notes]
    return [part for part in parts if re.search("[A-Za-z]", names.sub(" ", part))]


@pytest.mark.parametrize("staff", [None, Purpose.REPORT])
def test_in_another_language_no_english_is_left_but_names_definitions_and_sources(staff: Purpose | None) -> None:
    words = made(staff, translations=Pseudo())
    assert english(words) == []
    assert '<html lang="x-pseudo">' in words.html()


def test_english_that_is_left_is_found() -> None:
    assert len(english(made(Purpose.REPORT))) > 100


def catalogue(head: str, entries: dict[str | tuple[str, str], str | tuple[str, ...]]) -> gettext.GNUTranslations:
    """Make a compiled catalogue, as `msgfmt` does."""
    pairs = [("", f"Content-Type: text/plain; charset=UTF-8\n{head}\n")]
    pairs += [
        ("\0".join([key] if isinstance(key, str) else key), "\0".join([text] if isinstance(text, str) else text))
        for key, text in entries.items()
    ]
    pairs.sort()
    at = 28 + 16 * len(pairs)
    tables: list[bytes] = []
    body = b""
    for column in (0, 1):
        for pair in pairs:
            text = pair[column].encode()
            tables.append(struct.pack("<2I", len(text), at + len(body)))
            body += text + b"\0"
    start = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return gettext.GNUTranslations(io.BytesIO(start + b"".join(tables) + body))


def test_a_compiled_catalogue_translates_and_what_it_lacks_is_told_in_english() -> None:
    """The first three texts of a Polish catalogue, whose plural has three forms."""
    polish = catalogue(
        "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
        {
            ("{n} attendance", "{n} attendances"): ("{n} obecność", "{n} obecności", "{n} obecności"),
            ("at least {n} person", "at least {n} people"): (
                "co najmniej {n} osoba",
                "co najmniej {n} osoby",
                "co najmniej {n} osób",
            ),
            "{these} and {last}": "{these} i {last}",
        },
    )
    words = Language(tag="pl", catalogue=polish)
    people = [words.count("at least {n} person", "at least {n} people", n) for n in (1, 3, 5)]
    assert people == ["co najmniej 1 osoba", "co najmniej 3 osoby", "co najmniej 5 osób"]
    assert words.listed(["a", "b", "c"]) == "a, b i c"
    assert words.say("chance") == "chance"
    assert "co najmniej 3 osoby" in made(translations=polish).text()


def test_names_that_the_programme_has_in_the_language_are_told_in_it() -> None:
    told_in = {
        tag: report.make(samples.mongolia(), on=ON, key=samples.KEY, language=tag).markdown()
        for tag in ("en", "mn", "fr")
    }
    assert "Campaign “It's our privacy” (Нууц шүү за and Nuuts Shuu Za)" in told_in["en"]
    assert "Campaign “Нууц шүү за” (It's our privacy and Nuuts Shuu Za)" in told_in["mn"]
    assert told_in["fr"] == told_in["en"]


# --- In English ------------------------------------------------------------------------------------------------------

ENGLISH = Language()
CRITERION = youthprog.Dimension(name="home", categories=("rural", "urban"), sensitive=False).is_in("rural")


@given(
    st.sampled_from(QuotaStatus),
    *(st.integers(0, 30) for _ in range(5)),
    st.none() | st.integers(1, 30),
)
@example(QuotaStatus.MET, 9, 2, 0, 0, 3, None)
@example(QuotaStatus.NOT_MET, 9, 5, 1, 0, 3, 12)
@example(QuotaStatus.NOT_MET, 9, 1, 1, 4, 9, None)
@example(QuotaStatus.UNDETERMINED, 9, 4, 0, 5, 12, 12)
@example(QuotaStatus.NOT_APPLICABLE, 0, 0, 0, 0, 0, None)
def test_a_finding_is_told_to_staff_as_it_tells_itself(
    status: QuotaStatus, people: int, yes: int, unknown: int, needed: int, allowed: int, seats: int | None
) -> None:
    quota = Quota(name="rural people", of=CRITERION, minimum="25%")
    finding = Finding(
        quota=quota,
        status=status,
        people=people,
        yes=yes,
        unknown=unknown,
        needed=needed,
        allowed=allowed,
        on=ON,
        purpose=None,
        definitions=(),
        seats=seats,
    )
    assert f"rural people: {staff_finding(ENGLISH, finding)}" == finding.sentence


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4))
@example([])
@example([(2, 2), (3, 9), (0, 4), (2, 5)])
def test_the_rules_of_a_lottery_are_told_as_it_tells_them(bounds: list[tuple[int, int]]) -> None:
    lottery = PublicLottery(
        seats=9,
        applicants=30,
        objective="maximin",
        on=ON,
        quotas=tuple((f"quota {at}", low, high) for at, (low, high) in enumerate(bounds)),
        commitment="",
        method=samples.mongolia_camp().public().method,
    )
    assert rules(ENGLISH, lottery) == str(lottery)


@given(st.sampled_from([0.0, 1e-7]), st.integers(0, 3))
@example(0.0, 0)
@example(1e-7, 2)
def test_the_proof_of_a_lottery_is_told_as_it_tells_itself(gap: float, cuts: int) -> None:
    proof = Proof(
        objective="leximin",
        committees=4,
        levels=2,
        tolerance=1e-9,
        gap=gap,
        rests_on=tuple(f"cut {at}" for at in range(cuts)),
    )
    assert proven(ENGLISH, proof) == str(proof)


if __name__ == "__main__":
    TEMPLATE.write_text(template(), encoding="utf-8")
