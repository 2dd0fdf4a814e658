"""Duplicates: pairs of members who may be one person.

Laws:
- a pair is the same whoever comes first, and whatever the order of the members;
- nobody is a duplicate of themselves, and somebody entered twice scores higher with themselves than with anybody else;
- somebody else on the list changes no pair;
- a name folds alike in every script and romanisation;
- nothing that is shown holds a name or a date.
"""

from __future__ import annotations

import datetime as dt
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog import Member, PartialDate, PersonName, duplicates
from youthprog.duplicates import PossibleDuplicate, Reason, possible_duplicates
from youthprog.errors import BrokenRule, DuplicateId, MissingExtra, WrongType
from youthprog.values import Birth, ReportedAge

GIVEN = (
    "Ганбат",
    "Ganbat",
    "Ганболд",
    "Gan-Bold",
    "Мөнхжаргал",
    "Munkhjargal",
    "Сарнай",
    "Sarnai",
    "Bold",
    "B.",
    "Дорж",
)
PATRONYMICS = ("", "Батын", "Batyn", "Bat", "Б.", "B.", "Дашдондогийн", "Dashdondog", "Дорж", "Доржийн")


@st.composite
def people(draw: st.DrawFn) -> Member:
    names = st.builds(
        PersonName,
        given_name=st.sampled_from(GIVEN),
        patronymic=st.sampled_from(PATRONYMICS),
        family_name=st.sampled_from(("", "", "Боржигин", "Borjigin")),
    )
    days = st.builds(PartialDate, st.integers(2003, 2005), st.integers(1, 3), st.integers(1, 3))
    births = st.none() | days | st.builds(PartialDate, st.integers(2003, 2005))
    ages = st.builds(ReportedAge, st.integers(17, 19), st.just(dt.date(2022, 7, 1)))
    return Member(id="x", names=tuple(draw(st.lists(names, max_size=2))), birth=draw(births | ages))


@st.composite
def lists_of_people(draw: st.DrawFn) -> list[Member]:
    drawn = draw(st.lists(people(), max_size=6))
    return [attrs.evolve(member, id=str(number)) for number, member in enumerate(drawn)]


def person(name: str, *, number: str = "1", birth: Birth | None = None) -> Member:
    """Make a member of the words of a name: the given name, or a patronymic and a given name."""
    *patronymic, last = name.split()
    given, other = ("", "") if name.isupper() else (last, " ".join(patronymic))
    names = PersonName(given_name=given or name, patronymic=other)
    return Member(id=number, names=(names,), birth=birth)


def score_of(one: str, other: str, births: tuple[Birth | None, Birth | None] = (None, None)) -> float:
    """Give the score of two names, 0 where they are not proposed."""
    found = possible_duplicates(
        [person(one, birth=births[0]), person(other, number="2", birth=births[1])], at_least=0.51
    )
    return found[0].score if found else 0.0


# --- Laws ----------------------------------------------------------------------------------------------------------


@given(members=lists_of_people(), data=st.data())
def test_law_the_order_of_the_members_plays_no_part(members: list[Member], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(members))
    assert possible_duplicates(members, at_least=0.51) == possible_duplicates(shuffled, at_least=0.51)


@given(one=people(), other=people())
def test_law_it_plays_no_part_who_comes_first(one: Member, other: Member) -> None:
    forth = possible_duplicates([attrs.evolve(one, id="1"), attrs.evolve(other, id="2")], at_least=0.51)
    back = possible_duplicates([attrs.evolve(one, id="2"), attrs.evolve(other, id="1")], at_least=0.51)
    assert forth == back


@given(members=lists_of_people(), other=people())
def test_law_somebody_else_on_the_list_changes_no_pair(members: list[Member], other: Member) -> None:
    more = possible_duplicates([*members, attrs.evolve(other, id="other")], at_least=0.51)
    assert possible_duplicates(members, at_least=0.51) == tuple(
        pair for pair in more if "other" not in (pair.first, pair.second)
    )


@given(members=lists_of_people(), at=st.integers(0, 5))
def test_law_nobody_is_more_like_somebody_than_that_person_entered_twice(members: list[Member], at: int) -> None:
    if at >= len(members):
        return
    copy = attrs.evolve(members[at], id="copy")
    found = possible_duplicates([*members, copy], at_least=0.51)
    with_copy = {frozenset((pair.first, pair.second)): pair.score for pair in found}
    twice = with_copy.get(frozenset((members[at].id, "copy")), 0.51)
    assert all(score <= twice for pair, score in with_copy.items() if "copy" in pair)


@given(members=lists_of_people())
def test_law_a_score_lies_between_what_was_asked_for_and_one(members: list[Member]) -> None:
    found = possible_duplicates(members, at_least=0.6)
    assert all(0.6 <= pair.score <= 1 for pair in found)
    assert all(pair.first < pair.second for pair in found)
    assert list(found) == sorted(found, key=lambda pair: -pair.score)
    every = possible_duplicates(members, at_least=0.51)
    assert found == tuple(pair for pair in every if pair.score >= 0.6)


