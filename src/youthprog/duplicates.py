"""Perhaps one person twice: pairs of members whose names and births agree, for a person to decide about.

Nothing is merged. Names are compared after they have been folded: Mongolian and Kazakh Cyrillic and the romanisations
in use come to one form, a patronymic in the genitive (`Батын`) to the name it is made of, and the order of the parts
plays no part but a small one. Births are compared as what they may stand for. Sensitive answers play no part, and
neither do guardians, whom brothers and sisters share; the model holds no addresses.
"""

from __future__ import annotations

import enum
import math
import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from itertools import permutations, product
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field, frozen

from youthprog import _spelling
from youthprog.errors import BrokenRule, DuplicateId, MissingExtra, WrongType
from youthprog.values import LeapDay, PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from youthprog.people import Member, PersonName
    from youthprog.values import Birth

__all__ = ["PossibleDuplicate", "Reason", "possible_duplicates"]


class Reason(enum.Enum):
    """What speaks for two members being one person, or against it; never the names or dates themselves."""

    SAME_NAME = "a name is written alike"
    SPELLING = "a name is the same but for its script, spelling or case"
    GENITIVE = "a part of the name stands in the genitive on one side"
    ORDER = "the parts of the name stand in another order"
    SLIP = "a part of the name differs by a letter or two"
    INITIAL = "a part of the name agrees by its initial only"
    MISSING_PART = "one side has a part of the name that the other lacks"
    SAME_BIRTH = "the dates of birth agree"
    COMPATIBLE_BIRTH = "what is recorded of the births can be true of one person"
    NO_BIRTH = "the birth of one side is not recorded"
    NEAR_BIRTH = "the dates of birth differ by what a slip of the pen explains"
    OTHER_BIRTH = "the births that are recorded exclude each other"


@frozen(kw_only=True, repr=False)
class PossibleDuplicate:
    """Two members who may be one person.

    Attributes:
        first: the id of one, the smaller of the two.
        second: the id of the other.
        score: from 0 to 1; a measure of agreement to sort by, and no probability.
        reasons: what speaks for it and against it, in words, without a name or a date.
    """

    first: str
    second: str
    score: float
    reasons: tuple[Reason, ...] = field(default=())

    def __repr__(self) -> str:
        return f"<{self.first} and {self.second}: {self.score:.2f}>"


ORDER: Final = 0.95
SPARE_PART: Final = 0.97
EVIDENCE: Final = (0.6, 0.8, 1.0)
"""What a name is worth of which none, one, two or more parts agree in full."""
WITH_INITIAL: Final = 0.9
"""What a name is worth of which one part agrees in full and another by its initial."""
BIRTHS: Final = {
    Reason.SAME_BIRTH: 1.0,
    Reason.COMPATIBLE_BIRTH: 0.92,
    Reason.NO_BIRTH: 0.9,
    Reason.NEAR_BIRTH: 0.8,
    Reason.OTHER_BIRTH: 0.5,
}


