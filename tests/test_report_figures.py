"""Every figure of the case study's report, for the public and for staff, comes from a function and bears a definition.

`TRACED` says for each kind of sentence how its figures are worked out, by public functions and not by the report's own;
tables and their notes are worked out cell by cell. A sentence with a figure that is in none of them fails.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from youthprog import Purpose, counts, disclosure, diversity, report, representation, samples, shares
from youthprog.criteria import RegionOf
from youthprog.disclosure import ORDINARY, SPECIAL, TOTAL, UNDISCLOSED
from youthprog.values import Interval, Period, Tri, great_circle

if TYPE_CHECKING:
    from collections.abc import Callable

    from youthprog.criteria import Dimension
    from youthprog.disclosure import Release
    from youthprog.programme import Programme
    from youthprog.report import Report, Table

ON = dt.date(2022, 12, 31)
YEAR = Period(dt.date(2022, 1, 1), dt.date(2023, 1, 1))
CAMP = "Annual Youth Human Rights Defenders summer camp 2022"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return samples.mongolia()


@pytest.fixture(scope="module", params=[None, Purpose.REPORT], ids=["public", "staff"])
def made(request: pytest.FixtureRequest, programme: Programme) -> Report:
    drawing = report.Drawing(activity="a-camp-2022", lottery=samples.mongolia_camp(), seed=samples.CAMP_SEED)
    return report.make(programme, on=ON, staff=request.param, key=samples.KEY, drawings=[drawing])


def figures(words: str) -> list[str]:
    return re.findall(r"\d[\d,.]*\d|\d", words)


# --- Sentences -------------------------------------------------------------------------------------------------------


def _young(programme: Programme) -> list[object]:
    """The share of the young among those whose age is known, and its bounds over all."""
    base = programme.belonging(on=ON).certain
    share = shares.share(counts.tally(base, of=programme.dimension("young"), on=ON), of="15 to 34 (Mongolia)")
    return [f"{float(value) * 100:.1f}" for value in (share.value, share.low, share.high)]


def _headline(programme: Programme) -> list[object]:
    found = programme.partnership_headline(YEAR, renewal_months=12)
    each = (found.either, found.established, found.renewed)
    return [2022, *(len(one.certain) for one in each), 12, len(found.strengthened.certain)]


def _active(programme: Programme) -> list[object]:
    active = programme.partnerships_on(ON).certain
    return [ON.isoformat(), len(active), sum(one.beyond_implementation for one in active)]


def _held(programme: Programme) -> list[Any]:
    return [one for one in programme.activities if YEAR.covers(one.period.start) is not Tri.NO]


def _took_part(programme: Programme) -> list[object]:
    names = [one.id for one in _held(programme)]
    return [len(programme.people(*names)), programme.attendances(*names).count]


def _given(title: str) -> Callable[[Programme], list[object]]:
    def trace(programme: Programme) -> list[object]:
        module = next(one for one in programme.resources if str(one.title) == title)
        given = [one for one in _held(programme) if getattr(one, "module", None) == module.id]
        return [len(given), *(len(group) for group in programme.by_audience(given).values())]

    return trace


def _finding(programme: Programme, quota: str, activity: str) -> Any:
    return next(
        found
        for one, found in programme.findings(quota, purpose=Purpose.REPORT)
        if str(one.title) == activity and found.on.year == 2022
    )


def _kept(quota: str, activity: str, *fields: str) -> Callable[[Programme], list[object]]:
    def trace(programme: Programme) -> list[object]:
        found = _finding(programme, quota, activity)
        return [found.on.isoformat(), *(getattr(found, field) for field in fields)]

    return trace


def _lottery(_: Programme) -> list[object]:
    camp = samples.mongolia_camp()
    return [camp.seats, len(camp.chances), *(quota.minimum for quota in camp.quotas)]


def _cascade(programme: Programme) -> list[object]:
    found = programme.cascade()
    return [sum(generation > 1 for _, generation in found.generations), found.depth]


def _far(programme: Programme) -> list[object]:
    kilometres: dict[str, list[float]] = {}
    for one in programme.distances_to("MN-057"):
        kilometres.setdefault(one.kind.value, []).append(one.kilometres)
    home, away = programme.region("MN-1").seat, programme.region("MN-057").seat
    assert home is not None
    assert away is not None
    shortest = great_circle(home, away).kilometres
    found = [kilometres["stated"][0], min(kilometres["road"]), max(kilometres["road"]), shortest]
    return [f"{far:,.0f}" for far in found]


N = r"(\d[\d,.]*\d|\d)"
DAY = r"(\d{4}-\d\d-\d\d)"
RURAL, WOMEN = "rural young people", "women at the camp of 2022"
DISABLED = "young people with disabilities at the camp of 2022"
WORDS = {"asked-unknown": "asked, not known", "not-asked": "not asked"}
SEED = "2022-06-20: 5 7 16 29 44"

TRACED: dict[str, Callable[[Programme], list[object]]] = {
    # Who belongs
    rf"On {DAY} there are {N} members and supporters\.": lambda p: [ON.isoformat(), len(p.belonging(on=ON).certain)],
    rf"Of {N} more people it is not known whether they are\.": lambda p: [len(p.belonging(on=ON).perhaps)],
    rf"{N} % of those whose age is known are young .* between {N} % and {N} %, .* means 15 to 34 .*": _young,
    # Partnerships
    rf"In {N}, {N} partnerships were established, renewed or strengthened: {N} established, {N} renewed after a gap of "
    rf"more than {N} months, {N} strengthened; .*": _headline,
    rf"On {DAY}, {N} partnerships are active; in {N} of them the partner is involved beyond implementation\.": _active,
    rf"Amnesty International Mongolia, partnerships .*, {N}: one of the greatest .* in {N} .*": lambda p: [
        one.year for one in p.benchmarks for _ in range(2) if one.year == 2022
    ],
    # Activities
    rf"In {N}, {N} activities took place\.": lambda p: [2022, len(_held(p))],
    rf"{N} people known by name took part, each counted once; there were {N} attendances, .*": _took_part,
    rf"They reached {N} of {N} regions\.": lambda p: [len(p.regions_reached(_held(p))), len(p.regions)],
    rf"The module “Staying resilient: .*, was given {N} times: {N} for .* and {N} for .*": _given(
        "Staying resilient: a training module for Mongolian audiences"
    ),
    rf"The module “Right to Privacy .*” was given {N} times: {N} for .*, {N} for .* and {N} for .*": _given(
        "Right to Privacy and Data Protection"
    ),
    # Quotas, for the public and for staff
    **{
        rf"{quota[0].upper()}{quota[1:]}, at least {least}, at “{activity}” on {DAY}: met; {N} of the {N} .*": _kept(
            quota, activity, "needed", "people"
        )
        for quota, least, activity in (
            (RURAL, "25 %", "Capacity-building training 2022"),
            (RURAL, "25 %", CAMP),
            (RURAL, "25 %", "Youth leadership training 2022"),
            (WOMEN, "45 %", CAMP),
        )
    },
    rf"Young people with disabilities .*, at least 3 people, at “{CAMP}” on {DAY}: whether .*": _kept(DISABLED, CAMP),
    **{
        rf"{quota[0].upper()}{quota[1:]}, at least .*, at “{activity}” on {DAY}: met\. {N} of {N} .*; {N} .*": _kept(
            quota, activity, "yes", "people", "needed"
        )
        for quota, activity in ((RURAL, "Capacity-building training 2022"), (RURAL, "Youth leadership training 2022"))
    },
    **{
        rf"{quota[0].upper()}{quota[1:]}, .*, at “{CAMP}” on {DAY}: met\. {N} of {N} .* {N} .*; {N} .*": _kept(
            quota, CAMP, "yes", "people", "unknown", "needed"
        )
        for quota in (RURAL, WOMEN, DISABLED)
    },
    # Lotteries
    rf"“{CAMP}”: {N} seats among {N} applicants by leximin\. .* least {N}; .* least {N}; .* least {N}\. .*": _lottery,
    rf"“{CAMP}”: proven: all {N} committees meet every quota; the chances are as stated to {N}e-{N}; .*": lambda _: [
        samples.mongolia_camp().check().committees,
        *f"{samples.mongolia_camp().check().tolerance:.0e}".split("e-"),
    ],
    rf"“{CAMP}”: drawn with the seed “{SEED}”\.": lambda _: [],
    rf"“{CAMP}”: drawn with the seed “{SEED}”: .*": lambda _: [],
    # From learners to trainers
    rf"{N} trainings were run by people .*; the longest chain has {N} generations\.": _cascade,
    rf"They reached {N} people who had learned at no training of the first generation\.": lambda p: [
        len(p.cascade().reach)
    ],
    rf"Run by people who returned to their home, Zavkhan, {N} km .*, {N} to {N} km .* and {N} km .*": _far,
    r"Run by people who returned to their home, Ulaanbaatar: “Right to Privacy .*": lambda _: [],  # titles
    # Campaigns, and how to read it
    rf"Campaign “It's our privacy” .*, launched {N}, .*": lambda p: [p.campaigns[0].launched_on],
    rf"“not shown” stands for a group of fewer than {N} people, .* fewer than {N}, .*": lambda _: [
        ORDINARY.k,
        SPECIAL.k,
    ],
}


def test_every_figure_of_a_sentence_is_traced(made: Report, programme: Programme) -> None:
    for section in made.sections:
        for words in section.sentences:
            if not figures(words):
                continue
            found = [(match.groups(), trace) for rule, trace in TRACED.items() if (match := re.fullmatch(rule, words))]
            assert len(found) == 1, f"in {section.title}: {words}"
            ((told, trace),) = found
            assert list(told) == list(map(str, trace(programme))), words


def test_no_way_to_trace_a_figure_is_left_over(programme: Programme) -> None:
    drawing = report.Drawing(activity="a-camp-2022", lottery=samples.mongolia_camp(), seed=samples.CAMP_SEED)
    told = [
        words
        for staff in (None, Purpose.REPORT)
        for section in report.make(programme, on=ON, staff=staff, key=samples.KEY, drawings=[drawing]).sections
        for words in section.sentences
    ]
    assert [rule for rule in TRACED if not any(re.fullmatch(rule, words) for words in told)] == []


def test_those_drawn_are_those_whom_the_seed_draws(made: Report) -> None:
    (section,) = [one for one in made.sections if one.title == "Lotteries"]
    drawn = samples.mongolia_camp().draw(seed=SEED)
    named = [re.findall(r"m-\d+", words) for words in section.sentences]
    assert [names for names in named if names] == ([] if made.audience == "public" else [list(drawn)])


# --- Tables ----------------------------------------------------------------------------------------------------------


def percent(value: Any) -> str:
    return f"{float(value) * 100:.1f} %"


def released(programme: Programme, dimension: Dimension) -> Release:
    base = programme.belonging(on=ON).certain
    counted = counts.tally(base, of=dimension, on=ON, purpose=Purpose.REPORT)
    return disclosure.publish(counted, key=samples.KEY, must_publish=(TOTAL,)).release


def test_every_figure_of_a_table_of_people_is_counted_or_released(made: Report, programme: Programme) -> None:
    names = {f"{region.name} ({region.code})": region.code for region in programme.regions}
    for table in made.sections[0].tables:
        dimension = programme.dimension(table.head[0])
        counted = counts.tally(programme.belonging(on=ON).certain, of=dimension, on=ON, purpose=Purpose.REPORT)
        release = released(programme, dimension)
        for name, people, *share in table.rows:
            node = names.get(name, name) if isinstance(dimension.reading, RegionOf) else name
            if made.audience == "public":
                wanted = "not shown" if release[node] is None else str(release[node])
                part = None if node in {UNDISCLOSED, TOTAL} else release.share(node)
            else:
                reasons = {f"({WORDS.get(reason, reason)})": n for reason, n in counted.reasons.items()}
                numbers = dict(counted.items()) | reasons
                wanted = str(numbers.get(node, counted.total))
                part = shares.share(counted, of=node).value if node in counted else None
            assert people == wanted
            assert share in ([], ["" if part is None else percent(part)])
        assert_notes(table, dimension, programme, release if made.audience == "public" else counted)


def assert_notes(table: Table, dimension: Dimension, programme: Programme, counted: Any) -> None:
    """Definitions are the dimension's; a diversity is measured; a comparison is with a reference and names it."""
    for note in filter(figures, table.notes):
        if note.startswith("Definition: "):
            assert note == f"Definition: {'; '.join(dimension.definitions)}."
        elif note.startswith("As diverse as "):
            public = isinstance(counted, disclosure.Release)
            value = counted.measure(diversity.hill, q=1) if public else diversity.hill(counted, q=1)
            told = [float(one) for one in figures(note)]
            assert told[-2:] == [len(dimension.categories), 1]
            if isinstance(value, Interval):
                assert told[0] == pytest.approx(value.low, abs=0.01)
                assert told[1] == pytest.approx(value.high, abs=0.01)
            else:
                assert told[0] == pytest.approx(value, abs=0.005)
        else:
            (reference,) = [one for one in programme.references if f"among {one.words}: " in note]
            assert reference.of == dimension.name
            compared = re.findall(r"(?:: |, )([^,:]+?) ([\d.]+) times", note.partition(reference.words)[2])
            assert compared
            codes = {f"{region.name} ({region.code})": region.code for region in programme.regions}
            for name, ratio in ((codes.get(told, told), ratio) for told, ratio in compared):
                share = counted.share(name) if isinstance(counted, disclosure.Release) else None
                share = shares.share(counted, of=name).value if share is None else share
                assert ratio == f"{float(share / reference.proportions[name]):.2f}"


