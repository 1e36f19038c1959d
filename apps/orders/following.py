"""Where the goods of an order are, as its page tells it: parts, dates that moved, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.orders.choices import DateKind
from apps.orders.models import DateChange, Order, OrderLine, SubOrder


@dataclass(frozen=True, kw_only=True)
class FollowedLine:
    """A line, and by kind of date the last change of it."""

    line: OrderLine
    changes: dict[str, DateChange] = field(default_factory=dict)

    @property
    def slipped_ship(self) -> DateChange | None:
        return self.changes.get(DateKind.SHIP)

    @property
    def slipped_delivery(self) -> DateChange | None:
        return self.changes.get(DateKind.DELIVERY) or self.changes.get(DateKind.PROMISED)

    @property
    def slipped_stock(self) -> DateChange | None:
        return self.changes.get(DateKind.BACKORDER)


@dataclass(frozen=True, kw_only=True)
class Part:
    """The lines that one branch fulfils; `sub_order` is None for lines of no sub-order."""

    sub_order: SubOrder | None
    lines: Sequence[FollowedLine]


@dataclass(frozen=True, kw_only=True)
class Following:
    parts: Sequence[Part]
    changes: Sequence[DateChange]
    serial_numbers: Sequence[str]
    invoice_numbers: Sequence[str]

    @property
    def is_split(self) -> bool:
        """Whether it takes a heading to tell the parts from each other."""
        return len(self.parts) > 1

    @property
    def all_serial_numbers(self) -> str:
        """One a line, as a spreadsheet takes them."""
        return "\n".join(self.serial_numbers)


def following(order: Order) -> Following:
    """The order's parts must be loaded. One query: the dates that were told otherwise before."""
    changes = list(order.date_changes.all())
    packages = [package for shipment in order.all_shipments for package in shipment.packages.all()]
    serials = [serial for package in packages for serial in package.serial_numbers]
    invoices = [shipment.invoice_number for shipment in order.all_shipments]
    return Following(
        parts=_parts(order, changes),
        changes=changes,
        serial_numbers=list(dict.fromkeys(serials)),
        invoice_numbers=[number for number in dict.fromkeys(invoices) if number],
    )


def _parts(order: Order, changes: Sequence[DateChange]) -> list[Part]:
    known = {part.sub_order_number: part for part in order.sub_orders.all()}
    grouped: dict[str, list[FollowedLine]] = {}
    for line in order.lines.all():
        followed = FollowedLine(line=line, changes=_changes_of(line, changes))
        grouped.setdefault(line.sub_order_number, []).append(followed)
    return [
        Part(sub_order=known.get(number), lines=lines) for number, lines in sorted(grouped.items())
    ]


def _changes_of(line: OrderLine, changes: Sequence[DateChange]) -> dict[str, DateChange]:
    """The newest change of each kind, of which the first is the newest."""
    found: dict[str, DateChange] = {}
    for change in changes:
        about = (change.ingram_line_number, change.ingram_part_number)
        if about == (line.ingram_line_number, line.ingram_part_number):
            found.setdefault(change.kind, change)
    return found
