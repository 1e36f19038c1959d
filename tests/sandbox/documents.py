"""The distributor's OpenAPI documents as a judge of the sandbox's answers."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

NAMES = ("reseller-api-6-2025-11.json", "reseller-api-6.json")
# Judges only what the newer ones have dropped.
LEGACY = "reseller-api-legacy.json"
# What the gateway in front of the API answers stands in no document, nor does the 404 of
# order details v6.1, which documents nothing between 200 and 500.
GATEWAY = {401, 403, 429, 503}
UNDOCUMENTED = {("GET", "/resellers/v6.1/orders/{ordernumber}"): {400, 404}}
# Prose allows the token by POST and by oauth30, where the documents have GET and oauth20.
TOKEN = re.compile(r"/oauth/oauth[23]0/token")


def _directory() -> Path:
    beside = Path(__file__).parents[2].parent / "shared" / "api"
    return Path(os.environ.get("RESELLER_API_SPEC_DIR", beside))


@cache
def documents() -> list[dict[str, Any]]:
    directory = _directory()
    if not (directory / NAMES[0]).exists():
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(f"the API's OpenAPI documents are not in {directory}")
        return []
    return [_resolved(json.loads((directory / name).read_text())) for name in (*NAMES, LEGACY)]


def _resolved(document: dict[str, Any]) -> dict[str, Any]:
    def walk(node: Any, open_references: tuple[str, ...] = ()) -> Any:
        if isinstance(node, list):
            return [walk(item, open_references) for item in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            if node["$ref"] in open_references:
                return {}  # a schema that holds itself: one round of it is enough
            target: Any = document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            return walk(target, (*open_references, node["$ref"]))
        walked = {key: walk(value, open_references) for key, value in node.items()}
        # The document of April 2025 types four properties "date" (api/README.md).
        return walked | ({"type": "string"} if walked.get("type") == "date" else {})

    return {"paths": walk(document["paths"])}


def _template(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path.replace(".", r"\.")))


def _operations(method: str, path: str) -> list[tuple[str, dict[str, Any]]]:
    if TOKEN.fullmatch(path):
        method, path = "GET", "/oauth/oauth20/token"
    *newer, legacy = documents()
    return _described(newer, method, path) or _described([legacy], method, path)


def _described(
    documents: list[dict[str, Any]], method: str, path: str
) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for document in documents:
        # A fixed path wins over a template: /quotes/search is no quote number.
        for template in sorted(document["paths"], key=lambda template: "{" in template):
            operation = document["paths"][template].get(method.lower())
            if operation and _template(template).fullmatch(path):
                found.append((template, operation))
                break
    return found


def check_answer(method: str, path: str, status: int, text: str) -> None:
    """Fail when an answer is of no documented status or does not fit its schema."""
    if not documents() or status in GATEWAY:
        return
    operations = _operations(method, path)
    assert operations, f"no document knows {method} {path}"
    for template, operation in operations:
        if status in UNDOCUMENTED.get((method, template), ()):
            continue
        answer = operation["responses"].get(str(status))
        assert answer is not None or (method, status) == ("POST", 400), (method, path, status)
        for media in (answer or {}).get("content", {}).values():
            _check(media.get("schema", {}), json.loads(text))


def check_event(method: str, path: str, event: Any, *, part: str) -> None:
    """Judge a webhook by the schema under which the document shows it."""
    for _, operation in _operations(method, path):
        place = operation["requestBody"] if part == "request" else operation["responses"][part]
        schema = place["content"]["application/json"]["schema"]
        # The order status schema demands at the root what its own example has further in.
        _check({key: value for key, value in schema.items() if key != "required"}, event)


def _check(schema: dict[str, Any], value: Any) -> None:
    errors = [
        f"{'/'.join(map(str, error.path))}: {error.message}"
        for error in OAS30Validator(schema).iter_errors(value)
    ]
    assert not errors, errors
