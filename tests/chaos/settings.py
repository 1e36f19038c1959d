"""The production code with short pauses and without the distributor's limits a minute.

The pauses are honest: the settling period is longer than the proxy holds a request back and the
sandbox takes to make an order, and the lease longer than any call takes.
"""

from __future__ import annotations

from tests.services.settings import *  # noqa: F403
from tests.services.settings import CELERY_BEAT_SCHEDULE, SUBMISSIONS

SUBMISSIONS = {
    **SUBMISSIONS,
    "lease": 15,
    "retry_longest": 4,
    "look_up_longest": 3,
    "settling": 8,
    "accepted_patience": 90,
    "unknown_patience": 180,
    "batch": 100,
}
# 1,000 orders at 60 calls a minute for each operation would take the better part of an hour.
CALL_ALLOWANCE = {"per_minute": 100_000, "background_per_minute": 100_000}
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": 1.0, "options": {"expires": 2.0}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
}
