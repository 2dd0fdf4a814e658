"""What came about in the year: partnerships, activities, learners who became trainers, campaigns and outcomes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from youthprog.activities import Activity, Camp
from youthprog.disclosure import ORDINARY, due
from youthprog.report._people import span
from youthprog.report._shape import Section, Table
from youthprog.trainings import Training
from youthprog.values import great_circle
from youthprog.wellbeing import WellbeingActivity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youthprog.campaigns import Campaign, Outcome
    from youthprog.programme import Found
    from youthprog.report._desk import Desk
    from youthprog.report._language import Language


# --- Partnerships ----------------------------------------------------------------------------------------------------


def partnerships(desk: Desk, *, renewal_months: int) -> Section | None:
    """Tell how many partnerships the year brought, how many are active, and what was published of them."""
    words, programme = desk.words, desk.programme
    if not programme.partnerships:
        return None
    active = programme.partnerships_on(desk.on)
    sentences = [
        _headline(desk, renewal_months),
        words.count(
            "On {day}, {active} partnerships are active; in {beyond} of them the partner is involved beyond "
            "implementation.",
            "On {day}, {active} partnerships are active; in {beyond} of them the partner is involved beyond "
            "implementation.",
            len(active.certain),
            day=desk.on.isoformat(),
            active=_and_perhaps(words, active),
            beyond=sum(one.beyond_implementation for one in active.certain),
        ),
    ]
    sentences += [
        words.say(
            "{entity}, {indicator}, {year}: {claim} ({source}).",
            entity=one.entity,
            indicator=one.indicator,
            year=one.year,
            claim=one.claim or one.value,
            source=one.source.citation if one.source else words.say("no source"),
        )
        for one in programme.benchmarks
        if one.year == desk.on.year
    ]
    stages = Counter(stage.value for one in active.certain for stage in one.stages)
    table = _numbers(
        words.say("Active partnerships by stage of involvement"),
        (words.say("stage"), words.say("partnerships")),
        {words.term(stage): stages[stage] for stage in sorted(stages)},
    )
    return Section(title=words.say("Partnerships"), sentences=tuple(sentences), tables=(table,) if stages else ())


def _headline(desk: Desk, renewal_months: int) -> str:
    words = desk.words
    found = desk.programme.partnership_headline(desk.year, renewal_months=renewal_months)
    facts = {
        "year": desk.on.year,
        "established": _and_perhaps(words, found.established),
        "renewed": _and_perhaps(words, found.renewed),
        "strengthened": _and_perhaps(words, found.strengthened),
        "months": renewal_months,
    }
    if found.either.perhaps:
        return words.count(
            "In {year}, {n} partnership was established, renewed or strengthened, and perhaps {more} more: "
            "{established} established, {renewed} renewed after a gap of more than {months} months, {strengthened} "
            "strengthened; one partnership may be several of these.",
            "In {year}, {n} partnerships were established, renewed or strengthened, and perhaps {more} more: "
            "{established} established, {renewed} renewed after a gap of more than {months} months, {strengthened} "
            "strengthened; one partnership may be several of these.",
            len(found.either.certain),
            more=len(found.either.perhaps),
            **facts,
        )
    return words.count(
        "In {year}, {n} partnership was established, renewed or strengthened: {established} established, {renewed} "
        "renewed after a gap of more than {months} months, {strengthened} strengthened; one partnership may be several "
        "of these.",
        "In {year}, {n} partnerships were established, renewed or strengthened: {established} established, {renewed} "
        "renewed after a gap of more than {months} months, {strengthened} strengthened; one partnership may be several "
        "of these.",
        len(found.either.certain),
        **facts,
    )


def _and_perhaps(words: Language, found: Found[Any]) -> str:
    number, more = len(found.certain), len(found.perhaps)
    return words.say("{number} (and perhaps {more} more)", number=number, more=more) if more else str(number)


def _numbers(caption: str, head: tuple[str, str], numbers: dict[str, int]) -> Table:
    return Table(caption=caption, head=head, rows=tuple((name, str(number)) for name, number in numbers.items()))


# --- Activities ------------------------------------------------------------------------------------------------------


def activities(desk: Desk) -> Section | None:
    """Tell what took place, who took part, and which modules were given to whom."""
    words, programme, held = desk.words, desk.programme, desk.held
    if not programme.activities:
        return None
    year, names = desk.on.year, [one.id for one in held]
    people, attendances = len(programme.people(*names)), programme.attendances(*names).count
    sentences = [
        words.count(
            "In {year}, {n} activity took place.", "In {year}, {n} activities took place.", len(held), year=year
        )
    ]
    if desk.staff is not None or not ORDINARY.protects(people):
        sentences.append(
            words.count(
                "{n} person known by name took part, each counted once; there were {attendances}, those without names "
                "included.",
                "{n} people known by name took part, each counted once; there were {attendances}, those without names "
                "included.",
                people,
                attendances=words.count("{n} attendance", "{n} attendances", attendances),
            )
        )
    if programme.regions:
        sentences.append(
            words.count(
                "They reached {reached} of {n} region.",
                "They reached {reached} of {n} regions.",
                len(programme.regions),
                reached=len(programme.regions_reached(held)),
            )
        )
    introduced = programme.introduced(desk.year).certain
    if introduced:
        titles = words.listed(_quoted(words, one) for one in introduced)
        sentences.append(words.say("Introduced in {year}: {titles}.", year=year, titles=titles))
    sentences += _deliveries(desk)
    kinds = Counter(_kind(words, one) for one in held)
    table = _numbers(
        words.say("Activities of {year} by kind", year=year),
        (words.say("kind"), words.say("activities")),
        {kind: kinds[kind] for kind in sorted(kinds)},
    )
    return Section(title=words.say("Activities"), sentences=tuple(sentences), tables=(table,) if kinds else ())


def _quoted(words: Language, noun: Any) -> str:
    return words.say("“{title}”", title=words.name(noun.title))


def _deliveries(desk: Desk) -> Iterator[str]:
    words, programme = desk.words, desk.programme
    for resource in programme.resources:
        given = [one for one in desk.held if getattr(one, "module", None) == resource.id]
        if not given:
            continue
        parts = [
            words.say(
                "{number} for {audience}",
                number=len(group),
                audience=words.listed(map(words.term, sorted(audiences))) if audiences else words.say("everybody"),
            )
            for audiences, group in programme.by_audience(given).items()
        ]
        facts = {"title": words.name(resource.title), "parts": words.listed(parts)}
        if resource.adapted_from:
            yield words.count(
                "The module “{title}”, adapted from {sources}, was given {n} time: {parts}.",
                "The module “{title}”, adapted from {sources}, was given {n} times: {parts}.",
                len(given),
                sources=words.listed(_quoted(words, programme.resource(name)) for name in resource.adapted_from),
                **facts,
            )
        else:
            yield words.count(
                "The module “{title}” was given {n} time: {parts}.",
                "The module “{title}” was given {n} times: {parts}.",
                len(given),
                **facts,
            )


def _kind(words: Language, activity: Activity) -> str:
    if isinstance(activity, Camp):
        return words.say("camp")
    if isinstance(activity, Training):
        return words.say("training ({level})", level=words.term(activity.level.value))
    if isinstance(activity, WellbeingActivity):
        return words.say("wellbeing ({kind})", kind=words.term(activity.kind.value))
    return words.say("other activity")


# --- From learners to trainers ---------------------------------------------------------------------------------------


def cascade(desk: Desk) -> Section | None:
    """Tell of trainings run by people who had learned at an earlier one, and of those who returned home for it."""
    words, programme = desk.words, desk.programme
    found = programme.cascade(until=desk.on)
    later = sum(generation > 1 for _, generation in found.generations)
    if not later:
        return None
    sentences = [
        words.count(
            "{n} training was run by people who had learned at an earlier one; the longest chain has {depth} "
            "generations.",
            "{n} trainings were run by people who had learned at an earlier one; the longest chain has {depth} "
            "generations.",
            later,
            depth=found.depth,
        )
    ]
    if desk.staff is not None or not ORDINARY.protects(len(found.reach)):
        sentences.append(
            words.count(
                "They reached {n} person who had learned at no training of the first generation.",
                "They reached {n} people who had learned at no training of the first generation.",
                len(found.reach),
            )
        )
    returned: dict[str, list[str]] = {}
    for name in sorted({step.target for step in found.steps if len(programme.returned_home(step.source, step.target))}):
        activity = programme.activity(name)
        region = "" if activity.place is None or activity.place.region is None else activity.place.region
        returned.setdefault(region, []).append(_quoted(words, activity))
    sentences += [
        words.say(
            "Run by people who returned to their home, {home}: {titles}.",
            home=_far(desk, region),
            titles=words.listed(titles),
        )
        for region, titles in returned.items()
        if desk.staff is not None or _many_from(desk, region)
    ]
    return Section(title=words.say("From learners to trainers"), sentences=tuple(sentences))


def _many_from(desk: Desk, region: str) -> bool:
    """Say whether so many members come from a region that anybody may know there are some."""
    secret = any(one.sensitive for one in desk.programme.dimensions if "home" in one.reading.facts)
    return sum(one.home == region for one in desk.programme.members) >= due(None, sensitive=secret).high


def _far(desk: Desk, code: str) -> str:
    """Name a region, with the recorded distances and the great circle from the programme's home."""
    words, programme = desk.words, desk.programme
    region = programme.region(code)
    if programme.home in (None, code):
        return words.name(region.name)
    home = programme.region(programme.home or "")
    kinds: dict[str, list[float]] = {}
    for one in programme.distances_to(code):
        kinds.setdefault(one.kind.value, []).append(one.kilometres)
    if home.seat is not None and region.seat is not None:
        kinds["great-circle"] = [great_circle(home.seat, region.seat).kilometres]
    if not kinds:
        return words.name(region.name)
    distances = [
        words.say(
            "{kilometres} km ({kind})",
            kilometres=span(desk, [f"{far:,.0f}" for far in (min(found), max(found))]),
            kind=words.term(kind),
        )
        for kind, found in kinds.items()
    ]
    return words.say(
        "{region}, {distances} from {home}",
        region=words.name(region.name),
        distances=words.listed(distances),
        home=words.name(home.name),
    )


