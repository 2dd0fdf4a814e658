"""Who belongs, and how to read what is said of them: to the public from releases, to staff from working figures."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from youthprog import diversity
from youthprog.counts import Counts, tally
from youthprog.criteria import Asked, Is, Meets, RegionOf, RuralOrUrban
from youthprog.disclosure import HIDDEN, ORDINARY, SPECIAL, TOTAL, UNDISCLOSED, CannotPublish, Release, due, publish
from youthprog.errors import Undefined
from youthprog.report import _public
from youthprog.report._language import percent
from youthprog.report._shape import Section, Table
from youthprog.values import Purpose, Tri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from youthprog.criteria import Criterion, Dimension
    from youthprog.people import Member
    from youthprog.report._desk import Desk


def people(desk: Desk) -> Section:
    """Tell who belongs: how many, how many of them are young, and a table for each dimension."""
    belonging = desk.programme.belonging(on=desk.on)
    members, perhaps = belonging.certain, len(belonging.perhaps)
    counted = {
        one.name: tally(members, of=one, on=desk.on, purpose=desk.staff or Purpose.REPORT) for one in _dimensions(desk)
    }
    sentences = [_size(desk, len(members))]
    if desk.staff is not None and perhaps:
        sentences.append(
            desk.words.count(
                "Of {n} more person it is not known whether they are.",
                "Of {n} more people it is not known whether they are.",
                perhaps,
            )
        )
    if desk.programme.young is not None:
        sentences.append(_young(desk, members, desk.programme.young, counted))
    tables = tuple(_table(desk, desk.programme.dimension(name), counts) for name, counts in counted.items())
    return Section(title=desk.words.say("Who belongs"), sentences=tuple(sentences), tables=tables)


def _dimensions(desk: Desk) -> list[Dimension]:
    """Give the dimensions to show: all to staff, and to the public one of each kind of fact.

    Two tables of the same people that read the same fact, such as ages in years and ages in bands, could be
    subtracted from each other.
    """
    if desk.staff is not None:
        return list(desk.programme.dimensions)
    shown: dict[object, Dimension] = {}
    for one in desk.programme.dimensions:
        if not isinstance(one.reading, Meets) and (desk.key is not None or not one.sensitive):
            shown.setdefault(_fact(one), one)
    return list(shown.values())


def _fact(dimension: Dimension) -> object:
    """Name the fact a dimension reads: an answer, the age, a place, membership."""
    reading = dimension.reading
    if isinstance(reading, (RegionOf, RuralOrUrban)):
        return reading.where
    return dimension.name if isinstance(reading, Asked) else type(reading)


def _size(desk: Desk, number: int) -> str:
    if desk.staff is None and ORDINARY.protects(number):
        return desk.words.say("There are too few members and supporters for their number to be shown.")
    return desk.words.count(
        "On {day} there are {n} member or supporter.",
        "On {day} there are {n} members and supporters.",
        number,
        day=desk.on.isoformat(),
    )


def _young(desk: Desk, members: Sequence[Member], young: Criterion, counted: Mapping[str, Counts]) -> str:
    """Say how many are young: to the public only as far as a table that is shown says it too."""
    say = desk.words.say
    if desk.staff is not None:
        found = Counter(young.holds(member, on=desk.on, purpose=desk.staff) for member in members)
        yes, unknown, total = found[Tri.YES], found[Tri.UNKNOWN], len(members)
    elif isinstance(young, Is) and young.dimension.name in counted and not young.dimension.multiple:
        told = _public.together(_release(desk, counted[young.dimension.name]), sorted(young.categories))
        if told is None:
            return say("How many of them are young cannot be shown.")
        yes, unknown, total = told
    else:
        return say("How many of them are young cannot be shown.")
    if total == unknown:
        return say("Of nobody is it known whether they are young.")
    share = percent(Fraction(yes, total - unknown))
    meant = "; ".join(young.definitions if isinstance(young, Is) else (str(young), *young.definitions))
    if not unknown:
        return say(
            "{share} of those whose age is known are young. Young means {definition}.", share=share, definition=meant
        )
    return say(
        "{share} of those whose age is known are young (of all, between {low} and {high}, whatever the ages of the "
        "others). Young means {definition}.",
        share=share,
        low=percent(Fraction(yes, total)),
        high=percent(Fraction(yes + unknown, total)),
        definition=meant,
    )


def _release(desk: Desk, counts: Counts) -> Release | None:
    """Publish the counts beside the number of people, which is told; `None` if they are too few.

    Whom a question does not apply to are the people less the total, and must not be too few either.
    """
    if due(None, sensitive=counts.secret).protects(counts.not_applicable) and counts.not_applicable:
        return None
    try:
        return publish(counts, key=desk.key, must_publish=(TOTAL,)).release
    except CannotPublish:
        return None


def _table(desk: Desk, dimension: Dimension, counts: Counts) -> Table:
    words = desk.words
    found = _public.figures(_release(desk, counts), tuple(counts)) if desk.staff is None else _working(counts)
    labels = {UNDISCLOSED: words.term(UNDISCLOSED)}
    labels |= {f"({reason})": f"({words.term(reason)})" for reason in counts.reasons}
    if isinstance(dimension.reading, RegionOf):
        labels |= {region.code: f"{words.name(region.name)} ({region.code})" for region in desk.programme.regions}

    def shown(number: int | None) -> str:
        return words.term(HIDDEN) if number is None else str(number)

    shares = {name: "" if share is None else percent(share) for name, share in found.shares.items()}
    rows = [(labels.get(name, name), shown(number), shares.get(name, "")) for name, number in found.cells.items()]
    rows.append((words.term(TOTAL), shown(found.total), ""))
    columns = 3 if any(share for _, _, share in rows) else 2
    return Table(
        caption=words.say("Members and supporters by {dimension}", dimension=dimension.name),
        head=(dimension.name, words.say("people"), words.say("share of known"))[:columns],
        rows=tuple(row[:columns] for row in rows),
        notes=tuple(_notes(desk, dimension, found, labels, most=len(counts))),
    )


def _working(counts: Counts) -> _public.Figures:
    """Give the working figures that staff read, those who did not disclose by reason."""
    diverse: tuple[str, ...] = ()
    if len(counts) > 2 and not counts.overlapping:
        with suppress(Undefined):
            diverse = (f"{diversity.hill(counts, q=1):.2f}",)
    return _public.Figures(
        cells=dict(counts.items()) | {f"({reason})": n for reason, n in counts.reasons.items() if n},
        shares={name: Fraction(n, counts.known) if counts.known else None for name, n in counts.items()},
        total=counts.total,
        diverse=diverse,
    )


def _notes(
    desk: Desk, dimension: Dimension, found: _public.Figures, labels: Mapping[str, str], *, most: int
) -> Iterator[str]:
    words = desk.words
    if dimension.multiple:
        yield words.say("A person may be in several categories.")
        return
    if dimension.definitions:
        yield words.say("Definition: {definition}.", definition="; ".join(dimension.definitions))
    if found.diverse:
        yield words.count(
            "As diverse as {groups} equally large groups, of {n} at the most (Hill number of order 1).",
            "As diverse as {groups} equally large groups, of {n} at the most (Hill number of order 1).",
            most,
            groups=span(desk, found.diverse),
        )
    for reference in desk.programme.references:
        ratios = [
            words.say(
                "{category} {ratio} times", category=labels.get(name, name), ratio=f"{float(share / expected):.2f}"
            )
            for name, expected in reference.proportions.items()
            if expected and (share := found.shares.get(name)) is not None
        ]
        if reference.of == dimension.name and ratios:
            yield words.say(
                "Compared with the share among {reference}: {ratios} (1 is parity).",
                reference=reference.words,
                ratios=", ".join(ratios),
            )


def span(desk: Desk, figures: Sequence[str]) -> str:
    """Say from which figure to which, or the one if they are the same."""
    low, high = figures[0], figures[-1]
    return low if low == high else desk.words.say("{low} to {high}", low=low, high=high)


def reading(desk: Desk) -> Section:
    """Tell how to read the report: what a share is of, what is hidden and why, and where it comes from."""
    say, programme = desk.words.say, desk.programme
    sensitive = any(one.sensitive for one in programme.dimensions)
    sentences = [say("A share is of those whose answer is known; how many did not disclose stands beside it.")]
    if desk.staff is None:
        sentences += [
            say(
                "“{hidden}” stands for a group of fewer than {few} people, or for another that covers it; for "
                "sensitive questions for one of fewer than {fewer}, nobody at all included.",
                hidden=desk.words.term(HIDDEN),
                few=ORDINARY.k,
                fewer=SPECIAL.k,
            ),
            say("Of several questions about the same fact, such as two ways to group ages, the first is shown."),
        ]
        if desk.key is None and sensitive:
            sentences.append(
                say("Sensitive questions are left out: their tables are protected with a key, and none was given.")
            )
    if programme.source is not None:
        sentences.append(say("Source: {source}.", source=programme.source.citation))
    if sensitive:
        sentences.append(
            say(
                "Sensitive answers are those of people who consented to the purpose “{purpose}”.",
                purpose=desk.words.term((desk.staff or Purpose.REPORT).value),
            )
        )
    return Section(title=say("How to read this report"), sentences=tuple(sentences))
