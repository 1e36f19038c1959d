"""The use cases of the catalogue, one module each."""

from __future__ import annotations

from apps.catalog.services.details import plan, product
from apps.catalog.services.prices import price_and_availability, resolve_parts
from apps.catalog.services.search import search

__all__ = ["plan", "price_and_availability", "product", "resolve_parts", "search"]
