from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone


class CopyKind(TextChoices):
    """For whose eyes a copy of a quote is."""

    CUSTOMER = "customer", "Customer copy"
    INTERNAL = "internal", "Internal copy"

    @property
    def tone(self) -> Tone:
        return Tone.INFO if self is CopyKind.CUSTOMER else Tone.WARN

    @property
    def icon(self) -> str:
        return "file-text" if self is CopyKind.CUSTOMER else "file-lock"


class DeliveryState(TextChoices):
    """Where the mail to one address stands."""

    QUEUED = "queued", "Queued"
    SENDING = "sending", "Being sent"
    WAITING = "waiting", "Tried again"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused"

    @property
    def tone(self) -> Tone:
        return _LOOKS[self][0]

    @property
    def icon(self) -> str:
        return _LOOKS[self][1]


_LOOKS = {
    DeliveryState.QUEUED: (Tone.INFO, "hourglass"),
    DeliveryState.SENDING: (Tone.INFO, "send"),
    DeliveryState.WAITING: (Tone.WARN, "timer-reset"),
    DeliveryState.SENT: (Tone.GOOD, "mail-check"),
    DeliveryState.REFUSED: (Tone.BAD, "mail-x"),
}
OPEN_STATES = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.WAITING})
"""Something is still to come."""
