"""What people enter about invoices."""

from __future__ import annotations

from apps.invoices.forms.asking import likely
from apps.invoices.forms.filters import InvoiceFilterForm

__all__ = ["InvoiceFilterForm", "likely"]
