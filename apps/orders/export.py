"""The list of orders as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apps.core.money import CENT
from apps.orders.models import Order

HEADINGS = (
    "Order number",
    "Purchase order number",
    "End customer's order number",
    "Quote number",
    "Status",
    "Ordered on",
    "End user",
    "Vendor",
    "Total",
    "Currency",
)


def rows_of(orders: Iterable[Order]) -> Iterator[tuple[object, ...]]:
    for order in orders:
        yield (
            order.ingram_order_number,
            order.customer_order_number,
            order.end_customer_order_number,
            order.quote_number,
            order.status_label,
            order.ordered_on,
            order.end_user_name,
            order.vendor_name,
            None if order.total is None else order.total.quantize(CENT),
            order.currency,
        )
