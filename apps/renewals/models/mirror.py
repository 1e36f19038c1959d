"""The mirror of renewals, as the API last told it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core import terms
from apps.renewals.choices import DayKind, RenewalState, RenewalStatus

#: An open renewal with no more days than this left is urgent.
URGENT_DAYS = 30


def _amount() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=16, decimal_places=4, null=True)


_DAYS = ("starts_on", "expires_on")
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words_of_name(name: str) -> str:
    """The name of an attribute as people write it: "SerialNumber" is a serial number."""
    return name if " " in name else _NEXT_WORD.sub(" ", name).capitalize()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class Renewal(models.Model):
    """A contract, licence or subscription that runs out, as the distributor last told it.

    One that it tells no more stays. Its value carries no currency (field notes 9.3): the
    account's is meant. When it starts, ends and was invoiced is told seldom or never; an answer
    to a question for a span of days tells that it lies between two days, and those are kept.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="renewals")
    renewal_id = models.CharField(max_length=60)
    reference_number = models.CharField(
        max_length=80, blank=True, default="", help_text="Of the notice, when one was sent."
    )
    quote_number = models.CharField(max_length=64, blank=True, default="")
    customer_order_number = models.CharField(max_length=60, blank=True, default="")
    end_customer_order_number = models.CharField(max_length=60, blank=True, default="")
    ingram_order_number = models.CharField(max_length=40, blank=True, default="")
    ingram_purchase_order_number = models.CharField(max_length=60, blank=True, default="")
    ordered_on = models.DateField(null=True)
    state = models.CharField(
        max_length=8, choices=RenewalState.choices, default=RenewalState.CLOSED
    )
    status = models.CharField(
        max_length=16, choices=RenewalStatus.choices, default=RenewalStatus.OTHER
    )
    status_text = models.CharField(max_length=80, blank=True, default="")
    expires_on = models.DateField(null=True)
    #: The databases disagree on where a day that is not told stands; here it is the last.
    lasts_until = models.GeneratedField(
        expression=Coalesce("expires_on", models.Value(date.max, models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    value = _amount()
    #: Likewise a value: here it is less than any.
    sorted_value = models.GeneratedField(
        expression=Coalesce("value", models.Value(Decimal(-999_999_999_999))),
        output_field=models.DecimalField(max_digits=16, decimal_places=4),
        db_persist=True,
    )
    vendor_name = models.CharField(max_length=100, blank=True, default="")
    end_user_name = models.CharField(max_length=120, blank=True, default="")
    starts_from = models.DateField(null=True, help_text="It starts on this day or later.")
    starts_to = models.DateField(null=True, help_text="It starts on this day or earlier.")
    ends_from = models.DateField(null=True, help_text="It ends on this day or later.")
    ends_to = models.DateField(null=True, help_text="It ends on this day or earlier.")
    invoiced_from = models.DateField(null=True, help_text="Invoiced on this day or later.")
    invoiced_to = models.DateField(null=True, help_text="Invoiced on this day or earlier.")
    end_user = models.JSONField(default=dict, blank=True)
    attributes = models.JSONField(default=list, blank=True)
    synced_at = models.DateTimeField()
    details_at = models.DateTimeField(
        null=True, help_text="When its products were last read; empty: they have to be read."
    )

    class Meta:
        ordering = ["-lasts_until", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "renewal_id"], name="one_renewal_per_account_and_id"
            ),
        ]
        # Each sort of the list ends in the id, so that a page is read from the index alone.
        indexes = [
            models.Index(fields=["account", "lasts_until", "id"], name="renewal_by_expiry"),
            models.Index(fields=["account", "state", "lasts_until", "id"], name="renewal_by_state"),
            models.Index(
                fields=["account", "status", "lasts_until", "id"], name="renewal_by_status"
            ),
            models.Index(fields=["account", "status", "id"], name="renewal_sorted_by_status"),
            models.Index(fields=["account", "customer_order_number", "id"], name="renewal_by_po"),
            models.Index(fields=["account", "end_user_name", "id"], name="renewal_by_end_user"),
            models.Index(fields=["account", "vendor_name", "id"], name="renewal_by_vendor"),
            models.Index(
                fields=["account", "vendor_name", "lasts_until", "id"],
                name="renewal_of_vendor_by_expiry",
            ),
            # SQLite takes what is open for as rare as a vendor, and would read all of it.
            models.Index(
                fields=["account", "vendor_name", "state", "lasts_until", "id"],
                name="renewal_of_vendor_by_state",
            ),
            models.Index(fields=["account", "sorted_value", "id"], name="renewal_by_value"),
            *(
                models.Index(
                    fields=["account", f"{kind.value}_from", f"{kind.value}_to", "id"],
                    condition=models.Q(**{f"{kind.value}_from__isnull": False}),
                    name=f"renewal_{kind.value}",
                )
                for kind in (DayKind.STARTS, DayKind.ENDS, DayKind.INVOICED)
            ),
            models.Index(
                fields=["account", "state", "lasts_until", "id"],
                condition=models.Q(details_at__isnull=True),
                name="renewal_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.renewal_id

    def get_absolute_url(self) -> str:
        return reverse("renewals:detail", args=[self.renewal_id])

    @property
    def shown_status(self) -> RenewalStatus:
        return RenewalStatus(self.status)

    @property
    def status_label(self) -> str:
        """Our word, or the distributor's own where we have none."""
        is_theirs = self.shown_status is RenewalStatus.OTHER and self.status_text
        return self.status_text if is_theirs else str(self.shown_status.label)

    @property
    def is_open(self) -> bool:
        return self.state == RenewalState.OPEN

    @property
    def days_left(self) -> int | None:
        """Days until it expires, negative afterwards; None when that is not told."""
        return (self.expires_on - timezone.localdate()).days if self.expires_on else None

    @property
    def days_over(self) -> int | None:
        """Days since it expired; None while it has not, or when that is not told."""
        return -self.days_left if self.days_left is not None and self.days_left < 0 else None

    @property
    def told_attributes(self) -> list[dict[str, object]]:
        """Serial numbers, licences and the like, their days as days."""
        return [
            {
                "name": words_of_name(attribute["name"]),
                "value": attribute["value"],
                **{day: _day(attribute[day]) for day in _DAYS},
            }
            for attribute in self.attributes
        ]

    @property
    def is_urgent(self) -> bool:
        """Whether it is open and has few days left, or none."""
        return self.is_open and self.days_left is not None and self.days_left <= URGENT_DAYS


class RenewalLine(models.Model):
    """A product of a renewal, as the details tell it."""

    renewal = models.ForeignKey(Renewal, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    line_number = models.CharField(max_length=40, blank=True, default="")
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=80, blank=True, default="")
    manufacturer_part_number = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(blank=True, default="")
    quantity = models.BigIntegerField(null=True)
    unit_price = _amount()
    is_consolidated = models.BooleanField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["renewal", "position"], name="one_renewal_line_per_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_number} x {self.quantity}"

    @property
    def part_number(self) -> str:
        """By which it is ordered: the distributor's number, else the vendor's."""
        return self.ingram_part_number or self.vendor_part_number or self.manufacturer_part_number

    @property
    def extended_price(self) -> Decimal | None:
        if self.unit_price is None or self.quantity is None:
            return None
        return self.unit_price * self.quantity


class Term(terms.Term):
    """A word by which a renewal is found."""

    subject = models.ForeignKey(Renewal, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        constraints = terms.Term.constraints_for("renewal")
        indexes = terms.Term.indexes_for("renewal")
