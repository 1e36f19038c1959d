"""What the mirror keeps beside an order: news of it, dates told before, words it is found by."""

from __future__ import annotations

from django.db import models

from apps.core import terms
from apps.orders.choices import DateKind, TermKind
from apps.orders.models.mirror import Order


class OrderNews(models.Model):
    """When an event last spoke of an order, until the order is read.

    A row of its own: the row of an order stands in two dozen indexes, and a burst of events would
    write all of them for each event.
    """

    order = models.OneToOneField(
        Order, on_delete=models.CASCADE, primary_key=True, related_name="news"
    )
    heard_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.order_id} at {self.heard_at}"


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


class Term(terms.Term):
    """A word by which an order is found: a number that stands in it, or a word of a name."""

    subject = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=TermKind.choices)

    class Meta:
        constraints = terms.Term.constraints_for("order")
        indexes = terms.Term.indexes_for("order")
