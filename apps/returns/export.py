"""The list of returns as rows for a spreadsheet: one a return, or one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import QuerySet

from apps.core.money import CENT
from apps.core.spreadsheet import CHUNK, Sheet, with_parts
from apps.returns.models import ReturnCase, ReturnCaseLine


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(CENT)


_HEADER: dict[str, Callable[[ReturnCase], object]] = {
    "Case number": lambda case: case.case_request_number,
    "Claim id": lambda case: case.return_claim_id,
    "Kind": lambda case: case.kind_label,
    "Status": lambda case: case.status_label,
    "Reason": lambda case: case.reason_text,
    "Reference": lambda case: case.reference_number,
    "Invoice": lambda case: case.invoice_number,
    "Asked for on": lambda case: case.asked_at.date(),
    "Changed on": lambda case: case.modified_at and case.modified_at.date(),
    "Estimated total": lambda case: _cents(case.estimated_total),
    "Credit": lambda case: _cents(case.credit),
    "Currency": lambda case: case.currency,
}
_OF_A_LINE = ("Case number", "Claim id", "Reference", "Asked for on", "Currency")
_LINE: dict[str, Callable[[ReturnCaseLine], object]] = {
    "Part number": lambda line: line.ingram_part_number,
    "Vendor's part number": lambda line: line.vendor_part_number,
    "Description": lambda line: line.description,
    "Invoice": lambda line: line.invoice_number,
    "Invoiced on": lambda line: line.invoiced_on,
    "Purchase order number": lambda line: line.customer_order_number,
    "Quantity": lambda line: line.quantity,
    "Unit price": lambda line: line.unit_price,
    "Extended price": lambda line: line.extended_price,
    "Status": lambda line: line.status_label,
    "What was decided": lambda line: line.additional_details,
}


def sheet_of(cases: QuerySet[ReturnCase], *, by_line: bool = False) -> Sheet:
    """The returns as a table, read in chunks: one query, and one more a chunk by line."""
    if by_line:
        headings = (*_OF_A_LINE, *_LINE)
        return Sheet(
            name="return-lines", title="Return lines", headings=headings, rows=_line_rows(cases)
        )
    rows = (
        tuple(tell(case) for tell in _HEADER.values()) for case in cases.iterator(chunk_size=CHUNK)
    )
    return Sheet(name="returns", title="Returns", headings=tuple(_HEADER), rows=rows)


def _line_rows(cases: QuerySet[ReturnCase]) -> Iterator[tuple[object, ...]]:
    for case in with_parts(cases, "lines"):
        header = tuple(_HEADER[name](case) for name in _OF_A_LINE)
        for line in case.lines.all():
            yield (*header, *(tell(line) for tell in _LINE.values()))
