"""The products that have been seen, so that names, last prices and outages have something to show.

Price and stock here are the last known ones with their time, never a basis for an order.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models.functions import Upper

from apps.accounts.models import CustomerAccount
from apps.catalog.choices import ProductKind
from apps.catalog.pasting import read_quantity
from apps.core.money import extended


def _beginnings(field: str, name: str) -> models.Index:
    opclasses = ["int8_ops", "varchar_pattern_ops"]
    return models.Index(fields=["account", field], opclasses=opclasses, name=name)


class Product(models.Model):
    """A product as one customer account sees it: authorisation and price differ by account.

    `available` was asked for with the price. `reported_available` came unasked by webhook, in an
    event whose body nobody signs (field notes 10.2), so it is kept apart; the later one is shown.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="products")
    ingram_part_number = models.CharField(max_length=40)
    vendor_part_number = models.CharField(max_length=60, blank=True, default="")
    vendor_part_key = models.GeneratedField(
        expression=Upper("vendor_part_number"),
        output_field=models.CharField(max_length=120),  # some capitals are two letters
        db_persist=True,
    )
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
    reported_available = models.IntegerField(null=True)
    reported_at = models.DateTimeField(null=True)

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
            # By the beginning of a number: LIKE reads their ranges whatever the collation.
            _beginnings("ingram_part_number", "product_begins_ingram"),
            _beginnings("vendor_part_key", "product_begins_vendor"),
            _beginnings("upc", "product_begins_upc"),
        ]

    def __str__(self) -> str:
        return f"{self.ingram_part_number} {self.description}"


class DraftLine(models.Model):
    """A line of a draft quote or order: what was typed, and what the catalogue last said of it.

    `looked_up_at` is empty until the catalogue was asked; asked and without an Ingram part number
    means unknown. `reported_available` and `reported_at` are no columns: they are the product's,
    on lines that were read by `selectors.with_reported_stock`.
    """

    reported_available: int | None = None
    reported_at: datetime | None = None

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
    def is_stock_reported(self) -> bool:
        """Whether a webhook told of the stock after the catalogue was asked."""
        return (
            self.reported_at is not None
            and self.looked_up_at is not None
            and self.reported_at > self.looked_up_at
        )

    @property
    def stock(self) -> int | None:
        """How many there are, as was told last."""
        return self.reported_available if self.is_stock_reported else self.available

    @property
    def is_short(self) -> bool:
        """Whether fewer are in stock than wanted; back-ordering may still be possible."""
        return self.stock is not None and self.quantity is not None and self.stock < self.quantity
