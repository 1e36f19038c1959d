"""What was bought of each vendor, by day: a small table beside the mirror."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from apps.accounts.models import CustomerAccount


class VendorSpend(models.Model):
    """What the invoices of one day in one currency ask for the goods of one vendor.

    Written with the lines, in their transaction (services/spend.py). Credit memos take away, and
    cancelled invoices are counted without an amount. Names are empty where they are not told.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="+")
    invoiced_on = models.DateField()
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    amount = models.DecimalField(max_digits=18, decimal_places=4, default=Decimal(0))
    count = models.IntegerField(default=0, help_text="How many invoices.")
    count_untold = models.IntegerField(
        default=0, help_text="In how many of them the amount of a line is not told."
    )

    class Meta:
        ordering = ["invoiced_on", "vendor_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "invoiced_on", "vendor_name", "currency"],
                name="one_spend_per_day_and_vendor",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "vendor_name"], name="spend_by_vendor"),
            models.Index(fields=["vendor_name", "invoiced_on"], name="spend_days_of_vendor"),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_name}: {self.amount} {self.currency} on {self.invoiced_on}"
