"""Laws of people.

- A member is one human being: hashed by the id, equal when all is equal, answers included, and shown by the id alone.
- Those who answered the same share one sealed object, which is gone with the last of them.
- No answer, name or birth date gets out: not by printing, logging, copying or serialising, and not by a refused value.
- A consent holds for its purposes, from its first day to its end; a guardian's ends no later than the person may come
  of age under either leap-day rule, and an unknown birth leaves it without force.
- Nobody joins before birth. What a member was on a day is yes, no or unknown, by the spells.
"""

import copy
import datetime as dt
import gc
import json
import logging
import pickle
import traceback
import weakref
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog.errors import BrokenRule, Problem, PurposeRequired, WrongType
from youthprog.people import (
    Consent,
    GivenBy,
    Identities,
    Member,
    Membership,
    MembershipKind,
    PersonName,
    Residence,
)
from youthprog.values import (
    AskedUnknown,
    Birth,
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
    ReportedAge,
    Sensitive,
    Tri,
    Withheld,
    age_on,
)

CANARY = "canary-7f3a"
A_DAY = dt.timedelta(days=1)
JOINED = dt.date(2021, 3, 1)
STORE = Purpose.STORE


def spell(
    start: Any = JOINED, end: Any = Ending.ONGOING, kind: MembershipKind = MembershipKind.MEMBER, **more: Any
) -> Membership:
    return Membership(kind=kind, period=Period(start, end), **more)


def consent(purposes: Any = (Purpose.REPORT,), **more: Any) -> Consent:
    fields: dict[str, Any] = {"given_on": dt.date(2022, 1, 1), **more}
    return Consent(purposes=purposes, **fields)


def by_guardian(**more: Any) -> Consent:
    return consent(given_by=GivenBy.GUARDIAN, **{"given_on": dt.date(2010, 1, 1), **more})


def secretive() -> Member:
    """A member whose every private word is the canary."""
    return Member(
        id="m-1",
        names=[PersonName(given_name=CANARY)],
        birth=PartialDate(1907, 11, 23),
        identities={"gender": Known(CANARY), CANARY: Declined()},
        guardians=[CANARY],
    )


# --- Answers ---------------------------------------------------------------------------------------------------------

MISSING_ANSWERS = [Declined(), AskedUnknown(), NotAsked(), NotApplicable(), Withheld()]
codes = st.text(min_size=1).filter(lambda words: words == words.strip())
answers = st.one_of(
    st.builds(Known, st.frozensets(codes, max_size=3)), st.builds(Known, codes), st.sampled_from(MISSING_ANSWERS)
)


@given(st.dictionaries(codes, answers))
def test_every_answer_comes_back_sealed_and_as_a_set_of_categories(given_answers: dict[str, Any]) -> None:
    identities = Identities(given_answers)
    for dimension, answer in given_answers.items():
        expected = Known(frozenset({answer.value})) if isinstance(getattr(answer, "value", None), str) else answer
        assert Sensitive(expected) == identities.answer(dimension)
        assert Sensitive(expected) == Member(id="m", identities=given_answers).answer(dimension)


