"""How long each line of an invoice may go back: days left, or why it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.invoices.models import ReturnWindow

#: Invoices cut the names of vendors to so many letters.
_CUT = 15


@dataclass(frozen=True, kw_only=True)
class ReturnTime:
    """Until when something may go back.

    `days_left` counts today as 0 and is negative afterwards; None where no limit is known.
    """

    is_returnable: bool = True
    days_left: int | None = None
    ends_on: date | None = None
    note: str = ""

    @property
    def is_over(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def is_short(self) -> bool:
        """Whether it ends within a week."""
        return self.days_left is not None and 0 <= self.days_left < 7

    @property
    def is_open(self) -> bool:
        """Whether it may go back as far as the portal knows."""
        return self.is_returnable and not self.is_over

    @property
    def words(self) -> str:
        """Days left, or why it cannot go back; "" where nothing is known."""
        if not self.is_returnable:
            return "Cannot go back"
        if self.days_left is None or self.ends_on is None:
            return ""
        if self.is_over:
            return f"Ended on {self.ends_on.day} {self.ends_on:%b %Y}"
        if self.days_left == 0:
            return "Last day today"
        return f"{self.days_left} day{'' if self.days_left == 1 else 's'} left"


@dataclass(frozen=True, kw_only=True)
class ReturnWindows:
    """The rules that may concern an account, the most special first."""

    rows: Sequence[ReturnWindow]

    def time_for(
        self, *, vendor_name: str, invoiced_on: date | None, today: date | None = None
    ) -> ReturnTime:
        """What holds for something of a vendor that was invoiced on a day."""
        window = next((row for row in self.rows if _is_of(row, vendor_name)), None)
        if window is None:
            return ReturnTime()
        if not window.is_returnable:
            return ReturnTime(is_returnable=False, note=window.note)
        if window.days is None or invoiced_on is None:
            return ReturnTime(note=window.note)
        ends_on = invoiced_on + timedelta(days=window.days)
        days_left = (ends_on - (today or timezone.localdate())).days
        return ReturnTime(days_left=days_left, ends_on=ends_on, note=window.note)


def return_windows(account: CustomerAccount) -> ReturnWindows:
    """The rules for the account's country and those for all countries. One query."""
    rows = ReturnWindow.objects.all()
    own = [row for row in rows if row.country_code.upper() in ("", account.country_code.upper())]
    own.sort(key=lambda row: (not row.vendor_name, not row.country_code, -len(row.vendor_name)))
    return ReturnWindows(rows=own)


def return_window(
    account: CustomerAccount, *, vendor_name: str, invoiced_on: date | None
) -> ReturnTime:
    """What holds for one thing; for several ask `return_windows` once. One query."""
    return return_windows(account).time_for(vendor_name=vendor_name, invoiced_on=invoiced_on)


def _is_of(window: ReturnWindow, vendor_name: str) -> bool:
    rule, told = _plain(window.vendor_name), _plain(vendor_name)
    if not rule or rule == told:
        return True
    is_cut = len(told) >= _CUT - 1 and rule.startswith(told)
    return is_cut or told.startswith(f"{rule} ")


def _plain(name: str) -> str:
    return " ".join(name.upper().split())
