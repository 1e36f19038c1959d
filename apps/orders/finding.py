"""How the one search finds orders."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount
from apps.core.finding import found
from apps.orders.listing import ORDERS
from apps.search.registry import Finder, Hit, register


def find(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
    """Orders by any number that stands in them, and by the words of the end user. Two queries."""
    matches = found(ORDERS, account.pk, words, limit)
    return [
        Hit(
            title=order.ingram_order_number,
            text=" · ".join(filter(None, (order.customer_order_number, order.end_user_name))),
            url=order.get_absolute_url(),
            chip=order.state,
            chip_text=order.status_label,
            is_exact=order.pk in matches.exact,
        )
        for order in matches.rows
    ]


register(Finder(code="orders", label="Orders", icon="package", find=find, list_url="orders:list"))
