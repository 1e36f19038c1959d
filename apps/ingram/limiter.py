"""The call allowance of a connection, shared between processes (field notes 3).

The distributor counts 60 calls a minute per operation for the whole application, whoever
makes them. Background work may use 40 of them, so that a person who waits goes first.
"""

from __future__ import annotations

import hashlib
import logging
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pyrate_limiter import (
    AbstractBucket,
    Decision,
    Duration,
    Rate,
    RateItem,
    SQLiteBucket,
)

from apps.ingram.config import Priority
from apps.ingram.errors import RateLimited

PER_MINUTE = 60
BACKGROUND_PER_MINUTE = 40
EVERYBODY = "everybody"
BACKGROUND = "background"
SPREAD = 0.05

logger = logging.getLogger(__name__)


class Limiter(Protocol):
    """Grants calls. An implementation knows which connection it stands for."""

    def acquire(self, operation: str, *, priority: Priority, timeout: float) -> None:
        """Wait for leave to call, `timeout` seconds at most. Raises RateLimited."""


class StoreFailed(Exception):
    """The place where calls are counted cannot be used."""


class NoLimiter:
    """Grants everything: for a shell, and for tests of other things."""

    def acquire(
        self,
        operation: str,
        *,
        priority: Priority,
        timeout: float,
    ) -> None:
        return


class SharedLimiter:
    """A limiter whose count is kept in a file or in Redis, for all processes of a connection.

    `store` is the path of an SQLite file, or a redis:// address. When the store fails, calls
    are let through: the distributor still guards its allowance with 429.
    """

    def __init__(
        self,
        store: str | Path,
        *,
        key: str,
        per_minute: int = PER_MINUTE,
        background_per_minute: int = BACKGROUND_PER_MINUTE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = str(store)
        self._key = key
        self._limits = {
            EVERYBODY: per_minute,
            BACKGROUND: min(background_per_minute, per_minute),
        }
        self._sleep = sleep
        self._lock = threading.Lock()
        self._process = 0
        self._buckets: dict[tuple[str, str], AbstractBucket] = {}

    def acquire(self, operation: str, *, priority: Priority, timeout: float) -> None:
        """Take one call of the operation's allowance, waiting for it when it is used up.

        Raises RateLimited at once when the wait would be longer than `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        if priority is Priority.BACKGROUND:
            self._take(operation, BACKGROUND, deadline)
        self._take(operation, EVERYBODY, deadline)

    def close(self) -> None:
        with self._lock:
            while self._buckets:
                self._buckets.popitem()[1].close()
            self._process = 0

    def _take(self, operation: str, share: str, deadline: float) -> None:
        while (wait := self._attempt(operation, share)) > 0:
            if time.monotonic() + wait > deadline:
                raise RateLimited(retry_after=wait, detail="our own share of the allowance")
            # Those who wait for the same moment are spread a little.
            self._sleep(wait + random.uniform(0, SPREAD))  # noqa: S311 - no secret hangs on it

    def _attempt(self, operation: str, share: str) -> float:
        """Take one call: 0 when it was granted, else the seconds until it may be."""
        # A bucket remembers its last verdict, so no other thread may come between.
        with self._lock:
            try:
                bucket = self._bucket(operation, share)
                decision = bucket.put_decision(RateItem("call", _milliseconds()))
            except (sqlite3.Error, StoreFailed):
                logger.exception("The call allowance of %s could not be counted", self._key)
                self._buckets.clear()
                return 0.0
        if not isinstance(decision, Decision) or decision.allowed:
            return 0.0  # only an asynchronous bucket, which none of ours is, answers otherwise
        return max((decision.retry_after_ms or 0) / 1000, SPREAD)

    def _bucket(self, operation: str, share: str) -> AbstractBucket:
        if self._process != os.getpid():
            # A forked worker must not use its parent's connection.
            self._buckets = {}
            self._open = _opener(self._store)
            self._process = os.getpid()
        if (operation, share) not in self._buckets:
            # A digest, since SQLite's table names know neither case nor punctuation.
            name = hashlib.sha256(f"{self._key}/{operation}/{share}".encode()).hexdigest()
            rate = Rate(self._limits[share], Duration.MINUTE)
            self._buckets[operation, share] = self._open(f"calls_{name[:32]}", rate)
        return self._buckets[operation, share]


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class _FileBucket(SQLiteBucket):
    """The library counts and inserts in two steps: here no other process comes between."""

    def put(self, item: RateItem) -> bool:
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            item.timestamp = _milliseconds()
            oldest = self._algorithm.leak_bound(self.rates, item.timestamp)
            self.conn.execute(
                f'DELETE FROM "{self.table}" WHERE item_timestamp < ?',  # noqa: S608 - a digest
                (oldest,),
            )
            return super().put(item)
        finally:
            if self.conn.in_transaction:
                self.conn.rollback()


def _opener(store: str) -> Callable[[str, Rate], AbstractBucket]:
    if store.startswith(("redis://", "rediss://", "unix://")):
        # Imported where it is used: it would cost every process of the embedded set-up 20 MB.
        from apps.ingram.redis_bucket import bucket_opener

        return bucket_opener(store)
    Path(store).parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(store, isolation_level=None, check_same_thread=False, timeout=10)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=OFF")  # after a crash the minute starts anew

    def open_in_file(name: str, rate: Rate) -> AbstractBucket:
        file.execute(f"CREATE TABLE IF NOT EXISTS '{name}' (name VARCHAR, item_timestamp INTEGER)")
        return _FileBucket([rate], file, name)

    return open_in_file
