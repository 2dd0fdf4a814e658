"""The description of the service in OpenAPI 3.1: the library's schemas, and the paths around them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from youthprog import Programme, exchange
from youthprog.disclosure import Release
from youthprog.quotas import Finding
from youthprog.report import Report
from youthprog_api.desk import Drawn, LotteryQuestion, QuotaQuestion

PROBLEM = {
    "type": "object",
    "description": "What is wrong, as in RFC 9457; of a body, everything at once.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "rule"],
                "properties": {
                    "pointer": {"type": "string", "format": "json-pointer"},
                    "rule": {"type": "string"},
                },
            },
        },
    },
}


def contract(programme: Programme) -> dict[str, Any]:
    """Describe the service of a programme."""
    components = exchange.openapi_components(Programme, QuotaQuestion, LotteryQuestion, Drawn, Finding, Report, Release)
    schemas = components["schemas"]
    quota = {"enum": [one.name for one in programme.quotas]}  # what the library cannot know: those of this programme
    schemas["QuotaQuestion"]["properties"]["quota"] |= quota
    schemas["LotteryQuestion"]["properties"]["quotas"]["items"] |= quota
    return {
        "openapi": "3.1.0",
        "info": {"title": "A youth programme", "version": "1"},
        "paths": {
            "/report": {"get": _operation("report", "The report for the public.", "Report")},
            "/table": {"get": _operation("table", "The published table.", "Release")},
            "/programmes/check": {
                "post": _question("check_programme", "Everything that is wrong with a programme.", "ProgrammeDocument")
            },
            "/quotas/check": {
                "post": _question("check_quota", "Is a quota met among these people?", "QuotaQuestion", "Finding")
            },
            "/lotteries": {
                "post": _question("draw", "A fair lottery among these applicants.", "LotteryQuestion", "Drawn")
            },
        },
        "components": {"schemas": schemas | {"Problem": PROBLEM}},
    }


def _operation(name: str, summary: str, answer: str | dict[str, Any] | None, *problems: HTTPStatus) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(status.value): {"description": status.phrase, "content": {"application/problem+json": _of("Problem")}}
        for status in problems
    }
    if answer is None:
        responses["204"] = {"description": "Nothing is wrong."}
    else:
        responses["200"] = {"description": summary, "content": {"application/json": _of(answer)}}
    return {"operationId": name, "summary": summary, "responses": responses}


def _question(name: str, summary: str, question: str, answer: str | None = None) -> dict[str, Any]:
    wrong = (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
    body = {"required": True, "content": {"application/json": _of(question)}}
    return _operation(name, summary, answer, *wrong) | {"requestBody": body}


def _of(schema: str | dict[str, Any]) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema}
