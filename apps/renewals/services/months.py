"""Keeping count of what expires in each month, by what changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.accounts.models import CustomerAccount
from apps.renewals.models import Renewal, RenewalMonth

_Key = tuple[date, str]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a renewal adds to its month."""

    expires_on: date | None
    state: str
    value: Decimal | None


def figures_of(renewal: Renewal) -> Figures:
    return Figures(expires_on=renewal.expires_on, state=renewal.state, value=renewal.value)


def count_months(
    account: CustomerAccount, *, before: Iterable[Figures], after: Iterable[Figures]
) -> None:
    """Take the figures as they were out of their months, and add them as they are now.

    The caller's transaction holds the lock that `lock_account` took before it read what was:
    else two readings of one page would be counted twice. Two statements; none if nothing moved.
    """
    moved: dict[_Key, list[Decimal]] = {}
    for sign, figures in ((-1, before), (1, after)):
        for one in figures:
            if one.expires_on:
                sums = moved.setdefault(
                    (one.expires_on.replace(day=1), one.state), [Decimal(0)] * 3
                )
                sums[0] += sign
                sums[1] += sign * (one.value is None)
                sums[2] += sign * (one.value or 0)
    moved = {key: sums for key, sums in moved.items() if any(sums)}
    if not moved:
        return
    months = RenewalMonth.objects.filter(account=account, month__in={month for month, _ in moved})
    known = {(row.month, row.state): row for row in months}
    rows = [
        known.get(key) or RenewalMonth(account=account, month=key[0], state=key[1]) for key in moved
    ]
    for row in rows:
        count, untold, value = moved[row.month, row.state]
        row.count += int(count)
        row.count_untold += int(untold)
        row.value += value
    RenewalMonth.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["account", "month", "state"],
        update_fields=["count", "count_untold", "value"],
    )


def lock_account(account: CustomerAccount) -> None:
    """Let one transaction at a time write renewals of the account. One query."""
    rows = CustomerAccount.objects.select_for_update(no_key=True).filter(pk=account.pk)
    rows.values_list("pk").first()
