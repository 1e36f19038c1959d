"""Clients of the distributor's API, and the upkeep of what they need."""

from __future__ import annotations

from apps.connections.services.clients import client_for

__all__ = ["client_for"]
