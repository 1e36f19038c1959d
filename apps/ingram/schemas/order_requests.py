"""The v6 order and the changes of an order that we send (field notes 5.2, 6.4, 6.5, 11)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from apps.ingram.schemas.addresses import Address
from apps.ingram.schemas.order_attributes import OrderAttribute
from apps.ingram.schemas.orders import MAX_LINES
from apps.ingram.schemas.quotes import MAX_QUANTITY
from apps.ingram.schemas.sending import IsoDay, Line, Request, limited
from apps.ingram.schemas.vendor_values import NamedValue, WarrantyLink

LineNumber = Annotated[Line, Field(pattern=r"^\d{1,3}$")]
HeldLineNumber = Annotated[Line, Field(pattern=r"^\d{0,6}$")]

#: A longer comment becomes several comment lines, which has to be asked for.
COMMENT_PIECE = 35


class OrderAddress(Address):
    name1: Annotated[Line, limited(35)] = Field("", alias="name1")
    name2: Annotated[Line, limited(35)] = Field("", alias="name2")
    address_line4: Annotated[Line, limited(40)] = Field("", alias="addressLine4")


class V6Reseller(Address):
    reseller_id: Line = ""


class V6EndUser(OrderAddress):
    end_user_id: Annotated[Line, limited(10)] = ""


class V6LineEndUser(V6EndUser):
    """`address_sequence_number` and `contact_id` choose among what is stored for the id."""

    end_user_type: Line = ""
    address_sequence_number: Line = ""
    contact_id: Line = ""


class V6ShipTo(OrderAddress):
    """A stored address by its id, or a full one (field notes 6.4)."""

    address_id: Annotated[Line, limited(10)] = ""


class V6VendorMandatoryFields(Request):
    """Without the vendor's authorization number a warranty order is put on hold."""

    vendor_authorization_number: Line = Field("", alias="vendAuthNumber")


class V6Shipment(Request):
    """`ship_complete`: C per distribution, P per line, E across all distributions."""

    carrier_code: Annotated[Line, limited(10)] = ""
    freight_account_number: Line = ""
    ship_complete: Literal["", "C", "P", "E"] = ""
    requested_delivery_on: IsoDay = Field(None, alias="requestedDeliveryDate")
    is_signature_required: bool | None = Field(None, alias="signatureRequired")
    shipping_instructions: Annotated[Line, limited(132)] = ""


class WarrantySerial(Request):
    """Hardware that was sold before its warranty."""

    purchased_on: IsoDay = Field(None, alias="dateofPurchase")
    shipped_on: IsoDay = Field(None, alias="shipDate")
    primary_serial_number: Line = ""
    secondary_serial_number: Line = ""


class Warranty(WarrantyLink):
    serials: tuple[WarrantySerial, ...] = Field((), alias="serialInfo")


class OrderCreateV6Line(Request):
    """One product: by its Ingram part number, or by the reseller's own in SAP countries."""

    customer_line_number: LineNumber
    ingram_part_number: Annotated[Line, limited(18)] = ""
    customer_part_number: Annotated[Line, limited(35)] = ""
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)]
    special_bid_number: Annotated[Line, limited(36)] = ""
    notes: Annotated[Line, limited(132)] = ""
    unit_price: Annotated[Decimal, Field(ge=0)] | None = None
    end_user_price: Annotated[Decimal, Field(ge=0)] | None = None
    attributes: tuple[NamedValue, ...] = Field((), alias="additionalAttributes")
    warranties: tuple[Warranty, ...] = Field((), alias="warrantyInfo")
    end_users: Annotated[tuple[V6LineEndUser, ...], Field(max_length=2)] = Field(
        (), alias="endUserInfo"
    )