def possible_duplicates(members: Iterable[Member], *, at_least: float = 0.75) -> tuple[PossibleDuplicate, ...]:
    """Propose pairs of members who may be one person; whether they are is for a person to say.

    The score of a pair is the agreement of their names (the best of any two) times that of their births. A name is the
    mean agreement of its parts, less for parts that agree by an initial, in another order, or are missing on one side:
    a given name alone is worth 0.8. Births that agree to the day count fully, compatible ones (`2004` and `2004-02-29`,
    an age) 0.92, unrecorded ones 0.9, a slip (a digit, day and month exchanged) 0.8, and births that exclude each other
    0.5. These weights are ours, chosen so that at 0.75 a full name without a birth is proposed and a given name alone
    is not.

    Compared are those who share a part of their name, give or take a letter, and the initial of another; somebody with
    a given name only, with all who bear it. So a pair in which every part is misspelt at its beginning is not found,
    nor are names in other scripts than Latin and Cyrillic. Time grows with the number of members and of the pairs
    compared, memory with the number of members and of the pairs found: ten thousand people take seconds.

    Args:
        members: whom to compare; those without a name are in no pair.
        at_least: the smallest score that is proposed, above 0.5 and at most 1.

    Returns:
        The pairs, the most alike first. They do not depend on the order of the members, nor on who else is among them.

    Raises:
        MissingExtra: if the extra `duplicates` is not installed.
        DuplicateId: if two members have one id.
        BrokenRule: if `at_least` is out of its range.

    >>> from youthprog import Member, PersonName, PartialDate
    >>> people = [
    ...     Member(id="1", names=[PersonName(given_name="Ганбат", patronymic="Дашдондогийн")], birth=PartialDate(2004)),
    ...     Member(id="2", names=[PersonName(given_name="GANBAT", family_name="Dashdondog")]),
    ...     Member(id="3", names=[PersonName(given_name="Сарнай", patronymic="Батын")]),
    ... ]
    >>> found = possible_duplicates(people)
    >>> found
    (<1 and 2: 0.89>,)
    >>> [reason.value for reason in found[0].reasons][-2:]
    ['a part of the name stands in the genitive on one side', 'the birth of one side is not recorded']
    """
    if at_least.__class__ not in (int, float):
        raise WrongType("at_least", "must be a number")
    if not 0.5 < at_least <= 1:
        raise BrokenRule("at_least", "must be above 0.5 and at most 1")
    try:
        from rapidfuzz.distance import OSA
    except ImportError as error:
        raise MissingExtra("to compare names", "duplicates") from error
    people = {}
    for member in members:
        if member.id in people:
            raise DuplicateId("id", "must be unique among the members")
        people[member.id] = member
    names = {one: _names(member.names) for one, member in people.items()}
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names.values()))}  # many bear one name
    distinct = tuple(numbers)

    @lru_cache(maxsize=65536)
    def alike(one: int, other: int) -> tuple[float, frozenset[Reason]]:
        return _alike(distinct[one], distinct[other], OSA.distance)

    number_of = {one: numbers[name] for one, name in names.items()}
    found = []
    for first, second in _candidates(names):
        birth = _births(people[first].birth, people[second].birth)
        if BIRTHS[birth] < at_least:
            continue
        score, reasons = alike(*sorted((number_of[first], number_of[second])))
        score *= BIRTHS[birth]
        if score >= at_least:
            told = tuple(one for one in Reason if one in reasons or one is birth)
            found.append(PossibleDuplicate(first=first, second=second, score=score, reasons=told))
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second)))


# --- Genitives -----------------------------------------------------------------------------------------------------

_VOWELS: Final = "aeiu"


@lru_cache(maxsize=65536)
def _stems(folded: str) -> frozenset[str]:
    """Give what a word may be the genitive of, with and without its last vowel, and the word itself.

    The genitive ends in -ын, -ийн, -гийн, or in -ы and -ий after н; before it a short last vowel falls out.
    """
    found = {folded}
    for ending in ("gin", "in"):
        if folded.endswith(ending):
            found.add(folded.removesuffix(ending))
    if folded.endswith("ni"):
        found.add(folded[:-1])
    found |= {stem[:-1] for stem in found if stem[-1:] and stem[-1] in _VOWELS}
    return frozenset(stem for stem in found if len(stem) > 2) or frozenset({folded})


# --- Names ---------------------------------------------------------------------------------------------------------

_WORDS: Final = re.compile(r"[\w'’-]+\.?")


@frozen
class _Part:
    """A part of a name: as it is written, folded, and whether it is a given name.

    Attributes:
        letters: what may stand for it as its initial: of Цэнд, Ts and T.
        initial: whether it is no more than an initial itself.
    """

    written: str
    folded: str
    given: bool
    letters: frozenset[str]
    initial: bool


