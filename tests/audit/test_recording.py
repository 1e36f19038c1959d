"""What happened is written down by itself: who, what, when, from where, before and after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, Membership, User
from apps.audit.choices import Action, Area
from apps.audit.models import Event
from apps.audit.recording import KEPT_BACK, Origin, coming_from, record
from apps.audit.services import delete_expired
from apps.connections.models import Connection
from apps.connections.services import store_connection
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.services import deciding, queueing
from tests.factories import PASSWORD, make_membership, make_user
from tests.orders.things import make_order

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def last(**wanted: Any) -> Event:
    return Event.objects.filter(**wanted).latest("pk")


def test_a_sign_in_tells_who_and_from_where(account: CustomerAccount, buyer: User) -> None:
    Client().post(
        LOGIN,
        {"login": buyer.username, "password": PASSWORD},
        REMOTE_ADDR="203.0.113.9",
        HTTP_USER_AGENT="A browser " * 50,
    )

    event = last(action=Action.SIGNED_IN)
    assert (event.actor, event.account, event.ip) == (buyer, account, "203.0.113.9")
    assert len(event.user_agent) == 200


def test_a_failed_sign_in_is_told_to_the_accounts_of_whose_name_was_typed(
    account: CustomerAccount, buyer: User
) -> None:
    Client().post(LOGIN, {"login": buyer.username, "password": "guessed-wrong"})

    event = last(action=Action.SIGN_IN_FAILED)
    assert (event.object_name, event.account, event.actor) == (str(buyer), account, None)
    assert "guessed-wrong" not in str(vars(event))


def test_a_failed_sign_in_with_an_unknown_name_concerns_no_account(db: None) -> None:
    Client().post(LOGIN, {"login": "nobody", "password": "guessed-wrong"})

    event = last(action=Action.SIGN_IN_FAILED)
    assert (event.object_name, event.account_id) == ("nobody", None)


def test_a_new_role_stands_beside_the_old_one(account: CustomerAccount, buyer: User) -> None:
    membership = Membership.objects.get(user=buyer, account=account)
    membership.role = Role.MANAGER
    membership.save()

    event = last(action=Action.CHANGED, area=Area.PEOPLE)
    assert (event.before, event.after) == ({"role": "rep"}, {"role": "manager"})
    assert event.account == account


def test_a_membership_that_ends_is_told(account: CustomerAccount, buyer: User) -> None:
    Membership.objects.get(user=buyer, account=account).delete()

    assert last(action=Action.REMOVED).before["role"] == "rep"


def test_a_change_in_the_admin_site_tells_whose_it_was(
    account: CustomerAccount, signed_in: Any
) -> None:
    boss = make_user("boss", is_staff=True, is_superuser=True)
    person = make_user("someone")
    browser = signed_in(boss)
    page = f"/admin/accounts/user/{person.pk}/change/"

    browser.post(
        page,
        {
            "username": "someone",
            "email": person.email,
            "time_zone": "Europe/Berlin",
            "is_active": "on",
            "memberships-TOTAL_FORMS": 0,
            "memberships-INITIAL_FORMS": 0,
        },
        REMOTE_ADDR="203.0.113.7",
    )

    event = last(object_name=str(person), action=Action.CHANGED)
    assert (event.actor, event.ip) == (boss, "203.0.113.7")
    assert event.after == {"time_zone": "Europe/Berlin"}


def test_a_new_password_is_told_and_not_shown(account: CustomerAccount, buyer: User) -> None:
    buyer.set_password("a-new-password-1")
    buyer.save()

    assert last(object_name=str(buyer), action=Action.CHANGED).after == {"password": KEPT_BACK}


def test_a_connection_tells_that_its_secrets_changed_and_never_which(
    connection: Connection, account: CustomerAccount
) -> None:
    connection.client_id = "another"
    store_connection(
        connection=connection, client_secret="planted-one-4711", webhook_secret="planted-two-4711"
    )

    event = last(object_kind="connection")
    assert event.after["client_id"] == "another"
    assert event.after["client_secret"] == KEPT_BACK
    assert event.account == account
    assert not [e for e in Event.objects.all() if "4711" in f"{e.before}{e.after}"]


def test_an_export_is_told_with_its_filters(
    account: CustomerAccount, buyer: User, signed_in: Any
) -> None:
    make_order(account)

    signed_in(buyer).get(reverse("orders:export"), {"q": "cisco"}, REMOTE_ADDR="203.0.113.9")

    event = last(area=Area.EXPORT)
    assert event.actor == buyer
    assert event.after["address"].endswith("?q=cisco")
    assert event.object_name.startswith("orders-20-222222")


def test_what_a_page_reads_writes_nothing(
    account: CustomerAccount, buyer: User, signed_in: Any
) -> None:
    browser = signed_in(buyer)
    before = Event.objects.count()

    browser.get(reverse("orders:list"))

    assert Event.objects.count() == before


def test_secrets_are_kept_back_at_any_depth() -> None:
    record(
        Area.SET_UP,
        Action.CHANGED,
        about="x",
        after={"outer": {"client_secret": "planted-4711"}, "Password": "planted-4711", "n": 1},
    )

    event = last(object_name="x")
    assert "4711" not in str(event.after)
    assert event.after["n"] == 1


def test_each_account_that_is_concerned_has_its_own_row(
    account: CustomerAccount, other_account: CustomerAccount
) -> None:
    person = make_user()
    make_membership(person, account)
    make_membership(person, other_account)

    person.first_name = "Robin"
    person.save()

    told = Event.objects.filter(object_kind="user", object_id=str(person.pk), action=Action.CHANGED)
    assert {event.account for event in told} == {account, other_account}


def test_what_is_done_in_the_background_comes_from_nowhere(buyer: User) -> None:
    with coming_from(Origin(actor=buyer, ip="203.0.113.9")):
        record(Area.WORK, Action.DECIDED, about="inside")
    record(Area.WORK, Action.DECIDED, about="outside")

    assert last(object_name="inside").ip == "203.0.113.9"
    assert (last(object_name="outside").ip, last(object_name="outside").actor) == (None, None)


# --- Append-only ------------------------------------------------------------------------------


@pytest.fixture
def event(account: CustomerAccount) -> Event:
    record(Area.WORK, Action.DECIDED, about="an object", accounts=[account.pk])
    return last(object_name="an object")


def test_an_event_is_not_changed(event: Event) -> None:
    with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(object_name="another")

    event.refresh_from_db()
    assert event.object_name == "an object"


def test_an_event_is_not_deleted(event: Event) -> None:
    event.terms.all().delete()
    with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()

    assert Event.objects.filter(pk=event.pk).exists()


def test_retention_deletes_what_is_old_and_nothing_else(event: Event, settings: Any) -> None:
    settings.AUDIT_KEPT_DAYS = 10
    old = Event.objects.create(
        area=Area.WORK, action=Action.DECIDED, at=timezone.now() - timedelta(days=11)
    )

    assert delete_expired() == 1

    assert not Event.objects.filter(pk=old.pk).exists()
    assert Event.objects.filter(pk=event.pk).exists()


def test_events_are_kept_for_ever_if_the_setting_says_so(db: None, settings: Any) -> None:
    settings.AUDIT_KEPT_DAYS = 0
    Event.objects.create(
        area=Area.WORK, action=Action.DECIDED, at=timezone.now() - timedelta(days=9999)
    )

    assert delete_expired() == 0


def test_the_pass_of_retention_leaves_nothing_open(event: Event, settings: Any) -> None:
    settings.AUDIT_KEPT_DAYS = 10
    Event.objects.create(
        area=Area.WORK, action=Action.DECIDED, at=timezone.now() - timedelta(days=11)
    )
    delete_expired()
    aged = Event.objects.create(
        area=Area.WORK, action=Action.DECIDED, at=timezone.now() - timedelta(days=11)
    )

    with pytest.raises(DatabaseError, match="neither changed"), transaction.atomic():
        aged.delete()


# --- What is sent and decided -----------------------------------------------------------------


def test_what_is_sent_and_what_is_decided_tells_whose_word_it_was(
    account: CustomerAccount, buyer: User, manager: User
) -> None:
    with transaction.atomic():
        submission = queueing.enqueue(
            kind="order.create_v7",
            account=account,
            actor=buyer,
            form_key="a form",
            business_key="PO-4711",
            body={},
        )
    Submission.objects.filter(pk=submission.pk).update(state=State.NEEDS_ATTENTION)
    submission.refresh_from_db()

    deciding.close(submission=submission, actor=manager)

    sent, decided = last(action=Action.SUBMITTED), last(action=Action.DECIDED)
    assert (sent.actor, sent.after["number"]) == (buyer, "PO-4711")
    assert (decided.actor, decided.object_id) == (manager, str(submission.pk))
    assert decided.after["state"] == State.REJECTED.label
