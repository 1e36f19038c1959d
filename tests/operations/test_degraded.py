"""What people see when something that the portal hangs on is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from apps.operations import context_processors, health
from apps.operations.models import Pulse
from apps.operations.services import pulses
from portal import cache as forgiving

TOLD = "Work in the background stands still"


def ask_anew(monkeypatch):
    monkeypatch.setattr(context_processors, "_known", context_processors._Known())


@pytest.fixture(autouse=True)
def _asked_anew(settings, monkeypatch):
    settings.STATUS_EVERY = 15
    ask_anew(monkeypatch)
    monkeypatch.setattr(forgiving, "_away_until", {"": 0.0})


@pytest.fixture
def away(settings):
    """Redis where nothing listens."""
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": "redis://:hidden-word@127.0.0.1:1/0",
        }
    }


def test_a_page_tells_when_a_worker_fell_silent_and_no_longer_when_it_is_back(
    signed_in, buyer, monkeypatch
):
    pulses.pulse(pulses.WORKER)
    Pulse.objects.update(at=timezone.now() - timedelta(minutes=3))
    browser = signed_in(buyer)
    told = browser.get("/submissions/").content.decode()
    pulses.pulse(pulses.WORKER)
    ask_anew(monkeypatch)

    assert TOLD in told
    assert TOLD not in browser.get("/submissions/").content.decode()


def test_a_portal_that_never_had_a_worker_says_nothing(signed_in, buyer):
    assert TOLD not in signed_in(buyer).get("/submissions/").content.decode()


def test_a_process_remembers_for_a_while_what_it_asked(signed_in, buyer, django_assert_num_queries):
    context_processors.Background().troubles  # noqa: B018

    with django_assert_num_queries(0):
        assert not context_processors.Background().troubles


def test_every_page_tells_that_the_cache_is_away(signed_in, buyer, away):
    browser = signed_in(buyer)

    for page in ("/", "/orders/", "/quotes/"):
        assert "The short-term memory is away" in browser.get(page).content.decode(), page


def test_every_page_tells_that_there_is_no_room(signed_in, buyer, monkeypatch):
    monkeypatch.setattr(health, "TOO_LITTLE_ROOM", 2**62)

    assert "hardly any room left" in signed_in(buyer).get("/submissions/").content.decode()


def test_a_broker_that_is_away_stands_still_at_once(signed_in, buyer, monkeypatch):
    from portal.celery import app

    connect = app.connection_for_write
    monkeypatch.setattr(
        app, "connection_for_write", lambda **more: connect("redis://127.0.0.1:1/0", **more)
    )

    assert TOLD in signed_in(buyer).get("/submissions/").content.decode()


def test_without_the_cache_pages_still_open(signed_in, buyer, away):
    browser = signed_in(buyer)

    for page in ("/", "/catalog/?q=dell", "/orders/", "/quotes/", "/submissions/"):
        assert browser.get(page).status_code == 200, page


def test_without_the_cache_people_still_sign_in(client, buyer, away):
    buyer.set_password("a long pass phrase")
    buyer.save()

    answer = client.post(
        "/accounts/login/", {"login": buyer.username, "password": "a long pass phrase"}
    )

    assert answer.status_code == 302


def test_a_cache_that_is_away_finds_nothing_and_lets_go_on(away):
    cache.set("name", "value")

    assert cache.get("name", "else") == "else"
    assert cache.get_many(["name"]) == {}
    assert cache.add("lock", 1)
    assert cache.incr("count") == 1
    assert cache.get_or_set("name", "value") == "value"


def test_a_cache_that_is_away_is_left_alone_for_a_moment(away, caplog):
    for _ in range(5):
        cache.get("name")

    assert caplog.text.count("The cache is away") == 1
    assert "hidden-word" not in caplog.text
