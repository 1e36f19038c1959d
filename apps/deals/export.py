"""The list of deals as rows for a spreadsheet: one a deal, or one a product."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from apps.core.spreadsheet import CHUNK, Sheet, with_parts
from apps.deals.models import Deal, DealLine

_HEADER: dict[str, Callable[[Deal], object]] = {
    "Deal": lambda deal: deal.deal_id,
    "Version": lambda deal: deal.version,
    "End user": lambda deal: deal.end_user_name,
    "Vendor": lambda deal: deal.vendor_name,
    "State": lambda deal: deal.state.label,
    "Expires on": lambda deal: deal.expires_on,
    "Days left": lambda deal: deal.days_left,
    "Prices protected until": lambda deal: deal.price_protection_ends_on,
    "MSRP, extended": lambda deal: deal.extended_retail_price,
    "Currency": lambda deal: deal.currency,
}
_OF_A_LINE = ("Deal", "End user", "Vendor", "Expires on", "Currency")
_LINE: dict[str, Callable[[DealLine], object]] = {
    "Part number": lambda line: line.ingram_part_number,
    "Vendor's part number": lambda line: line.vendor_part_number,
    "UPC": lambda line: line.upc,
    "Description": lambda line: line.description,
    "Approved": lambda line: line.quantity_approved,
    "Left": lambda line: line.quantity_remaining,
    "MSRP": lambda line: line.retail_price,
    "Deal price": lambda line: line.standard_price,
    "Starts on": lambda line: line.starts_on,
    "Product expires on": lambda line: line.expires_on,
    "Special conditions": lambda line: line.special_conditions,
    "Comments": lambda line: line.comments,
}


def sheet_of(deals: QuerySet[Deal], *, by_line: bool = False) -> Sheet:
    """The deals as a table, read in chunks: one query, and one more a chunk by line."""
    if by_line:
        headings = (*_OF_A_LINE, *_LINE)
        return Sheet(name="deal-products", title="Products", headings=headings, rows=_lines(deals))
    return Sheet(name="deals", title="Deals", headings=(*_HEADER,), rows=_rows(deals))


def _rows(deals: QuerySet[Deal]) -> Iterator[tuple[object, ...]]:
    for deal in deals.iterator(chunk_size=CHUNK):
        yield tuple(told(deal) for told in _HEADER.values())


def _lines(deals: QuerySet[Deal]) -> Iterator[tuple[object, ...]]:
    for deal in with_parts(deals, "lines"):
        head = tuple(_HEADER[name](deal) for name in _OF_A_LINE)
        for line in deal.lines.all():
            yield (*head, *(told(line) for told in _LINE.values()))
