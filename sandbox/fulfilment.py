"""What becomes of an order: pure steps from one record to the next."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from sandbox.data.catalogue import Product, in_currency
from sandbox.records import Address, Order, OrderLine, Package
from sandbox.settings import Customer

CARRIERS = (("UP", "UPS GROUND"), ("FX", "FEDEX GROUND"), ("4M", "SMARTPOST-BM"))
VIRTUAL = ("VL", "VIRTUAL")
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


def stored_notes(notes: str) -> str:
    """Upper-cased, in pieces of 35 characters (field-notes 5.2)."""
    text = re.sub(r"\s+", " ", notes).strip().upper()
    return " || ".join(text[start : start + 35] for start in range(0, len(text), 35))


def order_lines(
    number: str, wanted: Sequence[Wanted], customer: Customer, today: date
) -> tuple[OrderLine, ...]:
    """Each line from the warehouse that has most of it; a sub-order for each warehouse."""
    branches: dict[str, str] = {}
    lines = []
    for index, line in enumerate(wanted, start=1):
        product = line.product
        place = max(product.stock_at(customer.country), key=lambda place: place[2])
        suffix = branches.setdefault(place[0], f"{len(branches) + 1}1")
        stock = line.quantity if product.is_direct_ship else place[2]
        backordered = max(0, line.quantity - stock)
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
    """Everything in progress leaves its warehouse with carrier, tracking and serial numbers."""

    def step(line: OrderLine) -> OrderLine:
        if line.status != "In Progress":
            return line
        package = _package(order, line)
        return replace(line, status="Shipped", shipped_on=today, packages=(package,))

    return _moved(order, step)


def deliver(order: Order, today: date) -> Order:
    def step(line: OrderLine) -> OrderLine:
        if line.status != "Shipped":
            return line
        return replace(line, status="Delivered", delivered_on=today)

    return _moved(order, step)


def invoice(order: Order, today: date) -> Order:
    """What has left and has no invoice gets one; an invoice belongs to a sub-order."""

    def step(line: OrderLine) -> OrderLine:
        if line.status not in ("Shipped", "Delivered") or line.invoice_number:
            return line
        number = line.sub_order_number.replace("-", "")
        return replace(line, invoice_number=number, invoiced_on=today)

    return _moved(order, step)


def _package(order: Order, line: OrderLine) -> Package:
    # From the line itself, so that the same history is told after every start.
    dice = random.Random(f"{order.number}{line.number}")
    carrier = VIRTUAL if line.weight == 0 else dice.choice(CARRIERS)
    serials = min(line.quantity_confirmed, MOST_SERIALS) if line.upc else 0
    return Package(
        carrier_code=carrier[0],
        carrier_name=carrier[1],
        tracking_number=f"1Z{dice.randrange(10**14):014}" if line.weight else "",
        carton_number="1",
        quantity=line.quantity_confirmed,
        weight=line.weight * line.quantity_confirmed,
        serial_numbers=tuple(f"SN{dice.randrange(16**8):08X}" for _ in range(serials)),
    )
