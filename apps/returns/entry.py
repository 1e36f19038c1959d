"""What a person enters to ask for a return, once it has been read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ShipFrom:
    """Where the goods are picked up. Everything but the second line and telephone is needed."""

    company_name: str
    contact: str
    address_line_1: str
    address_line_2: str = ""
    city: str
    state: str
    postal_code: str
    country_code: str
    phone_number: str = ""
    email: str


@dataclass(frozen=True, kw_only=True)
class TypedLine:
    """A line of the form of which something is to go back, as it was read."""

    key: str
    quantity: int
    box_count: int = 1
    serial_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReturnEntry:
    """The whole form, read."""

    lines: tuple[TypedLine, ...]
    primary_reason: str
    secondary_reason: str
    reference_number: str
    ship_from: ShipFrom
    notes: str = ""
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """One line as it is sent: pieces of one part of one invoice, or one piece by its serial."""

    key: str
    invoice_number: str
    invoiced_on: date
    ingram_part_number: str
    vendor_part_number: str
    description: str
    customer_order_number: str
    quantity: int
    box_count: int
    serial_number: str
    reference_number: str
    is_late: bool
