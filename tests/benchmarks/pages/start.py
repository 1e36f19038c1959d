"""The start page, and the lists behind its figures that no other page leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.benchmarks.pages.asked import Area, Page, days_ago, today

DAYS = 90


def pages() -> Iterator[Page]:
    yield Page(name="start page", path="/")
    yield Page(name="start page, whole page", path="/", is_whole=True)
    yield Page(name="start page, mine", path="/?whose=mine")
    monday = today() - timedelta(days=today().weekday() + 14)
    week = f"day_from={monday}&day_to={monday + timedelta(days=6)}"
    yield Page(name="orders of a week", path=f"/orders/?{week}")
    yield Page(name="orders of a week, shipped", path=f"/orders/?tab=shipped&{week}")
    yield Page(name="orders of 12 weeks, held", path=f"/orders/?status=on_hold&{week}")
    span = f"day_from={days_ago(DAYS - 1)}&day_to={today()}"
    yield Page(name="invoices of a vendor", path=f"/invoices/?vendor=Cisco&currency=USD&{span}")
    yield Page(name="invoices of no vendor", path=f"/invoices/?vendor=none&currency=USD&{span}")
    yield Page(name="invoices past due", path="/invoices/?age=late&sort=due")
    yield Page(name="invoices due soon", path="/invoices/?age=soon&sort=due")
    yield Page(name="returns to send", path="/returns/?watch=send&sort=asked")


AREA = Area(pages=pages, list_path="/orders/", rows=("quotes", "orders", "invoices", "returns"))
