"""What the start page shows of one customer account: what needs somebody, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission, allows
from apps.core.pictures import Picture
from apps.orders.listing import newest_orders
from apps.orders.models import Order
from apps.orders.selectors import held_orders
from apps.quotes.models import Quote, QuoteDraft
from apps.quotes.selectors import drafts_for, ready_quotes
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.selectors import submissions_for
from apps.sync.registry import resources
from apps.sync.selectors import Freshness, freshness_of
from portal.dashboard.pictures import pictures_of
from portal.dashboard.tasks import Look, Task, own, tasks_of

ROWS = 5


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """`tasks` wait for somebody, the urgent ones first; of those in `quiet` there are none."""

    tasks: Sequence[Task]
    quiet: Sequence[Task]
    pictures: Sequence[Picture]
    held: Sequence[Order]
    ready: Sequence[Quote]
    drafts: Sequence[QuoteDraft]
    orders: Sequence[Order]
    in_flight: Sequence[Submission]


def dashboard_for(
    account: CustomerAccount, user: User, *, role: str, only_mine: bool = False
) -> Dashboard:
    """What the role may see and do, of the person alone where it can be somebody's.

    Invoices, approvals and the pictures are the whole account's.

    22 queries at most, whatever the account holds; no call to the distributor.
    """
    owner = user if only_mine else None
    held = list(own(held_orders(account), "placed_by", owner)[:ROWS])
    tasks = tasks_of(Look(account=account, role=role, owner=owner), held)
    moving = submissions_for(account).exclude(state__in=[s for s in State if s.is_final])
    drafts = drafts_for(account).order_by("-updated_at")
    may_draft = allows(role, Permission.EDIT_QUOTES)
    return Dashboard(
        tasks=[task for task in tasks if task.count],
        quiet=[task for task in tasks if not task.count],
        pictures=pictures_of(account, role=role),
        held=held,
        ready=list(own(ready_quotes(account), "owner", owner)[:ROWS]),
        drafts=list(own(drafts, "owner", owner)[:ROWS]) if may_draft else [],
        orders=list(own(newest_orders(account), "placed_by", owner)[:ROWS]),
        in_flight=list(own(moving, "actor", owner)[:ROWS]),
    )


def first_readings(account: CustomerAccount) -> list[Freshness]:
    """The parts of the mirror that are not filled yet; without them the figures are too low."""
    codes = [resource.code for resource in resources() if not resource.is_slow]
    readings = freshness_of(account, *codes).values()
    return [reading for reading in readings if not reading.is_filled]
