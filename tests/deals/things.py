"""Deals for tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.deals import mapping
from apps.deals.models import Deal, DealLine, Term

_numbers = count(23_000_000)


def make_deal(account: CustomerAccount, **changes: Any) -> Deal:
    """A deal that lasts 60 days, with its words."""
    values: dict[str, Any] = {
        "deal_id": str(next(_numbers)),
        "version": "2",
        "vendor_name": "CISCO",
        "end_user_name": "HARBOUR CLINIC",
        "expires_on": timezone.localdate() + timedelta(days=60),
        "price_protection_ends_on": timezone.localdate() + timedelta(days=60),
        "currency": "USD",
        "extended_retail_price": Decimal("15944.61"),
        "synced_at": timezone.now(),
        "details_at": timezone.now(),
    }
    deal = Deal.objects.create(account=account, **values | changes)
    make_findable(deal)
    return deal


def make_line(deal: Deal, **changes: Any) -> DealLine:
    values: dict[str, Any] = {
        "position": deal.lines.count() + 1,
        "ingram_part_number": "6YE881",
        "vendor_part_number": "C9200-24T",
        "description": "Switch with 24 ports",
        "retail_price": Decimal("4906.11"),
        "standard_price": Decimal("3532.40"),
        "quantity_approved": 10,
        "quantity_remaining": 6,
    }
    line = DealLine.objects.create(deal=deal, **values | changes)
    make_findable(deal)
    return line


def make_findable(deal: Deal) -> None:
    """Write the words by which it is found, as the mirror does when it reads one."""
    terms = mapping.all_terms(deal, deal.lines.all())
    Term.objects.bulk_create(terms, ignore_conflicts=True)
