"""Invoices that are linked from orders before the mirror has read them."""

from __future__ import annotations

from apps.accounts.models import User
from apps.accounts.selectors import accounts_for
from apps.invoices import mapping
from apps.invoices.models import Invoice
from apps.invoices.services import mirror
from apps.orders.choices import TermKind
from apps.orders.models import Shipment, Term


def invoice_named_by_orders(*, user: User, invoice_number: str) -> Invoice | None:
    """A new row for an invoice that an order of the person names; None when none does.

    No call: the page that shows it has it read. Seven queries at most.
    """
    wanted = mapping.comparable(invoice_number)
    named = Term.objects.filter(
        account__in=accounts_for(user),
        kind=TermKind.INVOICE,
        text__in={wanted, invoice_number.strip().upper()},
    )
    shipments = Shipment.objects.filter(order__in=named.values("subject"))
    shipment = next(
        (
            shipment
            for shipment in shipments.select_related("order__account__connection")
            if mapping.comparable(shipment.invoice_number) == wanted
        ),
        None,
    )
    if shipment is None:
        return None
    account = shipment.order.account
    mirror.adopt(account, [shipment])
    return Invoice.objects.filter(account=account, comparable_number=wanted).first()
