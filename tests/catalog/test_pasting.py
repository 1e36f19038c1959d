"""What people type and paste."""

from __future__ import annotations

import pytest

from apps.catalog.pasting import read_paste, read_quantity


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6ye881 3", ("6YE881", "3")),
        ("3 6YE881", ("6YE881", "3")),
        ("6YE881", ("6YE881", "1")),
        ("ab c12 3", ("ABC12", "3")),
        ("5348387 2", ("5348387", "2")),
        ("3 5348387", ("5348387", "3")),
        ("2 x ABC1", ("ABC1", "2")),
        ("ABC1 x3", ("ABC1", "3")),
        ("ABC1,3", ("ABC1", "3")),
        ("ABC1;3", ("ABC1", "3")),
        ("ABC1 1,000", ("ABC1", "1,000")),
        ("ABC1,1,000", ("ABC1", "1,000")),
        ('"ABC1","3"', ("ABC1", "3")),
        ("6YE881\tHP LaserJet 4\t3\t12.50", ("6YE881", "3")),
        ("HP LaserJet\t6YE881\t3", ("6YE881", "3")),
        ("<b>x1</b> 2", ("<B>X1</B>", "2")),
    ],
)
def test_a_part_number_and_its_quantity_are_read_however_they_stand(typed, read):
    line = read_paste(typed).lines[0]

    assert (line.part_number, line.quantity_text) == read


def test_headings_and_empty_lines_of_a_spreadsheet_are_passed_over():
    paste = read_paste("Part number\tQty\r\n\r\n6YE881\t2\r\nTSXML3\t1\r\n")

    assert [line.part_number for line in paste.lines] == ["6YE881", "TSXML3"]


def test_the_same_part_twice_becomes_one_line_with_the_sum():
    paste = read_paste("6YE881 2\n6ye881 3")

    assert [(line.part_number, line.quantity_text) for line in paste.lines] == [("6YE881", "5")]
    assert paste.merged == 1


def test_a_wrong_quantity_stays_to_be_seen_when_lines_are_merged():
    paste = read_paste("6YE881 2\n6YE881 -1")

    assert paste.lines[0].quantity_text == "-1"


@pytest.mark.parametrize(("typed", "value"), [("1", 1), ("007", 7), ("1,000", 1000), (" 12 ", 12)])
def test_a_whole_number_is_a_quantity(typed, value):
    assert read_quantity(typed).value == value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "at least 1"),
        ("-1", "at least 1"),
        ("0.0", "at least 1"),
        ("2.5", "no decimals"),
        ("2,5", "no decimals"),
        ("10000000", "999,999"),
        ("9" * 5000, "999,999"),
        ("", "Enter a quantity"),
        ("many", "whole number"),
        ("1e5", "whole number"),
        ("٣", "whole number"),
    ],
)
def test_what_is_no_quantity_is_told_in_words(typed, said):
    quantity = read_quantity(typed)

    assert quantity.value is None
    assert said in quantity.problem
