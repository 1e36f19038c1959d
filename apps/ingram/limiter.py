"""The call allowance of a connection, shared between processes (field notes 3)."""

from __future__ import annotations

from typing import Protocol

from apps.ingram.config import Priority


class Limiter(Protocol):
    """Grants calls. An implementation knows which connection it stands for."""

    def acquire(self, operation: str, *, priority: Priority, timeout: float) -> None:
        """Wait for leave to call, `timeout` seconds at most. Raises RateLimited."""


class NoLimiter:
    """Grants everything: for a shell, and for tests of other things."""

    def acquire(self, operation: str, *, priority: Priority, timeout: float) -> None:
        return
