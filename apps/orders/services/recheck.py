"""Price and stock of an order's own lines, asked again at the last moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.choices import OrderWay
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.catalog import services as catalog
from apps.catalog.exceptions import CatalogError
from apps.catalog.offers import ProductOffer
from apps.catalog.part_numbers import normalised
from apps.connections.choices import EnvironmentChoice
from apps.orders import mapping
from apps.orders.checks import Check, CheckedOrder, PartNow
from apps.orders.entry import Destination, OrderEntry
from apps.orders.models import OrderDraft, OrderDraftLine
from apps.submissions.maintenance import open_again_for

#: A reload, or the way back from a refusal, does not ask again within this time.
JUST_NOW = timedelta(seconds=10)
#: An order is placed on figures that are no older than this.
VALID_FOR = timedelta(minutes=15)


def check_now(*, draft: OrderDraft, actor: User) -> Check:
    """Ask the distributor for every line, past all caches, and keep the answer with the draft.

    One call for every 50 parts, more for lines that were never looked up, none when that was done
    just now. An outage is part of the result: `trouble`. The lines keep their figures, so that the
    difference can be shown. Raises NotPermitted.
    Source: [spec] POST /resellers/v6/catalog/priceandavailability
    """
    permissions.require(actor, Permission.PLACE_ORDERS, draft.account)
    kept = Check.from_json(draft.requirements)
    now = timezone.now()
    if draft.validated_at and now - draft.validated_at < JUST_NOW and _covers(kept, draft):
        return kept
    check = _ask(draft, actor)
    draft.requirements, draft.validated_at = check.to_json(), now
    # What was agreed to stays: another tab may have placed it meanwhile.
    OrderDraft.objects.filter(pk=draft.pk, is_placed=False).update(
        requirements=draft.requirements, validated_at=now, updated_at=now
    )
    return check


def last_check(draft: OrderDraft) -> Check | None:
    """The kept answer, unless it is too old to order by or is not about all of the lines."""
    if draft.validated_at is None or timezone.now() - draft.validated_at > VALID_FOR:
        return None
    check = Check.from_json(draft.requirements)
    return check if check.trouble or _covers(check, draft) else None


def compare(draft: OrderDraft, check: Check, entry: OrderEntry) -> CheckedOrder:
    """The draft beside the answer, in words; its lines must be loaded."""
    lines = list(draft.lines.all())
    return mapping.checked_order(lines, check, entry, currency=draft.account.currency)


def ordered_lines(draft: OrderDraft) -> CheckedOrder:
    """The lines of a placed draft with the prices that were shown; its lines must be loaded."""
    nothing = OrderEntry(customer_order_number="", bill_to_address_id="", ship_to=Destination())
    return compare(draft, Check.from_json(draft.requirements), nothing)


def closed_until(account: CustomerAccount, entry: OrderEntry) -> datetime | None:
    """When the distributor opens again, if an immediate order would now meet a closed door.

    A queued order is taken at any time (field notes 3).
    """
    is_ours = account.connection.environment == EnvironmentChoice.LOCAL_SANDBOX
    if entry.way is not OrderWay.IMMEDIATE or is_ours:
        return None
    return open_again_for(account, timezone.now())


def _ask(draft: OrderDraft, actor: User) -> Check:
    try:
        _look_up_new_lines(draft, actor)
        wanted = sorted(_parts(draft))
        offers = catalog.price_and_availability(draft.account, wanted, actor=actor, fresh=True)
    except CatalogError as exc:
        return Check(trouble=exc.user_message, correlation_id=exc.correlation_id)
    return Check(parts={number: _part(offers[normalised(number)]) for number in wanted})


def _look_up_new_lines(draft: OrderDraft, actor: User) -> None:
    """Lines that nobody has looked up yet; each round takes some and leaves fewer."""
    fresh = OrderDraftLine.objects.filter(draft=draft, looked_up_at=None)
    found = False
    while catalog.price_draft_lines(fresh, account=draft.account, actor=actor):
        found = True
    if found:
        forget_lines(draft)


def forget_lines(draft: OrderDraft) -> None:
    """Have the lines read again by whoever asks for them next."""
    getattr(draft, "_prefetched_objects_cache", {}).pop("lines", None)


def _covers(check: Check, draft: OrderDraft) -> bool:
    return not check.trouble and _parts(draft) <= check.parts.keys()


def _parts(draft: OrderDraft) -> set[str]:
    return {line.ingram_part_number for line in draft.lines.all() if line.ingram_part_number}


def _part(offer: ProductOffer) -> PartNow:
    return PartNow(
        is_known=offer.is_known,
        is_authorized=offer.is_authorized,
        is_discontinued=offer.is_discontinued,
        needs_end_user=offer.needs_end_user,
        unit_price=offer.customer_price,
        currency=offer.currency,
        available=offer.available,
        problem=offer.problem,
    )
