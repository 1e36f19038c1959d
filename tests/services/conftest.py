"""The services as one finds them on their usual ports; each test has a database of its own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from tests.services.postgresql import throw_away_database

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


@pytest.fixture
def database_url(services: None) -> Iterator[str]:
    """A throw-away PostgreSQL database."""
    with throw_away_database() as url:
        yield url