@given(member=people())
def test_law_nobody_is_a_duplicate_of_themselves(member: Member) -> None:
    assert () == possible_duplicates([member])


def test_law_there_is_nobody_among_nobody() -> None:
    assert () == possible_duplicates([])


@given(texts=st.lists(st.text(min_size=1).filter(lambda text: text == text.strip()), min_size=2, max_size=3))
def test_law_any_text_may_be_a_name(texts: list[str]) -> None:
    members = [Member(id=str(at), names=(PersonName(given_name=text),)) for at, text in enumerate(texts)]
    assert all(0.51 <= pair.score <= 1 for pair in possible_duplicates(members, at_least=0.51))


# --- Names ---------------------------------------------------------------------------------------------------------

SPELLINGS = {
    "Мөнхжаргал": "Mönkhjargal Munkhjargal Monkhjargal Mönhzhargal Muenkhjargal MUNKHJARGAL М\u04e9нхжаргал",
    "Цэцэг": "Tsetseg Ceceg Tzetzeg",
    "Ерөөлт": "Yeruult Yerööltt Eruult Yerolt",
    "Хүүхэн": "Khuukhen Hüühen Xuuxen Huhen",
    "Зоригт": "Zorigt Dzorigt",
    "Энхтуяа": "Enkhtuya Enkhtuyaa Enhtuia",
    "Шинэчимэг": "Shinechimeg Shine-Chimeg",
    "Бат-Эрдэнэ": "Bat-Erdene Baterdene BATERDENE Бат‑Эрдэнэ",
    "Гавьяа": "Gavyaa Gaviyaa",
    "Давааням": "Dawaanyam Davaanyam",
    "Сѳнєжї": "Сөнөжү Sönöjü",
    "Сургуладзе": "Сургyладзе",
}


@pytest.mark.parametrize(("name", "spelling"), [(a, b) for a, some in SPELLINGS.items() for b in some.split()])
def test_law_a_name_is_found_in_every_script_and_romanisation(name: str, spelling: str) -> None:
    day = PartialDate(2004, 2, 29)
    (found,) = possible_duplicates([person(name, birth=day), person(spelling, number="2", birth=day)])
    assert 0.8 == found.score
    assert {Reason.SAME_BIRTH} < set(found.reasons) <= {Reason.SAME_BIRTH, Reason.SPELLING, Reason.SAME_NAME}


@pytest.mark.parametrize("spelling", ["Dashdondogiin Ganbat", "GANBAT Dashdondog", "Дашдондогийн Ганбат"])
def test_one_person_of_the_literature_is_found_under_each_of_their_names(spelling: str) -> None:
    names = PersonName(given_name=spelling)
    one = Member(id="1", names=(PersonName(given_name="Ганбат", patronymic="Дашдондогийн"),))
    (found,) = possible_duplicates([one, Member(id="2", names=(names,))])
    assert found.score >= 0.88


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Батын Болд", "B. Bold", Reason.INITIAL),
        ("Батын Болд", "Bat Bold", Reason.GENITIVE),
        ("Bat-Erdeniin Bold", "Бат-Эрдэнэ Болд", Reason.GENITIVE),
        ("Damdiny Demberel", "Damdingiin Demberel", Reason.GENITIVE),
        ("Dorjiin Bayartsogt", "Dorjiin Bayarzsogt", Reason.SLIP),
        ("Батын Болд", "Болдын Бат", Reason.ORDER),
        ("Miyeegombyn Enkhbold", "Miyeegombyn Enkhbold", Reason.SAME_NAME),
        ("Цэцэгийн Чулуун", "Ts. Chuluun", Reason.INITIAL),
        ("Цэцэгийн Чулуун", "T. Chuluun", Reason.INITIAL),
        ("Ядамын Чулуун", "Ya. Chuluun", Reason.INITIAL),
        ("Хүүхэний Чулуун", "Kh. Chuluun", Reason.INITIAL),
    ],
)
def test_two_who_may_be_one_are_proposed_with_the_reason(one: str, other: str, reason: Reason) -> None:
    (found,) = possible_duplicates([person(one), person(other, number="2")])
    assert reason in found.reasons
    assert Reason.NO_BIRTH in found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Батын Болд", "Доржийн Болд"),
        ("Батын Болд", "Батын Сарнай"),
        ("Батын Болд", "D. Bold"),
        ("Батын Болд", "Бат"),
        ("Bat", "But-Ochir"),
        ("B. D.", "B. D."),
        ("Болд", "Болд"),
        ("ᠪᠠᠲᠤ", "ᠪᠠᠲᠤ"),
    ],
)
def test_those_of_whom_too_little_agrees_are_not_proposed(one: str, other: str) -> None:
    assert () == possible_duplicates([person(one), person(other, number="2")])


