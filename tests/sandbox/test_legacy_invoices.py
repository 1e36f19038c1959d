"""Invoice details as early version 6 and version 5 tell them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Caller

DAY = 86_400


@pytest.fixture
def legacy(api: Caller) -> Caller:
    api.headers["version"] = "6"
    return api


def _v6(api: Caller, number: str, **query: Any) -> Any:
    return api.get(f"/resellers/v6/invoices/{number}", **query)


def _v5(api: Caller, number: str, **query: Any) -> Any:
    account = {"customerNumber": "20-222222", "isoCountryCode": "US"} | query
    return api.get(f"/resellers/v5/invoices/{number}", **account)


def test_early_v6_tells_the_same_in_capitals(legacy: Caller) -> None:
    number = legacy.invoiced_order("6YE881")["invoiceNumber"]
    present = legacy.get(f"/resellers/v6.1/invoices/{number}").json()

    told = _v6(legacy, number, includeSerialNumbers="true").json()

    assert told["InvoiceNumber"] == present["invoiceNumber"]
    assert told["Summary"]["Totals"]["InvoicedAmountDue"] == 793.81
    assert told["Summary"]["MiscCharges"][0]["ChargeDescription"] == "FREIGHT OUT"
    assert told["PaymentTermsInfo"]["PaymentTermsCode"] == "30"
    assert told["ShipToInfo"]["PostalCode"] == present["shipToInfo"]["postalCode"]


def test_early_v6_keeps_serial_numbers_small_and_the_tax_twice(legacy: Caller) -> None:
    number = legacy.invoiced_order("6YE881")["invoiceNumber"]

    line = _v6(legacy, number, includeSerialNumbers="true").json()["Lines"][0]

    assert line["serialNumbers"][0]["serialNumber"]
    assert {"TaxPercentage", "taxPercentage"} <= line.keys()
    assert not {"SerialNumbers", "ingramPartNumber"} & line.keys()


@pytest.mark.parametrize("header", ["version", "IM-ApplicationID"])
def test_early_v6_wants_both_of_its_headers(legacy: Caller, header: str) -> None:
    legacy.headers[header] = None

    answer = _v6(legacy, "20-ABCDE-11")

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"][0]["fields"]] == [header]


def test_early_v6_finds_by_order_and_refuses_the_unknown(legacy: Caller) -> None:
    row = legacy.invoiced_order("6YE881")

    by_order = _v6(legacy, row["erpOrderNumber"][:8], customerType="order").json()

    assert by_order["InvoiceNumber"] == row["erpOrderNumber"]
    assert _v6(legacy, "20-NOSUC-11").status_code == 400


def test_v5_tells_an_invoice_in_texts(api: Caller) -> None:
    row = api.invoiced_order("6YE881")

    told = _v5(api, row["invoiceNumber"]).json()["serviceresponse"]

    details = told["invoicedetailresponse"]
    assert told["responsepreamble"]["responsestatus"] == "SUCCESS"
    assert details["globalorderid"] == row["erpOrderNumber"]
    assert details["totalamount"] == "793.81"
    assert details["customerfreightamount"] == "14.95"
    assert details["lines"][0]["shippedquantity"] == "2"
    serial = details["lines"][0]["serialnumberdetails"][0]
    found = api.get("/resellers/v6/invoices", DeliveryNumber=serial["deliverynumber"]).json()
    assert found["invoices"] == [row]
    assert details["shiptoaddress"]["countrycode"] == "US"


def test_v5_has_lines_without_part_number_that_carry_text(api: Caller) -> None:
    number = api.invoiced_order("6YE881")["invoiceNumber"]

    lines = _v5(api, number).json()["serviceresponse"]["invoicedetailresponse"]["lines"]

    tracking = lines[0]["trackingnumberdetails"][0]["trackingnumber"]
    pseudo = [line for line in lines if not line.get("partnumber")]
    assert [line["partdescription"] for line in pseudo] == ["FREIGHT OUT", f"TRACKING# {tracking}"]


def test_v5_takes_the_number_in_three_spellings(api: Caller) -> None:
    with_dashes = api.invoiced_order("6YE881")["erpOrderNumber"]

    answers = [
        _v5(api, number).json()
        for number in (with_dashes, with_dashes[3:], with_dashes[3:8] + "11")
    ]

    assert answers[0]["serviceresponse"]["responsepreamble"]["responsestatus"] == "SUCCESS"
    assert answers[0] == answers[1] == answers[2]


def test_v5_forgets_after_nine_months_what_v6_still_knows(legacy: Caller) -> None:
    number = legacy.invoiced_order("6YE881")["invoiceNumber"]

    legacy.sandbox.advance(280 * DAY)
    legacy.sign_in()

    preamble = _v5(legacy, number).json()["serviceresponse"]["responsepreamble"]
    assert preamble["responsestatus"] == "FAILED"
    assert "Not Found" in preamble["responsemessage"]
    assert _v6(legacy, number).status_code == 200


@pytest.mark.parametrize(
    "account", [{"customerNumber": ""}, {"isoCountryCode": ""}, {"isoCountryCode": "CA"}]
)
def test_v5_refuses_an_account_that_is_not_whole(api: Caller, account: dict[str, str]) -> None:
    answer = _v5(api, "20-ABCDE-11", **account)

    assert answer.status_code == 200
    assert answer.json()["serviceresponse"]["responsepreamble"]["responsestatus"] == "FAILED"
