"""Invoices, five lines with a serial number each: one an order, over two years."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.invoices.mapping.terms import header_terms, line_terms
from apps.invoices.models import Invoice, InvoiceLine, OpenBalance, Term, VendorSpend
from apps.invoices.services import balances, recount_spend
from tests.benchmarks.rows.writing import (
    DAYS,
    LINES,
    VENDORS,
    assert_terms,
    chosen,
    company,
    day,
    insert,
    insert_terms,
    json_of,
    moment,
    one_of,
    serial_of,
    spread,
    table,
    text,
    when,
)

TABLES = (Invoice, InvoiceLine, Term, OpenBalance, VendorSpend)
#: Read by search only: then neither currency nor kind is known.
_UNREAD = "i % 50 = 3"
_CREDIT = "i % 25 = 0"


def write(account: CustomerAccount, count: int) -> None:
    _invoices(account, count)
    _lines(count)
    _terms(account)
    balances.recount(account)
    recount_spend(account)
    for invoice in Invoice.objects.filter(pk__in=(1, 5, 14, 20)):
        lines = invoice.lines.all()
        expected = header_terms(invoice) + line_terms(invoice, lines, with_serials=True)
        assert_terms(invoice, expected)


def _invoices(account: CustomerAccount, count: int) -> None:
    now, today = timezone.now(), timezone.localdate()
    first = today - timedelta(days=DAYS)
    step = spread(count, DAYS)
    number = text("1000000 + i")
    status, amount = _status(f"({DAYS} - {step})"), _amount()
    details_at = when(_UNREAD, "NULL", moment(today, str(now.hour * 60 + now.minute)))
    due_on = when("i % 200 = 9", "NULL", day(first, f"{step} + 30"))
    insert(
        Invoice,
        count,
        now,
        id="i",
        account_id=str(account.pk),
        invoice_number=f"'40-' || {text('3000000 + i')}",
        comparable_number=f"'40' || {text('3000000 + i')}",
        status=status,
        status_text=status,
        invoice_type=chosen(
            (_UNREAD, ""), (_CREDIT, "credit"), ("i % 100 = 7", "debit"), otherwise="invoice"
        ),
        invoiced_on=day(first, step),
        due_on=due_on,
        payment_terms_due_on=when(_UNREAD, "NULL", due_on),
        ordered_on=day(first, f"{step} - 3"),
        ingram_order_number=f"'20-' || {number} || '-11'",
        customer_order_number=f"'PO-' || {text('1000000 + i * 7919 % 1000003')}",
        end_customer_order_number=when("i % 5 = 0", f"'EC-' || {number}", "''"),
        special_bid_numbers=json_of(
            when("i % 10 = 4", f"'[\"BID' || {text('5000 + i % 500')} || '\"]'", "'[]'")
        ),
        delivery_numbers=json_of(f"'[\"' || {text('8000000000 + i')} || '\"]'"),
        currency=chosen(
            (_UNREAD, ""), ("i % 20 = 5", "CAD"), ("i % 20 = 15", "EUR"), otherwise="USD"
        ),
        amount_due=amount,
        amount_with_tax=amount,
        payment_terms="'Net 30 days'",
        bill_to=_address(),
        ship_to=_address(),
        is_owed=f"({status}) IN ('open', 'past_due', 'other')",
        details_at=details_at,
        serials_at=details_at,
    )


def _status(age: str) -> str:
    """What is new is open, what is late is late, and what is old is settled but for a few."""
    return chosen(
        ("i % 40 = 7", "cancelled"),
        (f"{age} <= 30 AND i % 8 = 1", "paid"),
        (f"{age} <= 30", "open"),
        (f"{age} <= 60 AND i % 2 = 0", "past_due"),
        (f"{age} <= 120 AND i % 4 = 0", "past_due"),
        ("i % 60 = 0", "past_due"),
        ("i % 97 = 0", "other"),
        ("i % 3 = 0", "closed"),
        otherwise="paid",
    )


def _amount() -> str:
    """None is told of one in 300, and a credit memo's is negative."""
    told = "(1 + i * 7919 % 5000000) * 0.01"
    return when("i % 300 = 1", "NULL", when(_CREDIT, f"-({told})", told))


def _address() -> str:
    company_name = company("i")
    return json_of(
        f'\'{{"company_name": "\' || {company_name} || \'", '
        '"address_line_1": "17501 W 98th Street", "address_line_2": "Dock 14", "city": "Lenexa", '
        '"state": "KS", "postal_code": "66219", "country_code": "US"}\''
    )


def _lines(count: int) -> None:
    # Each part stands in 50 invoices, however many there are.
    number = text(f"100000 + i * 7919 % {count * LINES // 50 + 1}")
    insert(
        InvoiceLine,
        count * LINES,
        timezone.now(),
        id="i",
        invoice_id=f"(i - 1) / {LINES} + 1",
        position=f"(i - 1) % {LINES} + 1",
        ingram_line_number=text(f"(i - 1) % {LINES} + 1"),
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'V-' || {number} || '-K9'",
        upc=f"'088972' || {number}",
        vendor_name=one_of("i", VENDORS),
        description="'Switch with 48 ports and a power supply'",
        quantity="i % 9 + 1",
        quantity_ordered="i % 9 + 1",
        quantity_shipped="i % 9 + 1",
        unit_price="12.5",
        extended_price="12.5 * (i % 9 + 1)",
        currency="'USD'",
        serial_numbers=json_of(f"'[\"' || {serial_of('i')} || '\"]'"),
    )


def _terms(account: CustomerAccount) -> None:
    invoices, lines = f"{table(Invoice)} v", f"{table(InvoiceLine)} l"
    with_end_customer = f"{invoices} WHERE v.id % 5 = 0"
    whole_order = "substr(v.ingram_order_number, 1, 10)"
    rows = [
        ("invoice", "v.id", "v.invoice_number", invoices),
        ("invoice", "v.id", "v.comparable_number", invoices),
        ("invoice", "v.id", "'40'", invoices),
        ("invoice", "v.id", "substr(v.invoice_number, 4)", invoices),
        ("order", "v.id", "v.ingram_order_number", invoices),
        ("order", "v.id", whole_order, invoices),
        ("order", "v.id", "'20'", invoices),
        ("order", "v.id", "substr(v.ingram_order_number, 4, 7)", invoices),
        ("order", "v.id", "'11'", invoices),
        ("po", "v.id", "v.customer_order_number", invoices),
        ("po", "v.id", "'PO'", invoices),
        ("po", "v.id", "substr(v.customer_order_number, 4)", invoices),
        ("end_po", "v.id", "v.end_customer_order_number", with_end_customer),
        ("end_po", "v.id", "'EC'", with_end_customer),
        ("end_po", "v.id", "substr(v.end_customer_order_number, 4)", with_end_customer),
        ("bid", "v.id", f"'BID' || {text('5000 + v.id % 500')}", f"{invoices} WHERE v.id % 10 = 4"),
        ("delivery", "v.id", text("8000000000 + v.id"), invoices),
        ("part", "l.invoice_id", "l.ingram_part_number", lines),
        ("part", "l.invoice_id", "l.vendor_part_number", lines),
        ("part", "l.invoice_id", "l.upc", lines),
        ("serial", "l.invoice_id", serial_of("l.id"), lines),
    ]
    insert_terms(Term, account, rows)
