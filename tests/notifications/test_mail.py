"""E-mails about notifications: once each, to who may know, at once or in the morning."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection as database
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import Membership, User
from apps.notifications import registry, services
from apps.notifications.choices import MailState
from apps.notifications.models import Digest, Notification
from tests.factories import make_membership
from tests.notifications.things import AT_ONCE, DAILY, FOR_MANAGERS, tell

pytestmark = pytest.mark.django_db

#: A Tuesday; New York is five hours behind.
NOON = datetime(2030, 1, 15, 12, tzinfo=UTC)


def state() -> MailState:
    return MailState(Notification.objects.get().mail_state)


@contextmanager
def refusing(error: BaseException) -> Iterator[list[str]]:
    """Meanwhile each mail fails with the error; the Message-IDs of those that were tried."""
    tried: list[str] = []

    def refuse(message: EmailMessage, fail_silently: bool = False) -> int:
        tried.append(message.extra_headers["Message-ID"])
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        yield tried


def test_a_mail_says_what_where_and_how_to_get_no_more(account, buyer, settings):
    settings.SITE_URL = "https://portal.example.com"
    tell(AT_ONCE, account, buyer, text="O'Neil & Sons <Ltd>\nwas the end user", url="/orders/20-X/")

    assert services.send_due() == 1

    (message,) = mail.outbox
    (html, kind) = message.alternatives[0]
    assert message.to == [buyer.email]
    assert message.subject == "Order 20-RD3QV was voided"
    assert "O'Neil & Sons <Ltd>" in message.body
    assert "O&#x27;Neil &amp; Sons &lt;Ltd&gt;" in html
    assert kind == "text/html"
    for text in (message.body, html):
        assert "https://portal.example.com/orders/20-X/" in text
        assert str(account) in text
        assert "https://portal.example.com/notifications/choices/" in text
    headers = message.extra_headers
    assert headers["List-Unsubscribe"] == "<https://portal.example.com/notifications/choices/>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].endswith("@portal.example.com>")


def test_a_mail_is_sent_once(account, buyer):
    tell(AT_ONCE, account, buyer)

    assert [services.send_due() for _ in range(3)] == [1, 0, 0]
    assert state() is MailState.SENT


@pytest.mark.django_db(transaction=True)
def test_two_runs_side_by_side_send_each_once(account, buyer, colleague, manager):
    tell(AT_ONCE, account, buyer, colleague)
    Notification.objects.update(next_try_at=NOON)
    tell(DAILY, account, manager, at=NOON - timedelta(days=1))
    start = threading.Barrier(3)

    def run() -> None:
        try:
            start.wait()
            services.send_due(at=NOON)
        finally:
            database.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [buyer.email, colleague.email, manager.email]
    )


def test_what_a_dying_worker_left_is_sent_after_its_lease_with_the_same_id(account, buyer):
    tell(AT_ONCE, account, buyer, at=NOON)
    with refusing(KeyboardInterrupt()) as ids, pytest.raises(KeyboardInterrupt):
        services.send_due(at=NOON)

    assert services.send_due(at=NOON + timedelta(minutes=4)) == 0
    assert services.send_due(at=NOON + timedelta(minutes=6)) == 1
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == ids


def test_a_mail_server_that_is_away_delays_and_loses_nothing(account, buyer, colleague):
    tell(AT_ONCE, account, buyer, colleague, at=NOON)
    with refusing(smtplib.SMTPServerDisconnected("gone")):
        for minutes in range(0, 12 * 60, 20):
            assert services.send_due(at=NOON + timedelta(minutes=minutes)) == 0

    assert services.send_due(at=NOON + timedelta(hours=13)) == 2


def test_after_two_days_without_a_mail_server_old_news_stay_here(account, buyer):
    tell(AT_ONCE, account, buyer, at=NOON)

    with refusing(ConnectionRefusedError("refused")):
        services.send_due(at=NOON + timedelta(days=3))

    row = Notification.objects.get()
    assert row.mail_state == MailState.REFUSED
    assert "could not be reached" in row.said


def test_a_refused_address_keeps_the_servers_words_and_is_not_tried_again(account, buyer):
    tell(AT_ONCE, account, buyer, at=NOON)
    answer = {buyer.email: (550, b"No such user here")}
    with refusing(smtplib.SMTPRecipientsRefused(answer)):
        services.send_due(at=NOON)

    assert services.send_due(at=NOON + timedelta(days=1)) == 0
    assert Notification.objects.get().said == "550 No such user here"


def test_no_header_can_be_slipped_in_by_an_address(account, buyer):
    User.objects.filter(pk=buyer.pk).update(email="a@b.example\nBcc: all@example.com")
    tell(AT_ONCE, account, buyer)

    assert services.send_due() == 0
    assert mail.outbox == []
    assert state() is MailState.REFUSED


@pytest.mark.parametrize("why", ["left the account", "became a rep", "was deactivated"])
def test_who_may_not_know_any_more_gets_no_mail(account, manager, why):
    tell(FOR_MANAGERS, account, manager)
    if why == "left the account":
        Membership.objects.filter(user=manager).delete()
    elif why == "became a rep":
        Membership.objects.filter(user=manager).update(role=Role.REP)
    else:
        User.objects.filter(pk=manager.pk).update(is_active=False)

    assert services.send_due() == 0
    assert state() is MailState.OVERTAKEN


def test_what_is_over_is_not_sent(account, buyer):
    tell(AT_ONCE, account, buyer, at=NOON, until=NOON + timedelta(hours=1))

    assert services.send_due(at=NOON + timedelta(hours=2)) == 0
    assert state() is MailState.OVERTAKEN


def test_a_kind_whose_app_is_gone_is_not_sent(account, buyer, monkeypatch):
    tell(AT_ONCE, account, buyer)
    monkeypatch.delitem(registry._kinds, AT_ONCE.code)

    assert services.send_due() == 0
    assert state() is MailState.OVERTAKEN


# --- In the morning -----------------------------------------------------------------------


def test_the_daily_mail_goes_at_eight_in_the_persons_own_morning(account, buyer, colleague):
    User.objects.filter(pk=buyer.pk).update(time_zone="America/New_York")
    tell(DAILY, account, buyer, colleague, at=NOON - timedelta(days=1))
    tell(DAILY, account, buyer, title="Another", at=NOON - timedelta(hours=20))

    services.send_due(at=datetime(2030, 1, 15, 7, 59, tzinfo=UTC))
    at_seven = [message.to for message in mail.outbox]
    services.send_due(at=datetime(2030, 1, 15, 8, 0, tzinfo=UTC))
    at_eight = [message.to for message in mail.outbox]
    services.send_due(at=datetime(2030, 1, 15, 12, 59, tzinfo=UTC))
    services.send_due(at=datetime(2030, 1, 15, 13, 0, tzinfo=UTC))

    assert (at_seven, at_eight) == ([], [[colleague.email]])
    (_, of_buyer) = mail.outbox
    assert of_buyer.to == [buyer.email]
    assert of_buyer.subject == "2 notifications since yesterday morning"
    assert "Another" in of_buyer.body
    assert "List-Unsubscribe" in of_buyer.extra_headers


def test_there_is_one_daily_mail_and_what_comes_later_waits(account, buyer):
    tell(DAILY, account, buyer, at=NOON - timedelta(days=1), title="Early")
    services.send_due(at=NOON)
    tell(DAILY, account, buyer, at=NOON, title="Late")
    services.send_due(at=NOON + timedelta(hours=1))
    same_day = len(mail.outbox)
    services.send_due(at=NOON + timedelta(days=1))

    assert same_day == 1
    assert [("Early" in m.body, "Late" in m.body) for m in mail.outbox] == [
        (True, False),
        (False, True),
    ]


def test_without_news_there_is_no_daily_mail(account, buyer):
    services.send_due(at=NOON)

    assert not Digest.objects.exists()


def test_what_was_read_or_is_over_is_not_in_the_daily_mail(account, buyer):
    tell(DAILY, account, buyer, at=NOON - timedelta(days=1))
    Notification.objects.update(read_at=NOON)
    tell(DAILY, account, buyer, at=NOON - timedelta(days=1), until=NOON - timedelta(hours=9))

    assert services.send_due(at=NOON) == 0
    assert not Digest.objects.exists()


def test_the_daily_mail_tells_each_account_what_the_role_in_it_allows(
    account, other_account, buyer, monkeypatch
):
    membership = make_membership(buyer, other_account, Role.MANAGER)
    daily_for_managers = registry.NotificationKind(
        **{**FOR_MANAGERS.__dict__, "code": "test.daily_managers", "default": DAILY.default}
    )
    monkeypatch.setitem(registry._kinds, daily_for_managers.code, daily_for_managers)
    at = NOON - timedelta(days=1)
    tell(DAILY, account, buyer, at=at, title="In the first")
    tell(daily_for_managers, other_account, buyer, at=at, title="For a manager")
    tell(DAILY, other_account, buyer, at=at, title="In the second")
    membership.role = Role.REP
    membership.save()

    services.send_due(at=NOON)

    (message,) = mail.outbox
    assert message.subject == "2 notifications since yesterday morning"
    assert "For a manager" not in message.body
    assert message.body.index(str(account)) < message.body.index("In the first")
    assert message.body.index(str(other_account)) < message.body.index("In the second")


def test_a_daily_mail_whose_server_was_away_is_tried_again(account, buyer):
    tell(DAILY, account, buyer, at=NOON - timedelta(days=1))
    with refusing(smtplib.SMTPServerDisconnected("gone")):
        services.send_due(at=NOON)

    assert services.send_due(at=NOON + timedelta(minutes=2)) == 1
    assert len(mail.outbox) == 1


def test_a_person_whose_time_zone_is_unknown_is_told_by_utc(account, buyer):
    User.objects.filter(pk=buyer.pk).update(time_zone="Nowhere/Atlantis")
    tell(DAILY, account, buyer, at=NOON - timedelta(days=1))

    assert services.send_due(at=datetime(2030, 1, 15, 8, 0, tzinfo=UTC)) == 1


def test_nothing_to_send_takes_few_queries(account, buyer, django_assert_num_queries):
    tell(DAILY, account, buyer, at=timezone.now())
    services.send_due()

    # those who wait for the morning, notifications, daily mails
    with django_assert_num_queries(3):
        services.send_due()
