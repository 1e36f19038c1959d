"""A client of the account's API, and a cache that remembers nothing of other tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from tenacity import wait_none

from apps.accounts.models import CustomerAccount
from apps.connections.services import client_for
from apps.ingram import Client, transport


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Which invoices are being read again stands in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads are repeated without a pause between the attempts."""
    monkeypatch.setattr(transport, "_wait", wait_none())


@pytest.fixture
def client_of(account: CustomerAccount) -> Iterator[Client]:
    with client_for(account, purpose="test") as client:
        yield client
