"""Stand-ins for the distributor on other hosts of a composition: only those that are named."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.connections.base_url import check_environment, environment_of
from apps.connections.choices import EnvironmentChoice
from apps.connections.models import Connection
from apps.connections.services import client_for
from apps.ingram import Misdirected
from apps.ingram.operations.quotes import search_quotes
from tests.factories import make_account, make_connection

STAND_IN = "http://sandbox:8001"
LOCAL = EnvironmentChoice.LOCAL_SANDBOX


def told(*, deploy: bool = True) -> list[str]:
    """The ids of what `check` says of these hosts."""
    messages = run_checks(include_deployment_checks=deploy)
    return [one.id for one in messages if (one.id or "").startswith("connections.")]


@pytest.mark.parametrize("address", [STAND_IN, "https://sandbox:8001", "http://127.0.0.2:8001"])
def test_no_other_host_is_a_local_sandbox_by_itself(address):
    with pytest.raises(ValidationError):
        environment_of(address)


@pytest.mark.parametrize("address", [STAND_IN, "https://sandbox", "http://SANDBOX:8001/api"])
def test_a_named_host_is_one(settings, address):
    settings.LOCAL_HOSTS = ["Sandbox"]

    assert environment_of(address) == LOCAL
    check_environment(address, LOCAL)


@pytest.mark.parametrize(
    "address", ["http://sandbox.example.com", "http://xsandbox", "http://169.254.169.254"]
)
def test_its_neighbours_are_none(settings, address):
    settings.LOCAL_HOSTS = ["sandbox"]

    with pytest.raises(ValidationError):
        environment_of(address)


@pytest.mark.parametrize("environment", [EnvironmentChoice.PRODUCTION, "distributor_sandbox"])
def test_a_named_host_is_never_the_distributor(settings, environment):
    settings.LOCAL_HOSTS = ["sandbox"]

    with pytest.raises(ValidationError):
        check_environment(STAND_IN, environment)


@pytest.mark.parametrize("name", ["api.ingrammicro.com", "API.ingrammicro.com.", "ingrammicro.com"])
def test_the_distributor_is_never_a_local_sandbox(settings, name):
    settings.LOCAL_HOSTS = [name]

    assert environment_of("https://api.ingrammicro.com:443") == EnvironmentChoice.PRODUCTION
    for address in ("https://api.ingrammicro.com:443", f"http://{name}"):
        with pytest.raises(ValidationError):
            check_environment(address, LOCAL)
    assert told(deploy=False) == ["connections.E001"]


@pytest.mark.django_db
def test_a_client_knows_the_named_hosts_and_no_others(settings):
    account = make_account(make_connection(base_url=STAND_IN))
    with client_for(account) as client, pytest.raises(Misdirected):
        search_quotes(client)

    settings.LOCAL_HOSTS = ["sandbox"]

    with client_for(account) as client:
        client.config.refuse_plain_text()
        client.config.refuse_mismatch()


def test_named_hosts_are_told_before_a_release_but_for_a_demo(settings):
    settings.LOCAL_HOSTS = ["sandbox"]
    assert told() == []

    settings.DEMO = False
    assert told() == ["connections.W001"]

    settings.LOCAL_HOSTS = []
    assert told() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demo", "hosts", "is_offered"),
    [
        (False, [], False),
        (False, ["api.ingrammicro.com"], False),
        (False, ["sandbox"], True),
        (True, [], True),
    ],
)
def test_a_new_connection_may_lead_to_a_sandbox_where_the_settings_allow_one(
    settings, admin_client, demo, hosts, is_offered
):
    settings.DEMO, settings.LOCAL_HOSTS = demo, hosts
    form = {
        "name": "Stand-in",
        "environment": LOCAL,
        "base_url": STAND_IN if hosts else "http://127.0.0.1:8001",
        "token_path": "/oauth/oauth20/token",
        "client_id": "abc",
        "new_client_secret": "a secret",
        "sender_id": "Counter",
        "is_active": "on",
    }
    address = reverse("admin:connections_connection_add")

    page = admin_client.get(address).content.decode()
    answer = admin_client.post(address, form)

    assert (f'value="{LOCAL.value}"' in page) is is_offered
    assert Connection.objects.filter(environment=LOCAL).exists() is is_offered, answer.content
