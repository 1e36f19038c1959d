"""The use cases of the ledger, one module each."""

from __future__ import annotations

from apps.submissions.services.deciding import close, link, send_again
from apps.submissions.services.hearing import add_result, complete, needs_attention, reject
from apps.submissions.services.queueing import enqueue
from apps.submissions.services.reconciling import reconcile
from apps.submissions.services.sending import send
from apps.submissions.services.sweeping import sweep

__all__ = [
    "add_result",
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
