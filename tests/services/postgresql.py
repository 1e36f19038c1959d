"""Throw-away databases on the PostgreSQL of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql

ADMIN_URL = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def throw_away_database(like: str = "template1") -> Iterator[str]:
    """The address of a copy of a database (else an empty one) that nobody uses.

    It is gone afterwards, whoever is still in it.
    """
    name = f"trade_counter_{uuid4().hex[:12]}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(ADMIN_URL, autocommit=True) as server:
        server.execute(create.format(sql.Identifier(name), sql.Identifier(like)))
    try:
        yield f"postgres://postgres@127.0.0.1:5432/{name}"
    finally:
        with psycopg.connect(ADMIN_URL, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def cut_connections(database_url: str) -> int:
    """End every connection to the database; how many there were."""
    name = database_url.rsplit("/", 1)[1]
    with psycopg.connect(ADMIN_URL, autocommit=True) as server:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        return len(server.execute(query, [name]).fetchall())
