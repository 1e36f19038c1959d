"""The list of quotes as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.db.models import QuerySet

from apps.core.money import CENT
from apps.core.spreadsheet import CHUNK, Sheet
from apps.quotes.models import Quote

_CELLS: dict[str, Callable[[Quote], object]] = {
    "Quote number": lambda quote: quote.quote_number,
    "Name": lambda quote: quote.name,
    "Status": lambda quote: quote.status_label,
    "End user": lambda quote: quote.end_user_name,
    "Vendor": lambda quote: quote.vendor_name,
    "Special bid": lambda quote: quote.special_bid_number,
    "Total": lambda quote: None if quote.total is None else quote.total.quantize(CENT),
    "Currency": lambda quote: quote.currency,
    "Lines": lambda quote: quote.line_count,
    "Made": lambda quote: _day(quote.created_at),
    "Changed": lambda quote: _day(quote.modified_at),
    "Expires": lambda quote: quote.expires_on,
    "Made by": lambda quote: str(quote.owner or quote.created_by),
}


def sheet_of(quotes: QuerySet[Quote]) -> Sheet:
    """The quotes as a table, read in chunks. One query."""
    return Sheet(
        name="quotes",
        title="Quotes",
        headings=tuple(_CELLS),
        rows=(
            tuple(cell(quote) for cell in _CELLS.values())
            for quote in quotes.iterator(chunk_size=CHUNK)
        ),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(UTC).date() if moment else None
