"""Products that the account has seen."""

from __future__ import annotations

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.catalog.models import Product
from tests.benchmarks.rows.writing import VENDORS, insert, one_of, text

TABLES = (Product,)


def write(account: CustomerAccount, count: int) -> None:
    number = text("100000 + i")
    insert(
        Product,
        count,
        timezone.now(),
        id="i",
        account_id=str(account.pk),
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'V-' || {number} || '-K9'",
        vendor_name=one_of("i", VENDORS),
        description="'Switch with 48 ports and a power supply'",
        upc=f"'088972' || {number}",
        customer_price="12.5",
        currency="'USD'",
        available="i % 50",
    )
