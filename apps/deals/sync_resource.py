"""How deals are read into the mirror: all of them once, then a few pages in each run by turns.

Deal search knows neither a time of a change nor an order. Details cost a call each and are read
of deals that have not expired; those of an expired one when somebody visits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.deals import services
from apps.deals.models import Deal
from apps.ingram import Client
from apps.ingram.operations import deals as api
from apps.ingram.schemas.deals import DealPage
from apps.sync import registry
from apps.sync.details import Details
from apps.sync.paged import read_numbered_page
from apps.sync.registry import Cursor, Page

PAGE_SIZE = 100
#: So many pages a run; new deals mostly stand on the first one.
WALKED_PAGES = 5
_A_WEEK = 7 * 24 * 3600


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of all deals; a page that fails is read again."""

    def read(number: int, _began: str) -> tuple[DealPage, Sequence[object]]:
        page = api.search_deals(client, page_number=number, page_size=PAGE_SIZE)
        services.save_summaries(account, page.deals)
        return page, page.deals

    return read_numbered_page(cursor, read)


def read_recent(client: Client, account: CustomerAccount) -> int:
    """The first page and the next ones by turns; how many deals were new or different."""
    news, is_last = _read(client, account, 1)
    key = f"deals:walk:{account.pk}"
    number = int(cache.get(key, 2))
    for _ in range(WALKED_PAGES - 1):
        if is_last and number == 2:
            break
        more, is_last = _read(client, account, number)
        news += more
        number = 2 if is_last else number + 1
        cache.set(key, number, _A_WEEK)
        if is_last:
            break
    return news


def _read(client: Client, account: CustomerAccount, number: int) -> tuple[int, bool]:
    page = api.search_deals(client, page_number=number, page_size=PAGE_SIZE)
    is_last = not page.deals or (page.page_count is not None and number >= page.page_count)
    return services.save_summaries(account, page.deals), is_last


def refresh_one(client: Client, account: CustomerAccount, deal_id: str) -> None:
    services.read_deal(client, account, deal_id)


def _current(account: CustomerAccount) -> QuerySet[Deal]:
    return Deal.objects.filter(account=account, lasts_until__gte=timezone.localdate())


def _unread(account: CustomerAccount) -> QuerySet[Deal]:
    """Those without details that can be asked for, the ones that end next first."""
    rows = _current(account).filter(details_at=None).exclude(vendor_name="", named_vendor="")
    return rows.order_by("lasts_until", "pk")


DEALS = registry.register(
    registry.Resource(
        code="deals",
        label="Deals",
        read_page=read_page,
        read_recent=read_recent,
        refresh_one=refresh_one,
        interval=timedelta(minutes=30),
        longest_interval=timedelta(hours=2),
    )
)
DETAILS = Details(
    of="deals",
    key="deal_id",
    rows=_current,
    unread=_unread,
    read=services.read_deal,
    a_run=3,  # a small part of the allowance, the rest is for people
    every=timedelta(minutes=1),
)
registry.register(
    DETAILS.resource(
        code="deal-details", label="Products of deals", longest_interval=timedelta(minutes=30)
    )
)
