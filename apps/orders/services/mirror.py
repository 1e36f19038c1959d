"""Into the mirror: what order search and order details tell, in as few statements as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.ingram import Client
from apps.ingram.operations import orders as api
from apps.ingram.schemas.orders import OrderDetails, OrderSummary
from apps.orders import mapping, notification_kinds
from apps.orders.choices import OPEN_STATUSES, OrderStatus
from apps.orders.models import (
    DateChange,
    Order,
    OrderLine,
    OrderNews,
    Package,
    Shipment,
    SubOrder,
    Term,
)
from apps.sync import services as sync

#: How old the details of an order may be before a visit has them read again without any news of
#: it. Webhooks and order search bring these; a person may always ask.
MOVING_FOR = timedelta(hours=4)
SETTLED_FOR = timedelta(hours=24)

#: What a row of order search may change in an order that is known already.
_SUMMARY_COLUMNS = (
    "customer_order_number",
    "customer_order_number_upper",
    "vendor_sales_order_number",
    "status",
    "status_text",
    "ordered_on",
    "vendor_name",
    "end_user_name",
    "total",
    "currency",
    "synced_at",
    "details_at",
    "heard_at",
)
_KEPT_WHEN_BLANK = (
    "customer_order_number",
    "customer_order_number_upper",
    "vendor_sales_order_number",
    "ordered_on",
    "vendor_name",
    "end_user_name",
    "total",
)


@transaction.atomic
def save_summaries(account: CustomerAccount, summaries: Sequence[OrderSummary]) -> int:
    """Upsert the rows of a page of order search; how many there were. Five statements.

    An order whose status or total is news has to be read in full again: `details_at` empties, and
    `heard_at` says when it was heard.
    """
    read_at = timezone.now()
    told = {
        rows.order.ingram_order_number: rows
        for rows in (mapping.summary_rows(account, s, read_at=read_at) for s in summaries)
        if rows.order.ingram_order_number
    }
    known = {
        order.ingram_order_number: order
        for order in Order.objects.select_for_update().filter(
            account=account, ingram_order_number__in=told
        )
    }
    for number, rows in told.items():
        if number in known:
            _merge(rows, known[number])
    orders = Order.objects.bulk_create(
        [rows.order for rows in told.values()],
        update_conflicts=True,
        unique_fields=["account", "ingram_order_number"],
        update_fields=_SUMMARY_COLUMNS,
    )
    _save_sub_orders(orders, told)
    _save_terms([order for order in orders if _is_named_anew(order, known)])
    return len(orders)


def _merge(rows: mapping.SummaryRows, known: Order) -> None:
    """Keep what the mirror knows better than a row of order search does."""
    order = rows.order
    order.currency = known.currency or order.currency
    for column in _KEPT_WHEN_BLANK:
        if getattr(order, column) in (None, ""):
            setattr(order, column, getattr(known, column))
    if rows.is_vague and known.details_at:
        order.status, order.status_text = known.status, known.status_text
    is_news = (order.status, order.total) != (known.status, known.total)
    order.details_at = None if is_news else known.details_at
    order.heard_at = order.synced_at if is_news else known.heard_at


def _is_named_anew(order: Order, known: dict[str, Order]) -> bool:
    earlier = known.get(order.ingram_order_number)
    names = ("customer_order_number", "end_user_name")
    return earlier is None or any(getattr(order, n) != getattr(earlier, n) for n in names)


def _save_terms(orders: Sequence[Order]) -> None:
    terms = [term for order in orders for term in mapping.header_terms(order)]
    Term.objects.bulk_create(terms, ignore_conflicts=True)


def _save_sub_orders(orders: Sequence[Order], told: dict[str, mapping.SummaryRows]) -> None:
    # The same one twice in one statement is an error on PostgreSQL; the last one wins.
    once: dict[tuple[str, str], SubOrder] = {}
    for order in orders:
        for sub_order in told[order.ingram_order_number].sub_orders:
            sub_order.order = order
            once[order.ingram_order_number, sub_order.sub_order_number] = sub_order
    SubOrder.objects.bulk_create(
        once.values(),
        update_conflicts=True,
        unique_fields=["order", "sub_order_number"],
        update_fields=["status", "status_text", "total"],
    )


@transaction.atomic
def save_details(
    account: CustomerAccount, details: OrderDetails, *, asked_at: datetime | None = None
) -> Order:
    """Upsert one order with its lines, shipments and packages; the parts are written anew.

    It is as old as the question, not as the answer: what was asked earlier than what stands in the
    mirror is left out, whichever answer comes last. A date that is told otherwise than before is
    kept with what it was.
    """
    read_at = asked_at or timezone.now()
    if newer := _read_later(account, details.ingram_order_number, read_at):
        return newer
    rows = mapping.detail_rows(account, details, read_at=read_at)
    order, _ = Order.objects.select_for_update().update_or_create(
        account=account, ingram_order_number=rows.ingram_order_number, defaults=rows.header
    )
    if order.hold_ends_at and order.state is not OrderStatus.ON_HOLD:
        order.hold_ends_at = None
        order.save(update_fields=["hold_ends_at"])
    _cover_news(order, read_at)
    lines, earlier = [line.line for line in rows.lines], list(order.lines.all())
    changes = _save_date_changes(order, earlier, lines, noticed_at=read_at)
    order.lines.all().delete()
    order.sub_orders.all().delete()
    for sub_order in rows.sub_orders:
        sub_order.order = order
    for line in rows.lines:
        line.line.order = order
    SubOrder.objects.bulk_create(rows.sub_orders)
    OrderLine.objects.bulk_create(lines)
    shipments, packages = [], []
    for line in rows.lines:
        for shipment, parcels in line.shipments:
            shipment.order, shipment.line = order, line.line
            shipments.append(shipment)
            for parcel in parcels:
                parcel.shipment = shipment
                packages.append(parcel)
    Shipment.objects.bulk_create(shipments)
    Package.objects.bulk_create(packages)
    order.terms.all().delete()
    Term.objects.bulk_create(
        mapping.all_terms(order, lines, shipments, packages), ignore_conflicts=True
    )
    notification_kinds.tell_of_reading(order, before=earlier, after=lines, changes=changes)
    return order


def _cover_news(order: Order, read_at: datetime) -> None:
    """Events that spoke of the order before it was asked for are answered."""
    unread = OrderNews.objects.select_for_update().filter(order=order, heard_at__lte=read_at)
    if covered := unread.first():
        order.heard_at = max(filter(None, (order.heard_at, covered.heard_at)))
        order.save(update_fields=["heard_at"])
        covered.delete()


def _read_later(account: CustomerAccount, number: str, asked_at: datetime) -> Order | None:
    rows = Order.objects.select_for_update().filter(account=account, details_at__gt=asked_at)
    return rows.filter(ingram_order_number=number).first()


def _save_date_changes(
    order: Order, earlier: list[OrderLine], lines: list[OrderLine], *, noticed_at: datetime
) -> list[DateChange]:
    news = list(mapping.date_changes(order, earlier, lines, noticed_at=noticed_at))
    if news:
        DateChange.objects.bulk_create(news)
        order.has_slipped = mapping.has_slipped(order.date_changes.all())
        order.save(update_fields=["has_slipped"])
    return news


def read_order(client: Client, account: CustomerAccount, ingram_order_number: str) -> Order:
    """Read one order from the API and mirror it. One call; raises the client's errors."""
    asked_at = timezone.now()
    details = api.order_details(client, ingram_order_number)
    return save_details(account, details, asked_at=asked_at)


def refresh_when_stale(*, order: Order) -> None:
    """Have a worker read the order again if the mirror is old or there is news of it.

    Many askers cause one reading.
    """
    allowed = MOVING_FOR if order.state in OPEN_STATUSES else SETTLED_FOR
    if (
        order.details_at is None
        or order.awaits_reading
        or timezone.now() - order.details_at > allowed
    ):
        _have_read(order)


def refresh_order(*, order: Order, actor: User) -> None:
    """Have a worker read the order now, because a person asks. Raises NotPermitted."""
    permissions.require(actor, Permission.REFRESH, order.account)
    _have_read(order, actor=actor)


def _have_read(order: Order, actor: User | None = None) -> None:
    sync.refresh_one(
        account=order.account, resource="orders", key=order.ingram_order_number, actor=actor
    )
