"""What a webhook tells of an order is a hint: the truth is fetched from the API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Case, QuerySet, Value, When

from apps.accounts.models import CustomerAccount
from apps.connections.models import Connection
from apps.connections.services import client_for
from apps.ingram import Client, Priority, Rejected, Unauthorized
from apps.orders.choices import PLACING
from apps.orders.models import Order
from apps.orders.services import mirror, placed
from apps.submissions import selectors as ledger
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Found, LookUp
from apps.sync import services as sync

#: An event that names more orders than this is not believed to be one of theirs.
MOST_ORDERS = 50


def take_order_hint(
    *,
    connection: Connection,
    ingram_order_numbers: Sequence[str],
    customer_order_number: str = "",
    failure: str = "",
    heard_at: datetime | None = None,
) -> None:
    """Read the named orders again and finish the submission that waits for them.

    The event's body is not signed (field notes 10.2): an order counts only as its details say it,
    in the account in which they are found. A reported failure can't be read anywhere: when order
    search knows no such order, a person decides (rule 5 there).
    An order that was read after `heard_at` is not read again, so that several events of it cost
    one reading. A call or two for each order; raises the client's errors and BeingRead, so that
    the event is tried again.
    """
    orders = [
        order
        for number in dict.fromkeys(ingram_order_numbers[:MOST_ORDERS])
        if (order := _read(connection, number, heard_at)) is not None
    ]
    waiting: dict[Submission, list[Order]] = {}
    for order in orders:
        if submission := _waiting_for(order):
            waiting.setdefault(submission, []).append(order)
    for submission, made in waiting.items():
        _finish(submission, placed.judge(submission, made))
    if not waiting and customer_order_number:
        for submission in _named(connection, customer_order_number):
            _look_up(submission, failure)


def _read(connection: Connection, number: str, heard_at: datetime | None) -> Order | None:
    """The order as the API tells it, mirrored; the account that knows it is asked first."""
    for account in _likely_accounts(connection, number):
        known = Order.objects.filter(account=account, ingram_order_number=number)
        if heard_at and (fresh := known.filter(details_at__gt=heard_at).first()):
            return fresh
        reading = sync.reading(account=account, resource="orders", key=number)
        with reading, _client(account) as client:
            try:
                return mirror.read_order(client, account, number)
            except Unauthorized:
                raise
            except Rejected:  # not of this account: 404, 403 or 400 (field notes 4.1)
                continue
    return None


def _likely_accounts(connection: Connection, number: str) -> QuerySet[CustomerAccount]:
    owners = Order.objects.filter(account__connection=connection, ingram_order_number=number)
    is_owner = When(pk__in=owners.values("account"), then=Value(0))
    accounts = CustomerAccount.objects.filter(connection=connection, is_active=True)
    return accounts.select_related("connection").order_by(Case(is_owner, default=Value(1)), "pk")


def _waiting_for(order: Order) -> Submission | None:
    """The submission whose purchase order number the order carries, in any case of letters."""
    return _placing(order.account, order.customer_order_number_upper)


def _placing(account: CustomerAccount, number: str) -> Submission | None:
    """The live submission of either kind, else a refused one: at most one of all is live."""
    found = [
        submission
        for kind in PLACING
        if (submission := ledger.find(account=account, kind=kind, business_key=number))
    ]
    return min(found, key=lambda one: one.status is State.REJECTED, default=None)


def _named(connection: Connection, customer_order_number: str) -> Iterator[Submission]:
    for account in CustomerAccount.objects.filter(connection=connection, is_active=True):
        submission = _placing(account, customer_order_number)
        if submission is not None and not submission.status.is_final:
            yield submission


def _look_up(submission: Submission, failure: str) -> None:
    with _client(submission.account) as client:
        result = placed.look_up(client, submission)
    if isinstance(result, Absent) and failure:
        said = failure[:400].rstrip(". ")
        submissions.needs_attention(
            submission=submission,
            message=f"The distributor reported that the order failed: {said}. "
            f"Order search knows no order {submission.business_key}. This was reported by a "
            "message whose text is not signed, so a person has to decide.",
        )
    else:
        _finish(submission, result)


def _finish(submission: Submission, result: LookUp) -> None:
    if not isinstance(result, Found) or _is_known(submission, result):
        return
    is_news = submissions.complete(
        submission=submission,
        result_number=result.result_number,
        message=result.message,
        received=result.received,
    )
    if not is_news and submission.status is State.COMPLETED:
        # The distributor split the order, and tells of this part later (field notes 6.3).
        placed.tie_late(submission, result.result_number)


def _is_known(submission: Submission, found: Found) -> bool:
    known = placed.numbers_in(submission.result_number)
    return submission.status is State.COMPLETED and set(
        placed.numbers_in(found.result_number)
    ) <= set(known)


def _client(account: CustomerAccount) -> Client:
    return client_for(account, priority=Priority.BACKGROUND, purpose="order webhook")