@given(st.dictionaries(codes, answers), st.dictionaries(codes, answers))
def test_identities_are_equal_exactly_when_the_answers_are(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = Identities(one).reveal(STORE) == Identities(other).reveal(STORE)
    assert same == (Identities(one) == Identities(other))
    assert Identities(one) == Identities(dict(reversed(one.items())))


@given(st.dictionaries(codes, answers), st.dictionaries(codes, answers))
def test_those_who_answered_the_same_share_what_is_sealed(one: dict[str, Any], other: dict[str, Any]) -> None:
    mine, yours = Identities(one), Identities(other)
    assert mine is Member(id="m", identities=dict(one)).identities
    answered: list[Any] = [mine.reveal(STORE), yours.reveal(STORE)]
    a, b = (list(answers.items()) for answers in answered)  # in the order they were given
    assert (a == b) == (mine is yours)


def test_answers_that_nobody_holds_any_more_are_gone() -> None:
    answer = Identities({"gender": Known("a category of this test alone")})
    held, known = weakref.ref(answer), weakref.ref(answer.reveal(STORE)["gender"])  # type: ignore[index]
    del answer
    gc.collect()
    assert (held(), known()) == (None, None)


def test_a_category_has_no_white_space_around_it() -> None:
    with pytest.raises(BrokenRule):
        Identities({"gender": Known(" woman")})


def test_a_dimension_that_is_not_there_was_not_asked() -> None:
    assert Identities({}) == Identities({"gender": NotAsked()})
    assert Sensitive(NotAsked()) == Identities({}).answer("gender")
    assert Sensitive(NotAsked()) == Member(id="m").answer("gender")


def test_where_all_answers_are_withheld_so_is_each() -> None:
    identities = Identities(Withheld())
    assert Withheld() == identities.reveal(STORE)
    assert Sensitive(Withheld()) == identities.answer("gender")
    assert identities != Identities({})


def test_none_of_these_is_an_answer() -> None:
    assert Identities({"minority": Known(frozenset())}) != Identities({"minority": NotAsked()})


def test_a_set_that_changes_later_does_not_change_the_answer() -> None:
    languages = {"mn", "kk"}
    given_answers: Any = {"language": Known(languages)}
    identities = Identities(given_answers)
    languages.add("ru")
    given_answers["language"] = Declined()
    assert Sensitive(Known(frozenset({"mn", "kk"}))) == identities.answer("language")
    with pytest.raises(TypeError):
        identities.reveal(STORE)["language"] = Declined()  # type: ignore[index]


def test_answers_open_for_a_purpose_alone() -> None:
    word: Any = "report"
    identities = Identities({"gender": Known("woman")})
    with pytest.raises(PurposeRequired):
        identities.reveal(word)
    with pytest.raises(PurposeRequired):
        identities.answer("gender").reveal(word)


@pytest.mark.parametrize(
    ("given_answers", "place"),
    [
        (CANARY, "identities"),
        ([CANARY], "identities"),
        (None, "identities"),
        (Withheld, "identities"),
        (Sensitive({}), "identities"),
        ({3: Known(CANARY)}, "identities"),
        ({"": Known(CANARY)}, "identities"),
        ({"gender": CANARY}, "identities[gender]"),
        ({"gender": None}, "identities[gender]"),
        ({"gender": {CANARY}}, "identities[gender]"),
        ({"gender": Declined}, "identities[gender]"),
        ({"gender": Sensitive(Known(CANARY))}, "identities[gender]"),
        ({"gender": Known("")}, "identities[gender]"),
        ({"gender": Known([CANARY])}, "identities[gender]"),
        ({"gender": Known({CANARY, 3})}, "identities[gender]"),
        ({"gender": Known({CANARY, ""})}, "identities[gender]"),
        ({"gender": Known({CANARY: 1})}, "identities[gender]"),
        ({"gender": Known(None)}, "identities[gender]"),
        ({"gender": Known(Known(CANARY))}, "identities[gender]"),
    ],
)
def test_a_bad_answer_is_refused_by_its_dimension_and_never_repeated(given_answers: Any, place: str) -> None:
    for make in (Identities, lambda bad: Member(id="m", identities=bad)):
        with pytest.raises(WrongType) as caught:
            make(given_answers)
        assert place == caught.value.place
        assert CANARY not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)


# --- Nothing gets out ------------------------------------------------------------------------------------------------


def test_a_member_shows_the_id_alone(caplog: pytest.LogCaptureFixture) -> None:
    member = secretive()
    logging.getLogger("youthprog").warning("%s %r", member, [member])
    for shown in (repr(member), str(member), f"{member}", f"{member!s:>30}", repr({member: [member]}), caplog.text):
        assert "Member(id='m-1')" in shown
        assert CANARY not in shown
        assert "1907" not in shown


WAYS_TO_SERIALISE: dict[str, Callable[[Any], Any]] = {
    "pickle": pickle.dumps,
    "pickle within": lambda member: pickle.dumps({"members": [member]}),
    "json": json.dumps,
    "json of fields": lambda member: json.dumps(attrs.asdict(member)),
    "vars": vars,
    "hash of answers": lambda member: hash(member.identities),
    "order": lambda member: member.identities < member.identities,
    "iterate answers": lambda member: list(member.identities),
    "pickle answers": lambda member: pickle.dumps(member.identities),
    "order of members": lambda member: sorted([member, member]),
}


