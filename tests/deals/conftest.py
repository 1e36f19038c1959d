from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from apps.accounts.models import User


@pytest.fixture
def browser(buyer: User, signed_in: Any) -> Client:
    found: Client = signed_in(buyer)
    return found


@pytest.fixture(autouse=True)
def _nothing_is_being_read() -> None:
    cache.clear()
