"""The mirror of returns: what the distributor's API last told of each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from apps.accounts.models import CustomerAccount
from apps.core import terms
from apps.returns.choices import (
    APPROVED_STATUSES,
    REFUSED_STATUSES,
    CaseKind,
    CaseStatus,
    MoveKind,
)
from apps.submissions.models import Submission

#: Goods of an approval that is older have been sent long ago, or never will be.
SENT_WITHIN = timedelta(days=60)


def _amount() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=16, decimal_places=4, null=True)


def _label(state: CaseStatus, text: str) -> str:
    return text if state is CaseStatus.OTHER and text else str(state.label)


class ReturnCase(models.Model):
    """A return at the distributor: usually one line of what was asked for at once.

    An amount that was not told is null. No amount carries a currency: that of the invoice is
    meant. `asked_at` is when it was made, or first seen where that was not told.
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.PROTECT, related_name="return_cases"
    )
    case_request_number = models.CharField(max_length=64)
    return_claim_id = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=8, choices=CaseKind.choices, default=CaseKind.OTHER)
    status = models.CharField(max_length=10, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    status_text = models.CharField(max_length=60, blank=True, default="")
    reason_code = models.CharField(max_length=12, blank=True, default="")
    reason_text = models.CharField(max_length=200, blank=True, default="")
    reference_number = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    currency = models.CharField(max_length=3, blank=True, default="")
    estimated_total = _amount()
    credit = _amount()
    sub_total = _amount()
    tax = _amount()
    additional_fees = _amount()
    sorted_total = models.GeneratedField(
        expression=Coalesce("estimated_total", models.Value(Decimal(-1))),
        output_field=models.DecimalField(max_digits=16, decimal_places=4),
        db_persist=True,
    )
    sorted_modified = models.GeneratedField(
        expression=Coalesce("modified_at", "asked_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    return_address = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    invoice_number = models.CharField(max_length=40, blank=True, default="")
    late_reason = models.TextField(
        blank=True, default="", help_text="Why it was asked for after its return window."
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="return_cases"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who asked for it here; empty when it was asked for elsewhere.",
    )
    sent_back_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody said that the goods are on their way."
    )
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    synced_at = models.DateTimeField()
    details_at = models.DateTimeField(
        null=True, help_text="When lines and address were last read; empty: never."
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "case_request_number"], name="one_return_case_per_number"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "asked_at", "id"], name="return_by_asked"),
            models.Index(fields=["account", "status", "asked_at", "id"], name="return_by_status"),
            models.Index(fields=["account", "sorted_modified", "id"], name="return_by_modified"),
            models.Index(fields=["account", "sorted_total", "id"], name="return_by_total"),
            models.Index(fields=["account", "reference_number", "id"], name="return_by_reference"),
            models.Index(
                fields=["account", "reason_code", "asked_at", "id"], name="return_by_reason"
            ),
            *(
                models.Index(
                    fields=["account", column, "sorted_modified", "id"],
                    name=f"return_by_{name}_and_modified",
                )
                for column, name in (("status", "status"), ("reason_code", "reason"))
            ),
            models.Index(fields=["account", "status", "id"], name="return_sorted_by_status"),
            models.Index(fields=["account", "case_request_number", "id"], name="return_by_number"),
            models.Index(fields=["account", "kind", "asked_at", "id"], name="return_by_kind"),
            models.Index(fields=["account", "asked_by", "asked_at", "id"], name="return_by_person"),
            models.Index(fields=["account", "details_at", "asked_at"], name="return_by_reading"),
        ]

    def __str__(self) -> str:
        return self.case_request_number

    def get_absolute_url(self) -> str:
        return reverse("returns:detail", args=[self.case_request_number])

    @property
    def state(self) -> CaseStatus:
        return CaseStatus(self.status)

    @property
    def status_label(self) -> str:
        """Our word, or the distributor's own where we have none."""
        return _label(self.state, self.status_text)

    @property
    def kind_label(self) -> str:
        return str(CaseKind(self.kind).label)

    @property
    def reason_words(self) -> str:
        """The reason without the code at its head: "(CS ) Customer…" -> Customer…"""
        return self.reason_text.partition(")")[2].strip() or self.reason_text

    @property
    def address_lines(self) -> list[str]:
        """Where the goods go; empty when none come back or it is not decided yet."""
        return [line.strip() for line in self.return_address.splitlines() if line.strip()]

    @property
    def awaits_goods(self) -> bool:
        """Whether the distributor waits for goods that nobody has said to be on their way."""
        return bool(
            self.state in APPROVED_STATUSES and self.address_lines and not self.sent_back_at
        )

    @property
    def is_refused(self) -> bool:
        return self.state in REFUSED_STATUSES


class ReturnCaseLine(models.Model):
    """A line as the details of a return tell it, or as it was asked for until they are read.

    `invoice_key` and `part_key` are the numbers in the form in which they are compared.
    """

    case = models.ForeignKey(ReturnCase, on_delete=models.CASCADE, related_name="lines")
    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    ingram_line_number = models.CharField(max_length=20, blank=True, default="")
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=60, blank=True, default="")
    upc = models.CharField(max_length=40, blank=True, default="")
    description = models.TextField(blank=True, default="")
    invoice_number = models.CharField(max_length=40, blank=True, default="")
    invoice_key = models.CharField(max_length=40, blank=True, default="")
    part_key = models.CharField(max_length=60, blank=True, default="")
    invoiced_on = models.DateField(null=True)
    customer_order_number = models.CharField(max_length=60, blank=True, default="")
    quantity = models.IntegerField(null=True)
    unit_price = _amount()
    extended_price = _amount()
    status = models.CharField(max_length=10, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    status_text = models.CharField(max_length=60, blank=True, default="")
    return_branch = models.CharField(max_length=20, blank=True, default="")
    ship_from_branch = models.CharField(max_length=20, blank=True, default="")
    request_details = models.TextField(blank=True, default="")
    additional_details = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="one_return_line_per_place"),
        ]
        indexes = [
            models.Index(fields=["account", "invoice_key", "part_key"], name="return_line_of"),
        ]

    def __str__(self) -> str:
        return f"{self.ingram_part_number or self.vendor_part_number} x {self.quantity}"

    @property
    def state(self) -> CaseStatus:
        return CaseStatus(self.status)

    @property
    def status_label(self) -> str:
        return _label(self.state, self.status_text)


class Move(models.Model):
    """A change of a case: its status, or the credit that was given. Never changed again."""

    case = models.ForeignKey(ReturnCase, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=8, choices=MoveKind.choices)
    status = models.CharField(max_length=10, choices=CaseStatus.choices, default=CaseStatus.OTHER)
    status_text = models.CharField(max_length=60, blank=True, default="")
    credit = _amount()
    happened_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["noticed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.status_label}"

    @property
    def state(self) -> CaseStatus:
        return CaseStatus(self.status)

    @property
    def status_label(self) -> str:
        return _label(self.state, self.status_text)


class Term(terms.Term):
    """A word by which a return is found."""

    subject = models.ForeignKey(ReturnCase, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        constraints = terms.Term.constraints_for("return")
        indexes = terms.Term.indexes_for("return")
