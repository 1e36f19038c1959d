"""The triggers that keep events as they were written, whoever asks the database.

A row is deleted only by what has first written a pass (`RetentionPass`) in the same transaction,
and only when it is older than the pass says. SQLite forgets triggers when Django rebuilds a
table: a migration that alters the table has to call `install` again, and a test says so.
"""

from __future__ import annotations

from typing import Any

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_event_stays() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM audit_retentionpass p WHERE OLD.at < p.until) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'An audit event is neither changed nor deleted.';
END
$$ LANGUAGE plpgsql
"""
_INSTALL = {
    "postgresql": (
        _PG_FUNCTION,
        """CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_stays()""",
        """CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays()""",
    ),
    "sqlite": (
        """CREATE TRIGGER audit_event_unchanged BEFORE UPDATE ON audit_event BEGIN
        SELECT RAISE(ABORT, 'An audit event is neither changed nor deleted.'); END""",
        """CREATE TRIGGER audit_event_undeleted BEFORE DELETE ON audit_event
        WHEN NOT EXISTS (SELECT 1 FROM audit_retentionpass p WHERE OLD.at < p.until) BEGIN
        SELECT RAISE(ABORT, 'An audit event is neither changed nor deleted.'); END""",
    ),
}
_REMOVE = {
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_event_stays ON audit_event",
        "DROP TRIGGER IF EXISTS audit_event_not_emptied ON audit_event",
        "DROP FUNCTION IF EXISTS audit_event_stays()",
    ),
    "sqlite": (
        "DROP TRIGGER IF EXISTS audit_event_unchanged",
        "DROP TRIGGER IF EXISTS audit_event_undeleted",
    ),
}


def install(connection: Any) -> None:
    """Put the triggers up, anew if they are there."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _INSTALL[connection.vendor]:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take them down: for a migration backwards, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for statement in _REMOVE[connection.vendor]:
            cursor.execute(statement)
