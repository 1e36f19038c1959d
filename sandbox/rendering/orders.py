"""Orders as the API spells them: a row of a search and the details v6.1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.fulfilment import all_notes
from sandbox.invoicing import delivery_number
from sandbox.records import Order, OrderLine, Package, Shipment
from sandbox.rendering.addresses import address

CLOSED = ("Shipped", "Delivered")


def order_row(order: Order) -> dict[str, Any]:
    vendors = {line.vendor_name for line in order.lines}
    return {
        "ingramOrderNumber": order.number,
        "ingramOrderDate": order.entered_at.isoformat(timespec="seconds"),
        "customerOrderNumber": order.customer_order_number.upper(),
        "vendorSalesOrderNumber": "",
        "vendorName": vendors.pop() if len(vendors) == 1 else "",
        "endUserCompanyName": order.end_user.company_name if order.end_user else "",
        "orderTotal": order.total,
        "orderStatus": _header_status(order),
        "subOrders": [
            _sub_order(number, lines) for number, lines in by_sub_order(order.lines).items()
        ],
        "links": {
            "topic": "orders",
            "href": f"/resellers/v6.1/orders/{order.number}",
            "type": "GET",
        },
    }


def _header_status(order: Order) -> str:
    if order.status == "Canceled":
        return "CANCELLED"
    return "CLOSED" if order.status in CLOSED else "OPEN"


def by_sub_order(lines: Iterable[OrderLine]) -> dict[str, list[OrderLine]]:
    found: dict[str, list[OrderLine]] = {}
    for line in lines:
        found.setdefault(line.sub_order_number, []).append(line)
    return found


def sub_order_status(lines: Iterable[OrderLine]) -> str:
    statuses = [line.status for line in lines]
    order = ("On Hold", "In Progress", "Backordered", "Shipped", "Delivered", "Canceled")
    status = min(statuses, key=order.index)
    return "Processing" if status == "In Progress" else status


def _sub_order(number: str, lines: list[OrderLine]) -> dict[str, Any]:
    total = sum((line.unit_price * line.quantity_ordered for line in lines), Decimal(0))
    links = [{"topic": "orders", "href": f"/resellers/v6.1/orders/{number}", "type": "GET"}]
    links += [
        {"topic": "invoices", "href": f"/resellers/v6.1/invoices/{invoice}", "type": "GET"}
        for invoice in invoice_numbers(lines)
    ]
    return {
        "subOrderNumber": number,
        "subOrderTotal": total,
        "subOrderStatus": sub_order_status(lines).upper(),
        "links": links,
    }


def invoice_numbers(lines: Iterable[OrderLine]) -> list[str]:
    shipments = (shipment for line in lines for shipment in line.shipments)
    return sorted({shipment.invoice_number for shipment in shipments if shipment.invoice_number})


def order_details(order: Order, sub_order_number: str = "") -> dict[str, Any]:
    lines = lines_of(order, sub_order_number)
    return header_of(order, lines) | {
        "webOrderId": "",
        "ingramPurchaseOrderNumber": "",
        "totalFees": 0,
        "lines": [_line(order, line) for line in lines],
        "miscellaneousCharges": charges_of(order, str(order.freight)),
    }


def lines_of(order: Order, sub_order_number: str) -> list[OrderLine]:
    """Those of the sub-order that was asked for, or all."""
    return [line for line in order.lines if sub_order_number in ("", line.sub_order_number)]


def header_of(order: Order, lines: Iterable[OrderLine]) -> dict[str, Any]:
    """What the details of every version 6 say of the order."""
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
        "additionalAttributes": [],
    }


def line_of(order: Order, line: OrderLine) -> dict[str, Any]:
    """What they say of a line."""
    return {
        "subOrderNumber": line.sub_order_number,
        "ingramOrderLineNumber": line.number,
        "vendorSalesOrderLineNumber": "",
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
        "additionalAttributes": [],
    }


def charges_of(order: Order, amount: Decimal | str) -> list[dict[str, Any]]:
    """The freight; its amount is a text in v6.1 and a number before."""
    if not order.freight or not order.lines:
        return []
    return [
        {
            "subOrderNumber": order.lines[0].sub_order_number,
            "chargeLineReference": "890",
            "chargeDescription": "FREIGHT OUT",
            "chargeAmount": amount,
        }
    ]


def weight_of(lines: Iterable[OrderLine]) -> Decimal:
    return sum((line.weight * line.quantity_ordered for line in lines), Decimal(0))


def weight_unit(order: Order) -> str:
    return "KG" if order.currency == "EUR" else "LB"


def _line(order: Order, line: OrderLine) -> dict[str, Any]:
    return line_of(order, line) | {
        "requestedDeliverydate": day(order.requested_on),
        "promisedDeliveryDate": day(line.promised_on),
        "backOrderETADate": day(line.backorder_eta_on),
        "shipmentDetails": [_shipment(line, shipment) for shipment in line.shipments],
        "links": [_invoice_link(order, number) for number in invoice_numbers([line])],
        "estimatedDates": _estimates(line),
        "scheduleLines": [],
        "multipleShipments": _departures(line),
        "defaultCarrierName": line.packages[0].carrier_name if line.packages else "",
    }


def _invoice_link(order: Order, number: str) -> dict[str, str]:
    """Of version 5, though the details are of 6.1 (field-notes 5.7)."""
    account = f"customerNumber={order.customer}&isoCountryCode={order.bill_to.country_code}"
    href = f"/resellers/v5/invoices/{number}?{account}"
    return {"topic": "invoices", "href": href, "type": "GET"}


def _estimates(line: OrderLine) -> list[dict[str, Any]]:
    expected = line.promised_on or line.backorder_eta_on
    if expected is None or line.status == "Canceled":
        return []
    ship = {
        "shipDateType": "Single",
        "shipSource": "INGRAM",
        "shipDescription": "Warehouse is processing your Shipment",
        "shipDate": expected.isoformat(),
    }
    delivery = {"deliveryDateType": "Single", "deliveryDate": after(expected, 3)}
    return [{"ship": ship}, {"delivery": delivery}]


def _departures(line: OrderLine) -> list[dict[str, Any]]:
    """Only what goes in several shipments is listed shipment by shipment."""
    return [_departure(line, s) for s in line.shipments] if len(line.shipments) > 1 else []


def _departure(line: OrderLine, shipment: Shipment) -> dict[str, Any]:
    return {
        "lineNumber": line.number,
        "requestedQuantity": line.quantity_ordered,
        "confirmedQuantity": shipment.quantity,
        "dateType": "Single",
        "source": "INGRAM",
        "description": "Your Shipment has left the warehouse",
        "date": day(shipment.shipped_on),
        "deliveryDate": day(shipment.delivered_on) or after(shipment.shipped_on, 3),
    }


def _shipment(line: OrderLine, shipment: Shipment) -> dict[str, Any]:
    return {
        "quantity": shipment.quantity,
        "deliveryNumber": delivery_number(line, shipment),
        "estimatedShipDate": day(line.promised_on),
        "shippedDate": day(shipment.shipped_on),
        "estimatedDeliveryDate": after(shipment.shipped_on, 3),
        "shipFromWarehouseId": shipment.warehouse_id,
        "shipFromLocation": shipment.location,
        "invoiceNumber": shipment.invoice_number,
        "invoiceDate": day(shipment.invoiced_on),
        "carrierDetails": [_carrier(shipment, package) for package in shipment.packages],
    }


def _carrier(shipment: Shipment, package: Package) -> dict[str, Any]:
    return {
        "carrierCode": package.carrier_code,
        "carrierName": package.carrier_name,
        "quantity": package.quantity,
        "shippedDate": day(shipment.shipped_on),
        "estimatedDeliveryDate": after(shipment.shipped_on, 3),
        "deliveredDate": day(shipment.delivered_on),
        "carrierPickupDate": day(shipment.shipped_on),
        "trackingDetails": [
            {
                "trackingNumber": package.tracking_number,
                "trackingUrl": tracking_url(package),
                "packageWeight": str(package.weight),
                "cartonNumber": package.carton_number,
                "quantityInBox": str(package.quantity),
                "serialNumbers": [{"serialNumber": number} for number in package.serial_numbers],
            }
        ],
    }


def tracking_url(package: Package) -> str:
    number = package.tracking_number
    return f"https://tracking.example/{number}" if number else ""


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def after(value: date | None, days: int) -> str:
    return day(value + timedelta(days=days)) if value else ""
