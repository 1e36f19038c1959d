"""An order on customer hold is changed, released and cancelled once, through the ledger."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone

from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.ingram.operations import orders as api
from apps.orders import mapping, services
from apps.orders.changes import AddedLine, LineChange, OrderChange
from apps.orders.choices import OrderStatus
from apps.orders.entry import Destination
from apps.orders.exceptions import (
    ChangeUnderWay,
    NothingChanged,
    NothingLeft,
    NotOnCustomerHold,
    OrderOutdated,
)
from apps.orders.models import Order
from apps.orders.services import placed
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.models import Submission
from tests.orders.things import OTHER_PART, PART, make_order

THERE = Destination(
    company_name="Lakeside Medical Group",
    contact="Dana Whitfield",
    address_line_1="410 Shore Drive",
    city="Flint",
    state="MI",
    postal_code="48502",
    country_code="US",
    phone_number="8105550144",
    email="dana@lakeside.example",
)
A_PUT = "PUT /resellers/v6/orders/{orderNumber}"
A_DELETE = "DELETE /resellers/v6/orders/{OrderNumber}"


pytestmark = pytest.mark.usefixtures("at_once")


def ordered_now(order: Order) -> dict[str, int]:
    with client_for(order.account) as client:
        lines = api.order_details(client, order.ingram_order_number).lines
    return {line.ingram_part_number: line.quantity_ordered or 0 for line in lines}


def change_of(order: Order, **quantities: int) -> OrderChange:
    lines = [line for line in order.lines.all() if line.ingram_part_number in quantities]
    return OrderChange(
        lines=tuple(
            LineChange(
                ingram_line_number=line.ingram_line_number,
                ingram_part_number=line.ingram_part_number,
                quantity_before=line.quantity_ordered or 0,
                quantity=quantities[line.ingram_part_number],
            )
            for line in lines
        )
    )


def modify(order: Order, change: OrderChange, actor: User, form_key: str = "a form") -> Submission:
    return services.modify_order(
        order=order,
        change=change,
        actor=actor,
        form_key=form_key,
        agreed=mapping.order_fingerprint(order),
    )


Ask = Callable[[Order, User, str], Submission]
ASKS: dict[str, Ask] = {
    "release": lambda order, actor, key: services.release_order(
        order=order, actor=actor, form_key=key
    ),
    "cancel": lambda order, actor, key: services.cancel_order(
        order=order, actor=actor, form_key=key
    ),
    "modify": lambda order, actor, key: modify(order, change_of(order, **{PART: 7}), actor, key),
}
CALLS = {"release": A_PUT, "cancel": A_DELETE, "modify": A_PUT}
AN_ORDER = "/resellers/v6/orders/*"
each_change = pytest.mark.parametrize("name", ASKS)


def test_a_released_order_is_on_hold_no_longer(held: Order, buyer: User, eager_tasks: Any) -> None:
    with eager_tasks():
        submission = services.release_order(order=held, actor=buyer, form_key="a form")

    submission.refresh_from_db()
    held.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert held.state is OrderStatus.PROCESSING
    assert held.hold_ends_at is None


def test_a_cancelled_order_is_cancelled_at_the_distributor(
    held: Order, buyer: User, eager_tasks: Any
) -> None:
    with eager_tasks():
        submission = services.cancel_order(order=held, actor=buyer, form_key="a form")

    submission.refresh_from_db()
    held.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert held.state is OrderStatus.CANCELLED


def test_a_change_alters_quantities_takes_lines_out_and_adds_others(
    held: Order, buyer: User, eager_tasks: Any
) -> None:
    change = OrderChange(
        lines=change_of(held, **{PART: 7, OTHER_PART: 0}).lines,
        added=(AddedLine(ingram_part_number="YN6231", quantity=3),),
    )

    with eager_tasks():
        submission = modify(held, change, buyer)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED, submission.message
    assert submission.message == ""
    assert {k: v for k, v in ordered_now(held).items() if v} == {PART: 7, "YN6231": 3}
    mirrored = {x.ingram_part_number for x in Order.objects.get(pk=held.pk).lines.all()}
    assert "YN6231" in mirrored


def test_a_change_of_the_address_and_the_notes_is_looked_up_by_them(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any
) -> None:
    sandbox.lose_answer("PUT", AN_ORDER)

    with eager_tasks():
        submission = modify(held, OrderChange(ship_to=THERE, notes="Dock 4 please"), buyer)
    assert submission_state(submission) == State.UNKNOWN
    with eager_tasks():
        submissions.reconcile(submission_id=submission.pk)

    assert submission_state(submission) == State.COMPLETED
    assert sandbox.calls(A_PUT) == 1


def test_what_the_distributor_left_out_of_a_change_is_told(
    held: Order, buyer: User, eager_tasks: Any
) -> None:
    change = OrderChange(
        lines=change_of(held, **{PART: 5}).lines,
        added=(AddedLine(ingram_part_number="NOSUCHPART", quantity=1),),
    )

    with eager_tasks():
        submission = modify(held, change, buyer)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert "NOSUCHPART" in submission.message
    assert ordered_now(held)[PART] == 5


def submission_state(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.state


@each_change
def test_a_lost_answer_is_looked_up_and_nothing_is_sent_twice(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any, name: str
) -> None:
    sandbox.lose_answer(CALLS[name].split()[0], AN_ORDER)

    with eager_tasks():
        submission = ASKS[name](held, buyer, "a form")
    assert submission_state(submission) == State.UNKNOWN
    with eager_tasks():
        submissions.reconcile(submission_id=submission.pk)

    assert submission_state(submission) == State.COMPLETED
    assert sandbox.calls(CALLS[name]) == 1


@each_change
def test_a_request_that_never_arrived_is_sent_again_once_its_absence_is_proved(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any, name: str
) -> None:
    sandbox.fault("drop_request", CALLS[name].split()[0], AN_ORDER, times=1)

    with eager_tasks():
        submission = ASKS[name](held, buyer, "a form")
    for _ in range(2):
        submissions.reconcile(submission_id=submission.pk)
    with eager_tasks():
        submissions.send(submission_id=submission.pk)

    assert submission_state(submission) == State.COMPLETED
    assert ordered_now(held)[PART] == (7 if name == "modify" else 4)


@each_change
def test_an_order_that_was_voided_meanwhile_takes_no_change(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any, name: str
) -> None:
    sandbox.advance(25 * 3600)

    with eager_tasks():
        submission = ASKS[name](held, buyer, "a form")

    submission.refresh_from_db()
    held.refresh_from_db()
    assert submission.state == State.REJECTED
    assert submission.message
    assert held.state is OrderStatus.CANCELLED


@each_change
def test_the_same_form_sent_twice_is_one_change(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any, name: str
) -> None:
    with eager_tasks():
        first = ASKS[name](held, buyer, "a form")
        second = ASKS[name](held, buyer, "a form")

    assert first == second
    assert sandbox.calls(CALLS[name]) == 1


@each_change
def test_a_second_change_waits_for_the_first(
    held: Order, buyer: User, colleague: User, name: str
) -> None:
    first = ASKS[name](held, buyer, "a form")

    for other in ASKS.values():
        with pytest.raises(ChangeUnderWay) as refused:
            other(held, colleague, "another form")
        assert refused.value.url == first.get_absolute_url()


@each_change
def test_only_people_of_the_account_who_may_change_orders_do(
    held: Order, viewer: User, outsider: User, sandbox: Any, name: str
) -> None:
    for person in (viewer, outsider):
        with pytest.raises(NotPermitted):
            ASKS[name](held, person, "a form")

    assert not Submission.objects.exists()


@each_change
def test_an_order_that_we_did_not_put_on_hold_takes_no_change(
    account: CustomerAccount, buyer: User, name: str
) -> None:
    foreign = make_order(account, status=OrderStatus.ON_HOLD)
    ended = make_order(
        account, status=OrderStatus.ON_HOLD, hold_ends_at=timezone.now() - timedelta(minutes=1)
    )
    notes: Ask = lambda order, actor, key: modify(order, OrderChange(notes="hi"), actor, key)  # noqa: E731
    ask = notes if name == "modify" else ASKS[name]

    for order, words in ((foreign, "not on a customer hold"), (ended, "24 hours")):
        with pytest.raises(NotOnCustomerHold) as refused:
            ask(order, buyer, "a form")
        assert words in refused.value.user_message


def test_an_empty_change_and_an_outdated_form_are_refused(held: Order, buyer: User) -> None:
    with pytest.raises(NothingChanged):
        modify(held, OrderChange(), buyer)

    with pytest.raises(OrderOutdated):
        services.modify_order(
            order=held,
            change=change_of(held, **{PART: 7}),
            actor=buyer,
            form_key="a form",
            agreed="what was seen yesterday",
        )


@each_change
def test_what_was_agreed_to_must_still_be_so(held: Order, buyer: User, name: str) -> None:
    seen = mapping.order_fingerprint(held)
    change = change_of(held, **{PART: 7})
    held.lines.filter(ingram_part_number=PART).update(quantity_ordered=400)
    asks: dict[str, Callable[[], Submission]] = {
        "release": lambda: services.release_order(
            order=held, actor=buyer, form_key="a form", agreed=seen
        ),
        "cancel": lambda: services.cancel_order(
            order=held, actor=buyer, form_key="a form", agreed=seen
        ),
        "modify": lambda: services.modify_order(
            order=held, change=change, actor=buyer, form_key="a form", agreed=seen
        ),
    }

    with pytest.raises(OrderOutdated):
        asks[name]()

    assert not Submission.objects.exists()


def test_a_change_that_leaves_no_line_is_a_cancellation(held: Order, buyer: User) -> None:
    everything = change_of(held, **{PART: 0, OTHER_PART: 0})

    with pytest.raises(NothingLeft) as refused:
        modify(held, everything, buyer)

    assert "cancel the order" in refused.value.user_message
    assert not Submission.objects.exists()


def test_until_the_new_line_numbers_are_read_an_order_takes_no_other_change(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any, no_waiting: None
) -> None:
    sandbox.fault("html_maintenance", "GET", "/resellers/v6.1/orders/*", times=None)
    with eager_tasks():
        first = modify(held, change_of(held, **{PART: 7}), buyer)
    held.refresh_from_db()

    with pytest.raises(OrderOutdated) as refused:
        modify(held, change_of(held, **{OTHER_PART: 3}), buyer, "another form")

    assert submission_state(first) == State.COMPLETED
    assert "new numbers" in refused.value.user_message


def test_another_contact_at_the_same_address_is_looked_up_by_the_contact(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any
) -> None:
    with eager_tasks():
        modify(held, OrderChange(ship_to=THERE), buyer)
    held = Order.objects.get(pk=held.pk)
    sandbox.fault("drop_request", "PUT", AN_ORDER, times=1)

    with eager_tasks():
        submission = modify(
            held, OrderChange(ship_to=replace(THERE, contact="Omar Reyes")), buyer, "another form"
        )
    submissions.reconcile(submission_id=submission.pk)

    assert submission_state(submission) != State.COMPLETED
    assert Order.objects.get(pk=held.pk).ship_to["contact"] == "DANA WHITFIELD"


def test_a_lost_change_that_the_order_cannot_show_is_for_a_person_to_decide(
    held: Order, buyer: User, sandbox: Any, eager_tasks: Any
) -> None:
    stored = replace(THERE, address_id="200")
    sandbox.lose_answer("PUT", AN_ORDER)

    with eager_tasks():
        submission = modify(held, OrderChange(ship_to=stored), buyer)
    with eager_tasks():
        submissions.reconcile(submission_id=submission.pk)

    assert submission_state(submission) == State.NEEDS_ATTENTION
    assert sandbox.calls(A_PUT) == 1


@pytest.mark.django_db(transaction=True)
def test_of_people_who_decide_at_the_same_moment_one_is_heard(held: Order, buyer: User) -> None:
    start = threading.Barrier(4)
    refused: list[ChangeUnderWay] = []

    def ask(number: int) -> None:
        deed = (services.release_order, services.cancel_order)[number % 2]
        try:
            start.wait()
            deed(order=held, actor=buyer, form_key=f"form {number}")
        except ChangeUnderWay as exc:
            refused.append(exc)
        finally:
            database.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 3
    assert Submission.objects.count() == 1


def test_a_hold_of_the_distributors_after_the_release_is_not_taken_for_ours(
    held: Order, buyer: User, eager_tasks: Any
) -> None:
    """Credit, say; and then a late event speaks of the placing once more."""
    placing = Submission.objects.create(
        kind="order.create_v7",
        account=held.account,
        actor=buyer,
        form_key="its form",
        business_key="HOLD-1",
        body={
            "additionalAttributes": [
                {"attributeName": mapping.CUSTOMER_HOLD, "attributeValue": "true"}
            ]
        },
    )
    placed.tie(placing, held.ingram_order_number)
    assert Order.objects.get(pk=held.pk).is_on_customer_hold
    with eager_tasks():
        services.release_order(order=held, actor=buyer, form_key="a form")
    Order.objects.update(status=OrderStatus.ON_HOLD)

    placed.tie(placing, held.ingram_order_number)

    assert not Order.objects.get(pk=held.pk).is_on_customer_hold
