"""A change of an order on customer hold, as it was asked for and once it has been checked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from apps.orders.entry import Destination


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """A line that stays, with another quantity, or goes: `quantity` 0 takes it out."""

    ingram_line_number: str
    ingram_part_number: str
    quantity_before: int
    quantity: int
    description: str = ""

    @property
    def is_deleted(self) -> bool:
        return self.quantity == 0


@dataclass(frozen=True, kw_only=True)
class AddedLine:
    """A part that is added; what the catalogue says of it is for people only."""

    ingram_part_number: str
    quantity: int
    description: str = ""
    unit_price: Decimal | None = None
    currency: str = ""
    available: int | None = None


@dataclass(frozen=True, kw_only=True)
class OrderChange:
    """What a person wants changed; parts that are left out stay as they are."""

    lines: tuple[LineChange, ...] = ()
    added: tuple[AddedLine, ...] = ()
    ship_to: Destination | None = None
    notes: str = ""

    @property
    def size(self) -> int:
        """How many single things are changed."""
        return len(self.lines) + len(self.added) + bool(self.ship_to) + bool(self.notes)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.added or self.ship_to or self.notes)
