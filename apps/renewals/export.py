"""The list of renewals as rows for a spreadsheet: one a renewal, or one a product."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from apps.core.money import CENT
from apps.core.spreadsheet import CHUNK, Sheet, with_parts
from apps.renewals.models import Renewal, RenewalLine

_HEADER: dict[str, Callable[[Renewal], object]] = {
    "Renewal": lambda one: one.renewal_id,
    "Reference": lambda one: one.reference_number,
    "Quote number": lambda one: one.quote_number,
    "Purchase order number": lambda one: one.customer_order_number,
    "End customer's order number": lambda one: one.end_customer_order_number,
    "Order number": lambda one: one.ingram_order_number,
    "Distributor's purchase order": lambda one: one.ingram_purchase_order_number,
    "End user": lambda one: one.end_user_name,
    "Vendor": lambda one: one.vendor_name,
    "Status": lambda one: one.status_label,
    "Expires on": lambda one: one.expires_on,
    "Days left": lambda one: one.days_left,
    "Value": lambda one: None if one.value is None else one.value.quantize(CENT),
}
_OF_A_LINE = ("Renewal", "Purchase order number", "End user", "Vendor", "Expires on")
_LINE: dict[str, Callable[[RenewalLine], object]] = {
    "Line": lambda line: line.position,
    "Part number": lambda line: line.ingram_part_number,
    "Vendor's part number": lambda line: line.vendor_part_number,
    "Manufacturer's part number": lambda line: line.manufacturer_part_number,
    "Description": lambda line: line.description,
    "Quantity": lambda line: line.quantity,
    "Unit price": lambda line: line.unit_price,
    "Extended price": lambda line: line.extended_price,
}


def sheet_of(renewals: QuerySet[Renewal], *, currency: str, by_line: bool = False) -> Sheet:
    """The renewals as a table, read in chunks: one query, and one more a chunk by line."""
    if by_line:
        return Sheet(
            name="renewal-products",
            title="Products",
            headings=(*_OF_A_LINE, *_LINE, "Currency"),
            rows=_lines(renewals, currency),
        )
    headings = (*_HEADER, "Currency")
    return Sheet(
        name="renewals", title="Renewals", headings=headings, rows=_rows(renewals, currency)
    )


def _rows(renewals: QuerySet[Renewal], currency: str) -> Iterator[tuple[object, ...]]:
    for renewal in renewals.iterator(chunk_size=CHUNK):
        yield (*(told(renewal) for told in _HEADER.values()), currency)


def _lines(renewals: QuerySet[Renewal], currency: str) -> Iterator[tuple[object, ...]]:
    for renewal in with_parts(renewals, "lines"):
        head = tuple(_HEADER[name](renewal) for name in _OF_A_LINE)
        for line in renewal.lines.all():
            yield (*head, *(told(line) for told in _LINE.values()), currency)
