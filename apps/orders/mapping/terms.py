"""By which words an order is found: the numbers that stand in it, and the words of its names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from apps.orders.choices import TermKind
from apps.orders.models import Order, OrderLine, Package, Shipment, Term

MAX_TERM = 80
_SHORTEST_WORD = 2
_WORD = re.compile(r"[^\W_]+")


def header_terms(order: Order) -> list[Term]:
    """Those that order search tells already."""
    texts = (
        (TermKind.ORDER, order.ingram_order_number),
        (TermKind.PURCHASE_ORDER, order.customer_order_number),
        (TermKind.END_CUSTOMER, order.end_customer_order_number),
        (TermKind.END_USER, order.end_user_name),
    )
    return _terms(order, ((kind, word) for kind, text in texts for word in _with_words(text)))


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
    numbers += [(TermKind.INVOICE, shipment.invoice_number) for shipment in shipments]
    for package in packages:
        numbers.append((TermKind.TRACKING, package.tracking_number))
        numbers += [(TermKind.SERIAL, serial) for serial in package.serial_numbers]
    return header_terms(order) + _terms(order, numbers)


def words_of(text: str) -> list[str]:
    """What a person typed, as the beginnings of terms that an order must all have."""
    return [word[:MAX_TERM] for word in text.upper().split()]


def _with_words(text: str) -> Iterator[str]:
    """The text, and each word of it: `RD3QV` finds 20-RD3QV, `Clinic` the Maple Ridge Clinic."""
    yield text
    words = _WORD.findall(text)
    if len(words) > 1:
        yield from (word for word in words if len(word) >= _SHORTEST_WORD)


def _terms(order: Order, found: Iterable[tuple[TermKind, str]]) -> list[Term]:
    known = dict.fromkeys((kind, " ".join(text.upper().split())[:MAX_TERM]) for kind, text in found)
    return [
        Term(account_id=order.account_id, order=order, kind=kind, text=text)
        for kind, text in known
        if text
    ]
