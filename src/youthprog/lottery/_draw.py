"""Who is seated: the hash of a public seed and an id decides, on every machine alike."""

from __future__ import annotations

import hashlib
import json
import operator
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from youthprog.errors import BrokenRule, WrongType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from youthprog.lottery._lottery import Lottery


TOP: Final = 1 << 256
"""Above every hash."""


def seed_words(seed: object) -> str:
    """Give a seed as text; 7 and "7" are the same.

    Raises:
        WrongType: if it is neither text nor a whole number.
        BrokenRule: if it is empty or has white space around it.
    """
    if isinstance(seed, bool) or not isinstance(seed, (str, int)):
        raise WrongType("seed", "must be text or a whole number, such as one drawn in public; 0 is a seed, None is not")
    words = unicodedata.normalize("NFC", str(seed))
    if not words or words != words.strip():
        raise BrokenRule("seed", "must not be empty or begin or end with white space")
    return words


def digest(*parts: str) -> int:
    """Give the SHA-256 of some texts as a whole number below `TOP`."""
    words = json.dumps(["youthprog lottery 1", *parts], separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(words.encode("ascii")).digest(), "big")


class Seating:
    """People for the counts of a committee, by the hash of a seed and their id.

    In turn, the people of a type are seated one after the other over many panels, so that each is about as often on a
    panel.
    """

    def __init__(self, of: Lottery, seed: str) -> None:
        self.place = {who: at for at, kind in enumerate(of.types) for who in kind.applicants}
        self._rank = {who: digest("who", seed, who) for who in self.place}
        self._queues = {at: self.ranked(kind.applicants) for at, kind in enumerate(of.types) if kind.household is None}
        self._houses = [
            sorted(
                (self.ranked(house) for house in one.households),
                key=lambda house: digest("household", seed, min(house)),
            )
            for one in of.households
        ]
        self._classes: list[list[int]] = [[] for _ in of.households]
        for at, kind in enumerate(of.types):
            if kind.household is not None:
                self._classes[kind.household].append(at)
        self._seated: Counter[tuple[int, int, int]] = Counter()  # class, house, type: how often in turn

    def ranked(self, people: Iterable[str]) -> list[str]:
        """Order people by hash."""
        return sorted(people, key=self._rank.__getitem__)

    def seat(self, counts: Sequence[int], *, turn: bool = False) -> list[str]:
        """Give the people for the counts of each type."""
        seated: list[str] = []
        for at, queue in self._queues.items():
            seated += queue[: counts[at]]
            if turn:
                queue[:] = queue[counts[at] :] + queue[: counts[at]]
        for number, kinds in enumerate(self._classes):
            houses = self._houses[number]
            # Dealt one after the other, like cards: no household gets more than the cap, or more of a type than it has.
            cards = [at for at in kinds for _ in range(counts[at])]
            hands = [cards[first :: len(houses)] for first in range(len(houses))]
            for house, hand in zip(self._order(number, hands) if turn else houses, hands, strict=True):
                for at, times in Counter(hand).items():
                    people = [who for who in house if self.place[who] == at]
                    seated += people[:times]
                    if turn:
                        house[:] = [who for who in house if who not in people[:times]] + people[:times]
        return seated

    def _order(self, number: int, hands: Sequence[Sequence[int]]) -> list[list[str]]:
        """Order the households so that, over the panels so far, each was dealt each type about as often."""
        houses = self._houses[number]
        left = set(range(len(houses)))
        order = []
        for hand in hands:
            best = (
                min(left, key=lambda house: (sum(self._seated[number, house, at] for at in hand), house))
                if hand
                else min(left)
            )
            left.remove(best)
            order.append(best)
            for at in hand:
                self._seated[number, best, at] += 1
        return [houses[house] for house in order]


def spread(points: Sequence[Sequence[int]], tickets: Sequence[int], number: int) -> list[int]:
    """Choose so many committees, each as often as its tickets say or nearly, so that no type is far from its due.

    Whole multiples first; the rest by herding (Welling, 2009), in whole numbers: next comes the committee nearest to
    what is still owed.
    """
    total = sum(tickets)
    chosen = [at for at, held in enumerate(tickets) for _ in range(held * number // total)]
    shares = [held * number % total for held in tickets]
    owed = [sum(map(operator.mul, shares, counts)) for counts in zip(*points, strict=True)]
    unit = sum(shares)  # a committee, where `owed` is due at each step
    due = [2 * sum(map(operator.mul, owed, point)) for point in points]
    lengths = [sum(count * count for count in point) for point in points]
    scores = [one - unit * length for one, length in zip(due, lengths, strict=True)]
    alike: dict[int, list[int]] = {}  # twice the inner products of a chosen committee with each
    for _ in range(unit // total):
        best = max(range(len(points)), key=scores.__getitem__)
        chosen.append(best)
        if best not in alike:
            alike[best] = [2 * unit * sum(map(operator.mul, points[best], point)) for point in points]
        scores = [score + gain - loss for score, gain, loss in zip(scores, due, alike[best], strict=True)]
    return chosen
