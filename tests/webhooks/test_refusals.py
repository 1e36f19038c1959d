"""Who keeps posting forgeries is not listened to for a while; the distributor always is."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from apps.ingram.webhooks import signature
from apps.webhooks import refusals
from apps.webhooks.models import WebhookEvent
from tests.factories import WEBHOOK_SECRET
from tests.webhooks.conftest import quote_event


@pytest.fixture(autouse=True)
def _three_a_minute(monkeypatch):
    cache.clear()
    monkeypatch.setattr(refusals, "_shut", {})
    monkeypatch.setattr(refusals, "MOST_A_MINUTE", 3)
    monkeypatch.setattr(refusals, "time", lambda: 1_000_000_010.0)
    yield
    cache.clear()


@pytest.fixture
def post_from(connection):
    def post_from(ip, *, is_theirs=False, event_id="EVENT0000000000001", **headers):
        return Client().post(
            f"/webhooks/ingram/{connection.key}/",
            data=quote_event(event_id),
            content_type="application/json",
            headers={
                "x-hub-signature": signature(WEBHOOK_SECRET if is_theirs else "wrong", event_id),
                **headers,
            },
            REMOTE_ADDR=ip,
        )

    return post_from


def test_forgeries_beyond_the_limit_are_answered_when_to_come_again(post_from):
    refused = [post_from("203.0.113.9").status_code for _ in range(3)]

    shut = post_from("203.0.113.9")

    assert refused == [404] * 3
    assert (shut.status_code, shut["Retry-After"]) == (429, "10")
    assert not WebhookEvent.objects.exists()


def test_what_one_process_refused_counts_in_the_others(post_from, monkeypatch):
    for _ in range(3):
        post_from("203.0.113.9")
    monkeypatch.setattr(refusals, "_shut", {})

    answers = [post_from("203.0.113.9").status_code for _ in range(2)]

    assert answers == [404, 429]


def test_other_sources_are_heard_all_the_same(post_from):
    for _ in range(4):
        post_from("203.0.113.9")

    assert post_from("203.0.113.10", is_theirs=True).status_code == 200


def test_rightly_signed_events_never_count(post_from):
    answers = [
        post_from("203.0.113.9", is_theirs=True, event_id=f"EVENT{nth:013}").status_code
        for nth in range(10)
    ]

    assert answers == [200] * 10


def test_after_the_minute_a_source_is_heard_again(post_from, monkeypatch):
    for _ in range(4):
        post_from("203.0.113.9")
    monkeypatch.setattr(refusals, "time", lambda: 1_000_000_041.0)

    assert post_from("203.0.113.9", is_theirs=True).status_code == 200


def test_neighbours_in_one_network_of_ipv6_count_as_one(post_from):
    for nth in range(3):
        post_from(f"2001:db8::{nth + 1}")

    assert post_from("2001:db8::ffff").status_code == 429
    assert post_from("2001:db8:0:1::1").status_code == 404


def test_behind_a_proxy_the_address_it_saw_counts_and_not_what_was_typed(post_from, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for nth in range(3):
        post_from("10.0.0.1", **{"x-forwarded-for": f"198.51.100.{nth}, 203.0.113.9"})

    shut = post_from("10.0.0.1", **{"x-forwarded-for": "198.51.100.77, 203.0.113.9"})
    other = post_from(
        "10.0.0.1", is_theirs=True, **{"x-forwarded-for": "203.0.113.9, 203.0.113.50"}
    )

    assert (shut.status_code, other.status_code) == (429, 200)
