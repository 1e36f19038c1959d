"""All about one product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.utils import timezone

from apps import ingram
from apps.accounts.models import CustomerAccount, User
from apps.catalog.exceptions import DetailsUnavailable, UnknownProduct
from apps.catalog.mapping import details_of
from apps.catalog.part_numbers import normalised
from apps.catalog.products import ProductDetails
from apps.catalog.services import mirror
from apps.catalog.services.asking import CACHE_SECONDS, asking, part_key
from apps.ingram.operations import catalog as operations

#: A search row tells them, the details of the same product do not.
_ONLY_IN_SEARCH = frozenset({"kind", "replacement_part_number"})


def product(account: CustomerAccount, part_number: str, *, actor: User | None) -> ProductDetails:
    """The details of a product by its Ingram part number, without price and stock.

    One call, and none within a minute. Raises UnknownProduct and DetailsUnavailable.
    Source: [spec] GET /resellers/v6/catalog/details/{ingramPartNumber}.
    """
    number = normalised(part_number)
    key = part_key(account, "details", number)
    details: ProductDetails | None = cache.get(key)
    if details is None:
        details = _ask(account, number, actor=actor)
        mirror.remember_rows(
            account, [details.product], seen_at=details.asked_at, untold=_ONLY_IN_SEARCH
        )
        cache.set(key, details, CACHE_SECONDS)
    return details


def plan(account: CustomerAccount, plan_id: str, *, actor: User | None) -> ProductDetails:
    """The details of a subscription plan by its id. Raises UnknownProduct, DetailsUnavailable.

    Source: [spec] GET /resellers/v6/catalog/details. One call, and none within a minute.
    """
    key = part_key(account, "plan", plan_id)
    details: ProductDetails | None = cache.get(key)
    if details is None:
        with _asking(account, f"plan {plan_id}", actor=actor) as client:
            answer = operations.product_details_by_vendor_part(client, plan_id=plan_id)
        details = details_of(answer, asked_at=timezone.now())
        cache.set(key, details, CACHE_SECONDS)
    return details


def _ask(account: CustomerAccount, number: str, *, actor: User | None) -> ProductDetails:
    with _asking(account, f"product {number}", actor=actor) as client:
        answer = operations.product_details(client, number)
    return details_of(answer, asked_at=timezone.now())


@contextmanager
def _asking(account: CustomerAccount, what: str, *, actor: User | None) -> Iterator[ingram.Client]:
    with asking(account, actor=actor, purpose="product", failure=DetailsUnavailable) as client:
        try:
            yield client
        except ingram.NotFound as error:
            raise UnknownProduct(
                f"The distributor has no {what} for this account.",
                correlation_id=error.correlation_id,
            ) from error
