"""The list of invoices, its filters, its export, and the question to the distributor."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.ingram import Client
from apps.ingram.operations import invoices as api
from apps.invoices import mapping
from apps.invoices.choices import InvoiceStatus, InvoiceType
from apps.invoices.finding import find
from apps.invoices.models import Invoice, Term
from apps.invoices.services import mirror, recount
from apps.orders.services.mirror import read_order
from sandbox.testing import SandboxServer
from tests.conftest import SignedIn
from tests.invoices.things import make_invoice, make_line

HTMX = {"HTTP_HX_REQUEST": "true"}
EVIL = '=HYPERLINK("http://evil")'


@pytest.fixture
def browser(buyer: User, signed_in: SignedIn) -> Browser:
    return signed_in(buyer)


def found(browser: Browser, query: str) -> set[str]:
    answer: Any = browser.get(f"/invoices/{query}")
    assert answer.status_code == 200
    return {invoice.invoice_number for invoice in answer.context["page"]}


def csv_rows(answer: Any) -> list[list[str]]:
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def test_the_list_asks_the_same_number_of_queries_for_1_and_for_100_rows(
    browser: Browser, account: CustomerAccount
) -> None:
    make_line(make_invoice(account))
    recount(account)
    browser.get("/invoices/")
    with CaptureQueriesContext(database) as for_one:
        browser.get("/invoices/?size=100")
    for _ in range(99):
        make_line(make_invoice(account))
    recount(account)

    with CaptureQueriesContext(database) as for_hundred:
        assert len(found(browser, "?size=100")) == 100

    assert len(for_hundred) == len(for_one) == 11


def test_no_call_is_made_while_the_list_renders(browser: Browser, sandbox: SandboxServer) -> None:
    browser.get("/invoices/")

    assert sandbox.state()["calls"] == {}


def test_the_whole_page_and_the_fragment_hold_the_same_list(
    browser: Browser, account: CustomerAccount
) -> None:
    invoice = make_invoice(account)

    page = browser.get("/invoices/").content.decode()
    fragment = browser.get("/invoices/", **HTMX).content.decode()

    assert '<div id="invoices"' in page
    assert fragment.lstrip().startswith('<div id="invoices"')
    assert invoice.invoice_number in page
    assert invoice.invoice_number in fragment


def test_an_outsider_sees_none_of_it(
    outsider: User, signed_in: SignedIn, account: CustomerAccount
) -> None:
    make_invoice(account)
    recount(account)

    answer: Any = signed_in(outsider).get("/invoices/")

    assert list(answer.context["page"]) == []
    assert answer.context["ageing"] == []


@pytest.mark.parametrize(
    "query",
    [
        "?q=40-MKTRW-11",
        "?q=40mktrw11&term=invoice",
        "?q=20-RD3QV",
        "?q=20-RD3QV-11&term=order",
        "?q=PO-77&term=po",
        "?q=END-9&term=end_po",
        "?q=BID-1&term=bid",
        "?q=88121234&term=delivery",
        "?q=SN-0001&term=serial",
        "?q=6YE881&term=part",
        "?status=past_due",
        "?type=credit",
        "?currency=eur",
        "?tab=past_due",
        "?day_from=2026-05-01&day_to=2026-05-01",
        "?day=due&day_from=2026-06-01&day_to=2026-06-30",
        "?day=terms&day_from=2026-06-02&day_to=2026-06-02",
        "?day=ordered&day_to=2026-04-30",
        "?age=91&currency=EUR&tab=open",
    ],
)
def test_each_filter_of_the_api_narrows_the_list(
    browser: Browser, account: CustomerAccount, query: str
) -> None:
    invoice = make_invoice(
        account,
        invoice_number="40-MKTRW-11",
        ingram_order_number="20-RD3QV-11",
        customer_order_number="PO-77",
        end_customer_order_number="END-9",
        special_bid_numbers=["BID-1"],
        delivery_numbers=["88121234"],
        status=InvoiceStatus.PAST_DUE,
        invoice_type=InvoiceType.CREDIT_MEMO,
        currency="EUR",
        invoiced_on=date(2026, 5, 1),
        due_on=date(2026, 6, 1),
        payment_terms_due_on=date(2026, 6, 2),
        ordered_on=date(2026, 4, 28),
    )
    make_line(invoice, serial_numbers=["SN-0001"])
    other = make_invoice(account, payment_terms_due_on=date(2026, 12, 2))
    make_line(other, ingram_part_number="1A8249", vendor_part_number="X", serial_numbers=["SN-9"])

    assert found(browser, query) == {"40-MKTRW-11"}


def test_a_span_turned_round_is_told_at_its_field(browser: Browser) -> None:
    page = browser.get("/invoices/?day_from=2026-05-02&day_to=2026-05-01").content.decode()

    assert "Turn the two round" in page


@pytest.mark.parametrize(
    "query", ["?age=7", "?currency=1x", "?status=x&type=y", "?day=none", "?page=x&size=-1&sort=z"]
)
def test_nonsense_filters_nothing(browser: Browser, account: CustomerAccount, query: str) -> None:
    invoice = make_invoice(account)

    assert found(browser, query) == {invoice.invoice_number}


@pytest.mark.parametrize("sort", ["number", "po", "order", "status", "invoiced", "due", "amount"])
def test_each_column_sorts_both_ways(browser: Browser, account: CustomerAccount, sort: str) -> None:
    first = make_invoice(account, amount_due=None)
    second = make_invoice(
        account,
        status=InvoiceStatus.PAID,
        invoiced_on=date(2026, 11, 3),
        due_on=date(2026, 12, 3),
    )

    up: Any = browser.get(f"/invoices/?sort={sort}")
    down: Any = browser.get(f"/invoices/?sort=-{sort}")

    assert list(up.context["page"]) == [first, second]
    assert list(down.context["page"]) == [second, first]


def test_the_export_holds_the_filtered_list_and_runs_no_formula(
    browser: Browser, account: CustomerAccount
) -> None:
    make_invoice(account, customer_order_number=EVIL, amount_due=Decimal("-12.5"))
    make_invoice(account, status=InvoiceStatus.PAID)

    headings, row = csv_rows(browser.get("/invoices/export.csv?status=open"))

    assert row[headings.index("Purchase order number")].startswith("'=")
    assert row[headings.index("Amount due")] == "-12.50"
    assert row[headings.index("Currency")] == "USD"


def test_the_export_by_line_tells_serial_numbers(
    browser: Browser, account: CustomerAccount
) -> None:
    invoice = make_invoice(account)
    make_line(invoice, serial_numbers=["S1", "S2"])
    make_line(invoice, unit_price=None)

    headings, first, second = csv_rows(browser.get("/invoices/export.csv?rows=lines"))

    assert first[headings.index("Serial numbers")] == "S1, S2"
    assert second[headings.index("Unit price")] == ""


def test_the_workbook_is_streamed(browser: Browser, account: CustomerAccount) -> None:
    make_invoice(account)

    answer: Any = browser.get("/invoices/export.xlsx")

    assert answer.streaming
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_the_one_search_finds_an_invoice_in_two_queries(account: CustomerAccount) -> None:
    invoice = make_invoice(account)
    make_line(invoice, serial_numbers=["SN-0001"])

    with CaptureQueriesContext(database) as queries:
        (hit,) = find(account, "sn-0001", 5)

    assert len(queries) == 2
    assert (hit.title, hit.is_exact) == (invoice.invoice_number, True)
    assert hit.url == invoice.get_absolute_url()


# --- Ask the distributor --------------------------------------------------------------------


def ask(browser: Browser, by: str, text: str) -> str:
    answer = browser.post("/invoices/ask/", {"q": text, "by": by}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_distributor_is_asked_by_each_number_that_a_row_tells(
    browser: Browser, account: CustomerAccount, client_of: Client
) -> None:
    row = next(
        row
        for row in api.search_invoices(client_of, page_size=100).invoices
        if row.end_customer_order_number
    )
    for by, text in (
        (
            "invoice",
            f"{row.invoice_number[:2]}-{row.invoice_number[2:-2]}-{row.invoice_number[-2:]}",
        ),
        ("order", row.ingram_order_number),
        ("po", row.customer_order_number.lower()),
        ("end_po", row.end_customer_order_number),
    ):
        Invoice.objects.all().delete()

        page = ask(browser, by, text)

        assert "The distributor knows" in page
        assert Invoice.objects.filter(comparable_number=row.invoice_number).exists(), by


def test_the_distributor_is_asked_by_serial_number_and_delivery(
    browser: Browser, account: CustomerAccount, client_of: Client
) -> None:
    for row in api.search_invoices(client_of, page_size=20).invoices:
        invoice = mirror.read_invoice(client_of, account, row.invoice_number, with_serials=True)
        serials = [s for line in invoice.lines.all() for s in line.serial_numbers or ()]
        if serials:
            break
    Invoice.objects.all().delete()

    assert "knows 1 invoice" in ask(browser, "serial", serials[0])

    found_again = Invoice.objects.get()
    assert Term.objects.filter(subject=found_again, text=serials[0]).exists()


def test_a_delivery_is_found_through_the_order(
    browser: Browser, account: CustomerAccount, client_of: Client
) -> None:
    row = api.search_invoices(client_of, page_size=1).invoices[0]
    order = read_order(client_of, account, mapping.order_numbers(row.ingram_order_number)[-1])
    delivery = next(s.delivery_number for s in order.all_shipments if s.delivery_number)

    page = ask(browser, "delivery", delivery)

    assert "The distributor knows" in page
    assert Invoice.objects.filter(terms__text=delivery).exists()


def test_rows_that_do_not_carry_the_number_are_not_taken(
    browser: Browser, account: CustomerAccount, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = api.search_invoices(client_of, page_size=3)
    monkeypatch.setattr(api, "search_invoices", lambda *_a, **_k: everything)

    page = ask(browser, "po", "PO-NOBODY")

    assert "knows no invoice" in page
    assert "3 more that do not carry it" in page
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("by", "text"), [("invoice", "40-MKTRW-11111"), ("serial", "S" * 33), ("po", "P" * 36)]
)
def test_a_number_longer_than_the_api_takes_is_not_sent(
    browser: Browser, sandbox: SandboxServer, by: str, text: str
) -> None:
    assert "at most" in ask(browser, by, text)
    assert sandbox.calls("GET /resellers/v6/invoices") == 0


def test_an_outage_is_told_in_words(
    browser: Browser, sandbox: SandboxServer, no_waiting: None
) -> None:
    sandbox.fault("status", "GET", "/resellers/v6/invoices", status=500, times=10)

    assert "could not be asked" in ask(browser, "po", "PO-1")


def test_a_viewer_may_not_ask(viewer: User, signed_in: SignedIn, sandbox: SandboxServer) -> None:
    answer = signed_in(viewer).post("/invoices/ask/", {"q": "PO-1", "by": "po"})

    assert answer.status_code == 403
    assert sandbox.calls("GET /resellers/v6/invoices") == 0


def test_days_past_due_are_told_of_what_is_owed(account: CustomerAccount) -> None:
    late = make_invoice(account, due_on=date(2026, 1, 1))
    paid = make_invoice(account, due_on=date(2026, 1, 1), status=InvoiceStatus.PAID)

    assert late.days_past_due == (timezone.localdate() - date(2026, 1, 1)).days
    assert paid.days_past_due is None
