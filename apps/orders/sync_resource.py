"""How orders are read into the mirror: two years of them once, then what is new, one on demand.

Order search tells a hundred orders in a call, but neither lines nor parcels; details cost a call
each. So search is read often, and details only of the orders that need it.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import Client
from apps.ingram.operations import orders as api
from apps.orders import reading
from apps.orders.models import Order
from apps.orders.services import mirror
from apps.sync import registry
from apps.sync.details import Details
from apps.sync.paged import A_DAY, NumberedPage, Span, read_month_page
from apps.sync.registry import Cursor, Page, Resource

PAGE_SIZE = 100
#: The distributor's search knows the orders of two years.
REACH = timedelta(days=730)
#: Read at every run, and now and then as far back as orders usually move.
RECENT, USUAL = timedelta(days=3), timedelta(days=30)
USUAL_EVERY = timedelta(hours=2)


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of order search, month by month. Lines and parcels follow (read_details)."""

    def count(days: Span) -> int | None:
        return api.search_orders(client, ordered_between=days, page_size=1).records_found

    def read(days: Span, number: int) -> tuple[NumberedPage, int]:
        page = api.search_orders(
            client, ordered_between=days, page_number=number, page_size=PAGE_SIZE
        )
        mirror.save_summaries(account, page.orders)
        return page, len(page.orders)

    return read_month_page(cursor, reach=REACH, count=count, read=read)


def read_recent(client: Client, account: CustomerAccount) -> int:
    """The orders of the last days from search; how many are new or changed.

    Now and then it looks further back, because a webhook may have been lost.
    """
    began = timezone.now()
    is_wide = cache.add(f"orders:wide:{account.pk}", 1, USUAL_EVERY.total_seconds())
    since = began.date() - (USUAL if is_wide else RECENT)
    for page in api.iter_orders(
        client, ordered_between=(since, began.date() + A_DAY), page_size=PAGE_SIZE
    ):
        mirror.save_summaries(account, page.orders)
    return reading.news_since(account, began)


def refresh_one(client: Client, account: CustomerAccount, ingram_order_number: str) -> None:
    mirror.read_order(client, account, ingram_order_number)


ORDERS = registry.register(
    Resource(
        code="orders",
        label="Orders",
        read_page=read_page,
        read_recent=read_recent,
        refresh_one=refresh_one,
        interval=timedelta(minutes=10),
        longest_interval=timedelta(minutes=30),
    )
)
DETAILS = Details(
    of="orders",
    key="ingram_order_number",
    rows=lambda account: Order.objects.filter(account=account),
    unread=reading.without_details,
    needed=reading.needing_details,
    read=mirror.read_order,
    a_run=6,  # a fifth of the allowance, the rest is for people
    every=timedelta(seconds=30),
)
registry.register(
    DETAILS.resource(
        code="order-details", label="Lines, parcels and serial numbers of older orders"
    )
)
