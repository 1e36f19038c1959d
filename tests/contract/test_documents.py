"""What is mended in the distributor's documents is still broken in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.documents import NAMES, all_described, document, judges, plain_document


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for member in value.values() if isinstance(value, dict) else value:
        if isinstance(member, dict | list):
            yield from nodes(member)


def test_some_properties_are_of_a_type_that_no_schema_knows() -> None:
    assert any(node.get("type") == "date" for name in NAMES for node in nodes(plain_document(name)))


@pytest.mark.parametrize("name", NAMES)
def test_once_read_a_document_has_neither_such_a_type_nor_a_reference(name: str) -> None:
    for node in nodes(document(name)):
        assert node.get("type") != "date"
        assert not isinstance(node.get("$ref"), str)


def test_a_schema_holds_itself() -> None:
    schemas = plain_document(NAMES[0])["components"]["schemas"]

    holders = [
        name
        for name, schema in schemas.items()
        if f"#/components/schemas/{name}" in {node.get("$ref") for node in nodes(schema)}
    ]

    assert holders


def test_one_path_is_spelt_in_several_ways() -> None:
    paths = plain_document(NAMES[0])["paths"]

    spellings = [path for path in paths if path.lower() == "/resellers/v6/orders/{ordernumber}"]

    assert len(spellings) > 1
    for method in ("PUT", "DELETE", "GET"):
        assert judges(method, "/resellers/v6/orders/20-RD3QV")


def test_the_oldest_document_judges_only_what_the_newer_lack() -> None:
    newer, older = "/resellers/v6.1/orders/20-RD3QV", "/resellers/v6/orders/20-RD3QV"

    assert [judge.name for judge in judges("GET", newer)] == list(NAMES[:2])
    assert [judge.name for judge in judges("GET", older)] == [NAMES[2]]


def test_the_newest_document_comes_first() -> None:
    found = all_described("GET", "/resellers/v6/orders/search")

    assert [described.name for described in found] == list(NAMES)
