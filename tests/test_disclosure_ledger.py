"""Laws of releases over time.

- Nothing new: beside all earlier releases a new one leaves every small group as open as the earlier ones left it, or
  from nobody to k, or to the size of the group of those who came and went together.
- Truth: what is shown is true, and may be told.
- The file is only added to, and whoever reads it sees the old ledger or the new one.
"""

import datetime as dt
import pickle
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from attacker import Reader
from test_disclosure import KEY, counted
from youthprog.criteria import Dimension
from youthprog.disclosure import (
    SPECIAL,
    TOTAL,
    UNDISCLOSED,
    CannotPublish,
    Evidence,
    HistoryChanged,
    Ledger,
    Release,
    Rule,
    _publish,
    publish,
    verify,
)
from youthprog.errors import (
    BrokenRule,
    CannotRead,
    DanglingReference,
    DuplicateId,
    NotAPartition,
    PurposeRequired,
    WrongType,
)
from youthprog.people import Consent, Member
from youthprog.values import Declined, Known, NotApplicable, Purpose

PLACE = Dimension(name="place", categories=("p", "q"), sensitive=False)
SECRET = Dimension(name="secret", categories=("yes", "no"))
CONSENT = Consent(purposes={Purpose.REPORT}, given_on=dt.date(2000, 1, 1))
DAYS = [dt.date(2022, month, 1) for month in (1, 2, 3)]
ANSWERS = ("yes", "no", UNDISCLOSED)


def person(number: int, place: str, answer: str) -> Member:
    secret: Any = Declined() if answer == UNDISCLOSED else Known(answer)
    return Member(id=str(number), identities={"place": Known(place), "secret": secret}, consents=[CONSENT])


Stays = Sequence[tuple[str, str, tuple[bool, ...]]]
"""Of each person the place, the answer, and whether they were here on each day."""


def people_on(stays: Stays) -> Any:
    made = [person(number, place, answer) for number, (place, answer, _) in enumerate(stays)]

    def on(day: dt.date) -> list[Member]:
        return [one for one, (_, _, here) in zip(made, stays, strict=True) if here[DAYS.index(day)]]

    return on


def reader_of(stays: Stays, shown: Sequence[Mapping[tuple[str, ...], int | None]]) -> tuple[Reader, dict[Any, int]]:
    """Somebody who knows who was where when, and reads some of the releases."""
    ways = dict.fromkeys((place, here) for place, _, here in stays)
    numbers = {(way, answer): at for at, (way, answer) in enumerate(product(ways, ANSWERS))}
    sizes = {way: sum((place, here) == way for place, _, here in stays) for way in ways}
    sums = [([numbers[way, answer] for answer in ANSWERS], size) for way, size in sizes.items()]
    for entry, cells in enumerate(shown):
        for (place, answer), told in cells.items():
            some = [
                at
                for ((where, here), said), at in numbers.items()
                if here[entry] and place in (where, TOTAL) and answer in (said, TOTAL)
            ]
            if told is not None and some:
                sums.append((some, told))
    return Reader(len(numbers), sums), numbers


STAYS = st.lists(
    st.tuples(
        st.sampled_from(["p", "p", "q"]),
        st.sampled_from(["yes", "no", "no", UNDISCLOSED]),
        st.sampled_from([(True, True, True)] * 3 + [(False, True, True), (True, False, False), (True, True, False)]),
    ),
    max_size=40,
)
RULES = st.sampled_from([Rule(k=3, protect_zeros=True, reason="a test"), Rule(k=3, reason="a test"), SPECIAL])


