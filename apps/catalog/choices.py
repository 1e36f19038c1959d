from __future__ import annotations

from django.db import models


class ProductKind(models.TextChoices):
    """What sort of thing is sold; the values are our own, `mapping` knows the distributor's."""

    PHYSICAL = "physical", "Physical"
    DIGITAL = "digital", "Digital"
    SUBSCRIPTION = "subscription", "Subscription"


class ProductClass(models.TextChoices):
    """Where a product stands with the distributor (field notes 5.1); other letters occur."""

    A = "A", "In all warehouses"
    B = "B", "In some warehouses"
    C = "C", "In few warehouses"
    D = "D", "Discontinued by the distributor"
    E = "E", "Being phased out by the vendor"
    F = "F", "Contract stock"
    N = "N", "New"
    O = "O", "To be sold off"  # noqa: E741 - their letter
    S = "S", "On special demand"
    V = "V", "Discontinued by the vendor"
    X = "X", "Shipped by the vendor"
