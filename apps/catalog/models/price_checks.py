"""Price checks: lists of part numbers with what the distributor said of each, for 30 days."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.catalog.choices import LineOutcome, PriceCheckState
from apps.catalog.pasting import read_quantity

KEPT_FOR = timedelta(days=30)


class PriceCheck(models.Model):
    """A list that is being priced, or was.

    `next_step_at` is when a worker has to look at it, nothing once all is done; while a step
    runs it is the end of its lease, and `step_started_at` says whose. `left_out` are the rows of
    a file that name no part, `merged` counts those that joined an earlier one.
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="price_checks"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="price_checks"
    )
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200, blank=True, default="")
    left_out = models.JSONField(default=list, blank=True)
    merged = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=16, choices=PriceCheckState.choices, default=PriceCheckState.WAITING
    )
    lines_total = models.PositiveIntegerField()
    lines_done = models.PositiveIntegerField(default=0)
    lines_found = models.PositiveIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)
    step_started_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    last_correlation_id = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="price_check_by_account"),
            models.Index(fields=["next_step_at"], name="price_check_due"),
            models.Index(fields=["expires_at"], name="price_check_expiry"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:price_check", args=[self.pk])

    @property
    def status(self) -> PriceCheckState:
        return PriceCheckState(self.state)

    @property
    def is_moving(self) -> bool:
        return self.next_step_at is not None

    @property
    def is_held_up(self) -> bool:
        """Whether it waits for its next step rather than for a worker."""
        return (
            self.step_started_at is None
            and self.next_step_at is not None
            and self.next_step_at > timezone.now()
        )


class PriceCheckLine(models.Model):
    """A part of a price check: what was listed, and what the distributor said of it.

    Figures that did not come are empty, never 0. `warehouses`, `discounts` and
    `quantity_breaks` are read back by `priced_lines`. At most 1,000 lines make a check, so its
    index serves every filter and sort of them.
    """

    price_check = models.ForeignKey(PriceCheck, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    part_number = models.CharField(max_length=80)
    quantity_text = models.CharField(max_length=40, default="1")
    quantity = models.PositiveIntegerField(null=True)
    replaces_part_number = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(
        max_length=12, choices=LineOutcome.choices, default=LineOutcome.WAITING
    )
    problem = models.CharField(max_length=300, blank=True, default="")

    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=80, blank=True, default="")
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    description = models.CharField(max_length=500, blank=True, default="")
    upc = models.CharField(max_length=20, blank=True, default="")
    customer_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    retail_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    extended_price = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    available = models.IntegerField(null=True)
    is_short = models.BooleanField(default=False)
    back_order_on = models.DateField(null=True)
    is_discontinued = models.BooleanField(default=False)
    is_authorized = models.BooleanField(default=True)
    needs_end_user = models.BooleanField(default=False)
    has_special_bids = models.BooleanField(default=False)
    has_web_discounts = models.BooleanField(default=False)
    replacement_part_number = models.CharField(max_length=40, blank=True, default="")
    is_replacement_asked = models.BooleanField(default=False)
    warehouses = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    discounts = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    quantity_breaks = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    priced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["price_check", "position", "id"], name="price_check_line_order"),
        ]

    def __str__(self) -> str:
        return f"{self.part_number} x {self.quantity_text}"

    @property
    def status(self) -> LineOutcome:
        return LineOutcome(self.outcome)

    @property
    def is_found(self) -> bool:
        return self.outcome == LineOutcome.FOUND

    @property
    def quantity_problem(self) -> str:
        return read_quantity(self.quantity_text).problem

    @property
    def listed(self) -> str:
        """The line as a draft of a quote or order takes it."""
        return f"{self.ingram_part_number}\t{self.quantity or 1}"
