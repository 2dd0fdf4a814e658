"""Regions, places, distances of a kind, and what counts as rural."""

from __future__ import annotations

import enum
import math
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from youthprog._checks import Noun, each, is_a, label, maybe, says, several, text, whole
from youthprog.errors import BrokenRule, DanglingReference, WrongType
from youthprog.values._logic import Tri
from youthprog.values._texts import LocalisedText

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        """Say whether this is one of the region's names or codes; case, accents' encoding and `MN-` play no part.

        >>> zavkhan = Region(code="MN-057", name=LocalisedText({"en": "Zavkhan", "mn": "Завхан"}),
        ...                  national_code="81", aliases={"Dzavhan"})
        >>> [zavkhan.is_called(words) for words in ("ZAVKHAN", "Dzavhan", "Завхан", "057", "81", "Uvs")]
        [True, True, True, True, True, False]
        """
        wanted = _folded(words)
        names = (self.code, self.code.partition("-")[2], self.national_code, *self.name.texts.values(), *self.aliases)
        return bool(wanted) and any(_folded(name) == wanted for name in names)


def _folded(words: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", words).casefold()).strip()


def find_region(regions: Iterable[Region], words: str) -> Region:
    """Find the one region of that name or code.

    Raises:
        DanglingReference: if none is called so, or more than one.
    """
    found = [region for region in regions if region.is_called(words)]
    if len(found) != 1:
        raise DanglingReference("region", "must name one region" if found else "must be a region's name or code")
    return found[0]


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
