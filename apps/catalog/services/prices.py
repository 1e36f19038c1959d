"""Live price and availability, asked in as few calls as possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from django.core.cache import cache
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.catalog import selectors
from apps.catalog.exceptions import PriceUnavailable
from apps.catalog.mapping import offer_of
from apps.catalog.offers import ProductOffer
from apps.catalog.part_numbers import MAX_PART_NUMBER, all_normalised
from apps.catalog.services import mirror
from apps.catalog.services.asking import CACHE_SECONDS, asking, part_key
from apps.ingram.operations import many_prices as operations
from apps.ingram.schemas.prices import ProductQuery

Numbering = Literal["ingram_part_number", "vendor_part_number", "plan_id"]
MAX_LENGTH: dict[Numbering, int] = {
    "ingram_part_number": 18,
    "vendor_part_number": 40,
    "plan_id": 40,
}


def price_and_availability(
    account: CustomerAccount,
    ingram_part_numbers: Sequence[str],
    *,
    actor: User | None,
    fresh: bool = False,
) -> dict[str, ProductOffer]:
    """The offer of every part asked for, by its normalised Ingram part number.

    One call for every 50 parts that were not asked within the last minute by this account,
    several at a time; `fresh` asks again. A part that the distributor does not know has
    `is_known` False and its sentence in `problem`. Raises PriceUnavailable.
    Source: [spec] POST /resellers/v6/catalog/priceandavailability, at most 50 products.
    """
    wanted = all_normalised(ingram_part_numbers)
    return _offers(account, "ingram_part_number", wanted, actor=actor, fresh=fresh)


def plan_offer(account: CustomerAccount, plan_id: str, *, actor: User | None) -> ProductOffer:
    """The prices of a subscription plan, which need not have a part number.

    One call, none within a minute. A plan that the distributor does not know has `is_known`
    False. Raises PriceUnavailable.
    Source: [spec] POST /resellers/v6/catalog/priceandavailability, by `planID`.
    """
    return _offers(account, "plan_id", [plan_id], actor=actor)[plan_id]


def resolve_parts(
    account: CustomerAccount, part_numbers: Sequence[str], *, actor: User | None
) -> dict[str, ProductOffer]:
    """Ingram or vendor part numbers as typed, to their offers; unknown ones are absent.

    The keys are normalised (`part_numbers.normalised`). Numbers are tried as Ingram's first,
    or as the vendor's when the mirror knows them so; what is not found is tried as the
    vendor's: two calls for 50 numbers at most. Raises PriceUnavailable.
    """
    wanted = [number for number in all_normalised(part_numbers) if len(number) <= MAX_PART_NUMBER]
    seen = selectors.ingram_part_numbers(account, wanted)
    as_ingram = {number: seen.get(number, number) for number in wanted}
    offers = _offers(account, "ingram_part_number", list(as_ingram.values()), actor=actor)
    found = {
        number: offers[ingram] for number, ingram in as_ingram.items() if offers[ingram].is_known
    }
    rest = [number for number in wanted if number not in found]
    by_vendor = _offers(account, "vendor_part_number", rest, actor=actor)
    return found | {number: offer for number, offer in by_vendor.items() if offer.is_known}


def _offers(
    account: CustomerAccount,
    numbering: Numbering,
    wanted: Sequence[str],
    *,
    actor: User | None,
    fresh: bool = False,
) -> dict[str, ProductOffer]:
    keys = {number: part_key(account, numbering, number) for number in wanted}
    cached = {} if fresh else cache.get_many(keys.values())
    offers = {number: cached[key] for number, key in keys.items() if key in cached}
    missing = [number for number in wanted if number not in offers]
    askable = [number for number in missing if len(number) <= MAX_LENGTH[numbering]]
    offers |= _ask(account, numbering, askable, actor=actor)
    return {number: offers.get(number) or _unknown(number) for number in wanted}


def _ask(
    account: CustomerAccount, numbering: Numbering, numbers: Sequence[str], *, actor: User | None
) -> dict[str, ProductOffer]:
    """The offers by the numbers asked for.

    When a call fails the others' offers are kept, so that the next attempt asks only for the rest.
    """
    if not numbers:
        return {}
    products = [ProductQuery(**{numbering: number}) for number in numbers]
    with asking(account, actor=actor, purpose="prices", failure=PriceUnavailable) as client:
        priced = operations.price_many(client, products)
        now = timezone.now()
        found = {
            number: best_offer(offer_of(offer, priced_at=now) for offer in one.offers)
            or _unknown(number)
            for number, one in zip(numbers, priced, strict=True)
            if one.error is None
        }
        _keep(account, numbering, found)
        if error := next((one.error for one in priced if one.error), None):
            raise error
    return found


def best_offer(offers: Iterable[ProductOffer]) -> ProductOffer | None:
    """A vendor's number may be sold under several of Ingram's: take one that can be bought."""
    return max(
        offers,
        key=lambda offer: (offer.is_known, offer.is_known and offer.is_authorized),
        default=None,
    )


def _keep(account: CustomerAccount, numbering: Numbering, offers: dict[str, ProductOffer]) -> None:
    entries = {part_key(account, numbering, number): offer for number, offer in offers.items()}
    entries |= {
        part_key(account, "ingram_part_number", offer.ingram_part_number): offer
        for offer in _known(offers.values())
        if offer.ingram_part_number
    }
    cache.set_many(entries, CACHE_SECONDS)
    mirror.remember_offers(account, offers.values())


def _known(offers: Iterable[ProductOffer]) -> Iterator[ProductOffer]:
    return (offer for offer in offers if offer.is_known)


def _unknown(number: str) -> ProductOffer:
    return ProductOffer(
        ingram_part_number=number,
        is_known=False,
        is_authorized=False,
        problem="The distributor does not know this part number.",
        priced_at=timezone.now(),
    )
