"""`docs/asvs.md` is complete, counts rightly and names only what is there."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.stack import ROOT

#: Of each chapter the sections, and in them the requirements of levels 1 and 2.
ASKED = {
    1: "1:1-2 2:1-9 3:1-11 4:1-3 5:1-2",
    2: "1:1-3 2:1-3 3:1-4 4:1",
    3: "2:1-2 3:1-4 4:1-6 5:1-5 7:1-2",
    4: "1:1-3 2:1 3:1-2 4:1-4",
    5: "1:1 2:1-3 3:1-2 4:1-3",
    6: "1:1-3 2:1-12 3:1-4 4:1-4 5:1-5 6:1-3 8:1-4",
    7: "1:1-3 2:1-4 3:1-2 4:1-5 5:1-2 6:1-2",
    8: "1:1-2 2:1-3 3:1 4:1",
    9: "1:1-3 2:1-4",
    10: "1:1-2 2:1-2 3:1-4 4:1-11 5:1-5 6:1-2 7:1-3",
    11: "1:1-2 2:1-3 3:1-3 4:1-4 5:1 6:1",
    12: "1:1-3 2:1-2 3:1-4",
    13: "1:1 2:1-5 3:1-2 4:1-5",
    14: "1:1-2 2:1-4 3:1-3",
    15: "1:1-3 2:1-3 3:1-7",
    16: "1:1 2:1-5 3:1-4 4:1-3 5:1-3",
    17: "1:1 2:1-4 3:1-2",
}
PAGE = (ROOT / "docs/asvs.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| V")
]
IS_PATH = re.compile(r"[\w.-]*/[\w./-]+|[\w.-]+\.(?:py|html|js|md|txt|in|toml|yml)|\.\w+[\w.]*")
IS_SETTING = re.compile(r"[A-Z]+(?:_[A-Z]+)+")


def asked() -> list[str]:
    found = []
    for chapter, sections in ASKED.items():
        for section in sections.split():
            number, spans = section.split(":")
            for span in spans.split(","):
                first, _, last = span.partition("-")
                found += [
                    f"V{chapter}.{number}.{nth}"
                    for nth in range(int(first), int(last or first) + 1)
                ]
    return found


def named(row: list[str], kind: re.Pattern[str]) -> list[str]:
    return [word for word in re.findall(r"`([^`]+)`", row[3]) if kind.fullmatch(word)]


def test_every_requirement_of_levels_one_and_two_has_its_row():
    assert len(asked()) == 253
    assert [row[0] for row in ROWS] == asked()


def test_the_line_on_top_counts_rightly():
    counts = Counter(row[2] for row in ROWS)

    assert set(counts) == {"met", "n.a."}
    told = ", ".join(f"{counts[word]} {word}" for word in ("met", "n.a."))
    assert f"Of {len(ROWS)} requirements of levels 1 and 2: {told}\n" in PAGE


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_named_is_there(row):
    paths, names = named(row, IS_PATH), named(row, IS_SETTING)

    assert row[3]
    assert len(row[1].split()) <= 8
    assert paths or names or row[2] != "met"
    assert [path for path in paths if not (ROOT / path).exists()] == []
    known = (ROOT / "portal/settings/base.py").read_text()
    assert [name for name in names if not re.search(rf"\b{name}\b", known)] == []
