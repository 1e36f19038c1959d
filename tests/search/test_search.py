"""The one search: by any number, in every app, quickly, and whatever one finder does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import CustomerAccount, User
from apps.core import finding
from apps.orders.finding import find as find_orders
from apps.orders.models import Order, Package, Shipment
from apps.search import registry
from apps.search.registry import Finder, Hit
from tests.conftest import SignedIn
from tests.orders.things import make_findable, make_line, make_order
from tests.quotes.factories import make_quote
from tests.search.things import make_product

SEARCH = "/search/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def browser(buyer: User, signed_in: SignedIn) -> Client:
    return signed_in(buyer)


@pytest.fixture
def order(account: CustomerAccount) -> Order:
    """An order with all the numbers that people may have in hand."""
    order = make_order(
        account,
        ingram_order_number="20-ABC12",
        customer_order_number="My-Po-1",
        end_customer_order_number="END-9",
        end_user_name="Maple Ridge Clinic",
    )
    line = make_line(
        order,
        sub_order_number="20-ABC12-11",
        ingram_part_number="YN6231",
        vendor_part_number="WS-C2960X",
    )
    shipment = Shipment.objects.create(order=order, line=line, invoice_number="40-77777-11")
    Package.objects.create(
        shipment=shipment, tracking_number="1Z999AA1", serial_numbers=["FOC1", "FOC2"]
    )
    make_findable(order)
    return order


@pytest.fixture
def extra_finders(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Finder]]:
    finders = dict(registry._finders)
    monkeypatch.setattr(registry, "_finders", finders)
    return finders


def groups_of(answer: object) -> dict[str, list[str]]:
    found = answer.context["found"]  # type: ignore[attr-defined]
    return {group.finder.code: [hit.title for hit in group.hits] for group in found.groups}


@pytest.mark.parametrize(
    "typed",
    ["20-abc12", "abc12", "20-ABC12-11", "my-po", "END-9", "yn6231", "ws-c29", "foc2", "1z999aa1",
     "40-77777", "clinic", "ridge maple", "maple ridge cl", '"20-ABC12"', "#20-ABC12 "],
)  # fmt: skip
def test_an_order_is_found_by_any_number_that_people_have_in_hand(
    browser: Client, order: Order, typed: str
) -> None:
    make_order(order.account, end_user_name="Somebody else")

    answer = browser.get(SEARCH, {"q": typed, "all": 1})

    assert groups_of(answer)["orders"] == ["20-ABC12"]


@pytest.mark.parametrize("typed", ["6ye881", "aa-mixed", "AA-MIXED-CASE", "0889842"])
def test_a_product_is_found_by_the_beginning_of_each_of_its_numbers(
    browser: Client, account: CustomerAccount, typed: str
) -> None:
    make_product(account, "6YE881", vendor_part_number="Aa-Mixed-Case", upc="0889842123")
    make_product(account, "OTHER1", vendor_part_number="ZZ", upc="1")

    answer = browser.get(SEARCH, {"q": typed, "all": 1})

    assert groups_of(answer)["products"] == ["6YE881"]


@pytest.mark.parametrize("typed", ["quo-found", "QUO-FOUND-1", "bid-7", "harbour", "VQ-1"])
def test_a_quote_is_found_by_its_numbers_and_names(
    browser: Client, account: CustomerAccount, typed: str
) -> None:
    make_quote(
        account,
        quote_number="QUO-FOUND-1",
        special_bid_number="BID-7",
        vendor_quote_number="VQ-1",
        end_user_name="The Harbour",
    )
    make_quote(account, end_user_name="School")

    answer = browser.get(SEARCH, {"q": typed, "all": 1})

    assert groups_of(answer)["quotes"] == ["QUO-FOUND-1"]


def test_the_only_thing_that_bears_the_number_is_opened_at_once(
    browser: Client, order: Order
) -> None:
    assert browser.get(SEARCH, {"q": "20-abc12"}).headers["Location"] == "/orders/20-ABC12/"
    assert browser.get(SEARCH, {"q": "foc2"}).headers["Location"] == "/orders/20-ABC12/"


@pytest.mark.parametrize("typed", ["20-AB", "abc1", "map"])
def test_what_only_begins_so_is_shown_and_not_opened(
    browser: Client, order: Order, typed: str
) -> None:
    answer = browser.get(SEARCH, {"q": typed})

    assert answer.status_code == 200
    assert groups_of(answer) == {"orders": ["20-ABC12"]}


def test_a_number_that_stands_in_two_things_is_shown_with_both(
    browser: Client, account: CustomerAccount, order: Order
) -> None:
    make_product(account, "X1", vendor_part_number="WS-C2960X")

    answer = browser.get(SEARCH, {"q": "ws-c2960x"})

    assert groups_of(answer) == {"orders": ["20-ABC12"], "products": ["X1"]}


def test_the_number_itself_comes_before_what_it_begins_however_new_that_is(
    account: CustomerAccount,
) -> None:
    meant = make_order(account, ingram_order_number="20-1", ordered_on="2020-01-01")
    for number in range(10):
        make_order(account, ingram_order_number=f"20-1{number}")

    hits = find_orders(account, "20-1", 3)

    assert [hit.title for hit in hits][:1] == [meant.ingram_order_number]
    assert [hit.is_exact for hit in hits] == [True, False, False]


@pytest.mark.parametrize("most", [1000, 1, 4])
def test_several_words_are_found_together_however_common_each_is(
    order: Order, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_CANDIDATES", most)
    make_order(order.account, end_user_name="Ridge School")

    hits = find_orders(order.account, "Clinic foc1", 5)

    assert [hit.title for hit in hits] == ["20-ABC12"]


def test_more_than_five_lead_to_the_list(browser: Client, account: CustomerAccount) -> None:
    for number in range(7):
        make_order(account, ingram_order_number=f"20-77{number}")

    page = browser.get(SEARCH, {"q": "20-77"})
    panel = browser.get(SEARCH, {"q": "20-77"}, **HTMX)

    assert len(groups_of(page)["orders"]) == 5
    for answer in (page, panel):
        assert 'href="/orders/?q=20-77"' in answer.content.decode()
        assert "All 5+ in Orders" in answer.content.decode()


def test_htmx_gets_options_and_everybody_else_a_page(browser: Client, order: Order) -> None:
    panel = browser.get(SEARCH, {"q": "20-AB"}, **HTMX).content.decode()
    page = browser.get(SEARCH, {"q": "20-AB"}).content.decode()

    assert 'id="search-found"' in panel
    assert 'role="option"' in panel
    assert "<html" not in panel
    assert "<html" in page
    assert 'value="20-AB"' in page


def test_nothing_found_says_where_else_to_look(browser: Client, account: CustomerAccount) -> None:
    page = browser.get(SEARCH, {"q": "a/b & <c>"}).content.decode()
    panel = browser.get(SEARCH, {"q": "a/b & <c>"}, **HTMX).content.decode()

    assert "Nothing found" in page
    for answer in (page, panel):
        assert 'href="/catalog/?q=a%2Fb%20%26%20%3Cc%3E"' in answer
        assert "<c>" not in answer
    assert 'href="/orders/?q=a%2Fb%20%26%20%3Cc%3E"' in page


@pytest.mark.parametrize("typed", ["", "   ", '""', "x" * 300])
def test_what_cannot_be_searched_for_says_what_can(browser: Client, typed: str) -> None:
    answer = browser.get(SEARCH, {"q": typed})

    assert answer.status_code == 200
    assert "Type a number or a name above" in answer.content.decode()


def test_an_outsider_finds_nothing(
    order: Order, account: CustomerAccount, outsider: User, signed_in: SignedIn
) -> None:
    make_product(account, "YN6231")
    make_quote(account, quote_number="YN6231-Q")

    answer = signed_in(outsider).get(SEARCH, {"q": "YN6231"})

    assert groups_of(answer) == {}


def test_a_stranger_has_to_sign_in(client: Client) -> None:
    assert client.get(SEARCH, {"q": "x"}).headers["Location"].startswith("/accounts/login/")


def test_a_finder_that_fails_takes_no_other_down(
    browser: Client, order: Order, extra_finders: dict[str, Finder]
) -> None:
    def fail(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
        raise ValueError("a finder with a mistake")

    broken = Finder(code="deals", label="Deals", icon="box", find=fail, list_url="orders:list")
    extra_finders["deals"] = broken

    page = browser.get(SEARCH, {"q": "20-ABC12"})
    panel = browser.get(SEARCH, {"q": "20-ABC12"}, **HTMX)

    for answer in (page, panel):
        assert groups_of(answer) == {"orders": ["20-ABC12"], "deals": []}
        assert "Deals could not be searched" in answer.content.decode()


@pytest.mark.parametrize("typed", ["20-", "20-abc12", "nothing", "maple clinic", "20- medical"])
def test_a_search_takes_the_same_queries_whatever_it_finds_and_no_call(
    browser: Client, order: Order, sandbox: object, typed: str
) -> None:
    browser.get(SEARCH, {"q": typed, "all": 1}, **HTMX)
    queries = []

    for rows in (range(1), range(1, 30)):
        for number in rows:
            make_order(order.account)
            make_product(order.account, f"20-P{number}")
            make_quote(order.account, quote_number=f"20-Q{number}")
        calls = len(sandbox.requests())  # type: ignore[attr-defined]
        with CaptureQueriesContext(database) as captured:
            browser.get(SEARCH, {"q": typed, "all": 1}, **HTMX)
        queries.append(len(captured))
        assert len(sandbox.requests()) == calls  # type: ignore[attr-defined]

    assert queries[0] == queries[1]
    assert queries[0] <= 5 + 2 * len(registry.finders())
