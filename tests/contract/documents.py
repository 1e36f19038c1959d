"""The distributor's OpenAPI documents, the newer first, and what a request says against them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

from apps.ingram import Operation
from tests.ingram.upstream import Seen

FOLDER = Path(
    os.environ.get("RESELLER_API_SPEC_DIR")
    or Path(__file__).resolve().parents[2].parent / "shared" / "api"
)
NAMES = ("reseller-api-6-2025-11.json", "reseller-api-6.json", "reseller-api-legacy.json")


@dataclass(frozen=True)
class Problem:
    """Where a request departs from the document."""

    operation: str
    place: str


@cache
def document(name: str) -> dict[str, Any]:
    file = FOLDER / name
    if not file.exists():
        pytest.skip(f"the distributor's document {name} is not here (RESELLER_API_SPEC_DIR)")
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    return loaded


class Described:
    """An operation as one document describes it."""

    def __init__(self, name: str, operation: Operation) -> None:
        self.document = document(name)
        self.described = self.document["paths"][operation.path][operation.method.lower()]
        self.operation = operation

    def problems(self, seen: Seen) -> Iterator[Problem]:
        """Everything in the request that the document does not allow."""
        parameters = [self._resolved(p) for p in self.described.get("parameters", [])]
        yield from self._header_problems(seen, parameters)
        yield from self._query_problems(seen, parameters)
        yield from self._path_problems(seen, parameters)
        yield from self._body_problems(seen)

    def examples(self) -> Iterator[tuple[str, Any]]:
        """The examples of the good answers, with their names."""
        for status, described in self.described["responses"].items():
            content = self._resolved(described).get("content", {})
            for media in content.values() if status.startswith("2") else ():
                for name, example in media.get("examples", {}).items():
                    yield f"{status} {name}", self._resolved(example)["value"]

    def answer_schemas(self) -> Iterator[Any]:
        """The schemas of the good answers."""
        for status, described in self.described["responses"].items():
            content = self._resolved(described).get("content", {})
            for media in content.values() if status.startswith("2") else ():
                yield self._inlined(media["schema"])

    def _header_problems(self, seen: Seen, parameters: list[Any]) -> Iterator[Problem]:
        headers = {name.lower(): value for name, value in seen.headers.items()}
        for parameter in (p for p in parameters if p["in"] == "header"):
            value = headers.get(parameter["name"].strip().lower())
            if value is None and not parameter.get("required"):
                continue
            if value is None or not self._fits(value, parameter["schema"]):
                yield self._problem(f"header {parameter['name']}")

    def _query_problems(self, seen: Seen, parameters: list[Any]) -> Iterator[Problem]:
        known = {p["name"]: p for p in parameters if p["in"] == "query"}
        sent: dict[str, list[str]] = {}
        for name, value in seen.query:
            sent.setdefault(name, []).append(value)
        for name in known:
            if known[name].get("required") and name not in sent:
                yield self._problem(f"query {name}")
        for name, values in sent.items():
            given = values[0] if len(values) == 1 else values
            if name not in known or not self._fits(given, known[name]["schema"]):
                yield self._problem(f"query {name}")

    def _path_problems(self, seen: Seen, parameters: list[Any]) -> Iterator[Problem]:
        wanted, got = self.operation.path.split("/"), seen.path.split("/")
        assert len(wanted) == len(got)
        schemas = {f"{{{p['name']}}}": p["schema"] for p in parameters if p["in"] == "path"}
        for part, value in zip(wanted, got, strict=True):
            if part in schemas and not self._fits(value, schemas[part]):
                yield self._problem(f"path {part}")
            assert part in schemas or part == value

    def _body_problems(self, seen: Seen) -> Iterator[Problem]:
        if "requestBody" not in self.described:
            assert seen.content == b""
            return
        schema = self.described["requestBody"]["content"]["application/json"]["schema"]
        for place in self._departures(seen.json, self._inlined(schema), "body"):
            yield self._problem(place)

    def _departures(self, value: Any, schema: Any, place: str) -> Iterator[str]:
        if not OAS30Validator(schema).is_valid(value):
            yield place
        properties, items = schema.get("properties"), schema.get("items")
        if isinstance(value, dict) and properties is not None:
            for key, member in value.items():
                if key not in properties:
                    yield f"{place}.{key}"
                else:
                    yield from self._departures(member, properties[key], f"{place}.{key}")
        if isinstance(value, list) and items is not None:
            for member in value:
                yield from self._departures(member, items, f"{place}[]")

    def _fits(self, value: Any, schema: Any) -> bool:
        schema = self._inlined(schema)
        if schema.get("type") == "array" and not isinstance(value, list):
            value = [value]
        if schema.get("type") in ("integer", "boolean") and isinstance(value, str):
            value = json.loads(value)
        return bool(OAS30Validator(schema).is_valid(value))

    def _inlined(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self._inlined(member) for member in schema]
        if not isinstance(schema, dict):
            return schema
        return {
            key: self._inlined(member)
            for key, member in self._resolved(schema).items()
            if key not in ("example", "description", "default") or not isinstance(member, str | int)
        }

    def _resolved(self, described: Any) -> Any:
        while "$ref" in described:
            found: Any = self.document
            for part in described["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            described = found
        return described

    def _problem(self, place: str) -> Problem:
        return Problem(self.operation.name, place)


def described(operation: Operation) -> Described:
    """The operation in the newest document that has it."""
    return next(iter(all_described(operation)))


def all_described(operation: Operation) -> list[Described]:
    found = [
        Described(name, operation)
        for name in NAMES
        if operation.method.lower() in document(name)["paths"].get(operation.path, {})
    ]
    assert found, f"no document has {operation.method} {operation.path}"
    return found
