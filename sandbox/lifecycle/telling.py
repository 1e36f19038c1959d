"""What the actions of all resources share: their shape, and the envelope of a webhook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.webhooks import new_event_id, timestamp
from sandbox.world import World

Action = Callable[[World, str, str], None]


def envelope(world: World, topic: str, event: str) -> dict[str, Any]:
    return {
        "topic": topic,
        "event": event,
        "eventTimeStamp": timestamp(world.clock.now()),
        "eventId": new_event_id(),
    }
