"""What the page of an order says of its customer hold and of the changes that were sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.core.templatetags.figures import amount_in_words
from apps.orders import mapping, selectors
from apps.orders.choices import MODIFY_ORDER, OrderStatus
from apps.orders.mapping import Look
from apps.orders.models import Order, OrderLine, new_form_key
from apps.submissions.choices import State
from apps.submissions.models import Submission

#: How long the page says first of all how the last change ended.
NEWS_FOR = timedelta(minutes=10)
MOST_CHANGES = 50


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What is asked before a deed; templates/partials/confirm_form.html shows it."""

    id: str
    title: str
    text: str
    deed: str
    keep: str
    action_url: str
    danger: bool = False
    form_key: str = field(default_factory=new_form_key)


@dataclass(frozen=True, kw_only=True)
class HoldPanel:
    """The hold as one person sees it: what is under way, what ended just now, what may be done."""

    order: Order
    changes: Sequence[Submission]
    is_permitted: bool

    @property
    def under_way(self) -> Submission | None:
        """The change that has no end yet; one that waits for a manager is among them."""
        return next((change for change in self.changes if not _is_over(change)), None)

    @property
    def ended(self) -> Submission | None:
        """The last change, for a while after its end."""
        last = next(iter(self.changes), None)
        if last is None or not _is_over(last) or last.finished_at is None:
            return None
        return last if timezone.now() - last.finished_at < NEWS_FOR else None

    @property
    def is_shown(self) -> bool:
        is_held = self.order.state is OrderStatus.ON_HOLD
        return bool(is_held or self.under_way or self.ended)

    @property
    def is_over(self) -> bool:
        """Whether a hold of ours ended without a release, as far as is known."""
        ends_at = self.order.hold_ends_at
        return ends_at is not None and ends_at <= timezone.now()

    @property
    def is_urgent(self) -> bool:
        return self.order.is_hold_urgent

    @property
    def may_act(self) -> bool:
        return self.is_permitted and self.order.is_on_customer_hold and not self.under_way

    @property
    def may_change(self) -> bool:
        """Not before the lines are read: a change gave them new numbers (field notes 5.3)."""
        return self.may_act and self.order.details_at is not None and not self.order.awaits_reading

    @cached_property
    def agreed(self) -> str:
        return mapping.order_fingerprint(self.order)

    @property
    def size(self) -> str:
        """What a deed on the whole order is about: "2 lines, 778.86 USD"."""
        count = len(_products(self.order))
        return f"{count} line{'' if count == 1 else 's'}, {self.total}"

    @property
    def total(self) -> str:
        """Some replies tell a total of 0 while the order is held (field notes 6.2)."""
        total = self.order.total or _sum_of(_products(self.order))
        return amount_in_words(total, self.order.currency) if total else "total unknown"

    @property
    def release(self) -> Confirmation:
        number = self.order.ingram_order_number
        return Confirmation(
            id="release-dialog",
            title=f"Release order {number}?",
            text=f"It goes to the warehouse as it stands: {self.size}. "
            "It cannot be changed or cancelled afterwards.",
            deed=f"Release {self.size}",
            keep="Keep it on hold",
            action_url=reverse("orders:release", args=[number]),
        )

    @property
    def cancel(self) -> Confirmation:
        number = self.order.ingram_order_number
        return Confirmation(
            id="cancel-dialog",
            title=f"Cancel order {number}?",
            text=f"The distributor cancels all of it: {self.size}. To have the goods after all, "
            "they must be ordered anew.",
            deed=f"Cancel order {number}",
            keep="Keep the order",
            action_url=reverse("orders:cancel", args=[number]),
            danger=True,
        )

    @property
    def history(self) -> list[tuple[Submission, list[str]]]:
        """Every change that ended, with what it asked for, in words."""
        return [(change, words_of(change)) for change in self.changes if _is_over(change)]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands in a confirmation beside its words."""
        order = self.order
        ship_to = order.ship_to
        place = ", ".join(filter(None, (ship_to.get("company_name"), ship_to.get("city"))))
        told = [
            ("Order", order.ingram_order_number),
            ("Purchase order", order.customer_order_number),
            ("Lines", str(len(_products(order)))),
            ("Total", self.total),
            ("Ship to", place),
        ]
        return [(term, value) for term, value in told if value]


def hold_panel(order: Order, user: User) -> HoldPanel:
    """Two queries; the order's lines must be loaded."""
    return HoldPanel(
        order=order,
        changes=list(selectors.changes_of(order)[:MOST_CHANGES]),
        is_permitted=permissions.allowed(user, Permission.CHANGE_ORDERS, order.account),
    )


def words_of(change: Submission) -> list[str]:
    """What a change of lines, ship-to and notes asked for; nothing for a release."""
    if change.kind != MODIFY_ORDER:
        return []
    before, after = (Look.from_json(_part(change.body, name)) for name in ("before", "after"))
    were, are = dict(before.lines), dict(after.lines)
    words = [
        _line_words(part, were.get(part, 0), are.get(part, 0))
        for part in dict.fromkeys((*were, *are))
        if were.get(part, 0) != are.get(part, 0)
    ]
    request = _part(change.body, "request")
    ship_to = _part(request, "shipToInfo")
    if ship_to:
        place = ship_to.get("companyName") or ship_to.get("addressId")
        words.append(f"Ship to {', '.join(filter(None, (place, ship_to.get('city'))))}")
    if notes := request.get("notes"):
        words.append(f"Note: {notes}")
    return words


def _line_words(part: str, was: int, will_be: int) -> str:
    if not was:
        return f"{part}: {will_be} added"
    if not will_be:
        return f"{part}: taken out"
    return f"{part}: {was} to {will_be}"


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


def _is_over(change: Submission) -> bool:
    return change.status in (State.COMPLETED, State.REJECTED)


def _products(order: Order) -> list[OrderLine]:
    return [line for line in order.lines.all() if line.is_product]


def _sum_of(lines: Sequence[OrderLine]) -> Decimal | None:
    amounts = [line.extended_price for line in lines]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None
