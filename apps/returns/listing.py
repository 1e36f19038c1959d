"""The list of returns: its tabs and sorts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.core.listing import ListKind, Tab, in_states
from apps.returns.choices import APPROVED_STATUSES, REFUSED_STATUSES, CaseStatus
from apps.returns.models import ReturnCase, Term
from apps.returns.models.mirror import SENT_WITHIN

RETURNS = ListKind(
    model=ReturnCase,
    terms=Term,
    tabs={
        "": Tab(label="All"),
        "open": in_states("Open", CaseStatus.OPEN),
        "approved": in_states("Approved", *APPROVED_STATUSES),
        "refused": in_states("Denied or voided", *REFUSED_STATUSES),
    },
    sorts={
        "number": "case_request_number",
        "reference": "reference_number",
        "status": "status",
        "asked": "asked_at",
        "moved": "sorted_modified",
        "total": "sorted_total",
    },
    default_sort="-asked",
    in_order=("status", "kind", "reason_code", "asked_by"),
    documents=("return_address", "notes", "late_reason"),
)


def to_send(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Approved returns whose goods nobody has said to be on their way."""
    since = timezone.now() - SENT_WITHIN
    approved = rows.filter(status__in=APPROVED_STATUSES, asked_at__gte=since)
    return approved.filter(sent_back_at=None).exclude(return_address="")
