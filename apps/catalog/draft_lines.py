"""What the lines of draft quotes and draft orders have in common, beside their model. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from apps.catalog.models import DraftLine
from apps.catalog.pasting import PastedLine, add_quantities, merge

PRICE_IS_FRESH = timedelta(minutes=5)
PRICING_OVERLAP = timedelta(seconds=10)

LineT = TypeVar("LineT", bound=DraftLine)


@dataclass(frozen=True, kw_only=True)
class Added:
    """What adding did: so many new lines, so many that joined a line of the same part."""

    new: int
    merged: int


@dataclass(frozen=True, kw_only=True)
class Joining(Generic[LineT]):
    """Parts that join lines which are there, their quantities added up, and those that are new."""

    grown: Sequence[LineT]
    new: Sequence[PastedLine]


@dataclass(frozen=True, kw_only=True)
class DraftTotals:
    """The sums of a draft. `unknown` lines have no price yet and are not in the total.

    `reported` lines show a stock that came unasked after their price.
    """

    lines: int
    total: Decimal | None
    currency: str
    unknown: int
    waiting: int
    reported: int


def join(here: Sequence[LineT], parts: Iterable[PastedLine]) -> Joining[LineT]:
    """A part that stands in a line already, under any of its numbers, adds to its quantity.

    The quantities of `grown` are changed in place; nothing is saved.
    """
    by_number = {number: line for line in reversed(here) for number in _numbers(line)}
    wanted = merge(parts).lines
    grown = []
    for part in wanted:
        if line := by_number.get(part.part_number):
            line.quantity_text = add_quantities(line.quantity_text, part.quantity_text)
            grown.append(line)
    return Joining(grown=grown, new=[x for x in wanted if x.part_number not in by_number])


def totals_of(lines: Sequence[DraftLine], *, currency: str) -> DraftTotals:
    """The sums of the lines; `currency` is for lines that tell none."""
    prices = [line.extended_price for line in lines]
    known = [price for price in prices if price is not None]
    return DraftTotals(
        lines=len(lines),
        total=sum(known, Decimal(0)) if known else None,
        currency=next((line.currency for line in lines if line.currency), currency),
        unknown=len(prices) - len(known),
        waiting=sum(line.looked_up_at is None for line in lines),
        reported=sum(line.is_stock_reported for line in lines),
    )


def priced_since(lines: Iterable[LineT], shown_at: str) -> list[LineT]:
    """Lines whose price came after a page was shown (seconds since the epoch).

    Whoever asked for them may have been another tab, or a part of the page that is gone.
    """
    try:
        since = datetime.fromtimestamp(float(shown_at), tz=UTC) - PRICING_OVERLAP
    except (ValueError, OverflowError, OSError):
        since = datetime.min.replace(tzinfo=UTC)
    return [line for line in lines if line.looked_up_at and line.looked_up_at >= since]


def _numbers(line: DraftLine) -> set[str]:
    numbers = {line.part_number, line.ingram_part_number, line.vendor_part_number.upper()}
    return numbers - {""}
