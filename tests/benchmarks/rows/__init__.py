"""What the mirrors hold in a measurement, written in bulk by the database itself."""

from __future__ import annotations

from collections.abc import Mapping

from apps.accounts.models import CustomerAccount
from tests.benchmarks.rows import deals, invoices, orders, products, quotes, renewals, returns
from tests.benchmarks.rows.writing import written_in_bulk

WRITERS = {
    "products": products,
    "deals": deals,
    "renewals": renewals,
    "quotes": quotes,
    "orders": orders,
    "invoices": invoices,
    "returns": returns,
}


def fill(account: CustomerAccount, counts: Mapping[str, int]) -> None:
    """Write so many objects of each kind, with all that the mirror keeps of them."""
    tables = [table for name in counts for table in WRITERS[name].TABLES]
    with written_in_bulk(tables):
        for name, count in counts.items():
            WRITERS[name].write(account, count)
