"""Invoices for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.invoices import mapping
from apps.invoices.choices import InvoiceStatus, InvoiceType
from apps.invoices.mapping.replies import counts_as_owed
from apps.invoices.models import Invoice, InvoiceLine, ReturnWindow, Term

_numbers = count(10_000)


def make_invoice(account: CustomerAccount, **changes: Any) -> Invoice:
    """An invoice in the mirror with the words it is found by; its lines are made apart."""
    number = f"40-{next(_numbers)}-11"
    values: dict[str, Any] = {
        "invoice_number": number,
        "status": InvoiceStatus.OPEN,
        "status_text": "Open",
        "invoice_type": InvoiceType.INVOICE,
        "invoiced_on": date(2026, 11, 2),
        "due_on": date(2026, 12, 2),
        "ordered_on": date(2026, 10, 28),
        "ingram_order_number": f"20-{number[3:8]}-11",
        "customer_order_number": f"PO-{number[3:8]}",
        "currency": "USD",
        "amount_due": Decimal("1204.50"),
        "amount_with_tax": Decimal("1204.50"),
        "synced_at": timezone.now(),
        "details_at": timezone.now(),
    }
    values |= changes
    invoice = Invoice(
        account=account,
        comparable_number=mapping.comparable(values["invoice_number"]),
        **values,
    )
    if "is_owed" not in changes:
        invoice.is_owed = counts_as_owed(invoice)
    invoice.save()
    Term.objects.bulk_create(mapping.header_terms(invoice), ignore_conflicts=True)
    return invoice


def make_line(invoice: Invoice, **changes: Any) -> InvoiceLine:
    values: dict[str, Any] = {
        "position": invoice.lines.count() + 1,
        "ingram_line_number": "1",
        "ingram_part_number": "6YE881",
        "vendor_part_number": "C9200L-24T-4G-E",
        "vendor_name": "CISCO SYSTEMS",
        "description": "Switch, 24 ports",
        "quantity": 2,
        "unit_price": Decimal("602.25"),
        "extended_price": Decimal("1204.50"),
        "currency": "USD",
    }
    line = InvoiceLine.objects.create(invoice=invoice, **(values | changes))
    terms = mapping.line_terms(invoice, [line], with_serials=True)
    Term.objects.bulk_create(terms, ignore_conflicts=True)
    return line


def make_window(**changes: Any) -> ReturnWindow:
    return ReturnWindow.objects.create(**({"days": 30} | changes))
