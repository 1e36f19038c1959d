"""Order search and order details v6.1."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from aiohttp import web

from sandbox import fulfilment
from sandbox.gate import CUSTOMER, answer
from sandbox.paging import Page
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import between, day, one
from sandbox.records import Order, Shipment
from sandbox.rendering.orders import order_details, order_row
from sandbox.world import WORLD, World

STATUSES = ("SHIPPED", "PROCESSING", "ON HOLD", "BACKORDERED", "CANCELLED", "DELIVERED")
Fits = Callable[[Order], bool]
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
_DATES: dict[str, Callable[[Shipment], date | None]] = {
    "invoiceDate_bt": lambda shipment: shipment.invoiced_on,
    "shipDate_bt": lambda shipment: shipment.shipped_on,
    "deliveryDate_bt": lambda shipment: shipment.delivered_on,
}


async def search(request: web.Request) -> web.Response:
    """204 without a body when nothing fits; unknown parameters are ignored, as in real life."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    page, filters = Page(request), _filters(request)
    orders = [
        order
        for order in world.state.of(Order, customer.number)
        if order.is_visible and all(fits(order) for fits in filters)
    ]
    if not orders:
        return web.Response(status=204)
    orders.sort(key=lambda order: (order.entered_at, order.number), reverse=True)
    return answer(page.body("orders", orders, order_row))


async def details(request: web.Request) -> web.Response:
    """By order number or sub-order number; ingramOrderDate tells reused numbers apart."""
    number = request.match_info["ordernumber"].upper()
    order = found(request, number)
    if order is None:
        raise Problem(404, "Order not found", fields=[Field("ingramOrderNumber", number[:35], "")])
    return answer(order_details(order, number if number != order.number else ""))


def found(request: web.Request, number: str) -> Order | None:
    """The order as it is, or as simulateStatus wants it shown."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    order = world.state.get(Order, customer.number, number[:8])
    entered_on = day(request, "ingramOrderDate")
    if order is None or not order.is_visible or not fulfilment.names(order, number):
        return None
    if entered_on is not None and entered_on != order.entered_at.date():
        return None
    return simulated(world, order, one(request, "simulateStatus"))


def simulated(world: World, order: Order, status: str) -> Order:
    """The sandbox-only parameter: how the order would look in that state."""
    today = world.clock.now().date()
    if not status:
        return order
    if status == "IM::HOLD":
        return fulfilment.hold(order)
    fresh = fulfilment.unshipped(order)
    if status == "IM::SHIPPED":
        return fulfilment.ship(fresh, today)
    if status == "IM::PARTIALLY_SHIPPED":
        return fulfilment.ship(fulfilment.short_of_one(fresh), today)
    if status == "IM::INVOICED":
        return fulfilment.invoice(fulfilment.ship(fresh, today), today)
    raise invalid(Field("simulateStatus", status, "simulateStatus is invalid"))


def _filters(request: web.Request) -> list[Fits]:
    number = one(request, "ingramOrderNumber", 11).upper()
    statuses = _statuses(request)
    filters = _date_filters(request)
    if number:
        filters.append(lambda order: fulfilment.names(order, number))
    if statuses:
        filters.append(lambda order: _filter_status(order) in statuses)
    for name, values in _TEXTS.items():
        if wanted := one(request, name):
            filters.append(_has_value(wanted, values))
    return filters


def _date_filters(request: web.Request) -> list[Fits]:
    entered_on = day(request, "ingramOrderDate")
    entered = between(request, "ingramOrderDate-bt")
    filters: list[Fits] = []
    if entered_on:
        filters.append(lambda order: order.entered_at.date() == entered_on)
    if entered:
        filters.append(lambda order: entered[0] <= order.entered_at.date() <= entered[1])
    for name, value in _DATES.items():
        if span := between(request, name):
            filters.append(_has_date(span, value))
    return filters


def _statuses(request: web.Request) -> set[str]:
    wanted = {
        value.strip().upper()
        for name in ("orderStatus", "orderStatus-in")
        for value in request.query.getall(name, [])
        if value.strip()
    }
    for value in wanted - set(STATUSES):
        raise invalid(Field("orderStatus", value[:35], "orderStatus is invalid"))
    return wanted


def _filter_status(order: Order) -> str:
    # One L in the answers, two in the filter.
    return order.status.upper().replace("CANCELED", "CANCELLED")


def _has_value(wanted: str, values: Callable[[Order], list[str]]) -> Fits:
    return lambda order: any(wanted.upper() == value.upper() for value in values(order))


def _has_date(span: tuple[date, date], value: Callable[[Shipment], date | None]) -> Fits:
    def fits(order: Order) -> bool:
        dates = [value(shipment) for line in order.lines for shipment in line.shipments]
        return any(found is not None and span[0] <= found <= span[1] for found in dates)

    return fits
