"""How far the mirror of each account's resources has come, and how fresh it is."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from apps.accounts.models import CustomerAccount


class SyncState(models.Model):
    """One resource of one account.

    `next_step_at` is the row's alarm, as in the submission ledger: whoever takes a step first
    moves it into the future, which makes it the step's lease, so that a killed worker's step is
    taken again. A back-fill is over when `filled_at` is set; until then `cursor` says where it is.
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="sync_states"
    )
    resource = models.CharField(max_length=40)
    cursor = models.JSONField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    next_step_at = models.DateTimeField(default=timezone.now)
    step_started_at = models.DateTimeField(null=True)
    filled_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    last_correlation_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "resource"], name="one_sync_state_per_resource"
            ),
        ]
        indexes = [models.Index(fields=["next_step_at"], name="sync_state_due")]

    def __str__(self) -> str:
        return f"{self.resource} of {self.account}"
