"""Which dates of an order's lines are told otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from apps.orders.choices import DateKind
from apps.orders.models import DateChange, Order, OrderLine

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


def _key(line: OrderLine) -> tuple[str, str]:
    return line.ingram_line_number, line.ingram_part_number
