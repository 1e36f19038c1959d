"""Two web processes, two workers and beat as on several machines, and what goes wrong with them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests

from tests.services.counter import arrived, doctors_words, drive
from tests.services.machines import own_postgresql, own_rabbitmq, own_redis
from tests.services.person import Person
from tests.services.rush import ordering
from tests.stack import Stack, free_port, running_stack, wait_until

REDIS = "redis://127.0.0.1:6379"
STANDSTILL = "Work in the background stands still"
NO_CACHE = "The short-term memory is away"
TROUBLE_SECONDS = float(os.environ.get("TROUBLE_SECONDS", "0"))
ENDED = ("completed", "rejected", "needs_attention")

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@contextmanager
def machines(folder: Path, **addresses: str) -> Iterator[tuple[Stack, int]]:
    """The stack with a second web process and a second worker; the second's port."""
    with running_stack(
        folder, DJANGO_SETTINGS_MODULE="tests.services.settings", **addresses
    ) as stack:
        stack.control(timings={"order_created": 1, "quote_ready": 1})
        second = free_port()
        words = [word.replace(str(stack.port), str(second)) for word in stack.command("web")]
        stack.start("web-2", words)
        stack.start("worker-2", stack.command("worker"))
        wait_until(lambda: status(second, "/readyz") == 200, seconds=150, what="all are ready")
        yield stack, second


def status(port: int, path: str) -> int:
    try:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=15).status_code
    except requests.RequestException:
        return 0


def away(port: int) -> set[str]:
    parts = requests.get(f"http://127.0.0.1:{port}/readyz", timeout=30).json()["parts"]
    return {name for name, part in parts.items() if not part["ok"]}


@pytest.mark.parametrize("own_broker", [own_redis, own_rabbitmq])
def test_a_broker_two_workers_and_a_web_process_may_go(database_url, tmp_path, own_broker):
    with own_broker(tmp_path / "broker") as broker:
        address = {own_redis: "redis://127.0.0.1:{}/0", own_rabbitmq: "amqp://127.0.0.1:{}//"}
        addresses = {
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": address[own_broker].format(broker.port),
            "CACHE_URL": f"{REDIS}/13",
            "LIMITER_URL": f"{REDIS}/14",
        }
        with machines(tmp_path, **addresses) as (stack, second):
            one, other = Person(stack, stack.port), Person(stack, second)

            one.place_order("PO-TWO-WEBS")
            wait_until(
                lambda: other.sees_order("PO-TWO-WEBS"), seconds=150, what="the other sees it"
            )

            broker.stop(signal.SIGTERM)
            one.place_order("PO-NO-BROKER")
            wait_until(lambda: other.is_told(STANDSTILL), seconds=60, what="every page tells")
            broker.start()
            wait_until(
                lambda: other.sees_order("PO-NO-BROKER"), seconds=150, what="it goes out by itself"
            )
            wait_until(lambda: not other.is_told(STANDSTILL), seconds=60, what="nothing is told")

            stack.kill("worker")
            stack.kill("web")
            other.place_order("PO-HALF-GONE")
            wait_until(lambda: other.sees_order("PO-HALF-GONE"), seconds=150, what="they carry on")

            for number in ("PO-TWO-WEBS", "PO-NO-BROKER", "PO-HALF-GONE"):
                assert arrived(stack, "orders", number) == 1


def test_servers_and_beat_may_go_while_people_order(migrated_url, tmp_path):
    """Redis away and frozen, PostgreSQL restarted, beat killed: no order is lost or doubled.

    TROUBLE_SECONDS says for how long each is away at least.
    """
    with own_redis(tmp_path / "redis") as redis, own_postgresql(like=migrated_url) as postgresql:
        var = tmp_path / "var"
        var.mkdir()
        addresses = {
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{postgresql.port}/postgres",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{redis.port}/0",
            "CACHE_URL": f"redis://127.0.0.1:{redis.port}/1",
            "LIMITER_URL": f"redis://127.0.0.1:{redis.port}/2",
        }
        with machines(var, **addresses) as (stack, second), ordering(stack) as rush:
            person = Person(stack, second)
            rush.start()
            assert doctors_words(stack) & {"broker", "cache", "database", "beat"} == set()

            redis.stop()
            assert {"broker", "cache"} <= away(second)
            for words in (STANDSTILL, NO_CACHE):
                wait_until(partial(person.is_told, words), seconds=60, what=words)
            assert {"broker", "cache"} <= doctors_words(stack)
            rush.goes_on()
            time.sleep(TROUBLE_SECONDS)
            redis.start()
            wait_until(lambda: not person.is_told(NO_CACHE), seconds=60, what="the cache is back")

            with redis.frozen():
                for words in (STANDSTILL, NO_CACHE):
                    wait_until(partial(person.is_told, words), seconds=60, what=words)
                assert {"broker", "cache"} <= away(second)
                rush.goes_on()
            wait_until(lambda: not person.is_told(NO_CACHE), seconds=60, what="it answers again")

            postgresql.stop()
            assert status(second, "/healthz") == 200
            assert status(second, "/readyz") == 503
            page = person.get("/orders/")
            assert (page.status_code, "cannot reach its database" in page.text) == (503, True)
            assert "database" in doctors_words(stack)
            time.sleep(TROUBLE_SECONDS)
            postgresql.start()
            wait_until(
                lambda: person.get("/orders/").status_code == 200,
                seconds=150,
                what="pages open again by themselves",
            )
            rush.goes_on()

            wait_until(lambda: not away(second), seconds=150, what="all parts are ready again")
            stack.kill("beat")
            wait_until(lambda: person.is_told(STANDSTILL), seconds=90, what="beat is missed")
            assert "beat" in doctors_words(stack)
            rush.goes_on()
            time.sleep(TROUBLE_SECONDS)
            stack.start("beat")
            wait_until(lambda: not person.is_told(STANDSTILL), seconds=90, what="beat is back")

            rush.stop()
            assert rush.person.was_refused  # in the middle of it, and went on
            for number in rush.numbers:
                wait_until(partial(person.sees_order, number), seconds=150, what=number)
                assert arrived(stack, "orders", number) == 1, number


def test_a_write_that_waits_survives_a_worker_that_is_killed(database_url, tmp_path):
    addresses = {
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": f"{REDIS}/12",
        "CACHE_URL": f"{REDIS}/13",
        "LIMITER_URL": f"{REDIS}/14",
    }
    with machines(tmp_path, **addresses) as (stack, _second):
        queued = drive(stack, "order", "PO-KILLED")
        stack.kill("worker")
        stack.kill("worker-2")
        stack.start("worker")

        ended = drive(stack, "wait", queued["pk"], *ENDED)

        assert ended["state"] == "completed"
        assert arrived(stack, "orders", "PO-KILLED") == 1
