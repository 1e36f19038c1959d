"""A few return windows, so that the demo's invoices say how long goods may go back."""

from __future__ import annotations

from apps.invoices.models import ReturnWindow

#: Vendor, country, days, note; no days: it never goes back. Invented: the API tells none.
_WINDOWS: tuple[tuple[str, str, int | None, str], ...] = (
    ("", "", 30, ""),
    ("", "DE", 14, ""),
    ("Cisco", "", 20, "Sealed boxes only."),
    ("Lenovo", "US", 21, ""),
    ("Microsoft", "", None, "Licences and subscriptions are not taken back."),
    ("Adobe", "", None, "Licences and subscriptions are not taken back."),
)


def load_demo_windows() -> None:
    """Make the demo's return windows, unless somebody has written any. Never in production."""
    if ReturnWindow.objects.exists():
        return
    ReturnWindow.objects.bulk_create(
        ReturnWindow(
            vendor_name=vendor,
            country_code=country,
            days=days,
            is_returnable=days is not None,
            note=note,
        )
        for vendor, country, days, note in _WINDOWS
    )
