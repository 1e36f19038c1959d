"""A return's way: open, then decided. No webhook tells of it."""

from __future__ import annotations

from sandbox import returning
from sandbox.lifecycle.telling import Action
from sandbox.records import ReturnCase
from sandbox.world import World


def _decide(world: World, customer: str, number: str) -> None:
    case = world.state.get(ReturnCase, customer, number)
    if case is not None and case.status == returning.OPEN:
        product = world.catalogue.by_number(case.part_number)
        world.state.put(returning.decide(case, product, world.clock.now()))


ACTIONS: dict[str, Action] = {"return.decide": _decide}
