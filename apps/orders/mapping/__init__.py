"""Between the API and the mirror, pure: replies become rows, what was entered a request."""

from __future__ import annotations

from apps.orders.mapping.dates import date_changes
from apps.orders.mapping.replies import (
    DetailRows,
    SummaryRows,
    derived_status,
    detail_rows,
    status_of,
    summary_rows,
)
from apps.orders.mapping.requests import agreement, quote_fingerprint, to_order_request
from apps.orders.mapping.terms import all_terms, header_terms, words_of

__all__ = [
    "DetailRows",
    "SummaryRows",
    "agreement",
    "all_terms",
    "date_changes",
    "derived_status",
    "detail_rows",
    "header_terms",
    "quote_fingerprint",
    "status_of",
    "summary_rows",
    "to_order_request",
    "words_of",
]
