from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.connections.models import Connection
from apps.ingram.webhooks import signature
from tests.factories import WEBHOOK_SECRET, make_connection

Post = Callable[..., HttpResponse]


@pytest.fixture
def connection(db) -> Connection:
    return make_connection()


@dataclass
class Hints:
    """What the domains were told, and what they answer with."""

    quotes: list[dict[str, object]] = field(default_factory=list)
    orders: list[dict[str, object]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def take_quote_hint(self, **hint: object) -> None:
        self._fail()
        self.quotes.append(hint)

    def take_order_hint(self, **hint: object) -> None:
        self._fail()
        self.orders.append(hint)

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture
def hints(monkeypatch) -> Hints:
    hints = Hints()
    monkeypatch.setattr("apps.webhooks.services.take_quote_hint", hints.take_quote_hint)
    monkeypatch.setattr("apps.webhooks.services.take_order_hint", hints.take_order_hint)
    return hints


@pytest.fixture
def post(connection) -> Post:
    """Post an event as the distributor does; every part of it may be forged."""

    def post(
        payload: object,
        *,
        key: str | None = None,
        secret: str = WEBHOOK_SECRET,
        event_id: str | None = None,
        body: bytes | None = None,
        header: str | None = None,
    ) -> HttpResponse:
        root = payload[0] if isinstance(payload, list) and payload else payload
        signed = event_id or (root.get("eventId", "") if isinstance(root, dict) else "")
        return Client(enforce_csrf_checks=True).post(
            f"/webhooks/ingram/{connection.key if key is None else key}/",
            data=json.dumps(payload).encode() if body is None else body,
            content_type="application/json",
            headers={"x-hub-signature": signature(secret, signed) if header is None else header},
        )

    return post


def quote_event(event_id: str = "EVENT0000000000001", **resource: object) -> dict[str, object]:
    return {
        "topic": "resellers/quotes",
        "event": "im::created",
        "eventTimeStamp": "2026-11-23T10:00:00.000Z",
        "eventId": event_id,
        "eventType": "im::quote_create",
        "resource": {"quoteNumber": "QUO-1", "status": "Ready to Order", **resource},
    }


def order_event(event_id: str = "EVENT0000000000002", *numbers: str) -> dict[str, object]:
    return {
        "topic": "resellers/orders",
        "event": "im::updated",
        "eventTimeStamp": "2026-11-23T10:00:00.000Z",
        "eventId": event_id,
        "resource": [
            {
                "eventType": "im::order_shipped",
                "orderNumber": number,
                "customerOrderNumber": "PO-1",
            }
            for number in numbers or ("20-RD3QV",)
        ],
    }
