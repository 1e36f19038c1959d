from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent


def due(*, limit: int) -> Sequence[int]:
    """The ids of the waiting events whose alarm has rung, the longest waiting first. One query."""
    rows = WebhookEvent.objects.filter(state=EventState.WAITING, next_step_at__lte=timezone.now())
    return list(rows.order_by("next_step_at").values_list("pk", flat=True)[:limit])
