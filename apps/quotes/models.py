"""The mirror of quotes, and the drafts from which quotes are made."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from apps.accounts.models import CustomerAccount
from apps.catalog.models import DraftLine
from apps.core import terms
from apps.quotes.choices import (
    OPEN_STATUSES,
    ORDERABLE_STATUSES,
    Decision,
    QuoteStatus,
    Rounding,
    SellKind,
    SellScope,
    TermKind,
)
from apps.submissions.choices import State
from apps.submissions.models import Submission

#: What stands in a sorted column for a quote of which it is not told.
MADE_UNTOLD = datetime(1970, 1, 1, tzinfo=UTC)
NO_EXPIRY = date(9999, 12, 31)


def _amount() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=16, decimal_places=4, null=True)


def _sorted(column: str, unknown: object, field: models.Field[Any, Any]) -> Any:
    """The column with a value where it is null, so that an index holds its whole order."""
    return models.GeneratedField(
        expression=Coalesce(column, models.Value(unknown)), output_field=field, db_persist=True
    )


def _as_told(moment: datetime | None) -> datetime | date | None:
    # Quote search tells days and not times: a day has no time zone that could move it.
    is_day = moment is not None and moment.astimezone(UTC).time() == time.min
    return moment.astimezone(UTC).date() if moment and is_day else moment


def _in_order(column: str, name: str) -> models.Index:
    return models.Index(fields=["account", column, "id"], name=name)


class Quote(models.Model):
    """A quote at the distributor, as its API last told it.

    Search forgets a quote after a year (field notes 7.2), this table does not. An amount that was
    not told is null. The `_html` texts are as they came: sanitised where they are shown.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="quotes")
    quote_number = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True, default="")
    revision = models.CharField(max_length=20, blank=True, default="")
    status = models.CharField(
        max_length=16, choices=QuoteStatus.choices, default=QuoteStatus.IN_PROGRESS
    )
    status_text = models.CharField(max_length=60, blank=True, default="")
    status_reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    total = _amount()
    sorted_created_at = _sorted("created_at", MADE_UNTOLD, models.DateTimeField())
    sorted_expires_on = _sorted("expires_on", NO_EXPIRY, models.DateField())
    sorted_total = _sorted(
        "total", Decimal(-1), models.DecimalField(max_digits=16, decimal_places=4)
    )
    subtotal = _amount()
    retail_total = _amount()
    tax_total = _amount()
    freight = _amount()
    fees = _amount()
    line_count = models.PositiveIntegerField(null=True)
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    special_bid_number = models.CharField(max_length=64, blank=True, default="")
    special_bid_effective_on = models.DateField(null=True)
    special_bid_expires_on = models.DateField(null=True)
    vendor_quote_number = models.CharField(max_length=64, blank=True, default="")
    created_by = models.CharField(max_length=120, blank=True, default="")
    end_user_name = models.CharField(max_length=120, blank=True, default="")
    end_user = models.JSONField(default=dict, blank=True)
    contact = models.JSONField(default=dict, blank=True)
    customer_need = models.TextField(blank=True, default="")
    payment_terms = models.CharField(max_length=120, blank=True, default="")
    intro_html = models.TextField(blank=True, default="")
    purchase_instructions_html = models.TextField(blank=True, default="")
    legal_terms_html = models.TextField(blank=True, default="")
    leasing_instructions_html = models.TextField(blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quotes",
        help_text="Who created it here; empty when it was made elsewhere.",
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="quotes"
    )
    synced_at = models.DateTimeField()
    details_at = models.DateTimeField(
        null=True, help_text="When lines and terms were last read; empty: never."
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "quote_number"], name="one_quote_per_number"
            ),
        ]
        indexes = [
            _in_order("sorted_created_at", "quote_latest"),
            _in_order("modified_at", "quote_modified"),
            _in_order("name", "quote_by_name"),
            _in_order("end_user_name", "quote_by_end_user"),
            _in_order("vendor_name", "quote_by_vendor"),
            _in_order("status", "quote_sorted_by_status"),
            _in_order("sorted_total", "quote_by_total"),
            _in_order("sorted_expires_on", "quote_by_expiry"),
            *(
                models.Index(
                    fields=["account", column, "-sorted_created_at", "-id"], name=f"quote_of_{name}"
                )
                for column, name in (
                    ("status", "status"),
                    ("vendor_name", "vendor"),
                    ("owner", "owner"),
                )
            ),
            models.Index(
                fields=["account", "vendor_name", "sorted_expires_on", "id"],
                name="quote_by_vendor_and_expiry",
            ),
            models.Index(fields=["quote_number"], name="quote_by_number"),
            # What quotes come to is added up from the index alone.
            *(
                models.Index(
                    fields=["account", "status", f"sorted_{day}", "currency", "total"],
                    name=f"quote_worth_by_{name}",
                )
                for day, name in (("expires_on", "expiry"), ("created_at", "making"))
            ),
        ]

    def __str__(self) -> str:
        return self.quote_number

    def get_absolute_url(self) -> str:
        return reverse("quotes:detail", args=[self.quote_number])

    @property
    def made(self) -> datetime | date | None:
        """When it was made, as exactly as the distributor told it."""
        return _as_told(self.created_at)

    @property
    def changed(self) -> datetime | date | None:
        return _as_told(self.modified_at)

    @property
    def state(self) -> QuoteStatus:
        return QuoteStatus(self.status)

    @property
    def is_being_made(self) -> bool:
        """Asked for and not there yet; the distributor calls that Draft or says nothing."""
        waits = self.state is QuoteStatus.DRAFT and self.submission_id is not None
        return waits or self.state is QuoteStatus.IN_PROGRESS

    @property
    def shown_state(self) -> QuoteStatus:
        return QuoteStatus.IN_PROGRESS if self.is_being_made else self.state

    @property
    def status_label(self) -> str:
        """Our word, or the distributor's own where we have none."""
        if self.is_being_made:
            return str(QuoteStatus.IN_PROGRESS.label)
        if self.state is QuoteStatus.OTHER and self.status_text:
            return self.status_text
        return str(self.state.label)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATUSES

    @property
    def is_orderable(self) -> bool:
        """Whether ordering may be tried; validating tells for certain."""
        return self.state in ORDERABLE_STATUSES


