"""A person is told of a thing once, by the ways they have chosen."""

from __future__ import annotations

import pytest
from django.db import transaction

from apps.accounts.models import Membership
from apps.notifications import registry, services
from apps.notifications.choices import MailState, MailWay
from apps.notifications.models import Notification
from apps.notifications.registry import Ways
from tests.factories import make_membership, make_user
from tests.notifications.things import (
    AT_ONCE,
    DAILY,
    FOR_MANAGERS,
    QUIET,
    STANDING,
    tell,
    told,
)

pytestmark = pytest.mark.django_db

AT_ONCE_TITLE = "Order 20-RD3QV was voided"


def test_the_same_thing_is_told_once(account, buyer, colleague):
    for _ in range(2):
        tell(AT_ONCE, account, buyer, colleague, key="20-RD3QV")
    tell(AT_ONCE, account, buyer, key="20-OTHER")

    assert (len(told(buyer)), len(told(colleague))) == (2, 1)


def test_who_has_no_place_in_the_account_hears_nothing(account, buyer, outsider, other_account):
    gone = make_user("gone", is_active=False)
    make_membership(gone, account)

    tell(AT_ONCE, account, buyer, outsider, gone)

    assert [told(person) for person in (buyer, outsider, gone)] == [[AT_ONCE_TITLE], [], []]


def test_who_lacks_the_permission_of_a_kind_hears_nothing(account, buyer, manager):
    tell(FOR_MANAGERS, account, buyer, manager)

    assert (told(buyer), told(manager)) == ([], [AT_ONCE_TITLE])


def test_nobody_of_a_closed_account_is_told(account, buyer):
    account.is_active = False
    account.save()

    tell(AT_ONCE, account, buyer)

    assert told(buyer) == []


@pytest.mark.parametrize(
    ("ways", "is_shown", "state"),
    [
        (Ways(in_portal=True, mail=MailWay.NEVER), True, MailState.NONE),
        (Ways(in_portal=False, mail=MailWay.AT_ONCE), False, MailState.QUEUED),
        (Ways(in_portal=True, mail=MailWay.DAILY), True, MailState.DAILY),
    ],
)
def test_each_person_is_told_by_the_ways_they_chose(account, buyer, ways, is_shown, state):
    services.choose(person=buyer, ways={AT_ONCE.code: ways})

    tell(AT_ONCE, account, buyer)

    row = Notification.objects.get(person=buyer)
    assert (row.is_shown, row.mail_state) == (is_shown, state)


def test_who_wants_neither_way_has_no_row(account, buyer, colleague):
    services.choose(person=buyer, ways={AT_ONCE.code: Ways(in_portal=False)})

    tell(AT_ONCE, account, buyer, colleague)

    assert (len(told(buyer)), len(told(colleague))) == (0, 1)


def test_one_that_stands_is_in_the_portal_whatever_was_chosen(account, buyer):
    services.choose(person=buyer, ways={STANDING.code: Ways(in_portal=False)})

    tell(STANDING, account, buyer)

    row = Notification.objects.get(person=buyer)
    assert (row.is_shown, row.mail_state) == (True, MailState.NONE)


def test_a_way_of_mail_that_a_kind_does_not_offer_is_not_taken(account, buyer):
    services.choose(person=buyer, ways={STANDING.code: Ways(mail=MailWay.DAILY)})

    tell(STANDING, account, buyer)

    assert Notification.objects.get(person=buyer).mail_state == MailState.QUEUED


def test_a_deed_that_is_not_done_tells_nobody(account, buyer):
    with transaction.atomic():
        tell(AT_ONCE, account, buyer)
        transaction.set_rollback(True)

    assert told(buyer) == []


def test_the_title_is_one_line_and_every_text_can_be_kept(account, buyer):
    tell(AT_ONCE, account, buyer, title="Order\r\nBcc: all@example.com " + 300 * "x", text="a\0b")

    row = Notification.objects.get(person=buyer)
    assert row.title.startswith("Order Bcc: all@example.com xxx")
    assert len(row.title) == 200
    assert row.text == "ab"


def test_what_is_over_counts_as_read_and_its_mail_stays_here(account, buyer, colleague):
    tell(AT_ONCE, account, buyer, about_id=7, key="old")
    tell(AT_ONCE, account, buyer, about_id=7, key="new")
    tell(AT_ONCE, account, buyer, about_id=8, key="other")

    services.settle(AT_ONCE.code, [7], but=["new"])

    rows = {row.key: row for row in Notification.objects.all()}
    assert rows["old"].read_at is not None
    assert rows["old"].mail_state == MailState.OVERTAKEN
    for key in ("new", "other"):
        assert (rows[key].read_at, rows[key].mail_state) == (None, MailState.QUEUED)


@pytest.mark.parametrize("number", [1, 30])
def test_telling_takes_the_same_queries_however_much_there_is(
    account, buyer, django_assert_num_queries, number
):
    news = [
        services.News(account_id=account.pk, people=[buyer.pk], key=str(n), title="New", url="/")
        for n in range(number)
    ]

    # roles, choices, rows; a savepoint
    with django_assert_num_queries(5):
        services.notify(DAILY.code, news)


def test_a_kind_is_registered_once(monkeypatch):
    with pytest.raises(ValueError, match="registered twice"):
        registry.register(registry.NotificationKind(**{**QUIET.__dict__, "label": "Another"}))
    with pytest.raises(registry.UnknownKind):
        registry.kind("test.unknown")


def test_a_choice_of_one_who_left_an_account_counts_nowhere(account, buyer):
    services.choose(person=buyer, ways={AT_ONCE.code: Ways(mail=MailWay.AT_ONCE)})
    Membership.objects.filter(user=buyer).delete()

    tell(AT_ONCE, account, buyer)

    assert told(buyer) == []
