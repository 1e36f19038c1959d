"""Returns: what we ask for and what comes back (field notes 5.6, 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from apps.ingram.schemas.addresses import Address, Code, SmallEmail
from apps.ingram.schemas.quotes import MAX_QUANTITY
from apps.ingram.schemas.reading import (
    Answer,
    Day,
    Identifier,
    Many,
    Moment,
    Number,
    Page,
    Status,
    Text,
    WholeNumber,
    as_object_or_none,
    read_day,
    spelt,
)
from apps.ingram.schemas.return_reasons import ReturnReason, reason_of
from apps.ingram.schemas.sending import Line, Request, limited

MAX_BOXES = 9_999


class ReturnStatus(StrEnum):
    """The statuses by which a search can choose; answers write them in capitals too."""

    OPEN = "Open"
    APPROVED = "Approved"
    PARTIALLY_APPROVED = "Partially Approved"
    DENIED = "Denied"
    VOIDED = "Voided"


class ShipFrom(Address):
    """Where the goods are picked up: everything but the further address lines is required."""

    company_name: Annotated[Line, Field(min_length=1), limited(40)]
    address_line1: Annotated[Line, Field(min_length=1), limited(60)] = Field(alias="addressLine1")
    city: Annotated[Line, Field(min_length=1), limited(25)]
    state: Annotated[Code, Field(min_length=1), limited(3)]
    postal_code: Annotated[Line, Field(min_length=1), limited(10)]
    country_code: Annotated[Code, Field(min_length=2), limited(2)]
    email: Annotated[SmallEmail, Field(min_length=1)]


#: A list by the schema and the distributor's own library, an object in the example.
ListOfOne = PlainSerializer(lambda value: [value])
InvoiceDay = Annotated[date, BeforeValidator(read_day), PlainSerializer(date.isoformat)]
Required = Field(min_length=1)


class ReturnCreateLine(Request):
    """One product of one invoice. The reasons are phrases in the distributor's words.

    `reference_number` is ours: it comes back with the claim, and a search finds it again.
    """

    invoice_number: Annotated[Line, Required, limited(12)]
    invoiced_on: InvoiceDay = Field(alias="invoiceDate")
    customer_order_number: Annotated[Line, limited(35)] = ""
    ingram_part_number: Annotated[Line, limited(18)] = ""
    vendor_part_number: Annotated[Line, limited(40)] = ""
    serial_number: Annotated[Line, limited(32)] = ""
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)]
    primary_reason: Annotated[Line, Required, limited(200)]
    secondary_reason: Annotated[Line, Required, limited(200)]
    notes: Annotated[Line, limited(1000)] = ""
    reference_number: Annotated[Line, limited(35)] = ""
    bill_to_address_id: Annotated[Line, limited(10)] = ""
    ship_from: Annotated[ShipFrom, BeforeValidator(as_object_or_none), ListOfOne] = Field(
        alias="shipFromInfo"
    )
    box_count: Annotated[int, Field(ge=1, le=MAX_BOXES)] = Field(alias="numberOfBoxes")

    @model_validator(mode="after")
    def _names_a_part(self) -> Self:
        if not (self.ingram_part_number or self.vendor_part_number):
            raise ValueError("a line needs an Ingram or a vendor part number")
        return self

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other lines when the claims come back."""
        part = self.ingram_part_number or self.vendor_part_number
        return part.upper(), self.reference_number.upper()


class ReturnCreateRequest(Request):
    """[spec] POST /resellers/v6/returns/create"""

    lines: tuple[ReturnCreateLine, ...] = Field(alias="list", min_length=1)

    @model_validator(mode="after")
    def _lines_can_be_told_apart(self) -> Self:
        if len({line.key for line in self.lines}) < len(self.lines):
            raise ValueError("lines of the same product need different reference numbers")
        return self


class ReturnClaim(Answer):
    """A row of return search, or what became of one line of a new return."""

    case_request_number: Identifier = ""
    # Empty until the claim is approved; search and the others do not agree on its name.
    return_claim_id: Identifier = spelt("returnClaimId", "rmaClaimId")
    reference_number: Identifier = ""
    kind: Status = spelt("type")
    status: Status = ""
    status_text: Text = spelt("status")
    reason_text: Text = spelt("returnReason")
    created_at: Moment = spelt("createdOn", default=None)
    modified_at: Moment = spelt("modifiedOn", default=None)
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    quantity: WholeNumber = None
    notes: Text = ""
    estimated_total: Number = spelt("estimatedTotalValue", default=None)
    credit: Number = None  # null until it is credited: not nothing

    @property
    def reason(self) -> ReturnReason | None:
        return reason_of(self.reason_text)

    def answers(self, line: ReturnCreateLine) -> bool:
        """Whether it is the claim of that line: same part and same reference number."""
        if not self.case_request_number:
            return False
        if self.reference_number.upper() != line.reference_number.upper():
            return False
        if self.ingram_part_number and line.ingram_part_number:
            return self.ingram_part_number.upper() == line.ingram_part_number.upper()
        vendor_part_number = line.vendor_part_number.upper()
        return bool(vendor_part_number) and self.vendor_part_number.upper() == vendor_part_number


class ReturnPage(Page):
    claims: Many[ReturnClaim] = spelt("returnsClaims", default=())


class ReturnAccepted(Answer):
    """What was made of a new return: normally a claim for each of its lines."""

    claims: Many[ReturnClaim] = spelt("returnsClaims", default=())

    @property
    def case_request_number(self) -> str:
        """The number that proves it: that of the first claim that has one."""
        return next(filter(None, (claim.case_request_number for claim in self.claims)), "")

    def claim_for(self, line: ReturnCreateLine) -> ReturnClaim | None:
        return next((claim for claim in self.claims if claim.answers(line)), None)

    def unanswered(self, lines: Sequence[ReturnCreateLine]) -> tuple[ReturnCreateLine, ...]:
        """The lines without a claim: search their reference number before sending again."""
        return tuple(line for line in lines if self.claim_for(line) is None)


class ReturnLine(Answer):
    line_number: Text = spelt("ingramLineNumber")  # a number, by the documents
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    upc: Identifier = spelt("upc", "upcCode")
    description: Text = ""
    invoice_number: Identifier = ""
    invoiced_on: Day = spelt("invoiceDate", default=None)
    customer_order_number: Identifier = ""
    quantity: WholeNumber = None
    unit_price: Number = None
    extended_price: Number = None
    status: Status = ""
    status_text: Text = spelt("status")
    return_branch: Identifier = ""
    ship_from_branch: Identifier = ""
    request_details: Text = ""
    additional_details: Text = ""


class ReturnDetails(Answer):
    """One return in full. Its amounts carry no currency: that of the invoices is meant."""

    case_request_number: Identifier = ""
    return_claim_id: Identifier = spelt("rmaClaimId", "returnClaimId")
    kind: Status = spelt("typeOfDetails", "type")
    status: Status = ""
    status_text: Text = spelt("status")
    reason_text: Text = spelt("returnReason")
    reference_number: Identifier = ""
    created_at: Moment = spelt("createdOn", default=None)
    return_address: Text = spelt("returnWarehouseAddress")
    lines: Many[ReturnLine] = spelt("products", default=())
    sub_total: Number = None
    tax: Number = None
    additional_fees: Number = None
    estimated_total: Number = None

    @property
    def reason(self) -> ReturnReason | None:
        return reason_of(self.reason_text)
