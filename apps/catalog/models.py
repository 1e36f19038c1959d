"""The products that have been seen, so that names, last prices and outages have something to show.

Price and stock here are the last known ones with their time, never a basis for an order.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models.functions import Upper

from apps.accounts.models import CustomerAccount
from apps.catalog.choices import ProductKind
from apps.catalog.pasting import read_quantity
from apps.core.money import extended


class Product(models.Model):
    """A product as one customer account sees it: authorisation and price differ by account."""

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="products")
    ingram_part_number = models.CharField(max_length=40)
    vendor_part_number = models.CharField(max_length=60, blank=True, default="")
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    description = models.CharField(max_length=500, blank=True, default="")
    category = models.CharField(max_length=120, blank=True, default="")
    subcategory = models.CharField(max_length=120, blank=True, default="")
    upc = models.CharField(max_length=20, blank=True, default="")
    kind = models.CharField(max_length=16, choices=ProductKind.choices, blank=True, default="")
    replacement_part_number = models.CharField(max_length=40, blank=True, default="")
    is_discontinued = models.BooleanField(null=True)
    is_authorized = models.BooleanField(null=True)
    is_new = models.BooleanField(null=True)
    is_direct_ship = models.BooleanField(null=True)
    needs_end_user = models.BooleanField(null=True)
    has_discounts = models.BooleanField(null=True)
    has_warranty = models.BooleanField(null=True)
    seen_at = models.DateTimeField()

    customer_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    retail_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    available = models.IntegerField(null=True)
    priced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-seen_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "ingram_part_number"], name="one_product_per_account_and_part"
            ),
        ]
        indexes = [
            models.Index("account", Upper("vendor_part_number"), name="product_by_vendor_part"),
            models.Index(fields=["account", "vendor_name"], name="product_by_vendor"),
            models.Index(fields=["account", "category"], name="product_by_category"),
            models.Index(fields=["account", "-seen_at"], name="product_lately_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.ingram_part_number} {self.description}"


class DraftLine(models.Model):
    """A line of a draft quote or order: what was typed, and what the catalogue last said of it.

    `looked_up_at` is empty until the catalogue was asked; asked and without an Ingram part number
    means unknown.
    """

    position = models.PositiveIntegerField()
    part_number = models.CharField(max_length=80)
    quantity_text = models.CharField(max_length=40, default="1")
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=80, blank=True, default="")
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(blank=True, default="")
    unit_price = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    retail_price = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    available = models.IntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")
    refusal = models.CharField(max_length=200, blank=True, default="")
    looked_up_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.part_number} x {self.quantity_text}"

    @property
    def quantity(self) -> int | None:
        """The quantity, if what was typed is one."""
        return read_quantity(self.quantity_text).value

    @property
    def quantity_problem(self) -> str:
        return read_quantity(self.quantity_text).problem

    @property
    def is_unknown(self) -> bool:
        return self.looked_up_at is not None and not self.ingram_part_number

    @property
    def extended_price(self) -> Decimal | None:
        return None if self.quantity is None else extended(self.unit_price, self.quantity)

    @property
    def is_short(self) -> bool:
        """Whether fewer are in stock than wanted; back-ordering may still be possible."""
        return (
            self.available is not None
            and self.quantity is not None
            and self.available < self.quantity
        )
