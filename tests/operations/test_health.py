"""What a machine hears when it asks whether the portal lives, and whether it can work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.operations import health
from apps.operations.models import Pulse
from apps.operations.services import pulses

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_alive():
    pulses.pulse(pulses.BEAT)
    pulses.pulse(pulses.WORKER)


def ask():
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()["parts"]


def test_the_portal_is_ready_when_every_part_answers(all_alive):
    status, parts = ask()

    assert status == 200
    assert {name: part["ok"] for name, part in parts.items()} == dict.fromkeys(
        ("database", "broker", "cache", "storage", "beat", "worker"), True
    )


def test_beat_that_fell_silent_is_named_with_its_last_sign_of_life(all_alive):
    long_ago = timezone.now() - timedelta(minutes=5)
    Pulse.objects.filter(name=pulses.BEAT).update(at=long_ago)

    status, parts = ask()

    assert status == 503
    assert f"{long_ago:%H:%M:%S}" in parts["beat"]["why"]
    assert parts["worker"]["ok"]


def test_a_process_that_was_never_seen_is_away():
    status, parts = ask()

    assert status == 503
    assert parts["beat"]["why"] == "No beat has been seen yet."


def test_a_cache_that_is_away_is_named_without_its_address(all_alive, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": "redis://:hidden-word@127.0.0.1:1/0",
        }
    }

    status, parts = ask()

    assert status == 503
    assert parts["cache"]["ok"] is False
    assert "hidden-word" not in str(parts)


def test_a_broker_that_is_away_is_named_without_its_address(all_alive, settings, monkeypatch):
    from portal.celery import app

    away = "redis://:hidden-word@127.0.0.1:1/0"
    connect = app.connection_for_write
    monkeypatch.setattr(app, "connection_for_write", lambda **more: connect(away, **more))

    status, parts = ask()

    assert status == 503
    assert not parts["broker"]["ok"]
    assert "hidden-word" not in str(parts)


def test_a_disk_that_is_nearly_full_is_named(all_alive, monkeypatch):
    monkeypatch.setattr(health, "TOO_LITTLE_ROOM", 2**62)

    status, parts = ask()

    assert status == 503
    assert "MB are free" in parts["storage"]["why"]


def test_a_probe_may_come_by_any_address_and_costs_no_session():
    answer = Client().get("/healthz", headers={"host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.content) == (200, b"ok")
    assert not answer.cookies


def test_the_process_lives_though_its_database_does_not(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/healthz").status_code == 200


def test_a_worker_gives_a_sign_of_life_again_and_again():
    pulses.pulse(pulses.WORKER)
    Pulse.objects.update(at=timezone.now() - timedelta(hours=1))

    pulses.pulse(pulses.WORKER)

    assert timezone.now() - Pulse.objects.get().at < timedelta(minutes=1)
