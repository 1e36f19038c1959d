"""Storing connections, customer accounts and addresses."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import CustomerAccount
from apps.connections.base_url import environment_of
from apps.connections.choices import AddressKind
from apps.connections.currencies import CURRENCY_OF
from apps.connections.exceptions import SetupRefused
from apps.connections.models import AccessToken, Address, Connection

# What a token was issued for: when one of these changes, the old token is worth nothing.
_ISSUED_FOR = ("base_url", "token_path", "client_id", "client_secret")


@dataclass(frozen=True, kw_only=True)
class ConnectionSetup:
    """What `add_connection` is told. An empty optional field leaves what is stored."""

    name: str
    base_url: str
    client_id: str
    client_secret: str = field(repr=False)
    customer_number: str
    country_code: str
    sender_id: str = ""
    webhook_secret: str = field(default="", repr=False)
    bill_to: str = ""


@transaction.atomic
def store_connection(
    *, connection: Connection, client_secret: str = "", webhook_secret: str = ""
) -> Connection:
    """Validate and save a connection; an empty secret keeps the stored one.

    A new webhook secret keeps the old one beside it, so that events signed before the change at
    the distributor are still taken until `end_webhook_rotation`. The access token is forgotten
    when it was issued for something else. Raises ValidationError, and SetupRefused when the
    environment of a stored connection would change: quotes, orders and queued writes of a sandbox
    must not end up in production.
    """
    stored = Connection.objects.select_for_update().filter(pk=connection.pk).first()
    connection.client_secret = client_secret or (stored.client_secret if stored else "")
    if not connection.client_secret:
        raise ValidationError({"client_secret": "A client secret is required."})
    _set_webhook_secret(connection, stored, webhook_secret)
    connection.full_clean()
    if stored and stored.environment != connection.environment:
        raise SetupRefused(
            f"{stored.name} is a connection to: {stored.get_environment_display()}. "
            "Add another connection, under another name, for another environment."
        )
    connection.save()
    if stored and any(getattr(stored, f) != getattr(connection, f) for f in _ISSUED_FOR):
        AccessToken.objects.filter(connection=connection).delete()
    return connection


def end_webhook_rotation(*, connection: Connection) -> None:
    """Forget the previous webhook secret: events signed with it are refused from now on."""
    connection.previous_webhook_secret = ""
    connection.save(update_fields=["previous_webhook_secret"])


@transaction.atomic
def set_up_account(*, setup: ConnectionSetup) -> CustomerAccount:
    """Create or update a connection (by its name) and one customer account of it (by its number).

    The environment follows from the address. Running it again with the same words changes nothing.
    Raises ValidationError and SetupRefused.
    """
    connection = Connection.objects.filter(name=setup.name).first() or Connection(name=setup.name)
    connection.base_url = setup.base_url
    connection.environment = environment_of(setup.base_url)
    connection.client_id = setup.client_id
    if setup.sender_id:
        connection.sender_id = setup.sender_id
    store_connection(
        connection=connection,
        client_secret=setup.client_secret,
        webhook_secret=setup.webhook_secret,
    )
    account = _store_account(connection, setup)
    if setup.bill_to:
        _store_bill_to(account, setup.bill_to)
    return account


def _set_webhook_secret(connection: Connection, stored: Connection | None, new: str) -> None:
    old = stored.webhook_secret if stored else ""
    if new and old and new != old:
        connection.previous_webhook_secret = old
    elif stored:
        connection.previous_webhook_secret = stored.previous_webhook_secret
    connection.webhook_secret = new or old


def _store_account(connection: Connection, setup: ConnectionSetup) -> CustomerAccount:
    country = setup.country_code.upper()
    account = CustomerAccount.objects.filter(
        connection=connection, customer_number=setup.customer_number
    ).first() or CustomerAccount(
        connection=connection,
        customer_number=setup.customer_number,
        name=setup.name,
        currency=CURRENCY_OF.get(country, "USD"),
    )
    account.country_code = country
    account.full_clean()
    account.save()
    return account


def _store_bill_to(account: CustomerAccount, address_id: str) -> None:
    of_kind = Address.objects.filter(account=account, kind=AddressKind.BILL_TO)
    if of_kind.filter(address_id=address_id).exists():
        return
    address = Address(
        account=account,
        kind=AddressKind.BILL_TO,
        label=f"Bill-to {address_id}",
        address_id=address_id,
        country_code=account.country_code,
        is_default=not of_kind.exists(),
    )
    address.full_clean()
    address.save()
