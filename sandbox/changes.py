"""What a modify does to an order on customer hold: lines, comments and address, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sandbox.data.catalogue import Catalogue
from sandbox.fulfilment import Wanted, added_lines, charges, note_pieces, shortage, stored_notes
from sandbox.records import Address, Comment, Order, OrderLine
from sandbox.settings import Customer

ADD, UPDATE, DELETE = "ADD", "UPDATE", "DELETE"
ACTIONS = (ADD, UPDATE, DELETE)
PART, QUANTITY, LINE = "EN", "EQ", "EL"
REASONS = {
    PART: "ERROR-PART-NOT-FOUND",
    QUANTITY: "ERROR-INVALID-QTY",
    LINE: "ERROR-LINE-NOT-FOUND",
}
# What a changed line says instead of the number that its customer gave it (field-notes 5.3).
NO_NUMBER = "000"


@dataclass(frozen=True, kw_only=True)
class LineChange:
    action: str
    line_number: str = ""
    customer_line_number: str = ""
    part_number: str = ""
    quantity: int = 0
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Changes:
    lines: tuple[LineChange, ...] = ()
    notes: str = ""
    ship_to: Address | None = None
    ship_to_address_id: str = ""
    has_bad_address: bool = False
    with_comment_lines: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one change: a line or comment as it is now, gone, or refused with a code."""

    change: LineChange
    line: OrderLine | None = None
    comment: Comment | None = None
    code: str = ""


class Amendment:
    """An order while it is changed; `order` is the result, `outcomes` tells of each step."""

    def __init__(self, order: Order, customer: Customer, catalogue: Catalogue, today: date) -> None:
        self.order = order
        self.outcomes: list[Outcome] = []
        self._customer = customer
        self._catalogue = catalogue
        self._today = today

    def apply(self, changes: Changes) -> None:
        for change in changes.lines:
            self.outcomes.append(self._line(change, changes))
        for piece in note_pieces(changes.notes):
            self._comment(piece)
        if changes.ship_to or changes.ship_to_address_id:
            self.order = replace(
                self.order,
                ship_to=changes.ship_to or self.order.ship_to,
                ship_to_address_id=changes.ship_to_address_id,
            )
        freight, tax = charges(self.order.lines, self._customer)
        self.order = replace(self.order, freight=freight, tax=tax, status="On Hold")

    def _line(self, change: LineChange, changes: Changes) -> Outcome:
        if change.action == ADD:
            return self._add(change)
        number = int(change.line_number) if change.line_number.isdecimal() else -1
        comment = next((c for c in self.order.comments if int(c.number) == number), None)
        if comment is not None:
            return self._change_comment(change, comment)
        line = next((line for line in self.order.lines if int(line.number) == number), None)
        if line is None:
            return Outcome(change=change, code=LINE)
        if change.part_number and change.part_number.upper() != line.part_number:
            return Outcome(change=change, code=PART)
        if change.action == DELETE:
            self._put_lines({line.number: None})
            return Outcome(change=change)
        return self._update(change, line, with_notes=changes.with_comment_lines)

    def _add(self, change: LineChange) -> Outcome:
        product = self._catalogue.by_number(change.part_number)
        if product is None or not product.is_authorized:
            return Outcome(change=change, code=PART)
        if change.quantity < 1:
            return Outcome(change=change, code=QUANTITY)
        number = change.customer_line_number or NO_NUMBER
        wanted = Wanted(
            number=number,
            product=product,
            quantity=change.quantity,
            unit_price=product.price_for(change.quantity, self._customer.rate),
            notes=change.notes,
        )
        (line,) = added_lines(
            self.order.lines,
            self.order.number,
            [wanted],
            self._customer,
            self._today,
            first=self._next_number(),
        )
        line = replace(line, status="On Hold")
        self.order = replace(self.order, lines=(*self.order.lines, line))
        return Outcome(change=change, line=line)

    def _update(self, change: LineChange, line: OrderLine, *, with_notes: bool) -> Outcome:
        product = self._catalogue.by_number(line.part_number)
        if change.quantity < 1 or product is None:
            return Outcome(change=change, code=QUANTITY)
        wanted = Wanted(
            number=NO_NUMBER,
            product=product,
            quantity=change.quantity,
            unit_price=product.price_for(change.quantity, self._customer.rate),
            warehouse_id=line.warehouse_id,
        )
        backordered = shortage(wanted, self._customer)
        changed = replace(
            line,
            # A changed line is a new line to the system behind.
            number=f"{self._next_number():03}",
            customer_line_number=NO_NUMBER,
            unit_price=wanted.unit_price,
            quantity_ordered=change.quantity,
            quantity_confirmed=change.quantity - backordered,
            quantity_backordered=backordered,
            notes=stored_notes(change.notes) if with_notes or change.notes else line.notes,
            backorder_eta_on=product.eta(self._today) if backordered else None,
        )
        self._put_lines({line.number: changed})
        return Outcome(change=change, line=changed)

    def _comment(self, text: str) -> None:
        comment = Comment(number=f"{self._next_number():03}", text=text)
        self.order = replace(self.order, comments=(*self.order.comments, comment))
        count = sum(1 for outcome in self.outcomes if outcome.comment)
        change = LineChange(action=ADD, customer_line_number=str(count + 1))
        self.outcomes.append(Outcome(change=change, comment=comment))

    def _change_comment(self, change: LineChange, comment: Comment) -> Outcome:
        others = tuple(known for known in self.order.comments if known != comment)
        if change.action == DELETE or not change.notes:
            self.order = replace(self.order, comments=others)
            return Outcome(change=change)
        text = note_pieces(change.notes)[0]
        changed = Comment(number=f"{self._next_number():03}", text=text)
        self.order = replace(self.order, comments=(*others, changed))
        return Outcome(change=replace(change, customer_line_number=NO_NUMBER), comment=changed)

    def _put_lines(self, changed: Mapping[str, OrderLine | None]) -> None:
        lines = (changed.get(line.number, line) for line in self.order.lines)
        self.order = replace(self.order, lines=tuple(line for line in lines if line))

    def _next_number(self) -> int:
        """Numbers are never given twice, not even those of lines that are gone."""
        lines = [int(line.number) for line in self.order.lines]
        comments = [int(comment.number) for comment in self.order.comments]
        number = max(self.order.lines_ever, *lines, *comments, 0) + 1
        self.order = replace(self.order, lines_ever=number)
        return number
