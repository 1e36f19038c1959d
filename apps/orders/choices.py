from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone

# The kinds of write that the ledger knows of orders.
PLACE_ORDER = "order.create_v7"
PLACE_ORDER_NOW = "order.create_v6"
MODIFY_ORDER = "order.modify"
RELEASE_ORDER = "order.release"
CANCEL_ORDER = "order.cancel"
PLACING = (PLACE_ORDER, PLACE_ORDER_NOW)
CHANGING = (MODIFY_ORDER, RELEASE_ORDER, CANCEL_ORDER)


class OrderStatus(TextChoices):
    """Where an order, a sub-order or a line stands (field notes 6.1); the raw text is kept beside.

    `OTHER` is a word the distributor uses and we do not know: its own text is shown.
    """

    PROCESSING = "processing", "Processing"
    ON_HOLD = "on_hold", "On hold"
    BACKORDERED = "backordered", "Backordered"
    PARTIALLY_SHIPPED = "partially_shipped", "Partly shipped"
    SHIPPED = "shipped", "Shipped"
    DELIVERED = "delivered", "Delivered"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"
    REJECTED = "rejected", "Rejected"
    OTHER = "other", "Other"

    @property
    def tone(self) -> Tone:
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]


OPEN_STATUSES = (
    OrderStatus.PROCESSING,
    OrderStatus.ON_HOLD,
    OrderStatus.BACKORDERED,
    OrderStatus.PARTIALLY_SHIPPED,
)
"""Orders that still move."""
UNDER_WAY = (*OPEN_STATUSES, OrderStatus.SHIPPED)
"""Orders of which something is still to arrive."""

_TONES = {
    OrderStatus.PROCESSING: Tone.INFO,
    OrderStatus.ON_HOLD: Tone.WARN,
    OrderStatus.BACKORDERED: Tone.WARN,
    OrderStatus.PARTIALLY_SHIPPED: Tone.INFO,
    OrderStatus.SHIPPED: Tone.GOOD,
    OrderStatus.DELIVERED: Tone.GOOD,
    OrderStatus.CLOSED: Tone.NEUTRAL,
    OrderStatus.CANCELLED: Tone.NEUTRAL,
    OrderStatus.REJECTED: Tone.BAD,
    OrderStatus.OTHER: Tone.NEUTRAL,
}
_ICONS = {
    OrderStatus.PROCESSING: "loader",
    OrderStatus.ON_HOLD: "circle-pause",
    OrderStatus.BACKORDERED: "hourglass",
    OrderStatus.PARTIALLY_SHIPPED: "package-open",
    OrderStatus.SHIPPED: "truck",
    OrderStatus.DELIVERED: "package-check",
    OrderStatus.CLOSED: "archive",
    OrderStatus.CANCELLED: "ban",
    OrderStatus.REJECTED: "circle-x",
    OrderStatus.OTHER: "circle-question-mark",
}


class ShipComplete(TextChoices):
    """How goods may be split (field notes 6.4); the empty choice leaves it to the distributor."""

    COMPLETE = "C", "Ship each distribution complete"
    LINES = "P", "Ship lines as they are ready"
    ALL = "E", "Ship everything together"


class DateKind(TextChoices):
    """Which date of a line was told otherwise before."""

    SHIP = "ship", "Estimated to ship"
    DELIVERY = "delivery", "Estimated delivery"
    PROMISED = "promised", "Promised delivery"
    BACKORDER = "backorder", "Expected in stock"


class OrderDay(TextChoices):
    """Which day of an order a span of the list's filter is about."""

    ORDERED = "", "Ordered"
    SHIPPED = "shipped", "Shipped"
    DELIVERED = "delivered", "Delivered"
    EXPECTED = "expected", "Expected to arrive"


class Attention(TextChoices):
    """Why an order under way may need somebody."""

    HELD = "held", "On customer hold"
    LATE = "late", "Late: should have arrived"
    SLIPPED = "slipped", "A date has slipped"


class TermKind(TextChoices):
    """What a word of the search index is of an order."""

    ORDER = "order", "Order number"
    SUB_ORDER = "sub_order", "Sub-order number"
    PURCHASE_ORDER = "po", "Purchase order number"
    END_CUSTOMER = "end_po", "End customer's order number"
    PART = "part", "Part number"
    SERIAL = "serial", "Serial number"
    TRACKING = "tracking", "Tracking number"
    END_USER = "end_user", "End user"
    INVOICE = "invoice", "Invoice number"


class AskBy(TextChoices):
    """By what the distributor can be asked for an order, with the word of the index it answers."""

    ORDER = "order", "Order number"
    PURCHASE_ORDER = "po", "Purchase order number"
    END_CUSTOMER = "end_po", "End customer's order number"
    PART = "part", "Part number"
    VENDOR_PART = "vendor_part", "Vendor's part number"
    SERIAL = "serial", "Serial number"
    TRACKING = "tracking", "Tracking number"

    @property
    def term(self) -> TermKind:
        """What the text is of an order that carries it."""
        return TermKind.PART if self is AskBy.VENDOR_PART else TermKind(self.value)
