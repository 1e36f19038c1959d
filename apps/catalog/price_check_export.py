"""A price check as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import QuerySet

from apps.catalog.models import PriceCheckLine
from apps.catalog.priced_lines import discounts_of, in_words, warehouses_of
from apps.core.spreadsheet import CHUNK, Sheet

_LEAST_CENTS = Decimal("0.01")
_COLUMNS: dict[str, Callable[[PriceCheckLine], object]] = {
    "Line": lambda line: line.position,
    "Part number asked": lambda line: line.part_number,
    "Quantity asked": lambda line: line.quantity_text if line.quantity is None else line.quantity,
    "Result": lambda line: line.status.label,
    "Remark": lambda line: " ".join(filter(None, (line.problem, line.quantity_problem))),
    "Ingram part number": lambda line: line.ingram_part_number,
    "Vendor part number": lambda line: line.vendor_part_number,
    "Vendor": lambda line: line.vendor_name,
    "Description": lambda line: line.description,
    "Currency": lambda line: line.currency,
    "Price": lambda line: _exact(line.customer_price),
    "MSRP": lambda line: _exact(line.retail_price),
    "Extended price": lambda line: _exact(line.extended_price),
    "In stock": lambda line: line.available,
    "Stock by warehouse": lambda line: in_words(warehouses_of(line)),
    "Next delivery on": lambda line: line.back_order_on,
    "Discounts": lambda line: _discounts(line),
    "Discontinued": lambda line: "yes" if line.is_discontinued else "",
    "Replacement": lambda line: line.replacement_part_number,
    "Replaces": lambda line: line.replaces_part_number,
    "Priced at (UTC)": lambda line: f"{line.priced_at:%Y-%m-%d %H:%M}" if line.priced_at else "",
}


def sheet_of(lines: QuerySet[PriceCheckLine]) -> Sheet:
    """The lines as a table, read in chunks: one query."""
    return Sheet(name="price-check", title="Price check", headings=(*_COLUMNS,), rows=_rows(lines))


def _rows(lines: QuerySet[PriceCheckLine]) -> Iterator[tuple[object, ...]]:
    for line in lines.iterator(chunk_size=CHUNK):
        yield tuple(told(line) for told in _COLUMNS.values())


def _exact(amount: Decimal | None) -> Decimal | None:
    """Two decimals, and more only where there are any."""
    if amount is None:
        return None
    cents = amount.quantize(_LEAST_CENTS)
    return cents if cents == amount else amount.normalize()


def _discounts(line: PriceCheckLine) -> str:
    told = [
        " ".join(filter(None, (price.kind, price.special_bid_number)))
        for price in discounts_of(line)
    ]
    if line.has_web_discounts:
        told.append("Web discount")
    if line.has_special_bids and not told:
        told.append("Special bid")
    return ", ".join(dict.fromkeys(told))
