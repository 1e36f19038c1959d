"""The distributor's OpenAPI documents: where they are, how they are read, what they describe.

Their known faults are mended here, once for every judge:

- four properties are of the type "date", which no schema knows: texts;
- `choices` of vendor required info holds itself: one round of it is enough;
- /resellers/v6/orders/{…} is spelt with {orderNumber}, {OrderNumber} and {ordernumber}: paths
  are compared by their shape.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

FOLDER = Path(
    os.environ.get("RESELLER_API_SPEC_DIR")
    or Path(__file__).resolve().parents[2].parent / "shared" / "api"
)
NEWER = ("reseller-api-6-2025-11.json", "reseller-api-6.json")
#: Judges only what the newer ones have dropped.
LEGACY = "reseller-api-legacy.json"
NAMES = (*NEWER, LEGACY)


@dataclass(frozen=True, kw_only=True)
class Described:
    """An operation as one document describes it, references followed."""

    name: str
    method: str
    template: str
    description: dict[str, Any]

    @property
    def endpoint(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """Those of the operation and those of its path."""
        path = document(self.name)["paths"][self.template]
        return [*path.get("parameters", []), *self.description.get("parameters", [])]

    def examples(self) -> Iterator[tuple[str, Any]]:
        """The examples of the good answers, with their names."""
        for status, media in self._good_answers():
            for name, example in media.get("examples", {}).items():
                yield f"{status} {name}", example["value"]

    def answer_schemas(self) -> Iterator[Any]:
        """The schemas of the good answers."""
        for _, media in self._good_answers():
            yield media["schema"]

    def _good_answers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for status, answer in self.description["responses"].items():
            if status.startswith("2"):
                for media in answer.get("content", {}).values():
                    yield status, media


def are_here() -> bool:
    """Whether there are documents to judge by; in CI their absence is a failure."""
    is_here = all((FOLDER / name).exists() for name in NAMES)
    if not is_here and os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"the distributor's documents are not in {FOLDER}: set RESELLER_API_SPEC_DIR")
    return is_here


@cache
def plain_document(name: str) -> dict[str, Any]:
    """The document as it stands. Skips the test when it is not here."""
    if not are_here():
        pytest.skip(f"the distributor's documents are not in {FOLDER} (RESELLER_API_SPEC_DIR)")
    text = (FOLDER / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return loaded


@cache
def document(name: str) -> dict[str, Any]:
    """The document's paths with every reference followed and the known faults mended."""
    return {"paths": _Resolver(plain_document(name)).resolved("paths")}


class _Resolver:
    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._known: dict[str, Any] = {}

    def resolved(self, part: str) -> Any:
        return self._walk(self._document[part], ())

    def _walk(self, node: Any, within: tuple[str, ...]) -> Any:
        if isinstance(node, list):
            return [self._walk(member, within) for member in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            return self._followed(node["$ref"], within)
        walked = {key: self._walk(value, within) for key, value in node.items()}
        return walked | ({"type": "string"} if walked.get("type") == "date" else {})

    def _followed(self, reference: str, within: tuple[str, ...]) -> Any:
        if reference in within:
            return {}
        if reference not in self._known:
            target: Any = self._document
            for step in reference.removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            self._known[reference] = self._walk(target, (*within, reference))
        return self._known[reference]


def described(method: str, template: str) -> Described:
    """The operation in the newest document that has it under exactly this path."""
    return all_described(method, template)[0]


def all_described(method: str, template: str) -> list[Described]:
    """The operation in every document that has it, the newest first."""
    found = [
        Described(name=name, method=method, template=template, description=methods[method.lower()])
        for name in NAMES
        if method.lower() in (methods := document(name)["paths"].get(template, {}))
    ]
    assert found, f"no document has {method} {template}"
    return found


def judges(method: str, path: str) -> list[Described]:
    """What the documents say of a call of this path: the newer ones, else the oldest."""
    return _matching(NEWER, method, path) or _matching((LEGACY,), method, path)


def _matching(names: tuple[str, ...], method: str, path: str) -> list[Described]:
    found = []
    for name in names:
        paths = document(name)["paths"]
        # A fixed path wins over a template: /quotes/search is no quote number.
        for template in sorted(paths, key=lambda template: "{" in template):
            description = paths[template].get(method.lower())
            if description and shape(template).fullmatch(path):
                found.append(
                    Described(name=name, method=method, template=template, description=description)
                )
                break
    return found


@cache
def shape(template: str) -> re.Pattern[str]:
    """What the paths of a template look like, however its parameter is called."""
    return re.compile(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template)))


def numbers_in(described: Described, path: str) -> dict[str, str]:
    """What stands in a path in the places of the template's parameters."""
    parts = zip(described.template.split("/"), path.split("/"), strict=True)
    return {part.strip("{}"): unquote(value) for part, value in parts if part.startswith("{")}
