"""An order without a quote as a request to the API, in either version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from apps.accounts.choices import OrderWay
from apps.ingram.schemas import order_requests as v6
from apps.ingram.schemas import orders as v7
from apps.ingram.schemas.order_attributes import OrderAttribute
from apps.orders.checks import Check
from apps.orders.entry import Destination, OrderEntry, OwnLine
from apps.orders.line_details import LineDetails, LineEndUser
from apps.orders.mapping.requests import (
    header_attributes,
    ship_to_v7,
    shipment_v7,
    shipment_wishes,
    whole_address,
)
from apps.orders.models import OrderDraftLine

OrderRequest = v6.OrderCreateV6Request | v7.OrderCreateRequest


def own_lines(lines: Iterable[OrderDraftLine]) -> list[OwnLine]:
    """The lines of a draft as they are sent, numbered from 1.

    A line without a quantity or without a part of the distributor's is none: the check names it.
    """
    return [
        OwnLine(
            number=number,
            draft_line_id=line.pk,
            ingram_part_number=line.ingram_part_number,
            quantity=line.quantity or 0,
            details=line.details,
        )
        for number, line in enumerate(lines, start=1)
    ]


def to_own_request(entry: OrderEntry, lines: Sequence[OwnLine]) -> OrderRequest:
    """The request of the way that was chosen. Raises pydantic's ValidationError.

    allowDuplicateCustomerOrderNumber is never among the attributes: it would switch off the only
    protection against a second order (field notes 6.4).
    """
    return _v6(entry, lines) if entry.way is OrderWay.IMMEDIATE else _v7(entry, lines)


def own_agreement(check: Check, entry: OrderEntry, lines: Sequence[OwnLine]) -> str:
    """The fingerprint of a summary: prices and stock as shown and, to the byte, what is sent."""
    request = to_own_request(entry, lines)
    told = f"{entry.way.value}|{check.fingerprint}|".encode()
    return hashlib.sha256(told + request.encoded()).hexdigest()


def _v7(entry: OrderEntry, lines: Sequence[OwnLine]) -> v7.OrderCreateRequest:
    """[spec] POST /resellers/v7/orders: standard lines, no quote, no pair of warranty lines."""
    end_user = entry.end_user
    return v7.OrderCreateRequest(
        customer_order_number=entry.customer_order_number,
        end_customer_order_number=entry.end_customer_order_number,
        notes=entry.notes,
        bill_to_address_id=entry.bill_to_address_id,
        special_bid_number=entry.special_bid_number,
        accept_back_order=entry.accepts_back_orders,
        vendor_authorization_number=entry.vendor_authorization_number,
        end_user=v7.OrderEndUser(**whole_address(end_user)) if end_user else None,
        ship_to=ship_to_v7(entry.ship_to),
        shipment=shipment_v7(entry),
        attributes=header_attributes(entry),
        lines=tuple(_v7_line(line) for line in lines),
    )


def _v7_line(line: OwnLine) -> v7.OrderCreateLine:
    said = line.details
    who = said.end_user
    return v7.OrderCreateLine(
        customer_line_number=str(line.number),
        ingram_part_number=line.ingram_part_number,
        quantity=line.quantity,
        unit_price=said.requested_price,
        special_bid_number=said.special_bid_number,
        notes=said.notes,
        end_users=(v7.OrderLineEndUser(**_end_user(who)),) if who else (),
        attributes=_line_attributes(said),
    )


def _v6(entry: OrderEntry, lines: Sequence[OwnLine]) -> v6.OrderCreateV6Request:
    """[spec] POST /resellers/v6/orders."""
    end_user, vendor_number = entry.end_user, entry.vendor_authorization_number
    wishes = shipment_wishes(entry)
    numbers = {line.draft_line_id: str(line.number) for line in lines}
    warranties = _warranties(lines, numbers)
    return v6.OrderCreateV6Request(
        customer_order_number=entry.customer_order_number,
        end_customer_order_number=entry.end_customer_order_number,
        notes=entry.notes,
        bill_to_address_id=entry.bill_to_address_id,
        special_bid_number=entry.special_bid_number,
        accept_back_order=entry.accepts_back_orders,
        vendor_mandatory_fields=v6.V6VendorMandatoryFields(
            vendor_authorization_number=vendor_number
        )
        if vendor_number
        else None,
        end_user=v6.V6EndUser(**whole_address(end_user)) if end_user else None,
        ship_to=_ship_to_v6(entry.ship_to),
        shipment=v6.V6Shipment.model_validate(wishes) if wishes else None,
        attributes=header_attributes(entry),
        lines=tuple(_v6_line(line, warranties.get(line.number, ())) for line in lines),
    )


def _v6_line(line: OwnLine, warranties: Sequence[v6.Warranty]) -> v6.OrderCreateV6Line:
    said = line.details
    who = said.end_user
    return v6.OrderCreateV6Line(
        customer_line_number=str(line.number),
        ingram_part_number=line.ingram_part_number,
        quantity=line.quantity,
        unit_price=said.requested_price,
        special_bid_number=said.special_bid_number,
        notes=said.notes,
        end_users=(v6.V6LineEndUser(**_end_user(who)),) if who else (),
        attributes=_line_attributes(said),
        warranties=tuple(warranties),
    )


def _warranties(
    lines: Sequence[OwnLine], numbers: Mapping[int, str]
) -> dict[int, list[v6.Warranty]]:
    """The links of each line: a warranty names its hardware, and the hardware its warranties.

    As in the documents' example; their descriptions say the reverse (field notes 6.4).
    """
    links: dict[int, list[v6.Warranty]] = {}
    for line in lines:
        said = line.details
        if said.direct_line_link:
            link = v6.Warranty(direct_line_link=said.direct_line_link)
            links.setdefault(line.number, []).append(link)
        if (hardware := numbers.get(said.warranty_for or 0)) is not None:
            links.setdefault(line.number, []).append(v6.Warranty(hardware_line_link=hardware))
            back = v6.Warranty(warranty_line_link=str(line.number))
            links.setdefault(int(hardware), []).append(back)
    return links


def _ship_to_v6(to: Destination) -> v6.V6ShipTo:
    if to.address_id:
        return v6.V6ShipTo(address_id=to.address_id)
    return v6.V6ShipTo(**whole_address(to))


def _end_user(who: LineEndUser) -> dict[str, str]:
    parts: dict[str, str] = asdict(who)
    parts["address_line1"] = parts.pop("address_line_1")
    parts["address_line2"] = parts.pop("address_line_2")
    return parts


def _line_attributes(said: LineDetails) -> tuple[v7.NamedValue, ...]:
    if not said.warehouse_id:
        return ()
    name = OrderAttribute.SHIP_FROM_WAREHOUSE_ID.value
    return (v7.NamedValue(name=name, value=said.warehouse_id),)
