"""Segregation: are the groups spread alike over chapters, trainings or years, and what has changed?

The rows of a `CountTable` are the *units* (chapters, schools, trainings), its categories the *groups* (genders, ages).
Of one group among all others: `dissimilarity`, `gini`, `isolation`, `exposure`, `correlation_ratio`. Of all groups at
once: `mutual_information`, `theil_h`, `multigroup_dissimilarity`. Mutual information alone parts exactly into what lies
between larger units and what within them (`nested`), and into why it differs between two years (`change`).

Units in which nobody is known, and groups in which nobody is, change nothing. Rows of those who did not disclose their
unit, and people who did not disclose their group, are left out; `bounds` goes through all they could have answered,
where they are few. These are facts about the people counted. Small units look segregated by luck alone: with a handful
of people each, a value above 0 is no finding.
"""

from __future__ import annotations

from youthprog.segregation._batches import batch
from youthprog.segregation._change import EMPTY_CELL, Change, change
from youthprog.segregation._indices import Measure as Measure
from youthprog.segregation._indices import (
    correlation_ratio,
    dissimilarity,
    exposure,
    gini,
    isolation,
    multigroup_dissimilarity,
    mutual_information,
    theil_h,
)
from youthprog.segregation._parts import Nested, Part, nested
from youthprog.segregation._undisclosed import WAYS, bounds

__all__ = [
    "EMPTY_CELL",
    "WAYS",
    "Change",
    "Nested",
    "Part",
    "batch",
    "bounds",
    "change",
    "correlation_ratio",
    "dissimilarity",
    "exposure",
    "gini",
    "isolation",
    "multigroup_dissimilarity",
    "mutual_information",
    "nested",
    "theil_h",
]
