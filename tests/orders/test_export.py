from __future__ import annotations

import csv
import gc
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import CustomerAccount
from apps.core import spreadsheet
from apps.core.spreadsheet import csv_pieces, xlsx_pieces
from apps.orders.choices import OrderStatus
from apps.orders.export import sheet_of
from apps.orders.models import Order, Package, Shipment
from tests.orders.things import make_line, make_order

EVIL = '=HYPERLINK("http://evil")'


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def csv_rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body_of(answer).decode("utf-8-sig"))))


def xlsx_rows(body: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def make_shipped(order: Order, **changes: Any) -> None:
    line = make_line(order, status=OrderStatus.SHIPPED, **changes)
    shipment = Shipment.objects.create(
        order=order,
        line=line,
        carrier_name="UPS",
        invoice_number="40-1",
        shipped_on=date(2026, 11, 21),
    )
    Package.objects.create(
        shipment=shipment, tracking_number="1Z999", serial_numbers=["SN-1", "SN-2"]
    )


def held_orders() -> int:
    return sum(isinstance(kept, Order | Shipment) for kept in gc.get_objects())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_holds_what_the_list_shows_in_its_order(
    browser: Client, account: CustomerAccount, kind: str
) -> None:
    small = make_order(account, total=Decimal(5), end_user_name="Aster")
    large = make_order(account, total=Decimal(50), end_user_name="Aster")
    make_order(account, end_user_name="Borage")
    make_order(account, end_user_name="Aster", status=OrderStatus.CANCELLED)

    answer = browser.get(f"/orders/export.{kind}?q=aster&tab=open&sort=-total")

    rows = csv_rows(answer) if kind == "csv" else xlsx_rows(body_of(answer))
    assert [row[0] for row in rows] == [
        "Order number",
        large.ingram_order_number,
        small.ingram_order_number,
    ]


def test_rows_beyond_the_last_page_are_exported_too(
    browser: Client, account: CustomerAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.core.listing.MOST_ROWS", 3)
    for _ in range(8):
        make_order(account)

    assert len(csv_rows(browser.get("/orders/export.csv"))) == 1 + 8


def test_no_cell_of_the_csv_is_a_formula(browser: Client, account: CustomerAccount) -> None:
    make_order(account, end_user_name=EVIL, customer_order_number="+1")

    row = csv_rows(browser.get("/orders/export.csv"))[1]

    assert f"'{EVIL}" in row
    assert "'+1" in row


def test_in_a_workbook_every_text_is_a_text_and_days_and_figures_are_such(
    browser: Client, account: CustomerAccount
) -> None:
    make_order(account, end_user_name=EVIL, total=Decimal("25371.27"))

    book = openpyxl.load_workbook(io.BytesIO(body_of(browser.get("/orders/export.xlsx"))))

    head, row = book.active.iter_rows()
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert (cells["End user"].value, cells["End user"].data_type) != (EVIL, "f")
    assert cells["End user"].value == EVIL
    assert cells["Ordered on"].value == datetime(2026, 11, 20)
    assert cells["Total"].value == 25371.27
    assert cells["Delivered on"].value is None


def test_by_line_each_line_has_its_dates_parcels_and_invoices(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account)
    make_shipped(order, quantity_ordered=3, estimated_delivery_on=date(2026, 11, 25))
    make_line(order, ingram_part_number="OTHER")

    head, first, second = csv_rows(browser.get("/orders/export.csv?rows=lines"))

    line = dict(zip(head, first, strict=True))
    assert line["Order number"] == order.ingram_order_number
    assert line["Part number"] == "YN6231"
    assert line["Tracking numbers"] == "1Z999"
    assert line["Serial numbers"] == "SN-1, SN-2"
    assert line["Invoices"] == "40-1"
    assert line["Estimated delivery"] == "2026-11-25"
    assert dict(zip(head, second, strict=True))["Part number"] == "OTHER"


def test_the_export_by_line_asks_as_often_for_30_orders_as_for_1(
    browser: Client, account: CustomerAccount
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(database) as captured:
            csv_rows(browser.get("/orders/export.csv?rows=lines"))
        return len(captured)

    make_shipped(make_order(account))
    queries()
    for_one = queries()
    for _ in range(29):
        make_shipped(make_order(account))

    assert queries() == for_one


def test_pieces_are_sent_while_the_rows_are_still_being_read() -> None:
    read = 0

    def rows() -> Iterator[tuple[str, ...]]:
        nonlocal read
        for number in range(20_000):
            read = number
            yield (f"{number}-{number * 7919}",) * 5

    for pieces in (csv_pieces(["a"], rows()), xlsx_pieces("T", ["a"], rows())):
        next(pieces)
        assert read < 10_000


def test_what_is_too_long_for_a_sheet_goes_on_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)

    for count, sheets in ((0, 1), (2, 1), (3, 2), (5, 3)):
        body = b"".join(xlsx_pieces("Rows", ["n"], ((n,) for n in range(count))))
        book = openpyxl.load_workbook(io.BytesIO(body))
        assert len(book.sheetnames) == sheets
        assert [row[0] for row in xlsx_rows(body) if row[0] != "n"] == list(range(count))


def test_a_workbook_survives_any_text() -> None:
    texts = ["<a & b>", "\x00\x1b\ud800", "  padded  ", "x" * 40_000, "", "line\nbreak"]

    rows = xlsx_rows(b"".join(xlsx_pieces("A & <B>", ["t"], ((text,) for text in texts))))

    assert [row[0] for row in rows[1:]] == [
        "<a & b>",
        "",
        "  padded  ",
        "x" * 32_767,
        None,
        "line\nbreak",
    ]


def test_what_was_written_leaves_the_memory_without_the_garbage_collector(
    account: CustomerAccount,
) -> None:
    make_shipped(make_order(account))
    make_order(account)
    rows = sheet_of(Order.objects.order_by("pk"), by_line=True).rows
    gc.collect()
    before = held_orders()
    gc.disable()
    try:
        assert len(list(rows)) == 1
        after = held_orders()
    finally:
        gc.enable()

    assert after == before
