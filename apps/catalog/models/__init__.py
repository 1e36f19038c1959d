"""What the catalogue keeps: the products that were seen, the lines of drafts, price checks."""

from __future__ import annotations

from apps.catalog.models.price_checks import KEPT_FOR, PriceCheck, PriceCheckLine
from apps.catalog.models.products import DraftLine, Product

__all__ = ["KEPT_FOR", "DraftLine", "PriceCheck", "PriceCheckLine", "Product"]
