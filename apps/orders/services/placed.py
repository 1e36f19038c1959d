"""What becomes of an order that was sent: found upstream, mirrored, tied to its submission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from apps.ingram import Client, Priority
from apps.ingram.operations import orders as api
from apps.ingram.schemas.orders import OrderSummary
from apps.orders import mapping
from apps.orders.choices import CANCEL_ORDER, RELEASE_ORDER, OrderStatus
from apps.orders.models import Order, OrderDraft, Term, new_form_key
from apps.orders.services import mirror
from apps.quotes.models import QuoteLine
from apps.submissions import services as submissions
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Found, LookUp, Unclear
from apps.sync import services as sync

SEPARATOR = ", "
#: An order's day is told without a zone, so the day before the submission still fits.
_A_DAY = timedelta(days=1)
#: The distributor voids an order that nobody released (field notes 6.2).
HOLD = timedelta(hours=24)


def look_up(client: Client, submission: Submission) -> LookUp:
    """Look a sent order up by its purchase order number, in any case of letters.

    A hit counts when it is no older than the submission and its lines are the quote's, or those
    that were sent (field notes 6.6); it is mirrored at once. One call, and one more for each order
    found.
    """
    page = api.search_orders(client, customer_order_number=submission.business_key)
    rows = [row for row in page.orders if _is_named(row, submission)]
    if not rows:
        return Absent(received={"ordersFound": len(page.orders), "ordersWithThisNumber": 0})
    fresh = [row for row in rows if _is_fresh(row, submission)]
    if not fresh:
        return Unclear(
            reason=f"Only an older order carries {submission.business_key}: "
            f"{SEPARATOR.join(row.ingram_order_number for row in rows)}.",
            is_contradiction=True,
            received=[row.raw for row in rows],
        )
    orders = [mirror.read_order(client, submission.account, r.ingram_order_number) for r in fresh]
    return judge(submission, orders, received=[row.raw for row in fresh])


def judge(submission: Submission, orders: Sequence[Order], *, received: object = None) -> LookUp:
    """Whether mirrored orders that carry the submission's number are what was submitted.

    Lines that are in none of them are told: they were refused, or the rest of a split follows.
    """
    mismatch, missing = "", ""
    if any(order.ordered_on and order.ordered_on < _earliest(submission) for order in orders):
        mismatch = "it is older than what was submitted"
    elif quote_number_of(submission):
        mismatch = "" if _fits_quote(orders, submission) else "its lines are not those of the quote"
    else:
        fit = mapping.fit_of(submission.body, orders)
        mismatch = "it holds lines that were not sent" if fit.is_strange else ""
        missing = mapping.words_for_missing(fit.missing)
    if mismatch:
        reason = f"{numbers_of(orders)} carries {submission.business_key}, but {mismatch}."
        return Unclear(reason=reason, is_contradiction=True, received=received)
    return _found(orders, message=missing, received=received)


def verify(client: Client, submission: Submission, ingram_order_number: str) -> LookUp:
    """Look up an order number that a person typed: it must carry the purchase order number."""
    order = mirror.read_order(client, submission.account, ingram_order_number)
    if order.customer_order_number_upper != submission.business_key.upper():
        return Unclear(
            reason=f"Order {order} carries {order.customer_order_number or 'no number'}, "
            f"not {submission.business_key}."
        )
    return _found([order])


def _found(orders: Iterable[Order], *, message: str = "", received: object = None) -> Found:
    return Found(
        is_complete=True, result_number=numbers_of(orders), message=message, received=received
    )


def numbers_of(orders: Iterable[Order]) -> str:
    """Several when the order was split (field notes 6.3)."""
    return SEPARATOR.join(sorted(order.ingram_order_number for order in orders))


def numbers_in(result_number: str) -> list[str]:
    return [number for number in result_number.split(SEPARATOR) if number]


def link_orders(submission: Submission) -> None:
    """Tie the orders of a completed submission to it and, if it was of one, to its quote.

    Orders that its own answer named are put into the mirror by their numbers and then read. The
    quote has become "Ordered" upstream, so it is read again.
    """
    if submission.attempts.filter(kind=AttemptKind.SEND, outcome=Outcome.COMPLETED).exists():
        _put_into_mirror(submission)
    tie(submission, submission.result_number)
    if quote_number := quote_number_of(submission):
        sync.refresh_one(
            account=submission.account,
            resource="quotes",
            key=quote_number,
            priority=Priority.BACKGROUND,
        )


def _put_into_mirror(submission: Submission) -> None:
    account, now = submission.account, timezone.now()
    is_held = mapping.asks_for_hold(submission.body)
    orders = [
        Order(
            account=account,
            ingram_order_number=number,
            customer_order_number=submission.business_key,
            customer_order_number_upper=submission.business_key.upper(),
            end_customer_order_number=str(submission.body.get("endCustomerOrderNumber", "")),
            status=OrderStatus.ON_HOLD if is_held else OrderStatus.PROCESSING,
            ordered_on=now.date(),
            currency=account.currency,
            synced_at=now,
        )
        for number in numbers_in(submission.result_number)
    ]
    Order.objects.bulk_create(orders, ignore_conflicts=True)
    unread = Order.objects.filter(
        account=account,
        ingram_order_number__in=[order.ingram_order_number for order in orders],
        details_at=None,
    )
    for order in unread:
        Term.objects.bulk_create(mapping.header_terms(order), ignore_conflicts=True)
        sync.refresh_one(account=account, resource="orders", key=order.ingram_order_number)


def tie(submission: Submission, numbers: str) -> None:
    """Remember where the orders came from, and until when a hold that we asked for lasts."""
    orders = Order.objects.filter(
        account=submission.account_id, ingram_order_number__in=numbers_in(numbers)
    )
    orders.update(
        submission=submission,
        placed_by=submission.actor_id,
        quote_number=quote_number_of(submission),
        hold_ends_at=None,
    )
    # One that was released is not held again: a hold that comes later is the distributor's own.
    if ends_at := hold_end_of(submission):
        held = orders.filter(status=OrderStatus.ON_HOLD)
        released = Submission.objects.filter(
            account=submission.account_id,
            kind__in=(RELEASE_ORDER, CANCEL_ORDER),
            subject__in=numbers_in(numbers),
            state=State.COMPLETED,
        )
        held.exclude(ingram_order_number__in=released.values("subject")).update(
            hold_ends_at=ends_at
        )


def tie_late(submission: Submission, numbers: str) -> None:
    """Tie a part of a split order that is told after the submission was completed."""
    tie(submission, numbers)
    orders = Order.objects.filter(account=submission.account_id, submission=submission)
    tied = list(orders.prefetch_related("lines"))
    message = ""
    if not quote_number_of(submission):
        message = mapping.words_for_missing(mapping.fit_of(submission.body, tied).missing)
    submissions.add_result(submission=submission, result_number=numbers_of(tied), message=message)


def hold_end_of(submission: Submission) -> datetime | None:
    """When the distributor voids the order, if it was sent with a customer hold.

    Counted from our own clock: replies often tell no more than a day (field notes 6.2). The last
    request that may have arrived made the order, since it only went out once the earlier ones
    were proved absent or a person said so.
    """
    if not mapping.asks_for_hold(submission.body):
        return None
    sends = submission.attempts.filter(kind=AttemptKind.SEND).exclude(
        outcome__in=(Outcome.NOT_SENT, Outcome.REJECTED)
    )
    last = sends.order_by("-started_at").values_list("started_at", flat=True).first()
    return (last or submission.created_at) + HOLD


def reopen_draft(submission: Submission) -> None:
    """A refused order may be mended and sent anew: its form opens again, with another key."""
    for draft in OrderDraft.objects.filter(submission=submission, is_placed=True):
        draft.form_key = new_form_key()
        draft.is_placed = False
        OrderDraft.objects.filter(
            account=draft.account_id,
            actor=draft.actor_id,
            quote_number=draft.quote_number,
            is_placed=False,
        ).exclude(quote_number="").delete()
        draft.save(update_fields=["form_key", "is_placed", "updated_at"])


def quote_number_of(submission: Submission) -> str:
    return mapping.quote_number_in(submission.body)


def _is_named(row: OrderSummary, submission: Submission) -> bool:
    # The distributor ignores filters that it does not know (field notes 4.4).
    return row.customer_order_number.upper() == submission.business_key.upper()


def _is_fresh(row: OrderSummary, submission: Submission) -> bool:
    return row.ordered_on is None or row.ordered_on >= _earliest(submission)


def _earliest(submission: Submission) -> date:
    return submission.created_at.date() - _A_DAY


def _fits_quote(orders: Iterable[Order], submission: Submission) -> bool:
    quoted = set(
        QuoteLine.objects.filter(
            quote__account=submission.account_id,
            quote__quote_number=quote_number_of(submission),
        ).values_list("ingram_part_number", flat=True)
    )
    ordered = {line.ingram_part_number for order in orders for line in order.lines.all()}
    return not (quoted and ordered) or bool(quoted & ordered)
