from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection as database
from django.utils import timezone

from apps import ingram
from apps.operations.services.retention import delete_expired
from apps.webhooks import mapping, services
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent
from tests.factories import make_connection, make_user
from tests.operations.things import make_event
from tests.webhooks.conftest import order_event, quote_event


@pytest.fixture
def take(post):
    """Post an event and process it."""

    def take(payload: object) -> WebhookEvent:
        post(payload)
        event = WebhookEvent.objects.latest("pk")
        services.process(event_pk=event.pk)
        event.refresh_from_db()
        return event

    return take


def test_a_quote_event_makes_the_quote_be_read(take, hints, connection):
    event = take(quote_event())

    assert event.state == EventState.DONE
    assert hints.quotes == [
        {
            "connection": connection,
            "quote_number": "QUO-1",
            "failure": "",
            "rejected_part_numbers": (),
        }
    ]


def test_a_failure_notice_carries_its_words_and_parts(take, hints):
    take(
        {
            **quote_event(reason="Invalid part", message="Quote failed"),
            "rejectedSkus": ["XX999", {"ingramPartNumber": "YY888"}],
        }
    )

    assert hints.quotes[0]["failure"] == "Invalid part; Quote failed"
    assert hints.quotes[0]["rejected_part_numbers"] == ("XX999", "YY888")


def test_order_events_name_every_order_once(take, hints):
    take(order_event("E", "20-A", "20-B", "20-A"))

    assert [hint["ingram_order_numbers"] for hint in hints.orders] == [("20-A",), ("20-B",)]


def test_an_asynchronous_order_in_an_array_of_one_is_read(take, hints, connection):
    event = take(
        [
            {
                "topic": "resellers/orders",
                "event": "IM::created",
                "eventId": "ASYNC",
                "resource": {
                    "eventType": "IM::async_order_create",
                    "customerOrderNumber": "PO-1",
                    "orders": [
                        {"ingramOrderNumber": "20-RD3QV", "ingramPartNumber": "6YE881"},
                        {"ingramOrderNumber": "20-RD3QW"},
                    ],
                },
            }
        ]
    )

    assert hints.orders == [
        {
            "connection": connection,
            "ingram_order_numbers": ("20-RD3QV", "20-RD3QW"),
            "customer_order_number": "PO-1",
            "failure": "",
            "heard_at": event.received_at,
        }
    ]


def test_the_older_payload_in_lower_case_is_read(take, hints):
    take(
        {
            "topic": "resellers/orders",
            "eventid": "LOWER",
            "eventId": "LOWER",
            "resource": [{"ordernumber": "20-RD3QV", "customerordernumber": "PO-1"}],
        }
    )

    assert hints.orders[0]["ingram_order_numbers"] == ("20-RD3QV",)


@pytest.mark.parametrize(
    "trouble",
    [
        {"message": "Credit limit"},
        {"reason": "Credit limit"},
        {"errors": [{"message": "Credit limit"}]},
        {"orders": [], "rejectedLineItems": {"rejectReason": "Credit limit"}},
    ],
)
def test_a_failed_order_is_told_with_its_reason_wherever_it_stands(take, hints, trouble):
    take(
        {
            "topic": "resellers/orders",
            "eventId": "FAILED",
            "eventType": "IM::async_order_create",
            "resource": {"customerOrderNumber": "PO-1", **trouble},
        }
    )

    assert hints.orders[0]["customer_order_number"] == "PO-1"
    assert hints.orders[0]["failure"] == "Credit limit"


def test_an_unknown_topic_is_kept_and_shown(take, hints):
    event = take({"topic": "resellers/pets", "eventId": "PETS", "resource": {"name": "Rex"}})

    assert event.state == EventState.KEPT
    assert hints.quotes == hints.orders == []


def test_a_failure_is_tried_again_later_and_kept_with_its_words(take, hints):
    hints.failures = [ingram.Unavailable(correlation_id="abc")]

    event = take(quote_event())

    assert (event.state, event.tries) == (EventState.WAITING, 1)
    assert event.message == ingram.Unavailable.default_message
    assert event.correlation_id == "abc"
    assert event.next_step_at > timezone.now()
    WebhookEvent.objects.update(next_step_at=timezone.now())
    services.process(event_pk=event.pk)
    event.refresh_from_db()
    assert (event.state, event.message) == (EventState.DONE, "")


