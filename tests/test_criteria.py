"""Dimensions, criteria, and the Washington Group Short Set.

Laws:

- a criterion that asks each dimension once answers exactly what all completions of the unknown answers agree on;
- who is equal in the facts that a reading looks at has the same answer, whatever the rest;
- not, and, or are those of Kleene; the definitions of a criterion are those of its parts, each once;
- an age group is known exactly if every birthday that is possible falls into it;
- a sensitive dimension is read for a purpose only, and withheld from who has not consented on that day;
- an error about an answer never says the answer;
- disability by the Washington Group: all 4,096 complete patterns and all 15,625 with missing answers, for each cut-off.
"""

from __future__ import annotations

import datetime as dt
import traceback
from contextlib import nullcontext
from itertools import combinations, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from youthprog.criteria import (
    AgeGroups,
    AllOf,
    AnyOf,
    Asked,
    Belongs,
    Criterion,
    Dimension,
    Is,
    Meets,
    NotThat,
    RegionOf,
    RuralOrUrban,
    Where,
    washington_group,
)
from youthprog.errors import BrokenRule, PurposeRequired, WrongType
from youthprog.people import Consent, GivenBy, Identities, Member, Membership, MembershipKind, PersonName, Residence
from youthprog.testing import (
    age_bands,
    answers,
    births,
    consents,
    criteria,
    days,
    dimensions,
    identities,
    members,
    memberships,
    names,
    places,
    regions,
)
from youthprog.values import (
    MISSING,
    AgeBand,
    Answer,
    AskedUnknown,
    Declined,
    Ending,
    Known,
    LeapDay,
    NotApplicable,
    NotAsked,
    PartialDate,
    Period,
    Place,
    Purpose,
    Region,
    ReportedAge,
    RuralDefinition,
    Tri,
    Withheld,
    age_on,
)

TODAY = dt.date(2022, 7, 1)
GENDER = Dimension(name="gender", categories=("woman", "man", "another"), sensitive=False)
ORIGIN = Dimension(name="origin", categories=("Khalkh", "Kazakh", "Буриад"), sensitive=False, multiple=True)
SCHOOL = Dimension(name="school", categories=("yes", "no"), sensitive=False)
DISABILITY = Dimension(name="disability", categories=("yes", "no"))
OUTSIDE = RuralDefinition(name="outside the capital", urban_regions={"MN-1"}, source="example")
SOUM = RuralDefinition(name="soum centres", settlements={"mn:soum"})
YOUTH = AgeBand(name="youth", minimum=15, maximum=24, source="UN")


def person(member_id: str = "m-1", **facts: Any) -> Member:
    return Member(id=member_id, **facts)


def answering(**said: Any) -> Member:
    return person(identities=said)


def lives(place: Place) -> tuple[Residence, ...]:
    return (Residence(place=place, period=Period(dt.date(2020, 1, 1), Ending.ONGOING)),)


# --- Three-valued logic ----------------------------------------------------------------------------------------------


def completions(dimension: Dimension, said: Answer[frozenset[str]]) -> list[Answer[frozenset[str]]]:
    """What an unknown answer may be: categories that are allowed together, or that the question does not apply."""
    if isinstance(said, (Known, NotApplicable)):
        return [said]
    sizes = range(len(dimension.categories) + 1) if dimension.multiple else [1]
    sets = [frozenset(some) for size in sizes for some in combinations(dimension.categories, size)]
    return [*map(Known, sets), NotApplicable()]


@st.composite
def each_dimension_once(draw: st.DrawFn, asked: list[Dimension]) -> Criterion:
    if len(asked) == 1:
        wanted = draw(st.lists(st.sampled_from(asked[0].categories), min_size=1, unique=True))
        made: Criterion = asked[0].is_in(*wanted)
    else:
        cut = draw(st.integers(1, len(asked) - 1))
        parts = draw(each_dimension_once(asked[:cut])), draw(each_dimension_once(asked[cut:]))
        made = parts[0] & parts[1] if draw(st.booleans()) else parts[0] | parts[1]
    return ~made if draw(st.booleans()) else made