# --- Campaigns and outcomes ------------------------------------------------------------------------------------------


def outcomes(desk: Desk) -> Section | None:
    """Tell of the campaigns launched by the day, and of what had changed, who contributed, and what is not recorded."""
    sentences = [_campaign(desk, one) for one in desk.programme.campaigns if one.launched_on.earliest <= desk.on]
    seen = [one for one in desk.programme.outcomes if one.when is None or one.when.earliest <= desk.on]
    sentences += [_outcome(desk, one) for one in seen]
    title = desk.words.say("Campaigns and outcomes")
    return Section(title=title, sentences=tuple(sentences)) if sentences else None


def _campaign(desk: Desk, campaign: Campaign) -> str:
    words = desk.words
    title = words.name(campaign.title)
    others = [text for text in campaign.title.texts.values() if text != title]
    facts = {"title": title, "day": campaign.launched_on, "lead": words.term(campaign.lead.value)}
    if not others:
        return words.say("Campaign “{title}”, launched {day}, led by {lead}.", **facts)
    return words.say(
        "Campaign “{title}” ({others}), launched {day}, led by {lead}.", others=words.listed(others), **facts
    )


def _outcome(desk: Desk, outcome: Outcome) -> str:
    words = desk.words
    chain = desk.programme.chain(outcome.id)
    helped = [words.name(one.name) for one in chain.organisations]
    helped += [_quoted(words, one) for one in chain.campaigns]
    told = [
        words.say(
            "Outcome ({change}): {actor} {what}.",
            change=words.term(outcome.change.value),
            actor=outcome.actor,
            what=outcome.what,
        )
    ]
    if helped:
        told.append(words.say("Contributions: {names}.", names=words.listed(helped)))
    if outcome.gaps:
        told.append(words.say("Not recorded: {facts}.", facts=words.listed(map(words.term, outcome.gaps))))
    told.append(
        words.say("Substantiated by an independent person.")
        if outcome.substantiated
        else words.say("Not yet substantiated.")
    )
    return " ".join(told)
