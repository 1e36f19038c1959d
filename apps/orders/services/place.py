"""Placing an order, of a quote or of lines of its own, once."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pydantic import ValidationError

from apps.accounts import permissions
from apps.accounts.choices import OrderWay
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.orders import mapping, selectors
from apps.orders.checks import Check
from apps.orders.choices import PLACE_ORDER, PLACE_ORDER_NOW
from apps.orders.entry import OrderEntry
from apps.orders.exceptions import (
    ChangesNotSeen,
    OrderBlocked,
    PurchaseOrderNumberInUse,
    QuoteAlreadyOrdered,
    QuoteNotOrderable,
    SummaryOutdated,
)
from apps.orders.mapping import OrderRequest
from apps.orders.models import Order, OrderDraft
from apps.orders.services import recheck
from apps.orders.services.limits import check_amount
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import Quote
from apps.submissions import services as submissions
from apps.submissions.exceptions import BusinessKeyInUse
from apps.submissions.models import Submission


def check_purchase_order_number(
    *, account: CustomerAccount, customer_order_number: str, form_key: str
) -> None:
    """Raises PurchaseOrderNumberInUse, which names the order or submission that carries it.

    The distributor guards it too, as we never send allowDuplicateCustomerOrderNumber.
    """
    earlier = selectors.earlier_use(account, customer_order_number, form_key=form_key)
    if earlier is not None:
        raise PurchaseOrderNumberInUse(customer_order_number, where=earlier.where, url=earlier.url)


def check_orderable(quote: Quote) -> None:
    """Raises QuoteAlreadyOrdered and QuoteNotOrderable, from what the mirror knows."""
    order = Order.objects.filter(account=quote.account, quote_number=quote.quote_number).first()
    if order is not None:
        raise QuoteAlreadyOrdered(
            f"This quote was ordered: it became order {order}.", url=order.get_absolute_url()
        )
    if quote.state is QuoteStatus.ORDERED:
        raise QuoteAlreadyOrdered(
            "The distributor says that this quote was ordered already.",
            url=reverse("orders:list"),
        )
    if quote.expires_on and quote.expires_on < timezone.localdate():
        raise QuoteNotOrderable(
            f"This quote expired on {quote.expires_on:%-d %B %Y}. Copy it to a new quote to order."
        )
    if not quote.is_orderable:
        raise QuoteNotOrderable(
            f"This quote cannot be ordered: its status is “{quote.status_label}”."
        )


def place_order_from_quote(
    *, draft: OrderDraft, quote: Quote, entry: OrderEntry, actor: User, form_key: str, agreed: str
) -> Submission:
    """Queue the order of a quote to be sent once; the same form_key returns the same submission.

    `agreed` is the fingerprint of the summary that the person confirmed. Raises NotPermitted,
    PurchaseOrderNumberInUse, QuoteAlreadyOrdered, QuoteNotOrderable, SummaryOutdated and
    AboveLimit; nothing is queued then. [spec] POST /resellers/v7/orders
    """
    permissions.require(actor, Permission.PLACE_ORDERS, draft.account)
    if sent := _sent(draft, form_key):
        return sent
    check_orderable(quote)
    if agreed != agreement(quote, entry):
        raise SummaryOutdated(
            "The quote or the form has changed since this summary was made. "
            "Nothing was ordered; read it again, then order."
        )
    check_amount(account=draft.account, actor=actor, amount=quote.total, currency=quote.currency)
    check_purchase_order_number(
        account=draft.account,
        customer_order_number=entry.customer_order_number,
        form_key=form_key,
    )
    body = mapping.to_order_request(draft.quote_number, entry).body()
    return _queue_once(draft, entry, actor, form_key, kind=PLACE_ORDER, body=body)


def agreement(quote: Quote, entry: OrderEntry) -> str:
    """The fingerprint of what the summary shows; the quote's lines must be loaded."""
    quote_print = mapping.quote_fingerprint(quote, quote.lines.all())
    return mapping.agreement(quote_print, quote.quote_number, entry)


