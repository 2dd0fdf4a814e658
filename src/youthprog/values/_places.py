"""Regions, places, distances of a kind, and what counts as rural."""

from __future__ import annotations

import enum
import math
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from youthprog import _spelling
from youthprog._checks import Noun, each, is_a, label, maybe, says, several, text, whole
from youthprog.errors import BrokenRule, DanglingReference, WrongType
from youthprog.values._logic import Tri
from youthprog.values._texts import LocalisedText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _degrees(bound: int) -> Any:
    @says({"minimum": -bound, "maximum": bound})
    def check(_: object, attribute: Any, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise WrongType(attribute.name, "must be a number of degrees")
        if not -bound <= value <= bound:
            raise BrokenRule(attribute.name, f"must be between -{bound} and {bound} degrees")

    return check


@frozen(repr=False)
class GeoPoint(Noun):
    """A point on the globe in degrees (WGS 84)."""

    latitude: float = field(validator=_degrees(90))
    longitude: float = field(validator=_degrees(180))


@says({"minimum": 0})
def _kilometres(_: object, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongType(attribute.name, "must be a number")
    if not 0 <= value < math.inf:
        raise BrokenRule(attribute.name, "must be finite and not negative")


class DistanceKind(enum.Enum):
    """What a number of kilometres measures."""

    GREAT_CIRCLE = "great-circle"
    ROAD = "road"
    STATED = "stated"


@frozen(kw_only=True, order=False, repr=False)
class Distance(Noun):
    """Kilometres of one kind between two named places, with their source.

    Distances of different kinds do not compare: 1,000 km by road is not further than 900 km as the crow flies.
    """

    kilometres: float = field(validator=_kilometres)
    kind: DistanceKind = field(validator=is_a(DistanceKind))
    origin: str = field(validator=text)
    destination: str = field(validator=text)
    source: str = field(default="", validator=label)

    def __lt__(self, other: Distance) -> bool:
        if not isinstance(other, Distance):
            return NotImplemented  # callers without a type checker
        if other.kind is not self.kind:
            raise WrongType("kind", "must be the same for distances to compare")
        return self.kilometres < other.kilometres


EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the Earth (International Union of Geodesy and Geophysics)."""


def great_circle(
    origin: GeoPoint, destination: GeoPoint, *, between: tuple[str, str] = ("origin", "destination")
) -> Distance:
    """Measure the great-circle distance by the haversine formula on a sphere of the Earth's mean radius.

    Args:
        origin: one point.
        destination: the other.
        between: what the two places are called.

    Returns:
        A `Distance` of kind great-circle; within 0.6 % of the distance on the ellipsoid.

    >>> ulaanbaatar, uliastai = GeoPoint(47.90771, 106.88324), GeoPoint(47.74167, 96.84444)
    >>> round(great_circle(ulaanbaatar, uliastai).kilometres, 2)
    749.16
    """
    a, b = math.radians(origin.latitude), math.radians(destination.latitude)
    across = math.radians(destination.longitude - origin.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return Distance(
        kilometres=2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half))),
        kind=DistanceKind.GREAT_CIRCLE,
        origin=between[0],
        destination=between[1],
        source="haversine on a sphere of radius 6371.0088 km",
    )


@frozen(kw_only=True, repr=False)
class Region(Noun):
    """A region with its codes and the names people write.

    Attributes:
        code: the ISO 3166-2 code, such as `MN-057`.
        name: the name in one or more languages.
        national_code: the code of the national statistical office.
        aliases: other spellings.
        parent: the code of the region it lies in.
        seat: where its administration sits; distances to a region are measured to its seat.
        population: people counted, with the source in `source`.
    """

    code: str = field(validator=text)
    name: LocalisedText = field(validator=is_a(LocalisedText))
    national_code: str = field(default="", validator=label)
    aliases: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    parent: str | None = field(default=None, validator=maybe(text))
    seat: GeoPoint | None = field(default=None, validator=maybe(is_a(GeoPoint)))
    population: int | None = field(default=None, validator=maybe(whole()))
    source: str = field(default="", validator=label)

    def is_called(self, words: str) -> bool:
        """Say whether this is one of the region's names or codes, however it is spelled.

        Case, spaces, hyphens, apostrophes, marks above letters and the leading `MN-` play no part, nor does whether a
        name is written in Latin or Cyrillic, in which romanisation, or with у or о where a keyboard lacks ү and ө. The
        zeros that begin a code do: `043` and `43` are codes of two regions.

        >>> zavkhan = Region(code="MN-057", name=LocalisedText({"en": "Zavkhan", "mn": "Завхан"}),
        ...                  national_code="81", aliases={"Dzavhan"})
        >>> [zavkhan.is_called(words) for words in ("ZAVKHAN", "Dzavhan", "Завхан", "mn 057", "81", "Uvs")]
        [True, True, True, True, True, False]
        """
        if self._is_written(words):
            return True
        code, name = _bare(words), _spelling.folded_name(words)
        called = name and name in map(_spelling.folded_name, self._names)
        return bool(called or (code and code in map(_bare, self._codes)))

    @property
    def _codes(self) -> tuple[str, ...]:
        return tuple(code for code in (self.code, self.code.partition("-")[2], self.national_code) if code)

    @property
    def _names(self) -> tuple[str, ...]:
        return (*self.name.texts.values(), *self.aliases)

    def _is_written(self, words: str) -> bool:
        return _folded(words) in map(_folded, (*self._codes, *self._names))


def _folded(words: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", words).casefold()).strip()


def _bare(code: str) -> str:
    return "".join(letter for letter in _folded(code) if letter.isalnum())


def find_region(regions: Iterable[Region], words: str) -> Region:
    """Find the one region of that name or code, however it is spelled; one that is written exactly so comes first.

    Raises:
        DanglingReference: if none is called so, or more than one; with the names that come near.

    >>> uvs = Region(code="MN-046", name=LocalisedText({"en": "Uvs", "mn": "Увс"}))
    >>> bulgan = Region(code="MN-067", name=LocalisedText({"en": "Bulgan", "mn": "Булган"}))
    >>> find_region([uvs, bulgan], "увс").code
    'MN-046'
    >>> find_region([uvs, bulgan], "Bulgam")
    Traceback (most recent call last):
    youthprog.errors.DanglingReference: region: must be a region's name or code (is Bulgan meant?)
    """
    known = tuple(regions)
    found = [region for region in known if region._is_written(words)]
    found = found or [region for region in known if region.is_called(words)]
    if len(found) != 1:
        near = found or _near(known, words)
        meant = f" (is {' or '.join(f'{one.name} ({one.code})' if found else str(one.name) for one in near)} meant?)"
        rule = "must name one region" if found else "must be a region's name or code"
        raise DanglingReference("region", rule + meant * bool(near))
    return found[0]


def _near(regions: Sequence[Region], words: str) -> list[Region]:
    """Find the regions with a name that is nearly this one."""
    from difflib import get_close_matches  # needed by the one error alone

    names = {_spelling.folded_name(name): region for region in reversed(regions) for name in region._names}
    close = get_close_matches(_spelling.folded_name(words), names, cutoff=0.7)
    return list({names[name].code: names[name] for name in close}.values())


@frozen(kw_only=True, repr=False)
class Place(Noun):
    """Where somebody lives or something happens.

    Attributes:
        region: the code of a `Region`.
        settlement: the class of the settlement as `scheme:code`, stored and never guessed: `degurba:3` (rural areas),
            `mn:soum` (a district's centre).
        locality: its name.
        point: where it is.
    """

    region: str | None = field(default=None, validator=maybe(text))
    settlement: str | None = field(default=None, validator=maybe(text))
    locality: str = field(default="", validator=label)
    point: GeoPoint | None = field(default=None, validator=maybe(is_a(GeoPoint)))


@frozen(kw_only=True, repr=False)
class RuralDefinition(Noun):
    """What counts as rural: certain classes of settlement, or every region but some.

    Mongolia's statistical office finds 28.8 % of the population rural in 2024; "outside the capital" makes it 53.3 %.
    So a definition is always named, and results carry it.

    >>> outside = RuralDefinition(name="outside the capital", urban_regions={"MN-1"})
    >>> outside.holds(Place(region="MN-057")).value, outside.holds(Place(settlement="mn:soum")).value
    ('yes', 'unknown')
    """

    name: str = field(validator=text)
    settlements: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    urban_regions: frozenset[str] = field(default=frozenset(), converter=several, validator=each(text))
    source: str = field(default="", validator=label)

    def __attrs_post_init__(self) -> None:
        if bool(self.settlements) == bool(self.urban_regions):
            raise BrokenRule("settlements", "must be given, or urban_regions, and not both")

    def holds(self, place: Place | None) -> Tri:
        """Say whether a place is rural; unknown where the place lacks what the definition asks for.

        A class of another scheme is no answer: `mn:soum` does not say what a place is under `degurba`.
        """
        if place is None:
            return Tri.UNKNOWN
        if self.settlements:
            if place.settlement is None or _scheme(place.settlement) not in map(_scheme, self.settlements):
                return Tri.UNKNOWN
            return Tri.of(place.settlement in self.settlements)
        return Tri.UNKNOWN if place.region is None else Tri.of(place.region not in self.urban_regions)


def _scheme(settlement: str) -> str:
    return settlement.rpartition(":")[0]
