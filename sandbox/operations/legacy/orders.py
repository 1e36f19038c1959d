"""Order details of early v6, and the orders of v5: the same orders, told in other ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

from sandbox import fulfilment
from sandbox.gate import CUSTOMER, answer
from sandbox.operations.legacy.envelope import Envelope, parameter, request_body
from sandbox.operations.legacy.order_body_v5 import read_v5
from sandbox.operations.order_changes import cancel_order, is_open_to_change
from sandbox.operations.order_create_v6 import place
from sandbox.operations.order_placing import check_is_new
from sandbox.operations.orders import found, simulated
from sandbox.problems import Field, Problem, invalid
from sandbox.records import Order
from sandbox.rendering.order_details_v6 import order_details_v6
from sandbox.rendering.orders_v5 import created_v5, order_details_v5, order_row_v5, status_v5
from sandbox.world import WORLD

ENVELOPE = Envelope()
SEARCHED = Envelope(status="requeststatus", code="", message="returnmessage")
CANCELLED = Envelope(status="requestStatus", code="returnCode", message="returnMessage")
STATUSES = ("P", "R", "4", "I", "V", "ANY")
# The answer's real key; the schema spells it right (field-notes 4.2).
FOUND = "ordesearchresponse"
USUAL, LARGEST = 25, 100
Fits = Callable[[Order], bool]


async def details_v6(request: web.Request) -> web.Response:
    """204 for a number that is not known."""
    number = request.match_info["ordernumber"].upper()
    order = found(request, number)
    if order is None:
        return web.Response(status=204)
    return answer(order_details_v6(order, number if number != order.number else ""))


@ENVELOPE
async def create_v5(request: web.Request) -> web.Response:
    """Made at once, as v6 does; every failure comes with HTTP 200."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    wish = read_v5(await request_body(request), world.catalogue)
    check_is_new(world, customer, wish)
    orders, rejected = place(world, customer, wish)
    return ENVELOPE.success(created_v5(wish, orders, rejected))


@SEARCHED
async def search_v5(request: web.Request) -> web.Response:
    world, customer = request.app[WORLD], request[CUSTOMER]
    size, number = _whole(request, "pagesize", USUAL), _whole(request, "pagenumber", 1)
    size, filters = min(size, LARGEST), _filters(request)
    orders = [
        order
        for order in world.state.of(Order, customer.number)
        if order.is_visible and all(fits(order) for fits in filters)
    ]
    if not orders:
        nothing = {"ordersfound": "0", "pagesize": "0", "pagenumber": "1"}
        return SEARCHED.failed("No data found", body={FOUND: nothing})
    orders.sort(key=lambda order: (order.entered_at, order.number), reverse=True)
    start = (number - 1) * size
    body = {
        "ordersfound": str(len(orders)),
        "pagesize": str(size),
        "pagenumber": str(number),
        "orders": [order_row_v5(order) for order in orders[start : start + size]],
    }
    return SEARCHED.success({FOUND: body}, "Data found")


@ENVELOPE
async def details_v5(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    number = request.match_info["ordernumber"].upper()
    order = _of_customer(request, number)
    wanted = parameter(request, "customerordernumber").upper()
    if order is None or wanted not in ("", order.customer_order_number.upper()):
        texts = {"ordernumber": "Not Found"}
        texts |= dict.fromkeys(("customerordernumber", "orderstatus"), "Not-Found")
        return ENVELOPE.failed("", body={"orderdetailresponse": texts})
    order = simulated(world, order, parameter(request, "simulate").upper())
    part = number if number != order.number else ""
    return ENVELOPE.success({"orderdetailresponse": order_details_v5(order, part)})


@CANCELLED
async def cancel_v5(request: web.Request) -> web.Response:
    """Only what is on customer hold, and nothing that its vendor ships."""
    world = request.app[WORLD]
    order = _of_customer(request, request.match_info["ordernumber"].upper())
    entered_on = parameter(request, "entryDate")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", entered_on):
        raise invalid(Field("entryDate", entered_on, "entryDate must be in the format yyyy-mm-dd"))
    if order is None or order.entered_at.date().isoformat() != entered_on:
        raise Problem(404, "Order not found")
    if order.order_type == "D":
        raise Problem(400, "Direct ship orders cannot be deleted")
    if not is_open_to_change(world, order):
        raise Problem(400, "Order is not on customer hold")
    cancel_order(world, order)
    return CANCELLED.success({}, "Order Deleted Successfully", "00")


def _of_customer(request: web.Request, number: str) -> Order | None:
    state, customer = request.app[WORLD].state, request[CUSTOMER]
    order = state.get(Order, customer.number, number[:8])
    return order if order and order.is_visible and fulfilment.names(order, number) else None


def _filters(request: web.Request) -> list[Fits]:
    filters: list[Fits] = []
    status = parameter(request, "orderstatus").upper()
    if status and status not in STATUSES:
        raise invalid(Field("orderstatus", status[:35], "orderstatus is invalid"))
    if status not in ("", "ANY"):
        filters.append(lambda order: status_v5(order, order.lines)[0] == status)
    if number := parameter(request, "ordernumber").upper():
        filters.append(lambda order: fulfilment.names(order, number))
    if purchase := parameter(request, "customerordernumber").upper():
        filters.append(lambda order: order.customer_order_number.upper() == purchase)
    if since := _moment(request, "startcreatetimestamp"):
        filters.append(lambda order: order.entered_at >= since)
    if until := _moment(request, "endcreatetimestamp"):
        filters.append(lambda order: order.entered_at <= until)
    return filters


def _moment(request: web.Request, name: str) -> datetime | None:
    text = parameter(request, name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(Field(name, text, f"{name} is no time stamp")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole(request: web.Request, name: str, usual: int) -> int:
    text = parameter(request, name) or str(usual)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise invalid(Field(name, text, f"{name} must be a whole number from 1 on"))
    return int(text)