@settings(max_examples=40)
@given(STAYS, RULES)
def test_a_release_tells_nothing_new_beside_all_earlier_ones(stays: Stays, rule: Rule) -> None:
    ledger = Ledger(population="us")
    shown: list[Mapping[tuple[str, ...], int | None]] = []
    for entry, day in enumerate(DAYS):
        history = ledger.history(people_on(stays), of=SECRET, by=[PLACE], on=day, purpose=Purpose.REPORT)
        made = publish(history, ledger=ledger, rule=rule, key=KEY)
        assert verify(history, made.release, made.evidence)
        ledger = ledger.and_then(made.release)
        known = [(place, said, days[: entry + 1]) for place, said, days in stays]
        before, numbers = reader_of(known, shown)
        shown.append(made.release.cells)
        after, _ = reader_of(known, shown)
        here = [(place, answer) for place, answer, days in stays if days[entry]]
        for (place, answer), told in made.release.cells.items():
            true = sum(place in (where, TOTAL) and answer in (said, TOTAL) for where, said in here)
            assert told is None or (told == true and not rule.protects(told))
        for (way, answer), at in numbers.items():
            true = sum((place, said, days) == (way[0], answer, way[1]) for place, said, days in known)
            size = sum((place, days) == way for place, _, days in known)
            if rule.protects(true):
                low, high = before.bound([at], up=False), before.bound([at], up=True)
                assert after.bound([at], up=False) <= max(0, low) + 1e-6
                assert after.bound([at], up=True) >= min(rule.high, size, high) - 1e-6


@settings(max_examples=20)
@given(STAYS, RULES)
def test_the_order_of_categories_plays_no_part_in_a_ledger(stays: Stays, rule: Rule) -> None:
    secret, place = (evolve(one, categories=one.categories[::-1]) for one in (SECRET, PLACE))
    shown = []
    for of, by in ((SECRET, PLACE), (secret, place)):
        ledger = Ledger(population="us")
        for day in DAYS[:2]:
            history = ledger.history(people_on(stays), of=of, by=[by], on=day, purpose=Purpose.REPORT)
            made = publish(history, ledger=ledger, rule=rule, key=KEY)
            assert verify(history, made.release, made.evidence)
            ledger = ledger.and_then(made.release)
        shown.append([release.cells for release in ledger.releases])
    assert shown[0] == shown[1]


def many(number: int, **answers: int) -> Stays:
    """So many join on the second day; the others are there on all."""
    stays = [("p", answer, (True, True, True)) for answer, times in answers.items() for _ in range(times)]
    return [*stays, *[("p", "yes", (False, True, True))] * number]


def test_who_joins_alone_is_worked_out_without_the_ledger_and_not_with_it() -> None:
    stays = many(1, yes=30, no=40)
    rule = Rule(protect_zeros=True, reason="a test")
    ledger = Ledger(population="us")
    alone, beside = [], []
    for day in DAYS[:2]:
        history = ledger.history(people_on(stays), of=SECRET, by=[PLACE], on=day, purpose=Purpose.REPORT)
        release = publish(history, ledger=ledger, rule=rule, key=KEY).release
        ledger = ledger.and_then(release)
        beside.append(release.cells)
        alone.append(publish(history.table, rule=Rule(k=5, reason="a test"), key=KEY).release.cells)
    for cells, outed in ((alone, True), (beside, False)):
        reader, numbers = reader_of(stays, cells)
        joiner = numbers[("p", (False, True, True)), "yes"]
        assert (reader.bound([joiner], up=False) == 1) is outed


def first(stays: Stays, **options: Any) -> Ledger:
    ledger = Ledger(population="us")
    history = ledger.history(people_on(stays), of=SECRET, by=[PLACE], on=DAYS[0], purpose=Purpose.REPORT)
    return ledger.and_then(publish(history, ledger=ledger, key=KEY, **options).release)


LOOSE = Rule(reason="a test")


def test_a_late_correction_is_found_and_told_without_a_number() -> None:
    stays = many(0, yes=30, no=40)
    ledger = first(stays, rule=LOOSE)
    with pytest.raises(HistoryChanged, match="2022-01-01; undo the late correction") as caught:
        ledger.history(people_on(stays[1:]), of=SECRET, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)
    assert not {"29", "30", "69", "70"} & set(str(caught.value).split())


def test_what_was_left_open_before_is_all_that_is_asked() -> None:
    """An earlier release that was looser than the rule of today: what it told is told."""
    stays = many(0, yes=30, no=40)
    ledger = first(stays, rule=LOOSE)
    history = ledger.history(people_on(stays), of=SECRET, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)
    made = publish(history, ledger=ledger, rule=Rule(k=50, protect_zeros=True, reason="a test"), key=KEY)
    assert verify(history, made.release, made.evidence)
    assert made.release.cells.items() >= {("p", TOTAL): 70, (TOTAL, TOTAL): 70}.items()