def test_words_written_apart_and_together_agree() -> None:
    apart = Member(id="1", names=(PersonName(given_name="Bat Erdene", patronymic="Dorj"),))
    together = Member(id="2", names=(PersonName(given_name="Baterdene", patronymic="Dorj"),))
    (found,) = possible_duplicates([apart, together])
    assert 0.9 == found.score


def test_the_best_of_several_names_counts() -> None:
    both = Member(id="1", names=(PersonName(given_name="Tom"), PersonName(given_name="Bold", patronymic="Bat")))
    (found,) = possible_duplicates([both, person("Батын Болд", number="2")])
    assert found.score > 0.88


def test_a_part_that_one_side_lacks_counts_a_little() -> None:
    clan = Member(
        id="1",
        names=(PersonName(given_name="Болд", patronymic="Батын", family_name="Боржигин"),),
        birth=PartialDate(2004),
    )
    (found,) = possible_duplicates([clan, person("Батын Болд", number="2", birth=PartialDate(2004))])
    assert Reason.MISSING_PART in found.reasons
    assert 0.97 * 0.92 == found.score


# --- Births --------------------------------------------------------------------------------------------------------

DAY = PartialDate(2004, 2, 13)


@pytest.mark.parametrize(
    ("other", "reason", "score"),
    [
        (DAY, Reason.SAME_BIRTH, 1.0),
        (PartialDate(2004), Reason.COMPATIBLE_BIRTH, 0.92),
        (PartialDate(2004, 2), Reason.COMPATIBLE_BIRTH, 0.92),
        (ReportedAge(18, dt.date(2022, 7, 1)), Reason.COMPATIBLE_BIRTH, 0.92),
        (None, Reason.NO_BIRTH, 0.9),
        (PartialDate(2004, 2, 14), Reason.NEAR_BIRTH, 0.8),
        (PartialDate(2004, 2, 18), Reason.NEAR_BIRTH, 0.8),
        (PartialDate(2004, 2, 24), Reason.OTHER_BIRTH, 0.5),
        (PartialDate(2005), Reason.OTHER_BIRTH, 0.5),
        (ReportedAge(30, dt.date(2022, 7, 1)), Reason.OTHER_BIRTH, 0.5),
    ],
)
def test_births_are_compared_as_what_they_may_stand_for(other: Birth | None, reason: Reason, score: float) -> None:
    assert reason is duplicates._births(DAY, other)
    assert reason is duplicates._births(other, DAY)
    assert (score if score > 0.5 else 0.0) == score_of("Батын Болд", "Батын Болд", (DAY, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PartialDate(2004, 2, 12), PartialDate(2004, 2, 21)),
        (PartialDate(2004, 5, 7), PartialDate(2004, 7, 5)),
        (PartialDate(1999, 5, 7), PartialDate(2000, 5, 7)),
    ],
)
def test_a_slip_of_the_pen_is_a_digit_two_exchanged_or_day_and_month(one: PartialDate, other: PartialDate) -> None:
    near = one.year == other.year
    assert (Reason.NEAR_BIRTH if near else Reason.OTHER_BIRTH) is duplicates._births(one, other)


def test_an_age_that_fits_under_one_leap_day_rule_is_compatible() -> None:
    age = ReportedAge(18, dt.date(2022, 2, 28))
    assert Reason.COMPATIBLE_BIRTH is duplicates._births(PartialDate(2004, 2, 29), age)


# --- What is shown -------------------------------------------------------------------------------------------------


def test_law_no_name_and_no_date_is_shown() -> None:
    found = possible_duplicates([person("Батын Болд", birth=DAY), person("B. Bold", number="2", birth=DAY)])
    shown = f"{found!r} {found} {found[0].reasons} {[reason.value for reason in found[0].reasons]}"
    assert not any(word in shown for word in ("Бат", "Болд", "Bold", "2004"))
    assert "(<1 and 2: 0.90>,)" == repr(found)


def test_a_pair_is_a_value() -> None:
    one, same = (PossibleDuplicate(first="1", second="2", score=0.9) for _ in range(2))
    assert one == same
    assert hash(one) == hash(same)


# --- What is refused -----------------------------------------------------------------------------------------------


def test_two_members_of_one_id_are_refused() -> None:
    with pytest.raises(DuplicateId):
        possible_duplicates([person("Bold"), person("Bat")])


@pytest.mark.parametrize("least", [0.5, 1.01, -1, float("nan")])
def test_the_least_score_is_in_its_range(least: float) -> None:
    with pytest.raises(BrokenRule, match=r"at_least: must be above 0\.5 and at most 1"):
        possible_duplicates([], at_least=least)


def test_the_least_score_is_a_number() -> None:
    with pytest.raises(WrongType):
        possible_duplicates([], at_least="high")  # type: ignore[arg-type]  # callers without a type checker


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    monkeypatch.setitem(sys.modules, "rapidfuzz.distance", None)
    with pytest.raises(MissingExtra, match=r"pip install youthprog\[duplicates\]"):
        possible_duplicates([])
