"""Connections are stored whole and safe, by command and by service."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from apps.accounts.models import CustomerAccount
from apps.connections import services
from apps.connections.base_url import environment_of
from apps.connections.choices import AddressKind, EnvironmentChoice
from apps.connections.exceptions import SetupRefused
from apps.connections.models import AccessToken, Address, Connection
from tests.factories import make_connection

pytestmark = pytest.mark.django_db

PRODUCTION = "https://api.ingrammicro.com:443"


def add_connection(**changes: str) -> str:
    words = {
        "name": "Ingram Micro",
        "base_url": PRODUCTION,
        "client_id": "abc",
        "client_secret": "planted-client-secret",
        "customer_number": "20-123456",
        "country": "US",
    } | changes
    out = StringIO()
    call_command("add_connection", stdout=out, **words)
    return out.getvalue()


@pytest.mark.parametrize(
    ("base_url", "environment"),
    [
        (PRODUCTION, EnvironmentChoice.PRODUCTION),
        ("https://api.ingrammicro.com", EnvironmentChoice.PRODUCTION),
        ("https://api.ingrammicro.com:443/sandbox", EnvironmentChoice.DISTRIBUTOR_SANDBOX),
        ("https://api.ingrammicro.com/sandbox/", EnvironmentChoice.DISTRIBUTOR_SANDBOX),
        ("http://127.0.0.1:8001", EnvironmentChoice.LOCAL_SANDBOX),
        ("http://localhost:8001/", EnvironmentChoice.LOCAL_SANDBOX),
    ],
)
def test_the_environment_follows_from_the_address(base_url, environment):
    assert environment_of(base_url) == environment


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "api.ingrammicro.com",
        "http://api.ingrammicro.com",
        "https://api.ingrammicro.com.attacker.example",
        "https://api.ingrammicro.com@attacker.example",
        "https://user:secret@api.ingrammicro.com",
        "https://api.ingrammicro.com:8443",
        "https://api.ingrammicro.com:99999",
        "https://api.ingrammicro.com/?next=x",
        "https://api.ingrammicro.com/#sandbox",
        "https://api.ingrammicro.com\\.attacker.example",
        "https://api.ingrammicro.com/other",
        "https://169.254.169.254",
        "http://169.254.169.254/latest",
        "https://10.0.0.5",
        "https://[::ffff:169.254.169.254]",
        "http://localhost.attacker.example:8001",
        "file:///etc/passwd",
        "https://api.ingrammicro.com\n",
    ],
)
def test_an_address_that_is_neither_theirs_nor_ours_is_refused(base_url):
    with pytest.raises(ValidationError):
        environment_of(base_url)


@pytest.mark.parametrize(
    ("environment", "base_url"),
    [
        (EnvironmentChoice.PRODUCTION, "https://api.ingrammicro.com/sandbox"),
        (EnvironmentChoice.PRODUCTION, "http://127.0.0.1:8001"),
        (EnvironmentChoice.DISTRIBUTOR_SANDBOX, PRODUCTION),
        (EnvironmentChoice.LOCAL_SANDBOX, PRODUCTION),
    ],
)
def test_an_address_that_contradicts_the_environment_is_refused(environment, base_url):
    connection = make_connection()
    connection.environment, connection.base_url = environment, base_url

    with pytest.raises(ValidationError) as refused:
        connection.full_clean()

    assert set(refused.value.message_dict) == {"base_url"}


def test_the_command_creates_a_connection_with_its_account():
    said = add_connection(sender_id="Acme", webhook_secret="planted-webhook", bill_to="000")

    connection = Connection.objects.get()
    account = CustomerAccount.objects.get()
    assert (connection.environment, connection.sender_id) == ("production", "Acme")
    assert connection.client_secret == "planted-client-secret"
    assert (account.customer_number, account.country_code, account.currency) == (
        "20-123456",
        "US",
        "USD",
    )
    bill_to = Address.objects.get(account=account, kind=AddressKind.BILL_TO)
    assert (bill_to.address_id, bill_to.is_default) == ("000", True)
    assert f"/webhooks/ingram/{connection.key}/" in said
    assert "planted" not in said


def test_the_command_may_be_run_again():
    for _ in range(2):
        add_connection(webhook_secret="first", bill_to="000")

    assert Connection.objects.count() == CustomerAccount.objects.count() == 1
    assert Address.objects.count() == 1
    assert Connection.objects.get().previous_webhook_secret == ""


def test_running_it_again_with_less_said_keeps_what_is_stored():
    add_connection(sender_id="Acme", webhook_secret="first", bill_to="000")

    add_connection(client_secret="renewed")

    connection = Connection.objects.get()
    assert connection.client_secret == "renewed"
    assert (connection.sender_id, connection.webhook_secret) == ("Acme", "first")
    assert Address.objects.count() == 1


def test_a_second_customer_number_joins_the_same_connection():
    add_connection()

    add_connection(customer_number="20-765432", country="ca")

    second = CustomerAccount.objects.get(customer_number="20-765432")
    assert Connection.objects.count() == 1
    assert (second.country_code, second.currency) == ("CA", "CAD")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"base_url": "http://api.ingrammicro.com"}, "https://"),
        ({"base_url": "https://elsewhere.example"}, "no environment"),
        ({"country": "USA"}, "US, not USA"),
        ({"customer_number": "222222"}, "20-222222"),
        ({"client_secret": ""}, "client secret"),
        ({"client_id": ""}, "client id"),
        ({"sender_id": "a\r\nX-Injected: 1"}, "sender id"),
    ],
)
def test_the_command_says_what_is_wrong_and_stores_nothing(change, words):
    with pytest.raises(CommandError, match=words):
        add_connection(**change)

    assert not Connection.objects.exists()


def test_a_sandbox_never_turns_into_production():
    add_connection(base_url="http://127.0.0.1:8001")

    with pytest.raises(CommandError, match="Add another connection"):
        add_connection(base_url=PRODUCTION)

    assert Connection.objects.get().base_url == "http://127.0.0.1:8001"


def test_a_new_webhook_secret_keeps_the_old_one_until_the_rotation_ends():
    connection = make_connection(webhook_secret="old")

    services.store_connection(connection=connection, webhook_secret="new")
    during = Connection.objects.get().webhook_secrets
    services.store_connection(connection=Connection.objects.get())
    after_another_save = Connection.objects.get().webhook_secrets
    services.end_webhook_rotation(connection=connection)

    assert during == after_another_save == ("new", "old")
    assert Connection.objects.get().webhook_secrets == ("new",)


@pytest.mark.parametrize(
    ("change", "kept"),
    [({}, True), ({"name": "Renamed"}, True), ({"client_id": "another"}, False)],
)
def test_a_token_is_forgotten_when_it_was_issued_for_something_else(change, kept):
    connection = make_connection()
    AccessToken.objects.create(
        connection=connection, token="t", expires_at=now() + timedelta(hours=1)
    )

    for name, value in change.items():
        setattr(connection, name, value)
    services.store_connection(connection=connection)

    assert AccessToken.objects.exists() is kept


def test_a_refused_change_of_environment_says_what_the_connection_is():
    connection = make_connection(name="Till")
    connection.environment, connection.base_url = EnvironmentChoice.PRODUCTION, PRODUCTION

    with pytest.raises(SetupRefused, match="Till is a connection to: Local sandbox"):
        services.store_connection(connection=connection)
