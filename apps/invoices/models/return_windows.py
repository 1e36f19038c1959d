"""How long goods may go back, as the person who knows the vendors' rules wrote it down."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Upper


class ReturnWindow(models.Model):
    """One rule. The most special one counts: vendor and country, vendor, country, then all.

    The API tells no such rule (field notes 8): a portal without rows says nothing of days.
    """

    country_code = models.CharField(
        "country",
        max_length=2,
        blank=True,
        default="",
        help_text="Two letters, such as US: for accounts of that country. Empty: for all.",
    )
    vendor_name = models.CharField(
        "vendor",
        max_length=80,
        blank=True,
        default="",
        help_text="As invoices spell it, in letters of any case. They cut it after 15 letters; "
        "the full name fits too. Empty: for all vendors.",
    )
    days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="How many days after the day of the invoice a return may be asked for. "
        "Empty: no limit is known.",
    )
    is_returnable = models.BooleanField(
        "can go back", default=True, help_text="Untick for what is never taken back."
    )
    note = models.CharField(
        max_length=200,
        blank=True,
        default="",
        help_text="Shown beside the line, such as: Sealed boxes only.",
    )

    class Meta:
        ordering = ["country_code", "vendor_name"]
        constraints = [
            models.UniqueConstraint(
                Upper("country_code"),
                Upper("vendor_name"),
                name="one_window_per_country_and_vendor",
                violation_error_message="There is a window for this country and vendor already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_name or 'All vendors'}, {self.country_code or 'all countries'}"
