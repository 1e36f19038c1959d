"""The admin site: pages render, save, show no secret, and ask few questions of the database."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.timezone import now

from apps.accounts.models import CustomerAccount, Membership, User
from apps.connections.models import Address, ApiCall, Connection
from tests.factories import (
    make_account,
    make_address,
    make_connection,
    make_membership,
    make_user,
)

pytestmark = pytest.mark.django_db

SECRETS = {
    "client_secret": "planted-client-secret",
    "webhook_secret": "planted-webhook-secret",
    "previous_webhook_secret": "planted-previous-secret",
}


def url_of(thing: object, page: str = "change") -> str:
    meta = thing._meta
    args = [thing.pk] if page == "change" else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def connection_form(**changes: str) -> dict[str, str]:
    return {
        "name": "Ingram Micro",
        "environment": "production",
        "base_url": "https://api.ingrammicro.com:443",
        "token_path": "/oauth/oauth20/token",
        "client_id": "abc",
        "new_client_secret": "planted-client-secret",
        "sender_id": "Counter",
        "is_active": "on",
    } | changes


def make_call(account: CustomerAccount, **changes: object) -> ApiCall:
    values = {
        "connection": account.connection,
        "account": account,
        "actor": make_user(),
        "operation": "quotes.search",
        "method": "GET",
        "path": "/resellers/v6/quotes/search",
        "priority": "interactive",
        "status": 200,
        "duration_ms": 12,
        "correlation_id": "a" * 32,
        "at": now(),
    }
    return ApiCall.objects.create(**values | changes)


def inlines(*prefixes: str) -> dict[str, str]:
    return {
        f"{prefix}-{field}": "0"
        for prefix in prefixes
        for field in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


INLINES = inlines("memberships", "branding", "maintenance_windows")


def account_form(account: CustomerAccount) -> dict[str, Any]:
    return {
        "name": account.name,
        "order_way": "v7",
        "connection": account.connection_id,
        "is_active": "on",
        "customer_number": account.customer_number,
        "country_code": account.country_code,
        "currency": account.currency,
        **INLINES,
    }


def test_every_page_of_ours_renders(admin):
    account = make_account(make_connection(**SECRETS))
    person = make_user()
    make_membership(person, account)
    address = make_address(account)
    call = make_call(account)

    for thing in (account.connection, account, address, person):
        for page in ("changelist", "add", "change"):
            assert admin.get(url_of(thing, page)).status_code == 200, (thing, page)
    for page in ("changelist", "change"):
        assert admin.get(url_of(call, page)).status_code == 200


def test_a_connection_is_added(admin):
    answer = admin.post(url_of(Connection, "add"), connection_form())

    connection = Connection.objects.get()
    assert answer.status_code == 302
    assert connection.client_secret == "planted-client-secret"
    assert (connection.environment, connection.is_active) == ("production", True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"environment": "local_sandbox"}, "listens on this machine"),
        ({"base_url": "https://169.254.169.254"}, "Production is"),
        ({"base_url": "http://169.254.169.254/"}, "must begin with https://"),
        ({"base_url": "file:///etc/passwd"}, "plain address"),
        ({"base_url": "https://api.ingrammicro.com.example"}, "Production is"),
        ({"base_url": "https://user:secret@api.ingrammicro.com"}, "plain address"),
        ({"new_client_secret": ""}, "Enter the client secret"),
    ],
)
def test_a_wrong_connection_is_refused_beside_its_field(admin, change, words):
    answer = admin.post(url_of(Connection, "add"), connection_form(**change))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "planted-client-secret" not in answer.content.decode()
    assert not Connection.objects.exists()


def test_a_connection_is_changed_and_keeps_secrets_left_empty(admin):
    connection = make_connection(**SECRETS)

    answer = admin.post(
        url_of(connection),
        connection_form(
            name="Renamed", base_url="http://127.0.0.1:8001", new_client_secret="", environment=""
        ),
    )

    connection.refresh_from_db()
    assert answer.status_code == 302
    assert connection.name == "Renamed"
    assert {name: getattr(connection, name) for name in SECRETS} == SECRETS


def test_a_stored_connection_keeps_its_environment(admin):
    connection = make_connection()

    answer = admin.post(
        url_of(connection), connection_form(base_url="https://api.ingrammicro.com:443")
    )

    connection.refresh_from_db()
    assert answer.status_code == 200
    assert connection.environment == "local_sandbox"


def test_a_webhook_secret_is_rotated_and_the_rotation_ended(admin):
    connection = make_connection(webhook_secret="old")
    form = connection_form(base_url="http://127.0.0.1:8001", new_client_secret="")

    admin.post(url_of(connection), form | {"new_webhook_secret": "new"})
    during = Connection.objects.get().webhook_secrets
    admin.post(url_of(connection), form | {"forget_previous_webhook_secret": "on"})

    assert during == ("new", "old")
    assert Connection.objects.get().webhook_secrets == ("new",)


def test_the_webhook_address_is_there_to_copy(admin):
    connection = make_connection()

    page = admin.get(url_of(connection)).content.decode()

    assert f'data-copy="http://testserver/webhooks/ingram/{connection.key}/"' in page


def test_the_end_of_a_rotation_is_offered_only_during_one(admin):
    quiet = make_connection(name="Quiet", webhook_secret="now")
    turning = make_connection(name="Turning", webhook_secret="now", previous_webhook_secret="old")

    pages = [admin.get(url_of(one)).content.decode() for one in (quiet, turning)]

    ticks = [re.search(r"<input[^>]*forget_previous[^>]*>", page)[0] for page in pages]
    assert ["disabled" in tick for tick in ticks] == [True, False]


def test_no_page_shows_a_secret(admin):
    connection = make_connection(**SECRETS)
    admin.post(
        url_of(connection),
        connection_form(base_url="http://127.0.0.1:8001", new_client_secret="planted-renewed"),
    )

    pages = [
        admin.get(url).content.decode()
        for url in (
            url_of(connection, "changelist"),
            url_of(connection),
            reverse("admin:connections_connection_history", args=[connection.pk]),
            reverse("admin:index"),
        )
    ]

    assert "planted" not in "".join(pages)
    assert "planted" not in "".join(str(entry.change_message) for entry in LogEntry.objects.all())
    assert "Set. Leave empty to keep it." in pages[1]


def test_an_account_is_changed_with_its_people_and_defaults(admin):
    account, person = make_account(), make_user()

    answer = admin.post(
        url_of(account),
        {
            "name": "Renamed",
            "order_way": "v6",
            "connection": account.connection_id,
            "is_active": "on",
            "customer_number": account.customer_number,
            "country_code": "US",
            "currency": "USD",
            "holds_orders": "on",
            "carrier_code": "UG",
            "approval_limit": "25000",
            "minimum_margin": "7.5",
            **INLINES,
            "memberships-TOTAL_FORMS": "1",
            "memberships-0-user": person.pk,
            "memberships-0-role": "manager",
            "maintenance_windows-TOTAL_FORMS": "1",
            "maintenance_windows-0-weekday": "5",
            "maintenance_windows-0-starts_at": "22:00",
            "maintenance_windows-0-hours": "4",
            "maintenance_windows-0-time_zone": "Europe/Berlin",
        },
    )

    assert answer.status_code == 302
    changed = CustomerAccount.objects.get()
    assert (changed.name, changed.order_way) == ("Renamed", "v6")
    assert Membership.objects.get(user=person, account=account).role == "manager"
    assert (changed.holds_orders, changed.carrier_code) == (True, "UG")
    assert (changed.approval_limit, changed.minimum_margin) == (Decimal(25000), Decimal("7.5"))
    assert changed.maintenance_windows.get().time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"minimum_margin": "100"}, "less than or equal to 99.99"),
        ({"approval_limit": "-1"}, "greater than or equal to 0"),
        ({"carrier_code": "ups ground"}, "capital letters and digits"),
        ({"country_code": "USA"}, "at most 2"),
    ],
)
def test_a_wrong_default_is_refused_beside_its_field(admin, change, words):
    account = make_account()

    answer = admin.post(url_of(account), account_form(account) | change)

    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_stored_account_stays_what_it_is_at_the_distributor(admin):
    account, elsewhere = make_account(), make_connection()

    admin.post(
        url_of(account),
        {
            "name": "Renamed",
            "order_way": "v6",
            "connection": elsewhere.pk,
            "customer_number": "20-999999",
            "country_code": "US",
            "currency": "USD",
            **INLINES,
        },
    )

    stored = CustomerAccount.objects.get()
    assert stored.name == "Renamed"
    assert (stored.connection, stored.customer_number) == (account.connection, "20-222222")


def test_a_bill_to_without_its_id_is_refused_in_words(admin):
    account = make_account()

    answer = admin.post(
        url_of(Address, "add"), {"account": account.pk, "kind": "bill_to", "label": "Head office"}
    )

    assert answer.status_code == 200
    assert "bill-to needs the address id" in answer.content.decode()


def test_a_person_is_invited_and_changed(admin):
    account = make_account()
    admin.post(
        url_of(User, "add"),
        {
            "username": "newcomer",
            "email": "newcomer@reseller.example",
            "time_zone": "Europe/Berlin",
            **inlines("memberships"),
        },
    )
    newcomer = User.objects.get(username="newcomer")

    answer = admin.post(
        url_of(newcomer),
        {
            "username": "newcomer",
            "email": "newcomer@reseller.example",
            "time_zone": "America/Toronto",
            "is_active": "on",
            **inlines("memberships"),
            "memberships-TOTAL_FORMS": "1",
            "memberships-0-account": account.pk,
            "memberships-0-role": "rep",
        },
    )

    newcomer.refresh_from_db()
    assert answer.status_code == 302
    assert newcomer.time_zone == "America/Toronto"
    assert not newcomer.has_usable_password()
    assert newcomer.memberships.get().account == account


def test_calls_are_found_by_correlation_id_and_cannot_be_changed(admin):
    account = make_account()
    make_call(account, correlation_id="b" * 32, operation="orders.search", status=None)
    call = make_call(account)

    found = admin.get(url_of(ApiCall, "changelist"), {"q": "a" * 32}).content.decode()
    unanswered = admin.get(url_of(ApiCall, "changelist"), {"outcome": "none"}).content.decode()

    assert "quotes.search" in found
    assert "orders.search" not in found
    assert "orders.search" in unanswered
    assert "quotes.search" not in unanswered
    assert admin.post(url_of(call), {"operation": "changed"}).status_code == 403
    assert admin.get(url_of(ApiCall, "add")).status_code == 403


@pytest.mark.parametrize("model", [Connection, CustomerAccount, Address, ApiCall, User])
def test_lists_ask_the_same_number_of_questions_for_any_number_of_rows(
    admin, django_assert_max_num_queries, model
):
    asked = []
    for rows in (1, 30):
        for nth in range(rows):
            account = make_account(customer_number=f"20-{rows:02}{nth:04}")
            make_membership(make_user(), account)
            make_address(account)
            make_call(account)
        with django_assert_max_num_queries(10) as queries:
            admin.get(url_of(model, "changelist"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_the_admin_site_is_for_staff(signed_in):
    rep = signed_in(make_user("rep"))

    answer = rep.get(url_of(Connection, "changelist"), follow=True)

    assert answer.status_code == 403


def test_the_admin_site_has_the_portals_door(client):
    answer = client.post(reverse("admin:login"), {"username": "admin", "password": "guess"})

    assert answer["location"].startswith(reverse("account_login"))
