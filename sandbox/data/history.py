"""What the customers did before the sandbox started: quotes, orders, deals and renewals."""

from __future__ import annotations

import random
import string
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sandbox import fulfilment
from sandbox.data import examples
from sandbox.data.catalogue import Catalogue, Product, in_currency
from sandbox.data.deals import deals
from sandbox.data.people import END_USERS, NEEDS, OCCASIONS, REPS
from sandbox.data.renewals import Past, renewals
from sandbox.data.returns import returns
from sandbox.fulfilment import Wanted
from sandbox.records import Order, Quote, QuoteLine, Record
from sandbox.settings import Customer, Settings

# The vendors with mandatory fields among them, so that every account can try those.
BOUGHT_BY_ALL = ("Cisco", "Microsoft", "Adobe", "Lenovo", "HP Inc")
RECENT = timedelta(days=30)
RECENT_QUOTES = ("Ready To Order", "Active", "Ready To Order", "Draft", "Ordered")
OLD_QUOTES = ("Ordered", "Closed", "Closed", "Ordered", "Active")
RECENT_ORDERS = ("Processing", "Shipped", "On Hold", "Shipped", "Processing", "Canceled")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def history(settings: Settings, catalogue: Catalogue, now: datetime) -> Iterator[Record]:
    """The same records for the same seed and moment."""
    yield examples.quote(now - timedelta(days=2))
    yield examples.ORDER
    services = [p for p in catalogue.products if p.kind != "physical" and p.is_authorized]
    for customer in settings.customers:
        dice = random.Random(f"{settings.seed} {customer.number}")
        vendors = _favourites(catalogue, dice)
        quotes = _quotes(settings, customer, vendors, now)
        yield from quotes
        ages = _ages(customer.seeded_orders, dice)
        orders = [
            _order(customer, vendors, dice, index, now - age, age) for index, age in enumerate(ages)
        ]
        yield from orders
        yield from deals(customer, vendors, quotes, settings.seed, now)
        past = Past(customer=customer, products=services, quotes=quotes, orders=orders)
        yield from renewals(past, settings.seed, now)
        yield from returns(customer, orders, catalogue, settings.seed, now)


def _favourites(catalogue: Catalogue, dice: random.Random) -> list[list[Product]]:
    """What a reseller buys of: one vendor's orderable products to a list."""
    by_vendor: dict[str, list[Product]] = {}
    for product in catalogue.products:
        if product.is_authorized and not product.is_discontinued:
            by_vendor.setdefault(product.vendor_name, []).append(product)
    always = [by_vendor.pop(name) for name in BOUGHT_BY_ALL]
    return always + dice.sample(list(by_vendor.values()), 12)


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
    for index, product in enumerate(_cart(vendors, dice), start=1):
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


def _cart(vendors: Sequence[list[Product]], dice: random.Random) -> list[Product]:
    """Mostly of one vendor, as special bids and habits have it."""
    main = dice.choice(vendors)
    cart = dice.sample(main, dice.randint(1, 5))
    if dice.random() < 0.4:
        cart += dice.sample(dice.choice(vendors), dice.randint(1, 3))
    return list(dict.fromkeys(cart))


def _order(
    customer: Customer,
    vendors: Sequence[list[Product]],
    dice: random.Random,
    index: int,
    entered_at: datetime,
    age: timedelta,
) -> Order:
    tail = "".join(dice.choices(string.ascii_uppercase + string.digits, k=5))
    number = f"{customer.number[:2]}-{tail}"
    cart = [product for product in _cart(vendors, dice) if not product.is_direct_ship]
    wanted = [
        _wanted(str(index), product, customer, dice)
        for index, product in enumerate(cart or vendors[0][:1], start=1)
    ]
    lines = fulfilment.order_lines(number, wanted, customer, entered_at.date())
    freight, tax = fulfilment.charges(lines, customer)
    end_user = dice.choice(END_USERS[customer.country])
    purchase = dice.randint(10_000, 99_999)
    order = Order(
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
        ship_to=fulfilment.in_capitals(end_user),
        end_user=fulfilment.in_capitals(end_user),
        notes=fulfilment.stored_notes(dice.choice(NEEDS)),
        freight=freight,
        tax=tax,
        lines=lines,
    )
    return _grown(order, index, dice, age)


def _wanted(number: str, product: Product, customer: Customer, dice: random.Random) -> Wanted:
    quantity = dice.choice((1, 1, 2, 4, 5, 10, 20))
    price = product.price_for(quantity, customer.rate)
    return Wanted(number=number, product=product, quantity=quantity, unit_price=price)


def _grown(order: Order, index: int, dice: random.Random, age: timedelta) -> Order:
    """The state that an order of that age is plausibly in; the recent ones show every state."""
    shipped_on = (order.entered_at + min(age, timedelta(days=2))).date()
    if age > RECENT:
        if dice.random() < 0.08:
            return fulfilment.void(order)
        shipped = fulfilment.ship(fulfilment.fill_backorders(order), shipped_on)
        invoiced = fulfilment.invoice(shipped, shipped_on + timedelta(days=1))
        return fulfilment.deliver(invoiced, shipped_on + timedelta(days=3))
    state = RECENT_ORDERS[index % len(RECENT_ORDERS)]
    if state == "On Hold":
        return fulfilment.hold(order)
    if state == "Canceled":
        return fulfilment.void(order)
    if state == "Shipped":
        shipped = fulfilment.ship(order, shipped_on)
        return fulfilment.invoice(shipped, shipped_on) if age > timedelta(days=3) else shipped
    return order


def _quote_number(dice: random.Random) -> str:
    tail = "".join(dice.choice(_LETTERS) + str(dice.randint(0, 9)) for _ in range(3))
    return f"QUO-{dice.randint(10_000_000, 99_999_999)}-{tail}"


def _guid(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))