@pytest.mark.parametrize("way", WAYS_TO_SERIALISE)
def test_a_member_does_not_serialise_by_accident(way: str) -> None:
    with pytest.raises(TypeError) as caught:
        WAYS_TO_SERIALISE[way](secretive())
    assert CANARY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "copied",
    [
        pytest.param(copy.copy, id="copy"),
        pytest.param(copy.deepcopy, id="deepcopy"),
        pytest.param(lambda member: attrs.evolve(member, home=member.home), id="evolve"),
    ],
)
def test_the_answers_of_a_copy_stay_sealed(copied: Callable[[Member], Member]) -> None:
    again = copied(secretive())
    assert secretive() == again
    assert repr(again.identities) == "<sensitive>"


def test_the_fields_of_a_member_hold_the_answers_sealed() -> None:
    member = Member(id="m-1", identities={"gender": Known(CANARY)})
    for fields in (
        attrs.asdict(member),
        attrs.astuple(member),
        [getattr(member, name) for name in attrs.fields_dict(Member)],
    ):
        assert CANARY not in str(fields)
        assert "<sensitive>" in str(fields)
    assert CANARY not in json.dumps(attrs.asdict(member), default=str)


@pytest.mark.parametrize(
    "fields",
    [
        {"names": CANARY},
        {"names": [CANARY]},
        {"names": [[CANARY]]},
        {"birth": CANARY},
        {"birth": dt.date(1907, 11, 23)},
        {"identities": CANARY},
        {"identities": {"gender": CANARY}},
        {"guardians": f" {CANARY}"},
        {"guardians": [f" {CANARY}"]},
        {"guardians": [[CANARY]]},
        {"id": f" {CANARY}"},
        {"id": [CANARY]},
        {"home": f"{CANARY} "},
        {"residences": [CANARY]},
        {"memberships": [CANARY]},
        {"consents": [CANARY]},
        {"birth": PartialDate(1907, 11, 23), "memberships": [spell(dt.date(1900, 1, 1))]},
    ],
)
def test_a_refused_member_names_the_field_and_repeats_nothing(fields: dict[str, Any]) -> None:
    given_fields: dict[str, Any] = {"id": "m-1", **fields}
    with pytest.raises(Problem) as caught:
        Member(**given_fields)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert next(reversed(fields)) == caught.value.field.partition("[")[0]
    assert CANARY not in shown
    assert "1907" not in shown


@pytest.mark.parametrize("name", ["given_name", "patronymic", "family_name", "script", "note"])
def test_a_refused_name_is_not_repeated(name: str) -> None:
    fields: dict[str, Any] = {"given_name": "Ганбат", name: [CANARY]}
    with pytest.raises(WrongType) as caught:
        PersonName(**fields)
    assert name == caught.value.field
    assert CANARY not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)


# --- Members ---------------------------------------------------------------------------------------------------------


@given(codes, st.dictionaries(codes, answers))
def test_members_hash_by_their_id(member: str, given_answers: dict[str, Any]) -> None:
    assert hash(Member(id=member)) == hash(Member(id=member, identities=given_answers))


@pytest.mark.parametrize("field", ["identities", "birth", "names", "home", "memberships", "consents"])
def test_members_are_equal_only_when_all_is_equal(field: str) -> None:
    fields: dict[str, Any] = {
        "identities": {"gender": Known("woman")},
        "birth": PartialDate(2004),
        "names": [PersonName(given_name="Ганбат", patronymic="Дашдондогийн", script="Cyrl")],
        "home": "MN-057",
        "memberships": [spell()],
        "consents": [consent()],
    }
    less = {name: value for name, value in fields.items() if name != field}
    assert Member(id="m-1", **fields) == Member(id="m-1", **fields)
    assert Member(id="m-1", **fields) != Member(id="m-2", **fields)
    assert Member(id="m-1", **fields) != Member(id="m-1", **less)


def test_answers_that_are_sealed_already_stay_as_they_are() -> None:
    identities = Identities({"gender": Known("woman")})
    assert identities is Member(id="m", identities=identities).identities


