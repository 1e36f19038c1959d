"""How v6 spells an order create: warranties, ISO dates, quoted booleans (field-notes 5.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from sandbox.operations.order_body import (
    MOST_LINES,
    checked_line_number,
    read_address,
    read_end_users,
    read_ship_complete,
    read_ship_to,
    warehouse_of,
)
from sandbox.reading import Reading
from sandbox.wishes import BodyLine, OrderBody, Shipping

MOST_PIECES = 9_999_999
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_v6(body: Reading, now: datetime) -> OrderBody:
    accepts_backorders = _flag(body, "acceptBackOrder")
    if (reseller := body.part("resellerInfo")) is not None:
        read_address(reseller, with_figures=True)
    end_user, ship_to = body.part("endUserInfo"), body.part("shipToInfo")
    vmf = body.part("vmf")
    attributes = body.attributes("additionalAttributes")
    return OrderBody(
        customer_order_number=body.text("customerOrderNumber", limit=35, required=True),
        end_customer_order_number=body.text("endCustomerOrderNumber", limit=35),
        notes=body.text("notes"),
        bill_to_address_id=body.text("billToAddressId", limit=10),
        special_bid_number=body.text("specialBidNumber", limit=36),
        vend_auth_number=vmf.text("vendAuthNumber", limit=40) if vmf else "",
        end_user=read_address(end_user) if end_user else None,
        ship_to=read_ship_to(ship_to) if ship_to else None,
        ship_to_address_id=ship_to.text("addressId", limit=10) if ship_to else "",
        accepts_backorders=accepts_backorders is not False,
        shipping=_shipping(body.part("shipmentDetails"), now),
        attributes=attributes,
        lines=_lines(body, attributes),
    )


def _lines(body: Reading, attributes: Mapping[str, str]) -> tuple[BodyLine, ...]:
    items = body.parts("lines")
    if not items:
        body.fault("lines", "lines is required")
    if len(items) > MOST_LINES:
        body.fault("lines", f"lines cannot hold more than {MOST_LINES} items")
        return ()
    return tuple(_line(item, str(index), attributes) for index, item in enumerate(items, start=1))


def _line(item: Reading, position: str, header: Mapping[str, str]) -> BodyLine:
    _check_amounts(item)
    for warranty in item.parts("warrantyInfo"):
        _check_warranty(warranty)
    # No quantity, or none at all, is a bad line and not a bad request.
    is_counted = item.data.get("quantity") is not None
    return BodyLine(
        customer_line_number=checked_line_number(item, position),
        part_number=item.text("ingramPartNumber", limit=18, required=True),
        vendor_part_number="",
        quantity=item.whole("quantity", least=0, most=MOST_PIECES) if is_counted else 0,
        special_bid_number=item.text("specialBidNumber", limit=36),
        notes=item.text("notes"),
        warehouse_id=warehouse_of(item.attributes("additionalAttributes"), header),
        has_end_user=read_end_users(item, with_figures=True),
    )


def _check_amounts(item: Reading) -> None:
    """A price is a wish that needs an agreement; without one it is passed over."""
    for name in ("unitPrice", "endUserPrice"):
        value = item.data.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            item.fault(name, f"{name} must be a number")


def _check_warranty(part: Reading) -> None:
    part.text("directLineLink", limit=25)
    part.text("warrantyLineLink", limit=3)
    part.text("hardwareLineLink", limit=3)
    for serial in part.parts("serialInfo"):
        _day(serial, "dateofPurchase")
        _day(serial, "shipDate")
        serial.text("primarySerialNumber", limit=35)
        serial.text("secondarySerialNumber", limit=35)


def _shipping(part: Reading | None, now: datetime) -> Shipping:
    if part is None:
        return Shipping()
    requested_on = _day(part, "requestedDeliveryDate")
    if requested_on is not None and requested_on <= now.date():
        part.fault("requestedDeliveryDate", "requestedDeliveryDate must be a future date")
    return Shipping(
        ship_complete=read_ship_complete(part),
        carrier_code=part.text("carrierCode", limit=10),
        freight_account_number=part.text("freightAccountNumber", limit=40),
        is_signed_for=bool(_flag(part, "signatureRequired")),
        instructions=part.text("shippingInstructions", limit=132),
        requested_on=requested_on,
    )


def _flag(part: Reading, name: str) -> bool | None:
    """A real boolean, or its name in quotes, which only v6 takes."""
    value = part.data.get(name)
    if isinstance(value, str) and value.lower() in ("true", "false", ""):
        return value.lower() == "true" if value else None
    return part.flag(name)


def _day(part: Reading, name: str) -> date | None:
    value = part.text(name, limit=10)
    try:
        found = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        found = None
    if value and found is None:
        part.fault(name, f"{name} must be in the format yyyy-MM-dd")
    return found
