"""What the service answers, with Litestar and with FastAPI."""

import datetime as dt
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import litestar.testing
import pytest
from hypothesis import HealthCheck, given, settings
from youthprog_api import fastapi as with_fastapi
from youthprog_api import litestar as with_litestar
from youthprog_api.desk import MOST_BYTES, Desk, pointer

from youthprog import LocalisedText, Programme, Purpose, counts, disclosure, exchange, lottery, quotas, report
from youthprog.errors import PurposeRequired
from youthprog.testing import FaultyDocument, assert_no_disclosure, faulty_documents

CAMP = "a-camp-2022"


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[httpx.Client]:
    with litestar.testing.TestClient(with_litestar.serve(desk)) as client:
        yield client


@pytest.fixture(params=["litestar", "fastapi"])
def either(request: pytest.FixtureRequest, client: httpx.Client, desk: Desk) -> Iterator[httpx.Client]:
    """A client of the service with either library."""
    if request.param == "litestar":
        yield client
    else:
        served: Any = with_fastapi.serve(desk)  # Litestar's client is typed for Litestar, and takes anybody's service
        with litestar.testing.TestClient(served) as other:
            yield other


def problems(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return [problem["pointer"] for problem in answer.json().get("problems", [])]


# --- What is told of the programme -----------------------------------------------------------------------------------


def test_the_report_is_the_public_one(client: httpx.Client, programme: Programme) -> None:
    made = report.make(programme, on=dt.date(2022, 12, 31))
    assert client.get("/report").json() == exchange.plain(made)


def test_the_table_is_a_release(client: httpx.Client, programme: Programme) -> None:
    day = dt.date(2022, 12, 31)
    of, by = programme.dimension("young"), programme.dimension("settlement")
    table = counts.cross_tally(programme.belonging(on=day).certain, of=of, by=by, on=day)
    assert client.get("/table").json() == exchange.plain(disclosure.publish(table).release)


def test_a_sensitive_table_is_not_published(programme: Programme) -> None:
    with pytest.raises(PurposeRequired):
        Desk(programme, on=dt.date(2022, 12, 31), of="gender")


def test_a_file_is_served(programme: Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange.dump(programme, tmp_path / "programme.json", purpose=Purpose.STORE)
    monkeypatch.setenv("YOUTHPROG_PROGRAMME", str(tmp_path / "programme.json"))
    monkeypatch.setenv("YOUTHPROG_TABLE", "settlement")
    with litestar.testing.TestClient(with_litestar.app()) as client:
        assert client.get("/table").json()["shown"] == [76, 212, 10, 298]


# --- Questions -------------------------------------------------------------------------------------------------------


def test_a_quota_is_checked(either: httpx.Client, programme: Programme, quota_question: dict[str, Any]) -> None:
    expected = quotas.check(programme.quota("rural young people"), programme.applicants(CAMP), on=dt.date(2022, 7, 5))
    assert either.post("/quotas/check", json=quota_question).json() == exchange.plain(expected)


def test_a_lottery_is_drawn(either: httpx.Client, programme: Programme, lottery_question: dict[str, Any]) -> None:
    applicants = programme.applicants(CAMP)
    made = lottery.lottery(
        applicants,
        seats=40,
        quotas=[programme.quota(name) for name in lottery_question["quotas"]],
        on=dt.date(2022, 7, 5),
        purpose=Purpose.QUOTA,
    )
    answer = either.post("/lotteries", json=lottery_question).json()
    assert {applicants[place].id for place in answer["places"]} == set(made.draw(seed=lottery_question["seed"]))
    assert answer["rules"] == exchange.plain(made.public())


def test_everything_that_is_wrong_is_told_at_once(either: httpx.Client) -> None:
    question = {"quota": 3, "people": [{"id": "a", "birth": "2004-02-30"}, {"id": 5}], "on": "2022-7-1", "seat": 3}
    answer = either.post("/quotas/check", json=question)
    assert answer.status_code == 422
    assert problems(answer) == ["/quota", "/people/0/birth", "/people/1/id", "/on", "/seat"]


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"quota": "tall people"}, "/quota"),
        ({"quota": "women at the camp of 2022"}, "/purpose"),
        ({"seats": -1}, "/seats"),
    ],
)
def test_a_question_that_has_no_answer(
    either: httpx.Client, quota_question: dict[str, Any], changed: dict[str, Any], where: str
) -> None:
    answer = either.post("/quotas/check", json=quota_question | changed)
    assert (answer.status_code, problems(answer)) == (422, [where])


def test_seats_that_cannot_be_filled(either: httpx.Client, lottery_question: dict[str, Any]) -> None:
    answer = either.post("/lotteries", json=lottery_question | {"seats": 4, "applicants": []})
    assert (answer.status_code, problems(answer)) == (422, ["/seats"])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faulty=faulty_documents())
