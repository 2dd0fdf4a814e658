"""Laws of the package.

- `import youthprog` loads nothing but the package; a noun loads attrs and no other library.
- What is promised can be had, and what completion shows is what is promised.
"""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import youthprog

HEAVY = (
    "cattrs",
    "dateutil",
    "narwhals",
    "numpy",
    "pandas",
    "polars",
    "hypothesis",
    "highspy",
    "scipy",
    "rapidfuzz",
    "pycountry",
    "python_calamine",
    "xlsxwriter",
)


def loaded_after(program: str) -> set[str]:
    """Give the modules that a program has loaded at its end."""
    script = f"{program}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def rooms(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("youthprog.")}


def test_to_import_the_package_loads_nothing_else() -> None:
    modules = loaded_after("import youthprog")
    assert rooms(modules) == set()
    assert "attr" not in modules
    assert not modules & set(HEAVY)


@pytest.mark.parametrize("noun", ["Programme", "Member", "Quota", "Campaign"])
def test_a_noun_loads_attrs_and_no_other_library(noun: str) -> None:
    modules = loaded_after(f"from youthprog import {noun}")
    assert "attr" in modules
    assert not modules & set(HEAVY)
    assert "youthprog.exchange" not in modules


def test_exchange_alone_loads_cattrs() -> None:
    modules = loaded_after("from youthprog import exchange, frames, samples, sheets, standards, report")
    assert "cattrs" in modules
    assert not modules & (set(HEAVY) - {"cattrs", "dateutil"})
    others = set(youthprog.__all__) - {"exchange", "frames", "samples", "sheets", "standards", "report"}
    assert "cattrs" not in loaded_after(f"from youthprog import {', '.join(sorted(others))}")


@pytest.mark.parametrize("name", youthprog.__all__)
def test_what_is_promised_can_be_had_and_is_the_rooms_own(name: str) -> None:
    found = getattr(youthprog, name)
    if name[0].islower():
        assert found is importlib.import_module(f"youthprog.{name}")
    else:
        room = importlib.import_module(found.__module__.partition("._")[0])
        assert getattr(room, name) is found
        assert name in room.__all__


def test_completion_shows_what_is_promised_and_nothing_else() -> None:
    assert sorted(dir(youthprog)) == sorted(youthprog.__all__)
    assert len(set(youthprog.__all__)) == len(youthprog.__all__)
    assert sorted(youthprog.__all__) == youthprog.__all__


def test_the_contract_of_names_is_kept() -> None:
    nouns = """Programme Member Membership Organisation Partnership Training Session Participation WellbeingActivity
    Campaign Outcome Quota Counts CountTable Dimension PartialDate Period AgeBand ReferencePopulation Purpose
    YouthprogError Known Declined AskedUnknown NotAsked NotApplicable Withheld"""
    assert set(nouns.split()) <= set(youthprog.__all__)


def test_a_name_is_loaded_once() -> None:
    script = """import youthprog
first = youthprog.__getattr__("Member")
assert vars(youthprog)["Member"] is first is youthprog.Member
assert youthprog.__getattr__("people").Member is first
from youthprog import *
assert Member is first and callable(exchange.loads)"""
    assert "youthprog.people" in loaded_after(script)


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'youthprog' has no attribute 'Membre'"):
        youthprog.Membre  # noqa: B018  # the look-up is the test
    assert not hasattr(youthprog, "_secret")
    assert hasattr(youthprog, "samples")
