"""Every operation of the client: the calls that show all it can send, and how it reads."""

from __future__ import annotations

from tests.contract.cases import catalog, invoices, orders, quotes
from tests.contract.cases.case import Case

CASES: tuple[Case, ...] = (*catalog.CASES, *quotes.CASES, *orders.CASES, *invoices.CASES)

__all__ = ["CASES", "Case"]
