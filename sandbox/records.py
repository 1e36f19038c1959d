"""What the sandbox remembers. Records never change; a change puts a new one in the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    company_name: str = ""
    contact: str = ""
    line1: str = ""
    line2: str = ""
    line3: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country_code: str = ""
    phone_number: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuoteLine:
    guid: str
    customer_line_number: str
    part_number: str
    vendor_part_number: str
    vendor_name: str
    description: str
    quantity: int
    quote_price: Decimal
    msrp: Decimal
    weight: Decimal = Decimal(0)
    notes: str = ""
    is_subscription: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    customer: str
    number: str
    guid: str
    name: str
    status: str
    created_at: datetime
    modified_at: datetime
    currency: str
    lines: tuple[QuoteLine, ...]
    expires_on: date | None = None
    revision: int = 0
    status_reason: str = ""
    rejected: tuple[str, ...] = ()
    special_bid_number: str = ""
    special_bid_expires_on: date | None = None
    customer_need: str = ""
    end_user: Address | None = None
    contact_name: str = ""
    contact_email: str = ""
    created_by: str = "API"
    received: bool = False

    @property
    def vendor(self) -> str:
        names = {line.vendor_name for line in self.lines}
        return names.pop() if len(names) == 1 else "MULTIPLE" if names else ""

    @property
    def total(self) -> Decimal:
        return sum((line.quote_price * line.quantity for line in self.lines), Decimal(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    carrier_code: str
    carrier_name: str
    tracking_number: str
    carton_number: str
    quantity: int
    weight: Decimal
    serial_numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shipment:
    """What of a line left a warehouse at once; `wave` counts the departures of its order."""

    quantity: int
    warehouse_id: str
    location: str
    shipped_on: date
    delivered_on: date | None = None
    invoice_number: str = ""
    invoiced_on: date | None = None
    packages: tuple[Package, ...] = ()
    wave: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderLine:
    number: str
    sub_order_number: str
    customer_line_number: str
    status: str
    part_number: str
    vendor_part_number: str
    vendor_name: str
    description: str
    upc: str
    weight: Decimal
    unit_price: Decimal
    quantity_ordered: int
    quantity_confirmed: int
    quantity_backordered: int
    warehouse_id: str
    location: str
    special_bid_number: str = ""
    notes: str = ""
    promised_on: date | None = None
    backorder_eta_on: date | None = None
    shipments: tuple[Shipment, ...] = ()

    @property
    def quantity_shipped(self) -> int:
        return sum(shipment.quantity for shipment in self.shipments)

    @property
    def packages(self) -> tuple[Package, ...]:
        return tuple(package for shipment in self.shipments for package in shipment.packages)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A piece of a header note that has a line number of its own."""

    number: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    customer: str
    number: str
    order_type: str
    customer_order_number: str
    status: str
    entered_at: datetime
    currency: str
    bill_to_address_id: str
    bill_to: Address
    ship_to: Address
    lines: tuple[OrderLine, ...]
    end_customer_order_number: str = ""
    confirmation_number: str = ""
    quote_number: str = ""
    ship_to_address_id: str = ""
    end_user: Address | None = None
    notes: str = ""
    special_bid_number: str = ""
    freight: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    is_visible: bool = True
    is_customer_hold: bool = False
    ship_complete: str = ""
    carrier_code: str = ""
    requested_on: date | None = None
    comments: tuple[Comment, ...] = ()
    lines_ever: int = 0
    received: bool = False

    @property
    def subtotal(self) -> Decimal:
        return sum((line.unit_price * line.quantity_ordered for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.freight + self.tax


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnCase:
    """What one line of an invoice was asked back for; `number` is the case request number."""

    customer: str
    number: str
    status: str
    created_at: datetime
    modified_at: datetime
    reason: str
    is_claim: bool
    primary_reason: str
    secondary_reason: str
    invoice_number: str
    invoiced_on: date
    customer_order_number: str
    currency: str
    line_number: int
    part_number: str
    vendor_part_number: str
    upc: str
    description: str
    ship_from_branch: str
    quantity: int
    unit_price: Decimal
    tax: Decimal
    fees: Decimal
    ship_from: Address
    number_of_boxes: int = 1
    reference_number: str = ""
    notes: str = ""
    serial_number: str = ""
    quantity_approved: int = 0
    rma_claim_id: str = ""
    credit: Decimal | None = None
    return_branch: str = ""
    return_warehouse_address: str = ""
    decision: str = ""
    received: bool = False

    @property
    def value(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def estimated_total(self) -> Decimal:
        return self.value + self.tax - self.fees

    @property
    def quantity_claimed(self) -> int:
        """How many pieces cannot be asked back for once more."""
        if self.status in ("Denied", "Voided"):
            return 0
        return self.quantity_approved or self.quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceptance:
    """A v7 order that was confirmed: `number` is the confirmation number."""

    customer: str
    number: str
    customer_order_number: str
    end_customer_order_number: str
    quote_number: str
    accepted_at: datetime
    order_numbers: tuple[str, ...]
    failure: str = ""
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RenewalLine:
    part_number: str
    vendor_part_number: str
    description: str
    quantity: int
    unit_price: Decimal
    is_consolidated: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewal:
    """A contract that ends. `status` is what somebody made of it; without one the days tell."""

    customer: str
    number: str
    vendor: str
    started_on: date
    invoiced_on: date
    expires_on: date
    end_user: Address
    lines: tuple[RenewalLine, ...]
    serial_number: str
    status: str = ""
    customer_order_number: str = ""
    end_customer_order_number: str = ""
    ingram_order_number: str = ""
    ingram_ordered_on: date | None = None
    quote_number: str = ""

    @property
    def value(self) -> Decimal:
        return sum((line.unit_price * line.quantity for line in self.lines), Decimal(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class DealLine:
    part_number: str
    vendor_part_number: str
    upc: str
    description: str
    msrp: Decimal
    standard_price: Decimal
    approved_quantity: int
    used_quantity: int = 0
    special_conditions: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Deal:
    """A vendor's special prices for one end user: `number` is the deal id."""

    customer: str
    number: str
    version: int
    vendor: str
    received_on: date
    starts_on: date
    expires_on: date
    currency: str
    end_user: Address
    lines: tuple[DealLine, ...]
    names_vendor: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class StockLevel:
    """What the warehouses hold of the part `number` since its stock moved; nobody owns it."""

    customer: str = ""
    number: str
    stock: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that will happen to the record `subject` when the clock reaches `due_at`."""

    customer: str
    number: str
    due_at: datetime
    action: str
    subject: str


Record = Quote | Order | Acceptance | ReturnCase | Renewal | Deal | StockLevel | Event
KINDS: Mapping[str, type[Record]] = {
    kind.__name__: kind
    for kind in (Quote, Order, Acceptance, ReturnCase, Renewal, Deal, StockLevel, Event)
}


def to_document(value: Any) -> Any:
    """A record as plain JSON: amounts and dates as text, so that nothing is rounded."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_document(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [to_document(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_document(kind: type[T], document: Any) -> T:
    return _read(kind, document)  # type: ignore[no-any-return]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
        return None if value is None else _read(hint, value)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        hints = _hints(hint)  # type: ignore[arg-type]
        known = value.keys() & hints.keys()
        return hint(**{name: _read(hints[name], value[name]) for name in known})  # type: ignore[operator]
    if hint is Decimal:
        return Decimal(value)
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    return value
