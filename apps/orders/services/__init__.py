"""Writes of the orders app, one public function per use case."""

from __future__ import annotations

from apps.orders.services.hints import take_order_hint
from apps.orders.services.place import place_order_from_quote

__all__ = ["place_order_from_quote", "take_order_hint"]
