"""Invoices: written when goods have left, searched, read, and fallen due as time passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sandbox.data.catalogue import catalogue
from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v6/invoices"
ACCOUNTS = [("20-222222", "US"), ("20-333333", "CA"), ("20-444444", "DE")]
DAY = 86_400


def details(api: Caller, number: str, **query: Any) -> Any:
    return api.get(f"/resellers/v6.1/invoices/{number}", **query).json()


def rows(api: Caller, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(SEARCH, pageSize=100, **query).json()["invoices"]
    return found


def every_row(api: Caller, **query: Any) -> Iterator[dict[str, Any]]:
    api.sandbox.control(limits={"get": None})
    number = 1
    while page := rows(api, pageNumber=number, **query):
        yield from page
        number += 1


def money(value: float) -> Decimal:
    return Decimal(str(value))


def test_a_shipped_order_is_invoiced_with_freight_on_top(api: Caller) -> None:
    number = api.placed_order("6YE881", customerOrderNumber="po-7b")
    assert rows(api, orderNumber=number) == []

    api.sandbox.advance(250)

    row = rows(api, orderNumber=number)[0]
    told = details(api, row["invoiceNumber"])
    assert row["invoiceNumber"] == row["erpOrderNumber"].replace("-", "")
    assert row["customerOrderNumber"] == "PO-7B"
    assert row["invoiceStatus"] == "OPEN"
    assert row["invoicedAmountDue"] == 793.81
    assert told["invoiceNumber"].replace("-", "") == row["invoiceNumber"]
    assert told["ingramOrderNumber"] == row["erpOrderNumber"]
    assert told["lines"][0]["extendedPrice"] == 778.86
    assert told["summary"]["totals"]["invoicedAmountDue"] == 793.81
    assert [
        (charge["chargeDescription"], charge["miscChargeLineTotal"])
        for charge in told["summary"]["miscCharges"]
    ] == [("FREIGHT OUT", 14.95)]
    assert told["paymentTermsInfo"]["paymentTermsDescription"] == "NET 30 DAYS"


@pytest.mark.parametrize(("customer", "country"), ACCOUNTS)
def test_the_invoices_of_a_delivered_order_ask_what_the_order_says(
    call_as: Callable[[str, str], Caller], customer: str, country: str
) -> None:
    api = call_as(customer, country)
    asked: dict[str, Decimal] = {}
    for row in every_row(api):
        order = row["erpOrderNumber"][:8]
        asked[order] = asked.get(order, Decimal(0)) + money(row["invoicedAmountDue"])

    checked = 0
    for order, total in list(asked.items())[:40]:
        told = api.order_details(order)
        if told["orderStatus"] == "Delivered":
            assert total == money(told["orderTotal"]), order
            checked += 1

    assert checked >= 5


def test_an_order_from_two_warehouses_has_two_invoices_and_one_freight(api: Caller) -> None:
    parts = {
        max(product.stock_at("US"), key=lambda place: place[2])[0]: product.part_number
        for product in catalogue(20).products
        if product.is_authorized and not product.is_discontinued and not product.is_direct_ship
        if product.cost < 50 and max(product.stock) > 2 and not product.needs_end_user
    }
    order = api.placed_order(*list(parts.values())[:2])
    api.sandbox.advance(250)

    found = [details(api, row["invoiceNumber"]) for row in rows(api, orderNumber=order)]

    totals = [invoice["summary"]["totals"] for invoice in found]
    assert len(found) == 2
    assert sorted(total["freightAmount"] for total in totals) == [0, 14.95]
    assert sum(money(total["invoicedAmountDue"]) for total in totals) == money(
        api.order_details(order)["orderTotal"]
    )


def test_an_invoice_is_found_by_every_spelling_of_its_number_and_by_its_order(api: Caller) -> None:
    row = api.invoiced_order("6YE881")
    number, sub_order = row["invoiceNumber"], row["erpOrderNumber"]

    by_number = details(api, number)
    by_dashes = details(api, sub_order.lower(), customerType="invoice")
    by_order = details(api, sub_order[:8], customerType="order")
    by_sub_order = details(api, sub_order, customerType="order")

    assert by_number["invoiceNumber"] == sub_order
    assert by_number == by_dashes == by_order == by_sub_order


def test_serial_numbers_come_only_when_they_are_asked_for(api: Caller) -> None:
    number = api.invoiced_order("6YE881")["invoiceNumber"]

    without = details(api, number)["lines"][0]["serialNumbers"]
    with_them = details(api, number, includeSerialNumbers="true")["lines"][0]["serialNumbers"]

    assert without is None
    assert len(with_them) >= 2
    assert all(serial["serialNumber"] for serial in with_them)


def test_serial_numbers_can_outnumber_the_pieces(api: Caller) -> None:
    lines = (
        line
        for row in every_row(api)
        for line in details(api, row["invoiceNumber"], includeSerialNumbers="true")["lines"]
    )

    assert any(len(line["serialNumbers"] or []) > line["quantity"] for line in lines)


def test_each_filter_finds_the_invoice_and_nothing_that_differs(api: Caller) -> None:
    row = next(row for row in every_row(api) if row["endCustomerOrderNumber"])
    expected = {
        "invoiceNumber": "invoiceNumber",
        "orderNumber": "erpOrderNumber",
        "customerOrderNumber": "customerOrderNumber",
        "endCustomerOrderNumber": "endCustomerOrderNumber",
        "invoiceStatus": "invoiceStatus",
        "invoiceDate": "invoiceDate",
        "invoiceDueDate": "invoiceDueDate",
        "paymentTermsNetDate": "paymentTermsDueDate",
        "orderDate": "orderCreateDate",
    }

    for name, key in expected.items():
        found = rows(api, **{name: row[key]})
        assert row in found, name
        assert {other[key] for other in found} == {row[key]}, name


def test_an_invoice_is_found_by_serial_delivery_and_special_bid_number(api: Caller) -> None:
    row = api.invoiced_order("6YE881", specialBidNumber="3223A")
    line = details(api, row["invoiceNumber"], includeSerialNumbers="true")["lines"][0]
    shipment = api.order_details(row["erpOrderNumber"])["lines"][0]["shipmentDetails"][0]

    assert rows(api, serialNumber=line["serialNumbers"][0]["serialNumber"]) == [row]
    assert rows(api, DeliveryNumber=shipment["deliveryNumber"]) == [row]
    assert row["specialBidNumbers"] == ["3223A"]
    assert rows(api, specialBidNumber="3223a") == [row]


def test_the_type_of_every_invoice_is_invoice(api: Caller) -> None:
    assert len(rows(api, invoiceType="Invoice")) > 10
    assert rows(api, invoiceType="Credit Memo") == []


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        ("invoiceFromDate", "invoiceToDate", "invoiceDate"),
        ("invoiceFromDueDate", "invoiceToDueDate", "invoiceDueDate"),
        ("orderFromDate", "orderToDate", "orderCreateDate"),
    ],
)
def test_a_range_of_days_holds_its_ends_and_may_be_open(
    api: Caller, first: str, last: str, key: str
) -> None:
    days = sorted(row[key] for row in every_row(api))
    low, high = days[len(days) // 3], days[len(days) // 2]

    found = [row[key] for row in every_row(api, **{first: low, last: high})]
    since = [row[key] for row in every_row(api, **{first: high})]
    until = [row[key] for row in every_row(api, **{last: low})]

    assert sorted(found) == [day for day in days if low <= day <= high]
    assert min(since) == high
    assert max(until) == low


def test_the_newest_come_first_unless_another_order_is_asked_for(api: Caller) -> None:
    usual = [row["invoiceDate"] for row in rows(api)]
    amounts = [row["invoicedAmountDue"] for row in rows(api, orderby="InvoicedAmountDue")]
    rising = [row["invoiceDate"] for row in rows(api, orderby="InvoiceDate", direction="asc")]

    assert usual == sorted(usual, reverse=True)
    assert amounts == sorted(amounts, reverse=True)
    assert rising == sorted(rising)


def test_pages_share_out_the_invoices_and_link_only_forward(api: Caller) -> None:
    first = api.get(SEARCH, pageSize=5).json()
    second = api.get(SEARCH, pageSize=5, pageNumber=2).json()
    beyond = api.get(SEARCH, pageSize=5, pageNumber=10_000).json()

    numbers = {row["invoiceNumber"] for row in first["invoices"] + second["invoices"]}
    assert len(numbers) == 10
    assert first["nextPage"]
    assert "previousPage" not in second
    assert (beyond["invoices"], beyond["nextPage"]) == ([], "")


def test_a_path_with_a_slash_tells_the_same_with_amounts_as_texts(api: Caller) -> None:
    amounts = ("invoicedAmountDue", "invoiceAmountInclTax")
    present = api.get(SEARCH).json()["invoices"]
    expected = [row | {name: f"{row[name]:.2f}" for name in amounts} for row in present]

    assert api.get(SEARCH + "/").json()["invoices"] == expected


def test_an_open_invoice_is_paid_or_past_due_once_its_time_has_come(api: Caller) -> None:
    number = api.invoiced_order("6YE881")["invoiceNumber"]
    statuses = [details(api, number)["invoiceStatus"]]
    due_on = date.fromisoformat(details(api, number)["invoiceDueDate"])

    for _ in range(2):
        api.sandbox.advance(31 * DAY)
        api.sign_in()
        statuses.append(details(api, number)["invoiceStatus"])

    invoiced_on = date.fromisoformat(details(api, number)["invoiceDate"])
    assert due_on - invoiced_on == timedelta(days=30)
    assert statuses[0] == "Open"
    assert set(statuses[1:]) <= {"Paid", "Past Due"}


def test_some_invoices_are_paid_some_open_and_some_past_due(api: Caller) -> None:
    statuses = {row["invoiceStatus"] for row in every_row(api)}

    assert statuses == {"OPEN", "PAID", "PAST DUE"}
    for status in statuses:
        found = rows(api, invoiceStatus=status.title())
        assert {row["invoiceStatus"] for row in found} == {status}


def test_an_invoice_in_euro_names_its_rate_and_its_tax(
    call_as: Callable[[str, str], Caller],
) -> None:
    api = call_as("20-444444", "DE")

    told = details(api, rows(api)[0]["invoiceNumber"])

    totals, charges = told["summary"]["totals"], told["summary"]["miscCharges"]
    assert told["fxRateInfo"]["invoiceCurrency"] == "EUR"
    assert told["fxRateInfo"]["currencyFxRate"] == 0.93
    assert told["lines"][0]["taxPercentage"] == 19
    assert charges[0]["chargeDescription"] == "TAX"
    assert totals["totalTaxAmount"] == charges[0]["miscChargeLineTotal"] > 0
    assert told["summary"]["foreignFxTotals"]["foreignInvoiceAmountDue"] == str(
        totals["invoicedAmountDue"]
    )


@pytest.mark.parametrize(
    ("path", "key"), [(SEARCH, "traceid"), ("/resellers/v6.1/invoices/20ABCDE11", "id")]
)
def test_without_the_application_header_nothing_is_told(api: Caller, path: str, key: str) -> None:
    api.headers["IM-ApplicationID"] = None

    answer = api.get(path)

    error = answer.json()["errors"][0]
    assert answer.status_code == 400
    assert [field["field"] for field in error["fields"]] == ["IM-ApplicationID"]
    assert error[key]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"invoiceDate": "10/29/2022"}, "invoiceDate"),
        ({"invoiceFromDate": "2022-02-30"}, "invoiceFromDate"),
        ({"invoiceNumber": "1" * 12}, "invoiceNumber"),
        ({"serialNumber": "1" * 33}, "serialNumber"),
        ({"orderby": "colour"}, "orderby"),
        ({"direction": "up"}, "direction"),
        ({"pageSize": "101"}, "pageSize"),
        ({"pageNumber": "0"}, "pageNumber"),
    ],
)
def test_a_bad_parameter_of_the_search_is_named(
    api: Caller, query: dict[str, str], field: str
) -> None:
    answer = api.get(SEARCH, **query)

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"][0]["fields"]] == [field]


@pytest.mark.parametrize(
    ("number", "query", "field"),
    [
        ("20-NOSUC-11", {}, "invoiceNumber"),
        ("1" * 13, {}, "invoiceNumber"),
        ("20-NOSUC-11", {"customerType": "reseller"}, "customerType"),
        ("20-RD3QV-11", {}, "invoiceNumber"),
    ],
)
def test_an_unknown_too_old_or_badly_asked_invoice_is_refused(
    api: Caller, number: str, query: dict[str, str], field: str
) -> None:
    answer = api.get(f"/resellers/v6.1/invoices/{number}", **query)

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"][0]["fields"]] == [field]


def test_a_strange_wish_for_serial_numbers_is_refused(api: Caller) -> None:
    number = api.invoiced_order("6YE881")["invoiceNumber"]

    answer = api.get(f"/resellers/v6.1/invoices/{number}", includeSerialNumbers="maybe")

    assert answer.status_code == 400


def test_another_accounts_invoice_is_unknown(
    api: Caller, call_as: Callable[[str, str], Caller]
) -> None:
    number = rows(api)[0]["invoiceNumber"]
    outsider = call_as("20-333333", "CA")

    assert rows(outsider, invoiceNumber=number) == []
    assert outsider.get(f"/resellers/v6.1/invoices/{number}").status_code == 400


@pytest.mark.parametrize(("customer", "country"), ACCOUNTS)
def test_every_spelling_of_a_seeded_invoice_fits_its_document(
    call_as: Callable[[str, str], Caller], customer: str, country: str
) -> None:
    api = call_as(customer, country)
    api.headers["version"] = "6"

    for row in list(every_row(api))[::12]:
        number = row["invoiceNumber"]
        told = details(api, number, includeSerialNumbers="true")
        assert told["summary"]["totals"]["invoicedAmountDue"] == row["invoicedAmountDue"]
        assert api.get(f"/resellers/v6/invoices/{number}").status_code == 200
        account = {"customerNumber": customer, "isoCountryCode": country}
        assert api.get(f"/resellers/v5/invoices/{number}", **account).status_code == 200


def test_the_seed_has_invoices_of_two_years_in_three_accounts(
    call_as: Callable[[str, str], Caller],
) -> None:
    days = []
    for customer, country in ACCOUNTS:
        found = [row["invoiceDate"] for row in every_row(call_as(customer, country))]
        assert len(found) >= 20
        days += found

    span = date.fromisoformat(max(days)) - date.fromisoformat(min(days))
    assert len(days) >= 250
    assert span > timedelta(days=600)
