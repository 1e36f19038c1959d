"""Price and stock of a draft's lines."""

from __future__ import annotations

from apps.accounts.models import User
from apps.catalog import services as catalog
from apps.quotes.models import QuoteDraft, QuoteDraftLine


def price_lines(*, draft: QuoteDraft, actor: User) -> list[QuoteDraftLine]:
    """Ask for the next lines that have no fresh price, at most 50; gives the lines it changed.

    Raises CatalogError; then nothing was changed. Not a change of the draft: also while locked.
    """
    lines = QuoteDraftLine.objects.filter(draft=draft)
    return catalog.price_draft_lines(lines, account=draft.account, actor=actor)
