"""Copies of quotes as they left: the exact document, the mail, and each address it went to."""

from __future__ import annotations

import secrets
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.copies.choices import OPEN_STATES, CopyKind, DeliveryState
from apps.quotes.models import Quote


def new_form_key() -> str:
    return secrets.token_urlsafe(24)


def new_message_id() -> str:
    """Ours for good: a mail that is sent a second time after a crash carries the same."""
    host = urlsplit(str(settings.SITE_URL)).hostname or "localhost"
    return f"<copy-{uuid.uuid4()}@{host}>"


class QuoteCopy(models.Model):
    """A document as it was sent, to the byte, for COPY_PDF_DAYS.

    What was only looked at is not kept.
    """

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=8, choices=CopyKind.choices)
    pdf = models.BinaryField()
    file_name = models.CharField(max_length=120)
    price_fingerprint = models.CharField(
        max_length=64, help_text="Of the sell prices that stand on it."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quote_copies"
    )
    made_at = models.DateTimeField(default=timezone.now)
    pdf_deleted_at = models.DateTimeField(
        null=True, editable=False, help_text="What was sent to whom is kept without the document."
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "quote copies"
        indexes = [models.Index(fields=["quote", "-made_at"], name="copies_of_quote")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def state(self) -> CopyKind:
        """Its kind, as a chip shows it."""
        return CopyKind(self.kind)


class CopyMail(models.Model):
    """A copy sent with a message to some people; sent again, it is another row of the copy."""

    copy = models.ForeignKey(QuoteCopy, on_delete=models.PROTECT, related_name="mails")
    subject = models.CharField(max_length=150)
    message = models.TextField(blank=True, default="")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="copy_mails"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["sent_by", "asked_at"], name="copy_mails_of_person")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        return bool(self._states & OPEN_STATES)

    @property
    def has_refused(self) -> bool:
        return DeliveryState.REFUSED in self._states

    @property
    def has_others(self) -> bool:
        """Whether somebody's mail was not refused."""
        return bool(self._states - {DeliveryState.REFUSED})

    @property
    def _states(self) -> set[DeliveryState]:
        return {delivery.state_shown for delivery in self.deliveries.all()}


class Delivery(models.Model):
    """The mail to one address: the record, of which Celery only wakes the work.

    Each address gets a message of its own, so that the server's word about it is about nobody
    else, and nobody learns who else got one.
    """

    mail = models.ForeignKey(CopyMail, on_delete=models.CASCADE, related_name="deliveries")
    address = models.CharField(max_length=254)
    message_id = models.CharField(max_length=120, unique=True, default=new_message_id)
    state = models.CharField(
        max_length=8, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(
        default=timezone.now, help_text="While it is being sent: when another worker may take it."
    )
    said = models.TextField(blank=True, default="", help_text="The mail server's own words.")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["mail", "address"], name="one_delivery_per_address"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state__in=sorted(OPEN_STATES)),
                name="deliveries_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.state}"

    @property
    def state_shown(self) -> DeliveryState:
        return DeliveryState(self.state)
