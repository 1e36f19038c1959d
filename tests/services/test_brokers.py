"""The production set-up: PostgreSQL, Redis for cache and allowance, and either broker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.counter import arrived, drive
from tests.stack import ROOT, Stack, running_stack

ENDED = ("completed", "rejected", "needs_attention")
# Databases and virtual hosts of their own, so that a real installation beside is not disturbed.
REDIS = "redis://127.0.0.1:6379"
BROKERS = {"redis": f"{REDIS}/12", "rabbitmq": "amqp://guest:guest@127.0.0.1:5672//"}

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@pytest.fixture(params=BROKERS)
def stack(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Stack]:
    with running_stack(
        tmp_path,
        DJANGO_SETTINGS_MODULE="tests.services.settings",
        DATABASE_URL=database_url,
        CELERY_BROKER_URL=BROKERS[request.param],
        CACHE_URL=f"{REDIS}/13",
        LIMITER_URL=f"{REDIS}/14",
    ) as stack:
        yield stack


def test_quote_and_order_go_out_once_and_come_back(stack):
    quote = drive(stack, "quote", "Services quote")
    order = drive(stack, "order", "PO-SERVICES")
    again = drive(stack, "order", "PO-SERVICES")

    quote = drive(stack, "wait", quote["pk"], *ENDED)
    order = drive(stack, "wait", order["pk"], *ENDED)

    assert again["pk"] == order["pk"]
    assert (quote["state"], order["state"]) == ("completed", "completed"), stack.log("worker")
    assert arrived(stack, "quotes", "Services quote") == 1
    assert arrived(stack, "orders", "PO-SERVICES") == 1
    assert drive(stack, "filled")["filled"] > 0


def test_the_ledger_holds_on_postgresql(database_url):
    """Its own tests once more, where two transactions really run side by side."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "tests/submissions",
            "tests/sync",
            "tests/orders/test_event_races.py",
            "tests/orders/test_keeping_up.py",
            "tests/webhooks/test_take_in.py",
            "-q",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
        ],
        cwd=ROOT,
        env={**inherited, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stdout[-3000:]
