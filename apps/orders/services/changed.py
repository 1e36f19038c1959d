"""What becomes of a change that was sent: looked up in the order itself."""

from __future__ import annotations

from apps.ingram import Client, Priority
from apps.orders import mapping
from apps.orders.choices import MODIFY_ORDER, OrderStatus
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


def settle(submission: Submission) -> None:
    """After a change was done or refused the order is read again, and a hold that ended is over."""
    if not submission.status.is_final:
        return
    if submission.status is State.COMPLETED:
        # A change gives the lines new numbers (field notes 5.3): until they are read, it takes no
        # other change.
        news = {"details_at" if submission.kind == MODIFY_ORDER else "hold_ends_at": None}
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
