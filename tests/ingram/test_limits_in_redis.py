"""The call allowance where production keeps it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import pytest
from redis import Redis

from apps.ingram import Priority, SharedLimiter
from tests.ingram.test_limits import TAKE_ALL, take

STORE = "redis://127.0.0.1:6379/15"

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@pytest.fixture
def redis() -> Iterator[Redis]:
    """Skips where Redis is missing; fails where it is required."""
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex(("127.0.0.1", 6379)):
            refuse = pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip
            refuse("Redis is not reachable on 127.0.0.1")
    with Redis.from_url(STORE) as redis:
        redis.flushdb()
        yield redis
        redis.flushdb()


def test_processes_together_keep_to_the_allowance(redis: Redis) -> None:
    command = [sys.executable, "-c", TAKE_ALL, STORE, Priority.BACKGROUND.value]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]

    granted = [int(process.communicate()[0]) for process in processes]

    assert sum(granted) == 40


def test_a_restarted_redis_does_not_stop_the_calls(redis: Redis) -> None:
    limiter = SharedLimiter(STORE, key=uuid4().hex, per_minute=1)
    assert take(limiter)

    redis.script_flush()
    redis.flushdb()

    assert take(limiter)
    assert [take(limiter) for _ in range(2)] == [True, False]
    limiter.close()
