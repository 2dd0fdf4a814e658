"""The document of the case study: complete, honest about what is made up, and true to its sources.

Laws:

- the document is what the library writes: reading and writing it gives the same bytes;
- every fact that bears a source names a publisher or says "synthetic, for illustration";
- nobody in it is a person who exists.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.resources
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from youthprog import exchange, samples
from youthprog.activities import Role
from youthprog.errors import DanglingReference
from youthprog.lottery import lottery
from youthprog.people import GivenBy, Member
from youthprog.quotas import QuotaStatus, check
from youthprog.values import (
    AgeBand,
    AskedUnknown,
    Declined,
    DistanceKind,
    Ending,
    Evidence,
    Known,
    LeapDay,
    NotAsked,
    PartialDate,
    Period,
    Purpose,
    ReportedAge,
    Tri,
    Withheld,
    find_region,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from youthprog.programme import Programme

MADE_UP = "synthetic, for illustration"
CASE_STUDY = "Amnesty International, Youth case study: Amnesty International Mongolia"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return samples.mongolia()


@pytest.fixture(scope="module")
def document() -> str:
    return importlib.resources.files("youthprog").joinpath("mongolia.json").read_text(encoding="utf-8")


def nouns(thing: Any, path: str = "programme") -> Iterator[tuple[str, Any]]:
    """Every noun of a programme with its place, members left aside."""
    for one in attrs.fields(type(thing)):
        value = getattr(thing, one.name)
        for index, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if attrs.has(type(item)) and not isinstance(item, Member):
                where = f"{path}.{one.name}[{index}]" if isinstance(value, tuple) else f"{path}.{one.name}"
                yield where, item
                yield from nouns(item, where)


def table(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / "mongolia_reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- The document


def test_reading_and_writing_gives_the_same_bytes(programme: Programme, document: str) -> None:
    assert exchange.dumps(programme, purpose=Purpose.STORE) == document
    assert exchange.loads(document) == programme


def test_it_stays_small_enough_to_read(document: str) -> None:
    assert len(document.encode()) < 410_000


def test_every_call_gives_the_same_programme() -> None:
    assert samples.mongolia() is samples.mongolia()


def test_without_a_purpose_its_answers_are_left_out(programme: Programme) -> None:
    read = exchange.loads(exchange.dumps(programme))

    assert {type(one.identities.reveal(Purpose.REPORT)) for one in read.members} == {Withheld}


# --- Honesty


def test_it_says_that_its_people_are_made_up(programme: Programme) -> None:
    assert programme.source is not None
    assert MADE_UP in programme.source.citation
    assert "synthetic people" in str(programme.name)
    assert samples.mongolia.__doc__ is not None
    assert "The people are synthetic" in samples.mongolia.__doc__


def test_nobody_bears_a_name(programme: Programme) -> None:
    assert {(one.names, one.guardians) for one in programme.members} == {((), ())}
    assert all(re.fullmatch(r"m-\d{3}", one.id) for one in programme.members)


def test_only_organisations_the_case_study_names_are_real(programme: Programme) -> None:
    real = {str(one.name) for one in programme.organisations if not str(one.name).endswith("(synthetic)")}

    assert real == {"Amnesty International Mongolia", "LGBT Centre Mongolia", "Mongolian Youth Council"}


def test_every_source_names_a_publisher_or_says_it_is_made_up(programme: Programme) -> None:
    sources = {path: one.citation for path, one in nouns(programme) if isinstance(one, Evidence)}

    assert len(sources) > 100
    assert not [
        path for path, words in sources.items() if not words.startswith(CASE_STUDY) and not words.startswith(MADE_UP)
    ]


def test_every_fact_that_can_bear_a_source_bears_one(programme: Programme) -> None:
    lacking = [path for path, one in nouns(programme) if getattr(one, "source", "none needed") in (None, "")]

    assert lacking == []


def test_the_days_of_partnerships_and_the_split_of_the_eleven_are_said_to_be_made_up(programme: Programme) -> None:
    headline = programme.partnership_headline(Period.year(2022), renewal_months=12)

    assert len(headline.either.certain) == 11
    for partnership in headline.either.certain:
        assert partnership.source is not None
        assert "which of the eleven were established and which strengthened" in partnership.source.citation
        assert partnership.source.citation.endswith(MADE_UP) or partnership.source.citation.startswith(MADE_UP)


def test_what_nobody_published_is_not_given_a_number(programme: Programme) -> None:
    assert {type(one.size).__name__ for one in programme.surveys} == {"NotAsked"}
    assert {one.reach for one in programme.campaigns} == {()}
    assert {one.when for one in programme.outcomes} == {None}


# --- Variety, so that it is worth trying things on


def test_births_are_known_in_every_way_and_some_not_at_all(programme: Programme) -> None:
    births = [one.birth for one in programme.members]
    precision = Counter(len(str(one)) for one in births if isinstance(one, PartialDate))

    assert 320 <= len(births) <= 480
    assert set(precision) == {4, 7, 10}
    assert any(isinstance(one, ReportedAge) for one in births)
    assert 0 < births.count(None) < 30


def test_answers_are_known_declined_unknown_not_asked_and_withheld(programme: Programme) -> None:
    asked = [one.name for one in programme.dimensions if one.sensitive]
    assert asked == ["gender", "ethnicity", "disability", "lgbti", "language"]

    kinds = {
        name: {type(one.answer(name).reveal(Purpose.REPORT)) for one in programme.members} - {Withheld}
        for name in asked
    }
    assert all(found == {Known, Declined, AskedUnknown, NotAsked} for found in kinds.values())
    # Withheld in the record, or for want of a consent.
    on = dt.date(2022, 12, 31)
    gender = programme.dimension("gender")
    withheld = [one for one in programme.members if gender.answer(one, on=on, purpose=Purpose.REPORT) == Withheld()]
    assert any(not one.consents_to(Purpose.REPORT, on=on) for one in withheld)
    assert any(one.answer(name).reveal(Purpose.REPORT) == Withheld() for one in programme.members for name in asked)


def test_some_speak_several_languages(programme: Programme) -> None:
    answers = [one.answer("language").reveal(Purpose.REPORT) for one in programme.members]

    assert programme.dimension("language").multiple
    assert any(isinstance(one, Known) and len(one.value) > 1 for one in answers)


def test_consents_are_given_missing_withdrawn_expired_and_given_by_guardians(programme: Programme) -> None:
    consents = [consent for one in programme.members for consent in one.consents]

    assert any(not one.consents for one in programme.members)
    assert any(one.withdrawn_on is not None for one in consents)
    assert any(one.expires_on is not None for one in consents)
    assert {one.given_by for one in consents} == set(GivenBy)
    assert len({one.purposes for one in consents}) > 3


def test_some_left_some_came_back_and_of_some_the_end_is_unknown(programme: Programme) -> None:
    ends = {spell.period.end for one in programme.members for spell in one.memberships}
    before, after = dt.date(2020, 12, 31), dt.date(2022, 12, 31)
    was, now = programme.belonging(on=before), programme.belonging(on=after)
    came_back = [
        one
        for one in programme.members
        if len({(s.kind, s.organisation) for s in one.memberships}) < len(one.memberships)
    ]

    assert {Ending.ONGOING, Ending.UNKNOWN} < ends
    assert set(was.certain) - set(now.certain) - set(now.perhaps)
    assert came_back
    assert now.perhaps


def test_nobody_is_certainly_younger_than_fourteen(programme: Programme) -> None:
    child = AgeBand(name="child", maximum=13)
    young = [child.holds_born(one.birth, on=dt.date(2022, 12, 31), leap_day=LeapDay.MAR_1) for one in programme.members]

    assert Tri.YES not in young


# --- Figures carried over


def test_the_populations_of_the_regions_sum_to_the_census(programme: Programme) -> None:
    assert sum(one.population or 0 for one in programme.regions) == 3_296_866


@pytest.mark.parametrize(
    "words", ["Zavkhan", "zavkhan", "Dzavhan", "Zavhan", "Завхан", "ЗАВХАН", "057", "MN-057", "81"]
)
def test_every_name_and_code_of_zavkhan_finds_one_region(programme: Programme, words: str) -> None:
    assert find_region(programme.regions, words).code == "MN-057"


def test_a_name_nobody_bears_finds_nothing(programme: Programme) -> None:
    with pytest.raises(DanglingReference):
        find_region(programme.regions, "Uliastai")


def test_regions_are_those_of_the_reference_table(programme: Programme, shared: Path) -> None:
    rows = table(shared, "aimag_population_census2020.csv")
    carried = {
        one.code: (one.name.get("en"), one.name.get("mn"), one.national_code, one.population)
        for one in programme.regions
    }

    assert carried == {
        row["iso_3166_2"]: (row["name_en"], row["name_mn"], row["nso_code"], int(row["population_census_2020"]))
        for row in rows
    }
    for row in rows:
        for column in ("iso_3166_2", "name_en", "name_pycountry", "name_mn", "nso_code"):
            assert find_region(programme.regions, row[column]).code == row["iso_3166_2"]
    for name in ("regions-2020", "home-regions-2020"):
        assert programme.reference(name).numbers == {
            row["iso_3166_2"]: int(row["population_census_2020"]) for row in rows
        }


def test_urban_and_rural_residents_are_those_of_2024(programme: Programme, shared: Path) -> None:
    rows = {row["location"]: int(row["2024"]) for row in table(shared, "urban_rural.csv")}
    numbers = programme.reference("settlement-2024").numbers

    assert numbers is not None
    assert dict(numbers) == {"rural": rows["rural"], "urban": rows["urban"]}
    assert sum(numbers.values()) == rows["total"] == 3_554_550


@pytest.mark.parametrize(
    ("reference", "category", "groups", "percent"),
    [
        ("youth-un-2022", "15 to 24 (UN)", ["15-19", "20-24"], 13.48),
        ("youth-mn-law-2022", "15 to 34 (Mongolia)", ["15-19", "20-24", "25-29", "30-34"], 29.30),
        ("age-groups-2022", "0-14", ["0-4", "5-9", "10-14"], 31.98),
        ("age-groups-2022", "15-19", ["15-19"], 6.78),
    ],
)
def test_bands_of_age_are_sums_of_the_published_groups_of_2022(
    programme: Programme, shared: Path, reference: str, category: str, groups: list[str], percent: float
) -> None:
    rows = {row["age_group"]: int(row["2022"]) for row in table(shared, "population_by_age_group.csv")}
    population = programme.reference(reference)

    assert population.numbers is not None
    assert population.numbers[category] == sum(rows[group] for group in groups)
    assert sum(population.numbers.values()) == rows["total"]
    assert round(float(population.proportions[category]) * 100, 2) == percent


@pytest.mark.parametrize(
    ("reference", "column"), [("ethnicity-2000", "census_2000_pct"), ("ethnicity-2010", "factbook_2010_est_pct")]
)
def test_ethnic_shares_are_those_published_and_their_rounding_is_said(
    programme: Programme, shared: Path, reference: str, column: str
) -> None:
    rows = {row["group_en"]: row[column] for row in table(shared, "ethnic_groups.csv")}
    population = programme.reference(reference)
    assert population.shares is not None
    named = {name: share for name, share in population.shares.items() if name != "other"}

    assert {name: round(float(share) * 100, 1) for name, share in named.items()} == {
        name: float(rows[name]) for name in named
    }
    others = float(rows["Other Mongolian citizens"]) + float(rows["Foreigners"] or 0)
    assert round(float(population.shares["other"]) * 100, 1) == round(others, 1)
    assert population.rounding > 0


def test_distances_to_zavkhan_have_a_kind_and_a_source(programme: Programme) -> None:
    found = {(one.kind, one.kilometres) for one in programme.distances_to("MN-057")}

    assert (DistanceKind.STATED, 1000) in found
    assert (DistanceKind.ROAD, 1104) in found
    assert DistanceKind.GREAT_CIRCLE not in {kind for kind, _ in found}  # computed from the seats, not recorded


# --- The lottery of the camp

CAMP = "a-camp-2022"
CAMP_DAY = dt.date(2022, 7, 5)


def test_the_lottery_of_the_camp_is_the_fairest_of_its_applicants(programme: Programme) -> None:
    quotas = [quota for quota in programme.quotas if {CAMP, "s-camp"} & {*quota.scope}]
    made = lottery(programme.applicants(CAMP), seats=40, quotas=quotas, on=CAMP_DAY, purpose=Purpose.QUOTA)
    stored = samples.mongolia_camp()
    assert stored.quotas == made.quotas
    assert stored.chances == pytest.approx(dict(made.chances), abs=1e-9)


def test_the_lottery_of_the_camp_holds_without_a_solver() -> None:
    proof = samples.mongolia_camp().check()
    assert (proof.objective, proof.rests_on) == ("leximin", ())


def test_those_drawn_had_the_places_and_met_the_quotas(programme: Programme) -> None:
    learners = programme.participants(CAMP, role=Role.LEARNER)
    assert tuple(sorted(one.id for one in learners)) == samples.mongolia_camp().draw(seed=samples.CAMP_SEED)
    for quota in samples.mongolia_camp().quotas:
        finding = check(programme.quota(quota.name), learners, on=CAMP_DAY, purpose=Purpose.QUOTA)
        assert finding.status is QuotaStatus.MET


def test_the_document_of_the_lottery_is_what_the_library_writes() -> None:
    text = importlib.resources.files("youthprog").joinpath("mongolia-camp-lottery.json").read_text(encoding="utf-8")
    assert exchange.dumps(samples.mongolia_camp(), purpose=Purpose.STORE) == text
