"""The writes of returns, one function a use case."""

from apps.returns.services.asking import ask_distributor
from apps.returns.services.drafts import (
    are_being_read,
    discard_draft,
    have_invoices_read,
    keep_entered,
    open_draft,
    recognise,
)
from apps.returns.services.mirror import refresh_case, refresh_when_stale
from apps.returns.services.sending import agreement, check, line_problems, send_return
from apps.returns.services.shipping import mark_sent, take_back_sent

__all__ = [
    "agreement",
    "are_being_read",
    "ask_distributor",
    "check",
    "discard_draft",
    "have_invoices_read",
    "keep_entered",
    "line_problems",
    "mark_sent",
    "open_draft",
    "recognise",
    "refresh_case",
    "refresh_when_stale",
    "send_return",
    "take_back_sent",
]
