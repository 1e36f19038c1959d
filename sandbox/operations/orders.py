"""Order search and order details v6.1."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from aiohttp import web

from sandbox import fulfilment
from sandbox.gate import CUSTOMER, answer
from sandbox.operations.catalog import page_links
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import between, day, one, paging
from sandbox.records import Order, OrderLine
from sandbox.rendering.orders import order_details, order_row
from sandbox.world import WORLD, World

STATUSES = ("SHIPPED", "PROCESSING", "ON HOLD", "BACKORDERED", "CANCELLED", "DELIVERED")
_TEXTS: dict[str, Callable[[Order], list[str]]] = {
    "customerOrderNumber": lambda order: [order.customer_order_number],
    "endCustomerOrderNumber": lambda order: [order.end_customer_order_number],
    "specialBidNumber": lambda order: [
        order.special_bid_number,
        *(line.special_bid_number for line in order.lines),
    ],
    "ingramPartNumber": lambda order: [line.part_number for line in order.lines],
    "vendorPartNumber": lambda order: [line.vendor_part_number for line in order.lines],
    "vendorName": lambda order: [line.vendor_name for line in order.lines],
    "serialNumber": lambda order: [
        serial for line in order.lines for package in line.packages
        for serial in package.serial_numbers
    ],
    "trackingNumber": lambda order: [
        package.tracking_number for line in order.lines for package in line.packages
    ],
}  # fmt: skip
# Hyphen here, underscore there: so the document has it (field-notes 4.4).
_DATES: dict[str, Callable[[OrderLine], date | None]] = {
    "invoiceDate_bt": lambda line: line.invoiced_on,
    "shipDate_bt": lambda line: line.shipped_on,
    "deliveryDate_bt": lambda line: line.delivered_on,
}


async def search(request: web.Request) -> web.Response:
    """204 without a body when nothing fits; unknown parameters are ignored, as in real life."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    page, size = paging(request)
    orders = [
        order
        for order in world.state.of(Order, customer.number)
        if order.is_visible and _fits(order, request)
    ]
    if not orders:
        return web.Response(status=204)
    orders.sort(key=lambda order: (order.entered_at, order.number), reverse=True)
    body = {
        "recordsFound": len(orders),
        "pageSize": size,
        "pageNumber": page,
        "orders": [order_row(order) for order in orders[(page - 1) * size : page * size]],
    }
    return answer(body | page_links(request, page, size, len(orders)))


async def details(request: web.Request) -> web.Response:
    """By order number or sub-order number; ingramOrderDate tells reused numbers apart."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    number = request.match_info["ordernumber"].upper()
    order = world.state.get(Order, customer.number, number[:8])
    entered_on = day(request, "ingramOrderDate")
    if order is None or not order.is_visible or not _names(order, number):
        raise Problem(404, "Order not found", fields=[Field("ingramOrderNumber", number[:35], "")])
    if entered_on is not None and entered_on != order.entered_at.date():
        raise Problem(404, "Order not found for the date")
    order = _simulated(world, order, one(request, "simulateStatus"))
    return answer(order_details(order, number if number != order.number else ""))


def _names(order: Order, number: str) -> bool:
    return number == order.number or any(line.sub_order_number == number for line in order.lines)


def _simulated(world: World, order: Order, status: str) -> Order:
    """The sandbox-only parameter: how the order would look in that state."""
    today = world.clock.now().date()
    if not status:
        return order
    if status == "IM::HOLD":
        return fulfilment.hold(order)
    if status in ("IM::SHIPPED", "IM::PARTIALLY_SHIPPED"):
        return fulfilment.ship(order, today)
    if status == "IM::INVOICED":
        return fulfilment.invoice(fulfilment.ship(order, today), today)
    raise invalid(Field("simulateStatus", status, "simulateStatus is invalid"))


def _fits(order: Order, request: web.Request) -> bool:
    number = one(request, "ingramOrderNumber", 11).upper()
    return (
        (not number or _names(order, number))
        and _status_fits(order, request)
        and _entered_fits(order, request)
        and all(_text_fits(one(request, name), values(order)) for name, values in _TEXTS.items())
        and all(_date_fits(request, name, order, value) for name, value in _DATES.items())
    )


def _text_fits(wanted: str, values: list[str]) -> bool:
    return not wanted or any(wanted.upper() == value.upper() for value in values)


def _status_fits(order: Order, request: web.Request) -> bool:
    wanted = {
        value.strip().upper()
        for name in ("orderStatus", "orderStatus-in")
        for value in request.query.getall(name, [])
        if value.strip()
    }
    for value in wanted - set(STATUSES):
        raise invalid(Field("orderStatus", value[:35], "orderStatus is invalid"))
    status = order.status.upper().replace("CANCELED", "CANCELLED")
    return not wanted or status in wanted


def _entered_fits(order: Order, request: web.Request) -> bool:
    entered_on = order.entered_at.date()
    wanted, span = day(request, "ingramOrderDate"), between(request, "ingramOrderDate-bt")
    return wanted in (None, entered_on) and (span is None or span[0] <= entered_on <= span[1])


def _date_fits(
    request: web.Request, name: str, order: Order, value: Callable[[OrderLine], date | None]
) -> bool:
    span = between(request, name)
    if span is None:
        return True
    dates = [value(line) for line in order.lines]
    return any(found is not None and span[0] <= found <= span[1] for found in dates)
