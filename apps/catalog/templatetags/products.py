"""What catalogue pages say of a product and where their links lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template

from apps.catalog import flags, links, priced_lines
from apps.catalog.models import PriceCheckLine
from apps.catalog.offers import ProductOffer, QuantityBreak, SpecialPrice, Warehouse
from apps.catalog.part_numbers import element_key
from apps.catalog.products import ProductDetails, ProductQuery, ProductRow

register = template.Library()

Cells = Sequence[tuple[str, ProductOffer | None]]
"""Part numbers with their offers, for the price cells of a list."""


@register.filter
def flags_of(row: ProductRow) -> tuple[flags.Flag, ...]:
    return flags.flags_of(row)


@register.filter
def indicators_of(details: ProductDetails) -> tuple[flags.Flag, ...]:
    return flags.indicators_of(details)


@register.filter
def chips_of(query: ProductQuery) -> list[links.Chip]:
    return links.chips_of(query)


@register.filter
def offer_in(row: ProductRow, offers: Mapping[str, ProductOffer]) -> ProductOffer | None:
    return offers.get(row.ingram_part_number)


@register.filter
def priced_at(cells: Cells) -> datetime | None:
    """When the oldest price among these was asked."""
    return min((offer.priced_at for _, offer in cells if offer), default=None)


@register.filter
def without_stock(cells: Cells) -> int:
    return sum(1 for _, offer in cells if offer and offer.has_no_stock)


@register.filter(name="element_key")
def element_key_filter(part_number: str) -> str:
    return element_key(part_number)


@register.simple_tag
def search_url(query: ProductQuery | None = None, **changes: Any) -> str:
    return links.search_url(query or ProductQuery(), **changes)


@register.simple_tag
def price_urls(rows: Sequence[ProductRow], query: ProductQuery | None = None) -> list[str]:
    return list(links.price_urls(rows, query or ProductQuery()))


@register.filter
def warehouses_of(line: PriceCheckLine) -> tuple[Warehouse, ...]:
    return priced_lines.warehouses_of(line)


@register.filter
def discounts_of(line: PriceCheckLine) -> tuple[SpecialPrice, ...]:
    return priced_lines.discounts_of(line)


@register.filter
def quantity_breaks_of(line: PriceCheckLine) -> tuple[QuantityBreak, ...]:
    return priced_lines.quantity_breaks_of(line)
