"""The copy of a database is restored elsewhere, and its secrets are read with the keys."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.services.postgresql import throw_away_database
from tests.stack import ROOT

SECRET = "client-secret-of-the-back-up"
READ = (
    "import django; django.setup(); from apps.connections.models import Connection; "
    "print(Connection.objects.get().client_secret)"
)

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


class Portal:
    """The portal's commands on one database."""

    def __init__(self, database_url: str, var_dir: Path, keys: str) -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.base",
            "DATABASE_URL": database_url,
            "VAR_DIR": str(var_dir),
            "SECRET_KEY": "only-for-tests",
            "FIELD_ENCRYPTION_KEYS": keys,
            "CELERY_BROKER_URL": "memory://",
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def set_up(self) -> None:
        for words in (
            ["migrate", "--verbosity=0"],
            [
                "add_connection",
                "--name=Here",
                "--base-url=https://api.ingrammicro.com:443/sandbox",
                "--client-id=id",
                f"--client-secret={SECRET}",
                "--customer-number=20-222222",
                "--country=US",
            ],
        ):
            done = self.run("manage.py", *words)
            assert done.returncode == 0, done.stderr

    def back_up(self, folder: Path) -> Path:
        done = self.run("manage.py", "backup", str(folder))
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())


def check_restored(restored: Portal, others_keys: Portal, copy: Path, keys: str) -> None:
    assert restored.run("manage.py", "migrate", "--check").returncode == 0
    assert restored.run("-c", READ).stdout.strip() == SECRET
    assert "Undecipherable" in others_keys.run("-c", READ).stderr
    assert SECRET.encode() not in copy.read_bytes()
    assert keys.encode() not in copy.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_postgresql_database_is_copied_and_restored(database_url, tmp_path):
    keys = Fernet.generate_key().decode()
    portal = Portal(database_url, tmp_path / "var", keys)
    portal.set_up()

    copy = portal.back_up(tmp_path / "copies")

    with throw_away_database() as elsewhere:
        address = elsewhere.replace("postgres://", "postgresql://")
        subprocess.run(
            ["pg_restore", "--exit-on-error", "--no-owner", f"--dbname={address}", copy], check=True
        )
        check_restored(
            Portal(elsewhere, tmp_path / "var", keys),
            Portal(elsewhere, tmp_path / "var", Fernet.generate_key().decode()),
            copy,
            keys,
        )


def test_an_sqlite_database_is_copied_and_restored(tmp_path):
    keys = Fernet.generate_key().decode()
    portal = Portal(f"sqlite:///{tmp_path / 'portal.sqlite3'}", tmp_path / "var", keys)
    portal.set_up()

    copy = portal.back_up(tmp_path / "copies")

    elsewhere = tmp_path / "elsewhere.sqlite3"
    shutil.copy(copy, elsewhere)
    check_restored(
        Portal(f"sqlite:///{elsewhere}", tmp_path / "var", keys),
        Portal(f"sqlite:///{elsewhere}", tmp_path / "var", Fernet.generate_key().decode()),
        copy,
        keys,
    )


def test_a_database_that_is_away_leaves_no_file(tmp_path):
    portal = Portal("postgres://nobody@127.0.0.1:1/none", tmp_path / "var", "x")

    done = portal.run("manage.py", "backup", str(tmp_path / "copies"))

    assert done.returncode == 1
    assert "pg_dump" in done.stderr or "refused" in done.stderr
    assert list((tmp_path / "copies").iterdir()) == []
