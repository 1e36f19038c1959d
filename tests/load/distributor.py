"""What happens at the distributor during a burst, told in events; the sandbox knows the truth."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from sandbox.testing import SandboxServer
from sandbox.webhooks import new_event_id, signature
from tests.load.mirror import Seen, order_of, quote_of
from tests.stack import Stack

CUSTOMER = "20-222222"
PART = "6YE881"
#: Seconds of the sandbox's clock: made, then shipped, then invoiced.
MOVES = (5, 130, 130)
STOCKED = 500
_IN_A_STOCK_EVENT = 40
_COPIED = 300


@dataclass(eq=False, kw_only=True)
class Event:
    """An event on its way. `stock` holds its figures by part number."""

    event_id: str
    body: bytes
    signature: str
    is_forged: bool = False
    is_repeat: bool = False
    stock: Mapping[str, int] = field(default_factory=dict)
    status: int = 0
    sent_at: float = 0.0
    answered_at: float = 0.0
    tries: int = 0


class Distributor:
    """Orders and quotes that move, and events of them: of new states, of old ones and forged."""

    def __init__(self, stack: Stack, *, orders: int, quotes: int, seed: int) -> None:
        self._stack = stack
        self._dice = random.Random(seed)
        self._session = requests.Session()
        self._sign_in()
        self._told: list[dict[str, Any]] = []
        self._known: set[str] = set()
        self._figures = itertools.count(1)
        stack.control(
            limits={"get": None, "other": None},
            # What happens without an event would not be known here.
            timings={"stock_update": None, "order_delivered": 10**7, "backorder_filled": 10**7},
            # The burst posts them. At its usual address, which is not here, the sandbox would be
            # refused until nobody from its machine is listened to.
            webhooks={"targets": []},
        )
        for number in range(orders):
            self._order(f"LOAD-{number:04}")
        for number in range(quotes):
            self._quote(f"Load {number}")
        self._order_numbers: list[str] = []
        self._quote_numbers: list[str] = []

    def move(self, seconds: float) -> list[Event]:
        """Time passes; the events of what happened meanwhile."""
        snapshot = self._stack.control(advance_seconds=seconds)
        self._order_numbers = _numbers(snapshot["orders"])
        self._quote_numbers = _numbers(snapshot["quotes"])
        told = snapshot["events"]
        assert isinstance(told, list)
        new = [one["body"] for one in told if one["eventId"] not in self._known]
        self._known |= {one["eventId"] for one in told}
        self._told = [*self._told, *new][-_COPIED:]
        return [_event(body, _root(body)["eventId"]) for body in new]

    def news(self) -> Iterator[Event]:
        """Endless: orders and quotes in turn, so that none is left out for long, and stock."""
        orders = itertools.cycle(self._order_numbers)
        quotes = itertools.cycle(self._quote_numbers)
        while True:
            for _ in range(3):
                yield _event(self._order_event(next(orders)))
            yield _event(self._quote_event(next(quotes)))
            yield self._stock_event()

    def late(self) -> Event:
        """Something that was told before, told again as if it were news."""
        body = json.loads(json.dumps(self._dice.choice(self._told)))
        _root(body)["eventId"] = new_event_id()
        return _event(body)

    def forged(self, nth: int) -> Event:
        event = _event(self._order_event(self._dice.choice(self._order_numbers)))
        event.is_forged = True
        wrong = (
            signature("another secret", event.event_id),
            signature(SandboxServer.webhook_secret, new_event_id()),
            "",
        )
        event.signature = wrong[nth % len(wrong)]
        return event

    def orders(self) -> Seen:
        """As the API tells them now."""
        numbers = self._order_numbers
        return {n: order_of(self._get(f"/resellers/v6.1/orders/{n}")) for n in numbers}

    def quotes(self) -> Seen:
        numbers = self._quote_numbers
        return {n: quote_of(self._get(f"/resellers/v6/quotes/{n}")) for n in numbers}

    def _order_event(self, number: str) -> dict[str, Any]:
        item = {
            "eventType": self._dice.choice(("im::order_shipped", "im::order_invoiced")),
            "orderNumber": number,
            "customerOrderNumber": "PO-LOAD",
            "lines": [{"lineNumber": str(n), "lineStatus": "IM::shipped"} for n in range(1, 6)],
        }
        return _envelope("resellers/orders", resource=[item])

    def _quote_event(self, number: str) -> dict[str, Any]:
        kind = {"eventType": "im::quote_create"}
        return _envelope("resellers/quotes", **kind, resource={"quoteNumber": number})

    def _stock_event(self) -> Event:
        parts = self._dice.sample(range(1, STOCKED + 1), k=_IN_A_STOCK_EVENT)
        stock = {f"P{100_000 + part}": next(self._figures) for part in parts}
        items = [
            {"ingramPartNumber": part, "totalAvailability": str(figure), "backOrderFlag": "Y"}
            for part, figure in stock.items()
        ]
        told = _envelope("resellers/catalog", eventType="IM::STOCK_UPDATE", resource=items)
        event = _event(told)
        event.stock = stock
        return event

    def _order(self, number: str) -> None:
        line = {"customerLineNumber": "1", "ingramPartNumber": PART, "quantity": 2}
        self._post("/resellers/v7/orders", {"customerOrderNumber": number, "lines": [line]})

    def _quote(self, name: str) -> None:
        body = {"quoteName": name, "CustomerContact": "rep@reseller.example"}
        product = {"ingramPartNumber": PART, "quantity": "2"}
        self._post("/resellers/v6/quotes/create", {**body, "products": [product]})

    def _sign_in(self) -> None:
        form = {"grant_type": "client_credentials", "client_id": "sandbox"}
        form["client_secret"] = SandboxServer.client_secret
        address = f"{self._stack.sandbox_url}/oauth/oauth20/token"
        token = self._session.post(address, data=form, timeout=30).json()["access_token"]
        self._session.headers.update(
            {
                "Authorization": f"Bearer {token}",
                "IM-CustomerNumber": CUSTOMER,
                "IM-CountryCode": "US",
                "IM-CorrelationID": "0123456789abcdef0123456789abcdef",
                "IM-SenderID": "Load",
                "IM-CustomerContact": "rep@reseller.example",
            }
        )

    def _get(self, path: str) -> dict[str, Any]:
        answer = self._session.get(self._stack.sandbox_url + path, timeout=30)
        assert answer.ok, (path, answer.text)
        return dict(answer.json())

    def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = self._session.post(self._stack.sandbox_url + path, json=body, timeout=30)
        assert answer.ok, (path, answer.text)


def _numbers(named: Any) -> list[str]:
    """Of all that were asked for, whatever their names."""
    return [number for numbers in named.values() for number in numbers]


def _envelope(topic: str, **more: Any) -> dict[str, Any]:
    return {
        "topic": topic,
        "event": "im::updated",
        "eventTimeStamp": "2026-11-23T10:00:00.000Z",
        "eventId": new_event_id(),
        **more,
    }


def _root(body: Any) -> dict[str, Any]:
    root: dict[str, Any] = body[0] if isinstance(body, list) else body
    return root


def _event(body: Any, event_id: str = "") -> Event:
    event_id = event_id or _root(body)["eventId"]
    return Event(
        event_id=event_id,
        body=json.dumps(body).encode(),
        signature=signature(SandboxServer.webhook_secret, event_id),
    )