@given(st.data())
def test_a_criterion_answers_what_all_completions_of_the_unknown_agree_on(data: st.DataObject) -> None:
    asked = data.draw(st.permutations([GENDER, ORIGIN, SCHOOL]))[: data.draw(st.integers(1, 3))]
    criterion = data.draw(each_dimension_once(asked))
    said = {one.name: data.draw(answers(categories=one.categories, multiple=one.multiple)) for one in asked}
    possible = product(*(completions(one, said[one.name]) for one in asked))
    found = {
        criterion.holds(answering(**{one.name: answer for one, answer in zip(asked, some, strict=True)}), on=TODAY)
        for some in possible
    }
    expected = found.pop() if len(found) == 1 else Tri.UNKNOWN
    assert expected == criterion.holds(answering(**said), on=TODAY)


@given(st.data())
def test_not_and_or_are_those_of_kleene(data: st.DataObject) -> None:
    asked = [data.draw(dimensions(sensitive=False, names=[name])) for name in ("one", "two")]
    left, right = data.draw(criteria(dimensions=asked)), data.draw(criteria(dimensions=asked))
    member, on = data.draw(members(dimensions=asked, sparse=True)), data.draw(days())
    a, b = left.holds(member, on=on), right.holds(member, on=on)
    assert (a & b, a | b, ~a) == tuple(made.holds(member, on=on) for made in (left & right, left | right, ~left))
    assert (b & a, b | a, a) == tuple(made.holds(member, on=on) for made in (right & left, right | left, ~~left))
    assert ~(left & right).holds(member, on=on) is (~left | ~right).holds(member, on=on)


@given(st.data(), days())
def test_who_is_equal_in_the_facts_a_reading_looks_at_has_the_same_answer(data: st.DataObject, on: dt.date) -> None:
    asked = data.draw(dimensions())
    if data.draw(st.booleans()):
        asked = Dimension(name="meets", reading=Meets(criterion=data.draw(criteria(dimensions=[asked, GENDER]))))
    one, other = data.draw(members(dimensions=[asked, GENDER])), data.draw(members(dimensions=[asked, GENDER]))
    like: dict[str, Any] = {fact: getattr(one, fact) for fact in asked.reading.facts}
    alike = evolve(evolve(other, birth=None, memberships=()), **like)
    agreed = (Consent(purposes={Purpose.REPORT}, given_on=dt.date(1900, 1, 1)),)
    told = [asked.answer(evolve(who, consents=agreed), on=on, purpose=Purpose.REPORT) for who in (one, alike)]
    assert told[0] == told[1]


@given(criteria(), criteria())
def test_a_criterion_carries_the_dimensions_and_definitions_of_its_parts_once(
    left: Criterion, right: Criterion
) -> None:
    both = left & ~right
    assert tuple(dict.fromkeys((*left.dimensions, *right.dimensions))) == both.dimensions
    assert tuple(dict.fromkeys((*left.definitions, *right.definitions))) == both.definitions
    assert (left.sensitive or right.sensitive) == both.sensitive
    assert both == left & ~right
    assert hash(both) == hash(left & ~right)


def test_a_criterion_reads_as_a_sentence() -> None:
    woman, young, at_school = GENDER.is_in("woman"), SCHOOL.is_in("no"), ORIGIN.is_in("Kazakh", "Буриад")
    assert str(at_school) == "origin is Kazakh or Буриад"
    assert str(~(woman | young) & at_school) == ("not (gender is woman or school is no) and origin is Kazakh or Буриад")
    assert str((woman & young) | ~at_school) == "(gender is woman and school is no) or not origin is Kazakh or Буриад"
    assert repr(woman & young) == "<gender is woman and school is no>"


@pytest.mark.parametrize("parts", [(), (GENDER,), (GENDER.is_in("man"), "woman")])
@pytest.mark.parametrize("kind", [AllOf, AnyOf])
def test_a_criterion_is_made_of_criteria(kind: Any, parts: Any) -> None:
    with pytest.raises((BrokenRule, WrongType), match="criteria: must"):
        kind(criteria=parts)


