"""The open balances are added up anew, of however many days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.invoices.models import Invoice, OpenBalance
from apps.invoices.services import balances

DAYS = 1_100


def test_balances_of_years_of_days_are_added_up(account: CustomerAccount) -> None:
    first, now = date(2024, 1, 1), timezone.now()
    Invoice.objects.bulk_create(
        Invoice(
            account=account,
            invoice_number=f"40-{place}",
            comparable_number=f"40{place}",
            due_on=first + timedelta(days=place),
            currency="USD",
            amount_due=Decimal(2),
            is_owed=True,
            synced_at=now,
        )
        for place in range(DAYS)
    )

    balances.recount(account)
    balances.recount(account)

    rows = OpenBalance.objects.filter(account=account)
    assert rows.count() == DAYS
    assert rows.aggregate(owed=Sum("amount"))["owed"] == 2 * DAYS
