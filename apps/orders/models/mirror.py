"""The mirror of orders, as the API last told it, and what it has forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.orders.carriers import tracking_page
from apps.orders.choices import OPEN_STATUSES, UNDER_WAY, OrderStatus
from apps.submissions.models import Submission

#: A customer hold with no more time than this left is urgent; people are reminded then.
URGENT = timedelta(hours=4)


def _label(state: OrderStatus, told: str) -> str:
    return told if state is OrderStatus.OTHER and told else str(state.label)


def _amount() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=16, decimal_places=4, null=True)


class Order(models.Model):
    """An order at the distributor, as its API last told it.

    Numbers may be used again after years (field notes 6.3): the newest stands here. The addresses
    are documents frozen at ordering, not links to ours.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="orders")
    ingram_order_number = models.CharField(max_length=40)
    customer_order_number = models.CharField(max_length=35, blank=True, default="")
    customer_order_number_upper = models.CharField(max_length=35, blank=True, default="")
    end_customer_order_number = models.CharField(max_length=35, blank=True, default="")
    quote_number = models.CharField(max_length=64, blank=True, default="")
    vendor_sales_order_number = models.CharField(max_length=40, blank=True, default="")
    order_type = models.CharField(max_length=10, blank=True, default="")
    status = models.CharField(
        max_length=20, choices=OrderStatus.choices, default=OrderStatus.PROCESSING
    )
    status_text = models.CharField(max_length=60, blank=True, default="")
    ordered_on = models.DateField(null=True)
    expected_on = models.DateField(
        null=True, help_text="When the last of what is under way should arrive; else empty."
    )
    shipped_on = models.DateField(null=True, help_text="When a shipment last left.")
    delivered_on = models.DateField(null=True, help_text="When a shipment last arrived.")
    has_slipped = models.BooleanField(
        default=False, help_text="Whether a date of its lines is later than first told."
    )
    is_slipping = models.GeneratedField(
        expression=models.Case(
            models.When(has_slipped=True, status__in=UNDER_WAY, then=True), default=False
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        help_text="Whether it has slipped and something of it is still to arrive.",
    )
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    end_user_name = models.CharField(max_length=80, blank=True, default="")
    subtotal = _amount()
    freight = _amount()
    tax = _amount()
    fees = _amount()
    total = _amount()
    #: The databases disagree on where an unknown total stands; here it is less than any.
    sorted_total = models.GeneratedField(
        expression=Coalesce("total", models.Value(Decimal(-1))),
        output_field=models.DecimalField(max_digits=16, decimal_places=4),
        db_persist=True,
    )
    currency = models.CharField(max_length=3, blank=True, default="")
    payment_terms = models.CharField(max_length=80, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    bill_to = models.JSONField(default=dict, blank=True)
    ship_to = models.JSONField(default=dict, blank=True)
    end_user = models.JSONField(default=dict, blank=True)
    charges = models.JSONField(default=list, blank=True)
    hold_ends_at = models.DateTimeField(
        null=True,
        help_text="When the distributor voids an order that we put on customer hold; else empty.",
    )
    hold_reason = models.CharField(max_length=120, blank=True, default="")
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders"
    )
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who placed it here; empty when it was placed elsewhere.",
    )
    heard_at = models.DateTimeField(
        null=True,
        help_text="When a change of ours, order search or an event that was read brought news.",
    )
    synced_at = models.DateTimeField()
    details_at = models.DateTimeField(
        null=True, help_text="When lines and shipments were last read; empty: they have to be read."
    )

    class Meta:
        ordering = ["-ordered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "ingram_order_number"], name="one_order_per_number"
            ),
        ]
        # Each sort of the list ends in the id, so that a page is read from the index alone.
        indexes = [
            models.Index(fields=["account", "-ordered_on", "-id"], name="order_latest"),
            models.Index(
                fields=["account", "status", "-ordered_on", "-id"], name="order_by_status"
            ),
            models.Index(
                fields=["account", "placed_by", "-ordered_on", "-id"], name="order_by_person"
            ),
            models.Index(fields=["account", "status", "id"], name="order_sorted_by_status"),
            models.Index(
                fields=["account", "customer_order_number_upper", "id"], name="order_by_po"
            ),
            models.Index(fields=["account", "sorted_total", "id"], name="order_by_total"),
            models.Index(fields=["account", "end_user_name", "id"], name="order_by_end_user"),
            models.Index(fields=["account", "quote_number"], name="order_by_quote"),
            *(
                models.Index(
                    fields=["account", "status", f"{name}_on", "id"],
                    condition=models.Q(**{f"{name}_on__isnull": False}),
                    name=f"order_by_status_and_{name}",
                )
                for name in ("shipped", "delivered", "expected")
            ),
            *(
                models.Index(
                    fields=["account", f"{name}_on", "id"],
                    condition=models.Q(**{f"{name}_on__isnull": False}),
                    name=f"order_by_{name}",
                )
                for name in ("expected", "shipped", "delivered")
            ),
            models.Index(
                fields=["account", "-ordered_on", "-id"],
                condition=models.Q(is_slipping=True),
                name="order_slipping",
            ),
            models.Index(
                fields=["account", "-ordered_on", "-id"],
                condition=models.Q(details_at__isnull=True),
                name="order_unread",
            ),
            models.Index(
                fields=["account", "heard_at"],
                condition=models.Q(heard_at__isnull=False)
                & (
                    models.Q(details_at__isnull=True)
                    | models.Q(heard_at__gt=models.F("details_at"))
                ),
                name="order_heard",
            ),
            models.Index(
                fields=["account", "hold_ends_at", "id"],
                condition=models.Q(hold_ends_at__isnull=False),
                name="order_on_customer_hold",
            ),
        ]

    def __str__(self) -> str:
        return self.ingram_order_number

    def get_absolute_url(self) -> str:
        return reverse("orders:detail", args=[self.ingram_order_number])

    @property
    def state(self) -> OrderStatus:
        return OrderStatus(self.status)

    @property
    def status_label(self) -> str:
        """Our word, or the distributor's own where we have none."""
        return _label(self.state, self.status_text)

    @property
    def news_at(self) -> datetime | None:
        """When news of it came that has not been read; a query unless `news` was selected."""
        unread = getattr(self, "news", None)  # of events; no row is an AttributeError
        moments = (self.heard_at, unread and unread.heard_at)
        return max(
            (at for at in moments if at and (self.details_at is None or self.details_at < at)),
            default=None,
        )

    @property
    def awaits_reading(self) -> bool:
        """Whether news of it came after it was last read in full."""
        return self.news_at is not None

    @property
    def is_on_customer_hold(self) -> bool:
        """Whether it waits on a hold of ours; any other hold is a status (field notes 6.2)."""
        return (
            self.state is OrderStatus.ON_HOLD
            and self.hold_ends_at is not None
            and timezone.now() < self.hold_ends_at
        )

    @property
    def is_hold_urgent(self) -> bool:
        """Whether a hold of ours ends within hours."""
        return (
            self.is_on_customer_hold
            and self.hold_ends_at is not None
            and self.hold_ends_at - timezone.now() <= URGENT
        )

    @property
    def is_under_way(self) -> bool:
        """Whether something of it is still to arrive."""
        return self.state in UNDER_WAY

    @property
    def is_late(self) -> bool:
        """Whether something should have arrived before today and has not."""
        return self.expected_on is not None and self.expected_on < timezone.localdate()

    @property
    def note_lines(self) -> list[str]:
        """The notes as they were written: the distributor joins their pieces by two bars."""
        return [piece.strip() for piece in self.notes.split("||") if piece.strip()]

    @property
    def all_shipments(self) -> list[Shipment]:
        """The shipments of all lines, which must be loaded with them."""
        return [shipment for line in self.lines.all() for shipment in line.shipments.all()]


