"""What becomes of an order: pure steps from one record to the next."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from sandbox.data.catalogue import Product, in_currency
from sandbox.records import Address, Order, OrderLine, Package, Shipment
from sandbox.settings import Customer

CARRIERS = (("UP", "UPS GROUND"), ("FX", "FEDEX GROUND"), ("4M", "SMARTPOST-BM"))
VIRTUAL = ("VL", "VIRTUAL")
OTHER = "OTHER"
OPEN = ("In Progress", "Backordered")
MOST_SERIALS = 50
FREIGHT_FREE_FROM = Decimal(1000)
FREIGHT = Decimal("14.95")
TAX_RATES = {"CA": Decimal("0.05"), "DE": Decimal("0.19")}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One line to be ordered: from the body, or from the quote that overrules it."""

    number: str
    product: Product
    quantity: int
    unit_price: Decimal
    special_bid_number: str = ""
    notes: str = ""
    warehouse_id: str = ""


def home(customer: Customer) -> Address:
    return Address(
        company_name=customer.company_name.upper(),
        line1=customer.address.upper(),
        city=customer.city.upper(),
        state=customer.state,
        postal_code=customer.postal_code,
        country_code=customer.country,
    )


def in_capitals(address: Address) -> Address:
    """The API echoes addresses in capitals, the e-mail address excepted."""
    texts = {f.name: getattr(address, f.name).upper() for f in fields(address)}
    return Address(**(texts | {"email": address.email}))


def charges(lines: Sequence[OrderLine], customer: Customer) -> tuple[Decimal, Decimal]:
    """Freight and tax."""
    subtotal = sum((line.unit_price * line.quantity_ordered for line in lines), Decimal(0))
    freight = Decimal(0) if subtotal >= FREIGHT_FREE_FROM else in_currency(FREIGHT, customer.rate)
    return freight, in_currency(subtotal, TAX_RATES.get(customer.country, Decimal(0)))


def note_pieces(notes: str) -> list[str]:
    """Upper-cased, in pieces of 35 characters (field-notes 5.2)."""
    text = re.sub(r"\s+", " ", notes).strip().upper()
    return [text[start : start + 35] for start in range(0, len(text), 35)]


def stored_notes(notes: str) -> str:
    return " || ".join(note_pieces(notes))


def all_notes(order: Order) -> str:
    """The note of the create and the comments that came later."""
    return " || ".join(text for text in (order.notes, *(c.text for c in order.comments)) if text)


def names(order: Order, number: str) -> bool:
    """Whether it is the order's number or that of one of its sub-orders."""
    return number == order.number or any(line.sub_order_number == number for line in order.lines)


def order_lines(
    number: str, wanted: Sequence[Wanted], customer: Customer, today: date
) -> tuple[OrderLine, ...]:
    """Each line from the warehouse that has most of it; a sub-order for each warehouse."""
    return added_lines((), number, wanted, customer, today)


def added_lines(
    known: Sequence[OrderLine],
    number: str,
    wanted: Sequence[Wanted],
    customer: Customer,
    today: date,
    first: int = 1,
) -> tuple[OrderLine, ...]:
    """What joins the lines that an order has already, numbered from `first` on."""
    branches = {line.warehouse_id: line.sub_order_number[-2:] for line in known}
    lines = []
    for index, line in enumerate(wanted, start=first):
        product = line.product
        place = place_for(product, customer, line.warehouse_id)
        suffix = branches.setdefault(place[0], f"{len(branches) + 1}1")
        backordered = shortage(line, customer)
        lines.append(
            OrderLine(
                number=f"{index:03}",
                sub_order_number=f"{number}-{suffix}",
                customer_line_number=line.number.zfill(3),
                status="Backordered" if backordered else "In Progress",
                part_number=product.part_number,
                vendor_part_number=product.vendor_part_number,
                vendor_name=product.vendor_name,
                description=product.description,
                upc=product.upc,
                weight=product.weight,
                unit_price=line.unit_price,
                quantity_ordered=line.quantity,
                quantity_confirmed=line.quantity - backordered,
                quantity_backordered=backordered,
                warehouse_id=place[0],
                location=place[1],
                special_bid_number=line.special_bid_number,
                notes=stored_notes(line.notes),
                promised_on=None if backordered else today + timedelta(days=2),
                backorder_eta_on=product.eta(today) if backordered else None,
            )
        )
    return tuple(lines)


