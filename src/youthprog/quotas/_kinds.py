"""Which quotas one person can count in: nobody is recruited who is rural and urban at once."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from youthprog.criteria import AgeGroups, AllOf, AnyOf, Criterion, Dimension, Is, Meets, NotThat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from youthprog.quotas._demand import Quota

__all__ = ["there_can_be"]

MOST_COMBINATIONS: Final = 20_000
OLDEST: Final = 150

Part: TypeAlias = tuple[Dimension, frozenset[str]]
"""Some categories of a dimension, as a criterion asks for them."""


def there_can_be(quotas: Sequence[Quota]) -> list[frozenset[int]] | None:
    """Give every set of quotas that somebody who answers each question can count in, fewest first.

    Any answer to one question may go with any answer to another; only age bands are known to hang together.

    Returns:
        The sets, by the places of the quotas; `None` if a criterion is none of ours, or the answers combine in too
        many ways to tell.
    """
    asked: dict[Dimension, set[frozenset[str]]] = defaultdict(set)
    for quota in quotas:
        for leaf in _leaves(quota.of):
            if leaf is None:
                return None
            asked[leaf.dimension].add(leaf.categories)
    ways = [_ways(one, parts) for one, parts in asked.items() if not isinstance(one.reading, AgeGroups)]
    aged = [
        (dimension, dimension.reading, part)
        for dimension, parts in asked.items()
        if isinstance(dimension.reading, AgeGroups)
        for part in parts
    ]
    ways.append({frozenset((one, part) for one, of, part in aged if of.at(age) in part) for age in range(OLDEST + 1)})
    if math.prod(map(len, ways)) > MOST_COMBINATIONS:
        return None
    found = set()
    for answers in itertools.product(*ways):
        held = frozenset[Part]().union(*answers)
        found.add(frozenset(at for at, quota in enumerate(quotas) if _holds(quota.of, held)))
    return sorted(found, key=lambda kind: (len(kind), sorted(kind)))


def _leaves(criterion: Criterion) -> Iterable[Is | None]:
    """Give the criteria on answers that a criterion is made of, and `None` for one that is not ours."""
    if isinstance(criterion, (AllOf, AnyOf)):
        for part in criterion.criteria:
            yield from _leaves(part)
    elif isinstance(criterion, NotThat):
        yield from _leaves(criterion.criterion)
    elif not isinstance(criterion, Is):
        yield None
    elif isinstance(criterion.dimension.reading, Meets):
        yield from _leaves(criterion.dimension.reading.criterion)
    else:
        yield criterion


def _ways(dimension: Dimension, parts: Iterable[frozenset[str]]) -> set[frozenset[Part]]:
    """Give each way in which an answer can fall into the parts."""
    single = {frozenset((dimension, part) for part in parts if category in part) for category in dimension.categories}
    if not dimension.multiple:
        return single
    several = {frozenset[Part]()}
    for way in single:
        several |= {way | other for other in several}
    return several


def _holds(criterion: Criterion, held: frozenset[Part]) -> bool:
    """Say whether a criterion holds of whoever has these answers."""
    if isinstance(criterion, AllOf):
        return all(_holds(part, held) for part in criterion.criteria)
    if isinstance(criterion, AnyOf):
        return any(_holds(part, held) for part in criterion.criteria)
    if isinstance(criterion, NotThat):
        return not _holds(criterion.criterion, held)
    assert isinstance(criterion, Is)  # noqa: S101  # the leaves were looked at before
    if isinstance(criterion.dimension.reading, Meets):
        return ("yes" if _holds(criterion.dimension.reading.criterion, held) else "no") in criterion.categories
    return (criterion.dimension, criterion.categories) in held
