"""How v7 spells an order create, checked against lengths, types and habits of the real thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from sandbox.reading import EMAIL, Reading
from sandbox.records import Address
from sandbox.wishes import BodyLine, OrderBody, Shipping

MOST_LINES = 500
LAST_LINE_NUMBER = 884


def read_v7(body: Reading, now: datetime) -> OrderBody:
    quote_number = body.text("quoteNumber", limit=35)
    accepts_backorders = body.flag("acceptBackOrder")
    if (reseller := body.part("resellerInfo")) is not None:
        read_address(reseller)
    end_user, ship_to = body.part("endUserInfo"), body.part("shipToInfo")
    attributes = body.attributes("additionalAttributes")
    return OrderBody(
        quote_number=quote_number,
        customer_order_number=body.text("customerOrderNumber", limit=18, required=True),
        end_customer_order_number=body.text("endCustomerOrderNumber", limit=18),
        notes=body.text("notes"),
        bill_to_address_id=body.text("billToAddressId", limit=10),
        special_bid_number=body.text("specialBidNumber", limit=36),
        vend_auth_number=body.text("vendAuthNumber", limit=40),
        end_user=read_address(end_user) if end_user else None,
        ship_to=read_ship_to(ship_to) if ship_to else None,
        ship_to_address_id=ship_to.text("addressId", limit=10) if ship_to else "",
        accepts_backorders=accepts_backorders is not False,
        shipping=_shipping(body.part("shipmentDetails"), now),
        attributes=attributes,
        vendor_fields=body.attributes("vmfAdditionalAttributes"),
        lines=_lines(body, attributes, is_quote=bool(quote_number)),
    )


def checked_line_number(item: Reading, position: str) -> str:
    """From 1 to 884; what is not given is counted."""
    number = item.text("customerLineNumber", limit=3)
    if number and not (re.fullmatch(r"[0-9]+", number) and 1 <= int(number) <= LAST_LINE_NUMBER):
        item.fault("customerLineNumber", "customerLineNumber must be from 1 to 884")
    return number or position


def read_end_users(item: Reading, *, with_figures: bool = False) -> bool:
    """Whether a line has one; an empty one is refused."""
    end_users = item.parts("endUserInfo")
    for end_user in end_users:
        if end_user.data:
            read_address(end_user, with_figures=with_figures)
        else:
            item.fault("endUserInfo", "endUserInfo cannot be empty")
    return bool(end_users)


def warehouse_of(line: Mapping[str, str], header: Mapping[str, str]) -> str:
    """The attribute of the line wins over that of the header (field-notes 6.4)."""
    name = "shipfromwarehouseid"
    return line.get(name) or header.get(name, "")


def read_ship_complete(part: Reading) -> str:
    value = part.text("shipComplete", limit=4).upper()
    if value not in ("", "C", "P", "E", "TRUE"):
        part.fault("shipComplete", "shipComplete must be C, P or E")
    return "C" if value == "TRUE" else value


def read_ship_to(part: Reading) -> Address | None:
    """An address, or nothing when only the number of a stored one is given."""
    found = read_address(part)
    has_address = any((found.company_name, found.line1, found.city, found.postal_code))
    if not has_address and not part.text("addressId", limit=10):
        part.fault("addressId", "addressId or a full address is required")
    for name, value in (("addressLine1", found.line1), ("city", found.city)):
        if has_address and not value:
            part.fault(name, "Required field is missing")
    return found if has_address else None


def read_address(part: Reading, *, with_figures: bool = False) -> Address:
    """In capitals, as the API echoes it; with_figures lets a phone number be a JSON number."""
    phone = part.data.get("phoneNumber")
    is_figure = with_figures and isinstance(phone, int) and not isinstance(phone, bool)
    found = Address(
        company_name=part.text("companyName", limit=40).upper(),
        contact=part.text("contact", limit=70).upper(),
        line1=part.text("addressLine1", limit=70).upper(),
        line2=part.text("addressLine2", limit=70).upper(),
        line3=part.text("addressLine3", limit=70).upper(),
        city=part.text("city", limit=25).upper(),
        state=part.text("state", limit=3).upper(),
        postal_code=part.text("postalCode", limit=10),
        country_code=part.text("countryCode", limit=10).upper(),
        phone_number=str(phone) if is_figure else part.text("phoneNumber", limit=30),
        email=part.text("email", limit=241),
    )
    if found.email and not EMAIL.fullmatch(found.email):
        part.fault("email", "email must be an e-mail address")
    return found


def _lines(body: Reading, attributes: Mapping[str, str], *, is_quote: bool) -> tuple[BodyLine, ...]:
    items = body.parts("lines")
    if not is_quote and not items:
        body.fault("lines", "lines or quoteNumber is required")
    if len(items) > MOST_LINES:
        body.fault("lines", f"lines cannot hold more than {MOST_LINES} items")
        return ()
    return tuple(
        _line(item, str(index), attributes, is_quote=is_quote)
        for index, item in enumerate(items, start=1)
    )


def _line(item: Reading, position: str, header: Mapping[str, str], *, is_quote: bool) -> BodyLine:
    number = checked_line_number(item, position)
    part_number = item.text("ingramPartNumber", limit=18)
    vendor_part_number = item.text("vendorPartNumber", limit=60)
    if not is_quote and not part_number and not vendor_part_number:
        item.fault("ingramPartNumber", "ingramPartNumber or vendorPartNumber is required")
    # With a quote the quantity is ignored, so it may be left out; a wrong type is still refused.
    with_quantity = not is_quote or item.data.get("quantity") is not None
    return BodyLine(
        customer_line_number=number,
        part_number=part_number,
        vendor_part_number=vendor_part_number,
        quantity=item.whole("quantity", least=1, most=9_999_999) if with_quantity else 1,
        special_bid_number=item.text("specialBidNumber", limit=36),
        notes=item.text("notes"),
        vendor_fields=item.attributes("vmfAdditionalAttributesLines"),
        warehouse_id=warehouse_of(item.attributes("additionalAttributes"), header),
        has_end_user=read_end_users(item),
    )


def _shipping(part: Reading | None, now: datetime) -> Shipping:
    if part is None:
        return Shipping()
    wanted = part.text("requestedDeliveryDate", limit=8)
    requested_on = _compact_day(wanted)
    if wanted and (requested_on is None or requested_on <= now.date()):
        text = "requestedDeliveryDate must be a future date in the format YYYYMMDD"
        part.fault("requestedDeliveryDate", text)
    return Shipping(
        ship_complete=read_ship_complete(part),
        carrier_code=part.text("carrierCode", limit=10),
        freight_account_number=part.text("freightAccountNumber", limit=40),
        is_signed_for=bool(part.flag("signatureRequired")),
        instructions=part.text("shippingInstructions", limit=132),
        requested_on=requested_on,
    )


def _compact_day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None
