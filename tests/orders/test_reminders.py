"""People are reminded, once, that a customer hold is about to end."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection as database
from django.test import Client
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, Membership, User
from apps.notifications import services as notifications
from apps.notifications import tasks as notification_tasks
from apps.notifications.choices import MailState
from apps.notifications.models import Notification
from apps.orders import services, tasks
from apps.orders.choices import OrderStatus
from apps.orders.models import Order
from apps.orders.reminders import HOLD_ENDING
from apps.submissions.models import Submission
from tests.factories import make_membership, make_user
from tests.orders.things import make_line, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def order(account: CustomerAccount, buyer: User, manager: User, now: datetime) -> Order:
    """Placed by the buyer, held for ten hours to come."""
    submission = Submission.objects.create(
        kind="order.create_v7",
        account=account,
        actor=buyer,
        form_key="its form",
        business_key="PO-HELD",
        body={},
    )
    held = make_order(
        account,
        customer_order_number="PO-HELD",
        status=OrderStatus.ON_HOLD,
        hold_ends_at=now + timedelta(hours=10),
        submission=submission,
    )
    make_line(held)
    return held


def left(hours: float) -> Callable[[Order], datetime]:
    def at(order: Order) -> datetime:
        assert order.hold_ends_at
        return order.hold_ends_at - timedelta(hours=hours)

    return at


def remind(at: datetime) -> int:
    """Both hands of the alarm clock at this moment; how many e-mails went out."""
    services.remind(at=at)
    return notifications.send_due(at=at)


def _kept(column: str) -> list[Any]:
    return list(Notification.objects.filter(kind=HOLD_ENDING).values_list(column, flat=True))


def told() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


BOTH = ["buyer@reseller.example", "manager@reseller.example"]


def test_the_placer_and_the_managers_are_told_four_hours_and_one_hour_before(order: Order) -> None:
    assert remind(left(4.01)(order)) == 0

    remind(left(4)(order))
    assert told() == BOTH
    remind(left(1.01)(order))
    assert told() == BOTH
    remind(left(1)(order))
    assert told() == sorted(BOTH * 2)
    remind(left(0.01)(order))
    assert told() == sorted(BOTH * 2)


def test_the_message_says_what_when_and_where_in_the_persons_time(
    order: Order, buyer: User, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.example.com"
    User.objects.filter(pk=buyer.pk).update(time_zone="America/New_York")
    Order.objects.update(hold_ends_at=datetime(2030, 1, 15, 19, 32, tzinfo=UTC))

    remind(datetime(2030, 1, 15, 16, 12, tzinfo=UTC))

    message = next(m for m in mail.outbox if m.to == [buyer.email])
    assert (
        message.subject == f"Order {order} (PO-HELD) is voided in 3 h 20 min unless it is released"
    )
    assert "Tue 15 Jan 2030, 14:32 EST" in message.body
    assert f"https://portal.example.com/orders/{order}/" in message.body
    assert "because you placed the order" in message.body
    other = next(m for m in mail.outbox if m.to != [buyer.email])
    assert "19:32 UTC" in other.body


def test_text_of_the_distributor_stands_as_it_is_in_the_message(order: Order) -> None:
    Order.objects.update(end_user_name="O'Neil & Sons <Ltd>")

    remind(left(1)(order))

    assert "O'Neil & Sons <Ltd>" in mail.outbox[0].body


def test_a_portal_that_was_down_sends_only_the_nearest(order: Order) -> None:
    remind(left(0.5)(order))

    assert told() == BOTH
    assert {key.rpartition(":")[2] for key in _kept("key")} == {"1"}


@pytest.mark.parametrize("status", [OrderStatus.PROCESSING, OrderStatus.CANCELLED])
def test_an_order_that_was_released_or_cancelled_meanwhile_reminds_nobody(
    order: Order, status: OrderStatus
) -> None:
    Order.objects.update(status=status)

    assert remind(left(3)(order)) == 0


def test_a_release_between_the_note_and_the_message_stops_the_message(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = left(3)(order)
    _mail_server_is_down(monkeypatch)
    remind(at)
    monkeypatch.undo()
    Order.objects.update(hold_ends_at=None)

    remind(at + timedelta(minutes=10))

    assert not mail.outbox


def test_a_hold_that_ended_or_was_not_ours_reminds_nobody(order: Order, now: datetime) -> None:
    make_order(order.account, status=OrderStatus.ON_HOLD)

    assert remind(left(-0.1)(order)) == 0


def test_nobody_without_a_place_in_the_account_is_told(
    order: Order, buyer: User, account: CustomerAccount, outsider: User, viewer: User
) -> None:
    Membership.objects.filter(user=buyer).delete()
    gone = make_user("gone", is_active=False)
    make_membership(gone, account, Role.MANAGER)

    remind(left(3)(order))

    assert told() == ["manager@reseller.example"]


def test_when_placer_and_managers_are_gone_whoever_may_release_is_told(
    order: Order, buyer: User, manager: User, colleague: User, viewer: User
) -> None:
    User.objects.filter(pk__in=(buyer.pk, manager.pk)).update(is_active=False)

    remind(left(3)(order))

    assert told() == ["colleague@reseller.example"]


def test_two_runs_of_the_task_send_once(order: Order) -> None:
    Order.objects.update(hold_ends_at=timezone.now() + timedelta(hours=3))

    for _ in range(2):
        tasks.remind_of_holds()
        notification_tasks.send_due()

    assert told() == BOTH


@pytest.mark.django_db(transaction=True)
def test_two_runs_side_by_side_send_once(order: Order) -> None:
    at = left(3)(order)
    start = threading.Barrier(4)

    def run() -> None:
        try:
            start.wait()
            remind(at)
        finally:
            database.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told() == BOTH


def test_what_a_dying_worker_left_is_sent_by_a_later_run(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed on its way to the mail server: the row stands, the lease has to run out."""

    def die(message: EmailMessage, fail_silently: bool = False) -> int:
        raise KeyboardInterrupt

    at = left(3)(order)
    monkeypatch.setattr(EmailMessage, "send", die)
    with pytest.raises(KeyboardInterrupt):
        remind(at)
    monkeypatch.undo()

    remind(at + timedelta(minutes=1))
    soon = told()
    remind(at + timedelta(minutes=6))
    remind(at + timedelta(minutes=12))

    assert len(soon) == 1
    assert told() == BOTH


