"""Signed events, told to every target, with a few retries and a log of what became of them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import string
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import aiohttp

TRIES = 4
_TIMEOUT = aiohttp.ClientTimeout(total=10)


def signature(secret: str, event_id: str) -> str:
    """base64(HMAC-SHA512(secret, event id)): the body is not covered (field-notes 10.1)."""
    digest = hmac.new(secret.encode(), event_id.encode(), hashlib.sha512).digest()
    return base64.b64encode(digest).decode()


def new_event_id() -> str:
    return "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(18))


def timestamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def encode(value: Any) -> str:
    """JSON in which amounts are numbers; money of this size survives the float's way out."""
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))


@dataclass(kw_only=True)
class Delivery:
    event_id: str
    event_type: str
    target: str
    tries: int = 0
    status: int | None = None
    error: str = ""
    is_final: bool = False


class Webhooks:
    def __init__(self, secret: str, targets: tuple[str, ...], retry: Callable[[], float]) -> None:
        self.secret = secret
        self.targets = targets
        self.is_enabled = True
        self.events: deque[dict[str, Any]] = deque(maxlen=500)
        self.deliveries: deque[Delivery] = deque(maxlen=500)
        self._retry = retry
        self._session: aiohttp.ClientSession | None = None
        self._running: set[asyncio.Task[None]] = set()

    def announce(self, event_type: str, payload: dict[str, Any] | list[Any]) -> None:
        """Queue an event for every target; nobody waits for it."""
        envelope = payload[0] if isinstance(payload, list) else payload
        event_id = str(envelope["eventId"])
        body = encode(payload)
        self.events.append({"eventId": event_id, "eventType": event_type, "body": json.loads(body)})
        for target in self.targets if self.is_enabled else ():
            delivery = Delivery(event_id=event_id, event_type=event_type, target=target)
            self.deliveries.append(delivery)
            task = asyncio.get_running_loop().create_task(self._deliver(delivery, body))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def log(self) -> list[dict[str, Any]]:
        return [asdict(delivery) for delivery in self.deliveries]

    async def reset(self, secret: str, targets: tuple[str, ...]) -> None:
        await self._stop()
        self.secret, self.targets, self.is_enabled = secret, targets, True
        self.events.clear()
        self.deliveries.clear()

    async def close(self) -> None:
        await self._stop()
        if self._session is not None:
            await self._session.close()

    async def _stop(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _deliver(self, delivery: Delivery, body: str) -> None:
        headers = {
            "Content-Type": "application/json",
            "x-hub-signature": signature(self.secret, delivery.event_id),
        }
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(self._retry() * 3 ** (attempt - 1))
            delivery.tries += 1
            if await self._post(delivery, body, headers):
                break
        delivery.is_final = True

    async def _post(self, delivery: Delivery, body: str, headers: dict[str, str]) -> bool:
        if self._session is None:
            # A connection for each call: a target that stops must not wait for an idle one.
            connector = aiohttp.TCPConnector(force_close=True)
            self._session = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT)
        try:
            async with self._session.post(
                delivery.target, data=body, headers=headers, allow_redirects=False
            ) as answer:
                delivery.status, delivery.error = answer.status, ""
                return answer.status < 300
        except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
            delivery.error = f"{type(exc).__name__}: {exc}"[:200]
            return False
