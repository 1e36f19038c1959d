"""Writes of the copies app, a function for each use case."""

from __future__ import annotations

from apps.copies.services.delivering import deliver, sweep
from apps.copies.services.making import Made, make_copy, require_kind
from apps.copies.services.sending import send_again, send_copy

__all__ = ["Made", "deliver", "make_copy", "require_kind", "send_again", "send_copy", "sweep"]
