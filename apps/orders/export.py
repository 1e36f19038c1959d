"""The list of orders as rows for a spreadsheet: one an order, or one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import Prefetch, QuerySet

from apps.core.money import CENT
from apps.core.spreadsheet import CHUNK, Sheet, with_parts
from apps.orders.models import Order, OrderLine, Package, Shipment

_HEADER: dict[str, Callable[[Order], object]] = {
    "Order number": lambda order: order.ingram_order_number,
    "Purchase order number": lambda order: order.customer_order_number,
    "End customer's order number": lambda order: order.end_customer_order_number,
    "Quote number": lambda order: order.quote_number,
    "Status": lambda order: order.status_label,
    "Ordered on": lambda order: order.ordered_on,
    "End user": lambda order: order.end_user_name,
    "Vendor": lambda order: order.vendor_name,
    "Expected on": lambda order: order.expected_on,
    "Shipped on": lambda order: order.shipped_on,
    "Delivered on": lambda order: order.delivered_on,
    "Total": lambda order: None if order.total is None else order.total.quantize(CENT),
    "Currency": lambda order: order.currency,
}
_OF_A_LINE = ("Order number", "Purchase order number", "End user", "Ordered on", "Currency")
_LINE: dict[str, Callable[[OrderLine], object]] = {
    "Sub-order": lambda line: line.sub_order_number,
    "Line": lambda line: line.ingram_line_number or str(line.position),
    "Part number": lambda line: line.ingram_part_number,
    "Vendor's part number": lambda line: line.vendor_part_number,
    "Vendor": lambda line: line.vendor_name,
    "Description": lambda line: line.description,
    "Status": lambda line: line.status_label,
    "Ordered": lambda line: line.quantity_ordered,
    "Confirmed": lambda line: line.quantity_confirmed,
    "Backordered": lambda line: line.quantity_backordered,
    "Unit price": lambda line: line.unit_price,
    "Extended price": lambda line: line.extended_price,
    "Estimated to ship": lambda line: line.estimated_ship_on,
    "Estimated delivery": lambda line: line.estimated_delivery_on,
    "Expected in stock": lambda line: line.backorder_eta_on,
    "Shipped on": lambda line: max(filter(None, (s.shipped_on for s in _of(line))), default=None),
    "Delivered on": lambda line: max(
        filter(None, (s.delivered_on for s in _of(line))), default=None
    ),
    "Carriers": lambda line: _listed(s.carrier_name or s.carrier_code for s in _of(line)),
    "Tracking numbers": lambda line: _listed(p.tracking_number for p in _parcels(line)),
    "Serial numbers": lambda line: _listed(n for p in _parcels(line) for n in p.serial_numbers),
    "Invoices": lambda line: _listed(s.invoice_number for s in _of(line)),
}


def sheet_of(orders: QuerySet[Order], *, by_line: bool = False) -> Sheet:
    """The orders as a table, read in chunks: one query, and four more a chunk by line."""
    if by_line:
        headings = (*_OF_A_LINE, *_LINE)
        return Sheet(
            name="order-lines", title="Order lines", headings=headings, rows=_lines(orders)
        )
    return Sheet(name="orders", title="Orders", headings=(*_HEADER,), rows=_orders(orders))


def _orders(orders: QuerySet[Order]) -> Iterator[tuple[object, ...]]:
    for order in orders.iterator(chunk_size=CHUNK):
        yield tuple(told(order) for told in _HEADER.values())


def _lines(orders: QuerySet[Order]) -> Iterator[tuple[object, ...]]:
    shipments = Shipment.objects.prefetch_related("packages")
    lines = OrderLine.objects.defer("notes").prefetch_related(Prefetch("shipments", shipments))
    for order in with_parts(orders, Prefetch("lines", lines)):
        head = tuple(_HEADER[name](order) for name in _OF_A_LINE)
        for line in order.lines.all():
            yield (*head, *(told(line) for told in _LINE.values()))


def _of(line: OrderLine) -> list[Shipment]:
    return list(line.shipments.all())


def _parcels(line: OrderLine) -> list[Package]:
    return [package for shipment in _of(line) for package in shipment.packages.all()]


def _listed(texts: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))
