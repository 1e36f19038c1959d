"""The list of renewals: its parts, its columns and what they are sorted by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from apps.core.listing import Conditions, ListKind, Tab
from apps.renewals.choices import RenewalState
from apps.renewals.models import Renewal, Term

SOONEST, LATEST = "expires", "-expires"


def _open() -> Conditions:
    return {"state": [("in", (RenewalState.OPEN.value,))]}


def _expiring(days: int) -> Callable[[], Conditions]:
    def where() -> Conditions:
        today = timezone.localdate()
        span = [("gte", today), ("lte", today + timedelta(days=days))]
        return {**_open(), "lasts_until": span}

    return where


RENEWALS = ListKind(
    model=Renewal,
    terms=Term,
    tabs={
        "": Tab(label="All"),
        "open": Tab(label="Open", where=_open),
        **{
            str(days): Tab(label=f"Next {days} days", where=_expiring(days))
            for days in (30, 60, 90)
        },
        "closed": Tab(
            label="Closed", where=lambda: {"state": [("in", (RenewalState.CLOSED.value,))]}
        ),
    },
    sorts={
        "number": "renewal_id",
        "po": "customer_order_number",
        "end_user": "end_user_name",
        "vendor": "vendor_name",
        "status": "status",
        "expires": "lasts_until",
        "value": "sorted_value",
    },
    default_sort=LATEST,
    in_order=("state", "status", "vendor_name"),
    documents=("end_user", "attributes"),
)
