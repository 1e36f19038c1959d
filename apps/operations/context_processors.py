"""What every page says while a part that the portal hangs on is away."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db import Error
from django.http import HttpRequest

from apps.operations import health, selectors


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is degraded and what it means for the person who reads it."""

    title: str
    text: str


STANDSTILL = Trouble(
    title="Work in the background stands still",
    text="What you send is kept and goes out when it runs again. Lists show what was read last.",
)
NO_CACHE = Trouble(
    title="The short-term memory is away",
    text="Pages are slower, and prices are asked of the distributor more often.",
)
NO_ROOM = Trouble(
    title="There is hardly any room left",
    text="What you send may be refused until there is. Tell who looks after the portal.",
)


@dataclass
class _Known:
    until: float = 0.0
    troubles: tuple[Trouble, ...] = ()


_known = _Known()


class Background:
    """Asked when a page first shows it; a process remembers for settings.STATUS_EVERY seconds."""

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        if not settings.STATUS_EVERY:
            return ()
        if time.monotonic() > _known.until:
            # Before it asks, so that other requests need not ask the same meanwhile.
            _known.until = time.monotonic() + settings.STATUS_EVERY
            _known.troubles = _troubles()
        return _known.troubles


def background(request: HttpRequest) -> dict[str, Background]:
    """`background.troubles`: a query at most every STATUS_EVERY seconds, if it is shown."""
    return {"background": Background()}


def _troubles() -> tuple[Trouble, ...]:
    asked = (
        (NO_ROOM, bool(health.ask_storage())),
        (STANDSTILL, bool(health.ask_broker()) or _is_silent()),
        (NO_CACHE, bool(health.ask_cache())),
    )
    return tuple(trouble for trouble, is_there in asked if is_there)


def _is_silent() -> bool:
    """Whether beat or every worker was there and is not any more."""
    try:
        return any(map(health.is_silent, selectors.pulses().values()))
    except Error:
        return False  # the page has a greater trouble to tell of
