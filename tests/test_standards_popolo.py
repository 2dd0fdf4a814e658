"""Laws of people and organisations as Popolo has them.

- What comes back is the programme without what the losses name; nothing else is lost.
- Answers have no influence on what is written; names and births none without a purpose, or without consent to it.
- A problem is told at its place, with all others.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog import samples
from youthprog.errors import InvalidDocument, PurposeRequired, WrongType
from youthprog.partnerships import LinkKind, Organisation, OrganisationKind, OrganisationLink
from youthprog.people import Consent, Identities, Member, Membership, MembershipKind, PersonName
from youthprog.programme import Programme
from youthprog.standards import Loss, LossReason, PopoloReading, from_popolo, to_popolo
from youthprog.testing import programmes
from youthprog.values import Ending, LocalisedText, PartialDate, Period, Purpose, Region, ReportedAge

ON = dt.date(2022, 12, 31)
NAME = LocalisedText({"en": "Example"})
SINCE = Period(dt.date(2020, 3, 1), Ending.ONGOING)
PURPOSES = st.sampled_from([None, Purpose.STORE, Purpose.CONTACT])


def read(document: Any, **options: Any) -> PopoloReading:
    text = document if isinstance(document, (str, bytes)) else json.dumps(document)
    given_options: dict[str, Any] = {"id": "p", "name": NAME, "open_end": Ending.ONGOING} | options
    return from_popolo(text, **given_options)


def without(programme: Programme, losses: tuple[Loss, ...], purpose: Purpose | None) -> Programme:
    """Take from a programme what losses name."""
    gone = {(loss.where, loss.reason) for loss in losses}
    left_out = {where for where, reason in gone if reason in {LossReason.NO_PLACE, LossReason.SENSITIVE}}

    def less(place: str, thing: Any, **changes: Any) -> Any:
        fields = [one for one in attrs.fields(type(thing)) if f"{place}.{one.name}" in left_out]
        return attrs.evolve(thing, **{one.name: one.default for one in fields} | changes)

    def period(place: str, thing: Any) -> dict[str, Period]:
        lost = thing.period.end is Ending.UNKNOWN and (f"{place}.period", LossReason.UNKNOWN_END) in gone
        return {"period": Period(thing.period.start, Ending.ONGOING) if lost else thing.period}

    def member(one: Member) -> Member:
        shut = purpose is None or (purpose is not Purpose.STORE and not one.consents_to(purpose, on=ON))
        reason = LossReason.NO_PURPOSE if purpose is None else LossReason.NO_CONSENT
        names, birth = one.names, one.birth
        if shut:
            assert not names or ("members.names", reason) in gone
            assert birth is None or ("members.birth", reason) in gone
            names, birth = (), None
        names = tuple(less("members.names", name, note=name.note if i else "") for i, name in enumerate(names))
        spells = [
            less("members.memberships", spell, **period("members.memberships", spell)) for spell in one.memberships
        ]
        birth = birth if isinstance(birth, PartialDate) else None
        return less("members", one, names=names, birth=birth, memberships=spells)  # type: ignore[no-any-return]

    languages = ("regions.name", LossReason.LANGUAGE) in gone
    regions = [
        less("regions", one, name=LocalisedText({"en": one.name.get("en")}) if languages else one.name)
        for one in programme.regions
    ]
    return Programme(
        id="p",
        name=NAME,
        organisation=programme.organisation,
        regions=regions,
        members=[member(one) for one in programme.members],
        organisations=[less("organisations", one) for one in programme.organisations],
        links=[less("links", one, **period("links", one)) for one in programme.links],
    )


def test_the_case_study_comes_back_but_for_what_was_named() -> None:
    programme = samples.mongolia()
    made = to_popolo(programme, purpose=Purpose.STORE)
    back = read(made.text, organisation=programme.organisation)
    assert back.programme == without(programme, made.losses, Purpose.STORE)
    assert back.losses == ()


@given(programmes(), PURPOSES)
def test_what_comes_back_is_the_programme_without_what_the_losses_name(
    programme: Programme, purpose: Purpose | None
) -> None:
    made = to_popolo(programme, purpose=purpose, on=ON)
    try:
        expected = without(programme, made.losses, purpose)
    except InvalidDocument:  # somebody came back after an end that is not known, and is read as never gone
        with pytest.raises(InvalidDocument):
            read(made.text, organisation=programme.organisation)
        assert read(made.text, organisation=programme.organisation, open_end=Ending.UNKNOWN).losses == ()
        return
    back = read(made.text, organisation=programme.organisation)
    assert back.programme == expected
    assert back.losses == ()


@given(programmes())
def test_what_was_read_goes_out_and_in_again_unchanged(programme: Programme) -> None:
    options: dict[str, Any] = {"organisation": programme.organisation, "open_end": Ending.UNKNOWN}
    first = read(to_popolo(programme, purpose=Purpose.STORE).text, **options).programme
    again = to_popolo(first, purpose=Purpose.STORE)
    assert read(again.text, **options).programme == first
    assert {loss.where for loss in again.losses if loss.reason is not LossReason.UNKNOWN_END} <= {
        *("programme.id", "programme.name", "programme.organisation", "members.identities")
    }


@given(programmes())
def test_every_field_that_holds_something_is_written_or_named(programme: Programme) -> None:
    named = {loss.where: loss.count for loss in to_popolo(programme, purpose=Purpose.STORE).losses}
    for one in attrs.fields(Programme):
        if one.name not in {"members", "organisations", "links", "regions"} and one.init:
            assert (f"programme.{one.name}" in named) == (getattr(programme, one.name) != one.default)
    assert named.get("members.consents", 0) == sum(bool(one.consents) for one in programme.members)
    assert named.get("organisations.serves", 0) == sum(bool(one.serves) for one in programme.organisations)


@given(programmes(), PURPOSES)
def test_answers_have_no_influence_on_what_is_written(programme: Programme, purpose: Purpose | None) -> None:
    silent = [attrs.evolve(one, identities=Identities({})) for one in programme.members]
    made = to_popolo(programme, purpose=purpose, on=ON)
    other = to_popolo(attrs.evolve(programme, members=silent), purpose=purpose, on=ON)
    assert (made.text, made.losses) == (other.text, other.losses)


@given(programmes())
def test_without_a_purpose_people_are_ids(programme: Programme) -> None:
    persons = json.loads(to_popolo(programme).text)["persons"]
    assert persons == [{"id": one.id} for one in programme.members]


def person(name: str, **fields: Any) -> Member:
    consent = Consent(purposes={Purpose.CONTACT}, given_on=dt.date(2022, 1, 1))
    return Member(id=name, names=[PersonName(given_name=f"given-{name}")], birth=PartialDate(2001), consents=[consent])


def test_for_a_purpose_those_are_named_who_consent_on_the_day() -> None:
    programme = Programme(
        id="p", name=NAME, members=[person("a"), attrs.evolve(person("b"), consents=[]), Member(id="c")]
    )

    def named(on: dt.date) -> list[str]:
        made = to_popolo(programme, purpose=Purpose.CONTACT, on=on)
        return [one["id"] for one in json.loads(made.text)["persons"] if "given_name" in one or "birth_date" in one]

    assert named(ON) == ["a"]
    assert named(dt.date(2021, 12, 31)) == []
    losses = to_popolo(programme, purpose=Purpose.CONTACT, on=ON).losses
    assert Loss(where="members.birth", reason=LossReason.NO_CONSENT, count=1) in losses


def test_a_purpose_is_one_and_has_a_day() -> None:
    with pytest.raises(PurposeRequired, match="for a purpose"):
        to_popolo(Programme(id="p", name=NAME), purpose="store")  # type: ignore[arg-type]  # the word is the point
    with pytest.raises(WrongType, match="on: must be the day"):
        to_popolo(Programme(id="p", name=NAME), purpose=Purpose.REPORT)


def test_what_is_made_does_not_print_names() -> None:
    made = to_popolo(Programme(id="p", name=NAME, members=[person("a")]), purpose=Purpose.STORE)
    assert "given-a" in made.text
    assert repr(made) == "<Popolo document: 4 losses>"
    assert repr(read(made.text)) == "<<programme p: 1 members, 0 activities> of a Popolo document: 0 losses>"


def test_a_document_reads_as_popolo_has_it() -> None:
    name = PersonName(given_name="Сарнай", patronymic="Батын", note="first")
    spell = Period(dt.date(2020, 3, 1), PartialDate(2021, 3, 1))
    month = Period(PartialDate(2022, 1), PartialDate(2022, 6))
    programme = Programme(
        id="p",
        name=NAME,
        organisation="own",
        regions=[Region(code="MN-057", name=LocalisedText({"en": "Zavkhan"}), national_code="81")],
        organisations=[
            Organisation(id="own", name=NAME, kind=OrganisationKind.NGO, region="MN-057", founded=PartialDate(1993)),
            Organisation(id="o", name=LocalisedText({"en": "Club", "mn": "Клуб"}), kind=OrganisationKind.SCHOOL),
        ],
        links=[OrganisationLink(parent="own", child="o", period=month, kind=LinkKind.BRANCH_OF)],
        members=[
            Member(
                id="m",
                names=[name, PersonName(given_name="Sarnai", family_name="Bat", script="Latn", note="abroad")],
                birth=PartialDate(2004, 2),
                memberships=[
                    Membership(kind=MembershipKind.MEMBER, period=spell),
                    Membership(kind=MembershipKind.STAFF, period=month, organisation="o"),
                ],
            ),
            Member(id="n", birth=ReportedAge(19, ON)),
        ],
    )
    made = to_popolo(programme, purpose=Purpose.STORE)
    assert json.loads(made.text) == {
        "persons": [
            {
                "id": "m",
                "name": "Батын Сарнай",
                "given_name": "Сарнай",
                "patronymic_name": "Батын",
                "other_names": [{"name": "Sarnai Bat", "given_name": "Sarnai", "family_name": "Bat", "note": "abroad"}],
                "birth_date": "2004-02",
            },
            {"id": "n"},
        ],
        "organizations": [
            {"id": "own", "name": "Example", "classification": "ngo", "area_id": "MN-057", "founding_date": "1993"},
            {
                "id": "o",
                "name": "Club",
                "other_names": [
                    {"name": "Club", "note": "language: en"},
                    {"name": "Клуб", "note": "language: mn"},
                ],
                "classification": "school",
            },
        ],
        "memberships": [
            {
                "person_id": "m",
                "organization_id": "own",
                "role": "member",
                "start_date": "2020-03-01",
                "end_date": "2021-02-28",
            },
            {
                "person_id": "m",
                "organization_id": "o",
                "role": "staff",
                "start_date": "2022-01",
                "end_date": "2022-06",
            },
            {
                "member": {"id": "o"},
                "organization_id": "own",
                "role": "branch-of",
                "start_date": "2022-01",
                "end_date": "2022-06",
            },
        ],
        "areas": [{"id": "MN-057", "name": "Zavkhan", "identifier": "81"}],
    }
    assert {loss.where: loss.count for loss in made.losses} == {
        "programme.id": 1,
        "programme.name": 1,
        "programme.organisation": 1,
        "members.identities": 2,
        "members.birth": 1,
        "members.names.script": 1,
        "members.names.note": 1,
    }


# --- Documents of others


def test_what_popolo_has_and_the_programme_has_not_is_a_loss() -> None:
    back = read(
        {
            "persons": [
                {"id": "1", "name": "Bat Sarnai", "gender": "female", "image": None, "links": []},
                {"id": "2", "name": "Dr Sarnai", "given_name": "Sarnai", "email": "s@example.org"},
                {"id": "3", "family_name": "Bat", "other_names": [{"name": "S", "note": "nickname"}]},
            ],
            "organizations": [
                {
                    "id": "o",
                    "name": "Club",
                    "classification": "Sports Club",
                    "other_names": [{"name": "The Club", "start_date": "2001"}],
                    "parent_id": "x",
                },
            ],
            "memberships": [
                {"id": "x", "person_id": "1", "organization_id": "o", "role": "Chair", "start_date": "2020-02-29"}
            ],
            "posts": [{"id": "chair"}, {"id": "treasurer"}],
            "events": None,
        },
        roles={"Chair": MembershipKind.BOARD},
        classifications={"Sports Club": OrganisationKind.COMMUNITY},
        open_end=Ending.UNKNOWN,
        language="mn",
    )
    (club,) = back.programme.organisations
    assert (club.kind, dict(club.name.texts)) == (OrganisationKind.COMMUNITY, {"mn": "Club"})
    one, two, three = back.programme.members
    assert one.memberships[0].kind is MembershipKind.BOARD
    assert one.memberships[0].period.end is Ending.UNKNOWN
    assert (one.names, two.names, three.names) == ((), (PersonName(given_name="Sarnai"),), ())
    assert {loss.where: loss.count for loss in back.losses} == {
        "memberships.id": 1,
        "organizations.other_names": 1,
        "organizations.other_names.start_date": 1,
        "organizations.parent_id": 1,
        "persons.email": 1,
        "persons.family_name": 1,
        "persons.gender": 1,
        "persons.name": 2,
        "persons.other_names.name": 1,
        "persons.other_names.note": 1,
        "posts": 2,
    }
    assert all(loss.reason is LossReason.NO_PLACE for loss in back.losses)


def test_an_empty_document_is_an_empty_programme() -> None:
    assert read({}).programme == read({"persons": None}).programme == Programme(id="p", name=NAME)


ORGANISATIONS = [{"id": "o", "name": "O", "classification": "ngo"}, {"id": "q", "name": "Q", "classification": "ngo"}]
BELONGS = {"person_id": "m", "organization_id": "o", "role": "member", "start_date": "2020"}
LINK = {"member": {"id": "o"}, "organization_id": "q", "role": "member-of", "start_date": "2020"}


def sound(**lists: Any) -> dict[str, Any]:
    return {"persons": [{"id": "m"}], "organizations": ORGANISATIONS, "memberships": [BELONGS, LINK]} | lists


def test_the_document_that_is_broken_below_is_sound() -> None:
    assert read(sound()).losses == ()


@pytest.mark.parametrize(
    ("lists", "problems"),
    [
        (
            {"persons": {}},
            ["$.persons: must be a list", "$.memberships[0].person_id: must be the id of"],
        ),
        ({"people": []}, ["$.people: must be a list that Popolo has"]),
        ({"persons": ["m", {"id": "m"}]}, ["$.persons[0]: must be an object"]),
        ({"persons": [{"id": "m"}, {}]}, ["$.persons[1].id: must be given"]),
        ({"persons": [{"id": "m"}, {"id": 2}]}, ["$.persons[1].id: must be text"]),
        ({"persons": [{"id": "m"}, {"id": ""}]}, ["$.persons[1].id: must not be empty"]),
        ({"persons": [{"id": "m"}, {"id": "m"}]}, ["$.persons[1].id: must be unique in the programme"]),
        ({"persons": [{"id": "m"}, {"id": "o"}]}, ["$.organizations[0].id: must be unique in the programme"]),
        ({"persons": [{"id": "m", "nam": "x"}]}, ["$.persons[0].nam: must be a field that Popolo has"]),
        ({"persons": [{"id": "m", "birth_date": "2004-02-30"}]}, ["$.persons[0].birth_date: must be a day of that"]),
        ({"persons": [{"id": "m", "birth_date": "2021"}]}, ["$.persons[0]: must not begin before the member was born"]),
        ({"persons": [{"id": "m", "given_name": " x"}]}, ["$.persons[0].given_name: must not be empty or begin"]),
        ({"persons": [{"id": "m", "memberships": [{}]}]}, ["$.persons[0].memberships: must stand in a list of its"]),
        ({"persons": [{"id": "m", "other_names": "x"}]}, ["$.persons[0].other_names: must be a list"]),
        ({"persons": [{"id": "m", "other_names": [{}]}]}, ["$.persons[0].other_names[0].name: must be given"]),
        ({"persons": [{"id": "m", "other_names": ["x"]}]}, ["$.persons[0].other_names[0]: must be an object"]),
        ({"memberships": [BELONGS | {"role": "x"}]}, ["$.memberships[0].role: must be one of member, supporter"]),
        ({"memberships": [BELONGS | {"role": None}]}, ["$.memberships[0].role: must be given"]),
        ({"memberships": [BELONGS | {"person_id": None}]}, ["$.memberships[0].person_id: must be given"]),
        (
            {"memberships": [BELONGS | {"person_id": "x"}]},
            ["$.memberships[0].person_id: must be the id of"],
        ),
        (
            {"memberships": [BELONGS | {"organization_id": "x"}]},
            ["$.memberships[0].organization_id: must be"],
        ),
        (
            {"memberships": [BELONGS | {"end_date": "2019"}]},
            ["$.memberships[0].end_date: must be later than"],
        ),
        ({"memberships": [BELONGS | {"end_date": "9999-12-31"}]}, ["$.memberships[0].end_date: must be followed by"]),
        ({"memberships": [BELONGS, BELONGS]}, ["$.memberships[1].start_date: must not overlap another of the same"]),
        ({"memberships": [LINK | {"member": "o"}]}, ["$.memberships[0].member: must be an object"]),
        (
            {"memberships": [LINK | {"member": {"id": "x"}}]},
            ["$.memberships[0].member.id: must be the id of"],
        ),
        ({"memberships": [LINK | {"person_id": "m"}]}, ["$.memberships[0].person_id: must not be given beside"]),
        ({"memberships": [LINK | {"organization_id": None}]}, ["$.memberships[0].organization_id: must be given"]),
        ({"memberships": [LINK | {"organization_id": "o"}]}, ["$.memberships: must not make an organisation part of"]),
        (
            {"organizations": [{"id": "o", "name": "O"}, ORGANISATIONS[1]]},
            ["$.organizations[0].classification: must be given"],
        ),
        (
            {"organizations": [ORGANISATIONS[0] | {"area_id": "x"}, ORGANISATIONS[1]]},
            ["$.organizations[0].area_id: must be the id of one of the areas"],
        ),
        (
            {"organizations": [ORGANISATIONS[0] | {"other_names": [{"name": "x", "note": "language: ?"}]}, LINK]},
            ["$.organizations[1]", "$.organizations[0].name: must be keyed by BCP 47"],
        ),
        ({"areas": [{"id": "a", "name": "A", "parent_id": "b"}]}, ["$.areas[0].parent_id: must be the id of one of"]),
        ({"areas": [{"id": "a", "name": "A", "parent_id": "a"}]}, ["$.areas: must not make a region part of itself"]),
        (
            {"areas": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]},
            ["$.areas[1].id: must be unique among"],
        ),
    ],
)
def test_a_problem_is_told_at_its_place(lists: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(InvalidDocument) as caught:
        read(sound(**lists))
    told = [str(problem) for problem in caught.value.problems]
    for problem in problems:
        assert any(one.startswith(problem) for one in told), told
    if len(problems) == 1:
        assert len(told) == 1, told


def test_all_problems_are_told_at_once() -> None:
    document = sound(areas=[{"id": 1}], persons=[{"id": "m", "birth_date": "04"}, {"id": "m"}], meetings=[])
    with pytest.raises(InvalidDocument) as caught:
        read(document)
    assert {problem.path for problem in caught.value.problems} == {
        *("$.meetings", "$.areas[0].id", "$.areas[0].name", "$.persons[0].birth_date")
    }


def test_the_organisation_that_runs_the_programme_is_in_the_document_and_named_everywhere() -> None:
    with pytest.raises(InvalidDocument) as caught:
        read(sound(), organisation="x")
    assert "organisation: must be the id of one of the organizations" in str(caught.value)
    nameless = {key: value for key, value in BELONGS.items() if key != "organization_id"}
    assert read(sound(memberships=[nameless])).programme.members[0].memberships[0].organisation is None
    with pytest.raises(InvalidDocument) as caught:
        read(sound(memberships=[nameless]), organisation="o")
    assert "$.memberships[0].organization_id: must be given where" in str(caught.value)
    assert read(sound(), organisation="o").programme.members[0].memberships[0].organisation is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"persons": [], "persons": []}', b"\xff", "NaN"])
def test_what_is_no_object_of_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidDocument):
        read(text)