def test_a_member_born_after_joining_is_refused() -> None:
    with pytest.raises(BrokenRule, match="memberships: must not begin before the member was born"):
        Member(id="m", birth=PartialDate(2021, 3, 2), memberships=[spell(JOINED)])


@pytest.mark.parametrize(
    ("birth", "start"),
    [
        (PartialDate(2021, 3, 1), JOINED),
        (PartialDate(2021), JOINED),
        (PartialDate(2021, 12), PartialDate(2021)),
        (ReportedAge(0, dt.date(2021, 3, 1)), JOINED),
        (None, JOINED),
    ],
)
def test_a_member_who_may_have_been_born_by_then_is_not_refused(birth: Birth | None, start: Any) -> None:
    assert len(Member(id="m", birth=birth, memberships=[spell(start)]).memberships) == 1


births: st.SearchStrategy[Birth] = st.one_of(
    st.builds(
        lambda day, grain: PartialDate(*(day.year, day.month, day.day)[:grain]),
        st.dates(dt.date(2003, 12, 1), dt.date(2005, 2, 1)),
        st.sampled_from((1, 2, 3)),
    ),
    st.builds(ReportedAge, st.integers(0, 20), st.dates(dt.date(2020, 2, 20), dt.date(2024, 3, 10))),
    st.builds(ReportedAge, st.integers(0, 20), st.sampled_from([dt.date(y, 2, 28) for y in range(2020, 2025)])),
)
days = st.dates(dt.date(2005, 3, 1), dt.date(2030, 12, 31)) | st.sampled_from(
    [dt.date(y, m, d) for y in range(2020, 2029) for m, d in ((2, 28), (3, 1))] + [dt.date(2024, 2, 29)]
)


@given(births, st.dates(dt.date(2024, 3, 11), dt.date(2040, 12, 31)), st.sampled_from(LeapDay))
def test_a_member_is_between_the_youngest_and_the_oldest_age_of_the_possible_births(
    birth: Birth, on: dt.date, rule: LeapDay
) -> None:
    first, last = birth.born_between(rule)
    ages = [age_on(first + i * A_DAY, on=on, leap_day=rule) for i in range((last - first).days + 1)]
    assert (min(ages), max(ages)) == Member(id="m", birth=birth).ages(on=on, leap_day=rule)


def test_the_age_of_a_member_without_a_birth_is_not_known() -> None:
    assert Member(id="m").ages(on=dt.date(2022, 1, 1), leap_day=LeapDay.MAR_1) is None


def test_a_member_born_during_the_year_may_be_born_by_the_day() -> None:
    member = Member(id="m", birth=PartialDate(2022))
    assert member.ages(on=dt.date(2022, 5, 1), leap_day=LeapDay.MAR_1) == (0, 0)
    with pytest.raises(BrokenRule, match="birth: must not be later"):
        member.ages(on=dt.date(2021, 12, 31), leap_day=LeapDay.MAR_1)
    wrong: list[Any] = ["2022-05-01", dt.datetime(2022, 5, 1), None]  # noqa: DTZ001  # a moment is no day
    for day in wrong:
        for one in (member, Member(id="m")):
            with pytest.raises(WrongType, match=r"^on: must be a date$"):
                one.ages(on=day, leap_day=LeapDay.MAR_1)


# --- Consent ---------------------------------------------------------------------------------------------------------


@given(
    st.dates(dt.date(2022, 1, 1), dt.date(2022, 1, 9)),
    st.none() | st.dates(dt.date(2022, 1, 1), dt.date(2022, 1, 9)),
    st.none() | st.dates(dt.date(2022, 1, 1), dt.date(2022, 1, 9)),
    st.dates(dt.date(2021, 12, 30), dt.date(2022, 1, 12)),
)
def test_a_consent_holds_from_its_first_day_until_it_expires_or_is_withdrawn(
    given_on: dt.date, expires_on: dt.date | None, withdrawn_on: dt.date | None, on: dt.date
) -> None:
    ends = [end for end in (expires_on, withdrawn_on) if end is not None]
    if any(end < given_on for end in ends):
        with pytest.raises(BrokenRule, match="must not be earlier than given_on"):
            consent(given_on=given_on, expires_on=expires_on, withdrawn_on=withdrawn_on)
        return
    held = consent(given_on=given_on, expires_on=expires_on, withdrawn_on=withdrawn_on)
    assert (given_on <= on < min([*ends, dt.date.max])) == held.active(Purpose.REPORT, on=on)


