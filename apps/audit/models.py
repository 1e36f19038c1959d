"""Who did what to which object, when, from where, before and after."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.audit.choices import Action, Area
from apps.core import terms


class Event(models.Model):
    """Something that somebody did. Append-only: triggers refuse changes (append_only.py).

    It outlives what it is about, so its keys are no constraints and the names stand beside them.
    What concerns several accounts, as a sign-in does, is told to each in a row of its own.
    """

    at = models.DateTimeField(default=timezone.now)
    area = models.CharField(max_length=12, choices=Area.choices)
    action = models.CharField(max_length=16, choices=Action.choices)
    account = models.ForeignKey(
        "accounts.CustomerAccount",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    actor_name = models.CharField(max_length=150, blank=True, default="")
    object_kind = models.CharField(max_length=40, blank=True, default="")
    object_id = models.CharField(max_length=64, blank=True, default="")
    object_name = models.CharField(max_length=200, blank=True, default="")
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    ip = models.GenericIPAddressField("network address", null=True)
    user_agent = models.CharField("browser", max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["account", "at", "id"], name="audit_by_time"),
            models.Index(fields=["account", "area", "at", "id"], name="audit_of_area"),
            models.Index(fields=["account", "action", "at", "id"], name="audit_of_action"),
            models.Index(fields=["at"], name="audit_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.object_name}"

    def get_absolute_url(self) -> str:
        return reverse("oversight:event", args=[self.pk])

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """What was and what is, by name."""
        names = dict.fromkeys((*self.before, *self.after))
        return [(name, self.before.get(name), self.after.get(name)) for name in names]


class Term(terms.Term):
    """A word that an event is found by."""

    subject = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        constraints = terms.Term.constraints_for("audit_event")
        indexes = terms.Term.indexes_for("audit")


class RetentionPass(models.Model):
    """While a row stands here, in its transaction, events older than `until` may be deleted."""

    until = models.DateTimeField()
