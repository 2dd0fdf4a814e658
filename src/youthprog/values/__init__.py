"""The small words of the domain: dates, ages, periods, answers, places.

Separate meanings are separate types. A date known to the year is not the first of January; "declined" is not "unknown"
is not "not asked"; a road kilometre is not a great-circle one; people are not attendances. Nothing here reads
the clock.
"""

from __future__ import annotations

from youthprog.values._answers import (
    MISSING,
    Answer,
    AskedUnknown,
    Declined,
    Known,
    Missing,
    NotApplicable,
    NotAsked,
    Purpose,
    Sensitive,
    Withheld,
)
from youthprog.values._dates import (
    AGE_BANDS,
    AgeBand,
    Birth,
    Ending,
    LeapDay,
    PartialDate,
    Period,
    ReportedAge,
    age_on,
    latest_birth,
)
from youthprog.values._logic import Interval, Tri
from youthprog.values._people import Attendances, People
from youthprog.values._places import (
    EARTH_RADIUS_KM,
    Distance,
    DistanceKind,
    GeoPoint,
    Place,
    Region,
    RuralDefinition,
    find_region,
    great_circle,
)
from youthprog.values._texts import Evidence, LocalisedText

__all__ = [
    "AGE_BANDS",
    "EARTH_RADIUS_KM",
    "MISSING",
    "AgeBand",
    "Answer",
    "AskedUnknown",
    "Attendances",
    "Birth",
    "Declined",
    "Distance",
    "DistanceKind",
    "Ending",
    "Evidence",
    "GeoPoint",
    "Interval",
    "Known",
    "LeapDay",
    "LocalisedText",
    "Missing",
    "NotApplicable",
    "NotAsked",
    "PartialDate",
    "People",
    "Period",
    "Place",
    "Purpose",
    "Region",
    "ReportedAge",
    "RuralDefinition",
    "Sensitive",
    "Tri",
    "Withheld",
    "age_on",
    "find_region",
    "great_circle",
    "latest_birth",
]
