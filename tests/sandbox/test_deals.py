"""Deals: capitals in the query, spaces in the ids, and quantities that orders use up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v6/deals/search"
ACCOUNTS = [("20-222222", "US", 50), ("20-333333", "CA", 18), ("20-444444", "DE", 18)]


@pytest.fixture
def api(api: Caller) -> Caller:
    api.headers["IM-ApplicationID"] = "Trade Counter"
    return api


def _rows(api: Caller, **query: Any) -> list[dict[str, Any]]:
    return list(api.get(SEARCH, **{"Size": 100} | query).json()["deals"])


def _details(api: Caller, row: dict[str, Any], **query: str) -> Any:
    return api.get(f"/resellers/v6/deals/{quote(row['dealId'])}", **query).json()


@pytest.mark.parametrize(("customer", "country", "count"), ACCOUNTS)
def test_every_deal_can_be_read_and_adds_up(
    call_as: Callable[[str, str], Caller], customer: str, country: str, count: int
) -> None:
    api = call_as(customer, country)
    api.headers["IM-ApplicationID"] = "Trade Counter"
    api.sandbox.control(limits={"get": None})

    rows = _rows(api)

    assert len(rows) == len({row["dealId"] for row in rows}) == count
    for row in rows:
        deal = _details(api, row)
        lines = deal["products"]
        assert deal["dealExpiryDate"] == row["dealExpiryDate"] > deal["dealReceivedOn"]
        assert deal["extendedMsrp"] == pytest.approx(sum(line["extendedMSRP"] for line in lines))
        assert all(0 <= line["remainingQuantity"] <= line["approvedQuantity"] for line in lines)


def test_the_deals_lie_around_today(api: Caller) -> None:
    left = [line["daysRemaining"] for row in _rows(api) for line in _details(api, row)["products"]]

    assert min(left) == 0
    assert max(left) > 100


def test_some_deals_have_spaces_in_their_ids_and_some_name_no_vendor(api: Caller) -> None:
    rows = _rows(api)

    spaced = next(row for row in rows if " " in row["dealId"])
    nameless = next(row for row in rows if row["vendor"] is None)
    assert _details(api, spaced)["dealId"] == spaced["dealId"]
    assert _details(api, nameless)["vendor"] is None
    assert _details(api, nameless)["endUserInfo"]["companyName"] is None
    assert "vendorName" not in nameless["links"]["href"]


def test_vendor_end_user_and_id_are_found_by_a_part(api: Caller) -> None:
    row = next(row for row in _rows(api) if row["vendor"])

    for query in (
        {"vendor": row["vendor"].lower()},
        {"endUser": row["endUser"][:5].lower()},
        {"dealId": row["dealId"][2:]},
    ):
        found = _rows(api, **query)
        assert row in found
        assert len(found) < 50


def test_nothing_found_is_an_empty_page(api: Caller) -> None:
    answer = api.get(SEARCH, vendor="nobody")

    assert (answer.status_code, answer.json()["recordsFound"]) == (200, 0)


def test_pages_are_asked_for_in_capitals_and_told_by_an_internal_path(api: Caller) -> None:
    pages = [api.get(SEARCH, Page=page, Size=20).json() for page in (1, 2, 3)]
    small = api.get(SEARCH, page=3, size=20).json()

    assert [len(page["deals"]) for page in pages] == [20, 20, 10]
    assert pages[0]["nextPage"] == "/bids/v1/special-bidsB2B?Size=20&Page=2"
    assert pages[2]["nextPage"] == ""
    assert (small["pageNumber"], small["pageSize"]) == (1, 25)


@pytest.mark.parametrize(("name", "value"), [("Size", 101), ("Page", 0), ("Size", "all")])
def test_a_page_that_there_cannot_be_is_refused(api: Caller, name: str, value: object) -> None:
    answer = api.get(SEARCH, **{name: value})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["traceid"]


def test_the_vendors_name_is_optional_but_must_be_right(api: Caller) -> None:
    row = next(row for row in _rows(api) if row["vendor"])
    path = f"/resellers/v6/deals/{quote(row['dealId'])}"

    assert api.get(path).json() == api.get(path, vendorName=row["vendor"].title()).json()
    refused = api.get(path, vendorName="Somebody else")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["fields"][0]["field"] == "vendorName"


def test_the_application_must_be_named(api: Caller) -> None:
    row = _rows(api)[0]
    api.headers["IM-ApplicationID"] = None

    assert api.get(f"/resellers/v6/deals/{quote(row['dealId'])}").status_code == 400


def test_another_customers_deal_is_not_found(
    api: Caller, call_as: Callable[[str, str], Caller]
) -> None:
    row = _rows(call_as("20-444444", "DE"))[0]

    answer = api.get(f"/resellers/v6/deals/{quote(row['dealId'])}")

    assert answer.status_code == 400


def test_an_order_under_the_deal_uses_its_quantity_up(api: Caller) -> None:
    row, line = next(
        (row, line)
        for row in _rows(api)
        for line in _details(api, row)["products"]
        if line["remainingQuantity"] >= 5 and row["vendor"]
    )

    number = line["ingramPartNumber"]
    api.placed_order(number, specialBidNumber=row["dealId"])

    [after] = [p for p in _details(api, row)["products"] if p["ingramPartNumber"] == number]
    assert after["remainingQuantity"] == line["remainingQuantity"] - 2


def test_a_quote_under_the_deal_brings_its_lines_at_its_prices(api: Caller) -> None:
    row = next(row for row in _rows(api) if " " in row["dealId"])
    number = api.ready_quote(dealId=row["dealId"])

    lines = api.get(f"/resellers/v6/quotes/{number}").json()["products"]

    deal = _details(api, row)["products"]
    assert [(line["ingramPartNumber"], line["price"]["quotePrice"]) for line in lines] == [
        (line["ingramPartNumber"], line["standardPrice"]) for line in deal
    ]


def test_the_special_bid_of_a_quote_is_a_deal(api: Caller) -> None:
    quotes = api.get("/resellers/v6/quotes/search", pageSize=100).json()["quotes"]
    bids = {row["specialBidNumber"] for row in quotes} - {""}

    assert bids
    assert bids <= {row["dealId"] for row in _rows(api)}
