"""The form from which an order is placed."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from apps.accounts.models import CustomerAccount
from apps.catalog.models import DraftLine
from apps.orders.line_details import LineDetails, ReadDetails, read_details
from apps.submissions.models import Submission


def new_form_key() -> str:
    return secrets.token_urlsafe(24)


class OrderDraft(models.Model):
    """An order that is being written, from a quote or from lines of its own.

    From a quote: one open draft per person and quote, so that a second tab finds the same form
    key; one placed draft per quote, so that two colleagues cannot order it twice. `quote_state`
    is the fingerprint of the quote that the person saw, `requirements` what its vendor demands.
    Without a quote number it has lines of its own, and a person may have several; `requirements`
    is then what the distributor last said of their parts, and `validated_at` when.
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="order_drafts"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="order_drafts"
    )
    quote_number = models.CharField(max_length=64, blank=True, default="")
    form_key = models.CharField(max_length=64, unique=True, default=new_form_key)
    entered = models.JSONField(default=dict, blank=True)
    requirements = models.JSONField(default=dict, blank=True)
    validated_at = models.DateTimeField(null=True)
    quote_state = models.CharField(max_length=64, blank=True, default="")
    is_placed = models.BooleanField(default=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="order_drafts"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "actor", "quote_number"],
                condition=models.Q(is_placed=False) & ~models.Q(quote_number=""),
                name="one_open_order_draft",
            ),
            models.UniqueConstraint(
                fields=["account", "quote_number"],
                condition=models.Q(is_placed=True) & ~models.Q(quote_number=""),
                name="one_placed_order_per_quote",
            ),
        ]

    def __str__(self) -> str:
        if self.quote_number:
            return f"Order of quote {self.quote_number}"
        written = str(self.entered.get("customer_order_number", "")).strip()
        return f"Order {written}" if written else f"Order draft {self.pk}"

    def get_absolute_url(self) -> str:
        if not self.quote_number:
            return reverse("orders:draft", args=[self.pk])
        return reverse("orders:from_quote", args=[self.quote_number])


class OrderDraftLine(DraftLine):
    """A line of an order without a quote; `entered` holds what was typed into its details."""

    draft = models.ForeignKey(OrderDraft, on_delete=models.CASCADE, related_name="lines")
    entered = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["draft", "position"], name="order_draft_line_place"),
            models.Index(fields=["draft", "looked_up_at"], name="order_draft_line_unpriced"),
        ]

    @cached_property
    def read(self) -> ReadDetails:
        """What `entered` means, and what is wrong with it."""
        return read_details(self.entered)

    @property
    def details(self) -> LineDetails:
        return self.read.details
