"""The list of quotes: its tabs and sorts."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.core.listing import Conditions, ListKind, Tab, in_states
from apps.quotes.choices import OPEN_STATUSES, QuoteStatus
from apps.quotes.models import Quote, QuoteTerm

EXPIRES_SOON = timedelta(days=14)
READY = "ready"
EXPIRING = "expiring"
#: The tab of the list that holds no quotes, but what is to become one.
DRAFTS = "drafts"


def _ready() -> Conditions:
    return {
        "status": [("exact", QuoteStatus.READY)],
        # A quote that does not expire has the last day of all.
        "sorted_expires_on": [("gte", timezone.localdate())],
    }


def _expiring() -> Conditions:
    today = timezone.localdate()
    return {
        "status": [("in", tuple(sorted(OPEN_STATUSES)))],
        "sorted_expires_on": [("gte", today), ("lte", today + EXPIRES_SOON)],
    }


QUOTES = ListKind(
    model=Quote,
    terms=QuoteTerm,
    tabs={
        "": Tab(label="All"),
        "open": in_states("Open", *sorted(OPEN_STATUSES)),
        READY: Tab(label="Ready to order", where=_ready),
        EXPIRING: Tab(label="Expiring soon", where=_expiring),
    },
    sorts={
        "number": "quote_number",
        "name": "name",
        "end_user": "end_user_name",
        "vendor": "vendor_name",
        "status": "status",
        "total": "sorted_total",
        "created": "sorted_created_at",
        "modified": "modified_at",
        "expires": "sorted_expires_on",
    },
    default_sort="-created",
    in_order=("status", "vendor_name"),
    documents=(
        "status_reason",
        "end_user",
        "contact",
        "customer_need",
        "intro_html",
        "purchase_instructions_html",
        "legal_terms_html",
        "leasing_instructions_html",
    ),
)
