"""Changing, releasing and cancelling an order that waits on customer hold (field notes 6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.catalog import services as catalog
from apps.catalog.pasting import PastedLine, read_quantity
from apps.orders import mapping, selectors
from apps.orders.changes import AddedLine, OrderChange
from apps.orders.choices import CANCEL_ORDER, MODIFY_ORDER, RELEASE_ORDER
from apps.orders.exceptions import (
    ChangeUnderWay,
    NothingChanged,
    NothingLeft,
    NotOnCustomerHold,
    OrderOutdated,
    UnknownParts,
)
from apps.orders.models import Order
from apps.orders.services.limits import check_growth
from apps.submissions import services as submissions
from apps.submissions.exceptions import BusinessKeyInUse, FormKeyMisused
from apps.submissions.models import Submission

_TOO_LATE = (
    "The hold of order {order} ended: the distributor voids an order that nobody released "
    "within 24 hours."
)
_NOT_OURS = (
    "Order {order} is not on a customer hold that was set here, so the distributor takes no "
    "changes of it. Ask the distributor to change or cancel it."
)
_OUTDATED = (
    "The order has changed since this page was opened. Nothing was sent: "
    "look at it as it stands now, then decide."
)
_NOT_READ = (
    "The order was changed a moment ago and its lines have new numbers, which are being read. "
    "Nothing was sent; try again in a moment."
)


@transaction.atomic
def release_order(
    *, order: Order, actor: User, form_key: str, agreed: str | None = None
) -> Submission:
    """Queue the release of a held order: it then goes to the warehouse and cannot be stopped.

    The same form_key returns the same submission; `agreed` is the fingerprint of the order that a
    person saw, if one did. Raises NotPermitted, NotOnCustomerHold, ChangeUnderWay and
    OrderOutdated. [spec] PUT /resellers/v6/orders/{orderNumber}
    """
    number = order.ingram_order_number
    return _enqueue(RELEASE_ORDER, order, actor, form_key, agreed, business_key=number)


@transaction.atomic
def cancel_order(
    *, order: Order, actor: User, form_key: str, agreed: str | None = None
) -> Submission:
    """Queue the cancellation of a held order, which is for good. As release_order otherwise.

    [spec] DELETE /resellers/v6/orders/{OrderNumber}
    """
    number = order.ingram_order_number
    return _enqueue(CANCEL_ORDER, order, actor, form_key, agreed, business_key=number)


@transaction.atomic
def modify_order(
    *, order: Order, change: OrderChange, actor: User, form_key: str, agreed: str
) -> Submission:
    """Queue a change of a held order: quantities, lines, ship-to, notes.

    The lines of `order` are those that the person saw; `agreed` proves that they still are.
    Raises NothingChanged, NothingLeft and AboveLimit besides what release_order raises.
    [spec] PUT /resellers/v6/orders/{orderNumber}
    """
    check_change(order, change)
    check_growth(order=order, change=change, actor=actor)
    count = Submission.objects.filter(
        account=order.account, kind=MODIFY_ORDER, subject=order.ingram_order_number
    ).count()
    return _enqueue(
        MODIFY_ORDER,
        order,
        actor,
        form_key,
        agreed,
        business_key=f"{order.ingram_order_number}/{count + 1}",
        request=mapping.to_modify_request(change).body(),
        before=mapping.look_of(order).to_json(),
        after=mapping.look_after(order, change).to_json(),
    )


def _enqueue(
    kind: str,
    order: Order,
    actor: User,
    form_key: str,
    agreed: str | None,
    *,
    business_key: str,
    **body: object,
) -> Submission:
    permissions.require(actor, Permission.CHANGE_ORDERS, order.account)
    if sent := _sent(kind, order, form_key):
        return sent
    # The row is locked, so that two people cannot send two changes side by side.
    held = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    check_on_hold(held)
    check_nothing_under_way(held)
    if kind == MODIFY_ORDER and (held.details_at is None or held.awaits_reading):
        raise OrderOutdated(_NOT_READ)
    if agreed is not None:
        check_agreed(held, agreed)
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
    except FormKeyMisused as exc:
        raise OrderOutdated(_OUTDATED) from exc


def check_on_hold(order: Order) -> None:
    """Raises NotOnCustomerHold unless the order waits on a hold of ours that has not ended."""
    if order.is_on_customer_hold:
        return
    is_over = order.hold_ends_at is not None and order.hold_ends_at <= timezone.now()
    words = _TOO_LATE if is_over else _NOT_OURS
    raise NotOnCustomerHold(words.format(order=order.ingram_order_number))


def check_nothing_under_way(order: Order) -> None:
    """Raises ChangeUnderWay while an earlier change of the order has no end."""
    if other := selectors.change_under_way(order):
        raise ChangeUnderWay(
            f"{other.actor} sent a change of this order that is not finished yet. "
            "Wait for it, then look at the order again.",
            url=other.get_absolute_url(),
        )


def check_agreed(order: Order, agreed: str) -> None:
    """Raises OrderOutdated when the order is not what a person saw. One query, for its lines."""
    if agreed != mapping.order_fingerprint(order):
        raise OrderOutdated(_OUTDATED)


def was_sent(*, order: Order, form_key: str) -> bool:
    """Whether this form's change of the order stands in the ledger already. One query."""
    return _sent(MODIFY_ORDER, order, form_key) is not None


def check_change(order: Order, change: OrderChange) -> None:
    """Raises NothingChanged and NothingLeft; the order's lines must be loaded."""
    if change.is_empty:
        raise NothingChanged("This changes nothing: the order is so already.")
    deleted = {line.ingram_line_number for line in change.lines if line.is_deleted}
    stays = {line.ingram_line_number for line in order.lines.all() if line.is_product}
    if deleted and not (stays - deleted or change.added):
        raise NothingLeft("This takes out every line. To order nothing of it, cancel the order.")


def check_changeable(*, order: Order, actor: User) -> None:
    """Raises NotPermitted, NotOnCustomerHold and ChangeUnderWay, before anything is typed."""
    permissions.require(actor, Permission.CHANGE_ORDERS, order.account)
    check_on_hold(order)
    check_nothing_under_way(order)


def resolve_added(
    *, order: Order, wanted: Sequence[PastedLine], actor: User
) -> tuple[AddedLine, ...]:
    """The parts that are to be added, under the numbers that the distributor knows them by.

    Two calls for 50 parts at most, none for those asked within a minute. Raises UnknownParts, which
    names them, and catalog.PriceUnavailable. [spec] POST /resellers/v6/catalog/priceandavailability
    """
    if not wanted:
        return ()
    offers = catalog.resolve_parts(
        order.account, [line.part_number for line in wanted], actor=actor
    )
    unknown = [line.part_number for line in wanted if line.part_number not in offers]
    if unknown:
        raise UnknownParts(f"The distributor does not know {_listed(unknown)}.")
    barred = [line.part_number for line in wanted if not offers[line.part_number].is_authorized]
    if barred:
        raise UnknownParts(f"Your account is not authorised to buy {_listed(barred)}.")
    return tuple(
        AddedLine(
            ingram_part_number=(offer := offers[line.part_number]).ingram_part_number,
            quantity=read_quantity(line.quantity_text).value or 1,
            description=offer.description,
            unit_price=offer.customer_price,
            currency=offer.currency,
            available=offer.available,
        )
        for line in wanted
    )


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _sent(kind: str, order: Order, form_key: str) -> Submission | None:
    return Submission.objects.filter(
        form_key=form_key, account=order.account, kind=kind, subject=order.ingram_order_number
    ).first()
