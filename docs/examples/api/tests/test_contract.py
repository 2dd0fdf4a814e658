"""Whether the service does what its OpenAPI says, as schemathesis finds out."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from youthprog import Programme, Purpose, exchange

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def served(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service as a process on loopback."""
    path = tmp_path_factory.mktemp("served") / "programme.json"
    exchange.dump(programme, path, purpose=Purpose.STORE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "uvicorn", "--factory", "youthprog_api.litestar:app", "--port", str(port), "--no-access-log"]
    settings = os.environ | {"YOUTHPROG_PROGRAMME": str(path), "YOUTHPROG_TABLE": "young:settlement"}
    with subprocess.Popen([sys.executable, *words], env=settings) as service:
        where = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(f"{where}/report").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield where
        service.terminate()


def test_the_service_keeps_its_contract(served: str, tmp_path: Path) -> None:
    tool = str(Path(sysconfig.get_path("scripts"), "schemathesis"))
    words = [
        *("--config-file", str(HERE / "schemathesis.toml"), "run", f"{served}/openapi.json"),
        *("--generation-deterministic", "--max-examples", "10", "--max-time", "40"),
    ]
    done = subprocess.run([tool, *words], capture_output=True, text=True, check=False, cwd=tmp_path)
    print(done.stdout[-2000:])
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


CLIENTS, ROUNDS = 50, 3


def test_fifty_clients_at_once_are_answered_correctly(
    served: str, quota_question: dict[str, Any], lottery_question: dict[str, Any]
) -> None:
    """Every client asks for everything, each in an order of its own; every answer is compared with the right one."""
    asked: list[tuple[str, str, Any]] = [
        ("GET", "/report", None),
        ("GET", "/table", None),
        ("POST", "/quotas/check", quota_question),
        ("POST", "/quotas/check", quota_question | {"on": "2022-7-1"}),
        ("POST", "/lotteries", lottery_question | {"applicants": lottery_question["applicants"][:60], "seats": 20}),
    ]
    with httpx.Client(base_url=served, timeout=60) as alone:
        right = [alone.request(method, path, json=question).content for method, path, question in asked]
    taken: list[float] = []
    ready: list[float] = []
    wrong = 0

    async def ask(number: int) -> None:
        nonlocal wrong
        async with httpx.AsyncClient(base_url=served, timeout=120) as client:
            for step in range(ROUNDS):
                at = (number + step) % len(asked)
                method, path, question = asked[at]
                begin = time.perf_counter()
                answer = await client.request(method, path, json=question)
                taken.append(time.perf_counter() - begin)
                if method == "GET":
                    ready.append(taken[-1])
                wrong += answer.content != right[at]

    async def all_at_once() -> None:
        await asyncio.gather(*map(ask, range(CLIENTS)))

    begin = time.perf_counter()
    asyncio.run(all_at_once())
    whole = time.perf_counter() - begin
    median, *_, last = statistics.quantiles(taken, n=100)[49:]
    print(
        f"{len(taken)} requests of {CLIENTS} clients, {wrong} wrong answers; median {median * 1000:.0f} ms, "
        f"p99 {last * 1000:.0f} ms, {len(taken) / whole:.0f} a second; "
        f"median of what is ready {statistics.median(ready) * 1000:.0f} ms"
    )
    assert (len(taken), wrong) == (CLIENTS * ROUNDS, 0)
