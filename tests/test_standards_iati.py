"""Laws of results for IATI.

- Only what a release shows is told: a hidden number is not there, and true counts are refused.
- Every number that is shown is there once, with its categories, and every text comes back as it was.
- The file follows the published schema. It is not ours to distribute: the test that validates reads it from the folder
  that the environment variable YOUTHPROG_IATI_XSD names, and is skipped without it.
"""

from __future__ import annotations

import datetime as dt
import os
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from youthprog import counts, samples
from youthprog.counts import Basis, Counts, CountTable
from youthprog.criteria import Dimension
from youthprog.disclosure import DISCLOSED, TOTAL, UNDISCLOSED, CannotPublish, Release, Rule, publish, published
from youthprog.errors import BrokenRule, WrongType
from youthprog.quotas import Quota
from youthprog.representation import ReferencePopulation
from youthprog.standards import (
    ActivityStatus,
    Indicator,
    IndicatorMeasure,
    IndicatorReference,
    Party,
    PartyRole,
    Reporting,
    Result,
    ResultType,
    to_iati,
)
from youthprog.testing import count_tables
from youthprog.testing import counts as any_counts
from youthprog.values import Ending, LocalisedText, PartialDate, Period, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

ON = dt.date(2022, 12, 31)
YEAR = Period.year(2022)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WORDS = LocalisedText({"en": "Example", "mn": "Жишээ"})
RESIDENCE = Dimension(name="residence", categories=("rural", "urban"), sensitive=False)
REPORTING = Reporting(
    identifier="XX-EXAMPLE-1-YOUTH",
    ref="XX-EXAMPLE-1",
    kind="22",
    name=WORDS,
    title=WORDS,
    description=WORDS,
    parties=[Party(name=WORDS, role=PartyRole.IMPLEMENTING, kind="22", ref="XX-EXAMPLE-1")],
    status=ActivityStatus.IMPLEMENTATION,
    planned_start=dt.date(2021, 1, 1),
    actual_start=dt.date(2021, 2, 1),
    planned_end=dt.date(2023, 12, 31),
    country="MN",
    sector="15160",
)


def release_of(table: Counts | CountTable, **options: Any) -> Release:
    try:
        return publish(table, key=samples.KEY, **options).release
    except CannotPublish:
        assume(condition=False)
        raise


COUNTS = any_counts(categories=("x", "y", "<z> & co"), of="of")
TABLES = count_tables(
    rows=("a", "b"), categories=("x", "y", "z"), overlapping_rows=False, sensitive=False, of="of", by="by"
)
SAYABLE = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs"]), min_size=1).filter(
    lambda words: words == words.strip()
)
"""Texts without control characters, which XML has not."""


def simple(*, rural: int = 30, urban: int = 70, undisclosed: int = 8, on: dt.date | None = ON) -> Release:
    numbers = {"rural": rural, "urban": urban}
    return release_of(Counts(numbers, undisclosed=undisclosed, of="residence", basis=Basis(on=on)))


def written(*indicators: Indicator, reporting: Reporting = REPORTING) -> ET.Element:
    result = Result(title=WORDS, kind=ResultType.OUTPUT, indicators=indicators, description=WORDS)
    return ET.fromstring(to_iati([result], reporting=reporting))  # noqa: S314  # it is our own


def figures(root: ET.Element, tag: str) -> dict[tuple[tuple[str, str], ...], str]:
    """Give the numbers by the names and values of their dimensions."""
    found = {}
    for one in root.iter(tag):
        where = tuple((part.attrib["name"], part.attrib["value"]) for part in one.iter("dimension"))
        assert where not in found
        found[where] = one.attrib["value"]
    return found


def told_in(release: Release) -> Iterator[tuple[tuple[tuple[str, str], ...], int]]:
    """Give what a release shows, but for those not in a category of several, whom the others tell."""
    others = [{f"not {name}" for name in axis.categories} if axis.overlapping else set() for axis in release.axes]
    for cell, number in release.cells.items():
        if number is not None and not any(node in left for node, left in zip(cell, others, strict=True)):
            pairs = zip(release.dimensions, cell, strict=True)
            yield tuple((name, node) for name, node in pairs if node != TOTAL), number


@given(COUNTS | TABLES)
def test_what_a_release_shows_is_told_once_and_nothing_else(table: Counts | CountTable) -> None:
    release = release_of(table)
    root = written(Indicator(title=WORDS, release=release, during=YEAR))
    assert figures(root, "actual") == {where: str(number) for where, number in told_in(release)}
    assert not any("value" not in one.attrib for one in root.iter("actual"))


