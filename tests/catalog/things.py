"""Products that an account has seen, what the sandbox sells, and price checks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apps.accounts.models import CustomerAccount, User
from apps.catalog.models import PriceCheck, Product
from apps.catalog.part_lists import pasted_list
from apps.catalog.services import price_checks
from sandbox.data.catalogue import Product as Sold
from sandbox.data.catalogue import catalogue
from sandbox.settings import Settings

LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
SOLD = catalogue(Settings().seed).products
GOODS = [sold for sold in SOLD if sold.kind == "physical"]


def make_product(account: CustomerAccount, part_number: str, **changes: Any) -> Product:
    values = {
        "account": account,
        "ingram_part_number": part_number,
        "description": f"Product {part_number}",
        "available": 40,
        "priced_at": LONG_AGO,
        "seen_at": LONG_AGO,
    }
    return Product.objects.create(**values | changes)


def make_price_check(account: CustomerAccount, actor: User, *parts: str, **more: Any) -> PriceCheck:
    """Not priced yet: no worker has heard of it."""
    listed = pasted_list("\n".join(parts or ("6YE881 3",)))
    return price_checks.start_price_check(account=account, actor=actor, listed=listed, **more)


def a_product(is_wanted: Callable[[Sold], object]) -> Sold:
    return next(sold for sold in SOLD if is_wanted(sold))
