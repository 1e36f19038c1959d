"""Prices of any number of products, 50 a call, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from apps.ingram.errors import IngramError
from apps.ingram.operations.catalog import price_and_availability
from apps.ingram.schemas.prices import MAX_PRODUCTS, PriceRequest, ProductOffer, ProductQuery
from apps.ingram.side_by_side import side_by_side
from apps.ingram.transport import Client

Offers = tuple[ProductOffer, ...]


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What came of one product. Without offers it is unknown, or its call failed: see `error`."""

    product: ProductQuery
    offers: Offers = ()
    error: IngramError | None = None


def price_many(client: Client, products: Sequence[ProductQuery]) -> tuple[Priced, ...]:
    """Price and stock of each product, in the order of the products.

    One call for every 50 products, as many at a time as the connection pool holds. A call that
    fails takes only its own products down: each of them carries the `error`. A vendor's number
    may be sold under several of Ingram's, so a product may have several offers. Raises what the
    fetching of a token raises: then nothing was sent.
    [spec] POST /resellers/v6/catalog/priceandavailability
    """
    chunks = [
        tuple(products[start : start + MAX_PRODUCTS])
        for start in range(0, len(products), MAX_PRODUCTS)
    ]
    outcomes = side_by_side(client, [_reading(chunk) for chunk in chunks])
    return tuple(
        priced
        for chunk, outcome in zip(chunks, outcomes, strict=True)
        for priced in _priced(chunk, outcome)
    )


def _reading(chunk: tuple[ProductQuery, ...]) -> Callable[[Client], Offers]:
    return lambda client: price_and_availability(client, PriceRequest(products=chunk))


def _priced(chunk: Sequence[ProductQuery], outcome: Offers | IngramError) -> Iterator[Priced]:
    if isinstance(outcome, IngramError):
        yield from (Priced(product=product, error=outcome) for product in chunk)
        return
    # The order of the offers is not promised (field notes 5.1).
    offers: dict[tuple[str, str], list[ProductOffer]] = defaultdict(list)
    for offer in outcome:
        for kind, number in _numbers(offer):
            offers[kind, number.upper()].append(offer)
    for product in chunk:
        yield Priced(product=product, offers=tuple(offers[_asked(product)]))


def _numbers(offer: ProductOffer) -> set[tuple[str, str]]:
    """All numbers by which this offer may have been asked for."""
    vendors = (offer.vendor_part_number, offer.extended_vendor_part_number)
    named = {
        ("ingram_part_number", offer.ingram_part_number),
        ("customer_part_number", offer.customer_part_number),
        ("upc", offer.upc),
        *(("vendor_part_number", number) for number in vendors),
        *(("plan_id", price.plan_id) for price in offer.subscription_prices),
    }
    return {(kind, number) for kind, number in named if number}


def _asked(product: ProductQuery) -> tuple[str, str]:
    kinds = ("ingram_part_number", "vendor_part_number", "customer_part_number", "upc", "plan_id")
    kind = next(kind for kind in kinds if getattr(product, kind))
    return kind, getattr(product, kind).upper()
