"""The production code on two machines, its bare views, and webhooks as the only news."""

from __future__ import annotations

from tests.load.bare_settings import *  # noqa: F403
from tests.services.settings import CELERY_BEAT_SCHEDULE

# A burst names more orders than the distributor lets an app read within a minute.
CALL_ALLOWANCE = {"per_minute": 100_000, "background_per_minute": 100_000}
# The schedule would do the work of the webhooks, were it not for this.
_NAME = "process waiting webhooks"
CELERY_BEAT_SCHEDULE = {_NAME: CELERY_BEAT_SCHEDULE[_NAME]}
