"""Every request that the client can build keeps to the distributor's documents."""

from __future__ import annotations

import json

import pytest

from apps.ingram import Client
from tests.contract.cases import CASES, Case
from tests.contract.documents import described
from tests.contract.exceptions import REQUESTS, Problem
from tests.contract.requests import departures
from tests.contract.test_examples import examples_of
from tests.ingram.upstream import Upstream


def problems_of(case: Case, client: Client, upstream: Upstream) -> set[Problem]:
    description = described(case.operation.method, case.operation.path)
    answer = case.reply or (None if case.is_empty else examples_of(case)[0])
    upstream.reply(200, json.dumps(answer, default=float) if answer is not None else "")
    for call in case.calls:
        call(client)
    assert len(upstream.calls) == len(case.calls)
    return {
        Problem(case.operation.name, place)
        for seen in upstream.calls
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
