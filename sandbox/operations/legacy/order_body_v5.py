"""How v5 spells an order create: quantities as text, wishes as extended specs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from sandbox.data.catalogue import Catalogue
from sandbox.reading import Reading
from sandbox.records import Address
from sandbox.wishes import BodyLine, OrderBody, Shipping

# An extended spec and the attribute of v6 that asks for the same.
_ATTRIBUTES = {
    "placeoncustomerhold": "alloworderoncustomerhold",
    "continueonerror": "allowpartialorder",
}
_YES = ("true", "y", "yes")
_DUPLICATES = "duplicatecustomerordernumbervalidate"


def read_v5(body: Reading, catalogue: Catalogue) -> OrderBody:
    """Raises Problem: FAILED, once it is in its envelope."""
    details = body.part("ordercreatedetails")
    if details is None:
        body.fault("ordercreatedetails", "ordercreatedetails is required")
        details = Reading({}, body.faults)
    specs = _specs(details, "extendedspecs")
    part = details.part("shiptoaddress")
    wish = OrderBody(
        customer_order_number=details.text("customerponumber", limit=18, required=True),
        end_customer_order_number=details.text("enduserordernumber", limit=18)
        or _first(specs, "euponumber"),
        bill_to_address_id=details.text("billtosuffix", limit=3),
        special_bid_number=details.text("specialbidnumber", limit=36),
        notes=" ".join(specs.get("commenttext", [])),
        vend_auth_number=_first(specs, "vendauthnumber"),
        ship_to=_ship_to(part) if part else None,
        ship_to_address_id=details.text("shiptosuffix", limit=3),
        accepts_backorders=_first(specs, "isbackorderflagallowed").lower() != "false",
        shipping=Shipping(
            carrier_code=details.text("carriercode", limit=2),
            freight_account_number=details.text("thirdpartyfreightaccountnumber", limit=40),
            is_signed_for=_first(specs, "signaturerequired").lower() == "true",
        ),
        attributes=_attributes(specs),
        lines=_lines(details, catalogue),
    )
    body.finish()
    return wish


def _specs(part: Reading, name: str) -> Mapping[str, list[str]]:
    """Names in lower case; commenttext comes several times."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in part.parts(name):
        found[item.text("attributename", required=True).lower()].append(item.text("attributevalue"))
    return found


def _first(specs: Mapping[str, list[str]], name: str) -> str:
    return next(iter(specs.get(name, [])), "")


def _attributes(specs: Mapping[str, list[str]]) -> dict[str, str]:
    found = {
        known: "true" if _first(specs, name).lower() in _YES else ""
        for name, known in _ATTRIBUTES.items()
    }
    allows = _first(specs, _DUPLICATES).upper() == "ALLOW"
    return found | {"allowduplicatecustomerordernumber": "true" if allows else ""}


def _lines(details: Reading, catalogue: Catalogue) -> tuple[BodyLine, ...]:
    items = [item for item in details.parts("lines") if item.text("linetype").upper() != "C"]
    if not items:
        details.fault("lines", "lines is required")
    return tuple(_line(item, str(index), catalogue) for index, item in enumerate(items, start=1))


def _line(item: Reading, position: str, catalogue: Catalogue) -> BodyLine:
    number = item.text("linenumber", limit=3)
    if number and not re.fullmatch(r"[0-9]{1,3}", number):
        item.fault("linenumber", "linenumber must be a number")
    part_number = item.text("ingrampartnumber", limit=18)
    upc = item.text("upccode", limit=20)
    by_upc = catalogue.by_upc(upc) if upc and not part_number else None
    vendor_part_number = item.text("vendorpartnumber", limit=60)
    if not (part_number or vendor_part_number or upc):
        item.fault("ingrampartnumber", "a part number is required")
    return BodyLine(
        customer_line_number=number.lstrip("0") or position,
        part_number=part_number or (by_upc.part_number if by_upc else ""),
        vendor_part_number=vendor_part_number or upc,
        quantity=item.whole("quantity", least=0, most=9_999_999, as_text=True),
        notes=" ".join(_specs(item, "productextendedspecs").get("commenttext", [])),
        warehouse_id=item.text("warehouseid", limit=4),
        has_end_user=item.part("enduser") is not None,
    )


def _ship_to(part: Reading) -> Address:
    return Address(
        contact=part.text("attention", limit=35).upper(),
        line1=part.text("addressline1", limit=35, required=True).upper(),
        line2=part.text("addressline2", limit=35).upper(),
        line3=part.text("addressline3", limit=35).upper(),
        city=part.text("city", limit=21, required=True).upper(),
        state=part.text("state", limit=2).upper(),
        postal_code=part.text("postalcode", limit=9, required=True),
        country_code=part.text("countrycode", limit=2).upper(),
    )
