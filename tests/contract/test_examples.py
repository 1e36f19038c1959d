"""Every example answer in the distributor's documents is read without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from apps.ingram.schemas.reading import Answer, spellings_of
from apps.webhooks.mapping import OrderHint, envelope_of, hints_of
from tests.contract.cases import CASES, Case
from tests.contract.documents import all_described, described
from tests.contract.exceptions import UNREAD, UNREADABLE

NOTHING: tuple[object, ...] = (None, "", [], {}, ())


def examples_of(case: Case) -> list[Any]:
    """Examples of the answers proper: some stand among them that are webhook bodies."""
    return [value for name, value in _all_examples(case) if "webhook" not in name.lower()]


def _all_examples(case: Case) -> Iterator[tuple[str, Any]]:
    for description in all_described(case.operation.method, case.operation.path):
        yield from description.examples()


def schemas_of(case: Case) -> Iterator[Any]:
    return described(case.operation.method, case.operation.path).answer_schemas()


def read(case: Case, value: Any) -> Answer:
    return case.answer.read({case.wrapped_in: value} if case.wrapped_in else value)


def parts(answer: Answer) -> Iterator[Answer]:
    """The answer and every answer within it."""
    yield answer
    for name, _ in spellings_of(type(answer)):
        value = getattr(answer, name)
        for member in value if isinstance(value, tuple) else (value,):
            if isinstance(member, Answer):
                yield from parts(member)


def losses(answer: Answer) -> Iterator[tuple[str, object]]:
    """Fields that the example fills and the reader leaves empty, with what stood there."""
    for part in parts(answer):
        for name, spellings in spellings_of(type(part)):
            given = [part.raw[key] for key in spellings if part.raw.get(key) not in NOTHING]
            if given and getattr(part, name) in NOTHING and str(given[0]).strip():
                yield f"{type(part).__name__}.{name}", given[0]


def unread(answer: Answer) -> Iterator[str]:
    """Keys with content for which there is no field."""
    for part in parts(answer):
        known = {key.lower() for _, keys in spellings_of(type(part)) for key in keys}
        for key, value in part.raw.items():
            if key.lower() not in known and value not in NOTHING:
                yield key


def gaps(model: type[Answer], schema: Any) -> Iterator[str]:
    """Documented keys for which there is no field."""
    fields = {key.lower(): name for name, keys in spellings_of(model) for key in keys}
    properties = schema.get("properties") or schema.get("items", {}).get("properties") or {}
    for key, member in properties.items():
        name = fields.get(key.lower())
        if name is None:
            yield key
        elif inner := _answer_in(model.model_fields[name].annotation):
            yield from gaps(inner, member)


def _answer_in(annotation: Any) -> type[Answer] | None:
    if isinstance(annotation, type) and issubclass(annotation, Answer):
        return annotation
    return next(filter(None, map(_answer_in, get_args(annotation))), None)


def is_webhook_body(schema: Any) -> bool:
    return "eventId" in (schema.get("properties") or {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.operation.name)
def test_every_example_is_read_without_loss(case: Case) -> None:
    examples = examples_of(case)

    assert bool(examples) is not case.is_empty
    for value in examples:
        answer = read(case, value)
        assert set(losses(answer)) <= set(UNREADABLE.items())
        assert set(unread(answer)) <= UNREAD.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.operation.name)
def test_every_documented_key_has_a_field(case: Case) -> None:
    for schema in schemas_of(case):
        if is_webhook_body(schema):
            continue
        wrapped = {"properties": {case.wrapped_in: schema}} if case.wrapped_in else schema

        assert set(gaps(case.answer, wrapped)) <= UNREAD.keys()


def test_each_exception_is_still_needed() -> None:
    lost, left = set(), set()
    for case in CASES:
        for value in examples_of(case):
            answer = read(case, value)
            lost |= {name for name, _ in losses(answer)}
            left |= set(unread(answer))
        for schema in schemas_of(case):
            wrapped = {"properties": {case.wrapped_in: schema}} if case.wrapped_in else schema
            left |= set(gaps(case.answer, wrapped))

    assert lost == UNREADABLE.keys()
    assert left >= UNREAD.keys()


def test_webhook_bodies_among_the_examples_are_read_as_events() -> None:
    bodies = [
        value for case in CASES for name, value in _all_examples(case) if "webhook" in name.lower()
    ]

    assert bodies
    for value in bodies:
        (hint,) = hints_of(envelope_of(json.dumps(value, default=float)))
        assert isinstance(hint, OrderHint)
        assert hint.ingram_order_numbers
        assert hint.customer_order_number
        assert hint.failure == ""
