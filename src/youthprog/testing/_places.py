"""Regions, places, distances and definitions of rural."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from youthprog.testing._words import (
    REGIONS,
    SETTLEMENTS,
    Pool,
    drawn_from,
    labels,
    localised_texts,
    perhaps,
    sets_of_texts,
    texts,
)
from youthprog.values import Distance, DistanceKind, GeoPoint, Place, Region, RuralDefinition

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def points() -> st.SearchStrategy[GeoPoint]:
    """A point on the globe."""
    return st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180))


@cache
def _places(regions: tuple[str, ...] | None) -> st.SearchStrategy[Place]:
    return st.builds(
        Place,
        region=perhaps(regions),
        settlement=st.none() | st.sampled_from(SETTLEMENTS),
        locality=labels(),
        point=st.none() | points(),
    )


def places(*, regions: Pool = REGIONS) -> st.SearchStrategy[Place]:
    """Where somebody lives or something happens; much of it may be missing."""
    return _places(None if regions is None else tuple(sorted(regions)))


def regions(*, codes: Pool = None, parents: Pool = ()) -> st.SearchStrategy[Region]:
    """A region; a part of another one if there are parents to choose from."""
    return st.builds(
        Region,
        code=drawn_from(codes),
        name=localised_texts(),
        national_code=labels(),
        aliases=sets_of_texts(),
        parent=perhaps(parents),
        seat=st.none() | points(),
        population=st.none() | st.integers(0, 10**9),
        source=labels(),
    )


def definitions_of_rural(*, regions: Pool = REGIONS) -> st.SearchStrategy[RuralDefinition]:
    """What counts as rural: some classes of settlement, or every region but some."""
    by_settlement = st.builds(
        RuralDefinition,
        name=texts(),
        settlements=st.frozensets(st.sampled_from(SETTLEMENTS), min_size=1, max_size=2),
        source=labels(),
    )
    by_region = st.builds(
        RuralDefinition, name=texts(), urban_regions=st.frozensets(drawn_from(regions), min_size=1, max_size=2)
    )
    return by_settlement if regions is not None and not regions else st.one_of(by_settlement, by_region)


def distances(*, places: Sequence[str] = (*REGIONS, "Ulaanbaatar")) -> st.SearchStrategy[Distance]:
    """Kilometres of one kind between two of these places."""
    return st.builds(
        Distance,
        kilometres=st.integers(0, 20_000) | st.floats(0, 20_000),
        kind=st.sampled_from(DistanceKind),
        origin=st.sampled_from(list(places)),
        destination=st.sampled_from(list(places)),
        source=labels(),
    )
