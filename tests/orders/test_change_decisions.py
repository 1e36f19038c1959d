"""A manager says what became of a change: the order is read again, no number is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.ingram.operations import order_changes as api
from apps.orders import services
from apps.orders.choices import OrderStatus
from apps.orders.models import Order
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.models import Submission
from tests.orders.at_distributor import held_order

PAGE = "/submissions/attention/"


@pytest.fixture
def held(account: CustomerAccount, sandbox: Any) -> Order:
    return held_order(account, sandbox)


@pytest.fixture
def decider(manager: User, signed_in: Any) -> Client:
    found: Client = signed_in(manager)
    return found


@pytest.fixture
def stuck(held: Order, buyer: User) -> Submission:
    """A release of which nobody can tell what became of it."""
    submission = services.release_order(order=held, actor=buyer, form_key="a form")
    Submission.objects.update(state=State.NEEDS_ATTENTION, next_step_at=None)
    submission.refresh_from_db()
    return submission


def link(browser: Client, submission: Submission) -> Any:
    return browser.post(f"/submissions/{submission.pk}/link/?from=attention")


def test_the_page_asks_whether_it_was_done_and_for_no_number(
    stuck: Submission, decider: Client
) -> None:
    page = decider.get(PAGE).content.decode()

    assert "Release order" in page
    assert "It was done" in page
    assert "It was not done: send it again" in page
    assert "Number at the distributor" not in page
    assert f'href="/orders/{stuck.subject}/"' in page


def test_what_was_done_is_read_again_and_recorded(
    stuck: Submission, held: Order, account: CustomerAccount, decider: Client, manager: User
) -> None:
    with client_for(account) as client:
        api.release_order(client, stuck.subject)

    answer = link(decider, stuck)

    stuck.refresh_from_db()
    held.refresh_from_db()
    decision = stuck.attempts.get(kind=AttemptKind.DECISION)
    assert answer.url == PAGE
    assert stuck.state == State.COMPLETED
    assert held.state is OrderStatus.PROCESSING
    assert (decision.actor, decision.outcome) == (manager, Outcome.LINKED)
    assert "is now: processing" in decision.message


def test_what_was_not_done_cannot_be_said_to_be(
    stuck: Submission, held: Order, decider: Client
) -> None:
    answer = link(decider, stuck)

    stuck.refresh_from_db()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Order {held} is now: on hold." in page
    assert "this was not done" in page
    assert stuck.state == State.NEEDS_ATTENTION


def test_what_was_not_done_is_sent_again_once(
    stuck: Submission, held: Order, decider: Client, eager_tasks: Any, sandbox: Any
) -> None:
    with eager_tasks():
        decider.post(f"/submissions/{stuck.pk}/send-again/?from=attention")

    stuck.refresh_from_db()
    held.refresh_from_db()
    assert stuck.state == State.COMPLETED
    assert held.state is OrderStatus.PROCESSING
    assert sandbox.calls("PUT /resellers/v6/orders/{orderNumber}") == 1


def test_a_closed_change_leaves_the_order_to_be_changed_anew(
    stuck: Submission, held: Order, decider: Client, buyer: User
) -> None:
    decider.post(f"/submissions/{stuck.pk}/close/?from=attention")

    stuck.refresh_from_db()
    assert stuck.state == State.REJECTED
    assert "closed it: it was not done." in stuck.message
    again = services.release_order(order=held, actor=buyer, form_key="another form")
    assert again.state == State.QUEUED
