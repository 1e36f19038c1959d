"""What the portal knows of its own running: signs of life, and calls counted for good."""

from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """When a kind of process last gave a sign of life. In the database: it outlives the cache."""

    name = models.CharField(max_length=16, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class CallTotal(models.Model):
    """Calls of an operation with one status since the portal was set up.

    `ApiCall` rows are deleted after a while; a counter that Prometheus reads must never fall.
    """

    operation = models.CharField(max_length=40)
    status = models.PositiveSmallIntegerField(help_text="0 when no answer came.")
    calls = models.PositiveBigIntegerField(default=0)
    milliseconds = models.PositiveBigIntegerField(default=0)
    within = models.JSONField(default=list, help_text="Calls no longer than each LATENCIES.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "status"], name="one_call_total_per_operation_and_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.status}"


class CountedCalls(models.Model):
    """Up to which ApiCall the totals count: one row, whose lock lets one process count."""

    up_to = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.up_to)
