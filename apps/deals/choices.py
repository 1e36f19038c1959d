from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone


class DealState(TextChoices):
    """What the days say of a deal; the distributor tells no status."""

    CURRENT = "current", "Current"
    ENDING = "ending", "Ends soon"
    EXPIRED = "expired", "Expired"
    UNTOLD = "untold", "No end told"

    @property
    def tone(self) -> Tone:
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]


_TONES = {
    DealState.CURRENT: Tone.GOOD,
    DealState.ENDING: Tone.WARN,
    DealState.EXPIRED: Tone.NEUTRAL,
    DealState.UNTOLD: Tone.NEUTRAL,
}
_ICONS = {
    DealState.CURRENT: "circle-check",
    DealState.ENDING: "hourglass",
    DealState.EXPIRED: "calendar-x",
    DealState.UNTOLD: "circle-question-mark",
}


class TermKind(TextChoices):
    """What a word of the search index is of a deal."""

    DEAL = "deal", "Deal id"
    END_USER = "end_user", "End user"
    VENDOR = "vendor", "Vendor"
    PART = "part", "Part number"


class AskBy(TextChoices):
    """By what the distributor can be asked for a deal; each is a word of the index, too."""

    DEAL = TermKind.DEAL.value, "Deal id"
    END_USER = TermKind.END_USER.value, "End user"
    VENDOR = TermKind.VENDOR.value, "Vendor"