def test_a_criterion_joins_with_criteria_only() -> None:
    wrong: Any = True
    for join in (lambda: GENDER.is_in("man") & wrong, lambda: NotThat(criterion=wrong), lambda: Meets(criterion=wrong)):
        with pytest.raises(WrongType, match="must be Criterion"):
            join()


def test_a_misspelt_category_is_refused() -> None:
    with pytest.raises(BrokenRule, match="categories: must be categories of gender"):
        GENDER.is_in("women")
    with pytest.raises(BrokenRule, match="categories: must not be empty"):
        GENDER.is_in()


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (["women"], r" \(is woman meant\?\)"),
        (["WOMAN"], r" \(is woman meant\?\)"),
        (["Man", "wooman", "woman"], r" \(is man or woman meant\?\)"),
        (["another gender identity"], ""),
    ],
)
def test_a_misspelt_category_is_told_what_may_be_meant(asked: list[str], hint: str) -> None:
    with pytest.raises(BrokenRule, match=f"categories: must be categories of gender{hint}$"):
        GENDER.is_in(*asked)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Known("woman"), Tri.YES),
        (Known("man"), Tri.NO),
        (NotApplicable(), Tri.NO),
        (Declined(), Tri.UNKNOWN),
        (AskedUnknown(), Tri.UNKNOWN),
        (NotAsked(), Tri.UNKNOWN),
        (Withheld(), Tri.UNKNOWN),
    ],
)
def test_who_did_not_disclose_is_unknown_and_not_no(said: Any, expected: Tri) -> None:
    assert expected is GENDER.is_in("woman", "another").holds(answering(gender=said), on=TODAY)


def test_none_of_these_is_known_where_several_answers_are_allowed() -> None:
    assert ORIGIN.is_in("Kazakh").holds(answering(origin=Known(frozenset())), on=TODAY) is Tri.NO
    both = answering(origin=Known({"Kazakh", "Khalkh"}))
    assert ORIGIN.is_in("Kazakh").holds(both, on=TODAY) is Tri.YES
    assert ORIGIN.is_in("Буриад").holds(both, on=TODAY) is Tri.NO


# --- Purpose and consent ---------------------------------------------------------------------------------------------


def consent(**facts: Any) -> Consent:
    return Consent(purposes=facts.pop("purposes", {Purpose.QUOTA}), given_on=dt.date(2022, 1, 1), **facts)


@pytest.mark.parametrize("purpose", [None, "quota", True])
def test_a_sensitive_dimension_is_read_for_a_purpose_only(purpose: Any) -> None:
    member = person(identities={"disability": Known("yes")}, consents=[consent()])
    for read in (
        lambda: DISABILITY.answer(member, on=TODAY, purpose=purpose),
        lambda: DISABILITY.permitted(purpose),
        lambda: (GENDER.is_in("man") | ~DISABILITY.is_in("yes")).holds(member, on=TODAY, purpose=purpose),
    ):
        with pytest.raises(PurposeRequired):
            read()


@pytest.mark.parametrize(
    ("given_consents", "expected"),
    [
        ([], Withheld()),
        ([consent()], Known(frozenset({"yes"}))),
        ([consent(purposes={Purpose.RESEARCH})], Withheld()),
        ([consent(withdrawn_on=TODAY)], Withheld()),
        ([consent(withdrawn_on=TODAY + dt.timedelta(days=1))], Known(frozenset({"yes"}))),
        ([consent(expires_on=TODAY)], Withheld()),
        ([consent(withdrawn_on=TODAY), consent()], Known(frozenset({"yes"}))),
        ([consent(given_by=GivenBy.GUARDIAN)], Withheld()),
    ],
)
def test_who_has_not_consented_on_that_day_is_withheld(given_consents: list[Consent], expected: Any) -> None:
    member = person(identities={"disability": Known("yes")}, consents=given_consents)
    assert expected == DISABILITY.answer(member, on=TODAY, purpose=Purpose.QUOTA)
    wanted = Tri.UNKNOWN if expected == Withheld() else Tri.YES
    assert wanted is DISABILITY.is_in("yes").holds(member, on=TODAY, purpose=Purpose.QUOTA)


