"""What expires in each month: a small table beside the mirror, so that adding up stays cheap."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from apps.accounts.models import CustomerAccount
from apps.renewals.choices import RenewalState


class RenewalMonth(models.Model):
    """How many renewals of an account expire in one month, and what they come to.

    Written with the renewals, in their transaction (services/months.py). A value that is not
    told is only counted. All values are in the account's currency.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="+")
    month = models.DateField(help_text="The first day of the month.")
    state = models.CharField(max_length=8, choices=RenewalState.choices)
    count = models.IntegerField(default=0)
    count_untold = models.IntegerField(
        default=0, help_text="How many of them have a value that is not told."
    )
    value = models.DecimalField(max_digits=24, decimal_places=4, default=Decimal(0))

    class Meta:
        ordering = ["month", "state"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "month", "state"], name="one_renewal_month_per_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}: {self.count}"
