"""What comes back of an order created by v6 or modified (field notes 5.2, 5.3, 6.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator

from apps.ingram.schemas.order_requests import (
    OrderCreateV6Line,
    OrderCreateV6Request,
    OrderModifyLine,
    OrderModifyRequest,
)
from apps.ingram.schemas.orders import Charge
from apps.ingram.schemas.reading import (
    Answer,
    Attribute,
    Currency,
    Day,
    Flag,
    Identifier,
    Many,
    Maybe,
    Moment,
    Number,
    Party,
    Status,
    Text,
    WholeNumber,
    read_text,
    spelt,
)

_ECHO = re.compile(r"\d\d-\w{5} : ?")
_NOTE_MARK = "||"


def read_echo(value: object) -> str:
    """Text without the order number that some replies put before it: "20-RFKKT : 000"."""
    return _ECHO.sub("", read_text(value)).strip()


def note_parts(notes: str) -> tuple[str, ...]:
    """Notes as they are shown: they come in pieces of 35 characters, joined by two strokes."""
    return tuple(part.strip() for part in notes.split(_NOTE_MARK) if part.strip())


def line_number(text: str) -> int | None:
    """A line number to be compared: "003", "3" and 3 are the same line."""
    return int(text) if text.isascii() and text.isdigit() else None


Echo = Annotated[str, BeforeValidator(read_echo)]


class RejectedLine(Answer):
    """A line that was not taken over. `reject_code`: EN no such part, EQ quantity, EL no such line.

    What was refused is told by the reseller's line number or by Ingram's, not always by both.
    """

    customer_line_number: Identifier = spelt("customerLineNumber", "customerLinenumber")
    ingram_line_number: Identifier = spelt("ingramLineNumber", "lineNumber")
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    quantity_ordered: WholeNumber = None
    reject_code: Text = ""
    reject_reason: Text = ""


class NamedParty(Party):
    """A party of a v6 reply, with the names of the SAP countries."""

    end_user_id: Identifier = ""
    name1: Text = spelt("name1")
    name2: Text = spelt("name2")
    address_line4: Text = spelt("addressLine4")


class LineShipping(Answer):
    """How a line is to leave: nothing has been shipped yet."""

    carrier_code: Text = ""
    carrier_name: Text = ""
    warehouse_id: Identifier = spelt("shipFromWarehouseId")
    warehouse: Text = spelt("shipFromLocation")
    freight_account_number: Identifier = ""
    is_signature_required: Flag = spelt("signatureRequired", default=None)
    shipping_instructions: Text = ""


class ChangedLine(Answer):
    """A line as it was taken over, by a create or a modify."""

    sub_order_number: Identifier = ""
    ingram_line_number: Identifier = spelt("ingramLineNumber", "lineNumber")
    customer_line_number: Identifier = spelt("customerLineNumber", "customerLinenumber")
    status: Status = spelt("lineStatus")
    status_text: Text = spelt("lineStatus")
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    quantity_ordered: WholeNumber = None
    quantity_confirmed: WholeNumber = None
    quantity_backordered: WholeNumber = spelt("quantityBackOrdered", default=None)
    notes: Echo = ""
    shipping: Many[LineShipping] = spelt("shipmentDetails", default=())
    attributes: Many[Attribute] = spelt("additionalAttributes", default=())

    @property
    def note_parts(self) -> tuple[str, ...]:
        return note_parts(self.notes)


class CreatedLine(ChangedLine):
    global_part_number: Identifier = spelt("globalSkuId")
    vendor_number: Identifier = ""
    line_type: Text = ""
    unit_price: Number = None
    extended_price: Number = spelt("extendedUnitPrice", "extendedPrice", default=None)
    currency: Currency = spelt("currencyCode")
    special_bid_number: Identifier = ""
    end_user: Maybe[NamedParty] = spelt("endUserInfo", default=None)


class CreatedOrder(Answer):
    """One of the orders that a create made: released, changed or cancelled by its own number."""

    ingram_order_number: Identifier = spelt("ingramOrderNumber", "orderNumber")
    ordered_at: Moment = spelt("ingramOrderDate", default=None)
    ordered_on: Day = spelt("ingramOrderDate", default=None)
    order_type: Text = ""
    notes: Echo = ""
    lines_with_success: WholeNumber = spelt("numberOfLinesWithSuccess", default=None)
    lines_with_error: WholeNumber = spelt("numberOfLinesWithError", default=None)
    lines_with_warning: WholeNumber = spelt("numberOfLinesWithWarning", default=None)
    total: Number = spelt("orderTotal", default=None)
    freight_charges: Number = None
    tax_total: Number = spelt("totalTax", default=None)
    told_currency: Currency = spelt("currencyCode")
    lines: Many[CreatedLine] = ()
    charges: Many[Charge] = spelt("miscellaneousCharges", default=())
    rejected_lines: Many[RejectedLine] = spelt("rejectedLineItems", default=())
    attributes: Many[Attribute] = spelt("additionalAttributes", default=())

    @property
    def currency(self) -> str:
        """From the order, else from its lines; the header's echo may be doubled or prefixed."""
        return self.told_currency or next((x.currency for x in self.lines if x.currency), "")

    @property
    def note_parts(self) -> tuple[str, ...]:
        return note_parts(self.notes)