@given(members(dimensions=[DISABILITY]), days(), st.sampled_from(Purpose))
def test_a_sensitive_answer_is_withheld_exactly_from_purposes_without_consent(
    member: Member, on: dt.date, purpose: Purpose
) -> None:
    expected = member.answer("disability").reveal(purpose) if member.consents_to(purpose, on=on) else Withheld()
    assert expected == DISABILITY.answer(member, on=on, purpose=purpose)


def test_a_dimension_is_sensitive_unless_it_says_otherwise() -> None:
    assert Dimension(name="hobby", categories=["chess"]).sensitive


def test_answers_that_were_left_out_for_this_reader_are_withheld() -> None:
    assert GENDER.answer(person(identities=Withheld()), on=TODAY) == Withheld()


CANARIES = {"canary-yellow", "canary-blue"}
BIRDS = Dimension(name="bird", categories=sorted(CANARIES), sensitive=False)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (Known(frozenset(CANARIES)), "must be exactly one category"),
        (Known(frozenset()), "must be exactly one category"),
        (Known("canary-green"), "must be a declared category"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_without_naming_it(said: Any, rule: str) -> None:
    with pytest.raises(BrokenRule) as caught:
        BIRDS.answer(answering(bird=said), on=TODAY)
    error = caught.value
    assert (f"bird of member m-1: {rule}", rule) == (str(error), error.rule)
    told = "".join(traceback.format_exception(error)) + repr(error) + repr(error.args)
    assert "canary-" not in told.replace(traceback.format_exc(), "")


# --- Readings --------------------------------------------------------------------------------------------------------


def possible_birthdays(birth: PartialDate | ReportedAge, leap_day: LeapDay) -> list[dt.date]:
    if isinstance(birth, PartialDate):
        first, last = birth.earliest, birth.latest
    else:
        first = dt.date(birth.asked_on.year - birth.age - 2, 1, 1)
        last = dt.date(birth.asked_on.year - birth.age, 12, 31)
    every = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
    if isinstance(birth, PartialDate):
        return every
    born = [day for day in every if day <= birth.asked_on]
    return [day for day in born if age_on(day, on=birth.asked_on, leap_day=leap_day) == birth.age]


@given(
    births(), days(), dimensions(derived=True, sensitive=False).filter(lambda one: isinstance(one.reading, AgeGroups))
)
def test_an_age_group_is_known_exactly_if_every_possible_birthday_falls_into_it(
    birth: PartialDate | ReportedAge, on: dt.date, dimension: Dimension
) -> None:
    groups = dimension.reading
    assert isinstance(groups, AgeGroups)
    ages = {
        age_on(day, on=on, leap_day=groups.leap_day) for day in possible_birthdays(birth, groups.leap_day) if day <= on
    }
    names = {next((band.name for band in groups.bands if band.holds(age)), groups.others) for age in ages}
    expected: Any = AskedUnknown()
    if not names:
        expected = NotApplicable()
    elif len(names) == 1:
        expected = Known(frozenset(names))
    assert expected == dimension.answer(person(birth=birth), on=on)


def test_somebody_without_a_birth_date_was_not_asked_for_it() -> None:
    ages = Dimension(name="age", sensitive=False, reading=AgeGroups(bands=[YOUTH], leap_day=LeapDay.MAR_1))
    assert ages.answer(person(), on=TODAY) == NotAsked()
    assert ages.categories == ("youth", "other ages")


def test_the_leap_day_rule_decides_on_28_february() -> None:
    born = person(birth=PartialDate(2004, 2, 29))
    band = AgeBand(name="adults", minimum=18)
    found = [
        Dimension(name="age", sensitive=False, reading=AgeGroups(bands=[band], leap_day=rule, others="minors")).answer(
            born, on=dt.date(2022, 2, 28)
        )
        for rule in (LeapDay.MAR_1, LeapDay.FEB_28)
    ]
    assert found == [Known(frozenset({"minors"})), Known(frozenset({"adults"}))]


@given(age_bands(), age_bands())
def test_age_groups_overlap_if_and_only_if_an_age_is_in_two(one: AgeBand, other: AgeBand) -> None:
    overlap = any(one.holds(age) and other.holds(age) for age in range(200))
    with pytest.raises(BrokenRule, match="bands: must not overlap") if overlap else nullcontext():
        AgeGroups(bands=[one, other], leap_day=LeapDay.MAR_1)


@given(members(regions=["MN-1", "MN-057"]), days(), st.sampled_from(Where))
def test_the_region_is_that_of_the_place_asked_for(member: Member, on: dt.date, where: Where) -> None:
    region = Dimension(name="region", categories=["MN-1", "MN-057"], sensitive=False, reading=RegionOf(where=where))
    place = member.residence(on=on)
    code = member.home if where is Where.HOME else None if place is None else place.region
    expected = NotAsked() if code is None else Known(frozenset({code}))
    assert expected == region.answer(member, on=on)


def test_home_and_residence_are_two_facts() -> None:
    student = person(home="MN-057", residences=lives(Place(region="MN-1")))
    rural = {
        where: Dimension(name="rural", sensitive=False, reading=RuralOrUrban(definition=OUTSIDE, where=where))
        for where in Where
    }
    assert rural[Where.RESIDENCE].answer(student, on=TODAY) == Known(frozenset({"urban"}))
    assert rural[Where.HOME].answer(student, on=TODAY) == Known(frozenset({"rural"}))


@pytest.mark.parametrize(
    ("definition", "place", "expected"),
    [
        (OUTSIDE, Place(region="MN-057", settlement="degurba:1"), "rural"),
        (OUTSIDE, Place(region="MN-1"), "urban"),
        (OUTSIDE, Place(settlement="mn:soum"), None),
        (SOUM, Place(region="MN-1", settlement="mn:soum"), "rural"),
        (SOUM, Place(settlement="mn:capital"), "urban"),
        (SOUM, Place(settlement="degurba:1"), None),
        (SOUM, Place(region="MN-057"), None),
        (SOUM, None, None),
    ],
)
def test_rural_is_what_the_named_definition_says(
    definition: RuralDefinition, place: Place | None, expected: str | None
) -> None:
    reading = RuralOrUrban(definition=definition, where=Where.RESIDENCE)
    member = person(residences=() if place is None else lives(place))
    found = Dimension(name="rural", sensitive=False, reading=reading).answer(member, on=TODAY)
    assert (NotAsked() if expected is None else Known(frozenset({expected}))) == found


def test_whether_somebody_belongs_may_be_unknown() -> None:
    belongs = Dimension(
        name="member", sensitive=False, reading=Belongs(kinds={MembershipKind.MEMBER, MembershipKind.SUPPORTER})
    )

    def on(day: str) -> Answer[frozenset[str]]:
        spell = Membership(kind=MembershipKind.MEMBER, period=Period(PartialDate(2022, 3), dt.date(2022, 6, 1)))
        staff = Membership(kind=MembershipKind.STAFF, period=Period(dt.date(2020, 1, 1), Ending.ONGOING))
        elsewhere = Membership(
            kind=MembershipKind.MEMBER, period=Period(dt.date(2020, 1, 1), Ending.ONGOING), organisation="myc"
        )
        return belongs.answer(person(memberships=[spell, staff, elsewhere]), on=dt.date.fromisoformat(day))

    found = [on(day) for day in ("2022-02-28", "2022-03-15", "2022-03-31", "2022-06-01")]
    assert found == [Known(frozenset({"no"})), AskedUnknown(), Known(frozenset({"yes"})), Known(frozenset({"no"}))]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Known("man"), Known(frozenset({"yes"}))),
        (Known("woman"), Known(frozenset({"no"}))),
        (Declined(), AskedUnknown()),
    ],
)
def test_a_dimension_may_ask_whether_a_criterion_is_met(said: Any, expected: Any) -> None:
    meets = Dimension(name="men", sensitive=False, reading=Meets(criterion=GENDER.is_in("man")))
    assert expected == meets.answer(answering(gender=said), on=TODAY)


