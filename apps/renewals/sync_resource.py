"""How renewals are read into the mirror: all of them once, then what is near and the rest by turns.

Search tells no time of a change. So each run reads what expires around today, and a few pages of
all the others, going on where the last run stopped. Details cost a call each and are read of open
renewals only; those of a closed one when somebody visits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import Client
from apps.ingram.operations import renewals as api
from apps.ingram.schemas.renewals import RenewalPage
from apps.renewals.choices import RenewalState
from apps.renewals.models import Renewal
from apps.renewals.services import mirror
from apps.sync import registry
from apps.sync.details import Details
from apps.sync.paged import read_numbered_page
from apps.sync.registry import Cursor, Page

PAGE_SIZE = 100
#: What people look at every day: expired lately, and up to a quarter ahead.
SINCE, UNTIL = timedelta(days=14), timedelta(days=90)
MOST_NEAR_PAGES, WALKED_PAGES = 5, 3
_A_WEEK = 7 * 24 * 3600


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of all renewals; a page that fails is read again."""

    def read(number: int, _began: str) -> tuple[RenewalPage, Sequence[object]]:
        page = api.search_renewals(client, page_number=number, page_size=PAGE_SIZE)
        mirror.save_summaries(account, page.renewals)
        return page, page.renewals

    return read_numbered_page(cursor, read)


def read_recent(client: Client, account: CustomerAccount) -> int:
    """What expires around today and the next pages of all; how many were new or different."""
    today = timezone.now().date()
    news = 0
    for number in range(1, MOST_NEAR_PAGES + 1):
        page = api.search_renewals(
            client,
            expires_between=(today - SINCE, today + UNTIL),
            page_number=number,
            page_size=PAGE_SIZE,
        )
        news += mirror.save_summaries(account, page.renewals)
        if _is_last(page, number):
            break
    return news + _walk_on(client, account)


def _walk_on(client: Client, account: CustomerAccount) -> int:
    """The next pages of all renewals; after the last comes the first."""
    key = f"renewals:walk:{account.pk}"
    number, news = int(cache.get(key, 1)), 0
    for _ in range(WALKED_PAGES):
        page = api.search_renewals(client, page_number=number, page_size=PAGE_SIZE)
        news += mirror.save_summaries(account, page.renewals)
        is_last = _is_last(page, number)
        number = 1 if is_last else number + 1
        cache.set(key, number, _A_WEEK)
        if is_last:
            break
    return news


def _is_last(page: RenewalPage, number: int) -> bool:
    return not page.renewals or (page.page_count is not None and number >= page.page_count)


def refresh_one(client: Client, account: CustomerAccount, renewal_id: str) -> None:
    mirror.read_renewal(client, account, renewal_id)


def _open(account: CustomerAccount) -> QuerySet[Renewal]:
    return Renewal.objects.filter(account=account, state=RenewalState.OPEN)


def _unread(account: CustomerAccount) -> QuerySet[Renewal]:
    """The open ones without details, those that expire next first."""
    return _open(account).filter(details_at=None).order_by("lasts_until", "pk")


RENEWALS = registry.register(
    registry.Resource(
        code="renewals",
        label="Renewals",
        read_page=read_page,
        read_recent=read_recent,
        refresh_one=refresh_one,
        interval=timedelta(minutes=30),
        longest_interval=timedelta(hours=2),
    )
)
DETAILS = Details(
    of="renewals",
    key="renewal_id",
    rows=_open,
    unread=_unread,
    read=mirror.read_renewal,
    a_run=3,  # a small part of the allowance, the rest is for people
    every=timedelta(minutes=1),
)
registry.register(
    DETAILS.resource(
        code="renewal-details",
        label="Products and serial numbers of open renewals",
        longest_interval=timedelta(minutes=30),
    )
)
