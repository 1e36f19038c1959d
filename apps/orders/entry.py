"""What a person enters to turn a quote into an order, once it has been read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


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
class OrderEntry:
    """Everything that a person decides about the order; the lines are the quote's own."""

    customer_order_number: str
    end_customer_order_number: str = ""
    bill_to_address_id: str
    ship_to: Destination
    notes: str = ""
    requested_delivery_on: date | None = None
    ship_complete: str = ""
    is_signature_required: bool = False
    header_values: tuple[Filled, ...] = ()
    line_values: tuple[FilledLine, ...] = ()
