from __future__ import annotations

from django.db.models import TextChoices

from apps.core.choices import Tone


class SyncStatus(TextChoices):
    """Where the mirror of one resource stands."""

    WAITING = "waiting", "Waiting"
    FILLING = "filling", "Being filled"
    FRESH = "fresh", "Up to date"
    REFRESHING = "refreshing", "Being refreshed"
    FAILED = "failed", "Could not be refreshed"

    @property
    def tone(self) -> Tone:
        return _TONES[self]

    @property
    def is_moving(self) -> bool:
        """Whether a page should ask again in a moment."""
        return self in {SyncStatus.WAITING, SyncStatus.FILLING, SyncStatus.REFRESHING}


_TONES = {
    SyncStatus.WAITING: Tone.NEUTRAL,
    SyncStatus.FILLING: Tone.INFO,
    SyncStatus.FRESH: Tone.GOOD,
    SyncStatus.REFRESHING: Tone.INFO,
    SyncStatus.FAILED: Tone.WARN,
}
