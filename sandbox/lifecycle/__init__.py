"""What happens as time passes: each planned event moves a record on and tells the webhooks.

One module a resource, each with its ACTIONS: the name of an event and what it does.
"""

from __future__ import annotations

import asyncio
import logging

from sandbox.lifecycle import orders, quotes, returns, stock
from sandbox.lifecycle.telling import Action
from sandbox.records import Event
from sandbox.world import World

LOG = logging.getLogger(__name__)
ACTIONS: dict[str, Action] = {
    **quotes.ACTIONS,
    **orders.ACTIONS,
    **returns.ACTIONS,
    **stock.ACTIONS,
}


async def keep_time(world: World) -> None:
    """Run what is due, sleep until the next event or until somebody plans or moves the clock."""
    while True:
        world.woken.clear()
        run_due(world)
        pending = [event.due_at for event in world.state.every(Event)]
        wait = (min(pending) - world.clock.now()).total_seconds() if pending else None
        try:
            async with asyncio.timeout(max(wait, 0) if wait is not None else None):
                await world.woken.wait()
        except TimeoutError:
            continue


def run_due(world: World) -> None:
    """In the order in which they are due, those included that earlier ones plan."""
    while due := [e for e in world.state.every(Event) if e.due_at <= world.clock.now()]:
        event = min(due, key=lambda event: (event.due_at, event.number))
        world.state.drop(event)
        with world.clock.held_at(event.due_at):
            try:
                ACTIONS[event.action](world, event.customer, event.subject)
            except Exception:
                # One event that goes wrong must not stop the time of all others.
                LOG.exception("%s of %s went wrong", event.action, event.subject)
