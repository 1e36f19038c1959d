"""Order create v6: made while the caller waits, several orders when a cart has to be split."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from sandbox.gate import CUSTOMER, answer
from sandbox.lifecycle.orders import expect, tell_beginning
from sandbox.operations.order_body_v6 import read_v6
from sandbox.operations.order_placing import check_is_new, new_orders, wanted_lines
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import json_object
from sandbox.records import Order
from sandbox.rendering.orders_v6 import created
from sandbox.settings import Customer
from sandbox.wishes import OrderBody, Rejection, cause
from sandbox.world import WORLD, World


async def create_v6(request: web.Request) -> web.Response:
    """201 with the orders; 207 when allowPartialOrder let some lines fall."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await json_object(request)
    wish = read_v6(body, world.clock.now())
    body.finish()
    check_is_new(world, customer, wish)
    orders, rejected = place(world, customer, wish)
    return answer(created(wish, orders, rejected), 207 if rejected else 201)


def place(world: World, customer: Customer, wish: OrderBody) -> tuple[list[Order], list[Rejection]]:
    """Put the orders into the state and plan what becomes of them.

    Raises Problem when a line cannot be ordered and the others may not go without it.
    """
    wanted, rejected = wanted_lines(world, customer, wish)
    if rejected and not (wanted and wish.allows_part):
        raise _refused(rejected)
    orders = [
        replace(order, is_visible=True) for order in new_orders(world, customer, wish, wanted)
    ]
    for order in orders:
        world.state.put(order)
        expect(world, order)
        tell_beginning(world, order)
    return orders, rejected


def _refused(rejected: list[Rejection]) -> Problem:
    fields = [
        Field("ingramPartNumber", rejection.part_number, cause([rejection]))
        for rejection in rejected
    ]
    return invalid(*fields)
