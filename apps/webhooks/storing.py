"""One statement for an event: its row, and that there is news of the orders which it names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, transaction
from django.db import connection as database
from django.utils import timezone

from apps.connections.selectors import WebhookPartner
from apps.orders.services import hearing_of_orders
from apps.webhooks import mapping
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent

_TABLE = WebhookEvent._meta.db_table  # noqa: SLF001 - Django documents it as public
_GIVEN = (
    "connection_id",
    "event_id",
    "topic",
    "event",
    "event_type",
    "body",
    "body_digest",
    "received_at",
    "next_step_at",
)
_AT_FIRST = {
    "state": f"'{EventState.WAITING}'",
    "repeats": "0",
    "other_bodies": "0",
    "tries": "0",
    "message": "''",
    "correlation_id": "''",
}
# Nothing is stored for a partner who is not any more what we know of them. A new row has no
# repeats; whoever else stores the same id at the same time, one of both finds it there.
_STORE = f"""
    INSERT INTO {_TABLE} ({", ".join([*_GIVEN, *_AT_FIRST])})
    SELECT {", ".join([*["%s"] * len(_GIVEN), *_AT_FIRST.values()])} FROM {WebhookPartner.IS_STILL}
    ON CONFLICT (connection_id, event_id) DO UPDATE SET
        repeats = {_TABLE}.repeats + 1,
        other_bodies = {_TABLE}.other_bodies
            + CASE WHEN {_TABLE}.body_digest = excluded.body_digest THEN 0 ELSE 1 END
    RETURNING id, repeats, body_digest
"""  # noqa: S608 - names of our own tables

# Whether the event was not there before, as the statement beside the one above can see it.
_IS_NEW = {
    "postgresql": "EXISTS (SELECT 1 FROM stored WHERE repeats = 0)",
    "sqlite": (
        f"EXISTS (SELECT 1 FROM {_TABLE} WHERE connection_id = %s AND event_id = %s"  # noqa: S608
        " AND repeats = 0)"
    ),
}

_Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Stored:
    """The row of an event; `is_another_body` when its id came with another before."""

    pk: int
    repeats: int
    is_another_body: bool


def store(partner: WebhookPartner, envelope: mapping.Envelope, body: str) -> Stored | None:
    """Store an event that the partner signed, or count its repeat; None if the partner changed."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    now = timezone.now()
    at = database.ops.adapt_datetimefield_value(now)
    told = (envelope.event_id, envelope.topic, envelope.event, envelope.event_type, body)
    values = (partner.connection_id, *told, digest, at, at, *partner.is_still)
    statements: list[_Statement] = [(_STORE, values)]
    if numbers := mapping.orders_named(envelope):
        heard = hearing_of_orders(
            connection_id=partner.connection_id,
            ingram_order_numbers=numbers,
            at=now,
            provided=_is_new(partner.connection_id, envelope.event_id),
        )
        statements.append(heard)
    row = _run(statements)
    return row and Stored(pk=row[0], repeats=row[1], is_another_body=row[2] != digest)


def _is_new(connection_id: int, event_id: str) -> _Statement:
    """A condition and its parameters."""
    asked = (connection_id, event_id) if database.vendor == "sqlite" else ()
    return _IS_NEW[database.vendor], asked


def _run(statements: Sequence[_Statement]) -> Any:
    """All or none; the row of the first."""
    if database.vendor == "postgresql":
        return _run_as_one(statements)
    with transaction.atomic(), database.cursor() as cursor:
        rows = []
        for statement, values in statements:
            cursor.execute(statement, values)
            rows.append(cursor.fetchone())
    return rows[0]


def _run_as_one(statements: Sequence[_Statement]) -> Any:
    """As one statement, which is its own check of the connection.

    Django would ask whether it still works before each request, which took a third of the time.
    One that broke is opened anew; an event that was stored before it broke is then a repeat, and
    the sweeper finds it.
    """
    named = zip(("stored", "heard"), statements, strict=False)
    parts = ", ".join(f"{name} AS ({statement})" for name, (statement, _) in named)
    whole = f"WITH {parts} SELECT id, repeats, body_digest FROM stored"  # noqa: S608
    values = [value for _, values in statements for value in values]
    database.health_check_done = True  # type: ignore[attr-defined]  # the stubs leave it out
    try:
        return _run_prepared(whole, values)
    except (OperationalError, InterfaceError):
        if database.in_atomic_block or database.is_usable():
            raise
        database.close()
    return _run_prepared(whole, values)


def _run_prepared(statement: str, values: Sequence[Any]) -> Any:
    """PostgreSQL plans it once for all events of a connection to it.

    Django's own cursors prepare nothing; that took longer than to store the event.
    """
    with database.cursor() as cursor, database.wrap_database_errors:
        prepared = psycopg.Cursor(cursor.connection)
        return prepared.execute(statement.encode(), values, prepare=True).fetchone()
