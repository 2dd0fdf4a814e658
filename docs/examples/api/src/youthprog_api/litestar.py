"""The service with Litestar: `uvicorn --factory youthprog_api.litestar:app --no-access-log`."""

from __future__ import annotations

import json
import logging
import os
import traceback
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from anyio import CapacityLimiter, to_thread
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException

from youthprog import YouthprogError, exchange, report
from youthprog_api.contract import contract
from youthprog_api.desk import MOST_BYTES, Desk, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = logging.getLogger(__name__)
T = TypeVar("T")
Asked = Request[Any, Any, Any]


def app() -> Litestar:
    """Serve the programme in YOUTHPROG_PROGRAMME and its table in YOUTHPROG_TABLE, such as young:settlement.

    The first is the dimension that is counted, the others are those of the rows.
    """
    programme = exchange.load(os.environ["YOUTHPROG_PROGRAMME"])
    of, *by = os.environ["YOUTHPROG_TABLE"].split(":")
    on = report.last_year_end(programme)
    if on is None:
        msg = "the programme has no activity to take the day from"
        raise YouthprogError(msg)
    return serve(Desk(programme, on=on, of=of, by=by))


def serve(desk: Desk) -> Litestar:
    """Make the service of a desk."""
    described = json.dumps(contract(desk.programme), ensure_ascii=False).encode()
    working = CapacityLimiter(max(2, os.cpu_count() or 1))

    async def worked(work: Callable[[bytes], T], request: Asked) -> T:
        """Do work that takes long beside the event loop, so that others are answered meanwhile."""
        if request.content_type[0] != "application/json":
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        return await to_thread.run_sync(work, await request.body(), limiter=working)

    @get("/openapi.json")
    async def described_as() -> Response[bytes]:
        return _answer(described)

    @get("/report")
    async def report() -> Response[bytes]:
        return _answer(desk.report)

    @get("/table")
    async def table() -> Response[bytes]:
        return _answer(desk.table)

    @post("/programmes/check", status_code=204)
    async def check_programme(request: Asked) -> None:
        await worked(desk.check_programme, request)

    @post("/quotas/check", status_code=200)
    async def check_quota(request: Asked) -> Response[bytes]:
        return _answer(await worked(desk.check_quota, request))

    @post("/lotteries", status_code=200)
    async def draw(request: Asked) -> Response[bytes]:
        return _answer(await worked(desk.draw, request))

    return Litestar(
        [described_as, report, table, check_programme, check_quota, draw],
        exception_handlers={Exception: _wrong},
        openapi_config=None,  # the contract is the library's schemas, not what the handlers' types say
        logging_config=None,  # it would log what failed, with the body in it
        request_max_body_size=MOST_BYTES,
    )


def _answer(
    body: bytes, status: int = 200, kind: str = "application/json", headers: dict[str, str] | None = None
) -> Response[bytes]:
    return Response(body, status_code=status, media_type=kind, headers=headers)


def _wrong(_: Asked, error: Exception) -> Response[bytes]:
    """Tell what is wrong, but nothing of what was sent; of our own faults only where they are, in the log."""
    headers = None
    if isinstance(error, HTTPException):
        refused, headers = Refused(HTTPStatus(error.status_code)), error.headers
    elif isinstance(error, Refused):
        refused = error
    else:
        last = traceback.extract_tb(error.__traceback__)[-1]
        LOG.error("%s at %s:%s", type(error).__name__, last.filename, last.lineno)
        refused = Refused(HTTPStatus.INTERNAL_SERVER_ERROR)
    return _answer(refused.body, refused.status, "application/problem+json", headers)
