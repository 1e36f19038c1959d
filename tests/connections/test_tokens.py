"""One token for all processes: fetched by one, shared by the others."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils.timezone import now

from apps.connections.models import AccessToken
from apps.connections.services import tokens
from apps.connections.services.tokens import SharedTokens
from apps.ingram import Unavailable
from tests.factories import make_connection


def test_a_token_is_kept_until_its_lifetime_ends(db):
    store = SharedTokens(make_connection().pk)
    assert store.get() is None

    store.set("first", lifetime_seconds=60)
    kept = store.get()
    AccessToken.objects.update(expires_at=now())

    assert kept == "first"
    assert store.get() is None


def test_a_cleared_token_is_gone_for_all(db):
    connection = make_connection()
    SharedTokens(connection.pk).set("first", lifetime_seconds=60)

    SharedTokens(connection.pk).clear()

    assert SharedTokens(connection.pk).get() is None


def test_a_token_is_unreadable_in_the_database(db):
    SharedTokens(make_connection().pk).set("planted-token", lifetime_seconds=60)

    with database.cursor() as cursor:
        cursor.execute("SELECT token FROM connections_accesstoken")
        [(stored,)] = cursor.fetchall()

    assert stored
    assert "planted-token" not in stored


def test_two_threads_fetch_one_token(transactional_db):
    connection, fetched, got = make_connection(), [], []
    together = threading.Barrier(4)

    def need_a_token() -> None:
        store = SharedTokens(connection.pk)
        together.wait()
        with store.lock():
            if store.get() is None:
                fetched.append(threading.get_ident())
                store.set("the token", lifetime_seconds=60)
        got.append(store.get())
        database.close()

    threads = [threading.Thread(target=need_a_token) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(fetched) == 1
    assert got == ["the token"] * 4


def test_the_lock_of_a_fetcher_that_died_is_taken_over_after_its_lease(db):
    connection = make_connection()
    AccessToken.objects.create(
        connection=connection, fetching_until=now() - timedelta(seconds=1), expires_at=None
    )

    with SharedTokens(connection.pk).lock():
        assert AccessToken.objects.get().fetching_until > now()

    assert AccessToken.objects.get().fetching_until is None


def test_a_lock_that_stays_taken_is_reported_as_an_outage(db, monkeypatch):
    monkeypatch.setattr(tokens, "PATIENCE", 0.0)
    connection = make_connection()
    AccessToken.objects.create(
        connection=connection, fetching_until=now() + timedelta(minutes=5), expires_at=None
    )

    with pytest.raises(Unavailable), SharedTokens(connection.pk).lock():
        pass


def test_a_failed_fetch_lets_go_of_the_lock(db):
    connection = make_connection()

    with pytest.raises(LookupError), SharedTokens(connection.pk).lock():
        raise LookupError

    assert AccessToken.objects.get().fetching_until is None
