"""Every request that the client can build keeps to the distributor's documents."""

from __future__ import annotations

import json

import pytest

from apps.ingram import Client
from tests.contract.cases import CASES, Case
from tests.contract.documents import described
from tests.contract.exceptions import REQUESTS, Problem
from tests.contract.openapi_judge import complaints
from tests.contract.requests import departures
from tests.contract.test_examples import examples_of
from tests.ingram.conftest import MakeClient
from tests.ingram.upstream import Seen, Upstream

#: The headers of version 6 and 7 with their longest values (field notes 2.1).
LONGEST = {
    "IM-CustomerNumber": 10,
    "IM-CountryCode": 2,
    "IM-CorrelationID": 32,
    "IM-SenderID": 32,
    "IM-ApplicationID": 32,
}


def requests_of(case: Case, client: Client, upstream: Upstream) -> list[Seen]:
    answer = case.reply or (None if case.is_empty else examples_of(case)[0])
    upstream.reply(200, json.dumps(answer, default=float) if answer is not None else "")
    for call in case.calls:
        call(client)
    assert len(upstream.calls) == len(case.calls)
    return upstream.calls


def problems_of(case: Case, client: Client, upstream: Upstream) -> set[Problem]:
    description = described(case.operation.method, case.operation.path)
    return {
        Problem(case.operation.name, place)
        for seen in requests_of(case, client, upstream)
        for place in departures(description, seen)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.operation.name)
def test_requests_keep_to_the_document_or_are_named_exceptions(
    case: Case, client: Client, upstream: Upstream
) -> None:
    assert problems_of(case, client, upstream) <= REQUESTS.keys()


@pytest.mark.parametrize("problem", REQUESTS, ids=lambda problem: problem.operation)
def test_each_exception_is_still_needed(
    problem: Problem, client: Client, upstream: Upstream
) -> None:
    case = next(case for case in CASES if case.operation.name == problem.operation)

    assert problem in problems_of(case, client, upstream)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.operation.name)
def test_a_judge_from_outside_finds_nothing_but_the_named_exceptions(
    case: Case, client: Client, upstream: Upstream
) -> None:
    description = described(case.operation.method, case.operation.path)

    found = [
        complaint
        for seen in requests_of(case, client, upstream)
        for complaint in complaints(description, seen)
    ]

    assert not found or case.operation.name in {problem.operation for problem in REQUESTS}


def test_the_judge_from_outside_sees_what_is_wrong(upstream: Upstream) -> None:
    description = described("GET", "/resellers/v6/orders/search")
    seen = Seen(
        method="GET",
        path="/resellers/v6/orders/search",
        query=[("pageSize", "many")],
        headers={"IM-CustomerNumber": "20-222222"},
        content=b"",
    )

    found = " ".join(complaints(description, seen))

    for name in ("pageSize", "IM-CountryCode", "IM-CorrelationID"):
        assert name in found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.operation.name)
def test_each_call_carries_its_headers_and_a_correlation_id_of_its_own(
    case: Case, make_client: MakeClient, upstream: Upstream
) -> None:
    client = make_client(contact_email=f"{'x' * 60}@reseller.example")

    requests = requests_of(case, client, upstream)

    names = LONGEST if case.operation.has_im_headers else {}
    for seen in requests:
        assert seen.headers["Accept"] == seen.headers["Content-Type"] == "application/json"
        assert {name for name in seen.headers if name.startswith("IM-")} >= names.keys()
        assert all(0 < len(seen.headers[name]) <= longest for name, longest in names.items())
        assert len(seen.headers.get("IM-CustomerContact", "")) <= 64
    if names:
        assert len({seen.headers["IM-CorrelationID"] for seen in requests}) == len(requests)
