"""The page of one invoice: lines, charges, addresses, serial numbers, links there and back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
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
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.services import mirror
from apps.orders.services.mirror import read_order
from sandbox.testing import SandboxServer
from tests.conftest import SignedIn
from tests.invoices.things import make_invoice, make_line, make_window
from tests.orders.things import make_order

HTMX = {"HTTP_HX_REQUEST": "true"}
Eager = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def browser(buyer: User, signed_in: SignedIn) -> Browser:
    return signed_in(buyer)


@pytest.fixture
def invoice(account: CustomerAccount, client_of: Client) -> Invoice:
    """An invoice of the sandbox with goods that bear serial numbers, mirrored without them."""
    for row in api.search_invoices(client_of, page_size=50).invoices:
        told = api.invoice_details(client_of, row.invoice_number)
        if any(line.serial_numbers for line in told.lines):
            return mirror.read_invoice(client_of, account, row.invoice_number)
    raise AssertionError("the sandbox has no invoice with serial numbers")


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_shows_lines_amounts_terms_and_addresses(
    browser: Browser, invoice: Invoice
) -> None:
    page = text_of(browser.get(invoice.get_absolute_url()))

    line = invoice.lines.all()[0]
    for text in (
        invoice.invoice_number,
        line.ingram_part_number,
        invoice.payment_terms,
        invoice.bill_to["company_name"],
        invoice.ship_to["city"],
        invoice.customer_order_number,
        f"{invoice.amount_due:,.2f}",
    ):
        assert text in page


def test_the_number_may_be_written_without_dashes_and_in_small_letters(
    browser: Browser, invoice: Invoice
) -> None:
    for written in (invoice.comparable_number, invoice.comparable_number.lower()):
        assert invoice.invoice_number in text_of(browser.get(f"/invoices/{written}/"))


def test_an_outsider_finds_no_invoice(
    outsider: User, signed_in: SignedIn, invoice: Invoice, sandbox: SandboxServer
) -> None:
    stranger = signed_in(outsider)
    calls = sandbox.state()["calls"]

    for method, path in (("get", ""), ("get", "fresh/"), ("post", "fresh/"), ("post", "serials/")):
        answer = getattr(stranger, method)(f"{invoice.get_absolute_url()}{path}", **HTMX)
        assert answer.status_code == 404

    assert sandbox.state()["calls"] == calls
    assert not InvoiceLine.objects.exclude(serial_numbers=None).exists()


def test_serial_numbers_are_loaded_by_one_call_when_they_are_asked_for(
    browser: Browser, invoice: Invoice, sandbox: SandboxServer
) -> None:
    page = text_of(browser.get(invoice.get_absolute_url()))
    assert "Load serial numbers" in page
    before = sandbox.calls("GET /resellers/v6.1/invoices/{invoiceNumber}")

    fragment = text_of(browser.post(f"{invoice.get_absolute_url()}serials/", **HTMX))

    assert sandbox.calls("GET /resellers/v6.1/invoices/{invoiceNumber}") == before + 1
    serials = [s for line in invoice.lines.all() for s in line.serial_numbers or ()]
    assert serials
    assert all(serial in fragment for serial in serials)
    assert "Load serial numbers" not in fragment
    assert serials[0] in text_of(browser.get(invoice.get_absolute_url()))


def test_serial_numbers_are_loaded_without_javascript_too(
    browser: Browser, invoice: Invoice
) -> None:
    answer = browser.post(f"{invoice.get_absolute_url()}serials/")

    assert answer.status_code == 302
    assert answer["Location"] == invoice.get_absolute_url()


def test_serial_numbers_that_cannot_be_read_say_why(
    browser: Browser, invoice: Invoice, sandbox: SandboxServer, no_waiting: None
) -> None:
    sandbox.fault("status", "GET", "/resellers/v6.1/invoices/*", status=500, times=10)

    fragment = text_of(browser.post(f"{invoice.get_absolute_url()}serials/", **HTMX))

    assert "could not be read" in fragment
    assert "Load serial numbers" in fragment


def test_a_viewer_may_not_load_serial_numbers(
    viewer: User, signed_in: SignedIn, invoice: Invoice
) -> None:
    answer = signed_in(viewer).post(f"{invoice.get_absolute_url()}serials/", **HTMX)

    assert answer.status_code == 403
    assert "Load serial numbers" not in text_of(signed_in(viewer).get(invoice.get_absolute_url()))


def test_the_invoice_leads_to_its_order_and_quote_and_the_order_back(
    browser: Browser, account: CustomerAccount, client_of: Client
) -> None:
    row = api.search_invoices(client_of, page_size=1).invoices[0]
    order = read_order(client_of, account, mapping.order_numbers(row.ingram_order_number)[-1])
    order.quote_number = "QUO-1-ABC"
    order.save()
    invoice = mirror.read_invoice(client_of, account, row.invoice_number)

    page = text_of(browser.get(invoice.get_absolute_url()))
    back = text_of(browser.get(order.get_absolute_url()))

    assert f'href="{order.get_absolute_url()}"' in page
    assert 'href="/quotes/QUO-1-ABC/"' in page
    assert f'href="/invoices/{row.invoice_number}/"' in back


def test_an_invoice_that_only_an_order_names_is_read_when_its_page_is_opened(
    browser: Browser, account: CustomerAccount, client_of: Client, eager_tasks: Eager
) -> None:
    row = api.search_invoices(client_of, page_size=1).invoices[0]
    read_order(client_of, account, mapping.order_numbers(row.ingram_order_number)[-1])

    with eager_tasks():
        first = text_of(browser.get(f"/invoices/{row.invoice_number}/"))

    assert "have not been read yet" in first
    assert Invoice.objects.get().lines.exists()
    assert "have not been read yet" not in text_of(browser.get(f"/invoices/{row.invoice_number}/"))


def test_a_number_that_nothing_names_is_not_found(browser: Browser, sandbox: SandboxServer) -> None:
    assert browser.get("/invoices/40-NOTHERE-11/").status_code == 404
    assert sandbox.state()["calls"] == {}


def test_a_fresh_invoice_is_shown_without_any_call(
    browser: Browser, account: CustomerAccount, sandbox: SandboxServer, eager_tasks: Eager
) -> None:
    invoice = make_invoice(account)
    make_line(invoice)

    with eager_tasks():
        browser.get(invoice.get_absolute_url())

    assert sandbox.state()["calls"] == {}


def test_an_old_one_is_read_again_and_an_outage_is_told_with_the_mirrors_time(
    browser: Browser,
    invoice: Invoice,
    sandbox: SandboxServer,
    eager_tasks: Eager,
    no_waiting: None,
) -> None:
    Invoice.objects.update(details_at=timezone.now() - timedelta(days=30))
    sandbox.fault("status", "GET", "/resellers/v6.1/invoices/*", status=500, times=10)

    with eager_tasks():
        browser.get(invoice.get_absolute_url())
    page = text_of(browser.get(invoice.get_absolute_url()))

    assert "could not be read again" in page
    assert "What you see is as of" in page
    assert invoice.lines.all()[0].ingram_part_number in page


def test_a_person_may_ask_for_it_and_sees_how_it_goes(
    browser: Browser, invoice: Invoice, eager_tasks: Eager
) -> None:
    with eager_tasks():
        asked = browser.post(f"{invoice.get_absolute_url()}fresh/", **HTMX)
    after = browser.get(f"{invoice.get_absolute_url()}fresh/", **HTMX)

    assert "reading it again" in text_of(asked)
    assert after["HX-Retarget"] == "#invoice"
    assert 'id="invoice-lines"' in text_of(after)


def test_the_page_takes_the_same_queries_for_1_and_for_30_lines(
    browser: Browser, account: CustomerAccount
) -> None:
    short, long = make_invoice(account), make_invoice(account)
    make_line(short)
    for _ in range(30):
        make_line(long)
    browser.get(short.get_absolute_url())

    with CaptureQueriesContext(database) as for_one:
        browser.get(short.get_absolute_url())
    with CaptureQueriesContext(database) as for_thirty:
        browser.get(long.get_absolute_url())

    assert len(for_thirty) == len(for_one)


def test_2000_lines_are_shown_in_pages_and_printed_all_together(
    browser: Browser, account: CustomerAccount
) -> None:
    invoice = make_invoice(account)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            position=place,
            ingram_part_number=f"P{place:04}",
            quantity=1,
            unit_price=Decimal(1),
            serial_numbers=[f"S{place}"],
        )
        for place in range(1, 2001)
    )
    browser.get(invoice.get_absolute_url())

    page = text_of(browser.get(invoice.get_absolute_url()))

    assert "Lines 1 to 200 of 2,000" in page
    assert f'href="{invoice.get_absolute_url()}?lines=all" data-print' in page
    last = text_of(browser.get(f"{invoice.get_absolute_url()}?page=10"))
    assert "P2000" in last
    assert "P0001" not in last
    whole = text_of(browser.get(f"{invoice.get_absolute_url()}?lines=all"))
    assert all(f"<strong>P{place:04}</strong>" in whole for place in range(1, 2001))
    assert "Next lines" not in whole


def test_an_invoice_without_lines_currency_and_amounts_says_what_is_unknown(
    browser: Browser, account: CustomerAccount
) -> None:
    invoice = make_invoice(
        account, currency="", amount_due=None, due_on=None, invoiced_on=None, status="other",
        status_text="", invoice_type="",
    )  # fmt: skip

    page = text_of(browser.get(invoice.get_absolute_url()))

    assert "tells no lines" in page
    assert "unknown" in page
    assert "0.00" not in page


def test_foreign_totals_and_charges_are_shown_as_they_are_told(
    browser: Browser, account: CustomerAccount
) -> None:
    invoice = make_invoice(
        account,
        foreign_currency="CAD",
        foreign_rate=Decimal("1.3725"),
        foreign_taxable_amount=Decimal("100.5"),
        foreign_amount_due=Decimal("113.565"),
        charges=[
            {"description": "FREIGHT OUT", "reference": "8", "amount": "31.9"},
            {"description": "TAX", "reference": "", "amount": ""},
        ],
    )

    page = text_of(browser.get(invoice.get_absolute_url()))

    for text in ("In CAD, at a rate of 1.3725", "100.50", "113.57", "FREIGHT OUT", "31.90"):
        assert text in page


def test_each_line_says_how_many_days_are_left_or_why_it_cannot_go_back(
    browser: Browser, account: CustomerAccount
) -> None:
    make_window(days=30)
    make_window(vendor_name="Adobe", days=None, is_returnable=False, note="Licences stay.")
    invoice = make_invoice(account, invoiced_on=timezone.localdate() - timedelta(days=10))
    make_line(invoice)
    make_line(invoice, vendor_name="ADOBE SYSTEMS")

    page = text_of(browser.get(invoice.get_absolute_url()))

    assert "20 days left" in page
    assert "Cannot go back" in page
    assert "Licences stay." in page


def test_text_of_the_distributor_is_shown_as_text(
    browser: Browser, account: CustomerAccount
) -> None:
    invoice = make_invoice(account, notes="<script>alert(1)</script> || second")
    make_line(invoice, description="<b>bold</b> || piece", serial_numbers=["<i>S</i>"])

    page = text_of(browser.get(invoice.get_absolute_url()))

    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "<i>S" not in page
    assert "piece" in page


def test_of_two_accounts_with_one_number_the_latest_is_shown(
    browser: Browser, account: CustomerAccount
) -> None:
    make_order(account)
    late = make_invoice(account, invoiced_on=date(2026, 11, 20))

    assert late.invoice_number in text_of(browser.get(late.get_absolute_url()))
