"""On PostgreSQL too nobody changes, deletes or empties what the audit has written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet

from tests.stack import ROOT

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> str:
    """A migrated database with one event of today and one of long ago."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "DATABASE_URL": database_url,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-tests",
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "CELERY_BROKER_URL": "memory://",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    with psycopg.connect(database_url) as db:
        for at in ("now()", "now() - interval '900 days'"):
            db.execute(
                "INSERT INTO audit_event (at, area, action, actor_name, object_kind, object_id,"
                " object_name, before, after, user_agent)"
                f" VALUES ({at}, 'work', 'decided', '', '', '', 'kept', '{{}}', '{{}}', '')"
            )
    return database_url


def ours(db: psycopg.Connection) -> int:
    """How many of the two are left; the migration has written events of its own."""
    row = db.execute("SELECT count(*) FROM audit_event WHERE object_name = 'kept'").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit_event SET object_name = 'another'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event CASCADE",
    ],
)
def test_the_database_refuses(database: str, deed: str) -> None:
    with (
        psycopg.connect(database) as db,
        pytest.raises(psycopg.errors.RaiseException, match="neither changed nor deleted"),
    ):
        db.execute(deed)

    with psycopg.connect(database) as db:
        assert ours(db) == 2


def test_a_pass_opens_only_what_is_older_than_it_says(database: str) -> None:
    with psycopg.connect(database) as db:
        db.execute("INSERT INTO audit_retentionpass (until) VALUES (now() - interval '730 days')")
        db.execute("DELETE FROM audit_event WHERE at < now() - interval '730 days'")
        with pytest.raises(psycopg.errors.RaiseException, match="neither"), db.transaction():
            db.execute("DELETE FROM audit_event")

    with psycopg.connect(database, autocommit=True) as db, db.transaction(force_rollback=True):
        db.execute("INSERT INTO audit_retentionpass (until) VALUES (now())")
        with pytest.raises(psycopg.errors.RaiseException, match="neither"):
            db.execute("TRUNCATE audit_event CASCADE")

    with psycopg.connect(database) as db:
        assert ours(db) == 1
