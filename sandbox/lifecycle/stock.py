"""Stock that moves by the clock and is told of by webhook."""

from __future__ import annotations

from datetime import timedelta

from sandbox.lifecycle.telling import Action, envelope
from sandbox.records import Event, StockLevel
from sandbox.rendering.stock import stock_item
from sandbox.stock import movements
from sandbox.world import World

ACTION = "stock.update"
EVENT = "IM::STOCK_UPDATE"
MOST_IN_AN_EVENT = 4000


def begin(world: World) -> None:
    """Put the stock on the shelves that the state knows of, and go on with its movements."""
    world.catalogue.restock(world.state.every(StockLevel))
    if not _planned(world) or world.timings.stock_update is None:
        plan(world)


def plan(world: World) -> None:
    """Let the next movement wait its full time; without a time nothing moves any more."""
    tick = 1
    for event in _planned(world):
        tick = int(event.subject)
        world.state.drop(event)
    if world.timings.stock_update is not None:
        world.plan(ACTION, "", str(tick), world.timings.stock_update)


def _planned(world: World) -> list[Event]:
    return [event for event in world.state.every(Event) if event.action == ACTION]


def _update(world: World, _customer: str, subject: str) -> None:
    """One movement; of those that a jump of the clock left behind, only the last happens."""
    seconds = world.timings.stock_update
    if seconds is None:
        return
    tick = int(subject)
    late = world.clock.running() - world.clock.now()
    missed = late // timedelta(seconds=seconds)
    if missed:
        world.plan(ACTION, "", str(tick + missed), missed * seconds)
        return
    levels = list(movements(world.catalogue, world.settings.seed, tick))
    for level in levels:
        world.state.put(level)
    world.catalogue.restock(world.state.every(StockLevel))
    for start in range(0, len(levels), MOST_IN_AN_EVENT):
        _tell(world, levels[start : start + MOST_IN_AN_EVENT])
    world.plan(ACTION, "", str(tick + 1), seconds)


def _tell(world: World, levels: list[StockLevel]) -> None:
    """An event names no customer: its totals are those of the first customer's country."""
    country = world.settings.customers[0].country
    products = (world.catalogue.by_number(level.number) for level in levels)
    told = envelope(world, "resellers/catalog", "im::updated")
    told["resource"] = [stock_item(product, country) for product in products if product]
    world.webhooks.announce(EVENT, told)


ACTIONS: dict[str, Action] = {ACTION: _update}
