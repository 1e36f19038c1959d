"""/_control/: what tests and people switch, and what the sandbox tells of what it received."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from aiohttp import web

from sandbox import faults, lifecycle
from sandbox.faults import Fault
from sandbox.gate import answer
from sandbox.reading import Reading, json_object
from sandbox.records import Acceptance, Event, Order, Quote, ReturnCase
from sandbox.webhooks import timestamp
from sandbox.world import WORLD, World

T = TypeVar("T")


async def show(request: web.Request) -> web.Response:
    return answer(snapshot(request.app[WORLD]))


async def requests(request: web.Request) -> web.Response:
    """The last 500 calls with headers and body, tokens and secrets left out."""
    return answer(list(request.app[WORLD].journal.requests))


async def change(request: web.Request) -> web.Response:
    """Any of the keys together; a reset comes first and the clock moves last."""
    world = request.app[WORLD]
    body = await json_object(request)
    for name in body.data.keys() - _CHANGES.keys():
        body.fault(name, "unknown; known are " + ", ".join(_CHANGES))
    body.finish()
    if body.data.get("reset"):
        await reset(world)
    for name, apply in _CHANGES.items():
        if name in body.data:
            apply(world, body)
            body.finish()
    return answer(snapshot(world))


async def reset(world: World) -> None:
    settings = world.settings
    world.state.reset()
    world.clock.offset *= 0
    world.tokens.clear()
    world.journal.clear()
    world.faults.waiting.clear()
    world.timings = settings.timings
    lifecycle.stock.begin(world)
    world.meter.limits = settings.limits
    world.meter.clear()
    await world.webhooks.reset(settings.webhook_secret, settings.webhook_targets)
    world.woken.set()


def snapshot(world: World) -> dict[str, Any]:
    orders: dict[str, list[str]] = defaultdict(list)
    quotes: dict[str, list[str]] = defaultdict(list)
    for order in world.state.every(Order):
        if order.received:
            orders[order.customer_order_number].append(order.number)
    for quote in world.state.every(Quote):
        if quote.received:
            quotes[quote.name].append(quote.number)
    returns: dict[str, list[str]] = defaultdict(list)
    for case in world.state.every(ReturnCase):
        if case.received:
            returns[case.reference_number].append(case.number)
    failed = [a for a in world.state.every(Acceptance) if a.failure]
    return {
        "calls": dict(world.journal.calls),
        "orders": orders,
        "failed_orders": {a.customer_order_number: a.failure for a in failed},
        "quotes": quotes,
        "returns": returns,
        "connections": world.journal.connections,
        "tokens_issued": world.journal.tokens_issued,
        "events": list(world.webhooks.events),
        "deliveries": world.webhooks.log(),
        "planned": [
            {"action": e.action, "subject": e.subject, "due_at": timestamp(e.due_at)}
            for e in sorted(world.state.every(Event), key=lambda event: event.due_at)
            # The history has plans of its own.
            if not world.state.is_sown(e)
        ],
        "clock": timestamp(world.clock.now()),
        "faults": [asdict(fault) for fault in world.faults.waiting],
        "limits": asdict(world.meter.limits),
        "timings": asdict(world.timings),
        "webhooks": {
            "targets": list(world.webhooks.targets),
            "enabled": world.webhooks.is_enabled,
        },
    }


def _set_faults(world: World, body: Reading) -> None:
    """Replaces the waiting faults; an empty list clears them."""
    waiting = [fault for item in body.parts("faults") if (fault := _fault(item))]
    if not body.faults:
        world.faults.waiting = waiting


def _fault(item: Reading) -> Fault | None:
    if item.data.get("kind") not in faults.KINDS:
        item.fault("kind", "kind must be one of " + ", ".join(faults.KINDS))
    for name, value in item.data.items():
        if name not in _FAULT or not _FAULT[name](value):
            item.fault(name, "unknown name or wrong value; known are " + ", ".join(_FAULT))
    if item.faults:
        return None
    fault = Fault(**item.data)
    fault.method = fault.method.upper()
    return fault


def _set_timings(world: World, body: Reading) -> None:
    """A stock_update of null lets no stock move; its time begins anew when it is changed."""

    def fits(name: str, value: Any) -> bool:
        if name == "stock_update":
            return value is None or (_is_number(value) and value >= 1)
        return _is_number(value)

    part = body.part("timings")
    world.timings = _replaced(part, world.timings, fits)
    if part and not body.faults and "stock_update" in part.data:
        lifecycle.stock.plan(world)


def _set_limits(world: World, body: Reading) -> None:
    """A null lets everything through."""

    def fits(_name: str, value: Any) -> bool:
        return value is None or (isinstance(value, int) and value >= 0)

    world.meter.limits = _replaced(body.part("limits"), world.meter.limits, fits)
    world.meter.clear()


def _replaced(part: Reading | None, known: T, fits: Callable[[str, Any], bool]) -> T:
    values: Mapping[str, Any] = part.data if part else {}
    names = {field.name for field in fields(known)}  # type: ignore[arg-type]
    for name, value in values.items():
        if part and (name not in names or not fits(name, value)):
            part.fault(name, "unknown name or wrong value; known are " + ", ".join(sorted(names)))
    return known if part is None or part.faults else replace(known, **values)  # type: ignore[type-var]


def _set_webhooks(world: World, body: Reading) -> None:
    part = body.part("webhooks")
    if part is None:
        return
    hooks = world.webhooks
    enabled = part.flag("enabled")
    hooks.is_enabled = hooks.is_enabled if enabled is None else enabled
    hooks.secret = part.text("secret") or hooks.secret
    targets = part.data.get("targets", list(hooks.targets))
    if not isinstance(targets, list) or not all(isinstance(target, str) for target in targets):
        part.fault("targets", "targets must be an array of addresses")
        return
    hooks.targets = tuple(targets)


def _revoke_tokens(world: World, body: Reading) -> None:
    if body.flag("revoke_tokens"):
        world.tokens.clear()


def _advance(world: World, body: Reading) -> None:
    """Move the clock; everything that became due has happened when the answer comes."""
    seconds = body.data["advance_seconds"]
    if not _is_number(seconds) or not 0 <= seconds <= 10 * 365 * 86_400:
        body.fault("advance_seconds", "advance_seconds must be a number of seconds from 0 on")
        return
    world.clock.advance(seconds)
    world.state.keep_clock_offset(world.clock.offset.total_seconds())
    lifecycle.run_due(world)
    world.woken.set()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_FAULT: dict[str, Callable[[Any], bool]] = {
    "kind": lambda value: isinstance(value, str),
    "method": lambda value: isinstance(value, str),
    "path": lambda value: isinstance(value, str),
    "status": lambda value: isinstance(value, int) and 200 <= value <= 599,
    "after_acting": lambda value: isinstance(value, bool | None),
    "times": lambda value: value is None or (isinstance(value, int) and value > 0),
    "probability": _is_number,
    "seconds": lambda value: _is_number(value) and 0 <= value <= 600,
}
_CHANGES: dict[str, Callable[[World, Reading], None]] = {
    "reset": lambda _world, _body: None,
    "timings": _set_timings,
    "limits": _set_limits,
    "webhooks": _set_webhooks,
    "faults": _set_faults,
    "revoke_tokens": _revoke_tokens,
    "advance_seconds": _advance,
}