class OrderCreated(Answer):
    """What a v6 create made: one order, or several when it was split (field notes 6.3)."""

    customer_order_number: Identifier = ""
    end_customer_order_number: Identifier = ""
    bill_to_echo: Echo = spelt("billToAddressId")
    special_bid_number: Identifier = ""
    total: Number = spelt("purchaseOrderTotal", default=None)
    told_split: Flag = spelt("orderSplit", default=None)
    told_partial: Flag = spelt("processedPartially", default=None)
    reseller: Maybe[NamedParty] = spelt("resellerInfo", default=None)
    ship_to: Maybe[NamedParty] = spelt("shipToInfo", default=None)
    end_user: Maybe[NamedParty] = spelt("endUserInfo", default=None)
    entries: Many[CreatedOrder] = spelt("orders", default=())
    header_rejections: Many[RejectedLine] = spelt("rejectedLineItems", default=())

    @property
    def orders(self) -> tuple[CreatedOrder, ...]:
        """The orders that were made: an entry without a number made none."""
        return tuple(entry for entry in self.entries if entry.ingram_order_number)

    @property
    def rejected_lines(self) -> tuple[RejectedLine, ...]:
        return (
            *self.header_rejections,
            *(line for entry in self.entries for line in entry.rejected_lines),
        )

    @property
    def is_split(self) -> bool:
        return len(self.orders) > 1 or bool(self.told_split)

    @property
    def is_partial(self) -> bool:
        """By the lines: an example with a rejected line says `processedPartially` false."""
        return bool(self.rejected_lines) or bool(self.told_partial)

    @property
    def currency(self) -> str:
        return next((order.currency for order in self.orders if order.currency), "")

    @property
    def bill_to_address_id(self) -> str:
        """The echo holds the id once for each order of a split: "000000" stands for "000"."""
        text, times = self.bill_to_echo, len(self.orders)
        unit = text[: len(text) // times] if times else text
        return unit if unit and unit * times == text else text

    def unanswered(self, request: OrderCreateV6Request) -> tuple[OrderCreateV6Line, ...]:
        """Lines that were sent and are neither among the orders' nor among the rejected ones.

        The counters of the reply are not to be relied upon (field notes 5.2).
        """
        told = [line for order in self.orders for line in order.lines]
        return tuple(
            line
            for line in request.lines
            if not _is_among(line, told) and not _is_among(line, self.rejected_lines)
        )


def _is_among(line: OrderCreateV6Line, told: Iterable[ChangedLine | RejectedLine]) -> bool:
    number, part = int(line.customer_line_number), line.ingram_part_number.upper()
    return any(
        line_number(other.customer_line_number) == number
        and other.ingram_part_number.upper() in ("", part or other.ingram_part_number.upper())
        for other in told
    )


class OrderModified(Answer):
    """What a modify did, which a good status alone does not tell (field notes 5.3).

    The lines have new numbers now: read the order's details before the next change.
    """

    ingram_order_number: Identifier = spelt("ingramOrderNumber", "orderNumber")
    change_description: Text = ""
    modified_at: Moment = spelt("orderModifiedDate", default=None)
    customer_order_number: Identifier = ""
    end_customer_order_number: Identifier = ""
    bill_to_address_id: Echo = ""
    status: Status = spelt("orderStatus")
    status_text: Text = spelt("orderStatus")
    notes: Echo = ""
    total: Number = spelt("orderTotal", default=None)
    sub_total: Number = spelt("orderSubTotal", default=None)
    freight_charges: Number = None
    tax_total: Number = spelt("totalTax", default=None)
    ship_to: Maybe[NamedParty] = spelt("shipToInfo", default=None)
    lines: Many[ChangedLine] = ()
    rejected_lines: Many[RejectedLine] = spelt("rejectedLineItems", default=())
    attributes: Many[Attribute] = spelt("additionalAttributes", default=())

    def tells_of_change(self, request: OrderModifyRequest) -> bool:
        """Whether anything was changed, which a status of 200 does not tell."""
        return bool(self.lines or self.ship_to or (request.notes and self.notes))

    def undone_lines(self, request: OrderModifyRequest) -> tuple[OrderModifyLine, ...]:
        """The requested changes that are not among the answer's lines, or among its refusals.

        Changed lines come back with new numbers, so they are known again by their part.
        """
        told, undone = list(self.lines), []
        for line in request.lines:
            answer = next((other for other in told if _answers(line, other)), None)
            if answer is None or any(_is_refused(line, other) for other in self.rejected_lines):
                undone.append(line)
            else:
                told.remove(answer)
        return tuple(undone)

    def is_done(self, request: OrderModifyRequest) -> bool:
        """Whether everything that was asked for was done."""
        notes_done = not request.notes or bool(self.notes or any(x.notes for x in self.lines))
        address_done = request.ship_to is None or self.ship_to is not None
        return notes_done and address_done and not self.undone_lines(request)


def _answers(line: OrderModifyLine, other: ChangedLine) -> bool:
    if line.ingram_part_number.upper() != other.ingram_part_number.upper():
        return False
    if line.action == "DELETE":
        return line_number(other.ingram_line_number) == int(line.ingram_line_number)
    return bool(line.ingram_part_number or other.notes)


def _is_refused(line: OrderModifyLine, other: RejectedLine) -> bool:
    if line.ingram_part_number.upper() != other.ingram_part_number.upper():
        return False
    for ours, theirs in (
        (line.ingram_line_number, other.ingram_line_number),
        (line.customer_line_number, other.customer_line_number),
    ):
        if ours and (number := line_number(theirs)):
            return int(ours) == number
    return True
