"""Clients of the distributor's API, and the upkeep of what they need."""

from __future__ import annotations

from apps.connections.services.address_import import (
    AddressPreview,
    OfferedAddress,
    read_addresses,
    write_addresses,
)
from apps.connections.services.clients import client_for, close_clients
from apps.connections.services.demo import load_demo
from apps.connections.services.hearing import note_webhook
from apps.connections.services.setup import (
    ConnectionSetup,
    end_webhook_rotation,
    set_up_account,
    store_connection,
)
from apps.connections.services.testing import run_test

__all__ = [
    "AddressPreview",
    "ConnectionSetup",
    "OfferedAddress",
    "client_for",
    "close_clients",
    "end_webhook_rotation",
    "load_demo",
    "note_webhook",
    "read_addresses",
    "run_test",
    "set_up_account",
    "store_connection",
    "write_addresses",
]