class OrderCreateV6Request(Request):
    """[spec] POST /resellers/v6/orders.

    `allowDuplicateCustomerOrderNumber` is among the attributes only when a person asked for it:
    the customer order number is the one protection against a second order. With
    `allowOrderOnCustomerHold` the order waits 24 hours to be changed, released or cancelled.
    """

    customer_order_number: Annotated[Line, Field(min_length=1), limited(18)]
    end_customer_order_number: Annotated[Line, limited(18)] = ""
    bill_to_address_id: Annotated[Line, limited(10)] = ""
    special_bid_number: Annotated[Line, limited(36)] = ""
    notes: Annotated[Line, limited(132)] = ""
    accept_back_order: bool | None = None
    reseller: V6Reseller | None = Field(None, alias="resellerInfo")
    vendor_mandatory_fields: V6VendorMandatoryFields | None = Field(None, alias="vmf")
    ship_to: V6ShipTo | None = Field(None, alias="shipToInfo")
    end_user: V6EndUser | None = Field(None, alias="endUserInfo")
    lines: Annotated[tuple[OrderCreateV6Line, ...], Field(min_length=1, max_length=MAX_LINES)]
    shipment: V6Shipment | None = Field(None, alias="shipmentDetails")
    attributes: tuple[NamedValue, ...] = Field((), alias="additionalAttributes")

    @model_validator(mode="after")
    def _lines_hang_together(self) -> Self:
        numbers = [int(line.customer_line_number) for line in self.lines]
        if len(set(numbers)) != len(numbers):
            raise ValueError("each line needs a line number of its own")
        if any(not 1 <= number <= MAX_LINES for number in numbers):
            raise ValueError(f"line numbers run from 1 to {MAX_LINES}")
        if any(not (x.ingram_part_number or x.customer_part_number) for x in self.lines):
            raise ValueError("each line needs a part number")
        if not set(self._linked_numbers()) <= set(numbers):
            raise ValueError("a warranty is tied to a line that is not in this order")
        return self

    def _linked_numbers(self) -> Iterator[int]:
        for line in self.lines:
            for warranty in line.warranties:
                yield from map(int, warranty.links)


class ModifyShipTo(OrderAddress):
    """A stored address by its id, or a full one. There is no fourth line here."""

    address_id: Annotated[Line, limited(10)] = ""
    address_line4: Literal[""] = Field("", alias="addressLine4")


class OrderModifyLine(Request):
    """One change of a line; a line is named by the number that the last details gave it.

    ADD takes a part number and a quantity. UPDATE and DELETE take `ingram_line_number` with the
    part number of a product line, or without one for a comment line.
    """

    action: Literal["ADD", "UPDATE", "DELETE"] = Field(alias="addUpdateDeleteLine")
    ingram_line_number: HeldLineNumber = ""
    customer_line_number: HeldLineNumber = ""
    ingram_part_number: Annotated[Line, limited(18)] = ""
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)] | None = None
    notes: Annotated[Line, limited(132)] = ""

    @model_validator(mode="after")
    def _says_what_it_changes(self) -> Self:
        is_product, has_quantity = bool(self.ingram_part_number), self.quantity is not None
        if self.action == "ADD" and (self.ingram_line_number or not is_product):
            raise ValueError("a new line has a part number, and no line number yet")
        if self.action != "ADD" and not self.ingram_line_number:
            raise ValueError("an existing line is named by its Ingram line number")
        if self.action == "DELETE" and (has_quantity or self.notes):
            raise ValueError("a line is deleted whole")
        if self.action != "DELETE" and is_product != has_quantity:
            raise ValueError("a product needs its quantity, and only a product has one")
        if self.action == "UPDATE" and not (is_product or self.notes):
            raise ValueError("a comment needs its new text")
        return self


class OrderModifyRequest(Request):
    """[spec] PUT /resellers/v6/orders/{orderNumber}, of an order on customer hold.

    Comments that have to become lines of their own ask for it by themselves; to drop the notes
    of a line, update it without notes and name that attribute yourself.
    """

    notes: Annotated[Line, limited(132)] = ""
    ship_to: ModifyShipTo | None = Field(None, alias="shipToInfo")
    lines: Annotated[tuple[OrderModifyLine, ...], Field(max_length=MAX_LINES)] = ()
    attributes: Annotated[tuple[NamedValue, ...], Field(validate_default=True)] = Field(
        (), alias="additionalAttributes"
    )

    @field_validator("attributes")
    @classmethod
    def _ask_for_comment_lines(
        cls, given: tuple[NamedValue, ...], info: ValidationInfo
    ) -> tuple[NamedValue, ...]:
        notes: str = info.data.get("notes", "")
        lines: tuple[OrderModifyLine, ...] = info.data.get("lines", ())
        is_needed = len(notes) > COMMENT_PIECE or any(line.notes for line in lines)
        wanted = OrderAttribute.ENABLE_COMMENTS_AS_LINES
        if not is_needed or any(x.name == wanted for x in given):
            return given
        return (*given, NamedValue(name=wanted, value="true"))

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not (self.notes or self.ship_to or self.lines):
            raise ValueError("nothing is changed")
        numbers = [int(x.ingram_line_number) for x in self.lines if x.ingram_line_number]
        if len(set(numbers)) != len(numbers):
            raise ValueError("each line is changed once")
        return self


class OrderReleaseRequest(Request):
    """The empty object: the document declares a body and gives it no content."""
