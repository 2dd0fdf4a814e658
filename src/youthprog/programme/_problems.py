"""What keeps a programme from being made: every problem with its path."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import TYPE_CHECKING, Any

from youthprog.criteria import AllOf, AnyOf, Belongs, Criterion, Dimension, Meets, NotThat, RegionOf, RuralOrUrban
from youthprog.errors import BrokenRule, Cycle, DanglingReference, DuplicateId, Problem
from youthprog.values import Purpose, Tri, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from youthprog.activities import Activity
    from youthprog.people import Member
    from youthprog.programme._programme import Programme


KINDS = (
    "members",
    "organisations",
    "partnerships",
    "outreach",
    "resources",
    "series",
    "activities",
    "sessions",
    "surveys",
    "campaigns",
    "outcomes",
)
"""The kinds of things that bear an id, by the fields of a programme."""


def identified(programme: Programme) -> Iterator[tuple[str, int, Any]]:
    """Go through everything that bears an id: its kind, its place and itself."""
    for kind in KINDS:
        for index, thing in enumerate(getattr(programme, kind)):
            yield kind, index, thing


DEEPEST = 50
"""How deeply criteria may be nested, so that they can be written, read and put into words."""


def _depth(criterion: Criterion) -> int:
    depth, level = 0, [criterion]
    while level:
        depth += 1
        level = list({id(part): part for one in level for part in _parts(one)}.values())
    return depth


def _parts(criterion: Criterion) -> tuple[Criterion, ...]:
    if isinstance(criterion, NotThat):
        return (criterion.criterion,)
    return criterion.criteria if isinstance(criterion, (AllOf, AnyOf)) else ()


def _reads(path: str, criterion: Criterion, declared: Mapping[str, Dimension], rule: str) -> Iterator[Problem]:
    """Find what keeps a criterion from being read: it is too deep, or reads other dimensions than the declared ones."""
    name = path.rpartition(".")[2]
    if _depth(criterion) > DEEPEST:
        yield BrokenRule(name, f"must not be nested more than {DEEPEST} deep", path=f"$.{path}")
        return
    found = [(declared.get(dimension.name), dimension) for dimension in criterion.dimensions]
    if not all(one is other or one == other for one, other in found):
        yield DanglingReference(name, rule, path=f"$.{path}")


def problems_of(programme: Programme) -> Iterator[Problem]:
    """Find everything that keeps a programme from being made."""
    yield from _repeated(programme)
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for kind, _, thing in identified(programme):
        ids[thing.id].add(kind)
    for path, name, kinds in _references(programme):
        if name is not None and ids[name].isdisjoint(kinds):
            rule = f"must be the id of one of the {' or '.join(kinds)}"
            yield DanglingReference(path.rpartition(".")[2], rule, path=f"$.{path}")
    yield from _loose_regions(programme)
    yield from _cycles(programme)
    yield from _own_organisation(programme)
    yield from _members(programme)
    yield from _dates(programme)
    yield from _dimensions(programme)


def _repeated(programme: Programme) -> Iterator[Problem]:
    seen: set[str] = set()
    for kind, index, thing in identified(programme):
        if thing.id in seen:
            yield DuplicateId("id", "must be unique in the programme", path=f"$.{kind}[{index}].id")
        seen.add(thing.id)
    for kind, key in (("regions", "code"), ("dimensions", "name"), ("quotas", "name"), ("references", "id")):
        names: set[str] = set()
        for index, thing in enumerate(getattr(programme, kind)):
            name = getattr(thing, key)
            if name in names:
                yield DuplicateId(key, f"must be unique among the {kind}", path=f"$.{kind}[{index}].{key}")
            names.add(name)
    taken: set[tuple[object, ...]] = set()
    for index, part in enumerate(programme.participations):
        what = (part.member, part.activity, part.session, part.role)
        if what in taken:
            rule = "must be recorded once for a member, activity, session and role"
            yield DuplicateId("participations", rule, path=f"$.participations[{index}]")
        taken.add(what)


def _references(programme: Programme) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Every id that is mentioned: its path, the id, and the kinds of thing it may name."""
    yield "organisation", programme.organisation, ("organisations",)
    for i, member in enumerate(programme.members):
        for j, spell in enumerate(member.memberships):
            path = f"members[{i}].memberships[{j}]"
            yield f"{path}.organisation", spell.organisation, ("organisations",)
            yield f"{path}.through", spell.through, ("partnerships", "outreach", "activities")
    for i, link in enumerate(programme.links):
        yield f"links[{i}].parent", link.parent, ("organisations",)
        yield f"links[{i}].child", link.child, ("organisations",)
    for i, headcount in enumerate(programme.headcounts):
        yield f"headcounts[{i}].organisation", headcount.organisation, ("organisations",)
    for i, partnership in enumerate(programme.partnerships):
        path = f"partnerships[{i}]"
        yield f"{path}.organisation", partnership.organisation, ("organisations",)
        for j, step in enumerate(partnership.involvement):
            yield f"{path}.involvement[{j}].subject", step.subject, ("activities", "campaigns")
        for j, support in enumerate(partnership.support):
            yield f"{path}.support[{j}].activity", support.activity, ("activities",)
    for i, outreach in enumerate(programme.outreach):
        yield f"outreach[{i}].organisation", outreach.organisation, ("organisations",)
    for i, resource in enumerate(programme.resources):
        for j, name in enumerate(resource.adapted_from):
            yield f"resources[{i}].adapted_from[{j}]", name, ("resources",)
    for i, activity in enumerate(programme.activities):
        yield from _activity_references(f"activities[{i}]", activity)
    for i, session in enumerate(programme.sessions):
        yield f"sessions[{i}].activity", session.activity, ("activities",)
    for i, part in enumerate(programme.participations):
        yield f"participations[{i}].member", part.member, ("members",)
        yield f"participations[{i}].activity", part.activity, ("activities",)
        yield f"participations[{i}].session", part.session, ("sessions",)
    for i, assessment in enumerate(programme.assessments):
        yield f"assessments[{i}].subject", assessment.subject, ("activities", "campaigns", "partnerships")
    for i, measurement in enumerate(programme.measurements):
        yield f"measurements[{i}].activity", measurement.activity, ("activities",)
    for i, campaign in enumerate(programme.campaigns):
        for j, partner in enumerate(campaign.partners):
            yield f"campaigns[{i}].partners[{j}].partnership", partner.partnership, ("partnerships",)
        for j, name in enumerate(campaign.modules):
            yield f"campaigns[{i}].modules[{j}]", name, ("resources",)
        for j, name in enumerate(campaign.surveys):
            yield f"campaigns[{i}].surveys[{j}]", name, ("surveys",)
    for i, outcome in enumerate(programme.outcomes):
        for j, contribution in enumerate(outcome.contributions):
            kinds = ("organisations", "partnerships", "campaigns", "activities")
            yield f"outcomes[{i}].contributions[{j}].contributor", contribution.contributor, kinds
    for i, dimension in enumerate(programme.dimensions):
        if isinstance(dimension.reading, Belongs):
            yield f"dimensions[{i}].reading.organisation", dimension.reading.organisation, ("organisations",)
    for i, quota in enumerate(programme.quotas):
        for j, name in enumerate(quota.scope):
            yield f"quotas[{i}].scope[{j}]", name, ("activities", "series")


