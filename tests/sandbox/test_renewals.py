"""Renewals: what the search filters, what the clock moves, where row and details disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v6/renewals/search"
DAY = 86_400
ACCOUNTS = [("20-222222", "US", 72), ("20-333333", "CA", 26), ("20-444444", "DE", 26)]


def _rows(api: Caller, body: Any = None, **query: Any) -> list[dict[str, Any]]:
    answer = api.post(SEARCH, body or {}, **{"size": "100"} | query)
    assert answer.status_code == 200
    return list(answer.json()["renewals"])


def _status(value: str, sub_status: str = "") -> dict[str, Any]:
    return {"status": {"OpporutinyStatus": {"value": value, "subStatus": sub_status}}}


def _expiring(first: datetime, last: datetime) -> dict[str, Any]:
    days = {"customStartDate": f"{first:%m/%d/%Y}", "customEndDate": f"{last:%m/%d/%Y}"}
    return {"dateType": {"expirationDate": days}}


def _details(api: Caller, row: dict[str, Any]) -> Any:
    return api.get(f"/resellers/v6/renewals/{row['renewalId']}").json()


@pytest.mark.parametrize(("customer", "country", "count"), ACCOUNTS)
def test_the_contracts_of_a_year_around_today_can_be_read(
    call_as: Callable[[str, str], Caller], customer: str, country: str, count: int
) -> None:
    api = call_as(customer, country)
    api.sandbox.control(limits={"get": None})

    rows = _rows(api)

    now = datetime.now(UTC)
    first, last = (f"{now + timedelta(days=days):%Y-%m-%d}" for days in (-181, 181))
    assert len(rows) == count
    for row in rows:
        assert first < row["expirationDate"] < last
        details = _details(api, row)
        value = sum(line["unitPrice"] * line["quantity"] for line in details["products"])
        assert row["renewalValue"] == pytest.approx(value) == float(details["renewalValue"])


def test_row_and_details_spell_the_same_differently(api: Caller) -> None:
    row = next(row for row in _rows(api) if row["status"] == "Quote pending")

    details = _details(api, row)

    assert details["renewalId"] == str(row["renewalId"])
    assert isinstance(row["renewalValue"], int | float)
    assert isinstance(details["renewalValue"], str)
    assert details["referenceNumber"]["notificationId"] == row["referenceNumber"]
    assert len(details["endUserInfo"]["contact"]) == 100
    assert details["endCustomerOrderNumber"].endswith(".0")
    assert details["additionalAttributes"][0]["attributeDescription"] == "LicenseCertificate"


def test_flags_are_yes_no_or_nothing(api: Caller) -> None:
    products = [line for row in _rows(api)[:40] for line in _details(api, row)["products"]]

    assert {line["isConsolidated"] for line in products} == {"Yes", "No", ""}


def test_a_quoted_renewal_leads_to_its_quote(api: Caller) -> None:
    row = _rows(api, _status("Open", "Quote pending"))[0]

    [link] = [link for link in row["links"] if link["topic"] == "quotedetails"]

    quote = api.get(link["href"]).json()
    assert quote["quoteNumber"] == _details(api, row)["referenceNumber"]["quoteNumber"]
    assert quote["endUserInfo"]["companyName"] == row["endUser"]


def test_an_ordered_renewal_leads_to_its_order(api: Caller) -> None:
    row = _rows(api, _status("Closed", "Ordered"))[0]

    details = _details(api, row)

    order = api.order_details(details["ingramOrderNumber"])
    assert order["customerOrderNumber"] == row["customerOrderNumber"]


def test_open_and_closed_together_are_all_there_are(api: Caller) -> None:
    opened, closed = _rows(api, _status("Open")), _rows(api, _status("Closed", "All"))

    assert len(opened) + len(closed) == 72
    assert {row["status"] for row in opened} == {
        "Future",
        "Notification sent",
        "Ready to order",
        "Quote pending",
        "Quote requested",
    }
    assert {"Ordered", "Expired", "Lost to competitior"} <= {row["status"] for row in closed}


def test_the_body_is_taken_as_an_object_and_in_an_array(api: Caller) -> None:
    body = _status("Closed", "Renewal went direct")

    assert _rows(api, [body]) == _rows(api, body) != []


def test_a_status_under_its_right_name_filters_nothing(api: Caller) -> None:
    right = {"status": {"OpportunityStatus": {"value": "Closed"}}}

    assert len(_rows(api, right)) == 72


def test_days_are_a_range_with_both_its_ends(api: Caller) -> None:
    expected = _rows(api)[10:20]
    days = [datetime.fromisoformat(row["expirationDate"]) for row in expected]

    assert _rows(api, _expiring(days[0], days[-1])) == expected


@pytest.mark.parametrize("kind", ["startDate", "invoiceDate", "endDate", "expirationDate"])
def test_a_range_may_be_open_at_one_end(api: Caller, kind: str) -> None:
    now = f"{datetime.now(UTC):%m/%d/%Y}"

    before = _rows(api, {"dateType": {kind: {"customEndDate": now}}})
    after = _rows(api, {"dateType": {kind: {"customStartDate": now}}})

    assert 72 <= len(before) + len(after) <= 73


def test_vendor_and_end_user_are_found_by_a_part_of_their_names(api: Caller) -> None:
    row = _rows(api)[30]

    found = _rows(api, {"vendor": row["vendor"][:3].lower(), "endUser": row["endUser"][:6].upper()})

    assert row in found
    assert len(found) < 72


def test_numbers_are_found_whole(api: Caller) -> None:
    row = _rows(api, _status("Closed", "Ordered"))[0]
    details = _details(api, row)
    serial = details["additionalAttributes"][1]["attributeValue"]

    for query in (
        {"customerOrderNumber": row["customerOrderNumber"].lower()},
        {"ingramPurchaseOrderNumber": details["ingramPurchaseOrderNumber"]},
        {"serialNumber": serial},
    ):
        assert row["renewalId"] in [found["renewalId"] for found in _rows(api, **query)]
    assert _rows(api, serialNumber=serial[:-1]) == []


def test_pages_share_out_the_rows(api: Caller) -> None:
    pages = [api.post(SEARCH, {}, page=str(page), size="30").json() for page in (1, 2, 3, 4)]

    assert [len(page["renewals"]) for page in pages] == [30, 30, 12, 0]
    assert {page["recordsFound"] for page in pages} == {72}
    ids = Counter(row["renewalId"] for page in pages for row in page["renewals"])
    assert max(ids.values()) == 1


def test_rows_are_sorted_by_the_column_that_is_asked_for(api: Caller) -> None:
    values = [row["renewalValue"] for row in _rows(api, sort="renewalValue")]

    assert values == sorted(values)


def test_time_makes_a_renewal_due_ready_and_expired(api: Caller) -> None:
    future = _rows(api, _status("Open", "Future"))[-1]
    seen = [future["status"]]

    for days in (65, 75, 60):
        api.sandbox.advance(days * DAY)
        api.sign_in()
        seen.append(_details(api, future)["status"])

    assert seen == ["Future", "Notification sent", "Ready to order", "Expired"]


def test_a_pending_quote_expires_with_its_contract(api: Caller) -> None:
    pending = _rows(api, _status("Open", "Quote pending"))[0]

    api.sandbox.advance(365 * DAY)
    api.sign_in()

    assert _details(api, pending)["status"] == "Expired"


@pytest.mark.parametrize(
    ("body", "query", "field"),
    [
        (_status("Ajar"), {}, "status.OpporutinyStatus.value"),
        (_status("Open", "Void"), {}, "status.OpporutinyStatus.subStatus"),
        (
            {"dateType": {"endDate": {"customEndDate": "2026-01-31"}}},
            {},
            "dateType.endDate.customEndDate",
        ),
        ({"vendor": 5}, {}, "vendor"),
        ({"status": "Open"}, {}, "status"),
        ({}, {"size": "101"}, "size"),
        ({}, {"page": "0"}, "page"),
        ({}, {"sort": "colour"}, "sort"),
        ([{}, {}], {}, "body"),
    ],
)
def test_a_wrong_filter_is_refused_within_an_array(
    api: Caller, body: Any, query: dict[str, str], field: str
) -> None:
    answer = api.post(SEARCH, body, **query)

    [problem] = answer.json()
    assert answer.status_code == 400
    assert [fault["field"] for fault in problem["errors"][0]["fields"]] == [field]


def test_another_customers_renewal_is_not_found(
    api: Caller, call_as: Callable[[str, str], Caller]
) -> None:
    row = _rows(call_as("20-333333", "CA"))[0]

    answer = api.get(f"/resellers/v6/renewals/{row['renewalId']}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["traceid"]
