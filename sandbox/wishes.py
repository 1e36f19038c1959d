"""What an order create asks for, whatever the version, and what of it cannot be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sandbox.records import Address

# Documented: EN not found, EQ quantity. The others are ours, for what the documents only tell of.
UNKNOWN, QUANTITY = "EN", "EQ"
DISCONTINUED, ANONYMOUS, SHORT = "ED", "EU", "EB"
_CAUSES = {
    UNKNOWN: "Product not found or not authorized",
    QUANTITY: "Quantity is invalid",
    DISCONTINUED: "Product is discontinued",
    ANONYMOUS: "End user information is required for",
    SHORT: "Not in stock, and backorders are not accepted",
}
_REASONS = {
    UNKNOWN: "SKU-NOTFOUND",
    QUANTITY: "ERROR-INVALID-QTY",
    DISCONTINUED: "SKU-DISCONTINUED",
    ANONYMOUS: "ENDUSER-REQUIRED",
    SHORT: "SKU-NOSTOCK",
}


@dataclass(frozen=True, kw_only=True)
class BodyLine:
    customer_line_number: str
    part_number: str
    vendor_part_number: str
    quantity: int
    special_bid_number: str = ""
    notes: str = ""
    vendor_fields: Mapping[str, str] = field(default_factory=dict)
    warehouse_id: str = ""
    has_end_user: bool = False


@dataclass(frozen=True, kw_only=True)
class Shipping:
    """How the goods shall travel."""

    ship_complete: str = ""
    carrier_code: str = ""
    freight_account_number: str = ""
    is_signed_for: bool = False
    instructions: str = ""
    requested_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class OrderBody:
    customer_order_number: str
    lines: tuple[BodyLine, ...]
    quote_number: str = ""
    end_customer_order_number: str = ""
    notes: str = ""
    bill_to_address_id: str = ""
    special_bid_number: str = ""
    vend_auth_number: str = ""
    end_user: Address | None = None
    ship_to: Address | None = None
    ship_to_address_id: str = ""
    accepts_backorders: bool = True
    shipping: Shipping = Shipping()
    attributes: Mapping[str, str] = field(default_factory=dict)
    vendor_fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def names_end_user(self) -> bool:
        return self.end_user is not None or any(line.has_end_user for line in self.lines)

    @property
    def allows_duplicate(self) -> bool:
        return self._says_yes("allowduplicatecustomerordernumber")

    @property
    def allows_part(self) -> bool:
        return self._says_yes("allowpartialorder")

    @property
    def is_customer_hold(self) -> bool:
        return self._says_yes("alloworderoncustomerhold")

    @property
    def refuses_shortages(self) -> bool:
        """acceptBackOrder does not count beside shipComplete (field-notes 6.4)."""
        return not self.accepts_backorders and not self.shipping.ship_complete

    def _says_yes(self, name: str) -> bool:
        return self.attributes.get(name, "").lower() == "true"


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """A line that cannot be ordered."""

    line: BodyLine
    code: str

    @property
    def part_number(self) -> str:
        return self.line.part_number or self.line.vendor_part_number

    @property
    def reason(self) -> str:
        return f"{_REASONS[self.code]:<16}{self.part_number}"


def cause(rejected: Sequence[Rejection]) -> str:
    """One sentence with the parts that fail for the first reason, or nothing."""
    if not rejected:
        return ""
    code = min((rejection.code for rejection in rejected), key=list(_CAUSES).index)
    numbers = [rejection.part_number for rejection in rejected if rejection.code == code]
    return f"{_CAUSES[code]}: {', '.join(numbers)}"
