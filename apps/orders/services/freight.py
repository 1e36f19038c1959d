"""What the freight of an order may cost, asked before it is placed, or without any order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.utils import timezone
from pydantic import ValidationError

from apps import ingram
from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.catalog import services as catalog
from apps.catalog.exceptions import CatalogError
from apps.catalog.offers import ProductOffer
from apps.catalog.part_numbers import normalised
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.ingram.operations import freight as api
from apps.ingram.schemas.freight import FreightEstimate
from apps.orders import mapping
from apps.orders.choices import ShipComplete
from apps.orders.entry import Destination, OrderEntry
from apps.orders.exceptions import FreightUnavailable, UnknownParts
from apps.orders.freight import (
    Delivery,
    FreightComparison,
    FreightEstimates,
    FreightPart,
    FreightPlan,
    FreightWish,
    Goods,
    Plan,
    StockedPart,
)
from apps.orders.models import OrderDraft
from apps.orders.services import drafts

NOT_IN_ONE_PLACE = "No warehouse has all of it."


def compare_freight(*, draft: OrderDraft, entry: OrderEntry, actor: User) -> FreightComparison:
    """Both ways of sending a draft's own lines, with each carrier's charge and days.

    Two calls, one when it all lies in one place anyway, and one for every 50 parts whose stock was
    not asked within the last minute. Raises FreightUnavailable and NotPermitted.
    [spec] POST /resellers/v6/freightestimate
    """
    permissions.require(actor, Permission.PLACE_ORDERS, draft.account)
    goods = mapping.goods_of(mapping.own_lines(draft.lines.all()))
    with _telling_trouble():
        offers = _offers(draft, goods, actor)
        with client_for(draft.account, actor=actor, purpose="freight estimate") as client:
            split = _estimate(client, goods, entry.bill_to_address_id, entry.ship_to)
            plans = [mapping.freight_plan(Plan.SPLIT, split)]
            warehouse_id = mapping.one_warehouse(goods, offers)
            if plans[0].warehouses != (warehouse_id,):
                plans.append(_complete(client, entry, goods, warehouse_id))
    return FreightComparison(plans=tuple(plans), currency=split.currency or draft.account.currency)


def estimate_freight(
    *, account: CustomerAccount, wish: FreightWish, actor: User
) -> FreightEstimates:
    """What sending some parts somewhere may cost, without an order; nothing is kept.

    From wherever the goods lie, or as the wish says; and beside it from one warehouse, if the
    first takes several and one has all of it. Two calls, one when there is one way only, and up
    to two for every 50 parts whose stock was not asked within the last minute. Raises
    UnknownParts, FreightUnavailable and NotPermitted. [spec] POST /resellers/v6/freightestimate
    """
    permissions.require(actor, Permission.REFRESH, account)
    with _telling_trouble():
        offers = catalog.resolve_parts(account, [p.part_number for p in wish.parts], actor=actor)
        _check_parts(wish.parts, offers)
        parts = [_stocked(part, offers[normalised(part.part_number)]) for part in wish.parts]
        goods = [
            Goods(
                number=number,
                ingram_part_number=stocked.ingram_part_number,
                quantity=stocked.part.quantity,
                warehouse_id=stocked.part.warehouse_id,
            )
            for number, stocked in enumerate(parts, start=1)
        ]
        places = {w.warehouse_id: w.location for part in parts for w in part.warehouses}
        with client_for(account, actor=actor, purpose="freight estimate") as client:
            answer = _estimate(client, goods, wish.bill_to_address_id, wish.ship_to)
            deliveries = [mapping.delivery(Plan.SPLIT, answer, places)]
            if one := _other_way(deliveries[0], goods, offers):
                complete = _estimate(client, goods, wish.bill_to_address_id, wish.ship_to, one)
                deliveries.append(mapping.delivery(Plan.COMPLETE, complete, places))
    return FreightEstimates(
        deliveries=tuple(deliveries),
        parts=tuple(parts),
        currency=answer.currency or account.currency,
        asked_at=timezone.now(),
    )


def choose_carrier(*, draft: OrderDraft, actor: User, carrier_code: str, plan: Plan) -> None:
    """Write an estimate's carrier into the form; the complete plan asks for one shipment too.

    Raises NotPermitted and DraftPlaced.
    """
    entered = {**draft.entered, "carrier_code": carrier_code[:10]}
    if plan is Plan.COMPLETE:
        entered["ship_complete"] = ShipComplete.ALL.value
    elif entered.get("ship_complete") == ShipComplete.ALL.value:
        entered["ship_complete"] = ""
    drafts.keep_header(draft=draft, actor=actor, entered=entered)


def _complete(
    client: ingram.Client,
    entry: OrderEntry,
    goods: Sequence[Goods],
    warehouse_id: str,
) -> FreightPlan:
    if not warehouse_id:
        return FreightPlan(plan=Plan.COMPLETE, reason=NOT_IN_ONE_PLACE)
    answer = _estimate(client, goods, entry.bill_to_address_id, entry.ship_to, warehouse_id)
    return mapping.freight_plan(Plan.COMPLETE, answer)


def _estimate(
    client: ingram.Client,
    goods: Sequence[Goods],
    bill_to_address_id: str,
    ship_to: Destination,
    warehouse_id: str = "",
) -> FreightEstimate:
    request = mapping.to_freight_request(
        goods, bill_to_address_id=bill_to_address_id, ship_to=ship_to, warehouse_id=warehouse_id
    )
    return api.estimate_freight(client, request)


def _other_way(first: Delivery, goods: Sequence[Goods], offers: Mapping[str, ProductOffer]) -> str:
    """The warehouse that could send all of it, unless that was estimated or others were named."""
    if len(first.parcels) < 2 or any(line.warehouse_id for line in goods):
        return ""
    by_ingram = {offer.ingram_part_number: offer for offer in offers.values()}
    return mapping.one_warehouse(goods, by_ingram)


def _check_parts(parts: Sequence[FreightPart], offers: Mapping[str, ProductOffer]) -> None:
    keys = {part.part_number: normalised(part.part_number) for part in parts}
    if unknown := [number for number, key in keys.items() if key not in offers]:
        raise UnknownParts(
            f"The distributor does not know {', '.join(unknown)}. Correct the number, or take the "
            "line out."
        )
    if barred := [number for number, key in keys.items() if not offers[key].is_authorized]:
        raise UnknownParts(
            f"Your account is not authorised to buy {', '.join(barred)}. Take it out."
        )


def _stocked(part: FreightPart, offer: ProductOffer) -> StockedPart:
    return StockedPart(
        part=part,
        ingram_part_number=offer.ingram_part_number,
        description=offer.description,
        warehouses=offer.warehouses,
    )


@contextmanager
def _telling_trouble() -> Iterator[None]:
    """Whatever keeps an estimate from coming, as FreightUnavailable."""
    try:
        yield
    except ValidationError as exc:
        raise FreightUnavailable(
            "Freight cannot be estimated yet: the ship-to address has to be whole, and each line "
            "needs a known part and a quantity."
        ) from exc
    except (ingram.IngramError, CatalogError) as exc:
        raise FreightUnavailable(exc.user_message, correlation_id=exc.correlation_id) from exc
    except ConnectionInactive as exc:
        raise FreightUnavailable(exc.user_message) from exc


def _offers(draft: OrderDraft, goods: Sequence[Goods], actor: User) -> dict[str, ProductOffer]:
    wanted = [line.ingram_part_number for line in goods if line.ingram_part_number]
    offers = catalog.price_and_availability(draft.account, wanted, actor=actor)
    return {part: offers[normalised(part)] for part in wanted}
