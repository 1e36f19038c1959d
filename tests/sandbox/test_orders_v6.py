"""Order create v6: made at once, whole, split or in part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.sandbox.conftest import Caller

CREATE = "/resellers/v6/orders"
SEARCH = "/resellers/v6/orders/search"
PART = {"attributeName": "allowPartialOrder", "attributeValue": "true"}
HOLD = {"attributeName": "allowOrderOnCustomerHold", "attributeValue": "true"}


def line(part_number: str, quantity: Any = 2, **more: Any) -> dict[str, Any]:
    return {"ingramPartNumber": part_number, "quantity": quantity} | more


def create(api: Caller, *lines: dict[str, Any], **changes: Any) -> requests.Response:
    body: dict[str, Any] = {"customerOrderNumber": "po-v6", "lines": list(lines)}
    return api.post(CREATE, body | changes)


def test_an_order_is_made_at_once_and_ships_like_any_other(api: Caller) -> None:
    answer = create(api, line("6YE881"))

    order = answer.json()["orders"][0]
    assert answer.status_code == 201
    assert answer.json()["customerOrderNumber"] == "PO-V6"
    assert answer.json()["purchaseOrderTotal"] == order["orderTotal"] == 793.81
    assert order["lines"][0]["lineStatus"] == "In Progress"
    assert api.get(SEARCH, customerOrderNumber="po-v6").json()["recordsFound"] == 1
    api.sandbox.advance(130)
    assert api.order_details(order["ingramOrderNumber"])["orderStatus"] == "Shipped"


def test_a_mixed_cart_becomes_two_orders_whose_headers_run_together(api: Caller) -> None:
    answer = create(api, line("6YE881"), line("4AW708")).json()

    stock, direct = answer["orders"]
    assert answer["orderSplit"]
    assert (stock["orderType"], direct["orderType"]) == ("S", "D")
    assert answer["billToAddressId"] == "000000"
    assert stock["currencyCode"] == "USD USD"
    total = stock["orderTotal"] + direct["orderTotal"]
    assert answer["purchaseOrderTotal"] == pytest.approx(total)


def test_a_shipping_instruction_puts_the_orders_number_into_the_header(api: Caller) -> None:
    shipping = {"shippingInstructions": "ring twice", "signatureRequired": "true"}
    answer = create(api, line("6YE881"), shipmentDetails=shipping).json()

    order = answer["orders"][0]
    assert answer["billToAddressId"] == f"{order['ingramOrderNumber']} : 000"
    assert order["currencyCode"] == f"{order['ingramOrderNumber']} : USD"
    assert order["lines"][0]["shipmentDetails"][0]["signatureRequired"] == "true"


def test_bad_lines_fall_when_part_of_an_order_is_allowed(api: Caller) -> None:
    lines = [line("6YE881"), line("NOSUCH"), line("1A8249", 0)]
    answer = create(api, *lines, additionalAttributes=[PART])

    rejected = answer.json()["orders"][0]["rejectedLineItems"]
    assert answer.status_code == 207
    assert [(row["customerLinenumber"], row["rejectCode"]) for row in rejected] == [
        ("2", "EN"),
        ("3", "EQ"),
    ]
    assert [row["ingramPartNumber"] for row in answer.json()["orders"][0]["lines"]] == ["6YE881"]


@pytest.mark.parametrize(
    ("lines", "attributes"),
    [
        ([line("6YE881"), line("NOSUCH")], []),
        ([line("6YE881"), line("1A8249", 0)], []),
        ([line("NOSUCH")], [PART]),
        ([line("YN6231")], []),
    ],
)
def test_a_bad_line_fails_the_order_unless_others_may_go_without_it(
    api: Caller, lines: list[dict[str, Any]], attributes: list[dict[str, str]]
) -> None:
    answer = create(api, *lines, additionalAttributes=attributes)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["fields"][0]["field"] == "ingramPartNumber"
    assert api.sandbox.orders(customer_order_number="po-v6") == 0


def test_a_customer_order_number_is_taken_once_by_either_version(api: Caller) -> None:
    again = [{"attributeName": "allowDuplicateCustomerOrderNumber", "attributeValue": "true"}]
    create(api, line("6YE881"))

    for answer in (create(api, line("6YE881")), api.order("6YE881", customerOrderNumber="PO-V6")):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["fields"][0]["field"] == "customerOrderNumber"
    assert create(api, line("6YE881"), additionalAttributes=again).status_code == 201


def test_an_order_on_customer_hold_is_told_without_amounts(api: Caller) -> None:
    answer = create(api, line("6YE881"), line("4AW708"), additionalAttributes=[HOLD]).json()

    numbers = [order["ingramOrderNumber"] for order in answer["orders"]]
    assert answer["purchaseOrderTotal"] == 0
    assert [order["orderTotal"] for order in answer["orders"]] == [0, 0]
    for number in numbers:
        assert api.order_details(number)["orderStatus"] == "On Hold"
        assert api.order_details(number)["orderTotal"] > 0
    api.sandbox.advance(86_390)
    api.sign_in()
    assert api.order_details(numbers[0])["orderStatus"] == "On Hold"
    api.sandbox.advance(11)
    api.sign_in()
    assert [api.order_details(number)["orderStatus"] for number in numbers] == ["Canceled"] * 2
    voided = [e for e in api.sandbox.state()["events"] if e["eventType"] == "im::order_voided"]
    assert len(voided) == 2


@pytest.mark.parametrize(("quoted", "plain"), [("false", False), ("False", False)])
def test_what_is_out_of_stock_is_refused_where_backorders_are(
    api: Caller, quoted: str, plain: bool
) -> None:
    for accepts in (quoted, plain):
        assert create(api, line("TSXML1"), acceptBackOrder=accepts).status_code == 400
    # Beside shipComplete the flag does not count.
    whole = create(
        api, line("TSXML1"), acceptBackOrder=plain, shipmentDetails={"shipComplete": "C"}
    )
    assert whole.status_code == 201
    assert whole.json()["orders"][0]["lines"][0]["lineStatus"] == "Backordered"


@pytest.mark.parametrize(
    ("ship_complete", "shipped"), [("", [2, 40]), ("P", [2, 0]), ("C", [0, 0]), ("E", [0, 0])]
)
def test_ship_complete_says_what_waits_for_what(
    api: Caller, ship_complete: str, shipped: list[int]
) -> None:
    shipping = {"shipmentDetails": {"shipComplete": ship_complete}} if ship_complete else {}
    answer = create(api, line("TSXML3"), line("6YE881", 46), **shipping)
    number = answer.json()["orders"][0]["ingramOrderNumber"]
    stored = {"shipFromWarehouseId": "10"}
    assert {s["shipFromWarehouseId"] for s in _shipments(answer)} == set(stored.values())

    api.sandbox.advance(200)
    lines = api.order_details(number)["lines"]

    assert [sum(s["quantity"] for s in row["shipmentDetails"]) for row in lines] == shipped
    api.sandbox.advance(1000)
    assert api.order_details(number)["orderStatus"] in ("Shipped", "Delivered")


def _shipments(answer: requests.Response) -> list[dict[str, Any]]:
    lines = answer.json()["orders"][0]["lines"]
    return [shipment for row in lines for shipment in row["shipmentDetails"]]


def test_the_warehouse_and_the_carrier_can_be_chosen(api: Caller) -> None:
    attribute = {"attributeName": "SHIPFROMWAREHOUSEID", "attributeValue": "20"}
    answer = create(
        api,
        line("6YE881"),
        line("TSXML3", additionalAttributes=[attribute | {"attributeValue": "30"}]),
        additionalAttributes=[attribute],
        shipmentDetails={"carrierCode": "FX"},
    )
    api.sandbox.advance(200)
    lines = api.order_details(answer.json()["orders"][0]["ingramOrderNumber"])["lines"]

    shipments = [row["shipmentDetails"][0] for row in lines]
    assert [shipment["shipFromWarehouseId"] for shipment in shipments] == ["20", "30"]
    assert {s["carrierDetails"][0]["carrierName"] for s in shipments} == {"FEDEX GROUND"}
    assert len({row["subOrderNumber"] for row in lines}) == 2


def test_what_a_warranty_and_a_vendor_want_to_know_is_taken(api: Caller) -> None:
    serial = {"primarySerialNumber": "SN1", "dateofPurchase": "2026-01-31"}
    day = f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%d}"
    answer = create(
        api,
        line("6YE881", warrantyInfo=[{"warrantyLineLink": "2"}], unitPrice=380.5),
        line("TSXML3", warrantyInfo=[{"hardwareLineLink": "1", "serialInfo": [serial]}]),
        vmf={"vendAuthNumber": "AUTH-1"},
        resellerInfo={"companyName": "Harbor Point", "phoneNumber": 5550100},
        shipmentDetails={"requestedDeliveryDate": day},
    )

    details = api.order_details(answer.json()["orders"][0]["ingramOrderNumber"])
    assert answer.status_code == 201
    assert {row["requestedDeliverydate"] for row in details["lines"]} == {day}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customerOrderNumber": "P" * 36}, "customerOrderNumber"),
        ({"acceptBackOrder": "maybe"}, "acceptBackOrder"),
        ({"endUserInfo": {}}, "endUserInfo"),
        ({"vmf": {"vendAuthNumber": 7}}, "vmf.vendAuthNumber"),
        (
            {"shipmentDetails": {"requestedDeliveryDate": "20300101"}},
            "shipmentDetails.requestedDeliveryDate",
        ),
        (
            {"shipmentDetails": {"requestedDeliveryDate": "2020-01-01"}},
            "shipmentDetails.requestedDeliveryDate",
        ),
        ({"shipmentDetails": {"shipComplete": "X"}}, "shipmentDetails.shipComplete"),
        ({"lines": []}, "lines"),
        ({"lines": [{"quantity": 1}]}, "lines[0].ingramPartNumber"),
        ({"lines": [line("A", "1")]}, "lines[0].quantity"),
        ({"lines": [line("A", unitPrice="9")]}, "lines[0].unitPrice"),
        (
            {"lines": [line("A", warrantyInfo=[{"serialInfo": [{"shipDate": "soon"}]}])]},
            "lines[0].warrantyInfo[0].serialInfo[0].shipDate",
        ),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_ordered(
    api: Caller, change: dict[str, Any], field: str
) -> None:
    answer = create(api, line("6YE881"), **change)

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"][0]["fields"]] == [field]
    assert api.sandbox.state()["orders"] == {}


def test_in_maintenance_v6_fails_and_v7_queues(api: Caller) -> None:
    api.sandbox.fault("maintenance", times=None)

    assert create(api, line("6YE881")).status_code == 500
    assert api.order("6YE881", customerOrderNumber="PO-V7").status_code == 200
    api.sandbox.advance(1000)
    assert api.sandbox.state()["events"] == []

    api.sandbox.control(faults=[])
    api.sandbox.advance(100)
    assert api.get(SEARCH, customerOrderNumber="PO-V7").json()["recordsFound"] == 1
    assert api.get(SEARCH, customerOrderNumber="PO-V6").status_code == 204
    told = [event["eventType"] for event in api.sandbox.state()["events"]]
    assert "IM::async_order_create" in told
