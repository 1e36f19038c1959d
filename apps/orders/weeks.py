"""How many orders were placed in each of the last weeks, and where they stand now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.orders.choices import OrderStatus
from apps.orders.models import Order

WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class Group:
    """Orders that stand alike, and what of the list's filters shows them and no others."""

    label: str
    statuses: tuple[OrderStatus, ...]
    query: Mapping[str, str]


def _one(status: OrderStatus) -> Group:
    return Group(label=str(status.label), statuses=(status,), query={"status": status.value})


GROUPS = {
    "done": Group(
        label="Shipped or delivered",
        statuses=(OrderStatus.SHIPPED, OrderStatus.DELIVERED),
        query={"tab": "shipped"},
    ),
    "closed": _one(OrderStatus.CLOSED),
    "partly": _one(OrderStatus.PARTIALLY_SHIPPED),
    "processing": _one(OrderStatus.PROCESSING),
    "backordered": _one(OrderStatus.BACKORDERED),
    "held": _one(OrderStatus.ON_HOLD),
    "void": Group(
        label="Cancelled or rejected",
        statuses=(OrderStatus.CANCELLED, OrderStatus.REJECTED),
        query={"tab": "cancelled"},
    ),
    "other": _one(OrderStatus.OTHER),
}
_GROUP_OF = {status: code for code, group in GROUPS.items() for status in group.statuses}


@dataclass(frozen=True, kw_only=True)
class Week:
    """The orders placed from Monday to Sunday; `counts` by the code of their group."""

    first: date
    counts: Mapping[str, int]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def orders_by_week(account: CustomerAccount) -> list[Week]:
    """The last twelve weeks, this one last. One query, of an index alone."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    counts: dict[date, dict[str, int]] = {first: {} for first in weeks}
    # All statuses are named, so that the index by status and day is read.
    placed = Order.objects.filter(
        account=account,
        status__in=OrderStatus.values,
        ordered_on__range=(weeks[0], monday + timedelta(days=6)),
    )
    days = placed.order_by().values_list("ordered_on", "status").annotate(Count("pk"))
    for ordered_on, status, count in days:
        week = counts[ordered_on - timedelta(days=ordered_on.weekday())]
        code = _GROUP_OF[OrderStatus(status)]
        week[code] = week.get(code, 0) + count
    return [Week(first=first, counts=counts[first]) for first in weeks]


def orders_url(first: date, last: date, group: str = "") -> str:
    """The list of the orders placed in these days, of one group if it is named."""
    asked = dict(GROUPS[group].query) if group else {}
    days = {"day_from": first.isoformat(), "day_to": last.isoformat()}
    return f"{reverse('orders:list')}?{urlencode(asked | days)}"