class QuoteTerm(terms.Term):
    """A word by which a quote is found: a number that stands in it, or a word of a name."""

    subject = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=TermKind.choices)

    class Meta:
        constraints = terms.Term.constraints_for("quote")
        indexes = terms.Term.indexes_for("quote")


class QuoteLine(models.Model):
    """A line as the quote details tell it."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    line_number = models.CharField(max_length=64, blank=True, default="")
    ingram_part_number = models.CharField(max_length=40, blank=True, default="")
    vendor_part_number = models.CharField(max_length=80, blank=True, default="")
    vendor_name = models.CharField(max_length=80, blank=True, default="")
    description = models.TextField(blank=True, default="")
    quantity = models.IntegerField(null=True)
    quantity_minimum = models.IntegerField(null=True)
    unit_price = _amount()
    extended_price = _amount()
    retail_price = _amount()
    extended_retail_price = _amount()
    discount_off_list = _amount()
    special_bid_number = models.CharField(max_length=64, blank=True, default="")
    is_suggestion = models.BooleanField(default=False)
    is_subscription = models.BooleanField(default=False)
    plan_description = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    serial_number = models.CharField(max_length=80, blank=True, default="")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="one_quote_line_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.ingram_part_number or self.vendor_part_number} x {self.quantity}"


class SellRule(models.Model):
    """How sell prices of a quote come about: of all lines, of a vendor's or of one.

    Lines are made anew with each reading, so that a rule names its line by `sell_prices.keys_of`.
    """

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="sell_rules")
    scope = models.CharField(max_length=8, choices=SellScope.choices)
    target = models.CharField(
        max_length=120, blank=True, default="", help_text="Key of the line, name of the vendor."
    )
    kind = models.CharField(max_length=8, choices=SellKind.choices)
    figure = models.DecimalField(max_digits=14, decimal_places=4)
    rounding = models.CharField(max_length=4, choices=Rounding.choices, default=Rounding.CENT)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "scope", "target"], name="one_sell_rule_per_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.figure.normalize():f}"


class PriceApproval(models.Model):
    """What a manager was asked of prices below the minimum margin, and said.

    It is good for exactly the prices of its fingerprint; the amounts are those of the asking.
    """

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="price_approvals")
    fingerprint = models.CharField(max_length=64)
    cost = _amount()
    sell = _amount()
    margin_percent = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    minimum_margin = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="price_approvals"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.WAITING)
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(null=True, help_text="When it was decided.")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quote"],
                condition=models.Q(decision="waiting"),
                name="one_price_approval_waits",
            ),
        ]
        indexes = [models.Index(fields=["decision", "asked_at"], name="price_approval_waiting")]

    def __str__(self) -> str:
        return f"{self.quote}: {self.get_decision_display()}"

    @property
    def state(self) -> Decision:
        return Decision(self.decision)


def new_form_key() -> str:
    return secrets.token_urlsafe(24)


class QuoteDraft(models.Model):
    """A quote that is being written. Everything is kept as it was typed, also what is wrong.

    Locked from the moment it is sent; a refusal opens it again with a new form key, so that the
    mended draft is a new submission.
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="quote_drafts"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quote_drafts"
    )
    entered = models.JSONField(default=dict, blank=True)
    form_key = models.CharField(max_length=64, unique=True, default=new_form_key)
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="quote_drafts"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "-updated_at"], name="quote_draft_latest"),
        ]

    def __str__(self) -> str:
        return self.name or f"Draft {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("quotes:draft", args=[self.pk])

    @property
    def name(self) -> str:
        return str(self.entered.get("name", "")).strip()

    @property
    def end_user_name(self) -> str:
        return str(self.entered.get("company_name", "")).strip()

    @property
    def is_locked(self) -> bool:
        return self.submission is not None and self.submission.state != State.REJECTED

    @property
    def was_refused(self) -> bool:
        return self.submission is not None and self.submission.state == State.REJECTED


class QuoteDraftLine(DraftLine):
    """One line of a draft quote."""

    draft = models.ForeignKey(QuoteDraft, on_delete=models.CASCADE, related_name="lines")

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["draft", "position"], name="quote_draft_line_place"),
            models.Index(fields=["draft", "looked_up_at"], name="quote_draft_line_unpriced"),
        ]
