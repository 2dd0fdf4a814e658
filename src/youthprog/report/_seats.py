"""Quotas, whether they were kept, and lotteries for seats: to the public no more than leaves every small group open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from youthprog.disclosure import Rule, due
from youthprog.quotas import Finding, Quota, QuotaStatus
from youthprog.report._language import percent
from youthprog.report._shape import Drawing, Section, Table
from youthprog.values import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from youthprog.lottery import Lottery, Proof, PublicLottery
    from youthprog.report._desk import Desk
    from youthprog.report._language import Language


def quotas(desk: Desk) -> Section | None:
    """Tell of each quota whether the activities of the year kept it."""
    held = {one.id for one in desk.held}
    words, told = desk.words, set[tuple[str, str]]()
    sentences = []
    for quota in desk.programme.quotas:
        rule = due(None, sensitive=quota.of.sensitive)
        for activity, finding in desk.programme.findings(quota.name, purpose=desk.staff or Purpose.QUOTA):
            if activity.id not in held:
                continue
            about = {(activity.id, one.name) for one in quota.of.dimensions}
            alone = told.isdisjoint(about)  # two findings about the same answers tell more than each
            told |= about
            if desk.staff is not None:
                found = staff_finding(words, finding)
            elif alone and (desk.key or not quota.of.sensitive) and tellable(finding, rule):
                found = _finding(words, finding)
            else:
                found = words.say("whether it was kept cannot be shown without telling of too small a group.")
            sentences.append(
                words.say(
                    "{quota}, {demand}, at “{activity}” on {day}: {finding}",
                    quota=quota.name[0].upper() + quota.name[1:],
                    demand=_demand(words, quota),
                    activity=words.name(activity.title),
                    day=finding.on.isoformat(),
                    finding=found,
                )
            )
    return Section(title=desk.words.say("Quotas"), sentences=tuple(sentences)) if sentences else None


def _demand(words: Language, quota: Quota) -> str:
    parts = []
    if quota.minimum is not None:
        parts.append(words.say("at least {share}", share=f"{float(quota.minimum * 100):g} %"))
    if quota.minimum_people is not None:
        parts.append(words.count("at least {n} person", "at least {n} people", quota.minimum_people))
    if quota.maximum is not None:
        parts.append(words.say("at most {share}", share=f"{float(quota.maximum * 100):g} %"))
    if quota.maximum_people is not None:
        parts.append(words.count("at most {n} person", "at most {n} people", quota.maximum_people))
    return words.listed(parts)


def _finding(words: Language, finding: Finding) -> str:
    status = words.term(finding.status.value)
    if finding.status is QuotaStatus.NOT_APPLICABLE:
        return words.say("{status}, for nobody took part.", status=status)
    if finding.seats is not None:
        return words.count(
            "{status}; {needed} of the {n} seat had to go to people who meet it.",
            "{status}; {needed} of the {n} seats had to go to people who meet it.",
            finding.seats,
            status=status,
            needed=finding.needed,
        )
    return words.count(
        "{status}; {needed} of the {n} person had to be.",
        "{status}; {needed} of the {n} people had to be.",
        finding.people,
        status=status,
        needed=finding.needed,
    )


def staff_finding(words: Language, finding: Finding) -> str:
    """Say what `Finding.sentence` says, in the language of the report."""
    if finding.status is QuotaStatus.NOT_APPLICABLE:
        return words.say("not applicable, there is nobody it applies to.")
    met = words.count("{yes} of {n} meet it", "{yes} of {n} meet it", finding.people, yes=finding.yes)
    if finding.unknown:
        met = words.count(
            "{met}, and for {n} it is not known", "{met}, and for {n} it is not known", finding.unknown, met=met
        )
    seats, demands = finding.seats, []
    whole = max(finding.people, seats or 0)
    if finding.needed or finding.allowed >= whole:
        demands.append(
            words.count("{n} needed", "{n} needed", finding.needed)
            if seats is None
            else words.count("{n} of {seats} seats needed", "{n} of {seats} seats needed", finding.needed, seats=seats)
        )
    if finding.allowed < whole:
        demands.append(
            words.count("at most {n} allowed", "at most {n} allowed", finding.allowed)
            if seats is None
            else words.count(
                "at most {n} of {seats} seats allowed",
                "at most {n} of {seats} seats allowed",
                finding.allowed,
                seats=seats,
            )
        )
    parts = [met, ", ".join(demands)]
    fewest, most = finding.short
    if finding.status is not QuotaStatus.MET and most:
        parts.append(
            words.count("{n} short", "{n} short", most)
            if fewest == most
            else words.count(
                "{n} short, or {fewest} if all turn out to meet it",
                "{n} short, or {fewest} if all turn out to meet it",
                most,
                fewest=fewest,
            )
        )
    if finding.status is QuotaStatus.NOT_MET and finding.yes > finding.allowed:
        parts.append(words.count("{n} too many", "{n} too many", finding.yes - finding.allowed))
    return words.say("{status}. {numbers}.", status=words.term(finding.status.value), numbers="; ".join(parts))


def tellable(finding: Finding, rule: Rule) -> bool:
    """Say whether the status and the number of people together leave every protected number as open as a release does.

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
        low == 0 and high >= rule.high
        for (low, high), number in zip(ranges, numbers, strict=True)
        if rule.protects(number)
    )


