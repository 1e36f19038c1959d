"""Orders under bad conditions: answers get lost, workers die, messages vanish, the database cuts.

The whole portal runs as processes of its own on PostgreSQL and Redis; between it and the sandbox
stands the proxy. What is counted afterwards is what the sandbox really has.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import requests
from redis import Redis

from tests.chaos.tally import Tally, tally
from tests.services.postgresql import cut_connections
from tests.stack import ROOT, Stack, free_port, wait_until

# Databases of their own, so that a real installation beside is not disturbed.
REDIS = "redis://127.0.0.1:6379"
BROKER, CACHE, LIMITER = f"{REDIS}/8", f"{REDIS}/9", f"{REDIS}/10"
WORKERS = ("worker", "worker-2", "worker-3")
#: Seconds between two killings; a worker has the time of three, on average, to start and to work.
BETWEEN_KILLS = (4.0, 8.0)
BETWEEN_REPORTS = 30
#: A worker sleeps for longer than lease and settling period together, then goes on as if nothing
#: had been.
SLEEP = 30.0
PROBABILITY = 0.3
_OPEN = (
    "SELECT count(*) FROM submissions_submission"
    " WHERE state NOT IN ('completed', 'rejected', 'needs_attention')"
)
_ALL = "SELECT count(*) FROM submissions_submission"
# The details of old orders follow slowly, and nothing here needs them.
_FILLED = "SELECT count(*), count(filled_at) FROM sync_syncstate WHERE resource = 'orders'"


class Storm:
    """`run` makes it and counts; the seed decides what the proxy breaks and whom it kills."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        *,
        seed: int,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.seed = seed
        self._tell = tell
        self.database_url = database_url
        self.proxy_port = free_port()
        self.proxy_url = f"http://127.0.0.1:{self.proxy_port}"
        self.kills = self.cuts = self.losses = self.sleeps = 0
        self._asleep, self._wakes_at, self._next_kill = "", 0.0, 0.0
        self._dice = random.Random(seed)
        self.stack = Stack(
            folder,
            DJANGO_SETTINGS_MODULE="tests.chaos.settings",
            DATABASE_URL=database_url,
            CELERY_BROKER_URL=BROKER,
            CACHE_URL=CACHE,
            LIMITER_URL=LIMITER,
            WORKER_THREADS="8",
        )

    def run(self, *, orders: int, changes: int, seconds: float, patience: float) -> Tally:
        """Spread the orders over `seconds`, then wait until all have ended or patience has.

        `changes` orders on hold are there before; a third is modified, released, cancelled.
        """
        with self._running():
            self._place_held(changes)
            self._tell(f"{changes} orders are on hold; the storm begins")
            self._bad_weather(PROBABILITY)
            begun = time.monotonic()
            people = self._start_driving("storm", orders, seconds)
            try:
                self._rage(
                    people,
                    before=changes,
                    total=orders + changes,
                    until=begun + seconds + patience,
                )
            finally:
                people.kill()
                people.wait()
            took = time.monotonic() - begun
            happened = requests.get(f"{self.proxy_url}/_proxy/", timeout=10).json()
            if people.returncode:
                raise AssertionError(f"the people gave up: {self.stack.log('driver')}")
            return tally(self, happened, seconds=took)

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url, autocommit=True) as database:
            return database.execute(query.encode()).fetchall()

    def _rage(
        self, people: subprocess.Popen[bytes], *, before: int, total: int, until: float
    ) -> None:
        """Kill all the time; the rest when so much of `total` has come to its end.

        `before` writes had ended when the storm began.
        """
        next_report = time.monotonic() + BETWEEN_REPORTS
        trouble = [
            (0.05, self._cut),
            (0.1, self._put_to_sleep),
            (0.25, self._lose_messages),
            (0.5, self._lose_messages),
        ]
        while time.monotonic() < until:
            entered, unfinished = self.sql(_ALL)[0][0] - before, self.sql(_OPEN)[0][0]
            if people.poll() is not None and not unfinished and self._is_calm():
                return
            if trouble and entered - unfinished >= total * trouble[0][0]:
                trouble.pop(0)[1]()
            if time.monotonic() >= next_report:
                next_report += BETWEEN_REPORTS
                self._tell(f"{entered} of {total} entered, {unfinished} of them under way")
            self._wake_and_kill()
            time.sleep(0.3)

    def _wake_and_kill(self) -> None:
        now = time.monotonic()
        if self._asleep and now >= self._wakes_at:
            self.stack.tell(self._asleep, signal.SIGCONT)
            self._asleep = ""
        if now >= self._next_kill:
            self._kill_a_worker()
            self._next_kill = now + self._dice.uniform(*BETWEEN_KILLS)

    def _is_calm(self) -> bool:
        """Whether a worker that woke up has had the time to do something stupid."""
        return not self._asleep and time.monotonic() >= self._wakes_at + 3

    def _kill_a_worker(self) -> None:
        name = self._dice.choice([worker for worker in WORKERS if worker != self._asleep])
        self.stack.kill(name)
        self.stack.start(name, self.stack.command("worker"))
        self.kills += 1

    def _put_to_sleep(self) -> None:
        self._asleep, self._wakes_at = self._dice.choice(WORKERS), time.monotonic() + SLEEP
        self.stack.tell(self._asleep, signal.SIGSTOP)
        self.sleeps += 1

    def _lose_messages(self) -> None:
        with Redis.from_url(BROKER) as broker:
            broker.flushdb()
        self.losses += 1

    def _cut(self) -> None:
        cut_connections(self.database_url)
        self.cuts += 1

    def _bad_weather(self, probability: float) -> None:
        address = f"{self.proxy_url}/_proxy/"
        requests.post(address, json={"probability": probability}, timeout=10).raise_for_status()

    @contextmanager
    def _running(self) -> Iterator[None]:
        stack = self.stack
        for place in (BROKER, CACHE, LIMITER):
            with Redis.from_url(place) as redis:
                redis.flushdb()
        try:
            stack.start("sandbox")
            stack.start("proxy", self._proxy_command())
            stack.manage("migrate", "--verbosity=0")
            stack.manage("load_demo", "--verbosity=0", f"--sandbox-port={self.proxy_port}")
            stack.control(
                limits={"get": None, "other": None},
                timings={"order_created": 2, "order_shipped": 7200, "stock_update": None},
                webhooks={"targets": [f"{self.proxy_url}/webhooks/ingram/local-sandbox/"]},
            )
            stack.start("web")
            stack.start("beat")
            for name in WORKERS:
                stack.start(name, stack.command("worker"))
            stack.wait_ready()
            wait_until(self._is_mirrored, seconds=120, what="the mirror is filled")
            yield
        finally:
            stack.stop()

    def _is_mirrored(self) -> bool:
        (rows,) = self.sql(_FILLED)
        return rows[0] > 0 and rows[0] == rows[1]

    def _proxy_command(self) -> list[str]:
        ports = {
            "port": self.proxy_port,
            "upstream-port": self.stack.sandbox_port,
            "web-port": self.stack.port,
            "seed": self.seed,
        }
        words = [f"--{name}={value}" for name, value in ports.items()]
        return [sys.executable, "-m", "tests.chaos.proxy", *words]

    def _start_driving(self, *words: object) -> subprocess.Popen[bytes]:
        with (self.stack.var_dir / "driver.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.driver", *map(str, words)],
                cwd=ROOT,
                env=self.stack.environment,
                stdout=log,
                stderr=log,
            )

    def _place_held(self, count: int) -> None:
        if self._start_driving("hold", count).wait():
            raise AssertionError(f"no orders on hold: {self.stack.log('driver')}")
