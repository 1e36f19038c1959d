"""What people were told of, how they wish to be told, and the e-mails about it."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.notifications import registry
from apps.notifications.choices import OPEN_STATES, MailState, MailWay


def new_message_id() -> str:
    """Ours for good: a mail that is sent a second time after a crash carries the same."""
    host = urlsplit(str(settings.SITE_URL)).hostname or "localhost"
    return f"<notification-{uuid.uuid4()}@{host}>"


class Mail(models.Model):
    """The e-mail of a row: whoever hands it over first moves `next_try_at` into the future."""

    mail_state = models.CharField(max_length=9, choices=MailState.choices, default=MailState.NONE)
    message_id = models.CharField(max_length=120, unique=True, default=new_message_id)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(
        default=timezone.now, help_text="While it is being sent: when another worker may take it."
    )
    said = models.TextField(blank=True, default="", help_text="The mail server's own words.")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Digest(Mail):
    """One person's daily e-mail."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    on = models.DateField(help_text="The person's own day.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="one_digest_per_day"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(mail_state__in=sorted(OPEN_STATES)),
                name="digests_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} to {self.person}"


class Notification(Mail):
    """That one person is told of one thing, once: `key` tells it from others of its kind.

    It belongs to an account, whose name stands in its e-mail. `url` is a page of the portal.
    After `until` it is of no use to anybody: it is neither counted nor sent.
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="notifications"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    about_id = models.BigIntegerField(
        null=True, help_text="The row of the kind's own app that it is about."
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    is_shown = models.BooleanField(default=True, help_text="In the portal, not only by e-mail.")
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(
        Digest, on_delete=models.SET_NULL, null=True, related_name="notifications"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="told_once"),
        ]
        indexes = [
            models.Index(
                fields=["person", "account", "-created_at", "-id"],
                condition=models.Q(is_shown=True),
                name="notifications_latest",
            ),
            models.Index(
                fields=["person", "account", "kind", "until"],
                condition=models.Q(is_shown=True, read_at__isnull=True),
                name="notifications_unread",
            ),
            models.Index(fields=["kind", "about_id"], name="notifications_about"),
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(mail_state__in=sorted(OPEN_STATES)),
                name="notifications_due",
            ),
            models.Index(
                fields=["person", "created_at"],
                condition=models.Q(mail_state=MailState.DAILY),
                name="notifications_daily",
            ),
            models.Index(fields=["created_at"], name="notifications_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, to {self.person}"

    def get_absolute_url(self) -> str:
        """Reads it and leads to what it is about."""
        return reverse("notifications:open", args=[self.pk])

    @property
    def kind_shown(self) -> registry.NotificationKind:
        return registry.kind(self.kind)

    @property
    def is_over(self) -> bool:
        """Whether the time is past in which it was of use."""
        return self.until is not None and self.until <= timezone.now()

    @property
    def is_unread(self) -> bool:
        return self.read_at is None and not self.is_over


class Choice(models.Model):
    """By which ways a person wishes to be told of a kind, in all of their accounts."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choices"
    )
    kind = models.CharField(max_length=40)
    in_portal = models.BooleanField()
    mail = models.CharField(max_length=8, choices=MailWay.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"
