"""v5 orders map onto the types of v6: what is sent, and what is made of the answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import Client, NotOffered
from apps.ingram.operations.legacy import orders
from apps.ingram.schemas.legacy.envelope import read_old_status
from apps.ingram.schemas.legacy.order_create import old_order
from apps.ingram.schemas.order_changes import OrderCreated
from apps.ingram.schemas.order_requests import OrderCreateV6Request
from apps.ingram.schemas.orders import OrderAccepted, OrderCreateRequest, OrderDetails, OrderLine
from tests.ingram.legacy import answers
from tests.ingram.upstream import Upstream

ADDRESS = {
    "company_name": "Acme",
    "contact": "Jo Doe",
    "address_line1": "1 Main Street",
    "address_line2": "Floor 2",
    "city": "Irvine",
    "state": "CA",
    "postal_code": "92612-1234",
    "country_code": "US",
    "phone_number": "9495550100",
    "email": "jo@acme.example",
}


def make_order(**changes: Any) -> OrderCreateV6Request:
    lines = [{"customer_line_number": "1", "ingram_part_number": "TSXML3", "quantity": 1}]
    values = {"customer_order_number": "PO-1", "lines": lines}
    return OrderCreateV6Request.model_validate(values | changes)


def read_line(client: Client, upstream: Upstream, **changes: Any) -> OrderLine:
    upstream.reply(200, answers.order(lines=[answers.line(**changes)]))
    return orders.order_details(client, "20-RD128").lines[0]


# What is sent


def test_the_first_line_of_an_address_is_the_company_and_the_second_the_street() -> None:
    body = old_order(make_order(ship_to=ADDRESS)).body()

    assert body["shiptoaddress"] == {
        "attention": "Jo Doe",
        "addressline1": "Acme",
        "addressline2": "1 Main Street",
        "addressline3": "Floor 2",
        "city": "Irvine",
        "state": "CA",
        "postalcode": "926121234",
        "countrycode": "US",
    }


def test_a_stored_address_is_named_by_its_suffix() -> None:
    body = old_order(make_order(ship_to={"address_id": "200"}, bill_to_address_id="000")).body()

    assert (body["shiptosuffix"], body["billtosuffix"]) == ("200", "000")
    assert "shiptoaddress" not in body


def test_what_v6_says_in_attributes_v5_says_in_extended_specs() -> None:
    request = make_order(
        notes="ring twice",
        accept_back_order=False,
        vendor_mandatory_fields={"vendor_authorization_number": "A-1"},
        shipment={"is_signature_required": True, "shipping_instructions": "dock 2"},
        attributes=[
            {"name": "allowOrderOnCustomerHold", "value": "true"},
            {"name": "allowduplicatecustomerordernumber", "value": "true"},
            {"name": "allowPartialOrder", "value": "false"},
        ],
    )

    specs = old_order(request).body()["extendedspecs"]

    assert [(spec["attributename"], spec["attributevalue"]) for spec in specs] == [
        ("commenttext", "ring twice"),
        ("commenttext", "///dock 2"),
        ("Isbackorderflagallowed", "false"),
        ("signaturerequired", "true"),
        ("vendauthnumber", "A-1"),
        ("placeoncustomerhold", "true"),
        ("duplicatecustomerordernumbervalidate", "ALLOW"),
    ]


def test_the_warehouse_and_the_end_user_of_an_order_become_those_of_its_lines() -> None:
    request = make_order(
        end_user={**ADDRESS, "end_user_id": "7"},
        attributes=[{"name": "shipFromWarehouseId", "value": "10"}],
    )

    (line,) = old_order(request).body()["lines"]

    assert line["warehouseid"] == "10"
    assert (line["enduser"]["id"], line["enduser"]["addressline1"]) == ("7", "Acme")


def test_an_amount_is_sent_as_an_exact_text() -> None:
    lines = [
        {
            "customer_line_number": "1",
            "ingram_part_number": "A",
            "quantity": 1,
            "unit_price": Decimal("12.30"),
        }
    ]

    assert old_order(make_order(lines=lines)).body()["lines"][0]["unitprice"] == "12.30"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"shipment": {"ship_complete": "C"}}, "ship complete"),
        ({"shipment": {"requested_delivery_on": date(2027, 3, 9)}}, "requested delivery on"),
        ({"shipment": {"carrier_code": "FEDEX"}}, "carrier code"),
        ({"attributes": [{"name": "euDepId", "value": "1"}]}, "euDepId"),
        ({"bill_to_address_id": "0000"}, "bill to address id"),
        ({"ship_to": {**ADDRESS, "company_name": "A" * 36}}, "address line1"),
    ],
)
def test_what_has_no_place_in_v5_is_refused_and_not_sent(
    change: dict[str, Any], word: str, client: Client, upstream: Upstream
) -> None:
    with pytest.raises(NotOffered) as caught:
        orders.create_order(client, make_order(**change))

    assert word in caught.value.user_message.replace("addressline", "address line")
    assert caught.value.fields
    assert upstream.calls == []


# What was made


def test_a_created_order_is_told_as_v6_tells_it(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.created())

    created = orders.create_order(client, make_order())

    assert isinstance(created, OrderCreated)
    (order,) = created.orders
    assert (order.ingram_order_number, order.ordered_on) == ("20-RD12J", date(2020, 4, 4))
    assert order.total == Decimal("6.77")
    (line,) = order.lines
    assert line.sub_order_number == "20-RD12J-11"
    # Their "global" number is the one that was sent, whatever its description says.
    assert (line.customer_line_number, line.ingram_line_number) == ("002", "4")
    assert (line.shipping[0].carrier_code, line.shipping[0].warehouse_id) == ("OT", "10")
    assert not created.is_partial
    assert created.raw["serviceresponse"]["responsepreamble"]["statuscode"] == "WY"


def test_lines_with_errors_make_an_order_a_partial_one(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.created(numberoflineswitherror="1"))

    assert orders.create_order(client, make_order()).is_partial


def test_orders_beside_the_summary_count_too(client: Client, upstream: Upstream) -> None:
    answer = answers.created()
    inside = answer["serviceresponse"]
    inside["ordercreateresponse"] = inside["ordersummary"].pop("ordercreateresponse")
    upstream.reply(200, answer)

    assert orders.create_order(client, make_order()).orders[0].ingram_order_number == "20-RD12J"


def test_an_order_of_a_quote_is_confirmed_by_its_own_number(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.created())
    request = OrderCreateRequest.model_validate(
        {
            "quote_number": "QUO-1",
            "customer_order_number": "PO-1",
            "lines": [{"customer_line_number": "1", "ingram_part_number": "A", "quantity": 1}],
        }
    )

    accepted = orders.accept_order(client, request)

    assert isinstance(accepted, OrderAccepted)
    assert (accepted.confirmation_number, accepted.quote_number) == ("20-RD12J", "QUO-1")
    sent = upstream.calls[0].json["ordercreaterequest"]["ordercreatedetails"]
    assert sent["extendedspecs"] == [{"attributename": "quotenumber", "attributevalue": "QUO-1"}]


# What details tell


def test_details_are_those_of_v6(client: Client, upstream: Upstream) -> None:
    specs = [
        {"attributename": "termsdescription", "attributevalue": "NET 30 DAYS"},
        {"attributename": "commenttext", "attributevalue": "RING TWICE"},
        {"attributename": "commenttext", "attributevalue": "///DOCK 2"},
    ]
    charges = [{"code": "895", "chargeamount": "2.00"}]
    upstream.reply(200, answers.order(extendedspecs=specs, miscfeeline=charges))

    order = orders.order_details(client, "20-RD128", ordered_on=date(2020, 4, 3))

    assert isinstance(order, OrderDetails)
    assert (order.status, order.status_text) == ("ON HOLD", "CREDIT HOLD")
    assert order.ordered_on == date(2020, 4, 3)
    assert (order.payment_terms, order.notes) == ("NET 30 DAYS", "RING TWICE || ///DOCK 2")
    assert (order.charges[0].reference, order.charges[0].amount) == ("895", Decimal("2.00"))
    assert order.correlation_id
    query = dict(upstream.calls[0].query)
    assert query["startcreatetimestamp"] == query["endcreatetimestamp"] == "2020-04-03"


def test_quantities_are_texts_and_numbers_of_lines_are_told_apart(
    client: Client, upstream: Upstream
) -> None:
    line = read_line(client, upstream)

    assert (line.quantity_ordered, line.quantity_confirmed, line.quantity_backordered) == (3, 2, 1)
    assert (line.customer_line_number, line.ingram_line_number) == ("002", "004")
    assert line.sub_order_number == "20-RD128-11"


def test_a_description_in_two_parts_is_one(client: Client, upstream: Upstream) -> None:
    line = read_line(client, upstream, partdescription1="7M CABLE", partdescription2="SNAGLESS")

    assert line.description == "7M CABLE SNAGLESS"


def test_packages_of_a_shipment_are_those_of_its_carrier(
    client: Client, upstream: Upstream
) -> None:
    (shipment,) = read_line(client, upstream).shipments

    (carrier,) = shipment.carriers
    assert (carrier.carrier_code, carrier.carrier_name) == ("RG", "FEDEX GROUND")
    assert [package.tracking_number for package in carrier.packages] == ["T-1"]
    assert carrier.packages[0].quantity == 2


def test_serial_numbers_of_a_line_are_those_of_its_only_package(
    client: Client, upstream: Upstream
) -> None:
    line = read_line(client, upstream, serialnumberdetails={"serialnumber": "S-1"})

    assert line.shipments[0].carriers[0].packages[0].serial_numbers == ("S-1",)


def test_tracking_numbers_of_a_line_stand_for_packages_that_are_not_told(
    client: Client, upstream: Upstream
) -> None:
    bare = answers.shipment()
    del bare["packagedetails"]

    line = read_line(client, upstream, shipmentdetails=[bare], trackingnumber=["T-8", "T-9"])

    packages = line.shipments[0].carriers[0].packages
    assert [package.tracking_number for package in packages] == ["T-8", "T-9"]


@pytest.mark.parametrize(("pro_number", "tracking"), [("12345", ["12345"]), ("OTHER", [])])
def test_freight_by_lorry_is_tracked_by_its_pro_number(
    pro_number: str, tracking: list[str], client: Client, upstream: Upstream
) -> None:
    freight = answers.shipment(carriertype="LTL", pronumber=pro_number, packagedetails=None)

    line = read_line(client, upstream, shipmentdetails=[freight])

    packages = line.shipments[0].carriers[0].packages
    assert [package.tracking_number for package in packages] == tracking


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("HARD-9 CUST NOT FLOOR ORD", "HARD-9 CUST NOT FLOOR ORD"),
        ("NO DESCRIPTION", ""),
        ("NA", ""),
    ],
)
def test_the_reason_of_a_hold_is_told_where_there_is_one(
    text: str, reason: str, client: Client, upstream: Upstream
) -> None:
    held = answers.shipment(holdreasoncodedescription=text)

    (shipment,) = read_line(client, upstream, shipmentdetails=[held]).shipments

    assert shipment.hold_reason == reason


@pytest.mark.parametrize(
    ("old", "status"),
    [
        ("CREDIT HOLD", "ON HOLD"),
        ("B", "ON HOLD"),
        ("P", "PROCESSING"),
        ("Released", "PROCESSING"),
        ("4", "SHIPPED"),
        ("INVOICED", "SHIPPED"),
        ("VOIDED", "CANCELLED"),
        ("Shipped", "SHIPPED"),
        ("Something New", "SOMETHING NEW"),
    ],
)
def test_an_old_status_is_told_in_the_words_of_v6(old: str, status: str) -> None:
    assert read_old_status(old) == status


# Search


def test_a_range_of_days_is_sent_as_two_moments(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.found_orders())

    orders.search_orders(client, ordered_between=(date(2020, 4, 1), date(2020, 4, 3)))

    query = dict(upstream.calls[0].query)
    assert query["startcreatetimestamp"] == "2020-04-01T00:00:00Z"
    assert query["endcreatetimestamp"] == "2020-04-03T23:59:59Z"


def test_a_row_has_the_status_that_all_its_sub_orders_share(
    client: Client, upstream: Upstream
) -> None:
    shipped, held = answers.sub_order(), answers.sub_order("20-RD128-21", status="TAG HOLD")
    upstream.reply(
        200,
        answers.found_orders(
            answers.row(shipped), answers.row(shipped, held), answers.row(ordernumber="20-RD129")
        ),
    )

    page = orders.search_orders(client)

    assert [order.status for order in page.orders] == ["SHIPPED", "", ""]
    assert page.records_found == 3