@given(st.sets(st.sampled_from(Purpose), min_size=1), st.sampled_from(Purpose))
def test_consent_to_one_purpose_is_none_to_another(purposes: set[Purpose], asked: Purpose) -> None:
    assert (asked in purposes) == consent(purposes).active(asked, on=dt.date(2022, 6, 1))


@given(births, days)
def test_a_guardians_consent_holds_exactly_while_the_person_is_certainly_under_age_under_both_rules(
    birth: Birth, on: dt.date
) -> None:
    possible = [(rule, *birth.born_between(rule)) for rule in LeapDay]
    oldest = max(
        age_on(min(first + i * A_DAY, on), on=on, leap_day=rule)
        for rule, first, last in possible
        for i in range((last - first).days + 1)
    )
    held = [by_guardian(given_on=dt.date(2000, 1, 1), majority=majority) for majority in range(31)]
    expected = [oldest < majority for majority in range(31)]
    assert expected == [one.active(Purpose.REPORT, on=on, birth=birth) for one in held]


@pytest.mark.parametrize(
    ("birth", "last_day"),
    [
        (PartialDate(2004, 7, 1), dt.date(2022, 6, 30)),
        (PartialDate(2004, 2, 29), dt.date(2022, 2, 27)),
        (PartialDate(2004, 7), dt.date(2022, 6, 30)),
        (PartialDate(2004), dt.date(2021, 12, 31)),
        (ReportedAge(17, dt.date(2022, 6, 30)), dt.date(2022, 6, 30)),
        (ReportedAge(17, dt.date(2022, 2, 28)), dt.date(2022, 2, 28)),
    ],
)
def test_a_guardians_consent_ends_when_the_person_may_come_of_age(birth: Birth, last_day: dt.date) -> None:
    held = [by_guardian().active(Purpose.REPORT, on=day, birth=birth) for day in (last_day, last_day + A_DAY)]
    assert held == [True, False]


def test_a_reported_age_under_the_march_rule_may_be_a_day_older() -> None:
    """17 on 28 February 2022: born on 29 February 2004 under the one rule, and 20 on the leap day of 2024."""
    held, birth = by_guardian(majority=20), ReportedAge(17, dt.date(2022, 2, 28))
    assert held.active(Purpose.REPORT, on=dt.date(2024, 2, 28), birth=birth)
    assert not held.active(Purpose.REPORT, on=dt.date(2024, 2, 29), birth=birth)


def test_a_guardians_consent_for_somebody_of_unknown_birth_has_no_force() -> None:
    assert not by_guardian().active(Purpose.REPORT, on=dt.date(2022, 1, 1))


def test_ones_own_consent_needs_no_birth_date() -> None:
    assert consent().active(Purpose.REPORT, on=dt.date(2022, 1, 1))


