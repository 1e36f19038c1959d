"""What a webhook reported of a product's stock, where pages show it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.catalog import selectors
from apps.catalog.models import Product
from apps.catalog.services import price_and_availability, take_reported_stock
from sandbox.testing import SandboxServer
from tests.catalog.conftest import HTMX
from tests.catalog.things import make_product

PART = "6YE881"
PRICES = "POST", "/resellers/v6/catalog/priceandavailability"


def test_a_product_page_shows_reported_stock_while_the_price_is_asked(
    browser: Client, account: CustomerAccount
) -> None:
    make_product(account, PART)
    report(account, 1234)

    page = browser.get(f"/catalog/{PART}/").content.decode()

    assert "1,234<span" in page
    assert "reported <time" in page


def test_a_report_is_shown_before_an_older_answer(
    browser: Client, account: CustomerAccount
) -> None:
    browser.get(f"/catalog/{PART}/offer/")
    report(account, 1234)

    offer = browser.get(f"/catalog/{PART}/offer/", headers=HTMX).content.decode()
    cells = browser.get("/catalog/prices/", {"part": PART}, headers=HTMX).content.decode()

    for shown in (offer, cells):
        assert "1,234<span" in shown
        assert "reported <time" in shown
    assert "before the report" in offer


def test_a_newer_answer_is_shown_before_a_report(browser: Client, account: CustomerAccount) -> None:
    make_product(account, PART)
    report(account, 1234, ago=timedelta(minutes=5))

    offer = browser.get(f"/catalog/{PART}/offer/", headers=HTMX).content.decode()

    assert "1,234<span" not in offer
    assert "reported" not in offer


@pytest.mark.parametrize("was_priced", [True, False])
def test_in_an_outage_the_report_is_what_is_known(
    browser: Client,
    account: CustomerAccount,
    sandbox: SandboxServer,
    no_waiting: None,
    was_priced: bool,
) -> None:
    make_product(account, PART, **({} if was_priced else {"available": None, "priced_at": None}))
    report(account, 1234)
    sandbox.fault("status", *PRICES, times=None, status=500)

    offer = browser.get(f"/catalog/{PART}/offer/", headers=HTMX).content.decode()

    assert "1,234<span" in offer
    assert "reported <time" in offer


def test_the_answer_that_quotes_and_orders_ask_for_knows_no_report(
    account: CustomerAccount, buyer: Any
) -> None:
    make_product(account, PART)
    report(account, 1234)

    offer = price_and_availability(account, [PART], actor=buyer)[PART]

    assert not offer.is_stock_reported
    assert offer.stock == offer.available != 1234


def test_reports_of_many_parts_are_one_query(
    account: CustomerAccount, buyer: Any, django_assert_num_queries: Any
) -> None:
    for place in range(30):
        make_product(account, f"A{place:05}")
    report(account, 3)

    with django_assert_num_queries(1):
        found = selectors.reported_stock(account, [f"A{place:05}" for place in range(30)])

    assert len(found) == 30


def report(account: CustomerAccount, available: int, *, ago: timedelta = timedelta(0)) -> None:
    """Of every product that was seen."""
    numbers = Product.objects.values_list("ingram_part_number", flat=True)
    take_reported_stock(
        connection=account.connection,
        figures=dict.fromkeys(numbers, available),
        reported_at=timezone.now() - ago,
    )
