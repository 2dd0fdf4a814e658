"""The report of a programme, for people: what was recorded, how diverse it is, what was kept and what came of it.

There are two audiences. The public report is made of releases (see `youthprog.disclosure`): no table or measure in it
tells of a group that is too small. The staff report shows working figures, needs a purpose, and bears "confidential"
on every page.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from contextlib import suppress
from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from attrs import asdict, field, frozen

from youthprog import diversity
from youthprog.activities import Activity, Camp
from youthprog.counts import Counts, tally
from youthprog.criteria import Asked, Is, Meets, RegionOf, RuralOrUrban
from youthprog.disclosure import HIDDEN, ORDINARY, SPECIAL, TOTAL, CannotPublish, Release, Rule, publish
from youthprog.display import listed, number
from youthprog.errors import PurposeRequired, Undefined
from youthprog.lottery import Lottery
from youthprog.quotas import Finding, Quota, QuotaStatus
from youthprog.report import _public
from youthprog.report._charts import chart, picture
from youthprog.report._html import page
from youthprog.trainings import Training
from youthprog.values import Period, Purpose, Tri, great_circle
from youthprog.wellbeing import WellbeingActivity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from youthprog.criteria import Criterion, Dimension
    from youthprog.people import Member
    from youthprog.programme import Found, Programme

WIDTH = 100

__all__ = ["Drawing", "Report", "Section", "Table", "chart", "last_year_end", "make", "picture"]


@frozen(kw_only=True)
class Table:
    """A table in words: its caption, its heading, its rows, and what there is to say about it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Section:
    """A part of a report, about a page: sentences first, then tables."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()


@frozen(kw_only=True)
class Drawing:
    """A lottery to report on.

    Attributes:
        activity: the id of the activity whose seats were drawn.
        lottery: the lottery.
        seed: the seed it was drawn with; `None` if it is yet to be drawn.
    """

    activity: str
    lottery: Lottery
    seed: str | int | None = None


@frozen(kw_only=True)
class Report:
    """A report in words, ready to be read.

    Attributes:
        title: what it is about.
        audience: `public` or `staff`.
        mark: what stands on every page of a staff report; empty for the public.
        on: the day it speaks of.
        sections: its parts.
    """

    title: str
    audience: str
    mark: str
    on: dt.date
    sections: tuple[Section, ...] = field(repr=False)

    @property
    def sensitive(self) -> bool:
        """Whether it is for the staff alone."""
        return self.audience == "staff"

    def text(self) -> str:
        """Give the report as plain text, in lines of at most 100 characters but for wide tables."""

        def heading(title: str, level: int) -> list[str]:
            return [title, "=-"[level] * len(title), ""]

        def sentence(words: str) -> list[str]:
            return wrap(words, WIDTH, initial_indent="- ", subsequent_indent="  ")

        return "\n".join(self._lines(heading, sentence, _text_table))

    def markdown(self) -> str:
        """Give the report as Markdown."""

        def heading(title: str, level: int) -> list[str]:
            return [f"{'#' * (level + 1)} {_plain(title)}", ""]

        return "\n".join(self._lines(heading, lambda words: [f"- {_plain(words)}"], _markdown_table))

    def html(self) -> str:
        """Give the report as one HTML page that needs nothing else: no script, no network, no font.

        It follows the reader's light or dark setting, fits a telephone, and prints on A4.

        >>> from youthprog import samples
        >>> import datetime as dt
        >>> page = make(samples.mongolia(), on=dt.date(2022, 12, 31)).html()
        >>> page.startswith("<!doctype html>"), "<script" in page, "://" in page
        (True, False, False)
        """
        return page(self)

    def json(self) -> str:
        """Give the report as JSON, the same text for equal reports."""
        content = asdict(self) | {"on": self.on.isoformat()}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def _lines(
        self,
        heading: Callable[[str, int], list[str]],
        sentence: Callable[[str], list[str]],
        table: Callable[[Table], list[str]],
    ) -> Iterator[str]:
        yield from heading(self.title, 0)
        for section in self.sections:
            if self.mark:
                yield from (self.mark, "")
            yield from heading(section.title, 1)
            for words in section.sentences:
                yield from sentence(words)
            yield ""
            for one in section.tables:
                yield from table(one)
                yield ""
        if self.mark:
            yield from (self.mark, "")


def _text_table(table: Table) -> list[str]:
    rows = [table.head, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.head))]

    def line(row: tuple[str, ...]) -> str:
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        return "  ".join(["", first, *(cell.strip().rjust(len(cell)) for cell in others)]).rstrip()

    notes = [words for note in table.notes for words in wrap(note, WIDTH, initial_indent="  ", subsequent_indent="  ")]
    lines = [line(row) for row in rows]
    return [table.caption, lines[0], "  " + "-" * (sum(widths) + 2 * len(widths) - 2), *lines[1:], *notes]


def _markdown_table(table: Table) -> list[str]:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(_plain(cell) for cell in cells) + " |"

    rule = line(["---", *("---:" for _ in table.head[1:])])
    notes = [line for note in table.notes for line in ("", _plain(note))]
    return [f"**{_plain(table.caption)}**", "", line(table.head), rule, *map(line, table.rows), *notes]


def _plain(words: str) -> str:
    """Give words that Markdown shows as they are."""
    return _MARKS.sub(r"\\\g<0>", words)


_MARKS = re.compile(r"[\\`*_{}\[\]<>#|]")


# --- Words -----------------------------------------------------------------------------------------------------------


def _percent(share: Fraction | float) -> str:
    return f"{float(share) * 100:.1f} %"


def _and_perhaps(found: Found[Any]) -> str:
    certain = len(found.certain)
    return f"{certain} (and perhaps {len(found.perhaps)} more)" if found.perhaps else str(certain)


def last_year_end(programme: Programme) -> dt.date | None:
    """Give the last day of the last year in which an activity began; `None` if there is no activity.

    The report's command speaks of that day when none is named, for it reads no clock.
    """
    years = [activity.period.start.earliest.year for activity in programme.activities]
    return dt.date(max(years), 12, 31) if years else None


# --- The report ------------------------------------------------------------------------------------------------------


def make(
    programme: Programme,
    *,
    on: dt.date,
    staff: Purpose | None = None,
    key: bytes | None = None,
    renewal_months: int = 12,
    drawings: Iterable[Drawing] = (),
) -> Report:
    """Make the report of a programme, for the public or for staff.

    Args:
        programme: the programme.
        on: the day people are counted on; activities and partnerships are those of its calendar year up to and with it.
        staff: why staff may see working figures; left out, the report is for the public and made of releases.
        key: the secret key of releases, see `disclosure.publish`; without it sensitive dimensions are left out of a
            public report.
        renewal_months: how long a gap in a partnership may be without it having lapsed.
        drawings: lotteries to tell of: to the public their rules, to staff the chances and who was drawn as well.

    Returns:
        A `Report`, the same for the same programme and arguments.

    Raises:
        PurposeRequired: if `staff` is something else than a purpose.
        BrokenRule, WrongType: if the key is too short, or not bytes.

    >>> from youthprog import samples
    >>> import datetime as dt
    >>> make(samples.mongolia(), on=dt.date(2022, 12, 31)).audience
    'public'
    """
    if staff is not None and not isinstance(staff, Purpose):
        msg = "a staff report is made for a purpose, one of youthprog.Purpose"
        raise PurposeRequired(msg)
    mark = "" if staff is None else f"CONFIDENTIAL - staff only, for the purpose: {staff.value}"
    desk = _Desk(programme, on, staff, key, renewal_months)
    parts = (
        desk.people(),
        desk.partnerships(),
        desk.activities(),
        desk.quotas(),
        desk.lotteries(drawings),
        desk.cascade(),
        desk.outcomes(),
        desk.reading(),
    )
    return Report(
        title=f"{programme.name}: report on {on.isoformat()}",
        audience="public" if staff is None else "staff",
        mark=mark,
        on=on,
        sections=tuple(part for part in parts if part is not None),
    )


class _Desk:
    """Where one report is written."""

    def __init__(
        self, programme: Programme, on: dt.date, staff: Purpose | None, key: bytes | None, renewal_months: int
    ) -> None:
        self.programme = programme
        self.on = on
        self.staff = staff
        self.key = key
        self.renewal_months = renewal_months
        self.year = Period(dt.date(on.year, 1, 1), on + dt.timedelta(days=1))
        self.base = programme.belonging(on=on)

    # People

    def people(self) -> Section:
        members = self.base.certain
        counted = {
            one.name: tally(members, of=one, on=self.on, purpose=self.staff or Purpose.REPORT)
            for one in self._dimensions()
        }
        sentences = [self._size(len(members))]
        if self.staff is not None and self.base.perhaps:
            sentences.append(
                f"Of {number(len(self.base.perhaps), 'more person', 'more people')} it is not known whether they are."
            )
        if self.programme.young is not None:
            sentences.append(self._young(members, self.programme.young, counted))
        tables = tuple(self._table(self.programme.dimension(name), counts) for name, counts in counted.items())
        return Section(title="Who belongs", sentences=tuple(sentences), tables=tables)

    def _dimensions(self) -> list[Dimension]:
        """Give the dimensions to show: all to staff, and to the public one of each kind of fact.

        Two tables of the same people that read the same fact, such as ages in years and ages in bands, could be
        subtracted from each other.
        """
        if self.staff is not None:
            return list(self.programme.dimensions)
        shown: dict[object, Dimension] = {}
        for one in self.programme.dimensions:
            if not isinstance(one.reading, Meets) and (self.key is not None or not one.sensitive):
                shown.setdefault(_fact(one), one)
        return list(shown.values())

    def _size(self, people: int) -> str:
        if self.staff is None and ORDINARY.protects(people):
            return "There are too few members and supporters for their number to be shown."
        return f"On {self.on.isoformat()} there are {number(people, 'member or supporter', 'members and supporters')}."

    def _young(self, members: Sequence[Member], young: Criterion, counted: Mapping[str, Counts]) -> str:
        """Say how many are young: to the public only as far as a table that is shown says it too."""
        if self.staff is not None:
            found = Counter(young.holds(member, on=self.on, purpose=self.staff) for member in members)
            yes, unknown, total = found[Tri.YES], found[Tri.UNKNOWN], len(members)
        elif isinstance(young, Is) and young.dimension.name in counted and not young.dimension.multiple:
            told = _public.together(self._release(counted[young.dimension.name]), sorted(young.categories))
            if told is None:
                return "How many of them are young cannot be shown."
            yes, unknown, total = told
        else:
            return "How many of them are young cannot be shown."
        if total == unknown:
            return "Of nobody is it known whether they are young."
        words = f"{_percent(Fraction(yes, total - unknown))} of those whose age is known are young"
        if unknown:
            low, high = Fraction(yes, total), Fraction(yes + unknown, total)
            words += f" (of all, between {_percent(low)} and {_percent(high)}, whatever the ages of the others)"
        meant = young.definitions if isinstance(young, Is) else (str(young), *young.definitions)
        return f"{words}. Young means {'; '.join(meant)}."

    def _release(self, counts: Counts) -> Release | None:
        """Publish the counts beside the number of people, which is told; `None` if they are too few.

        Whom a question does not apply to are the people less the total, and must not be too few either.
        """
        if (SPECIAL if counts.secret else ORDINARY).protects(counts.not_applicable) and counts.not_applicable:
            return None
        try:
            return publish(counts, key=self.key, must_publish=(TOTAL,)).release
        except CannotPublish:
            return None

    def _table(self, dimension: Dimension, counts: Counts) -> Table:
        found = _public.figures(self._release(counts), tuple(counts)) if self.staff is None else _working(counts)
        names = {region.code: f"{region.name} ({region.code})" for region in self.programme.regions}
        labels = names if isinstance(dimension.reading, RegionOf) else {}
        rows = [
            (labels.get(name, name), _shown(number), _percent_or_blank(found.shares.get(name)))
            for name, number in found.cells.items()
        ]
        rows.append(("total", _shown(found.total), ""))
        head = (dimension.name, "people", "share of known")
        columns = 3 if any(share for _, _, share in rows) else 2
        return Table(
            caption=f"Members and supporters by {dimension.name}",
            head=head[:columns],
            rows=tuple(row[:columns] for row in rows),
            notes=tuple(self._notes(dimension, found, most=len(counts))),
        )

    def _notes(self, dimension: Dimension, found: _public.Figures, *, most: int) -> Iterator[str]:
        if dimension.multiple:
            yield "A person may be in several categories."
            return
        if dimension.definitions:
            yield f"Definition: {'; '.join(dimension.definitions)}."
        if found.diverse:
            yield f"As diverse as {found.diverse} equally large groups, of {most} at the most (Hill number of order 1)."
        for reference in self.programme.references:
            ratios = [
                f"{name} {float(share / expected):.2f} times"
                for name, expected in reference.proportions.items()
                if expected and (share := found.shares.get(name)) is not None
            ]
            if reference.of == dimension.name and ratios:
                yield f"Compared with the share among {reference.words}: {', '.join(ratios)} (1 is parity)."

    # Partnerships

    def partnerships(self) -> Section | None:
        if not self.programme.partnerships:
            return None
        headline = self.programme.partnership_headline(self.year, renewal_months=self.renewal_months)
        active = self.programme.partnerships_on(self.on)
        beyond = [one for one in active.certain if one.beyond_implementation]
        established, renewed = _and_perhaps(headline.established), _and_perhaps(headline.renewed)
        strengthened, gap = _and_perhaps(headline.strengthened), f"{self.renewal_months} months"
        either = number(len(headline.either.certain), "partnership was", "partnerships were")
        perhaps = f", and perhaps {len(headline.either.perhaps)} more" if headline.either.perhaps else ""
        sentences = [
            (
                f"In {self.on.year}, {either} established, renewed or strengthened{perhaps}: "
                f"{established} established, {renewed} renewed after a gap of more than {gap}, {strengthened} "
                "strengthened; one partnership may be several of these."
            ),
            (
                f"On {self.on.isoformat()}, {_and_perhaps(active)} partnerships are active; "
                f"in {len(beyond)} of them the partner is involved beyond implementation."
            ),
        ]
        stages = Counter(stage for one in active.certain for stage in one.stages)
        rows = tuple((stage.value, str(stages[stage])) for stage in sorted(stages, key=lambda stage: stage.value))
        table = Table(caption="Active partnerships by stage of involvement", head=("stage", "partnerships"), rows=rows)
        benchmarks = [
            f"{one.entity}, {one.indicator}, {one.year}: {one.claim or one.value} "
            f"({one.source.citation if one.source else 'no source'})."
            for one in self.programme.benchmarks
            if one.year == self.on.year
        ]
        return Section(title="Partnerships", sentences=(*sentences, *benchmarks), tables=(table,) if rows else ())

    # Activities

    def _this_year(self) -> tuple[Activity, ...]:
        return tuple(one for one in self.programme.activities if self.year.covers(one.period.start) is not Tri.NO)

    def activities(self) -> Section | None:
        if not self.programme.activities:
            return None
        held = self._this_year()
        names = [one.id for one in held]
        people, attendances = self.programme.people(*names), self.programme.attendances(*names)
        sentences = [f"In {self.on.year}, {number(len(held), 'activity', 'activities')} took place."]
        if self.staff is not None or not ORDINARY.protects(len(people)):
            sentences.append(
                f"{number(len(people), 'person', 'people')} known by name took part, each counted once; "
                f"there were {number(attendances.count, 'attendance')}, those without names included."
            )
        regions = self.programme.regions_reached(held)
        if self.programme.regions:
            sentences.append(f"They reached {len(regions)} of {number(len(self.programme.regions), 'region')}.")
        introduced = self.programme.introduced(self.year)
        if introduced.certain:
            titles = listed(f"“{one.title}”" for one in introduced.certain)
            sentences.append(f"Introduced in {self.on.year}: {titles}.")
        for module in self.programme.resources:
            sentences += self._deliveries(module.id, held)
        kinds = Counter(_kind(one) for one in held)
        rows = tuple((kind, str(kinds[kind])) for kind in sorted(kinds))
        table = Table(caption=f"Activities of {self.on.year} by kind", head=("kind", "activities"), rows=rows)
        return Section(title="Activities", sentences=tuple(sentences), tables=(table,) if rows else ())

    def _deliveries(self, module: str, held: Sequence[Activity]) -> list[str]:
        given = [one for one in held if getattr(one, "module", None) == module]
        if not given:
            return []
        resource = self.programme.resource(module)
        groups = self.programme.by_audience(given)
        parts = listed(
            f"{len(group)} for {listed(name.replace('-', ' ') + 's' for name in sorted(audiences)) or 'everybody'}"
            for audiences, group in groups.items()
        )
        sources = [f"“{self.programme.resource(name).title}”" for name in resource.adapted_from]
        origin = f", adapted from {listed(sources)}," if sources else ""
        return [f"The module “{resource.title}”{origin} was given {number(len(given), 'time')}: {parts}."]

    # Quotas

    def quotas(self) -> Section | None:
        held = {one.id for one in self._this_year()}
        sentences = [
            self._quota(activity, finding)
            for quota in self.programme.quotas
            for activity, finding in self.programme.findings(quota.name, purpose=self.staff or Purpose.QUOTA)
            if activity.id in held
        ]
        return Section(title="Quotas", sentences=tuple(sentences)) if sentences else None

    def _quota(self, activity: Activity, finding: Finding) -> str:
        quota = finding.quota
        name = quota.name[0].upper() + quota.name[1:]
        lead = f"{name}, {_demand(quota)}, at “{activity.title}” on {finding.on.isoformat()}: "
        if self.staff is not None:
            return lead + finding.sentence.partition(": ")[2]
        if not _tellable(finding, SPECIAL if quota.of.sensitive else ORDINARY):
            return f"{lead}whether it was kept cannot be shown without telling of too small a group."
        status = finding.status.value.replace("-", " ")
        if finding.status is QuotaStatus.NOT_APPLICABLE:
            return f"{lead}{status}, for nobody took part."
        return f"{lead}{status}; {finding.needed} of the {number(finding.people, 'person', 'people')} had to be."

    # Lotteries

    def lotteries(self, drawings: Iterable[Drawing]) -> Section | None:
        sentences: list[str] = []
        tables: list[Table] = []
        for one in drawings:
            title = f"“{self.programme.activity(one.activity).title}”"
            sentences.append(f"{title}: {one.lottery.public()}")
            if self.staff is not None:
                sentences += [f"{title}: proven: {one.lottery.check()}.", self._drawn(title, one)]
                tables += [_seat_quotas(title, one.lottery), _chances(title, one.lottery)]
            elif one.seed is not None:
                sentences.append(f"{title}: drawn with the seed “{one.seed}”.")
        return Section(title="Lotteries", sentences=tuple(sentences), tables=tuple(tables)) if sentences else None

    @staticmethod
    def _drawn(title: str, one: Drawing) -> str:
        if one.seed is None:
            return f"{title}: yet to be drawn."
        return f"{title}: drawn with the seed “{one.seed}”: {listed(one.lottery.draw(seed=one.seed))}."

    # Cascade

    def cascade(self) -> Section | None:
        found = self.programme.cascade()
        later = [name for name, generation in found.generations if generation > 1]
        if not later:
            return None
        trainings = number(len(later), "training was", "trainings were")
        longest = f"the longest chain has {found.depth} generations"
        sentences = [f"{trainings} run by people who had learned at an earlier one; {longest}."]
        if self.staff is not None or not ORDINARY.protects(len(found.reach)):
            reached = number(len(found.reach), "person", "people")
            sentences.append(f"They reached {reached} who had learned at no training of the first generation.")
        returned: dict[str, list[str]] = {}
        for name in sorted(
            {step.target for step in found.steps if len(self.programme.returned_home(step.source, step.target))}
        ):
            place = self.programme.activity(name).place
            region = "" if place is None or place.region is None else place.region
            returned.setdefault(region, []).append(f"“{self.programme.activity(name).title}”")
        sentences += [
            f"Run by people who returned to their home, {self._far(region)}: {listed(titles)}."
            for region, titles in returned.items()
        ]
        return Section(title="From learners to trainers", sentences=tuple(sentences))

    def _far(self, code: str) -> str:
        """Name a region, with the recorded distances and the great circle from the programme's home."""
        region = self.programme.region(code)
        if self.programme.home in (None, code):
            return str(region.name)
        home = self.programme.region(self.programme.home or "")
        kinds: dict[str, list[float]] = {}
        for one in self.programme.distances_to(code):
            kinds.setdefault(one.kind.value, []).append(one.kilometres)
        if home.seat is not None and region.seat is not None:
            kinds["great-circle"] = [great_circle(home.seat, region.seat).kilometres]
        words = [
            f"{_to(*(f'{far:,.0f}' for far in (min(found), max(found))))} km ({kind.replace('-', ' ')})"
            for kind, found in kinds.items()
        ]
        return f"{region.name}, {listed(words)} from {home.name}" if words else str(region.name)

    # Outcomes

    def outcomes(self) -> Section | None:
        sentences = []
        for campaign in self.programme.campaigns:
            began = campaign.launched_on
            if began.earliest <= self.on:
                native = [words for tag, words in campaign.title.texts.items() if tag != "en"]
                other = f" ({listed(native)})" if native else ""
                sentences.append(
                    f"Campaign “{campaign.title}”{other}, launched {began}, led by {_LEADS[campaign.lead.value]}."
                )
        for outcome in self.programme.outcomes:
            chain = self.programme.chain(outcome.id)
            helped = [str(one.name) for one in chain.organisations] + [f"“{one.title}”" for one in chain.campaigns]
            text = f"Outcome ({outcome.change.value.replace('-', ' ')}): {outcome.actor} {outcome.what}."
            if helped:
                text += f" Contributions: {listed(helped)}."
            if outcome.gaps:
                text += f" Not recorded: {listed(outcome.gaps)}."
            text += " Substantiated by an independent person." if outcome.substantiated else " Not yet substantiated."
            sentences.append(text)
        return Section(title="Campaigns and outcomes", sentences=tuple(sentences)) if sentences else None

    # How to read it

    def reading(self) -> Section:
        sentences = ["A share is of those whose answer is known; how many did not disclose stands beside it."]
        if self.staff is None:
            sentences += [
                (
                    f"“{HIDDEN}” stands for a group of fewer than {ORDINARY.k} people, or for another that covers it; "
                    f"for sensitive questions for one of fewer than {SPECIAL.k}, nobody at all included."
                ),
                "Of several questions about the same fact, such as two ways to group ages, the first is shown.",
            ]
            if self.key is None and any(one.sensitive for one in self.programme.dimensions):
                sentences.append(
                    "Sensitive questions are left out: their tables are protected with a key, and none was given."
                )
        if self.programme.source is not None:
            sentences.append(f"Source: {self.programme.source.citation}.")
        if any(dimension.sensitive for dimension in self.programme.dimensions):
            purpose = (self.staff or Purpose.REPORT).value
            sentences.append(f"Sensitive answers are those of people who consented to the purpose “{purpose}”.")
        return Section(title="How to read this report", sentences=tuple(sentences))


