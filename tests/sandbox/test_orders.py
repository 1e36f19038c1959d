"""An order's way: checked, confirmed, created, shipped, found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v6/orders/search"
CISCO_HEADER = [
    {"attributeName": "VEND_AUTH_NBR_FLG", "attributeValue": "AUTH-1"},
    {"attributeName": "ResellerCompanyName", "attributeValue": "Harbor Point"},
]
CISCO_LINE = [{"attributeName": "resellerCtacEmail", "attributeValue": "rep@reseller.example"}]
HOLD = [{"attributeName": "allowOrderOnCustomerHold", "attributeValue": "true"}]
SHIP_TO = {
    "companyName": "Lakeside Medical Group",
    "addressLine1": "410 Shore Drive",
    "city": "Flint",
    "state": "MI",
    "postalCode": "48502",
    "countryCode": "US",
}


def test_an_order_is_confirmed_at_once_and_created_a_few_seconds_later(api: Caller) -> None:
    api.sandbox.control(timings={"order_created": 30})
    confirmed = api.order("6YE881", customerOrderNumber="po-7b", shipToInfo=SHIP_TO).json()
    assert api.get(SEARCH, customerOrderNumber="PO-7B").status_code == 204
    assert api.sandbox.orders(customer_order_number="PO-7B") == 1

    api.sandbox.advance(31)

    row = api.get(SEARCH, customerOrderNumber="po-7b").json()["orders"][0]
    details = api.order_details(row["ingramOrderNumber"])
    assert len(confirmed["confirmationNumber"]) == 27
    assert row["customerOrderNumber"] == "PO-7B"
    assert row["orderStatus"] == "OPEN"
    assert details["orderStatus"] == "Processing"
    assert details["orderSubTotal"] == 778.86
    assert details["orderTotal"] == 793.81
    assert details["shipToInfo"]["companyName"] == "LAKESIDE MEDICAL GROUP"


def test_an_order_ships_is_invoiced_and_delivered_as_time_passes(api: Caller) -> None:
    number = api.placed_order("6YE881")

    api.sandbox.advance(130)
    line = api.order_details(number)["lines"][0]
    assert line["lineStatus"] == "Shipped"
    carrier = line["shipmentDetails"][0]["carrierDetails"][0]
    assert carrier["carrierName"]
    assert carrier["trackingDetails"][0]["trackingNumber"].startswith("1Z")
    assert len(carrier["trackingDetails"][0]["serialNumbers"]) == 2

    api.sandbox.advance(120)
    assert api.order_details(number)["lines"][0]["shipmentDetails"][0]["invoiceNumber"]

    api.sandbox.advance(400)
    assert api.order_details(number)["orderStatus"] == "Delivered"
    assert api.sandbox.state()["planned"] == []


def test_what_is_short_is_backordered_until_it_comes_in(api: Caller) -> None:
    lines = [{"customerLineNumber": "1", "ingramPartNumber": "6YE881", "quantity": 41}]
    number = api.placed_order(lines=lines)

    line = api.order_details(number)["lines"][0]
    assert line["lineStatus"] == "Backordered"
    assert (line["quantityConfirmed"], line["quantityBackOrdered"]) == (40, 1)
    assert line["backOrderETADate"]

    api.sandbox.advance(700)
    assert api.order_details(number)["orderStatus"] == "Shipped"


def test_a_line_that_is_short_leaves_in_two_shipments_with_an_invoice_each(api: Caller) -> None:
    lines = [{"customerLineNumber": "1", "ingramPartNumber": "6YE881", "quantity": 46}]
    number = api.placed_order(lines=lines)

    api.sandbox.advance(300)
    line = api.order_details(number)["lines"][0]
    assert (line["lineStatus"], line["quantityBackOrdered"]) == ("Backordered", 6)
    assert [shipment["quantity"] for shipment in line["shipmentDetails"]] == [40]

    api.sandbox.advance(1500)
    line = api.order_details(number)["lines"][0]
    first, second = line["shipmentDetails"]
    tracking = [shipment["carrierDetails"][0]["trackingDetails"][0] for shipment in (first, second)]
    compact = number.replace("-", "")
    assert line["lineStatus"] == "Delivered"
    assert [shipment["quantity"] for shipment in (first, second)] == [40, 6]
    assert [link["href"].partition("?")[0] for link in line["links"]] == [
        f"/resellers/v5/invoices/{compact}11",
        f"/resellers/v5/invoices/{compact}12",
    ]
    assert first["invoiceNumber"] == f"{compact}11"
    assert second["invoiceNumber"] == f"{compact}12"
    assert tracking[0]["trackingNumber"] != tracking[1]["trackingNumber"]
    assert (
        len({serial["serialNumber"] for box in tracking for serial in box["serialNumbers"]}) == 46
    )
    assert [found["confirmedQuantity"] for found in line["multipleShipments"]] == [40, 6]


def test_a_mixed_cart_is_split_into_stock_and_direct_ship(api: Caller) -> None:
    api.placed_order("6YE881", "4AW708")

    numbers = api.sandbox.state()["orders"]["PO-1"]
    kinds = {api.order_details(number)["orderType"] for number in numbers}
    assert kinds == {"S", "D"}


def test_a_customer_order_number_is_taken_once_in_any_case(api: Caller) -> None:
    assert api.order("6YE881", customerOrderNumber="po-1").status_code == 200

    again = api.order("6YE881", customerOrderNumber="PO-1")
    asked_for = [{"attributeName": "allowDuplicateCustomerOrderNumber", "attributeValue": "true"}]

    assert again.status_code == 400
    assert again.json()["errors"][0]["fields"][0]["field"] == "customerOrderNumber"
    assert api.order("6YE881", additionalAttributes=asked_for).status_code == 200
    assert api.sandbox.orders(customer_order_number="PO-1") == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customerOrderNumber": ""}, "customerOrderNumber"),
        ({"customerOrderNumber": "P" * 19}, "customerOrderNumber"),
        ({"customerOrderNumber": 12}, "customerOrderNumber"),
        ({"endCustomerOrderNumber": "P" * 19}, "endCustomerOrderNumber"),
        ({"quoteNumber": "Q" * 36}, "quoteNumber"),
        ({"billToAddressId": "0" * 11}, "billToAddressId"),
        ({"acceptBackOrder": "true"}, "acceptBackOrder"),
        ({"endUserInfo": {}}, "endUserInfo"),
        ({"endUserInfo": {"state": "MICH"}}, "endUserInfo.state"),
        ({"endUserInfo": {"email": "nobody"}}, "endUserInfo.email"),
        ({"shipToInfo": SHIP_TO | {"companyName": "c" * 41}}, "shipToInfo.companyName"),
        ({"shipToInfo": SHIP_TO | {"phoneNumber": 0}}, "shipToInfo.phoneNumber"),
        ({"shipToInfo": SHIP_TO | {"city": ""}}, "shipToInfo.city"),
        ({"shipToInfo": {"contact": "Dana"}}, "shipToInfo.addressId"),
        ({"shipmentDetails": {"shipComplete": "X"}}, "shipmentDetails.shipComplete"),
        (
            {"shipmentDetails": {"requestedDeliveryDate": "20200101"}},
            "shipmentDetails.requestedDeliveryDate",
        ),
        ({"lines": []}, "lines"),
        ({"lines": [{"ingramPartNumber": "6YE881", "quantity": 0}]}, "lines[0].quantity"),
        ({"lines": [{"ingramPartNumber": "6YE881", "quantity": "1"}]}, "lines[0].quantity"),
        ({"lines": [{"ingramPartNumber": "6YE881", "quantity": True}]}, "lines[0].quantity"),
        ({"lines": [{"quantity": 1}]}, "lines[0].ingramPartNumber"),
        (
            {"lines": [{"ingramPartNumber": "A", "quantity": 1, "customerLineNumber": "885"}]},
            "lines[0].customerLineNumber",
        ),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_ordered(
    api: Caller, change: dict[str, Any], field: str
) -> None:
    answer = api.order("6YE881", **change)

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"][0]["fields"]] == [field]
    assert api.sandbox.state()["orders"] == {}


def test_a_quote_is_ordered_by_its_number_and_its_quantities_rule(api: Caller) -> None:
    quote = api.ready_quote("6YE881")
    lines = [
        {"customerLineNumber": "1", "quantity": 99, "vmfAdditionalAttributesLines": CISCO_LINE}
    ]

    number = api.placed_order(quoteNumber=quote, lines=lines, vmfAdditionalAttributes=CISCO_HEADER)

    details = api.order_details(number)
    assert details["lines"][0]["quantityOrdered"] == 2
    assert details["orderStatus"] == "Processing"
    assert api.get(f"/resellers/v6/quotes/{quote}").json()["status"] == "Ordered"
    assert api.get("/resellers/v6/q2o/validatequote", quoteNumber=quote).status_code == 400


def test_without_the_vendors_authorization_the_order_is_held_for_a_while(api: Caller) -> None:
    quote = api.ready_quote("6YE881")
    lines = [{"customerLineNumber": "1", "vmfAdditionalAttributesLines": CISCO_LINE}]

    number = api.placed_order(
        quoteNumber=quote, lines=lines, vmfAdditionalAttributes=CISCO_HEADER[1:]
    )
    assert api.order_details(number)["orderStatus"] == "On Hold"

    api.sandbox.advance(320)
    assert api.order_details(number)["orderStatus"] == "Processing"


@pytest.mark.parametrize(
    "change",
    [
        {"quoteNumber": "QUO-0"},
        {"quoteNumber": "QUO-14551943-D2Y9L9"},
        {"lines": [{"ingramPartNumber": "NOSUCH", "quantity": 1}]},
        {"lines": [{"ingramPartNumber": "YN6231", "quantity": 1}]},
    ],
)
def test_what_cannot_be_ordered_is_accepted_first_and_fails_later(
    api: Caller, change: dict[str, Any]
) -> None:
    assert api.order("6YE881", **change).status_code == 200

    api.sandbox.advance(5)

    state = api.sandbox.state()
    assert "PO-1" in state["failed_orders"]
    assert state["orders"] == {}
    assert api.get(SEARCH, customerOrderNumber="PO-1").status_code == 204


def test_a_customer_hold_is_voided_after_a_day(api: Caller) -> None:
    number = api.placed_order("6YE881", additionalAttributes=HOLD)
    assert api.order_details(number)["orderStatus"] == "On Hold"

    api.sandbox.advance(86_401)
    api.sign_in()

    assert api.order_details(number)["orderStatus"] == "Canceled"
    row = api.get(SEARCH, ingramOrderNumber=number).json()["orders"][0]
    assert row["orderStatus"] == "CANCELLED"


def test_the_documentations_order_is_found_whole_and_by_its_sub_order(api: Caller) -> None:
    whole, part = api.order_details("20-RD3QV"), api.order_details("20-rd3qv-11")

    assert whole == part
    assert whole["customerOrderNumber"] == "16"
    assert whole["lines"][0]["unitPrice"] == 20887.57
    assert api.get("/resellers/v6.1/orders/20-RD3QV-99").status_code == 404
    assert api.get("/resellers/v6.1/orders/20-NOONE").status_code == 404


def test_the_order_date_tells_reused_numbers_apart(api: Caller) -> None:
    path = "/resellers/v6.1/orders/20-RD3QV"

    assert api.get(path, ingramOrderDate="2020-05-13").status_code == 200
    assert api.get(path, ingramOrderDate="2021-05-13").status_code == 404
    assert api.get(path, ingramOrderDate="13.05.2020").status_code == 400


@pytest.mark.parametrize(
    ("status", "line_status"),
    [
        ("IM::SHIPPED", "Shipped"),
        ("IM::PARTIALLY_SHIPPED", "Backordered"),
        ("IM::HOLD", "On Hold"),
        ("IM::INVOICED", "Shipped"),
    ],
)
def test_a_status_can_be_simulated_without_changing_the_order(
    api: Caller, status: str, line_status: str
) -> None:
    details = api.order_details("20-RD3QV", simulateStatus=status)

    assert details["lines"][0]["lineStatus"] == line_status
    assert api.order_details("20-RD3QV")["lines"][0]["lineStatus"] == "In Progress"


def _found(api: Caller, **query: Any) -> list[dict[str, Any]]:
    answer = api.get(SEARCH, pageSize=100, **query)
    return [] if answer.status_code == 204 else list(answer.json()["orders"])


def _all(api: Caller) -> list[dict[str, Any]]:
    return [
        row
        for number in (1, 2, 3)
        for row in api.get(SEARCH, pageSize=100, pageNumber=number).json()["orders"]
    ]


def test_a_search_lists_everything_newest_first_in_pages(api: Caller) -> None:
    rows = _all(api)
    page = api.get(SEARCH, pageSize=20, pageNumber=2).json()

    dates = [row["ingramOrderDate"] for row in rows]
    assert len(rows) == page["recordsFound"] == 231
    assert dates == sorted(dates, reverse=True)
    assert page["orders"] == rows[20:40]


def test_each_filter_finds_the_order_that_has_the_value(api: Caller) -> None:
    number = api.placed_order("6YE881", endCustomerOrderNumber="EU-9", specialBidNumber="SB-1")
    api.sandbox.advance(700)
    carrier = api.order_details(number)["lines"][0]["shipmentDetails"][0]["carrierDetails"][0]
    tracking = carrier["trackingDetails"][0]
    api.sandbox.control(limits={"get": None})

    for query in (
        {"ingramOrderNumber": number},
        {"customerOrderNumber": "po-1"},
        {"endCustomerOrderNumber": "eu-9"},
        {"specialBidNumber": "sb-1"},
        {"serialNumber": tracking["serialNumbers"][0]["serialNumber"]},
        {"trackingNumber": tracking["trackingNumber"]},
    ):
        found = [row["ingramOrderNumber"] for row in _found(api, **query)]
        assert found == [number], query
    for query in ({"ingramPartNumber": "6YE881"}, {"vendorName": "cisco"}):
        assert number in [row["ingramOrderNumber"] for row in _found(api, **query)]
    assert _found(api, trackingNumber="1Z0") == []


def test_statuses_can_be_asked_for_one_by_one_and_together(api: Caller) -> None:
    held = _found(api, orderStatus="ON HOLD")
    both = _found(api, **{"orderStatus-in": ["ON HOLD", "BACKORDERED"]})
    backordered = _found(api, orderStatus="BACKORDERED")

    assert held
    assert len(both) == len(held) + len(backordered)
    assert api.get(SEARCH, orderStatus="LOST").status_code == 400


def test_date_ranges_take_two_values(api: Caller) -> None:
    today = datetime.now(UTC)
    span = [f"{today - timedelta(days=60):%Y-%m-%d}", f"{today:%Y-%m-%d}"]

    entered = _found(api, **{"ingramOrderDate-bt": span})
    shipped = _found(api, shipDate_bt=span)

    assert 0 < len(entered) < 100
    assert all(row["ingramOrderDate"][:10] >= span[0] for row in entered)
    assert 0 < len(shipped) < len(entered)
    assert api.get(SEARCH, **{"ingramOrderDate-bt": span[:1]}).status_code == 400


def test_an_unknown_parameter_is_ignored_without_a_word(api: Caller) -> None:
    found = api.get(SEARCH, fromDate="2026-01-01").json()["recordsFound"]
    assert found == 231


def test_too_long_a_filter_is_refused(api: Caller) -> None:
    assert api.get(SEARCH, ingramOrderNumber="2" * 12).status_code == 400
    assert api.get(SEARCH, customerOrderNumber="P" * 36).status_code == 400


def test_each_customer_sees_only_its_own_orders(call_as: Callable[[str, str], Caller]) -> None:
    ours, theirs = call_as("20-222222", "US"), call_as("20-333333", "CA")
    number = ours.placed_order("6YE881")

    assert theirs.get(SEARCH, customerOrderNumber="PO-1").status_code == 204
    assert theirs.get(f"/resellers/v6.1/orders/{number}").status_code == 404
    assert theirs.order("6YE881").status_code == 200
