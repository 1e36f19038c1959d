"""Events before the answer, before the commit, twice, in any order, or never: once is once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Connection
from apps.connections.services import client_for
from apps.ingram.operations import orders as api
from apps.orders import mapping, services
from apps.orders.changes import LineChange, OrderChange
from apps.orders.choices import (
    CANCEL_ORDER,
    MODIFY_ORDER,
    PLACE_ORDER,
    PLACE_ORDER_NOW,
    RELEASE_ORDER,
    OrderStatus,
)
from apps.orders.models import Order
from apps.orders.services import mirror
from apps.submissions import registry
from apps.submissions import services as submissions
from apps.submissions.choices import AttemptKind, State
from apps.submissions.models import Submission
from apps.webhooks import services as webhooks
from apps.webhooks.models import WebhookEvent
from tests.orders.at_distributor import (
    PART,
    before_the_answer,
    held_order,
    order_body,
    tell,
    tell_all,
)

PO = "PO-RACE"
PLACINGS = (PLACE_ORDER, PLACE_ORDER_NOW)
CHANGES = (RELEASE_ORDER, CANCEL_ORDER, MODIFY_ORDER)
AFTER = {
    RELEASE_ORDER: OrderStatus.PROCESSING,
    CANCEL_ORDER: OrderStatus.CANCELLED,
    MODIFY_ORDER: OrderStatus.ON_HOLD,
}
each_placing = pytest.mark.parametrize("kind", PLACINGS)
each_change = pytest.mark.parametrize("kind", CHANGES)


@pytest.fixture(autouse=True)
def at_once(settings: Any) -> None:
    settings.SUBMISSIONS = {
        "retry_first": 0,
        "look_up_first": 0,
        "accepted_first": 0,
        "settling": 0,
        "absences": 2,
    }


@pytest.fixture
def held(account: CustomerAccount, sandbox: Any) -> Order:
    return held_order(account, sandbox)


def place(kind: str, account: CustomerAccount, actor: User) -> Submission:
    return submissions.enqueue(
        kind=kind,
        account=account,
        actor=actor,
        form_key=f"{kind} {PO}",
        business_key=PO,
        body=order_body(PO).body(),
    )


def ask(kind: str, order: Order, actor: User) -> Submission:
    if kind == MODIFY_ORDER:
        line = next(x for x in order.lines.all() if x.ingram_part_number == PART)
        more = LineChange(
            ingram_line_number=line.ingram_line_number,
            ingram_part_number=PART,
            quantity_before=4,
            quantity=7,
        )
        return services.modify_order(
            order=order,
            change=OrderChange(lines=(more,)),
            actor=actor,
            form_key="a form",
            agreed=mapping.order_fingerprint(order),
        )
    deed = services.release_order if kind == RELEASE_ORDER else services.cancel_order
    return deed(order=order, actor=actor, form_key="a form")


def process_waiting() -> None:
    """What the sweeper would do in its next rounds."""
    for _ in range(3):
        WebhookEvent.objects.exclude(next_step_at=None).update(next_step_at=timezone.now())
        for event in WebhookEvent.objects.exclude(next_step_at=None):
            webhooks.process(event_pk=event.pk)


def quantity_of(order: Order) -> int:
    return sum(x.quantity_ordered or 0 for x in order.lines.all() if x.ingram_part_number == PART)


# --- Before the answer -------------------------------------------------------------------------


@each_placing
def test_an_order_event_before_the_answer_of_its_call(
    kind: str,
    account: CustomerAccount,
    connection: Connection,
    buyer: User,
    sandbox: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[int] = []

    def event() -> None:
        sandbox.advance(5)
        heard.append(tell_all(connection, sandbox))
        number = sandbox.state()["orders"][PO][0]
        tell(connection, number, "EARLY", po=PO)
        process_waiting()
        heard.append(Submission.objects.get().state == State.COMPLETED)

    before_the_answer(monkeypatch, kind, event)
    submission = place(kind, account, buyer)

    submissions.send(submission_id=submission.pk)
    process_waiting()

    submission.refresh_from_db()
    order = Order.objects.get(account=account)
    assert heard[1]
    assert submission.state == State.COMPLETED
    assert submission.result_number == order.ingram_order_number
    assert order.submission == submission
    assert submission.attempts.filter(kind=AttemptKind.SEND).count() == 1
    assert sandbox.orders(customer_order_number=PO) == 1


@each_change
def test_an_event_of_a_change_before_the_answer_of_its_call(
    kind: str,
    held: Order,
    connection: Connection,
    buyer: User,
    sandbox: Any,
    eager_tasks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def event() -> None:
        tell(connection, held.ingram_order_number, "EARLY")
        process_waiting()

    before_the_answer(monkeypatch, kind, event)
    with eager_tasks():
        submission = ask(kind, held, buyer)

    submission.refresh_from_db()
    order = Order.objects.get(pk=held.pk)
    assert submission.state == State.COMPLETED
    assert order.state is AFTER[kind]
    assert quantity_of(order) == (7 if kind == MODIFY_ORDER else 4)
    assert (order.hold_ends_at is None) == (kind != MODIFY_ORDER)
    assert not order.awaits_reading


# --- Before the commit -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [*PLACINGS, RELEASE_ORDER])
def test_an_event_before_the_answer_is_committed(
    kind: str,
    account: CustomerAccount,
    connection: Connection,
    buyer: User,
    sandbox: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = held_order(account, sandbox) if kind == RELEASE_ORDER else None
    failures: list[BaseException] = []
    others: list[threading.Thread] = []
    known = registry.kind(kind)

    def in_a_thread(begun: threading.Event) -> None:
        try:
            begun.set()
            tell(connection, number(), "MEANWHILE", po="" if held else PO)
            process_waiting()
        except BaseException as exc:  # the test tells of it
            failures.append(exc)
        finally:
            connections.close_all()

    def number() -> str:
        return held.ingram_order_number if held else str(sandbox.state()["orders"][PO][0])

    def while_open(submission: Submission) -> None:
        # The transaction of the answer is open: nobody else can see its row yet.
        if submission.state in (State.ACCEPTED, State.COMPLETED) and not others:
            sandbox.advance(5)
            begun = threading.Event()
            others.append(threading.Thread(target=in_a_thread, args=(begun,)))
            others[0].start()
            begun.wait(5)
        known.on_change(submission)

    monkeypatch.setitem(registry._kinds, kind, replace(known, on_change=while_open))
    submission = ask(kind, held, buyer) if held else place(kind, account, buyer)
    submissions.send(submission_id=submission.pk)
    others[0].join(30)
    cache.clear()  # the lease of a reading whose message nobody took
    process_waiting()

    submission.refresh_from_db()
    assert not failures
    assert submission.state == State.COMPLETED
    assert submission.attempts.filter(kind=AttemptKind.SEND).count() == 1
    order = Order.objects.get(ingram_order_number=number())
    assert order.state is not OrderStatus.ON_HOLD
    if not held:
        assert order.submission == submission
        assert sandbox.orders(customer_order_number=PO) == 1


# --- Twice, in the wrong order, late -----------------------------------------------------------


@each_placing
def test_events_twice_and_backwards_complete_an_order_once(
    kind: str,
    account: CustomerAccount,
    connection: Connection,
    buyer: User,
    sandbox: Any,
) -> None:
    submission = place(kind, account, buyer)
    submissions.send(submission_id=submission.pk)
    sandbox.advance(5)
    number = sandbox.state()["orders"][PO][0]

    for event_id in ("SHIPPED", "CREATED", "SHIPPED", "CREATED"):
        tell(connection, number, event_id, po=PO)
    tell_all(connection, sandbox)
    process_waiting()
    process_waiting()

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert submission.attempts.filter(kind=AttemptKind.NOTICE).count() <= 1
    assert Order.objects.get(account=account).submission == submission
    assert WebhookEvent.objects.get(event_id="SHIPPED").repeats == 1
    assert sandbox.orders(customer_order_number=PO) == 1


@each_change
def test_a_late_event_does_not_bring_back_what_a_change_has_ended(
    kind: str,
    held: Order,
    connection: Connection,
    account: CustomerAccount,
    buyer: User,
    eager_tasks: Any,
) -> None:
    with eager_tasks():
        ask(kind, held, buyer)

    for event_id in ("HELD", "HELD", "OLDER"):
        tell(connection, held.ingram_order_number, event_id)
    process_waiting()

    order = Order.objects.get(pk=held.pk)
    assert order.state is AFTER[kind]
    assert (order.hold_ends_at is None) == (kind != MODIFY_ORDER)
    assert quantity_of(order) == (7 if kind == MODIFY_ORDER else 4)


def test_a_released_order_that_was_placed_here_is_not_held_again_by_a_late_event(
    account: CustomerAccount,
    connection: Connection,
    buyer: User,
    sandbox: Any,
    eager_tasks: Callable[..., Any],
) -> None:
    submission = submissions.enqueue(
        kind=PLACE_ORDER,
        account=account,
        actor=buyer,
        form_key="a form of a held order",
        business_key=PO,
        body=order_body(PO, is_held=True).body(),
    )
    submissions.send(submission_id=submission.pk)
    sandbox.advance(5)
    number = sandbox.state()["orders"][PO][0]
    tell(connection, number, "CREATED", po=PO)
    process_waiting()
    held = Order.objects.get(account=account)
    assert held.is_on_customer_hold
    with eager_tasks():
        ask(RELEASE_ORDER, held, buyer)

    tell(connection, number, "LATE", po=PO)
    process_waiting()

    held.refresh_from_db()
    assert (held.state, held.hold_ends_at) == (OrderStatus.PROCESSING, None)


# --- Never --------------------------------------------------------------------------------------


def test_an_order_whose_event_never_comes_is_found_by_look_up(
    account: CustomerAccount, buyer: User, sandbox: Any
) -> None:
    submission = place(PLACE_ORDER, account, buyer)
    submissions.send(submission_id=submission.pk)
    submission.refresh_from_db()
    waiting = submission.state
    sandbox.advance(5)

    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert (waiting, submission.state) == (State.ACCEPTED, State.COMPLETED)
    assert Order.objects.get(account=account).submission == submission
    assert not WebhookEvent.objects.exists()


@each_change
def test_a_change_whose_answer_is_lost_and_whose_event_comes_is_settled_by_look_up(
    kind: str,
    held: Order,
    connection: Connection,
    buyer: User,
    sandbox: Any,
) -> None:
    method = "DELETE" if kind == CANCEL_ORDER else "PUT"
    sandbox.lose_answer(method, "/resellers/v6/orders/*")
    submission = ask(kind, held, buyer)
    submissions.send(submission_id=submission.pk)
    submission.refresh_from_db()
    lost = submission.state

    tell(connection, held.ingram_order_number, "EVENT")
    process_waiting()
    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    order = Order.objects.get(pk=held.pk)
    assert (lost, submission.state) == (State.UNKNOWN, State.COMPLETED)
    assert order.state is AFTER[kind]
    assert quantity_of(order) == (7 if kind == MODIFY_ORDER else 4)


def test_an_older_reading_does_not_undo_a_release(
    held: Order, account: CustomerAccount, buyer: User, eager_tasks: Any
) -> None:
    with client_for(account) as client:
        asked_at = timezone.now()
        old = api.order_details(client, held.ingram_order_number)
    with eager_tasks():
        ask(RELEASE_ORDER, held, buyer)

    mirror.save_details(account, old, asked_at=asked_at)

    held.refresh_from_db()
    assert held.state is OrderStatus.PROCESSING
