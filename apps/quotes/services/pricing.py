"""Price and stock of a draft's lines, asked live in chunks of one call each."""

from __future__ import annotations

import re

from django.utils import timezone

from apps.accounts.models import User
from apps.catalog import services as catalog
from apps.catalog.offers import ProductOffer
from apps.catalog.part_numbers import MAX_PART_NUMBER
from apps.quotes.models import QuoteDraft, QuoteDraftLine
from apps.quotes.selectors import stale_lines

CHUNK = 50
UNKNOWN_PART = "The distributor knows no such part number."
NO_PART = "This is not a part number."

_PART_NUMBER = re.compile(rf"[A-Z0-9][A-Z0-9#/.:_+=()&*~-]{{0,{MAX_PART_NUMBER - 1}}}")
_OFFER_COLUMNS = [
    "ingram_part_number",
    "vendor_part_number",
    "vendor_name",
    "description",
    "unit_price",
    "retail_price",
    "currency",
    "available",
    "problem",
    "looked_up_at",
]


def price_lines(*, draft: QuoteDraft, actor: User) -> list[QuoteDraftLine]:
    """Ask for the next lines that have no fresh price, at most 50; gives the lines it changed.

    Raises CatalogError; then nothing was changed. Not a change of the draft: also while locked.
    """
    lines = list(stale_lines(draft)[:CHUNK])
    numbers = [line.part_number for line in lines if _PART_NUMBER.fullmatch(line.part_number)]
    offers = catalog.resolve_parts(draft.account, numbers, actor=actor) if numbers else {}
    for line in lines:
        _take_offer(line, offers.get(line.part_number))
    QuoteDraftLine.objects.bulk_update(lines, _OFFER_COLUMNS)
    return lines


def _take_offer(line: QuoteDraftLine, offer: ProductOffer | None) -> None:
    line.looked_up_at = timezone.now()
    if offer is None:
        is_part = _PART_NUMBER.fullmatch(line.part_number)
        line.ingram_part_number = ""
        line.unit_price = line.retail_price = line.available = None
        line.problem = UNKNOWN_PART if is_part else NO_PART
        return
    line.ingram_part_number = offer.ingram_part_number[:40]
    line.vendor_part_number = offer.vendor_part_number[:80]
    line.vendor_name = offer.vendor_name[:80]
    line.description = offer.description
    line.unit_price = offer.customer_price
    line.retail_price = offer.retail_price
    line.currency = offer.currency
    line.available = offer.available
    line.problem = _warning(offer)[:200]


def _warning(offer: ProductOffer) -> str:
    if not offer.is_authorized:
        return "Your account is not authorised to buy this part."
    if offer.is_discontinued:
        return "Discontinued: stock may not be filled up again."
    return offer.problem
