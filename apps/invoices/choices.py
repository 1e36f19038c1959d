from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone


class InvoiceStatus(TextChoices):
    """Where an invoice stands (field notes 9.1); the raw text is kept beside.

    `OTHER` is a word the distributor uses and we do not know: its own text is shown.
    """

    OPEN = "open", "Open"
    PAST_DUE = "past_due", "Past due"
    PAID = "paid", "Paid"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"
    OTHER = "other", "Other"

    @property
    def tone(self) -> Tone:
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]


SETTLED_STATUSES = (InvoiceStatus.PAID, InvoiceStatus.CLOSED, InvoiceStatus.CANCELLED)
"""Nothing is owed of these, whatever their amount due says."""
OPEN_STATUSES = tuple(status for status in InvoiceStatus if status not in SETTLED_STATUSES)

_TONES = {
    InvoiceStatus.OPEN: Tone.INFO,
    InvoiceStatus.PAST_DUE: Tone.WARN,
    InvoiceStatus.PAID: Tone.GOOD,
    InvoiceStatus.CLOSED: Tone.NEUTRAL,
    InvoiceStatus.CANCELLED: Tone.NEUTRAL,
    InvoiceStatus.OTHER: Tone.NEUTRAL,
}
_ICONS = {
    InvoiceStatus.OPEN: "circle-dot",
    InvoiceStatus.PAST_DUE: "hourglass",
    InvoiceStatus.PAID: "circle-check",
    InvoiceStatus.CLOSED: "archive",
    InvoiceStatus.CANCELLED: "ban",
    InvoiceStatus.OTHER: "circle-question-mark",
}


class InvoiceType(TextChoices):
    """What kind of document it is; only invoice details tell, and in words of their own."""

    UNTOLD = "", "Not told yet"
    INVOICE = "invoice", "Invoice"
    CREDIT_MEMO = "credit", "Credit memo"
    DEBIT_MEMO = "debit", "Debit memo"
    OTHER = "other", "Other"


class TermKind(TextChoices):
    """What a word of the search index is of an invoice."""

    INVOICE = "invoice", "Invoice number"
    ORDER = "order", "Order number"
    DELIVERY = "delivery", "Delivery number"
    PURCHASE_ORDER = "po", "Purchase order number"
    END_CUSTOMER = "end_po", "End customer's order number"
    SPECIAL_BID = "bid", "Special bid number"
    PART = "part", "Part number"
    SERIAL = "serial", "Serial number"


class InvoiceDay(TextChoices):
    """Which day of an invoice a span of the list's filter is about."""

    INVOICED = "", "Invoiced"
    DUE = "due", "Due"
    TERMS = "terms", "Due by the payment terms"
    ORDERED = "ordered", "Ordered"


class Age(TextChoices):
    """How long an amount has been due: the bars of the picture on top of the list."""

    NOT_DUE = "0", "Not due"
    DAYS_30 = "30", "1\N{EN DASH}30 days"
    DAYS_60 = "60", "31\N{EN DASH}60 days"
    DAYS_90 = "90", "61\N{EN DASH}90 days"
    OLDER = "91", "Over 90 days"
    UNTOLD = "none", "No due date"


class Due(TextChoices):
    """What is owed and wants paying: beside the ages, for those who pay."""

    PAST = "late", "Past due"
    SOON = "soon", "Due within 7 days"


class AskBy(TextChoices):
    """By what the distributor can be asked for an invoice; each is a word of the index, too."""

    INVOICE = TermKind.INVOICE.value, "Invoice number"
    ORDER = TermKind.ORDER.value, "Order number"
    DELIVERY = TermKind.DELIVERY.value, "Delivery number"
    PURCHASE_ORDER = TermKind.PURCHASE_ORDER.value, "Purchase order number"
    END_CUSTOMER = TermKind.END_CUSTOMER.value, "End customer's order number"
    SPECIAL_BID = TermKind.SPECIAL_BID.value, "Special bid number"
    SERIAL = TermKind.SERIAL.value, "Serial number"
