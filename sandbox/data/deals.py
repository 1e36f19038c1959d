"""Special prices that vendors granted for the reseller's end users."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.data.catalogue import Product, in_currency
from sandbox.data.people import END_USERS
from sandbox.records import Address, Deal, DealLine, Quote
from sandbox.settings import Customer

_HALF_A_YEAR = 180
_PROGRAMS = ("RESEU DISC", "VIP", "GROWTH", "REFRESH DISC")
_CONDITIONS = (
    "",
    "",
    "Valid for the named end user only",
    "Orders must reach the vendor before the last day",
)


def deals(
    customer: Customer,
    vendors: Sequence[list[Product]],
    quotes: Sequence[Quote],
    seed: int,
    now: datetime,
) -> Iterator[Deal]:
    """Those behind the quotes with special bids, and others whose last days fill the year."""
    dice = random.Random(f"{seed} deals {customer.number}")
    bids = [quote for quote in quotes if quote.special_bid_number]
    for quote in bids:
        yield _of_quote(quote, customer, vendors, dice)
    count = customer.seeded_deals - len(bids)
    for index in range(count):
        days = round(_HALF_A_YEAR * (2 * index / (count - 1) - 1))
        yield _invented(index, customer, vendors, now.date() + timedelta(days=days), dice)


def _of_quote(
    quote: Quote, customer: Customer, vendors: Sequence[list[Product]], dice: random.Random
) -> Deal:
    """The quote's prices for the products of its first vendor."""
    known = {product.part_number: product for products in vendors for product in products}
    vendor = quote.lines[0].vendor_name
    lines = tuple(
        _line(known[line.part_number], customer, line.quote_price, line.quantity, dice)
        for line in quote.lines
        if line.vendor_name == vendor
    )
    expires_on = quote.special_bid_expires_on or quote.created_at.date()
    end_user = quote.end_user or Address()
    return _deal(quote.special_bid_number, customer, vendor, end_user, expires_on, lines, dice)


def _invented(
    index: int,
    customer: Customer,
    vendors: Sequence[list[Product]],
    expires_on: date,
    dice: random.Random,
) -> Deal:
    products = dice.choice(vendors)
    end_user = dice.choice(END_USERS[customer.country])
    discount = Decimal(dice.randint(70, 92)) / 100
    lines = tuple(
        _line(
            product,
            customer,
            in_currency(product.cost, customer.rate * discount),
            dice.choice((1, 5, 10, 25, 100, 250)),
            dice,
        )
        for product in dice.sample(products, dice.randint(1, 5))
    )
    # Two kinds of numbers: plain ones, and names with spaces in them.
    name = end_user.company_name.split()[0].upper()
    number = str(dice.randint(20_000_000, 59_999_999))
    if index % 3 == 0:
        number = f"{name}-{dice.choice(_PROGRAMS)} {number[-4:]}"
    return _deal(number, customer, products[0].vendor_name, end_user, expires_on, lines, dice)


def _line(
    product: Product,
    customer: Customer,
    price: Decimal,
    quantity: int,
    dice: random.Random,
) -> DealLine:
    return DealLine(
        part_number=product.part_number,
        vendor_part_number=product.vendor_part_number,
        upc=product.upc,
        description=product.description,
        msrp=in_currency(product.list_price, customer.rate),
        standard_price=price,
        approved_quantity=quantity,
        used_quantity=dice.choice((0, 0, quantity // 4, quantity)),
        special_conditions=dice.choice(_CONDITIONS),
    )


def _deal(  # noqa: PLR0913, RUF100
    number: str,
    customer: Customer,
    vendor: str,
    end_user: Address,
    expires_on: date,
    lines: tuple[DealLine, ...],
    dice: random.Random,
) -> Deal:
    starts_on = expires_on - timedelta(days=dice.choice((180, 270, 365)))
    return Deal(
        customer=customer.number,
        number=number,
        version=dice.randint(1, 6),
        vendor=vendor,
        received_on=starts_on - timedelta(days=dice.randint(0, 5)),
        starts_on=starts_on,
        expires_on=expires_on,
        currency=customer.currency,
        end_user=end_user,
        lines=lines,
        names_vendor=dice.random() > 0.12,
    )
