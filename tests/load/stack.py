"""Two web processes and two workers on PostgreSQL and a Redis of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.services.machines import own_redis
from tests.stack import Stack, free_port, wait_until

WEBS = ("web", "web-2")
WORKERS = ("worker", "worker-2")


class LoadStack(Stack):
    """Its web processes also answer the bare views."""

    def __init__(self, var_dir: Path, **environment: str) -> None:
        super().__init__(var_dir, DJANGO_SETTINGS_MODULE="tests.load.settings", **environment)
        self.ports = (self.port, free_port())
        self.addresses = [f"http://127.0.0.1:{port}" for port in self.ports]

    def start_web(self, name: str) -> None:
        port = self.ports[WEBS.index(name)]
        words = [word.replace("portal.wsgi", "tests.load.wsgi") for word in self.command("web")]
        self.start(name, [word.replace(str(self.port), str(port)) for word in words])

    def wait_for_web(self, name: str) -> None:
        address = f"{self.addresses[WEBS.index(name)]}/healthz"
        wait_until(lambda: _answers(address), seconds=60, what=f"{address} answers")


@contextmanager
def load_stack(folder: Path, database_url: str) -> Iterator[LoadStack]:
    """Its database has all tables; no process has been started yet."""
    with own_redis(folder / "redis") as redis:
        address = f"redis://127.0.0.1:{redis.port}"
        stack = LoadStack(
            folder,
            DATABASE_URL=database_url,
            CELERY_BROKER_URL=f"{address}/0",
            CACHE_URL=f"{address}/1",
            LIMITER_URL=f"{address}/2",
        )
        stack.manage("migrate", "--run-syncdb", "--verbosity=0")
        try:
            yield stack
        finally:
            stack.stop()


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=2).ok
    except requests.RequestException:
        return False
