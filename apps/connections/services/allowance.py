"""The call allowance of a connection: one count for all processes, opened once in each."""

from __future__ import annotations

import os
import threading

from django.conf import settings

from apps.connections.models import Connection
from apps.ingram import Limiter
from apps.ingram.limiter import SharedLimiter

_limiters: dict[tuple[int, str, str], SharedLimiter] = {}
_lock = threading.Lock()


def limiter_of(connection: Connection) -> Limiter:
    """The limiter of the connection, kept where LIMITER_URL says: an SQLite file or Redis.

    `settings.CALL_ALLOWANCE` may replace the distributor's 60 calls a minute (field notes 3).
    """
    store = settings.LIMITER_URL.removeprefix("sqlite://")
    # A forked worker must not share its parent's file or socket, hence the process id.
    place = (os.getpid(), store, connection.key)
    with _lock:
        if place not in _limiters:
            told = getattr(settings, "CALL_ALLOWANCE", {})
            _limiters[place] = SharedLimiter(store, key=connection.key, **told)
        return _limiters[place]


def close_limiters() -> None:
    """Let go of files and sockets: at the end of a test."""
    with _lock:
        while _limiters:
            _limiters.popitem()[1].close()
