"""The body of order create v7, checked against lengths, types and habits of the real thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.reading import EMAIL, Reading
from sandbox.records import Address

MOST_LINES = 500
LAST_LINE_NUMBER = 884


@dataclass(frozen=True, kw_only=True)
class BodyLine:
    customer_line_number: str
    part_number: str
    vendor_part_number: str
    quantity: int
    special_bid_number: str
    notes: str
    vendor_fields: Mapping[str, str]
    has_end_user: bool


@dataclass(frozen=True, kw_only=True)
class OrderBody:
    quote_number: str
    customer_order_number: str
    end_customer_order_number: str
    notes: str
    bill_to_address_id: str
    special_bid_number: str
    vend_auth_number: str
    end_user: Address | None
    ship_to: Address | None
    ship_to_address_id: str
    attributes: Mapping[str, str]
    vendor_fields: Mapping[str, str]
    lines: tuple[BodyLine, ...]

    @property
    def names_end_user(self) -> bool:
        return self.end_user is not None or any(line.has_end_user for line in self.lines)

    @property
    def allows_duplicate(self) -> bool:
        return self._says_yes("allowduplicatecustomerordernumber")

    @property
    def is_customer_hold(self) -> bool:
        return self._says_yes("alloworderoncustomerhold")

    def _says_yes(self, name: str) -> bool:
        return self.attributes.get(name, "").lower() == "true"


def read_order(body: Reading, now: datetime) -> OrderBody:
    quote_number = body.text("quoteNumber", limit=35)
    body.flag("acceptBackOrder")
    _check_shipment(body.part("shipmentDetails"), now)
    if (reseller := body.part("resellerInfo")) is not None:
        _address(reseller)
    end_user, ship_to = body.part("endUserInfo"), body.part("shipToInfo")
    return OrderBody(
        quote_number=quote_number,
        customer_order_number=body.text("customerOrderNumber", limit=18, required=True),
        end_customer_order_number=body.text("endCustomerOrderNumber", limit=18),
        notes=body.text("notes"),
        bill_to_address_id=body.text("billToAddressId", limit=10),
        special_bid_number=body.text("specialBidNumber", limit=36),
        vend_auth_number=body.text("vendAuthNumber", limit=40),
        end_user=_address(end_user) if end_user else None,
        ship_to=_ship_to(ship_to) if ship_to else None,
        ship_to_address_id=ship_to.text("addressId", limit=10) if ship_to else "",
        attributes=body.attributes("additionalAttributes"),
        vendor_fields=body.attributes("vmfAdditionalAttributes"),
        lines=_lines(body, is_quote=bool(quote_number)),
    )


def _lines(body: Reading, *, is_quote: bool) -> tuple[BodyLine, ...]:
    items = body.parts("lines")
    if not is_quote and not items:
        body.fault("lines", "lines or quoteNumber is required")
    if len(items) > MOST_LINES:
        body.fault("lines", f"lines cannot hold more than {MOST_LINES} items")
        return ()
    return tuple(_line(item, str(index), is_quote) for index, item in enumerate(items, start=1))


def _line(item: Reading, position: str, is_quote: bool) -> BodyLine:
    number = item.text("customerLineNumber", limit=3)
    if number and not (re.fullmatch(r"[0-9]+", number) and 1 <= int(number) <= LAST_LINE_NUMBER):
        item.fault("customerLineNumber", "customerLineNumber must be from 1 to 884")
    part_number = item.text("ingramPartNumber", limit=18)
    vendor_part_number = item.text("vendorPartNumber", limit=60)
    if not is_quote and not part_number and not vendor_part_number:
        item.fault("ingramPartNumber", "ingramPartNumber or vendorPartNumber is required")
    # With a quote the quantity is ignored, so it may be left out; a wrong type is still refused.
    with_quantity = not is_quote or item.data.get("quantity") is not None
    end_users = item.parts("endUserInfo")
    for end_user in end_users:
        if end_user.data:
            _address(end_user)
        else:
            item.fault("endUserInfo", "endUserInfo cannot be empty")
    item.attributes("additionalAttributes")
    return BodyLine(
        customer_line_number=number or position,
        part_number=part_number,
        vendor_part_number=vendor_part_number,
        quantity=item.whole("quantity", least=1, most=9_999_999) if with_quantity else 1,
        special_bid_number=item.text("specialBidNumber", limit=36),
        notes=item.text("notes"),
        vendor_fields=item.attributes("vmfAdditionalAttributesLines"),
        has_end_user=bool(end_users),
    )


def _check_shipment(part: Reading | None, now: datetime) -> None:
    if part is None:
        return
    part.text("carrierCode", limit=10)
    part.text("shippingInstructions", limit=132)
    part.text("freightAccountNumber", limit=40)
    part.flag("signatureRequired")
    if part.text("shipComplete", limit=1).upper() not in ("", "C", "P", "E"):
        part.fault("shipComplete", "shipComplete must be C, P or E")
    wanted = part.text("requestedDeliveryDate", limit=8)
    if wanted and not _is_future(wanted, now):
        text = "requestedDeliveryDate must be a future date in the format YYYYMMDD"
        part.fault("requestedDeliveryDate", text)


def _is_future(text: str, now: datetime) -> bool:
    if not re.fullmatch(r"[0-9]{8}", text):
        return False
    try:
        return datetime.strptime(text, "%Y%m%d").date() > now.date()  # noqa: DTZ007
    except ValueError:
        return False


def _ship_to(part: Reading) -> Address | None:
    """An address, or nothing when only the number of a stored one is given."""
    found = _address(part)
    has_address = any((found.company_name, found.line1, found.city, found.postal_code))
    if not has_address and not part.text("addressId", limit=10):
        part.fault("addressId", "addressId or a full address is required")
    for name, value in (("addressLine1", found.line1), ("city", found.city)):
        if has_address and not value:
            part.fault(name, "Required field is missing")
    return found if has_address else None


def _address(part: Reading) -> Address:
    found = Address(
        company_name=part.text("companyName", limit=40).upper(),
        contact=part.text("contact", limit=70).upper(),
        line1=part.text("addressLine1", limit=70).upper(),
        line2=part.text("addressLine2", limit=70).upper(),
        city=part.text("city", limit=25).upper(),
        state=part.text("state", limit=3).upper(),
        postal_code=part.text("postalCode", limit=10),
        country_code=part.text("countryCode", limit=10).upper(),
        phone_number=part.text("phoneNumber", limit=30),
        email=part.text("email", limit=241),
    )
    if found.email and not EMAIL.fullmatch(found.email):
        part.fault("email", "email must be an e-mail address")
    return found
