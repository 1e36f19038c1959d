"""What a person entered, as a request to the API."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from apps.ingram.schemas import orders as schema
from apps.ingram.schemas.order_attributes import OrderAttribute
from apps.orders.entry import Destination, Filled, OrderEntry
from apps.quotes.models import Quote, QuoteLine

CUSTOMER_HOLD = OrderAttribute.ALLOW_ORDER_ON_CUSTOMER_HOLD.value
PARTIAL = OrderAttribute.ALLOW_PARTIAL_ORDER.value


def to_order_request(quote_number: str, entry: OrderEntry) -> schema.OrderCreateRequest:
    """The v7 order of a quote ([spec] POST /resellers/v7/orders).

    Lines only carry what the vendor demands: with a quote number, part number, quantity and price
    in them are ignored (field notes 7.4). allowDuplicateCustomerOrderNumber is never among the
    attributes: it would switch off the only protection against a second order.
    """
    return schema.OrderCreateRequest(
        quote_number=quote_number,
        customer_order_number=entry.customer_order_number,
        end_customer_order_number=entry.end_customer_order_number,
        notes=entry.notes,
        bill_to_address_id=entry.bill_to_address_id,
        ship_to=ship_to_v7(entry.ship_to),
        shipment=shipment_v7(entry),
        attributes=header_attributes(entry),
        vendor_mandatory_fields=_named_values(entry.header_values),
        lines=tuple(
            schema.OrderCreateLine(
                customer_line_number=_line_number(filled.line.customer_line_number, place),
                ingram_part_number=filled.line.ingram_part_number[:18],
                quantity=filled.line.quantity or 1,
                vendor_mandatory_fields=_named_values(filled.values),
            )
            for place, filled in enumerate(entry.line_values, start=1)
        ),
    )


def asks_for_hold(body: Mapping[str, object]) -> bool:
    """Whether a request that was sent puts the order on customer hold (field notes 6.2)."""
    attributes = body.get("additionalAttributes")
    return isinstance(attributes, list) and any(
        str(x.get("attributeName", "")).lower() == CUSTOMER_HOLD.lower()
        and str(x.get("attributeValue", "")).lower() == "true"
        for x in attributes
    )


def _line_number(told: str, place: int) -> str:
    return told if re.fullmatch(r"\d{1,3}", told) else str(place)


def _named_values(values: Iterable[Filled]) -> tuple[schema.NamedValue, ...]:
    return tuple(schema.NamedValue(name=v.demand.name, value=v.value) for v in values)


def header_attributes(entry: OrderEntry) -> tuple[schema.NamedValue, ...]:
    """The switches of the whole order, the same in v6 and v7; their values are texts."""
    switches = {CUSTOMER_HOLD: entry.is_on_customer_hold, PARTIAL: entry.takes_part}
    return tuple(schema.NamedValue(name=name, value="true") for name, on in switches.items() if on)


def shipment_wishes(entry: OrderEntry) -> dict[str, object]:
    """How it is to be shipped, by the names that the schemas of both versions share."""
    wishes: dict[str, object] = {
        "requested_delivery_on": entry.requested_delivery_on,
        "ship_complete": entry.ship_complete,
        "carrier_code": entry.carrier_code,
        "freight_account_number": entry.freight_account_number,
        "shipping_instructions": entry.shipping_instructions,
        "is_signature_required": True if entry.is_signature_required else None,
    }
    return {name: wish for name, wish in wishes.items() if wish}


def shipment_v7(entry: OrderEntry) -> schema.OrderShipment | None:
    wishes = shipment_wishes(entry)
    return schema.OrderShipment.model_validate(wishes) if wishes else None


def ship_to_v7(to: Destination) -> schema.OrderShipTo:
    """A stored address goes by its id alone, any other one whole (field notes 6.4)."""
    if to.address_id:
        return schema.OrderShipTo(address_id=to.address_id)
    return schema.OrderShipTo(**whole_address(to))


def whole_address(to: Destination) -> dict[str, str]:
    """By the names that the schemas share; the company stands for a contact nobody named."""
    return {
        "company_name": to.company_name,
        "contact": to.contact or to.company_name,
        "address_line1": to.address_line_1,
        "address_line2": to.address_line_2,
        "city": to.city,
        "state": to.state.upper(),
        "postal_code": to.postal_code,
        "country_code": to.country_code.upper(),
        "phone_number": re.sub(r"\D", "", to.phone_number),
        "email": to.email.lower(),
    }


def quote_fingerprint(quote: Quote, lines: Iterable[QuoteLine]) -> str:
    """What a person agrees to when they order a quote: another print, another agreement."""
    told: list[object] = [quote.status, quote.total, quote.currency, quote.expires_on]
    for line in lines:
        told += [line.ingram_part_number, line.vendor_part_number, line.quantity, line.unit_price]
    return hashlib.sha256("|".join(map(str, told)).encode()).hexdigest()


def agreement(quote_print: str, quote_number: str, entry: OrderEntry) -> str:
    """The fingerprint of a summary: what is quoted and, to the byte, what would be sent."""
    sent = to_order_request(quote_number, entry).encoded()
    return hashlib.sha256(quote_print.encode() + sent).hexdigest()
