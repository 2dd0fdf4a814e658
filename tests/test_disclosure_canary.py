"""The canary: planted numbers and answers show in nothing that can leave by accident.

Counts of 7,919 and 7,907 people and answers named after a bird are put into sensitive counts; whatever prints, formats,
logs, pickles, serialises or fails must not repeat them. What is hidden in a release is nowhere in it.
"""

import copy
import datetime as dt
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from youthprog.counts import Counts, CountTable
from youthprog.criteria import Dimension
from youthprog.disclosure import Ledger, Release, audit, export, publish, suggest_coarsening, verify
from youthprog.people import Consent, Member
from youthprog.report import make
from youthprog.samples import mongolia
from youthprog.values import Known, Purpose

KEY = b"a canary of sixteen bytes or more"
SMALL, LARGE = 7, 7919
BIRD = "Serinus canaria"
SECRETS = ("7919", "7,919", "7 919", BIRD, KEY.decode())
COUNTS = Counts({"x": SMALL, "y": LARGE, "z": 7907}, of="bird", sensitive=True)
TABLE = CountTable({"p": COUNTS, "q": COUNTS}, of="bird", by="place")
CONSENT = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2000, 1, 1))
MEMBERS = [
    Member(id=f"m-{i}", identities={"bird": Known((BIRD, "other")[i % 2])}, consents=[CONSENT]) for i in range(40)
]
BIRDS = Dimension(name="bird", categories=(BIRD, "other"))


def printed(thing: Any) -> Iterator[str]:
    """Everything that shows by accident."""
    yield from (repr(thing), str(thing), f"{thing}", f"{thing:}", "%r %s" % (thing, thing), "{!r}".format(thing))  # noqa: UP031, UP032
    if hasattr(thing, "_repr_html_"):
        yield thing._repr_html_()
    for leave in (pickle.dumps, json.dumps, json.dumps if attrs.has(type(thing)) else repr):
        try:
            left = leave(thing)
        except (TypeError, ValueError) as error:
            yield "".join(traceback.format_exception(error))
        else:
            yield left.decode("latin-1") if isinstance(left, bytes) else left


def working() -> dict[str, Any]:
    history = Ledger(population="us").history(
        lambda _: MEMBERS, of=BIRDS, on=dt.date(2022, 1, 1), purpose=Purpose.REPORT
    )
    made = publish(COUNTS, key=KEY)
    return {
        "counts": COUNTS,
        "a table": TABLE,
        "counts that were added": COUNTS + COUNTS,
        "evidence": made.evidence,
        "a publication": made,
        "a history": history,
        "lines": export(MEMBERS, by=[], of=[BIRDS], on=dt.date(2022, 1, 1), purpose=Purpose.REPORT, name="d", key=KEY),
        "a suggestion": suggest_coarsening(Counts(dict(COUNTS.items()), of="bird", sensitive=True), key=KEY),
        "a member": MEMBERS[0],
        "a copy": copy.deepcopy(COUNTS),
    }


@pytest.mark.parametrize("name", working())
def test_no_working_figure_shows_itself(name: str, caplog: pytest.LogCaptureFixture) -> None:
    thing = working()[name]
    logging.getLogger("canary").warning("%r %s", thing, thing)
    told = " ".join([*printed(thing), caplog.text])
    hidden = SECRETS if name != "a publication" else (BIRD, KEY.decode())
    # What a release shows may be told, and a member's answers leave in a pickle: that is how they are stored.
    assert not [secret for secret in hidden if secret in told and name != "a member"]
    if name == "a member":
        assert BIRD not in repr(thing) + caplog.text


def failures() -> list[Callable[[], Any]]:
    made = publish(COUNTS, key=KEY)
    return [
        lambda: publish(COUNTS),
        lambda: publish(COUNTS, key=KEY[:5]),
        lambda: publish(COUNTS, key=KEY, impossible=["y"]),
        lambda: publish(COUNTS, key=KEY, must_publish=["x"]),
        lambda: publish(COUNTS, key=KEY, margins="nested"),
        lambda: publish(COUNTS, key=KEY, groups={"bird": {"g": ["nowhere"]}}),
        lambda: publish(TABLE, key=KEY, must_publish=[("p", "x")]),
        lambda: publish(MEMBERS, key=KEY),  # type: ignore[arg-type]  # what is tested
        lambda: audit(COUNTS),  # type: ignore[arg-type]  # what is tested
        lambda: pickle.dumps(COUNTS),
        lambda: pickle.dumps(TABLE),
        lambda: pickle.dumps(made.evidence),
        lambda: json.dumps(COUNTS),
        lambda: hash(made.evidence),
        lambda: Counts({"x": LARGE, "y": -1}, of="bird", sensitive=True),
        lambda: COUNTS["nowhere"],
        lambda: TABLE["nowhere"],
        lambda: COUNTS.over(["x"]),
        lambda: Release.from_json(repr(COUNTS)),
        lambda: setattr(COUNTS, "of", "other"),
        lambda: export(MEMBERS, by=[BIRDS], on=dt.date(2022, 1, 1), purpose=Purpose.REPORT, name="d", key=KEY, k=99),
    ]


@pytest.mark.parametrize("number", range(len(failures())))
def test_no_error_repeats_a_secret(number: int) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # whichever it is
        failures()[number]()
    # Without the lines of code, which name the constants of this test.
    told = "".join(traceback.format_exception_only(caught.value)) + repr(caught.value)
    assert not [secret for secret in SECRETS if secret in told]


def test_what_is_hidden_is_nowhere_in_a_release() -> None:
    table = CountTable({"p": {"x": 3, "y": LARGE}, "q": {"x": 7907, "y": 4}}, of="bird", by="place")
    made = publish(table, key=KEY, must_publish=[("total", "total")])
    release = made.release
    true = [3, 4, LARGE, 7907]
    hidden = [number for number in true if number not in release.shown]
    assert 3 in hidden
    assert 4 in hidden
    told = [repr(release), release.csv(), release.json(), release._repr_html_(), repr(audit(release))]
    told.append(pickle.dumps(release).decode("latin-1"))
    for number in hidden:
        if number > 100:
            assert not [one for one in told if str(number) in one]
    assert KEY.decode() not in "".join(told)
    assert verify(table, release, made.evidence)


def test_the_public_report_holds_no_key() -> None:
    report = make(mongolia(), on=dt.date(2022, 12, 31), key=KEY)
    assert KEY.decode() not in report.text() + report.markdown() + report.json() + repr(report)
