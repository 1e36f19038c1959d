"""By which words an order is found: the numbers that stand in it, and the words of its names."""

from __future__ import annotations

from collections.abc import Iterable

from apps.core.terms import terms_of, with_words
from apps.orders.choices import TermKind
from apps.orders.models import Order, OrderLine, Package, Shipment, Term


def header_terms(order: Order) -> list[Term]:
    """Those that order search tells already."""
    texts = (
        (TermKind.ORDER, order.ingram_order_number),
        (TermKind.PURCHASE_ORDER, order.customer_order_number),
        (TermKind.END_CUSTOMER, order.end_customer_order_number),
        (TermKind.END_USER, order.end_user_name),
    )
    return terms_of(
        Term, order, ((kind, word) for kind, text in texts for word in with_words(text))
    )


def all_terms(
    order: Order,
    lines: Iterable[OrderLine],
    shipments: Iterable[Shipment],
    packages: Iterable[Package],
) -> list[Term]:
    """Those of the header, the lines, the shipments and the parcels."""
    numbers = [
        (TermKind.PART, number)
        for line in lines
        for number in (line.ingram_part_number, line.vendor_part_number)
    ]
    numbers += [(TermKind.SUB_ORDER, line.sub_order_number) for line in lines]
    numbers += [(TermKind.INVOICE, shipment.invoice_number) for shipment in shipments]
    for package in packages:
        numbers.append((TermKind.TRACKING, package.tracking_number))
        numbers += [(TermKind.SERIAL, serial) for serial in package.serial_numbers]
    return header_terms(order) + terms_of(Term, order, numbers)
