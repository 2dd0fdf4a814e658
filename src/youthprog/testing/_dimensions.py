"""Dimensions, criteria and answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from youthprog.criteria import (
    AgeGroups,
    AllOf,
    AnyOf,
    Asked,
    Belongs,
    Criterion,
    Dimension,
    Is,
    Meets,
    NotThat,
    RegionOf,
    RuralOrUrban,
    Where,
)
from youthprog.people import Identities, MembershipKind
from youthprog.testing._places import definitions_of_rural
from youthprog.testing._words import REGIONS, Pool, drawn_from, perhaps, sets_of, sets_of_texts, texts
from youthprog.values import MISSING, AgeBand, Answer, Known, LeapDay, Withheld

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def age_groups() -> st.SearchStrategy[AgeGroups]:
    """Up to three age bands that do not overlap, and the other ages."""

    def bands(cuts: list[int], names: list[str], *, bounded: bool) -> tuple[AgeBand, ...]:
        tops = [cut - 1 for cut in cuts[1:]] + [cuts[-1] + 5 if bounded else None]
        return tuple(
            AgeBand(name=name, minimum=low, maximum=top) for name, low, top in zip(names, cuts, tops, strict=False)
        )

    return st.builds(
        AgeGroups,
        bands=st.builds(
            bands,
            st.lists(st.integers(0, 60), min_size=1, max_size=3, unique=True).map(sorted),
            st.just(["young", "older", "залуу"]),
            bounded=st.booleans(),
        ),
        leap_day=st.sampled_from(LeapDay),
    )


@st.composite
def dimensions(
    draw: st.DrawFn,
    *,
    names: Pool = None,
    regions: Pool = REGIONS,
    organisations: Pool = None,
    sensitive: bool | None = None,
    multiple: bool | None = None,
    derived: bool | None = None,
) -> Dimension:
    """A dimension of any reading; `derived=False` for those a person answers, `derived=True` for the others.

    `multiple=True` is for those a person answers alone.
    """
    several = draw(st.booleans()) if multiple is None and not derived else bool(multiple)
    asked = not derived and (several or derived is False or draw(st.booleans()))
    name, private = draw(drawn_from(names)), draw(st.booleans()) if sensitive is None else sensitive
    if asked:
        categories = tuple(draw(st.lists(texts(), min_size=1, max_size=4, unique=True)))
        return Dimension(name=name, categories=categories, sensitive=private, multiple=several, reading=Asked())
    codes = ("MN-1",) if regions is None else tuple(sorted(regions))
    reading = draw(_readings(codes, None if organisations is None else tuple(sorted(organisations))))
    return Dimension(
        name=name, categories=codes if isinstance(reading, RegionOf) else (), sensitive=private, reading=reading
    )


@cache
def _readings(regions: tuple[str, ...], organisations: tuple[str, ...] | None) -> st.SearchStrategy[Any]:
    where = st.sampled_from(Where)
    # Its name is its own, so that it does not read answers to another dimension.
    within = dimensions(names=["an answer within"], derived=False, sensitive=False)
    readings: list[st.SearchStrategy[Any]] = [
        age_groups(),
        st.builds(RuralOrUrban, definition=definitions_of_rural(regions=regions), where=where),
        st.builds(Belongs, kinds=sets_of(MembershipKind, min_size=1), organisation=perhaps(organisations)),
        st.builds(Meets, criterion=within.flatmap(lambda one: criteria(dimensions=[one], max_leaves=2))),
    ]
    return st.one_of(readings + ([st.builds(RegionOf, where=where)] if regions else []))


@st.composite
def _simple(draw: st.DrawFn, dimensions_: Sequence[Dimension] | None) -> Is:
    dimension = draw(dimensions() if dimensions_ is None else st.sampled_from(list(dimensions_)))
    return dimension.is_in(*draw(st.lists(st.sampled_from(dimension.categories), min_size=1, max_size=3, unique=True)))


def criteria(*, dimensions: Sequence[Dimension] | None = None, max_leaves: int = 4) -> st.SearchStrategy[Criterion]:
    """A predicate made of dimensions with and, or, not."""
    simple: st.SearchStrategy[Criterion] = _simple(dimensions)

    def larger(parts: st.SearchStrategy[Criterion]) -> st.SearchStrategy[Criterion]:
        some = st.lists(parts, min_size=1, max_size=3)
        return st.one_of(
            st.builds(AllOf, criteria=some), st.builds(AnyOf, criteria=some), st.builds(NotThat, criterion=parts)
        )

    return st.recursive(simple, larger, max_leaves=max_leaves)


def answers(*, categories: Sequence[str], multiple: bool = False) -> st.SearchStrategy[Answer[frozenset[str]]]:
    """An answer with declared categories, or why there is none."""
    known = st.frozensets(
        st.sampled_from(list(categories)), min_size=0 if multiple else 1, max_size=len(categories) if multiple else 1
    )
    return st.one_of(st.builds(Known, known), st.sampled_from(list(MISSING.values())))


@cache
def known_answers() -> st.SearchStrategy[Known[frozenset[str]]]:
    """An answer that is known: any categories, or none of them."""
    return st.builds(Known, sets_of_texts())


@st.composite
def identities(draw: st.DrawFn, *, dimensions: Sequence[Dimension] | None = None) -> Identities:
    """Answers on some of these dimensions, or all withheld; on dimensions of any name where none are given."""
    if draw(st.integers(0, 9)) == 0:
        return Identities(Withheld())
    if dimensions is None:
        codes: st.SearchStrategy[Answer[frozenset[str]]] = st.one_of(
            known_answers(), st.sampled_from(list(MISSING.values()))
        )
        return Identities(draw(st.dictionaries(texts(), codes, max_size=3)))
    return Identities(
        {
            one.name: draw(answers(categories=one.categories, multiple=one.multiple))
            for one in dimensions
            if isinstance(one.reading, Asked) and draw(st.integers(0, 3))
        }
    )