def _activity_references(path: str, activity: Activity) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    yield f"{path}.series", activity.series, ("series",)
    yield f"{path}.campaign", activity.campaign, ("campaigns",)
    for name, kinds in (
        ("organisers", ("members", "organisations")),
        ("co_hosts", ("organisations",)),
        ("funders", ("organisations",)),
    ):
        for j, one in enumerate(getattr(activity, name)):
            yield f"{path}.{name}[{j}]", one, kinds
    yield f"{path}.module", getattr(activity, "module", None), ("resources",)
    yield f"{path}.safeguarding_lead", getattr(activity, "safeguarding_lead", None), ("members",)


def _loose_regions(programme: Programme) -> Iterator[Problem]:
    codes = {region.code for region in programme.regions}
    mentioned = [("home", programme.home)]
    mentioned += [(f"regions[{i}].parent", region.parent) for i, region in enumerate(programme.regions)]
    mentioned += [(f"organisations[{i}].region", one.region) for i, one in enumerate(programme.organisations)]
    for i, member in enumerate(programme.members):
        mentioned.append((f"members[{i}].home", member.home))
        mentioned += [
            (f"members[{i}].residences[{j}].place.region", spell.place.region)
            for j, spell in enumerate(member.residences)
        ]
    mentioned += [
        (f"activities[{i}].place.region", one.place.region)
        for i, one in enumerate(programme.activities)
        if one.place is not None
    ]
    for i, dimension in enumerate(programme.dimensions):
        if isinstance(dimension.reading, RegionOf):
            mentioned += [(f"dimensions[{i}].categories[{j}]", code) for j, code in enumerate(dimension.categories)]
        elif isinstance(dimension.reading, RuralOrUrban):
            path = f"dimensions[{i}].reading.definition.urban_regions"
            mentioned += [(path, code) for code in sorted(dimension.reading.definition.urban_regions)]
    for path, code in mentioned:
        if code is not None and code not in codes:
            yield DanglingReference(path.rpartition(".")[2], "must be the code of one of the regions", path=f"$.{path}")


