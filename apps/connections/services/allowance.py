"""The call allowance of a connection: one count for all processes, opened once in each."""

from __future__ import annotations

import threading

from django.conf import settings

from apps.connections.models import Connection
from apps.ingram import Limiter
from apps.ingram.limiter import SharedLimiter

_limiters: dict[tuple[str, str], SharedLimiter] = {}
_lock = threading.Lock()


def limiter_of(connection: Connection) -> Limiter:
    """The limiter of the connection, kept where LIMITER_URL says: an SQLite file or Redis."""
    store = settings.LIMITER_URL.removeprefix("sqlite://")
    with _lock:
        if (store, connection.key) not in _limiters:
            _limiters[store, connection.key] = SharedLimiter(store, key=connection.key)
        return _limiters[store, connection.key]


def close_limiters() -> None:
    """Let go of files and sockets: at the end of a test."""
    with _lock:
        while _limiters:
            _limiters.popitem()[1].close()
