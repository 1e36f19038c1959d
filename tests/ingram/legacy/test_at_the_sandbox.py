"""The older versions against the sandbox, which speaks them over the same orders as v6."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.ingram import (
    ApiVersion,
    Client,
    MemoryTokenStore,
    NoLimiter,
    NotFound,
    Resource,
    close_sessions,
)
from apps.ingram.operations import catalog, invoices, order_changes, orders, quotes
from apps.ingram.schemas.order_requests import OrderCreateV6Request
from apps.ingram.schemas.prices import PriceRequest
from sandbox.testing import SandboxServer
from tests.ingram.conftest import make_config

NUMBER = "20-222222"


def client_of(sandbox: SandboxServer, version: ApiVersion) -> Client:
    wanted = {Resource.ORDERS, Resource.INVOICES} if version is ApiVersion.V6 else set(Resource)
    config = make_config(
        base_url=sandbox.base_url,
        client_id="sandbox",
        client_secret="sandbox-secret",
        customer_number=NUMBER,
        versions=dict.fromkeys(wanted, version),
    )
    return Client(config, tokens=MemoryTokenStore(), limiter=NoLimiter())


@pytest.fixture
def present(sandbox: SandboxServer) -> Iterator[Client]:
    yield client_of(sandbox, ApiVersion.CURRENT)
    close_sessions()


@pytest.fixture
def old(sandbox: SandboxServer) -> Client:
    return client_of(sandbox, ApiVersion.V5)


def test_an_order_is_made_held_found_and_cancelled_over_v5(present: Client, old: Client) -> None:
    products = catalog.search_products(present, keywords=["cable"]).products
    request = OrderCreateV6Request.model_validate(
        {
            "customer_order_number": "OLD-1",
            "ship_to": {
                "company_name": "Acme",
                "contact": "Jo Doe",
                "address_line1": "1 Main Street",
                "address_line2": "Floor 2",
                "city": "Irvine",
                "state": "CA",
                "postal_code": "92612",
                "country_code": "US",
            },
            "attributes": [{"name": "allowOrderOnCustomerHold", "value": "true"}],
            "lines": [
                {
                    "customer_line_number": "1",
                    "ingram_part_number": products[0].ingram_part_number,
                    "quantity": 1,
                }
            ],
        }
    )

    created = order_changes.create_order_v6(old, request)

    number = created.orders[0].ingram_order_number
    (row,) = orders.search_orders(old, customer_order_number="OLD-1").orders
    assert row.ingram_order_number == number
    assert orders.order_details(old, number).status == "ON HOLD"
    assert orders.order_details(present, number).status == "ON HOLD"

    order_changes.cancel_order(old, number)

    assert orders.order_details(present, number).status == "CANCELLED"
    assert orders.order_details(old, number).status == "CANCELLED"


def test_an_order_that_there_is_not_is_not_found(old: Client) -> None:
    with pytest.raises(NotFound):
        orders.order_details(old, "20-ZZZZZ")

    assert orders.search_orders(old, customer_order_number="NEVER-SENT").orders == ()


def test_prices_are_the_same_over_v5(present: Client, old: Client) -> None:
    numbers = [
        product.ingram_part_number
        for product in catalog.search_products(present, page_size=10).products
    ]
    request = PriceRequest.model_validate(
        {"products": [{"ingram_part_number": number} for number in [*numbers, "NOSUCH"]]}
    )

    was = {o.ingram_part_number: o for o in catalog.price_and_availability(present, request)}
    offers = {o.ingram_part_number: o for o in catalog.price_and_availability(old, request)}

    assert offers.keys() == was.keys()
    assert offers["NOSUCH"].error
    for number in numbers:
        assert offers[number].customer_price == was[number].customer_price
        assert bool(offers[number].error) == bool(was[number].error)


def test_quotes_are_the_same_over_v5(present: Client, old: Client) -> None:
    rows = quotes.search_quotes(old, page_size=5).quotes
    assert rows

    for row in rows:
        quote, was = (quotes.quote_details(c, row.quote_number) for c in (old, present))
        assert (quote.quote_name, quote.currency) == (was.quote_name, was.currency)
        assert [line.ingram_part_number for line in quote.lines] == [
            line.ingram_part_number for line in was.lines
        ]
        assert [line.price.unit_price for line in quote.lines] == [
            line.price.unit_price for line in was.lines
        ]


@pytest.mark.parametrize("column", ["quoteNumber", "createdDate", "lastModifiedDate", "expiryDate"])
def test_quotes_are_sorted_over_v5_by_the_columns_of_v6(old: Client, column: str) -> None:
    rising = quotes.search_quotes(old, sort_by=column, is_descending=False).quotes
    falling = quotes.search_quotes(old, sort_by=column, is_descending=True).quotes

    assert rising
    assert rising != falling


def test_an_invoice_is_the_same_in_every_version(sandbox: SandboxServer, present: Client) -> None:
    newest = invoices.search_invoices(
        present, sort_by="InvoiceDate", is_descending=True, page_size=1
    )
    number = newest.invoices[0].invoice_number
    was = invoices.invoice_details(present, number)

    for version in (ApiVersion.V6, ApiVersion.V5):
        invoice = invoices.invoice_details(client_of(sandbox, version), number)
        assert (invoice.invoiced_on, invoice.currency) == (was.invoiced_on, was.currency)
        assert invoice.customer_order_number == was.customer_order_number
        assert invoice.summary.totals.amount_due == was.summary.totals.amount_due
        assert [line.extended_price for line in invoice.lines] == [
            line.extended_price for line in was.lines
        ]
