"""The reasons that a return may give."""

from __future__ import annotations

from django.db import models


class ReasonPhrase(models.Model):
    """A pair of phrases that the distributor takes as a return's reasons.

    They are phrases and not codes, and no list of them is published (field notes 8.1): so it is
    a table, kept in the admin.
    """

    primary = models.CharField(max_length=200, help_text="What happened, such as “It is damaged”.")
    secondary = models.CharField(
        max_length=200, help_text="What exactly; offered below the primary reason."
    )
    position = models.PositiveIntegerField(default=0, help_text="Lower ones come first.")
    is_offered = models.BooleanField("offered", default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["primary", "secondary"], name="one_pair_of_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.primary}: {self.secondary}"
