"""An administrator is led through the first set-up and sees what is still missing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount
from apps.connections.choices import AddressKind
from apps.connections.models import Address, Connection
from tests.connections.test_admin import INLINES
from tests.factories import (
    CLIENT_SECRET,
    make_account,
    make_address,
    make_connection,
    make_membership,
    make_user,
)

pytestmark = pytest.mark.django_db


def page_of(browser):
    answer = browser.get(reverse("first_run"))
    assert answer.status_code == 200
    return answer.context["state"], answer.content.decode()


def test_an_empty_portal_asks_for_a_connection_first(admin):
    state, words = page_of(admin)

    assert (state.missing, state.next.code) == (6, "connection")
    assert "6 of 6 steps are left. Next: connection." in words
    assert reverse("admin:connections_connection_add") in words


def test_from_nothing_to_a_portal_that_works(admin, sandbox):
    admin.post(
        reverse("admin:connections_connection_add"),
        {
            "name": "Ours",
            "environment": "local_sandbox",
            "base_url": sandbox.base_url,
            "token_path": "/oauth/oauth20/token",
            "client_id": "sandbox",
            "new_client_secret": CLIENT_SECRET,
            "new_webhook_secret": "a-secret-of-ours",
            "sender_id": "Counter",
            "is_active": "on",
        },
    )
    connection = Connection.objects.get()
    test_url = reverse("admin:connections_connection_test", args=[connection.pk])
    alone = admin.post(test_url, {"first_run": "1"}, follow=True).context["state"]
    admin.post(
        reverse("admin:accounts_customeraccount_add"),
        {
            "name": "Harbor Point",
            "connection": connection.pk,
            "order_way": "v7",
            "customer_number": "20-222222",
            "country_code": "US",
            "currency": "USD",
            "is_active": "on",
            **INLINES,
        },
    )
    account = CustomerAccount.objects.get()
    without_addresses, _ = page_of(admin)
    make_address(account, AddressKind.BILL_TO)
    make_address(account)
    make_membership(make_user(), account)

    done = admin.post(test_url, {"first_run": "1"}, follow=True)

    assert alone.next.code == "test"
    assert "Test again once there is a customer account" in alone.next.lacking[0]
    assert "Harbor Point (20-222222, US): no bill-to address" in str(without_addresses.places)
    assert done.context["state"].is_complete
    assert f"/webhooks/ingram/{connection.key}/" in done.content.decode()


def test_the_webhook_step_says_whether_an_event_ever_came(admin):
    connection = make_connection()

    _, before = page_of(admin)
    Connection.objects.update(last_webhook_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    state, after = page_of(admin)

    address = f"http://testserver/webhooks/ingram/{connection.key}/"
    assert f'data-copy="{address}"' in before
    assert "No signed event has arrived yet" in before
    assert "No signed event has arrived yet" not in after
    assert "The last signed event arrived" in after
    assert "Mon 23 Nov 2026, 09:30 UTC" in after
    assert next(place for place in state.places if place.code == "webhook").is_done


def test_without_a_secret_no_event_is_waited_for(admin):
    make_connection(webhook_secret="")

    _, words = page_of(admin)

    assert "No signed event has arrived yet" not in words


def test_what_is_taken_away_is_missing_again(admin):
    account = make_account()
    make_membership(make_user(), account, Role.VIEWER)
    make_address(account, AddressKind.BILL_TO)
    make_address(account)
    Address.objects.filter(kind=AddressKind.SHIP_TO).delete()

    state, _ = page_of(admin)

    lacking = {place.code: place.lacking for place in state.places}
    assert lacking["addresses"] == (f"{account}: no ship-to address",)
    assert lacking["people"] == (f"{account}: nobody who may order",)


def test_an_administrator_without_an_account_is_told_where_to_go_on(admin):
    start = admin.get(reverse("start")).content.decode()
    index = admin.get(reverse("admin:index")).content.decode()

    assert f'href="{reverse("first_run")}"' in start
    assert "Missing: connection, test" in start
    assert f'href="{reverse("first_run")}"' in index


def test_others_neither_see_nor_open_it(signed_in, buyer):
    staff = signed_in(make_user("staff", is_staff=True))
    rep = signed_in(buyer)

    assert reverse("first_run") not in staff.get(reverse("admin:index")).content.decode()
    assert staff.get(reverse("first_run")).status_code == 403
    assert rep.get(reverse("first_run"), follow=True).status_code == 403
    assert reverse("first_run") not in rep.get(reverse("start")).content.decode()


@pytest.mark.parametrize("accounts", [1, 30])
def test_the_page_asks_a_fixed_number_of_questions(admin, django_assert_max_num_queries, accounts):
    for nth in range(accounts):
        make_account(customer_number=f"20-{nth:06}")

    with django_assert_max_num_queries(10):
        page_of(admin)
