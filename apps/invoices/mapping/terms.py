"""By which words an invoice is found: the numbers that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apps.core.terms import terms_of, with_words
from apps.invoices.choices import TermKind
from apps.invoices.mapping.numbers import order_numbers
from apps.invoices.models import Invoice, InvoiceLine, Term


def header_terms(invoice: Invoice) -> list[Term]:
    """Those that search tells, and the numbers of deliveries."""
    texts = [
        (TermKind.INVOICE, invoice.invoice_number),
        (TermKind.INVOICE, invoice.comparable_number),
        *((TermKind.ORDER, number) for number in order_numbers(invoice.ingram_order_number)),
        (TermKind.PURCHASE_ORDER, invoice.customer_order_number),
        (TermKind.END_CUSTOMER, invoice.end_customer_order_number),
        *((TermKind.SPECIAL_BID, number) for number in invoice.special_bid_numbers),
    ]
    numbers = ((TermKind.DELIVERY, number) for number in invoice.delivery_numbers)
    worded = ((kind, word) for kind, text in texts for word in with_words(text))
    return terms_of(Term, invoice, [*worded, *numbers])


def line_terms(invoice: Invoice, lines: Iterable[InvoiceLine], *, with_serials: bool) -> list[Term]:
    """Those of the lines."""
    return terms_of(Term, invoice, _of_lines(lines, with_serials=with_serials))


def _of_lines(
    lines: Iterable[InvoiceLine], *, with_serials: bool
) -> Iterator[tuple[TermKind, str]]:
    for line in lines:
        for number in (line.ingram_part_number, line.vendor_part_number, line.upc):
            yield TermKind.PART, number
        if with_serials:
            for serial in line.serial_numbers or ():
                yield TermKind.SERIAL, serial