def lotteries(desk: Desk, drawings: Iterable[Drawing]) -> Section | None:
    """Tell of lotteries: to the public their rules and the seed, to staff the chances and who was drawn as well."""
    words = desk.words
    sentences: list[str] = []
    tables: list[Table] = []
    for one in drawings:
        activity = desk.programme.activity(one.activity)
        if activity.period.start.earliest.year != desk.on.year:
            continue
        title = words.name(activity.title)
        sentences.append(words.say("“{activity}”: {rules}", activity=title, rules=rules(words, one.lottery.public())))
        if desk.staff is not None:
            proof = proven(words, one.lottery.check())
            sentences += [
                words.say("“{activity}”: proven: {proof}.", activity=title, proof=proof),
                _drawn(words, title, one),
            ]
            tables += [_seat_quotas(words, title, one.lottery), _chances(words, title, one.lottery)]
        elif one.seed is not None:
            sentences.append(words.say("“{activity}”: drawn with the seed “{seed}”.", activity=title, seed=one.seed))
    section = Section(title=words.say("Lotteries"), sentences=tuple(sentences), tables=tuple(tables))
    return section if sentences else None


def rules(words: Language, lottery: PublicLottery) -> str:
    """Say what the public form of a lottery says, in the language of the report."""

    def seats(low: int, high: int) -> str:
        if low == high:
            return words.count("exactly {n}", "exactly {n}", low)
        if high == lottery.seats:
            return words.count("at least {n}", "at least {n}", low)
        if low == 0:
            return words.count("at most {n}", "at most {n}", high)
        return words.say("{low} to {high}", low=low, high=high)

    demands = [words.say("{quota}: {seats}", quota=name, seats=seats(low, high)) for name, low, high in lottery.quotas]
    return words.count(
        "{seats} seats among {n} applicants by {objective}. Quotas in seats: {quotas}. The ticket, and who is seated, "
        "follow from the SHA-256 of a seed that is drawn in public.",
        "{seats} seats among {n} applicants by {objective}. Quotas in seats: {quotas}. The ticket, and who is seated, "
        "follow from the SHA-256 of a seed that is drawn in public.",
        lottery.applicants,
        seats=lottery.seats,
        objective=lottery.objective,
        quotas="; ".join(demands) or words.say("none"),
    )


def proven(words: Language, proof: Proof) -> str:
    """Say what the proof of a lottery says, in the language of the report."""
    told = words.count(
        "all {n} committees meet every quota; the chances are as stated to {tolerance}",
        "all {n} committees meet every quota; the chances are as stated to {tolerance}",
        proof.committees,
        tolerance=f"{proof.tolerance:.0e}",
    )
    if proof.gap:
        best = words.say(
            "by {objective} no lottery is better by more than {gap}", objective=proof.objective, gap=f"{proof.gap:.0e}"
        )
    else:
        best = words.say("by {objective} no lottery is better", objective=proof.objective)
    if proof.rests_on:
        best = words.count(
            "{best}, which rests on the solver for {n} cut",
            "{best}, which rests on the solver for {n} cuts",
            len(proof.rests_on),
            best=best,
        )
    return f"{told}; {best}"


def _drawn(words: Language, title: str, one: Drawing) -> str:
    if one.seed is None:
        return words.say("“{activity}”: yet to be drawn.", activity=title)
    return words.say(
        "“{activity}”: drawn with the seed “{seed}”: {names}.",
        activity=title,
        seed=one.seed,
        names=words.listed(one.lottery.draw(seed=one.seed)),
    )


def _seat_quotas(words: Language, title: str, lottery: Lottery) -> Table:
    say = words.say
    return Table(
        caption=say("Quotas of the lottery for “{activity}”", activity=title),
        head=(say("quota"), say("seats at least"), say("at most"), say("applicants who meet it"), say("not known")),
        rows=tuple(
            (one.name, str(one.minimum), str(one.maximum), str(one.applicants), str(one.undisclosed))
            for one in lottery.quotas
        ),
        notes=(say("Those of whom it is not known count in no group."),),
    )


def _chances(words: Language, title: str, lottery: Lottery) -> Table:
    people = Counter(lottery.chances.values())
    return Table(
        caption=words.say("Chances in the lottery for “{activity}”", activity=title),
        head=(words.say("chance"), words.say("applicants")),
        rows=tuple((percent(chance), str(people[chance])) for chance in sorted(people)),
    )
