"""Answers with random values: such as conform to the documents, such as do not, and no JSON.

The client gives its typed result, or an IngramError; nothing else ever comes out of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apps.ingram import Client, IngramError, MemoryTokenStore, NoLimiter, close_sessions
from apps.ingram.answers import parse
from apps.ingram.schemas.reading import Answer
from tests.contract.cases import CASES, Case
from tests.contract.documents import described
from tests.contract.random_values import ERRORS, broken, conforming, nested, no_json
from tests.ingram.conftest import make_config
from tests.ingram.upstream import Upstream

EXAMPLES = 15
bounded = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    # Without shrinking, which asks thousands of times more: a failure is told as it came.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.operation.name)


class Asked:
    """A client whose upstream answers each call with the text that it is given."""

    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream
        self.client = Client(
            make_config(base_url=upstream.url),
            tokens=MemoryTokenStore(),
            limiter=NoLimiter(),
            sleep=lambda _: None,
        )

    def __call__(self, case: Case, text: str | bytes, status: int = 200) -> Any:
        """What the client's function gives or raises, which is an IngramError and no other."""
        self.upstream.answers.clear()
        self.upstream.reply(status, text)
        try:
            return case.calls[0](self.client)
        except IngramError as error:
            return error


@pytest.fixture(scope="module")
def ask() -> Iterator[Asked]:
    with Upstream() as upstream:
        yield Asked(upstream)
        close_sessions()


def text_of(value: Any) -> str:
    return json.dumps(value, default=float)


def raws(result: Any) -> list[Any]:
    """What the parts of the result say they came from."""
    answers = result if isinstance(result, tuple | list) else [result]
    return [answer.raw for answer in answers if isinstance(answer, Answer)]


def stands_in(raw: Any, value: Any) -> bool:
    """Whether it is what came, or a part of it: some answers lie in an envelope."""
    if raw == value:
        return True
    members = value.values() if isinstance(value, dict) else value
    return isinstance(value, dict | list) and any(stands_in(raw, member) for member in members)


def schemas(case: Case) -> list[Any]:
    return list(described(case.operation.method, case.operation.path).answer_schemas())


def strategy(case: Case, make: Callable[[Any], st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    return st.one_of([make(schema) for schema in schemas(case)] or [st.just("")])


@every_case
def test_an_answer_that_conforms_is_read_and_kept_as_it_came(case: Case, ask: Asked) -> None:
    read = []

    @bounded
    @given(strategy(case, conforming))
    def reads(value: Any) -> None:
        text = text_of(value)
        result = ask(case, text)
        if not isinstance(result, IngramError):
            read.append(result)
            assert all(stands_in(raw, parse(text)) for raw in raws(result))

    reads()
    assert read or not schemas(case)


@every_case
def test_an_answer_that_does_not_conform_gives_problems_or_an_error(case: Case, ask: Asked) -> None:
    @bounded
    @given(strategy(case, broken))
    def survives(value: Any) -> None:
        result = ask(case, text_of(value))
        for answer in result if isinstance(result, tuple) else (result,):
            if isinstance(answer, Answer):
                assert all(isinstance(problem, str) for problem in answer.problems)
                json.dumps(answer.raw, default=str, ensure_ascii=False).encode()

    survives()


@every_case
def test_what_is_no_json_is_an_error(case: Case, ask: Asked) -> None:
    for body in no_json():
        result = ask(case, body)

        # The documented answer of a release is the word null.
        is_nothing = not body.strip() or (body == "null" and case.operation.may_be_empty)
        assert isinstance(result, IngramError) or is_nothing


@every_case
@pytest.mark.parametrize("opening", ["[", '{"errors":', '{"errors":[', '{"lines":[', '{"a":'])
def test_no_depth_of_nesting_brings_the_reader_down(case: Case, ask: Asked, opening: str) -> None:
    for depth in (2, 60, 300, 700, 800, 900, 930, 950, 970, 990, 100_000):
        ask(case, nested(depth, opening))


@every_case
def test_an_error_body_of_any_shape_is_one_of_our_errors(case: Case, ask: Asked) -> None:
    @bounded
    @given(st.sampled_from([400, 403, 404, 405, 409, 418, 500, 503]), ERRORS)
    def is_told(status: int, body: Any) -> None:
        result = ask(case, text_of(body), status)
        assert isinstance(result, IngramError) or status in case.operation.none_statuses

    is_told()