def _working(counts: Counts) -> _public.Figures:
    """Give the working figures that staff read."""
    diverse = ""
    if len(counts) > 2 and not counts.overlapping:
        with suppress(Undefined):
            diverse = f"{diversity.hill(counts, q=1):.2f}"
    return _public.Figures(
        cells=dict(counts.items()) | {f"({reason})": n for reason, n in counts.reasons.items() if n},
        shares={name: Fraction(n, counts.known) if counts.known else None for name, n in counts.items()},
        total=counts.total,
        diverse=diverse,
    )


def _seat_quotas(title: str, lottery: Lottery) -> Table:
    return Table(
        caption=f"Quotas of the lottery for {title}",
        head=("quota", "seats at least", "at most", "applicants who meet it", "not known"),
        rows=tuple(
            (one.name, str(one.minimum), str(one.maximum), str(one.applicants), str(one.undisclosed))
            for one in lottery.quotas
        ),
        notes=("Those of whom it is not known count in no group.",),
    )


def _chances(title: str, lottery: Lottery) -> Table:
    people = Counter(lottery.chances.values())
    return Table(
        caption=f"Chances in the lottery for {title}",
        head=("chance", "applicants"),
        rows=tuple((_percent(chance), str(people[chance])) for chance in sorted(people)),
    )


