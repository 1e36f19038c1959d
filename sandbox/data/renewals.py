"""Contracts that end in the year around the moment of seeding, and what became of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.data.catalogue import Product, in_currency
from sandbox.data.people import END_USERS
from sandbox.records import Address, Order, Quote, Renewal, RenewalLine
from sandbox.settings import Customer

#: Their spelling, faults included (field-notes 9.3).
FUTURE, NOTIFIED, READY = "Future", "Notification sent", "Ready to order"
EXPIRED, ORDERED = "Expired", "Ordered"
OPEN = (READY, "Quote pending", NOTIFIED, FUTURE, "Quote requested")
CLOSED = (
    "All",
    ORDERED,
    "Quote closed-contract sales desk",
    EXPIRED,
    "Transition to new/upsell",
    "Lost to competitior",
    "Consolidated",
    "Transitioned to cloud",
    "Renewal went direct",
    "EOL",
    "End user out of business",
    "Void",
    "Other",
    "Cancelled",
)
_NOTIFIED_BEFORE = timedelta(days=120)
_READY_BEFORE = timedelta(days=45)
_HALF_A_YEAR = 180
# What people made of the renewals, in turn; "" leaves it to the days.
_BEFORE = ("", "Quote pending", "", "Quote requested", "", ORDERED, "", "Consolidated")
_AFTER = (ORDERED, "", *(status for status in CLOSED if status not in ("All", ORDERED, EXPIRED)))


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the contracts of a customer hang on."""

    customer: Customer
    products: Sequence[Product]
    quotes: Sequence[Quote]
    orders: Sequence[Order]


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """Who renews what: from a quote, from an order or from the catalogue."""

    vendor: str
    end_user: Address
    lines: tuple[RenewalLine, ...]
    quote: Quote | None = None
    order: Order | None = None


def status_on(renewal: Renewal, day: date) -> str:
    """What somebody made of it, else what the days say; an open one expires with its contract."""
    is_over = renewal.expires_on < day
    if renewal.status and not (is_over and renewal.status in OPEN):
        return renewal.status
    if is_over:
        return EXPIRED
    left = renewal.expires_on - day
    if left <= _READY_BEFORE:
        return READY
    return NOTIFIED if left <= _NOTIFIED_BEFORE else FUTURE


def renewals(past: Past, seed: int, now: datetime) -> Iterator[Renewal]:
    """The same for the same seed and moment; their days lie evenly over the year."""
    customer = past.customer
    dice = random.Random(f"{seed} renewals {customer.number}")
    count = customer.seeded_renewals
    numbers = dice.sample(range(4_000_000, 4_999_999), count)
    for index, number in enumerate(numbers):
        days = round(_HALF_A_YEAR * (2 * index / (count - 1) - 1))
        statuses = _AFTER if days < 0 else _BEFORE
        status = statuses[index % len(statuses)]
        yield _renewal(
            str(number),
            status,
            now.date() + timedelta(days=days),
            _subject(past, status, dice),
            customer,
            dice,
        )


def _renewal(  # noqa: PLR0913, RUF100
    number: str,
    status: str,
    expires_on: date,
    subject: _Subject,
    customer: Customer,
    dice: random.Random,
) -> Renewal:
    order, quote = subject.order, subject.quote
    started_on = expires_on - timedelta(days=dice.choice((365, 365, 3 * 365)))
    purchase = dice.randint(10_000, 99_999)
    return Renewal(
        customer=customer.number,
        number=number,
        vendor=subject.vendor,
        started_on=started_on,
        invoiced_on=started_on + timedelta(days=dice.randint(0, 3)),
        expires_on=expires_on,
        end_user=subject.end_user,
        lines=subject.lines,
        serial_number=f"SN{dice.randrange(16**8):08X}",
        status=status,
        customer_order_number=order.customer_order_number if order else f"PO-{purchase}",
        end_customer_order_number=str(dice.randint(100_000, 999_999)),
        ingram_order_number=order.number if order else "",
        ingram_ordered_on=order.entered_at.date() if order else None,
        quote_number=quote.number if quote else "",
    )


def _subject(past: Past, status: str, dice: random.Random) -> _Subject:
    orders = [order for order in past.orders if order.status not in ("Canceled", "On Hold")]
    quotes = [quote for quote in past.quotes if quote.status in ("Ready To Order", "Active")]
    if status == ORDERED and orders:
        return _of_order(dice.choice(orders))
    if status == "Quote pending" and quotes:
        return _of_quote(dice.choice(quotes))
    return _of_catalogue(past, dice)


def _of_order(order: Order) -> _Subject:
    lines = tuple(
        RenewalLine(
            part_number=line.part_number,
            vendor_part_number=line.vendor_part_number,
            description=line.description,
            quantity=line.quantity_ordered,
            unit_price=line.unit_price,
        )
        for line in order.lines
    )
    return _Subject(
        vendor=order.lines[0].vendor_name,
        end_user=order.end_user or order.ship_to,
        lines=lines,
        order=order,
    )


def _of_quote(quote: Quote) -> _Subject:
    lines = tuple(
        RenewalLine(
            part_number=line.part_number,
            vendor_part_number=line.vendor_part_number,
            description=line.description,
            quantity=line.quantity,
            unit_price=line.quote_price,
        )
        for line in quote.lines
    )
    return _Subject(
        vendor=quote.lines[0].vendor_name,
        end_user=quote.end_user or Address(),
        lines=lines,
        quote=quote,
    )


def _of_catalogue(past: Past, dice: random.Random) -> _Subject:
    """Support, licences and subscriptions of one vendor."""
    first = dice.choice(past.products)
    others = [p for p in past.products if p.vendor_name == first.vendor_name and p is not first]
    products = [first, *dice.sample(others, min(len(others), dice.randint(0, 3)))]
    discount = Decimal(dice.randint(92, 100)) / 100
    return _Subject(
        vendor=first.vendor_name,
        end_user=dice.choice(END_USERS[past.customer.country]),
        lines=tuple(_line(product, past.customer, discount, dice) for product in products),
    )


def _line(
    product: Product, customer: Customer, discount: Decimal, dice: random.Random
) -> RenewalLine:
    return RenewalLine(
        part_number=product.part_number,
        vendor_part_number=product.vendor_part_number,
        description=product.description,
        quantity=dice.choice((1, 1, 2, 4, 10, 25)),
        unit_price=in_currency(product.cost, customer.rate * discount),
        is_consolidated=dice.choice((True, False, False, None)),
    )
