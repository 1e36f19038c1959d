"""Reads of invoices; the list has listing.py. A page is found in all accounts of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet
from django.http import Http404

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for
from apps.invoices import mapping
from apps.invoices.choices import TermKind
from apps.invoices.models import Invoice, InvoiceLine, Term
from apps.invoices.return_windows import ReturnTime, ReturnWindows, return_window, return_windows
from apps.orders.models import Order

__all__ = [
    "Charge",
    "ShownLine",
    "charges_of",
    "invoice_for",
    "invoices_of_order",
    "known_invoice",
    "lines_of",
    "order_of",
    "return_window",
    "return_windows",
    "shown_lines",
]


def known_invoice(user: User, *, invoice_number: str) -> Invoice | None:
    """One invoice, found in all accounts of the person by its number, dashes or not. One query."""
    return (
        Invoice.objects.filter(
            account__in=accounts_for(user), comparable_number=mapping.comparable(invoice_number)
        )
        .select_related("account__connection")
        .order_by(F("invoiced_on").desc(nulls_last=True), "-pk")
        .first()
    )


def invoice_for(user: User, *, invoice_number: str) -> Invoice:
    """As `known_invoice`. Raises Http404."""
    invoice = known_invoice(user, invoice_number=invoice_number)
    if invoice is None:
        raise Http404("No invoice with this number in your accounts.")
    return invoice


def order_of(invoice: Invoice) -> Order | None:
    """The order that was invoiced, if the mirror holds it. One query."""
    numbers = mapping.order_numbers(invoice.ingram_order_number)
    found = {
        order.ingram_order_number: order
        # In no order: SQLite would read all orders in theirs instead of looking for two.
        for order in Order.objects.order_by().filter(
            account=invoice.account_id, ingram_order_number__in=numbers
        )
    }
    return next((found[number] for number in numbers if number in found), None)


def owed_since(first: date, last: date) -> QuerySet[Invoice]:
    """Invoices of all active accounts that were due on one of these days and are still owed."""
    rows = Invoice.objects.filter(
        account__is_active=True, is_owed=True, due_on__range=(first, last), amount_due__gt=0
    )
    return rows.select_related("account").order_by("account", "due_on", "pk")


def invoices_of_order(account: CustomerAccount, ingram_order_number: str) -> QuerySet[Invoice]:
    """The invoices of an order and of its parts, the latest first."""
    number = ingram_order_number.strip().upper()
    named = Term.objects.filter(account=account, kind=TermKind.ORDER, text=number)
    return Invoice.objects.filter(pk__in=named.values("subject")).order_by("-invoiced_on", "-pk")


def lines_of(invoice: Invoice) -> QuerySet[InvoiceLine]:
    """The lines in their order."""
    return invoice.lines.order_by("position")


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """A line, and how long it may go back."""

    line: InvoiceLine
    return_time: ReturnTime


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A charge beside the lines; `amount` is None where it is not told."""

    description: str
    reference: str
    amount: Decimal | None


def charges_of(invoice: Invoice) -> list[Charge]:
    """The miscellaneous charges, as they were told. No query."""
    return [
        Charge(
            description=told.get("description", ""),
            reference=told.get("reference", ""),
            amount=Decimal(told["amount"]) if told.get("amount") else None,
        )
        for told in invoice.charges
    ]


def shown_lines(
    invoice: Invoice, lines: Sequence[InvoiceLine], windows: ReturnWindows
) -> list[ShownLine]:
    """The lines with their return times. No query."""
    return [
        ShownLine(
            line=line,
            return_time=windows.time_for(
                vendor_name=line.vendor_name, invoiced_on=invoice.invoiced_on
            ),
        )
        for line in lines
    ]
