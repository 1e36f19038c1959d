"""Reads of renewals. A page is found in all accounts of the person; an outsider gets 404."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for
from apps.core.distinct import texts_in
from apps.renewals.choices import RenewalState
from apps.renewals.models import Renewal, RenewalMonth
from apps.sync.selectors import RefreshOfOne, refresh_of_one

MONTHS = 12


def renewal_for(user: User, *, renewal_id: str) -> Renewal:
    """A renewal with its products in any account of the person, else 404. Two queries."""
    if "\0" in renewal_id:  # PostgreSQL refuses to look for it
        raise Http404
    renewal = (
        Renewal.objects.filter(account__in=accounts_for(user), renewal_id=renewal_id)
        .select_related("account__connection")
        .prefetch_related("lines")
        .first()
    )
    if renewal is None:
        raise Http404
    return renewal


def refresh_of(renewal: Renewal) -> RefreshOfOne:
    """Whether the renewal is being read anew. No query."""
    return refresh_of_one(renewal.account, "renewals", renewal.renewal_id)


def vendors_of(account: CustomerAccount) -> list[str]:
    """Vendors among the account's renewals, for the filter. One query."""
    return texts_in(Renewal, "vendor_name", account_id=account.pk)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """So many renewals and what they come to; `untold` of them have no value in it."""

    count: int = 0
    untold: int = 0
    value: Decimal = Decimal(0)

    @property
    def told_value(self) -> Decimal | None:
        """None where there are renewals and none tells its value."""
        return None if self.count and self.untold == self.count else self.value

    @property
    def rounded_value(self) -> Decimal:
        """For a picture, where cents have no room."""
        return self.value.quantize(Decimal(1), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Month:
    """What expires in one month. `height` is that of its bar, from 0 to 100."""

    first: date
    last: date
    open: Sum
    closed: Sum
    height: int
    is_current: bool

    @property
    def open_url(self) -> str:
        return self._list("open")

    @property
    def closed_url(self) -> str:
        return self._list("closed")

    def _list(self, tab: str) -> str:
        days = {"expires_from": self.first.isoformat(), "expires_to": self.last.isoformat()}
        return f"{reverse('renewals:list')}?{urlencode({'tab': tab, **days, 'sort': 'expires'})}"


def months_of(account: CustomerAccount, *, first: date, today: date) -> list[Month]:
    """What expires in the twelve months from `first`. One query, of 24 rows at most."""
    starts = [_later(first.replace(day=1), by) for by in range(MONTHS)]
    rows = RenewalMonth.objects.filter(account=account, month__gte=starts[0], month__lte=starts[-1])
    sums = {
        (row.month, row.state): Sum(count=row.count, untold=row.count_untold, value=row.value)
        for row in rows
    }
    opened = [sums.get((month, RenewalState.OPEN), Sum()) for month in starts]
    heights = _heights(opened)
    return [
        Month(
            first=month,
            last=_later(month, 1) - timedelta(days=1),
            open=open_sum,
            closed=sums.get((month, RenewalState.CLOSED), Sum()),
            height=height,
            is_current=month == today.replace(day=1),
        )
        for month, open_sum, height in zip(starts, opened, heights, strict=True)
    ]


def _heights(sums: Sequence[Sum]) -> list[int]:
    """By value; by count where no value is told at all. What is there can be seen."""
    by_value = [one.value for one in sums]
    figures = by_value if any(by_value) else [Decimal(one.count) for one in sums]
    largest = max(figures, default=Decimal(0))
    return [
        max(3, round(100 * max(figure, Decimal(0)) / largest)) if one.count and largest > 0 else 0
        for one, figure in zip(sums, figures, strict=True)
    ]


def total_of(sums: Sequence[Sum]) -> Sum:
    return Sum(
        count=sum(one.count for one in sums),
        untold=sum(one.untold for one in sums),
        value=sum((one.value for one in sums), Decimal(0)),
    )


def _later(month: date, by: int) -> date:
    """The first day of the month so many months later; the calendar's ends are not passed."""
    index = min(max(month.year * 12 + month.month - 1 + by, 12), 9999 * 12 + 11)
    return date(index // 12, index % 12 + 1, 1)


def months_later(month: date, by: int) -> date:
    return _later(month.replace(day=1), by)
