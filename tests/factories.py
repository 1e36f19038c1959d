"""People and things for tests: `make_x(**changes)`, each usable as it comes."""

from __future__ import annotations

from itertools import count
from typing import Any, Protocol

from allauth.account.models import EmailAddress

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, Membership, User
from apps.connections.choices import AddressKind, EnvironmentChoice
from apps.connections.models import Address, Connection

PASSWORD = "counter-for-tests"
CLIENT_SECRET = "sandbox-secret"
WEBHOOK_SECRET = "sandbox-webhook-secret"
NOBODY_LISTENS = "http://127.0.0.1:9"

_numbers = count(1)


class Served(Protocol):
    """What a factory needs to know of a sandbox."""

    @property
    def base_url(self) -> str: ...


def make_user(username: str = "", *, is_verified: bool = True, **changes: Any) -> User:
    username = username or f"person-{next(_numbers)}"
    user = User.objects.create_user(
        username=username,
        **{"email": f"{username}@reseller.example", "password": PASSWORD} | changes,
    )
    if is_verified and user.email:
        EmailAddress.objects.create(
            user=user, email=user.email.lower(), verified=True, primary=True
        )
    return user


def make_connection(sandbox: Served | None = None, **changes: Any) -> Connection:
    """A connection to `sandbox`, or to an address where nobody listens."""
    values = {
        "name": f"Sandbox {next(_numbers)}",
        "environment": EnvironmentChoice.LOCAL_SANDBOX,
        "base_url": sandbox.base_url if sandbox else NOBODY_LISTENS,
        "client_id": "sandbox",
        "client_secret": CLIENT_SECRET,
        "webhook_secret": WEBHOOK_SECRET,
    }
    return Connection.objects.create(**values | changes)


def make_account(connection: Connection | None = None, **changes: Any) -> CustomerAccount:
    values = {
        "connection": connection or make_connection(),
        "name": "Counter Supply US",
        "customer_number": "20-222222",
        "country_code": "US",
        "currency": "USD",
    }
    return CustomerAccount.objects.create(**values | changes)


def make_membership(user: User, account: CustomerAccount, role: str = Role.REP) -> Membership:
    return Membership.objects.create(user=user, account=account, role=role)


def make_address(
    account: CustomerAccount, kind: str = AddressKind.SHIP_TO, **changes: Any
) -> Address:
    values = {
        "label": f"Address {next(_numbers)}",
        "address_id": "000" if kind == AddressKind.BILL_TO else "",
        "company_name": "Counter Supply",
        "contact": "Ada Byron",
        "address_line_1": "17501 W 98th Street",
        "city": "Lenexa",
        "state": "KS",
        "postal_code": "66219",
        "country_code": account.country_code,
        "phone_number": "9135550100",
        "email": "goods-in@reseller.example",
    }
    return Address.objects.create(account=account, kind=kind, **values | changes)