def _part_of(word: str, *, given: bool) -> _Part:
    folded = _spelling.folded(word)
    return _Part(
        written=unicodedata.normalize("NFC", word),
        folded=folded,
        given=given,
        letters=frozenset({folded[0], _spelling.romanised(word).lstrip("'’-")[0]}),
        initial=len(folded) == 1 or (word.endswith(".") and len(folded) < 3),
    )


_Name: TypeAlias = tuple[_Part, ...]


def _names(names: Sequence[PersonName]) -> tuple[_Name, ...]:
    """Give the readings of a person's names: word by word, and with the words of one part as one."""
    found: dict[_Name, None] = {}
    for name in names:
        parts = ((name.given_name, True), (name.patronymic, False), (name.family_name, False))
        words = [(_WORDS.findall(text), given) for text, given in parts]
        for joined in (False, True):
            split = [(["".join(some)] if joined else some, given) for some, given in words]
            reading = tuple(
                _part_of(word, given=given) for some, given in split for word in some if _spelling.folded(word)
            )
            if reading:
                found[reading[:MOST_PARTS]] = None
    return tuple(found)


MOST_PARTS: Final = 5
"""How many parts of a name are compared."""


def _candidates(names: dict[str, tuple[_Name, ...]]) -> Iterator[tuple[str, str]]:
    """Find the pairs that share a part of their name, give or take a letter, and the initial of another.

    Somebody of whose name one part is known is paired with all who share it.
    """
    pairs: _Index = defaultdict(list)
    bearers: _Index = defaultdict(list)
    alone: _Index = defaultdict(list)
    keys = {one: _keys(names[one]) for one in sorted(names)}
    for one, found in keys.items():
        places: list[tuple[_Index, set[Any]]] = list(zip((pairs, bearers, alone), found, strict=True))
        for index, near in places:
            for key in near:
                index[key].append(one)
    for one, (shared, borne, only) in keys.items():
        places = [(pairs, shared), (bearers, only), (alone, borne)]
        others = {other for index, near in places for key in near for other in index.get(key, ()) if other > one}
        yield from ((one, other) for other in sorted(others))


_Index: TypeAlias = defaultdict[Any, list[str]]


def _keys(readings: tuple[_Name, ...]) -> tuple[set[tuple[str, str]], set[str], set[str]]:
    """Give under what a person is looked up: parts with an initial of another, every part, and parts without others."""
    pairs: set[tuple[str, str]] = set()
    borne: set[str] = set()
    alone: set[str] = set()
    for reading in readings:
        for part in reading:
            near = frozenset() if part.initial else _near(part.folded)
            letters = {letter for other in reading if other is not part for letter in other.letters}
            borne |= near
            pairs |= set(product(near, letters))
            if not letters:
                alone |= near
    return pairs, borne, alone


@lru_cache(maxsize=65536)
def _near(folded: str) -> frozenset[str]:
    """Give the stems of a word, and each without one of its letters: words that differ by a letter share one."""
    stems = _stems(folded)
    return stems | {stem[:at] + stem[at + 1 :] for stem in stems if len(stem) >= SHORTEST for at in range(len(stem))}


SHORTEST: Final = 4
"""How many letters a word has in which a slip is forgiven."""


def _alike(
    ours: tuple[_Name, ...], theirs: tuple[_Name, ...], distance: Callable[[str, str], int]
) -> tuple[float, frozenset[Reason]]:
    """Give the best agreement of two people's names, and what it rests on."""
    found = [_agreement(one, other, distance) for one, other in product(ours, theirs)]
    return max(found, key=lambda one: (one[0], -len(one[1]), sorted(reason.name for reason in one[1])))


