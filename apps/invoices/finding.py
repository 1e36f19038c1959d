"""How the one search finds invoices."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount
from apps.core.finding import found
from apps.invoices.listing import INVOICES
from apps.search.registry import Finder, Hit, register


def find(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
    """Invoices by any number that stands in them. Two queries."""
    matches = found(INVOICES, account.pk, words, limit)
    return [
        Hit(
            title=invoice.invoice_number,
            text=" · ".join(
                filter(None, (invoice.customer_order_number, invoice.ingram_order_number))
            ),
            url=invoice.get_absolute_url(),
            chip=invoice.state,
            chip_text=invoice.status_label,
            is_exact=invoice.pk in matches.exact,
        )
        for invoice in matches.rows
    ]


register(
    Finder(
        code="invoices",
        label="Invoices",
        icon="receipt-text",
        find=find,
        list_url="invoices:list",
    )
)
