"""Portals on throw-away databases, each a process that shows its pages and says how long."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from cryptography.fernet import Fernet
from psycopg import sql

from tests.benchmarks.pages import Page
from tests.stack import ROOT

ADMIN_URL = "postgresql://postgres@127.0.0.1:5432/postgres"
POSTGRESQL, SQLITE = "PostgreSQL", "SQLite"
WORKER = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.scale_worker"]


class Portal:
    """A portal on the database; `fill` it, or `start` it when it was filled."""

    def __init__(self, url: str, var_dir: Path) -> None:
        var_dir.mkdir(exist_ok=True)
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.base",
            "DATABASE_URL": url,
            "VAR_DIR": str(var_dir),
            "SECRET_KEY": "only-for-benchmarks",
            "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "ALLOWED_HOSTS": "testserver",
            "HTTPS": "off",
            "DEMO": "on",  # no second step
            "PAGES_PER_MINUTE": "0",
            "FILES_PER_HOUR": "0",
            "LOG_LEVEL": "ERROR",
        }

    def fill(self, counts: Mapping[str, int]) -> None:
        start = time.perf_counter()
        self._run("fill", *(f"{name}={count}" for name, count in counts.items()))
        told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        print(f"  {told}: written in {time.perf_counter() - start:.0f} s", flush=True)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*WORKER, "serve"],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def seconds(self, page: Page) -> float:
        return float(self._ask("get", page)["seconds"])

    def seen(self, page: Page) -> dict[str, Any]:
        return self._ask("count", page)

    def export(self, list_path: str, path: str) -> dict[str, float]:
        found: dict[str, float] = json.loads(self._run("export", list_path, path))
        return found

    def stock(self) -> dict[str, float]:
        found: dict[str, float] = json.loads(self._run("stock"))
        return found

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def _ask(self, deed: str, page: Page) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{deed} {'page' if page.is_whole else 'part'} {page.path}\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def _run(self, *arguments: str) -> str:
        return subprocess.run(
            [*WORKER, *arguments],
            cwd=ROOT,
            env=self._environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty one."""
    name = f"trade_counter_bench_{uuid4().hex[:8]}"
    if kind == SQLITE:
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    with psycopg.connect(ADMIN_URL, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"postgres://postgres@127.0.0.1:5432/{name}"
    finally:
        with psycopg.connect(ADMIN_URL, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def listens() -> bool:
    """Whether there is a PostgreSQL."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0
