"""What the distributor told us, once per event id. A hint, never the truth."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from apps.connections.models import Connection
from apps.webhooks.choices import EventState


class WebhookEvent(models.Model):
    """One event of a connection. Only its id is signed, not its body (field notes 10.2).

    `next_step_at` is the alarm and the lease, as in the submission ledger. The body is kept as
    the text that came, for some time; the id is kept for good, so that a repeat stays a repeat.
    """

    # The index of its events' ids begins with it.
    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    event_id = models.CharField(max_length=64)
    topic = models.CharField(max_length=80, blank=True)
    event = models.CharField(max_length=80, blank=True)
    event_type = models.CharField(max_length=80, blank=True)
    body = models.TextField(blank=True)
    body_digest = models.CharField(max_length=64)
    repeats = models.PositiveIntegerField(default=0)
    other_bodies = models.PositiveIntegerField(
        default=0, help_text="Repeats of the id with another body: one of them may be forged."
    )
    state = models.CharField(max_length=8, choices=EventState.choices, default=EventState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True, default=timezone.now)
    message = models.TextField(blank=True, default="")
    correlation_id = models.CharField(max_length=64, blank=True, default="")
    received_at = models.DateTimeField(default=timezone.now)
    processed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "event_id"], name="one_event_per_id_and_connection"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_step_at"], name="webhook_event_due"),
            models.Index(fields=["-received_at"], name="webhook_event_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type or self.topic or 'event'} {self.event_id}"
