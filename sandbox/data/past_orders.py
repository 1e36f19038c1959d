"""The orders of the last two years, and what will become of those that are still open."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from sandbox import fulfilment
from sandbox.data.carts import cart
from sandbox.data.catalogue import Catalogue, Product
from sandbox.data.people import END_USERS, NEEDS
from sandbox.fulfilment import Wanted
from sandbox.records import Event, Order
from sandbox.settings import Customer, Timings

HOURS_BACK = 725 * 24
SPLITS_IN = 18
CANCELLED = 0.08
SHORT = 0.12
# Every state among the recent ones, with the hours ago in which such an order was entered.
RECENT = (
    ("customer hold", 1, 22),
    ("processing", 1, 30),
    ("backordered", 20, 140),
    ("partly shipped", 50, 190),
    ("shipped", 40, 70),
    ("delivered", 120, 480),
    ("cancelled", 20, 500),
    ("vendor hold", 1, 30),
    ("split", 1, 30),
)
# One in so many orders is one of those.
RECENT_IN = 5


@dataclass(frozen=True, kw_only=True)
class _Buyer:
    """Who orders, of what, and the luck of it."""

    customer: Customer
    vendors: Sequence[list[Product]]
    direct: Sequence[Product]
    dice: random.Random
    now: datetime


def past_orders(
    customer: Customer,
    vendors: Sequence[list[Product]],
    catalogue: Catalogue,
    seed: int,
    now: datetime,
) -> list[Order]:
    """The same orders for the same seed and moment, the latest first."""
    dice = random.Random(f"{seed} orders {customer.number}")
    direct = [p for p in catalogue.products if p.is_direct_ship and p.is_authorized]
    buyer = _Buyer(customer=customer, vendors=vendors, direct=direct, dice=dice, now=now)
    count = customer.seeded_orders
    purchases = iter(dice.sample(range(10_000, 100_000), count))
    orders: list[Order] = []
    for state, first, last in islice(cycle(RECENT), count // RECENT_IN):
        orders += _recent(buyer, next(purchases), state, dice.uniform(first, last))
    while len(orders) < count:
        orders += _old(buyer, next(purchases), is_split=len(orders) % SPLITS_IN == 0)
    return sorted(orders[:count], key=lambda order: order.entered_at, reverse=True)


def _recent(buyer: _Buyer, purchase: int, state: str, hours: float) -> list[Order]:
    age = timedelta(hours=round(hours, 1))
    if state == "split":
        return _split(buyer, purchase, age)
    return [_in_state(_order(buyer, purchase, age), state, buyer.dice)]


def _in_state(order: Order, state: str, dice: random.Random) -> Order:
    day = order.entered_at.date()
    next_day = day + timedelta(days=1)
    if state == "customer hold":
        return replace(fulfilment.hold(order), is_customer_hold=True)
    if state == "vendor hold":
        return fulfilment.hold(order)
    if state == "cancelled":
        return fulfilment.void(order)
    if state == "backordered":
        return fulfilment.awaited(order, dice.randint(3, 12))
    if state == "partly shipped":
        order = fulfilment.awaited(order, dice.randint(3, 12), last_line_only=True)
        return fulfilment.invoice(fulfilment.ship(order, day), next_day)
    if state == "processing":
        return order
    shipped = fulfilment.ship(fulfilment.fill_backorders(order), day)
    invoiced = fulfilment.invoice(shipped, next_day)
    is_delivered = state == "delivered"
    return fulfilment.deliver(invoiced, day + timedelta(days=3)) if is_delivered else invoiced


def _old(buyer: _Buyer, purchase: int, *, is_split: bool) -> list[Order]:
    """Older than the recent ones, and the later the denser."""
    dice = buyer.dice
    age = timedelta(hours=500 + round((HOURS_BACK - 500) * dice.random() ** 1.6, 1))
    orders = _split(buyer, purchase, age) if is_split else [_order(buyer, purchase, age)]
    return [_over(order, dice) for order in orders]


def _split(buyer: _Buyer, purchase: int, age: timedelta) -> list[Order]:
    """Two orders with one customer order number: the vendor ships part of the cart."""
    stock = _order(buyer, purchase, age)
    parts = buyer.dice.sample(buyer.direct, buyer.dice.randint(1, 2))
    direct = replace(
        _order(buyer, purchase, age, products=parts),
        order_type="D",
        ship_to=stock.ship_to,
        end_user=stock.end_user,
        end_customer_order_number=stock.end_customer_order_number,
    )
    return [stock, direct]


def _over(order: Order, dice: random.Random) -> Order:
    if dice.random() < CANCELLED:
        return fulfilment.void(order)
    day = order.entered_at.date() + timedelta(days=1)
    if dice.random() < SHORT:
        order = fulfilment.awaited(order, dice.randint(3, 12), last_line_only=True)
        order = _travelled(order, day, dice)
        day += timedelta(days=dice.randint(6, 14))
    return _travelled(fulfilment.fill_backorders(order), day, dice)


def _travelled(order: Order, shipped_on: date, dice: random.Random) -> Order:
    """What can leave leaves, is invoiced the day after and arrives a few days later."""
    invoiced = fulfilment.invoice(
        fulfilment.ship(order, shipped_on), shipped_on + timedelta(days=1)
    )
    return fulfilment.deliver(invoiced, shipped_on + timedelta(days=dice.randint(2, 5)))


def _order(buyer: _Buyer, purchase: int, age: timedelta, products: Sequence[Product] = ()) -> Order:
    customer, dice = buyer.customer, buyer.dice
    tail = "".join(dice.choices(string.ascii_uppercase + string.digits, k=5))
    number = f"{customer.number[:2]}-{tail}"
    entered_at = buyer.now - age
    stocked = [p for p in cart(buyer.vendors, dice) if not p.is_direct_ship]
    chosen = products or stocked or buyer.vendors[0][:1]
    wanted = [_wanted(str(index), p, buyer) for index, p in enumerate(chosen, start=1)]
    lines = fulfilment.order_lines(number, wanted, customer, entered_at.date())
    freight, tax = fulfilment.charges(lines, customer)
    end_user = fulfilment.in_capitals(dice.choice(END_USERS[customer.country]))
    return Order(
        customer=customer.number,
        number=number,
        order_type="S",
        customer_order_number=f"PO-{purchase}",
        end_customer_order_number=f"EU{purchase % 7919:04}" if dice.random() < 0.5 else "",
        status=fulfilment.status_of(lines),
        entered_at=entered_at,
        currency=customer.currency,
        bill_to_address_id="000",
        bill_to=fulfilment.home(customer),
        ship_to=end_user,
        end_user=end_user,
        notes=fulfilment.stored_notes(dice.choice(NEEDS)),
        freight=freight,
        tax=tax,
        lines=lines,
        lines_ever=len(lines),
    )


def _wanted(number: str, product: Product, buyer: _Buyer) -> Wanted:
    quantity = buyer.dice.choice((1, 1, 2, 4, 5, 10, 20))
    price = product.price_for(quantity, buyer.customer.rate)
    return Wanted(number=number, product=product, quantity=quantity, unit_price=price)


def plans(orders: Sequence[Order], timings: Timings, now: datetime) -> Iterator[Event]:
    """The open orders move on: not at once, and by the same steps as those that arrive."""
    for order in orders:
        dice = random.Random(f"plans {order.number}")
        held_for = timedelta(seconds=timings.customer_hold_voided)
        statuses = {line.status for line in order.lines}
        soon = now + timedelta(hours=dice.uniform(2, 30))
        if order.is_customer_hold:
            yield _plan(order, "order.void", order.entered_at + held_for)
        elif "On Hold" in statuses:
            yield _plan(order, "order.release", soon)
        elif "In Progress" in statuses:
            yield _plan(order, "order.ship", soon)
        if "Backordered" in statuses:
            yield _plan(order, "order.fill", soon + timedelta(days=dice.uniform(1, 6)))
        if any(not s.delivered_on for line in order.lines for s in line.shipments):
            yield _plan(order, "order.deliver", soon)


def _plan(order: Order, action: str, due_at: datetime) -> Event:
    return Event(
        customer=order.customer,
        number=f"{order.number} {action}",
        due_at=due_at,
        action=action,
        subject=order.number,
    )
