from __future__ import annotations

import pytest

from apps.connections.services import client_for
from apps.submissions.choices import State


@pytest.fixture
def client_at_sandbox(account, buyer):
    with client_for(account, actor=buyer, purpose="test") as client:
        yield client


@pytest.fixture(autouse=True)
def _forget_prices():
    from django.core.cache import cache

    cache.clear()


LIVE = {State.QUEUED, State.SENDING, State.ACCEPTED, State.UNKNOWN, State.RECONCILING}
