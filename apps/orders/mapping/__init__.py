"""Between the API and the mirror, pure: replies become rows, what was entered a request."""

from __future__ import annotations

from apps.orders.mapping.changes import (
    Look,
    compare,
    look_after,
    look_of,
    order_fingerprint,
    to_modify_request,
)
from apps.orders.mapping.checks import checked_order
from apps.orders.mapping.dates import date_changes, has_slipped
from apps.orders.mapping.freight import (
    delivery,
    freight_plan,
    goods_of,
    one_warehouse,
    to_freight_request,
)
from apps.orders.mapping.own_orders import (
    OrderRequest,
    own_agreement,
    own_lines,
    to_own_request,
)
from apps.orders.mapping.replies import (
    DetailRows,
    SummaryRows,
    derived_status,
    detail_rows,
    status_of,
    summary_rows,
)
from apps.orders.mapping.requests import (
    CUSTOMER_HOLD,
    agreement,
    asks_for_hold,
    quote_fingerprint,
    to_order_request,
)
from apps.orders.mapping.sent import (
    fit_of,
    quote_number_in,
    words_for_left_out,
    words_for_missing,
)
from apps.orders.mapping.terms import all_terms, header_terms

__all__ = [
    "CUSTOMER_HOLD",
    "DetailRows",
    "Look",
    "OrderRequest",
    "SummaryRows",
    "agreement",
    "all_terms",
    "asks_for_hold",
    "checked_order",
    "compare",
    "date_changes",
    "delivery",
    "derived_status",
    "detail_rows",
    "fit_of",
    "freight_plan",
    "goods_of",
    "has_slipped",
    "header_terms",
    "look_after",
    "look_of",
    "one_warehouse",
    "order_fingerprint",
    "own_agreement",
    "own_lines",
    "quote_fingerprint",
    "quote_number_in",
    "status_of",
    "summary_rows",
    "to_freight_request",
    "to_modify_request",
    "to_order_request",
    "to_own_request",
    "words_for_left_out",
    "words_for_missing",
]