def test_a_fault_of_a_document_is_told_at_its_place(client: httpx.Client, faulty: FaultyDocument) -> None:
    answer = client.post("/programmes/check", content=faulty.text, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert pointer(faulty.path) in problems(answer)
    assert client.post("/programmes/check", json=json.loads(exchange.dumps(SOUND))).status_code == 204


SOUND = Programme(id="bare", name=LocalisedText({"en": "A programme"}))


# --- What goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b'{"on": NaN}', b'{"on": 1, "on": 2}', b'"\\ud800"', b"\xff", b"9" * 5000],
    ids=["nothing", "cut off", "nested", "not a number", "twice", "half a character", "no text", "too long a number"],
)
@pytest.mark.parametrize("path", ["/quotas/check", "/lotteries"])
def test_what_is_no_json_is_a_bad_request(client: httpx.Client, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, problems(answer)) == (400, [""])


def test_what_is_no_programme_is_told_by_the_library(client: httpx.Client) -> None:
    answer = client.post("/programmes/check", content=b'{"a": 1, "a": 2}', headers={"content-type": "application/json"})
    assert (answer.status_code, problems(answer)) == (422, ["/a"])


def test_a_body_may_be_so_large_and_no_larger(client: httpx.Client) -> None:
    answer = client.post("/quotas/check", content=b" " * (MOST_BYTES + 1), headers={"content-type": "application/json"})
    assert (answer.status_code, problems(answer)) == (413, [])


def test_a_body_must_be_json_by_name(client: httpx.Client) -> None:
    answer = client.post("/quotas/check", content=b"{}", headers={"content-type": "text/plain"})
    assert (answer.status_code, problems(answer)) == (415, [])


def test_another_method_is_refused_with_those_that_are_not(client: httpx.Client) -> None:
    answer = client.request("DELETE", "/report")
    assert (answer.status_code, problems(answer)) == (405, [])
    assert "GET" in answer.headers["allow"]


def test_our_own_faults_are_told_without_detail(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: bytes) -> bytes:
        raise RuntimeError("Dorj, 2004-02-29")

    monkeypatch.setattr(desk, "check_quota", broken)
    with litestar.testing.TestClient(with_litestar.serve(desk), raise_server_exceptions=False) as client:
        answer = client.post("/quotas/check", json={})
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}
    assert [record.getMessage().partition(" at ")[0] for record in caplog.records] == ["RuntimeError"]
    assert "Dorj" not in caplog.text


# --- Nothing of anybody ----------------------------------------------------------------------------------------------

PLANTED = ["Namkhaidorj", "2004-02-29", "Zaya-secret-answer", "guardian-of-zaya"]


def planted(programme: Programme) -> dict[str, Any]:
    name, birth, answer, guardian = PLANTED
    return {
        "id": name,
        "names": [{"given_name": name, "script": "Latn"}],
        "birth": birth,
        "identities": {"gender": answer, "settlement": answer},
        "guardians": [guardian],
    }


def test_nothing_of_anybody_is_in_an_answer_or_a_log(
    either: httpx.Client,
    programme: Programme,
    quota_question: dict[str, Any],
    lottery_question: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    member = planted(programme)
    wrong: list[Any] = [
        member,
        [member],
        {"people": member},
        quota_question | {"people": [member]},
        quota_question | {"people": [member | {"birth": {"day": PLANTED[1]}}]},
        quota_question | {"people": [member | {"identities": {"gender": PLANTED}}]},
        quota_question | {"quota": PLANTED[0]},
        quota_question | {"people": [*quota_question["people"], quota_question["people"][0]]},
        lottery_question | {"applicants": [member, member], "seats": 1},
        lottery_question | {"quotas": PLANTED, "purpose": PLANTED[2]},
        lottery_question,
        quota_question,
    ]
    bodies = [json.dumps(one) for one in wrong] + [json.dumps(wrong[3])[:-9], f'{{"birth": {PLANTED[1]}}}', PLANTED[0]]
    told = []
    for path in ("/quotas/check", "/lotteries"):
        for body in bodies:
            answer = either.post(
                path, content=body, params={"name": PLANTED[0]}, headers={"content-type": "application/json"}
            )
            assert answer.status_code < 500
            told.append(answer.text + str(answer.headers))
    mine = "\n".join(
        [*told, *(record.getMessage() for record in caplog.records if record.name.split(".")[0] != "httpx")]
    )
    assert not [word for word in PLANTED if word in mine]
    assert_no_disclosure(mine, programme)


@pytest.mark.parametrize("path", ["/report", "/table"])
def test_what_is_told_of_the_programme_names_nobody(client: httpx.Client, programme: Programme, path: str) -> None:
    assert_no_disclosure(client.get(path).text, programme)
