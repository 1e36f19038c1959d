"""Quotes as the mirror's engine reads them: a year at first, then what changed lately."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import Client
from apps.ingram.operations import quotes as operations
from apps.quotes.services import mirror
from apps.sync import registry
from apps.sync.registry import Cursor, Page

PAGE_SIZE = 100
# Search knows nothing older, and 30 days of it without dates (field notes 7.2).
REACH = timedelta(days=365)
MOST_RECENT_PAGES = 5


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of the year that ends on the day the back-fill began."""
    today = timezone.now().date()
    place = cursor or {"page": 1, "done": 0, "until": today.isoformat()}
    number, until = int(str(place["page"])), date.fromisoformat(str(place["until"]))
    page = operations.search_quotes(
        client,
        created_between=(until - REACH, until),
        sort_by="createdDate",
        is_descending=True,
        page_number=number,
        page_size=PAGE_SIZE,
    )
    mirror.keep_summaries(account, page.quotes)
    done = int(str(place["done"])) + len(page.quotes)
    is_last = not page.quotes or (page.page_count is not None and number >= page.page_count)
    following = {"page": number + 1, "done": done, "until": until.isoformat()}
    return Page(done=done, total=page.records_found, next_cursor=None if is_last else following)


def read_recent(client: Client, account: CustomerAccount) -> int:
    """What changed lately, newest first, until a page brings nothing new."""
    touched = 0
    for number in range(1, MOST_RECENT_PAGES + 1):
        page = operations.search_quotes(
            client,
            sort_by="lastModifiedDate",
            is_descending=True,
            page_number=number,
            page_size=PAGE_SIZE,
        )
        news = mirror.keep_summaries(account, page.quotes)
        touched += news
        if not news or (page.page_count is not None and number >= page.page_count):
            break
    return touched


def refresh_one(client: Client, account: CustomerAccount, quote_number: str) -> None:
    mirror.read_quote(client, account, quote_number)


QUOTES = registry.register(
    registry.Resource(
        code="quotes",
        label="Quotes",
        read_page=read_page,
        read_recent=read_recent,
        refresh_one=refresh_one,
        interval=timedelta(minutes=5),
        longest_interval=timedelta(minutes=20),
    )
)
