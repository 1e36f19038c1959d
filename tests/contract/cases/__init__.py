"""Every operation of the client: the calls that show all it can send, and how it reads."""

from __future__ import annotations

from tests.contract.cases import (
    catalog,
    deals,
    freight,
    invoices,
    legacy,
    order_changes,
    orders,
    quotes,
    renewals,
    returns,
    vendor_info,
)
from tests.contract.cases.case import Case

CASES: tuple[Case, ...] = (
    *catalog.CASES,
    *quotes.CASES,
    *orders.CASES,
    *order_changes.CASES,
    *vendor_info.CASES,
    *invoices.CASES,
    *returns.CASES,
    *renewals.CASES,
    *deals.CASES,
    *freight.CASES,
    *legacy.CASES,
)

__all__ = ["CASES", "Case"]
