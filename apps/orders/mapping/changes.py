"""A change of an order: as a request, and as what the order must look like before and after."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from apps.ingram.schemas import order_requests as schema
from apps.orders.changes import OrderChange
from apps.orders.entry import Destination
from apps.orders.models import Order, OrderLine

_PLACE = (
    "company_name",
    "contact",
    "address_line_1",
    "address_line_2",
    "city",
    "state",
    "postal_code",
    "country_code",
    "phone_number",
    "email",
)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a change can be known by: parts with their quantities, the ship-to, the notes.

    Line numbers are no part of it: every change renumbers the lines (field notes 5.3).
    """

    lines: tuple[tuple[str, int], ...] = ()
    ship_to: tuple[str, ...] = ()
    notes: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"lines": self.lines, "ship_to": self.ship_to, "notes": self.notes}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Look:
        return cls(
            lines=tuple((str(part), int(quantity)) for part, quantity in data["lines"]),
            ship_to=tuple(map(str, data["ship_to"])),
            notes=str(data["notes"]),
        )


def look_of(order: Order) -> Look:
    """The order as the mirror has it; its lines must be loaded."""
    quantities: Counter[str] = Counter()
    for line in _products(order.lines.all()):
        quantities[line.ingram_part_number.upper()] += line.quantity_ordered or 0
    return Look(lines=_sorted(quantities), ship_to=_place(order.ship_to), notes=_plain(order.notes))


def look_after(order: Order, change: OrderChange) -> Look:
    """What the order must look like when all of the change was done.

    An address that is named by its id cannot be known again: the details tell no id.
    """
    before = look_of(order)
    quantities = Counter(dict(before.lines))
    for line in change.lines:
        quantities[line.ingram_part_number.upper()] += line.quantity - line.quantity_before
    for added in change.added:
        quantities[added.ingram_part_number.upper()] += added.quantity
    to = change.ship_to
    place = before.ship_to if to is None or to.address_id else _place(_whole(to))
    return Look(lines=_sorted(quantities), ship_to=place, notes=_plain(change.notes))


def compare(now: Look, *, before: Look, after: Look) -> tuple[bool, bool]:
    """Whether the change is there, and whether none of it is; only what was to change counts.

    A change that leaves nothing to see is neither: no answer can be read from the order.
    """
    seen = [
        (now_is == after_is, now_is == before_is)
        for now_is, before_is, after_is in (
            (now.lines, before.lines, after.lines),
            *zip(now.ship_to, before.ship_to, after.ship_to, strict=False),
        )
        if before_is != after_is
    ]
    if after.notes and after.notes not in before.notes:
        is_noted = after.notes in now.notes
        seen.append((is_noted, not is_noted))
    return bool(seen) and all(done for done, _ in seen), bool(seen) and all(un for _, un in seen)


def order_fingerprint(order: Order) -> str:
    """What a person sees when they change an order; its lines must be loaded."""
    look = look_of(order)
    numbers = [line.ingram_line_number for line in order.lines.all()]
    told = repr((order.state.value, look.lines, look.ship_to, look.notes, numbers))
    return hashlib.sha256(told.encode()).hexdigest()


def to_modify_request(change: OrderChange) -> schema.OrderModifyRequest:
    """[spec] PUT /resellers/v6/orders/{orderNumber}; field notes 6.5."""
    lines = [
        schema.OrderModifyLine(
            action="DELETE" if line.is_deleted else "UPDATE",
            ingram_line_number=line.ingram_line_number,
            ingram_part_number=line.ingram_part_number,
            quantity=None if line.is_deleted else line.quantity,
        )
        for line in change.lines
    ]
    lines += [
        schema.OrderModifyLine(
            action="ADD", ingram_part_number=line.ingram_part_number, quantity=line.quantity
        )
        for line in change.added
    ]
    ship_to = _ship_to(change.ship_to) if change.ship_to else None
    return schema.OrderModifyRequest(notes=change.notes, ship_to=ship_to, lines=tuple(lines))


def _ship_to(to: Destination) -> schema.ModifyShipTo:
    if to.address_id:
        return schema.ModifyShipTo(address_id=to.address_id)
    parts = _whole(to)
    return schema.ModifyShipTo(
        address_line1=parts.pop("address_line_1"),
        address_line2=parts.pop("address_line_2"),
        **parts,
    )


def _whole(to: Destination) -> dict[str, str]:
    """The address as it is sent: the company stands for a contact that nobody named."""
    parts = {name: str(getattr(to, name)) for name in _PLACE}
    return {**parts, "contact": to.contact or to.company_name}


def _place(parts: Mapping[str, Any]) -> tuple[str, ...]:
    """They drop the sign of e-mail addresses in what they tell (field notes 5.3)."""
    return tuple(_plain(str(parts.get(name, ""))).replace("@", "") for name in _PLACE)


def _products(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """Comment lines have no part number."""
    return [line for line in lines if line.ingram_part_number]


def _sorted(quantities: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((part, n) for part, n in quantities.items() if n > 0))


def _plain(text: str) -> str:
    """They answer in capitals, in pieces of 35 characters, with blanks where they cut."""
    return re.sub(r"[\s|]+", "", text).upper()
