"""The traps of field notes 5.4, order details and search, each by its name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import Client, NotFound
from apps.ingram.operations import orders
from apps.ingram.schemas.orders import OrderDetails, OrderLine, OrderPage, Package, Shipment
from apps.ingram.schemas.reading import Answer
from tests.ingram.upstream import Upstream


def line(**values: Any) -> OrderLine:
    (read,) = OrderDetails.read({"lines": [values]}).lines
    return read


def shipment(**values: Any) -> Shipment:
    (read,) = line(shipmentDetails=[values]).shipments
    return read


def package(**values: Any) -> Package:
    (carrier,) = shipment(carrierDetails=[{"trackingDetails": [values]}]).carriers
    (read,) = carrier.packages
    return read


@pytest.mark.parametrize("wrapped", [True, False])
def test_carrierdetails_is_a_list_or_an_object(wrapped: bool) -> None:
    details = {"carrierCode": "RG", "quantity": "2"}

    (carrier,) = shipment(carrierDetails=[details] if wrapped else details).carriers

    assert (carrier.carrier_code, carrier.quantity) == ("RG", 2)


@pytest.mark.parametrize("key", ["requestedDeliverydate", "requestedDeliveryDate"])
def test_requested_date_is_spelt_in_two_ways(key: str) -> None:
    assert line(**{key: "2027-03-09"}).requested_delivery_on == date(2027, 3, 9)


@pytest.mark.parametrize("key", ["customerLineNumber", "customerLinenumber"])
def test_customer_line_is_spelt_in_two_ways(key: str) -> None:
    assert line(**{key: "001"}).customer_line_number == "001"


@pytest.mark.parametrize("key", ["serialNumbers", "SerialNumbers"])
def test_serials_are_objects_under_two_spellings(key: str) -> None:
    serials = [{"serialNumber": "0042"}, {"serialNumber": ""}, {"SerialNumber": "S-2"}]

    assert package(**{key: serials}).serial_numbers == ("0042", "S-2")


def test_shipped_delivered_dates_stand_under_the_shipment_or_its_carrier() -> None:
    old = shipment(shippedDate="2022-10-06", deliveredDate="2022-10-08")
    new = shipment(
        carrierDetails=[
            {
                "shippedDate": "2022-10-06",
                "deliveredDate": "2022-10-08",
                "carrierPickupDate": "2022-10-05",
            }
        ]
    )

    assert (old.shipped_on, old.delivered_on) == (date(2022, 10, 6), date(2022, 10, 8))
    (carrier,) = new.carriers
    assert (carrier.shipped_on, carrier.delivered_on) == (date(2022, 10, 6), date(2022, 10, 8))
    assert carrier.picked_up_on == date(2022, 10, 5)


@pytest.mark.parametrize("amount", ["12.34", Decimal("12.34")])
def test_chargeamount_is_a_text_or_a_number(amount: Any) -> None:
    (charge,) = OrderDetails.read({"miscellaneousCharges": [{"chargeAmount": amount}]}).charges

    assert charge.amount == Decimal("12.34")


@pytest.mark.parametrize("price", [Decimal("61.22"), 61, "61.22"])
def test_unitprice_is_an_exact_number_of_any_kind(price: Any) -> None:
    assert line(unitPrice=price).unit_price == Decimal(str(price))


def test_only_in_v6_1_are_more_numbers_dates_and_shipments() -> None:
    order = OrderDetails.read(
        {
            "webOrderId": "W-1",
            "ingramPurchaseOrderNumber": "P-1",
            "totalFees": 1,
            "lines": [
                {
                    "backOrderETADate": "2027-03-09",
                    "defaultCarrierName": "FEDEX",
                    "estimatedDates": [
                        {"ship": {"shipDate": "2027-03-01"}, "delivery": None},
                        {"ship": None, "delivery": {"deliveryDate": "2027-03-05"}},
                    ],
                    "scheduleLines": [{"lineNumber": "1", "confirmedQuantity": 2}],
                    "multipleShipments": [{"lineNumber": "1", "date": "2027-03-02"}],
                    "serviceContractInfo": None,
                }
            ],
        }
    )

    assert (order.web_order_id, order.ingram_purchase_order_number) == ("W-1", "P-1")
    assert order.fees_total == 1
    (read,) = order.lines
    assert (read.backorder_eta_on, read.default_carrier_name) == (date(2027, 3, 9), "FEDEX")
    first, second = read.estimated_dates
    assert first.ship is not None
    assert first.ship.on == date(2027, 3, 1)
    assert first.delivery is second.ship is None
    assert read.schedule[0].quantity_confirmed == 2
    assert read.planned_shipments[0].on == date(2027, 3, 2)
    assert order.problems == ()


def test_only_in_v6_1_so_an_older_answer_lacks_them_without_a_problem() -> None:
    order = OrderDetails.read({"ingramOrderNumber": "20-RD3QV", "lines": [{"unitPrice": 1}]})

    assert order.web_order_id == ""
    assert order.fees_total is None
    assert order.lines[0].estimated_dates == ()
    assert order.problems == ()


# --- "Also:" --------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["subcription", "subscription"])
def test_also_the_days_of_a_subscription_are_misspelt(spelling: str) -> None:
    days = {f"{spelling}StartDate": "2027-01-01", f"{spelling}EndDate": "2027-12-31"}

    contract = line(serviceContractInfo={"subscriptions": days}).service_contract

    assert contract is not None
    assert contract.subscription is not None
    assert contract.subscription.starts_on == date(2027, 1, 1)
    assert contract.subscription.ends_on == date(2027, 12, 31)


@pytest.mark.parametrize("numbers", [["L-1", "L-2"], "L-1"])
def test_also_the_license_number_is_a_list_of_texts(numbers: Any) -> None:
    contract = line(serviceContractInfo={"licenseInfo": {"licenseNumber": numbers}})

    assert contract.service_contract is not None
    assert contract.service_contract.license is not None
    assert contract.service_contract.license.numbers[0] == "L-1"


def test_also_the_delivery_number_is_no_date() -> None:
    assert shipment(deliveryNumber="0080123456").delivery_number == "0080123456"


def test_also_quantity_and_weight_of_a_package_are_texts() -> None:
    read = package(quantityInBox="2", packageWeight="1.50")

    assert (read.quantity, read.weight) == (2, Decimal("1.50"))


@pytest.mark.parametrize("url", ["string", "javascript:alert(1)", "www.carrier.example/1"])
def test_also_a_tracking_address_that_is_none_is_no_link(url: str) -> None:
    assert package(trackingUrl=url).tracking_url == ""
    assert package(trackingUrl="https://carrier.example/1").tracking_url


def test_also_details_are_told_by_the_number_of_a_sub_order(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"ingramOrderNumber": "20-RD3QV"})

    order = orders.order_details(client, "20-RD3QV-11")

    assert upstream.calls[0].path == "/resellers/v6.1/orders/20-RD3QV-11"
    assert order.ingram_order_number == "20-RD3QV"


def test_also_a_number_that_is_too_long_for_details_is_not_asked_for(
    client: Client, upstream: Upstream
) -> None:
    with pytest.raises(NotFound):
        orders.order_details(client, "20-RD3QV-1111")

    assert upstream.seen == []


def test_also_the_figures_of_a_search_are_texts() -> None:
    page = OrderPage.read(
        {
            "recordsFound": "123",
            "pageSize": "25",
            "pageNumber": "1",
            "orders": [{"orderTotal": "12.30", "subOrders": [{"subOrderTotal": "4.50"}]}],
        }
    )

    assert (page.records_found, page.page_count, page.page_number) == (123, 5, 1)
    (row,) = page.orders
    assert row.total == Decimal("12.30")
    assert row.entries[0].total == Decimal("4.50")


@pytest.mark.parametrize(
    "links",
    [
        {"topic": "orders", "href": "/resellers/v6/orders/20-RD3QV"},
        [{"topic": "invoices", "href": "/resellers/v6/invoices/40MKTRW11"}],
        None,
    ],
)
def test_also_links_of_sub_orders_are_a_list_or_an_object_and_no_order(links: Any) -> None:
    page = OrderPage.read(
        {
            "orders": [
                {
                    "ingramOrderNumber": "20-RD3QV",
                    "subOrders": [
                        {"links": links},
                        {"subOrderNumber": "20-RD3QV-11", "links": links},
                    ],
                    "links": {"topic": "orders"},
                }
            ]
        }
    )

    (row,) = page.orders
    assert [sub.sub_order_number for sub in row.sub_orders] == ["20-RD3QV-11"]
    assert page.problems == ()


@pytest.mark.parametrize("model", [OrderDetails, OrderPage])
def test_also_what_has_no_field_survives_in_raw(model: type[Answer]) -> None:
    assert model.read({"brandNew": [1]}).raw == {"brandNew": [1]}
