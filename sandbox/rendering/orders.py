"""Orders as the API spells them: a row of a search, the details, the webhooks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.records import Acceptance, Order, OrderLine, Package
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
            _sub_order(number, lines) for number, lines in _by_sub_order(order.lines).items()
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


def _by_sub_order(lines: Iterable[OrderLine]) -> dict[str, list[OrderLine]]:
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
    invoices = {line.invoice_number for line in lines if line.invoice_number}
    links += [
        {"topic": "invoices", "href": f"/resellers/v6.1/invoices/{invoice}", "type": "GET"}
        for invoice in sorted(invoices)
    ]
    return {
        "subOrderNumber": number,
        "subOrderTotal": total,
        "subOrderStatus": sub_order_status(lines).upper(),
        "links": links,
    }


def order_details(order: Order, sub_order_number: str = "") -> dict[str, Any]:
    lines = [line for line in order.lines if sub_order_number in ("", line.sub_order_number)]
    weight = sum((line.weight * line.quantity_ordered for line in lines), Decimal(0))
    return {
        "ingramOrderNumber": order.number,
        "ingramOrderDate": order.entered_at.isoformat(timespec="seconds"),
        "orderType": order.order_type,
        "customerOrderNumber": order.customer_order_number.upper(),
        "endCustomerOrderNumber": order.end_customer_order_number.upper(),
        "webOrderId": "",
        "vendorSalesOrderNumber": "",
        "ingramPurchaseOrderNumber": "",
        "orderStatus": order.status,
        "orderTotal": order.total,
        "orderSubTotal": order.subtotal,
        "freightCharges": order.freight,
        "currencyCode": order.currency,
        "totalWeight": weight,
        "totalTax": order.tax,
        "totalFees": 0,
        "paymentTerms": "NET 30 DAYS",
        "notes": order.notes,
        "billToInfo": address(order.bill_to),
        "shipToInfo": address(order.ship_to),
        "endUserInfo": address(order.end_user),
        "lines": [_line(order, line) for line in lines],
        "miscellaneousCharges": _charges(order),
        "additionalAttributes": [],
    }


def _charges(order: Order) -> list[dict[str, str]]:
    if not order.freight:
        return []
    return [
        {
            "subOrderNumber": order.lines[0].sub_order_number,
            "chargeLineReference": "890",
            "chargeDescription": "FREIGHT OUT",
            "chargeAmount": str(order.freight),
        }
    ]


def _line(order: Order, line: OrderLine) -> dict[str, Any]:
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
        "weightUom": "LB" if order.currency == "USD" else "KG",
        "unitPrice": line.unit_price,
        "upcCode": line.upc,
        "extendedPrice": line.unit_price * line.quantity_ordered,
        "taxAmount": 0,
        "currencyCode": order.currency,
        "quantityOrdered": line.quantity_ordered,
        "quantityConfirmed": line.quantity_confirmed,
        "quantityBackOrdered": line.quantity_backordered,
        "specialBidNumber": line.special_bid_number,
        "requestedDeliverydate": "",
        "promisedDeliveryDate": _day(line.promised_on),
        "backOrderETADate": _day(line.backorder_eta_on),
        "lineNotes": line.notes,
        "shipmentDetails": [_shipment(line)] if line.packages else [],
        "additionalAttributes": [],
        "links": [],
        "estimatedDates": _estimates(line),
        "scheduleLines": [],
        "multipleShipments": [],
        "defaultCarrierName": line.packages[0].carrier_name if line.packages else "",
    }


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
    delivery = {"deliveryDateType": "Single", "deliveryDate": _after(expected, 3)}
    return [{"ship": ship}, {"delivery": delivery}]


def _shipment(line: OrderLine) -> dict[str, Any]:
    return {
        "quantity": line.quantity_confirmed,
        "deliveryNumber": "",
        "estimatedShipDate": _day(line.promised_on),
        "shippedDate": _day(line.shipped_on),
        "estimatedDeliveryDate": _after(line.shipped_on, 3),
        "shipFromWarehouseId": line.warehouse_id,
        "shipFromLocation": line.location,
        "invoiceNumber": line.invoice_number,
        "invoiceDate": _day(line.invoiced_on),
        "carrierDetails": [_carrier(line, package) for package in line.packages],
    }


def _carrier(line: OrderLine, package: Package) -> dict[str, Any]:
    url = f"https://tracking.example/{package.tracking_number}" if package.tracking_number else ""
    return {
        "carrierCode": package.carrier_code,
        "carrierName": package.carrier_name,
        "quantity": package.quantity,
        "shippedDate": _day(line.shipped_on),
        "estimatedDeliveryDate": _after(line.shipped_on, 3),
        "deliveredDate": _day(line.delivered_on),
        "carrierPickupDate": _day(line.shipped_on),
        "trackingDetails": [
            {
                "trackingNumber": package.tracking_number,
                "trackingUrl": url,
                "packageWeight": str(package.weight),
                "cartonNumber": package.carton_number,
                "quantityInBox": str(package.quantity),
                "serialNumbers": [{"serialNumber": number} for number in package.serial_numbers],
            }
        ],
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _after(value: date | None, days: int) -> str:
    return _day(value + timedelta(days=days)) if value else ""


def created_event(acceptance: Acceptance, orders: list[Order]) -> dict[str, Any]:
    """The resource of IM::async_order_create: like the real one it names no confirmation."""
    resource: dict[str, Any] = {
        "eventType": "IM::async_order_create",
        "customerOrderNumber": acceptance.customer_order_number.upper(),
        "endCustomerOrderNumber": acceptance.end_customer_order_number.upper(),
        "orderSplit": len(orders) > 1,
        "processedPartially": False,
        "purchaseOrderTotal": sum((order.total for order in orders), Decimal(0)),
        "orders": [_created_order(order) for order in orders],
    }
    if acceptance.failure:
        resource |= {"message": acceptance.failure, "reason": acceptance.failure}
        resource["rejectedLineItems"] = [
            {
                "ingramPartNumber": number,
                "rejectCode": "EN",
                "rejectReason": "Part number not found or not authorized",
            }
            for number in acceptance.rejected
        ]
        return resource
    first = orders[0]
    ship_to = address(first.ship_to) | {"addressId": first.ship_to_address_id}
    end_user = {"endUserInfo": address(first.end_user)} if first.end_user else {}
    return (
        resource | {"billToAddressId": first.bill_to_address_id, "shipToInfo": ship_to} | end_user
    )


def _created_order(order: Order) -> dict[str, Any]:
    return {
        "numberOfLinesWithSuccess": len(order.lines),
        "numberOfLinesWithError": 0,
        "numberOfLinesWithWarning": 0,
        "ingramOrderNumber": order.number,
        "ingramOrderDate": order.entered_at.date().isoformat(),
        "notes": order.notes,
        "orderType": order.order_type,
        "orderTotal": order.total,
        "freightCharges": order.freight,
        "totalTax": order.tax,
        "currencyCode": order.currency,
        "lines": [_created_line(line) for line in order.lines],
        "links": [
            {"topic": "orders", "href": f"/resellers/v6/orders/{order.number}", "type": "GET"}
        ],
    }


def _created_line(line: OrderLine) -> dict[str, Any]:
    return {
        "subOrderNumber": line.sub_order_number,
        "ingramLineNumber": line.number,
        "customerLineNumber": line.customer_line_number,
        "lineType": "P",
        "lineStatus": line.status,
        "ingramPartNumber": line.part_number,
        "unitPrice": line.unit_price,
        "extendedUnitPrice": line.unit_price * line.quantity_ordered,
        "quantityOrdered": line.quantity_ordered,
        "quantityConfirmed": line.quantity_confirmed,
        "quantityBackOrdered": line.quantity_backordered,
        "notes": line.notes,
        "shipmentDetails": [
            {
                "carrierCode": "",
                "carrierName": "",
                "shipFromWarehouseId": line.warehouse_id,
                "shipFromLocation": line.location,
            }
        ],
    }


def status_event(order: Order, event_type: str) -> dict[str, Any]:
    """One item of the order status webhook; it has no status of the whole order."""
    return {
        "eventType": event_type,
        "orderNumber": order.number,
        "customerOrderNumber": order.customer_order_number.upper(),
        "orderEntryTimeStamp": order.entered_at.isoformat(timespec="seconds"),
        "lines": [_status_line(line) for line in order.lines],
        "links": [
            {"topic": "orders", "href": f"/resellers/v5/orders/{order.number}", "type": "GET"}
        ],
    }


def _status_line(line: OrderLine) -> dict[str, Any]:
    shipped = sum(package.quantity for package in line.packages)
    serials = [serial for package in line.packages for serial in package.serial_numbers]
    return {
        "ingramLineNumber": line.number,
        "subOrderNumber": line.sub_order_number,
        "lineStatus": f"IM::{line.status.lower().replace(' ', '_')}",
        "ingramPartNumber": line.part_number,
        "vendorPartNumber": line.vendor_part_number,
        "requestedQuantity": str(line.quantity_ordered),
        "shippedQuantity": str(shipped),
        "backOrderedQuantity": line.quantity_backordered,
        "shipmentDetails": [_status_shipment(line, package) for package in line.packages],
        "serialNumberDetails": [{"serialNumber": serial} for serial in serials],
    }


def _status_shipment(line: OrderLine, package: Package) -> dict[str, Any]:
    return {
        "shipmentDate": _day(line.shipped_on),
        "shipFromWarehouseId": line.warehouse_id,
        "warehouseName": line.location,
        "carrierCode": package.carrier_code,
        "carrierName": package.carrier_name,
        "packageDetails": [
            {
                "cartonNumber": package.carton_number,
                "quantityInbox": str(package.quantity),
                "trackingNumber": package.tracking_number,
            }
        ],
    }