def test_a_dimension_on_a_sensitive_criterion_is_sensitive() -> None:
    criterion = DISABILITY.is_in("yes")
    with pytest.raises(BrokenRule, match="sensitive: must be true"):
        Dimension(name="quota group", sensitive=False, reading=Meets(criterion=criterion))
    group = Dimension(name="quota group", reading=Meets(criterion=criterion))
    member = person(identities={"disability": Known("no")}, consents=[consent()])
    assert group.answer(member, on=TODAY, purpose=Purpose.QUOTA) == Known(frozenset({"no"}))
    assert group.answer(member, on=TODAY, purpose=Purpose.RESEARCH) == Withheld()


def test_results_carry_the_definitions_in_words() -> None:
    groups = AgeGroups(bands=[YOUTH, AgeBand(name="over 24", minimum=25)], leap_day=LeapDay.FEB_28)
    age = Dimension(name="age", sensitive=False, reading=groups)
    rural = Dimension(name="rural", sensitive=False, reading=RuralOrUrban(definition=OUTSIDE, where=Where.HOME))
    soum = Dimension(name="soum", sensitive=False, reading=RuralOrUrban(definition=SOUM, where=Where.RESIDENCE))
    belongs = Dimension(
        name="belongs", sensitive=False, reading=Belongs(kinds={MembershipKind.SUPPORTER, MembershipKind.MEMBER})
    )
    elsewhere = Dimension(
        name="elsewhere", sensitive=False, reading=Belongs(kinds={MembershipKind.BOARD}, organisation="myc")
    )
    region = Dimension(name="region", categories=["MN-1"], sensitive=False, reading=RegionOf(where=Where.HOME))
    meets = Dimension(
        name="young and rural", sensitive=False, reading=Meets(criterion=age.is_in("youth") & rural.is_in("rural"))
    )
    age_words = (
        "youth: 15 to 24 completed years (UN)",
        "over 24: 25 completed years and over",
        "born on 29 February: a year older on 28 February of a common year",
    )
    rural_words = ("rural: outside the capital (example), by home",)
    assert age.definitions == age_words
    assert rural.definitions == rural_words
    assert soum.definitions == ("rural: soum centres, by residence",)
    assert belongs.definitions == ("belongs as member or supporter",)
    assert elsewhere.definitions == ("belongs as board of myc",)
    assert region.definitions == ("region of home",)
    assert GENDER.definitions == ()
    assert meets.definitions == ("age is youth and rural is rural", *age_words, *rural_words)


