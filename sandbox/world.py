"""Everything that the operations share: one world a server."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakSet

from aiohttp import web

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.limits import Meter
from sandbox.records import Event
from sandbox.settings import App, Customer, Settings, Timings
from sandbox.state import State
from sandbox.stock import Stockroom
from sandbox.webhooks import Webhooks


@dataclass(kw_only=True)
class Token:
    app: App
    expires_at: datetime


@dataclass(kw_only=True)
class Journal:
    """What was received since the last reset."""

    calls: Counter[str] = field(default_factory=Counter)
    requests: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=500))
    connections: int = 0
    tokens_issued: int = 0
    _seen: WeakSet[object] = field(default_factory=WeakSet)

    def see(self, connection: object) -> None:
        """Count a connection with its first call."""
        if connection not in self._seen:
            self._seen.add(connection)
            self.connections += 1

    def clear(self) -> None:
        self.calls.clear()
        self.requests.clear()
        self.connections = 0
        self.tokens_issued = 0


@dataclass(kw_only=True)
class World:
    settings: Settings
    timings: Timings
    clock: Clock
    state: State
    catalogue: Stockroom
    webhooks: Webhooks
    meter: Meter
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)
    tokens: dict[str, Token] = field(default_factory=dict)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def customer(self, number: str) -> Customer:
        return next(c for c in self.settings.customers if c.number == number)

    def plan(self, action: str, customer: str, subject: str, seconds: float) -> None:
        """Let `action` happen to the record `subject` in so many seconds of the clock."""
        self.state.put(
            Event(
                customer=customer,
                number=secrets.token_hex(8),
                due_at=self.clock.now() + timedelta(seconds=seconds),
                action=action,
                subject=subject,
            )
        )
        self.woken.set()


WORLD = web.AppKey("world", World)
