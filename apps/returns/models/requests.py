"""The form by which a return is asked for, and what was asked for line by line."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.accounts.models import CustomerAccount
from apps.returns.choices import Origin
from apps.returns.models.mirror import ReturnCase
from apps.submissions.choices import State
from apps.submissions.models import Submission


def new_form_key() -> str:
    return secrets.token_urlsafe(24)


class ReturnDraft(models.Model):
    """A return that is being written. What was typed is kept as it is, also what is wrong.

    One open draft per person and origin, so that a second tab finds the same form key. A refusal
    opens it again with a new one.
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="return_drafts"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="return_drafts"
    )
    origin = models.CharField(max_length=8, choices=Origin.choices)
    origin_number = models.CharField(max_length=60)
    origin_name = models.CharField(
        max_length=60,
        blank=True,
        default="",
        help_text="The number as the distributor writes it.",
    )
    entered = models.JSONField(default=dict, blank=True)
    form_key = models.CharField(max_length=64, unique=True, default=new_form_key)
    is_sent = models.BooleanField(default=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="return_drafts"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "actor", "origin", "origin_number"],
                condition=models.Q(is_sent=False),
                name="one_open_return_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "actor", "-updated_at"], name="return_draft_latest"),
        ]

    def __str__(self) -> str:
        number = self.origin_name or self.origin_number
        return f"Return of {Origin(self.origin).label.lower()} {number}"

    def get_absolute_url(self) -> str:
        return reverse("returns:draft", args=[self.pk])

    @property
    def was_refused(self) -> bool:
        """Whether it was sent and came back, to be mended."""
        return self.submission is not None and self.submission.state == State.REJECTED


class RequestLine(models.Model):
    """One line that a submission asks to send back, and the case that was made of it.

    Until there is a case it holds its pieces, so that nobody asks for them twice.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="return_lines"
    )
    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    invoice_number = models.CharField(max_length=40)
    invoice_key = models.CharField(max_length=40)
    part_key = models.CharField(max_length=60)
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=60, blank=True, default="")
    description = models.TextField(blank=True, default="")
    invoiced_on = models.DateField()
    quantity = models.PositiveIntegerField()
    serial_number = models.CharField(max_length=40, blank=True, default="")
    box_count = models.PositiveIntegerField(default=1)
    reference_number = models.CharField(max_length=40)
    is_late = models.BooleanField(default=False)
    problem = models.TextField(blank=True, default="", help_text="Why this line was refused.")
    case = models.ForeignKey(
        ReturnCase, on_delete=models.SET_NULL, null=True, blank=True, related_name="asked_lines"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "position"], name="one_return_request_line_per_place"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "invoice_key", "part_key"], name="return_asked_of"),
        ]

    def __str__(self) -> str:
        return f"{self.ingram_part_number or self.vendor_part_number} x {self.quantity}"
