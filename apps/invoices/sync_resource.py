"""How invoices are read into the mirror: two years of them once, then what is new, one on demand.

Invoice search tells a hundred invoices in a call, but neither lines nor currency; details cost a
call each. An account on v5 has no search: its invoices are those that its orders name.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import Client, NotOffered
from apps.ingram.operations import invoices as api
from apps.ingram.schemas.invoices import InvoicePage
from apps.invoices import reading
from apps.invoices.models import Invoice
from apps.invoices.services import mirror
from apps.orders.models import Order
from apps.sync import registry
from apps.sync.details import Details
from apps.sync.paged import A_DAY, NumberedPage, Span, read_month_page
from apps.sync.registry import Cursor, Page, Resource

PAGE_SIZE = 100
#: The distributor's search knows the invoices of orders of two years.
REACH = timedelta(days=730)
#: Read at every run, and now and then as far back as invoices usually are paid.
RECENT, USUAL = timedelta(days=3), timedelta(days=75)
USUAL_EVERY = timedelta(hours=4)
#: So many orders are looked through at a time where there is no search.
ORDERS_A_RUN = 500


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of invoice search, month by month. Lines and currency follow (DETAILS)."""

    def count(days: Span) -> int | None:
        whole: InvoicePage = api.search_invoices(client, invoiced_between=days, page_size=1)
        return whole.records_found

    def read(days: Span, number: int) -> tuple[NumberedPage, int]:
        page = api.search_invoices(
            client, invoiced_between=days, page_number=number, page_size=PAGE_SIZE
        )
        mirror.save_summaries(account, page.invoices)
        return page, len(page.invoices)

    try:
        return read_month_page(cursor, reach=REACH, count=count, read=read)
    except NotOffered:
        return Page(done=_from_orders(account), total=None, next_cursor=None)


def _from_orders(account: CustomerAccount) -> int:
    """The invoices that the mirrored orders name; how many are new."""
    numbers = Order.objects.filter(account=account).order_by("-ordered_on", "-id")
    every = list(numbers.values_list("ingram_order_number", flat=True))
    return sum(
        mirror.adopt_of_orders(account, every[start : start + ORDERS_A_RUN])
        for start in range(0, len(every), ORDERS_A_RUN)
    )


def read_recent(client: Client, account: CustomerAccount) -> int:
    """The invoices of the last days from search; how many are new or changed.

    Now and then it looks further back, for what was paid meanwhile.
    """
    today = timezone.now().date()
    is_wide = cache.add(f"invoices:wide:{account.pk}", 1, USUAL_EVERY.total_seconds())
    since = today - (USUAL if is_wide else RECENT)
    try:
        pages = api.iter_invoices(
            client, invoiced_between=(since, today + A_DAY), page_size=PAGE_SIZE
        )
        return sum(mirror.save_summaries(account, page.invoices) for page in pages)
    except NotOffered:
        recent = Order.objects.filter(account=account, synced_at__gte=timezone.now() - A_DAY)
        numbers = recent.order_by("-synced_at").values_list("ingram_order_number", flat=True)
        return mirror.adopt_of_orders(account, list(numbers[:ORDERS_A_RUN]))


def refresh_one(client: Client, account: CustomerAccount, invoice_number: str) -> None:
    mirror.read_invoice(client, account, invoice_number)


INVOICES = registry.register(
    Resource(
        code=mirror.RESOURCE,
        label="Invoices",
        read_page=read_page,
        read_recent=read_recent,
        refresh_one=refresh_one,
        interval=timedelta(minutes=15),
        longest_interval=timedelta(minutes=60),
    )
)
DETAILS = Details(
    of=mirror.RESOURCE,
    key="invoice_number",
    rows=lambda account: Invoice.objects.filter(account=account),
    unread=reading.without_details,
    needed=reading.needing_details,
    read=mirror.read_invoice,
    a_run=6,  # a fifth of the allowance, the rest is for people
    every=timedelta(seconds=30),
)
registry.register(
    DETAILS.resource(code="invoice-details", label="Lines and currencies of older invoices")
)
