"""Quotes of version 5: the same quotes, nearly all numbers as texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v5/quote/search"
DETAILS = "/resellers/v5/quote/"
ACCOUNT = {"customerNumber": "20-222222", "isoCountryCode": "US"}
EXAMPLE = "QUO-14551943-D2Y9L9"


@pytest.fixture
def v5(api: Caller) -> Caller:
    for name in ("CustomerNumber", "CountryCode", "CorrelationID", "SenderID", "CustomerContact"):
        api.headers[f"IM-{name}"] = None
    return api


def _search(v5: Caller, **asked: Any) -> Any:
    preamble = ACCOUNT | {"customerContact": "rep@harborpoint.example"}
    request = {"requestPreamble": preamble, "retrieveQuoteRequest": asked}
    answer = v5.post(SEARCH, {"quoteSearchRequest": request})
    assert answer.status_code == 200
    return answer.json()["quoteSearchResponse"]


def _rows(v5: Caller, **asked: Any) -> list[dict[str, Any]]:
    return list(_search(v5, recordsPerPage="100", **asked)["quoteList"])


def _year() -> dict[str, str]:
    now = datetime.now(UTC)
    return {"fromDate": f"{now - timedelta(days=364):%Y-%m-%d}", "toDate": f"{now:%Y-%m-%d}"}


def _details(v5: Caller, number: str) -> Any:
    return v5.get(DETAILS + number, **ACCOUNT).json()["quoteDetailResponse"]


def test_the_last_thirty_days_are_found_unless_a_range_is_given(v5: Caller) -> None:
    recent, year = _search(v5), _search(v5, **_year())

    assert recent["responsePreamble"]["responseStatus"] == "Passed"
    assert 5 < recent["totalCount"] < year["totalCount"]


def test_the_quotes_are_those_of_version_6_without_drafts_and_closed_ones(
    v5: Caller,
) -> None:
    caller = Caller(v5.sandbox)
    rows = caller.get("/resellers/v6/quotes/search", pageSize=100).json()["quotes"]
    active = {row["quoteNumber"] for row in rows if row["quoteStatus"] not in ("Draft", "Closed")}

    assert {row["quoteNumber"] for row in _rows(v5)} == active != set()


def test_every_found_quote_can_be_read_and_adds_up(v5: Caller) -> None:
    v5.sandbox.control(limits={"get": None})

    for row in _rows(v5, **_year()):
        details = _details(v5, row["quoteNumber"])
        prices = [
            Decimal(line["price"]["extendedQuotePrice"]) for line in details["quoteProductList"]
        ]
        assert details["responsePreamble"]["responseStatus"] == "Passed"
        assert details["totalExtendedQuotePrice"] == row["totalAmount"]
        assert sum(prices) == Decimal(row["totalAmount"])


def test_numbers_are_texts(v5: Caller) -> None:
    details = _details(v5, EXAMPLE)

    line = details["quoteProductList"][1]
    assert (line["quantity"], line["lineNumber"]) == ("2.0", "12.0")
    assert line["price"]["quotePrice"] == "2412.30"
    assert line["isSuggestionProduct"] == "false"
    assert details["totalQuoteProductCount"] == "2"
    assert details["retrieveQuoteResponse"]["accountInfo"]["bcn"] == "20222222"


def test_number_bid_and_end_user_are_found_by_a_part(v5: Caller) -> None:
    row = next(row for row in _rows(v5, **_year()) if row["bidNumber"])

    for asked in (
        {"quoteNumber": row["quoteNumber"][4:12]},
        {"bidNumber": row["bidNumber"][:6]},
        {"endUserName": row["endUserName"][:5].upper()},
    ):
        found = _rows(v5, **_year(), **asked)
        assert row in found
        assert len(found) < _search(v5, **_year())["totalCount"]


def test_nothing_found_is_an_empty_list(v5: Caller) -> None:
    found = _search(v5, quoteNumber="NOSUCH")

    assert found["responsePreamble"]["responseStatus"] == "Passed"
    assert (found["quoteList"], found["totalCount"]) == ([], 0)


def test_pages_share_out_the_rows(v5: Caller) -> None:
    whole = _rows(v5, **_year())

    pages = [
        _search(v5, pageIndex=index, recordsPerPage=7, **_year())["quoteList"] for index in (1, 2)
    ]

    assert [row for page in pages for row in page] == whole[:14]


def test_rows_are_sorted_as_asked(v5: Caller) -> None:
    numbers = [
        row["quoteNumber"]
        for row in _rows(v5, sorting="asc", sortingColumnName="quoteNumber", **_year())
    ]

    assert numbers == sorted(numbers)
    assert _rows(v5, sortingColumnName="createdon") == _rows(v5)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"sortingColumnName": "colour"}, "sort column"),
        ({"recordsPerPage": "101"}, "recordsperpage"),
        ({"pageIndex": "0"}, "pageindex"),
        ({"fromDate": "01/31/2026"}, "fromdate"),
        ({"endUserName": "x" * 301}, "endusername"),
    ],
)
def test_a_wrong_filter_fails_with_200(v5: Caller, asked: dict[str, str], word: str) -> None:
    found = _search(v5, **asked)

    preamble = found["responsePreamble"]
    assert (preamble["responseStatus"], preamble["responseStatusCode"]) == ("Failed", "400")
    assert word in preamble["responseMessage"]
    assert found["totalCount"] == 0


def test_an_unknown_quote_fails_with_200(v5: Caller) -> None:
    found = _details(v5, "QUO-0")

    assert found["responsePreamble"]["responseStatus"] == "Failed"
    assert "retrieveQuoteResponse" not in found


def test_another_customers_quote_is_unknown(v5: Caller) -> None:
    query = {"customerNumber": "20-333333", "isoCountryCode": "CA"}

    found = v5.get(DETAILS + EXAMPLE, **query).json()["quoteDetailResponse"]

    assert found["responsePreamble"]["responseStatus"] == "Failed"
