"""Invoices, worked out from the orders: nothing is remembered that an order does not say."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sandbox.data.catalogue import in_currency
from sandbox.records import Order, OrderLine, Shipment

TERMS = timedelta(days=30)
OPEN, PAST_DUE, PAID = "Open", "Past Due", "Paid"
INVOICE = "Invoice"


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceLine:
    """What an invoice asks for one line of the order."""

    line: OrderLine
    shipments: tuple[Shipment, ...]

    @property
    def quantity(self) -> int:
        return sum(shipment.quantity for shipment in self.shipments)

    @property
    def extended_price(self) -> Decimal:
        return self.line.unit_price * self.quantity

    @property
    def serial_numbers(self) -> tuple[str, ...]:
        """Sometimes more than pieces: a part in the first box has a number of its own."""
        found = tuple(
            serial
            for shipment in self.shipments
            for package in shipment.packages
            for serial in package.serial_numbers
        )
        has_part = bool(found) and _mark(found[0]) % 6 == 0
        return (*found, f"{found[0]}-P") if has_part else found

    @property
    def tracking_numbers(self) -> tuple[str, ...]:
        return tuple(
            package.tracking_number
            for shipment in self.shipments
            for package in shipment.packages
            if package.tracking_number
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Invoice:
    """All shipments of an order that carry the same invoice number."""

    number: str
    order: Order
    lines: tuple[InvoiceLine, ...]
    invoiced_on: date
    freight: Decimal
    tax: Decimal

    @property
    def sub_order_number(self) -> str:
        return self.lines[0].line.sub_order_number

    @property
    def number_with_dashes(self) -> str:
        return with_dashes(self.number)

    @property
    def delivery_number(self) -> str:
        first = self.lines[0]
        return delivery_number(first.line, first.shipments[0])

    @property
    def due_on(self) -> date:
        return self.invoiced_on + TERMS

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def net(self) -> Decimal:
        return sum((line.extended_price for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.net + self.freight + self.tax

    @property
    def tax_rate(self) -> Decimal:
        return _tax_rate(self.order)

    @property
    def special_bid_numbers(self) -> tuple[str, ...]:
        numbers = (line.line.special_bid_number for line in self.lines)
        return tuple(dict.fromkeys(n for n in (self.order.special_bid_number, *numbers) if n))

    def line_of(self, part_number: str) -> InvoiceLine | None:
        return next((line for line in self.lines if line.line.part_number == part_number), None)

    def status(self, today: date) -> str:
        """Paid after 18 to 44 days, so that some are late; one in 23 is never paid."""
        mark = _mark(self.number)
        if mark % 23 and today >= self.invoiced_on + timedelta(days=18 + mark % 27):
            return PAID
        return PAST_DUE if today > self.due_on else OPEN


def plain(number: str) -> str:
    """A number as it is compared: in capitals, without dashes (field-notes 5.6)."""
    return number.replace("-", "").strip().upper()


def with_dashes(number: str) -> str:
    return f"{number[:2]}-{number[2:-2]}-{number[-2:]}"


def delivery_number(line: OrderLine, shipment: Shipment) -> str:
    """Described as a date, but it holds figures (field-notes 5.4): the same for all of a parcel."""
    return f"{_mark(f'{line.sub_order_number} {shipment.wave}') % 10**8:08}"


def invoices_of(order: Order) -> tuple[Invoice, ...]:
    """The first to the last. Freight is on the first, tax on each for what it asks."""
    found: list[Invoice] = []
    rate, net = _tax_rate(order), Decimal(0)
    for number, lines in sorted(_by_number(order.lines).items(), key=_first_day):
        before = in_currency(net, rate)
        net += sum((line.extended_price for line in lines), Decimal(0))
        found.append(
            Invoice(
                number=number,
                order=order,
                lines=tuple(lines),
                invoiced_on=_day(lines[0]),
                freight=Decimal(0) if found else order.freight,
                # Rounded on the running sum: together they ask what the order says.
                tax=in_currency(net, rate) - before,
            )
        )
    return tuple(found)


def _by_number(lines: Iterable[OrderLine]) -> dict[str, list[InvoiceLine]]:
    found: dict[str, list[InvoiceLine]] = {}
    for line in lines:
        for number in dict.fromkeys(s.invoice_number for s in line.shipments if s.invoice_number):
            shipments = tuple(s for s in line.shipments if s.invoice_number == number)
            found.setdefault(number, []).append(InvoiceLine(line=line, shipments=shipments))
    return found


def _first_day(item: tuple[str, list[InvoiceLine]]) -> tuple[date, str]:
    return _day(item[1][0]), item[0]


def _day(line: InvoiceLine) -> date:
    shipment = line.shipments[0]
    return shipment.invoiced_on or shipment.shipped_on


def _tax_rate(order: Order) -> Decimal:
    return order.tax / order.subtotal if order.subtotal else Decimal(0)


def _mark(text: str) -> int:
    """Some figure that a text always has: for what must look accidental and stay the same."""
    return zlib.crc32(text.encode())
