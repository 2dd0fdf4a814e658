import os
from pathlib import Path

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parent

collect_ignore = ["docs/conf.py", "docs/examples"]  # the examples are tested beside the wheel: docs/examples/check

settings.register_profile("dev", deadline=None)  # tests never depend on the clock
settings.register_profile("ci", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("quick", derandomize=True, deadline=None, database=None, max_examples=10)
settings.register_profile("nightly", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()], patterns=["*.md"]).pytest()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material that stands beside the repository, where there is one."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no shared/ beside the repository")
    return folder
