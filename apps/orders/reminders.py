"""Reads of the reminders of customer holds that are about to end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.notifications.models import Notification
from apps.orders.choices import OrderStatus
from apps.orders.models import Order

#: The kind of notification that reminds of them.
HOLD_ENDING = "order.hold_ending"
HOURS_BEFORE = (4, 1)
MOST_SHOWN = 3


def hours_due(order: Order, at: datetime) -> int | None:
    """The nearest reminder whose time has come: 1 in the last hour, 4 before, else none."""
    if order.hold_ends_at is None or order.hold_ends_at <= at:
        return None
    left = order.hold_ends_at - at
    return min((hours for hours in HOURS_BEFORE if left <= timedelta(hours=hours)), default=None)


def key_of(order: Order, hours: int) -> str:
    """One reminder for each of the times before the end of this very hold."""
    ends_at = int(order.hold_ends_at.timestamp()) if order.hold_ends_at else 0
    return f"{order.pk}:{ends_at}:{hours}"


def named(order: Order) -> str:
    """Both numbers of the order, where it has them."""
    po = order.customer_order_number
    return f"{order.ingram_order_number} ({po})" if po else order.ingram_order_number


def ending_holds(at: datetime) -> QuerySet[Order]:
    """Orders on a customer hold that ends within the longest of the times."""
    return Order.objects.filter(
        status=OrderStatus.ON_HOLD,
        hold_ends_at__gt=at,
        hold_ends_at__lte=at + timedelta(hours=max(HOURS_BEFORE)),
        account__is_active=True,
    ).select_related("submission")


def reminded_of_what_is_over(at: datetime) -> Sequence[int]:
    """Ids of the orders of which people are reminded though that hold is over."""
    live = Order.objects.filter(
        pk=OuterRef("about_id"), status=OrderStatus.ON_HOLD, hold_ends_at=OuterRef("until")
    )
    rows = Notification.objects.filter(~Exists(live), kind=HOLD_ENDING, read_at=None)
    ids = rows.filter(until__gt=at).order_by().values_list("about_id", flat=True).distinct()
    return [pk for pk in ids if pk is not None]


def order_reminded_of(notification: Notification) -> Order | None:
    """The order with its `line_count`, while it waits on the very hold that is spoken of."""
    return (
        Order.objects.filter(
            pk=notification.about_id or 0,
            status=OrderStatus.ON_HOLD,
            hold_ends_at=notification.until,
        )
        .select_related("account", "submission__actor")
        .annotate(line_count=Count("lines", filter=Q(lines__quantity_ordered__gt=0)))
        .first()
    )


def shown_to(person: User) -> list[Order]:
    """The orders of which the portal reminds the person, by urgency. One query."""
    now = timezone.now()
    told = Notification.objects.filter(
        kind=HOLD_ENDING,
        person=person,
        read_at=None,
        about_id=OuterRef("pk"),
        until=OuterRef("hold_ends_at"),
    )
    rows = Order.objects.filter(
        Exists(told),
        status=OrderStatus.ON_HOLD,
        hold_ends_at__gt=now,
        account__is_active=True,
        account__memberships__user=person,
    )
    return list(rows.order_by("hold_ends_at")[:MOST_SHOWN])
