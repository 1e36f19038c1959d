"""What is asked of a portal, app by app."""

from __future__ import annotations

from tests.benchmarks.pages import deals, invoices, orders, quotes, renewals, returns, search, start
from tests.benchmarks.pages.asked import Area, Page

__all__ = ["AREAS", "Area", "Page"]

AREAS: dict[str, Area] = {
    "start": start.AREA,
    "orders": orders.AREA,
    "quotes": quotes.AREA,
    "invoices": invoices.AREA,
    "returns": returns.AREA,
    "renewals": renewals.AREA,
    "deals": deals.AREA,
    "search": search.AREA,
}
