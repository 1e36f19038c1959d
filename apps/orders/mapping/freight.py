"""Freight estimates: what is asked, and the answers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from apps.catalog.offers import ProductOffer
from apps.ingram.schemas import freight as schema
from apps.orders.entry import Destination, OrderEntry, OwnLine
from apps.orders.freight import FreightChoice, FreightPlan, Plan

NO_WEIGHT = "The distributor names no carrier for these goods: they may have no weight."
NO_CARRIER = "No single carrier takes all parcels."


def to_freight_request(
    entry: OrderEntry, lines: Iterable[OwnLine], *, warehouse_id: str = ""
) -> schema.FreightRequest:
    """[spec] POST /resellers/v6/freightestimate, for all carriers; from one warehouse if named.

    A line that is to leave a certain warehouse says so. Raises pydantic's ValidationError.
    """
    to = entry.ship_to
    return schema.FreightRequest(
        bill_to_address_id=entry.bill_to_address_id,
        ship_to_address_id=to.address_id,
        ship_to=None if to.address_id else _address(to),
        lines=tuple(
            schema.FreightRequestLine(
                customer_line_number=str(line.number),
                ingram_part_number=line.ingram_part_number,
                quantity=line.quantity,
                warehouse_id=warehouse_id or line.details.warehouse_id,
            )
            for line in lines
        ),
    )


def one_warehouse(lines: Sequence[OwnLine], offers: Mapping[str, ProductOffer]) -> str:
    """A warehouse that has all of it, the one with most to spare; empty when there is none.

    `offers` by the lines' part numbers. A line that names its warehouse has to leave from there.
    """
    wanted: dict[str, int] = {}
    for line in lines:
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
    named = {line.details.warehouse_id for line in lines} - {""}
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
        transit_days=_longest(days),
    )


def _longest(days: Iterable[int | None]) -> int | None:
    known = list(days)
    return None if None in known else max((day for day in known if day is not None), default=None)


def _choice(plan: Plan, code: str, boxes: Sequence[schema.FreightDistribution]) -> FreightChoice:
    parcels = [next(c for c in box.carriers if c.carrier_code == code) for box in boxes]
    amounts = [parcel.freight_amount for parcel in parcels]
    days = [parcel.transit_days for parcel in parcels]
    known = [amount for amount in amounts if amount is not None]
    return FreightChoice(
        plan=plan,
        carrier_code=code,
        carrier_name=parcels[0].carrier_name,
        mode=parcels[0].mode,
        amount=sum(known, Decimal(0)) if len(known) == len(amounts) else None,
        transit_days=_longest(days),
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
