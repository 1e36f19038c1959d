"""Orders: create (v7), details (v6.1), search. What changes an order is in order_changes.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TypedDict, Unpack

from apps.ingram.calls import Operation, Query
from apps.ingram.config import ClientConfig, Environment, Resource
from apps.ingram.errors import NotFound
from apps.ingram.operations.filters import Days, both_days, bounded, day_text
from apps.ingram.operations.legacy import orders as legacy
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.operations.versions import by_version
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

LONGEST_ORDER_NUMBER = 12
LONGEST_FILTER = 35
_TEXT_FILTERS = {
    "customer_order_number": "customerOrderNumber",
    "end_customer_order_number": "endCustomerOrderNumber",
    "ingram_part_number": "ingramPartNumber",
    "vendor_part_number": "vendorPartNumber",
    "serial_number": "serialNumber",
    "tracking_number": "trackingNumber",
    "vendor_name": "vendorName",
    "special_bid_number": "specialBidNumber",
}


class OrderSearchStatus(StrEnum):
    """The statuses that can be searched for: fewer than the answers tell (field notes 6.1)."""

    SHIPPED = "SHIPPED"
    PROCESSING = "PROCESSING"
    ON_HOLD = "ON HOLD"
    BACKORDERED = "BACKORDERED"
    CANCELLED = "CANCELLED"


class SimulatedStatus(StrEnum):
    """What a sandbox can be told to say of an order."""

    SHIPPED = "IM::SHIPPED"
    PARTIALLY_SHIPPED = "IM::PARTIALLY_SHIPPED"
    HOLD = "IM::HOLD"
    INVOICED = "IM::INVOICED"


class OrderFilters(TypedDict, total=False):
    """What `search_orders` and `iter_orders` can filter by; `statuses` finds any of several.

    In Australia there is no filter for invoice and delivery days, tracking and special bid.
    """

    ingram_order_number: str
    customer_order_number: str
    end_customer_order_number: str
    status: str
    statuses: Sequence[str]
    ordered_on: date | None
    ordered_between: Days | None
    invoiced_between: Days | None
    shipped_between: Days | None
    delivered_between: Days | None
    ingram_part_number: str
    vendor_part_number: str
    serial_number: str
    tracking_number: str
    vendor_name: str
    special_bid_number: str


@by_version(Resource.ORDERS, v5=legacy.accept_order)
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


@by_version(Resource.ORDERS, v6=legacy.order_details_v6, v5=legacy.order_details)
def order_details(
    client: Client,
    ingram_order_number: str,
    *,
    ordered_on: date | None = None,
    vendor_number: str = "",
    is_iml: bool | None = None,
    simulate_status: str = "",
) -> OrderDetails:
    """One order, by its number or one of its sub-orders'. Numbers are reused: give the day.

    `is_iml` is for customers of IML only; `simulate_status` is refused with a ValueError in
    production. Raises NotFound, for an empty answer too.
    [spec] GET /resellers/v6.1/orders/{ordernumber}
    """
    if len(ingram_order_number.strip()) > LONGEST_ORDER_NUMBER:
        raise NotFound(path=ORDER_DETAILS.path, detail="no order number is that long")
    reply = client.call(
        ORDER_DETAILS,
        path={"ordernumber": ingram_order_number},
        query={
            "ingramOrderDate": day_text(ordered_on),
            "vendorNumber": vendor_number,
            "isIml": is_iml,
            "simulateStatus": _simulated(client.config, simulate_status),
            "regionCode": client.config.region_code,
        },
    )
    order = OrderDetails.read(reply.data, correlation_id=reply.correlation_id)
    if not order.ingram_order_number:
        raise client.not_found(ORDER_DETAILS, reply)
    return order


def _simulated(config: ClientConfig, status: str) -> str:
    if status and config.environment is Environment.PRODUCTION:
        raise ValueError("a status is simulated by a sandbox, never in production")
    return SimulatedStatus(status).value if status else ""


@by_version(Resource.ORDERS, v5=legacy.search_orders)
def search_orders(
    client: Client,
    *,
    page_number: int = 1,
    page_size: int = 25,
    **filters: Unpack[OrderFilters],
) -> OrderPage:
    """One page of orders, empty when nothing is found (204).

    The distributor ignores filters it does not know, so check that the rows satisfy yours;
    customer order numbers come back in upper case. Raises ValueError, before anything is sent,
    for a filter that it would not take. [spec] GET /resellers/v6/orders/search
    """
    reply = client.call(
        SEARCH_ORDERS, query={**_order_query(**filters), **page_query(page_number, page_size)}
    )
    page = OrderPage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_ORDERS, reply, is_there=page.is_told or reply.data is None)
    return page


def iter_orders(
    client: Client,
    *,
    first_page: int = 1,
    page_size: int = 100,
    **filters: Unpack[OrderFilters],
) -> Iterator[OrderPage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_orders(client, page_number=number, page_size=page_size, **filters),
        lambda page: page.orders,
        first_page=first_page,
    )


def _order_query(
    *,
    ingram_order_number: str = "",
    status: str = "",
    statuses: Iterable[str] = (),
    ordered_on: date | None = None,
    ordered_between: Days | None = None,
    invoiced_between: Days | None = None,
    shipped_between: Days | None = None,
    delivered_between: Days | None = None,
    **texts: str,
) -> Query:
    if unknown := texts.keys() - _TEXT_FILTERS.keys():
        raise TypeError(f"orders cannot be searched by {', '.join(sorted(unknown))}")
    return {
        "ingramOrderNumber": bounded("ingram_order_number", ingram_order_number, longest=11),
        "orderStatus": OrderSearchStatus(status).value if status else "",
        "orderStatus-in": [OrderSearchStatus(one).value for one in statuses],
        "ingramOrderDate": day_text(ordered_on),
        # A hyphen here, underscores in the other ranges (field notes 4.4).
        "ingramOrderDate-bt": both_days(ordered_between),
        "invoiceDate_bt": both_days(invoiced_between),
        "shipDate_bt": both_days(shipped_between),
        "deliveryDate_bt": both_days(delivered_between),
        **{
            _TEXT_FILTERS[name]: bounded(name, text, longest=LONGEST_FILTER)
            for name, text in texts.items()
        },
    }
