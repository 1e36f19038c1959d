"""A sent order beside what the distributor made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.ingram.schemas.order_changes import OrderCreated, RejectedLine
from apps.ingram.schemas.order_requests import OrderCreateV6Request
from apps.orders.models import Order, OrderLine


@dataclass(frozen=True, kw_only=True)
class Fit:
    """`is_strange` when the orders hold what was not sent; `missing` is what they lack of it."""

    is_strange: bool
    missing: tuple[tuple[str, int], ...] = ()


def quote_number_in(body: Mapping[str, object]) -> str:
    """The quote that a sent order is of; empty when it had lines of its own."""
    return str(body.get("quoteNumber", ""))


def fit_of(body: Mapping[str, object], orders: Iterable[Order]) -> Fit:
    """Compare part and quantity; the orders' lines must be loaded.

    A line may come back in several, with other numbers, in several orders (field notes 6.3). An
    order whose lines are not told fits, and so does a line without its quantity.
    """
    sent = _sent_quantities(body)
    lines = [line for order in orders for line in order.lines.all() if line.ingram_part_number]
    if not (sent and lines):
        return Fit(is_strange=False)
    told = _told_quantities(lines)
    is_strange = any(part not in sent or found > sent[part] for part, found in told.items())
    untold = {_part(line) for line in lines if line.quantity_ordered is None}
    missing = {part: n for part, n in (sent - told).items() if part not in untold}
    return Fit(is_strange=is_strange, missing=tuple(sorted(missing.items())))


def words_for_missing(missing: Iterable[tuple[str, int]]) -> str:
    """What to tell a person of lines that were sent and are in no order."""
    parts = ", ".join(f"{quantity} of {part}" for part, quantity in missing)
    return f"Not all of it was ordered. Missing: {parts}." if parts else ""


def words_for_left_out(created: OrderCreated, request: OrderCreateV6Request) -> str:
    """What a person has to know of an order of which lines were refused (field notes 5.2)."""
    told = [_refusal(line) for line in created.rejected_lines]
    told += [
        f"line {line.customer_line_number}, {line.ingram_part_number}: the answer does not name it"
        for line in created.unanswered(request)
    ]
    return f"Not all of it was ordered. Left out: {'; '.join(told)}." if told else ""


def _refusal(line: RejectedLine) -> str:
    number = line.customer_line_number or line.ingram_line_number
    names = ", ".join(filter(None, (f"line {number}" if number else "", line.ingram_part_number)))
    reason = (line.reject_reason or line.reject_code or "no reason was told").rstrip(". ")
    return f"{names or 'a line'}: {reason}"


def _sent_quantities(body: Mapping[str, object]) -> Counter[str]:
    lines = body.get("lines")
    sent: Counter[str] = Counter()
    for line in lines if isinstance(lines, list) else []:
        if part := str(line.get("ingramPartNumber", "")).upper():
            sent[part] += int(line.get("quantity", 0))
    return sent


def _told_quantities(lines: Iterable[OrderLine]) -> Counter[str]:
    told: Counter[str] = Counter()
    for line in lines:
        told[_part(line)] += line.quantity_ordered or 0
    return told


def _part(line: OrderLine) -> str:
    return line.ingram_part_number.upper()
