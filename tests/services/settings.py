"""The production code with short pauses, so that a test need not wait for them."""

from __future__ import annotations

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CELERY_BEAT_SCHEDULE

SUBMISSIONS = {
    "lease": 6,
    "retry_first": 1,
    "look_up_first": 1,
    "look_up_longest": 2,
    "absences": 3,
    "settling": 6,
    "accepted_first": 2,
}
STATUS_EVERY = 1
SILENT_AFTER = 15
OFTEN = {"sweep submissions": 1.0, "a worker lives": 4.0}
# The file broker hands out some three messages a second: more alarms than that would outlive it.
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": OFTEN.get(name, 10.0), "options": {"expires": 30.0}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
}
