"""Making Hypothesis know the nouns, at next to no cost to who imports Hypothesis and not us.

Hypothesis loads this on every import of its own, so it loads nothing: a noun is registered when its room is loaded,
which is before anybody can ask for it.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    from hypothesis.strategies import SearchStrategy

NOUNS: Final = {
    room: dict(pair.split(":") for pair in pairs.split())
    for room, pairs in {
        "activities": "Activity:activities ActivitySeries:activity_series Camp:camps Participation:participations "
        "ParticipationAssessment:assessments Session:sessions",
        "campaigns": "Campaign:campaigns Outcome:outcomes Survey:surveys",
        "counts": "CountTable:count_tables Counts:counts",
        "criteria": "AgeGroups:age_groups Criterion:criteria Dimension:dimensions",
        "partnerships": "Organisation:organisations OrganisationLink:links Outreach:outreaches "
        "Partnership:partnerships ReportedHeadcount:headcounts",
        "people": "Consent:consents Identities:identities Member:members Membership:memberships PersonName:names "
        "Residence:residences",
        "programme": "Benchmark:benchmarks Programme:programmes",
        "quotas": "Quota:quotas",
        "representation": "ReferencePopulation:references",
        "trainings": "Resource:resources Training:trainings TrainingModule:modules",
        "values": "AgeBand:age_bands Distance:distances Evidence:evidence GeoPoint:points Known:known_answers "
        "LocalisedText:localised_texts PartialDate:partial_dates Period:periods Place:places Region:regions "
        "ReportedAge:reported_ages RuralDefinition:definitions_of_rural",
        "wellbeing": "WellbeingActivity:wellbeing_activities WellbeingMeasurement:measurements",
    }.items()
}
"""For each room the strategy of each of its nouns."""


def register() -> None:
    """Let `hypothesis.strategies.from_type` make our nouns; Hypothesis calls this when it is imported.

    >>> from hypothesis import given, strategies as st
    >>> from youthprog import Member
    >>> @given(st.from_type(Member))
    ... def test_members_hash_by_id(member):
    ...     assert hash(member) == hash(member.id)
    >>> test_members_hash_by_id()
    """
    if any(isinstance(finder, _Rooms) for finder in sys.meta_path):
        return
    for room in NOUNS:
        module = sys.modules.get(f"youthprog.{room}")
        if module is not None:
            _teach(room, module)
    sys.meta_path.insert(0, _Rooms())


class _Rooms(MetaPathFinder):
    """Finds the rooms where they are, and has their nouns registered once they are loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, room = fullname.rpartition(".")
        if package != "youthprog" or room not in NOUNS:
            return None
        spec: Any = PathFinder.find_spec(fullname, path, target)
        if spec is None:  # not among the files; another finder may have it
            return None
        load = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            _teach(room, module)

        spec.loader.exec_module = exec_module  # of this one loader, which is for this room
        found: ModuleSpec = spec
        return found


def _teach(room: str, module: ModuleType) -> None:
    from hypothesis import strategies as st

    for noun, strategy in NOUNS[room].items():
        st.register_type_strategy(getattr(module, noun), partial(_drawn, strategy))


def _drawn(strategy: str, _: Any) -> SearchStrategy[Any]:
    from youthprog import testing

    made: SearchStrategy[Any] = getattr(testing, strategy)()
    return made
