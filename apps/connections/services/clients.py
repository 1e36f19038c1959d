"""The only place that builds a client of the distributor's API."""

from __future__ import annotations

from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from apps.accounts.models import CustomerAccount, User
from apps.connections.base_url import local_hosts
from apps.connections.exceptions import ConnectionInactive
from apps.connections.models import Connection
from apps.connections.services.allowance import close_limiters, limiter_of
from apps.connections.services.calls import recorder
from apps.connections.services.tokens import SharedTokens
from apps.ingram import ApiVersion, Client, ClientConfig, Environment, Priority, Resource
from apps.ingram.wire import close_sessions


def client_for(
    account: CustomerAccount,
    *,
    actor: User | None = None,
    priority: Priority = Priority.INTERACTIVE,
    purpose: str = "",
) -> Client:
    """A client that speaks for the account; use it as a context manager.

    Its session, token and call allowance are shared by all clients of the connection, the last two
    between processes too. Each attempt leaves an ApiCall with `actor` and `purpose`. Raises
    ConnectionInactive, and RuntimeError inside a transaction: an answer of seconds must not hold
    locks, and a record of a call must not be rolled back. The client itself refuses a write
    (Misdirected) when host and declared environment disagree. No query but the connection's.
    """
    _refuse_inside_transaction()
    connection = account.connection
    if not connection.is_active:
        raise ConnectionInactive(connection.name)
    if not account.is_active:
        raise ConnectionInactive(account.name)
    return Client(
        _config(account, actor),
        tokens=SharedTokens(connection.pk),
        limiter=limiter_of(connection),
        on_call=recorder(account, actor=actor, purpose=purpose),
        priority=priority,
    )


def tester_for(account: CustomerAccount, *, actor: User | None, purpose: str) -> Client:
    """As `client_for`, for somebody who waits: each call is made once and soon given up."""
    _refuse_inside_transaction()
    connection = account.connection
    if not connection.is_active:
        raise ConnectionInactive(connection.name)
    config = _config(account, actor)
    return Client(
        replace(config, read_attempts=1, connect_timeout=5, read_timeout=15),
        tokens=SharedTokens(connection.pk),
        limiter=limiter_of(connection),
        on_call=recorder(account, actor=actor, purpose=purpose),
    )


def close_clients() -> None:
    """Let go of the sessions and limiters of this process: at an orderly end, and in tests."""
    close_sessions()
    close_limiters()


def _config(account: CustomerAccount, actor: User | None) -> ClientConfig:
    connection = account.connection
    contact = actor.email if actor else connection.contact_email
    return ClientConfig(
        key=connection.key,
        base_url=connection.base_url,
        environment=Environment(connection.environment),
        client_id=connection.client_id,
        client_secret=connection.client_secret,
        customer_number=account.customer_number,
        country_code=account.country_code,
        sender_id=connection.sender_id,
        application_id=connection.application_id,
        token_path=connection.token_path,
        # Quote search demands a contact even where no person asks (field notes 2.2).
        contact_email=contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        local_hosts=local_hosts(),
        versions=_versions(connection),
    )


def _versions(connection: Connection) -> dict[Resource, ApiVersion]:
    return {
        Resource.CATALOG: ApiVersion(connection.catalog_version),
        Resource.ORDERS: ApiVersion(connection.orders_version),
        Resource.QUOTES: ApiVersion(connection.quotes_version),
        Resource.INVOICES: ApiVersion(connection.invoices_version),
    }


def _refuse_inside_transaction() -> None:
    connection = transaction.get_connection()
    # Django marks the transaction that a test case wraps around each test.
    blocks = [b for b in connection.atomic_blocks if not getattr(b, "_from_testcase", False)]
    if connection.in_atomic_block and blocks:
        raise RuntimeError("A call to the distributor inside a transaction: commit first.")
