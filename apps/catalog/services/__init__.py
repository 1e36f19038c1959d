"""The use cases of the catalogue, one module each."""

from __future__ import annotations

from apps.catalog.services.details import plan, product
from apps.catalog.services.draft_lines import price_draft_lines
from apps.catalog.services.prices import plan_offer, price_and_availability, resolve_parts
from apps.catalog.services.search import search
from apps.catalog.services.stock import take_reported_stock

__all__ = [
    "plan",
    "plan_offer",
    "price_and_availability",
    "price_draft_lines",
    "product",
    "resolve_parts",
    "search",
    "take_reported_stock",
]
