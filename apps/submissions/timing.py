"""When the ledger tries again, looks up, and gives up: one table, changed by `SUBMISSIONS`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Seconds and counts; `settings.SUBMISSIONS` may replace any of them by name.

    `lease` must exceed the client's longest call, waiting for the limiter included: only then
    is a row whose lease ran out one whose worker is gone.
    """

    lease: float = 240
    retry_first: float = 5
    retry_longest: float = 300
    most_sends: int = 20
    most_unknown: int = 3
    look_up_first: float = 5
    look_up_longest: float = 900
    absences: int = 3
    settling: float = 120
    unknown_patience: float = 12 * 3600
    accepted_first: float = 20
    accepted_patience: float = 24 * 3600
    batch: int = 200

    def retry_after(self, sends: int) -> timedelta:
        """How long a write that was not sent waits before the next try."""
        return _growing(self.retry_first, sends, self.retry_longest)

    def look_up_after(self, look_ups: int) -> timedelta:
        """How long after the n-th look-up of an unknown outcome the next one comes."""
        return _growing(self.look_up_first, look_ups, self.look_up_longest)

    def accepted_after(self, look_ups: int) -> timedelta:
        """The slowing schedule for an accepted write that stays silent (field notes 7.1)."""
        return _growing(self.accepted_first, look_ups, self.look_up_longest)


def timing() -> Timing:
    return Timing(**getattr(settings, "SUBMISSIONS", {}))


def _growing(first: float, steps: int, longest: float) -> timedelta:
    return timedelta(seconds=min(first * 2 ** min(steps, 20), longest))
