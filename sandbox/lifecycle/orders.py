"""An order's way through the warehouse: created, held, shipped, invoiced, delivered, voided."""

from __future__ import annotations

from dataclasses import replace

from sandbox import fulfilment
from sandbox.lifecycle.telling import Action, envelope
from sandbox.records import Acceptance, Order, Quote
from sandbox.rendering.order_events import created_event, status_event
from sandbox.world import World

# Seconds between two looks at the queue while the system is down.
QUEUE_LOOKED_AT = 60


def create(world: World, customer: str, confirmation: str) -> None:
    acceptance = world.state.get(Acceptance, customer, confirmation)
    if acceptance is None:
        return
    if world.faults.is_maintenance:
        world.plan("order.create", customer, confirmation, QUEUE_LOOKED_AT)
        return
    found = [world.state.get(Order, customer, number) for number in acceptance.order_numbers]
    orders = [replace(order, is_visible=True) for order in found if order]
    for order in orders:
        world.state.put(order)
        expect(world, order)
    _close_quote(world, acceptance)
    told = envelope(world, "resellers/orders", "IM::created")
    told["resource"] = created_event(acceptance, orders)
    world.webhooks.announce("IM::async_order_create", [told])
    for order in orders:
        tell_beginning(world, order)


def tell_beginning(world: World, order: Order) -> None:
    """A new order that waits for somebody or for goods says so."""
    if order.status == "On Hold":
        tell_status(world, order, "im::order_hold")
    if any(line.quantity_backordered for line in order.lines):
        tell_status(world, order, "im::order_backordered")


def expect(world: World, order: Order) -> None:
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


def release(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None and order.status == "On Hold":
        released = fulfilment.release(order)
        world.state.put(released)
        expect(world, released)


def void(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None and order.is_customer_hold:
        _move(world, order, fulfilment.void(order), "im::order_voided")


def fill(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None and any(line.status == "Backordered" for line in order.lines):
        world.state.put(fulfilment.fill_backorders(order))
        world.plan("order.ship", customer, number, world.timings.order_shipped)


def ship(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is None:
        return
    shipped = fulfilment.ship(order, world.clock.now().date())
    if shipped == order:
        return
    _move(world, order, shipped, "im::order_shipped")
    timings = world.timings
    to_invoice = max(0, timings.order_invoiced - timings.order_shipped)
    to_deliver = max(0, timings.order_delivered - timings.order_shipped)
    world.plan("order.invoice", customer, number, to_invoice)
    world.plan("order.deliver", customer, number, to_deliver)


def invoice(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None:
        invoiced = fulfilment.invoice(order, world.clock.now().date())
        _move(world, order, invoiced, "im::order_invoiced")


def deliver(world: World, customer: str, number: str) -> None:
    order = world.state.get(Order, customer, number)
    if order is not None:
        world.state.put(fulfilment.deliver(order, world.clock.now().date()))


def _move(world: World, before: Order, after: Order, event_type: str) -> None:
    if after != before:
        world.state.put(after)
        tell_status(world, after, event_type)


def tell_status(world: World, order: Order, event_type: str) -> None:
    told = envelope(world, "resellers/orders", "im::updated")
    told["resource"] = [status_event(order, event_type)]
    world.webhooks.announce(event_type, told)


ACTIONS: dict[str, Action] = {
    "order.create": create,
    "order.release": release,
    "order.void": void,
    "order.fill": fill,
    "order.ship": ship,
    "order.invoice": invoice,
    "order.deliver": deliver,
}
