"""The client and the sandbox check each other: from a search to an order, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.ingram import (
    AuthFailed,
    Client,
    IngramError,
    MemoryTokenStore,
    NoLimiter,
    NotFound,
    OutcomeUnknown,
    Unavailable,
    close_sessions,
)
from apps.ingram.operations import catalog, orders, quotes
from apps.ingram.schemas.orders import OrderCreateRequest
from apps.ingram.schemas.prices import PriceRequest
from apps.ingram.schemas.quotes import QuoteCreateRequest, VendorMandatoryField
from tests.ingram.conftest import make_config


@pytest.fixture
def counter(sandbox: Any) -> Iterator[Client]:
    yield make_sandbox_client(sandbox)
    close_sessions()


def make_sandbox_client(sandbox: Any, **changes: Any) -> Client:
    config = make_config(
        **{
            "key": f"sandbox-{sandbox.port}",
            "base_url": sandbox.base_url,
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
            **changes,
        }
    )
    return Client(config, tokens=MemoryTokenStore(), limiter=NoLimiter(), sleep=lambda _: None)


def make_quote(**changes: Any) -> QuoteCreateRequest:
    return QuoteCreateRequest.model_validate(
        {
            "quote_name": "Journey",
            "customer_contact": "rep@reseller.example",
            "lines": [{"ingram_part_number": "6YE881", "quantity": 2}],
            **changes,
        }
    )


def make_order(quote_number: str, **changes: Any) -> OrderCreateRequest:
    return OrderCreateRequest.model_validate(
        {
            "quote_number": quote_number,
            "customer_order_number": "PO-JOURNEY",
            "bill_to_address_id": "000",
            **changes,
        }
    )


def filled(fields: tuple[VendorMandatoryField, ...]) -> list[dict[str, str]]:
    return [{"name": field.name, "value": "AB123"} for field in fields]


def test_products_are_found_described_and_priced(counter: Client) -> None:
    page = catalog.search_products(counter, keywords=["6YE881"])
    part = page.products[0].ingram_part_number
    product = catalog.product_details(counter, part)
    offers = catalog.price_and_availability(
        counter,
        PriceRequest.model_validate(
            {"products": [{"ingram_part_number": part}, {"ingram_part_number": "NOSUCH"}]}
        ),
    )

    assert product.ingram_part_number == part == "6YE881"
    by_part = {offer.ingram_part_number: offer for offer in offers}
    assert by_part[part].customer_price is not None
    assert by_part[part].pricing.currency == "USD"
    assert by_part["NOSUCH"].error
    assert product.problems == page.problems == by_part[part].problems == ()


def test_a_product_is_found_by_the_vendors_part_number(counter: Client) -> None:
    product = catalog.product_details(counter, "6YE881")

    found = catalog.product_details_by_vendor_part(
        counter, vendor_part_number=product.vendor_part_number
    )

    assert found.vendor_part_number == product.vendor_part_number


def test_a_quote_becomes_ready_and_then_an_order(counter: Client, sandbox: Any) -> None:
    accepted = quotes.create_quote(counter, make_quote(), correlation_id="a" * 32)
    sandbox.advance(60)
    quote = quotes.quote_details(counter, accepted.quote_number)
    needed = quotes.validate_quote(counter, accepted.quote_number)
    ordered = orders.create_order(
        counter,
        make_order(
            accepted.quote_number,
            vendor_mandatory_fields=filled(needed.vendor_mandatory_fields),
            lines=[
                {
                    "customer_line_number": line.customer_line_number,
                    "ingram_part_number": line.ingram_part_number,
                    "quantity": line.quantity,
                    "vendor_mandatory_fields": filled(line.vendor_mandatory_fields),
                }
                for line in needed.lines
            ],
        ),
    )
    sandbox.advance(60)
    found = orders.search_orders(counter, customer_order_number="PO-JOURNEY")
    order = orders.order_details(counter, found.orders[0].ingram_order_number)

    assert quote.is_orderable
    assert [(line.ingram_part_number, line.quantity) for line in quote.lines] == [("6YE881", 2)]
    assert ordered.confirmation_number
    assert order.customer_order_number == "PO-JOURNEY"
    assert [line.quantity_ordered for line in order.lines] == [2]
    assert order.total is not None
    assert quote.problems == needed.problems == found.problems == order.problems == ()


def test_the_documentations_own_records_are_there(counter: Client) -> None:
    quote = quotes.quote_details(counter, "QUO-14551943-D2Y9L9")
    needed = quotes.validate_quote(counter, "QUO-14551943-D2Y9L9")
    order = orders.order_details(counter, "20-RD3QV")

    assert quote.lines
    assert needed.vendor_mandatory_fields
    assert order.lines


def test_all_pages_of_quotes_and_orders_can_be_walked_and_resumed(counter: Client) -> None:
    quotes.create_quote(counter, make_quote(quote_name="one"))
    quotes.create_quote(counter, make_quote(quote_name="two"))

    pages = list(quotes.iter_quotes(counter, page_size=1))
    rest = list(quotes.iter_quotes(counter, page_size=1, first_page=2))

    numbers = [page.quotes[0].quote_number for page in pages]
    assert len(numbers) == len(set(numbers)) >= 2
    assert [page.quotes[0].quote_number for page in rest] == numbers[1:]
    assert all(page.orders for page in orders.iter_orders(counter))


def test_what_is_unknown_there_is_not_found(counter: Client) -> None:
    for ask in (
        lambda: quotes.quote_details(counter, "QUO-0"),
        lambda: orders.order_details(counter, "20-ZZZZZ"),
        lambda: catalog.product_details(counter, "NOSUCH"),
    ):
        with pytest.raises(IngramError) as caught:
            ask()
        assert isinstance(caught.value, NotFound) or caught.value.status in (400, 404)


def test_wrong_credentials_are_told(sandbox: Any) -> None:
    client = make_sandbox_client(sandbox, client_secret="wrong")

    with pytest.raises(AuthFailed):
        catalog.search_products(client)

    close_sessions()


def test_a_lost_answer_is_unknown_and_the_quote_is_there(counter: Client, sandbox: Any) -> None:
    sandbox.lose_answer("POST", "/resellers/v6/quotes/create")

    with pytest.raises(OutcomeUnknown):
        quotes.create_quote(counter, make_quote(quote_name="Lost"))

    assert sandbox.quotes(quote_name="Lost") == 1


def test_a_lost_answer_to_a_read_is_asked_for_again(counter: Client, sandbox: Any) -> None:
    sandbox.lose_answer("GET", "/resellers/v6/catalog", times=1)

    assert catalog.search_products(counter, keywords=["6YE881"]).products

    assert sandbox.calls("GET /resellers/v6/catalog") == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: catalog.search_products(client),
        lambda client: quotes.quote_details(client, "QUO-14551943-D2Y9L9"),
        lambda client: orders.search_orders(client),
    ],
)
def test_maintenance_is_told_without_its_web_page(
    ask: Callable[[Client], object], counter: Client, sandbox: Any
) -> None:
    sandbox.fault("html_maintenance", times=20)

    with pytest.raises(Unavailable) as caught:
        ask(counter)

    assert "<" not in caught.value.user_message
