"""The only place that builds a client of the distributor's API."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount, User
from apps.connections.exceptions import ConnectionInactive
from apps.ingram.calls import CallRecord
from apps.ingram.config import ClientConfig, Environment, Priority


def config_of(account: CustomerAccount, *, actor: User | None = None) -> ClientConfig:
    connection = account.connection
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
        contact_email=actor.email if actor else "",
    )


def client_for(
    account: CustomerAccount,
    *,
    actor: User | None = None,
    priority: Priority = Priority.INTERACTIVE,
    purpose: str = "",
) -> "Client":
    if not (account.is_active and account.connection.is_active):
        raise ConnectionInactive(account.connection.name)
    from apps.ingram.client import Client

    def record(call: CallRecord) -> None: ...

    return Client(config_of(account, actor=actor), priority=priority, on_call=record)
