"""Changing, releasing and cancelling an order that waits on customer hold (field notes 6.2)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.orders import mapping, selectors
from apps.orders.changes import OrderChange
from apps.orders.choices import CANCEL_ORDER, MODIFY_ORDER, RELEASE_ORDER
from apps.orders.exceptions import (
    ChangeUnderWay,
    NothingChanged,
    NotOnCustomerHold,
    OrderOutdated,
)
from apps.orders.models import Order
from apps.submissions import services as submissions
from apps.submissions.exceptions import BusinessKeyInUse
from apps.submissions.models import Submission

_TOO_LATE = (
    "The hold of order {order} ended: the distributor voids an order that nobody released "
    "within 24 hours."
)
_NOT_OURS = (
    "Order {order} is not on a customer hold that was set here, so the distributor takes no "
    "changes of it. Ask the distributor to change or cancel it."
)


@transaction.atomic
def release_order(*, order: Order, actor: User, form_key: str) -> Submission:
    """Queue the release of a held order: it then goes to the warehouse and cannot be stopped.

    The same form_key returns the same submission. Raises NotPermitted, NotOnCustomerHold and
    ChangeUnderWay. [spec] PUT /resellers/v6/orders/{orderNumber}
    """
    return _enqueue(RELEASE_ORDER, order, actor, form_key, business_key=order.ingram_order_number)


@transaction.atomic
def cancel_order(*, order: Order, actor: User, form_key: str) -> Submission:
    """Queue the cancellation of a held order, which is for good. As release_order otherwise.

    [spec] DELETE /resellers/v6/orders/{OrderNumber}
    """
    return _enqueue(CANCEL_ORDER, order, actor, form_key, business_key=order.ingram_order_number)


@transaction.atomic
def modify_order(
    *, order: Order, change: OrderChange, actor: User, form_key: str, agreed: str
) -> Submission:
    """Queue a change of a held order: quantities, lines, ship-to, notes.

    `agreed` is the fingerprint of the order that the person saw. Raises NothingChanged and
    OrderOutdated besides what release_order raises. [spec] PUT /resellers/v6/orders/{orderNumber}
    """
    if change.is_empty:
        raise NothingChanged("This changes nothing: the order is so already.")
    if agreed != mapping.order_fingerprint(order) and not _sent(order, form_key):
        raise OrderOutdated(
            "The order has changed since this form was opened. Nothing was sent; "
            "read it again, then change it."
        )
    count = Submission.objects.filter(
        account=order.account, kind=MODIFY_ORDER, subject=order.ingram_order_number
    ).count()
    return _enqueue(
        MODIFY_ORDER,
        order,
        actor,
        form_key,
        business_key=f"{order.ingram_order_number}/{count + 1}",
        request=mapping.to_modify_request(change).body(),
        before=mapping.look_of(order).to_json(),
        after=mapping.look_after(order, change).to_json(),
    )


def _enqueue(
    kind: str, order: Order, actor: User, form_key: str, *, business_key: str, **body: object
) -> Submission:
    permissions.require(actor, Permission.CHANGE_ORDERS, order.account)
    if sent := _sent(order, form_key):
        return sent
    # The row is locked, so that two people cannot send two changes side by side.
    held = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    check_on_hold(held)
    if other := selectors.change_under_way(held):
        raise ChangeUnderWay(
            f"{other.actor} sent a change of this order that is not finished yet. "
            "Wait for it, then look at the order again.",
            url=other.get_absolute_url(),
        )
    whole: Mapping[str, object] = {"ingramOrderNumber": order.ingram_order_number, **body}
    try:
        return submissions.enqueue(
            kind=kind,
            account=order.account,
            actor=actor,
            form_key=form_key,
            business_key=business_key,
            body=whole,
            subject=order.ingram_order_number,
        )
    except BusinessKeyInUse as exc:
        raise ChangeUnderWay(
            "This was asked for already.", url=exc.submission.get_absolute_url()
        ) from exc


def check_on_hold(order: Order) -> None:
    """Raises NotOnCustomerHold unless the order waits on a hold of ours that has not ended."""
    if order.is_on_customer_hold:
        return
    is_over = order.hold_ends_at is not None and order.hold_ends_at <= timezone.now()
    words = _TOO_LATE if is_over else _NOT_OURS
    raise NotOnCustomerHold(words.format(order=order.ingram_order_number))


def _sent(order: Order, form_key: str) -> Submission | None:
    return Submission.objects.filter(form_key=form_key, account=order.account).first()
