"""The dates of an order as its lines and shipments tell them, and which are told anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from apps.orders.choices import DateKind
from apps.orders.models import DateChange, Order, OrderLine, Shipment

_COLUMNS = {
    DateKind.SHIP: "estimated_ship_on",
    DateKind.DELIVERY: "estimated_delivery_on",
    DateKind.PROMISED: "promised_delivery_on",
    DateKind.BACKORDER: "backorder_eta_on",
}


def date_changes(
    order: Order, before: Iterable[OrderLine], after: Iterable[OrderLine], *, noticed_at: datetime
) -> Iterator[DateChange]:
    """A change for each date that both readings tell and tell differently.

    Lines are matched by number and part: a change of the order renumbers them (field notes 5.3).
    """
    known = {_key(line): line for line in before}
    for line in after:
        earlier = known.get(_key(line))
        if earlier is None:
            continue
        for kind, column in _COLUMNS.items():
            was, is_now = getattr(earlier, column), getattr(line, column)
            if was and is_now and was != is_now:
                yield DateChange(
                    order=order,
                    kind=kind,
                    ingram_line_number=line.ingram_line_number,
                    ingram_part_number=line.ingram_part_number,
                    before=was,
                    after=is_now,
                    noticed_at=noticed_at,
                )


def has_slipped(changes: Iterable[DateChange]) -> bool:
    """Whether a date ended later than it was first told; the newest change comes first."""
    first_told: dict[tuple[str, str, str], date | None] = {}
    last_told: dict[tuple[str, str, str], date | None] = {}
    for change in changes:
        about = (change.kind, change.ingram_line_number, change.ingram_part_number)
        first_told[about] = change.before
        last_told.setdefault(about, change.after)
    return any(
        (first := first_told[about]) and last and last > first for about, last in last_told.items()
    )


def told_dates(lines: Iterable[OrderLine], shipments: Iterable[Shipment]) -> dict[str, date | None]:
    """The order's own dates: what its lines expect, and what its shipments have done."""
    carried = list(shipments)
    expected = (
        line.estimated_delivery_on or line.promised_delivery_on
        for line in lines
        if line.is_under_way
    )
    return {
        "expected_on": last_of(expected),
        "shipped_on": last_of(shipment.shipped_on for shipment in carried),
        "delivered_on": last_of(shipment.delivered_on for shipment in carried),
    }


def last_of(days: Iterable[date | None]) -> date | None:
    """The latest of the days that are known."""
    return max((day for day in days if day), default=None)


def _key(line: OrderLine) -> tuple[str, str]:
    return line.ingram_line_number, line.ingram_part_number
