"""Celery's clock, which also gives a sign of life at each tick."""

from __future__ import annotations

from typing import Any

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    def tick(self, *args: Any, **kwargs: Any) -> float:
        # Imported late: Celery loads this module before Django is set up.
        from apps.operations.services.pulses import pulse_of_beat

        pulse_of_beat()
        return float(super().tick(*args, **kwargs))
