"""The bearer token: fetched once, shared, renewed before it ends."""

from __future__ import annotations

import threading
import time
from contextlib import AbstractContextManager
from typing import Protocol


class TokenStore(Protocol):
    """Keeps one connection's token where all processes find it."""

    def get(self) -> str | None:
        """The token, or None when there is none or its lifetime is over."""

    def set(self, token: str, *, lifetime_seconds: int) -> None: ...

    def clear(self) -> None: ...

    def lock(self) -> AbstractContextManager[None]:
        """Held while a token is fetched, so that one process fetches and the others wait."""


class MemoryTokenStore:
    """A token store of one process: for a shell and for tests."""

    def __init__(self) -> None:
        self._token = ""
        self._ends_at = 0.0
        self._lock = threading.RLock()

    def get(self) -> str | None:
        return self._token if self._token and time.monotonic() < self._ends_at else None

    def set(self, token: str, *, lifetime_seconds: int) -> None:
        self._token, self._ends_at = token, time.monotonic() + lifetime_seconds

    def clear(self) -> None:
        self._token = ""

    def lock(self) -> AbstractContextManager[None]:
        return _held(self._lock)


def _held(lock: threading.RLock) -> AbstractContextManager[None]:  # type: ignore[valid-type]
    raise NotImplementedError
