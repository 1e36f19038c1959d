"""The call allowance: one for all processes, and people before background work."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.ingram import Client, Priority, RateLimited, SharedLimiter
from apps.ingram.limits import seconds_to_wait
from apps.ingram.operations import quotes
from tests.ingram.conftest import MakeClient
from tests.ingram.upstream import Upstream

INTERACTIVE, BACKGROUND = Priority.INTERACTIVE, Priority.BACKGROUND
TAKE_ALL = """
import sys
from apps.ingram import Priority, RateLimited, SharedLimiter
limiter = SharedLimiter(sys.argv[1], key="K", per_minute=60)
granted = 0
for _ in range(50):
    try:
        limiter.acquire("quotes.search", priority=Priority(sys.argv[2]), timeout=0)
        granted += 1
    except RateLimited:
        pass
print(granted)
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "calls.sqlite3"


@pytest.fixture
def limiter(store: Path) -> Iterator[SharedLimiter]:
    limiter = SharedLimiter(store, key="K", per_minute=3, background_per_minute=2)
    yield limiter
    limiter.close()


def take(limiter: SharedLimiter, priority: Priority = INTERACTIVE, operation: str = "a") -> bool:
    try:
        limiter.acquire(operation, priority=priority, timeout=0)
    except RateLimited:
        return False
    return True


def test_calls_beyond_the_allowance_are_told_when_there_is_room_again(
    limiter: SharedLimiter,
) -> None:
    assert [take(limiter) for _ in range(4)] == [True, True, True, False]

    with pytest.raises(RateLimited) as caught:
        limiter.acquire("a", priority=INTERACTIVE, timeout=30)

    assert 50 < caught.value.retry_after <= 61


def test_each_operation_has_its_own_allowance(limiter: SharedLimiter) -> None:
    assert all(take(limiter) for _ in range(3))

    assert take(limiter, operation="b")


def test_connections_whose_keys_differ_in_case_do_not_share(store: Path) -> None:
    upper = SharedLimiter(store, key="KEY", per_minute=1)
    lower = SharedLimiter(store, key="key", per_minute=1)

    assert take(upper)
    assert take(lower)
    assert not take(lower)

    upper.close()
    lower.close()


def test_background_work_leaves_room_for_people(limiter: SharedLimiter) -> None:
    assert [take(limiter, BACKGROUND) for _ in range(3)] == [True, True, False]

    assert take(limiter, INTERACTIVE)


def test_people_may_use_all_of_it(limiter: SharedLimiter) -> None:
    assert all(take(limiter, INTERACTIVE) for _ in range(3))

    assert not take(limiter, BACKGROUND)


def test_a_call_that_can_wait_waits_for_its_turn(store: Path) -> None:
    waits: list[float] = []

    def another_minute(seconds: float) -> None:
        waits.append(seconds)
        raise TimeoutError  # the test does not wait for it

    limiter = SharedLimiter(store, key="K", per_minute=1, sleep=another_minute)
    assert take(limiter)

    with pytest.raises(TimeoutError):
        limiter.acquire("a", priority=INTERACTIVE, timeout=90)

    assert 59 < waits[0] < 61
    limiter.close()


def test_threads_together_keep_to_the_allowance(store: Path) -> None:
    limiter = SharedLimiter(store, key="K", per_minute=60)
    granted: list[bool] = []
    threads = [
        threading.Thread(target=lambda: granted.extend(take(limiter) for _ in range(20)))
        for _ in range(6)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert granted.count(True) == 60
    limiter.close()


@pytest.mark.parametrize(("priority", "allowance"), [(INTERACTIVE, 60), (BACKGROUND, 40)])
def test_processes_together_keep_to_the_allowance(
    priority: Priority, allowance: int, store: Path
) -> None:
    command = [sys.executable, "-c", TAKE_ALL, str(store), priority.value]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    granted = [int(process.communicate()[0]) for process in processes]

    assert sum(granted) == allowance


def test_a_store_that_fails_lets_calls_through(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.sqlite3").write_text("this is no database, and long enough to tell" * 100)
    limiter = SharedLimiter(tmp_path / "broken.sqlite3", key="K", per_minute=1)

    assert take(limiter)
    assert take(limiter)

    assert "could not be counted" in caplog.text


def test_a_redis_that_is_away_lets_calls_through(caplog: pytest.LogCaptureFixture) -> None:
    limiter = SharedLimiter("redis://127.0.0.1:1/0", key="K")

    assert take(limiter)

    assert "could not be counted" in caplog.text
    limiter.close()


def test_a_client_asks_for_leave_before_it_sends(
    make_client: MakeClient, upstream: Upstream, limiter: SharedLimiter
) -> None:
    client: Client = make_client(limiter=limiter)
    upstream.reply(200, {"quoteNumber": "QUO-1"})

    for _ in range(3):
        quotes.quote_details(client, "QUO-1")
    with pytest.raises(RateLimited):
        quotes.quote_details(client, "QUO-1")

    assert len(upstream.calls) == 3


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Reset": "7"}, 7),
        ({"X-RateLimit-Reset": "0"}, 1),
        ({"X-RateLimit-Reset": "3000"}, 120),
        ({"X-RateLimit-Reset": "soon", "Retry-After": "9"}, 9),
        ({}, 5),
    ],
)
def test_the_wait_is_read_from_the_headers_and_clamped(
    headers: dict[str, str], seconds: float
) -> None:
    assert seconds_to_wait(headers) == seconds


def test_a_reset_may_be_a_point_in_time() -> None:
    assert 28 < seconds_to_wait({"X-RateLimit-Reset": str(int(time.time()) + 30)}) <= 30
    assert seconds_to_wait({"X-RateLimit-Reset": str(int(time.time()) - 30)}) == 1
