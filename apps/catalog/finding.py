"""How the one search finds products: those that the account has seen."""

from __future__ import annotations

from django.db.models import Case, When
from django.urls import reverse

from apps.accounts.models import CustomerAccount
from apps.catalog.models import Product
from apps.core.finding import begins, ids_of
from apps.search.registry import Finder, Hit, register

NUMBERS = ("ingram_part_number", "vendor_part_key", "upc")


def find(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
    """Products by the beginning of Ingram's or the vendor's part number or the UPC. Two queries."""
    wanted = " ".join(words.upper().split())
    own = Product.objects.filter(account=account).order_by().values("pk")
    parts = [own.filter(**{number: wanted})[:limit] for number in NUMBERS]
    parts += [own.filter(begins(number, wanted))[:limit] for number in NUMBERS]
    ids = ids_of(parts)
    exact = set().union(*ids[: len(NUMBERS)])
    rows = Product.objects.filter(pk__in=set().union(*ids))
    rows = rows.order_by(Case(When(pk__in=exact, then=0), default=1), "-seen_at", "pk")
    return [_hit(product, is_exact=product.pk in exact) for product in rows[:limit]]


def _hit(product: Product, *, is_exact: bool) -> Hit:
    about = (product.vendor_part_number, product.vendor_name, product.description)
    return Hit(
        title=product.ingram_part_number,
        text=" · ".join(filter(None, about)),
        url=reverse("catalog:product", args=[product.ingram_part_number]),
        is_exact=is_exact,
    )


register(
    Finder(code="products", label="Products", icon="box", find=find, list_url="catalog:search")
)
