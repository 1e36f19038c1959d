"""Early v6 and v5 tell the same orders in other ways."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.conftest import Caller

ACCOUNT = {"isocountrycode": "US", "customernumber": "20-222222"}
ORDERS = "/resellers/v5/Orders"
ADDRESS = {
    "attention": "Dana Whitfield",
    "addressline1": "410 Shore Drive",
    "addressline2": "Suite 2",
    "city": "Flint",
    "state": "MI",
    "postalcode": "48502",
    "countrycode": "US",
}


def spec(name: str, value: str) -> dict[str, str]:
    return {"attributename": name, "attributevalue": value}


def line(part_number: str, quantity: str = "2", **more: Any) -> dict[str, Any]:
    return {"linetype": "P", "linenumber": "1", "quantity": quantity} | (
        more or {"ingrampartnumber": part_number}
    )


def create(api: Caller, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    details = {"customerponumber": "po-v5", "ordertype": "Standard", "shiptoaddress": ADDRESS}
    details |= {"lines": list(lines)} | changes
    body = {"ordercreaterequest": {"requestpreamble": ACCOUNT, "ordercreatedetails": details}}
    answer = api.post(ORDERS, body)
    assert answer.status_code == 200
    return dict(answer.json()["serviceresponse"])


def number_of(created: dict[str, Any]) -> str:
    return str(created["ordersummary"]["ordercreateresponse"][0]["globalorderid"])


def search(api: Caller, **query: Any) -> dict[str, Any]:
    account = {"customerNumber": "20-222222", "isocountrycode": "US"}
    return dict(api.get(f"{ORDERS}/search", **account, **query).json()["serviceresponse"])


def details(api: Caller, number: str, **query: Any) -> dict[str, Any]:
    answer = api.get(f"{ORDERS}/{number}", **ACCOUNT, **query)
    return dict(answer.json()["serviceresponse"])


def cancel(api: Caller, number: str, entry_date: str) -> dict[str, Any]:
    query = {"customerNumber": "20-222222", "isoCountryCode": "US", "entryDate": entry_date}
    answer: requests.Response = api.send("DELETE", f"{ORDERS}/{number}", params=query)
    assert answer.status_code == 200
    return dict(answer.json()["serviceresponse"]["responsepreamble"])


@pytest.fixture
def old_api(api: Caller) -> Caller:
    """Version 5 sends no IM headers."""
    api.headers = {"Authorization": api.headers["Authorization"]}
    return api


def modern(api: Caller, number: str) -> Any:
    api.headers |= {
        "IM-CustomerNumber": "20-222222",
        "IM-CountryCode": "US",
        "IM-CorrelationID": "1" * 32,
    }
    return api.order_details(number)


def test_early_v6_has_one_carrier_and_other_spellings(api: Caller) -> None:
    number = api.placed_order("6YE881")
    api.sandbox.advance(700)

    found = api.get(f"/resellers/v6/orders/{number}").json()

    shipment = found["lines"][0]["shipmentDetails"][0]
    carrier = shipment["carrierDetails"]
    assert found["orderTotal"] == api.order_details(number)["orderTotal"]
    assert shipment["shippedDate"] <= shipment["deliveredDate"]
    assert carrier["carrierName"]
    assert len(carrier["trackingDetails"][0]["SerialNumbers"]) == 2
    assert found["miscellaneousCharges"][0]["chargeAmount"] == 14.95


def test_early_v6_answers_nothing_for_an_unknown_number(api: Caller) -> None:
    for number, query in (("20-NOONE", {}), ("20-RD3QV", {"ingramOrderDate": "2021-05-13"})):
        answer = api.get(f"/resellers/v6/orders/{number}", **query)
        assert (answer.status_code, answer.text) == (204, "")
    assert api.get("/resellers/v6/orders/20-RD3QV-11").json()["lines"]


def test_an_order_of_v5_is_found_by_v6(old_api: Caller) -> None:
    created = create(old_api, line("TSXML3"), extendedspecs=[spec("commenttext", "Ring twice")])

    row = created["ordersummary"]["ordercreateresponse"][0]
    whole = modern(old_api, number_of(created))
    assert created["responsepreamble"]["responsestatus"] == "SUCCESS"
    assert row["lines"][0]["requestedquantity"] == 2
    assert whole["customerOrderNumber"] == "PO-V5"
    assert whole["orderTotal"] == row["orderamount"]
    assert whole["notes"] == "RING TWICE"
    assert whole["shipToInfo"]["city"] == "FLINT"


def test_an_order_of_v6_is_found_by_v5(api: Caller) -> None:
    number = api.placed_order("6YE881")
    api.sandbox.advance(700)

    found = details(api, number)["orderdetailresponse"]

    line = found["lines"][0]
    whole = api.order_details(number)
    assert found["orderstatus"] == "Invoiced"
    assert found["ordertotalvalue"] == whole["orderTotal"]
    assert line["requestedquantity"] == "2"
    assert len(line["serialnumberdetails"]) == 2
    shipment = whole["lines"][0]["shipmentDetails"][0]
    assert line["shipmentdetails"][0]["invoicenumber"] == shipment["invoiceNumber"]


def test_products_are_ordered_by_any_number(old_api: Caller) -> None:
    lines = [
        line("", vendorpartnumber="TSXML3-TEST"),
        line("", UPCCode="0889728293822"),
        line("", linetype="C", ingrampartnumber="ignored"),
    ]
    created = create(old_api, *lines)

    ordered = created["ordersummary"]["ordercreateresponse"][0]["lines"]
    assert [row["partnumber"] for row in ordered] == ["TSXML3", "6YE881"]


@pytest.mark.parametrize(
    ("lines", "changes"),
    [
        ([line("NOSUCH")], {}),
        ([line("TSXML3", "0")], {}),
        ([line("TSXML3", "two")], {}),
        ([line("TSXML3")], {"customerponumber": "P" * 19}),
        ([line("TSXML3")], {"shiptoaddress": {"city": "Flint"}}),
        ([line("TSXML1")], {"extendedspecs": [spec("Isbackorderflagallowed", "false")]}),
        ([], {}),
    ],
)
def test_v5_fails_with_200(
    old_api: Caller, lines: list[dict[str, Any]], changes: dict[str, Any]
) -> None:
    preamble = create(old_api, *lines, **changes)["responsepreamble"]

    assert preamble["responsestatus"] == "FAILED"
    assert preamble["responsemessage"]
    assert old_api.sandbox.state()["orders"] == {}


def test_v5_takes_a_number_once_and_goes_on_without_bad_lines_when_told(old_api: Caller) -> None:
    create(old_api, line("TSXML3"))
    twice = create(old_api, line("TSXML3"))
    allowed = create(
        old_api,
        line("TSXML3"),
        line("NOSUCH"),
        extendedspecs=[
            spec("duplicatecustomerordernumbervalidate", "ALLOW"),
            spec("continueonerror", "true"),
        ],
    )

    assert twice["responsepreamble"]["responsestatus"] == "FAILED"
    row = allowed["ordersummary"]["ordercreateresponse"][0]
    assert (row["numberoflineswithsuccess"], row["numberoflineswitherror"]) == ("1", "1")


@pytest.mark.parametrize(
    "account",
    [
        {},
        {"customernumber": "20-222222"},
        {"isocountrycode": "CA", "customernumber": "20-222222"},
        {"isocountrycode": 1, "customernumber": "20-222222"},
    ],
)
def test_v5_wants_its_account(old_api: Caller, account: dict[str, Any]) -> None:
    body = {"ordercreaterequest": {"requestpreamble": account, "ordercreatedetails": {}}}

    answer = old_api.post(ORDERS, body)

    assert answer.json()["serviceresponse"]["responsepreamble"]["responsestatus"] == "FAILED"
    assert old_api.get(f"{ORDERS}/20-RD3QV").json()["serviceresponse"]["responsepreamble"]
    unknown = {"isocountrycode": "US", "customernumber": "20-999999"}
    assert old_api.get(f"{ORDERS}/20-RD3QV", **unknown).status_code == 403


def test_v5_search_tells_whose_hold_it_is(old_api: Caller) -> None:
    hold = [spec("placeoncustomerhold", "true")]
    number = number_of(create(old_api, line("TSXML3"), extendedspecs=hold))

    row = search(old_api, ordernumber=number)["ordesearchresponse"]["orders"][0]

    assert row["suborders"][0]["holdreasoncode"] == "B"
    assert row["suborders"][0]["status"] == "INTERNET CUSTOMER HOLD"


def test_v5_search_filters_and_pages(old_api: Caller) -> None:
    create(old_api, line("TSXML3"))

    everything = search(old_api, pagesize=100, pagenumber=2)["ordesearchresponse"]
    by_purchase = search(old_api, customerordernumber="PO-V5")["ordesearchresponse"]
    voided = search(old_api, orderstatus="V", pagesize=100)["ordesearchresponse"]
    old = search(old_api, endcreatetimestamp="2020-12-31T00:00:00Z")["ordesearchresponse"]
    nothing = search(old_api, customerordernumber="PO-NONE")

    assert everything["ordersfound"] == "232"
    assert len(everything["orders"]) == 100
    assert by_purchase["ordersfound"] == "1"
    assert {s["statuscode"] for row in voided["orders"] for s in row["suborders"]} == {"V"}
    assert [row["ordernumber"] for row in old["orders"]] == ["20-RD3QV"]
    assert nothing["responsepreamble"]["requeststatus"] == "FAILED"
    assert nothing["ordesearchresponse"]["ordersfound"] == "0"
    for wrong in ({"orderstatus": "X"}, {"startcreatetimestamp": "soon"}, {"pagesize": "none"}):
        assert search(old_api, **wrong)["responsepreamble"]["requeststatus"] == "FAILED"


def test_v5_says_not_found_in_place_of_the_order(old_api: Caller) -> None:
    for found in (
        details(old_api, "20-NOONE"),
        details(old_api, "20-RD3QV", customerordernumber="PO-NONE"),
    ):
        assert found["responsepreamble"]["responsestatus"] == "FAILED"
        assert found["orderdetailresponse"]["ordernumber"] == "Not Found"
    held = details(old_api, "20-RD3QV-11", simulate="IM::hold")["orderdetailresponse"]
    assert held["orderstatus"] == "SALES HOLD"


def test_v5_cancels_what_is_on_customer_hold_on_its_day(old_api: Caller) -> None:
    hold = {"extendedspecs": [spec("placeoncustomerhold", "true")]}
    number = number_of(create(old_api, line("TSXML3"), **hold))
    direct = number_of(create(old_api, line("TSXML2"), customerponumber="PO-D", **hold))
    loose = number_of(create(old_api, line("TSXML3"), customerponumber="PO-L"))
    today = old_api.sandbox.state()["clock"][:10]

    for wrong in ((number, "2020-01-01"), (number, ""), (direct, today), (loose, today)):
        assert cancel(old_api, *wrong)["requestStatus"] == "FAILED"
    assert cancel(old_api, number, today)["returnCode"] == "00"
    assert details(old_api, number)["orderdetailresponse"]["orderstatus"] == "Voided"
    assert cancel(old_api, number, today)["requestStatus"] == "FAILED"