def test_after_the_last_try_it_is_failed_and_can_be_run_again(take, hints):
    hints.failures = [RuntimeError()] * services.MOST_TRIES
    event = take(quote_event())
    for _ in range(services.MOST_TRIES - 1):
        WebhookEvent.objects.update(next_step_at=timezone.now())
        services.process(event_pk=event.pk)
    event.refresh_from_db()
    assert event.state == EventState.FAILED

    assert services.run_again(event_pk=event.pk)
    services.process(event_pk=event.pk)

    event.refresh_from_db()
    assert event.state == EventState.DONE
    assert len(hints.quotes) == 1


@pytest.mark.django_db(transaction=True)
def test_events_are_found_after_the_broker_lost_its_messages(post, hints, monkeypatch):
    woken: list[int] = []
    monkeypatch.setattr("apps.webhooks.tasks.process.apply_async", lambda args, **options: None)
    monkeypatch.setattr(
        "apps.webhooks.tasks.process_several.apply_async",
        lambda args, **options: woken.extend(*args),
    )
    post(quote_event())

    services.sweep()

    assert woken == [WebhookEvent.objects.get().pk]


def test_a_worker_killed_while_processing_loses_nothing(post, hints):
    post(quote_event())
    event = WebhookEvent.objects.get()
    hints.failures = [SystemExit()]  # type: ignore[list-item]
    with pytest.raises(SystemExit):
        services.process(event_pk=event.pk)
    WebhookEvent.objects.update(next_step_at=timezone.now())

    services.process(event_pk=event.pk)

    assert len(hints.quotes) == 1


def test_old_bodies_are_dropped_and_their_ids_are_kept(take, hints):
    event = take(quote_event())
    WebhookEvent.objects.update(received_at=timezone.now() - timedelta(days=31))

    delete_expired()

    event.refresh_from_db()
    assert event.body == ""
    assert not services.run_again(event_pk=event.pk)


def test_a_forged_body_cannot_ask_for_endless_reading(take, hints):
    take(order_event("E", *(f"20-{number:05}" for number in range(500))))

    assert len(hints.orders) == mapping.MOST_HINTS


def test_the_admin_shows_events_and_runs_them_again(take, hints, client):
    event = take(quote_event())
    client.force_login(make_user("admin", is_staff=True, is_superuser=True))

    page = client.get("/admin/webhooks/webhookevent/")
    shown = client.get(f"/admin/webhooks/webhookevent/{event.pk}/change/")
    client.post(
        "/admin/webhooks/webhookevent/",
        {"action": "run_again", "_selected_action": [event.pk]},
    )

    event.refresh_from_db()
    assert (page.status_code, shown.status_code) == (200, 200)
    assert event.state == EventState.WAITING


def test_the_connection_knows_when_a_signed_event_last_came(take, hints, connection):
    assert connection.last_webhook_at is None

    event = take(quote_event())

    connection.refresh_from_db()
    assert connection.last_webhook_at == event.received_at


def test_it_knows_of_one_that_could_not_be_acted_on(take, hints, connection):
    hints.failures = [ingram.Unavailable()]

    event = take(quote_event())

    connection.refresh_from_db()
    assert connection.last_webhook_at == event.received_at


def test_a_forged_event_is_not_heard_of(post, connection):
    post(quote_event(), secret="wrong")
    services.sweep()

    connection.refresh_from_db()
    assert connection.last_webhook_at is None


def test_an_older_event_that_is_acted_on_later_changes_nothing(take, hints, connection):
    newest = take(quote_event("NEW"))
    WebhookEvent.objects.update(
        received_at=newest.received_at - timedelta(hours=1),
        state="waiting",
        next_step_at=timezone.now(),
    )

    services.process(event_pk=newest.pk)

    connection.refresh_from_db()
    assert connection.last_webhook_at == newest.received_at


def test_the_next_event_of_a_burst_writes_nothing_of_it(
    take, post, hints, django_assert_num_queries
):
    take(quote_event("ONE"))
    post(quote_event("TWO"))
    event = WebhookEvent.objects.latest("pk")

    with django_assert_num_queries(3):  # claimed, read, finished
        services.process(event_pk=event.pk)


def test_an_upgrade_takes_along_when_the_last_event_came(connection):
    make_event(connection, "OLD", received_at=timezone.now() - timedelta(days=3))
    last = make_event(connection, "LAST", received_at=timezone.now() - timedelta(days=2))
    silent = make_connection()
    upgrade = import_module("apps.webhooks.migrations.0002_tell_connections_of_the_last_event")

    upgrade.tell(apps, SimpleNamespace(connection=database))

    connection.refresh_from_db()
    silent.refresh_from_db()
    assert connection.last_webhook_at == last.received_at
    assert silent.last_webhook_at is None