def test_evidence_beside_earlier_releases_is_checked_too() -> None:
    stays = many(2, yes=30, no=3)
    ledger = first(stays, rule=LOOSE)
    history = ledger.history(people_on(stays), of=SECRET, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)
    made = publish(history, ledger=ledger, rule=LOOSE, key=KEY)
    release, evidence = made.release, made.evidence
    assert verify(history, release, evidence)
    assert not verify(history, release, Evidence([]))
    witnesses = [list(one) for one in evidence.witnesses]

    def with_witness(witness: list[Any]) -> Evidence:
        return Evidence([*witnesses, witness])

    truth = witnesses[0]
    place = next(at for at, told in enumerate(release.shown) if told is not None)
    hidden = next(at for at, told in enumerate(release.shown) if told is None)
    for wrong in (
        truth[:-1],
        [float(number) for number in truth],
        [number + (at == place) for at, number in enumerate(truth)],
        [number + (at == hidden) for at, number in enumerate(truth)],
    ):
        assert not verify(history, release, with_witness(wrong))
    lies = [None if told is None else told + 1 for told in release.shown]
    assert not verify(history, Release(axes=release.axes, shown=tuple(lies), rule=release.rule), evidence)
    small = next(at for at, number in enumerate(truth[: len(lies)]) if release.rule.protects(number))
    told = [truth[at] if at == small else number for at, number in enumerate(release.shown)]
    assert not verify(history, Release(axes=release.axes, shown=tuple(told), rule=release.rule), evidence)


def test_a_release_whose_proof_beside_the_others_does_not_hold_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(population="us")
    history = ledger.history(people_on(many(0, yes=9)), of=SECRET, on=DAYS[0], purpose=Purpose.REPORT)
    monkeypatch.setattr(_publish, "verify", lambda *_: False)
    with pytest.raises(CannotPublish, match="report the fault"):
        publish(history, ledger=ledger, key=KEY)


def test_tables_of_other_dimensions_stand_in_one_ledger() -> None:
    """First by place, then of all together; whoever withdraws consent counts as undisclosed from that day on."""
    stays = many(0, yes=30, no=40)
    ledger = first(stays, rule=LOOSE)
    history = ledger.history(
        people_on(stays), of=SECRET, on=DAYS[1], purpose=Purpose.REPORT, dimensions=[PLACE]
    )  # fmt: skip
    release = publish(history, ledger=ledger, rule=LOOSE, key=KEY).release
    assert release.dimensions == ("secret",)
    assert (release["yes"], release.total) == (30, 70)


def test_groups_of_places_stand_in_a_ledger_too() -> None:
    stays = many(0, yes=30, no=40)
    groups = {"place": {"west": ["p"], "east": ["q"]}}
    ledger = first(stays, rule=LOOSE, groups=groups)
    history = ledger.history(people_on(stays), of=SECRET, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)
    release = publish(history, ledger=ledger, rule=LOOSE, key=KEY, groups=groups).release
    assert (release["west", "yes"], release[UNDISCLOSED, "yes"]) == (30, 0)


def test_what_is_not_sensitive_at_all_is_open_in_its_column_only() -> None:
    members = [Member(id=str(i), identities={"place": Known("p" if i < 30 else "q")}) for i in range(70)]
    ledger = Ledger(population="us")
    history = ledger.history(lambda _: members, of=PLACE, on=DAYS[0])
    release = publish(history, ledger=ledger).release
    assert (release["p"], release["q"], release.total) == (30, 40, 70)


def test_whom_a_question_does_not_apply_to_is_not_in_its_release() -> None:
    members = [Member(id="0", identities={"place": NotApplicable()})]
    history = Ledger(population="us").history(lambda _: members, of=PLACE, on=DAYS[0])
    assert list(history.ways) == [(None,)]


# --- What is refused -------------------------------------------------------------------------------------------------


def test_a_history_and_its_ledger_go_together() -> None:
    ledger, other = Ledger(population="us"), Ledger(population="them")
    history = ledger.history(people_on(many(0, yes=9)), of=SECRET, on=DAYS[0], purpose=Purpose.REPORT)
    for wrong in (other, None):
        with pytest.raises(BrokenRule, match="same population"):
            publish(history, ledger=wrong, key=KEY)
    with pytest.raises(WrongType, match="history"):
        publish(counted([30, 40]), ledger=ledger)
    demands: list[dict[str, Any]] = [{"margins": "nested"}, {"impossible": ["yes"]}, {"must_publish": [TOTAL]}]
    for options in demands:
        with pytest.raises(BrokenRule):
            publish(history, ledger=ledger, key=KEY, **options)


