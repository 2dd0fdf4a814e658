"""Answers and the reasons why there is none; values that do not show themselves."""

from __future__ import annotations

import enum
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final, Generic, NoReturn, TypeAlias, TypeVar

from attrs import frozen

from youthprog._checks import Noun, Unchanging
from youthprog.errors import PurposeRequired, WrongType

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@frozen
class Known(Generic[T_co]):
    """An answer that was given. `Known(frozenset())` says "none of these", which is an answer too."""

    value: T_co


@frozen(repr=False)
class Declined(Noun):
    """Asked, and the person preferred not to say."""


@frozen(repr=False)
class AskedUnknown(Noun):
    """Asked, and the person does not know."""


@frozen(repr=False)
class NotAsked(Noun):
    """Nobody asked."""


@frozen(repr=False)
class NotApplicable(Noun):
    """The question does not apply to this person, who stands outside the base of a share."""


@frozen(repr=False)
class Withheld(Noun):
    """There may be an answer, but not for this reader: no consent for the purpose, or left out of the file."""


Answer: TypeAlias = Known[T] | Declined | AskedUnknown | NotAsked | NotApplicable | Withheld
Missing: TypeAlias = Declined | AskedUnknown | NotAsked | NotApplicable | Withheld

MISSING: Final[Mapping[str, Missing]] = MappingProxyType(
    {
        "declined": Declined(),
        "asked-unknown": AskedUnknown(),
        "not-asked": NotAsked(),
        "not-applicable": NotApplicable(),
        "withheld": Withheld(),
    }
)
"""The answers that hold no value, by the word that stands for them in documents and spreadsheets."""


class Purpose(enum.Enum):
    """Why sensitive answers are used. A person consents to purposes, one by one."""

    STORE = "store"
    REPORT = "report"
    QUOTA = "quota"
    RESEARCH = "research"
    CARE = "care"
    CONTACT = "contact"
    PUBLICITY = "publicity"


class Sensitive(Unchanging, Generic[T]):
    """A value that does not get out by accident.

    It does not print, order, hash, pickle, iterate or serialise. Two wrapped values compare with each other, so that
    members are equal when they are; a wrapped value never equals a bare one. `reveal` is the one way in, and says why.

    >>> secret = Sensitive(Known(frozenset({"yes"})))
    >>> secret
    <sensitive>
    >>> secret.reveal(Purpose.REPORT)
    Known(value=frozenset({'yes'}))
    """

    __slots__ = ("__value",)

    def __init__(self, value: T) -> None:
        """Wrap a value; one that is wrapped already is refused."""
        if isinstance(value, Sensitive):
            raise WrongType("value", "must not be wrapped twice")
        object.__setattr__(self, "_Sensitive__value", value)

    def reveal(self, purpose: Purpose) -> T:
        """Give the value to somebody who says why.

        Raises:
            PurposeRequired: if the purpose is none of `Purpose`.
        """
        if purpose.__class__ is not Purpose:
            msg = "a sensitive value is revealed for a purpose, one of youthprog.Purpose"
            raise PurposeRequired(msg)
        return self.__value  # type: ignore[attr-defined,no-any-return]  # set around the frozen setter

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sensitive):
            return bool(self.__value == other.__value)  # type: ignore[attr-defined]  # set around the frozen setter
        return NotImplemented

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # a hash could be looked up

    def __setattr__(self, name: str, value: object) -> NoReturn:
        msg = "a sensitive value cannot be changed"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        msg = "a sensitive value cannot be changed"
        raise AttributeError(msg)

    def __bool__(self) -> NoReturn:
        msg = "a sensitive value has no truth value"
        raise TypeError(msg)

    def __iter__(self) -> NoReturn:
        msg = "a sensitive value cannot be iterated"
        raise TypeError(msg)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        msg = "a sensitive value does not pickle; store it with exchange.dump and a purpose"
        raise TypeError(msg)

    def __getstate__(self) -> NoReturn:  # what `object` gives since Python 3.11 holds the value
        msg = "a sensitive value does not pickle; store it with exchange.dump and a purpose"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return "<sensitive>"

    def __format__(self, spec: str) -> str:
        return "<sensitive>"
