"""The list of deals: its parts, its columns and what they are sorted by."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from apps.core.listing import Conditions, ListKind, Tab
from apps.deals.models import ENDS_SOON, Deal, Term

SOONEST, LATEST = "expires", "-expires"


def _current() -> Conditions:
    return {"lasts_until": [("gte", timezone.localdate())]}


def _ending() -> Conditions:
    today = timezone.localdate()
    return {"lasts_until": [("gte", today), ("lte", today + ENDS_SOON)]}


def _expired() -> Conditions:
    return {"lasts_until": [("lte", timezone.localdate() - timedelta(days=1))]}


#: A deal whose end is not told stands here: no filter by day finds it.
UNTOLD = date.max

DEALS = ListKind(
    model=Deal,
    terms=Term,
    tabs={
        "": Tab(label="All"),
        "current": Tab(label="Current", where=_current),
        "ending": Tab(label="Next 30 days", where=_ending),
        "expired": Tab(label="Expired", where=_expired),
    },
    sorts={
        "number": "deal_id",
        "end_user": "end_user_name",
        "vendor": "vendor_name",
        "expires": "lasts_until",
    },
    default_sort=LATEST,
    in_order=("vendor_name",),
    documents=("end_user",),
)
