from __future__ import annotations

from django.db.models import TextChoices


class EventState(TextChoices):
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    KEPT = "kept", "Kept, not used"
    FAILED = "failed", "Failed"