def _agreement(ours: _Name, theirs: _Name, distance: Callable[[str, str], int]) -> tuple[float, frozenset[Reason]]:
    short, long = sorted((ours, theirs), key=len)
    table = [[_part(a, b, distance) for b in long] for a in short]
    best: tuple[float, frozenset[Reason]] = (0.0, frozenset())
    for order in permutations(range(len(long)), len(short)):
        matches = [(table[at][to], short[at], long[to]) for at, to in enumerate(order)]
        score, reasons = _weighed(matches, len(long) - len(short))
        best = max(best, (score, reasons), key=lambda one: (one[0], -len(one[1]), sorted(r.name for r in one[1])))
    return best


def _weighed(matches: list[tuple[tuple[float, Reason], _Part, _Part]], spare: int) -> tuple[float, frozenset[Reason]]:
    full = sum(value > 0 and reason is not Reason.INITIAL for (value, reason), _, _ in matches)
    initials = sum(value > 0 and reason is Reason.INITIAL for (value, reason), _, _ in matches)
    evidence = WITH_INITIAL if full == 1 and initials else EVIDENCE[min(full, 2)]
    score = evidence * SPARE_PART**spare * math.fsum(value for (value, _), _, _ in matches) / len(matches)
    reasons = {reason for (value, reason), _, _ in matches if value}
    if spare:
        reasons.add(Reason.MISSING_PART)
    if {(True, False), (False, True)} <= {(a.given, b.given) for _, a, b in matches}:
        score *= ORDER
        reasons.add(Reason.ORDER)
    return score, frozenset(reasons)


def _part(a: _Part, b: _Part, distance: Callable[[str, str], int]) -> tuple[float, Reason]:
    """Give the agreement of two parts of names, 0 where there is none, and what it rests on."""
    if a.initial or b.initial:
        return float(not a.letters.isdisjoint(b.letters)), Reason.INITIAL
    if a.written == b.written:
        return 1.0, Reason.SAME_NAME
    if a.folded == b.folded:
        return 1.0, Reason.SPELLING
    ours, theirs = _stems(a.folded), _stems(b.folded)
    if ours & theirs:
        return 0.98, Reason.GENITIVE
    return max((_slip(x, y, distance) for x in ours for y in theirs), default=0.0), Reason.SLIP


def _slip(x: str, y: str, distance: Callable[[str, str], int]) -> float:
    """Give the agreement of two words that differ by a letter, or two in a long word; 0 if they differ by more."""
    shorter, longer = sorted((len(x), len(y)))
    allowed = 0 if shorter < SHORTEST else 1 if shorter < 2 * SHORTEST else 2
    if longer - shorter > allowed:
        return 0.0
    edits = distance(x, y)
    return 1 - edits / longer if edits <= allowed else 0.0


# --- Births --------------------------------------------------------------------------------------------------------


def _births(ours: Birth | None, theirs: Birth | None) -> Reason:
    """Compare what is recorded of two births, under whichever leap-day rule lets them agree."""
    if ours is None or theirs is None:
        return Reason.NO_BIRTH
    if ours == theirs and isinstance(ours, PartialDate) and ours.day is not None:
        return Reason.SAME_BIRTH
    for rule in LeapDay:
        (first, last), (start, end) = ours.born_between(rule), theirs.born_between(rule)
        if first <= end and start <= last:
            return Reason.COMPATIBLE_BIRTH
    return Reason.NEAR_BIRTH if _is_slip(ours, theirs) else Reason.OTHER_BIRTH


def _is_slip(ours: Any, theirs: Any) -> bool:
    """Say whether two days differ in one digit, in two neighbours exchanged, or in day and month exchanged."""
    if not all(isinstance(one, PartialDate) and one.day is not None for one in (ours, theirs)):
        return False
    if (ours.year, ours.month, ours.day) == (theirs.year, theirs.day, theirs.month):
        return True
    a, b = str(ours), str(theirs)
    other = [at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(other) == 1:
        return True
    return len(other) == 2 and other[1] - other[0] == 1 and a[other[0]] + a[other[1]] == b[other[1]] + b[other[0]]