def place_order(
    *,
    draft: OrderDraft,
    entry: OrderEntry,
    actor: User,
    form_key: str,
    agreed: str,
    has_seen_changes: bool,
) -> Submission:
    """Queue an order of the draft's own lines; the same form_key returns the same submission.

    `agreed` is the fingerprint of the summary that the person confirmed: its lines, the prices
    asked just before, and all that is sent. Raises NotPermitted, PurchaseOrderNumberInUse,
    SummaryOutdated, OrderBlocked, ChangesNotSeen and AboveLimit; nothing is queued then.
    [spec] POST /resellers/v7/orders, POST /resellers/v6/orders
    """
    permissions.require(actor, Permission.PLACE_ORDERS, draft.account)
    if sent := _sent(draft, form_key):
        return sent
    check_purchase_order_number(
        account=draft.account,
        customer_order_number=entry.customer_order_number,
        form_key=form_key,
    )
    with transaction.atomic():
        # The row is locked, so that what is sent is what is compared here.
        locked = OrderDraft.objects.select_for_update().get(pk=draft.pk)
        request = _agreed_request(
            locked, entry, agreed, actor=actor, has_seen_changes=has_seen_changes
        )
        kind = PLACE_ORDER_NOW if entry.way is OrderWay.IMMEDIATE else PLACE_ORDER
        return _queue_once(draft, entry, actor, form_key, kind=kind, body=request.body())


def _agreed_request(
    draft: OrderDraft, entry: OrderEntry, agreed: str, *, actor: User, has_seen_changes: bool
) -> OrderRequest:
    check = recheck.last_check(draft)
    if check is None:
        raise SummaryOutdated(
            "Prices and stock were asked too long ago, or the lines have changed. "
            "Nothing was ordered; read the new summary, then order."
        )
    checked = recheck.compare(draft, check, entry)
    if checked.is_blocked:
        raise OrderBlocked("Mend what is marked below, then order. Nothing was ordered.")
    if not agreed or agreed != own_agreement(draft, check, entry):
        raise SummaryOutdated(
            "The lines, a price or the form have changed since this summary was made. "
            "Nothing was ordered; read it again, then order."
        )
    if checked.must_be_seen and not has_seen_changes:
        raise ChangesNotSeen("Read what changed and tick that you have seen it, then order.")
    check_amount(
        account=draft.account,
        actor=actor,
        amount=None if checked.unknown else checked.total_now,
        currency=checked.currency,
    )
    return mapping.to_own_request(entry, mapping.own_lines(draft.lines.all()))


def own_agreement(draft: OrderDraft, check: Check, entry: OrderEntry) -> str:
    """The fingerprint of a summary of own lines; empty while they cannot be sent like this."""
    try:
        return mapping.own_agreement(check, entry, mapping.own_lines(draft.lines.all()))
    except ValidationError:
        return ""


def _queue_once(
    draft: OrderDraft,
    entry: OrderEntry,
    actor: User,
    form_key: str,
    *,
    kind: str,
    body: Mapping[str, object],
) -> Submission:
    try:
        return _queue(draft, entry, actor, form_key, kind=kind, body=body)
    except BusinessKeyInUse as exc:
        raise PurchaseOrderNumberInUse(
            entry.customer_order_number,
            where="an order that was sent a moment ago",
            url=exc.submission.get_absolute_url(),
        ) from exc


@transaction.atomic
def _queue(
    draft: OrderDraft,
    entry: OrderEntry,
    actor: User,
    form_key: str,
    *,
    kind: str,
    body: Mapping[str, object],
) -> Submission:
    # One conditional UPDATE is both test and claim; the unique constraint keeps a colleague's
    # draft of the same quote from being placed beside it.
    try:
        with transaction.atomic():
            claimed = OrderDraft.objects.filter(
                pk=draft.pk, form_key=form_key, is_placed=False
            ).update(is_placed=True, updated_at=timezone.now())
    except IntegrityError as exc:
        raise _ordered_meanwhile(draft) from exc
    if not claimed:
        if sent := _sent(draft, form_key):
            return sent
        raise SummaryOutdated("This form was replaced by a newer one. Nothing was ordered.")
    submission = submissions.enqueue(
        kind=kind,
        account=draft.account,
        actor=actor,
        form_key=form_key,
        business_key=entry.customer_order_number,
        body=body,
    )
    OrderDraft.objects.filter(pk=draft.pk).update(submission=submission)
    return submission


def _sent(draft: OrderDraft, form_key: str) -> Submission | None:
    return Submission.objects.filter(form_key=form_key, account=draft.account).first()


def _ordered_meanwhile(draft: OrderDraft) -> QuoteAlreadyOrdered:
    other = selectors.placed_draft(draft.account, draft.quote_number)
    who = str(other.actor) if other else "a colleague"
    url = other.submission.get_absolute_url() if other and other.submission else ""
    return QuoteAlreadyOrdered(f"This quote has just been ordered by {who}.", url=url)
