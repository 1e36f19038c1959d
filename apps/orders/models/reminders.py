"""Who was told that a customer hold is about to end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.orders.models.mirror import Order


class HoldReminder(models.Model):
    """That one person is told of the end of one customer hold, once for each time before it.

    `next_try_at` is the row's alarm, as in the ledger of submissions: whoever sends the e-mail
    moves it into the future first. In the portal it shows until the hold is over or the person
    dismisses it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="hold_reminders")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hold_reminders"
    )
    hours_before = models.PositiveSmallIntegerField()
    hold_ends_at = models.DateTimeField()
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "person", "hours_before", "hold_ends_at"],
                name="one_reminder_per_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at__isnull=True),
                name="hold_reminder_unsent",
            ),
            models.Index(
                fields=["person", "hold_ends_at"],
                condition=models.Q(dismissed_at__isnull=True),
                name="hold_reminder_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}: {self.hours_before} h before, to {self.person}"
