"""Quotes and drafts for tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import Quote, QuoteDraft, QuoteDraftLine
from apps.quotes.words import keep_header_terms

_numbers = count(1)
KNOWN_PART = "6YE881"


def make_quote(account: CustomerAccount, **changes: Any) -> Quote:
    now = timezone.now()
    number = next(_numbers)
    values = {
        "quote_number": f"QUO-{number:08}-A1B2C3",
        "name": f"Quote {number}",
        "status": QuoteStatus.READY,
        "created_at": now - timedelta(days=3),
        "modified_at": now - timedelta(days=2),
        "expires_on": timezone.localdate() + timedelta(days=20),
        "currency": "USD",
        "total": Decimal("1234.50"),
        "vendor_name": "Cisco",
        "end_user_name": "Harbour Clinic",
        "synced_at": now,
        "details_at": now,
    }
    quote = Quote.objects.create(account=account, **values | changes)
    # The words by which it is found, as the mirror writes them.
    keep_header_terms([quote])
    return quote


def make_draft(
    account: CustomerAccount, owner: User, *parts: tuple[str, str], **entered: str
) -> QuoteDraft:
    number = next(_numbers)
    draft = QuoteDraft.objects.create(
        account=account, owner=owner, entered={"name": f"Draft {number}"} | entered
    )
    QuoteDraftLine.objects.bulk_create(
        QuoteDraftLine(draft=draft, position=place, part_number=part, quantity_text=quantity)
        for place, (part, quantity) in enumerate(parts, start=1)
    )
    return draft
