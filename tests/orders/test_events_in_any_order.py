"""Events arrive late, twice and in any order; the mirror shows what the distributor says now."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from django.test import Client

from apps.ingram.webhooks import signature
from apps.orders.choices import OrderStatus
from apps.orders.models import Order
from apps.webhooks.models import WebhookEvent
from tests.factories import WEBHOOK_SECRET

ORDER = "20-RD3QV"
EVENTS = ("im::order_hold", "im::order_shipped", "im::order_voided")


def post(connection, event_type: str, *, secret: str = WEBHOOK_SECRET) -> int:
    event_id = event_type.upper().replace(":", "")[:18]
    event = {
        "topic": "resellers/orders",
        "event": "im::updated",
        "eventTimeStamp": "2026-11-23T10:00:00.000Z",
        "eventId": event_id,
        "resource": [
            {
                "eventType": event_type,
                "orderNumber": ORDER,
                "lines": [{"lineStatus": event_type.removeprefix("im::order_")}],
            }
        ],
    }
    answer = Client().post(
        f"/webhooks/ingram/{connection.key}/",
        data=json.dumps(event),
        content_type="application/json",
        headers={"x-hub-signature": signature(secret, event_id)},
    )
    return answer.status_code


@pytest.mark.parametrize("arrival", list(permutations(EVENTS)))
def test_the_mirror_is_the_same_whatever_arrives_first(arrival, account, connection, eager_tasks):
    with eager_tasks():
        for event_type in (*arrival, arrival[0]):
            assert post(connection, event_type) == 200

    order = Order.objects.get(account=account, ingram_order_number=ORDER)
    assert order.state is OrderStatus.PROCESSING
    assert order.lines.count() == 1
    assert WebhookEvent.objects.count() == len(EVENTS)


def test_a_forged_event_changes_nothing(account, connection, eager_tasks, sandbox):
    with eager_tasks():
        status = post(connection, "im::order_shipped", secret="not the secret")

    assert status == 404
    assert not Order.objects.filter(account=account).exists()
    assert sandbox.state()["calls"] == {}
