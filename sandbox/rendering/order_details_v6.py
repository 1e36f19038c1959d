"""Order details of early version 6: other spellings of what v6.1 says (field-notes 5.4)."""

from __future__ import annotations

from typing import Any

from sandbox.records import Order, OrderLine, Package, Shipment
from sandbox.rendering.orders import (
    after,
    charges_of,
    day,
    header_of,
    line_of,
    lines_of,
    tracking_url,
)


def order_details_v6(order: Order, sub_order_number: str = "") -> dict[str, Any]:
    lines = lines_of(order, sub_order_number)
    return header_of(order, lines) | {
        "lines": [_line(order, line) for line in lines],
        "miscellaneousCharges": charges_of(order, order.freight),
    }


def _line(order: Order, line: OrderLine) -> dict[str, Any]:
    days = {
        "requestedDeliveryDate": day(order.requested_on),
        "promisedDeliveryDate": day(line.promised_on),
    }
    # The schema writes customerLinenumber, the data do not.
    return (
        line_of(order, line)
        | {
            "shipmentDetails": [_shipment(line, shipment) for shipment in line.shipments],
            "links": [],
        }
        | _known(days)
    )


def _shipment(line: OrderLine, shipment: Shipment) -> dict[str, Any]:
    """Shipped and delivered stand here, and the carrier is one object."""
    days = {
        "estimatedShipDate": day(line.promised_on),
        "shippedDate": day(shipment.shipped_on),
        "estimatedDeliveryDate": after(shipment.shipped_on, 3),
        "deliveredDate": day(shipment.delivered_on),
        "invoiceDate": day(shipment.invoiced_on),
    }
    return {
        "quantity": shipment.quantity,
        "shipFromWarehouseId": shipment.warehouse_id,
        "shipFromLocation": shipment.location,
        "invoiceNumber": shipment.invoice_number,
        "carrierDetails": _carrier(shipment),
    } | _known(days)


def _carrier(shipment: Shipment) -> dict[str, Any]:
    first = shipment.packages[0]
    return {
        "carrierCode": first.carrier_code,
        "carrierName": first.carrier_name,
        "trackingDetails": [_tracking(package) for package in shipment.packages],
    }


def _tracking(package: Package) -> dict[str, Any]:
    return {
        "trackingNumber": package.tracking_number,
        "trackingUrl": tracking_url(package),
        "packageWeight": str(package.weight),
        "cartonNumber": package.carton_number,
        "quantityInBox": str(package.quantity),
        "SerialNumbers": [{"serialNumber": number} for number in package.serial_numbers],
    }


def _known(days: dict[str, str]) -> dict[str, str]:
    """The schema calls these dates: an unknown one is left out."""
    return {name: text for name, text in days.items() if text}