def test_a_hidden_number_is_not_there_and_never_0() -> None:
    table = Counts({"rural": 3, "urban": 70, "abroad": 2}, of="residence")
    actual = figures(written(Indicator(title=WORDS, release=release_of(table), during=YEAR)), "actual")
    assert (("residence", "rural"),) not in actual
    assert actual[("residence", "urban"),] == "70"
    assert "0" not in {value for where, value in actual.items() if where != (("residence", UNDISCLOSED),)}


@given(TABLES)
def test_a_share_is_told_only_where_the_release_gives_it(table: CountTable) -> None:
    release = release_of(table)
    root = written(Indicator(title=WORDS, release=release, during=YEAR, measure=IndicatorMeasure.SHARE))
    shares = {where: Fraction(value) / 100 for where, value in figures(root, "actual").items()}
    for where, share in shares.items():
        named = dict(where)
        exact = release.share(*(named.get(name, TOTAL) for name in release.dimensions))
        assert exact is not None
        assert abs(share - exact) <= Fraction(1, 20_000)
    assert not any(
        value in {UNDISCLOSED, DISCLOSED} for where in shares for name, value in where[-1:] if name == release.of
    )


@given(st.dictionaries(st.sampled_from(["en", "mn", "zh-Hant"]), SAYABLE, min_size=1), SAYABLE)
def test_every_text_comes_back_as_it_was(texts: dict[str, str], category: str) -> None:
    assume(category not in {TOTAL, UNDISCLOSED})
    title = LocalisedText(texts)
    table = Counts({category: 40, "other than that": 50}, of="<&>\"'")
    root = written(Indicator(title=title, release=release_of(table), during=YEAR))
    told = root.find("iati-activity/result/indicator/title")
    assert told is not None
    assert {one.attrib[LANG]: one.text for one in told} == dict(title.texts)
    assert figures(root, "actual")[("<&>\"'", category),] == "40"


def test_the_same_arguments_give_the_same_file() -> None:
    result = Result(title=WORDS, kind=ResultType.OUTCOME, indicators=[Indicator(title=WORDS, release=simple())])
    text = to_iati([result], reporting=REPORTING)
    assert text == to_iati(iter([result]), reporting=attrs.evolve(REPORTING))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
    assert text.endswith("</iati-activities>\n")
    assert '<narrative xml:lang="mn">Жишээ</narrative>' in text


def test_the_parts_stand_in_the_order_of_the_schema() -> None:
    quota = Quota(name="rural", of=RESIDENCE.is_in("rural"), minimum_people=25)
    indicator = Indicator(
        title=WORDS,
        description=WORDS,
        release=simple(),
        during=YEAR,
        baseline=simple(rural=20, on=dt.date(2021, 12, 31)),
        target=quota,
        references=[IndicatorReference(vocabulary="99", code="Y1", uri="https://example.org/y1")],
    )
    (activity,) = written(indicator)
    assert [one.tag for one in activity] == [
        *("iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status"),
        *("activity-date", "activity-date", "activity-date", "recipient-country", "sector", "result"),
    ]
    found = activity.find("result/indicator")
    assert found is not None
    assert [one.tag for one in found] == ["title", "description", "reference", *["baseline"] * 4, "period"]
    tags = [one.tag for one in found[-1]]
    assert tags == ["period-start", "period-end", "target", "actual", "actual", "actual", "actual"]
    assert found.attrib == {"measure": "1", "aggregation-status": "0"}
    assert [one.attrib for one in found[-1][:2]] == [{"iso-date": "2022-01-01"}, {"iso-date": "2022-12-31"}]


def test_the_definitions_and_the_rule_are_told() -> None:
    table = Counts(
        {"en": 40, "mn": 50},
        undisclosed=9,
        of="languages",
        people=70,
        basis=Basis(on=ON, definitions=("spoken at home",)),
    )
    release = release_of(table, rule=Rule(k=3, reason="agreed with those concerned"))
    root = written(Indicator(title=WORDS, description=WORDS, release=release, measure=IndicatorMeasure.SHARE))
    told = root.find("iati-activity/result/indicator/description")
    assert told is not None
    expected = (
        "Example (counted on 2022-12-31; spoken at home; shares are of those who disclosed; a person may be in several "
        "categories; groups of fewer than 3 people, and others that would tell them, are not shown; looser than the "
        "standard: agreed with those concerned)"
    )
    assert [one.text for one in told] == [expected, "Жишээ"]


def test_without_a_description_the_definitions_stand_alone() -> None:
    root = written(Indicator(title=WORDS, release=simple(on=None), during=YEAR))
    told = root.find("iati-activity/result/indicator/description/narrative")
    assert told is not None
    assert told.text == "groups of fewer than 5 people, and others that would tell them, are not shown"


