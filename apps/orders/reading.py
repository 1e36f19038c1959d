"""Which orders have to be read again: order search tells no lines, and details cost a call each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.orders.choices import OPEN_STATUSES, OrderStatus
from apps.orders.models import Order
from apps.orders.models.mirror import URGENT

#: An order of the last weeks that was never read in full goes before older ones.
RECENT = timedelta(days=30)
#: An order that moved so lately is read so often; one that rests is left in peace. Webhooks and
#: order search bring news of it besides: this is for what neither of them tells.
PACE = (
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta(days=14), timedelta(hours=24)),
    (timedelta(days=90), timedelta(days=3)),
    (timedelta(days=730), timedelta(days=14)),
)
SHIPPED_EVERY = timedelta(hours=24)
#: A hold of ours that is about to end, or has just ended.
HELD_EVERY = timedelta(minutes=15)

_NEWS = Q(heard_at__isnull=False) & (Q(details_at=None) | Q(heard_at__gt=F("details_at")))


def needing_details(account: CustomerAccount, limit: int) -> list[str]:
    """The numbers of the orders that have to be read now, the most urgent first.

    Six queries at most, each of them of a few rows of an index.
    """
    found: dict[str, None] = {}
    for rows in _by_urgency(account, timezone.now()):
        found |= dict.fromkeys(rows.values_list("ingram_order_number", flat=True)[:limit])
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _by_urgency(account: CustomerAccount, now: datetime) -> Iterator[QuerySet[Order]]:
    orders = Order.objects.filter(account=account)
    yield orders.filter(
        hold_ends_at__lte=now + URGENT,
        hold_ends_at__gte=now - URGENT,
        details_at__lt=now - HELD_EVERY,
    ).order_by("hold_ends_at")
    yield orders.filter(news__isnull=False).order_by("news__heard_at")
    yield orders.filter(_NEWS).order_by("heard_at")
    unread = orders.filter(details_at=None, ordered_on__gte=(now - RECENT).date())
    yield unread.order_by("-ordered_on", "-id")
    is_due = Q()
    for moved_within, every in PACE:
        moved = Q(ordered_on__gte=(now - moved_within).date()) | Q(heard_at__gte=now - moved_within)
        is_due |= moved & Q(details_at__lt=now - every)
    yield orders.filter(is_due, status__in=OPEN_STATUSES).order_by("details_at")
    yield orders.filter(
        status=OrderStatus.SHIPPED,
        ordered_on__gte=(now - RECENT).date(),
        details_at__lt=now - SHIPPED_EVERY,
    ).order_by("details_at")


def without_details(account: CustomerAccount) -> QuerySet[Order]:
    """The orders of which the mirror knows no lines, the newest first."""
    rows = Order.objects.filter(account=account, details_at=None)
    return rows.order_by("-ordered_on", "-id")


def news_since(account: CustomerAccount, moment: datetime) -> int:
    """How many orders turned up or changed in what search has told since then. One query."""
    told = Order.objects.filter(account=account, synced_at__gte=moment)
    return told.filter(Q(details_at=None) | Q(heard_at__gte=moment)).count()
