"""Freight estimates: what is asked, and the answers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from apps.catalog.offers import ProductOffer
from apps.ingram.schemas import freight as schema
from apps.orders.entry import Destination, OwnLine
from apps.orders.freight import (
    Carriage,
    Delivery,
    FreightChoice,
    FreightPlan,
    Goods,
    Parcel,
    Plan,
    longest,
    total,
)

NO_WEIGHT = "The distributor names no carrier for these goods: they may have no weight."
NO_CARRIER = "No single carrier takes all parcels."


def goods_of(lines: Iterable[OwnLine]) -> list[Goods]:
    """The lines of an order as goods that are to be sent."""
    return [
        Goods(
            number=line.number,
            ingram_part_number=line.ingram_part_number,
            quantity=line.quantity,
            warehouse_id=line.details.warehouse_id,
        )
        for line in lines
    ]


def to_freight_request(
    goods: Iterable[Goods],
    *,
    bill_to_address_id: str,
    ship_to: Destination,
    warehouse_id: str = "",
) -> schema.FreightRequest:
    """[spec] POST /resellers/v6/freightestimate, for all carriers; from one warehouse if named.

    A line that is to leave a certain warehouse says so. Raises pydantic's ValidationError.
    """
    return schema.FreightRequest(
        bill_to_address_id=bill_to_address_id,
        ship_to_address_id=ship_to.address_id,
        ship_to=None if ship_to.address_id else _address(ship_to),
        lines=tuple(
            schema.FreightRequestLine(
                customer_line_number=str(line.number),
                ingram_part_number=line.ingram_part_number,
                quantity=line.quantity,
                warehouse_id=warehouse_id or line.warehouse_id,
            )
            for line in goods
        ),
    )


def one_warehouse(goods: Sequence[Goods], offers: Mapping[str, ProductOffer]) -> str:
    """A warehouse that has all of it, the one with most to spare; empty when there is none.

    `offers` by the goods' part numbers. A line that names its warehouse has to leave from there.
    """
    wanted: dict[str, int] = {}
    for line in goods:
        wanted[line.ingram_part_number] = wanted.get(line.ingram_part_number, 0) + line.quantity
    spare: list[dict[str, int]] = [
        {
            place.warehouse_id: place.available - quantity
            for place in (offers[part].warehouses if part in offers else ())
            if place.available is not None and place.available >= quantity
        }
        for part, quantity in wanted.items()
    ]
    common = set.intersection(*map(set, spare)) if spare else set()
    named = {line.warehouse_id for line in goods} - {""}
    fitting = {place for place in common if named <= {place}}
    return max(fitting, key=lambda place: (min(s[place] for s in spare), place), default="")


def freight_plan(plan: Plan, estimate: schema.FreightEstimate) -> FreightPlan:
    """The distributor's own choice, and the carriers that could take every parcel."""
    boxes = estimate.distributions
    weights = [box.total_weight for box in boxes]
    choices = [_choice(plan, code, boxes) for code in _common_carriers(boxes)]
    choices.sort(key=lambda one: (one.amount is None, one.amount or Decimal(0), one.carrier_code))
    return FreightPlan(
        plan=plan,
        warehouses=tuple(dict.fromkeys(box.warehouse_id for box in boxes if box.warehouse_id)),
        weight=sum((w for w in weights if w is not None), Decimal(0)) if any(weights) else None,
        choices=(_left_to_them(plan, estimate), *choices) if boxes else (),
        reason="" if choices else (NO_CARRIER if boxes else NO_WEIGHT),
    )


def delivery(
    plan: Plan, estimate: schema.FreightEstimate, places: Mapping[str, str] | None = None
) -> Delivery:
    """An estimate parcel by parcel; `places` names warehouses by their ids."""
    boxes = estimate.distributions
    return Delivery(
        plan=plan,
        parcels=tuple(_parcel(box, estimate.lines, places or {}) for box in boxes),
        freight_total=estimate.freight_total if boxes else None,
        tax_total=estimate.tax_total if boxes else None,
        fees_total=estimate.fees_total if boxes else None,
        reason="" if boxes else NO_WEIGHT,
    )


def _parcel(
    box: schema.FreightDistribution, lines: Iterable[schema.FreightLine], places: Mapping[str, str]
) -> Parcel:
    return Parcel(
        warehouse_id=box.warehouse_id,
        location=places.get(box.warehouse_id, ""),
        weight=box.total_weight,
        contents=tuple(
            (line.ingram_part_number or line.vendor_part_number, line.quantity)
            for line in lines
            if line.warehouse_id == box.warehouse_id
        ),
        carriages=_carriages(box),
    )


def _carriages(box: schema.FreightDistribution) -> tuple[Carriage, ...]:
    """Cheapest first, the cheapest and the fastest marked if there is a choice.

    The carrier that was assumed may be missing among those that are possible.
    """
    found = [
        Carriage(
            carrier_code=carrier.carrier_code,
            carrier_name=carrier.carrier_name,
            mode=carrier.mode,
            amount=carrier.freight_amount,
            transit_days=carrier.transit_days,
            is_assumed=bool(box.carrier_code) and carrier.carrier_code == box.carrier_code,
        )
        for carrier in box.carriers
    ]
    if box.carrier_code and not any(one.is_assumed for one in found):
        assumed = Carriage(
            carrier_code=box.carrier_code,
            carrier_name=box.carrier_name,
            mode="",
            amount=box.freight_amount,
            transit_days=box.transit_days,
            is_assumed=True,
        )
        found.append(assumed)
    amounts = {one.amount for one in found if one.amount is not None}
    days = {one.transit_days for one in found if one.transit_days is not None}
    marked = [
        replace(
            one,
            is_cheapest=len(amounts) > 1 and one.amount == min(amounts),
            is_fastest=len(days) > 1 and one.transit_days == min(days),
        )
        for one in found
    ]
    return tuple(sorted(marked, key=_by_price))


def _by_price(one: Carriage) -> tuple[bool, Decimal, int, str]:
    slowest_last = one.transit_days if one.transit_days is not None else 999
    return (one.amount is None, one.amount or Decimal(0), slowest_last, one.carrier_code)


def _common_carriers(boxes: Sequence[schema.FreightDistribution]) -> list[str]:
    if not boxes:
        return []
    codes = [{carrier.carrier_code for carrier in box.carriers} for box in boxes]
    return sorted(code for code in set.intersection(*codes) if code)


def _left_to_them(plan: Plan, estimate: schema.FreightEstimate) -> FreightChoice:
    """What they assume when an order names no carrier: perhaps another one for each parcel."""
    days = [box.transit_days for box in estimate.distributions]
    return FreightChoice(
        plan=plan,
        carrier_code="",
        carrier_name="",
        mode="",
        amount=estimate.freight_total,
        transit_days=longest(days),
    )


def _choice(plan: Plan, code: str, boxes: Sequence[schema.FreightDistribution]) -> FreightChoice:
    parcels = [next(c for c in box.carriers if c.carrier_code == code) for box in boxes]
    return FreightChoice(
        plan=plan,
        carrier_code=code,
        carrier_name=parcels[0].carrier_name,
        mode=parcels[0].mode,
        amount=total(parcel.freight_amount for parcel in parcels),
        transit_days=longest(parcel.transit_days for parcel in parcels),
    )


def _address(to: Destination) -> schema.FreightAddress:
    return schema.FreightAddress(
        company_name=to.company_name,
        address_line1=to.address_line_1,
        address_line2=to.address_line_2,
        city=to.city,
        state=to.state,
        postal_code=to.postal_code,
        country_code=to.country_code,
    )
