"""Every answer of the sandbox keeps to the documents, and each documented one is brought out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.operations import ROUTES
from sandbox.testing import SandboxServer
from tests.contract import documents
from tests.contract.answers import check_answer, departures, is_excused
from tests.contract.documents import NAMES, document, shape
from tests.contract.drives import DRIVES
from tests.contract.exceptions import (
    ANSWERS,
    ELSEWHERE,
    EVERY_ENDPOINT,
    NOT_BUILT,
    NOT_SHOWN,
    Problem,
)
from tests.sandbox.conftest import Caller

ENDPOINTS = [f"{method} {path}" for method, path, _ in ROUTES]
TOKENS = ("GET /oauth/", "POST /oauth/")


class Witness(Caller):
    """A caller that notes what it was answered, and every departure, excused or not."""

    def __init__(self, sandbox: SandboxServer) -> None:
        self.answered: set[tuple[str, int]] = set()
        self.departed: set[Problem] = set()
        super().__init__(sandbox)
        self.headers |= {"IM-ApplicationID": "Trade Counter", "version": "6"}

    def send(self, method: str, path: str, **more: Any) -> requests.Response:
        answer = super().send(method, path, **more)
        self.last = answer
        self.answered.add((endpoint_of(method, path), answer.status_code))
        self.departed |= set(
            departures(method, path, answer.status_code, answer.text, answer.headers)
        )
        return answer

    def call(self, endpoint: str) -> int:
        """The status of a call with nothing in it that the operation could do."""
        method, path = endpoint.split(" ")
        return self.send(method, filled(path), json={}).status_code


@pytest.fixture
def witness(sandbox: SandboxServer) -> Iterator[Witness]:
    sandbox.control(limits=dict.fromkeys(sandbox.state()["limits"]))
    caller = Witness(sandbox)
    yield caller
    caller.session.close()


def endpoint_of(method: str, path: str) -> str:
    matching = [
        template
        for template in sorted((route[1] for route in ROUTES), key=lambda path: "{" in path)
        if f"{method} {template}" in ENDPOINTS and shape(template).fullmatch(path)
    ]
    return f"{method} {matching[0]}"


def documented(endpoint: str) -> set[int]:
    """The statuses that are to be seen: those that the document shows, but not its failures."""
    method, path = endpoint.split(" ")
    judges = documents.judges(*ELSEWHERE.get((method, path), (method, path)))
    statuses = {int(status) for judge in judges for status in judge.description["responses"]}
    return {
        status
        for status in statuses - {401, 500}
        if Problem(endpoint, f"status {status}") not in NOT_SHOWN
    }


def filled(path: str) -> str:
    return "/".join("20-ZZZZZ" if "{" in part else part for part in path.split("/"))


def be_refused(witness: Witness, endpoint: str) -> set[int]:
    """Call with a customer number of the wrong form, one that is unknown, and no token."""
    before, statuses = dict(witness.headers), set()
    for header, value in (
        ("IM-CustomerNumber", "20222222"),
        ("IM-CustomerNumber", "20-999999"),
        ("Authorization", "Bearer none"),
    ):
        witness.headers[header] = value
        statuses.add(witness.call(endpoint))
    witness.headers = before
    return statuses


def fail(witness: Witness, endpoint: str) -> None:
    method, path = endpoint.split(" ")
    for status in (500, 503, 429):
        witness.sandbox.fault("status", method, filled(path), status=status)
        assert witness.call(endpoint) == status


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_each_documented_answer_is_given_and_fits(endpoint: str, witness: Witness) -> None:
    DRIVES[endpoint](witness)
    be_refused(witness, endpoint)

    seen = {status for called, status in witness.answered if called == endpoint}
    assert seen >= documented(endpoint)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_failure_and_a_refusal_by_the_gateway_fit_too(endpoint: str, witness: Witness) -> None:
    fail(witness, endpoint)
    refused = be_refused(witness, endpoint)

    assert endpoint.startswith(TOKENS) or 401 in refused


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_headers_of_a_call_come_back(endpoint: str, witness: Witness) -> None:
    witness.call(endpoint)

    for name in ("IM-CorrelationID", "IM-SenderID"):
        assert witness.last.headers[name] == witness.headers[name]


def test_every_operation_of_the_documents_has_a_route_or_is_a_named_exception() -> None:
    described = {
        f"{method.upper()} {path}"
        for name in NAMES
        for path, methods in document(name)["paths"].items()
        for method in methods
        if method in ("get", "post", "put", "delete")
    }
    missing = {endpoint for endpoint in described if not _is_routed(endpoint)}

    assert missing == NOT_BUILT.keys()


def _is_routed(endpoint: str) -> bool:
    return shapeless(endpoint) in map(shapeless, ENDPOINTS)


def shapeless(endpoint: str) -> str:
    return "/".join("{}" if "{" in part else part for part in endpoint.split("/"))


def test_every_route_stands_in_a_document_or_is_a_named_exception() -> None:
    unknown = {
        (method, path) for method, path, _ in ROUTES if not documents.judges(method, filled(path))
    }

    assert unknown == ELSEWHERE.keys()


def test_each_exception_is_still_needed(witness: Witness) -> None:
    for drive in dict.fromkeys(DRIVES.values()):
        witness.sandbox.reset()
        witness.sandbox.control(limits=dict.fromkeys(witness.sandbox.state()["limits"]))
        witness.sign_in()
        drive(witness)
    witness.sign_in()
    for endpoint in ENDPOINTS:
        fail(witness, endpoint)
        be_refused(witness, endpoint)

    needed = {problem for problem in ANSWERS if any(_excuses(problem, d) for d in witness.departed)}
    assert needed == ANSWERS.keys()
    for problem in NOT_SHOWN:
        status = int(problem.place.removeprefix("status "))
        assert (problem.operation, status) not in witness.answered


def _excuses(exception: Problem, departure: Problem) -> bool:
    is_here = exception.operation in (EVERY_ENDPOINT, departure.operation)
    return is_here and exception.place == departure.place


def test_a_departure_is_seen(sandbox: SandboxServer) -> None:
    path = "/resellers/v6/orders/search"
    seen = {
        problem.place
        for status, text in ((200, '{"recordsFound": "many"}'), (418, ""), (204, "{}"), (200, "<"))
        for problem in departures("GET", path, status, text, {})
        if not is_excused(problem)
    }

    assert seen == {"200 recordsFound type", "status 418", "204 has a body", "200 is no JSON"}
    with pytest.raises(AssertionError):
        check_answer("GET", path, 418, "", {})
