"""When the distributor is closed for maintenance: then an absence proves nothing.

Source: field notes 3, "Daily maintenance". Regions that are not listed have no known window;
`settings.MAINTENANCE_WINDOWS` may replace the table, and an account its own hours (admin site).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.conf import settings

from apps.accounts.models import CustomerAccount, MaintenanceWindow


@dataclass(frozen=True, kw_only=True)
class Window:
    """Closed from `start` on these weekdays (0 is Monday) for `hours`, in regional time."""

    weekdays: frozenset[int]
    start: time
    hours: float


@dataclass(frozen=True, kw_only=True)
class Region:
    """Countries that share their windows; the offset from UTC is fixed the year round."""

    countries: frozenset[str]
    utc_offset: timedelta
    windows: tuple[Window, ...]


_SATURDAY, _SUNDAY = frozenset({5}), frozenset({6})
_WEEK = frozenset(range(5))
_MONDAY_TO_THURSDAY = frozenset(range(4))

REGIONS: tuple[Region, ...] = (
    Region(
        countries=frozenset({"US", "CA"}),
        utc_offset=timedelta(hours=-8),
        windows=(
            Window(weekdays=_WEEK, start=time(23), hours=5),
            Window(weekdays=_SATURDAY | _SUNDAY, start=time(18), hours=11),
        ),
    ),
    Region(
        countries=frozenset({"MX", "CR", "PA", "GT", "SV", "HN", "NI"}),
        utc_offset=timedelta(hours=-7),
        windows=(
            Window(weekdays=_WEEK | _SUNDAY, start=time(0), hours=3),
            Window(weekdays=_SATURDAY, start=time(20), hours=2),
        ),
    ),
    Region(
        countries=frozenset({"BR", "AR", "CL", "CO", "PE", "UY"}),
        utc_offset=timedelta(hours=-3),
        windows=(
            Window(weekdays=_MONDAY_TO_THURSDAY, start=time(0), hours=2),
            Window(weekdays=frozenset({4}), start=time(0), hours=4),
            Window(weekdays=_SUNDAY, start=time(20), hours=11),
        ),
    ),
    Region(
        countries=frozenset({"GB", "IE"}),
        utc_offset=timedelta(0),
        windows=(
            Window(weekdays=_MONDAY_TO_THURSDAY, start=time(2), hours=4.5),
            Window(weekdays=frozenset({4}), start=time(2), hours=6),
            Window(weekdays=_SATURDAY, start=time(21), hours=10),
        ),
    ),
)


def open_again_at(country_code: str, at: datetime) -> datetime | None:
    """When the window in which `at` lies ends; None when the distributor is open."""
    regions: Sequence[Region] = getattr(settings, "MAINTENANCE_WINDOWS", REGIONS)
    for region in regions:
        if country_code in region.countries:
            return _end_of_window(region, at)
    return None


def open_again_for(account: CustomerAccount, at: datetime) -> datetime | None:
    """When the window of the account in which `at` lies ends; None when it is open. One query.

    Hours that an administrator entered for the account replace those known for its country.
    """
    own = list(account.maintenance_windows.all())
    if not own:
        return open_again_at(account.country_code, at)
    return max((end for window in own if (end := _end_of_own(window, at))), default=None)


def _end_of_own(window: MaintenanceWindow, at: datetime) -> datetime | None:
    zone = ZoneInfo(window.time_zone)
    today = at.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        # Reckoned in UTC: a window of five hours has five, also when the clocks are changed.
        start = datetime.combine(day, window.starts_at, tzinfo=zone).astimezone(UTC)
        end = start + timedelta(hours=float(window.hours))
        if day.weekday() == window.weekday and start <= at < end:
            return end
    return None


def _end_of_window(region: Region, at: datetime) -> datetime | None:
    local = at.astimezone(timezone(region.utc_offset))
    for window in region.windows:
        # A window that began yesterday may reach into today.
        for day in (local.date(), local.date() - timedelta(days=1)):
            start = datetime.combine(day, window.start, tzinfo=local.tzinfo)
            end = start + timedelta(hours=window.hours)
            if day.weekday() in window.weekdays and start <= local < end:
                return end
    return None
