"""The list of invoices as rows for a spreadsheet: one an invoice, or one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import QuerySet

from apps.core.money import CENT
from apps.core.spreadsheet import CHUNK, Sheet, with_parts
from apps.invoices.models import Invoice, InvoiceLine


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(CENT)


_HEADER: dict[str, Callable[[Invoice], object]] = {
    "Invoice number": lambda invoice: invoice.invoice_number,
    "Kind": lambda invoice: invoice.type_label,
    "Status": lambda invoice: invoice.status_label,
    "Invoiced on": lambda invoice: invoice.invoiced_on,
    "Due on": lambda invoice: invoice.due_on,
    "Days past due": lambda invoice: invoice.days_past_due,
    "Order number": lambda invoice: invoice.ingram_order_number,
    "Purchase order number": lambda invoice: invoice.customer_order_number,
    "End customer's order number": lambda invoice: invoice.end_customer_order_number,
    "Special bids": lambda invoice: ", ".join(invoice.special_bid_numbers),
    "Deliveries": lambda invoice: ", ".join(invoice.delivery_numbers),
    "Payment terms": lambda invoice: invoice.payment_terms,
    "Net": lambda invoice: _cents(invoice.net_amount),
    "Freight": lambda invoice: _cents(invoice.freight_amount),
    "Discount": lambda invoice: _cents(invoice.discount_amount),
    "Tax": lambda invoice: _cents(invoice.tax_amount),
    "Amount due": lambda invoice: _cents(invoice.amount_due),
    "Currency": lambda invoice: invoice.currency,
}
_OF_A_LINE = ("Invoice number", "Invoiced on", "Order number", "Purchase order number", "Currency")
_LINE: dict[str, Callable[[InvoiceLine], object]] = {
    "Line": lambda line: line.ingram_line_number or str(line.position),
    "Part number": lambda line: line.ingram_part_number,
    "Vendor's part number": lambda line: line.vendor_part_number,
    "Own part number": lambda line: line.customer_part_number,
    "UPC": lambda line: line.upc,
    "Vendor": lambda line: line.vendor_name,
    "Description": lambda line: line.description_text,
    "Quantity": lambda line: line.quantity,
    "Unit": lambda line: line.unit_of_measure,
    "Unit price": lambda line: line.unit_price,
    "Extended price": lambda line: line.extended_price,
    "Tax %": lambda line: line.tax_percentage,
    "Tax": lambda line: line.tax_amount,
    "Serial numbers": lambda line: ", ".join(line.serial_numbers or ()),
}


def sheet_of(invoices: QuerySet[Invoice], *, by_line: bool = False) -> Sheet:
    """The invoices as a table, read in chunks: one query, and one more a chunk by line."""
    if by_line:
        headings = (*_OF_A_LINE, *_LINE)
        return Sheet(
            name="invoice-lines", title="Invoice lines", headings=headings, rows=_lines(invoices)
        )
    return Sheet(name="invoices", title="Invoices", headings=(*_HEADER,), rows=_invoices(invoices))


def _invoices(invoices: QuerySet[Invoice]) -> Iterator[tuple[object, ...]]:
    for invoice in invoices.iterator(chunk_size=CHUNK):
        yield tuple(told(invoice) for told in _HEADER.values())


def _lines(invoices: QuerySet[Invoice]) -> Iterator[tuple[object, ...]]:
    for invoice in with_parts(invoices, "lines"):
        head = tuple(_HEADER[name](invoice) for name in _OF_A_LINE)
        for line in invoice.lines.all():
            yield (*head, *(told(line) for told in _LINE.values()))
