"""What of orders and quotes is held against the distributor: as the mirror and as its API has it.

An order is its status, its total, its lines and the numbers of its parcels.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import psycopg

Seen = Mapping[str, tuple[Any, ...]]
_ORDERS = """
    SELECT o.ingram_order_number, upper(o.status_text), o.total,
        ARRAY(SELECT concat_ws(' ', l.ingram_line_number, upper(l.status_text),
                  coalesce(l.quantity_confirmed, 0), coalesce(l.quantity_backordered, 0))
              FROM orders_orderline l WHERE l.order_id = o.id),
        ARRAY(SELECT p.tracking_number FROM orders_package p
              JOIN orders_shipment s ON s.id = p.shipment_id WHERE s.order_id = o.id)
    FROM orders_order o
"""
_QUOTES = "SELECT quote_number, upper(status_text), total FROM quotes_quote"


def orders(database_url: str) -> Seen:
    with psycopg.connect(database_url) as database:
        return {
            number: (status, total, sorted(lines), sorted(parcels))
            for number, status, total, lines, parcels in database.execute(_ORDERS)
        }


def quotes(database_url: str) -> Seen:
    with psycopg.connect(database_url) as database:
        return {number: tuple(told) for number, *told in database.execute(_QUOTES)}


def order_of(told: Mapping[str, Any]) -> tuple[Any, ...]:
    lines = [
        " ".join(
            (
                line["ingramOrderLineNumber"],
                line["lineStatus"].upper(),
                str(line["quantityConfirmed"]),
                str(line["quantityBackOrdered"]),
            )
        )
        for line in told["lines"]
    ]
    parcels = [
        parcel["trackingNumber"]
        for line in told["lines"]
        for shipment in line["shipmentDetails"]
        for carrier in shipment["carrierDetails"]
        for parcel in carrier["trackingDetails"]
    ]
    return told["orderStatus"].upper(), _amount(told["orderTotal"]), sorted(lines), sorted(parcels)


def quote_of(told: Mapping[str, Any]) -> tuple[Any, ...]:
    return told["status"].upper(), _amount(told["totalQuoteAmount"])


def _amount(told: object) -> Decimal:
    return Decimal(str(told))
