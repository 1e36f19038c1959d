"""The use cases of the ledger, one module each."""

from __future__ import annotations

from apps.submissions.services.decide import close, link, send_again
from apps.submissions.services.outcome import complete, needs_attention, reject
from apps.submissions.services.queue import enqueue
from apps.submissions.services.reconcile import reconcile
from apps.submissions.services.send import send
from apps.submissions.services.sweep import sweep

__all__ = [
    "close",
    "complete",
    "enqueue",
    "link",
    "needs_attention",
    "reconcile",
    "reject",
    "send",
    "send_again",
    "sweep",
]
