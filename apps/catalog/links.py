"""Addresses of searches: the shortest that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from apps.catalog.products import PAGE_SIZES, ProductQuery, ProductRow
from apps.ingram.schemas.prices import MAX_PRODUCTS


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A filter that is set, and where one gets without it."""

    name: str
    value: str
    without_url: str


def search_url(query: ProductQuery, **changes: Any) -> str:
    """Where `query` with these changes is searched. A changed filter starts at the first page."""
    if changes and "page" not in changes:
        changes["page"] = 1
    query = replace(query, **changes)
    values = {
        "q": query.text,
        "vendor": query.vendor,
        "category": query.category,
        "kind": query.kind,
        "discounts": query.has_discounts and "on",
        "stock": query.is_in_stock and "on",
        "page": query.page > 1 and query.page,
        "size": query.page_size != PAGE_SIZES[0] and query.page_size,
    }
    return _with(
        reverse("catalog:search"), [(name, value) for name, value in values.items() if value]
    )


def chips_of(query: ProductQuery) -> list[Chip]:
    """The filters that are set, without the text: that one stands in its field."""
    told = (
        ("Vendor", query.vendor, {"vendor": ""}),
        ("Category", query.category, {"category": ""}),
        ("Kind", query.kind.label if query.kind else "", {"kind": None}),
        ("", "With discounts" if query.has_discounts else "", {"has_discounts": False}),
        ("", "In stock on this page" if query.is_in_stock else "", {"is_in_stock": False}),
    )
    return [
        Chip(name=name, value=value, without_url=search_url(query, **without))
        for name, value, without in told
        if value
    ]


def price_urls(rows: Sequence[ProductRow], query: ProductQuery) -> Iterator[str]:
    """Where the prices of these rows are asked: one address for every 50."""
    parts = [row.ingram_part_number for row in rows if row.ingram_part_number]
    for start in range(0, len(parts), MAX_PRODUCTS):
        values = [("part", part) for part in parts[start : start + MAX_PRODUCTS]]
        if query.is_in_stock:
            values.append(("stock", "on"))
        yield _with(reverse("catalog:prices"), values)


def _with(address: str, values: Sequence[tuple[str, object]]) -> str:
    return f"{address}?{urlencode(values)}" if values else address
