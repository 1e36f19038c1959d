from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Queue

import pytest
from django.db import connection as database
from django.db.backends.signals import connection_created
from django.test import Client

from apps.ingram.webhooks import signature
from apps.webhooks import selectors, services
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent
from apps.webhooks.views import MOST_BYTES
from tests.factories import WEBHOOK_SECRET
from tests.webhooks.conftest import order_event, quote_event


def test_a_signed_event_is_stored_and_answered_at_once(post, hints):
    answer = post(quote_event())

    event = WebhookEvent.objects.get()
    assert answer.status_code == 200
    assert (event.topic, event.event_type) == ("resellers/quotes", "im::quote_create")
    assert event.state == EventState.WAITING
    assert hints.quotes == []


def test_a_repeat_is_answered_and_causes_no_work(post, hints):
    post(quote_event())
    services.process(event_pk=WebhookEvent.objects.get().pk)

    answer = post(quote_event())
    services.sweep()
    services.process(event_pk=WebhookEvent.objects.get().pk)

    event = WebhookEvent.objects.get()
    assert answer.status_code == 200
    assert (event.repeats, event.other_bodies) == (1, 0)
    assert len(hints.quotes) == 1


def test_a_repeat_with_another_body_is_noted(post, hints):
    post(quote_event())

    post(quote_event(quoteNumber="QUO-FORGED"))

    event = WebhookEvent.objects.get()
    assert event.other_bodies == 1
    assert "QUO-FORGED" not in event.body


@pytest.mark.parametrize(
    "forgery",
    [
        {"secret": "wrong"},
        {"secret": ""},
        {"header": ""},
        {"header": "\u00e9"},
        {"key": "nobody"},
        {"event_id": "ANOTHER"},
        {"body": b"not json"},
        {"body": b"[]"},
        {"body": b"3"},
        {"body": b"\xff\xfe"},
        {"body": b"[" * 100_000},
        {"body": b'{"eventId": ""}', "event_id": " "},
    ],
)
def test_whatever_is_not_theirs_gets_the_same_bare_answer(post, forgery):
    answer = post(quote_event(), **forgery)

    assert answer.status_code == 404
    assert answer.content == b""
    assert not WebhookEvent.objects.exists()


def test_a_connection_without_a_secret_takes_nothing(post, connection):
    connection.webhook_secret = ""
    connection.save()

    assert post(quote_event(), secret="").status_code == 404


def test_a_connection_that_is_switched_off_takes_nothing(post, connection):
    connection.is_active = False
    connection.save()

    assert post(quote_event()).status_code == 404


def test_a_connection_that_is_known_and_then_switched_off_takes_nothing(post, connection):
    before = post(quote_event("BEFORE"))
    connection.is_active = False
    connection.save()

    assert (before.status_code, post(quote_event("AFTER")).status_code) == (200, 404)
    assert WebhookEvent.objects.count() == 1


def test_both_secrets_are_valid_during_a_rotation(post, connection):
    connection.previous_webhook_secret = WEBHOOK_SECRET
    connection.webhook_secret = "the new one"
    connection.save()

    by_old = post(quote_event("OLD"))
    by_new = post(quote_event("NEW"), secret="the new one")
    connection.previous_webhook_secret = ""
    connection.save()
    after = post(quote_event("LATE"))

    assert (by_old.status_code, by_new.status_code, after.status_code) == (200, 200, 404)


def test_a_body_that_says_it_is_too_large_is_not_read(post):
    assert post(quote_event(), body=b" " * (MOST_BYTES + 1)).status_code == 413


def test_a_body_that_hides_its_size_is_cut_off(connection):
    answer = Client().generic(
        "POST",
        f"/webhooks/ingram/{connection.key}/",
        b" " * (MOST_BYTES + 100),
        headers={"content-length": "10", "x-hub-signature": signature(WEBHOOK_SECRET, "X")},
    )

    assert answer.status_code in {404, 413}
    assert not WebhookEvent.objects.exists()


