"""Between the API and the mirror, pure: replies become rows."""

from __future__ import annotations

from apps.invoices.mapping.numbers import comparable, order_numbers
from apps.invoices.mapping.replies import DetailRows, detail_rows, status_of, summary_row, type_of
from apps.invoices.mapping.terms import header_terms, line_terms

__all__ = [
    "DetailRows",
    "comparable",
    "detail_rows",
    "header_terms",
    "line_terms",
    "order_numbers",
    "status_of",
    "summary_row",
    "type_of",
]