# --- Baselines and targets


def test_an_earlier_release_is_the_baseline() -> None:
    earlier = simple(rural=20, on=dt.date(2020, 12, 31))
    root = written(Indicator(title=WORDS, release=simple(), baseline=earlier))
    assert figures(root, "baseline")[("residence", "rural"),] == "20"
    assert {(one.attrib["year"], one.attrib["iso-date"]) for one in root.iter("baseline")} == {("2020", "2020-12-31")}


@pytest.mark.parametrize(
    ("measure", "target", "expected"),
    [
        (IndicatorMeasure.PEOPLE, {"minimum_people": 12}, "12"),
        (IndicatorMeasure.PEOPLE, {"minimum": "25%"}, "27"),  # of 108
        (IndicatorMeasure.SHARE, {"minimum": "25%"}, "25"),
        (IndicatorMeasure.SHARE, {"minimum": "1/3"}, "33.33"),
    ],
)
def test_a_quota_gives_the_target(measure: IndicatorMeasure, target: dict[str, Any], expected: str) -> None:
    quota = Quota(name="rural", of=RESIDENCE.is_in("rural"), **target)
    root = written(Indicator(title=WORDS, release=simple(), measure=measure, target=quota))
    assert figures(root, "target") == {(("residence", "rural"),): expected}


def test_a_reference_population_gives_the_target_of_every_share() -> None:
    reference = ReferencePopulation(
        id="r", name="r", of="residence", numbers={"rural": 288, "urban": 712}, source="example"
    )
    root = written(Indicator(title=WORDS, release=simple(), measure=IndicatorMeasure.SHARE, target=reference))
    assert figures(root, "target") == {(("residence", "rural"),): "28.8", (("residence", "urban"),): "71.2"}


def reference_of(of: str, *categories: str) -> ReferencePopulation:
    return ReferencePopulation(id="r", name="r", of=of, numbers=dict.fromkeys(categories, 1), source="example")


