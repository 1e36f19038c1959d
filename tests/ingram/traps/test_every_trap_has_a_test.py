"""Each row of field notes 5.1 to 5.6 and each rule of 5.0 has a test that is named after it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.contract.documents import FOLDER

HERE = Path(__file__).parent
SECTIONS = ("5.0", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.8")


@cache
def notes() -> str:
    file = FOLDER / "field-notes.md"
    if not file.exists():
        pytest.skip("the field notes are not here (RESELLER_API_SPEC_DIR)")
    return file.read_text(encoding="utf-8")


def section(number: str) -> str:
    """The text under a heading such as `### 5.1 Catalog`."""
    found = re.search(rf"^### {re.escape(number)} .*?\n(.*?)(?=^##|\Z)", notes(), re.M | re.S)
    assert found, f"the field notes have no section {number}"
    return found[1]


def traps(number: str) -> list[str]:
    """The names of a section's traps: its rules, the first cells of its rows, its lead-ins."""
    if number == "5.0":
        return [f"rule {rule}" for rule in re.findall(r"^(\d+)\. ", section(number), re.M)]
    if number == "5.8":
        return re.findall(r"^- \*\*(.+?)\*\*", section(number), re.M)
    return list(_first_cells(section(number)))


def _first_cells(text: str) -> Iterator[str]:
    for table in re.findall(r"(?:^\|.*\n)+", f"{text}\n", re.M):
        # A heading, a line of dashes, then the rows.
        for row in table.splitlines()[2:]:
            yield re.split(r"(?<!\\)\|", row)[1].strip()


def slug(trap: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", trap.lower()).strip("_")


def functions_of(number: str) -> set[str]:
    """The test functions in the files of a section."""
    return {
        node.name
        for file in HERE.glob(f"test_{number.replace('.', '_')}_*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize("number", SECTIONS)
def test_each_trap_has_a_test_that_is_named_after_it(number: str) -> None:
    names = functions_of(number)
    wanted = traps(number)

    assert wanted
    missing = [
        trap
        for trap in wanted
        if not any(f"{name}_".startswith(f"test_{slug(trap)}_") for name in names)
    ]
    assert missing == []


def test_the_links_of_5_7_have_tests() -> None:
    assert len(functions_of("5.7")) >= 5
