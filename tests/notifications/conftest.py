from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Connection
from apps.notifications import registry
from tests.conftest import SignedIn
from tests.factories import make_account, make_connection
from tests.notifications.things import KINDS


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in KINDS:
        monkeypatch.setitem(registry._kinds, kind.code, kind)


@pytest.fixture
def connection(db: None) -> Connection:
    """No call is made in these tests, so nobody needs to listen."""
    return make_connection()


@pytest.fixture
def account(connection: Connection) -> CustomerAccount:
    return make_account(connection)


@pytest.fixture
def browser(buyer: User, signed_in: SignedIn) -> Client:
    return signed_in(buyer)
