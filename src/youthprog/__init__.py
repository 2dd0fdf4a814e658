"""Typed facts of a youth programme, with exact measures of its diversity.

The nouns are here; measures are reached through their room: `from youthprog import diversity`. Nothing is loaded
before it is used: importing the package costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from youthprog import (
        activities,
        campaigns,
        counts,
        criteria,
        disclosure,
        display,
        diversity,
        duplicates,
        errors,
        exchange,
        frames,
        lottery,
        partnerships,
        people,
        programme,
        quotas,
        report,
        representation,
        rows,
        samples,
        segregation,
        shares,
        sheets,
        standards,
        testing,
        trainings,
        values,
        wellbeing,
    )
    from youthprog.activities import (
        Activity,
        ActivitySeries,
        Assessor,
        Camp,
        Frequency,
        Participation,
        ParticipationAssessment,
        ParticipationModel,
        Pillar,
        Role,
        Session,
        Status,
    )
    from youthprog.campaigns import Campaign, ChangeType, Lead, Outcome, Strength, Survey, Verdict
    from youthprog.counts import Counts, CountTable
    from youthprog.criteria import Criterion, Dimension, Where
    from youthprog.errors import YouthprogError
    from youthprog.partnerships import (
        Change,
        Given,
        LinkKind,
        Organisation,
        OrganisationKind,
        OrganisationLink,
        Partnership,
        Stage,
        YouthCharacter,
    )
    from youthprog.people import Consent, GivenBy, Identities, Member, Membership, MembershipKind, PersonName
    from youthprog.programme import Programme
    from youthprog.quotas import Base, Quota, QuotaStatus
    from youthprog.representation import ReferencePopulation
    from youthprog.trainings import ModuleStatus, Resource, ResourceKind, Training, TrainingLevel, TrainingModule
    from youthprog.values import (
        AgeBand,
        AskedUnknown,
        Declined,
        DistanceKind,
        Ending,
        Known,
        LeapDay,
        LocalisedText,
        NotApplicable,
        NotAsked,
        PartialDate,
        Period,
        Purpose,
        Region,
        Tri,
        Withheld,
    )
    from youthprog.wellbeing import WellbeingActivity, WellbeingKind

_ROOM_OF: Final = {
    name: room
    for room, names in {
        "activities": "Activity ActivitySeries Assessor Camp Frequency Participation ParticipationAssessment "
        "ParticipationModel Pillar Role Session Status",
        "campaigns": "Campaign ChangeType Lead Outcome Strength Survey Verdict",
        "counts": "CountTable Counts",
        "criteria": "Criterion Dimension Where",
        "errors": "YouthprogError",
        "partnerships": "Change Given LinkKind Organisation OrganisationKind OrganisationLink Partnership Stage "
        "YouthCharacter",
        "people": "Consent GivenBy Identities Member Membership MembershipKind PersonName",
        "programme": "Programme",
        "quotas": "Base Quota QuotaStatus",
        "representation": "ReferencePopulation",
        "trainings": "ModuleStatus Resource ResourceKind Training TrainingLevel TrainingModule",
        "values": "AgeBand AskedUnknown Declined DistanceKind Ending Known LeapDay LocalisedText NotApplicable "
        "NotAsked PartialDate Period Purpose Region Tri Withheld",
        "wellbeing": "WellbeingActivity WellbeingKind",
    }.items()
    for name in names.split()
}
_ROOMS: Final = (
    "activities",
    "campaigns",
    "counts",
    "criteria",
    "disclosure",
    "display",
    "diversity",
    "duplicates",
    "errors",
    "exchange",
    "frames",
    "lottery",
    "partnerships",
    "people",
    "programme",
    "quotas",
    "report",
    "representation",
    "rows",
    "samples",
    "segregation",
    "shares",
    "sheets",
    "standards",
    "testing",
    "trainings",
    "values",
    "wellbeing",
)

__all__ = [
    "Activity",
    "ActivitySeries",
    "AgeBand",
    "AskedUnknown",
    "Assessor",
    "Base",
    "Camp",
    "Campaign",
    "Change",
    "ChangeType",
    "Consent",
    "CountTable",
    "Counts",
    "Criterion",
    "Declined",
    "Dimension",
    "DistanceKind",
    "Ending",
    "Frequency",
    "Given",
    "GivenBy",
    "Identities",
    "Known",
    "Lead",
    "LeapDay",
    "LinkKind",
    "LocalisedText",
    "Member",
    "Membership",
    "MembershipKind",
    "ModuleStatus",
    "NotApplicable",
    "NotAsked",
    "Organisation",
    "OrganisationKind",
    "OrganisationLink",
    "Outcome",
    "PartialDate",
    "Participation",
    "ParticipationAssessment",
    "ParticipationModel",
    "Partnership",
    "Period",
    "PersonName",
    "Pillar",
    "Programme",
    "Purpose",
    "Quota",
    "QuotaStatus",
    "ReferencePopulation",
    "Region",
    "Resource",
    "ResourceKind",
    "Role",
    "Session",
    "Stage",
    "Status",
    "Strength",
    "Survey",
    "Training",
    "TrainingLevel",
    "TrainingModule",
    "Tri",
    "Verdict",
    "WellbeingActivity",
    "WellbeingKind",
    "Where",
    "Withheld",
    "YouthCharacter",
    "YouthprogError",
    "activities",
    "campaigns",
    "counts",
    "criteria",
    "disclosure",
    "display",
    "diversity",
    "duplicates",
    "errors",
    "exchange",
    "frames",
    "lottery",
    "partnerships",
    "people",
    "programme",
    "quotas",
    "report",
    "representation",
    "rows",
    "samples",
    "segregation",
    "shares",
    "sheets",
    "standards",
    "testing",
    "trainings",
    "values",
    "wellbeing",
]


def __getattr__(name: str) -> Any:
    """Load a room, or a noun from its room, when it is first asked for."""
    if name in _ROOM_OF:
        found = getattr(importlib.import_module(f"youthprog.{_ROOM_OF[name]}"), name)
    elif name in _ROOMS:
        found = importlib.import_module(f"youthprog.{name}")
    else:
        msg = f"module 'youthprog' has no attribute {name!r}"
        raise AttributeError(msg)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Show what is promised."""
    return __all__
