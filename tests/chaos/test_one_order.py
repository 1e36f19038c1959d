"""Whatever breaks between portal and distributor: the order arrives once, and the ledger knows it.

The short form; every case counts what the sandbox really received.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.counter import arrived, drive, driving
from tests.stack import Stack, running_stack

ENDED = ("completed", "rejected", "needs_attention")
ORDERS = "/resellers/v7/orders"

pytestmark = pytest.mark.xdist_group("chaos")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder: Path = tmp_path_factory.mktemp("chaos")
    with running_stack(folder, DJANGO_SETTINGS_MODULE="tests.services.settings") as stack:
        yield stack
        stack.control(faults=[])


def test_a_lost_answer_leaves_one_order(stack):
    stack.control(faults=[{"kind": "lose_answer", "method": "POST", "path": ORDERS, "times": 1}])

    order = drive(stack, "order", "PO-LOST-ANSWER")
    order = drive(stack, "wait", order["pk"], *ENDED)

    assert order["state"] == "completed"
    assert arrived(stack, "orders", "PO-LOST-ANSWER") == 1


def test_a_request_that_never_arrived_is_sent_again_once(stack):
    stack.control(faults=[{"kind": "drop_request", "method": "POST", "path": ORDERS, "times": 1}])

    order = drive(stack, "order", "PO-DROPPED")
    order = drive(stack, "wait", order["pk"], *ENDED)

    assert (order["state"], order["sends"]) == ("completed", 2)
    assert arrived(stack, "orders", "PO-DROPPED") == 1


@pytest.mark.parametrize("acts", [True, False], ids=["it_arrives", "it_does_not_arrive"])
def test_a_worker_killed_while_sending_leaves_one_order(stack, acts):
    number = f"PO-KILLED-{acts}"
    slow = {"kind": "latency", "method": "POST", "path": ORDERS, "times": 1, "seconds": 4}
    drop = {"kind": "drop_request", "method": "POST", "path": ORDERS, "times": 1}
    stack.control(faults=[slow] if acts else [slow, drop])

    order = drive(stack, "order", number)
    sending = drive(stack, "wait", order["pk"], "sending")
    stack.kill("worker")
    stack.start("worker")
    order = drive(stack, "wait", order["pk"], *ENDED)

    assert sending["state"] == "sending"
    assert order["state"] == "completed"
    assert arrived(stack, "orders", number) == 1


def test_messages_that_the_broker_lost_delay_and_lose_nothing(stack):
    stack.kill("worker")
    order = drive(stack, "order", "PO-NO-MESSAGE")
    shutil.rmtree(stack.var_dir / "broker" / "queue")
    (stack.var_dir / "broker" / "queue").mkdir()

    stack.start("worker")
    order = drive(stack, "wait", order["pk"], *ENDED)

    assert order["state"] == "completed"
    assert arrived(stack, "orders", "PO-NO-MESSAGE") == 1


def test_an_outage_is_waited_for(stack):
    stack.control(
        faults=[{"kind": "html_maintenance", "path": "/oauth/*", "times": 2}], revoke_tokens=True
    )

    order = drive(stack, "order", "PO-OUTAGE")
    order = drive(stack, "wait", order["pk"], *ENDED)

    assert order["state"] == "completed"
    assert arrived(stack, "orders", "PO-OUTAGE") == 1


def test_a_double_click_leaves_one_order(stack):
    with (
        driving(stack, "order", "PO-TWICE") as first,
        driving(stack, "order", "PO-TWICE") as second,
    ):
        first.wait(60)
        second.wait(60)
    order = drive(stack, "order", "PO-TWICE")
    order = drive(stack, "wait", order["pk"], *ENDED)

    assert (first.returncode, second.returncode) == (0, 0)
    assert order["state"] == "completed"
    assert arrived(stack, "orders", "PO-TWICE") == 1
