"""Goods that come back: asked for, decided, searched and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from sandbox.testing import SandboxServer
from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v6/returns/search"
CREATE = "/resellers/v6/returns/create"
ACCOUNTS = [("20-222222", "US"), ("20-333333", "CA"), ("20-444444", "DE")]
STATUSES = {"OPEN", "APPROVED", "PARTIALLY APPROVED", "DENIED", "VOIDED"}
SHORT = ("I have not received part or all of my order", "Received only partial shipment.")
SEALED = ("I no longer need the product", "The box is sealed.")
OPENED = ("I no longer need the product", "The box was opened.")
DAY = 86_400
SHIP_FROM = {
    "companyName": "Lakeside Medical Group",
    "contact": "Dana Whitfield",
    "addressLine1": "410 Shore Drive",
    "city": "Flint",
    "state": "MI",
    "postalCode": "48502",
    "countryCode": "US",
    "email": "dana@lakeside.example",
}


def line_of(row: dict[str, Any], part_number: str = "6YE881", **changes: Any) -> dict[str, Any]:
    """One element of a request about the invoice of that row."""
    return {
        "invoiceNumber": row["invoiceNumber"],
        "invoiceDate": row["invoiceDate"],
        "ingramPartNumber": part_number,
        "quantity": 1,
        "primaryReason": SHORT[0],
        "secondaryReason": SHORT[1],
        "referenceNumber": "REF-1",
        "shipFromInfo": [SHIP_FROM],
        "numberOfBoxes": 1,
    } | changes


def ask(api: Caller, *lines: dict[str, Any]) -> requests.Response:
    return api.post(CREATE, {"list": list(lines)})


def asked(api: Caller, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = ask(api, *lines).json()["returnsClaims"]
    return claims


def because(reasons: tuple[str, str]) -> dict[str, str]:
    return {"primaryReason": reasons[0], "secondaryReason": reasons[1]}


def details(api: Caller, number: str) -> Any:
    return api.get(f"/resellers/v6/returns/{number}").json()


def rows(api: Caller, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(SEARCH, size="100", **query).json()["returnsClaims"]
    return found


def faults(answer: requests.Response) -> list[str]:
    """The fields that a refusal names; it has an array around it (field-notes 4.3, shape D)."""
    assert answer.status_code == 400
    error = answer.json()[0]["errors"][0]
    assert error["traceid"]
    return [fault["field"] for fault in error["fields"]]


def decided(api: Caller, *lines: dict[str, Any]) -> Any:
    number = asked(api, *lines)[0]["caseRequestNumber"]
    api.sandbox.advance(301)
    return details(api, number)


def test_a_return_is_open_at_first_and_has_no_claim_id(api: Caller) -> None:
    row = api.invoiced_order("6YE881")

    claim = asked(api, line_of(row, notes="B2B"))[0]

    told = details(api, claim["caseRequestNumber"])
    assert claim["status"] == "Open"
    assert claim["rmaClaimId"] == ""
    assert claim["type"] == "CLAIM"
    assert claim["returnReason"] == "(SS) Short Shipment"
    assert claim["estimatedTotalValue"] == 389.43
    assert "credit" not in claim
    assert told["status"] == "Open"
    assert told["products"][0]["invoiceNumber"] == row["erpOrderNumber"]
    assert told["products"][0]["requestDetails"] == "B2B"
    assert rows(api, referenceNumber="REF-1")[0]["status"] == "OPEN"


def test_each_line_of_a_request_becomes_a_case_of_its_own(api: Caller) -> None:
    row = api.invoiced_order("6YE881")

    claims = asked(api, line_of(row, referenceNumber="A"), line_of(row, referenceNumber="B"))

    numbers = [claim["caseRequestNumber"] for claim in claims]
    assert [claim["referenceNumber"] for claim in claims] == ["A", "B"]
    assert [number[-2:] for number in numbers] == ["-1", "-2"]
    assert numbers[0][:-1] == numbers[1][:-1]
    assert api.sandbox.returns(reference_number="B") == 1


def test_a_good_reason_is_approved_with_claim_id_credit_and_address(api: Caller) -> None:
    row = api.invoiced_order("6YE881")

    told = decided(api, line_of(row, quantity=2, **because(("Damaged", "Damaged in transit."))))

    found = rows(api, returnClaimId=told["rmaClaimId"])[0]
    assert told["status"] == "Approved"
    assert told["typeOfDetails"] == "Return"
    assert told["returnReason"] == "(DM) Damaged from Carrier"
    assert told["returnWarehouseAddress"].count("\n") == 3
    assert told["products"][0]["returnBranch"]
    assert found["status"] == "APPROVED"
    assert found["credit"] == told["estimatedTotal"] == 778.86


def test_what_never_came_is_credited_and_not_sent_back(api: Caller) -> None:
    told = decided(api, line_of(api.invoiced_order("6YE881")))

    assert (told["status"], told["typeOfDetails"]) == ("Approved", "Claim")
    assert told["returnWarehouseAddress"] == ""


def test_goods_that_are_not_wanted_cost_a_fee(api: Caller) -> None:
    told = decided(api, line_of(api.invoiced_order("6YE881"), **because(SEALED)))

    assert told["status"] == "Approved"
    assert told["returnReason"] == "(CS ) Customer Service Discretion"
    assert told["additionalFees"] == 58.41
    assert told["estimatedTotal"] == 331.02


def test_opened_goods_are_denied(api: Caller) -> None:
    told = decided(api, line_of(api.invoiced_order("6YE881"), **because(OPENED)))

    assert told["status"] == "Denied"
    assert told["rmaClaimId"] == ""
    assert rows(api, referenceNumber="REF-1")[0]["credit"] == 0


@pytest.mark.parametrize(("reasons", "status"), [(SEALED, "Denied"), (SHORT, "Approved")])
def test_after_45_days_only_the_distributors_own_fault_counts(
    api: Caller, reasons: tuple[str, str], status: str
) -> None:
    row = api.invoiced_order("6YE881")
    api.sandbox.advance(46 * DAY)
    api.sign_in()

    assert decided(api, line_of(row, **because(reasons)))["status"] == status


def test_of_more_than_ten_pieces_half_are_approved(api: Caller) -> None:
    lines = [{"customerLineNumber": "1", "ingramPartNumber": "6YE881", "quantity": 12}]
    row = api.invoiced_order(lines=lines)

    told = decided(api, line_of(row, quantity=11))

    found = rows(api, referenceNumber="REF-1")[0]
    assert told["status"] == "Partially Approved"
    assert "6 of 11" in told["products"][0]["additionalDetails"]
    assert found["status"] == "PARTIALLY APPROVED"
    assert 0 < found["credit"] < found["estimatedTotalValue"]


def test_no_more_comes_back_than_was_invoiced_and_not_asked_for_yet(api: Caller) -> None:
    row = api.invoiced_order("6YE881")

    assert faults(ask(api, line_of(row, quantity=3))) == ["list[0].quantity"]
    assert faults(ask(api, line_of(row), line_of(row, quantity=2))) == ["list[1].quantity"]
    assert ask(api, line_of(row)).status_code == 200
    assert faults(ask(api, line_of(row, quantity=2))) == ["list[0].quantity"]
    assert ask(api, line_of(row)).status_code == 200
    assert faults(ask(api, line_of(row))) == ["list[0].quantity"]


def test_what_was_denied_may_be_asked_for_again(api: Caller) -> None:
    row = api.invoiced_order("6YE881")
    decided(api, line_of(row, quantity=2, **because(OPENED)))

    assert ask(api, line_of(row, quantity=2)).status_code == 200


def test_the_documents_spellings_are_all_taken(api: Caller) -> None:
    row = api.invoiced_order("6YE881")
    vendor = {"ingramPartNumber": "", "vendorPartNumber": "cbs350-24t-4g-na"}

    texts = line_of(row, quantity="1", numberOfBoxes="1", shipFromInfo=SHIP_FROM)
    by_vendor = line_of(row, invoiceNumber=row["erpOrderNumber"], **vendor)

    claims = asked(api, texts, by_vendor)
    assert [claim["ingramPartNumber"] for claim in claims] == ["6YE881", "6YE881"]
    assert [claim["quantity"] for claim in claims] == [1, 1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"invoiceNumber": ""}, "invoiceNumber"),
        ({"invoiceNumber": "20-NOSUC-11"}, "invoiceNumber"),
        ({"invoiceDate": ""}, "invoiceDate"),
        ({"invoiceDate": "07/18/2023"}, "invoiceDate"),
        ({"invoiceDate": "2020-01-31"}, "invoiceDate"),
        ({"ingramPartNumber": ""}, "ingramPartNumber"),
        ({"ingramPartNumber": "1A8249"}, "ingramPartNumber"),
        ({"vendorPartNumber": "NO-SUCH"}, "ingramPartNumber"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": "1.5"}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"primaryReason": " "}, "primaryReason"),
        ({"secondaryReason": None}, "secondaryReason"),
        ({"numberOfBoxes": 0}, "numberOfBoxes"),
        ({"serialNumber": "NO-SUCH"}, "serialNumber"),
        ({"shipFromInfo": None}, "shipFromInfo"),
        ({"shipFromInfo": []}, "shipFromInfo"),
        ({"shipFromInfo": {}}, "shipFromInfo"),
        ({"shipFromInfo": SHIP_FROM | {"email": "nobody"}}, "shipFromInfo.email"),
        ({"shipFromInfo": [SHIP_FROM | {"city": ""}]}, "shipFromInfo[0].city"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_created(
    api: Caller, change: dict[str, Any], field: str
) -> None:
    row = api.invoiced_order("6YE881")

    answer = ask(api, line_of(row), line_of(row, **change))

    assert faults(answer) == [f"list[1].{field}"]
    assert api.sandbox.returns(reference_number="REF-1") == 0


@pytest.mark.parametrize("body", [{}, {"list": []}, {"list": {}}, {"list": [1]}])
def test_a_request_without_lines_is_refused(api: Caller, body: dict[str, Any]) -> None:
    assert faults(api.post(CREATE, body)) == ["list"]


def test_another_accounts_invoice_is_unknown(
    api: Caller, call_as: Callable[[str, str], Caller]
) -> None:
    row = api.invoiced_order("6YE881")
    number = asked(api, line_of(row))[0]["caseRequestNumber"]
    outsider = call_as("20-333333", "CA")

    assert faults(ask(outsider, line_of(row))) == ["list[0].invoiceNumber"]
    assert outsider.get(f"/resellers/v6/returns/{number}").status_code == 400
    assert rows(outsider, caseRequestNumber=number) == []


def test_an_unknown_case_is_refused(api: Caller) -> None:
    answer = api.get("/resellers/v6/returns/CAS-00000-A0A0A0-1")

    error = answer.json()["errors"][0]
    assert answer.status_code == 400
    assert error["traceid"]
    assert error["fields"][0]["field"] == "caseRequestNumber"


def test_each_filter_finds_the_case_and_nothing_that_differs(api: Caller) -> None:
    row = next(row for row in rows(api) if row["returnClaimId"] and "," not in row["returnReason"])
    product = details(api, row["caseRequestNumber"])["products"][0]

    for name, value in {
        "caseRequestNumber": row["caseRequestNumber"].lower(),
        "returnClaimId": row["returnClaimId"],
        "referenceNumber": row["referenceNumber"],
        "invoiceNumber": product["invoiceNumber"].replace("-", ""),
        "ingramPartNumber": product["ingramPartNumber"],
        "vendorPartNumber": product["vendorPartNumber"].lower(),
        "returnReason-in": row["returnReason"],
        "returnStatus-in": row["status"].title(),
        "claimStatus-in": row["status"],
    }.items():
        found = rows(api, **{name: value})
        assert row in found, name
        assert len(found) < len(rows(api)), name


def test_lists_of_states_and_reasons_have_commas_between(api: Caller) -> None:
    states = rows(api, **{"returnStatus-in": "Denied, Partially Approved"})
    reasons = rows(api, **{"returnReason-in": "(SS) Short Shipment,(CS) Customer Service"})

    assert {row["status"] for row in states} == {"DENIED", "PARTIALLY APPROVED"}
    assert {row["returnReason"] for row in reasons} == {
        "(SS) Short Shipment",
        "(CS ) Customer Service Discretion",
    }


@pytest.mark.parametrize(
    ("name", "key"), [("createdOn-bt", "createdOn"), ("modifiedOn-bt", "modifiedOn")]
)
def test_a_range_of_days_comes_as_two_values_or_with_a_comma(
    api: Caller, name: str, key: str
) -> None:
    days = sorted(row[key][:10] for row in rows(api))
    low, high = days[len(days) // 3], days[2 * len(days) // 3]

    twice = rows(api, **{name: [low, high]})
    with_comma = rows(api, **{name: f"{low},{high}"})

    assert twice == with_comma
    assert sorted(row[key][:10] for row in twice) == [day for day in days if low <= day <= high]


def test_pages_are_numbered_in_texts_and_linked_both_ways(api: Caller) -> None:
    first = api.get(SEARCH, page="1", size="4").json()
    second = api.get(SEARCH, page="2", size="4").json()

    both = first["returnsClaims"] + second["returnsClaims"]
    assert (second["pageNumber"], second["pageSize"]) == (2, 4)
    assert len({row["caseRequestNumber"] for row in both}) == 8
    assert first["nextPage"]
    assert first["previousPage"] == ""
    assert second["previousPage"]


def test_the_newest_come_first_unless_another_column_is_named(api: Caller) -> None:
    usual = [row["createdOn"] for row in rows(api)]
    rising = [row["createdOn"] for row in rows(api, sort="asc", sortingColumnName="createdOn")]
    values = [row["estimatedTotalValue"] for row in rows(api, sort="estimatedTotalValue")]

    assert usual == sorted(usual, reverse=True)
    assert rising == sorted(rising)
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"returnStatus-in": "Lost"}, "returnStatus-in"),
        ({"claimStatus-in": "Open,Lost"}, "claimStatus-in"),
        ({"createdOn-bt": "2026-01-01"}, "createdOn-bt"),
        ({"modifiedOn-bt": "1/1/2026,2/1/2026"}, "modifiedOn-bt"),
        ({"page": "0"}, "page"),
        ({"size": "101"}, "size"),
        ({"sortingColumnName": "colour"}, "sortingColumnName"),
    ],
)
def test_a_bad_parameter_of_the_search_is_named(
    api: Caller, query: dict[str, str], field: str
) -> None:
    answer = api.get(SEARCH, **query)

    error = answer.json()["errors"][0]
    assert answer.status_code == 400
    assert error["traceid"]
    assert [fault["field"] for fault in error["fields"]] == [field]


def test_what_the_history_leaves_open_is_decided_some_days_later() -> None:
    with SandboxServer(history_moves=True) as server:
        api = Caller(server)
        still_open = rows(api, **{"returnStatus-in": "Open"})

        server.advance(5 * DAY)
        api.sign_in()

        assert still_open
        assert rows(api, **{"returnStatus-in": "Open"}) == []
        api.session.close()


def test_the_seed_has_returns_in_every_state_about_real_invoices(
    call_as: Callable[[str, str], Caller],
) -> None:
    statuses = []
    for customer, country in ACCOUNTS:
        api = call_as(customer, country)
        api.sandbox.control(limits={"get": None})
        found = rows(api)
        statuses += [row["status"] for row in found]
        for row in found[:40]:
            product = details(api, row["caseRequestNumber"])["products"][0]
            invoice = api.get(
                "/resellers/v6.1/invoices/" + product["invoiceNumber"], customerType="invoice"
            ).json()
            invoiced = sum(
                line["quantity"]
                for line in invoice["lines"]
                if line["ingramPartNumber"] == product["ingramPartNumber"]
            )
            assert 1 <= product["quantity"] <= invoiced
            assert row["createdOn"] > product["invoiceDate"]
            assert row["modifiedOn"] < f"{datetime.now(UTC) + timedelta(minutes=1):%FT%T}Z"

    assert len(statuses) >= 60
    assert set(statuses) == STATUSES
