"""An upgrade takes the reminders of holds along: none is sent twice, none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection as database
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.notifications import services as notifications
from apps.notifications.models import Notification
from apps.orders import services
from apps.orders.choices import OrderStatus
from apps.orders.models import Order
from tests.orders.things import make_order

BEFORE = [("orders", "0010_found_by_sub_order"), ("notifications", "0001_initial")]

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*targets: tuple[str, str]) -> Any:
    """To these, or to the latest of all; the models as they are then."""
    executor = MigrationExecutor(database)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())
    return MigrationExecutor(database).loader.project_state(list(targets)).apps


@pytest.fixture
def order(account: CustomerAccount) -> Order:
    """On hold for three more hours."""
    ends_at = timezone.now() + timedelta(hours=3)
    return make_order(account, status=OrderStatus.ON_HOLD, hold_ends_at=ends_at)


@pytest.fixture
def earlier(order: Order) -> Iterator[Any]:
    """The models from before, with the order."""
    yield migrate(*BEFORE)
    migrate()


def test_a_sent_reminder_stays_sent_and_one_in_the_works_goes_out_once(
    order: Order, buyer: User, manager: User, earlier: Any
) -> None:
    now = timezone.now()
    reminders = earlier.get_model("orders", "HoldReminder").objects
    row = {"order_id": order.pk, "hours_before": 4, "hold_ends_at": order.hold_ends_at}
    reminders.create(**row, person_id=buyer.pk, sent_at=now, dismissed_at=now)
    waiting = reminders.create(**row, person_id=manager.pk, next_try_at=now + timedelta(minutes=4))

    migrate()
    for minutes in (0, 3, 5, 10):
        services.remind(at=now + timedelta(minutes=minutes))
        notifications.send_due(at=now + timedelta(minutes=minutes))

    (message,) = mail.outbox
    assert message.to == [manager.email]
    assert message.extra_headers["Message-ID"].startswith(f"<hold-{waiting.pk}-")
    assert Notification.objects.get(person=buyer).read_at is not None
    assert Notification.objects.get(person=manager).read_at is None


def test_an_upgrade_that_is_taken_back_keeps_them_too(
    order: Order, manager: User, earlier: Any
) -> None:
    migrate()
    services.remind()
    notifications.send_due()

    older = migrate(*BEFORE)

    row = older.get_model("orders", "HoldReminder").objects.get()
    assert (row.order_id, row.person_id, row.hours_before) == (order.pk, manager.pk, 4)
    assert row.hold_ends_at == order.hold_ends_at
    assert row.sent_at is not None
