from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import CustomerAccount
from apps.connections.services import client_for
from apps.ingram.operations import orders as api
from apps.ingram.schemas.orders import OrderDetails, OrderSummary
from apps.orders import sync_resource
from apps.orders.choices import OrderStatus
from apps.orders.mapping import derived_status, status_of
from apps.orders.models import Order, OrderLine, Package, Shipment, SubOrder
from apps.orders.services.mirror import save_details, save_summaries
from apps.orders.timeline import steps_of
from tests.orders.things import EXAMPLE_ORDER, make_line, make_order


def summary(**changes: Any) -> OrderSummary:
    row = {
        "ingramOrderNumber": "20-RD128",
        "ingramOrderDate": "2026-04-03T08:54:39+05:30",
        "customerOrderNumber": "MyPONumber",
        "orderTotal": "120.00",
        "orderStatus": "OPEN",
        "subOrders": [
            {"subOrderNumber": "20-RD128-11", "subOrderTotal": "100", "subOrderStatus": "SHIPPED"},
            {"links": {"topic": "orders"}},
        ],
    }  # fmt: skip
    return OrderSummary.read(row | changes)


def details(**changes: Any) -> OrderDetails:
    line = {
        "subOrderNumber": "20-RD128-11",
        "lineStatus": "Shipped",
        "ingramPartNumber": "4AW708",
        "quantityOrdered": "2",
        "unitPrice": "10.5",
        "extendedPrice": 21,
        "shipmentDetails": {
            "carrierDetails": {
                "carrierName": "UPS",
                "shippedDate": "2026-04-05",
                "trackingDetails": [
                    {"trackingNumber": "1Z9", "trackingUrl": "javascript:alert(1)",
                     "serialNumbers": [{"serialNumber": "S-1"}]},
                ],
            }
        },
    }  # fmt: skip
    body = {
        "ingramOrderNumber": "20-RD128",
        "customerOrderNumber": "MYPONUMBER",
        "orderStatus": "Processing",
        "currencyCode": "USD USD",
        "orderTotal": 21,
        "lines": [line],
    }
    return OrderDetails.read(body | changes)


def test_the_account_is_filled_page_by_page_and_then_kept_recent(
    account: CustomerAccount, sandbox: Any
) -> None:
    with client_for(account) as client:
        page = sync_resource.read_page(client, account, None)
        while page.next_cursor:
            page = sync_resource.read_page(client, account, page.next_cursor)
        sync_resource.read_recent(client, account)

    assert page.done == page.total == Order.objects.count() > 50


def test_reading_a_page_twice_changes_nothing_and_asks_few_queries(
    account: CustomerAccount, sandbox: Any
) -> None:
    with client_for(account) as client:
        # SQLite takes a larger page in several statements.
        rows = api.search_orders(client, page_size=50).orders
    save_summaries(account, rows)
    before = list(Order.objects.order_by("pk").values("pk", "status", "total", "currency"))

    with CaptureQueriesContext(database) as captured:
        save_summaries(account, rows)

    assert list(Order.objects.order_by("pk").values("pk", "status", "total", "currency")) == before
    assert len(captured) <= 6


def test_a_row_of_search_takes_its_status_from_the_sub_orders(account: CustomerAccount) -> None:
    save_summaries(account, [summary()])

    order = Order.objects.get()
    assert order.state is OrderStatus.SHIPPED
    assert order.ordered_on == date(2026, 4, 3)
    assert order.customer_order_number == "MyPONumber"
    assert SubOrder.objects.get().sub_order_number == "20-RD128-11"


def test_a_sub_order_that_is_told_twice_stands_there_once_as_told_last(
    account: CustomerAccount,
) -> None:
    told = {"subOrderNumber": "20-RD128-11", "subOrderStatus": "SHIPPED"}

    save_summaries(
        account,
        [summary(subOrders=[told | {"subOrderTotal": "90"}, told | {"subOrderTotal": "100"}])],
    )

    assert SubOrder.objects.get().total == 100


