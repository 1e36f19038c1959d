"""What the webhooks tell of orders: created, shipped, invoiced, held, voided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.records import Acceptance, Order, OrderLine, Package, Shipment
from sandbox.rendering.addresses import address
from sandbox.rendering.orders import day


def created_event(acceptance: Acceptance, orders: list[Order]) -> dict[str, Any]:
    """The resource of IM::async_order_create: like the real one it names no confirmation."""
    resource: dict[str, Any] = {
        "eventType": "IM::async_order_create",
        "customerOrderNumber": acceptance.customer_order_number.upper(),
        "endCustomerOrderNumber": acceptance.end_customer_order_number.upper(),
        "orderSplit": len(orders) > 1,
        "processedPartially": bool(orders and acceptance.rejected),
        "purchaseOrderTotal": sum((order.total for order in orders), Decimal(0)),
        "orders": [_created_order(order) for order in orders],
    }
    if acceptance.failure or acceptance.rejected:
        resource["rejectedLineItems"] = [
            {
                "ingramPartNumber": number,
                "rejectCode": "EN",
                "rejectReason": "Part number not found or not authorized",
            }
            for number in acceptance.rejected
        ]
    if acceptance.failure:
        return resource | {"message": acceptance.failure, "reason": acceptance.failure}
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
    serials = [serial for package in line.packages for serial in package.serial_numbers]
    return {
        "ingramLineNumber": line.number,
        "subOrderNumber": line.sub_order_number,
        "lineStatus": f"IM::{line.status.lower().replace(' ', '_')}",
        "ingramPartNumber": line.part_number,
        "vendorPartNumber": line.vendor_part_number,
        "requestedQuantity": str(line.quantity_ordered),
        "shippedQuantity": str(line.quantity_shipped),
        "backOrderedQuantity": line.quantity_backordered,
        "shipmentDetails": [
            _status_shipment(shipment, package)
            for shipment in line.shipments
            for package in shipment.packages
        ],
        "serialNumberDetails": [{"serialNumber": serial} for serial in serials],
    }


def _status_shipment(shipment: Shipment, package: Package) -> dict[str, Any]:
    return {
        "shipmentDate": day(shipment.shipped_on),
        "shipFromWarehouseId": shipment.warehouse_id,
        "warehouseName": shipment.location,
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
