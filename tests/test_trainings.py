"""Trainings, their modules, and the cascade.

Laws of the cascade:

- on known days it equals a reference that follows every chain: steps, generations by the longest path, learners, reach;
- it does not depend on the order of the input;
- a step leads to a later generation, so that there is no circle, however the dates are recorded;
- where dates are known in part, every choice of days has the steps found, and no others than those and the unclear;
- reach and the learners of the first generation have nobody in common.

The ancestry of a resource is everything it was made from, directly or not, and ends in a circle too.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog.activities import Participation, Role, Status
from youthprog.errors import BrokenRule, DanglingReference
from youthprog.testing import modules, resources, trainings
from youthprog.trainings import (
    Cascade,
    Resource,
    ResourceKind,
    Training,
    TrainingEvaluation,
    TrainingLevel,
    TrainingModule,
    ancestry,
    cascade,
)
from youthprog.values import Ending, LocalisedText, PartialDate, Period

TITLE = LocalisedText({"en": "Human rights education", "mn": "Хүний эрхийн боловсрол"})
TRAININGS = ["t1", "t2", "t3", "t4", "t5"]
PEOPLE = ["A", "B", "C", "Д"]
RUNS = {Role.ORGANISER, Role.TRAINER, Role.FACILITATOR}


def training(name: str, start: str, end: str | Ending, *organisers: str) -> Training:
    over = end if isinstance(end, Ending) else PartialDate.parse(end)
    return Training(id=name, title=TITLE, period=Period(PartialDate.parse(start), over), organisers=organisers)


def learns(member: str, at: str, **facts: Any) -> Participation:
    return Participation(member=member, activity=at, role=Role.LEARNER, **facts)


def runs(member: str, at: str, role: Role = Role.TRAINER, **facts: Any) -> Participation:
    return Participation(member=member, activity=at, role=role, **facts)


def steps(found: Cascade) -> dict[tuple[str, str], frozenset[str]]:
    return {(step.source, step.target): step.members.ids for step in found.steps}


# --- A reference that is slow and plain ------------------------------------------------------------------------------

Days = dict[str, tuple[dt.date, dt.date]]


def joined(one: Training, other: Training, parts: list[Participation]) -> frozenset[str]:
    """Who learned at one training and runs the other."""
    there = [part for part in parts if part.status is Status.ATTENDED]
    learned = {part.member for part in there if part.activity == one.id and part.role is Role.LEARNER}
    ran = {part.member for part in there if part.activity == other.id and part.role in RUNS} | set(other.organisers)
    return frozenset(learned & ran)


def steps_by_hand(all_: list[Training], parts: list[Participation], on: Days) -> dict[tuple[str, str], frozenset[str]]:
    return {
        (one.id, other.id): joined(one, other, parts)
        for one in all_
        for other in all_
        if one is not other and joined(one, other, parts) and on[one.id][1] <= on[other.id][0]
    }


def generation_by_hand(name: str, pairs: set[tuple[str, str]]) -> int:
    return 1 + max((generation_by_hand(source, pairs) for source, target in pairs if target == name), default=0)


@st.composite
def histories(draw: st.DrawFn, *, partial: bool) -> tuple[list[Training], list[Participation], Days]:
    """Trainings, who took part, and one choice of the days the recorded dates may stand for."""
    first, last = dt.date(2020, 1, 1), dt.date(2021, 12, 31)
    lengths = st.sampled_from([1, 3, 30, 300])
    made, chosen = [], {}
    for name in draw(st.lists(st.sampled_from(TRAININGS), max_size=5, unique=True)):
        start = draw(st.dates(first, last))
        over = start + dt.timedelta(days=draw(lengths))
        period = Period(start, over)
        if partial:
            known = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
            end: PartialDate | Ending = PartialDate(*(over.year, over.month, over.day)[: known[1]])
            if draw(st.integers(0, 3)) == 0:
                end = draw(st.sampled_from(Ending))
                over = dt.date.max if end is Ending.ONGOING else over
            period = Period(PartialDate(*(start.year, start.month, start.day)[: known[0]]), end)
        organisers = draw(st.lists(st.sampled_from([*PEOPLE, "an organisation"]), max_size=2))
        made.append(Training(id=name, title=TITLE, period=period, organisers=organisers))
        chosen[name] = (start, over)
    parts = draw(
        st.lists(
            st.builds(
                Participation,
                member=st.sampled_from(PEOPLE),
                activity=st.sampled_from([*TRAININGS, "a camp"]),
                role=st.sampled_from([*[Role.LEARNER] * 5, *Role]),
                status=st.sampled_from([*[Status.ATTENDED] * 16, *Status]),
            ),
            max_size=16,
        )
    )
    return made, parts, chosen


# --- Laws ------------------------------------------------------------------------------------------------------------


@given(histories(partial=False))
def test_the_cascade_is_what_following_every_chain_gives(
    history: tuple[list[Training], list[Participation], Days],
) -> None:
    made, parts, on = history
    found = cascade(made, parts)
    expected = steps_by_hand(made, parts, on)
    generations = {one.id: generation_by_hand(one.id, set(expected)) for one in made}
    learners: dict[int, set[str]] = {generation: set() for generation in generations.values()}
    for part in parts:
        if part.activity in generations and part.role is Role.LEARNER and part.status is Status.ATTENDED:
            learners[generations[part.activity]].add(part.member)
    later = {name for generation, people in learners.items() if generation > 1 for name in people}

    assert expected == steps(found)
    assert tuple(sorted(expected)) == tuple((step.source, step.target) for step in found.steps)
    assert found.unclear == ()
    assert generations == dict(found.generations)
    assert max(generations.values(), default=0) == found.depth
    assert learners == {generation: set(people.ids) for generation, people in found.learners}
    assert later - learners.get(1, set()) == found.reach.ids


@given(histories(partial=True))
def test_every_choice_of_days_has_the_steps_found_and_no_others_than_the_unclear(
    history: tuple[list[Training], list[Participation], Days],
) -> None:
    made, parts, on = history
    found = cascade(made, parts)
    chosen = set(steps_by_hand(made, parts, on))
    assert set(steps(found)) <= chosen
    assert chosen <= set(steps(found)) | set(found.unclear)
    assert set(steps(found)).isdisjoint(found.unclear)


@given(histories(partial=True), st.randoms(use_true_random=False))
def test_the_cascade_does_not_depend_on_the_order_of_the_input(
    history: tuple[list[Training], list[Participation], Days], shuffle: Any
) -> None:
    made, parts, _ = history
    expected = cascade(made, parts)
    shuffle.shuffle(made)
    shuffle.shuffle(parts)
    assert expected == cascade(iter(made), iter(parts + parts))


@given(histories(partial=True))
def test_a_step_leads_to_a_later_generation(history: tuple[list[Training], list[Participation], Days]) -> None:
    made, parts, _ = history
    found = cascade(made, parts)
    generations = dict(found.generations)
    assert set(generations) == {one.id for one in made}
    assert all(generations[step.source] < generations[step.target] and step.members.ids for step in found.steps)
    assert found.reach.ids.isdisjoint(next((people.ids for number, people in found.learners if number == 1), ()))


# --- Examples --------------------------------------------------------------------------------------------------------


def test_learners_of_a_leadership_training_go_home_and_train_others() -> None:
    made = [
        training("leadership", "2021-03-01", "2021-03-05"),
        training("Завхан", "2021-09-01", "2021-09-03", "Bold"),
        training("Uliastai", "2022-05-01", "2022-05-02"),
    ]
    parts = [
        learns("Bold", "leadership"),
        learns("Saraa", "Завхан"),
        learns("Bold", "Завхан", status=Status.ENROLLED),
        runs("Saraa", "Uliastai", Role.FACILITATOR),
        learns("Tuya", "Uliastai"),
    ]
    found = cascade(made, parts)
    assert steps(found) == {("leadership", "Завхан"): frozenset({"Bold"}), ("Завхан", "Uliastai"): frozenset({"Saraa"})}
    assert dict(found.generations) == {"leadership": 1, "Завхан": 2, "Uliastai": 3}
    assert found.reach.ids == {"Saraa", "Tuya"}


def test_one_may_train_another_and_later_learn_from_them() -> None:
    made = [
        training("t1", "2021-01", "2021-02"),
        training("t2", "2021-03", "2021-04"),
        training("t3", "2021-05", "2021-06"),
    ]
    parts = [runs("A", "t1"), learns("B", "t1"), runs("B", "t2"), learns("A", "t2"), runs("A", "t3"), learns("B", "t3")]
    assert [(step.source, step.target) for step in cascade(made, parts).steps] == [("t1", "t2"), ("t2", "t3")]


def test_reach_leaves_out_who_learned_first_and_nobody_follows_from_a_training_to_itself() -> None:
    made = [training("t1", "2021", "2021"), training("t2", "2023", "2024")]
    parts = [
        learns("A", "t1"),
        runs("A", "t1"),
        runs("A", "t2"),
        learns("B", "t1"),
        learns("B", "t2"),
        learns("C", "t2"),
    ]
    found = cascade(made, parts)
    assert list(steps(found)) == [("t1", "t2")]
    assert found.unclear == ()
    assert found.reach.ids == {"C"}


def test_generations_follow_the_longest_path() -> None:
    made = [training(name, f"202{i}-01-01", f"202{i}-02-01") for i, name in enumerate(["t1", "t2", "t3"])]
    parts = [learns("A", "t1"), runs("A", "t2"), runs("A", "t3"), learns("B", "t2"), runs("B", "t3")]
    assert dict(cascade(made, parts).generations) == {"t1": 1, "t2": 2, "t3": 3}


def test_a_training_that_begins_the_day_after_another_is_over_follows_it_and_one_a_day_earlier_does_not() -> None:
    first = training("t1", "2022-05-01", "2022-05-03")
    parts = [learns("A", "t1"), runs("A", "t2")]
    for start, expected in (("2022-05-03", [("t1", "t2")]), ("2022-05-02", [])):
        found = cascade([first, training("t2", start, "2022-05-10")], parts)
        assert expected == list(steps(found))
        assert found.unclear == ()


@pytest.mark.parametrize(
    ("first", "second", "unclear"),
    [
        (("2022", "2022"), ("2022", "2023"), True),
        (("2022-01", Ending.UNKNOWN), ("2022-06", "2022-07"), True),
        (("2022-01", Ending.ONGOING), ("2022-06", "2022-07"), False),
        (("2022-08-01", Ending.UNKNOWN), ("2022-06", "2022-07"), False),
        (("2022-06-10", "2022"), ("2022-03-01", "2022-03-02"), False),
        (("2022-06-10", "2022"), ("2022-06-10", "2022-06-12"), False),
        (("2022-06-10", "2022"), ("2022-06-11", "2022-06-12"), True),
        (("2022-06-10", "2022-07"), ("2022-03-01", "2022-03-02"), False),
    ],
)
def test_a_pair_is_unclear_only_where_the_recorded_dates_leave_its_order_open(
    first: tuple[str, str | Ending], second: tuple[str, str | Ending], unclear: bool
) -> None:
    found = cascade([training("t1", *first), training("t2", *second)], [learns("A", "t1"), runs("A", "t2")])
    assert found.steps == ()
    assert ((("t1", "t2"),) if unclear else ()) == found.unclear


def test_where_there_is_no_training_there_is_no_cascade() -> None:
    nothing = cascade([], [learns("A", "t1")])
    assert (nothing.depth, nothing.reach.ids, nothing.steps) == (0, frozenset(), ())


def test_a_wellbeing_activity_may_be_part_of_a_cascade_and_an_absent_trainer_ran_nothing() -> None:
    made = [training("t1", "2021", "2022-01-01"), training("t2", "2022-02-01", "2022-02-02")]
    assert cascade(made, [learns("A", "t1"), runs("A", "t2", status=Status.ABSENT)]).steps == ()
    assert cascade(made, [learns("A", "t1"), runs("A", "t2", Role.SPEAKER)]).steps == ()


# --- Resources -------------------------------------------------------------------------------------------------------


@st.composite
def shelves(draw: st.DrawFn) -> dict[str, Resource]:
    ids = ["fanzine", "workbook", "module", "модуль"]
    sources = st.lists(st.sampled_from(ids), max_size=2)
    return {name: Resource(id=name, title=TITLE, adapted_from=draw(sources)) for name in ids}


@given(shelves())
def test_the_ancestry_is_everything_a_resource_was_made_from(shelf: dict[str, Resource]) -> None:
    for name, resource in shelf.items():
        expected: set[str] = set()
        for _ in shelf:
            expected |= set(resource.adapted_from).union(*(shelf[other].adapted_from for other in expected))
        assert expected == ancestry(name, shelf)


def test_the_module_stems_from_the_fanzine_and_the_workbook() -> None:
    fanzine = Resource(id="fanzine", title=TITLE, kind=ResourceKind.FANZINE)
    workbook = Resource(id="workbook", title=TITLE, kind=ResourceKind.WORKBOOK, adapted_from=["fanzine"])
    module = TrainingModule(id="module", title=TITLE, adapted_from=["workbook"])
    shelf = {one.id: one for one in (fanzine, workbook, module)}
    assert ancestry("module", shelf) == {"fanzine", "workbook"}
    assert module.kind is ResourceKind.MODULE


def test_a_resource_that_is_not_there_has_no_ancestry() -> None:
    with pytest.raises(DanglingReference, match="adapted_from"):
        ancestry("module", {"module": TrainingModule(id="module", title=TITLE, adapted_from=["lost"])})


@given(modules(adapted_from=[]), resources(adapted_from=["fanzine"]), trainings(modules=["m"], ids=["t"]))
def test_modules_and_trainings_name_only_what_they_were_given(
    module: TrainingModule, resource: Resource, one: Training
) -> None:
    assert module.adapted_from == ()
    assert set(resource.adapted_from) <= {"fanzine"}
    assert one.module in {None, "m"}


@pytest.mark.parametrize("level", [0, 5])
def test_effects_are_on_four_levels(level: int) -> None:
    with pytest.raises(BrokenRule, match="level"):
        TrainingEvaluation(level=level, indicator="trainings held at home", finding="three")


def test_a_training_is_about_a_topic_unless_it_says_otherwise() -> None:
    assert training("t", "2022", "2023").level is TrainingLevel.TOPIC
