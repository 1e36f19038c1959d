"""The mirror of invoices, as the API last told it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core import terms
from apps.invoices.choices import InvoiceStatus, InvoiceType


def _amount() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=16, decimal_places=4, null=True)


class Invoice(models.Model):
    """An invoice or a memo of the distributor, as its API last told it.

    Search writes the number without dashes and details with them: `invoice_number` stands as it
    came last, `comparable_number` is what it is known by. Amounts are as they were told, also
    where they do not add up (field notes 9.2).
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="invoices")
    invoice_number = models.CharField(max_length=40)
    comparable_number = models.CharField(
        max_length=40, help_text="The number in capitals, without dashes."
    )
    status = models.CharField(
        max_length=12, choices=InvoiceStatus.choices, default=InvoiceStatus.OPEN
    )
    status_text = models.CharField(max_length=60, blank=True, default="")
    invoice_type = models.CharField(
        max_length=10, choices=InvoiceType.choices, blank=True, default=InvoiceType.UNTOLD
    )
    invoice_type_text = models.CharField(max_length=60, blank=True, default="")
    invoiced_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    payment_terms_due_on = models.DateField(null=True)
    ordered_on = models.DateField(null=True)
    ingram_order_number = models.CharField(
        max_length=40, blank=True, default="", help_text="Of the order or, mostly, of its part."
    )
    customer_order_number = models.CharField(max_length=35, blank=True, default="")
    end_customer_order_number = models.CharField(max_length=35, blank=True, default="")
    special_bid_numbers = models.JSONField(default=list, blank=True)
    delivery_numbers = models.JSONField(
        default=list, blank=True, help_text="From the shipments of its order; invoices tell none."
    )
    currency = models.CharField(
        max_length=3, blank=True, default="", help_text="Empty until the details tell it."
    )
    amount_due = _amount()
    #: The databases disagree on where an unknown amount stands; here it is less than any.
    sorted_amount_due = models.GeneratedField(
        expression=Coalesce("amount_due", models.Value(Decimal(-999_999_999_999))),
        output_field=models.DecimalField(max_digits=16, decimal_places=4),
        db_persist=True,
    )
    amount_with_tax = _amount()
    net_amount = _amount()
    tax_amount = _amount()
    freight_amount = _amount()
    discount_amount = _amount()
    discount_type = models.CharField(max_length=60, blank=True, default="")
    foreign_currency = models.CharField(max_length=3, blank=True, default="")
    foreign_rate = models.DecimalField(max_digits=18, decimal_places=8, null=True)
    foreign_taxable_amount = _amount()
    foreign_tax_amount = _amount()
    foreign_amount_due = _amount()
    payment_terms_code = models.CharField(max_length=20, blank=True, default="")
    payment_terms = models.CharField(max_length=80, blank=True, default="")
    gst_invoice_number = models.CharField(max_length=40, blank=True, default="")
    bill_to_address_id = models.CharField(max_length=20, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    bill_to = models.JSONField(default=dict, blank=True)
    ship_to = models.JSONField(default=dict, blank=True)
    end_user = models.JSONField(default=dict, blank=True)
    charges = models.JSONField(default=list, blank=True)
    is_owed = models.BooleanField(
        default=False, help_text="Whether it counts among the open balances."
    )
    synced_at = models.DateTimeField()
    details_at = models.DateTimeField(
        null=True, help_text="When its lines were last read; empty: they have to be read."
    )
    serials_at = models.DateTimeField(
        null=True, help_text="When its serial numbers were last read; empty: they were not."
    )

    class Meta:
        ordering = ["-invoiced_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "comparable_number"], name="one_invoice_per_number"
            ),
        ]
        # Each sort of the list ends in the id, so that a page is read from the index alone.
        indexes = [
            models.Index(fields=["account", "-invoiced_on", "-id"], name="invoice_latest"),
            models.Index(
                fields=["account", "status", "-invoiced_on", "-id"], name="invoice_by_status"
            ),
            models.Index(fields=["account", "status", "id"], name="invoice_sorted_by_status"),
            models.Index(
                fields=["account", "invoice_type", "-invoiced_on", "-id"], name="invoice_by_type"
            ),
            models.Index(fields=["account", "comparable_number", "id"], name="invoice_by_number"),
            models.Index(fields=["account", "customer_order_number", "id"], name="invoice_by_po"),
            models.Index(fields=["account", "ingram_order_number", "id"], name="invoice_by_order"),
            models.Index(fields=["account", "due_on", "id"], name="invoice_by_due"),
            models.Index(fields=["account", "payment_terms_due_on", "id"], name="invoice_by_terms"),
            models.Index(fields=["account", "ordered_on", "id"], name="invoice_by_ordered"),
            models.Index(fields=["account", "sorted_amount_due", "id"], name="invoice_by_amount"),
            models.Index(
                fields=["account", "currency", "due_on", "id"],
                condition=models.Q(is_owed=True),
                name="invoice_owed",
            ),
            # Whatever the currency, and pairs of filters of which few invoices satisfy both.
            models.Index(
                fields=["account", "due_on", "id"],
                condition=models.Q(is_owed=True),
                name="invoice_owed_by_due",
            ),
            *(
                models.Index(
                    fields=["account", "status", column, "id"],
                    name=f"invoice_by_status_and_{name}",
                )
                for column, name in (
                    ("ordered_on", "ordered"),
                    ("due_on", "due"),
                    ("payment_terms_due_on", "terms"),
                )
            ),
            models.Index(
                fields=["account", "status", "invoice_type", "-invoiced_on", "-id"],
                name="invoice_by_status_and_type",
            ),
            models.Index(
                fields=["account", "currency", "status", "invoice_type", "id"],
                name="invoice_by_currency_status",
            ),
            models.Index(
                fields=["account", "-invoiced_on", "-id"],
                condition=models.Q(details_at__isnull=True),
                name="invoice_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.invoice_number

    def get_absolute_url(self) -> str:
        return reverse("invoices:detail", args=[self.invoice_number])

    @property
    def state(self) -> InvoiceStatus:
        return InvoiceStatus(self.status)

    @property
    def status_label(self) -> str:
        """Our word, or the distributor's own where we have none."""
        is_unknown = self.state is InvoiceStatus.OTHER and self.status_text
        return self.status_text if is_unknown else str(self.state.label)

    @property
    def type_label(self) -> str:
        """Our word for the kind of document, or the distributor's own; "" while it is untold."""
        kind = InvoiceType(self.invoice_type)
        if kind is InvoiceType.UNTOLD:
            return ""
        return self.invoice_type_text if kind is InvoiceType.OTHER else str(kind.label)

    @property
    def is_credit(self) -> bool:
        """Whether it gives rather than asks."""
        amount = self.amount_due
        is_negative = amount is not None and amount < 0
        return self.invoice_type == InvoiceType.CREDIT_MEMO or is_negative

    @property
    def balance(self) -> Decimal | None:
        """What it adds to what is owed: a credit memo takes away, however its amount is told."""
        if self.amount_due is None:
            return None
        return -abs(self.amount_due) if self.is_credit else self.amount_due

    @property
    def days_past_due(self) -> int | None:
        """How many days ago it was due, of what is still owed; None when it is not late."""
        if not self.is_owed or self.due_on is None:
            return None
        days = (timezone.localdate() - self.due_on).days
        return days if days > 0 else None

    @property
    def note_lines(self) -> list[str]:
        """The notes as they were written: the distributor joins their pieces by two bars."""
        return [piece.strip() for piece in self.notes.split("||") if piece.strip()]


class InvoiceLine(models.Model):
    """A line as the invoice details tell it; a figure that they do not tell is null."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    ingram_line_number = models.CharField(max_length=20, blank=True, default="")
    customer_line_number = models.CharField(max_length=20, blank=True, default="")
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=60, blank=True, default="")
    customer_part_number = models.CharField(max_length=60, blank=True, default="")
    upc = models.CharField(max_length=40, blank=True, default="")
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(blank=True, default="")
    quantity = models.IntegerField(null=True)
    quantity_ordered = models.IntegerField(null=True)
    quantity_shipped = models.IntegerField(null=True)
    unit_of_measure = models.CharField(max_length=20, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    unit_price = _amount()
    extended_price = _amount()
    tax_percentage = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    tax_amount = _amount()
    serial_numbers = models.JSONField(
        null=True, help_text="Null until they were asked for; empty when there are none."
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "position"], name="one_invoice_line_per_place"
            ),
        ]
        indexes = [models.Index(fields=["vendor_name", "invoice"], name="invoice_line_of_vendor")]

    def __str__(self) -> str:
        return f"{self.ingram_part_number} x {self.quantity}"

    @property
    def description_text(self) -> str:
        """The distributor cuts long ones into pieces and joins these by two bars."""
        return " ".join(piece.strip() for piece in self.description.split("||") if piece.strip())

    @property
    def all_serial_numbers(self) -> str:
        """One a line, as a spreadsheet takes them."""
        return "\n".join(self.serial_numbers or ())


class Term(terms.Term):
    """A word by which an invoice is found: a number that stands in it."""

    subject = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        constraints = terms.Term.constraints_for("invoice")
        indexes = terms.Term.indexes_for("invoice")