def test_a_history_is_confidential() -> None:
    history = Ledger(population="us").history(people_on(many(0, yes=9)), of=PLACE, on=DAYS[0])
    assert repr(history) == "<confidential history of place through 0 releases>"
    with pytest.raises(TypeError, match="confidential"):
        pickle.dumps(history)


def test_a_history_needs_all_that_earlier_releases_were_of() -> None:
    stays = many(0, yes=30, no=40)
    ledger, on = first(stays), people_on(stays)
    with pytest.raises(DanglingReference, match="place"):
        ledger.history(on, of=SECRET, on=DAYS[1], purpose=Purpose.REPORT)
    with pytest.raises(BrokenRule, match="before the day"):
        ledger.history(on, of=SECRET, by=[PLACE], on=dt.date(2021, 1, 1), purpose=Purpose.REPORT)
    with pytest.raises(DuplicateId):
        ledger.history(lambda day: 2 * on(day), of=SECRET, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)
    with pytest.raises(PurposeRequired):
        ledger.history(on, of=SECRET, by=[PLACE], on=DAYS[1])
    several = Dimension(name="secret", categories=("yes", "no"), multiple=True)
    other = Dimension(name="secret", categories=("yes", "no", "maybe"))
    with pytest.raises(NotAPartition, match="secret"):
        ledger.history(on, of=several, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)
    with pytest.raises(BrokenRule, match="defined as when"):
        ledger.history(on, of=other, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)


def test_a_ledger_holds_releases_of_known_days_in_their_order() -> None:
    ledger = first(many(0, yes=30, no=40))
    with pytest.raises(BrokenRule, match="say of which day"):
        ledger.and_then(publish(counted([30, 40])).release)
    stays = many(0, yes=30, no=40)
    later = Ledger(population="us").history(people_on(stays), of=SECRET, on=DAYS[2], purpose=Purpose.REPORT)
    release = publish(later, ledger=Ledger(population="us"), key=KEY).release
    with pytest.raises(BrokenRule, match="order"):
        Ledger(population="us", releases=(release, *ledger.releases))
    with pytest.raises(WrongType):
        Ledger(population="")


# --- The file --------------------------------------------------------------------------------------------------------


def test_a_ledger_is_read_as_it_was_written_and_only_added_to(tmp_path: Path) -> None:
    path, stays = tmp_path / "ledger.jsonl", many(0, yes=30, no=40)
    ledger = first(stays)
    ledger.write(path)
    assert Ledger.read(path) == ledger
    again = Ledger.read(path)
    history = again.history(people_on(stays), of=SECRET, by=[PLACE], on=DAYS[1], purpose=Purpose.REPORT)
    longer = again.and_then(publish(history, ledger=again, key=KEY).release)
    longer.write(path)
    assert len(Ledger.read(path).releases) == 2
    with pytest.raises(BrokenRule, match="only added to"):
        ledger.write(path)
    with pytest.raises(BrokenRule, match="population"):
        Ledger(population="them", releases=longer.releases).write(path)
    assert len(Ledger.read(path).releases) == 2


def test_a_crash_between_writing_and_renaming_leaves_the_old_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.jsonl"
    Ledger(population="us").write(path)
    before = path.read_bytes()

    def crash(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="no space"):
        first(many(0, yes=30, no=40)).write(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "[]\n", "{}\n", '{"youthprog ledger": 2, "population": "us"}\n', "not json\n"])
def test_what_is_no_ledger_is_not_read_as_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_text(text)
    with pytest.raises(CannotRead):
        Ledger.read(path)


def test_a_ledger_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    members = [Member(id=f"canary-{i}", identities={"place": Known("p")}) for i in range(9)]
    ledger = Ledger(population="us")
    history = ledger.history(lambda _: members, of=PLACE, on=DAYS[0])
    ledger.and_then(publish(history, ledger=ledger).release).write(path)
    assert "canary" not in path.read_text()
    assert "canary" not in repr(history)
