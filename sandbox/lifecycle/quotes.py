"""A quote that was asked for becomes ready or fails a moment later."""

from __future__ import annotations

from dataclasses import replace

from sandbox.lifecycle.telling import Action, envelope
from sandbox.records import Quote
from sandbox.rendering.quotes import quote_event
from sandbox.world import World


def finish(world: World, customer: str, number: str) -> None:
    quote = world.state.get(Quote, customer, number)
    if quote is None:
        return
    now = world.clock.now()
    if quote.rejected:
        reason = "Part number(s) not found: " + ", ".join(quote.rejected)
        quote = replace(quote, status="Failed", status_reason=reason, modified_at=now)
    else:
        quote = replace(quote, status="Ready To Order", modified_at=now)
    world.state.put(quote)
    told = envelope(world, "resellers/quotes", "im::created")
    told["eventType"] = "im::quote_create"
    told["rejectedSkus"] = list(quote.rejected)
    told["resource"] = quote_event(quote, world.customer(customer))
    world.webhooks.announce("im::quote_create", told)


ACTIONS: dict[str, Action] = {"quote.finish": finish}