@pytest.mark.parametrize(
    ("facts", "match"),
    [
        ({"categories": ()}, "categories: must be declared"),
        ({"categories": ("a", "a")}, "categories: must not repeat"),
        ({"categories": "ab"}, "categories: must be a list"),
        ({"categories": ("a", " b")}, "categories: must not be empty or begin or end with white space"),
        ({"reading": RegionOf(where=Where.HOME)}, "categories: must be declared"),
        ({"reading": Meets(criterion=SCHOOL.is_in("no")), "categories": ("no", "yes")}, "those of the reading"),
        ({"reading": Meets(criterion=SCHOOL.is_in("no")), "multiple": True}, "multiple: must be false"),
        ({"categories": ("a",), "sensitive": "no"}, "sensitive: must be true or false"),
        ({"categories": ("a",), "reading": "asked"}, "reading: must be"),
        (
            {"reading": AgeGroups(bands=[YOUTH], leap_day=LeapDay.MAR_1, others="youth")},
            "categories: must not repeat",
        ),
    ],
)
def test_a_dimension_that_cannot_be_is_refused(facts: dict[str, Any], match: str) -> None:
    with pytest.raises((BrokenRule, WrongType), match=match):
        Dimension(name="d", **facts)


def test_a_dimension_whose_reading_knows_the_categories_takes_them_from_it() -> None:
    assert Dimension(name="d", reading=Belongs(kinds={MembershipKind.MEMBER})).categories == ("yes", "no")
    again = Dimension(name="d", categories=["yes", "no"], reading=Belongs(kinds={MembershipKind.MEMBER}))
    assert again == Dimension(name="d", reading=Belongs(kinds={MembershipKind.MEMBER}))
    assert Asked().categories == RegionOf(where=Where.HOME).categories == ()


