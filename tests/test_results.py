"""Laws of the JSON form of results.

- Every public result has one form, which validates against its schema; equal things give equal forms, in any process,
  but for the order of rows.
- No figure of sensitive counts or quotas, of an applicant or for the staff is written without a purpose, and no answer
  of a person without `Purpose.STORE`.
- A noun's form is what stands for it in a document; a release's is its own.
- What has no form is refused by name.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import youthprog
from everything import SECRET, everything
from youthprog import (
    Counts,
    CountTable,
    Dimension,
    Known,
    Member,
    PartialDate,
    Period,
    Purpose,
    Quota,
    disclosure,
    diversity,
    duplicates,
    exchange,
    lottery,
    quotas,
    report,
    representation,
    samples,
    segregation,
    shares,
    standards,
    trainings,
    wellbeing,
)
from youthprog import testing as nouns
from youthprog.counts import Basis
from youthprog.disclosure import Ledger
from youthprog.errors import PurposeRequired, Undefined, WrongType
from youthprog.exchange._forms import forms
from youthprog.exchange._forms import nouns as classes
from youthprog.people import PersonName
from youthprog.programme import Found
from youthprog.values import Attendances, DistanceKind, Interval, People

DAY = dt.date(2022, 12, 31)
KEY = b"a key of sixteen bytes or more"
COUNTS = Counts({"rural": 12, "urban": 30}, undisclosed={"declined": 3}, of="residence", basis=Basis(on=DAY))
TABLE = CountTable(
    {"Zavkhan": {"woman": 6, "man": 4}, "Uvs": {"woman": 3, "man": 9}, None: {"woman": 1, "man": 1}},
    of="gender",
    by="region",
)
REFERENCE = representation.ReferencePopulation(
    id="urban", name="residents", of="residence", shares={"rural": "1/4", "urban": "3/4"}, source="made up"
)


def asked(*, sensitive: bool) -> Dimension:
    return Dimension(name="residence", categories=("rural", "urban"), sensitive=sensitive)


def applicants() -> list[Member]:
    told = [{"residence": Known("rural" if at < 2 else "urban")} for at in range(8)]
    return [*(Member(id=f"m-{at}", identities=one) for at, one in enumerate(told)), Member(id="m-8")]


def quota(*, sensitive: bool, minimum: str = "50%") -> Quota:
    return Quota(name="rural", of=asked(sensitive=sensitive).is_in("rural"), minimum=minimum)


@cache
def results() -> dict[type, Any]:
    """One of each public result, none of it sensitive."""
    rural = quota(sensitive=False)
    people = applicants()
    made = lottery.lottery(people, seats=4, quotas=[rural], on=DAY)
    diagnosis = quotas.explain([quota(sensitive=False, minimum="90%")], people, seats=4, on=DAY)
    advice = diagnosis.advice
    assert advice is not None
    assert advice.relaxation is not None
    assert advice.recruits is not None
    publication = disclosure.publish(COUNTS)
    nested = segregation.nested(TABLE, within={"Zavkhan": "west", "Uvs": "west", None: "unknown"})
    ratio = representation.ratio(COUNTS, reference=REFERENCE)
    programme = samples.mongolia()
    years = programme.partnership_years(2022, renewal_months=12)
    journeys = programme.journeys(kind=DistanceKind.GREAT_CIRCLE)
    twins = [
        Member(id=name, names=[PersonName(given_name="Bat", family_name="Dorj")], birth=PartialDate(2004))
        for name in ("a", "b")
    ]
    audit = disclosure.audit(disclosure.published({"rural": None, "urban": 30, "total": 33}, dimensions=["residence"]))
    found = [
        COUNTS, TABLE, Basis(on=DAY, purpose=Purpose.REPORT), shares.share(COUNTS, of="rural"), Interval(0, 1.5),
        diversity.profile(COUNTS), shares.over_time([shares.share(COUNTS, of="rural")]),
        diversity.partition(TABLE, q=1), diversity.compare(COUNTS, COUNTS, q=1),
        diversity.EmptyIntersection(categories=("a", "b"), expected=4.5, undisclosed=1),
        ratio, ratio.groups[0], representation.chance_baseline(REFERENCE, seats=5), REFERENCE,
        representation.seats_to_parity(COUNTS, reference=REFERENCE)["rural"],
        nested, nested.parts[0], segregation.change(TABLE, TABLE),
        quotas.check(rural, people, on=DAY), quotas.check_all([rural], people, on=DAY), made.odds(),
        quotas.forecast(rural, people, more=15, seats=20, on=DAY), diagnosis, advice,
        advice.conflict[0], advice.relaxation[0], advice.recruits[0], quotas.Disclosure(answers=1, recruits=2),
        quotas.Reason(demands=advice.conflict, fills_the_seats=True, asked=4, there=3, sentence="too few"),
        made.public(), made.check(),
        publication, publication.release, publication.evidence, publication.release.rule, publication.release.axes[0],
        publication.release.row(), audit, audit.cells["rural",], disclosure.suggest_coarsening(COUNTS)[0],
        Ledger(population="members", releases=(publication.release,)),
        duplicates.possible_duplicates(twins)[0], trainings.cascade(programme.activities, programme.participations),
        trainings.cascade(programme.activities, programme.participations).steps[0], wellbeing.who5([3, 2, 3, 2, 2]),
        programme.partnership_headline(Period.year(2022), renewal_months=12), years, years.years[0],
        journeys, journeys.places[0],
        programme.chain(programme.outcomes[0].id), programme.partnerships_on(on=DAY),
        Attendances(3), People({"b", "a"}),
        standards.Loss(where="members.consents", reason=standards.LossReason.NO_PLACE, count=2),
    ]  # fmt: skip
    public = report.make(everything(), on=DAY)
    section = next(one for one in public.sections if one.tables)
    return {type(one): one for one in [*found, public, section, section.tables[0]]}


WITHOUT = {
    "Shown": "results are such",
    "Pictured": "results are such",
    "History": "it holds who is where",
    "Lines": "its way out is csv",
    "Batch": "it holds arrays; frames.to_frame is its way out",
    "Sensitive": "it is revealed first",
    "Sheet": "it is read, not made",
    "Row": "it is read, not made",
    "Known": "an answer stands in a document",
    "Criterion": "the kinds of criteria stand in a document",
    "Identities": "they stand in a document",
    "Indicator": "it is told in an IATI file",
    "IndicatorReference": "it is told in an IATI file",
    "Party": "it is told in an IATI file",
    "Reporting": "it is told in an IATI file",
    "Result": "it is told in an IATI file",
    "PopoloDocument": "its way out is its text",
    "PopoloReading": "its programme has a document",
}
"""Public classes that are neither nouns nor results."""
CLOSED = {
    lottery.Effect: lottery.Effect(quota="rural", undisclosed=1, smallest=0.25, if_met=None),
    lottery.Explanation: lottery.Explanation(applicant="m-1", chance=0.25, confirmed=False, held_by=("seats",)),
    report.Drawing: report.Drawing(activity="camp", lottery=samples.mongolia_camp()),
}
"""Results that always need a purpose."""


def public_classes() -> list[type]:
    rooms = [importlib.import_module(f"youthprog.{name}") for name in youthprog.__all__ if name[0].islower()]
    found = [getattr(room, name) for room in rooms for name in room.__all__ if room.__name__ != "youthprog.testing"]
    return [one for one in found if isinstance(one, type) and not issubclass(one, (Enum, BaseException))]


def test_every_public_class_is_a_noun_a_result_that_is_tested_here_or_has_a_reason_to_be_neither() -> None:
    known = {*classes(), *results(), *CLOSED}
    rest = {one.__name__ for one in public_classes() if one not in known and not one.__module__.endswith("_columns")}
    assert rest - {"Column", "Form"} == set(WITHOUT)  # those of sheets describe a workbook


def test_the_form_of_each_result_validates_with_all_its_fields_and_no_other() -> None:
    for kind, result in {**results(), **CLOSED}.items():
        form = exchange.plain(result, purpose=Purpose.STORE)
        assert form == json.loads(json.dumps(form, allow_nan=False)) == exchange.plain(result, purpose=Purpose.STORE)
        schema = Draft202012Validator(exchange.json_schema(kind))
        schema.validate(form)
        if isinstance(form, dict) and kind not in classes():
            assert not [name for name in form if schema.is_valid({k: v for k, v in form.items() if k != name})], kind
            assert not schema.is_valid({**form, "moreover": 1})
        if kind not in CLOSED:
            schema.validate(exchange.plain(result))


# --- What it is ------------------------------------------------------------------------------------------------------


def test_the_form_of_counts_gives_what_they_are_made_of() -> None:
    assert exchange.plain(COUNTS) == {
        "of": "residence",
        "numbers": {"rural": 12, "urban": 30},
        "undisclosed": {"declined": 3, "asked-unknown": 0, "not-asked": 0, "withheld": 0, "unstated": 0},
        "not_applicable": 0,
        "people": None,
        "sensitive": False,
        "basis": {"on": "2022-12-31", "purpose": None, "definitions": []},
    }
    assert exchange.plain(Counts({"a": 1, "b": 2}, people=2))["people"] == 2
    rows = exchange.plain(TABLE)["rows"]
    assert [row["by"] for row in rows] == [["Zavkhan"], ["Uvs"], [None]]
    assert rows[0]["counts"]["numbers"] == {"woman": 6, "man": 4}


def test_exact_figures_days_enums_and_sets_have_one_spelling() -> None:
    share = exchange.plain(shares.share(COUNTS, of="rural"))
    assert (share["value"], share["of"]) == ("2/7", ["rural"])
    finding = exchange.plain(quotas.check(quota(sensitive=False), applicants(), on=DAY))
    assert (finding["on"], finding["status"], finding["quota"]["minimum"]) == ("2022-12-31", "not met", "1/2")
    assert exchange.plain(People({"b", "a"})) == {"ids": ["a", "b"]}
    assert exchange.plain(Interval(-0.0, 1.0)) == {"low": 0.0, "high": 1.0}
    assert str(exchange.plain(Interval(-0.0, 1.0))["low"]) == "0.0"
    assert exchange.plain([Fraction(1, 3), DAY, Purpose.STORE, None, True]) == [
        "1/3", "2022-12-31", "store", None, True,
    ]  # fmt: skip


@given(st.tuples(*[st.integers(0, 9)] * 3).filter(any), st.tuples(*[st.integers(1, 9)] * 3))
def test_every_gap_validates_also_where_a_group_is_short(people: tuple[int, ...], residents: tuple[int, ...]) -> None:
    counts, numbers = (dict(zip(("a", "b", "c"), some, strict=True)) for some in (people, residents))
    reference = representation.ReferencePopulation(id="r", name="r", of="x", numbers=numbers, source="made up")
    found = representation.gap(Counts(counts, of="x"), reference=reference)
    form = exchange.plain(found)
    Draft202012Validator(exchange.json_schema(type(found))).validate(form)
    told = [exchange.make_converter().structure(one["value"], Fraction) for one in form["groups"]]
    assert told == [one.value for one in found.groups]


def test_a_confidence_given_exactly_is_kept_as_the_number_it_is() -> None:
    exact: Any = Fraction(19, 20)
    for found, same in (
        (shares.share(COUNTS, of="rural", confidence=exact), shares.share(COUNTS, of="rural")),
        (
            representation.gap(COUNTS, reference=REFERENCE, confidence=exact),
            representation.gap(COUNTS, reference=REFERENCE),
        ),
    ):
        assert (found, type(found.confidence)) == (same, float)
        assert found._repr_html_() == same._repr_html_()
        assert exchange.plain(found) == exchange.plain(same)


def test_equal_tables_give_forms_that_differ_in_the_order_of_their_rows_alone() -> None:
    rows = {"p": {"x": 1, "y": 0}, "q": {"x": 2, "y": 3}}
    table, turned = (CountTable(dict(one), of="o", by="b") for one in (rows.items(), reversed(rows.items())))
    assert table == turned
    forms = [exchange.plain(one) for one in (table, turned)]
    assert [[row["by"] for row in form["rows"]] for form in forms] == [[["p"], ["q"]], [["q"], ["p"]]]
    assert {**forms[0], "rows": forms[0]["rows"][::-1]} == forms[1]


def test_a_mapping_by_one_name_is_an_object_and_by_several_a_list_of_pairs() -> None:
    assert exchange.plain({"rural": Fraction(1, 2)}) == {"rural": "1/2"}
    assert exchange.plain({("a", None): 1}) == [[["a", None], 1]]
    audit = results()[disclosure.Audit]
    assert exchange.plain(audit)["cells"] == [[["rural"], {"low": 3, "high": 3}]]


def test_a_release_and_a_report_keep_the_form_they_write_themselves() -> None:
    release, public = results()[disclosure.Release], results()[report.Report]
    assert exchange.plain(release) == json.loads(release.json())
    assert disclosure.Release.from_json(json.dumps(exchange.plain(release))) == release
    assert exchange.plain(public) == json.loads(public.json())


def test_a_document_is_the_form_of_a_programme_and_of_a_lottery() -> None:
    for purpose in (None, Purpose.STORE):
        assert exchange.plain(everything(), purpose=purpose) == json.loads(
            exchange.dumps(everything(), purpose=purpose)
        )
    camp = samples.mongolia_camp()
    assert exchange.plain(camp, purpose=Purpose.STORE) == json.loads(exchange.dumps(camp, purpose=Purpose.STORE))


@given(nouns.members())
def test_a_noun_stands_as_in_a_document_and_a_result_holds_it_so(member: Member) -> None:
    for purpose in (None, Purpose.STORE):
        form = exchange.make_converter(purpose=purpose).unstructure(member)
        assert exchange.plain(member, purpose=purpose) == form
        assert exchange.plain(Found((member,)), purpose=purpose) == {"certain": [form], "perhaps": []}


# --- What it keeps ---------------------------------------------------------------------------------------------------


def closed() -> list[Any]:
    """Results of sensitive counts and quotas, and what tells of applicants."""
    secret = Counts({"a": 6, "b": 4}, of="faith", sensitive=True)
    table = CountTable({"x": secret, "y": secret}, of="faith", by="region")
    reference = representation.ReferencePopulation(
        id="r", name="r", of="faith", numbers={"a": 1, "b": 1}, source="made up"
    )
    ratio = representation.ratio(secret, reference=reference)
    nested = segregation.nested(table, within={"x": "x", "y": "y"})
    asked_for = quota(sensitive=True, minimum="90%")
    given_for = {"on": DAY, "purpose": Purpose.QUOTA}
    diagnosis = quotas.explain([asked_for], applicants(), seats=4, **given_for)  # type: ignore[arg-type]  # as above
    assert diagnosis.advice is not None
    return [
        secret, table, shares.share(secret, of="a"), ratio, ratio.groups[0], nested, nested.parts[0],
        segregation.change(table, table), representation.seats_to_parity(secret, reference=reference),
        disclosure.suggest_coarsening(secret, key=KEY),
        quotas.check(asked_for, applicants(), on=DAY, purpose=Purpose.QUOTA),
        quotas.forecast(asked_for, applicants(), more=15, seats=20, on=DAY, purpose=Purpose.QUOTA),
        diagnosis, diagnosis.advice, diagnosis.advice.relaxation, diagnosis.advice.recruits,
        report.make(everything(), on=DAY, staff=Purpose.REPORT),
        *CLOSED.values(), samples.mongolia_camp().types[0], samples.mongolia_camp(),
    ]  # fmt: skip


def test_what_is_sensitive_is_written_for_a_purpose_alone() -> None:
    for result in closed():
        for held in (result, [result], {"a": result}):
            with pytest.raises(PurposeRequired):
                exchange.plain(held)
        assert exchange.plain(result, purpose=Purpose.STORE)
    with pytest.raises(PurposeRequired):
        exchange.plain(COUNTS, purpose="store")  # type: ignore[arg-type]  # what a caller without a checker does


def test_revealed_counts_and_releases_need_no_purpose_and_say_that_they_are_of_something_sensitive() -> None:
    secret = Counts({"a": 60, "b": 40}, of="faith", sensitive=True)
    revealed = exchange.plain(secret.reveal(Purpose.REPORT))
    assert revealed["sensitive"] is True
    assert revealed == exchange.plain(secret, purpose=Purpose.REPORT)
    assert exchange.plain(disclosure.publish(secret, key=KEY).release)["sensitive"] is True


def test_answers_and_evidence_are_written_to_be_stored_and_otherwise_withheld() -> None:
    found = Found(everything().members)
    for purpose in (None, Purpose.REPORT):
        form = exchange.plain(found, purpose=purpose)
        assert SECRET not in json.dumps(form)
        assert [one["identities"] for one in form["certain"]] == ["withheld"] * len(found.certain)
        assert exchange.plain(disclosure.publish(COUNTS), purpose=purpose)["evidence"] == "withheld"
    assert SECRET in json.dumps(exchange.plain(found, purpose=Purpose.STORE))
    publication = disclosure.publish(Counts({"a": 2, "b": 30, "c": 3}, of="x"))
    evidence = exchange.plain(publication, purpose=Purpose.STORE)["evidence"]
    assert disclosure.Evidence(evidence) == publication.evidence


def test_what_has_no_form_is_refused_by_name() -> None:
    member = everything().members[0]
    for thing, name in ((object(), "object"), (member.answer("gender"), "Sensitive"), (1j, "complex")):
        with pytest.raises(WrongType, match=f"which {name} has not"):
            exchange.plain(thing)
    with pytest.raises(Undefined):
        exchange.plain(Interval(0, float("inf")))


def test_a_room_that_nobody_loaded_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "youthprog.disclosure")
    assert set(forms()) == {Counts, CountTable}
    assert exchange.plain(COUNTS)["of"] == "residence"
