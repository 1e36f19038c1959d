"""Order create v7: checked and confirmed at once, created a few seconds later."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from sandbox.fulfilment import Wanted
from sandbox.gate import CUSTOMER, answer
from sandbox.operations.order_body import read_v7
from sandbox.operations.order_placing import check_is_new, new_orders, wanted_lines
from sandbox.operations.validate import (
    AUTHORIZATION,
    header_attributes,
    line_attributes,
    not_orderable,
)
from sandbox.reading import json_object
from sandbox.records import Acceptance, Quote
from sandbox.settings import Customer
from sandbox.wishes import OrderBody, Rejection, cause
from sandbox.world import WORLD, World

IN_PROGRESS = (
    "Thank you for submitting the order request, it\u2019s currently under process."
    "We will notify you of the status via the Order Status webhook."
)


async def create_v7(request: web.Request) -> web.Response:
    """The confirmation says only that the order was taken; no operation looks it up."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await json_object(request)
    order = read_v7(body, world.clock.now())
    body.finish()
    check_is_new(world, customer, order)
    acceptance = _accept(world, customer, order)
    return answer(
        {
            "quoteNumber": acceptance.quote_number,
            "confirmationNumber": acceptance.number,
            "message": IN_PROGRESS,
        }
    )


def _accept(world: World, customer: Customer, body: OrderBody) -> Acceptance:
    now = world.clock.now()
    quote = world.state.get(Quote, customer.number, body.quote_number)
    rejected: list[Rejection] = []
    if quote is not None:
        wanted = _wanted_by_quote(world, quote)
    else:
        wanted, rejected = wanted_lines(world, customer, body)
    failure = _failure(body, quote, rejected, now)
    confirmation = f"{customer.country}-I-T-{now:%y%m%d}{secrets.randbelow(10**14):014}"
    orders = [] if failure else new_orders(world, customer, body, wanted, quote)
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
        rejected=tuple(rejection.part_number for rejection in rejected),
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


def _failure(
    body: OrderBody, quote: Quote | None, rejected: Sequence[Rejection], now: datetime
) -> str:
    if not body.quote_number:
        return "" if body.allows_part and _some_fit(body, rejected) else cause(rejected)
    if quote is None:
        return f"Quote {body.quote_number} was not found"
    missing = _missing_attributes(body, quote)
    return not_orderable(quote, now) or (
        "Vendor mandatory fields are missing: " + ", ".join(missing) if missing else ""
    )


def _some_fit(body: OrderBody, rejected: Sequence[Rejection]) -> bool:
    return len(rejected) < len(body.lines)


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
