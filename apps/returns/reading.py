"""Which returns have to be read in full: search tells neither lines nor the address."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.accounts.models import CustomerAccount
from apps.returns.models import ReturnCase


def without_details(account: CustomerAccount) -> QuerySet[ReturnCase]:
    """The returns whose lines are not known, or not as they are now; the newest first."""
    rows = ReturnCase.objects.filter(account=account, details_at=None)
    return rows.order_by("-asked_at", "-pk")
