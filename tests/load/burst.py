"""Posts events over some connections at once, and the same bodies to the bare view in turn."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence

import aiohttp

from tests.load.distributor import Event
from tests.load.stack import LoadStack

CONNECTIONS = 8
BARE = "/bare/insert/"
_PAUSE = 0.1
_MOST_TRIES = 600
_PATIENCE = aiohttp.ClientTimeout(total=30)


class Burst:
    """What the distributor does: it sends again whatever was not answered with a 2xx or refused."""

    def __init__(self, stack: LoadStack, key: str) -> None:
        self._stack = stack
        self._path = f"/webhooks/ingram/{key}/"
        self.waiting: deque[Event] = deque()
        self.broken = 0

    async def send(self, events: Sequence[Event]) -> float:
        """Events a second."""
        self.waiting = deque(events)
        start = time.perf_counter()
        async with _client() as client:
            await asyncio.gather(*(self._sender(client, nth) for nth in range(CONNECTIONS)))
        return len(events) / (time.perf_counter() - start)

    async def send_bare(self, events: Sequence[Event]) -> float:
        """Rows a second; the same bodies over as many connections."""
        bodies = deque(event.body for event in events)

        async def sender(client: aiohttp.ClientSession, address: str) -> None:
            while bodies:
                async with client.post(address + BARE, data=bodies.popleft()) as answer:
                    assert answer.status == 200, answer.status

        start = time.perf_counter()
        async with _client() as client:
            addresses = (self._stack.addresses[nth % 2] for nth in range(CONNECTIONS))
            await asyncio.gather(*(sender(client, address) for address in addresses))
        return len(events) / (time.perf_counter() - start)

    async def _sender(self, client: aiohttp.ClientSession, nth: int) -> None:
        while self.waiting:
            event = self.waiting.popleft()
            event.sent_at = event.sent_at or time.monotonic()
            for attempt in range(_MOST_TRIES):
                event.tries += 1
                await self._post(client, event, self._stack.addresses[(nth + attempt) % 2])
                if event.status in (200, 404):
                    break
                self.broken += 1
                await asyncio.sleep(_PAUSE)
            event.answered_at = time.monotonic()

    async def _post(self, client: aiohttp.ClientSession, event: Event, address: str) -> None:
        headers = {"Content-Type": "application/json", "x-hub-signature": event.signature}
        try:
            async with client.post(
                address + self._path, data=event.body, headers=headers
            ) as answer:
                event.status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            event.status = 0


def _client() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=_PATIENCE)
