"""The list as a table for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from apps.quotes.models import Quote

HEADINGS = (
    "Quote number",
    "Name",
    "Status",
    "End user",
    "Vendor",
    "Special bid",
    "Total",
    "Currency",
    "Lines",
    "Made",
    "Changed",
    "Expires",
    "Made by",
)
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(quotes: Iterable[Quote]) -> Iterator[str]:
    """One line at a time, so that a long list is never held in memory."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)
    for quote in quotes:
        yield writer.writerow(map(safe_cell, _cells(quote)))


def safe_cell(value: object) -> str:
    """Text that stays text in a spreadsheet; an unknown value is an empty cell."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(quote: Quote) -> Iterator[object]:
    yield quote.quote_number
    yield quote.name
    yield quote.status_label
    yield quote.end_user_name
    yield quote.vendor_name
    yield quote.special_bid_number
    yield None if quote.total is None else f"{quote.total:.2f}"
    yield quote.currency
    yield quote.line_count
    yield _day(quote.created_at)
    yield _day(quote.modified_at)
    yield quote.expires_on
    yield quote.owner or quote.created_by


def _day(moment: object) -> str:
    return str(moment)[:10] if moment else ""
