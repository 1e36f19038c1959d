"""The mirror of deals, also called special bids, as the API last told it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core import terms
from apps.deals.choices import DealState

#: A deal with no more time than this left ends soon.
ENDS_SOON = timedelta(days=30)


def _amount() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=16, decimal_places=4, null=True)


def _state(expires_on: date | None) -> DealState:
    if expires_on is None:
        return DealState.UNTOLD
    today = timezone.localdate()
    if expires_on < today:
        return DealState.EXPIRED
    return DealState.ENDING if expires_on <= today + ENDS_SOON else DealState.CURRENT


def _days_left(expires_on: date | None) -> int | None:
    # Theirs was counted on another day.
    return (expires_on - timezone.localdate()).days if expires_on else None


class Deal(models.Model):
    """A vendor's special prices for one end user.

    One that the distributor tells no more stays. Its id may hold blanks and slashes. Search does
    not always name the vendor, whom the details ask for: `named_vendor` is what a person said.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="deals")
    deal_id = models.CharField(max_length=100)
    version = models.CharField(max_length=20, blank=True, default="")
    vendor_name = models.CharField(max_length=100, blank=True, default="")
    named_vendor = models.CharField(
        max_length=100, blank=True, default="", help_text="Typed by a person; else empty."
    )
    end_user_name = models.CharField(max_length=120, blank=True, default="")
    expires_on = models.DateField(null=True)
    #: The databases disagree on where a day that is not told stands; here it is the last.
    lasts_until = models.GeneratedField(
        expression=Coalesce("expires_on", models.Value(date.max, models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    received_on = models.DateField(null=True)
    price_protection_ends_on = models.DateField(null=True)
    currency = models.CharField(
        max_length=3, blank=True, default="", help_text="Empty while it is not told."
    )
    extended_retail_price = _amount()
    end_user = models.JSONField(default=dict, blank=True)
    synced_at = models.DateTimeField()
    details_at = models.DateTimeField(
        null=True, help_text="When its products were last read; empty: they have to be read."
    )

    class Meta:
        ordering = ["-lasts_until", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "deal_id"], name="one_deal_per_account_and_id"
            ),
        ]
        # Each sort of the list ends in the id, so that a page is read from the index alone.
        indexes = [
            models.Index(fields=["account", "lasts_until", "id"], name="deal_by_expiry"),
            models.Index(fields=["account", "end_user_name", "id"], name="deal_by_end_user"),
            models.Index(fields=["account", "vendor_name", "id"], name="deal_by_vendor"),
            models.Index(
                fields=["account", "vendor_name", "lasts_until", "id"],
                name="deal_of_vendor_by_expiry",
            ),
            models.Index(
                fields=["account", "lasts_until", "id"],
                condition=models.Q(details_at__isnull=True),
                name="deal_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.deal_id

    def get_absolute_url(self) -> str:
        return reverse("deals:detail", args=[self.deal_id])

    @property
    def state(self) -> DealState:
        return _state(self.expires_on)

    @property
    def days_left(self) -> int | None:
        """Days until it expires, negative afterwards; None when that is not told."""
        return _days_left(self.expires_on)

    @property
    def is_expired(self) -> bool:
        return self.state is DealState.EXPIRED

    @property
    def protection_days_left(self) -> int | None:
        return _days_left(self.price_protection_ends_on)

    @property
    def asked_vendor(self) -> str:
        """The vendor whom the details are asked with; empty when nobody knows."""
        return self.vendor_name or self.named_vendor


class DealLine(models.Model):
    """A product of a deal, as the details tell it."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=80, blank=True, default="")
    upc = models.CharField(max_length=40, blank=True, default="")
    description = models.TextField(blank=True, default="")
    retail_price = _amount()
    extended_retail_price = _amount()
    standard_price = _amount()
    quantity_approved = models.BigIntegerField(null=True)
    quantity_remaining = models.BigIntegerField(null=True)
    comments = models.TextField(blank=True, default="")
    special_conditions = models.TextField(blank=True, default="")
    starts_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "position"], name="one_deal_line_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.part_number} x {self.quantity_approved}"

    @property
    def part_number(self) -> str:
        """By which it is ordered: the distributor's number, else the vendor's."""
        return self.ingram_part_number or self.vendor_part_number

    @property
    def key(self) -> str:
        """Names the line in a form, so that it is found again after the deal was read anew."""
        return f"{self.position} {self.part_number}"

    @property
    def quantity_used(self) -> int | None:
        """What was ordered of it already, where the distributor tells enough."""
        if self.quantity_approved is None or self.quantity_remaining is None:
            return None
        return max(0, self.quantity_approved - self.quantity_remaining)

    @property
    def quantity_to_quote(self) -> int:
        """What a quote would start with: what is left, else what was approved, else one."""
        told = self.quantity_remaining
        return max(1, told if told is not None else self.quantity_approved or 1)

    @property
    def is_used_up(self) -> bool:
        return self.quantity_remaining is not None and self.quantity_remaining <= 0

    @property
    def is_expired(self) -> bool:
        return _state(self.expires_on) is DealState.EXPIRED

    @property
    def is_offered(self) -> bool:
        """Whether a quote takes it unless a person says otherwise."""
        return bool(self.part_number) and not self.is_used_up and not self.is_expired


class Term(terms.Term):
    """A word by which a deal is found."""

    subject = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        constraints = terms.Term.constraints_for("deal")
        indexes = terms.Term.indexes_for("deal")
