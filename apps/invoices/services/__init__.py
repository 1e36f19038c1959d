"""Writes of the invoices app, one public function per use case."""

from __future__ import annotations

from apps.invoices.services.asking import ask_distributor
from apps.invoices.services.balances import recount
from apps.invoices.services.demo import load_demo_windows
from apps.invoices.services.known import invoice_named_by_orders
from apps.invoices.services.mirror import refresh_invoice, refresh_when_stale
from apps.invoices.services.serials import load_serials
from apps.invoices.services.spend import recount_spend

__all__ = [
    "ask_distributor",
    "invoice_named_by_orders",
    "load_demo_windows",
    "load_serials",
    "recount",
    "recount_spend",
    "refresh_invoice",
    "refresh_when_stale",
]
