"""Hypothesis strategies for every noun, for those who test against the library; it needs the extra `testing`.

Every strategy builds valid values, and awkward ones: Cyrillic, combining characters, empty collections, dates known to
the year only, 29 February, unknown endings. References are drawn from pools of ids, so that whole programmes can be put
together: a pool that is left out gives any id, an empty pool none at all. Names are plural, arguments keyword-only.

With the library and Hypothesis installed, `hypothesis.strategies.from_type(Member)` works with nothing imported from
here. Nothing is loaded before it is used. `faulty_documents` gives documents with one planted fault, and
`assert_no_disclosure` looks for people in what is about to leave.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from youthprog.testing._registered import register

if TYPE_CHECKING:
    from youthprog.testing._activities import (
        activities,
        activity_series,
        assessments,
        camps,
        measurements,
        participations,
        sessions,
        trainings,
        wellbeing_activities,
    )
    from youthprog.testing._campaigns import campaigns, modules, outcomes, resources, surveys
    from youthprog.testing._counts import benchmarks, count_tables, counts, quotas, references, shares
    from youthprog.testing._dimensions import age_groups, answers, criteria, dimensions, identities, known_answers
    from youthprog.testing._disclosure import assert_no_disclosure
    from youthprog.testing._faults import FaultyDocument, faulty_documents
    from youthprog.testing._partnerships import headcounts, links, organisations, outreaches, partnerships
    from youthprog.testing._people import applicants, consents, members, memberships, names, residences
    from youthprog.testing._places import definitions_of_rural, distances, places, points, regions
    from youthprog.testing._programmes import programmes
    from youthprog.testing._time import (
        age_bands,
        births,
        days,
        evidence,
        partial_dates,
        periods,
        reported_ages,
        successions,
    )
    from youthprog.testing._words import FIRST, LAST, REGIONS, labels, localised_texts, texts

_MODULE_OF: Final = {
    name: module
    for module, names in {
        "_activities": "activities activity_series assessments camps measurements "
        "participations sessions trainings wellbeing_activities",
        "_campaigns": "campaigns modules outcomes resources surveys",
        "_counts": "benchmarks count_tables counts quotas references shares",
        "_dimensions": "age_groups answers criteria dimensions identities known_answers",
        "_disclosure": "assert_no_disclosure",
        "_faults": "FaultyDocument faulty_documents",
        "_partnerships": "headcounts links organisations outreaches partnerships",
        "_people": "applicants consents members memberships names residences",
        "_places": "definitions_of_rural distances places points regions",
        "_programmes": "programmes",
        "_time": "age_bands births days evidence partial_dates periods reported_ages successions",
        "_words": "FIRST LAST REGIONS labels localised_texts texts",
    }.items()
    for name in names.split()
}

__all__ = [
    "FIRST",
    "LAST",
    "REGIONS",
    "FaultyDocument",
    "activities",
    "activity_series",
    "age_bands",
    "age_groups",
    "answers",
    "applicants",
    "assert_no_disclosure",
    "assessments",
    "benchmarks",
    "births",
    "campaigns",
    "camps",
    "consents",
    "count_tables",
    "counts",
    "criteria",
    "days",
    "definitions_of_rural",
    "dimensions",
    "distances",
    "evidence",
    "faulty_documents",
    "headcounts",
    "identities",
    "known_answers",
    "labels",
    "links",
    "localised_texts",
    "measurements",
    "members",
    "memberships",
    "modules",
    "names",
    "organisations",
    "outcomes",
    "outreaches",
    "partial_dates",
    "participations",
    "partnerships",
    "periods",
    "places",
    "points",
    "programmes",
    "quotas",
    "references",
    "regions",
    "register",
    "reported_ages",
    "residences",
    "resources",
    "sessions",
    "shares",
    "successions",
    "surveys",
    "texts",
    "trainings",
    "wellbeing_activities",
]


def __getattr__(name: str) -> Any:
    """Load a strategy when it is first asked for."""
    if name not in _MODULE_OF:
        msg = f"module 'youthprog.testing' has no attribute {name!r}"
        raise AttributeError(msg)
    found = getattr(importlib.import_module(f"youthprog.testing.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Show what is promised."""
    return __all__
