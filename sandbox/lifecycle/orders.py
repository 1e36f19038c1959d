"""What happens as time passes: each planned event moves a record on and tells the webhooks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sandbox import fulfilment
from sandbox.records import Acceptance, Event, Order, Quote
from sandbox.rendering.orders import created_event, status_event
from sandbox.rendering.quotes import quote_event
from sandbox.webhooks import new_event_id, timestamp
from sandbox.world import World

LOG = logging.getLogger(__name__)
Action = Callable[[World, str, str], None]


async def keep_time(world: World) -> None:
    """Run what is due, sleep until the next event or until somebody plans or moves the clock."""
    while True:
        world.woken.clear()
        run_due(world)
        pending = [event.due_at for event in world.state.every(Event)]
        wait = (min(pending) - world.clock.now()).total_seconds() if pending else None
        try:
            async with asyncio.timeout(max(wait, 0) if wait is not None else None):
                await world.woken.wait()
        except TimeoutError:
            continue


def run_due(world: World) -> None:
    """In the order in which they are due, those included that earlier ones plan."""
    while due := [e for e in world.state.every(Event) if e.due_at <= world.clock.now()]:
        event = min(due, key=lambda event: (event.due_at, event.number))
        world.state.drop(event)
        with world.clock.held_at(event.due_at):
            try:
                ACTIONS[event.action](world, event.customer, event.subject)
            except Exception:
                # One event that goes wrong must not stop the time of all others.
                LOG.exception("%s of %s went wrong", event.action, event.subject)


def _finish_quote(world: World, customer: str, number: str) -> None:
    quote = world.state.get(Quote, customer, number)
    if quote is None:
        return
    now = world.clock.now()
    if quote.rejected:
        reason = "Part number(s) not found: " + ", ".join(quote.rejected)
        quote = replace(quote, status="Failed", status_reason=reason, modified_at=now)
    else:
        quote = replace(quote, status="Ready To Order", modified_at=now)
    world.state.put(quote)
    envelope = _envelope(world, "resellers/quotes", "im::created")
    envelope["eventType"] = "im::quote_create"
    envelope["rejectedSkus"] = list(quote.rejected)
    envelope["resource"] = quote_event(quote, world.customer(customer))
    world.webhooks.announce("im::quote_create", envelope)


def _create_order(world: World, customer: str, confirmation: str) -> None:
    acceptance = world.state.get(Acceptance, customer, confirmation)
    if acceptance is None:
        return
    found = [world.state.get(Order, customer, number) for number in acceptance.order_numbers]
    orders = [replace(order, is_visible=True) for order in found if order]
    for order in orders:
        world.state.put(order)
        _expect(world, order)
    _close_quote(world, acceptance)
    envelope = _envelope(world, "resellers/orders", "IM::created")
    envelope["resource"] = created_event(acceptance, orders)
    world.webhooks.announce("IM::async_order_create", [envelope])
    for order in orders:
        if order.status == "On Hold":
            _tell_status(world, order, "im::order_hold")
        if any(line.quantity_backordered for line in order.lines):
            _tell_status(world, order, "im::order_backordered")


def _expect(world: World, order: Order) -> None:
    """Plan the order's future from the state that it is in."""
    timings = world.timings

    def plan(action: str, seconds: float) -> None:
        world.plan(action, order.customer, order.number, seconds)

    if order.is_customer_hold:
        plan("order.void", timings.customer_hold_voided)
    elif order.status == "On Hold":
        plan("order.release", timings.hold_released)
    else:
        plan("order.ship", timings.order_shipped)
        if any(line.status == "Backordered" for line in order.lines):
            plan("order.fill", timings.backorder_filled)


def _close_quote(world: World, acceptance: Acceptance) -> None:
    quote = world.state.get(Quote, acceptance.customer, acceptance.quote_number)
    if quote is not None and not acceptance.failure:
        world.state.put(replace(quote, status="Ordered", modified_at=world.clock.now()))


def _release_order(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None and order.status == "On Hold":
        released = fulfilment.release(order)
        world.state.put(released)
        _expect(world, released)


def _void_order(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None and order.is_customer_hold:
        _move(world, order, fulfilment.void(order), "im::order_voided")


def _fill_order(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None and any(line.status == "Backordered" for line in order.lines):
        world.state.put(fulfilment.fill_backorders(order))
        world.plan("order.ship", customer, number, world.timings.order_shipped)


def _ship_order(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is None or not any(line.status == "In Progress" for line in order.lines):
        return
    shipped = fulfilment.ship(order, world.clock.now().date())
    _move(world, order, shipped, "im::order_shipped")
    timings = world.timings
    to_invoice = max(0, timings.order_invoiced - timings.order_shipped)
    to_deliver = max(0, timings.order_delivered - timings.order_shipped)
    world.plan("order.invoice", customer, number, to_invoice)
    world.plan("order.deliver", customer, number, to_deliver)


def _invoice_order(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None:
        invoiced = fulfilment.invoice(order, world.clock.now().date())
        _move(world, order, invoiced, "im::order_invoiced")


def _deliver_order(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None:
        world.state.put(fulfilment.deliver(order, world.clock.now().date()))


def _move(world: World, before: Order, after: Order, event_type: str) -> None:
    if after != before:
        world.state.put(after)
        _tell_status(world, after, event_type)


def _tell_status(world: World, order: Order, event_type: str) -> None:
    envelope = _envelope(world, "resellers/orders", "im::updated")
    envelope["resource"] = [status_event(order, event_type)]
    world.webhooks.announce(event_type, envelope)


def _envelope(world: World, topic: str, event: str) -> dict[str, Any]:
    return {
        "topic": topic,
        "event": event,
        "eventTimeStamp": timestamp(world.clock.now()),
        "eventId": new_event_id(),
    }


ACTIONS: dict[str, Action] = {
    "quote.finish": _finish_quote,
    "order.create": _create_order,
    "order.release": _release_order,
    "order.void": _void_order,
    "order.fill": _fill_order,
    "order.ship": _ship_order,
    "order.invoice": _invoice_order,
    "order.deliver": _deliver_order,
}
