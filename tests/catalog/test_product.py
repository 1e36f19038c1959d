"""One product: its page, and its price and stock that follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount
from sandbox.data.catalogue import Product as Sold
from sandbox.data.catalogue import catalogue
from sandbox.settings import Settings
from sandbox.testing import SandboxServer
from tests.catalog.conftest import HTMX

DETAILS = "GET /resellers/v6/catalog/details/{ingramPartNumber}"
PRICES = "POST /resellers/v6/catalog/priceandavailability"
SOLD = catalogue(Settings().seed).products


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def a_product(is_wanted: Callable[[Sold], bool]) -> Sold:
    return next(product for product in SOLD if is_wanted(product))


def test_a_product_shows_what_is_to_be_known_before_it_is_sold(
    browser: Client, sandbox: SandboxServer
) -> None:
    response = browser.get("/catalog/6YE881/")

    page = text_of(response)
    assert response.status_code == 200
    assert "CBS350 MANAGED 24PORT" in page
    assert 'data-copy="CBS350-24T-4G-NA"' in page
    assert "Technical specifications" in page
    assert "<b>CBS350-24T-4G-NA</b>" in page
    assert 'hx-get="/catalog/6YE881/offer/" hx-trigger="load"' in page
    assert sandbox.calls(PRICES) == 0


def test_a_product_is_read_once_a_minute(browser: Client, sandbox: SandboxServer) -> None:
    for _ in range(2):
        browser.get("/catalog/6YE881/")

    read = [call for call in sandbox.requests() if "/catalog/details/" in call["path"]]
    assert len(read) == 1


def test_its_price_stock_and_discounts_come_as_fragment_and_as_page(browser: Client) -> None:
    fragment = text_of(browser.get("/catalog/6YE881/offer/", headers=HTMX))
    page = text_of(browser.get("/catalog/6YE881/offer/"))

    assert fragment.strip().startswith('<div class="stack stack--wide" id="offer"')
    assert "<html" in page
    for answer in (fragment, page):
        assert "389.43&nbsp;" in answer
        assert "Margin if sold at MSRP" in answer
        assert "Mira Loma, CA" in answer
        assert "From quantity" in answer
        assert "381.64&nbsp;" in answer
        assert "40 on " in answer


def test_a_discontinued_product_leads_to_its_replacement(browser: Client) -> None:
    old = a_product(lambda p: bool(p.replacement))
    browser.get("/catalog/", {"q": old.part_number})

    page = text_of(browser.get(f"/catalog/{old.part_number}/"))

    assert "Discontinued" in page
    assert f'href="/catalog/{old.replacement}/"' in page


def test_a_product_that_needs_an_end_user_says_so(browser: Client) -> None:
    needy = a_product(lambda p: p.needs_end_user)

    assert "Needs end user" in text_of(browser.get(f"/catalog/{needy.part_number}/"))


def test_a_product_without_authorisation_has_an_unknown_price(browser: Client) -> None:
    barred = a_product(lambda p: not p.is_authorized)

    page = text_of(browser.get(f"/catalog/{barred.part_number}/"))
    offer = text_of(browser.get(f"/catalog/{barred.part_number}/offer/", headers=HTMX))

    assert "Not authorised" in page
    assert "not authorised to buy" in offer
    assert "unknown" in offer
    assert "0.00" not in offer


def test_a_subscription_shows_its_plan_and_price(browser: Client) -> None:
    licence = a_product(lambda p: p.plan is not None and p.is_authorized)
    assert licence.plan is not None

    page = text_of(browser.get(f"/catalog/{licence.part_number}/"))
    offer = text_of(browser.get(f"/catalog/{licence.part_number}/offer/", headers=HTMX))

    assert licence.plan.plan_id in page
    assert "Subscription period" in page
    assert "Subscription prices" in offer


def test_a_plan_with_a_part_number_has_that_products_page(browser: Client) -> None:
    licence = a_product(lambda p: p.plan is not None)
    assert licence.plan is not None

    response = browser.get(f"/catalog/plans/{licence.plan.plan_id}/")

    assert response["Location"] == f"/catalog/{licence.part_number}/"


def test_an_unknown_plan_is_not_found(browser: Client) -> None:
    response = browser.get("/catalog/plans/000000/")

    assert response.status_code == 404
    assert "no plan 000000" in text_of(response)


@pytest.mark.parametrize("typed", ["6ye881", "%206YE881%20", "6YE%20881"])
def test_a_part_number_as_typed_leads_to_the_product(browser: Client, typed: str) -> None:
    response = browser.get(f"/catalog/{typed}/")

    assert response.status_code == 302
    assert response["Location"] == "/catalog/6YE881/"


def test_an_unknown_part_number_is_not_found_and_can_be_searched(browser: Client) -> None:
    response = browser.get("/catalog/NOPE99/")

    assert response.status_code == 404
    assert "has no product NOPE99" in text_of(response)
    assert 'href="/catalog/?q=NOPE99"' in text_of(response)


def test_a_vendors_part_number_seen_before_leads_to_the_product(browser: Client) -> None:
    browser.get("/catalog/", {"q": "6YE881"})

    response = browser.get("/catalog/CBS350-24T-4G-NA/")

    assert response["Location"] == "/catalog/6YE881/"


@pytest.mark.parametrize("odd", ["%20", "%3Cscript%3Ealert(1)%3C", "..%2F", "A" * 200])
def test_an_odd_address_is_not_found_and_nothing_else(browser: Client, odd: str) -> None:
    response = browser.get(f"/catalog/{odd}/", follow=True)

    assert response.status_code == 404
    assert "<script>alert" not in text_of(response).lower()


def test_a_product_costs_a_fixed_number_of_queries(
    browser: Client, account: CustomerAccount, django_assert_max_num_queries: Any
) -> None:
    browser.get("/catalog/TSXML3/")

    # The frame's three; token, record, good end; the mirror's upsert, what it knew before, and what
    # was reported of the stock.
    with django_assert_max_num_queries(11):
        browser.get("/catalog/6YE881/")
