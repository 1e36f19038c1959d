"""Secrets are written anew with the newest key: all of them, beside other work, and once."""

from __future__ import annotations

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection as database

from apps.connections.models import AccessToken, Connection
from apps.connections.services.tokens import SharedTokens
from apps.core import key_rotation
from apps.core.encryption import is_current
from tests.factories import make_connection, make_user

pytestmark = pytest.mark.django_db

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=said)
    return said.getvalue()


def stored(column: str) -> list[str]:
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM connections_connection ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def old_key(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    return settings


def test_after_a_rotation_the_old_key_may_go(old_key):
    connection = make_connection(client_secret="planted", previous_webhook_secret="previous")
    SharedTokens(connection.pk).set("token", lifetime_seconds=60)
    factor = TOTP.activate(make_user(), "JBSWY3DPEHPK3PXP").instance

    old_key.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    said = run()
    old_key.FIELD_ENCRYPTION_KEYS = [NEW]

    renewed = Connection.objects.get()
    assert "5 secrets encrypted anew, 0 had the first key" in said
    assert (renewed.client_secret, renewed.previous_webhook_secret) == ("planted", "previous")
    assert AccessToken.objects.get().token == "token"
    assert is_current(Authenticator.objects.get(pk=factor.pk).data["secret"])


def test_it_writes_only_what_has_another_key(old_key):
    make_connection()
    old_key.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    make_connection()
    run()
    before = stored("client_secret")

    said = run()

    assert "0 secrets encrypted anew, 4 had the first key" in said
    assert stored("client_secret") == before


def test_a_check_says_how_many_and_writes_nothing(old_key):
    make_connection()
    before = stored("client_secret")
    old_key.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    with pytest.raises(CommandError, match="Older keys are still needed"):
        run("--check")

    assert stored("client_secret") == before
    run()
    assert "Older keys may leave" in run("--check")


def test_what_no_key_opens_is_named_and_the_rest_is_written(old_key):
    lost = make_connection(webhook_secret="")
    old_key.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    make_connection(webhook_secret="")
    old_key.FIELD_ENCRYPTION_KEYS = [NEW, *old_key.FIELD_ENCRYPTION_KEYS]

    with pytest.raises(CommandError) as failure:
        run()

    assert f"connections.Connection.client_secret of row {lost.pk}" in str(failure.value)
    assert [is_current(token) for token in stored("client_secret")] == [False, True]


def test_one_that_was_broken_off_is_begun_again(old_key, monkeypatch):
    for _ in range(5):
        make_connection(webhook_secret="")
    old_key.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    monkeypatch.setattr(key_rotation, "BATCH", 2)
    reads = iter(range(3))
    honest = key_rotation.decrypt

    def dies_at_the_fourth(token: str) -> str:
        next(reads)
        return honest(token)

    monkeypatch.setattr(key_rotation, "decrypt", dies_at_the_fourth)
    with pytest.raises(StopIteration):
        key_rotation.rotate()
    monkeypatch.setattr(key_rotation, "decrypt", honest)
    so_far = [is_current(token) for token in stored("client_secret")].count(True)

    rest = key_rotation.rotate()

    assert so_far == 1
    assert (rest.current, rest.stale) == (1, 4)
    assert all(is_current(token) for token in stored("client_secret"))


def test_a_secret_that_changes_meanwhile_is_not_overwritten(old_key, monkeypatch):
    connection = make_connection(client_secret="before", webhook_secret="")
    old_key.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    honest = key_rotation.Rotation.count

    def somebody_saves(self: key_rotation.Rotation, token: str, place: str) -> bool:
        Connection.objects.filter(pk=connection.pk).update(client_secret="after")
        return honest(self, token, place)

    monkeypatch.setattr(key_rotation.Rotation, "count", somebody_saves)
    key_rotation.rotate()

    assert Connection.objects.get().client_secret == "after"
