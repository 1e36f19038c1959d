"""One portion of a price check at the distributor. Only sends and waits: threads run it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.ingram import Client, ValidationFailed
from apps.ingram.operations.many_prices import Priced, price_many
from apps.ingram.schemas.prices import ProductOffer, ProductQuery

#: A refused call is halved to find the part that spoils it; one in 50 takes 13 calls.
MOST_CALLS = 14


@dataclass(frozen=True, kw_only=True)
class Told:
    """The offers of a part, or why there are none, in the distributor's words."""

    offers: tuple[ProductOffer, ...] = ()
    problem: str = ""


_NOT_FOUND = "not found"
#: The numbers by which a part may be listed, in the order in which they are tried.
_NUMBERINGS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("ingram_part_number", lambda number: len(number) <= 18),
    ("vendor_part_number", lambda number: len(number) <= 40),
    ("upc", lambda number: number.isdigit() and 11 <= len(number) <= 14),
)


def ask_for(
    client: Client, part_numbers: Sequence[str], known: Mapping[str, str]
) -> dict[str, Told]:
    """What the distributor tells of at most 50 different numbers, whatever they are.

    Each is tried as Ingram's (as the one that `known` gives for it), what is not found as the
    vendor's and as a UPC: three calls at most, and more only when one of them is refused as a
    whole. Raises IngramError. [spec] POST /resellers/v6/catalog/priceandavailability
    """
    told: dict[str, Told] = {}
    for numbering, fits in _NUMBERINGS:
        rest = [number for number in part_numbers if not _has_offers(told, number)]
        asked = {
            number: known.get(number, number) if numbering == "ingram_part_number" else number
            for number in rest
        }
        wanted = [number for number in rest if fits(asked[number])]
        queries = [ProductQuery(**{numbering: asked[number]}) for number in wanted]
        answers = {_number(one.product): one for one in _priced(client, queries)}
        for number in wanted:
            told[number] = _told(answers[asked[number]], told.get(number))
    return told


def _told(priced: Priced, before: Told | None) -> Told:
    if priced.error:
        return Told(problem=priced.error.user_message)
    offers = tuple(offer for offer in priced.offers if not offer.error)
    said = next((offer.error for offer in priced.offers if offer.error), "")
    if _NOT_FOUND in said.lower():
        # It names the last number that was tried, which the person never typed.
        said = ""
    return Told(offers=offers, problem=said or (before.problem if before else ""))


def _priced(client: Client, products: Sequence[ProductQuery]) -> Iterator[Priced]:
    portions = [tuple(products)] if products else []
    calls = 0
    while portions:
        portion = portions.pop()
        answers = price_many(client, portion)
        calls += 1
        error = answers[0].error
        if error is not None and not isinstance(error, ValidationFailed):
            raise error
        if error is None or len(portion) == 1 or calls >= MOST_CALLS:
            yield from answers
            continue
        half = len(portion) // 2
        portions += [portion[:half], portion[half:]]


def _has_offers(told: Mapping[str, Told], number: str) -> bool:
    return number in told and bool(told[number].offers)


def _number(product: ProductQuery) -> str:
    return product.ingram_part_number or product.vendor_part_number or product.upc