def test_a_vague_row_of_search_does_not_blur_what_details_said(account: CustomerAccount) -> None:
    save_details(account, details())

    save_summaries(account, [summary(subOrders=[], orderTotal="21.00", customerOrderNumber="")])

    order = Order.objects.get()
    assert order.state is OrderStatus.SHIPPED
    assert order.customer_order_number == "MYPONUMBER"
    assert order.details_at is not None


def test_news_in_search_has_the_details_read_again(account: CustomerAccount) -> None:
    save_details(account, details())

    save_summaries(account, [summary(orderTotal="99.00")])

    assert Order.objects.get().details_at is None


def test_details_are_written_anew_each_time(account: CustomerAccount) -> None:
    save_details(account, details())
    save_details(account, details())

    line = OrderLine.objects.get()
    assert (line.quantity_ordered, line.unit_price) == (2, Decimal("10.5"))
    assert Shipment.objects.get().shipped_on == date(2026, 4, 5)
    package = Package.objects.get()
    assert package.serial_numbers == ["S-1"]
    assert package.tracking_url == ""
    order = Order.objects.get()
    assert (order.currency, order.state) == ("USD", OrderStatus.SHIPPED)


def test_the_documentations_order_is_mirrored_whole(account: CustomerAccount, sandbox: Any) -> None:
    with client_for(account) as client:
        sync_resource.refresh_one(client, account, EXAMPLE_ORDER)

    order = Order.objects.get()
    assert order.customer_order_number == "16"
    assert order.ship_to["company_name"] == "ASBURY METHODIST CHURCH"
    assert Package.objects.get().serial_numbers == ["Q2EV-5SJ3-E6LN"]


@pytest.mark.parametrize(
    ("told", "ours"),
    [
        ("IN PROGRESS", OrderStatus.PROCESSING),
        ("HOLD", OrderStatus.ON_HOLD),
        ("BACKORDERED", OrderStatus.BACKORDERED),
        ("CANCELLED", OrderStatus.CANCELLED),
        ("SOMETHING NEW", OrderStatus.OTHER),
    ],
)
def test_their_words_have_one_status_of_ours(told: str, ours: OrderStatus) -> None:
    assert status_of(told) is ours


P, H, B = OrderStatus.PROCESSING, OrderStatus.ON_HOLD, OrderStatus.BACKORDERED
S, D, C = OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.CANCELLED


@pytest.mark.parametrize(
    ("header", "lines", "status"),
    [
        (P, [], P),
        (P, [S, S], S),
        (P, [S, P], OrderStatus.PARTIALLY_SHIPPED),
        (P, [S, B], OrderStatus.PARTIALLY_SHIPPED),
        (S, [D, D], D),
        (P, [C, D], D),
        (P, [C, C], C),
        (P, [P, B], B),
        (H, [P, P], H),
        (C, [P], C),
        (P, [OrderStatus.OTHER], P),
    ],
)
def test_an_order_is_what_its_lines_say(
    header: OrderStatus, lines: list[OrderStatus], status: OrderStatus
) -> None:
    assert derived_status(header, lines) is status


@pytest.mark.parametrize(
    ("status", "labels"),
    [
        (P, ["Ordered", "Being processed", "Shipping", "Delivery"]),
        (H, ["Ordered", "On hold", "Shipping", "Delivery"]),
        (OrderStatus.PARTIALLY_SHIPPED, ["Ordered", "Partly shipped", "Delivery"]),
        (S, ["Ordered", "Shipped", "On its way"]),
        (D, ["Ordered", "Shipped", "Delivered"]),
        (C, ["Ordered", "Cancelled"]),
    ],
)
def test_the_timeline_tells_what_happened_and_what_comes(
    account: CustomerAccount, status: OrderStatus, labels: list[str]
) -> None:
    order = make_order(account, status=status)
    make_line(order, status=status)

    assert [step.label for step in steps_of(order)] == labels