def test_a_stock_event_of_usual_size_is_taken(post):
    event = {
        "topic": "resellers/catalog",
        "eventId": "STOCK",
        "resource": [{"ingramPartNumber": "6YE881", "padding": "x" * 450}] * 4000,
    }

    assert post(event).status_code == 200


def test_only_post_is_allowed(connection):
    assert Client().get(f"/webhooks/ingram/{connection.key}/").status_code == 405


def test_text_that_no_database_takes_is_cleaned(post):
    event = {**quote_event(), "topic": "resellers/\x00quotes", "event": "\ud800"}

    assert post(event).status_code == 200
    assert WebhookEvent.objects.get().topic == "resellers/quotes"


@pytest.mark.django_db(transaction=True)
def test_an_event_takes_few_statements(post, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):  # three, and the ends of two transactions
        post(order_event())


@pytest.mark.django_db(transaction=True)
def test_an_event_is_stored_although_its_connection_to_the_database_was_cut(post):
    if database.vendor == "sqlite":
        pytest.skip("there is no connection that could be cut")
    post(quote_event("BEFORE"))
    other = database.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [database.connection.info.backend_pid])
    other.close()

    answer = post(quote_event("AFTER"))

    assert answer.status_code == 200
    assert set(WebhookEvent.objects.values_list("event_id", flat=True)) == {"BEFORE", "AFTER"}


@pytest.mark.django_db(transaction=True)
def test_the_events_of_a_moment_are_handed_to_a_worker_together(post, settings, monkeypatch):
    moments: list[Callable[[], None]] = []
    woken: list[list[int]] = []
    monkeypatch.setattr(services.threading.Timer, "start", lambda it: moments.append(it.function))
    monkeypatch.setattr(
        "apps.webhooks.tasks.process_several.apply_async",
        lambda args, **options: woken.extend(args),
    )
    settings.WEBHOOKS_GATHERED_FOR = 1
    for event_id in ("FIRST", "SECOND", "FIRST"):
        post(quote_event(event_id))

    (its_end,) = moments
    its_end()

    stored = WebhookEvent.objects.order_by("pk").values_list("pk", flat=True)
    assert woken == [list(stored)]
    assert len(stored) == 2


@pytest.mark.django_db(transaction=True)
def test_to_hand_events_over_opens_no_connection_to_the_database(post, settings, monkeypatch):
    opened: list[int] = []
    heard_in: Queue[int] = Queue()

    def note(**_: object) -> None:
        opened.append(threading.get_ident())

    monkeypatch.setattr(
        "apps.webhooks.tasks.process_several.apply_async",
        lambda *args, **options: heard_in.put(threading.get_ident()),
    )
    settings.WEBHOOKS_GATHERED_FOR = 0.01
    connection_created.connect(note)
    try:
        post(quote_event())
        thread = heard_in.get(timeout=10)
    finally:
        connection_created.disconnect(note)

    assert thread != threading.get_ident()
    assert thread not in opened


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_when_a_moment_ends_is_told_in_the_log(
    post, settings, monkeypatch, caplog
):
    moments: list[Callable[[], None]] = []
    monkeypatch.setattr(services.threading.Timer, "start", lambda it: moments.append(it.function))

    def refuse(*args: object, **options: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr("apps.webhooks.tasks.process_several.apply_async", refuse)
    settings.WEBHOOKS_GATHERED_FOR = 1
    answer = post(quote_event())

    (its_end,) = moments
    its_end()

    assert answer.status_code == 200
    assert "process_several was not called" in caplog.text
    assert list(selectors.due(limit=9)) == [WebhookEvent.objects.get().pk]


def test_of_events_handed_over_together_each_is_acted_on(post, hints):
    for number in range(3):
        post(quote_event(f"E{number}", quoteNumber=f"QUO-{number}"))

    services.process_several(event_pks=WebhookEvent.objects.values_list("pk", flat=True))

    assert {hint["quote_number"] for hint in hints.quotes} == {"QUO-0", "QUO-1", "QUO-2"}
