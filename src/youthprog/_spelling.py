"""Spellings of Mongolian and Kazakh names, brought to one form whatever script and romanisation they are written in.

The letters of Cyrillic are romanised by Mongolia's standard MNS 5217:2012. What is folded beyond it are the differences
between that standard, BGN/PCGN 1964, the Library of Congress and what people write (`kh`, `h` and `x` for х; `ö`, `o`
and `u` for ө).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LATIN: Final = dict(
    re.findall(
        r"(\w)(\w*)",
        "аa бb вv гg дd еye ёyo жj зz иi йi кk лl мm нn оo өö пp рr сs тt уu үü фf хkh цts "
        "чch шsh щsh ъ ыy ь эe юyu яya "
        "ѳö єö їü "  # typed where a keyboard has no ө and ү
        "әa ғg қk ңn ұu һh іi",  # Kazakh
    )
)
"""Romanisation by MNS 5217:2012; the signs ъ and ь are left out."""
_LOOKALIKES: Final = str.maketrans("aceopxy", "асеорху")
_CYRILLIC: Final = re.compile("[а-яёөүәғқңұһі]")

_SAME: Final = tuple(
    (re.compile(one), other)
    for one, other in (
        ("[^a-z]", ""),
        ("sch|shch", "sh"),
        ("kh|x", "h"),
        ("zh|dj", "j"),
        ("dz", "z"),
        ("t[sz]|c(?!h)", "c"),
        ("ch|q", "ч"),  # one sign for one sound
        ("sh", "ш"),
        ("w", "v"),
        ("ph", "f"),
        ("oe|ue", "u"),
        ("o", "u"),
        ("ye", "e"),
        ("y", "i"),
        (r"(.)\1+", r"\1"),
    )
)


def romanised(word: str) -> str:
    """Write a word in the letters from a to z, and in marks that stand above them no longer."""
    letters = unicodedata.normalize("NFC", word).casefold()
    if _CYRILLIC.search(letters):
        letters = letters.translate(_LOOKALIKES)  # a Latin letter among Cyrillic ones is the one it looks like
    latin = "".join(_LATIN.get(letter, letter) for letter in letters)
    return "".join(letter for letter in unicodedata.normalize("NFD", latin) if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Give a word the form that all its spellings share."""
    plain = romanised(word)
    for pattern, other in _SAME:
        plain = pattern.sub(other, plain)
    return plain


@lru_cache(maxsize=65536)
def folded_name(words: str) -> str:
    """Give the form that all spellings of a place's name share; of a name in another script, all but case and space."""
    plain = romanised(words)
    if any(letter.isalpha() and not "a" <= letter <= "z" for letter in plain):
        return "".join(plain.split())
    return folded(words) + "".join(letter for letter in plain if letter.isdigit())
