"""The services as one finds them on their usual ports; each test has a database of its own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.postgresql import throw_away_database
from tests.stack import Stack

PORTS = {"PostgreSQL": 5432, "Redis": 6379, "RabbitMQ": 5672}


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def services() -> None:
    """Skips where they are missing; fails where they are required."""
    missing = [name for name, port in PORTS.items() if not _listens(port)]
    if not missing:
        return
    reason = f"not reachable on 127.0.0.1: {', '.join(missing)}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def migrated_url(services: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database that is migrated and not used: the others are copies of it."""
    with throw_away_database() as url:
        migrate(url, tmp_path_factory.mktemp("migrated"))
        yield url


@pytest.fixture
def database_url(migrated_url: str) -> Iterator[str]:
    """A throw-away PostgreSQL database, migrated."""
    with throw_away_database(like=migrated_url.rsplit("/", 1)[1]) as url:
        yield url


def migrate(url: str, folder: Path) -> None:
    Stack(folder, DATABASE_URL=url).manage("migrate", "--verbosity=0")
