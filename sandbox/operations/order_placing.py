"""From what an order create asks for to orders in the state, whatever the version."""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from dataclasses import replace

from sandbox.data.catalogue import Catalogue, Product
from sandbox.fulfilment import (
    Wanted,
    charges,
    home,
    order_lines,
    shortage,
    status_of,
    stored_notes,
)
from sandbox.operations.validate import AUTHORIZATION, header_attributes
from sandbox.problems import Field, invalid
from sandbox.records import Order, Quote
from sandbox.settings import Customer
from sandbox.wishes import (
    ANONYMOUS,
    DISCONTINUED,
    QUANTITY,
    SHORT,
    UNKNOWN,
    BodyLine,
    OrderBody,
    Rejection,
)
from sandbox.world import World


def check_is_new(world: World, customer: Customer, body: OrderBody) -> None:
    """Raises Problem: a customer order number is taken once, in whatever case of letters."""
    number = body.customer_order_number
    orders = world.state.of(Order, customer.number)
    if body.allows_duplicate:
        return
    if any(order.customer_order_number.upper() == number.upper() for order in orders):
        raise invalid(Field("customerOrderNumber", number, "Duplicate customerOrderNumber"))


def wanted_lines(
    world: World, customer: Customer, body: OrderBody
) -> tuple[list[Wanted], list[Rejection]]:
    """The body's lines: what can be ordered and what cannot."""
    wanted: list[Wanted] = []
    rejected: list[Rejection] = []
    for line in body.lines:
        product = _product(world.catalogue, line)
        found = _wanted(line, product, customer) if product and product.is_authorized else None
        code = _fault(body, line, found, customer)
        if code:
            rejected.append(Rejection(line=line, code=code))
        elif found:
            wanted.append(found)
    return wanted, rejected


def _product(catalogue: Catalogue, line: BodyLine) -> Product | None:
    if line.part_number:
        return catalogue.by_number(line.part_number)
    return catalogue.by_vendor_number(line.vendor_part_number)


def _wanted(line: BodyLine, product: Product, customer: Customer) -> Wanted:
    return Wanted(
        number=line.customer_line_number,
        product=product,
        quantity=line.quantity,
        unit_price=product.price_for(line.quantity, customer.rate),
        special_bid_number=line.special_bid_number,
        notes=line.notes,
        warehouse_id=line.warehouse_id,
    )


def _fault(body: OrderBody, line: BodyLine, wanted: Wanted | None, customer: Customer) -> str:
    if wanted is None:
        return UNKNOWN
    product = wanted.product
    if line.quantity < 1:
        return QUANTITY
    if product.is_discontinued and not any(product.stock):
        return DISCONTINUED
    if product.needs_end_user and not body.names_end_user:
        return ANONYMOUS
    return SHORT if body.refuses_shortages and shortage(wanted, customer) else ""


def new_orders(
    world: World,
    customer: Customer,
    body: OrderBody,
    wanted: Sequence[Wanted],
    quote: Quote | None = None,
) -> list[Order]:
    """One order, or two when a cart mixes what Ingram ships with what its vendor ships."""
    stock = [line for line in wanted if not line.product.is_direct_ship]
    direct = [line for line in wanted if line.product.is_direct_ship]
    is_held = body.is_customer_hold or _lacks_authorization(body, quote)
    return [
        _order(world, customer, body, lines, kind, is_held=is_held)
        for kind, lines in (("S", stock), ("D", direct))
        if lines
    ]


def _order(
    world: World,
    customer: Customer,
    body: OrderBody,
    wanted: Sequence[Wanted],
    order_type: str,
    *,
    is_held: bool,
) -> Order:
    number = _new_number(world, customer)
    now = world.clock.now()
    lines = order_lines(number, wanted, customer, now.date())
    freight, tax = charges(lines, customer)
    return Order(
        customer=customer.number,
        number=number,
        order_type=order_type,
        customer_order_number=body.customer_order_number,
        end_customer_order_number=body.end_customer_order_number,
        status="On Hold" if is_held else status_of(lines),
        entered_at=now,
        currency=customer.currency,
        bill_to_address_id=body.bill_to_address_id or "000",
        bill_to=home(customer),
        ship_to=body.ship_to or home(customer),
        ship_to_address_id=body.ship_to_address_id,
        end_user=body.end_user,
        quote_number=body.quote_number,
        special_bid_number=body.special_bid_number,
        notes=stored_notes(body.notes),
        freight=freight,
        tax=tax,
        lines=tuple(replace(line, status="On Hold") for line in lines) if is_held else lines,
        is_visible=False,
        is_customer_hold=body.is_customer_hold,
        ship_complete=body.shipping.ship_complete,
        carrier_code=body.shipping.carrier_code,
        requested_on=body.shipping.requested_on,
        lines_ever=len(lines),
        received=True,
    )


def _lacks_authorization(body: OrderBody, quote: Quote | None) -> bool:
    """An order by quote waits for the authorization number that a vendor demands."""
    if quote is None or body.vend_auth_number:
        return False
    wants = any(name == AUTHORIZATION for name, _, _ in header_attributes(quote))
    return wants and not body.vendor_fields.get(AUTHORIZATION.lower())


def _new_number(world: World, customer: Customer) -> str:
    while True:
        tail = "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(5))
        number = f"{customer.number[:2]}-{tail}"
        if world.state.get(Order, customer.number, number) is None:
            return number
