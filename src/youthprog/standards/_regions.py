"""Regions of a country by ISO 3166-2."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from youthprog.errors import BrokenRule, MissingExtra, WrongType
from youthprog.values import LocalisedText, Region

__all__ = ["subdivisions"]

_COUNTRY = re.compile("[A-Z]{2}", re.ASCII)

_MONGOLIA: Final = """
1    11  Ulaanbaatar  Улаанбаатар  Ulaanbaatar
035  61  Orkhon       Орхон        Orhon
037  45  Darkhan-Uul  Дархан-Уул   Darhan_uul
039  23  Khentii      Хэнтий       Hentiy
041  67  Khövsgöl     Хөвсгөл      Hövsgöl
043  84  Khovd        Ховд         Hovd
046  85  Uvs          Увс          Uvs
047  41  Töv          Төв          Töv
049  43  Selenge      Сэлэнгэ      Selenge
051  22  Sükhbaatar   Сүхбаатар    Sühbaatar
053  46  Ömnögovi     Өмнөговь     Ömnögovĭ
055  62  Övörkhangai  Өвөрхангай   Övörhangay
057  81  Zavkhan      Завхан       Dzavhan
059  48  Dundgovi     Дундговь     Dundgovĭ
061  21  Dornod       Дорнод       Dornod
063  44  Dornogovi    Дорноговь    Dornogovĭ
064  42  Govisümber   Говьсүмбэр   Govĭ-Sümber
065  82  Govi-Altai   Говь-Алтай   Govĭ-Altay
067  63  Bulgan       Булган       Bulgan
069  64  Bayankhongor Баянхонгор   Bayanhongor
071  83  Bayan-Ölgii  Баян-Өлгий   Bayan-Ölgiy
073  65  Arkhangai    Архангай     Arhangay
"""
"""The code of ISO 3166-2, that of the statistical office, the name in English and in Mongolian, and that of the ISO."""
_CAPITAL: Final = frozenset({"Ulan Bator", "Нийслэл", "Улаанбаатар хот", "Ulaanbaatar city"})
_SOURCE: Final = (
    "codes: ISO 3166-2:MN, and National Statistics Office of Mongolia as the national code; "
    "names: National Statistics Office of Mongolia, and as an alias the romanisation of ISO 3166-2:MN"
)


def subdivisions(country: str) -> tuple[Region, ...]:
    """Give the regions of a country, so that a spreadsheet's names and codes can be read.

    Mongolia's 22 are here with their names in Latin and Cyrillic, other spellings and the codes of its statistical
    office. Other countries' come from the library pycountry and bear the names it has, whose language is not told.
    `values.find_region` finds one of them, and the columns of `exchange` and `sheets` take them. The regions of
    a programme are its own and serve in the same way.

    Args:
        country: its code of ISO 3166-1, such as `"MN"`.

    Returns:
        The regions, by their code; those that lie in another name it as their parent.

    Raises:
        WrongType, BrokenRule: if that is no code of a country that has regions.
        MissingExtra: for another country than Mongolia, if the extra `standards` is not installed.

    >>> from youthprog.values import find_region
    >>> mongolia = subdivisions("MN")
    >>> {find_region(mongolia, words).code for words in ("Zavkhan", "dzavhan", "Завхан аймаг", "057", "81")}
    {'MN-057'}
    """
    if country.__class__ is not str:
        raise WrongType("country", "must be text")
    if _COUNTRY.fullmatch(country) is None:
        raise BrokenRule("country", "must be the two capital letters of ISO 3166-1, such as MN")
    return _mongolia() if country == "MN" else _others(country)


@cache
def _mongolia() -> tuple[Region, ...]:
    found = []
    for line in _MONGOLIA.split("\n")[1:-1]:
        iso, office, english, mongolian, other = line.split()
        aliases = _CAPITAL if iso == "1" else {f"{english} aimag", f"{english} province", f"{mongolian} аймаг"}
        found.append(
            Region(
                code=f"MN-{iso}",
                name=LocalisedText({"en": english, "mn": mongolian}),
                national_code=office,
                aliases={*aliases, other.replace("_", " ")} - {english},
                source=_SOURCE,
            )
        )
    return tuple(sorted(found, key=lambda region: region.code))


def _others(country: str) -> tuple[Region, ...]:
    try:
        import pycountry
    except ImportError as error:
        raise MissingExtra("to name the regions of a country other than Mongolia", "standards") from error
    found = [
        Region(
            code=one.code,
            name=LocalisedText({"und": one.name.strip()}),
            parent=one.parent_code,
            source="codes and names: ISO 3166-2, as pycountry has them",
        )
        for one in pycountry.subdivisions.get(country_code=country) or ()  # type: ignore[no-untyped-call]  # it is so
    ]
    if not found:
        raise BrokenRule("country", "must be the code of a country that has regions in ISO 3166-2")
    return tuple(sorted(found, key=lambda region: region.code))
