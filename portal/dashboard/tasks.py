"""What needs somebody today: a count for each kind, and the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse

from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission, allows
from apps.core.pagination import MOST_ROWS, counted
from apps.invoices.ageing import due_counts
from apps.invoices.choices import Due
from apps.orders.choices import Attention
from apps.orders.listing import late, slipping
from apps.orders.models import Order
from apps.orders.selectors import held_orders
from apps.quotes.listing import DRAFTS, EXPIRING, READY
from apps.quotes.selectors import waiting_approvals, waiting_counts
from apps.returns.selectors import returns_to_send
from apps.submissions.selectors import count_needing_attention

M = TypeVar("M", bound=Model)
#: One above it stands for more, as in the lists.
MOST = MOST_ROWS + 1


@dataclass(frozen=True, kw_only=True)
class Task:
    """One kind of thing that waits for a person; `url` is the list behind the number."""

    label: str
    count: int
    url: str
    icon: str
    is_urgent: bool = False

    @property
    def shown(self) -> int:
        return min(self.count, MOST_ROWS)

    @property
    def is_capped(self) -> bool:
        return self.count > MOST_ROWS


@dataclass(frozen=True, kw_only=True)
class Look:
    """Who looks at what: of the `owner` alone if there is one, where a row can be somebody's.

    An invoice is owed by the account, and a price is approved for whoever asks.
    """

    account: CustomerAccount
    role: str
    owner: User | None = None

    def may(self, permission: Permission) -> bool:
        return allows(self.role, permission)

    def asked_of(self, field: str) -> str:
        """What the address of a list says besides, so that it shows what was counted."""
        return f"&{field}={self.owner.pk}" if self.owner else ""


def own(rows: QuerySet[M], column: str, owner: User | None) -> QuerySet[M]:
    """The owner's rows, or all where none is asked for."""
    return rows.filter(**{column: owner}) if owner else rows


def tasks_of(look: Look, held: Sequence[Order]) -> list[Task]:
    """The kinds that the role may do something about, urgent ones first. Ten queries at most.

    `held` are the orders on customer hold that run out first.
    """
    parts: list[Callable[[Look, Sequence[Order]], Iterator[Task]]] = [
        _submissions, _orders, _invoices, _returns, _quotes
    ]  # fmt: skip
    tasks = [task for part in parts for task in part(look, held)]
    return sorted(tasks, key=lambda task: not task.is_urgent)


def _submissions(look: Look, held: Sequence[Order]) -> Iterator[Task]:
    count = count_needing_attention(look.account, sender=look.owner)
    url = reverse("submissions:attention") + ("?whose=mine" if look.owner else "")
    if look.may(Permission.DECIDE_SUBMISSIONS):
        yield Task(
            label="Submissions that need a decision",
            count=count,
            url=url,
            icon="triangle-alert",
            is_urgent=True,
        )
    elif look.may(Permission.PLACE_ORDERS):
        yield Task(
            label="Submissions that a manager decides on",
            count=count,
            url=url,
            icon="triangle-alert",
        )


def _orders(look: Look, held: Sequence[Order]) -> Iterator[Task]:
    orders, mine = reverse("orders:list"), look.asked_of("placed_by")
    rows = own(Order.objects.filter(account=look.account), "placed_by", look.owner)
    yield Task(
        label="Orders on customer hold",
        count=counted(own(held_orders(look.account), "placed_by", look.owner), most=MOST),
        url=f"{orders}?attention={Attention.HELD.value}&sort=ordered{mine}",
        icon="alarm-clock",
        is_urgent=any(order.is_hold_urgent for order in held),
    )
    yield Task(
        label="Late orders",
        count=counted(late(rows), most=MOST),
        url=f"{orders}?attention={Attention.LATE.value}{mine}",
        icon="clock-alert",
    )
    yield Task(
        label="Orders with a slipped date",
        count=counted(slipping(rows), most=MOST),
        url=f"{orders}?attention={Attention.SLIPPED.value}{mine}",
        icon="calendar-x",
    )


def _invoices(look: Look, held: Sequence[Order]) -> Iterator[Task]:
    counts, invoices = due_counts(look.account), reverse("invoices:list")
    yield Task(
        label="Invoices past due",
        count=counts[Due.PAST],
        url=f"{invoices}?age={Due.PAST.value}&sort=due",
        icon="receipt-text",
        is_urgent=True,
    )
    yield Task(
        label="Invoices due within 7 days",
        count=counts[Due.SOON],
        url=f"{invoices}?age={Due.SOON.value}&sort=due",
        icon="receipt-text",
    )


def _returns(look: Look, held: Sequence[Order]) -> Iterator[Task]:
    if look.may(Permission.CREATE_RETURNS):
        yield Task(
            label="Returns to send",
            count=counted(own(returns_to_send(look.account), "asked_by", look.owner), most=MOST),
            url=f"{reverse('returns:list')}?watch=send&sort=asked{look.asked_of('asked_by')}",
            icon="undo-2",
        )


def _quotes(look: Look, held: Sequence[Order]) -> Iterator[Task]:
    if look.may(Permission.APPROVE_PRICES):
        yield Task(
            label="Prices to approve",
            count=counted(waiting_approvals(look.account), most=MOST),
            url=reverse("quotes:approvals"),
            icon="badge-percent",
        )
    counts = waiting_counts(look.account, look.owner)

    def tab(name: str, label: str, icon: str) -> Task:
        url = f"{reverse('quotes:list')}?tab={name}{look.asked_of('owner')}"
        return Task(label=label, count=counts[name], url=url, icon=icon)

    yield tab(EXPIRING, "Quotes that expire within 14 days", "calendar-clock")
    if look.may(Permission.PLACE_ORDERS):
        yield tab(READY, "Quotes ready to order", "circle-check")
    if look.may(Permission.EDIT_QUOTES):
        yield tab(DRAFTS, "Drafts to finish", "file-pen-line")