def test_a_member_consents_when_one_of_the_consents_is_active_for_the_purpose() -> None:
    member = Member(
        id="m",
        birth=PartialDate(2004, 7, 1),
        consents=[by_guardian(), consent([Purpose.QUOTA], given_on=dt.date(2022, 8, 1))],
    )
    asked = [
        (Purpose.REPORT, dt.date(2022, 6, 30)),
        (Purpose.REPORT, dt.date(2022, 8, 1)),
        (Purpose.QUOTA, dt.date(2022, 8, 1)),
    ]
    assert [member.consents_to(purpose, on=on) for purpose, on in asked] == [True, False, True]
    assert not Member(id="m").consents_to(Purpose.STORE, on=dt.date(2022, 8, 1))


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"purposes": []}, "purposes: must not be empty"),
        ({"purposes": Purpose.REPORT}, "purposes: must be a list"),
        ({"purposes": ["report"]}, "purposes: must be Purpose"),
        ({"given_on": "2022-01-01"}, "given_on: must be a date"),
        ({"given_on": None}, "given_on: must be a date"),
        ({"given_by": "self"}, "given_by: must be GivenBy"),
        ({"expires_on": dt.datetime(2023, 1, 1, tzinfo=dt.UTC)}, "expires_on: must be a date"),
        ({"transfer_abroad": "no"}, "transfer_abroad: must be true or false"),
        ({"majority": 31}, "majority: must be at least 0 and at most 30"),
    ],
)
def test_a_consent_names_the_field_that_is_wrong(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(Problem, match=rule):
        consent(**fields)


# --- Spells and residences -------------------------------------------------------------------------------------------

MEMBER, SUPPORTER = MembershipKind.MEMBER, MembershipKind.SUPPORTER


def test_the_gap_before_a_rejoin_is_not_lost() -> None:
    member = Member(id="m", memberships=[spell(JOINED, dt.date(2021, 6, 1)), spell(dt.date(2022, 1, 1))])
    on = [dt.date(2021, 2, 28), JOINED, dt.date(2021, 6, 1), dt.date(2022, 1, 1)]
    expected = [Tri.NO, Tri.YES, Tri.NO, Tri.YES]
    assert expected == [member.is_member(frozenset({MEMBER}), on=day) for day in on]


def test_a_spell_of_unknown_end_leaves_it_unknown_unless_another_answers() -> None:
    open_ended, later = spell(JOINED, Ending.UNKNOWN), dt.date(2023, 1, 1)
    members = Member(id="m", memberships=[open_ended]), Member(id="m", memberships=[open_ended, spell(later)])
    assert [one.is_member(frozenset({MEMBER}), on=later) for one in members] == [Tri.UNKNOWN, Tri.YES]


def test_a_spell_counts_for_its_kind_and_its_organisation_alone() -> None:
    member = Member(id="m", memberships=[spell(kind=SUPPORTER), spell(organisation="centre")])
    both = frozenset({MEMBER, SUPPORTER})
    asked: list[tuple[frozenset[MembershipKind], str | None]] = [
        (frozenset({SUPPORTER}), None),
        (frozenset({MEMBER}), None),
        (frozenset({MEMBER}), "centre"),
        (frozenset({SUPPORTER}), "centre"),
        (both, "council"),
        (frozenset(), None),
    ]
    expected = [Tri.YES, Tri.NO, Tri.YES, Tri.NO, Tri.NO, Tri.NO]
    assert expected == [member.is_member(kinds, on=JOINED, organisation=where) for kinds, where in asked]


@given(st.permutations([spell(JOINED, dt.date(2021, 6, 1)), spell(PartialDate(2022)), spell(kind=SUPPORTER)]), days)
def test_the_order_of_the_spells_plays_no_part(spells: list[Membership], on: dt.date) -> None:
    kinds = frozenset({MEMBER})
    expected = Member(id="m", memberships=sorted(spells, key=repr)).is_member(kinds, on=on)
    assert expected is Member(id="m", memberships=spells).is_member(kinds, on=on)


def test_somebody_who_never_joined_is_no_member() -> None:
    assert Member(id="m").is_member(frozenset(MembershipKind), on=JOINED) is Tri.NO


def test_a_member_lives_where_the_residence_certainly_holds() -> None:
    uliastai, capital = Place(region="MN-057"), Place(region="MN-1")
    member = Member(
        id="m",
        residences=[
            Residence(place=uliastai, period=Period(dt.date(2004, 1, 1), dt.date(2021, 9, 1))),
            Residence(place=capital, period=Period(dt.date(2021, 9, 1), PartialDate(2022))),
        ],
    )
    on = [dt.date(2003, 12, 31), dt.date(2021, 8, 31), dt.date(2021, 9, 1), dt.date(2022, 6, 1), dt.date(2023, 1, 1)]
    assert [None, uliastai, capital, None, None] == [member.residence(on=day) for day in on]


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: Membership(kind="member", period=Period.year(2022)), "kind: must be MembershipKind"),  # type: ignore[arg-type]
        (lambda: Membership(kind=MEMBER, period=2022), "period: must be Period"),  # type: ignore[arg-type]
        (lambda: spell(through=""), "through: must not be empty"),
        (lambda: Residence(place="MN-1", period=Period.year(2022)), "place: must be Place"),  # type: ignore[arg-type]
    ],
)
def test_a_spell_names_the_field_that_is_wrong(make: Callable[[], object], rule: str) -> None:
    with pytest.raises(Problem, match=rule):
        make()
