"""How diverse one group is: pure functions of `Counts`, each over the people whose answer is known.

*By the question they answer.* How many groups are there: `richness`, `hill` and its relatives. How unpredictable is a
person's group: `shannon_entropy`, `renyi`, `tsallis`. How likely do two people differ: `gini_simpson`. Does one group
dominate: `berger_parker`, `simpson_concentration`. How even are the declared categories: `pielou`, `heip`,
`simpson_evenness`, and how unequal: `gini_concentration`. How unlike are people: `similarity_hill`. What do the
undisclosed change: `bounds`. How far does it hang on the smallest groups: `profile`. Do the chapters differ:
`partition`. What would a smaller, a larger, a complete sample show: `rarefied`, `extrapolated`, `asymptotic_hill`,
`chao1`, `chao_shen_entropy`, `coverage`, `compare`. Who is missing where dimensions cross: `joint`,
`empty_intersections`.

*Conventions.* `p` are the shares of the known, `n` their number, `S` the categories with somebody in them, `K` the
declared categories, `f1` and `f2` the categories with one and with two people. Logarithms are natural. The order `q` is
any number from 0 to infinity: the larger, the less small groups matter; another value raises `WrongType` or
`BrokenRule`. Every function raises `NotAPartition` where categories overlap and `EmptyCounts` where nobody is known. A
membership list is a census: the estimators of what a larger sample would show speak only where those counted are a
sample of others.
"""

from __future__ import annotations

from youthprog.diversity._batches import Batch, batch
from youthprog.diversity._comparison import Comparison, Verdict, compare
from youthprog.diversity._groups import EmptyIntersection, Partition, empty_intersections, joint, partition
from youthprog.diversity._orders import (
    berger_parker,
    gini_concentration,
    gini_simpson,
    heip,
    hill,
    inverse_simpson,
    pielou,
    renyi,
    richness,
    shannon_entropy,
    similarity_hill,
    simpson_concentration,
    simpson_evenness,
    tsallis,
)
from youthprog.diversity._profile import QUARTERS, Profile, profile
from youthprog.diversity._samples import asymptotic_hill, chao1, chao_shen_entropy, coverage, extrapolated, rarefied
from youthprog.diversity._undisclosed import WAYS, bounds, extremes

__all__ = [
    "QUARTERS",
    "WAYS",
    "Batch",
    "Comparison",
    "EmptyIntersection",
    "Partition",
    "Profile",
    "Verdict",
    "asymptotic_hill",
    "batch",
    "berger_parker",
    "bounds",
    "chao1",
    "chao_shen_entropy",
    "compare",
    "coverage",
    "empty_intersections",
    "extrapolated",
    "extremes",
    "gini_concentration",
    "gini_simpson",
    "heip",
    "hill",
    "inverse_simpson",
    "joint",
    "partition",
    "pielou",
    "profile",
    "rarefied",
    "renyi",
    "richness",
    "shannon_entropy",
    "similarity_hill",
    "simpson_concentration",
    "simpson_evenness",
    "tsallis",
]
