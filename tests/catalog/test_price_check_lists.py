"""What becomes of a pasted list or a file before anything is asked."""

from __future__ import annotations

import io

import openpyxl
import pytest

from apps.catalog.exceptions import PriceCheckRefused, UnreadableFile
from apps.catalog.part_lists import pasted_list, problem_of, uploaded_list


def listed(found):
    return [(line.part_number, line.quantity_text) for line in found.lines]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_parts_and_quantities_are_read_and_the_same_part_adds_up():
    found = pasted_list("6ye881 3\nab12\n6YE881\t2\n")

    assert listed(found) == [("6YE881", "5"), ("AB12", "1")]
    assert found.merged == 1


def test_a_thousand_parts_are_taken_and_one_more_is_refused():
    parts = [f"PART{n}" for n in range(1001)]

    assert len(pasted_list("\n".join(parts[:1000])).lines) == 1000
    with pytest.raises(PriceCheckRefused, match="1,001 part numbers"):
        pasted_list("\n".join(parts))


@pytest.mark.parametrize("text", ["", " \n\t\n", "Part number\n"])
def test_a_text_without_parts_is_refused(text):
    with pytest.raises(PriceCheckRefused, match="No part number"):
        pasted_list(text)


def test_an_endless_text_is_refused_before_it_is_read():
    with pytest.raises(PriceCheckRefused, match="too long"):
        pasted_list("x" * 300_000)


@pytest.mark.parametrize("shortened", ["1.23E+15", "1,23E+15", "1E+15", "8.84116E+12"])
def test_a_number_in_short_form_is_named_and_never_guessed(shortened):
    (line,) = uploaded_list("a.csv", f'part;qty\n"{shortened}";2\n'.encode()).lines

    assert line.part_number == shortened
    assert "its digits are gone" in problem_of(line)


@pytest.mark.parametrize("genuine", ["1E10", "3E-55", "E+15", "AB1E+15", "0884116186519"])
def test_part_numbers_that_look_a_little_so_are_taken(genuine):
    (line,) = pasted_list(genuine).lines

    assert problem_of(line) in ("", "This is not a part number, so it was not asked for.")
    assert "digits are gone" not in problem_of(line)


def test_two_different_numbers_that_became_the_same_short_form_are_not_added_up():
    found = pasted_list("1.23E+15\n1.23E+15\n")

    assert len(found.lines) == 2
    assert found.merged == 0


def test_a_workbook_keeps_15_digits_of_a_number_and_says_so():
    content = workbook(
        ["part", "qty"], [123456789012345, 1], [1234567890123456, 2], ["1234567890123456", 3]
    )

    first, second, third = uploaded_list("a.xlsx", content).lines

    assert (first.part_number, problem_of(first)) == ("123456789012345", "")
    assert "digits are gone" in problem_of(second)
    assert (third.part_number, problem_of(third)) == ("1234567890123456", "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_is_read_in_any_encoding_and_with_any_delimiter(encoding, sign):
    text = f"part number{sign}quantity\r\n6YE881{sign}3\r\nTSXML3{sign}1\r\n"

    found = uploaded_list("lines.csv", text.encode(encoding))

    assert listed(found) == [("6YE881", "3"), ("TSXML3", "1")]


@pytest.mark.parametrize("formula", ["=1+1", "=HYPERLINK(A1)", "@SUM(A1)", "-2+3"])
def test_a_formula_is_a_text_that_is_not_asked_for(formula):
    (line,) = uploaded_list("a.csv", f"part,qty\n{formula},1\n".encode()).lines

    assert "not a part number" in problem_of(line)


def test_rows_without_a_part_are_left_out_with_their_reason():
    found = uploaded_list("a.csv", b"For the clinic,\npart,qty\n6YE881,2\n,7\n")

    assert listed(found) == [("6YE881", "2")]
    assert [(row.row, row.reason) for row in found.left_out] == [(4, "Its part number is missing.")]


def test_a_file_without_a_column_of_parts_says_which_heading_it_needs():
    with pytest.raises(PriceCheckRefused, match="heading “Part number”"):
        uploaded_list("a.csv", b"Who,When\nAda,today\n")


PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x01" * 50
REFUSED = {
    "nothing": ("a.csv", b"", "nothing in this file"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100, "ends in .xlsx or .csv"),
    "an old workbook under a new name": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 99, "old or"),
    "a picture": ("a.xlsx", PICTURE, "no spreadsheet"),
    "a picture called CSV": ("a.csv", PICTURE, "no spreadsheet"),
    "3 MB": ("a.csv", b"x" * 3_000_000, "more than 2 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(what):
    name, content, sentence = REFUSED[what]

    with pytest.raises(UnreadableFile, match=sentence):
        uploaded_list(name, content)
