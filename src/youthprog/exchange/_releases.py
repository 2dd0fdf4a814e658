"""The JSON form of what is published, and of the evidence; loaded where there is any."""

from __future__ import annotations

import json
from typing import Any, Final, TypedDict

from youthprog.counts import Basis  # noqa: TC001  # the schema reads the types
from youthprog.disclosure import Axis, Evidence, Release, Rule
from youthprog.exchange._forms import Form, Number
from youthprog.exchange._leaves import WORD_OF
from youthprog.values import Purpose, Withheld


class ReleaseForm(TypedDict):
    """A release, as its own `json` writes it."""

    axes: tuple[Axis, ...]
    shown: tuple[Number | None, ...]
    impossible: tuple[tuple[str, ...], ...]
    margins: tuple[tuple[str, ...], ...] | None
    rule: Rule
    sensitive: bool
    basis: Basis | None


def _release(value: Release, _: Purpose | None) -> Any:
    return json.loads(value.json())


def _evidence(value: Evidence, purpose: Purpose | None) -> Any:
    return value.witnesses if purpose is Purpose.STORE else WORD_OF[Withheld]


FORMS: Final[dict[Any, Form]] = {
    Release: Form(ReleaseForm, _release, lambda _: False),
    Evidence: Form(tuple[tuple[Number, ...], ...] | Withheld, _evidence, lambda _: False),
}