def _fact(dimension: Dimension) -> object:
    """Name the fact a dimension reads: an answer, the age, a place, membership."""
    reading = dimension.reading
    if isinstance(reading, (RegionOf, RuralOrUrban)):
        return reading.where
    return dimension.name if isinstance(reading, Asked) else type(reading)


def _to(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _shown(number: int | None) -> str:
    return HIDDEN if number is None else str(number)


def _percent_or_blank(share: Fraction | None) -> str:
    return "" if share is None else _percent(share)


_LEADS = {"youth": "young people", "joint": "young people and adults together", "adult": "adults"}


def _kind(activity: Activity) -> str:
    if isinstance(activity, Camp):
        return "camp"
    if isinstance(activity, Training):
        return f"training ({activity.level.value.replace('-', ' ')})"
    if isinstance(activity, WellbeingActivity):
        return f"wellbeing ({activity.kind.value.replace('-', ' ')})"
    return "other activity"


def _demand(quota: Quota) -> str:
    parts = []
    for word, share, people in (
        ("at least", quota.minimum, quota.minimum_people),
        ("at most", quota.maximum, quota.maximum_people),
    ):
        if share is not None:
            parts.append(f"{word} {float(share * 100):g} %")
        if people is not None:
            parts.append(f"{word} {number(people, 'person', 'people')}")
    return listed(parts)


def _tellable(finding: Finding, rule: Rule) -> bool:
    """Say whether the status and the number of people together leave every protected number open from 0 to k.

    The status tells between which numbers those who meet the quota, those who do not and those of whom it is unknown
    must lie.
    """
    people, needed, allowed = finding.people, finding.needed, finding.allowed
    if finding.status is QuotaStatus.NOT_APPLICABLE:
        return True
    if allowed < people:
        return False  # a maximum ties the numbers from both sides; its finding is for staff
    ranges = {
        QuotaStatus.MET: ((needed, people), (0, people - needed), (0, people - needed)),
        QuotaStatus.NOT_MET: ((0, needed - 1), (people - needed + 1, people), (0, needed - 1)),
        QuotaStatus.UNDETERMINED: ((0, needed - 1), (0, people - needed), (1, people)),
    }[finding.status]
    numbers = (finding.yes, people - finding.yes - finding.unknown, finding.unknown)
    return all(
        low == 0 and high >= rule.k
        for (low, high), number in zip(ranges, numbers, strict=True)
        if rule.protects(number)
    )
