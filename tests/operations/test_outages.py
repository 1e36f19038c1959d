"""What people hear while the database is away or full, and what becomes of what they typed."""

from __future__ import annotations

import errno
import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client

from apps.operations.outages import Outage, outage_behind

AWAY = "The portal cannot reach its database"
FIELD = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')


def raised(cause: Exception) -> OperationalError:
    error = OperationalError("not for anybody's eyes")
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code  # type: ignore[attr-defined]
    return error


@contextmanager
def database_away(error: Exception | None = None) -> Iterator[None]:
    """No query is answered."""
    refused = error or raised(psycopg.OperationalError("connection refused: 10.0.0.7"))

    def refuse(*args, **more):
        raise refused

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        yield


@pytest.fixture
def browser(signed_in, buyer):
    browser = signed_in(buyer)
    browser.raise_request_exception = False
    return browser


@pytest.fixture
def form_sender(buyer):
    """A browser that is asked for the token of a form, as real ones are."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(buyer)
    token = html.unescape(
        re.search(r'csrfmiddlewaretoken" value="([^"]+)"', browser.get("/orders/new/").text)[1]
    )
    return browser, token


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (raised(psycopg.OperationalError()), Outage.DATABASE),
        (raised(psycopg.errors.AdminShutdown()), Outage.DATABASE),
        (raised(psycopg.errors.DiskFull()), Outage.ROOM),
        (raised(of_sqlite(sqlite3.SQLITE_FULL)), Outage.ROOM),
        (raised(of_sqlite(sqlite3.SQLITE_BUSY)), Outage.DATABASE),
        (raised(of_sqlite(sqlite3.SQLITE_ERROR)), None),
        (OSError(errno.ENOSPC, "No space left on device"), Outage.ROOM),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("a fault of ours"), None),
    ],
)
def test_outages_are_told_from_faults(error, outage):
    assert outage_behind(error) is outage


def test_a_page_says_so_while_the_database_is_away(browser):
    with database_away():
        answer = browser.get("/orders/?q=12")

    assert answer.status_code == 503
    assert AWAY in answer.text
    assert 'href="/orders/?q=12"' in answer.text
    assert answer["Retry-After"]
    assert "10.0.0.7" not in answer.text
    assert browser.get("/orders/?q=12").status_code == 200


def test_a_fragment_gets_the_words_alone(browser):
    with database_away():
        answer = browser.get("/orders/", headers={"hx-request": "true"})

    assert answer.status_code == 503
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.text.startswith(AWAY)


def test_a_fault_of_the_portal_stays_a_500(browser):
    with database_away(ValueError()):
        answer = browser.get("/orders/")

    assert answer.status_code == 500


def test_what_was_typed_waits_in_the_page_and_is_sent_again(form_sender):
    browser, token = form_sender
    typed = {"csrfmiddlewaretoken": token, "pasted": 'DELL "14"\n2', "more": ["1", "2"]}

    with database_away():
        refused = browser.post("/orders/new/lines/", typed)
    kept = [(name, html.unescape(value)) for name, value in FIELD.findall(refused.text)]
    again = browser.post("/orders/new/lines/", dict(kept))

    assert refused.status_code == 503
    assert 'action="/orders/new/lines/"' in refused.text
    assert kept[1:] == [("pasted", 'DELL "14"\n2'), ("more", "1"), ("more", "2")]
    assert again.status_code not in (403, 503)


def test_what_another_site_sent_is_not_offered_to_be_sent(form_sender):
    browser, _ = form_sender

    with database_away():
        answer = browser.post("/orders/new/lines/", {"pasted": "theirs"})

    assert answer.status_code == 503
    assert "theirs" not in answer.text


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/first-run/", "/orders/new/lines/"])
def test_no_page_carries_a_password(form_sender, path):
    browser, token = form_sender
    typed = {"csrfmiddlewaretoken": token, "password": "of-the-person"}

    with database_away():
        answer = browser.post(path, typed)

    assert answer.status_code == 503
    assert "of-the-person" not in answer.text


def test_a_cache_in_files_without_room_keeps_nothing_and_lets_go_on(
    settings, tmp_path, monkeypatch
):
    settings.CACHES = {
        "default": {
            "BACKEND": "apps.core.shared_cache.SharedFileCache",
            "LOCATION": str(tmp_path / "cache"),
        }
    }
    cache = caches["default"]
    cache.set("old", "value")

    def full(*args, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.cache.backends.filebased.tempfile.mkstemp", full)
    cache.set("new", "value")

    assert cache.get("old") == "value"
    assert cache.get("new") is None
    assert cache.add("lock", 1)
