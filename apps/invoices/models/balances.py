"""What is owed, by day: a small table beside the mirror, so that adding up stays cheap."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from apps.accounts.models import CustomerAccount


class OpenBalance(models.Model):
    """What the open invoices of an account come to that are due on one day in one currency.

    Written with the invoices, in their transaction (services/balances.py). `currency` is empty
    while it is not told: such amounts are never added to others. Amounts that are not told are
    only counted.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3, blank=True, default="")
    due_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=4, default=Decimal(0))
    count = models.IntegerField(default=0)
    count_untold = models.IntegerField(
        default=0, help_text="How many of them have an amount that is not told."
    )

    class Meta:
        ordering = ["currency", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "currency", "due_on"], name="one_balance_per_day"
            ),
            # A null day is like no other to a database.
            models.UniqueConstraint(
                fields=["account", "currency"],
                condition=models.Q(due_on__isnull=True),
                name="one_balance_without_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} due {self.due_on}"