# --- Washington Group ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cutoff", [2, 3, 4])
def test_disability_is_told_from_every_pattern_of_answers(cutoff: int) -> None:
    for pattern in product((1, 2, 3, 4, None), repeat=6):
        known = [answer for answer in pattern if answer is not None]
        expected: Answer[frozenset[str]] = AskedUnknown()
        if any(answer >= cutoff for answer in known):
            expected = Known(frozenset({"yes"}))
        elif len(known) == 6:
            expected = Known(frozenset({"no"}))
        assert expected == washington_group(pattern, cutoff=cutoff)


def test_of_4096_complete_patterns_those_without_a_lot_of_difficulty_are_64() -> None:
    found = [washington_group(pattern) for pattern in product((1, 2, 3, 4), repeat=6)]
    assert (len(found), found.count(Known(frozenset({"no"}))), found.count(AskedUnknown())) == (4096, 64, 0)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ([1] * 5, BrokenRule),
        ([1] * 7, BrokenRule),
        ([1, 1, 1, 1, 1, 0], BrokenRule),
        ([1, 1, 1, 1, 1, 5], BrokenRule),
        ([1, 1, 1, 1, 1, 1.0], WrongType),
        ([1, 1, 1, 1, 1, True], WrongType),
        ([1, 1, 1, 1, 1, "2"], WrongType),
        ("111111", WrongType),
        (b"\x01\x01\x01\x01\x01\x01", WrongType),
        ({1, 2, 3}, WrongType),
        (None, WrongType),
    ],
)
def test_answers_that_are_none_of_the_short_set_are_refused(said: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="answers: must"):
        washington_group(said)


@pytest.mark.parametrize("cutoff", [1, 5, 3.0, True, None])
def test_a_cut_off_that_is_none_is_refused(cutoff: Any) -> None:
    with pytest.raises(BrokenRule, match="cutoff"):
        washington_group([1] * 6, cutoff=cutoff)


# --- The strategies build valid values -------------------------------------------------------------------------------


@given(dimensions(), identities(), consents(), memberships(), names(), places(), regions())
def test_people_and_dimensions_are_values(
    dimension: Dimension,
    said: Identities,
    agreed: Consent,
    spell: Membership,
    name: PersonName,
    place: Place,
    region: Region,
) -> None:
    assert len({dimension, dimension}) == 1
    assert repr(said) == "<sensitive>"
    assert agreed.purposes
    assert spell.period.start.earliest <= spell.period.start.latest
    assert name.given_name
    assert place.region != ""
    assert region.is_called(region.code)


@given(st.data())
def test_an_answer_that_was_drawn_for_a_dimension_fits_it(data: st.DataObject) -> None:
    dimension = data.draw(dimensions(derived=False))
    answer = data.draw(answers(categories=dimension.categories, multiple=dimension.multiple))
    assert answer == dimension.checked(answer, "m")
    assert isinstance(answer, Known) or answer in MISSING.values()


@given(criteria(dimensions=[GENDER]))
def test_criteria_read_only_the_dimensions_they_were_given(criterion: Criterion) -> None:
    assert criterion.dimensions == (GENDER,)
    assert not isinstance(criterion, Is) or criterion.categories <= set(GENDER.categories)


def test_a_criterion_of_ones_own_shows_its_name() -> None:
    class Tall(Criterion):
        pass

    assert repr(Tall() & Tall()) == "<Tall and Tall>"
