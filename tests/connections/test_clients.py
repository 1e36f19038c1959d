"""Clients: one token, one allowance, a record of each call, and no write to the wrong place."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, transaction
from django.db import connection as database

from apps.connections.choices import EnvironmentChoice
from apps.connections.exceptions import ConnectionInactive
from apps.connections.models import ApiCall, Connection
from apps.connections.selectors import calls_with
from apps.connections.services import calls, client_for
from apps.ingram import Misdirected, Priority, RateLimited, Rejected, Unavailable
from apps.ingram.operations.orders import create_order
from apps.ingram.operations.quotes import quote_details, search_quotes
from apps.ingram.schemas.orders import OrderCreateRequest
from tests.factories import make_account, make_connection

TOKEN = "POST /oauth/oauth20/token"


def test_a_call_is_recorded_with_who_asked_and_why(account, buyer):
    with client_for(account, actor=buyer, purpose="quotes of today") as client:
        search_quotes(client)

    call = ApiCall.objects.get(operation="quotes.search")
    assert (call.account, call.actor, call.purpose) == (account, buyer, "quotes of today")
    assert (call.status, call.method, call.priority) == (200, "GET", Priority.INTERACTIVE)
    assert list(calls_with([call.correlation_id])) == [call]
    assert Connection.objects.get().last_good_call_at is not None


def test_a_refused_call_is_recorded_too(account, buyer):
    with client_for(account, actor=buyer) as client, pytest.raises(Rejected) as refused:
        quote_details(client, "QUO-0-NONE")

    call = ApiCall.objects.get(correlation_id=refused.value.correlation_id)
    assert call.status is not None
    assert call.status >= 400


def test_a_call_that_found_nobody_is_recorded_without_a_status(db):
    account = make_account()

    with client_for(account) as client, pytest.raises(Unavailable):
        search_quotes(client)

    assert {c.status for c in ApiCall.objects.all()} == {None}
    assert Connection.objects.get().last_good_call_at is None


def test_the_distributor_is_told_who_asks(account, buyer, sandbox):
    with client_for(account, actor=buyer) as client:
        search_quotes(client)

    headers = {k.lower(): v for k, v in sandbox.requests()[-1]["headers"].items()}
    assert headers["im-customercontact"] == buyer.email
    assert headers["im-customernumber"] == "20-222222"


def test_work_that_no_person_asked_for_names_the_connections_contact(account, sandbox):
    account.connection.contact_email = "desk@reseller.example"

    with client_for(account, priority=Priority.BACKGROUND) as client:
        search_quotes(client)

    headers = {k.lower(): v for k, v in sandbox.requests()[-1]["headers"].items()}
    assert headers["im-customercontact"] == "desk@reseller.example"


def test_clients_of_a_connection_share_one_token(account, sandbox):
    for _ in range(3):
        with client_for(account) as client:
            search_quotes(client)

    assert sandbox.calls(TOKEN) == 1


@pytest.mark.django_db(transaction=True)
def test_threads_that_start_together_fetch_one_token(account, sandbox):
    together, failures = threading.Barrier(4), []

    def search() -> None:
        together.wait()
        try:
            with client_for(account) as client:
                search_quotes(client)
        except Exception as exc:
            failures.append(exc)
        finally:
            database.close()

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sandbox.calls(TOKEN) == 1


def test_the_call_allowance_may_be_set_to_what_the_distributor_grants(account, sandbox, settings):
    settings.CALL_ALLOWANCE = {"per_minute": 2}

    with client_for(account) as client:
        search_quotes(client)
        search_quotes(client)
        with pytest.raises(RateLimited):
            search_quotes(client)

    assert sandbox.calls("GET /resellers/v6/quotes/search") == 2


@pytest.mark.parametrize(
    ("environment", "base_url"),
    [
        (EnvironmentChoice.PRODUCTION, None),
        (EnvironmentChoice.DISTRIBUTOR_SANDBOX, None),
        (EnvironmentChoice.LOCAL_SANDBOX, "https://api.ingrammicro.com:443"),
        (EnvironmentChoice.PRODUCTION, "https://api.ingrammicro.com:443/sandbox"),
        (EnvironmentChoice.DISTRIBUTOR_SANDBOX, "https://api.ingrammicro.com:443"),
    ],
)
def test_no_write_goes_out_when_host_and_environment_disagree(db, sandbox, environment, base_url):
    # Past validation, as a hand in the database could leave it.
    connection = make_connection(environment=environment, base_url=base_url or sandbox.base_url)
    account = make_account(connection)

    with client_for(account) as client, pytest.raises(Misdirected):
        create_order(client, OrderCreateRequest(quote_number="QUO-1", customer_order_number="PO-1"))

    assert sandbox.requests() == []
    assert not ApiCall.objects.exists()


def test_nothing_is_sent_over_a_connection_that_is_switched_off(account):
    account.connection.is_active = False

    with pytest.raises(ConnectionInactive, match="switched off"):
        client_for(account)


def test_nothing_is_sent_for_an_account_that_is_switched_off(account):
    account.is_active = False

    with pytest.raises(ConnectionInactive, match=account.name):
        client_for(account)


@pytest.mark.django_db(transaction=True)
def test_a_call_inside_a_transaction_is_refused_before_it_is_made(account, sandbox):
    with pytest.raises(RuntimeError, match="commit first"), transaction.atomic():
        client_for(account)

    assert sandbox.requests() == []


def test_a_record_that_cannot_be_stored_does_not_fail_the_call(account, monkeypatch, caplog):
    def full_disk(*args: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(calls, "_store", full_disk)

    with client_for(account) as client:
        search_quotes(client)

    assert "quotes.search" in caplog.text
