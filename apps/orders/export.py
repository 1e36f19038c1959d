"""The list of orders as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Protocol

from apps.orders.models import Order

HEAD = (
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
#: A spreadsheet takes a text that starts so for a formula, and runs it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Line(Protocol):
    def writerow(self, row: Iterable[object], /) -> str: ...


class _Passing:
    """A file that keeps nothing: what is written to it is handed back."""

    def write(self, text: str) -> str:
        return text


def order_rows(orders: Iterable[Order]) -> Iterator[str]:
    """The head and one line an order, as text; nothing is held in memory."""
    line: _Line = csv.writer(_Passing())
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + line.writerow(HEAD)
    for order in orders:
        texts = (
            order.ingram_order_number,
            order.customer_order_number,
            order.end_customer_order_number,
            order.quote_number,
            order.status_label,
            order.ordered_on.isoformat() if order.ordered_on else "",
            order.end_user_name,
            order.vendor_name,
        )
        total = "" if order.total is None else f"{order.total:.2f}"
        yield line.writerow([*map(harmless, texts), total, order.currency])


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would see a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
