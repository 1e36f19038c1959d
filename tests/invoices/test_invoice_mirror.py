"""Invoices as search and details tell them, and what is kept of both."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import Client, IngramError
from apps.ingram.operations import invoices as api
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceSummary
from apps.invoices import mapping, reading, sync_resource
from apps.invoices.choices import InvoiceStatus, InvoiceType, TermKind
from apps.invoices.models import Invoice, OpenBalance, Term
from apps.invoices.services import mirror
from apps.orders.services.mirror import read_order
from sandbox.testing import SandboxServer
from tests.factories import make_account
from tests.invoices.things import make_invoice, make_line
from tests.orders.things import make_order

pytestmark = pytest.mark.django_db


def summary(**told: object) -> InvoiceSummary:
    row = {"invoiceNumber": "40MKTRW11", "invoiceStatus": "OPEN", "invoicedAmountDue": 243.16}
    return InvoiceSummary.read({**row, **told})


def details(**told: object) -> InvoiceDetails:
    answer = {
        "invoiceNumber": "40-MKTRW-11",
        "invoiceStatus": "Open",
        "fxRateInfo": {"invoiceCurrency": "USD"},
        "lines": [{"ingramPartNumber": "6YE881", "quantity": 1}],
    }
    return InvoiceDetails.read({**answer, **told})


def fill(client: Client, account: CustomerAccount) -> None:
    cursor = None
    while True:
        page = sync_resource.read_page(client, account, cursor)
        cursor = page.next_cursor
        if cursor is None:
            return


def test_search_and_details_write_one_number_in_two_ways_and_it_is_one_invoice(
    account: CustomerAccount,
) -> None:
    mirror.save_summaries(account, [summary()])

    mirror.save_details(account, details(), with_serials=False)
    mirror.save_summaries(account, [summary(invoiceStatus="PAID")])

    invoice = Invoice.objects.get()
    assert invoice.invoice_number == "40-MKTRW-11"
    assert invoice.comparable_number == "40MKTRW11"
    assert invoice.state is InvoiceStatus.PAID
    assert invoice.currency == "USD"
    assert invoice.lines.count() == 1


def test_what_a_row_of_search_leaves_out_is_not_forgotten(account: CustomerAccount) -> None:
    mirror.save_summaries(account, [summary(customerOrderNumber="po-1", invoiceDate="2026-11-02")])

    mirror.save_summaries(account, [summary(customerOrderNumber="", invoiceDate=None)])

    invoice = Invoice.objects.get()
    assert (invoice.customer_order_number, invoice.invoiced_on) == ("PO-1", date(2026, 11, 2))


def test_two_years_of_invoices_are_read_month_by_month(
    account: CustomerAccount, client_of: Client
) -> None:
    fill(client_of, account)

    known = api.search_invoices(client_of, page_size=1).records_found
    since = timezone.now().date() - sync_resource.REACH
    older = [
        row
        for page in api.iter_invoices(client_of)
        for row in page.invoices
        if row.invoiced_on and row.invoiced_on < since
    ]
    assert known
    assert Invoice.objects.filter(account=account).count() == known - len(older)


def test_a_page_that_fails_keeps_what_was_read_and_is_read_again(
    account: CustomerAccount, client_of: Client, sandbox: SandboxServer, no_waiting: None
) -> None:
    first = sync_resource.read_page(client_of, account, None)
    read = Invoice.objects.count()
    sandbox.fault("status", "GET", "/resellers/v6/invoices", status=500, times=10)

    with pytest.raises(IngramError):
        sync_resource.read_page(client_of, account, first.next_cursor)
    assert Invoice.objects.count() == read

    sandbox.control(faults=[])
    again = sync_resource.read_page(client_of, account, first.next_cursor)
    assert again.done >= first.done


def test_details_tell_lines_charges_terms_and_foreign_totals(
    account: CustomerAccount, client_of: Client
) -> None:
    row = api.search_invoices(client_of, page_size=1).invoices[0]

    invoice = mirror.read_invoice(client_of, account, row.invoice_number)

    line = invoice.lines.first()
    assert line is not None
    assert line.ingram_part_number
    assert line.unit_price is not None
    assert line.serial_numbers is None, "they were not asked for"
    assert invoice.invoice_type == InvoiceType.INVOICE
    assert invoice.payment_terms == "NET 30 DAYS"
    assert all((invoice.bill_to, invoice.ship_to, invoice.end_user))
    assert invoice.foreign_currency == invoice.currency == "USD"
    assert invoice.foreign_taxable_amount == invoice.net_amount


def test_serial_numbers_stay_when_the_invoice_is_read_again_without_them(
    account: CustomerAccount,
) -> None:
    line = {"ingramPartNumber": "6YE881", "quantity": 1, "serialNumbers": [{"serialNumber": "S1"}]}
    mirror.save_details(account, details(lines=[line]), with_serials=True)

    mirror.save_details(account, details(), with_serials=False)

    invoice = Invoice.objects.get()
    assert invoice.lines.get().serial_numbers == ["S1"]
    assert Term.objects.filter(subject=invoice, kind=TermKind.SERIAL, text="S1").exists()


def test_serial_numbers_of_other_goods_do_not_stay(account: CustomerAccount) -> None:
    line = {"ingramPartNumber": "6YE881", "quantity": 1, "serialNumbers": [{"serialNumber": "S1"}]}
    mirror.save_details(account, details(lines=[line]), with_serials=True)

    mirror.save_details(
        account, details(lines=[{"ingramPartNumber": "1A8249"}]), with_serials=False
    )

    assert Invoice.objects.get().lines.get().serial_numbers is None


def test_an_invoice_that_got_shorter_loses_the_lines_at_its_end(account: CustomerAccount) -> None:
    two = [{"ingramPartNumber": "6YE881"}, {"ingramPartNumber": "1A8249"}]
    mirror.save_details(account, details(lines=two), with_serials=False)

    mirror.save_details(account, details(), with_serials=False)

    assert [line.ingram_part_number for line in Invoice.objects.get().lines.all()] == ["6YE881"]


def test_an_invoice_without_lines_and_with_a_null_currency_is_kept(
    account: CustomerAccount,
) -> None:
    told = details(lines=None, fxRateInfo={"currencyCode": None}, summary=None)

    invoice = mirror.save_details(account, told, with_serials=False)

    assert (invoice.currency, invoice.amount_due) == ("", None)
    assert not invoice.lines.exists()
    assert OpenBalance.objects.get().count_untold == 1


def test_an_amount_that_no_column_holds_is_unknown(account: CustomerAccount) -> None:
    line = {"ingramPartNumber": "6YE881", "quantity": 10**12, "unitPrice": 1e30}

    invoice = mirror.save_details(account, details(lines=[line]), with_serials=False)

    kept = invoice.lines.get()
    assert (kept.quantity, kept.unit_price) == (None, None)


def test_delivery_numbers_come_from_the_shipments_of_the_order(
    account: CustomerAccount, client_of: Client
) -> None:
    row = api.search_invoices(client_of, page_size=1).invoices[0]
    read_order(client_of, account, mapping.order_numbers(row.ingram_order_number)[-1])

    invoice = mirror.read_invoice(client_of, account, row.invoice_number)

    assert invoice.delivery_numbers
    assert Term.objects.filter(kind=TermKind.DELIVERY, text=invoice.delivery_numbers[0]).exists()


def test_without_invoice_search_the_orders_name_the_invoices(
    account: CustomerAccount, client_of: Client
) -> None:
    row = api.search_invoices(client_of, page_size=1).invoices[0]
    order = read_order(client_of, account, mapping.order_numbers(row.ingram_order_number)[-1])

    found = mirror.adopt_of_orders(account, [order.ingram_order_number])
    again = mirror.adopt_of_orders(account, [order.ingram_order_number])

    assert found > 0
    assert again == 0
    invoice = Invoice.objects.first()
    assert invoice is not None
    assert invoice.details_at is None
    assert not invoice.is_owed, "nothing is known of its amount yet"
    mirror.read_invoice(client_of, account, invoice.invoice_number)
    assert Invoice.objects.get(pk=invoice.pk).lines.exists()


def test_what_is_owed_without_a_currency_is_read_before_the_rest(account: CustomerAccount) -> None:
    old = timezone.now().date() - timedelta(days=400)
    paid = make_invoice(
        account, status=InvoiceStatus.PAID, invoiced_on=timezone.now().date(), details_at=None
    )
    owed = make_invoice(account, invoiced_on=old, currency="", details_at=None)

    assert reading.needing_details(account, limit=5) == [owed.invoice_number, paid.invoice_number]


def test_an_invoice_that_cannot_be_read_does_not_stop_the_others(
    account: CustomerAccount, client_of: Client
) -> None:
    row = api.search_invoices(client_of, page_size=1).invoices[0]
    mirror.save_summaries(account, [row])
    nowhere = make_invoice(account, currency="", details_at=None, due_on=date(2020, 1, 1))

    sync_resource.DETAILS.read_page(client_of, account, None)

    assert Invoice.objects.get(invoiced_on=row.invoiced_on).lines.exists()
    nowhere.refresh_from_db()
    assert nowhere.details_at is not None


def test_an_invoice_of_two_thousand_lines_is_written_in_few_statements(
    account: CustomerAccount, django_assert_max_num_queries: object
) -> None:
    many = [{"ingramPartNumber": f"P{place}", "quantity": 1} for place in range(2000)]

    with django_assert_max_num_queries(80):  # type: ignore[operator]
        invoice = mirror.save_details(account, details(lines=many), with_serials=False)

    assert invoice.lines.count() == 2000


def test_a_settled_invoice_of_another_account_is_not_touched(
    account: CustomerAccount, client_of: Client
) -> None:
    other = make_account(account.connection, customer_number="20-333333")
    theirs = make_invoice(other, invoice_number="40-MKTRW-11")

    mirror.save_summaries(account, [summary(invoiceStatus="PAID")])

    theirs.refresh_from_db()
    assert theirs.state is InvoiceStatus.OPEN
    assert Invoice.objects.count() == 2


def test_the_order_of_an_invoice_does_not_have_to_be_known(account: CustomerAccount) -> None:
    make_order(account)
    invoice = make_invoice(account, ingram_order_number="")
    make_line(invoice)

    assert mirror._delivery_numbers(invoice) == []
    assert invoice.amount_due == Decimal("1204.50")
