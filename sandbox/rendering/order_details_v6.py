"""Order details of early version 6: other spellings of what v6.1 says (field-notes 5.4)."""

from __future__ import annotations

from typing import Any

from sandbox.fulfilment import all_notes
from sandbox.records import Order, OrderLine, Package, Shipment
from sandbox.rendering.addresses import address
from sandbox.rendering.orders import after, day, tracking_url, weight_of, weight_unit


def order_details_v6(order: Order, sub_order_number: str = "") -> dict[str, Any]:
    lines = [line for line in order.lines if sub_order_number in ("", line.sub_order_number)]
    return {
        "ingramOrderNumber": order.number,
        "ingramOrderDate": order.entered_at.isoformat(timespec="seconds"),
        "orderType": order.order_type,
        "customerOrderNumber": order.customer_order_number.upper(),
        "endCustomerOrderNumber": order.end_customer_order_number.upper(),
        "vendorSalesOrderNumber": "",
        "orderStatus": order.status,
        "orderTotal": order.total,
        "orderSubTotal": order.subtotal,
        "freightCharges": order.freight,
        "currencyCode": order.currency,
        "totalWeight": weight_of(lines),
        "totalTax": order.tax,
        "paymentTerms": "NET 30 DAYS",
        "notes": all_notes(order),
        "billToInfo": address(order.bill_to),
        "shipToInfo": address(order.ship_to),
        "endUserInfo": address(order.end_user),
        "lines": [_line(order, line) for line in lines],
        "miscellaneousCharges": _charges(order),
        "additionalAttributes": [],
    }


def _charges(order: Order) -> list[dict[str, Any]]:
    """The amount is a number here and a text in v6.1."""
    if not order.freight or not order.lines:
        return []
    return [
        {
            "subOrderNumber": order.lines[0].sub_order_number,
            "chargeLineReference": "890",
            "chargeDescription": "FREIGHT OUT",
            "chargeAmount": order.freight,
        }
    ]


def _line(order: Order, line: OrderLine) -> dict[str, Any]:
    days = {
        "requestedDeliveryDate": day(order.requested_on),
        "promisedDeliveryDate": day(line.promised_on),
    }
    return {
        "subOrderNumber": line.sub_order_number,
        "ingramOrderLineNumber": line.number,
        "vendorSalesOrderLineNumber": "",
        # The schema writes customerLinenumber, the data do not.
        "customerLineNumber": line.customer_line_number,
        "lineStatus": line.status,
        "ingramPartNumber": line.part_number,
        "vendorPartNumber": line.vendor_part_number,
        "vendorName": line.vendor_name.upper(),
        "partDescription": line.description,
        "unitWeight": line.weight,
        "weightUom": weight_unit(order),
        "unitPrice": line.unit_price,
        "upcCode": line.upc,
        "extendedPrice": line.unit_price * line.quantity_ordered,
        "taxAmount": 0,
        "currencyCode": order.currency,
        "quantityOrdered": line.quantity_ordered,
        "quantityConfirmed": line.quantity_confirmed,
        "quantityBackOrdered": line.quantity_backordered,
        "specialBidNumber": line.special_bid_number,
        "lineNotes": line.notes,
        "shipmentDetails": [_shipment(line, shipment) for shipment in line.shipments],
        "additionalAttributes": [],
        "links": [],
    } | _known(days)


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
