"""Renewals for tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.renewals import mapping
from apps.renewals.choices import RenewalStatus
from apps.renewals.models import Renewal, RenewalLine, Term
from apps.renewals.services.months import count_months, figures_of

_numbers = count(4_100_000)


def make_renewal(account: CustomerAccount, **changes: Any) -> Renewal:
    """A renewal that expires in 20 days, with its words and its place in its month."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "renewal_id": str(number),
        "reference_number": f"NTF-{number}",
        "customer_order_number": f"PO-{number}",
        "status": RenewalStatus.READY,
        "expires_on": timezone.localdate() + timedelta(days=20),
        "value": Decimal("381.50"),
        "vendor_name": "CISCO",
        "end_user_name": "Harbour Clinic",
        "synced_at": timezone.now(),
        "details_at": timezone.now(),
    }
    values |= changes
    values.setdefault("state", RenewalStatus(values["status"]).state)
    renewal = Renewal.objects.create(account=account, **values)
    count_months(account, before=(), after=[figures_of(renewal)])
    make_findable(renewal)
    return renewal


def make_line(renewal: Renewal, **changes: Any) -> RenewalLine:
    values: dict[str, Any] = {
        "position": renewal.lines.count() + 1,
        "ingram_part_number": "6YE881",
        "vendor_part_number": "CON-SNT-C9200",
        "description": "Support for a switch",
        "quantity": 2,
        "unit_price": Decimal("190.75"),
    }
    line = RenewalLine.objects.create(renewal=renewal, **values | changes)
    make_findable(renewal)
    return line


def make_findable(renewal: Renewal) -> None:
    """Write the words by which it is found, as the mirror does when it reads one."""
    terms = mapping.all_terms(renewal, renewal.lines.all())
    Term.objects.bulk_create(terms, ignore_conflicts=True)
