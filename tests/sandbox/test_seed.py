"""Everything that was generated can be read and fits the distributor's documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

CUSTOMERS = [("20-222222", "US", 63, 61), ("20-333333", "CA", 22, 15), ("20-444444", "DE", 22, 15)]
EXAMPLE = "QUO-14551943-D2Y9L9"


@pytest.fixture
def unlimited(call_as: Callable[[str, str], Caller]) -> Callable[[str, str], Caller]:
    def make(customer: str, country: str) -> Caller:
        caller = call_as(customer, country)
        caller.sandbox.control(limits={"get": None, "other": None})
        return caller

    return make


def _pages(api: Caller, path: str, key: str, **query: Any) -> Iterator[dict[str, Any]]:
    found, number = 1, 1
    while (number - 1) * 100 < found:
        page = api.get(path, pageSize=100, pageNumber=number, **query).json()
        yield from page[key]
        found, number = page["recordsFound"], number + 1


@pytest.mark.parametrize(("customer", "country", "count", "_orders"), CUSTOMERS)
def test_every_quote_can_be_read_and_the_ready_ones_validated(
    unlimited: Callable[[str, str], Caller], customer: str, country: str, count: int, _orders: int
) -> None:
    api = unlimited(customer, country)
    year = [f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%d}" for days in (365, 0)]
    rows = list(
        _pages(api, "/resellers/v6/quotes/search", "quotes", **{"quoteCreateDate-bt": year})
    )

    for row in rows:
        number = row["quoteNumber"]
        details = api.get(f"/resellers/v6/quotes/{number}").json()
        assert details["extendedQuotePriceTotal"] == row["quoteTotal"] > 0
        if number != EXAMPLE:
            answer = api.get("/resellers/v6/q2o/validatequote", quoteNumber=number)
            orderable = row["quoteStatus"] in ("Ready To Order", "Active")
            is_over = row["ingramQuoteExpiryDate"] != "0001-01-01" and (
                row["ingramQuoteExpiryDate"] < year[1]
            )
            assert answer.status_code == (200 if orderable and not is_over else 400)

    assert len(rows) == count
    assert {"Ordered", "Closed", "Active"} <= {row["quoteStatus"] for row in rows}


@pytest.mark.parametrize(("customer", "country", "_quotes", "count"), CUSTOMERS)
def test_every_order_can_be_read_and_adds_up(
    unlimited: Callable[[str, str], Caller], customer: str, country: str, _quotes: int, count: int
) -> None:
    api = unlimited(customer, country)
    rows = list(_pages(api, "/resellers/v6/orders/search", "orders"))

    for row in rows:
        details = api.order_details(row["ingramOrderNumber"])
        lines = sum(line["extendedPrice"] for line in details["lines"])
        assert details["orderSubTotal"] == pytest.approx(lines)
        assert details["orderTotal"] == pytest.approx(
            details["orderSubTotal"] + details["freightCharges"] + details["totalTax"]
        )

    assert len(rows) == count
    assert {"OPEN", "CLOSED", "CANCELLED"} == {row["orderStatus"] for row in rows}


def test_every_product_has_details_and_a_price(unlimited: Callable[[str, str], Caller]) -> None:
    api = unlimited("20-222222", "US")
    rows = list(_pages(api, "/resellers/v6/catalog", "catalog"))
    numbers = [row["ingramPartNumber"] for row in rows]

    items = [
        item
        for start in range(0, len(numbers), 50)
        for item in api.price(*numbers[start : start + 50]).json()
    ]
    for number in numbers[::40]:
        assert api.get(f"/resellers/v6/catalog/details/{number}").status_code == 200

    authorized = {row["ingramPartNumber"] for row in rows if row["authorizedToPurchase"] == "true"}
    priced = {item["ingramPartNumber"] for item in items if item["pricing"]}
    assert len(numbers) == len(set(numbers)) >= 2000
    assert priced == authorized
    for kind in ("discontinued", "directShip", "endUserRequired", "newProduct"):
        assert any(row[kind] == "true" for row in rows), kind


def test_the_seed_is_the_same_after_a_reset(unlimited: Callable[[str, str], Caller]) -> None:
    api = unlimited("20-222222", "US")
    before = api.get("/resellers/v6/orders/search").json()
    api.placed_order("6YE881")

    api.sandbox.reset()
    api.sign_in()

    assert api.get("/resellers/v6/orders/search").json() == before
