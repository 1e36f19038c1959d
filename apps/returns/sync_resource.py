"""How returns are read into the mirror: all of them once, then what moved, one on demand.

Search tells a hundred in a call, but neither lines nor the warehouse's address; details cost a
call each and are read of what is new or has moved. No webhook tells of returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from apps.accounts.models import CustomerAccount
from apps.ingram import Client
from apps.ingram.operations import returns as api
from apps.ingram.schemas.returns import ReturnPage
from apps.returns import reading
from apps.returns.models import ReturnCase
from apps.returns.services import mirror
from apps.sync import registry
from apps.sync.details import Details
from apps.sync.paged import read_numbered_page
from apps.sync.registry import Cursor, Page, Resource

PAGE_SIZE = 100
MOST_RECENT_PAGES = 5


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of search, the oldest first: a new return moves no page that is still to come."""

    def read(number: int, began: str) -> tuple[ReturnPage, Sequence[object]]:
        page = api.search_returns(
            client,
            sort_by="createdOn",
            is_descending=False,
            page_number=number,
            page_size=PAGE_SIZE,
        )
        mirror.keep_claims(account, page.claims)
        return page, page.claims

    return read_numbered_page(cursor, read)


def read_recent(client: Client, account: CustomerAccount) -> int:
    """What moved lately, the newest first, until a page brings no news; how much that was."""
    news = 0
    for number in range(1, MOST_RECENT_PAGES + 1):
        page = api.search_returns(
            client,
            sort_by="modifiedOn",
            is_descending=True,
            page_number=number,
            page_size=PAGE_SIZE,
        )
        found = mirror.keep_claims(account, page.claims)
        news += found
        if not found or (page.page_count is not None and number >= page.page_count):
            break
    return news


def refresh_one(client: Client, account: CustomerAccount, case_request_number: str) -> None:
    mirror.read_case(client, account, case_request_number)


RETURNS = registry.register(
    Resource(
        code="returns",
        label="Returns",
        read_page=read_page,
        read_recent=read_recent,
        refresh_one=refresh_one,
        interval=timedelta(minutes=15),
        longest_interval=timedelta(minutes=60),
    )
)
DETAILS = Details(
    of="returns",
    key="case_request_number",
    rows=lambda account: ReturnCase.objects.filter(account=account),
    unread=reading.without_details,
    read=mirror.read_case,
    a_run=3,  # a tenth of the allowance
    every=timedelta(seconds=30),
)
registry.register(
    DETAILS.resource(
        code="return-details",
        label="Lines and addresses of older returns",
        longest_interval=timedelta(minutes=10),
    )
)
