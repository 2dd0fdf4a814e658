import datetime as dt
from typing import Any

import pytest
from youthprog_api.desk import Desk

from youthprog import Programme, Purpose, exchange, samples

CAMP = "a-camp-2022"
DAY = "2022-07-05"


@pytest.fixture(scope="session")
def programme() -> Programme:
    return samples.mongolia()


@pytest.fixture(scope="session")
def desk(programme: Programme) -> Desk:
    return Desk(programme, on=dt.date(2022, 12, 31), of="young", by=["settlement"])


@pytest.fixture(scope="session")
def applicants(programme: Programme) -> list[Any]:
    """The applicants to the sample's camp, as JSON has them."""
    converter = exchange.make_converter(purpose=Purpose.STORE)
    return [converter.unstructure(member) for member in programme.applicants(CAMP)]


@pytest.fixture(scope="session")
def quota_question(applicants: list[Any]) -> dict[str, Any]:
    return {"quota": "rural young people", "people": applicants, "on": DAY}


@pytest.fixture(scope="session")
def lottery_question(applicants: list[Any]) -> dict[str, Any]:
    quotas = ["rural young people", "women at the camp of 2022"]
    rest = {"seats": 40, "on": DAY, "seed": "2022-06-20: 5 7 16 29 44", "purpose": "quota"}
    return {"quotas": quotas, "applicants": applicants, **rest}
