"""Who placed an order is told when it slips, is held or is voided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.notifications.models import Notification
from apps.orders.choices import CANCEL_ORDER, DateKind, OrderStatus
from apps.orders.models import DateChange, Order, OrderLine
from apps.orders.notification_kinds import tell_of_reading
from apps.submissions.choices import State
from apps.submissions.models import Submission
from tests.orders.things import make_line, make_order

pytestmark = pytest.mark.django_db


def make_submission(account: CustomerAccount, actor: User, **changes: Any) -> Submission:
    values = {
        "kind": "order.create_v7",
        "form_key": f"form {Submission.objects.count()}",
        "business_key": f"PO {Submission.objects.count()}",
        "body": {},
    }
    return Submission.objects.create(account=account, actor=actor, **values | changes)


@pytest.fixture
def order(account: CustomerAccount, buyer: User) -> Order:
    submission = make_submission(account, buyer)
    order = make_order(account, customer_order_number="PO-7", submission=submission)
    make_line(order, ingram_line_number="001", status=OrderStatus.PROCESSING)
    return order


def read(order: Order, *, was: str = OrderStatus.PROCESSING, **line: Any) -> None:
    """What a reading tells of the one line, which stood otherwise before."""
    (known,) = order.lines.all()
    before = OrderLine(
        order=order,
        ingram_line_number=known.ingram_line_number,
        ingram_part_number=known.ingram_part_number,
        quantity_ordered=known.quantity_ordered,
        status=was,
    )
    changes = line.pop("changes", [])
    for name, value in line.items():
        setattr(known, name, value)
    tell_of_reading(order, before=[before], after=[known], changes=changes)


def later(order: Order, kind: DateKind = DateKind.SHIP, *, days: int = 7) -> DateChange:
    first = date(2026, 12, 1)
    return DateChange(
        order=order,
        kind=kind,
        ingram_part_number="6YE881",
        before=first,
        after=first + timedelta(days=days),
        noticed_at=timezone.now(),
    )


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.select_related("person").order_by("pk")
    return [(row.person.username, row.title) for row in rows]


def test_a_later_ship_date_is_told_with_both_days(order: Order) -> None:
    for _ in range(2):
        read(order, changes=[later(order)])

    assert told() == [("buyer", f"Order {order} (PO-7) ships later")]
    assert Notification.objects.get().text == "6YE881: 1 Dec 2026 to 8 Dec 2026"


def test_an_earlier_day_or_a_day_of_another_kind_is_not_told(order: Order) -> None:
    read(order, changes=[later(order, days=-3), later(order, DateKind.DELIVERY)])

    assert told() == []


def test_a_line_held_by_the_distributor_is_told(order: Order) -> None:
    read(order, status=OrderStatus.ON_HOLD)
    read(order, was=OrderStatus.ON_HOLD, status=OrderStatus.ON_HOLD)

    assert told() == [("buyer", f"Order {order} (PO-7) is held by the distributor")]


def test_our_own_hold_is_not_the_distributors(order: Order) -> None:
    order.hold_ends_at = timezone.now() + timedelta(hours=20)

    read(order, status=OrderStatus.ON_HOLD)

    assert told() == []


@pytest.mark.parametrize("status", [OrderStatus.CANCELLED, OrderStatus.REJECTED])
def test_a_voided_order_is_told_once(order: Order, status: OrderStatus) -> None:
    order.status = status
    order.status_text = "Voided"

    read(order, status=status)
    read(order, was=status, status=status)

    assert told() == [("buyer", f"Order {order} (PO-7) was voided")]
    assert Notification.objects.get().text == "The distributor says: Voided."


def test_nobody_is_told_that_they_cancelled_an_order_themselves(
    order: Order, buyer: User, manager: User
) -> None:
    order.status = OrderStatus.CANCELLED
    cancel = make_submission(
        order.account,
        buyer,
        kind=CANCEL_ORDER,
        subject=order.ingram_order_number,
        state=State.COMPLETED,
    )
    read(order, status=OrderStatus.CANCELLED)
    by_placer = told()
    cancel.actor = manager
    cancel.save()
    read(order, status=OrderStatus.CANCELLED)

    assert by_placer == []
    assert told() == [("buyer", f"Order {order} (PO-7) was voided")]


def test_an_order_that_was_placed_elsewhere_is_told_to_nobody(
    order: Order, django_assert_num_queries: Any
) -> None:
    order.submission = None
    order.status = OrderStatus.CANCELLED
    (line,) = order.lines.all()

    with django_assert_num_queries(0):
        tell_of_reading(order, before=[], after=[line], changes=[later(order)])

    assert told() == []