class SubOrder(models.Model):
    """The part of an order that one branch fulfils: 20-RD3QV-11."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="sub_orders")
    sub_order_number = models.CharField(max_length=40)
    status = models.CharField(
        max_length=20, choices=OrderStatus.choices, default=OrderStatus.PROCESSING
    )
    status_text = models.CharField(max_length=60, blank=True, default="")
    total = _amount()

    class Meta:
        ordering = ["sub_order_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "sub_order_number"], name="one_sub_order_per_number"
            ),
        ]

    def __str__(self) -> str:
        return self.sub_order_number

    @property
    def state(self) -> OrderStatus:
        return OrderStatus(self.status)

    @property
    def status_label(self) -> str:
        return _label(self.state, self.status_text)


class OrderLine(models.Model):
    """A line as the order details tell it; a quantity or price they do not tell is null."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    sub_order_number = models.CharField(max_length=40, blank=True, default="")
    ingram_line_number = models.CharField(max_length=20, blank=True, default="")
    customer_line_number = models.CharField(max_length=20, blank=True, default="")
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=60, blank=True, default="")
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(blank=True, default="")
    quantity_ordered = models.IntegerField(null=True)
    quantity_confirmed = models.IntegerField(null=True)
    quantity_backordered = models.IntegerField(null=True)
    unit_price = _amount()
    extended_price = _amount()
    status = models.CharField(
        max_length=20, choices=OrderStatus.choices, default=OrderStatus.PROCESSING
    )
    status_text = models.CharField(max_length=60, blank=True, default="")
    special_bid_number = models.CharField(max_length=40, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    requested_delivery_on = models.DateField(null=True)
    promised_delivery_on = models.DateField(null=True)
    estimated_ship_on = models.DateField(null=True)
    estimated_delivery_on = models.DateField(null=True)
    backorder_eta_on = models.DateField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_order_line_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.ingram_part_number} x {self.quantity_ordered}"

    @property
    def state(self) -> OrderStatus:
        return OrderStatus(self.status)

    @property
    def status_label(self) -> str:
        return _label(self.state, self.status_text)

    @property
    def is_product(self) -> bool:
        """Whether it orders something: no comment, and not taken out."""
        return bool(
            self.ingram_part_number
            and self.quantity_ordered
            and self.state not in (OrderStatus.CANCELLED, OrderStatus.REJECTED)
        )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATUSES

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to arrive."""
        return self.state in UNDER_WAY


class Shipment(models.Model):
    """What left (or will leave) a warehouse for one line with one carrier."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="shipments")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="shipments")
    quantity = models.IntegerField(null=True)
    delivery_number = models.CharField(max_length=40, blank=True, default="")
    warehouse_id = models.CharField(max_length=20, blank=True, default="")
    warehouse_name = models.CharField(max_length=80, blank=True, default="")
    invoice_number = models.CharField(max_length=40, blank=True, default="")
    invoiced_on = models.DateField(null=True)
    carrier_code = models.CharField(max_length=20, blank=True, default="")
    carrier_name = models.CharField(max_length=80, blank=True, default="")
    estimated_ship_on = models.DateField(null=True)
    shipped_on = models.DateField(null=True)
    estimated_delivery_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)

    class Meta:
        ordering = ["shipped_on", "pk"]

    def __str__(self) -> str:
        return f"{self.carrier_name} {self.delivery_number}".strip()


class Package(models.Model):
    """A parcel of a shipment. `tracking_url` is empty unless it is http or https."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="packages")
    tracking_number = models.CharField(max_length=60, blank=True, default="")
    tracking_url = models.CharField(max_length=500, blank=True, default="")
    carton_number = models.CharField(max_length=40, blank=True, default="")
    quantity = models.IntegerField(null=True)
    weight = models.CharField(max_length=20, blank=True, default="")
    serial_numbers = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["carton_number", "pk"]

    def __str__(self) -> str:
        return self.tracking_number

    @property
    def tracking_page(self) -> str:
        """Where it is followed: what the distributor says, else the carrier's page, or nothing."""
        return self.tracking_url or tracking_page(
            tracking_number=self.tracking_number,
            carrier_code=self.shipment.carrier_code,
            carrier_name=self.shipment.carrier_name,
        )

    @property
    def all_serial_numbers(self) -> str:
        """One a line, as a spreadsheet takes them."""
        return "\n".join(self.serial_numbers)
