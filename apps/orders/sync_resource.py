"""How orders are read into the mirror: two years of them once, then what is new, one on demand.

Order search tells a hundred orders in a call, but neither lines nor parcels; details cost a call
each. So search is read often, and details only of the orders that need it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import BadPayload, Client, Rejected, Unauthorized
from apps.ingram.operations import orders as api
from apps.orders import reading
from apps.orders.models import Order
from apps.orders.services import mirror
from apps.sync import registry
from apps.sync.registry import Cursor, Page, Resource

PAGE_SIZE = 100
#: The distributor's search knows the orders of two years.
REACH = timedelta(days=730)
A_DAY = timedelta(days=1)
#: Read at every run, and now and then as far back as orders usually move.
RECENT, USUAL = timedelta(days=3), timedelta(days=30)
USUAL_EVERY = timedelta(hours=2)
#: So many details in half a minute: a fifth of the allowance, the rest is for people.
DETAILS_A_RUN = 6
DETAILS_EVERY = timedelta(seconds=30)


def read_page(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """One page of order search, month by month backwards from the day on which it began.

    New orders therefore never move the pages that are still to be read. The first step asks for
    the total besides. Lines and parcels follow by and by (read_details).
    """
    # A filling that an earlier release began knew no months: it begins anew.
    place = cursor if cursor and "month" in cursor else _start(client)
    began, first = _day(place, "began"), _day(place, "month")
    number, done, total = (int(str(place[name])) for name in ("page", "done", "total"))
    last = min(_next_month(first) - A_DAY, began)
    page = api.search_orders(
        client,
        ordered_between=(max(first, began - REACH), last),
        page_number=number,
        page_size=PAGE_SIZE,
    )
    done += mirror.save_summaries(account, page.orders)
    is_month_over = not page.orders or (page.page_count is not None and number >= page.page_count)
    following: dict[str, object] = {**place, "done": done, "page": number + 1}
    if is_month_over:
        following |= {"page": 1, "month": _month_before(first).isoformat()}
    is_last = is_month_over and first <= began - REACH
    return Page(done=done, total=max(total, done), next_cursor=None if is_last else following)


def _start(client: Client) -> dict[str, object]:
    # An order of tomorrow's date in another time zone belongs to this month's page.
    began = timezone.now().date() + A_DAY
    whole = api.search_orders(client, ordered_between=(began - REACH, began), page_size=1)
    month = began.replace(day=1).isoformat()
    return {
        "began": began.isoformat(),
        "month": month,
        "page": 1,
        "done": 0,
        "total": whole.records_found or 0,
    }


def _day(place: Cursor, name: str) -> date:
    return date.fromisoformat(str(place[name]))


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _month_before(first: date) -> date:
    return (first - A_DAY).replace(day=1)


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


def read_details(client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
    """The details of some orders: those that need it, then old ones that were never read."""
    numbers = reading.needing_details(account, limit=DETAILS_A_RUN)
    if len(numbers) < DETAILS_A_RUN:
        spare = DETAILS_A_RUN - len(numbers)
        unread = reading.without_details(account).exclude(ingram_order_number__in=numbers)
        numbers += unread.values_list("ingram_order_number", flat=True)[:spare]
    _read_all(client, account, numbers)
    total = Order.objects.filter(account=account).count()
    left = reading.without_details(account).count()
    is_over = not left and reading.is_filled(account)
    return Page(
        done=total - left,
        total=total,
        next_cursor=None if is_over else {"left": left},
        pause=DETAILS_EVERY,
    )


def read_needed(client: Client, account: CustomerAccount) -> int:
    """The details of the orders that need it most; how many were read."""
    numbers = reading.needing_details(account, limit=DETAILS_A_RUN)
    _read_all(client, account, numbers)
    return len(numbers)


def _read_all(client: Client, account: CustomerAccount, numbers: list[str]) -> None:
    for number in numbers:
        try:
            mirror.read_order(client, account, number)
        except Unauthorized:
            raise
        except (Rejected, BadPayload):
            # Search knows it, details do not, or not legibly: the others must not wait for it,
            # and it is not asked for at each run.
            _mark_read(account, number, timezone.now())


def _mark_read(account: CustomerAccount, number: str, at: datetime) -> None:
    Order.objects.filter(account=account, ingram_order_number=number).update(details_at=at)


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
DETAILS = registry.register(
    Resource(
        code="order-details",
        label="Lines, parcels and serial numbers of older orders",
        read_page=read_details,
        read_recent=read_needed,
        refresh_one=refresh_one,
        interval=DETAILS_EVERY,
        is_slow=True,
    )
)