def _mail_server_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(message: EmailMessage, fail_silently: bool = False) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMessage, "send", refuse)


def test_a_mail_server_that_is_down_delays_the_message(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = left(3)(order)
    _mail_server_is_down(monkeypatch)
    assert remind(at) == 0
    monkeypatch.undo()

    assert remind(at + timedelta(minutes=6)) == 2


def test_a_message_that_may_go_twice_carries_the_same_id(order: Order) -> None:
    at = left(3)(order)
    remind(at)
    Notification.objects.update(mail_state=MailState.WAITING, sent_at=None, next_try_at=at)

    remind(at)

    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == 4
    assert len(set(ids)) == 2


def test_many_orders_take_few_queries_when_nothing_is_to_be_sent(
    order: Order, account: CustomerAccount, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make_order(
            account, status=OrderStatus.ON_HOLD, hold_ends_at=now + timedelta(hours=3, minutes=5)
        )
    services.remind(at=now)

    with django_assert_max_num_queries(14):
        services.remind(at=now)


# --- In the portal ------------------------------------------------------------------------


@pytest.fixture
def reminded(order: Order) -> Order:
    Order.objects.update(hold_ends_at=timezone.now() + timedelta(hours=3))
    remind(timezone.now())
    order.refresh_from_db()
    return order


def test_whoever_was_told_reads_it_on_every_page_but_the_orders_own(
    browser: Client, reminded: Order
) -> None:
    words = f'<a href="/orders/{reminded}/">{reminded}</a> (PO-HELD) is voided in'

    assert words in browser.get("/orders/").content.decode()
    assert words in browser.get("/quotes/").content.decode()
    assert words not in browser.get(f"/orders/{reminded}/").content.decode()


def test_nobody_else_reads_it(
    reminded: Order, buyer: User, colleague: User, signed_in: Any
) -> None:
    assert "is voided in" not in signed_in(colleague).get("/orders/").content.decode()

    Membership.objects.filter(user=buyer).delete()
    make_membership(buyer, colleague.customer_accounts.get(), Role.REP)
    Membership.objects.filter(user=buyer).update(account=_elsewhere(reminded))
    assert "is voided in" not in signed_in(buyer).get("/orders/").content.decode()


def _elsewhere(order: Order) -> CustomerAccount:
    account = order.account
    return CustomerAccount.objects.create(
        connection=account.connection, name="Elsewhere", customer_number="20-444444"
    )


def test_a_person_may_dismiss_it_until_the_next_one(browser: Client, reminded: Order) -> None:
    answer = browser.post(f"/orders/{reminded}/reminder/dismiss/", {"next": "/quotes/"})

    assert answer.url == "/quotes/"
    assert "is voided in" not in browser.get("/quotes/").content.decode()

    Order.objects.update(hold_ends_at=reminded.hold_ends_at)
    remind(left(1)(reminded))
    assert "is voided in" in browser.get("/quotes/").content.decode()


def test_a_dismissal_leads_nowhere_else(browser: Client, reminded: Order) -> None:
    answer = browser.post(
        f"/orders/{reminded}/reminder/dismiss/", {"next": "https://elsewhere.example/"}
    )

    assert answer.url == f"/orders/{reminded}/"


def test_an_outsider_dismisses_nothing(reminded: Order, outsider: User, signed_in: Any) -> None:
    answer = signed_in(outsider).post(f"/orders/{reminded}/reminder/dismiss/")

    assert answer.status_code == 404
    assert set(_kept("read_at")) == {None}


def test_after_the_release_nothing_is_shown(browser: Client, reminded: Order) -> None:
    Order.objects.update(status=OrderStatus.PROCESSING)

    assert "is voided in" not in browser.get("/orders/").content.decode()


def test_staff_can_see_what_was_sent_to_whom(admin_client: Client, reminded: Order) -> None:
    page = admin_client.get("/admin/notifications/notification/").content.decode()

    assert page.count(f"Order {reminded} (PO-HELD)") == 2
