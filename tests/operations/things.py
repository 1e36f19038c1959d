from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from apps.connections.models import ApiCall, Connection
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def make_call(connection: Connection, **changes: Any) -> ApiCall:
    values = {
        "connection": connection,
        "operation": "search_orders",
        "method": "GET",
        "path": "/resellers/v6/orders/search",
        "priority": "background",
        "status": 200,
        "duration_ms": 120,
        "correlation_id": "c-1",
        "at": timezone.now(),
    }
    return ApiCall.objects.create(**{**values, **changes})


def make_event(connection: Connection, event_id: str, **changes: Any) -> WebhookEvent:
    values = {
        "connection": connection,
        "event_id": event_id,
        "body": "{}",
        "body_digest": "0",
        "state": EventState.DONE,
        "next_step_at": None,
    }
    return WebhookEvent.objects.create(**{**values, **changes})
