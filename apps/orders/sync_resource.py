"""How orders are read into the mirror: all of them once, then what is new, one on demand."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import Client, NotFound
from apps.ingram.operations import orders as api
from apps.orders.choices import OPEN_STATUSES
from apps.orders.models import Order
from apps.orders.services import mirror
from apps.sync import registry
from apps.sync.registry import Cursor, Page, Resource

PAGE_SIZE = 100
RECENT = timedelta(days=30)
#: Order details cost a call each: so many a run, those that need it most first.
DETAILS_A_RUN = 10


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of order search; lines and shipments follow when somebody looks, or by and by."""
    number = int(str((cursor or {}).get("page", 1)))
    done = int(str((cursor or {}).get("done", 0)))
    page = api.search_orders(client, page_number=number, page_size=PAGE_SIZE)
    done += mirror.save_summaries(account, page.orders)
    is_last = not page.orders or (page.page_count is not None and number >= page.page_count)
    return Page(
        done=done,
        total=page.records_found,
        next_cursor=None if is_last else {"page": number + 1, "done": done},
    )


def read_recent(client: Client, account: CustomerAccount) -> int:
    """Orders of the last weeks from search, then the details of those that need reading most."""
    today = timezone.now().date()
    touched = 0
    for page in api.iter_orders(
        client, ordered_between=(today - RECENT, today + timedelta(days=1)), page_size=PAGE_SIZE
    ):
        touched += mirror.save_summaries(account, page.orders)
    for number in _waiting_for_details(account):
        try:
            mirror.read_order(client, account, number)
        except NotFound:
            # Search knows it, details do not (yet): do not ask for it at each run.
            Order.objects.filter(account=account, ingram_order_number=number).update(
                details_at=timezone.now()
            )
    return touched


def _waiting_for_details(account: CustomerAccount) -> list[str]:
    since = timezone.now().date() - RECENT
    unread = Order.objects.filter(account=account, ordered_on__gte=since, details_at=None)
    open_ones = Order.objects.filter(
        account=account,
        status__in=OPEN_STATUSES,
        details_at__lt=timezone.now() - timedelta(hours=1),
    )
    rows = (unread | open_ones).order_by(F("details_at").asc(nulls_first=True), "-ordered_on")
    return list(rows.values_list("ingram_order_number", flat=True)[:DETAILS_A_RUN])


def refresh_one(client: Client, account: CustomerAccount, ingram_order_number: str) -> None:
    mirror.read_order(client, account, ingram_order_number)


ORDERS = registry.register(
    Resource(
        code="orders",
        label="Orders",
        read_page=read_page,
        read_recent=read_recent,
        refresh_one=refresh_one,
        interval=timedelta(minutes=5),
    )
)
