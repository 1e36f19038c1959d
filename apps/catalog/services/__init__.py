"""The use cases of the catalogue, one module each."""

from __future__ import annotations

from apps.catalog.services.details import plan, product
from apps.catalog.services.draft_lines import price_draft_lines
from apps.catalog.services.prices import price_and_availability, resolve_parts
from apps.catalog.services.search import search

__all__ = [
    "plan",
    "price_and_availability",
    "price_draft_lines",
    "product",
    "resolve_parts",
    "search",
]
