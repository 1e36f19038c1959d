"""What Prometheus reads."""

from __future__ import annotations

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from apps.connections.models import ApiCall
from apps.operations.services.call_totals import count_calls
from apps.operations.services.retention import delete_expired
from apps.webhooks.choices import EventState
from tests.operations.things import ago, make_call, make_event

TOKEN = "only-prometheus-knows"


@pytest.fixture(autouse=True)
def _token(settings):
    settings.METRICS_TOKEN = TOKEN


def scrape(token: str = TOKEN):
    return Client().get("/metrics", headers={"authorization": f"Bearer {token}"})


def samples() -> dict[tuple[str, ...], float]:
    answer = scrape()
    assert answer.status_code == 200
    return {
        (sample.name.removeprefix("trade_counter_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_calls_are_counted_by_operation_and_status(connection):
    make_call(connection)
    make_call(connection, duration_ms=800)
    make_call(connection, status=None, duration_ms=40_000)

    told = samples()

    assert told["calls_total", "search_orders", "200"] == 2
    assert told["calls_total", "search_orders", "none"] == 1
    assert told["call_seconds_bucket", "0.25", "search_orders"] == 1
    assert told["call_seconds_bucket", "1.0", "search_orders"] == 2
    assert told["call_seconds_bucket", "+Inf", "search_orders"] == 3
    assert told["call_seconds_sum", "search_orders"] == pytest.approx(40.92)


def test_the_counters_never_fall_when_old_calls_are_deleted(connection):
    for _ in range(3):
        make_call(connection, at=ago(days=31))
    make_call(connection)
    before = samples()

    delete_expired()

    assert ApiCall.objects.count() == 1
    assert samples()["calls_total", "search_orders", "200"] == 4
    assert {k: v for k, v in samples().items() if k[0].startswith("call")} == {
        k: v for k, v in before.items() if k[0].startswith("call")
    }


def test_counting_twice_counts_once(connection):
    make_call(connection, at=ago(minutes=20))

    assert count_calls() == count_calls()

    assert samples()["calls_total", "search_orders", "200"] == 1


def test_what_waits_is_told_with_its_age(connection):
    make_event(connection, "waits", state=EventState.WAITING, received_at=ago(seconds=90))
    make_event(connection, "quick", received_at=ago(seconds=60), processed_at=ago(seconds=58))
    make_event(connection, "slow", received_at=ago(seconds=60), processed_at=ago(seconds=50))

    told = samples()

    assert told["webhooks_waiting",] == 1
    assert told["webhook_oldest_seconds",] == pytest.approx(90, abs=5)
    assert told["webhook_delay_seconds",] == pytest.approx(6, abs=1)
    assert told["webhook_delay_seconds_max",] == pytest.approx(10, abs=1)


def test_the_states_of_the_ledger_are_told_even_when_nothing_is_in_them(db):
    told = samples()

    assert told["submissions", "needs_attention"] == 0
    assert told["submission_overdue_seconds",] == 0
    assert told["part_up", "database"] == 1
    assert told["part_up", "beat"] == 0


@pytest.mark.parametrize("token", ["", "wrong", "only-prometheus-knowsx"])
def test_nobody_else_reads_them(db, token):
    assert scrape(token).status_code == 404


def test_without_a_token_there_are_no_metrics(db, settings):
    settings.METRICS_TOKEN = ""

    assert scrape("").status_code == 404


def test_a_scrape_costs_the_same_however_many_calls_there_were(
    connection, django_assert_num_queries
):
    make_call(connection, at=ago(minutes=20))
    count_calls()
    with django_assert_num_queries(9):
        samples()
    for number in range(30):
        make_call(connection, operation=f"operation_{number}")

    with django_assert_num_queries(9):
        samples()
