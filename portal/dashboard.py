"""What the start page shows of one customer account: what needs somebody, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from apps.accounts.models import CustomerAccount
from apps.orders.choices import Attention
from apps.orders.listing import newest_orders
from apps.orders.models import Order
from apps.orders.selectors import held_orders
from apps.quotes.models import Quote, QuoteDraft
from apps.quotes.selectors import QuoteFilter, Tab, drafts_for, quotes_for
from apps.quotes.selectors import tab_counts as quote_counts
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.selectors import count_needing_attention, submissions_for
from apps.sync.registry import resources
from apps.sync.selectors import Freshness, freshness_of

ROWS = 5


@dataclass(frozen=True, kw_only=True)
class Task:
    """One kind of thing that waits for a person; `url` is the list behind the number."""

    label: str
    count: int
    url: str
    icon: str
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    tasks: Sequence[Task]
    held: Sequence[Order]
    ready: Sequence[Quote]
    drafts: Sequence[QuoteDraft]
    orders: Sequence[Order]
    in_flight: Sequence[Submission]


def dashboard_for(account: CustomerAccount) -> Dashboard:
    """Nine queries, whatever the account holds; no call to the distributor."""
    counts = quote_counts(account)
    attention = count_needing_attention(account)
    ready = quotes_for(account, QuoteFilter(tab=Tab.READY, sort="expires"))
    moving = submissions_for(account).exclude(state__in=[s for s in State if s.is_final])
    held = held_orders(account)
    return Dashboard(
        tasks=_tasks(counts, attention, held.count()),
        held=list(held[:ROWS]),
        ready=list(ready[:ROWS]),
        drafts=list(drafts_for(account).order_by("-updated_at")[:ROWS]),
        orders=list(newest_orders(account)[:ROWS]),
        in_flight=list(moving[:ROWS]),
    )


def first_readings(account: CustomerAccount) -> list[Freshness]:
    """The parts of the mirror that are not filled yet; without them the figures are too low."""
    codes = [resource.code for resource in resources() if not resource.is_slow]
    readings = freshness_of(account, *codes).values()
    return [reading for reading in readings if not reading.is_filled]


def _tasks(counts: dict[str, int], attention: int, held: int) -> list[Task]:
    quotes = reverse("quotes:list")
    return [
        Task(
            label="Submissions that need a decision",
            count=attention,
            url=reverse("submissions:attention"),
            icon="triangle-alert",
            is_urgent=True,
        ),
        Task(
            label="Orders on customer hold",
            count=held,
            url=f"{reverse('orders:list')}?attention={Attention.HELD}&sort=ordered",
            icon="alarm-clock",
        ),
        Task(
            label="Quotes that expire within 14 days",
            count=counts[Tab.EXPIRING],
            url=f"{quotes}?tab={Tab.EXPIRING}",
            icon="calendar-clock",
        ),
        Task(
            label="Quotes ready to order",
            count=counts[Tab.READY],
            url=f"{quotes}?tab={Tab.READY}",
            icon="circle-check",
        ),
        Task(
            label="Drafts to finish",
            count=counts[Tab.DRAFTS],
            url=f"{quotes}?tab={Tab.DRAFTS}",
            icon="file-pen-line",
        ),
    ]
