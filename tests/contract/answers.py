"""Where an answer or an event of the sandbox departs from what the documents say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from openapi_schema_validator import OAS30Validator

from tests.contract import documents
from tests.contract.documents import Described
from tests.contract.exceptions import ANSWERS, ELSEWHERE, EVERY_ENDPOINT, Problem


def departures(
    method: str, path: str, status: int, text: str, headers: Mapping[str, str]
) -> Iterator[Problem]:
    """Every departure from every document that judges this operation, named exceptions too."""
    judged = ELSEWHERE.get((method, path), (method, path))
    judges = documents.judges(*judged)
    if not judges:
        yield Problem(f"{method} {path}", "undocumented")
    for described in judges:
        for place, detail in _departures(described, status, text, headers):
            yield Problem(described.endpoint, place, detail)


def is_excused(problem: Problem) -> bool:
    return problem in ANSWERS or Problem(EVERY_ENDPOINT, problem.place) in ANSWERS


def check_answer(
    method: str, path: str, status: int, text: str, headers: Mapping[str, str]
) -> None:
    """Fail when an answer is not documented or does not fit its schema, and is no exception."""
    if not documents.are_here():
        return
    found = departures(method, path, status, text, headers)
    problems = [problem for problem in found if not is_excused(problem)]
    assert not problems, problems


def check_event(method: str, path: str, event: Any, *, part: str) -> None:
    """Judge a webhook by the schema under which the documents show it."""
    if not documents.are_here():
        return
    for described in documents.judges(method, path):
        answers = described.description["responses"]
        place = described.description["requestBody"] if part == "request" else answers[part]
        schema = place["content"]["application/json"]["schema"]
        # The order status schema demands at the root what its own example has further in.
        loosened = {key: value for key, value in schema.items() if key != "required"}
        errors = list(_errors(loosened, event))
        assert not errors, errors


def _departures(
    described: Described, status: int, text: str, headers: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    answer = described.description["responses"].get(str(status))
    if answer is None:
        yield f"status {status}", text[:200]
        return
    yield from _of_headers(answer.get("headers", {}), status, headers)
    content = answer.get("content", {})
    if text and not content:
        yield f"{status} has a body", text[:200]
    for media in content.values():
        yield from _of_body(media.get("schema", {}), status, text)


def _of_headers(
    known: Mapping[str, Any], status: int, headers: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name, header in known.items():
        value = headers.get(name)
        is_missing = value is None and header.get("required", False)
        if is_missing or not OAS30Validator(header["schema"]).is_valid(value or ""):
            yield f"{status} header {name}", repr(value)


def _of_body(schema: dict[str, Any], status: int, text: str) -> Iterator[tuple[str, str]]:
    try:
        value = json.loads(text)
    except ValueError:
        yield f"{status} is no JSON", text[:200]
        return
    for place, detail in _errors(schema, value):
        yield f"{status} {place}", detail


def _errors(schema: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:
    """Where a value does not fit, list indexes left out: "[].pricing.customerPrice type"."""
    for error in OAS30Validator(schema).iter_errors(value):
        steps = ("[]" if isinstance(step, int) else f".{step}" for step in error.path)
        yield f"{''.join(steps).lstrip('.')} {error.validator}".strip(), error.message
