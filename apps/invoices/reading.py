"""Which invoices have to be read: search tells no lines and no currency, details cost a call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.invoices.models import Invoice

RECENT = timedelta(days=30)
#: What is owed and stands in no recent page of search is read so often, to see whether it was paid.
OWED_EVERY = timedelta(hours=48)


def needing_details(account: CustomerAccount, limit: int) -> list[str]:
    """The numbers of the invoices that have to be read now, the most urgent first.

    Three queries at most, each of them of a few rows of an index.
    """
    found: dict[str, None] = {}
    for rows in _by_urgency(account, timezone.now()):
        found |= dict.fromkeys(rows.values_list("invoice_number", flat=True)[:limit])
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _by_urgency(account: CustomerAccount, now: datetime) -> Iterator[QuerySet[Invoice]]:
    """What is owed without a currency, what is new, and what may have been paid meanwhile."""
    owed = Invoice.objects.filter(account=account, is_owed=True)
    yield owed.filter(details_at=None, currency="").order_by("due_on", "id")
    unread = without_details(account)
    yield unread.filter(invoiced_on__gte=(now - RECENT).date())
    yield owed.filter(synced_at__lt=now - OWED_EVERY).order_by("due_on", "id")


def without_details(account: CustomerAccount) -> QuerySet[Invoice]:
    """The invoices of which the mirror knows no lines, the newest first."""
    rows = Invoice.objects.filter(account=account, details_at=None)
    return rows.order_by("-invoiced_on", "-id")
