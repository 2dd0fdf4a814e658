"""Questions of the service with FastAPI and pydantic.

Pydantic cannot read attrs classes, and its messages repeat what was sent. `Read` lets the library read the body as a
part of pydantic's validation, and the handlers tell what it found.
"""

from http import HTTPStatus
from typing import Annotated, Any

from attrs import frozen
from fastapi import Body, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from youthprog_api.contract import contract
from youthprog_api.desk import Desk, LotteryQuestion, QuotaQuestion, Refused


@frozen
class Read:
    """Has the library read a body for pydantic: `Annotated[QuotaQuestion, Body(), Read(desk)]`."""

    desk: Desk

    def __get_pydantic_core_schema__(self, kind: Any, _: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Give pydantic the library's reader. `Refused` is no `ValueError`, so pydantic lets it pass."""
        return core_schema.no_info_plain_validator_function(lambda raw: self.desk.structure(raw, kind))


def serve(desk: Desk) -> FastAPI:
    """Make the service of a desk. Functions that are not async run in threads."""
    app = FastAPI()
    described = contract(desk.programme)
    app.openapi = lambda: described  # type: ignore[method-assign]  # as FastAPI's documentation has it

    @app.post("/quotas/check")
    def check_quota(asked: Annotated[QuotaQuestion, Body(), Read(desk)]) -> Response:
        return Response(desk.answer_quota(asked), media_type="application/json")

    @app.post("/lotteries")
    def draw(asked: Annotated[LotteryQuestion, Body(), Read(desk)]) -> Response:
        return Response(desk.answer_lottery(asked), media_type="application/json")

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> Response:
        return Response(error.body, error.status, media_type="application/problem+json")

    @app.exception_handler(RequestValidationError)
    async def not_json(request: Request, _: RequestValidationError) -> Response:
        return await refused(request, Refused(HTTPStatus.BAD_REQUEST, ("", "must be JSON")))

    return app
