"""The admin site's heart: connections, customer accounts, addresses, and the record of calls."""

from __future__ import annotations

from apps.connections.admin.account import CustomerAccountAdmin
from apps.connections.admin.address import AddressAdmin
from apps.connections.admin.calls import ApiCallAdmin
from apps.connections.admin.connection import ConnectionAdmin

__all__ = ["AddressAdmin", "ApiCallAdmin", "ConnectionAdmin", "CustomerAccountAdmin"]
