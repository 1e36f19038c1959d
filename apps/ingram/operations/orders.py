"""Orders: create (v7), details (v6.1), search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from apps.ingram.calls import Operation
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.schemas.orders import OrderAccepted, OrderCreateRequest, OrderDetails, OrderPage
from apps.ingram.transport import Client

CREATE_ORDER = Operation(
    name="orders.create_v7", method="POST", path="/resellers/v7/orders", is_write=True
)
ORDER_DETAILS = Operation(
    name="orders.details",
    method="GET",
    path="/resellers/v6.1/orders/{ordernumber}",
    none_statuses=frozenset({204}),
)
SEARCH_ORDERS = Operation(
    name="orders.search",
    method="GET",
    path="/resellers/v6/orders/search",
    none_statuses=frozenset({204, 404}),
)


def create_order(
    client: Client, request: OrderCreateRequest, *, correlation_id: str | None = None
) -> OrderAccepted:
    """Place an order; accepted now, made later and announced by webhook.

    Never retried: there is no idempotency key. Raises Rejected (nothing was done) or
    OutcomeUnknown (look the customer order number up before sending again).
    [spec] POST /resellers/v7/orders
    """
    reply = client.call(CREATE_ORDER, body=request, correlation_id=correlation_id)
    accepted = OrderAccepted.read(reply.data, correlation_id=reply.correlation_id)
    client.require(CREATE_ORDER, reply, accepted.confirmation_number)
    return accepted


def order_details(
    client: Client, ingram_order_number: str, *, ordered_on: date | None = None
) -> OrderDetails:
    """One order, by its number or one of its sub-orders'. Numbers are reused: give the day.

    Raises NotFound, for an empty answer too.
    [spec] GET /resellers/v6.1/orders/{ordernumber}
    """
    reply = client.call(
        ORDER_DETAILS,
        path={"ordernumber": ingram_order_number},
        query={"ingramOrderDate": ordered_on.isoformat() if ordered_on else ""},
    )
    order = OrderDetails.read(reply.data, correlation_id=reply.correlation_id)
    if not order.ingram_order_number:
        raise client.not_found(ORDER_DETAILS, reply)
    return order


def search_orders(
    client: Client,
    *,
    ingram_order_number: str = "",
    customer_order_number: str = "",
    end_customer_order_number: str = "",
    statuses: Sequence[str] = (),
    ordered_on: date | None = None,
    ordered_between: tuple[date, date] | None = None,
    ingram_part_number: str = "",
    vendor_part_number: str = "",
    serial_number: str = "",
    tracking_number: str = "",
    vendor_name: str = "",
    special_bid_number: str = "",
    page_number: int = 1,
    page_size: int = 25,
) -> OrderPage:
    """One page of orders, empty when nothing is found (204).

    The distributor ignores filters it does not know, so check that the rows satisfy yours;
    customer order numbers come back in upper case. [spec] GET /resellers/v6/orders/search
    """
    reply = client.call(
        SEARCH_ORDERS,
        query={
            "ingramOrderNumber": ingram_order_number,
            "customerOrderNumber": customer_order_number,
            "endCustomerOrderNumber": end_customer_order_number,
            "orderStatus-in": list(statuses),
            "ingramOrderDate": ordered_on.isoformat() if ordered_on else "",
            # A hyphen here, underscores in the other ranges (field notes 4.4).
            "ingramOrderDate-bt": [day.isoformat() for day in ordered_between or ()],
            "ingramPartNumber": ingram_part_number,
            "vendorPartNumber": vendor_part_number,
            "serialNumber": serial_number,
            "trackingNumber": tracking_number,
            "vendorName": vendor_name,
            "specialBidNumber": special_bid_number,
            **page_query(page_number, page_size),
        },
    )
    page = OrderPage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_ORDERS, reply, is_there=page.is_told or reply.data is None)
    return page


def iter_orders(
    client: Client,
    *,
    ordered_between: tuple[date, date] | None = None,
    first_page: int = 1,
    page_size: int = 100,
) -> Iterator[OrderPage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_orders(
            client, ordered_between=ordered_between, page_number=number, page_size=page_size
        ),
        lambda page: page.orders,
        first_page=first_page,
    )
