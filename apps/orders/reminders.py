"""Reads of the reminders of customer holds that are about to end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.orders.choices import OrderStatus
from apps.orders.models import HoldReminder, Order

HOURS_BEFORE = (4, 1)
MOST_SHOWN = 3
MOST_AT_ONCE = 200


def hours_due(order: Order, at: datetime) -> int | None:
    """The nearest reminder whose time has come: 1 in the last hour, 4 before, else none."""
    if order.hold_ends_at is None or order.hold_ends_at <= at:
        return None
    left = order.hold_ends_at - at
    return min((hours for hours in HOURS_BEFORE if left <= timedelta(hours=hours)), default=None)


def ending_holds(at: datetime) -> QuerySet[Order]:
    """Orders on a customer hold that ends within the longest of the times."""
    return Order.objects.filter(
        status=OrderStatus.ON_HOLD,
        hold_ends_at__gt=at,
        hold_ends_at__lte=at + timedelta(hours=max(HOURS_BEFORE)),
        account__is_active=True,
    ).select_related("submission")


def unsent(at: datetime) -> Sequence[int]:
    """Ids of the reminders that are to be sent now, those of the first holds to end first."""
    rows = _of_live_holds(at).filter(sent_at=None, next_try_at__lte=at)
    return list(rows.order_by("hold_ends_at").values_list("pk", flat=True)[:MOST_AT_ONCE])


def shown_to(person: User) -> list[HoldReminder]:
    """What the portal reminds the person of, once for each order, by urgency. One query."""
    rows = _of_live_holds(timezone.now()).filter(
        person=person,
        dismissed_at=None,
        order__account__is_active=True,
        order__account__memberships__user=person,
    )
    latest: dict[int, HoldReminder] = {}
    for reminder in rows.select_related("order").order_by("hold_ends_at")[: 4 * MOST_SHOWN]:
        latest.setdefault(reminder.order_id, reminder)
    return list(latest.values())[:MOST_SHOWN]


def _of_live_holds(at: datetime) -> QuerySet[HoldReminder]:
    """Of orders that still wait on the very hold that the reminder speaks of."""
    return HoldReminder.objects.filter(
        hold_ends_at__gt=at,
        order__status=OrderStatus.ON_HOLD,
        order__hold_ends_at=F("hold_ends_at"),
    )
