"""The promises: names that others rely on, and values that go from process to process.

`interface.txt` lists every public name. A name that is gone is a breaking change; a new one is a promise. To make
either on purpose, write the list anew: `python tests/test_interface.py`.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import youthprog
from youthprog import Counts, CountTable, Identities, Member, Programme
from youthprog.errors import YouthprogError
from youthprog.values import Sensitive

LIST = Path(__file__).with_name("interface.txt")


def sealed(value: Any) -> bool:
    """Whether a value holds answers of people, or numbers that are not to be seen."""
    if isinstance(value, Programme):
        return any(value.members) or any(isinstance(one.answers, Sensitive) for one in value.measurements)
    if isinstance(value, CountTable):
        return any(row.sensitive for row in value.rows.values())
    return isinstance(value, (Member, Identities)) or (isinstance(value, Counts) and value.sensitive)


def names() -> list[str]:
    """Every public name: those of the package, and of each room."""
    rooms = [name for name in youthprog.__all__ if inspect.ismodule(getattr(youthprog, name))]
    inside = [f"{room}.{name}" for room in rooms for name in importlib.import_module(f"youthprog.{room}").__all__]
    return sorted({*youthprog.__all__, *inside})


def test_every_public_name_is_promised_and_every_promise_kept() -> None:
    promised = LIST.read_text(encoding="utf-8").split()
    assert promised == names(), "on purpose? then say so in CHANGELOG.md and run: python tests/test_interface.py"


CLASSES = [
    found
    for name in youthprog.__all__
    if inspect.isclass(found := getattr(youthprog, name)) and not issubclass(found, (enum.Enum, YouthprogError))
]


@pytest.mark.parametrize("noun", CLASSES, ids=lambda noun: noun.__name__)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_what_holds_no_answer_of_a_person_goes_to_another_process_and_the_rest_refuses(
    noun: type, data: st.DataObject
) -> None:
    value: Any = data.draw(st.from_type(noun))
    if sealed(value):
        with pytest.raises(TypeError, match="sensitive"):
            pickle.dumps(value)
    else:
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  # our own


if __name__ == "__main__":
    LIST.write_text("".join(f"{name}\n" for name in names()), encoding="utf-8")
