"""The form between a quote and its order: opened once, kept whatever happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.ingram import IngramError
from apps.orders import selectors
from apps.orders.entry import Demand, LineDemands, Requirements
from apps.orders.exceptions import DraftPlaced
from apps.orders.models import OrderDraft
from apps.orders.services.place import check_orderable
from apps.quotes.exceptions import DistributorTrouble
from apps.quotes.mapping import QuoteRequirements, RequiredAttribute
from apps.quotes.models import Quote
from apps.quotes.services import validate_quote
from apps.quotes.services.mirror import read_quote
from apps.quotes.services.validate import trouble

#: A form that is reloaded within this time is not validated again.
VALID_FOR = timedelta(minutes=2)


def open_draft(*, quote: Quote, actor: User) -> OrderDraft:
    """The person's draft of ordering this quote: the placed one, their open one, or a new one.

    Two tabs get the same draft, and with it the same form key. Raises NotPermitted.
    """
    permissions.require(actor, Permission.PLACE_ORDERS, quote.account)
    if placed := selectors.placed_draft(quote.account, quote.quote_number):
        return placed
    names = {"account": quote.account, "actor": actor, "quote_number": quote.quote_number}
    draft = OrderDraft.objects.filter(**names, is_placed=False).select_related("submission").first()
    if draft is not None:
        return draft
    try:
        with transaction.atomic():
            return OrderDraft.objects.create(**names)
    except IntegrityError:
        return OrderDraft.objects.get(**names, is_placed=False)


def prepare(*, draft: OrderDraft, quote: Quote, actor: User) -> Requirements:
    """What the vendor demands of the order; the quote is read again and validated live.

    Two calls, none when that was done just now. Raises QuoteAlreadyOrdered and QuoteNotOrderable
    of either app, and quotes.DistributorTrouble. [spec] GET /resellers/v6/q2o/validatequote
    """
    check_orderable(quote)
    now = timezone.now()
    if draft.validated_at and now - draft.validated_at < VALID_FOR:
        return Requirements.from_json(draft.requirements)
    check_orderable(_read_again(quote, actor))
    demanded = _requirements(validate_quote(quote=quote, actor=actor))
    draft.requirements, draft.validated_at = demanded.to_json(), now
    draft.save(update_fields=["requirements", "validated_at", "updated_at"])
    return demanded


def _read_again(quote: Quote, actor: User) -> Quote:
    purpose = f"order {quote.quote_number}"
    try:
        with client_for(quote.account, actor=actor, purpose=purpose) as client:
            return read_quote(client, quote.account, quote.quote_number)
    except IngramError as exc:
        raise trouble(exc) from exc
    except ConnectionInactive as exc:
        raise DistributorTrouble(exc.user_message) from exc


def keep_entered(*, draft: OrderDraft, entered: Mapping[str, str]) -> None:
    """Keep what was typed, right or wrong, so that a reload or a way back loses nothing."""
    draft.entered = dict(entered)
    draft.save(update_fields=["entered", "updated_at"])


def keep_header(*, draft: OrderDraft, actor: User, entered: Mapping[str, str]) -> None:
    """Keep what was typed over the draft's own lines. Raises NotPermitted and DraftPlaced."""
    permissions.require(actor, Permission.PLACE_ORDERS, draft.account)
    now = timezone.now()
    kept = OrderDraft.objects.filter(pk=draft.pk, is_placed=False).update(
        entered=dict(entered), updated_at=now
    )
    if not kept:
        raise DraftPlaced("This order was sent and can no longer be changed here.")
    draft.entered, draft.updated_at = dict(entered), now


def _requirements(told: QuoteRequirements) -> Requirements:
    return Requirements(
        header=_demands(told.header),
        lines=tuple(
            LineDemands(
                customer_line_number=line.customer_line_number,
                ingram_part_number=line.ingram_part_number,
                quantity=line.quantity,
                demands=_demands(line.attributes),
            )
            for line in told.lines
        ),
    )


def _demands(told: tuple[RequiredAttribute, ...]) -> tuple[Demand, ...]:
    return tuple(Demand(name=a.name, label=a.label, hint=a.value_hint) for a in told)