def place_for(product: Product, customer: Customer, warehouse_id: str) -> tuple[str, str, int]:
    """The warehouse that was asked for, else the one that has most."""
    places = product.stock_at(customer.country)
    asked_for = [place for place in places if place[0] == warehouse_id]
    return max(asked_for or places, key=lambda place: place[2])


def shortage(line: Wanted, customer: Customer) -> int:
    """How many of the pieces have to be awaited; a vendor that ships itself has them all."""
    if line.product.is_direct_ship:
        return 0
    return max(0, line.quantity - place_for(line.product, customer, line.warehouse_id)[2])


def carrier_name(code: str) -> str:
    return dict((*CARRIERS, VIRTUAL)).get(code, OTHER)


def status_of(lines: Sequence[OrderLine]) -> str:
    """The header's status, from what its lines say."""
    statuses = {line.status for line in lines}
    for line_status, status in (
        ("On Hold", "On Hold"),
        ("In Progress", "Processing"),
        ("Backordered", "Backordered"),
        ("Shipped", "Shipped"),
        ("Delivered", "Delivered"),
    ):
        if line_status in statuses:
            return status
    return "Canceled"


def _moved(order: Order, step: Callable[[OrderLine], OrderLine]) -> Order:
    lines = tuple(step(line) for line in order.lines)
    return replace(order, lines=lines, status=status_of(lines))


def release(order: Order) -> Order:
    def step(line: OrderLine) -> OrderLine:
        if line.status != "On Hold":
            return line
        return replace(line, status="Backordered" if line.quantity_backordered else "In Progress")

    return replace(_moved(order, step), is_customer_hold=False)


def hold(order: Order) -> Order:
    return _moved(order, lambda line: replace(line, status="On Hold"))


def void(order: Order) -> Order:
    def step(line: OrderLine) -> OrderLine:
        return replace(line, status="Canceled", quantity_confirmed=0, quantity_backordered=0)

    return replace(_moved(order, step), is_customer_hold=False)


def fill_backorders(order: Order) -> Order:
    """The awaited goods came in: what was backordered is confirmed."""

    def step(line: OrderLine) -> OrderLine:
        if line.status != "Backordered":
            return line
        return replace(
            line,
            status="In Progress",
            quantity_confirmed=line.quantity_ordered,
            quantity_backordered=0,
            backorder_eta_on=None,
        )

    return _moved(order, step)


def ship(order: Order, today: date) -> Order:
    """What is confirmed and may travel leaves its warehouse; each line's part is a shipment.

    shipComplete holds goods back: P until their line, C until their sub-order and E until the
    whole order is complete (field-notes 6.4).
    """
    wave = last_wave(order) + 1

    def step(line: OrderLine) -> OrderLine:
        quantity = line.quantity_confirmed - line.quantity_shipped
        if line.status not in OPEN or quantity <= 0 or _waits_for_more(order, line):
            return line
        shipment = Shipment(
            quantity=quantity,
            warehouse_id=line.warehouse_id,
            location=line.location,
            shipped_on=today,
            packages=(_package(order, line, quantity, wave),),
            wave=wave,
        )
        status = "Backordered" if line.quantity_backordered else "Shipped"
        return replace(line, status=status, shipments=(*line.shipments, shipment))

    return _moved(order, step)


def _waits_for_more(order: Order, line: OrderLine) -> bool:
    together = {
        "P": [line],
        "C": [other for other in order.lines if other.sub_order_number == line.sub_order_number],
        "E": order.lines,
    }
    return any(other.quantity_backordered for other in together.get(order.ship_complete, ()))


