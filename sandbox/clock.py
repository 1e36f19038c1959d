"""The sandbox's own time: it runs with the wall clock and can be moved ahead of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset
        self._held: datetime | None = None

    def now(self) -> datetime:
        return self._held or self.running()

    def running(self) -> datetime:
        """The time that it really is, also while something is carried out late."""
        return datetime.now(UTC) + self.offset

    @contextmanager
    def held_at(self, moment: datetime) -> Iterator[None]:
        """What happens inside happens at that moment, however late it is carried out."""
        self._held = moment
        try:
            yield
        finally:
            self._held = None

    def advance(self, seconds: float) -> None:
        self.offset += timedelta(seconds=seconds)
