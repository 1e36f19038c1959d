from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone
from apps.ingram.schemas.renewals import RenewalSubStatus


class RenewalState(TextChoices):
    """The two halves of the distributor's statuses (field notes 9.3)."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class RenewalStatus(TextChoices):
    """Where a renewal stands; the distributor's own text is kept beside it.

    `OTHER` is its own "Other", and whatever it says that we do not know: then its text is shown.
    """

    READY = "ready", "Ready to order"
    PENDING = "pending", "Quote pending"
    NOTIFIED = "notified", "Notification sent"
    FUTURE = "future", "Future"
    REQUESTED = "requested", "Quote requested"
    ORDERED = "ordered", "Ordered"
    QUOTE_CLOSED = "quote_closed", "Quote closed"
    EXPIRED = "expired", "Expired"
    TRANSITION = "transition", "New product or upsell"
    LOST = "lost", "Lost to a competitor"
    CONSOLIDATED = "consolidated", "Consolidated"
    CLOUD = "cloud", "Moved to the cloud"
    DIRECT = "direct", "Went direct"
    END_OF_LIFE = "end_of_life", "End of life"
    OUT_OF_BUSINESS = "out_of_business", "End user out of business"
    VOID = "void", "Void"
    CANCELLED = "cancelled", "Cancelled"
    OTHER = "other", "Other"

    @property
    def tone(self) -> Tone:
        return _TONES.get(self, Tone.NEUTRAL)

    @property
    def icon(self) -> str:
        return _ICONS.get(self, "archive")

    @property
    def state(self) -> RenewalState:
        return RenewalState.OPEN if self in OPEN_STATUSES else RenewalState.CLOSED

    @property
    def sub_status(self) -> RenewalSubStatus:
        """What the distributor's search calls it."""
        return _SUB_STATUSES[self]


OPEN_STATUSES = (
    RenewalStatus.READY,
    RenewalStatus.PENDING,
    RenewalStatus.NOTIFIED,
    RenewalStatus.FUTURE,
    RenewalStatus.REQUESTED,
)
"""Renewals that may still be ordered."""

_SUB_STATUSES = {
    RenewalStatus.READY: RenewalSubStatus.READY_TO_ORDER,
    RenewalStatus.PENDING: RenewalSubStatus.QUOTE_PENDING,
    RenewalStatus.NOTIFIED: RenewalSubStatus.NOTIFICATION_SENT,
    RenewalStatus.FUTURE: RenewalSubStatus.FUTURE,
    RenewalStatus.REQUESTED: RenewalSubStatus.QUOTE_REQUESTED,
    RenewalStatus.ORDERED: RenewalSubStatus.ORDERED,
    RenewalStatus.QUOTE_CLOSED: RenewalSubStatus.QUOTE_CLOSED,
    RenewalStatus.EXPIRED: RenewalSubStatus.EXPIRED,
    RenewalStatus.TRANSITION: RenewalSubStatus.TRANSITION,
    RenewalStatus.LOST: RenewalSubStatus.LOST,
    RenewalStatus.CONSOLIDATED: RenewalSubStatus.CONSOLIDATED,
    RenewalStatus.CLOUD: RenewalSubStatus.CLOUD,
    RenewalStatus.DIRECT: RenewalSubStatus.WENT_DIRECT,
    RenewalStatus.END_OF_LIFE: RenewalSubStatus.END_OF_LIFE,
    RenewalStatus.OUT_OF_BUSINESS: RenewalSubStatus.OUT_OF_BUSINESS,
    RenewalStatus.VOID: RenewalSubStatus.VOID,
    RenewalStatus.CANCELLED: RenewalSubStatus.CANCELLED,
    RenewalStatus.OTHER: RenewalSubStatus.OTHER,
}
_TONES = {
    RenewalStatus.READY: Tone.GOOD,
    RenewalStatus.PENDING: Tone.INFO,
    RenewalStatus.NOTIFIED: Tone.INFO,
    RenewalStatus.REQUESTED: Tone.INFO,
    RenewalStatus.ORDERED: Tone.GOOD,
    RenewalStatus.EXPIRED: Tone.WARN,
    RenewalStatus.LOST: Tone.BAD,
}
_ICONS = {
    RenewalStatus.READY: "circle-check",
    RenewalStatus.PENDING: "hourglass",
    RenewalStatus.NOTIFIED: "mail",
    RenewalStatus.FUTURE: "calendar",
    RenewalStatus.REQUESTED: "file-text",
    RenewalStatus.ORDERED: "shopping-cart",
    RenewalStatus.EXPIRED: "calendar-x",
    RenewalStatus.LOST: "circle-x",
    RenewalStatus.CANCELLED: "ban",
    RenewalStatus.VOID: "ban",
    RenewalStatus.OTHER: "circle-question-mark",
}


class TermKind(TextChoices):
    """What a word of the search index is of a renewal."""

    RENEWAL = "renewal", "Renewal id"
    REFERENCE = "reference", "Reference or notification"
    QUOTE = "quote", "Quote number"
    PURCHASE_ORDER = "po", "Purchase order number"
    END_CUSTOMER = "end_po", "End customer's order number"
    ORDER = "order", "Order number"
    INGRAM_PURCHASE = "ingram_po", "Distributor's purchase order"
    SERIAL = "serial", "Serial number or licence"
    PART = "part", "Part number"
    END_USER = "end_user", "End user"
    VENDOR = "vendor", "Vendor"


class DayKind(TextChoices):
    """The days of a renewal that the distributor's search can be asked for."""

    EXPIRES = "expires", "Expires"
    STARTS = "starts", "Starts"
    ENDS = "ends", "Ends"
    INVOICED = "invoiced", "Invoiced"
