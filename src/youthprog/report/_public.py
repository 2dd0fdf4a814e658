"""The gate: what the public reads of people, made of a release and of nothing else.

Working figures do not get in: this module imports no counts, and refuses whatever is no release.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from youthprog import diversity
from youthprog.disclosure import UNDISCLOSED, Release
from youthprog.errors import Undefined, WrongType
from youthprog.values import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence


@frozen(kw_only=True)
class Figures:
    """What a table of people shows.

    Attributes:
        cells: the number in each category, and of those who did not disclose; `None` where it is hidden.
        shares: the share of each category of those who disclosed.
        total: how many people there are.
        diverse: how diverse they are: a figure, or the lowest and the highest it may be; empty where that cannot be
            said.
    """

    cells: Mapping[str, int | None]
    shares: Mapping[str, Fraction | None]
    total: int | None
    diverse: tuple[str, ...]


def figures(release: Release | None, categories: Sequence[str]) -> Figures:
    """Give what a release shows; nothing if there is none, for the people are too few.

    Raises:
        WrongType: if it is something else than a release.
    """
    release = _checked(release)
    if release is None:
        nothing = dict.fromkeys((*categories, UNDISCLOSED))
        return Figures(cells=nothing, shares=nothing, total=None, diverse=())
    return Figures(
        cells={name: release[name] for name in (*categories, UNDISCLOSED)},
        shares={name: release.share(name) for name in categories},
        total=release.total,
        diverse=_diverse(release, categories),
    )


def together(release: Release | None, categories: Sequence[str]) -> tuple[int, int, int] | None:
    """Give how many people are in any of some categories, how many did not disclose, and how many there are.

    Returns:
        The three numbers; `None` if one of them cannot be shown.

    Raises:
        WrongType: if it is something else than a release.
    """
    release = _checked(release)
    if release is None or release.total is None or (unknown := release[UNDISCLOSED]) is None:
        return None
    numbers = [number for name in categories if (number := release[name]) is not None]
    return (sum(numbers), unknown, release.total) if len(numbers) == len(categories) else None


def _checked(release: Any) -> Release | None:
    if release is not None and not isinstance(release, Release):
        raise WrongType("release", "must be a release: true counts, and measures of them, are not for the public")
    return release


def _diverse(release: Release, categories: Sequence[str]) -> tuple[str, ...]:
    if len(categories) < 3 or release.axes[-1].overlapping:
        return ()
    try:
        found: Any = release.measure(diversity.hill, q=1)
    except Undefined:
        return ()
    if isinstance(found, Interval):
        return f"{math.floor(found.low * 100) / 100:.2f}", f"{math.ceil(found.high * 100) / 100:.2f}"
    return (f"{found:.2f}",) if found else ()
