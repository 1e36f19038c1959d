from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone


class QuoteStatus(TextChoices):
    """Where a quote stands (field notes 7.2); the distributor's own text is kept beside it.

    `OTHER` is a word of theirs that we do not know: their text is shown.
    """

    DRAFT = "draft", "Draft at the distributor"
    IN_PROGRESS = "in_progress", "In progress"
    ACTIVE = "active", "Active"
    READY = "ready", "Ready to order"
    ORDERED = "ordered", "Ordered"
    CLOSED = "closed", "Closed"
    EXPIRED = "expired", "Expired"
    FAILED = "failed", "Could not be made"
    OTHER = "other", "Other"

    @property
    def tone(self) -> Tone:
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]


class TermKind(TextChoices):
    """What a word of the search index is of a quote."""

    NUMBER = "quote", "Quote number"
    NAME = "name", "Name"
    END_USER = "end_user", "End user"
    SPECIAL_BID = "bid", "Special bid number"
    VENDOR_QUOTE = "vendor_quote", "Vendor's quote number"
    PART = "part", "Part number"
    SERIAL = "serial", "Serial number"


class SellScope(TextChoices):
    """What a rule for sell prices is of; the most special one wins."""

    LINE = "line", "This line"
    VENDOR = "vendor", "This vendor"
    QUOTE = "quote", "The whole quote"


class SellKind(TextChoices):
    """How a sell price comes about; the figure is a percentage, or the price itself."""

    MARGIN = "margin", "Margin %"
    MARKUP = "markup", "Mark-up %"
    DISCOUNT = "discount", "% off MSRP"
    FIXED = "fixed", "Fixed price"


class Rounding(TextChoices):
    """To what the sell price of one piece is rounded; a fixed price stands as it is."""

    NONE = "none", "Not rounded"
    CENT = "0.01", "To 0.01"
    NICKEL = "0.05", "To 0.05"
    UNIT = "1", "To 1"
    NINES = ".99", "Up to .99"


class Decision(TextChoices):
    """What became of prices below the account's minimum margin."""

    WAITING = "waiting", "Waits for approval"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    OUTDATED = "outdated", "Prices changed"

    @property
    def tone(self) -> Tone:
        return _DECISIONS[self][0]

    @property
    def icon(self) -> str:
        return _DECISIONS[self][1]


OPEN_STATUSES = frozenset(
    {QuoteStatus.DRAFT, QuoteStatus.IN_PROGRESS, QuoteStatus.ACTIVE, QuoteStatus.READY}
)
UNFINISHED_STATUSES = frozenset({QuoteStatus.IN_PROGRESS, QuoteStatus.DRAFT})
"""The distributor is still making it."""
ORDERABLE_STATUSES = frozenset({QuoteStatus.READY, QuoteStatus.ACTIVE})
"""Ready is orderable; Active may be, which validating tells (field notes 7.2)."""

_TONES = {
    QuoteStatus.DRAFT: Tone.NEUTRAL,
    QuoteStatus.IN_PROGRESS: Tone.INFO,
    QuoteStatus.ACTIVE: Tone.INFO,
    QuoteStatus.READY: Tone.GOOD,
    QuoteStatus.ORDERED: Tone.NEUTRAL,
    QuoteStatus.CLOSED: Tone.NEUTRAL,
    QuoteStatus.EXPIRED: Tone.WARN,
    QuoteStatus.FAILED: Tone.BAD,
    QuoteStatus.OTHER: Tone.NEUTRAL,
}
_ICONS = {
    QuoteStatus.DRAFT: "pencil",
    QuoteStatus.IN_PROGRESS: "hourglass",
    QuoteStatus.ACTIVE: "circle-dot",
    QuoteStatus.READY: "circle-check",
    QuoteStatus.ORDERED: "shopping-cart",
    QuoteStatus.CLOSED: "archive",
    QuoteStatus.EXPIRED: "calendar-x",
    QuoteStatus.FAILED: "circle-x",
    QuoteStatus.OTHER: "circle-question-mark",
}
_DECISIONS = {
    Decision.WAITING: (Tone.WARN, "hourglass"),
    Decision.APPROVED: (Tone.GOOD, "circle-check"),
    Decision.REFUSED: (Tone.BAD, "circle-x"),
    Decision.OUTDATED: (Tone.NEUTRAL, "history"),
}
