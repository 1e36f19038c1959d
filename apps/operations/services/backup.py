"""A copy of the database while people work. The keys that open its secrets are never in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection
from django.utils import timezone


class BackupFailed(Exception):
    """No copy was made; the words say why."""


def back_up(*, folder: Path) -> Path:
    """Copy the database into a new file of the folder, readable by its owner only; its path.

    PostgreSQL by `pg_dump` (custom format, for `pg_restore`), SQLite by its own online copy. A
    copy that breaks off leaves no file behind. Raises BackupFailed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ending = "dump" if connection.vendor == "postgresql" else "sqlite3"
    path = folder / f"portal-{timezone.now():%Y%m%dT%H%M%S%fZ}.{ending}"
    part = path.with_name(path.name + ".part")
    part.touch(mode=0o600)
    try:
        (_dump if connection.vendor == "postgresql" else _copy)(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part.replace(path)


def _dump(path: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupFailed("pg_dump is not on this machine: install postgresql-client.")
    told = connection.settings_dict
    # By the environment: words of a command can be read by everybody on the machine.
    login = {
        "PGHOST": told["HOST"],
        "PGPORT": str(told["PORT"]),
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGDATABASE": told["NAME"],
    }
    for word in ("sslmode", "sslrootcert", "sslcert", "sslkey"):
        login[f"PG{word.upper()}"] = told["OPTIONS"].get(word, "")
    done = subprocess.run(  # noqa: S603 - a program of the system, no word from outside
        [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={path}"],
        env={**os.environ, **{name: value for name, value in login.items() if value}},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BackupFailed(done.stderr.strip())


def _copy(path: Path) -> None:
    connection.ensure_connection()
    target = sqlite3.connect(path)
    try:
        connection.connection.backup(target)
    except sqlite3.Error as exc:
        raise BackupFailed(str(exc)) from exc
    finally:
        target.close()
