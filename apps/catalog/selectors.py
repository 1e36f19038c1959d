"""What is known locally of the products that this account has seen. No upstream call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Upper
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.catalog.draft_lines import PRICE_IS_FRESH, LineT
from apps.catalog.mapping import offer_of_product, row_of_product
from apps.catalog.models import Product
from apps.catalog.offers import ProductOffer, ReportedStock
from apps.catalog.part_numbers import normalised
from apps.catalog.products import ProductQuery, ProductRow

MOST_NAMES = 200


@dataclass(frozen=True, kw_only=True)
class LastKnown:
    """What the mirror can show while the distributor does not answer."""

    rows: tuple[ProductRow, ...]
    offers: Mapping[str, ProductOffer]


_NAMES = ("vendor_name", "category")


def names(account: CustomerAccount, field: str, *, limit: int = MOST_NAMES) -> list[str]:
    """The vendors or categories (`field`) of products seen so far, in order. One query."""
    rows = _named(account, field).order_by(field).values_list(field, flat=True)
    return list(rows.distinct()[:limit])


def lately_seen(account: CustomerAccount, field: str, *, limit: int = 12) -> list[str]:
    """The vendors or categories seen last, those with the most products first. One query."""
    rows = (
        _named(account, field)
        .values(field)
        .annotate(count=Count("pk"), latest=Max("seen_at"))
        .order_by("-count", "-latest")
    )
    return sorted(row[field] for row in rows[:limit])


def mirrored(account: CustomerAccount, query: ProductQuery) -> QuerySet[Product]:
    """The seen products that fit the query: for when the distributor cannot be asked.

    Every word must occur in the description, a part number, the vendor or the UPC.
    """
    rows = Product.objects.filter(account=account)
    for word in query.text.split()[:8]:
        rows = rows.filter(
            Q(description__icontains=word)
            | Q(ingram_part_number__iexact=word)
            | Q(vendor_part_number__icontains=word)
            | Q(vendor_name__icontains=word)
            | Q(upc=word)
        )
    for field, value in (
        ("vendor_name__iexact", query.vendor),
        ("category__iexact", query.category),
        ("kind", query.kind or ""),
    ):
        if value:
            rows = rows.filter(**{field: value})
    return rows.filter(has_discounts=True) if query.has_discounts else rows


def last_known(account: CustomerAccount, query: ProductQuery) -> LastKnown:
    """One page of `mirrored`. One query."""
    start = (query.page - 1) * query.page_size
    products = mirrored(account, query)[start : start + query.page_size]
    return LastKnown(rows=tuple(map(row_of_product, products)), offers=_offers_by_number(products))


def last_offers(account: CustomerAccount, part_numbers: Sequence[str]) -> dict[str, ProductOffer]:
    """The last known price and stock, each with its time, of those ever priced. One query."""
    rows = Product.objects.filter(account=account, ingram_part_number__in=part_numbers)
    return _offers_by_number(rows)


def product_seen(account: CustomerAccount, part_number: str) -> ProductRow | None:
    """The product as a search or its page told it last. One query."""
    found = Product.objects.filter(account=account, ingram_part_number=part_number).first()
    return row_of_product(found) if found else None


def ingram_part_numbers(account: CustomerAccount, typed: Sequence[str]) -> dict[str, str]:
    """Normalised vendor part numbers to Ingram's, as far as seen. One query.

    A typed number that is itself an Ingram part number of the mirror is left out.
    """
    rows = (
        Product.objects.filter(account=account)
        .annotate(vendor_key=Upper("vendor_part_number"))
        .filter(Q(vendor_key__in=typed) | Q(ingram_part_number__in=typed))
        .order_by("seen_at")
        .values_list("ingram_part_number", "vendor_key")
    )
    seen = list(rows)
    own = {ingram for ingram, _ in seen}
    return {normalised(vendor): ingram for ingram, vendor in seen if vendor and vendor not in own}


def stale_lines(lines: QuerySet[LineT]) -> QuerySet[LineT]:
    """Lines of a draft that were never asked about, or too long ago, in their order. One query."""
    old = Q(looked_up_at=None) | Q(looked_up_at__lt=timezone.now() - PRICE_IS_FRESH)
    return lines.filter(old).order_by("position", "pk")


def with_reported_stock(lines: QuerySet[LineT]) -> QuerySet[LineT]:
    """Lines of drafts that know what was reported of their products' stock. No query of its own.

    For display: `DraftLine.stock` and `is_short` then follow the later word.
    """
    product = Product.objects.filter(
        account=OuterRef("draft__account"), ingram_part_number=OuterRef("ingram_part_number")
    )
    stocked = lines.annotate(
        reported_available=Subquery(product.values("reported_available")[:1]),
        reported_at=Subquery(product.values("reported_at")[:1]),
    )
    return cast("QuerySet[LineT]", stocked)


def reported_stock(
    account: CustomerAccount, part_numbers: Iterable[str]
) -> dict[str, ReportedStock]:
    """What webhooks reported of these Ingram part numbers, as far as they did. One query."""
    rows = Product.objects.filter(
        account=account, ingram_part_number__in=part_numbers, reported_at__isnull=False
    ).values_list("ingram_part_number", "reported_available", "reported_at")
    return {
        number: ReportedStock(available=available, at=at)
        for number, available, at in rows
        if available is not None and at is not None
    }


def as_reported(
    account: CustomerAccount, offers: Mapping[str, ProductOffer]
) -> dict[str, ProductOffer]:
    """The offers with what was reported of their stock, to be shown. One query."""
    reports = reported_stock(account, [offer.ingram_part_number for offer in offers.values()])
    return {
        number: replace(offer, reported_available=report.available, reported_at=report.at)
        if (report := reports.get(offer.ingram_part_number))
        else offer
        for number, offer in offers.items()
    }


def _named(account: CustomerAccount, field: str) -> QuerySet[Product]:
    if field not in _NAMES:
        raise ValueError(f"{field} is no name of a product")
    return Product.objects.filter(account=account).exclude(**{field: ""}).order_by()


def _offers_by_number(products: Iterable[Product]) -> dict[str, ProductOffer]:
    offers = map(offer_of_product, products)
    return {offer.ingram_part_number: offer for offer in offers if offer}
