"""Orders without a quote for tests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from apps.accounts.models import CustomerAccount, User
from apps.orders.models import OrderDraft, OrderDraftLine

KNOWN_PART = "6YE881"
NEEDS_END_USER = "YN6231"


def make_own_draft(
    account: CustomerAccount, actor: User, *parts: tuple[str, str], **changes: Any
) -> OrderDraft:
    draft = OrderDraft.objects.create(account=account, actor=actor, **changes)
    OrderDraftLine.objects.bulk_create(
        OrderDraftLine(draft=draft, position=place, part_number=part, quantity_text=quantity)
        for place, (part, quantity) in enumerate(parts, start=1)
    )
    return draft


def url(name: str, draft: OrderDraft, *more: int) -> str:
    return reverse(f"orders:{name}", args=[draft.pk, *more])


def typed(draft: OrderDraft) -> list[tuple[str, str]]:
    return [(line.part_number, line.quantity_text) for line in draft.lines.all()]
