"""Modify, release and cancel: only an order that is on customer hold, and only inside its day."""

from __future__ import annotations

import re
from datetime import timedelta

from aiohttp import web

from sandbox import fulfilment
from sandbox.changes import ACTIONS, Amendment, Changes, LineChange
from sandbox.gate import CUSTOMER, answer
from sandbox.lifecycle.orders import expect, tell_status
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import EMAIL, Reading, json_object, one
from sandbox.records import Address, Order
from sandbox.rendering.orders_v6 import BAD_ADDRESS, modified
from sandbox.settings import Customer
from sandbox.world import WORLD, World

# An order or a sub-order; SAP countries have ten figures.
_NUMBER = re.compile(r"[0-9A-Z]{2}-[0-9A-Z]{5}(-[0-9A-Z]{2})?|[0-9]{10}")
_LETTERS_OF_STATE = {"US": 2, "CA": 2}
NOTE = 132
# A longer note is kept in several lines, which has to be asked for.
ONE_LINE = 35


async def modify(request: web.Request) -> web.Response:
    """201 when all was done, 207 when part of it, 200 when nothing; a release says null."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    order = _order(world, customer, request.match_info["orderNumber"])
    if order is None:
        return web.Response(status=404)
    action = one(request, "actionCode").lower()
    if action not in ("", "release"):
        raise invalid(Field("actionCode", action, "actionCode is invalid"))
    if not is_open_to_change(world, order):
        text = (
            "Order cannot be modified/released. "
            "It was released before or never was on customer hold"
        )
        raise invalid(Field("", "", text))
    if action:
        return _release(world, order)
    return _modify(world, customer, order, await json_object(request))


async def cancel(request: web.Request) -> web.Response:
    """200 without a body; 405 when the order is not on customer hold (any more)."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    number = request.match_info["OrderNumber"]
    order = _order(world, customer, number)
    if order is None:
        raise Problem(404, "Order not found", fields=[Field("OrderNumber", number[:35], "")])
    if not is_open_to_change(world, order):
        text = "Order is not on customer hold"
        raise Problem(405, text, fields=[Field("OrderNumber", order.number, text)])
    cancel_order(world, order)
    return web.Response(status=200)


def is_open_to_change(world: World, order: Order) -> bool:
    """Any other hold is the distributor's own (field-notes 6.2)."""
    ends_at = order.entered_at + timedelta(seconds=world.timings.customer_hold_voided)
    return order.is_customer_hold and world.clock.now() < ends_at


def cancel_order(world: World, order: Order) -> None:
    voided = fulfilment.void(order)
    world.state.put(voided)
    tell_status(world, voided, "im::order_voided")


def _order(world: World, customer: Customer, number: str) -> Order | None:
    number = number.upper()
    if not _NUMBER.fullmatch(number):
        text = "OrderNumber must be in the format xx-xxxxx or xx-xxxxx-xx"
        raise invalid(Field("OrderNumber", number[:35], text))
    order = world.state.get(Order, customer.number, number[:8])
    return order if order and order.is_visible and fulfilment.names(order, number) else None


def _release(world: World, order: Order) -> web.Response:
    released = fulfilment.release(order)
    world.state.put(released)
    expect(world, released)
    return answer(None)


def _modify(world: World, customer: Customer, order: Order, body: Reading) -> web.Response:
    changes = _read(body)
    body.finish()
    amendment = Amendment(order, customer, world.catalogue, world.clock.now().date())
    amendment.apply(changes)
    refused = [outcome for outcome in amendment.outcomes if outcome.code]
    done = len(refused) < len(amendment.outcomes) or changes.ship_to or changes.ship_to_address_id
    if changes.has_bad_address and not amendment.outcomes:
        raise invalid(Field("shipToAddress", "", BAD_ADDRESS))
    if done:
        world.state.put(amendment.order)
    status = 200 if not done else 207 if refused or changes.has_bad_address else 201
    reply = modified(amendment.order if done else order, changes, amendment.outcomes)
    return answer(reply | {"orderModifiedDate": world.clock.now().isoformat()}, status)


def _read(body: Reading) -> Changes:
    attributes = body.attributes("additionalAttributes")
    with_lines = attributes.get("enablecommentsaslines", "").lower() == "true"
    notes = _note(body, with_lines=with_lines)
    part = body.part("shipToInfo")
    ship_to = _address(part) if part else None
    address_id = part.text("addressId", limit=10) if part else ""
    lines = tuple(_line(item, with_lines=with_lines) for item in body.parts("lines"))
    if not lines and not notes and part is None:
        body.fault("lines", "lines, notes or shipToInfo is required")
    is_bad = part is not None and not _is_whole(ship_to) and not (address_id and ship_to is None)
    return Changes(
        lines=lines,
        notes=notes,
        ship_to=None if is_bad else ship_to,
        ship_to_address_id="" if is_bad else address_id,
        has_bad_address=is_bad,
        with_comment_lines=with_lines,
    )


def _line(item: Reading, *, with_lines: bool) -> LineChange:
    action = item.text("addUpdateDeleteLine", limit=6, required=True).upper()
    if action and action not in ACTIONS:
        item.fault("addUpdateDeleteLine", "addUpdateDeleteLine must be ADD, UPDATE or DELETE")
    quantity = item.data.get("quantity")
    if quantity is not None and (isinstance(quantity, bool) or not isinstance(quantity, int)):
        item.fault("quantity", "quantity must be a whole number")
        quantity = 0
    return LineChange(
        action=action,
        line_number=_number(item, "ingramLineNumber"),
        customer_line_number=_number(item, "customerLineNumber"),
        part_number=item.text("ingramPartNumber", limit=18),
        quantity=quantity or 0,
        notes=_note(item, with_lines=with_lines),
    )


def _number(item: Reading, name: str) -> str:
    """Text; the documents' own example sends a JSON number."""
    value = item.data.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return item.text(name, limit=6)


def _note(item: Reading, *, with_lines: bool) -> str:
    text = item.text("notes", limit=NOTE)
    if len(text) > ONE_LINE and not with_lines:
        wanted = f"more than {ONE_LINE} characters need the attribute enableCommentsAsLines"
        item.fault("notes", wanted)
    return text


def _address(part: Reading) -> Address | None:
    """The address in capitals, or nothing when only the number of a stored one is given."""
    limits = {"contact": 40, "companyName": 40, "addressLine1": 60, "addressLine2": 40}
    limits |= {"addressLine3": 40, "city": 25, "state": 3, "postalCode": 10, "countryCode": 3}
    texts = {name: part.text(name, limit=limit).upper() for name, limit in limits.items()}
    email = part.text("email", limit=241)
    phone_number = part.text("phoneNumber", limit=30)
    if not any((*texts.values(), email, phone_number)):
        return None
    return Address(
        contact=texts["contact"],
        company_name=texts["companyName"],
        line1=texts["addressLine1"],
        line2=texts["addressLine2"],
        line3=texts["addressLine3"],
        city=texts["city"],
        state=texts["state"],
        postal_code=texts["postalCode"],
        country_code=texts["countryCode"],
        phone_number=phone_number,
        email=email,
    )


def _is_whole(of: Address | None) -> bool:
    if of is None:
        return False
    needed = (of.company_name, of.line1, of.city, of.postal_code, of.country_code)
    letters = _LETTERS_OF_STATE.get(of.country_code)
    return (
        all(needed)
        and len(of.country_code) == 2
        and (letters is None or (len(of.state) == letters and of.state.isalpha()))
        and (not of.email or EMAIL.fullmatch(of.email) is not None)
    )
