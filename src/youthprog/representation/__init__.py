"""Representation: does this group look like the population it comes from, beyond luck?

A `ReferencePopulation` says who there is: people or exact shares by category, with year, source and definition. Against
it, `ratio` and `gap` compare the share of each category, and `loosemore_hanby`, `rose` and `gallagher` say in one
number how far the whole lies from the reference. Nine seats are never exactly proportional: `chance_baseline` tells
what a draw by lot from the same population would score, `seats_to_parity` how many seats are missing. No reference is
ever made up: where there is none (no census counts LGBTI people), or it lacks a category, everything here refuses by
name.

A list of members or of a board's seats is a census and not a sample. Its ratio and gap are simply true; how they
compare with luck is what the chance baseline says, and an interval speaks only where those counted stand for a wider
population.
"""

from __future__ import annotations

from youthprog.representation._indices import Measure as Measure
from youthprog.representation._indices import batch, bounds, gallagher, loosemore_hanby, rose
from youthprog.representation._luck import BOARDS, ChanceBaseline, chance_baseline
from youthprog.representation._parity import GroupParity, Parity, gap, ratio
from youthprog.representation._population import ReferencePopulation
from youthprog.representation._seats import SeatsToParity, seats_to_parity

__all__ = [
    "BOARDS",
    "ChanceBaseline",
    "GroupParity",
    "Parity",
    "ReferencePopulation",
    "SeatsToParity",
    "batch",
    "bounds",
    "chance_baseline",
    "gallagher",
    "gap",
    "loosemore_hanby",
    "ratio",
    "rose",
    "seats_to_parity",
]