def _cycles(programme: Programme) -> Iterator[Problem]:
    below: dict[str, dict[str, list[str]]] = {"links": {}, "regions": {}, "resources": {}}
    for link in programme.links:
        below["links"].setdefault(link.parent, []).append(link.child)
    for region in programme.regions:
        if region.parent is not None:
            below["regions"].setdefault(region.parent, []).append(region.code)
    for resource in programme.resources:
        below["resources"].setdefault(resource.id, []).extend(resource.adapted_from)
    words = {
        "links": "must not make an organisation part of itself",
        "regions": "must not make a region part of itself",
        "resources": "must not be adapted from itself",
    }
    for kind, edges in below.items():
        try:
            TopologicalSorter(edges).prepare()
        except CycleError as error:
            yield Cycle(kind, f"{words[kind]}: {' < '.join(error.args[1])}", path=f"$.{kind}")


def _own_organisation(programme: Programme) -> Iterator[Problem]:
    if programme.organisation is None:
        return
    named = [
        (f"dimensions[{i}].reading.organisation", one.reading.organisation)
        for i, one in enumerate(programme.dimensions)
        if isinstance(one.reading, Belongs)
    ]
    named += [
        (f"members[{i}].memberships[{j}].organisation", spell.organisation)
        for i, member in enumerate(programme.members)
        for j, spell in enumerate(member.memberships)
    ]
    for path, name in named:
        if name == programme.organisation:
            rule = "must be left out where it is the programme's own, so that one fact is written in one way"
            yield BrokenRule("organisation", rule, path=f"$.{path}")


def _members(programme: Programme) -> Iterator[Problem]:
    for i, member in enumerate(programme.members):
        for (j, a), (k, b) in combinations(enumerate(member.memberships), 2):
            if (a.kind, a.organisation) == (b.kind, b.organisation) and a.period.overlaps(b.period) is Tri.YES:
                rule = f"must not overlap memberships[{j}], of the same kind in the same organisation"
                yield BrokenRule("memberships", rule, path=f"$.members[{i}].memberships[{k}]")
        for (j, here), (k, there) in combinations(enumerate(member.residences), 2):
            if here.period.overlaps(there.period) is Tri.YES:
                rule = f"must not overlap residences[{j}]: nobody lives in two places"
                yield BrokenRule("residences", rule, path=f"$.members[{i}].residences[{k}]")
        yield from _answers(programme, i, member)


def _answers(programme: Programme, index: int, member: Member) -> Iterator[Problem]:
    answers = member.identities.reveal(Purpose.STORE)
    if isinstance(answers, Withheld):
        return
    declared = programme._asked  # the checks are the programme's own
    for name, answer in answers.items():
        path = f"$.members[{index}].identities.{name}"
        if name not in declared:
            yield DanglingReference(name, "must be a declared dimension that is asked", path=path)
            continue
        try:
            declared[name].checked(answer, member.id)
        except BrokenRule as problem:
            yield BrokenRule(name, problem.rule, path=path)


def _dates(programme: Programme) -> Iterator[Problem]:
    periods = {activity.id: activity.period for activity in programme.activities}
    sessions = {session.id: session for session in programme.sessions}
    for i, session in enumerate(programme.sessions):
        period = periods.get(session.activity)
        if period is not None and period.holds(session.day) is Tri.NO:
            yield BrokenRule("day", "must lie within the activity's period", path=f"$.sessions[{i}].day")
    for i, part in enumerate(programme.participations):
        attended = None if part.session is None else sessions.get(part.session)
        if attended is not None and attended.activity != part.activity:
            yield BrokenRule("session", "must be a session of the activity", path=f"$.participations[{i}].session")


def _dimensions(programme: Programme) -> Iterator[Problem]:
    declared: dict[str, Dimension] = {}
    for i, dimension in enumerate(programme.dimensions):
        if isinstance(dimension.reading, Meets):
            rule = "must read dimensions that stand before it, as the programme declares them"
            yield from _reads(f"dimensions[{i}].reading.criterion", dimension.reading.criterion, declared, rule)
        declared[dimension.name] = dimension
    criteria = [(f"quotas[{i}].of", quota.of) for i, quota in enumerate(programme.quotas)]
    if programme.young is not None:
        criteria.append(("young", programme.young))
    for path, criterion in criteria:
        yield from _reads(path, criterion, declared, "must read dimensions as the programme declares them")
    for i, reference in enumerate(programme.references):
        if reference.of not in declared:
            yield DanglingReference("of", "must be a declared dimension", path=f"$.references[{i}].of")
