"""The v5 order that we send, and how a present one is written as such (field notes 4.2, 11).

What v5 has no place for is refused with NotOffered: nothing that a person asked for is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, ValidationError

from apps.ingram.errors import FieldError, NotOffered
from apps.ingram.schemas.addresses import Address
from apps.ingram.schemas.legacy.envelope import NOTE, OldRequest, RequestPreamble
from apps.ingram.schemas.order_requests import OrderCreateV6Line, OrderCreateV6Request
from apps.ingram.schemas.orders import (
    MAX_LINES,
    NamedValue,
    OrderCreateLine,
    OrderCreateRequest,
    OrderParty,
)
from apps.ingram.schemas.quotes import QuantityText
from apps.ingram.schemas.sending import Line, Request, limited

#: Comments that begin so stay off the packing slip.
INTERNAL_NOTE = "///"
CUSTOMER_HOLD = "allowOrderOnCustomerHold"
#: Additional attributes of v6 and v7 with the extended spec that says the same, and its value.
_SPECS = {
    CUSTOMER_HOLD: ("placeoncustomerhold", "true"),
    "allowDuplicateCustomerOrderNumber": ("duplicatecustomerordernumbervalidate", "ALLOW"),
    "allowPartialOrder": ("continueonerror", "true"),
}
_WAREHOUSE = "shipFromWarehouseId"

AmountText = Annotated[Decimal | None, PlainSerializer(lambda v: None if v is None else f"{v:f}")]
AnyOrder = OrderCreateV6Request | OrderCreateRequest
AnyLine = OrderCreateV6Line | OrderCreateLine


class Spec(OldRequest):
    """An extended spec: always texts."""

    attribute_name: Annotated[Line, Field(min_length=1)]
    attribute_value: Annotated[Line, Field(min_length=1)]


class OldAddress(OldRequest):
    """The first line holds the company, the second the street."""

    attention: Annotated[Line, limited(35)] = ""
    address_line1: Annotated[Line, limited(35)] = ""
    address_line2: Annotated[Line, limited(35)] = ""
    address_line3: Annotated[Line, limited(35)] = ""
    city: Annotated[Line, limited(21)] = ""
    state: Annotated[Line, limited(2)] = ""
    postal_code: Annotated[Line, limited(9)] = ""
    country_code: Annotated[Line, limited(2)] = ""


class OldEndUser(OldAddress):
    attention: Literal[""] = ""
    id: Line = ""
    phone_number: Line = ""
    email: Line = ""


class OldLine(OldRequest):
    line_type: Literal["P", "C"] = "P"
    line_number: Line = ""
    ingram_part_number: Annotated[Line, limited(18)] = ""
    vendor_part_number: Annotated[Line, limited(40)] = ""
    customer_part_number: Annotated[Line, limited(40)] = ""
    quantity: QuantityText
    warehouse_id: Line = ""
    unit_price: AmountText = None
    end_user: OldEndUser | None = None
    specs: tuple[Spec, ...] = Field((), alias="productextendedspecs")


class OldOrder(OldRequest):
    customer_order_number: Annotated[Line, Field(min_length=1), limited(18)] = Field(
        alias="customerponumber"
    )
    order_type: Literal["Standard", "Direct Ship"] = "Standard"
    end_customer_order_number: Annotated[Line, limited(18)] = Field("", alias="enduserordernumber")
    bill_to_address_id: Annotated[Line, limited(3)] = Field("", alias="billtosuffix")
    ship_to_address_id: Annotated[Line, limited(3)] = Field("", alias="shiptosuffix")
    ship_to: OldAddress | None = Field(None, alias="shiptoaddress")
    carrier_code: Annotated[Line, limited(2)] = ""
    freight_account_number: Line = Field("", alias="thirdpartyfreightaccountnumber")
    special_bid_number: Annotated[Line, limited(36)] = ""
    lines: Annotated[tuple[OldLine, ...], Field(min_length=1, max_length=MAX_LINES)]
    specs: tuple[Spec, ...] = Field((), alias="extendedspecs")


class OldOrderService(OldRequest):
    request_preamble: RequestPreamble
    order: OldOrder = Field(alias="ordercreatedetails")


class OldOrderRequest(OldRequest):
    """[spec] POST /resellers/v5/Orders"""

    service: OldOrderService = Field(alias="ordercreaterequest")


def old_order(request: AnyOrder) -> OldOrder:
    """A present order in the words of v5.

    An end user of the order becomes that of each line. Raises NotOffered with the fields for
    which v5 has no place or less room; nothing was sent.
    """
    without_place = list(_without_place(request))
    if without_place:
        raise _refusal(without_place)
    shipment = request.shipment
    try:
        return OldOrder(
            customer_order_number=request.customer_order_number,
            end_customer_order_number=request.end_customer_order_number,
            bill_to_address_id=request.bill_to_address_id,
            ship_to_address_id=request.ship_to.address_id if request.ship_to else "",
            ship_to=_address(request.ship_to) if request.ship_to else None,
            carrier_code=shipment.carrier_code if shipment else "",
            freight_account_number=shipment.freight_account_number if shipment else "",
            special_bid_number=request.special_bid_number,
            lines=tuple(_line(line, request) for line in request.lines),
            specs=tuple(_specs(request)),
        )
    except ValidationError as error:
        places = [".".join(map(str, problem["loc"])) for problem in error.errors()]
        raise _refusal(places) from error


def _without_place(request: AnyOrder) -> Iterator[str]:
    yield from _filled(request.shipment, "ship_complete", "requested_delivery_on")
    yield from _filled(request.ship_to, "shipping_notes")
    yield from _filled(request, "vendor_mandatory_fields", only=OrderCreateRequest)
    yield from _unknown(request.attributes, {*_SPECS, _WAREHOUSE})
    for line in request.lines:
        yield from _filled(line, "end_user_price", "warranties", "vendor_mandatory_fields")
        yield from _unknown(line.attributes, {_WAREHOUSE})
        if len(line.end_users) > 1:
            yield "end_users"


def _filled(part: Request | None, *names: str, only: type[Request] = Request) -> Iterator[str]:
    if isinstance(part, only):
        yield from (name for name in names if getattr(part, name, None) not in (None, "", ()))


def _unknown(attributes: Iterable[NamedValue], known: Iterable[str]) -> Iterator[str]:
    names = {name.lower() for name in known}
    return (attribute.name for attribute in attributes if attribute.name.lower() not in names)


def _address(party: Address | OrderParty) -> OldAddress | None:
    if not party.address_line1:
        return None
    return OldAddress.model_validate({"attention": party.contact, **_lines_of(party)})


def _lines_of(party: Address | OrderParty) -> dict[str, str]:
    # The first line is for the name: carriers charge for a street there.
    lines = [party.company_name or party.contact, party.address_line1, party.address_line2]
    more = (getattr(party, name, "") for name in ("address_line3", "address_line4"))
    third = " ".join(filter(None, (lines[2], *more)))
    return {
        "address_line1": lines[0],
        "address_line2": lines[1],
        "address_line3": third,
        "city": party.city,
        "state": party.state,
        "postal_code": party.postal_code.replace("-", ""),
        "country_code": party.country_code,
    }


def _line(line: AnyLine, request: AnyOrder) -> OldLine:
    end_users: tuple[Address | OrderParty, ...] = line.end_users
    end_user = end_users[0] if end_users else request.end_user
    notes = [(NOTE, line.notes), ("authbidnumber", line.special_bid_number)]
    return OldLine(
        line_number=line.customer_line_number,
        ingram_part_number=line.ingram_part_number,
        vendor_part_number=getattr(line, "vendor_part_number", ""),
        customer_part_number=getattr(line, "customer_part_number", ""),
        quantity=line.quantity,
        warehouse_id=_value(line.attributes, _WAREHOUSE) or _value(request.attributes, _WAREHOUSE),
        unit_price=line.unit_price,
        end_user=_end_user(end_user) if end_user else None,
        specs=tuple(_told(notes)),
    )


def _end_user(party: Address | OrderParty) -> OldEndUser:
    known = _lines_of(party) if party.address_line1 else {}
    return OldEndUser.model_validate(
        {
            **known,
            "id": getattr(party, "end_user_id", ""),
            "phone_number": party.phone_number,
            "email": party.email,
        }
    )


def _specs(request: AnyOrder) -> Iterator[Spec]:
    shipment, ship_to, reseller = request.shipment, request.ship_to, request.reseller
    instructions = shipment.shipping_instructions if shipment else ""
    is_signed = shipment.is_signature_required if shipment else None
    yield from _told(
        [
            (NOTE, request.notes),
            (NOTE, f"{INTERNAL_NOTE}{instructions}" if instructions else ""),
            ("Isbackorderflagallowed", _word(request.accept_back_order)),
            ("signaturerequired", _word(is_signed)),
            ("shipctacphone", ship_to.phone_number if ship_to else ""),
            ("emailaddress", ship_to.email if ship_to else ""),
            ("resellerctacemail", reseller.email if reseller else ""),
            ("vendauthnumber", _authorization(request)),
            ("quotenumber", getattr(request, "quote_number", "")),
        ]
    )
    for name, (spec, value) in _SPECS.items():
        if _value(request.attributes, name).lower() == "true":
            yield Spec(attribute_name=spec, attribute_value=value)


def _told(pairs: Iterable[tuple[str, str]]) -> Iterator[Spec]:
    return (Spec(attribute_name=name, attribute_value=text) for name, text in pairs if text)


def _authorization(request: AnyOrder) -> str:
    if isinstance(request, OrderCreateRequest):
        return request.vendor_authorization_number
    fields = request.vendor_mandatory_fields
    return fields.vendor_authorization_number if fields else ""


def _value(attributes: Iterable[NamedValue], name: str) -> str:
    named = (a.value for a in attributes if a.name.lower() == name.lower())
    return next(named, "")


def _word(flag: bool | None) -> str:
    return "" if flag is None else str(flag).lower()


def _refusal(places: Iterable[str]) -> NotOffered:
    fields = [
        FieldError(field=place.replace("_", " "), message="has no place in a v5 order")
        for place in dict.fromkeys(places)
    ]
    sentence = f"{NotOffered.default_message} {'; '.join(map(str, fields))}."
    return NotOffered(sentence, fields=tuple(fields), path="/resellers/v5/Orders")
