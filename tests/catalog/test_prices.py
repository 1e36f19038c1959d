"""Price and stock: one call for the rows of a page, unknown is never 0.00."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.catalog import services
from apps.catalog.exceptions import PriceUnavailable
from apps.catalog.models import Product
from sandbox.data.catalogue import Product as Sold
from sandbox.data.catalogue import catalogue
from sandbox.settings import Settings
from sandbox.testing import SandboxServer
from tests.catalog.conftest import HTMX

PRICES = "POST /resellers/v6/catalog/priceandavailability"
SOLD = catalogue(Settings().seed).products


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def a_product(is_wanted: Callable[[Sold], bool]) -> Sold:
    return next(product for product in SOLD if is_wanted(product))


def test_the_rows_of_a_page_are_priced_by_one_call_and_none_within_the_minute(
    browser: Client, sandbox: SandboxServer
) -> None:
    parts = [product.part_number for product in SOLD[:50]]

    for _ in range(2):
        response = browser.get("/catalog/prices/", {"part": parts}, headers=HTMX)

    assert response.status_code == 200
    assert text_of(response).count('hx-swap-oob="true"') == 100
    assert sandbox.calls(PRICES) == 1


def test_a_page_of_100_rows_asks_for_its_prices_in_two_portions(browser: Client) -> None:
    page = text_of(browser.get("/catalog/", {"q": "monitor", "size": "100"}, headers=HTMX))

    assert page.count('hx-get="/catalog/prices/?part=') == 2
    assert page.count("amp;part=") + page.count("?part=") >= 100


def test_no_more_than_one_call_takes_is_asked_whatever_the_address_says(
    browser: Client, sandbox: SandboxServer
) -> None:
    parts = [product.part_number for product in SOLD[:60]]

    browser.get("/catalog/prices/", {"part": parts}, headers=HTMX)

    [asked] = [call for call in sandbox.requests() if call["path"].endswith("availability")]
    assert len(asked["body"]["products"]) == 50


def test_htmx_gets_the_cells_and_everybody_else_a_page(browser: Client) -> None:
    fragment = text_of(browser.get("/catalog/prices/", {"part": "6ye881"}, headers=HTMX))
    page = text_of(browser.get("/catalog/prices/", {"part": "6ye881"}))

    assert 'id="price-6YE881" hx-swap-oob="true"' in fragment
    assert "<html" not in fragment
    assert "<html" in page
    assert "hx-swap-oob" not in page
    for answer in (fragment, page):
        assert "389.43&nbsp;" in answer
        assert "USD" in answer
        assert "Priced " in answer


def test_a_page_of_prices_without_products_says_so(browser: Client, sandbox: SandboxServer) -> None:
    response = browser.get("/catalog/prices/")

    assert response.status_code == 200
    assert "No products were named" in text_of(response)
    assert sandbox.calls(PRICES) == 0


def test_an_unknown_price_is_called_unknown(browser: Client) -> None:
    unauthorised = a_product(lambda product: not product.is_authorized)

    cells = text_of(
        browser.get("/catalog/prices/", {"part": unauthorised.part_number}, headers=HTMX)
    )

    assert cells.count("unknown") >= 2
    assert "0.00" not in cells


def test_an_unknown_part_number_carries_its_reason(
    browser: Client, account: CustomerAccount
) -> None:
    cells = text_of(browser.get("/catalog/prices/", {"part": "NOPE99"}, headers=HTMX))

    assert "Product not found" in cells
    assert not Product.objects.filter(ingram_part_number="NOPE99").exists()


def test_rows_without_stock_are_marked_and_counted_when_only_stock_is_wanted(
    browser: Client,
) -> None:
    empty = a_product(lambda p: p.is_authorized and not p.available("US"))
    full = a_product(lambda p: p.is_authorized and p.available("US") > 0)
    parts = [empty.part_number, full.part_number]

    cells = text_of(browser.get("/catalog/prices/", {"part": parts, "stock": "on"}, headers=HTMX))

    assert cells.count('data-stock="none"') == 1
    assert "1 of these 2 rows has no stock and is hidden" in cells


def test_prices_belong_to_the_account_that_asked(
    browser: Client,
    account: CustomerAccount,
    other_account: CustomerAccount,
    outsider: User,
    signed_in: Callable[..., Client],
    sandbox: SandboxServer,
) -> None:
    other_account.country_code = "CA"
    other_account.save()

    ours = browser.get("/catalog/prices/", {"part": "6YE881"}, headers=HTMX)
    theirs = signed_in(outsider).get("/catalog/prices/", {"part": "6YE881"}, headers=HTMX)

    assert "389.43&nbsp;" in text_of(ours)
    assert "USD" in text_of(ours)
    assert "529.62&nbsp;" in text_of(theirs)
    assert "CAD" in text_of(theirs)
    asked = [call for call in sandbox.requests() if call["path"].endswith("availability")]
    customers = [call["headers"]["IM-CustomerNumber"] for call in asked]
    assert customers == ["20-222222", "20-333333"]
    assert account.products.count() == other_account.products.count() == 1


def test_the_mirror_keeps_the_last_known_price_with_its_time(
    browser: Client, account: CustomerAccount
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})
    browser.get("/catalog/prices/", {"part": "6YE881"}, headers=HTMX)

    product = account.products.get()
    assert product.customer_price == Decimal("389.43")
    assert (product.currency, product.available) == ("USD", 80)
    assert product.priced_at is not None
    assert product.vendor_name == "Cisco"


@pytest.mark.parametrize("count", [1, 25])
def test_pricing_costs_the_same_queries_for_one_row_and_for_25(
    browser: Client, count: int, django_assert_num_queries: Any
) -> None:
    parts = [product.part_number for product in SOLD[-count:]]
    browser.get("/catalog/prices/", {"part": "6YE881"}, headers=HTMX)

    # The frame's three; token, record of the call, its good end; the mirror's upsert, and what
    # was reported of the stock.
    with django_assert_num_queries(8):
        browser.get("/catalog/prices/", {"part": parts}, headers=HTMX)


def test_the_cells_of_25_rows_weigh_at_most_20_kilobytes(browser: Client) -> None:
    parts = [product.part_number for product in SOLD[-25:]]

    cells = browser.get("/catalog/prices/", {"part": parts}, headers=HTMX).content

    assert len(cells) <= 20_000
    assert len(gzip.compress(cells)) <= 4_000


def test_parts_are_resolved_by_either_number_as_typed(
    account: CustomerAccount, buyer: User, sandbox: SandboxServer
) -> None:
    typed = [" 6ye881", "tsxml3-test", "NOPE99", "x" * 41]

    found = services.resolve_parts(account, typed, actor=buyer)

    assert {number: offer.ingram_part_number for number, offer in found.items()} == {
        "6YE881": "6YE881",
        "TSXML3-TEST": "TSXML3",
    }
    assert sandbox.calls(PRICES) == 2


def test_a_vendors_number_seen_before_is_asked_as_ingrams(
    account: CustomerAccount, buyer: User, browser: Client, sandbox: SandboxServer
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})

    found = services.resolve_parts(account, ["cbs350-24t-4g-na"], actor=buyer)

    assert found["CBS350-24T-4G-NA"].ingram_part_number == "6YE881"
    assert sandbox.calls(PRICES) == 1


def test_many_parts_are_asked_in_calls_of_50_and_only_those_not_known(
    account: CustomerAccount, buyer: User, sandbox: SandboxServer
) -> None:
    parts = [product.part_number for product in SOLD[:120]]

    offers = services.price_and_availability(account, parts, actor=buyer)
    services.price_and_availability(account, [*parts[:10], SOLD[130].part_number], actor=buyer)

    assert list(offers) == parts
    asked = [call for call in sandbox.requests() if call["path"].endswith("availability")]
    # The calls go side by side.
    assert sorted(len(call["body"]["products"]) for call in asked) == [1, 20, 50, 50]


def test_a_call_that_fails_takes_only_its_own_parts_down(
    account: CustomerAccount, buyer: User, sandbox: SandboxServer, no_waiting: None
) -> None:
    parts = [product.part_number for product in SOLD[:120]]
    sandbox.fault("status", "POST", "*/priceandavailability", status=400)

    with pytest.raises(PriceUnavailable):
        services.price_and_availability(account, parts, actor=buyer)
    asked_first = sandbox.calls(PRICES)
    offers = services.price_and_availability(account, parts, actor=buyer)

    assert all(offer.is_known for offer in offers.values())
    assert (asked_first, sandbox.calls(PRICES)) == (3, 4)


def test_a_fresh_price_is_asked_again(
    account: CustomerAccount, buyer: User, sandbox: SandboxServer
) -> None:
    for fresh in (False, True):
        services.price_and_availability(account, ["6YE881"], actor=buyer, fresh=fresh)

    assert sandbox.calls(PRICES) == 2


def test_nothing_is_asked_for_no_parts(
    account: CustomerAccount, buyer: User, sandbox: SandboxServer
) -> None:
    assert services.resolve_parts(account, ["", "  "], actor=buyer) == {}
    assert sandbox.calls(PRICES) == 0
