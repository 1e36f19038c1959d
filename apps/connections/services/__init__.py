"""Clients of the distributor's API, and the upkeep of what they need."""

from __future__ import annotations

from apps.connections.services.clients import client_for
from apps.connections.services.setup import (
    ConnectionSetup,
    end_webhook_rotation,
    set_up_account,
    store_connection,
)

__all__ = [
    "ConnectionSetup",
    "client_for",
    "end_webhook_rotation",
    "set_up_account",
    "store_connection",
]
