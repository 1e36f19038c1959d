"""What the mirror keeps beside an order: dates told before, and words it is found by."""

from __future__ import annotations

from django.db import models

from apps.accounts.models import CustomerAccount
from apps.orders.choices import DateKind, TermKind
from apps.orders.models.mirror import Order


class DateChange(models.Model):
    """A date of a line that the distributor told otherwise before."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="date_changes")
    kind = models.CharField(max_length=12, choices=DateKind.choices)
    ingram_line_number = models.CharField(max_length=20, blank=True, default="")
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["-noticed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.before} -> {self.after}"

    @property
    def is_later(self) -> bool:
        return bool(self.before and self.after and self.after > self.before)


class Term(models.Model):
    """A word by which an order is found: a number that stands in it, or a word of a name.

    `text` is in upper case; a search reads a range of the index, whatever the mirror holds.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=TermKind.choices)
    text = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "kind", "text"], name="one_term_per_order"),
        ]
        indexes = [
            models.Index(
                fields=["account", "text", "order"],
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
                name="order_term_any",
            ),
            models.Index(
                fields=["account", "kind", "text", "order"],
                opclasses=["int8_ops", "varchar_ops", "varchar_pattern_ops", "int8_ops"],
                name="order_term_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"
