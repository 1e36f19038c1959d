from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import CustomerAccount, User
from apps.orders.choices import OrderStatus
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import Quote
from tests.orders.things import make_order

HTMX = {"HTTP_HX_REQUEST": "true"}


def numbers_in(answer: Any) -> list[str]:
    return [order.ingram_order_number for order in answer.context["page"]]


def test_the_list_asks_the_same_number_of_queries_for_1_and_for_100_rows(
    browser: Client, account: CustomerAccount
) -> None:
    make_order(account)
    browser.get("/orders/")
    with CaptureQueriesContext(
        database,
    ) as for_one:
        browser.get("/orders/?size=100")

    for _ in range(99):
        make_order(account)
    with CaptureQueriesContext(database) as for_hundred:
        assert len(numbers_in(browser.get("/orders/?size=100"))) == 100

    assert len(for_hundred) == len(for_one) == 10


def test_no_call_is_made_while_the_list_renders(browser: Client, sandbox: Any) -> None:
    browser.get("/orders/")

    assert sandbox.state()["calls"] == {}


def test_25_rows_weigh_at_most_20_kilobytes_over_the_wire(
    browser: Client, account: CustomerAccount
) -> None:
    for _ in range(30):
        make_order(account, end_customer_order_number="END-CUSTOMER-1234")

    answer = browser.get("/orders/", **HTMX, HTTP_ACCEPT_ENCODING="gzip")

    assert answer["Content-Encoding"] == "gzip"
    assert len(numbers_in(answer)) == 25
    assert len(answer.content) <= 20 * 1024


def test_the_whole_page_and_the_fragment_hold_the_same_list(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account)

    page = browser.get("/orders/").content.decode()
    fragment = browser.get("/orders/", **HTMX).content.decode()

    assert '<div id="orders"' in page
    assert '<div id="orders"' in fragment
    assert order.ingram_order_number in page
    assert order.ingram_order_number in fragment


@pytest.mark.parametrize("text", ["20-abc12", "my-po", "MY-PO", "END-9", "lakeside"])
def test_the_text_is_found_in_every_number_and_the_end_user(
    browser: Client, account: CustomerAccount, text: str
) -> None:
    wanted = make_order(
        account,
        ingram_order_number="20-ABC12",
        customer_order_number="My-Po-1",
        end_customer_order_number="END-9",
    )
    make_order(account, end_user_name="Somebody else")

    answer = browser.get("/orders/", {"q": text})

    assert numbers_in(answer) == [wanted.ingram_order_number]


def test_filters_stand_in_the_url_and_can_be_taken_off_one_by_one(
    browser: Client, account: CustomerAccount
) -> None:
    old = make_order(account, ordered_on=date(2026, 1, 5), status=OrderStatus.SHIPPED)
    make_order(account, ordered_on=date(2026, 5, 5), status=OrderStatus.SHIPPED)
    make_order(account, ordered_on=date(2026, 1, 6))

    answer = browser.get("/orders/?status=shipped&day_from=2026-01-01&day_to=2026-02-01&sort=total")

    assert numbers_in(answer) == [old.ingram_order_number]
    chips = {chip.text: chip.href for chip in answer.context["chips"]}
    assert chips["Shipped"] == "?day_from=2026-01-01&day_to=2026-02-01&sort=total"


def test_tabs_count_under_the_other_filters(browser: Client, account: CustomerAccount) -> None:
    make_order(account, status=OrderStatus.ON_HOLD, end_user_name="Aster")
    make_order(account, status=OrderStatus.SHIPPED, end_user_name="Aster")
    make_order(account, status=OrderStatus.SHIPPED, end_user_name="Borage")

    answer = browser.get("/orders/?q=aster&tab=hold")

    assert len(numbers_in(answer)) == 1
    counts = {tab.label: tab.count for tab in answer.context["tabs"]}
    assert (counts["All"], counts["On hold"], counts["Shipped"]) == (2, 1, 1)


def test_an_unknown_total_is_sorted_as_the_smallest(
    browser: Client, account: CustomerAccount
) -> None:
    unknown = make_order(account, total=None)
    small = make_order(account, total=Decimal(5))
    large = make_order(account, total=Decimal(50))

    rising = numbers_in(browser.get("/orders/?sort=total"))
    falling = numbers_in(browser.get("/orders/?sort=-total"))

    assert rising == [o.ingram_order_number for o in (unknown, small, large)]
    assert falling == [o.ingram_order_number for o in (large, small, unknown)]


@pytest.mark.parametrize(
    "query", ["page=99", "page=x", "sort=nonsense", "status=nonsense", "tab=nonsense",
              "day_from=soon", "size=7", "q=" + "x" * 200]
)  # fmt: skip
def test_nonsense_in_the_url_still_gives_a_list(
    browser: Client, account: CustomerAccount, query: str
) -> None:
    make_order(account)

    assert browser.get(f"/orders/?{query}").status_code == 200


def test_the_list_holds_the_orders_of_the_current_account_only(
    browser: Client, account: CustomerAccount, other_account: CustomerAccount
) -> None:
    mine = make_order(account)
    make_order(other_account)

    assert numbers_in(browser.get("/orders/")) == [mine.ingram_order_number]


def test_an_empty_list_says_why_and_what_to_do(browser: Client, account: CustomerAccount) -> None:
    assert "Orders are being read" in browser.get("/orders/").content.decode()

    make_order(account)
    assert "No order matches" in browser.get("/orders/?q=zzz").content.decode()


def test_a_new_order_starts_from_a_quote_that_is_ready(
    browser: Client, quote: Quote, account: CustomerAccount
) -> None:
    Quote.objects.create(
        account=account,
        quote_number="QUO-OLD",
        status=QuoteStatus.ORDERED,
        synced_at=quote.synced_at,
    )

    page = browser.get("/orders/new/").content.decode()

    assert f"/orders/from-quote/{quote.quote_number}/" in page
    assert "QUO-OLD" not in page
    found = browser.get("/orders/new/?q=zzz", **HTMX).content.decode()
    assert "No quote that can be ordered matches" in found
    assert "<html" not in found


def test_nobody_reads_orders_without_signing_in(client: Client, db: None) -> None:
    for path in ("/orders/", "/orders/export.csv", "/orders/new/", "/orders/20-1/"):
        assert client.get(path).status_code == 302


def test_a_list_of_another_account_is_not_switched_to_by_an_outsider(
    outsider: User, signed_in: Any, account: CustomerAccount
) -> None:
    make_order(account)

    assert numbers_in(signed_in(outsider, account).get("/orders/")) == []


def test_staff_read_the_mirror_in_the_admin_and_change_nothing(
    admin_client: Client, account: CustomerAccount
) -> None:
    order = make_order(account)

    assert admin_client.get("/admin/orders/order/?q=20-").status_code == 200
    assert admin_client.get(f"/admin/orders/order/{order.pk}/change/").status_code == 200
    assert admin_client.get("/admin/orders/order/add/").status_code == 403