OTHER = Dimension(name="other", categories=("rural", "urban"), sensitive=False)
WIDER = Dimension(name="residence", categories=("rural", "urban", "abroad"), sensitive=False)
RURAL = Quota(name="q", of=RESIDENCE.is_in("rural"), minimum="25%")
HIDDEN_TOTAL = release_of(Counts({"rural": 2, "urban": 1}, of="residence", basis=Basis(on=ON)))
CROSSED = release_of(
    CountTable({"a": {"rural": 30, "urban": 30}, "b": {"rural": 40, "urban": 20}}, of="residence", by="chapter")
)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"release": Counts({"rural": 9}, of="residence")}, "release: must be a release: true counts"),
        (
            {"release": published({"rural": 30, "total": 30}, dimensions=["residence"])},
            "release: must be a release: true counts",
        ),
        ({"release": simple(on=None)}, "during: must be given where the release names no day"),
        ({"during": Period(PartialDate(2022), PartialDate(2023, 1, 1))}, "during: must begin and end on a day"),
        ({"during": Period(dt.date(2022, 1, 1), PartialDate(2023))}, "during: must begin and end on a day"),
        ({"during": Period(dt.date(2022, 1, 1), Ending.ONGOING)}, "during: must begin and end on a day"),
        ({"during": Period.year(2021)}, "during: must hold the day of the release"),
        ({"baseline": Counts({"rural": 9}, of="residence")}, "baseline: must be a release"),
        ({"baseline": CROSSED}, "baseline: must be of the dimensions of the release"),
        ({"baseline": simple(on=None)}, "baseline: must be a release that names its day"),
        ({"baseline": attrs.evolve(simple(), basis=None)}, "baseline: must be a release that names its day"),
        ({"release": CROSSED, "during": YEAR, "target": RURAL}, "target: must be left out where the release has"),
        ({"target": reference_of("residence", "rural", "urban")}, "target: must not be a reference population where"),
        (
            {"target": reference_of("other", "rural", "urban"), "measure": IndicatorMeasure.SHARE},
            "target: must be a reference population of the dimension",
        ),
        (
            {"target": reference_of("residence", "abroad"), "measure": IndicatorMeasure.SHARE},
            "target: must be a reference population of the dimension",
        ),
        ({"target": attrs.evolve(RURAL, of=OTHER.is_in("rural"))}, "target: must be a quota of one category"),
        ({"target": attrs.evolve(RURAL, of=~RESIDENCE.is_in("rural"))}, "target: must be a quota of one category"),
        ({"target": attrs.evolve(RURAL, of=RESIDENCE.is_in("rural", "urban"))}, "target: must be a quota of one cat"),
        ({"target": attrs.evolve(RURAL, of=WIDER.is_in("abroad"))}, "target: must be a quota of one category"),
        (
            {
                "target": Quota(name="q", of=RESIDENCE.is_in("rural"), minimum_people=3),
                "measure": IndicatorMeasure.SHARE,
            },
            "target: must be a quota with a smallest share",
        ),
        ({"target": Quota(name="q", of=RESIDENCE.is_in("rural"), maximum="50%")}, "target: must be a quota that dem"),
        ({"target": RURAL, "release": HIDDEN_TOTAL}, "target: must be a quota that demands a number of people among"),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, Any], rule: str) -> None:
    given_fields: dict[str, Any] = {"title": WORDS, "release": simple()} | fields
    with pytest.raises((BrokenRule, WrongType)) as caught:
        Indicator(**given_fields)
    assert str(caught.value).startswith(rule)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"planned_start": None, "actual_start": None}, "actual_start: must be given, or planned_start"),
        ({"planned_end": dt.date(2020, 1, 1)}, "planned_end: must not be earlier than the start"),
        ({"actual_end": dt.date(2020, 1, 1)}, "actual_end: must not be earlier than the start"),
        ({"parties": []}, "parties: must not be empty"),
        ({"identifier": ""}, "identifier: must not be empty"),
    ],
)
def test_what_iati_demands_of_an_activity_must_be_given(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(BrokenRule) as caught:
        attrs.evolve(REPORTING, **fields)
    assert str(caught.value).startswith(rule)


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\x7f\x0b", "\ufffe", "\ud800"])
def test_a_character_that_xml_has_not_is_refused(mark: str) -> None:
    with pytest.raises(BrokenRule, match="narrative: must not hold control characters"):
        written(Indicator(title=LocalisedText({"en": f"a{mark}b"}), release=simple()))


# --- The case study


def case_study() -> str:
    """Write the releases of every dimension of the sample, people and shares, with their quota and reference."""
    programme = samples.mongolia()
    people = programme.belonging(on=ON).certain
    indicators = []
    for dimension in programme.dimensions:
        table = counts.tally(people, of=dimension, on=ON, purpose=Purpose.REPORT)
        release = publish(table, key=samples.KEY).release
        title = LocalisedText({"en": f"Members and supporters by {dimension.name}"})
        indicators.append(Indicator(title=title, release=release, during=YEAR))
        reference = next((one for one in programme.references if one.of == dimension.name), None)
        share = IndicatorMeasure.SHARE
        indicators.append(Indicator(title=title, release=release, during=YEAR, measure=share, target=reference))
    words = LocalisedText({"en": "People", "mn": "Хүмүүс"})
    results = [Result(title=words, kind=ResultType.OUTCOME, indicators=indicators)]
    return to_iati(results, reporting=REPORTING)


def test_the_case_study_is_told_as_its_releases_have_it() -> None:
    root = ET.fromstring(case_study())  # noqa: S314  # it is our own
    actual = [one for one in root.iter("actual") if [part.attrib["name"] for part in one] == ["young"]]
    assert [one.attrib["value"] for one in actual[:3]] == ["191", "95", "12"]
    assert sum(1 for _ in root.iter("target")) > 0


@pytest.mark.skipif("YOUTHPROG_IATI_XSD" not in os.environ, reason="YOUTHPROG_IATI_XSD names no folder with the XSD")
def test_the_case_study_follows_the_published_schema() -> None:
    etree = pytest.importorskip("lxml.etree")
    file = Path(os.environ["YOUTHPROG_IATI_XSD"]) / "iati-activities-schema.xsd"
    schema = etree.XMLSchema(etree.parse(str(file)))
    quota = Quota(name="rural", of=RESIDENCE.is_in("rural"), minimum_people=25)
    full = Indicator(
        title=WORDS,
        description=WORDS,
        release=simple(),
        baseline=simple(on=dt.date(2021, 12, 31)),
        target=quota,
        references=[IndicatorReference(vocabulary="99", code="Y1", uri="https://example.org/y1")],
    )
    crossed = Indicator(title=WORDS, release=CROSSED, during=YEAR)
    every = Result(title=WORDS, kind=ResultType.OTHER, indicators=[full, crossed], description=WORDS)
    for text in (case_study(), to_iati([], reporting=REPORTING), to_iati([every], reporting=REPORTING)):
        schema.assertValid(etree.fromstring(text.encode()))
    broken = case_study().replace("activity-status", "activity-state")
    assert not schema.validate(etree.fromstring(broken.encode()))
