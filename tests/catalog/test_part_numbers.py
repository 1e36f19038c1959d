from __future__ import annotations

import pytest

from apps.catalog.part_numbers import (
    all_normalised,
    element_key,
    normalised,
    pasted_part_numbers,
)


@pytest.mark.parametrize(
    "typed", ["6ye881", " 6YE881 ", "6YE 881", "6\u00a0ye\u200b881", "6YE881\r\n"]
)
def test_a_part_number_is_upper_case_without_blanks(typed: str) -> None:
    assert normalised(typed) == "6YE881"


def test_each_part_number_counts_once_in_the_order_given() -> None:
    assert all_normalised(["b2", " B2", "", "a1"]) == ["B2", "A1"]


@pytest.mark.parametrize(
    "text", ["6YE881 TSXML3", "6ye881,tsxml3", "6YE881;\tTSXML3", "6YE881 | TSXML3\n"]
)
def test_a_pasted_list_of_part_numbers_is_recognised(text: str) -> None:
    assert pasted_part_numbers(text) == ["6YE881", "TSXML3"]


@pytest.mark.parametrize(
    "text", ["", "6YE881", "dell monitor", "thinkpad 14 i5-1335u", "cat6 cable", "x1 y2", "<b>1 2"]
)
def test_words_are_left_to_the_search(text: str) -> None:
    assert pasted_part_numbers(text) == []


def test_an_element_key_fits_a_selector_whatever_the_part_number_holds() -> None:
    assert element_key("6YE881") == "6YE881"
    assert element_key('A#"/b') == "A-23-22-2fb"
