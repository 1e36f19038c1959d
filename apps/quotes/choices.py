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
