"""Field notes 5.4, the column of early v6, and 4.1 row 26."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from apps.ingram import Client, NotFound
from apps.ingram.operations.legacy import orders
from tests.ingram.upstream import Upstream

EARLY_LINE = {
    "subOrderNumber": "20-RD3QV-11",
    "ingramOrderLineNumber": "002",
    "unitPrice": 20887.57,
    "requestedDeliveryDate": "2020-05-20",
    "shipmentDetails": [
        {
            "quantity": 1,
            "shippedDate": "2020-05-14",
            "deliveredDate": "2020-05-16",
            "carrierDetails": {
                "carrierCode": "VL",
                "trackingDetails": [
                    {"trackingNumber": "T-1", "SerialNumbers": [{"serialNumber": "S-1"}]}
                ],
            },
        }
    ],
}
EARLY_ORDER = {
    "ingramOrderNumber": "20-RD3QV",
    "lines": [EARLY_LINE],
    "miscellaneousCharges": [{"chargeDescription": "FREIGHT", "chargeAmount": 8.5}],
}


def test_legacy_v6_order_details_say_204_for_not_found(client: Client, upstream: Upstream) -> None:
    upstream.reply(204)

    with pytest.raises(NotFound):
        orders.order_details_v6(client, "20-RD3QV")


def test_legacy_v6_has_one_carrier_a_shipment_and_dates_beside_it(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, EARLY_ORDER)

    ((shipment,),) = [line.shipments for line in orders.order_details_v6(client, "20-RD3QV").lines]

    assert [carrier.carrier_code for carrier in shipment.carriers] == ["VL"]
    assert (shipment.shipped_on, shipment.delivered_on) == (date(2020, 5, 14), date(2020, 5, 16))
    assert shipment.carriers[0].packages[0].serial_numbers == ("S-1",)


def test_legacy_v6_spells_the_requested_day_as_one_would(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, EARLY_ORDER)

    (line,) = orders.order_details_v6(client, "20-RD3QV").lines

    assert line.requested_delivery_on == date(2020, 5, 20)


@pytest.mark.parametrize("key", ["customerLineNumber", "customerLinenumber"])
def test_legacy_v6_spells_the_customers_line_number_in_two_ways(
    key: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {**EARLY_ORDER, "lines": [{**EARLY_LINE, key: "001"}]})

    assert orders.order_details_v6(client, "20-RD3QV").lines[0].customer_line_number == "001"


def test_legacy_v6_amounts_are_exact_numbers(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, EARLY_ORDER)

    order = orders.order_details_v6(client, "20-RD3QV")

    assert order.lines[0].unit_price == Decimal("20887.57")
    assert order.charges[0].amount == Decimal("8.5")


def test_legacy_v6_lacks_what_only_v6_1_tells(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, EARLY_ORDER)

    order = orders.order_details_v6(client, "20-RD3QV")

    assert (order.web_order_id, order.ingram_purchase_order_number) == ("", "")
    assert order.fees_total is None
    (line,) = order.lines
    assert (line.estimated_dates, line.schedule, line.planned_shipments) == ((), (), ())
    assert (line.service_contract, line.backorder_eta_on) == (None, None)
