"""What the customers did before the sandbox started: quotes, orders, deals and renewals."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.data import examples
from sandbox.data.carts import cart, favourites
from sandbox.data.catalogue import Catalogue, Product, in_currency
from sandbox.data.deals import deals
from sandbox.data.past_orders import past_orders, plans
from sandbox.data.people import END_USERS, NEEDS, OCCASIONS, REPS
from sandbox.data.renewals import Past, renewals
from sandbox.data.returns import decisions, returns
from sandbox.records import Quote, QuoteLine, Record
from sandbox.settings import Customer, Settings

RECENT = timedelta(days=30)
RECENT_QUOTES = ("Ready To Order", "Active", "Ready To Order", "Draft", "Ordered")
OLD_QUOTES = ("Ordered", "Closed", "Closed", "Ordered", "Active")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def history(settings: Settings, catalogue: Catalogue, now: datetime) -> Iterator[Record]:
    """The same records for the same seed and moment."""
    yield examples.quote(now - timedelta(days=2))
    yield examples.ORDER
    services = [p for p in catalogue.products if p.kind != "physical" and p.is_authorized]
    for customer in settings.customers:
        dice = random.Random(f"{settings.seed} {customer.number}")
        vendors = favourites(catalogue, dice)
        quotes = _quotes(settings, customer, vendors, now)
        yield from quotes
        orders = past_orders(customer, vendors, catalogue, settings.seed, now)
        yield from orders
        if settings.history_moves:
            yield from plans(orders, settings.timings, now)
        yield from deals(customer, vendors, quotes, settings.seed, now)
        past = Past(customer=customer, products=services, quotes=quotes, orders=orders)
        yield from renewals(past, settings.seed, now)
        cases = list(returns(customer, orders, catalogue, settings.seed, now))
        yield from cases
        if settings.history_moves:
            yield from decisions(cases)


def _ages(count: int, dice: random.Random) -> list[timedelta]:
    """Over the last year, the later the denser."""
    return sorted(
        timedelta(minutes=7 + round(360 * 24 * 60 * dice.random() ** 2.2)) for _ in range(count)
    )


def _quotes(
    settings: Settings, customer: Customer, vendors: Sequence[list[Product]], now: datetime
) -> list[Quote]:
    # Dice of their own: how many quotes there are changes no other record.
    dice = random.Random(f"{settings.seed} quotes {customer.number}")
    ages = _ages(customer.seeded_quotes, dice)
    return [
        _quote(customer, vendors, dice, index, now - age, age) for index, age in enumerate(ages)
    ]


def _quote(
    customer: Customer,
    vendors: Sequence[list[Product]],
    dice: random.Random,
    index: int,
    created_at: datetime,
    age: timedelta,
) -> Quote:
    end_user = dice.choice(END_USERS[customer.country])
    rep = dice.choice(REPS)
    is_bid = dice.random() < 0.2
    return Quote(
        customer=customer.number,
        number=_quote_number(dice),
        guid=_guid(dice),
        name=f"{end_user.company_name}: {dice.choice(OCCASIONS)}",
        status=_quote_status(index, age),
        created_at=created_at,
        modified_at=created_at + age * dice.random() * 0.1,
        currency=customer.currency,
        lines=_quote_lines(customer, vendors, dice),
        expires_on=(created_at + timedelta(days=30)).date() if dice.random() < 0.8 else None,
        revision=dice.choice((0, 0, 0, 1, 2)),
        special_bid_number=f"{dice.randint(9_000_000, 9_999_999)}-{dice.randint(1000, 1999)}"
        if is_bid
        else "",
        special_bid_expires_on=(created_at + timedelta(days=90)).date() if is_bid else None,
        customer_need=dice.choice(NEEDS),
        end_user=end_user,
        contact_name=rep,
        contact_email=f"{rep.split()[0].lower()}@reseller.example",
        created_by=dice.choice(("API", "Ingram Micro", rep)),
    )


def _quote_status(index: int, age: timedelta) -> str:
    statuses = OLD_QUOTES if age > RECENT else RECENT_QUOTES
    return statuses[index % len(statuses)]


def _quote_lines(
    customer: Customer, vendors: Sequence[list[Product]], dice: random.Random
) -> tuple[QuoteLine, ...]:
    discount = Decimal(dice.randint(90, 100)) / 100
    lines = []
    for index, product in enumerate(cart(vendors, dice), start=1):
        quantity = dice.choice((1, 1, 2, 3, 5, 10, 12, 25))
        lines.append(
            QuoteLine(
                guid=_guid(dice),
                customer_line_number=str(index),
                part_number=product.part_number,
                vendor_part_number=product.vendor_part_number,
                vendor_name=product.vendor_name,
                description=product.description,
                quantity=quantity,
                quote_price=product.price_for(quantity, customer.rate * discount),
                msrp=in_currency(product.list_price, customer.rate),
                weight=product.weight,
            )
        )
    return tuple(lines)


def _quote_number(dice: random.Random) -> str:
    tail = "".join(dice.choice(_LETTERS) + str(dice.randint(0, 9)) for _ in range(3))
    return f"QUO-{dice.randint(10_000_000, 99_999_999)}-{tail}"


def _guid(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))
