from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from apps.accounts.models import CustomerAccount
from apps.sync import registry
from tests.factories import make_account, make_connection
from tests.sync.shelf import CODE, Shelf


@pytest.fixture
def connection(db):
    """No call is made in these tests, so nobody needs to listen."""
    return make_connection()


@pytest.fixture
def account(connection) -> CustomerAccount:
    return make_account(connection)


@pytest.fixture
def shelf(monkeypatch) -> Iterator[Shelf]:
    """The only resource there is."""
    shelf = Shelf()
    monkeypatch.setattr(registry, "_resources", {CODE: shelf.resource()})
    cache.clear()
    yield shelf
    cache.clear()
