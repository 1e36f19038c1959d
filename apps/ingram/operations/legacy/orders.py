"""Orders of v5, and order details as they were in v6 before v6.1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from apps.ingram.answers import says_not_found
from apps.ingram.calls import Operation
from apps.ingram.errors import NotOffered, Rejected
from apps.ingram.operations.filters import Days, both_days, day_text
from apps.ingram.operations.paging import page_query
from apps.ingram.schemas.legacy.envelope import RequestPreamble
from apps.ingram.schemas.legacy.order_create import AnyOrder, OldOrderRequest, OldOrderService
from apps.ingram.schemas.legacy.order_create import old_order as in_old_words
from apps.ingram.schemas.legacy.orders import (
    EarlyOrderDetails,
    OldOrderCreated,
    OrderCancelReply,
    OrderCreateReply,
    OrderDetailsReply,
    OrderSearchReply,
)
from apps.ingram.schemas.order_changes import OrderCreated
from apps.ingram.schemas.orders import OrderAccepted, OrderCreateRequest, OrderDetails, OrderPage
from apps.ingram.transport import Client

ORDER_DETAILS_V6 = Operation(
    name="orders.details_legacy_v6",
    method="GET",
    path="/resellers/v6/orders/{ordernumber}",
    none_statuses=frozenset({204}),
)
ORDER_DETAILS_V5 = Operation(
    name="orders.details_v5",
    method="GET",
    path="/resellers/v5/Orders/{ordernumber}",
    has_im_headers=False,
)
SEARCH_ORDERS_V5 = Operation(
    name="orders.search_v5",
    method="GET",
    path="/resellers/v5/Orders/search",
    none_statuses=frozenset({404}),
    has_im_headers=False,
)
CREATE_ORDER_V5 = Operation(
    name="orders.create_v5",
    method="POST",
    path="/resellers/v5/Orders",
    is_write=True,
    has_im_headers=False,
)
CANCEL_ORDER_V5 = Operation(
    name="orders.cancel_v5",
    method="DELETE",
    path="/resellers/v5/Orders/{ordernumber}",
    is_write=True,
    has_im_headers=False,
)
#: The statuses that v5 can search for, among those of v6. It counts an invoiced order apart from
#: a shipped one, and has neither ON HOLD nor BACKORDERED.
STATUS_CODES = {"SHIPPED": "4", "CANCELLED": "V"}


def order_details_v6(
    client: Client,
    ingram_order_number: str,
    *,
    ordered_on: date | None = None,
    vendor_number: str = "",
    is_iml: bool | None = None,
) -> OrderDetails:
    """One order as v6 told of it before v6.1: one carrier a shipment, fewer dates.

    Raises NotFound, which is an answer of 204. [spec] GET /resellers/v6/orders/{ordernumber}
    """
    reply = client.call(
        ORDER_DETAILS_V6,
        path={"ordernumber": ingram_order_number},
        query={
            "ingramOrderDate": day_text(ordered_on),
            "vendorNumber": vendor_number,
            "isIml": is_iml,
            "regionCode": client.config.region_code,
        },
    )
    order = EarlyOrderDetails.read(reply.data, correlation_id=reply.correlation_id)
    if not order.ingram_order_number:
        raise client.not_found(ORDER_DETAILS_V6, reply)
    return order


def order_details(
    client: Client,
    ingram_order_number: str,
    *,
    ordered_on: date | None = None,
    customer_order_number: str = "",
) -> OrderDetails:
    """One order over v5. Numbers are reused: the day or your own number tells which one.

    It tells why an order is held (`hold_reason` of a shipment). Raises NotFound: v5 answers 200
    and writes "Not Found" into the fields of the order.
    [spec] GET /resellers/v5/Orders/{ordernumber}
    """
    reply = client.call(
        ORDER_DETAILS_V5,
        path={"ordernumber": ingram_order_number},
        query={
            # Both in small letters here, unlike in search and cancel (field notes 4.2).
            "customernumber": client.config.customer_number,
            "isocountrycode": client.config.country_code.upper(),
            "customerordernumber": customer_order_number,
            "startcreatetimestamp": day_text(ordered_on),
            "endcreatetimestamp": day_text(ordered_on),
        },
    )
    inside = OrderDetailsReply.read(reply.data).inside
    order = inside.order if inside else None
    if order is None:
        raise client.unreadable(ORDER_DETAILS_V5, reply)
    if not order.ingram_order_number or says_not_found(order.ingram_order_number):
        raise client.not_found(ORDER_DETAILS_V5, reply)
    return OrderDetails.read(order.standing_in(reply.data), correlation_id=reply.correlation_id)


def search_orders(
    client: Client,
    *,
    ingram_order_number: str = "",
    customer_order_number: str = "",
    status: str = "",
    statuses: Sequence[str] = (),
    ordered_on: date | None = None,
    ordered_between: Days | None = None,
    page_number: int = 1,
    page_size: int = 25,
) -> OrderPage:
    """One page of orders over v5, empty when nothing is found (200 with FAILED).

    A row tells no amount, and the reason of a hold beside its sub-order. Days are those of UTC.
    Raises NotOffered for a status that v5 cannot search for, or for several at once.
    [spec] GET /resellers/v5/Orders/search
    """
    days = both_days(ordered_between or ((ordered_on, ordered_on) if ordered_on else None))
    if ordered_on and ordered_between:
        raise NotOffered(detail="a day and a range of days")
    reply = client.call(
        SEARCH_ORDERS_V5,
        query={
            "customerNumber": client.config.customer_number,
            "isocountrycode": client.config.country_code.upper(),
            "ordernumber": ingram_order_number,
            "customerordernumber": customer_order_number,
            "orderstatus": _status_code([*filter(None, [status]), *statuses]),
            "startcreatetimestamp": f"{days[0]}T00:00:00Z" if days else "",
            "endcreatetimestamp": f"{days[1]}T23:59:59Z" if days else "",
            **page_query(page_number, page_size, number_key="pagenumber", size_key="pagesize"),
        },
    )
    if reply.data is None:
        return OrderPage.read({"pageNumber": page_number}, correlation_id=reply.correlation_id)
    inside = OrderSearchReply.read(reply.data).inside
    if inside is None or inside.page is None:
        raise client.unreadable(SEARCH_ORDERS_V5, reply)
    page = inside.page.standing_in(reply.data)
    return OrderPage.read(page, correlation_id=reply.correlation_id)


def _status_code(statuses: Sequence[str]) -> str:
    codes = {STATUS_CODES.get(status) for status in statuses}
    if None in codes or len(codes) > 1:
        raise NotOffered(detail=f"orders cannot be searched by {', '.join(statuses)} over v5")
    return next((code for code in codes if code), "")


def create_order(
    client: Client, request: AnyOrder, *, correlation_id: str | None = None
) -> OrderCreated:
    """Place an order over v5 and be told at once what became of it.

    Never retried. Raises NotOffered (not sent) for what v5 has no place for, Rejected (nothing
    was done) or OutcomeUnknown. v5 takes no correlation id: it names the call in our own records.
    [spec] POST /resellers/v5/Orders
    """
    return _create(client, CREATE_ORDER_V5, request, correlation_id)


def accept_order(
    client: Client, request: OrderCreateRequest, *, correlation_id: str | None = None
) -> OrderAccepted:
    """The same for an order that v7 would queue: v5 makes it at once.

    No webhook confirms it: the confirmation number is that of the first order made, so that a
    look-up by the customer order number finds it like any other. [spec] POST /resellers/v5/Orders
    """
    created = _create(client, CREATE_ORDER_V5, request, correlation_id)
    accepted = {
        "confirmationNumber": created.orders[0].ingram_order_number,
        "quoteNumber": request.quote_number,
        "message": created.note,
        **created.raw,
    }
    return OrderAccepted.read(accepted, correlation_id=created.correlation_id)


def _create(
    client: Client, operation: Operation, request: AnyOrder, correlation_id: str | None
) -> OldOrderCreated:
    body = OldOrderRequest(
        service=OldOrderService(request_preamble=_preamble(client), order=in_old_words(request))
    )
    reply = client.call(operation, body=body, correlation_id=correlation_id)
    inside = OrderCreateReply.read(reply.data).inside
    created = inside.created if inside else OldOrderCreated.read({})
    number = created.orders[0].ingram_order_number if created.orders else ""
    client.require(operation, reply, number)
    whole = created.standing_in(reply.data)
    return OldOrderCreated.read(whole, correlation_id=reply.correlation_id)


def cancel_order(
    client: Client,
    ingram_order_number: str,
    *,
    ordered_on: date | None = None,
    correlation_id: str | None = None,
) -> None:
    """Cancel an order over v5, before it is released to the warehouse.

    v5 wants the day of the order: without one its details are read first. Direct-ship orders
    cannot be cancelled. Never retried: raises Rejected, NotFound or OutcomeUnknown.
    [spec] DELETE /resellers/v5/Orders/{ordernumber}
    """
    entered_on = ordered_on or order_details(client, ingram_order_number).ordered_on
    if entered_on is None:
        raise Rejected(
            "The distributor does not tell the day of this order, and cannot cancel it without.",
            path=CANCEL_ORDER_V5.path,
        )
    reply = client.call(
        CANCEL_ORDER_V5,
        path={"ordernumber": ingram_order_number},
        query={
            "customerNumber": client.config.customer_number,
            "isoCountryCode": client.config.country_code.upper(),
            "entryDate": entered_on.isoformat(),
        },
        correlation_id=correlation_id,
    )
    inside = OrderCancelReply.read(reply.data).inside
    status = inside.preamble.status if inside and inside.preamble else ""
    client.require(CANCEL_ORDER_V5, reply, status)


def _preamble(client: Client) -> RequestPreamble:
    config = client.config
    return RequestPreamble(
        iso_country_code=config.country_code.upper(), customer_number=config.customer_number
    )
