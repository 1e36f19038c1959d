"""Price and stock of the lines of a draft, asked live in chunks of one call each."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.catalog import selectors
from apps.catalog.draft_lines import LineT
from apps.catalog.models import DraftLine
from apps.catalog.offers import ProductOffer
from apps.catalog.part_numbers import is_askable
from apps.catalog.services.prices import resolve_parts

CHUNK = 50
UNKNOWN_PART = "The distributor knows no such part number."
NO_PART = "This is not a part number."

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


def price_draft_lines(
    lines: QuerySet[LineT], *, account: CustomerAccount, actor: User
) -> list[LineT]:
    """Ask for the next of a draft's lines without a fresh price, at most 50; gives those changed.

    Raises CatalogError; then nothing was changed. Not a change of the draft: also while locked.
    """
    chunk = list(selectors.stale_lines(lines)[:CHUNK])
    numbers = [line.part_number for line in chunk if is_askable(line.part_number)]
    offers = resolve_parts(account, numbers, actor=actor) if numbers else {}
    for line in chunk:
        _take_offer(line, offers.get(line.part_number))
    lines.bulk_update(chunk, _OFFER_COLUMNS)
    return chunk


def _take_offer(line: DraftLine, offer: ProductOffer | None) -> None:
    line.looked_up_at = timezone.now()
    if offer is None:
        is_part = is_askable(line.part_number)
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
    line.problem = " ".join(_warnings(offer))[:200]


def _warnings(offer: ProductOffer) -> Iterator[str]:
    if not offer.is_authorized:
        yield "Your account is not authorised to buy this part."
    elif offer.is_discontinued:
        yield "Discontinued: stock may not be filled up again."
    elif offer.problem:
        yield offer.problem
    if offer.needs_end_user:
        yield "An order of it has to name the end user."
