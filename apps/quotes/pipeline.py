"""From draft to order: how many quotes stand where, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.quotes.choices import QuoteStatus
from apps.quotes.listing import DRAFTS, EXPIRING, READY
from apps.quotes.models import Quote
from apps.quotes.selectors import in_tab, open_drafts, waiting_approvals

ORDERED_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What so many quotes come to in one currency; `untold` of them tell no total."""

    currency: str
    count: int
    amount: Decimal
    untold: int


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`worth` is empty where amounts are not known yet: a draft is not priced."""

    label: str
    url: str
    count: int
    worth: Sequence[Worth] = ()


def pipeline_of(account: CustomerAccount, *, with_approvals: bool) -> list[Stage]:
    """The stages of the account's quotes; what was ordered is of 90 days. Five queries at most.

    A quote that expires stands in its other stage as well.
    """
    quotes = reverse("quotes:list")
    stages = [
        Stage(label="Drafts", url=f"{quotes}?tab={DRAFTS}", count=open_drafts(account).count()),
        _stage("Ready to order", f"{quotes}?tab={READY}", _told(in_tab(account, READY))),
    ]
    if with_approvals:
        waiting = waiting_approvals(account).order_by()
        told = waiting.values(code=F("quote__currency"), figure=F("sell"))
        stages.append(_stage("Waiting for approval", reverse("quotes:approvals"), told))
    since = timezone.localdate() - timedelta(days=ORDERED_DAYS)
    midnight = datetime.combine(since, time.min, UTC)
    asked = {"status": QuoteStatus.ORDERED.value, "created_from": since.isoformat()}
    ordered = Quote.objects.filter(account=account, status=QuoteStatus.ORDERED)
    ordered = ordered.filter(sorted_created_at__gte=midnight)
    expiring = _told(in_tab(account, EXPIRING))
    return [
        *stages,
        _stage("Expiring within 14 days", f"{quotes}?tab={EXPIRING}", expiring),
        _stage("Ordered", f"{quotes}?{urlencode(asked)}", _told(ordered)),
    ]


def _told(quotes: QuerySet[Quote]) -> QuerySet[Any]:
    return quotes.values(code=F("currency"), figure=F("total"))


def _stage(label: str, url: str, told: QuerySet[Any]) -> Stage:
    """`told` has a currency `code` and an amount `figure` for each quote. One query."""
    sums = (
        told.order_by("code")
        .values_list("code")
        .annotate(quotes=Count("pk"), sum=Sum("figure"), untold=Count("pk", filter=Q(figure=None)))
    )
    worth = [
        Worth(currency=code, count=count, amount=amount or Decimal(0), untold=untold)
        for code, count, amount, untold in sums
    ]
    worth.sort(key=lambda one: (not one.currency, -one.count))
    return Stage(label=label, url=url, count=sum(one.count for one in worth), worth=worth)
