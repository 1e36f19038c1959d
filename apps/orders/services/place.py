"""Turning a quote into an order."""

from __future__ import annotations

from apps.accounts.models import User
from apps.orders.models import OrderDraft
from apps.submissions.models import Submission


def place_order_from_quote(*, draft: OrderDraft, actor: User, form_key: str) -> Submission:
    """Queue the order of a validated quote to be sent once."""
    raise NotImplementedError
