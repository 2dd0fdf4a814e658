"""Texts in several languages, and where a fact comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from youthprog._checks import Noun, is_a, label, maybe, said, says, text
from youthprog.errors import BrokenRule, WrongType
from youthprog.values._dates import PartialDate

_TAG = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_LANGUAGE = re.compile(_TAG, re.ASCII)


def _texts(value: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        return value  # the validator refuses it
    return MappingProxyType({key: value[key] for key in sorted(value, key=str)})


@says(
    {
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{_TAG}$", "not": {"pattern": "\\n$"}},
        "additionalProperties": said(text),
    }
)
def _languages(_: object, attribute: Any, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise WrongType(attribute.name, "must map languages to texts")
    if not value:
        raise BrokenRule(attribute.name, "must not be empty")
    for language, words in value.items():
        if language.__class__ is not str or _LANGUAGE.fullmatch(language) is None:
            raise BrokenRule(attribute.name, "must be keyed by BCP 47 language tags such as en or mn")
        text(None, attribute, words)


@frozen(repr=False)
class LocalisedText:
    """A text in one or more languages, by BCP 47 tag.

    >>> title = LocalisedText({"mn": "Нууц шүү за", "en": "It's our privacy"})
    >>> title.get("mn"), str(title)
    ('Нууц шүү за', "It's our privacy")
    """

    texts: Mapping[str, str] = field(converter=_texts, validator=_languages, hash=False)

    def get(self, language: str) -> str:
        """Give the text in a language, else in English, else in the first language by tag."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))

    def __str__(self) -> str:
        return self.get("en")

    def __hash__(self) -> int:
        return hash(tuple(self.texts.items()))

    def __repr__(self) -> str:
        return f"LocalisedText({dict(self.texts)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return LocalisedText, (dict(self.texts),)


@frozen(kw_only=True, repr=False)
class Evidence(Noun):
    """Where a fact comes from."""

    citation: str = field(validator=text)
    kind: str = field(default="", validator=label)
    date: PartialDate | None = field(default=None, validator=maybe(is_a(PartialDate)))
    obtained_by: str = field(default="", validator=label)
