"""What is kept of invoices."""

from __future__ import annotations

from apps.invoices.models.balances import OpenBalance
from apps.invoices.models.mirror import Invoice, InvoiceLine, Term
from apps.invoices.models.return_windows import ReturnWindow
from apps.invoices.models.spend import VendorSpend

__all__ = ["Invoice", "InvoiceLine", "OpenBalance", "ReturnWindow", "Term", "VendorSpend"]
