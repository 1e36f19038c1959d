"""What the code cites of the distributor's documents stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contract.documents import NAMES, document

APPS = Path(__file__).resolve().parents[2] / "apps"
CITATION = re.compile(r"\[spec\]\s+(GET|POST|PUT|DELETE)\s+(/[\w./{}-]*[\w}])")


def citations() -> list[tuple[str, str]]:
    found = {
        (method.lower(), path)
        for file in APPS.rglob("*.py")
        for method, path in CITATION.findall(file.read_text(encoding="utf-8"))
    }
    return sorted(found)


@pytest.mark.parametrize(("method", "path"), citations())
def test_a_cited_operation_is_documented(method: str, path: str) -> None:
    assert any(method in document(name)["paths"].get(path, {}) for name in NAMES)
