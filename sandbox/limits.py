"""The rate limits: so many calls a minute for each app and endpoint, as headers tell."""

from __future__ import annotations

import time
from collections import Counter

from sandbox.settings import Limits

WINDOW = 60


class Meter:
    """Fixed windows of the wall clock: moving the sandbox's clock grants nobody more calls."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._window = 0
        self._calls: Counter[tuple[str, str]] = Counter()

    def take(self, app: str, endpoint: str) -> tuple[bool, dict[str, str]]:
        window = int(time.time()) // WINDOW
        if window != self._window:
            self._window = window
            self._calls.clear()
        limit = self.limits.get if endpoint.startswith("GET ") else self.limits.other
        if limit is None:
            return True, {}
        is_allowed = self._calls[app, endpoint] < limit
        if is_allowed:
            self._calls[app, endpoint] += 1
        return is_allowed, {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - self._calls[app, endpoint])),
            "X-RateLimit-Reset": str((window + 1) * WINDOW),
        }

    def clear(self) -> None:
        self._calls.clear()
