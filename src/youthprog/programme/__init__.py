"""The programme: everything recorded, with every reference checked, and the views people ask for.

A `Programme` is made whole or not at all: a dangling id, a cycle, an overlap or an undeclared answer is a problem with
its path, and all problems of a programme are told at once. Its views name the day, the period and the definition they
use.
"""

from __future__ import annotations

from youthprog.programme._pictured import Journeys, PartnershipYear, PartnershipYears, TrainingPlace
from youthprog.programme._programme import SUPPORTERS, Programme
from youthprog.programme._views import Benchmark, Chain, Found, Headline

__all__ = [
    "SUPPORTERS",
    "Benchmark",
    "Chain",
    "Found",
    "Headline",
    "Journeys",
    "PartnershipYear",
    "PartnershipYears",
    "Programme",
    "TrainingPlace",
]
