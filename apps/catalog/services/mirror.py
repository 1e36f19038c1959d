"""Keeps the mirror of seen products: one statement for a page (SQLite takes 41 rows in each)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from apps.accounts.models import CustomerAccount
from apps.catalog.mapping import PRICE_FIELDS, ROW_FIELDS
from apps.catalog.models import Product
from apps.catalog.offers import ProductOffer
from apps.catalog.products import ProductRow

_OFFER_FIELDS = (
    "vendor_part_number",
    "vendor_name",
    "description",
    "upc",
    "is_authorized",
    "needs_end_user",
)
_LENGTHS = {
    field.name: field.max_length
    for field in Product._meta.fields  # noqa: SLF001 - Django documents it as public
    if field.max_length
}
_KEY = ("account", "ingram_part_number")


def remember_rows(
    account: CustomerAccount,
    rows: Iterable[ProductRow],
    *,
    seen_at: datetime,
    untold: Collection[str] = (),
) -> None:
    """Upsert what was told of products; prices and `untold` fields stay as they were.

    One statement.
    """
    products = [
        Product(
            account=account,
            seen_at=seen_at,
            **{name: _fitting(name, getattr(row, name)) for name in ROW_FIELDS},
        )
        for row in rows
        if row.ingram_part_number
    ]
    _upsert(products, [name for name in (*ROW_FIELDS, "seen_at") if name not in untold])


def remember_offers(account: CustomerAccount, offers: Iterable[ProductOffer]) -> None:
    """Upsert the last known price and stock of known parts. One statement.

    Names are taken for new parts only: this answer writes them all in capitals.
    """
    fields = (*_OFFER_FIELDS, *PRICE_FIELDS)
    products = [
        Product(
            account=account,
            seen_at=offer.priced_at,
            ingram_part_number=offer.ingram_part_number,
            **{name: _fitting(name, getattr(offer, name)) for name in fields},
        )
        for offer in offers
        if offer.is_known and offer.ingram_part_number
    ]
    _upsert(products, (*PRICE_FIELDS, "is_authorized", "needs_end_user", "seen_at"))


def _upsert(products: Sequence[Product], fields: Iterable[str]) -> None:
    # The same part twice in one statement is an error on PostgreSQL; the last one wins.
    once = {product.ingram_part_number: product for product in products}
    Product.objects.bulk_create(
        # In the order in which reported stock locks them: who meets waits, and nobody for ever.
        [once[part_number] for part_number in sorted(once)],
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=[name for name in dict.fromkeys(fields) if name not in _KEY],
    )


def _fitting(name: str, value: object) -> object:
    """Their texts have no stated length; a longer one must not take the page down."""
    if value is None and name == "kind":
        return ""
    length = _LENGTHS.get(name)
    return value[:length] if isinstance(value, str) and length else value
