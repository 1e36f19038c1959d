"""Clients of the distributor's API, and the upkeep of what they need."""

from __future__ import annotations

from apps.connections.services.clients import client_for, close_clients
from apps.connections.services.demo import load_demo
from apps.connections.services.setup import (
    ConnectionSetup,
    end_webhook_rotation,
    renew_encryption,
    set_up_account,
    store_connection,
)

__all__ = [
    "ConnectionSetup",
    "client_for",
    "close_clients",
    "end_webhook_rotation",
    "load_demo",
    "renew_encryption",
    "set_up_account",
    "store_connection",
]
