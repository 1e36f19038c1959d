from __future__ import annotations

import pytest

from apps.connections.models import Connection
from tests.connections.planted import CLIENT_SECRET, PREVIOUS, WEBHOOK_SECRET
from tests.factories import make_connection, make_user


@pytest.fixture
def admin(signed_in):
    """A browser of somebody who may do everything in the admin site."""
    return signed_in(make_user("admin", is_staff=True, is_superuser=True))


@pytest.fixture
def planted(sandbox) -> Connection:
    """A connection of the longest secrets, to which the sandbox answers 401."""
    return make_connection(
        sandbox,
        client_secret=CLIENT_SECRET,
        webhook_secret=WEBHOOK_SECRET,
        previous_webhook_secret=PREVIOUS,
    )
