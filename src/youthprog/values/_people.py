"""People and attendances, which do not add up."""

from __future__ import annotations

from attrs import field, frozen

from youthprog._checks import each, several, text, whole


@frozen(repr=False)
class People:
    """People, each once: adding unites, so that nobody counts twice.

    >>> len(People(["a", "b"]) + People(["b", "c"]))
    3
    """

    ids: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))

    def __add__(self, other: People) -> People:
        if not isinstance(other, People):
            return NotImplemented  # callers without a type checker
        return People(self.ids | other.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, member: object) -> bool:
        return member in self.ids

    def __repr__(self) -> str:
        return f"<{len(self.ids)} people>"


@frozen(repr=False)
class Attendances:
    """How often somebody took part; a person at three sessions attends three times. Not a number of people.

    >>> Attendances(3) + Attendances(4)
    <7 attendances>
    """

    count: int = field(default=0, validator=whole())

    def __add__(self, other: Attendances) -> Attendances:
        if not isinstance(other, Attendances):
            return NotImplemented  # callers without a type checker
        return Attendances(self.count + other.count)

    def __repr__(self) -> str:
        return f"<{self.count} attendances>"
