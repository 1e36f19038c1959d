"""What a person enters to place an order, once it has been read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.accounts.choices import OrderWay
from apps.orders.line_details import LineDetails

#: Older systems keep as much of an address line (field notes 11).
LABEL_LENGTH = 35


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A field that the vendor demands: its name upstream, and what a person reads."""

    name: str
    label: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class LineDemands:
    """A line of the validated quote and what the vendor demands for it."""

    customer_line_number: str
    ingram_part_number: str
    quantity: int | None
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Requirements:
    """The distributor's answer on what an order of the quote must carry (field notes 7.4)."""

    header: tuple[Demand, ...] = ()
    lines: tuple[LineDemands, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "header": [vars(demand) for demand in self.header],
            "lines": [
                {**vars(line), "demands": [vars(demand) for demand in line.demands]}
                for line in self.lines
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Requirements:
        return cls(
            header=tuple(Demand(**demand) for demand in data.get("header", ())),
            lines=tuple(
                LineDemands(
                    **{**line, "demands": tuple(Demand(**demand) for demand in line["demands"])}
                )
                for line in data.get("lines", ())
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A demanded field with what was typed into it."""

    demand: Demand
    value: str


@dataclass(frozen=True, kw_only=True)
class FilledLine:
    line: LineDemands
    values: tuple[Filled, ...]


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the goods go: a stored address by its id, or a whole address (field notes 6.4)."""

    address_id: str = ""
    company_name: str = ""
    contact: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country_code: str = ""
    phone_number: str = ""
    email: str = ""

    @property
    def has_long_line(self) -> bool:
        """Whether a label may cut it: older systems keep less of a line (field notes 11)."""
        return max(len(self.address_line_1), len(self.address_line_2)) > LABEL_LENGTH

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as one writes it on an envelope, blank lines left out."""
        place = " ".join(part for part in (self.city, self.state, self.postal_code) if part)
        written = (
            self.company_name,
            self.contact,
            self.address_line_1,
            self.address_line_2,
            place,
            self.country_code,
        )
        return tuple(line for line in written if line)


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """A line of an order without a quote, as it is sent: `number` counts from 1."""

    number: int
    draft_line_id: int
    ingram_part_number: str
    quantity: int
    details: LineDetails


@dataclass(frozen=True, kw_only=True)
class OrderEntry:
    """Everything that a person decides about the order besides its lines.

    With a quote the way, the end user and what follows them are the quote's. `takes_part` lets the
    lines that can be ordered go without those that cannot (field notes 6.4).
    """

    customer_order_number: str
    end_customer_order_number: str = ""
    bill_to_address_id: str
    ship_to: Destination
    notes: str = ""
    requested_delivery_on: date | None = None
    ship_complete: str = ""
    is_signature_required: bool = False
    carrier_code: str = ""
    freight_account_number: str = ""
    shipping_instructions: str = ""
    is_on_customer_hold: bool = False
    header_values: tuple[Filled, ...] = ()
    line_values: tuple[FilledLine, ...] = ()
    way: OrderWay = OrderWay.QUEUED
    end_user: Destination | None = None
    special_bid_number: str = ""
    accepts_back_orders: bool = True
    vendor_authorization_number: str = ""
    takes_part: bool = False
