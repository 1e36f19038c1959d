"""A quote's way: created, ready or failed, searched, read and validated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v6/quotes/search"
EXAMPLE = "QUO-14551943-D2Y9L9"


def _details(api: Caller, number: str) -> Any:
    return api.get(f"/resellers/v6/quotes/{number}").json()


def _validate(api: Caller, number: str) -> Any:
    return api.get("/resellers/v6/q2o/validatequote", quoteNumber=number)


def _today() -> datetime:
    return datetime.now(UTC)


def test_a_created_quote_becomes_ready_a_few_seconds_later(api: Caller) -> None:
    api.sandbox.control(timings={"quote_ready": 30})
    answer = api.create_quote("6YE881", "1a8249").json()
    assert _details(api, answer["quoteNumber"])["status"] == "Draft"

    api.sandbox.advance(31)

    details = _details(api, answer["quoteNumber"])
    assert "under process" in answer["message"]
    assert details["status"] == "Ready To Order"
    assert [line["ingramPartNumber"] for line in details["products"]] == ["6YE881", "1A8249"]
    assert details["extendedQuotePriceTotal"] == 793.72
    assert details["totalQuoteAmount"] == "793.72"
    assert api.sandbox.quotes(quote_name="Spring refresh") == 1


def test_it_becomes_ready_by_itself_as_time_passes(api: Caller) -> None:
    number = api.create_quote("6YE881").json()["quoteNumber"]

    deadline = _today() + timedelta(seconds=10)
    while _details(api, number)["status"] == "Draft":
        api.sandbox.control(limits={"get": None})
        assert _today() < deadline


def test_an_unknown_part_number_makes_the_quote_fail(api: Caller) -> None:
    number = api.ready_quote("6YE881", "NOSUCH")

    details = _details(api, number)

    assert details["status"] == "Failed"
    assert "NOSUCH" in details["statusReason"]
    assert _validate(api, number).status_code == 400


def test_a_deal_brings_its_own_lines(api: Caller) -> None:
    number = api.ready_quote(dealId="7499800")

    details = _details(api, number)

    assert details["status"] == "Ready To Order"
    assert {line["vendorName"] for line in details["products"]} == {"Cisco"}
    assert details["specialBidId"] == "7499800"


def test_the_examples_spelling_of_names_is_taken_too(api: Caller) -> None:
    answer = api.post(
        "/resellers/v6/quotes/create",
        {
            "quoteName": "Example",
            "firstName": "Jane",
            "lastName": "Doe",
            "customercontact": "jane.doe@im.example",
            "sendQuoteCopy": "y",
            "products": [{"vendorPartNumber": "cbs350-24t-4g-na", "quantity": "1"}],
        },
    )

    details = _details(api, answer.json()["quoteNumber"])
    assert details["resellerInfo"]["contact"] == "Jane Doe"
    assert details["products"][0]["ingramPartNumber"] == "6YE881"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"CustomerContact": ""}, "CustomerContact"),
        ({"CustomerContact": "nobody"}, "CustomerContact"),
        ({"quoteName": " "}, "quoteName"),
        ({"quoteExpiryDate": "2030-01-31"}, "quoteExpiryDate"),
        ({"quoteExpiryDate": "02/30/2099"}, "quoteExpiryDate"),
        ({"quoteExpiryDate": "1/1/" + "9" * 30}, "quoteExpiryDate"),
        ({"quoteExpiryDate": "01/31/2020"}, "quoteExpiryDate"),
        ({"sendQuoteCopy": ",".join(f"p{n}@a.example" for n in range(11))}, "sendQuoteCopy"),
        ({"sendQuoteCopy": "p1@a.example,nobody"}, "sendQuoteCopy"),
        ({"products": []}, "products"),
        ({"products": {}}, "products"),
        ({"products": [{"ingramPartNumber": "6YE881", "quantity": "0"}]}, "products[0].quantity"),
        ({"products": [{"ingramPartNumber": "6YE881", "quantity": "-1"}]}, "products[0].quantity"),
        ({"products": [{"ingramPartNumber": "6YE881", "quantity": "1.5"}]}, "products[0].quantity"),
        ({"products": [{"quantity": "1"}]}, "products[0].ingramPartNumber"),
        ({"endUserInfo": {}}, "endUserInfo"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_created(
    api: Caller, change: dict[str, Any], field: str
) -> None:
    answer = api.create_quote("6YE881", **change)

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"][0]["fields"]] == [field]
    assert api.sandbox.state()["quotes"] == {}


def test_a_search_shows_the_last_thirty_days_unless_a_range_is_given(api: Caller) -> None:
    recent = api.get(SEARCH, pageSize=100).json()
    start, end = (_today() - timedelta(days=days) for days in (400, 0))
    year = api.get(
        SEARCH,
        **{"quoteCreateDate-bt": [f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}"], "pageSize": 100},
    ).json()

    assert 5 < recent["recordsFound"] < year["recordsFound"] == 63
    dates = [row["ingramQuoteDate"] for row in year["quotes"]]
    assert dates == sorted(dates, reverse=True)
    assert dates[-1] >= f"{end - timedelta(days=365):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"status": "ready to order"}, lambda row: row["quoteStatus"] == "Ready To Order"),
        ({"quoteNumber": "14551943"}, lambda row: row["quoteNumber"] == EXAMPLE),
        ({"quoteName": "catalyst"}, lambda row: "Catalyst" in row["quoteName"]),
        ({"endUserContact": "dana"}, lambda row: row["endUserContact"] == "Dana Whitfield"),
    ],
)
def test_every_quote_found_fits_the_filter(
    api: Caller, query: dict[str, str], holds: Callable[[dict[str, Any]], bool]
) -> None:
    rows = api.get(SEARCH, **query).json()["quotes"]

    assert rows
    assert all(holds(row) for row in rows)


def test_quotes_are_sorted_as_asked(api: Caller) -> None:
    rows = api.get(SEARCH, sortBy="quoteNumber", sortingOrder="asc").json()["quotes"]

    numbers = [row["quoteNumber"] for row in rows]
    assert numbers == sorted(numbers)
    assert api.get(SEARCH, sortBy="colour").status_code == 400


def test_a_search_without_a_hit_is_404_with_a_body(api: Caller) -> None:
    answer = api.get(SEARCH, quoteName="no such quote")

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["message"] == "No records found for the provided criteria."


@pytest.mark.parametrize("values", [["2026-01-01"], ["01/01/2026", "02/01/2026"], ["a", "b", "c"]])
def test_a_range_is_two_dates(api: Caller, values: list[str]) -> None:
    assert api.get(SEARCH, **{"quoteCreateDate-bt": values}).status_code == 400


def test_another_customers_quote_cannot_be_read(call_as: Callable[[str, str], Caller]) -> None:
    ours, theirs = call_as("20-222222", "US"), call_as("20-333333", "CA")

    assert ours.get(f"/resellers/v6/quotes/{EXAMPLE}").status_code == 200
    assert theirs.get(f"/resellers/v6/quotes/{EXAMPLE}").status_code == 400


def test_the_documentations_quote_is_validated_as_documented(api: Caller) -> None:
    # Its quantities are text where the schema has integers, so it is not held against that.
    answer = api.session.get(
        api.sandbox.base_url + "/resellers/v6/q2o/validatequote",
        params={"quoteNumber": EXAMPLE},
        headers=api.headers,
    ).json()

    assert answer["vendorName"] == "Cisco"
    assert [item["attributeName"] for item in answer["vmfAdditionalAttributes"]] == [
        "VEND_AUTH_NBR_FLG",
        "ResellerCompanyName",
    ]
    first, second = answer["lines"]
    assert first["quantity"] == "1"
    assert first["vmfAdditionalAttributesLines"][0]["attributeName"] == "resellerCtacEmail"
    assert second["linesVendorMandatoryAttributes"][0]["attributeName"] == "rslrg360CtacName"
    assert second["linesVendorMandatoryAttributes"][1]["attributeName"] == ""


def test_only_some_vendors_demand_fields(api: Caller) -> None:
    cisco = _validate(api, api.ready_quote("6YE881")).json()
    other = _validate(api, api.ready_quote("1A8249")).json()

    assert len(cisco["vmfAdditionalAttributes"]) == 2
    assert other["vmfAdditionalAttributes"] == []
    assert other["lines"][0]["vmfAdditionalAttributesLines"] == []
    assert other["lines"][0]["quantity"] == 2


def test_a_quote_that_is_not_ready_expired_or_unknown_is_not_valid(api: Caller) -> None:
    tomorrow = f"{_today() + timedelta(days=1):%m/%d/%Y}"
    number = api.ready_quote("1A8249", quoteExpiryDate=tomorrow)
    assert _validate(api, number).status_code == 200

    api.sandbox.advance(3 * 86_400)
    api.sign_in()

    assert "expired" in _validate(api, number).json()["errors"][0]["message"]
    assert _validate(api, "QUO-0").status_code == 400
    assert _validate(api, "").status_code == 400
