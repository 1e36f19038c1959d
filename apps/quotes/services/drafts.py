"""Writing a draft."""

from __future__ import annotations

from collections.abc import Sequence

from apps.accounts.models import CustomerAccount, User
from apps.quotes.models import QuoteDraft
from apps.quotes.pasting import PastedLine


def start_draft(*, account: CustomerAccount, actor: User) -> QuoteDraft:
    """An empty draft of the person."""
    raise NotImplementedError


def add_to_draft(
    *,
    account: CustomerAccount,
    actor: User,
    lines: Sequence[PastedLine],
    draft_id: int | None = None,
) -> QuoteDraft:
    """Add parts to the named draft, else to the person's latest open one, else to a new one."""
    raise NotImplementedError
