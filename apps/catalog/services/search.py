"""Search in the distributor's catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.catalog.exceptions import PriceUnavailable, SearchUnavailable
from apps.catalog.mapping import plan_rows_of, row_of, row_of_offer
from apps.catalog.part_numbers import pasted_part_numbers
from apps.catalog.products import ProductPage, ProductQuery, ProductRow
from apps.catalog.services import mirror
from apps.catalog.services.asking import CACHE_SECONDS, asking, query_key
from apps.catalog.services.prices import resolve_parts
from apps.ingram.operations import catalog as operations


def search(account: CustomerAccount, query: ProductQuery, *, actor: User | None) -> ProductPage:
    """One page of products, and of subscription plans when that kind is asked for.

    One call, and none when the account asked the same within a minute. A pasted list of part
    numbers is looked up number by number instead (`resolve_parts`; the other filters do not
    apply), and those not found are in `missing`. Raises SearchUnavailable.
    Source: [spec] GET /resellers/v6/catalog; no record is an answer of 404 (field notes 4.1).
    """
    if pasted := pasted_part_numbers(query.text):
        return _look_up(account, pasted, actor=actor)
    key = query_key(account, query)
    page: ProductPage | None = cache.get(key)
    if page is None:
        page = _ask(account, query, actor=actor)
        mirror.remember_rows(account, page.rows, seen_at=page.asked_at)
        cache.set(key, page, CACHE_SECONDS)
    return page


def _ask(account: CustomerAccount, query: ProductQuery, *, actor: User | None) -> ProductPage:
    with asking(account, actor=actor, purpose="search", failure=SearchUnavailable) as client:
        answer = operations.search_products(
            client,
            keywords=[query.text] if query.text else (),
            vendors=[query.vendor] if query.vendor else (),
            category=query.category,
            kind=query.kind or "",
            has_discounts=query.has_discounts or None,
            page_number=query.page,
            page_size=query.page_size,
        )
    return ProductPage(
        rows=_once(map(row_of, answer.products)),
        plans=plan_rows_of(answer.subscriptions),
        total=answer.records_found,
        page=query.page,
        page_size=query.page_size,
        asked_at=timezone.now(),
        correlation_id=answer.correlation_id,
    )


def _look_up(
    account: CustomerAccount, part_numbers: list[str], *, actor: User | None
) -> ProductPage:
    try:
        offers = resolve_parts(account, part_numbers, actor=actor)
    except PriceUnavailable as error:
        raise SearchUnavailable(
            error.user_message, correlation_id=error.correlation_id, retry_after=error.retry_after
        ) from error
    found = {offer.ingram_part_number: offer for offer in offers.values()}
    return ProductPage(
        rows=tuple(map(row_of_offer, found.values())),
        total=len(found),
        page_size=max(len(found), 1),
        is_lookup=True,
        missing=tuple(number for number in part_numbers if number not in offers),
        asked_at=timezone.now(),
    )


def _once(rows: Iterable[ProductRow]) -> tuple[ProductRow, ...]:
    """Each product once, whatever the answer repeats; those without a number are kept."""
    return tuple({row.ingram_part_number or place: row for place, row in enumerate(rows)}.values())
