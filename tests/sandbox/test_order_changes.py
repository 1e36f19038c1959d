"""Orders on customer hold: changed, released, cancelled, voided; and only those."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.conftest import Caller

HOLD = [{"attributeName": "allowOrderOnCustomerHold", "attributeValue": "true"}]
COMMENTS = [{"attributeName": "enableCommentsAsLines", "attributeValue": "true"}]
ADDRESS = {
    "companyName": "Bayview School District",
    "contact": "Marcus Lee",
    "addressLine1": "400 Bayview Ave",
    "city": "San Diego",
    "state": "CA",
    "postalCode": "92101",
    "countryCode": "US",
    "email": "marcus@bayviewschools.example",
}
LONG_NOTE = "Deliver to the loading dock and ring the bell twice"


def held(api: Caller, *part_numbers: str) -> str:
    return api.placed_order(*part_numbers or ("6YE881", "1A8249"), additionalAttributes=HOLD)


def modify(api: Caller, number: str, *lines: dict[str, Any], **body: Any) -> requests.Response:
    wanted = {"lines": list(lines)} if lines else {}
    return api.send("PUT", f"/resellers/v6/orders/{number}", json=wanted | body)


def release(api: Caller, number: str) -> requests.Response:
    path = f"/resellers/v6/orders/{number}"
    return api.send("PUT", path, json={}, params={"actionCode": "release"})


def cancel(api: Caller, number: str) -> requests.Response:
    return api.send("DELETE", f"/resellers/v6/orders/{number}")


def change(action: str, **line: Any) -> dict[str, Any]:
    return {"addUpdateDeleteLine": action} | line


def line_numbers(api: Caller, number: str) -> dict[str, str]:
    lines = api.order_details(number)["lines"]
    return {line["ingramPartNumber"]: line["ingramOrderLineNumber"] for line in lines}


def test_a_released_order_goes_its_way_and_is_not_voided(api: Caller) -> None:
    number = held(api)

    answer = release(api, number)

    assert (answer.status_code, answer.json()) == (200, None)
    assert api.order_details(number)["orderStatus"] == "Processing"
    api.sandbox.advance(90_000)
    api.sign_in()
    assert api.order_details(number)["orderStatus"] == "Delivered"


def test_a_changed_line_gets_a_new_number_and_loses_its_customers(api: Caller) -> None:
    number = held(api)

    answer = modify(
        api,
        number,
        change("UPDATE", ingramLineNumber="001", ingramPartNumber="6YE881", quantity=5),
    )

    line = answer.json()["lines"][0]
    assert answer.status_code == 201
    assert (line["ingramLineNumber"], line["customerLineNumber"]) == ("3", "000")
    assert (line["quantityOrdered"], line["quantityConfirmed"]) == (5, 5)
    assert line_numbers(api, number) == {"6YE881": "003", "1A8249": "002"}
    assert answer.json()["orderTotal"] == api.order_details(number)["orderTotal"]
    assert answer.json()["orderSubTotal"] == 1923.06
    assert answer.json()["orderStatus"] == "ON HOLD"


def test_lines_are_added_and_deleted(api: Caller) -> None:
    number = held(api)

    answer = modify(
        api,
        number,
        change("ADD", ingramPartNumber="TSXML3", quantity=4, customerLineNumber="12"),
        change("DELETE", ingramLineNumber="1", ingramPartNumber="6YE881"),
    )

    added, deleted = answer.json()["lines"]
    assert answer.status_code == 201
    assert (added["ingramLineNumber"], added["customerLineNumber"]) == ("3", "012")
    assert (deleted["ingramLineNumber"], deleted["customerLineNumber"]) == ("001", "000")
    assert line_numbers(api, number) == {"1A8249": "002", "TSXML3": "003"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (change("ADD", ingramPartNumber="NOSUCH", quantity=1), "EN"),
        (change("ADD", ingramPartNumber="TSXML3", quantity=0), "EQ"),
        (change("ADD", ingramPartNumber="TSXML3"), "EQ"),
        (change("UPDATE", ingramLineNumber="1", ingramPartNumber="6YE881"), "EQ"),
        (change("UPDATE", ingramLineNumber="9", ingramPartNumber="6YE881", quantity=1), "EL"),
        (change("UPDATE", ingramLineNumber="2", ingramPartNumber="6YE881", quantity=1), "EN"),
        (change("DELETE", ingramLineNumber="9", ingramPartNumber="6YE881"), "EL"),
        (change("DELETE", ingramLineNumber="\u00b2", ingramPartNumber="6YE881"), "EL"),
    ],
)
def test_a_refused_line_has_a_code_and_changes_nothing(
    api: Caller, line: dict[str, Any], code: str
) -> None:
    number = held(api)
    before = api.order_details(number)

    answer = modify(api, number, line)

    assert answer.status_code == 200
    assert "lines" not in answer.json()
    assert [row["rejectCode"] for row in answer.json()["rejectedLineItems"]] == [code]
    assert api.order_details(number) == before


def test_what_is_done_in_part_says_both(api: Caller) -> None:
    number = held(api)

    answer = modify(
        api,
        number,
        change("ADD", ingramPartNumber="TSXML3", quantity=1),
        change("ADD", ingramPartNumber="NOSUCH", quantity=1),
    )

    assert answer.status_code == 207
    assert [row["ingramPartNumber"] for row in answer.json()["lines"]] == ["TSXML3"]
    assert [row["ingramPartNumber"] for row in answer.json()["rejectedLineItems"]] == ["NOSUCH"]


def test_the_address_is_changed_and_echoed_in_capitals(api: Caller) -> None:
    number = held(api)

    answer = modify(api, number, shipToInfo=ADDRESS)

    assert answer.status_code == 201
    assert answer.json()["shipToInfo"]["companyName"] == "BAYVIEW SCHOOL DISTRICT"
    assert answer.json()["shipToInfo"]["email"] == "marcusbayviewschools.example"
    assert api.order_details(number)["shipToInfo"]["city"] == "SAN DIEGO"


@pytest.mark.parametrize(
    "wrong", [{"state": "CAL"}, {"city": ""}, {"email": "nobody"}, {"countryCode": "USA"}]
)
def test_a_bad_address_is_refused_alone_and_told_beside_good_lines(
    api: Caller, wrong: dict[str, str]
) -> None:
    number = held(api)
    before = api.order_details(number)["shipToInfo"]

    alone = modify(api, number, shipToInfo=ADDRESS | wrong)
    added = change("ADD", ingramPartNumber="TSXML3", quantity=1)
    beside = modify(api, number, added, shipToInfo=ADDRESS | wrong)

    assert alone.status_code == 400
    assert alone.json()["errors"][0]["fields"][0]["field"] == "shipToAddress"
    assert beside.status_code == 207
    assert beside.json()["changeDescription"]
    assert api.order_details(number)["shipToInfo"] == before
    assert "TSXML3" in line_numbers(api, number)


def test_a_long_note_needs_lines_of_its_own(api: Caller) -> None:
    number = held(api)

    refused = modify(api, number, notes=LONG_NOTE)
    answer = modify(api, number, notes=LONG_NOTE, additionalAttributes=COMMENTS)

    first, second = answer.json()["lines"]
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["fields"][0]["field"] == "notes"
    assert answer.status_code == 201
    assert (first["ingramLineNumber"], second["ingramLineNumber"]) == ("003", "004")
    assert first["notes"] + second["notes"] == LONG_NOTE.upper()
    assert api.order_details(number)["notes"].startswith(LONG_NOTE.upper()[:35] + " || ")


def test_a_comment_is_changed_and_deleted_by_its_line_number(api: Caller) -> None:
    number = held(api)
    modify(api, number, notes="Ring twice")

    update = change("UPDATE", ingramLineNumber="003", notes="Ring once")
    changed = modify(api, number, update, additionalAttributes=COMMENTS).json()["lines"][0]
    assert (changed["ingramLineNumber"], changed["notes"]) == ("004", "RING ONCE")
    assert api.order_details(number)["notes"] == "RING ONCE"

    assert modify(api, number, change("DELETE", ingramLineNumber="004")).status_code == 201
    assert api.order_details(number)["notes"] == ""


def test_a_note_of_a_line_is_set_and_taken_away(api: Caller) -> None:
    number = held(api, "6YE881")
    line = {"ingramPartNumber": "6YE881", "quantity": 2}

    noted = change("UPDATE", ingramLineNumber="1", notes=LONG_NOTE, **line)
    modify(api, number, noted, additionalAttributes=COMMENTS)
    with_note = api.order_details(number)["lines"][0]
    bare = change("UPDATE", ingramLineNumber="2", **line)
    modify(api, number, bare, additionalAttributes=COMMENTS)

    assert with_note["lineNotes"].replace(" || ", "") == LONG_NOTE.upper()
    assert api.order_details(number)["lines"][0]["lineNotes"] == ""


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "lines"),
        ({"notes": "n" * 133}, "notes"),
        ({"lines": [{"addUpdateDeleteLine": "CHANGE"}]}, "lines[0].addUpdateDeleteLine"),
        ({"lines": [{"ingramLineNumber": "1"}]}, "lines[0].addUpdateDeleteLine"),
        ({"lines": [change("ADD", quantity="1")]}, "lines[0].quantity"),
        ({"shipToInfo": ADDRESS | {"addressLine1": "a" * 61}}, "shipToInfo.addressLine1"),
    ],
)
def test_a_bad_field_of_a_change_is_named(api: Caller, body: dict[str, Any], field: str) -> None:
    answer = modify(api, held(api), **body)

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"][0]["fields"]] == [field]


def test_a_cancelled_order_is_gone_with_an_empty_answer_and_an_event(api: Caller) -> None:
    number = held(api)

    answer = cancel(api, number)

    assert (answer.status_code, answer.text) == (200, "")
    assert api.order_details(number)["orderStatus"] == "Canceled"
    assert cancel(api, number).status_code == 405
    assert api.sandbox.state()["events"][-1]["eventType"] == "im::order_voided"


def _never_held(api: Caller) -> str:
    return api.placed_order("6YE881")


def _released(api: Caller) -> str:
    number = held(api)
    release(api, number)
    return number


def _voided(api: Caller) -> str:
    number = held(api)
    api.sandbox.advance(86_401)
    api.sign_in()
    return number


def _held_by_the_vendor(api: Caller) -> str:
    quote = api.ready_quote("6YE881")
    header = [{"attributeName": "ResellerCompanyName", "attributeValue": "Harbor Point"}]
    line = {"attributeName": "resellerCtacEmail", "attributeValue": "rep@reseller.example"}
    number = api.placed_order(
        quoteNumber=quote,
        lines=[{"customerLineNumber": "1", "vmfAdditionalAttributesLines": [line]}],
        vmfAdditionalAttributes=header,
    )
    assert api.order_details(number)["orderStatus"] == "On Hold"
    return number


@pytest.mark.parametrize("place", [_never_held, _released, _voided, _held_by_the_vendor])
def test_only_an_order_on_customer_hold_is_released_changed_or_cancelled(
    api: Caller, place: Any
) -> None:
    number = place(api)
    before = api.order_details(number)

    answers = [
        release(api, number),
        modify(api, number, change("ADD", ingramPartNumber="TSXML3", quantity=1)),
    ]

    for answer in answers:
        assert answer.status_code == 400
        assert "field" not in answer.json()["errors"][0]["fields"][0]
    assert cancel(api, number).status_code == 405
    assert api.order_details(number) == before


def test_an_unknown_order_is_not_found_and_a_wrong_number_refused(api: Caller) -> None:
    for answer in (release(api, "20-NOONE"), modify(api, "20-NOONE", notes="x")):
        assert (answer.status_code, answer.text) == (404, "")
    assert cancel(api, "20-NOONE").status_code == 404
    for answer in (release(api, "20-123"), cancel(api, "20-123")):
        assert answer.status_code == 400


def test_the_orders_of_a_split_are_released_and_cancelled_one_by_one(api: Caller) -> None:
    api.placed_order("6YE881", "4AW708", additionalAttributes=HOLD)
    first, second = api.sandbox.state()["orders"]["PO-1"]

    release(api, first)
    cancel(api, second)

    assert api.order_details(first)["orderStatus"] == "Processing"
    assert api.order_details(second)["orderStatus"] == "Canceled"
