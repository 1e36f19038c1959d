"""A buyer at the catalogue, an empty cache, and an upstream that is asked again at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from tenacity import wait_none

from apps.accounts.models import User
from apps.ingram import transport

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads are repeated without a pause between the attempts."""
    monkeypatch.setattr(transport, "_wait", wait_none())


@pytest.fixture
def browser(buyer: User, signed_in: Callable[..., Client]) -> Client:
    return signed_in(buyer)