def test_the_ratio_of_a_note_is_that_of_representation(programme: Programme) -> None:
    counted = counts.tally(programme.belonging(on=ON).certain, of=programme.dimension("settlement"), on=ON)
    (reference,) = [one for one in programme.references if one.of == "settlement"]
    found = representation.ratio(counted, reference=reference)
    assert [f"{float(group.value or 0):.2f}" for group in found.groups] == ["0.92", "1.03"]


def test_every_figure_of_the_other_tables_is_counted(made: Report, programme: Programme) -> None:
    tables = {table.caption: table for section in made.sections[1:] for table in section.tables}
    active = programme.partnerships_on(ON).certain
    stages = Counter(stage.value for one in active for stage in one.stages)
    assert tables.pop("Active partnerships by stage of involvement").rows == tuple(
        (name, str(stages[name])) for name in sorted(stages)
    )
    kinds = tables.pop("Activities of 2022 by kind").rows
    assert sum(int(number) for _, number in kinds) == len(_held(programme))
    if made.audience == "public":
        assert tables == {}
        return
    camp = samples.mongolia_camp()
    assert tables.pop(f"Quotas of the lottery for “{CAMP}”").rows == tuple(
        (one.name, *map(str, (one.minimum, one.maximum, one.applicants, one.undisclosed))) for one in camp.quotas
    )
    chances = Counter(percent(chance) for chance in camp.chances.values())
    told = tables.pop(f"Chances in the lottery for “{CAMP}”").rows
    assert sorted(told) == sorted((name, str(number)) for name, number in chances.items())
    assert tables == {}
