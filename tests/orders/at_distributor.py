"""Orders placed at the sandbox, and its own events carried to the portal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.connections.models import Connection
from apps.connections.services import client_for
from apps.ingram.operations import orders as api
from apps.ingram.schemas.orders import NamedValue, OrderCreateLine, OrderCreateRequest
from apps.ingram.webhooks import signature
from apps.orders import mapping
from apps.orders.models import Order
from apps.orders.services.mirror import read_order
from apps.submissions import registry
from apps.submissions.registry import Answer, Body
from tests.factories import WEBHOOK_SECRET

PART, OTHER_PART = "6YE881", "1A8249"


def order_body(customer_order_number: str, *, is_held: bool = False) -> OrderCreateRequest:
    hold = (NamedValue(name=mapping.CUSTOMER_HOLD, value="true"),) if is_held else ()
    return OrderCreateRequest(
        customer_order_number=customer_order_number,
        attributes=hold,
        lines=(
            OrderCreateLine(customer_line_number="1", ingram_part_number=PART, quantity=4),
            OrderCreateLine(customer_line_number="2", ingram_part_number=OTHER_PART, quantity=2),
        ),
    )


def held_order(account: CustomerAccount, sandbox: Any, number: str = "HOLD-1") -> Order:
    """Two lines on a customer hold of ours, mirrored."""
    with client_for(account) as client:
        api.create_order(client, order_body(number, is_held=True))
        sandbox.advance(5)
        (ingram_order_number,) = sandbox.state()["orders"][number]
        order = read_order(client, account, ingram_order_number)
    order.hold_ends_at = timezone.now() + timedelta(hours=24)
    order.save()
    return order


def tell(connection: Connection, number: str, event_id: str, *, po: str = "") -> int:
    """Post an order-status event about the order; the status code of the answer."""
    item = {"eventType": "im::order_updated", "orderNumber": number, "customerOrderNumber": po}
    event = {
        "topic": "resellers/orders",
        "event": "im::updated",
        "eventId": event_id,
        "resource": [item],
    }
    return post(connection, event)


def post(connection: Connection, event: Any) -> int:
    root = event[0] if isinstance(event, list) else event
    answer = Client().post(
        f"/webhooks/ingram/{connection.key}/",
        data=json.dumps(event),
        content_type="application/json",
        headers={"x-hub-signature": signature(WEBHOOK_SECRET, root["eventId"])},
    )
    return answer.status_code


def tell_all(connection: Connection, sandbox: Any) -> int:
    """Carry every event that the sandbox announced to the portal; how many there were."""
    bodies = [event["body"] for event in sandbox.state()["events"]]
    assert all(post(connection, body) == 200 for body in bodies)
    return len(bodies)


def before_the_answer(
    monkeypatch: pytest.MonkeyPatch, kind: str, deed: Callable[[], object]
) -> None:
    """Let something happen after the distributor has acted and before its answer is here."""
    known = registry.kind(kind)

    def send(client: Any, body: Body, correlation_id: str) -> Answer:
        answer = known.send(client, body, correlation_id)
        deed()
        return answer

    monkeypatch.setitem(registry._kinds, kind, replace(known, send=send))
