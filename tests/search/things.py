"""What the one search has to find in tests, beside orders and quotes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.catalog.models import Product


def make_product(account: CustomerAccount, ingram_part_number: str, **changes: Any) -> Product:
    values = {
        "account": account,
        "ingram_part_number": ingram_part_number,
        "description": "Catalyst switch",
        "seen_at": timezone.now(),
    }
    return Product.objects.create(**values | changes)
