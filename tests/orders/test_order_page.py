from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.orders.choices import OrderStatus
from apps.orders.models import Order, Package, Shipment
from apps.orders.services.mirror import read_order
from tests.orders.things import EXAMPLE_ORDER, make_line, make_order

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def order(account: CustomerAccount, sandbox: Any) -> Order:
    """The documentation's own order, mirrored."""
    with client_for(account) as client:
        return read_order(client, account, EXAMPLE_ORDER)


def test_the_page_shows_lines_packages_totals_and_addresses(browser: Client, order: Order) -> None:
    page = browser.get(f"/orders/{EXAMPLE_ORDER}/").content.decode()

    for text in (
        "4AW708",
        "BE7H-M5-K9",
        "20,887.57",
        "390064340282",
        "Q2EV-5SJ3-E6LN",
        "ASBURY METHODIST CHURCH",
        "CLAY MORGANX67468",
        "Processing",
        "3223A",
    ):
        assert text in page


def test_the_number_may_be_typed_in_any_case(browser: Client, order: Order) -> None:
    assert browser.get(f"/orders/{EXAMPLE_ORDER.lower()}/").status_code == 200


def test_an_outsider_finds_no_order(outsider: User, signed_in: Any, order: Order) -> None:
    stranger = signed_in(outsider)

    assert stranger.get(f"/orders/{EXAMPLE_ORDER}/").status_code == 404
    assert stranger.get(f"/orders/{EXAMPLE_ORDER}/fresh/", **HTMX).status_code == 404
    assert stranger.post(f"/orders/{EXAMPLE_ORDER}/fresh/").status_code == 404


def test_a_fresh_order_is_shown_without_any_call_or_question(
    browser: Client, sandbox: Any, order: Order
) -> None:
    before = sandbox.state()["calls"]

    page = browser.get(f"/orders/{EXAMPLE_ORDER}/").content.decode()

    assert sandbox.state()["calls"] == before
    assert "every 1500ms" not in page
    assert "as of" in page


def test_a_stale_order_is_shown_at_once_and_read_again_in_the_background(
    browser: Client, account: CustomerAccount, sandbox: Any, eager_tasks: Any
) -> None:
    make_order(
        account, ingram_order_number=EXAMPLE_ORDER, details_at=timezone.now() - timedelta(hours=9)
    )

    page = browser.get(f"/orders/{EXAMPLE_ORDER}/").content.decode()
    waiting = browser.get(f"/orders/{EXAMPLE_ORDER}/fresh/", **HTMX)

    assert "every 1500ms" in page
    assert 'id="order-refresh"' in waiting.content.decode()
    assert sandbox.calls("/resellers/v6.1/orders/{ordernumber}") == 0


def test_when_it_has_been_read_the_whole_order_is_swapped_in_and_the_asking_ends(
    browser: Client, order: Order
) -> None:
    answer = browser.get(f"/orders/{EXAMPLE_ORDER}/fresh/", **HTMX)

    assert answer["HX-Retarget"] == "#order"
    page = answer.content.decode()
    assert '<div id="order">' in page
    assert "every 1500ms" not in page
    assert "<html" not in page


def test_a_person_may_have_it_read_now(
    browser: Client, order: Order, sandbox: Any, eager_tasks: Any
) -> None:
    Order.objects.update(notes="old")

    with eager_tasks():
        answer = browser.post(f"/orders/{EXAMPLE_ORDER}/fresh/")

    order.refresh_from_db()
    assert answer.url == f"/orders/{EXAMPLE_ORDER}/"
    assert "DIRECT SHIP" in order.notes


def test_in_an_outage_the_mirror_is_shown_with_the_reason(
    browser: Client, order: Order, sandbox: Any, eager_tasks: Any, no_waiting: None
) -> None:
    sandbox.fault("html_maintenance", "GET", "/resellers/v6.1/orders/*", times=None)
    with eager_tasks():
        browser.post(f"/orders/{EXAMPLE_ORDER}/fresh/")

    answer = browser.get(f"/orders/{EXAMPLE_ORDER}/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "could not be read again" in page
    assert "Correlation id" in page
    assert "4AW708" in page


def test_the_page_asks_no_more_queries_with_40_lines_than_with_1(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account)

    def queries() -> int:
        with CaptureQueriesContext(database) as captured:
            browser.get(order.get_absolute_url())
        return len(captured)

    _shipped(order)
    queries()
    for_one = queries()
    for _ in range(39):
        _shipped(order)

    assert queries() == for_one


def _shipped(order: Order) -> None:
    line = make_line(order, status=OrderStatus.SHIPPED)
    shipment = Shipment.objects.create(order=order, line=line, carrier_name="UPS")
    Package.objects.create(shipment=shipment, tracking_number="1Z", serial_numbers=["S1"])


def test_html_of_the_distributor_is_text(browser: Client, account: CustomerAccount) -> None:
    order = make_order(account, notes="<script>alert(1)</script>")
    make_line(order, description="<img src=x onerror=alert(1)>")

    page = browser.get(order.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
