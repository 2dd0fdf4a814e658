"""The case study as a programme to try things on.

The people of the sample are synthetic: they were made up by a rule, bear no names, and stand for nobody. The published
facts and figures are real, and each names its source.
"""

from __future__ import annotations

import functools
import importlib.resources
from typing import TYPE_CHECKING, Final

from youthprog import exchange

if TYPE_CHECKING:
    from youthprog.lottery import Lottery
    from youthprog.programme import Programme

__all__ = ["CAMP_SEED", "KEY", "mongolia", "mongolia_camp"]

CAMP_SEED: Final = "2022-06-20: 5 7 16 29 44"
"""The seed with which the sample's camp was drawn: a day and five numbers, synthetic like the rest."""
KEY: Final = b"synthetic people need no secret"
"""The key the sample is published with; it is known to all, and so it protects nobody."""


@functools.cache
def mongolia() -> Programme:
    """Give the youth programme of Amnesty International Mongolia as its case study tells it.

    **The people are synthetic.** Members, their answers, consents, memberships and participations were made up by a
    rule so that the case study's statements hold of them; no line of it is about a person who exists. So are the
    organisations whose names end in "(synthetic)", and the days of most events. **The published facts are real**: what
    the case study says of the organisation, its partners, workshops, campaign and outcomes, and the figures of
    Mongolia's regions and residents. `source` tells one from the other: its `citation` names who published the fact,
    and says "synthetic, for illustration" of what nobody published. The case study says that eleven partnerships were
    established and strengthened in 2022; how many of either is not published, and the split here is synthetic.

    The definitions are named, and others may be chosen: "young" is 15 to 34 as in Mongolia's law, "rural" are soum
    centres and open country, and a birthday of 29 February falls on 1 March in common years.

    Returns:
        The programme, complete with its sensitive answers, which need a purpose like anybody's. It cannot be changed,
        and every call gives the same object. The document lies beside this module as `mongolia.json`.

    >>> programme = mongolia()
    >>> programme.benchmarks[0].value, programme.benchmarks[0].source.citation
    (11, 'Amnesty International, Youth case study: Amnesty International Mongolia')

    Are more than 60 % of members and supporters young? The answer has bounds, for some births are not known.

    >>> import datetime as dt
    >>> from youthprog import counts, shares
    >>> day = dt.date(2022, 12, 31)
    >>> people = programme.belonging(on=day).certain
    >>> young = shares.share(counts.tally(people, of=programme.dimension("young"), on=day), of="15 to 34 (Mongolia)")
    >>> young
    <share of 15 to 34 (Mongolia): 191 of 286, 66.8%, 12 undisclosed>
    >>> f"{float(young.low):.1%} to {float(young.high):.1%}"
    '64.1% to 68.1%'
    """
    return exchange.loads(_document("mongolia.json"))


@functools.cache
def mongolia_camp() -> Lottery:
    """Give the lottery of the sample's summer camp of 2022: 115 synthetic applicants, 40 seats, three quotas.

    Reading, checking and drawing it needs no solver. Drawn with `CAMP_SEED` it gives those who had a place there.

    >>> camp = mongolia_camp()
    >>> camp
    <leximin lottery: 40 seats among 115 applicants, 3 quotas>
    >>> drawn = camp.draw(seed=CAMP_SEED)
    >>> set(drawn) <= {member.id for member in mongolia().participants("a-camp-2022")}
    True
    """
    return exchange.loads_lottery(_document("mongolia-camp-lottery.json"))


def _document(name: str) -> bytes:
    return importlib.resources.files("youthprog").joinpath(name).read_bytes()
