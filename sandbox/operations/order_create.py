"""Order create v7: checked and confirmed at once, created a few seconds later."""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from sandbox.data.catalogue import Catalogue, Product
from sandbox.fulfilment import Wanted, charges, home, order_lines, stored_notes
from sandbox.gate import CUSTOMER, answer
from sandbox.operations.order_body import BodyLine, OrderBody, read_order
from sandbox.operations.validate import (
    AUTHORIZATION,
    header_attributes,
    line_attributes,
    not_orderable,
)
from sandbox.problems import Field, invalid
from sandbox.reading import json_object
from sandbox.records import Acceptance, Order, Quote
from sandbox.settings import Customer
from sandbox.world import WORLD, World

IN_PROGRESS = (
    "Thank you for submitting the order request, it\u2019s currently under process."
    "We will notify you of the status via the Order Status webhook."
)


async def create_v7(request: web.Request) -> web.Response:
    """The confirmation says only that the order was taken; no operation looks it up."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await json_object(request)
    order = read_order(body, world.clock.now())
    body.finish()
    if not order.allows_duplicate and _is_used(world, customer, order.customer_order_number):
        text = "Duplicate customerOrderNumber"
        raise invalid(Field("customerOrderNumber", order.customer_order_number, text))
    acceptance = _accept(world, customer, order)
    return answer(
        {
            "quoteNumber": acceptance.quote_number,
            "confirmationNumber": acceptance.number,
            "message": IN_PROGRESS,
        }
    )


def _is_used(world: World, customer: Customer, number: str) -> bool:
    orders = world.state.of(Order, customer.number)
    return any(order.customer_order_number.upper() == number.upper() for order in orders)


def _accept(world: World, customer: Customer, body: OrderBody) -> Acceptance:
    now = world.clock.now()
    quote = world.state.get(Quote, customer.number, body.quote_number)
    rejected: list[str] = []
    if quote is not None:
        wanted = _wanted_by_quote(world, quote)
    else:
        wanted, rejected = _wanted_by_lines(world, customer, body.lines)
    failure = _failure(body, quote, wanted, rejected, now)
    confirmation = f"{customer.country}-I-T-{now:%y%m%d}{secrets.randbelow(10**14):014}"
    orders = [] if failure else _orders(world, customer, body, wanted, quote)
    for order in orders:
        world.state.put(replace(order, confirmation_number=confirmation))
    acceptance = Acceptance(
        customer=customer.number,
        number=confirmation,
        customer_order_number=body.customer_order_number,
        end_customer_order_number=body.end_customer_order_number,
        quote_number=body.quote_number,
        accepted_at=now,
        order_numbers=tuple(order.number for order in orders),
        failure=failure,
        rejected=tuple(rejected),
    )
    world.state.put(acceptance)
    world.plan("order.create", customer.number, confirmation, world.timings.order_created)
    return acceptance


def _wanted_by_quote(world: World, quote: Quote) -> list[Wanted]:
    """The quote's own lines: part numbers, quantities and prices of the body are ignored."""
    found = [(line, world.catalogue.by_number(line.part_number)) for line in quote.lines]
    return [
        Wanted(
            number=line.customer_line_number,
            product=product,
            quantity=line.quantity,
            unit_price=line.quote_price,
            special_bid_number=quote.special_bid_number,
            notes=line.notes,
        )
        for line, product in found
        if product
    ]


def _wanted_by_lines(
    world: World, customer: Customer, lines: Sequence[BodyLine]
) -> tuple[list[Wanted], list[str]]:
    """The body's lines, and the part numbers that are unknown or not for this customer."""
    wanted: list[Wanted] = []
    rejected: list[str] = []
    for line in lines:
        product = _product(world.catalogue, line)
        if product is None or not product.is_authorized:
            rejected.append(line.part_number or line.vendor_part_number)
            continue
        wanted.append(
            Wanted(
                number=line.customer_line_number,
                product=product,
                quantity=line.quantity,
                unit_price=product.price_for(line.quantity, customer.rate),
                special_bid_number=line.special_bid_number,
                notes=line.notes,
            )
        )
    return wanted, rejected


def _product(catalogue: Catalogue, line: BodyLine) -> Product | None:
    if line.part_number:
        return catalogue.by_number(line.part_number)
    return catalogue.by_vendor_number(line.vendor_part_number)


def _failure(
    body: OrderBody,
    quote: Quote | None,
    wanted: Sequence[Wanted],
    rejected: Sequence[str],
    now: datetime,
) -> str:
    if body.quote_number:
        if quote is None:
            return f"Quote {body.quote_number} was not found"
        missing = _missing_attributes(body, quote)
        return not_orderable(quote, now) or (
            "Vendor mandatory fields are missing: " + ", ".join(missing) if missing else ""
        )
    if rejected:
        return "Product not found or not authorized: " + ", ".join(rejected)
    gone = [w.product.part_number for w in wanted if _is_gone(w.product)]
    if gone:
        return "Product is discontinued: " + ", ".join(gone)
    anonymous = [] if body.names_end_user else [w for w in wanted if w.product.needs_end_user]
    numbers = ", ".join(line.product.part_number for line in anonymous)
    return f"End user information is required for: {numbers}" if numbers else ""


def _is_gone(product: Product) -> bool:
    return product.is_discontinued and not any(product.stock)


def _missing_attributes(body: OrderBody, quote: Quote) -> list[str]:
    """What the vendors demand and the order lacks; without an authorization it is only held."""
    missing = [
        name
        for name, _, _ in header_attributes(quote)
        if name != AUTHORIZATION and not body.vendor_fields.get(name.lower())
    ]
    given = {line.customer_line_number: line.vendor_fields for line in body.lines}
    for line in quote.lines:
        fields = given.get(line.customer_line_number, {})
        missing += [
            f"{name} (line {line.customer_line_number})"
            for name, _, _ in line_attributes(quote, line)
            if not fields.get(name.lower())
        ]
    return missing


def _orders(
    world: World,
    customer: Customer,
    body: OrderBody,
    wanted: Sequence[Wanted],
    quote: Quote | None,
) -> list[Order]:
    """One order, or two when a cart mixes what Ingram ships with what its vendor ships."""
    stock = [line for line in wanted if not line.product.is_direct_ship]
    direct = [line for line in wanted if line.product.is_direct_ship]
    return [
        _order(world, customer, body, kind, lines, quote)
        for kind, lines in (("S", stock), ("D", direct))
        if lines
    ]


def _order(  # noqa: PLR0913, RUF100
    world: World,
    customer: Customer,
    body: OrderBody,
    kind: str,
    wanted: Sequence[Wanted],
    quote: Quote | None,
) -> Order:
    number = _new_number(world, customer)
    today = world.clock.now().date()
    lines = order_lines(number, wanted, customer, today)
    freight, tax = charges(lines, customer)
    is_held = body.is_customer_hold or _lacks_authorization(body, quote)
    return Order(
        customer=customer.number,
        number=number,
        order_type=kind,
        customer_order_number=body.customer_order_number,
        end_customer_order_number=body.end_customer_order_number,
        status="On Hold" if is_held else "Processing",
        entered_at=world.clock.now(),
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
        received=True,
    )


def _lacks_authorization(body: OrderBody, quote: Quote | None) -> bool:
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
