"""The list of orders with 200,000 orders (1,000,000 lines) against the one with 2,000.

python -m tests.benchmarks.orders_at_scale [COUNT] [PostgreSQL] [SQLite]: both are portals on
throw-away databases and are asked in turn for the same pages.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from cryptography.fernet import Fernet
from psycopg import sql

from tests.benchmarks.pairs import paired_ratio
from tests.stack import ROOT

MANY, FEW = 200_000, 2_000
ROUNDS = 11
LIMIT, TEXT_LIMIT = 1.5, 3.0
MOST_MEMORY = 150
ADMIN_URL = "postgresql://postgres@127.0.0.1:5432/postgres"
KINDS = ("PostgreSQL", "SQLite")
WORKER = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.scale_worker"]


def pages() -> Iterator[tuple[str, str, float]]:
    """Name, address and how many times as long it may take."""
    yield "start page", "/", LIMIT
    yield "an order", "/orders/20-1001234/", LIMIT
    yield "the list", "/orders/", LIMIT
    yield "its last page", "/orders/?page=80", LIMIT
    yield "100 rows", "/orders/?size=100", LIMIT
    for tab in ("open", "hold", "backordered", "shipped", "cancelled"):
        yield f"tab {tab}", f"/orders/?tab={tab}", LIMIT
    for sort in ("number", "po", "end_user", "status", "ordered", "total"):
        yield f"sort {sort}", f"/orders/?sort={sort}", LIMIT
        yield f"sort -{sort}", f"/orders/?sort=-{sort}", LIMIT
    for query in (
        "tab=open&sort=total", "tab=hold&sort=end_user", "tab=shipped&sort=-po",
        "tab=cancelled&sort=number", "status=delivered", "status=delivered&sort=total",
        "status=partially_shipped", "attention=late", "attention=slipped",
    ):  # fmt: skip
        yield query, f"/orders/?{query}", LIMIT
    today = datetime.now(UTC).date()
    month, year = today - timedelta(days=30), today - timedelta(days=365)
    for query in (
        f"day_from={month}", f"day_from={year}", f"day_from={year}&day_to={month}&sort=total",
        f"day=shipped&day_from={year}", f"day=delivered&day_from={year}&sort=-total",
        f"day=expected&day_from={today}",
    ):  # fmt: skip
        yield query, f"/orders/?{query}", LIMIT
    for name, text in (
        ("order number", "20-1001234"), ("its digits", "1001234"), ("its beginning", "20-10012"),
        ("purchase order", "PO-1772019"), ("end customer's", "EC-1001235"), ("part", "P100100"),
        ("beginning of a part", "P1"), ("vendor part", "V-100100-K9"), ("serial", "SN7001235"),
        ("tracking", "1Z5000001234"), ("invoice", "40-3001234"), ("nothing", "ZZZ"),
        ("word of a name", "maple"), ("second word", "clinic"), ("two words", "maple clinic"),
        ("what all have", "20"), ("what all have, twice", "20 po"), ("one letter", "m"),
    ):  # fmt: skip
        yield f"{name}: {text}", f"/orders/?q={text}", TEXT_LIMIT
    for query in (
        "q=1001234&term=order", "q=maple&term=end_user", "q=maple&tab=hold", "q=20&tab=hold",
        "q=20&tab=cancelled&sort=total", f"q=po&day_from={month}",
    ):  # fmt: skip
        yield query, f"/orders/?{query}", TEXT_LIMIT


class Portal:
    """A database with so many orders, and a process that shows their pages."""

    def __init__(self, url: str, var_dir: Path, count: int) -> None:
        var_dir.mkdir()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.base",
            "DATABASE_URL": url,
            "VAR_DIR": str(var_dir),
            "SECRET_KEY": "only-for-benchmarks",
            "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "ALLOWED_HOSTS": "testserver",
            "HTTPS": "off",
            "LOG_LEVEL": "ERROR",
        }
        start = time.perf_counter()
        self._run("fill", str(count))
        print(f"  {count:>9,} orders written in {time.perf_counter() - start:.0f} s", flush=True)
        self.process = subprocess.Popen(
            [*WORKER, "serve"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def get(self, path: str) -> float:
        return float(self._ask(f"get {path}")["seconds"])

    def count(self, path: str) -> dict[str, Any]:
        return self._ask(f"count {path}")

    def export(self, path: str) -> dict[str, float]:
        found: dict[str, float] = json.loads(self._run("export", path))
        return found

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)

    def _ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def _run(self, *arguments: str) -> str:
        return subprocess.run(
            [*WORKER, *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout


@contextmanager
def postgresql() -> Iterator[str]:
    name = f"trade_counter_bench_{uuid4().hex[:8]}"
    with psycopg.connect(ADMIN_URL, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"postgres://postgres@127.0.0.1:5432/{name}"
    finally:
        with psycopg.connect(ADMIN_URL, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def main(many: int = MANY, kinds: tuple[str, ...] = KINDS) -> None:
    for kind in kinds:
        if kind == "PostgreSQL" and not _listens():
            print("\nOrders on PostgreSQL: left out, nothing listens on port 5432")
            continue
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            urls = [
                stack.enter_context(postgresql())
                if kind == "PostgreSQL"
                else f"sqlite:///{folder / f'{size}.sqlite3'}"
                for size in ("many", "few")
            ]
            print(f"\nOrders on {kind}: {many:,} against {FEW:,}", flush=True)
            large = Portal(urls[0], folder / "large", many)
            stack.callback(large.close)
            small = Portal(urls[1], folder / "small", FEW)
            stack.callback(small.close)
            compare(large, small)
            weigh(large)


def _listens() -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


def compare(large: Portal, small: Portal) -> None:
    print("  page                                      times  queries         ms    rows")
    for name, path, limit in pages():
        ratio = paired_ratio(
            lambda path=path: large.get(path), lambda path=path: small.get(path), rounds=ROUNDS
        )
        seen, few = large.count(path), small.count(path)
        assert seen["status"] == few["status"] == 200, (path, seen)
        milliseconds = 1000 * min(large.get(path) for _ in range(3))
        mark = f"  over {limit} x" if ratio > limit else ""
        print(
            f"  {name:<40} {ratio:5.2f} x  {seen['queries']:>2} ({few['queries']:>2})  "
            f"{milliseconds:7.1f}  {seen['rows']:>6}{mark}",
            flush=True,
        )
        if mark and os.environ.get("EXPLAIN"):
            print("      ", seen["slowest"]["time"], seen["slowest"]["sql"][:1500])


def weigh(large: Portal) -> None:
    print(f"  Exports of all (memory of the process at its fullest, limit {MOST_MEMORY} MB)")
    for path in ("/orders/export.csv", "/orders/export.xlsx", "/orders/export.csv?rows=lines"):
        told = large.export(path)
        mark = "  over the limit" if told["peak"] > MOST_MEMORY else ""
        print(
            f"  {path:<40} {told['peak']:5.0f} MB ({told['before']:.0f} before)  "
            f"{told['size']:6.1f} MB in {told['took']:5.1f} s, the first after "
            f"{told['first']:.2f} s{mark}",
            flush=True,
        )


if __name__ == "__main__":
    main(
        *(int(count) for count in sys.argv[1:2]),
        kinds=tuple(sys.argv[2:]) or ("PostgreSQL", "SQLite"),
    )
