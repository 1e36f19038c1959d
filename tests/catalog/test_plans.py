"""Subscription plans: options, terms, steps of quantity and discounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.catalog import services
from apps.catalog.plan_prices import plan_prices, words_of_units
from apps.catalog.plans import PriceTier
from apps.ingram.schemas.prices import SubscriptionPrice
from sandbox.data.catalogue import Plan, Product, catalogue
from sandbox.settings import Settings
from sandbox.testing import SandboxServer
from tests.catalog.conftest import HTMX

PRICES = "POST", "/resellers/v6/catalog/priceandavailability"
DETAILS = "GET", "/resellers/v6/catalog/details"


def test_a_product_page_tells_the_options_of_its_plan(browser: Client) -> None:
    product, plan = sold()

    page = browser.get(f"/catalog/{product.part_number}/").content.decode()

    assert plan.plan_id in page
    assert f"Extra storage for {plan.name}" in page
    assert "1 to 1,000" in page
    assert "Only with" in page


def test_prices_stand_by_term_and_quantity(browser: Client) -> None:
    product, _ = sold(lambda plan: plan.unit == "MONTHS")

    offer = browser.get(f"/catalog/{product.part_number}/offer/", headers=HTMX).content.decode()

    assert "billed every month" in offer
    assert "for 1 month or 1 year" in offer
    for quantity in ("1 to 24", "25 to 99", "100 to 1,000", "300 to 1,000"):
        assert f">{quantity}<" in offer, quantity
    assert "Any, by volume" in offer
    assert "Your price (USD)" in offer
    assert "Stock by warehouse" not in offer


def test_a_promotion_says_how_much_for_how_many_and_how_long(browser: Client) -> None:
    product, _ = sold(lambda plan: int(plan.plan_id) % 3 == 0)

    offer = browser.get(f"/catalog/{product.part_number}/offer/", headers=HTMX).content.decode()

    assert "less a unit, New customer, up to 100 units, until" in offer


def test_a_plan_is_priced_by_its_id(
    account: CustomerAccount, buyer: User, sandbox: SandboxServer
) -> None:
    product, plan = sold()

    for _ in range(2):
        offer = services.plan_offer(account, plan.plan_id, actor=buyer)

    assert offer.ingram_part_number == product.part_number
    assert [price.plan_id for price in offer.plan_prices] == [plan.plan_id]
    assert sandbox.calls(" ".join(PRICES)) == 1


def test_the_prices_of_a_plan_come_as_fragment_and_as_page(browser: Client) -> None:
    _, plan = sold()

    fragment = browser.get(f"/catalog/plans/{plan.plan_id}/offer/", headers=HTMX).content.decode()
    page = browser.get(f"/catalog/plans/{plan.plan_id}/offer/").content.decode()

    assert fragment.strip().startswith('<div class="stack stack--wide" id="offer"')
    assert f"Prices of plan {plan.plan_id}" in page
    for answer in (fragment, page):
        assert "Subscription prices" in answer


def test_an_unknown_plan_has_no_price(browser: Client) -> None:
    offer = browser.get("/catalog/plans/000000/offer/", headers=HTMX).content.decode()

    assert "unknown" in offer
    assert "0.00" not in offer


def test_an_outage_is_said_where_the_prices_would_stand(
    browser: Client, sandbox: SandboxServer, no_waiting: None
) -> None:
    sandbox.fault("status", *PRICES, times=None, status=500)

    answer = browser.get("/catalog/plans/438292/offer/", headers=HTMX)

    assert answer.status_code == 200
    assert "could not be asked" in answer.content.decode()


def test_a_search_for_subscriptions_leads_to_plans(browser: Client) -> None:
    page = browser.get("/catalog/", {"kind": "subscription", "vendor": "Adobe"}).content.decode()

    _, plan = sold(vendor="Adobe")
    assert "/catalog/plans/" in page
    assert plan.plan_id in page


# --- Reading -----------------------------------------------------------------------------


def test_each_step_ends_where_the_next_begins_and_the_last_at_the_most() -> None:
    tiers = tiers_of(price("1", "10"), price("50", "8"), price("10", "9"), most="200")

    assert [(t.from_quantity, t.to_quantity, t.unit_price) for t in tiers] == [
        (1, 9, Decimal(10)),
        (10, 49, Decimal(9)),
        (50, 200, Decimal(8)),
    ]


def test_steps_of_different_terms_do_not_mix() -> None:
    tiers = tiers_of(
        price("1", "10", term="1 MONTH"),
        price("10", "9", term="1 MONTH"),
        price("1", "7", term="1 YEARS"),
    )

    assert [(t.term, t.from_quantity, t.to_quantity) for t in tiers] == [
        ("1 month", 1, 9),
        ("1 month", 10, None),
        ("1 year", 1, None),
    ]


@pytest.mark.parametrize(
    ("told", "term"), [("3", "3 years"), ("1", "1"), ("7 WEEKS", "7 weeks"), ("", "")]
)
def test_a_bare_length_is_a_term_only_when_one_period_fits(told: str, term: str) -> None:
    assert tiers_of(price("1", "10", term=told))[0].term == term


@pytest.mark.parametrize("quantity", ["", "many", "1.5", None])
def test_a_step_without_a_quantity_is_shown_without(quantity: str | None) -> None:
    (tier,) = tiers_of(price(quantity, "10"))

    assert (tier.from_quantity, tier.to_quantity) == (None, None)


def test_a_price_that_was_not_told_is_unknown_and_has_no_discount() -> None:
    (tier,) = tiers_of({"quantity": "1", "unitPrice": 0, "msrp": None})

    assert (tier.unit_price, tier.retail_price, tier.discount_percent) == (None, None, None)


def test_the_discount_is_what_lies_below_the_retail_price() -> None:
    (tier,) = tiers_of({"quantity": "1", "unitPrice": 15, "msrp": 20})

    assert tier.discount_percent == 25


def test_a_special_price_is_read_with_its_limits() -> None:
    special = {
        "currencyCode": "USD",
        "discount": "2.5",
        "discountType": "Promo",
        "discountQtyLimit": 10,
        "discountExpiryDate": "2026-12-31",
        "vendorProgramName": "Spring",
    }
    (plan,) = plan_prices(
        [subscription([], discounts=[{"specialPricing": [special], "volumeDiscounts": None}])]
    )

    (discount,) = plan.resources[0].discounts
    assert (discount.amount, discount.quantity_limit) == (Decimal("2.5"), 10)
    assert discount.expires_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, ""),
        (Decimal(5), None, "at least 5"),
        (None, Decimal(300), "1 to 300"),
        (Decimal(1), Decimal(1000), "1 to 1,000"),
    ],
)
def test_limits_of_units_in_words(least: Decimal | None, most: Decimal | None, words: str) -> None:
    assert words_of_units(least, most) == words


def sold(
    fits: Callable[[Plan], bool] = lambda plan: True, *, vendor: str = ""
) -> tuple[Product, Plan]:
    """A subscription that the account may buy."""
    return next(
        (product, product.plan)
        for product in catalogue(Settings().seed).products
        if product.plan
        and product.is_authorized
        and fits(product.plan)
        and vendor in product.vendor_name
    )


def subscription(prices: list[dict[str, Any]], **option: Any) -> SubscriptionPrice:
    return SubscriptionPrice.read(
        {
            "planId": "438292",
            "planName": "Business Standard",
            "subscriptionPeriod": [
                {"subscriptionPeriodUnit": "MONTH", "subscriptionPeriod": "1"},
                {"subscriptionPeriodUnit": "YEARS", "subscriptionPeriod": "1"},
                {"subscriptionPeriodUnit": "YEARS", "subscriptionPeriod": "3"},
            ],
            "options": [{"resourceName": "Seat", "resourcePricing": prices, **option}],
        }
    )


def tiers_of(*prices: dict[str, Any], most: str | None = None) -> tuple[PriceTier, ...]:
    (plan,) = plan_prices([subscription(list(prices), maxUnits=most)])
    return plan.resources[0].tiers


def price(quantity: str | None, unit_price: str, *, term: str = "1 MONTH") -> dict[str, Any]:
    return {"quantity": quantity, "unitPrice": unit_price, "subscriptionPeriod": term}