def awaited(order: Order, days: int, *, last_line_only: bool = False) -> Order:
    """The goods are still to come: all of them, or half of the last line."""
    last = order.lines[-1].number

    def step(line: OrderLine) -> OrderLine:
        if last_line_only and line.number != last:
            return line
        ordered = line.quantity_ordered
        missing = (ordered + 1) // 2 if last_line_only else ordered
        return replace(
            line,
            status="Backordered",
            quantity_confirmed=ordered - missing,
            quantity_backordered=missing,
            promised_on=None,
            backorder_eta_on=order.entered_at.date() + timedelta(days=days),
        )

    return _moved(order, step)


def unshipped(order: Order) -> Order:
    """The order as if everything were in stock and nothing had left yet: to simulate on."""

    def step(line: OrderLine) -> OrderLine:
        return replace(
            line,
            status="In Progress",
            quantity_confirmed=line.quantity_ordered,
            quantity_backordered=0,
            shipments=(),
        )

    return replace(_moved(order, step), ship_complete="")


def short_of_one(order: Order) -> Order:
    """The last piece of the last line is awaited."""
    last = order.lines[-1]
    short = replace(
        last,
        status="Backordered",
        quantity_confirmed=last.quantity_ordered - 1,
        quantity_backordered=1,
    )
    return replace(order, lines=(*order.lines[:-1], short))


def deliver(order: Order, today: date) -> Order:
    """The earliest wave that is still on its way arrives."""
    waves = [s.wave for line in order.lines for s in line.shipments if not s.delivered_on]
    first = min(waves, default=0)

    def step(line: OrderLine) -> OrderLine:
        shipments = tuple(
            replace(shipment, delivered_on=today) if shipment.wave == first else shipment
            for shipment in line.shipments
        )
        is_whole = line.status == "Shipped" and all(s.delivered_on for s in shipments)
        return replace(line, shipments=shipments, status="Delivered" if is_whole else line.status)

    return _moved(order, step) if waves else order


def invoice(order: Order, today: date) -> Order:
    """The earliest wave without an invoice gets one for each of its sub-orders."""
    waves = [s.wave for line in order.lines for s in line.shipments if not s.invoice_number]
    first = min(waves, default=0)

    def step(line: OrderLine) -> OrderLine:
        number = _invoice_number(order, line.sub_order_number)
        shipments = tuple(
            replace(shipment, invoice_number=number, invoiced_on=today)
            if shipment.wave == first and not shipment.invoice_number
            else shipment
            for shipment in line.shipments
        )
        return replace(line, shipments=shipments)

    return _moved(order, step) if waves else order


def _invoice_number(order: Order, sub_order_number: str) -> str:
    """The sub-order's number without dashes; its last figure counts the invoices."""
    known = {
        shipment.invoice_number
        for line in order.lines
        if line.sub_order_number == sub_order_number
        for shipment in line.shipments
        if shipment.invoice_number
    }
    return f"{sub_order_number.replace('-', '')[:-1]}{len(known) + 1}"


def last_wave(order: Order) -> int:
    return max((s.wave for line in order.lines for s in line.shipments), default=0)


def _package(order: Order, line: OrderLine, quantity: int, wave: int) -> Package:
    # From the line itself, so that the same history is told after every start.
    dice = random.Random(f"{order.number}{line.number}{wave}")
    carrier = VIRTUAL if line.weight == 0 else dice.choice(CARRIERS)
    if order.carrier_code and line.weight:
        carrier = order.carrier_code, carrier_name(order.carrier_code)
    serials = min(quantity, MOST_SERIALS) if line.upc else 0
    return Package(
        carrier_code=carrier[0],
        carrier_name=carrier[1],
        tracking_number=f"1Z{dice.randrange(10**14):014}" if line.weight else "",
        carton_number="1",
        quantity=quantity,
        weight=line.weight * quantity,
        serial_numbers=tuple(f"SN{dice.randrange(16**8):08X}" for _ in range(serials)),
    )
