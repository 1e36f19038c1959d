"""Where a request of the client departs from what a document says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from openapi_schema_validator import OAS30Validator

from tests.contract.documents import Described
from tests.ingram.upstream import Seen


def departures(described: Described, seen: Seen) -> Iterator[str]:
    """The places of everything in the request that the document does not allow."""
    yield from _of_headers(described, seen)
    yield from _of_query(described, seen)
    yield from _of_path(described, seen)
    yield from _of_body(described, seen)


def _of_headers(described: Described, seen: Seen) -> Iterator[str]:
    headers = {name.lower(): value for name, value in seen.headers.items()}
    for name, parameter in _parameters(described, "header").items():
        value = headers.get(name.strip().lower())
        if value is None and not parameter.get("required"):
            continue
        if value is None or not _fits(value, parameter["schema"]):
            yield f"header {name}"


def _of_query(described: Described, seen: Seen) -> Iterator[str]:
    known = _parameters(described, "query")
    sent: dict[str, list[str]] = {}
    for name, value in seen.query:
        sent.setdefault(name, []).append(value)
    for name in known:
        if known[name].get("required") and name not in sent:
            yield f"query {name}"
    for name, values in sent.items():
        given = values[0] if len(values) == 1 else values
        if name not in known or not _fits(given, known[name]["schema"]):
            yield f"query {name}"


def _of_path(described: Described, seen: Seen) -> Iterator[str]:
    wanted, got = described.template.split("/"), seen.path.split("/")
    assert len(wanted) == len(got)
    known = _parameters(described, "path")
    for part, value in zip(wanted, got, strict=True):
        name = part.strip("{}")
        if part == name:
            assert part == value
        elif not _fits(unquote(value), known[name]["schema"]):
            yield f"path {part}"


def _of_body(described: Described, seen: Seen) -> Iterator[str]:
    if "requestBody" not in described.description:
        if seen.content:
            yield "body"
        return
    schema = described.description["requestBody"]["content"]["application/json"]["schema"]
    yield from _within(seen.json, schema, "body")


def _within(value: Any, schema: Any, place: str) -> Iterator[str]:
    properties, items = schema.get("properties"), schema.get("items")
    is_walked = properties is not None or items is not None
    # What is wrong further in is told of its own place, not of everything around it.
    if any(
        not (is_walked and error.absolute_path)
        for error in OAS30Validator(schema).iter_errors(value)
    ):
        yield place
    if isinstance(value, dict) and properties is not None:
        for key, member in value.items():
            if key not in properties:
                yield f"{place}.{key}"
            else:
                yield from _within(member, properties[key], f"{place}.{key}")
    if isinstance(value, list) and items is not None:
        for member in value:
            yield from _within(member, items, f"{place}[]")


def _parameters(described: Described, place: str) -> dict[str, dict[str, Any]]:
    return {p["name"]: p for p in described.parameters if p["in"] == place}


def _fits(value: Any, schema: Any) -> bool:
    if schema.get("type") == "array" and not isinstance(value, list):
        value = [value]
    if schema.get("type") in ("integer", "number", "boolean") and isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return False
    return bool(OAS30Validator(schema).is_valid(value))
