"""Writes of the renewals app, one public function per use case."""

from __future__ import annotations

from apps.renewals.services.asking import Answered, Question, ask_distributor
from apps.renewals.services.mirror import (
    read_renewal,
    refresh_renewal,
    refresh_when_stale,
    save_details,
    save_summaries,
)

__all__ = [
    "Answered",
    "Question",
    "ask_distributor",
    "read_renewal",
    "refresh_renewal",
    "refresh_when_stale",
    "save_details",
    "save_summaries",
]
