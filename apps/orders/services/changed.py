"""What becomes of a change that was sent: looked up in the order itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils import timezone

from apps.ingram import Client, Priority
from apps.orders import mapping
from apps.orders.choices import CANCEL_ORDER, MODIFY_ORDER, RELEASE_ORDER, OrderStatus
from apps.orders.mapping import Look
from apps.orders.models import Order
from apps.orders.services import mirror
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Found, LookUp, Refused, Unclear
from apps.sync import services as sync

_VOIDED = "The order was cancelled, or voided at the end of its hold, before this could be done."
_RELEASED = "The order is no longer on hold: it was released, and can no longer be cancelled."
_PARTLY = (
    "Order {order} is neither as it was nor as it was to become. Compare its lines with what was "
    "sent, and change what is missing."
)


def look_up_release(client: Client, submission: Submission) -> LookUp:
    """Released when the order is on hold no longer. One call, as the other look-ups."""
    order = _read(client, submission)
    if order.state is OrderStatus.ON_HOLD:
        return Absent(received=_seen(order))
    if order.state is OrderStatus.CANCELLED:
        return Refused(message=_VOIDED, received=_seen(order))
    return _found(order)


def look_up_cancel(client: Client, submission: Submission) -> LookUp:
    order = _read(client, submission)
    if order.state is OrderStatus.CANCELLED:
        return _found(order)
    if order.state is OrderStatus.ON_HOLD:
        return Absent(received=_seen(order))
    return Refused(message=_RELEASED, received=_seen(order))


def look_up_modify(client: Client, submission: Submission) -> LookUp:
    """Done when the order looks as it was to become; not when it looks as before."""
    order = _read(client, submission)
    before = Look.from_json(_part(submission, "before"))
    after = Look.from_json(_part(submission, "after"))
    is_done, is_undone = mapping.compare(mapping.look_of(order), before=before, after=after)
    if is_done:
        return _found(order)
    if order.state is OrderStatus.CANCELLED:
        return Refused(message=_VOIDED, received=_seen(order))
    if is_undone:
        return Absent(received=_seen(order))
    return Unclear(reason=_PARTLY.format(order=order), is_contradiction=True, received=_seen(order))


def verify(client: Client, submission: Submission, ingram_order_number: str) -> LookUp:
    """Read the order again for a person who says that the change was done. One call.

    Only an order that shows the contrary stands in their way; one that is neither as before nor
    as it was to become is theirs to judge.
    """
    result = _LOOK_UPS[submission.kind](client, submission)
    order = Order.objects.get(account=submission.account, ingram_order_number=ingram_order_number)
    stands = f"Order {order} is now: {order.status_label.lower()}."
    match result:
        case Absent():
            return Unclear(reason=f"{stands} It is as it was before, so this was not done.")
        case Refused():
            return Unclear(reason=f"{stands} {result.message}")
        case Unclear():
            return replace(_found(order), message=f"{stands} Not all of the change is in it.")
        case Found():
            return replace(result, message=stands)


_LOOK_UPS: Mapping[str, Callable[[Client, Submission], LookUp]] = {
    RELEASE_ORDER: look_up_release,
    CANCEL_ORDER: look_up_cancel,
    MODIFY_ORDER: look_up_modify,
}


def settle(submission: Submission) -> None:
    """After a change was done or refused the order is read again, and a hold that ended is over."""
    if not submission.status.is_final:
        return
    if submission.status is State.COMPLETED:
        # A change gives the lines new numbers (field notes 5.3): until they are read, it takes no
        # other change. What was asked before this moment is old.
        news: dict[str, object] = {"heard_at": timezone.now()}
        news["details_at" if submission.kind == MODIFY_ORDER else "hold_ends_at"] = None
        Order.objects.filter(
            account=submission.account_id, ingram_order_number=submission.subject
        ).update(**news)
    sync.refresh_one(
        account=submission.account,
        resource="orders",
        key=submission.subject,
        priority=Priority.BACKGROUND,
    )


def _read(client: Client, submission: Submission) -> Order:
    return mirror.read_order(client, submission.account, submission.subject)


def _found(order: Order) -> Found:
    return Found(is_complete=True, result_number=order.ingram_order_number, received=_seen(order))


def _seen(order: Order) -> dict[str, object]:
    look = mapping.look_of(order)
    return {"orderStatus": order.status_text or order.status, **look.to_json()}


def _part(submission: Submission, name: str) -> dict[str, object]:
    part = submission.body.get(name)
    return part if isinstance(part, dict) else {}
