"""Lines from a spreadsheet, whoever made it and whatever it holds."""

from __future__ import annotations

import io
import random
import re
import zipfile
from contextlib import suppress
from itertools import pairwise

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.catalog.exceptions import UnreadableFile
from apps.catalog.uploaded_file import read_file
from apps.catalog.uploaded_lines import Column, read_table
from apps.orders.models import OrderDraft
from tests.orders.drafts import KNOWN_PART, make_own_draft, typed, url

START = "orders:start_upload"


def workbook(*rows, title="Lines", before=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if before:
        before(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(content, name, data):
    """The workbook with one of its parts replaced or added; no time stands in the archive."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {part: old.read(part) for part in old.namelist()} | {name: data}
        for part, bytes_of_it in parts.items():
            new.writestr(zipfile.ZipInfo(part), bytes_of_it, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def send(browser, name, content, address=None, **more):
    file = SimpleUploadedFile(name, content)
    return browser.post(address or reverse(START), {"file": file, **more})


def preview_of(answer):
    """The hidden table and the columns of a preview, as its form sends them."""
    page = answer.content.decode()
    posted = {"table": re.search(r'name="table" value="([^"]+)"', page)[1]}
    for name, options in re.findall(r'<select name="(column-\d+)"[^>]*>(.*?)</select>', page, re.S):
        posted[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return posted


# --- From a file to lines -------------------------------------------------------------------


def test_columns_in_any_order_are_shown_and_then_added(browser):
    content = workbook(
        ["Lines for the clinic"],
        [],
        ["Description", "Qty", "Note", "Part #", "Unit price"],
        ["Switch", 3, "Door 2", "6ye881", 385.5],
        ["Cable", "", "", "AB12", "cheap"],
        ["Total", 3, "", "", ""],
    )

    shown = send(browser, "lines.xlsx", content)
    added = browser.post(reverse(START), preview_of(shown) | {"add": "1"})

    page = shown.content.decode()
    draft = OrderDraft.objects.get()
    first, second = draft.lines.all()
    assert shown.status_code == 200
    assert "Taken from the headings in row 3" in page
    assert "Enter a quantity." in page
    assert "Enter an amount such as 1,234.50." in page
    assert "Its part number is missing." in page
    assert added.url == draft.get_absolute_url()
    assert typed(draft) == [("6YE881", "3"), ("AB12", "")]
    assert first.entered == {"requested_price": "385.5", "notes": "Door 2"}
    assert second.entered == {"requested_price": "cheap"}
    assert first.looked_up_at


def test_nothing_is_added_before_the_preview_was_confirmed(browser, account, buyer):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))

    send(browser, "lines.csv", b"part,qty\nAB12,2\n", url("upload", draft))

    assert typed(draft) == [(KNOWN_PART, "1")]
    assert OrderDraft.objects.count() == 1


def test_lines_join_those_of_the_draft(browser, account, buyer):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    address = url("upload", draft)

    shown = send(browser, "lines.csv", b"part,qty\n6YE881,2\nAB12,2\n", address)
    browser.post(address, preview_of(shown) | {"add": "1"})

    assert typed(draft) == [(KNOWN_PART, "3"), ("AB12", "2")]


def test_a_person_says_what_a_column_is(browser):
    shown = send(browser, "lines.csv", b"Thing,How many\nAB12,2\n")
    columns = preview_of(shown) | {"column-0": "vendor_part", "column-1": "quantity"}

    again = browser.post(reverse(START), columns | {"again": "1"})
    browser.post(reverse(START), preview_of(again) | {"add": "1"})

    # Its first row is a line now: no heading was known in it.
    assert typed(OrderDraft.objects.get()) == [("THING", "How many"), ("AB12", "2")]


def test_a_file_without_parts_says_so_and_offers_its_columns(browser):
    shown = send(browser, "lines.csv", b"Who,When\nAda,today\n")

    assert shown.status_code == 422
    assert "No column holds part numbers" in shown.content.decode()
    assert "these" not in re.findall(
        r"<button[^>]*primary[^>]*>(.*?)</button>", shown.content.decode()
    )


def test_a_preview_that_was_tampered_with_is_refused(browser):
    shown = send(browser, "lines.csv", b"part,qty\nAB12,2\n")
    posted = preview_of(shown)

    answer = browser.post(
        reverse(START), posted | {"table": posted["table"][:-3] + "abc", "add": "1"}
    )

    assert answer.status_code == 422
    assert "Choose the file again" in answer.content.decode()
    assert not OrderDraft.objects.exists()


def test_a_file_for_a_full_draft_is_refused_as_a_whole(browser, account, buyer):
    draft = make_own_draft(account, buyer, *((f"PART{n}", "1") for n in range(999)))
    address = url("upload", draft)

    shown = send(browser, "lines.csv", b"part\nAB12\nAB13\n", address)
    answer = browser.post(address, preview_of(shown) | {"add": "1"})

    assert answer.status_code == 422
    assert "at most 1,000 lines" in answer.content.decode()
    assert draft.lines.count() == 999


def test_what_a_file_holds_is_shown_as_text(browser):
    shown = send(browser, "<b>x</b>.csv", b"part,note\n<script>alert(1)</script>,<i>hi</i>\n")

    page = shown.content.decode()
    assert "<script>alert" not in page
    assert "<i>hi" not in page
    assert "&lt;SCRIPT&gt;" in page


# --- What a file may look like --------------------------------------------------------------


def lines_of(name, content):
    reading = read_table(read_file(name, content))
    return [(line.part.part_number, line.part.quantity_text) for line in reading.lines]


@pytest.mark.parametrize(
    "content",
    [
        b"part,qty\nAB12,2\nAB13,3\n",
        b"Part Number;Quantity\r\nAB12;2\r\nAB13;3\r\n",
        "\ufeffMPN\tPcs\nAB12\t2\nAB13\t3\n".encode(),
        "part|qty\nAB12|2\nAB13|3\n".encode("utf-16"),
        b"sep=;\r\nqty;part\r\n2;AB12\r\n3;AB13",
        b"AB12,2\nAB13,3\n",
        b"2;AB12\n3;AB13\n",
        b"\n\nsku,order qty,remark\nAB12,2,caf\xe9\nAB13,3,\n",
        b'"part","qty"\n"AB12","2"\n"AB13","3"\n',
        b"part,qty,,,\nAB12,2,,,\n,,,,\nAB13,3,,,\n",
    ],
)
def test_csv_is_read_however_it_was_written(content):
    assert lines_of("Lines.CSV", content) == [("AB12", "2"), ("AB13", "3")]


def test_without_headings_the_longer_numbers_are_the_parts():
    reading = read_table(read_file("a.csv", b"12,7700123\n3,7700456\n"))

    assert reading.columns == (Column.QUANTITY, Column.PART)


def test_an_ingram_number_goes_before_the_vendors():
    reading = read_table(read_file("a.csv", b"vpn,ingram part number\nC9-A,6YE881\nC9-B,\n"))

    assert [line.part.part_number for line in reading.lines] == ["6YE881", "C9-B"]


def test_numbers_of_a_workbook_lose_nothing():
    content = workbook(["part", "qty", "price"], [7700123, 3.0, 0.1], ["AB12", 1000, 1234.5678])

    first, second = read_table(read_file("a.xlsx", content)).lines

    assert (first.part.part_number, first.part.quantity_text) == ("7700123", "3")
    assert first.entered["requested_price"] == "0.1"
    assert second.part.quantity_text == "1000"
    assert second.entered["requested_price"] == "1234.5678"


def test_the_first_sheet_with_anything_in_it_is_read():
    def behind_an_empty_one(book):
        book.create_sheet("Empty", 0)

    table = read_file("a.xlsx", workbook(["part"], ["AB12"], before=behind_an_empty_one))

    assert table.sheet == "Lines"


def test_a_formula_is_not_reckoned_and_says_so():
    reading = read_table(read_file("a.xlsx", workbook(["part", "qty"], ["AB12", "=1+1"])))

    (line,) = reading.lines
    assert "formula without a saved value" in line.part.quantity_text
    assert line.problems


def test_a_thousand_lines_are_read_and_one_more_is_refused():
    rows = [[f"PART{n}", 1] for n in range(1001)]

    assert len(lines_of("a.xlsx", workbook(["part", "qty"], *rows[:1000]))) == 1000
    with pytest.raises(UnreadableFile, match="more than 1,000 lines"):
        read_file("a.xlsx", workbook(["part", "qty"], *rows))


def test_a_thousand_and_one_lines_without_headings_are_refused_too(browser):
    content = "".join(f"PART{n},1\n" for n in range(1001)).encode()

    answer = send(browser, "a.csv", content)

    assert answer.status_code == 422
    assert "more than 1,000 lines" in answer.content.decode()


# --- Hostile files --------------------------------------------------------------------------

BOMB = b"\0" * (25 * 1024 * 1024)
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'


def deep_row():
    """Something in the last row that a sheet can have."""

    def write(book):
        book.active.cell(row=1_048_576, column=1, value="AB12")

    return workbook(["part"], before=write)


def replaced(part, data):
    return with_part(workbook(["part"], ["AB12"]), part, data)


HOSTILE = {
    "a zip bomb": ("a.xlsx", lambda: replaced("xl/bomb.bin", BOMB), "too large"),
    "macros": ("a.xlsx", lambda: replaced("xl/vbaProject.bin", b"x"), "macros"),
    "entities": ("a.xlsx", lambda: replaced("xl/workbook.xml", ENTITIES), "not be read"),
    "broken XML": ("a.xlsx", lambda: replaced("xl/workbook.xml", b"<x>"), "not be read"),
    "no archive": ("a.xlsx", lambda: b"PK\x03\x04" + b"x" * 100, "not be read"),
    "a password": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 100, "password"),
    "CSV as a workbook": ("a.xlsx", lambda: b"part,qty\nAB12,2\n", "no spreadsheet"),
    "the last row": ("a.xlsx", deep_row, "below row 20,000"),
    "a program": ("a.csv", lambda: b"MZ\x00\x01\x02\x00" * 50, "no spreadsheet"),
    "nothing": ("a.csv", lambda: b"", "nothing in this file"),
    "blanks": ("a.csv", lambda: b" , ,\n\n", "nothing in this file"),
    "3 MB": ("a.csv", lambda: b"x" * 3_000_000, "more than 2 MB"),
    "an endless cell": ("a.csv", lambda: b'part\n"' + b"x" * 200_000, "could not be read"),
    "too much text": ("a.csv", lambda: b"\n".join([b",".join([b"x" * 900] * 39)] * 20), "too much"),
    "a workbook with macros": ("a.xlsm", lambda: workbook(["part"]), "ends in .xlsx or .csv"),
    "a wrong extension": ("a.exe", lambda: b"part", "ends in .xlsx or .csv"),
    "no name": ("", lambda: b"part", "ends in .xlsx or .csv"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_what_to_do(what):
    name, content, sentence = HOSTILE[what]

    with pytest.raises(UnreadableFile, match=sentence):
        read_file(name, content())


def test_a_workbook_that_lies_about_its_size_is_read_whole():
    content = workbook(["part", "qty"], ["AB12", 2])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    lying = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', sheet)

    assert lines_of("a.xlsx", with_part(content, "xl/worksheets/sheet1.xml", lying)) == [
        ("AB12", "2")
    ]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_never_breaks_the_portal(seed):
    dice = random.Random(seed)
    whole = workbook(["part", "qty"], *([f"AB{n}", n] for n in range(20)))
    content = bytearray(with_part(whole, "docProps/core.xml", b""))
    cuts = sorted(dice.sample(range(len(content)), 12))
    for start, end in pairwise(cuts):
        if dice.random() < 0.5:
            content[start : start + 4] = dice.randbytes(min(4, end - start))

    # It is read or refused; any other error would be a page that fails.
    with suppress(UnreadableFile):
        read_table(read_file("a.xlsx", bytes(content)))


def test_a_refusal_stands_beside_the_field(browser, account, buyer):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))

    at_start = send(browser, "a.exe", b"x")
    in_draft = send(browser, "a.exe", b"x", url("upload", draft))
    without = browser.post(reverse(START))

    for answer in (at_start, in_draft, without):
        assert answer.status_code == 422
        assert 'id="id_file_problem"' in answer.content.decode()


def test_an_outsider_uploads_nothing(account, buyer, outsider, signed_in):
    draft = make_own_draft(account, buyer, (KNOWN_PART, "1"))
    browser = signed_in(outsider)
    shown = send(browser, "a.csv", b"part\nAB12\n")

    answer = browser.post(url("upload", draft), preview_of(shown) | {"add": "1"})

    assert answer.status_code == 404
    assert typed(draft) == [(KNOWN_PART, "1")]


def test_a_viewer_adds_nothing(viewer, signed_in):
    browser = signed_in(viewer)
    shown = send(browser, "a.csv", b"part\nAB12\n")

    answer = browser.post(reverse(START), preview_of(shown) | {"add": "1"})

    assert answer.status_code == 403
    assert not OrderDraft.objects.exists()
