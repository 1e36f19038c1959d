"""The list of orders: its tabs and sorts, and which orders may need somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core import listing
from apps.core.listing import ListKind, Tab, in_states
from apps.orders.choices import OPEN_STATUSES, UNDER_WAY, OrderDay, OrderStatus
from apps.orders.models import Order, Term

ORDERS = ListKind(
    model=Order,
    terms=Term,
    tabs={
        "": Tab(label="All"),
        "open": in_states("Open", *OPEN_STATUSES),
        "hold": in_states("On hold", OrderStatus.ON_HOLD),
        "backordered": in_states("Backordered", OrderStatus.BACKORDERED),
        "shipped": in_states("Shipped", OrderStatus.SHIPPED, OrderStatus.DELIVERED),
        "cancelled": in_states("Cancelled", OrderStatus.CANCELLED, OrderStatus.REJECTED),
    },
    sorts={
        "number": "ingram_order_number",
        "po": "customer_order_number_upper",
        "end_user": "end_user_name",
        "status": "status",
        "ordered": "ordered_on",
        "total": "sorted_total",
    },
    default_sort="-ordered",
    in_order=("status", "is_slipping", "placed_by"),
    documents=("notes", "bill_to", "ship_to", "end_user", "charges"),
)
DAYS = {
    OrderDay.ORDERED: "ordered_on",
    OrderDay.SHIPPED: "shipped_on",
    OrderDay.DELIVERED: "delivered_on",
    OrderDay.EXPECTED: "expected_on",
}


def newest_orders(account: CustomerAccount) -> QuerySet[Order]:
    """The account's orders, the latest first."""
    return listing.newest(ORDERS, account.pk)


def on_customer_hold(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The orders that wait on a hold of ours."""
    return rows.filter(hold_ends_at__gt=timezone.now(), status=OrderStatus.ON_HOLD)


def late(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The orders of which something should have arrived before today and has not."""
    # Hidden from SQLite: most orders are in one of these states.
    rows = rows.alias(any_status=Coalesce("status", "status"))
    return rows.filter(any_status__in=UNDER_WAY, expected_on__lt=timezone.localdate())


def slipping(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The orders under way of which a date is later than it was first told."""
    return rows.filter(is_slipping=True)
