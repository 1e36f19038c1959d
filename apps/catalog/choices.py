from __future__ import annotations

from django.db import models


class ProductKind(models.TextChoices):
    """What sort of thing is sold; the values are our own, `mapping` knows the distributor's."""

    PHYSICAL = "physical", "Physical"
    DIGITAL = "digital", "Digital"
    SUBSCRIPTION = "subscription", "Subscription"
